//! # F013 仍要求申请与自身需要有关（purpose_test）
//!
//! ## 查什么
//! 文字中是否仍把“生产、生活、科研等特殊需要”作为申请公开的条件。
//!
//! ## 依据
//! 《条例》第二十七条规定公民、法人或者其他组织可以申请获取政府信息，没有用途限制；旧条例的“三需要”已经取消。
//!
//! ## 为什么
//! 以用途为由拒绝申请没有依据，复议、诉讼中会被纠正。
//!
//! ## 示例(错)
//! ```年报
//! overview += 公民可以根据自身生产、生活、科研等特殊需要申请获取政府信息。
//! ```
//! ```年报
//! overview += 对不符合“三需要”的申请不予提供。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 新条例取消了“三需要”限制，不再要求申请人说明用途。
//! ```
//! ```年报
//! overview += 及时公开与群众生产、生活密切相关的信息，满足科研单位的数据需要。
//! ```
//!
//! ## 例外与误报
//! 说明“三需要”已经取消的不提示。
//!
//! ## 如何修改
//! 删去用途条件，并检查申请表和告知文书。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "F013",
    name: "purpose_test",
    title: "仍要求申请与自身需要有关",
    family: Family::Format,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第二十七条",
    source: include_str!("purpose_test.rs"),
    check,
};

const GONE: &[&str] = &[
    "取消",
    "删除",
    "删去",
    "不再",
    "废除",
    "废止",
    "不得",
    "无需",
    "突破",
    "去除",
    "不要求",
    "不以",
    "旧条例",
    "原条例",
];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for passage in prose::passages(subject.report) {
        if !passage.text.contains("需要") {
            continue;
        }
        for (offset, sentence) in passage.sentences() {
            let found =
                ["生产、生活、科研等特殊需要", "生产生活科研等特殊需要", "生产、生活、科研等需要", "三需要"]
                    .iter()
                    .find_map(|w| sentence.find(w).map(|at| (at, at + w.len())));
            if let Some((start, end)) = found
                && prose::has_any(sentence, &["申请", "公开"])
                && !prose::has_any(sentence, GONE)
            {
                let spot = passage.spot(offset + start, offset + end);
                out.report(
                    Level::Warning,
                    "仍以自身需要作为申请公开的条件，现行《条例》已经取消",
                    vec![spot],
                )
                .help("删去用途条件，并检查申请表和告知文书");
            }
        }
    }
}
