//! What the pages of cases that are no applications share: chips, heads, papers, actions, and what follows a form.
//!
//! Not here: one kind of case (`super::challenge`, `super::record`, `super::complaint`).

use super::chosen::{Chosen, ONCE};
use super::entry::{Desk, Sent, entered, reasons_of, value};
use crate::chrome::Place;
use crate::components::parts::{Blocked, Choosable};
use crate::components::{Actions, Chip, Choice, Control, Entered, Fact, Facts, Link};
use crate::day::Day;
use crate::pages::desk::application::{CaseHead, CasePaper, LogLine};
use crate::pages::desk::conflict::Conflict;
use crate::pages::desk::ledger::LedgerFilter;
use crate::pages::desk::other::OtherConflict;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use gongkai_app::Refusal;
use gongkai_app::account::person::people_on;
use gongkai_app::query::PaperRow;
use gongkai_app::query::challenge::Happened;
use gongkai_deadline::due::Standing;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::ids::AgencyId;
use gongkai_domain::notice::PaperKind;
use gongkai_domain::staff::{Permission, Reach, reach_on};

/// Cases on a page of a list.
pub(super) const PAGE: u32 = 100;

/// How a due date looks, as a chip.
pub(super) fn chip(standing: Standing) -> Chip {
    match standing {
        Standing::Ample { left } => Chip::Left(left.0),
        Standing::Soon { left } => Chip::DueSoon(left.0),
        Standing::DueToday => Chip::DueToday,
        Standing::Overdue { by } => Chip::Overdue(by.0),
    }
}

/// The same of a last day whose period is counted in days of the calendar.
pub(super) fn chip_of_days(standing: Standing, on: NaiveDate, today: NaiveDate) -> Chip {
    let days = u32::try_from((on - today).num_days().abs()).unwrap_or(u32::MAX);
    match standing {
        Standing::Ample { .. } => Chip::DaysLeft(days),
        Standing::Soon { .. } => Chip::DaysDueSoon(days),
        Standing::DueToday => Chip::DueToday,
        Standing::Overdue { .. } => Chip::DaysOverdue(days),
    }
}

/// One step of a case: the last part of its address, its words, and every reason against it.
pub(super) struct Step<'a> {
    pub(super) page: &'a str,
    pub(super) words: &'a str,
    pub(super) reasons: Vec<String>,
    pub(super) is_next: bool,
}

/// The column of actions.
pub(super) fn actions(steps: Vec<Step<'_>>, href: impl Fn(&str) -> String) -> Actions {
    let mut actions = Actions::default();
    for step in steps {
        if step.reasons.is_empty() {
            let link = Link::new(step.words, href(step.page));
            actions.open.push(Choosable { link, effect: None, is_next: step.is_next });
        } else {
            actions.blocked.push(Blocked { words: step.words.to_owned(), reasons: step.reasons });
        }
    }
    actions.open.sort_by_key(|action| !action.is_next);
    actions
}

/// A paper with its formats.
pub(super) fn case_paper(
    paper: &PaperRow,
    settings: &AgencySettings,
    today: NaiveDate,
    href: impl Fn(&str) -> String,
) -> CasePaper {
    let kind = paper.kind.parse::<PaperKind>();
    let file = |words: &str, format: &str| Link::new(words, href(&format!("papers/{}.{format}", paper.id)));
    CasePaper {
        title: kind.map_or_else(|_| paper.kind.clone(), |kind| settings.title(kind).to_owned()),
        number: paper.number_text.clone(),
        state: "已制发".to_owned(),
        on: Day::of(paper.issued_on.unwrap_or(today)),
        files: vec![file("文本", "txt"), file("Word", "docx"), file("PDF", "pdf")],
        is_void: paper.voided_on.is_some(),
    }
}

/// What is told once of a new query code.
pub(super) fn reissued(code: &str) -> String {
    let code = gongkai_app::portal::lost_code::shown(code);
    format!("新的查询码：{code}。只显示这一次，请打印或者抄写后交给当事人；原查询码已经失效。")
}

/// A filter of a list as the address has it.
pub(super) fn filter(query: &Sent, name: &str, label: &str, choices: Vec<Choice>) -> LedgerFilter {
    LedgerFilter {
        name: name.to_owned(),
        label: label.to_owned(),
        choices,
        chosen: value(query, name).to_owned(),
    }
}

/// The filter for open and closed cases.
pub(super) fn open_filter(query: &Sent) -> LedgerFilter {
    filter(query, "open", "办理情况", vec![Choice::new("open", "未办结"), Choice::new("closed", "已办结")])
}

/// Whether the address asks for open or closed cases.
pub(super) fn asked_open(query: &Sent) -> Option<bool> {
    match value(query, "open") {
        "open" => Some(true),
        "closed" => Some(false),
        _ => None,
    }
}

/// A value of the address that was given.
pub(super) fn some(query: &Sent, name: &str) -> Option<String> {
    Some(value(query, name).to_owned()).filter(|text| !text.trim().is_empty())
}

/// The years that a list can be asked for.
pub(super) fn years(desk: &Desk) -> Vec<Choice> {
    use chrono::Datelike as _;
    let this = desk.web.office.today().year();
    (0..5).map(|back| Choice::new((this - back).to_string(), format!("{}年", this - back))).collect()
}

/// The people of an agency who may have a kind of case in hand.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn people(
    desk: &Desk,
    agency: AgencyId,
    permission: Permission,
) -> Result<Vec<Choice>, Refusal> {
    let today = desk.web.office.today();
    let people = people_on(&desk.web.office, agency, today).await?;
    let may = people
        .into_iter()
        .filter(|person| person.is_active && reach_on(person, permission, today).0 > Reach::Nothing);
    Ok(may.map(|person| Choice::new(person.id.to_string(), person.name)).collect())
}

/// What follows a form.
pub(super) enum Next {
    /// The step was taken.
    Done,
    /// The form again, with its faults and every reason.
    Again(Entered),
    /// Somebody else was first.
    Conflict,
}

/// What follows from how a use case ended.
///
/// # Errors
/// What no form can show.
pub(super) fn next(taken: Result<(), Refusal>, sent: &Sent) -> Result<Next, Refusal> {
    match taken {
        Ok(()) => Ok(Next::Done),
        Err(Refusal::Invalid(faults)) => Ok(Next::Again(entered(sent, &faults))),
        Err(Refusal::Conflict { .. }) => Ok(Next::Conflict),
        Err(refusal) => match reasons_of(&refusal) {
            Some(reasons) => Ok(Next::Again(entered(sent, &[]).against(reasons))),
            None => Err(refusal),
        },
    }
}

/// Whether what changed since a form was made is what the same form, sent twice, has done; `log` from the oldest on.
pub(super) fn is_own<E>(desk: &Desk, log: &[Happened<E>], sent: &Sent, is_of: impl Fn(&E) -> bool) -> bool {
    let seen: i64 = value(sent, "version").parse().unwrap_or(0);
    let first = log.iter().find(|happened| happened.sequence > seen);
    first.is_some_and(|happened| happened.who == desk.staff.name && is_of(&happened.event))
}

/// What a step's page shows: what was sent stays in its form whatever stands against the step.
pub(super) fn kept(again: Option<Entered>, usual: Entered, reasons: &[String]) -> Entered {
    match again {
        Some(again) if !again.is_refused() && !reasons.is_empty() => again.against(reasons.to_vec()),
        Some(again) => again,
        None => usual,
    }
}

/// What the page of a conflict is made from.
pub(super) struct Clash<'a> {
    pub(super) place: Place,
    pub(super) head: CaseHead,
    pub(super) words: &'a str,
    pub(super) changes: Vec<LogLine>,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) crumbs: Vec<Link>,
    pub(super) reasons: Vec<String>,
    /// The fields of the form: they know what they and their options are called.
    pub(super) controls: Vec<Control>,
}

/// Somebody else was first: what they did, what I wrote, and the same again on the newest state.
pub(super) fn conflict(desk: &Desk, sent: &Sent, clash: Clash<'_>, chosen: &Chosen) -> Response {
    let is_mine = |name: &str| !matches!(name, "token" | "version" | "preview" | "choose");
    let mut mine: Sent = sent.iter().filter(|(name, _)| is_mine(name)).cloned().collect();
    chosen.travel_in(&mut mine);
    let form = clash
        .reasons
        .is_empty()
        .then(|| Conflict::again(clash.action, desk.token.clone(), &mine, &clash.head.version));
    let facts = mine.iter().filter(|(name, text)| name != ONCE && !text.trim().is_empty());
    let told = |(name, text): &(String, String)| match Control::told(&clash.controls, name, text) {
        Some((label, words)) => Fact::text(label, words),
        None => Fact::text(label_of(name), text.clone()),
    };
    let page = OtherConflict {
        action: clash.words.to_owned(),
        changes: clash.changes,
        mine: Facts::new(facts.map(told).chain(chosen.fact()).collect()),
        form,
        reasons: clash.reasons,
        back: clash.back,
        crumbs: clash.crumbs,
        head: clash.head,
    };
    desk.show(Some(clash.place), StatusCode::CONFLICT, &page)
}

/// What a field is called.
fn label_of(name: &str) -> &str {
    let usual = [
        ("on", "日期"),
        ("received_on", "收到日期"),
        ("procedure", "适用程序"),
        ("words", "内容"),
        ("handler", "承办人"),
        ("kind", "文书"),
        ("papers", "已备齐的文书"),
        ("leader", "负责人是否出庭"),
        ("decision", "处理结果"),
        ("redo", "是否要求重新作出答复"),
        ("days", "天数"),
        ("by", "最后一日"),
        ("for_procedure", "撤销的原因"),
        ("side", "谁提起上诉"),
        ("outcome", "结果"),
        ("same", "新的答复与原答复相比"),
        ("causes", "原因"),
        ("finding", "调查结果"),
        ("rectify_by", "整改期限"),
        ("competent_agency", "有权更正的机关"),
        ("application", "申请"),
    ];
    usual.iter().find(|(known, _)| *known == name).map_or(name, |(_, label)| label)
}
