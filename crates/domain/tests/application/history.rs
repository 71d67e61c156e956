//! Random histories of an application: steps that the guards allow, days that pass.
//!
//! Not here: what must hold in them (`super::random`), proposals (`super::support`).

use super::support::{Case, all_facts, arrived, content, day, with_facts};
use gongkai_deadline::CalendarDays;
use gongkai_deadline::clock::days_after;
use gongkai_domain::application::fold::Consultation;
use gongkai_domain::application::transition::{may_lead, permits};
use gongkai_domain::application::{ActionKind, ApplicantKind, Channel, Event, ReplyFacts, State};
use gongkai_domain::notice::kind::Reply;
use gongkai_testkit::Rng;
use std::collections::BTreeMap;

/// A proposal with some chance in it.
fn drawn(case: &Case, kind: ActionKind, rng: &mut Rng) -> Event {
    let mut event = case.proposal(kind);
    match &mut event {
        Event::ReplyDrafted { .. } => {
            let mut replies: Vec<Reply> = case.app.matters.iter().map(|_| *rng.pick(Reply::EVERY)).collect();
            let is_objected = case.app.consultations.iter().any(Consultation::is_objected);
            if is_objected && rng.percent(40) {
                // given in spite of an objection, which is to be told
                replies.fill(Reply::Granted);
            }
            if !matches!(case.app.state(), State::AwaitingCorrection | State::AwaitingPayment) {
                let public_interest = rng.percent(50).then(|| content(8));
                return case.draft(&replies, ReplyFacts { public_interest, ..all_facts() });
            }
        }
        Event::OpinionReceived { opinion, .. } => {
            use gongkai_domain::application::Opinion;
            *opinion = *rng.pick(&[Opinion::Consents, Opinion::Objects, Opinion::Partly]);
        }
        Event::ReasonsJudged { is_reasonable, .. } => *is_reasonable = rng.percent(50),
        // older records took the day of the notice for that of its service
        Event::DelayFixed { awaits_service, .. } | Event::ReasonsRequested { awaits_service, .. } => {
            *awaits_service = rng.percent(40);
        }
        Event::CorrectionAsked { awaits_service, .. } | Event::FeeNoticed { awaits_service, .. } => {
            *awaits_service = rng.percent(80);
        }
        Event::ReopenedByDecision { is_for_procedure, .. } => *is_for_procedure = rng.percent(50),
        Event::ConsultationSent { with, instead_of, .. } => {
            use gongkai_deadline::timeline::Consulted;
            *with = *rng.pick(&[Consulted::ThirdParty, Consulted::CoMaker, Consulted::OtherAgency]);
            let came_back = case.app.consultations.iter().find(|one| case.app.is_unheard(one));
            if let Some(letter) = came_back.filter(|_| rng.percent(60)) {
                (*with, *instead_of) = (letter.with, Some(letter.id));
            }
        }
        _ => {}
    }
    event
}

/// The way from registration to service.
const ONWARD: &[ActionKind] = &[
    ActionKind::Confirm,
    ActionKind::Register,
    ActionKind::RecordSearch,
    ActionKind::DraftReply,
    ActionKind::SignStep,
    ActionKind::Issue,
    ActionKind::Seal,
    ActionKind::Serve,
];

/// Steps that follow only upon others.
const ASIDE: &[ActionKind] = &[
    ActionKind::RequestReasons,
    ActionKind::ReceiveReasons,
    ActionKind::JudgeReasons,
    ActionKind::FixDelay,
    ActionKind::ApproveExtension,
    ActionKind::TellExtension,
    ActionKind::RecordAddresseeReceipt,
    ActionKind::ReceiveOpinion,
    ActionKind::TellThirdParty,
    ActionKind::RecordNoticeService,
];

/// Those of them that nothing is against: a reason that must be met before is rarely met by chance.
fn aside(case: &Case) -> Vec<ActionKind> {
    let is_possible = |kind: &ActionKind| case.why_not(&with_facts(case.proposal(*kind))).is_empty();
    let possible: Vec<ActionKind> = ASIDE.iter().copied().filter(is_possible).collect();
    if possible.is_empty() { ASIDE.to_vec() } else { possible }
}

/// Steps that end a case would end nearly every history early; they are drawn rarely.
fn is_rare(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::Withdraw
            | ActionKind::CloseInternally
            | ActionKind::Split
            | ActionKind::VoidPaper
            | ActionKind::ReturnDraft
            | ActionKind::IssuePaper
            | ActionKind::ReissueCode
            | ActionKind::MarkWeighty
            | ActionKind::Rectify
            | ActionKind::TakeOverPart
            | ActionKind::HandOver
    )
}

/// A history, the same for the same seed; `check` looks at the case after each step and names a fault.
pub(super) fn history(
    seed: u64,
    faults: &mut Vec<String>,
    check: &dyn Fn(&Case) -> Option<String>,
) -> (Case, BTreeMap<ActionKind, u32>) {
    let mut rng = Rng::new(seed);
    let first = days_after(day("2023-01-02"), CalendarDays(rng.below(1380) as u32)).unwrap();
    let matters = u32::try_from(1 + rng.below(3)).unwrap();
    let mut event = arrived(*rng.pick(Channel::EVERY), &first.to_string(), matters);
    if let Event::Arrived { applicant_kind, .. } = &mut event {
        *applicant_kind = *rng.pick(ApplicantKind::EVERY);
    }
    let mut case = Case::from_arrival(event);
    let mut taken = BTreeMap::new();
    for _ in 0..150 {
        if rng.percent(25) {
            case.today = days_after(case.today, CalendarDays(1 + rng.below(12) as u32)).unwrap();
        }
        if case.today > day("2026-11-01") {
            break;
        }
        // Mostly steps that the state knows, sometimes any.
        let state = case.app.state();
        let known: Vec<ActionKind> =
            ActionKind::EVERY.iter().copied().filter(|kind| permits(state, *kind)).collect();
        let drawn_from = match rng.below(10) {
            0 | 1 => ActionKind::EVERY,
            2..=4 => ONWARD,
            5 | 6 => &aside(&case),
            _ => &known,
        };
        // what was handed over is taken over at once
        let kind = if case.app.handed_to.is_some() { ActionKind::TakeOver } else { *rng.pick(drawn_from) };
        // before the reply goes out, who objected is mostly told of it
        let is_objected = case.app.consultations.iter().any(Consultation::is_objected);
        let is_near = matches!(state, State::SignedOff | State::Issued | State::Sealed);
        let tells = is_objected && is_near && case.app.handed_to.is_none() && rng.percent(60);
        let kind = if tells { ActionKind::TellThirdParty } else { kind };
        if is_rare(kind) && !rng.percent(3) {
            continue;
        }
        // most letters arrive
        if kind == ActionKind::RecordConsultationReturn && !rng.percent(30) {
            continue;
        }
        let action = with_facts(drawn(&case, kind, &mut rng));
        if !case.why_not(&action).is_empty() {
            continue;
        }
        let from = case.app.state();
        case.push(action.event);
        let to = case.app.state();
        if !may_lead(from, kind, to) {
            faults.push(format!("seed {seed}: {from} --{kind}--> {to}"));
            break;
        }
        if let Err(error) = case.app.clock(&case.calendar, case.today) {
            faults.push(format!("seed {seed}: {kind} left no clock: {error}"));
            break;
        }
        faults.extend(check(&case).map(|fault| format!("seed {seed} after {kind}: {fault}")));
        if faults.len() > 5 {
            break;
        }
        *taken.entry(kind).or_insert(0) += 1;
    }
    (case, taken)
}
