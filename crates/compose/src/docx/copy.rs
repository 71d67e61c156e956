//! A copy of somebody's Word document whose every page says in its head, and across the page, for what it may be used.
//!
//! The text stays as it is: the words go into the heads of the pages, those that are there and those that the first section lacks;
//! later sections have heads of their own, which are marked too, or go on with those before. Not here: copies of pictures and PDF
//! files (`crate::pdf`), which files are copied so, and for whom (`gongkai-app`).

use super::FORMAT;
use super::xml::Xml;
use crate::ComposeError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read as _, Write as _};
use zip::ZipArchive;
use zip::write::SimpleFileOptions;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEADER: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml";
/// The relation of the head that is added.
const RELATION: &str = "rIdWordsOfCopy";
/// Which pages a head is for; that of first and of even pages counts only where the document has such heads.
const PAGES: [&str; 3] = ["default", "first", "even"];
/// The most that one part may unpack to.
const MOST_BYTES: u64 = 64 << 20;
/// How the words lie across the page: turned, pale, in front.
const SHAPE: &str = "position:absolute;margin-left:0;margin-top:0;width:440pt;height:36pt;rotation:315;z-index:251659264;\
mso-position-horizontal:center;mso-position-horizontal-relative:page;mso-position-vertical:center;\
mso-position-vertical-relative:page";

/// The copy, with the words in the head of each page and across it.
///
/// # Errors
/// [`ComposeError::Library`] for a file that cannot be read as a Word document, [`ComposeError::Unfit`] for one in the strict
/// variant of the format, whose names are others.
pub fn copy(bytes: &[u8], words: &str) -> Result<Vec<u8>, ComposeError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    let main = relations(&text(&mut zip, "_rels/.rels")?.unwrap_or_default())
        .into_iter()
        .find(|(kind, _)| kind == "officeDocument")
        .map_or_else(
            || "word/document.xml".to_owned(),
            |(_, target)| target.trim_start_matches('/').to_owned(),
        );
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let within = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let document = text(&mut zip, &main)?.ok_or_else(|| refused("it has no text"))?;
    if document.contains("http://purl.oclc.org/ooxml/") {
        return Err(ComposeError::Unfit { format: FORMAT, what: "严格格式的 Word 文件".to_owned() });
    }
    let rels_name = within(&format!("_rels/{name}.rels"));
    let rels = text(&mut zip, &rels_name)?.unwrap_or_else(|| {
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>"
            .to_owned()
    });
    let heads: Vec<String> = relations(&rels)
        .into_iter()
        .filter(|(kind, _)| kind == "header")
        .map(|(_, target)| target.strip_prefix('/').map_or_else(|| within(&target), ToOwned::to_owned))
        .collect();
    let types = text(&mut zip, "[Content_Types].xml")?.ok_or_else(|| refused("it has no types"))?;
    let added = within("headerOfCopy.xml");

    let mut parts = vec![
        (main.clone(), referring(&document).ok_or_else(|| refused("its text has no end"))?),
        (
            rels_name,
            before_end(
                &rels,
                &format!("<Relationship Id=\"{RELATION}\" Type=\"{R}/header\" Target=\"headerOfCopy.xml\"/>"),
            )
            .ok_or_else(|| refused("its relations have no end"))?,
        ),
        (
            "[Content_Types].xml".to_owned(),
            before_end(&types, &format!("<Override PartName=\"/{added}\" ContentType=\"{HEADER}\"/>"))
                .ok_or_else(|| refused("its types have no end"))?,
        ),
        (added, header(words)),
    ];
    for (at, head) in (1..).zip(&heads) {
        if let Some(source) = text(&mut zip, head)? {
            let marked =
                before_end(&source, &marks(words, at)).ok_or_else(|| refused("a head has no end"))?;
            parts.push((head.clone(), marked));
        }
    }
    packed(&mut zip, parts)
}

/// The file with these parts in the place of those of their names; everything else as it was packed.
fn packed(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    parts: Vec<(String, String)>,
) -> Result<Vec<u8>, ComposeError> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let file = zip.by_index_raw(index).map_err(refused)?;
        let is_replaced = file.name().is_ok_and(|name| parts.iter().any(|(part, _)| *part == name));
        if !is_replaced {
            out.raw_copy_file(file).map_err(refused)?;
        }
    }
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, part) in parts {
        out.start_file(name.as_str(), options).map_err(refused)?;
        out.write_all(part.as_bytes()).map_err(refused)?;
    }
    Ok(out.finish().map_err(refused)?.into_inner())
}

fn refused(why: impl std::fmt::Display) -> ComposeError {
    ComposeError::Library { format: FORMAT, message: why.to_string() }
}

/// A part as text; none where there is none.
fn text(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, ComposeError> {
    let Some(index) = zip.index_for_name(name) else { return Ok(None) };
    let mut source = String::new();
    let part = zip.by_index(index).map_err(refused)?;
    part.take(MOST_BYTES).read_to_string(&mut source).map_err(refused)?;
    Ok(Some(source.trim_start_matches('\u{feff}').to_owned()))
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|one| local(one.key.as_ref()) == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Kind and target of each relation to another part.
fn relations(source: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(source);
    let mut found = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if local(tag.name().as_ref()) == "Relationship" => {
                let kind = attribute(&tag, "Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.push((kind, attribute(&tag, "Target").unwrap_or_default()));
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// A part with something more before the end of its outermost element; none where it has no end.
fn before_end(source: &str, more: &str) -> Option<String> {
    if let Some(end) = source.rfind("</") {
        return Some(format!("{}{more}{}", &source[..end], &source[end..]));
    }
    // an empty element
    let start = source.rfind('<')?;
    let name = source[start + 1..].split(|c: char| c.is_whitespace() || c == '/').next()?;
    let open = source.trim_end().strip_suffix("/>")?;
    Some(format!("{open}>{more}</{name}>"))
}

/// The text of a document whose first section has a head on all its pages.
fn referring(source: &str) -> Option<String> {
    let mut reader = Reader::from_str(source);
    let at = |position: u64| usize::try_from(position).ok();
    // where what is added goes, and whether the section is one empty element
    let mut section: Option<(usize, Option<String>)> = None;
    let mut known: Vec<String> = Vec::new();
    let mut end = None;
    loop {
        let before = at(reader.buffer_position())?;
        match reader.read_event().ok()? {
            Event::Start(tag) if section.is_none() && local(tag.name().as_ref()) == "sectPr" => {
                section = Some((at(reader.buffer_position())?, None));
            }
            Event::Empty(tag) if section.is_none() && local(tag.name().as_ref()) == "sectPr" => {
                section = Some((at(reader.buffer_position())?, Some(tag.name().as_ref().to_owned())));
                break;
            }
            Event::Start(tag) | Event::Empty(tag) if local(tag.name().as_ref()) == "headerReference" => {
                known.extend(attribute(&tag, "type"));
            }
            Event::End(tag) if section.is_some() && local(tag.name().as_ref()) == "sectPr" => break,
            Event::End(tag) if local(tag.name().as_ref()) == "body" => {
                end = Some(before);
                break;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let missing = PAGES.iter().filter(|page| !known.iter().any(|known| known == *page));
    let heads: Vec<String> = missing
        .map(|page| {
            format!(
                "<w:headerReference xmlns:w=\"{W}\" xmlns:r=\"{R}\" w:type=\"{page}\" r:id=\"{RELATION}\"/>"
            )
        })
        .collect();
    let heads = heads.concat();
    match (section, end) {
        (Some((place, None)), _) => Some(format!("{}{heads}{}", &source[..place], &source[place..])),
        (Some((place, Some(name))), _) => {
            let open = source[..place].strip_suffix("/>")?;
            Some(format!("{open}>{heads}</{name}>{}", &source[place..]))
        }
        (None, Some(end)) => {
            Some(format!("{}<w:sectPr xmlns:w=\"{W}\">{heads}</w:sectPr>{}", &source[..end], &source[end..]))
        }
        (None, None) => None,
    }
}

/// A head that holds nothing but the words.
fn header(words: &str) -> String {
    let mut xml = Xml::part();
    xml.raw(&format!("<w:hdr xmlns:w=\"{W}\">"));
    xml.raw(&marks(words, 0));
    xml.raw("</w:hdr>");
    xml.finish()
}

/// The words as a line of a head, and across the page. The line is read aloud, and it is seen where a picture covers the page.
fn marks(words: &str, number: usize) -> String {
    let escaped = quick_xml::escape::escape(words);
    format!(
        "<w:p xmlns:w=\"{W}\"><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:color w:val=\"C81E1E\"/></w:rPr><w:t>{escaped}</w:t></w:r>\
<w:r><w:pict xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\">\
<v:shapetype id=\"_x0000_t136\" coordsize=\"21600,21600\" o:spt=\"136\" adj=\"10800\" path=\"m@7,l@8,m@5,21600l@6,21600e\">\
<v:path textpathok=\"t\" o:connecttype=\"rect\"/><v:textpath on=\"t\" fitshape=\"t\"/></v:shapetype>\
<v:shape id=\"WordsOfCopy{number}\" type=\"#_x0000_t136\" alt=\"{escaped}\" style=\"{SHAPE}\" o:allowincell=\"f\" fillcolor=\"#c81e1e\" stroked=\"f\">\
<v:fill opacity=\".4\"/><v:textpath style=\"font-family:黑体;font-size:1pt\" string=\"{escaped}\"/></v:shape></w:pict></w:r></w:p>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "仅供政府信息公开申请使用";

    fn package(document: &str, further: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let types = "<Types xmlns=\"t\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
        let rels = "<Relationships xmlns=\"r\"><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
        let parts = [("[Content_Types].xml", types), ("_rels/.rels", rels), ("word/document.xml", document)];
        for (name, part) in parts.iter().chain(further) {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(part.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn part(bytes: &[u8], name: &str) -> String {
        text(&mut ZipArchive::new(Cursor::new(bytes)).unwrap(), name).unwrap().unwrap()
    }

    fn document(inner: &str) -> String {
        format!(
            "<w:document xmlns:w=\"{W}\"><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p>{inner}</w:body></w:document>"
        )
    }

    #[test]
    fn a_document_without_heads_gets_one_on_every_page_and_keeps_its_text() {
        for section in ["", "<w:sectPr/>", "<w:sectPr><w:pgSz/></w:sectPr>"] {
            let marked = copy(&package(&document(section), &[]), WORDS).unwrap();
            let body = part(&marked, "word/document.xml");
            assert!(body.contains("<w:t>甲</w:t>"), "{body}");
            for page in PAGES {
                assert!(
                    body.contains(&format!("w:type=\"{page}\" r:id=\"{RELATION}\"")),
                    "{section}: {body}"
                );
            }
            assert_eq!(body.matches("<w:sectPr").count(), 1, "{body}");
            assert_eq!(body.matches("</w:sectPr>").count(), 1, "{body}");
            assert!(part(&marked, "word/headerOfCopy.xml").contains(&format!("<w:t>{WORDS}</w:t>")));
            assert!(part(&marked, "word/_rels/document.xml.rels").contains("Target=\"headerOfCopy.xml\""));
            assert!(part(&marked, "[Content_Types].xml").contains("/word/headerOfCopy.xml"));
        }
    }

    #[test]
    fn heads_that_are_there_keep_their_words_and_say_the_new_ones_too() {
        let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/><w:pgSz/></w:sectPr>";
        let rels = "<Relationships xmlns=\"r\"><Relationship Id=\"h\" Type=\"x/header\" Target=\"header1.xml\"/></Relationships>";
        let head = "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>某某事务所</w:t></w:r></w:p></w:hdr>";
        let further = [("word/_rels/document.xml.rels", rels), ("word/header1.xml", head)];
        let marked = copy(&package(&document(section), &further), WORDS).unwrap();
        let head = part(&marked, "word/header1.xml");
        assert!(head.contains("某某事务所") && head.contains(WORDS), "{head}");
        let body = part(&marked, "word/document.xml");
        assert_eq!(body.matches("w:type=\"default\"").count(), 1, "{body}");
        assert!(body.contains("w:type=\"first\"") && body.contains("w:type=\"even\""), "{body}");
    }

    #[test]
    fn what_is_no_word_document_or_of_the_strict_variant_gives_a_reason_and_no_copy() {
        assert!(copy(b"PK\x03\x04broken", WORDS).is_err());
        let strict =
            "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body/></w:document>";
        let said = copy(&package(strict, &[]), WORDS).unwrap_err().to_string();
        assert_eq!(said, "docx cannot hold 严格格式的 Word 文件");
    }
}
