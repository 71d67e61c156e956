//! # F007 混淆信息处理费与行政事业性收费（fees_confused）
//!
//! ## 查什么
//! 第六部分报告的信息处理费，是否与表二行政事业性收费混为一谈：两者金额完全相同，或者把依申请公开的收费称作行政事业性收费。
//!
//! ## 依据
//! 国办函〔2020〕109号：信息处理费针对申请数量、频次明显超过合理范围的情形收取，在第六部分报告；表二第二十条第（八）项是本机关全部行政事业性收费的年收费金额。
//!
//! ## 为什么
//! 把一年的业务收费当作信息处理费报告，数额会大出许多倍；反过来则漏报业务收费。
//!
//! ## 示例(错)
//! ```年报
//! other = 本年度收取政府信息公开信息处理费12.36万元。
//! ```
//! ```年报
//! other = 本年度办理依申请公开收取行政事业性收费380元。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! other = 本年度共发出收费通知2件，收取信息处理费480元。
//! ```
//! ```年报
//! other = 本年度未收取信息处理费，也没有依申请公开方面的行政事业性收费。
//! ```
//! ```年报
//! proactive += 全年行政事业性收费12.36万元，均已公开收费依据和标准。
//! ```
//! ```年报
//! other = 信息处理费属于行政事业性收费，本年度收取380元。
//! ```
//!
//! ## 例外与误报
//! 信息处理费本身也属于行政事业性收费，没有其他收费的单位两个金额可以相同；金额相同只作提示。没有数额或者数额为零的，不提示。
//!
//! ## 如何修改
//! 对照收费通知和非税票据，分别填报：信息处理费写在第六部分，业务收费填入表二。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;
use gongkai_domain::report::{CellRef, Table2Key, Value, WanYuan};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F007",
    name: "fees_confused",
    title: "混淆信息处理费与行政事业性收费",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办函〔2020〕109号；《条例》第二十条第（八）项、第四十二条",
    source: include_str!("fees_confused.rs"),
    check,
};

const PROCESSING: &str = "信息处理费";
const ADMINISTRATIVE: &str = "行政事业性收费";

/// The first amount of money in the text, above zero.
fn amount(text: &str) -> Option<WanYuan> {
    text.match_indices('元').find_map(|(at, _)| {
        let (end, fen) = text[..at].strip_suffix('万').map_or((at, 100), |head| (head.len(), WanYuan::FEN));
        let (_, number) = prose::number_ending_at(text, end)?;
        WanYuan::parse_in_unit(number, fen).ok().filter(|a| a.fen() > 0)
    })
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let at = CellRef::T2(Table2Key::AdminFeeWanYuan);
    let charged = match report.cell(at).and_then(|c| c.value) {
        Some(Value::Amount(a)) if a.fen() > 0 => Some(a),
        _ => None,
    };
    for passage in prose::passages(report) {
        if !prose::has_any(&passage.text, &[PROCESSING, ADMINISTRATIVE]) {
            continue;
        }
        for (offset, sentence) in passage.sentences() {
            let spot = || passage.spot(offset, offset + sentence.len());
            let processing = sentence.find(PROCESSING);
            if let Some(word) = processing
                && let Some(told) = amount(&sentence[word..])
                && Some(told) == charged
                && !sentence.contains(ADMINISTRATIVE)
            {
                let message =
                    format!("信息处理费{told}万元与表二行政事业性收费金额完全相同，可能混淆了两种收费");
                out.report(Level::Note, message, vec![spot(), subject.spot(at)])
                    .help("对照收费通知和非税票据，分别填报两种收费");
            }
            if processing.is_none()
                && let Some(word) = sentence.find(ADMINISTRATIVE)
                && prose::has_any(
                    &sentence[..word],
                    &["依申请公开", "公开申请", "信息公开收取", "信息公开共收取"],
                )
                && amount(&sentence[word..]).is_some()
                && !prose::has_any(sentence, &["未收", "没有", "无收", "不收"])
            {
                let message = "办理政府信息公开申请的收费称作行政事业性收费，应为信息处理费";
                out.report(Level::Warning, message, vec![spot()])
                    .help("依申请公开只能收取信息处理费，在第六部分写明收费通知件数和金额");
            }
        }
    }
}
