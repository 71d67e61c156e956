//! Finds the parts of a Word package: the document, its styles, its numbering, its title.
//!
//! Not here: their content (`body`, `numbering`).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::WHAT;
use crate::archive::Archive;
use crate::grid::Budget;
use crate::html::Found;
use crate::{ExtractError, html};

#[derive(Debug)]
pub(super) struct Parts {
    pub(super) document: String,
    pub(super) styles: Option<String>,
    pub(super) numbering: Option<String>,
    /// Pieces in another format that the document includes: relation and part.
    chunks: Vec<(String, String)>,
}

impl Parts {
    pub(super) fn find(archive: &mut Archive<'_>) -> Result<Parts, ExtractError> {
        let mut document = "word/document.xml".to_owned();
        if let Some(target) = relations(archive, "", "_rels/.rels")?
            .into_iter()
            .find_map(|r| (r.kind.ends_with("/officeDocument") && archive.has(&r.target)).then_some(r.target))
        {
            document = target;
        }
        let (folder, name) = document.rsplit_once('/').unwrap_or(("", &document));
        let rels = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let mut parts = Parts { document: String::new(), styles: None, numbering: None, chunks: Vec::new() };
        for relation in relations(archive, folder, &rels)? {
            match relation.kind.rsplit('/').next() {
                Some("styles") => parts.styles = Some(relation.target),
                Some("numbering") => parts.numbering = Some(relation.target),
                Some("aFChunk") => parts.chunks.push((relation.id, relation.target)),
                _ => {}
            }
        }
        parts.document = document;
        Ok(parts)
    }

    /// Content of an included piece, if it is a web page or plain text.
    pub(super) fn chunk(
        &self,
        archive: &mut Archive<'_>,
        id: &str,
        budget: &mut Budget<'_>,
    ) -> Result<Found, ExtractError> {
        let Some((_, name)) = self.chunks.iter().find(|(relation, _)| relation == id) else {
            return Ok(Found::default());
        };
        let Some(bytes) = archive.part(name)? else { return Ok(Found::default()) };
        let Ok(decoded) = crate::text::decode(&bytes, html::declared_charset(&bytes), budget.limits) else {
            return Ok(Found::default());
        };
        if !crate::sniff::is_html(decoded.text.trim_start()) {
            return Ok(Found::default());
        }
        html::fragment(&decoded.text, 0, None, budget)
    }
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(archive: &mut Archive<'_>, folder: &str, name: &str) -> Result<Vec<Relation>, ExtractError> {
    let Some(source) = xml(archive, name)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut reader = Reader::from_str(&source);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "Relationship" => {
                let target = attribute(&e, "Target").unwrap_or_default();
                let target = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None if folder.is_empty() => target,
                    None => format!("{folder}/{target}"),
                };
                found.push(Relation {
                    id: attribute(&e, "Id").unwrap_or_default(),
                    kind: attribute(&e, "Type").unwrap_or_default(),
                    target,
                });
            }
            Ok(Event::Eof) | Err(_) => return Ok(found),
            Ok(_) => {}
        }
    }
}

/// Title in the document's properties.
pub(super) fn title(
    archive: &mut Archive<'_>,
    budget: &mut Budget<'_>,
) -> Result<Option<String>, ExtractError> {
    let Some(source) = xml(archive, "docProps/core.xml")? else { return Ok(None) };
    let mut reader = Reader::from_str(&source);
    let (mut inside, mut title) = (false, String::new());
    loop {
        budget.step()?;
        match reader.read_event() {
            Ok(Event::Start(e)) => inside = e.local_name().as_ref() == "title",
            Ok(Event::End(_)) => inside = false,
            Ok(Event::Text(text)) if inside => title.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) if inside => title.extend(resolved(&name)),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let title = title.trim();
    Ok((!title.is_empty()).then(|| title.to_owned()))
}

/// Unpacks a part and decodes it.
pub(super) fn xml(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, ExtractError> {
    let Some(bytes) = archive.part(name)? else { return Ok(None) };
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        let encoding = if bytes[0] == 0xFF { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
        return Ok(Some(encoding.decode_with_bom_removal(&bytes).0.into_owned()));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(e) => Err(ExtractError::Damaged { what: WHAT, because: format!("{name}: {}", e.utf8_error()) }),
    }
}

/// Value of an attribute by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element.attributes().with_checks(false).flatten().find_map(|a| {
        (a.key.local_name().as_ref() == name)
            .then(|| {
                a.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned).ok()
            })
            .flatten()
    })
}

/// Number in an attribute `val`.
pub(super) fn number<T: std::str::FromStr>(element: &BytesStart<'_>) -> Option<T> {
    attribute(element, "val")?.trim().parse().ok()
}

/// An on-off property: present without a value means on.
pub(super) fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "off"))
}

/// The character that a reference in XML stands for. Entities that a file declares itself are not resolved: only
/// attacks use them.
pub(super) fn resolved(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Some(c);
    }
    match &*name.xml10_content() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
