//! # S207 表头次序或层次有误（header_drift）
//!
//! ## 查什么
//! 表头的列次序、合并层次是否与官方格式一致；跨页后是否在表格中间又插入一次表头。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附表式。
//!
//! ## 为什么
//! 表头错位时，同一列数字在前后页属于不同的类别。
//!
//! ## 示例(错)
//! ```年报
//! artefact header_order 其他 总计
//! ```
//! ```年报
//! artefact repeated_header 申请人情况
//! ```
//!
//! ## 示例(对)
//! ```年报
//! ```
//!
//! ## 例外与误报
//! 跨页重复表头本身不是错误，只作提示，说明前后页的列按次序对应。
//!
//! ## 如何修改
//! 按官方表式恢复表头；跨页重复的表头与首页保持同样文字。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::Level;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S207",
    name: "header_drift",
    title: "表头次序或层次有误",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("header_drift.rs"),
    check,
};

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for artefact in super::artefacts(subject.report, &["header_order"]) {
        let message = format!("表头的列次序或合并层次与官方格式不同：{}", artefact.text.trim());
        out.report(Level::Warning, message, vec![super::spot_of(artefact)])
            .help("按官方表式恢复表头，核对各列数字");
    }
    let repeated = super::artefacts(subject.report, &["repeated_header"]);
    if !repeated.is_empty() {
        let spots = repeated.iter().map(|a| super::spot_of(a)).collect();
        out.report(Level::Note, format!("表格中间重复出现表头{}处，已按列的次序接续", repeated.len()), spots)
            .help("表格跨页的，设为自动重复的标题行，删去正文中重复的表头");
    }
}
