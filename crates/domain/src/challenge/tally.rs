//! Table 4 of the annual report, counted from the cases: each number together with the cases it counts.
//!
//! Not here: the other tables (`crate::report`), the course of a case (`super::case`).
//!
//! Counted are the cases against this agency (《条例》第五十条第（三）项) that were closed in the year, and those pending at its
//! end; as 复议机关, 共同被告 or 第三人 the agency leaves the case to the agency whose reply it is. One case is one number over
//! all its instances. A reconsideration and the suit after it are two cases in two groups.

use super::case::{Case, TransitionError};
use super::decision::{Forum, ResultGroup};
use super::event::{AgencyRole, Event};
use crate::agency::AgencySettings;
use crate::ids::ChallengeId;
use crate::report::Table4Key;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Why a case is not counted in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// The reply is another agency's: the case is counted there.
    Role(AgencyRole),
    /// Accepted after the year.
    Later,
    /// Closed before the year.
    Earlier,
    /// Recorded by mistake.
    Voided,
}

impl LeftOut {
    /// The reason in words.
    pub fn words(self) -> String {
        match self {
            Self::Role(role) => format!("本机关系{}，计入原行为机关", role.name()),
            Self::Later => "本年度以后受理".to_owned(),
            Self::Earlier => "本年度以前审结".to_owned(),
            Self::Voided => "登记有误，已作废".to_owned(),
        }
    }
}

/// Table 4 of a year with the cases behind each number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    year: i32,
    cells: BTreeMap<Table4Key, BTreeSet<ChallengeId>>,
    left_out: BTreeMap<ChallengeId, LeftOut>,
    counted_before: BTreeSet<ChallengeId>,
}

/// A case as its events stood at the end of a day. What was put right or voided later holds for that day too: a record is counted
/// as it was in truth, not as it was believed to be.
///
/// # Errors
/// Events that do not follow.
pub fn as_of(id: ChallengeId, events: &[Event], on: NaiveDate) -> Result<Option<Case>, TransitionError> {
    let whole = Case::from_events(id, events)?;
    let steps = whole.standing_steps().map(|(_, event)| event);
    let until: Vec<&Event> =
        steps.filter(|event| event.on() <= on && !matches!(event, Event::Rectified { .. })).collect();
    // a paper may be kept under a day before the case was opened: nothing is known of a case before that
    if !matches!(until.first(), Some(Event::Opened { .. })) {
        return Ok(None);
    }
    Case::from_events(id, until).map(Some)
}

/// The key of a group and a result; none stands for pending.
fn key(forum: Forum, result: Option<ResultGroup>) -> Table4Key {
    use Table4Key as K;
    match (forum, result) {
        (Forum::Reconsideration, Some(ResultGroup::Upheld)) => K::ReconsiderationUpheld,
        (Forum::Reconsideration, Some(ResultGroup::Corrected)) => K::ReconsiderationCorrected,
        (Forum::Reconsideration, Some(ResultGroup::Other)) => K::ReconsiderationOther,
        (Forum::Reconsideration, None) => K::ReconsiderationPending,
        (Forum::DirectSuit, Some(ResultGroup::Upheld)) => K::DirectSuitUpheld,
        (Forum::DirectSuit, Some(ResultGroup::Corrected)) => K::DirectSuitCorrected,
        (Forum::DirectSuit, Some(ResultGroup::Other)) => K::DirectSuitOther,
        (Forum::DirectSuit, None) => K::DirectSuitPending,
        (Forum::PostReconsiderationSuit, Some(ResultGroup::Upheld)) => K::PostReconsiderationSuitUpheld,
        (Forum::PostReconsiderationSuit, Some(ResultGroup::Corrected)) => K::PostReconsiderationSuitCorrected,
        (Forum::PostReconsiderationSuit, Some(ResultGroup::Other)) => K::PostReconsiderationSuitOther,
        (Forum::PostReconsiderationSuit, None) => K::PostReconsiderationSuitPending,
    }
}

/// The total of a group.
fn total(forum: Forum) -> Table4Key {
    match forum {
        Forum::Reconsideration => Table4Key::ReconsiderationTotal,
        Forum::DirectSuit => Table4Key::DirectSuitTotal,
        Forum::PostReconsiderationSuit => Table4Key::PostReconsiderationSuitTotal,
    }
}

impl Tally {
    /// Counts the cases of one agency for a year. What happened after the year does not change it.
    ///
    /// # Errors
    /// The case whose events do not follow.
    pub fn of_year<'a>(
        year: i32,
        cases: impl IntoIterator<Item = (ChallengeId, &'a [Event])>,
        settings: &AgencySettings,
    ) -> Result<Self, (ChallengeId, TransitionError)> {
        let mut tally = Self {
            year,
            cells: Table4Key::EVERY.iter().map(|&key| (key, BTreeSet::new())).collect(),
            left_out: BTreeMap::new(),
            counted_before: BTreeSet::new(),
        };
        let (Some(last_day), Some(day_before)) =
            (NaiveDate::from_ymd_opt(year, 12, 31), NaiveDate::from_ymd_opt(year - 1, 12, 31))
        else {
            return Ok(tally);
        };
        for (id, events) in cases {
            let fault = |error| (id, error);
            if events.iter().any(|event| matches!(event, Event::Voided { .. })) {
                tally.left_out.insert(id, LeftOut::Voided);
                continue;
            }
            let Some(case) = as_of(id, events, last_day).map_err(fault)? else {
                tally.left_out.insert(id, LeftOut::Later);
                continue;
            };
            let before = as_of(id, events, day_before).map_err(fault)?;
            tally.add(&case, before.as_ref(), settings);
        }
        Ok(tally)
    }

    fn add(&mut self, case: &Case, before: Option<&Case>, settings: &AgencySettings) {
        if case.role != AgencyRole::Respondent {
            self.left_out.insert(case.id, LeftOut::Role(case.role));
            return;
        }
        if case.holding.is_some_and(|holding| holding.on.year() < self.year) {
            self.left_out.insert(case.id, LeftOut::Earlier);
            return;
        }
        let result = case.holding.map(|holding| settings.result_group(holding.decision));
        for key in [key(case.forum, result), total(case.forum)] {
            self.cells.entry(key).or_default().insert(case.id);
        }
        // Decided and not yet appealed at the end of an earlier year: that year counted a result.
        if before.is_some_and(|before| !before.is_pending()) {
            self.counted_before.insert(case.id);
        }
    }

    /// The year.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The number of a cell.
    pub fn count(&self, key: Table4Key) -> usize {
        self.cases(key).count()
    }

    /// The cases that a number counts.
    pub fn cases(&self, key: Table4Key) -> impl Iterator<Item = ChallengeId> + '_ {
        self.cells.get(&key).into_iter().flatten().copied()
    }

    /// The fifteen numbers in printed order.
    pub fn cells(&self) -> impl Iterator<Item = (Table4Key, usize)> + '_ {
        Table4Key::EVERY.iter().map(|&key| (key, self.count(key)))
    }

    /// The cases that are not counted in the year, and why.
    pub fn left_out(&self) -> &BTreeMap<ChallengeId, LeftOut> {
        &self.left_out
    }

    /// The cases that an earlier report counted with the result of the first instance, because no appeal had been filed by
    /// the end of its year: a reader who adds up years should know them.
    pub fn counted_before(&self) -> &BTreeSet<ChallengeId> {
        &self.counted_before
    }
}
