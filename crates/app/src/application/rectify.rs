//! Put right what was recorded of an application when it came in (更正登记事项): who applies, the column of table 3, the agent,
//! the way and the day of its coming in, the form of provision.
//!
//! Who: head of the disclosure office. Precondition: not archived; way and day only while no paper rests on them. Changes: the
//! particulars as they stand from here on, with masked name, key, dates and column of the row; papers issued stay as they are.
//! Audit: the event with its sealed reason. Told: nobody. Not here: what the applicant corrects (`super::receive_correction`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use super::file::{column_of, counter_faults, key_of};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_domain::application::{ActionKind, ApplicantKind, Channel, Event, Provision};
use gongkai_domain::ids::{ApplicationId, ContentRef};
use gongkai_domain::personal::Applicant;
use serde::Serialize;

/// The particulars as they are to stand.
#[derive(Debug, Clone)]
pub struct Particulars {
    /// By which way it came.
    pub channel: Channel,
    /// Made orally.
    pub is_oral: bool,
    /// Day of arrival.
    pub arrived_on: NaiveDate,
    /// Who applies, the first first.
    pub applicants: Vec<Applicant>,
    /// The column of table 3 where it is not that of the first applicant.
    pub column: Option<ApplicantKind>,
    /// In which form the information is wanted.
    pub provision: Provision,
    /// What was wrong, and on which proof it is put right.
    pub reason: String,
}

/// Puts the particulars right today.
///
/// # Errors
/// [`Refusal::Invalid`] with every fault, also where nothing would change; [`Refusal::Blocked`], [`Refusal::Denied`].
pub async fn rectify(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    now: Particulars,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Rectify)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::Rectify)?;
        let faults = faults(&now, case.today);
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        let old = case.application.arrival.clone();
        let first = now.applicants.first().ok_or_else(|| Refusal::invalid("name", "填写申请人"))?;
        let applicant = kept(case, Some(old.applicant), first).await?;
        let mut joint_applicants = Vec::new();
        for (place, other) in now.applicants.iter().skip(1).enumerate() {
            let known = old.joint_applicants.get(place).copied();
            joint_applicants.push(kept(case, known, other).await?);
        }
        let agent = match &first.agent {
            Some(agent) => Some(kept(case, old.agent, agent).await?),
            None => None,
        };
        let applicant_kind = now.column.unwrap_or_else(|| column_of(first));
        let is_same = applicant == old.applicant
            && joint_applicants == old.joint_applicants
            && agent == old.agent
            && applicant_kind == old.applicant_kind
            && (now.channel, now.is_oral, now.arrived_on) == (old.channel, old.is_oral, old.arrived_on)
            && now.provision == old.provision;
        if is_same {
            return Err(Refusal::invalid("reason", "没有更正任何登记事项"));
        }
        let reason = case.keep(now.reason.trim()).await?;
        case.step(Event::ParticularsRectified {
            on: case.today,
            channel: now.channel,
            is_oral: now.is_oral,
            arrived_on: now.arrived_on,
            applicant_kind,
            applicant,
            joint_applicants,
            agent,
            provision: now.provision,
            reason,
        })?;
        case.row.applicant_masked = first.masked_name();
        case.row.applicant_key = key_of(office, &now.applicants)?;
        Ok(())
    }
    .await?;
    opened.finish().await
}

fn faults(now: &Particulars, today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    if now.reason.trim().is_empty() {
        faults.push(Fault::new("reason", "写明原登记有什么错误、依据什么材料更正"));
    }
    if now.arrived_on > today {
        faults.push(Fault::new("arrived_on", "收到日期不能晚于今天"));
    }
    if now.is_oral && now.channel != Channel::InPerson {
        faults.push(Fault::new("channel", "口头申请以当面提交登记"));
    }
    for (place, applicant) in now.applicants.iter().enumerate() {
        faults.extend(counter_faults(applicant, today).into_iter().map(|fault| match place {
            0 => fault,
            _ => Fault::new("joint", format!("第{}名申请人：{}", place + 1, fault.text)),
        }));
    }
    faults
}

/// The content of a record: the one that is kept where it reads the same.
async fn kept<T: Serialize>(
    case: &OpenCase<'_>,
    known: Option<ContentRef>,
    value: &T,
) -> Result<ContentRef, Refusal> {
    let text = serde_json::to_string(value).map_err(|e| Refusal::Defect(e.to_string()))?;
    if let Some(known) = known
        && case.text(known).await? == text
    {
        return Ok(known);
    }
    case.keep(&text).await
}
