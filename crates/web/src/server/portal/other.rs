//! Complaints and requests to correct records in the portal: the forms, the receipt, and where a case stands.
//!
//! Not here: how pages look (`crate::pages::portal::other`), filing (`gongkai_app`). The protections are those of the
//! application form: a signed token that makes one case, bound to the browser; a trap; limits; a plain question.

use super::apply::{guarded, keep_file_of, or_refused, to_wait};
use super::whose::{About, Whose, whose};
use super::{FILED, FOLLOW, HOLDER, words};
use crate::chrome::Door;
use crate::components::{Chip, Confirmation, Entered, Fact, Facts, FieldError, Link, Value};
use crate::day::Day;
use crate::pages::portal::other::{Filling, Followed as FollowedPage, Matter};
use crate::pages::portal::track::{Done, Explained, Happened};
use crate::server::desk::{complaining, renamed, request};
use crate::server::forms::Sent;
use crate::server::portal::case::download;
use crate::server::respond::{self, Named, Told, Visit};
use crate::server::{Shared, Web};
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use chrono::{NaiveDate, TimeDelta};
use gongkai_app::complaint::authority_of;
use gongkai_app::complaint::file::{Complaining, file as file_complaint};
use gongkai_app::docket::ONCE_FIELD;
use gongkai_app::docket::other::{OtherFiled, OtherKind, is_complaint};
use gongkai_app::portal::lost_code::shown;
use gongkai_app::portal::ticket::{self, CaseReceipt, Enclosed, Following, Ticket as _};
use gongkai_app::portal::{limit, token};
use gongkai_app::query::other::{Followed, OtherView, followed};
use gongkai_app::record_correction::file::{Request, file as file_request};
use gongkai_app::upload::{LIMIT_WORDS, Purpose};
use gongkai_app::{Actor, Fault, Office, Refusal};
use gongkai_domain::application::Service;
use gongkai_domain::complaint::{self, Complaint};
use gongkai_domain::record_correction::{self, RecordCorrection};

/// The form that the token of a complaint is for.
const COMPLAIN: &str = "complain";
/// The form that the token of a request to correct a record is for.
const CORRECT_RECORD: &str = "correct-record";
/// People need longer than this for such a form; who does not is asked the plain question.
const LEAST_SECONDS: i64 = 5;
/// Most files of one request.
const MOST_FILES: usize = 3;

/// Goes on with the agency of the form, or answers with the way to the choice.
macro_rules! whose {
    ($web:expr, $matter:expr, $about:expr) => {
        match whose($web, $matter, $about).await? {
            Ok(whose) => whose,
            Err(away) => return Ok(*away),
        }
    };
}

/// The word by which the forms of a browser are known; a new one where there is none that was given out here.
fn holder(web: &Web, visit: &Visit) -> Result<String, Refusal> {
    let held = visit.cookie(HOLDER).unwrap_or_default();
    if ticket::is_signed(&web.office, held)? {
        return Ok(held.to_owned());
    }
    ticket::signed_word(&web.office)
}

fn with_holder(web: &Web, response: Response, holder: &str) -> Response {
    respond::with_cookie(web, response, HOLDER, holder, Enclosed::MINUTES)
}

/// Whether the plain question is put: to who is hasty, and to who comes often. None where it was answered or need not be.
async fn questioned(
    web: &Web,
    sent: &Sent,
    passed: &token::Passed,
    holder: &str,
) -> Result<Option<String>, Refusal> {
    let attempts = limit::attempt(&web.office, limit::FILING, &sent.visit.subject()).await?;
    let is_hasty = passed.age < TimeDelta::seconds(LEAST_SECONDS);
    if !is_hasty && attempts <= limit::FILING_ASKS_AFTER {
        return Ok(None);
    }
    let question = token::question(&web.office, holder)?;
    let is_answered = token::is_answer(question, sent.value("answer"));
    Ok((!is_answered).then(|| token::question_words(question)))
}

fn with_faults(sent: &Sent, faults: Vec<Fault>, question: Option<&str>) -> Entered {
    let mut errors: Vec<FieldError> = faults
        .into_iter()
        .map(|fault| {
            // the word of the form has no field of its own; the page is shown again under a new one
            let first = if sent.has("record") { "record" } else { "text" };
            let field = if fault.field == ONCE_FIELD { first } else { fault.field };
            FieldError { field: field.to_owned(), message: fault.text }
        })
        .collect();
    if question.is_some() {
        let message =
            if sent.has("answer") { "答案不对，请再试一次" } else { "请回答最后一个问题" };
        errors.push(FieldError { field: "answer".to_owned(), message: message.to_owned() });
    }
    let values = sent.pairs.iter().filter(|(name, _)| name != "answer").cloned().collect();
    Entered::new(values, errors)
}

fn filling<'a>(
    web: &'a Web,
    whose: &'a Whose,
    token: &'a str,
    entered: &'a Entered,
    question: Option<&'a str>,
) -> Filling<'a> {
    let (action, others) = (whose.action.as_str(), whose.others.as_deref());
    Filling { urls: &web.site.urls, token, entered, question, action, others }
}

/// The form of a complaint.
pub async fn complain(State(web): Shared, Told(about): Told<About>, visit: Visit) -> Response {
    let made = async {
        let whose = whose!(&web, Matter::Complaint, &about);
        let holder = holder(&web, &visit)?;
        let number = ("number".to_owned(), about.number().unwrap_or_default().to_owned());
        let entered = Entered::new(vec![number], Vec::new());
        complain_page(&web, &visit, &whose, &holder, StatusCode::OK, &entered, None).await
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

async fn complain_page(
    web: &Web,
    visit: &Visit,
    whose: &Whose,
    holder: &str,
    status: StatusCode,
    entered: &Entered,
    question: Option<&str>,
) -> Result<Response, Refusal> {
    let office = &web.office;
    let (agency, settings) = office.agency(whose.agency).await?;
    let Some(authority) = authority_of(office, whose.agency).await? else {
        let named = agency.superior_department.or(agency.same_level_government);
        let whom = named.unwrap_or_else(|| "上一级行政机关".to_owned());
        let page = Explained {
            heading: "投诉、举报".to_owned(),
            paragraphs: vec![
                format!(
                    "认为{}不依法履行政府信息公开义务的，可以向{whom}或者政府信息公开工作主管部门投诉、举报（《政府信息公开条例》第五十一条）。",
                    agency.full_name
                ),
                "主管部门没有在本网站受理投诉、举报，请直接向主管部门提出。".to_owned(),
            ],
            ways: [Link::new("公开指南", web.site.urls.guide_of(&agency.code))]
                .into_iter()
                .chain(whose.others.iter().map(|others| Link::new("选择其他机关", others)))
                .collect(),
            office: words::office(&settings.contact),
            door: Door::None,
        };
        return Ok(respond::portal(web, &visit.view, status, &page));
    };
    let token = token::issue(office, COMPLAIN, holder)?;
    let filling = filling(web, whose, &token, entered, question);
    let page = filling.complain(&agency.short_name, &authority.name);
    Ok(with_holder(web, respond::portal(web, &visit.view, status, &page), holder))
}

/// A complaint.
pub async fn complain_sent(State(web): Shared, Told(about): Told<About>, sent: Sent) -> Response {
    let made = async {
        let whose = whose!(&web, Matter::Complaint, &about);
        let holder = holder(&web, &sent.visit)?;
        let passed = match guarded(&web, &sent, COMPLAIN, &holder)? {
            Ok(passed) => passed,
            Err(unfit) => {
                return match unfit.again(&web, &sent) {
                    Ok(again) => {
                        let status = StatusCode::BAD_REQUEST;
                        complain_page(&web, &sent.visit, &whose, &holder, status, &again, None).await
                    }
                    Err(page) => Ok(*page),
                };
            }
        };
        let question = match questioned(&web, &sent, &passed, &holder).await {
            Ok(question) => question,
            Err(refusal) => {
                let (again, minutes) = to_wait(&sent, refusal)?;
                let status = StatusCode::TOO_MANY_REQUESTS;
                let page = complain_page(&web, &sent.visit, &whose, &holder, status, &again, None).await?;
                return Ok(respond::come_again(page, minutes));
            }
        };
        let faults = if question.is_some() {
            Vec::new()
        } else {
            let once = Some(sent.value("token").to_owned());
            let filed = async {
                let today = web.office.today();
                let complaining = complaining(whose.agency, today, |name| sent.value(name))?;
                file_complaint(&web.office, &Actor::Public, Complaining { once, ..complaining }).await
            };
            match filed.await {
                Ok(filed) => return receipt_of(&web, &sent, filed).await,
                Err(Refusal::Invalid(faults)) => faults,
                Err(refusal) => return Err(refusal),
            }
        };
        let entered = with_faults(&sent, faults, question.as_deref());
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        complain_page(&web, &sent.visit, &whose, &holder, status, &entered, question.as_deref()).await
    };
    let made = made.await;
    or_refused(&web, &sent.visit.view, made)
}

/// The form of a request to correct a record.
pub async fn correct_record(State(web): Shared, Told(about): Told<About>, visit: Visit) -> Response {
    let made = async {
        let whose = whose!(&web, Matter::Record, &about);
        let holder = holder(&web, &visit)?;
        correct_page(&web, &visit, &whose, &holder, StatusCode::OK, &Entered::default(), None).await
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

async fn enclosed(web: &Web, holder: &str) -> Result<Enclosed, Refusal> {
    Ok(ticket::read::<Enclosed>(&web.office, holder).await?.unwrap_or_default())
}

async fn correct_page(
    web: &Web,
    visit: &Visit,
    whose: &Whose,
    holder: &str,
    status: StatusCode,
    entered: &Entered,
    question: Option<&str>,
) -> Result<Response, Refusal> {
    let (agency, _) = web.office.agency(whose.agency).await?;
    let kept =
        enclosed(web, holder).await?.of(whose.agency).map(|file| file.name.clone()).collect::<Vec<_>>();
    let token = token::issue(&web.office, CORRECT_RECORD, holder)?;
    let filling = filling(web, whose, &token, entered, question);
    let page = filling.correct_record(&agency.short_name, LIMIT_WORDS, &kept);
    Ok(with_holder(web, respond::portal(web, &visit.view, status, &page), holder))
}

/// A request to correct a record, with its evidence.
pub async fn correct_record_sent(State(web): Shared, Told(about): Told<About>, mut sent: Sent) -> Response {
    let view = sent.visit.view.clone();
    let made = async {
        let whose = whose!(&web, Matter::Record, &about);
        let holder = holder(&web, &sent.visit)?;
        let passed = match guarded(&web, &sent, CORRECT_RECORD, &holder)? {
            Ok(passed) => passed,
            Err(unfit) => {
                return match unfit.again(&web, &sent) {
                    Ok(again) => {
                        let status = StatusCode::BAD_REQUEST;
                        correct_page(&web, &sent.visit, &whose, &holder, status, &again, None).await
                    }
                    Err(page) => Ok(*page),
                };
            }
        };
        let mut faults = Vec::new();
        let limited = async {
            faults = keep_files(&web, &whose, &holder, &mut sent).await?;
            questioned(&web, &sent, &passed, &holder).await
        };
        let question = match limited.await {
            Ok(question) => question,
            Err(refusal) => return wait(&web, &sent, &whose, &holder, refusal).await,
        };
        if faults.is_empty() && question.is_none() {
            let today = web.office.today();
            let once = Some(sent.value("token").to_owned());
            let request = Request { once, ..request(whose.agency, today, |name| sent.value(name)) };
            let identity = request.requester.limited_by();
            let by = limit::FILING_BY_APPLICANT;
            if let Err(refusal) = limit::attempt(&web.office, by, identity.reveal()).await {
                return wait(&web, &sent, &whose, &holder, refusal).await;
            }
            let mut enclosed = enclosed(&web, &holder).await?;
            let files: Vec<_> = enclosed.of(whose.agency).cloned().collect();
            match file_request(&web.office, &Actor::Public, request, &files).await {
                Ok(filed) => {
                    // the files are in the records of the case now
                    enclosed.files.retain(|file| file.agency != whose.agency);
                    ticket::keep(&web.office, &holder, &enclosed).await?;
                    return receipt_of(&web, &sent, filed).await;
                }
                Err(Refusal::Invalid(found)) => faults.extend(found.into_iter().map(renamed)),
                Err(refusal) => return Err(refusal),
            }
        }
        let entered = with_faults(&sent, faults, question.as_deref());
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        correct_page(&web, &sent.visit, &whose, &holder, status, &entered, question.as_deref()).await
    };
    let made = made.await;
    or_refused(&web, &view, made)
}

/// The request again with everything that was typed, where it comes too often.
async fn wait(
    web: &Web,
    sent: &Sent,
    whose: &Whose,
    holder: &str,
    refusal: Refusal,
) -> Result<Response, Refusal> {
    let (again, minutes) = to_wait(sent, refusal)?;
    let status = StatusCode::TOO_MANY_REQUESTS;
    let page = correct_page(web, &sent.visit, whose, holder, status, &again, None).await?;
    Ok(respond::come_again(page, minutes))
}

/// Keeps the files that were sent, also where a field was not right, so that nobody has to send them again.
async fn keep_files(web: &Web, whose: &Whose, holder: &str, sent: &mut Sent) -> Result<Vec<Fault>, Refusal> {
    let mut faults = Vec::new();
    let evidence = std::mem::take(&mut sent.files).into_iter().filter(|file| file.field == "evidence");
    let evidence: Vec<_> = evidence.collect();
    if evidence.is_empty() {
        return Ok(faults);
    }
    let (_, settings) = web.office.agency(whose.agency).await?;
    let mut kept = enclosed(web, holder).await?;
    for file in evidence {
        if kept.of(whose.agency).count() == MOST_FILES {
            faults.push(Fault::new("evidence", format!("最多上传{MOST_FILES}个文件，请合并后再上传")));
            break;
        }
        let to = (whose.agency, settings.work_secret_words.as_slice());
        let (stored, fault) = keep_file_of(web, &sent.visit, to, Purpose::Evidence, file).await?;
        kept.files.extend(stored);
        faults.extend(fault.map(|fault| Fault::new("evidence", fault.text)));
    }
    ticket::keep(&web.office, holder, &kept).await?;
    Ok(faults)
}

/// The word of the receipt follows from the token, so that a browser that sent twice holds the same receipt.
async fn receipt_of<C: OtherKind>(web: &Web, sent: &Sent, filed: OtherFiled<C>) -> Result<Response, Refusal> {
    let OtherFiled { reference, code, moved } = filed;
    let word = Office::letters(&web.office.recognise("receipt of a form", sent.value("token"))?.0);
    ticket::keep(&web.office, &word, &CaseReceipt { case: moved.row.id, code: Some(code) }).await?;
    let response = respond::see_other(&web.site.urls.followed(&reference, "receipt"));
    Ok(respond::with_cookie(web, response, FILED, &word, CaseReceipt::MINUTES))
}

/// The receipt, to the browser that filed; the code is told once.
pub async fn receipt(
    State(web): Shared,
    method: Method,
    Named(reference): Named<String>,
    visit: Visit,
) -> Response {
    let made = async {
        let word = visit.cookie(FILED).unwrap_or_default();
        let away = || respond::see_other(&web.site.urls.track());
        let Some(mut kept) = ticket::read::<CaseReceipt>(&web.office, word).await? else { return Ok(away()) };
        let row = web.office.storage.other_case(kept.case).await?.ok_or(Refusal::NotFound)?;
        if row.reference != reference {
            return Ok(away());
        }
        // a look at the heads only tells nobody the code
        let code = ticket::tell_code(&web.office, word, &mut kept, method == Method::GET).await?;
        let is_complaint = is_complaint(&row);
        let (_, settings) = web.office.agency(row.agency).await?;
        let mut keep = vec![("编号".to_owned(), row.reference.clone())];
        let mut next = Vec::new();
        match &code {
            Some(code) => {
                keep.push(("查询码".to_owned(), shown(code)));
                next.push("请现在记下查询码：为保护您的信息，本页以后不再显示。".to_owned());
            }
            None => next.push("查询码在提交时显示过一次。".to_owned()),
        }
        next.push(if is_complaint {
            "主管部门将调查处理；查证属实的，予以督促整改或者通报批评。凭编号和查询码可以查询处理情况。".to_owned()
        } else {
            "本机关将审核您提供的证据；有权更正的予以更正并告知您，不属于本机关职能范围的转送有权更正的机关或者告知您向哪里提出。凭编号和查询码可以查询处理情况。"
                .to_owned()
        });
        let heading = if is_complaint { "投诉举报已经提交" } else { "更正申请已经提交" };
        let page = Done {
            confirmation: Confirmation { heading: heading.to_owned(), keep },
            next,
            ways: vec![
                Link::new("查询进度", web.site.urls.track()),
                Link::new("返回首页", web.site.urls.home()),
            ],
            office: words::office(&settings.contact),
        };
        Ok::<_, Refusal>(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

/// The case of the browser, if it is the one of the address.
async fn held(web: &Web, visit: &Visit, reference: &str) -> Result<Option<Followed>, Refusal> {
    let Some(word) = visit.cookie(FOLLOW).filter(|word| !word.is_empty()) else { return Ok(None) };
    let Some(kept) = ticket::read::<Following>(&web.office, word).await? else { return Ok(None) };
    let case = followed(&web.office, kept.case).await?;
    let row = match &case {
        Followed::RecordCorrection(view) => &view.row,
        Followed::Complaint(view) => &view.row,
    };
    let is_shown = row.reference == reference && row.query_code == kept.code;
    Ok(is_shown.then_some(case))
}

/// Where it stands.
pub async fn show(State(web): Shared, Named(reference): Named<String>, visit: Visit) -> Response {
    let made = async {
        let page = match held(&web, &visit, &reference).await? {
            Some(Followed::RecordCorrection(view)) => of_record(&web, &view),
            Some(Followed::Complaint(view)) => {
                let against = web.office.storage.agency(view.case.against).await?;
                of_complaint(&view, against.map_or_else(String::new, |row| row.name))
            }
            None => return Ok(respond::see_other(&web.site.urls.track())),
        };
        Ok(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

/// The paper of an answer, as PDF.
pub async fn paper(
    State(web): Shared,
    Named((reference, file)): Named<(String, String)>,
    visit: Visit,
) -> Response {
    let made = async {
        let Some(Followed::RecordCorrection(view)) = held(&web, &visit, &reference).await? else {
            return Ok(respond::see_other(&web.site.urls.track()));
        };
        let id = file.strip_suffix(".pdf").unwrap_or_default();
        // only what was served is given out
        let is_served = view.case.state == record_correction::State::Answered;
        let served = view.paper().filter(|row| is_served && row.id.to_string() == id);
        let row = served.ok_or(Refusal::NotFound)?;
        let paper = gongkai_app::paper::file::read(&web.office, row).await?;
        let bytes = gongkai_app::paper::file::as_pdf(&paper).await?;
        Ok(download(bytes, "application/pdf", "政府信息更正答复书.pdf"))
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

fn lines(text: &str) -> Value {
    Value::Lines(text.lines().map(str::to_owned).collect())
}

/// The service of an answer as its recipient reads it.
fn told_of(on: NaiveDate, service: &Service) -> Happened {
    Happened { on: Day::of(on), words: format!("送达答复（{}）", service.method.label()), effect: None }
}

fn of_record(web: &Web, view: &OtherView<RecordCorrection>) -> FollowedPage {
    use record_correction::{Event, State};
    let request = view.request();
    let state = view.case.state;
    let turn = match state {
        State::AwaitingEvidence => "请您补充证明记录不准确的证据，可以当面提交或者邮寄。",
        State::Answered => "已经答复。",
        State::Withdrawn => "您已经撤回。",
        _ => "由本机关审核办理。",
    };
    let happened = view.log.iter().filter_map(|line| {
        let words = match &line.event {
            Event::Received { .. } => "收到更正申请",
            Event::EvidenceAsked { .. } => "请您补充证据",
            Event::EvidenceReceived { .. } => "收到证据",
            Event::ExaminationBegun { .. } => "开始核实",
            // the decision is told by the answer
            Event::Decided { .. } => return None,
            Event::Answered { awaits_service: false, .. } => "作出答复",
            // what was written is told by its service
            Event::Answered { .. } | Event::PaperVoided { .. } => return None,
            Event::Served { service, .. } => return Some(told_of(line.event.on(), service)),
            Event::ServiceSigned { .. } => "签收答复书",
            Event::ServiceReturned { .. } => "寄出的答复书被退回，本机关将再次送达",
            Event::Withdrawn { .. } => "撤回",
        };
        Some(Happened { on: Day::of(line.event.on()), words: words.to_owned(), effect: None })
    });
    let is_answered = state == State::Answered;
    let outcome = view.case.outcome.filter(|_| is_answered);
    let (finding, agency) = view.finding();
    let mut answer = Vec::new();
    if let Some(outcome) = outcome {
        answer.push(outcome.name().to_owned());
        answer.push(finding.reasons);
        answer.extend(agency.map(|agency| format!("有权更正的机关：{agency}")));
    }
    let paper = view.paper().filter(|_| is_answered).map(|paper| {
        let page = web.site.urls.followed(&view.row.reference, &format!("papers/{}.pdf", paper.id));
        Link::new("下载答复书（PDF）", page)
    });
    let chip = match state {
        State::Answered => Chip::Good(state.name().to_owned()),
        // that it is written is no word to whom it has not reached
        State::Decided | State::AwaitingService => Chip::Plain("办理中".to_owned()),
        _ => Chip::Plain(state.name().to_owned()),
    };
    FollowedPage {
        kind: "更正申请".to_owned(),
        reference: view.row.reference.clone(),
        subject: request.record.clone(),
        chip,
        turn_words: turn.to_owned(),
        answer,
        paper,
        said: Facts::new(vec![
            Fact::text("受理机关", view.agency.full_name.clone()),
            Fact::text("记录不准确的政府信息", request.record),
            Fact::new("哪里不准确", lines(&request.wrong)),
            Fact::new("应当怎样更正", lines(&request.right)),
        ]),
        happened: happened.collect(),
        office: words::office(&view.settings.contact),
        done: None,
    }
}

fn of_complaint(view: &OtherView<Complaint>, against: String) -> FollowedPage {
    use complaint::{Event, State};
    let state = view.case.state;
    // what was found is told by the answer, not before
    let (chip, turn) = match state {
        State::Answered => (Chip::Good(state.name().to_owned()), "已经答复。"),
        State::Redirected => (Chip::Good(state.name().to_owned()), "已经告知您其他渠道。"),
        State::Withdrawn => (Chip::Plain(state.name().to_owned()), "您已经撤回。"),
        State::Received => (Chip::Plain(state.name().to_owned()), "等待主管部门调查。"),
        State::Investigating | State::RectificationOrdered | State::Rectified | State::AwaitingService => {
            (Chip::Plain("调查处理中".to_owned()), "由主管部门调查处理。")
        }
    };
    let happened = view.log.iter().filter_map(|line| {
        let words = match &line.event {
            Event::Received { .. } => "收到投诉举报",
            Event::InvestigationBegun { .. } => "开始调查",
            Event::Found { .. } | Event::Rectified { .. } | Event::AnswerVoided { .. } => return None,
            Event::Answered { awaits_service: false, .. } => "作出答复",
            // what was written is told by its service
            Event::Answered { .. } => return None,
            Event::Served { service, .. } => return Some(told_of(line.event.on(), service)),
            Event::ServiceSigned { .. } => "签收答复",
            Event::ServiceReturned { .. } => "寄出的答复被退回，主管部门将再次送达",
            Event::Redirected { .. } => "告知其他渠道",
            Event::Withdrawn { .. } => "撤回",
        };
        Some(Happened { on: Day::of(line.event.on()), words: words.to_owned(), effect: None })
    });
    FollowedPage {
        kind: "投诉举报".to_owned(),
        reference: view.row.reference.clone(),
        subject: view.case.subject.name().to_owned(),
        chip,
        turn_words: turn.to_owned(),
        answer: view.told().map_or_else(Vec::new, |text| text.lines().map(str::to_owned).collect()),
        paper: None,
        said: Facts::new(vec![
            Fact::text("被投诉、举报的机关", against),
            Fact::text("投诉、举报事项", view.case.subject.name()),
            Fact::new("具体情况", lines(view.said())),
        ]),
        happened: happened.collect(),
        office: words::office(&view.settings.contact),
        done: None,
    }
}
