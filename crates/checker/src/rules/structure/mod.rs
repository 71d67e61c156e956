//! The shape of a report: sections, tables, labels, blanks, and what a template or a program left behind.
//!
//! Not here: sums (`super::arithmetic`), wording and numbers of documents (`super::format`).

mod blank_cell;
pub(in crate::rules) mod damage;
mod derived_cell;
mod displaced_values;
mod draft_title;
mod extra_value;
mod form_of_another_year;
mod header_drift;
mod illegible_cell;
mod label_drift;
mod label_missing;
mod lost_text;
mod not_applicable_cell;
mod office_leftover;
mod other_row_not_itemised;
mod placeholder_left;
mod row_without_cells;
mod run_together;
mod section_empty;
mod section_missing;
mod section_number_slip;
mod section_out_of_order;
mod section_repeated;
mod section_title_drift;
mod sentence_for_table;
mod table_missing;
mod unfinished_revision;
mod value_missing;
mod words_in_cell;
mod wrong_extension;

mod table;

use super::RuleInfo;
use crate::diagnostic::Spot;
use crate::rules::format::prose;
use crate::rules::format::year::settled_year;
use gongkai_domain::report::{Artefact, CellKind, CellRef, Form, Place, Report, Section, SectionKey};
use table::Table;

/// The family's rules, in the order of their codes.
pub(crate) const RULES: &[&RuleInfo] = &[
    &section_missing::RULE,
    &section_repeated::RULE,
    &section_out_of_order::RULE,
    &section_empty::RULE,
    &section_title_drift::RULE,
    &section_number_slip::RULE,
    &label_drift::RULE,
    &table_missing::RULE,
    &sentence_for_table::RULE,
    &row_without_cells::RULE,
    &value_missing::RULE,
    &extra_value::RULE,
    &header_drift::RULE,
    &other_row_not_itemised::RULE,
    &displaced_values::RULE,
    &words_in_cell::RULE,
    &lost_text::RULE,
    &unfinished_revision::RULE,
    &label_missing::RULE,
    &form_of_another_year::RULE,
    &blank_cell::RULE,
    &not_applicable_cell::RULE,
    &illegible_cell::RULE,
    &derived_cell::RULE,
    &run_together::RULE,
    &placeholder_left::RULE,
    &office_leftover::RULE,
    &draft_title::RULE,
    &wrong_extension::RULE,
];

/// What reading noticed of the given kinds.
fn artefacts<'a>(report: &'a Report, kinds: &[&str]) -> Vec<&'a Artefact> {
    report.artefacts.iter().filter(|a| kinds.contains(&a.kind.as_str())).collect()
}

/// The place of what reading noticed, with its words.
fn spot_of(artefact: &Artefact) -> Spot {
    Spot::at(artefact.place.as_ref()).quoting(artefact.text.trim())
}

/// The same for values: a name of a row stands beside them, it is not what is quoted.
fn values_spot_of(artefact: &Artefact) -> Spot {
    let text = artefact.text.trim();
    let spot = Spot::at(artefact.place.as_ref());
    if text.chars().any(char::is_alphabetic) { spot.labelled(text) } else { spot.quoting(text) }
}

/// Whether a cell of a spreadsheet holds a formula whose result is not stored in the file.
fn is_uncomputed(report: &Report, at: CellRef) -> bool {
    let Some(cell) = report.cell(at) else { return false };
    let is_told = |place: &Place| {
        place.address.is_some()
            && artefacts(report, &["formula_without_value"]).iter().any(|a| {
                a.place.as_ref().is_some_and(|p| p.sheet == place.sheet && p.address == place.address)
            })
    };
    cell.raw.trim_start().starts_with(['=', '＝']) || cell.place.as_ref().is_some_and(is_told)
}

/// What to do about such cells.
const STORE_RESULTS: &str = "公式的计算结果没有存在文件里：用 Excel 或者 WPS 打开该文件，保存后再检查";

/// The letters of a label, for comparing.
fn letters(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The official name of the row of a cell.
fn official_row(at: CellRef) -> &'static str {
    match at {
        CellRef::T2(key) => key.row_label(),
        CellRef::T3(row, _) => row.label(),
        CellRef::T4(key) => key.group(),
    }
}

/// The tables that a section may lack.
const MISSING_TABLES: &[Table] = Table::EVERY;

/// First report year of the form with six sections and three tables.
const FIRST_YEAR_OF_THE_FORM: i32 = 2019;

/// Whether the report must follow the official form: its tables show it, or, where no table was read from which to
/// tell the form, its year or the six titles.
fn owes_the_form(report: &Report) -> bool {
    match report.form {
        Form::Older => false,
        Form::Unknown => match settled_year(report) {
            Some(year) => year >= FIRST_YEAR_OF_THE_FORM,
            None => SectionKey::EVERY.iter().all(|key| report.section(*key).is_some()),
        },
        Form::Form2019 | Form::Form2021 => true,
    }
}

/// The section of a table whose cells are all absent, when the section itself is there.
fn section_without_table(report: &Report, table: Table) -> Option<&Section> {
    let mut cells = report.cells().filter(|(at, _)| table.holds(*at));
    // without any table the form is unknown, and there are no cells that could be absent
    if !owes_the_form(report) || cells.any(|(_, cell)| cell.kind != CellKind::Absent) {
        return None;
    }
    report.section(table.section()).filter(|s| !damage::has_rows_in_prose(report, s.key))
}

/// The sentence that stands in the place of a table.
fn sentence_instead(report: &Report, table: Table) -> Option<Spot> {
    let key = table.section();
    if key == SectionKey::Remedies
        && let Some(artefact) = artefacts(report, &["sentence_for_table"]).first()
    {
        return Some(spot_of(artefact));
    }
    prose::passages(report)
        .into_iter()
        .find(|p| p.section == Some(key) && prose::has_any(&p.text, table.topic()))
        .map(|p| p.spot(0, p.text.len()))
}
