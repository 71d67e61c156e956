//! People and roles, the audit list, settings and health.
//!
//! Not here: the matrix of roles (`gongkai-app`) and the chain itself (`gongkai-storage`).

use crate::chrome::Body;
use crate::components::{Chip, Choice, ErrorSummary, Facts, Form, Link, Pagination, Table};
use crate::day::Moment;
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// People and what they may do.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/people.html")]
pub struct People {
    /// The people.
    pub people: Table,
    /// Roles against duties, as enforced.
    pub matrix: Table,
    /// Form to add a person.
    pub form: Option<Form>,
    /// Something just done, told once.
    pub done: Option<String>,
    /// Faults of what was sent.
    pub summary: ErrorSummary,
    /// Whether there are faults.
    pub has_errors: bool,
}

impl Body for People {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("人员和权限")
    }

    fn has_errors(&self) -> bool {
        self.has_errors
    }
}

/// The audit list.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/audit.html")]
pub struct Audit {
    /// Addresses.
    pub urls: Urls,
    /// Whether the chain holds.
    pub chain: Chip,
    /// Until which event and when it was last verified.
    pub verified: Option<(u64, Moment)>,
    /// The first broken event, if any, and what to do.
    pub broken: Option<String>,
    /// Person filtered by.
    pub person: String,
    /// Case filtered by.
    pub case: String,
    /// Actions to filter by.
    pub actions: Vec<Choice>,
    /// The action filtered by.
    pub action: String,
    /// The entries.
    pub table: Table,
    /// Pages.
    pub pagination: Option<Pagination>,
    /// The first and the last day filtered by.
    pub days: (String, String),
    /// What is wrong with what was asked.
    pub faults: Vec<String>,
    /// Files of what is shown.
    pub exports: Vec<Link>,
    /// Button to verify the chain.
    pub verify: Option<Form>,
    /// Whether the log is shown: who may only verify sees the chain alone.
    pub is_log: bool,
}

impl Body for Audit {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("审计")
    }
}

/// One group of settings.
#[derive(Debug, Clone)]
pub struct SettingGroup {
    /// Unique on the page.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// The settings, each with a way to change it.
    pub facts: Facts,
}

/// One line of health.
#[derive(Debug, Clone)]
pub struct Health {
    /// What is looked at.
    pub what: String,
    /// How it is.
    pub chip: Chip,
    /// How to mend it, or when it was last right.
    pub note: String,
}

/// Settings and health.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/settings.html")]
pub struct Settings {
    /// How everything runs.
    pub health: Vec<Health>,
    /// The settings.
    pub groups: Vec<SettingGroup>,
}

impl Body for Settings {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("设置")
    }
}
