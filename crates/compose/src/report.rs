//! An annual report as a draft: six sections under their fixed titles, the official tables, signature and date.
//!
//! Order and titles: 国办公开办函〔2021〕30号. What a report does not know is left open and told ([`Written::gaps`]);
//! no number is made up. Not here: how the draft looks in a format.

use crate::draft::{Block, Draft, Face, Grid, GridCell, Mark, Run};
use chrono::{Datelike as _, NaiveDate};
use gongkai_deadline::statute::{ANNUAL_REPORT, Length};
use gongkai_domain::report::equation::equations_of;
use gongkai_domain::report::{
    Cell, CellKind, CellRef, EquationId, Form, Located, Report, Role, Section, SectionKey, Sheet, Table2Key,
    TableKey,
};
use std::collections::BTreeMap;

/// A draft with what could not be filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The document.
    pub draft: Draft,
    /// Cells left open because the report does not know them, in printed order.
    pub gaps: Vec<Gap>,
    /// Cells whose value was not printed but worked out, in printed order.
    pub derived: Vec<CellRef>,
}

/// A cell that stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Which cell.
    pub at: CellRef,
    /// Why: absent or illegible.
    pub kind: CellKind,
}

/// What a draft is made from beside the report.
#[derive(Debug, Clone, Default)]
pub struct Options<'a> {
    /// Marks to be shown at cells, such as what a repair changed.
    pub marks: BTreeMap<CellRef, String>,
    /// Prose that takes the place of the report's own, by section; a section that is not there keeps its own.
    pub prose: BTreeMap<SectionKey, Vec<String>>,
    /// The text before the first section, in place of the report's own.
    pub preamble: Option<&'a [String]>,
    /// What the reader of the document has to know, printed in small type after the last section.
    pub notes: &'a [String],
    /// Leaves out the marks at values that were worked out.
    pub hides_derived: bool,
}

/// Why a report cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// The report follows no form that has the official tables.
    #[error("form {0} has no official tables")]
    NoTables(Form),
}

/// The draft of a report.
pub fn draft(report: &Report, options: &Options<'_>) -> Result<Written, Unwritable> {
    if !report.form.has_tables() {
        return Err(Unwritable::NoTables(report.form));
    }
    let mut gaps = Vec::new();
    let mut blocks = Vec::new();
    match options.preamble {
        Some(lines) => blocks.extend(lines.iter().map(|l| paragraph(l))),
        None => blocks.extend(report.preamble.iter().flat_map(|p| p.text.lines()).map(paragraph)),
    }
    for &key in SectionKey::EVERY {
        blocks.push(Block::Heading { level: 1, text: key.title().to_owned() });
        if let Some(lines) = options.prose.get(&key) {
            blocks.extend(lines.iter().map(|l| paragraph(l)));
        } else {
            let sections = report.sections.iter().filter(|s| s.key == key);
            blocks.extend(sections.flat_map(Section::prose).map(|p| paragraph(&p.text)));
        }
        if let Some(table) = TableKey::of_section(key)
            && let Some(sheet) = Sheet::of(table, report.form, report.has_one_other_row())
        {
            blocks.push(Block::Table(grid(&sheet, report, options, &mut gaps)));
        }
    }
    blocks.extend(options.notes.iter().map(|text| Block::Note { text: text.clone() }));
    let agency = report.agency.value.clone().unwrap_or_default();
    if !agency.is_empty() {
        blocks.push(Block::Signature { text: agency.clone() });
    }
    if let Some(on) = report.signed_on.value {
        blocks.push(Block::SignedOn { text: date(on) });
    }
    let title = title(report, &agency);
    let due_on = report.year.value.and_then(due_on);
    let draft = Draft { title, agency, dated_on: report.signed_on.value, due_on, letterhead: None, blocks };
    let derived =
        draft.tables().flat_map(|g| &g.cells).filter_map(|c| c.at).filter(|at| is_derived(report, *at));
    let derived = derived.collect();
    Ok(Written { draft, gaps, derived })
}

/// The last day for the report of a year. Whose limit is two months later is not asked: the day is not printed.
fn due_on(year: i32) -> Option<NaiveDate> {
    let Length::NextYear { month, day } = ANNUAL_REPORT.length else { return None };
    NaiveDate::from_ymd_opt(year.checked_add(1)?, month, day).filter(|on| (1..=9999).contains(&on.year()))
}

/// The empty form of an agency and year: every cell open, totals told as sums, and notes for who fills it in.
pub fn blank(form: Form, agency: &str, year: i32) -> Result<Draft, Unwritable> {
    let mut report = Report::empty(agency, form);
    let every: Vec<CellRef> = report.cells().map(|(at, _)| at).collect();
    for at in every {
        *report.cell_mut(at) = Cell { kind: CellKind::Blank, ..Cell::absent() };
    }
    report.agency = Located { value: Some(agency.to_owned()), place: None };
    report.year = Located { value: Some(year), place: None };
    let mut draft = draft(&report, &Options::default())?.draft;
    let sums = sums(form);
    let mut blocks = Vec::with_capacity(draft.blocks.len() + 6);
    for mut block in draft.blocks {
        if let Block::Table(grid) = &mut block {
            for cell in &mut grid.cells {
                if let Some(parts) = cell.at.and_then(|at| sums.get(&at)) {
                    cell.sum_of.clone_from(parts);
                }
            }
        }
        let note = match &block {
            Block::Table(grid) => grid.cells.iter().find_map(|c| c.at).map(note_of),
            _ => None,
        };
        blocks.push(block);
        blocks.extend(note.map(|text| Block::Note { text: text.to_owned() }));
    }
    blocks.push(Block::SignedOn { text: format!("{}年　月　日", year + 1) });
    draft.blocks = blocks;
    Ok(draft)
}

/// What who fills in a table has to know, in our own words after the notes of the form.
fn note_of(at: CellRef) -> &'static str {
    match at {
        CellRef::T2(_) => {
            "填写说明：没有的填“0”，不留空白。“现行有效件数”为年末存量，其余为当年发生数；“处理决定数量”包括准予和不予的决定；收费金额以万元为单位。"
        }
        CellRef::T3(..) => {
            "填写说明：一件申请只计入一行、一列。区分处理的只计入“部分公开”。按申请人（不按代理人）确定所属列。各列均应满足：本年新收＋上年结转＝办理结果总计＋结转下年度。"
        }
        CellRef::T4(_) => "填写说明：按当年审结的件数填写，尚未审结的计入“尚未审结”；没有的填“0”。",
    }
}

/// Each total of the form with the cells that it sums.
fn sums(form: Form) -> BTreeMap<CellRef, Vec<CellRef>> {
    equations_of(form, false)
        .iter()
        .filter(|e| !matches!(e.id, EquationId::T3Bal(_)) && e.left.len() == 1)
        // the corner （七）总计 × 总计 is both a row's and a column's sum; the row's comes last and stays
        .map(|e| (e.left[0], e.right.clone()))
        .collect()
}

/// The title as the report has it, else the official one.
fn title(report: &Report, agency: &str) -> String {
    match (&report.title.value, report.year.value) {
        (Some(title), _) => title.clone(),
        (None, Some(year)) => format!("{agency}{year}年政府信息公开工作年度报告"),
        (None, None) => format!("{agency}政府信息公开工作年度报告"),
    }
}

/// A date as official documents write it: Arabic digits, no zero before the month or day.
pub fn date(on: NaiveDate) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

/// A paragraph; `（一）…` that is a heading, or leads into its paragraph, is set in 楷体.
fn paragraph(text: &str) -> Block {
    let text = text.trim();
    let run = |text: &str, face| Run { text: text.to_owned(), face };
    match lead_in(text) {
        Some(end) if end == text.len() => Block::Heading { level: 2, text: text.to_owned() },
        Some(end) => {
            Block::Paragraph { runs: vec![run(&text[..end], Face::Kai), run(&text[end..], Face::FangSong)] }
        }
        None => Block::Paragraph { runs: vec![run(text, Face::FangSong)] },
    }
}

/// Where the heading of level 2 ends with which a paragraph begins: at its first full stop, or at the end of a short line.
fn lead_in(text: &str) -> Option<usize> {
    const LONGEST: usize = 30;
    let rest = text.strip_prefix('（').or_else(|| text.strip_prefix('('))?;
    let (number, _) = rest.split_once(['）', ')'])?;
    if number.is_empty() || !number.chars().all(|c| "一二三四五六七八九十".contains(c)) {
        return None;
    }
    match text.find('。') {
        Some(stop) if text[..stop].chars().count() <= LONGEST => Some(stop + '。'.len_utf8()),
        None if text.chars().count() <= LONGEST && !text.ends_with(['；', '，', '：']) => Some(text.len()),
        _ => None,
    }
}

fn grid(sheet: &Sheet, report: &Report, options: &Options<'_>, gaps: &mut Vec<Gap>) -> Grid {
    let cells = sheet
        .cells
        .iter()
        .map(|cell| GridCell {
            row: cell.row,
            col: cell.col,
            row_span: cell.row_span,
            col_span: cell.col_span,
            text: cell.at.map_or_else(|| cell.text.to_owned(), |at| value(report, at, gaps)),
            role: cell.role,
            at: cell.at,
            sum_of: Vec::new(),
            mark: cell.at.and_then(|at| mark(report, at, options)),
        })
        .collect();
    let (summary, widths): (&str, Vec<f64>) = match sheet.table {
        TableKey::Proactive => ("主动公开政府信息情况统计表", vec![0.28, 0.24, 0.24, 0.24]),
        TableKey::Applications => (
            "收到和处理政府信息公开申请情况统计表",
            [0.075, 0.105, 0.26].into_iter().chain([0.08; 7]).collect(),
        ),
        TableKey::Remedies => ("政府信息公开行政复议、行政诉讼情况统计表", vec![1.0 / 15.0; 15]),
    };
    Grid {
        summary: summary.to_owned(),
        rows: sheet.rows,
        cols: sheet.cols,
        widths,
        header_rows: sheet.header_rows,
        cells,
    }
}

/// Whether the value of a cell was worked out and is printed nowhere.
fn is_derived(report: &Report, at: CellRef) -> bool {
    report.cell(at).is_some_and(|cell| cell.kind == CellKind::Derived && cell.value.is_some())
}

/// What is noted at a cell: what the caller says, else that its value was worked out.
fn mark(report: &Report, at: CellRef, options: &Options<'_>) -> Option<Mark> {
    if let Some(text) = options.marks.get(&at) {
        return Some(Mark { text: text.clone() });
    }
    let is_told = !options.hides_derived && is_derived(report, at);
    let proof = report.cell(at)?.proof.as_ref().filter(|_| is_told)?;
    Some(Mark { text: format!("推算的数值，原件没有印出：{}", proof.text) })
}

/// What is printed in a value cell.
fn value(report: &Report, at: CellRef, gaps: &mut Vec<Gap>) -> String {
    let Some(cell) = report.cell(at) else {
        gaps.push(Gap { at, kind: CellKind::Absent });
        return String::new();
    };
    match (cell.kind, cell.value) {
        (CellKind::Number | CellKind::Derived, Some(value)) => {
            // the header 采购总金额 names no unit, so the cell does
            let unit = if at == CellRef::T2(Table2Key::ProcurementAmount) { "万元" } else { "" };
            format!("{value}{unit}")
        }
        (CellKind::Blank, _) => String::new(),
        (CellKind::NotApplicable, _) => {
            let raw = cell.raw.trim();
            if raw.is_empty() { "/".to_owned() } else { raw.to_owned() }
        }
        (kind, _) => {
            gaps.push(Gap { at, kind });
            String::new()
        }
    }
}

/// Whether a cell of a grid is printed as a number.
pub fn is_number(cell: &GridCell) -> bool {
    cell.role == Role::Value && cell.text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_testkit::random;

    fn drawn(seed: u64) -> Report {
        random::report(seed, random::Options::default()).report
    }

    fn texts(draft: &Draft) -> Vec<String> {
        let text = |block: &Block| match block {
            Block::Heading { text, .. } | Block::Note { text } => Some(text.clone()),
            Block::Paragraph { runs } => Some(runs.iter().map(|r| r.text.as_str()).collect()),
            Block::Signature { text } | Block::SignedOn { text } => Some(text.clone()),
            Block::Line { text, .. } => Some(text.clone()),
            Block::Table(_) | Block::Gap => None,
        };
        draft.blocks.iter().filter_map(text).collect()
    }

    #[test]
    fn every_cell_of_the_report_stands_in_the_draft() {
        for seed in 0..40 {
            let report = drawn(seed);
            let written = draft(&report, &Options::default()).unwrap();
            assert_eq!(written.gaps, []);
            let printed = written.draft.tables().flat_map(|g| &g.cells).filter(|c| c.at.is_some()).count();
            assert_eq!(printed, report.cells().filter(|(_, c)| c.value.is_some()).count(), "seed {seed}");
        }
    }

    #[test]
    fn what_is_not_known_stays_open_and_is_told() {
        let mut report = drawn(1);
        let at = CellRef::T3(gongkai_domain::report::Row::Granted, gongkai_domain::report::Column::Total);
        *report.cell_mut(at) = Cell::absent();
        let written = draft(&report, &Options::default()).unwrap();
        assert_eq!(written.gaps, [Gap { at, kind: CellKind::Absent }]);
        let cell = written.draft.tables().flat_map(|g| &g.cells).find(|c| c.at == Some(at)).unwrap();
        assert_eq!(cell.text, "");
    }

    #[test]
    fn a_value_that_was_worked_out_is_marked_and_told() {
        let mut report = drawn(1);
        let at = CellRef::T3(gongkai_domain::report::Row::Granted, gongkai_domain::report::Column::Total);
        let proof = Some(gongkai_domain::report::Proof::plain("各列之和"));
        let cell = report.cell_mut(at);
        *cell = Cell { kind: CellKind::Derived, proof, ..cell.clone() };
        let mark = |written: &Written| {
            let mut cells = written.draft.tables().flat_map(|g| &g.cells);
            cells.find(|c| c.at == Some(at)).unwrap().mark.clone()
        };
        let written = draft(&report, &Options::default()).unwrap();
        assert_eq!(written.derived, [at]);
        assert_eq!(mark(&written).unwrap().text, "推算的数值，原件没有印出：各列之和");
        let options = Options { hides_derived: true, ..Options::default() };
        let written = draft(&report, &options).unwrap();
        assert_eq!((mark(&written), written.derived.len()), (None, 1));
    }

    #[test]
    fn the_six_titles_stand_in_order_whatever_the_report_has() {
        let mut report = drawn(2);
        report.sections.reverse();
        report.sections.pop();
        let draft = draft(&report, &Options::default()).unwrap().draft;
        let titles: Vec<&str> = draft
            .blocks
            .iter()
            .filter_map(|b| match b {
                Block::Heading { level: 1, text } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let official: Vec<&str> = SectionKey::EVERY.iter().map(|k| k.title()).collect();
        assert_eq!(titles, official);
    }

    #[test]
    fn a_numbered_lead_is_a_heading_or_begins_its_paragraph() {
        assert_eq!(
            paragraph("（一）主动公开"),
            Block::Heading { level: 2, text: "（一）主动公开".to_owned() }
        );
        let Block::Paragraph { runs } = paragraph("（二）平台建设。全年更新栏目3个。") else {
            panic!("a paragraph")
        };
        assert_eq!((runs[0].text.as_str(), runs[0].face), ("（二）平台建设。", Face::Kai));
        assert_eq!((runs[1].text.as_str(), runs[1].face), ("全年更新栏目3个。", Face::FangSong));
        for plain in [
            "（含）派出机构",
            "（一",
            "全年无。",
            "（一）此事项由各科室按照职责分工逐项核对后统一报送办公室汇总，并在年底前完成全部登记",
        ] {
            assert!(matches!(paragraph(plain), Block::Paragraph { runs } if runs.len() == 1), "{plain}");
        }
    }

    #[test]
    fn an_empty_form_has_every_total_as_a_sum() {
        let draft = blank(Form::Form2021, "青溪县档案馆", 2025).unwrap();
        let sums: Vec<&GridCell> =
            draft.tables().flat_map(|g| &g.cells).filter(|c| !c.sum_of.is_empty()).collect();
        // 25 row totals, six column totals of （七） beside them, three of table 4
        assert_eq!(sums.len(), 25 + 6 + 3);
        assert!(draft.tables().flat_map(|g| &g.cells).all(|c| c.at.is_none() || c.text.is_empty()));
        assert!(texts(&draft).iter().any(|t| t == "2026年　月　日"));
    }

    #[test]
    fn prose_given_beside_the_report_takes_the_place_of_its_own() {
        let report = drawn(3);
        let prose = BTreeMap::from([(SectionKey::Other, vec!["无其他需要报告的事项。".to_owned()])]);
        let draft = draft(&report, &Options { prose, ..Options::default() }).unwrap().draft;
        let all = texts(&draft);
        let at = all.iter().position(|t| t == SectionKey::Other.title()).unwrap();
        assert_eq!(all[at + 1], "无其他需要报告的事项。");
    }

    #[test]
    fn a_report_without_the_official_tables_is_refused() {
        let report = Report::empty("x", Form::Older);
        assert_eq!(draft(&report, &Options::default()), Err(Unwritable::NoTables(Form::Older)));
    }
}
