//! Challenges as staff see them: the list, and one case with its clocks, papers, what happened, what can be done and why the
//! rest cannot.
//!
//! Not here: doing it (`crate::challenge`), how it looks (`gongkai-web`).

use super::case::{above, opened_paper, target_of};
use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::application::reopen::basis_of;
use crate::challenge::redo::new_reply;
use crate::docket::{events, folded};
use crate::office::Office;
use crate::refusal::Refusal;
use crate::report_facts::CHALLENGES;
use chrono::{NaiveDate, NaiveDateTime};
use gongkai_deadline::Calendar;
use gongkai_deadline::due::{Standing, standing};
use gongkai_domain::agency::{Agency, AgencySettings, Handing};
use gongkai_domain::application::{Context as Around, Event as ApplicationEvent};
use gongkai_domain::challenge::{
    Action, Case, Clock, Context, Event, Forum, KeptPaper, Reason, RedoDue, State, guard,
};
use gongkai_domain::ids::{AgencyId, ChallengeId, ContentId, ContentRef, PersonId};
use gongkai_domain::staff::{Permission, Reach, Target, reach_on};
use gongkai_storage::{ApplicationRow, AttachmentRow, CaseFilter, ChallengeRow, NewAudit, PaperRow, Stream};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something that happened, with who recorded it.
#[derive(Debug, Clone)]
pub struct Happened<E> {
    /// When it was recorded.
    pub at: NaiveDateTime,
    /// Who, by name; 当事人 or 系统 where nobody of the agency did.
    pub who: String,
    /// What.
    pub event: E,
    /// Its place in the stream.
    pub sequence: i64,
}

/// A challenge in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The row.
    pub row: ChallengeRow,
    /// The number of the application.
    pub application: Option<String>,
    /// How the next day that binds the agency looks from today.
    pub standing: Option<Standing>,
    /// Today.
    pub today: NaiveDate,
    /// Who handles it, by name.
    pub handler: Option<String>,
    /// Why it was voided.
    pub voided: Option<String>,
}

/// What of the list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The forum's key.
    pub forum: Option<String>,
    /// The state's key.
    pub state: Option<String>,
    /// The year of acceptance.
    pub year: Option<i32>,
    /// Whether something is still to be done: neither decided for good nor in the file.
    pub open: Option<bool>,
}

/// The cases that somebody may see: all of the agency, or those in hand.
fn may_see(office: &Office, actor: &Actor) -> Result<CaseFilter, Refusal> {
    let person = &actor.member()?.person;
    let reach = |permission| reach_on(person, permission, office.today()).0;
    let widest = reach(Permission::ManageChallenges).max(reach(Permission::SeeApplications));
    let mut filter = CaseFilter { agency: Some(person.agency), ..CaseFilter::default() };
    match widest {
        Reach::Nothing => {
            actor.must(Permission::ManageChallenges, Target::agency(person.agency), office.today())?;
            return Err(Refusal::NotFound);
        }
        Reach::OwnCases | Reach::OwnDepartment => filter.handler = Some(person.id),
        Reach::OwnAgency | Reach::Subordinates => {}
    }
    Ok(filter)
}

/// A page of the list, the oldest first, and where the next one begins.
///
/// # Errors
/// [`Refusal::Denied`] for who may see none.
pub async fn list(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    after: Option<ChallengeId>,
    limit: u32,
) -> Result<(Vec<Listed>, Option<ChallengeId>), Refusal> {
    let mut filter = may_see(office, actor)?;
    filter.kind.clone_from(&asked.forum);
    filter.year = asked.year;
    let is_open = |state: State| !matches!(state, State::Final | State::Archived | State::Voided);
    filter.states = match (&asked.state, asked.open) {
        (Some(state), _) => vec![state.clone()],
        (None, Some(open)) => {
            let states = State::EVERY.iter().filter(|state| is_open(**state) == open);
            states.map(|state| state.key().to_owned()).collect()
        }
        (None, None) => Vec::new(),
    };
    let rows = office.storage.challenges(&filter, after, limit).await?;
    let next = if rows.len() as u64 == u64::from(limit) { rows.last().map(|row| row.id) } else { None };
    Ok((listed(office, actor.member()?.person.agency, rows).await?, next))
}

/// The challenges of an application, for its page.
///
/// # Errors
/// Where the records cannot be read.
pub async fn of_application(office: &Office, row: &ApplicationRow) -> Result<Vec<Listed>, Refusal> {
    let rows = office.storage.challenges_of(row.id).await?;
    listed(office, row.agency, rows).await
}

async fn listed(office: &Office, agency: AgencyId, rows: Vec<ChallengeRow>) -> Result<Vec<Listed>, Refusal> {
    let mut listed = Vec::new();
    let known = office.known(agency).await?;
    let (calendar, today) = (office.calendar(), office.today());
    for row in rows {
        let application = match row.application {
            Some(id) => office.storage.application(id).await?,
            None => None,
        };
        let near = known.settings.handling.near;
        let voided =
            if row.state == State::Voided.key() { Some(why_voided(office, row.id).await?) } else { None };
        listed.push(Listed {
            voided,
            standing: binding(&row, today).map(|on| standing(on, today, near, &calendar)),
            today,
            handler: row
                .handler
                .and_then(|person| known.people.get(&person))
                .map(|person| person.name.clone()),
            application: application.map(|row| row.registration.unwrap_or(row.reference)),
            row,
        });
    }
    Ok(listed)
}

/// Why a case was voided; empty where the reason was destroyed by rule.
async fn why_voided(office: &Office, id: ChallengeId) -> Result<String, Refusal> {
    let stored = office.storage.events_of(&Stream::new(CHALLENGES, id.0)).await?;
    let known = events::<Case>(&stored)?;
    let reason = known.iter().rev().find_map(|event| match event {
        Event::Voided { reason, .. } => Some(reason.id),
        _ => None,
    });
    let texts = texts(office, &reason.into_iter().collect::<Vec<_>>()).await?;
    Ok(texts.into_values().next().unwrap_or_default())
}

/// The day that is waited for. An appeal is a right, and the decision is another's duty: the period that has passed without
/// them is no delay of the agency.
pub(crate) fn binding(row: &ChallengeRow, today: NaiveDate) -> Option<NaiveDate> {
    let is_own = ![State::Decided, State::Answered].iter().any(|state| row.state == state.key());
    row.due_on.filter(|on| is_own || today <= *on)
}

/// Whether the day that binds the agency ends a period of calendar days: the answer to a suit (《行政诉讼法》第六十七条) and an
/// appeal (第八十五条); the answer to a reconsideration and a new reply are counted in working days.
pub fn is_of_calendar(row: &ChallengeRow) -> bool {
    let is_suit = row.kind != Forum::Reconsideration.key();
    row.state == State::Decided.key() || row.state == State::AwaitingAnswer.key() && is_suit
}

/// Names of the people of an agency.
///
/// # Errors
/// Where the records cannot be read.
pub async fn names(office: &Office, agency: AgencyId) -> Result<BTreeMap<PersonId, String>, Refusal> {
    Ok(office.known(agency).await?.names.as_ref().clone())
}

/// A clock of the case, looked at today.
#[derive(Debug, Clone)]
pub struct Running {
    /// The clock.
    pub clock: Clock,
    /// How it stands; none once it was met or no longer matters.
    pub standing: Option<Standing>,
}

/// An application of the case, and whether it can be taken up again.
#[derive(Debug, Clone)]
pub struct Concerned {
    /// Its row.
    pub row: ApplicationRow,
    /// Every reason against taking it up again; empty where it can be.
    pub against_reopening: Vec<String>,
    /// The reply after the one that was challenged.
    pub new_reply: Option<NaiveDate>,
}

/// A challenge for the desk.
#[derive(Debug)]
pub struct ChallengeView {
    /// The row.
    pub row: ChallengeRow,
    /// The case.
    pub case: Case,
    /// Its agency.
    pub agency: Agency,
    /// What the agency has set.
    pub settings: AgencySettings,
    /// The calendar.
    pub calendar: Arc<Calendar>,
    /// Today.
    pub today: NaiveDate,
    /// The applications concerned.
    pub applications: Vec<Concerned>,
    /// The clocks.
    pub clocks: Vec<Running>,
    /// By when the agency must act again.
    pub redo: Option<RedoDue>,
    /// How the next day that binds the agency looks.
    pub standing: Option<Standing>,
    /// What happened, the oldest first.
    pub log: Vec<Happened<Event>>,
    /// The papers written for it.
    pub papers: Vec<PaperRow>,
    /// The papers of the organ, the court and other parties, kept as files with their names.
    pub files: Vec<(KeptPaper, AttachmentRow, String)>,
    /// Whether the asker may open those files: who keeps challenges or handles the case, and who may see who applies.
    pub may_open_files: bool,
    /// Whether who asks may open the papers that the agency wrote for it; they name the applicant.
    pub may_open_papers: bool,
    /// Names of the people of the agency.
    pub names: BTreeMap<PersonId, String>,
    /// Every kind of step with the reasons against it.
    pub steps: Vec<(Action, Vec<String>)>,
    texts: BTreeMap<ContentId, String>,
}

impl ChallengeView {
    /// A text of the case; empty where it was destroyed by rule.
    pub fn text(&self, reference: ContentRef) -> &str {
        self.texts.get(&reference.id).map_or("", String::as_str)
    }

    /// The reasons against a kind of step.
    pub fn reasons(&self, action: Action) -> &[String] {
        self.steps.iter().find(|(known, _)| *known == action).map_or(&[], |(_, reasons)| reasons)
    }

    /// The name of a person of the agency.
    pub fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("（已离任）", String::as_str)
    }

    /// The first day on which the agency's period for an appeal is over.
    pub fn final_from(&self) -> Option<NaiveDate> {
        let due = self.case.appeal_due(&self.calendar).ok().flatten()?;
        due.on.succ_opt()
    }
}

/// One challenge. Who may see the application may see what became of it.
///
/// # Errors
/// [`Refusal::NotFound`], also where it is none of the asker's business.
pub async fn view(office: &Office, actor: &Actor, id: ChallengeId) -> Result<ChallengeView, Refusal> {
    let storage = &office.storage;
    let row = storage.challenge(id).await?.ok_or(Refusal::NotFound)?;
    let stored = storage.events_of(&Stream::new(CHALLENGES, id.0)).await?;
    let known = events::<Case>(&stored)?;
    let case = folded::<Case>(id.0, &stored)?;
    let (agency, settings) = office.agency(row.agency).await?;
    let (calendar, today) = (office.calendar(), office.today());
    let above = above(office, row.agency).await?;
    let mut applications = Vec::new();
    for application in &case.applications {
        if let Some(row) = storage.application(*application).await? {
            applications.push(row);
        }
    }
    let target = target(&row, &case, applications.first(), &above);
    let may = actor.must(Permission::ManageChallenges, target, today);
    let sees = applications.first().is_some_and(|application| {
        actor.must(Permission::SeeApplications, target_of(application, &above), today).is_ok()
    }) || actor.must(Permission::SeeApplications, target, today).is_ok();
    if may.is_err() && !sees {
        return Err(Refusal::NotFound);
    }
    let may_open_files = may.is_ok()
        || applications.first().is_some_and(|application| {
            let target = target_of(application, &above);
            actor.must(Permission::RevealPersonalData, target, today).is_ok()
        });
    let may_open_papers = may_open_files
        || applications.first().is_some_and(|application| {
            actor.must(Permission::OpenPapers, target_of(application, &above), today).is_ok()
        });
    let denied = |may: Result<(), Refusal>| match may {
        Err(Refusal::Denied(why)) => Some(why),
        _ => None,
    };
    let denied = (denied(may), denied(actor.must(Permission::RectifyChallenges, target, today)));
    let names = names(office, row.agency).await?;
    let mut concerned = Vec::new();
    for application in applications {
        let against = against_reopening(office, actor, &case, &application, &settings, &above).await?;
        let folded = fold(&storage.events_of(&stream_of(application.id)).await?)?;
        let new_reply = new_reply(&folded, &case).map(|(on, _)| on);
        concerned.push(Concerned { row: application, against_reopening: against, new_reply });
    }
    let defect = |e: gongkai_deadline::DeadlineError| Refusal::Defect(e.to_string());
    let is_over = matches!(case.state, State::Final | State::Archived | State::Voided);
    let is_running = |clock: &Clock| clock.met_on.is_none() && !is_over;
    let near = settings.handling.near;
    let clocks = case.clocks(&calendar).map_err(defect)?;
    let clocks = clocks.into_iter().map(|clock| Running {
        standing: is_running(&clock).then(|| clock.due.standing(today, near, &calendar)),
        clock,
    });
    let clocks = clocks.collect();
    let redo = case.redo_due(&calendar, &settings).map_err(defect)?;
    let mut papers = Vec::new();
    for (_, paper) in &case.papers {
        papers.extend(storage.paper(*paper).await?);
    }
    let files = files_of(office, &case).await?;
    let steps =
        steps(&case, &concerned, (denied.0.as_deref(), denied.1.as_deref()), today, &calendar, &settings);
    let texts = texts(office, &contents(&known)).await?;
    let log = happened::<Case>(&stored, known, &names);
    let standing = binding(&row, today).map(|on| standing(on, today, near, &calendar));
    Ok(ChallengeView {
        row,
        case,
        agency,
        settings,
        calendar,
        today,
        applications: concerned,
        clocks,
        redo,
        standing,
        log,
        papers,
        files,
        may_open_files,
        may_open_papers,
        names,
        steps,
        texts,
    })
}

/// The papers of the organ, the court and other parties that were kept in a case, by the day on which they came in.
///
/// # Errors
/// Where the records cannot be read.
pub async fn files_of(
    office: &Office,
    case: &Case,
) -> Result<Vec<(KeptPaper, AttachmentRow, String)>, Refusal> {
    let attached = office.storage.attachments_of(case.id.0).await?;
    let mut files = Vec::new();
    for kept in &case.court_papers {
        let Some(row) = attached.iter().find(|row| row.id == kept.file) else { continue };
        let name = office.storage.content(row.file_name).await?;
        files.push((*kept, row.clone(), String::from_utf8_lossy(&name).into_owned()));
    }
    files.sort_by_key(|(kept, row, _)| (kept.on, row.created_at, row.id));
    Ok(files)
}

/// A paper that was kept as a file: its bytes, media type and name. Opening one is written into the audit log.
///
/// # Errors
/// [`Refusal::Denied`] for who sees the case and not whom it is about; [`Refusal::NotFound`] for a file of another case.
pub async fn file(
    office: &Office,
    actor: &Actor,
    view: &ChallengeView,
    id: &str,
) -> Result<(Vec<u8>, String, String), Refusal> {
    let found = view.files.iter().find(|(_, row, _)| row.id.to_string() == id);
    let (kept, row, name) = found.ok_or(Refusal::NotFound)?;
    if !view.may_open_files {
        return Err(Refusal::Denied("您没有办理复议诉讼案件或者查看申请人信息的权限".to_owned()));
    }
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(row.agency),
        actor: actor.word(),
        action: "open_file".to_owned(),
        object_kind: "attachment".to_owned(),
        object_id: Some(row.id),
        document: serde_json::json!({ "purpose": row.purpose, "kind": kept.kind.key(), "case": view.case.case_number }).to_string(),
    })
    .await?;
    tx.commit().await?;
    let (bytes, media_type) = crate::paper::file::bytes(office, row.blob).await?;
    Ok((bytes, media_type, name.clone()))
}

/// Whose case it is.
fn target<'a>(
    row: &ChallengeRow,
    case: &Case,
    application: Option<&ApplicationRow>,
    above: &'a [AgencyId],
) -> Target<'a> {
    Target {
        agency: row.agency,
        above,
        department: application.and_then(|row| row.department),
        handler: case.handler.or(application.and_then(|row| row.handler)),
    }
}

/// The events of a stream with who recorded them.
pub(super) fn happened<C: crate::docket::Docket>(
    stored: &[gongkai_storage::StoredEvent],
    known: Vec<C::Event>,
    names: &BTreeMap<PersonId, String>,
) -> Vec<Happened<C::Event>> {
    let line = |(stored, event): (&gongkai_storage::StoredEvent, C::Event)| {
        let who = match stored.actor.parse::<PersonId>() {
            Ok(person) => names.get(&person).cloned().unwrap_or_else(|| "（已离任）".to_owned()),
            Err(_) if stored.actor == "applicant" => "当事人".to_owned(),
            Err(_) => "系统".to_owned(),
        };
        Happened {
            at: gongkai_deadline::clock::beijing(stored.at),
            who,
            event,
            sequence: stored.stream_sequence,
        }
    };
    stored.iter().filter(|stored| !Handing::is_kind(&stored.kind)).zip(known).map(line).collect()
}

/// Texts by content, for those that are still there.
pub(super) async fn texts(
    office: &Office,
    wanted: &[ContentId],
) -> Result<BTreeMap<ContentId, String>, Refusal> {
    let found = office.storage.contents(wanted).await?.into_iter();
    Ok(found.filter_map(|(id, bytes)| String::from_utf8(bytes).ok().map(|text| (id, text))).collect())
}

fn contents(events: &[Event]) -> Vec<ContentId> {
    let of = |event: &Event| match event {
        Event::CopyReceived { papers, .. } => *papers,
        Event::Decided { text, .. } | Event::AppealDecided { text, .. } => *text,
        Event::LessonNoted { text, .. } => Some(*text),
        Event::Rectified { reason, .. } | Event::Voided { reason, .. } => Some(*reason),
        _ => None,
    };
    let instead = events.iter().filter_map(|event| match event {
        Event::Rectified { instead, .. } => instead.as_deref(),
        _ => None,
    });
    events.iter().chain(instead).filter_map(of).map(|reference| reference.id).collect()
}

/// What stands against a step before its form is filled in: what the form itself will tell is left out.
fn steps(
    case: &Case,
    applications: &[Concerned],
    (denied, denied_to_rectify): (Option<&str>, Option<&str>),
    today: NaiveDate,
    calendar: &Calendar,
    settings: &AgencySettings,
) -> Vec<(Action, Vec<String>)> {
    let papers = guard::papers_of(case.forum);
    let context = Context { papers: &papers, ..Context::on(today, calendar, settings) };
    let against = |action: Action| {
        let reasons = guard::why_not(case, action, &context);
        let mut reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        if action == Action::WritePaper && applications.is_empty() {
            reasons.push("案件没有关联本机关的申请，文书请在系统外制作".to_owned());
        }
        let has_new_reply = applications.iter().any(|one| one.new_reply.is_some());
        if action == Action::RecordRedo && reasons.is_empty() && !has_new_reply {
            reasons.push("这件申请还没有作出新的答复，请先在申请中办理并编号".to_owned());
        }
        let denied =
            if matches!(action, Action::Rectify | Action::Void) { denied_to_rectify } else { denied };
        reasons.extend(denied.map(str::to_owned));
        reasons
    };
    Action::EVERY.iter().map(|action| (*action, against(*action))).collect()
}

/// Everything against taking an application up again.
async fn against_reopening(
    office: &Office,
    actor: &Actor,
    case: &Case,
    row: &ApplicationRow,
    settings: &AgencySettings,
    above: &[AgencyId],
) -> Result<Vec<String>, Refusal> {
    let (calendar, today) = (office.calendar(), office.today());
    let redo = case.redo_due(&calendar, settings).map_err(|e| Refusal::Defect(e.to_string()))?;
    let mut reasons = Vec::new();
    match (redo, case.holding) {
        (Some(redo), Some(holding)) => {
            let event = ApplicationEvent::ReopenedByDecision {
                on: holding.received_on,
                challenge: case.id,
                redo_due_on: redo.on,
                is_for_procedure: !redo.must_differ,
                basis: Some(basis_of(case, settings)),
            };
            let application = fold(&office.storage.events_of(&stream_of(row.id)).await?)?;
            let around = Around { today, calendar: &calendar, settings: &settings.handling, clock: None };
            let against = application.why_not(&event.into(), &around);
            reasons.extend(against.iter().map(ToString::to_string));
        }
        _ => reasons.push(Reason::NothingToRedo.to_string()),
    }
    if let Err(Refusal::Denied(why)) = actor.must(Permission::Reopen, target_of(row, above), today) {
        reasons.push(why);
    }
    Ok(reasons)
}

/// A paper of a case that staff may see, opened: it names the applicant, so opening it is written into the audit log.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn open_paper<'v>(
    office: &Office,
    actor: &Actor,
    view: &'v ChallengeView,
    id: &str,
) -> Result<&'v PaperRow, Refusal> {
    let row = view.papers.iter().find(|row| row.id.to_string() == id).ok_or(Refusal::NotFound)?;
    if !view.may_open_papers {
        return Err(Refusal::Denied("您没有办理复议诉讼案件或者查看文书的权限".to_owned()));
    }
    opened_paper(office, actor, row, view.case.case_number.as_deref()).await?;
    Ok(row)
}
