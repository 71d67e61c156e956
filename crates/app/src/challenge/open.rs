//! Register a reconsideration or a suit that was accepted.
//!
//! Who: whoever keeps challenges, or handles the application. Precondition: the application is the agency's own where the agency
//! is respondent, and no case of the same person about the same act was recorded (`gongkai_domain::challenge::again`).
//! Changes: a new case. Audit: the event. Told: nobody; the case stands in the list.
//! Not here: the copy of the application or complaint (`super::receive_copy`).

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::docket::{FormTurn, OpenDocket, begin_once, changed_form, events};
use crate::office::Office;
use crate::query::case::find;
use crate::refusal::{Fault, Refusal};
use crate::report_facts::CHALLENGES;
use chrono::NaiveDate;
use gongkai_domain::challenge::again::{Second, against};
use gongkai_domain::challenge::number::is_case_number;
use gongkai_domain::challenge::{AgainGround, AgencyRole, Case, Challenged, Event, Forum, State};
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId};
use gongkai_domain::staff::{Permission, Reach, Target, reach_on};
use gongkai_storage::{ApplicationRow, StoredEvent, Stream, Tx};

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
    /// On what ground it is a case of its own although one about the same act was recorded before.
    pub again: Option<AgainGround>,
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
    let turn = begin_once(office, &tx, ONCE, opening.once.as_deref(), &content(&opening)).await?;
    let key = match &turn {
        FormTurn::First(key) => key.clone(),
        FormTurn::Again(id) | FormTurn::Changed(id) => {
            let id = id.parse().map_err(|_| Refusal::Defect(format!("{id:?} is no challenge")))?;
            let row = tx.challenge(id).await?.ok_or(Refusal::NotFound)?;
            if matches!(turn, FormTurn::Changed(_)) {
                let number = row.reference.unwrap_or_else(|| opening.applications.join("、"));
                return Err(changed_form(&number));
            }
            let stored = tx.events_of(&Stream::new(CHALLENGES, id.0)).await?;
            let case = Case::from_events(id, &events::<Case>(&stored)?)
                .map_err(|e| Refusal::Defect(e.to_string()))?;
            return Ok(Moved { row, case });
        }
    };
    let number = opening.case_number.trim();
    let mut faults: Vec<Fault> = against_second(&tx, agency, number).await?.into_iter().collect();
    let second = Second { forum: opening.forum, role: opening.role, challenged, ground: opening.again };
    faults.extend(against_same(&tx, &rows, &second, number, None).await?);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let id = ChallengeId(office.entropy().id(at));
    let event = Event::Opened {
        forum: opening.forum,
        role: opening.role,
        challenged,
        applications: rows.iter().map(|row| row.id).collect(),
        after: opening.after,
        on: opening.on,
        case_number: (!number.is_empty()).then(|| number.to_owned()),
        again: opening.again,
    };
    let docket = OpenDocket::begin(office, actor, agency, tx, id.0, event).await?;
    if let Some(key) = key {
        docket.tx.finish_once(&key, &id.to_string()).await?;
    }
    OpenChallenge { docket, application: rows.into_iter().next() }.finish().await
}

/// What is written in the form.
fn content(opening: &Opening) -> String {
    serde_json::json!({
        "forum": opening.forum.key(),
        "role": opening.role.key(),
        "is_silence": opening.is_silence,
        "applications": opening.applications,
        "after": opening.after.map(|id| id.to_string()),
        "on": opening.on,
        "case_number": opening.case_number.trim(),
        "again": opening.again.map(AgainGround::key),
    })
    .to_string()
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
    faults.extend(against_early(opening.on, rows));
    faults.extend(against_number(opening.case_number.trim()));
    let first = rows.first().map(|row| row.id);
    faults.extend(against_before(office, opening.forum, opening.after, first).await?);
    Ok(faults)
}

/// Why a day cannot be that of acceptance: an application had not even come in.
pub(super) fn against_early(on: NaiveDate, rows: &[ApplicationRow]) -> Option<Fault> {
    let is_early = rows.iter().any(|row| on < row.arrived_on);
    is_early.then(|| Fault::new("on", "受理（立案）日期早于申请到达之日"))
}

/// Why a text is no case number; nothing for none.
pub(super) fn against_number(number: &str) -> Option<Fault> {
    let is_right = number.is_empty() || is_case_number(number);
    (!is_right).then(|| Fault::new("case_number", "案号应当形如“云政复〔2025〕1号”或者“（2025）云01行初1号”"))
}

/// Why a number cannot be that of a new case: a case is registered once, whoever registers it, and table 4 counts it once. The
/// number is the court's or organ's: where the case was recorded against the wrong application and voided, the true one bears it.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn against_second(
    tx: &Tx,
    agency: AgencyId,
    number: &str,
) -> Result<Option<Fault>, Refusal> {
    if number.is_empty() {
        return Ok(None);
    }
    let known = tx.challenges_numbered(agency, number).await?;
    let is_known = known.iter().any(|row| row.state != State::Voided.key());
    Ok(is_known
        .then(|| Fault::new("case_number", format!("案号“{number}”的案件已经登记，一件案件只登记一次"))))
}

/// Why a case may not be recorded beside those that concern the same applications: it would be the second of the same person
/// about the same act, or nobody could tell it from one that is recorded already. Several people may challenge one reply, so that
/// two numbers are two cases where it is said that somebody else came.
///
/// A case that is put right (`own`, as it would then stand) is looked at beside all the others: those recorded before it are the
/// earlier ones, and to those recorded after it, it is the earlier one itself.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn against_same(
    tx: &Tx,
    rows: &[ApplicationRow],
    second: &Second,
    number: &str,
    own: Option<&Case>,
) -> Result<Option<Fault>, Refusal> {
    let recorded = |stored: &[StoredEvent]| stored.first().map(|first| first.change);
    let own_place = match own {
        Some(own) => recorded(&tx.events_of(&Stream::new(CHALLENGES, own.id.0)).await?),
        None => None,
    };
    for row in rows {
        for known in tx.challenges_of(row.id).await? {
            if own.is_some_and(|own| own.id == known.id) {
                continue;
            }
            let stored = tx.events_of(&Stream::new(CHALLENGES, known.id.0)).await?;
            let case = Case::from_events(known.id, &events::<Case>(&stored)?)
                .map_err(|e| Refusal::Defect(e.to_string()))?;
            if case.voided.is_some() {
                continue;
            }
            let before = own.filter(|_| recorded(&stored) > own_place);
            let repeat = match before {
                // to say of either of two that somebody else came says it of both
                Some(_) if second.ground == Some(AgainGround::OtherChallenger) => None,
                Some(own) => against(own, &Second::of(&case)),
                None => against(&case, second),
            };
            let application = row.registration.as_deref().unwrap_or(&row.reference);
            let what = format!("{application}在{}已有一件登记的案件", case.forum.name());
            if let Some(repeat) = repeat {
                let theirs = case.case_number.as_deref().unwrap_or("案号待补");
                let way = if before.is_some() {
                    "该案登记在后，登记有误的，先更正或者作废；由不同的人提出的，选择“同一答复另有案件的理由”"
                } else {
                    "确属例外情形的，选择“同一答复另有案件的理由”；原登记有误的，先更正或者作废"
                };
                let text = format!("{what}（{theirs}，{}）：{repeat}。{way}", case.state.name());
                return Ok(Some(Fault::new("again", text)));
            }
            if case.forum != second.forum || case.challenged != second.challenged {
                continue;
            }
            let text = match (&case.case_number, number.is_empty()) {
                (Some(theirs), true) => format!("{what}（{theirs}）；不是同一案件的，填写案号"),
                (None, _) => format!("{what}，案号待补；先在该案中补记案号，确系另一案件的再登记"),
                (Some(_), false) => continue,
            };
            return Ok(Some(Fault::new("case_number", text)));
        }
    }
    Ok(None)
}

/// Why a reconsideration cannot be the one before a suit.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn against_before(
    office: &Office,
    forum: Forum,
    after: Option<ChallengeId>,
    first: Option<ApplicationId>,
) -> Result<Option<Fault>, Refusal> {
    let Some(after) = after else { return Ok(None) };
    let before = office.storage.challenge(after).await?;
    let is_right = before.as_ref().is_some_and(|before| {
        before.kind == Forum::Reconsideration.key()
            && before.application == first
            && before.state != State::Voided.key()
    });
    let is_wrong = forum != Forum::PostReconsiderationSuit || !is_right;
    Ok(is_wrong.then(|| Fault::new("after", "此前的行政复议应当是同一申请的行政复议，且案件为复议后起诉")))
}
