//! A reply that says more than one thing: what becomes of each matter stands under a heading that names the matter, in their order
//! and in the words of the template of its own ground; what is not given of a matter stands behind what is given of it.
//!
//! Not here: in which row the whole counts (`gongkai_domain::application::count`), the words (`gongkai_domain::notice`).

use crate::application::draft_reply::Drafting;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::MatterOutcome;
use gongkai_domain::application::outcome::{is_refusal, leading_refusal};
use gongkai_domain::notice::{
    Drafted, Missing, PaperKind, Paragraph, Part, PartCheck, Reply, paper::chinese_number,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Among the fields of a paper: those of further grounds, by the key of the reply.
pub const MORE: &str = "more";
/// Among the fields of a further ground: the matters that it answers, in words.
pub const ABOUT: &str = "about";
/// Among the fields of a further ground that withholds a part of a matter: which part.
pub const PART: &str = "part";
/// What leads from what is given to the grounds that stand behind.
const REST: &str = "其余申请内容的办理结果和理由如下";
/// The title of a paper that answers its matters by different grounds, none of which can stand for the whole.
const MIXED_TITLE: &str = "政府信息公开申请答复书";

/// What a paper says by one ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The ground.
    pub reply: Reply,
    /// The matters that it answers, in words.
    pub about: String,
    /// Whether it answers only a part of them, of which the rest is given.
    pub is_part: bool,
}

impl Section {
    /// What it is called where its fields are filled in.
    pub fn label(&self) -> String {
        format!("{}：{}", self.about, self.reply.title())
    }
}

/// All that a paper says: the grounds of whole matters in the order of the matters, each of what is not given of a matter behind the
/// partial reply to it, but for the first refusal, for which the partial reply has fields. `numbers` are those of the applications
/// answered together, by their place in the drafting.
pub fn sections(drafting: &Drafting, numbers: &[String]) -> Vec<Section> {
    let is_alone = drafting.joined.is_empty();
    let mut own: Vec<&MatterOutcome> = drafting.outcomes.iter().collect();
    own.sort_by_key(|outcome| outcome.matter);
    let own = own.into_iter().map(|outcome| {
        let words = format!("第{}项", outcome.matter);
        (outcome, if is_alone { words } else { format!("本件{words}") })
    });
    let joined = drafting.joined.iter().enumerate().flat_map(|(place, joined)| {
        let number = numbers.get(place).cloned().unwrap_or_default();
        joined.outcomes.iter().map(move |outcome| (outcome, format!("{number}第{}项", outcome.matter)))
    });
    let all: Vec<(&MatterOutcome, String)> = own.chain(joined).collect();
    let answers: Vec<Reply> = all.iter().flat_map(|(outcome, _)| outcome.says()).collect();
    let leading = leading_refusal(&answers);
    let mut sections: Vec<Section> = Vec::new();
    for (outcome, words) in &all {
        for (place, reply) in outcome.says().enumerate() {
            let is_part = place > 0;
            if is_part && Some(reply) == leading {
                continue;
            }
            let about = if is_part { format!("{words}（部分）") } else { words.clone() };
            match sections.iter_mut().find(|known| known.reply == reply) {
                Some(known) => {
                    known.about = format!("{}、{about}", known.about);
                    known.is_part &= is_part;
                }
                None => sections.push(Section { reply, about, is_part }),
            }
        }
    }
    sections
}

/// The ground whose fields are those of the paper itself: that of its kind; where the combination alone makes a paper a partial reply,
/// what is given.
pub fn root(kind: PaperKind, sections: &[Section]) -> Option<Reply> {
    let mut replies = sections.iter().filter(|section| !section.is_part).map(|section| section.reply);
    let is_own = |reply: &Reply| kind == (*reply).into();
    let is_given = |reply: &Reply| matches!(reply, Reply::Granted | Reply::AlreadyPublic);
    replies.clone().find(is_own).or_else(|| replies.clone().find(is_given)).or_else(|| replies.next())
}

/// Whether different grounds answer the matters.
pub fn is_mixed(sections: &[Section]) -> bool {
    sections.iter().filter(|section| !section.is_part).count() > 1
}

/// The title of a paper whose matters are answered by different grounds: granted and refused together are a partial reply, for
/// anything else the title of one ground would mislead.
pub fn title(kind: PaperKind, settings: &AgencySettings) -> String {
    if kind == Reply::Partial.into() {
        settings.printed_title(kind).to_owned()
    } else {
        MIXED_TITLE.to_owned()
    }
}

/// The paper of all sections, with the checklist of all.
pub fn composed(kind: PaperKind, drafted: Vec<(Section, Drafted)>) -> Option<Drafted> {
    let is_mixed = is_mixed(&drafted.iter().map(|(section, _)| section.clone()).collect::<Vec<_>>());
    let own = root(kind, &drafted.iter().map(|(section, _)| section.clone()).collect::<Vec<_>>());
    // a paper that found nothing of one matter has not only searched
    let opening = drafted.iter().find(|(section, _)| !section.is_part && section.reply != Reply::NotExist);
    let (_, base) = opening.or_else(|| drafted.first())?;
    let mut paper = base.paper.clone();
    paper.kind = kind;
    let (head, _, end) = divided(&base.paper.paragraphs);
    let (mut paragraphs, end) = (head.to_vec(), end.to_vec());
    let mut parts = Vec::new();
    let (mut attachments, mut basis): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (section, one) in drafted.iter().filter(|(section, _)| !section.is_part) {
        if is_mixed {
            paragraphs.push(Paragraph::Heading(format!("关于{}申请内容", section.about)));
        }
        let said = divided(&one.paper.paragraphs).1;
        paragraphs.extend_from_slice(said);
        if section.reply == Reply::Partial {
            let headings = said.iter().filter(|one| matches!(one, Paragraph::Heading(_))).count();
            paragraphs.extend(of_parts(headings, &drafted));
        }
    }
    for (section, one) in &drafted {
        let prefix = (Some(section.reply) != own).then(|| section.reply.title());
        gather(&mut parts, &one.parts, prefix);
        for (all, more) in [(&mut attachments, &one.paper.attachments), (&mut basis, &one.paper.legal_basis)]
        {
            let fresh: Vec<String> = more.iter().filter(|name| !all.contains(name)).cloned().collect();
            all.extend(fresh);
        }
    }
    for paragraph in end {
        match paragraph {
            Paragraph::Attachments(_) => {}
            Paragraph::Signature(_) if !attachments.is_empty() => {
                paragraphs.extend([Paragraph::Attachments(attachments.clone()), paragraph]);
            }
            paragraph => paragraphs.push(paragraph),
        }
    }
    (paper.paragraphs, paper.attachments, paper.legal_basis) = (paragraphs, attachments, basis);
    Some(Drafted { paper, parts })
}

/// What is not given of the matters that are partly given, behind so many headings.
fn of_parts(headings: usize, drafted: &[(Section, Drafted)]) -> Vec<Paragraph> {
    let mut number = headings;
    let mut paragraphs = Vec::new();
    for (is_refused, heading) in [(true, "其他不予公开的部分"), (false, "无法提供的部分")] {
        let mut parts = drafted
            .iter()
            .filter(|(section, _)| section.is_part && is_refusal(section.reply) == is_refused)
            .peekable();
        if parts.peek().is_some() {
            number += 1;
            paragraphs.push(Paragraph::Heading(format!("{}、{heading}", chinese_number(number))));
        }
        for (_, one) in parts {
            paragraphs.extend_from_slice(divided(&one.paper.paragraphs).1);
        }
    }
    paragraphs
}

/// Adds the checklist of a section to that of the paper; what is missing from another ground than the paper's own names it.
fn gather(all: &mut Vec<PartCheck>, more: &[PartCheck], prefix: Option<&str>) {
    for part in more {
        let at = all.iter().position(|known| known.part == part.part).unwrap_or_else(|| {
            all.push(PartCheck { missing: Vec::new(), ..part.clone() });
            all.len() - 1
        });
        for missing in &part.missing {
            let known = &mut all[at].missing;
            if known.iter().any(|one| one.reason == missing.reason) {
                continue;
            }
            known.push(match prefix {
                // its field has another name in the form of this paper
                Some(prefix) => Missing {
                    part: missing.part,
                    field: None,
                    reason: format!("{prefix}：{}", missing.reason),
                },
                None => missing.clone(),
            });
        }
    }
}

/// The checklist of a ground that was decided on and of which nothing was written.
pub fn unsaid(mut drafted: Drafted, reply: Reply) -> Drafted {
    let reason = format!("没有写明“{}”的事实、依据和理由", reply.title());
    let missing = vec![Missing { part: Part::Reasons, field: None, reason }];
    drafted.parts = vec![PartCheck { part: Part::Reasons, name: Part::Reasons.name(), missing }];
    drafted
}

/// Whether the template of a paper of the older order says a reply: that of its own kind, and the partial one what is given and the
/// first ground of what is not.
fn says_itself(kind: PaperKind, reply: Reply, withheld: Option<Reply>) -> bool {
    kind == PaperKind::Reply(reply)
        || kind == Reply::Partial.into() && (reply == Reply::Granted || Some(reply) == withheld)
}

/// Notes in the checklist of a paper of the older order every reply that was decided on and that it does not say.
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
    if !missing.is_empty() {
        let part = PartCheck { part: Part::Reasons, name: Part::Reasons.name(), missing };
        gather(&mut drafted.parts, &[part], None);
    }
    drafted
}

/// The fields of the paper itself, and those of the further grounds by their replies; what the paper puts before them falls away.
pub fn fields_of(fields: &Value) -> (Value, BTreeMap<Reply, (Value, String)>) {
    let mut own = fields.clone();
    let more = own.as_object_mut().and_then(|object| object.remove(MORE));
    let of = |reply: &Reply| {
        let mut fields = more.as_ref()?.get(reply.key())?.as_object()?.clone();
        fields.remove(ABOUT);
        let part = fields.remove(PART).and_then(|part| part.as_str().map(str::to_owned));
        Some((*reply, (Value::Object(fields), part.unwrap_or_default())))
    };
    let more = Reply::EVERY.iter().filter_map(of).collect();
    (own, more)
}

/// The fields of a paper of the older order, and those of the further grounds that stand behind it.
pub fn split(kind: PaperKind, fields: &Value) -> (Value, Vec<(Reply, String, Value)>) {
    let mut own = fields.clone();
    let more = own.as_object_mut().and_then(|object| object.remove(MORE));
    let Some(Value::Object(more)) = more else { return (own, Vec::new()) };
    let grounds: Vec<(Reply, String, Value)> = Reply::EVERY
        .iter()
        .filter_map(|reply| {
            let mut fields: Map<String, Value> = more.get(reply.key())?.as_object()?.clone();
            let about = fields.remove(ABOUT)?.as_str()?.to_owned();
            fields.remove(PART);
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
pub fn sets(fields: &Value) -> Vec<Value> {
    let (own, more) = fields_of(fields);
    std::iter::once(own).chain(more.into_values().map(|(fields, _)| fields)).collect()
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

/// What stands before the words of a reply, its words behind what was asked for, and its end.
fn divided(paragraphs: &[Paragraph]) -> (&[Paragraph], &[Paragraph], &[Paragraph]) {
    let asked = paragraphs.iter().position(|paragraph| matches!(paragraph, Paragraph::Quote(_)));
    let mut start = asked.map_or(0, |at| at + 1);
    if matches!(paragraphs.get(start), Some(Paragraph::List(_))) {
        start += 1;
    }
    let (head, rest) = paragraphs.split_at(start);
    let (said, end) = rest.split_at(rest.iter().position(is_end).unwrap_or(rest.len()));
    (head, said, end)
}

/// The paper of the older order with a further ground behind what it says, and the checklist of both.
pub fn joined(mut drafted: Drafted, reply: Reply, about: &str, other: &Drafted) -> Drafted {
    let paragraphs = &mut drafted.paper.paragraphs;
    let end = paragraphs.iter().position(is_end).unwrap_or(paragraphs.len());
    let heading = Paragraph::Heading(format!("关于{about}申请内容"));
    let said = divided(&other.paper.paragraphs).1.iter().cloned();
    paragraphs.splice(end..end, std::iter::once(heading).chain(said));
    gather(&mut drafted.parts, &other.parts, Some(reply.title()));
    drafted
}
