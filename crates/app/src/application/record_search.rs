//! Keep the record of a search: who, when, where, by which words, with which result.
//!
//! Who: case handler. Precondition: registered and not signed off. Changes: the record on file, without which 信息不存在 cannot
//! be answered. Audit: the event. Told: nobody. Not here: the reply (`super::draft_reply`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::dossier::SearchText;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Event};
use gongkai_domain::ids::ApplicationId;

/// A search that was made.
#[derive(Debug, Clone)]
pub struct Searching {
    /// The day.
    pub on: NaiveDate,
    /// First day of the period searched.
    pub from: NaiveDate,
    /// Last day of the period searched.
    pub to: NaiveDate,
    /// Whether something was found.
    pub is_found: bool,
    /// Scope, words, result.
    pub text: SearchText,
    /// The matters for which was searched; none for all.
    pub matters: Vec<u32>,
}

/// Records a search by whoever is signed in.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing, [`Refusal::Blocked`].
pub async fn record_search(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    searching: Searching,
) -> Result<Moved, Refusal> {
    let searcher = actor.member()?.person.id;
    let mut faults = Vec::new();
    if searching.text.scope.trim().is_empty() {
        faults.push(Fault::new("places", "填写检索范围"));
    }
    if searching.text.terms.is_empty() {
        faults.push(Fault::new("terms", "填写检索关键词"));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::RecordSearch)).await?;
    let case = &mut opened;
    async {
        let record = case.keep_json(&searching.text).await?;
        let Searching { on, from, to, is_found, matters, .. } = searching;
        // where there is one, it is the one
        let matters = if case.application.matters.len() > 1 { matters } else { Vec::new() };
        case.step(Event::SearchRecorded { on, searcher, from, to, is_found, record, matters })
    }
    .await?;
    opened.finish().await
}
