//! Ask a unit of the own house for help, and record its answer. Nothing is interrupted: only other agencies and third parties
//! suspend the count.
//!
//! Who: case handler or disclosure office. Precondition: registered and not answered. Changes: nothing in the period. Audit: the
//! events. Told: the unit, by the desk; of its answer the handler, by a message. Not here: the letter to another agency (`super::consult`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, Event, Helper};
use gongkai_domain::ids::{ApplicationId, DepartmentId};

/// What is asked of whom.
#[derive(Debug, Clone)]
pub struct Asking {
    /// What kind of unit.
    pub helper: Helper,
    /// Which division, where it is one.
    pub department: Option<DepartmentId>,
    /// What is asked.
    pub question: String,
}

/// Asks today.
///
/// # Errors
/// [`Refusal::Invalid`] without a question or for a division of another agency, [`Refusal::Blocked`].
pub async fn ask_assistance(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    asking: Asking,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::AskAssistance)).await?;
    let case = &mut opened;
    async {
        let department = asking.department.filter(|_| asking.helper == Helper::Division);
        if let Some(unit) = department {
            let known = case.tx.department(unit).await?;
            if known.is_none_or(|known| known.agency != case.row.agency) {
                return Err(Refusal::invalid("unit", "没有这一内设机构"));
            }
        }
        let question = case.keep_some(&asking.question).await?;
        let question = question.ok_or_else(|| Refusal::invalid("question", "写明请求协助的事项"))?;
        case.step(Event::AssistanceAsked { on: case.today, helper: asking.helper, department, question })
    }
    .await?;
    opened.finish().await
}

/// Records the answer to a request, which is named by its place, from 1.
///
/// # Errors
/// [`Refusal::Invalid`] for an empty answer, [`Refusal::Blocked`].
pub async fn receive_assistance(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    request: u32,
    on: NaiveDate,
    answer: &str,
) -> Result<Moved, Refusal> {
    let mut opened =
        OpenCase::open(office, actor, id, seen, permission_of(ActionKind::ReceiveAssistance)).await?;
    let case = &mut opened;
    async {
        let answer = case.keep_some(answer).await?;
        let answer = answer.ok_or_else(|| Refusal::invalid("answer", "填写答复要点"))?;
        case.step(Event::AssistanceAnswered { on, request, answer })
    }
    .await?;
    opened.finish().await
}
