//! A draft as a PDF file: the page of GB/T 9704—2012, readable aloud (PDF/UA-1) and fit for the archive (PDF/A-2a).
//!
//! Set by typst from one constant template (`official.typ`). What people wrote reaches typst as data only, so nothing
//! in a report can be read as a command; the template can open no file and no package. Not here: finding fonts on a
//! machine (`gongkai-cli`), which font gives a face ([`crate::fonts`]), the words of a report ([`crate::report`]).

mod copy;
mod data;

use crate::ComposeError;
use crate::draft::{Draft, Face};
use crate::fonts::Fonts;
use chrono::{Datelike as _, NaiveDate};
pub use copy::Original;
use data::Data;
use std::collections::BTreeSet;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The template: how each kind of block looks.
const TEMPLATE: &str = include_str!("official.typ");
/// The name under which the template reads the document.
const DATA: &str = "draft.json";
/// The program named in the file's properties.
const CREATOR: &str = concat!("Gongkai ", env!("CARGO_PKG_VERSION"));
/// A PDF file, with what its reader should be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Faces the document uses that no font of the machine gives; the embedded font stands in for them.
    pub missing_faces: Vec<Face>,
    /// Characters that no font has, in code order. Each is printed as □; invisible ones are left out.
    pub missing_characters: Vec<char>,
    /// The date in the file's properties where the draft has none: the archive demands one.
    pub nominal_date: Option<NaiveDate>,
}

/// Sets drafts in type; made once and used for many documents.
#[derive(Debug)]
pub struct Typesetter {
    library: LazyHash<Library>,
    fonts: Fonts,
    shelf: Vec<Font>,
    book: LazyHash<FontBook>,
    template: Source,
    data: FileId,
}

impl Typesetter {
    /// A typesetter with these fonts.
    pub fn new(fonts: Fonts) -> Result<Self, ComposeError> {
        let features = [Feature::A11yExtras].into_iter().collect(); // summaries and row headers of tables
        let shelf = fonts.all();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&shelf)),
            shelf,
            fonts,
            template: Source::new(name("official.typ")?, TEMPLATE.to_owned()),
            data: name(DATA)?,
        })
    }

    /// The fonts it was made with.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The draft as a file. The same draft and fonts give the same bytes.
    pub fn pdf(&self, draft: &Draft) -> Result<Pdf, ComposeError> {
        fits(draft)?;
        let on = properties_date(draft);
        let Data { json, missing, faces } = data::of(draft, on, &self.fonts)?;
        let files = vec![(self.data, Bytes::new(json))];
        let job = Job { house: self, template: &self.template, files };
        let bytes = job.print(draft, on);
        // what one document leaves behind costs the next one more to look through than to work out anew
        comemo::evict(0);
        let missing_faces = self.fonts.missing_faces().into_iter().filter(|f| faces.contains(f)).collect();
        Ok(Pdf {
            bytes: bytes?,
            missing_faces,
            missing_characters: sorted(missing),
            nominal_date: draft.dated_on.is_none().then_some(on),
        })
    }
}

/// What the properties call the day on which the document was made. Never the clock's: the same draft gives the same bytes.
fn properties_date(draft: &Draft) -> NaiveDate {
    // of a document of which no year is known nothing better can be said
    draft.dated_on.or(draft.due_on).or(NaiveDate::from_ymd_opt(2000, 1, 1)).unwrap_or_default()
}

/// The archive bounds the strings in a file's properties to 32 767 bytes.
fn fits(draft: &Draft) -> Result<(), ComposeError> {
    const MOST: usize = 32_000;
    for (name, text) in [("机关名称", &draft.agency), ("标题", &draft.title)] {
        if text.len() > MOST {
            let what = format!("{}字的{name}", text.chars().count());
            return Err(ComposeError::Unfit { format: "pdf", what });
        }
    }
    Ok(())
}

fn sorted(characters: BTreeSet<char>) -> Vec<char> {
    characters.into_iter().collect()
}

/// The id of a file that exists only here.
fn name(path: &str) -> Result<FileId, ComposeError> {
    let path = VirtualPath::new(path).map_err(|e| library(&format!("{e:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn library(message: &str) -> ComposeError {
    ComposeError::Library { format: "pdf", message: message.to_owned() }
}

/// What typst said, in one line.
fn told(said: &[SourceDiagnostic]) -> ComposeError {
    let texts: Vec<&str> = said.iter().map(|d| d.message.as_str()).collect();
    library(&texts.join("; "))
}

/// One document being set: by a template, from the files that it may open.
struct Job<'a> {
    house: &'a Typesetter,
    template: &'a Source,
    files: Vec<(FileId, Bytes)>,
}

impl Job<'_> {
    fn print(&self, draft: &Draft, on: NaiveDate) -> Result<Vec<u8>, ComposeError> {
        let set = typst::compile::<PagedDocument>(self);
        let pages = set.output.map_err(|e| told(&e))?;
        // the template gives no cause for warnings; one would be a font that is not what it says
        if !set.warnings.is_empty() {
            return Err(told(&set.warnings));
        }
        let standards = [PdfStandard::A_2a, PdfStandard::Ua_1];
        let options = PdfOptions {
            ident: Smart::Custom(ident(draft, on)),
            creator: Smart::Custom(Some(CREATOR.to_owned())),
            standards: PdfStandards::new(&standards).map_err(|e| library(e.message()))?,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&pages, &options).map_err(|e| told(&e))
    }
}

/// What makes the document another one than its neighbour; its hash is the file's identifier.
fn ident(draft: &Draft, on: NaiveDate) -> String {
    format!("{}\n{}\n{}-{:02}-{:02}", draft.title, draft.agency, on.year(), on.month(), on.day())
}

/// The world of the template: itself and its files. Every other file, every package and the clock are refused.
impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.house.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.house.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let known = self.files.iter().find(|(name, _)| *name == id);
        known.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.house.shelf.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job_of<'a>(house: &'a Typesetter, data: &'static [u8]) -> Job<'a> {
        Job { house, template: &house.template, files: vec![(house.data, Bytes::new(data))] }
    }

    #[test]
    fn the_template_can_open_nothing_but_the_document() {
        let typesetter = Typesetter::new(Fonts::embedded()).unwrap();
        let job = job_of(&typesetter, b"");
        for path in ["other.typ", "../draft.json.typ", "draft.jso", "official.typ/x"] {
            let Ok(id) = name(path) else { continue };
            assert_eq!(job.source(id).unwrap_err(), FileError::AccessDenied, "{path}");
            assert_eq!(job.file(id).unwrap_err(), FileError::AccessDenied, "{path}");
        }
        assert_eq!(job.today(None), None);
    }

    #[test]
    fn a_name_longer_than_the_archive_allows_is_named() {
        let typesetter = Typesetter::new(Fonts::embedded()).unwrap();
        let draft = Draft {
            title: "年度报告".to_owned(),
            agency: "局".repeat(100_000),
            dated_on: NaiveDate::from_ymd_opt(2026, 1, 20),
            due_on: None,
            letterhead: None,
            blocks: Vec::new(),
        };
        let said = typesetter.pdf(&draft).unwrap_err().to_string();
        assert_eq!(said, "pdf cannot hold 100000字的机关名称");
        let draft = Draft { agency: "局".repeat(10_000), ..draft };
        assert!(typesetter.pdf(&draft).is_ok());
    }

    #[test]
    fn what_the_library_refuses_is_told_in_its_words() {
        let typesetter = Typesetter::new(Fonts::embedded()).unwrap();
        let job = job_of(&typesetter, b"{}");
        let draft = Draft {
            title: String::new(),
            agency: String::new(),
            dated_on: None,
            due_on: None,
            letterhead: None,
            blocks: Vec::new(),
        };
        let said = job.print(&draft, NaiveDate::default()).unwrap_err().to_string();
        assert!(said.starts_with("pdf: dictionary does not contain key"), "{said}");
    }
}
