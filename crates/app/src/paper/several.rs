//! A reply that says more than one thing: what becomes of each matter stands under a heading that names the matter, in the order in
//! which the paper lists them, with fields of its own and in the words of the template of its ground; what is not given of a matter
//! stands behind what is given of it.
//!
//! Not here: in which row the whole counts (`gongkai_domain::application::count`), the words (`gongkai_domain::notice`).

use super::joined::Answered;
use crate::application::drafting::Drafting;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::MatterOutcome;
use gongkai_domain::application::outcome::{is_refusal, leading_refusal};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{
    Drafted, Missing, PaperKind, Paragraph, Part, PartCheck, Reply, paper::chinese_number,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Among the fields of a paper: those of its further sections, by their keys.
pub const MORE: &str = "more";
/// Among the fields of a further ground: the matters that it answers, in words.
pub const ABOUT: &str = "about";
/// Among the fields of a further ground that withholds a part of a matter: which part.
pub const PART: &str = "part";
/// What leads from what is given to the grounds that stand behind.
const REST: &str = "其余申请内容的办理结果和理由如下";
/// The title of a paper that answers its matters by different grounds, none of which can stand for the whole.
const MIXED_TITLE: &str = "政府信息公开申请答复书";

/// A matter of an application that a paper answers; the application is none for the one whose file the paper is in.
pub type MatterOf = (Option<ApplicationId>, u32);

/// What a paper says to one matter, or of a part of it; in a draft of the older order, by one ground to all matters that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// By which its fields are known among those of the paper.
    pub key: String,
    /// The ground.
    pub reply: Reply,
    /// The matters that it answers, in words.
    pub about: String,
    /// The same matters.
    pub matters: Vec<MatterOf>,
    /// Whether it answers only a part of them, of which the rest is given.
    pub is_part: bool,
    /// What is said to its matter, the grounds of what is not given behind the partial reply; empty where it answers several.
    pub says: Vec<Reply>,
}

impl Section {
    /// What it is called where its fields are filled in.
    pub fn label(&self) -> String {
        format!("{}：{}", self.about, self.reply.title())
    }
}

/// All that a paper says, in the order in which it names the applications and their matters: `answered` is that order. Each of what
/// is not given of a matter stands behind the partial reply to it, but for the first refusal, for which the partial reply has fields.
pub fn sections(drafting: &Drafting, answered: &[Answered]) -> Vec<Section> {
    if drafting.is_by_ground() { by_ground(drafting, answered) } else { by_matter(drafting, answered) }
}

/// Every matter with fields of its own.
fn by_matter(drafting: &Drafting, answered: &[Answered]) -> Vec<Section> {
    let is_alone = drafting.joined.is_empty();
    let mut sections = Vec::new();
    for one in answered {
        let outcomes = match one.id {
            None => Some(&drafting.outcomes),
            Some(id) => {
                let joined = drafting.joined.iter().find(|joined| joined.application == id);
                joined.map(|joined| &joined.outcomes)
            }
        };
        let mut outcomes: Vec<&MatterOutcome> = outcomes.into_iter().flatten().collect();
        outcomes.sort_by_key(|outcome| outcome.matter);
        for outcome in outcomes {
            let words = match (is_alone, one.matters) {
                (true, _) => format!("第{}项", outcome.matter),
                (false, ..2) => one.number.clone(),
                (false, _) => format!("{}第{}项", one.number, outcome.matter),
            };
            let says: Vec<Reply> = outcome.says().collect();
            let leading = leading_refusal(&says);
            for (place, reply) in says.iter().copied().enumerate() {
                let is_part = place > 0;
                if is_part && Some(reply) == leading {
                    continue;
                }
                let of = one.id.map(|id| format!("{id}_")).unwrap_or_default();
                sections.push(Section {
                    key: format!("{of}{}_{}", outcome.matter, reply.key()),
                    reply,
                    about: if is_part { format!("{words}（部分）") } else { words.clone() },
                    matters: vec![(one.id, outcome.matter)],
                    is_part,
                    says: says.clone(),
                });
            }
        }
    }
    sections
}

/// A draft of the older order: the matters of one ground share its fields, the grounds stand in the order of the matters.
fn by_ground(drafting: &Drafting, answered: &[Answered]) -> Vec<Section> {
    let is_alone = drafting.joined.is_empty();
    let mut own: Vec<&MatterOutcome> = drafting.outcomes.iter().collect();
    own.sort_by_key(|outcome| outcome.matter);
    let own = own.into_iter().map(|outcome| {
        let words = format!("第{}项", outcome.matter);
        (None, outcome, if is_alone { words } else { format!("本件{words}") })
    });
    let joined = drafting.joined.iter().flat_map(|joined| {
        let id = Some(joined.application);
        let known = answered.iter().find(|one| one.id == id);
        let number = known.map(|one| one.number.clone()).unwrap_or_default();
        joined.outcomes.iter().map(move |outcome| (id, outcome, format!("{number}第{}项", outcome.matter)))
    });
    let all: Vec<(Option<ApplicationId>, &MatterOutcome, String)> = own.chain(joined).collect();
    let answers: Vec<Reply> = all.iter().flat_map(|(_, outcome, _)| outcome.says()).collect();
    let leading = leading_refusal(&answers);
    let mut sections: Vec<Section> = Vec::new();
    for (id, outcome, words) in &all {
        let matter = (*id, outcome.matter);
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
                    known.matters.push(matter);
                }
                None => sections.push(Section {
                    key: reply.key().to_owned(),
                    reply,
                    about,
                    matters: vec![matter],
                    is_part,
                    says: Vec::new(),
                }),
            }
        }
    }
    sections
}

/// The section whose fields are those of the paper itself: the first of its kind; where the combination alone makes a paper a partial
/// reply, the first of what is given.
pub fn root(kind: PaperKind, sections: &[Section]) -> Option<&Section> {
    let mut whole = sections.iter().filter(|section| !section.is_part);
    let is_own = |section: &&Section| kind == section.reply.into();
    let is_given = |section: &&Section| matches!(section.reply, Reply::Granted | Reply::AlreadyPublic);
    whole.clone().find(is_own).or_else(|| whole.clone().find(is_given)).or_else(|| whole.next())
}

/// Whether a paper answers several matters, each under a heading.
pub fn is_mixed(sections: &[Section]) -> bool {
    sections.iter().filter(|section| !section.is_part).count() > 1
}

/// Whether different grounds answer the matters, so that the title of none can stand for the whole.
pub fn has_grounds(sections: &[Section]) -> bool {
    let mut whole = sections.iter().filter(|section| !section.is_part).map(|section| section.reply);
    let first = whole.next();
    whole.any(|reply| Some(reply) != first)
}

/// The title of a paper whose matters are answered by different grounds ([`has_grounds`]): granted and refused together are a partial
/// reply, for anything else the title of one ground would mislead.
pub fn title(kind: PaperKind, settings: &AgencySettings) -> String {
    if kind == Reply::Partial.into() {
        settings.printed_title(kind).to_owned()
    } else {
        MIXED_TITLE.to_owned()
    }
}

/// The paper of all sections, with the checklist of all.
pub fn composed(kind: PaperKind, drafted: Vec<(Section, Drafted)>) -> Option<Drafted> {
    let sections: Vec<Section> = drafted.iter().map(|(section, _)| section.clone()).collect();
    let (is_mixed, own) = (is_mixed(&sections), root(kind, &sections)?.key.as_str());
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
            paragraphs.extend(of_parts(headings, section, &drafted));
        }
    }
    for (_, one) in &drafted {
        for (all, more) in [(&mut attachments, &one.paper.attachments), (&mut basis, &one.paper.legal_basis)]
        {
            let fresh: Vec<String> = more.iter().filter(|name| !all.contains(name)).cloned().collect();
            all.extend(fresh);
        }
    }
    // what every section lacks is told once, as that of the paper itself
    let (itself, others): (Vec<_>, Vec<_>) = drafted.iter().partition(|(section, _)| section.key == own);
    for (section, one) in itself.into_iter().chain(others) {
        let is_itself = section.key == own;
        let name = if section.says.is_empty() { section.reply.title().to_owned() } else { section.label() };
        // the fields of the only matter, or of an older draft's own ground, are those of the paper
        let is_named = !is_itself || (is_mixed && !section.says.is_empty());
        gather(&mut parts, &one.parts, (is_named.then_some(name.as_str()), is_itself));
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

/// What is not given of the matters that this section gives in part, behind so many headings.
fn of_parts(headings: usize, partial: &Section, drafted: &[(Section, Drafted)]) -> Vec<Paragraph> {
    let mut number = headings;
    let mut paragraphs = Vec::new();
    let is_behind = |section: &Section| section.matters.iter().any(|matter| partial.matters.contains(matter));
    for (is_refused, heading) in [(true, "其他不予公开的部分"), (false, "无法提供的部分")] {
        let mut parts = drafted
            .iter()
            .filter(|(section, _)| section.is_part && is_refusal(section.reply) == is_refused)
            .filter(|(section, _)| is_behind(section))
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

/// Adds the checklist of a section to that of the paper; what is missing from another section than the paper's own names it.
fn gather(all: &mut Vec<PartCheck>, more: &[PartCheck], (name, is_itself): (Option<&str>, bool)) {
    for part in more {
        let at = all.iter().position(|known| known.part == part.part).unwrap_or_else(|| {
            all.push(PartCheck { missing: Vec::new(), ..part.clone() });
            all.len() - 1
        });
        for missing in &part.missing {
            let known = &mut all[at].missing;
            if missing.field.is_none() && known.iter().any(|one| one.reason == missing.reason) {
                continue;
            }
            // what the records lack is told once, what was to be written of each
            let name = name.filter(|_| !is_itself || missing.field.is_some());
            let missing = match name {
                // its field has another name in the form of this paper
                Some(name) => {
                    Missing {
                        part: missing.part, field: None, reason: format!("{name}：{}", missing.reason)
                    }
                }
                None => missing.clone(),
            };
            if !known.contains(&missing) {
                known.push(missing);
            }
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
        gather(&mut drafted.parts, &[part], (None, true));
    }
    drafted
}

/// The fields of the paper itself, and those of its further sections by their keys; what the paper puts before them falls away.
pub fn fields_of(fields: &Value) -> (Value, BTreeMap<String, (Value, String)>) {
    let mut own = fields.clone();
    let more = own.as_object_mut().and_then(|object| object.remove(MORE));
    let Some(Value::Object(more)) = more else { return (own, BTreeMap::new()) };
    let of = |(key, fields): (String, Value)| {
        let Value::Object(mut fields) = fields else { return None };
        fields.remove(ABOUT);
        let part = fields.remove(PART).and_then(|part| part.as_str().map(str::to_owned));
        Some((key, (Value::Object(fields), part.unwrap_or_default())))
    };
    (own, more.into_iter().filter_map(of).collect())
}

/// The fields of a section; none where nothing was written of it.
pub fn of_section(fields: &Value, section: &Section, is_root: bool) -> Option<(Value, String)> {
    let (own, mut more) = fields_of(fields);
    more.remove(&section.key).or_else(|| is_root.then_some((own, String::new())))
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

/// All sets of fields of a paper: its own first, then those of the further sections.
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
    gather(&mut drafted.parts, &other.parts, (Some(reply.title()), false));
    drafted
}
