//! One application: the due date, its clock and why, what is known, what can be done and why the rest cannot.
//!
//! Not here: what may be done (`gongkai-domain::application`, `why_not`). Identity is masked until it is asked for.

use crate::chrome::Body;
use crate::components::{Actions, Chip, ClockView, Facts, Link, Steps, Table};
use crate::day::{Day, Moment};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// One matter of the application.
#[derive(Debug, Clone)]
pub struct Matter {
    /// Its number within the application.
    pub number: u32,
    /// What is asked for.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// Its outcome, once proposed or decided.
    pub outcome: Option<String>,
    /// In which row of the annual report it counts.
    pub row: Option<String>,
}

/// One paper, received, drafted or issued.
#[derive(Debug, Clone)]
pub struct CasePaper {
    /// Its title.
    pub title: String,
    /// Its number; none before issue.
    pub number: Option<String>,
    /// What became of it: 已送达, 草稿.
    pub state: String,
    /// Its day.
    pub on: Day,
    /// Formats.
    pub files: Vec<Link>,
    /// Whether it was cancelled.
    pub is_void: bool,
}

/// One note or event of the log.
#[derive(Debug, Clone)]
pub struct LogLine {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: String,
    /// What.
    pub words: String,
    /// What was written with it, line by line.
    pub said: Vec<String>,
}

/// The head of a case, above the page and beside each action.
#[derive(Debug, Clone)]
pub struct CaseHead {
    /// Registration number, or the reference before registration.
    pub number: String,
    /// What is asked for, shortened.
    pub subject: String,
    /// Kind and masked name: 自然人 王＊＊.
    pub applicant: String,
    /// How it stands.
    pub chip: Chip,
    /// The due date.
    pub due: Option<Day>,
    /// The sentence beside the due date.
    pub due_words: String,
    /// Version the page was made from; a form sends it back, so that a change in between is noticed.
    pub version: String,
}

/// The page of an application.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/application.html")]
pub struct CasePage {
    /// Addresses.
    pub urls: Urls,
    /// Its head.
    pub head: CaseHead,
    /// Channel.
    pub channel: String,
    /// Who handles it.
    pub handler: Option<String>,
    /// Single-use token of the reveal form.
    pub token: String,
    /// Identity, once revealed: shown to this person now, and logged.
    pub revealed: Option<Facts>,
    /// Whether the due date has passed.
    pub is_overdue: bool,
    /// The date by which the office plans, while an online application is unconfirmed.
    pub shadow: Option<String>,
    /// The clock.
    pub clock: Option<ClockView>,
    /// Why it is that day.
    pub steps: Steps,
    /// What if: each possible step with the date that would follow.
    pub what_if: Option<Table>,
    /// What is known.
    pub facts: Facts,
    /// The matters.
    pub matters: Vec<Matter>,
    /// The papers.
    pub papers: Vec<CasePaper>,
    /// Files that were sent in or belong to a step, and the information given.
    pub files: Option<Table>,
    /// Consultations.
    pub consultations: Option<Table>,
    /// Reconsiderations and suits that concern it.
    pub challenges: Option<Table>,
    /// Where one is registered; none for whoever may not.
    pub register_challenge: Option<Link>,
    /// The log, newest first.
    pub log: Vec<LogLine>,
    /// What can be done, and why the rest cannot.
    pub actions: Actions,
    /// Something just done, told once.
    pub done: Option<String>,
    /// The receipt that is still to be handed over.
    pub receipt: Option<Link>,
    /// What the reply was served on each of several applicants by, and what became of it.
    pub services: Option<Table>,
}

impl Body for CasePage {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.head.subject)
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![
            Link::new("申请", urls.applications()),
            Link::new(&self.head.number, urls.application(&self.head.number)),
        ]
    }
}
