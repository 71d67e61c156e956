//! One application for its applicant, who has shown number and code: where it stands, its papers, answering and withdrawing.
//!
//! Not here: the words of what happened (`story`), whether a step may be taken (`gongkai_domain::application`). A form sent
//! twice takes its step once, because the state of the case knows it no more.

use super::apply::{guarded, keep_file_of, or_refused, to_wait};
use super::whose::complaint_about;
use super::{TRACK, story};
use crate::components::{Entered, FieldError};
use crate::day::Day;
use crate::pages::Question;
use crate::pages::ended::{Ended, Unheard};
use crate::pages::portal::failure::Status;
use crate::pages::portal::track::Asking;
use crate::server::forms::Sent;
use crate::server::respond::{self, Named, Visit};
use crate::server::{Shared, Web};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use gongkai_app::Refusal;
use gongkai_app::application::correct::correct_with as answer;
use gongkai_app::application::give_reasons::give_reasons;
use gongkai_app::application::withdraw::withdraw as take_back;
use gongkai_app::portal::ticket::{self, Enclosed, Tracking};
use gongkai_app::portal::token;
use gongkai_app::portal::upload::{LIMIT_WORDS, Purpose};
use gongkai_app::query::track::{self, TrackedCase};
use gongkai_domain::application::ActionKind;

/// The form that the token of the answer is for.
const CORRECT: &str = "correct";
/// The form that the token of the withdrawal is for.
const WITHDRAW: &str = "withdraw";
/// The form that the token of the reasons is for.
const REASONS: &str = "reasons";

/// Most files of one correction.
const MOST_FILES: usize = 3;

/// What a browser that showed the code may see.
struct Held {
    word: String,
    case: TrackedCase,
    done: Option<String>,
    since: Option<DateTime<Utc>>,
}

/// The case of the browser, if it is the one of the address; else the way to the form.
async fn held(web: &Web, visit: &Visit, reference: &str) -> Result<Result<Held, Box<Response>>, Refusal> {
    let away = || Box::new(respond::see_other(&web.site.urls.track()));
    let Some(word) = visit.cookie(TRACK).filter(|word| !word.is_empty()) else { return Ok(Err(away())) };
    let Some(kept) = ticket::follow(&web.office, word).await? else { return Ok(Err(away())) };
    let case = track::tracked(&web.office, kept.application).await?;
    // with a new code the ticket of the old one ends
    if case.row.reference != reference || case.row.query_code != kept.code {
        return Ok(Err(away()));
    }
    Ok(Ok(Held { word: word.to_owned(), case, done: kept.done, since: kept.since }))
}

/// Goes on with the case, or answers with the way to the form.
macro_rules! held {
    ($web:expr, $visit:expr, $reference:expr) => {
        match held($web, $visit, $reference).await? {
            Ok(held) => held,
            Err(away) => return Ok(*away),
        }
    };
}

/// The same for a form that was sent: what was typed is not lost with the time of the query.
macro_rules! held_or_kept {
    ($web:expr, $sent:expr, $reference:expr) => {
        match held($web, &$sent.visit, $reference).await? {
            Ok(held) => held,
            Err(_) => return Ok(over($web, $sent)),
        }
    };
}

/// What was typed, given back where the time of the query is over.
fn over(web: &Web, sent: &Sent) -> Response {
    let view = &sent.visit.view;
    let unheard = Unheard { action: &view.path, typed: &sent.pairs, has_files: !sent.files.is_empty() };
    let page = Ended::in_portal(&web.site.urls.track(), unheard);
    respond::portal(web, view, StatusCode::FORBIDDEN, &page)
}

impl Held {
    fn ticket(&self, done: Option<&str>) -> Tracking {
        let row = &self.case.row;
        Tracking {
            application: row.id,
            code: row.query_code,
            done: done.map(str::to_owned),
            since: self.since,
        }
    }

    /// Back to the case with something to tell once.
    async fn told(&self, web: &Web, done: &str) -> Result<Response, Refusal> {
        ticket::keep(&web.office, &self.word, &self.ticket(Some(done))).await?;
        let response = respond::see_other(&web.site.urls.tracked(&self.case.row.reference, ""));
        Ok(respond::with_cookie(web, response, TRACK, &self.word, Tracking::LONGEST_MINUTES))
    }

    /// What to answer where a step cannot be taken. A step that was taken already, by the first of two clicks, is told so.
    async fn blocked(&self, web: &Web, visit: &Visit, kind: ActionKind) -> Result<Option<Response>, Refusal> {
        if self.case.possible.contains(&kind) {
            return Ok(None);
        }
        let application = &self.case.application;
        let is_corrected =
            application.correction.as_ref().is_some_and(|correction| correction.corrected_on.is_some());
        if kind == ActionKind::Withdraw && application.withdrawal.is_some() {
            return self.told(web, "申请已经撤回，本机关终止办理。").await.map(Some);
        }
        if kind == ActionKind::ReceiveCorrection && is_corrected {
            return self.told(web, "补正已经提交过，没有重复提交。").await.map(Some);
        }
        let is_given = application.reasons.as_ref().is_some_and(|reasons| reasons.given_on.is_some());
        if kind == ActionKind::ReceiveReasons && is_given {
            return self.told(web, "理由已经提交过，没有重复提交。").await.map(Some);
        }
        let more = match kind {
            ActionKind::ReceiveReasons => "这件申请目前没有要求说明理由。",
            ActionKind::Withdraw => "这件申请已经办结，不能再撤回。",
            _ => "这件申请目前没有等待补正的事项，或者已经补正过。",
        };
        Ok(Some(respond::failure_with(web, &visit.view, Status::Refused, more)))
    }
}

/// Where it stands.
pub async fn show(State(web): Shared, Named(reference): Named<String>, visit: Visit) -> Response {
    let made = async {
        let held = held!(&web, &visit, &reference);
        if held.done.is_some() {
            ticket::keep(&web.office, &held.word, &held.ticket(None)).await?;
        }
        let case = &held.case;
        let complain = complaint_about(&web, &case.agency, &case.row.reference);
        let page = story::tracked(&web, case, complain, held.done);
        Ok(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

/// The form for the answer to a correction request.
pub async fn correct(State(web): Shared, Named(reference): Named<String>, visit: Visit) -> Response {
    let made = async {
        let held = held!(&web, &visit, &reference);
        if let Some(page) = held.blocked(&web, &visit, ActionKind::ReceiveCorrection).await? {
            return Ok(page);
        }
        let page = correct_page(&web, &held, &Entered::default()).await?;
        Ok(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

async fn correct_page(web: &Web, held: &Held, entered: &Entered) -> Result<Question, Refusal> {
    let token = token::issue(&web.office, CORRECT, &held.word)?;
    let case = &held.case;
    let until = case.clock.applicant_due_on;
    // before the notice was received no period runs; what has passed is told by the page in other words
    let day = until.filter(|until| *until >= case.today).map(Day::of);
    let asking = Asking { urls: &web.site.urls, token: &token, entered };
    let asked = case.asked.clone().unwrap_or_default();
    let kept: Vec<String> = enclosed(web, held).await?.files.into_iter().map(|file| file.name).collect();
    let number = &case.row.reference;
    let mut page = asking.correct(number, &asked, &case.requests, day.as_ref(), LIMIT_WORDS, &kept);
    if until.is_none() {
        page.lead = vec!["请一次性补正。收到补正之日起，答复期限重新计算。".to_owned()];
    }
    Ok(page)
}

/// The answer to a correction request.
pub async fn correct_sent(State(web): Shared, Named(reference): Named<String>, mut sent: Sent) -> Response {
    let view = sent.visit.view.clone();
    let made = async {
        let held = held_or_kept!(&web, &sent, &reference);
        if let Some(page) = held.blocked(&web, &sent.visit, ActionKind::ReceiveCorrection).await? {
            return Ok(page);
        }
        if let Err(unfit) = guarded(&web, &sent, CORRECT, &held.word)? {
            return Ok(match unfit.again(&web, &sent) {
                Ok(again) => {
                    let page = correct_page(&web, &held, &again).await?;
                    respond::portal(&web, &sent.visit.view, StatusCode::BAD_REQUEST, &page)
                }
                Err(page) => *page,
            });
        }
        let mut errors = match keep_files(&web, &held, &mut sent).await {
            Ok(errors) => errors,
            Err(refusal) => {
                let (again, minutes) = to_wait(&sent, refusal)?;
                let page = correct_page(&web, &held, &again).await?;
                let page = respond::portal(&web, &sent.visit.view, StatusCode::TOO_MANY_REQUESTS, &page);
                return Ok(respond::come_again(page, minutes));
            }
        };
        if errors.is_empty() {
            let (text, matters) = (sent.value("correction"), matters(&held.case, &sent));
            let files = enclosed(&web, &held).await?.files;
            match answer(&web.office, held.case.row.id, text, &matters, &files).await {
                Ok(_) => {
                    // the files are in the records of the case now
                    ticket::keep(&web.office, &held.word, &Enclosed::default()).await?;
                    let done = "补正已经提交。本机关收到补正之日起重新计算答复期限。";
                    return held.told(&web, done).await;
                }
                Err(Refusal::Invalid(faults)) => errors.extend(faults.into_iter().map(field_error)),
                Err(refusal) => return Err(refusal),
            }
        }
        let page = correct_page(&web, &held, &Entered::new(sent.pairs.clone(), errors)).await?;
        Ok(respond::portal(&web, &sent.visit.view, StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let made = Box::pin(made).await;
    or_refused(&web, &view, made)
}

async fn enclosed(web: &Web, held: &Held) -> Result<Enclosed, Refusal> {
    Ok(ticket::read::<Enclosed>(&web.office, &held.word).await?.unwrap_or_default())
}

/// Keeps the files that were sent, also where a field was not right, so that nobody has to send them again.
async fn keep_files(web: &Web, held: &Held, sent: &mut Sent) -> Result<Vec<FieldError>, Refusal> {
    let whose = (held.case.row.agency, held.case.settings.work_secret_words.as_slice());
    let mut errors = Vec::new();
    let files: Vec<_> =
        std::mem::take(&mut sent.files).into_iter().filter(|file| file.field == "file").collect();
    if files.is_empty() {
        return Ok(errors);
    }
    let mut kept = enclosed(web, held).await?;
    for file in files {
        if kept.files.len() == MOST_FILES {
            let message = format!("最多上传{MOST_FILES}个文件，请合并后再上传");
            errors.push(FieldError { field: "file".to_owned(), message });
            break;
        }
        let (stored, fault) = keep_file_of(web, &sent.visit, whose, Purpose::Correction, file).await?;
        kept.files.extend(stored);
        errors.extend(fault.map(|fault| FieldError { field: fault.field, message: fault.text }));
    }
    ticket::keep(&web.office, &held.word, &kept).await?;
    Ok(errors)
}

/// How the matters are to read, by number; nothing where the form had none of them. Numbers that the case does not know are
/// not taken from a form.
fn matters(case: &TrackedCase, sent: &Sent) -> Vec<(u32, String)> {
    let field = |number: u32| format!("matter.{number}");
    if !case.requests.iter().any(|(number, _)| sent.has(&field(*number))) {
        return Vec::new();
    }
    let now = case.requests.iter().map(|(number, text)| {
        let field = field(*number);
        let text = if sent.has(&field) { sent.value(&field).to_owned() } else { text.clone() };
        (*number, text)
    });
    now.collect()
}

fn field_error(fault: gongkai_app::Fault) -> FieldError {
    FieldError { field: fault.field.to_owned(), message: fault.text }
}

/// The form for the reasons that were asked for.
pub async fn reasons(State(web): Shared, Named(reference): Named<String>, visit: Visit) -> Response {
    let made = async {
        let held = held!(&web, &visit, &reference);
        if let Some(page) = held.blocked(&web, &visit, ActionKind::ReceiveReasons).await? {
            return Ok(page);
        }
        let page = reasons_page(&web, &held, &Entered::default())?;
        Ok(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

fn reasons_page(web: &Web, held: &Held, entered: &Entered) -> Result<Question, Refusal> {
    let token = token::issue(&web.office, REASONS, &held.word)?;
    let asking = Asking { urls: &web.site.urls, token: &token, entered };
    let until = story::reasons_until(&held.case).map(Day::of);
    Ok(asking.reasons(&held.case.row.reference, &story::subject(&held.case), until.as_ref()))
}

/// The reasons.
pub async fn reasons_sent(State(web): Shared, Named(reference): Named<String>, sent: Sent) -> Response {
    let made = async {
        let held = held_or_kept!(&web, &sent, &reference);
        if let Some(page) = held.blocked(&web, &sent.visit, ActionKind::ReceiveReasons).await? {
            return Ok(page);
        }
        if let Err(unfit) = guarded(&web, &sent, REASONS, &held.word)? {
            return Ok(match unfit.again(&web, &sent) {
                Ok(again) => {
                    let page = reasons_page(&web, &held, &again)?;
                    respond::portal(&web, &sent.visit.view, StatusCode::BAD_REQUEST, &page)
                }
                Err(page) => *page,
            });
        }
        let errors = match give_reasons(&web.office, held.case.row.id, sent.value("reasons")).await {
            Ok(_) => return held.told(&web, "说明的理由已经提交。").await,
            Err(Refusal::Invalid(faults)) => faults.into_iter().map(field_error).collect(),
            Err(refusal) => return Err(refusal),
        };
        let page = reasons_page(&web, &held, &Entered::new(sent.pairs.clone(), errors))?;
        Ok(respond::portal(&web, &sent.visit.view, StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let made = Box::pin(made).await;
    or_refused(&web, &sent.visit.view, made)
}

/// The form for withdrawing.
pub async fn withdraw(State(web): Shared, Named(reference): Named<String>, visit: Visit) -> Response {
    let made = async {
        let held = held!(&web, &visit, &reference);
        if let Some(page) = held.blocked(&web, &visit, ActionKind::Withdraw).await? {
            return Ok(page);
        }
        let page = withdraw_page(&web, &held, &Entered::default())?;
        Ok(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

fn withdraw_page(web: &Web, held: &Held, entered: &Entered) -> Result<Question, Refusal> {
    let token = token::issue(&web.office, WITHDRAW, &held.word)?;
    let asking = Asking { urls: &web.site.urls, token: &token, entered };
    let applicants = held.case.application.arrival.applicants();
    Ok(asking.withdraw(&held.case.row.reference, &story::subject(&held.case), applicants))
}

/// The withdrawal.
pub async fn withdraw_sent(State(web): Shared, Named(reference): Named<String>, sent: Sent) -> Response {
    let made = async {
        let held = held_or_kept!(&web, &sent, &reference);
        if let Some(page) = held.blocked(&web, &sent.visit, ActionKind::Withdraw).await? {
            return Ok(page);
        }
        if let Err(unfit) = guarded(&web, &sent, WITHDRAW, &held.word)? {
            return Ok(match unfit.again(&web, &sent) {
                Ok(again) => {
                    let page = withdraw_page(&web, &held, &again)?;
                    respond::portal(&web, &sent.visit.view, StatusCode::BAD_REQUEST, &page)
                }
                Err(page) => *page,
            });
        }
        let mut errors = Vec::new();
        if sent.value("sure") == "yes" {
            match take_back(&web.office, held.case.row.id, sent.value("reason")).await {
                Ok(_) => return held.told(&web, "申请已经撤回，本机关终止办理。").await,
                Err(Refusal::Invalid(faults)) => errors.extend(faults.into_iter().map(field_error)),
                Err(refusal) => return Err(refusal),
            }
        } else {
            let message = "确认撤回的，请勾选".to_owned();
            errors.push(FieldError { field: "sure".to_owned(), message });
        }
        let page = withdraw_page(&web, &held, &Entered::new(sent.pairs.clone(), errors))?;
        Ok(respond::portal(&web, &sent.visit.view, StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let made = Box::pin(made).await;
    or_refused(&web, &sent.visit.view, made)
}

/// A paper as PDF.
pub async fn paper(
    State(web): Shared,
    Named((reference, paper)): Named<(String, String)>,
    visit: Visit,
) -> Response {
    let made = async {
        let held = held!(&web, &visit, &reference);
        let id = paper.strip_suffix(".pdf").and_then(|id| id.parse().ok()).ok_or(Refusal::NotFound)?;
        let (bytes, media_type) = track::paper(&web.office, &held.case, id).await?;
        let ending = gongkai_app::paper::file::ending(&media_type);
        let name = format!("{}.{ending}", story::paper_title(&held.case, id));
        Ok(download(bytes, &media_type, &name))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

/// A file of the information given.
pub async fn information(
    State(web): Shared,
    Named((reference, file)): Named<(String, String)>,
    visit: Visit,
) -> Response {
    let made = async {
        let held = held!(&web, &visit, &reference);
        let (bytes, media_type, name) = track::information(&web.office, &held.case, &file).await?;
        Ok(download(bytes, &media_type, &name))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

/// A file to keep, never to be shown within the site.
pub fn download(bytes: Vec<u8>, media_type: &str, name: &str) -> Response {
    let media_type =
        HeaderValue::from_str(media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers =
        [(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, respond::attachment(name))];
    (headers, bytes).into_response()
}
