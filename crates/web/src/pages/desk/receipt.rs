//! The receipt that the counter hands over: what came in, its numbers, by when a reply is due, and once the query code.
//!
//! Not here: what it says (`gongkai_app::application::counter_receipt`), the receipt of the portal.

use crate::chrome::Body;
use crate::components::{Facts, Link};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/receipt.html")]
pub struct ReceiptPage {
    /// Addresses.
    pub urls: Urls,
    /// The number by which staff call the case.
    pub number: String,
    /// The agency that received it.
    pub agency: String,
    /// What is to be kept: numbers, and once the code.
    pub keep: Vec<(String, String)>,
    /// Whether the code is among them.
    pub is_code_shown: bool,
    /// Whether the printed sheet would bear the code.
    pub prints_code: bool,
    /// Who, when, how, by when.
    pub facts: Facts,
    /// What is asked for.
    pub requests: Vec<String>,
    /// What happens next.
    pub next: Vec<String>,
    /// The office, line by line.
    pub office: Vec<String>,
    /// The sheet.
    pub file: Link,
}

impl Body for ReceiptPage {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("政府信息公开申请登记回执")
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![
            Link::new("申请", urls.applications()),
            Link::new(&self.number, urls.application(&self.number)),
            Link::new("登记回执", String::new()),
        ]
    }
}
