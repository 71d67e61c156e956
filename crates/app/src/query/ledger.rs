//! The ledger (台账): every case of a year under a filter, with its totals, and the same as a file.
//!
//! The ledger of a year holds what table 3 of that year counts, received in it or carried into it, and besides what belongs to
//! the year without being counted (never received, or counted by its parts). Its sums follow from the same rule as table 3.
//! Not here: that rule (`gongkai_domain::report::tally::rows_of`), the page (`gongkai-web`).

use super::inbox::{Listed, listed, may_see, page};
use super::tally::{self, Sum};
use crate::actor::Actor;
use crate::directory::Known;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_compose::sheet::{Sheet, Value};
use gongkai_domain::application::{ApplicantKind, Channel, State};
use gongkai_domain::notice::Reply;
use gongkai_domain::report::tally::rows_of;
use gongkai_domain::report::{Column, Row};
use gongkai_domain::staff::Permission;
use gongkai_storage::{ApplicationFilter, Cursor, LedgerGroup, NewAudit, Order};
use std::collections::BTreeMap;

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
    /// The row of table 3, of a result or of the movement from year to year; `not_counted` for what stands in none.
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
    pub totals: Totals,
    /// The years that have cases, with their numbers.
    pub years: Vec<(i32, i64)>,
}

/// Under which word the ledger shows what table 3 does not count.
pub const NOT_COUNTED: &str = "not_counted";

/// The sums of a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// All applications of the filter.
    pub all: i64,
    /// Those still open today.
    pub open: i64,
    /// Those whose reply was extended.
    pub extended: i64,
    /// Those that table 3 does not count.
    pub not_counted: i64,
    /// How many stand in which row of table 3 of the year, by column; of all years together without a year.
    pub rows: BTreeMap<(Row, Column), i64>,
}

impl Totals {
    /// The sums of groups, for a year or for all years.
    pub fn of(groups: &[LedgerGroup], year: Option<i32>) -> Self {
        let mut totals = Self::default();
        for group in groups {
            totals.all += group.all;
            totals.open += group.open;
            totals.extended += group.extended;
            if !group.is_counted {
                totals.not_counted += group.all;
                continue;
            }
            let column = ApplicantKind::EVERY.iter().find(|kind| kind.key() == group.applicant_kind);
            let Some(column) = column.map(|kind| kind.column()) else { continue };
            let row: Option<Row> = group.row_key.as_deref().and_then(|key| key.parse().ok());
            let result = group.result_year.zip(row);
            let rows = match (year, result) {
                (Some(year), result) => rows_of(group.year, result, year),
                (None, Some((_, row))) => vec![Row::NewReceived, row, Row::ResultTotal],
                (None, None) => vec![Row::NewReceived, Row::CarriedOut],
            };
            for row in rows {
                for column in [column, Column::Total] {
                    *totals.rows.entry((row, column)).or_default() += group.all;
                }
            }
        }
        totals
    }

    /// One number.
    pub fn number(&self, row: Row, column: Column) -> i64 {
        self.rows.get(&(row, column)).copied().unwrap_or(0)
    }
}

async fn filter(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    permission: Permission,
) -> Result<ApplicationFilter, Refusal> {
    let may = may_see(office, actor, permission)?;
    let known = office.known(actor.member()?.person.agency).await?;
    let mut filter = ApplicationFilter {
        report_year: asked.year,
        held_in: held_in(&known, asked.year),
        handed_over: known.has_given_away,
        states: asked.state.iter().cloned().collect(),
        open: asked.open,
        applicant_kind: asked.applicant_kind.clone(),
        channel: asked.channel.clone(),
        text: asked.text.clone(),
        ..may
    };
    let year = asked.year;
    match asked.row_key.as_deref() {
        None => {}
        Some(NOT_COUNTED) => filter.counted = Some(false),
        Some(key) => match key.parse::<Row>() {
            Ok(Row::NewReceived) => {
                filter.counted = Some(true);
                (filter.year, filter.report_year) = (year, None);
            }
            Ok(Row::CarriedIn) => (filter.carried_into, filter.report_year) = (year, None),
            Ok(Row::CarriedOut) => {
                filter.counted = Some(true);
                filter.carried_out_of = Some(year.unwrap_or(i32::MAX));
            }
            _ => {
                filter.row_key = Some(key.to_owned());
                filter.result_year = year;
            }
        },
    }
    Ok(filter)
}

/// Years with their numbers, those of cases that were handed over since added.
pub(super) fn with_years(years: Vec<(i32, i64)>, given: Vec<(i32, i64)>) -> Vec<(i32, i64)> {
    let mut all: BTreeMap<i32, i64> = years.into_iter().collect();
    for (year, count) in given {
        *all.entry(year).or_default() += count;
    }
    all.into_iter().collect()
}

/// The year for which the ledger asks who had a case in it: only after a reform, in which cases went from one agency to another.
pub(super) fn held_in(known: &Known, year: Option<i32>) -> Option<i32> {
    year.filter(|_| known.has_given_away || !known.predecessors.is_empty())
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
    let filter = filter(office, actor, asked, Permission::SeeLedger).await?;
    let agency = actor.member()?.person.agency;
    // what it handed over changes in other chains
    let end = if filter.handed_over {
        office.storage.last_change().await?
    } else {
        tally::end(office, agency).await?
    };
    let chain = (agency, end);
    let (cases, next) = Box::pin(page(office, actor, chain, &filter, Order::Oldest, after, limit)).await?;
    let years = ApplicationFilter { agency: filter.agency, ..ApplicationFilter::default() };
    let count = async {
        let groups = office.storage.ledger_groups(&filter).await?;
        let years = office.storage.counts_by_year(&years).await?;
        let given =
            if filter.handed_over { office.storage.years_given_away(agency).await? } else { Vec::new() };
        Ok(Sum::Ledger(groups, with_years(years, given)))
    };
    let sum = Box::pin(tally::sum(office, chain, &format!("ledger {filter:?}"), count)).await?;
    let Sum::Ledger(groups, counted) = &*sum else {
        return Err(Refusal::Defect("another sum under the name of a ledger".to_owned()));
    };
    Ok(LedgerView { cases, next, totals: Totals::of(groups, asked.year), years: counted.clone() })
}

/// Heads of the exported ledger.
const HEADS: [&str; 18] = [
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
    "内部掌握日期（尚未确认收到）",
    "是否延期",
    "答复类型",
    "计入年度报告",
    "计入年度",
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
    let filter = filter(office, actor, asked, Permission::ExportLedger).await?;
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
        day(row.due_on.filter(|_| row.received_on.is_some())),
        day(row.due_on.filter(|_| row.received_on.is_none())),
        if row.is_extended { "是" } else { "否" }.to_owned(),
        case.says.clone().or_else(|| row.reply_key.as_deref().map(reply_label)).unwrap_or_default(),
        if row.is_counted {
            row.row_key.as_deref().map_or_else(|| "结转".to_owned(), row_label)
        } else {
            "不计入".to_owned()
        },
        row.result_year.map(|year| year.to_string()).unwrap_or_default(),
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
    let filter = filter(office, actor, asked, Permission::ExportLedger).await?;
    let totals = Totals::of(&office.storage.ledger_groups(&filter).await?, asked.year);
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
        caption: format!(
            "{year}政府信息公开申请台账（{}导出）",
            gongkai_deadline::explain::plain_date(today)
        ),
        heads,
        lines: lines.map(|line| line.into_iter().zip(&days).map(value).collect()).collect(),
    };
    let sums = sums(&totals, year);
    gongkai_compose::sheet::workbook("政府信息公开申请台账", today, &[list, sums])
        .map_err(|e| Refusal::Defect(e.to_string()))
}

/// The sums by row of table 3 and kind of applicant.
fn sums(totals: &Totals, year: String) -> Sheet {
    let columns: Vec<Column> = Column::APPLICANTS.iter().copied().chain([Column::Total]).collect();
    let lines = Row::FORM_2021.iter().filter(|row| totals.number(**row, Column::Total) > 0).map(|row| {
        let cells = columns.iter().map(|column| Value::Number(totals.number(*row, *column)));
        std::iter::once(Value::Text(row.short_label().to_owned())).chain(cells).collect()
    });
    let heads = columns.iter().map(|column| column.label().to_owned());
    Sheet {
        name: "合计".to_owned(),
        caption: format!(
            "{year}申请{}件，未办结{}件，延期{}件，不计入年度报告{}件",
            totals.all, totals.open, totals.extended, totals.not_counted
        ),
        heads: std::iter::once("计入年度报告".to_owned()).chain(heads).collect(),
        lines: lines.collect(),
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
        for start in ["=", "+", "-", "@", "\t=", "\r=", "\n=", "  =", "＝", "＋", "－", "＠", "\t", "\r"]
        {
            let cell = cell_of(&format!("{start}1"));
            assert!(cell.trim_start_matches('"').starts_with('\''), "{start:?}: {cell}");
        }
    }
}
