//! What a Word document and a workbook can both hold: files and data within, macros, the names of who wrote them.
//!
//! Not here: text, changes and comments of a Word document (`word`), sheets (`workbook`).

use super::markup::{Piece, attribute, part, relations, walk};
use super::{Aside, Hidden, HiddenKind, word, workbook};
use crate::ExtractError;
use crate::archive::Archive;
use std::collections::BTreeSet;

/// Elements of the properties in which a person is named.
const NAMED: [&str; 3] = ["creator", "lastModifiedBy", "Manager"];

pub(super) fn look(archive: &mut Archive<'_>, found: &mut Aside) -> Result<(), ExtractError> {
    let names: Vec<String> = archive.names().map(std::borrow::Cow::into_owned).collect();
    let main = relations(archive, "")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument" && archive.has(&relation.target))
        .map(|relation| relation.target);
    let main = main.or_else(|| {
        let usual = ["word/document.xml", "xl/workbook.xml"].into_iter();
        usual.map(str::to_owned).find(|name| archive.has(name))
    });
    if let Some(main) = main {
        if names.iter().any(|name| name.starts_with("xl/")) {
            workbook::look(archive, &main, &names, found)?;
        } else {
            word::look(archive, &main, &names, found)?;
        }
    }
    let chunks = chunks(archive, &names)?;
    within(&names, &chunks, found);
    people(archive, &names, found)
}

/// Whole files that a document takes in between its paragraphs (`altChunk`). Their text is not read here.
fn chunks(archive: &mut Archive<'_>, names: &[String]) -> Result<BTreeSet<String>, ExtractError> {
    let mut chunks = BTreeSet::new();
    for name in names {
        let own = relations(archive, name)?.into_iter();
        let own = own.filter(|one| one.kind.eq_ignore_ascii_case("aFChunk") && !one.is_outside);
        chunks.extend(own.map(|one| one.target.to_ascii_lowercase()));
    }
    Ok(chunks)
}

/// Files and data that lie in the package.
fn within(names: &[String], chunks: &BTreeSet<String>, found: &mut Aside) {
    let lower: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let count = |is_one: &dyn Fn(&str) -> bool| lower.iter().filter(|name| is_one(name)).count();
    let is_embedded = |name: &str| {
        name.contains("/embeddings/")
            || (name.contains("/activex/") && std::path::Path::new(name).extension() == Some("bin".as_ref()))
    };
    // a chunk need not be among the names as it is referred to
    let others = chunks.iter().filter(|name| !is_embedded(name)).count();
    let kinds: [(HiddenKind, usize); 4] = [
        (HiddenKind::Embedded, count(&is_embedded) + others),
        (HiddenKind::Macros, count(&|name| name.ends_with("vbaproject.bin"))),
        (
            HiddenKind::PivotCache,
            count(&|name| {
                name.contains("pivotcache/pivotcachedefinition") && !name.contains("/_rels/")
                    || name.starts_with("xl/model/")
            }),
        ),
        (HiddenKind::ChangeLog, count(&|name| name.starts_with("xl/revisions/revisionlog"))),
    ];
    found.hidden.extend(kinds.into_iter().filter(|(_, n)| *n > 0).map(|(kind, n)| Hidden::new(kind, n)));
}

/// Who wrote the file, changed it, or commented on it, as it says itself.
fn people(archive: &mut Archive<'_>, names: &[String], found: &mut Aside) -> Result<(), ExtractError> {
    for name in ["docProps/core.xml", "docProps/app.xml"] {
        let Some(source) = part(archive, name)? else { continue };
        let mut person = String::new();
        walk(&source, |piece, around| {
            let is_named = around.last().is_some_and(|inner| NAMED.contains(&inner.as_str()));
            match piece {
                Piece::Text(text) if is_named => person.push_str(text),
                Piece::Close if is_named => {
                    found.person(&person);
                    person.clear();
                }
                _ => {}
            }
        });
    }
    let rosters = names.iter().filter(|name| *name == "word/people.xml" || name.starts_with("xl/persons/"));
    for name in rosters {
        let Some(source) = part(archive, name)? else { continue };
        walk(&source, |piece, _| {
            if let Piece::Open("person", tag) = piece {
                let name = attribute(tag, "author").or_else(|| attribute(tag, "displayName"));
                found.person(&name.unwrap_or_default());
            }
        });
    }
    Ok(())
}
