//! Word documents as offices write them, in small.

use gongkai_paper::{Block, Document};

use super::*;
use crate::archive::tests::zipped;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn package(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"{W}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{body}</w:body></w:document>"
    );
    let mut parts: Vec<(&str, &[u8])> = vec![("word/document.xml", document.as_bytes())];
    parts.extend(more.iter().map(|(name, xml)| (*name, xml.as_bytes())));
    zipped(&parts)
}

fn parse(body: &str) -> Document {
    read(&package(body, &[]), &Limits::default()).unwrap()
}

fn outline(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(p) => p.text.clone(),
            Block::Table(t) => {
                let cells: Vec<String> = t
                    .cells
                    .iter()
                    .map(|c| format!("{}@{},{}+{}x{}", c.text, c.row, c.col, c.row_span, c.col_span))
                    .collect();
                cells.join(" ")
            }
        })
        .collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

#[test]
fn runs_tabs_and_breaks_make_one_text() {
    let document = parse(
        "<w:p><w:r><w:t xml:space=\"preserve\">甲 </w:t><w:tab/><w:t> 乙&amp;</w:t><w:br/><w:t>丙</w:t><w:br w:type=\"page\"/><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r><w:hyperlink><w:r><w:t>丁</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r><w:sdt><w:sdtContent><w:r><w:t>戊</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    );
    assert_eq!(outline(&document), ["甲 \t乙&\n丙-☑丁戊"]);
}

#[test]
fn merged_cells_become_spans() {
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}</w:tr></w:tbl>",
        tc("<w:vMerge w:val=\"restart\"/>", "甲"),
        tc("<w:gridSpan w:val=\"2\"/>", "乙"),
        tc("<w:vMerge/>", ""),
        tc("", "1"),
        tc("", "2"),
        tc("", "3"),
        tc("", "4"),
    );
    let document = parse(&body);
    assert_eq!(outline(&document), ["甲@0,0+2x1 乙@0,1+1x2 1@1,1+1x1 2@1,2+1x1 3@2,1+1x1 4@2,2+1x1"]);
    let Block::Table(table) = &document.blocks[0] else { panic!("no table") };
    let place = &table.cells[3].place;
    assert_eq!((place.table, place.row, place.col), (Some(1), Some(2), Some(3)));
}

#[test]
fn tracked_changes_are_taken_as_final_and_listed() {
    let document = parse(
        "<w:p><w:r><w:t>新收</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins><w:r><w:t>13</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    assert_eq!(outline(&document), ["新收13", "前半后半", "@0,0+1x1 @0,1+1x1"]);
    let changes: Vec<&str> = document.artefacts.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(changes, ["12", "旧", "删"]);
    assert_eq!(document.artefacts[0].place.paragraph, Some(1));
}

#[test]
fn a_text_box_is_read_once_behind_its_paragraph() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p("框内"));
    let document = parse(&format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>锚</w:t></w:r></w:p>"
    ));
    assert_eq!(outline(&document), ["锚", "框内"]);
}

#[test]
fn tables_within_cells_dissolve_the_outer_table() {
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", tc("", "规章"), tc("", "3"));
    let outer = format!("<w:tbl><w:tr>{}<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>", tc("", "左"));
    assert_eq!(outline(&parse(&outer)), ["左", "规章@0,0+1x1 3@0,1+1x1"]);
}

#[test]
fn automatic_numbers_and_heading_levels_come_from_lists_and_styles() {
    let rels = "<Relationships><Relationship Id=\"a\" Type=\"x/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"b\" Type=\"x/styles\" Target=\"/word/styles.xml\"/></Relationships>";
    let numbering = format!(
        "<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl><w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%3.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>"
    );
    let styles = format!(
        "<w:styles xmlns:w=\"{W}\"><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"x\"><w:basedOn w:val=\"1\"/></w:style></w:styles>"
    );
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let listed = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        styled("1", "总体情况"),
        listed(1, "予以公开"),
        listed(1, "不予公开"),
        listed(2, "12件"),
        styled("x", "主动公开"),
        listed(1, "部分公开"),
    ]
    .concat();
    let bytes = package(
        &body,
        &[
            ("word/_rels/document.xml.rels", rels),
            ("word/numbering.xml", &numbering),
            ("word/styles.xml", &styles),
        ],
    );
    let document = read(&bytes, &Limits::default()).unwrap();
    assert_eq!(
        outline(&document),
        ["一、总体情况", "（一）予以公开", "（二）不予公开", "1. 12件", "二、主动公开", "（一）部分公开"]
    );
    let Block::Paragraph(first) = &document.blocks[0] else { panic!("no paragraph") };
    assert_eq!(first.level, Some(1));
}

#[test]
fn strict_documents_titles_and_included_pages_are_read() {
    let strict = "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p><x:r><x:t>甲</x:t></x:r></x:p><x:altChunk r:id=\"c\" xmlns:r=\"r\"/></x:body></x:document>";
    let bytes = zipped(&[
        ("_rels/.rels", b"<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"word/document2.xml\"/></Relationships>"),
        ("word/document2.xml", strict.as_bytes()),
        ("word/_rels/document2.xml.rels", b"<Relationships><Relationship Id=\"c\" Type=\"x/aFChunk\" Target=\"a.html\"/></Relationships>"),
        ("word/a.html", "<html><p>乙</p></html>".as_bytes()),
        ("docProps/core.xml", "<c><dc:title>年度报告</dc:title></c>".as_bytes()),
    ]);
    let document = read(&bytes, &Limits::default()).unwrap();
    assert_eq!(outline(&document), ["甲", "乙"]);
    assert_eq!(document.title.as_deref(), Some("年度报告"));
}

#[test]
fn hidden_text_and_empty_paragraphs_keep_the_count_right() {
    let document = parse(&format!(
        "<w:p/>{}<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r></w:p>",
        p("甲")
    ));
    assert_eq!(outline(&document), ["甲", "显"]);
    let Block::Paragraph(last) = &document.blocks[1] else { panic!("no paragraph") };
    assert_eq!(last.place.paragraph, Some(3));
    assert_eq!(document.artefacts[0].kind, "hidden_text");
}

fn cells_of(body: &str) -> Vec<String> {
    let document = parse(&format!("<w:tbl>{body}</w:tbl>"));
    let Some(Block::Table(table)) = document.blocks.first() else { panic!("no table") };
    table.cells.iter().map(|c| c.text.clone()).collect()
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

#[test]
fn a_note_mark_beside_a_number_in_a_cell_is_kept_apart() {
    let up = "<w:vertAlign w:val=\"superscript\"/>";
    let cell = |runs: &[String]| format!("<w:tc><w:p>{}</w:p></w:tc>", runs.concat());
    let row = [
        cell(&[run("", "5"), run(up, "1")]),
        cell(&[run("", "5"), run(up, "1"), run(up, ",2")]),
        cell(&[run("<w:vertAlign w:val=\"subscript\"/>", "1"), run("", " 5 ")]),
        cell(&[run("", "5"), run("<w:vertAlign w:val=\"baseline\"/>", "1")]),
        cell(&[run("", "m"), run(up, "2")]),
    ];
    assert_eq!(
        cells_of(&format!("<w:tr>{}</w:tr>", row.concat())),
        ["5（1）", "5（1,2）", "（1）5", "51", "m2"]
    );
    let prose = format!("<w:p>{}{}</w:p>", run("", "共5"), run(up, "1"));
    assert_eq!(outline(&parse(&prose)), ["共51"]);
}

#[test]
fn struck_and_hidden_runs_are_left_out_and_listed() {
    let runs = [
        run("<w:strike/>", "3"),
        run("", "5"),
        run("<w:dstrike w:val=\"true\"/>", "4"),
        run("<w:strike w:val=\"0\"/>", "0"),
        run("<w:vanish/>", "9&amp;9"),
    ];
    let document = parse(&format!(
        "<w:tbl><w:tr>{}<w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl><w:p>{}{}</w:p>",
        tc("", "甲"),
        runs.concat(),
        run("<w:strike/>", "旧"),
        run("", "新")
    ));
    assert_eq!(outline(&document), ["甲@0,0+1x1 50@0,1+1x1", "新"]);
    let listed: Vec<(&str, &str, Option<u32>, Option<u32>)> = document
        .artefacts
        .iter()
        .map(|a| (a.kind, a.text.as_str(), a.place.col, a.place.paragraph))
        .collect();
    assert_eq!(
        listed,
        [
            ("struck_text", "3", Some(2), None),
            ("struck_text", "4", Some(2), None),
            ("hidden_text", "9&9", Some(2), None),
            ("struck_text", "旧", None, Some(1)),
        ]
    );
}

#[test]
fn a_style_of_characters_strikes_out_and_raises_too() {
    let rels =
        "<Relationships><Relationship Id=\"b\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>";
    let styles = format!(
        "<w:styles xmlns:w=\"{W}\"><w:style w:type=\"character\" w:styleId=\"mark\"><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"own\"><w:basedOn w:val=\"mark\"/></w:style><w:style w:type=\"character\" w:styleId=\"old\"><w:rPr><w:strike/></w:rPr></w:style></w:styles>"
    );
    let body = format!(
        "<w:tbl><w:tr>{}<w:tc><w:p>{}{}{}</w:p></w:tc></w:tr></w:tbl>",
        tc("", "甲"),
        run("<w:rStyle w:val=\"old\"/>", "8"),
        run("", "5"),
        run("<w:rStyle w:val=\"own\"/>", "1"),
    );
    let parts = [("word/_rels/document.xml.rels", rels), ("word/styles.xml", styles.as_str())];
    let document = read(&package(&body, &parts), &Limits::default()).unwrap();
    assert_eq!(outline(&document), ["甲@0,0+1x1 5（1）@0,1+1x1"]);
}

#[test]
fn rows_deleted_in_either_spelling_are_dropped_and_listed() {
    let row = |properties: &str, text: &str| {
        format!("<w:tr><w:trPr>{properties}</w:trPr>{}{}</w:tr>", tc("", text), tc("", "1"))
    };
    let body = [
        row("", "甲"),
        row("<w:del w:id=\"1\" w:author=\"x\"/>", "乙"),
        row("<w:del w:id=\"2\"></w:del>", "丙"),
        row("<w:ins w:id=\"3\"/>", "丁"),
    ];
    assert_eq!(cells_of(&body.concat()), ["甲", "1", "丁", "1"]);
    let document = parse(&format!("<w:tbl>{}</w:tbl>", body.concat()));
    let listed: Vec<(&str, &str)> = document.artefacts.iter().map(|a| (a.kind, a.text.as_str())).collect();
    assert_eq!(listed, [("tracked_change", "乙 1"), ("tracked_change", "丙 1")]);
}

#[test]
fn cells_rows_and_runs_within_content_controls_and_smart_tags_are_read() {
    let wrapped = |inner: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr><w:text/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        )
    };
    let tagged = "<w:tc><w:p><w:smartTag w:uri=\"u\" w:element=\"date\"><w:smartTagPr/><w:r><w:t>1</w:t></w:r><w:smartTag><w:r><w:t>2</w:t></w:r></w:smartTag></w:smartTag></w:p></w:tc>";
    let first = format!("<w:tr>{}{tagged}</w:tr>", wrapped(&tc("", "甲")));
    let second = wrapped(&format!(
        "<w:tr>{}{}</w:tr>",
        tc("", "乙"),
        wrapped(&format!("<w:customXml w:element=\"x\">{}</w:customXml>", tc("", "3")))
    ));
    assert_eq!(cells_of(&(first + &second)), ["甲", "12", "乙", "3"]);
}

#[test]
fn hostile_documents_are_refused_by_name() {
    let code = |bytes: &[u8]| read(bytes, &Limits::default()).map(|d| d.blocks.len()).map_err(|e| e.code());
    assert_eq!(code(&package(&"<w:sdt>".repeat(100_000), &[])), Err("nested_too_deep"));
    let nested = "<w:tbl><w:tr><w:tc>".repeat(100);
    assert_eq!(code(&package(&nested, &[])), Err("nested_too_deep"));
    let row = format!("<w:tr>{}</w:tr>", "<w:tc/>".repeat(1000));
    let big = package(&format!("<w:tbl>{}</w:tbl>", row.repeat(1000)), &[]);
    assert_eq!(code(&big), Err("too_many_cells"));
    assert_eq!(code(&package(&"<w:p/>".repeat(400_000), &[])), Err("too_many_paragraphs"));
    assert_eq!(code(&package(&" ".repeat(24 << 20), &[])), Err("zip_bomb"));
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;甲</w:t></w:r></w:p></w:body></w:document>";
    let document = read(&zipped(&[("word/document.xml", entities.as_bytes())]), &Limits::default()).unwrap();
    assert_eq!(outline(&document), ["甲"]);
    assert_eq!(code(&zipped(&[("word/document.xml", b"<w:document><w:body><w:p>")])), Err("truncated"));
    assert_eq!(code(&zipped(&[("word/document.xml", b"<w:document></w:body>")])), Err("damaged"));
    assert_eq!(code(&zipped(&[("word/other.xml", b"")])), Err("damaged"));
}
