//! The list of what goes over from answering on request to proactive disclosure, and the same as a file.
//!
//! Not here: who may see it (`gongkai_app::query::proactive`), marking a matter (`super::take`).

use super::entry::{Desk, Sent, value};
use crate::chrome::Place;
use crate::components::{Cell, Choice, Empty, Head, Link, Row, Table};
use crate::day::Day;
use crate::pages::desk::ledger::LedgerFilter;
use crate::pages::desk::other::OtherList;
use crate::server::portal::case::download;
use crate::urls::with_query;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Datelike;
use gongkai_app::Refusal;
use gongkai_app::query::ledger::as_csv;
use gongkai_app::query::proactive::{Promoted, export, promoted, years};

fn year_of(desk: &Desk, query: &Sent) -> i32 {
    value(query, "year").parse().unwrap_or_else(|_| desk.web.office.today().year())
}

pub(super) async fn list(desk: Desk, Query(query): Query<Sent>) -> Response {
    let year = year_of(&desk, &query);
    match promoted(&desk.web.office, &desk.actor, year).await {
        Ok(lines) => desk.show(Some(Place::Proactive), StatusCode::OK, &page(&desk, year, &lines)),
        Err(refusal) => desk.refused(&refusal),
    }
}

fn page(desk: &Desk, year: i32, lines: &[Promoted]) -> OtherList {
    let urls = &desk.web.site.urls;
    let rows = lines.iter().map(|line| {
        Row::new(
            Cell::Link(Link::new(&line.number, urls.application(&line.number))),
            vec![
                Cell::Text(super::words::shortened(&line.request)),
                line.replied_on.map_or(Cell::None, |on| Cell::Day(Day::of(on))),
                Cell::Day(Day::of(line.on)),
                Cell::Text(line.ground.label().to_owned()),
                Cell::Text(line.reason.clone()),
            ],
        )
    });
    let heads = ["登记编号", "申请内容", "答复日期", "标记日期", "依据", "拟公开的内容和栏目"];
    OtherList {
        heading: "转主动公开".to_owned(),
        lead:
            "已经依申请提供、应当纳入主动公开范围的政府信息（《政府信息公开条例》第四十四条），由发布员公开。"
                .to_owned(),
        new: (!lines.is_empty()).then(|| {
            let to = with_query(urls.proactive_file(), &[("year", &year.to_string())]);
            Link::new("导出移送明细表", to)
        }),
        action: urls.proactive(),
        filters: vec![LedgerFilter {
            name: "year".to_owned(),
            label: "年度".to_owned(),
            choices: years(&desk.web.office)
                .into_iter()
                .map(|year| Choice::new(year.to_string(), format!("{year}年")))
                .collect(),
            chosen: year.to_string(),
        }],
        table: Table {
            id: "proactive".to_owned(),
            caption: format!("{year}年转为主动公开的政府信息"),
            heads: heads.into_iter().map(Head::new).collect(),
            rows: rows.collect(),
            foot: None,
            is_dense: true,
        },
        more: None,
        empty: Empty {
            words: "这一年度没有转为主动公开的信息".to_owned(),
            reason: "答复送达后，在申请的页面上办理“转为主动公开”。".to_owned(),
            way: None,
        },
    }
}

pub(super) async fn csv(desk: Desk, Query(query): Query<Sent>) -> Response {
    match file(&desk, year_of(&desk, &query)).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn file(desk: &Desk, year: i32) -> Result<Response, Refusal> {
    let lines = export(&desk.web.office, &desk.actor, year).await?;
    let name = format!("{year}年主动公开政府信息移送明细表.csv");
    Ok(download(as_csv(&lines).into_bytes(), "text/csv; charset=utf-8", &name))
}
