//! # S210 单元格内夹有文字（words_in_cell）
//!
//! ## 查什么
//! 应当只填数字的单元格，是否夹有说明或者单位，例如“22（其中修订16件）”“0万元”。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式：计数单元格填整数，收费金额的单位已经写在列名里。
//!
//! ## 为什么
//! 夹有文字的单元格不能直接汇总，容易被整格丢弃。
//!
//! ## 示例(错)
//! ```年报
//! artefact note_in_cell 22（其中修订16件）
//! ```
//! ```年报
//! artefact unit_in_cell 0万元
//! ```
//!
//! ## 示例(对)
//! ```年报
//! form = 2019
//! artefact unit_in_cell 85.2万元
//! ```
//! ```年报
//! # 统一格式以前的指标统计表
//! form = older
//! year = 2017
//! artefact note_in_cell （二）办结申请数
//! ```
//!
//! ## 例外与误报
//! 2019、2020 年度表式的采购总金额没有注明单位，单元格内写单位是正常写法，不提示。2018 年度以前没有统一表式，不检查。
//!
//! ## 如何修改
//! 单元格只保留数字，说明写到该部分的文字里。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use gongkai_domain::report::Form;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S210",
    name: "words_in_cell",
    title: "单元格内夹有文字",
    family: Family::Structure,
    level: Level::Note,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("words_in_cell.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let kinds: &[&str] = if subject.report.form == Form::Form2021 {
        &["note_in_cell", "unit_in_cell"]
    } else {
        &["note_in_cell"]
    };
    // before the official form there were no cells that had to hold numbers alone
    if subject.report.form == Form::Older {
        return;
    }
    let found = super::artefacts(subject.report, kinds);
    let Some(first) = found.first() else { return };
    let message = if found.len() == 1 {
        format!("单元格内夹有文字：{}", first.text.trim())
    } else {
        format!("{}个单元格内夹有文字，例如：{}", found.len(), first.text.trim())
    };
    let spots = found.iter().map(|a| super::spot_of(a)).collect();
    out.report(Level::Note, message, spots).help("单元格只填数字，说明写到该部分的文字里");
}
