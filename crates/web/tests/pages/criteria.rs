//! Every component has criteria of acceptance beside it, and each of them names the test that proves it or the day on which
//! somebody looked.
//!
//! Not here: the proofs.

use crate::html::{self, Element};
use crate::tree::text;
use gongkai_web::chrome::Theme;
use gongkai_web::registry::{Sample, samples};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const COMPONENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/components");
/// Where the tests lie that a criterion may name.
const TESTS: [&str; 3] = ["src", "tests", "../cli/tests/story"];

fn read(file: &Path) -> String {
    std::fs::File::open(file).map(std::io::read_to_string).unwrap().unwrap()
}

fn below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, ending, found);
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    below(Path::new(folder), ending, &mut found);
    found.sort();
    found
}

/// The names of all tests.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in TESTS {
        for file in files(&format!("{}/{folder}", env!("CARGO_MANIFEST_DIR")), "rs") {
            let mut is_test = false;
            for line in read(&file).lines().map(str::trim) {
                if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                    is_test = true;
                } else if let Some((_, rest)) = line.split_once("fn ").filter(|_| is_test) {
                    names.insert(rest.split('(').next().unwrap().to_owned());
                    is_test = false;
                }
            }
        }
    }
    names
}

/// `TaskList` as `task_list`.
fn snake(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('_');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// The components: what has a template of its own and is used by pages. A template that only its file knows prints what the
/// file is named after.
fn components() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in files(COMPONENTS, "rs") {
        let words = read(&file);
        for part in words.split("Template)]").skip(1) {
            let line = part.lines().find(|line| line.contains("struct ")).unwrap();
            let name = line.split("struct ").nth(1).unwrap();
            let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap();
            let name = if line.starts_with("pub ") {
                snake(name.trim_end_matches("View"))
            } else {
                file.file_stem().unwrap().to_string_lossy().into_owned()
            };
            names.insert(name);
        }
    }
    names
}

#[test]
fn every_component_has_criteria_and_each_of_them_its_proof() {
    let tests = tests();
    let mut described = BTreeSet::new();
    for file in files(&format!("{COMPONENTS}/criteria"), "md") {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let words = read(&file);
        let criteria: Vec<&str> = words.lines().filter(|line| line.starts_with("- ")).collect();
        assert!(criteria.len() >= 2, "{name}: {} criteria", criteria.len());
        for criterion in criteria {
            let (_, proof) =
                criterion.rsplit_once(" (").unwrap_or_else(|| panic!("{name}: no proof: {criterion}"));
            let proof = proof.strip_suffix(')').unwrap_or_else(|| panic!("{name}: {criterion}"));
            if let Some(named) = proof.strip_prefix("test: ") {
                for test in named.split(", ") {
                    assert!(tests.contains(test), "{name}: there is no test {test}");
                }
            } else {
                let day = proof.strip_prefix("manual, last done on ").unwrap_or_default();
                assert!(day.parse::<chrono::NaiveDate>().is_ok(), "{name}: neither test nor day: {proof}");
            }
        }
        described.insert(name);
    }
    assert_eq!(described, components());
}

/// Each sample with its name; read once for all tests.
static PAGES: LazyLock<Vec<(String, Element)>> = LazyLock::new(|| {
    let name = |sample: &Sample| format!("{} ({})", sample.page, sample.sample);
    samples(Theme::Default).iter().map(|sample| (name(sample), html::tree(&sample.html))).collect()
});

/// All elements of all samples, with the name of the sample.
fn everywhere(look: impl Fn(&str, &Element)) {
    for (name, page) in PAGES.iter() {
        page.all().into_iter().for_each(|element| look(name, element));
    }
}

fn has_class(element: &Element, wanted: &str) -> bool {
    element.attribute("class").split_whitespace().any(|class| class == wanted)
}

fn can_be_used(element: &Element) -> bool {
    ["a", "button", "input", "select", "textarea", "summary"].contains(&element.tag.as_str())
}

#[test]
fn nothing_that_is_blocked_can_be_used() {
    everywhere(|sample, element| {
        if has_class(element, "action-blocked") {
            assert!(!element.all().into_iter().any(can_be_used), "{sample}: {}", text(element));
            let reasons = element.elements().filter(|inner| inner.tag == "p").nth(1).map(text);
            assert!(reasons.is_some_and(|reasons| !reasons.is_empty()), "{sample}: {}", text(element));
        }
        if has_class(element, "task") && !element.all().into_iter().any(can_be_used) {
            let state = element.elements().find(|inner| has_class(inner, "task-state")).map(text);
            assert!(state.is_some_and(|state| !state.is_empty()), "{sample}: {}", text(element));
        }
    });
}

#[test]
fn a_chip_is_text() {
    everywhere(|sample, element| {
        if has_class(element, "chip") {
            let shapes = element.elements().filter(|inner| inner.tag == "svg").count();
            assert!(shapes == 1 && !text(element).is_empty(), "{sample}: {}", text(element));
            assert!(!element.all().into_iter().any(can_be_used) && !element.has("tabindex"), "{sample}");
        }
        assert!(
            !can_be_used(element) || !element.all().into_iter().any(|inner| has_class(inner, "chip")),
            "{sample}: {} has a chip within",
            text(element)
        );
    });
}

#[test]
fn an_empty_list_says_why_and_offers_one_way_on() {
    everywhere(|sample, element| {
        if has_class(element, "empty") {
            let words: Vec<String> = element.elements().filter(|inner| inner.tag == "p").map(text).collect();
            assert!(words.len() >= 2 && words.iter().all(|words| !words.is_empty()), "{sample}: {words:?}");
            let ways = element.all().into_iter().filter(|inner| can_be_used(inner)).count();
            assert!(ways <= 1, "{sample}: {ways} ways on");
        }
    });
}

#[test]
fn the_enter_key_presses_the_main_button() {
    everywhere(|sample, element| {
        if element.tag != "form" || !has_class(element, "form") {
            return;
        }
        // the first button of a form is the one that the Enter key presses
        let buttons: Vec<&Element> =
            element.all().into_iter().filter(|inner| inner.tag == "button").collect();
        let main =
            buttons.iter().find(|button| !button.has("name") && button.attribute("aria-hidden").is_empty());
        let main = main.unwrap_or_else(|| panic!("{sample}: a form without a main button"));
        assert!(!buttons[0].has("name"), "{sample}: {}", text(buttons[0]));
        let first = buttons[0];
        let is_same = std::ptr::eq(first, *main) || first.attribute("aria-hidden") == "true";
        assert!(is_same, "{sample}: {} before {}", text(first), text(main));
    });
}

#[test]
fn nothing_hidden_takes_the_focus() {
    everywhere(|sample, element| {
        if element.attribute("aria-hidden") != "true" {
            return;
        }
        for one in std::iter::once(element).chain(element.all()).filter(|one| can_be_used(one)) {
            assert_eq!(one.attribute("tabindex"), "-1", "{sample}: {} is hidden and reached", one.tag);
        }
    });
}
