//! `gongkai write`: makes a document of a report, or the empty form.
//!
//! Not here: what stands in the document (`gongkai_compose::report`) and how it looks (the formats of `gongkai-compose`).

use super::read_within;
use crate::args::{Bounds, date, whole};
use crate::deliver;
use crate::exit::Exit;
use crate::faces;
use crate::inputs::Input;
use crate::io;
use crate::reading::extract_fault;
use anyhow::bail;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use gongkai_checker::render::Unreadable;
use gongkai_compose::pdf::Typesetter;
use gongkai_compose::prose::{self, Prose, ProseError};
use gongkai_compose::report::{self, Gap, Unwritable};
use gongkai_compose::{ComposeError, Draft, Face};
use gongkai_domain::report::{CellRef, Form, Located, Report};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What may be said to `write`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 年度报告数据（gongkai read 输出的 JSON）或者年度报告原文；- 表示标准输入
    #[arg(value_name = "文件", required_unless_present = "blank", conflicts_with = "blank")]
    file: Option<OsString>,
    /// 格式：docx、pdf、html、xlsx、md
    #[arg(long = "to", value_name = "格式", required = true)]
    format: Format,
    /// 写入的文件；省略时写到标准输出
    #[arg(short = 'o', long = "output", value_name = "文件")]
    output: Option<PathBuf>,
    /// 各部分文字用这个 Markdown 文件中的，按标题对应；未写的部分仍用数据中的文字
    #[arg(long, value_name = "文件", conflicts_with = "blank")]
    prose: Option<PathBuf>,
    /// 生成空白表：2021（2021年起的表式）或者 2019（2019、2020年的表式）；只能是 docx 或者 xlsx
    #[arg(long, value_name = "表式", requires_all = ["agency", "year"])]
    blank: Option<Blank>,
    /// 空白表的机关名称
    #[arg(long, value_name = "名称", requires = "blank")]
    agency: Option<String>,
    /// 空白表的报告年度
    #[arg(long, value_name = "年度", requires = "blank", value_parser = |text: &str| whole::<i32>(text, 2008, 2200))]
    year: Option<i32>,
    /// 先到这个文件夹中找字体（可以写多次），其次是环境变量 GONGKAI_FONTS 指定的文件夹和系统字体；用于 pdf
    #[arg(long, value_name = "文件夹")]
    fonts: Vec<PathBuf>,
    /// 成文日期，如 2026-01-20；省略时用数据中的，都没有的不写
    #[arg(long = "dated", value_name = "日期", value_parser = date, conflicts_with = "blank")]
    dated_on: Option<NaiveDate>,
    /// 推算所得的数值不在文档中标出（仍在屏幕上列出）
    #[arg(long, conflicts_with = "blank")]
    no_marks: bool,
    #[command(flatten)]
    bounds: Bounds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Docx,
    Pdf,
    Html,
    Xlsx,
    Md,
}

impl Format {
    /// Refuses a file whose name says another format: nobody could open it.
    pub(crate) fn fits(self, output: Option<&Path>) -> anyhow::Result<()> {
        let own = match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Md => "md",
        };
        fits(own, output)
    }
}

/// The same for any format; a name without an ending, or with one that names no format, is the caller's own affair.
pub(crate) fn fits(own: &str, output: Option<&Path>) -> anyhow::Result<()> {
    const FORMATS: &[(&str, &str)] = &[
        ("docx", "docx"),
        ("doc", "doc"),
        ("pdf", "pdf"),
        ("html", "html"),
        ("htm", "html"),
        ("xlsx", "xlsx"),
        ("xls", "xls"),
        ("md", "md"),
        ("json", "json"),
    ];
    let Some(ending) = output.and_then(Path::extension) else { return Ok(()) };
    let ending = ending.to_string_lossy().to_lowercase();
    match FORMATS.iter().find(|(name, _)| *name == ending) {
        Some((_, format)) if *format != own => {
            bail!("--to {own} 与文件后缀“.{ending}”不一致，请改正其中之一")
        }
        _ => Ok(()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Blank {
    #[value(name = "2021")]
    Form2021,
    #[value(name = "2019")]
    Form2019,
}

/// Writes one document.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    options.format.fits(options.output.as_deref())?;
    if let Some(form) = options.blank {
        if !matches!(options.format, Format::Docx | Format::Xlsx) {
            bail!("空白表只能生成 docx 或者 xlsx");
        }
        let form = match form {
            Blank::Form2021 => Form::Form2021,
            Blank::Form2019 => Form::Form2019,
        };
        let (agency, year) =
            (options.agency.as_deref().unwrap_or_default().trim(), options.year.unwrap_or_default());
        match form {
            Form::Form2021 if year < 2021 => {
                bail!("{year}年度还没有2021年起的表式；2019、2020年度用 --blank 2019，更早的年度没有统一表式")
            }
            Form::Form2019 if !(2019..=2020).contains(&year) => {
                bail!(
                    "--blank 2019 只用于2019、2020年度，{year}年度{}",
                    if year > 2020 { "用 --blank 2021" } else { "没有统一表式" }
                )
            }
            _ => {}
        }
        if agency.is_empty() {
            bail!("机关名称不能空着");
        }
        let draft = report::blank(form, agency, year).map_err(|why| anyhow::anyhow!(unwritable(&why)))?;
        deliver::keep_apart(options.output.as_deref(), [], &[])?;
        deliver(&draft, options.format, options.output.as_deref(), &options.fonts)?;
        return Ok(Exit::default());
    }
    let name = options.file.as_deref().unwrap_or("-".as_ref());
    let input = if name == "-" { Input::Stdin } else { Input::File(name.into()) };
    deliver::keep_apart(options.output.as_deref(), [&input], &[options.prose.as_deref()])?;
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
    let prose = options
        .prose
        .as_deref()
        .map(|path| read_prose(path, &options.bounds))
        .transpose()?
        .unwrap_or_default();
    let preamble = (!prose.preamble.is_empty()).then_some(prose.preamble.as_slice());
    let choices = report::Options {
        prose: prose.sections.clone(),
        preamble,
        hides_derived: options.no_marks,
        ..report::Options::default()
    };
    let written = match report::draft(&report, &choices) {
        Ok(written) => written,
        Err(why) => bail!(unwritable(&why)),
    };
    deliver(&written.draft, options.format, options.output.as_deref(), &options.fonts)?;
    tell_gaps(&report, &written.gaps);
    tell_derived(&report, &written.derived);
    // a document with open places is not finished
    Ok(Exit { has_findings: !written.gaps.is_empty(), ..Exit::default() })
}

/// Why there is no one report to write.
pub(crate) enum Fault {
    /// The input cannot be read; the reason with its hint.
    Unreadable(String),
    /// It holds several reports.
    Several(String),
}

/// The only report of an input.
pub(crate) fn single(input: &Input, bounds: &Bounds) -> Result<Report, Fault> {
    let mut items = read_within(input, bounds);
    let name = io::shown(&input.name());
    if items.len() > 1 {
        let told = format!("{name} 中有{}份报告，一次只能处理一份，请先拆分", items.len());
        return Err(Fault::Several(told));
    }
    match items.pop() {
        Some(Ok(read)) => Ok(read.report),
        Some(Err((source, why))) => {
            Err(Fault::Unreadable(format!("{} 无法读取：{}{}", io::shown(&source), why.message, why.hint)))
        }
        None => Err(Fault::Unreadable(format!("{name} 中没有报告。"))),
    }
}

/// The prose of a file in any encoding in which a report may be given.
pub(crate) fn read_prose(path: &Path, bounds: &Bounds) -> anyhow::Result<Prose> {
    let limits = bounds.limits();
    let name = io::shown(&path.display().to_string());
    let unread = |why: &Unreadable| anyhow::anyhow!("{name} 无法读取：{}{}", why.message, why.hint);
    let bytes = io::read_file(path, limits.max_bytes).map_err(|why| unread(&why))?;
    let text = gongkai_extract::text_of(&bytes, &limits).map_err(|e| unread(&extract_fault(&e)))?;
    prose::from_markdown(&text).map_err(|error| {
        let because = match error {
            ProseError::NoSection => "没有一个标题是六个部分的名称，如“# 一、总体情况”".to_owned(),
            ProseError::Twice { section, line } => format!("第{line}行又出现了“{}”", section.title()),
            ProseError::Unknown { heading, line } => {
                format!("第{line}行的标题“{heading}”不是六个部分之一；属于某一部分的小标题，前面多写一个“#”")
            }
            ProseError::Table { line } => {
                format!("第{line}行是表格；表格按数据生成，文字文件中不能有表格")
            }
        };
        anyhow::anyhow!("{name}：{because}")
    })
}

/// Makes the document and hands it over.
pub(crate) fn deliver(
    draft: &Draft,
    format: Format,
    output: Option<&Path>,
    folders: &[PathBuf],
) -> anyhow::Result<()> {
    let is_text = matches!(format, Format::Html | Format::Md);
    let bytes = match format {
        Format::Docx => gongkai_compose::docx::write(draft).map_err(|e| told(&e))?,
        Format::Html => gongkai_compose::html::write(draft).map_err(|e| told(&e))?.into_bytes(),
        Format::Xlsx => gongkai_compose::xlsx::xlsx(draft).map_err(|e| told(&e))?,
        Format::Md => gongkai_compose::markdown::write(draft).map_err(|e| told(&e))?.into_bytes(),
        Format::Pdf => {
            let typesetter = Typesetter::new(faces::find(folders)).map_err(|e| told(&e))?;
            let pdf = typesetter.pdf(draft).map_err(|e| told(&e))?;
            if !pdf.missing_faces.is_empty() {
                let names: Vec<&str> = pdf.missing_faces.iter().map(|f| Face::title(*f)).collect();
                io::note(&format!(
                    "本机没有{}字体，已用内置字体代替；可以用 --fonts 指定字体文件夹。",
                    names.join("、")
                ));
            }
            if !pdf.missing_characters.is_empty() {
                let names: Vec<String> = pdf
                    .missing_characters
                    .iter()
                    .map(|c| format!("“{c}”（U+{:04X}）", u32::from(*c)))
                    .collect();
                io::note(&format!("以下字符没有可用的字体，显示为方框：{}。", names.join("、")));
            }
            if let Some(on) = pdf.nominal_date {
                io::note(&format!(
                    "没有成文日期，正文不印日期；归档格式（PDF/A-2a）要求文件属性中有日期，暂记为 {on}。成文日期确定后，可以用 --dated 写明。"
                ));
            }
            pdf.bytes
        }
    };
    deliver::document(output, &bytes, is_text)
}

/// Why a document could not be made, in the clerk's words.
pub(crate) fn told(error: &ComposeError) -> anyhow::Error {
    match error {
        ComposeError::Unfit { format, what } => {
            anyhow::anyhow!("{format} 格式容纳不下{what}；请改用 {}", others_than(format))
        }
        // what the library says is in English: it is for who mends the program, and stands behind what a clerk can do
        ComposeError::Library { format, message } => anyhow::anyhow!(
            "{format} 文件没有生成：生成该格式的组件出错。请改用 {}，再另存为 {format}；并请把这一整条消息转给程序维护人员。组件的原话：{message}",
            others_than(format)
        ),
    }
}

/// The formats that a clerk may ask for instead.
fn others_than(format: &str) -> String {
    let others: Vec<&str> = ["docx", "pdf", "html"].into_iter().filter(|f| *f != format).collect();
    others.join(" 或者 ")
}

pub(crate) fn unwritable(why: &Unwritable) -> String {
    match why {
        Unwritable::NoTables(_) => "这份报告没有采用统一表式（2019年起），没有可以写出的统计表".to_owned(),
    }
}

/// Names the cells whose value is printed in no original.
pub(crate) fn tell_derived(report: &Report, derived: &[CellRef]) {
    const SHOWN: usize = 12;
    if derived.is_empty() {
        return;
    }
    let names: Vec<String> = derived.iter().take(SHOWN).map(|at| at.label(report.form)).collect();
    let rest = if derived.len() > SHOWN { "等" } else { "" };
    io::note(&format!(
        "有{}个单元格的数值是按勾稽关系推算的，原件没有印出，请核实：{}{rest}。",
        derived.len(),
        names.join("、")
    ));
}

/// Names the cells that stay open.
pub(crate) fn tell_gaps(report: &Report, gaps: &[Gap]) {
    const SHOWN: usize = 12;
    if gaps.is_empty() {
        return;
    }
    let names: Vec<String> = gaps
        .iter()
        .take(SHOWN)
        .map(|gap| format!("{}（{}）", gap.at.label(report.form), gap.kind.label()))
        .collect();
    let rest = if gaps.len() > SHOWN { "等" } else { "" };
    io::note(&format!("有{}个单元格没有数值，留空待填：{}{rest}。", gaps.len(), names.join("、")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_library_says_stands_behind_what_a_clerk_can_do() {
        let message = "document did not converge within five attempts".to_owned();
        let said = told(&ComposeError::Library { format: "pdf", message }).to_string();
        assert!(said.starts_with("pdf 文件没有生成：") && said.contains("请改用 docx 或者 html"), "{said}");
        assert!(said.ends_with("组件的原话：document did not converge within five attempts"), "{said}");
    }
}
