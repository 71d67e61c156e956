//! The page on which a step of a challenge that was recorded wrongly is put right: choosing the step, its fields as they were
//! recorded, what was sent as the step that should stand there, and how the log tells it.
//!
//! Not here: the other steps (`super::challenge_steps`), what may be put right (`gongkai_domain::challenge::rectify`).

use super::challenge::{detail, log_line};
use super::challenge_steps::{decision, offered, papers, redo};
use super::entry::{Desk, Sent, value, values};
use super::take::{both, chosen, day};
use crate::components::{Choice, Entered};
use crate::day::Day;
use crate::pages::desk::other::challenge::{choose_step, rectify};
use crate::pages::desk::other::{StepPage, Stepping};
use chrono::NaiveDate;
use gongkai_app::Refusal;
use gongkai_app::challenge::rectify::Rectifying;
use gongkai_app::query::challenge::{self as query, Asked, ChallengeView, Happened};
use gongkai_domain::challenge::case::action_of;
use gongkai_domain::challenge::rectify::{is_rectifiable, is_struck_only};
use gongkai_domain::challenge::{
    Action, AgainGround, AgencyRole, AppealOutcome, CourtPaper, Event, Forum, Procedure, RedoPeriod,
};
use gongkai_domain::ids::ContentRef;

/// Earlier reconsiderations that a form offers.
const EARLIER: u32 = 100;

/// The step that a form names, as it stands.
fn named<'v>(view: &'v ChallengeView, sent: &Sent) -> Option<(u32, &'v Event)> {
    let step = value(sent, "step").parse().ok()?;
    view.case.rectifiable(step).map(|event| (step, event))
}

/// What was recorded at a place among the events of the case, the opening first. Not the place in the stream: that one counts
/// the going over to another agency too, which the log of the case leaves out.
fn recorded_at(view: &ChallengeView, step: u32) -> Option<&Happened<Event>> {
    let index = usize::try_from(step).ok()?.checked_sub(1)?;
    view.log.get(index)
}

/// What a step that stands is called: as its line in the log, without the text.
fn called(view: &ChallengeView, step: u32, event: &Event) -> String {
    let recorded = recorded_at(view, step);
    let words = |event: &Event| {
        let label = action_of(event).map_or("登记案件", Action::name);
        format!("{label}（{}）", Day::of(event.on()).words)
    };
    match recorded {
        Some(line) if line.event == *event => log_line(view, line).words,
        Some(line) => {
            let now = Happened { event: event.clone(), ..line.clone() };
            format!("{}（原登记：{}）", log_line(view, &now).words, words(&line.event))
        }
        None => words(event),
    }
}

/// The page: the steps to choose from, or the fields of the one that was chosen.
pub(super) async fn page(
    desk: &Desk,
    view: &ChallengeView,
    at: &Stepping<'_>,
    sent: &Sent,
) -> Result<StepPage, Refusal> {
    let Some((step, event)) = named(view, sent) else {
        let steps = view.case.standing_steps().filter(|(_, event)| is_rectifiable(event));
        let choices = steps.map(|(step, event)| Choice::new(step.to_string(), called(view, step, event)));
        return Ok(choose_step(at, choices.collect()));
    };
    let is_first = !value(sent, "choose").is_empty();
    let recorded = Entered::new(recorded(view, step, event), Vec::new());
    let at = Stepping { entered: if is_first { &recorded } else { at.entered }, ..at.clone() };
    let action = action_of(event);
    let ways = (!is_struck_only(event), action.is_some());
    let earlier = if action.is_none() { earlier(desk, view).await? } else { Vec::new() };
    let offered = offered(desk, view, action.unwrap_or(Action::Rectify)).await?;
    Ok(rectify(&at, (&called(view, step, event), action), ways, earlier, &offered))
}

/// The reconsiderations that may have gone before this case.
async fn earlier(desk: &Desk, view: &ChallengeView) -> Result<Vec<Choice>, Refusal> {
    let asked = Asked { forum: Some(Forum::Reconsideration.key().to_owned()), ..Asked::default() };
    let (cases, _) = query::list(&desk.web.office, &desk.actor, &asked, None, EARLIER).await?;
    let of_same = cases.into_iter().filter(|case| {
        case.row.application == view.row.application && case.row.id != view.row.id && case.voided.is_none()
    });
    let words = |number: Option<String>, on| number.unwrap_or_else(|| Day::of(on).words);
    Ok(of_same
        .map(|case| Choice::new(case.row.id.to_string(), words(case.row.reference, case.row.received_on)))
        .collect())
}

/// The fields of a step as it was recorded.
fn recorded(view: &ChallengeView, step: u32, event: &Event) -> Sent {
    let mut pairs: Vec<(&str, String)> = vec![("step", step.to_string()), ("on", event.on().to_string())];
    if is_struck_only(event) {
        pairs.push(("way", "strike".to_owned()));
    } else {
        pairs.push(("way", "change".to_owned()));
    }
    let words = |text: Option<ContentRef>| text.map_or_else(String::new, |text| view.text(text).to_owned());
    match event {
        Event::Opened { forum, role, after, case_number, again, .. } => {
            pairs.push(("forum", forum.key().to_owned()));
            pairs.push(("role", role.key().to_owned()));
            pairs.push(("after", after.map_or_else(String::new, |id| id.to_string())));
            pairs.push(("case_number", case_number.clone().unwrap_or_default()));
            pairs.push(("again", again.map_or_else(String::new, |ground| ground.key().to_owned())));
        }
        Event::CopyReceived { procedure, papers, .. } => {
            pairs.push(("procedure", procedure.key().to_owned()));
            pairs.push(("words", words(*papers)));
        }
        Event::ProcedureChanged { procedure, .. } => pairs.push(("procedure", procedure.key().to_owned())),
        Event::Numbered { case_number, .. } => pairs.push(("case_number", case_number.clone())),
        Event::CourtPaperReceived { kind, .. } => pairs.push(("kind", kind.key().to_owned())),
        Event::AnswerFiled { papers, .. } => {
            pairs.extend(papers.iter().map(|kind| ("papers", kind.key().to_owned())));
        }
        Event::Heard { leader_appeared, papers, .. } => {
            pairs.push(("leader", if *leader_appeared { "yes" } else { "no" }.to_owned()));
            pairs.extend(papers.iter().map(|kind| ("papers", kind.key().to_owned())));
        }
        Event::Decided { received_on, decision, redo, for_procedure, text, .. } => {
            pairs.push(("received_on", received_on.to_string()));
            pairs.push(("decision", decision.key().to_owned()));
            pairs.extend(ordered(*redo, *for_procedure));
            pairs.push(("words", words(*text)));
        }
        Event::Appealed { by_agency, .. } => {
            pairs.push(("side", if *by_agency { "agency" } else { "other" }.to_owned()));
        }
        Event::AppealDecided { received_on, outcome, text, .. } => {
            pairs.push(("received_on", received_on.to_string()));
            let key = match outcome {
                AppealOutcome::Upheld => "upheld",
                AppealOutcome::Changed { .. } => "changed",
                AppealOutcome::Remanded => "remanded",
                AppealOutcome::Withdrawn => "withdrawn",
            };
            pairs.push(("outcome", key.to_owned()));
            if let AppealOutcome::Changed { decision, redo, for_procedure } = outcome {
                pairs.push(("decision", decision.key().to_owned()));
                pairs.extend(ordered(*redo, *for_procedure));
            } else {
                pairs.extend(ordered(None, false));
            }
            pairs.push(("words", words(*text)));
        }
        _ => {}
    }
    pairs.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// The fields of what a decision orders.
fn ordered(redo: Option<RedoPeriod>, for_procedure: bool) -> Vec<(&'static str, String)> {
    let mut pairs = match redo {
        None => vec![("redo", "none".to_owned())],
        Some(RedoPeriod::Unnamed) => vec![("redo", "unnamed".to_owned())],
        Some(RedoPeriod::WorkingDays { days }) => {
            vec![("redo", "working".to_owned()), ("days", days.0.to_string())]
        }
        Some(RedoPeriod::CalendarDays { days }) => {
            vec![("redo", "calendar".to_owned()), ("days", days.0.to_string())]
        }
        Some(RedoPeriod::By { on }) => vec![("redo", "by".to_owned()), ("by", on.to_string())],
    };
    if for_procedure {
        pairs.push(("for_procedure", "yes".to_owned()));
    }
    pairs
}

/// From the fields of the page to what is put right.
pub(super) fn rectifying(view: &ChallengeView, sent: &Sent) -> Result<Rectifying, Refusal> {
    let missing = || Refusal::invalid("step", "选择需要更正的登记事项");
    let (step, event) = named(view, sent).ok_or_else(missing)?;
    let is_struck = chosen(sent, "way", &[("change", false), ("strike", true)])?;
    Ok(Rectifying {
        step,
        instead: if is_struck { None } else { Some(instead(event, sent)?) },
        words: value(sent, "words").to_owned(),
        reason: value(sent, "reason").to_owned(),
    })
}

/// The step that should stand there; its text is kept apart and comes in later.
fn instead(event: &Event, sent: &Sent) -> Result<Event, Refusal> {
    let procedures: Vec<_> = Procedure::EVERY.iter().map(|one| (one.key(), *one)).collect();
    let for_procedure = values(sent, "for_procedure").contains(&"yes");
    let on = day(sent, "on");
    Ok(match event {
        Event::Opened { challenged, applications, .. } => {
            let forums: Vec<_> = Forum::EVERY.iter().map(|forum| (forum.key(), *forum)).collect();
            let roles: Vec<_> = AgencyRole::EVERY.iter().map(|role| (role.key(), *role)).collect();
            let case = both(chosen(sent, "forum", &forums), chosen(sent, "role", &roles));
            let (on, (forum, role)) = both(on, case)?;
            let number = value(sent, "case_number").trim();
            Event::Opened {
                forum,
                role,
                challenged: *challenged,
                applications: applications.clone(),
                after: value(sent, "after").parse().ok(),
                on,
                case_number: (!number.is_empty()).then(|| number.to_owned()),
                again: value(sent, "again").parse::<AgainGround>().ok(),
            }
        }
        Event::CopyReceived { .. } => {
            let (on, procedure) = both(on, chosen(sent, "procedure", &procedures))?;
            Event::CopyReceived { on, procedure, papers: None }
        }
        Event::ProcedureChanged { .. } => {
            let (on, procedure) = both(on, chosen(sent, "procedure", &procedures))?;
            Event::ProcedureChanged { on, procedure }
        }
        Event::DecisionExtended { .. } => Event::DecisionExtended { on: on? },
        Event::Numbered { on, .. } => {
            Event::Numbered { on: *on, case_number: value(sent, "case_number").trim().to_owned() }
        }
        Event::CourtPaperReceived { file, .. } => {
            let kinds: Vec<_> = CourtPaper::EVERY.iter().map(|kind| (kind.key(), *kind)).collect();
            let (on, kind) = both(on, chosen(sent, "kind", &kinds))?;
            Event::CourtPaperReceived { on, kind, file: *file }
        }
        Event::AnswerFiled { .. } => Event::AnswerFiled { on: on?, papers: papers(sent) },
        Event::Heard { .. } => {
            let leader = chosen(sent, "leader", &[("yes", true), ("no", false)]);
            let (on, leader_appeared) = both(on, leader)?;
            Event::Heard { on, leader_appeared, papers: papers(sent) }
        }
        Event::Stayed { .. } => Event::Stayed { on: on? },
        Event::Resumed { .. } => Event::Resumed { on: on? },
        Event::Decided { .. } => {
            let days = both(on, day(sent, "received_on"));
            let ((on, received_on), (decision, redo)) = both(days, both(decision(sent), redo(sent)))?;
            Event::Decided { on, received_on, decision, redo, for_procedure, text: None }
        }
        Event::Appealed { .. } => {
            let side = chosen(sent, "side", &[("agency", true), ("other", false)]);
            let (on, by_agency) = both(on, side)?;
            Event::Appealed { on, by_agency }
        }
        Event::AppealDecided { .. } => {
            let days = both(on, day(sent, "received_on"));
            let ((on, received_on), outcome) = both(days, outcome(sent))?;
            Event::AppealDecided { on, received_on, outcome, text: None }
        }
        Event::BecameFinal { .. } => Event::BecameFinal { on: on? },
        _ => return Err(Refusal::invalid("way", "这一项只能撤销")),
    })
}

/// How an appeal ended.
pub(super) fn outcome(sent: &Sent) -> Result<AppealOutcome, Refusal> {
    let for_procedure = values(sent, "for_procedure").contains(&"yes");
    match value(sent, "outcome") {
        "upheld" => Ok(AppealOutcome::Upheld),
        "changed" => both(decision(sent), redo(sent)).map(|(decision, redo)| AppealOutcome::Changed {
            decision,
            redo,
            for_procedure,
        }),
        "remanded" => Ok(AppealOutcome::Remanded),
        "withdrawn" => Ok(AppealOutcome::Withdrawn),
        _ => Err(Refusal::invalid("outcome", "请选择")),
    }
}

/// What was put right, before and after.
pub(super) fn rectified(view: &ChallengeView, step: u32, instead: Option<&Event>) -> String {
    let line = |event: &Event| {
        let label = action_of(event).map_or("登记案件", |action| action.name());
        let told = stated(view, event).map(|detail| format!("：{detail}")).unwrap_or_default();
        format!("{label}（{}）{told}", Day::of(event.on()).words)
    };
    let stood = stood_before(view, step, instead);
    let before = stood.map_or_else(String::new, line);
    match instead {
        Some(now) => {
            let fields = stood.map(|stood| changed(view, stood, now)).unwrap_or_default().join("、");
            let fields = if fields.is_empty() { fields } else { format!("{fields}；") };
            format!("{fields}“{before}”更正为“{}”", line(now))
        }
        None => format!("“{before}”撤销"),
    }
}

/// What stood at a place before it was put right so: as it was recorded, or as it was put right the time before.
fn stood_before<'v>(view: &'v ChallengeView, step: u32, instead: Option<&Event>) -> Option<&'v Event> {
    let mut stood = &recorded_at(view, step)?.event;
    for happened in &view.log {
        match &happened.event {
            Event::Rectified { step: of, instead: now, .. } if *of == step => match now.as_deref() {
                now if now == instead => break,
                Some(now) => stood = now,
                None => {}
            },
            _ => {}
        }
    }
    Some(stood)
}

/// What the fields of a step are called, each with the names under which forms have it.
const FIELDS: &[(&str, &[&str])] = &[
    ("案件类型", &["forum"]),
    ("本机关的地位", &["role"]),
    ("此前的行政复议", &["after"]),
    ("案号", &["case_number"]),
    ("同一答复另有案件的理由", &["again"]),
    ("日期", &["on"]),
    ("收到日期", &["received_on"]),
    ("适用程序", &["procedure"]),
    ("文书", &["kind", "papers"]),
    ("负责人出庭情况", &["leader"]),
    ("谁提起上诉", &["side"]),
    ("二审结果", &["outcome"]),
    ("处理结果", &["decision"]),
    ("是否要求重新作出答复及其期限", &["redo", "days", "by"]),
    ("是否仅因违反法定程序", &["for_procedure"]),
    ("摘要", &["words"]),
];

/// The fields in which two steps differ, by what a clerk calls them.
fn changed(view: &ChallengeView, before: &Event, now: &Event) -> Vec<&'static str> {
    let (before, now) = (recorded(view, 0, before), recorded(view, 0, now));
    let differs = |name: &&str| values(&before, name) != values(&now, name);
    FIELDS.iter().filter(|(_, names)| names.iter().any(differs)).map(|(label, _)| *label).collect()
}

/// What a step that was or is put right says, in full: each of its fields may be the one that was wrong.
fn stated(view: &ChallengeView, event: &Event) -> Option<String> {
    let days = |on: NaiveDate| format!("收到 {}", Day::of(on).words);
    let redo = |redo: Option<RedoPeriod>| match redo {
        None => "没有要求重新作出答复".to_owned(),
        Some(RedoPeriod::Unnamed) => "要求重新答复，没有写明期限".to_owned(),
        Some(RedoPeriod::WorkingDays { days }) => format!("要求{days}内重新答复"),
        Some(RedoPeriod::CalendarDays { days }) => format!("要求{days}内重新答复"),
        Some(RedoPeriod::By { on }) => format!("要求在{}前重新答复", Day::of(on).words),
    };
    let more = match event {
        Event::Opened { role, case_number, after, .. } => {
            let number = case_number.clone().unwrap_or_else(|| "案号待补".to_owned());
            let after = after.map(|_| "，关联此前的行政复议").unwrap_or_default();
            format!("，{}，{number}{after}", role.name())
        }
        Event::Numbered { case_number, .. } => return Some(case_number.clone()),
        Event::ProcedureChanged { procedure, .. } => return Some(procedure.name().to_owned()),
        Event::Decided { received_on, redo: ordered, for_procedure, .. } => {
            let cause = if *for_procedure { "，仅因违反法定程序" } else { "" };
            format!("，{}，{}{cause}", days(*received_on), redo(*ordered))
        }
        Event::AppealDecided { received_on, outcome, .. } => match outcome {
            AppealOutcome::Changed { redo: ordered, .. } => {
                format!("，{}，{}", days(*received_on), redo(*ordered))
            }
            _ => format!("，{}", days(*received_on)),
        },
        _ => String::new(),
    };
    detail(view, event).map(|detail| format!("{detail}{more}"))
}
