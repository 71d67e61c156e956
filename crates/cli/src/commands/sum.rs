//! `gongkai sum`: adds the reports of many agencies up into one, and holds a parent's report against it.
//!
//! Not here: adding up (`gongkai_domain::report::aggregate`), the rules between levels (family H of `gongkai-checker`).

use super::check::Kind;
use super::write::{self, Fault, deliver};
use super::{jobs, read_within};
use crate::args::{Bounds, Look, date, whole};
use crate::batch;
use crate::deliver as hand_over;
use crate::exit::Exit;
use crate::inputs::{self, Expanded, Input};
use crate::io;
use crate::progress::Progress;
use crate::reading;
use crate::words;
use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use gongkai_checker::render::json::Json;
use gongkai_checker::render::text::Text;
use gongkai_checker::render::{Checked, Entry, Outcome, Renderer, Sources, Summary};
use gongkai_checker::rules::capacity::infer_agency_kind;
use gongkai_checker::{CheckOptions, CheckedReport, Level, check_hierarchy};
use gongkai_compose::report as composed;
use gongkai_domain::report::aggregate::{LeftOut, Plan, Provenance, Reason, Roster, Sum, Unknown, Why};
use gongkai_domain::report::{CellRef, Located, Report};
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What may be said to `sum`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 成员单位的年度报告：文件、文件夹或者通配符，任何可以读取的格式
    #[arg(required = true, value_name = "文件")]
    files: Vec<OsString>,
    /// 汇总报告的格式：docx、pdf、html、xlsx、md，或者 json（数据）
    #[arg(long = "to", value_name = "格式", required_unless_present = "check")]
    format: Option<Format>,
    /// 汇总报告写入的文件；省略时写到标准输出
    #[arg(short = 'o', long = "output", value_name = "文件", requires = "format")]
    output: Option<PathBuf>,
    /// 汇总报告的机关名称，如 青溪市人民政府
    #[arg(long, value_name = "名称", default_value = "")]
    agency: String,
    /// 汇总哪一年度；省略时各份报告的年度必须相同
    #[arg(long, value_name = "年度", value_parser = |text: &str| whole::<i32>(text, 2008, 2200))]
    year: Option<i32>,
    /// 成员名单（TOML）：哪些单位计入、哪些不计入及其理由、转办登记
    #[arg(long, value_name = "文件")]
    members: Option<PathBuf>,
    /// 没有数值的单元格怎么办：refuse 不汇总（默认）、blank-as-zero 空白按零计、skip 略过该格、leave-out 整个单位不计入
    #[arg(long, value_name = "办法", default_value = "refuse")]
    unknown: Policy,
    /// 允许汇总不同年度的报告
    #[arg(long)]
    mixed_years: bool,
    /// 有文件无法读取时仍然汇总其余的，并列出未计入的文件
    #[arg(long)]
    skip_unreadable: bool,
    /// 每个数的来源（哪个单位、多少）写入这个文件，后缀为 json 或者 csv
    #[arg(long, value_name = "文件")]
    provenance: Option<PathBuf>,
    /// 与上级机关自己的报告核对：上级的数应当等于本级加成员，减去登记的转办
    #[arg(long, value_name = "文件")]
    check: Option<OsString>,
    /// 核对时上级机关上一年度的报告
    #[arg(long, value_name = "文件", requires = "check")]
    previous: Option<OsString>,
    /// 核对结果的格式：text（默认）、json
    #[arg(long = "format", value_name = "格式", default_value = "text", requires = "check")]
    check_format: CheckFormat,
    /// 上级机关的类别：department、government、town、vertical
    #[arg(long, value_name = "类别", requires = "check")]
    agency_kind: Option<Kind>,
    /// 汇总报告的成文日期，如 2026-01-20；省略时不写
    #[arg(long = "dated", value_name = "日期", value_parser = date, requires = "format")]
    dated_on: Option<NaiveDate>,
    /// 先到这个文件夹中找字体，用于 pdf
    #[arg(long, value_name = "文件夹")]
    fonts: Vec<PathBuf>,
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
    Docx,
    Pdf,
    Html,
    Xlsx,
    Md,
    Json,
}

impl Format {
    /// The format of documents; nothing for data.
    fn document(self) -> Option<write::Format> {
        match self {
            Self::Docx => Some(write::Format::Docx),
            Self::Pdf => Some(write::Format::Pdf),
            Self::Html => Some(write::Format::Html),
            Self::Xlsx => Some(write::Format::Xlsx),
            Self::Md => Some(write::Format::Md),
            Self::Json => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Policy {
    Refuse,
    BlankAsZero,
    Skip,
    LeaveOut,
}

impl From<Policy> for Unknown {
    fn from(policy: Policy) -> Self {
        match policy {
            Policy::Refuse => Self::Refuse,
            Policy::BlankAsZero => Self::BlankAsZero,
            Policy::Skip => Self::Skip,
            Policy::LeaveOut => Self::LeaveMemberOut,
        }
    }
}

/// Sums everything that was named.
pub(crate) fn run(options: &Options, look: &Look) -> anyhow::Result<Exit> {
    match options.format.map(Format::document) {
        Some(Some(format)) => format.fits(options.output.as_deref())?,
        Some(None) => write::fits("json", options.output.as_deref())?,
        None => {}
    }
    let expanded = inputs::expand(&options.files);
    keep_inputs(options, &expanded.inputs)?;
    let plan = Plan {
        agency: options.agency.trim().to_owned(),
        year: options.year,
        unknown: options.unknown.into(),
        allows_mixed_years: options.mixed_years,
        roster: options.members.as_deref().map(roster).transpose()?,
    };
    let (mut sum, mut exit) = match sum(options, expanded, &plan)? {
        (Some(sum), exit) => (sum, exit),
        (None, exit) => return Ok(exit),
    };
    sum.report.signed_on = Located { value: options.dated_on, place: None };
    tell(&sum.provenance);
    if plan.agency.is_empty() && options.format.is_some_and(|format| format != Format::Json) {
        io::note("没有用 --agency 写明机关名称，汇总报告的标题和落款中没有机关名称。");
    }
    if let Some(path) = &options.provenance {
        write_provenance(path, &sum.provenance)?;
    }
    if let Some(format) = options.format {
        write_sum(options, format, &sum)?;
    }
    if let Some(parent) = &options.check {
        let checked = check(options, look, parent, &sum)?;
        exit.has_unreadable |= checked.has_unreadable;
        exit.has_findings |= checked.has_findings;
    }
    Ok(exit)
}

/// Neither the sum nor where its numbers come from may be written over what is read, nor one over the other.
fn keep_inputs(options: &Options, inputs: &[Input]) -> anyhow::Result<()> {
    let named = |name: &'_ Option<OsString>| name.as_deref().filter(|name| *name != "-").map(PathBuf::from);
    let (parent, previous) = (named(&options.check), named(&options.previous));
    let others = [options.members.as_deref(), parent.as_deref(), previous.as_deref()];
    for output in [&options.output, &options.provenance] {
        hand_over::keep_apart(output.as_deref(), inputs, &others)?;
    }
    if options.output.is_some() && options.output == options.provenance {
        bail!("汇总报告和数据来源不能写入同一个文件");
    }
    Ok(())
}

/// Reads and adds up; no sum comes with the exit that tells why.
fn sum(options: &Options, expanded: Expanded, plan: &Plan) -> anyhow::Result<(Option<Sum>, Exit)> {
    expanded.tell();
    let inputs = expanded.inputs;
    let mut exit = Exit::default();
    let mut aggregate = plan.start();
    let (mut reports, mut unreadable) = (0_usize, 0_usize);
    let mut passed_over = Vec::new();
    let progress = Progress::over(inputs.len(), options.quiet);
    batch::run(
        &inputs,
        jobs(options.jobs),
        |_, input| read_within(input, &options.bounds),
        |input, items| {
            let mut read_here = 0;
            let file = input.name();
            let is_one = items.len() == 1;
            for item in items {
                match item {
                    Ok(read) => {
                        // JSON tells what it was read from; a clerk looks for the file that was given
                        let inner = &read.report.source;
                        let origin = if is_one || *inner == file {
                            file.clone()
                        } else {
                            format!("{file}（{inner}）")
                        };
                        aggregate.add_from(&read.report, &origin);
                        read_here += 1;
                    }
                    // in a folder, what is no report is passed over, and named
                    Err(fault) if matches!(input, Input::Found(_)) && reading::is_foreign(&file, &fault) => {
                        aggregate.pass_over(&file);
                        passed_over.push(io::shown(&file));
                    }
                    Err((source, why)) => {
                        unreadable += 1;
                        aggregate.cannot_read(&source, why.message.trim_end_matches('。'));
                        exit.is_internal |= why.code == batch::INTERNAL;
                        progress.aside(|| {
                            io::note(&format!(
                                "{} 无法读取：{}{}",
                                io::shown(&source),
                                why.message,
                                why.hint
                            ));
                        });
                    }
                }
            }
            reports += read_here;
            progress.done(io::called(&file), &format!("{read_here}份报告"));
            Ok(ControlFlow::Continue(()))
        },
    )?;
    progress.finish();
    exit.has_unreadable = unreadable > 0;
    if !passed_over.is_empty() {
        let n = passed_over.len();
        io::note(&format!("文件夹中有{n}个文件不是年度报告，没有汇总：{}。", some(passed_over)));
    }
    if unreadable > 0 && !options.skip_unreadable {
        io::note(&format!(
            "有{unreadable}个文件无法读取，没有汇总。请更换文件；确定不计入的，加上 --skip-unreadable。"
        ));
        return Ok((None, exit));
    }
    if reports == 0 {
        io::note("没有找到可以汇总的报告。");
        exit.is_nothing = true;
        return Ok((None, exit));
    }
    match aggregate.finish() {
        Ok(sum) => {
            if unreadable > 0 {
                io::note(&format!("注意：{unreadable}个文件无法读取，未计入汇总。"));
            }
            Ok((Some(sum), exit))
        }
        Err(refusal) => {
            io::note(&format!("没有汇总：\n{refusal}"));
            if refusal.reasons.iter().any(|r| matches!(r, Reason::UnknownCells { .. })) {
                io::note("没有数值的单元格，可以用 --unknown 说明怎么办，见 gongkai sum --help。");
            }
            exit.has_findings = true;
            Ok((None, exit))
        }
    }
}

fn roster(path: &Path) -> anyhow::Result<Roster> {
    let text = io::read_text(path)
        .with_context(|| format!("无法打开成员名单 {}", path.display()))?
        .with_context(|| format!("找不到成员名单 {}", path.display()))?;
    toml::from_str(&text)
        .map_err(|e| anyhow::anyhow!("成员名单 {} 无法使用：{}", path.display(), words::toml(&e, &text)))
}

/// Names are listed up to this many.
const SHOWN: usize = 20;

/// The first names of a list and how many there are.
fn some(names: Vec<String>) -> String {
    let rest = names.len().saturating_sub(SHOWN);
    let mut text = names.into_iter().take(SHOWN).collect::<Vec<_>>().join("、");
    if rest > 0 {
        let _ = write!(text, "等{}个", rest + SHOWN);
    }
    text
}

/// Says on standard error what was counted and what was not.
fn tell(provenance: &Provenance) {
    io::note(&format!("汇总了{}个单位的报告。", provenance.members.len()));
    if !provenance.missing.is_empty() {
        let names = provenance.missing.iter().map(|m| m.agency.clone()).collect();
        io::note(&format!("名单中有{}个单位没有报告：{}。", provenance.missing.len(), some(names)));
    }
    let (out, not): (Vec<&LeftOut>, Vec<&LeftOut>) = provenance
        .left_out
        .iter()
        .filter(|l| l.why != Why::Unreadable)
        .partition(|l| l.why == Why::OutOfScope);
    if !out.is_empty() {
        io::note(&format!("按名单不计入{}个单位。", out.len()));
    }
    for left in not.iter().take(SHOWN) {
        let agency = left.agency.as_deref().map(|name| format!("{name}，")).unwrap_or_default();
        io::note(&format!("未计入：{agency}{}（{}）", io::shown(&left.source), left.because));
    }
    if not.len() > SHOWN {
        io::note(&format!("未计入的共{}份。", not.len()));
    }
    let troubled: Vec<String> = provenance
        .members
        .iter()
        .filter(|m| !m.troubles.is_empty())
        .map(|m| format!("{}（{}处）", m.agency, m.troubles.len()))
        .collect();
    if !troubled.is_empty() {
        io::note(&format!("{}个单位的报告自身不平，按所公布的数计入：{}。", troubled.len(), some(troubled)));
    }
    // these were told above, each with its file
    const TOLD: &[&str] = &["missing_member", "left_out", "unreadable", "unbalanced_member"];
    for note in provenance.notes.iter().filter(|note| !TOLD.contains(&note.kind)) {
        io::note(&format!("说明：{}。", note.text.trim_end_matches('。')));
    }
}

/// What the summed report itself says of its numbers: who reads it does not see our messages. How documents of two
/// issuers are counted is advice to who compiles it.
fn printed(provenance: &Provenance) -> Vec<String> {
    let told: Vec<&str> = provenance
        .notes
        .iter()
        .filter(|note| note.kind != "stock_of_two_issuers")
        .map(|note| note.text.trim_end_matches('。'))
        .collect();
    let number = |n: usize| if told.len() > 1 { (n + 1).to_string() } else { String::new() };
    told.iter().enumerate().map(|(n, text)| format!("汇总说明{}：{text}。", number(n))).collect()
}

fn write_sum(options: &Options, format: Format, sum: &Sum) -> anyhow::Result<()> {
    let Some(of_report) = format.document() else {
        let mut bytes = serde_json::to_vec_pretty(&sum.report)?;
        bytes.push(b'\n');
        return hand_over::document(options.output.as_deref(), &bytes, true);
    };
    let notes = printed(&sum.provenance);
    let choices = composed::Options { notes: &notes, ..composed::Options::default() };
    let written =
        composed::draft(&sum.report, &choices).map_err(|why| anyhow::anyhow!(write::unwritable(&why)))?;
    deliver(&written.draft, of_report, options.output.as_deref(), &options.fonts)?;
    write::tell_gaps(&sum.report, &written.gaps);
    Ok(())
}

fn write_provenance(path: &Path, provenance: &Provenance) -> anyhow::Result<()> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let bytes = match ending.as_deref() {
        Some("json") => serde_json::to_vec_pretty(provenance)?,
        Some("csv") => table(provenance)?,
        _ => bail!("来源文件 {} 的后缀应当是 json 或者 csv", path.display()),
    };
    hand_over::document(Some(path), &bytes, true)
}

/// A line per cell and member that reported other than zero; with a mark at the start, so that spreadsheets take it as UTF-8.
fn table(provenance: &Provenance) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(["单元格", "名称", "合计", "单位", "数值", "文件"])?;
    for (at, cell) in &provenance.cells {
        let whole = cell.value.map(|v| v.to_string()).unwrap_or_default();
        for part in &cell.parts {
            let member = provenance.member(part.member);
            writer.write_record([
                at.to_string(),
                at.label(provenance.form),
                whole.clone(),
                super::read::harmless(member.map_or("", |m| m.agency.as_str())),
                part.value.to_string(),
                super::read::harmless(member.map_or("", |m| m.source.as_str())),
            ])?;
        }
    }
    writer.into_inner().map_err(|e| anyhow::anyhow!("写不出结果：{}", words::io(e.error())))
}

/// Members that are read again at most.
const READ_AGAIN: usize = 20;

/// Tells where the cells of members stand that findings quote. Their reports are not kept while they are added up, so that
/// those few are read once more; what did not come from a file of its own has no place.
fn find_places(result: &mut CheckedReport, bounds: &Bounds) {
    let mut known: BTreeMap<String, Option<Report>> = BTreeMap::new();
    for spot in result.findings.iter_mut().flat_map(|finding| &mut finding.spots) {
        let cell = spot.cell.as_deref().and_then(|cell| cell.strip_prefix("member."));
        let (Some(Ok(at)), Some(source)) = (cell.map(str::parse::<CellRef>), &spot.source) else { continue };
        if known.len() == READ_AGAIN && !known.contains_key(source) {
            continue;
        }
        let read = || write::single(&Input::File(source.into()), bounds).ok();
        let report = known.entry(source.clone()).or_insert_with(read);
        if let Some(place) = report.as_ref().and_then(|r| r.cell(at)?.place.clone()) {
            spot.place = place;
        }
    }
}

/// Holds the parent's own report against the sum and prints what is found.
fn check(options: &Options, look: &Look, parent: &OsStr, sum: &Sum) -> anyhow::Result<Exit> {
    let read = |name: &OsStr| {
        let input = if name == "-" { Input::Stdin } else { Input::File(name.into()) };
        write::single(&input, &options.bounds)
    };
    let parent = match read(parent) {
        Ok(report) => report,
        Err(Fault::Unreadable(why)) => {
            io::note(&why);
            return Ok(Exit { has_unreadable: true, ..Exit::default() });
        }
        Err(Fault::Several(why)) => bail!(why),
    };
    let previous = match options.previous.as_deref().map(read).transpose() {
        Ok(previous) => previous,
        Err(Fault::Unreadable(why)) => {
            io::note(&why);
            return Ok(Exit { has_unreadable: true, ..Exit::default() });
        }
        Err(Fault::Several(why)) => bail!(why),
    };
    let agency_kind = options
        .agency_kind
        .map(Into::into)
        .or_else(|| parent.agency.value.as_deref().and_then(infer_agency_kind));
    let mut result =
        check_hierarchy(&parent, sum, &CheckOptions { previous: previous.as_ref(), agency_kind });
    find_places(&mut result, &options.bounds);
    let sources = Sources::none();
    let checked = Checked {
        report: &parent,
        previous: previous.as_ref(),
        result: &result,
        waived: &[],
        sources: &sources,
    };
    let entry = Entry { number: (0, 0), source: parent.source.as_str(), outcome: Outcome::Checked(checked) };
    let text = Text {
        width: look.columns(),
        has_color: io::has_color(look.color_choice(), false),
        language: look.language(),
        is_quiet: options.quiet,
        is_summary: false,
    };
    let renderer: &dyn Renderer = match options.check_format {
        CheckFormat::Text => &text,
        CheckFormat::Json => &Json,
    };
    let mut summary = Summary { files: 1, ..Summary::default() };
    summary.add(&entry);
    let printed = renderer.begin() + &renderer.entry(&entry) + &renderer.end(&summary);
    io::print(&printed)?;
    Ok(Exit { has_findings: summary.reaches(Level::Error), ..Exit::default() })
}
