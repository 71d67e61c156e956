//! The pages of cases that are no applications: the list, one case, a step in it, a paper of it, two people at once.
//!
//! Not here: what may be done (`gongkai-domain`, `why_not`), the pages of applications (`super::application`, `super::action`).

pub mod challenge;
pub mod complaint;
pub mod record;
pub mod service;

use super::action::Effect;
use super::application::{CaseHead, CasePaper, LogLine};
use super::editor::{Part, Piece, Preview};
use super::ledger::LedgerFilter;
use crate::chrome::Body;
use crate::components::form::Button;
use crate::components::{
    Actions, Chip, Control, Empty, Entered, ErrorSummary, Facts, Form, Link, Steps, Table,
};
use crate::day::Day;
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// One clock of a case, with its explanation.
#[derive(Debug, Clone)]
pub struct ClockLine {
    /// What is due.
    pub name: String,
    /// The last day.
    pub on: Day,
    /// How it stands.
    pub chip: Chip,
    /// Law and article, and whether the day may still move.
    pub note: String,
    /// Why it is that day.
    pub steps: Steps,
}

/// The page of a case.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/other.html")]
pub struct OtherPage {
    /// What it is.
    pub title: String,
    /// Number, persons, handler.
    pub meta: Vec<String>,
    /// How it stands.
    pub chip: Chip,
    /// Token of the reveal form.
    pub token: String,
    /// Address and words of the form that shows who it is; none where nobody is hidden.
    pub reveal: Option<(String, String)>,
    /// Address of the form that replaces a lost query code; none where the case has no code.
    pub reissue: Option<String>,
    /// Who it is, once revealed: shown to this person now, and logged.
    pub revealed: Option<Facts>,
    /// The next day that binds the office, and for what.
    pub due: Option<(Day, String)>,
    /// Whether it has passed.
    pub is_overdue: bool,
    /// What is known.
    pub facts: Facts,
    /// The clocks.
    pub clocks: Vec<ClockLine>,
    /// Whether the kind of case knows papers.
    pub has_papers: bool,
    /// The papers.
    pub papers: Vec<CasePaper>,
    /// The papers of others that were kept as files.
    pub files: Option<Table>,
    /// Where the whole volume is fetched.
    pub volume: Option<Link>,
    /// The log, newest first.
    pub log: Vec<LogLine>,
    /// What can be done, and why the rest cannot.
    pub actions: Actions,
    /// Something just done, told once.
    pub done: Option<String>,
    /// The way here.
    pub crumbs: Vec<Link>,
}

impl Body for OtherPage {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.title)
    }

    fn crumbs(&self, _urls: &Urls) -> Vec<Link> {
        self.crumbs.clone()
    }
}

/// The list of one kind of cases.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/other_list.html")]
pub struct OtherList {
    /// What is listed.
    pub heading: String,
    /// What they are, on which article.
    pub lead: String,
    /// Where a new one is recorded; none where one may not.
    pub new: Option<Link>,
    /// The address of the list.
    pub action: String,
    /// Filters.
    pub filters: Vec<LedgerFilter>,
    /// The cases.
    pub table: Table,
    /// The next page.
    pub more: Option<String>,
    /// Where nothing fits.
    pub empty: Empty,
}

impl Body for OtherList {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.heading)
    }
}

/// A page for one step.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/action.html")]
pub struct StepPage {
    /// The case.
    pub head: CaseHead,
    /// Name of the step.
    pub heading: String,
    /// What it is and on which article it rests.
    pub lead: Vec<String>,
    /// What it changes.
    pub effects: Vec<Effect>,
    /// The dates that would follow.
    pub what_if: Option<Table>,
    /// Another table to decide on.
    pub beside: Option<Table>,
    /// All reasons against it; then there is no form.
    pub reasons: Vec<String>,
    /// The fields.
    pub form: Form,
    /// Faults of what was sent.
    pub summary: ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
    /// The way here.
    pub crumbs: Vec<Link>,
}

impl Body for StepPage {
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
        &["unsaved.js"]
    }
}

impl StepPage {
    #[must_use]
    fn lead(mut self, words: impl Into<String>) -> Self {
        self.lead.push(words.into());
        self
    }

    #[must_use]
    fn effect(mut self, what: &str, after: &str) -> Self {
        self.effects.push(Effect::new(what, after));
        self
    }

    #[must_use]
    fn final_step(mut self) -> Self {
        self.form.is_final = true;
        self
    }

    /// Blocked: the page shows all reasons instead of the form.
    #[must_use]
    pub fn blocked(self, reasons: Vec<String>) -> Self {
        Self { reasons, ..self }
    }
}

/// What the page of every step needs.
#[derive(Debug, Clone)]
pub struct Stepping<'a> {
    /// Token of the session.
    pub token: &'a str,
    /// The case.
    pub head: &'a CaseHead,
    /// What was sent, and its faults.
    pub entered: &'a Entered,
    /// Where it is sent.
    pub action: String,
    /// The page of the case.
    pub back: String,
    /// The way here.
    pub crumbs: Vec<Link>,
}

impl Stepping<'_> {
    /// The page of a step.
    pub fn page(&self, heading: &str, submit: &str, controls: Vec<Control>) -> StepPage {
        let mut all = vec![Control::hidden("version", self.head.version.clone())];
        all.extend(controls);
        let (form, summary) = self.entered.examine(self.form(submit, all));
        StepPage {
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
            crumbs: self.crumbs.clone(),
        }
    }

    fn form(&self, submit: &str, controls: Vec<Control>) -> Form {
        Form {
            action: self.action.clone(),
            token: self.token.to_owned(),
            controls,
            submit: submit.to_owned(),
            cancel: Some(Link::new("不办理，返回案件", self.back.clone())),
            is_guarded: true,
            ..Form::default()
        }
    }

    /// The editor of a paper.
    pub fn editor(
        &self,
        heading: &str,
        controls: Vec<Control>,
        parts: Vec<Part>,
        preview: Preview,
    ) -> PaperPage {
        let mut all = vec![Control::hidden("version", self.head.version.clone())];
        all.extend(controls);
        let mut form = self.form("制发", all);
        form.is_final = true;
        form.buttons =
            vec![Button { name: "preview".to_owned(), value: "1".to_owned(), words: "预览".to_owned() }];
        let (form, summary) = self.entered.examine(form);
        PaperPage {
            head: self.head.clone(),
            heading: heading.to_owned(),
            row: None,
            form,
            parts,
            preview,
            files: Vec::new(),
            template_change: None,
            summary,
            has_errors: self.entered.has_errors(),
            crumbs: self.crumbs.clone(),
        }
    }
}

/// The editor of a paper of such a case.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/editor.html")]
pub struct PaperPage {
    /// The case.
    pub head: CaseHead,
    /// The paper's title.
    pub heading: String,
    /// No row of the annual report follows.
    pub row: Option<String>,
    /// The fields.
    pub form: Form,
    /// Required parts.
    pub parts: Vec<Part>,
    /// The paper.
    pub preview: Preview,
    /// The same as documents.
    pub files: Vec<Link>,
    /// The template changed meanwhile.
    pub template_change: Option<String>,
    /// Faults of what was sent.
    pub summary: ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
    /// The way here.
    pub crumbs: Vec<Link>,
}

impl PaperPage {
    /// Papers of these cases pass no chain, so that none comes back.
    #[expect(clippy::unused_self, reason = "one template serves both pages")]
    fn sent_back(&self) -> Option<&(String, Vec<String>)> {
        None
    }

    /// Such cases are answered one by one.
    #[expect(clippy::unused_self, reason = "one template serves both pages")]
    fn separates(&self) -> Option<&String> {
        None
    }

    fn lacking(&self) -> usize {
        self.parts.iter().filter(|part| !part.is_there).count()
    }
}

impl Body for PaperPage {
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
        &["unsaved.js"]
    }
}

/// Two people changed one case: who changed what, and what I wrote is kept.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/conflict.html")]
pub struct OtherConflict {
    /// The case.
    pub head: CaseHead,
    /// What was wanted.
    pub action: String,
    /// What the others did since my page was made.
    pub changes: Vec<LogLine>,
    /// What I had entered.
    pub mine: Facts,
    /// The form that sends it again, where it is still possible.
    pub form: Option<Form>,
    /// Why it is not, otherwise.
    pub reasons: Vec<String>,
    /// The page of the case.
    pub back: String,
    /// The way here.
    pub crumbs: Vec<Link>,
}

impl OtherConflict {
    fn back(&self) -> &str {
        &self.back
    }
}

impl Body for OtherConflict {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("这件案件刚刚有了变动")
    }

    fn crumbs(&self, _urls: &Urls) -> Vec<Link> {
        self.crumbs.clone()
    }
}
