//! The routes of the administration: first start, people, agencies, settings, calendar, audit, one's own account.
//!
//! Not here: what they answer (the files beside this one), who may (`gongkai-app`).

use super::super::Web;
use super::{account, agency, audit, calendar, people, settings, setup};
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

/// The routes, below the prefix of the site.
pub(super) fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/desk/setup", get(setup::agency).post(setup::agency_sent))
        .route("/desk/setup/administrator", get(setup::administrator).post(setup::administrator_sent))
        .route("/desk/setup/calendar", get(setup::calendar).post(setup::calendar_sent))
        .route("/desk/people", get(people::list).post(people::add))
        .route("/desk/people/{id}", get(people::one).post(people::deed))
        .route("/desk/agency", get(agency::tree).post(agency::deed))
        .route("/desk/agency/{id}", get(agency::one).post(agency::change))
        .route("/desk/agency/departments/{id}", get(agency::department).post(agency::change_department))
        .route("/desk/settings", get(settings::all))
        .route("/desk/settings/series", get(settings::series).post(settings::continue_series))
        .route("/desk/settings/{group}", get(settings::group).post(settings::change))
        .route("/desk/calendar", get(calendar::this_year))
        .route("/desk/calendar/import", get(calendar::choose).post(calendar::import))
        .route("/desk/calendar/{year}", get(calendar::year))
        .route("/desk/audit", get(audit::page))
        .route("/desk/audit.csv", get(audit::csv))
        .route("/desk/audit/verify", post(audit::verify))
        .route("/desk/audit/chain.jsonl", get(audit::chain))
        .route("/desk/account", get(account::page))
        .route("/desk/account/password", post(account::change_password))
        .route("/desk/account/sessions", post(account::end_sessions))
        .route("/desk/account/second-factor", get(account::second_factor).post(account::enrol))
        .route("/desk/account/recovery", post(account::renew_codes))
}
