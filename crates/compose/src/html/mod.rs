//! Writes a draft as one web page that needs nothing else: headings, paragraphs and tables by their meaning, styles inside.
//!
//! Looks: `page.css`; on paper those of GB/T 9704—2012. Not here: pages of a website (header, menus, metadata of a site).
//!
//! Tables carry their subject as a label and not as a `caption`: the official form prints none, and a caption is read
//! as a line of the section's text.

use crate::ComposeError;
use crate::draft::{self, Block, Draft, Face, Grid, GridCell, Side, clean, one_line};
use gongkai_domain::report::{CellRef, Role};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Tables with more columns than these scroll on narrow screens.
const WIDE: usize = 6;
const WIDEST: usize = 12;

/// The styles of the page.
const STYLE: &str = include_str!("page.css");

/// Writes a draft as a web page. The same draft gives the same bytes. A table with places that no cell covers is refused.
pub fn write(draft: &Draft) -> Result<String, ComposeError> {
    let mut out = String::with_capacity(64 * 1024);
    out.push_str(concat!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    ));
    let title = one_line(&draft.title);
    put(&mut out, &["<title>", "</title>\n"], &title);
    if !draft.agency.is_empty() {
        put(&mut out, &["<meta name=\"author\" content=\"", "\">\n"], &one_line(&draft.agency));
    }
    out.push_str("<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n<main>\n");
    out.push_str("<header>\n");
    if let Some(head) = &draft.letterhead {
        put(&mut out, &["<p class=\"mark\">", "</p>\n"], &one_line(&head.mark));
        let number = one_line(head.number.as_deref().unwrap_or_default());
        put(&mut out, &["<p class=\"number\">", "</p>\n"], &number);
    }
    put(&mut out, &["<h1>", "</h1>\n</header>\n"], &title);
    let mut ids = Ids::default();
    for block in &draft.blocks {
        write_block(&mut out, block, &mut ids)?;
    }
    if draft.letterhead.is_some() {
        out.push_str("<div class=\"foot\"></div>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    Ok(out)
}

/// What was already named on the page: an id stands once.
#[derive(Debug, Default)]
struct Ids {
    cells: BTreeSet<CellRef>,
    sections: usize,
}

fn write_block(out: &mut String, block: &Block, ids: &mut Ids) -> Result<(), ComposeError> {
    match block {
        Block::Heading { level, text } if *level <= 1 => {
            ids.sections += 1;
            let _ = write!(out, "<h2 id=\"section-{}\">", ids.sections);
            put(out, &["", "</h2>\n"], &one_line(text));
        }
        Block::Heading { text, .. } => put(out, &["<h3>", "</h3>\n"], &one_line(text)),
        Block::Paragraph { runs } => {
            for line in draft::lines(runs) {
                out.push_str("<p>");
                for run in line {
                    let class = match run.face {
                        Face::FangSong => {
                            escape(out, &run.text);
                            continue;
                        }
                        Face::Kai => "kai",
                        Face::Hei => "hei",
                        Face::Song | Face::Title => "song",
                    };
                    let _ = write!(out, "<span class=\"{class}\">");
                    put(out, &["", "</span>"], &run.text);
                }
                out.push_str("</p>\n");
            }
        }
        Block::Table(grid) => {
            if grid.rows > 0 && grid.cols > 0 {
                let label = one_line(&grid.summary);
                put(
                    out,
                    &[
                        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
                        "（可左右移动查看）\">\n",
                    ],
                    &label,
                );
                table(out, grid, Some(&mut ids.cells), "html")?;
                out.push_str("</div>\n");
                reasons(out, grid);
            }
        }
        Block::Line { text, side } => {
            let class = if *side == Side::Left { "<p class=\"line\">" } else { "<p class=\"line middle\">" };
            put(out, &[class, "</p>\n"], &one_line(text));
        }
        // space between paragraphs is the style's; an empty line says nothing
        Block::Gap => {}
        Block::Note { text } => put(out, &["<p class=\"note\">", "</p>\n"], &one_line(text)),
        Block::Signature { text } => put(out, &["<p class=\"signature\">", "</p>\n"], &one_line(text)),
        Block::SignedOn { text } => put(out, &["<p class=\"signed-on\">", "</p>\n"], &one_line(text)),
    }
    Ok(())
}

/// The reasons of the marks, in the order of their cells; generated content, so that they are no text of the report.
fn reasons(out: &mut String, grid: &Grid) {
    let marked: Vec<&GridCell> = grid.cells.iter().filter(|c| c.mark.is_some()).collect();
    if marked.is_empty() {
        return;
    }
    out.push_str("<ul class=\"reasons\" aria-label=\"标注说明\">\n");
    for mark in marked.iter().filter_map(|c| c.mark.as_ref()) {
        put(out, &["<li data-reason=\"", "\"></li>\n"], &one_line(&mark.text));
    }
    out.push_str("</ul>\n");
}

/// Writes a table. With `ids`, for a page of our own: cells of a report are named by their address, looks by classes.
/// Without, for a place that takes bare HTML only. `format` is named where the table is refused.
pub(crate) fn table(
    out: &mut String,
    grid: &Grid,
    mut ids: Option<&mut BTreeSet<CellRef>>,
    format: &'static str,
) -> Result<(), ComposeError> {
    if ids.is_some() {
        let class = match grid.cols {
            n if n > WIDEST => " class=\"widest\"",
            n if n > WIDE => " class=\"wide\"",
            _ => "",
        };
        let _ = write!(out, "<table{class} aria-label=\"");
        put(out, &["", "\">\n"], &one_line(&grid.summary));
        columns(out, grid);
    } else {
        out.push_str("<table>\n");
    }
    let mut group = "";
    grid.covered(format)?;
    for row in 0..grid.rows {
        // a block of table 2 begins with its title across the whole table
        let is_block = grid.row(row).any(|c| c.col_span == grid.cols && c.role == Role::Header);
        let wanted = if row < grid.header_rows { "thead" } else { "tbody" };
        if group != wanted || is_block && wanted == "tbody" && row > 0 {
            if !group.is_empty() {
                let _ = writeln!(out, "</{group}>");
            }
            group = wanted;
            let _ = writeln!(out, "<{group}>");
        }
        out.push_str("<tr>");
        for cell in grid.row(row) {
            write_cell(out, grid, cell, ids.as_deref_mut());
        }
        out.push_str("</tr>\n");
    }
    let _ = write!(out, "</{group}>\n</table>\n");
    Ok(())
}

fn columns(out: &mut String, grid: &Grid) {
    let all: f64 = grid.widths.iter().sum();
    if grid.widths.len() == grid.cols && all.is_finite() && all > 0.0 {
        out.push_str("<colgroup>");
        for share in &grid.widths {
            let _ = write!(out, "<col style=\"width:{:.2}%\">", share / all * 100.0);
        }
        out.push_str("</colgroup>\n");
    }
}

fn write_cell(out: &mut String, grid: &Grid, cell: &GridCell, ids: Option<&mut BTreeSet<CellRef>>) {
    let is_aside = cell.role == Role::Header && cell.text.starts_with('（') && cell.text.chars().count() > 12;
    let is_bare = ids.is_none();
    let scope = match cell.role {
        Role::Value => None,
        Role::Header if is_aside => None,
        Role::Header if cell.col_span == grid.cols => Some("rowgroup"),
        Role::Header if cell.col_span > 1 => Some("colgroup"),
        Role::Header => Some("col"),
        Role::Label => Some("row"),
    };
    let name = if scope.is_some() { "th" } else { "td" };
    let _ = write!(out, "<{name}");
    if let (Some(at), Some(ids)) = (cell.at, ids)
        && ids.insert(at)
    {
        let _ = write!(out, " id=\"{at}\"");
    }
    if !is_bare {
        if let Some(scope) = scope {
            let _ = write!(out, " scope=\"{scope}\"");
        }
        if cell.mark.is_some() {
            out.push_str(" class=\"marked\"");
        } else if is_aside {
            out.push_str(" class=\"aside\"");
        } else if cell.is_prose() {
            out.push_str(" class=\"prose\"");
        }
        if let Some(mark) = &cell.mark {
            put(out, &[" title=\"", "\""], &one_line(&mark.text));
        }
    }
    for (attribute, span) in [("rowspan", cell.row_span), ("colspan", cell.col_span)] {
        if span > 1 {
            let _ = write!(out, " {attribute}=\"{span}\"");
        }
    }
    out.push('>');
    for (n, line) in clean(&cell.text).split('\n').enumerate() {
        if n > 0 {
            out.push_str("<br>");
        }
        escape(out, line);
    }
    let _ = write!(out, "</{name}>");
}

fn put(out: &mut String, around: &[&str; 2], text: &str) {
    out.push_str(around[0]);
    escape(out, text);
    out.push_str(around[1]);
}

/// Text, or the value of an attribute in double quotes. What a browser would take away or change is left out or escaped.
fn escape(out: &mut String, text: &str) {
    for piece in clean(text).split_inclusive(['&', '<', '>', '"', '\'']) {
        let mut chars = piece.chars();
        let reference = match chars.next_back() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            Some('\'') => "&#39;",
            _ => {
                out.push_str(piece);
                continue;
            }
        };
        out.push_str(chars.as_str());
        out.push_str(reference);
    }
}
