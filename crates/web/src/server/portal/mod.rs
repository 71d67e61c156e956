//! The portal: what citizens see and send.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`).
//!
//! Cookies, none of which a script may read: `draft` (an application being filled in), `receipt` (what was just filed),
//! `track` (the application that was found by its code), and for complaints and requests to correct records `form`, `filed`
//! and `follow`. Each holds a word under which the records keep the rest, sealed.

pub mod apply;
pub mod case;
pub mod done;
pub mod front;
pub mod other;
pub mod sending;
pub mod start;
pub mod story;
pub mod track;
pub mod whose;
pub mod words;

use super::Web;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// The cookie of an application being filled in.
pub const DRAFT: &str = "draft";
/// The cookie of what was just filed.
pub const RECEIPT: &str = "receipt";
/// The cookie of an application that was found by its code.
pub const TRACK: &str = "track";

/// The cookie that forms of one page are bound to.
pub const HOLDER: &str = "form";
/// The cookie of the complaint or request that was just filed.
pub const FILED: &str = "filed";
/// The cookie of the complaint or request that was found by its code.
pub const FOLLOW: &str = "follow";

/// The routes, below the prefix of the site.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/", get(front::home))
        .route("/guide", get(front::guide))
        .route("/guide/forms/{name}", get(front::form))
        .route("/apply", get(start::start))
        .route("/apply/agency", get(start::agency).post(start::agency_sent))
        .route("/apply/not-ours", get(start::not_ours))
        .route("/apply/public", get(start::public))
        .route("/apply/who", get(apply::who).post(apply::who_sent))
        .route("/apply/what", get(apply::what).post(apply::what_sent))
        .route("/apply/receive", get(apply::receive).post(apply::receive_sent))
        .route("/apply/proof", get(apply::proof).post(apply::proof_sent))
        .route("/apply/check", get(sending::check).post(sending::send))
        .route("/apply/done/{reference}", get(done::receipt))
        .route("/complain", get(other::complain).post(other::complain_sent))
        .route("/complain/agency", get(whose::complain))
        .route("/correct-record/agency", get(whose::correct_record))
        .route("/correct-record", get(other::correct_record).post(other::correct_record_sent))
        .route("/cases/{reference}", get(other::show))
        .route("/cases/{reference}/receipt", get(other::receipt))
        .route("/cases/{reference}/papers/{paper}", get(other::paper))
        .route("/track", get(track::ask).post(track::asked))
        .route("/track/lost-code", get(track::lost_code).post(track::lost_code_sent))
        .route("/track/{reference}", get(case::show))
        .route("/track/{reference}/correct", get(case::correct).post(case::correct_sent))
        .route("/track/{reference}/reasons", get(case::reasons).post(case::reasons_sent))
        .route("/track/{reference}/withdraw", get(case::withdraw).post(case::withdraw_sent))
        .route("/track/{reference}/papers/{paper}", get(case::paper))
        .route("/track/{reference}/information/{file}", get(case::information))
}
