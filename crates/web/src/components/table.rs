//! Tables: a caption, heads with scope, a first column that stays in sight, a region that scrolls by keyboard.
//!
//! Not here: the statutory tables of the annual report (`gongkai-compose`).

use super::chip::Chip;
use super::parts::Link;
use crate::day::Day;
use askama::Template;

/// One cell.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Words and a smaller line below.
    Two(String, String),
    /// A number; zero is pale.
    Number(i64),
    /// A number that leads to what it counts.
    Count(i64, String),
    /// An amount or another figure already in words.
    Figure(String),
    /// A link.
    Link(Link),
    /// A day.
    Day(Day),
    /// A chip.
    Chip(Chip),
    /// A due date; one that rests on a year whose holidays are not known yet says so.
    Due(Day, bool),
    /// The day by which the office plans where no period runs yet, said so.
    Planned(Day),
    /// Days, each with what it is the day of and whether it may still move, one below the other.
    Days(Vec<(&'static str, Day, bool)>),
    /// How a case stands: its state, and below it its period.
    Standing(String, Chip),
    /// A day with its weekday, where it is read for itself.
    Weekday(Day),
    /// Yes or no, in the words of its column.
    Tick(bool, &'static str, &'static str),
    /// Nothing recorded, said so.
    None,
}

impl Cell {
    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Count(..) | Self::Figure(_))
    }

    /// Long words want a broad column, or a narrow screen would set them one below the other.
    fn is_long(&self) -> bool {
        matches!(self, Self::Text(words) | Self::Two(words, _) if words.chars().count() > 10)
            || matches!(
                self,
                Self::Chip(Chip::Consulting | Chip::AwaitingCorrection | Chip::AwaitingPayment)
                    | Self::Standing(_, Chip::Consulting | Chip::AwaitingCorrection | Chip::AwaitingPayment)
            )
    }

    fn is_zero(&self) -> bool {
        matches!(self, Self::Number(0) | Self::Count(0, _))
    }
}

/// The head of a column.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its words.
    pub words: String,
    /// Whether its cells are numbers, so that it stands at the right too.
    pub is_number: bool,
}

impl Head {
    /// A head over words.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_number: false }
    }

    /// A head over numbers.
    pub fn number(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_number: true }
    }
}

/// A row; its first cell is its head.
#[derive(Debug, Clone)]
pub struct Row {
    /// The head.
    pub head: Cell,
    /// The other cells.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row.
    pub fn new(head: Cell, cells: Vec<Cell>) -> Self {
        Self { head, cells }
    }
}

/// A table.
#[derive(Debug, Clone, Template)]
#[template(path = "components/table.html")]
pub struct Table {
    /// Unique on its page.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// Heads of all columns, the first over the row heads.
    pub heads: Vec<Head>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The last row, of sums.
    pub foot: Option<Row>,
    /// Whether rows stand close together.
    pub is_dense: bool,
}

/// One cell's content.
#[derive(Debug, Template)]
#[template(path = "components/cell.html")]
struct Printed<'a> {
    cell: &'a Cell,
}

impl Table {
    #[expect(clippy::unused_self, reason = "templates call what belongs to the component")]
    fn printed<'a>(&self, cell: &'a Cell) -> Printed<'a> {
        Printed { cell }
    }
}

askama_html_safe!(Table, Printed<'_>);
