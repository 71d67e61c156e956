//! Goes through the tags and texts of one part of a package; finds its relations to other parts.
//!
//! Not here: what the parts mean (`word`, `workbook`).

use crate::ExtractError;
use crate::archive::Archive;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A piece of a part. What is empty is opened and closed.
pub(super) enum Piece<'a> {
    Open(&'a str, &'a BytesStart<'a>),
    Close,
    Text(&'a str),
}

pub(super) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Shows every piece with the names of the elements around it, the innermost last. What comes after broken markup is not shown:
/// no program opens such a part.
pub(super) fn walk(source: &str, mut with: impl FnMut(Piece<'_>, &[String])) {
    let mut reader = Reader::from_str(source);
    let settings = reader.config_mut();
    settings.check_end_names = false;
    settings.allow_unmatched_ends = true;
    let mut around: Vec<String> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = local(tag.name().as_ref()).to_owned();
                with(Piece::Open(&name, &tag), &around);
                around.push(name);
            }
            Ok(Event::Empty(tag)) => {
                let name = local(tag.name().as_ref()).to_owned();
                with(Piece::Open(&name, &tag), &around);
                around.push(name);
                with(Piece::Close, &around);
                around.pop();
            }
            Ok(Event::End(_)) => {
                with(Piece::Close, &around);
                around.pop();
            }
            Ok(Event::Text(text)) => with(Piece::Text(&text.xml10_content()), &around),
            Ok(Event::CData(text)) => with(Piece::Text(&text.xml10_content()), &around),
            Ok(Event::GeneralRef(name)) => {
                let resolved = match &*name.xml10_content() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                if let Some(sign) = resolved {
                    with(Piece::Text(sign.encode_utf8(&mut [0; 4])), &around);
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|one| local(one.key.as_ref()) == name)?;
    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// Whether a property is switched on: it is there and does not say no.
pub(super) fn is_on(tag: &BytesStart<'_>, name: &str) -> bool {
    !matches!(attribute(tag, name).as_deref(), Some("0" | "false" | "off"))
}

/// A part as text; none where there is no such part.
pub(super) fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, ExtractError> {
    let bytes = archive.part(name)?;
    Ok(bytes.map(|bytes| encoding_rs::UTF_8.decode(&bytes).0.into_owned()))
}

/// Where a part leads to.
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type.
    pub(super) kind: String,
    /// The name of a part; the address of what is outside.
    pub(super) target: String,
    pub(super) is_outside: bool,
}

/// Where a part leads to; the empty name is the package itself.
pub(super) fn relations(archive: &mut Archive<'_>, of: &str) -> Result<Vec<Relation>, ExtractError> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let rels =
        if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let Some(source) = part(archive, &rels)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    walk(&source, |piece, _| {
        let Piece::Open("Relationship", tag) = piece else { return };
        let value = |name| attribute(tag, name).unwrap_or_default();
        let is_outside = value("TargetMode").eq_ignore_ascii_case("External");
        let target = value("Target");
        let kind = value("Type");
        found.push(Relation {
            id: value("Id"),
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: if is_outside { target } else { within(folder, &target) },
            is_outside,
        });
    });
    Ok(found)
}

/// The name of a part that is told as seen from a folder.
fn within(folder: &str, target: &str) -> String {
    let (start, rest) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = start.split('/').filter(|step| !step.is_empty()).collect();
    for step in rest.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The name of a file out of its address.
pub(super) fn file_name(address: &str) -> String {
    address.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}
