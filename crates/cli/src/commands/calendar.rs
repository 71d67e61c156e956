//! `gongkai calendar`: working days of a year, the date on which something is due, and all limits of the law.
//!
//! Not here: counting (`gongkai-deadline`).

use crate::args::{Look, date, whole};
use crate::exit::Exit;
use crate::{io, words};
use anyhow::{Context as _, anyhow, bail};
use chrono::{NaiveDate, NaiveTime};
use clap::{Args, Subcommand, ValueEnum};
use gongkai_checker::render::width;
use gongkai_deadline::calendar::{Calendar as Days, RegionCode, parse_overlays, parse_years, year_summary};
use gongkai_deadline::explain::StepKind;
use gongkai_deadline::statute::{self, EXTENSION_CAP, Evidence, LIMITS, Length, Limit, REPLY_DAYS};
use gongkai_deadline::{
    DeadlineError, Due as DueDate, DueOptions, due_for, render_due_text, render_year_text,
};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// What the calendar can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Calendar {
    /// 推算期限届满的日期，并列出每一步
    Due(Due),
    /// 显示一年的工作日
    Show(Show),
    /// 列出全部期限及其依据
    Limits(Limits),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Which days are worked.
#[derive(Debug, Args)]
struct Place {
    /// 行政区划代码（六位），与 --overlay 一起使用
    #[arg(long, value_name = "代码", requires = "overlay")]
    region: Option<String>,
    /// 地方放假调休安排（JSON 文件）
    #[arg(long, value_name = "文件", requires = "region")]
    overlay: Option<PathBuf>,
    /// 补充年份的放假安排（JSON 文件）
    #[arg(long, value_name = "文件")]
    calendar: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Due {
    /// 收到申请之日，或者期限起算的其他日期，如 2025-09-10、2025年9月10日
    #[arg(long, value_name = "日期", value_parser = date)]
    received: NaiveDate,
    /// 期限的代号或者名称，如 reply、答复；全部期限见 gongkai calendar limits
    #[arg(long, value_name = "期限", value_parser = limit)]
    limit: &'static Limit,
    /// 起算时刻，如 14:30；按小时计算的期限需要
    #[arg(long, value_name = "时刻", value_parser = time)]
    at: Option<NaiveTime>,
    /// 改用其他天数（法律允许的期限）
    #[arg(long, value_name = "数量", value_parser = |text: &str| whole::<u32>(text, 1, 3660))]
    length: Option<u32>,
    /// 输出格式：text（默认）、json
    #[arg(long, value_name = "格式", default_value = "text")]
    format: Format,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// 年份，如 2025
    #[arg(value_name = "年份", value_parser = year)]
    year: i32,
    /// 输出格式：text（默认）、json
    #[arg(long, value_name = "格式", default_value = "text")]
    format: Format,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(crate) struct Limits {
    /// 输出格式：text（默认）、json
    #[arg(long, value_name = "格式", default_value = "text")]
    format: Format,
}

#[derive(Serialize)]
struct LimitView {
    key: &'static str,
    name: &'static str,
    length: String,
    start: &'static str,
    article: &'static str,
    is_configurable: bool,
    moves_off_holiday: bool,
}

/// A year, also as people write it: `2025年`.
fn year(text: &str) -> Result<i32, String> {
    whole::<u16>(text.trim().trim_end_matches('年'), 1949, 2199).map(i32::from)
}

/// A limit by its key or its Chinese name.
fn limit(text: &str) -> Result<&'static Limit, String> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare
        .strip_suffix("期限")
        .or_else(|| bare.strip_suffix('期'))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&bare);
    if let Ok(limit) = statute::limit(&bare.to_ascii_lowercase()) {
        return Ok(limit);
    }
    let is_named = |limit: &&Limit| limit.name == bare || limit.name.strip_suffix("期限") == Some(bare);
    if let Some(limit) = LIMITS.iter().find(is_named) {
        return Ok(limit);
    }
    let shown = |limit: &Limit| format!("{}（{}）", limit.key, limit.name);
    let is_like = |limit: &&Limit| limit.name.contains(bare) || bare.contains(limit.name);
    let mut near: Vec<String> = LIMITS.iter().filter(is_like).take(4).map(shown).collect();
    if near.is_empty() {
        let found = words::nearest(bare, LIMITS.iter().flat_map(|l| [l.key, l.name]));
        near.extend(LIMITS.iter().filter(|l| found == Some(l.key) || found == Some(l.name)).map(shown));
    }
    let near = if near.is_empty() { String::new() } else { format!("，是否指 {}", near.join("、")) };
    Err(format!("没有这个期限{near}；全部期限见 gongkai calendar limits"))
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(&text.replace('：', ":"), "%H:%M").map_err(|_| "时刻应当写作 14:30".to_owned())
}

fn told<T>(result: Result<T, DeadlineError>) -> anyhow::Result<T> {
    result.map_err(|error| match error {
        // the parser's own words are English
        DeadlineError::CalendarSyntax { line, column, reason } => {
            anyhow!("放假安排文件第{line}行第{column}列：{}", words::library_words(&reason))
        }
        error => anyhow!(error.message_zh()),
    })
}

/// Whether a year lies before all those whose arrangements the program has: nothing is to be announced any more.
fn is_before_data(days: &Days, year: i32) -> bool {
    days.years().map(|known| known.year).min().is_some_and(|first| year < first)
}

/// A date in years before the data is not provisional: nothing will be announced that changes it. The text says what it
/// is; the fields of the JSON stay as they are.
fn say_what_is_not_known(due: &mut DueDate, days: &Days) {
    let is_past = due.years_without_data.iter().all(|year| is_before_data(days, *year));
    if !due.provisional || !is_past {
        return;
    }
    let years: Vec<String> = due.years_without_data.iter().map(ToString::to_string).collect();
    let (years, which) = (years.join("、"), if years.len() > 1 { "这些年" } else { "该年" });
    for step in due.steps.iter_mut().filter(|step| step.kind == StepKind::Caution) {
        step.text = format!("没有{which}（{years}年）的工作日安排数据，按周一至周五推算").into();
    }
}

impl Place {
    fn days(&self) -> anyhow::Result<Days> {
        let read = |path: &PathBuf| -> anyhow::Result<String> {
            let text = io::read_text(path).with_context(|| format!("无法打开 {}", path.display()))?;
            match text {
                Some(text) => Ok(text),
                None => bail!("找不到文件 {}", path.display()),
            }
        };
        let mut days = told(Days::national())?;
        if let Some(path) = &self.calendar {
            days = days.with_years(told(parse_years(&read(path)?, None))?);
        }
        if let (Some(region), Some(path)) = (&self.region, &self.overlay) {
            let region = told(RegionCode::parse(region))?;
            days = told(days.in_region(&told(parse_overlays(&read(path)?))?, &region))?;
        }
        Ok(days)
    }
}

/// Answers.
pub(crate) fn run(calendar: &Calendar, look: &Look) -> anyhow::Result<Exit> {
    let text = match calendar {
        Calendar::Due(due) => {
            let options = DueOptions { length: due.length, at: due.at, ..DueOptions::default() };
            let days = due.place.days()?;
            let mut result = told(due_for(due.limit.key, due.received, &days, &options))?;
            say_what_is_not_known(&mut result, &days);
            match due.format {
                Format::Text => due_text(result, &days, look),
                Format::Json => serde_json::to_string_pretty(&result)?,
            }
        }
        Calendar::Show(show) => {
            let days = show.place.days()?;
            match show.format {
                Format::Text => year_text(told(render_year_text(&days, show.year))?, show.year, &days),
                Format::Json => serde_json::to_string_pretty(&told(year_summary(&days, show.year))?)?,
            }
        }
        Calendar::Limits(limits) => match limits.format {
            Format::Text => list(look),
            Format::Json => {
                let all: Vec<LimitView> = LIMITS
                    .iter()
                    .map(|l| LimitView {
                        key: l.key,
                        name: l.name,
                        length: l.length.to_string(),
                        start: l.start,
                        article: l.article,
                        is_configurable: l.is_configurable,
                        moves_off_holiday: l.moves_off_holiday,
                    })
                    .collect();
                serde_json::to_string_pretty(&all)?
            }
        },
    };
    io::print(&(text.trim_end().to_owned() + "\n"))?;
    Ok(Exit::default())
}

fn due_text(mut due: DueDate, days: &Days, look: &Look) -> String {
    if due.provisional && due.years_without_data.iter().all(|year| is_before_data(days, *year)) {
        (due.provisional, due.projected) = (false, true);
    }
    let mut out = String::new();
    for line in render_due_text(&due).lines() {
        // steps go on under their words, behind the date
        let indent = if line.starts_with("  ") { " ".repeat(22) } else { "      ".to_owned() };
        let (first, text) = line.split_at(line.len() - line.trim_start().len());
        for line in width::wrap(text, look.columns(), first, &indent) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn year_text(text: String, year: i32, days: &Days) -> String {
    if !is_before_data(days, year) {
        return text;
    }
    let say = |line: &str| {
        let line = if line.starts_with("暂定：") {
            "没有该年的工作日安排数据，按周一至周五推算"
        } else {
            line
        };
        format!("{line}\n")
    };
    text.lines().map(say).collect()
}

fn list(look: &Look) -> String {
    let mut out = String::new();
    for limit in LIMITS {
        let name = width::wrap(limit.name, look.columns(), &format!("{}  ", limit.key), "    ");
        let text = match limit.length {
            _ if *limit == statute::EXTENSION => format!(
                "在{REPLY_DAYS}的答复期限之外最多延长{EXTENSION_CAP}；自{}起连同答复期限计算。{}",
                limit.start, limit.article
            ),
            Length::NextYear { .. } => format!("{}。{}", limit.length, limit.article),
            _ => format!("{}，自{}起。{}", limit.length, limit.start, limit.article),
        };
        let caveat = match limit.evidence {
            Evidence::Practice => "；没有全国统一的天数，系常用做法，可以另行设定",
            Evidence::TextRead | Evidence::FromKnowledge => "",
        };
        let text = text + caveat;
        for line in name.into_iter().chain(width::wrap(&text, look.columns(), "    ", "    ")) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}
