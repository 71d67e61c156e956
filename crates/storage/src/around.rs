//! What lies around an application and stands on its page, in one statement: its papers, its files with their names, and the sealed texts
//! that its events name.
//!
//! Not here: each by itself (`paper`, `attachment`, `blob`, `content`), and how much of it there is (`found`). Every statement of
//! a page is a way to the database and back, which costs more than the rows that it brings.

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

/// Which of the three a row is.
const PAPER: i64 = 1;
const FILE: i64 = 2;
const TEXT: i64 = 3;

/// The column that says so, of one width on both databases.
fn part(which: i64) -> String {
    format!("CAST({which} AS bigint)")
}

/// A row of the statement.
enum Part {
    Paper(Box<PaperRow>),
    File(Box<FileRow>, Option<ContentRow>),
    Text(ContentRow),
}

impl Row for Part {
    fn row_at(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let papers = first + 1;
        let files = papers + PaperRow::COLUMNS.len();
        let blobs = files + AttachmentRow::COLUMNS.len();
        let texts = blobs + 2;
        Ok(match i64::read(row, first)? {
            PAPER => Self::Paper(Box::new(PaperRow::row_at(row, papers)?)),
            FILE => {
                let file = FileRow {
                    attachment: AttachmentRow::row_at(row, files)?,
                    media_type: String::read(row, blobs)?,
                    size: i64::read(row, blobs + 1)?,
                };
                let is_named = Option::<ContentId>::read(row, texts)?.is_some();
                Self::File(Box::new(file), is_named.then(|| ContentRow::row_at(row, texts)).transpose()?)
            }
            _ => Self::Text(ContentRow::row_at(row, texts)?),
        })
    }
}

impl<C: ConnectionTrait> Records<C> {
    /// What lies around an application that was just found, with texts that its events name; those that are destroyed or missing
    /// are left out.
    pub async fn around(&self, found: &Found, wanted: &[ContentId]) -> Result<Surroundings, StorageError> {
        let columns = format!(
            "{}, {}, blob.media_type, blob.size, {}",
            PaperRow::list_of_table(),
            AttachmentRow::list_of_table(),
            ContentRow::list_of_table()
        );
        // a join that finds nothing gives the columns of the others their types. By a key that nothing has: on a condition that is false
        // SQLite goes through the whole table
        let (no_paper, no_file, no_text) = (
            "LEFT JOIN paper ON paper.id = NULL",
            "LEFT JOIN attachment ON attachment.id = NULL LEFT JOIN blob ON blob.name = NULL",
            "LEFT JOIN content ON content.id = NULL",
        );
        // the id of a text is the beginning of its reference
        let named = if self.is_postgres() {
            "CAST(encode(substring(attachment.file_name FROM 1 FOR 16), 'hex') AS uuid)"
        } else {
            "substr(attachment.file_name, 1, 16)"
        };
        let mut values = Vec::new();
        let mut parts = Vec::new();
        if found.around.papers > 0 || found.around.files > 0 {
            values.extend(values![found.row.id]);
        }
        if found.around.papers > 0 {
            parts.push(format!(
                "SELECT {}, {columns} FROM paper {no_file} {no_text} WHERE paper.application = $1",
                part(PAPER)
            ));
        }
        if found.around.files > 0 {
            parts.push(format!(
                "SELECT {}, {columns} FROM attachment JOIN blob ON blob.name = attachment.blob \
                 LEFT JOIN content ON content.id = {named} AND content.destroyed_at IS NULL {no_paper} \
                 WHERE attachment.owner = $1",
                part(FILE)
            ));
        }
        if !wanted.is_empty() {
            let places: Vec<String> =
                (values.len() + 1..=values.len() + wanted.len()).map(|place| format!("${place}")).collect();
            parts.push(format!(
                "SELECT {}, {columns} FROM content {no_paper} {no_file} \
                 WHERE content.id IN ({}) AND content.destroyed_at IS NULL",
                part(TEXT),
                places.join(", ")
            ));
            values.extend(wanted.iter().flat_map(|id| values![*id]));
        }
        let mut around = Surroundings::default();
        if parts.is_empty() {
            return Ok(around);
        }
        let vault = self.vault()?;
        let mut keep = |row: ContentRow| {
            let opened = Opened { digest: row.digest, plain: row.open(vault)? };
            around.texts.insert(row.id, opened);
            Ok::<_, StorageError>(())
        };
        for part in self.all::<Part>(&parts.join(" UNION ALL "), values).await? {
            match part {
                Part::Paper(row) => around.papers.push(*row),
                Part::File(row, name) => {
                    around.files.push(*row);
                    name.map(&mut keep).transpose()?;
                }
                Part::Text(row) => keep(row)?,
            }
        }
        around.papers.sort_by_key(|row| (row.created_at, row.id));
        around.files.sort_by_key(|row| (row.attachment.created_at, row.attachment.id));
        Ok(around)
    }
}
