//! The messages of whoever is signed in.
//!
//! Not here: who is told what (`gongkai_app::reminder`).

use super::entry::{Desk, Sent, value};
use crate::chrome::Place;
use crate::components::{Empty, Link};
use crate::day::Moment;
use crate::pages::desk::messages::{MessageItem, Messages};
use crate::server::forms::Sent as SentForm;
use crate::urls::{Urls, with_query};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::Refusal;
use gongkai_app::query::messages::{Told, mark_read, messages};
use gongkai_app::reminder::Notice;

/// Messages on a page.
const PAGE: u32 = 30;

pub(super) async fn page(desk: Desk, Query(query): Query<Sent>) -> Response {
    let before = value(&query, "before").parse().ok();
    let found = match messages(&desk.web.office, &desk.actor, before, PAGE).await {
        Ok(found) => found,
        Err(refusal) => return desk.refused(&refusal),
    };
    let urls = desk.web.site.urls.clone();
    let last = found.told.last().filter(|_| found.has_more).map(|told| told.id.to_string());
    let page = Messages {
        items: found.told.iter().map(|told| item(told, &urls)).collect(),
        unread: u32::try_from(found.unread).unwrap_or(u32::MAX),
        newest: found.told.first().map(|told| told.id.to_string()),
        token: desk.token.clone(),
        older: last.map(|last| with_query(urls.messages(), &[("before", last.as_str())])),
        empty: Empty {
            words: "没有消息".to_owned(),
            reason: "有申请临期、超期或者需要确认时，系统会在这里提醒您。".to_owned(),
            way: Some(Link::new("查看待办", urls.desk())),
        },
        urls,
    };
    desk.show(Some(Place::Messages), StatusCode::OK, &page)
}

fn item(told: &Told, urls: &Urls) -> MessageItem {
    let reference = match &told.notice {
        Notice::Arrived { reference, .. }
        | Notice::Returned { reference, .. }
        | Notice::ExtensionProposed { reference, .. }
        | Notice::ExtensionDeclined { reference, .. }
        | Notice::ExtensionApproved { reference, .. }
        | Notice::Decided { reference, .. }
        | Notice::LeftUndone { reference, .. }
        | Notice::Heard { reference, .. }
        | Notice::Undelivered { reference: Some(reference), .. } => Some(reference),
        Notice::Pressing { .. }
        | Notice::HandlerLeft { .. }
        | Notice::Undelivered { reference: None, .. } => None,
    };
    MessageItem {
        heading: told.notice.heading(),
        lines: told.notice.lines(),
        at: Moment::of(told.at),
        is_new: !told.is_read,
        link: reference.map(|reference| Link::new("查看申请", urls.application(reference))),
    }
}

/// Notes what was shown as read.
pub(super) async fn read(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    let noted = async {
        desk.check(&sent)?;
        let newest = value(&sent, "newest").parse().map_err(|_| Refusal::NotFound)?;
        mark_read(&desk.web.office, &desk.actor, newest).await
    };
    match noted.await {
        Ok(()) => Redirect::to(&desk.web.site.urls.messages()).into_response(),
        Err(refusal) => desk.refused(&refusal),
    }
}
