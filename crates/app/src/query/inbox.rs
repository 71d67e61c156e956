//! What must be done today: the open cases a person may see, the most pressing first, and what waits for a signature.
//!
//! Not here: the piles and their words (`gongkai-web`), one case (`super::case`).

use super::case::{CaseView, signable};
use crate::actor::Actor;
use crate::application::projection::RowDocument;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{Chip, Pile, State};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::{ApplicationId, ContentId, PersonId};
use gongkai_domain::staff::{Permission, Reach, reach_on};
use gongkai_storage::{ApplicationFilter, ApplicationRow, Cursor, InboxCounts, MarkKind, OnPiles, Order};
use std::collections::BTreeMap;

/// A case in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The row.
    pub row: ApplicationRow,
    /// How it stands today.
    pub chip: Chip,
    /// On which pile it lies today.
    pub pile: Pile,
    /// What is asked for.
    pub subject: String,
    /// Who handles it, by name.
    pub handler: Option<String>,
}

/// The inbox of a person.
#[derive(Debug, Clone)]
pub struct InboxView {
    /// The open cases of this page, the most pressing first.
    pub cases: Vec<Listed>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// How many lie on which pile, of all that the person may see.
    pub counts: InboxCounts,
    /// How many fulfil what was looked for.
    pub found: i64,
    /// How many are the person's own.
    pub own: i64,
    /// How many are in nobody's hands.
    pub unassigned: i64,
    /// The people of the agency who may handle cases.
    pub handlers: Vec<(PersonId, String)>,
}

/// What somebody looks for.
#[derive(Debug, Clone, Default)]
pub struct Looking {
    /// In one person's hands.
    pub handler: Option<PersonId>,
    /// In nobody's hands.
    pub unassigned: bool,
    /// In one of these states.
    pub states: Vec<State>,
    /// On one of these piles; empty: on any.
    pub piles: Vec<Pile>,
    /// A piece of a number.
    pub text: String,
}

/// The cases a person may see, as a filter.
///
/// # Errors
/// [`Refusal::Denied`] for who may see none.
pub fn may_see(office: &Office, actor: &Actor, permission: Permission) -> Result<ApplicationFilter, Refusal> {
    let person = &actor.member()?.person;
    let (reach, departments) = reach_on(person, permission, office.today());
    let mut filter = ApplicationFilter::of(person.agency);
    match reach {
        Reach::Nothing => {
            let target = gongkai_domain::staff::Target::agency(person.agency);
            actor.must(permission, target, office.today())?;
            return Err(Refusal::NotFound);
        }
        Reach::OwnCases => filter.handler = Some(person.id),
        Reach::OwnDepartment => filter.within = Some((departments, person.id)),
        Reach::OwnAgency | Reach::Subordinates => {}
    }
    Ok(filter)
}

/// The inbox of whoever is signed in.
///
/// # Errors
/// [`Refusal::Denied`] for who may see no case.
pub async fn inbox(
    office: &Office,
    actor: &Actor,
    looking: &Looking,
    after: Option<Cursor>,
    limit: u32,
) -> Result<InboxView, Refusal> {
    let person = &actor.member()?.person;
    let (_, settings) = office.agency(person.agency).await?;
    let all = may_see(office, actor, Permission::SeeApplications)?;
    let people = office.storage.people(person.agency).await?;
    let left_by: Vec<PersonId> = people.iter().filter(|one| !one.is_active).map(|one| one.id).collect();
    let open = ApplicationFilter { open: Some(true), left_by, ..all };
    let today = office.today();
    let soon_until = Pile::soon_until(today, settings.handling.near, &office.calendar());
    let piles = looking.piles.clone();
    let wanted = ApplicationFilter {
        piles: (!piles.is_empty()).then_some(OnPiles { piles, today, soon_until }),
        handler: looking.handler.or(open.handler),
        unassigned: looking.unassigned,
        states: looking.states.iter().map(|state| state.key().to_owned()).collect(),
        text: Some(looking.text.clone()).filter(|text| !text.trim().is_empty()),
        ..open.clone()
    };
    // somebody who sees only own cases does not see another's by asking for them
    let wanted =
        if open.handler.is_some() { ApplicationFilter { handler: open.handler, ..wanted } } else { wanted };
    let page = office.storage.applications(&wanted, Order::Due, after, limit).await?;
    let counts = office.storage.inbox_counts(&open, today, soon_until).await?;
    let found = office.storage.count_applications(&wanted).await?;
    let own = ApplicationFilter { handler: Some(person.id), ..open.clone() };
    let nobody = ApplicationFilter { unassigned: true, ..open.clone() };
    let handlers = people.into_iter().filter(|one| one.is_active).map(|one| (one.id, one.name)).collect();
    Ok(InboxView {
        cases: listed(office, actor, page.rows).await?,
        next: page.next,
        counts,
        found,
        own: office.storage.count_applications(&own).await?,
        unassigned: office.storage.count_applications(&nobody).await?,
        handlers,
    })
}

/// What a person is called in lists: who has left is flagged, for the case needs another handler.
fn called(person: gongkai_storage::PersonRow) -> String {
    if person.is_active { person.name } else { format!("{}（已停用）", person.name) }
}

/// Rows as lists show them today.
///
/// # Errors
/// Where the records cannot be read.
pub async fn listed(
    office: &Office,
    actor: &Actor,
    rows: Vec<ApplicationRow>,
) -> Result<Vec<Listed>, Refusal> {
    let agency = actor.member()?.person.agency;
    let (_, settings) = office.agency(agency).await?;
    let names: BTreeMap<PersonId, String> =
        office.storage.people(agency).await?.into_iter().map(|person| (person.id, called(person))).collect();
    let subjects: Vec<ContentId> =
        rows.iter().filter_map(|row| row.subject).map(|subject| subject.id).collect();
    let subjects = office.storage.contents(&subjects).await?;
    let (calendar, today) = (office.calendar(), office.today());
    let handling = &settings.handling;
    let soon_until = Pile::soon_until(today, handling.near, &calendar);
    rows.into_iter()
        .map(|row| {
            let document: RowDocument = serde_json::from_str(&row.document)
                .map_err(|e| Refusal::Defect(format!("row of {}: {e}", row.id)))?;
            let chip = document.clock.chip(today, handling.near, handling.confirmation_red_after, &calendar);
            let subject = row.subject.and_then(|subject| subjects.get(&subject.id));
            let subject = subject.map_or_else(String::new, |text| String::from_utf8_lossy(text).into_owned());
            let handler = row.handler.and_then(|person| names.get(&person).cloned());
            // the row's own columns decide, as they do where piles are counted
            let state = row.state.parse().unwrap_or(document.clock.state);
            let pile = Pile::of(state, row.due_on, row.waits_until, today, soon_until);
            Ok(Listed { row, chip, pile, subject, handler })
        })
        .collect()
}

/// A draft that waits for a signature.
#[derive(Debug)]
pub struct AwaitingSignature {
    /// The case.
    pub view: CaseView,
    /// The step that this person can sign; none where it waits for others.
    pub step: Option<SignOffStep>,
}

/// Most drafts a queue looks through.
const QUEUE: u32 = 100;

/// The drafts on their way through the chain: those that whoever is signed in can sign, and how many of their own wait for
/// others.
///
/// # Errors
/// [`Refusal::Denied`] for who may see no case.
pub async fn queue(office: &Office, actor: &Actor) -> Result<(Vec<AwaitingSignature>, u32), Refusal> {
    let me = actor.member()?.person.id;
    let filter = may_see(office, actor, Permission::SeeApplications)?;
    let filter = ApplicationFilter { states: vec![State::UnderApproval.key().to_owned()], ..filter };
    let page = office.storage.applications(&filter, Order::Due, None, QUEUE).await?;
    let mut waiting = Vec::new();
    let mut own = 0;
    let mut rows = page.rows;
    // what other divisions are to co-sign is no case of theirs
    for id in to_co_sign(office, actor).await? {
        if rows.iter().all(|row| row.id != id) {
            rows.extend(office.storage.application(id).await?);
        }
    }
    for row in rows {
        let view = super::case::view(office, actor, &row.reference).await?;
        if view.dossier.application.draft().is_some_and(|draft| draft.drafter == me) {
            own += 1;
        }
        let step = signable(&view, actor);
        if step.is_some() {
            waiting.push(AwaitingSignature { view, step });
        }
    }
    Ok((waiting, own))
}

/// The applications whose draft waits for this person's signature as co-signer.
async fn to_co_sign(office: &Office, actor: &Actor) -> Result<Vec<ApplicationId>, Refusal> {
    let person = &actor.member()?.person;
    let (reach, departments) = reach_on(person, Permission::CoSign, office.today());
    if reach == Reach::Nothing {
        return Ok(Vec::new());
    }
    let marks = office.storage.open_marks(person.agency, MarkKind::CoSign, QUEUE).await?;
    let own = marks.into_iter().filter(|mark| match (mark.department, mark.person) {
        (_, Some(named)) => named == person.id,
        (Some(unit), _) => reach >= Reach::OwnAgency || departments.contains(&unit),
        _ => false,
    });
    let mut ids: Vec<ApplicationId> = own.map(|mark| mark.application).collect();
    ids.dedup();
    Ok(ids)
}
