//! The reconciliation equations (勾稽关系) of the form, as data.
//!
//! T3-BAL is printed in the form (第一项加第二项之和，等于第三项加第四项之和); the others follow from the label 总计.
//! Not here: who evaluates them (`gongkai-checker`), equations between years.

use super::keys::{Column, Form, Row, Table2Key, Table4Key};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A cell by its address in the contract, such as `table3.granted.total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellRef {
    /// A cell of table 2.
    T2(Table2Key),
    /// A cell of table 3.
    T3(Row, Column),
    /// A cell of table 4.
    T4(Table4Key),
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::T2(key) => write!(f, "table2.{key}"),
            Self::T3(row, column) => write!(f, "table3.{row}.{column}"),
            Self::T4(key) => write!(f, "table4.{key}"),
        }
    }
}

impl FromStr for CellRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fail = || format!("not a cell address: {text}");
        let mut parts = text.split('.');
        let cell = match (parts.next(), parts.next(), parts.next()) {
            (Some("table2"), Some(key), None) => Self::T2(key.parse().map_err(|_| fail())?),
            (Some("table3"), Some(row), Some(column)) => {
                Self::T3(row.parse().map_err(|_| fail())?, column.parse().map_err(|_| fail())?)
            }
            (Some("table4"), Some(key), None) => Self::T4(key.parse().map_err(|_| fail())?),
            _ => return Err(fail()),
        };
        if parts.next().is_some() { Err(fail()) } else { Ok(cell) }
    }
}

impl serde::Serialize for CellRef {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl CellRef {
    /// What a clerk calls the cell, such as `（一）予以公开·自然人`.
    pub fn label(self, form: Form) -> String {
        match self {
            Self::T2(key) => format!("{}·{}", key.row_label(), key.column_label(form)),
            Self::T3(row, column) => format!("{}·{}", row.short_label(), column.label()),
            Self::T4(key) => format!("{}·{}", key.group(), key.label()),
        }
    }
}

/// Name of one equation within a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EquationId {
    /// new_received + carried_in = result_total + carried_out in a column.
    T3Bal(Column),
    /// result_total = sum of the result rows in a column.
    T3Sum(Column),
    /// total = sum of the six applicant columns in a row.
    T3Row(Row),
    /// Table 4: total of 行政复议.
    T4Rec,
    /// Table 4: total of 未经复议直接起诉.
    T4Dir,
    /// Table 4: total of 复议后起诉.
    T4Post,
}

impl fmt::Display for EquationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::T3Bal(c) => write!(f, "T3-BAL({c})"),
            Self::T3Sum(c) => write!(f, "T3-SUM({c})"),
            Self::T3Row(r) => write!(f, "T3-ROW({r})"),
            Self::T4Rec => f.write_str("T4-REC"),
            Self::T4Dir => f.write_str("T4-DIR"),
            Self::T4Post => f.write_str("T4-POST"),
        }
    }
}

impl FromStr for EquationId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fail = || format!("not an equation: {text}");
        match text {
            "T4-REC" => return Ok(Self::T4Rec),
            "T4-DIR" => return Ok(Self::T4Dir),
            "T4-POST" => return Ok(Self::T4Post),
            _ => {}
        }
        let (name, key) = text.strip_suffix(')').and_then(|t| t.split_once('(')).ok_or_else(fail)?;
        match name {
            "T3-BAL" => key.parse().map(Self::T3Bal).map_err(|_| fail()),
            "T3-SUM" => key.parse().map(Self::T3Sum).map_err(|_| fail()),
            "T3-ROW" => key.parse().map(Self::T3Row).map_err(|_| fail()),
            _ => Err(fail()),
        }
    }
}

/// One equation: the sum of the left cells equals the sum of the right cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equation {
    /// Its name.
    pub id: EquationId,
    /// Summands on the left.
    pub left: Vec<CellRef>,
    /// Summands on the right.
    pub right: Vec<CellRef>,
}

/// The rows of table 3 that a report has: those of its form, with （六） as one row when `one_other_row`.
pub fn rows_of(form: Form, one_other_row: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = form.table3_rows().to_vec();
    if one_other_row
        && form == Form::Form2021
        && let Some(at) = rows.iter().position(|r| *r == Row::OtherMisc)
    {
        rows.insert(at + 1, Row::OtherTotal);
        rows.retain(|r| !Row::OTHER_ITEMS.contains(r));
    }
    rows
}

/// All equations of a report of the given form: balance and sum for seven columns, each row, three groups of table 4.
///
/// `one_other_row` says that a report of the 2021 form prints （六）其他处理 as one row; sums then use that row.
pub fn equations(form: Form, one_other_row: bool) -> Vec<Equation> {
    if !form.has_tables() {
        return Vec::new();
    }
    let rows = rows_of(form, one_other_row);
    let mut all = Vec::with_capacity(7 + 7 + rows.len() + 3);
    for &c in Column::EVERY {
        all.push(Equation {
            id: EquationId::T3Bal(c),
            left: vec![CellRef::T3(Row::NewReceived, c), CellRef::T3(Row::CarriedIn, c)],
            right: vec![CellRef::T3(Row::ResultTotal, c), CellRef::T3(Row::CarriedOut, c)],
        });
    }
    for &c in Column::EVERY {
        all.push(Equation {
            id: EquationId::T3Sum(c),
            left: vec![CellRef::T3(Row::ResultTotal, c)],
            right: rows.iter().filter(|r| r.is_result()).map(|r| CellRef::T3(*r, c)).collect(),
        });
    }
    for &r in &rows {
        all.push(Equation {
            id: EquationId::T3Row(r),
            left: vec![CellRef::T3(r, Column::Total)],
            right: Column::APPLICANTS.iter().map(|c| CellRef::T3(r, *c)).collect(),
        });
    }
    for (id, group) in
        [EquationId::T4Rec, EquationId::T4Dir, EquationId::T4Post].into_iter().zip(Table4Key::EVERY.chunks(5))
    {
        all.push(Equation {
            id,
            left: vec![CellRef::T4(group[4])],
            right: group[..4].iter().map(|k| CellRef::T4(*k)).collect(),
        });
    }
    all
}

/// The same as [`equations`], made once: linting a report looks at them several times.
pub fn equations_of(form: Form, one_other_row: bool) -> &'static [Equation] {
    static NEWER: LazyLock<Vec<Equation>> = LazyLock::new(|| equations(Form::Form2021, false));
    static NEWER_ONE_ROW: LazyLock<Vec<Equation>> = LazyLock::new(|| equations(Form::Form2021, true));
    static OLDER: LazyLock<Vec<Equation>> = LazyLock::new(|| equations(Form::Form2019, false));
    match form {
        Form::Form2021 if one_other_row => &NEWER_ONE_ROW,
        Form::Form2021 => &NEWER,
        Form::Form2019 => &OLDER,
        Form::Older | Form::Unknown => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_the_2021_form_has_forty_two_equations_within_itself() {
        assert_eq!(equations(Form::Form2021, false).len(), 42);
        assert_eq!(equations(Form::Form2019, false).len(), 7 + 7 + 23 + 3);
        assert!(equations(Form::Older, false).is_empty());
    }

    #[test]
    fn names_and_addresses_parse_back() {
        for e in equations(Form::Form2021, true) {
            assert_eq!(e.id.to_string().parse(), Ok(e.id));
            for cell in e.left.iter().chain(&e.right) {
                assert_eq!(cell.to_string().parse(), Ok(*cell));
            }
        }
        assert!("table3.granted".parse::<CellRef>().is_err());
        assert!("T3-BAL(sum)".parse::<EquationId>().is_err());
    }

    #[test]
    fn one_other_row_takes_the_place_of_its_three_items() {
        let rows = rows_of(Form::Form2021, true);
        assert_eq!(rows.len(), 23);
        assert!(rows.contains(&Row::OtherTotal) && !rows.contains(&Row::OtherMisc));
    }
}
