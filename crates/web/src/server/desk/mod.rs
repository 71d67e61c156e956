//! The desk: what the office sees and does.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`).

mod account;
mod act;
mod administration;
mod agency;
mod audit;
mod calendar;
mod case;
mod door;
mod editor;
mod entry;
mod inbox;
mod ledger;
mod paper;
mod people;
mod register;
mod review;
mod settings;
mod setup;
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
        .route("/desk/register", get(register::page).post(register::file))
        .merge(administration::routes())
        .route("/desk/review", get(review::queue))
        .route("/desk/review/{number}", get(review::page).post(review::sign))
        .route("/desk/ledger", get(ledger::page))
        .route("/desk/ledger.csv", get(ledger::csv))
        .route("/desk/ledger.xlsx", get(ledger::xlsx))
        .route("/desk/applications/{number}", get(case::page))
        .route("/desk/applications/{number}/reveal", post(case::reveal))
        .route("/desk/applications/{number}/papers/{file}", get(paper::file))
        .route("/desk/applications/{number}/volume.zip", get(paper::volume))
        .route("/desk/applications/{number}/{action}", get(act::page).post(act::take))
}
