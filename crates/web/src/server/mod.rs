//! What answers at the addresses: the routes of portal, desk and interface over the running office.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`), listening on a port (`gongkai-cli`).

pub mod api;
pub mod desk;
pub mod forms;
pub mod portal;
pub mod respond;

use crate::assets;
use crate::chrome::Site;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use gongkai_app::Office;
use gongkai_domain::ids::AgencyId;
use std::sync::Arc;
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
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<std::net::IpAddr>,
}

/// What handlers take as state.
pub type Shared = State<Arc<Web>>;

/// Everything that answers, under the prefix of the site.
pub fn router(web: Arc<Web>) -> Router {
    let routes = Router::new()
        .merge(portal::routes())
        .merge(desk::routes())
        .merge(api::routes())
        .route("/static/{name}", get(asset))
        .fallback(respond::unknown)
        .with_state(Arc::clone(&web));
    let prefix = web.site.urls.at("");
    let routes = if prefix.is_empty() {
        routes
    } else {
        // a nested first page answers without its final slash only
        let first = get(portal::front::home).with_state(Arc::clone(&web));
        Router::new().nest(&prefix, routes).route(&web.site.urls.home(), first)
    };
    let header = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    routes
        .layer(middleware::from_fn_with_state(web, follow))
        .layer(header(header::CONTENT_SECURITY_POLICY, assets::CONTENT_SECURITY_POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::CACHE_CONTROL, "no-store"))
}

/// Looks now and then whether another node has imported a year of the calendar.
async fn follow(State(web): Shared, request: Request, next: Next) -> Response {
    if let Err(error) = gongkai_app::calendar::follow(&web.office).await {
        tracing::error!(error = %error, "the calendar was not read");
    }
    next.run(request).await
}

/// A file sent with the program; its address changes with its content, so it may be kept for a year.
async fn asset(Path(name): Path<String>) -> Response {
    match assets::find(&name) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.content_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.body,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
