//! The desk: what the office sees and does.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`).

mod account;
mod act;
mod administration;
mod again;
mod agency;
mod asked;
mod audit;
mod calendar;
mod case;
mod challenge;
mod challenge_rectify;
mod challenge_steps;
mod chosen;
mod co_signing;
mod complaint;
mod conflict;
mod door;
mod editor;
mod ended;
mod entry;
mod files;
mod inbox;
mod leaf;
mod ledger;
mod messages;
mod other;
mod paper;
mod people;
mod proactive;
mod record;
mod rectify;
mod register;
mod register_form;
mod review;
mod serving;
mod settings;
mod setup;
mod supervision;
mod system;
mod take;
mod words;

pub(crate) use complaint::complaining;
pub(crate) use ended::keep;
pub(crate) use entry::lost;
pub(crate) use record::{renamed, request};

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
        .merge(administration::routes())
        .route("/desk/review", get(review::queue))
        .route("/desk/review/{number}", get(review::page).post(review::sign))
        .route("/desk/ledger", get(ledger::page))
        .route("/desk/ledger.csv", get(ledger::csv))
        .route("/desk/ledger.xlsx", get(ledger::xlsx))
        .route("/desk/document-register.xlsx", get(ledger::register))
        .route("/desk/proactive", get(proactive::list))
        .route("/desk/proactive.csv", get(proactive::csv))
        .route("/desk/supervision", get(supervision::agencies))
        .route("/desk/supervision/{code}", get(supervision::agency))
        .route("/desk/supervision/{code}/{number}", get(supervision::case))
        .route("/desk/system", get(system::page).post(system::again))
        .route("/desk/challenges", get(challenge::list))
        .route("/desk/challenges/new", get(challenge::new).post(challenge::open))
        .route("/desk/challenges/{id}", get(challenge::page))
        .route("/desk/challenges/{id}/papers/{file}", get(challenge::paper))
        .route("/desk/challenges/{id}/files/{file}", get(challenge::file))
        .route("/desk/challenges/{id}/volume.zip", get(challenge::volume))
        .route("/desk/challenges/{id}/{action}", get(challenge_steps::page).post(challenge_steps::take))
        .route("/desk/record-corrections", get(record::list))
        .route("/desk/record-corrections/new", get(record::new).post(record::open))
        .route("/desk/record-corrections/{reference}", get(record::page))
        .route("/desk/record-corrections/{reference}/reveal", post(record::reveal))
        .route("/desk/record-corrections/{reference}/reissue-code", post(record::reissue))
        .route("/desk/record-corrections/{reference}/files/{file}", get(record::file))
        .route("/desk/record-corrections/{reference}/papers/{file}", get(record::paper))
        .route("/desk/record-corrections/{reference}/{action}", get(record::step).post(record::take))
        .route("/desk/complaints", get(complaint::list))
        .route("/desk/complaints/new", get(complaint::new).post(complaint::open))
        .route("/desk/complaints/{reference}", get(complaint::page))
        .route("/desk/complaints/{reference}/reveal", post(complaint::reveal))
        .route("/desk/complaints/{reference}/reissue-code", post(complaint::reissue))
        .route("/desk/complaints/{reference}/{action}", get(complaint::step).post(complaint::take))
        .route("/desk/applications/{number}", get(case::page))
        .route("/desk/applications/{number}/reveal", post(case::reveal))
        .route("/desk/applications/{number}/papers/{file}", get(paper::file))
        .route("/desk/applications/{number}/files/{file}", get(files::open))
        .route("/desk/applications/{number}/receipt", get(register::receipt))
        .route("/desk/applications/{number}/receipt.pdf", get(register::receipt_pdf))
        .route("/desk/applications/{number}/scan", get(files::scan_page).post(files::scan))
        .route("/desk/applications/{number}/volume.zip", get(paper::volume))
        .route("/desk/applications/{number}/{action}", get(act::page).post(act::take))
}
