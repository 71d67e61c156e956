//! The projection of applications: one row each, made for inbox, ledger, tracking and sweep.
//!
//! Not here: how a row follows from its events (`gongkai-app`). Whether a case is overdue is asked, never stored.

use crate::column::{Column, Field, Record, upsert};
use crate::error::StorageError;
use crate::mark::OnMarks;
use crate::piles::OnPiles;
use crate::records::{Records, Tx};
use chrono::NaiveDate;
use gongkai_domain::agency::HeldYears;
use gongkai_domain::ids::{AgencyId, ApplicationId, ContentRef, DepartmentId, Digest, PersonId};
use gongkai_domain::number::{search_key, whole_key};
use gongkai_domain::personal::normalise_number;
use sea_orm::sea_query::{
    Asterisk, CaseStatement, Condition, Expr, ExprTrait, Func, LikeExpr, Order as Direction, Query,
    SelectStatement,
};
use sea_orm::{ConnectionTrait, DbErr};
use std::fmt;
use std::str::FromStr;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// The office must act.
    Office,
    /// The applicant must act.
    Applicant,
    /// A third party or another agency must act.
    Other,
    /// Nobody: the case is closed.
    Nobody,
}

impl Turn {
    /// The word in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Applicant => "applicant",
            Self::Other => "other",
            Self::Nobody => "nobody",
        }
    }
}

impl Column for Turn {
    type Kept = String;

    fn keep(&self) -> String {
        self.key().to_owned()
    }

    fn back(kept: String) -> Result<Self, DbErr> {
        [Self::Office, Self::Applicant, Self::Other, Self::Nobody]
            .into_iter()
            .find(|turn| turn.key() == kept)
            .ok_or_else(|| DbErr::Type(format!("{kept:?} is nobody's turn")))
    }
}

record! {
    /// An application as lists show it.
    pub struct ApplicationRow in "application" key(id) {
        /// Which.
        id: ApplicationId,
        /// The agency that has it: that to which it was addressed, or after a reform the one that took over.
        agency: AgencyId,
        /// The reference that the applicant tracks it by; unique.
        reference: String,
        /// The registration number (登记编号); unique within the agency.
        registration: Option<String>,
        /// The year that it belongs to: of its receipt, or of its arrival as long as it is not received.
        year: i32,
        /// The state's key.
        state: String,
        /// Whose turn it is.
        turn: Turn,
        /// The day of arrival.
        arrived_on: NaiveDate,
        /// The day of receipt, where the clock begins.
        received_on: Option<NaiveDate>,
        /// The day by which the reply is due, as far as it can be computed.
        due_on: Option<NaiveDate>,
        /// Whether the due date lies beyond the published calendar.
        is_provisional: bool,
        /// The last day on which the next step is somebody else's; `Pile::OPEN_ENDED` where none is known.
        waits_until: Option<NaiveDate>,
        /// The day of the reply.
        replied_on: Option<NaiveDate>,
        /// The day of service.
        served_on: Option<NaiveDate>,
        /// The day on which it was closed; none while it is open.
        closed_on: Option<NaiveDate>,
        /// The applicant kind's key (the columns of table 3).
        applicant_kind: String,
        /// The channel's key.
        channel: String,
        /// The person in charge.
        handler: Option<PersonId>,
        /// The department in charge.
        department: Option<DepartmentId>,
        /// What it is about; sealed, as it may name people.
        subject: Option<ContentRef>,
        /// The applicant's name, masked.
        applicant_masked: String,
        /// The reply's key.
        reply_key: Option<String>,
        /// The row of table 3.
        row_key: Option<String>,
        /// Whether table 3 counts it: it was received, and its parts are not counted instead.
        is_counted: bool,
        /// The year in which its result is counted; none while it is carried on.
        result_year: Option<i32>,
        /// How many matters it asks for.
        matters: i32,
        /// Whether the reply was extended.
        is_extended: bool,
        /// The digest of the query code.
        query_code: Option<Digest>,
        /// The digest by which the same applicant is recognised.
        applicant_key: Option<Digest>,
        /// The sequence of its last event: what a form holds against a second clerk.
        sequence: i64,
        /// The change of its last event.
        change: i64,
        /// What else lists show, as JSON text.
        document: String,
        /// The agency that had it before, where it came from one.
        came_from: Option<AgencyId>,
        /// The year from which it is counted with the agency that has it; before, with the one from which it came.
        held_from: Option<i32>,
    }
}

/// Which applications.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApplicationFilter {
    /// Of one agency.
    pub agency: Option<AgencyId>,
    /// In one of these states; empty: in any.
    pub states: Vec<String>,
    /// Whose turn it is.
    pub turn: Option<Turn>,
    /// Open or closed.
    pub open: Option<bool>,
    /// In whose hands.
    pub handler: Option<PersonId>,
    /// In nobody's hands.
    pub unassigned: bool,
    /// With `unassigned`: or in the hands of one of these, who work here no more.
    pub left_by: Vec<PersonId>,
    /// In which department.
    pub department: Option<DepartmentId>,
    /// In one of these departments, or in these hands wherever it lies: what somebody of a department may see.
    pub within: Option<(Vec<DepartmentId>, PersonId)>,
    /// From which kind of applicant.
    pub applicant_kind: Option<String>,
    /// By which channel.
    pub channel: Option<String>,
    /// With which reply.
    pub reply_key: Option<String>,
    /// In which row of table 3.
    pub row_key: Option<String>,
    /// Of which year.
    pub year: Option<i32>,
    /// In table 3 of this year: received in it or carried into it; and what belongs to the year without being counted.
    pub report_year: Option<i32>,
    /// Received before this year and carried into it.
    pub carried_into: Option<i32>,
    /// With a result that is counted in this year.
    pub result_year: Option<i32>,
    /// Without a result at the end of this year.
    pub carried_out_of: Option<i32>,
    /// Counted in this year with the agency asked for: what came to it later is left out. Only asked where it took over from another
    /// or gave something away, see [`Self::handed_over`].
    pub held_in: Option<i32>,
    /// With `held_in`: what the agency had in that year and has handed over since belongs to it, too.
    pub handed_over: bool,
    /// Counted in table 3, or not.
    pub counted: Option<bool>,
    /// On one of these piles of the inbox.
    pub piles: Option<OnPiles>,
    /// With one of these marks.
    pub marks: Option<OnMarks>,
    /// Arrived on this day or later.
    pub arrived_from: Option<NaiveDate>,
    /// Arrived on this day or earlier.
    pub arrived_until: Option<NaiveDate>,
    /// Received on this day or later.
    pub received_from: Option<NaiveDate>,
    /// Received on this day or earlier.
    pub received_until: Option<NaiveDate>,
    /// Closed on this day or later.
    pub closed_from: Option<NaiveDate>,
    /// Closed on this day or earlier.
    pub closed_until: Option<NaiveDate>,
    /// Due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub due_until: Option<NaiveDate>,
    /// From the same applicant.
    pub applicant_key: Option<Digest>,
    /// A piece of the registration number or the reference.
    pub text: Option<String>,
}

/// In which order a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// What is due first stands first; what has no due date last.
    #[default]
    Due,
    /// What arrived last stands first.
    Newest,
    /// What arrived first stands first: the order of the ledger.
    Oldest,
}

/// Where the next page of a list begins: after the row with this date and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    date: NaiveDate,
    id: ApplicationId,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.date, self.id)
    }
}

impl FromStr for Cursor {
    type Err = StorageError;

    fn from_str(text: &str) -> Result<Self, StorageError> {
        let (date, id) = text.split_once('.').unwrap_or_default();
        match (date.parse(), id.parse()) {
            (Ok(date), Ok(id)) => Ok(Self { date, id }),
            _ => Err(StorageError::Unreadable(format!("{text:?} is no place in a list"))),
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<ApplicationRow>,
    /// Where the next page begins; none at the end.
    pub next: Option<Cursor>,
}

/// Where a case lies and how far it is: what a permission asks for, without the rest of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub id: ApplicationId,
    /// The agency that it is addressed to.
    pub agency: AgencyId,
    /// The department in charge.
    pub department: Option<DepartmentId>,
    /// The person in charge.
    pub handler: Option<PersonId>,
    /// The sequence of its last event.
    pub sequence: i64,
}

/// By what applications are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// The state.
    State,
    /// Whose turn it is.
    Turn,
    /// The applicant's kind.
    ApplicantKind,
    /// The channel.
    Channel,
    /// The reply.
    Reply,
    /// The row of table 3.
    Row,
}

impl GroupBy {
    fn column(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Turn => "turn",
            Self::ApplicantKind => "applicant_kind",
            Self::Channel => "channel",
            Self::Reply => "reply_key",
            Self::Row => "row_key",
        }
    }
}

/// Applications that table 3 treats alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LedgerGroup {
    /// The year of receipt, or of arrival where there was none.
    pub year: i32,
    /// Whether table 3 counts them.
    pub is_counted: bool,
    /// The year in which their result is counted.
    pub result_year: Option<i32>,
    /// The row of the result.
    pub row_key: Option<String>,
    /// The applicant kind's key.
    pub applicant_kind: String,
    /// How many.
    pub all: i64,
    /// Those still open.
    pub open: i64,
    /// Those whose reply was extended.
    pub extended: i64,
}

impl ApplicationFilter {
    /// All applications of an agency.
    pub fn of(agency: AgencyId) -> Self {
        Self { agency: Some(agency), ..Self::default() }
    }

    fn condition(&self) -> Condition {
        let col = Expr::col::<&'static str>;
        let eq = |name, value: &Option<String>| value.as_ref().map(|value| col(name).eq(value.as_str()));
        let from = |name, day: Option<NaiveDate>| day.map(|day| col(name).gte(day));
        let until = |name, day: Option<NaiveDate>| day.map(|day| col(name).lte(day));
        let text = self.text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(|text| {
            let like = |column, text: &str| {
                let escaped: String = text
                    .chars()
                    .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
                    .collect();
                col(column).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
            };
            let (key, reference) = (search_key(text), normalise_number(text));
            Condition::any()
                .add(like("registration", text))
                .add(like("reference", text))
                // what only divides is in every number
                .add_option((!reference.is_empty()).then(|| like("reference", &reference)))
                .add_option((!key.trim_matches('-').is_empty()).then(|| like("number_key", &key)))
        });
        Condition::all()
            .add_option(self.agency.map(|id| col("agency").eq(id.0)))
            .add_option(
                self.held_in.map(|year| {
                    Condition::any().add(col("held_from").is_null()).add(col("held_from").lte(year))
                }),
            )
            .add_option(
                (!self.states.is_empty()).then(|| col("state").is_in(self.states.iter().map(String::as_str))),
            )
            .add_option(self.turn.map(|turn| col("turn").eq(turn.key())))
            .add_option(
                self.open.map(
                    |open| {
                        if open { col("closed_on").is_null() } else { col("closed_on").is_not_null() }
                    },
                ),
            )
            .add_option(self.handler.map(|id| col("handler").eq(id.0)))
            .add_option(self.unassigned.then(|| {
                Condition::any().add(col("handler").is_null()).add_option(
                    (!self.left_by.is_empty())
                        .then(|| col("handler").is_in(self.left_by.iter().map(|person| person.0))),
                )
            }))
            .add_option(self.department.map(|id| col("department").eq(id.0)))
            .add_option(self.within.as_ref().map(|(departments, person)| {
                Condition::any().add(col("handler").eq(person.0)).add_option(
                    (!departments.is_empty())
                        .then(|| col("department").is_in(departments.iter().map(|department| department.0))),
                )
            }))
            .add_option(eq("applicant_kind", &self.applicant_kind))
            .add_option(eq("channel", &self.channel))
            .add_option(eq("reply_key", &self.reply_key))
            .add_option(eq("row_key", &self.row_key))
            .add_option(self.year.map(|year| col("year").eq(year)))
            .add_option(
                self.report_year
                    .map(|year| Condition::any().add(col("year").eq(year)).add(carried_into(year))),
            )
            .add_option(self.carried_into.map(carried_into))
            .add_option(self.result_year.map(|year| col("result_year").eq(year)))
            .add_option(self.carried_out_of.map(|year| {
                Condition::any().add(col("result_year").is_null()).add(col("result_year").gt(year))
            }))
            .add_option(self.counted.map(|counted| col("is_counted").eq(counted)))
            .add_option(self.piles.as_ref().map(OnPiles::condition))
            .add_option(self.marks.as_ref().map(OnMarks::condition))
            .add_option(from("arrived_on", self.arrived_from))
            .add_option(until("arrived_on", self.arrived_until))
            .add_option(from("received_on", self.received_from))
            .add_option(until("received_on", self.received_until))
            .add_option(from("closed_on", self.closed_from))
            .add_option(until("closed_on", self.closed_until))
            .add_option(from("due_on", self.due_from))
            .add_option(until("due_on", self.due_until))
            .add_option(self.applicant_key.map(|key| col("applicant_key").eq(key.0.to_vec())))
            .add_option(text)
    }

    /// The same in parts, each of which an index answers in order: no case is in two of them.
    fn parts(&self) -> Vec<SelectStatement> {
        let years = match self.report_year {
            Some(year) if self.year.is_none_or(|own| own == year) => {
                let received = Self { year: Some(year), report_year: None, ..self.clone() };
                let carried = Self { carried_into: Some(year), report_year: None, ..self.clone() };
                if self.year.is_some() { vec![received] } else { vec![received, carried] }
            }
            _ => vec![self.clone()],
        };
        let given_away = years.iter().filter_map(Self::given_away);
        years.iter().map(Self::select).chain(given_away).collect()
    }

    /// What the agency had in the year of the filter and has handed over since.
    fn given_away(&self) -> Option<SelectStatement> {
        let (agency, year) = self.agency.zip(self.held_in).filter(|_| self.handed_over)?;
        let col = Expr::col::<&'static str>;
        let held = Query::select()
            .column("application")
            .from("application_held")
            .and_where(col("agency").eq(agency.0))
            .and_where(col("until_year").gt(year))
            .cond_where(Condition::any().add(col("from_year").is_null()).add(col("from_year").lte(year)))
            .to_owned();
        let mut query = Self { agency: None, held_in: None, ..self.clone() }.select();
        query.and_where(col("id").in_subquery(held));
        Some(query)
    }

    pub(crate) fn select(&self) -> SelectStatement {
        Query::select().from(ApplicationRow::TABLE).cond_where(self.condition()).to_owned()
    }
}

/// Received before a year, and in it still without a result or with one.
fn carried_into(year: i32) -> Condition {
    let col = Expr::col::<&'static str>;
    Condition::all()
        .add(col("is_counted").eq(true))
        .add(Condition::any().add(col("result_year").is_null()).add(col("result_year").gt(col("year"))))
        .add(col("year").lt(year))
        .add(Condition::any().add(col("result_year").is_null()).add(col("result_year").gte(year)))
}

impl ApplicationRow {
    /// Where the case lies and how far it is.
    pub fn place(&self) -> Place {
        Place {
            id: self.id,
            agency: self.agency,
            department: self.department,
            handler: self.handler,
            sequence: self.sequence,
        }
    }
}

impl Tx {
    /// Keeps the row of an application, new or changed.
    pub async fn save_application(&self, row: &ApplicationRow) -> Result<(), StorageError> {
        // the column by which lists are sorted by due date: it has a value where there is none
        let columns = [ApplicationRow::COLUMNS, &["due_key", "number_key"]].concat();
        let mut values = row.values();
        values.push(row.due_on.unwrap_or(UNDATED).value());
        values.push(row.registration.as_deref().map(whole_key).value());
        let save = upsert(ApplicationRow::TABLE, ApplicationRow::KEY, &columns);
        self.run(&save, values).await.map(drop)
    }
}

impl Tx {
    /// Works out the keys of the numbers that were kept before there were keys.
    pub(crate) async fn fill_number_keys(&self) -> Result<(), StorageError> {
        const MOST: i64 = 5000;
        let sql = "SELECT id, registration FROM application WHERE registration IS NOT NULL AND number_key IS NULL LIMIT $1";
        loop {
            let rows: Vec<(ApplicationId, String)> = self.all(sql, values![MOST]).await?;
            for (id, registration) in &rows {
                let set = "UPDATE application SET number_key = $1 WHERE id = $2";
                self.run(set, values![whole_key(registration), *id]).await?;
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }

    /// Keeps which agencies had an application before the one that has it, and in which years they count it.
    pub async fn save_held(
        &self,
        application: ApplicationId,
        held: &[(AgencyId, HeldYears)],
    ) -> Result<(), StorageError> {
        self.run("DELETE FROM application_held WHERE application = $1", values![application]).await?;
        for ((agency, years), place) in held.iter().zip(1_i32..) {
            let Some(until) = years.until else { continue };
            let insert = "INSERT INTO application_held (application, place, agency, from_year, until_year) \
                          VALUES ($1, $2, $3, $4, $5)";
            self.run(insert, values![application, place, *agency, years.from, until]).await?;
        }
        Ok(())
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// Whether an agency had an application before the one that has it.
    pub async fn was_held_by(
        &self,
        application: ApplicationId,
        agency: AgencyId,
    ) -> Result<bool, StorageError> {
        let sql = "SELECT COUNT(*) FROM application_held WHERE application = $1 AND agency = $2";
        let found: Option<(i64,)> = self.one(sql, values![application, agency]).await?;
        Ok(found.is_some_and(|(count,)| count > 0))
    }

    /// The years in which an agency had applications that it has handed over since.
    pub async fn years_given_away(&self, agency: AgencyId) -> Result<Vec<(i32, i64)>, StorageError> {
        let sql = "SELECT a.year, COUNT(DISTINCT a.id) FROM application_held h \
                   JOIN application a ON a.id = h.application \
                   WHERE h.agency = $1 AND h.until_year > a.year GROUP BY a.year ORDER BY a.year";
        self.all(sql, values![agency]).await
    }

    /// An application.
    pub async fn application(&self, id: ApplicationId) -> Result<Option<ApplicationRow>, StorageError> {
        self.find("WHERE id = $1", values![id]).await
    }

    /// The application of a public reference.
    pub async fn application_by_reference(
        &self,
        reference: &str,
    ) -> Result<Option<ApplicationRow>, StorageError> {
        self.find("WHERE reference = $1", values![reference.to_owned()]).await
    }

    /// The application of a registration number.
    pub async fn application_by_registration(
        &self,
        agency: AgencyId,
        registration: &str,
    ) -> Result<Option<ApplicationRow>, StorageError> {
        self.find("WHERE agency = $1 AND registration = $2", values![agency, registration.to_owned()]).await
    }

    /// The application of a registration number as somebody typed it: other brackets, widths and blanks make no difference.
    pub async fn application_by_typed_number(
        &self,
        agency: AgencyId,
        typed: &str,
    ) -> Result<Option<ApplicationRow>, StorageError> {
        let found: Vec<ApplicationRow> = self
            .select("WHERE agency = $1 AND number_key = $2 ORDER BY id", values![agency, whole_key(typed)])
            .await?;
        let is_exact = |row: &ApplicationRow| row.registration.as_deref() == Some(typed.trim());
        Ok(found.into_iter().max_by_key(is_exact))
    }

    /// The open applications of the applicant with this digest, in the order of arrival. An applicant has few of them, so that
    /// they are put in order here: asked to do it, SQLite goes through all open ones in the order of an index instead.
    pub async fn open_applications_of(
        &self,
        agency: AgencyId,
        applicant_key: Digest,
    ) -> Result<Vec<ApplicationRow>, StorageError> {
        let mut rows: Vec<ApplicationRow> = self
            .select(
                "WHERE agency = $1 AND applicant_key = $2 AND closed_on IS NULL",
                values![agency, applicant_key],
            )
            .await?;
        rows.sort_by_key(|row| (row.arrived_on, row.id));
        Ok(rows)
    }

    /// The applications of a registration number as somebody typed it, whichever agencies gave it.
    pub async fn applications_by_registration(
        &self,
        registration: &str,
    ) -> Result<Vec<ApplicationRow>, StorageError> {
        self.select("WHERE number_key = $1 ORDER BY id", values![whole_key(registration)]).await
    }

    /// A page of a list, beginning after a cursor.
    pub async fn applications(
        &self,
        filter: &ApplicationFilter,
        order: Order,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page, StorageError> {
        let (date, direction) = match order {
            Order::Due => ("due_key", Direction::Asc),
            Order::Newest => ("arrived_on", Direction::Desc),
            Order::Oldest => ("arrived_on", Direction::Asc),
        };
        let mut rows: Vec<ApplicationRow> = Vec::new();
        let parts = filter.parts();
        let is_single = parts.len() == 1;
        for mut query in parts {
            query.columns(ApplicationRow::COLUMNS.iter().copied());
            if let Some(cursor) = after {
                let place = Expr::tuple([Expr::col(date), Expr::col("id")]);
                let last = Expr::tuple([Expr::val(cursor.date), Expr::val(cursor.id.0)]);
                query.and_where(if order == Order::Newest { place.lt(last) } else { place.gt(last) });
            }
            query.order_by(date, direction.clone()).order_by("id", direction.clone());
            query.limit(u64::from(limit) + 1);
            rows.extend(self.query::<ApplicationRow>(&query).await?);
        }
        if !is_single {
            let place = |row: &ApplicationRow| match order {
                Order::Due => (row.due_on.unwrap_or(UNDATED), row.id),
                Order::Newest | Order::Oldest => (row.arrived_on, row.id),
            };
            rows.sort_by_key(place);
            if order == Order::Newest {
                rows.reverse();
            }
        }
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| more).map(|row| Cursor {
            date: if order == Order::Due { row.due_on.unwrap_or(UNDATED) } else { row.arrived_on },
            id: row.id,
        });
        Ok(Page { rows, next })
    }

    /// The first applications of the filter by due date, without their rows.
    pub async fn places(&self, filter: &ApplicationFilter, limit: u32) -> Result<Vec<Place>, StorageError> {
        let mut query = filter.select();
        query.columns(["id", "agency", "department", "handler", "sequence"]);
        query.order_by("due_key", Direction::Asc).order_by("id", Direction::Asc).limit(u64::from(limit));
        type Columns = (ApplicationId, AgencyId, Option<DepartmentId>, Option<PersonId>, i64);
        let rows: Vec<Columns> = self.query(&query).await?;
        let place =
            |(id, agency, department, handler, sequence)| Place { id, agency, department, handler, sequence };
        Ok(rows.into_iter().map(place).collect())
    }

    /// How many applications fulfil the filter.
    pub async fn count_applications(&self, filter: &ApplicationFilter) -> Result<i64, StorageError> {
        let query = filter.select().expr(counted()).to_owned();
        Ok(self.query::<(i64,)>(&query).await?.first().map_or(0, |(count,)| *count))
    }

    /// How many applications stand in which group; the groups in the order of their keys.
    pub async fn application_counts(
        &self,
        filter: &ApplicationFilter,
        by: GroupBy,
    ) -> Result<Vec<(Option<String>, i64)>, StorageError> {
        self.grouped(filter, by.column()).await
    }

    /// How many applications are in whose hands.
    pub async fn counts_by_handler(
        &self,
        filter: &ApplicationFilter,
    ) -> Result<Vec<(Option<PersonId>, i64)>, StorageError> {
        self.grouped(filter, "handler").await
    }

    /// How many applications are in which department.
    pub async fn counts_by_department(
        &self,
        filter: &ApplicationFilter,
    ) -> Result<Vec<(Option<DepartmentId>, i64)>, StorageError> {
        self.grouped(filter, "department").await
    }

    /// How many applications belong to which year.
    pub async fn counts_by_year(&self, filter: &ApplicationFilter) -> Result<Vec<(i32, i64)>, StorageError> {
        self.grouped(filter, "year").await
    }

    async fn grouped<T: Field + Send>(
        &self,
        filter: &ApplicationFilter,
        column: &'static str,
    ) -> Result<Vec<(T, i64)>, StorageError> {
        let mut query = filter.select();
        query.column(column).expr(counted());
        query.group_by_col(column).order_by(column, Direction::Asc);
        self.query(&query).await
    }

    /// The applications of a ledger, as table 3 treats them alike; the groups in ascending order.
    pub async fn ledger_groups(&self, filter: &ApplicationFilter) -> Result<Vec<LedgerGroup>, StorageError> {
        let mut groups = Vec::new();
        for mut query in filter.parts() {
            let columns = ["year", "row_key", "applicant_kind", "result_year", "is_counted"];
            query
                .columns(columns)
                .expr(counted())
                .expr(Func::count(CaseStatement::new().case(Expr::col("closed_on").is_null(), 1)))
                .expr(Func::count(CaseStatement::new().case(Expr::col("is_extended").eq(true), 1)))
                .group_by_columns(columns);
            type Found = (i32, Option<String>, String, Option<i32>, bool, i64, i64, i64);
            for (year, row_key, applicant_kind, result_year, is_counted, all, open, extended) in
                self.query::<Found>(&query).await?
            {
                groups.push(LedgerGroup {
                    year,
                    is_counted,
                    result_year,
                    row_key,
                    applicant_kind,
                    all,
                    open,
                    extended,
                });
            }
        }
        // here, not in SQL: the two databases put NULL at different ends
        groups.sort();
        Ok(groups)
    }
}

/// All rows of a group, whether their columns are looked at or not: an index alone can answer.
pub(crate) fn counted() -> Expr {
    Expr::from(Func::count(Expr::col(Asterisk)))
}

/// Where a row without a due date stands among the dated ones; the database checks `due_key` against it.
pub(crate) const UNDATED: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_nothing_else_is_one() {
        let cursor = Cursor { date: UNDATED, id: ApplicationId(uuid::Uuid::from_u128(5)) };
        assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        for text in ["", ".", "2025-01-01", "2025-01-01.x", "2025-02-30.00000000-0000-0000-0000-000000000005"]
        {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }
}
