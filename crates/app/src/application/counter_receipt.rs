//! The receipt that the counter hands over (登记回执): what came in, its numbers, by when a reply is due, and the query code.
//!
//! Who: who recorded the application, at once, or gave it a new code. Precondition: none. Changes: nothing. Audit: that the code
//! was shown, that it was printed, and that who applies was shown. Told: the applicant, by the paper in hand.
//! Not here: the official receipt as a paper of the register (`super::issue_paper`), a lost code (`super::reissue_code`).
//!
//! The code is kept sealed for a working day under who is to hand it over, and goes once to the page and once to the printed
//! sheet; afterwards both are made without it. A code that another one has replaced is on neither. The receipt proves who
//! applied: whoever may see that prints it in clear.

use super::file::Filed;
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::file::called;
use crate::paper::set::pdf;
use crate::portal::lost_code::shown;
use crate::portal::ticket::{self, Ticket};
use crate::query::case::{CaseView, Happened, view};
use crate::refusal::Refusal;
use chrono::{NaiveDateTime, TimeDelta};
use gongkai_compose::draft::{Block, Draft, Face, Run};
use gongkai_domain::application::Event;
use gongkai_domain::application::channel::RECEIPT_ARTICLE;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::paper::chinese_date;
use gongkai_domain::personal::Applicant;
use gongkai_domain::staff::Permission;
use gongkai_storage::NewAudit;
use serde::{Deserialize, Serialize};

/// The code of an application that was just recorded or given anew, until it was handed over.
#[derive(Clone, Serialize, Deserialize)]
struct Handover {
    application: ApplicationId,
    for_page: Option<String>,
    for_print: Option<String>,
}

impl std::fmt::Debug for Handover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handover").field("application", &self.application).finish_non_exhaustive()
    }
}

impl Ticket for Handover {
    const KIND: &'static str = "counter_receipt";
    const MINUTES: i64 = 8 * 60;
}

/// The receipt as page and sheet say it.
#[derive(Debug, Clone)]
pub struct CounterReceipt {
    /// The agency.
    pub agency: String,
    /// The public reference.
    pub reference: String,
    /// The registration number, once there is one.
    pub registration: Option<String>,
    /// The query code, this once.
    pub code: Option<String>,
    /// Whether the printed sheet would still bear the code.
    pub prints_code: bool,
    /// Line by line: who, when, how, by when.
    pub facts: Vec<(&'static str, String)>,
    /// What is asked for, by number.
    pub requests: Vec<String>,
    /// What happens next, in sentences.
    pub next: Vec<String>,
    /// The office, line by line.
    pub office: Vec<String>,
}

fn word(actor: &Actor, application: ApplicationId) -> String {
    format!("{} {application}", actor.word())
}

/// Keeps the code of what was just recorded for its receipt.
///
/// # Errors
/// Where the records cannot be written.
pub async fn keep(office: &Office, actor: &Actor, filed: &Filed) -> Result<(), Refusal> {
    keep_code(office, actor, filed.id, &filed.code).await
}

/// Keeps a code for the receipt that this person hands over.
///
/// # Errors
/// Where the records cannot be written.
pub async fn keep_code(
    office: &Office,
    actor: &Actor,
    application: ApplicationId,
    code: &str,
) -> Result<(), Refusal> {
    let (for_page, for_print) = (Some(code.to_owned()), Some(code.to_owned()));
    ticket::keep(office, &word(actor, application), &Handover { application, for_page, for_print }).await
}

/// Whether a code was given so lately that one may still be kept for its receipt: few pages need ask.
fn has_new_code(case: &CaseView, now: NaiveDateTime) -> bool {
    // a code is kept a moment after the event
    let since = now - TimeDelta::minutes(Handover::MINUTES) - TimeDelta::hours(1);
    let gives_code =
        |happened: &Happened| matches!(happened.event, Event::Arrived { .. } | Event::CodeReissued { .. });
    case.log.iter().any(|happened| gives_code(happened) && happened.at >= since)
}

async fn kept(office: &Office, actor: &Actor, case: &CaseView) -> Result<Handover, Refusal> {
    let application = case.dossier.row.id;
    let known = ticket::read::<Handover>(office, &word(actor, application)).await?;
    let mut in_force = Handover { application, for_page: None, for_print: None };
    let Some(known) = known.filter(|known| known.application == application) else { return Ok(in_force) };
    let row = &case.dossier.row;
    // a code that was replaced in the meantime opens nothing any more
    for (kept, place) in
        [(known.for_page, &mut in_force.for_page), (known.for_print, &mut in_force.for_print)]
    {
        if let Some(code) = kept
            && row.query_code == Some(office.recognise("query code", &format!("{} {code}", row.reference))?)
        {
            *place = Some(code);
        }
    }
    Ok(in_force)
}

/// Whether this person has still to hand over the receipt: the code was neither shown nor printed.
///
/// # Errors
/// Where the records cannot be read.
pub async fn is_waiting(office: &Office, actor: &Actor, case: &CaseView) -> Result<bool, Refusal> {
    if !has_new_code(case, office.now()) {
        return Ok(false);
    }
    let handover = kept(office, actor, case).await?;
    Ok(handover.for_page.is_some() && handover.for_print.is_some())
}

/// Whether a receipt tells the code that it has still to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// It does, for the only time.
    Code,
    /// It does not, and the code stays to be told.
    Nothing,
}

/// The receipt for the page. The code is on it once.
///
/// # Errors
/// [`Refusal::NotFound`]; where the records cannot be written.
pub async fn show(
    office: &Office,
    actor: &Actor,
    number: &str,
    telling: Telling,
) -> Result<(CaseView, CounterReceipt), Refusal> {
    let case = view(office, actor, number).await?;
    let mut handover = kept(office, actor, &case).await?;
    let code = if telling == Telling::Code { handover.for_page.take() } else { None };
    if code.is_some() {
        ticket::keep(office, &word(actor, case.dossier.row.id), &handover).await?;
        note(office, actor, &case, "show_query_code").await?;
    }
    let names = names(office, actor, &case).await?;
    let mut receipt = of(&case, names);
    receipt.code = code;
    receipt.prints_code = handover.for_print.is_some();
    Ok((case, receipt))
}

/// The receipt as a PDF, with a name for it. The code is on it once.
///
/// # Errors
/// [`Refusal::NotFound`]; where it cannot be set or the records cannot be written.
pub async fn print(
    office: &Office,
    actor: &Actor,
    number: &str,
    telling: Telling,
) -> Result<(Vec<u8>, String), Refusal> {
    let case = view(office, actor, number).await?;
    let mut handover = kept(office, actor, &case).await?;
    let names = names(office, actor, &case).await?;
    let mut receipt = of(&case, names);
    receipt.code = if telling == Telling::Code { handover.for_print.take() } else { None };
    if receipt.code.is_some() {
        ticket::keep(office, &word(actor, case.dossier.row.id), &handover).await?;
        note(office, actor, &case, "print_query_code").await?;
    }
    let bytes = pdf(draft(&case, receipt)).await?;
    let row = &case.dossier.row;
    Ok((bytes, called(row.registration.as_deref().unwrap_or(&row.reference), "登记回执", "pdf")))
}

async fn note(office: &Office, actor: &Actor, case: &CaseView, action: &str) -> Result<(), Refusal> {
    let row = &case.dossier.row;
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(row.agency),
        actor: actor.word(),
        action: action.to_owned(),
        object_kind: "application".to_owned(),
        object_id: Some(row.id.0),
        document: "{}".to_owned(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// Who applies, in clear for whoever may see it, which is written into the audit log; masked for others.
async fn names(office: &Office, actor: &Actor, case: &CaseView) -> Result<String, Refusal> {
    let applicants = &case.dossier.applicants;
    if actor.must(Permission::RevealPersonalData, case.target(), case.dossier.today).is_err() {
        return Ok(applicants.iter().map(Applicant::masked_name).collect::<Vec<_>>().join("、"));
    }
    note(office, actor, case, "reveal_applicant").await?;
    Ok(applicants.iter().map(|applicant| applicant.name().reveal()).collect::<Vec<_>>().join("、"))
}

/// What the records say, without the code.
fn of(case: &CaseView, names: String) -> CounterReceipt {
    let dossier = &case.dossier;
    let application = &dossier.application;
    let arrival = &application.arrival;
    let how =
        if arrival.is_oral { "口头申请，由工作人员代为填写" } else { arrival.channel.label() };
    let mut facts = vec![
        ("申请人", names),
        ("提交方式", how.to_owned()),
        ("信息的提供方式", arrival.provision.form.label().to_owned()),
        ("获取信息的途径", arrival.provision.way.label().to_owned()),
        ("到达日期", chinese_date(arrival.arrived_on)),
    ];
    let intake = dossier.intake();
    if !intake.tracking.trim().is_empty() {
        facts.push(("来件邮件号", intake.tracking.trim().to_owned()));
    }
    let mut next = Vec::new();
    if let Some(on) = application.received_on {
        facts.push(("收到申请之日", chinese_date(on)));
        if let Some(due) = &case.clock.due {
            let doubt = if due.provisional { "；暂定，有的年份放假安排尚未公布" } else { "" };
            facts.push(("答复期限", format!("{}前（含当日{doubt}）", chinese_date(due.on))));
            next.push(format!(
                    "依据《政府信息公开条例》第三十三条，本机关自收到申请之日起{}内答复。需要补正的，自收到补正的申请之日起重新计算；征求第三方和其他机关意见所需时间不计算在内；需要延长的，另行告知。",
                    gongkai_deadline::statute::REPLY.length
                ));
        }
    } else {
        facts.push(("收到申请之日", "待与申请人确认".to_owned()));
        next.push(format!(
            "{}（{RECEIPT_ARTICLE}）；本机关将尽快与您联系确认。",
            arrival.channel.receipt_rule()
        ));
    }
    if dossier.row.registration.is_none() {
        next.push("登记编号在登记后告知，也可以凭申请编号和查询码查询。".to_owned());
    }
    next.push(
        "凭申请编号（或者登记编号）和查询码，可以在本机关网站“依申请公开—查询进度”栏目查询办理进度、领取文书。"
            .to_owned(),
    );
    let contact = &dossier.settings.contact;
    let office = [
        ("联系部门", &contact.office_name),
        ("联系电话", &contact.phone),
        ("通信地址", &contact.address),
        ("邮政编码", &contact.post_code),
        ("办公时间", &contact.hours),
    ];
    let told = office.into_iter().filter(|(_, text)| !text.trim().is_empty());
    CounterReceipt {
        agency: dossier.agency.full_name.clone(),
        reference: dossier.row.reference.clone(),
        registration: dossier.row.registration.clone(),
        code: None,
        prints_code: false,
        facts,
        requests: dossier.requests().into_iter().map(|(_, text)| text.to_owned()).collect(),
        next,
        office: told.map(|(name, text)| format!("{name}：{text}")).collect(),
    }
}

fn draft(case: &CaseView, receipt: CounterReceipt) -> Draft {
    let body = |text: String| Block::Paragraph { runs: vec![Run { text, face: Face::FangSong }] };
    let heading = |text: &str| Block::Heading { level: 1, text: text.to_owned() };
    let mut blocks = vec![body(format!("申请编号：{}", receipt.reference))];
    blocks.extend(receipt.registration.map(|number| body(format!("登记编号：{number}"))));
    blocks.push(body(match &receipt.code {
        Some(code) => format!("查询码：{}（请妥善保管，不要告诉他人）", shown(code)),
        None => "查询码：已经在登记时告知；遗失的，可以凭身份证明到本机关补发。".to_owned(),
    }));
    blocks.push(heading("一、登记情况"));
    blocks.extend(receipt.facts.into_iter().map(|(name, text)| body(format!("{name}：{text}"))));
    blocks.push(heading("二、申请内容"));
    blocks.extend(
        (1..).zip(receipt.requests).map(|(number, text): (u32, _)| body(format!("{number}. {text}"))),
    );
    blocks.push(heading("三、办理和查询"));
    blocks.extend(receipt.next.into_iter().map(body));
    if !receipt.office.is_empty() {
        blocks.push(heading("四、联系方式"));
        blocks.extend(receipt.office.into_iter().map(body));
    }
    blocks.push(Block::Signature { text: receipt.agency.clone() });
    blocks.push(Block::SignedOn { text: chinese_date(case.dossier.today) });
    Draft {
        title: "政府信息公开申请登记回执".to_owned(),
        agency: receipt.agency,
        dated_on: Some(case.dossier.today),
        due_on: None,
        letterhead: None,
        blocks,
    }
}
