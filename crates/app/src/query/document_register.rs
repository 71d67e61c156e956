//! The register of document numbers (文号登记簿) of a year as a workbook: every number that was given, with the paper, its case and,
//! where the paper was cancelled, 作废 with the day and the reason.
//!
//! Not here: giving numbers (`crate::paper::issue`), cancelling papers (`crate::application::void_paper`).

use crate::actor::Actor;
use crate::office::Office;
use crate::paper::file;
use crate::refusal::Refusal;
use gongkai_compose::sheet::{Sheet, Value, workbook};
use gongkai_domain::ids::{ApplicationId, PersonId};
use gongkai_domain::number::Series;
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{NewAudit, PaperRow};
use std::collections::BTreeMap;

/// Heads of the register.
const HEADS: [&str; 8] = ["序号", "文号", "文书", "成文日期", "登记编号", "状态", "作废日期", "作废理由"];

/// The register of a year; that it was taken out is written into the audit log.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn document_register(office: &Office, actor: &Actor, year: i32) -> Result<Vec<u8>, Refusal> {
    let agency = actor.member()?.person.agency;
    actor.must(Permission::ExportLedger, Target::agency(agency), office.today())?;
    let papers = office.storage.register(agency, Series::Document.key(), year).await?;
    let known = office.known(agency).await?;
    let mut cases: BTreeMap<ApplicationId, String> = BTreeMap::new();
    for id in papers.iter().filter_map(|paper| paper.application) {
        if !cases.contains_key(&id)
            && let Some(row) = office.storage.application(id).await?
        {
            cases.insert(id, row.registration.unwrap_or(row.reference));
        }
    }
    let name = |person: PersonId| known.people.get(&person).map(|row| row.name.clone());
    let line = |paper: &PaperRow| {
        let title = file::title(&known.settings, paper);
        let day = |on: Option<chrono::NaiveDate>| on.map_or_else(|| Value::text(String::new()), Value::Day);
        let because = paper.voided_because.clone().unwrap_or_default();
        let by = paper.voided_by.and_then(name).map(|name| format!("（{name}）")).unwrap_or_default();
        vec![
            Value::Number(paper.number.unwrap_or_default()),
            Value::text(paper.number_text.clone().unwrap_or_default()),
            Value::text(title),
            day(paper.issued_on),
            Value::text(paper.application.and_then(|id| cases.get(&id).cloned()).unwrap_or_default()),
            Value::text(if paper.voided_on.is_some() { "作废" } else { "有效" }.to_owned()),
            day(paper.voided_on),
            Value::text(because + &by),
        ]
    };
    let lines: Vec<Vec<Value>> = papers.iter().map(line).collect();
    let today = office.today();
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: "export_document_register".to_owned(),
        object_kind: "ledger".to_owned(),
        object_id: None,
        document: serde_json::json!({ "year": year, "rows": lines.len() }).to_string(),
    })
    .await?;
    tx.commit().await?;
    let sheet = Sheet {
        name: "文号登记簿".to_owned(),
        caption: format!(
            "{}{year}年文号登记簿（{}导出）",
            known.agency.full_name,
            gongkai_deadline::explain::plain_date(today)
        ),
        heads: HEADS.iter().map(|head| (*head).to_owned()).collect(),
        lines,
    };
    workbook("文号登记簿", today, &[sheet]).map_err(|e| Refusal::Defect(e.to_string()))
}
