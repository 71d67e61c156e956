//! What the office tells a person: reminders, new applications, letters that did not go out.
//!
//! Not here: the wording (`gongkai_app::reminder::Notice`) and when it is told (`gongkai-jobs`).

use crate::chrome::Body;
use crate::components::{Empty, Link};
use crate::day::Moment;
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// One message.
#[derive(Debug, Clone)]
pub struct MessageItem {
    /// Its heading.
    pub heading: String,
    /// The lines below.
    pub lines: Vec<String>,
    /// When.
    pub at: Moment,
    /// Whether the person has not seen it yet.
    pub is_new: bool,
    /// The application it is about.
    pub link: Option<Link>,
}

/// The messages of a person.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/messages.html")]
pub struct Messages {
    /// Addresses.
    pub urls: Urls,
    /// The newest first.
    pub items: Vec<MessageItem>,
    /// How many are new, on this page or another.
    pub unread: u32,
    /// The id of the newest message shown: what is noted as read.
    pub newest: Option<String>,
    /// Token of the form that notes it.
    pub token: String,
    /// The page with older ones.
    pub older: Option<String>,
    /// What is shown where there are none.
    pub empty: Empty,
}

impl Body for Messages {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("消息")
    }
}
