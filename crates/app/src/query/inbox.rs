//! What must be done today: the open cases a person may see, the most pressing first, and what waits for a signature.
//!
//! Not here: the piles and their words (`gongkai-web`), one case (`super::case`).

use super::case::{CaseView, Draftable, next_signable};
use super::folded;
use super::tally::{self, Sum};
use crate::actor::Actor;
use crate::application::projection::{RowDocument, mark_of};
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Chip, Context, LooseEnd, LooseGroup, Pile, State};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::{AgencyId, ApplicationId, ContentId, PersonId};
use gongkai_domain::staff::{Permission, Reach, Role, Target, reach_on};
use gongkai_storage::{
    ApplicationFilter, ApplicationRow, Cursor, InboxCounts, MarkKind, OnMarks, OnPiles, Order, PersonRow,
    RoleRow,
};

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
    /// What the reply says, where that is more than the title of the ground by which it counts.
    pub says: Option<String>,
    /// What has been left undone of its papers and file for longer than is tolerated, in words.
    pub loose: Vec<String>,
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
    /// How many, open or closed, have something left undone for longer than is tolerated.
    pub loose: i64,
    /// The people of the agency who handle cases, or did.
    pub handlers: Vec<(PersonId, String)>,
    /// The agency, and the end of its chain before any of it was read.
    chain: (AgencyId, i64),
}

impl InboxView {
    /// The drafts on their way through the chain of signatures, as [`on_their_way`] finds them, for the same page.
    ///
    /// # Errors
    /// As [`on_their_way`].
    pub async fn on_their_way(&self, office: &Office, actor: &Actor) -> Result<Vec<OnItsWay>, Refusal> {
        signing(office, actor, self.chain).await
    }
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
    /// Only those, open or closed, of which something was left undone.
    pub is_loose: bool,
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
    let mut people: Vec<&PersonRow> = known.people.values().collect();
    people.sort_by(|one, other| one.login.cmp(&other.login));
    let left_by: Vec<PersonId> = people.iter().filter(|one| !one.is_active).map(|one| one.id).collect();
    let open = ApplicationFilter { open: Some(true), left_by, ..all };
    let today = office.today();
    let soon_until = Pile::soon_until(today, known.settings.handling.near, &office.calendar());
    let piles = looking.piles.clone();
    let wanted = ApplicationFilter {
        piles: (!piles.is_empty()).then_some(OnPiles { piles, today, soon_until }),
        handler: looking.handler.or(open.handler),
        unassigned: looking.unassigned,
        states: looking.states.iter().map(|state| state.key().to_owned()).collect(),
        text: Some(looking.text.clone()).filter(|text| !text.trim().is_empty()),
        ..open.clone()
    };
    let since = LooseGroup::EVERY.iter().map(|group| {
        (mark_of(*group), group.told_since(&known.settings.handling, today, &office.calendar()))
    });
    let marks = Some(OnMarks { agency: person.agency, since: since.collect() });
    let loose = ApplicationFilter { open: None, marks, ..open.clone() };
    let wanted = if looking.is_loose {
        ApplicationFilter { open: None, marks: loose.marks.clone(), piles: None, ..wanted }
    } else {
        wanted
    };
    // somebody who sees only own cases does not see another's by asking for them
    let wanted =
        if open.handler.is_some() { ApplicationFilter { handler: open.handler, ..wanted } } else { wanted };
    let chain = (person.agency, tally::end(office, person.agency).await?);
    let (cases, next) = Box::pin(page(office, actor, chain, &wanted, Order::Due, after, limit)).await?;
    let own = ApplicationFilter { handler: Some(person.id), ..open.clone() };
    let nobody = ApplicationFilter { unassigned: true, ..open.clone() };
    let count = async {
        let storage = &office.storage;
        let counts = storage.inbox_counts(&open, today, soon_until).await?;
        let is_all = wanted == open;
        Ok(Sum::Inbox {
            found: if is_all { counts.total() } else { storage.count_applications(&wanted).await? },
            counts,
            loose: storage.count_applications(&loose).await?,
            own: storage.count_applications(&own).await?,
            unassigned: storage.count_applications(&nobody).await?,
        })
    };
    let what = format!("inbox {wanted:?} {open:?} {own:?} {loose:?} {today} {soon_until}");
    let sum = Box::pin(tally::sum(office, chain, &what, count)).await?;
    let Sum::Inbox { counts, found, own, unassigned, loose } = &*sum else {
        return Err(Refusal::Defect("another sum under the name of an inbox".to_owned()));
    };
    // whoever was a handler once may still have cases in hand
    let handles = |one: &PersonRow| {
        let is_one = |grant: &RoleRow| grant.person == one.id && grant.role == Role::CaseHandler.key();
        known.roles.iter().any(is_one)
    };
    let active = people.into_iter().filter(|one| one.is_active && handles(one));
    Ok(InboxView {
        cases,
        next,
        counts: counts.clone(),
        found: *found,
        own: *own,
        unassigned: *unassigned,
        loose: *loose,
        handlers: active.map(|one| (one.id, one.name.clone())).collect(),
        chain,
    })
}

/// A page of a list as it stands today.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn page(
    office: &Office,
    actor: &Actor,
    chain: (AgencyId, i64),
    filter: &ApplicationFilter,
    order: Order,
    after: Option<Cursor>,
    limit: u32,
) -> Result<(Vec<Listed>, Option<Cursor>), Refusal> {
    let read = async {
        let page = office.storage.applications(filter, order, after, limit).await?;
        Ok(Sum::Page(with_subjects(office, page.rows).await?, page.next))
    };
    let what = format!("page {filter:?} {order:?} {after:?} {limit}");
    match &*Box::pin(tally::sum(office, chain, &what, read)).await? {
        Sum::Page(rows, next) => Ok((standing(office, actor, rows.clone()).await?, *next)),
        _ => Err(Refusal::Defect("another sum under the name of a page".to_owned())),
    }
}

/// What a person is called in lists: who has left is flagged, for the case needs another handler.
fn called(person: &PersonRow) -> String {
    if person.is_active { person.name.clone() } else { format!("{}（已停用）", person.name) }
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
    let known = office.known(actor.member()?.person.agency).await?;
    let (calendar, today) = (office.calendar(), office.today());
    let handling = &known.settings.handling;
    let soon_until = Pile::soon_until(today, handling.near, &calendar);
    rows.into_iter()
        .map(|(row, subject)| {
            let document: RowDocument = serde_json::from_str(&row.document)
                .map_err(|e| Refusal::Defect(format!("row of {}: {e}", row.id)))?;
            let chip = document.clock.chip(today, handling.near, handling.confirmation_red_after, &calendar);
            let handler = row.handler.and_then(|person| known.people.get(&person)).map(called);
            // the row's own columns decide, as they do where piles are counted
            let state = row.state.parse().unwrap_or(document.clock.state);
            let pile = Pile::of(state, row.due_on, row.waits_until, today, soon_until);
            let loose = document.loose.iter().filter(|end| {
                calendar.working_days_between(end.since, today) >= end.kind.group().told_after(handling)
            });
            let title =
                |end: &LooseEnd| end.paper.as_ref().map_or("", |one| known.settings.printed_title(one.kind));
            let loose = loose.map(|end| end.words(title(end))).collect();
            Ok(Listed { row, chip, pile, subject, handler, says: document.reply, loose })
        })
        .collect()
}

/// A draft that waits for a signature, or a proposed extension that waits for a decision.
#[derive(Debug)]
pub struct AwaitingSignature {
    /// The case.
    pub view: CaseView,
    /// The step that this person can sign; none where it waits for others.
    pub step: Option<SignOffStep>,
    /// Whether a proposed extension is this person's to decide.
    pub is_extension: bool,
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
    /// Whether an extension is proposed that whoever is signed in can approve or decline.
    pub is_extension: bool,
}

impl OnItsWay {
    /// Whether whoever is signed in is asked for something.
    pub fn is_mine(&self) -> bool {
        self.step.is_some() || self.is_extension
    }
}

/// The drafts on their way through the chain that whoever is signed in may see or is to co-sign, what is due first in front, and the
/// proposed extensions that are for whoever is signed in to decide.
///
/// # Errors
/// [`Refusal::Denied`] for who may see no case.
pub async fn on_their_way(office: &Office, actor: &Actor) -> Result<Vec<OnItsWay>, Refusal> {
    let agency = actor.member()?.person.agency;
    signing(office, actor, (agency, tally::end(office, agency).await?)).await
}

async fn signing(office: &Office, actor: &Actor, chain: (AgencyId, i64)) -> Result<Vec<OnItsWay>, Refusal> {
    let me = &actor.member()?.person;
    let filter = may_see(office, actor, Permission::SeeApplications)?;
    let filter = ApplicationFilter { states: vec![State::UnderApproval.key().to_owned()], ..filter };
    let (today, revision) = (office.today(), office.storage.settings_revision());
    let what = format!("signing {filter:?} {me:?} {today} {revision}");
    let find = async { Ok(Sum::Signing(found_on_their_way(office, actor, &filter).await?)) };
    match &*Box::pin(tally::sum(office, chain, &what, find)).await? {
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
    let mut cases = office.storage.places(filter, QUEUE).await?;
    // what other divisions are to co-sign is no case of theirs, what an extension is proposed for is in any state
    for id in to_co_sign_or_decide(office, actor).await? {
        if cases.iter().all(|place| place.id != id) {
            cases.extend(office.storage.application(id).await?.map(|row| row.place()));
        }
    }
    let known = office.known(me.agency).await?;
    let calendar = office.calendar();
    let context = Context {
        today: office.today(),
        calendar: &calendar,
        settings: &known.settings.handling,
        clock: None,
    };
    let wanted: Vec<_> = cases.iter().map(|place| (place.id, place.sequence)).collect();
    let folded = folded::applications(office, &wanted).await?;
    let each = cases.iter().zip(&folded).map(|(place, application)| {
        let (department, handler) = (place.department, place.handler);
        let target = Target { agency: place.agency, above: &known.above, department, handler };
        OnItsWay {
            application: place.id,
            is_own: application.draft().is_some_and(|draft| draft.drafter == me.id),
            step: next_signable(Draftable { application, context, target }, actor),
            is_extension: application
                .open_extension_proposal()
                .is_some_and(|proposal| proposal.proposer != me.id)
                && application.handler() != Some(me.id)
                && actor.must(Permission::ApproveExtension, target, context.today).is_ok()
                && application.why_not_now(ActionKind::DeclineExtension, &context).is_empty(),
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
    for one in all.iter().filter(|one| one.is_mine()).take(SHOWN) {
        let Some(row) = office.storage.application(one.application).await? else { continue };
        let view = super::case::view(office, actor, &row.reference).await?;
        waiting.push(AwaitingSignature { view, step: one.step, is_extension: one.is_extension });
    }
    Ok((waiting, u32::try_from(own).unwrap_or(u32::MAX)))
}

/// The applications whose draft waits for this person's signature as co-signer, or whose proposed extension this person may decide.
async fn to_co_sign_or_decide(office: &Office, actor: &Actor) -> Result<Vec<ApplicationId>, Refusal> {
    let person = &actor.member()?.person;
    let today = office.today();
    let (reach, departments) = reach_on(person, Permission::CoSign, today);
    let decides = reach_on(person, Permission::ApproveExtension, today).0 != Reach::Nothing;
    let kinds = match (reach, decides) {
        (Reach::Nothing, false) => return Ok(Vec::new()),
        (Reach::Nothing, true) => [MarkKind::Extension; 2],
        (_, false) => [MarkKind::CoSign; 2],
        (_, true) => [MarkKind::CoSign, MarkKind::Extension],
    };
    let marks = office.storage.open_marks(person.agency, kinds, QUEUE).await?;
    let own = marks.into_iter().filter(|mark| match (mark.kind, mark.department, mark.person) {
        (MarkKind::Extension, ..) => true,
        (_, _, Some(named)) => named == person.id,
        (_, Some(unit), _) => reach >= Reach::OwnAgency || departments.contains(&unit),
        _ => false,
    });
    let mut ids: Vec<ApplicationId> = own.map(|mark| mark.application).collect();
    ids.dedup();
    Ok(ids)
}
