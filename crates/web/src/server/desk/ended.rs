//! A form that arrives after the session ended: what was typed goes back to the browser, to be sent again after signing in.
//!
//! Not here: a form of an earlier session that arrives in a new one (`super::entry`), signing in (`super::door`).

use super::super::{Shared, respond};
use super::entry::{Sent, token_of};
use crate::components::{Control, Form};
use crate::pages::ended::Ended;
use crate::server::forms::Sent as SentForm;
use axum::extract::{FromRequest as _, OriginalUri, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::account::session;

/// Stands for the token of the session that ended; no session has it, so that the form is shown before anything is done.
const NO_TOKEN: &str = "ended";
/// Below these addresses forms carry secrets only, or need no session.
const OWN: [&str; 4] = ["/desk/account", "/desk/sign-in", "/desk/sign-out", "/desk/setup"];
/// Fields that are never written into a page.
const SECRET: [&str; 3] = ["password", "present", "token"];

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
            let page =
                page(&web.site.urls.sign_in(), &sent.visit.view.path, &sent.pairs, !sent.files.is_empty());
            respond::door(&web, &sent.visit.view, StatusCode::FORBIDDEN, &page)
        }
        Err(unreadable) => unreadable,
    }
}

fn page(sign_in: &str, action: &str, sent: &Sent, has_files: bool) -> Ended {
    let kept = sent.iter().filter(|(name, _)| !SECRET.contains(&name.as_str()));
    Ended::at_desk(
        sign_in,
        Form {
            action: action.to_owned(),
            token: NO_TOKEN.to_owned(),
            controls: kept.map(|(name, value)| Control::hidden(name, value.clone())).collect(),
            submit: "登录后继续".to_owned(),
            ..Form::default()
        },
        has_files,
    )
}
