//! Ask the applicant to correct the application, once and with everything (《条例》第三十条).
//!
//! Who: case handler or disclosure office. Precondition: within seven working days of receipt, not asked before. Changes: the
//! notice with its number; once it is served the count stops, and the correction starts it anew. Audit: the event. Told: the
//! applicant, by the notice.
//! Not here: the words of the notice (`gongkai_domain::notice`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::serve::Serving;
use super::serve_notice::served_with;
use super::together::separate;
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::{self, Dossier};
use crate::refusal::Refusal;
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Procedural;
use serde_json::Value;

/// Asks for correction today; `fields` are those of the notice, `serving` is what is known of its service already.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the notice, [`Refusal::Blocked`].
pub async fn ask_correction(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    mut fields: Value,
    serving: Option<Serving>,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::AskCorrection)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::AskCorrection)?;
        let within =
            fields.get("working_days").and_then(Value::as_u64).and_then(|days| u32::try_from(days).ok());
        let within = within.map_or(case.handling.correction_within, WorkingDays);
        fields["working_days"] = within.0.into();
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let written =
            paper::issue(case, &dossier, Procedural::CorrectionNotice.into(), &fields, case.today, None)
                .await?;
        let matters = case.keep(&asked(&fields)).await?;
        let (on, notice) = (case.today, written.reference.paper);
        let paper = written.reference;
        case.step(Event::CorrectionAsked { on, within, matters, paper, awaits_service: true })?;
        Box::pin(served_with(case, notice, serving)).await?;
        separate(case).await
    }
    .await?;
    opened.finish().await
}

/// What is to be corrected, with guidance, in one text.
fn asked(fields: &Value) -> String {
    let matters = fields.get("matters").and_then(Value::as_array);
    let mut lines: Vec<&str> = matters.into_iter().flatten().filter_map(Value::as_str).collect();
    lines.extend(fields.get("guidance").and_then(Value::as_str));
    lines.join("\n")
}
