//! A reply that answers by more than one ground: what a template does not say stands behind it, under a heading that names the
//! matters, in the words of the template of that other ground.
//!
//! Not here: which ground leads (`gongkai_domain::application::count`), the words (`gongkai_domain::notice`).

use crate::application::draft_reply::Drafting;
use gongkai_domain::application::MatterOutcome;
use gongkai_domain::application::outcome::leading_refusal;
use gongkai_domain::notice::{Drafted, Missing, PaperKind, Paragraph, Part, PartCheck, Reply};
use serde_json::{Map, Value, json};

/// Among the fields of a paper: those of further grounds, by the key of the reply.
pub const MORE: &str = "more";
/// Among the fields of a further ground: the matters that it answers, in words.
pub const ABOUT: &str = "about";
/// What leads from what is given to the grounds that stand behind.
const REST: &str = "其余申请内容的办理结果和理由如下";

/// The replies that a paper of this kind does not say by itself, each with the matters that it answers.
pub fn beyond(kind: PaperKind, drafting: &Drafting, numbers: &[String]) -> Vec<(Reply, String)> {
    let is_alone = drafting.joined.is_empty();
    let own = drafting.outcomes.iter().map(|outcome| {
        let words = format!("第{}项", outcome.matter);
        (outcome, if is_alone { words } else { format!("本件{words}") })
    });
    let joined = drafting.joined.iter().enumerate().flat_map(|(place, joined)| {
        let number = numbers.get(place).cloned().unwrap_or_default();
        joined.outcomes.iter().map(move |outcome| (outcome, format!("{number}第{}项", outcome.matter)))
    });
    let all: Vec<(&MatterOutcome, String)> = own.chain(joined).collect();
    let answers: Vec<Reply> = all.iter().flat_map(|(outcome, _)| outcome.says()).collect();
    let withheld = leading_refusal(&answers);
    let mut beyond: Vec<(Reply, String)> = Vec::new();
    let said = all.iter().flat_map(|(outcome, words)| {
        let part = format!("{words}（部分）");
        let withheld = outcome.withheld.iter().map(move |ground| (*ground, part.clone()));
        std::iter::once((outcome.reply, words.clone())).chain(withheld)
    });
    for (reply, words) in said {
        if says_itself(kind, reply, withheld) {
            continue;
        }
        match beyond.iter_mut().find(|(known, _)| *known == reply) {
            Some((_, about)) => {
                about.push('、');
                about.push_str(&words);
            }
            None => beyond.push((reply, words)),
        }
    }
    beyond
}

/// Whether the template of the paper says a reply: that of its own kind, and the partial one what is given and the first ground of
/// what is not, for which it has fields.
fn says_itself(kind: PaperKind, reply: Reply, withheld: Option<Reply>) -> bool {
    kind == PaperKind::Reply(reply)
        || kind == Reply::Partial.into() && (reply == Reply::Granted || Some(reply) == withheld)
}

/// Notes in the checklist every reply that was decided on and that the paper does not say.
pub fn nothing_unsaid(mut drafted: Drafted, answers: &[Reply], said: &[Reply]) -> Drafted {
    let withheld = leading_refusal(answers);
    let mut unsaid: Vec<Reply> = Vec::new();
    for reply in answers {
        let is_said = said.contains(reply) || says_itself(drafted.paper.kind, *reply, withheld);
        if !is_said && !unsaid.contains(reply) {
            unsaid.push(*reply);
        }
    }
    let missing: Vec<Missing> = unsaid
        .into_iter()
        .map(|reply| Missing {
            part: Part::Reasons,
            field: None,
            reason: format!("没有写明“{}”的事实、依据和理由", reply.title()),
        })
        .collect();
    if missing.is_empty() {
        return drafted;
    }
    match drafted.parts.iter_mut().find(|check| check.part == Part::Reasons) {
        Some(check) => check.missing.extend(missing),
        None => drafted.parts.push(PartCheck { part: Part::Reasons, name: Part::Reasons.name(), missing }),
    }
    drafted
}

/// The fields of the paper itself, and those of the further grounds.
pub fn split(kind: PaperKind, fields: &Value) -> (Value, Vec<(Reply, String, Value)>) {
    let mut own = fields.clone();
    let more = own.as_object_mut().and_then(|object| object.remove(MORE));
    let Some(Value::Object(more)) = more else { return (own, Vec::new()) };
    let grounds: Vec<(Reply, String, Value)> = Reply::EVERY
        .iter()
        .filter_map(|reply| {
            let mut fields: Map<String, Value> = more.get(reply.key())?.as_object()?.clone();
            let about = fields.remove(ABOUT)?.as_str()?.to_owned();
            Some((*reply, about, Value::Object(fields)))
        })
        .collect();
    let says = |name: &str| own.get(name).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
    if kind == Reply::Partial.into() && !grounds.is_empty() && !says("ground") && !says("unavailable") {
        own["unavailable"] = json!(REST);
    }
    (own, grounds)
}

/// All sets of fields of a paper: its own first, then those of the further grounds.
pub fn sets(kind: PaperKind, fields: &Value) -> Vec<Value> {
    let (own, more) = split(kind, fields);
    std::iter::once(own).chain(more.into_iter().map(|(_, _, fields)| fields)).collect()
}

/// Whether a paragraph belongs to the end of a reply.
fn is_end(paragraph: &Paragraph) -> bool {
    matches!(
        paragraph,
        Paragraph::Remedy(_)
            | Paragraph::Closing(_)
            | Paragraph::Contact(_)
            | Paragraph::Attachments(_)
            | Paragraph::Signature(_)
            | Paragraph::Date(_)
    )
}

/// What a reply says between what was asked for and its end.
fn middle(paragraphs: &[Paragraph]) -> Vec<Paragraph> {
    let asked = paragraphs.iter().position(|paragraph| matches!(paragraph, Paragraph::Quote(_)));
    let mut start = asked.map_or(0, |at| at + 1);
    if matches!(paragraphs.get(start), Some(Paragraph::List(_))) {
        start += 1;
    }
    paragraphs.iter().skip(start).take_while(|paragraph| !is_end(paragraph)).cloned().collect()
}

/// The paper with a further ground behind what it says, and the checklist of both.
pub fn joined(mut drafted: Drafted, reply: Reply, about: &str, other: Drafted) -> Drafted {
    let paragraphs = &mut drafted.paper.paragraphs;
    let end = paragraphs.iter().position(is_end).unwrap_or(paragraphs.len());
    let heading = Paragraph::Heading(format!("关于{about}申请内容"));
    paragraphs.splice(end..end, std::iter::once(heading).chain(middle(&other.paper.paragraphs)));
    for part in other.parts {
        let at = drafted.parts.iter().position(|known| known.part == part.part);
        let at = at.unwrap_or_else(|| {
            drafted.parts.push(PartCheck { missing: Vec::new(), ..part.clone() });
            drafted.parts.len() - 1
        });
        for mut missing in part.missing {
            let known = &mut drafted.parts[at];
            if known.missing.iter().any(|one| one.reason == missing.reason) {
                continue;
            }
            // its field has another name in the form of this paper
            missing.field = None;
            missing.reason = format!("{}：{}", reply.title(), missing.reason);
            known.missing.push(missing);
        }
    }
    drafted
}
