//! # X006 文字与表三申请人不一致（applicants_told_differently）
//!
//! ## 查什么
//! 文字所称自然人、法人或其他组织（及其各类）的申请件数，应当等于表三相应列的新收件数，或者新收与上年结转之和；“予以公开12件，其中自然人9件”“上年结转3件，其中自然人2件”这样划分某一行的，与该行相应列核对。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号表三“申请人情况”各列。
//!
//! ## 为什么
//! 申请人类别常由不同的人分别统计，文字与表格容易各说各的。
//!
//! ## 示例(错)
//! ```年报
//! overview = 收到政府信息公开申请47件，其中自然人申请40件，法人或其他组织申请7件。
//! ```
//! ```年报
//! overview = 收到政府信息公开申请47件，其中自然人38件，企业3件，其他6件。
//! ```
//! ```年报
//! overview = 予以公开25件，其中自然人21件，商业企业4件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 予以公开25件，其中自然人20件，商业企业3件；上年结转1件，为自然人申请。
//! ```
//! ```年报
//! overview = 收到政府信息公开申请47件，其中自然人申请38件，法人或其他组织申请9件。
//! ```
//!
//! ## 例外与误报
//! 文字按办结件数说申请人类别的，与该列办理结果总计相等也算一致。只写“企业”的，与商业企业或者全部法人和其他组织相等都算一致；列举申请人时写的“其他”，与表中“其他”一列或者没有列举的各列之和相等都算一致。
//!
//! ## 如何修改
//! 律师以个人名义申请的计入自然人，律师事务所以自己名义申请的计入法律服务机构；按登记台账统一。

use super::super::{Family, RuleInfo, Subject};
use super::{Comparison, against_tables, cells_of, count, rows_of_outcome, total_of};
use crate::claims::{Applicant, Claim, Counted, Decimal, Outcome};
use crate::diagnostic::Level;
use gongkai_domain::report::{CellRef, Column, Row};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X006",
    name: "applicants_told_differently",
    title: "文字与表三申请人不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三申请人情况",
    source: include_str!("applicants_told_differently.rs"),
    check: |subject, out| {
        against_tables(
            subject,
            out,
            "按登记台账核对申请人类别，统一文字和表格",
            |claim| {
                if !matches!(claim.counted, Counted::Applicant(_)) {
                    return None;
                }
                let cells = cells_of(subject, claim.counted)?;
                match divided(subject, claim) {
                    Divided::Received => {}
                    Divided::Rows(rows) => return of_rows(subject, claim, &cells, &rows),
                    Divided::Unknown => return None,
                }
                let sum = |row: Row| -> Option<i64> {
                    cells
                        .iter()
                        .map(|at| match at {
                            CellRef::T3(_, column) => count(subject, CellRef::T3(row, *column)),
                            _ => None,
                        })
                        .sum()
                };
                let mut it = Comparison::of(cells.clone());
                it.at_most = Level::Warning;
                for columns in other_readings(claim, subject.claims) {
                    let of = |row: Row| -> Option<i64> {
                        columns.iter().map(|c| count(subject, CellRef::T3(row, *c))).sum()
                    };
                    let (new, carried) = (of(Row::NewReceived), of(Row::CarriedIn));
                    it.also.extend(
                        [new, of(Row::ResultTotal), new.zip(carried).map(|(n, c)| n + c)]
                            .into_iter()
                            .flatten(),
                    );
                }
                // 收到12件，其中自然人10件: parts of what the table has as newly received, and of nothing else
                let new_in_all = count(subject, total_of(Row::NewReceived));
                let is_of_new =
                    claim.part_of.and_then(|p| subject.claims.get(p.whole)).is_some_and(|whole| {
                        whole.counted == Counted::NewReceived
                            && whole
                                .exact()
                                .and_then(Decimal::as_whole)
                                .is_some_and(|n| Some(n) == new_in_all)
                    });
                if is_of_new && count(subject, total_of(Row::ResultTotal)) != new_in_all {
                    return Some(it);
                }
                it.also.extend(sum(Row::ResultTotal));
                if let (Some(new), Some(carried), false) =
                    (sum(Row::NewReceived), sum(Row::CarriedIn), is_of_new)
                {
                    it.also.push(new + carried);
                }
                Some(it)
            },
        );
    },
};

/// What the applicants of a claim divide.
enum Divided {
    /// What was received or answered, or nothing that is said.
    Received,
    /// These rows: those of 予以公开, 上年结转.
    Rows(Vec<Row>),
    /// Something that the table does not count, or one of several.
    Unknown,
}

/// The whole above the applicants, whatever kinds of applicants stand between.
fn divided(subject: &Subject<'_>, claim: &Claim) -> Divided {
    let mut at = claim;
    for _ in 0..4 {
        let Some(whole) = at.part_of.and_then(|p| subject.claims.get(p.whole)) else { break };
        at = whole;
        if !matches!(at.counted, Counted::Applicant(_)) {
            break;
        }
    }
    let rows = |counted: Counted| match counted {
        // 信息不存在5件: a part of its row only
        Counted::Outcome(Outcome::NotHeldInPart) => Vec::new(),
        Counted::Outcome(outcome) => rows_of_outcome(subject, outcome),
        Counted::CarriedIn => vec![Row::CarriedIn],
        Counted::CarriedOut | Counted::Unfinished => vec![Row::CarriedOut],
        _ => Vec::new(),
    };
    match at.counted {
        Counted::NewReceived | Counted::Handled | Counted::Processed => Divided::Received,
        Counted::Applicant(_) => {
            // 上年结转3件，自然人2件: told beside another row, they may be of that one
            let is_before = |c: &Claim| {
                (c.section, c.paragraph, c.sentence) == (claim.section, claim.paragraph, claim.sentence)
                    && c.span.end <= claim.span.start
            };
            let is_beside_rows = subject.claims.iter().any(|c| is_before(c) && !rows(c.counted).is_empty());
            if is_beside_rows { Divided::Unknown } else { Divided::Received }
        }
        counted => {
            let rows = rows(counted);
            if rows.is_empty() { Divided::Unknown } else { Divided::Rows(rows) }
        }
    }
}

/// 予以公开12件，其中自然人9件: the applicants of a row are held against that row.
fn of_rows(subject: &Subject<'_>, claim: &Claim, cells: &[CellRef], rows: &[Row]) -> Option<Comparison> {
    let columns = |cells: &[CellRef]| -> Vec<Column> {
        cells
            .iter()
            .filter_map(|at| if let CellRef::T3(_, column) = at { Some(*column) } else { None })
            .collect()
    };
    let of = |columns: &[Column]| -> Vec<CellRef> {
        rows.iter().flat_map(|row| columns.iter().map(|c| CellRef::T3(*row, *c))).collect()
    };
    let cells = of(&columns(cells));
    let told: i64 = cells.iter().map(|at| count(subject, *at)).sum::<Option<i64>>()?;
    // only this year's may be meant
    let carried = count(subject, total_of(Row::CarriedIn)).unwrap_or(0);
    let stated = claim.exact().and_then(Decimal::as_whole)?;
    if stated < told && told - stated <= carried && rows != [Row::CarriedIn] {
        return None;
    }
    let mut it = Comparison::of(cells);
    for columns in other_readings(claim, subject.claims) {
        it.also.extend(of(&columns).iter().map(|at| count(subject, *at)).sum::<Option<i64>>());
    }
    Some(it)
}

/// Columns that the word may mean besides its own: 企业 every organisation, 其他 in a list whatever the list leaves out.
fn other_readings(claim: &Claim, claims: &[Claim]) -> Vec<Vec<Column>> {
    let organisations = &Column::APPLICANTS[1..];
    match claim.counted {
        Counted::Applicant(Applicant::Column(Column::CommercialEnterprise))
            if !claim.words.contains("商业企业") =>
        {
            vec![organisations.to_vec()]
        }
        Counted::Applicant(Applicant::Column(Column::OtherOrganisation)) => {
            let Some(part) = claim.part_of else { return Vec::new() };
            let is_named = |column: Column| {
                column != Column::OtherOrganisation
                    && claims.iter().any(|c| {
                        c.part_of.is_some_and(|p| p.list == part.list)
                            && c.counted == Counted::Applicant(Applicant::Column(column))
                    })
            };
            vec![organisations.iter().copied().filter(|c| !is_named(*c)).collect()]
        }
        _ => Vec::new(),
    }
}
