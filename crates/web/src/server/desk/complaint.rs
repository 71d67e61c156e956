//! Complaints: the list, recording one, one case with its steps.
//!
//! Not here: the fields (`crate::pages::desk::other::complaint`), what may be done (`gongkai_app::complaint`).

use super::chosen::Chosen;
use super::entry::{Desk, Sent, entered, reasons_of, status_of, under_new_word, value};
use super::other::{
    self, Clash, Next, PAGE, Step, actions, asked_open, chip as due_chip, conflict, filter, is_own, kept,
    next, open_filter, people, some, years,
};
use super::serving::{return_reason, service_words, serving_of};
use super::take::{both, chosen, day, id, some_day};
use super::words;
use crate::chrome::Place;
use crate::components::{Cell, Chip, Choice, Empty, Entered, Fact, Facts, Head, Link, Row, Table, Value};
use crate::day::{Day, Moment};
use crate::pages::desk::application::{CaseHead, LogLine};
use crate::pages::desk::other::complaint::{open as open_form, step as step_form};
use crate::pages::desk::other::{OtherList, OtherPage, StepPage, Stepping};
use crate::server::forms::Sent as SentForm;
use crate::server::respond::Named;
use crate::urls::{Urls, with_query};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::Refusal;
use gongkai_app::complaint::file::{Complaining, file as file_complaint};
use gongkai_app::complaint::{self as verbs, Complainant};
use gongkai_app::docket::reissue_code::reissue_code;
use gongkai_app::query::case::above;
use gongkai_app::query::challenge::Happened;
use gongkai_app::query::other::{
    Asked, Listed, OtherView, complaint as view, list as list_cases, reveal_complainant,
};
use gongkai_deadline::due::standing;
use gongkai_domain::application::ServiceMethod;
use gongkai_domain::complaint::{Action, Complaint, Event, Finding, State, Subject};
use gongkai_domain::ids::AgencyId;
use gongkai_domain::personal::{Personal, normalise};
use gongkai_domain::staff::Permission;

type View = OtherView<Complaint>;

/// The last part of the address of each step's page.
const PAGES: &[(&str, Action)] = &[
    ("investigate", Action::Investigate),
    ("finding", Action::RecordFinding),
    ("rectification", Action::RecordRectification),
    ("answer", Action::Answer),
    ("redirect", Action::Redirect),
    ("withdraw", Action::Withdraw),
    ("void", Action::VoidAnswer),
    ("serve", Action::Serve),
    ("service-receipt", Action::RecordReceipt),
    ("service-return", Action::RecordReturn),
];

fn action_of(page: &str) -> Result<Action, Refusal> {
    PAGES.iter().find(|(known, _)| *known == page).map(|(_, action)| *action).ok_or(Refusal::NotFound)
}

pub(super) async fn list(desk: Desk, Query(sent): Query<Sent>) -> Response {
    let asked = Asked {
        state: some(&sent, "state"),
        year: value(&sent, "year").parse().ok(),
        open: asked_open(&sent),
    };
    let after = value(&sent, "after").parse().ok();
    match list_cases::<Complaint>(&desk.web.office, &desk.actor, &asked, after, PAGE).await {
        Ok((cases, next)) => {
            let urls = &desk.web.site.urls;
            let states = State::EVERY.iter().map(|state| Choice::new(state.key(), state.name())).collect();
            let page = OtherList {
                heading: "投诉举报".to_owned(),
                lead: "对行政机关未按照要求主动公开政府信息，或者对政府信息公开申请不依法答复处理的投诉、举报（《政府信息公开条例》第四十七条）。".to_owned(),
                new: Some(Link::new("登记投诉举报", urls.complaint_new())),
                action: urls.complaints(),
                filters: vec![
                    open_filter(&sent),
                    filter(&sent, "state", "状态", states),
                    filter(&sent, "year", "年度", years(&desk)),
                ],
                table: table(urls, &cases),
                more: next.map(|next| {
                    let next = next.to_string();
                    let names = ["state", "year", "open"];
                    let mut pairs: Vec<(&str, &str)> =
                        names.iter().map(|name| (*name, value(&sent, name))).collect();
                    pairs.retain(|(_, text)| !text.is_empty());
                    pairs.push(("after", &next));
                    with_query(urls.complaints(), &pairs)
                }),
                empty: Empty {
                    words: "没有符合条件的投诉举报".to_owned(),
                    reason: "网上提交的自动进入列表；来信、来电、来访的请登记。".to_owned(),
                    way: None,
                },
            };
            desk.show(Some(Place::Complaints), StatusCode::OK, &page)
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

fn table(urls: &Urls, cases: &[Listed]) -> Table {
    let rows = cases.iter().map(|case| {
        let row = &case.row;
        let state = row.state.parse::<State>().map_or(row.state.clone(), |state| state.name().to_owned());
        let finding = row.result_key.as_deref().and_then(|key| key.parse::<Finding>().ok());
        let who = if row.applicant_masked.is_empty() { "匿名" } else { &row.applicant_masked };
        Row::new(
            Cell::Link(Link::new(row.reference.clone(), urls.complaint(&row.reference, ""))),
            vec![
                Cell::Text(words::shortened(&case.subject)),
                case.against.clone().map_or(Cell::None, Cell::Text),
                Cell::Text(who.to_owned()),
                Cell::Day(Day::of(row.arrived_on)),
                Cell::Text(state),
                finding.map_or(Cell::None, |finding| Cell::Text(finding.name().to_owned())),
                case.standing.map_or(Cell::None, |standing| Cell::Chip(due_chip(standing))),
                case.handler.clone().map_or(Cell::None, Cell::Text),
            ],
        )
    });
    let heads = ["编号", "内容", "被投诉机关", "投诉人", "收到", "状态", "调查结果", "整改期限", "承办人"];
    Table {
        id: "cases".to_owned(),
        caption: "投诉举报".to_owned(),
        heads: heads.into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

/// The agencies about which this authority hears complaints: those below it.
async fn below(desk: &Desk) -> Result<Vec<Choice>, Refusal> {
    let own = desk.actor.member()?.person.agency;
    let mut choices = Vec::new();
    for row in desk.web.office.storage.agencies().await? {
        if row.id != own && above(&desk.web.office, row.id).await?.contains(&own) {
            choices.push(Choice::new(row.id.to_string(), row.name));
        }
    }
    Ok(choices)
}

async fn new_page(desk: &Desk, sent: &Sent, status: StatusCode, e: &Entered) -> Result<Response, Refusal> {
    desk.must_reach(Permission::HandleComplaints)?;
    let once = match value(sent, "once") {
        "" => desk.web.office.code(24),
        once => once.to_owned(),
    };
    let page = open_form(&desk.web.site.urls, &desk.token, &once, e, below(desk).await?);
    Ok(desk.show(Some(Place::Complaints), status, &page))
}

pub(super) async fn new(desk: Desk) -> Response {
    let today = desk.web.office.today().to_string();
    let entered = Entered::new(vec![("arrived_on".to_owned(), today)], Vec::new());
    match new_page(&desk, &Vec::new(), StatusCode::OK, &entered).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn open(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    match opened(&desk, &sent).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn opened(desk: &Desk, sent: &Sent) -> Result<Response, Refusal> {
    desk.must_reach(Permission::HandleComplaints)?;
    if let Some(again) = desk.unfit(sent)? {
        return new_page(desk, sent, status_of(&again), &again).await;
    }
    let made = async {
        let (against, arrived_on) = both(id(sent, "against"), day(sent, "arrived_on"))?;
        let complaining = complaining(against, arrived_on, |name| value(sent, name))?;
        let once = Some(value(sent, "once").to_owned()).filter(|word| !word.is_empty());
        file_complaint(&desk.web.office, &desk.actor, Complaining { once, ..complaining }).await
    };
    match made.await {
        Ok(filed) => {
            let to = desk.web.site.urls.complaint(&filed.reference, "");
            Ok(Redirect::to(&with_query(to, &[("done", "new")])).into_response())
        }
        Err(Refusal::Invalid(faults)) => {
            let sent = &under_new_word(sent.clone(), &faults);
            new_page(desk, sent, StatusCode::UNPROCESSABLE_ENTITY, &entered(sent, &faults)).await
        }
        Err(refusal) => match reasons_of(&refusal) {
            Some(reasons) => {
                new_page(desk, sent, StatusCode::CONFLICT, &entered(sent, &[]).against(reasons)).await
            }
            None => Err(refusal),
        },
    }
}

/// What is filed, by the fields of the form.
///
/// # Errors
/// [`Refusal::Invalid`] where it is not chosen of what somebody complains.
pub(crate) fn complaining<'s>(
    against: AgencyId,
    arrived_on: chrono::NaiveDate,
    field: impl Fn(&'static str) -> &'s str,
) -> Result<Complaining, Refusal> {
    let personal = |name: &'static str| Personal::from(normalise(field(name)));
    let subject: Subject =
        field("subject").parse().map_err(|_| Refusal::invalid("subject", "选择投诉、举报什么"))?;
    Ok(Complaining {
        against,
        subject,
        application: field("number").trim().to_owned(),
        text: field("text").trim().to_owned(),
        complainant: Complainant {
            name: personal("name"),
            phone: personal("phone"),
            email: personal("email"),
        },
        arrived_on,
        once: None,
    })
}

pub(super) async fn page(desk: Desk, Named(reference): Named<String>, Query(sent): Query<Sent>) -> Response {
    let made = async {
        let view = view(&desk.web.office, &desk.actor, &reference).await?;
        let done = match value(&sent, "done") {
            "new" => Some("已登记。".to_owned()),
            page => action_of(page).ok().map(|action| format!("已办理：{}。", action.name())),
        };
        let page = of(&desk, &view, None, done).await?;
        Ok(desk.show(Some(Place::Complaints), StatusCode::OK, &page))
    };
    match made.await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

/// A new query code, handed over at the counter; shown once.
pub(super) async fn reissue(
    desk: Desk,
    Named(reference): Named<String>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    let made = async {
        desk.check(&sent)?;
        let code = reissue_code::<Complaint>(&desk.web.office, &desk.actor, &reference).await?;
        let view = view(&desk.web.office, &desk.actor, &reference).await?;
        let done = Some(other::reissued(&code));
        Ok(desk.show(Some(Place::Complaints), StatusCode::OK, &of(&desk, &view, None, done).await?))
    };
    match made.await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn reveal(
    desk: Desk,
    Named(reference): Named<String>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    let made = async {
        desk.check(&sent)?;
        let who = reveal_complainant(&desk.web.office, &desk.actor, &reference).await?;
        let view = view(&desk.web.office, &desk.actor, &reference).await?;
        let facts = Facts::new(vec![
            Fact::given("姓名（名称）", who.name.reveal()),
            Fact::given("联系电话", who.phone.reveal()),
            Fact::given("电子邮箱", who.email.reveal()),
        ]);
        let page = of(&desk, &view, Some(facts), None).await?;
        Ok(desk.show(Some(Place::Complaints), StatusCode::OK, &page))
    };
    match made.await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

fn chip(view: &View) -> Chip {
    if let Some(on) = view.row.due_on {
        let near = view.settings.handling.near;
        return due_chip(standing(on, view.today, near, &view.calendar));
    }
    match view.case.state {
        State::Answered | State::Redirected | State::Withdrawn => {
            Chip::Good(view.case.state.name().to_owned())
        }
        state => Chip::Plain(state.name().to_owned()),
    }
}

fn head(view: &View) -> CaseHead {
    CaseHead {
        number: view.row.reference.clone(),
        subject: words::shortened(view.said()),
        applicant: who(view),
        chip: chip(view),
        due: view.row.due_on.map(Day::of),
        due_words: if view.row.due_on.is_some() {
            "整改期限".to_owned()
        } else {
            "条例没有规定办理期限，应当及时答复".to_owned()
        },
        version: view.row.sequence.to_string(),
    }
}

fn who(view: &View) -> String {
    if view.row.applicant_masked.is_empty() {
        "投诉人匿名".to_owned()
    } else {
        format!("投诉人 {}", view.row.applicant_masked)
    }
}

fn next_step(state: State) -> Option<Action> {
    match state {
        State::Received => Some(Action::Investigate),
        State::Investigating => Some(Action::RecordFinding),
        State::RectificationOrdered | State::Rectified => Some(Action::Answer),
        State::AwaitingService => Some(Action::Serve),
        State::Answered | State::Redirected | State::Withdrawn => None,
    }
}

/// Whether the answer at this place of the log was cancelled.
fn is_cancelled(view: &View, answered: i64) -> bool {
    let mut later = view.log.iter().filter(|line| line.sequence > answered);
    let next = later.find(|line| matches!(line.event, Event::Answered { .. } | Event::AnswerVoided { .. }));
    next.is_some_and(|line| matches!(line.event, Event::AnswerVoided { .. }))
}

fn steps_of(desk: &Desk, view: &View) -> Vec<(Action, Vec<String>)> {
    let by = desk.actor.member().map_or(view.row.agency, |member| member.person.agency);
    view.steps(by)
}

async fn of(
    desk: &Desk,
    view: &View,
    revealed: Option<Facts>,
    done: Option<String>,
) -> Result<OtherPage, Refusal> {
    let urls = &desk.web.site.urls;
    let reference = view.row.reference.as_str();
    let href = |page: &str| urls.complaint(reference, page);
    let next = next_step(view.case.state);
    let steps = steps_of(desk, view).into_iter().filter_map(|(action, reasons)| {
        let (page, _) = PAGES.iter().find(|(_, known)| *known == action)?;
        Some(Step { page, words: action.name(), reasons, is_next: next == Some(action) })
    });
    let against = desk.web.office.storage.agency(view.case.against).await?;
    let lines = |text: &str| Value::Lines(text.lines().map(str::to_owned).collect());
    let mut rows = vec![
        Fact::text("被投诉机关", against.map_or_else(String::new, |row| row.name)),
        Fact::text("投诉事项", view.case.subject.name()),
        Fact::new("内容", lines(view.said())),
        Fact::new("收到日期", Value::Day(Day::of(view.case.received_on))),
    ];
    for line in &view.log {
        let (term, text) = match &line.event {
            Event::Found { text, .. } => ("调查情况", text),
            Event::Rectified { text, .. } => ("整改情况", text),
            Event::Answered { text, .. } if is_cancelled(view, line.sequence) => ("已作废的答复", text),
            Event::Answered { text, .. } => ("答复内容", text),
            Event::Redirected { text, .. } => ("告知内容", text),
            _ => continue,
        };
        rows.push(Fact::new(term, lines(view.text(*text))).note(Day::of(line.event.on()).words));
    }
    if let Some(finding) = view.case.finding {
        rows.push(Fact::text("调查结果", finding.name()));
    }
    if let Some(by) = view.case.rectify_by {
        rows.push(Fact::new("整改期限", Value::Day(Day::of(by))));
    }
    if let Some(service) = view.case.delivery.standing() {
        let on = service.counts_on().map(Day::of);
        let fact = Fact::text("送达", on.map_or_else(String::new, |on| on.words));
        let signed = match (service.method, service.signed_on) {
            (ServiceMethod::Post | ServiceMethod::Online, Some(on)) => format!("，{}签收", Day::of(on).words),
            _ => String::new(),
        };
        rows.push(fact.note(format!("{}{signed}", service_words(service, ""))));
    }
    let handler = view
        .case
        .handler
        .map_or_else(|| "未指定承办人".to_owned(), |person| format!("承办人 {}", view.name(person)));
    let is_hidden = revealed.is_none() && !view.is_anonymous();
    Ok(OtherPage {
        title: head(view).subject,
        meta: vec![view.row.reference.clone(), who(view), handler],
        chip: chip(view),
        token: desk.token.clone(),
        reissue: Some(href("reissue-code")),
        reveal: is_hidden.then(|| (href("reveal"), "显示投诉人信息（将留痕）".to_owned())),
        revealed,
        due: view.row.due_on.map(|on| (Day::of(on), "整改期限".to_owned())),
        is_overdue: view.case.is_rectification_overdue(view.today),
        facts: Facts::new(rows),
        clocks: Vec::new(),
        has_papers: false,
        papers: Vec::new(),
        files: None,
        volume: None,
        log: view.log.iter().rev().map(|line| log_line(view, line)).collect(),
        actions: actions(steps.collect(), href),
        done,
        crumbs: crumbs(urls, view),
    })
}

fn crumbs(urls: &Urls, view: &View) -> Vec<Link> {
    let here = urls.complaint(&view.row.reference, "");
    vec![Link::new("投诉举报", urls.complaints()), Link::new(&view.row.reference, here)]
}

fn log_line(view: &View, happened: &Happened<Event>) -> LogLine {
    let event = &happened.event;
    let label = event.action().map_or("收到投诉举报", |action| action.name());
    let rest = match event {
        Event::InvestigationBegun { handler, .. } => format!("：{}", view.name(*handler)),
        Event::Found { finding, .. } => format!("：{}", finding.name()),
        Event::AnswerVoided { reason, .. } => format!("：{}", view.text(*reason)),
        Event::Served { service, .. } => {
            let proof = service.proof.map_or("", |proof| view.text(proof));
            format!("：{}", service_words(service, proof))
        }
        Event::ServiceSigned { proof: Some(proof), .. } => format!("：{}", view.text(*proof)),
        Event::ServiceReturned { reason, .. } => format!("：{}", reason.label()),
        _ => String::new(),
    };
    let on = Day::of(event.on()).words;
    LogLine {
        at: Moment::of(happened.at),
        who: happened.who.clone(),
        words: format!("{label}（{on}）{rest}"),
        said: Vec::new(),
    }
}

pub(super) async fn step(desk: Desk, Named((reference, page)): Named<(String, String)>) -> Response {
    match shown(&desk, &reference, &page, None).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn take(
    desk: Desk,
    Named((reference, page)): Named<(String, String)>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    match taken(&desk, &reference, &page, &sent).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

fn against(desk: &Desk, view: &View, action: Action) -> Vec<String> {
    let steps = steps_of(desk, view);
    steps.into_iter().find(|(known, _)| *known == action).map_or_else(Vec::new, |(_, reasons)| reasons)
}

async fn taken(desk: &Desk, reference: &str, page: &str, sent: &Sent) -> Result<Response, Refusal> {
    let action = action_of(page)?;
    if let Some(again) = desk.unfit(sent)? {
        return shown(desk, reference, page, Some(again)).await;
    }
    let urls = &desk.web.site.urls;
    let press = desk.pressed(&urls.complaint(reference, page), sent, &[]).await?;
    let finished =
        || Redirect::to(&with_query(urls.complaint(reference, ""), &[("done", page)])).into_response();
    match next(done(desk, reference, action, sent).await, sent)? {
        Next::Done => Ok(finished()),
        Next::Again(again) => shown(desk, reference, page, Some(again)).await,
        Next::Conflict => {
            let view = view(&desk.web.office, &desk.actor, reference).await?;
            if press.has_twin(desk).await?
                && is_own(desk, &view.log, sent, |event| event.action() == Some(action))
            {
                return Ok(finished());
            }
            let before: i64 = value(sent, "version").parse().unwrap_or(0);
            let changes = view.log.iter().filter(|line| line.sequence > before);
            let clash = Clash {
                place: Place::Complaints,
                head: head(&view),
                words: action.name(),
                changes: changes.map(|line| log_line(&view, line)).collect(),
                action: urls.complaint(reference, page),
                back: urls.complaint(reference, ""),
                crumbs: crumbs(urls, &view),
                reasons: against(desk, &view, action),
                controls: page_of(desk, &view, page, &entered(sent, &[])).await?.form.controls,
            };
            Ok(conflict(desk, sent, clash, &Chosen::none(desk, None)))
        }
    }
}

async fn shown(
    desk: &Desk,
    reference: &str,
    page: &str,
    again: Option<Entered>,
) -> Result<Response, Refusal> {
    let action = action_of(page)?;
    let view = view(&desk.web.office, &desk.actor, reference).await?;
    let reasons = against(desk, &view, action);
    let is_first = again.is_none();
    let today = ["on", "sent_on"].map(|name| (name.to_owned(), view.today.to_string()));
    let entered = kept(again, Entered::new(today.to_vec(), Vec::new()), &reasons);
    let status = status_of(&entered);
    let page = page_of(desk, &view, page, &entered).await?;
    let page = if reasons.is_empty() || !is_first { page } else { page.blocked(reasons) };
    Ok(desk.show(Some(Place::Complaints), status, &page))
}

/// The page of a step with what was entered.
async fn page_of(desk: &Desk, view: &View, page: &str, entered: &Entered) -> Result<StepPage, Refusal> {
    let (urls, reference, head) = (&desk.web.site.urls, &view.row.reference, head(view));
    let at = Stepping {
        token: &desk.token,
        head: &head,
        entered,
        action: urls.complaint(reference, page),
        back: urls.complaint(reference, ""),
        crumbs: crumbs(urls, view),
    };
    let people = people(desk, view.row.agency, Permission::HandleComplaints).await?;
    Ok(step_form(&at, action_of(page)?, people))
}

async fn done(desk: &Desk, reference: &str, action: Action, sent: &Sent) -> Result<(), Refusal> {
    let (o, a) = (&*desk.web.office, &desk.actor);
    let seen = value(sent, "version").parse::<i64>().ok();
    let text = value(sent, "words");
    match action {
        Action::Investigate => {
            verbs::investigate::investigate(o, a, reference, seen, id(sent, "handler")?).await?
        }
        Action::RecordFinding => {
            let findings: Vec<_> = Finding::EVERY.iter().map(|one| (one.key(), *one)).collect();
            let found = both(day(sent, "on"), chosen(sent, "finding", &findings));
            let (found, by) = both(found, some_day(sent, "rectify_by"))?;
            verbs::record_finding::record_finding(o, a, reference, seen, found, text, by).await?
        }
        Action::RecordRectification => {
            let on = day(sent, "on")?;
            verbs::record_rectification::record_rectification(o, a, reference, seen, on, text).await?
        }
        Action::Answer => verbs::answer::answer(o, a, reference, seen, day(sent, "on")?, text).await?,
        Action::Redirect => verbs::redirect::redirect(o, a, reference, seen, day(sent, "on")?, text).await?,
        Action::Withdraw => verbs::withdraw::withdraw(o, a, reference, seen, day(sent, "on")?).await?,
        Action::VoidAnswer => {
            verbs::void_answer::void_answer(o, a, reference, seen, value(sent, "reason")).await?
        }
        Action::Serve => verbs::serve::serve(o, a, reference, seen, serving_of(sent, None, None)?).await?,
        Action::RecordReceipt => {
            let proof = value(sent, "proof");
            verbs::serve::record_receipt(o, a, reference, seen, day(sent, "on")?, proof).await?
        }
        Action::RecordReturn => {
            let (on, reason) = both(day(sent, "on"), return_reason(sent))?;
            verbs::serve::record_return(o, a, reference, seen, on, reason).await?
        }
    };
    Ok(())
}
