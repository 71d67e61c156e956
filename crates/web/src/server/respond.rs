//! From a page to an answer: theme, frame, status; and what a refusal looks like where no form can show it.
//!
//! Not here: the pages themselves (`crate::pages`).

use super::{Shared, Web};
use crate::chrome::{Body, DeskPage, DoorPage, Place, PortalPage, Site, Staff, Theme, View};
use crate::components::Link;
use crate::pages::portal::failure::{Failure, Status};
use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts, OriginalUri, Path, Query, State};
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

/// The theme that the address asks for.
fn asked_theme(uri: &Uri) -> Option<&str> {
    uri.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("theme="))
}

/// How a page is looked at: the theme of the address first, then of the cookie.
pub fn view(uri: &Uri, headers: &HeaderMap) -> View {
    view_with(uri, &CookieJar::from_headers(headers))
}

fn view_with(uri: &Uri, jar: &CookieJar) -> View {
    let query = uri.query().unwrap_or_default();
    let asked = asked_theme(uri);
    let kept = jar.get(THEME).map(|cookie| cookie.value().to_owned());
    let theme = Theme::of_key(asked.or(kept.as_deref()).unwrap_or_default());
    let rest: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("theme=")).collect();
    let path =
        if rest.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), rest.join("&")) };
    View { theme, path }
}

/// One request, as far as every handler wants to know it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// How the page is looked at.
    pub view: View,
    /// Whether the address asks for the theme.
    pub has_asked_theme: bool,
    /// What the browser has kept.
    pub jar: CookieJar,
    /// Which versions of public things it has, and what it can read.
    pub wants: super::shelf::Wants,
    /// Whether it came from a page of this site, as far as the browser tells.
    pub is_from_here: bool,
    /// From where it came, behind trusted proxies; none where the server was not told.
    pub address: Option<IpAddr>,
}

impl Visit {
    /// The visit that these parts of a request tell of.
    pub fn of(parts: &Parts, web: &Web) -> Self {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let jar = CookieJar::from_headers(&parts.headers);
        Self {
            view: view_with(uri, &jar),
            has_asked_theme: asked_theme(uri).is_some(),
            jar,
            wants: super::shelf::Wants::of(&parts.headers),
            is_from_here: super::forms::is_ours(parts, web),
            address: address(peer, &parts.headers, &web.proxies),
        }
    }

    /// The same visit of a page that is the same for everybody, at the one address it has: whatever else stood in the query of
    /// this visitor does not come into the page.
    #[must_use]
    pub fn at(mut self, path: String) -> Self {
        self.view.path = path;
        self
    }

    /// What attempts of the visitor are counted by: the address; of IPv6 the network, which is what one household has.
    pub fn subject(&self) -> String {
        match self.address {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
            Some(address) => address.to_string(),
            None => "unknown".to_owned(),
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

/// What stands in the query; what cannot be read is as if nothing stood there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<T>(pub T);

impl<T: serde::de::DeserializeOwned + Default> FromRequestParts<Arc<Web>> for Told<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Web>) -> Result<Self, Infallible> {
        Ok(Self(Query::try_from_uri(&parts.uri).map_or_else(|_| T::default(), |Query(told)| told)))
    }
}

/// What stands in the path; where it cannot be read, nothing is at that address.
#[derive(Debug, Clone, Copy)]
pub struct Named<T>(pub T);

impl<T: serde::de::DeserializeOwned + Send> FromRequestParts<Arc<Web>> for Named<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Response> {
        if let Ok(Path(named)) = Path::<T>::from_request_parts(parts, web).await {
            return Ok(Self(named));
        }
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        Err(lost(web, uri, &parts.headers, Status::NotFound).await)
    }
}

/// The address of the visitor: the last one of `X-Forwarded-For`, or else of `Forwarded` (RFC 7239), that no trusted proxy
/// stands at. What somebody who is no trusted proxy writes there is not believed.
fn address(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer?.to_canonical();
    if !is_trusted(peer, proxies) {
        return Some(peer);
    }
    let told = |name: &'static str| {
        let lines = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        lines.flat_map(|line| line.split(',')).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut hops = told("x-forwarded-for");
    if hops.is_empty() {
        hops = told("forwarded").iter().map(|hop| forwarded_for(hop).to_owned()).collect();
    }
    // a hop that is no address ends what can be followed
    let known = hops.iter().rev().map_while(|hop| address_of(hop));
    let mut last = peer;
    for hop in known {
        last = hop;
        if !is_trusted(hop, proxies) {
            break;
        }
    }
    Some(last)
}

/// Whether a trusted proxy stands at an address; a socket for both families tells 10.0.0.1 as ::ffff:10.0.0.1.
pub fn is_trusted(address: IpAddr, proxies: &[IpAddr]) -> bool {
    proxies.iter().any(|proxy| proxy.to_canonical() == address.to_canonical())
}

/// The `for` of one element of `Forwarded`; empty where there is none.
fn forwarded_for(element: &str) -> &str {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    found.next().map_or("", |(_, value)| value.trim().trim_matches('"'))
}

/// An address with or without port, in brackets or not.
fn address_of(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(hop, |(bare, _)| bare);
    let with_port = || hop.parse::<SocketAddr>().map(|address| address.ip());
    bare.parse::<IpAddr>().or_else(|_| with_port()).ok().map(|address| address.to_canonical())
}

/// The cookie that keeps a theme chosen by the address.
fn theme_cookie(web: &Web, view: &View) -> (header::HeaderName, String) {
    let path = web.site.urls.home();
    let secure = if web.is_secure { "; Secure" } else { "" };
    let theme = view.theme.key();
    (header::SET_COOKIE, format!("{THEME}={theme}; Path={path}; Max-Age=31536000; SameSite=Lax{secure}"))
}

/// The answer with the cookie of its theme: for this browser, and kept by nobody between.
pub fn remembered(web: &Web, view: &View, mut response: Response) -> Response {
    let (name, cookie) = theme_cookie(web, view);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(name, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The text of a page for citizens.
///
/// # Errors
/// A page that does not render is a defect.
pub fn portal_html<B: Body>(web: &Web, view: &View, body: &B) -> Result<String, Refusal> {
    PortalPage { site: &site(web), view, body }.render().map_err(|e| Refusal::Defect(format!("page: {e}")))
}

/// The header of a file that is to be kept under this name, and never shown within the site.
pub fn attachment(name: &str) -> HeaderValue {
    use std::fmt::Write as _;
    let mut value = "attachment; filename*=UTF-8''".to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            let _ = write!(value, "%{byte:02X}");
        }
    }
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
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
        let minutes = (*minutes).max(1);
        let page = failure_with(web, view, Status::TooMany, format!("请在 {minutes} 分钟后再试。"));
        return come_again(page, minutes);
    }
    if matches!(refusal, Refusal::Busy) {
        return busy(failure_with(web, view, Status::Unavailable, BUSY));
    }
    failure(web, view, status_of(refusal))
}

/// What is told where too much is under way.
const BUSY: &str = "正在处理的请求较多，请过几秒再试。";

/// The answer with the header that says when to come again: soon.
pub fn busy(mut response: Response) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(5));
    response
}

/// The answer with the header that says when to come again.
pub fn come_again(mut response: Response, minutes: i64) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(minutes * 60));
    response
}

/// The status of a refusal; what is a defect goes into the log.
fn status_of(refusal: &Refusal) -> Status {
    match refusal {
        Refusal::SignedOut | Refusal::Denied(_) => Status::Forbidden,
        Refusal::NotFound => Status::NotFound,
        Refusal::TooMany { .. } => Status::TooMany,
        Refusal::Busy => Status::Unavailable,
        Refusal::Invalid(_) | Refusal::Blocked(_) | Refusal::Conflict { .. } | Refusal::Classified => {
            Status::Refused
        }
        Refusal::Storage(_) | Refusal::Defect(_) => {
            tracing::error!(error = %refusal, "a request failed");
            Status::Failed
        }
    }
}

/// The page of a refusal below the desk: in the frame of whoever is signed in, else in that of its door, with the reasons, and
/// with the header that says when to come again where waiting helps.
pub fn refused_at_desk(web: &Web, view: &View, staff: Option<&Staff>, refusal: &Refusal) -> Response {
    let more = match refusal {
        Refusal::TooMany { minutes } => Some(format!("请在 {} 分钟后再试。", (*minutes).max(1))),
        Refusal::Busy => Some(BUSY.to_owned()),
        Refusal::Denied(why) => Some(why.clone()),
        Refusal::Blocked(reasons) => {
            Some(reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))
        }
        Refusal::Invalid(faults) => {
            Some(faults.iter().map(|fault| fault.text.clone()).collect::<Vec<_>>().join("；"))
        }
        Refusal::Conflict { .. } => Some("其他人先保存了变动，请打开最新状态后再办理。".to_owned()),
        _ => None,
    };
    let page = failure_at_desk(web, view, staff, status_of(refusal), more);
    match refusal {
        Refusal::TooMany { minutes } => come_again(page, (*minutes).max(1)),
        Refusal::Busy => busy(page),
        _ => page,
    }
}

/// The page of a status below the desk: in its frame for whoever is signed in, in that of its door for anybody else.
pub fn failure_at_desk(
    web: &Web,
    view: &View,
    staff: Option<&Staff>,
    status: Status,
    more: Option<String>,
) -> Response {
    let urls = &web.site.urls;
    let way = match staff {
        Some(_) => Link::new("返回待办", urls.desk()),
        None => Link::new("登录工作平台", urls.sign_in()),
    };
    let request = super::number::current();
    let failure = Failure { status, more, ways: vec![way], phone: None, request };
    let code = StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match staff {
        Some(staff) => desk(web, view, staff, None, code, &failure),
        None => door(web, view, code, &failure),
    }
}

/// The page of a status.
pub fn failure(web: &Web, view: &View, status: Status) -> Response {
    failed(web, view, status, None)
}

/// The page of a status with more about this case.
pub fn failure_with(web: &Web, view: &View, status: Status, more: impl Into<String>) -> Response {
    failed(web, view, status, Some(more.into()))
}

fn failed(web: &Web, view: &View, status: Status, more: Option<String>) -> Response {
    let code = StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let request = super::number::current();
    let phone = web.site.phone.clone();
    let failure = Failure { more, phone, request, ..Failure::new(status, &web.site.urls) };
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
    lost(&web, &uri, &headers, Status::NotFound).await
}

async fn lost(web: &Arc<Web>, uri: &Uri, headers: &HeaderMap, status: Status) -> Response {
    let view = view(uri, headers);
    if is_desk(web, uri.path()) {
        return super::desk::lost(web, view, headers, status, None).await;
    }
    failure(web, &view, status)
}

/// Whether an address lies below the desk.
pub fn is_desk(web: &Web, path: &str) -> bool {
    path.strip_prefix(&web.site.urls.desk()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The answer at an address that does not take this method; which it takes stands in the header.
pub async fn wrong_method(State(web): Shared, OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Response {
    lost(&web, &uri, &headers, Status::WrongMethod).await
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
        let mapped = ip("::ffff:10.0.0.1");
        assert_eq!(
            address(Some(mapped), &headers, &proxies),
            Some(ip("10.1.1.1")),
            "one socket for both families"
        );
    }

    #[test]
    fn the_other_header_for_proxies_is_read_with_its_quotes_brackets_and_ports() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let of = |name: &'static str, value: &'static str| {
            let headers = HeaderMap::from_iter([(
                axum::http::HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )]);
            address(Some(ip("10.0.0.1")), &headers, &[ip("10.0.0.1")])
        };
        let told = "for=6.6.6.6;proto=https, For=\"[2001:db8::7]:4711\";by=10.0.0.1";
        assert_eq!(of("forwarded", told), Some(ip("2001:db8::7")));
        assert_eq!(of("forwarded", "for=_hidden"), Some(ip("10.0.0.1")), "no address, so the proxy counts");
        assert_eq!(of("x-forwarded-for", "9.9.9.9:51000"), Some(ip("9.9.9.9")));
        assert_eq!(
            of("x-forwarded-for", "9.9.9.9, unknown"),
            Some(ip("10.0.0.1")),
            "behind an unknown hop all is hearsay"
        );
    }

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        let value = attachment("答复\"\r\nSet-Cookie: a=b.pdf");
        let value = value.to_str().unwrap();
        assert!(
            value.starts_with("attachment; filename*=UTF-8''%E7%AD%94") && value.ends_with("a%3Db.pdf"),
            "{value}"
        );
        assert!(!value.contains(['\r', '\n', '"']), "{value}");
    }
}
