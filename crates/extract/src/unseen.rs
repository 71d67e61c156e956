//! Hands out everything that is written in a file, also what no reader shows: heads, feet, notes, comments, text boxes, hidden
//! sheets, names of sheets, descriptions of pictures, files within files, notes and fields of a PDF.
//!
//! Not here: the text of a report in its order (`read`), what is looked for in it (the caller), what of it is not shown (`hidden`).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::archive::Archive;
use crate::{ExtractError, Limits, pdf};

/// What the format is called in messages.
const WHAT: &str = "压缩格式的文档";
/// Packages within packages that are opened.
const MAX_NESTING: usize = 3;
/// Characters that are gathered before they are handed out.
const ENOUGH: usize = 1 << 16;

/// Something that stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Lines of text.
    Text(&'a str),
    /// A part that is no text, unpacked.
    Bytes(&'a [u8]),
}

/// What a file holds besides what its reader shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Whether it is a workbook.
    pub is_workbook: bool,
    /// Whether a PDF carries other files.
    pub has_attachments: bool,
}

/// Goes through a package (docx, xlsx and the like) or a PDF and hands out everything written in it. Of any other file nothing
/// is handed out: its bytes are all there is.
///
/// # Errors
/// Where the file cannot be opened, is locked, or unpacks beyond the limits.
pub fn search(
    bytes: &[u8],
    limits: &Limits,
    found: &mut dyn FnMut(Piece<'_>),
) -> Result<Unseen, ExtractError> {
    let mut unseen = Unseen::default();
    if is_package(bytes) {
        package(bytes, limits, 0, &mut unseen, found)?;
    } else if memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        let written = pdf::written(bytes, limits)?;
        unseen.has_attachments = written.has_attachments;
        for text in &written.texts {
            found(Piece::Text(text));
        }
    }
    Ok(unseen)
}

fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x07\x08")
}

fn package(
    bytes: &[u8],
    limits: &Limits,
    depth: usize,
    unseen: &mut Unseen,
    found: &mut dyn FnMut(Piece<'_>),
) -> Result<(), ExtractError> {
    if depth > MAX_NESTING {
        return Err(ExtractError::ZipBomb { limit: limits.max_unzipped });
    }
    let mut inner = Vec::new();
    let unzipped = Archive::open(bytes, WHAT, limits)?.each(|name, part| {
        let name = name.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if depth == 0 && name == "xl/workbook.xml" {
            unseen.is_workbook = true;
        }
        if is_package(part) {
            inner.push(part.to_vec());
        } else if ends(&[".xml", ".rels", ".vml", ".xhtml"]) {
            let (text, _, _) = encoding_rs::UTF_8.decode(part);
            markup(&text, found);
        } else if ends(&[".htm", ".html", ".mht", ".txt", ".rtf", ".csv"]) {
            if let Ok(decoded) = crate::text::decode(part, None, limits) {
                found(Piece::Text(&decoded.text));
            }
            found(Piece::Bytes(part));
        } else {
            found(Piece::Bytes(part));
        }
    })?;
    // what was unpacked counts for the packages within as well
    let left = Limits { max_unzipped: limits.max_unzipped.saturating_sub(unzipped), ..limits.clone() };
    for part in inner {
        found(Piece::Bytes(&part));
        package(&part, &left, depth + 1, unseen, found)?;
    }
    Ok(())
}

/// The texts of one part: paragraphs with their runs joined, then every other text and every attribute by itself.
#[derive(Debug, Default)]
struct Lines {
    text: String,
    aside: String,
}

impl Lines {
    fn end_line(&mut self, found: &mut dyn FnMut(Piece<'_>)) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        if self.text.len() > ENOUGH {
            found(Piece::Text(&self.text));
            self.text.clear();
        }
    }

    fn aside(&mut self, text: &str, found: &mut dyn FnMut(Piece<'_>)) {
        if text.is_ascii() {
            return;
        }
        self.aside.push_str(text);
        self.aside.push('\n');
        if self.aside.len() > ENOUGH {
            found(Piece::Text(&self.aside));
            self.aside.clear();
        }
    }
}

fn markup(source: &str, found: &mut dyn FnMut(Piece<'_>)) {
    let mut reader = Reader::from_str(source);
    let settings = reader.config_mut();
    settings.check_end_names = false;
    settings.allow_unmatched_ends = true;
    let mut lines = Lines::default();
    let mut open: Vec<Element> = Vec::new();
    // text that is not part of a paragraph, until its element ends
    let mut lone = String::new();
    loop {
        let piece = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => {
                lone_ends(&mut lone, open.last(), &mut lines, found);
                opened(&tag, &mut lines, found);
                open.push(Element::of(local(tag.name().as_ref())));
                continue;
            }
            Ok(Event::Empty(tag)) => {
                opened(&tag, &mut lines, found);
                continue;
            }
            Ok(Event::End(_)) => {
                lone_ends(&mut lone, open.last(), &mut lines, found);
                if open.pop() == Some(Element::Paragraph) {
                    lines.end_line(found);
                }
                continue;
            }
            Ok(Event::Text(text)) => text.xml10_content().into_owned(),
            Ok(Event::CData(text)) => text.xml10_content().into_owned(),
            Ok(Event::GeneralRef(name)) => {
                let character = match &*name.xml10_content() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                character.map(String::from).unwrap_or_default()
            }
            Ok(Event::Comment(text)) => {
                lines.aside(&text.xml10_content(), found);
                continue;
            }
            Ok(_) => continue,
            // what cannot be read as markup is looked through as it stands
            Err(_) => {
                found(Piece::Bytes(source.as_bytes()));
                found(Piece::Text(source));
                break;
            }
        };
        match open.last() {
            Some(Element::Run) => lines.text.push_str(&piece),
            _ => lone.push_str(&piece),
        }
    }
    lone_ends(&mut lone, open.last(), &mut lines, found);
    for text in [&lines.text, &lines.aside] {
        if !text.is_empty() {
            found(Piece::Text(text));
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    /// What ends a line: a paragraph, a shared string, a note of a cell.
    Paragraph,
    /// A run of text.
    Run,
    /// Head or foot of a sheet: text with codes for place, type and size.
    Edge,
    Other,
}

impl Element {
    fn of(name: &str) -> Self {
        match name {
            "p" | "si" | "is" | "rPh" | "h" => Self::Paragraph,
            "t" | "delText" => Self::Run,
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter" => {
                Self::Edge
            }
            _ => Self::Other,
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// What begins with a tag: a line of its own, a break, a sign, and what its attributes say.
fn opened(tag: &BytesStart<'_>, lines: &mut Lines, found: &mut dyn FnMut(Piece<'_>)) {
    let name = tag.name();
    let name = local(name.as_ref());
    match name {
        "br" | "cr" => lines.end_line(found),
        "tab" => lines.text.push(' '),
        _ if Element::of(name) == Element::Paragraph => lines.end_line(found),
        _ => {}
    }
    for attribute in tag.attributes().with_checks(false).flatten() {
        let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) else { continue };
        // the star of Wingdings
        if (name, local(attribute.key.as_ref())) == ("sym", "char") && value.eq_ignore_ascii_case("F0AB") {
            lines.text.push('★');
        }
        lines.aside(&value, found);
    }
}

fn lone_ends(
    lone: &mut String,
    element: Option<&Element>,
    lines: &mut Lines,
    found: &mut dyn FnMut(Piece<'_>),
) {
    match element {
        Some(Element::Edge) => lines.aside(&without_codes(lone), found),
        _ => lines.aside(lone, found),
    }
    lone.clear();
}

/// Head or foot of a sheet, its places as lines, without the codes for type and size.
fn without_codes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek().copied()) {
            ('&', Some('L' | 'C' | 'R')) => {
                rest.next();
                out.push('\n');
            }
            ('&', Some('"')) => {
                rest.next();
                rest.by_ref().take_while(|c| *c != '"').for_each(drop);
            }
            ('&', Some(digit)) if digit.is_ascii_digit() => {
                while rest.next_if(char::is_ascii_digit).is_some() {}
            }
            ('&', Some('K')) => {
                rest.next();
                for _ in 0..6 {
                    rest.next_if(char::is_ascii_hexdigit);
                }
            }
            ('&', Some('&')) => out.extend(rest.next()),
            ('&', Some(_)) => drop(rest.next()),
            (c, _) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::tests::zipped;

    fn texts(bytes: &[u8]) -> (Unseen, String) {
        let mut all = String::new();
        let unseen = search(bytes, &Limits::default(), &mut |piece| match piece {
            Piece::Text(text) => all.push_str(text),
            Piece::Bytes(bytes) => all.push_str(&String::from_utf8_lossy(bytes)),
        });
        (unseen.unwrap(), all)
    }

    #[test]
    fn runs_are_joined_by_paragraph_and_what_stands_in_a_box_is_a_line_of_its_own() {
        let part = "<w:p><w:r><w:t>外</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密</w:t></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0AB\"/></w:r></w:p></w:txbxContent></w:r></w:p>";
        assert_eq!(texts(&zipped(&[("word/document.xml", part.as_bytes())])).1, "外\n机密★\n");
    }

    #[test]
    fn heads_of_sheets_lose_their_codes_and_names_of_sheets_are_handed_out() {
        let sheet = "<worksheet><headerFooter><oddHeader>&amp;L&amp;\"宋体,常规\"&amp;12秘密&amp;R第&amp;P页</oddHeader></headerFooter></worksheet>";
        let book = "<workbook><sheets><sheet name=\"目录\" r:id=\"1\"/><sheet name=\"底稿\" state=\"veryHidden\"/></sheets></workbook>";
        let strings = "<sst><si><r><t>绝</t></r><r><t>密★</t></r></si><si><t>乙</t></si></sst>";
        let (unseen, all) = texts(&zipped(&[
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/sharedStrings.xml", strings.as_bytes()),
        ]));
        assert!(unseen.is_workbook);
        for line in ["秘密", "目录", "底稿", "绝密★", "乙"] {
            assert!(all.lines().any(|found| found == line), "{line}: {all}");
        }
    }

    #[test]
    fn a_package_within_a_package_is_opened_and_one_too_deep_is_refused() {
        let mut bytes = zipped(&[("word/header1.xml", "<w:p><w:t>机密★</w:t></w:p>".as_bytes())]);
        bytes = zipped(&[("word/embeddings/a.docx", &bytes)]);
        assert!(texts(&bytes).1.contains("机密★"));
        for _ in 0..MAX_NESTING {
            bytes = zipped(&[("a.docx", &bytes)]);
        }
        let error = search(&bytes, &Limits::default(), &mut |_| {}).unwrap_err();
        assert_eq!(error.code(), "zip_bomb");
    }

    #[test]
    fn a_part_in_utf_16_or_with_broken_markup_is_looked_through_all_the_same() {
        let wide: Vec<u8> =
            "\u{feff}<w:p><w:t>机密★</w:t></w:p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let broken = "<w:p <<\"><w:t>秘密★".as_bytes();
        let (_, all) = texts(&zipped(&[("word/footer1.xml", &wide), ("word/footnotes.xml", broken)]));
        assert!(all.contains("机密★") && all.contains("秘密★"), "{all}");
    }
}
