//! # A001 本年新收加上年结转不等于办理结果总计加结转下年度（balance_mismatch）
//!
//! ## 查什么
//! 第三部分表格每一列（六类申请人和总计）：本年新收加上年结转，应当等于办理结果总计加结转下年度。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式表头注明的勾稽关系：第一项加第二项之和，等于第三项加第四项之和。2019/2020 年格式相同。
//!
//! ## 为什么
//! 每件申请在年末要么已经办结，要么结转下年，不会凭空多出或者消失。不平说明有申请漏计、重计，或者列填错。
//!
//! ## 示例(错)
//! ```年报
//! table3.carried_out.natural_person = 1
//! ```
//!
//! ## 示例(对)
//! ```年报
//! # 结转下年度无法辨认时不作判断，列入未能核对
//! table3.carried_out.natural_person = 无法辨认
//! table3.carried_out.total = 无法辨认
//! ```
//!
//! ## 例外与误报
//! 单元格空白、缺失或者无法辨认时不作判断，列入“未能核对”。数值本身是借助本等式推断出来的，只作提示。
//!
//! ## 如何修改
//! 对照台账逐件核对差额所在的列：先看结转下年度是否漏填，再看办理结果有无重复计数。

use super::super::{Family, RuleInfo};
use crate::diagnostic::Level;
use gongkai_domain::report::EquationId;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "A001",
    name: "balance_mismatch",
    title: "本年新收加上年结转不等于办理结果总计加结转下年度",
    family: Family::Arithmetic,
    level: Level::Error,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三勾稽关系",
    source: include_str!("balance_mismatch.rs"),
    check: |subject, out| {
        super::evaluate(
            subject,
            out,
            |id| matches!(id, EquationId::T3Bal(_)),
            |equation, left, right| {
                let EquationId::T3Bal(column) = equation.id else { return String::new() };
                format!(
                    "“{}”列不平：本年新收加上年结转为{left}，办理结果总计加结转下年度为{right}，相差{}",
                    column.label(),
                    (left - right).abs()
                )
            },
            "先看结转下年度是否漏填，再对照台账核对办理结果有无漏计、重计",
        );
    },
};
