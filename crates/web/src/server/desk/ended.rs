//! A form that arrives after the session ended: what was typed goes back to the browser, to be sent again after signing in.
//!
//! Not here: a form of an earlier session that arrives in a new one (`super::entry`), signing in (`super::door`).

use super::super::{Shared, respond};
use super::entry::token_of;
use crate::pages::ended::{Ended, Unheard};
use crate::server::forms::Sent as SentForm;
use axum::extract::{FromRequest as _, OriginalUri, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::account::session;

/// Below these addresses forms carry secrets only, or need no session.
const OWN: [&str; 4] = ["/desk/account", "/desk/sign-in", "/desk/sign-out", "/desk/setup"];

/// Lets a form through to its handler where somebody is signed in, and gives it back otherwise.
pub(crate) async fn keep(
    web: Shared,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let web = web.0;
    let path = uri.path();
    if request.method() != Method::POST || OWN.iter().any(|own| path.starts_with(&web.site.urls.at(own))) {
        return next.run(request).await;
    }
    let is_over = match token_of(request.headers()) {
        Some(token) => matches!(session::find(&web.office, &token).await, Err(Refusal::SignedOut)),
        None => true,
    };
    if !is_over {
        return next.run(request).await;
    }
    match SentForm::from_request(request, &web).await {
        Ok(sent) => {
            let view = &sent.visit.view;
            let unheard =
                Unheard { action: &view.path, typed: &sent.pairs, has_files: !sent.files.is_empty() };
            let page = Ended::at_desk(&web.site.urls.sign_in(), unheard);
            respond::door(&web, view, StatusCode::FORBIDDEN, &page)
        }
        Err(unreadable) => unreadable,
    }
}
