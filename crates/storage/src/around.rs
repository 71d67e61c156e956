//! What lies around an application and stands on its page, in two statements: its papers and files, and the sealed texts that its
//! events name with the names of the files.
//!
//! Not here: each by itself (`paper`, `attachment`, `blob`, `content`), and how much of it there is (`found`). A statement is a way to
//! the database and back; but every column of every row is carried, also the empty ones, so that the many texts do not stand beside the
//! columns of papers.

use crate::attachment::AttachmentRow;
use crate::column::{Field as _, Record, Row};
use crate::content::ContentRow;
use crate::error::StorageError;
use crate::found::Found;
use crate::paper::PaperRow;
use crate::records::Records;
use gongkai_domain::ids::{ContentId, ContentRef, Digest};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use std::collections::BTreeMap;

/// A file of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// What belongs to the application.
    pub attachment: AttachmentRow,
    /// The media type of its bytes.
    pub media_type: String,
    /// How many bytes that are, before sealing.
    pub size: i64,
}

/// A text that was opened.
#[derive(Clone)]
struct Opened {
    digest: Digest,
    plain: Vec<u8>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("digest", &self.digest).finish_non_exhaustive()
    }
}

/// What lies around an application.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// Papers of its own, in the order of their making.
    pub papers: Vec<PaperRow>,
    /// Files, in the order of their coming.
    pub files: Vec<FileRow>,
    texts: BTreeMap<ContentId, Opened>,
}

impl Surroundings {
    /// A text, proved against the digest that its event carries; none where it was destroyed by rule or not asked for.
    ///
    /// # Errors
    /// [`StorageError::Altered`].
    pub fn text(&self, reference: ContentRef) -> Result<Option<&[u8]>, StorageError> {
        match self.texts.get(&reference.id) {
            Some(opened) if opened.digest == reference.digest => Ok(Some(&opened.plain)),
            Some(_) => Err(StorageError::Altered(reference.id.to_string())),
            None => Ok(None),
        }
    }

    /// Takes all texts out, each proved against its own digest only.
    pub fn take_texts(&mut self) -> impl Iterator<Item = (ContentId, Vec<u8>)> + use<> {
        std::mem::take(&mut self.texts).into_iter().map(|(id, opened)| (id, opened.plain))
    }
}

/// Which of the two a row is.
const PAPER: i64 = 1;
const FILE: i64 = 2;

/// A row of the first statement.
enum Part {
    Paper(Box<PaperRow>),
    File(Box<FileRow>),
}

impl Row for Part {
    fn row_at(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let papers = first + 1;
        let files = papers + PaperRow::COLUMNS.len();
        let blobs = files + AttachmentRow::COLUMNS.len();
        Ok(match i64::read(row, first)? {
            PAPER => Self::Paper(Box::new(PaperRow::row_at(row, papers)?)),
            _ => Self::File(Box::new(FileRow {
                attachment: AttachmentRow::row_at(row, files)?,
                media_type: String::read(row, blobs)?,
                size: i64::read(row, blobs + 1)?,
            })),
        })
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// What lies around an application that was just found, with texts that its events name; those that are destroyed or missing
    /// are left out.
    pub async fn around(&self, found: &Found, wanted: &[ContentId]) -> Result<Surroundings, StorageError> {
        let mut around = Surroundings::default();
        self.papers_and_files(found, &mut around).await?;
        let vault = self.vault()?;
        for row in self.texts_and_names(found, wanted).await? {
            around.texts.insert(row.id, Opened { digest: row.digest, plain: row.open(vault)? });
        }
        Ok(around)
    }

    async fn papers_and_files(&self, found: &Found, around: &mut Surroundings) -> Result<(), StorageError> {
        let columns = format!(
            "{}, {}, blob.media_type, blob.size",
            PaperRow::list_of_table(),
            AttachmentRow::list_of_table()
        );
        // a join that finds nothing gives the columns of the other their types. By a key that nothing has: on a condition that is
        // false SQLite goes through the whole table
        let papers = format!(
            "SELECT CAST({PAPER} AS bigint), {columns} FROM paper LEFT JOIN attachment ON attachment.id = NULL \
             LEFT JOIN blob ON blob.name = NULL WHERE paper.application = $1"
        );
        let files = format!(
            "SELECT CAST({FILE} AS bigint), {columns} FROM attachment JOIN blob ON blob.name = attachment.blob \
             LEFT JOIN paper ON paper.id = NULL WHERE attachment.owner = $1"
        );
        let parts = [(papers, found.around.papers), (files, found.around.files)];
        let parts: Vec<String> =
            parts.into_iter().filter(|(_, many)| *many > 0).map(|(part, _)| part).collect();
        if parts.is_empty() {
            return Ok(());
        }
        for part in self.all::<Part>(&parts.join(" UNION ALL "), values![found.row.id]).await? {
            match part {
                Part::Paper(row) => around.papers.push(*row),
                Part::File(row) => around.files.push(*row),
            }
        }
        around.papers.sort_by_key(|row| (row.created_at, row.id));
        around.files.sort_by_key(|row| (row.attachment.created_at, row.attachment.id));
        Ok(())
    }

    async fn texts_and_names(
        &self,
        found: &Found,
        wanted: &[ContentId],
    ) -> Result<Vec<ContentRow>, StorageError> {
        let (mut parts, mut values) = (Vec::new(), Vec::new());
        if found.around.files > 0 {
            // the id of a text is the beginning of its reference
            let named = if self.is_postgres() {
                "CAST(encode(substring(attachment.file_name FROM 1 FOR 16), 'hex') AS uuid)"
            } else {
                "substr(attachment.file_name, 1, 16)"
            };
            values.extend(values![found.row.id]);
            parts.push(format!("content.id IN (SELECT {named} FROM attachment WHERE attachment.owner = $1)"));
        }
        if !wanted.is_empty() {
            let first = values.len() + 1;
            let places: Vec<String> =
                (first..first + wanted.len()).map(|place| format!("${place}")).collect();
            values.extend(wanted.iter().flat_map(|id| values![*id]));
            parts.push(format!("content.id IN ({})", places.join(", ")));
        }
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let select = |part: String| {
            format!(
                "SELECT {} FROM content WHERE {part} AND content.destroyed_at IS NULL",
                ContentRow::list_of_table()
            )
        };
        let parts: Vec<String> = parts.into_iter().map(select).collect();
        self.all(&parts.join(" UNION ALL "), values).await
    }
}
