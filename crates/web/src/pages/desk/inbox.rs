//! What must be done today: the piles, the filters as addresses, keys for those who like them.
//!
//! Not here: which case falls on which pile (`gongkai-app`).

use crate::chrome::Body;
use crate::components::{Chip, Choice, Empty, Pagination};
use crate::day::Day;
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// A saved filter: an address with its words and count.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Its words.
    pub words: String,
    /// Its address.
    pub href: String,
    /// How many cases it shows.
    pub count: u64,
    /// Whether it is the one shown.
    pub is_current: bool,
}

/// One case in a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// Registration number, or the reference before registration.
    pub number: String,
    /// Its page.
    pub href: String,
    /// What is asked for.
    pub subject: String,
    /// The applicant, masked: 王＊＊.
    pub applicant: String,
    /// What is to be done.
    pub task: String,
    /// Who handles it; none, nobody yet.
    pub handler: Option<String>,
    /// How it stands.
    pub chip: Chip,
    /// The due date.
    pub due: Option<Day>,
    /// Whether it is the day by which the office plans while receipt is not confirmed, and no period runs.
    pub is_planned: bool,
    /// Whether the due date may still move.
    pub is_provisional: bool,
    /// What has been left undone of its papers and file.
    pub loose: Vec<String>,
}

/// The piles, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PileKind {
    /// 今日到期与超期.
    Today,
    /// 临期和待处理: due soon, left undone by the applicant, or brought back by the post.
    Soon,
    /// 待审.
    Review,
    /// 待确认.
    Unconfirmed,
    /// 办理中.
    Running,
    /// 等待对方.
    Waiting,
    /// 送达和归档待补: papers that were not served, services without an outcome, files outside the archive.
    Loose,
}

impl PileKind {
    fn words(self) -> &'static str {
        match self {
            Self::Today => "今日到期和超期",
            Self::Soon => "临期和待处理",
            Self::Review => "待我审核",
            Self::Unconfirmed => "待确认收到",
            Self::Running => "办理中",
            Self::Waiting => "等待对方",
            Self::Loose => "送达和归档待补",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Soon => "soon",
            Self::Review => "review",
            Self::Unconfirmed => "unconfirmed",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Loose => "loose",
        }
    }

    fn is_urgent(self) -> bool {
        self == Self::Today
    }
}

/// One pile.
#[derive(Debug, Clone)]
pub struct Pile {
    /// Which.
    pub kind: PileKind,
    /// Its cases, the most pressing first.
    pub items: Vec<Item>,
    /// How many there are beyond those shown, and where.
    pub more: Option<(u64, String)>,
}

/// The inbox.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/inbox.html")]
pub struct Inbox {
    /// Addresses.
    pub urls: Urls,
    /// The day shown.
    pub today: Day,
    /// Saved filters.
    pub filters: Vec<Filter>,
    /// What was searched for.
    pub query: String,
    /// Handlers to choose from, by the filter in force.
    pub handlers: Vec<Choice>,
    /// The handler chosen.
    pub handler: String,
    /// The piles that are not empty.
    pub piles: Vec<Pile>,
    /// Where all is done.
    pub empty: Empty,
    /// Pages of a long list.
    pub pagination: Option<Pagination>,
}

impl Body for Inbox {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("待办")
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["inbox.js"]
    }
}
