//! Reports drawn for the tests, what differs between two reports, and XML as a tree.

use gongkai_compose::{ComposeError, Draft, docx, html, markdown, report, xlsx};
use gongkai_domain::report::{Cell, CellKind, CellRef, Form, Report};
use gongkai_extract::{Document, Limits};
use gongkai_testkit::random::{self, Profile, Rng};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// The formats of these tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    Docx,
    Html,
    Markdown,
    Xlsx,
}

impl To {
    pub(crate) const EVERY: [Self; 4] = [Self::Docx, Self::Html, Self::Markdown, Self::Xlsx];
    /// Those that hold a paragraph of any length.
    pub(crate) const OF_ANY_LENGTH: [Self; 3] = [Self::Docx, Self::Html, Self::Markdown];

    pub(crate) fn write(self, draft: &Draft) -> Result<Vec<u8>, ComposeError> {
        match self {
            Self::Docx => docx::write(draft),
            Self::Html => html::write(draft).map(String::into_bytes),
            Self::Markdown => markdown::write(draft).map(String::into_bytes),
            Self::Xlsx => xlsx::xlsx(draft),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Docx => "report.docx",
            Self::Html => "report.html",
            Self::Markdown => "report.md",
            Self::Xlsx => "report.xlsx",
        }
    }

    /// Writes and reads back as a document.
    pub(crate) fn through(self, draft: &Draft) -> Document {
        let bytes = self.write(draft).unwrap();
        gongkai_extract::read(&bytes, Some(self.name()), &Limits::default())
            .unwrap_or_else(|e| panic!("{self:?} {:?} cannot be read: {e}", draft.title))
    }
}

pub(crate) fn draft_of(report: &Report) -> Draft {
    report::draft(report, &report::Options::default()).unwrap().draft
}

pub(crate) fn facts(document: &Document) -> Report {
    let mut reports = gongkai_checker::facts::read_document(document, "read");
    assert_eq!(reports.len(), 1, "one report was written");
    reports.remove(0)
}

/// Reports of every form and profile, with what a seed decides beside.
pub(crate) fn reports(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (String, Report)> {
    let forms = [(Form::Form2019, false), (Form::Form2021, false), (Form::Form2021, true)];
    seeds.flat_map(move |seed| {
        Profile::EVERY.iter().flat_map(move |profile| {
            forms.into_iter().map(move |(form, one_other_row)| {
                let options = random::Options {
                    form: Some(form),
                    profile: Some(*profile),
                    one_other_row,
                    unbalanced: seed % 4 == 3,
                    ..random::Options::default()
                };
                let name = format!("seed {seed}, {profile:?}, form {form}, one row {one_other_row}");
                (name, random::report(seed, options).report)
            })
        })
    })
}

/// Leaves some cells blank and says of others that nothing applies.
pub(crate) fn with_gaps(mut report: Report, seed: u64) -> Report {
    let mut rng = Rng::new(seed);
    let printed: Vec<CellRef> = report.cells().filter(|(_, c)| c.value.is_some()).map(|(at, _)| at).collect();
    for at in printed {
        let (kind, raw) = match rng.below(12) {
            0 => (CellKind::Blank, ""),
            1 => (CellKind::NotApplicable, *rng.pick(&["/", "—", "-", "无", ""])),
            _ => continue,
        };
        *report.cell_mut(at) = Cell { kind, raw: raw.to_owned(), ..Cell::absent() };
    }
    report
}

/// What of a report did not come back, each in a line.
pub(crate) fn differences(truth: &Report, read: &Report) -> Vec<String> {
    let mut found = Vec::new();
    let mut differ = |what: &str, truth: String, read: String| {
        if truth != read {
            found.push(format!("{what}: {truth} became {read}"));
        }
    };
    differ("form", truth.form.to_string(), read.form.to_string());
    differ("title", format!("{:?}", truth.title.value), format!("{:?}", read.title.value));
    differ("agency", format!("{:?}", truth.agency.value), format!("{:?}", read.agency.value));
    differ("year", format!("{:?}", truth.year.value), format!("{:?}", read.year.value));
    differ("signed on", format!("{:?}", truth.signed_on.value), format!("{:?}", read.signed_on.value));
    let preamble = |r: &Report| r.preamble.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
    differ("preamble", format!("{:?}", preamble(truth)), format!("{:?}", preamble(read)));
    let sections =
        |r: &Report| r.sections.iter().map(|s| (s.key, s.title.clone(), s.text.clone())).collect::<Vec<_>>();
    for (a, b) in sections(truth).into_iter().zip(sections(read)) {
        differ("section", format!("{a:?}"), format!("{b:?}"));
    }
    differ("sections", truth.sections.len().to_string(), read.sections.len().to_string());
    let cells = |r: &Report| r.cells().map(|(at, c)| (at, (c.kind, c.value))).collect::<BTreeMap<_, _>>();
    let (a, b) = (cells(truth), cells(read));
    let every: std::collections::BTreeSet<&CellRef> = a.keys().chain(b.keys()).collect();
    for at in every {
        differ(&at.to_string(), format!("{:?}", a.get(at)), format!("{:?}", b.get(at)));
    }
    found
}

/// The parts of a package by name.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut file = zip.by_index(i).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// An element of an XML part.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Node>,
    pub(crate) text: String,
}

impl Node {
    /// Reads a part; panics where it is not well-formed.
    pub(crate) fn parse(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(e) => open.push(Self::of(&e)),
                Event::Empty(e) => open.last_mut().unwrap().children.push(Self::of(&e)),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                }
                Event::Text(t) => open.last_mut().unwrap().text.push_str(&t.xml10_content()),
                Event::GeneralRef(r) => {
                    let c = match &*r.xml10_content() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        other => panic!("reference {other}"),
                    };
                    open.last_mut().unwrap().text.push(c);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "an element stays open");
        let mut document = open.remove(0);
        assert_eq!(document.children.len(), 1, "one root");
        document.children.remove(0)
    }

    fn of(e: &BytesStart<'_>) -> Self {
        let attributes = e.attributes().map(|a| {
            let a = a.unwrap();
            let value = a.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned();
            (a.key.as_ref().to_owned(), value)
        });
        Self { name: e.name().as_ref().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|c| c.name == name)
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// The element and everything in it, in document order.
    pub(crate) fn every(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for child in &self.children {
            found.extend(child.every());
        }
        found
    }

    /// All text, line breaks of Word included.
    pub(crate) fn words(&self) -> String {
        self.every()
            .iter()
            .filter_map(|n| match n.name.as_str() {
                "w:t" => Some(n.text.as_str()),
                "w:br" => Some("\n"),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The value of a property in the properties of this element, such as `w:pPr` `w:pStyle`.
    pub(crate) fn property(&self, properties: &str, name: &str) -> Option<&str> {
        let property = self.child(properties)?.child(name)?;
        Some(property.attribute("w:val").unwrap_or_default())
    }
}
