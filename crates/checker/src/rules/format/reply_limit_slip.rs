//! # F012 答复期限写成旧规定（reply_limit_slip）
//!
//! ## 查什么
//! 文字中称法定答复期限的，是否仍写旧条例的15个工作日。
//!
//! ## 依据
//! 《条例》第三十三条第二款：不能当场答复的，应当自收到申请之日起20个工作日内答复；需要延长的，延长期限最长不超过20个工作日。旧条例为15个工作日。
//!
//! ## 为什么
//! 期限写错会误导申请人，也说明办理流程可能仍按旧规定设置。
//!
//! ## 示例(错)
//! ```年报
//! overview += 依照《条例》规定，自收到申请之日起15个工作日内予以答复。
//! ```
//! ```年报
//! overview += 严格执行十五个工作日的法定答复期限。
//! ```
//! ```年报
//! overview += 我局依申请公开答复期限为15个工作日。
//! ```
//! ```年报
//! overview += 严格执行15个工作日答复期限，做到件件有回音。
//! ```
//! ```年报
//! overview += 收到申请后15个工作日内予以书面答复，需延期的延长15个工作日。
//! ```
//! ```年报
//! overview += 对符合要求的，收到申请后在15个工作日内予以答复。
//! ```
//! ```年报
//! overview += 申请自收到之日起15个工作日内予以答复。
//! ```
//! ```年报
//! overview += 对收到的申请，严格在15个工作日内答复。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 全年收到的申请，严格在15个工作日内答复，无一超期。
//! ```
//! ```年报
//! overview += 全年28件申请均自收到之日起15个工作日内答复。
//! ```
//! ```年报
//! overview += 自收到申请之日起20个工作日内答复，平均办理时间为15个工作日。
//! ```
//! ```年报
//! overview += 将答复时限由法定20个工作日压缩至15个工作日。
//! ```
//! ```年报
//! overview += 依照条例规定，第三方应当自收到征求意见书之日起15个工作日内提出意见，逾期不提出的，由本机关决定是否答复公开。
//! ```
//! ```年报
//! overview += 申请人应当在15个工作日内补正，补正后依法答复。
//! ```
//! ```年报
//! overview += 全年收到的申请均在15个工作日内予以书面答复。
//! ```
//! ```年报
//! overview += 本月9件均自收到申请之日起15个工作日内答复。
//! ```
//! ```年报
//! overview += 第三方在15个工作日答复期限内未提出意见的，由本机关决定；信息处理费应当在20个工作日内缴纳。
//! ```
//!
//! ## 例外与误报
//! 只说某几件申请在15个工作日内办结的，是事实，不提示。内部压缩时限、平均用时、征求第三方意见和补正的15个工作日，都不提示。句中同时写有20个工作日的，不提示。
//!
//! ## 如何修改
//! 改为20个工作日，并核对办理流程和告知文书。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F012",
    name: "reply_limit_slip",
    title: "答复期限写成旧规定",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第三十三条第二款",
    source: include_str!("reply_limit_slip.rs"),
    check,
};

const OTHER_MATTERS: &[&str] = &[
    "平均",
    "压缩",
    "缩短",
    "压减",
    "提速",
    "优于",
    "快于",
    "从严",
    "自我加压",
    "提前",
    "承诺",
    "内部",
    "第三方",
    "征求",
    "意见",
    "补正",
    "复议",
    "诉讼",
    "起诉",
    "上诉",
    "缴费",
    "缴纳",
    "原",
    "旧",
    "20个工作日",
    "二十个工作日",
    "以内全部",
    "留言",
    "咨询",
    "信箱",
    "热线",
    "来信",
    "信访",
    "投诉",
    "举报",
    "工单",
    "建议",
    "提案",
    "举证",
    "答辩",
];

/// Whether the sentence tells what the limit is, not how long some cases took.
fn tells_the_limit(sentence: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&sentence[..start], &sentence[end..]);
    let names_limit =
        |text: &str| prose::has_any(text, &["答复期限", "答复时限", "答复的期限", "答复的时限"]);
    let after_it: String = after.chars().take(6).collect();
    let is_named = names_limit(&after_it)
        || ["为", "是", "即", "：", ":"].iter().any(|joint| {
            before.strip_suffix(joint).is_some_and(|head| head.ends_with("期限") || head.ends_with("时限"))
        }) && names_limit(before);
    let is_extended = ["延长", "延长期限", "延期", "再延长", "延长不超过", "延长最长不超过"]
        .iter()
        .any(|w| prose::has_any(sentence, &[&format!("{w}15个工作日"), &format!("{w}十五个工作日")]));
    is_named
        || is_extended
        || counts_from_receipt(before)
        || prose::has_any(sentence, &["法定", "条例", "依法", "规定", "应当"])
}

/// Whether the days are counted from receipt as for every application: 收到申请后在, 自收到申请之日起. Of those of the
/// year (全年9件均自收到申请之日起) it is a fact.
fn counts_from_receipt(before: &str) -> bool {
    let clause = before.rsplit(['，', '；', ',', ';']).next().unwrap_or(before);
    let head = ["在", "须", "需", "应", "于"].iter().fold(clause, |c, w| c.strip_suffix(w).unwrap_or(c));
    let is_from = ["后", "之后", "之日起", "当日起", "次日起"].iter().any(|joint| {
        head.strip_suffix(joint).is_some_and(|h| {
            h.ends_with("申请") && prose::has_any(h, &["收到", "接到"])
                || h.ends_with("收到申请书")
                // 申请自收到之日起
                || ["自收到", "自接到", "自受理", "自登记"].iter().any(|w| h.ends_with(w))
                    && before.contains("申请")
        })
    });
    // 对收到的申请，严格在15个工作日内答复
    let is_rule = ["严格在", "一律在", "必须在", "严格按", "严格按照"].iter().any(|w| clause.ends_with(w))
        && before.contains("申请")
        && !prose::has_any(before, &["均", "都", "全部", "全年", "件", "本年", "去年"]);
    is_rule || is_from && !prose::has_any(clause, &["均", "都", "全部", "全年", "件", "本年", "去年"])
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for passage in prose::passages(subject.report) {
        if !passage.text.contains("工作日") {
            continue;
        }
        for (offset, sentence) in passage.sentences() {
            let found = ["15个工作日", "十五个工作日"]
                .iter()
                .find_map(|w| sentence.find(w).map(|at| (at, at + w.len())));
            let Some((start, end)) = found else { continue };
            // 115个工作日 is another number
            let is_longer =
                sentence[..start].ends_with(|c: char| c.is_ascii_digit() || "二三四五".contains(c));
            if sentence.contains("答复")
                && tells_the_limit(sentence, start, end)
                && !is_longer
                && !prose::has_any(sentence, OTHER_MATTERS)
            {
                let spot = passage.spot(offset + start, offset + end).labelled("现行规定为20个工作日");
                out.report(Level::Warning, "法定答复期限写作15个工作日，现行规定为20个工作日", vec![spot])
                    .help("改为20个工作日，并核对办理流程和告知文书");
            }
        }
    }
}
