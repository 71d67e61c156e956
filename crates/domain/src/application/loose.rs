//! What is left undone in a case besides its reply: papers that were written and not served, letters of which nothing was heard,
//! files that wait for the archive.
//!
//! Not here: who is told of it (`gongkai-app`), the periods that run meanwhile (`super::clock`), what stands against archiving
//! (`super::guard`).

use super::context::Settings;
use super::event::ServiceMethod;
use super::fold::Application;
use super::records::{Consultation, PaperOnFile, letter_of};
use super::state::State;
use crate::ids::PaperId;
use crate::notice::kind::{PaperKind, Procedural};
use chrono::NaiveDate;
use gongkai_deadline::Calendar;
use gongkai_deadline::explain::plain_date;
use gongkai_deadline::units::WorkingDays;
use serde::{Deserialize, Serialize};

/// What was not done or not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LooseKind {
    /// A paper is written and its service is not recorded: it has told nobody anything yet (国办公开办函〔2016〕235号).
    Unserved,
    /// The reply came back and was not served once more.
    CameBack,
    /// A letter to a third party or another agency is out, and nothing is known of it: the limit of its opinion has not begun
    /// (《条例》第三十二条、第三十四条: from the receipt).
    OnItsWay,
    /// The reply was posted, and whether it was signed for or came back is not recorded: the periods for remedies run from there.
    Unsigned,
    /// A notice that asks the applicant for something was served, and the day on which it was received is not recorded: the
    /// applicant's period has not begun.
    Unreceived,
    /// The case has ended and its file is not in the archive (《条例》第四十五条).
    Unarchived,
}

/// What is waited for, each with a limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LooseGroup {
    /// That a paper is served.
    Service,
    /// That the outcome of a service is recorded.
    Receipt,
    /// That the file is archived.
    Archive,
}

impl LooseGroup {
    /// All of them.
    pub const EVERY: &[Self] = &[Self::Service, Self::Receipt, Self::Archive];

    /// After how many working days it is told.
    pub fn told_after(self, settings: &Settings) -> WorkingDays {
        match self {
            Self::Service => settings.service_reminder,
            Self::Receipt => settings.receipt_reminder,
            Self::Archive => settings.archive_reminder,
        }
    }

    /// The last day such that what has lain since then is told today.
    pub fn told_since(self, settings: &Settings, today: NaiveDate, calendar: &Calendar) -> NaiveDate {
        let limit = self.told_after(settings);
        let mut days = today.iter_days().rev();
        days.find(|day| calendar.working_days_between(*day, today) >= limit).unwrap_or(NaiveDate::MIN)
    }
}

impl LooseKind {
    /// What is waited for.
    pub fn group(self) -> LooseGroup {
        match self {
            Self::Unserved | Self::CameBack => LooseGroup::Service,
            Self::OnItsWay | Self::Unsigned | Self::Unreceived => LooseGroup::Receipt,
            Self::Unarchived => LooseGroup::Archive,
        }
    }
}

/// One thing that is left undone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LooseEnd {
    /// What.
    pub kind: LooseKind,
    /// Of which paper; none of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<LoosePaper>,
    /// Since which day.
    pub since: NaiveDate,
}

/// The paper that something is left undone of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LoosePaper {
    /// Which.
    pub id: PaperId,
    /// What it is.
    pub kind: PaperKind,
    /// Its document number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl LooseEnd {
    /// Whether it is the service of a notice of which the due date itself warns (`super::clock::UnservedRequest`).
    pub fn is_request(&self) -> bool {
        let asks = [Procedural::CorrectionNotice, Procedural::FeeNotice].map(PaperKind::from);
        self.kind == LooseKind::Unserved
            && self.paper.as_ref().is_some_and(|paper| asks.contains(&paper.kind))
    }

    /// In words; `title` is what the agency calls the paper.
    pub fn words(&self, title: &str) -> String {
        let since = plain_date(self.since);
        let number = self.paper.as_ref().and_then(|paper| paper.number.as_deref());
        let paper = number.map_or_else(|| title.to_owned(), |number| format!("{title}（{number}）"));
        match self.kind {
            LooseKind::Unserved => format!("{paper}{since}制发，尚未登记送达"),
            LooseKind::CameBack => format!("{paper}{since}被退回，尚未再次送达"),
            LooseKind::OnItsWay => format!("{paper}{since}发出，尚未登记对方收到或者退回"),
            LooseKind::Unsigned => format!("{paper}{since}寄出，尚未登记签收或者退回"),
            LooseKind::Unreceived => format!("{paper}{since}送达，尚未登记申请人收到的日期，其期限没有起算"),
            LooseKind::Unarchived => format!("{since}办结，尚未归档"),
        }
    }
}

fn of(paper: &PaperOnFile) -> LoosePaper {
    LoosePaper { id: paper.paper.paper, kind: paper.kind, number: paper.paper.number.clone() }
}

impl Application {
    /// Everything that is left undone of papers and file, the papers first.
    pub fn loose_ends(&self) -> Vec<LooseEnd> {
        if self.archiving.is_some() || self.handed_to.is_some() {
            return Vec::new();
        }
        let mut ends = Vec::new();
        self.loose_notices(&mut ends);
        self.loose_reply(&mut ends);
        // what came back twice rests, too: it may go to the archive
        let rests = match self.state() {
            State::Served | State::Withdrawn | State::Closed | State::SplitUp => true,
            State::Undelivered => !self.came_back_once(),
            _ => false,
        };
        if let (true, true, Some((since, _))) = (rests, ends.is_empty(), self.ending()) {
            ends.push(LooseEnd { kind: LooseKind::Unarchived, paper: None, since });
        }
        ends
    }

    fn loose_notices(&self, ends: &mut Vec<LooseEnd>) {
        let has_ended = self.ended_on().is_some();
        for notice in self.notices_to_serve() {
            // what has ended needs no more than that the applicant hears of a split
            let is_split = self.splitting.as_ref().is_some_and(|one| one.notice == Some(notice.paper.paper));
            // that it arrived may be known before it is recorded how it went out
            let paper = notice.paper.paper;
            let is_known = self
                .correction
                .as_ref()
                .is_some_and(|one| one.paper.paper == paper && one.told_on().is_some())
                || self.fee.as_ref().is_some_and(|one| one.paper.paper == paper && one.told_on().is_some());
            if (!has_ended || is_split) && !is_known {
                ends.push(LooseEnd { kind: LooseKind::Unserved, paper: Some(of(notice)), since: notice.on });
            }
        }
        if has_ended {
            return;
        }
        let on_their_way = self.open_consultations().filter(|one| one.is_on_its_way());
        ends.extend(on_their_way.map(|one: &Consultation| LooseEnd {
            kind: LooseKind::OnItsWay,
            paper: Some(LoosePaper {
                id: one.paper.paper,
                kind: letter_of(one.with).into(),
                number: one.paper.number.clone(),
            }),
            since: one.sent_on,
        }));
        let correction = self.correction.as_ref().filter(|_| self.state() == State::AwaitingCorrection);
        let fee = self.fee.as_ref().filter(|_| self.state() == State::AwaitingPayment);
        let served = [
            correction
                .map(|one| (Procedural::CorrectionNotice, &one.paper, one.served_on, one.notice_received_on)),
            fee.map(|one| (Procedural::FeeNotice, &one.paper, one.served_on, one.notice_received_on)),
        ];
        for (kind, paper, served_on, received_on) in served.into_iter().flatten() {
            if let (Some(since), None) = (served_on, received_on) {
                let paper = LoosePaper { id: paper.paper, kind: kind.into(), number: paper.number.clone() };
                ends.push(LooseEnd { kind: LooseKind::Unreceived, paper: Some(paper), since });
            }
        }
    }

    fn loose_reply(&self, ends: &mut Vec<LooseEnd>) {
        let round = self.round();
        let Some(issued) = round.issued.as_ref().filter(|_| self.withdrawal.is_none()) else { return };
        let is_it = |known: &&PaperOnFile| known.paper.paper == issued.paper.paper;
        let Some(paper) = self.papers.iter().find(is_it).map(of) else { return };
        let end = |kind, since| LooseEnd { kind, paper: Some(paper.clone()), since };
        // until a third party that objected was told, and waited for from then on, it may not go out
        if matches!(self.state(), State::Issued | State::Sealed) && self.third_parties_to_tell().is_empty() {
            let told = self.consultations.iter().filter_map(|one| one.told_on).max();
            ends.push(end(LooseKind::Unserved, told.map_or(issued.on, |told| told.max(issued.on))));
        }
        if round.is_undelivered() && self.came_back_once() {
            let back = round.services.iter().filter_map(|one| one.returned).map(|(on, _)| on).max();
            ends.extend(back.map(|since| end(LooseKind::CameBack, since)));
        }
        let posted = self.open_services().filter(|one| one.service.method == ServiceMethod::Post);
        let first = posted.filter_map(|one| one.service.counts_on()).min();
        ends.extend(first.map(|since| end(LooseKind::Unsigned, since)));
    }
}
