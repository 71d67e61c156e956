//! Writes the documents that the program can print: rule pages, command reference, limits, schemas, glossary, states, roles.
//!
//! Not here: documents written by hand (`docs` proves them).

use crate::docs::subcommands;
use crate::house::{build_program, output, root, shown};
use crate::{Faults, files, states};
use anyhow::{Context as _, Result, bail};
use gongkai_deadline::statute::{Evidence, LIMITS};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Whether documents that differ are written or are faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

const HEADER: &str = "<!-- Written by `cargo xtask gen`; change the source instead. -->\n\n";

/// Folder that holds nothing but generated pages, so that a page nobody writes any more is noticed.
const RULES: &str = "docs/rules";

/// Generates everything.
pub(crate) fn run(mode: Mode) -> Result<Faults> {
    let program = build_program()?;
    let mut pages = rule_pages(&program)?;
    pages.insert("docs/cli.md".into(), reference(&program)?);
    pages.insert("docs/limits.md".into(), limits());
    pages.insert("docs/GLOSSARY.md".into(), glossary(&files::read(&root().join("docs/glossary.csv"))?)?);

    pages.append(&mut states::pages(HEADER));

    for (name, of) in [("report", "read"), ("check", "check")] {
        let schema = ask(&program, &["schema", of])?;
        pages.insert(PathBuf::from(format!("docs/schema/{name}.schema.json")), schema);
    }

    let mut faults = Faults::default();
    for (path, page) in &pages {
        let path = root().join(path);
        let old = if path.exists() { files::read(&path)? } else { String::new() };
        if old == *page {
            continue;
        }
        match mode {
            Mode::Write => {
                files::write(&path, page)?;
                println!("gen: wrote {}", shown(&path));
            }
            Mode::Check => faults.add(format!("{}: is not what `cargo xtask gen` writes", shown(&path))),
        }
    }
    for path in files::below(&root().join(RULES), ".md")? {
        if !pages.contains_key(Path::new(&shown(&path))) {
            match mode {
                Mode::Write => {
                    files::remove(&path)?;
                    println!("gen: removed {}", shown(&path));
                }
                Mode::Check => faults.add(format!("{}: is the page of no rule", shown(&path))),
            }
        }
    }
    println!("gen: {} pages", pages.len());
    Ok(faults)
}

/// Asks the program, with a fixed width and without colours.
fn ask(program: &Path, args: &[&str]) -> Result<String> {
    let mut command = Command::new(program);
    output(command.args(args).env("COLUMNS", "100").env("NO_COLOR", "1").stdin(Stdio::null()))
}

fn rule_pages(program: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let rules: Value = serde_json::from_str(&ask(program, &["rules", "--format", "json"])?)
        .context("`gongkai rules --format json` printed no JSON")?;
    let rules = rules.as_array().context("`gongkai rules --format json` printed no list")?;
    let sources = files::below(&root().join("crates/checker/src/rules"), ".rs")?;
    let mut index = format!(
        "{HEADER}# 规则\n\n共{}条。每一页也可以用 `gongkai explain 代码` 查看。\n\n\
         | 代码 | 名称 | 查什么 | 最强口气 | 依据 |\n|---|---|---|---|---|\n",
        rules.len()
    );
    let mut pages = BTreeMap::new();
    for rule in rules {
        let text = |key: &str| rule[key].as_str().with_context(|| format!("a rule without `{key}`"));
        let code = text("code")?;
        let _ = writeln!(
            index,
            "| [{code}]({code}.md) | `{}` | {} | {} | {} |",
            text("name")?,
            text("title")?,
            match text("level")? {
                "error" => "错误",
                "warning" => "警告",
                _ => "提示",
            },
            text("basis")?
        );
        let page = rule_page(&sources, code, text("name")?)?;
        pages.insert(PathBuf::from(format!("{RULES}/{code}.md")), format!("{HEADER}{page}"));
    }
    pages.insert(PathBuf::from(format!("{RULES}/README.md")), index);
    Ok(pages)
}

/// The page of a rule: the head of the file that bears its name, as `explain` prints it.
fn rule_page(sources: &[PathBuf], code: &str, name: &str) -> Result<String> {
    let file = sources.iter().find(|path| path.file_stem().is_some_and(|stem| stem == name));
    let file =
        file.with_context(|| format!("{code}: no file of crates/checker/src/rules is named {name}.rs"))?;
    let text = files::read(file)?;
    let head = text.lines().map_while(|line| line.strip_prefix("//!"));
    let page: Vec<&str> = head.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    if !page.first().is_some_and(|title| title.contains(code)) {
        bail!("{}: the page does not begin with {code}", shown(file));
    }
    Ok(page.join("\n") + "\n")
}

/// The help of the program and of every command below it.
fn reference(program: &Path) -> Result<String> {
    let mut page = format!("{HEADER}# 命令参考\n");
    let mut waiting = vec![Vec::new()];
    while let Some(path) = waiting.pop() {
        let mut args: Vec<&str> = path.iter().map(String::as_str).collect();
        args.push("--help");
        let help = ask(program, &args)?;
        let name =
            ["gongkai"].into_iter().chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
        let _ = write!(page, "\n## `{name}`\n\n```text\n");
        for line in help.trim_end().lines() {
            page.push_str(line.trim_end());
            page.push('\n');
        }
        page.push_str("```\n");
        for below in subcommands(&help).into_iter().rev().filter(|name| name != "help") {
            waiting.push(path.iter().cloned().chain([below]).collect::<Vec<String>>());
        }
    }
    Ok(page)
}

fn limits() -> String {
    let mut page = format!(
        "{HEADER}# 法定期限\n\n\
         `gongkai calendar due --limit 代号` 按此表推算。起算日（时）当日不计入。标“依惯例”“待核”的，不作为判定超期的唯一依据。\n\n\
         | 代号 | 期限 | 时长 | 起算 | 依据 | 说明 |\n|---|---|---|---|---|---|\n"
    );
    for limit in LIMITS {
        let mut remarks = Vec::new();
        match limit.evidence {
            Evidence::TextRead => {}
            Evidence::FromKnowledge => remarks.push("待核"),
            Evidence::Practice => remarks.push("依惯例"),
        }
        if limit.is_configurable {
            remarks.push("可另行设定");
        }
        if limit.moves_off_holiday {
            remarks.push("末日为节假日的顺延");
        }
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {} |",
            limit.key,
            limit.name,
            limit.length,
            limit.start,
            limit.article,
            remarks.join("；")
        );
    }
    page
}

/// The glossary as tables, one per subject, in the order of the file.
fn glossary(csv: &str) -> Result<String> {
    let mut page = format!(
        "{HEADER}# Glossary\n\nOne English word and one identifier per term of the field. A new term is added to \
         [glossary.csv](glossary.csv) before it is used.\n"
    );
    let mut subject = String::new();
    for record in csv::Reader::from_reader(csv.as_bytes()).records() {
        let record = record.context("docs/glossary.csv")?;
        let field = |at: usize| record.get(at).unwrap_or_default().replace('|', "\\|");
        if field(0) != subject {
            subject = field(0);
            let _ = write!(page, "\n## {subject}\n\n| Chinese | English | Identifier |\n|---|---|---|\n");
        }
        let identifiers: Vec<String> = field(3).split(' ').map(|name| format!("`{name}`")).collect();
        let _ = writeln!(page, "| {} | {} | {} |", field(1), field(2), identifiers.join(", "));
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glossary_has_one_table_per_subject() {
        let page = glossary("subject,chinese,english,identifier\nA,答复,reply,reply\nA,结转,carry over,carried_in carried_out\nB,台账,ledger,ledger\n").unwrap();
        assert_eq!(page.matches("|---|---|---|").count(), 2);
        assert!(page.contains("| 结转 | carry over | `carried_in`, `carried_out` |\n"));
    }

    #[test]
    fn every_limit_has_a_row_with_its_article() {
        let page = limits();
        for limit in LIMITS {
            let head = format!("| `{}` | {} | {} |", limit.key, limit.name, limit.length);
            assert!(page.lines().any(|row| row.starts_with(&head) && row.contains(limit.article)), "{head}");
        }
    }
}
