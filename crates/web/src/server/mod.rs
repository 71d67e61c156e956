//! What answers at the addresses: the routes of portal, desk and interface over the running office.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`), listening on a port (`gongkai-cli`).

pub mod api;
pub mod desk;
pub mod forms;
pub mod number;
pub mod portal;
pub mod respond;
pub mod shelf;

use crate::assets::{self, Asset};
use crate::chrome::{Site, View};
use crate::pages::portal::failure::Status;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use gongkai_app::Office;
use gongkai_domain::ids::AgencyId;
use respond::{Named, Visit};
use shelf::{Shelf, Wants};
use std::any::Any;
use std::sync::{Arc, LazyLock};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// What every handler works with.
#[derive(Debug)]
pub struct Web {
    /// The running office.
    pub office: Arc<Office>,
    /// Whose site, with its addresses.
    pub site: Site,
    /// The agency of the portal; other agencies of the same records are chosen in the form.
    pub agency: AgencyId,
    /// Whether cookies are sent over https only. Off for a demonstration on this machine.
    pub is_secure: bool,
    /// Addresses of proxies whose word on the visitor's address (`X-Forwarded-For`, `Forwarded`) is believed.
    pub proxies: Vec<std::net::IpAddr>,
}

/// What handlers take as state.
pub type Shared = State<Arc<Web>>;

/// Sent with every answer, whatever it is. That a host is reached over https only (HSTS) is not for a column of it to say.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, assets::CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    // what is kept says so itself
    (header::CACHE_CONTROL, "no-store"),
];
/// Everything that answers, under the prefix of the site.
pub fn router(web: Arc<Web>) -> Router {
    let routes = Router::new()
        .merge(portal::routes())
        .merge(desk::routes().route_layer(middleware::from_fn_with_state(Arc::clone(&web), desk::keep)))
        .merge(api::routes())
        .route("/static/{name}", get(asset))
        .fallback(respond::unknown)
        .method_not_allowed_fallback(respond::wrong_method)
        .with_state(Arc::clone(&web));
    let prefix = web.site.urls.at("");
    let routes = if prefix.is_empty() {
        routes
    } else {
        // a nested first page answers without its final slash only
        let first = get(portal::front::home).fallback(respond::wrong_method).with_state(Arc::clone(&web));
        let elsewhere = get(respond::unknown).fallback(respond::unknown).with_state(Arc::clone(&web));
        Router::new().nest(&prefix, routes).route(&web.site.urls.home(), first).fallback_service(elsewhere)
    };
    let mut routes = routes
        .layer(Extension(Arc::<Shelf>::default()))
        .layer(CatchPanicLayer::custom({
            let web = Arc::clone(&web);
            move |_: Box<dyn Any + Send>| broken(&web)
        }))
        .layer(middleware::from_fn_with_state(Arc::clone(&web), number::give));
    for (name, value) in HEADERS {
        routes = routes.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)));
    }
    routes.layer(middleware::from_fn_with_state(web, follow))
}

/// The answer where the program failed; what it was doing is in the log under the number of the request.
fn broken(web: &Web) -> Response {
    tracing::error!("a request ended in a panic");
    respond::failure(web, &View { path: web.site.urls.home(), ..View::default() }, Status::Failed)
}

/// Looks now and then whether another node has imported a year of the calendar.
async fn follow(State(web): Shared, request: Request, next: Next) -> Response {
    if let Err(error) = gongkai_app::calendar::follow(&web.office).await {
        tracing::error!(error = %error, "the calendar was not read");
    }
    next.run(request).await
}

/// A file sent with the program; its address changes with its content, so it may be kept for a year.
async fn asset(State(web): Shared, Named(name): Named<String>, visit: Visit) -> Response {
    let Some(at) = assets::ASSETS.iter().position(|asset| asset.name == name) else {
        return respond::failure(&web, &visit.view, Status::NotFound);
    };
    sent(&assets::ASSETS[at], PACKED.get(at).and_then(Option::as_ref), &visit.wants)
}

/// The files compressed, where that makes them smaller, in their order.
static PACKED: LazyLock<Vec<Option<Bytes>>> =
    LazyLock::new(|| assets::ASSETS.iter().map(|asset| shelf::packed(asset.body.as_bytes())).collect());

fn sent(asset: &'static Asset, packed: Option<&Bytes>, wants: &Wants) -> Response {
    let packed = packed.filter(|_| wants.takes_gzip());
    let body = packed.map_or_else(|| Body::from(asset.body), |packed| Body::from(packed.clone()));
    let kept = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    let mut response = (kept, body).into_response();
    if packed.is_some() {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
