//! A case in words for its applicant: how it stands, whose turn it is, what happened, what was decided, what can be done.
//!
//! Not here: the count of days (`gongkai-deadline`), the case (`gongkai_app::query`). What happens inside the office, such as
//! drafts and reviews, is not told step by step.

use super::words;
use crate::components::{Chip, ClockView, Link, Remedy, Steps};
use crate::day::Day;
use crate::pages::portal::track::{Happened, Outcome, Tracked, TrackedPaper, Turn};
use crate::server::Web;
use chrono::NaiveDate;
use gongkai_app::query::track::TrackedCase;
use gongkai_deadline::due::Standing;
use gongkai_deadline::{Calendar, DueOptions, due_for, statute};
use gongkai_domain::agency::settings::RemedyChoice;
use gongkai_domain::application::channel::RECEIPT_ARTICLE;
use gongkai_domain::application::fold::Round;
use gongkai_domain::application::{
    ActionKind, Chip as Kind, ClockKind, Event, Recorded, ServiceMethod, State, Timeliness,
};
use gongkai_domain::ids::PaperId;
use gongkai_domain::notice::{PaperKind, RemedyBody, RemedyMode, Reply};
use gongkai_domain::report::Row;

/// Most characters of a subject in a heading.
const SUBJECT_LETTERS: usize = 120;

/// What is asked for, all matters in one text.
pub fn subject(case: &TrackedCase) -> String {
    match &case.requests[..] {
        [(_, only)] => only.clone(),
        requests => {
            let lines: Vec<String> =
                requests.iter().map(|(number, text)| format!("{number}. {text}")).collect();
            lines.join("\n")
        }
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SUBJECT_LETTERS {
        return text.to_owned();
    }
    let start: String = text.chars().take(SUBJECT_LETTERS).collect();
    format!("{start}…")
}

/// The page of a case.
pub fn tracked(web: &Web, case: &TrackedCase, complain: Option<String>, done: Option<String>) -> Tracked {
    let calendar = web.office.calendar();
    let state = case.application.state();
    let has_ended = state.is_closed() || case.clock.ended_on.is_some();
    let due = case.clock.due.as_ref().filter(|_| case.clock.kind != ClockKind::Shadow && !has_ended);
    let is_drawn = case.clock.kind != ClockKind::Shadow;
    let clock = is_drawn.then(|| drawn(case, &calendar)).flatten();
    let stretches = if clock.is_some() { Vec::new() } else { stretches(case) };
    let (turn, turn_words) = turn(case, &calendar);
    let reference = &case.row.reference;
    let urls = &web.site.urls;
    let mut actions = Vec::new();
    if case.possible.contains(&ActionKind::ReceiveCorrection) {
        actions.push(Link::new("补正申请内容", urls.tracked(reference, "correct")));
    }
    if case.possible.contains(&ActionKind::ReceiveReasons) {
        actions.push(Link::new("说明申请的理由", urls.tracked(reference, "reasons")));
    }
    if case.possible.contains(&ActionKind::Withdraw) {
        actions.push(Link::new("撤回申请", urls.tracked(reference, "withdraw")));
    }
    actions.extend(complain.map(|complain| Link::new("投诉、举报", complain)));
    Tracked {
        number: case.row.registration.clone().unwrap_or_else(|| reference.clone()),
        subject: shortened(&subject(case)),
        chip: chip(case, &calendar),
        turn,
        turn_words,
        due: due.map(|due| Day::of(due.on)),
        left: match due {
            Some(due) => Some(left(due.standing(case.today, case.settings.handling.near, &calendar))),
            None => dates(case, &calendar),
        },
        clock,
        stretches,
        steps: case.clock.due.as_ref().map(Steps::of).unwrap_or_default(),
        happened: told(case),
        outcomes: outcomes(case),
        papers: papers(web, case),
        remedy: remedy(case, &calendar).or_else(|| against_silence(case, &calendar)),
        actions,
        office: words::office(&case.settings.contact),
        done,
    }
}

/// What happened, in order. To which division it went, and how often, is the office's own matter.
fn told(case: &TrackedCase) -> Vec<Happened> {
    let mut is_handed_over = false;
    let mut is_first = |recorded: &&Recorded| {
        !matches!(recorded.event, Event::Assigned { .. }) || !std::mem::replace(&mut is_handed_over, true)
    };
    let is_told =
        |recorded: &&Recorded| notice_of(&recorded.event).is_none_or(|paper| !case.untold.contains(&paper));
    case.events.iter().filter(|recorded| is_first(recorded)).filter(is_told).filter_map(happened).collect()
}

/// The notice by which the applicant is told of an event.
fn notice_of(event: &Event) -> Option<PaperId> {
    match event {
        Event::CorrectionAsked { paper, .. }
        | Event::ExtensionTold { paper, .. }
        | Event::ReasonsRequested { paper, .. }
        | Event::DelayFixed { paper, .. }
        | Event::FeeNoticed { paper, .. } => Some(paper.paper),
        _ => None,
    }
}

fn drawn(case: &TrackedCase, calendar: &Calendar) -> Option<ClockView> {
    ClockView::of(&case.clock, calendar, case.today, "clock")
}

/// Whether it ended in time, with both days; none while the clock runs.
fn dates(case: &TrackedCase, calendar: &Calendar) -> Option<String> {
    let handling = &case.settings.handling;
    let summary = case.application.summary_of(&case.clock);
    summary.chip(case.today, handling.near, handling.confirmation_red_after, calendar).dates()
}

fn stretches(case: &TrackedCase) -> Vec<Happened> {
    let line = |segment: &gongkai_domain::application::Segment| Happened {
        on: Day::of(segment.from),
        words: format!("至{}：{}", Day::of(segment.to).short_words(), segment.caption),
        effect: Some(segment.article.to_owned()),
    };
    case.segments.iter().map(line).collect()
}

fn left(standing: Standing) -> String {
    match standing {
        Standing::Ample { left } | Standing::Soon { left } => format!("还剩 {} 个工作日", left.0),
        Standing::DueToday => "今天届满".to_owned(),
        Standing::Overdue { by } => format!("已超过 {} 个工作日", by.0),
    }
}

fn chip(case: &TrackedCase, calendar: &Calendar) -> Chip {
    let handling = &case.settings.handling;
    let summary = case.application.summary_of(&case.clock);
    match summary.chip(case.today, handling.near, handling.confirmation_red_after, calendar) {
        Kind::Unconfirmed { .. } => Chip::Unconfirmed,
        Kind::Running { standing, .. } | Kind::Unserved { standing, .. } => match standing {
            Standing::Ample { left } => Chip::Left(left.0),
            Standing::Soon { left } => Chip::DueSoon(left.0),
            Standing::DueToday => Chip::DueToday,
            Standing::Overdue { by } => Chip::Overdue(by.0),
        },
        Kind::Undated { state } => Chip::Plain(state.label().to_owned()),
        Kind::Consulting => Chip::Consulting,
        Kind::AwaitingCorrection { is_lapsed: false, .. } => Chip::AwaitingCorrection,
        Kind::AwaitingPayment { is_lapsed: false, .. } => Chip::AwaitingPayment,
        lapsed @ (Kind::AwaitingCorrection { .. } | Kind::AwaitingPayment { .. }) => {
            Chip::Doubt(lapsed.words())
        }
        Kind::Ended { state: State::Served | State::Archived, .. }
            if case.application.withdrawal.is_none() =>
        {
            match summary.timeliness(case.today, calendar) {
                Timeliness::Late { .. } => Chip::Late,
                Timeliness::InTime => Chip::OnTime,
                _ => Chip::Plain("已经答复".to_owned()),
            }
        }
        Kind::Ended { state, .. } => Chip::Plain(state.label().to_owned()),
    }
}

/// Until when reasons are awaited, while they are (《条例》第三十五条).
pub fn reasons_until(case: &TrackedCase) -> Option<NaiveDate> {
    let asked = case.application.reasons.as_ref()?;
    let is_awaited = asked.given_on.is_none() && asked.judged.is_none() && case.today <= asked.answer_by;
    is_awaited.then_some(asked.answer_by)
}

fn turn(case: &TrackedCase, calendar: &Calendar) -> (Turn, String) {
    let state = case.application.state();
    let until = case.clock.applicant_due_on;
    let is_lapsed = until.is_some_and(|until| case.today > until);
    let applicants = |what: &str, consequence: &str| match until {
        Some(day) if is_lapsed => {
            format!("{what}的期限已于{}届满。{consequence}您可以重新提出申请。", Day::of(day).words)
        }
        Some(day) => format!("请在{}前{what}。逾期没有正当理由的，{consequence}", Day::of(day).words),
        None => format!("请{what}，期限以告知书写明的为准。逾期没有正当理由的，{consequence}"),
    };
    let application = &case.application;
    let request = match state {
        State::AwaitingCorrection => application.correction.as_ref().map(|round| round.paper.paper),
        State::AwaitingPayment => application.fee.as_ref().map(|round| round.paper.paper),
        _ => None,
    };
    if request.is_some_and(|paper| case.untold.contains(&paper)) {
        return (Turn::Office, "正在制发告知书，送达后可以在“文书和信息”中查看并按要求办理。".to_owned());
    }
    match state {
        State::AwaitingConfirmation => (Turn::Office, unconfirmed(case)),
        State::AwaitingCorrection => {
            (Turn::You, applicants("一次性补正申请内容", "视为放弃申请，本机关不再处理。"))
        }
        State::AwaitingPayment => (Turn::You, applicants("缴纳信息处理费", "视为放弃申请，本机关不再处理。")),
        State::Consulting => (
            Turn::Others,
            "正在征求第三方或者其他机关的意见，所需时间不计入答复期限。您不需要做什么。".to_owned(),
        ),
        State::Withdrawn if case.application.received_on.is_none() => (
            Turn::Nobody,
            "您在双方确认收到之前撤回了申请，这件申请不再登记和答复。以后仍可以重新申请。".to_owned(),
        ),
        State::Withdrawn => (Turn::Nobody, "您已撤回申请，本机关终止办理。以后仍可以重新申请。".to_owned()),
        State::SplitUp => {
            let parts = case.parts.join("、");
            (Turn::Nobody, format!("申请已经拆分为数件分别办理：{parts}。凭原查询码可以查询各件。"))
        }
        State::Served | State::Archived => (Turn::Nobody, ended(case)),
        State::Closed => (Turn::Nobody, closed(case)),
        _ if let Some(until) = reasons_until(case) => (
            Turn::You,
            format!(
                "请在{}前说明申请的理由，可以在本页提交，也可以书面提交或者当面说明（《政府信息公开条例》第三十五条）。理由不合理的，本机关不予处理。",
                Day::of(until).words
            ),
        ),
        _ => {
            let overdue = case
                .clock
                .due
                .as_ref()
                .filter(|due| case.clock.kind != ClockKind::Shadow && case.today > due.on)
                // what was posted in time and came back is not late
                .filter(|_| case.application.ended_on().is_none());
            let words = match overdue {
                Some(due) => format!(
                    "答复期限已过 {} 个工作日，本机关应当尽快答复。您可以投诉、举报，也可以依法申请行政复议或者提起行政诉讼。",
                    calendar.working_days_between(due.on, case.today).0
                ),
                None if state == State::Undelivered => {
                    "邮寄的答复书被退回，本机关将再次送达。请核对您留下的地址；地址有变化的，请电话告知承办机构。"
                        .to_owned()
                }
                None if state == State::Reopened => {
                    "原答复已被撤销，本机关正在重新办理。您不需要做什么。".to_owned()
                }
                None => "本机关正在办理，您不需要做什么。".to_owned(),
            };
            (Turn::Office, words)
        }
    }
}

/// Before both sides have confirmed: no period runs, and the office plans as if it did.
fn unconfirmed(case: &TrackedCase) -> String {
    let planned = case.clock.due.as_ref().map_or_else(String::new, |due| {
        format!(
            "提交当天即确认收到的，答复期限到{}届满；本机关按这一天安排办理，不因尚未确认而拖延。",
            Day::of(due.on).words
        )
    });
    format!(
        "等待工作人员按您留下的联系方式与您确认收到，您不需要再做什么。{}（{RECEIPT_ARTICLE}），答复期限自次日起计算。{planned}",
        case.application.arrival.channel.receipt_rule()
    )
}

/// The day on which the reply reached the applicant: remedies run from it, and not from the day of posting.
fn received_on(case: &TrackedCase) -> Option<NaiveDate> {
    let services = case.application.round().services.iter().filter(|record| record.returned.is_none());
    let mut known = services.filter_map(|record| {
        let is_at_once = record.service.method == ServiceMethod::Online;
        record.signed_on.or(record.service.signed_on).or(record.service.sent_on.filter(|_| is_at_once))
    });
    known.next()
}

/// What became of it once the reply has gone, or the file is closed.
fn ended(case: &TrackedCase) -> String {
    let application = &case.application;
    if application.withdrawal.is_some() {
        return "您已撤回申请，本机关已经终止办理。以后仍可以重新申请。".to_owned();
    }
    let Some(served_on) = application.round().served_on() else { return closed(case) };
    let method = application.round().services.last().map(|record| record.service.method);
    let day = |on: NaiveDate| Day::of(on).words;
    let mut words = match (method, received_on(case)) {
        (Some(ServiceMethod::Post), None) => format!("答复书已于{}邮寄，请注意查收。", day(served_on)),
        (Some(ServiceMethod::Post), Some(on)) => {
            format!("答复书已于{}邮寄，{}签收。", day(served_on), day(on))
        }
        (Some(ServiceMethod::Online), Some(on)) if on != served_on => {
            format!("答复已于{}在网上送达，{}查收。", day(served_on), day(on))
        }
        (Some(ServiceMethod::Online), _) => format!("答复已于{}在网上送达。", day(served_on)),
        _ => format!("答复已于{}送达。", day(served_on)),
    };
    if !case.joined.is_empty() {
        words += "同一份答复书也答复了您的申请 ";
        words += &case.joined.join("、");
        words.push('。');
    }
    if !case.papers.is_empty() {
        words.push_str("答复书和提供的信息可以在“文书和信息”中下载。");
    }
    words
}

/// Why it was closed without a reply.
fn closed(case: &TrackedCase) -> String {
    let why = match case.application.closing.as_ref().map(|closing| closing.ground) {
        Some(Reply::CorrectionOverdue) => "逾期没有补正，视为放弃申请，本机关不再处理。",
        Some(Reply::FeeOverdue) => "逾期没有缴纳信息处理费，视为放弃申请，本机关不再处理。",
        _ => "这件申请已经办结。",
    };
    format!("{why}需要有关信息的，可以重新提出申请。")
}

/// What happened, as far as it concerns the applicant.
fn happened(recorded: &Recorded) -> Option<Happened> {
    let restart = |article: &str| Some(format!("收到之日起重新计算答复期限（{article}）"));
    let (words, effect): (String, Option<String>) = match &recorded.event {
        Event::Arrived { channel, joint_applicants, .. } if !joint_applicants.is_empty() => {
            let count = joint_applicants.len() + 1;
            let effect = "作为一件申请办理，答复分别送达各申请人".to_owned();
            (format!("{count}名申请人共同提交申请（{}）", channel.label()), Some(effect))
        }
        Event::Arrived { channel, .. } => (format!("提交申请（{}）", channel.label()), None),
        Event::Joined { .. } => ("与您的其他申请一并答复".to_owned(), None),
        Event::Separated { .. } => ("与您的其他申请分别答复".to_owned(), None),
        Event::Confirmed { .. } => {
            ("双方确认收到申请".to_owned(), Some(format!("次日起计算答复期限（{RECEIPT_ARTICLE}）")))
        }
        Event::Registered { number, .. } => (format!("登记，登记编号 {number}"), None),
        Event::Assigned { .. } => ("交承办机构办理".to_owned(), None),
        Event::CorrectionAsked { .. } => (
            "告知您补正".to_owned(),
            Some(format!("收到补正之日起重新计算答复期限（{}）", statute::CORRECTION.article)),
        ),
        Event::Corrected { .. } => ("收到您的补正".to_owned(), restart(statute::CORRECTION.article)),
        Event::ConsultationSent { .. } => (
            "征求第三方或者其他机关意见".to_owned(),
            Some("所需时间不计入答复期限（《政府信息公开条例》第三十三条第三款）".to_owned()),
        ),
        Event::OpinionReceived { .. } => ("收到意见".to_owned(), Some("继续计算答复期限".to_owned())),
        Event::ConsultationReturned { .. } => {
            ("征求意见书退回，没有送达".to_owned(), Some("继续计算答复期限".to_owned()))
        }
        Event::ExtensionTold { .. } => {
            ("告知您延长答复期限".to_owned(), Some(statute::EXTENSION.article.to_owned()))
        }
        Event::ReasonsRequested { .. } => {
            ("请您说明理由".to_owned(), Some("《政府信息公开条例》第三十五条".to_owned()))
        }
        Event::ReasonsGiven { .. } => ("收到您说明的理由".to_owned(), None),
        Event::DelayFixed { until, .. } => (
            format!("告知您延迟至{}答复", Day::of(*until).words),
            Some("《政府信息公开条例》第三十五条".to_owned()),
        ),
        Event::FeeNoticed { .. } => (
            "发出信息处理费收费通知".to_owned(),
            Some(format!("缴费次日起重新计算答复期限（{}）", statute::PAYMENT.article)),
        ),
        Event::Paid { .. } => ("收到缴费".to_owned(), Some("次日起重新计算答复期限".to_owned())),
        Event::Withdrawn { .. } => ("您撤回申请".to_owned(), Some("终止办理".to_owned())),
        Event::Served { service, .. } => (format!("送达答复（{}）", service.method.label()), None),
        Event::ServiceReturned { reason, .. } => (format!("送达被退回（{}）", reason.label()), None),
        Event::ReopenedByDecision { .. } => ("原答复被撤销，重新办理".to_owned(), None),
        Event::ClosedInternally { .. } => ("结案".to_owned(), None),
        Event::Split { .. } => {
            ("拆分为数件分别办理".to_owned(), Some("各件的收到申请之日不变，答复期限分别计算".to_owned()))
        }
        Event::TakenOver { number, .. } => {
            let number = number.as_ref().map(|number| format!("，登记编号改为 {number}")).unwrap_or_default();
            (format!("机关职责调整，申请转由承继机关办理{number}"), Some("答复期限不因此改变".to_owned()))
        }
        Event::CodeReissued { .. } => ("更换查询码，旧查询码失效".to_owned(), None),
        _ => return None,
    };
    let on = recorded.event.on().unwrap_or(recorded.at.date());
    Some(Happened { on: Day::of(on), words, effect })
}

fn is_served(case: &TrackedCase) -> bool {
    case.application.round().served_on().is_some()
}

fn outcomes(case: &TrackedCase) -> Vec<Outcome> {
    let Some(outcome) = case.application.outcome().filter(|_| is_served(case)) else { return Vec::new() };
    // the answer that stands: after a reply was quashed the one that was served last, whichever of them the report counts
    let last = case.application.rounds.iter().rev().find(|round| round.served_on().is_some());
    let stands = last.and_then(Round::issued_draft).map_or(outcome.matters, |draft| draft.outcomes.clone());
    let title = |number: u32| {
        let text =
            case.requests.iter().find(|(known, _)| *known == number).map_or("", |(_, text)| text.as_str());
        format!("第 {number} 项　{}", shortened(text))
    };
    let words = |reply: Reply| match case.settings.row(reply) {
        // the row says nothing of what was decided
        Row::OtherMisc => case.settings.title(PaperKind::from(reply)).to_owned(),
        row => outcome_words(row),
    };
    stands.iter().map(|matter| Outcome { matter: title(matter.matter), words: words(matter.reply) }).collect()
}

/// What was decided, in the words of the annual report's row, with the heading under which it stands there.
fn outcome_words(row: Row) -> String {
    let heading = match row.key().split('_').next() {
        Some("denied") => "不予公开：",
        Some("unavailable") => "无法提供：",
        Some("unprocessed") => "不予处理：",
        _ => "",
    };
    format!("{heading}{}", bare(row.label()))
}

/// The label of a row without the number that it has in the annual report.
fn bare(label: &str) -> &str {
    let label =
        label.split_once('）').filter(|(number, _)| number.starts_with('（')).map_or(label, |(_, rest)| rest);
    label.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == ' ')
}

fn title_of<'a>(case: &'a TrackedCase, kind: &str) -> &'a str {
    let replies = Reply::EVERY.iter().copied().map(PaperKind::from);
    let mut kinds =
        replies.chain(gongkai_domain::notice::Procedural::EVERY.iter().copied().map(PaperKind::from));
    kinds.find(|known| known.key() == kind).map_or("文书", |kind| case.settings.printed_title(kind))
}

/// Under which name a paper is kept: its title and number.
pub fn paper_title(case: &TrackedCase, id: PaperId) -> String {
    let Some(paper) = case.papers.iter().find(|paper| paper.id == id) else { return "文书".to_owned() };
    let number = paper.number_text.as_deref().unwrap_or_default();
    format!("{}{number}", title_of(case, &paper.kind))
}

fn papers(web: &Web, case: &TrackedCase) -> Vec<TrackedPaper> {
    let urls = &web.site.urls;
    let reference = &case.row.reference;
    let paper = |row: &gongkai_app::query::track::Paper| TrackedPaper {
        title: title_of(case, &row.kind).to_owned(),
        number: row.number_text.clone(),
        on: Day::of(row.issued_on.unwrap_or(case.today)),
        files: vec![Link::new("PDF", urls.tracked(reference, &format!("papers/{}.pdf", row.id)))],
    };
    let mut papers: Vec<TrackedPaper> = case.papers.iter().map(paper).collect();
    let served_on = case.application.round().served_on().unwrap_or(case.today);
    papers.extend(case.information.iter().map(|given| TrackedPaper {
        title: format!("提供的信息：{}", given.name),
        number: None,
        on: Day::of(served_on),
        files: vec![Link::new(
            format!("下载（{}，{}）", given.kind.to_uppercase(), crate::size::words(given.size)),
            urls.tracked(reference, &format!("information/{}", given.row.id)),
        )],
    }));
    papers
}

/// The remedies against silence, once the period is over and no reply was made.
fn against_silence(case: &TrackedCase, calendar: &Calendar) -> Option<Remedy> {
    let is_open = !case.application.state().is_closed() && case.application.round().issued.is_none();
    let due = case.clock.due.as_ref().filter(|_| is_open && case.clock.kind == ClockKind::Reply)?;
    if case.today <= due.on {
        return None;
    }
    let body = case.agency.remedy_body(&case.settings.remedies, case.today);
    let (organs, court) = (body.organs(case.today).join("或者"), body.court(case.today)?);
    if organs.is_empty() {
        return None;
    }
    let (reconsider, sue) = (statute::RECONSIDERATION.length, statute::SUIT_AFTER_SILENCE.length);
    let expired = Day::of(due.on).words;
    let words = match case.settings.remedies.silence {
        RemedyChoice::Either => format!(
            "答复期限已于{expired}届满。对逾期未答复不服的，可以自期限届满之日起{reconsider}内向{organs}申请行政复议，或者自期限届满之日起{sue}内向{court}提起行政诉讼。"
        ),
        RemedyChoice::ReconsiderationFirst => format!(
            "答复期限已于{expired}届满。对逾期未答复不服的，应当自期限届满之日起{reconsider}内先向{organs}申请行政复议；对行政复议决定不服的，可以依法向人民法院提起行政诉讼。"
        ),
    };
    let until = |limit: &statute::Limit| due_for(limit.key, due.on, calendar, &DueOptions::default()).ok();
    let mut days = Vec::new();
    days.extend(
        until(&statute::RECONSIDERATION).map(|due| ("申请行政复议，最迟".to_owned(), Day::of(due.on))),
    );
    if case.settings.remedies.silence == RemedyChoice::Either {
        days.extend(
            until(&statute::SUIT_AFTER_SILENCE).map(|due| ("提起行政诉讼，最迟".to_owned(), Day::of(due.on))),
        );
    }
    let counted = "自答复期限届满之日起算".to_owned();
    Some(Remedy { paragraphs: vec![words], until: days, counted })
}

/// The remedies against the reply, in the words of the paper.
fn remedy(case: &TrackedCase, calendar: &Calendar) -> Option<Remedy> {
    case.application.round().served_on()?;
    let received_on = received_on(case);
    let issued_on = case.application.round().issued.as_ref()?.on;
    let body: RemedyBody = case.agency.remedy_body(&case.settings.remedies, issued_on);
    let mode = body.mode_of(case.answers.iter().copied());
    let mut paragraphs = body.paragraphs(mode, issued_on, "告知书").ok()?;
    if paragraphs.is_empty() {
        return None;
    }
    if received_on.is_none() {
        paragraphs.push("上述期限自您签收之日起计算；签收情况登记后，这里显示最后的日期。".to_owned());
    }
    let until =
        |limit: &statute::Limit| due_for(limit.key, received_on?, calendar, &DueOptions::default()).ok();
    let mut days = Vec::new();
    days.extend(
        until(&statute::RECONSIDERATION).map(|due| ("申请行政复议，最迟".to_owned(), Day::of(due.on))),
    );
    if RemedyBody::mode(mode, issued_on) == RemedyMode::Either {
        days.extend(until(&statute::SUIT).map(|due| ("直接提起行政诉讼，最迟".to_owned(), Day::of(due.on))));
    }
    let counted = "自您收到答复之日起算，以实际收到之日为准".to_owned();
    Some(Remedy { paragraphs, until: days, counted })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_told_without_its_number_in_the_annual_report() {
        assert_eq!(bare("（一）予以公开"), "予以公开");
        assert_eq!(bare("1.属于国家秘密"), "属于国家秘密");
        assert_eq!(bare("12. 其他"), "其他");
        assert_eq!(bare("补正后（仍）不明确"), "补正后（仍）不明确");
        assert_eq!(outcome_words(Row::Granted), "予以公开");
        assert!(outcome_words(Row::UnprocessedExcessive).starts_with("不予处理："));
        assert!(outcome_words(Row::DeniedStateSecret).starts_with("不予公开："));
        assert!(outcome_words(Row::UnavailableNotHeld).starts_with("无法提供："));
    }
}
