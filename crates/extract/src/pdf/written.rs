//! Gathers everything that is written in a PDF: what its pages draw, in whatever order, and the texts of its objects, such as
//! notes, form fields, names and descriptions.
//!
//! Not here: lines and tables as a reader sees them (`read`).

use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, MaybeRef, Name, Object};

use super::{Totals, apart, draw, guard, opened};
use crate::{ExtractError, Limits};

/// Objects within objects that are followed.
const MAX_DEPTH: usize = 64;
/// The part of a line by which two characters may stand at different heights and be in one line.
const SAME_LINE: f32 = 2.0;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) texts: Vec<String>,
    pub(crate) has_attachments: bool,
}

/// Everything written in a PDF.
pub(crate) fn written(bytes: &[u8], limits: &Limits) -> Result<Written, ExtractError> {
    limits.check_bytes(bytes.len())?;
    guard::check(bytes, limits)?;
    apart(|| gather(bytes, limits))
}

fn gather(bytes: &[u8], limits: &Limits) -> Result<Written, ExtractError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(opened)?;
    let mut written = Written::default();
    for object in pdf.objects() {
        limits.check_deadline()?;
        walk(&object, 0, &mut written);
    }
    let info = pdf.metadata();
    let named = [&info.title, &info.author, &info.subject, &info.keywords];
    written.texts.extend(named.into_iter().flatten().filter_map(|bytes| text(bytes)));
    let cache = InterpreterCache::new();
    let mut totals = Totals::default();
    for page in pdf.pages().iter() {
        limits.check_deadline()?;
        let (width, height) = page.render_dimensions();
        let ink = draw(page, (width, height), &pdf, &cache, &mut totals, limits)?;
        totals.add(&ink);
        let (mut line, mut at) = (String::new(), None);
        for glyph in &ink.glyphs {
            if at.is_some_and(|at: f32| (at - glyph.y).abs() > SAME_LINE) {
                line.push('\n');
            }
            at = Some(glyph.y);
            line.push(glyph.ch);
        }
        written.texts.push(line);
    }
    Ok(written)
}

fn walk(object: &Object<'_>, depth: usize, written: &mut Written) {
    if depth > MAX_DEPTH {
        return;
    }
    match object {
        Object::String(string) => written.texts.extend(text(string.as_bytes())),
        Object::Dict(dict) => within(dict, depth, written),
        Object::Stream(stream) => {
            let dict = stream.dict();
            within(dict, depth, written);
            let is_type = |key: &[u8], name: &[u8]| {
                dict.get::<Name<'_>>(key).is_some_and(|found| found.as_ref() == name)
            };
            // descriptions (XMP) and forms (XFA) are markup in a stream
            if !is_type(b"Subtype", b"Image")
                && let Ok(bytes) = stream.decoded()
                && bytes.trim_ascii_start().starts_with(b"<")
            {
                let (decoded, _, _) = encoding_rs::UTF_8.decode(&bytes);
                written.texts.push(decoded.replace(['<', '>', '"'], "\n"));
            }
        }
        Object::Array(array) => {
            for item in array.raw_iter() {
                if let MaybeRef::NotRef(item) = item {
                    walk(&item, depth + 1, written);
                }
            }
        }
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) | Object::Name(_) => {}
    }
}

fn within(dict: &Dict<'_>, depth: usize, written: &mut Written) {
    written.has_attachments = written.has_attachments || dict.contains_key(b"EF");
    for (_, value) in dict.entries() {
        // what is referred to is an object of its own
        if let MaybeRef::NotRef(value) = value {
            walk(&value, depth + 1, written);
        }
    }
}

/// A text string: UTF-16 or UTF-8 with a mark. Without one it holds no Chinese, unless a program wrote its own encoding.
fn text(bytes: &[u8]) -> Option<String> {
    (!bytes.is_ascii()).then(|| string(bytes)).flatten()
}

/// A text string in whatever encoding its program chose.
pub(super) fn string(bytes: &[u8]) -> Option<String> {
    let (decoded, _, is_broken) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes),
        None => match std::str::from_utf8(bytes) {
            Ok(_) => encoding_rs::UTF_8.decode(bytes),
            Err(_) => encoding_rs::GB18030.decode(bytes),
        },
    };
    (!is_broken || !decoded.is_empty()).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(objects: &[&[u8]]) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[4 0 R]>>endobj\n".to_vec();
        for (number, object) in (4..).zip(objects) {
            bytes.extend(format!("{number} 0 obj").bytes());
            bytes.extend_from_slice(object);
            bytes.extend(b"endobj\n");
        }
        bytes.extend(b"trailer<</Root 1 0 R>>\n%%EOF\n");
        bytes
    }

    #[test]
    fn notes_and_fields_are_gathered_and_an_attached_file_is_noticed() {
        let note = [&b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents<FEFF673A5BC62605>>>"[..]];
        let found = written(&pdf(&note), &Limits::default()).unwrap();
        assert!(found.texts.iter().any(|text| text == "机密★"), "{found:?}");
        assert!(!found.has_attachments);
        let field = [&b"<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 9 9]/V(\xfe\xff\x79\xd8\x5b\xc6)>>"[..]];
        let found = written(&pdf(&field), &Limits::default()).unwrap();
        assert!(found.texts.iter().any(|text| text == "秘密"), "{found:?}");
        let attached = [
            &b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 5 0 R>>"[..],
            b"<</Type/Filespec/F(a.txt)/EF<</F 6 0 R>>>>",
            b"<</Type/EmbeddedFile/Length 1>>stream\na\nendstream ",
        ];
        assert!(written(&pdf(&attached), &Limits::default()).unwrap().has_attachments);
    }
}
