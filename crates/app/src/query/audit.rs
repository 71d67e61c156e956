//! The audit log and the chain of events as the auditor sees them: read, verified, exported. Each of these is itself audited.
//!
//! Not here: writing the log (each use case writes its own line), verifying offline (`gongkai audit verify`).

use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use gongkai_domain::ids::{AgencyId, ApplicationId, PersonId};
use gongkai_domain::staff::{Permission, Role, Target};
use gongkai_storage::{AuditFilter, AuditRow, Broken, NewAudit, StorageError, write_line};
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
    /// A registration number or a reference.
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

/// What is done, by its key.
pub const ACTIONS: &[(&str, &str)] = &[
    ("sign_in", "登录"),
    ("sign_in_failed", "登录失败"),
    ("lock", "锁定账号"),
    ("password_changed", "修改本人密码"),
    ("second_factor_enrolled", "绑定动态口令"),
    ("recovery_codes_renewed", "更换恢复码"),
    ("recovery_code_used", "使用恢复码"),
    ("sessions_ended", "结束其他登录"),
    ("reveal_applicant", "查看申请人信息"),
    ("reveal_requester", "查看更正申请人信息"),
    ("reveal_complainant", "查看投诉人信息"),
    ("open_case", "查看申请"),
    ("open_paper", "打开文书"),
    ("open_file", "打开附件"),
    ("open_evidence", "打开证据材料"),
    ("enclose_files", "添加附件"),
    ("keep_scan", "保存盖章文书扫描件"),
    ("show_query_code", "登记时显示查询码"),
    ("print_query_code", "打印带查询码的登记回执"),
    ("reissue_code", "补发查询码"),
    ("refuse_reissue_code", "拒绝补发查询码"),
    ("export_ledger", "导出台账"),
    ("export_volume", "导出案卷"),
    ("export_proactive", "导出转主动公开清单"),
    ("supervise", "查看下级机关办理情况"),
    ("letter_sent_again", "重新发送消息"),
    ("office_set_up", "首次设置"),
    ("person_added", "添加人员"),
    ("person_disabled", "停用人员"),
    ("person_enabled", "启用人员"),
    ("password_reset", "重置密码"),
    ("account_unlocked", "解除锁定"),
    ("second_factor_removed", "解除动态口令"),
    ("role_granted", "授予角色"),
    ("role_ended", "终止角色"),
    ("agency_added", "添加机关"),
    ("agency_changed", "修改机关"),
    ("agency_succeeded", "登记职责承继"),
    ("department_kept", "保存内设机构"),
    ("settings_changed", "修改设置"),
    ("series_continued", "接续编号"),
    ("calendar_imported", "导入放假安排"),
    ("classified_refused", "拒收带密级标志的内容"),
    ("audit_read", "查看审计记录"),
    ("audit_exported", "导出审计记录"),
    ("chain_verified", "校验事件链"),
    ("chain_exported", "导出事件链"),
];

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
        let row = match office.storage.application_by_registration(agency, case).await? {
            Some(row) => Some(row),
            None => office.storage.application_by_reference(case).await?,
        };
        let Some(row) = row.filter(|row| row.agency == agency) else { return Ok(None) };
        filter.object_id = Some(row.id.0);
    }
    filter.action = Some(asked.action.trim().to_owned()).filter(|action| !action.is_empty());
    filter.from = asked.from.map(instant);
    filter.before = asked.until.and_then(|until| until.checked_add_days(Days::new(1))).map(instant);
    Ok(Some(filter))
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
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let object = match (row.object_kind.as_str(), row.object_id) {
            ("application", Some(id)) => number(office, id).await?,
            ("person", Some(id)) => names.get(&PersonId(id)).cloned().unwrap_or_default(),
            ("department", Some(id)) => departments
                .iter()
                .find(|department| department.id.0 == id)
                .map(|department| department.name.clone())
                .unwrap_or_default(),
            ("agency", Some(id)) => {
                office.storage.agency(AgencyId(id)).await?.map(|row| row.name).unwrap_or_default()
            }
            _ => String::new(),
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

async fn number(office: &Office, id: Uuid) -> Result<String, Refusal> {
    let row = office.storage.application(ApplicationId(id)).await?;
    Ok(row.map_or_else(String::new, |row| row.registration.unwrap_or(row.reference)))
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

/// The words of an action's key.
pub fn action_label(key: &str) -> String {
    ACTIONS
        .iter()
        .find(|(known, _)| *known == key)
        .map_or_else(|| key.to_owned(), |(_, words)| (*words).to_owned())
}

/// What else stands in a line: keys and values, roles and people by name.
fn more(document: &str, names: &BTreeMap<PersonId, String>) -> String {
    let Ok(serde_json::Value::Object(pairs)) = serde_json::from_str(document) else { return String::new() };
    let label = |key: &str| match key {
        "role" => "角色",
        "address" => "来源地址",
        "from" => "自",
        "until" => "至",
        "acting_for" => "代行",
        "rows" | "lines" => "条数",
        "changed" => "项目",
        "year" => "年份",
        "source" => "来源",
        "moved" => "变动期限",
        "events" => "事件数",
        "files" => "文件数",
        "left" => "剩余",
        "code" => "代码",
        _ => "",
    };
    let text = |key: &str, value: &serde_json::Value| match value {
        serde_json::Value::String(text) if key == "role" => {
            text.parse::<Role>().map_or_else(|_| text.clone(), |role| role.name().to_owned())
        }
        serde_json::Value::String(text) if key == "acting_for" => {
            text.parse().ok().and_then(|id| names.get(&id).cloned()).unwrap_or_default()
        }
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(several) => {
            several.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join("、")
        }
        other => other.to_string(),
    };
    let known = pairs
        .iter()
        .filter(|(key, value)| !label(key).is_empty() && !value.is_null() && value.as_str() != Some(""));
    let words: Vec<String> =
        known.map(|(key, value)| format!("{} {}", label(key), text(key, value))).collect();
    words.join("；")
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
