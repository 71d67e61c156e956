//! What is written comes back: every cell, every paragraph, title, agency, year and date.

use crate::support::{To, differences, draft_of, facts, reports, with_gaps};
use gongkai_compose::report;
use gongkai_domain::report::{CellKind, CellRef, Form, Proof, Report, SectionKey};
use gongkai_paper::Block;

fn compare(to: To, truths: impl Iterator<Item = (String, Report)>) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, truth) in truths {
        let found = differences(&truth, &facts(&to.through(&draft_of(&truth))));
        if !found.is_empty() {
            wrong.push(format!("{name}\n  {}", found.join("\n  ")));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{to:?}, {} of {count} reports:\n{}", wrong.len(), wrong.join("\n"));
}

/// Reports in which some cells are blank and of others it is said that nothing applies.
fn open_reports() -> impl Iterator<Item = (String, Report)> {
    reports(0..6).enumerate().map(|(n, (name, drawn))| (name, with_gaps(drawn, n as u64)))
}

#[test]
fn a_word_document_reads_back_as_the_report_it_was_made_from() {
    compare(To::Docx, reports(0..6));
}

#[test]
fn a_web_page_reads_back_as_the_report_it_was_made_from() {
    compare(To::Html, reports(0..6));
}

#[test]
fn markdown_reads_back_as_the_report_it_was_made_from() {
    compare(To::Markdown, reports(0..6));
}

#[test]
fn a_workbook_reads_back_as_the_report_it_was_made_from() {
    compare(To::Xlsx, reports(0..6));
}

/// The one row of table 4 may have moved in a sheet, which says nothing of empty cells: where cells are open it may come
/// back as illegible, and never as other values.
#[test]
fn open_cells_of_a_workbook_come_back_and_those_of_its_last_row_at_least_not_otherwise() {
    let mut wrong = Vec::new();
    for (name, truth) in open_reports() {
        let found = differences(&truth, &facts(&To::Xlsx.through(&draft_of(&truth))));
        let is_open =
            |told: &String| told.starts_with("table4.") && told.ends_with("became Some((Illegible, None))");
        wrong.extend(found.into_iter().filter(|told| !is_open(told)).map(|told| format!("{name}: {told}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn blank_cells_and_strokes_come_back_from_a_word_document() {
    compare(To::Docx, open_reports());
}

#[test]
fn blank_cells_and_strokes_come_back_from_a_web_page() {
    compare(To::Html, open_reports());
}

#[test]
fn blank_cells_and_strokes_come_back_from_markdown() {
    compare(To::Markdown, open_reports());
}

/// A report with values that were worked out: a whole row, and one cell of each table.
fn with_derived(mut report: Report) -> Report {
    let every: Vec<CellRef> =
        report.cells().filter(|(_, c)| c.kind == CellKind::Number).map(|(at, _)| at).collect();
    let is_marked =
        |n: usize, at: &CellRef| at.to_string().contains(".result_total.") || n.is_multiple_of(60);
    for (_, at) in every.into_iter().enumerate().filter(|(n, at)| is_marked(*n, at)) {
        let cell = report.cell_mut(at);
        cell.kind = CellKind::Derived;
        cell.proof = Some(Proof::plain("其余各数已知，等式只留下这一个取值"));
    }
    report
}

#[test]
fn values_that_were_worked_out_come_back_as_what_is_printed_and_their_marks_as_no_text() {
    for to in To::EVERY {
        for (name, drawn) in reports(0..3) {
            let read = facts(&to.through(&draft_of(&with_derived(drawn.clone()))));
            let found = differences(&drawn, &read);
            assert!(found.is_empty(), "{to:?} {name}\n  {}", found.join("\n  "));
        }
    }
}

#[test]
fn what_is_noted_at_the_cells_of_a_row_is_told_together() {
    let (_, drawn) = reports(1..2).next().unwrap();
    let marked = draft_of(&with_derived(drawn));
    let notes: Vec<String> = marked.tables().flat_map(gongkai_compose::Grid::marks).collect();
    let total = notes.iter().find(|note| note.contains("“（七）总计”")).unwrap();
    assert!(total.starts_with("〔标注1：") && total.ends_with('〕'), "{total}");
    assert!(total.contains("“（七）总计”的自然人、商业企业、科研机构、"), "{total}");
    assert_eq!(total.matches("（七）总计").count(), 1, "{total}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for (name, drawn) in reports(40..42) {
        let draft = draft_of(&drawn);
        for to in To::EVERY {
            assert_eq!(to.write(&draft).unwrap(), to.write(&draft.clone()).unwrap(), "{to:?} {name}");
        }
    }
}

#[test]
fn an_empty_form_reads_back_with_every_cell_blank() {
    for form in [Form::Form2021, Form::Form2019] {
        let draft = report::blank(form, "青溪县档案馆", 2025).unwrap();
        for to in To::EVERY {
            let read = facts(&to.through(&draft));
            assert_eq!(read.form, form, "{to:?}");
            assert_eq!(read.agency.value.as_deref(), Some("青溪县档案馆"), "{to:?}");
            assert_eq!(read.year.value, Some(2025), "{to:?}");
            let filled: Vec<_> = read.cells().filter(|(_, c)| c.kind != CellKind::Blank).collect();
            let other = read.section(SectionKey::Other).unwrap();
            assert_eq!(other.text, "", "{to:?}: agency and date are no text of the last section");
            assert!(read.artefacts.iter().any(|a| a.kind == "open_date"), "{to:?}");
            // a report of the 2021 form may have （六） as one row; this one has its items
            let other = filled.iter().filter(|(at, _)| !at.to_string().contains(".other_total.")).count();
            assert_eq!(other, 0, "{to:?}: {filled:?}");
        }
    }
}

#[test]
fn the_empty_workbook_has_room_below_every_heading_of_prose() {
    let draft = report::blank(Form::Form2021, "青溪县档案馆", 2025).unwrap();
    let document = To::Xlsx.through(&draft);
    let address = |text: &str| {
        document.blocks.iter().find_map(|block| match block {
            Block::Paragraph(p) if p.text == text => p.place.address.as_deref().map(str::to_owned),
            _ => None,
        })
    };
    assert_eq!(address("六、其他需要报告的事项").as_deref(), Some("A1"));
    assert_eq!(address("青溪县档案馆").as_deref(), Some("A3"));
}

#[test]
fn names_of_agencies_of_every_kind_come_back() {
    for name in [
        "青溪市发展和改革委员会（市粮食和物资储备局、市能源局）",
        "双江拉祜族佤族布朗族傣族自治县人力资源和社会保障局（公务员局）",
        "青溪市市场监督管理局（知识产权局（商标分局））",
        "拱北海关",
        "青溪市图书馆",
        "青溪市广播电视台",
        "新疆生产建设兵团第八师",
        "青溪市水务集团有限公司",
        "青溪大学",
    ] {
        let (_, mut truth) = reports(0..1).next().unwrap();
        truth.agency.value = Some(name.to_owned());
        truth.title.value = Some(format!("{name}2021年政府信息公开工作年度报告"));
        truth.year.value = Some(2021);
        truth.signed_on.value = chrono::NaiveDate::from_ymd_opt(2022, 1, 20);
        compare_all(name, &truth);
    }
}

fn compare_all(name: &str, truth: &Report) {
    for to in To::EVERY {
        let found = differences(truth, &facts(&to.through(&draft_of(truth))));
        assert!(found.is_empty(), "{to:?} {name}: {}", found.join("\n"));
    }
}
