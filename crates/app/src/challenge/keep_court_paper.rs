//! Keep a paper that the organ of reconsideration, the court or another party sent: copy, notice, decision, judgment.
//!
//! Who: whoever keeps challenges, or handles the case. Precondition: the case is not in the archive. Changes: a file of the
//! case with its kind and the day on which it came in. Audit: the event. Told: nobody.
//! Not here: which files are taken (`crate::upload`), what a decision does (`super::decide`), opening one
//! (`crate::query::challenge`).

use super::case::{Moved, OpenChallenge};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::upload::{self, Stored};
use chrono::NaiveDate;
use gongkai_domain::challenge::{CourtPaper, Event};
use gongkai_domain::ids::ChallengeId;

/// The kind of owner of the files of a challenge.
pub const OWNER: &str = "challenge";

/// Keeps the files of a paper that came in on a day.
///
/// # Errors
/// [`Refusal::Invalid`] without a file, [`Refusal::Blocked`].
pub async fn keep_court_paper(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    (kind, on): (CourtPaper, NaiveDate),
    files: &[Stored],
) -> Result<Moved, Refusal> {
    if files.is_empty() {
        return Err(Refusal::invalid("court_paper", "选择文书的扫描件或者电子文件"));
    }
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    for stored in files {
        let docket = &case.docket;
        let file =
            upload::attach_one(office, &docket.tx, OWNER, id.0, stored, docket.at, &actor.word()).await?;
        case.step(Event::CourtPaperReceived { on, kind, file })?;
    }
    case.finish().await
}
