//! From the form of a reply to what was decided and written, and from a draft back to the form.
//!
//! Not here: the page (`super::reply`), what stands against a draft (`gongkai_app::application::weigh_draft`).

use super::super::entry::{Sent, value, values};
use super::super::take::both;
use super::super::{again, co_signing};
use super::{fields, form_of, readable};
use gongkai_app::Refusal;
use gongkai_app::application::drafting::{
    DraftText, Drafting, JoinedOutcomes, withheld_ground, withheld_grounds,
};
use gongkai_app::paper::joined::JoinedCase;
use gongkai_app::paper::several::{self, Section};
use gongkai_app::query::case::CaseView;
use gongkai_domain::application::MatterOutcome;
use gongkai_domain::application::outcome::leading_refusal;
use gongkai_domain::notice::reply::Ground;
use gongkai_domain::notice::{PaperKind, Reply};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Name of the field with the outcome of a matter.
pub(super) fn outcome_field(matter: u32) -> String {
    if matter == 1 { "outcome".to_owned() } else { format!("outcome.{matter}") }
}

pub(super) fn reply_of(key: &str) -> Option<Reply> {
    Reply::EVERY.iter().copied().find(|reply| reply.key() == key)
}

/// Name of the field with the grounds of what is withheld of a matter; `outcome` is that of its outcome.
pub(super) fn withheld_field(outcome: &str) -> String {
    format!("withheld_{outcome}")
}

/// What becomes of a matter; the grounds of what is withheld are those chosen for it, else the one of the paper.
fn outcome(matter: u32, field: &str, sent: &[(String, String)]) -> Option<MatterOutcome> {
    let reply = reply_of(value(sent, field))?;
    let mut withheld: Vec<Reply> = Vec::new();
    if reply == Reply::Partial {
        let own = values(sent, &withheld_field(field)).into_iter().filter_map(withheld_ground);
        withheld.extend(own);
        if withheld.is_empty() {
            withheld.extend(withheld_ground(value(sent, "ground")));
        }
    }
    Some(MatterOutcome { matter, reply, withheld })
}

/// Name of the field with the judgement of an objection.
pub(super) fn unfounded_field(consultation: u32) -> String {
    format!("unfounded.{consultation}")
}

/// Why objections have no reasonable grounds, by consultation.
fn unfounded(case: &CaseView, sent: &[(String, String)]) -> BTreeMap<u32, String> {
    let all = case.dossier.application.consultations.iter().map(|one| one.id);
    let said = all.map(|id| (id, value(sent, &unfounded_field(id)).trim().to_owned()));
    said.filter(|(_, text)| !text.is_empty()).collect()
}

/// The replies chosen; none where one is missing.
fn outcomes(case: &CaseView, sent: &[(String, String)]) -> Option<Vec<MatterOutcome>> {
    let matters = case.dossier.application.matters.iter();
    matters.map(|matter| outcome(matter.number, &outcome_field(matter.number), sent)).collect()
}

/// Name of the field with the outcome of a matter of an application that is answered together.
pub(super) fn joined_field(place: usize, matter: u32) -> String {
    format!("joined.{place}.{matter}")
}

/// The replies chosen for the applications that are answered together; none where one is missing.
fn joined(case: &CaseView, sent: &[(String, String)]) -> Option<Vec<JoinedOutcomes>> {
    let of = |(place, other): (usize, &JoinedCase)| {
        let outcomes =
            other.requests.iter().map(|(number, _)| outcome(*number, &joined_field(place, *number), sent));
        Some(JoinedOutcomes { application: other.id, outcomes: outcomes.collect::<Option<_>>()? })
    };
    case.dossier.joined.iter().enumerate().map(of).collect()
}

/// Name of a field of a section of a paper with several; that of the only section has the name of the field itself.
pub(super) fn field_name(section: &Section, is_alone: bool, field: &str) -> String {
    if is_alone { field.to_owned() } else { format!("more.{}.{field}", section.key) }
}

/// Whether a paper says one thing only, so that its fields are those of the paper.
pub(super) fn is_alone(section: &Section, sections: &[Section]) -> bool {
    !section.is_part && !several::is_mixed(sections)
}

/// What a draft says to each matter.
pub(super) fn sections(case: &CaseView, whole: &Drafting) -> Vec<Section> {
    several::sections(whole, &case.dossier.answered())
}

/// The fields of a section, by their own names.
fn of_section(section: &Section, is_alone: bool, sent: &[(String, String)]) -> Sent {
    let start = field_name(section, is_alone, "");
    let own =
        sent.iter().filter_map(|(name, text)| Some((name.strip_prefix(&start)?.to_owned(), text.clone())));
    own.collect()
}

/// The fields of a reply, those of several sections each by its key; `read` reads those of one paper.
fn all_fields(
    sections: &[Section],
    sent: &[(String, String)],
    read: &impl Fn(PaperKind, &[(String, String)]) -> Result<Value, Refusal>,
) -> Result<Value, Refusal> {
    let mut all = Ok(json!({}));
    for section in sections {
        let is_alone = is_alone(section, sections);
        let own = of_section(section, is_alone, sent);
        all = both(all, read(section.reply.into(), &own)).map(|(mut all, mut fields)| {
            if section.reply == Reply::Partial
                && let Some(fields) = fields.as_object_mut()
            {
                // the first refusal among what was chosen is the ground for which the partial reply has fields
                let leading = leading_refusal(&section.says).and_then(Ground::of).map(Ground::key);
                fields.remove("ground");
                fields.extend(leading.map(|key| ("ground".to_owned(), json!(key))));
            }
            if section.is_part {
                fields[several::PART] = json!(value(&own, several::PART).trim());
            }
            if is_alone {
                let more = all.get_mut(several::MORE).map(Value::take);
                all = fields;
                if let Some(more) = more {
                    all[several::MORE] = more;
                }
            } else {
                fields[several::ABOUT] = json!(section.about);
                all[several::MORE][&section.key] = fields;
            }
            all
        });
    }
    all
}

/// What was decided and written.
///
/// # Errors
/// [`Refusal::Invalid`] where a matter has no outcome or a field does not fit.
pub(in super::super) fn drafting(case: &CaseView, sent: &[(String, String)]) -> Result<Drafting, Refusal> {
    written(case, sent, &fields)
}

/// The same as far as it can be read, for a look at a form that has faults.
///
/// # Errors
/// [`Refusal::Invalid`] where a matter has no outcome.
pub(super) fn legible(case: &CaseView, sent: &[(String, String)]) -> Result<Drafting, Refusal> {
    written(case, sent, &|kind, sent| Ok(readable(kind, sent)))
}

/// What was decided, without what was written.
///
/// # Errors
/// [`Refusal::Invalid`] where a matter has no outcome.
pub(super) fn decided(case: &CaseView, sent: &[(String, String)]) -> Result<Drafting, Refusal> {
    let outcomes =
        outcomes(case, sent).ok_or_else(|| Refusal::invalid("outcome", "选择每一项申请内容的处理结果"))?;
    let joined = joined(case, sent)
        .ok_or_else(|| Refusal::invalid("outcome", "选择一并答复的各件申请每一项的处理结果"))?;
    let chosen = value(sent, "chosen").parse().ok();
    Ok(Drafting { outcomes, chosen, joined, by_matter: true, ..Drafting::default() })
}

fn written(
    case: &CaseView,
    sent: &[(String, String)],
    read: &impl Fn(PaperKind, &[(String, String)]) -> Result<Value, Refusal>,
) -> Result<Drafting, Refusal> {
    let decided = decided(case, sent)?;
    let sections = sections(case, &decided);
    let (co_signers, co_signing) = co_signing::chosen(sent);
    // what was written for a repetition travels along under another outcome, and is none of it
    let is_repeat = decided.outcomes.iter().any(|outcome| outcome.reply == Reply::Repeat);
    let drafting = Drafting {
        fields: all_fields(&sections, sent, read)?,
        earlier: if is_repeat { value(sent, "earlier").trim().to_owned() } else { String::new() },
        same_information: is_repeat && values(sent, "same_information").contains(&"yes"),
        public_interest: value(sent, "public_interest").trim().to_owned(),
        unfounded: unfounded(case, sent),
        renewed: value(sent, "renewed").trim().to_owned(),
        co_signers,
        co_signing,
        ..decided
    };
    Ok(again::read(sent, drafting))
}

/// What becomes of a matter, as pairs of a form.
fn outcome_pairs(field: &str, outcome: &MatterOutcome) -> Sent {
    let grounds = withheld_grounds().filter(|(_, reply)| outcome.withheld.contains(reply));
    let grounds = grounds.map(|(key, _)| (withheld_field(field), key.to_owned()));
    std::iter::once((field.to_owned(), outcome.reply.key().to_owned())).chain(grounds).collect()
}

/// The fields of a section as a draft has them; one of an older order had one set for all matters of a ground.
fn kept_of(text: &DraftText, section: &Section, old: &[Section]) -> Option<(Value, String)> {
    let (kind, fields) = (text.paper.kind, &text.drafting.fields);
    let root = several::root(kind, old)?;
    if !text.drafting.is_by_ground() {
        return several::of_section(fields, section, section.key == root.key);
    }
    let of_ground = old.iter().find(|known| known.reply == section.reply);
    // in the oldest order the paper itself was written by the template of its kind
    let is_itself = if text.by_matter { section.reply == root.reply } else { kind == section.reply.into() };
    let said = of_ground.and_then(|known| several::of_section(fields, known, is_itself));
    let is_given = matches!(section.reply, Reply::Granted | Reply::AlreadyPublic);
    let has_both = !text.by_matter && kind == Reply::Partial.into() && is_given;
    said.or_else(|| has_both.then(|| (several::fields_of(fields).0, String::new())))
}

/// The draft that was sent back, as pairs of a form: each matter with its own fields.
pub(super) fn last_draft(case: &CaseView) -> Option<Sent> {
    let draft = case.dossier.application.draft()?;
    let text: DraftText = serde_json::from_str(case.dossier.text(draft.body)).ok()?;
    let mut sent = Vec::new();
    let old = sections(case, &text.drafting);
    let sections = sections(case, &Drafting { by_matter: true, ..text.drafting.clone() });
    for section in &sections {
        let Some((fields, part)) = kept_of(&text, section, &old) else { continue };
        let own = form_of(section.reply.into(), &fields).into_iter();
        let own = own.chain((!part.is_empty()).then(|| (several::PART.to_owned(), part)));
        let is_alone = is_alone(section, &sections);
        sent.extend(own.map(|(name, text)| (field_name(section, is_alone, &name), text)));
    }
    for outcome in &text.drafting.outcomes {
        sent.extend(outcome_pairs(&outcome_field(outcome.matter), outcome));
    }
    for (place, other) in case.dossier.joined.iter().enumerate() {
        let known = text.drafting.joined.iter().find(|known| known.application == other.id);
        for outcome in known.into_iter().flat_map(|known| &known.outcomes) {
            sent.extend(outcome_pairs(&joined_field(place, outcome.matter), outcome));
        }
    }
    let judged = text.drafting.unfounded.iter();
    sent.extend(judged.map(|(consultation, text)| (unfounded_field(*consultation), text.clone())));
    sent.extend(co_signing::pairs(&text.drafting));
    sent.extend(again::pairs(&text.drafting));
    let others = [
        ("earlier", text.drafting.earlier),
        ("same_information", if text.drafting.same_information { "yes" } else { "" }.to_owned()),
        ("public_interest", text.drafting.public_interest),
        ("renewed", text.drafting.renewed),
        ("chosen", text.drafting.chosen.map(|matter| matter.to_string()).unwrap_or_default()),
    ];
    sent.extend(others.into_iter().map(|(name, text)| (name.to_owned(), text)));
    Some(sent)
}
