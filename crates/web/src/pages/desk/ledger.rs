//! The ledger: every case in one dense table, with filters, totals and exports.
//!
//! Not here: counting for the annual report (`gongkai-domain::report`).

use crate::chrome::Body;
use crate::components::{Choice, Empty, Figure, Link, Pagination, Table};
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// One filter of the ledger: a select of the query.
#[derive(Debug, Clone)]
pub struct LedgerFilter {
    /// Name in the query.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Options; the value in force is `chosen`.
    pub choices: Vec<Choice>,
    /// The value in force.
    pub chosen: String,
}

/// The ledger.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/desk/ledger.html")]
pub struct Ledger {
    /// Addresses.
    pub urls: Urls,
    /// The year, where one was chosen.
    pub year: Option<i32>,
    /// Whether the year is closed, and who may open it.
    pub lock: Option<String>,
    /// Filters.
    pub filters: Vec<LedgerFilter>,
    /// What was searched for.
    pub query: String,
    /// Totals of what is shown; each leads to its cases.
    pub totals: Vec<Figure>,
    /// The cases.
    pub table: Table,
    /// Exports of what is shown.
    pub exports: Vec<Link>,
    /// Pages.
    pub pagination: Option<Pagination>,
    /// Where nothing fits.
    pub empty: Empty,
}

impl Body for Ledger {
    fn heading(&self) -> Cow<'_, str> {
        self.year.map_or(Cow::Borrowed("申请台账"), |year| Cow::Owned(format!("{year}年申请台账")))
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["inbox.js"]
    }
}
