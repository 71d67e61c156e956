//! A paper as the pages of the desk show it: its checklist, and the leaf as it would be printed.
//!
//! Not here: the fields of a paper (`super::editor`), its words (`gongkai_domain::notice`).

use crate::pages::desk::editor::{Part, Piece, Preview};
use gongkai_app::paper::Dossier;
use gongkai_domain::notice::paper::{attachment_lines, list_lines};
use gongkai_domain::notice::{Drafted, Paper, Paragraph};

/// The checklist.
pub(super) fn parts(drafted: &Drafted) -> Vec<Part> {
    let part = |check: &gongkai_domain::notice::PartCheck| {
        let missing: Vec<&str> = check.missing.iter().map(|missing| missing.reason.as_str()).collect();
        Part {
            name: check.name.to_owned(),
            is_there: check.is_fulfilled(),
            note: if missing.is_empty() { "齐全".to_owned() } else { missing.join("；") },
        }
    };
    drafted.parts.iter().map(part).collect()
}

/// The paper as it would be printed.
pub(super) fn leaf(paper: &Paper) -> Preview {
    let mut preview = Preview {
        agency: paper.agency.clone(),
        number: paper.document_number.clone().unwrap_or_else(|| "（文号编号时取得）".to_owned()),
        title: paper.title.clone(),
        ..Preview::default()
    };
    for paragraph in &paper.paragraphs {
        match paragraph {
            Paragraph::Salutation(text) => preview.addressee.clone_from(text),
            Paragraph::Heading(text)
            | Paragraph::Body(text)
            | Paragraph::Quote(text)
            | Paragraph::Remedy(text)
            | Paragraph::Closing(text)
            | Paragraph::Contact(text) => preview.paragraphs.push(pieces(text)),
            Paragraph::List(entries) => {
                preview.paragraphs.extend(list_lines(entries).iter().map(|line| pieces(line)));
            }
            Paragraph::Attachments(names) => {
                preview.paragraphs.extend(attachment_lines(names).iter().map(|line| pieces(line)));
            }
            Paragraph::Table(table) => {
                if !table.header.is_empty() {
                    preview.paragraphs.push(pieces(&table.header.join("　")));
                }
                for row in &table.rows {
                    let cells: Vec<&str> =
                        row.iter().map(gongkai_domain::notice::paper::TableCell::text).collect();
                    preview.paragraphs.push(pieces(&cells.join("　")));
                }
            }
            Paragraph::Signature(text) | Paragraph::Date(text) => preview.signature.push(text.clone()),
        }
    }
    preview
}

/// The same with whoever applies masked, as everywhere at the desk; the paper itself opens with a line of the audit.
pub(super) fn masked(preview: Preview, dossier: &Dossier) -> Preview {
    let piece = |piece: Piece| match piece {
        Piece::Fixed(text) => Piece::Fixed(dossier.masked(&text)),
        Piece::Variable(text) => Piece::Variable(dossier.masked(&text)),
        Piece::Own(text) => Piece::Own(dossier.masked(&text)),
        Piece::Lacking(name) => Piece::Lacking(name),
    };
    let paragraphs = preview.paragraphs.into_iter().map(|pieces| pieces.into_iter().map(piece).collect());
    Preview { addressee: dossier.masked(&preview.addressee), paragraphs: paragraphs.collect(), ..preview }
}

/// A text with its gaps marked: `〔…〕` is one unless it holds the year of a number.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut fixed = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('〔') {
        let (before, from) = rest.split_at(at);
        let Some(end) = from.find('〕') else { break };
        let after = end + '〕'.len_utf8();
        let inner = &from['〔'.len_utf8()..end];
        fixed += before;
        if inner.chars().all(|c| c.is_ascii_digit()) {
            fixed += &from[..after];
        } else {
            pieces.push(Piece::Fixed(std::mem::take(&mut fixed)));
            pieces.push(Piece::Lacking(inner.to_owned()));
        }
        rest = &from[after..];
    }
    fixed += rest;
    pieces.push(Piece::Fixed(fixed));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::notice::{PaperKind, Procedural, Reply, sample, template};

    /// Without blanks: how far a line stands from the margin is no matter of its words.
    fn squeezed(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// Everything that a preview shows, in its order.
    fn words(preview: &Preview) -> Vec<String> {
        let piece = |piece: &Piece| match piece {
            Piece::Fixed(text) | Piece::Variable(text) | Piece::Own(text) => text.clone(),
            Piece::Lacking(name) => format!("〔{name}〕"),
        };
        let paragraphs = preview.paragraphs.iter().map(|pieces| pieces.iter().map(piece).collect::<String>());
        let head = [&preview.agency, &preview.title, &preview.number, &preview.addressee];
        let all = head.into_iter().cloned().chain(paragraphs).chain(preview.signature.iter().cloned());
        all.flat_map(|text| text.lines().map(squeezed).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn a_preview_shows_every_line_of_every_paper_and_the_heads_of_its_tables() {
        let replies = Reply::EVERY.iter().map(|reply| PaperKind::from(*reply));
        let kinds = replies.chain(Procedural::EVERY.iter().map(|paper| PaperKind::from(*paper)));
        let mut heads = 0;
        for kind in kinds {
            let (fields, case, issue) = (sample::fields(kind), sample::case(kind), sample::issue(kind));
            let drafted = template::draft(kind, &fields, &case, &sample::office(), &issue).unwrap();
            let paper = drafted.finish().unwrap();
            let shown = words(&leaf(&paper)).concat();
            for paragraph in &paper.paragraphs {
                if let Paragraph::Table(table) = paragraph {
                    heads += usize::from(!table.header.is_empty());
                    for text in table.header.iter().map(String::as_str) {
                        assert!(shown.contains(&squeezed(text)), "{kind:?}: {text}");
                    }
                    for text in
                        table.rows.iter().flatten().map(gongkai_domain::notice::paper::TableCell::text)
                    {
                        assert!(text.lines().all(|line| shown.contains(&squeezed(line))), "{kind:?}: {text}");
                    }
                }
            }
            let without_tables = Paper {
                paragraphs: paper
                    .paragraphs
                    .iter()
                    .filter(|one| !matches!(one, Paragraph::Table(_)))
                    .cloned()
                    .collect(),
                ..paper.clone()
            };
            for line in without_tables.text().lines().map(squeezed) {
                assert!(shown.contains(&line), "{kind:?}: {line}: {shown}");
            }
        }
        assert!(heads > 2, "some papers have tables with heads");
    }

    #[test]
    fn a_gap_is_marked_and_the_year_of_a_number_is_none() {
        let all = pieces("登记编号：依申请〔2025〕17号，〔期限〕前答复");
        assert!(matches!(&all[0], Piece::Fixed(text) if text == "登记编号：依申请〔2025〕17号，"));
        assert!(matches!(&all[1], Piece::Lacking(name) if name == "期限"));
        assert!(matches!(&all[2], Piece::Fixed(text) if text == "前答复"));
    }
}
