//! From the values of the rules to the parts of pages: chips, heads, the column of actions.
//!
//! Not here: the pages (`crate::pages`), the values (`gongkai-domain`).

use super::act::signing;
use crate::components::parts::{Blocked, Choosable};
use crate::components::{Actions, Cell, Chip, ClockView, Link};
use crate::day::Day;
use crate::pages::desk::application::CaseHead;
use crate::urls::Urls;
use chrono::NaiveDate;
use gongkai_app::query::ApplicationRow;
use gongkai_app::query::case::CaseView;
use gongkai_app::query::ledger::kind_label;
use gongkai_deadline::due::Standing;
use gongkai_deadline::statute;
use gongkai_domain::application::{self as domain, ActionKind, State, Tone};

/// A chip as pages print it. The words are those of the rules wherever they say more than the shape.
pub(super) fn chip(chip: domain::Chip) -> Chip {
    match chip {
        domain::Chip::Running { extension, .. } if extension.warning().is_some() => match chip.tone() {
            Tone::Overdue | Tone::Today => Chip::Bad(chip.words()),
            _ => Chip::Doubt(chip.words()),
        },
        domain::Chip::Running { standing, is_redo: false, .. } => match standing {
            Standing::Ample { left } => Chip::Left(left.0),
            Standing::Soon { left } => Chip::DueSoon(left.0),
            Standing::DueToday => Chip::DueToday,
            Standing::Overdue { by } => Chip::Overdue(by.0),
        },
        domain::Chip::Consulting => Chip::Consulting,
        domain::Chip::AwaitingCorrection { is_lapsed: false, .. } => Chip::AwaitingCorrection,
        domain::Chip::AwaitingPayment { is_lapsed: false, .. } => Chip::AwaitingPayment,
        domain::Chip::Ended { late_by: Some(_), .. } => Chip::Bad(chip.words()),
        other => match other.tone() {
            Tone::Overdue => Chip::Bad(other.words()),
            Tone::Near | Tone::Today => Chip::Doubt(other.words()),
            Tone::Done => Chip::Good(other.words()),
            Tone::Neutral | Tone::Waiting => Chip::Plain(other.words()),
        },
    }
}

/// The number by which staff call a case: the registration number, or the reference before it has one.
pub(super) fn number(row: &ApplicationRow) -> &str {
    row.registration.as_deref().unwrap_or(&row.reference)
}

/// Kind and masked name.
pub(super) fn applicant(row: &ApplicationRow) -> String {
    format!("{} {}", kind_label(&row.applicant_kind), row.applicant_masked)
}

/// The same as a cell of a narrow column, the name below.
pub(super) fn applicant_cell(row: &ApplicationRow) -> Cell {
    Cell::Two(kind_label(&row.applicant_kind), row.applicant_masked.clone())
}

/// Who of a joint application is served, without the name in clear; the representative takes it for all.
pub(super) fn recipient(
    place: Option<u32>,
    applicant: Option<&gongkai_domain::personal::Applicant>,
) -> String {
    match (place, applicant) {
        (Some(place), Some(applicant)) => format!("第{place}申请人 {}", applicant.masked_name()),
        (Some(place), None) => format!("第{place}申请人"),
        (None, _) => "代表人，代全体共同申请人签收".to_owned(),
    }
}

/// The first line of a text, shortened.
pub(super) fn shortened(text: &str) -> String {
    const LETTERS: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= LETTERS {
        line.to_owned()
    } else {
        line.chars().take(LETTERS).chain(['…']).collect()
    }
}

/// What a case is about, shortened, whoever applies masked in it.
pub(super) fn subject(view: &CaseView) -> String {
    view.dossier
        .requests()
        .first()
        .map_or_else(String::new, |(_, text)| shortened(&view.dossier.masked(text)))
}

/// The head of a case.
pub(super) fn head(view: &CaseView) -> CaseHead {
    let row = &view.dossier.row;
    let due = view.clock.due.as_ref();
    let due_words = match due {
        _ if view.clock.ended_on.is_some() => view.chip.dates().unwrap_or_else(|| view.chip.words()),
        Some(due) if due.provisional => format!("{}（暂定：有的年份放假安排尚未公布）", view.chip.words()),
        _ => view.chip.words(),
    };
    let is_shadow = view.clock.kind == domain::ClockKind::Shadow;
    CaseHead {
        number: number(row).to_owned(),
        subject: subject(view),
        applicant: applicant(row),
        chip: chip(view.chip),
        due: due.filter(|_| !is_shadow).map(|due| Day::of(due.on)),
        due_words,
        version: row.sequence.to_string(),
    }
}

/// The clock as it is drawn; nothing before receipt is confirmed.
pub(super) fn clock(view: &CaseView) -> Option<ClockView> {
    if view.clock.kind == domain::ClockKind::Shadow {
        return None;
    }
    ClockView::of(&view.clock, &view.dossier.calendar, view.dossier.today, "clock")
}

/// The last part of the address of a step's page.
pub(super) fn page_of(kind: ActionKind) -> Option<&'static str> {
    super::act::PAGES.iter().find(|(_, known)| *known == kind).map(|(page, _)| *page)
}

/// What a case waits for, by its state.
pub(super) fn next_steps(state: State) -> &'static [ActionKind] {
    match state {
        State::AwaitingConfirmation => &[ActionKind::Confirm],
        State::Arrived => &[ActionKind::Register],
        State::Registered => &[ActionKind::Assign],
        State::Assigned | State::Returned | State::Reopened => &[ActionKind::DraftReply],
        State::AwaitingCorrection => &[ActionKind::ReceiveCorrection],
        State::Consulting => &[
            ActionKind::RecordAddresseeReceipt,
            ActionKind::ReceiveOpinion,
            ActionKind::RecordConsultationReturn,
        ],
        State::AwaitingPayment => &[ActionKind::ReceivePayment],
        State::UnderApproval => &[ActionKind::SignStep],
        State::SignedOff => &[ActionKind::Issue],
        State::Issued => &[ActionKind::Seal],
        State::Sealed | State::Undelivered => &[ActionKind::Serve],
        State::Served => &[ActionKind::RecordServiceReceipt, ActionKind::Archive],
        State::Withdrawn | State::Closed => &[ActionKind::Archive],
        State::Archived | State::SplitUp => &[],
    }
}

/// What is to be done in a state, in a few words.
pub(super) fn task(state: State) -> &'static str {
    next_steps(state).first().map_or_else(|| state.label(), |kind| kind.label())
}

/// What a step would do to the due date, in words; nothing where it does not move it, or nothing can be counted.
fn effect(view: &CaseView, step: ActionKind) -> Option<String> {
    let (_, due) = view.effects.iter().find(|(known, _)| *known == step)?;
    let due = Day::of(*due).words;
    Some(match step {
        ActionKind::AskCorrection => {
            let article = statute::CORRECTION.article;
            format!("收到补正之日起答复期限重新计算；如果今日收到补正，至{due}（{article}）")
        }
        ActionKind::SendConsultation => format!(
            "征求意见所需时间不计入答复期限；如果第三方今日收到并用满{}，至{due}（{}）",
            statute::CONSULTATION.length,
            statute::CONSULTATION.article
        ),
        ActionKind::NoticeFee => {
            let article = statute::PAYMENT.article;
            format!("缴费次日起答复期限重新计算；如果今日缴费，至{due}（{article}）")
        }
        _ => return None,
    })
}

/// Whether a step is the one that the case waits for. What asks the applicant for something asks for it once it is served: until
/// its service is recorded that is the one step. After it, what the applicant owes is waited for, and of what was posted the
/// day on which it was received, from which the applicant's period runs.
fn is_next(view: &CaseView, kind: ActionKind) -> bool {
    let application = &view.dossier.application;
    let state = application.state();
    let is_unserved = application.summary_of(&view.clock).unserved.is_some();
    match kind {
        ActionKind::RecordNoticeService => true,
        ActionKind::RecordCorrectionNoticeReceipt => state == State::AwaitingCorrection && !is_unserved,
        ActionKind::ReceiveCorrection | ActionKind::ReceivePayment if is_unserved => false,
        _ => next_steps(state).contains(&kind),
    }
}

/// The column of actions: what can be done, and why the rest cannot, in the words of the refusal.
pub(super) fn actions(view: &CaseView, urls: &Urls) -> Actions {
    let number = number(&view.dossier.row);
    let mut actions = Actions::default();
    for step in &view.steps {
        let Some(page) = page_of(step.kind) else { continue };
        let words = step.kind.label().to_owned();
        if step.reasons.is_empty() {
            actions.open.push(Choosable {
                link: Link::new(
                    words,
                    signing(urls, number, page).unwrap_or_else(|| urls.action(number, page)),
                ),
                effect: effect(view, step.kind),
                is_next: is_next(view, step.kind),
            });
        } else {
            actions.blocked.push(Blocked { words, reasons: step.reasons.clone() });
        }
    }
    actions.open.sort_by_key(|action| !action.is_next);
    actions
}

/// The due date of a row: while receipt is not confirmed no period runs, and it is the day by which the office plans.
pub(super) fn due(received_on: Option<NaiveDate>, due_on: Option<NaiveDate>, is_provisional: bool) -> Cell {
    match (received_on, due_on) {
        (_, None) => Cell::None,
        (None, Some(on)) => Cell::Planned(Day::of(on)),
        (Some(_), Some(on)) => Cell::Due(Day::of(on), is_provisional),
    }
}
