//! Writes a draft as Markdown as GitHub and most editors show it; tables with merged cells stay tables, as HTML.
//!
//! Not here: looks (Markdown has none beyond headings), the tables' HTML (`crate::html`).

use crate::ComposeError;
use crate::draft::{self, Block, Draft, Grid, clean, one_line};
use crate::html;

/// Writes a draft as Markdown. The same draft gives the same bytes. A table with places that no cell covers is refused.
pub fn write(draft: &Draft) -> Result<String, ComposeError> {
    let mut out = String::with_capacity(16 * 1024);
    if let Some(head) = &draft.letterhead {
        line(&mut out, "", &one_line(&head.mark));
        line(&mut out, "", &one_line(head.number.as_deref().unwrap_or_default()));
    }
    line(&mut out, "# ", &one_line(&draft.title));
    for block in &draft.blocks {
        match block {
            Block::Heading { level, text } => {
                line(&mut out, if *level <= 1 { "## " } else { "### " }, &one_line(text));
            }
            Block::Paragraph { runs } => {
                for runs in draft::lines(runs) {
                    let text: String = runs.into_iter().map(|r| r.text).collect();
                    line(&mut out, "", &text);
                }
            }
            Block::Table(grid) if grid.rows == 0 || grid.cols == 0 => {}
            Block::Table(grid) if is_plain(grid) => {
                out.push('\n');
                pipes(&mut out, grid);
                marks(&mut out, grid);
            }
            Block::Table(grid) => {
                out.push('\n');
                html::table(&mut out, grid, None, "markdown")?;
                marks(&mut out, grid);
            }
            Block::Gap => {}
            Block::Note { text }
            | Block::Signature { text }
            | Block::SignedOn { text }
            | Block::Line { text, .. } => {
                line(&mut out, "", &one_line(text));
            }
        }
    }
    Ok(out.trim_start_matches('\n').to_owned())
}

/// What is noted at the cells of a table; the cells themselves have no room for it.
fn marks(out: &mut String, grid: &Grid) {
    for text in grid.marks() {
        line(out, "", &one_line(&text));
    }
}

/// A block of one line with an empty line before it.
fn line(out: &mut String, mark: &str, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    out.push('\n');
    out.push_str(mark);
    escape(out, text);
    out.push('\n');
}

/// Whether pipes can draw the table: one row of headers at most, no merged cells, none left out.
fn is_plain(grid: &Grid) -> bool {
    grid.header_rows <= 1
        && grid.cells.len() == grid.rows * grid.cols
        && grid.cells.iter().all(|c| c.row_span == 1 && c.col_span == 1)
}

fn pipes(out: &mut String, grid: &Grid) {
    for row in 0..grid.rows {
        out.push('|');
        for cell in grid.row(row) {
            out.push(' ');
            for (n, line) in clean(&cell.text).split('\n').enumerate() {
                if n > 0 {
                    out.push_str("<br>");
                }
                escape(out, line.trim());
            }
            out.push_str(" |");
        }
        out.push('\n');
        if row == 0 {
            out.push('|');
            out.push_str(&" --- |".repeat(grid.cols));
            out.push('\n');
        }
    }
}

/// Text of a line: every sign that could begin markup behind a backslash. `=` and `{` make a line look like a script.
fn escape(out: &mut String, text: &str) {
    // `1.` and `1)` begin a list, `-` and `+` a list or a rule
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '$' | '=' | '{' => true,
            '-' | '+' | ':' => at == 0,
            '.' | ')' => digits > 0 && at == digits,
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
}
