//! What must be done today: the open cases a person may see, the most pressing first, and what waits for a signature.
//!
//! Not here: the piles and their words (`gongkai-web`), one case (`super::case`).

use super::case::{CaseView, Draftable, next_signable};
use super::folded;
use super::tally::{self, Sum};
use crate::actor::Actor;
use crate::application::projection::RowDocument;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::Chip;
use gongkai_domain::application::{Context, State};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::{ApplicationId, ContentId, PersonId};
use gongkai_domain::staff::{Permission, Reach, Target, reach_on};
use gongkai_storage::{ApplicationFilter, ApplicationRow, Cursor, InboxCounts, Order, PersonRow};

/// A case in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The row.
    pub row: ApplicationRow,
    /// How it stands today.
    pub chip: Chip,
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
    /// How many stand in which group, of all that the person may see.
    pub counts: InboxCounts,
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
            let target = Target::agency(person.agency);
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
    let known = office.known(person.agency).await?;
    let all = may_see(office, actor, Permission::SeeApplications)?;
    let open = ApplicationFilter { open: Some(true), ..all };
    let wanted = ApplicationFilter {
        handler: looking.handler.or(open.handler),
        unassigned: looking.unassigned,
        states: looking.states.iter().map(|state| state.key().to_owned()).collect(),
        text: Some(looking.text.clone()).filter(|text| !text.trim().is_empty()),
        ..open.clone()
    };
    // somebody who sees only own cases does not see another's by asking for them
    let wanted =
        if open.handler.is_some() { ApplicationFilter { handler: open.handler, ..wanted } } else { wanted };
    let (cases, next) = page(office, actor, &wanted, Order::Due, after, limit).await?;
    let today = office.today();
    let soon = office
        .calendar()
        .add_working_days(today, known.settings.handling.near)
        .map_or(today, |counted| counted.on);
    let own = ApplicationFilter { handler: Some(person.id), ..open.clone() };
    let nobody = ApplicationFilter { unassigned: true, ..open.clone() };
    let count = async {
        let storage = &office.storage;
        let counts = storage.inbox_counts(&open, today, soon).await?;
        let (own, nobody) =
            (storage.count_applications(&own).await?, storage.count_applications(&nobody).await?);
        Ok(Sum::Inbox(counts, own, nobody))
    };
    let what = format!("inbox {open:?} {own:?} {today} {soon}");
    let Sum::Inbox(counts, own, unassigned) = *tally::sum(office, person.agency, &what, count).await? else {
        return Err(Refusal::Defect("another sum under the name of an inbox".to_owned()));
    };
    let mut handlers: Vec<&PersonRow> = known.people.values().filter(|one| one.is_active).collect();
    handlers.sort_by(|one, other| one.login.cmp(&other.login));
    let handlers = handlers.into_iter().map(|one| (one.id, one.name.clone())).collect();
    Ok(InboxView { cases, next, counts, own, unassigned, handlers })
}

/// A page of a list as it stands today.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn page(
    office: &Office,
    actor: &Actor,
    filter: &ApplicationFilter,
    order: Order,
    after: Option<Cursor>,
    limit: u32,
) -> Result<(Vec<Listed>, Option<Cursor>), Refusal> {
    let agency = actor.member()?.person.agency;
    let read = async {
        let page = office.storage.applications(filter, order, after, limit).await?;
        Ok(Sum::Page(with_subjects(office, page.rows).await?, page.next))
    };
    let what = format!("page {filter:?} {order:?} {after:?} {limit}");
    match &*tally::sum(office, agency, &what, read).await? {
        Sum::Page(rows, next) => Ok((standing(office, actor, rows.clone()).await?, *next)),
        _ => Err(Refusal::Defect("another sum under the name of a page".to_owned())),
    }
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
    standing(office, actor, with_subjects(office, rows).await?).await
}

/// Rows with what is asked for.
async fn with_subjects(
    office: &Office,
    rows: Vec<ApplicationRow>,
) -> Result<Vec<(ApplicationRow, String)>, Refusal> {
    let subjects: Vec<ContentId> =
        rows.iter().filter_map(|row| row.subject).map(|subject| subject.id).collect();
    let subjects = office.storage.contents(&subjects).await?;
    let with = rows.into_iter().map(|row| {
        let subject = row.subject.and_then(|subject| subjects.get(&subject.id));
        let subject = subject.map_or_else(String::new, |text| String::from_utf8_lossy(text).into_owned());
        (row, subject)
    });
    Ok(with.collect())
}

async fn standing(
    office: &Office,
    actor: &Actor,
    rows: Vec<(ApplicationRow, String)>,
) -> Result<Vec<Listed>, Refusal> {
    let agency = actor.member()?.person.agency;
    let known = office.known(agency).await?;
    let (calendar, today) = (office.calendar(), office.today());
    let handling = &known.settings.handling;
    rows.into_iter()
        .map(|(row, subject)| {
            let document: RowDocument = serde_json::from_str(&row.document)
                .map_err(|e| Refusal::Defect(format!("row of {}: {e}", row.id)))?;
            let chip = document.clock.chip(today, handling.near, handling.confirmation_red_after, &calendar);
            let handler =
                row.handler.and_then(|person| known.people.get(&person)).map(|person| person.name.clone());
            Ok(Listed { row, chip, subject, handler })
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
const QUEUE: u32 = 500;
/// Most drafts that a queue shows.
const SHOWN: usize = 100;

/// A draft on its way through the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnItsWay {
    /// The case.
    pub application: ApplicationId,
    /// Whether whoever is signed in has drafted it.
    pub is_own: bool,
    /// The step that whoever is signed in can sign; none where it waits for others.
    pub step: Option<SignOffStep>,
}

/// The drafts on their way through the chain that whoever is signed in may see, what is due first in front.
///
/// # Errors
/// [`Refusal::Denied`] for who may see no case.
pub async fn on_their_way(office: &Office, actor: &Actor) -> Result<Vec<OnItsWay>, Refusal> {
    let me = &actor.member()?.person;
    let filter = may_see(office, actor, Permission::SeeApplications)?;
    let filter = ApplicationFilter { states: vec![State::UnderApproval.key().to_owned()], ..filter };
    let (today, revision) = (office.today(), office.storage.settings_revision());
    let what = format!("signing {filter:?} {me:?} {today} {revision}");
    let find = async { Ok(Sum::Signing(found_on_their_way(office, actor, &filter).await?)) };
    match &*tally::sum(office, me.agency, &what, find).await? {
        Sum::Signing(all) => Ok(all.clone()),
        _ => Err(Refusal::Defect("another sum under the name of the drafts".to_owned())),
    }
}

async fn found_on_their_way(
    office: &Office,
    actor: &Actor,
    filter: &ApplicationFilter,
) -> Result<Vec<OnItsWay>, Refusal> {
    let me = &actor.member()?.person;
    let cases = office.storage.places(filter, QUEUE).await?;
    let known = office.known(me.agency).await?;
    let calendar = office.calendar();
    let settings = &known.settings.handling;
    let context = Context { today: office.today(), calendar: &calendar, settings };
    let wanted: Vec<_> = cases.iter().map(|place| (place.id, place.sequence)).collect();
    let folded = folded::applications(office, &wanted).await?;
    let each = cases.iter().zip(&folded).map(|(place, application)| {
        let (department, handler) = (place.department, place.handler);
        let target = Target { agency: place.agency, above: &known.above, department, handler };
        OnItsWay {
            application: place.id,
            is_own: application.draft().is_some_and(|draft| draft.drafter == me.id),
            step: next_signable(Draftable { application, context, target }, actor),
        }
    });
    Ok(each.collect())
}

/// The drafts that whoever is signed in can sign, each with its case, and how many of their own are on their way.
///
/// # Errors
/// [`Refusal::Denied`] for who may see no case.
pub async fn queue(office: &Office, actor: &Actor) -> Result<(Vec<AwaitingSignature>, u32), Refusal> {
    let all = on_their_way(office, actor).await?;
    let own = all.iter().filter(|one| one.is_own).count();
    let mut waiting = Vec::new();
    for one in all.iter().filter(|one| one.step.is_some()).take(SHOWN) {
        let Some(row) = office.storage.application(one.application).await? else { continue };
        waiting
            .push(AwaitingSignature { view: super::case::open(office, actor, row).await?, step: one.step });
    }
    Ok((waiting, u32::try_from(own).unwrap_or(u32::MAX)))
}
