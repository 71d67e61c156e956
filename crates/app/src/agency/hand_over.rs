//! The files of an agency go to the one that took over from it (机构改革): applications, reconsiderations and suits, requests to
//! correct records, complaints; all of them where the agency has ended, single ones where only some functions moved.
//!
//! Who: the system administrator above both, or the program on the first day of the successor. Precondition: the succession is
//! recorded and has begun. Changes: two events for each case, the last in the old chain and the first in the new; the row, which
//! from then on is the successor's. Audit: `cases_handed_over` with their ids. Told: nobody; the cases lie in the
//! successor's inbox in nobody's hands, the applicant reads it where the application is tracked.
//! Not here: recording the succession (`super::succeed`), which agency counts a case in which year
//! (`gongkai_domain::agency::HeldYears`).
//!
//! A case moves in one transaction, so that breaking off loses nothing: whoever begins again moves what is left.

use super::{must, note, own_or_below, tree_within};
use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::application::projection::{marks_of, project};
use crate::challenge::projection::challenge_row;
use crate::docket::{Docket as _, folded};
use crate::office::{AGENCY_SETTINGS, Office};
use crate::paper::issue::{pattern, render};
use crate::query::track::rows_of;
use crate::refusal::Refusal;
use crate::report_facts::CHALLENGES;
use chrono::{Datelike as _, NaiveDate};
use gongkai_deadline::explain::plain_date;
use gongkai_domain::agency::{AgencySettings, AgencyTree, Handing, HeldYears, Succession};
use gongkai_domain::application::{Application, Event, Recorded};
use gongkai_domain::challenge::Case;
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId, Digest};
use gongkai_domain::number::Series;
use gongkai_domain::personal::normalise_number;
use gongkai_storage::{
    ApplicationFilter, ApplicationRow, CaseFilter, ChallengeRow, NewEvent, Order, OtherCaseRow, Stream, Tx,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many cases move in one transaction.
const BATCH: usize = 100;
/// How many cases are looked for at once.
const FOUND: u32 = 1000;
/// The most numbers that are named at once.
const MOST_NUMBERS: usize = 500;

/// How many cases moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Applications.
    pub applications: usize,
    /// Reconsiderations and suits.
    pub challenges: usize,
    /// Requests to correct records, and complaints.
    pub others: usize,
    /// Cases that could not be moved; the log of the program says why.
    pub failed: usize,
}

impl Moved {
    /// All that moved.
    pub fn all(self) -> usize {
        self.applications + self.challenges + self.others
    }

    fn add(&mut self, other: Self) {
        self.applications += other.applications;
        self.challenges += other.challenges;
        self.others += other.others;
        self.failed += other.failed;
    }
}

/// From where to where, and since when.
#[derive(Debug, Clone, Copy)]
struct Way {
    from: AgencyId,
    to: AgencyId,
    on: NaiveDate,
}

/// A case that is to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Application(ApplicationId),
    Challenge(ChallengeId),
    Other(Uuid),
}

/// Moves whatever lies with agencies that have ended and whose successor has begun. The program does it every hour, so that a
/// succession recorded beforehand takes effect by itself. A case that cannot be moved keeps no other from moving.
///
/// # Errors
/// Where the records cannot be read; what moved so far stays moved.
pub async fn sweep(office: &Office, actor: &Actor) -> Result<Moved, Refusal> {
    let tx = office.storage.begin().await?;
    let (_, mut successions) = tree_within(&tx).await?;
    tx.rollback().await?;
    let today = office.today();
    successions.retain(|one| one.functions.is_empty() && one.on <= today);
    // where the successor was succeeded in turn, each of them has had the case in its years
    successions.sort_by_key(|one| one.on);
    let mut moved = Moved::default();
    for Succession { predecessor, successor, on, .. } in successions {
        moved.add(all(office, actor, Way { from: predecessor, to: successor, on }).await?);
    }
    Ok(moved)
}

/// Moves everything.
async fn all(office: &Office, actor: &Actor, way: Way) -> Result<Moved, Refusal> {
    let (mut moved, mut failed) = (Moved::default(), BTreeSet::new());
    loop {
        let mut items = found(office, way.from).await?;
        items.retain(|item| !failed.contains(item));
        if items.is_empty() {
            moved.failed = failed.len();
            return Ok(moved);
        }
        for some in items.chunks(BATCH) {
            if let Ok(some) = Box::pin(take(office, actor, way, some)).await {
                moved.add(some);
                continue;
            }
            for item in some {
                match Box::pin(take(office, actor, way, std::slice::from_ref(item))).await {
                    Ok(one) => moved.add(one),
                    Err(error) => {
                        tracing::error!(?item, %error, "a case could not be handed over");
                        failed.insert(*item);
                    }
                }
            }
        }
    }
}

/// What lies with an agency.
async fn found(office: &Office, agency: AgencyId) -> Result<Vec<Item>, Refusal> {
    let storage = &office.storage;
    let applications = ApplicationFilter::of(agency);
    let applications = storage.applications(&applications, Order::Oldest, None, FOUND).await?.rows;
    let cases = CaseFilter { agency: Some(agency), ..CaseFilter::default() };
    let challenges = storage.challenges(&cases, None, FOUND).await?;
    let others = storage.other_cases(&cases, None, FOUND).await?;
    let items = applications.into_iter().map(|row| Item::Application(row.id));
    let items = items.chain(challenges.into_iter().map(|row| Item::Challenge(row.id)));
    Ok(items.chain(others.into_iter().map(|row| Item::Other(row.id))).collect())
}

/// Moves these in one transaction, as far as they still lie with the agency that gives them away.
async fn take(office: &Office, actor: &Actor, way: Way, items: &[Item]) -> Result<Moved, Refusal> {
    let hand = Hand::open(office, actor, way).await?;
    let (mut applications, mut challenges, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Application(id) => applications.extend(hand.tx.application(*id).await?),
            Item::Challenge(id) => challenges.extend(hand.tx.challenge(*id).await?),
            Item::Other(id) => others.extend(hand.tx.other_case(*id).await?),
        }
    }
    applications.retain(|row| row.agency == way.from);
    challenges.retain(|row| row.agency == way.from);
    others.retain(|row| row.agency == way.from);
    hand.take(applications, challenges, others).await
}

/// Moves single cases where some functions of an agency went to another: applications with all that hangs together with them
/// (those answered by the same reply, the reconsiderations and suits that concern them), requests to correct records,
/// complaints. Numbers are registration numbers or references, as staff write them. They count with the other agency from
/// this year on: what was published of the years before stays.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with every number that is none of the agency's, or where
/// no succession between the two is recorded; nothing is moved then.
pub async fn some(
    office: &Office,
    actor: &Actor,
    (from, to): (Option<AgencyId>, Option<AgencyId>),
    numbers: &str,
) -> Result<Moved, Refusal> {
    let own = must(office, actor)?;
    let from = from.ok_or_else(|| Refusal::invalid("from", "选择原机关"))?;
    let to = to.ok_or_else(|| Refusal::invalid("to", "选择承继机关"))?;
    let tx = office.storage.begin().await?;
    let (agencies, successions) = tree_within(&tx).await?;
    tx.rollback().await?;
    let today = office.today();
    let tree = AgencyTree::new(agencies, successions.clone()).map_err(|e| Refusal::Defect(e.to_string()))?;
    own_or_below(&tree, own, from)?;
    own_or_below(&tree, own, to)?;
    let succession = successions.iter().rfind(|one| one.predecessor == from && one.successor == to);
    let Some(succession) = succession else {
        return Err(Refusal::invalid("to", "没有登记过这两个机关之间的职责承继，请先登记"));
    };
    if succession.on > today {
        let words = format!("承继机关自{}起承继职责，届时方可移交", plain_date(succession.on));
        return Err(Refusal::invalid("to", words));
    }
    let is_between = |c: char| c.is_whitespace() || "，,；;、".contains(c);
    let words: BTreeSet<&str> = numbers.split(is_between).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err(Refusal::invalid("numbers", "填写移交的登记编号或者查询号，每行一个"));
    }
    if words.len() > MOST_NUMBERS {
        return Err(Refusal::invalid("numbers", format!("一次最多移交{MOST_NUMBERS}件")));
    }
    let (mut items, mut unknown) = (BTreeSet::new(), Vec::new());
    for word in words {
        let application = rows_of(office, word).await?.into_iter().find(|row| row.agency == from);
        let other = office.storage.other_case_by_reference(&normalise_number(word)).await?;
        match (application, other.filter(|row| row.agency == from)) {
            (Some(row), _) => together(office, from, row.id, &mut items).await?,
            (None, Some(row)) => {
                items.insert(Item::Other(row.id));
            }
            (None, None) => unknown.push(word.to_owned()),
        }
    }
    if !unknown.is_empty() {
        let words = format!("原机关没有下列编号的申请或者案件：{}", unknown.join("、"));
        return Err(Refusal::invalid("numbers", words));
    }
    let items: Vec<Item> = items.into_iter().collect();
    Box::pin(take(office, actor, Way { from, to, on: today }, &items)).await
}

/// An application with those that the same reply answers, and the reconsiderations and suits that concern any of them.
async fn together(
    office: &Office,
    from: AgencyId,
    id: ApplicationId,
    items: &mut BTreeSet<Item>,
) -> Result<(), Refusal> {
    let storage = &office.storage;
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !items.insert(Item::Application(id)) {
            continue;
        }
        let mut beside = fold(&storage.events_of(&stream_of(id)).await?)?.joined;
        for row in storage.challenges_of(id).await?.into_iter().filter(|row| row.agency == from) {
            items.insert(Item::Challenge(row.id));
            let stored = storage.events_of(&Stream::new(CHALLENGES, row.id.0)).await?;
            beside.extend(folded::<Case>(row.id.0, &stored)?.applications);
        }
        for other in beside {
            let row = storage.application(other).await?;
            open.extend(row.filter(|row| row.agency == from).map(|row| row.id));
        }
    }
    Ok(())
}

/// A transaction that has locked both chains.
struct Hand<'a> {
    office: &'a Office,
    actor: &'a Actor,
    tx: Tx,
    way: Way,
    /// What the agency that takes over has set.
    settings: AgencySettings,
}

impl<'a> Hand<'a> {
    async fn open(office: &'a Office, actor: &'a Actor, way: Way) -> Result<Self, Refusal> {
        let tx = office.storage.begin().await?;
        // always in the same order, so that two who move cases never wait for each other
        for agency in BTreeSet::from([way.from, way.to]) {
            tx.lock_chain(agency).await?;
        }
        let settings = match tx.setting(Some(way.to), AGENCY_SETTINGS).await? {
            Some(text) => serde_json::from_str(&text).map_err(|e| Refusal::Defect(e.to_string()))?,
            None => AgencySettings::default(),
        };
        Ok(Self { office, actor, tx, way, settings })
    }

    /// Moves these and commits.
    async fn take(
        self,
        applications: Vec<ApplicationRow>,
        challenges: Vec<ChallengeRow>,
        others: Vec<OtherCaseRow>,
    ) -> Result<Moved, Refusal> {
        let moved = Moved {
            applications: applications.len(),
            challenges: challenges.len(),
            others: others.len(),
            failed: 0,
        };
        if moved.all() == 0 {
            return Ok(moved);
        }
        let ids = applications.iter().map(|row| row.id.0);
        let ids = ids.chain(challenges.iter().map(|row| row.id.0));
        let ids: Vec<Uuid> = ids.chain(others.iter().map(|row| row.id)).collect();
        for row in applications {
            Box::pin(self.application(row)).await?;
        }
        for row in challenges {
            self.challenge(row).await?;
        }
        for mut row in others {
            let kind = row.kind.clone();
            (row.sequence, row.change) = self.pass(&Stream::new(&kind, row.id), row.sequence, None).await?;
            (row.agency, row.handler, row.department) = (self.way.to, None, None);
            self.tx.save_other_case(&row).await?;
        }
        let document = serde_json::json!({
            "to": self.way.to,
            "applications": moved.applications,
            "challenges": moved.challenges,
            "others": moved.others,
            "cases": ids,
        });
        let object = ("agency", self.way.from.0);
        note(self.office, &self.tx, self.actor, self.way.to, "cases_handed_over", object, document).await?;
        self.tx.commit().await?;
        Ok(moved)
    }

    /// Ends a stream in the one chain and goes on with it in the other; sequence and change of the last event.
    async fn pass(
        &self,
        stream: &Stream,
        sequence: i64,
        number: Option<String>,
    ) -> Result<(i64, i64), Refusal> {
        let Way { from, to, on } = self.way;
        let link = self.append(from, stream, sequence, &Event::HandedOver { on, to }).await?.2;
        let (sequence, change, _) =
            self.append(to, stream, sequence + 1, &Event::TakenOver { on, from, link, number }).await?;
        Ok((sequence, change))
    }

    async fn append(
        &self,
        agency: AgencyId,
        stream: &Stream,
        expected: i64,
        event: &Event,
    ) -> Result<(i64, i64, Digest), Refusal> {
        debug_assert!(
            Handing::is_kind(event.kind()),
            "the two events are of one shape for all kinds of cases"
        );
        let new = NewEvent {
            at: self.office.instant(),
            actor: self.actor.word(),
            kind: event.kind().to_owned(),
            payload: serde_json::to_string(event).map_err(|e| Refusal::Defect(e.to_string()))?,
        };
        let stored = self.tx.append(agency, stream, expected, vec![new]).await?;
        let last = stored.last().ok_or_else(|| Refusal::Defect("an event that was not kept".to_owned()))?;
        Ok((last.stream_sequence, last.change, last.digest))
    }

    async fn application(&self, mut row: ApplicationRow) -> Result<(), Refusal> {
        let Way { from, to, on } = self.way;
        let mut application = fold(&self.tx.events_of(&stream_of(row.id)).await?)?;
        let number = self.number(&row, &application).await?;
        let handed = Event::HandedOver { on, to };
        let taken = Event::TakenOver { on, from, link: Digest([0; 32]), number: number.clone() };
        for event in [handed, taken] {
            let recorded = Recorded {
                sequence: application.last_sequence + 1,
                at: self.office.now(),
                actor: self.actor.person(),
                event,
            };
            application.apply(&recorded).map_err(|e| Refusal::Defect(format!("{}: {e}", row.id)))?;
        }
        row.agency = to;
        project(&mut row, &application, &self.office.calendar(), self.office.today())?;
        let marks = marks_of(&application, &row);
        (row.sequence, row.change) = self.pass(&stream_of(row.id), row.sequence - 2, number).await?;
        self.tx.save_application(&row).await?;
        self.tx.save_held(row.id, &HeldYears::all(to, &application.held_before)).await?;
        Ok(self.tx.save_marks(row.id, &marks).await?)
    }

    /// A new registration number, where the agency that takes over has given out the one that the file has.
    async fn number(
        &self,
        row: &ApplicationRow,
        application: &Application,
    ) -> Result<Option<String>, Refusal> {
        let (to, today) = (self.way.to, self.office.today());
        let Some(old) = row.registration.as_deref() else { return Ok(None) };
        if self.tx.application_by_registration(to, old).await?.is_none() {
            return Ok(None);
        }
        let pattern = pattern(&self.settings.numbers.registration)?;
        let year = application.received_on.map_or(today.year(), |on| on.year());
        loop {
            let running = self.tx.next_number(to, Series::Registration.key(), year).await?;
            let number = render(&pattern, year, running, None);
            if self.tx.application_by_registration(to, &number).await?.is_none() {
                return Ok(Some(number));
            }
        }
    }

    async fn challenge(&self, old: ChallengeRow) -> Result<(), Refusal> {
        let stream = Stream::new(CHALLENGES, old.id.0);
        let mut case = folded::<Case>(old.id.0, &self.tx.events_of(&stream).await?)?;
        case.leave_hands();
        let mut row = challenge_row(&case, self.way.to, &self.office.calendar(), &self.settings)?;
        (row.sequence, row.change) = self.pass(&stream, old.sequence, None).await?;
        row.document = old.document;
        Ok(self.tx.save_challenge(&row, &case.applications).await?)
    }
}
