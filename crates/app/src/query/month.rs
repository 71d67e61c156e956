//! The applications of one applicant in a calendar month, numbered as the fee by item counts them (《信息处理费管理办法》第四条).
//!
//! Not here: the tariff and the numbering (`gongkai_domain::fee`), asking for the fee (`crate::application::notice_fee`).

use crate::application::case::{fold, stream_of};
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{Datelike, NaiveDate};
use gongkai_domain::application::{Application, Charge, ClosingCause};
use gongkai_domain::fee::{CountingRule, Filing, Ordinals, month_ordinals};
use gongkai_domain::ids::ApplicationId;
use gongkai_storage::{ApplicationFilter, ApplicationRow, Order};

/// One application of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfMonth {
    /// Which.
    pub application: ApplicationId,
    /// Its registration number, or its reference before it has one.
    pub number: String,
    /// Day of receipt.
    pub received_on: NaiveDate,
    /// Its place; none where it does not count.
    pub ordinals: Option<Ordinals>,
    /// Why it does not count.
    pub left_out: Option<&'static str>,
}

/// The month of an application: everything the same applicant (同一申请人) applied for to this agency in it, in the order of
/// receipt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Month {
    /// The applications.
    pub all: Vec<OfMonth>,
}

impl Month {
    /// The place of one application.
    pub fn ordinals_of(&self, id: ApplicationId) -> Option<Ordinals> {
        self.all.iter().find(|one| one.application == id).and_then(|one| one.ordinals)
    }
}

/// Rows read at a time.
const AT_A_TIME: u32 = 500;

/// The month of an application; empty before it is received, and where the applicant cannot be recognised.
///
/// # Errors
/// Where the records cannot be read.
pub async fn month_of(office: &Office, row: &ApplicationRow) -> Result<Month, Refusal> {
    let (Some(key), Some(received_on)) = (row.applicant_key, row.received_on) else {
        return Ok(Month::default());
    };
    let first = received_on.with_day(1).unwrap_or(received_on);
    let next = first.checked_add_months(chrono::Months::new(1)).unwrap_or(NaiveDate::MAX);
    let filter = ApplicationFilter {
        applicant_key: Some(key),
        received_from: Some(first),
        received_until: next.pred_opt(),
        ..ApplicationFilter::of(row.agency)
    };
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = office.storage.applications(&filter, Order::Oldest, after, AT_A_TIME).await?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let (_, settings) = office.agency(row.agency).await?;
    let rule = settings.counting.fee_rule();
    let mut counted = Vec::new();
    for other in rows {
        let Some(received_on) = other.received_on else { continue };
        let stored = office.storage.events_of(&stream_of(other.id)).await?;
        // within a day the one that came first stands first
        let came = stored.first().map_or(0, |first| first.change);
        let application = fold(&stored)?;
        let left_out = left_out(&application, rule);
        let is_withdrawn = application.withdrawal.is_some();
        let filing = Filing { received_on, items: items_of(&application), is_withdrawn };
        counted.push((other, filing, left_out, came));
    }
    counted.sort_by_key(|(_, filing, _, came)| (filing.received_on, *came));
    let counting = counted.iter().filter(|(.., left_out, _)| left_out.is_none());
    let filings: Vec<Filing> = counting.map(|(_, filing, ..)| *filing).collect();
    let mut ordinals = month_ordinals(&filings, rule).into_iter();
    let all = counted
        .into_iter()
        .map(|(other, filing, left_out, _)| OfMonth {
            application: other.id,
            number: other.registration.unwrap_or(other.reference),
            received_on: filing.received_on,
            ordinals: if left_out.is_none() { ordinals.next().flatten() } else { None },
            left_out,
        })
        .collect();
    Ok(Month { all })
}

/// Why an application does not count; none where it does. Whether one that was withdrawn counts is a setting of the agency;
/// parts and copies are never counted twice.
fn left_out(application: &Application, rule: CountingRule) -> Option<&'static str> {
    if application.splitting.is_some() {
        return Some("已拆分，按拆分后的各件计");
    }
    if application.withdrawal.is_some() && !rule.counts_withdrawn {
        return Some("申请人已撤回");
    }
    let is_copy = matches!(application.closing_cause(), Some(ClosingCause::SubmittedTwice { .. }));
    is_copy.then_some("同一份申请重复提交")
}

/// Into how many items it was divided when it was charged; one otherwise.
fn items_of(application: &Application) -> u16 {
    match application.fee.as_ref().map(|fee| fee.charge) {
        Some(Charge::ByItem { items, .. }) => items.max(1),
        _ => 1,
    }
}
