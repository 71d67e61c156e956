//! # S305 数字连写（run_together）
//!
//! ## 查什么
//! 一行的数字连写在一起，由程序切分开来的，汇总提示。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：每列一个单元格。
//!
//! ## 为什么
//! 连写的数字读者无法分辨；只有切分方式唯一时程序才采用。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted.total = 切分 25 [T3-ROW(granted)]
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! # 少了一个数值，由 S205 提出
//! table3.granted.total = 切分 25 [T3-ROW(granted)]
//! table3.granted.legal_service_institution = 缺失
//! ```
//!
//! ## 例外与误报
//! 每张表一条。一行的数值多了或者少了的，由 S206、S205 提出，不在此重复。切分时用过的等式不会再用来检验这些数值。
//!
//! ## 如何修改
//! 在原文件中把各数分到各自的单元格。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::{Table, TableRow, is_unprinted, rows};
use crate::diagnostic::Level;
use crate::repair;
use gongkai_domain::report::{CellKind, CellRef, Place, Value};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S305",
    name: "run_together",
    title: "数字连写",
    family: Family::Structure,
    level: Level::Note,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("run_together.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    if !report.cells().any(|(_, cell)| cell.proof.is_some()) {
        return;
    }
    for table in Table::EVERY {
        // the text printed holds more digits than the number: it was divided
        let is_split = |at: &&CellRef| {
            report.cell(**at).is_some_and(|c| {
                let digits = c.raw.chars().filter(char::is_ascii_digit).count();
                let own = match c.value {
                    Some(Value::Count(n)) => n.unsigned_abs().to_string().len(),
                    _ => return false,
                };
                c.kind == CellKind::Number && c.proof.is_some() && digits > own
            }) && !repair::is_repaired(report, **at)
        };
        // a row with a value too many or too few is told by the rule for it
        let extra = super::artefacts(report, &["extra_value"]);
        let line_of = |p: &Place| (p.line, p.page, p.table, p.row);
        let is_told = |row: &TableRow| {
            let places = row.cells.iter().filter_map(|at| report.cell(*at)?.place.as_ref().map(line_of));
            row.cells.iter().any(|at| is_unprinted(report, *at))
                || places
                    .into_iter()
                    .any(|p| extra.iter().filter_map(|a| a.place.as_ref()).any(|e| line_of(e) == p))
        };
        let rows: Vec<(String, CellRef)> = rows(report, *table)
            .into_iter()
            .filter(|r| !is_told(r))
            .filter_map(|r| r.cells.iter().find(is_split).map(|at| (r.name.clone(), *at)))
            .collect();
        let Some((name, _)) = rows.first() else { continue };
        let message = match rows.len() {
            1 => format!("“{name}”一行的数字连写，已按唯一可能的方式切分"),
            n => format!("{}有{n}行的数字连写，已按唯一可能的方式切分", table.title()),
        };
        let spots = rows.iter().map(|(_, at)| subject.spot(*at)).collect();
        out.report(Level::Note, message, spots).help("在原文件中把各数分到各自的单元格");
    }
}
