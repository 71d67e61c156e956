//! Reports of several years side by side, as text for a terminal, as a page, as a workbook.
//!
//! What is compared and how is `gongkai_domain::report::compare`; its JSON is the comparison itself. Not here: one report
//! as a document (`crate::report`).

mod html;
mod text;
mod trend;
mod workbook;

pub use html::html;
pub use text::text;
pub use workbook::xlsx;

use gongkai_domain::report::cell::Value;
use gongkai_domain::report::compare::{Compared, Comparison, Entry, Line, PassageChange};
use gongkai_domain::report::{CellKind, CellRef, TableKey};

/// The table that a line is about.
fn table_of(line: &Line) -> TableKey {
    match line.at {
        CellRef::T2(_) => TableKey::Proactive,
        CellRef::T3(..) => TableKey::Applications,
        CellRef::T4(_) => TableKey::Remedies,
    }
}

/// Whether a line says anything: a value other than zero in some report, or one that could not be read.
fn says_something(line: &Line) -> bool {
    let is_zero = |entry: &Entry| match entry.value {
        Some(Value::Count(n)) => n == 0,
        Some(Value::Amount(amount)) => amount.fen() == 0,
        None => entry.kind != CellKind::Illegible,
    };
    !line.entries.iter().all(is_zero)
}

/// The value as it is shown; what is not known is told by a stroke, or by the word for it.
fn shown(entry: &Entry) -> String {
    match (entry.value, entry.kind) {
        (Some(value), _) if entry.is_nearly_alike => format!("≈{value}"),
        (Some(value), _) => value.to_string(),
        (None, CellKind::Blank) => "（空白）".to_owned(),
        (None, CellKind::Illegible) => "（不清）".to_owned(),
        (None, CellKind::NotApplicable) => "/".to_owned(),
        (None, _) => "—".to_owned(),
    }
}

/// The change with its sign; nothing where it is not known.
fn change(entry: &Entry) -> String {
    match entry.change {
        None => String::new(),
        Some(Value::Count(0)) => "0".to_owned(),
        Some(Value::Count(n)) => format!("{n:+}"),
        Some(Value::Amount(amount)) if amount.fen() > 0 => format!("+{amount}"),
        Some(Value::Amount(amount)) => amount.to_string(),
    }
}

/// The change in per cent, one decimal; nothing where it is not known.
fn percent(entry: &Entry) -> String {
    entry.change_permille.map_or_else(String::new, |n| {
        let sign = match n.signum() {
            -1 => "-",
            1 => "+",
            _ => "",
        };
        format!("{sign}{}.{}%", n.unsigned_abs() / 10, n.unsigned_abs() % 10)
    })
}

/// A share in thousandths as per cent.
fn share(permille: u64) -> String {
    format!("{}.{}%", permille / 10, permille % 10)
}

/// The head of a report's column: its year, or that it is not known.
fn head(report: &Compared) -> String {
    report.year.map_or_else(|| "年度不详".to_owned(), |year| format!("{year}年"))
}

/// The heads of all columns; reports of one year are told apart by a number.
fn heads(comparison: &Comparison) -> Vec<String> {
    let plain: Vec<String> = comparison.reports.iter().map(head).collect();
    let numbered = |n: usize| {
        let same = plain.iter().filter(|p| **p == plain[n]).count();
        let nth = plain[..=n].iter().filter(|p| **p == plain[n]).count();
        if same > 1 { format!("{}（{nth}）", plain[n]) } else { plain[n].clone() }
    };
    (0..plain.len()).map(numbered).collect()
}

/// What is compared, as a title.
fn title(comparison: &Comparison) -> String {
    let mut names: Vec<&str> = comparison.reports.iter().filter_map(|r| r.agency.as_deref()).collect();
    names.dedup();
    match names.as_slice() {
        [one] => format!("{one}政府信息公开工作年度报告比较"),
        _ => "政府信息公开工作年度报告比较".to_owned(),
    }
}

fn caption(table: TableKey) -> &'static str {
    match table {
        TableKey::Proactive => "主动公开政府信息情况",
        TableKey::Applications => "收到和处理政府信息公开申请情况",
        TableKey::Remedies => "政府信息公开行政复议、行政诉讼情况",
    }
}

fn fate(change: PassageChange) -> &'static str {
    match change {
        PassageChange::Kept => "沿用",
        PassageChange::Moved => "移动",
        PassageChange::Added => "新增",
        PassageChange::Removed => "删去",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::report::compare::compare;
    use gongkai_domain::report::{
        Cell, Column, Form, Located, Report, Row, Section, SectionKey, Table2Key, WanYuan,
    };

    /// Three invented years of one small office.
    pub(super) fn three_years() -> Comparison {
        let report = |year: i32, new: i64, fee: &str, text: &str| {
            let mut report = Report::empty(format!("{year}.docx"), Form::Form2021);
            report.year = Located { value: Some(year), place: None };
            report.agency = Located { value: Some("青溪县<档案>馆".to_owned()), place: None };
            let every: Vec<CellRef> = report.cells().map(|(at, _)| at).collect();
            for at in every {
                *report.cell_mut(at) = match at {
                    CellRef::T2(key) if key.is_amount() => Cell::amount(fee.parse::<WanYuan>().unwrap()),
                    _ => Cell::count(0),
                };
            }
            for row in [Row::NewReceived, Row::Granted, Row::ResultTotal] {
                for column in [Column::NaturalPerson, Column::Total] {
                    *report.cell_mut(CellRef::T3(row, column)) = Cell::count(new);
                }
            }
            report.sections = vec![Section {
                key: SectionKey::Overview,
                title: SectionKey::Overview.title().to_owned(),
                text: text.to_owned(),
                place: None,
                paragraphs: Vec::new(),
            }];
            report
        };
        let mut first = report(2023, 12, "1.5", "全年收到申请12件，全部办结。开展培训1次。");
        *first.cell_mut(CellRef::T2(Table2Key::NormativeIssued)) = Cell::absent();
        compare(&[
            report(2025, 9, "0", "全年收到申请9件，全部办结。新设查阅点2处。"),
            first,
            report(2024, 18, "2.25", "全年收到申请18件，全部办结。开展培训1次。"),
        ])
    }

    #[test]
    fn a_change_has_its_sign_and_its_share() {
        let comparison = three_years();
        let line =
            comparison.lines.iter().find(|l| l.at == CellRef::T3(Row::NewReceived, Column::Total)).unwrap();
        let told: Vec<(String, String, String)> =
            line.entries.iter().map(|e| (shown(e), change(e), percent(e))).collect();
        let row = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(told, [row("12", "", ""), row("18", "+6", "+50.0%"), row("9", "-9", "-50.0%")]);
        let fee = comparison.lines.iter().find(|l| l.at == CellRef::T2(Table2Key::AdminFeeWanYuan)).unwrap();
        assert_eq!(fee.entries.iter().map(change).collect::<Vec<_>>(), ["", "+0.75", "-2.25"]);
    }

    #[test]
    fn two_reports_of_one_year_have_heads_of_their_own() {
        let mut comparison = three_years();
        comparison.reports[1].year = Some(2023);
        comparison.reports[2].year = None;
        assert_eq!(heads(&comparison), ["2023年（1）", "2023年（2）", "年度不详"]);
    }
}
