//! Requests to correct records: the list, recording one, one case with its steps, files and paper.
//!
//! Not here: the fields (`crate::pages::desk::other::record`), what may be done (`gongkai_app::record_correction`).

use super::chosen::Chosen;
use super::entry::{Desk, Sent, entered, reasons_of, status_of, under_new_word, value};
use super::other::{
    self, Clash, Next, PAGE, Step, actions, asked_open, case_paper, conflict, filter, is_own, kept, next,
    open_filter, people, some, years,
};
use super::serving::{return_reason, service_words, serving_of};
use super::take::{both, chosen, day, id};
use super::{editor, leaf};
use super::{paper as files, words};
use crate::chrome::Place;
use crate::components::{
    Cell, Chip, Choice, Control, Empty, Entered, Fact, Facts, Head, Link, Row, Table, Value,
};
use crate::day::{Day, Moment};
use crate::pages::desk::application::{CaseHead, LogLine};
use crate::pages::desk::other::record::{open as open_form, step as step_form};
use crate::pages::desk::other::{OtherList, OtherPage, Stepping};
use crate::server::forms::Sent as SentForm;
use crate::server::portal::case::download;
use crate::server::respond::Named;
use crate::urls::{Urls, with_query};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::docket::reissue_code::reissue_code;
use gongkai_app::paper::file::{called, title};
use gongkai_app::query::challenge::Happened;
use gongkai_app::query::other::{
    Asked, Listed, OtherView, file as evidence, list as list_cases, open_paper, record_correction as view,
    requester, reveal_requester,
};
use gongkai_app::record_correction::answer::{Known, PAPER, usual_fields};
use gongkai_app::record_correction::file::{Request, file as file_request};
use gongkai_app::record_correction::{self as verbs, RequestText};
use gongkai_app::{Fault, Refusal};
use gongkai_domain::application::ServiceMethod;
use gongkai_domain::ids::AgencyId;
use gongkai_domain::notice::template;
use gongkai_domain::personal::applicant::{
    Contact, DocumentKind, IdentityDocument, NaturalPerson, Organisation, OrganisationKind, Party,
};
use gongkai_domain::personal::{Applicant, Personal};
use gongkai_domain::record_correction::{Action, Event, Outcome, RecordCorrection, State};
use gongkai_domain::staff::Permission;

type View = OtherView<RecordCorrection>;

/// The last part of the address of each step's page.
const PAGES: &[(&str, Action)] = &[
    ("ask-evidence", Action::AskEvidence),
    ("evidence", Action::RecordEvidence),
    ("examine", Action::Examine),
    ("decide", Action::Decide),
    ("answer", Action::Answer),
    ("withdraw", Action::Withdraw),
    ("void", Action::VoidPaper),
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
    match list_cases::<RecordCorrection>(&desk.web.office, &desk.actor, &asked, after, PAGE).await {
        Ok((cases, next)) => {
            let urls = &desk.web.site.urls;
            let states = State::EVERY.iter().map(|state| Choice::new(state.key(), state.name())).collect();
            let page = OtherList {
                heading: "信息更正".to_owned(),
                lead: "公民、法人和其他组织要求更正与其自身相关的政府信息记录（《政府信息公开条例》第四十一条）。".to_owned(),
                new: Some(Link::new("登记更正申请", urls.record_correction_new())),
                action: urls.record_corrections(),
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
                    with_query(urls.record_corrections(), &pairs)
                }),
                empty: Empty {
                    words: "没有符合条件的更正申请".to_owned(),
                    reason: "网上提交的自动进入列表；当面、邮寄提交的请登记。".to_owned(),
                    way: None,
                },
            };
            desk.show(Some(Place::RecordCorrections), StatusCode::OK, &page)
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

fn table(urls: &Urls, cases: &[Listed]) -> Table {
    let rows = cases.iter().map(|case| {
        let row = &case.row;
        let state = row.state.parse::<State>().map_or(row.state.clone(), |state| state.name().to_owned());
        let outcome = row.result_key.as_deref().and_then(|key| key.parse::<Outcome>().ok());
        Row::new(
            Cell::Link(Link::new(row.reference.clone(), urls.record_correction(&row.reference, ""))),
            vec![
                Cell::Text(words::shortened(&case.subject)),
                Cell::Text(row.applicant_masked.clone()),
                Cell::Day(Day::of(row.arrived_on)),
                Cell::Text(state),
                outcome.map_or(Cell::None, |outcome| Cell::Text(outcome.name().to_owned())),
                row.closed_on.map_or(Cell::None, |on| Cell::Day(Day::of(on))),
                case.handler.clone().map_or(Cell::None, Cell::Text),
            ],
        )
    });
    let heads = ["编号", "涉及的信息", "申请人", "收到", "状态", "处理结果", "办结", "承办人"];
    Table {
        id: "cases".to_owned(),
        caption: "更正申请".to_owned(),
        heads: heads.into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

fn new_page(desk: &Desk, sent: &Sent, status: StatusCode, e: &Entered) -> Response {
    let once = match value(sent, "once") {
        "" => desk.web.office.code(24),
        once => once.to_owned(),
    };
    let page = open_form(&desk.web.site.urls, &desk.token, &once, e);
    desk.show(Some(Place::RecordCorrections), status, &page)
}

pub(super) async fn new(desk: Desk) -> Response {
    if let Err(refusal) = desk.must_here(Permission::ManageRecordCorrections) {
        return desk.refused(&refusal);
    }
    let today = desk.web.office.today().to_string();
    let entered = Entered::new(vec![("arrived_on".to_owned(), today)], Vec::new());
    new_page(&desk, &Vec::new(), StatusCode::OK, &entered)
}

pub(super) async fn open(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    if let Err(refusal) = desk.must_here(Permission::ManageRecordCorrections) {
        return desk.refused(&refusal);
    }
    match desk.unfit(&sent) {
        Ok(None) => {}
        Ok(Some(again)) => return new_page(&desk, &sent, status_of(&again), &again),
        Err(refusal) => return desk.refused(&refusal),
    }
    let made = async {
        let agency = desk.actor.member()?.person.agency;
        let arrived_on = day(&sent, "arrived_on")?;
        let once = Some(value(&sent, "once").to_owned()).filter(|word| !word.is_empty());
        let request = Request { arrived_on, once, ..request(agency, arrived_on, |name| value(&sent, name)) };
        file_request(&desk.web.office, &desk.actor, request, &[]).await
    };
    match made.await {
        Ok(filed) => {
            let to = desk.web.site.urls.record_correction(&filed.reference, "");
            Redirect::to(&with_query(to, &[("done", "new")])).into_response()
        }
        Err(Refusal::Invalid(faults)) => {
            let faults: Vec<Fault> = faults.into_iter().map(renamed).collect();
            let sent = under_new_word(sent, &faults);
            new_page(&desk, &sent, StatusCode::UNPROCESSABLE_ENTITY, &entered(&sent, &faults))
        }
        Err(refusal) => match reasons_of(&refusal) {
            Some(reasons) => {
                new_page(&desk, &sent, StatusCode::CONFLICT, &entered(&sent, &[]).against(reasons))
            }
            None => desk.refused(&refusal),
        },
    }
}

/// What is filed, by the fields of the form.
pub(crate) fn request<'s>(
    agency: AgencyId,
    arrived_on: chrono::NaiveDate,
    field: impl Fn(&'static str) -> &'s str,
) -> Request {
    let personal = |name: &'static str| Personal::from(gongkai_domain::personal::normalise(field(name)));
    let party = match field("kind").parse::<OrganisationKind>() {
        Ok(kind) => Party::Organisation(Organisation {
            name: personal("name"),
            kind,
            credit_code: personal("number"),
            legal_representative: personal("representative"),
            representative_document: None,
            contact_person: Personal::default(),
        }),
        Err(_) => Party::NaturalPerson(NaturalPerson {
            name: personal("name"),
            document: IdentityDocument {
                kind: field("document").parse().unwrap_or(DocumentKind::ResidentId),
                number: personal("number"),
            },
            guardian: None,
        }),
    };
    let contact = Contact { phone: personal("phone"), email: personal("email"), ..Contact::default() };
    let text = |name: &'static str| field(name).trim().to_owned();
    Request {
        agency,
        requester: Applicant { party, agent: None, contact, delivery: None },
        text: RequestText { record: text("record"), wrong: text("wrong"), right: text("right") },
        evidence: text("proof"),
        arrived_on,
        once: None,
    }
}

/// Faults of the record, under the names of the form.
pub(crate) fn renamed(fault: Fault) -> Fault {
    let field = match fault.field {
        "document.number" | "credit_code" => "number",
        "contact" | "contact.phone" => "phone",
        "contact.email" => "email",
        "legal_representative" => "representative",
        "guardian" => "name",
        known => known,
    };
    Fault { field, text: fault.text }
}

pub(super) async fn page(desk: Desk, Named(reference): Named<String>, Query(sent): Query<Sent>) -> Response {
    match view(&desk.web.office, &desk.actor, &reference).await {
        Ok(view) => {
            let done = match value(&sent, "done") {
                "new" => Some("已登记。".to_owned()),
                page => action_of(page).ok().map(|action| format!("已办理：{}。", action.name())),
            };
            desk.show(Some(Place::RecordCorrections), StatusCode::OK, &of(&desk, &view, None, done))
        }
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
        let code = reissue_code::<RecordCorrection>(&desk.web.office, &desk.actor, &reference).await?;
        let view = view(&desk.web.office, &desk.actor, &reference).await?;
        let done = Some(other::reissued(&code));
        Ok(desk.show(Some(Place::RecordCorrections), StatusCode::OK, &of(&desk, &view, None, done)))
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
        let requester = reveal_requester(&desk.web.office, &desk.actor, &reference).await?;
        let view = view(&desk.web.office, &desk.actor, &reference).await?;
        let facts = super::case::identity(std::slice::from_ref(&requester));
        Ok(desk.show(Some(Place::RecordCorrections), StatusCode::OK, &of(&desk, &view, Some(facts), None)))
    };
    match made.await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn file(desk: Desk, Named((reference, id)): Named<(String, String)>) -> Response {
    match evidence(&desk.web.office, &desk.actor, &reference, &id).await {
        Ok((bytes, media_type, name)) => download(bytes, &media_type, &name),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn paper(desk: Desk, Named((reference, file)): Named<(String, String)>) -> Response {
    let made = async {
        let (id, format) = file.rsplit_once('.').ok_or(Refusal::NotFound)?;
        let view = view(&desk.web.office, &desk.actor, &reference).await?;
        let row = open_paper(&desk.web.office, &desk.actor, &view, id).await?;
        let (_, settings) = desk.web.office.agency(row.agency).await?;
        let name = called(&reference, &title(&settings, row), format);
        files::printed(&desk, row, format, name).await
    };
    match made.await {
        Ok(file) => files::sent(file),
        Err(refusal) => desk.refused(&refusal),
    }
}

fn chip(view: &View) -> Chip {
    match view.case.state {
        State::Answered | State::Withdrawn => Chip::Good(view.case.state.name().to_owned()),
        State::AwaitingEvidence | State::AwaitingService => Chip::Doubt(view.case.state.name().to_owned()),
        state => Chip::Plain(state.name().to_owned()),
    }
}

fn head(view: &View) -> CaseHead {
    CaseHead {
        number: view.row.reference.clone(),
        subject: words::shortened(&view.request().record),
        applicant: view.row.applicant_masked.clone(),
        chip: chip(view),
        due: None,
        due_words: "条例没有规定办理期限，应当及时答复".to_owned(),
        version: view.row.sequence.to_string(),
    }
}

fn next_step(state: State) -> Option<Action> {
    match state {
        State::Received => Some(Action::Examine),
        State::AwaitingEvidence => Some(Action::RecordEvidence),
        State::Examining => Some(Action::Decide),
        State::Decided => Some(Action::Answer),
        State::AwaitingService => Some(Action::Serve),
        State::Answered | State::Withdrawn => None,
    }
}

fn of(desk: &Desk, view: &View, revealed: Option<Facts>, done: Option<String>) -> OtherPage {
    let urls = &desk.web.site.urls;
    let reference = view.row.reference.as_str();
    let href = |page: &str| urls.record_correction(reference, page);
    let next = next_step(view.case.state);
    let steps = view.steps(&desk.actor).into_iter().filter_map(|(action, reasons)| {
        let (page, _) = PAGES.iter().find(|(_, known)| *known == action)?;
        Some(Step { page, words: action.name(), reasons, is_next: next == Some(action) })
    });
    let request = view.request();
    let lines = |text: &str| Value::Lines(text.lines().map(str::to_owned).collect());
    let mut rows = vec![
        Fact::text("记录所在的信息", request.record.clone()),
        Fact::new("哪里不准确", lines(&request.wrong)),
        Fact::new("应当怎样更正", lines(&request.right)),
        Fact::new("收到日期", Value::Day(Day::of(view.case.received_on))),
    ];
    for line in &view.log {
        match &line.event {
            Event::Received { evidence: Some(text), .. } | Event::EvidenceReceived { evidence: text, .. } => {
                rows.push(Fact::new("证据", lines(view.text(*text))).note(Day::of(line.event.on()).words));
            }
            _ => {}
        }
    }
    if !view.files.is_empty() {
        let links =
            view.files.iter().map(|(file, name)| Link::new(name, href(&format!("files/{}", file.id))));
        rows.push(Fact::new("证据文件", Value::Links(links.collect())).note("打开会留痕"));
    }
    if let Some(outcome) = view.case.outcome {
        let (finding, agency) = view.finding();
        rows.push(Fact::text("处理结果", outcome.name()).note(finding.reasons));
        if let Some(agency) = agency {
            rows.push(Fact::text("有权更正的机关", agency));
        }
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
    OtherPage {
        title: head(view).subject,
        meta: vec![view.row.reference.clone(), view.row.applicant_masked.clone(), handler],
        chip: chip(view),
        token: desk.token.clone(),
        reissue: Some(href("reissue-code")),
        reveal: revealed.is_none().then(|| (href("reveal"), "显示申请人信息（将留痕）".to_owned())),
        revealed,
        due: None,
        is_overdue: false,
        facts: Facts::new(rows),
        clocks: Vec::new(),
        has_papers: true,
        papers: view.papers.iter().map(|paper| case_paper(paper, &view.settings, view.today, href)).collect(),
        files: None,
        volume: None,
        log: view.log.iter().rev().map(|line| log_line(view, line)).collect(),
        actions: actions(steps.collect(), href),
        done,
        crumbs: crumbs(urls, view),
    }
}

fn crumbs(urls: &Urls, view: &View) -> Vec<Link> {
    let here = urls.record_correction(&view.row.reference, "");
    vec![Link::new("信息更正", urls.record_corrections()), Link::new(&view.row.reference, here)]
}

fn log_line(view: &View, happened: &Happened<Event>) -> LogLine {
    let event = &happened.event;
    let label = event.action().map_or("收到更正申请", |action| action.name());
    let rest = match event {
        Event::ExaminationBegun { handler, .. } => format!("：{}", view.name(*handler)),
        Event::Decided { outcome, .. } => format!("：{}", outcome.name()),
        Event::PaperVoided { paper, reason, .. } => {
            let number = view.papers.iter().find(|row| row.id == *paper);
            let number = number.and_then(|row| row.number_text.clone()).unwrap_or_default();
            format!("：{number}；{}", view.text(*reason))
        }
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
    match shown(&desk, &reference, &page, &Vec::new(), None).await {
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

async fn taken(desk: &Desk, reference: &str, page: &str, sent: &Sent) -> Result<Response, Refusal> {
    let action = action_of(page)?;
    if let Some(again) = desk.unfit(sent)? {
        return shown(desk, reference, page, sent, Some(again)).await;
    }
    if !value(sent, "preview").is_empty() {
        return shown(desk, reference, page, sent, Some(entered(sent, &[]))).await;
    }
    let urls = &desk.web.site.urls;
    let press = desk.pressed(&urls.record_correction(reference, page), sent, &[]).await?;
    let finished = || {
        let to = with_query(urls.record_correction(reference, ""), &[("done", page)]);
        Redirect::to(&to).into_response()
    };
    match next(done(desk, reference, action, sent).await, sent)? {
        Next::Done => Ok(finished()),
        Next::Again(again) => shown(desk, reference, page, sent, Some(again)).await,
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
                place: Place::RecordCorrections,
                head: head(&view),
                words: action.name(),
                changes: changes.map(|line| log_line(&view, line)).collect(),
                action: urls.record_correction(reference, page),
                back: urls.record_correction(reference, ""),
                crumbs: crumbs(urls, &view),
                reasons: against(desk, &view, action),
                controls: controls(desk, &view, page, sent).await?,
            };
            Ok(conflict(desk, sent, clash, &Chosen::none(desk, None)))
        }
    }
}

/// The fields of a step's form with what was sent: they know what they and their options are called.
async fn controls(desk: &Desk, view: &View, page: &str, sent: &Sent) -> Result<Vec<Control>, Refusal> {
    let entered = entered(sent, &[]);
    let action = action_of(page)?;
    if action == Action::Answer {
        return Ok(template::fields(PAPER).iter().map(|field| editor::control(&entered, field)).collect());
    }
    let head = head(view);
    let at = stepping(desk, view, page, (&head, &entered));
    let people = people(desk, view.row.agency, Permission::ManageRecordCorrections).await?;
    Ok(step_form(&at, action, people).form.controls)
}

/// What the page of a step is made from.
fn stepping<'a>(
    desk: &'a Desk,
    view: &View,
    page: &str,
    (head, entered): (&'a CaseHead, &'a Entered),
) -> Stepping<'a> {
    let (urls, reference) = (&desk.web.site.urls, &view.row.reference);
    Stepping {
        token: &desk.token,
        head,
        entered,
        action: urls.record_correction(reference, page),
        back: urls.record_correction(reference, ""),
        crumbs: crumbs(urls, view),
    }
}

fn against(desk: &Desk, view: &View, action: Action) -> Vec<String> {
    let steps = view.steps(&desk.actor);
    steps.into_iter().find(|(known, _)| *known == action).map_or_else(Vec::new, |(_, reasons)| reasons)
}

async fn shown(
    desk: &Desk,
    reference: &str,
    page: &str,
    sent: &Sent,
    again: Option<Entered>,
) -> Result<Response, Refusal> {
    let action = action_of(page)?;
    let view = view(&desk.web.office, &desk.actor, reference).await?;
    let reasons = against(desk, &view, action);
    let is_first = again.is_none();
    let today = ["on", "sent_on"].map(|name| (name.to_owned(), view.today.to_string()));
    let entered = kept(again, Entered::new(today.to_vec(), Vec::new()), &reasons);
    let head = head(&view);
    let at = stepping(desk, &view, page, (&head, &entered));
    let status = status_of(&entered);
    let place = Some(Place::RecordCorrections);
    if !reasons.is_empty() && is_first {
        let page = at.page(action.name(), action.name(), Vec::new()).blocked(reasons);
        return Ok(desk.show(place, status, &page));
    }
    if action != Action::Answer {
        let people = people(desk, view.row.agency, Permission::ManageRecordCorrections).await?;
        return Ok(desk.show(place, status, &step_form(&at, action, people)));
    }
    let (finding, agency) = view.finding();
    let usual = usual_fields(&view.case, &view.request(), &finding, agency);
    let given = Entered::new(editor::form_of(PAPER, &usual), Vec::new());
    let shown = if is_first { &given } else { at.entered };
    let values = if is_first {
        editor::readable(PAPER, &editor::form_of(PAPER, &usual))
    } else {
        editor::readable(PAPER, sent)
    };
    let known = Known {
        agency: view.agency.clone(),
        settings: view.settings.clone(),
        reference: view.row.reference.clone(),
        requester: masked(requester(&desk.web.office, &view.row).await?),
    };
    let drafted = known.draft(&values, view.today, None)?;
    let controls = template::fields(PAPER).iter().map(|field| editor::control(shown, field)).collect();
    let title = view.settings.title(PAPER);
    let page = at.editor(title, controls, leaf::parts(&drafted), leaf::leaf(&drafted.paper));
    Ok(desk.show(place, status, &page))
}

/// The requester as a preview shows it: the name stays masked until the paper is made.
fn masked(requester: Applicant) -> Applicant {
    let name = Personal::from(requester.masked_name());
    let party = match requester.party {
        Party::NaturalPerson(person) => Party::NaturalPerson(NaturalPerson { name, ..person }),
        Party::Organisation(organisation) => Party::Organisation(Organisation { name, ..organisation }),
    };
    Applicant { party, ..requester }
}

async fn done(desk: &Desk, reference: &str, action: Action, sent: &Sent) -> Result<(), Refusal> {
    let (o, a) = (&*desk.web.office, &desk.actor);
    let seen = value(sent, "version").parse::<i64>().ok();
    let text = value(sent, "words");
    match action {
        Action::AskEvidence => {
            verbs::ask_evidence::ask_evidence(o, a, reference, seen, day(sent, "on")?).await?
        }
        Action::RecordEvidence => {
            verbs::record_evidence::record_evidence(o, a, reference, seen, day(sent, "on")?, text).await?
        }
        Action::Examine => verbs::examine::examine(o, a, reference, seen, id(sent, "handler")?).await?,
        Action::Decide => {
            let outcomes: Vec<_> = Outcome::EVERY.iter().map(|one| (one.key(), *one)).collect();
            let decided = both(day(sent, "on"), chosen(sent, "outcome", &outcomes))?;
            let agency = value(sent, "competent_agency");
            verbs::decide::decide(o, a, reference, seen, decided, text, agency).await?
        }
        Action::Answer => {
            let fields = editor::fields(PAPER, sent)?;
            verbs::answer::answer(o, a, reference, seen, fields).await?
        }
        Action::Withdraw => verbs::withdraw::withdraw(o, a, reference, seen, day(sent, "on")?).await?,
        Action::VoidPaper => {
            verbs::void_paper::void_paper(o, a, reference, seen, value(sent, "reason")).await?
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
