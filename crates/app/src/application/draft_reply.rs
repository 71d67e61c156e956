//! Draft a reply with the proposal (拟办意见): what becomes of each matter, and the paper that says so.
//!
//! Who: case handler. Precondition: no opinion is awaited, nothing is missing from the paper. Changes: a draft on its way
//! through the chain as it stands today. Audit: the event. Told: the reviewers, by the queue.
//! Not here: the words (`gongkai_domain::notice`), signatures (`super::sign`).

use super::act::permission_of;
use super::case::{Moved, OpenCase, recorded, stream_of};
use super::close_internally::twin;
use super::together::{self, answered};
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::issue::{Basis, check, draft};
use crate::paper::{Dossier, earlier, several};
use crate::query::track::INFORMATION;
use crate::refusal::Refusal;
use crate::upload::{self, Purpose, Stored};
use gongkai_deadline::clock::beijing;
use gongkai_domain::application::facts::{InternalKind, ProcessKind, SecurityInterest};
use gongkai_domain::application::outcome::is_lacking;
use gongkai_domain::application::{
    Action, ActionKind, Application, ClosingCause, Counted, CountingSettings, EarlierApplication, Event,
    Facts, LawCited, LawRank, MatterOutcome, ReplyFacts, Responsible, UnfoundedObjection, count,
};
use gongkai_domain::approval::Effect;
use gongkai_domain::ids::{ApplicationId, ContentRef, DepartmentId, PersonId};
use gongkai_domain::notice::case::EarlierReply;
use gongkai_domain::notice::reply::Ground;
use gongkai_domain::notice::{Drafted, Paper, Paragraph, Reply};
use gongkai_domain::staff::{Permission, Person, Target, may};
use gongkai_storage::AttachmentRow;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a clerk decided and wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafting {
    /// What becomes of each matter.
    pub outcomes: Vec<MatterOutcome>,
    /// The matter whose ground is counted where no rule of the form decides.
    #[serde(default)]
    pub chosen: Option<u32>,
    /// The fields of the paper.
    pub fields: Value,
    /// Registration number of the application that a repeated one repeats.
    #[serde(default)]
    pub earlier: String,
    /// Whether the case handler has compared the two and finds that they ask for the same information.
    #[serde(default)]
    pub same_information: bool,
    /// Why the public interest outweighs an objection (《条例》第三十二条).
    #[serde(default)]
    pub public_interest: String,
    /// Why an objection has no reasonable grounds, by the number of the consultation (《条例》第三十二条).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unfounded: BTreeMap<u32, String>,
    /// Why a third party or a co-making agency whose letter came back could not be heard, where the paper has no field for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub omitted: String,
    /// The matters for which the explanation holds why nobody was heard, that of the paper included; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted_for: Vec<u32>,
    /// What is new compared with a reply that was quashed (《行政复议法》第六十四条第二款).
    #[serde(default)]
    pub renewed: String,
    /// Units that co-sign.
    #[serde(default)]
    pub co_signers: Vec<DepartmentId>,
    /// People who co-sign for themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_signing: Vec<PersonId>,
    /// What becomes of the applications that are answered together with this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<JoinedOutcomes>,
}

/// What becomes of an application that is answered together with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedOutcomes {
    /// Which.
    pub application: ApplicationId,
    /// What becomes of each of its matters.
    pub outcomes: Vec<MatterOutcome>,
}

/// The information that a reply gives out.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Files that are new.
    pub files: Vec<Stored>,
    /// Files of an earlier draft that are given up, by the id of the attachment.
    pub without: Vec<Uuid>,
    /// Whether what must not be given was covered in the new files (区分处理); none where nobody said so.
    pub is_redacted: Option<bool>,
}

/// What was said of a file when it was put into a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub size: i64,
    /// Whether what must not be given was covered in it; none where nobody said so.
    #[serde(default)]
    pub is_redacted: Option<bool>,
    /// Who wrote it and who changed it, as its properties say: they go out with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

impl Drafting {
    /// In which row the paper as a whole would count: it follows from the outcomes of all applications that it answers.
    pub fn whole(&self, counting: &CountingSettings) -> Option<Counted> {
        let mut all = self.outcomes.clone();
        for outcome in self.joined.iter().flat_map(|joined| &joined.outcomes) {
            let next = all.iter().map(|known| known.matter).max().unwrap_or(0) + 1;
            all.push(MatterOutcome { matter: next, ..outcome.clone() });
        }
        count(&all, self.chosen, counting)
    }
}

/// A draft as it is kept apart from the events.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DraftText {
    /// What was decided and written.
    pub drafting: Drafting,
    /// The paper as it was then, for the reviewers.
    pub paper: Paper,
    /// What was said of the files that it gives out, those of earlier drafts included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<GivenFile>,
    /// Whether the paper says its grounds in the order of the matters; drafts of the older order have those of other matters behind.
    #[serde(default)]
    pub by_matter: bool,
}

/// A draft as it would be, for the editor.
#[derive(Debug, Clone)]
pub struct Previewed {
    /// In which row it counts and why; none where that cannot be said.
    pub counted: Option<Counted>,
    /// The paper with its gaps and its checklist.
    pub drafted: Option<Drafted>,
}

/// The draft as it would be today. Nothing is changed.
///
/// # Errors
/// [`Refusal::Invalid`] where a field does not fit.
pub async fn preview(office: &Office, dossier: &Dossier, drafting: &Drafting) -> Result<Previewed, Refusal> {
    let counting = &dossier.settings.handling.counting;
    let counted = count(&drafting.outcomes, drafting.chosen, counting);
    let Some(counted) = counted else { return Ok(Previewed { counted: None, drafted: None }) };
    let whole = drafting.whole(counting).map_or(counted.reply, |whole| whole.reply);
    let earlier = earlier_reply(office, dossier, drafting).await?;
    let basis = Basis::of_reply(dossier, drafting, earlier);
    let drafted = draft(dossier, whole.into(), &drafting.fields, dossier.today, Some(basis), None)?;
    Ok(Previewed { counted: Some(counted), drafted: Some(drafted) })
}

/// The earlier reply to which a repeated application refers.
pub(crate) async fn earlier_reply(
    office: &Office,
    dossier: &Dossier,
    drafting: &Drafting,
) -> Result<Option<EarlierReply>, Refusal> {
    if drafting.earlier.trim().is_empty() {
        return Ok(None);
    }
    let found = earlier::earlier(office, &dossier.row, &dossier.application, &drafting.earlier);
    let found = Box::pin(found).await?;
    Ok(found.and_then(|(_, reply)| reply))
}

/// Drafts a reply today.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the paper, [`Refusal::Blocked`].
pub async fn draft_reply(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    drafting: Drafting,
) -> Result<Moved, Refusal> {
    draft_reply_with(office, actor, id, seen, drafting, Given::default()).await
}

/// Drafts a reply today, with the information that it gives out: the reviewers see both, the applicant fetches it once the
/// reply was served.
///
/// # Errors
/// As [`draft_reply`].
pub async fn draft_reply_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    drafting: Drafting,
    given: Given,
) -> Result<Moved, Refusal> {
    let drafter = actor.member()?.person.id;
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::DraftReply)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::DraftReply)?;
        let counting = &case.handling.counting.clone();
        let counted = count(&drafting.outcomes, drafting.chosen, counting)
            .ok_or_else(|| Refusal::invalid("outcome", "选择每一项的处理结果"))?;
        let whole = drafting.whole(counting).map_or(counted.reply, |whole| whole.reply);
        let places = together::joined(case).await?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let earlier = earlier_reply(office, &dossier, &drafting).await?;
        let basis = Some(Basis::of_reply(&dossier, &drafting, earlier));
        let paper = check(draft(&dossier, whole.into(), &drafting.fields, case.today, basis, None)?)?;
        may_co_sign(case, &drafting).await?;
        let mut facts = facts(office, case, &drafting, &paper).await?;
        let twin_is_of_same_applicant = close(case, &mut facts, &drafting.fields).await?;
        if facts.law.as_ref().is_some_and(|law| !law.is_plain()) {
            let words = "法律、行政法规的名称和条款只写全称和“第×条第×款”，不写其他内容";
            return Err(Refusal::invalid("law", words));
        }
        let files = said_of_files(case, &given).await?;
        let body =
            case.keep_json(&DraftText { drafting: drafting.clone(), paper, files, by_matter: true }).await?;
        let (on, chain) = (case.today, case.handling.chain.clone());
        // what the reply says to each of the others, by the place of the case; every one of them passes the steps of all
        let mut others: Vec<(usize, Vec<MatterOutcome>, Counted)> = Vec::new();
        for place in places {
            let Some(other) = case.beside.get(place) else { continue };
            let outcomes = drafting.joined.iter().find(|joined| joined.application == other.row.id);
            let outcomes = outcomes.map(|joined| joined.outcomes.clone()).unwrap_or_default();
            let counted = count(&outcomes, None, counting)
                .ok_or_else(|| Refusal::invalid("outcome", "选择一并答复的各件申请每一项的处理结果"))?;
            others.push((place, outcomes, counted));
        }
        let has_co_signers = !drafting.co_signers.is_empty() || !drafting.co_signing.is_empty();
        let all = others.iter().map(|(_, outcomes, _)| effect(outcomes));
        let whole = all.fold(effect(&drafting.outcomes), Effect::and);
        let steps = chain.required(whole, has_co_signers);
        if !whole.releases && !given.files.is_empty() {
            return Err(Refusal::invalid(Purpose::Information.field(), NOTHING_GIVEN));
        }
        let event = |application: &Application,
                     outcomes: &[MatterOutcome],
                     chosen,
                     counted: &Counted,
                     facts: ReplyFacts| {
            Event::ReplyDrafted {
                on,
                draft: next_draft(application),
                outcomes: outcomes.to_vec(),
                chosen,
                reply: counted.reply,
                row: counted.row,
                rule: counted.rule,
                facts: Box::new(facts),
                drafter,
                chain: chain.clone(),
                co_signers: drafting.co_signers.clone(),
                co_signing: drafting.co_signing.clone(),
                steps: steps.clone(),
                body,
            }
        };
        // the objections judged are those of this application's own consultations, and so are the matters named
        let shared = ReplyFacts { unfounded: Vec::new(), omitted_for: Vec::new(), ..facts.clone() };
        let own = event(&case.application, &drafting.outcomes, drafting.chosen, &counted, facts);
        let known = Facts { twin_is_of_same_applicant, ..Facts::default() };
        case.step(Action { event: own, facts: known.clone() })?;
        for (place, outcomes, counted) in others {
            let Some(other) = case.beside.get(place) else { continue };
            let step = event(&other.application, &outcomes, None, &counted, shared.clone());
            case.step_beside(place, Action { event: step, facts: known.clone() })?;
        }
        give(case, &given, whole.releases).await
    }
    .await?;
    opened.finish().await
}

/// Files leave the house only with a reply that gives information, so that none passes by the secrecy review.
const NOTHING_GIVEN: &str =
    "答复不提供政府信息，不能附带向申请人提供的文件；有可以提供的部分的，处理结果应当为予以公开或者部分公开";

fn effect(outcomes: &[MatterOutcome]) -> Effect {
    Effect::of(outcomes.iter().map(|outcome| outcome.reply))
}

/// Attaches the information to every application that the draft answers, and takes away what is given up: of a reply that
/// releases nothing all that earlier drafts had. What a reply gave that was served stays in the file for good
/// (《条例》第四十五条), also where that reply was quashed.
async fn give(case: &OpenCase<'_>, given: &Given, releases: bool) -> Result<(), Refusal> {
    let answered = answered(case);
    let mut gone = Vec::new();
    for owner in &answered {
        let kept = case.tx.attachments_of(owner.0).await?;
        let events = case.tx.events_of(&stream_of(*owner)).await?;
        let events = events.iter().map(recorded).collect::<Result<Vec<_>, _>>()?;
        let reopened =
            events.iter().rfind(|recorded| matches!(recorded.event, Event::ReopenedByDecision { .. }));
        let is_of_this_reply =
            |row: &AttachmentRow| reopened.is_none_or(|reopened| beijing(row.created_at) >= reopened.at);
        for row in kept.iter().filter(|row| row.purpose == INFORMATION && is_of_this_reply(row)) {
            if !releases || given.without.contains(&row.id) || gone.contains(&row.blob) {
                gone.push(row.blob);
                case.tx.detach(row.id).await?;
            }
        }
    }
    let by = case.actor.word();
    let owners: Vec<_> = answered.iter().map(|id| id.0).collect();
    upload::attach_to(case.office, &case.tx, "application", &owners, &given.files, case.at, &by).await
}

/// Refuses units and people that cannot co-sign: of another agency, gone, the unit that drafts, or without the right to.
async fn may_co_sign(case: &OpenCase<'_>, drafting: &Drafting) -> Result<(), Refusal> {
    let refused = |why: String| Err(Refusal::invalid("co_signers", why));
    if drafting.co_signers.is_empty() && drafting.co_signing.is_empty() {
        return Ok(());
    }
    let units = case.tx.departments(case.row.agency).await?;
    let people = crate::account::person::people_within(&case.tx, case.row.agency, case.today).await?;
    let can = |person: &&Person, department| {
        let target = Target { department, ..Target::agency(case.row.agency) };
        may(person, Permission::CoSign, target, case.today).is_ok()
    };
    let signs_off = |person: &Person| {
        let target = Target::agency(case.row.agency);
        let rights = [Permission::SignOff, Permission::SignOffAsPrincipal];
        rights.into_iter().any(|permission| may(person, permission, target, case.today).is_ok())
    };
    for id in &drafting.co_signers {
        let unit = units.iter().find(|unit| unit.id == *id);
        let Some(unit) = unit.filter(|unit| unit.valid_until.is_none_or(|until| case.today <= until)) else {
            return refused("没有这一会签单位，或者该单位已经撤销".to_owned());
        };
        if case.row.department == Some(*id) {
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
        let target = Target { handler: Some(*id), ..Target::agency(case.row.agency) };
        if may(person, Permission::CoSign, target, case.today).is_err() {
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

/// What was said of the files: of those of the last draft then, of the new ones now.
async fn said_of_files(case: &OpenCase<'_>, given: &Given) -> Result<Vec<GivenFile>, Refusal> {
    let mut files = match case.application.draft() {
        Some(before) => {
            let text: DraftText = serde_json::from_str(&case.text(before.body).await?)
                .map_err(|e| Refusal::Defect(format!("draft: {e}")))?;
            text.files
        }
        None => Vec::new(),
    };
    let of = |file: &Stored| GivenFile {
        name: file.name.clone(),
        size: file.size,
        is_redacted: given.is_redacted,
        people: file.people.clone(),
    };
    let fresh: Vec<GivenFile> = given.files.iter().map(of).collect();
    files.retain(|old| !fresh.iter().any(|new| (&new.name, new.size) == (&old.name, old.size)));
    files.extend(fresh);
    Ok(files)
}

fn next_draft(application: &Application) -> u32 {
    let drafts = application.rounds.iter().flat_map(|round| &round.drafts);
    drafts.map(|draft| draft.number).max().unwrap_or(0) + 1
}

/// What the grounds rest on, from what was written.
async fn facts(
    office: &Office,
    case: &OpenCase<'_>,
    drafting: &Drafting,
    paper: &Paper,
) -> Result<ReplyFacts, Refusal> {
    // of each fact the first ground that tells it
    let sets = several::sets(&drafting.fields);
    let said = |names: &[&str]| {
        let mut texts = sets.iter().map(|fields| said(fields, names));
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    };
    let is_set =
        |name: &str| sets.iter().any(|fields| fields.get(name).and_then(Value::as_bool) == Some(true));
    let keep = async |text: String| -> Result<Option<ContentRef>, Refusal> { case.keep_some(&text).await };
    let reasons = match said(&["reasons", "explanation", "unclear", "answer"]) {
        // where the paper has no field of its own for them, its body gives the reasons
        text if text.is_empty() => body_of(paper),
        text => text,
    };
    let earlier = match drafting.earlier.trim() {
        "" => None,
        number => {
            let found = Box::pin(earlier::earlier(office, &case.row, &case.application, number)).await?;
            found.map(|(earlier, _)| EarlierApplication {
                is_same_information: drafting.same_information,
                ..earlier
            })
        }
    };
    let responsible = match keep(said(&["responsible_agency", "responsible_contact"])).await? {
        Some(named) => Some(Responsible::Named(named)),
        None if is_set("cannot_be_ascertained") => Some(Responsible::NotAscertainable),
        None => None,
    };
    let mut unfounded = Vec::new();
    for (consultation, text) in &drafting.unfounded {
        let judged = |grounds| UnfoundedObjection { consultation: *consultation, grounds };
        unfounded.extend(keep(text.clone()).await?.map(judged));
    }
    Ok(ReplyFacts {
        reasons: keep(reasons).await?,
        access: keep(sets.iter().map(access).find(|text| !text.is_empty()).unwrap_or_default()).await?,
        earlier,
        consultation_omitted: keep(match drafting.omitted.trim() {
            "" => said(&["no_consultation"]),
            omitted => omitted.to_owned(),
        })
        .await?,
        omitted_for: drafting.omitted_for.clone(),
        public_interest: keep(drafting.public_interest.clone()).await?,
        unfounded,
        law: sets.iter().find_map(law),
        classification: keep(said(&["classification_reference"])).await?,
        creation: keep(said(&["why_not_separable"])).await?,
        internal_kind: kind_in(
            &sets,
            &[
                ("personnel", InternalKind::Personnel),
                ("logistics", InternalKind::Logistics),
                ("workflow", InternalKind::Workflow),
            ],
        ),
        process_kind: kind_in(
            &sets,
            &[
                ("discussion_record", ProcessKind::Discussion),
                ("process_draft", ProcessKind::Draft),
                ("consultation_letter", ProcessKind::Letter),
                ("request_report", ProcessKind::Report),
            ],
        ),
        security_interest: kind_in(
            &sets,
            &[
                ("national_security", SecurityInterest::National),
                ("public_security", SecurityInterest::Public),
                ("economic_security", SecurityInterest::Economic),
                ("social_stability", SecurityInterest::SocialStability),
            ],
        ),
        responsible,
        unclear: keep(said(&["unclear"])).await?,
        obtained: keep(said(&["obtained_on", "obtained_by"])).await?,
        renewed: keep(drafting.renewed.clone()).await?,
        closing: None,
    })
}

/// Why the application ends without a decision, where the paper says so, and whether the other copy can stand for it.
async fn close(case: &OpenCase<'_>, facts: &mut ReplyFacts, fields: &Value) -> Result<bool, Refusal> {
    for fields in several::sets(fields) {
        let (cause, is_fit) = match fields.get("cause").and_then(Value::as_str) {
            Some("ceased") => (ClosingCause::ApplicantCeased, false),
            Some("submitted_twice") => Box::pin(twin(case, &said(&fields, &["twin"]))).await?,
            _ => continue,
        };
        facts.closing = Some(cause);
        return Ok(is_fit);
    }
    Ok(false)
}

/// The texts of some fields, one below the other.
fn said(fields: &Value, names: &[&str]) -> String {
    let texts = names.iter().filter_map(|name| fields.get(*name)).flat_map(texts_of);
    texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

fn texts_of(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Where, when and how the information is or can be had.
fn access(fields: &Value) -> String {
    let names = [
        "information",
        "provision",
        "place",
        "time",
        "places",
        "window",
        "publication",
        "way",
        "archive",
        "contact",
    ];
    said(fields, &names)
}

fn law(fields: &Value) -> Option<LawCited> {
    let title = said(fields, &["law"]);
    let article = said(fields, &["article"]);
    let rank = match fields.get("law_level").and_then(Value::as_str)? {
        "law" => LawRank::Law,
        "administrative_regulation" => LawRank::AdministrativeRegulation,
        _ => LawRank::NormativeDocument,
    };
    (!title.is_empty()).then_some(LawCited { rank, title, article })
}

/// The first kind that one of the fields with kinds names.
fn kind_in<T: Copy>(sets: &[Value], kinds: &[(&str, T)]) -> Option<T> {
    let mut words = sets
        .iter()
        .flat_map(|fields| {
            let named = ["category", "interests", "specific"].into_iter();
            named.filter_map(move |name| fields.get(name))
        })
        .flat_map(texts_of);
    words.find_map(|word| kinds.iter().find(|(key, _)| *key == word).map(|(_, kind)| *kind))
}

fn body_of(paper: &Paper) -> String {
    let bodies = paper.paragraphs.iter().filter_map(|paragraph| match paragraph {
        Paragraph::Body(text) => Some(text.as_str()),
        _ => None,
    });
    bodies.collect::<Vec<_>>().join("\n")
}

/// The grounds on which a part of a matter may not be given, by the key of a form: the refusals as the field of the partial reply
/// names them, and what the office cannot provide.
pub fn withheld_grounds() -> impl Iterator<Item = (&'static str, Reply)> {
    let refused = Ground::EVERY.iter().map(|ground| (ground.key(), ground.reply()));
    let lacking = Reply::EVERY.iter().filter(|reply| is_lacking(**reply));
    refused.chain(lacking.map(|reply| (reply.key(), *reply)))
}

/// The ground of what is not given, by its key in a form.
pub fn withheld_ground(key: &str) -> Option<Reply> {
    withheld_grounds().find(|(known, _)| *known == key).map(|(_, reply)| reply)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::notice::{PaperKind, sample};

    #[test]
    fn the_facts_of_the_grounds_are_read_from_the_fields_of_the_papers() {
        let fields = |reply: Reply| sample::fields(PaperKind::Reply(reply));
        let law = law(&fields(Reply::AdminInquiry)).unwrap();
        assert_eq!(law.rank, LawRank::AdministrativeRegulation);
        assert!(access(&fields(Reply::AlreadyPublic)).contains("土地征收"));
        assert!(access(&fields(Reply::Granted)).contains("共12页"));
        let process = kind_in(&[fields(Reply::DeniedProcess)], &[("process_draft", ProcessKind::Draft)]);
        assert_eq!(process, Some(ProcessKind::Draft));
        let ground = said(&fields(Reply::Partial), &["ground"]);
        assert_eq!(withheld_ground(&ground), Some(Reply::DeniedThirdParty));
        assert_eq!(withheld_ground(Reply::NotExist.key()), Some(Reply::NotExist));
        assert_eq!(withheld_ground(Reply::Granted.key()), None);
    }
}
