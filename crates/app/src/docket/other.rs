//! Requests to correct records and complaints: filed with a reference and a query code, opened by their reference, kept with
//! the row that lists show.
//!
//! Not here: their verbs (`crate::record_correction`, `crate::complaint`), challenges (`crate::challenge`).

use super::{Docket, FormTurn, OpenDocket, begin_once, changed_form, has_all};
use crate::actor::Actor;
use crate::agency::ended_words;
use crate::office::Office;
use crate::portal::token::same;
use crate::portal::upload::{self, Stored};
use crate::refusal::Refusal;
use chrono::{Datelike as _, NaiveDate};
use gongkai_domain::ids::{AgencyId, ContentRef, Digest};
use gongkai_domain::personal::normalise_number;
use gongkai_domain::staff::Permission;
use gongkai_storage::{OtherCaseRow, Tx};
use uuid::Uuid;

/// Letters of a query code, as of an application.
const CODE_LETTERS: usize = 8;

/// A kind of case that is kept in the table of other cases.
pub trait OtherKind: Docket {
    /// The key of the kind in rows.
    const KIND: &'static str;
    /// How its references begin.
    const PREFIX: &'static str;
    /// What somebody must be permitted to handle it.
    const PERMISSION: Permission;

    /// Brings the columns that follow from the events up to date.
    fn project(&self, row: &mut OtherCaseRow);
}

/// What a use case left behind.
#[derive(Debug, Clone)]
pub struct OtherMoved<C> {
    /// The row as it is kept now.
    pub row: OtherCaseRow,
    /// The case as it is now.
    pub case: C,
}

/// A filed case, as its sender needs it. The code is told once and kept only as a digest.
#[derive(Debug, Clone)]
pub struct OtherFiled<C> {
    /// The public reference.
    pub reference: String,
    /// The query code.
    pub code: String,
    /// The case.
    pub moved: OtherMoved<C>,
}

/// A case under the hand of a use case.
#[derive(Debug)]
pub struct OpenOther<'a, C: OtherKind> {
    /// The case with its stream.
    pub docket: OpenDocket<'a, C>,
    /// The row.
    pub row: OtherCaseRow,
}

impl<'a, C: OtherKind> OpenOther<'a, C> {
    /// Opens a case of a reference for whoever may handle it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refusal::Conflict`].
    pub async fn open(
        office: &'a Office,
        actor: &'a Actor,
        reference: &str,
        seen: Option<i64>,
    ) -> Result<Self, Refusal> {
        let row = office.storage.other_case_by_reference(reference).await?;
        let row = row.filter(|row| row.kind == C::KIND).ok_or(Refusal::NotFound)?;
        let docket = OpenDocket::load(office, actor, row.agency, row.id, seen).await?;
        let row = docket.tx.other_case(row.id).await?.ok_or(Refusal::NotFound)?;
        docket.must(C::PERMISSION, row.department, row.handler).await?;
        Ok(Self { docket, row })
    }

    /// Keeps everything.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] where somebody else was first; nothing is kept then.
    pub async fn finish(mut self) -> Result<OtherMoved<C>, Refusal> {
        self.docket.case.project(&mut self.row);
        if let Some((sequence, change)) = self.docket.append().await? {
            (self.row.sequence, self.row.change) = (sequence, change);
        }
        self.docket.tx.save_other_case(&self.row).await?;
        self.docket.tx.commit().await?;
        Ok(OtherMoved { row: self.row, case: self.docket.case })
    }
}

/// What every filing has.
#[derive(Debug)]
pub struct Filing<'f> {
    /// The agency in whose chain it stands.
    pub agency: AgencyId,
    /// The day it came.
    pub arrived_on: NaiveDate,
    /// The sender's name, masked.
    pub masked: String,
    /// What tells one sender from another, as text that is only digested.
    pub sender: Option<String>,
    /// What else the row keeps, as JSON text.
    pub document: String,
    /// Files that came with it.
    pub files: &'f [Stored],
    /// A word that makes a double submit the same case: the form's token.
    pub once: Option<&'f str>,
    /// What is written in the form, to tell a double submit from a second case under the same word; only digested.
    pub content: String,
}

/// Contents of a filing as they are kept: its subject for lists, and its first event under a reference.
#[derive(Debug)]
pub struct First<E> {
    /// What it is about.
    pub subject: ContentRef,
    /// The first event.
    pub event: E,
}

/// A transaction in which a case may be filed.
#[derive(Debug)]
pub struct Begun {
    /// The transaction, with the chain locked.
    pub tx: Tx,
    /// The reference given.
    pub reference: String,
    code: String,
    key: Option<String>,
}

/// Begins to file: the chain locked, the word of the form taken, a reference given. Of two with the same word the second
/// gets the case of the first.
///
/// # Errors
/// Where the records cannot be written.
pub async fn begin<C: OtherKind>(
    office: &Office,
    filing: &Filing<'_>,
) -> Result<Result<Begun, OtherFiled<C>>, Refusal> {
    let (agency, _) = office.agency(filing.agency).await?;
    if !agency.exists_on(office.today()) {
        return Err(Refusal::invalid("agency", ended_words(office, &agency, office.today()).await?));
    }
    let tx = office.storage.begin().await?;
    tx.lock_chain(filing.agency).await?;
    let code = match filing.once {
        Some(word) => Office::letters(&office.recognise("query code of a form", word)?.0[..CODE_LETTERS]),
        None => office.code(CODE_LETTERS),
    };
    let turn = begin_once(office, &tx, C::KIND, filing.once, &filing.content).await?;
    let key = match &turn {
        FormTurn::First(key) => key.clone(),
        FormTurn::Again(id) | FormTurn::Changed(id) => {
            let id: Uuid = id.parse().map_err(|_| Refusal::Defect(format!("{id:?} is no case")))?;
            let row = tx.other_case(id).await?.ok_or(Refusal::NotFound)?;
            if matches!(turn, FormTurn::Changed(_)) || !has_all(&tx, id, filing.files).await? {
                return Err(changed_form(&row.reference));
            }
            let stored = tx.events_of(&gongkai_storage::Stream::new(C::STREAM, id)).await?;
            let case = super::folded::<C>(id, &stored)?;
            let reference = row.reference.clone();
            return Ok(Err(OtherFiled { reference, code, moved: OtherMoved { row, case } }));
        }
    };
    let year = filing.arrived_on.year();
    let serial = tx.next_number(filing.agency, C::KIND, year).await?;
    // the serial keeps it short and unique within the agency, the letters keep agencies apart and guessing idle
    let reference = format!("{}{year}{serial:05}{}", C::PREFIX, office.code(4));
    Ok(Ok(Begun { tx, reference, code, key }))
}

/// Files the case whose first event is ready.
///
/// # Errors
/// Where the records cannot be written.
pub async fn file<C: OtherKind>(
    office: &Office,
    actor: &Actor,
    filing: &Filing<'_>,
    begun: Begun,
    first: First<C::Event>,
) -> Result<OtherFiled<C>, Refusal> {
    let at = office.instant();
    let id = office.entropy().id(at);
    let Begun { tx, reference, code, key } = begun;
    let row = OtherCaseRow {
        id,
        agency: filing.agency,
        kind: C::KIND.to_owned(),
        reference: reference.clone(),
        registration: None,
        year: filing.arrived_on.year(),
        state: String::new(),
        arrived_on: filing.arrived_on,
        due_on: None,
        result_key: None,
        closed_on: None,
        handler: None,
        department: None,
        subject: Some(first.subject),
        applicant_masked: filing.masked.clone(),
        query_code: Some(code_digest(office, &reference, &code)?),
        applicant_key: filing
            .sender
            .as_deref()
            .map(|text| office.recognise("applicant", text))
            .transpose()?,
        sequence: 0,
        change: 0,
        document: filing.document.clone(),
    };
    let docket = OpenDocket::begin(office, actor, filing.agency, tx, id, first.event).await?;
    upload::attach_to(office, &docket.tx, C::KIND, &[id], filing.files, at, &actor.word()).await?;
    if let Some(key) = key {
        docket.tx.finish_once(&key, &id.to_string()).await?;
    }
    let moved = OpenOther { docket, row }.finish().await?;
    Ok(OtherFiled { reference, code, moved })
}

fn code_digest(office: &Office, reference: &str, code: &str) -> Result<Digest, Refusal> {
    office.recognise("query code", &format!("{reference} {code}"))
}

/// The case of a reference and query code. A reference that nobody has and a wrong code are answered alike, after the same
/// work.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn find(office: &Office, reference: &str, code: &str) -> Result<OtherCaseRow, Refusal> {
    let reference = normalise_number(reference);
    let row = office.storage.other_case_by_reference(&reference).await?;
    let given = code_digest(office, &reference, &normalise_number(code))?;
    let kept = row.as_ref().and_then(|row| row.query_code).unwrap_or(Digest([0; 32]));
    let is_right = same(&given, &kept);
    row.filter(|_| is_right).ok_or(Refusal::NotFound)
}

/// Whether a row is that of a complaint; else it is a request to correct a record.
pub fn is_complaint(row: &OtherCaseRow) -> bool {
    row.kind == gongkai_domain::complaint::Complaint::KIND
}

/// Whether a number is the reference of such a case, by how it begins.
pub fn is_reference(number: &str) -> bool {
    use gongkai_domain::{complaint::Complaint, record_correction::RecordCorrection};
    let number = normalise_number(number);
    [RecordCorrection::PREFIX, Complaint::PREFIX].iter().any(|prefix| number.starts_with(prefix))
}
