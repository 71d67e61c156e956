//! What pages of government sites look like, in small.

use gongkai_paper::{Block, Document, Table};

use super::*;
use crate::text;

fn parse(source: &str) -> Document {
    let limits = Limits::default();
    let decoded = text::decode(source.as_bytes(), None, &limits).unwrap();
    read(decoded, &limits).unwrap()
}

/// Paragraphs as their text, tables as rows of `text@row,col+span`.
fn outline(source: &str) -> Vec<String> {
    parse(source)
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(p) => match p.level {
                Some(level) => format!("h{level} {}", p.text),
                None => p.text.clone(),
            },
            Block::Table(t) => grid_of(t),
        })
        .collect()
}

fn grid_of(table: &Table) -> String {
    let cells: Vec<String> = table
        .cells
        .iter()
        .map(|c| {
            let span = if (c.row_span, c.col_span) == (1, 1) {
                String::new()
            } else {
                format!("+{}x{}", c.row_span, c.col_span)
            };
            format!("{}@{},{}{span}", c.text.replace('\n', "/"), c.row, c.col)
        })
        .collect();
    format!("[{}x{}] {}", table.rows, table.cols, cells.join(" "))
}

#[test]
fn blocks_become_paragraphs_and_headings_keep_their_level() {
    assert_eq!(
        outline(
            "<title>年报 &amp; 说明</title><h2>一、总体情况</h2><p>甲<b>乙</b>\n丙 3\n 件<br>丁<div>戊</div><script>x<p></script>"
        ),
        ["h2 一、总体情况", "甲乙丙 3 件", "丁", "戊"]
    );
    assert_eq!(parse("<title>年报 &amp; 说明</title><p>x").title.as_deref(), Some("年报 & 说明"));
}

#[test]
fn a_table_with_spans_and_without_end_tags_is_put_on_the_grid() {
    assert_eq!(
        outline("<table><tr><td rowspan=2>甲<td colspan='2'>乙<tr><td>1<td>2</table>"),
        ["[2x3] 甲@0,0+2x1 乙@0,1+1x2 1@1,1 2@1,2"]
    );
    assert_eq!(
        outline("<table><thead><th>甲<th>乙</thead><tbody><td>1</td><td>2</td></table>"),
        ["[2x2] 甲@0,0 乙@0,1 1@1,0 2@1,1"]
    );
}

#[test]
fn blanks_in_cells_are_kept_as_found_and_paragraphs_are_joined() {
    assert_eq!(
        outline(
            "<table><tr><td>&nbsp;</td><td>　０　</td><td><p>行政</p><p>许可</p></td><td>a<br>b</td><td></td></tr></table>"
        ),
        ["[1x5] \u{a0}@0,0 　０　@0,1 行政/许可@0,2 a/b@0,3 @0,4"]
    );
}

#[test]
fn layout_tables_are_dissolved_and_text_between_cells_comes_before_the_table() {
    let inner = "<table><tr><td>规章</td><td>3</td></tr></table>";
    assert_eq!(
        outline(&format!("<table><tr><td>左栏</td><td><p>正文</p>{inner}</td></tr></table>完")),
        ["左栏", "正文", "[1x2] 规章@0,0 3@0,1", "完"]
    );
    assert_eq!(outline("<table>游离<tr><td>甲</td><td>1</td></tr></table>"), ["游离", "[1x2] 甲@0,0 1@0,1"]);
}

#[test]
fn menus_and_hidden_text_are_left_out_and_listed() {
    let page = "<nav><ul><li>首页<li>公开</ul></nav><p>甲</p><div style=\"color:red; DISPLAY: none\"><p>暗<div>文</div></div><p hidden>无<p>乙</p>";
    assert_eq!(outline(page), ["甲", "乙"]);
    let document = parse(page);
    let found: Vec<(&str, &str)> = document.artefacts.iter().map(|a| (a.kind, a.text.as_str())).collect();
    assert_eq!(found, [("page_furniture", "首页公开"), ("hidden_text", "暗文"), ("hidden_text", "无")]);
}

fn first_cell(cell: &str) -> String {
    outline(&format!("<table><tr><td>甲</td><td>{cell}</td><td>0</td></tr></table>"))[0]
        .split("@0,0 ")
        .nth(1)
        .and_then(|rest| rest.split("@0,1").next())
        .unwrap()
        .to_owned()
}

#[test]
fn a_note_mark_beside_a_number_in_a_cell_is_kept_apart() {
    for (cell, text) in [
        ("5<sup>1</sup>", "5（1）"),
        ("<p>5 <SUP><a href='#1'>[1]</a></SUP></p>", "5[1]"),
        ("5<sub>①</sub>件", "5（①）件"),
        (
            "5<span style='font-size:8pt;VERTICAL-ALIGN: x;vertical-align: super'>1<span>2</span></span>",
            "5（12）",
        ),
        ("<sup>1</sup>5", "（1）5"),
        ("<sup>1</sup>&#53;", "（1）5"),
        ("5<sup>1", "5（1）"),
        ("<sup>5</sup>", "5"),
        ("m<sup>2</sup>", "m2"),
        ("5<sup></sup>1", "51"),
    ] {
        assert_eq!(first_cell(cell), text, "{cell}");
    }
    assert_eq!(outline("<p>共5<sup>1</sup>件"), ["共51件"]);
}

#[test]
fn struck_text_is_left_out_and_listed_with_its_place() {
    for cell in [
        "<del>3</del>5",
        "<s>3</s>5",
        "<strike>3<b>4</b></strike>5",
        "5<span style='text-decoration:line-through'>3</span>",
        "<p style='text-decoration: underline line-through'>3</p><p>5</p>",
    ] {
        assert_eq!(first_cell(cell), "5", "{cell}");
    }
    // The cell stays where it is when all of it is struck out, and a row goes.
    let struck = "style=\"text-decoration-line:line-through\"";
    assert_eq!(
        outline(&format!(
            "<table><tr><td>甲<td {struck}><p>1</p></td><td>2</td></tr><tr {struck}><td>乙<td>3<td>4</tr><tr><td>丙<td {struck}>5<td>6</table>完"
        )),
        ["[2x3] 甲@0,0 @0,1 2@0,2 丙@1,0 @1,1 6@1,2", "完"]
    );
    let document = parse("<p>前</p>\n<p>收到<del>3</del>5件<ins>好</ins></p><table><tr><td>甲<td><s>12</s>");
    let listed: Vec<(&str, &str, Option<u32>, Option<u32>)> =
        document.artefacts.iter().map(|a| (a.kind, a.text.as_str(), a.place.line, a.place.column)).collect();
    assert_eq!(listed, [("struck_text", "3", Some(2), Some(11)), ("struck_text", "12", Some(2), Some(59))]);
    let Block::Paragraph(p) = &document.blocks[1] else { panic!("no paragraph") };
    assert_eq!((p.text.as_str(), p.place.column), ("收到5件好", Some(4)));
}

#[test]
fn what_a_page_repeats_a_hundred_thousand_times_is_passed_over_once() {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let limits = Limits {
        deadline: crate::Deadline::when(move || {
            counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            false
        }),
        ..Limits::default()
    };
    let attributes = " data-a='b' style='display:block'".repeat(100_000);
    for source in [
        format!("<p{attributes}>甲"),
        "<p>".to_owned() + &"<del></del><sup></sup>".repeat(100_000) + "甲",
        "<table><tr><td>甲<td>1</table>".repeat(5_000),
        "<table><tr><td>甲<td>1".to_owned() + &"<tbody></tbody>".repeat(100_000),
        "</td></tr></table></p>".repeat(50_000) + "甲",
        "<!--".repeat(100_000) + "--><p>甲",
    ] {
        asked.store(0, std::sync::atomic::Ordering::Relaxed);
        let decoded = text::decode(source.as_bytes(), None, &limits).unwrap();
        assert!(!read(decoded, &limits).unwrap().blocks.is_empty());
        // The clock is asked once for decoding and once per 1024 pieces; a piece is at least a tag of four bytes.
        let asked = asked.load(std::sync::atomic::Ordering::Relaxed);
        assert!(asked <= 2 + source.len() / 4096, "{asked} for {} bytes", source.len());
    }
}

#[test]
fn a_hidden_element_whose_end_tag_is_missing_hides_no_more_than_its_cell() {
    assert_eq!(
        outline("<table><tr><td>甲<span style='display:none'>x</td><td>1</td></tr></table><p>乙"),
        ["[1x2] 甲@0,0 1@0,1", "乙"]
    );
}

#[test]
fn every_cell_knows_its_line_and_column() {
    let document = parse("<p>前</p>\n<table>\n<tr><td>甲</td>\n  <td><b>12</b></td><td></td></tr></table>");
    let Block::Table(table) = &document.blocks[1] else { panic!("no table") };
    let places: Vec<(u32, u32, u32)> = table
        .cells
        .iter()
        .map(|c| (c.place.line.unwrap(), c.place.column.unwrap(), c.place.col.unwrap()))
        .collect();
    assert_eq!(places, [(3, 9, 1), (4, 10, 2), (4, 25, 3)]);
}

#[test]
fn comments_and_references_follow_the_standard() {
    assert_eq!(
        outline(
            "<!--[if gte mso 9]><p>x</p><![endif]--><p>a<!-->b--&gt;<![if !supportLists]>c<![endif]>&#19968;&#x4E8C;&nbsp3&ldquo;&unknown;&lt;</p>"
        ),
        ["ab-->c一二\u{a0}3“&unknown;<"]
    );
    assert_eq!(outline("<p>1 < 2 且 3<4</p><p title=\"a>b\">丙</p><p 未完"), ["1 < 2 且 3<4", "丙"]);
}

#[test]
fn the_declared_charset_is_found() {
    assert_eq!(
        declared_charset(b"<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">"),
        Some("gb2312")
    );
    assert_eq!(declared_charset(b"<meta charset = 'GBK'>"), Some("GBK"));
    assert_eq!(declared_charset(b"<p>x"), None);
}

#[test]
fn deep_and_wide_pages_are_refused_without_falling_over() {
    let limits = Limits::default();
    let refuse = |source: String| {
        let decoded = text::decode(source.as_bytes(), None, &limits).unwrap();
        read(decoded, &limits).map(|d| d.blocks.len()).map_err(|e| e.code())
    };
    assert_eq!(refuse("<table><tr><td>x".repeat(100_000)), Err("nested_too_deep"));
    assert_eq!(refuse("<div>".repeat(200_000) + "甲"), Ok(1));
    assert_eq!(refuse("<table><tr>".to_owned() + &"<td colspan=1000>1".repeat(1000)), Err("too_many_cells"));
    assert_eq!(refuse("<table>".to_owned() + &"<tr><td>1<td>2".repeat(500_000)), Err("too_many_cells"));
    assert_eq!(refuse("<p>1".repeat(400_000)), Err("too_many_paragraphs"));
    assert_eq!(refuse("<table><tr><td rowspan=4294967295 colspan=99999999999>1<td>2".to_owned()), Ok(1));
}
