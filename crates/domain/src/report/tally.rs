//! Table 3 counted from the applications themselves: every number together with the applications it counts.
//!
//! One application stands in one column; while it is open at the end of the year it is carried out, otherwise it stands in
//! exactly one result row. So the equations of the form hold by construction. The year of receipt is that of the day of
//! receipt, the year of the result that of service or posting; a reply that was quashed and given again is not counted
//! twice; a split application is counted by its parts.
//! Not here: the equations (`super::equation`), tables of others added up (`super::aggregate`).

use super::cell::Cell;
use super::facts::Table3;
use super::keys::{Column, Form, Row};
use crate::agency::HeldYears;
use crate::application::Application;
use crate::ids::ApplicationId;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// A number with the records it counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The applications, ascending.
    pub ids: Vec<ApplicationId>,
}

impl Tally {
    /// The number.
    pub fn count(&self) -> i64 {
        i64::try_from(self.ids.len()).unwrap_or(i64::MAX)
    }
}

/// What an application brings to table 3; a projection can keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Countable {
    /// The application.
    pub id: ApplicationId,
    /// Its column.
    pub column: Column,
    /// Day of receipt.
    pub received_on: NaiveDate,
    /// Day and row of its end.
    pub closed: Option<(NaiveDate, Row)>,
    /// The years in which the agency that counts had it.
    pub held: HeldYears,
}

impl Countable {
    /// What an application brings; nothing before it is received, and nothing where its parts are counted.
    pub fn of(id: ApplicationId, application: &Application) -> Option<Self> {
        if application.splitting.is_some() {
            return None;
        }
        let received_on = application.received_on?;
        let closed = application.outcome().map(|outcome| (outcome.closed_on.max(received_on), outcome.row));
        let column = application.arrival.applicant_kind.column();
        Some(Self { id, column, received_on, closed, held: HeldYears::default() })
    }

    /// The rows of a year in which it stands.
    fn rows(&self, year: i32) -> Vec<Row> {
        if !self.held.contains(year) {
            return Vec::new();
        }
        rows_of(self.received_on.year(), self.closed.map(|(on, row)| (on.year(), row)), year)
    }

    /// The year and row of its end.
    pub fn result(&self) -> Option<(i32, Row)> {
        self.closed.map(|(on, row)| (on.year(), row))
    }
}

/// The rows of a year in which an application stands that was received in one year and ended in one, or has not ended: the one
/// rule by which table 3, the ledger's sums and its export count.
pub fn rows_of(received: i32, closed: Option<(i32, Row)>, year: i32) -> Vec<Row> {
    if received > year || closed.is_some_and(|(closed, _)| closed < year) {
        return Vec::new();
    }
    let came = if received == year { Row::NewReceived } else { Row::CarriedIn };
    match closed {
        Some((closed, row)) if closed == year => vec![came, row, Row::ResultTotal],
        _ => vec![came, Row::CarriedOut],
    }
}

/// Table 3 of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table3Tally {
    year: i32,
    cells: BTreeMap<(Row, Column), Tally>,
}

/// Counts a year. The order in which applications are given does not matter.
pub fn tally(year: i32, applications: impl IntoIterator<Item = Countable>) -> Table3Tally {
    let mut cells: BTreeMap<(Row, Column), Tally> = BTreeMap::new();
    for row in Row::FORM_2021 {
        for column in Column::EVERY {
            cells.insert((*row, *column), Tally::default());
        }
    }
    for application in applications {
        for row in application.rows(year) {
            for column in [application.column, Column::Total] {
                cells.entry((row, column)).or_default().ids.push(application.id);
            }
        }
    }
    for cell in cells.values_mut() {
        cell.ids.sort_unstable();
        // One application given twice is one application.
        cell.ids.dedup();
    }
    Table3Tally { year, cells }
}

impl Table3Tally {
    /// The year.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// One number with its applications; none for rows that the form of 2021 does not have.
    pub fn cell(&self, row: Row, column: Column) -> Option<&Tally> {
        self.cells.get(&(row, column))
    }

    /// Every number, in printed order of rows and columns.
    pub fn cells(&self) -> impl Iterator<Item = (Row, Column, &Tally)> {
        self.cells.iter().map(|((row, column), tally)| (*row, *column, tally))
    }

    /// The table as a report prints it: zeros are written, never left blank.
    pub fn to_table3(&self) -> Table3 {
        let mut table = Table3::absent(Form::Form2021);
        for (row, column, tally) in self.cells() {
            table.row_mut(row)[column.index()] = Cell::count(tally.count());
        }
        table
    }
}
