//! Two people changed one case: who changed what, and what I wrote is kept.
//!
//! Not here: noticing it (`gongkai-app` compares versions under a lock).

use super::application::{CaseHead, LogLine};
use crate::chrome::Body;
use crate::components::{Control, Facts, Form, Link};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// The page of a conflict.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/conflict.html")]
pub struct Conflict {
    /// Addresses.
    pub urls: Urls,
    /// The case.
    pub head: CaseHead,
    /// What was wanted: 延期答复.
    pub action: String,
    /// What the others did since my page was made, newest last.
    pub changes: Vec<LogLine>,
    /// What I had entered, so that nothing is lost.
    pub mine: Facts,
    /// Whether my action is still possible; if so, the form sends it again on the newest version.
    pub form: Option<Form>,
    /// Why it is not, otherwise.
    pub reasons: Vec<String>,
}

impl Conflict {
    fn back(&self) -> String {
        self.urls.application(&self.head.number)
    }

    /// The form that sends the same values again, under the newest version.
    pub fn again(action: String, token: String, values: &[(String, String)], version: &str) -> Form {
        let mut controls: Vec<Control> =
            values.iter().map(|(name, value)| Control::hidden(name, value.clone())).collect();
        controls.push(Control::hidden("version", version));
        Form {
            action, token, controls, submit: "在最新状态上继续办理".to_owned(), ..Form::default()
        }
    }
}

impl Body for Conflict {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("这件申请刚刚有了变动")
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![
            Link::new("申请", urls.applications()),
            Link::new(&self.head.number, urls.application(&self.head.number)),
        ]
    }
}
