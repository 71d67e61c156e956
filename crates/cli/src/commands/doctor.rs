//! `gongkai doctor`: says whether the program is complete and its data are up to date.
//!
//! Not here: the data (`gongkai-deadline`, `gongkai-checker`).

use crate::exit::Exit;
use crate::io;
use chrono::{Datelike as _, NaiveDate};
use clap::Args;
use gongkai_checker::registry::RULES;
use gongkai_deadline::Calendar;
use std::fmt::Write as _;

/// What may be said to `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 以这一天为今天
    #[arg(long, value_name = "日期", hide = true)]
    today: Option<NaiveDate>,
}

/// Prints the state of the program.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    let today = options.today.unwrap_or_else(io::today);
    let calendar = Calendar::national().map_err(|e| anyhow::anyhow!(e.message_zh()))?;
    let years: Vec<i32> = calendar.years().map(|y| y.year).collect();
    let mut out = String::new();
    let _ = writeln!(out, "版本      {}", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(out, "规则      {}条", RULES.len());
    if let (Some(first), Some(last)) = (years.first(), years.last()) {
        let _ = writeln!(out, "工作日历  {first}年至{last}年");
    }
    let _ = writeln!(out, "处理器    {}个", super::jobs(None));
    for year in [today.year(), today.year() + 1] {
        if !calendar.knows(year) {
            let _ = writeln!(
                out,
                "警告      没有{year}年的放假安排，涉及{year}年的期限只能暂定；国务院办公厅公布后请更新本程序，\
                 或者用 calendar due --calendar 文件 补充。"
            );
        }
    }
    io::print(&out)?;
    Ok(Exit::default())
}
