//! # X020 文字称“均为”“均予以”与表三不一致（all_told_differently）
//!
//! ## 查什么
//! 文字在申请件数之后紧接着称“均为自然人申请”“均予以公开”的，表三相应一行、一列应当没有例外。
//!
//! ## 依据
//! 《条例》第五十条第一款第（二）项；报告内容应当真实、准确。
//!
//! ## 为什么
//! “均”字常是从上年报告沿用下来的；申请人和办理结果年年不同，表格改了，文字没有跟着改。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年收到政府信息公开申请47件，均为自然人申请。
//! ```
//! ```年报
//! overview = 全年共答复政府信息公开申请48件，均予以公开。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年收到政府信息公开申请47件，均已按期答复。
//! ```
//! ```年报
//! overview = 全年新收自然人申请38件，均予以登记；对符合公开条件的信息均予以公开。
//! ```
//!
//! ## 例外与误报
//! 只在文字的件数与表三的一行总计相同、两者紧接着、表格的数是照印的时候判断。“予以公开”包括部分公开；有件数结转下年的，不判断办理结果。“均已答复”“均按期办结”不在此列。
//!
//! ## 如何修改
//! 以登记台账为准，改写文字，或者更正表三的申请人和办理结果。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::{count, is_comparable, spot_of, spots_of, total_of};
use crate::claims::{Claim, Counted, Scope};
use crate::diagnostic::Level;
use gongkai_domain::report::{CellKind, CellRef, Column, Row};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X020",
    name: "all_told_differently",
    title: "文字称“均为”“均予以”与表三不一致",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第五十条第一款第（二）项",
    source: include_str!("all_told_differently.rs"),
    check,
};

/// What is said of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// 均为自然人申请.
    NaturalPersons,
    /// 均为法人或其他组织申请.
    Organisations,
    /// 均予以公开.
    Granted,
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    if !subject.report.form.has_tables() {
        return;
    }
    for claim in subject.claims {
        if !is_whole(claim) {
            continue;
        }
        let Some((of, words)) = said_behind(subject, claim) else { continue };
        let Some(said) = claim.exact().and_then(crate::claims::Decimal::as_whole) else { continue };
        // the number may be that of the new ones or that of the results: each that it can be must contradict
        let rows: Vec<Row> = [Row::NewReceived, Row::ResultTotal]
            .into_iter()
            .filter(|row| count(subject, total_of(*row)) == Some(said))
            .collect();
        let cells: Option<Vec<Vec<CellRef>>> =
            rows.iter().map(|row| contradicting(subject, of, *row, said)).collect();
        let Some(cells) = cells else { continue };
        let Some(cells) = cells.first() else { continue };
        let told: i64 = cells.iter().filter_map(|at| count(subject, *at)).sum();
        let table = match of {
            Of::NaturalPersons => format!("自然人为{told}"),
            Of::Organisations => format!("自然人为{told}，不是0"),
            Of::Granted => format!("予以公开和部分公开共{told}"),
        };
        let message = format!("文字称{said}件“{words}”，而表格中{table}");
        let mut spots = vec![spot_of(claim)];
        spots.extend(spots_of(subject, cells));
        out.report(Level::Warning, message, spots).help("以登记台账为准，改写文字，或者更正表三");
    }
}

/// A plain number of all applications of the year.
fn is_whole(claim: &Claim) -> bool {
    is_comparable(claim)
        && claim.is_plain_total()
        && claim.scope == Scope::Own
        && claim.is_named
        && !claim.is_negated
        && matches!(claim.counted, Counted::NewReceived | Counted::Handled | Counted::Processed)
}

/// The words directly behind the number, when they say something of all of them and nothing more.
fn said_behind(subject: &Subject<'_>, claim: &Claim) -> Option<(Of, String)> {
    let key = claim.section?;
    let prose = subject
        .report
        .sections
        .iter()
        .filter(|s| s.key == key)
        .find_map(|s| s.prose().into_iter().nth(claim.paragraph))?;
    // a paragraph that is not the one of the claim gives other words, and then nothing
    let behind = prose.text.get(claim.span.end..)?;
    let clause = behind.strip_prefix(['，', ',']).unwrap_or(behind);
    let end = clause.find(['，', '。', '；', ',', ';', '\n']).unwrap_or(clause.len());
    let clause: String = clause[..end].chars().filter(|c| !c.is_whitespace()).collect();
    let rest = clause.strip_prefix("申请人").unwrap_or(&clause);
    let rest = rest.strip_prefix("已").unwrap_or(rest);
    let rest = rest.strip_prefix("均").or_else(|| rest.strip_prefix("全部"))?;
    let rest = ["已", "依法", "按期", "按时", "由"].iter().fold(rest, |r, w| r.strip_prefix(w).unwrap_or(r));
    let of = match rest {
        "为自然人"
        | "为自然人申请"
        | "是自然人"
        | "系自然人"
        | "系自然人申请"
        | "为自然人提出"
        | "为自然人提交"
        | "自然人提出"
        | "自然人申请"
        | "自然人提交"
        | "为公民申请"
        | "为公民个人申请" => Of::NaturalPersons,
        "为法人或其他组织" | "为法人或其他组织申请" | "为法人或者其他组织申请" => {
            Of::Organisations
        }
        "予以公开" | "予公开" | "答复予以公开" | "作出予以公开答复" | "作出予以公开决定" => {
            Of::Granted
        }
        _ => return None,
    };
    Some((of, clause))
}

/// The cells that contradict, when the row has an exception that no reading explains.
fn contradicting(subject: &Subject<'_>, of: Of, row: Row, said: i64) -> Option<Vec<CellRef>> {
    let cells = match of {
        Of::NaturalPersons | Of::Organisations => vec![CellRef::T3(row, Column::NaturalPerson)],
        Of::Granted => vec![total_of(Row::Granted), total_of(Row::PartiallyGranted)],
    };
    let is_printed = cells
        .iter()
        .chain(&[total_of(row)])
        .all(|at| subject.report.cell(*at).is_some_and(|c| c.kind == CellKind::Number));
    let told = cells.iter().map(|at| count(subject, *at)).sum::<Option<i64>>()?;
    let is_wrong = match of {
        Of::NaturalPersons => told < said,
        Of::Organisations => told > 0,
        // what is carried over may have been granted before the report was written
        Of::Granted => told < said && count(subject, total_of(Row::CarriedOut)) == Some(0),
    };
    (is_printed && is_wrong).then_some(cells)
}
