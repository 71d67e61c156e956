//! The ledger (台账): every case of a year under a filter, with its totals, and the same as a file.
//!
//! Not here: counting for the annual report (`gongkai_domain::report`), the page (`gongkai-web`).

use super::inbox::{Listed, listed, may_see, page};
use super::tally::{self, Sum};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_compose::sheet::{Sheet, Value};
use gongkai_domain::application::{ApplicantKind, Channel, State};
use gongkai_domain::notice::Reply;
use gongkai_domain::report::Row;
use gongkai_domain::staff::Permission;
use gongkai_storage::{ApplicationFilter, Cursor, LedgerTotals, NewAudit, Order};

/// What of the ledger is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The year; without one, all.
    pub year: Option<i32>,
    /// The state's key.
    pub state: Option<String>,
    /// Open or closed.
    pub open: Option<bool>,
    /// The applicant kind's key.
    pub applicant_kind: Option<String>,
    /// The channel's key.
    pub channel: Option<String>,
    /// The row of table 3.
    pub row_key: Option<String>,
    /// A piece of a number.
    pub text: Option<String>,
}

/// A page of the ledger.
#[derive(Debug, Clone)]
pub struct LedgerView {
    /// The cases of this page, in the order of arrival.
    pub cases: Vec<Listed>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// The sums of all cases of the filter.
    pub totals: LedgerTotals,
    /// The years that have cases, with their numbers.
    pub years: Vec<(i32, i64)>,
}

fn filter(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    permission: Permission,
) -> Result<ApplicationFilter, Refusal> {
    let may = may_see(office, actor, permission)?;
    Ok(ApplicationFilter {
        year: asked.year,
        states: asked.state.iter().cloned().collect(),
        open: asked.open,
        applicant_kind: asked.applicant_kind.clone(),
        channel: asked.channel.clone(),
        row_key: asked.row_key.clone(),
        text: asked.text.clone(),
        ..may
    })
}

/// A page of the ledger.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn ledger(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    after: Option<Cursor>,
    limit: u32,
) -> Result<LedgerView, Refusal> {
    let filter = filter(office, actor, asked, Permission::SeeLedger)?;
    let (cases, next) = page(office, actor, &filter, Order::Oldest, after, limit).await?;
    let agency = actor.member()?.person.agency;
    let years = ApplicationFilter::of(agency);
    let count = async {
        let totals = office.storage.ledger_totals(&filter).await?;
        Ok(Sum::Ledger(totals, office.storage.counts_by_year(&years).await?))
    };
    let sum = tally::sum(office, agency, &format!("ledger {filter:?}"), count).await?;
    let Sum::Ledger(totals, counted) = &*sum else {
        return Err(Refusal::Defect("another sum under the name of a ledger".to_owned()));
    };
    Ok(LedgerView { cases, next, totals: totals.clone(), years: counted.clone() })
}

/// Heads of the exported ledger.
const HEADS: [&str; 16] = [
    "登记编号",
    "查询号",
    "申请人类型",
    "申请人",
    "申请内容",
    "渠道",
    "到达日期",
    "收到日期",
    "状态",
    "答复期限",
    "是否延期",
    "答复类型",
    "计入年度报告",
    "送达日期",
    "办结日期",
    "承办人",
];

/// Rows read at a time for an export.
const AT_A_TIME: u32 = 500;

/// The ledger as a table of texts, heads first; that it was taken out is written into the audit log.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn export(office: &Office, actor: &Actor, asked: &Asked) -> Result<Vec<Vec<String>>, Refusal> {
    let filter = filter(office, actor, asked, Permission::ExportLedger)?;
    let mut lines = vec![HEADS.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>()];
    let mut after = None;
    loop {
        let page = office.storage.applications(&filter, Order::Oldest, after, AT_A_TIME).await?;
        lines.extend(listed(office, actor, page.rows).await?.iter().map(line));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: filter.agency,
        actor: actor.word(),
        action: "export_ledger".to_owned(),
        object_kind: "ledger".to_owned(),
        object_id: None,
        document: format!("{{\"rows\":{}}}", lines.len() - 1),
    })
    .await?;
    tx.commit().await?;
    Ok(lines)
}

fn line(case: &Listed) -> Vec<String> {
    let row = &case.row;
    let day = |on: Option<chrono::NaiveDate>| on.map(|on| on.to_string()).unwrap_or_default();
    vec![
        row.registration.clone().unwrap_or_default(),
        row.reference.clone(),
        kind_label(&row.applicant_kind),
        row.applicant_masked.clone(),
        case.subject.clone(),
        channel_label(&row.channel),
        row.arrived_on.to_string(),
        day(row.received_on),
        state_label(&row.state),
        day(row.due_on),
        if row.is_extended { "是" } else { "否" }.to_owned(),
        row.reply_key.as_deref().map(reply_label).unwrap_or_default(),
        row.row_key.as_deref().map(row_label).unwrap_or_default(),
        day(row.served_on),
        day(row.closed_on),
        case.handler.clone().unwrap_or_default(),
    ]
}

/// The words of a state's key.
pub fn state_label(key: &str) -> String {
    key.parse::<State>().map_or_else(|_| key.to_owned(), |state| state.label().to_owned())
}

/// The words of an applicant kind's key.
pub fn kind_label(key: &str) -> String {
    let known = ApplicantKind::EVERY.iter().find(|kind| kind.key() == key);
    known.map_or_else(|| key.to_owned(), |kind| kind.label().to_owned())
}

/// The words of a channel's key.
pub fn channel_label(key: &str) -> String {
    let known = Channel::EVERY.iter().find(|channel| channel.key() == key);
    known.map_or_else(|| key.to_owned(), |channel| channel.label().to_owned())
}

/// The title of a reply's key.
pub fn reply_label(key: &str) -> String {
    let known = Reply::EVERY.iter().find(|reply| reply.key() == key);
    known.map_or_else(|| key.to_owned(), |reply| reply.title().to_owned())
}

/// The short name of a row of table 3.
pub fn row_label(key: &str) -> String {
    key.parse::<Row>().map_or_else(|_| key.to_owned(), |row| row.short_label().to_owned())
}

/// The ledger as a workbook: the lines with their days as days, and a second sheet with the sums; that it was taken out is
/// written into the audit log.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn workbook(office: &Office, actor: &Actor, asked: &Asked) -> Result<Vec<u8>, Refusal> {
    let lines = export(office, actor, asked).await?;
    let filter = filter(office, actor, asked, Permission::ExportLedger)?;
    let totals = office.storage.ledger_totals(&filter).await?;
    let today = office.today();
    let mut lines = lines.into_iter();
    let heads = lines.next().unwrap_or_default();
    let days: Vec<bool> = heads.iter().map(|head| head.ends_with("日期") || head.ends_with("期限")).collect();
    let value = |(text, is_day): (String, &bool)| match text.parse() {
        Ok(on) if *is_day => Value::Day(on),
        _ => Value::text(text),
    };
    let year = asked.year.map(|year| format!("{year}年")).unwrap_or_default();
    let list = Sheet {
        name: "台账".to_owned(),
        caption: format!("{year}政府信息公开申请台账（{today}导出）"),
        heads,
        lines: lines.map(|line| line.into_iter().zip(&days).map(value).collect()).collect(),
    };
    let sums = sums(&totals, year);
    gongkai_compose::sheet::workbook("政府信息公开申请台账", today, &[list, sums])
        .map_err(|e| Refusal::Defect(e.to_string()))
}

/// The sums by row of table 3 and kind of applicant.
fn sums(totals: &LedgerTotals, year: String) -> Sheet {
    let kinds = ApplicantKind::EVERY;
    let count = |row: &Option<String>, kind: &str| -> i64 {
        let found = totals.by_row_and_kind.iter().filter(|(known, of, _)| known == row && of == kind);
        found.map(|(_, _, count)| *count).sum()
    };
    let mut rows: Vec<Option<String>> = Vec::new();
    for (row, _, _) in &totals.by_row_and_kind {
        if !rows.contains(row) {
            rows.push(row.clone());
        }
    }
    let line = |words: String, counts: Vec<i64>| {
        let sum = counts.iter().sum();
        let cells = counts.into_iter().chain([sum]).map(Value::Number);
        std::iter::once(Value::Text(words)).chain(cells).collect::<Vec<_>>()
    };
    let mut lines: Vec<Vec<Value>> = rows
        .iter()
        .map(|row| {
            let words = row.as_deref().map_or_else(|| "尚未答复".to_owned(), row_label);
            line(words, kinds.iter().map(|kind| count(row, kind.key())).collect())
        })
        .collect();
    let all = |kind: &ApplicantKind| rows.iter().map(|row| count(row, kind.key())).sum();
    lines.push(line("合计".to_owned(), kinds.iter().map(all).collect()));
    let heads = kinds.iter().map(|kind| kind.label().to_owned());
    Sheet {
        name: "合计".to_owned(),
        caption: format!("{year}申请{}件，未办结{}件，延期{}件", totals.all, totals.open, totals.extended),
        heads: std::iter::once("计入年度报告".to_owned()).chain(heads).chain(["合计".to_owned()]).collect(),
        lines,
    }
}

/// The table as CSV (RFC 4180) with a byte order mark, so that the usual programs read Chinese; what a spreadsheet would take
/// for a formula is written as text.
pub fn as_csv(lines: &[Vec<String>]) -> String {
    let mut out = String::from("\u{feff}");
    for line in lines {
        let cells: Vec<String> = line.iter().map(|cell| cell_of(cell)).collect();
        out += &cells.join(",");
        out += "\r\n";
    }
    out
}

fn cell_of(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_written_as_text() {
        let lines = vec![vec!["=HYPERLINK(\"x\")".to_owned(), " @SUM(1)".to_owned(), "甲,乙".to_owned()]];
        assert_eq!(as_csv(&lines), "\u{feff}\"'=HYPERLINK(\"\"x\"\")\",' @SUM(1),\"甲,乙\"\r\n");
        assert_eq!(cell_of("-1"), "'-1");
        assert_eq!(cell_of("依申请〔2025〕17号"), "依申请〔2025〕17号");
    }
}
