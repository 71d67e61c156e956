//! What the grounds of a reply rest on, read from what was written of each matter.
//!
//! Not here: what each ground asks for (`gongkai_domain::application::guard`), the fields (`gongkai_domain::notice`).

use super::drafting::Drafting;
use crate::paper::several::{self, Section};
use gongkai_domain::application::facts::{InternalKind, ProcessKind, SecurityInterest};
use gongkai_domain::application::{
    ClosingCause, EarlierApplication, LawCited, LawRank, ReplyFacts, Responsible, UnfoundedObjection,
};
use gongkai_domain::ids::{ApplicationId, ContentRef};
use gongkai_domain::notice::{Paper, Paragraph};
use serde_json::Value;

/// What was found in the records for the fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// The application that a repeated one repeats.
    pub(super) earlier: Option<EarlierApplication>,
    /// Why the application ends without a decision.
    pub(super) closing: Option<ClosingCause>,
}

/// The fields that were written for an application: all of a draft of the older order, else those of its own matters. Each with its
/// matter, where it has one of its own.
fn sets(
    drafting: &Drafting,
    sections: &[Section],
    root: &str,
    of: Option<ApplicationId>,
) -> Vec<(Option<u32>, Value)> {
    if drafting.is_by_ground() {
        return several::sets(&drafting.fields).into_iter().map(|fields| (None, fields)).collect();
    }
    let own = sections.iter().filter(|section| section.matters.iter().any(|(id, _)| *id == of));
    let own = own.filter_map(|section| {
        let (fields, _) = several::of_section(&drafting.fields, section, section.key == root)?;
        Some((section.matters.first().map(|(_, matter)| *matter), fields))
    });
    own.collect()
}

/// What the grounds of an application rest on. Every text goes through `keep`, in the same order each time.
pub(super) fn facts(
    drafting: &Drafting,
    (sections, root): (&[Section], &str),
    of: Option<ApplicationId>,
    paper: &Paper,
    found: Found,
    keep: &mut dyn FnMut(&str) -> Option<ContentRef>,
) -> ReplyFacts {
    // of each fact the first matter that tells it
    let all = sets(drafting, sections, root, of);
    let sets: Vec<&Value> = all.iter().map(|(_, fields)| fields).collect();
    let said = |names: &[&str]| {
        let mut texts = sets.iter().map(|fields| said(fields, names));
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    };
    let is_set =
        |name: &str| sets.iter().any(|fields| fields.get(name).and_then(Value::as_bool) == Some(true));
    let mut keep = |text: &str| if text.trim().is_empty() { None } else { keep(text.trim()) };
    let reasons = match said(&["reasons", "explanation", "unclear", "answer"]) {
        // where the paper has no field of its own for them, its body gives the reasons
        text if text.is_empty() => body_of(paper),
        text => text,
    };
    let responsible = match keep(&said(&["responsible_agency", "responsible_contact"])) {
        Some(named) => Some(Responsible::Named(named)),
        None if is_set("cannot_be_ascertained") => Some(Responsible::NotAscertainable),
        None => None,
    };
    // the objections judged are those of this application's own consultations, and so are the matters named
    let mut unfounded = Vec::new();
    for (consultation, text) in drafting.unfounded.iter().filter(|_| of.is_none()) {
        let judged = |grounds| UnfoundedObjection { consultation: *consultation, grounds };
        unfounded.extend(keep(text).map(judged));
    }
    let (omitted, omitted_for) = omitted(drafting, &all, of);
    ReplyFacts {
        reasons: keep(&reasons),
        access: keep(
            &sets.iter().map(|fields| access(fields)).find(|text| !text.is_empty()).unwrap_or_default(),
        ),
        earlier: found.earlier,
        consultation_omitted: keep(&omitted),
        omitted_for,
        public_interest: keep(&drafting.public_interest),
        unfounded,
        law: laws(&sets).into_iter().reduce(|first, law| {
            if first.rank.is_sufficient() && !law.rank.is_sufficient() { law } else { first }
        }),
        classification: keep(&said(&["classification_reference"])),
        creation: keep(&said(&["why_not_separable"])),
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
        unclear: keep(&said(&["unclear"])),
        obtained: keep(&said(&["obtained_on", "obtained_by"])),
        renewed: keep(&drafting.renewed),
        other_form: keep(&said(&["form_note"])),
        closing: found.closing,
    }
}

/// Why somebody was not consulted, and for which matters that holds; for none that it is told of apart: for all.
fn omitted(
    drafting: &Drafting,
    sets: &[(Option<u32>, Value)],
    of: Option<ApplicationId>,
) -> (String, Vec<u32>) {
    let told = sets.iter().map(|(matter, fields)| (*matter, said(fields, &["no_consultation"])));
    let told: Vec<(Option<u32>, String)> = told.filter(|(_, text)| !text.is_empty()).collect();
    let apart = drafting.omitted.trim();
    let named: &[u32] = if of.is_none() { &drafting.omitted_for } else { &[] };
    if drafting.is_by_ground() {
        let first = told.into_iter().next().map(|(_, text)| text).unwrap_or_default();
        return (if apart.is_empty() { first } else { apart.to_owned() }, named.to_vec());
    }
    let mut texts: Vec<&str> = if apart.is_empty() { Vec::new() } else { vec![apart] };
    for (_, text) in &told {
        if !texts.contains(&text.as_str()) {
            texts.push(text);
        }
    }
    let mut matters = named.to_vec();
    if apart.is_empty() || !named.is_empty() {
        matters.extend(told.iter().filter_map(|(matter, _)| *matter));
    }
    matters.sort_unstable();
    matters.dedup();
    (texts.join("\n"), matters)
}

/// All laws that are cited.
pub(super) fn laws_of(drafting: &Drafting) -> Vec<LawCited> {
    let sets = several::sets(&drafting.fields);
    laws(&sets.iter().collect::<Vec<_>>())
}

fn laws(sets: &[&Value]) -> Vec<LawCited> {
    sets.iter().filter_map(|fields| law(fields)).collect()
}

/// The texts of some fields, one below the other.
pub(super) fn said(fields: &Value, names: &[&str]) -> String {
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
fn kind_in<T: Copy>(sets: &[&Value], kinds: &[(&str, T)]) -> Option<T> {
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

#[cfg(test)]
mod tests {
    use super::super::drafting::withheld_ground;
    use super::*;
    use gongkai_domain::notice::{PaperKind, Reply, sample};

    #[test]
    fn the_facts_of_the_grounds_are_read_from_the_fields_of_the_papers() {
        let fields = |reply: Reply| sample::fields(PaperKind::Reply(reply));
        let law = law(&fields(Reply::AdminInquiry)).unwrap();
        assert_eq!(law.rank, LawRank::AdministrativeRegulation);
        assert!(access(&fields(Reply::AlreadyPublic)).contains("土地征收"));
        assert!(access(&fields(Reply::Granted)).contains("共12页"));
        let process = kind_in(&[&fields(Reply::DeniedProcess)], &[("process_draft", ProcessKind::Draft)]);
        assert_eq!(process, Some(ProcessKind::Draft));
        let ground = said(&fields(Reply::Partial), &["ground"]);
        assert_eq!(withheld_ground(&ground), Some(Reply::DeniedThirdParty));
        assert_eq!(withheld_ground(Reply::NotExist.key()), Some(Reply::NotExist));
        assert_eq!(withheld_ground(Reply::Granted.key()), None);
    }
}
