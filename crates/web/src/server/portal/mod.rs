//! The portal: what citizens see and send.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`).

pub mod front;
pub mod words;

use super::Web;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// The routes, below the prefix of the site.
pub fn routes() -> Router<Arc<Web>> {
    Router::new().route("/", get(front::home)).route("/guide", get(front::guide))
}
