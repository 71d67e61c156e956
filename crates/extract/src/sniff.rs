//! Tells by its content what kind of file this is, whatever its name says.
//!
//! Not here: reading it (one module per format).

use crate::archive::Archive;
use crate::{ExtractError, Foreign, Limits};

/// Kinds of file that there is a reader for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Docx,
    Xlsx,
    Pdf,
    /// Characters of some kind; which one shows only when they are decoded.
    Text,
}

/// Kinds of decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    Txt,
    Markdown,
    Html,
    /// JSON or a script that carries text in strings.
    Json,
}

const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Recognises a file, or says why it cannot be read.
pub(crate) fn sniff(bytes: &[u8], limits: &Limits) -> Result<Kind, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    limits.check_bytes(bytes.len())?;
    if let Some(kind) = picture(bytes) {
        return Err(ExtractError::Picture { kind });
    }
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"PK\x05\x06")
        || bytes.starts_with(b"PK\x07\x08")
    {
        return package(bytes, limits);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(compound(bytes));
    }
    // The header may stand behind a mail header or some blanks.
    if memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return Ok(Kind::Pdf);
    }
    if bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err(ExtractError::NeedsConversion(Foreign::Rtf));
    }
    if let Some(what) = other(bytes) {
        return Err(ExtractError::NotAReport { what });
    }
    let head = &bytes[..bytes.len().min(2048)];
    if memchr::memmem::find(head, b"progid=\"Word.Document\"").is_some() {
        return Err(ExtractError::NeedsConversion(Foreign::SinglePage));
    }
    if head.starts_with(b"MIME-Version:") && memchr::memmem::find(head, b"multipart/related").is_some() {
        return Err(ExtractError::NeedsConversion(Foreign::SinglePage));
    }
    if memchr::memmem::find(head, b"progid=\"Excel.Sheet\"").is_some() {
        return Err(ExtractError::NeedsConversion(Foreign::Xls));
    }
    Ok(Kind::Text)
}

fn picture(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    Some(match () {
        () if starts(b"\x89PNG\r\n\x1A\n") => "PNG",
        () if starts(b"\xFF\xD8\xFF") => "JPEG",
        () if starts(b"GIF87a") || starts(b"GIF89a") => "GIF",
        () if starts(b"II*\0") || starts(b"MM\0*") => "TIFF",
        () if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => "WebP",
        () if bytes.get(4..12).is_some_and(|b| b == b"ftypheic" || b == b"ftypmif1") => "HEIC",
        // The reserved words of a bitmap's header are zero; a text that begins with BM has letters there.
        () if starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]) => "BMP",
        () => return None,
    })
}

fn other(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    Some(match () {
        () if starts(b"Rar!\x1A\x07") => "RAR 压缩包，请先解压",
        () if starts(b"7z\xBC\xAF\x27\x1C") => "7z 压缩包，请先解压",
        () if starts(b"\x1F\x8B") => "gz 压缩包，请先解压",
        () if starts(b"MZ") && bytes.len() > 64 && memchr::memchr(0, &bytes[..64]).is_some() => "可执行程序",
        () if starts(b"\x7FELF") => "可执行程序",
        () if starts(b"SQLite format 3\0") => "数据库文件",
        () => return None,
    })
}

fn package(bytes: &[u8], limits: &Limits) -> Result<Kind, ExtractError> {
    let mut archive = Archive::open(bytes, "压缩格式的文档", limits)?;
    if archive.has("OFD.xml") {
        return Err(ExtractError::NeedsConversion(Foreign::Ofd));
    }
    if archive.has("word/document.xml") {
        return Ok(Kind::Docx);
    }
    if archive.has("xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    }
    // The main part may have another name: its folder still tells the program it was made by.
    if archive.has("[Content_Types].xml") {
        let folder = |name: &str| archive.names().any(|n| n.starts_with(name));
        if folder("ppt/") {
            return Err(ExtractError::NeedsConversion(Foreign::Slides));
        }
        if folder("word/") {
            return Ok(Kind::Docx);
        }
        if folder("xl/") {
            return Ok(Kind::Xlsx);
        }
    }
    if archive.has("mimetype") && archive.has("content.xml") {
        let kind = archive.part("mimetype")?.unwrap_or_default();
        if kind.starts_with(b"application/vnd.oasis.opendocument") {
            return Err(ExtractError::NeedsConversion(Foreign::OpenDocument));
        }
    }
    Err(ExtractError::NotAReport { what: "压缩包，请先解压" })
}

/// What a compound file holds shows in the names of its streams. The directory consists of entries of 128 bytes on
/// 128-byte borders, so that all of them are found without following the chains, which may be broken.
fn compound(bytes: &[u8]) -> ExtractError {
    let mut found = None;
    for entry in bytes.get(512..).unwrap_or_default().chunks_exact(128) {
        let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
        // 1 is a storage, 2 a stream; the length counts the closing zero.
        if !(4..=64).contains(&length) || !length.is_multiple_of(2) || !matches!(entry[66], 1 | 2) {
            continue;
        }
        let name: String = entry[..length - 2]
            .chunks_exact(2)
            .map(|pair| char::from_u32(u32::from(u16::from_le_bytes([pair[0], pair[1]]))).unwrap_or('?'))
            .collect();
        let kind = match name.as_str() {
            "EncryptedPackage" => return ExtractError::Encrypted { what: "Office 文档" },
            "WpsDocument" | "WPS Document" | "WpsCustomData" => Foreign::Wps,
            "WordDocument" => Foreign::Doc,
            "Workbook" | "Book" => Foreign::Xls,
            "PowerPoint Document" => Foreign::Slides,
            "CONTENTS" => Foreign::Wps,
            _ => continue,
        };
        // WPS writes a Word stream beside its own: the own name decides.
        if found != Some(Foreign::Wps) {
            found = Some(kind);
        }
    }
    match found {
        Some(kind) => ExtractError::NeedsConversion(kind),
        None => ExtractError::Truncated { what: "Office 97-2003 文件" },
    }
}

/// Recognises what a decoded text is. Only Markdown may be decided by the file's name, because it is plain text too.
pub(crate) fn text_kind(text: &str, hint: Option<&str>) -> TextKind {
    let start = text.trim_start();
    // a page within a string is full of tags as well
    if !start.starts_with('<') && start.lines().take(30).any(|line| carries_strings(line.trim_start())) {
        return TextKind::Json;
    }
    if is_html(start) {
        return TextKind::Html;
    }
    let named = hint.and_then(|name| name.rsplit_once('.')).is_some_and(|(_, extension)| {
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    });
    if named || is_markdown(text) { TextKind::Markdown } else { TextKind::Txt }
}

/// Tags that only a page is made of, as they stand in a text.
pub(crate) fn is_html(text: &str) -> bool {
    let opens = |text: &str, name: &str| {
        text.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
            && text.as_bytes().get(name.len() + 1).is_none_or(|b| !b.is_ascii_alphanumeric())
    };
    if text.starts_with('<') {
        const FIRST: [&str; 20] = [
            "!doctype", "html", "head", "body", "table", "div", "p", "span", "meta", "title", "section",
            "article", "h1", "h2", "h3", "!--", "center", "ul", "style", "font",
        ];
        if FIRST.iter().any(|name| opens(text, name)) {
            return true;
        }
    }
    // A fragment or a page behind some other lines.
    let mut seen = 0;
    for (count, at) in memchr::memchr_iter(b'<', text.as_bytes()).enumerate() {
        if count > 2000 {
            break;
        }
        const BLOCKS: [&str; 12] =
            ["html", "body", "table", "tr", "td", "/td", "/tr", "/table", "p", "/p", "div", "/div"];
        seen += usize::from(text.get(at..).is_some_and(|t| BLOCKS.iter().any(|name| opens(t, name))));
        if seen >= 6 {
            // Markdown may hold a table as HTML between its own lines.
            return !is_markdown(text.get(..at).unwrap_or_default());
        }
    }
    false
}

/// JSON, a call with JSON in it, or an assignment of it.
fn carries_strings(start: &str) -> bool {
    let head = |text: &str| {
        let mut chars = text.chars().filter(|c| !c.is_whitespace());
        match (chars.next(), chars.next()) {
            (Some('{'), Some(second)) => matches!(second, '"' | '\'' | '}') || second.is_ascii_alphabetic(),
            (Some('['), Some(second)) => matches!(second, '"' | '\'' | '{' | '['),
            (Some('"' | '\''), Some(_)) => true,
            _ => false,
        }
    };
    if start.starts_with(['{', '[']) {
        return head(start);
    }
    // `var report = {…`, `callback({…`, `document.write("…")`
    let line: String = start.chars().take(200).collect();
    let name_end = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.' | ' ')));
    match name_end {
        Some(end) if end > 0 => {
            let code = line.as_bytes()[end];
            matches!(code, b'=' | b'(') && head(&line[end + 1..])
        }
        _ => false,
    }
}

/// A pipe table with its rule line, or a heading with a number sign and a blank.
fn is_markdown(text: &str) -> bool {
    let mut before = "";
    for line in text.lines() {
        if crate::markdown::is_rule(line) && before.contains('|') {
            return true;
        }
        if crate::markdown::heading(line).is_some() {
            return true;
        }
        before = line;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::tests::zipped;

    fn kind(bytes: &[u8]) -> Result<Kind, &'static str> {
        sniff(bytes, &Limits::default()).map_err(|e| e.code())
    }

    /// A compound file with the given streams in its directory.
    fn compound_file(streams: &[&str]) -> Vec<u8> {
        let mut bytes = COMPOUND.to_vec();
        bytes.resize(512, 0);
        for name in streams {
            let mut entry = vec![0; 128];
            let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            entry[..units.len()].copy_from_slice(&units);
            entry[64] = units.len() as u8;
            entry[66] = 2;
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn packages_are_told_apart_by_their_parts() {
        assert_eq!(kind(&zipped(&[("word/document.xml", b"<x/>")])), Ok(Kind::Docx));
        assert_eq!(kind(&zipped(&[("xl/workbook.xml", b"<x/>")])), Ok(Kind::Xlsx));
        assert_eq!(
            kind(&zipped(&[("[Content_Types].xml", b""), ("word/document2.xml", b"")])),
            Ok(Kind::Docx)
        );
        assert_eq!(kind(&zipped(&[("OFD.xml", b"<x/>")])), Err("ofd_needs_conversion"));
        let slides: [(&str, &[u8]); 2] = [("[Content_Types].xml", b""), ("ppt/presentation.xml", b"")];
        assert_eq!(kind(&zipped(&slides)), Err("slides_not_supported"));
        let open: [(&str, &[u8]); 2] =
            [("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")];
        assert_eq!(kind(&zipped(&open)), Err("opendocument_needs_conversion"));
        assert_eq!(kind(&zipped(&[("a.txt", b"x")])), Err("not_a_report"));
        assert_eq!(kind(b"PK\x03\x04rest"), Err("truncated"));
    }

    #[test]
    fn compound_files_are_told_apart_by_their_streams() {
        assert_eq!(kind(&compound_file(&["Root Entry", "WordDocument"])), Err("doc_needs_conversion"));
        assert_eq!(kind(&compound_file(&["Workbook"])), Err("xls_needs_conversion"));
        assert_eq!(kind(&compound_file(&["WpsCustomData", "WordDocument"])), Err("wps_needs_conversion"));
        assert_eq!(kind(&compound_file(&["EncryptionInfo", "EncryptedPackage"])), Err("encrypted"));
        assert_eq!(kind(COMPOUND), Err("truncated"));
    }

    #[test]
    fn pictures_and_other_files_are_named() {
        assert_eq!(kind(b"\x89PNG\r\n\x1A\n...."), Err("picture"));
        assert_eq!(kind(b"\xFF\xD8\xFF\xE0"), Err("picture"));
        assert_eq!(kind(b"II*\0...."), Err("picture"));
        assert_eq!(kind(b"{\\rtf1 x}"), Err("rtf_needs_conversion"));
        assert_eq!(kind(b"Rar!\x1A\x07\0"), Err("not_a_report"));
        assert_eq!(kind(b"\n%PDF-1.7"), Ok(Kind::Pdf));
        assert_eq!(kind("BMW 2021 年".as_bytes()), Ok(Kind::Text));
        assert_eq!(kind(b""), Err("empty_file"));
    }

    #[test]
    fn text_is_told_apart_by_its_marks() {
        let found = |text| text_kind(text, None);
        assert_eq!(found("  <!DOCTYPE html><p>甲"), TextKind::Html);
        assert_eq!(found("<table><tr><td>1"), TextKind::Html);
        assert_eq!(found("导航\n<div><p>甲</p><p>乙</p></div><p>丙</p>"), TextKind::Html);
        assert_eq!(found("{\"content\":\"<p>甲</p>\"}"), TextKind::Json);
        assert_eq!(found("var page = {'body': '甲'};"), TextKind::Json);
        assert_eq!(found("callback([{\"a\":1}])"), TextKind::Json);
        assert_eq!(found("[bookmark: _GoBack]\n一、总体情况"), TextKind::Txt);
        assert_eq!(found("# 年度报告\n"), TextKind::Markdown);
        assert_eq!(found("| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"), TextKind::Markdown);
        assert_eq!(found("一、总体情况\n#3 号楼 < 4 层"), TextKind::Txt);
        assert_eq!(text_kind("一、总体情况", Some("报告.MD")), TextKind::Markdown);
        assert_eq!(text_kind("一、总体情况", Some("报告.docx")), TextKind::Txt);
    }
}
