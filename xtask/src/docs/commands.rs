//! Whether a command line in a document would be understood: its program, subcommands and flags exist.
//!
//! Not here: what the command prints (`crate::sessions`).

use crate::house::{cargo, output, root};
use anyhow::Result;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Tools that extend cargo and that a document may tell the reader to install.
const EXTENSIONS: [&str; 3] = ["deny", "fuzz", "nextest"];

/// What the programs say about themselves, asked once.
#[derive(Debug)]
pub(super) struct Commands {
    program: PathBuf,
    cargo_subcommands: BTreeSet<String>,
    helps: RefCell<BTreeMap<Vec<String>, String>>,
}

impl Commands {
    pub(super) fn new(program: PathBuf) -> Result<Self> {
        let list = output(cargo().arg("--list"))?;
        let names = list.lines().skip(1).filter_map(|line| line.split_whitespace().next());
        Ok(Self {
            program,
            cargo_subcommands: names.chain(EXTENSIONS).map(str::to_owned).collect(),
            helps: RefCell::default(),
        })
    }

    /// What is wrong with a command line.
    pub(super) fn faults(&self, line: &str) -> Vec<String> {
        let line = line.split(" # ").next().unwrap_or_default();
        let Ok(words) = shell_words::split(line) else {
            return vec!["the quotes do not match".to_owned()];
        };
        let is_joint = |word: &String| ["|", "||", "&&", ";"].contains(&word.as_str());
        words.split(is_joint).flat_map(|words| self.one(words)).collect()
    }

    fn one(&self, words: &[String]) -> Vec<String> {
        let is_setting = |word: &&String| {
            word.split_once('=')
                .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
        };
        let skipped = words.iter().take_while(is_setting).count();
        let Some((program, args)) = words[skipped..].split_first() else { return Vec::new() };
        match program.as_str() {
            "gongkai" => self.gongkai(args),
            "cargo" => self.cargo(args),
            path if path.ends_with("/gongkai") => self.gongkai(args),
            path if path.contains('/') && !root().join(path).exists() => {
                vec![format!("there is no `{path}`")]
            }
            _ => Vec::new(),
        }
    }

    fn cargo(&self, args: &[String]) -> Vec<String> {
        let args = if args.first().is_some_and(|a| a.starts_with('+')) { &args[1..] } else { args };
        let Some((name, rest)) = args.split_first() else { return Vec::new() };
        if name == "xtask" {
            let task = rest.join(" ");
            let is_task = crate::HELP.lines().any(|line| {
                let usage = line.trim_start().split("  ").next().unwrap_or_default();
                let plain = usage.replace(['[', ']'], "");
                !task.is_empty() && (plain == task || usage.split(' ').next() == Some(&task))
            });
            return if is_task { Vec::new() } else { vec![format!("`{task}` is no task")] };
        }
        if name.starts_with('-') {
            return Vec::new();
        }
        if !self.cargo_subcommands.contains(name) {
            return vec![format!("cargo has no `{name}`")];
        }
        let end = rest.iter().position(|word| word == "--").unwrap_or(rest.len());
        let mut faults = Vec::new();
        if !EXTENSIONS.contains(&name.as_str()) {
            let help = self.help("cargo", std::slice::from_ref(name));
            faults.extend(unknown_flags(&help, &rest[..end]));
        }
        if name == "run" && end < rest.len() {
            faults.extend(self.gongkai(&rest[end + 1..]));
        }
        faults
    }

    fn gongkai(&self, args: &[String]) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        let mut faults = Vec::new();
        let mut help = self.help("gongkai", &path);
        let mut after_flag = false;
        for word in args.iter().take_while(|word| *word != "--") {
            let below = subcommands(&help);
            if word.starts_with('-') {
                faults.extend(unknown_flags(&help, std::slice::from_ref(word)));
                after_flag = !word.contains('=');
                continue;
            }
            if below.contains(word) {
                path.push(word.clone());
                help = self.help("gongkai", &path);
            } else if !below.is_empty() && !after_flag {
                let command =
                    ["gongkai".to_owned()].into_iter().chain(path.clone()).collect::<Vec<_>>().join(" ");
                faults.push(format!("`{command}` has no `{word}`"));
                break;
            } else if word.starts_with("examples/") && !root().join(word).exists() {
                faults.push(format!("there is no `{word}`"));
            }
            after_flag = false;
        }
        faults
    }

    fn help(&self, program: &str, path: &[String]) -> String {
        let key: Vec<String> = std::iter::once(program.to_owned()).chain(path.iter().cloned()).collect();
        if let Some(help) = self.helps.borrow().get(&key) {
            return help.clone();
        }
        let mut command = if program == "cargo" { cargo() } else { Command::new(&self.program) };
        command.args(path).arg("--help").env("COLUMNS", "100").stdin(Stdio::null());
        let help = output(&mut command).unwrap_or_default();
        self.helps.borrow_mut().insert(key, help.clone());
        help
    }
}

/// The subcommands that a help text lists: the first words under its heading for commands.
pub(crate) fn subcommands(help: &str) -> BTreeSet<String> {
    let is_heading = |line: &str| line.starts_with("Commands:") || line.starts_with("命令");
    let lines = help.lines().skip_while(|line| !is_heading(line)).skip(1);
    lines
        .take_while(|line| line.starts_with("  ") || line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

fn unknown_flags(help: &str, words: &[String]) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let knows = |flag: &str| {
        help.match_indices(flag)
            .any(|(at, _)| !help[..at].ends_with(is_part) && !help[at + flag.len()..].starts_with(is_part))
    };
    words
        .iter()
        .filter(|word| word.len() > 1 && word.starts_with('-') && *word != "--help" && *word != "-h")
        .map(|word| word.split('=').next().unwrap_or_default())
        .filter(|flag| !knows(flag))
        .map(|flag| format!("there is no flag `{flag}`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELP: &str = "检查\n\nUsage: gongkai [OPTIONS] <COMMAND>\n\nCommands:\n  check  检查\n         多一行\n  rules  列出\n\nOptions:\n  -o, --output <FILE>\n      --format <FORMAT>\n";

    #[test]
    fn subcommands_are_the_first_words_under_their_heading() {
        assert_eq!(subcommands(HELP), ["check".to_owned(), "rules".to_owned()].into());
    }

    #[test]
    fn a_flag_is_known_by_its_whole_name() {
        let unknown = |flag: &str| unknown_flags(HELP, &[flag.to_owned()]).len();
        assert_eq!(unknown("--format=json"), 0);
        assert_eq!(unknown("-o"), 0);
        assert_eq!(unknown("--form"), 1);
        assert_eq!(unknown("-f"), 1);
        assert_eq!(unknown("-"), 0);
    }
}
