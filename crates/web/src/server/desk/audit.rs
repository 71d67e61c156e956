//! The audit log and the chain of events: read under a filter, verified, exported.
//!
//! Not here: who may (`gongkai_app::query::audit`), verifying offline (`gongkai audit verify`).

use super::entry::{Desk, Sent, value};
use crate::chrome::Place;
use crate::components::{Cell, Chip, Choice, Form, Head, Link, Pagination, Row, Table};
use crate::day::Moment;
use crate::pages::desk::administration::Audit;
use crate::server::forms::Sent as SentForm;
use crate::server::portal::case::download;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::Refusal;
use gongkai_app::query::audit::{self as log, Asked, Line, Verified};
use gongkai_app::query::audit_words::ACTIONS;
use gongkai_app::query::ledger::as_csv;
use gongkai_domain::staff::{Permission, Target, may};

/// Lines on a page.
const PAGE: u32 = 100;
/// Names of the filters in the address.
const NAMES: [&str; 5] = ["person", "case", "action", "from", "until"];

fn asked(query: &Sent) -> Asked {
    Asked {
        person: value(query, "person").to_owned(),
        case: value(query, "case").to_owned(),
        action: value(query, "action").to_owned(),
        from: value(query, "from").parse().ok(),
        until: value(query, "until").parse().ok(),
    }
}

fn filter(query: &Sent) -> Vec<(&'static str, &str)> {
    NAMES.iter().map(|name| (*name, value(query, name))).filter(|(_, text)| !text.is_empty()).collect()
}

pub(super) async fn page(desk: Desk, Query(query): Query<Sent>) -> Response {
    match of(&desk, &query).await {
        Ok(page) => desk.show(Some(Place::Audit), StatusCode::OK, &page),
        Err(refusal) => desk.refused(&refusal),
    }
}

fn has(desk: &Desk, permission: Permission) -> bool {
    let Ok(member) = desk.actor.member() else { return false };
    may(&member.person, permission, Target::agency(member.person.agency), desk.web.office.today()).is_ok()
}

fn table(lines: &[Line]) -> Table {
    let rows = lines.iter().map(|line| {
        let some = |text: &str| if text.is_empty() { Cell::None } else { Cell::Text(text.to_owned()) };
        Row::new(
            Cell::Text(line.id.to_string()),
            vec![
                Cell::Text(line.at.format("%Y年%-m月%-d日 %H:%M:%S").to_string()),
                Cell::Text(line.who.clone()),
                Cell::Text(line.action.clone()),
                some(&line.object),
                some(&line.more),
            ],
        )
    });
    Table {
        id: "entries".to_owned(),
        caption: "审计记录".to_owned(),
        heads: ["序号", "时间", "人员", "操作", "对象", "说明"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

async fn of(desk: &Desk, query: &Sent) -> Result<Audit, Refusal> {
    let (office, urls) = (&desk.web.office, &desk.web.site.urls);
    let is_log = has(desk, Permission::ReadAudit);
    let before = value(query, "before").parse().ok();
    let mut faults: Vec<String> = Vec::new();
    let (lines, next, verified) = if is_log {
        let view = match log::audit(office, &desk.actor, &asked(query), before, PAGE).await {
            // days in the wrong order hold nothing, and it is said why
            Err(Refusal::Invalid(found)) => {
                faults = found.into_iter().map(|fault| fault.text).collect();
                log::AuditView {
                    lines: Vec::new(),
                    next: None,
                    verified: log::last_verified(office, &desk.actor).await?,
                }
            }
            other => other?,
        };
        (view.lines, view.next, view.verified)
    } else {
        (Vec::new(), None, log::last_verified(office, &desk.actor).await?)
    };
    let known = filter(query);
    let next = next.map(|next| {
        let next = next.to_string();
        let mut pairs = known.clone();
        pairs.push(("before", next.as_str()));
        urls.audit_where(&pairs)
    });
    // the lines of a log that grows by every look at it are not counted
    let is_first = value(query, "before").is_empty();
    let pagination = (next.is_some() || !is_first).then(|| Pagination {
        label: "审计".to_owned(),
        shown: None,
        first: (!is_first).then(|| urls.audit_where(&known)),
        previous: None,
        next,
        pages: Vec::new(),
    });
    let verify = Form {
        action: urls.audit_verify(),
        token: desk.token.clone(),
        submit: "校验事件链".to_owned(),
        ..Form::default()
    };
    let is_whole = verified.as_ref().map(|verified| verified.broken.is_none());
    Ok(Audit {
        urls: urls.clone(),
        chain: match is_whole {
            Some(true) => Chip::Good("事件链完整".to_owned()),
            Some(false) => Chip::Bad("事件链断裂".to_owned()),
            None => Chip::Doubt("尚未核验".to_owned()),
        },
        verified: verified
            .as_ref()
            .map(|Verified { events, at, .. }| (u64::try_from(*events).unwrap_or(0), Moment::of(*at))),
        broken: verified.and_then(|verified| verified.broken),
        person: value(query, "person").to_owned(),
        case: value(query, "case").to_owned(),
        actions: ACTIONS.iter().map(|(key, words)| Choice::new(*key, *words)).collect(),
        action: value(query, "action").to_owned(),
        table: table(&lines),
        pagination,
        days: (value(query, "from").to_owned(), value(query, "until").to_owned()),
        faults,
        exports: if is_log {
            vec![
                Link::new("导出记录", crate::urls::with_query(urls.audit_export(), &known)),
                Link::new("导出事件链", urls.chain_export()),
            ]
        } else {
            Vec::new()
        },
        verify: has(desk, Permission::VerifyChain).then_some(verify),
        is_log,
    })
}

pub(super) async fn verify(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    let result = match desk.check(&sent) {
        Ok(()) => log::verify(&desk.web.office, &desk.actor).await,
        Err(refusal) => Err(refusal),
    };
    match result {
        Ok(_) => Redirect::to(&desk.web.site.urls.audit()).into_response(),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn csv(desk: Desk, Query(query): Query<Sent>) -> Response {
    match log::export(&desk.web.office, &desk.actor, &asked(&query)).await {
        Ok(table) => download(as_csv(&table).into_bytes(), "text/csv; charset=utf-8", "审计记录.csv"),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn chain(desk: Desk) -> Response {
    match log::export_chain(&desk.web.office, &desk.actor).await {
        Ok(text) => download(text, "application/x-ndjson", "事件链.jsonl"),
        Err(refusal) => desk.refused(&refusal),
    }
}
