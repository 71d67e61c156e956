//! Keep the scan of a stamped paper as the version that is served; the desk shows it, the applicant gets it.
//!
//! Who: whoever sends papers. Precondition: the paper is issued and not cancelled; a served one has no scan yet. Changes: the paper;
//! a scan that is replaced stays in the file. Audit: a line with the paper. Told: nobody.
//! Not here: which files are taken (`crate::upload`), serving (`super::serve`).

use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::upload::{self, Purpose, Stored};
use gongkai_domain::application::{Reason, ServiceMethod};
use gongkai_domain::ids::{ApplicationId, PaperId};
use gongkai_domain::staff::Permission;
use gongkai_storage::AttachmentRow;

/// Keeps a scan.
///
/// # Errors
/// [`Refusal::NotFound`] for a paper of another case, [`Refusal::Blocked`].
pub async fn keep_scan(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    paper: PaperId,
    scan: &Stored,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, Permission::Serve).await?;
    let case = &mut opened;
    async { put_scan(case, paper, scan).await }.await?;
    opened.finish().await
}

/// Puts a scan to a paper of an open case.
pub(super) async fn put_scan(case: &mut OpenCase<'_>, paper: PaperId, scan: &Stored) -> Result<(), Refusal> {
    let known = case.application.papers.iter().find(|known| known.paper.paper == paper);
    let known = known.ok_or(Refusal::NotFound)?;
    if known.voided_on.is_some() {
        return Err(blocked("paper_is_void", "文书已经作废，不能上传扫描件"));
    }
    let mut row = case.tx.paper(paper).await?.ok_or(Refusal::NotFound)?;
    let is_served = case.application.rounds.iter().any(|round| {
        !round.services.is_empty() && round.issued.as_ref().is_some_and(|issued| issued.paper.paper == paper)
    });
    // a notice is served by a record of its own
    if (is_served || known.service.is_some()) && row.scan.is_some() {
        return Err(blocked("scan_is_served", "送达文本已经存档，不能更换"));
    }
    if let Some(old) = row.scan {
        let file_name = case.keep(row.number_text.as_deref().unwrap_or("扫描件")).await?;
        case.tx
            .attach(&AttachmentRow {
                id: case.office.entropy().id(case.at),
                agency: case.row.agency,
                owner_kind: "application".to_owned(),
                owner: case.row.id.0,
                purpose: Purpose::ReplacedScan.key().to_owned(),
                file_name,
                blob: old,
                created_at: case.at,
                created_by: case.actor.word(),
            })
            .await?;
    }
    row.scan = Some(upload::keep(&case.tx, scan).await?);
    case.tx.save_paper(&row).await?;
    case.note("keep_scan", "paper", paper.0).await
}

/// What goes out over the net is the stamped paper itself: without its scan, or the file with the electronic seal, nothing is served
/// online (practice: what is printed is stamped, and the scan is kept as the version served).
pub(super) async fn must_have_scan(
    case: &OpenCase<'_>,
    paper: PaperId,
    method: ServiceMethod,
) -> Result<(), Refusal> {
    if method != ServiceMethod::Online {
        return Ok(());
    }
    let row = case.tx.paper(paper).await?.ok_or(Refusal::NotFound)?;
    match row.scan {
        Some(_) => Ok(()),
        None => Err(Refusal::invalid(Purpose::Scan.field(), NOT_STAMPED)),
    }
}

/// Told where a paper without its scan is to be served online.
const NOT_STAMPED: &str = "网上送达的应当是盖章文本，请选择盖章文书扫描件（加盖电子印章的，选择该文件）；没有盖章的，先用印，或者改用其他方式送达";

fn blocked(code: &'static str, text: &'static str) -> Refusal {
    Refusal::Blocked(vec![Reason::new(code, text)])
}
