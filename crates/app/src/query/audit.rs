//! The audit log and the chain of events as the auditor sees them: read, verified, exported. Each of these is itself audited.
//!
//! Not here: writing the log (each use case writes its own line), its words (`super::audit_words`), verifying offline (`gongkai audit verify`).

use super::audit_words::{action_label, kind_label, more, paper_label};
use crate::actor::Actor;
use crate::docket::Docket as _;
use crate::docket::other::is_complaint;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use crate::report_facts::CHALLENGES;
use crate::upload::Purpose;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use gongkai_domain::complaint::Complaint;
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId, PaperId, PersonId};
use gongkai_domain::personal::normalise_number;
use gongkai_domain::record_correction::RecordCorrection;
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{
    AuditFilter, AuditRow, Broken, ChallengeRow, NewAudit, OtherCaseRow, StorageError, StoredEvent, Stream,
    write_line,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Name of the setting in which the last verification is kept.
const VERIFIED: &str = "chain_verified";
/// Lines read at a time for an export.
const AT_A_TIME: u32 = 1000;

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// A piece of a person's name or the whole login.
    pub person: String,
    /// A registration number, a reference or the number of a reconsideration or suit.
    pub case: String,
    /// An action's key.
    pub action: String,
    /// The first day, Beijing time.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

/// One line, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the log.
    pub id: i64,
    /// When, Beijing time.
    pub at: NaiveDateTime,
    /// Who.
    pub who: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// What else.
    pub more: String,
}

/// What the last verification of the chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// When, Beijing time.
    pub at: NaiveDateTime,
    /// How many events hold.
    pub events: i64,
    /// The digest of the last one.
    pub head: String,
    /// The first broken event and what is wrong with it.
    pub broken: Option<String>,
}

/// A page of the log.
#[derive(Debug)]
pub struct AuditView {
    /// The lines, the newest first.
    pub lines: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// The last verification.
    pub verified: Option<Verified>,
}

fn must(office: &Office, actor: &Actor, permission: Permission) -> Result<AgencyId, Refusal> {
    let agency = actor.member()?.person.agency;
    actor.must(permission, Target::agency(agency), office.today())?;
    Ok(agency)
}

/// The filter of what was asked; none where it names somebody or something that is not there.
async fn filter(office: &Office, agency: AgencyId, asked: &Asked) -> Result<Option<AuditFilter>, Refusal> {
    let mut filter = AuditFilter { agency: Some(agency), ..AuditFilter::default() };
    let person = asked.person.trim();
    if !person.is_empty() {
        let people = office.storage.people(agency).await?;
        let found = people.into_iter().find(|row| row.login == person || row.name.contains(person));
        let Some(found) = found else { return Ok(None) };
        filter.actor = Some(found.id.to_string());
    }
    let case = asked.case.trim();
    if !case.is_empty() {
        filter.objects = objects_of(office, agency, case).await?;
        if filter.objects.is_empty() {
            return Ok(None);
        }
    }
    filter.action = Some(asked.action.trim().to_owned()).filter(|action| !action.is_empty());
    filter.from = asked.from.map(instant);
    filter.before = asked.until.and_then(|until| until.checked_add_days(Days::new(1))).map(instant);
    Ok(Some(filter))
}

/// The cases of a number, with their papers and files: a line speaks of what was opened, and an auditor asks who opened anything
/// of a case.
async fn objects_of(office: &Office, agency: AgencyId, number: &str) -> Result<Vec<Uuid>, Refusal> {
    let storage = &office.storage;
    let mut cases = Vec::new();
    let application = match storage.application_by_typed_number(agency, number).await? {
        Some(row) => Some(row),
        None => storage.application_by_reference(&normalise_number(number)).await?,
    };
    let mut objects = Vec::new();
    if let Some(row) = application.filter(|row| row.agency == agency) {
        cases.push(row.id.0);
        objects.extend(storage.papers_of(row.id).await?.into_iter().map(|paper| paper.id.0));
    }
    for row in storage.challenges_numbered(agency, number).await? {
        cases.push(row.id.0);
        objects.extend(papers_told(&storage.events_of(&Stream::new(CHALLENGES, row.id.0)).await?));
    }
    let other = storage.other_case_by_reference(&normalise_number(number)).await?;
    if let Some(row) = other.filter(|row| row.agency == agency) {
        cases.push(row.id);
        objects.extend(papers_told(&storage.events_of(&Stream::new(stream_of_other(&row), row.id)).await?));
    }
    for case in &cases {
        objects.extend(storage.attachments_of(*case).await?.into_iter().map(|file| file.id));
    }
    objects.extend(cases);
    Ok(objects)
}

/// In which kind of stream the events of another case are kept.
fn stream_of_other(row: &OtherCaseRow) -> &'static str {
    if is_complaint(row) { Complaint::STREAM } else { RecordCorrection::STREAM }
}

/// The papers of which the events of a case speak.
fn papers_told(events: &[StoredEvent]) -> Vec<Uuid> {
    fn gather(value: &serde_json::Value, found: &mut Vec<Uuid>) {
        match value {
            serde_json::Value::Object(pairs) => {
                for (key, value) in pairs {
                    if key == "paper"
                        && let Some(id) = value.as_str().and_then(|text| text.parse().ok())
                    {
                        found.push(id);
                    }
                    gather(value, found);
                }
            }
            serde_json::Value::Array(several) => several.iter().for_each(|value| gather(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for event in events {
        if let Ok(value) = serde_json::from_str(&event.payload) {
            gather(&value, &mut found);
        }
    }
    found
}

/// The instant at which a day begins in Beijing.
fn instant(day: NaiveDate) -> DateTime<Utc> {
    (day.and_time(NaiveTime::MIN) - TimeDelta::hours(8)).and_utc()
}

/// Refuses days in the wrong order.
fn days(asked: &Asked) -> Result<(), Refusal> {
    match (asked.from, asked.until) {
        (Some(from), Some(until)) if until < from => {
            Err(Refusal::Invalid(vec![Fault::new("until", "截止日期不得早于起始日期")]))
        }
        _ => Ok(()),
    }
}

async fn note(
    office: &Office,
    actor: &Actor,
    agency: AgencyId,
    action: &str,
    document: serde_json::Value,
) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: action.to_owned(),
        object_kind: "audit".to_owned(),
        object_id: None,
        document: document.to_string(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// A page of the log; that it was read is written into it.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn audit(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    before: Option<i64>,
    limit: u32,
) -> Result<AuditView, Refusal> {
    let agency = must(office, actor, Permission::ReadAudit)?;
    days(asked)?;
    let rows = match filter(office, agency, asked).await? {
        Some(filter) => office.storage.audit(&filter, before, limit).await?,
        None => Vec::new(),
    };
    let next = rows.last().filter(|_| rows.len() == limit as usize).map(|row| row.id);
    let lines = lines(office, agency, &rows).await?;
    note(office, actor, agency, "audit_read", serde_json::json!({ "lines": lines.len() })).await?;
    Ok(AuditView { lines, next, verified: verified(office, agency).await? })
}

/// The lines in words.
async fn lines(office: &Office, agency: AgencyId, rows: &[AuditRow]) -> Result<Vec<Line>, Refusal> {
    let people = office.storage.people(agency).await?;
    let names: BTreeMap<PersonId, String> = people.into_iter().map(|row| (row.id, row.name)).collect();
    let departments = office.storage.departments(agency).await?;
    let mut known: BTreeMap<(String, Uuid), String> = BTreeMap::new();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let object = match (row.object_kind.as_str(), row.object_id) {
            ("person", Some(id)) => names.get(&PersonId(id)).cloned().unwrap_or_default(),
            ("department", Some(id)) => departments
                .iter()
                .find(|department| department.id.0 == id)
                .map(|department| department.name.clone())
                .unwrap_or_default(),
            (kind, Some(id)) => {
                let key = (kind.to_owned(), id);
                if !known.contains_key(&key) {
                    known.insert(key.clone(), object(office, kind, id).await?);
                }
                known.get(&key).cloned().unwrap_or_default()
            }
            (kind, None) => kind_label(kind).to_owned(),
        };
        lines.push(Line {
            id: row.id,
            at: gongkai_deadline::clock::beijing(row.at),
            who: who(&row.actor, &names),
            action: action_label(&row.action),
            object,
            more: more(&row.document, &names),
        });
    }
    Ok(lines)
}

/// What a line speaks of, in words: a case by its number, a paper or file with the case that it belongs to.
async fn object(office: &Office, kind: &str, id: Uuid) -> Result<String, Refusal> {
    let storage = &office.storage;
    let words = match kind {
        "agency" => storage.agency(AgencyId(id)).await?.map(|row| row.name),
        "application" | "challenge" | "record_correction" | "complaint" => number(office, kind, id).await?,
        "paper" => match storage.paper(PaperId(id)).await? {
            Some(row) => {
                let title = paper_label(&row.kind).unwrap_or("文书");
                let name = match &row.number_text {
                    Some(text) => format!("{title}（{text}）"),
                    None => title.to_owned(),
                };
                let case = match row.application {
                    Some(application) => number(office, "application", application.0).await?,
                    None => None,
                };
                Some(case.map_or_else(|| name.clone(), |case| format!("{case} {name}")))
            }
            None => None,
        },
        "attachment" => match storage.attachment(id).await? {
            Some(row) => {
                let purpose = Purpose::of(&row.purpose).map_or("附件", Purpose::label);
                let case = number(office, &row.owner_kind, row.owner).await?;
                Some(case.map_or_else(|| purpose.to_owned(), |case| format!("{case} {purpose}")))
            }
            None => None,
        },
        _ => None,
    };
    Ok(words.unwrap_or_else(|| kind_label(kind).to_owned()))
}

/// The number under which a case of any kind is known.
async fn number(office: &Office, kind: &str, id: Uuid) -> Result<Option<String>, Refusal> {
    let storage = &office.storage;
    Ok(match kind {
        "application" => {
            storage.application(ApplicationId(id)).await?.map(|row| row.registration.unwrap_or(row.reference))
        }
        "challenge" => match storage.challenge(ChallengeId(id)).await? {
            Some(ChallengeRow { reference: Some(number), .. }) => Some(number),
            Some(ChallengeRow { application: Some(application), .. }) => {
                let row = storage.application(application).await?;
                row.map(|row| {
                    format!("{}（{}）", kind_label(kind), row.registration.unwrap_or(row.reference))
                })
            }
            _ => None,
        },
        _ => storage.other_case(id).await?.map(|row| row.registration.unwrap_or(row.reference)),
    })
}

fn who(actor: &str, names: &BTreeMap<PersonId, String>) -> String {
    match actor {
        "applicant" => "申请人".to_owned(),
        "command_line" => "命令行".to_owned(),
        "sign_in" => "登录程序".to_owned(),
        actor => match actor.parse::<PersonId>() {
            Ok(id) => names.get(&id).cloned().unwrap_or_else(|| "其他机关人员".to_owned()),
            Err(_) => "系统".to_owned(),
        },
    }
}

async fn verified(office: &Office, agency: AgencyId) -> Result<Option<Verified>, Refusal> {
    let Some(text) = office.storage.setting(Some(agency), VERIFIED).await? else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|e| Refusal::Defect(format!("verification: {e}")))
}

/// Verifies the chain of one's own agency, and keeps what was found.
///
/// # Errors
/// [`Refusal::Denied`]. A broken chain is no refusal but a finding.
pub async fn verify(office: &Office, actor: &Actor) -> Result<Verified, Refusal> {
    let agency = must(office, actor, Permission::VerifyChain)?;
    let at = office.now();
    let found = match office.storage.verify_agency(agency).await {
        Ok(summary) => Verified { at, events: summary.events, head: summary.head.to_string(), broken: None },
        Err(StorageError::Chain(broken)) => Verified {
            at,
            events: broken.position.saturating_sub(1),
            head: String::new(),
            broken: Some(broken_words(&broken)),
        },
        Err(other) => return Err(other.into()),
    };
    let text = serde_json::to_string(&found).map_err(|e| Refusal::Defect(e.to_string()))?;
    let tx = office.storage.begin().await?;
    tx.set_setting(Some(agency), VERIFIED, &text, office.instant()).await?;
    tx.commit().await?;
    let document = serde_json::json!({ "events": found.events, "is_whole": found.broken.is_none() });
    note(office, actor, agency, "chain_verified", document).await?;
    Ok(found)
}

fn broken_words(broken: &Broken) -> String {
    use gongkai_storage::Fault as Broke;
    let why = match &broken.fault {
        Broke::Sequence { expected, found } => format!("链上序号应为{expected}，实际为{found}"),
        Broke::OtherAgency(_) => "属于其他机关的链".to_owned(),
        Broke::Previous => "与上一事件的摘要不衔接".to_owned(),
        Broke::Digest => "内容与摘要不符，已被改动".to_owned(),
        Broke::Unreadable(_) => "无法辨认".to_owned(),
        Broke::Handing => "移交（承接）案卷，而另一机关的链中没有相应的事件".to_owned(),
        Broke::Head { sequence, .. } => format!("链在此中断，而记录的链尾是第{sequence}个事件"),
    };
    format!(
        "第{}个事件：{why}。请立即停止写入，保全数据目录，并报告本单位网络安全工作机构。",
        broken.position
    )
}

/// Who asks may verify the chain but not read the log: the security administrator sees this much.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn last_verified(office: &Office, actor: &Actor) -> Result<Option<Verified>, Refusal> {
    let agency = must(office, actor, Permission::VerifyChain)?;
    verified(office, agency).await
}

/// The log as a table of texts, heads first.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn export(office: &Office, actor: &Actor, asked: &Asked) -> Result<Vec<Vec<String>>, Refusal> {
    let agency = must(office, actor, Permission::ReadAudit)?;
    days(asked)?;
    let heads = ["序号", "时间", "人员", "操作", "对象", "说明"];
    let mut table = vec![heads.map(str::to_owned).to_vec()];
    if let Some(filter) = filter(office, agency, asked).await? {
        let mut before = None;
        loop {
            let rows = office.storage.audit(&filter, before, AT_A_TIME).await?;
            let Some(last) = rows.last() else { break };
            before = Some(last.id);
            for line in lines(office, agency, &rows).await? {
                let at = line.at.format("%Y-%m-%d %H:%M:%S").to_string();
                table.push(vec![line.id.to_string(), at, line.who, line.action, line.object, line.more]);
            }
        }
    }
    let document = serde_json::json!({ "lines": table.len() - 1 });
    note(office, actor, agency, "audit_exported", document).await?;
    Ok(table)
}

/// The chain of events of one's own agency, one event a line, as `gongkai audit verify --file` reads it.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn export_chain(office: &Office, actor: &Actor) -> Result<Vec<u8>, Refusal> {
    let agency = must(office, actor, Permission::ReadAudit)?;
    let mut text = Vec::new();
    let events = office.storage.export_chain(agency, |link| write_line(&mut text, &link)).await?;
    note(office, actor, agency, "chain_exported", serde_json::json!({ "events": events })).await?;
    Ok(text)
}
