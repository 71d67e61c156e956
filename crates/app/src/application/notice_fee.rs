//! Ask for the information-processing fee, and record that the notice arrived and the fee was paid (《条例》第四十二条).
//!
//! Who: disclosure office. Precondition: registered, not asked before, something to charge by the tariff. Changes: the notice
//! with its number; once it is served the count stops, and it starts anew after payment. Audit: the events. Told: the applicant, by the notice.
//! Not here: the tariff (`gongkai_domain::fee`), counting the month of the applicant (`crate::query::month`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::serve::Serving;
use super::serve_notice::served_with;
use super::together::separate;
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::{self, Dossier};
use crate::query::month::month_of;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Charge, Event, OrdinalBasis};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Procedural;
use serde_json::Value;

/// What is charged, from the fields of the notice. The ordinal is that of the register unless another one is written.
fn charge(fields: &Value, counted: Option<u16>) -> Result<Charge, Refusal> {
    let count = |name: &str| fields.get(name).and_then(Value::as_u64).unwrap_or(0);
    match fields.get("method").and_then(Value::as_str) {
        Some("by_item") => Ok(Charge::ByItem {
            first: match count("first_ordinal") {
                0 => counted.unwrap_or(0),
                written => u16::try_from(written).unwrap_or(u16::MAX),
            },
            items: u16::try_from(count("items").max(1)).unwrap_or(u16::MAX),
        }),
        Some("by_quantity") => {
            Ok(Charge::ByQuantity { pages: u32::try_from(count("pages")).unwrap_or(u32::MAX) })
        }
        _ => Err(Refusal::invalid("method", "选择收费方式")),
    }
}

/// Notices a fee today; `fields` are those of the notice. Charged by item, the ordinal of the month is counted from the register;
/// where the fields name another one, `correction` says why. `serving` is what is known of the service of the notice already.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing from the notice, [`Refusal::Blocked`].
pub async fn notice_fee(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    mut fields: Value,
    correction: &str,
    serving: Option<Serving>,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::NoticeFee)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::NoticeFee)?;
        let counted =
            Box::pin(month_of(office, &case.row)).await?.ordinals_of(id).map(|ordinals| ordinals.first);
        let charge = charge(&fields, counted)?;
        if let Charge::ByItem { first, items } = charge {
            fields["first_ordinal"] = first.into();
            fields["items"] = items.into();
        }
        let reason = case.keep_some(correction).await?;
        let ordinal = match charge {
            Charge::ByItem { .. } => counted.map(|counted| OrdinalBasis { counted, reason }),
            Charge::ByQuantity { .. } => None,
        };
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let written =
            paper::issue(case, &dossier, Procedural::FeeNotice.into(), &fields, case.today, None).await?;
        let amount = charge.fee().total;
        let (on, notice) = (case.today, written.reference.paper);
        let paper = written.reference;
        case.step(Event::FeeNoticed { on, charge, amount, ordinal, paper, awaits_service: true })?;
        Box::pin(served_with(case, notice, serving)).await?;
        separate(case).await
    }
    .await?;
    opened.finish().await
}

/// Records the day on which the fee notice reached the applicant.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_fee_notice_receipt(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    proof: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RecordFeeNoticeReceipt)).await?;
    let case = &mut opened;
    async {
        let proof = case.keep_some(proof).await?;
        case.step(Event::FeeNoticeReceived { on, proof })
    }
    .await?;
    opened.finish().await
}

/// Records that the fee was paid, in the amount of the notice.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_payment(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
) -> Result<Moved, Refusal> {
    record_payment_with(office, actor, id, seen, on, "").await
}

/// The same, with the number of the treasury's receipt.
///
/// # Errors
/// As [`record_payment`].
pub async fn record_payment_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    receipt: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ReceivePayment)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::ReceivePayment)?;
        let amount = case.application.fee.as_ref().map(|fee| fee.amount).unwrap_or_default();
        let receipt = case.keep_some(receipt).await?;
        case.step(Event::Paid { on, amount, receipt })
    }
    .await?;
    opened.finish().await
}
