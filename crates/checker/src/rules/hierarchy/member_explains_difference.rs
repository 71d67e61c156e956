//! # H002 差额恰为一个成员的数（member_explains_difference）
//!
//! ## 查什么
//! 本级报告与成员汇总的差额，是否每一格都恰好等于某一个成员的数值：少这么多，可能漏计了这个成员；多这么多，可能重复计入。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式的各项可以相加，漏计或者重计一个成员，各格的差额就是这个成员的数。
//!
//! ## 为什么
//! 一个成员漏计，会使几十格同时对不上；指出是谁，比逐格列出差额有用。
//!
//! ## 示例(错)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! parent.omits = 1
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! roster = 完整
//! parent.doubles = 1
//! ```
//! ```年报
//! # 只有表三漏计了，表二的差错另有原因
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! parent.omits = 1 table3
//! table2.penalty_decisions = 40
//! ```
//!
//! ## 示例(对)
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! ```
//! ```年报
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! member.1 = 无
//! ```
//! ```年报
//! # 一格多一件，谁也说明不了
//! agency = 云岭市人民政府
//! members = 云岭市水务局, 云岭市林业局, 青溪区人民政府
//! table3.granted.natural_person = 21
//! ```
//!
//! ## 例外与误报
//! 要求整张表（或者三张表）每一格都相符，并且表三至少四格、其他表至少两格有差额。几个成员的数相同的，一并列出，只作提示。两个以上成员同时漏计的，不在此列，由H001逐行指出。
//!
//! ## 如何修改
//! 核对汇总底稿中该成员是否计入、计入几次，改正后重新汇总。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Compared, Levels, column_name, member_spot, printed, row_name, table_name, table_of};
use crate::diagnostic::Level;
use gongkai_domain::report::TableKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "H002",
    name: "member_explains_difference",
    title: "差额恰为一个成员的数",
    family: Family::Hierarchy,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表二、表三、表四（各项可以相加）",
    source: include_str!("member_explains_difference.rs"),
    check,
};

/// Tables whose every difference is one member's numbers.
#[derive(Debug)]
pub(super) struct Explanation {
    pub(super) tables: Vec<TableKey>,
    /// The members of which each would do; more than one only when their numbers are the same.
    members: Vec<u32>,
    /// Whether the parent has them once too often rather than not at all.
    is_doubled: bool,
    cells: Vec<Compared>,
}

/// The tables that one member explains: all three together, or else each by itself.
pub(super) fn explanations(levels: &Levels<'_>, compared: &[Compared]) -> Vec<Explanation> {
    let of = |tables: &[TableKey]| -> Option<Explanation> {
        let cells: Vec<Compared> =
            compared.iter().copied().filter(|one| tables.contains(&table_of(one.at))).collect();
        explain(levels, tables, cells)
    };
    match of(&Levels::tables()) {
        Some(whole) => vec![whole],
        None => Levels::tables().iter().filter_map(|table| of(&[*table])).collect(),
    }
}

fn explain(levels: &Levels<'_>, tables: &[TableKey], cells: Vec<Compared>) -> Option<Explanation> {
    let differing: Vec<Compared> = cells.iter().copied().filter(|one| one.difference() != 0).collect();
    let least = if tables.contains(&TableKey::Applications) { 4 } else { 2 };
    let first = differing.first()?;
    if differing.len() < least {
        return None;
    }
    // what a member whose report is missing gave looks like another that is counted twice
    let is_whole = cells.iter().all(|one| !one.is_partial);
    for is_doubled in [false, true].into_iter().filter(|is_doubled| is_whole || !is_doubled) {
        let sign = if is_doubled { 1 } else { -1 };
        let members: Vec<u32> = levels
            .givers(first.at)
            .into_iter()
            .filter(|m| {
                levels.part(*m, first.at) * sign == first.difference()
                    && cells.iter().all(|one| levels.part(*m, one.at) * sign == one.difference())
            })
            .collect();
        if !members.is_empty() {
            let is_touched = |table: &&TableKey| differing.iter().any(|one| table_of(one.at) == **table);
            // tables without differences need no explanation
            let tables = tables.iter().filter(is_touched).copied().collect();
            return Some(Explanation { tables, members, is_doubled, cells: differing });
        }
    }
    None
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let Some(levels) = Levels::of(subject) else { return };
    let (compared, _) = levels.compared();
    for found in explanations(&levels, &compared) {
        let members: Vec<_> = found.members.iter().filter_map(|m| levels.member(*m)).collect();
        let names: Vec<String> = members.iter().take(3).map(|m| format!("“{}”", m.agency)).collect();
        let tables: Vec<&str> = found.tables.iter().map(|t| table_name(*t)).collect();
        let told: Vec<String> = found
            .cells
            .iter()
            .take(3)
            .map(|one| {
                format!(
                    "{}·{}本级报告{}、成员汇总{}",
                    row_name(one.at),
                    column_name(one.at, subject.report.form),
                    printed(one.at, one.parent),
                    printed(one.at, one.members)
                )
            })
            .collect();
        let (guess, direction) =
            if found.is_doubled { ("重复计入", "多出") } else { ("漏计", "少了") };
        let message = format!(
            "本级报告{}的{}格{direction}的数恰为{}的数值，可能{guess}：{}{}",
            tables.join("、"),
            found.cells.len(),
            names.join("或者"),
            told.join("；"),
            if found.cells.len() > told.len() { "等" } else { "" }
        );
        let level = if members.len() == 1 { Level::Warning } else { Level::Note };
        let mut spots: Vec<_> = found.cells.iter().take(5).map(|one| subject.spot(one.at)).collect();
        for (member, index) in members.iter().zip(&found.members).take(3) {
            if let Some(one) = found.cells.first() {
                let quote = printed(one.at, levels.part(*index, one.at));
                spots.push(member_spot(member, Some(one.at), Some(quote)));
            }
        }
        out.report(level, message, spots).help("核对汇总底稿中该成员是否计入、计入几次");
    }
}
