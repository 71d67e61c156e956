//! From a located document to the facts of one or more annual reports.
//!
//! The way: [`lines`](self) flattens the document, `wrapped` puts labels folded around their values together, `sections`
//! finds the six titles and divides several reports in one
//! file, `stream` turns table text into labels and values, `tables` attaches them and asks [`crate::solve`],
//! `envelope` reads title, agency, year and signature; what is left is prose.
//! Not here: judging the facts (`crate::rules`), claims within the prose (`crate::claims`).

mod envelope;
mod fold;
mod lines;
mod sections;
mod stream;
mod tables;
mod value;
mod wrapped;

use gongkai_domain::report::{Artefact, Form, Prose, Report, Section, SectionKey};
use gongkai_paper::{Block, Document, Format};
use lines::Line;
use sections::Heading;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Reads every annual report in a document. A document that is not an annual report gives an empty list.
pub fn read_document(document: &Document, source: &str) -> Vec<Report> {
    let (lines, notes) = without_mark_notes(lines::flatten(document));
    let lines = wrapped::join(lines);
    let headings = sections::headings(&lines);
    let starts = sections::report_starts(&lines, &headings);
    let mut reports = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(lines.len());
        let own: Vec<Heading> =
            headings.iter().filter(|h| (*start..end).contains(&h.line)).cloned().collect();
        if let Some(report) = read_one(document, &lines, *start..end, &own, source) {
            reports.push(report);
        }
    }
    if let Some(first) = reports.first_mut() {
        let reader = document.artefacts.iter().map(|a| Artefact {
            kind: a.kind.to_owned(),
            text: a.text.clone(),
            expected: None,
            place: Some(lines::place(&a.place)),
        });
        first.artefacts.splice(0..0, reader.chain(notes));
    }
    reports
}

/// Lines that a note at cells may take.
const LONGEST_NOTE: usize = 40;

/// Takes out the notes that a written report has below its tables for what is marked in its cells, `〔标注1：…〕`: the names
/// of rows and columns in them are no labels, and nothing of them is text of the report.
fn without_mark_notes(lines: Vec<Line<'_>>) -> (Vec<Line<'_>>, Vec<Artefact>) {
    let begins = |line: &Line<'_>| {
        let rest = line.text().trim_start().strip_prefix("〔标注");
        let numbered = rest.map(|r| (r, r.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ')));
        line.table.is_none()
            && numbered.is_some_and(|(all, rest)| rest.len() < all.len() && rest.starts_with('：'))
    };
    let ends = |line: &Line<'_>| line.text().trim_end().ends_with('〕');
    let (mut kept, mut notes) = (Vec::with_capacity(lines.len()), Vec::new());
    let mut lines = lines.into_iter().peekable();
    while let Some(first) = lines.next() {
        if !begins(&first) {
            kept.push(first);
            continue;
        }
        let mut note = vec![first];
        while let Some(next) = lines.next_if(|next| {
            !note.last().is_some_and(ends)
                && note.len() < LONGEST_NOTE
                && next.table.is_none()
                && !begins(next)
        }) {
            note.push(next);
        }
        if note.last().is_some_and(ends) {
            let text: String = note.iter().map(|line| line.text().trim()).collect();
            notes.push(artefact("mark_note", &text, note[0].place()));
        } else {
            kept.extend(note);
        }
    }
    (kept, notes)
}

fn read_one(
    document: &Document,
    lines: &[Line<'_>],
    range: std::ops::Range<usize>,
    headings: &[Heading],
    source: &str,
) -> Option<Report> {
    let heading_lines: BTreeSet<usize> = headings.iter().map(|h| h.line).collect();
    // grids with statutory labels are read as tables, others as text
    let candidates: Vec<usize> =
        range.clone().filter(|i| !heading_lines.contains(i) && !stream::is_prose(&lines[*i])).collect();
    let breaks: Vec<usize> = heading_lines.iter().copied().collect();
    let (tokens, labelled) = stream::read(lines, &candidates, &breaks);
    let has_lost_text = document.artefacts.iter().any(|a| matches!(a.kind, "lost_characters" | "mojibake"));
    let pads_rows = match document.format {
        Format::Docx | Format::Html => false,
        // a Markdown table with merged cells is written as HTML, a sheet with merged cells was laid out by hand: neither
        // is filled up
        Format::Markdown | Format::Xlsx => !document.blocks.iter().any(has_merged_cells),
        _ => true,
    };
    let tables = tables::Tables::collect(&tokens, (pads_rows, document.format), has_lost_text);
    let table_lines: BTreeSet<usize> = tables.lines.union(&labelled).copied().collect();
    let statutory: BTreeSet<u32> = table_lines.iter().filter_map(|i| lines[*i].table).collect();

    let mut artefacts: Vec<Artefact> = Vec::new();
    let mut prose_of = |range: std::ops::Range<usize>, skip: &[usize]| -> Vec<Prose> {
        let mut prose = Vec::new();
        for i in range {
            let is_table = table_lines.contains(&i) || lines[i].table.is_some_and(|t| statutory.contains(&t));
            if heading_lines.contains(&i) || skip.contains(&i) {
                continue;
            }
            if is_table && !stream::is_prose(&lines[i]) {
                continue;
            }
            prose_of_line(&lines[i], &mut prose, &mut artefacts);
        }
        prose
    };

    let first = headings.first().map_or(range.end, |h| h.line);
    let last = headings.last().map_or(range.end, |h| h.line + 1);
    // the prose before the second section, where the full name and the year may be told
    let glimpse = || -> Vec<Prose> {
        let end = headings.get(1).map_or(range.end, |h| h.line);
        let mut ignored = Vec::new();
        let mut prose = Vec::new();
        for (i, line) in lines[..end].iter().enumerate().skip(range.start) {
            if !heading_lines.contains(&i) && line.table.is_none() {
                prose_of_line(line, &mut prose, &mut ignored);
            }
        }
        prose
    };
    let head = range.start..first.min(range.start + 60);
    let tail = last.max(first)..range.end;
    let envelope = envelope::read(lines, head, tail, document.title.as_deref(), has_lost_text, glimpse);

    let mut form = tables.form();
    if form == Form::Unknown && is_older(lines, range.clone(), &envelope, tables.has_any()) {
        form = Form::Older;
    }
    let has_title = envelope.title.value.is_some();
    let official = headings.iter().filter(|h| h.is_official).count();
    let is_report = tables.is_statutory()
        || official >= 3
        || has_title && (headings.len() >= 2 || tables.has_any())
        || form == Form::Older;
    if !is_report {
        return None;
    }

    let mut report = Report::empty(source, form);
    report.preamble = prose_of(range.start..first, &envelope.lines);
    for (i, heading) in headings.iter().enumerate() {
        let end = headings.get(i + 1).map_or(range.end, |h| h.line);
        let mut paragraphs = Vec::new();
        if let Some(rest) = &heading.rest {
            let place = lines[heading.line].place().cloned();
            paragraphs.push(Prose { text: rest.clone(), place });
        }
        paragraphs.extend(prose_of(heading.line + 1..end, &envelope.lines));
        let text = paragraphs.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n");
        report.sections.push(Section {
            key: heading.key,
            title: heading.title.clone(),
            text,
            place: lines[heading.line].place().cloned(),
            paragraphs,
        });
    }
    report.artefacts = artefacts;
    for line in headings.iter().map(|h| &lines[h.line]) {
        let (_, bookmarks, _) = without_bookmarks(line.text());
        report.artefacts.extend(bookmarks.into_iter().map(|b| artefact("bookmark", b, line.place())));
    }
    if let Some((text, place)) = &envelope.open_date {
        report.artefacts.push(artefact("open_date", text, Some(place)));
    }
    note_sections(&mut report, headings);
    report.title = envelope.title;
    report.agency = envelope.agency;
    report.year = envelope.year;
    report.signed_on = envelope.signed_on;
    if form.has_tables() {
        let noticed = tables.fill(&mut report);
        report.artefacts.extend(noticed);
    } else {
        report.artefacts.extend(tables.into_artefacts());
    }
    note_sentence_for_table(&mut report);
    Some(report)
}

/// Whether a block is a table in which a cell covers more than one place.
fn has_merged_cells(block: &Block) -> bool {
    matches!(block, Block::Table(t) if t.cells.iter().any(|c| c.row_span > 1 || c.col_span > 1))
}

/// Paragraphs of one line, bookmarks and page numbers taken out.
fn prose_of_line(line: &Line<'_>, prose: &mut Vec<Prose>, artefacts: &mut Vec<Artefact>) {
    if line.is_furniture() {
        artefacts.push(artefact("page_furniture", line.text().trim(), line.place()));
        return;
    }
    for fragment in &line.fragments {
        let place = &fragment.place;
        let (clean, bookmarks, shift) = without_bookmarks(fragment.text);
        for bookmark in bookmarks {
            artefacts.push(artefact("bookmark", bookmark, Some(place)));
        }
        let trimmed = clean.trim();
        if trimmed.is_empty() {
            continue;
        }
        if is_filling_note(trimmed) {
            artefacts.push(artefact("filling_note", trimmed, Some(place)));
            continue;
        }
        let indent = clean.chars().take_while(|c| c.is_whitespace()).count() + shift;
        let mut place = place.clone();
        if place.line.is_some() {
            place.column = place.column.map(|c| c + indent as u32);
        }
        prose.push(Prose { text: trimmed.to_owned(), place: Some(place) });
    }
}

/// Whether a paragraph says how the form is filled in: it belongs to the form and tells nothing of the year.
fn is_filling_note(text: &str) -> bool {
    let plain: String = text.chars().filter_map(fold::fold).filter(|c| !c.is_whitespace()).take(8).collect();
    let plain = plain.trim_start_matches(['(', '[', '*', '※', '注']).trim_start_matches([':', '：']);
    ["填写说明", "填表说明", "填报说明", "填表须知", "填写须知"]
        .iter()
        .any(|name| plain.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', '：', ')', ']'])))
}

/// Takes `[bookmark: …]` out of a text; also tells how many characters a bookmark at the very beginning took.
fn without_bookmarks(text: &str) -> (Cow<'_, str>, Vec<&str>, usize) {
    let mut clean = Cow::Borrowed("");
    let mut found = Vec::new();
    let mut rest = text;
    let mut shift = 0;
    while let Some(at) = rest.find("[bookmark:") {
        let Some(end) = rest[at..].find(']') else { break };
        clean += &rest[..at];
        let bookmark = &rest[at..=at + end];
        if clean.trim().is_empty() {
            shift += bookmark.chars().count();
        }
        found.push(bookmark);
        rest = &rest[at + end + 1..];
    }
    clean += rest;
    (clean, found, shift)
}

fn artefact(kind: &str, text: &str, place: Option<&gongkai_domain::report::Place>) -> Artefact {
    Artefact { kind: kind.to_owned(), text: text.to_owned(), expected: None, place: place.cloned() }
}

/// Whether a document follows the free form or the statistics sheet used before 2019.
fn is_older(
    lines: &[Line<'_>],
    range: std::ops::Range<usize>,
    envelope: &envelope::Envelope,
    has_tables: bool,
) -> bool {
    let mut has_indicator = false;
    let mut has_unit = false;
    let mut has_subject = false;
    for line in &lines[range] {
        let words = line.letters();
        has_indicator |= words.contains("指标名称") || words.contains("统计指标");
        has_unit |= words.contains("计量单位") || words.contains("单位") && words.contains("统计数");
        has_subject |= words.contains("信息公开");
    }
    let is_titled = envelope.title.value.is_some() && envelope.title.place.is_some();
    (has_indicator && has_unit && has_subject)
        || (!has_tables && is_titled && envelope.year.value.is_some_and(|y| y < 2019))
}

/// Section titles in other words, repeated or out of order.
fn note_sections(report: &mut Report, headings: &[Heading]) {
    let mut seen: Vec<SectionKey> = Vec::new();
    let mut notes = Vec::new();
    for (heading, section) in headings.iter().zip(&report.sections) {
        if !heading.is_official {
            notes.push(Artefact {
                expected: Some(heading.key.title().to_owned()),
                ..artefact("section_title_variant", &heading.title, section.place.as_ref())
            });
        }
        if seen.contains(&heading.key) {
            notes.push(artefact("section_repeated", &heading.title, section.place.as_ref()));
        } else if seen.last().is_some_and(|last| *last > heading.key) {
            notes.push(artefact("section_out_of_order", &heading.title, section.place.as_ref()));
        }
        seen.push(heading.key);
    }
    report.artefacts.extend(notes);
}

/// Section 四 that says in words what the table should show.
fn note_sentence_for_table(report: &mut Report) {
    use gongkai_domain::report::CellKind;
    let is_without_cells =
        !report.table4.is_empty() && report.table4.values().all(|c| c.kind == CellKind::Absent);
    if !is_without_cells {
        return;
    }
    if let Some(section) = report.section(SectionKey::Remedies)
        && let Some(first) = section.prose().first().cloned()
    {
        let note = artefact("sentence_for_table", &first.text, first.place.as_ref());
        report.artefacts.push(note);
    }
}
