//! Lays out the help of every command: at most 80 columns, where a Chinese character takes two.
//!
//! The library that reads the command line breaks lines at blanks only, which Chinese does not have, so that the page is
//! laid out here and handed to it. Not here: the words (`crate::args`).

use clap::{Arg, Command};
use gongkai_checker::render::width;

/// More than 80 columns are hard to read and do not fit an old terminal.
const WIDEST: usize = 80;

/// Where the explanations begin at most: a longer option has its explanation on the next line.
const LEFT: usize = 29;

/// Heading of options that name none.
const OPTIONS: &str = "选项";

/// Puts the laid out page into the command and all below it.
pub(crate) fn attach(command: Command, columns: usize) -> Command {
    let mut built = command.clone();
    built.build();
    with_page(command, &built, columns.min(WIDEST))
}

fn with_page(mut command: Command, built: &Command, columns: usize) -> Command {
    for below in built.get_subcommands() {
        let name = below.get_name().to_owned();
        if command.find_subcommand(&name).is_some() {
            command = command.mut_subcommand(name, |sub| with_page(sub, below, columns));
        }
    }
    command.override_help(page(built, columns))
}

/// How a command is called, such as `gongkai check [选项] <文件>...`.
pub(crate) fn usage(built: &Command) -> String {
    let usage = built.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage:").unwrap_or(&usage).replace("[OPTIONS]", "[选项]");
    usage.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page(built: &Command, columns: usize) -> String {
    let mut lines = Vec::new();
    let about = built.get_about().map(ToString::to_string).unwrap_or_default();
    lines.extend(width::wrap(&about, columns, "", ""));
    lines.push(String::new());
    lines.extend(width::wrap(&usage(built), columns, "用法：", "      "));
    let mut entries: Vec<(String, String)> = Vec::new();
    for below in built.get_subcommands().filter(|c| !c.is_hide_set()) {
        let about = below.get_about().map(ToString::to_string).unwrap_or_default();
        entries.push((format!("  {}", below.get_name()), about));
    }
    section(&mut lines, "命令", &entries, columns);
    let shown = || built.get_arguments().filter(|a| !a.is_hide_set());
    let mut headings: Vec<&str> = Vec::new();
    for arg in shown() {
        let heading = heading_of(arg);
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    // what has to be named comes first, then the options of this command, then special ones
    headings.sort_by_key(|heading| match *heading {
        "参数" => 0,
        OPTIONS => 1,
        _ => 2,
    });
    for heading in headings {
        let entries: Vec<_> = shown().filter(|a| heading_of(a) == heading).map(entry).collect();
        section(&mut lines, heading, &entries, columns);
    }
    if let Some(after) = built.get_after_help() {
        lines.push(String::new());
        for line in after.to_string().lines() {
            let indent = if line.starts_with("  ") { "     " } else { "" };
            let (first, text) = line.split_at(line.len() - line.trim_start().len());
            lines.extend(width::wrap(text, columns, first, indent));
        }
    }
    lines.join("\n") + "\n"
}

fn heading_of(arg: &Arg) -> &str {
    // help is asked for everywhere alike, whatever was declared before it
    if arg.get_id() == "help" {
        return OPTIONS;
    }
    arg.get_help_heading().unwrap_or(if arg.is_positional() { "参数" } else { OPTIONS })
}

fn entry(arg: &Arg) -> (String, String) {
    let left = match arg.get_short() {
        _ if arg.is_positional() => format!("  {arg}"),
        Some(short) => format!("  -{short}, {arg}"),
        None => format!("      {arg}"),
    };
    (left, arg.get_help().map(ToString::to_string).unwrap_or_default())
}

fn section(lines: &mut Vec<String>, heading: &str, entries: &[(String, String)], columns: usize) {
    if entries.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(format!("{heading}："));
    let widest = entries.iter().map(|(left, _)| width::of(left)).filter(|n| *n <= LEFT).max();
    let at = widest.unwrap_or(LEFT) + 2;
    let indent = " ".repeat(at);
    for (left, help) in entries {
        let first = if width::of(left) < at {
            width::pad(left, at)
        } else {
            lines.push(left.clone());
            indent.clone()
        };
        lines.extend(width::wrap(help, columns, &first, &indent));
    }
}
