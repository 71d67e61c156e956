//! Asking where an application stands, by number and query code; and a new code for one that was lost.
//!
//! Not here: what is shown then (`case`). A wrong number and a wrong code are answered alike; the code is posted and stands in
//! no address and no log.

use super::apply::{guarded, or_refused, subject};
use super::words;
use super::{FOLLOW, TRACK};
use crate::components::{Confirmation, Entered, FieldError, Link};
use crate::pages::portal::track::{Asking, Done};
use crate::server::forms::Sent;
use crate::server::respond::{self, Visit};
use crate::server::{Shared, Web};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::docket::other::{find as find_other, is_reference};
use gongkai_app::portal::ticket::{Following, Ticket as _, Tracking};
use gongkai_app::portal::{limit, lost_code as codes, ticket, token};
use gongkai_app::query::track::find;
use gongkai_domain::personal::normalise_number;

/// The form that the token of this page is for.
const TRACKING: &str = "track";
/// The form that the token of the other page is for.
const LOST_CODE: &str = "lost-code";
/// The one answer to every pair that does not fit.
const WRONG_PAIR: &str = "申请编号或者查询码不正确，请对照回执核对后再试";

/// The form.
pub async fn ask(State(web): Shared, visit: Visit) -> Response {
    or_refused(&web, &visit.view, form(&web, &visit, StatusCode::OK, &Entered::default()))
}

fn form(web: &Web, visit: &Visit, status: StatusCode, entered: &Entered) -> Result<Response, Refusal> {
    let token = token::issue(&web.office, TRACKING, "")?;
    let page = Asking { urls: &web.site.urls, token: &token, entered }.track();
    Ok(respond::portal(web, &visit.view, status, &page))
}

fn with_faults(sent: &Sent, kept: &[&str], faults: Vec<(&str, &str)>) -> Entered {
    let values = sent.pairs.iter().filter(|(name, _)| kept.contains(&name.as_str())).cloned().collect();
    let errors = faults
        .into_iter()
        .map(|(field, text)| FieldError { field: field.to_owned(), message: text.to_owned() });
    Entered::new(values, errors.collect())
}

/// Number and code.
pub async fn asked(State(web): Shared, sent: Sent) -> Response {
    let made = async {
        if let Err(page) = guarded(&web, &sent, TRACKING, "")? {
            return Ok(*page);
        }
        let (number, code) = (sent.value("number"), sent.value("code"));
        let mut faults = Vec::new();
        if number.trim().is_empty() {
            faults.push(("number", "填写申请编号"));
        }
        if code.trim().is_empty() {
            faults.push(("code", "填写查询码"));
        }
        let is_long = number.len() > 200 || code.len() > 100;
        if faults.is_empty() && !is_long {
            limit::attempt(&web.office, limit::TRACKING, &subject(&sent.visit)).await?;
            limit::attempt(&web.office, limit::TRACKING_OF, &normalise_number(number)).await?;
            if is_reference(number) {
                match find_other(&web.office, number, code).await {
                    Ok(row) => {
                        let word = ticket::word(&web.office);
                        ticket::keep(&web.office, &word, &Following { case: row.id }).await?;
                        let response = respond::see_other(&web.site.urls.followed(&row.reference, ""));
                        return Ok(respond::with_cookie(&web, response, FOLLOW, &word, Following::MINUTES));
                    }
                    Err(Refusal::NotFound) => faults.push(("number", WRONG_PAIR)),
                    Err(refusal) => return Err(refusal),
                }
                let entered = with_faults(&sent, &["number"], faults);
                return form(&web, &sent.visit, StatusCode::UNPROCESSABLE_ENTITY, &entered);
            }
            match find(&web.office, number, code).await {
                Ok(row) => {
                    let word = ticket::word(&web.office);
                    ticket::keep(&web.office, &word, &Tracking { application: row.id, done: None }).await?;
                    let response = respond::see_other(&web.site.urls.tracked(&row.reference, ""));
                    return Ok(respond::with_cookie(&web, response, TRACK, &word, Tracking::MINUTES));
                }
                Err(Refusal::NotFound) => faults.push(("number", WRONG_PAIR)),
                Err(refusal) => return Err(refusal),
            }
        } else if is_long {
            faults.push(("number", WRONG_PAIR));
        }
        // the code is not printed back
        let kept: &[&str] = if is_long { &[] } else { &["number"] };
        form(&web, &sent.visit, StatusCode::UNPROCESSABLE_ENTITY, &with_faults(&sent, kept, faults))
    };
    let made = made.await;
    or_refused(&web, &sent.visit.view, made)
}

/// The form for a code that was lost.
pub async fn lost_code(State(web): Shared, visit: Visit) -> Response {
    or_refused(&web, &visit.view, lost_form(&web, &visit, StatusCode::OK, &Entered::default()))
}

fn lost_form(web: &Web, visit: &Visit, status: StatusCode, entered: &Entered) -> Result<Response, Refusal> {
    let token = token::issue(&web.office, LOST_CODE, "")?;
    let page = Asking { urls: &web.site.urls, token: &token, entered }.lost_code();
    Ok(respond::portal(web, &visit.view, status, &page))
}

/// Number and contact on file.
pub async fn lost_code_sent(State(web): Shared, sent: Sent) -> Response {
    let made = async {
        let passed = match guarded(&web, &sent, LOST_CODE, "")? {
            Ok(passed) => passed,
            Err(page) => return Ok(*page),
        };
        let (number, contact) = (sent.value("number"), sent.value("contact"));
        let mut faults = Vec::new();
        if number.trim().is_empty() {
            faults.push(("number", "填写申请编号"));
        }
        if contact.trim().is_empty() {
            faults.push(("contact", "填写申请时留下的手机号码或者电子邮箱"));
        }
        if number.len() > 200 || contact.len() > 400 {
            faults = vec![("number", "填写的内容过长，请核对")];
        }
        if !faults.is_empty() {
            let entered = with_faults(&sent, &["number", "contact"], faults);
            return lost_form(&web, &sent.visit, StatusCode::UNPROCESSABLE_ENTITY, &entered);
        }
        limit::attempt(&web.office, limit::LOST_CODE, &subject(&sent.visit)).await?;
        limit::attempt(&web.office, limit::LOST_CODE_OF, &normalise_number(number)).await?;
        if token::use_up(&web.office, &passed).await? {
            codes::reissue(&web.office, number, contact).await?;
        }
        let (_, settings) = web.office.agency(web.agency).await?;
        let page = Done {
            confirmation: Confirmation { heading: "请求已经收到".to_owned(), keep: Vec::new() },
            next: vec![
                "申请编号与联系方式一致的，新的查询码会发送到该联系方式，旧查询码同时失效。".to_owned(),
                "没有收到的，请核对后再试，或者携带身份证件到受理窗口办理。".to_owned(),
            ],
            ways: vec![
                Link::new("查询进度", web.site.urls.track()),
                Link::new("返回首页", web.site.urls.home()),
            ],
            office: words::office(&settings.contact),
        };
        Ok(respond::portal(&web, &sent.visit.view, StatusCode::OK, &page))
    };
    let made = made.await;
    or_refused(&web, &sent.visit.view, made)
}
