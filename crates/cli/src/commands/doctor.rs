//! `gongkai doctor`: says whether the program is complete and its data are up to date, and what is missing.
//!
//! Not here: the data (`gongkai-deadline`, `gongkai-checker`).

use crate::args::{Look, date};
use crate::exit::Exit;
use crate::io;
use chrono::{Datelike as _, NaiveDate};
use clap::Args;
use gongkai_checker::registry::RULES;
use gongkai_checker::render::width;
use gongkai_deadline::Calendar;
use gongkai_deadline::statute::LIMITS;

/// What may be said to `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 以这一天为今天
    #[arg(long, value_name = "日期", hide = true, value_parser = date)]
    today: Option<NaiveDate>,
}

/// Prints the state of the program.
pub(crate) fn run(options: &Options, look: &Look) -> anyhow::Result<Exit> {
    let today = options.today.unwrap_or_else(io::today);
    let calendar = Calendar::national().map_err(|e| anyhow::anyhow!(e.message_zh()))?;
    let years: Vec<i32> = calendar.years().map(|y| y.year).collect();
    let mut state = vec![
        ("版本", env!("CARGO_PKG_VERSION").to_owned()),
        ("规则", format!("{}条", RULES.len())),
        ("法定期限", format!("{}项", LIMITS.len())),
        ("处理器", format!("{}个", super::jobs(None))),
    ];
    let mut missing = Vec::new();
    if let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) {
        state.push(("工作日历", format!("{first}年至{last}年")));
        missing.extend((*first..=*last).filter(|year| !calendar.knows(*year)));
    }
    missing.extend([today.year(), today.year() + 1].into_iter().filter(|year| !calendar.knows(*year)));
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        state.push(("缺少", "没有发现缺少的内容".to_owned()));
    } else {
        let names: Vec<String> = missing.iter().map(|year| format!("{year}年")).collect();
        let names = names.join("、");
        state.push(("缺少", format!("{names}的放假安排")));
        state.push(("影响", format!("涉及{names}的期限只能按周一至周五推算，属于暂定")));
        let remedy = "国务院办公厅公布后请更新本程序；在此之前可以自备放假安排文件，\
                      用 gongkai calendar due --calendar 文件 补充";
        state.push(("处理", remedy.to_owned()));
    }
    let columns = look.columns().min(80);
    let left = state.iter().map(|(name, _)| width::of(name)).max().unwrap_or(0) + 2;
    let indent = " ".repeat(left);
    let lines =
        state.iter().flat_map(|(name, text)| width::wrap(text, columns, &width::pad(name, left), &indent));
    io::print(&(lines.collect::<Vec<_>>().join("\n") + "\n"))?;
    Ok(Exit::default())
}
