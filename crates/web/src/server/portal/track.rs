//! Asking where an application stands, by number and query code; and a new code for one that was lost.
//!
//! Not here: what is shown then (`case`). A wrong number and a wrong code are answered alike; the code is posted and stands in
//! no address and no log.

use super::apply::{guarded, or_refused};
use super::words;
use super::{FOLLOW, TRACK};
use crate::chrome::Door;
use crate::components::form::Width;
use crate::components::{Confirmation, Control, Entered, FieldError, Link};
use crate::pages::portal::track::{Asking, Done, Explained, contact_words};
use crate::server::forms::Sent;
use crate::server::respond::{self, Visit};
use crate::server::{Shared, Web};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::TimeDelta;
use gongkai_app::Refusal;
use gongkai_app::docket::other::{find as find_other, is_reference};
use gongkai_app::portal::ticket::{Following, Ticket as _, Tracking};
use gongkai_app::portal::{limit, lost_code as codes, ticket, token};
use gongkai_app::query::track::{counted_as, find};

/// The form that the token of this page is for.
const TRACKING: &str = "track";
/// The form that the token of the other page is for.
const LOST_CODE: &str = "lost-code";
/// People need longer than this to write down a number and a contact; who does not is asked the plain question.
const LEAST_SECONDS: i64 = 3;
/// No number is longer, whatever an agency's pattern is.
const MOST_NUMBER_BYTES: usize = 200;
/// No code is longer, however it is spaced.
const MOST_CODE_BYTES: usize = 100;
/// No contact on file is longer.
const MOST_CONTACT_BYTES: usize = 400;
/// The one answer to every pair that does not fit.
const WRONG_PAIR: &str = "申请编号或者查询码不正确，请对照回执核对后再试";

/// The form.
pub async fn ask(State(web): Shared, visit: Visit) -> Response {
    or_refused(&web, &visit.view, form(&web, &visit, StatusCode::OK, &Entered::default(), Question::None))
}

/// Whether the plain question stands in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    /// No.
    None,
    /// It is put.
    Put,
    /// It is put again, because its answer was wrong.
    Wrong,
}

impl Question {
    /// As the answer to the question of the token that was sent tells; none where it is right.
    fn after(web: &Web, sent: &Sent) -> Result<Option<Self>, Refusal> {
        let question = token::question(&web.office, sent.value("token"))?;
        let is_right = token::is_answer(question, sent.value("answer"));
        let again = if sent.has("answer") { Self::Wrong } else { Self::Put };
        Ok((!is_right).then_some(again))
    }

    /// The field of the question, which follows from the token of its form.
    fn add(self, web: &Web, page: &mut crate::pages::Question, token: &str) -> Result<(), Refusal> {
        if self == Self::None {
            return Ok(());
        }
        let words = token::question_words(token::question(&web.office, token)?);
        let mut errors = Vec::new();
        if self == Self::Wrong {
            let message = "答案不对，请再试一次".to_owned();
            errors.push(FieldError { field: "answer".to_owned(), message });
        }
        let asked = Entered::new(Vec::new(), errors);
        let control = Control::line(&asked, "answer", words)
            .hint("短时间内的尝试较多，需要确认不是自动程序。用数字或者汉字回答都可以")
            .width(Width::Short)
            .autocomplete("off");
        page.form.controls.push(control);
        if asked.has_errors() {
            page.summary = asked.summary();
            page.has_errors = true;
        }
        Ok(())
    }
}

fn form(
    web: &Web,
    visit: &Visit,
    status: StatusCode,
    entered: &Entered,
    question: Question,
) -> Result<Response, Refusal> {
    let token = token::issue(&web.office, TRACKING, "")?;
    let mut page = Asking { urls: &web.site.urls, token: &token, entered }.track();
    question.add(web, &mut page, &token)?;
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
        if let Err(unfit) = guarded(&web, &sent, TRACKING, "")? {
            return Ok(unfit.page(&web, &sent));
        }
        let (number, code) = (sent.value("number"), sent.value("code"));
        let mut faults = Vec::new();
        let mut is_asked = false;
        if number.trim().is_empty() {
            faults.push(("number", "填写申请编号"));
        }
        if code.trim().is_empty() {
            faults.push(("code", "填写查询码"));
        }
        if number.len() > MOST_NUMBER_BYTES {
            faults.push(("number", "申请编号过长，请对照回执核对"));
        }
        if code.len() > MOST_CODE_BYTES {
            faults.push(("code", "查询码过长，请对照回执核对"));
        }
        if faults.is_empty() {
            let (address, normal) = (sent.visit.subject(), counted_as(number));
            limit::attempt(&web.office, limit::TRACKING, &address).await?;
            let pair = limit::from_address(&normal, &address);
            limit::attempt(&web.office, limit::TRACKING_FROM, &pair).await?;
            let attempts = limit::count(&web.office, limit::TRACKING_OF, &normal).await?;
            if attempts > limit::TRACKING_OF.most
                && let Some(question) = Question::after(&web, &sent)?
            {
                // nothing was looked up: the answer tells nothing about the code
                let entered = with_faults(&sent, &["number"], Vec::new());
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return form(&web, &sent.visit, status, &entered, question);
            }
            is_asked = attempts >= limit::TRACKING_OF.most;
            if is_reference(number) {
                match find_other(&web.office, number, code).await {
                    Ok(row) => {
                        let word = ticket::word(&web.office);
                        ticket::keep(&web.office, &word, &Following { case: row.id, code: row.query_code })
                            .await?;
                        let response = respond::see_other(&web.site.urls.followed(&row.reference, ""));
                        return Ok(respond::with_cookie(&web, response, FOLLOW, &word, Following::MINUTES));
                    }
                    Err(Refusal::NotFound) => faults.push(("number", WRONG_PAIR)),
                    Err(refusal) => return Err(refusal),
                }
                let question = if is_asked { Question::Put } else { Question::None };
                let entered = with_faults(&sent, &["number"], faults);
                return form(&web, &sent.visit, StatusCode::UNPROCESSABLE_ENTITY, &entered, question);
            }
            match find(&web.office, number, code).await {
                Ok(row) => {
                    let word = ticket::word(&web.office);
                    let since = Some(web.office.instant());
                    let ticket = Tracking { application: row.id, code: row.query_code, done: None, since };
                    ticket::keep(&web.office, &word, &ticket).await?;
                    let response = respond::see_other(&web.site.urls.tracked(&row.reference, ""));
                    return Ok(respond::with_cookie(&web, response, TRACK, &word, Tracking::LONGEST_MINUTES));
                }
                Err(Refusal::NotFound) => faults.push(("number", WRONG_PAIR)),
                Err(refusal) => return Err(refusal),
            }
        }
        // the code is not printed back
        let kept: &[&str] = &["number"];
        let question = if is_asked { Question::Put } else { Question::None };
        let entered = with_faults(&sent, kept, faults);
        form(&web, &sent.visit, StatusCode::UNPROCESSABLE_ENTITY, &entered, question)
    };
    let made = made.await;
    or_refused(&web, &sent.visit.view, made)
}

/// The form for a code that was lost.
pub async fn lost_code(State(web): Shared, visit: Visit) -> Response {
    let made = async {
        if !web.office.ways_out().any() {
            return no_way_out(&web, &visit).await;
        }
        lost_form(&web, &visit, StatusCode::OK, &Entered::default(), Question::None)
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

/// Where no letter goes out of the office nothing is promised, and no code ends.
async fn no_way_out(web: &Web, visit: &Visit) -> Result<Response, Refusal> {
    let (_, settings) = web.office.agency(web.agency).await?;
    let page = Explained {
        heading: "重新取得查询码".to_owned(),
        paragraphs: vec![
            "本网站没有开通短信和电子邮件，不能在网上重新发送查询码；原查询码仍然有效。".to_owned(),
            "请携带身份证件到受理该件的机关的受理窗口，核对身份后当面补发；也可以电话询问办理情况。"
                .to_owned(),
            "委托他人补发的，另带授权委托书和受委托人的身份证件。".to_owned(),
        ],
        ways: vec![Link::new("查询进度", web.site.urls.track()), Link::new("返回首页", web.site.urls.home())],
        office: words::office(&settings.contact),
        door: Door::Track,
    };
    Ok(respond::portal(web, &visit.view, StatusCode::OK, &page))
}

/// What is wrong with a contact that no letter of this office can reach, told by how it is written and by nothing on file.
fn unreachable(web: &Web, contact: &str) -> Option<&'static str> {
    let ways = web.office.ways_out();
    match (codes::is_mail(contact), ways.mail, ways.text_messages) {
        (true, false, _) => {
            Some("本网站没有开通电子邮件，请填写提交时留下的手机号码；没有留的，请到受理窗口办理")
        }
        (false, _, false) => {
            Some("本网站没有开通短信，请填写提交时留下的电子邮箱；没有留的，请到受理窗口办理")
        }
        _ => None,
    }
}

fn lost_form(
    web: &Web,
    visit: &Visit,
    status: StatusCode,
    entered: &Entered,
    question: Question,
) -> Result<Response, Refusal> {
    let token = token::issue(&web.office, LOST_CODE, "")?;
    let mut page = Asking { urls: &web.site.urls, token: &token, entered }.lost_code(web.office.ways_out());
    question.add(web, &mut page, &token)?;
    Ok(respond::portal(web, &visit.view, status, &page))
}

/// Number and contact on file.
pub async fn lost_code_sent(State(web): Shared, sent: Sent) -> Response {
    let made = async {
        if !web.office.ways_out().any() {
            return no_way_out(&web, &sent.visit).await;
        }
        let passed = match guarded(&web, &sent, LOST_CODE, "")? {
            Ok(passed) => passed,
            Err(unfit) => return Ok(unfit.page(&web, &sent)),
        };
        let (number, contact) = (sent.value("number"), sent.value("contact"));
        let missing = format!("填写提交时留下的{}", contact_words(web.office.ways_out()));
        let mut faults = Vec::new();
        if number.trim().is_empty() {
            faults.push(("number", "填写申请编号"));
        }
        if contact.trim().is_empty() {
            faults.push(("contact", missing.as_str()));
        } else if let Some(fault) = unreachable(&web, contact) {
            faults.push(("contact", fault));
        }
        if number.len() > MOST_NUMBER_BYTES {
            faults.push(("number", "申请编号过长，请对照回执核对"));
        }
        if contact.len() > MOST_CONTACT_BYTES {
            faults.retain(|(field, _)| *field != "contact");
            faults.push(("contact", "联系方式过长，请核对"));
        }
        if !faults.is_empty() {
            let entered = with_faults(&sent, &["number", "contact"], faults);
            return lost_form(&web, &sent.visit, StatusCode::UNPROCESSABLE_ENTITY, &entered, Question::None);
        }
        let (address, normal) = (sent.visit.subject(), counted_as(number));
        let attempts = limit::attempt(&web.office, limit::LOST_CODE, &address).await?;
        let of_number = limit::count(&web.office, limit::LOST_CODE_OF, &normal).await?;
        let is_hasty = passed.age < TimeDelta::seconds(LEAST_SECONDS)
            || attempts > limit::LOST_CODE_ASKS_AFTER
            || of_number > limit::LOST_CODE_OF.most;
        if is_hasty && let Some(question) = Question::after(&web, &sent)? {
            let entered = with_faults(&sent, &["number", "contact"], Vec::new());
            return lost_form(&web, &sent.visit, StatusCode::UNPROCESSABLE_ENTITY, &entered, question);
        }
        let pair = limit::from_address(&normal, &address);
        limit::attempt(&web.office, limit::LOST_CODE_FROM, &pair).await?;
        if token::use_up(&web.office, &passed).await? {
            codes::reissue(&web.office, web.agency, number, contact).await?;
        }
        let (_, settings) = web.office.agency(web.agency).await?;
        let page = Done {
            confirmation: Confirmation { heading: "请求已经收到".to_owned(), keep: Vec::new() },
            next: vec![
                "申请编号与联系方式一致的，新的查询码会发送到该联系方式。新查询码发出之前，原查询码仍然有效；发出之后，原查询码失效。".to_owned(),
                "没有收到的，请核对后再试，或者携带身份证件到受理窗口办理；也可以电话与本机关联系。".to_owned(),
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
