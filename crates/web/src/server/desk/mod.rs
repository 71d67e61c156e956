//! The desk: what the office sees and does.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`).

use super::Web;
use axum::Router;
use std::sync::Arc;

/// The routes, below the prefix of the site.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
}
