//! `gongkai read`: prints reports as data, one object for one report, an array for several.
//!
//! Not here: how reports are read (`crate::reading`).

use super::{jobs, read_within};
use crate::args::{Bounds, whole};
use crate::batch;
use crate::deliver::keep_apart;
use crate::exit::Exit;
use crate::inputs::{self, Input};
use crate::io::{self, Output};
use crate::progress::Progress;
use crate::reading;
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use gongkai_checker::render::Unreadable;
use gongkai_domain::report::{CellRef, Place, Report};
use serde::Serialize;
use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// What may be said to `read`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 要读取的文件、文件夹或者通配符；- 表示标准输入
    #[arg(required = true, value_name = "文件")]
    files: Vec<OsString>,
    /// 输出格式：json（默认）、csv（每个单元格一行）
    #[arg(long, value_name = "格式", default_value = "json")]
    format: Format,
    /// 结果写入文件，不写到屏幕
    #[arg(short = 'o', long = "output", value_name = "文件")]
    output: Option<PathBuf>,
    /// csv 开头加 BOM，便于用 Excel、WPS 表格直接打开
    #[arg(long)]
    bom: bool,
    /// 不显示进度
    #[arg(short = 'q', long)]
    quiet: bool,
    /// 同时处理的文件数，默认为处理器个数
    #[arg(long, value_name = "个数", value_parser = |text: &str| whole::<u16>(text, 1, 256))]
    jobs: Option<u16>,
    #[command(flatten)]
    bounds: Bounds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Csv,
}

/// What `read` prints for a file that gives no report.
#[derive(Serialize)]
struct NotRead<'a> {
    source: &'a str,
    unreadable: &'a Unreadable,
}

#[derive(Default)]
struct Done {
    entries: Vec<String>,
    unreadable: Vec<(String, Unreadable)>,
    reports: usize,
}

impl Done {
    fn fault(&mut self, source: String, why: Unreadable, options: &Options) {
        if options.format == Format::Json {
            self.entries.push(json(&NotRead { source: &source, unreadable: &why }));
        }
        self.unreadable.push((source, why));
    }
}

/// Reads everything that was named.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    let expanded = inputs::expand(&options.files);
    expanded.tell();
    let inputs = expanded.inputs;
    keep_apart(options.output.as_deref(), &inputs, &[])?;
    let mut out = Output::open(options.output.as_deref(), false).with_context(|| {
        format!("无法写入 {}", options.output.as_deref().unwrap_or_else(|| "标准输出".as_ref()).display())
    })?;
    let progress = Progress::over(inputs.len(), options.quiet);
    let mut exit = Exit { is_nothing: true, ..Exit::default() };
    let mut array = Array::default();
    if options.format == Format::Csv {
        let bom = if options.bom { "\u{feff}" } else { "" };
        if out.write(&format!("{bom}{HEADER}"))?.is_err() {
            return Ok(Exit::default());
        }
    }
    let mut is_closed = false;
    batch::run(
        &inputs,
        jobs(options.jobs),
        |_, input| one_or_fault(input, options),
        |input, done: Done| {
            let words = match done.unreadable.first() {
                Some((_, why)) => format!("无法读取（{}）", why.message.trim_end_matches('。')),
                None if done.reports == 0 => "不是报告，跳过".to_owned(),
                None => format!("{}份报告", done.reports),
            };
            // a pattern that meets nothing has been told before
            match input {
                Input::Broken(broken) if broken.1.code == inputs::NOTHING_MET => progress.passed(),
                _ => progress.done(io::called(&input.name()), &words),
            }
            exit.is_nothing &= done.reports == 0 && done.unreadable.is_empty();
            for (name, why) in &done.unreadable {
                exit.has_unreadable = true;
                exit.is_internal |= why.code == batch::INTERNAL;
                if why.code == inputs::NOTHING_MET {
                    continue;
                }
                // as data the reason stands in the output; a table has no place for it
                if options.format == Format::Csv || options.output.is_some() {
                    io::note(&format!("{} 无法读取：{}{}", io::called(name), why.message, why.hint));
                }
            }
            for entry in done.entries {
                let text = if options.format == Format::Json { array.push(entry) } else { entry };
                if progress.aside(|| out.write(&text))?.is_err() {
                    is_closed = true;
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        },
    )?;
    progress.finish();
    let rest = if options.format == Format::Json { array.finish() } else { String::new() };
    if is_closed || out.write(&rest)?.is_err() || out.finish()?.is_err() {
        return Ok(Exit::default());
    }
    if exit.is_nothing {
        io::note("没有找到可以读取的报告。");
    }
    Ok(exit)
}

/// One input; a defect met while printing it ends that input only.
fn one_or_fault(input: &Input, options: &Options) -> Done {
    batch::caught(|| one(input, options)).unwrap_or_else(|why| {
        let mut done = Done::default();
        done.fault(input.name(), why, options);
        done
    })
}

fn one(input: &Input, options: &Options) -> Done {
    let mut done = Done::default();
    for item in read_within(input, &options.bounds) {
        match item {
            Ok(read) => {
                done.reports += 1;
                done.entries.push(match options.format {
                    Format::Json => json(&read.report),
                    Format::Csv => csv_rows(&read.report),
                });
            }
            Err(fault) if matches!(input, Input::Found(_)) && reading::is_foreign(&input.name(), &fault) => {}
            Err((source, why)) => done.fault(source, why, options),
        }
    }
    done
}

/// Serialising plain values does not fail; a failure would be a defect and is shown as JSON `null`.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| "null".to_owned())
}

/// An array that becomes one only when there is a second element: the first is held back until then.
#[derive(Debug, Default)]
struct Array {
    held: Option<String>,
    is_open: bool,
}

impl Array {
    fn push(&mut self, element: String) -> String {
        match self.held.take() {
            Some(first) => {
                self.is_open = true;
                format!("[\n{first},\n{element}")
            }
            None if self.is_open => format!(",\n{element}"),
            None => {
                self.held = Some(element);
                String::new()
            }
        }
    }

    fn finish(self) -> String {
        match self.held {
            Some(only) => only + "\n",
            None if self.is_open => "\n]\n".to_owned(),
            None => String::new(),
        }
    }
}

const HEADER: &str = "source,agency,year,table,row,column,value,kind,raw,place,proof\r\n";

/// A row per cell. What a spreadsheet would take for a formula gets an apostrophe in front.
fn csv_rows(report: &Report) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let agency = report.agency.value.clone().unwrap_or_default();
    let year = report.year.value.map(|y| y.to_string()).unwrap_or_default();
    for (at, cell) in report.cells() {
        let (table, row, column) = match at {
            CellRef::T2(key) => ("table2", key.key(), ""),
            CellRef::T3(row, column) => ("table3", row.key(), column.key()),
            CellRef::T4(key) => ("table4", key.key(), ""),
        };
        let value = cell.value.map(|v| v.to_string()).unwrap_or_default();
        let place = cell.place.as_ref().map(Place::describe).unwrap_or_default();
        let proof = cell.proof.as_ref().map(ToString::to_string).unwrap_or_default();
        let record = [
            &harmless(&report.source),
            &harmless(&agency),
            &year,
            table,
            row,
            column,
            &value,
            cell.kind.key(),
            &harmless(&cell.raw),
            &place,
            &harmless(&proof),
        ];
        // writing into memory does not fail
        let _ = writer.write_record(record.map(|field| -> &str { field }));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

pub(super) fn harmless(text: &str) -> String {
    let is_number = text.trim_start_matches(['+', '-']).parse::<f64>().is_ok();
    let is_formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number && text.chars().count() > 1;
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_element_stays_an_object_and_two_become_an_array() {
        let mut array = Array::default();
        assert_eq!(array.push("1".into()) + &array.finish(), "1\n");
        let mut array = Array::default();
        let text =
            array.push("1".into()) + &array.push("2".into()) + &array.push("3".into()) + &array.finish();
        assert_eq!(text, "[\n1,\n2,\n3\n]\n");
        assert_eq!(Array::default().finish(), "");
    }

    #[test]
    fn a_cell_cannot_become_a_formula() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-2"), "-2");
        assert_eq!(harmless("-"), "-");
        assert_eq!(harmless("+增1"), "'+增1");
    }
}
