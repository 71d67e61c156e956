//! A slow second opinion on an application: goes through its events once and through its days one by one.
//!
//! Not here: the rules under test. Nothing of `gongkai_deadline` counts here, and nothing of the fold: only the shapes of the
//! events and the names of the rows are shared. It expects events whose days ascend, as random histories have them.

use chrono::{Datelike, Days, NaiveDate};
use gongkai_domain::application::{Event, Recorded};
use gongkai_domain::ids::PaperId;
use gongkai_domain::report::{Column, Row};

/// Whether a day is worked.
pub type Worked<'a> = &'a dyn Fn(NaiveDate) -> bool;

/// How an application stands on a day, as the second opinion sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// Receipt is not confirmed.
    Unconfirmed,
    /// The next step is the applicant's, a third party's or another agency's.
    Waiting,
    /// The applicant let the day pass.
    Lapsed,
    /// A period of the office runs; so many working days are left, negative where it has passed.
    Running(i64),
    /// The office is at it without a due date.
    Undated,
    /// It has ended: in time, late by so many working days, or without a limit.
    Ended(Option<i64>),
}

/// What stands in table 3: the column, the year of receipt, and the year and row of the end.
pub type Counted = (Column, i32, Option<(i32, Row)>);

/// The second opinion.
#[derive(Debug, Clone)]
pub struct Opinion {
    /// The day from which the period counts.
    pub base_on: NaiveDate,
    /// The due date.
    pub due_on: Option<NaiveDate>,
    /// The day on which the clock stopped.
    pub ended_on: Option<NaiveDate>,
    /// Working days of the period that counts by working days; none for a delayed date and for a new reply.
    pub period: Option<u32>,
    /// An extension that reached the applicant too late.
    pub has_late_extension: bool,
    /// Days on which nothing is counted: after the first, up to the second.
    pub pauses: Vec<(NaiveDate, NaiveDate)>,
    /// How it stands.
    pub stand: Stand,
    /// Where it is counted; none where it is not.
    pub counted: Option<Counted>,
}

#[derive(Debug, Default)]
struct Seen {
    letters: Vec<Letter>,
    round: usize,
    registered: bool,
    corrected: Option<bool>,
    paid: Option<bool>,
    applicant_until: Option<(NaiveDate, u32)>,
    drafts: Vec<(u32, Row)>,
    draft_in_hand: bool,
    issued: Option<u32>,
    paper_issued: Option<PaperId>,
    services: Vec<NaiveDate>,
    closings: Vec<(NaiveDate, Option<Row>)>,
    split_on: Option<NaiveDate>,
    redo: Option<(NaiveDate, NaiveDate)>,
    is_back: bool,
    is_archived: bool,
    extension: Option<u32>,
    extension_paper: Option<PaperId>,
    delay: Option<(PaperId, NaiveDate)>,
}

#[derive(Debug)]
struct Letter {
    id: u32,
    paper: PaperId,
    round: usize,
    sent_on: NaiveDate,
    within: u32,
    received_on: Option<NaiveDate>,
    answered_on: Option<NaiveDate>,
}

/// What asked the applicant for something, and from when that is known to have reached the applicant.
#[derive(Debug)]
struct Asked {
    paper: PaperId,
    is_fee: bool,
    served_on: Option<NaiveDate>,
    /// Counts by its service; old records take the day of the notice as it is.
    may_fail: bool,
}

/// From one start of the count to the next.
#[derive(Debug)]
struct Life {
    base_on: NaiveDate,
    told: Told,
    asked: Option<Asked>,
}

impl Life {
    fn from(base_on: NaiveDate) -> Self {
        Self { base_on, told: Told::default(), asked: None }
    }
}

/// What was told about one period.
#[derive(Debug, Default)]
struct Told {
    by_working_days: Vec<(NaiveDate, u32)>,
    until: Vec<(NaiveDate, NaiveDate)>,
}

/// The day after which so many worked days have passed, those in a pause left out.
pub fn walk(from: NaiveDate, days: u32, pauses: &[(NaiveDate, NaiveDate)], worked: Worked<'_>) -> NaiveDate {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = day + Days::new(1);
        if worked(day) && !pauses.iter().any(|(after, until)| *after < day && day <= *until) {
            left -= 1;
        }
    }
    day
}

/// Worked days after the first day up to the second; negative the other way round.
pub fn distance(from: NaiveDate, to: NaiveDate, worked: Worked<'_>) -> i64 {
    if to < from {
        return -distance(to, from, worked);
    }
    let days = from.iter_days().skip(1).take_while(|day| *day <= to);
    i64::try_from(days.filter(|day| worked(*day)).count()).unwrap_or(i64::MAX)
}

/// The opinion on the events as they look from a day.
///
/// # Panics
/// Without events, or where the first is no arrival: a test has gone wrong.
pub fn opinion(events: &[Recorded], today: NaiveDate, worked: Worked<'_>) -> Opinion {
    let Some(Event::Arrived { channel, arrived_on, applicant_kind, .. }) = events.first().map(|e| &e.event)
    else {
        panic!("an application begins with its arrival");
    };
    let mut applicant_kind = *applicant_kind;
    let mut received_on = (!channel.needs_confirmation()).then_some(*arrived_on);
    let mut base_on = received_on.unwrap_or(*arrived_on);
    let mut seen = Seen::default();
    let mut lives = vec![Life::from(base_on)];
    for recorded in events.iter().skip(1) {
        match &recorded.event {
            Event::SplitFrom { received_on: on, .. } | Event::Confirmed { on, .. } => {
                received_on = Some(*on);
                lives = vec![Life::from(*on)];
            }
            Event::Registered { .. } => seen.registered = true,
            Event::ParticularsRectified { applicant_kind: now, .. } => applicant_kind = *now,
            Event::CorrectionAsked { on, within, paper, awaits_service, .. } => {
                ask(&mut lives, paper.paper, false, *on, *awaits_service);
                (seen.corrected, seen.applicant_until) = (Some(false), None);
                seen.applicant_until = None;
                seen.extension_within(within.0);
            }
            Event::CorrectionNoticeReceived { on, .. } => {
                let within = seen.applicant_until.map_or(0, |(_, within)| within);
                seen.applicant_until = Some((*on, within));
                reached(&mut lives, *on, |asked| !asked.is_fee);
            }
            Event::Corrected { on, .. } => {
                (seen.corrected, seen.applicant_until) = (Some(true), None);
                reached(&mut lives, *on, |asked| !asked.is_fee);
                lives.push(Life::from(*on));
            }
            Event::FeeNoticed { on, paper, awaits_service, .. } => {
                ask(&mut lives, paper.paper, true, *on, *awaits_service);
                seen.paid = Some(false);
                seen.extension_within(20);
            }
            Event::FeeNoticeReceived { on, .. } => {
                seen.applicant_until = Some((*on, 20));
                reached(&mut lives, *on, |asked| asked.is_fee);
            }
            Event::Paid { on, .. } => {
                (seen.paid, seen.applicant_until) = (Some(true), None);
                reached(&mut lives, *on, |asked| asked.is_fee);
                lives.push(Life::from(*on));
            }
            Event::ConsultationSent { id, on, within, paper, .. } => seen.letters.push(Letter {
                id: *id,
                paper: paper.paper,
                round: seen.round,
                sent_on: *on,
                within: within.map_or(15, |days| days.0),
                received_on: None,
                answered_on: None,
            }),
            Event::AddresseeReceived { id, on, .. } => {
                for letter in seen.letters.iter_mut().filter(|letter| letter.id == *id) {
                    letter.received_on = Some(*on);
                }
            }
            // one that came back is waited for no longer, like one that was answered
            Event::OpinionReceived { id, on, .. } | Event::ConsultationReturned { id, on, .. } => {
                for letter in seen.letters.iter_mut().filter(|letter| letter.id == *id) {
                    letter.answered_on = Some(letter.answered_on.map_or(*on, |known| known.min(*on)));
                }
            }
            Event::ExtensionApproved { by, .. } => seen.extension = Some(by.0),
            Event::ExtensionTold { on, paper, awaits_service, .. } => {
                if *awaits_service {
                    seen.extension_paper = Some(paper.paper);
                } else if seen.round == 0 {
                    let by = seen.extension.unwrap_or(0);
                    now(&mut lives, |told| told.by_working_days.push((*on, by)));
                }
            }
            Event::DelayFixed { on, until, paper, awaits_service } => {
                if *awaits_service {
                    seen.delay = Some((paper.paper, *until));
                } else if seen.round == 0 {
                    now(&mut lives, |told| told.until.push((*on, *until)));
                }
            }
            Event::NoticeServed { paper, service } if seen.round == 0 && seen.services.is_empty() => {
                let on = service.sent_on.or(service.signed_on).unwrap_or(today);
                reached(&mut lives, on, |asked| asked.paper == *paper);
                if seen.extension_paper == Some(*paper) {
                    let by = seen.extension.unwrap_or(0);
                    now(&mut lives, |told| told.by_working_days.push((on, by)));
                }
                if let Some((_, until)) = seen.delay.filter(|(known, _)| known == paper) {
                    now(&mut lives, |told| told.until.push((on, until)));
                }
            }
            Event::PaperVoided { paper, .. } => {
                seen.letters.retain(|letter| letter.paper != paper.paper);
                for life in &mut lives {
                    let asked = life.asked.take_if(|asked| asked.paper == paper.paper);
                    match asked.map(|asked| asked.is_fee) {
                        Some(true) => seen.paid = None,
                        Some(false) => seen.corrected = None,
                        None => {}
                    }
                }
                if seen.extension_paper == Some(paper.paper) {
                    seen.extension_paper = None;
                }
                if seen.paper_issued == Some(paper.paper) && seen.services.is_empty() {
                    (seen.issued, seen.paper_issued) = (None, None);
                }
            }
            Event::ReplyDrafted { draft, row, .. } => {
                seen.drafts.push((*draft, *row));
                seen.draft_in_hand = true;
            }
            Event::DraftReturned { .. } => seen.draft_in_hand = false,
            Event::Issued { draft, paper, .. } => {
                (seen.issued, seen.paper_issued) = (Some(*draft), Some(paper.paper));
            }
            Event::Served { service } => {
                let on = service.sent_on.or(service.signed_on).unwrap_or(today);
                seen.services.push(on);
                seen.is_back = false;
                let row = seen.drafts.iter().find(|(draft, _)| Some(*draft) == seen.issued);
                seen.closings.push((on, row.map(|(_, row)| *row)));
            }
            Event::ServiceReturned { .. } => seen.is_back = true,
            Event::Withdrawn { on, .. } => seen.closings.push((*on, Some(Row::OtherMisc))),
            Event::ClosedInternally { on, ground, .. } => seen.closings.push((*on, Some(ground.row()))),
            Event::Split { on, .. } => seen.split_on = Some(*on),
            Event::Archived { .. } => seen.is_archived = true,
            Event::ReopenedByDecision { on, redo_due_on, .. } => {
                seen.redo = Some((*on, *redo_due_on));
                seen.round += 1;
                seen.services.clear();
                (seen.draft_in_hand, seen.issued, seen.is_back, seen.is_archived) =
                    (false, None, false, false);
            }
            _ => {}
        }
    }
    let counted = match (received_on, seen.split_on) {
        (Some(received_on), None) => {
            let closed = seen.closings.iter().min_by_key(|(on, _)| *on);
            let closed = closed.and_then(|(on, row)| Some((on.year().max(received_on.year()), (*row)?)));
            Some((applicant_kind.column(), received_on.year(), closed))
        }
        _ => None,
    };
    let silence =
        |letter: &Letter| walk(letter.received_on.unwrap_or(letter.sent_on), letter.within, &[], worked);
    let end = |letter: &Letter| match letter.answered_on {
        Some(answered) => answered.min(silence(letter)),
        None => silence(letter),
    };
    let first_round = seen.letters.iter().filter(|letter| letter.round == 0);
    let pauses: Vec<(NaiveDate, NaiveDate)> =
        first_round.map(|letter| (letter.sent_on, end(letter))).collect();
    let (mut period, mut has_late_extension, mut until) = (20, false, None::<NaiveDate>);
    let (mut goes_on, mut is_asked) = (false, false);
    for life in &lives {
        if !goes_on {
            (base_on, period, until) = (life.base_on, 20, None);
        }
        let due_by = |on: NaiveDate, period: u32, until: Option<NaiveDate>| {
            let before: Vec<_> = pauses.iter().filter(|(sent, _)| *sent <= on).copied().collect();
            let counted = walk(base_on, period, &before, worked);
            until.map_or(counted, |until| until.max(counted))
        };
        let mut notices: Vec<(NaiveDate, Option<u32>, Option<NaiveDate>)> = Vec::new();
        notices.extend(life.told.by_working_days.iter().map(|(on, by)| (*on, Some(*by), None)));
        notices.extend(life.told.until.iter().map(|(on, until)| (*on, None, Some(*until))));
        notices.sort_by_key(|(on, ..)| *on);
        for (on, by, delayed) in notices {
            if on > due_by(on, period, until) {
                has_late_extension |= by.is_some();
                continue;
            }
            period += by.unwrap_or(0);
            until = delayed.or(until);
        }
        // asked after the period had ended: nothing stops, and the next life is the same one
        let asked = life.asked.as_ref().and_then(|asked| Some((asked.served_on?, asked.may_fail)));
        goes_on = asked.is_some_and(|(on, may_fail)| may_fail && on > due_by(on, period, until));
        is_asked = asked.is_some() && !goes_on;
    }
    let counted_until = walk(base_on, period, &pauses, worked);
    let mut due_on = (!is_asked).then(|| until.map_or(counted_until, |until| until.max(counted_until)));
    let mut period = until.is_none_or(|until| until <= counted_until).then_some(period);
    if let Some((decided_on, redo_due_on)) = seen.redo {
        (base_on, due_on, period) = (decided_on, Some(redo_due_on), None);
    }
    let since = if seen.redo.is_some() { seen.services.clone() } else { Vec::new() };
    let withdrawn_on = events.iter().find_map(|recorded| match &recorded.event {
        Event::Withdrawn { on, .. } => Some(*on),
        _ => None,
    });
    let ended_on = if seen.redo.is_some() {
        since.into_iter().chain(withdrawn_on).min()
    } else {
        seen.closings.iter().map(|(on, _)| *on).chain(seen.split_on).min()
    };
    let stand = stand(&seen, (received_on.is_some(), base_on, due_on, ended_on), today, worked, &silence);
    let pauses = if seen.redo.is_some() { Vec::new() } else { pauses };
    Opinion { base_on, due_on, ended_on, period, has_late_extension, pauses, stand, counted }
}

/// Notes what was told in the period that counts now.
fn now(lives: &mut [Life], note: impl FnOnce(&mut Told)) {
    if let Some(life) = lives.last_mut() {
        note(&mut life.told);
    }
}

fn ask(lives: &mut [Life], paper: PaperId, is_fee: bool, on: NaiveDate, may_fail: bool) {
    let served_on = (!may_fail).then_some(on);
    if let Some(life) = lives.last_mut() {
        life.asked = Some(Asked { paper, is_fee, served_on, may_fail });
    }
}

/// The earliest day counts on which a request is known to have gone out or to have arrived.
fn reached(lives: &mut [Life], on: NaiveDate, is_it: impl Fn(&Asked) -> bool) {
    for asked in lives.iter_mut().filter_map(|life| life.asked.as_mut()).filter(|asked| is_it(asked)) {
        asked.served_on = Some(asked.served_on.map_or(on, |known| known.min(on)));
    }
}

impl Seen {
    /// The days given to the applicant, before it is known from when they count.
    fn extension_within(&mut self, within: u32) {
        self.applicant_until = Some((NaiveDate::MAX, within));
    }
}

fn stand(
    seen: &Seen,
    (is_received, _base_on, due_on, ended_on): (bool, NaiveDate, Option<NaiveDate>, Option<NaiveDate>),
    today: NaiveDate,
    worked: Worked<'_>,
    silence: &dyn Fn(&Letter) -> NaiveDate,
) -> Stand {
    if let Some(ended_on) = ended_on {
        let due_on = due_on.filter(|_| is_received && seen.split_on.is_none());
        return Stand::Ended(due_on.map(|due_on| distance(due_on, ended_on.max(due_on), worked)));
    }
    if !is_received {
        return Stand::Unconfirmed;
    }
    if !seen.draft_in_hand
        && seen.redo.is_none()
        && (seen.corrected == Some(false) || seen.paid == Some(false))
    {
        if let Some(due_on) = due_on {
            return Stand::Running(distance(today, due_on, worked));
        }
        return match seen.applicant_until {
            Some((received, within))
                if received < NaiveDate::MAX && today > walk(received, within, &[], worked) =>
            {
                Stand::Lapsed
            }
            _ => Stand::Waiting,
        };
    }
    let open =
        seen.letters.iter().filter(|letter| letter.round == seen.round && letter.answered_on.is_none());
    let last = open.map(silence).max().filter(|_| !seen.draft_in_hand && seen.redo.is_none());
    match (due_on, last) {
        (None, _) => Stand::Undated,
        (Some(due_on), Some(last)) if today <= last && today <= due_on => Stand::Waiting,
        (Some(due_on), _) if today <= due_on => Stand::Running(distance(today, due_on, worked)),
        (Some(due_on), _) => Stand::Running(-distance(due_on, today, worked)),
    }
}
