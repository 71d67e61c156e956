//! The first page: the right door in one tap, and what happens after it.
//!
//! Not here: the items published on the agency's own initiative.

use crate::chrome::{Body, Door};
use crate::components::{Facts, Figure, Link};
use crate::urls::Urls;
use askama::Template;
use gongkai_deadline::statute::{self, Length};
use std::borrow::Cow;

/// One step of the way of an application.
#[derive(Debug, Clone)]
pub struct WayStep {
    /// Who does what.
    pub title: String,
    /// In one or two sentences.
    pub text: String,
    /// Law and article.
    pub article: String,
}

/// The first page.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/home.html")]
pub struct Home {
    /// Addresses.
    pub urls: Urls,
    /// Within how long a reply comes, `20个工作日`.
    pub reply_length: String,
    /// The way of an application.
    pub way: Vec<WayStep>,
    /// The year of the figures.
    pub year: i32,
    /// Figures of the current year; none, no section.
    pub figures: Vec<Figure>,
    /// The office: where, when, how to reach it.
    pub office: Facts,
    /// The guides of the other agencies of the portal.
    pub others: Vec<Link>,
    /// A notice for everyone, such as days on which the counter is closed.
    pub notice: Option<String>,
}

/// The way of an application with the periods of the law.
pub fn way() -> Vec<WayStep> {
    let step = |title: &str, text: String, article: &str| WayStep {
        title: title.to_owned(),
        text,
        article: article.to_owned(),
    };
    vec![
        step(
            "提出申请",
            "写明您是谁、要什么信息、怎样接收。不需要说明用途。".to_owned(),
            "《政府信息公开条例》第二十九条",
        ),
        step(
            "确认收到",
            format!(
                "双方确认后开始计算期限。内容不明确的，在{}内一次性告知补正。",
                statute::CORRECTION.length
            ),
            "《政府信息公开条例》第三十条、第三十一条",
        ),
        step(
            "作出答复",
            format!(
                "自收到之日起{}内答复；需要延长的，最多再延长{}，并事先告知您。",
                statute::REPLY.length,
                Length::Working(statute::EXTENSION_CAP)
            ),
            statute::REPLY.article,
        ),
        step(
            "不服怎么办",
            format!(
                "可以在{}内申请行政复议，或者依法提起行政诉讼；对依照第十四条至第十六条不予公开不服的，应当先申请行政复议。答复书会写明途径。",
                statute::RECONSIDERATION.length
            ),
            "《政府信息公开条例》第五十一条",
        ),
    ]
}

impl Body for Home {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("向本机关申请公开政府信息")
    }

    fn door(&self) -> Door {
        Door::Home
    }
}
