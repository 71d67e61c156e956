//! Text that looks like markup, that no format may hold, or that is longer than any office writes.

use crate::support::{Node, To, parts};
use gongkai_compose::draft::clean;
use gongkai_compose::{Block, Draft, Face, Grid, GridCell, Mark, Run, docx, html, markdown};
use gongkai_domain::report::Role;
use gongkai_extract::Document;

const NASTY: &[&str] = &[
    "<script>alert(1)</script>局",
    "一]]>二",
    "<!-- 三 --> & &amp; &nbsp; &#x31;",
    "\"引号\" 'x' \\反斜杠\\ \\* \\",
    "*强调* **重** _下_ __线__ `码` ~~删~~",
    "| 甲 | 乙 |",
    "1. 一项",
    "12) 二项",
    "# 题",
    "- 项",
    "+ 项",
    "* 项",
    "> 引",
    "---",
    "===",
    "```",
    "[甲](javascript:alert(1)) ![乙](x.png)",
    "</td></tr></table><table><tr><td>",
    "{{ 模板 }} ${甲} %s $甲$",
    "\u{202E}倒\u{202C} \u{200F}מסמך עברי مرحبا",
    "🙂👩‍👩‍👧 𬒔㵲 é ﷺ",
    "=SUM(A1) @甲 +1",
    "x < y > z && a <= b",
    "style=\"display:none\" hidden",
    "3\\*4*5",
    "：甲",
];

fn paragraph(text: &str) -> Block {
    Block::Paragraph { runs: vec![Run { text: text.to_owned(), face: Face::FangSong }] }
}

fn draft(blocks: Vec<Block>) -> Draft {
    Draft {
        title: "标题".to_owned(),
        agency: "青溪县档案馆".to_owned(),
        dated_on: None,
        due_on: None,
        letterhead: None,
        blocks,
    }
}

fn texts(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .filter_map(|b| match b {
            gongkai_paper::Block::Paragraph(p) if !p.text.trim().is_empty() => Some(p.text.clone()),
            _ => None,
        })
        .collect()
}

fn cells(document: &Document) -> Vec<String> {
    let tables = document.blocks.iter().filter_map(|b| match b {
        gongkai_paper::Block::Table(t) => Some(t),
        gongkai_paper::Block::Paragraph(_) => None,
    });
    tables.flat_map(|t| t.cells.iter().map(|c| c.text.clone())).collect()
}

/// A table of one column; `merged` adds a header over two rows, so that Markdown cannot use pipes.
fn table(texts: &[&str], is_merged: bool) -> Grid {
    let cell = |row: usize, col: usize, row_span: usize, text: &str| GridCell {
        row,
        col,
        row_span,
        col_span: 1,
        text: text.to_owned(),
        role: Role::Value,
        at: None,
        sum_of: Vec::new(),
        mark: None,
    };
    let mut cells: Vec<GridCell> = Vec::new();
    for (row, text) in texts.iter().enumerate() {
        if !is_merged {
            cells.push(cell(row, 0, 1, "首"));
        } else if row == 0 {
            cells.push(cell(0, 0, texts.len(), "首"));
        }
        cells.push(cell(row, 1, 1, text));
    }
    Grid { summary: texts.concat(), rows: texts.len(), cols: 2, widths: vec![1.0; 2], header_rows: 1, cells }
}

#[test]
fn text_that_looks_like_markup_stays_text() {
    for to in To::EVERY {
        for text in NASTY {
            let read =
                texts(&to.through(&draft(vec![paragraph("前。"), paragraph(text), paragraph("后。")])));
            assert_eq!(read, ["标题", "前。", text.trim(), "后。"], "{to:?}");
            let heading = Block::Heading { level: 1, text: (*text).to_owned() };
            let signature = Block::Signature { text: (*text).to_owned() };
            let read = texts(&to.through(&draft(vec![heading, paragraph("中。"), signature])));
            assert_eq!(read, ["标题", text, "中。", text], "{to:?}");
            let titled = Draft {
                title: (*text).to_owned(),
                agency: (*text).to_owned(),
                ..draft(vec![paragraph("中。")])
            };
            assert_eq!(texts(&to.through(&titled)), [*text, "中。"], "{to:?}");
        }
    }
}

#[test]
fn cells_that_look_like_markup_stay_cells() {
    for to in To::EVERY {
        for is_merged in [false, true] {
            let grid = table(NASTY, is_merged);
            let wanted: Vec<String> = grid.cells.iter().map(|c| c.text.clone()).collect();
            let read = cells(&to.through(&draft(vec![Block::Table(grid), paragraph("后。")])));
            assert_eq!(read, wanted, "{to:?}");
        }
    }
}

#[test]
fn what_no_format_may_hold_is_left_out_and_every_part_stays_well_formed() {
    let every_control: String = (0..=0x9F).filter_map(char::from_u32).filter(|c| c.is_control()).collect();
    let text = format!("前{every_control}\u{FFFE}\u{FFFF}\u{FDD0}后");
    let marked = |mut grid: Grid| {
        grid.cells[0].mark = Some(Mark { text: text.clone() });
        grid
    };
    let draft = Draft {
        title: text.clone(),
        agency: text.clone(),
        ..draft(vec![
            Block::Heading { level: 2, text: text.clone() },
            paragraph(&text),
            Block::Table(marked(table(&[&text, "乙"], true))),
            Block::Note { text: text.clone() },
            Block::SignedOn { text: text.clone() },
        ])
    };
    let is_allowed =
        |c: char| c == '\n' || !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}');
    for (name, part) in parts(&docx::write(&draft).unwrap()) {
        assert!(part.chars().all(is_allowed), "{name}");
        Node::parse(&part);
    }
    assert!(html::write(&draft).unwrap().chars().all(is_allowed));
    assert!(markdown::write(&draft).unwrap().chars().all(is_allowed));
    assert!(clean(&text).ends_with('后'));
}

#[test]
fn a_paragraph_of_a_hundred_thousand_characters_comes_back_whole() {
    let long = "政府信息公开工作有序开展，<全年>更新栏目3个；".repeat(100_000 / 25);
    for to in To::OF_ANY_LENGTH {
        let read = texts(&to.through(&draft(vec![paragraph(&long), paragraph("后。")])));
        assert_eq!(read.len(), 3, "{to:?}");
        assert!(read[1] == long, "{to:?}: {}…", read[1].chars().take(40).collect::<String>());
    }
}

#[test]
fn a_table_that_word_cannot_hold_is_refused_with_its_size() {
    let mut grid = table(&["甲"], false);
    grid.cols = 64;
    let refused = docx::write(&draft(vec![Block::Table(grid.clone())])).unwrap_err().to_string();
    assert_eq!(refused, "docx cannot hold 64列的表格（Word 最多63列）");
    grid.cols = 3;
    for to in To::EVERY {
        let refused = to.write(&draft(vec![Block::Table(grid.clone())])).unwrap_err().to_string();
        assert!(refused.ends_with("cannot hold 第1行没有铺满单元格的表格"), "{to:?}: {refused}");
    }
}

#[test]
fn a_draft_without_anything_is_still_a_document() {
    let empty = Draft {
        title: String::new(),
        agency: String::new(),
        dated_on: None,
        due_on: None,
        letterhead: None,
        blocks: Vec::new(),
    };
    for (_, part) in parts(&docx::write(&empty).unwrap()) {
        Node::parse(&part);
    }
    assert!(html::write(&empty).unwrap().ends_with("</html>\n"));
    assert_eq!(markdown::write(&empty).unwrap(), "");
}
