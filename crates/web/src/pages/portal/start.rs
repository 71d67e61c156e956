//! Before the first question: what is needed, how long it takes, what it costs, and whether it is public already.
//!
//! Not here: the questions (`apply`).

use crate::chrome::{Body, Door};
use crate::components::{Empty, Link};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// The way to a page of the application form.
fn crumbs(urls: &Urls) -> Vec<Link> {
    vec![Link::new("首页", urls.home())]
}

/// The start page.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/start.html")]
pub struct Start {
    /// Addresses.
    pub urls: Urls,
    /// The agency of the portal.
    pub agency: String,
    /// The other agencies to which one can apply here.
    pub others: Vec<String>,
    /// The first page of the form.
    pub first: String,
    /// How many pages it has.
    pub pages: u32,
    /// For how many hours answers are kept.
    pub kept_hours: i64,
    /// `20个工作日`.
    pub reply_length: String,
    /// `7个工作日`.
    pub correction_length: String,
    /// What the agency is responsible for, in a few words each.
    pub ours: Vec<String>,
    /// What other bodies do, and where to turn.
    pub not_ours: Vec<(String, Option<Link>)>,
    /// A draft that can be continued, with the hours it is still kept.
    pub draft_hours: Option<u32>,
    /// Whether a draft was asked for that is no longer kept.
    pub is_draft_expired: bool,
}

impl Body for Start {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("提交政府信息公开申请")
    }

    fn door(&self) -> Door {
        Door::Apply
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        crumbs(urls)
    }
}

/// Something found among what is public.
#[derive(Debug, Clone)]
pub struct Found {
    /// Title and address.
    pub link: Link,
    /// Number, index number, place.
    pub about: String,
    /// `2025-03-12`.
    pub on: Option<crate::day::Day>,
}

/// Is it public already?
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/public.html")]
pub struct AlreadyPublic {
    /// Addresses.
    pub urls: Urls,
    /// `第 1 步，共 6 步`.
    pub caption: String,
    /// Whether what is public can be searched here.
    pub is_searchable: bool,
    /// Where else to look.
    pub places: Vec<Link>,
    /// What was searched for; empty before.
    pub query: String,
    /// What was found; none before a search.
    pub found: Option<Vec<Found>>,
    /// Where nothing was found.
    pub empty: Empty,
}

impl Body for AlreadyPublic {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("先看看是否已经公开")
    }

    fn door(&self) -> Door {
        Door::Apply
    }
}

/// A subject of another body: an explanation, not an error.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/not_ours.html")]
pub struct NotOurs {
    /// Addresses.
    pub urls: Urls,
    /// The agency that was asked.
    pub agency: String,
    /// What it is about; none where nothing is known of it.
    pub subject: Option<String>,
    /// Who is responsible.
    pub body: Option<String>,
    /// How to reach them.
    pub contact: Vec<String>,
    /// Their page.
    pub link: Option<Link>,
    /// The way to apply to them here.
    pub instead: Option<Link>,
    /// The way on with the agency that was asked.
    pub on: String,
}

impl Body for NotOurs {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("这类信息不由本机关负责")
    }

    fn door(&self) -> Door {
        Door::Apply
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        crumbs(urls)
    }
}
