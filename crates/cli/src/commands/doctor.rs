//! `gongkai doctor`: says whether the program is complete and its data are up to date, and what is missing.
//!
//! Not here: the data (`gongkai-deadline`, `gongkai-checker`), which font gives which face (`gongkai_compose::fonts`).

use crate::args::{Look, date};
use crate::exit::Exit;
use crate::faces;
use crate::io;
use chrono::{Datelike as _, NaiveDate};
use clap::Args;
use gongkai_checker::registry::RULES;
use gongkai_checker::render::width;
use gongkai_compose::Face;
use gongkai_deadline::Calendar;
use gongkai_deadline::statute::LIMITS;
use std::path::PathBuf;

/// What may be said to `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 以这一天为今天
    #[arg(long, value_name = "日期", hide = true, value_parser = date)]
    today: Option<NaiveDate>,
    /// 先到这个文件夹中找字体（可以写多次），其次是环境变量 GONGKAI_FONTS 指定的文件夹和系统字体
    #[arg(long, value_name = "文件夹")]
    fonts: Vec<PathBuf>,
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
    let lacks_fonts = tell_fonts(&options.fonts, &mut state);
    if missing.is_empty() {
        let but = if lacks_fonts { "除字体外，" } else { "" };
        state.push(("缺少", format!("{but}没有发现缺少的内容")));
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

/// The font of each face with the file in which it was found, and what none has; says whether anything is missing.
fn tell_fonts(folders: &[PathBuf], state: &mut Vec<(&'static str, String)>) -> bool {
    const EXAMPLES: usize = 10;
    let (fonts, places) = faces::find_with_places(folders);
    for face in Face::EVERY {
        let found = fonts.family(*face).zip(places.get(face));
        let told = found.map_or_else(
            || "没有找到，PDF 中用内置字体代替".to_owned(),
            |(family, file)| {
                format!("{}，{}", io::shown(family.trim()), io::shown(&file.display().to_string()))
            },
        );
        state.push((face.title(), told));
    }
    let missing = fonts.missing_faces();
    if !missing.is_empty() {
        let names: Vec<&str> = missing.into_iter().map(Face::title).collect();
        state.push(("缺少字体", names.join("、")));
        let remedy = format!("安装这些字体，或者用 --fonts 文件夹、环境变量 {} 指定", faces::VARIABLE);
        state.push(("处理", remedy));
    }
    // the Chinese characters of the basic block of Unicode
    let basic = '\u{4E00}'..='\u{9FFF}';
    let all = basic.clone().count();
    let unseen: Vec<char> = basic.filter(|c| !fonts.has(*c)).collect();
    if !unseen.is_empty() {
        let examples: String = unseen.iter().take(EXAMPLES).collect();
        let told = format!(
            "基本汉字{all}个中有{}个（如{examples}），PDF 中显示为方框；其余的都能显示",
            unseen.len()
        );
        state.push(("缺少字符", told));
    }
    !fonts.missing_faces().is_empty() || !unseen.is_empty()
}
