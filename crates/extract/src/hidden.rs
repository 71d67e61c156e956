//! Finds what a file holds beside what is seen when it is opened, where it goes out with the file: hidden sheets, rows, columns
//! and text, comments, tracked changes, files and data within the file, hidden layers, and who wrote it.
//!
//! Not here: marks of classification (`unseen`), what is said of it and to whom (the caller).

mod markup;
mod package;
mod word;
mod workbook;

use crate::archive::Archive;
use crate::{ExtractError, Limits, pdf};
use markup::is_package;

/// What the format is called in messages.
const WHAT: &str = "压缩格式的文档";
/// Names of people that are kept of one file.
const MOST_PEOPLE: usize = 20;

/// What kind of thing is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenKind {
    /// A hidden sheet; at: its name.
    Sheet,
    /// A sheet that the menu of a workbook does not even offer to show; at: its name.
    DeeplyHiddenSheet,
    /// Hidden rows of a sheet in which something stands; at: row or first and last row.
    Rows,
    /// Hidden columns of a sheet in which something stands; at: letters.
    Columns,
    /// Notes and comments at cells of a sheet; at: cells.
    CellComments,
    /// Comments of a Word document.
    Comments,
    /// Tracked changes: what was put in, taken out, moved or formatted; at: parts of the document.
    Changes,
    /// The record of changes of a shared workbook.
    ChangeLog,
    /// Text with the property of not being shown; at: parts of the document.
    Text,
    /// Files, controls and the data of charts within the file.
    Embedded,
    /// Macros.
    Macros,
    /// Other files whose content or address a file keeps; at: their names.
    ExternalLinks,
    /// Connections to databases.
    Connections,
    /// Copies of the data behind a pivot table or a data model.
    PivotCache,
    /// Notes, markings and covers that lie over the pages of a PDF; at: pages.
    Annotations,
    /// Fields of a PDF that are filled in and not shown; at: pages.
    Fields,
    /// Layers of a PDF that are switched off.
    Layers,
}

/// Something that is not seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// What.
    pub kind: HiddenKind,
    /// The sheet in which it is, where it is in one.
    pub sheet: Option<String>,
    /// Where it is, in words that fit the kind; none where that cannot be said.
    pub at: Vec<String>,
    /// How many there are.
    pub count: usize,
}

impl Hidden {
    fn new(kind: HiddenKind, count: usize) -> Self {
        Self { kind, sheet: None, at: Vec::new(), count }
    }

    fn at(mut self, at: Vec<String>) -> Self {
        self.at = at;
        self
    }

    fn of_sheet(mut self, sheet: &str) -> Self {
        self.sheet = Some(sheet.to_owned());
        self
    }
}

/// What a file holds beside what is seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aside {
    /// What is not seen, in the order of the file.
    pub hidden: Vec<Hidden>,
    /// Who wrote it and who changed it, as its properties say.
    pub people: Vec<String>,
}

impl Aside {
    fn person(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty()
            && self.people.len() < MOST_PEOPLE
            && !self.people.iter().any(|known| known == name)
        {
            self.people.push(name.to_owned());
        }
    }
}

/// Looks through a Word document, a workbook or a PDF. In any other file nothing is found.
///
/// # Errors
/// Where the file cannot be opened, is locked, or unpacks beyond the limits.
pub fn aside(bytes: &[u8], limits: &Limits) -> Result<Aside, ExtractError> {
    let mut found = Aside::default();
    if is_package(bytes) {
        let mut archive = Archive::open(bytes, WHAT, limits)?;
        package::look(&mut archive, &mut found)?;
    } else if memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        let seen = pdf::beside(bytes, limits)?;
        found.hidden = seen.hidden;
        for name in &seen.people {
            found.person(name);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
