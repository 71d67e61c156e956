//! The inbox.
//!
//! Not here: which cases a person may see (`gongkai_app::query::inbox`).

use super::entry::{Desk, Sent, value};
use super::words;
use crate::chrome::Place;
use crate::components::{Choice, Empty, Pagination};
use crate::day::Day;
use crate::pages::desk::inbox::{Filter, Inbox, Item, Pile, PileKind};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::query::Cursor;
use gongkai_app::query::inbox::{InboxView, Listed, Looking, inbox, on_their_way};
use gongkai_domain::application::{Chip, State, Tone};
use std::collections::BTreeSet;

/// Cases on a page.
const PAGE: u32 = 50;

/// On which pile a case falls.
fn pile_of(case: &Listed) -> PileKind {
    match case.chip {
        Chip::Unconfirmed { .. } => PileKind::Unconfirmed,
        chip => match chip.tone() {
            Tone::Today | Tone::Overdue => PileKind::Today,
            Tone::Near => PileKind::Soon,
            Tone::Waiting => PileKind::Waiting,
            Tone::Neutral | Tone::Done => PileKind::Running,
        },
    }
}

const PILES: [(PileKind, &str, &str); 6] = [
    (PileKind::Today, "today", "今日和超期"),
    (PileKind::Soon, "soon", "临期"),
    (PileKind::Review, "review", "待审"),
    (PileKind::Unconfirmed, "unconfirmed", "待确认"),
    (PileKind::Running, "running", "办理中"),
    (PileKind::Waiting, "waiting", "等待对方"),
];

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
        states: if pile == "unconfirmed" { vec![State::AwaitingConfirmation] } else { Vec::new() },
        text: value(&query, "q").to_owned(),
    };
    let after: Option<Cursor> = value(&query, "after").parse().ok();
    let view = match inbox(office, &desk.actor, &looking, after, PAGE).await {
        Ok(view) => view,
        Err(refusal) => return desk.refused(&refusal),
    };
    let on_their_way = match on_their_way(office, &desk.actor).await {
        Ok(all) => all,
        Err(refusal) => return desk.refused(&refusal),
    };
    let to_sign: BTreeSet<_> =
        on_their_way.iter().filter(|one| one.step.is_some()).map(|one| one.application).collect();
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
        due: case.row.due_on.map(Day::of),
        is_provisional: case.row.is_provisional,
    };
    let mut piles = Vec::new();
    for (kind, key, _) in PILES {
        if PILES.iter().any(|(_, known, _)| *known == pile) && key != pile {
            continue;
        }
        let belongs = |case: &&Listed| match kind {
            PileKind::Review => to_sign.contains(&case.row.id),
            _ => pile_of(case) == kind && !to_sign.contains(&case.row.id),
        };
        let items: Vec<Item> = view.cases.iter().filter(belongs).map(item).collect();
        if !items.is_empty() {
            piles.push(Pile { kind, items, more: None });
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
        pagination: view.next.map(|next| Pagination {
            label: "待办".to_owned(),
            shown: (1, view.cases.len() as u64, total(&view)),
            previous: None,
            next: Some(urls.inbox(&[
                ("pile", pile.as_str()),
                ("q", value(&query, "q")),
                ("handler", value(&query, "handler")),
                ("after", next.to_string().as_str()),
            ])),
            pages: Vec::new(),
        }),
    };
    desk.show(Some(Place::Inbox), StatusCode::OK, &page)
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn total(view: &InboxView) -> u64 {
    let counts = view.counts;
    let all = counts.overdue + counts.today + counts.soon + counts.later + counts.undated;
    unsigned(all + counts.applicant + counts.other)
}

fn filters(desk: &Desk, view: &InboxView, pile: &str, to_sign: usize) -> Vec<Filter> {
    let urls = &desk.web.site.urls;
    let counts = view.counts;
    let unconfirmed = view.cases.iter().filter(|case| pile_of(case) == PileKind::Unconfirmed).count();
    let filter = |key: &str, words: &str, count: u64| Filter {
        words: words.to_owned(),
        href: if key.is_empty() { urls.desk() } else { urls.inbox(&[("pile", key)]) },
        count,
        is_current: key == pile,
    };
    vec![
        filter("", "全部", total(view)),
        filter("today", "今日和超期", unsigned(counts.overdue + counts.today)),
        filter("soon", "临期", unsigned(counts.soon)),
        filter("review", "待审", to_sign as u64),
        filter("unconfirmed", "待确认", unconfirmed as u64),
        filter("waiting", "等待对方", unsigned(counts.applicant + counts.other)),
        filter("mine", "我承办的", unsigned(view.own)),
        filter("unassigned", "未指定承办人", unsigned(view.unassigned)),
    ]
}
