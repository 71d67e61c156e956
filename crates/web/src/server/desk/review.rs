//! The queue of drafts that wait for a signature, and one draft with what changed, its checklist and its steps.
//!
//! Not here: who may sign and why not (`gongkai-domain`), the comparison (`gongkai_app::query::review`).

use super::act::{chain, is_own};
use super::chosen::Chosen;
use super::conflict::conflict;
use super::entry::{Desk, Sent, entered, reasons_of, status_of, value};
use super::leaf::parts;
use super::words;
use crate::chrome::Place;
use crate::components::{
    Cell, Chip, Choice, Control, Empty, Entered, Fact, Facts, Form, Head, Link, Row, Table, Value,
};
use crate::day::{Day, Moment};
use crate::pages::desk::review::{DiffLine, Queue, Review, Waiting};
use crate::server::forms::Sent as SentForm;
use crate::server::respond::Named;
use crate::urls::with_query;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::Refusal;
use gongkai_app::application::drafting::Drafting;
use gongkai_app::application::sign::{self as verbs, Signing};
use gongkai_app::paper::dossier::matters_in_words;
use gongkai_app::query::case::{CaseView, Happened, next_signers, signable, signs_for, view};
use gongkai_app::query::inbox::queue as waiting_drafts;
use gongkai_app::query::released::{Released, people_words, released};
use gongkai_app::query::review::{Line, review};
use gongkai_domain::application::{ActionKind, Event, MatterOutcome};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::notice::Reply;

pub(super) async fn queue(desk: Desk, Query(query): Query<Sent>) -> Response {
    let done = Box::pin(told(&desk, value(&query, "signed"))).await;
    let (drafts, own) = match waiting_drafts(&desk.web.office, &desk.actor).await {
        Ok(found) => found,
        Err(refusal) => return desk.refused(&refusal),
    };
    let urls = &desk.web.site.urls;
    let proposals = drafts.iter().filter(|one| one.is_extension).filter_map(|one| {
        let case = &one.view;
        let proposal = case.dossier.application.open_extension_proposal()?;
        let number = words::number(&case.dossier.row);
        let sent =
            case.log.iter().rfind(|happened| happened.event.action() == ActionKind::ProposeExtension)?;
        Some(Waiting {
            link: Link::new(format!("拟延长{}", proposal.by), urls.action(number, "extend")),
            about: format!("{number} {}", words::subject(case)),
            step: "工作机构负责人同意".to_owned(),
            drafter: case.dossier.name(proposal.proposer).to_owned(),
            since: Moment::of(sent.at),
            chip: words::chip(case.chip),
            due: case.clock.due_on().map(Day::of),
        })
    });
    let waiting = drafts.iter().filter(|one| one.step.is_some()).filter_map(|one| {
        let case = &one.view;
        let draft = case.dossier.application.draft()?;
        let number = words::number(&case.dossier.row);
        let sent = case.log.iter().rfind(|happened| happened.event.action() == ActionKind::DraftReply)?;
        Some(Waiting {
            link: Link::new(case.dossier.draft_title()?, urls.review_of(number)),
            about: format!("{number} {}", words::subject(case)),
            step: one.step?.label().to_owned(),
            drafter: case.dossier.name(draft.drafter).to_owned(),
            since: Moment::of(sent.at),
            chip: words::chip(case.chip),
            due: case.clock.due_on().map(Day::of),
        })
    });
    let page = Queue {
        done,
        waiting: waiting.chain(proposals).collect(),
        own,
        empty: Empty {
            words: "没有等待您审核的文书".to_owned(),
            reason: "轮到您的环节时，文书会出现在这里。".to_owned(),
            way: Some(Link::new("返回待办", urls.desk())),
        },
    };
    desk.show(Some(Place::Review), StatusCode::OK, &page)
}

/// What whoever is signed in has just signed or sent back, for which application, and whose turn it is now.
async fn told(desk: &Desk, number: &str) -> Option<String> {
    if number.is_empty() {
        return None;
    }
    let case = view(&desk.web.office, &desk.actor, number).await.ok()?;
    let number = words::number(&case.dossier.row);
    let is_own = |happened: &&Happened| {
        let kind = happened.event.action();
        happened.who == desk.staff.name && matches!(kind, ActionKind::SignStep | ActionKind::ReturnDraft)
    };
    let last = case.log.iter().rfind(is_own)?;
    let draft = case.dossier.application.draft()?;
    let title = case.dossier.draft_title()?;
    match &last.event {
        Event::StepSigned { step, .. } => {
            let signed = format!("已签署{number}《{title}》：{}。", case.dossier.step_label(*step));
            if draft.returned.is_some() {
                return Some(signed);
            }
            let next = next_signers(&desk.web.office, &case).await.ok()?;
            let next: Vec<String> = next
                .into_iter()
                .map(|(step, names)| {
                    let step = case.dossier.step_label(step);
                    if names.is_empty() { step } else { format!("{step}（{}）", names.join("、")) }
                })
                .collect();
            Some(if next.is_empty() {
                format!("{signed}审核签发已经完成，下一步：编号。")
            } else {
                format!("{signed}下一步：{}。", next.join("；"))
            })
        }
        Event::DraftReturned { .. } => {
            Some(format!("已退回{number}《{title}》，下一步：{}修改。", case.dossier.name(draft.drafter)))
        }
        _ => None,
    }
}

pub(super) async fn page(desk: Desk, Named(number): Named<String>, Query(query): Query<Sent>) -> Response {
    // which of the two was chosen on the page of the case
    let asked = query.into_iter().filter(|(name, _)| name == "decision").collect();
    match shown(&desk, &number, &Entered::new(asked, Vec::new())).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The draft with its comparison; what was written stays in its form whatever stands against signing.
async fn shown(desk: &Desk, number: &str, e: &Entered) -> Result<Response, Refusal> {
    let case = view(&desk.web.office, &desk.actor, number).await?;
    let reviewed = review(&desk.web.office, &case).await?;
    let urls = &desk.web.site.urls;
    let number = words::number(&case.dossier.row);
    let step = signable(&case, &desk.actor);
    // after the last signature whoever gave it may still send the draft back
    let is_only_returned = step.is_none() && case.reasons(ActionKind::ReturnDraft).is_empty();
    let reasons = if step.is_some() || e.has_errors() {
        Vec::new()
    } else {
        case.reasons(ActionKind::SignStep).to_vec()
    };
    let title = case.dossier.draft_title().ok_or(Refusal::NotFound)?;
    let head = words::head(&case);
    let form = Form {
        action: urls.review_of(number),
        token: desk.token.clone(),
        controls: [
            Control::hidden("version", head.version.clone()),
            Control::hidden("draft", reviewed.number.to_string()),
        ]
        .into_iter()
        .chain(if is_only_returned { returning(e) } else { controls(e) })
        .collect(),
        submit: match step {
            Some(step) => format!("签署：{}", step.label()),
            None if is_only_returned => ActionKind::ReturnDraft.label().to_owned(),
            None => "签署".to_owned(),
        },
        cancel: Some(Link::new("返回审核", urls.review())),
        is_guarded: true,
        ..Form::default()
    };
    let (form, summary) = e.examine(form);
    let lines = reviewed.lines.into_iter().map(|line| match line {
        Line::Same(text) => DiffLine::Same(text),
        Line::Added(text) => DiffLine::Added(text),
        Line::Removed(text) => DiffLine::Removed(text),
    });
    let page = Review {
        title,
        compared_with: match reviewed.compared_with {
            Some(draft) => format!("第{draft}稿"),
            None => "空白模板".to_owned(),
        },
        lines: lines.collect(),
        parts: parts(&reviewed.drafted),
        facts: sheet(&case, &reviewed.text.drafting, reviewed.returned.as_deref()),
        files: files(desk, &case, &released(&desk.web.office, &case, &reviewed.text).await?),
        chain: chain(&case),
        form,
        summary,
        has_errors: e.has_errors(),
        reasons,
        is_only_returned,
        head,
    };
    Ok(desk.show(Some(Place::Review), status_of(e), &page))
}

/// The fields of a signature.
pub(super) fn controls(e: &Entered) -> Vec<Control> {
    let decisions = vec![
        Choice::new("agree", "同意"),
        Choice::new("return", "退回修改").hint("必须写明理由，退回承办人"),
    ];
    vec![
        Control::one(e, "decision", "意见", decisions),
        Control::text(e, "words", "意见内容", 4).hint("同意时可以空着").optional(),
    ]
}

/// The fields where the draft can only be sent back.
fn returning(e: &Entered) -> Vec<Control> {
    vec![
        Control::hidden("decision", "return"),
        Control::text(e, "words", "退回修改的理由", 4).hint("必须写明理由，退回承办人"),
    ]
}

/// The files that go out with the reply; opening one is audited.
fn files(desk: &Desk, case: &CaseView, all: &[Released]) -> Option<Table> {
    let (urls, number) = (&desk.web.site.urls, words::number(&case.dossier.row));
    let names_people = all.iter().any(|file| !file.people.is_empty());
    let rows = all.iter().map(|file| {
        let said = match file.is_redacted {
            Some(true) => Chip::Good("已作区分处理".to_owned()),
            Some(false) => Chip::Plain("全文提供".to_owned()),
            None => Chip::Doubt("没有说明".to_owned()),
        };
        let by = Cell::Two(file.by.clone(), Moment::of(file.at).words);
        let warning = people_words(&file.people).map_or(Cell::None, Cell::Text);
        Row::new(
            Cell::Link(Link::new(&file.name, urls.case_file(number, &file.id.to_string()))),
            vec![
                Cell::Text(crate::size::words(file.size)),
                file.pages.map_or(Cell::None, |pages| Cell::Text(format!("{pages} 页"))),
                Cell::Chip(said),
                by,
            ]
            .into_iter()
            .chain(names_people.then_some(warning))
            .collect(),
        )
    });
    let heads = ["文件", "大小", "页数", "区分处理", "上传"].into_iter();
    let heads = heads.chain(names_people.then_some("随文件提供的姓名"));
    (!all.is_empty()).then(|| Table {
        id: "released".to_owned(),
        caption: "随答复提供的文件（打开会留痕）".to_owned(),
        heads: heads.map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    })
}

/// What of the handling sheet a reviewer wants beside the paper.
fn sheet(case: &CaseView, drafting: &Drafting, returned: Option<&str>) -> Facts {
    let dossier = &case.dossier;
    let application = &dossier.application;
    let mut rows = Vec::new();
    for (number, text) in dossier.requests() {
        rows.push(Fact::text(format!("申请内容{number}"), dossier.masked(text)));
    }
    if let Some(draft) = application.draft() {
        rows.push(Fact::text("拟稿人", dossier.name(draft.drafter)));
        rows.push(Fact::text("计入年度报告", draft.row.short_label()));
        // what is said to each matter; that some are given and others are not is no ground of its own
        let said = draft.outcomes.iter().flat_map(MatterOutcome::says).filter_map(Reply::article);
        let mut articles: Vec<&str> = Vec::new();
        for article in said {
            if !articles.contains(&article) {
                articles.push(article);
            }
        }
        rows.push(Fact::given("依据", articles.join("、")));
    }
    let searches = application.searches.iter().map(|search| {
        let text = dossier.search(search.record);
        let on = Day::of(search.on).words;
        let about = if application.matters.len() > 1 {
            format!("（{}）", matters_in_words(&search.matters))
        } else {
            String::new()
        };
        format!("{on}，{}{about}：{}；{}", dossier.name(search.searcher), text.scope, text.result)
    });
    let searches: Vec<String> = searches.collect();
    rows.push(if searches.is_empty() {
        Fact::given("检索记录", "")
    } else {
        Fact::new("检索记录", Value::Lines(searches))
    });
    let opinions = application.consultations.iter().map(|one| {
        let none = if one.came_back() { "征求意见书被退回，没有送达" } else { "尚未回复" };
        let opinion = one.opinion.map_or(none, |opinion| opinion.label());
        format!("{}：{opinion}", dossier.text(one.addressee))
    });
    let opinions: Vec<String> = opinions.collect();
    if !opinions.is_empty() {
        rows.push(Fact::new("征求意见", Value::Lines(opinions)));
    }
    if !drafting.omitted.is_empty() {
        let fact = Fact::text("未能征求意见的理由", drafting.omitted.clone());
        let about = matters_in_words(&drafting.omitted_for);
        rows.push(if application.matters.len() > 1 {
            fact.note(format!("适用于：{about}"))
        } else {
            fact
        });
    }
    if !drafting.public_interest.is_empty() {
        rows.push(Fact::text("公共利益", drafting.public_interest.clone()));
    }
    if let Some(reason) = returned {
        rows.push(Fact::text("上一稿退回的理由", reason));
    }
    Facts::new(rows)
}

/// What is told where something else is there than what was looked at.
const CHANGED: &str = "这件申请刚刚有了变动，请重新核对文稿后再签署";

/// What is told of a form that says of no draft that it was looked at.
const UNSEEN: &str = "提交的表单没有显示文稿，没有签署。请核对本页显示的文稿后再签署";

pub(super) async fn sign(
    desk: Desk,
    Named(number): Named<String>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    match Box::pin(signed(&desk, &number, &sent)).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn signed(desk: &Desk, number: &str, sent: &Sent) -> Result<Response, Refusal> {
    let (office, actor) = (&desk.web.office, &desk.actor);
    let unfit = desk.unfit(sent)?;
    let case = view(office, actor, number).await?;
    if let Some(again) = unfit {
        return match case.dossier.application.draft() {
            Some(_) => shown(desk, number, &again).await,
            None => Box::pin(conflict(desk, &case, "sign", sent, &Chosen::none(desk, None))).await,
        };
    }
    let press = desk.pressed(&desk.web.site.urls.review_of(number), sent, &[]).await?;
    let Some(current) = case.dossier.application.draft() else {
        // sent back meanwhile: what was written is told on the page of a conflict
        return Box::pin(conflict(desk, &case, "sign", sent, &Chosen::none(desk, None))).await;
    };
    let step = signable(&case, actor).or_else(|| current.next_steps().first().copied());
    let step = step.unwrap_or(SignOffStep::SignOff);
    // what was looked at is what is signed: a newer draft is another paper, and a form that names none showed none
    let Ok(draft) = value(sent, "draft").parse::<u32>() else {
        return shown(desk, number, &entered(sent, &[]).against(vec![UNSEEN.to_owned()])).await;
    };
    if draft != current.number {
        return shown(desk, number, &entered(sent, &[]).against(vec![CHANGED.to_owned()])).await;
    }
    let signing = Signing { draft, step, department: signs_for(&case, actor, step) };
    let (id, seen, words) = (case.dossier.row.id, value(sent, "version").parse().ok(), value(sent, "words"));
    let result = match value(sent, "decision") {
        "agree" => verbs::sign(office, actor, id, seen, signing, words).await,
        "return" => verbs::return_draft(office, actor, id, seen, signing, words).await,
        _ => Err(Refusal::invalid("decision", "选择同意或者退回")),
    };
    let finished = || {
        let to = with_query(desk.web.site.urls.review(), &[("signed", number)]);
        Redirect::to(&to).into_response()
    };
    match result {
        Ok(_) => Ok(finished()),
        Err(Refusal::Invalid(faults)) => shown(desk, number, &entered(sent, &faults)).await,
        Err(Refusal::Conflict { .. }) => {
            let case = view(office, actor, number).await?;
            if press.has_twin(desk).await? && is_own(desk, &case, "sign", sent) {
                return Ok(finished());
            }
            if case.dossier.application.draft().is_none() {
                return Box::pin(conflict(desk, &case, "sign", sent, &Chosen::none(desk, None))).await;
            }
            shown(desk, number, &entered(sent, &[]).against(vec![CHANGED.to_owned()])).await
        }
        Err(refusal) => match reasons_of(&refusal) {
            Some(reasons) => shown(desk, number, &entered(sent, &[]).against(reasons)).await,
            None => Err(refusal),
        },
    }
}
