//! A page that asks one thing: back link, errors, the question as h1, the fields, one button.
//!
//! Not here: which questions there are (`portal::apply`, `portal::track`, `desk::door`).

use crate::chrome::{Body, Door};
use crate::components::{Entered, ErrorSummary, Form, Link};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// One question, or a few that belong together.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/question.html")]
pub struct Question {
    /// The question.
    pub heading: String,
    /// `第 2 步，共 6 步`.
    pub caption: Option<String>,
    /// The page before.
    pub back: Option<String>,
    /// Faults of what was sent.
    pub summary: ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
    /// What to know before answering.
    pub lead: Vec<String>,
    /// A text of the other side to be answered, shown as it is.
    pub quoted: Option<(String, String)>,
    /// Something to unfold: its line and paragraphs.
    pub details: Option<(String, Vec<String>)>,
    /// Whether the heading is the label of the first field.
    pub is_heading_in_form: bool,
    /// The fields.
    pub form: Form,
    /// The door it belongs to.
    pub door: Door,
    /// The way here.
    pub crumbs: Vec<Link>,
}

impl Question {
    /// With all that is wrong with its form at once.
    #[must_use]
    pub fn examined(self, entered: &Entered) -> Self {
        let (form, summary) = entered.examine(self.form);
        Self { summary, form, ..self }
    }
}

impl Body for Question {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.heading)
    }

    fn has_errors(&self) -> bool {
        self.has_errors
    }

    fn crumbs(&self, _urls: &Urls) -> Vec<Link> {
        self.crumbs.clone()
    }

    fn door(&self) -> Door {
        self.door
    }

    fn scripts(&self) -> &'static [&'static str] {
        if self.form.is_guarded { &["unsaved.js"] } else { &[] }
    }
}
