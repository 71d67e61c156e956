//! # H001 本级数与成员汇总不一致（parent_differs_from_sum）
//!
//! ## 查什么
//! 汇总单位的报告，表二、表三、表四每一格是否等于本级和范围内各成员之和（登记的转办已经减去）。（六）其他处理有一方没有细分的，按一行比较。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式的各项都是件数、金额，可以相加；勾稽关系都是等式，平衡的报告相加仍然平衡。
//!
//! ## 为什么
//! 汇总数要能追到每一个成员。说不清差额从哪里来，汇总报告就不能签发。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! table3.granted.natural_person = 21
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! roster = 完整
//! table2.admin_fee_wan_yuan = 12.37
//! ```
//! ```年报
//! # 缺少报告只能使合计偏小，解释不了本级数小于合计
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! roster = 完整
//! member.3 = 无
//! table2.licensing_decisions = 20
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! roster = 完整
//! ```
//! ```年报
//! # 一件申请由水务局转给林业局，两家都计入了，汇总时减去一件
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局
//! roster = 完整
//! member.1.table3.new_received = 30 5 0 1 2 0 38
//! member.1.table3.unavailable_not_held = 5 2 0 0 1 0 8
//! member.1.table3.result_total = 31 5 0 1 2 0 39
//! transfer = 1 -> 2 natural_person unavailable_not_held 1
//! ```
//! ```年报
//! # 缺一个成员的报告：本级数大于合计，另有一条提示
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! roster = 完整
//! member.3 = 无
//! ```
//!
//! ## 例外与误报
//! 只有成员名单注明完整、成员报告齐全而且每格都有数值时，才作为错误；否则作警告。缺少报告或者略过了单元格的，合计只会偏小，因此只在本级数小于合计时指出。成员名单没有注明完整，而本级数有多行大于合计、没有一格小于合计的，多半是缺少成员，合并为一条。差额恰好是某一个成员的数的，由H002指出，不再逐行列出。
//!
//! ## 如何修改
//! 按汇总的来源明细逐个成员核对这一格；属于转办重复计算的，在成员名单中登记后重新汇总。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Compared, Levels, column_name, member_explains_difference, printed, row_name, table_of};
use crate::diagnostic::{EquationView, Level};
use gongkai_domain::report::{CellKind, CellRef, Column, Row};
use std::cmp::Reverse;
use std::collections::BTreeSet;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "H001",
    name: "parent_differs_from_sum",
    title: "本级数与成员汇总不一致",
    family: Family::Hierarchy,
    level: Level::Error,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表二、表三、表四（各项可以相加）",
    source: include_str!("parent_differs_from_sum.rs"),
    check,
};

/// More rows than these in which the parent has more are told in one finding, unless the members are known to be complete.
const ROWS_EACH: usize = 5;

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(levels) = Levels::of(subject) else { return };
    let (compared, open) = levels.compared();
    let explained = member_explains_difference::explanations(&levels, &compared);
    let differing: Vec<Compared> = compared
        .into_iter()
        .filter(|one| one.is_at_odds() && !explained.iter().any(|e| e.tables.contains(&table_of(one.at))))
        .collect();
    if may_lack_members(&levels, &differing) {
        more_than_members(subject, &differing, out);
    } else {
        row_by_row(subject, &levels, &differing, out);
    }
    if !open.is_empty() {
        let names: Vec<String> = open.iter().take(5).map(|at| at.label(subject.report.form)).collect();
        let more = if open.len() > names.len() { format!("等{}格", open.len()) } else { String::new() };
        out.not_checkable(
            format!("与成员汇总的核对：{}{more}", names.join("、")),
            "本级报告或者成员汇总没有可用的数值",
        );
    }
}

/// Whether the parent has more in many rows and less in none, and nobody says that all members are there: then one cause
/// is more likely than many slips.
fn may_lack_members(levels: &Levels<'_>, differing: &[Compared]) -> bool {
    let rows: BTreeSet<String> = differing.iter().map(|one| row_name(one.at)).collect();
    !levels.sum.provenance.has_complete_roster
        && rows.len() > ROWS_EACH
        && differing.iter().all(|one| one.difference() > 0)
}

fn more_than_members(subject: &Subject<'_>, differing: &[Compared], out: &mut RuleSink<'_>) {
    let mut first: Vec<Compared> = differing.to_vec();
    // what matters most to a reader comes first: applications received, then what differs by most
    let new = CellRef::T3(Row::NewReceived, Column::Total);
    let is_money = |at: CellRef| matches!(at, CellRef::T2(key) if key.is_amount());
    first.sort_by_key(|one| (one.at != new, is_money(one.at), Reverse(one.difference())));
    first.truncate(3);
    let told: Vec<String> = first
        .iter()
        .map(|one| {
            format!(
                "{}·{}本级报告为{}，成员汇总为{}",
                row_name(one.at),
                column_name(one.at, subject.report.form),
                printed(one.at, one.parent),
                printed(one.at, one.members)
            )
        })
        .collect();
    let message = format!(
        "本级报告有{}格大于成员汇总，没有一格小于汇总，可能有成员没有提供报告：{}",
        differing.len(),
        told.join("；")
    );
    let spots = first.iter().map(|one| subject.spot(one.at)).collect();
    out.report(Level::Warning, message, spots).help("编制完整的成员名单（complete），补齐报告后重新汇总");
}

fn row_by_row(subject: &Subject<'_>, levels: &Levels<'_>, differing: &[Compared], out: &mut RuleSink<'_>) {
    let mut rest = differing;
    while let Some(first) = rest.first() {
        let name = row_name(first.at);
        let end = rest.iter().position(|one| row_name(one.at) != name).unwrap_or(rest.len());
        let (row, others) = rest.split_at(end);
        rest = others;
        row_differs(subject, levels, &name, row, out);
    }
}

fn row_differs(
    subject: &Subject<'_>,
    levels: &Levels<'_>,
    name: &str,
    row: &[Compared],
    out: &mut RuleSink<'_>,
) {
    let is_printed =
        row.iter().all(|one| subject.report.cell(one.at).is_none_or(|cell| cell.kind == CellKind::Number));
    let level = if levels.sum.provenance.is_whole() && is_printed { Level::Error } else { Level::Warning };
    let differences: Vec<String> = row
        .iter()
        .map(|one| {
            let direction = if one.difference() > 0 { "多" } else { "少" };
            format!(
                "{}本级报告为{}，成员汇总为{}（{direction}{}）",
                column_name(one.at, subject.report.form),
                printed(one.at, one.parent),
                printed(one.at, one.members),
                printed(one.at, one.difference().abs())
            )
        })
        .collect();
    let message = format!("“{name}”与成员汇总不一致：{}", differences.join("；"));
    let spots = row.iter().map(|one| subject.spot(one.at)).collect();
    let finding = out.report(level, message, spots);
    finding.help("按汇总的来源明细逐个成员核对；转办重复计算的，登记后重新汇总");
    // the column of all applicants, or the only one that differs, stands for the row
    if let Some(one) = row.last()
        && let Some(term) = subject.term(one.at)
    {
        finding.equation(EquationView {
            id: format!("H-SUM({})", one.at),
            left: vec![term],
            right: vec![levels.sum_term(*one)],
            difference: one.difference(),
        });
    }
}
