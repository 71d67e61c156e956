//! Tell the staff, once each working day, what presses: applications, papers that were not served, files that wait for the archive,
//! reconsiderations and suits, complaints that proved right.
//!
//! Who: the program. Precondition: a working day, office hours have begun, nobody did it today. Changes: letters in the outbox.
//! Audit: nothing, no case is read or moved. Told: handlers and who acts for them of their own cases, registrars of what is not
//! confirmed, reviewers of legality and supervisors of what nobody has in hand, the head of the disclosure office of everything,
//! the office's mailbox and a connected system of the same; of each paper that was left undone the handler, once.
//! Not here: carrying the letters out (`gongkai-jobs`), what presses (`super::pressing`).

use super::notice::Notice;
use super::pressing::{Duty, Pressing, Scope};
use super::tell::{MESSAGE, to_person, to_role};
use crate::account::person::people_on;
use crate::application::projection::{RowDocument, mark_of};
use crate::docket::other::is_complaint;
use crate::office::Office;
use crate::portal::lost_code::{MAIL, Message};
use crate::query::challenge::binding;
use crate::refusal::Refusal;
use chrono::{NaiveDate, TimeDelta, Timelike as _};
use gongkai_deadline::clock::days_after;
use gongkai_deadline::due::{Standing, standing};
use gongkai_deadline::units::{CalendarDays, WorkingDays};
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::application::{LooseEnd, LooseGroup};
use gongkai_domain::challenge::State;
use gongkai_domain::ids::{AgencyId, PersonId};
use gongkai_domain::staff::{Person, Role};
use gongkai_storage::{CaseFilter, NewOutbox, Once, OpenRow};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The kind of outbox row that goes to a connected system.
pub const WEBHOOK: &str = "webhook";

/// The hour of the day from which staff are reminded: the usual beginning of office hours.
const FROM_HOUR: u32 = 8;
/// How many applications are read at once.
const BATCH: u32 = 5000;
/// For how many agencies the letters are kept in one transaction.
const AGENCIES: usize = 50;
/// How long it is remembered that a day was done.
const REMEMBERED_HOURS: i64 = 72;

/// By which ways letters can leave the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ways {
    /// There is a mail server.
    pub mail: bool,
    /// There is a connected system.
    pub webhook: bool,
}

/// What a look at the open applications came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reminded {
    /// Open applications looked at.
    pub open: usize,
    /// How many of them press.
    pub pressing: usize,
    /// Letters put into the outbox.
    pub letters: usize,
}

/// What presses in one agency.
struct Tally {
    agency: Agency,
    settings: AgencySettings,
    all: Pressing,
    by_handler: BTreeMap<PersonId, Pressing>,
    /// Duties in other cases, by who has the case in hand.
    duties: BTreeMap<PersonId, Pressing>,
    /// Duties that nobody has in hand, by the role that should take them.
    unclaimed: BTreeMap<Role, Pressing>,
    /// Papers that were left undone: who has the case in hand, what is told, and by what it is told once.
    undone: Vec<(Option<PersonId>, Notice, String)>,
}

/// A letter that is not kept yet.
struct Letter {
    kind: &'static str,
    target: String,
    text: String,
    key: String,
}

/// Reminds; none when it is not the time, or was done today.
///
/// # Errors
/// Where the records cannot be read or written; what was written so far stays and is not written again.
pub async fn remind(office: &Office, ways: Ways) -> Result<Option<Reminded>, Refusal> {
    let today = office.today();
    if office.now().hour() < FROM_HOUR || !office.calendar().is_working_day(today) {
        return Ok(None);
    }
    let done = format!("reminders {today}");
    if office.storage.once_result(&done).await?.is_some() {
        return Ok(None);
    }
    let (mut reminded, tallies) = look(office, today).await?;
    let mut letters = Vec::new();
    for tally in tallies.values().filter(|tally| !tally.all.is_empty()) {
        let people = people_on(office, tally.agency.id, today).await?;
        letters.push((tally.agency.id, compose(tally, &people, today, ways)?));
    }
    for some in letters.chunks(AGENCIES) {
        reminded.letters += keep(office, some, today).await?;
    }
    let tx = office.storage.begin().await?;
    let until = office.instant() + TimeDelta::hours(REMEMBERED_HOURS);
    if tx.begin_once(&done, Office::digest(&done), until).await? == Once::First {
        tx.finish_once(&done, "done").await?;
    }
    tx.commit().await?;
    Ok(Some(reminded))
}

/// Looks at all open applications once, in batches.
async fn look(office: &Office, today: NaiveDate) -> Result<(Reminded, BTreeMap<AgencyId, Tally>), Refusal> {
    let calendar = office.calendar();
    let (mut reminded, mut tallies) = (Reminded::default(), BTreeMap::new());
    let mut after = None;
    loop {
        let (rows, next) = office.storage.open_applications(after, BATCH).await?;
        for row in &rows {
            let tally = match tallies.entry(row.agency) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(Tally::of(office, row.agency).await?),
            };
            reminded.open += 1;
            let document: RowDocument = match serde_json::from_str(&row.document) {
                Ok(document) => document,
                Err(error) => {
                    // one row must not keep everybody from being reminded; a rebuild mends it
                    tracing::error!(application.id = %row.id, %error, "a row does not read back");
                    continue;
                }
            };
            let handling = &tally.settings.handling;
            let chip = document.clock.chip(today, handling.near, handling.confirmation_red_after, &calendar);
            reminded.pressing += usize::from(tally.add(row, chip));
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    look_at_loose_ends(office, today, &mut tallies).await?;
    look_at_duties(office, today, &mut reminded, &mut tallies).await?;
    Ok((reminded, tallies))
}

/// For how many working days after its limit a message about a paper is made up for, should nobody have worked on the day.
const MADE_UP_FOR: u32 = 10;

/// Looks at papers that are not served, at services of which nothing is known, and at files that wait for the archive, in open and
/// in closed cases.
async fn look_at_loose_ends(
    office: &Office,
    today: NaiveDate,
    tallies: &mut BTreeMap<AgencyId, Tally>,
) -> Result<(), Refusal> {
    let calendar = office.calendar();
    let marks = [LooseGroup::Service, LooseGroup::Receipt, LooseGroup::Archive].map(mark_of);
    let mut after = None;
    loop {
        let rows = office.storage.marked_applications(marks, today, after, BATCH).await?;
        for row in &rows {
            let tally = match tallies.entry(row.agency) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(Tally::of(office, row.agency).await?),
            };
            // a row that does not read back was told of by the look at the open ones
            let Ok(document) = serde_json::from_str::<RowDocument>(&row.document) else { continue };
            for end in &document.loose {
                let waited = calendar.working_days_between(end.since, today);
                tally.add_loose(row, end, waited, today);
            }
        }
        if rows.len() < BATCH as usize {
            return Ok(());
        }
        after = rows.last().map(|row| row.id);
    }
}

/// How far ahead duties are looked at; what an agency counts as near lies well within.
const AHEAD: CalendarDays = CalendarDays(60);

/// Looks at the duties in reconsiderations, suits and complaints that fall due soon.
async fn look_at_duties(
    office: &Office,
    today: NaiveDate,
    reminded: &mut Reminded,
    tallies: &mut BTreeMap<AgencyId, Tally>,
) -> Result<(), Refusal> {
    let until = days_after(today, AHEAD).map_err(|e| Refusal::Defect(e.to_string()))?;
    let filter = CaseFilter { due_until: Some(until), ..CaseFilter::default() };
    let mut after = None;
    loop {
        let rows = office.storage.challenges(&filter, after, BATCH).await?;
        for row in &rows {
            let Some(on) = binding(row, today) else { continue };
            let duty = match row.state.parse() {
                Ok(State::AwaitingAnswer) => Duty::Answer,
                Ok(State::Answered) => Duty::Decision,
                Ok(State::Decided) => Duty::Appeal,
                _ => Duty::Perform,
            };
            let number = row.reference.as_deref().unwrap_or("案号待补");
            add_duty(office, today, (reminded, tallies), (row.agency, row.handler), (duty, number, on))
                .await?;
        }
        if rows.len() < BATCH as usize {
            break;
        }
        after = rows.last().map(|row| row.id);
    }
    let mut after = None;
    loop {
        let rows = office.storage.other_cases(&filter, after, BATCH).await?;
        for row in rows.iter().filter(|row| is_complaint(row)) {
            let Some(on) = row.due_on else { continue };
            let duty = (Duty::Rectify, row.reference.as_str(), on);
            add_duty(office, today, (reminded, tallies), (row.agency, row.handler), duty).await?;
        }
        if rows.len() < BATCH as usize {
            return Ok(());
        }
        after = rows.last().map(|row| row.id);
    }
}

async fn add_duty(
    office: &Office,
    today: NaiveDate,
    (reminded, tallies): (&mut Reminded, &mut BTreeMap<AgencyId, Tally>),
    (agency, handler): (AgencyId, Option<PersonId>),
    (duty, number, on): (Duty, &str, NaiveDate),
) -> Result<(), Refusal> {
    let tally = match tallies.entry(agency) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => new.insert(Tally::of(office, agency).await?),
    };
    let standing = standing(on, today, tally.settings.handling.near, &office.calendar());
    reminded.pressing += usize::from(tally.add_duty(duty, number, standing, handler));
    Ok(())
}

impl Tally {
    async fn of(office: &Office, agency: AgencyId) -> Result<Self, Refusal> {
        let (agency, settings) = office.agency(agency).await?;
        Ok(Self {
            agency,
            settings,
            all: Pressing::default(),
            by_handler: BTreeMap::new(),
            duties: BTreeMap::new(),
            unclaimed: BTreeMap::new(),
            undone: Vec::new(),
        })
    }

    fn add(&mut self, row: &OpenRow, chip: gongkai_domain::application::Chip) -> bool {
        let presses = self.all.add(row, chip);
        if presses && let Some(handler) = row.handler {
            self.by_handler.entry(handler).or_default().add(row, chip);
        }
        presses
    }

    fn add_loose(&mut self, row: &OpenRow, end: &LooseEnd, waited: WorkingDays, today: NaiveDate) {
        let group = end.kind.group();
        let limit = group.told_after(&self.settings.handling);
        if waited < limit {
            return;
        }
        // of a request to the applicant the list of what presses tells from the first day
        if !end.is_request() {
            self.all.add_loose(row, group);
            let own = match row.handler {
                Some(handler) => self.by_handler.entry(handler).or_default(),
                None => self.unclaimed.entry(Role::Registrar).or_default(),
            };
            own.add_loose(row, group);
        }
        let Some(paper) = end.paper.as_ref().filter(|_| waited.0 < limit.0 + MADE_UP_FOR) else { return };
        let notice = Notice::LeftUndone {
            reference: row.reference.clone(),
            number: row.registration.clone().unwrap_or_else(|| row.reference.clone()),
            on: today,
            what: end.words(self.settings.printed_title(paper.kind)),
            working_days: limit.0,
        };
        // one message for a paper, what it waits for and the limit that was set, however often it is looked at
        let key = format!("left undone {} {:?} {} {}", paper.id, end.kind, end.since, limit.0);
        self.undone.push((row.handler, notice, key));
    }

    fn add_duty(&mut self, duty: Duty, number: &str, standing: Standing, handler: Option<PersonId>) -> bool {
        let presses = self.all.add_duty(duty, number, standing);
        if presses {
            let own = match handler {
                Some(handler) => self.duties.entry(handler).or_default(),
                None if duty == Duty::Rectify => self.unclaimed.entry(Role::Supervisor).or_default(),
                None => self.unclaimed.entry(Role::LegalityReviewer).or_default(),
            };
            own.add_duty(duty, number, standing);
        }
        presses
    }
}

/// Who in the agency is told what. Whoever is told of everything is not told of the own cases once more.
fn recipients(tally: &Tally, people: &[Person], today: NaiveDate) -> BTreeMap<PersonId, (Scope, Pressing)> {
    let mut told: BTreeMap<PersonId, (Scope, Pressing)> = BTreeMap::new();
    let with = |role: Role| {
        let has = move |person: &&Person| person.roles_on(today).iter().any(|held| held.role == role);
        people.iter().filter(|person| person.is_active).filter(has)
    };
    for head in with(Role::HeadOfDisclosureOffice) {
        told.insert(head.id, (Scope::Agency, tally.all.clone()));
    }
    let unconfirmed = tally.all.only_unconfirmed();
    for person in people.iter().filter(|person| person.is_active) {
        if told.contains_key(&person.id) {
            continue;
        }
        let roles = person.roles_on(today);
        let mut pressing = Pressing::default();
        // the own cases, and those of whoever this person acts for
        for held in roles.iter().filter(|held| held.role == Role::CaseHandler) {
            if let Some(own) = tally.by_handler.get(&held.person) {
                pressing.merge(own);
            }
        }
        // duties go with the person, whatever the role
        let mut places: Vec<PersonId> = roles.iter().map(|held| held.person).chain([person.id]).collect();
        places.sort_unstable();
        places.dedup();
        for place in &places {
            if let Some(own) = tally.duties.get(place) {
                pressing.merge(own);
            }
        }
        for (role, unclaimed) in &tally.unclaimed {
            if roles.iter().any(|held| held.role == *role) {
                pressing.merge(unclaimed);
            }
        }
        if roles.iter().any(|held| held.role == Role::Registrar) {
            (pressing.unconfirmed, pressing.unconfirmed_long) =
                (unconfirmed.unconfirmed.clone(), unconfirmed.unconfirmed_long);
        }
        if !pressing.is_empty() {
            told.insert(person.id, (Scope::Own, pressing));
        }
    }
    told
}

/// The letters of an agency.
fn compose(tally: &Tally, people: &[Person], today: NaiveDate, ways: Ways) -> Result<Vec<Letter>, Refusal> {
    let defect = |e: serde_json::Error| Refusal::Defect(e.to_string());
    let agency = &tally.agency;
    let mut letters = Vec::new();
    for (person, (scope, pressing)) in recipients(tally, people, today) {
        let notice = Notice::Pressing { on: today, scope, pressing: Box::new(pressing) };
        letters.push(Letter {
            kind: MESSAGE,
            target: to_person(person),
            text: serde_json::to_string(&notice).map_err(defect)?,
            key: format!("reminder {today} {person}"),
        });
    }
    for (handler, notice, key) in &tally.undone {
        let works = |id: &PersonId| people.iter().any(|person| person.id == *id && person.is_active);
        letters.push(Letter {
            kind: MESSAGE,
            target: handler.filter(works).map_or_else(|| to_role(Role::Registrar), to_person),
            text: serde_json::to_string(notice).map_err(defect)?,
            key: key.clone(),
        });
    }
    let all = Notice::Pressing { on: today, scope: Scope::Agency, pressing: Box::new(tally.all.clone()) };
    let mailbox = tally.settings.contact.email.trim();
    if ways.mail && !mailbox.is_empty() {
        let mail = Message {
            to: mailbox.to_owned(),
            subject: all.heading(),
            text: all.mail_text(&agency.full_name),
        };
        letters.push(Letter {
            kind: MAIL,
            target: format!("agency:{}", agency.code),
            text: serde_json::to_string(&mail).map_err(defect)?,
            key: format!("reminder {today} {} mail", agency.code),
        });
    }
    if ways.webhook {
        let body = serde_json::json!({
            "event": "reminder",
            "agency": { "code": agency.code, "name": agency.full_name },
            "on": today,
            "pressing": tally.all,
            "text": all.lines().join("\n"),
        });
        letters.push(Letter {
            kind: WEBHOOK,
            target: format!("agency:{}", agency.code),
            text: body.to_string(),
            key: format!("reminder {today} {} webhook", agency.code),
        });
    }
    Ok(letters)
}

/// Keeps the letters of some agencies; those of an agency that another node was faster with are left out.
async fn keep(
    office: &Office,
    agencies: &[(AgencyId, Vec<Letter>)],
    today: NaiveDate,
) -> Result<usize, Refusal> {
    let at = office.instant();
    let tx = office.storage.begin().await?;
    let mut kept = 0;
    for (agency, letters) in agencies {
        let key = format!("reminders {today} {agency}");
        let until = at + TimeDelta::hours(REMEMBERED_HOURS);
        if tx.begin_once(&key, Office::digest(&key), until).await? != Once::First {
            continue;
        }
        for letter in letters {
            if tx.was_enqueued(&letter.key).await? {
                continue;
            }
            let payload = tx.put_content(*agency, letter.text.as_bytes(), at).await?;
            let row = NewOutbox {
                agency: Some(*agency),
                kind: letter.kind.to_owned(),
                target: letter.target.clone(),
                payload: Some(payload),
                dedupe_key: Some(letter.key.clone()),
                run_at: at,
            };
            kept += usize::from(tx.enqueue(row, at).await?.is_some());
        }
        tx.finish_once(&key, "done").await?;
    }
    tx.commit().await?;
    Ok(kept)
}
