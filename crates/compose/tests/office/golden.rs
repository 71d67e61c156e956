//! A small invented report per form in every format, as it is meant to be written.
//!
//! `INSTA_UPDATE=always` rewrites the files in `tests/golden` after a change that is meant.

use crate::support::{Node, parts};
use gongkai_compose::{docx, html, markdown, report};
use gongkai_domain::report::facts::{Prose, Section};
use gongkai_domain::report::{
    Cell, CellKind, CellRef, Column, Form, Located, Report, Row, SectionKey, Table2Key, WanYuan,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn small(form: Form) -> Report {
    let mut report = Report::empty("invented", form);
    let every: Vec<CellRef> = report.cells().map(|(at, _)| at).collect();
    for at in every {
        *report.cell_mut(at) = match at {
            CellRef::T2(key) if key.is_amount() => Cell::amount(WanYuan::from_fen(125_000_000)),
            CellRef::T2(Table2Key::PenaltyItemsPrev) => Cell { kind: CellKind::Blank, ..Cell::absent() },
            CellRef::T3(
                Row::NewReceived | Row::Granted | Row::ResultTotal,
                Column::NaturalPerson | Column::Total,
            ) => Cell::count(7),
            CellRef::T4(_) => Cell { kind: CellKind::NotApplicable, raw: "/".to_owned(), ..Cell::absent() },
            _ => Cell::count(0),
        };
    }
    let year = if form == Form::Form2019 { 2020 } else { 2025 };
    let located = |texts: &[&str]| {
        texts.iter().map(|t| Prose { text: (*t).to_owned(), place: None }).collect::<Vec<_>>()
    };
    report.agency = Located { value: Some("青溪县自然资源和规划局".to_owned()), place: None };
    report.year = Located { value: Some(year), place: None };
    report.signed_on = Located { value: chrono::NaiveDate::from_ymd_opt(year + 1, 1, 9), place: None };
    report.preamble = located(&["本报告由青溪县自然资源和规划局编制，附表数字以件为单位。"]);
    report.sections = SectionKey::EVERY
        .iter()
        .map(|&key| {
            let paragraphs = located(match key {
                SectionKey::Overview => &[
                    "（一）主动公开。全年更新目录 3 次。",
                    "（二）依申请公开",
                    "全年收到申请7件，均已答复。",
                ],
                SectionKey::Problems => &["问题：栏目更新不够快。*改进*：每月核对1次 <目录>。"],
                SectionKey::Other => &["没有其他需要报告的事项。"],
                _ => &[],
            });
            let text = paragraphs.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n");
            Section { key, title: key.title().to_owned(), text, place: None, paragraphs }
        })
        .collect();
    report
}

/// Word's document as text: each paragraph behind its style, each row with the spans, styles and texts of its cells.
fn told(document: &Node) -> String {
    let mut out = String::new();
    let style = |p: &Node| p.property("w:pPr", "w:pStyle").unwrap_or("Normal").to_owned();
    let keeps = |p: &Node| if p.property("w:pPr", "w:keepNext").is_some() { " 与下段同页" } else { "" };
    let fonts = |p: &Node| {
        let fonts = p.all("w:r").filter_map(|r| r.child("w:rPr")?.child("w:rFonts")?.attribute("w:eastAsia"));
        fonts.fold(String::new(), |mut all, font| {
            let _ = write!(all, " {font}");
            all
        })
    };
    for block in &document.child("w:body").unwrap().children {
        match block.name.as_str() {
            "w:p" => {
                let words = block.words().replace('\n', "⏎");
                let _ = writeln!(out, "[{}{}{}] {words}", style(block), keeps(block), fonts(block));
            }
            "w:tbl" => {
                let widths = block.child("w:tblGrid").unwrap().children.iter();
                let widths: Vec<&str> = widths.filter_map(|c| c.attribute("w:w")).collect();
                let caption = block.property("w:tblPr", "w:tblDescription").unwrap_or_default();
                let _ = writeln!(out, "[表 {caption} {}]", widths.join(" "));
                for row in block.all("w:tr") {
                    let _ = write!(
                        out,
                        "{}",
                        if row.property("w:trPr", "w:tblHeader").is_some() { "表头" } else { "行" }
                    );
                    for cell in row.all("w:tc") {
                        let p = cell.child("w:p").unwrap();
                        let span = cell
                            .property("w:tcPr", "w:gridSpan")
                            .map(|n| format!("×{n}"))
                            .unwrap_or_default();
                        let merge = match cell.property("w:tcPr", "w:vMerge") {
                            Some("restart") => "↓",
                            Some(_) => "↑",
                            None => "",
                        };
                        let aligned = p.property("w:pPr", "w:jc").unwrap_or_default();
                        let filled = cell.property("w:tcPr", "w:shd").map_or("", |_| " 底色");
                        let _ = write!(
                            out,
                            " | {}{aligned}{span}{merge}{filled}{} {}",
                            style(p),
                            keeps(p),
                            p.words()
                        );
                    }
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
    out
}

#[test]
fn a_small_report_is_written_as_it_was_agreed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _guard = settings.bind_to_scope();
    for form in [Form::Form2021, Form::Form2019] {
        let marks = BTreeMap::from([(
            CellRef::T3(Row::Granted, Column::Total),
            "原为“1”，按行合计改为“7”。".to_owned(),
        )]);
        let options = report::Options { marks, ..report::Options::default() };
        let draft = report::draft(&small(form), &options).unwrap().draft;
        let parts = parts(&docx::write(&draft).unwrap());
        let document = told(&Node::parse(&parts["word/document.xml"]));
        insta::assert_snapshot!(format!("docx_{form}"), document);
        let page = html::write(&draft).unwrap();
        let (_, body) = page.split_once("</style>\n").unwrap();
        insta::assert_snapshot!(format!("html_{form}"), body);
        insta::assert_snapshot!(format!("markdown_{form}"), markdown::write(&draft).unwrap());
    }
    let parts = parts(&docx::write(&report::blank(Form::Form2021, "青溪县档案馆", 2025).unwrap()).unwrap());
    insta::assert_snapshot!("docx_blank", told(&Node::parse(&parts["word/document.xml"])));
}
