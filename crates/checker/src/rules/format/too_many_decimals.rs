//! # F010 金额小数位过多（too_many_decimals）
//!
//! ## 查什么
//! 以万元为单位的金额，小数是否超过四位（精确到元）。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式的单位为万元；多地要求保留四位小数，即精确到元。
//!
//! ## 为什么
//! 小数位过多，多为把元除以一万后直接粘贴，也可能是小数点错位。
//!
//! ## 示例(错)
//! ```年报
//! table2.admin_fee_wan_yuan = 12.360512
//! ```
//!
//! ## 示例(对)
//! ```年报
//! table2.admin_fee_wan_yuan = 12.3605
//! ```
//! ```年报
//! table2.admin_fee_wan_yuan = 12.3600
//! ```
//!
//! ## 例外与误报
//! 全国格式没有规定小数位数，精确到分的数是真实金额，只作提示。
//!
//! ## 如何修改
//! 核对金额，四舍五入到四位小数。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use gongkai_domain::report::{Cell, CellKind, CellRef, Value};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F010",
    name: "too_many_decimals",
    title: "金额小数位过多",
    family: Family::Format,
    level: Level::Note,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表二收费金额（单位：万元）",
    source: include_str!("too_many_decimals.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    for key in report.form.table2().iter().filter(|k| k.is_amount()) {
        let at = CellRef::T2(*key);
        let Some(cell) = report.cell(at) else { continue };
        let label = at.label(report.form);
        if let Some(printed) = unread_amount(cell) {
            let message = format!("“{label}”印作{printed}，小数超过四位，没有读作金额");
            out.report(Level::Note, message, vec![subject.spot(at)]).help("核对金额，保留四位小数");
            continue;
        }
        let Some(Value::Amount(amount)) = cell.value else { continue };
        let printed = amount.to_string();
        let decimals = printed.split_once('.').map_or(0, |(_, d)| d.len());
        // an amount printed in 元 to the fen has decimals only after conversion
        let is_in_wan = cell
            .raw
            .split_once('.')
            .is_some_and(|(_, d)| d.chars().take_while(char::is_ascii_digit).count() > 4);
        if decimals > 4 && is_in_wan {
            let message = format!("“{label}”为{printed}万元，小数超过四位");
            out.report(Level::Note, message, vec![subject.spot(at)]).help("核对金额，保留四位小数");
        }
    }
}

/// An amount that is finer than 分 and was therefore not read as one: the number as printed.
pub(in crate::rules) fn unread_amount(cell: &Cell) -> Option<&str> {
    let printed = cell.raw.trim();
    let (whole, decimals) = printed.split_once('.')?;
    let is_digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
    let is_fine = cell.kind == CellKind::Illegible && is_digits(whole) && is_digits(decimals);
    (is_fine && decimals.len() > 4).then_some(printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_finer_than_money_is_told_as_such_and_not_as_illegible() {
        let printed = |raw: &str, kind| Cell { raw: raw.to_owned(), kind, ..Cell::absent() };
        assert_eq!(unread_amount(&printed("8.1200345", CellKind::Illegible)), Some("8.1200345"));
        for other in [
            printed("8.1200345", CellKind::Number),
            printed("8.1.2", CellKind::Illegible),
            printed("约8.1200345", CellKind::Illegible),
            printed("3 8.12", CellKind::Illegible),
        ] {
            assert_eq!(unread_amount(&other), None, "{}", other.raw);
        }
        let mut example = crate::example::parse("").expect("the sample");
        let at = CellRef::T2(gongkai_domain::report::Table2Key::AdminFeeWanYuan);
        *example.report.cell_mut(at) = printed("8.1200345", CellKind::Illegible);
        let codes: Vec<&str> = example.check().findings.iter().map(|f| f.code).collect();
        assert!(codes.contains(&"F010") && !codes.contains(&"S303"), "{codes:?}");
    }
}
