//! A number for every request: on the page of a failure, in a header and in the log, so that whoever is told it can find what
//! went wrong.
//!
//! Not here: what is logged of a request; never its query, its cookies or its body.

use super::Web;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use tracing::Instrument as _;

/// Letters of a number.
const LETTERS: usize = 10;
/// The header that tells it.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static NUMBER: String;
}

/// The number of the request that is being answered; none outside of one.
pub fn current() -> Option<String> {
    NUMBER.try_with(Clone::clone).ok()
}

/// Gives the request its number.
pub async fn give(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let number = web.office.code(LETTERS);
    let span = tracing::info_span!("request", request.id = %number, http.method = %request.method());
    let answered = NUMBER.scope(number.clone(), next.run(request).instrument(span));
    let mut response = answered.await;
    if let Ok(number) = HeaderValue::from_str(&number) {
        response.headers_mut().insert(HEADER, number);
    }
    response
}
