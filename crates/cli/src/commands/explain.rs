//! `gongkai explain`: prints the page of a rule.
//!
//! Not here: the pages (the first lines of each rule's file), the listing (`super::rules`).

use crate::args::Look;
use crate::exit::Exit;
use crate::io::{self, Output};
use clap::Args;
use gongkai_checker::registry;
use gongkai_checker::render::page;

/// What may be said to `explain`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 规则编号（如 A001）或者名称（如 balance_mismatch）
    #[arg(required = true, value_name = "规则")]
    rules: Vec<String>,
}

/// Prints one page after the other.
pub(crate) fn run(options: &Options, look: &Look) -> anyhow::Result<Exit> {
    let has_color = io::has_color(look.color_choice(), false);
    let mut out = Output::open(None, has_color)?;
    let mut exit = Exit::default();
    for (i, name) in options.rules.iter().enumerate() {
        let Some(rule) = registry::find(name) else {
            exit.is_internal = true;
            io::note(&unknown(name));
            continue;
        };
        let gap = if i > 0 { "\n" } else { "" };
        // more than 80 columns are hard to read
        let text = page::plain(&rule.page(), look.columns().min(80), has_color);
        if out.write(&format!("{gap}{text}"))?.is_err() {
            return Ok(exit);
        }
    }
    let _ = out.finish()?;
    Ok(exit)
}

fn unknown(name: &str) -> String {
    let near: Vec<&str> = registry::RULES
        .iter()
        .filter(|r| {
            let family = r.code.chars().next();
            family == name.chars().next().map(|c| c.to_ascii_uppercase()) || r.name.contains(name)
        })
        .map(|r| r.code)
        .take(8)
        .collect();
    let near =
        if near.is_empty() { String::new() } else { format!("相近的有：{}。", near.join("、")) };
    format!("没有“{name}”这条规则。{near}用 gongkai rules 查看全部规则。")
}
