//! From a page to an answer: theme, frame, status; and what a refusal looks like where no form can show it.
//!
//! Not here: the pages themselves (`crate::pages`).

use super::{Shared, Web};
use crate::chrome::{Body, DeskPage, DoorPage, Place, PortalPage, Site, Staff, Theme, View};
use crate::pages::portal::failure::{Failure, Status};
use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts, OriginalUri, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use gongkai_app::Refusal;
use std::borrow::Cow;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

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
    let path =
        if rest.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), rest.join("&")) };
    View { theme, path }
}

/// One request, as far as every handler wants to know it.
#[derive(Debug)]
pub struct Visit {
    /// How the page is looked at.
    pub view: View,
    /// What the browser has kept.
    pub jar: CookieJar,
    /// From where it came, behind trusted proxies; none where the server was not told.
    pub address: Option<IpAddr>,
}

impl Visit {
    /// The visit that these parts of a request tell of.
    pub fn of(parts: &Parts, web: &Web) -> Self {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Self {
            view: view(uri, &parts.headers),
            jar: CookieJar::from_headers(&parts.headers),
            address: address(peer, &parts.headers, &web.proxies),
        }
    }

    /// What a cookie holds.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar.get(name).map(axum_extra::extract::cookie::Cookie::value)
    }
}

impl FromRequestParts<Arc<Web>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Infallible> {
        Ok(Self::of(parts, web))
    }
}

/// The address of the visitor: the last one of `X-Forwarded-For` that no trusted proxy stands at. What somebody who is no
/// trusted proxy writes there is not believed.
fn address(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let is_trusted = |address: &IpAddr| proxies.contains(address);
    let peer = peer?;
    if !is_trusted(&peer) {
        return Some(peer);
    }
    let told = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> =
        told.flat_map(|value| value.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    hops.into_iter().rev().find(|hop| !is_trusted(hop)).or(Some(peer))
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

/// The site; set up while this process runs, it has the name of its agency from then on.
fn site(web: &Web) -> Cow<'_, Site> {
    match web.office.newly_named() {
        None => Cow::Borrowed(&web.site),
        Some(name) => {
            Cow::Owned(Site { agency: name.to_owned(), organiser: name.to_owned(), ..web.site.clone() })
        }
    }
}

/// A page for citizens.
pub fn portal<B: Body>(web: &Web, view: &View, status: StatusCode, body: &B) -> Response {
    html(web, view, status, PortalPage { site: &site(web), view, body }.render())
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
    html(web, view, status, DeskPage { site: &site(web), view, staff, place, body }.render())
}

/// A page before anyone is signed in.
pub fn door<B: Body>(web: &Web, view: &View, status: StatusCode, body: &B) -> Response {
    html(web, view, status, DoorPage { site: &site(web), view, body }.render())
}

/// The page of a refusal that no form can show.
pub fn refused(web: &Web, view: &View, refusal: &Refusal) -> Response {
    if let Refusal::TooMany { minutes } = refusal {
        return failure_with(web, view, Status::TooMany, format!("请在 {} 分钟后再试。", (*minutes).max(1)));
    }
    let status = match refusal {
        Refusal::SignedOut | Refusal::Denied(_) => Status::Forbidden,
        Refusal::NotFound => Status::NotFound,
        Refusal::TooMany { .. } => Status::TooMany,
        Refusal::Invalid(_) | Refusal::Blocked(_) | Refusal::Conflict { .. } | Refusal::Classified => {
            Status::Refused
        }
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
    portal(
        web,
        view,
        code,
        &Failure { phone: web.site.phone.clone(), ..Failure::new(status, &web.site.urls) },
    )
}

/// The page of a status with more about this case.
pub fn failure_with(web: &Web, view: &View, status: Status, more: impl Into<String>) -> Response {
    let code = StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let failure = Failure {
        more: Some(more.into()),
        phone: web.site.phone.clone(),
        ..Failure::new(status, &web.site.urls)
    };
    portal(web, view, code, &failure)
}

/// Whither after something was done, so that opening the page again does nothing twice.
pub fn see_other(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The answer with a cookie that no script may read, for some minutes; for none, the cookie goes.
pub fn with_cookie(web: &Web, mut response: Response, name: &str, value: &str, minutes: i64) -> Response {
    let path = web.site.urls.home();
    let secure = if web.is_secure { "; Secure" } else { "" };
    let cookie =
        format!("{name}={value}; Path={path}; Max-Age={}; HttpOnly; SameSite=Lax{secure}", minutes * 60);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The answer at an address that nothing is at.
pub async fn unknown(State(web): Shared, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Response {
    failure(&web, &view(&uri, &headers), Status::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_told_by_a_stranger_is_not_believed_and_one_told_by_a_trusted_proxy_is() {
        let headers = HeaderMap::from_iter([("x-forwarded-for", "6.6.6.6, 10.1.1.1, 10.0.0.2")].map(
            |(name, value)| (axum::http::HeaderName::from_static(name), HeaderValue::from_static(value)),
        ));
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxies = [ip("10.0.0.1"), ip("10.0.0.2")];
        assert_eq!(address(Some(ip("9.9.9.9")), &headers, &proxies), Some(ip("9.9.9.9")));
        assert_eq!(address(Some(ip("10.0.0.1")), &headers, &proxies), Some(ip("10.1.1.1")));
        assert_eq!(address(Some(ip("10.0.0.1")), &HeaderMap::new(), &proxies), Some(ip("10.0.0.1")));
        assert_eq!(address(None, &headers, &proxies), None);
    }
}
