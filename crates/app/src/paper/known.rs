//! What the records of a case know of the fields of a procedural paper: what is fixed by them, and what they propose.
//!
//! Not here: the words of the papers (`gongkai_domain::notice`), replies (`crate::application::draft_reply`).

use super::Dossier;
use crate::application::extend::notice_fields;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::notice::{PaperKind, Procedural};
use serde_json::{Value, json};

/// What the records know of a paper's fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// Fields that nobody writes otherwise: an editor shows them locked, and a use case puts them over what was sent.
    pub fixed: Value,
    /// Fields that a clerk may write otherwise.
    pub usual: Value,
}

impl Known {
    /// What was written, under what is fixed.
    pub fn over(&self, written: Value) -> Value {
        let mut fields = written;
        let Value::Object(fixed) = &self.fixed else { return fields };
        if let Value::Object(object) = &mut fields {
            object.extend(fixed.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        fields
    }

    /// Whether a field is fixed.
    pub fn is_fixed(&self, field: &str) -> bool {
        self.fixed.get(field).is_some()
    }
}

/// What is not known stays open.
fn without_gaps(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            Value::Object(object.into_iter().filter(|(_, value)| !value.is_null() && value != "").collect())
        }
        other => other,
    }
}

/// What the records of a case know of the fields of this paper today.
///
/// # Errors
/// Where the records cannot be read.
pub async fn known(office: &Office, dossier: &Dossier, kind: PaperKind) -> Result<Known, Refusal> {
    let PaperKind::Procedural(kind) = kind else { return Ok(Known::default()) };
    let application = &dossier.application;
    let (fixed, usual) = match kind {
        Procedural::ExtensionNotice => {
            let mut fixed = notice_fields(dossier)?;
            let reasons = fixed.as_object_mut().and_then(|object| object.remove("reasons"));
            (fixed, json!({ "reasons": reasons }))
        }
        Procedural::CorrectionNotice => {
            (json!({}), json!({ "working_days": dossier.settings.handling.correction_within.0 }))
        }
        Procedural::AssistanceRequest => {
            (json!({}), json!({ "working_days": dossier.settings.periods.agency_consultation.0 }))
        }
        Procedural::ConsultationNoticeToApplicant => {
            let last = application.consultations.last();
            let fixed = last.map(
                |last| json!({ "sent_on": last.sent_on, "of_agencies": last.with != Consulted::ThirdParty }),
            );
            (fixed.unwrap_or_default(), json!({}))
        }
        Procedural::WithdrawalConfirmation => {
            let fixed = match &application.withdrawal {
                Some(withdrawal) => {
                    let said = office.storage.content(withdrawal.statement).await?;
                    json!({ "withdrawn_on": withdrawal.on, "statement": String::from_utf8_lossy(&said) })
                }
                None => json!({}),
            };
            (fixed, json!({}))
        }
        Procedural::RegistrationRecord => {
            let confirmed = application.confirmation.as_ref();
            let mut fixed = assigned(office, dossier).await?;
            fixed["arrived_on"] = json!(application.arrival.arrived_on);
            fixed["confirmed_on"] = json!(confirmed.map(|confirmed| confirmed.on));
            if let Some(object) = fixed.as_object_mut() {
                object.remove("assigned_on");
            }
            let by = confirmed.map(|confirmed| confirmed.method.label());
            (fixed, json!({ "confirmed_by": by }))
        }
        Procedural::HandlingSheet => {
            let mut fixed = assigned(office, dossier).await?;
            fixed["proposed_reply"] = json!(application.draft().map(|draft| draft.reply.key()));
            (fixed, json!({}))
        }
        _ => (json!({}), json!({})),
    };
    Ok(Known { fixed: without_gaps(fixed), usual: without_gaps(usual) })
}

/// To whom the case was last given.
async fn assigned(office: &Office, dossier: &Dossier) -> Result<Value, Refusal> {
    let Some(last) = dossier.application.assignments.last() else { return Ok(json!({})) };
    let department = office.storage.department(last.department).await?.map(|row| row.name);
    let handler = last.handler.map(|person| dossier.name(person));
    Ok(json!({ "department": department, "handler": handler, "assigned_on": last.on }))
}
