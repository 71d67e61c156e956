//! The inbox.
//!
//! Not here: which cases a person may see (`gongkai_app::query::inbox`).

use super::entry::{Desk, Sent, value};
use super::ledger::SKIPPED;
use super::words;
use crate::chrome::Place;
use crate::components::{Choice, Empty, Pagination};
use crate::day::Day;
use crate::pages::desk::inbox::{Filter, Inbox, Item, Pile as Shown, PileKind};
use crate::urls::Urls;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::query::Cursor;
use gongkai_app::query::inbox::{AwaitingSignature, InboxView, Listed, Looking, inbox, queue};
use gongkai_domain::application::{Pile, State};
use gongkai_domain::ids::ApplicationId;
use std::collections::BTreeSet;

/// Cases on a page.
const PAGE: u32 = 50;

/// On which pile of the page a case falls; the rules know more of them.
fn pile_of(case: &Listed) -> PileKind {
    match case.pile {
        Pile::Unconfirmed => PileKind::Unconfirmed,
        Pile::Overdue | Pile::Today => PileKind::Today,
        Pile::Soon => PileKind::Soon,
        Pile::Waiting => PileKind::Waiting,
        Pile::Later | Pile::Undated | Pile::Closed => PileKind::Running,
    }
}

/// The piles of the page, their keys in addresses, and what of the rules lies on them. What waits for a signature is a pile by
/// itself, whatever it lies on besides.
const PILES: [(PileKind, &str, &[Pile]); 7] = [
    (PileKind::Today, "today", &[Pile::Overdue, Pile::Today]),
    (PileKind::Soon, "soon", &[Pile::Soon]),
    (PileKind::Review, "review", &[]),
    (PileKind::Unconfirmed, "unconfirmed", &[Pile::Unconfirmed]),
    (PileKind::Running, "running", &[Pile::Later, Pile::Undated]),
    (PileKind::Waiting, "waiting", &[Pile::Waiting]),
    (PileKind::Loose, LOOSE, &[]),
];
/// What was left undone of papers and files: open cases lie on another pile besides, closed ones on none.
const LOOSE: &str = "loose";

pub(super) async fn page(desk: Desk, Query(query): Query<Sent>) -> Response {
    let office = &desk.web.office;
    let first = desk.staff.places.first().map(|(place, _)| *place);
    if let Some(other) = first.filter(|place| *place != Place::Inbox) {
        // who sees no case begins elsewhere
        return Redirect::to(&other.href(&desk.web.site.urls)).into_response();
    }
    let pile = value(&query, "pile").to_owned();
    let handler = value(&query, "handler").to_owned();
    let Ok(me) = desk.actor.member().map(|member| member.person.id) else {
        return desk.refused(&gongkai_app::Refusal::SignedOut);
    };
    let looking = Looking {
        handler: if pile == "mine" { Some(me) } else { handler.parse().ok() },
        unassigned: pile == "unassigned",
        states: Vec::new(),
        piles: PILES.iter().find(|(_, key, _)| *key == pile).map_or_else(Vec::new, |(_, _, on)| on.to_vec()),
        is_loose: pile == LOOSE,
        text: value(&query, "q").to_owned(),
    };
    let after: Option<Cursor> = value(&query, "after").parse().ok();
    let view = match Box::pin(inbox(office, &desk.actor, &looking, after, PAGE)).await {
        Ok(view) => view,
        Err(refusal) => return desk.refused(&refusal),
    };
    let to_sign = match Box::pin(view.on_their_way(office, &desk.actor)).await {
        Ok(all) => all.iter().filter(|one| one.is_mine()).map(|one| one.application).collect::<BTreeSet<_>>(),
        Err(refusal) => return desk.refused(&refusal),
    };
    // what waits for a signature stands there on whatever page its case would be, and also where it is another unit's
    let is_asked = looking.handler.is_none() && !looking.unassigned && looking.text.trim().is_empty();
    let is_elsewhere = |id: &ApplicationId| view.cases.iter().all(|known| known.row.id != *id);
    let is_more = is_asked && after.is_none() && to_sign.iter().any(is_elsewhere);
    // only these need be opened
    let more = match if is_more { Box::pin(queue(office, &desk.actor)).await } else { Ok(Default::default()) }
    {
        Ok((waiting, _)) => waiting,
        Err(refusal) => return desk.refused(&refusal),
    };
    let urls = &desk.web.site.urls;
    let item = |case: &Listed| Item {
        number: words::number(&case.row).to_owned(),
        href: urls.application(words::number(&case.row)),
        subject: words::shortened(&case.subject),
        applicant: words::applicant(&case.row),
        task: case
            .row
            .state
            .parse::<State>()
            .map_or_else(|_| String::new(), |state| words::task(state).to_owned()),
        handler: case.handler.clone(),
        chip: words::chip(case.chip),
        // of a reply that came back the period for replying is over
        due: case.row.due_on.filter(|_| case.chip.dates().is_none()).map(Day::of),
        is_planned: case.row.received_on.is_none(),
        is_provisional: case.row.is_provisional,
        loose: case.loose.clone(),
    };
    let mut piles = Vec::new();
    for (kind, key, _) in PILES {
        if PILES.iter().any(|(_, known, _)| *known == pile) && key != pile {
            continue;
        }
        // where one pile is asked for it holds all that its number counts; on the page of all a case stands once
        let is_alone = key == pile;
        let belongs = |case: &&Listed| match kind {
            PileKind::Review => to_sign.contains(&case.row.id),
            PileKind::Loose => is_alone,
            _ => pile_of(case) == kind && (is_alone || !to_sign.contains(&case.row.id)),
        };
        let mut items: Vec<Item> = view.cases.iter().filter(belongs).map(item).collect();
        if kind == PileKind::Review {
            let elsewhere = more.iter().filter(|one| is_elsewhere(&one.view.dossier.row.id));
            items.extend(elsewhere.map(|one| to_review(urls, one)));
        }
        if !items.is_empty() {
            piles.push(Shown { kind, items, more: None });
        }
    }
    let page = Inbox {
        urls: urls.clone(),
        today: Day::of(office.today()),
        filters: filters(&desk, &view, &pile, to_sign.len()),
        query: value(&query, "q").to_owned(),
        handlers: view.handlers.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        handler,
        piles,
        empty: Empty {
            words: "没有待办事项".to_owned(),
            reason: "在这一筛选条件下没有尚未办结的申请。".to_owned(),
            way: None,
        },
        pagination: pagination(urls, &query, &view),
    };
    desk.show(Some(Place::Inbox), StatusCode::OK, &page)
}

/// A draft of a case that is not on this page, which waits for a signature.
fn to_review(urls: &Urls, one: &AwaitingSignature) -> Item {
    let case = &one.view;
    let row = &case.dossier.row;
    let is_draft = one.step.is_some();
    let handler = case.dossier.application.handler();
    Item {
        number: words::number(row).to_owned(),
        href: if is_draft {
            urls.review_of(words::number(row))
        } else {
            urls.action(words::number(row), "extend")
        },
        subject: words::subject(case),
        applicant: words::applicant(row),
        task: if is_draft { words::task(State::UnderApproval) } else { "决定是否延期" }.to_owned(),
        handler: handler.map(|person| case.dossier.name(person).to_owned()),
        chip: words::chip(case.chip),
        due: row.due_on.map(Day::of),
        is_planned: row.received_on.is_none(),
        is_provisional: row.is_provisional,
        loose: Vec::new(),
    }
}

/// The way through a long list: on from its last line, and back to its first page.
fn pagination(urls: &Urls, query: &Sent, view: &InboxView) -> Option<Pagination> {
    let is_first = value(query, "after").is_empty();
    let skipped: u64 = if is_first { 0 } else { value(query, SKIPPED).parse().unwrap_or(u64::MAX) };
    let shown = Pagination::place(skipped, view.cases.len(), unsigned(view.found));
    let filter = ["pile", "q", "handler"].map(|name| (name, value(query, name)));
    let filter: Vec<(&str, &str)> = filter.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let next = view.next.map(|next| {
        let (next, so_far) = (next.to_string(), shown.map(|(_, last, _)| last.to_string()));
        let mut filter = filter.clone();
        filter.push(("after", next.as_str()));
        filter.extend(so_far.as_deref().map(|so_far| (SKIPPED, so_far)));
        urls.inbox(&filter)
    });
    (next.is_some() || !is_first).then(|| Pagination {
        label: "待办".to_owned(),
        shown,
        first: (!is_first).then(|| urls.inbox(&filter)),
        previous: None,
        next,
        pages: Vec::new(),
    })
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn filters(desk: &Desk, view: &InboxView, pile: &str, to_sign: usize) -> Vec<Filter> {
    let urls = &desk.web.site.urls;
    let counts = &view.counts;
    let filter = |key: &str, words: &str, count: u64| Filter {
        words: words.to_owned(),
        href: if key.is_empty() { urls.desk() } else { urls.inbox(&[("pile", key)]) },
        count,
        is_current: key == pile,
    };
    let on = |key: &str| {
        let piles = PILES.iter().find(|(_, known, _)| *known == key).map_or(&[][..], |(_, _, on)| on);
        unsigned(counts.on(piles))
    };
    vec![
        filter("", "全部", unsigned(counts.total())),
        filter("today", "今日和超期", on("today")),
        filter("soon", "临期和待处理", on("soon")),
        filter("review", "待审", to_sign as u64),
        filter("unconfirmed", "待确认", on("unconfirmed")),
        filter("running", "办理中", on("running")),
        filter("waiting", "等待对方", on("waiting")),
        filter(LOOSE, "送达和归档待补", unsigned(view.loose)),
        filter("mine", "我承办的", unsigned(view.own)),
        filter("unassigned", "未指定承办人", unsigned(view.unassigned)),
    ]
}
