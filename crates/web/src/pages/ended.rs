//! What was sent when nobody was known anymore: the session or the time of a query was over. Everything typed travels back in
//! hidden fields and goes on from here.
//!
//! Not here: noticing it (`crate::server`), the form that is shown then (its own page).

use crate::chrome::Body;
use crate::components::{Control, Form, Link};
use askama::Template;
use std::borrow::Cow;

/// Stands for the token of a form of then; none is like it, so that the form is shown before anything is done.
const NO_TOKEN: &str = "ended";

/// Fields that are never written into a page.
const SECRET: [&str; 3] = ["password", "present", "token"];

/// What was sent when nobody was known anymore.
#[derive(Debug, Clone, Copy)]
pub struct Unheard<'a> {
    /// Where it was sent.
    pub action: &'a str,
    /// Fields and values in their order.
    pub typed: &'a [(String, String)],
    /// Whether files were sent, which a browser cannot be given back.
    pub has_files: bool,
}

impl Unheard<'_> {
    fn again(self, submit: &str) -> Form {
        let kept = self.typed.iter().filter(|(name, _)| !SECRET.contains(&name.as_str()));
        Form {
            action: self.action.to_owned(),
            token: NO_TOKEN.to_owned(),
            controls: kept.map(|(name, value)| Control::hidden(name, value.clone())).collect(),
            submit: submit.to_owned(),
            ..Form::default()
        }
    }
}

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/ended.html")]
pub struct Ended {
    /// What is over.
    pub heading: String,
    /// Where one is known again; opened beside this page.
    pub way: Link,
    /// What follows there.
    pub then: String,
    /// Whether files were sent, which a browser cannot be given back.
    pub has_files: bool,
    /// Sends the same again.
    pub form: Form,
}

impl Ended {
    /// At the desk, after the session ended.
    pub fn at_desk(sign_in: &str, unheard: Unheard<'_>) -> Self {
        let form = unheard.again("登录后继续");
        Self {
            heading: "登录已经失效".to_owned(),
            way: Link::new("在新窗口登录", sign_in),
            then: format!("登录后回到本页，点击“{}”，核对填写的内容，再提交一次。", form.submit),
            has_files: unheard.has_files,
            form,
        }
    }

    /// In the portal, after the time of a query was over.
    pub fn in_portal(track: &str, unheard: Unheard<'_>) -> Self {
        let form = unheard.again("查询后继续");
        Self {
            heading: "查询已经超时".to_owned(),
            way: Link::new("在新窗口重新查询", track),
            then: format!(
                "用编号和查询码重新查询，再回到本页，点击“{}”，核对填写的内容，再提交一次。",
                form.submit
            ),
            has_files: unheard.has_files,
            form,
        }
    }
}

impl Body for Ended {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.heading)
    }
}
