//! The service of the answer to a request or a complaint as it is recorded: with the next number of the service series, and what
//! proves it kept apart.
//!
//! Not here: the verbs (`crate::record_correction::serve`, `crate::complaint::serve`), the service of replies
//! (`crate::application::serve`).

use super::{Docket, OpenDocket};
use crate::application::serve::{SENT_BY_ITSELF, Serving};
use crate::paper::issue::{pattern, render};
use crate::refusal::Refusal;
use chrono::{Datelike as _, NaiveDate};
use gongkai_domain::application::{Service, ServiceMethod};
use gongkai_domain::number::Series;

/// The service, with the day that counts.
///
/// # Errors
/// [`Refusal::Invalid`] without a day; where the records cannot be written.
pub async fn service<C: Docket>(
    docket: &OpenDocket<'_, C>,
    serving: &Serving,
) -> Result<(NaiveDate, Service), Refusal> {
    let mut service = Service {
        method: serving.method,
        number: None,
        sent_on: serving.sent_on,
        signed_on: serving.signed_on,
        is_refusal_witnessed: serving.is_refusal_witnessed,
        proof: None,
        recipient: None,
    };
    let on = service.counts_on().ok_or_else(|| Refusal::invalid("sent_on", "填写送达日期"))?;
    let year = docket.today.year();
    let running = docket.tx.next_number(docket.agency.id, Series::Service.key(), year).await?;
    service.number = Some(render(&pattern(&docket.settings.numbers.service)?, year, running, None));
    let proof = match serving.proof.trim() {
        "" if serving.method == ServiceMethod::Online => SENT_BY_ITSELF,
        proof => proof,
    };
    service.proof = docket.keep_some(proof).await?;
    Ok((on, service))
}
