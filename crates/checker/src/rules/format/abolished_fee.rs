//! # F008 收取已取消的费用（abolished_fee）
//!
//! ## 查什么
//! 文字中是否称办理政府信息公开申请时收取了检索、复制（复印）、邮寄等费用。
//!
//! ## 依据
//! 《条例》第四十二条第一款：提供政府信息不收取费用；只有申请数量、频次明显超过合理范围的，才可以收取信息处理费。旧条例的检索、复制、邮寄成本费已经取消。
//!
//! ## 为什么
//! 收取成本费没有依据，应当退还。
//!
//! ## 示例(错)
//! ```年报
//! other = 本年度办理政府信息公开申请收取复制费、邮寄费共计200元。
//! ```
//! ```年报
//! other = 本年度共收取检索费、复印费200元。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! other = 办理政府信息公开申请未收取检索、复制、邮寄等费用，复制费、邮寄费支出200元由本单位承担。
//! ```
//! ```年报
//! other = 本年度发放取水许可证免收工本费3.2万元。
//! ```
//! ```年报
//! overview += 档案馆为查档群众复印资料，收取复印费120元。
//! ```
//!
//! ## 例外与误报
//! 没有写明是办理申请的，只看第三、第六部分，以及信息公开特有的检索费。“未收取”“免收”“由本单位承担”的不提示；与申请公开无关的工本费不提示。
//!
//! ## 如何修改
//! 核实收费依据，没有依据的退还，并更正报告。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F008",
    name: "abolished_fee",
    title: "收取已取消的费用",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第四十二条第一款",
    source: include_str!("abolished_fee.rs"),
    check,
};

/// The fees of the old regulation.
const FEES: &[&str] = &["检索费", "复制费", "复印费", "邮寄费", "邮递费", "快递费", "成本费"];

/// What else a fee may be for.
const OTHER_SERVICES: &[&str] =
    &["档案", "查档", "许可", "办证", "证照", "考试", "培训", "招标", "采购", "拍卖"];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for passage in prose::passages(subject.report) {
        if !passage.text.contains('费') {
            continue;
        }
        for (offset, sentence) in passage.sentences() {
            let Some(fee) = FEES.iter().filter_map(|w| sentence.find(w)).min() else {
                continue;
            };
            // sections 三 and 六 tell of applications and their fees; elsewhere copies are charged for other things
            let is_theirs = matches!(passage.section, Some(SectionKey::Applications | SectionKey::Other))
                && !sentence.contains("成本费");
            let is_about_applications = prose::has_any(sentence, &["公开申请", "依申请公开", "申请人"])
                || (is_theirs || sentence.contains("检索费")) && !prose::has_any(sentence, OTHER_SERVICES);
            let is_denied = prose::has_any(
                sentence,
                &["未", "没有", "不收", "不得", "免", "退还", "承担", "支出", "取消", "无收"],
            );
            let has_amount = sentence[fee..].match_indices('元').any(|(at, _)| {
                let head = &sentence[fee..fee + at];
                let head = head.strip_suffix('万').unwrap_or(head);
                prose::number_ending_at(head, head.len())
                    .is_some_and(|(_, n)| n.bytes().any(|b| b.is_ascii_digit() && b != b'0'))
            });
            if is_about_applications
                && !is_denied
                && has_amount
                && prose::has_any(sentence, &["收取", "收费", "共收"])
            {
                let spot = passage.spot(offset, offset + sentence.len());
                out.report(Level::Warning, "称收取了检索、复制、邮寄等费用，该类收费已经取消", vec![spot])
                    .help("核实收费依据，没有依据的退还并更正报告；按规定收取的，写明是信息处理费");
            }
        }
    }
}
