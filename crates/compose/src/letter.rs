//! A paper of the office becomes a draft: in the letter form of GB/T 9704—2012 or as a plain notice.
//!
//! Letter form (10.1): red mark of the agency, red double lines, number at the right under the first line, no page
//! number on the first page. A plain notice has the agency in its title and the number under it; both are equal.
//! Not here: what the paper says (`gongkai_domain::notice`), how a draft looks in a format (`crate::docx`, `crate::pdf`, …).

use crate::draft::{Block, Draft, Face, Grid, GridCell, Letterhead, Run, Side};
use gongkai_domain::notice::paper::{attachment_lines, list_lines};
use gongkai_domain::notice::{Paper, PaperKind, Paragraph, Procedural, Table, TableCell};
use gongkai_domain::report::Role;

/// How a paper is dressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum LetterStyle {
    /// 信函格式, with the red head.
    #[default]
    Letter,
    /// 告知书 without it.
    Plain,
}

/// The paper as a draft. Forms of the file and papers for a court have no red head in either style.
pub fn draft(paper: &Paper, style: LetterStyle) -> Draft {
    let is_letter = style == LetterStyle::Letter && is_sent(paper.kind);
    let mut blocks = Vec::with_capacity(paper.paragraphs.len() + 4);
    if !is_letter && let Some(number) = &paper.document_number {
        blocks.push(Block::Line { text: number.clone(), side: Side::Middle });
    }
    for paragraph in &paper.paragraphs {
        match paragraph {
            Paragraph::Salutation(text) => blocks.push(Block::Line { text: text.clone(), side: Side::Left }),
            Paragraph::Heading(text) => blocks.push(Block::Heading { level: 1, text: text.clone() }),
            Paragraph::Body(text)
            | Paragraph::Quote(text)
            | Paragraph::Remedy(text)
            | Paragraph::Closing(text)
            | Paragraph::Contact(text) => blocks.push(body(text)),
            Paragraph::List(entries) => blocks.extend(list_lines(entries).iter().map(|line| body(line))),
            Paragraph::Attachments(names) => {
                blocks.push(Block::Gap);
                blocks.extend(attachment_lines(names).iter().map(|line| body(line)));
            }
            Paragraph::Table(table) => blocks.push(Block::Table(grid(table))),
            Paragraph::Signature(text) => blocks.push(Block::Signature { text: text.clone() }),
            Paragraph::Date(text) => blocks.push(Block::SignedOn { text: text.clone() }),
        }
    }
    if !paper.copy_to.is_empty() {
        blocks.push(Block::Gap);
        blocks.push(body(&format!("抄送：{}。", paper.copy_to.join("，"))));
    }
    Draft {
        title: if is_letter { paper.title.clone() } else { format!("{}{}", paper.agency, paper.title) },
        agency: paper.agency.clone(),
        dated_on: Some(paper.issued_on),
        due_on: None,
        letterhead: is_letter
            .then(|| Letterhead { mark: paper.agency.clone(), number: paper.document_number.clone() }),
        blocks,
    }
}

/// The paper as plain text.
pub fn text(paper: &Paper) -> String {
    paper.text()
}

/// Whether a paper is a letter to somebody, and no form, sheet or pleading.
pub fn is_sent(kind: PaperKind) -> bool {
    !matches!(
        kind,
        PaperKind::Procedural(
            Procedural::ApplicationForm
                | Procedural::RegistrationRecord
                | Procedural::ThirdPartyReplySlip
                | Procedural::ServiceProof
                | Procedural::HandlingSheet
                | Procedural::ReconsiderationAnswer
                | Procedural::SuitAnswer
                | Procedural::EvidenceList
                | Procedural::PowerOfAttorney
                | Procedural::CourtAppearanceStatement
        )
    )
}

fn body(text: &str) -> Block {
    Block::Paragraph { runs: vec![Run { text: text.to_owned(), face: Face::FangSong }] }
}

/// The table with its header, every place covered: the last cell of a short row reaches to the right edge.
fn grid(table: &Table) -> Grid {
    let cols = table.columns();
    let header_rows = usize::from(!table.header.is_empty());
    let mut cells = Vec::new();
    let mut put = |row, col, col_span, text: &str, role| {
        cells.push(GridCell {
            row,
            col,
            row_span: 1,
            col_span,
            text: text.to_owned(),
            role,
            at: None,
            sum_of: Vec::new(),
            mark: None,
        });
    };
    for (col, name) in table.header.iter().enumerate() {
        let span = if col + 1 == table.header.len() { cols - col } else { 1 };
        put(0, col, span, name, Role::Header);
    }
    for (n, row) in table.rows.iter().enumerate() {
        for (col, cell) in row.iter().enumerate() {
            let span = if col + 1 == row.len() { cols - col } else { 1 };
            let role = if matches!(cell, TableCell::Label(_)) { Role::Label } else { Role::Value };
            put(n + header_rows, col, span, cell.text(), role);
        }
    }
    Grid {
        summary: table.summary.clone(),
        rows: table.rows.len() + header_rows,
        cols,
        widths: widths(table, cols),
        header_rows,
        cells,
    }
}

/// Columns as wide as what stands in them, within bounds, so that 序号 is narrow and a ground is wide.
fn widths(table: &Table, cols: usize) -> Vec<f64> {
    let mut widths = vec![3.0_f64; cols];
    let header = table.header.iter().map(String::as_str).collect::<Vec<_>>();
    let rows = table.rows.iter().map(|row| row.iter().map(TableCell::text).collect::<Vec<_>>());
    for row in std::iter::once(header).chain(rows) {
        // a cell that reaches over several columns says nothing about the width of its first
        let own = if row.len() < cols { row.len().saturating_sub(1) } else { row.len() };
        for (width, text) in widths.iter_mut().zip(row.iter().take(own)) {
            let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            *width = width.max(longest.min(10) as f64);
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::notice::{Reply, sample, template};

    fn paper(kind: PaperKind) -> Paper {
        let (fields, case, issue) = (sample::fields(kind), sample::case(kind), sample::issue(kind));
        template::draft(kind, &fields, &case, &sample::office(), &issue).unwrap().finish().unwrap()
    }

    fn every() -> impl Iterator<Item = PaperKind> {
        let replies = Reply::EVERY.iter().map(|&reply| PaperKind::Reply(reply));
        replies.chain(Procedural::EVERY.iter().map(|&paper| PaperKind::Procedural(paper)))
    }

    #[test]
    fn only_what_is_sent_has_a_red_head_and_only_in_the_letter_form() {
        for kind in every() {
            let paper = paper(kind);
            let letter = draft(&paper, LetterStyle::Letter);
            assert_eq!(letter.letterhead.is_some(), is_sent(kind), "{}", kind.key());
            let plain = draft(&paper, LetterStyle::Plain);
            assert_eq!(plain.letterhead, None);
            assert_eq!(plain.title, format!("{}{}", paper.agency, paper.title));
            assert_eq!(plain.dated_on, Some(paper.issued_on));
        }
    }

    #[test]
    fn every_table_of_a_paper_is_covered_whole() {
        let mut tables = 0;
        for kind in every() {
            for grid in draft(&paper(kind), LetterStyle::Plain).tables() {
                tables += 1;
                assert!(grid.covered("docx").is_ok(), "{}", kind.key());
            }
        }
        assert!(tables >= 9, "{tables}");
    }

    #[test]
    fn a_long_mark_is_set_smaller_so_that_it_fits_between_the_ends_of_the_line() {
        let size = |mark: &str| Letterhead { mark: mark.to_owned(), number: None }.mark_size();
        assert!((size("青溪县档案馆") - 38.0).abs() < f64::EPSILON);
        assert!((size(&"局".repeat(24)) - 20.0).abs() < f64::EPSILON);
        assert!(size(&"局".repeat(400)) >= 8.0);
    }
}
