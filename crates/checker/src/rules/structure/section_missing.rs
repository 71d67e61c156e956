//! # S101 缺少法定部分（section_missing）
//!
//! ## 查什么
//! 年度报告六个部分是否齐全：总体情况、主动公开、收到和处理申请、复议诉讼、问题及改进、其他事项。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式；《条例》第五十条第一款。六个部分的名称和次序是统一的。
//!
//! ## 为什么
//! 缺少一个部分，等于该项法定内容没有报告；没有发生的事项也应当保留标题并写明。
//!
//! ## 示例(错)
//! ```年报
//! -section remedies
//! ```
//! ```年报
//! -section other
//! ```
//!
//! ## 示例(对)
//! ```年报
//! other = 无。
//! ```
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 2019 年以前的报告没有统一格式，不作判断。没有读到表格、又没有读到报告年度，部分标题也少于三个的文件，列入“未能核对”。该部分的表格还在而只是标题没有读到的，作警告。文字有丢失或者乱码的，列入“未能核对”。
//!
//! ## 如何修改
//! 补上该部分的标题和内容；确实没有的，写“无”或者“本年度未发生”。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use gongkai_domain::report::{CellKind, CellRef, Form, Report, SectionKey};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S101",
    name: "section_missing",
    title: "缺少法定部分",
    family: Family::Structure,
    level: Level::Error,
    since: "0.1.0",
    basis: "《条例》第五十条第一款",
    source: include_str!("section_missing.rs"),
    check,
};

/// The table that stands in the section, by the first letters of its cell addresses.
fn has_table(report: &Report, key: SectionKey) -> bool {
    let is_printed = |wanted: fn(CellRef) -> bool| {
        report.cells().any(|(at, cell)| wanted(at) && cell.kind != CellKind::Absent)
    };
    match key {
        SectionKey::Proactive => is_printed(|at| matches!(at, CellRef::T2(_))),
        SectionKey::Applications => is_printed(|at| matches!(at, CellRef::T3(..))),
        SectionKey::Remedies => is_printed(|at| matches!(at, CellRef::T4(_))),
        SectionKey::Overview | SectionKey::Problems | SectionKey::Other => false,
    }
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    if report.form == Form::Older {
        return;
    }
    if !super::owes_the_form(report) && report.sections.len() < 3 {
        out.not_checkable("六个法定部分", "未能识别年度报告的格式、年度和各部分标题");
        return;
    }
    for (index, key) in SectionKey::EVERY.iter().enumerate() {
        if report.section(*key).is_some() {
            continue;
        }
        let next = SectionKey::EVERY[index + 1..].iter().find_map(|k| report.section(*k));
        let place = next.or(report.sections.last()).and_then(|s| s.place.as_ref());
        let label = if next.is_some() { "此前应有该部分" } else { "此后应有该部分" };
        let spots = vec![Spot::at(place).labelled(label)];
        if has_table(report, *key) {
            out.report(Level::Warning, format!("有表格而未读到标题“{}”", key.title()), spots)
                .help("在表格之前补上该部分的标题，名称与官方格式一致");
        } else {
            out.report(Level::Error, format!("缺少“{}”", key.title()), spots)
                .help("补上该部分；没有发生的事项也应当写明“无”，不能省略整个部分");
        }
    }
}
