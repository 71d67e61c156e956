//! What was sent when nobody was known anymore: the session or the time of a query was over. Everything typed travels back in
//! hidden fields and goes on from here.
//!
//! Not here: noticing it (`crate::server`), the form that is shown then (its own page).

use crate::chrome::Body;
use crate::components::{Form, Link};
use askama::Template;
use std::borrow::Cow;

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
    pub fn at_desk(sign_in: &str, form: Form, has_files: bool) -> Self {
        Self {
            heading: "登录已经失效".to_owned(),
            way: Link::new("在新窗口登录", sign_in),
            then: format!("登录后回到本页，点击“{}”，核对填写的内容，再提交一次。", form.submit),
            has_files,
            form,
        }
    }

    /// In the portal, after the time of a query was over.
    pub fn in_portal(track: &str, form: Form, has_files: bool) -> Self {
        Self {
            heading: "查询已经超时".to_owned(),
            way: Link::new("在新窗口重新查询", track),
            then: format!(
                "用编号和查询码重新查询，再回到本页，点击“{}”，核对填写的内容，再提交一次。",
                form.submit
            ),
            has_files,
            form,
        }
    }
}

impl Body for Ended {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.heading)
    }
}
