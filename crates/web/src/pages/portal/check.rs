//! All answers on one page before sending, and the receipt after it.
//!
//! Not here: the receipt as a document for print (`gongkai-compose`).

use crate::chrome::{Body, Door};
use crate::components::{Confirmation, Facts, Form, Link, Steps};
use crate::day::{Day, Moment};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// The answers of one question page.
#[derive(Debug, Clone)]
pub struct Answers {
    /// Its short name.
    pub heading: String,
    /// Unique on the page.
    pub id: String,
    /// The answers, each with a way to change it.
    pub facts: Facts,
}

/// Nothing is sent before this page.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/check.html")]
pub struct Check {
    /// `第 6 步，共 6 步`.
    pub caption: String,
    /// The page before.
    pub back: String,
    /// The answers by question page.
    pub answers: Vec<Answers>,
    /// A suggestion to file separately; never a condition.
    pub suggestion: Option<String>,
    /// The form that sends it all.
    pub form: Form,
}

impl Body for Check {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("核对并提交")
    }

    fn door(&self) -> Door {
        Door::Apply
    }
}

/// Something to hold; the same page when opened again.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/receipt.html")]
pub struct Receipt {
    /// Addresses.
    pub urls: Urls,
    /// Number and query code. The code is printed once, in answer to the sending.
    pub confirmation: Confirmation,
    /// When it arrived.
    pub arrived_at: Moment,
    /// The due date, once the count has begun.
    pub due: Option<Day>,
    /// Until when the office plans to reply although the count has not begun.
    pub planned: Option<Day>,
    /// Why it is that day.
    pub steps: Steps,
    /// What happens next and when.
    pub next: Vec<String>,
    /// The office.
    pub office: Facts,
    /// The receipt as a document.
    pub document: Option<Link>,
    /// Whether the code is shown, or was shown before and is not repeated.
    pub is_code_shown: bool,
}

impl Body for Receipt {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.confirmation.heading)
    }

    fn door(&self) -> Door {
        Door::Apply
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["copy.js"]
    }
}
