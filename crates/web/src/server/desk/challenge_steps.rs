//! The page of one step of a challenge, and taking it.
//!
//! Not here: the fields (`crate::pages::desk::other::challenge`), the case's own page (`super::challenge`).

use super::challenge::{crumbs, head, log_line, seen};
use super::challenge_rectify as rectify;
use super::chosen::{Chosen, DROP};
use super::entry::{Desk, Sent, entered, status_of, value, values};
use super::other::{Clash, Next, conflict, is_own, kept, next, people};
use super::take::{both, chosen, count, day, id};
use super::words::number;
use super::{editor, leaf};
use crate::chrome::Place;
use crate::components::{Cell, Choice, Control, Entered, Head, Link, Row, Table};
use crate::day::Day;
use crate::pages::desk::application::CaseHead;
use crate::pages::desk::other::challenge::{Offered, choose_paper, reopen as reopen_page, step};
use crate::pages::desk::other::{StepPage, Stepping};
use crate::server::forms::{Sent as SentForm, SentFile};
use crate::server::respond::Named;
use crate::urls::with_query;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::Refusal;
use gongkai_app::application::case::{fold, stream_of};
use gongkai_app::application::reopen::{Reopening, reopen as reopen_application};
use gongkai_app::challenge as verbs;
use gongkai_app::paper::Dossier;
use gongkai_app::paper::issue::draft;
use gongkai_app::query::challenge::{ChallengeView, Concerned};
use gongkai_app::upload::{Purpose, Stored};
use gongkai_deadline::units::{CalendarDays, WorkingDays};
use gongkai_deadline::{DueOptions, due_for, statute};
use gongkai_domain::challenge::case::action_of as event_action;
use gongkai_domain::challenge::guard::papers_of;
use gongkai_domain::challenge::{Action, CourtPaper, Decision, LessonCause, Procedure, RedoPeriod};
use gongkai_domain::notice::{PaperKind, Procedural, template};
use gongkai_domain::staff::Permission;
use serde_json::{Value, json};

/// The last part of the address of each step's page.
const PAGES: &[(&str, Action)] = &[
    ("receive-copy", Action::ReceiveCopy),
    ("procedure", Action::ChangeProcedure),
    ("extension", Action::ExtendDecision),
    ("number", Action::RecordNumber),
    ("assign", Action::Assign),
    ("paper", Action::WritePaper),
    ("court-paper", Action::KeepCourtPaper),
    ("answer", Action::FileAnswer),
    ("hearing", Action::RecordHearing),
    ("stay", Action::Stay),
    ("resume", Action::Resume),
    ("decision", Action::RecordDecision),
    ("appeal", Action::RecordAppeal),
    ("appeal-decision", Action::RecordAppealDecision),
    ("finality", Action::RecordFinality),
    ("redo", Action::RecordRedo),
    ("lesson", Action::NoteLesson),
    ("archive", Action::Archive),
    ("rectify", Action::Rectify),
    ("void", Action::Void),
];

/// The page on which an application is taken up again.
const REOPEN: &str = "reopen";

pub(super) fn page_of(action: Action) -> Option<&'static str> {
    PAGES.iter().find(|(_, known)| *known == action).map(|(page, _)| *page)
}

fn action_of(page: &str) -> Option<Action> {
    PAGES.iter().find(|(known, _)| *known == page).map(|(_, action)| *action)
}

/// What a page is called.
pub(super) fn words(page: &str) -> Option<&'static str> {
    if page == REOPEN { Some("重新办理申请") } else { action_of(page).map(Action::name) }
}

pub(super) async fn page(
    desk: Desk,
    Named((id, page)): Named<(String, String)>,
    Query(query): Query<Sent>,
) -> Response {
    let chosen = Chosen::none(&desk, purpose_of(&page));
    match shown(&desk, &id, &page, &query, None, &chosen).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn take(desk: Desk, Named((id, page)): Named<(String, String)>, form: SentForm) -> Response {
    let SentForm { pairs: sent, files, .. } = form;
    match Box::pin(taken(&desk, &id, &page, &sent, files)).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn taken(
    desk: &Desk,
    id: &str,
    page: &str,
    sent: &Sent,
    files: Vec<SentFile>,
) -> Result<Response, Refusal> {
    let unfit = desk.unfit(sent)?;
    let view = seen(desk, id).await?;
    let urls = &desk.web.site.urls;
    let path = urls.challenge(id, page);
    let press = desk.pressed(&path, sent, &files).await?;
    let (agency, purpose) = (view.row.agency, purpose_of(page));
    let chosen = Chosen::of(desk, agency, purpose, (&path, sent), files, press.is_again).await?;
    if let Some(again) = unfit {
        return shown(desk, id, page, sent, Some(again), &chosen).await;
    }
    let is_look = ["preview", "choose", DROP].iter().any(|name| !value(sent, name).is_empty());
    if is_look || !chosen.faults.is_empty() {
        // a look at the paper, another choice, or a file that cannot be taken: no step
        return shown(desk, id, page, sent, Some(entered(sent, &chosen.faults)), &chosen).await;
    }
    let finished = || {
        let chosen = |one: &&Concerned| one.row.id.to_string() == value(sent, "application");
        let to = match view.applications.iter().find(chosen).filter(|_| page == REOPEN) {
            Some(one) => urls.application(number(&one.row)),
            None => with_query(urls.challenge(id, ""), &[("done", page)]),
        };
        Redirect::to(&to).into_response()
    };
    match next(done(desk, &view, page, sent, &chosen.files).await, sent)? {
        Next::Done => {
            chosen.forget(desk).await?;
            Ok(finished())
        }
        Next::Again(again) => shown(desk, id, page, sent, Some(again), &chosen).await,
        Next::Conflict => {
            let view = seen(desk, id).await?;
            if press.has_twin(desk).await?
                && is_own(desk, &view.log, sent, |event| event_action(event) == action_of(page))
            {
                return Ok(finished());
            }
            let before: i64 = value(sent, "version").parse().unwrap_or(0);
            let changes = view.log.iter().filter(|line| line.sequence > before);
            let clash = Clash {
                place: Place::Challenges,
                head: head(&view),
                words: words(page).unwrap_or_default(),
                changes: changes.map(|line| log_line(&view, line)).collect(),
                action: urls.challenge(id, page),
                back: urls.challenge(id, ""),
                crumbs: crumbs(urls),
                reasons: against(&view, page),
                controls: controls(desk, &view, page, sent).await?,
            };
            Ok(conflict(desk, sent, clash, &chosen))
        }
    }
}

/// What the form of a page may bring along.
fn purpose_of(page: &str) -> Option<Purpose> {
    (action_of(page) == Some(Action::KeepCourtPaper)).then_some(Purpose::CourtPaper)
}

/// The fields of a page's form with what was sent: they know what they and their options are called.
async fn controls(
    desk: &Desk,
    view: &ChallengeView,
    page: &str,
    sent: &Sent,
) -> Result<Vec<Control>, Refusal> {
    let (head, entered) = (head(view), entered(sent, &[]));
    let at = stepping(desk, view, page, (&head, &entered));
    if page == REOPEN {
        return Ok(reopening(view, &at).form.controls);
    }
    match action_of(page).ok_or(Refusal::NotFound)? {
        Action::WritePaper => {
            let fields = paper_kind(view, sent).map(|kind| template::fields(PaperKind::from(kind)));
            let fields = fields.into_iter().flatten().map(|field| editor::control(&entered, field));
            let chosen = choose_paper(&at, &papers_of(view.case.forum)).form.controls;
            Ok(chosen.into_iter().chain(fields).collect())
        }
        Action::Rectify => Ok(rectify::page(desk, view, &at, sent).await?.form.controls),
        action => Ok(step(&at, action, &offered(desk, view, action).await?).form.controls),
    }
}

/// What the page of a step is made from.
fn stepping<'a>(
    desk: &'a Desk,
    view: &ChallengeView,
    page: &str,
    (head, entered): (&'a CaseHead, &'a Entered),
) -> Stepping<'a> {
    let (urls, id) = (&desk.web.site.urls, view.row.id.to_string());
    Stepping {
        token: &desk.token,
        head,
        entered,
        action: urls.challenge(&id, page),
        back: urls.challenge(&id, ""),
        crumbs: vec![
            Link::new("复议诉讼", urls.challenges()),
            Link::new(&head.subject, urls.challenge(&id, "")),
        ],
    }
}

/// The page on which an application is taken up again.
fn reopening(view: &ChallengeView, at: &Stepping<'_>) -> StepPage {
    let until = view.redo.map_or_else(String::new, |redo| Day::of(redo.on).words);
    let open = view.applications.iter().filter(|one| one.against_reopening.is_empty());
    let choices = open.map(|one| Choice::new(one.row.id.to_string(), number(&one.row))).collect();
    reopen_page(at, choices, &until, !view.case.lessons.is_empty())
}

/// What the fields of a step offer.
pub(super) async fn offered(desk: &Desk, view: &ChallengeView, action: Action) -> Result<Offered, Refusal> {
    Ok(Offered {
        forum: view.case.forum,
        people: people(desk, view.row.agency, Permission::ManageChallenges).await?,
        applications: Vec::new(),
        what_if: (action == Action::ReceiveCopy).then(|| answer_dates(view)),
    })
}

/// Everything against a page's step.
fn against(view: &ChallengeView, page: &str) -> Vec<String> {
    if page == REOPEN {
        let first = view.applications.first();
        return match first {
            Some(_) if view.applications.iter().any(|one| one.against_reopening.is_empty()) => Vec::new(),
            Some(one) => one.against_reopening.clone(),
            None => vec!["案件没有关联本机关的申请".to_owned()],
        };
    }
    action_of(page).map_or_else(Vec::new, |action| view.reasons(action).to_vec())
}

async fn shown(
    desk: &Desk,
    id: &str,
    page: &str,
    sent: &Sent,
    again: Option<Entered>,
    chosen: &Chosen,
) -> Result<Response, Refusal> {
    let name = words(page).ok_or(Refusal::NotFound)?;
    let view = seen(desk, id).await?;
    let reasons = against(&view, page);
    let is_first = again.is_none();
    let entered = kept(again, usual(&view, page), &reasons);
    let head = head(&view);
    let at = stepping(desk, &view, page, (&head, &entered));
    let status = status_of(&entered);
    if !reasons.is_empty() && is_first {
        let page = at.page(name, name, Vec::new()).blocked(reasons);
        return Ok(desk.show(Some(Place::Challenges), status, &page));
    }
    if page == REOPEN {
        return Ok(desk.show(Some(Place::Challenges), status, &reopening(&view, &at)));
    }
    let action = action_of(page).ok_or(Refusal::NotFound)?;
    if action == Action::WritePaper {
        return paper_page(desk, &view, &at, sent, status).await;
    }
    if action == Action::Rectify {
        let page = rectify::page(desk, &view, &at, sent).await?;
        return Ok(desk.show(Some(Place::Challenges), status, &page));
    }
    let mut page = step(&at, action, &offered(desk, &view, action).await?);
    chosen.fill(&mut page.form);
    Ok(desk.show(Some(Place::Challenges), status, &page))
}

/// What a form begins with: today, and the papers that were written here.
fn usual(view: &ChallengeView, page: &str) -> Entered {
    let today = view.today.to_string();
    let mut pairs = vec![("on".to_owned(), today)];
    if page == "finality"
        && let Some(first) = view.final_from()
    {
        pairs = vec![("on".to_owned(), first.to_string())];
    }
    for (kind, _) in &view.case.papers {
        pairs.push(("papers".to_owned(), kind.key().to_owned()));
    }
    Entered::new(pairs, Vec::new())
}

/// By when the agency would have to answer, had the copy come today.
fn answer_dates(view: &ChallengeView) -> Table {
    let limits: &[(&str, &statute::Limit)] = if view.case.forum.is_suit() {
        &[("普通程序、简易程序", &statute::SUIT_ANSWER)]
    } else {
        &[
            ("普通程序", &statute::RECONSIDERATION_ANSWER),
            ("简易程序", &statute::RECONSIDERATION_ANSWER_SIMPLIFIED),
        ]
    };
    let rows = limits.iter().filter_map(|(words, limit)| {
        let due = due_for(limit.key, view.today, &view.calendar, &DueOptions::default()).ok()?;
        Some(Row::new(Cell::Text((*words).to_owned()), vec![Cell::Weekday(Day::of(due.on))]))
    });
    Table {
        id: "what-if".to_owned(),
        caption: "如果今日收到副本".to_owned(),
        heads: vec![Head::new("程序"), Head::new("提交答复（答辩）期限")],
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

fn paper_kind(view: &ChallengeView, sent: &Sent) -> Option<Procedural> {
    papers_of(view.case.forum).into_iter().find(|kind| kind.key() == value(sent, "kind"))
}

async fn paper_page(
    desk: &Desk,
    view: &ChallengeView,
    at: &Stepping<'_>,
    sent: &Sent,
    status: axum::http::StatusCode,
) -> Result<Response, Refusal> {
    let kinds = papers_of(view.case.forum);
    let Some(kind) = paper_kind(view, sent) else {
        return Ok(desk.show(Some(Place::Challenges), status, &choose_paper(at, &kinds)));
    };
    let kind = PaperKind::from(kind);
    let is_first = !value(sent, "choose").is_empty();
    let known = known_fields(view);
    let given = Entered::new(editor::form_of(kind, &known), Vec::new());
    let entered = if is_first { &given } else { at.entered };
    let values = if is_first {
        editor::readable(kind, &editor::form_of(kind, &known))
    } else {
        editor::readable(kind, sent)
    };
    let row = &view.applications.first().ok_or(Refusal::NotFound)?.row;
    let office = &desk.web.office;
    let application = fold(&office.storage.events_of(&stream_of(row.id)).await?)?;
    let dossier = Dossier::read(office, row, &application).await?;
    let drafted = draft(&dossier, kind, &values, view.today, None, None)?;
    let mut controls = vec![Control::hidden("kind", kind.key())];
    controls.extend(template::fields(kind).iter().map(|field| editor::control(entered, field)));
    let title = view.settings.title(kind);
    let preview = leaf::masked(leaf::leaf(&drafted.paper), &dossier);
    let page = at.editor(title, controls, leaf::parts(&drafted), preview);
    Ok(desk.show(Some(Place::Challenges), status, &page))
}

/// What the records of the case know of the fields of its papers.
fn known_fields(view: &ChallengeView) -> Value {
    let case = &view.case;
    let number = case.case_number.clone().unwrap_or_default();
    let body = view.agency.remedy_body(&view.settings.remedies, view.today);
    let organ = body.organs(view.today).join("、");
    let court = body.court(view.today).unwrap_or_default().to_owned();
    let tribunal = if case.forum.is_suit() { court.clone() } else { organ.clone() };
    json!({
        "organ": organ,
        "court": court,
        "tribunal": tribunal,
        "case_number": number,
        "matter": number,
        "received_copy_on": case.copy_received_on,
        "is_simplified": case.procedure == Procedure::Simplified,
        "submitted_on": view.today,
    })
}

pub(super) fn redo(sent: &Sent) -> Result<Option<RedoPeriod>, Refusal> {
    Ok(match value(sent, "redo") {
        "none" => None,
        "unnamed" => Some(RedoPeriod::Unnamed),
        "working" => Some(RedoPeriod::WorkingDays { days: WorkingDays(count(sent, "days")?) }),
        "calendar" => Some(RedoPeriod::CalendarDays { days: CalendarDays(count(sent, "days")?) }),
        "by" => Some(RedoPeriod::By { on: day(sent, "by")? }),
        _ => return Err(Refusal::invalid("redo", "选择是否要求重新答复")),
    })
}

pub(super) fn decision(sent: &Sent) -> Result<Decision, Refusal> {
    value(sent, "decision").parse().map_err(|_| Refusal::invalid("decision", "选择裁判（决定）的结果"))
}

pub(super) fn papers(sent: &Sent) -> Vec<Procedural> {
    let keys = values(sent, "papers");
    Procedural::EVERY.iter().copied().filter(|kind| keys.contains(&kind.key())).collect()
}

/// From the fields of a step's page to its use case.
async fn done(
    desk: &Desk,
    view: &ChallengeView,
    page: &str,
    sent: &Sent,
    files: &[Stored],
) -> Result<(), Refusal> {
    let (o, a, case) = (&*desk.web.office, &desk.actor, view.row.id);
    let seen = value(sent, "version").parse::<i64>().ok();
    if page == REOPEN {
        let keys = values(sent, "causes");
        let causes = LessonCause::EVERY.iter().copied().filter(|one| keys.contains(&one.key())).collect();
        let reopening = Reopening {
            challenge: case,
            challenge_seen: seen,
            causes,
            lesson: value(sent, "lesson").to_owned(),
        };
        reopen_application(o, a, id(sent, "application")?, None, reopening).await?;
        return Ok(());
    }
    let text = value(sent, "words");
    let for_procedure = values(sent, "for_procedure").contains(&"yes");
    match action_of(page).ok_or(Refusal::NotFound)? {
        Action::ReceiveCopy => {
            let procedures: Vec<_> = Procedure::EVERY.iter().map(|one| (one.key(), *one)).collect();
            let (on, procedure) = both(day(sent, "on"), chosen(sent, "procedure", &procedures))?;
            verbs::receive_copy::receive_copy(o, a, case, seen, on, procedure, text).await?
        }
        Action::ChangeProcedure => {
            let procedures: Vec<_> = Procedure::EVERY.iter().map(|one| (one.key(), *one)).collect();
            let (on, procedure) = both(day(sent, "on"), chosen(sent, "procedure", &procedures))?;
            verbs::amend::change_procedure(o, a, case, seen, on, procedure).await?
        }
        Action::ExtendDecision => verbs::amend::extend_decision(o, a, case, seen, day(sent, "on")?).await?,
        Action::RecordNumber => {
            verbs::amend::record_number(o, a, case, seen, value(sent, "case_number")).await?
        }
        Action::Assign => verbs::assign::assign(o, a, case, seen, id(sent, "handler")?).await?,
        Action::WritePaper => {
            let kind = paper_kind(view, sent).ok_or_else(|| Refusal::invalid("kind", "选择文书"))?;
            let fields = editor::fields(kind.into(), sent)?;
            verbs::write_paper::write_paper(o, a, case, seen, kind, fields).await?
        }
        Action::KeepCourtPaper => {
            let kinds: Vec<_> = CourtPaper::EVERY.iter().map(|kind| (kind.key(), *kind)).collect();
            let paper = (chosen(sent, "kind", &kinds)?, day(sent, "on")?);
            verbs::keep_court_paper::keep_court_paper(o, a, case, seen, paper, files).await?
        }
        Action::FileAnswer => {
            verbs::file_answer::file_answer(o, a, case, seen, day(sent, "on")?, papers(sent)).await?
        }
        Action::RecordHearing => {
            let leader = chosen(sent, "leader", &[("yes", true), ("no", false)]);
            let (on, leader) = both(day(sent, "on"), leader)?;
            verbs::record_hearing::record_hearing(o, a, case, seen, on, leader, papers(sent)).await?
        }
        Action::Stay => verbs::stay::stay(o, a, case, seen, day(sent, "on")?).await?,
        Action::Resume => verbs::stay::resume(o, a, case, seen, day(sent, "on")?).await?,
        Action::RecordDecision => {
            let days = both(day(sent, "on"), day(sent, "received_on"));
            let ((on, received_on), (decision, redo)) = both(days, both(decision(sent), redo(sent)))?;
            let deciding = verbs::decide::Deciding {
                on,
                received_on,
                decision,
                redo,
                for_procedure,
                text: text.to_owned(),
            };
            verbs::decide::decide(o, a, case, seen, deciding).await?
        }
        Action::RecordAppeal => {
            let side = chosen(sent, "side", &[("agency", true), ("other", false)]);
            let (on, by_agency) = both(day(sent, "on"), side)?;
            verbs::appeal::appeal(o, a, case, seen, on, by_agency).await?
        }
        Action::RecordAppealDecision => {
            let days = both(day(sent, "on"), day(sent, "received_on"));
            let (days, outcome) = both(days, rectify::outcome(sent))?;
            verbs::appeal::decide_appeal(o, a, case, seen, days, outcome, text).await?
        }
        Action::RecordFinality => verbs::appeal::become_final(o, a, case, seen, day(sent, "on")?).await?,
        Action::RecordRedo => {
            let is_same = chosen(sent, "same", &[("no", false), ("yes", true)])?;
            verbs::redo::record_redo(o, a, case, seen, is_same).await?
        }
        Action::NoteLesson => {
            let keys = values(sent, "causes");
            let causes = LessonCause::EVERY.iter().copied().filter(|one| keys.contains(&one.key())).collect();
            verbs::note_lesson::note_lesson(o, a, case, seen, causes, text).await?
        }
        Action::Archive => verbs::archive::archive(o, a, case, seen).await?,
        Action::Rectify => {
            verbs::rectify::rectify(o, a, case, seen, rectify::rectifying(view, sent)?).await?
        }
        Action::Void => verbs::rectify::void(o, a, case, seen, value(sent, "reason")).await?,
    };
    Ok(())
}
