//! A page of the administration that is made of facts, tables and forms, one below the other: a person, the agencies, one's own
//! account, a group of settings.
//!
//! Not here: pages with a shape of their own (`super::administration`, `super::calendar`).

use crate::chrome::Body;
use crate::components::{Entered, ErrorSummary, Facts, Form, Link, Table};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// What stands in a section.
#[derive(Debug, Clone)]
pub enum Part {
    /// Facts.
    Facts(Facts),
    /// A table; its caption says what it is.
    Table(Table),
    /// A form.
    Form(Form),
    /// Lines, such as codes to keep.
    Lines(Vec<String>),
}

/// One section.
#[derive(Debug, Clone)]
pub struct Section {
    /// Unique on the page.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What to know before.
    pub lead: Option<String>,
    /// What stands in it.
    pub part: Part,
}

impl Section {
    /// A section.
    pub fn new(id: &str, heading: &str, part: Part) -> Self {
        Self { id: id.to_owned(), heading: heading.to_owned(), lead: None, part }
    }

    /// With what to know before.
    #[must_use]
    pub fn lead(self, lead: impl Into<String>) -> Self {
        Self { lead: Some(lead.into()), ..self }
    }
}

/// The page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "pages/desk/panel.html")]
pub struct Panel {
    /// The h1.
    pub heading: String,
    /// What to know.
    pub lead: Option<String>,
    /// Something just done, told once.
    pub done: Option<String>,
    /// Reasons against what was asked, where no field can show them.
    pub reasons: Vec<String>,
    /// Further pages.
    pub links: Vec<Link>,
    /// The sections.
    pub sections: Vec<Section>,
    /// The way here.
    pub crumbs: Vec<Link>,
    /// Faults of what was sent.
    pub summary: ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
}

impl Panel {
    /// With all that is wrong with the form of this section at once; the other forms of the page were not sent.
    #[must_use]
    pub fn examined(mut self, entered: &Entered, section: &str) -> Self {
        let found = self.sections.iter_mut().find(|known| known.id == section);
        if let Some(Section { part: Part::Form(form), .. }) = found {
            (*form, self.summary) = entered.examine(std::mem::take(form));
        }
        self
    }
}

impl Body for Panel {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.heading)
    }

    fn has_errors(&self) -> bool {
        self.has_errors
    }

    fn crumbs(&self, _urls: &Urls) -> Vec<Link> {
        self.crumbs.clone()
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["copy.js"]
    }
}
