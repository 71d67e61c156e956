//! Every sample of every page, judged without a browser: one h1, unique ids, labels, heading order, landmarks, nothing
//! inline, titles, and no markup from anyone's words.
//!
//! Not here: contrast of tokens (`src/assets.rs`), what a screen reader is told (`aria`), the criteria of components
//! (`criteria`) and what only a browser can see (`tests/browser`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod aria;
mod criteria;
mod html;
mod tree;

use gongkai_web::chrome::{NOT_CLASSIFIED, Theme};
use gongkai_web::registry::{HOSTILE, Sample, hostile_samples, samples};
use html::{Bit, bits, starts};
use std::collections::{BTreeMap, BTreeSet};

/// The text of the first element of that name.
fn text_of(html: &str, wanted: &str) -> String {
    let mut text = String::new();
    let mut depth = 0;
    for bit in bits(html) {
        match bit {
            Bit::Start(name, _) if name == wanted => depth += 1,
            Bit::End(name) if name == wanted && depth > 0 => break,
            Bit::Text(words) if depth > 0 => text += &words,
            _ => {}
        }
    }
    text.trim().to_owned()
}

fn name_of(sample: &Sample) -> String {
    format!("{} ({})", sample.page, sample.sample)
}

#[test]
fn every_page_has_an_empty_a_typical_and_an_extreme_sample() {
    let mut pages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let all = samples(Theme::Default);
    for sample in &all {
        assert!(pages.entry(sample.page).or_default().insert(sample.sample), "{} twice", name_of(sample));
    }
    assert!(pages.len() >= 65, "{} pages", pages.len());
    for (page, sets) in &pages {
        for wanted in ["empty", "typical", "extreme"] {
            assert!(sets.contains(wanted), "{page} has no {wanted} sample");
        }
    }
}

#[test]
fn every_page_has_one_h1_that_opens_its_title_and_headings_in_order() {
    for sample in samples(Theme::Default) {
        let name = name_of(&sample);
        let levels: Vec<u32> = starts(&sample.html)
            .iter()
            .filter(|(tag, _)| tag.len() == 2 && tag.starts_with('h') && tag != "hr")
            .map(|(tag, _)| tag[1..].parse().unwrap())
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}: {levels:?}");
        let first = levels.iter().position(|level| *level == 1).unwrap();
        for pair in levels[first..].windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{name}: {levels:?}");
        }
        // the summary of errors stands above the h1, as the first thing to read
        assert!(levels[..first].iter().all(|level| *level == 2) && first <= 1, "{name}: {levels:?}");
        let title = text_of(&sample.html, "title");
        let h1 = text_of(&sample.html, "h1");
        let has_errors = sample.html.contains("data-error-summary");
        let expected = if has_errors { format!("错误：{h1} – ") } else { format!("{h1} – ") };
        assert!(title.starts_with(&expected), "{name}: {title} / {h1}");
        assert!(title.ends_with(" – 政府信息公开"), "{name}: {title}");
    }
}

#[test]
fn ids_are_unique_and_everything_that_points_to_one_finds_it() {
    for sample in samples(Theme::Default) {
        let name = name_of(&sample);
        let elements = starts(&sample.html);
        let mut ids = BTreeSet::new();
        for (_, attributes) in &elements {
            if let Some(id) = attributes.get("id") {
                assert!(!id.is_empty() && ids.insert(id.clone()), "{name}: id {id}");
            }
        }
        for (tag, attributes) in &elements {
            for pointer in ["for", "aria-labelledby", "aria-describedby"] {
                for id in attributes.get(pointer).map_or("", String::as_str).split_whitespace() {
                    assert!(ids.contains(id), "{name}: {tag} {pointer}={id}");
                }
            }
            if let Some(id) = attributes.get("href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(id), "{name}: link to #{id}");
            }
        }
    }
}

#[test]
fn every_field_has_a_label_and_every_form_a_token() {
    for sample in samples(Theme::Default) {
        let name = name_of(&sample);
        let elements = starts(&sample.html);
        let labelled: BTreeSet<&String> =
            elements.iter().filter(|(tag, _)| tag == "label").filter_map(|(_, a)| a.get("for")).collect();
        for (tag, attributes) in &elements {
            let kind = attributes.get("type").map_or("", String::as_str);
            if ["input", "select", "textarea"].contains(&tag.as_str()) && kind != "hidden" {
                let id = attributes
                    .get("id")
                    .unwrap_or_else(|| panic!("{name}: a field without id: {attributes:?}"));
                assert!(labelled.contains(id), "{name}: {id} has no label");
                assert!(attributes.contains_key("name"), "{name}: {id} has no name");
            }
        }
        for form in sample.html.split("<form ").skip(1) {
            let form = &form[..form.find("</form>").unwrap()];
            let is_post = form.split('>').next().unwrap().contains("method=\"post\"");
            assert_eq!(is_post, form.contains("name=\"token\""), "{name}: tokens belong to posted forms");
        }
    }
}

#[test]
fn every_page_has_its_landmarks_language_and_skip_link() {
    for sample in samples(Theme::Elder) {
        let name = name_of(&sample);
        let elements = starts(&sample.html);
        let count = |wanted: &str| elements.iter().filter(|(tag, _)| tag == wanted).count();
        assert_eq!((count("header"), count("main"), count("footer")), (1, 1, 1), "{name}");
        assert!(sample.html.starts_with("<!DOCTYPE html>"), "{name}");
        assert!(sample.html.contains("<html lang=\"zh-CN\" data-theme=\"elder\">"), "{name}");
        let first_link = elements.iter().find(|(tag, _)| tag == "a").unwrap();
        assert_eq!(first_link.1.get("href").map(String::as_str), Some("#main"), "{name}");
        assert!(sample.html.contains(">跳到正文</a>"), "{name}");
        for (tag, attributes) in &elements {
            if tag == "nav" {
                let is_named =
                    attributes.contains_key("aria-label") || attributes.contains_key("aria-labelledby");
                assert!(is_named, "{name}: a nav without name");
            }
            if tag == "img" {
                assert!(attributes.contains_key("alt"), "{name}: {attributes:?}");
            }
            if tag == "svg" {
                assert_eq!(attributes.get("aria-hidden").map(String::as_str), Some("true"), "{name}");
            }
        }
    }
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    for sample in samples(Theme::Contrast) {
        let name = name_of(&sample);
        for (tag, attributes) in starts(&sample.html) {
            assert_ne!(tag, "style", "{name}");
            assert!(!["iframe", "object", "embed", "base"].contains(&tag.as_str()), "{name}: {tag}");
            for (attribute, value) in &attributes {
                assert!(
                    attribute != "style" && !attribute.starts_with("on"),
                    "{name}: {tag} {attribute}={value}"
                );
                if ["src", "action"].contains(&attribute.as_str())
                    || (attribute == "href" && ["link", "use"].contains(&tag.as_str()))
                {
                    assert!(value.starts_with("/zwgk/yshqgk/"), "{name}: {tag} {attribute}={value}");
                }
            }
            if tag == "script" {
                assert!(attributes.contains_key("src") && attributes.contains_key("defer"), "{name}");
            }
        }
    }
}

#[test]
fn tables_have_a_caption_and_heads_with_scope() {
    for sample in samples(Theme::Default) {
        let name = name_of(&sample);
        let elements = starts(&sample.html);
        let count = |wanted: &str| elements.iter().filter(|(tag, _)| tag == wanted).count();
        assert_eq!(count("table"), count("caption"), "{name}");
        for (tag, attributes) in &elements {
            if tag == "th" {
                assert!(attributes.contains_key("scope"), "{name}");
            }
        }
        let regions = sample.html.matches("class=\"table-scroll\" role=\"region\"").count();
        let calendar_months = sample.html.matches("class=\"month\"").count();
        assert_eq!(regions + calendar_months, count("table"), "{name}: wide tables scroll by keyboard");
    }
}

#[test]
fn every_desk_page_and_every_upload_says_that_nothing_classified_may_be_here() {
    for sample in samples(Theme::Default) {
        let uploads = sample.html.matches("type=\"file\"").count();
        let frame = usize::from(sample.page.starts_with("desk/"));
        assert_eq!(sample.html.matches(NOT_CLASSIFIED).count(), uploads + frame, "{}", name_of(&sample));
    }
}

#[test]
fn no_words_of_anyone_become_markup() {
    let all = hostile_samples();
    let escaped = "&#60;b&#62;";
    for sample in &all {
        let name = name_of(sample);
        assert!(!sample.html.contains("<b>") && !sample.html.contains(HOSTILE), "{name}");
        assert!(sample.html.contains(escaped), "{name}: the words are there, escaped");
        // a quote that closed an attribute would leave a stray one in the list of attributes
        for (tag, attributes) in starts(&sample.html) {
            for attribute in attributes.keys() {
                let is_plain = attribute.chars().all(|c| c.is_ascii_alphanumeric() || "-:".contains(c));
                assert!(is_plain && !attribute.is_empty(), "{name}: {tag} has an attribute {attribute}");
            }
        }
    }
    assert_eq!(all.len(), samples(Theme::Default).len());
}

#[test]
fn wrong_fields_are_named_where_they_are_and_at_the_top() {
    for sample in samples(Theme::Default) {
        let name = name_of(&sample);
        let at_fields = sample.html.matches("class=\"error\"").count();
        // reasons that no field can mend stand in a list of their own
        let Some(summary) = sample.html.split("id=\"error-summary-title\"").nth(1) else {
            assert_eq!(at_fields, 0, "{name}: errors without a summary");
            continue;
        };
        let lines = summary[..summary.find("</ul>").unwrap()].matches("<li>").count();
        assert_eq!(lines, at_fields, "{name}");
        assert_eq!(sample.html.matches("has-error").count(), at_fields, "{name}");
    }
}

/// The words of all templates.
const TEMPLATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");

fn template_files(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            template_files(&path, found);
        } else {
            let bytes = std::fs::File::open(&path).map(std::io::read_to_string).unwrap().unwrap();
            found.push((path.display().to_string(), bytes));
        }
    }
}

#[test]
fn no_template_counts_working_days_by_itself() {
    let mut files = Vec::new();
    template_files(std::path::Path::new(TEMPLATES), &mut files);
    assert!(files.len() > 40, "{}", files.len());
    for (file, text) in files {
        for (at, _) in text.match_indices("个工作日") {
            let before = text[..at].trim_end().chars().next_back().unwrap();
            assert!(
                !before.is_ascii_digit() && !"一二三五七十".contains(before),
                "{file}: a number of working days"
            );
        }
        assert!(!text.contains("style=") && !text.contains("<style"), "{file}");
    }
}

#[test]
fn every_class_in_use_has_a_rule() {
    let sheet = gongkai_web::assets::find("gongkai.css").unwrap().body;
    // hooks of scripts and words of the state that need no look of their own
    let bare = [
        "desk-in",
        "facts",
        "foot-in",
        "rail-person",
        "steps",
        "task-list",
        "plain",
        "step-text",
        "task-name",
        "task-state",
        "body",
        "addressee",
        "copyable",
        "document",
        "mast-agency",
    ];
    let mut missing = BTreeSet::new();
    for sample in samples(Theme::Default) {
        for (_, attributes) in starts(&sample.html) {
            for class in attributes.get("class").map_or("", String::as_str).split_whitespace() {
                if !sheet.contains(&format!(".{class}")) && !bare.contains(&class) {
                    missing.insert(class.to_owned());
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// The budget of a public page: HTML, style sheets and scripts, without compression. What people wrote at length comes on
/// top of it, so the extreme samples are left out.
const MOST_BYTES: usize = 100_000;

#[test]
fn a_public_page_weighs_less_than_a_hundred_kilobytes_with_its_styles_and_scripts() {
    for sample in samples(Theme::Default).iter().filter(|sample| sample.page.starts_with("portal/")) {
        if sample.sample == "extreme" {
            continue;
        }
        let is_used = |name: &str| sample.html.contains(&format!("/static/{name}"));
        let assets = gongkai_web::assets::ASSETS.iter().filter(|asset| is_used(asset.name));
        let weight = sample.html.len() + assets.map(|asset| asset.body.len()).sum::<usize>();
        assert!(weight < MOST_BYTES, "{}: {weight}", name_of(sample));
        assert!(is_used("tokens.css") && is_used("gongkai.css"), "{}", name_of(sample));
    }
}

#[test]
fn nothing_moves_for_who_asked_for_stillness() {
    for asset in gongkai_web::assets::ASSETS.iter().filter(|asset| asset.content_type.starts_with("text/css"))
    {
        for (number, line) in asset.body.lines().enumerate() {
            let moves = ["transition", "animation", "scroll-behavior", "@keyframes"];
            let is_allowed = line.starts_with("@media (prefers-reduced-motion: no-preference)");
            assert!(
                is_allowed || !moves.iter().any(|word| line.contains(word)),
                "{}:{}",
                asset.name,
                number + 1
            );
        }
    }
}
