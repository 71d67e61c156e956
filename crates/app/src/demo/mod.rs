//! The demonstration: an invented city whose three agencies have worked for two years, made through the use cases of the
//! office by people who may do what they do.
//!
//! Not here: the running server and what it prints (`gongkai-cli`).
//!
//! Every case is a course ([`course`]): deeds with the working days between them. All deeds of all cases are done in the
//! order of their days, so that the chain of each agency reads like a real one; what would lie after [`now`] is not done.

mod applicants;
mod cases;
mod challenges;
mod clock;
mod course;
mod deeds;
mod house;
mod others;
mod papers;
mod scans;
mod words;
mod year;

pub use clock::SetClock;
pub use house::{House, PASSWORD, SignIn};

use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use course::{Deed, steps};
use deeds::{Running, World};
use gongkai_deadline::{Calendar, WorkingDays};
use gongkai_domain::challenge::{Decision, Forum};
use others::Others;
use std::collections::BTreeMap;

/// The code of the agency whose portal the demonstration shows.
pub const AGENCY: &str = "city-data";

/// The seed of everything that looks like chance in the demonstration.
pub const SEED: u64 = 20_260_112;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 12).expect("a date");

/// The moment at which the demonstration stands: a Monday of the season of annual reports.
pub fn now() -> NaiveDateTime {
    TODAY.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(9)
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The agencies.
    pub houses: Vec<House>,
    /// How to sign in.
    pub sign_ins: Vec<SignIn>,
    /// How many applications there are.
    pub applications: usize,
    /// Some applications with what their applicants know, so that the portal can be asked about them.
    pub tracks: Vec<Track>,
    /// The same of a complaint and a request to correct a record.
    pub others: Vec<Track>,
}

/// What an applicant knows of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// The public reference.
    pub reference: String,
    /// The query code.
    pub code: String,
    /// Where it stands, for the list.
    pub state: &'static str,
}

/// Everything that is still to be done: by day, case and place in the course.
type Agenda = BTreeMap<(NaiveDate, usize, usize), Deed>;

/// Fills empty records. The clock of the office must be `clock`; it is set from case to case and stands at [`now`] in the end.
///
/// # Errors
/// A refusal of a use case: then the demonstration contradicts the rules of the office, which its test would have found.
pub async fn seed(office: &Office, clock: &SetClock) -> Result<Demo, Refusal> {
    clock.set(NaiveDate::from_ymd_opt(2024, 1, 2).unwrap_or(TODAY).and_time(chrono::NaiveTime::MIN));
    let (houses, sign_ins) = house::build(office).await?;
    let calendar = office.calendar();
    let mut world = World { office, houses: &houses, earlier: Vec::new(), volumes: BTreeMap::new() };
    let mut running = Vec::new();
    let mut agenda = Agenda::new();
    for (turn, plan) in cases::CASES.iter().enumerate() {
        let from = calendar.working_day_on_or_after(plan.on).map_err(|e| Refusal::Defect(e.to_string()))?.on;
        plan_course(&mut agenda, &calendar, turn, from, steps(plan.course, plan.channel))?;
        running.push(Running::new(*plan, turn));
    }
    let mut others = Others::new(office, &houses, TODAY)?;
    let (mut day, mut minutes) = (TODAY, 0);
    while let Some(((on, turn, place), deed)) = agenda.pop_first() {
        if on != day {
            afternoons(&mut others, clock, on).await?;
        }
        // from half past eight, two minutes apart: a day of the office has room for more than any day of the demonstration
        minutes = if on == day { minutes + 2 } else { 0 };
        day = on;
        clock.set(on.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(8 * 60 + 30 + minutes));
        let done = Box::pin(world.deed(&mut running[turn], deed)).await;
        let more = done.map_err(|refusal| told(turn, place, &deed, &refusal))?;
        for (part, course) in more {
            let channel = part.plan.channel;
            plan_course(&mut agenda, &calendar, running.len(), on, steps(course, channel))?;
            running.push(part);
        }
    }
    afternoons(&mut others, clock, TODAY).await?;
    clock.set(now());
    for (case, plan) in CHALLENGES {
        let running = running.get(*case).ok_or_else(|| Refusal::Defect("no case to challenge".to_owned()))?;
        challenges::challenge(office, &houses[running.plan.agency], running, *plan).await?;
    }
    year::keep(office, &houses).await?;
    let own = |running: &&Running| houses[running.plan.agency].agency.code == AGENCY;
    let mut tracks: Vec<Track> = Vec::new();
    // one of each state, the youngest first
    for running in running.iter().rev().filter(own) {
        let state = running.application.as_ref().map_or("", |app| app.state().label());
        if tracks.len() < TRACKS && tracks.iter().all(|track| track.state != state) {
            let (reference, code) = (running.reference.clone(), running.code.clone());
            tracks.push(Track { reference, code, state });
        }
    }
    let others = others.tracks();
    Ok(Demo { applications: running.len(), houses, sign_ins, tracks, others })
}

/// Does what concerns complaints and records on the days before this one, in the afternoon: their deeds stand in the same chains.
async fn afternoons(others: &mut Others<'_>, clock: &SetClock, before: NaiveDate) -> Result<(), Refusal> {
    let (mut day, mut minutes) = (before, 0);
    while let Some(on) = others.next_on().filter(|on| *on < before) {
        minutes = if on == day { minutes + 5 } else { 0 };
        day = on;
        clock.set(on.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(15 * 60 + minutes));
        others.step().await?;
    }
    Ok(())
}

/// How many applications can be asked about.
const TRACKS: usize = 12;

/// Reconsiderations and suits besides those that quash: by the place of the case in the list.
const CHALLENGES: &[(usize, challenges::Plan)] = &[
    (1, challenge(Forum::Reconsideration, 20, Some((30, Decision::ReconsiderationMaintained)))),
    (20, challenge(Forum::Reconsideration, 25, Some((35, Decision::ReconsiderationMaintained)))),
    (25, challenge(Forum::Reconsideration, 15, Some((30, Decision::ReconsiderationMaintained)))),
    (28, challenge(Forum::Reconsideration, 10, Some((25, Decision::ReconsiderationUnlawful)))),
    (33, challenge(Forum::DirectSuit, 40, Some((60, Decision::SuitRejected)))),
    (43, challenge(Forum::Reconsideration, 12, None)),
];

const fn challenge(forum: Forum, opened_after: u32, decided: Option<(u32, Decision)>) -> challenges::Plan {
    challenges::Plan { forum, opened_after, decided }
}

/// Puts the deeds of a course into the agenda, as far as they are not later than today.
fn plan_course(
    agenda: &mut Agenda,
    calendar: &Calendar,
    turn: usize,
    from: NaiveDate,
    steps: course::Steps,
) -> Result<(), Refusal> {
    let mut on = from;
    for (place, (days, deed)) in steps.into_iter().enumerate() {
        if days > 0 {
            let counted = calendar.add_working_days(on, WorkingDays(days));
            on = counted.map_err(|e| Refusal::Defect(e.to_string()))?.on;
        }
        if on > TODAY {
            break;
        }
        agenda.insert((on, turn, place), deed);
    }
    Ok(())
}

/// Which deed was refused.
fn told(turn: usize, place: usize, deed: &impl std::fmt::Debug, refusal: &Refusal) -> Refusal {
    let why = match refusal {
        Refusal::Blocked(reasons) => reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"),
        Refusal::Invalid(faults) => {
            faults.iter().map(|fault| fault.text.clone()).collect::<Vec<_>>().join("；")
        }
        other => other.to_string(),
    };
    Refusal::Defect(format!("case {turn}, step {place}, {deed:?}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::application::State;
    use gongkai_domain::notice::kind::Reply;
    use gongkai_storage::{
        ApplicationFilter, Blobs, CaseFilter, Key, KeyMaterial, Order, Sealer, SeededEntropy, Storage,
        Target, Vault,
    };
    use std::collections::BTreeSet;
    use std::sync::Arc;

    async fn office(folder: &std::path::Path) -> (Office, Arc<SetClock>) {
        let clock = Arc::new(SetClock::at(now()));
        let entropy = Arc::new(SeededEntropy::new(SEED));
        let key = Key { id: "test".to_owned(), material: KeyMaterial::Aes256([9; 32]) };
        let storage = Storage::open(&Target::Sqlite { path: folder.join("test.db") }).await.unwrap();
        storage.migrate().await.unwrap();
        let storage = storage.with_vault(Vault::new(Sealer::new(&key, &[]), entropy.clone()));
        let blobs = Blobs::local(folder.join("blobs")).unwrap();
        let keys = crate::Keys { digests: [3; 32] };
        let calendar = Calendar::national().unwrap();
        (Office::new(storage, blobs, keys, clock.clone(), entropy, calendar), clock)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_demonstration_holds_under_every_guard_and_reaches_every_state_and_reply() {
        let folder = tempfile::tempdir().unwrap();
        let (office, clock) = office(folder.path()).await;
        let demo = Box::pin(seed(&office, &clock)).await.unwrap();
        let page = office
            .storage
            .applications(&ApplicationFilter::default(), Order::Oldest, None, 500)
            .await
            .unwrap();
        assert_eq!(page.rows.len(), demo.applications);
        let states: BTreeSet<&str> = page.rows.iter().map(|row| row.state.as_str()).collect();
        let missing: Vec<&str> =
            State::EVERY.iter().map(|state| state.key()).filter(|key| !states.contains(key)).collect();
        assert_eq!(missing, [""; 0]);
        let replies: BTreeSet<&str> = page.rows.iter().filter_map(|row| row.reply_key.as_deref()).collect();
        let missing: Vec<&str> =
            Reply::EVERY.iter().map(|reply| reply.key()).filter(|key| !replies.contains(key)).collect();
        assert_eq!(missing, [""; 0]);
        let checked = office.storage.check().await.unwrap();
        assert_eq!(checked.chains.len(), demo.houses.len());

        // complaints and requests to correct records stand in every state that lasts, and most lists have something to show
        let others = office.storage.other_cases(&CaseFilter::default(), None, 500).await.unwrap();
        let states: BTreeSet<(&str, &str)> =
            others.iter().map(|row| (row.kind.as_str(), row.state.as_str())).collect();
        for state in ["received", "awaiting_evidence", "examining", "answered", "withdrawn"] {
            assert!(states.contains(&("record_correction", state)), "{state} in {states:?}");
        }
        for state in
            ["received", "investigating", "rectification_ordered", "answered", "redirected", "withdrawn"]
        {
            assert!(states.contains(&("complaint", state)), "{state} in {states:?}");
        }
        let scanned = async |row: gongkai_domain::ids::ApplicationId| {
            office.storage.papers_of(row).await.unwrap().iter().filter(|paper| paper.scan.is_some()).count()
        };
        let mut scans = 0;
        for row in &page.rows {
            scans += scanned(row.id).await;
        }
        assert!(scans > 40, "{scans} stamped papers were scanned");

        // every paper that an event tells of can be opened, and its number stands in the register
        let (mut papers, mut given) = (0, 0);
        for row in &page.rows {
            let stored =
                office.storage.events_of(&crate::application::case::stream_of(row.id)).await.unwrap();
            let application = crate::application::case::fold(&stored).unwrap();
            let kept = crate::paper::file::of_case(&office, row.id, &application).await.unwrap();
            // the slip on which a third party answers goes with its letter and is no paper of its own
            let slip = gongkai_domain::notice::Procedural::ThirdPartyReplySlip.key();
            let own = kept.iter().filter(|paper| paper.kind != slip).count();
            assert_eq!(own, application.papers.len(), "{}", row.reference);
            for known in &application.papers {
                let paper = kept.iter().find(|paper| paper.id == known.paper.paper).unwrap();
                assert_eq!(
                    (paper.kind.as_str(), &paper.number_text),
                    (known.kind.key(), &known.paper.number)
                );
                let online = gongkai_domain::application::ServiceMethod::Online;
                let is_put_online = known.service.as_ref().is_some_and(|service| service.method == online)
                    || application.rounds.iter().any(|round| {
                        round.issued.as_ref().is_some_and(|issued| issued.paper.paper == paper.id)
                            && round.services.iter().any(|record| record.service.method == online)
                    });
                assert!(!is_put_online || paper.scan.is_some(), "{} is served as it was stamped", paper.kind);
                let text = crate::paper::file::read(&office, paper).await.unwrap();
                assert!(text.text().contains("云州") || text.text().contains("青石"), "{}", text.text());
                assert!(
                    !text.text().contains('〔') || !text.text().contains("〔登记编号〕"),
                    "{}",
                    text.text()
                );
                assert!(crate::paper::file::as_docx(&text).unwrap().starts_with(b"PK"));
                papers += 1;
            }
            let tracked = crate::query::track::tracked(&office, row.id).await.unwrap();
            given += tracked.information.len();
            if given == 1 {
                let row = &tracked.information[0].row;
                let id = row.id.to_string();
                let (bytes, ..) = crate::query::track::information(&office, &tracked, &id).await.unwrap();
                assert!(bytes.starts_with(b"PK"));
            }
        }
        assert!(papers > 70 && given > 10, "{papers} papers, {given} files given");
        let lessons = crate::report_facts::CHALLENGES;
        let streams = office.storage.streams_of(demo.houses[1].agency.id, lessons).await.unwrap();
        assert!(!streams.is_empty());

        // every year of every agency balances, and what one year carries out the next carries in
        use gongkai_domain::report::{Column, Row};
        for house in &demo.houses {
            let counted = crate::report_facts::countables(&office.storage, house.agency.id).await.unwrap();
            let of = |year| gongkai_domain::report::tally::tally(year, counted.iter().copied());
            let cell = |year, row| of(year).cell(row, Column::Total).unwrap().count();
            for year in [2024, 2025] {
                let came = cell(year, Row::NewReceived) + cell(year, Row::CarriedIn);
                assert_eq!(came, cell(year, Row::ResultTotal) + cell(year, Row::CarriedOut));
                assert!(cell(year, Row::CarriedOut) > 0, "{} {year}", house.agency.code);
                assert_eq!(cell(year, Row::CarriedOut), cell(year + 1, Row::CarriedIn));
            }
        }

        // rebuilt from the events, everything is as it was
        let before = office
            .storage
            .applications(&ApplicationFilter::default(), Order::Oldest, None, 500)
            .await
            .unwrap();
        let rebuilt =
            crate::rebuild::rebuild(&office.storage, &office.calendar(), office.today()).await.unwrap();
        assert_eq!(rebuilt.applications, demo.applications);
        assert_eq!((rebuilt.corrected, rebuilt.missing), (vec![], vec![]));
        let after = office
            .storage
            .applications(&ApplicationFilter::default(), Order::Oldest, None, 500)
            .await
            .unwrap();
        assert_eq!(before.rows, after.rows);
    }
}
