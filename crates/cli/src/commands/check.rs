//! `gongkai check`: reads reports, runs every rule, prints what was found.
//!
//! Not here: the rules (`gongkai_checker::rules`), the looks of the output (`gongkai_checker::render`).

use super::{jobs, read_within};
use crate::args::{Bounds, Look, date, whole};
use crate::batch;
use crate::deliver::keep_apart;
use crate::exit::Exit;
use crate::inputs::{self, Input};
use crate::io::{self, Output};
use crate::previous::{Previous, Read};
use crate::progress::Progress;
use crate::reading::{self, Item, ReadReport};
use crate::sidecar::{Near, Sidecars};
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use gongkai_checker::render::{
    Checked, Entry, Language, Outcome, Renderer, Source, Sources, Summary, Unreadable, Waived,
    github::GitHub,
    html::Html,
    json::{Json, JsonLines},
    sarif::Sarif,
    text::Text,
};
use gongkai_checker::rules::capacity::infer_agency_kind;
use gongkai_checker::{AgencyKind, CheckOptions, Level};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What may be said to `check`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 要检查的文件、文件夹或者通配符；- 表示标准输入
    #[arg(required = true, value_name = "文件")]
    files: Vec<OsString>,
    /// 输出格式：text（默认）、json、jsonl、sarif、github、html
    #[arg(long, value_name = "格式", default_value = "text")]
    format: Format,
    /// 结果写入文件，不写到屏幕
    #[arg(short = 'o', long = "output", value_name = "文件")]
    output: Option<PathBuf>,
    /// 有这一级别以上的问题时退出码为 1：error（默认）、warning、note、never
    #[arg(long, value_name = "级别", default_value = "error")]
    fail_on: FailOn,
    /// 上一年度的报告：一个文件，或者按机关和年度查找的文件夹
    #[arg(long, value_name = "文件或文件夹")]
    previous: Option<PathBuf>,
    /// 机关类别：department（部门）、government（政府）、town（乡镇街道）、vertical（垂直管理机关）
    #[arg(long, value_name = "类别")]
    agency_kind: Option<Kind>,
    /// 豁免清单；默认取报告旁边的“报告文件名.gongkai.toml”和“gongkai.toml”
    #[arg(long, value_name = "文件")]
    waivers: Option<PathBuf>,
    /// 只输出问题，不输出未能核对的项目和汇总
    #[arg(short = 'q', long, conflicts_with = "summary")]
    quiet: bool,
    /// 不逐条列出，只输出“机关—规则”汇总表（json 格式下在汇总中增加该表）
    #[arg(long)]
    summary: bool,
    /// 同时处理的文件数，默认为处理器个数
    #[arg(long, value_name = "个数", value_parser = |text: &str| whole::<u16>(text, 1, 256))]
    jobs: Option<u16>,
    /// 判断豁免是否过期所用的日期，默认为今天
    #[arg(long, value_name = "日期", hide = true, value_parser = date)]
    today: Option<NaiveDate>,
    #[command(flatten)]
    bounds: Bounds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
    Sarif,
    Github,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Department,
    Government,
    Town,
    Vertical,
}

impl From<Kind> for AgencyKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Department => Self::Department,
            Kind::Government => Self::Government,
            Kind::Town => Self::Town,
            Kind::Vertical => Self::Vertical,
        }
    }
}

/// What one file gave: the text of its entries, in order, and what is counted.
struct Done {
    entries: Vec<String>,
    summary: Summary,
    used_waivers: BTreeSet<(PathBuf, usize)>,
    is_internal: bool,
}

struct Run<'a> {
    options: &'a Options,
    renderer: &'a dyn Renderer,
    previous: &'a Previous,
    sidecars: &'a Sidecars,
    today: NaiveDate,
    is_only: bool,
    /// Whether a person reads the output, and in Chinese.
    speaks_chinese: bool,
}

/// Checks everything that was named.
pub(crate) fn run(options: &Options, look: &Look) -> anyhow::Result<Exit> {
    let has_color = io::has_color(look.color_choice(), options.output.is_some());
    let text = Text {
        width: look.columns(),
        has_color: has_color && options.format == Format::Text,
        language: look.language(),
        is_quiet: options.quiet,
        is_summary: options.summary,
    };
    let renderer: &dyn Renderer = match options.format {
        Format::Text => &text,
        Format::Json => &Json,
        Format::Jsonl => &JsonLines,
        Format::Sarif => &Sarif,
        Format::Github => &GitHub,
        Format::Html => &Html,
    };
    let expanded = inputs::expand(&options.files);
    expanded.tell();
    let inputs = expanded.inputs;
    let jobs = jobs(options.jobs);
    let read = |input: &Input| read_within(input, &options.bounds);
    let mut exit = Exit::default();
    let others = [options.previous.as_deref(), options.waivers.as_deref()];
    keep_apart(options.output.as_deref(), &inputs, &others)?;
    let (previous, told) = Previous::open(options.previous.as_deref(), jobs, &read)?;
    for (name, why) in &told.faults {
        exit.has_unreadable = true;
        io::note(&format!("上年报告 {} 无法读取：{}{}", io::called(name), why.message, why.hint));
    }
    for line in &told.notes {
        io::note(line);
    }
    let sidecars = Sidecars::new(options.waivers.clone());
    let today = options.today.unwrap_or_else(io::today);
    let run = Run {
        options,
        renderer,
        previous: &previous,
        sidecars: &sidecars,
        today,
        is_only: matches!(inputs.as_slice(), [Input::File(_) | Input::Stdin]),
        speaks_chinese: options.format == Format::Html
            || (options.format == Format::Text && look.language() == Language::Chinese),
    };
    let mut out = Output::open(options.output.as_deref(), text.has_color).with_context(|| {
        format!("无法写入 {}", options.output.as_deref().unwrap_or_else(|| "标准输出".as_ref()).display())
    })?;
    let mut summary = Summary { agencies: options.summary.then(Default::default), ..Summary::default() };
    let mut used = BTreeSet::new();
    let progress = Progress::over(inputs.len(), options.quiet);
    if out.write(&renderer.begin())?.is_err() {
        return Ok(Exit::default());
    }
    let (mut is_first, mut is_closed) = (true, false);
    batch::run(
        &inputs,
        jobs,
        |number, input| run.one_or_fault(number, input, &read),
        |input, done| {
            // a pattern that meets nothing has been told before
            match input {
                Input::Broken(broken) if broken.1.code == inputs::NOTHING_MET => progress.passed(),
                _ => progress.done(io::called(&input.name()), &words(&done.summary)),
            }
            exit.is_internal |= done.is_internal;
            used.extend(done.used_waivers);
            summary.merge(done.summary);
            for entry in done.entries.iter().filter(|e| !e.is_empty()) {
                let separator = if std::mem::take(&mut is_first) { "" } else { renderer.separator() };
                if progress.aside(|| out.write(&format!("{separator}{entry}")))?.is_err() {
                    is_closed = true;
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        },
    )?;
    progress.finish();
    if is_closed {
        return Ok(Exit::default());
    }
    for (path, because) in sidecars.broken() {
        exit.is_internal = true;
        io::note(&format!("豁免清单 {} 无法使用：{because}。", path.display()));
    }
    for (path, sidecar) in sidecars.used() {
        for (i, waiver) in sidecar.waivers.iter().enumerate() {
            if waiver.is_expired(today) {
                summary.expired_waivers.push(waiver.note.clone());
            } else if !used.contains(&(path.clone(), i)) {
                summary.unused_waivers.push(waiver.note.clone());
            }
        }
    }
    // a file that was named twice has its own waivers twice
    for notes in [&mut summary.expired_waivers, &mut summary.unused_waivers] {
        notes.sort_by(|a, b| a.file.cmp(&b.file));
        let mut seen = BTreeSet::new();
        notes.retain(|note| seen.insert(note.clone()));
    }
    if out.write(&renderer.end(&summary))?.is_err() || out.finish()?.is_err() {
        return Ok(Exit::default());
    }
    exit.has_unreadable |= summary.unreadable > 0;
    exit.is_nothing = summary.reports + summary.unreadable == 0;
    if exit.is_nothing {
        io::note("没有找到可以检查的报告。");
    }
    let bar = match options.fail_on {
        FailOn::Error => Some(Level::Error),
        FailOn::Warning => Some(Level::Warning),
        FailOn::Note => Some(Level::Note),
        FailOn::Never => None,
    };
    exit.has_findings = options.format != Format::Sarif && bar.is_some_and(|level| summary.reaches(level));
    Ok(exit)
}

impl Run<'_> {
    /// One input; a defect met while printing it ends that input only.
    fn one_or_fault(&self, number: usize, input: &Input, read: &Read<'_>) -> Done {
        batch::caught(|| self.one(number, input, read)).unwrap_or_else(|why| {
            let name = input.name();
            let mut done = self.nothing_yet();
            self.put((number, 0), &name, &why, &mut done);
            done
        })
    }

    fn one(&self, number: usize, input: &Input, read: &Read<'_>) -> Done {
        let mut done = self.nothing_yet();
        let start = Instant::now();
        let mut items = read(input);
        if matches!(input, Input::Stdin) && self.speaks_chinese {
            items.iter_mut().for_each(in_chinese);
        }
        let sidecars =
            if items.iter().any(Result::is_ok) { self.sidecars.of(input.path()) } else { Vec::new() };
        // reading a file and checking all its reports share its time
        let left = || self.options.bounds.time().saturating_sub(start.elapsed());
        for (i, item) in items.into_iter().enumerate() {
            self.entry((number, i), input, item, left(), (read, &sidecars), &mut done);
        }
        self.close(&sidecars, &mut done);
        done
    }

    /// What is left of the waivers that hold for this file alone is told now, and they are forgotten.
    fn close(&self, sidecars: &[Near], done: &mut Done) {
        for near in sidecars.iter().filter(|near| near.is_own) {
            for (i, waiver) in near.sidecar.waivers.iter().enumerate() {
                let is_used = done.used_waivers.remove(&(near.path.clone(), i));
                if waiver.is_expired(self.today) {
                    done.summary.expired_waivers.push(waiver.note.clone());
                } else if !is_used {
                    done.summary.unused_waivers.push(waiver.note.clone());
                }
            }
        }
    }

    fn nothing_yet(&self) -> Done {
        let agencies = self.options.summary.then(Default::default);
        let summary = Summary { files: 1, agencies, ..Summary::default() };
        Done { entries: Vec::new(), summary, used_waivers: BTreeSet::new(), is_internal: false }
    }

    fn put(&self, number: (usize, usize), source: &str, why: &Unreadable, done: &mut Done) {
        let entry = Entry { number, source, outcome: Outcome::Unreadable(why) };
        done.is_internal |= why.code == batch::INTERNAL;
        done.summary.add(&entry);
        done.entries.push(self.renderer.entry(&entry));
    }

    fn entry(
        &self,
        number: (usize, usize),
        input: &Input,
        item: Item,
        left: Duration,
        around: (&Read<'_>, &[Near]),
        done: &mut Done,
    ) {
        let fault = match item {
            Ok(read_report) => match self.check(read_report, left, around) {
                Ok(one) => {
                    let checked = Checked {
                        report: &one.read.report,
                        previous: one.previous.as_ref().map(|p| &p.report),
                        result: &one.result,
                        waived: &one.waived,
                        sources: &one.sources,
                    };
                    let source = one.read.report.source.as_str();
                    let entry = Entry { number, source, outcome: Outcome::Checked(checked) };
                    done.summary.add(&entry);
                    done.entries.push(self.renderer.entry(&entry));
                    done.used_waivers.extend(one.used);
                    return;
                }
                Err(why) => (input.name(), why),
            },
            Err(fault) if matches!(input, Input::Found(_)) && reading::is_foreign(&input.name(), &fault) => {
                done.summary.skipped += 1;
                return;
            }
            Err(fault) => fault,
        };
        self.put(number, &fault.0, &fault.1, done);
    }

    /// Runs the rules over one report, in a thread that may be given up.
    fn check(
        &self,
        read_report: ReadReport,
        left: Duration,
        (read, sidecars): (&Read<'_>, &[Near]),
    ) -> Result<CheckedOne, Unreadable> {
        let report = &read_report.report;
        let previous = self.previous.of(report, self.is_only, read);
        let agency = report.agency.value.as_deref();
        let agency_kind = self
            .options
            .agency_kind
            .map(AgencyKind::from)
            .or_else(|| sidecars.iter().find_map(|near| near.sidecar.kind_of(agency)))
            .or_else(|| agency.and_then(infer_agency_kind));
        let (read_report, previous, mut result) =
            batch::guard(self.options.bounds.time(), left, move || {
                let options = CheckOptions { previous: previous.as_ref().map(|p| &p.report), agency_kind };
                let result = gongkai_checker::check(&read_report.report, &options);
                (read_report, previous, result)
            })?;
        let (mut waived, mut used) = (Vec::new(), BTreeSet::new());
        let name = &read_report.report.source;
        result.findings = std::mem::take(&mut result.findings)
            .into_iter()
            .filter_map(|finding| {
                let found = sidecars.iter().find_map(|near| {
                    let mut all = near.sidecar.waivers.iter().enumerate();
                    let fits = all.find(|(_, w)| !w.is_expired(self.today) && w.covers(&finding, name))?;
                    Some((near.path.clone(), fits.0, fits.1.note.clone()))
                });
                let Some((path, i, waiver)) = found else { return Some(finding) };
                used.insert((path, i));
                waived.push(Waived { finding, waiver });
                None
            })
            .collect();
        let mut sources = Sources::none();
        for one in std::iter::once(&read_report).chain(previous.as_ref()) {
            if let Some(document) = &one.document {
                sources = sources.with(Source::new(one.report.source.clone(), document.clone()));
            }
        }
        Ok(CheckedOne { read: read_report, previous, result, waived, used, sources })
    }
}

struct CheckedOne {
    read: ReadReport,
    previous: Option<ReadReport>,
    result: gongkai_checker::CheckedReport,
    waived: Vec<Waived>,
    used: BTreeSet<(PathBuf, usize)>,
    sources: Sources,
}

/// Gives what was read from standard input the name that a clerk understands.
fn in_chinese(item: &mut Item) {
    let name = match item {
        Ok(read) => &mut read.report.source,
        Err((name, _)) => name,
    };
    if io::called(name) != name.as_str() {
        *name = io::called(name).to_owned();
    }
}

/// What came of one file, for the line on standard error.
fn words(summary: &Summary) -> String {
    if let Some((_, why)) = summary.unreadable_files.first() {
        return format!("无法读取（{}）", why.message.trim_end_matches('。'));
    }
    if summary.reports == 0 {
        return "不是报告，跳过".to_owned();
    }
    format!("错误{}，警告{}，提示{}", summary.errors, summary.warnings, summary.notes)
}
