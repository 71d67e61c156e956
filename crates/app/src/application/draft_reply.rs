//! Draft a reply with the proposal (拟办意见): what becomes of each matter, and the paper that says so.
//!
//! Who: case handler. Precondition: no opinion is awaited, nothing is missing from the paper. Changes: a draft on its way
//! through the chain as it stands today. Audit: the event. Told: the reviewers, by the queue.
//! Not here: the words (`gongkai_domain::notice`), signatures (`super::sign`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::issue::{check, draft};
use crate::paper::{Dossier, dossier};
use crate::refusal::Refusal;
use gongkai_domain::application::facts::{InternalKind, ProcessKind, SecurityInterest};
use gongkai_domain::application::{
    ActionKind, Application, Counted, Event, LawCited, LawRank, MatterOutcome, ReplyFacts, Responsible, count,
};
use gongkai_domain::ids::{ApplicationId, ContentRef, DepartmentId};
use gongkai_domain::notice::case::EarlierReply;
use gongkai_domain::notice::{Drafted, Paper, Paragraph, Reply};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// Why the public interest outweighs an objection (《条例》第三十二条).
    #[serde(default)]
    pub public_interest: String,
    /// What is new compared with a reply that was quashed (《行政复议法》第六十四条第二款).
    #[serde(default)]
    pub renewed: String,
    /// Units that co-sign.
    #[serde(default)]
    pub co_signers: Vec<DepartmentId>,
}

/// A draft as it is kept apart from the events.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DraftText {
    /// What was decided and written.
    pub drafting: Drafting,
    /// The paper as it was then, for the reviewers.
    pub paper: Paper,
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
    let counted = count(&drafting.outcomes, drafting.chosen, &dossier.settings.handling.counting);
    let Some(counted) = counted else { return Ok(Previewed { counted: None, drafted: None }) };
    let earlier = earlier_reply(office, dossier, drafting).await?;
    let drafted = draft(dossier, counted.reply.into(), &drafting.fields, dossier.today, earlier, None)?;
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
    Ok(dossier::earlier(office, &dossier.row, &drafting.earlier).await?.and_then(|(_, reply)| reply))
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
    let drafter = actor.member()?.person.id;
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::DraftReply)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::DraftReply)?;
        let counting = &case.handling.counting;
        let counted = count(&drafting.outcomes, drafting.chosen, counting)
            .ok_or_else(|| Refusal::invalid("outcome", "选择每一项的处理结果"))?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let earlier = earlier_reply(office, &dossier, &drafting).await?;
        let paper =
            check(draft(&dossier, counted.reply.into(), &drafting.fields, case.today, earlier, None)?)?;
        let facts = facts(office, case, &drafting, &paper).await?;
        let body = case.keep_json(&DraftText { drafting: drafting.clone(), paper }).await?;
        let event = Event::ReplyDrafted {
            on: case.today,
            draft: next_draft(&case.application),
            outcomes: drafting.outcomes.clone(),
            chosen: drafting.chosen,
            reply: counted.reply,
            row: counted.row,
            rule: counted.rule,
            facts: Box::new(facts),
            drafter,
            chain: case.handling.chain.clone(),
            co_signers: drafting.co_signers.clone(),
            body,
        };
        case.step(event)
    }
    .await?;
    opened.finish().await
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
    let fields = &drafting.fields;
    let keep = async |text: String| -> Result<Option<ContentRef>, Refusal> { case.keep_some(&text).await };
    let reasons = match said(fields, &["reasons", "explanation", "unclear", "answer"]) {
        // where the paper has no field of its own for them, its body gives the reasons
        text if text.is_empty() => body_of(paper),
        text => text,
    };
    let earlier = match drafting.earlier.trim() {
        "" => None,
        number => dossier::earlier(office, &case.row, number).await?.map(|(earlier, _)| earlier),
    };
    let responsible = match keep(said(fields, &["responsible_agency", "responsible_contact"])).await? {
        Some(named) => Some(Responsible::Named(named)),
        None if fields.get("cannot_be_ascertained").and_then(Value::as_bool) == Some(true) => {
            Some(Responsible::NotAscertainable)
        }
        None => None,
    };
    Ok(ReplyFacts {
        reasons: keep(reasons).await?,
        access: keep(access(fields)).await?,
        earlier,
        consultation_omitted: keep(said(fields, &["no_consultation"])).await?,
        public_interest: keep(drafting.public_interest.clone()).await?,
        law: law(fields),
        classification: keep(said(fields, &["classification_reference"])).await?,
        creation: keep(said(fields, &["why_not_separable"])).await?,
        internal_kind: kind_in(
            fields,
            &[
                ("personnel", InternalKind::Personnel),
                ("logistics", InternalKind::Logistics),
                ("workflow", InternalKind::Workflow),
            ],
        ),
        process_kind: kind_in(
            fields,
            &[
                ("discussion_record", ProcessKind::Discussion),
                ("process_draft", ProcessKind::Draft),
                ("consultation_letter", ProcessKind::Letter),
                ("request_report", ProcessKind::Report),
            ],
        ),
        security_interest: kind_in(
            fields,
            &[
                ("national_security", SecurityInterest::National),
                ("public_security", SecurityInterest::Public),
                ("economic_security", SecurityInterest::Economic),
                ("social_stability", SecurityInterest::SocialStability),
            ],
        ),
        responsible,
        unclear: keep(said(fields, &["unclear"])).await?,
        obtained: keep(said(fields, &["obtained_on", "obtained_by"])).await?,
        renewed: keep(drafting.renewed.clone()).await?,
    })
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
fn kind_in<T: Copy>(fields: &Value, kinds: &[(&str, T)]) -> Option<T> {
    let named = ["category", "interests", "specific"].into_iter().filter_map(|name| fields.get(name));
    let mut words = named.flat_map(texts_of);
    words.find_map(|word| kinds.iter().find(|(key, _)| *key == word).map(|(_, kind)| *kind))
}

fn body_of(paper: &Paper) -> String {
    let bodies = paper.paragraphs.iter().filter_map(|paragraph| match paragraph {
        Paragraph::Body(text) => Some(text.as_str()),
        _ => None,
    });
    bodies.collect::<Vec<_>>().join("\n")
}

/// The ground of the withheld part, as the field of the partial reply names it.
pub fn withheld_ground(key: &str) -> Option<Reply> {
    match key {
        "denied_state_secret" => Some(Reply::DeniedStateSecret),
        "denied_law_prohibited" => Some(Reply::DeniedLawProhibited),
        "denied_security_stability" => Some(Reply::DeniedSecurity),
        "denied_third_party_rights" => Some(Reply::DeniedThirdParty),
        "denied_internal_affairs" => Some(Reply::DeniedInternal),
        "denied_process_information" => Some(Reply::DeniedProcess),
        "denied_enforcement_file" => Some(Reply::DeniedEnforcement),
        _ => None,
    }
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
        let process = kind_in(&fields(Reply::DeniedProcess), &[("process_draft", ProcessKind::Draft)]);
        assert_eq!(process, Some(ProcessKind::Draft));
        let ground = said(&fields(Reply::Partial), &["ground"]);
        assert_eq!(withheld_ground(&ground), Some(Reply::DeniedThirdParty));
    }
}
