//! What a report given as JSON has to keep to, so that every part of the house may rely on a report once it is there.
//!
//! The rows are those of the report's form, a value goes with its kind, counts and amounts stand in their own cells,
//! and no list is longer than any real report needs. What the form has and the JSON leaves out becomes an absent cell.
//! The words of the errors are Chinese: serde hands them on unchanged, and a clerk reads them beside the path of the cell.
//! Not here: the shape of the JSON (`super::facts`, `super::cell`), opening files (`gongkai-cli`).

use super::cell::{Cell, CellKind, Proof, Value};
use super::facts::{Artefact, Located, Prose, Report, SCHEMA_VERSION, Section, Table3};
use super::keys::{Column, Form, Row, Table2Key, Table4Key};
use super::money::WanYuan;
use chrono::NaiveDate;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// Counts and amounts in 万元 beyond this (一万亿) are a fault of the file; up to it no sum of a report overflows.
pub const MAX_MAGNITUDE: i64 = 1_000_000_000_000;

/// Elements of one list of a report: paragraphs of the preamble or of a section, sections, artefacts.
pub const MAX_LIST: usize = 20_000;

/// Years that a report can be about.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What is wrong with a report as a whole, in the words of a clerk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}：{because}")]
pub struct ContractError {
    /// The member, such as `table3.granted`.
    pub path: String,
    /// What is wrong with it.
    pub because: String,
}

impl ContractError {
    fn new(path: impl Into<String>, because: impl Into<String>) -> Self {
        Self { path: path.into(), because: because.into() }
    }
}

/// A text of the file as an error may quote it: not longer than a line.
fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("“{short}”")
}

// ---- values and cells ----

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl Visitor<'_> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("整数，或者写成文字的金额（万元），或者 null")
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Value, E> {
        if n.unsigned_abs() > MAX_MAGNITUDE.unsigned_abs() {
            return Err(E::custom(format!("数值 {n} 超出范围（绝对值不超过 {MAX_MAGNITUDE}）")));
        }
        Ok(Value::Count(n))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Value, E> {
        match i64::try_from(n) {
            Ok(n) => self.visit_i64(n),
            Err(_) => Err(E::custom(format!("数值 {n} 超出范围（绝对值不超过 {MAX_MAGNITUDE}）"))),
        }
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<Value, E> {
        Err(E::custom(format!("数值 {n} 不是整数；金额应当写成文字，如 \"12.5\"")))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        let amount: WanYuan =
            text.parse().map_err(|_| E::custom(format!("{}不是以万元为单位的金额", quoted(text))))?;
        let limit = MAX_MAGNITUDE.unsigned_abs() * WanYuan::FEN.unsigned_abs();
        if amount.fen().unsigned_abs() > limit {
            return Err(E::custom(format!(
                "金额{}超出范围（绝对值不超过 {MAX_MAGNITUDE} 万元）",
                quoted(text)
            )));
        }
        Ok(Value::Amount(amount))
    }
}

/// A cell as it is written; what is missing is told by the kind.
#[derive(Deserialize)]
struct RawCell {
    #[serde(default)]
    value: Option<Value>,
    kind: CellKind,
    #[serde(default)]
    raw: String,
    #[serde(rename = "where", default)]
    place: Option<super::cell::Place>,
    #[serde(default)]
    proof: Option<Proof>,
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let RawCell { value, kind, raw, place, proof } = RawCell::deserialize(d)?;
        let is_valued = matches!(kind, CellKind::Number | CellKind::Derived);
        let kind_words = || format!("{}（{}）", kind.key(), kind.label());
        match value {
            Some(value) if !is_valued => {
                return Err(D::Error::custom(format!(
                    "类别为 {}的单元格不能有数值，却写着 {value}",
                    kind_words()
                )));
            }
            None if is_valued => {
                return Err(D::Error::custom(format!("类别为 {}的单元格缺少数值", kind_words())));
            }
            _ => {}
        }
        if kind == CellKind::Derived && proof.as_ref().is_none_or(|p| p.text.trim().is_empty()) {
            return Err(D::Error::custom(format!("类别为 {}的单元格缺少依据（proof）", kind_words())));
        }
        Ok(Self { value, kind, raw, place, proof })
    }
}

/// A cell of which is known whether money or a count belongs there.
struct CellOf {
    is_amount: bool,
}

impl<'de> DeserializeSeed<'de> for CellOf {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Cell, D::Error> {
        let cell = Cell::deserialize(d)?;
        match (cell.value, self.is_amount) {
            (Some(Value::Amount(amount)), false) => Err(D::Error::custom(format!(
                "此处应当是件数（整数，如 {}），不是写成文字的金额",
                amount.fen() / WanYuan::FEN
            ))),
            (Some(Value::Count(n)), true) => Err(D::Error::custom(format!(
                "此处应当是以万元为单位、写成文字的金额（如 \"{n}\"），不是整数"
            ))),
            _ => Ok(cell),
        }
    }
}

// ---- tables ----

/// A map whose keys are known, each at most once; the first that is not ends the reading.
struct Keyed<K, S> {
    /// What holds the keys, for the error: `表2`.
    table: &'static str,
    /// What a key names: `项`, `行`, `列`.
    thing: &'static str,
    /// What reads the value of a key.
    seed: fn(K) -> S,
}

impl<'de, K, S> Visitor<'de> for Keyed<K, S>
where
    K: FromStr + Ord + Copy + fmt::Display,
    S: DeserializeSeed<'de>,
{
    type Value = BTreeMap<K, S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}的各{}（对象）", self.table, self.thing)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut all = BTreeMap::new();
        while let Some(text) = map.next_key::<String>()? {
            let Ok(key) = text.parse::<K>() else {
                return Err(A::Error::custom(format!(
                    "{}没有{}这一{}",
                    self.table,
                    quoted(&text),
                    self.thing
                )));
            };
            let value = map.next_value_seed((self.seed)(key))?;
            if all.insert(key, value).is_some() {
                return Err(A::Error::custom(format!("{}重复写了 {key} 这一{}", self.table, self.thing)));
            }
        }
        Ok(all)
    }
}

fn table2<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<Table2Key, Cell>, D::Error> {
    let seed = |key: Table2Key| CellOf { is_amount: key.is_amount() };
    d.deserialize_map(Keyed { table: "表2", thing: "项", seed })
}

fn table4<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<Table4Key, Cell>, D::Error> {
    let seed = |_: Table4Key| CellOf { is_amount: false };
    d.deserialize_map(Keyed { table: "表4", thing: "项", seed })
}

/// The cells of one row of table 3; what is left out is absent.
struct RowCells;

impl<'de> DeserializeSeed<'de> for RowCells {
    type Value = [Cell; 7];

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<[Cell; 7], D::Error> {
        let seed = |_: Column| CellOf { is_amount: false };
        let mut cells = d.deserialize_map(Keyed { table: "表3", thing: "列", seed })?;
        Ok(std::array::from_fn(|i| cells.remove(&Column::EVERY[i]).unwrap_or_else(Cell::absent)))
    }
}

impl<'de> Deserialize<'de> for Table3 {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let seed = |_: Row| RowCells;
        d.deserialize_map(Keyed { table: "表3", thing: "行", seed }).map(Self::from_rows)
    }
}

// ---- lists ----

/// A list that ends with an error instead of filling the memory.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Vec<T>, D::Error> {
    struct ListVisitor<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("数组")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
            let mut all = Vec::new();
            while let Some(one) = seq.next_element()? {
                if all.len() == MAX_LIST {
                    return Err(A::Error::custom(format!("超过 {MAX_LIST} 项")));
                }
                all.push(one);
            }
            Ok(all)
        }
    }
    d.deserialize_seq(ListVisitor(PhantomData))
}

// ---- the report as a whole ----

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Form2021 => "2021年起的表式（form 为 2021）",
        Form::Form2019 => "2019、2020年的表式（form 为 2019）",
        Form::Older => "2019年以前的统计表（form 为 older）",
        Form::Unknown => "未能识别的表式（form 为 unknown）",
    }
}

/// A report as it is written, before the tables are held against the form.
#[derive(Deserialize)]
pub(super) struct RawReport {
    schema_version: u32,
    source: String,
    form: Form,
    #[serde(default)]
    agency: Located<String>,
    #[serde(default)]
    year: Located<i32>,
    #[serde(default)]
    title: Located<String>,
    #[serde(default)]
    signed_on: Located<NaiveDate>,
    #[serde(default, deserialize_with = "list")]
    preamble: Vec<Prose>,
    #[serde(deserialize_with = "list")]
    sections: Vec<Section>,
    #[serde(deserialize_with = "table2")]
    table2: BTreeMap<Table2Key, Cell>,
    table3: Table3,
    #[serde(deserialize_with = "table4")]
    table4: BTreeMap<Table4Key, Cell>,
    #[serde(default, deserialize_with = "list")]
    artefacts: Vec<Artefact>,
}

impl TryFrom<RawReport> for Report {
    type Error = ContractError;

    fn try_from(raw: RawReport) -> Result<Self, ContractError> {
        let mut report = Self {
            schema_version: raw.schema_version,
            source: raw.source,
            form: raw.form,
            agency: raw.agency,
            year: raw.year,
            title: raw.title,
            signed_on: raw.signed_on,
            preamble: raw.preamble,
            sections: raw.sections,
            table2: raw.table2,
            table3: raw.table3,
            table4: raw.table4,
            artefacts: raw.artefacts,
        };
        complete(&mut report)?;
        Ok(report)
    }
}

/// Holds the tables against the form, and fills in what the form has and the JSON leaves out.
fn complete(report: &mut Report) -> Result<(), ContractError> {
    let form = report.form;
    if report.schema_version != SCHEMA_VERSION {
        let because = format!("版本是 {}，本程序只认识 {SCHEMA_VERSION}", report.schema_version);
        return Err(ContractError::new("schema_version", because));
    }
    if let Some(year) = report.year.value.filter(|year| !YEARS.contains(year)) {
        return Err(ContractError::new("year.value", format!("{year} 不是年度")));
    }
    let alien = |path: String| ContractError::new(path, format!("{}没有这一项", form_name(form)));
    if let Some(key) = report.table2.keys().find(|key| !form.table2().contains(key)) {
        return Err(alien(format!("table2.{key}")));
    }
    let may_have_row =
        |row: Row| form.table3_rows().contains(&row) || row == Row::OtherTotal && form == Form::Form2021;
    if let Some((row, _)) = report.table3.rows().find(|(row, _)| !may_have_row(*row)) {
        return Err(alien(format!("table3.{row}")));
    }
    if let Some(key) = report.table4.keys().find(|key| !form.table4().contains(key)) {
        return Err(alien(format!("table4.{key}")));
    }
    for section in &mut report.sections {
        text_prevails(section);
    }
    for key in form.table2() {
        report.table2.entry(*key).or_insert_with(Cell::absent);
    }
    for row in form.table3_rows() {
        report.table3.row_mut(*row);
    }
    for key in form.table4() {
        report.table4.entry(*key).or_insert_with(Cell::absent);
    }
    Ok(())
}

/// Whoever edits the JSON edits `text`; paragraphs that say something else are those of the text before, and go with their
/// places.
fn text_prevails(section: &mut Section) {
    let told: Vec<&str> = section.paragraphs.iter().map(|p| p.text.as_str()).collect();
    if told.join("\n") != section.text {
        section.paragraphs.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    fn whole() -> Json {
        serde_json::to_value(Report::empty("甲.docx", Form::Form2021)).unwrap()
    }

    /// What is said about a report in which the member at the pointer is another.
    fn said(pointer: &str, member: Json) -> String {
        let mut report = whole();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let object = report.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        object.insert(key.to_owned(), member);
        // through text, as a file comes in
        serde_json::from_str::<Report>(&report.to_string()).map_err(|e| e.to_string()).unwrap_err()
    }

    #[test]
    fn a_value_goes_with_its_kind() {
        let at = "/table3/granted/total";
        assert!(
            said(at, json!({"value": 9, "kind": "blank"}))
                .contains("blank（空白）的单元格不能有数值，却写着 9")
        );
        assert!(
            said(at, json!({"value": null, "kind": "number"})).contains("number（数值）的单元格缺少数值")
        );
        assert!(said(at, json!({"kind": "number"})).contains("缺少数值"));
        assert!(said(at, json!({"value": 3, "kind": "derived"})).contains("缺少依据"));
        assert!(said(at, json!({"value": 3, "kind": "derived", "proof": " "})).contains("缺少依据"));
        assert!(said(at, json!({"value": 3.5, "kind": "number"})).contains("不是整数"));
    }

    #[test]
    fn counts_and_amounts_stand_in_their_own_cells() {
        let amount = json!({"value": "1.5", "kind": "number"});
        let count = json!({"value": 2, "kind": "number"});
        assert!(said("/table3/granted/total", amount.clone()).contains("应当是件数"));
        assert!(said("/table4/direct_suit_total", amount.clone()).contains("应当是件数"));
        assert!(said("/table2/rules_issued", amount).contains("应当是件数"));
        assert!(said("/table2/admin_fee_wan_yuan", count).contains("写成文字的金额（如 \"2\"）"));
        let words = json!({"value": "若干", "kind": "number"});
        assert!(said("/table2/admin_fee_wan_yuan", words).contains("“若干”不是以万元为单位的金额"));
    }

    #[test]
    fn no_count_is_beyond_what_sums_can_hold() {
        let number = |n: Json| json!({"value": n, "kind": "number"});
        for absurd in [json!(i64::MAX), json!(i64::MIN), json!(u64::MAX), json!(MAX_MAGNITUDE + 1)] {
            assert!(said("/table3/granted/total", number(absurd)).contains("超出范围"));
        }
        let fee = "/table2/admin_fee_wan_yuan";
        assert!(said(fee, number(json!("1000000000000.000001"))).contains("超出范围"));
        assert!(serde_json::from_value::<Value>(json!(MAX_MAGNITUDE)).is_ok());
        assert!(serde_json::from_value::<Value>(json!(-MAX_MAGNITUDE)).is_ok());
        assert!(serde_json::from_value::<Value>(json!("1000000000000")).is_ok());
        assert!(said("/year/value", json!(i32::MAX)).contains("year.value：2147483647 不是年度"));
    }

    #[test]
    fn a_row_that_no_form_or_another_form_has_is_named() {
        assert!(said("/table3/grantet", json!({})).contains("表3没有“grantet”这一行"));
        assert!(said("/table3/granted/sum", json!({"kind": "absent"})).contains("表3没有“sum”这一列"));
        assert!(said("/table2/rules", json!({"kind": "absent"})).contains("表2没有“rules”这一项"));
        assert!(
            said("/table2/procurement_items", json!({"kind": "absent"}))
                .contains("table2.procurement_items：")
        );
        assert!(said("/form", json!("2019")).contains("form 为 2019）没有这一项"));
        assert!(said("/form", json!("unknown")).contains("form 为 unknown）没有这一项"));
        let text = whole().to_string().replacen(r#""granted":{"#, r#""granted":{},"granted":{"#, 1);
        assert!(
            serde_json::from_str::<Report>(&text)
                .unwrap_err()
                .to_string()
                .contains("重复写了 granted 这一行")
        );
    }

    #[test]
    fn what_the_form_has_and_the_json_leaves_out_is_absent() {
        let mut report = whole();
        for table in ["table2", "table3", "table4"] {
            report[table] = json!({});
        }
        report["table3"] = json!({"granted": {"total": {"value": 1, "kind": "number"}}, "other_total": {}});
        let read: Report = serde_json::from_value(report).unwrap();
        assert_eq!(read.table2.len(), 10);
        assert_eq!(read.table4.len(), 15);
        assert_eq!(read.table3.rows().count(), 26, "the form's 25 rows and （六） as one");
        let granted = read.table3.row(Row::Granted).unwrap();
        assert_eq!(granted[Column::Total.index()].as_count(), Some(1));
        assert_eq!(granted[0], Cell::absent());
    }

    #[test]
    fn the_text_of_a_section_prevails_over_paragraphs_left_beside_it() {
        let read = |text: &str| {
            let mut report = whole();
            report["sections"] = json!([{
                "key": "overview",
                "title": "一、总体情况",
                "text": text,
                "paragraphs": [
                    {"text": "公开信息126条。", "where": {"line": 5}},
                    {"text": "办结申请3件。", "where": {"line": 6}},
                ],
            }]);
            serde_json::from_value::<Report>(report).unwrap().sections.remove(0)
        };
        let same = read("公开信息126条。\n办结申请3件。");
        assert_eq!(same.prose()[1].place.as_ref().and_then(|p| p.line), Some(6));
        for edited in ["公开信息126条。\n办结申请4件。", "公开信息126条。", "另写一段。", ""]
        {
            let section = read(edited);
            let prose: Vec<String> = section.prose().into_iter().map(|p| p.text).collect();
            assert_eq!(prose.join("\n"), edited);
            assert_eq!(section.text, edited);
        }
    }

    #[test]
    fn a_list_without_end_is_refused() {
        let many: Vec<Json> = (0..=MAX_LIST).map(|_| json!({"text": ""})).collect();
        assert!(said("/preamble", json!(many)).contains("超过 20000 项"));
        let many: Vec<Json> = (0..=MAX_LIST).map(|_| json!({"kind": "", "text": ""})).collect();
        assert!(said("/artefacts", json!(many)).contains("超过 20000 项"));
    }
}
