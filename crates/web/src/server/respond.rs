//! From a page to an answer: theme, frame, status; and what a refusal looks like where no form can show it.
//!
//! Not here: the pages themselves (`crate::pages`).

use super::{Shared, Web};
use crate::chrome::{Body, DeskPage, DoorPage, Place, PortalPage, Staff, Theme, View};
use crate::pages::portal::failure::{Failure, Status};
use askama::Template;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use gongkai_app::Refusal;

/// Name of the cookie that keeps the theme.
const THEME: &str = "theme";

/// How a page is looked at: the theme of the address first, then of the cookie.
pub fn view(uri: &Uri, headers: &HeaderMap) -> View {
    let query = uri.query().unwrap_or_default();
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("theme="));
    let jar = CookieJar::from_headers(headers);
    let kept = jar.get(THEME).map(|cookie| cookie.value().to_owned());
    let theme = Theme::of_key(asked.or(kept.as_deref()).unwrap_or_default());
    let rest: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("theme=")).collect();
    let path = if rest.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), rest.join("&")) };
    View { theme, path }
}

/// The cookie that keeps a theme chosen by the address.
fn theme_cookie(web: &Web, view: &View) -> (header::HeaderName, String) {
    let path = web.site.urls.home();
    (header::SET_COOKIE, format!("{THEME}={}; Path={path}; Max-Age=31536000; SameSite=Lax", view.theme.key()))
}

fn html(web: &Web, view: &View, status: StatusCode, page: Result<String, askama::Error>) -> Response {
    match page {
        Ok(page) => (status, [theme_cookie(web, view)], Html(page)).into_response(),
        Err(error) => {
            tracing::error!(error = %error, "a page does not render");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page for citizens.
pub fn portal<B: Body>(web: &Web, view: &View, status: StatusCode, body: &B) -> Response {
    html(web, view, status, PortalPage { site: &web.site, view, body }.render())
}

/// A page for the office.
pub fn desk<B: Body>(
    web: &Web,
    view: &View,
    staff: &Staff,
    place: Option<Place>,
    status: StatusCode,
    body: &B,
) -> Response {
    html(web, view, status, DeskPage { site: &web.site, view, staff, place, body }.render())
}

/// A page before anyone is signed in.
pub fn door<B: Body>(web: &Web, view: &View, status: StatusCode, body: &B) -> Response {
    html(web, view, status, DoorPage { site: &web.site, view, body }.render())
}

/// The page of a refusal that no form can show.
pub fn refused(web: &Web, view: &View, refusal: &Refusal) -> Response {
    let status = match refusal {
        Refusal::SignedOut | Refusal::Denied(_) => Status::Forbidden,
        Refusal::NotFound => Status::NotFound,
        Refusal::TooMany { .. } => Status::TooMany,
        Refusal::Invalid(_) | Refusal::Blocked(_) | Refusal::Conflict { .. } | Refusal::Classified => Status::Refused,
        Refusal::Storage(_) | Refusal::Defect(_) => {
            tracing::error!(error = %refusal, "a request failed");
            Status::Failed
        }
    };
    failure(web, view, status)
}

/// The page of a status.
pub fn failure(web: &Web, view: &View, status: Status) -> Response {
    let code = StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    portal(web, view, code, &Failure::new(status, &web.site.urls))
}

/// The answer at an address that nothing is at.
pub async fn unknown(State(web): Shared, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Response {
    failure(&web, &view(&uri, &headers), Status::NotFound)
}
