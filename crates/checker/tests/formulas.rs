//! A formula in a spreadsheet whose result is not stored: said to be one, and not taken for a blank or for several values.

use gongkai_checker::facts::read_document;
use gongkai_checker::{CheckOptions, check};
use gongkai_domain::report::{Artefact, Cell, CellKind, CellRef, Column, Form, Report, Row, Table4Key};
use gongkai_extract::{Limits, read};
use gongkai_testkit::layout::Draft;
use gongkai_testkit::make::xlsx;
use gongkai_testkit::random::{self, Options};

const FORMULA: &str = "=IF(B2 > 0, VLOOKUP(\"总计\", 台账!A1:B9, 2, 0), 0)";

/// What is said of a report: code, message and advice of each finding.
fn said(report: &Report) -> Vec<(&'static str, String, String)> {
    let findings = check(report, &CheckOptions::default()).findings;
    findings.into_iter().map(|f| (f.code, f.message, f.help.unwrap_or_default())).collect()
}

#[test]
fn a_formula_without_its_result_is_one_unread_value_with_advice_of_its_own() {
    let truth = random::report(5, Options { form: Some(Form::Form2021), ..Options::default() });
    let cells = [
        CellRef::T3(Row::Granted, Column::Total),
        CellRef::T3(Row::Granted, Column::NaturalPerson),
        CellRef::T4(Table4Key::ReconsiderationTotal),
    ];
    let mut draft = Draft::of(&truth);
    for grid in draft.tables_mut() {
        for cell in grid.cells.iter_mut().filter(|c| c.at.is_some_and(|at| cells.contains(&at))) {
            FORMULA.clone_into(&mut cell.text);
        }
    }
    let bytes = xlsx::write(&draft, &xlsx::Options::default());
    let document = read(&bytes, Some("report.xlsx"), &Limits::default()).unwrap();
    let report = read_document(&document, "report.xlsx").remove(0);
    for (at, cell) in report.cells() {
        if cells.contains(&at) {
            assert_eq!((cell.kind, cell.raw.as_str()), (CellKind::Illegible, FORMULA), "{at}");
        } else if let Some(meant) = truth.report.cell(at) {
            assert_eq!(cell.value, meant.value, "{at}");
        }
    }
    let said = said(&report);
    let of = |code: &str| said.iter().filter(|(c, ..)| *c == code).count();
    assert_eq!((of("S303"), of("S301"), of("S206"), of("S205")), (2, 0, 0, 0), "{said:?}");
    for (_, message, help) in said.iter().filter(|(code, ..)| *code == "S303") {
        assert!(message.contains("的公式没有计算结果") && help.contains("保存后再检查"), "{message}：{help}");
    }
}

#[test]
fn a_blank_that_is_a_formula_is_told_apart_from_one_that_was_left_out() {
    let mut report = random::report(5, Options { form: Some(Form::Form2021), ..Options::default() }).report;
    let (formula, blank) =
        (CellRef::T3(Row::Granted, Column::Total), CellRef::T3(Row::Granted, Column::NaturalPerson));
    for (at, address) in [(formula, "C9"), (blank, "D9")] {
        let mut place = report.cell(at).unwrap().place.clone().unwrap_or_default();
        (place.sheet, place.address) = (Some("表3".to_owned()), Some(address.to_owned()));
        *report.cell_mut(at) = Cell { kind: CellKind::Blank, place: Some(place), ..Cell::absent() };
    }
    report.artefacts.push(Artefact {
        kind: "formula_without_value".to_owned(),
        text: "公式没有计算结果".to_owned(),
        expected: None,
        place: report.cell(formula).unwrap().place.clone(),
    });
    let said = said(&report);
    let blanks: Vec<_> = said.iter().filter(|(code, ..)| *code == "S301").collect();
    assert_eq!(blanks.len(), 2, "{said:?}");
    assert!(blanks[0].1.contains("1个单元格的公式没有计算结果：总计"), "{blanks:?}");
    assert!(blanks[0].2.contains("Excel 或者 WPS"), "{blanks:?}");
    assert!(blanks[1].1.contains("有1个单元格空白：自然人"), "{blanks:?}");
    assert!(blanks[1].2.contains("填0"), "{blanks:?}");
}
