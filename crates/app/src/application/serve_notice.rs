//! Record the service of a notice on which a period or a right depends: correction, fee, extension, delay, request for reasons,
//! the notice to a third party; and of that which tells of a split.
//!
//! Who: whoever sends papers. Precondition: the notice is written and not served. Changes: only now it counts; what was
//! served too late moves nothing, and the clock says so. Audit: the event with its proof. Told: nobody else.
//! Not here: writing the notice (`super::extend`, `super::request_reasons`, `super::record_opinion`), the reply (`super::serve`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::keep_scan::put_scan;
use super::serve::{Serving, service_of};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{ActionKind, Event, ProvisionWay, ServiceMethod};
use gongkai_domain::ids::{ApplicationId, PaperId};

/// Records the service of a notice.
///
/// # Errors
/// [`Refusal::Blocked`] for a notice that does not wait for it, or without the proof that the way of service asks for.
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
    case.step(Event::NoticeServed { paper, service })
}

/// What is known of the service of a notice to the applicant when it is written: what the clerk recorded with it; where the
/// applicant chose the portal, the notice lies there from that moment, and that is its service. Otherwise it waits.
pub(super) async fn served_with(
    case: &mut OpenCase<'_>,
    paper: PaperId,
    serving: Option<Serving>,
) -> Result<(), Refusal> {
    let is_portal = case.application.arrival.provision.way == ProvisionWay::Online;
    let serving = match serving {
        Some(serving) => serving,
        None if is_portal => Serving {
            recipient: None,
            method: ServiceMethod::Online,
            sent_on: Some(case.today),
            signed_on: None,
            is_refusal_witnessed: false,
            proof: format!(
                "申请人选择网上渠道，文书于{}在申请查询页面提供",
                case.now().format("%Y-%m-%d %H:%M")
            ),
            scan: None,
        },
        None => return Ok(()),
    };
    record(case, paper, serving).await
}
