//! How a value of ours lies in a column, and how a table is said once as a struct.
//!
//! Not here: the tables themselves (`migrations/`) and any query.
//!
//! The ids and digests of the domain belong to a crate that knows no database, so they cannot carry SeaORM's traits;
//! [`Column`] carries them over instead, and is the one place where an instant loses what lies below the microsecond.

use chrono::{DateTime, NaiveDate, Utc};
use gongkai_domain::ids::{
    AgencyId, ApplicationId, ChallengeId, ContentId, ContentRef, DepartmentId, Digest, PaperId, PersonId,
};
use sea_orm::sea_query::{Nullable, Value};
use sea_orm::{ColIdx, DbErr, QueryResult, TryGetable};
use uuid::Uuid;

/// A type that can lie in a column.
pub(crate) trait Column: Sized {
    /// What the database keeps.
    type Kept: TryGetable + Nullable + Into<Value>;
    /// To the database.
    fn keep(&self) -> Self::Kept;
    /// From the database.
    fn back(kept: Self::Kept) -> Result<Self, DbErr>;
}

/// A type that can be a field of a row: a [`Column`] or an optional one.
pub(crate) trait Field: Sized {
    fn value(&self) -> Value;
    fn read<I: ColIdx>(row: &QueryResult, at: I) -> Result<Self, DbErr>;
}

impl<T: Column> Field for T {
    fn value(&self) -> Value {
        self.keep().into()
    }

    fn read<I: ColIdx>(row: &QueryResult, at: I) -> Result<Self, DbErr> {
        T::back(row.try_get_by::<T::Kept, I>(at)?)
    }
}

impl<T: Column> Field for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or_else(T::Kept::null, |some| some.keep().into())
    }

    fn read<I: ColIdx>(row: &QueryResult, at: I) -> Result<Self, DbErr> {
        row.try_get_by::<Option<T::Kept>, I>(at)?.map(T::back).transpose()
    }
}

macro_rules! plain_column {
    ($($ty:ty),*) => {$(
        impl Column for $ty {
            type Kept = Self;
            fn keep(&self) -> Self {
                self.clone()
            }
            fn back(kept: Self) -> Result<Self, DbErr> {
                Ok(kept)
            }
        }
    )*};
}

plain_column!(String, i64, i32, bool, Uuid, NaiveDate, Vec<u8>);

macro_rules! id_column {
    ($($ty:ident),*) => {$(
        impl Column for $ty {
            type Kept = Uuid;
            fn keep(&self) -> Uuid {
                self.0
            }
            fn back(kept: Uuid) -> Result<Self, DbErr> {
                Ok(Self(kept))
            }
        }
    )*};
}

id_column!(AgencyId, ApplicationId, ChallengeId, ContentId, DepartmentId, PaperId, PersonId);

impl Column for DateTime<Utc> {
    type Kept = i64;

    fn keep(&self) -> i64 {
        self.timestamp_micros()
    }

    fn back(kept: i64) -> Result<Self, DbErr> {
        Self::from_timestamp_micros(kept).ok_or_else(|| DbErr::Type(format!("{kept} is no instant")))
    }
}

impl Column for Digest {
    type Kept = Vec<u8>;

    fn keep(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    fn back(kept: Vec<u8>) -> Result<Self, DbErr> {
        kept.try_into()
            .map(Digest)
            .map_err(|kept: Vec<u8>| DbErr::Type(format!("digest of {} bytes", kept.len())))
    }
}

/// 16 bytes of id and 32 of digest, in one column because one means nothing without the other.
impl Column for ContentRef {
    type Kept = Vec<u8>;

    fn keep(&self) -> Vec<u8> {
        [self.id.0.as_bytes().as_slice(), &self.digest.0].concat()
    }

    fn back(kept: Vec<u8>) -> Result<Self, DbErr> {
        let wrong = || DbErr::Type(format!("content reference of {} bytes", kept.len()));
        let (id, digest) = kept.split_at_checked(16).ok_or_else(wrong)?;
        Ok(Self {
            id: ContentId(Uuid::from_slice(id).map_err(|_| wrong())?),
            digest: Digest(digest.try_into().map_err(|_| wrong())?),
        })
    }
}

/// Something that can be read from one row of an answer, by the places of its columns: names are looked for in each row anew.
pub(crate) trait Row: Sized {
    /// Reads it from the columns that begin at a place: several rows of a join stand side by side.
    fn row_at(row: &QueryResult, first: usize) -> Result<Self, DbErr>;

    fn row(row: &QueryResult) -> Result<Self, DbErr> {
        Self::row_at(row, 0)
    }
}

macro_rules! tuple_row {
    ($($ty:ident $at:literal),+) => {
        impl<$($ty: Field),+> Row for ($($ty,)+) {
            fn row_at(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
                Ok(($($ty::read(row, first + $at)?,)+))
            }
        }
    };
}

tuple_row!(A 0);
tuple_row!(A 0, B 1);
tuple_row!(A 0, B 1, C 2);
tuple_row!(A 0, B 1, C 2, D 3);
tuple_row!(A 0, B 1, C 2, D 3, E 4);
tuple_row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

/// A struct that is a table's row.
pub(crate) trait Record: Row {
    const TABLE: &'static str;
    const KEY: &'static [&'static str];
    const COLUMNS: &'static [&'static str];
    fn values(&self) -> Vec<Value>;

    /// The columns, for a `SELECT` or a `RETURNING`.
    fn list() -> String {
        Self::COLUMNS.join(", ")
    }

    /// The columns with their table, for a join.
    fn list_of_table() -> String {
        let named: Vec<String> =
            Self::COLUMNS.iter().map(|column| format!("{}.{column}", Self::TABLE)).collect();
        named.join(", ")
    }

    /// `SELECT` of all columns, to be continued with a condition.
    fn select(rest: &str) -> String {
        format!("SELECT {} FROM {} {rest}", Self::list(), Self::TABLE)
    }

    /// `INSERT` of all columns.
    fn insert() -> String {
        insert(Self::TABLE, Self::COLUMNS)
    }

    /// `INSERT`, or overwrite the row of the same key.
    fn upsert() -> String {
        upsert(Self::TABLE, Self::KEY, Self::COLUMNS)
    }
}

/// `INSERT` of some columns of a table.
fn insert(table: &str, columns: &[&str]) -> String {
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "))
}

/// `INSERT` of some columns of a table, or overwrite them in the row of the same key.
pub(crate) fn upsert(table: &str, key: &[&str], columns: &[&str]) -> String {
    let sets: Vec<String> = columns
        .iter()
        .filter(|column| !key.contains(column))
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    format!("{} ON CONFLICT ({}) DO UPDATE SET {}", insert(table, columns), key.join(", "), sets.join(", "))
}

/// Says a table once: the struct, its columns in order, its key, and the columns that no log may show.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident in $table:literal key($($key:ident),+) $(hides($($hidden:ident),+))? {
            $($(#[$field_meta:meta])* $field:ident : $ty:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        $vis struct $name {
            $($(#[$field_meta])* $vis $field: $ty,)*
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                const HIDDEN: &[&str] = &[$($(stringify!($hidden)),+)?];
                let mut shown = f.debug_struct(stringify!($name));
                $(if HIDDEN.contains(&stringify!($field)) {
                    shown.field(stringify!($field), &format_args!("…"));
                } else {
                    shown.field(stringify!($field), &self.$field);
                })*
                shown.finish()
            }
        }

        impl $crate::column::Row for $name {
            fn row_at(row: &sea_orm::QueryResult, first: usize) -> Result<Self, sea_orm::DbErr> {
                // every statement names the columns in the order of the struct
                let mut places = first..;
                let mut next = || places.next().unwrap_or(first);
                Ok(Self { $($field: $crate::column::Field::read(row, next())?,)* })
            }
        }

        impl $crate::column::Record for $name {
            const TABLE: &'static str = $table;
            const KEY: &'static [&'static str] = &[$(stringify!($key)),+];
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
            fn values(&self) -> Vec<sea_orm::Value> {
                vec![$($crate::column::Field::value(&self.$field)),*]
            }
        }
    };
}

/// The values of a statement, in the order of `$1`, `$2`, ….
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::column::Field::value(&$value)),*] };
}
