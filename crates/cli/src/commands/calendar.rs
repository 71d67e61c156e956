//! `gongkai calendar`: working days of a year, the date on which something is due, and all limits of the law.
//!
//! Not here: counting (`gongkai-deadline`).

use crate::exit::Exit;
use crate::io;
use anyhow::{Context as _, bail};
use chrono::{NaiveDate, NaiveTime};
use clap::{Args, Subcommand, ValueEnum};
use gongkai_checker::render::width;
use gongkai_deadline::calendar::{Calendar as Days, RegionCode, parse_overlays, parse_years, year_summary};
use gongkai_deadline::statute::LIMITS;
use gongkai_deadline::{DeadlineError, DueOptions, due_for, render_due_text, render_year_text};
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
    /// 收到申请之日，或者期限起算的其他日期，如 2025-09-10
    #[arg(long, value_name = "日期", value_parser = date)]
    received: NaiveDate,
    /// 期限名称，如 reply；全部名称见 gongkai calendar limits
    #[arg(long, value_name = "期限")]
    limit: String,
    /// 起算时刻，如 14:30；按小时计算的期限需要
    #[arg(long, value_name = "时刻", value_parser = time)]
    at: Option<NaiveTime>,
    /// 改用其他天数（法律允许的期限）
    #[arg(long, value_name = "数量")]
    length: Option<u32>,
    /// 输出格式：text（默认）、json
    #[arg(long, value_name = "格式", default_value = "text")]
    format: Format,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// 年份
    #[arg(value_name = "年份")]
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

fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "日期应当写作 2025-09-10".to_owned())
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "时刻应当写作 14:30".to_owned())
}

fn told<T>(result: Result<T, DeadlineError>) -> anyhow::Result<T> {
    result.map_err(|e| anyhow::anyhow!(e.message_zh()))
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
pub(crate) fn run(calendar: &Calendar) -> anyhow::Result<Exit> {
    let text = match calendar {
        Calendar::Due(due) => {
            let options = DueOptions { length: due.length, at: due.at, ..DueOptions::default() };
            let result = told(due_for(&due.limit, due.received, &due.place.days()?, &options))?;
            match due.format {
                Format::Text => render_due_text(&result),
                Format::Json => serde_json::to_string_pretty(&result)?,
            }
        }
        Calendar::Show(show) => match show.format {
            Format::Text => told(render_year_text(&show.place.days()?, show.year))?,
            Format::Json => {
                serde_json::to_string_pretty(&told(year_summary(&show.place.days()?, show.year))?)?
            }
        },
        Calendar::Limits(limits) => match limits.format {
            Format::Text => list(),
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

fn list() -> String {
    let mut out = String::new();
    let keys = LIMITS.iter().map(|l| l.key.len()).max().unwrap_or(0);
    for limit in LIMITS {
        let text = format!("{}：{}，自{}起。{}", limit.name, limit.length, limit.start, limit.article);
        let head = width::pad(limit.key, keys + 2);
        for line in width::wrap(&text, 100, &head, &" ".repeat(keys + 2)) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}
