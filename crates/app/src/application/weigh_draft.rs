//! Weigh a reply before it is drafted: in which row it counts, the paper with its gaps, and everything that stands against it. The
//! editor asks this of what is typed, the verb of what is sent; so that what is told as complete can be sent for approval.
//!
//! Not here: writing the draft into the case (`super::draft_reply`), the reasons themselves (`gongkai_domain::application`).

use super::close_internally::twin;
use super::drafting::{Drafting, JoinedOutcomes};
use super::reply_facts::{Found, facts, laws_of, said};
use crate::account::person::people_on;
use crate::office::Office;
use crate::paper::issue::{Basis, draft, fault};
use crate::paper::several::{self, Section};
use crate::paper::{Dossier, earlier};
use crate::refusal::{Fault, Refusal};
use crate::upload::Purpose;
use gongkai_domain::application::{
    Action, Application, ClosingCause, Context, Counted, EarlierApplication, Event, Facts, MatterOutcome,
    Reason, ReplyFacts, count,
};
use gongkai_domain::approval::{Effect, SignOffStep};
use gongkai_domain::ids::{ApplicationId, ContentId, ContentRef, Digest, PersonId};
use gongkai_domain::notice::case::EarlierReply;
use gongkai_domain::notice::reply::Provision;
use gongkai_domain::notice::{Drafted, Paper};
use gongkai_domain::staff::{Permission, Person, Target, may};
use gongkai_storage::AttachmentRow;
use uuid::Uuid;

/// Stands for a text that is not kept yet.
const NOT_KEPT: ContentRef = ContentRef { id: ContentId(Uuid::nil()), digest: Digest([0; 32]) };

/// Files leave the house only with a reply that gives information, so that none passes by the secrecy review.
const NOTHING_GIVEN: &str =
    "答复不提供政府信息，不能附带向申请人提供的文件；有可以提供的部分的，处理结果应当为予以公开或者部分公开";

/// A paper that promises a download comes with what is downloaded (《条例》第四十条: in the form that was asked for).
const NOTHING_TO_FETCH: &str =
    "文书写明凭登记编号和查询码下载，应当上传提供的政府信息；不在网上提供的，改选其他提供方式";

/// So does one that gives the information with the reply to an applicant who gets the reply over the net.
const NOTHING_ENCLOSED: &str = "申请人要求在网上（以电子邮件）获取，文书写明随文一并提供的，应当上传提供的政府信息（《政府信息公开条例》第四十条）；\
     不在网上提供的，改选其他提供方式并说明理由";

/// A reply as it would be drafted today.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// In which row the application counts and why; none where that cannot be said.
    pub counted: Option<Counted>,
    /// The paper with its gaps and its checklist.
    pub drafted: Option<Drafted>,
    /// What else is not written as it must be.
    pub faults: Vec<Fault>,
    /// What of the records is against it, of every application that it answers.
    pub reasons: Vec<Reason>,
    /// Whether it gives information.
    pub(super) releases: bool,
    proposed: Vec<Proposed>,
    shape: Option<Shape>,
}

/// What would be drafted in one of the applications.
#[derive(Debug, Clone)]
struct Proposed {
    /// Which; none for the one whose page it is.
    id: Option<ApplicationId>,
    draft: u32,
    outcomes: Vec<MatterOutcome>,
    chosen: Option<u32>,
    counted: Counted,
    texts: Vec<String>,
}

/// What is the same in all of them.
#[derive(Debug, Clone)]
struct Shape {
    steps: Vec<SignOffStep>,
    sections: Vec<Section>,
    root: String,
    found: Found,
    is_fit: bool,
    paper: Paper,
}

impl Weighed {
    fn nothing(fault: Fault) -> Self {
        Self {
            counted: None,
            drafted: None,
            faults: vec![fault],
            reasons: Vec::new(),
            releases: false,
            proposed: Vec::new(),
            shape: None,
        }
    }

    /// Whether nothing is against drafting it.
    pub fn is_complete(&self) -> bool {
        let is_whole = |drafted: &Drafted| drafted.missing().is_empty();
        self.drafted.as_ref().is_some_and(is_whole) && self.faults.is_empty() && self.reasons.is_empty()
    }

    /// How drafting it is refused: for what is missing first, then for what the records say.
    pub fn refused(&self) -> Option<Refusal> {
        let missing = self.drafted.iter().flat_map(Drafted::missing).map(fault);
        let faults: Vec<Fault> = missing.chain(self.faults.iter().cloned()).collect();
        if !faults.is_empty() {
            return Some(Refusal::Invalid(faults));
        }
        (!self.reasons.is_empty()).then(|| Refusal::Blocked(self.reasons.clone()))
    }
}

/// Weighs a reply; `has_files` tells whether new files are to go out with it, `without` which of those on file are given up. Nothing is changed, nothing is kept.
///
/// # Errors
/// Where the records cannot be read.
pub async fn weigh(
    office: &Office,
    dossier: &Dossier,
    drafter: PersonId,
    drafting: &Drafting,
    (has_files, without): (bool, &[Uuid]),
) -> Result<Weighed, Refusal> {
    let counting = &dossier.settings.handling.counting;
    let Some(counted) = count(&drafting.outcomes, drafting.chosen, counting) else {
        return Ok(Weighed::nothing(Fault::new("outcome", "选择每一项的处理结果")));
    };
    let kind = drafting.whole(counting).map_or(counted.reply, |whole| whole.reply).into();
    let known = earlier_application(office, dossier, drafting).await?;
    let (earlier, earlier_reply) = known.map_or((None, None), |(earlier, reply)| (Some(earlier), reply));
    let basis = Basis::of_reply(dossier, drafting, earlier_reply);
    let sections = basis.sections.clone();
    let root = several::root(kind, &sections).map(|root| root.key.clone()).unwrap_or_default();
    let drafted = match draft(dossier, kind, &drafting.fields, dossier.today, Some(basis), None) {
        Ok(drafted) => drafted,
        Err(Refusal::Invalid(faults)) => {
            let nothing = Weighed::nothing(Fault::new("paper", ""));
            return Ok(Weighed { counted: Some(counted), faults, ..nothing });
        }
        Err(refusal) => return Err(refusal),
    };
    let mut faults = Vec::new();
    heard(&mut faults, may_co_sign(office, dossier, drafting).await)?;
    let (closing, is_fit) = match close(office, dossier, drafting).await {
        Ok(known) => known,
        refused => {
            heard(&mut faults, refused.map(drop))?;
            (None, false)
        }
    };
    if laws_of(drafting).iter().any(|law| !law.is_plain()) {
        let words = "法律、行政法规的名称和条款只写全称和“第×条第×款”，不写其他内容";
        faults.push(Fault::new("law", words));
    }
    let effect = |outcomes: &[MatterOutcome]| Effect::of(outcomes.iter().map(|outcome| outcome.reply));
    let mut proposed = vec![Proposed {
        id: None,
        draft: next_draft(&dossier.application),
        outcomes: drafting.outcomes.clone(),
        chosen: drafting.chosen,
        counted: counted.clone(),
        texts: Vec::new(),
    }];
    // what the reply says to each of the others; every one of them passes the steps of all
    for other in &dossier.joined {
        let said = drafting.joined.iter().find(|joined| joined.application == other.id);
        let outcomes = said.map(|joined: &JoinedOutcomes| joined.outcomes.clone()).unwrap_or_default();
        let Some(counted) = count(&outcomes, None, counting) else {
            faults.push(Fault::new("outcome", "选择一并答复的各件申请每一项的处理结果"));
            continue;
        };
        let (id, draft) = (Some(other.id), next_draft(&other.application));
        proposed.push(Proposed { id, draft, outcomes, chosen: None, counted, texts: Vec::new() });
    }
    let whole = proposed.iter().map(|one| effect(&one.outcomes)).reduce(Effect::and).unwrap_or_default();
    if !whole.releases && has_files {
        faults.push(Fault::new(Purpose::Information.field(), NOTHING_GIVEN));
    }
    let promised = promised(dossier, drafting, (&sections, &root));
    if let Some(without_files) = promised
        && whole.releases
        && !has_files
        && !keeps_files(office, dossier, without).await?
    {
        faults.push(Fault::new(Purpose::Information.field(), without_files));
    }
    let has_co_signers = !drafting.co_signers.is_empty() || !drafting.co_signing.is_empty();
    let steps = dossier.settings.handling.chain.required(whole, has_co_signers);
    let paper = drafted.paper.clone();
    let shape = Shape { steps, sections, root, found: Found { earlier, closing }, is_fit, paper };
    let mut reasons = Vec::new();
    for one in &mut proposed {
        let mut texts = Vec::new();
        let facts = shape.facts(drafting, one.id, &mut |text| {
            texts.push(text.to_owned());
            Some(NOT_KEPT)
        });
        one.texts = texts;
        let action = shape.action(dossier, drafting, one, (facts, NOT_KEPT, drafter));
        let context = Context {
            today: dossier.today,
            calendar: &dossier.calendar,
            settings: &dossier.settings.handling,
            clock: None,
        };
        let Some(application) = dossier.application_of(one.id) else { continue };
        let against = application.why_not(&action, &context);
        match dossier.joined.iter().find(|other| Some(other.id) == one.id) {
            Some(other) => reasons.extend(super::case::of_case(&other.number, against)),
            None => reasons.extend(against),
        }
    }
    let (counted, drafted, releases) = (Some(counted), Some(drafted), whole.releases);
    Ok(Weighed { counted, drafted, faults, reasons, releases, proposed, shape: Some(shape) })
}

/// What is to be told where a reply that gives the information as files has none; none where it gives no files.
fn promised(
    dossier: &Dossier,
    drafting: &Drafting,
    (sections, root): (&[Section], &str),
) -> Option<&'static str> {
    let given = sections.iter().filter_map(|section| {
        let (fields, _) = several::of_section(&drafting.fields, section, section.key == root)?;
        let way = serde_json::from_value::<Provision>(fields.get("provision")?.clone()).ok()?;
        let of = section.matters.first().and_then(|(id, _)| dossier.application_of(*id));
        Some((way, of.unwrap_or(&dossier.application).arrival.provision))
    });
    let mut by_file = given.filter(|(way, asked)| way.is_by_file(*asked)).map(|(way, _)| way);
    let first = by_file.next()?;
    let is_download = first == Provision::Online || by_file.any(|way| way == Provision::Online);
    Some(if is_download { NOTHING_TO_FETCH } else { NOTHING_ENCLOSED })
}

/// Whether files of an earlier draft of this reply go out with this one, to each application that it answers.
async fn keeps_files(office: &Office, dossier: &Dossier, without: &[Uuid]) -> Result<bool, Refusal> {
    let others = dossier.joined.iter().map(|other| (other.id, &other.application));
    for (id, application) in std::iter::once((dossier.row.id, &*dossier.application)).chain(others) {
        let since = application.round().reopening.as_ref().map(|reopening| reopening.on);
        let kept = office.storage.attachments_of(id.0).await?;
        let goes = |file: &AttachmentRow| {
            file.purpose == Purpose::Information.key()
                && !without.contains(&file.id)
                && since.is_none_or(|since| gongkai_deadline::clock::beijing(file.created_at).date() >= since)
        };
        if !kept.iter().any(goes) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes down what is wrong with the fields; anything else goes on.
fn heard(faults: &mut Vec<Fault>, done: Result<(), Refusal>) -> Result<(), Refusal> {
    match done {
        Err(Refusal::Invalid(found)) => faults.extend(found),
        done => done?,
    }
    Ok(())
}

impl Weighed {
    /// For each application, the texts that its facts are made of, to be kept in this order.
    pub(super) fn texts(&self) -> impl Iterator<Item = (Option<ApplicationId>, &[String])> {
        self.proposed.iter().map(|one| (one.id, one.texts.as_slice()))
    }

    /// The step of one of the applications, with its texts as they were kept.
    pub(super) fn action(
        &self,
        dossier: &Dossier,
        drafting: &Drafting,
        (id, kept): (Option<ApplicationId>, Vec<ContentRef>),
        (body, drafter): (ContentRef, PersonId),
    ) -> Option<Action> {
        let shape = self.shape.as_ref()?;
        let one = self.proposed.iter().find(|one| one.id == id)?;
        let mut kept = kept.into_iter();
        let facts = shape.facts(drafting, id, &mut |_| kept.next());
        Some(shape.action(dossier, drafting, one, (facts, body, drafter)))
    }
}

impl Shape {
    fn facts(
        &self,
        drafting: &Drafting,
        of: Option<ApplicationId>,
        keep: &mut dyn FnMut(&str) -> Option<ContentRef>,
    ) -> ReplyFacts {
        facts(drafting, (&self.sections, &self.root), of, &self.paper, self.found.clone(), keep)
    }

    fn action(
        &self,
        dossier: &Dossier,
        drafting: &Drafting,
        one: &Proposed,
        (facts, body, drafter): (ReplyFacts, ContentRef, PersonId),
    ) -> Action {
        let event = Event::ReplyDrafted {
            on: dossier.today,
            draft: one.draft,
            outcomes: one.outcomes.clone(),
            chosen: one.chosen,
            reply: one.counted.reply,
            row: one.counted.row,
            rule: one.counted.rule,
            facts: Box::new(facts),
            drafter,
            chain: dossier.settings.handling.chain.clone(),
            co_signers: drafting.co_signers.clone(),
            co_signing: drafting.co_signing.clone(),
            steps: self.steps.clone(),
            body,
        };
        let facts = Facts { twin_is_of_same_applicant: self.is_fit, ..Facts::default() };
        Action { event, facts }
    }
}

fn next_draft(application: &Application) -> u32 {
    let drafts = application.rounds.iter().flat_map(|round| &round.drafts);
    drafts.map(|draft| draft.number).max().unwrap_or(0) + 1
}

/// The earlier application to which a repeated one refers, and its reply.
async fn earlier_application(
    office: &Office,
    dossier: &Dossier,
    drafting: &Drafting,
) -> Result<Option<(EarlierApplication, Option<EarlierReply>)>, Refusal> {
    if drafting.earlier.trim().is_empty() {
        return Ok(None);
    }
    let found = earlier::earlier(office, &dossier.row, &dossier.application, &drafting.earlier);
    let found = Box::pin(found).await?;
    Ok(found.map(|(earlier, reply)| {
        (EarlierApplication { is_same_information: drafting.same_information, ..earlier }, reply)
    }))
}

/// The earlier reply to which a repeated application refers.
pub(crate) async fn earlier_reply(
    office: &Office,
    dossier: &Dossier,
    drafting: &Drafting,
) -> Result<Option<EarlierReply>, Refusal> {
    Ok(earlier_application(office, dossier, drafting).await?.and_then(|(_, reply)| reply))
}

/// Why the application ends without a decision, where the paper says so, and whether the other copy can stand for it.
async fn close(
    office: &Office,
    dossier: &Dossier,
    drafting: &Drafting,
) -> Result<(Option<ClosingCause>, bool), Refusal> {
    for fields in several::sets(&drafting.fields) {
        let (cause, is_fit) = match fields.get("cause").and_then(serde_json::Value::as_str) {
            Some("ceased") => (ClosingCause::ApplicantCeased, false),
            Some("submitted_twice") => {
                let beside: Vec<ApplicationId> = dossier.joined.iter().map(|other| other.id).collect();
                Box::pin(twin(office, &dossier.row, &beside, &said(&fields, &["twin"]))).await?
            }
            _ => continue,
        };
        return Ok((Some(cause), is_fit));
    }
    Ok((None, false))
}

/// Refuses units and people that cannot co-sign: of another agency, gone, the unit that drafts, or without the right to.
async fn may_co_sign(office: &Office, dossier: &Dossier, drafting: &Drafting) -> Result<(), Refusal> {
    let (row, today) = (&dossier.row, dossier.today);
    let refused = |why: String| Err(Refusal::invalid("co_signers", why));
    if drafting.co_signers.is_empty() && drafting.co_signing.is_empty() {
        return Ok(());
    }
    let units = office.storage.departments(row.agency).await?;
    let people = people_on(office, row.agency, today).await?;
    let can = |person: &&Person, department| {
        let target = Target { department, ..Target::agency(row.agency) };
        may(person, Permission::CoSign, target, today).is_ok()
    };
    let signs_off = |person: &Person| {
        let target = Target::agency(row.agency);
        let rights = [Permission::SignOff, Permission::SignOffAsPrincipal];
        rights.into_iter().any(|permission| may(person, permission, target, today).is_ok())
    };
    for id in &drafting.co_signers {
        let unit = units.iter().find(|unit| unit.id == *id);
        let Some(unit) = unit.filter(|unit| unit.valid_until.is_none_or(|until| today <= until)) else {
            return refused("没有这一会签单位，或者该单位已经撤销".to_owned());
        };
        if row.department == Some(*id) {
            return refused(format!("{}是承办单位，不会签本单位承办的文稿", unit.name));
        }
        // who signs the paper off keeps that signature (`crate::query::case`): the unit needs somebody else
        if !people.iter().any(|person| can(&person, Some(*id)) && !signs_off(person)) {
            return refused(format!(
                "{}除签发人外没有可以会签的人员，请指定会签人员，或者先由安全管理员授予角色",
                unit.name
            ));
        }
    }
    for id in &drafting.co_signing {
        let Some(person) = people.iter().find(|person| person.id == *id && person.is_active) else {
            return refused("没有这一会签人员，或者该人员已停用".to_owned());
        };
        let target = Target { handler: Some(*id), ..Target::agency(row.agency) };
        if may(person, Permission::CoSign, target, today).is_err() {
            return refused(format!("{}没有会签的职责", person.name));
        }
    }
    let all = drafting.co_signers.iter().map(|unit| unit.0);
    let mut all: Vec<Uuid> = all.chain(drafting.co_signing.iter().map(|person| person.0)).collect();
    let named = all.len();
    all.sort_unstable();
    all.dedup();
    if all.len() < named {
        return refused("同一会签单位（人员）选择了两次".to_owned());
    }
    Ok(())
}
