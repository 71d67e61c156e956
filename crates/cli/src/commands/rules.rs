//! `gongkai rules`: lists every rule.
//!
//! Not here: the page of one rule (`super::explain`).

use crate::args::Look;
use crate::exit::Exit;
use crate::io;
use clap::{Args, ValueEnum};
use gongkai_checker::registry::RULES;
use gongkai_checker::render::{Language, width};
use serde::Serialize;
use std::fmt::Write as _;

/// What may be said to `rules`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 输出格式：text（默认）、json
    #[arg(long, value_name = "格式", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Serialize)]
struct RuleView {
    code: &'static str,
    name: &'static str,
    title: &'static str,
    family: &'static str,
    level: &'static str,
    since: &'static str,
    basis: &'static str,
}

/// Prints the list.
pub(crate) fn run(options: &Options, look: &Look) -> anyhow::Result<Exit> {
    let text = match options.format {
        Format::Json => {
            let rules: Vec<RuleView> = RULES
                .iter()
                .map(|r| RuleView {
                    code: r.code,
                    name: r.name,
                    title: r.title,
                    family: r.family.label(),
                    level: r.level.key(),
                    since: r.since,
                    basis: r.basis,
                })
                .collect();
            serde_json::to_string_pretty(&rules)? + "\n"
        }
        Format::Text => list(look),
    };
    io::print(&text)?;
    Ok(Exit::default())
}

fn list(look: &Look) -> String {
    let mut out = String::new();
    let mut family = None;
    for rule in RULES {
        if family != Some(rule.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{gap}{}", rule.family.label());
            family = Some(rule.family);
        }
        let (level, title) = match look.language() {
            Language::Chinese => (rule.level.label(), rule.title.to_owned()),
            Language::English => (rule.level.key(), rule.name.to_owned()),
        };
        let level = width::pad(level, if look.language() == Language::English { 7 } else { 4 });
        let head = format!("  {} {level} ", rule.code);
        let rest = " ".repeat(width::of(&head));
        for line in width::wrap(&title, look.columns(), &head, &rest) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}
