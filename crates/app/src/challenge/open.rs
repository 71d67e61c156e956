//! Register a reconsideration or a suit that was accepted.
//!
//! Who: whoever keeps challenges, or handles the application. Precondition: the application is the agency's own where the agency
//! is respondent. Changes: a new case. Audit: the event. Told: nobody; the case stands in the list. Not here: the copy of the
//! application or complaint (`super::receive_copy`).

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::docket::{OpenDocket, begin_once, events};
use crate::office::Office;
use crate::query::case::find;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::challenge::{AgencyRole, Case, Challenged, Event, Forum};
use gongkai_domain::ids::ChallengeId;
use gongkai_domain::staff::{Permission, Reach, Target, reach_on};
use gongkai_storage::ApplicationRow;

/// What is registered.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Where it is heard.
    pub forum: Forum,
    /// As what the agency takes part.
    pub role: AgencyRole,
    /// Whether no reply in time is challenged, and not a reply.
    pub is_silence: bool,
    /// The applications concerned, by number.
    pub applications: Vec<String>,
    /// The reconsideration before it.
    pub after: Option<ChallengeId>,
    /// Day of acceptance.
    pub on: NaiveDate,
    /// The number that the organ or court gave.
    pub case_number: String,
    /// A word that makes a double submit the same case.
    pub once: Option<String>,
}

/// The kind under which the word of the form is remembered.
const ONCE: &str = "challenge";

/// Registers a case.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing, [`Refusal::Denied`].
pub async fn open(office: &Office, actor: &Actor, opening: Opening) -> Result<Moved, Refusal> {
    let person = &actor.member()?.person;
    let agency = person.agency;
    if reach_on(person, Permission::ManageChallenges, office.today()).0 == Reach::Nothing {
        // who keeps no challenges learns nothing about numbers either
        actor.must(Permission::ManageChallenges, Target::agency(agency), office.today())?;
    }
    let mut rows = Vec::new();
    for number in opening.applications.iter().map(|number| number.trim()).filter(|text| !text.is_empty()) {
        match find(office, actor, number).await {
            Ok(row) if row.agency == agency => rows.push(row),
            Ok(_) | Err(Refusal::NotFound) => {
                return Err(Refusal::invalid("applications", format!("没有找到申请“{number}”")));
            }
            Err(refusal) => return Err(refusal),
        }
    }
    let first = rows.first();
    let target = Target {
        department: first.and_then(|row| row.department),
        handler: first.and_then(|row| row.handler),
        ..Target::agency(agency)
    };
    actor.must(Permission::ManageChallenges, target, office.today())?;
    let challenged = challenged(office, &opening, first).await?;
    let faults = faults(office, &opening, &rows).await?;
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let at = office.instant();
    let tx = office.storage.begin().await?;
    tx.lock_chain(agency).await?;
    let key = match begin_once(office, &tx, ONCE, opening.once.as_deref()).await? {
        Ok(key) => key,
        Err(id) => {
            let id = id.parse().map_err(|_| Refusal::Defect(format!("{id:?} is no challenge")))?;
            let row = tx.challenge(id).await?.ok_or(Refusal::NotFound)?;
            let stored =
                tx.events_of(&gongkai_storage::Stream::new(crate::report_facts::CHALLENGES, id.0)).await?;
            let case = Case::from_events(id, &events::<Case>(&stored)?)
                .map_err(|e| Refusal::Defect(e.to_string()))?;
            return Ok(Moved { row, case });
        }
    };
    let id = ChallengeId(office.entropy().id(at));
    let number = opening.case_number.trim();
    let event = Event::Opened {
        forum: opening.forum,
        role: opening.role,
        challenged,
        applications: rows.iter().map(|row| row.id).collect(),
        after: opening.after,
        on: opening.on,
        case_number: (!number.is_empty()).then(|| number.to_owned()),
    };
    let docket = OpenDocket::begin(office, actor, agency, tx, id.0, event).await?;
    if let Some(key) = key {
        docket.tx.finish_once(&key, &id.to_string()).await?;
    }
    OpenChallenge { docket, application: rows.into_iter().next() }.finish().await
}

/// The last reply that was numbered, unless silence is challenged.
async fn challenged(
    office: &Office,
    opening: &Opening,
    first: Option<&ApplicationRow>,
) -> Result<Challenged, Refusal> {
    let Some(row) = first.filter(|_| !opening.is_silence) else { return Ok(Challenged::Silence) };
    let application = fold(&office.storage.events_of(&stream_of(row.id)).await?)?;
    let issued = application.rounds.iter().rev().find_map(|round| round.issued.as_ref());
    match issued {
        Some(issued) => Ok(Challenged::Reply { paper: issued.paper.paper }),
        None => Err(Refusal::invalid("challenged", "这件申请还没有作出答复，应当选择“逾期不予答复”")),
    }
}

async fn faults(office: &Office, opening: &Opening, rows: &[ApplicationRow]) -> Result<Vec<Fault>, Refusal> {
    let mut faults = Vec::new();
    if rows.is_empty() && opening.role == AgencyRole::Respondent {
        faults.push(Fault::new("applications", "填写被复议、被诉的答复所涉申请的编号"));
    }
    if opening.on > office.today() {
        faults.push(Fault::new("on", "受理（立案）日期不能晚于今天"));
    }
    if rows.iter().any(|row| opening.on < row.arrived_on) {
        faults.push(Fault::new("on", "受理（立案）日期早于申请到达之日"));
    }
    if let Some(after) = opening.after {
        let before = office.storage.challenge(after).await?;
        let is_right = before.as_ref().is_some_and(|before| {
            before.kind == Forum::Reconsideration.key()
                && before.application == rows.first().map(|row| row.id)
        });
        if opening.forum != Forum::PostReconsiderationSuit || !is_right {
            faults.push(Fault::new("after", "此前的行政复议应当是同一申请的行政复议，且案件为复议后起诉"));
        }
    }
    Ok(faults)
}
