//! `gongkai repair`: proposes the one smallest change where sums fail, and writes the report with the accepted ones.
//!
//! Nothing is changed unless it is named with `--accept`, and the file read is never written to.
//! Not here: how changes are found (`gongkai_checker::repair`), how marks look (`gongkai-compose`).

use super::compare::named_after;
use super::write::{self, Fault, single, tell_gaps, unwritable};
use crate::args::{Bounds, Look, date};
use crate::deliver;
use crate::exit::Exit;
use crate::inputs::Input;
use crate::io;
use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use gongkai_checker::render::width;
use gongkai_checker::repair::{self, Edit, Outcome, Proposals};
use gongkai_compose::report;
use gongkai_domain::report::facts::SCHEMA_VERSION;
use gongkai_domain::report::{Located, Report};
use serde::Serialize;
use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

/// Changes listed for one undecided group; the JSON has all of them.
const SHOWN: usize = 8;

/// What may be said to `repair`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 年度报告（任何可以读取的格式，或者 gongkai read 输出的 JSON）；- 表示标准输入
    #[arg(value_name = "文件")]
    file: OsString,
    /// 采纳哪几条修改建议：序号（如 1,3），或者 all；采纳后的报告按 --to 写出，改动之处加标记
    #[arg(long, value_name = "序号", requires = "target")]
    accept: Option<Accept>,
    /// 采纳后写成的格式：json、docx、pdf、html、xlsx、md
    #[arg(long = "to", value_name = "格式", requires = "accept")]
    target: Option<Target>,
    /// 写入的文件，不能是原文件；省略时写到标准输出
    #[arg(short = 'o', long = "output", value_name = "文件", requires = "target")]
    output: Option<PathBuf>,
    /// 修改建议本身的输出格式：text（默认）、json
    #[arg(long, value_name = "格式", default_value = "text", conflicts_with = "accept")]
    format: Format,
    /// 先到这个文件夹中找字体（可以写多次），用于 pdf
    #[arg(long, value_name = "文件夹", requires = "target")]
    fonts: Vec<PathBuf>,
    /// 采纳后写出的文档的成文日期，如 2026-01-20
    #[arg(long = "dated", value_name = "日期", value_parser = date, requires = "target")]
    dated_on: Option<NaiveDate>,
    #[command(flatten)]
    bounds: Bounds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    Json,
    Docx,
    Pdf,
    Html,
    Xlsx,
    Md,
}

impl Target {
    /// The format of documents; nothing for data.
    fn document(self) -> Option<write::Format> {
        match self {
            Self::Json => None,
            Self::Docx => Some(write::Format::Docx),
            Self::Pdf => Some(write::Format::Pdf),
            Self::Html => Some(write::Format::Html),
            Self::Xlsx => Some(write::Format::Xlsx),
            Self::Md => Some(write::Format::Md),
        }
    }
}

/// Which proposals are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Accept {
    All,
    /// Counted from 1.
    Numbers(Vec<usize>),
}

impl FromStr for Accept {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::All);
        }
        let number = |part: &str| match part.trim().parse::<usize>() {
            Ok(n) if n > 0 => Ok(n),
            _ => Err(format!("“{part}”不是序号；应当写成 1 或者 1,3，或者 all")),
        };
        let mut numbers: Vec<usize> = text.split([',', '，', '、']).map(number).collect::<Result<_, _>>()?;
        numbers.sort_unstable();
        numbers.dedup();
        Ok(Self::Numbers(numbers))
    }
}

/// Proposes, or writes what was accepted.
pub(crate) fn run(options: &Options, look: &Look) -> anyhow::Result<Exit> {
    let ending = options.target.map(Target::document);
    match ending {
        Some(Some(format)) => format.fits(options.output.as_deref())?,
        Some(None) => write::fits("json", options.output.as_deref())?,
        None => {}
    }
    let input = if options.file == "-" { Input::Stdin } else { Input::File((&options.file).into()) };
    deliver::keep_apart(options.output.as_deref(), [&input], &[])?;
    let mut report = match single(&input, &options.bounds) {
        Ok(report) => report,
        Err(Fault::Unreadable(why)) => {
            io::note(&why);
            return Ok(Exit { has_unreadable: true, ..Exit::default() });
        }
        Err(Fault::Several(why)) => bail!(why),
    };
    if options.dated_on.is_some() {
        report.signed_on = Located { value: options.dated_on, place: None };
    }
    let found = repair::propose(&report);
    if let (Some(accept), Some(target)) = (&options.accept, options.target) {
        return accepted(&report, &found, accept, target, options);
    }
    let report = named_after(&input, report, false);
    let shown = match options.format {
        Format::Text => text(&report, &found, look.columns()),
        Format::Json => json(&report, &found)?,
    };
    io::print(&shown)?;
    tell_error(&found);
    Ok(Exit { has_findings: !found.groups.is_empty(), ..Exit::default() })
}

/// The published report has an error whether or not a change is proposed for it.
fn tell_error(found: &Proposals) {
    if !found.groups.is_empty() {
        io::note(
            "报告中有勾稽关系不成立。修改建议只供核对，不改动原文件；报告已经公布的，应当由发布机关核实后更正并重新公布。",
        );
    }
}

/// Writes the report with the accepted changes, each of them marked.
fn accepted(
    report: &Report,
    found: &Proposals,
    accept: &Accept,
    target: Target,
    options: &Options,
) -> anyhow::Result<Exit> {
    let all: Vec<&Edit> = found.edits().collect();
    if found.groups.is_empty() {
        io::note("能够核对的勾稽关系全部成立，没有需要修改的，未写出文件。");
        return Ok(Exit { is_nothing: true, ..Exit::default() });
    }
    let edits: Vec<&Edit> = match accept {
        Accept::All => all.clone(),
        Accept::Numbers(numbers) => {
            let pick = |n: &usize| {
                all.get(n - 1).copied().with_context(|| match all.len() {
                    0 => format!("没有第{n}条修改建议：这份报告没有可以采纳的修改建议"),
                    last => format!("没有第{n}条修改建议，序号为1至{last}"),
                })
            };
            numbers.iter().map(pick).collect::<anyhow::Result<_>>()?
        }
    };
    if edits.is_empty() {
        io::note("没有可以采纳的修改建议，未写出文件。");
        tell_error(found);
        return Ok(Exit { has_findings: true, ..Exit::default() });
    }
    let mut fixed = report.clone();
    for edit in &edits {
        fixed = repair::apply(&fixed, edit).map_err(|stale| {
            anyhow::anyhow!("几条修改建议都要改动“{}”，请分次采纳", stale.cell.label(report.form))
        })?;
    }
    let mut exit = Exit { has_findings: !repair::propose(&fixed).groups.is_empty(), ..Exit::default() };
    match target.document() {
        None => {
            let mut bytes = serde_json::to_vec_pretty(&fixed)?;
            bytes.push(b'\n');
            deliver::document(options.output.as_deref(), &bytes, true)?;
        }
        Some(format) => {
            let choices =
                report::Options { marks: repair::marks(edits.iter().copied()), ..report::Options::default() };
            let written = report::draft(&fixed, &choices).map_err(|why| anyhow::anyhow!(unwritable(&why)))?;
            write::deliver(&written.draft, format, options.output.as_deref(), &options.fonts)?;
            tell_gaps(&fixed, &written.gaps);
            write::tell_derived(&fixed, &written.derived);
            exit.has_findings |= !written.gaps.is_empty();
        }
    }
    io::note(&format!("已采纳{}条修改建议，改动{}个单元格，均已标记。", edits.len(), cells(&edits)));
    let left = all.len() - edits.len();
    if left > 0 {
        io::note(&format!("另有{left}条修改建议没有采纳。"));
    }
    tell_error(found);
    Ok(exit)
}

fn cells(edits: &[&Edit]) -> usize {
    edits.iter().map(|edit| edit.cells.len()).sum()
}

/// The proposals as data.
fn json(report: &Report, found: &Proposals) -> anyhow::Result<String> {
    #[derive(Serialize)]
    struct Shown<'a> {
        schema_version: u32,
        source: &'a str,
        form: &'a str,
        agency: Option<&'a str>,
        year: Option<i32>,
        #[serde(flatten)]
        found: &'a Proposals,
    }
    let shown = Shown {
        schema_version: SCHEMA_VERSION,
        source: &report.source,
        form: report.form.key(),
        agency: report.agency.value.as_deref(),
        year: report.year.value,
        found,
    };
    Ok(serde_json::to_string_pretty(&shown)? + "\n")
}

/// The proposals for a person, each with the number by which it is accepted, within so many columns.
fn text(report: &Report, found: &Proposals, columns: usize) -> String {
    let mut out = String::new();
    let mut line = |indent: &str, text: &str| {
        let rest = format!("{indent}  ");
        for line in width::wrap(text, columns, indent, &rest) {
            out.push_str(&line);
            out.push('\n');
        }
    };
    let failing: usize = found.groups.iter().map(|g| g.failing.len()).sum();
    let unknown = if found.unknown.is_empty() {
        String::new()
    } else {
        format!("另有{}条等式因数值不全无法核对。", found.unknown.len())
    };
    let name = io::shown(&report.source);
    if !report.form.has_tables() {
        line("", &format!("{name}：没有采用统一表式（2019年起），没有可以核对的统计表。"));
        return out;
    }
    if failing == 0 {
        line("", &format!("{name}：能够核对的勾稽关系全部成立。{unknown}"));
        return out;
    }
    let (proposed, open) = (found.edits().count(), found.undecided().count());
    let head =
        format!("{name}：{failing}条勾稽关系不成立；修改建议{proposed}条，无法确定的{open}处。{unknown}");
    line("", &head);
    let mut number = 0;
    for group in &found.groups {
        let Outcome::Unique(edit) = &group.outcome else { continue };
        number += 1;
        line("", "");
        line("", &format!("修改建议{number}：{}", edit.text));
        line("  ", &group.text);
    }
    for group in found.undecided() {
        line("", "");
        line("", &format!("无法确定：{}", group.text));
        if let Outcome::Ambiguous { candidates } = &group.outcome {
            for edit in candidates.iter().take(SHOWN) {
                line("  ", &format!("可能：{}", edit.text));
            }
            if candidates.len() > SHOWN {
                line("  ", &format!("等{}种可能，全部列在 --format json 的输出中。", candidates.len()));
            }
        }
    }
    if proposed > 0 {
        line("", "");
        let which = if proposed == 1 { "1" } else { "all" };
        line("", &format!("核实后可以采纳，如 --accept {which} --to docx -o 文件；原文件不改动。"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposals_are_accepted_by_number_or_all_at_once() {
        assert_eq!("all".parse(), Ok(Accept::All));
        assert_eq!("3,1,3".parse(), Ok(Accept::Numbers(vec![1, 3])));
        assert_eq!("1，2、4".parse(), Ok(Accept::Numbers(vec![1, 2, 4])));
        for wrong in ["", "0", "1,", "-1", "alle"] {
            assert!(wrong.parse::<Accept>().unwrap_err().contains("不是序号"), "{wrong}");
        }
    }

    #[test]
    fn a_report_whose_sums_hold_is_told_in_one_line() {
        let report = Report::empty("甲.docx", gongkai_domain::report::Form::Form2021);
        let told = text(&report, &repair::propose(&report), 80);
        assert_eq!(told, "甲.docx：能够核对的勾稽关系全部成立。另有42条等式因数值不全无法核对。\n");
    }
}
