//! Record the service of a notice on which a period or a right depends: correction, fee, extension, delay, request for reasons,
//! the notice to a third party; and of that which tells of a split.
//!
//! Who: whoever sends papers. Precondition: the notice is written and not served; its scan is there where it is served online. Changes: only now it counts; what was
//! served too late moves nothing, and the clock says so. Audit: the event with its proof. Told: nobody else.
//! Not here: writing the notice (`super::extend`, `super::request_reasons`, `super::record_opinion`), the reply (`super::serve`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::keep_scan::{must_have_scan, put_scan};
use super::serve::{Serving, service_of};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::{ApplicationId, PaperId};

/// Records the service of a notice.
///
/// # Errors
/// [`Refusal::Blocked`] for a notice that does not wait for it, or without the proof that the way of service asks for;
/// [`Refusal::Invalid`] for a service online without the scan.
pub async fn serve_notice(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    paper: PaperId,
    serving: Serving,
) -> Result<Moved, Refusal> {
    let permission = permission_of(ActionKind::RecordNoticeService);
    let mut opened = OpenCase::open(office, actor, id, seen, permission).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::RecordNoticeService)?;
        Box::pin(record(case, paper, serving)).await
    }
    .await?;
    opened.finish().await
}

async fn record(case: &mut OpenCase<'_>, paper: PaperId, serving: Serving) -> Result<(), Refusal> {
    if let Some(scan) = &serving.scan {
        put_scan(case, paper, scan).await?;
    }
    let service = service_of(case, &serving).await?;
    case.step(Event::NoticeServed { paper, service })?;
    must_have_scan(case, paper, serving.method).await
}

/// What is known of the service of a notice when it is written: what the clerk recorded with it. Otherwise it waits; so it does for
/// whoever chose the portal, until the stamped paper was scanned.
pub(super) async fn served_with(
    case: &mut OpenCase<'_>,
    paper: PaperId,
    serving: Option<Serving>,
) -> Result<(), Refusal> {
    match serving {
        Some(serving) => record(case, paper, serving).await,
        None => Ok(()),
    }
}
