//! Signing in and out.
//!
//! Not here: passwords, codes and sessions (`gongkai_app::account`).

use super::super::forms::Sent as SentForm;
use super::super::respond::{self, Visit};
use super::super::{Shared, Web};
use super::asked::{ASKED, on_the_way, page_of_ours};
use super::entry::{Desk, Sent, cookie, entered, token_of, value};
use crate::chrome::View;
use crate::components::Entered;
use crate::pages::desk::door::AtDoor;
use axum::extract::{OriginalUri, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use gongkai_app::Refusal;
use gongkai_app::account::{self, Entry, Origin, session};
use gongkai_app::first_start;

fn sign_in_page(
    web: &Web,
    view: &View,
    status: StatusCode,
    entered: &Entered,
    notice: Option<&str>,
) -> Response {
    let at = AtDoor { urls: &web.site.urls, token: "", entered };
    respond::door(web, view, status, &at.sign_in(notice))
}

pub(super) async fn page(
    State(web): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Query(query): Query<Sent>,
) -> Response {
    match first_start::is_open(&web.office).await {
        Ok(true) => return Redirect::to(&web.site.urls.setup()).into_response(),
        Ok(false) => {}
        Err(refusal) => {
            return respond::refused_at_desk(&web, &respond::view(&uri, &headers), None, &refusal);
        }
    }
    sign_in_page(&web, &respond::view(&uri, &headers), StatusCode::OK, &asked(&query), None)
}

/// What travels through the door of what was sent to it: the page that was asked for.
fn asked(sent: &Sent) -> Entered {
    Entered::new(sent.iter().filter(|(name, _)| name == ASKED).cloned().collect(), Vec::new())
}

pub(super) async fn enter(
    State(web): Shared,
    headers: HeaderMap,
    SentForm { visit, pairs: sent, .. }: SentForm,
) -> Response {
    let view = visit.view.clone();
    let origin = origin(&web, &visit);
    match account::begin(&web.office, value(&sent, "account"), value(&sent, "password"), &origin).await {
        Ok(entry) => inside(&web, &headers, entry, &sent),
        Err(Refusal::Invalid(faults)) => {
            sign_in_page(&web, &view, StatusCode::UNPROCESSABLE_ENTITY, &entered(&sent, &faults), None)
        }
        Err(Refusal::TooMany { minutes }) => too_many(&web, &view, &entered(&sent, &[]), minutes),
        Err(Refusal::Busy) => {
            let (status, entered) = (StatusCode::SERVICE_UNAVAILABLE, entered(&sent, &[]));
            respond::busy(sign_in_page(&web, &view, status, &entered, Some(BUSY)))
        }
        Err(refusal) => respond::refused_at_desk(&web, &view, None, &refusal),
    }
}

/// What is told where too many sign in at this moment.
const BUSY: &str = "正在登录的人较多，请过几秒再输入密码登录。";

/// Why nobody is heard: the name is locked or the address has failed too often, which is told alike.
fn too_many(web: &Web, view: &View, entered: &Entered, minutes: i64) -> Response {
    let notice = format!("连续输错的次数过多，暂时不能登录，请在{minutes}分钟后再试。");
    let mut response = sign_in_page(web, view, StatusCode::TOO_MANY_REQUESTS, entered, Some(&notice));
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(minutes.max(1) * 60));
    response
}

/// From where somebody comes, for the audit log and the limits.
fn origin(web: &Web, visit: &Visit) -> Origin {
    Origin {
        address: visit.address.map(|address| address.to_string()).unwrap_or_default(),
        subject: visit.subject(),
        agency: Some(web.agency),
    }
}

/// To what was asked for or the inbox, or to the second factor, with the cookie of the session.
fn inside(web: &Web, headers: &HeaderMap, entry: Entry, sent: &Sent) -> Response {
    let (urls, asked) = (&web.site.urls, value(sent, ASKED));
    let next = if entry.session.is_halfway {
        on_the_way(urls, urls.second_factor(), asked)
    } else {
        page_of_ours(urls, asked).unwrap_or_else(|| urls.desk())
    };
    let jar = CookieJar::from_headers(headers).add(cookie(web, entry.token));
    (jar, Redirect::to(&next)).into_response()
}

fn second_page(web: &Web, view: &View, status: StatusCode, entered: &Entered) -> Response {
    let at = AtDoor { urls: &web.site.urls, token: "", entered };
    respond::door(web, view, status, &at.second_factor())
}

pub(super) async fn second(
    State(web): Shared,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Query(query): Query<Sent>,
) -> Response {
    second_page(&web, &respond::view(&uri, &headers), StatusCode::OK, &asked(&query))
}

pub(super) async fn confirm(
    State(web): Shared,
    headers: HeaderMap,
    SentForm { visit, pairs: sent, .. }: SentForm,
) -> Response {
    let view = visit.view.clone();
    let halfway = match token_of(&headers) {
        Some(token) => session::find_halfway(&web.office, &token).await,
        None => Err(Refusal::SignedOut),
    };
    let result = match halfway {
        Ok(halfway) => {
            account::confirm(&web.office, &halfway, value(&sent, "code"), &origin(&web, &visit)).await
        }
        Err(refusal) => Err(refusal),
    };
    match result {
        Ok(entry) => inside(&web, &headers, entry, &sent),
        Err(Refusal::Invalid(faults)) => {
            second_page(&web, &view, StatusCode::UNPROCESSABLE_ENTITY, &entered(&sent, &faults))
        }
        Err(Refusal::SignedOut) => {
            let urls = &web.site.urls;
            Redirect::to(&on_the_way(urls, urls.sign_in(), value(&sent, ASKED))).into_response()
        }
        Err(Refusal::TooMany { minutes }) => too_many(&web, &view, &asked(&sent), minutes),
        Err(refusal) => respond::refused_at_desk(&web, &view, None, &refusal),
    }
}

pub(super) async fn leave(
    desk: Desk,
    headers: HeaderMap,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    if let Err(refusal) = desk.check(&sent) {
        return desk.refused(&refusal);
    }
    if let Err(refusal) = session::end(&desk.web.office, desk.session.id).await {
        return desk.refused(&refusal);
    }
    let jar = CookieJar::from_headers(&headers).add(cookie(&desk.web, String::new()));
    (jar, Redirect::to(&desk.web.site.urls.sign_in())).into_response()
}
