//! Reconsiderations and suits of the demonstration, by their own events and guards.
//!
//! Not here: what follows for the case itself (`super::deeds`), counting them (`crate::report_facts`).

use super::deeds::Running;
use super::house::House;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::report_facts::CHALLENGES;
use chrono::{Datelike as _, NaiveDate};
use gongkai_deadline::{Calendar, WorkingDays};
use gongkai_domain::challenge::case::action_of;
use gongkai_domain::challenge::event::{AgencyRole, Challenged, Event, LessonCause, Procedure, RedoPeriod};
use gongkai_domain::challenge::guard::{self, Context};
use gongkai_domain::challenge::{Case, Decision, Forum, ResultGroup};
use gongkai_domain::ids::ChallengeId;
use gongkai_domain::staff::Role;
use gongkai_storage::{ChallengeRow, NewEvent, Stream};

/// How a challenge of the demonstration goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) forum: Forum,
    /// Working days from the reply to the acceptance.
    pub(super) opened_after: u32,
    /// Working days from there to the decision; none while it is pending.
    pub(super) decided: Option<(u32, Decision)>,
}

fn days_after(calendar: &Calendar, from: NaiveDate, days: u32) -> Result<NaiveDate, Refusal> {
    let counted = calendar.add_working_days(from, WorkingDays(days));
    counted.map(|counted| counted.on).map_err(|e| Refusal::Defect(e.to_string()))
}

/// The reconsideration that quashes the reply of a case; its decision is received today.
pub(super) async fn quashed(
    office: &Office,
    house: &House,
    running: &Running,
    today: NaiveDate,
) -> Result<(ChallengeId, NaiveDate), Refusal> {
    let served_on = running.application.as_ref().and_then(|app| app.round().served_on());
    let served_on = served_on.ok_or_else(|| Refusal::Defect("an unserved reply is quashed".to_owned()))?;
    let calendar = office.calendar();
    let mut events = opening(&calendar, served_on, 8, Forum::Reconsideration, running)?;
    events.push(Event::Decided {
        on: today,
        received_on: today,
        decision: Decision::ReconsiderationQuashed,
        redo: Some(RedoPeriod::WorkingDays { days: WorkingDays(20) }),
        for_procedure: false,
        text: None,
    });
    let id = keep(office, house, &events).await?;
    Ok((id, today))
}

/// A challenge of a case that was answered, as its plan goes, as far as today.
pub(super) async fn challenge(
    office: &Office,
    house: &House,
    running: &Running,
    plan: Plan,
) -> Result<(), Refusal> {
    let Some(served_on) = running.application.as_ref().and_then(|app| app.round().served_on()) else {
        return Err(Refusal::Defect("an unserved reply is challenged".to_owned()));
    };
    let calendar = office.calendar();
    let mut events = opening(&calendar, served_on, plan.opened_after, plan.forum, running)?;
    if let (Some((days, decision)), Some(last)) = (plan.decided, events.last().map(Event::on)) {
        let on = days_after(&calendar, last, days)?;
        events.push(Event::Decided {
            on,
            received_on: on,
            decision,
            redo: None,
            for_procedure: false,
            text: None,
        });
        if decision.usual_group() == ResultGroup::Corrected {
            let text = {
                let tx = office.storage.begin().await?;
                let text =
                    tx.put_content(house.agency.id, "检索记录不完整。".as_bytes(), office.instant()).await?;
                tx.commit().await?;
                text
            };
            events.push(Event::LessonNoted { on, causes: vec![LessonCause::Facts], text });
        }
    }
    keep(office, house, &events).await.map(drop)
}

/// Acceptance, copy and answer.
fn opening(
    calendar: &Calendar,
    served_on: NaiveDate,
    after: u32,
    forum: Forum,
    running: &Running,
) -> Result<Vec<Event>, Refusal> {
    let challenged = match running.application.as_ref().and_then(|app| app.round().issued.as_ref()) {
        Some(issued) => Challenged::Reply { paper: issued.paper.paper },
        None => Challenged::Silence,
    };
    let opened = days_after(calendar, served_on, after)?;
    let copy = days_after(calendar, opened, 2)?;
    let answered = days_after(calendar, copy, 6)?;
    Ok(vec![
        Event::Opened {
            forum,
            role: AgencyRole::Respondent,
            challenged,
            applications: vec![running.id()?],
            after: None,
            on: opened,
            case_number: Some(if forum.is_suit() {
                format!("（{}）云0802行初{}号", opened.year(), 30 + running.turn)
            } else {
                format!("云政复〔{}〕{}号", opened.year(), 10 + running.turn)
            }),
            again: None,
        },
        Event::CopyReceived { on: copy, procedure: Procedure::Ordinary, papers: None },
        Event::AnswerFiled { on: answered, papers: guard::answer_papers(forum).to_vec() },
    ])
}

/// Keeps a challenge: each event only where no reason of the domain stands against it.
async fn keep(office: &Office, house: &House, events: &[Event]) -> Result<ChallengeId, Refusal> {
    let (at, today, calendar) = (office.instant(), office.today(), office.calendar());
    let id = ChallengeId(office.entropy().id(at));
    let stream = Stream::new(CHALLENGES, id.0);
    let events: Vec<&Event> = events.iter().filter(|event| event.on() <= today).collect();
    let mut case: Option<Case> = None;
    for event in &events {
        match &mut case {
            None => case = Some(Case::from_events(id, [*event]).map_err(|e| Refusal::Defect(e.to_string()))?),
            Some(known) => {
                let context = Context::of(event, today, &calendar, &house.settings);
                let reasons = action_of(event).map(|action| guard::why_not(known, action, &context));
                if let Some(reason) = reasons.unwrap_or_default().first() {
                    return Err(Refusal::Defect(format!("a challenge of the demonstration: {reason}")));
                }
                known.apply(event).map_err(|e| Refusal::Defect(e.to_string()))?;
            }
        }
    }
    let Some(case) = case else { return Ok(id) };
    let actor = house.person(Role::LegalityReviewer)?.id.to_string();
    let json = |value: &Event| serde_json::to_string(value).map_err(|e| Refusal::Defect(e.to_string()));
    let new = events.iter().map(|event| {
        let payload = json(event)?;
        let kind = crate::report_facts::kind_of_payload(&payload)?;
        Ok(NewEvent { at, actor: actor.clone(), kind, payload })
    });
    let new = new.collect::<Result<Vec<_>, Refusal>>()?;
    let tx = office.storage.begin().await?;
    let stored = tx.append(house.agency.id, &stream, 0, new).await?;
    let mut row =
        crate::challenge::projection::challenge_row(&case, house.agency.id, &calendar, &house.settings)?;
    if let Some(last) = stored.last() {
        (row.sequence, row.change) = (last.stream_sequence, last.change);
    }
    let row: ChallengeRow = row;
    tx.save_challenge(&row, &case.applications).await?;
    tx.commit().await?;
    Ok(id)
}
