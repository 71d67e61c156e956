//! # Y009 内容与上年雷同（report_copied）
//!
//! ## 查什么
//! 三张表的数字是否与上年报告完全相同；第五部分的文字除年份外是否与上年一字不差。
//!
//! ## 依据
//! 格式通知要求如实报告，不得敷衍雷同；主管部门可以依照《条例》第四十七条督促整改。
//!
//! ## 为什么
//! 数字全同的概率极小，多为上传了上年的表格；问题年年相同，说明没有整改。
//!
//! ## 示例(错)
//! ```年报
//! previous.table3.carried_out = 0 0 0 0 0 0 0
//! table3.carried_in = 0 0 0 0 0 0 0
//! problems = 存在的主要问题：一是公开目录的分类不够清楚；二是申请办理的内部衔接不够顺畅，个别件征求意见用时较长。
//! problems += 改进情况：重新梳理公开目录，明确各科室的办理时限，由专人跟踪每一件申请。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//! ```年报
//! problems = 存在的主要问题是政策解读形式不够丰富。
//! previous.problems = 存在的主要问题是政策解读形式不够丰富。
//! ```
//!
//! ## 例外与误报
//! 全为零的小单位两年数字相同是正常的，不提示；第五部分不足五十字的，不比较。文字雷同只作提示。
//!
//! ## 如何修改
//! 换上本年度的表格；第五部分写明上年问题的整改结果和本年的新问题。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::Pair;
use crate::diagnostic::Level;
use crate::diagnostic::Spot;
use gongkai_domain::report::{CellRef, Column, Report, Row, SectionKey};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "Y009",
    name: "report_copied",
    title: "内容与上年雷同",
    family: Family::Years,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号关于内容雷同的要求；《条例》第四十七条",
    source: include_str!("report_copied.rs"),
    check,
};

/// Applications and decisions below which equal numbers are no wonder.
const NUMBERS_ENOUGH: usize = 8;
const WORDS_ENOUGH: usize = 50;

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(pair) = Pair::of(subject) else { return };
    let (report, previous) = (subject.report, pair.previous);
    let counts = |r: &Report| -> Vec<i64> { r.cells().filter_map(|(_, c)| c.as_count()).collect() };
    let (now, before) = (counts(report), counts(previous));
    if report.form == previous.form
        && now == before
        && now.iter().filter(|n| **n != 0).count() >= NUMBERS_ENOUGH
    {
        let at = CellRef::T3(Row::NewReceived, Column::Total);
        out.report(Level::Warning, "三张表的数字与上年报告完全相同", vec![subject.spot(at), pair.spot(at)])
            .help("核对是否误用了上年的表格");
    }
    let words = |r: &Report| -> String {
        let text = r.section(SectionKey::Problems).map(|s| s.text.as_str()).unwrap_or_default();
        text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii_digit()).collect()
    };
    let (now, before) = (words(report), words(previous));
    if now == before && now.chars().count() >= WORDS_ENOUGH {
        let place = |r: &Report| r.section(SectionKey::Problems).and_then(|s| s.place.clone());
        let spots = vec![
            Spot::at(place(report).as_ref()),
            Spot { source: Some(previous.source.clone()), ..Spot::at(place(previous).as_ref()) },
        ];
        out.report(Level::Note, "第五部分的问题和改进措施与上年报告一字不差", spots)
            .help("写明上年问题的整改结果和本年的新问题");
    }
}
