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
use gongkai_domain::report::{CellRef, Value};

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
        let Some(Value::Amount(amount)) = report.cell(at).and_then(|c| c.value) else { continue };
        let printed = amount.to_string();
        let decimals = printed.split_once('.').map_or(0, |(_, d)| d.len());
        // an amount printed in 元 to the fen has decimals only after conversion
        let is_in_wan = report.cell(at).is_some_and(|c| {
            c.raw.split_once('.').is_some_and(|(_, d)| d.chars().take_while(char::is_ascii_digit).count() > 4)
        });
        if decimals > 4 && is_in_wan {
            let message = format!("“{}”为{printed}万元，小数超过四位", at.label(report.form));
            out.report(Level::Note, message, vec![subject.spot(at)]).help("核对金额，保留四位小数");
        }
    }
}
