//! # A004 复议诉讼总计不等于各种结果之和（remedy_sum_mismatch）
//!
//! ## 查什么
//! 第四部分表格三组数字：行政复议、未经复议直接起诉、复议后起诉的总计，应当分别等于结果维持、结果纠正、其他结果、尚未审结之和。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式中“总计”的含义；《条例》第五十条第一款第（三）项。
//!
//! ## 为什么
//! 一个案件在一组中只有一种结果，四种结果相加就是该组案件数。
//!
//! ## 示例(错)
//! ```年报
//! table4.reconsideration_total = 7
//! ```
//!
//! ## 示例(对)
//! ```年报
//! # 第四部分没有表格
//! table4 = 缺失
//! ```
//!
//! ## 例外与误报
//! 第四部分以文字代替表格的，没有单元格可以核对，列入“未能核对”。
//!
//! ## 如何修改
//! 核对每个案件在年末的状态；上诉未结的计入尚未审结，同一案件经过多个审级只计一件。

use super::super::{Family, RuleInfo};
use crate::diagnostic::Level;
use gongkai_domain::report::EquationId;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "A004",
    name: "remedy_sum_mismatch",
    title: "复议诉讼总计不等于各种结果之和",
    family: Family::Arithmetic,
    level: Level::Error,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表四总计",
    source: include_str!("remedy_sum_mismatch.rs"),
    check: |subject, out| {
        super::evaluate(
            subject,
            out,
            |id| matches!(id, EquationId::T4Rec | EquationId::T4Dir | EquationId::T4Post),
            |equation, left, right| {
                let group = match equation.id {
                    EquationId::T4Rec => "行政复议",
                    EquationId::T4Dir => "未经复议直接起诉",
                    _ => "复议后起诉",
                };
                format!("“{group}”的总计为{left}，四种结果相加为{right}，相差{}", (left - right).abs())
            },
            "对照案件台账核对每个案件年末的状态",
        );
    },
};
