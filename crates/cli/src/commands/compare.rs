//! `gongkai compare`: shows reports of several years side by side.
//!
//! Not here: what is compared (`gongkai_domain::report::compare`), how it looks (`gongkai_compose::compare`).

use super::read_within;
use super::write::{fits, told};
use crate::args::{Bounds, Look};
use crate::deliver;
use crate::exit::Exit;
use crate::inputs::{self, Input};
use crate::io;
use crate::reading::PAGE_OF_COMPARE;
use anyhow::bail;
use clap::{Args, ValueEnum};
use gongkai_domain::report::Report;
use gongkai_domain::report::compare::compare;
use std::ffi::OsString;
use std::path::PathBuf;

/// Reports beyond this make a table that nobody can read.
const MOST: usize = 30;

/// What may be said to `compare`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 两份以上年度报告（任何可以读取的格式，或者 gongkai read 输出的 JSON）；- 表示标准输入
    #[arg(required = true, value_name = "文件")]
    files: Vec<OsString>,
    /// 格式：text（默认）、html、xlsx、json
    #[arg(long = "to", alias = "format", value_name = "格式", default_value = "text")]
    format: Format,
    /// 写入的文件；省略时写到标准输出
    #[arg(short = 'o', long = "output", value_name = "文件")]
    output: Option<PathBuf>,
    /// 文字输出时，各年均为0或没有数据的项目也列出
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    bounds: Bounds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
    Xlsx,
    Json,
}

/// Compares everything that was named.
pub(crate) fn run(options: &Options, look: &Look) -> anyhow::Result<Exit> {
    match options.format {
        Format::Text => {}
        Format::Html => fits("html", options.output.as_deref())?,
        Format::Xlsx => fits("xlsx", options.output.as_deref())?,
        Format::Json => fits("json", options.output.as_deref())?,
    }
    let expanded = inputs::expand(&options.files);
    expanded.tell();
    deliver::keep_apart(options.output.as_deref(), &expanded.inputs, &[])?;
    let mut reports: Vec<Report> = Vec::new();
    let mut exit = Exit::default();
    for input in &expanded.inputs {
        let items = read_within(input, &options.bounds);
        let has_several = items.len() > 1;
        for item in items {
            match item {
                Ok(read) => reports.push(named_after(input, read.report, has_several)),
                Err((source, why)) => {
                    exit.has_unreadable = true;
                    io::note(&format!("{} 无法读取：{}{}", io::shown(&source), why.message, why.hint));
                }
            }
        }
    }
    if reports.len() < 2 {
        if exit.has_unreadable {
            return Ok(exit);
        }
        bail!("至少要有两份报告才能比较，只找到{}份", reports.len());
    }
    if reports.len() > MOST {
        bail!("一次最多比较{MOST}份报告，找到了{}份", reports.len());
    }
    let comparison = compare(&reports);
    let (bytes, is_text) = match options.format {
        Format::Text => {
            (gongkai_compose::compare::text(&comparison, look.columns(), options.all).into_bytes(), true)
        }
        Format::Html => (signed(&gongkai_compose::compare::html(&comparison)).into_bytes(), true),
        Format::Json => (serde_json::to_vec_pretty(&comparison)?, true),
        Format::Xlsx => (gongkai_compose::compare::xlsx(&comparison).map_err(|e| told(&e))?, false),
    };
    deliver::document(options.output.as_deref(), &bytes, is_text)?;
    Ok(exit)
}

/// The report under the name of the file that was given: data keeps the name of the document that it was taken from, which
/// nobody has named here. Several reports of one file have that name behind it, so that they can be told apart.
pub(crate) fn named_after(input: &Input, report: Report, has_several: bool) -> Report {
    let given = input.name();
    if matches!(input, Input::Stdin) || report.source == given {
        return report;
    }
    let source = if has_several { format!("{given}（{}）", report.source) } else { given };
    Report { source, ..report }
}

/// The page with the line that says which command made it, so that it is not taken for a report later.
fn signed(page: &str) -> String {
    page.replacen("<title>", &format!("{PAGE_OF_COMPARE}\n<title>"), 1)
}
