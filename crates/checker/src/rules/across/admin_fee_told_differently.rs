//! # X012 文字与表二收费金额不一致（admin_fee_told_differently）
//!
//! ## 查什么
//! 文字所称行政事业性收费金额（元、万元、亿元换算后），应当等于表二“本年收费金额”；称没有收费而表中有数的，也是不一致。
//!
//! ## 依据
//! 《条例》第二十条第（八）项；国办公开办函〔2021〕30号表二。
//!
//! ## 为什么
//! 金额最容易把元和万元混用，一错就是一万倍。
//!
//! ## 示例(错)
//! ```年报
//! proactive = 行政事业性收费12.36元。
//! ```
//! ```年报
//! proactive = 没有行政事业性收费项目。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! proactive = 行政事业性收费123600元。
//! ```
//! ```年报
//! proactive = 行政事业性收费12.4万元。
//! ```
//! ```年报
//! proactive = 全年减免行政事业性收费36万元。
//! ```
//!
//! ## 例外与误报
//! 文字四舍五入或者只取整数的，不作为差错。信息处理费、减免免收停征和退还的金额，都不是这一格的金额，不比较。
//!
//! ## 如何修改
//! 与非税收入系统的入库金额核对，注意表中单位是万元。

use super::super::{Family, RuleInfo};
use super::amount_against_table;
use crate::claims::Counted;
use crate::diagnostic::Level;
use gongkai_domain::report::Table2Key;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X012",
    name: "admin_fee_told_differently",
    title: "文字与表二收费金额不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第二十条第（八）项",
    source: include_str!("admin_fee_told_differently.rs"),
    check: |subject, out| {
        let help = "与非税收入入库金额核对，注意表中单位是万元";
        amount_against_table(subject, out, Counted::AdminFeeAmount, Table2Key::AdminFeeWanYuan, help);
    },
};
