//! One page per action on an application: what it does, the fields, the dates that would follow.
//!
//! Not here: whether it may be taken (`gongkai-domain`, `why_not`) and taking it (`gongkai-app`).
//!
//! `intake` receives, `record` keeps what came in or was done, `reply` searches, signs and serves, `closing` ends. Steps that
//! write a paper have the editor of that paper (`super::editor`).

pub mod closing;
pub mod intake;
pub mod record;
pub mod rectify;
pub mod reply;

use super::application::CaseHead;
use crate::chrome::Body;
use crate::components::form::Button;
use crate::components::{Control, Entered, ErrorSummary, Form, Link, Table};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// A page for one action.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/action.html")]
pub struct ActionPage {
    /// The case.
    pub head: CaseHead,
    /// Name of the action, as in the column of actions.
    pub heading: String,
    /// What it is and on which article it rests.
    pub lead: Vec<String>,
    /// What it changes: `what`, `before`, `after`.
    pub effects: Vec<Effect>,
    /// The dates that would follow, by choice.
    pub what_if: Option<Table>,
    /// Another table to decide on: tariff, similar applications.
    pub beside: Option<Table>,
    /// All reasons against it before anything was filled in; then there is no form.
    pub reasons: Vec<String>,
    /// The fields.
    pub form: Form,
    /// Faults of what was sent.
    pub summary: ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
}

/// Something the action changes.
#[derive(Debug, Clone)]
pub struct Effect {
    /// What.
    pub what: String,
    /// How it is now; none where nothing was before.
    pub before: Option<String>,
    /// How it would be.
    pub after: String,
}

impl Effect {
    /// From one state to another.
    pub fn change(what: &str, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { what: what.to_owned(), before: Some(before.into()), after: after.into() }
    }

    /// Something new.
    pub fn new(what: &str, after: impl Into<String>) -> Self {
        Self { what: what.to_owned(), before: None, after: after.into() }
    }
}

impl Body for ActionPage {
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

/// What every action page needs.
#[derive(Debug, Clone)]
pub struct Acting<'a> {
    /// Addresses.
    pub urls: &'a Urls,
    /// Single-use signed token.
    pub token: &'a str,
    /// The case.
    pub head: &'a CaseHead,
    /// What was sent, and its faults.
    pub entered: &'a Entered,
}

impl Acting<'_> {
    /// The page of the action `key` (last part of its address).
    pub(super) fn page(&self, key: &str, heading: &str, submit: &str, controls: Vec<Control>) -> ActionPage {
        let mut all = vec![Control::hidden("version", self.head.version.clone())];
        all.extend(controls);
        let form = Form {
            action: self.urls.action(&self.head.number, key),
            token: self.token.to_owned(),
            controls: all,
            submit: submit.to_owned(),
            cancel: Some(Link::new("不办理，返回申请", self.urls.application(&self.head.number))),
            is_guarded: true,
            ..Form::default()
        };
        let (form, summary) = self.entered.examine(form);
        ActionPage {
            head: self.head.clone(),
            heading: heading.to_owned(),
            lead: Vec::new(),
            effects: Vec::new(),
            what_if: None,
            beside: None,
            reasons: Vec::new(),
            form,
            summary,
            has_errors: self.entered.has_errors(),
        }
    }
}

impl Acting<'_> {
    /// A page of the action without fields of its own, for reasons.
    pub fn bare(&self, key: &str, heading: &str) -> ActionPage {
        self.page(key, heading, heading, Vec::new())
    }
}

impl ActionPage {
    #[must_use]
    fn lead(mut self, words: impl Into<String>) -> Self {
        self.lead.push(words.into());
        self
    }

    #[must_use]
    fn effects(self, effects: Vec<Effect>) -> Self {
        Self { effects, ..self }
    }

    #[must_use]
    fn final_step(mut self) -> Self {
        self.form.is_final = true;
        self
    }

    #[must_use]
    fn with_files(mut self) -> Self {
        self.form.has_files = true;
        self
    }

    /// Blocked: the page shows all reasons instead of the form.
    #[must_use]
    pub fn blocked(self, reasons: Vec<String>) -> Self {
        Self { reasons, ..self }
    }
}

/// The files that a form has brought before and that are kept, with the button that lets go of them.
pub fn kept_files(names: &[String]) -> Vec<Control> {
    let button = Button {
        name: "drop_files".to_owned(),
        value: "1".to_owned(),
        words: "不用这些文件，重新选择".to_owned(),
    };
    vec![
        Control::locked("已经收到的文件", names.join("、")).hint("已经保存，不需要重新选择"),
        Control::button(&button),
    ]
}

/// Types of files the office may add to a case.
pub(in crate::pages::desk) const ACCEPTED: &str = ".pdf,.jpg,.jpeg,.png,.docx";
/// The same for the information that a reply gives out.
pub const ACCEPTED_INFORMATION: &str = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx";
/// The same for the scan of a stamped paper.
pub(super) const ACCEPTED_SCAN: &str = ".pdf,.jpg,.jpeg,.png";
