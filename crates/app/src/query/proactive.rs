//! What goes over from answering on request to proactive disclosure (主动公开政府信息移送明细表): the list of a year, and the
//! same as a file.
//!
//! Not here: marking it (`crate::application::promote`), the page (`gongkai-web`).

use super::case::{above, target_of};
use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{Datelike as _, NaiveDate};
use gongkai_domain::application::PromotionGround;
use gongkai_domain::ids::ContentRef;
use gongkai_domain::staff::{Permission, Reach, Target, reach_on};
use gongkai_storage::{MarkKind, NewAudit};

/// A line of the list.
#[derive(Debug, Clone)]
pub struct Promoted {
    /// The registration number of the application.
    pub number: String,
    /// Which matter of it.
    pub matter: u32,
    /// What was asked for.
    pub request: String,
    /// The day on which it was marked.
    pub on: NaiveDate,
    /// On what ground.
    pub ground: PromotionGround,
    /// What is to be disclosed, and where.
    pub reason: String,
    /// The day of the reply that gave it.
    pub replied_on: Option<NaiveDate>,
}

/// Most lines of a year.
const LINES: u32 = 2000;

/// The list of a year, as far as the asker may mark what is in it; the newest first.
///
/// # Errors
/// [`Refusal::Denied`] for who may mark nothing.
pub async fn promoted(office: &Office, actor: &Actor, year: i32) -> Result<Vec<Promoted>, Refusal> {
    let person = &actor.member()?.person;
    let (agency, today) = (person.agency, office.today());
    if reach_on(person, Permission::PromoteToProactive, today).0 == Reach::Nothing {
        actor.must(Permission::PromoteToProactive, Target::agency(agency), today)?;
    }
    let from = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
    let until = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    let marks = office.storage.marks(agency, MarkKind::Proactive, (from, until), LINES).await?;
    let above = above(office, agency).await?;
    let mut lines = Vec::new();
    for mark in marks {
        let Some(row) = office.storage.application(mark.application).await? else { continue };
        if actor.must(Permission::PromoteToProactive, target_of(&row, &above), today).is_err() {
            continue;
        }
        let application = fold(&office.storage.events_of(&stream_of(row.id)).await?)?;
        let matter = u32::try_from(mark.place).unwrap_or(0);
        let Some(promotion) = application.promotions.iter().find(|known| known.matter == matter) else {
            continue;
        };
        let request = application.matters.iter().find(|known| known.number == matter);
        lines.push(Promoted {
            number: row.registration.clone().unwrap_or_else(|| row.reference.clone()),
            matter,
            request: text(office, request.map(|matter| matter.request)).await?,
            on: promotion.on,
            ground: promotion.ground,
            reason: text(office, Some(promotion.reason)).await?,
            replied_on: row.replied_on,
        });
    }
    Ok(lines)
}

async fn text(office: &Office, reference: Option<ContentRef>) -> Result<String, Refusal> {
    let Some(reference) = reference else { return Ok(String::new()) };
    Ok(String::from_utf8_lossy(&office.storage.content(reference).await?).into_owned())
}

/// Heads of the list as a file.
const HEADS: [&str; 7] =
    ["登记编号", "申请内容序号", "申请内容", "答复日期", "转为主动公开的日期", "依据", "拟公开的内容和栏目"];

/// The list of a year as a table of texts, heads first; that it was taken out is written into the audit log.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn export(office: &Office, actor: &Actor, year: i32) -> Result<Vec<Vec<String>>, Refusal> {
    let promoted = promoted(office, actor, year).await?;
    let agency = actor.member()?.person.agency;
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: "export_proactive".to_owned(),
        object_kind: "agency".to_owned(),
        object_id: Some(agency.0),
        document: serde_json::json!({ "year": year, "lines": promoted.len() }).to_string(),
    })
    .await?;
    tx.commit().await?;
    let heads = HEADS.iter().map(|head| (*head).to_owned()).collect();
    let line = |line: Promoted| {
        vec![
            line.number,
            line.matter.to_string(),
            line.request,
            line.replied_on.map(|on| on.to_string()).unwrap_or_default(),
            line.on.to_string(),
            line.ground.label().to_owned(),
            line.reason,
        ]
    };
    Ok(std::iter::once(heads).chain(promoted.into_iter().map(line)).collect())
}

/// The years that somebody may ask for: from the first of the records to this one, the newest first.
pub fn years(office: &Office) -> Vec<i32> {
    let this = office.today().year();
    (this - 5..=this).rev().collect()
}
