//! One annual report as facts: the object that `gongkai read --format json` prints and `check` and `write` take.
//!
//! Not here: how facts are read (`gongkai-checker`), how documents are written from them.

use super::cell::{Cell, Place};
use super::contract::{self, RawReport};
use super::equation::CellRef;
use super::keys::{Column, Form, Row, Table2Key, Table4Key};
use chrono::NaiveDate;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;

/// Version of the JSON contract.
pub const SCHEMA_VERSION: u32 = 1;

/// A value with the place where it was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value; null when it was not found.
    pub value: Option<T>,
    /// Where it was found.
    #[serde(rename = "where", default)]
    pub place: Option<Place>,
}

impl<T> Located<T> {
    /// Nothing found.
    pub fn none() -> Self {
        Self { value: None, place: None }
    }

    /// A value found at a place.
    pub fn at(value: T, place: Place) -> Self {
        Self { value: Some(value), place: Some(place) }
    }
}

impl<T> Default for Located<T> {
    fn default() -> Self {
        Self::none()
    }
}

/// The six statutory sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKey {
    /// 一、总体情况.
    Overview,
    /// 二、主动公开政府信息情况.
    Proactive,
    /// 三、收到和处理政府信息公开申请情况.
    Applications,
    /// 四、政府信息公开行政复议、行政诉讼情况.
    Remedies,
    /// 五、存在的主要问题及改进情况.
    Problems,
    /// 六、其他需要报告的事项.
    Other,
}

impl SectionKey {
    /// All six in their order.
    pub const EVERY: &[Self] =
        &[Self::Overview, Self::Proactive, Self::Applications, Self::Remedies, Self::Problems, Self::Other];

    /// Key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Proactive => "proactive",
            Self::Applications => "applications",
            Self::Remedies => "remedies",
            Self::Problems => "problems",
            Self::Other => "other",
        }
    }

    /// Official title with its number.
    pub fn title(self) -> &'static str {
        match self {
            Self::Overview => "一、总体情况",
            Self::Proactive => "二、主动公开政府信息情况",
            Self::Applications => "三、收到和处理政府信息公开申请情况",
            Self::Remedies => "四、政府信息公开行政复议、行政诉讼情况",
            Self::Problems => "五、存在的主要问题及改进情况",
            Self::Other => "六、其他需要报告的事项",
        }
    }
}

/// A paragraph of prose with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prose {
    /// The text.
    pub text: String,
    /// Where it begins.
    #[serde(rename = "where", default)]
    pub place: Option<Place>,
}

/// A section with its prose; table cells are not part of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Which section.
    pub key: SectionKey,
    /// Title as printed.
    pub title: String,
    /// Prose, paragraphs separated by line breaks.
    pub text: String,
    /// Where the title stands.
    #[serde(rename = "where", default)]
    pub place: Option<Place>,
    /// The paragraphs with their places. Joined by line breaks they are `text`, or else `text` prevails.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "contract::list")]
    pub paragraphs: Vec<Prose>,
}

impl Section {
    /// The paragraphs with places; when the source gave none, the lines of `text` at the section's place.
    pub fn prose(&self) -> Vec<Prose> {
        if !self.paragraphs.is_empty() {
            return self.paragraphs.clone();
        }
        self.text
            .lines()
            .filter(|l| !l.trim().is_empty())
            .map(|l| Prose { text: l.to_owned(), place: self.place.clone() })
            .collect()
    }
}

/// Something noticed while reading: what was dropped, repaired, in excess, or printed otherwise than the form says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Artefact {
    /// Stable kind, such as `label_variant`, `page_furniture`, `extra_value`, `repeated_header`.
    pub kind: String,
    /// The text concerned.
    pub text: String,
    /// What the official form has in its place, where that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Where it stands.
    #[serde(rename = "where", default)]
    pub place: Option<Place>,
}

/// Table 3: rows in printed order, each with its seven cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table3(BTreeMap<Row, [Cell; 7]>);

impl Table3 {
    /// A table in which every row of the form is present and every cell absent.
    pub fn absent(form: Form) -> Self {
        Self(form.table3_rows().iter().map(|r| (*r, std::array::from_fn(|_| Cell::absent()))).collect())
    }

    /// A table of the given rows.
    pub(super) fn from_rows(rows: BTreeMap<Row, [Cell; 7]>) -> Self {
        Self(rows)
    }

    /// The seven cells of a row.
    pub fn row(&self, row: Row) -> Option<&[Cell; 7]> {
        self.0.get(&row)
    }

    /// The seven cells of a row, to be written; a row that is not there is made of absent cells.
    pub fn row_mut(&mut self, row: Row) -> &mut [Cell; 7] {
        self.0.entry(row).or_insert_with(|| std::array::from_fn(|_| Cell::absent()))
    }

    /// Rows in printed order.
    pub fn rows(&self) -> impl Iterator<Item = (Row, &[Cell; 7])> {
        self.0.iter().map(|(r, cells)| (*r, cells))
    }

    /// Whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Table3 {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        struct Cells<'a>(&'a [Cell; 7]);
        impl Serialize for Cells<'_> {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                let mut map = s.serialize_map(Some(7))?;
                for (column, cell) in Column::EVERY.iter().zip(self.0) {
                    map.serialize_entry(column, cell)?;
                }
                map.end()
            }
        }
        let mut map = s.serialize_map(Some(self.0.len()))?;
        for (row, cells) in &self.0 {
            map.serialize_entry(row, &Cells(cells))?;
        }
        map.end()
    }
}

/// One annual report. From JSON only what keeps to the contract is taken ([`super::contract`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawReport")]
pub struct Report {
    /// Version of the contract.
    pub schema_version: u32,
    /// File or other origin.
    pub source: String,
    /// Which form the report follows.
    pub form: Form,
    /// The agency: the signature first, then the title.
    pub agency: Located<String>,
    /// The year reported on.
    pub year: Located<i32>,
    /// The title line.
    pub title: Located<String>,
    /// Date of the signature.
    pub signed_on: Located<NaiveDate>,
    /// Text before the first section.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preamble: Vec<Prose>,
    /// The sections found, in the order of the document.
    pub sections: Vec<Section>,
    /// Table 2.
    pub table2: BTreeMap<Table2Key, Cell>,
    /// Table 3.
    pub table3: Table3,
    /// Table 4.
    pub table4: BTreeMap<Table4Key, Cell>,
    /// What was noticed while reading.
    pub artefacts: Vec<Artefact>,
}

impl Report {
    /// A report of a form in which every cell is absent.
    pub fn empty(source: impl Into<String>, form: Form) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            source: source.into(),
            form,
            agency: Located::none(),
            year: Located::none(),
            title: Located::none(),
            signed_on: Located::none(),
            preamble: Vec::new(),
            sections: Vec::new(),
            table2: form.table2().iter().map(|k| (*k, Cell::absent())).collect(),
            table3: Table3::absent(form),
            table4: form.table4().iter().map(|k| (*k, Cell::absent())).collect(),
            artefacts: Vec::new(),
        }
    }

    /// The cell at an address.
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        match at {
            CellRef::T2(key) => self.table2.get(&key),
            CellRef::T3(row, column) => self.table3.row(row).map(|cells| &cells[column.index()]),
            CellRef::T4(key) => self.table4.get(&key),
        }
    }

    /// The cell at an address, to be written; made absent when it is not there.
    pub fn cell_mut(&mut self, at: CellRef) -> &mut Cell {
        match at {
            CellRef::T2(key) => self.table2.entry(key).or_insert_with(Cell::absent),
            CellRef::T3(row, column) => &mut self.table3.row_mut(row)[column.index()],
            CellRef::T4(key) => self.table4.entry(key).or_insert_with(Cell::absent),
        }
    }

    /// Whether （六）其他处理 is one row in a report of the 2021 form.
    pub fn has_one_other_row(&self) -> bool {
        self.form == Form::Form2021 && self.table3.row(Row::OtherTotal).is_some()
    }

    /// A section by its key; the first when it is repeated.
    pub fn section(&self, key: SectionKey) -> Option<&Section> {
        self.sections.iter().find(|s| s.key == key)
    }

    /// Every cell of the report with its address, in printed order.
    pub fn cells(&self) -> impl Iterator<Item = (CellRef, &Cell)> {
        let t2 = self.table2.iter().map(|(k, c)| (CellRef::T2(*k), c));
        let t3 = self.table3.rows().flat_map(|(row, cells)| {
            Column::EVERY.iter().zip(cells).map(move |(column, cell)| (CellRef::T3(row, *column), cell))
        });
        let t4 = self.table4.iter().map(|(k, c)| (CellRef::T4(*k), c));
        t2.chain(t3).chain(t4)
    }
}

#[cfg(test)]
mod tests {
    use super::super::cell::{CellKind, Proof, Value};
    use super::super::equation::EquationId;
    use super::*;

    #[test]
    fn a_report_survives_its_json() {
        let mut report = Report::empty("r.docx", Form::Form2021);
        report.year = Located::at(2025, Place { line: Some(1), ..Place::default() });
        *report.cell_mut(CellRef::T2(Table2Key::AdminFeeWanYuan)) = Cell::amount("0.0274".parse().unwrap());
        let cell = report.cell_mut(CellRef::T3(Row::Granted, Column::Total));
        *cell = Cell {
            value: Some(Value::Count(7)),
            kind: CellKind::Derived,
            raw: String::new(),
            place: None,
            proof: Some(Proof {
                text: "唯一取值".into(), equations: vec![EquationId::T3Row(Row::Granted)]
            }),
        };
        let json = serde_json::to_string(&report).unwrap();
        assert!(json.contains(r#""proof":"唯一取值 [T3-ROW(granted)]""#));
        assert!(json.contains(r#""admin_fee_wan_yuan":{"value":"0.0274""#));
        let back: Report = serde_json::from_str(&json).unwrap();
        assert_eq!(back, report);
    }

    #[test]
    fn every_row_and_column_of_the_form_is_printed() {
        let json = serde_json::to_value(Report::empty("x", Form::Form2021)).unwrap();
        let table3 = json["table3"].as_object().unwrap();
        assert_eq!(table3.len(), 25);
        assert!(table3.values().all(|row| row.as_object().unwrap().len() == 7));
        let order: Vec<&String> = table3.keys().collect();
        assert_eq!(order[0], "new_received");
        assert_eq!(order[24], "carried_out");
    }
}
