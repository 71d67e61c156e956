//! # A003 行总计不等于各类申请人之和（row_sum_mismatch）
//!
//! ## 查什么
//! 第三部分表格每一行：总计列应当等于自然人与五类法人或其他组织之和。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式中“总计”列的含义。
//!
//! ## 为什么
//! 每件申请按申请人只计入一列，六列相加就是该行的总计。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted.total = 9
//! ```
//!
//! ## 示例(对)
//! ```年报
//! # 总计列空白不当作零
//! table3.granted.total = 空白
//! ```
//!
//! ## 例外与误报
//! 总计列空白的，不当作零，列入“未能核对”。由连写数字按本行合计切分出来的数值，不会再用本行合计去检验。
//!
//! ## 如何修改
//! 核对该行每一类申请人的件数；律师以个人名义申请计入自然人，律师事务所以自己名义申请计入法律服务机构。

use super::super::{Family, RuleInfo};
use crate::diagnostic::Level;
use gongkai_domain::report::EquationId;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "A003",
    name: "row_sum_mismatch",
    title: "行总计不等于各类申请人之和",
    family: Family::Arithmetic,
    level: Level::Error,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三总计列",
    source: include_str!("row_sum_mismatch.rs"),
    check: |subject, out| {
        super::evaluate(
            subject,
            out,
            |id| matches!(id, EquationId::T3Row(_)),
            |equation, left, right| {
                let EquationId::T3Row(row) = equation.id else { return String::new() };
                format!(
                    "“{}”一行的总计为{left}，各类申请人相加为{right}，相差{}",
                    row.short_label(),
                    (left - right).abs()
                )
            },
            "对照台账核对本行各类申请人的件数和总计",
        );
    },
};
