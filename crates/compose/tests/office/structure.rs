//! The Word document keeps to the schema of Office Open XML as far as it is used, and to the layout of official documents.
//!
//! Order of properties: ECMA-376 Part 1, 17.3.1.26 (pPr), 17.3.2.28 (rPr), 17.4 (tables), 17.6.17 (sectPr).

use crate::support::{Node, draft_of, parts, reports};
use gongkai_compose::draft::Slot;
use gongkai_compose::{Block, Draft, docx, report};
use gongkai_domain::report::{CellRef, Column, Role, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Children of an element in the only order that the schema allows; elements not used here are left out.
const ORDERS: &[(&str, &[&str])] = &[
    ("w:body", &["w:p", "w:tbl", "w:sectPr"]),
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:framePr",
            "w:widowControl",
            "w:pBdr",
            "w:tabs",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:textAlignment",
            "w:outlineLvl",
            "w:rPr",
        ],
    ),
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:color",
            "w:spacing",
            "w:w",
            "w:kern",
            "w:sz",
            "w:szCs",
            "w:u",
            "w:shd",
            "w:vertAlign",
            "w:lang",
        ],
    ),
    (
        "w:tblPr",
        &[
            "w:tblStyle",
            "w:tblW",
            "w:jc",
            "w:tblInd",
            "w:tblBorders",
            "w:shd",
            "w:tblLayout",
            "w:tblCellMar",
            "w:tblLook",
            "w:tblCaption",
            "w:tblDescription",
        ],
    ),
    ("w:tblBorders", &["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"]),
    ("w:tblCellMar", &["w:top", "w:left", "w:bottom", "w:right"]),
    ("w:tbl", &["w:tblPr", "w:tblGrid", "w:tr"]),
    ("w:tr", &["w:trPr", "w:tc"]),
    ("w:tc", &["w:tcPr", "w:p"]),
    (
        "w:tcPr",
        &["w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:shd", "w:noWrap", "w:tcMar", "w:vAlign"],
    ),
    (
        "w:sectPr",
        &["w:footerReference", "w:pgSz", "w:pgMar", "w:pgNumType", "w:cols", "w:titlePg", "w:docGrid"],
    ),
    (
        "w:style",
        &[
            "w:name",
            "w:basedOn",
            "w:next",
            "w:link",
            "w:uiPriority",
            "w:semiHidden",
            "w:unhideWhenUsed",
            "w:qFormat",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
        ],
    ),
    (
        "w:settings",
        &[
            "w:zoom",
            "w:bordersDoNotSurroundHeader",
            "w:bordersDoNotSurroundFooter",
            "w:defaultTabStop",
            "w:evenAndOddHeaders",
            "w:drawingGridHorizontalSpacing",
            "w:drawingGridVerticalSpacing",
            "w:characterSpacingControl",
            "w:compat",
            "w:themeFontLang",
            "w:decimalSymbol",
            "w:listSeparator",
        ],
    ),
    (
        "w:compat",
        &[
            "w:spaceForUL",
            "w:balanceSingleByteDoubleByteWidth",
            "w:doNotLeaveBackslashAlone",
            "w:ulTrailSpace",
            "w:doNotExpandShiftReturn",
            "w:adjustLineHeightInTable",
            "w:useFELayout",
            "w:compatSetting",
        ],
    ),
    ("w:font", &["w:altName", "w:panose1", "w:charset", "w:family", "w:pitch"]),
    ("w:styles", &["w:docDefaults", "w:style"]),
];

/// Elements whose children may stand in any order or repeat as a choice.
const FREE: &[&str] = &["w:body", "w:p", "w:r", "w:trPr"];

fn out_of_order(part: &Node) -> Vec<String> {
    let mut wrong = Vec::new();
    for node in part.every() {
        let Some((_, order)) = ORDERS.iter().find(|(name, _)| *name == node.name) else { continue };
        let mut last = 0;
        for child in &node.children {
            match order.iter().position(|name| *name == child.name) {
                None => wrong.push(format!("{} in {}", child.name, node.name)),
                Some(at) if at < last && !FREE.contains(&node.name.as_str()) => {
                    wrong.push(format!("{} in {} behind {}", child.name, node.name, order[last]));
                }
                Some(at) => last = at,
            }
        }
    }
    wrong
}

/// A report with marks, so that comments are there as well.
fn marked(seed: u64) -> (Draft, BTreeMap<CellRef, String>) {
    let drawn = gongkai_testkit::random::report(seed, gongkai_testkit::Options::default()).report;
    let marks = BTreeMap::from([
        (CellRef::T3(Row::Granted, Column::Total), "原为 <3> & \"4\"，按行合计改为 5。".to_owned()),
        (CellRef::T3(Row::ResultTotal, Column::Total), "两行\n说明".to_owned()),
    ]);
    let options = report::Options { marks: marks.clone(), ..report::Options::default() };
    (report::draft(&drawn, &options).unwrap().draft, marks)
}

#[test]
fn every_property_stands_where_the_schema_has_it() {
    for seed in 0..6 {
        for (name, part) in parts(&docx::write(&marked(seed).0).unwrap()) {
            assert_eq!(out_of_order(&Node::parse(&part)), Vec::<String>::new(), "{name}");
        }
    }
}

#[test]
fn every_part_has_its_type_and_every_relation_its_part() {
    let parts = parts(&docx::write(&marked(1).0).unwrap());
    let types = Node::parse(&parts["[Content_Types].xml"]);
    let overrides: BTreeSet<&str> = types.all("Override").filter_map(|o| o.attribute("PartName")).collect();
    let defaults: BTreeSet<&str> = types.all("Default").filter_map(|d| d.attribute("Extension")).collect();
    assert_eq!(defaults, BTreeSet::from(["rels", "xml"]));
    let mut reached = BTreeSet::new();
    for (name, base) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
        let relations = Node::parse(&parts[name]);
        let ids: Vec<_> = relations.all("Relationship").filter_map(|r| r.attribute("Id")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id stands once");
        reached.extend(
            relations.all("Relationship").map(|r| format!("{base}{}", r.attribute("Target").unwrap())),
        );
    }
    let content: BTreeSet<String> =
        parts.keys().filter(|n| !n.contains("_rels/") && *n != "[Content_Types].xml").cloned().collect();
    assert_eq!(reached, content);
    assert_eq!(overrides.iter().map(|o| o[1..].to_owned()).collect::<BTreeSet<_>>(), content);
    let document = Node::parse(&parts["word/document.xml"]);
    for reference in document.every().iter().filter_map(|n| n.attribute("r:id")) {
        assert!(parts["word/_rels/document.xml.rels"].contains(&format!("\"{reference}\"")), "{reference}");
    }
    assert!(parts.keys().next().is_some());
}

#[test]
fn every_style_that_is_used_is_there_and_headings_have_levels() {
    let parts = parts(&docx::write(&marked(2).0).unwrap());
    let styles = Node::parse(&parts["word/styles.xml"]);
    let known: BTreeMap<&str, &Node> =
        styles.all("w:style").map(|s| (s.attribute("w:styleId").unwrap(), s)).collect();
    assert_eq!(known.len(), styles.all("w:style").count());
    for name in ["word/document.xml", "word/comments.xml", "word/footer1.xml", "word/styles.xml"] {
        for node in Node::parse(&parts[name]).every() {
            if matches!(node.name.as_str(), "w:pStyle" | "w:rStyle" | "w:basedOn" | "w:next") {
                let used = node.attribute("w:val").unwrap();
                assert!(known.contains_key(used), "{name}: {used}");
            }
        }
    }
    for (id, name, level, font) in
        [("Heading1", "heading 1", "0", "黑体"), ("Heading2", "heading 2", "1", "楷体_GB2312")]
    {
        assert_eq!(known[id].child("w:name").unwrap().attribute("w:val"), Some(name));
        assert_eq!(known[id].property("w:pPr", "w:outlineLvl"), Some(level));
        let fonts = known[id].child("w:rPr").unwrap().child("w:rFonts").unwrap();
        assert_eq!(fonts.attribute("w:eastAsia"), Some(font));
        assert_eq!(fonts.attribute("w:ascii"), Some("Times New Roman"));
    }
    let document = Node::parse(&parts["word/document.xml"]);
    let headings =
        document.every().into_iter().filter(|n| n.property("w:pPr", "w:pStyle") == Some("Heading1"));
    assert_eq!(headings.count(), 6);
    let named: BTreeSet<&str> = docx::FONTS.iter().copied().collect();
    let fonts = Node::parse(&parts["word/fontTable.xml"]);
    assert_eq!(fonts.all("w:font").filter_map(|f| f.attribute("w:name")).collect::<BTreeSet<_>>(), named);
}

#[test]
fn the_page_is_that_of_an_official_document() {
    let parts = parts(&docx::write(&marked(3).0).unwrap());
    let document = Node::parse(&parts["word/document.xml"]);
    let section = document.child("w:body").unwrap().child("w:sectPr").unwrap();
    let mm = |name: &str, attribute: &str| {
        let twips: f64 = section.child(name).unwrap().attribute(attribute).unwrap().parse().unwrap();
        (twips / 1440.0 * 25.4).round() as i64
    };
    assert_eq!((mm("w:pgSz", "w:w"), mm("w:pgSz", "w:h")), (210, 297));
    let margins = ["w:top", "w:bottom", "w:left", "w:right"].map(|edge| mm("w:pgMar", edge));
    assert_eq!(margins, [37, 35, 28, 26]);
    let grid = section.child("w:docGrid").unwrap();
    assert_eq!(grid.attribute("w:type"), Some("linesAndChars"));
    let number = |name: &str| grid.attribute(name).unwrap().parse::<f64>().unwrap();
    // 22 lines and 28 characters, and not one more, between the margins
    assert_eq!((225.0 / 25.4 * 1440.0 / number("w:linePitch")) as usize, 22);
    assert_eq!((8845.0 / ((16.0 + number("w:charSpace") / 4096.0) * 20.0)) as usize, 28);
    let styles = Node::parse(&parts["word/styles.xml"]);
    let body = styles.all("w:style").find(|s| s.attribute("w:styleId") == Some("Normal")).unwrap();
    let points = |name: &str| body.property("w:rPr", name).unwrap().parse::<f64>().unwrap();
    assert_eq!((8845.0 / (points("w:sz") * 10.0 + points("w:spacing"))) as usize, 28);
    assert_eq!(body.child("w:pPr").unwrap().child("w:spacing").unwrap().attribute("w:line"), Some("579"));
    for (part, side) in [("word/footer1.xml", "right"), ("word/footer2.xml", "left")] {
        let footer = Node::parse(&parts[part]);
        let paragraph = footer.child("w:p").unwrap();
        assert_eq!(paragraph.property("w:pPr", "w:jc"), Some(side));
        assert!(paragraph.words().starts_with("— ") && paragraph.words().ends_with(" —"));
        assert_eq!(paragraph.child("w:fldSimple").unwrap().attribute("w:instr"), Some(" PAGE "));
    }
    assert!(parts["word/settings.xml"].contains("<w:evenAndOddHeaders/>"));
}

#[test]
fn tables_have_the_merges_of_the_form_and_fill_the_type_area() {
    for (name, drawn) in reports(11..12) {
        let draft = draft_of(&drawn);
        let parts = parts(&docx::write(&draft).unwrap());
        let document = Node::parse(&parts["word/document.xml"]);
        let tables: Vec<&Node> = document.child("w:body").unwrap().all("w:tbl").collect();
        assert_eq!(tables.len(), 3, "{name}");
        for (grid, table) in draft.tables().zip(tables) {
            let number =
                |n: &Node, attribute: &str| n.attribute(attribute).unwrap().parse::<usize>().unwrap();
            let widths: Vec<usize> =
                table.child("w:tblGrid").unwrap().children.iter().map(|c| number(c, "w:w")).collect();
            assert_eq!((widths.len(), widths.iter().sum::<usize>()), (grid.cols, 8845));
            let rows: Vec<&Node> = table.all("w:tr").collect();
            assert_eq!(rows.len(), grid.rows);
            for (at, row) in rows.iter().enumerate() {
                let properties = row.child("w:trPr").unwrap();
                assert!(properties.child("w:cantSplit").is_some());
                assert_eq!(properties.child("w:tblHeader").is_some(), at < grid.header_rows);
                let mut cells = row.all("w:tc");
                for (col, slot) in grid.slots(at).into_iter().enumerate() {
                    let (cell, merge) = match slot {
                        Slot::Anchor(cell) => (cell, (cell.row_span > 1).then_some("restart")),
                        Slot::Below(cell) => (cell, Some("")),
                        Slot::Beside | Slot::BelowBeside => continue,
                    };
                    let written = cells.next().unwrap();
                    assert_eq!(written.property("w:tcPr", "w:vMerge"), merge);
                    let span = written.property("w:tcPr", "w:gridSpan").map_or(1, |n| n.parse().unwrap());
                    assert_eq!(span, cell.col_span);
                    let width = number(written.child("w:tcPr").unwrap().child("w:tcW").unwrap(), "w:w");
                    assert_eq!(width, widths[col..col + span].iter().sum::<usize>());
                    assert_eq!(written.words(), if merge == Some("") { "" } else { cell.text.as_str() });
                }
                assert!(cells.next().is_none());
            }
        }
    }
}

#[test]
fn a_mark_is_a_coloured_cell_with_a_comment() {
    let (draft, marks) = marked(4);
    let parts = parts(&docx::write(&draft).unwrap());
    let document = Node::parse(&parts["word/document.xml"]);
    let every = document.every();
    let coloured =
        every.iter().filter(|n| n.name == "w:tc" && n.property("w:tcPr", "w:shd").is_some()).count();
    assert_eq!(coloured, marks.len());
    let ids = |name: &str| {
        let found = every.iter().filter(|n| n.name == name);
        found.map(|n| n.attribute("w:id").unwrap().to_owned()).collect::<Vec<_>>()
    };
    let comments = Node::parse(&parts["word/comments.xml"]);
    let written: Vec<String> =
        comments.all("w:comment").map(|c| c.attribute("w:id").unwrap().to_owned()).collect();
    for name in ["w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"] {
        assert_eq!(ids(name), written, "{name}");
    }
    let reasons: Vec<String> = comments
        .all("w:comment")
        .map(|c| c.all("w:p").map(Node::words).collect::<Vec<_>>().join("\n"))
        .collect();
    assert_eq!(reasons, marks.values().cloned().collect::<Vec<_>>());
}

#[test]
fn the_signature_stays_with_the_last_paragraph_and_a_title_with_its_table() {
    let drawn = gongkai_testkit::random::report(5, gongkai_testkit::Options::default()).report;
    let draft = draft_of(&drawn);
    assert!(matches!(draft.blocks.last(), Some(Block::SignedOn { .. })));
    let parts = parts(&docx::write(&draft).unwrap());
    let document = Node::parse(&parts["word/document.xml"]);
    let paragraphs: Vec<&Node> = document.child("w:body").unwrap().all("w:p").collect();
    let [.., last, signature, date] = &paragraphs[..] else { panic!("paragraphs") };
    let style = |p: &Node| p.property("w:pPr", "w:pStyle").unwrap_or_default().to_owned();
    assert_eq!([style(last), style(signature), style(date)], ["BodyText", "Signature", "Date"]);
    let keeps = |p: &Node| p.property("w:pPr", "w:keepNext").is_some();
    assert_eq!([keeps(last), keeps(signature), keeps(date)], [true, true, false]);
    let table2 = document.child("w:body").unwrap().child("w:tbl").unwrap();
    let block_title = table2.child("w:tr").unwrap().child("w:tc").unwrap().child("w:p").unwrap();
    assert!(keeps(block_title));
}

#[test]
fn the_rows_of_a_group_stay_on_one_page() {
    let drawn = gongkai_testkit::random::report(5, gongkai_testkit::Options::default()).report;
    let draft = draft_of(&drawn);
    let grid = draft.tables().nth(1).unwrap();
    let parts = parts(&docx::write(&draft).unwrap());
    let document = Node::parse(&parts["word/document.xml"]);
    let table = document.child("w:body").unwrap().all("w:tbl").nth(1).unwrap();
    let rows: Vec<&Node> = table.all("w:tr").collect();
    let keeps = |p: &Node| p.property("w:pPr", "w:keepNext").is_some();
    let mut groups = 0;
    for label in grid.cells.iter().filter(|c| c.role == Role::Label && (2..=12).contains(&c.row_span)) {
        groups += 1;
        for row in &rows[label.row..label.row + label.row_span - 1] {
            assert!(row.all("w:tc").all(|cell| cell.all("w:p").all(keeps)), "{}", label.text);
        }
    }
    assert!(groups >= 4, "{groups}");
}

#[test]
fn title_author_and_date_are_in_the_properties() {
    let drawn = gongkai_testkit::random::report(6, gongkai_testkit::Options::default()).report;
    let mut draft = draft_of(&drawn);
    let core = |draft: &Draft| Node::parse(&parts(&docx::write(draft).unwrap())["docProps/core.xml"]);
    let read = core(&draft);
    let text = |name: &str| read.child(name).map(|n| n.text.clone());
    assert_eq!(text("dc:title"), drawn.title.value);
    assert_eq!(text("dc:creator"), drawn.agency.value);
    assert_eq!(text("dcterms:created"), drawn.signed_on.value.map(|on| format!("{on}T00:00:00Z")));
    draft.dated_on = None;
    assert!(core(&draft).child("dcterms:created").is_none());
}
