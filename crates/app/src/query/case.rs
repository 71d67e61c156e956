//! A case as staff see it: its clock with the explanation, its papers, what happened, what can be done and why the rest cannot.
//!
//! Not here: doing it (`crate::application`), how it looks (`gongkai-web`). The applicant is masked until revealed.

use super::folded::history;
use super::rectified::Rectified;
use super::standing::Standing;
use crate::account::person::people_on;
use crate::actor::{Actor, Member};
use crate::application::act::{is_for_principal, permission_of, permission_of_step, permission_to_weigh};
use crate::application::case::{fold, stream_of};
use crate::application::join_reply::{NO_OTHERS, others};
use crate::application::reopen::{NO_DECISION, decisions};
use crate::office::Office;
use crate::paper::Dossier;
use crate::paper::dossier::masked_of;
use crate::paper::file::with_shared;
use crate::refusal::Refusal;
use crate::upload::Purpose;
use chrono::{NaiveDate, NaiveDateTime};
use gongkai_deadline::Due;
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::clock::{CaseClock, Segment};
use gongkai_domain::application::{ActionKind, Application, Chip, Context, Event, Recorded};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::{AgencyId, ApplicationId, ContentRef, DepartmentId, PaperId};
use gongkai_domain::personal::Applicant;
use gongkai_domain::staff::{Permission, Target, reach_on};
use gongkai_storage::{
    ApplicationRow, AttachmentRow, FileRow, Found, MarkKind, MarkRow, NewAudit, PaperRow, Surroundings,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A kind of step with every reason against it, those of the case and that of the role; empty where it may be taken.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which.
    pub kind: ActionKind,
    /// The reasons, as a refusal prints them.
    pub reasons: Vec<String>,
}

/// Something that happened, with who recorded it.
#[derive(Debug, Clone)]
pub struct Happened {
    /// When it was recorded.
    pub at: NaiveDateTime,
    /// Who, by name; 申请人 or 系统 where nobody of the agency did.
    pub who: String,
    /// What.
    pub event: Event,
    /// The texts that belong to it, each with what it is; whoever applies is masked in them.
    pub said: Vec<(String, String)>,
    /// Its place in the stream.
    pub sequence: u64,
}

/// The texts of an event that stand nowhere else on the page of the case, each with what it is.
fn said_in(event: &Event) -> Option<(&'static str, ContentRef)> {
    let some = |words, text: Option<ContentRef>| text.map(|text| (words, text));
    match event {
        Event::Confirmed { note, .. } => some("确认经过", *note),
        Event::ParticularsRectified { reason, .. } => Some(("更正的理由", *reason)),
        Event::Assigned { words, .. } => some("交办意见", *words),
        Event::CorrectionNoticeReceived { proof, .. }
        | Event::AddresseeReceived { proof, .. }
        | Event::ExtensionTold { proof, .. }
        | Event::FeeNoticeReceived { proof, .. }
        | Event::ServiceSigned { proof, .. } => some("凭证", *proof),
        Event::OpinionReceived { grounds, .. } => some("理由", *grounds),
        Event::ConsultationReturned { reason, .. } => Some(("退回的原因", *reason)),
        Event::ThirdPartyTold { grounds, .. } => Some(("告知内容", *grounds)),
        Event::ExtensionApproved { grounds, .. } => Some(("延期理由", *grounds)),
        Event::ExtensionProposed { grounds, .. } => Some(("提请延期的理由", *grounds)),
        Event::ExtensionDeclined { reason, .. } => Some(("不同意延期的理由", *reason)),
        Event::ReasonsGiven { content, .. } => Some(("申请人的理由", *content)),
        Event::ReasonsJudged { grounds, .. } => Some(("认定的依据", *grounds)),
        Event::Paid { receipt, .. } => some("财政票据号码", *receipt),
        Event::Withdrawn { statement, .. } => Some(("声明", *statement)),
        Event::StepSigned { opinion, .. } => some("意见", *opinion),
        Event::DraftReturned { reason, .. } => Some(("退回的理由", *reason)),
        Event::Served { service } | Event::NoticeServed { service, .. } => some("送达凭证", service.proof),
        Event::Archived { remarks, .. } => some("备考", *remarks),
        Event::ClosedInternally { statement, .. } => Some(("结案说明", *statement)),
        Event::PaperVoided { reason, .. } => Some(("作废理由", *reason)),
        Event::Split { reason, .. } => Some(("拆分理由", *reason)),
        _ => None,
    }
}

/// How another application belongs to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// This one is a part of it.
    Whole,
    /// It is a part of this one.
    Part,
    /// One reply answers both.
    Together,
}

/// Another application that belongs to this one.
#[derive(Debug, Clone)]
pub struct Related {
    /// How.
    pub relation: Relation,
    /// Its number for staff.
    pub number: String,
}

/// A case for the desk.
#[derive(Debug)]
pub struct CaseView {
    /// The application with its contents.
    pub dossier: Dossier,
    /// The clock.
    pub clock: CaseClock,
    /// Its stretches, bar and list alike.
    pub segments: Vec<Segment>,
    /// How it stands today.
    pub chip: Chip,
    /// The due date by which the office plans while receipt is not confirmed.
    pub shadow_due_on: Option<NaiveDate>,
    /// The due date counted from arrival, where receipt was confirmed later and it is the earlier one.
    pub earlier_by_arrival: Option<Due>,
    /// What the due date would be if a step were taken today, of those that could be taken and move it.
    pub effects: Vec<(ActionKind, NaiveDate)>,
    /// What the due date would be if an extension of so many days were told today.
    pub extended: Vec<(WorkingDays, NaiveDate)>,
    /// What happened, the oldest first.
    pub log: Vec<Happened>,
    /// Papers of the register, the oldest first.
    pub papers: Vec<PaperRow>,
    /// Files of the case, the oldest first, with their names.
    pub files: Vec<(AttachmentRow, String)>,
    /// The numbers of the applications it was split from, split into and is answered together with.
    pub related: Vec<Related>,
    /// Every kind of step of the desk, with the reasons against it.
    pub steps: Vec<Step>,
    /// The reconsiderations and suits that concern it.
    pub challenges: Vec<super::challenge::Listed>,
    /// The agencies above.
    above: Vec<AgencyId>,
}

impl CaseView {
    /// From where the guards look.
    pub fn context(&self) -> Context<'_> {
        Context {
            today: self.dossier.today,
            calendar: &self.dossier.calendar,
            settings: &self.dossier.settings.handling,
            clock: Some(&self.clock),
        }
    }

    /// The record as a target of permissions.
    pub fn target(&self) -> Target<'_> {
        target_of(&self.dossier.row, &self.above)
    }

    /// The reasons against a kind of step; none where it is not one of the desk.
    pub fn reasons(&self, kind: ActionKind) -> &[String] {
        self.steps.iter().find(|step| step.kind == kind).map_or(&[], |step| &step.reasons)
    }
}

/// Steps that are not taken from the page of a case: the first event, taking over a part, and going to another agency.
const ELSEWHERE: &[ActionKind] =
    &[ActionKind::Arrive, ActionKind::TakeOverPart, ActionKind::HandOver, ActionKind::TakeOver];

/// Who a record belongs to.
pub fn target_of<'a>(row: &ApplicationRow, above: &'a [AgencyId]) -> Target<'a> {
    Target { agency: row.agency, above, department: row.department, handler: row.handler }
}

/// The agencies above one, nearest first.
///
/// # Errors
/// Where the records cannot be read.
pub async fn above(office: &Office, agency: AgencyId) -> Result<Vec<AgencyId>, Refusal> {
    Ok(office.known(agency).await?.above.clone())
}

/// The row of a number that staff use: the registration number of their agency, or the public reference.
///
/// # Errors
/// [`Refusal::NotFound`], also where the case is none of the asker's business.
pub async fn find(office: &Office, actor: &Actor, number: &str) -> Result<ApplicationRow, Refusal> {
    Ok(found(office, actor, number).await?.row)
}

async fn found(office: &Office, actor: &Actor, number: &str) -> Result<Found, Refusal> {
    let agency = actor.member()?.person.agency;
    let found = office.storage.find_numbered(agency, number).await?.ok_or(Refusal::NotFound)?;
    let row = &found.row;
    let above = above(office, row.agency).await?;
    let may_see = actor.must(Permission::SeeApplications, target_of(row, &above), office.today());
    if may_see.is_err() && !co_signs(office, actor, row, &above).await? {
        return Err(Refusal::NotFound);
    }
    Ok(found)
}

/// Whether the draft in hand is or was before this person to co-sign: who co-signs sees what it is about.
async fn co_signs(
    office: &Office,
    actor: &Actor,
    row: &ApplicationRow,
    above: &[AgencyId],
) -> Result<bool, Refusal> {
    let marks = office.storage.marks_of(row.id).await?;
    let own = |mark: &MarkRow| {
        let target = Target { agency: row.agency, above, department: mark.department, handler: mark.person };
        let is_named = mark.person.is_none() || mark.person == actor.person();
        is_named && actor.must(Permission::CoSign, target, office.today()).is_ok()
    };
    Ok(marks.iter().any(|mark| mark.kind == MarkKind::CoSign && own(mark)))
}

/// The case of a number.
///
/// # Errors
/// As [`find`].
pub async fn view(office: &Office, actor: &Actor, number: &str) -> Result<CaseView, Refusal> {
    let found = found(office, actor, number).await?;
    Box::pin(open(office, actor, found)).await
}

/// The case of a number for somebody who looks at it: what was asked and what was found stand on its page, so that looking is
/// written into the audit log. A power cut may take back the last of such lines; nothing was changed by looking.
///
/// # Errors
/// As [`find`].
pub async fn look(office: &Office, actor: &Actor, number: &str) -> Result<CaseView, Refusal> {
    let view = Box::pin(view(office, actor, number)).await?;
    let row = &view.dossier.row;
    let line = opening(office, actor, row.agency, ("open_case", "application", row.id.0), "{}".to_owned());
    office.storage.note_lightly(line).await?;
    Ok(view)
}

async fn open(office: &Office, actor: &Actor, found: Found) -> Result<CaseView, Refusal> {
    let (row, around) = (&found.row, found.around);
    let history = history(office, row).await?;
    let application = &history.application;
    // all sealed texts of the page in one read with papers and files: those of the case, of its log, and the names of its files
    let said = history.events.iter().filter_map(|recorded| said_in(&recorded.event)).map(|(_, text)| text.id);
    let rectified = Rectified::all(&history.events)?;
    let more = said.chain(rectified.iter().flat_map(Rectified::contents)).collect();
    let (dossier, Surroundings { papers, files, .. }) =
        Dossier::read_around(office, &found, Arc::clone(application), more).await?;
    let standing = history.standing(dossier.today, &dossier.calendar, &dossier.settings)?;
    // after a reform: the agencies between which the file went
    let mut agencies = BTreeMap::new();
    for id in application.held_before.iter().map(|(agency, _)| *agency).chain([row.agency]) {
        if !application.held_before.is_empty() {
            agencies.insert(id, office.known(id).await?.agency.full_name.clone());
        }
    }
    let separated = separated(office, &history.events).await?;
    // who was recorded before is masked like who is recorded now
    let before: Vec<Applicant> =
        rectified.iter().flat_map(|one| one.people(|id| dossier.known(id))).collect();
    let said = |sequence: u64, event: &Event| -> Vec<(String, String)> {
        let agency = |what: &str, id: &AgencyId| {
            agencies.get(id).map(|name| (what.to_owned(), name.clone())).into_iter().collect()
        };
        match event {
            Event::HandedOver { to, .. } => return agency("承继机关", to),
            Event::TakenOver { from, .. } => return agency("原机关", from),
            _ => {}
        }
        let known =
            said_in(event).and_then(|(words, text)| Some((words.to_owned(), dossier.known(text.id)?)));
        let told = known.map(|(words, text)| (words, masked_of(&before, &dossier.masked(text))));
        let one = rectified.iter().find(|one| one.sequence == sequence);
        let changes = one.map(|one| one.changes(|id| dossier.known(id))).unwrap_or_default();
        let from = separated.iter().find(|(known, _)| *known == sequence);
        let from = from.map(|(_, numbers)| ("各自另行答复的申请".to_owned(), numbers.clone()));
        changes.into_iter().chain(from).chain(told).collect()
    };
    let log = history
        .events
        .iter()
        .map(|Recorded { sequence, at, actor, event }| {
            let who = match actor {
                Some(person) => dossier.name(*person).to_owned(),
                None if history.is_by_applicant(*sequence) => "申请人".to_owned(),
                None => "系统".to_owned(),
            };
            Happened { at: *at, who, said: said(*sequence, event), event: event.clone(), sequence: *sequence }
        })
        .collect();
    let papers = with_shared(office, papers, application).await?;
    let above = above(office, row.agency).await?;
    let named = files.into_iter().map(|FileRow { attachment, .. }| {
        let name = dossier.known(attachment.file_name.id).ok_or(Refusal::NotFound)?.to_owned();
        Ok((attachment, name))
    });
    let files = named.collect::<Result<Vec<_>, Refusal>>()?;
    let related = related(office, application).await?;
    let challenges =
        if around.challenges > 0 { super::challenge::of_application(office, row).await? } else { Vec::new() };
    let mut view = CaseView {
        dossier,
        clock: standing.clock.clone(),
        segments: standing.segments.clone(),
        chip: standing.chip,
        shadow_due_on: standing.shadow_due_on,
        earlier_by_arrival: standing.earlier_by_arrival.clone(),
        effects: standing.effects.clone(),
        extended: standing.extended.clone(),
        log,
        papers,
        files,
        related,
        steps: Vec::new(),
        challenges,
        above,
    };
    view.steps = steps(&view, &standing, actor)?;
    let row = &view.dossier.row;
    for step in view.steps.iter_mut().filter(|step| step.reasons.is_empty()) {
        // what other records decide is asked only where nothing else stands against it
        let reason = match step.kind {
            ActionKind::Reopen if view.challenges.is_empty() => Some(NO_DECISION),
            ActionKind::Reopen => {
                decisions(office, row.id, &view.dossier.application).await?.is_empty().then_some(NO_DECISION)
            }
            ActionKind::JoinReply => others(office, row).await?.is_empty().then_some(NO_OTHERS),
            _ => None,
        };
        step.reasons.extend(reason.map(str::to_owned));
    }
    Ok(view)
}

/// The applications from which a case was untied, by the place of the event in the stream.
async fn separated(office: &Office, events: &[Recorded]) -> Result<Vec<(u64, String)>, Refusal> {
    let mut separated = Vec::new();
    for recorded in events {
        let Event::Separated { from, .. } = &recorded.event else { continue };
        let mut numbers = Vec::new();
        for id in from {
            let row = office.storage.application(*id).await?;
            numbers.extend(row.map(|row| row.registration.unwrap_or(row.reference)));
        }
        separated.push((recorded.sequence, numbers.join("、")));
    }
    Ok(separated)
}

async fn related(office: &Office, application: &Application) -> Result<Vec<Related>, Refusal> {
    let whole = application.split_from.iter().map(|id| (Relation::Whole, *id));
    let parts = application.splitting.iter().flat_map(|splitting| &splitting.into);
    let parts = parts.map(|id| (Relation::Part, *id));
    let together = application.joined.iter().map(|id| (Relation::Together, *id));
    let mut related = Vec::new();
    for (relation, id) in whole.chain(parts).chain(together) {
        let row = office.storage.application(id).await?;
        related
            .extend(row.map(|row| Related { relation, number: row.registration.unwrap_or(row.reference) }));
    }
    Ok(related)
}

/// Whether a file kept for this purpose came from the applicant, and so shows who that is. Unknown purposes are taken for such.
pub fn shows_applicant(purpose: &str) -> bool {
    Purpose::of(purpose).is_none_or(Purpose::shows_applicant)
}

/// What opens a file kept for this purpose: the scan of a paper is a paper.
pub fn to_open(purpose: &str) -> Permission {
    match Purpose::of(purpose) {
        Some(Purpose::Scan) => Permission::OpenPapers,
        _ if shows_applicant(purpose) => Permission::RevealPersonalData,
        _ => Permission::SeeApplications,
    }
}

/// A file of a case that staff may see: its bytes, media type and name. Opening one is written into the audit log.
///
/// # Errors
/// [`Refusal::Denied`] for who may not see whom the case is about, at a file that shows it; [`Refusal::NotFound`] for a file of
/// another case; where it cannot be read.
pub async fn file(
    office: &Office,
    actor: &Actor,
    view: &CaseView,
    id: &str,
) -> Result<(Vec<u8>, String, String), Refusal> {
    let found = view.files.iter().find(|(row, _)| row.id.to_string() == id);
    let (row, name) = found.ok_or(Refusal::NotFound)?;
    actor.must(to_open(&row.purpose), view.target(), view.dossier.today)?;
    let case = &view.dossier.row;
    let number = case.registration.as_deref().unwrap_or(&case.reference);
    let purpose = serde_json::json!({ "purpose": row.purpose, "case": number });
    opened(office, actor, row.agency, ("open_file", "attachment", row.id), purpose).await?;
    let (bytes, media_type) = crate::paper::file::bytes(office, row.blob).await?;
    let (bytes, media_type) = crate::paper::copy::given(Purpose::of(&row.purpose), bytes, media_type).await?;
    let name = crate::paper::file::named(name, &media_type);
    Ok((bytes, media_type, name))
}

fn steps(view: &CaseView, standing: &Standing, actor: &Actor) -> Result<Vec<Step>, Refusal> {
    let context = view.context();
    let mut steps = Vec::new();
    for kind in ActionKind::EVERY.iter().copied().filter(|kind| !ELSEWHERE.contains(kind)) {
        let mut reasons = standing.against(kind).to_vec();
        if matches!(kind, ActionKind::SignStep | ActionKind::ReturnDraft) {
            if reasons.is_empty() {
                reasons = against_signing(view, actor, kind)?;
            }
        } else {
            let permission = match kind {
                ActionKind::MarkWeighty => permission_to_weigh(&view.dossier.application),
                _ => permission_of(kind),
            };
            if let Err(Refusal::Denied(why)) = actor.must(permission, view.target(), context.today) {
                reasons.push(why);
            }
        }
        steps.push(Step { kind, reasons });
    }
    Ok(steps)
}

/// As much of a case as the chain of signatures asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draftable<'a> {
    pub(super) application: &'a Application,
    pub(super) context: Context<'a>,
    pub(super) target: Target<'a>,
}

impl CaseView {
    fn draftable(&self) -> Draftable<'_> {
        Draftable { application: &self.dossier.application, context: self.context(), target: self.target() }
    }
}

/// The step of the chain that this person can sign now.
pub fn signable(view: &CaseView, actor: &Actor) -> Option<SignOffStep> {
    next_signable(view.draftable(), actor)
}

/// The same of a case that was not opened for a page.
pub(super) fn next_signable(case: Draftable<'_>, actor: &Actor) -> Option<SignOffStep> {
    let draft = case.application.draft()?;
    draft.next_steps().into_iter().find(|step| {
        let reasons = against_step(case, actor, *step, draft.number);
        reasons.is_ok_and(|reasons| reasons.is_empty())
    })
}

/// The unit for which a person co-signs now: none where the person is named, else the first that still has to and for
/// which the person may, those of the person's own divisions before the others.
fn co_signs_for(case: Draftable<'_>, actor: &Actor) -> Option<DepartmentId> {
    let draft = case.application.draft()?;
    let person = &actor.member().ok()?.person;
    if draft.co_signing.contains(&person.id) && !draft.has_co_signed(person.id, None) {
        return None;
    }
    let today = case.context.today;
    let open = draft.co_signers.iter().copied().filter(|unit| !draft.co_signed.contains(unit));
    let may = |unit: &DepartmentId| {
        let target = Target { department: Some(*unit), handler: None, ..case.target };
        actor.must(Permission::CoSign, target, today).is_ok()
    };
    let (_, own) = reach_on(person, Permission::CoSign, today);
    // who signs the paper off keeps that signature: a unit that is not the person's own has people for its own
    let signs_off = must_sign(case, actor, SignOffStep::SignOff).is_ok();
    let open: Vec<DepartmentId> = open.filter(may).filter(|unit| !signs_off || own.contains(unit)).collect();
    open.iter().find(|unit| own.contains(unit)).or(open.first()).copied()
}

/// On what a person signs a step: the case, or as co-signer what is the person's own.
fn step_target<'v>(case: Draftable<'v>, actor: &Actor, step: SignOffStep) -> Target<'v> {
    if step != SignOffStep::CoSigning {
        return case.target;
    }
    let Some(draft) = case.application.draft() else { return case.target };
    let department = co_signs_for(case, actor);
    let handler = actor.person().filter(|person| department.is_none() && draft.co_signing.contains(person));
    Target { department, handler, ..case.target }
}

/// Refuses unless the person may sign the step.
fn must_sign(case: Draftable<'_>, actor: &Actor, step: SignOffStep) -> Result<(), Refusal> {
    let application = case.application;
    let permission = permission_of_step(step, is_for_principal(application, actor));
    let drafter = application.draft().map(|draft| draft.drafter);
    actor.must_sign(permission, step_target(case, actor, step), drafter, case.context.today)
}

/// The steps whose turn it is, each with the names of those who can sign it now.
///
/// # Errors
/// Where the records cannot be read.
pub async fn next_signers(
    office: &Office,
    view: &CaseView,
) -> Result<Vec<(SignOffStep, Vec<String>)>, Refusal> {
    let Some(draft) = view.dossier.application.draft() else { return Ok(Vec::new()) };
    let people = people_on(office, view.dossier.row.agency, view.dossier.today).await?;
    let people: Vec<Actor> = people
        .into_iter()
        .filter(|person| person.is_active)
        .map(|person| Actor::Member(Box::new(Member { person })))
        .collect();
    let mut next = Vec::new();
    for step in draft.next_steps() {
        let can = |actor: &&Actor| {
            against_step(view.draftable(), actor, step, draft.number).is_ok_and(|reasons| reasons.is_empty())
        };
        let names =
            people.iter().filter(can).filter_map(|actor| Some(actor.member().ok()?.person.name.clone()));
        next.push((step, names.collect()));
    }
    Ok(next)
}

/// For which unit a person signs a step: only where units co-sign.
pub fn signs_for(view: &CaseView, actor: &Actor, step: SignOffStep) -> Option<DepartmentId> {
    signing_for(view.draftable(), actor, step)
}

fn signing_for(case: Draftable<'_>, actor: &Actor, step: SignOffStep) -> Option<DepartmentId> {
    (step == SignOffStep::CoSigning).then(|| co_signs_for(case, actor)).flatten()
}

fn against_signing(view: &CaseView, actor: &Actor, kind: ActionKind) -> Result<Vec<String>, Refusal> {
    let Some(draft) = view.dossier.application.draft() else { return Ok(Vec::new()) };
    let mut next = draft.next_steps();
    if kind == ActionKind::ReturnDraft && next.is_empty() {
        // after the last signature whoever signed it off may still send it back
        next.push(SignOffStep::SignOff);
    }
    let mut all = Vec::new();
    for step in next {
        let reasons = match kind {
            ActionKind::SignStep => against_step(view.draftable(), actor, step, draft.number)?,
            _ => against_return(view, actor, step)?,
        };
        if reasons.is_empty() {
            return Ok(Vec::new());
        }
        all.extend(reasons.into_iter().filter(|reason| !all.contains(reason)).collect::<Vec<_>>());
    }
    Ok(all)
}

fn against_step(
    case: Draftable<'_>,
    actor: &Actor,
    step: SignOffStep,
    draft: u32,
) -> Result<Vec<String>, Refusal> {
    let signer = actor.member()?.person.id;
    let context = case.context;
    let department = signing_for(case, actor, step);
    let event = Event::StepSigned { on: context.today, draft, step, signer, department, opinion: None };
    let reasons = case.application.why_not(&event.into(), &context);
    let mut reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    if let Err(Refusal::Denied(why)) = must_sign(case, actor, step) {
        reasons.push(why);
    }
    Ok(reasons)
}

fn against_return(view: &CaseView, actor: &Actor, step: SignOffStep) -> Result<Vec<String>, Refusal> {
    let by = actor.member()?.person.id;
    let mut reasons = Vec::new();
    if view.dossier.application.draft().is_some_and(|draft| draft.drafter == by) {
        reasons.push("拟稿人不能退回自己的草稿，可以重新拟制".to_owned());
    }
    if let Err(Refusal::Denied(why)) = must_sign(view.draftable(), actor, step) {
        reasons.push(why);
    }
    Ok(reasons)
}

/// Shows who applies, in clear, and writes into the audit log that it was shown.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn reveal(office: &Office, actor: &Actor, id: ApplicationId) -> Result<Vec<Applicant>, Refusal> {
    let row = office.storage.application(id).await?.ok_or(Refusal::NotFound)?;
    let above = above(office, row.agency).await?;
    actor.must(Permission::RevealPersonalData, target_of(&row, &above), office.today())?;
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(row.agency),
        actor: actor.word(),
        action: "reveal_applicant".to_owned(),
        object_kind: "application".to_owned(),
        object_id: Some(id.0),
        document: "{}".to_owned(),
    })
    .await?;
    tx.commit().await?;
    let application = fold(&office.storage.events_of(&stream_of(id)).await?)?;
    Ok(Dossier::read(office, &row, &application).await?.applicants)
}

/// Writes into the audit log that something of a case was opened.
async fn opened(
    office: &Office,
    actor: &Actor,
    agency: AgencyId,
    what: (&str, &str, uuid::Uuid),
    document: serde_json::Value,
) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.note(opening(office, actor, agency, what, document.to_string())).await?;
    Ok(tx.commit().await?)
}

/// A line about something of a case that was opened.
fn opening(
    office: &Office,
    actor: &Actor,
    agency: AgencyId,
    (action, kind, id): (&str, &str, uuid::Uuid),
    document: String,
) -> NewAudit {
    NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: action.to_owned(),
        object_kind: kind.to_owned(),
        object_id: Some(id),
        document,
    }
}

/// A paper of a case that staff may see, opened: it names the applicant, so only those may open it whose post needs it, and
/// opening it is written into the audit log.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub async fn open_paper<'v>(
    office: &Office,
    actor: &Actor,
    view: &'v CaseView,
    id: PaperId,
) -> Result<&'v PaperRow, Refusal> {
    actor.must(Permission::OpenPapers, view.target(), view.dossier.today)?;
    let row = paper(view, id)?;
    let case = &view.dossier.row;
    opened_paper(office, actor, row, Some(case.registration.as_deref().unwrap_or(&case.reference))).await?;
    Ok(row)
}

/// Writes into the audit log that a paper was opened, whatever case it is of.
pub(super) async fn opened_paper(
    office: &Office,
    actor: &Actor,
    row: &PaperRow,
    case: Option<&str>,
) -> Result<(), Refusal> {
    let kind = serde_json::json!({ "kind": row.kind, "case": case });
    opened(office, actor, row.agency, ("open_paper", "paper", row.id.0), kind).await
}

fn paper(view: &CaseView, paper: PaperId) -> Result<&PaperRow, Refusal> {
    view.papers.iter().find(|row| row.id == paper).ok_or(Refusal::NotFound)
}
