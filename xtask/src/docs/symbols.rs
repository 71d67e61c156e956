//! Whether a name in a document is defined in the source, by text search: no compiler is asked.
//!
//! Not here: paths of files and folders (`super`).

use crate::files;
use crate::house::{House, root, shown};
use anyhow::Result;
use std::collections::BTreeSet;

/// What can stand before a name that is being defined.
const KEYWORDS: [&str; 9] =
    ["fn", "struct", "enum", "trait", "const", "static", "type", "mod", "macro_rules!"];

/// The source text of the house.
#[derive(Debug)]
pub(super) struct Symbols {
    /// Folder of the crate, path and text of each source file.
    sources: Vec<(String, String, String)>,
    /// Names of crates from outside, with underscores.
    guests: BTreeSet<String>,
}

impl Symbols {
    pub(super) fn read(house: &House) -> Result<Self> {
        let mut sources = Vec::new();
        for room in &house.rooms {
            for file in files::below(&room.folder, ".rs")? {
                sources.push((room.name.clone(), shown(&file), files::read(&file)?));
            }
        }
        for file in files::below(&root().join("tests"), ".rs").unwrap_or_default() {
            sources.push(("tests".to_owned(), shown(&file), files::read(&file)?));
        }
        let guests = house.guests.iter().map(|guest| guest.name.replace('-', "_"));
        let known = ["std", "core", "alloc"].map(str::to_owned);
        Ok(Self { sources, guests: guests.chain(known).collect() })
    }

    /// Looks a path such as `checker::facts::read_document` or `Type::method` up; the error says what is missing.
    pub(super) fn find(&self, path: &str) -> Result<(), String> {
        let path = path.trim_end_matches("()");
        let mut names: Vec<&str> = path.split("::").collect();
        let head = names.first().copied().unwrap_or_default();
        if names.len() > 1 && self.guests.contains(head) {
            return Ok(());
        }
        let room = head.strip_prefix("gongkai_").unwrap_or(head);
        let is_room = names.len() > 1 && self.sources.iter().any(|(name, _, _)| name == room);
        if is_room || head == "crate" {
            names.remove(0);
        }
        let scope: Vec<&(String, String, String)> =
            self.sources.iter().filter(|(name, _, _)| !is_room || name == room).collect();
        for (index, name) in names.iter().enumerate() {
            let is_known = scope.iter().any(|(_, path, text)| {
                is_module(path, name) || defines(text, name) || (index > 0 && lists(text, name))
            });
            if !is_known {
                let place = if is_room { format!("crate `{room}`") } else { "any crate".to_owned() };
                return Err(format!("`{name}` is not defined in {place}"));
            }
        }
        Ok(())
    }

    /// Whether there is a function of this name under `#[test]` (of tokio too) or in a folder of tests.
    pub(super) fn is_test(&self, name: &str) -> bool {
        let name = name.trim_end_matches("()").rsplit("::").next().unwrap_or_default();
        self.sources.iter().any(|(_, path, text)| {
            definition(text, name, &["fn"]).is_some_and(|at| {
                let before = &text[..at];
                path.contains("/tests/")
                    || ["#[test]", "#[tokio::test"]
                        .iter()
                        .any(|mark| before.rfind(mark).is_some_and(|test| at - test < 200))
            })
        })
    }
}

fn is_module(path: &str, name: &str) -> bool {
    path.ends_with(&format!("/{name}.rs")) || path.contains(&format!("/{name}/"))
}

/// Whether a source defines an item of this name.
pub(super) fn defines(text: &str, name: &str) -> bool {
    definition(text, name, &KEYWORDS).is_some()
}

/// Whether a line of a source begins with this name, as a variant or a member does.
pub(super) fn lists(text: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("pub ").or(line.strip_prefix("pub(crate) ")).unwrap_or(line);
        line.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([',', '(', ' ', ':', '{']))
    })
}

/// Where a source defines an item of this name by one of the keywords.
fn definition(text: &str, name: &str, keywords: &[&str]) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = &text[..at];
        let is_whole = !before.ends_with(is_word) && !text[at + name.len()..].starts_with(is_word);
        let head = before.trim_end_matches(' ');
        is_whole && head.len() < before.len() && keywords.iter().any(|keyword| head.ends_with(keyword))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols() -> Symbols {
        let source = |room: &str, path: &str, text: &str| (room.to_owned(), path.to_owned(), text.to_owned());
        Symbols {
            sources: vec![
                source("checker", "crates/checker/src/facts/mod.rs", "pub fn read_document() {}\n"),
                source("checker", "crates/checker/src/lib.rs", "pub enum Level {\n    Note,\n}\n"),
                source("paper", "crates/paper/src/lib.rs", "#[test]\nfn a_sentence() {}\n"),
            ],
            guests: ["chrono".to_owned()].into(),
        }
    }

    #[test]
    fn a_path_is_followed_through_its_modules() {
        assert_eq!(symbols().find("checker::facts::read_document"), Ok(()));
        assert_eq!(symbols().find("gongkai_checker::Level::Note"), Ok(()));
        assert_eq!(symbols().find("read_document()"), Ok(()));
        assert_eq!(symbols().find("chrono::NaiveDate"), Ok(()));
        assert!(symbols().find("checker::facts::read_documents").is_err());
        assert!(symbols().find("paper::facts::read_document").is_err());
        assert!(symbols().find("document()").is_err());
    }

    #[test]
    fn a_test_is_a_function_under_the_attribute() {
        assert!(symbols().is_test("a_sentence"));
        assert!(!symbols().is_test("read_document"));
    }
}
