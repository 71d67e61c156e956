//! Tell the requester the outcome in writing (政府信息更正答复书).
//!
//! Who: whoever handles the request. Precondition: decided. Changes: a numbered paper on file, which waits for its service. Audit:
//! the event. Told: nobody yet; the requester by the service (`super::serve`). Not here: the words (`gongkai_domain::notice`),
//! cancelling it (`super::void_paper`).

use super::{FindingText, Moved, Open, RequestText, step};
use crate::actor::Actor;
use crate::docket::events;
use crate::office::Office;
use crate::paper::dossier::signing;
use crate::paper::issue::{Entry, check, enter, number, unfit};
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::ids::ContentRef;
use gongkai_domain::notice::case::{Addressee, Case, Issue};
use gongkai_domain::notice::{Drafted, PaperKind, Procedural, template};
use gongkai_domain::personal::Applicant;
use gongkai_domain::personal::applicant::Party;
use gongkai_domain::record_correction::{Event, Outcome, RecordCorrection};
use gongkai_storage::Stream;
use serde_json::{Value, json};

/// The paper of this case.
pub const PAPER: PaperKind = PaperKind::Procedural(Procedural::RecordCorrectionReply);

/// What the paper knows of the request.
#[derive(Debug, Clone)]
pub struct Known {
    /// The agency.
    pub agency: Agency,
    /// What it has set.
    pub settings: AgencySettings,
    /// The reference.
    pub reference: String,
    /// Who asks.
    pub requester: Applicant,
}

impl Known {
    /// The paper as far as its fields go.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] where a field does not fit.
    pub fn draft(&self, fields: &Value, on: NaiveDate, number: Option<&str>) -> Result<Drafted, Refusal> {
        let is_person = matches!(self.requester.party, Party::NaturalPerson(_));
        let name = self.requester.name().reveal().to_owned();
        let case = Case {
            registration_number: self.reference.clone(),
            confidential_names: vec![name.clone()],
            applicant: name,
            addressee: if is_person { Addressee::Person } else { Addressee::Organisation },
            ..Case::default()
        };
        let mut issue = Issue { title: self.settings.titles.get(&PAPER).cloned(), ..Issue::on(on) };
        issue.document_number = number.map(str::to_owned);
        template::draft(PAPER, fields, &case, &signing(&self.agency, &self.settings, on), &issue)
            .map_err(|error| unfit(PAPER, &error))
    }
}

/// What the records of the request know of the fields.
pub fn usual_fields(
    case: &RecordCorrection,
    text: &RequestText,
    finding: &FindingText,
    competent_agency: Option<&str>,
) -> Value {
    json!({
        "asked_on": case.received_on,
        "record": format!("{}：{}", text.record.trim(), text.wrong.trim()),
        "outcome": case.outcome.map(Outcome::key),
        "reasons": finding.reasons,
        "competent_agency": competent_agency.unwrap_or_default(),
    })
}

/// Answers today.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the paper, or where it tells another outcome; [`Refusal::Blocked`].
pub async fn answer(
    office: &Office,
    actor: &Actor,
    reference: &str,
    seen: Option<i64>,
    fields: Value,
) -> Result<Moved, Refusal> {
    let mut open = Open::open(office, actor, reference, seen).await?;
    let docket = &open.docket;
    let told = fields.get("outcome").and_then(Value::as_str);
    if let Some(outcome) = docket.case.outcome
        && told != Some(outcome.key())
    {
        return Err(Refusal::invalid(
            "outcome",
            format!("已作出的处理是“{}”，答复书应当一致", outcome.name()),
        ));
    }
    let stored = docket.tx.events_of(&Stream::new("record_correction", docket.id)).await?;
    let requester = events::<RecordCorrection>(&stored)?.into_iter().find_map(|event| match event {
        Event::Received { requester, .. } => Some(requester),
        _ => None,
    });
    let requester: ContentRef = requester.ok_or(Refusal::NotFound)?;
    let requester = serde_json::from_slice(&docket.tx.content(requester).await?)
        .map_err(|e| Refusal::Defect(format!("requester of {reference}: {e}")))?;
    let known = Known {
        agency: docket.agency.clone(),
        settings: docket.settings.clone(),
        reference: open.row.reference.clone(),
        requester,
    };
    let on = docket.today;
    check(known.draft(&fields, on, None)?)?;
    let entry = Entry {
        office,
        tx: &docket.tx,
        settings: &docket.settings,
        agency: docket.agency.id,
        application: None,
        at: docket.at,
    };
    let numbered = number(&entry, PAPER, on).await?;
    let text = numbered.as_ref().map(|numbered| numbered.text.as_str());
    let paper = check(known.draft(&fields, on, text)?)?;
    let paper = enter(&entry, PAPER, on, numbered, &paper).await?.paper;
    step(&mut open, Event::Answered { on, paper, awaits_service: true })?;
    open.finish().await
}
