//! The ledger and its export.
//!
//! Not here: which cases a person may see (`gongkai_app::query::ledger`).

use super::entry::{Desk, Sent, value};
use super::words;
use crate::chrome::Place;
use crate::components::{Cell, Choice, Empty, Figure, Head, Link, Pagination, Row, Table};
use crate::day::Day;
use crate::pages::desk::ledger::{Ledger, LedgerFilter};
use crate::server::portal::case::download;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Datelike as _;
use gongkai_app::query::document_register::document_register;
use gongkai_app::query::inbox::Listed;
use gongkai_app::query::ledger::{
    Asked, LedgerView, NOT_COUNTED, as_csv, export, ledger, row_label, state_label, workbook,
};
use gongkai_domain::application::{ApplicantKind, Channel, State};
use gongkai_domain::report::{Column, Row as ReportRow};
use gongkai_domain::staff::{Permission, Reach, reach_on};

/// Cases on a page.
const PAGE: u32 = 50;
/// How many cases stand before a page, in its address.
pub(super) const SKIPPED: &str = "skipped";

fn asked(query: &Sent) -> Asked {
    let some = |name: &str| Some(value(query, name).to_owned()).filter(|text| !text.trim().is_empty());
    Asked {
        year: value(query, "year").parse().ok(),
        state: some("state"),
        open: match value(query, "open") {
            "open" => Some(true),
            "closed" => Some(false),
            _ => None,
        },
        applicant_kind: some("kind"),
        channel: some("channel"),
        row_key: some("row"),
        text: some("q"),
    }
}

/// Names of the filters in the address.
const NAMES: [&str; 7] = ["year", "state", "open", "kind", "channel", "row", "q"];

/// The filters in force, with some of them set otherwise.
fn with<'a>(query: &'a Sent, set: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = NAMES.iter().filter(|name| !set.iter().any(|(known, _)| known == *name));
    let kept = kept.map(|name| (*name, value(query, name))).filter(|(_, text)| !text.is_empty());
    kept.chain(set.iter().copied().filter(|(_, text)| !text.is_empty())).collect()
}

pub(super) async fn page(desk: Desk, Query(query): Query<Sent>) -> Response {
    let office = &desk.web.office;
    let after = value(&query, "after").parse().ok();
    match ledger(office, &desk.actor, &asked(&query), after, PAGE).await {
        Ok(view) => desk.show(Some(Place::Ledger), StatusCode::OK, &of(&desk, &query, &view)),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The media type of a workbook.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The name under which the ledger is taken out, with the year of the filter.
fn file_name(query: &Sent, ending: &str) -> String {
    match value(query, "year").parse::<i32>() {
        Ok(year) => format!("{year}年政府信息公开申请台账.{ending}"),
        Err(_) => format!("政府信息公开申请台账.{ending}"),
    }
}

pub(super) async fn csv(desk: Desk, Query(query): Query<Sent>) -> Response {
    match export(&desk.web.office, &desk.actor, &asked(&query)).await {
        Ok(lines) => {
            download(as_csv(&lines).into_bytes(), "text/csv; charset=utf-8", &file_name(&query, "csv"))
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn xlsx(desk: Desk, Query(query): Query<Sent>) -> Response {
    match workbook(&desk.web.office, &desk.actor, &asked(&query)).await {
        Ok(bytes) => download(bytes, WORKBOOK, &file_name(&query, "xlsx")),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The register of document numbers: of the year of the filter, else of this year.
pub(super) async fn register(desk: Desk, Query(query): Query<Sent>) -> Response {
    let this_year = desk.web.office.today().year();
    let year = value(&query, "year").parse().unwrap_or(this_year);
    match document_register(&desk.web.office, &desk.actor, year).await {
        Ok(bytes) => download(bytes, WORKBOOK, &format!("{year}年文号登记簿.xlsx")),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// Exports of what is shown, for who may take it out.
fn exports(desk: &Desk, query: &Sent) -> Vec<Link> {
    let Ok(member) = desk.actor.member() else { return Vec::new() };
    let (reach, _) = reach_on(&member.person, Permission::ExportLedger, desk.web.office.today());
    if reach == Reach::Nothing {
        return Vec::new();
    }
    let urls = &desk.web.site.urls;
    vec![
        Link::new("导出 XLSX", urls.ledger_export("xlsx", &with(query, &[]))),
        Link::new("导出 CSV", urls.ledger_export("csv", &with(query, &[]))),
        Link::new("文号登记簿", urls.document_register(value(query, "year"))),
    ]
}

fn of(desk: &Desk, query: &Sent, view: &LedgerView) -> Ledger {
    let urls = &desk.web.site.urls;
    let all = u64::try_from(view.totals.all).unwrap_or(0);
    Ledger {
        urls: urls.clone(),
        year: value(query, "year").parse().ok(),
        lock: None,
        filters: filters(query, view),
        query: value(query, "q").to_owned(),
        totals: totals(desk, query, view),
        table: table(desk, view),
        exports: exports(desk, query),
        pagination: pagination(desk, query, view, all),
        empty: Empty {
            words: "没有符合条件的申请".to_owned(),
            reason: "可以放宽筛选条件。".to_owned(),
            way: Some(Link::new("查看全部申请", urls.ledger())),
        },
    }
}

/// The way through a long list: on from its last line, and back to its first page.
fn pagination(desk: &Desk, query: &Sent, view: &LedgerView, all: u64) -> Option<Pagination> {
    let urls = &desk.web.site.urls;
    let is_first = value(query, "after").is_empty();
    let skipped: u64 = if is_first { 0 } else { value(query, SKIPPED).parse().unwrap_or(u64::MAX) };
    let shown = Pagination::place(skipped, view.cases.len(), all);
    let next = view.next.map(|next| {
        let (next, so_far) = (next.to_string(), shown.map(|(_, last, _)| last.to_string()));
        let mut filter = with(query, &[]);
        filter.push(("after", next.as_str()));
        filter.extend(so_far.as_deref().map(|so_far| (SKIPPED, so_far)));
        urls.ledger_where(&filter)
    });
    (next.is_some() || !is_first).then(|| Pagination {
        label: "台账".to_owned(),
        shown,
        first: (!is_first).then(|| urls.ledger_where(&with(query, &[]))),
        previous: None,
        next,
        pages: Vec::new(),
    })
}

fn filters(query: &Sent, view: &LedgerView) -> Vec<LedgerFilter> {
    let filter = |name: &str, label: &str, choices: Vec<Choice>| LedgerFilter {
        name: name.to_owned(),
        label: label.to_owned(),
        choices,
        chosen: value(query, name).to_owned(),
    };
    let years = view.years.iter().map(|(year, _)| Choice::new(year.to_string(), format!("{year}年")));
    let states = State::EVERY.iter().map(|state| Choice::new(state.key(), state.label()));
    let kinds = ApplicantKind::EVERY.iter().map(|kind| Choice::new(kind.key(), kind.label()));
    let channels = Channel::EVERY.iter().map(|channel| Choice::new(channel.key(), channel.label()));
    let rows = ReportRow::EVERY.iter().filter(|row| row.is_result());
    let rows = rows.map(|row| Choice::new(row.key(), row.short_label()));
    let moves = [ReportRow::NewReceived, ReportRow::CarriedIn, ReportRow::CarriedOut];
    let moves = moves.iter().map(|row| Choice::new(row.key(), row.short_label()));
    let rows = moves.chain(rows).chain([Choice::new(NOT_COUNTED, "不计入年度报告")]);
    let open = vec![Choice::new("open", "未办结"), Choice::new("closed", "已办结")];
    vec![
        filter("year", "年度", years.collect()),
        filter("open", "办理情况", open),
        filter("state", "状态", states.collect()),
        filter("kind", "申请人类型", kinds.collect()),
        filter("channel", "渠道", channels.collect()),
        filter("row", "计入年度报告", rows.collect()),
    ]
}

fn totals(desk: &Desk, query: &Sent, view: &LedgerView) -> Vec<Figure> {
    let urls = &desk.web.site.urls;
    let figure =
        |number: i64, words: String, href: Option<String>| Figure { number: number.to_string(), words, href };
    let totals = &view.totals;
    let mut figures = vec![
        figure(totals.all, "件申请".to_owned(), None),
        figure(
            totals.open,
            "件未办结".to_owned(),
            Some(urls.ledger_where(&with(query, &[("open", "open")]))),
        ),
        figure(totals.extended, "件延期".to_owned(), None),
    ];
    // in the order of the form; of a year with what came in and what goes on
    let is_of_year = value(query, "year").parse::<i32>().is_ok();
    for row in ReportRow::FORM_2021 {
        let count = totals.number(*row, Column::Total);
        let moves = matches!(row, ReportRow::NewReceived | ReportRow::CarriedIn | ReportRow::CarriedOut);
        if (moves && !is_of_year) || (!moves && (count == 0 || !row.is_result())) {
            continue;
        }
        let href = urls.ledger_where(&with(query, &[("row", row.key())]));
        figures.push(figure(count, row.short_label().to_owned(), Some(href)));
    }
    if totals.not_counted > 0 {
        let href = urls.ledger_where(&with(query, &[("row", NOT_COUNTED)]));
        figures.push(figure(totals.not_counted, "不计入年度报告".to_owned(), Some(href)));
    }
    figures
}

/// In which row a case counts, and below it what the reply says, where that is more than the row tells.
fn counted(case: &Listed) -> Cell {
    let row = &case.row;
    let words = match (row.is_counted, row.row_key.as_deref(), row.result_year) {
        (false, ..) => "不计入".to_owned(),
        (true, Some(key), Some(year)) if year != row.year => format!("{}（{year}年）", row_label(key)),
        (true, Some(key), _) => row_label(key),
        (true, None, _) => String::new(),
    };
    match &case.says {
        Some(says) => Cell::Two(words, says.clone()),
        None => Cell::Text(words),
    }
}

fn table(desk: &Desk, view: &LedgerView) -> Table {
    let urls = &desk.web.site.urls;
    let day = |what: &'static str, on: Option<chrono::NaiveDate>, is_provisional: bool| {
        on.map(|on| (what, Day::of(on), is_provisional))
    };
    let rows = view.cases.iter().map(|case| {
        let row = &case.row;
        let number = words::number(row);
        Row::new(
            Cell::Link(Link::new(number, urls.application(number))),
            vec![
                Cell::Text(words::shortened(&case.subject)),
                words::applicant_cell(row),
                Cell::Days(
                    [day("到达", Some(row.arrived_on), false), day("收到", row.received_on, false)]
                        .into_iter()
                        .flatten()
                        .collect(),
                ),
                Cell::Standing(state_label(&row.state), words::chip(case.chip)),
                Cell::Days(
                    [
                        // before receipt is confirmed the office plans by it, and no period runs
                        day(
                            if row.received_on.is_some() { "期限" } else { "内部掌握，尚未起算" },
                            row.due_on,
                            row.is_provisional,
                        ),
                        day("送达", row.served_on, false),
                    ]
                    .into_iter()
                    .flatten()
                    .collect(),
                ),
                counted(case),
                case.handler.clone().map_or(Cell::None, Cell::Text),
            ],
        )
    });
    let heads = [
        "编号",
        "申请内容",
        "申请人",
        "到达、收到",
        "状态、期限情况",
        "答复期限、送达",
        "计入年度报告",
        "承办人",
    ];
    Table {
        id: "ledger".to_owned(),
        caption: "申请台账".to_owned(),
        heads: heads.into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}
