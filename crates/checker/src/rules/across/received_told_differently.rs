//! # X001 文字与表三新收不一致（received_told_differently）
//!
//! ## 查什么
//! 各部分文字所称本年收到（受理、接收）的政府信息公开申请件数，应当等于表三“本年新收”一行的总计。
//!
//! ## 依据
//! 《条例》第五十条第一款第（二）项；国办公开办函〔2021〕30号表三第一项。
//!
//! ## 为什么
//! 同一份报告对同一件事给出两个数，读者不知道该信哪一个，汇总时也会出错。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年共收到政府信息公开申请52件。
//! ```
//! ```年报
//! overview = 本机关全年未收到政府信息公开申请。
//! ```
//! ```年报
//! overview = 本年度共受理政府信息公开申请48件。
//! # 48件是新收47件加上年结转1件：提示
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年共收到政府信息公开申请47件，其中45件属于本机关公开范围，2件不属于本机关公开范围。
//! ```
//! ```年报
//! overview = 全市各级行政机关共收到政府信息公开申请1304件。第一季度收到申请9件。2023年收到申请20件。
//! ```
//!
//! ## 例外与误报
//! 新收与上年结转分别计算：文字写明“收到4件”、表中上年结转1件、办理结果总计5件的，不是差错。文字把上年结转计入收到件数的，只作提示。全市、各部门、某月某季、以往年度的数不比较；“约”“余”按近似值比较。“收到的申请中有n件……”只是其中一部分，不当作收到总数。全市、全系统的件数中分出“局本级”“局机关”的，以这一部分与表格比较。
//!
//! ## 如何修改
//! 以申请登记台账为准，改正文字或者表格；包含上年结转的，写明“含上年结转n件”。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{Comparison, against_tables, amount_of, cells_of, count, spot_of, total_of};
use crate::claims::{Claim, Counted, Decimal, Period, Scope};
use crate::diagnostic::Level;
use gongkai_domain::report::{CellKind, Row};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X001",
    name: "received_told_differently",
    title: "文字与表三新收不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条第一款第（二）项",
    source: include_str!("received_told_differently.rs"),
    check: |subject, out| {
        let help = "以登记台账为准统一文字和表格；含上年结转的，在文字中写明";
        against_tables(subject, out, help, |claim| {
            if claim.counted != Counted::NewReceived {
                return None;
            }
            let mut it = Comparison::of(cells_of(subject, claim.counted)?);
            let new = count(subject, total_of(Row::NewReceived));
            let carried = count(subject, total_of(Row::CarriedIn));
            if let (Some(new), Some(carried @ 1..)) = (new, carried) {
                // 收到15件（含上年结转2件）: said openly
                let says_so = ["结转", "含上年"].iter().any(|w| claim.words.contains(w))
                    || subject.claims.iter().any(|c| {
                        c.counted == Counted::CarriedIn
                            && c.part_of.is_some_and(|p| {
                                subject.claims.get(p.whole).is_some_and(|w| std::ptr::eq(w, claim))
                            })
                    });
                if says_so {
                    it.also.push(new + carried);
                } else {
                    it.explained.push((new + carried, "文字似把上年结转一并计入，宜分别写明"));
                }
            }
            Some(it)
        });
        own_share(subject, out);
    },
};

/// 全市共收到1350件，其中局本级收到16件: the table of the report is that of the agency, not of the area.
fn own_share(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let row = total_of(Row::NewReceived);
    let Some(new) = count(subject, row) else { return };
    let carried = count(subject, total_of(Row::CarriedIn)).unwrap_or(0);
    for claim in subject.claims {
        let Some(whole) = claim.part_of.and_then(|p| subject.claims.get(p.whole)) else { continue };
        let is_own = claim.scope_words.as_deref().is_some_and(|w| OWN.iter().any(|o| w.ends_with(o)));
        let is_of_area = whole.counted == Counted::NewReceived
            && matches!(whole.scope, Scope::Area | Scope::System)
            && whole.period == Period::ThisYear;
        let is_received = matches!(claim.counted, Counted::NewReceived | Counted::Other)
            && claim.words.contains('收')
            && claim.unit == whole.unit
            && claim.period == Period::ThisYear
            && !claim.is_plan;
        if !is_own || !is_of_area || !is_received {
            continue;
        }
        let (Some(said), Some(area)) = (claim.exact(), whole.exact()) else { continue };
        // the table may be that of the area, or of the agency with the units beneath it
        let others = subject.claims.iter().filter(|c| c.part_of == claim.part_of).filter_map(Claim::exact);
        let sum = others.fold(Decimal::default(), Decimal::plus);
        let lawful = [new, new + carried].map(Decimal::whole);
        if lawful.iter().any(|n| *n == said || *n == area || *n == sum) {
            continue;
        }
        let is_certain = subject.report.cell(row).is_some_and(|c| c.kind == CellKind::Number);
        let level = if is_certain { Level::Warning } else { Level::Note };
        let message = format!(
            "文字称“{}”（{}），表格“{}”为{new}",
            claim.words,
            amount_of(claim),
            row.label(subject.report.form)
        );
        out.report(level, message, vec![spot_of(claim), subject.spot(row)])
            .help("以登记台账为准统一文字和表格；表格含所属单位的，在文字中写明");
    }
}

/// How words for the agency itself end, apart from the area or the system that it belongs to.
const OWN: &[&str] = &["本级", "局机关", "委机关", "厅机关", "本机关", "本局", "我局", "本部"];
