//! # S303 单元格无法辨认（illegible_cell）
//!
//! ## 查什么
//! 文件中有内容但不能唯一确定数值的单元格，按行汇总列出。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式。
//!
//! ## 为什么
//! 程序不猜数字；无法辨认的单元格不参加核对，应当由人对照原件。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted = 无法辨认
//! ```
//! ```年报
//! table4.reconsideration_total = 无法辨认
//! ```
//! ```年报
//! table3.granted = 无法辨认
//! artefact run_unbalanced （一）予以公开
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 每行一条；同一张表超过五行的，合并为一条。数字连写而切分方式不止一种，或者没有一种与合计相符的，在提示中说明；个数可能并不少，所以不由 S205 提出。小数过多的金额由 F010 提出。
//!
//! ## 如何修改
//! 对照原始文件核对。连写、错位的，在原文件中把各数分开；字母、汉字数字、小数、公式出错的，改填阿拉伯数字。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::table::{Picked, TableRow};
use super::{letters, official_row};
use crate::diagnostic::Level;
use crate::rules::format::too_many_decimals::unread_amount;
use gongkai_domain::report::{CellKind, CellRef, Report};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S303",
    name: "illegible_cell",
    title: "单元格无法辨认",
    family: Family::Structure,
    level: Level::Note,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("illegible_cell.rs"),
    check,
};

/// What to do, by what is printed in the cells when it is the same case in all of them.
fn hint(report: &Report, cells: &[CellRef]) -> &'static str {
    if cells.iter().all(|at| super::is_uncomputed(report, *at)) {
        return super::STORE_RESULTS;
    }
    let mut hints = cells.iter().filter_map(|at| report.cell(*at)).map(|cell| hint_for(cell.raw.trim()));
    let first = hints.next().unwrap_or(SEVERAL);
    if hints.all(|hint| hint == first) {
        first
    } else {
        "对照原始文件核对，各数改用阿拉伯数字单独填写"
    }
}

const SEVERAL: &str = "对照原始文件核对，把连写、错位的数字分开";

fn hint_for(printed: &str) -> &'static str {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let looks_like_digit =
        |c: char| matches!(c, 'l' | 'I' | 'i' | '|' | 'o' | 'O' | 'Ｏ' | 'ｌ' | 'S' | 'Z' | 'B');
    let is_numeral = |c: char| "〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟".contains(c);
    let is_decimal = printed.chars().filter(|c| matches!(c, '.' | '．')).count() == 1;
    if printed.starts_with('#') {
        "电子表格的公式出错，没有算出数字，改填实际数字"
    } else if !printed.is_empty() && printed.chars().all(|c| is_digit(c) || looks_like_digit(c)) {
        if !printed.chars().all(is_digit) {
            "把形近的字母改成数字，例如“l”改为1、“O”改为0"
        } else if printed.chars().count() > LONGEST {
            "数字过长，核对是不是多打了数字，或者与相邻单元格连写"
        } else {
            SEVERAL
        }
    } else if is_decimal && printed.chars().all(|c| is_digit(c) || matches!(c, '.' | '．')) {
        "件数应当是整数，核对小数点"
    } else if !printed.is_empty() && printed.chars().all(is_numeral) {
        "把汉字数字改用阿拉伯数字填写"
    } else if printed.chars().any(char::is_alphabetic) {
        "单元格中只填阿拉伯数字，没有的填0"
    } else {
        SEVERAL
    }
}

/// Digits of a count beyond which two cells were rather drawn together.
const LONGEST: usize = 6;

/// Why numbers that run together could not be divided, when that is the case of the row.
fn why_undivided(report: &Report, row: &TableRow) -> &'static str {
    let Some(name) = row.cells.first().map(|at| letters(official_row(*at))) else { return "" };
    let noticed = super::artefacts(report, &["run_ambiguous", "run_unbalanced"]);
    match noticed.into_iter().find(|a| letters(&a.text) == name).map(|a| a.kind.as_str()) {
        Some("run_ambiguous") => "数字连写，切分方式不止一种，",
        Some(_) => "数字连写，没有一种切分与本行合计相符，",
        None => "",
    }
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    super::table::by_row(report, CellKind::Illegible, |table, rows| match rows {
        // told by F010: the number is plain, but finer than money is
        Picked::Row(_, [CellRef::T2(key)])
            if key.is_amount()
                && report.cell(CellRef::T2(*key)).is_some_and(|c| unread_amount(c).is_some()) => {}
        Picked::Row(row, cells) => {
            let names = super::table::names(report, cells);
            let spots = cells.first().map(|at| subject.spot(*at)).into_iter().collect();
            let why = why_undivided(report, row);
            let what = if cells.iter().all(|at| super::is_uncomputed(report, *at)) {
                "的公式没有计算结果"
            } else {
                "无法辨认"
            };
            let message = format!("“{}”一行{why}有{}个单元格{what}：{names}", row.name, cells.len());
            let help = if why.is_empty() {
                hint(report, cells)
            } else {
                "在原文件中把各数分到各自的单元格"
            };
            out.report(Level::Note, message, spots).help(help);
        }
        Picked::Table(count, first) => {
            let message = format!("{}有{}行无法辨认，共{count}个单元格", table.title(), first.len());
            let spots = first.iter().map(|at| subject.spot(*at)).collect();
            out.report(Level::Note, message, spots).help(hint(report, first));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_speaks_of_what_is_printed() {
        for (printed, word) in [
            ("l", "字母"),
            ("1O", "字母"),
            ("6.5", "小数点"),
            ("三百", "汉字数字"),
            ("#REF!", "公式"),
            ("12345678901", "过长"),
            ("100010", "连写"),
            ("约6件", "阿拉伯数字"),
        ] {
            assert!(hint_for(printed).contains(word), "{printed}: {}", hint_for(printed));
        }
    }
}
