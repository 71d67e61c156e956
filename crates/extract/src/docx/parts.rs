//! Finds the parts of a Word package: the document, its styles, its numbering, its title.
//!
//! Not here: their content (`body`, `numbering`).

use super::WHAT;
use super::xml::{self, Piece, Scanner};
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
    let Some(source) = part(archive, name)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut scanner = Scanner::new(&source);
    loop {
        match scanner.next() {
            Ok(Some(Piece::Start(e) | Piece::Empty(e))) if e.local() == "Relationship" => {
                let value = |name| e.attribute(name).unwrap_or_default().into_owned();
                let target = value("Target");
                let target = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None if folder.is_empty() => target,
                    None => format!("{folder}/{target}"),
                };
                found.push(Relation { id: value("Id"), kind: value("Type"), target });
            }
            Ok(None) | Err(_) => return Ok(found),
            Ok(_) => {}
        }
    }
}

/// Title in the document's properties.
pub(super) fn title(
    archive: &mut Archive<'_>,
    budget: &mut Budget<'_>,
) -> Result<Option<String>, ExtractError> {
    let Some(source) = part(archive, "docProps/core.xml")? else { return Ok(None) };
    let mut scanner = Scanner::new(&source);
    let (mut inside, mut title) = (false, String::new());
    loop {
        budget.step()?;
        match scanner.next() {
            Ok(Some(Piece::Start(e))) => inside = e.local() == "title",
            Ok(Some(Piece::End(_))) => inside = false,
            Ok(Some(Piece::Text(text))) if inside => title.push_str(&xml::lines(text)),
            Ok(Some(Piece::Reference(name))) if inside => title.extend(xml::resolved(name)),
            Ok(None) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let title = title.trim();
    Ok((!title.is_empty()).then(|| title.to_owned()))
}

/// Unpacks a part and decodes it.
pub(super) fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, ExtractError> {
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
