//! The second pair of eyes: what awaits review, and one paper with what changed since the last version.
//!
//! Not here: who may sign (`gongkai-domain::approval`). One's own drafts are not in the list, and the page says so.

use super::application::CaseHead;
use super::editor::Part;
use crate::chrome::Body;
use crate::components::{Chip, Empty, Facts, Form, Link, Table};
use crate::day::{Day, Moment};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// One paper awaiting review.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its title and page.
    pub link: Link,
    /// Case number and subject.
    pub about: String,
    /// Which step is due: 合法性审核.
    pub step: String,
    /// Who drafted it.
    pub drafter: String,
    /// Since when it waits.
    pub since: Moment,
    /// How its case stands.
    pub chip: Chip,
    /// Due date of its case.
    pub due: Option<Day>,
}

/// The queue.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/review_queue.html")]
pub struct Queue {
    /// Tells of a signature just given.
    pub done: Option<String>,
    /// Papers I may sign, and proposed extensions that I may decide.
    pub waiting: Vec<Waiting>,
    /// How many of my own drafts wait for others.
    pub own: u32,
    /// Where nothing waits.
    pub empty: Empty,
}

impl Body for Queue {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("审核")
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["inbox.js"]
    }
}

/// One line of a comparison.
#[derive(Debug, Clone)]
pub enum DiffLine {
    /// In both versions.
    Same(String),
    /// Only in the newer one.
    Added(String),
    /// Only in the older one.
    Removed(String),
}

/// One paper under review.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/review.html")]
pub struct Review {
    /// The case.
    pub head: CaseHead,
    /// Title of the paper.
    pub title: String,
    /// What the version is compared with: 模板, 上一稿.
    pub compared_with: String,
    /// The comparison.
    pub lines: Vec<DiffLine>,
    /// Required parts and whether they are there.
    pub parts: Vec<Part>,
    /// Search record, grounds and the rest of the handling sheet.
    pub facts: Facts,
    /// The files that go out with it; none where none do.
    pub files: Option<Table>,
    /// Signatures so far and those to come.
    pub chain: Table,
    /// Sign or return.
    pub form: Form,
    /// Why I cannot sign; then there is no form, unless I may send the draft back.
    pub reasons: Vec<String>,
    /// Whether I may send the draft back and not sign it.
    pub is_only_returned: bool,
    /// Faults of what was sent.
    pub summary: crate::components::ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
}

impl Body for Review {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Owned(format!("审核：{}", self.title))
    }

    fn has_errors(&self) -> bool {
        self.has_errors
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![
            Link::new("审核", urls.review()),
            Link::new(&self.head.number, urls.application(&self.head.number)),
        ]
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["unsaved.js"]
    }
}
