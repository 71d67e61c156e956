//! Reconsiderations and suits: the list, registering one, one case, its papers.
//!
//! Not here: the steps in a case (`super::challenge_steps`), what may be done (`gongkai_app::challenge`).

use super::challenge_rectify::rectified;
use super::entry::{Desk, Sent, entered, reasons_of, status_of, under_new_word, value};
use super::other::{
    PAGE, Step, actions, asked_open, case_paper, chip, chip_of_days, filter, open_filter, some, years,
};
use super::take::{chosen, day};
use super::{paper as files, words};
use crate::chrome::Place;
use crate::components::{
    Cell, Chip, Choice, Empty, Entered, Fact, Facts, Head, Link, Row, Steps, Table, Value,
};
use crate::day::{Day, Moment};
use crate::pages::desk::application::{CaseHead, CasePaper, LogLine};
use crate::pages::desk::other::challenge::open as open_form;
use crate::pages::desk::other::{ClockLine, OtherList, OtherPage};
use crate::server::forms::Sent as SentForm;
use crate::server::portal::case::download;
use crate::server::respond::Named;
use crate::urls::{Urls, with_query};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use gongkai_app::Refusal;
use gongkai_app::challenge::open::{Opening, open as open_case};
use gongkai_app::paper::file::{called, title as paper_title};
use gongkai_app::paper::volume::export_challenge;
use gongkai_app::query::challenge::{self as query, Asked, ChallengeView, Happened, Listed, is_of_calendar};
use gongkai_app::query::{ChallengeRow, PaperRow};
use gongkai_deadline::due::Standing;
use gongkai_domain::challenge::case::action_of;
use gongkai_domain::challenge::{
    Action, AgencyRole, AppealOutcome, Challenged, ClockKind, Event, Forum, ResultGroup, State,
};
use gongkai_domain::ids::ChallengeId;
use gongkai_domain::staff::{Permission, Reach, reach_on};

/// Letters of the word that makes a double submit one case.
const ONCE_LETTERS: usize = 24;

pub(super) fn crumbs(urls: &Urls) -> Vec<Link> {
    vec![Link::new("复议诉讼", urls.challenges())]
}

pub(super) async fn list(desk: Desk, Query(sent): Query<Sent>) -> Response {
    let asked = Asked {
        forum: some(&sent, "forum"),
        state: some(&sent, "state"),
        year: value(&sent, "year").parse().ok(),
        open: asked_open(&sent),
    };
    let after = value(&sent, "after").parse().ok();
    match query::list(&desk.web.office, &desk.actor, &asked, after, PAGE).await {
        Ok((cases, next)) => {
            desk.show(Some(Place::Challenges), StatusCode::OK, &list_page(&desk, &sent, &cases, next))
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

fn list_page(desk: &Desk, sent: &Sent, cases: &[Listed], next: Option<ChallengeId>) -> OtherList {
    let urls = &desk.web.site.urls;
    let forums = Forum::EVERY.iter().map(|forum| Choice::new(forum.key(), forum.name())).collect();
    let states = State::EVERY.iter().map(|state| Choice::new(state.key(), state.name())).collect();
    let may_open = desk.actor.member().is_ok_and(|member| {
        reach_on(&member.person, Permission::ManageChallenges, desk.web.office.today()).0 > Reach::Nothing
    });
    let more = next.map(|next| {
        let next = next.to_string();
        let names = ["forum", "state", "year", "open"];
        let mut pairs: Vec<(&str, &str)> = names.iter().map(|name| (*name, value(sent, name))).collect();
        pairs.retain(|(_, text)| !text.is_empty());
        pairs.push(("after", &next));
        with_query(urls.challenges(), &pairs)
    });
    OtherList {
        heading: "行政复议、行政诉讼".to_owned(),
        lead:
            "本机关作为被申请人、被告的案件按结果计入年度报告第四部分；作为复议机关、共同被告的不重复计数。"
                .to_owned(),
        new: may_open.then(|| Link::new("登记复议、诉讼", urls.challenge_new())),
        action: urls.challenges(),
        filters: vec![
            open_filter(sent),
            filter(sent, "forum", "案件类型", forums),
            filter(sent, "state", "状态", states),
            filter(sent, "year", "受理年度", years(desk)),
        ],
        table: table(urls, cases, "案件"),
        more,
        empty: Empty {
            words: "没有符合条件的案件".to_owned(),
            reason: "收到受理（立案）通知后登记，答复（答辩）期限自收到副本之日起算。".to_owned(),
            way: None,
        },
    }
}

/// Challenges as a table.
pub(super) fn table(urls: &Urls, cases: &[Listed], caption: &str) -> Table {
    let rows = cases.iter().map(|case| {
        let row = &case.row;
        let forum = row.kind.parse::<Forum>().map_or(row.kind.clone(), |forum| forum.name().to_owned());
        let state = row.state.parse::<State>().map_or(row.state.clone(), |state| state.name().to_owned());
        let state = match case.voided.as_deref() {
            Some(reason) if !reason.is_empty() => format!("{state}：{reason}"),
            _ => state,
        };
        let result = row.result_key.as_deref().and_then(|key| key.parse::<ResultGroup>().ok());
        let number = row.reference.clone().unwrap_or_else(|| "（案号待补）".to_owned());
        let application = case.application.as_ref();
        Row::new(
            Cell::Link(Link::new(number, urls.challenge(&row.id.to_string(), ""))),
            vec![
                Cell::Text(forum),
                application.map_or(Cell::None, |number| {
                    Cell::Link(Link::new(number.clone(), urls.application(number)))
                }),
                Cell::Text(state),
                binding(case.standing, &case.row, case.today).map_or(Cell::None, Cell::Chip),
                row.due_on.map_or(Cell::None, |on| Cell::Day(Day::of(on))),
                result.map_or(Cell::None, |group| Cell::Text(group.name().to_owned())),
                case.handler.clone().map_or(Cell::None, Cell::Text),
            ],
        )
    });
    let heads = ["案号", "类型", "所涉申请", "状态", "期限情况", "期限", "结果", "承办人"];
    Table {
        id: "challenges".to_owned(),
        caption: caption.to_owned(),
        heads: heads.into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

pub(super) async fn new(desk: Desk, Query(sent): Query<Sent>) -> Response {
    let number = value(&sent, "application").to_owned();
    let entered = Entered::new(vec![("applications".to_owned(), number)], Vec::new());
    match new_page(&desk, &sent, StatusCode::OK, &entered).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn new_page(desk: &Desk, sent: &Sent, status: StatusCode, e: &Entered) -> Result<Response, Refusal> {
    let office = &desk.web.office;
    desk.must_reach(Permission::ManageChallenges)?;
    let once = match value(sent, "once") {
        "" => office.code(ONCE_LETTERS),
        once => once.to_owned(),
    };
    let asked = Asked { forum: Some(Forum::Reconsideration.key().to_owned()), ..Asked::default() };
    let (earlier, _) = query::list(office, &desk.actor, &asked, None, PAGE).await?;
    let earlier = earlier.into_iter().filter(|case| case.voided.is_none()).map(|case| {
        let number = case.row.reference.unwrap_or_else(|| Day::of(case.row.received_on).words);
        let about = case.application.unwrap_or_default();
        Choice::new(case.row.id.to_string(), format!("{number}（申请 {about}）"))
    });
    let page = open_form(&desk.web.site.urls, &desk.token, &once, e, earlier.collect());
    Ok(desk.show(Some(Place::Challenges), status, &page))
}

pub(super) async fn open(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    match opened(&desk, &sent).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn opened(desk: &Desk, sent: &Sent) -> Result<Response, Refusal> {
    if let Some(again) = desk.unfit(sent)? {
        return new_page(desk, sent, status_of(&again), &again).await;
    }
    let made = async { open_case(&desk.web.office, &desk.actor, opening(sent)?).await };
    match made.await {
        Ok(moved) => {
            let page = desk.web.site.urls.challenge(&moved.row.id.to_string(), "");
            Ok(Redirect::to(&page).into_response())
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

fn opening(sent: &Sent) -> Result<Opening, Refusal> {
    let mut faults = Vec::new();
    let mut gather = |refusal: Refusal| {
        if let Refusal::Invalid(found) = refusal {
            faults.extend(found);
        }
    };
    let forums: Vec<(&str, Forum)> = Forum::EVERY.iter().map(|forum| (forum.key(), *forum)).collect();
    let roles: Vec<(&str, AgencyRole)> = AgencyRole::EVERY.iter().map(|role| (role.key(), *role)).collect();
    let forum = chosen(sent, "forum", &forums).map_err(&mut gather).ok();
    let role = chosen(sent, "role", &roles).map_err(&mut gather).ok();
    let is_silence =
        chosen(sent, "challenged", &[("reply", false), ("silence", true)]).map_err(&mut gather).ok();
    let on = day(sent, "on").map_err(&mut gather).ok();
    let (Some(forum), Some(role), Some(is_silence), Some(on)) = (forum, role, is_silence, on) else {
        return Err(Refusal::Invalid(faults));
    };
    Ok(Opening {
        forum,
        role,
        is_silence,
        applications: value(sent, "applications").split(['\n', '、', '，', ',']).map(str::to_owned).collect(),
        after: value(sent, "after").parse().ok(),
        on,
        case_number: value(sent, "case_number").trim().to_owned(),
        again: value(sent, "again").parse().ok(),
        once: Some(value(sent, "once").to_owned()).filter(|word| !word.is_empty()),
    })
}

pub(super) async fn page(desk: Desk, Named(id): Named<String>, Query(sent): Query<Sent>) -> Response {
    match seen(&desk, &id).await {
        Ok(view) => {
            let done =
                super::challenge_steps::words(value(&sent, "done")).map(|words| format!("已办理：{words}。"));
            desk.show(Some(Place::Challenges), StatusCode::OK, &of(&desk, &view, done))
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The case of an address.
///
/// # Errors
/// [`Refusal::NotFound`].
pub(super) async fn seen(desk: &Desk, id: &str) -> Result<ChallengeView, Refusal> {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    query::view(&desk.web.office, &desk.actor, id).await
}

pub(super) async fn paper(desk: Desk, Named((id, file)): Named<(String, String)>) -> Response {
    let made = async {
        let (paper, format) = file.rsplit_once('.').ok_or(Refusal::NotFound)?;
        let view = seen(&desk, &id).await?;
        let row = query::open_paper(&desk.web.office, &desk.actor, &view, paper).await?;
        let number = view.row.reference.as_deref().unwrap_or(view.case.forum.name());
        let name = called(number, &paper_title(&view.settings, row), format);
        files::printed(&desk, row, format, name).await
    };
    match made.await {
        Ok(file) => files::sent(file),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// A paper of the organ, the court or another party.
pub(super) async fn file(desk: Desk, Named((id, file)): Named<(String, String)>) -> Response {
    let made = async {
        let view = seen(&desk, &id).await?;
        query::file(&desk.web.office, &desk.actor, &view, &file).await
    };
    match made.await {
        Ok((bytes, media_type, name)) => download(bytes, &media_type, &name),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// All papers of the case in one file.
pub(super) async fn volume(desk: Desk, Named(id): Named<String>) -> Response {
    let made = async {
        let view = seen(&desk, &id).await?;
        export_challenge(&desk.web.office, &desk.actor, &view).await
    };
    match made.await {
        Ok((bytes, name)) => download(bytes, "application/zip", &name),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// A paper that the agency wrote; who may not open it sees what it is.
fn own_paper(view: &ChallengeView, paper: &PaperRow, href: impl Fn(&str) -> String) -> CasePaper {
    let paper = case_paper(paper, &view.settings, view.today, href);
    if view.may_open_papers { paper } else { CasePaper { files: Vec::new(), ..paper } }
}

/// The papers of the organ, the court and other parties; who may not open them sees what they are.
fn court_papers(urls: &Urls, view: &ChallengeView) -> Option<Table> {
    let id = view.row.id.to_string();
    let rows = view.files.iter().map(|(kept, row, name)| {
        let first = if view.may_open_files {
            Cell::Link(Link::new(name, urls.challenge(&id, &format!("files/{}", row.id))))
        } else {
            Cell::Text("（您没有查看复议诉讼文书的权限）".to_owned())
        };
        Row::new(first, vec![Cell::Text(kept.kind.name().to_owned()), Cell::Day(Day::of(kept.on))])
    });
    (!view.files.is_empty()).then(|| Table {
        id: "files".to_owned(),
        caption: "复议机关、法院送达的文书（打开会留痕）".to_owned(),
        heads: ["文件", "文书", "收到日期"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    })
}

/// The case number, or the kind of case while none is known.
fn title(view: &ChallengeView) -> String {
    view.case.case_number.clone().unwrap_or_else(|| format!("{}（案号待补）", view.case.forum.name()))
}

/// What the next day that binds the agency is for.
fn due_words(view: &ChallengeView) -> String {
    let words = match view.case.state {
        State::AwaitingAnswer => ClockKind::Answer.name(),
        State::Answered if view.case.forum.is_suit() => "法院简易程序审结期限",
        State::Answered => "复议机关作出决定的期限",
        State::Decided => "上诉期届满",
        _ => "重新作出答复",
    };
    match binding(view.standing, &view.row, view.today) {
        Some(chip) => format!("{words}，{}", chip.words()),
        None => words.to_owned(),
    }
}

/// The day that binds the agency as a chip, in the days in which its period is counted.
fn binding(standing: Option<Standing>, row: &ChallengeRow, today: NaiveDate) -> Option<Chip> {
    let standing = standing?;
    Some(match row.due_on.filter(|_| is_of_calendar(row)) {
        Some(on) => chip_of_days(standing, on, today),
        None => chip(standing),
    })
}

fn state_chip(view: &ChallengeView) -> Chip {
    match binding(view.standing, &view.row, view.today) {
        Some(chip) => chip,
        None => Chip::Plain(view.case.state.name().to_owned()),
    }
}

/// The head of a case, beside each step.
pub(super) fn head(view: &ChallengeView) -> CaseHead {
    CaseHead {
        number: view.case.state.name().to_owned(),
        subject: title(view),
        applicant: view.case.forum.name().to_owned(),
        chip: state_chip(view),
        due: view.row.due_on.map(Day::of),
        due_words: if view.row.due_on.is_some() {
            due_words(view)
        } else {
            "目前没有本机关的期限".to_owned()
        },
        version: view.row.sequence.to_string(),
    }
}

/// What a case waits for, by its state.
fn next_steps(view: &ChallengeView) -> &'static [Action] {
    match view.case.state {
        State::Opened => &[Action::ReceiveCopy],
        State::AwaitingAnswer => &[Action::WritePaper, Action::FileAnswer],
        State::Answered => &[Action::RecordDecision],
        State::Stayed => &[Action::Resume],
        State::Decided => &[Action::RecordAppeal, Action::RecordFinality],
        State::OnAppeal => &[Action::RecordAppealDecision],
        State::Final if view.case.must_redo() && view.case.redone_on.is_none() => &[Action::RecordRedo],
        State::Final => &[Action::NoteLesson, Action::Archive],
        State::Archived | State::Voided => &[],
    }
}

fn of(desk: &Desk, view: &ChallengeView, done: Option<String>) -> OtherPage {
    let urls = &desk.web.site.urls;
    let id = view.row.id.to_string();
    let href = |page: &str| urls.challenge(&id, page);
    let next = next_steps(view);
    let mut steps: Vec<Step<'_>> = Vec::new();
    for concerned in &view.applications {
        if view.redo.is_some() && view.case.redone_on.is_none() {
            steps.push(Step {
                page: "reopen",
                words: "重新办理申请",
                reasons: concerned.against_reopening.clone(),
                is_next: true,
            });
            break;
        }
    }
    steps.extend(view.steps.iter().filter_map(|(action, reasons)| {
        let page = super::challenge_steps::page_of(*action)?;
        Some(Step { page, words: action.name(), reasons: reasons.clone(), is_next: next.contains(action) })
    }));
    OtherPage {
        title: title(view),
        meta: vec![
            view.case.forum.name().to_owned(),
            view.case.role.name().to_owned(),
            view.case.state.name().to_owned(),
            match view.case.handler {
                Some(person) => format!("承办人 {}", view.name(person)),
                None => "未指定承办人".to_owned(),
            },
        ],
        chip: state_chip(view),
        token: desk.token.clone(),
        reveal: None,
        reissue: None,
        revealed: None,
        due: view.row.due_on.map(|on| (Day::of(on), due_words(view))),
        is_overdue: matches!(view.standing, Some(Standing::Overdue { .. })),
        facts: facts(desk, view),
        clocks: clocks(view),
        has_papers: true,
        papers: view.papers.iter().map(|paper| own_paper(view, paper, href)).collect(),
        files: court_papers(urls, view),
        volume: view.may_open_files.then(|| Link::new("导出本案卷宗", href("volume.zip"))),
        log: view.log.iter().rev().map(|line| log_line(view, line)).collect(),
        actions: actions(steps, href),
        done,
        crumbs: crumbs(urls),
    }
}

fn facts(desk: &Desk, view: &ChallengeView) -> Facts {
    let urls = &desk.web.site.urls;
    let case = &view.case;
    let links: Vec<Link> = view
        .applications
        .iter()
        .map(|one| {
            let number = words::number(&one.row);
            Link::new(number, urls.application(number))
        })
        .collect();
    let mut rows = vec![
        if links.is_empty() {
            Fact::new("所涉申请", Value::Missing("没有关联本机关的申请".to_owned()))
        } else {
            Fact::new("所涉申请", Value::Links(links))
        },
        Fact::text(
            "针对",
            match case.challenged {
                Challenged::Reply { .. } => "本机关的答复",
                Challenged::Silence => "逾期不予答复",
            },
        ),
        Fact::new("受理（立案）", Value::Day(Day::of(case.opened_on))),
    ];
    if let Some((on, reason)) = case.voided {
        let fact = Fact::new("作废", Value::Day(Day::of(on)));
        rows.push(fact.note(format!("{}；不计入年度报告", view.text(reason))));
    }
    if let Some(ground) = case.again {
        rows.push(Fact::text("同一答复另有案件的理由", ground.name()));
    }
    if let Some(before) = case.after {
        let link = Link::new("查看此前的行政复议", urls.challenge(&before.to_string(), ""));
        rows.push(Fact::new("此前的行政复议", Value::Link(link)));
    }
    if let Some(on) = case.copy_received_on {
        rows.push(Fact::new("收到副本", Value::Day(Day::of(on))).note(case.procedure.name()));
    }
    if let Some(on) = case.answered_on {
        rows.push(Fact::new("提交答复（答辩）", Value::Day(Day::of(on))));
    }
    if let Some(holding) = case.holding {
        let group = view.settings.result_group(holding.decision);
        let fact = Fact::text("处理结果", holding.decision.name());
        rows.push(fact.note(format!("作出 {}，计入“{}”", Day::of(holding.on).words, group.name())));
        rows.push(Fact::new("收到决定（裁判）", Value::Day(Day::of(holding.received_on))));
    } else if case.role == AgencyRole::Respondent && case.voided.is_none() {
        rows.push(Fact::text("年度报告", "尚未审结"));
    }
    if let Some(on) = case.final_on {
        rows.push(Fact::new("生效", Value::Day(Day::of(on))));
    }
    if let Some(on) = case.redone_on {
        rows.push(Fact::new("重新作出答复", Value::Day(Day::of(on))));
    }
    if !case.lessons.is_empty() {
        let causes: Vec<&str> = case.lessons.iter().map(|cause| cause.name()).collect();
        rows.push(Fact::text("复盘", causes.join("、")));
    }
    Facts::new(rows)
}

fn clocks(view: &ChallengeView) -> Vec<ClockLine> {
    let mut lines: Vec<ClockLine> = view
        .clocks
        .iter()
        .map(|running| {
            let due = &running.clock.due;
            let chip = match (running.clock.met_on, running.standing) {
                (Some(on), _) if on > due.on => Chip::Bad(format!("{}办结，已超期", Day::of(on).words)),
                (Some(on), _) => Chip::Good(format!("{}办结", Day::of(on).words)),
                (None, Some(standing)) if due.is_of_calendar() => chip_of_days(standing, due.on, view.today),
                (None, Some(standing)) => chip(standing),
                (None, None) => Chip::Plain("不再计算".to_owned()),
            };
            let provisional =
                if due.provisional { "；暂定，有的年份放假安排尚未公布" } else { "" };
            ClockLine {
                name: running.clock.kind.name().to_owned(),
                on: Day::of(due.on),
                chip,
                note: format!("{}，{}{provisional}", due.article, due.length),
                steps: Steps::of(due),
            }
        })
        .collect();
    if let Some(redo) = view.redo {
        let chip = match (view.case.redone_on, view.standing) {
            (Some(on), _) => Chip::Good(format!("{}作出", Day::of(on).words)),
            (None, Some(standing)) => chip(standing),
            (None, None) => Chip::Plain("待重新答复".to_owned()),
        };
        let differ = if redo.must_differ {
            "不得以同一事实和理由作出与原答复相同或者基本相同的答复（《行政复议法》第六十四条第二款、《行政诉讼法》第七十一条）"
        } else {
            "仅因程序违法被撤销的，可以作出相同的答复"
        };
        lines.push(ClockLine {
            name: "重新作出答复".to_owned(),
            on: Day::of(redo.on),
            chip,
            note: differ.to_owned(),
            steps: Steps::default(),
        });
    }
    lines
}

/// One line of the log.
pub(super) fn log_line(view: &ChallengeView, happened: &Happened<Event>) -> LogLine {
    let label = action_of(&happened.event).map_or("登记案件", |action| action.name());
    let on = Day::of(happened.event.on()).words;
    let rest = detail(view, &happened.event).map(|detail| format!("：{detail}")).unwrap_or_default();
    LogLine {
        at: Moment::of(happened.at),
        who: happened.who.clone(),
        words: format!("{label}（{on}）{rest}"),
        said: Vec::new(),
    }
}

/// What a line of the log says beside the name of the step.
pub(super) fn detail(view: &ChallengeView, event: &Event) -> Option<String> {
    let told = |words: &str, text: Option<gongkai_domain::ids::ContentRef>| match text
        .map(|text| view.text(text))
        .filter(|text| !text.is_empty())
    {
        Some(text) => format!("{words}；{text}"),
        None => words.to_owned(),
    };
    Some(match event {
        Event::Opened { forum, .. } => forum.name().to_owned(),
        Event::CopyReceived { procedure, papers, .. } => told(procedure.name(), *papers),
        Event::Assigned { handler, .. } => view.name(*handler).to_owned(),
        Event::PaperWritten { kind, .. } => kind.title().to_owned(),
        Event::CourtPaperReceived { kind, .. } => kind.name().to_owned(),
        Event::AnswerFiled { papers, .. } => {
            papers.iter().map(|kind| kind.title()).collect::<Vec<_>>().join("、")
        }
        Event::Heard { leader_appeared, .. } => {
            if *leader_appeared { "负责人出庭" } else { "负责人未出庭" }.to_owned()
        }
        Event::Decided { decision, text, .. } => told(decision.name(), *text),
        Event::Appealed { by_agency, .. } => if *by_agency { "本机关" } else { "对方当事人" }.to_owned(),
        Event::AppealDecided { outcome, text, .. } => {
            let words = match outcome {
                AppealOutcome::Upheld => "驳回上诉，维持原判",
                AppealOutcome::Changed { decision, .. } => decision.name(),
                AppealOutcome::Remanded => "发回重审",
                AppealOutcome::Withdrawn => "准许撤回上诉",
            };
            told(words, *text)
        }
        Event::LessonNoted { causes, text, .. } => {
            let causes: Vec<&str> = causes.iter().map(|cause| cause.name()).collect();
            told(&causes.join("、"), Some(*text))
        }
        Event::Rectified { step, instead, reason, .. } => {
            told(&rectified(view, *step, instead.as_deref()), Some(*reason))
        }
        Event::Voided { reason, .. } => told("不计入年度报告", Some(*reason)),
        _ => return None,
    })
}
