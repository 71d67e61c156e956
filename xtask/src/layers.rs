//! The direction rule: which crate may know which, what the pure crates keep out, and how a module begins.
//!
//! Not here: licences and bans of crates from outside (`licences`).

use crate::Faults;
use crate::files;
use crate::house::{House, Room, Use, shown};
use anyhow::Result;
use std::path::Path;

/// Each room with the rooms that it may know, from the ground up: deadline and paper know nobody, middle rooms do not
/// know each other, and only the command line knows all. A room that is not here has no place in the house yet.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("deadline", &[]),
    ("domain", &["deadline"]),
    ("paper", &[]),
    ("extract", &["deadline", "domain", "paper"]),
    ("checker", &["deadline", "domain", "paper"]),
    ("compose", &["deadline", "domain", "paper"]),
    ("search", &["deadline", "domain", "paper"]),
    ("storage", &["deadline", "domain", "paper"]),
    ("app", &["deadline", "domain", "paper", "extract", "checker", "compose", "search", "storage"]),
    ("web", &["deadline", "domain", "paper", "extract", "checker", "compose", "search", "storage", "app"]),
    ("jobs", &["deadline", "domain", "paper", "extract", "checker", "compose", "search", "storage", "app"]),
    (
        "cli",
        &[
            "deadline", "domain", "paper", "extract", "checker", "compose", "search", "storage", "app",
            "web", "jobs",
        ],
    ),
    // For tests: the kit knows what a test must build, and is itself known to tests only.
    (
        "testkit",
        &["deadline", "domain", "paper", "extract", "checker", "compose", "search", "storage", "app", "web"],
    ),
    ("xtask", &["deadline", "domain", "paper", "checker"]),
];

/// Rooms that a room's tests may know beyond its own and the testkit, each with its reason.
const TESTS_MAY_KNOW: &[(&str, &str)] = &[
    // damaged reports are read back as files, through the real readers
    ("checker", "extract"),
    // what is written is read back and held against the facts
    ("compose", "extract"),
    ("compose", "checker"),
];

/// The rooms that compute and do nothing else.
const PURE: [&str; 4] = ["deadline", "domain", "paper", "checker"];

/// Packages that bring a network, a database, a runtime or chance into a room.
const IMPURE_PACKAGES: [&str; 14] = [
    "tokio",
    "async-std",
    "smol",
    "axum",
    "hyper",
    "reqwest",
    "ureq",
    "sea-orm",
    "sqlx",
    "rusqlite",
    "rand",
    "getrandom",
    "fastrand",
    "tempfile",
];

/// Paths of the standard library and of chrono that a pure room does not name, with what to use instead.
const IMPURE_PATHS: [(&str, &str); 10] = [
    ("std::fs", "files are opened in cli and passed in as bytes"),
    ("std::env", "configuration is read in cli and passed in"),
    ("std::net", "no network below app"),
    ("std::process", "no programs are started below cli"),
    ("std::thread", "the caller decides about threads"),
    ("SystemTime", "time is passed in: take a `deadline::clock::Clock`"),
    ("Instant::now", "time is passed in: take a `deadline::clock::Clock`"),
    ("Utc::now", "time is passed in: take a `deadline::clock::Clock`"),
    ("Local::now", "time is passed in: take a `deadline::clock::Clock`"),
    ("RandomState", "chance is passed in as a seed"),
];

/// Checks the whole house.
pub(crate) fn check() -> Result<Faults> {
    let mut faults = Faults::default();
    let house = House::read()?;
    for room in &house.rooms {
        directions(room, &mut faults);
        let is_pure = PURE.contains(&room.name.as_str());
        if is_pure {
            let reaches = room.reaches()?;
            for package in IMPURE_PACKAGES.iter().filter(|p| reaches.contains(**p)) {
                faults.add(format!(
                    "{}: is pure and must not reach `{package}` (see: cargo tree -p gongkai-{} -e normal,build -i {package})",
                    shown(&room.folder),
                    room.name
                ));
            }
        }
        for file in files::below(&room.folder.join("src"), ".rs")? {
            let text = files::read(&file)?;
            first_lines(&shown(&file), &text, &mut faults);
            if is_pure && file.file_name().is_some_and(|name| name != "tests.rs") {
                purity(&shown(&file), &text, &mut faults);
            }
        }
        inherits_lints(room, &mut faults)?;
    }
    println!("layers: {} crates", house.rooms.len());
    Ok(faults)
}

fn directions(room: &Room, faults: &mut Faults) {
    let Some((_, may_know)) = MAY_KNOW.iter().find(|(name, _)| *name == room.name) else {
        faults.add(format!(
            "{}: has no place in the direction rule of xtask/src/layers.rs",
            shown(&room.folder)
        ));
        return;
    };
    for (other, how) in &room.uses {
        let is_allowed = match how {
            Use::Normal | Use::Build => may_know.contains(&other.as_str()),
            Use::Dev => {
                may_know.contains(&other.as_str())
                    || other == "testkit"
                    || TESTS_MAY_KNOW.contains(&(room.name.as_str(), other.as_str()))
            }
        };
        if !is_allowed {
            faults.add(format!(
                "{}/Cargo.toml: `{}` must not know `{other}` ({})",
                shown(&room.folder),
                room.name,
                match how {
                    Use::Normal => "dependency",
                    Use::Build => "build-dependency",
                    Use::Dev => "dev-dependency",
                }
            ));
        }
    }
}

/// Every module begins with its duty; one that opens a folder also says what is not in it.
fn first_lines(place: &str, text: &str, faults: &mut Faults) {
    let first = text.lines().next().unwrap_or_default();
    if first.strip_prefix("//! ").is_none_or(|duty| duty.trim().is_empty()) {
        faults.add(format!("{place}:1: a module begins with `//!` and its duty in one sentence"));
        return;
    }
    let opens_a_folder = ["/lib.rs", "/main.rs", "/mod.rs"].iter().any(|end| place.ends_with(end));
    let head = text.lines().take_while(|line| line.starts_with("//!"));
    if opens_a_folder && !head.into_iter().any(|line| line.to_lowercase().contains("not here:")) {
        faults.add(format!("{place}:1: say after the first line what is not here (`//! Not here: …`)"));
    }
}

fn purity(place: &str, text: &str, faults: &mut Faults) {
    for (number, line) in without_tests(text) {
        let code = line.split("//").next().unwrap_or_default();
        for (path, instead) in IMPURE_PATHS {
            let in_group = path
                .strip_prefix("std::")
                .is_some_and(|module| code.trim_start().starts_with("use std::{") && names(code, module));
            if names(code, path) || in_group {
                faults.add(format!("{place}:{number}: pure crates do not use `{path}`: {instead}"));
            }
        }
    }
}

/// Whether a line of code names a path, not merely a longer word that contains it.
fn names(code: &str, path: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(path).any(|(at, _)| {
        !code[..at].chars().next_back().is_some_and(is_word)
            && !code[at + path.len()..].chars().next().is_some_and(is_word)
    })
}

/// The numbered lines of a file without the items under `#[cfg(test)]`. Relies on the layout that rustfmt gives: an
/// item ends with a line of its own indentation that closes it.
fn without_tests(text: &str) -> Vec<(usize, &str)> {
    let mut kept = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        if !line.trim_start().starts_with("#[cfg(test)]") {
            kept.push((index + 1, line));
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        for (_, inner) in lines.by_ref() {
            let ends_on_one_line = inner.ends_with(';') || inner.ends_with("{}");
            let is_own_level = inner.strip_prefix(indent).is_some_and(|rest| !rest.starts_with(' '));
            if is_own_level && (ends_on_one_line || inner.trim_start().starts_with('}')) {
                break;
            }
        }
    }
    kept
}

fn inherits_lints(room: &Room, faults: &mut Faults) -> Result<()> {
    let manifest: toml::Table = files::read(&room.folder.join("Cargo.toml"))?.parse()?;
    let lints = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
    if lints != Some(true) {
        faults.add(format!(
            "{}: needs `[lints] workspace = true`",
            shown(&room.folder.join(Path::new("Cargo.toml")))
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, uses: &[(&str, Use)]) -> Room {
        Room {
            name: name.to_owned(),
            folder: crate::house::root().join("crates").join(name),
            uses: uses.iter().map(|(other, how)| ((*other).to_owned(), *how)).collect(),
        }
    }

    fn faults_of(room: &Room) -> Vec<String> {
        let mut faults = Faults::default();
        directions(room, &mut faults);
        faults.0
    }

    #[test]
    fn a_middle_room_may_know_the_ground_but_not_its_neighbour() {
        assert!(faults_of(&room("checker", &[("domain", Use::Normal), ("paper", Use::Normal)])).is_empty());
        assert_eq!(
            faults_of(&room("checker", &[("extract", Use::Normal)])),
            ["crates/checker/Cargo.toml: `checker` must not know `extract` (dependency)"]
        );
    }

    #[test]
    fn the_testkit_is_for_tests_only() {
        assert!(faults_of(&room("checker", &[("testkit", Use::Dev), ("extract", Use::Dev)])).is_empty());
        assert_eq!(faults_of(&room("extract", &[("checker", Use::Dev)])).len(), 1);
        assert_eq!(faults_of(&room("cli", &[("testkit", Use::Normal)])).len(), 1);
        assert_eq!(faults_of(&room("cli", &[("xtask", Use::Dev)])).len(), 1);
    }

    #[test]
    fn what_a_room_reaches_is_its_own_and_not_what_its_neighbours_switch_on() {
        let reaches = |name| room(name, &[]).reaches().unwrap();
        let domain = reaches("domain");
        assert!(domain.contains("uuid") && domain.contains("gongkai-deadline"));
        assert!(!domain.contains("getrandom") && !domain.contains("gongkai-domain"));
        let storage = reaches("storage");
        assert!(storage.contains("sea-orm") && storage.contains("getrandom"));
    }

    #[test]
    fn a_room_without_a_place_is_a_fault() {
        assert_eq!(faults_of(&room("attic", &[])).len(), 1);
    }

    #[test]
    fn the_system_clock_is_seen_outside_tests_only() {
        let text = "//! A.\nuse std::fs;\nfn f() { g(std::env_like()) }\n#[cfg(test)]\nmod tests {\n    use std::env;\n}\nfn h() { Instant::now() }\nuse std::{env, fmt};\n";
        let mut faults = Faults::default();
        purity("a.rs", text, &mut faults);
        assert_eq!(faults.0.len(), 3, "{faults:?}");
        assert!(faults.0[0].starts_with("a.rs:2: "));
        assert!(faults.0[1].starts_with("a.rs:8: "));
        assert!(faults.0[2].starts_with("a.rs:9: "));
    }

    #[test]
    fn a_module_begins_with_its_duty() {
        let of = |place: &str, text: &str| {
            let mut faults = Faults::default();
            first_lines(place, text, &mut faults);
            faults.0.len()
        };
        assert_eq!(of("src/a.rs", "use x;\n"), 1);
        assert_eq!(of("src/a.rs", "//! Counts days.\n"), 0);
        assert_eq!(of("src/a/mod.rs", "//! Counts days.\n"), 1);
        assert_eq!(of("src/a/mod.rs", "//! Counts days.\n//! Not here: months.\n"), 0);
    }
}
