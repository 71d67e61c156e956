//! Put right a step of a challenge that was recorded wrongly (更正登记), or cancel a case that was recorded by mistake (作废).
//!
//! Who: head of the disclosure office. Precondition: not voided; every later step still follows; no application was taken up
//! again on what would change, no suit rests on the case, and an opening put right makes no second case of the same person.
//! Changes: the case as if it had been recorded so, table 4 of every year with it; a voided case counts nowhere and stays listed.
//! Audit: the event with its sealed reason, the old step beside it. Told: nobody.
//! Not here: what follows from a step (`gongkai_domain::challenge::rectify`), a second case (`super::open`).

use super::beside::anew_for;
use super::case::{Moved, OpenChallenge};
use super::decide::check_days;
use super::open::{against_before, against_early, against_number, against_same, against_second};
use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::docket::events;
use crate::docket::unless;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use crate::report_facts::CHALLENGES;
use chrono::NaiveDate;
use gongkai_domain::challenge::again::Second;
use gongkai_domain::challenge::rectify::{Around, why_not_rectify, why_not_void};
use gongkai_domain::challenge::{Case, Event, Forum};
use gongkai_domain::ids::ChallengeId;
use gongkai_domain::staff::Permission;
use gongkai_storage::Stream;

/// A step as it should have been recorded.
#[derive(Debug, Clone)]
pub struct Rectifying {
    /// Which step, by its place among the events of the case; the opening is the first.
    pub step: u32,
    /// What stands there from now on, without its text; none where it never took place.
    pub instead: Option<Event>,
    /// The text of the step, where it has one.
    pub words: String,
    /// What was wrong, and on which proof it is put right.
    pub reason: String,
}

/// Puts a step right today.
///
/// # Errors
/// [`Refusal::Invalid`] with what is missing or cannot be, [`Refusal::Blocked`], [`Refusal::Denied`].
pub async fn rectify(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    rectifying: Rectifying,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.must(Permission::RectifyChallenges).await?;
    let Rectifying { step, mut instead, words, reason } = rectifying;
    let docket = &case.docket;
    let known = docket.case.rectifiable(step).cloned();
    let known = known.ok_or_else(|| Refusal::invalid("step", "选择需要更正的登记事项"))?;
    if let Some(instead) = &mut instead {
        check(&case, step, &known, instead).await?;
        keep_text(&case, &known, instead, &words).await?;
    }
    let (is_reopened, has_suit_after) = resting(&case).await?;
    let docket = &case.docket;
    let around = Around {
        today: docket.today,
        calendar: &docket.calendar,
        settings: &docket.settings,
        is_reopened,
        has_suit_after,
    };
    unless(CHALLENGES, &why_not_rectify(&docket.case, step, instead.as_ref(), &around))?;
    let reason = docket.keep_given("reason", &reason, "写明原登记有什么错误，以及更正的依据").await?;
    let on = docket.today;
    case.step(Event::Rectified { on, step, instead: instead.map(Box::new), reason })?;
    case.finish().await
}

/// Voids a case today.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason, [`Refusal::Blocked`], [`Refusal::Denied`].
pub async fn void(
    office: &Office,
    actor: &Actor,
    id: ChallengeId,
    seen: Option<i64>,
    reason: &str,
) -> Result<Moved, Refusal> {
    let mut case = OpenChallenge::open(office, actor, id, seen).await?;
    case.must(Permission::RectifyChallenges).await?;
    let (is_reopened, has_suit_after) = resting(&case).await?;
    let docket = &case.docket;
    let around = Around {
        today: docket.today,
        calendar: &docket.calendar,
        settings: &docket.settings,
        is_reopened,
        has_suit_after,
    };
    unless(CHALLENGES, &why_not_void(&around))?;
    let reason = docket.keep_given("reason", reason, "写明作废的理由").await?;
    let on = docket.today;
    case.step(Event::Voided { on, reason })?;
    case.finish().await
}

/// Whether an application was taken up again on account of the case, and whether a suit was recorded after it.
async fn resting(case: &OpenChallenge<'_>) -> Result<(bool, bool), Refusal> {
    let docket = &case.docket;
    let (mut is_reopened, mut has_suit) = (false, false);
    for application in &docket.case.applications {
        let stored = docket.tx.events_of(&stream_of(*application)).await?;
        if !stored.is_empty() {
            is_reopened |= anew_for(&fold(&stored)?, docket.case.id);
        }
        for row in docket.tx.challenges_of(*application).await? {
            if row.kind != Forum::PostReconsiderationSuit.key() || row.id == docket.case.id {
                continue;
            }
            let stored = docket.tx.events_of(&Stream::new(CHALLENGES, row.id.0)).await?;
            let suit = Case::from_events(row.id, &events::<Case>(&stored)?)
                .map_err(|e| Refusal::Defect(format!("challenge {}: {e}", row.id)))?;
            has_suit |= suit.after == Some(docket.case.id) && suit.voided.is_none();
        }
    }
    Ok((is_reopened, has_suit))
}

/// Refuses days, numbers and cases before that cannot be, and an opening that makes a second case of the same person.
async fn check(case: &OpenChallenge<'_>, step: u32, known: &Event, instead: &Event) -> Result<(), Refusal> {
    let docket = &case.docket;
    let number = |event: &Event| match event {
        Event::Opened { case_number, .. } => case_number.clone(),
        Event::Numbered { case_number, .. } => Some(case_number.clone()),
        _ => None,
    };
    let mut faults = Vec::new();
    if let Some(now) = number(instead).filter(|now| number(known).as_ref() != Some(now)) {
        faults.extend(against_number(&now));
        faults.extend(against_second(&docket.tx, docket.agency.id, &now).await?);
    }
    match instead {
        Event::Numbered { case_number, .. } if case_number.is_empty() => {
            return Err(Refusal::invalid("case_number", "填写案号"));
        }
        Event::Opened { forum, after, on, .. } => {
            let first = docket.case.applications.first().copied();
            faults.extend(against_before(docket.office, *forum, *after, first).await?);
            faults.extend(against_opening(case, step, instead, *on).await?);
        }
        Event::Decided { on, received_on, .. } | Event::AppealDecided { on, received_on, .. } => {
            check_days(*on, *received_on, docket.today)?;
        }
        _ => {}
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

/// What stands against an opening beside the applications and their other cases, as when it is registered.
async fn against_opening(
    case: &OpenChallenge<'_>,
    step: u32,
    instead: &Event,
    on: NaiveDate,
) -> Result<Vec<Fault>, Refusal> {
    let docket = &case.docket;
    let mut rows = Vec::new();
    for application in &docket.case.applications {
        rows.extend(docket.tx.application(*application).await?);
    }
    let mut faults: Vec<Fault> = against_early(on, &rows).into_iter().collect();
    // where a later step no longer follows, that is told instead
    let Ok(now) = docket.case.put_right(step, Some(instead)) else { return Ok(faults) };
    // what stood against it beside the others before stands no more and no less by a day or an earlier case put right
    let counts = |case: &Case| (case.forum, case.role, case.again, case.case_number.is_some());
    if counts(&now) != counts(&docket.case) {
        let number = now.case_number.as_deref().unwrap_or_default();
        faults.extend(against_same(&docket.tx, &rows, &Second::of(&now), number, Some(&now)).await?);
    }
    Ok(faults)
}

/// Keeps the text of the step, the old one where it was not touched.
async fn keep_text(
    case: &OpenChallenge<'_>,
    known: &Event,
    instead: &mut Event,
    words: &str,
) -> Result<(), Refusal> {
    let old = match known {
        Event::CopyReceived { papers, .. } => *papers,
        Event::Decided { text, .. } | Event::AppealDecided { text, .. } => *text,
        _ => None,
    };
    let docket = &case.docket;
    let is_same = match old {
        Some(old) => {
            let kept = docket.tx.contents(&[old.id]).await?;
            kept.get(&old.id).is_some_and(|text| text == words.trim().as_bytes())
        }
        None => words.trim().is_empty(),
    };
    let kept = if is_same { old } else { docket.keep_some(words).await? };
    match instead {
        Event::CopyReceived { papers, .. } => *papers = kept,
        Event::Decided { text, .. } | Event::AppealDecided { text, .. } => *text = kept,
        _ => {}
    }
    Ok(())
}
