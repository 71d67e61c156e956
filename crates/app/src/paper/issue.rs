//! Write a paper into a case: its checklist first, then a number of the series, then text and register.
//!
//! Not here: the step of the case that the paper belongs to (`crate::application`), the words (`gongkai_domain::notice`).

use super::Dossier;
use crate::application::OpenCase;
use crate::refusal::{Fault, Refusal};
use chrono::{Datelike, NaiveDate};
use gongkai_domain::application::PaperRef;
use gongkai_domain::ids::PaperId;
use gongkai_domain::notice::case::EarlierReply;
use gongkai_domain::notice::{Drafted, FieldsError, Missing, Paper, PaperKind, template};
use gongkai_domain::number::{NumberPattern, ReferenceNumber, Series, Suffix};
use gongkai_storage::PaperRow;
use serde_json::Value;

/// A paper that was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// What the event says of it.
    pub reference: PaperRef,
    /// The paper.
    pub paper: Paper,
}

/// Field names under which faults without a field of their own stand.
const WHOLE: &str = "paper";

/// A paper as far as its fields go.
///
/// # Errors
/// [`Refusal::Invalid`] where a field does not fit.
pub fn draft(
    dossier: &Dossier,
    kind: PaperKind,
    fields: &Value,
    on: NaiveDate,
    earlier: Option<EarlierReply>,
    number: Option<&str>,
) -> Result<Drafted, Refusal> {
    let case = dossier.case(earlier)?;
    let mut issue = dossier.issue(kind, on);
    issue.document_number = number.map(str::to_owned);
    template::draft(kind, fields, &case, &dossier.signing(on), &issue).map_err(|error| unfit(kind, &error))
}

/// Refuses a paper from which something is missing.
///
/// # Errors
/// [`Refusal::Invalid`] with everything that is missing.
pub fn check(drafted: Drafted) -> Result<Paper, Refusal> {
    drafted.finish().map_err(|missing| Refusal::Invalid(missing.into_iter().map(fault).collect()))
}

/// What is missing, as a fault of a form.
fn fault(missing: Missing) -> Fault {
    Fault::new(missing.field.unwrap_or(WHOLE), missing.reason)
}

/// Fields that do not fit the paper, as a fault of a form.
pub fn unfit(kind: PaperKind, error: &FieldsError) -> Refusal {
    match error {
        FieldsError::Unfit(text) => Refusal::invalid(WHOLE, format!("填写内容与文书不符：{text}")),
        FieldsError::Value { field, reason } => {
            let known = template::fields(kind).iter().find(|known| known.name == field);
            Refusal::invalid(known.map_or(WHOLE, |known| known.name), reason.clone())
        }
    }
}

/// Writes a paper of this day with the next number of its series.
///
/// # Errors
/// [`Refusal::Invalid`] with everything that is missing.
pub async fn issue(
    case: &OpenCase<'_>,
    dossier: &Dossier,
    kind: PaperKind,
    fields: &Value,
    on: NaiveDate,
    earlier: Option<EarlierReply>,
) -> Result<Written, Refusal> {
    check(draft(dossier, kind, fields, on, earlier.clone(), None)?)?;
    let numbered = if gongkai_compose::letter::is_sent(kind) {
        let (year, running) = case.next_number_of(Series::Document.key(), on.year()).await?;
        let pattern = pattern(case.settings.numbers.document(kind))?;
        Some((year, running, render(&pattern, year, running, Suffix::of(kind))))
    } else {
        None
    };
    let text = numbered.as_ref().map(|(_, _, text)| text.as_str());
    let paper = check(draft(dossier, kind, fields, on, earlier, text)?)?;
    let content = case.keep_json(&paper).await?;
    let id = PaperId(case.office.entropy().id(case.at));
    let row = PaperRow {
        id,
        agency: case.row.agency,
        application: Some(case.row.id),
        kind: kind.key().to_owned(),
        series: numbered.as_ref().map(|_| Series::Document.key().to_owned()),
        year: numbered.as_ref().map(|(year, ..)| *year),
        number: numbered.as_ref().map(|(_, running, _)| i64::from(*running)),
        number_text: text.map(str::to_owned),
        issued_on: Some(on),
        voided_on: None,
        voided_by: None,
        voided_because: None,
        content: Some(content),
        docx: None,
        pdf: None,
        scan: None,
        created_at: case.at,
        document: "{}".to_owned(),
    };
    case.tx.save_paper(&row).await?;
    Ok(Written { reference: PaperRef { paper: id, number: text.map(str::to_owned) }, paper })
}

/// A pattern that the agency set.
///
/// # Errors
/// [`Refusal::Defect`] for one that cannot be read.
pub fn pattern(text: &str) -> Result<NumberPattern, Refusal> {
    text.parse().map_err(|e| Refusal::Defect(format!("pattern {text:?}: {e}")))
}

/// A number as it is printed.
pub fn render(pattern: &NumberPattern, year: i32, running: u32, suffix: Option<Suffix>) -> String {
    pattern.render(ReferenceNumber { year: u16::try_from(year).unwrap_or(0), running, suffix })
}
