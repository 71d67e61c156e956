//! Finds what lies over the pages of a PDF or behind them: notes and covers, fields that are filled in and not shown, layers that
//! are switched off, and who wrote the file.
//!
//! Not here: files within the file (`written`), what packages hold (`crate::hidden`).

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, String as PdfString};
use std::collections::HashSet;

use super::written::string;
use super::{apart, guard, opened};
use crate::hidden::{Aside, Hidden, HiddenKind};
use crate::{ExtractError, Limits};

/// What somebody put over a page and can be taken off again, the text below it included. A stamp is left out: it is a picture that
/// everybody sees, and the seal of an electronic document is one.
const NOTES: [&[u8]; 20] = [
    b"Text",
    b"FreeText",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Highlight",
    b"Underline",
    b"Squiggly",
    b"StrikeOut",
    b"Caret",
    b"Ink",
    b"Redact",
    b"Sound",
    b"Movie",
    b"Screen",
    b"RichMedia",
    b"3D",
    b"Projection",
];
/// The bits of an annotation that is not shown: invisible, hidden, not to be viewed.
const NOT_SHOWN: i32 = 0b10_0011;
/// Fields above a field that are followed.
const MAX_FIELDS: usize = 32;

/// What is found besides the text of the pages.
pub(crate) fn beside(bytes: &[u8], limits: &Limits) -> Result<Aside, ExtractError> {
    limits.check_bytes(bytes.len())?;
    guard::check(bytes, limits)?;
    apart(|| look(bytes, limits))
}

fn look(bytes: &[u8], limits: &Limits) -> Result<Aside, ExtractError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(opened)?;
    let mut found = Aside::default();
    let (mut notes, mut fields) = (Pages::default(), Pages::default());
    for (page, number) in pdf.pages().iter().zip(1_usize..) {
        limits.check_deadline()?;
        let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { continue };
        for annotation in annotations.iter::<Dict<'_>>() {
            let Some(subtype) = annotation.get::<Name<'_>>(b"Subtype") else { continue };
            let flags = annotation.get::<i32>(b"F").unwrap_or_default();
            if NOTES.contains(&subtype.as_ref()) {
                notes.add(number);
            } else if subtype.as_ref() == b"Widget" && flags & NOT_SHOWN != 0 && is_filled(&annotation) {
                fields.add(number);
            }
        }
    }
    found.hidden.extend(notes.hidden(HiddenKind::Annotations));
    found.hidden.extend(fields.hidden(HiddenKind::Fields));
    let off = pdf
        .xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .and_then(|root| root.get::<Dict<'_>>(b"OCProperties"))
        .map_or(0, |layers| layers_off(&layers));
    if off > 0 {
        found.hidden.push(Hidden { kind: HiddenKind::Layers, sheet: None, at: Vec::new(), count: off });
    }
    // also the properties of earlier versions, which stay in a file that was changed
    for object in pdf.objects() {
        limits.check_deadline()?;
        if let Object::Dict(properties) = &object
            && let Some(author) = properties.get::<PdfString<'_>>(b"Author")
        {
            found.people.extend(string(author.as_bytes()));
        }
    }
    Ok(found)
}

/// How many layers are switched off when the file is opened: those that are listed, or all that are not listed as switched on.
fn layers_off(layers: &Dict<'_>) -> usize {
    let Some(usual) = layers.get::<Dict<'_>>(b"D") else { return 0 };
    let mut off = listed(&usual, b"OFF");
    if usual.get::<Name<'_>>(b"BaseState").is_some_and(|state| state.as_ref() == b"OFF") {
        let on = listed(&usual, b"ON");
        off.extend(listed(layers, b"OCGs").difference(&on));
    }
    off.len()
}

/// The objects to which a list refers.
fn listed(within: &Dict<'_>, key: &[u8]) -> HashSet<ObjRef> {
    let Some(list) = within.get::<Array<'_>>(key) else { return HashSet::new() };
    list.raw_iter().filter_map(|one| one.as_obj_ref()).collect()
}

/// Whether somebody wrote or chose something in a field. That may be kept at the field above, of which this is only what is shown.
fn is_filled(field: &Dict<'_>) -> bool {
    let mut field = field.clone();
    for _ in 0..MAX_FIELDS {
        if field.get::<Object<'_>>(b"V").is_some_and(|value| is_content(&value)) {
            return true;
        }
        let Some(above) = field.get::<Dict<'_>>(b"Parent") else { return false };
        field = above;
    }
    false
}

/// Whether a value says something. A box that is not ticked does not, nor does a signature, which is a dictionary.
fn is_content(value: &Object<'_>) -> bool {
    match value {
        Object::String(text) => !text.as_bytes().trim_ascii().is_empty(),
        Object::Name(chosen) => !chosen.is_empty() && chosen.as_ref() != b"Off",
        Object::Array(chosen) => chosen.raw_iter().next().is_some(),
        Object::Number(_) | Object::Stream(_) => true,
        Object::Null(_) | Object::Boolean(_) | Object::Dict(_) => false,
    }
}

/// On which pages how many things lie.
#[derive(Default)]
struct Pages {
    count: usize,
    at: Vec<String>,
}

impl Pages {
    fn add(&mut self, page: usize) {
        self.count += 1;
        let page = page.to_string();
        if self.at.last() != Some(&page) {
            self.at.push(page);
        }
    }

    fn hidden(self, kind: HiddenKind) -> Option<Hidden> {
        (self.count > 0).then_some(Hidden { kind, sheet: None, at: self.at, count: self.count })
    }
}
