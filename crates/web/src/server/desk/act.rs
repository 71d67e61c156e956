//! The page of one step of a case, and taking it: the same reasons before and after, faults beside their fields, a second
//! clerk's change told without losing what was written.
//!
//! Not here: the fields (`crate::pages::desk::action`), from fields to a use case (`super::take`), papers (`super::editor`).

use super::case::{consulted, extension_table};
use super::chosen::{self, Chosen};
use super::conflict::conflict;
use super::editor;
use super::entry::{Desk, Sent, entered, reasons_of, status_of, value};
use super::files::purpose_of;
use super::review;
use super::take::take as take_step;
use super::words;
use crate::chrome::Place;
use crate::components::{Cell, Choice, Entered, Head, Link, Row, Table};
use crate::day::Day;
use crate::pages::desk::action::{Acting, ActionPage, closing, intake, record, reply};
use crate::server::forms::{Sent as SentForm, SentFile};
use crate::server::respond::Named;
use crate::urls::{Urls, with_query};
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use gongkai_app::Refusal;
use gongkai_app::account::person::people_on;
use gongkai_app::application::{archive, join_reply, reopen};
use gongkai_app::paper::dossier::matters_in_words;
use gongkai_app::paper::file;
use gongkai_app::query::ApplicationRow;
use gongkai_app::query::alike::alike;
use gongkai_app::query::case::{CaseView, view};
use gongkai_deadline::statute;
use gongkai_domain::application::fold::Consultation;
use gongkai_domain::application::records::{ExtensionProposal, Signature};
use gongkai_domain::application::{ActionKind, ClockKind, State};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::challenge::event::LessonCause;
use gongkai_domain::ids::{DepartmentId, PersonId};

/// The last part of the address of each step's page.
pub(super) const PAGES: &[(&str, ActionKind)] = &[
    ("confirm", ActionKind::Confirm),
    ("register", ActionKind::Register),
    ("rectify", ActionKind::Rectify),
    ("assign", ActionKind::Assign),
    ("split", ActionKind::Split),
    ("ask-correction", ActionKind::AskCorrection),
    ("correction-receipt", ActionKind::RecordCorrectionNoticeReceipt),
    ("receive-correction", ActionKind::ReceiveCorrection),
    ("consult", ActionKind::SendConsultation),
    ("addressee-receipt", ActionKind::RecordAddresseeReceipt),
    ("opinion", ActionKind::ReceiveOpinion),
    ("consultation-return", ActionKind::RecordConsultationReturn),
    ("tell-third-party", ActionKind::TellThirdParty),
    ("ask-assistance", ActionKind::AskAssistance),
    ("assistance", ActionKind::ReceiveAssistance),
    ("extend", ActionKind::ApproveExtension),
    ("tell-extension", ActionKind::TellExtension),
    ("propose-extension", ActionKind::ProposeExtension),
    ("decline-extension", ActionKind::DeclineExtension),
    ("ask-reasons", ActionKind::RequestReasons),
    ("receive-reasons", ActionKind::ReceiveReasons),
    ("judge-reasons", ActionKind::JudgeReasons),
    ("delay", ActionKind::FixDelay),
    ("fee", ActionKind::NoticeFee),
    ("fee-receipt", ActionKind::RecordFeeNoticeReceipt),
    ("payment", ActionKind::ReceivePayment),
    ("withdraw", ActionKind::Withdraw),
    ("search-record", ActionKind::RecordSearch),
    ("join", ActionKind::JoinReply),
    ("separate", ActionKind::SeparateReply),
    ("draft", ActionKind::DraftReply),
    ("sign", ActionKind::SignStep),
    ("return", ActionKind::ReturnDraft),
    ("issue", ActionKind::Issue),
    ("seal", ActionKind::Seal),
    ("serve", ActionKind::Serve),
    ("notice-service", ActionKind::RecordNoticeService),
    ("service-receipt", ActionKind::RecordServiceReceipt),
    ("service-return", ActionKind::RecordServiceReturn),
    ("archive", ActionKind::Archive),
    ("reopen", ActionKind::Reopen),
    ("close", ActionKind::CloseInternally),
    ("paper", ActionKind::IssuePaper),
    ("void", ActionKind::VoidPaper),
    ("reissue-code", ActionKind::ReissueCode),
    ("weigh", ActionKind::MarkWeighty),
    ("promote", ActionKind::Promote),
];

/// The page on which a lost query code is replaced.
const REISSUE: &str = "reissue-code";

/// The pages of a step that signs or sends back: both lead to the draft itself, with what is asked there.
const SIGNING: [(&str, &str); 2] = [("sign", ""), ("return", "return")];

/// Where a draft is signed or sent back: nowhere but beside its text.
pub(super) fn signing(urls: &Urls, number: &str, action: &str) -> Option<String> {
    let (_, decision) = SIGNING.iter().find(|(page, _)| *page == action)?;
    let asked = [("decision", *decision)];
    let asked = if decision.is_empty() { &[][..] } else { &asked[..] };
    Some(with_query(urls.review_of(number), asked))
}

pub(super) fn kind_of(page: &str) -> Result<ActionKind, Refusal> {
    PAGES.iter().find(|(known, _)| *known == page).map(|(_, kind)| *kind).ok_or(Refusal::NotFound)
}

pub(super) async fn page(
    desk: Desk,
    Named((number, action)): Named<(String, String)>,
    Query(query): Query<Sent>,
) -> Response {
    if let Some(beside_the_text) = signing(&desk.web.site.urls, &number, &action) {
        match view(&desk.web.office, &desk.actor, &number).await {
            Ok(case) if case.dossier.application.draft().is_some() => {
                return Redirect::to(&beside_the_text).into_response();
            }
            // no text to look at: the reasons stand on the page of the step
            Ok(_) => {}
            Err(refusal) => return desk.refused(&refusal),
        }
    }
    let (asked, chosen) = (Entered::new(query.clone(), Vec::new()), Chosen::none(&desk, purpose_of(&action)));
    match Box::pin(shown(&desk, &number, &action, &query, &asked, &chosen)).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn take(
    desk: Desk,
    Named((number, action)): Named<(String, String)>,
    sent: SentForm,
) -> Response {
    if SIGNING.iter().any(|(page, _)| *page == action) {
        // as if sent from the page of the draft: only what was on the screen is signed
        return review::sign(desk, Named(number), sent).await;
    }
    // every step of the desk is in this future; on the heap it costs no stack of the connection
    match Box::pin(taken(&desk, &number, &action, &sent.pairs, sent.files)).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn taken(
    desk: &Desk,
    number: &str,
    action: &str,
    sent: &Sent,
    files: Vec<SentFile>,
) -> Result<Response, Refusal> {
    kind_of(action)?;
    let unfit = desk.unfit(sent)?;
    let case = view(&desk.web.office, &desk.actor, number).await?;
    let path = desk.web.site.urls.action(number, action);
    let press = desk.pressed(&path, sent, &files).await?;
    let (agency, purpose) = (case.dossier.row.agency, purpose_of(action));
    let chosen = Chosen::of(desk, agency, purpose, (&path, sent), files, press.is_again).await?;
    if let Some(again) = unfit {
        return Box::pin(shown(desk, number, action, sent, &again, &chosen)).await;
    }
    if let Some(sent) = (action == "rectify").then(|| super::rectify::another(sent)).flatten() {
        return Box::pin(shown(desk, number, action, &sent, &entered(&sent, &[]), &chosen)).await;
    }
    let is_look = ["preview", "choose", chosen::DROP].iter().any(|name| !value(sent, name).is_empty());
    if is_look || !chosen.faults.is_empty() {
        // a look at the paper, another choice, or a file that cannot be taken: no step
        let is_choice = action == "draft" && !value(sent, "choose").is_empty();
        let open = if is_choice { editor::unanswered(&case, sent) } else { Vec::new() };
        let again = entered(sent, &chosen.faults).and(open);
        return Box::pin(shown(desk, number, action, sent, &again, &chosen)).await;
    }
    let done = |row: &ApplicationRow| {
        let to = desk.web.site.urls.application(words::number(row));
        Redirect::to(&with_query(to, &[("done", action)])).into_response()
    };
    match Box::pin(take_step(desk, &case, action, sent, &chosen.files)).await {
        Ok(super::take::Taken::Done(row)) => {
            chosen.forget(desk).await?;
            Ok(done(&row))
        }
        Ok(super::take::Taken::Receipt) => Ok(to_receipt(desk, &case)),
        Err(Refusal::Invalid(faults)) => {
            Box::pin(shown(desk, number, action, sent, &entered(sent, &faults), &chosen)).await
        }
        Err(Refusal::Conflict { .. }) => {
            let case = view(&desk.web.office, &desk.actor, number).await?;
            if press.has_twin(desk).await? && is_own(desk, &case, action, sent) {
                return if action == REISSUE && press.is_again {
                    // the first answer, with the code, has gone by unseen
                    let again: Sent = sent.iter().filter(|(name, _)| name != "version").cloned().collect();
                    match Box::pin(take_step(desk, &case, action, &again, &[])).await? {
                        super::take::Taken::Receipt => Ok(to_receipt(desk, &case)),
                        super::take::Taken::Done(row) => Ok(done(&row)),
                    }
                } else {
                    Ok(done(&case.dossier.row))
                };
            }
            Box::pin(conflict(desk, &case, action, sent, &chosen)).await
        }
        Err(refusal) => match reasons_of(&refusal) {
            Some(reasons) => {
                let again = entered(sent, &[]).against(reasons);
                Box::pin(shown(desk, number, action, sent, &again, &chosen)).await
            }
            None => Err(refusal),
        },
    }
}

/// Whether what changed since the form was made is what the form itself has done.
pub(super) fn is_own(desk: &Desk, case: &CaseView, action: &str, sent: &Sent) -> bool {
    let seen: u64 = value(sent, "version").parse().unwrap_or(0);
    let first = case.log.iter().find(|happened| happened.sequence > seen);
    let is_of = |kind: ActionKind| match kind_of(action) {
        // one page signs or sends back
        Ok(ActionKind::SignStep | ActionKind::ReturnDraft) => {
            matches!(kind, ActionKind::SignStep | ActionKind::ReturnDraft)
        }
        known => known.is_ok_and(|known| known == kind),
    };
    first.is_some_and(|happened| happened.who == desk.staff.name && is_of(happened.event.action()))
}

/// The page of a step, with what was entered and why it was refused. What was sent stays in its form whatever stands against
/// the step; before anything was sent, the reasons stand in the place of the form.
async fn shown(
    desk: &Desk,
    number: &str,
    action: &str,
    sent: &Sent,
    entered: &Entered,
    chosen: &Chosen,
) -> Result<Response, Refusal> {
    let kind = kind_of(action)?;
    let case = view(&desk.web.office, &desk.actor, number).await?;
    let head = words::head(&case);
    let is_sent = !value(sent, "token").is_empty();
    let reasons = case.reasons(kind).to_vec();
    let kept;
    let entered = if is_sent && !entered.is_refused() && !reasons.is_empty() {
        kept = entered.clone().against(reasons.clone());
        &kept
    } else {
        entered
    };
    let at = Acting { urls: &desk.web.site.urls, token: &desk.token, head: &head, entered };
    let status = status_of(entered);
    if !is_sent && !reasons.is_empty() {
        let page = at.bare(action, kind.label()).blocked(reasons);
        return Ok(desk.show(Some(Place::Inbox), status, &page));
    }
    if editor::is_paper(action) {
        let mut page = editor::page(desk, &case, &at, action, sent, !chosen.files.is_empty()).await?;
        chosen.fill(&mut page.form);
        return Ok(desk.show(Some(Place::Inbox), status, &page));
    }
    let mut page = form(desk, &case, &at, action).await?;
    chosen.fill(&mut page.form);
    Ok(desk.show(Some(Place::Inbox), status, &page))
}

/// The form of a step that writes no paper.
pub(super) async fn form(
    desk: &Desk,
    case: &CaseView,
    at: &Acting<'_>,
    action: &str,
) -> Result<ActionPage, Refusal> {
    let application = &case.dossier.application;
    let today = case.dossier.today;
    let defect = |e: gongkai_deadline::DeadlineError| Refusal::Defect(e.to_string());
    Ok(match action {
        "confirm" => {
            let shadow = case.shadow_due_on.unwrap_or(today);
            let due = gongkai_deadline::due_for(
                statute::REPLY.key,
                today,
                &case.dossier.calendar,
                &gongkai_deadline::DueOptions::default(),
            )
            .map_err(defect)?;
            let arrived = Day::of(application.arrival.arrived_on);
            intake::confirm(at, &arrived, &Day::of(shadow), &Day::of(due.on), similar(desk, case).await?)
        }
        "register" => {
            let received = Day::of(application.received_on.unwrap_or(today));
            let due = Day::of(case.clock.due_on().unwrap_or(today));
            let kind = application.arrival.applicant_kind;
            let similar = similar(desk, case).await?;
            intake::register(at, "登记时取号", &received, &due, kind.label(), similar)
        }
        "rectify" => Box::pin(super::rectify::form(desk, case, at)).await?,
        "assign" => assign(desk, case, at).await?,
        "correction-receipt" => {
            let lead = "给申请人的补正期限自收到补正告知书之日的次日起算。";
            record::receipt(at, action, "登记申请人收到补正告知", lead)
        }
        "receive-correction" => record::correction(at, &requests(case)),
        "split" => {
            let received = Day::of(application.received_on.unwrap_or(today));
            let matters = case.dossier.requests().into_iter();
            let matters: Vec<(u32, String)> =
                matters.map(|(number, text)| (number, words::shortened(text))).collect();
            intake::split(at, &matters, &received)
        }
        "join" => {
            let others = join_reply::others(&desk.web.office, &case.dossier.row).await?;
            let office = &desk.web.office;
            let mut choices = Vec::new();
            for other in others {
                let subject = match other.subject {
                    Some(subject) => office.storage.content(subject).await?,
                    None => Vec::new(),
                };
                let subject = words::shortened(&String::from_utf8_lossy(&subject)).clone();
                let number = words::number(&other).to_owned();
                choices.push(Choice::new(other.id.to_string(), number).hint(subject));
            }
            intake::join(at, choices)
        }
        "separate" => {
            let numbers: Vec<String> = case.dossier.joined.iter().map(|other| other.number.clone()).collect();
            intake::separate(at, &numbers.join("、"))
        }
        "ask-assistance" => {
            let unit_word = case.dossier.settings.unit_word.name();
            record::ask_assistance(at, unit_word, units(desk, case).await?)
        }
        "assistance" => {
            let open = (1..).zip(&application.assistance).filter(|(_, asked)| asked.answer.is_none());
            let open = open.map(|(number, asked): (u32, _)| {
                let question = words::shortened(case.dossier.text(asked.question));
                let on = Day::of(asked.on).words;
                let words = format!("第{number}号：{}，{on}：{question}", asked.helper.label());
                Choice::new(number.to_string(), words)
            });
            record::receive_assistance(at, open.collect())
        }
        "reopen" => {
            let id = case.dossier.row.id;
            let decisions = reopen::decisions(&desk.web.office, id, application).await?;
            let choices = decisions.iter().filter_map(|challenge| {
                let holding = challenge.holding?;
                let number = challenge.case_number.clone().unwrap_or_default();
                let words = format!("{number}：{}", holding.decision.name());
                let received = format!("{}收到", Day::of(holding.received_on).words);
                Some(Choice::new(challenge.id.to_string(), words).hint(received))
            });
            let causes = LessonCause::EVERY.iter().map(|cause| Choice::new(cause.key(), cause.name()));
            record::reopen(at, choices.collect(), causes.collect())
        }
        "addressee-receipt" => {
            let is_pending =
                |one: &Consultation| one.addressee_received_on.is_none() && one.returned.is_none();
            record::addressee_receipt(at, pending(case, is_pending))
        }
        "consultation-return" => record::consultation_return(at, pending(case, Consultation::is_on_its_way)),
        "opinion" => record::opinion(at, pending(case, |one| one.opinion.is_none())),
        "extend" => {
            let cap = statute::EXTENSION_CAP.to_string();
            let proposed = application.open_extension_proposal();
            let words = proposed.map(|proposal| extension_proposed(case, proposal));
            // what the proposal says stands in the form until the head writes something else
            let usual = proposed.filter(|_| !at.entered.has_field("days")).map(|proposal| {
                let grounds = case.dossier.masked(case.dossier.text(proposal.grounds));
                let fields = [("days", proposal.by.0.to_string()), ("reason", grounds)];
                Entered::new(fields.map(|(name, text)| (name.to_owned(), text)).to_vec(), Vec::new())
            });
            let at = Acting { entered: usual.as_ref().unwrap_or(at.entered), ..at.clone() };
            record::approve_extension(&at, &cap, &desk.staff.name, words.as_deref(), extension_table(case))
        }
        "propose-extension" => {
            let cap = statute::EXTENSION_CAP.to_string();
            record::propose_extension(at, &cap, extension_table(case))
        }
        "decline-extension" => {
            let proposed = application.open_extension_proposal();
            let words = proposed.map(|proposal| extension_proposed(case, proposal)).unwrap_or_default();
            record::decline_extension(at, &words)
        }
        "receive-reasons" => record::incoming(
            at,
            action,
            "收到理由",
            "申请人说明的理由",
            "《政府信息公开条例》第三十五条。答复期限照常计算。",
        ),
        "judge-reasons" => record::judge_reasons(at),
        "fee-receipt" => {
            let lead = "缴费期限自申请人收到收费通知之日的次日起算；没有送达凭证的，不能认定逾期未缴费。";
            record::receipt(at, action, "登记申请人收到收费通知", lead)
        }
        "payment" => {
            let amount = application.fee.as_ref().map(|fee| fee.amount).unwrap_or_default();
            let due = case.clock.due_on().unwrap_or(today);
            record::payment(at, &amount.to_string(), &Day::of(due))
        }
        "withdraw" => closing::withdraw(at, withdrawing(case)),
        "search-record" => reply::search_record(at, &desk.staff.name, searches(case), matter_choices(case)),
        "issue" => record::issue(at, &title(case), &Day::of(today).words, chain(case)),
        "seal" => record::seal(at, &title(case), &issued_number(case)),
        "serve" => {
            let last = Day::of(case.clock.due_on().unwrap_or(today));
            reply::serve(at, &last, "见申请人信息（查看会留痕）", recipients(case))
        }
        "notice-service" => {
            let waiting = application.notices_to_serve().map(|known| {
                let title = case.dossier.settings.title(known.kind);
                let number = known.paper.number.clone().unwrap_or_default();
                let words = format!("{title} {number}（{}制发）", Day::of(known.on).words);
                Choice::new(known.paper.paper.to_string(), words)
            });
            let last = case.clock.due_on().filter(|_| case.clock.kind == ClockKind::Reply);
            record::notice_service(at, waiting.collect(), last.map(Day::of).as_ref())
        }
        "service-receipt" => record::service_receipt(at, unknown_results(case)),
        "service-return" => record::service_return(at, unknown_results(case)),
        "archive" => {
            let was_challenged = !case.challenges.is_empty();
            let least = archive::retention(application, &case.dossier.settings, was_challenged);
            closing::archive(at, volume(case), least)
        }
        "weigh" => reply::weigh(at, application.weighty.is_some()),
        "promote" => closing::promote(at, promotable(case)),
        "close" => record::close(at),
        "void" => closing::void(at, voidable(case)),
        "reissue-code" => closing::reissue_code(at, "（见申请人信息）"),
        _ => return Err(Refusal::NotFound),
    })
}

/// The applications that read like this one; none where none does.
async fn similar(desk: &Desk, case: &CaseView) -> Result<Option<Table>, Refusal> {
    let found = Box::pin(alike(&desk.web.office, &desk.actor, case)).await?;
    let rows = found.iter().map(|one| {
        let state = one.state.map_or("", State::label);
        let standing = match one.reply {
            Some(reply) => Cell::Two(state.to_owned(), reply.title().to_owned()),
            None => Cell::Text(state.to_owned()),
        };
        Row::new(
            Cell::Link(Link::new(&one.number, desk.web.site.urls.application(&one.number))),
            vec![
                Cell::Text(words::shortened(&one.subject)),
                Cell::Text(one.whose.words().to_owned()),
                Cell::Day(Day::of(one.arrived_on)),
                standing,
                Cell::Figure(format!("{}%", one.likeness)),
            ],
        )
    });
    let heads = ["编号", "申请内容", "申请人", "提交日期", "办理情况"].into_iter().map(Head::new);
    Ok((!found.is_empty()).then(|| Table {
        id: "similar".to_owned(),
        caption: "相似的申请（系统提示，请核对）".to_owned(),
        heads: heads.chain([Head::number("文字相似")]).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }))
}

/// The searches that are on file; none where there are none.
fn searches(case: &CaseView) -> Option<Table> {
    let application = &case.dossier.application;
    let has_several = application.matters.len() > 1;
    let rows = application.searches.iter().map(|search| {
        let text = case.dossier.search(search.record);
        let by = case.dossier.name(search.searcher).to_owned();
        let terms = format!("关键词：{}", text.terms.join("、"));
        let cells = [
            Some(Cell::Text(by)),
            has_several.then(|| Cell::Text(matters_in_words(&search.matters))),
            Some(Cell::Two(text.scope, terms)),
            Some(Cell::Text(text.result)),
        ];
        Row::new(Cell::Day(Day::of(search.on)), cells.into_iter().flatten().collect())
    });
    let heads =
        [Some("检索日期"), Some("检索人"), has_several.then_some("申请内容"), Some("检索范围"), Some("结果")];
    (!application.searches.is_empty()).then(|| Table {
        id: "earlier".to_owned(),
        caption: "已有的检索记录".to_owned(),
        heads: heads.into_iter().flatten().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    })
}

/// What is asked for, by number.
fn requests(case: &CaseView) -> Vec<(u32, String)> {
    case.dossier.requests().into_iter().map(|(number, text)| (number, text.to_owned())).collect()
}

/// The divisions of the agency as they are today.
async fn units(desk: &Desk, case: &CaseView) -> Result<Vec<Choice>, Refusal> {
    let today = case.dossier.today;
    let units = desk.web.office.storage.departments(case.dossier.row.agency).await?;
    let units = units.into_iter().filter(|unit| unit.valid_until.is_none_or(|until| today <= until));
    Ok(units.map(|unit| Choice::new(unit.id.to_string(), unit.name)).collect())
}

async fn assign(desk: &Desk, case: &CaseView, at: &Acting<'_>) -> Result<ActionPage, Refusal> {
    let office = &desk.web.office;
    let today = case.dossier.today;
    let row = &case.dossier.row;
    let units = units(desk, case).await?;
    let people = people_on(office, row.agency, today).await?;
    let handlers = people
        .iter()
        .filter(|person| person.is_active && person.roles.contains(&gongkai_domain::staff::Role::CaseHandler))
        .map(|person| Choice::new(person.id.to_string(), person.name.clone()))
        .collect();
    let limit = format!("空着的，按本机关设定的{}计算", case.dossier.settings.handling.proposal_within);
    Ok(intake::assign(at, case.dossier.settings.unit_word.name(), units, handlers, &limit))
}

/// The consultations that something is still awaited of.
pub(super) fn pending(case: &CaseView, is_pending: impl Fn(&Consultation) -> bool) -> Vec<Choice> {
    let all = case.dossier.application.consultations.iter().filter(|one| is_pending(one));
    all.map(|one| {
        let words = format!(
            "第{}号：{}（{}），{}发出",
            one.id,
            case.dossier.text(one.addressee),
            consulted(one.with),
            Day::of(one.sent_on).words
        );
        Choice::new(one.id.to_string(), words)
    })
    .collect()
}

/// Those of a joint application who may still withdraw; none where there is one applicant.
pub(super) fn withdrawing(case: &CaseView) -> Vec<Choice> {
    let all = &case.dossier.applicants;
    if all.len() < 2 {
        return Vec::new();
    }
    let gone = &case.dossier.application.withdrawn_by;
    let each = (1..).zip(all).map(|(place, applicant): (u32, _)| {
        let choice = Choice::new(place.to_string(), words::recipient(Some(place), Some(applicant)));
        if gone.contains(&place) { choice.blocked("已经撤回") } else { choice }
    });
    each.collect()
}

/// Those whom a joint application's reply is served to: each of the applicants, or the one who takes it for all; none where
/// there is one applicant. Those who have it already cannot be chosen again.
pub(super) fn recipients(case: &CaseView) -> Vec<Choice> {
    let round = case.dossier.application.round();
    let all = &case.dossier.applicants;
    if all.len() < 2 {
        return Vec::new();
    }
    let is_there = |recipient: Option<u32>| {
        let mut services = round.services.iter().rev();
        let last = services.find(|record| record.service.recipient == recipient);
        last.is_some_and(|record| record.returned.is_none())
    };
    let each = (1..).zip(all).map(|(place, applicant): (u32, _)| {
        let words = words::recipient(Some(place), Some(applicant));
        (Some(place), Choice::new(place.to_string(), words))
    });
    let of_all = Choice::new(OF_ALL, words::recipient(None, None));
    let choices = each.chain([(None, of_all)]);
    let marked = choices.map(|(recipient, choice)| match recipient {
        Some(place) if round.withdrawn.contains(&place) => choice.blocked("已经撤回申请"),
        recipient if is_there(recipient) => choice.blocked("已经送达"),
        _ => choice,
    });
    marked.collect()
}

/// The value of the choice that the reply goes to the representative of all.
pub(super) const OF_ALL: &str = "all";

/// Those of a joint application whose service has no result yet.
pub(super) fn unknown_results(case: &CaseView) -> Vec<Choice> {
    let all = &case.dossier.applicants;
    if all.len() < 2 {
        return Vec::new();
    }
    let open = case.dossier.application.open_services().map(|record| {
        let recipient = record.service.recipient;
        let applicant = recipient.and_then(|place| all.get(usize::try_from(place).ok()?.checked_sub(1)?));
        let on = record.service.counts_on().map(|on| format!("，{}", Day::of(on).words)).unwrap_or_default();
        let value = recipient.map_or_else(|| OF_ALL.to_owned(), |place| place.to_string());
        let words = words::recipient(recipient, applicant);
        Choice::new(value, format!("{words}（{}{on}）", record.service.method.label()))
    });
    open.collect()
}

fn title(case: &CaseView) -> String {
    case.dossier.draft_title().unwrap_or_default()
}

fn issued_number(case: &CaseView) -> String {
    let issued = case.dossier.application.round().issued.as_ref();
    issued.and_then(|issued| issued.paper.number.clone()).unwrap_or_default()
}

/// The signatures so far and those to come.
pub(super) fn chain(case: &CaseView) -> Table {
    let draft = case.dossier.application.draft();
    let rows = draft.map_or_else(Vec::new, |draft| {
        let dossier = &case.dossier;
        let line = |step: String, signed: Option<(PersonId, NaiveDate)>, opinion: Option<String>| {
            let who = signed.map_or("待签".to_owned(), |(who, _)| dossier.name(who).to_owned());
            let on = signed.map_or(Cell::None, |(_, on)| Cell::Day(Day::of(on)));
            let opinion = opinion.filter(|words| !words.is_empty()).map_or(Cell::None, Cell::Text);
            Row::new(Cell::Text(step), vec![Cell::Text(who), on, opinion])
        };
        let signed = |label: String, signature: Option<&Signature>| {
            let opinion = signature.map(|signature| dossier.opinion(signature));
            line(label, signature.map(|signature| (signature.signer, signature.on)), opinion)
        };
        let co_signing = |unit: Option<DepartmentId>, person: Option<PersonId>| {
            let name = match (unit, person) {
                (Some(unit), _) => dossier.unit(unit),
                (None, Some(person)) => dossier.name(person),
                (None, None) => "",
            };
            let known = draft.signatures.iter().find(|known| {
                known.step == SignOffStep::CoSigning
                    && known.department == unit
                    && person.is_none_or(|person| person == known.signer)
            });
            signed(format!("会签：{name}"), known)
        };
        let lines = |step: SignOffStep| match step {
            SignOffStep::Proposal => {
                vec![line(step.label().to_owned(), Some((draft.drafter, draft.on)), None)]
            }
            SignOffStep::CoSigning => {
                let units = draft.co_signers.iter().map(|unit| co_signing(Some(*unit), None));
                units.chain(draft.co_signing.iter().map(|person| co_signing(None, Some(*person)))).collect()
            }
            step => vec![signed(dossier.step_label(step), draft.signature(step))],
        };
        draft.steps().into_iter().flat_map(lines).collect()
    });
    Table {
        id: "chain".to_owned(),
        caption: "审核签发".to_owned(),
        heads: ["环节", "签署人", "日期", "意见"].into_iter().map(Head::new).collect(),
        rows,
        foot: None,
        is_dense: true,
    }
}

/// The matters to choose from, where there are several.
pub(super) fn matter_choices(case: &CaseView) -> Vec<Choice> {
    let requests = case.dossier.requests();
    if requests.len() < 2 {
        return Vec::new();
    }
    let choice = |(number, text): (u32, &str)| {
        Choice::new(number.to_string(), format!("第{number}项：{}", words::shortened(text)))
    };
    requests.into_iter().map(choice).collect()
}

/// A proposed extension in one sentence.
fn extension_proposed(case: &CaseView, proposal: &ExtensionProposal) -> String {
    let dossier = &case.dossier;
    format!(
        "{}于{}提请延长{}。理由：{}",
        dossier.name(proposal.proposer),
        Day::of(proposal.on).words,
        proposal.by,
        dossier.masked(dossier.text(proposal.grounds))
    )
}

/// The matters whose information can go over to proactive disclosure.
fn promotable(case: &CaseView) -> Vec<Choice> {
    let application = &case.dossier.application;
    let given = application.given_matters();
    let requests = case.dossier.requests().into_iter();
    let open = requests.filter(|(number, _)| given.contains(number) && !application.is_promoted(*number));
    open.map(|(number, text)| {
        Choice::new(number.to_string(), format!("第{number}项：{}", words::shortened(text)))
    })
    .collect()
}

/// What the volume holds.
fn volume(case: &CaseView) -> Table {
    let rows = case.papers.iter().map(|paper| {
        let title = file::title(&case.dossier.settings, paper);
        let number = paper.number_text.clone().map_or(Cell::None, Cell::Text);
        let state = if paper.voided_on.is_none() { "有效" } else { "已作废" };
        Row::new(Cell::Text(title), vec![number, Cell::Text(state.to_owned())])
    });
    Table {
        id: "volume".to_owned(),
        caption: "卷内文书".to_owned(),
        heads: ["文书", "文号", "状态"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

pub(super) fn voidable(case: &CaseView) -> Vec<Choice> {
    let papers = case.papers.iter().filter(|paper| paper.voided_on.is_none());
    papers
        .map(|paper| {
            let title = file::title(&case.dossier.settings, paper);
            let number = paper.number_text.clone().unwrap_or_default();
            Choice::new(paper.id.to_string(), format!("{title} {number}"))
        })
        .collect()
}

/// The receipt to hand over, with the new query code, shown once.
fn to_receipt(desk: &Desk, case: &CaseView) -> Response {
    let number = words::number(&case.dossier.row);
    Redirect::to(&desk.web.site.urls.action(number, "receipt")).into_response()
}
