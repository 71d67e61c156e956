//! Marks of applications: who is to co-sign a draft, what is held to be weighty, what goes over to proactive disclosure. A
//! projection, so that each of these is a list of its own.
//!
//! Not here: how a mark follows from the events (`gongkai-app`).

use crate::column::{Column, Record};
use crate::error::StorageError;
use crate::records::{Records, Tx};
use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, ApplicationId, DepartmentId, PersonId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// A unit or a person is to co-sign the draft in hand; open until they have.
    CoSign,
    /// The case is weighty; open until the reply is out.
    Weighty,
    /// What was given for a matter goes over to proactive disclosure; the place is the number of the matter.
    Proactive,
    /// An extension was proposed; open until the head has decided.
    Extension,
    /// A paper was written and is not served; open as long as that is so, like the two that follow.
    Unserved,
    /// The outcome of a service is not recorded.
    Unsigned,
    /// The case has ended and its file is not in the archive.
    Unarchived,
}

impl MarkKind {
    /// All of them.
    const EVERY: [Self; 7] = [
        Self::CoSign,
        Self::Weighty,
        Self::Proactive,
        Self::Extension,
        Self::Unserved,
        Self::Unsigned,
        Self::Unarchived,
    ];

    /// The word in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::CoSign => "co_sign",
            Self::Weighty => "weighty",
            Self::Proactive => "proactive",
            Self::Extension => "extension",
            Self::Unserved => "unserved",
            Self::Unsigned => "unsigned",
            Self::Unarchived => "unarchived",
        }
    }
}

impl Column for MarkKind {
    type Kept = String;

    fn keep(&self) -> String {
        self.key().to_owned()
    }

    fn back(kept: String) -> Result<Self, DbErr> {
        Self::EVERY
            .into_iter()
            .find(|kind| kind.key() == kept)
            .ok_or_else(|| DbErr::Type(format!("{kept:?} is no kind of mark")))
    }
}

record! {
    /// A mark of an application.
    pub struct MarkRow in "application_mark" key(application, kind, place) {
        /// Of which.
        application: ApplicationId,
        /// What it says.
        kind: MarkKind,
        /// Its place among those of the kind.
        place: i32,
        /// Whose application.
        agency: AgencyId,
        /// Since when.
        day: NaiveDate,
        /// Which unit.
        department: Option<DepartmentId>,
        /// Which person.
        person: Option<PersonId>,
        /// Whether something is still to be done about it.
        is_open: bool,
    }
}

/// Open marks that have lain for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnMarks {
    /// Whose.
    pub agency: AgencyId,
    /// Of which kind, and since this day or longer.
    pub since: Vec<(MarkKind, NaiveDate)>,
}

impl OnMarks {
    /// An application that has one of them.
    pub(crate) fn condition(&self) -> Condition {
        let col = Expr::col::<&'static str>;
        let any = self.since.iter().fold(Condition::any(), |any, (kind, day)| {
            any.add(Condition::all().add(col("kind").eq(kind.key())).add(col("day").lte(*day)))
        });
        let marked = Query::select()
            .column("application")
            .from(MarkRow::TABLE)
            .and_where(col("agency").eq(self.agency.0))
            .and_where(col("is_open").eq(true))
            .cond_where(any)
            .to_owned();
        Condition::all().add(col("id").in_subquery(marked))
    }
}

impl Tx {
    /// Keeps the marks of an application in place of those before.
    pub async fn save_marks(
        &self,
        application: ApplicationId,
        marks: &[MarkRow],
    ) -> Result<(), StorageError> {
        self.run("DELETE FROM application_mark WHERE application = $1", values![application]).await?;
        for mark in marks {
            self.insert(mark).await?;
        }
        Ok(())
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// The marks of an application.
    pub async fn marks_of(&self, application: ApplicationId) -> Result<Vec<MarkRow>, StorageError> {
        self.select("WHERE application = $1 ORDER BY kind, place", values![application]).await
    }

    /// The open marks of one or two kinds in an agency, the oldest first.
    pub async fn open_marks(
        &self,
        agency: AgencyId,
        [one, other]: [MarkKind; 2],
        limit: u32,
    ) -> Result<Vec<MarkRow>, StorageError> {
        self.select(
            "WHERE agency = $1 AND kind IN ($2, $3) AND is_open = $4 \
             ORDER BY day, application, kind, place LIMIT $5",
            values![agency, one, other, true, i64::from(limit)],
        )
        .await
    }

    /// The marks of a kind in an agency within some days, the newest first.
    pub async fn marks(
        &self,
        agency: AgencyId,
        kind: MarkKind,
        (from, until): (NaiveDate, NaiveDate),
        limit: u32,
    ) -> Result<Vec<MarkRow>, StorageError> {
        self.select(
            "WHERE agency = $1 AND kind = $2 AND day >= $3 AND day <= $4 \
             ORDER BY day DESC, application, place LIMIT $5",
            values![agency, kind, from, until, i64::from(limit)],
        )
        .await
    }
}
