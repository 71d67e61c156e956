//! Record what became of a correction notice: that it reached the applicant, and the correction that came back on paper.
//!
//! Who: whoever records what comes in. Precondition: a correction was asked for. Changes: the period given begins, or the reply
//! period starts anew. Audit: the event. Told: the handler, by a message. Not here: a correction sent in the
//! portal (by the applicant).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::file::{COUNTER_MATTERS, MATTER_LETTERS, MATTERS};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::upload::{self, Stored};
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Event, Matter};
use gongkai_domain::ids::ApplicationId;

/// Records the day on which the notice reached the applicant; `proof` is a postal number or how it is known.
///
/// # Errors
/// [`Refusal::Blocked`].
pub async fn record_notice_receipt(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    on: NaiveDate,
    proof: &str,
) -> Result<Moved, Refusal> {
    let permission = permission_of(ActionKind::RecordCorrectionNoticeReceipt);
    let mut opened = OpenCase::open(office, actor, id, seen, permission).await?;
    let case = &mut opened;
    async {
        let proof = case.keep_some(proof).await?;
        case.step(Event::CorrectionNoticeReceived { on, proof })
    }
    .await?;
    opened.finish().await
}

/// A correction that came.
#[derive(Debug, Clone)]
pub struct Correcting {
    /// The day of receipt.
    pub on: NaiveDate,
    /// What it says.
    pub content: String,
    /// The matters as they read now, by number, without those that were given up; new ones have the number 0. Empty where
    /// the correction leaves the matters as they were.
    pub matters: Vec<(u32, String)>,
    /// What came with it.
    pub files: Vec<Stored>,
}

impl Correcting {
    /// A correction without more.
    pub fn new(on: NaiveDate, content: impl Into<String>) -> Self {
        Self { on, content: content.into(), matters: Vec::new(), files: Vec::new() }
    }
}

/// Records a correction that came by hand or post.
///
/// # Errors
/// [`Refusal::Invalid`] for an empty one, [`Refusal::Blocked`].
pub async fn receive_correction(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    correcting: Correcting,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ReceiveCorrection)).await?;
    let case = &mut opened;
    async {
        let Correcting { on, content, matters, files } = correcting;
        let content = case.keep_some(&content).await?;
        let content = content.ok_or_else(|| Refusal::invalid("content", "填写补正内容"))?;
        let matters = revised(case, &matters).await?;
        case.step(Event::Corrected { on, content, matters })?;
        upload::attach(office, &case.tx, id, &files, case.at, &actor.word()).await
    }
    .await?;
    opened.finish().await
}

/// The matters as they read now. One that was not touched keeps its text as it is kept; nothing where none was.
pub(super) async fn revised(case: &OpenCase<'_>, matters: &[(u32, String)]) -> Result<Vec<Matter>, Refusal> {
    let written: Vec<(u32, &str)> = matters
        .iter()
        .map(|(number, text)| (*number, text.trim()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    if written.is_empty() {
        return Err(Refusal::invalid("matter.1", "补正后至少保留一项申请内容"));
    }
    // a paper of the counter may have had more than the form of the portal takes
    let known = case.application.matters.clone();
    let most = if case.actor.person().is_some() { COUNTER_MATTERS } else { MATTERS.max(known.len()) };
    if written.len() > most || written.iter().any(|(_, text)| text.chars().count() > MATTER_LETTERS) {
        let text = format!("申请内容不超过{most}项，每项不超过{MATTER_LETTERS}字");
        return Err(Refusal::invalid("matter.1", text));
    }
    let mut last = known.iter().map(|matter| matter.number).max().unwrap_or(0);
    let mut now = Vec::new();
    for (number, text) in written {
        let old = known.iter().find(|matter| matter.number == number);
        match old {
            Some(old) if case.text(old.request).await?.trim() == text => now.push(*old),
            Some(old) => now.push(Matter { number: old.number, request: case.keep(text).await? }),
            None => {
                last += 1;
                now.push(Matter { number: last, request: case.keep(text).await? });
            }
        }
    }
    Ok(if now == known { Vec::new() } else { now })
}
