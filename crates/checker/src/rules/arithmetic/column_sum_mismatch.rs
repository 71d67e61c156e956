//! # A002 办理结果总计不等于各项之和（column_sum_mismatch）
//!
//! ## 查什么
//! 第三部分表格每一列：（七）总计应当等于（一）至（六）各项办理结果之和。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式中“总计”的含义；2019/2020 年格式以（六）其他处理一行参与求和。
//!
//! ## 为什么
//! 一件申请只计入一种办理结果，各项相加就是本年办结的件数。合计不符，年度报告的核心数字就不可信。
//!
//! ## 示例(错)
//! ```年报
//! table3.granted.natural_person = 5
//! ```
//!
//! ## 示例(对)
//! ```年报
//! # 有一行空白，合计是否相符无从判断
//! table3.granted = 空白
//! ```
//!
//! ## 例外与误报
//! 参与求和的单元格有空白、缺失或者无法辨认的，不作判断。地方自行增加的小计行不参与求和。
//!
//! ## 如何修改
//! 先核对差额是否正好等于某一行的数字（多为该行漏加或者重复），再核对部分公开是否在不予公开中又计了一次。

use super::super::{Family, RuleInfo};
use crate::diagnostic::Level;
use gongkai_domain::report::EquationId;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "A002",
    name: "column_sum_mismatch",
    title: "办理结果总计不等于各项之和",
    family: Family::Arithmetic,
    level: Level::Error,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三（七）总计",
    source: include_str!("column_sum_mismatch.rs"),
    check: |subject, out| {
        super::evaluate(
            subject,
            out,
            |id| matches!(id, EquationId::T3Sum(_)),
            |equation, left, right| {
                let EquationId::T3Sum(column) = equation.id else { return String::new() };
                format!(
                    "“{}”列的（七）总计为{left}，各项办理结果相加为{right}，相差{}",
                    column.label(),
                    (left - right).abs()
                )
            },
            "看差额是否正好等于某一行的数字，部分公开是否又计入了不予公开",
        );
    },
};
