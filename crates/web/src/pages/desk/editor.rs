//! A legally complete paper: the fields at the left, the paper as it will be at the right, the list of required parts.
//!
//! Not here: what a paper must contain (`gongkai-domain::notice`) and its layout for print (`gongkai-compose`).

use super::application::CaseHead;
use crate::chrome::Body;
use crate::components::{ErrorSummary, Form, Link};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// One required part.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name: 依据, 事实, 救济途径.
    pub name: String,
    /// Whether it is there.
    pub is_there: bool,
    /// Where it comes from, or what to do.
    pub note: String,
}

/// A piece of a paragraph.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Fixed words of the template.
    Fixed(String),
    /// A value from the records; locked.
    Variable(String),
    /// Words of the drafter.
    Own(String),
    /// Something still lacking, by its name.
    Lacking(String),
}

/// The paper as it stands.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// 发文机关标志.
    pub agency: String,
    /// 发文字号; before issue the words say that it is given at issue.
    pub number: String,
    /// Title.
    pub title: String,
    /// 抬头.
    pub addressee: String,
    /// The paragraphs.
    pub paragraphs: Vec<Vec<Piece>>,
    /// Signature and date.
    pub signature: Vec<String>,
}

/// The editor of a reply or another paper.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/editor.html")]
pub struct Editor {
    /// The case.
    pub head: CaseHead,
    /// 拟制答复.
    pub heading: String,
    /// Row of the annual report that follows from the choice.
    pub row: Option<String>,
    /// The fields.
    pub form: Form,
    /// Required parts.
    pub parts: Vec<Part>,
    /// The paper.
    pub preview: Preview,
    /// The same as documents.
    pub files: Vec<Link>,
    /// Why the draft before was sent back, and at which step.
    pub returned: Option<(String, Vec<String>)>,
    /// The template changed since the draft was begun: what to look at.
    pub template_change: Option<String>,
    /// That the paper unties the case from those it is answered together with.
    pub separates: Option<String>,
    /// Faults of what was sent.
    pub summary: ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
}

impl Editor {
    fn sent_back(&self) -> Option<&(String, Vec<String>)> {
        self.returned.as_ref()
    }

    fn separates(&self) -> Option<&String> {
        self.separates.as_ref()
    }

    fn lacking(&self) -> usize {
        self.parts.iter().filter(|part| !part.is_there).count()
    }
}

impl Body for Editor {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.heading)
    }

    fn has_errors(&self) -> bool {
        self.has_errors
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![
            Link::new("申请", urls.applications()),
            Link::new(&self.head.number, urls.application(&self.head.number)),
        ]
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["unsaved.js"]
    }
}
