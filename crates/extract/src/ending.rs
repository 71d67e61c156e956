//! Tells what the ending of a file's name promises, and whether the content keeps it.
//!
//! The content alone decides how a file is read; an ending that promises something else is only told, because it misleads
//! the programs that people open the file with. An ending that nobody promises anything by is never spoken of.
//! Not here: what the content is (`crate::sniff`).

use crate::sniff::TextKind;
use crate::{ExtractError, Foreign};
use gongkai_paper::{Artefact, Place};

/// A kind of content: its name, and the endings under which people expect it, the usual one first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Content(&'static str, &'static [&'static str]);

pub(crate) const DOCX: Content = Content("Word 文档", &["docx", "docm", "dotx", "dotm"]);
pub(crate) const XLSX: Content = Content("Excel 工作簿", &["xlsx", "xlsm", "xltx", "xltm"]);
pub(crate) const PDF: Content = Content("PDF 文件", &["pdf"]);
const HTML: Content = Content("网页", &["html", "htm", "shtml", "xhtml", "md", "markdown"]);
/// Text is text under each of these names: none of them misleads a program.
const TEXT: Content =
    Content("文本文件", &["txt", "md", "markdown", "json", "js", "csv", "html", "htm", "shtml"]);
const JSON: Content = Content("JSON 数据", &["json", "js", "txt", "html", "htm", "shtml"]);

/// Everything else whose ending promises something.
const OTHERS: [Content; 18] = [
    Content("Word 97-2003 文档", &["doc", "dot", "wps"]),
    Content("Excel 97-2003 工作簿", &["xls", "xlt", "et"]),
    Content("WPS 文字文档", &["wps", "doc"]),
    Content("演示文稿", &["pptx", "ppt", "dps", "pps", "ppsx"]),
    Content("版式文档", &["ofd"]),
    Content("多信息文本", &["rtf", "doc"]),
    Content("单个文件网页", &["mht", "mhtml", "xml", "doc"]),
    Content("开放文档", &["odt", "ods"]),
    Content("图片", &["jpg", "jpeg"]),
    Content("图片", &["png"]),
    Content("图片", &["gif"]),
    Content("图片", &["tif", "tiff"]),
    Content("图片", &["bmp"]),
    Content("图片", &["webp"]),
    Content("图片", &["heic", "heif"]),
    Content("压缩包", &["zip"]),
    Content("压缩包", &["rar"]),
    Content("压缩包", &["7z"]),
];

impl Content {
    pub(crate) fn of_text(kind: TextKind) -> Self {
        match kind {
            TextKind::Html => HTML,
            TextKind::Json => JSON,
            TextKind::Txt | TextKind::Markdown => TEXT,
        }
    }
}

/// A file whose name promises another content than it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misnamed {
    /// The ending, in small letters and without its dot.
    pub ending: String,
    /// What it promises, in the clerk's words.
    pub promised: &'static str,
    /// The ending that the content should have, where the content can be told.
    pub right: Option<&'static str>,
}

fn ending_of(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_name = !stem.is_empty() && !stem.ends_with(['/', '\\']);
    is_name.then(|| ending.to_ascii_lowercase())
}

/// What an ending promises.
fn promise(ending: &str) -> Option<&'static str> {
    let known = [DOCX, XLSX, PDF, HTML, TEXT, JSON];
    known.iter().chain(&OTHERS).find(|content| content.1.contains(&ending)).map(|content| content.0)
}

/// Whether a name promises something else than these endings do.
fn other_than(name: &str, endings: &[&'static str]) -> Option<Misnamed> {
    let ending = ending_of(name).filter(|e| !endings.contains(&e.as_str()))?;
    let promised = promise(&ending)?;
    Some(Misnamed { ending, promised, right: endings.first().copied() })
}

/// What is noted of a file that was read though its name promises something else.
pub(crate) fn note(name: &str, content: Content) -> Option<Artefact> {
    let misnamed = other_than(name, content.1)?;
    let right = misnamed.right.unwrap_or_default();
    Some(Artefact {
        kind: "wrong_extension",
        text: format!("后缀是 .{}，内容是{}（.{right}）", misnamed.ending, content.0),
        place: Place::default(),
    })
}

/// Whether the name of a file that could not be read promises something else than the content turned out to be.
pub fn misnamed(name: &str, error: &ExtractError) -> Option<Misnamed> {
    let endings: &[&'static str] = match error {
        ExtractError::Picture { kind } => match *kind {
            "JPEG" => &["jpg", "jpeg"],
            "PNG" => &["png"],
            "GIF" => &["gif"],
            "TIFF" => &["tif", "tiff"],
            "WebP" => &["webp"],
            "HEIC" => &["heic", "heif"],
            _ => &["bmp"],
        },
        ExtractError::NotAReport { what } => match *what {
            w if w.starts_with("RAR") => &["rar"],
            w if w.starts_with("7z") => &["7z"],
            w if w.starts_with("gz") => &["gz"],
            w if w.starts_with("压缩包") => &["zip"],
            _ => &[],
        },
        ExtractError::NeedsConversion(foreign) => match foreign {
            Foreign::Doc => OTHERS[0].1,
            Foreign::Xls => OTHERS[1].1,
            Foreign::Wps => OTHERS[2].1,
            Foreign::Slides => OTHERS[3].1,
            Foreign::Ofd => OTHERS[4].1,
            Foreign::Rtf => OTHERS[5].1,
            Foreign::SinglePage => OTHERS[6].1,
            Foreign::OpenDocument => OTHERS[7].1,
        },
        ExtractError::PictureOnlyPdf { .. } => PDF.1,
        ExtractError::Truncated { what }
        | ExtractError::Damaged { what, .. }
        | ExtractError::Encrypted { what }
        | ExtractError::NoText { what } => {
            [DOCX, XLSX, PDF].into_iter().find(|content| content.0 == *what)?.1
        }
        _ => return None,
    };
    other_than(name, endings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_ending_that_promises_something_else_is_spoken_of() {
        for (name, content, told) in [
            ("报告.docx", PDF, Some("后缀是 .docx，内容是PDF 文件（.pdf）")),
            ("报告.DOC", DOCX, Some("后缀是 .doc，内容是Word 文档（.docx）")),
            ("报告.doc", HTML, Some("后缀是 .doc，内容是网页（.html）")),
            ("报告.txt", HTML, Some("后缀是 .txt，内容是网页（.html）")),
            ("报告.pdf", TEXT, Some("后缀是 .pdf，内容是文本文件（.txt）")),
            ("报告.docx", DOCX, None),
            ("报告.md", HTML, None),
            ("报告.html", TEXT, None),
            ("报告.2021", DOCX, None),
            ("报告", PDF, None),
            (".docx", PDF, None),
            ("某局.docx/报告", PDF, None),
        ] {
            assert_eq!(note(name, content).map(|a| a.text).as_deref(), told, "{name}");
        }
    }

    #[test]
    fn what_a_refused_file_is_shows_in_the_ending_it_should_have() {
        let right = |name: &str, error: &ExtractError| misnamed(name, error).map(|m| m.right);
        assert_eq!(right("a.docx", &ExtractError::Picture { kind: "JPEG" }), Some(Some("jpg")));
        assert_eq!(right("a.jpeg", &ExtractError::Picture { kind: "JPEG" }), None);
        assert_eq!(right("a.xlsx", &ExtractError::NotAReport { what: "可执行程序" }), Some(None));
        assert_eq!(right("a.exe", &ExtractError::NotAReport { what: "可执行程序" }), None);
        assert_eq!(right("a.docx", &ExtractError::NeedsConversion(Foreign::Doc)), Some(Some("doc")));
        assert_eq!(right("a.wps", &ExtractError::NeedsConversion(Foreign::Doc)), None);
        assert_eq!(right("a.docx", &ExtractError::Truncated { what: "PDF 文件" }), Some(Some("pdf")));
        assert_eq!(right("a.docx", &ExtractError::Empty), None);
    }
}
