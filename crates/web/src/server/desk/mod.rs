//! The desk: what the office sees and does.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`).

mod act;
mod case;
mod door;
mod editor;
mod entry;
mod files;
mod inbox;
mod ledger;
mod messages;
mod paper;
mod register;
mod review;
mod take;
mod words;

use super::Web;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

/// The routes, below the prefix of the site.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/desk/sign-in", get(door::page).post(door::enter))
        .route("/desk/sign-in/second", get(door::second).post(door::confirm))
        .route("/desk/sign-out", post(door::leave))
        .route("/desk", get(inbox::page))
        .route("/desk/applications", get(inbox::page))
        .route("/desk/messages", get(messages::page).post(messages::read))
        .route("/desk/register", get(register::page).post(register::file))
        .route("/desk/review", get(review::queue))
        .route("/desk/ledger", get(ledger::page))
        .route("/desk/ledger.csv", get(ledger::csv))
        .route("/desk/applications/{number}", get(case::page))
        .route("/desk/applications/{number}/reveal", post(case::reveal))
        .route("/desk/applications/{number}/papers/{file}", get(paper::file))
        .route("/desk/applications/{number}/files/{file}", get(files::open))
        .route("/desk/applications/{number}/scan", get(files::scan_page).post(files::scan))
        .route("/desk/applications/{number}/{action}", get(act::page).post(act::take))
}
