//! The piles of the inbox in the words of the database: listing them and counting them.
//!
//! Not here: on which pile a case lies (`gongkai_domain::application::Pile` decides; a test of both databases holds the two
//! together).

use crate::application::{ApplicationFilter, UNDATED, counted};
use crate::error::StorageError;
use crate::records::Records;
use chrono::NaiveDate;
use gongkai_domain::application::{Pile, State};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use std::collections::BTreeMap;

/// Piles of the inbox, seen from a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnPiles {
    /// Which.
    pub piles: Vec<Pile>,
    /// The day.
    pub today: NaiveDate,
    /// The last day that counts as soon, by `Pile::soon_until`.
    pub soon_until: NaiveDate,
}

/// How many open applications lie on which pile of the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboxCounts(BTreeMap<Pile, i64>);

impl InboxCounts {
    /// On one pile.
    pub fn of(&self, pile: Pile) -> i64 {
        self.0.get(&pile).copied().unwrap_or(0)
    }

    /// On several.
    pub fn on(&self, piles: &[Pile]) -> i64 {
        piles.iter().map(|pile| self.of(*pile)).sum()
    }

    /// On all.
    pub fn total(&self) -> i64 {
        self.0.values().sum()
    }
}

impl OnPiles {
    /// `Pile::of` in the words of the database; a test of both holds them together.
    pub(crate) fn condition(&self) -> Condition {
        self.piles.iter().fold(Condition::any(), |any, pile| any.add(self.is_on(*pile)))
    }

    fn is_on(&self, pile: Pile) -> Condition {
        let col = Expr::col::<&'static str>;
        let today = self.today;
        let is = |state: State| col("state").eq(state.key());
        let closed = State::EVERY.iter().filter(|state| state.is_closed()).map(|state| state.key());
        let applicants =
            State::EVERY.iter().filter(|state| state.is_applicants_turn()).map(|state| state.key());
        let applicants: Vec<&str> = applicants.collect();
        // neither confirmed nor brought back nor closed
        let other = || {
            let aside = [State::AwaitingConfirmation, State::Undelivered].map(State::key);
            col("state").is_not_in(aside.into_iter().chain(closed.clone()))
        };
        let over = || col("waits_until").lt(today);
        let office = || {
            let resumed = Condition::all().add(over()).add(col("state").is_not_in(applicants.clone()));
            Condition::all().add(other()).add(Condition::any().add(col("waits_until").is_null()).add(resumed))
        };
        match pile {
            Pile::Unconfirmed => Condition::all().add(is(State::AwaitingConfirmation)),
            Pile::Closed => Condition::all().add(col("state").is_in(closed.clone())),
            Pile::Waiting => Condition::all().add(other()).add(col("waits_until").gte(today)),
            Pile::Overdue => office().add(col("due_key").lt(today)),
            Pile::Today => office().add(col("due_key").eq(today)),
            Pile::Soon => Condition::any()
                .add(is(State::Undelivered))
                .add(Condition::all().add(over()).add(col("state").is_in(applicants.clone())))
                .add(office().add(col("due_key").gt(today)).add(col("due_key").lte(self.soon_until))),
            Pile::Later => office()
                .add(col("due_key").gt(Ord::max(self.soon_until, today)))
                .add(col("due_key").lt(UNDATED)),
            Pile::Undated => office().add(col("due_key").eq(UNDATED)),
        }
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// How many open applications lie on which pile: the same definition as by [`ApplicationFilter::piles`].
    pub async fn inbox_counts(
        &self,
        filter: &ApplicationFilter,
        today: NaiveDate,
        soon_until: NaiveDate,
    ) -> Result<InboxCounts, StorageError> {
        // one pass over an index, in its order; there are far fewer due dates than cases
        let mut query = filter.select();
        query.and_where(Expr::col("closed_on").is_null());
        let columns = ["state", "due_key", "waits_until"];
        query.columns(columns).expr(counted()).group_by_columns(columns);
        let mut counts = InboxCounts::default();
        for (state, due, waits_until, count) in
            self.query::<(String, NaiveDate, Option<NaiveDate>, i64)>(&query).await?
        {
            let state: State = state.parse().map_err(|e| StorageError::Unreadable(format!("{e}")))?;
            let due = Some(due).filter(|due| *due < UNDATED);
            *counts.0.entry(Pile::of(state, due, waits_until, today, soon_until)).or_default() += count;
        }
        Ok(counts)
    }
}
