//! Let an application go on as several (拆分登记): an office decision with its reason, told to the applicant.
//!
//! Who: registrar or disclosure office. Precondition: registered, several matters, nothing under way. Changes: a new application
//! for each part with its own number, which keeps the days of arrival, confirmation and receipt, the handler and the enclosures;
//! the query code of the old one opens the parts. Audit: the events of all. Told: the applicant, by the notice, whose service is recorded. Not here: the words of the notice.

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::paper::issue::{pattern, render};
use crate::paper::{self, Dossier};
use crate::refusal::Refusal;
use chrono::{Datelike, NaiveDate};
use gongkai_domain::application::records::Search;
use gongkai_domain::application::{ActionKind, Application, Event, Matter};
use gongkai_domain::ids::{ApplicationId, Digest};
use gongkai_domain::notice::Procedural;
use gongkai_domain::number::Series;
use gongkai_storage::{ApplicationRow, AttachmentRow};
use serde_json::json;

/// Into what an application is split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Splitting {
    /// The numbers of the matters of each part.
    pub parts: Vec<Vec<u32>>,
    /// Why, as the notice says.
    pub reasons: String,
}

/// Splits an application today.
///
/// # Errors
/// [`Refusal::Invalid`] where a matter is in no part or in two, or a reason is missing; [`Refusal::Blocked`].
pub async fn split(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    splitting: Splitting,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Split)).await?;
    let case = &mut opened;
    async {
        case.now_possible(ActionKind::Split)?;
        let parts = checked(&case.application, &splitting)?;
        let received_on = case.application.received_on.ok_or(Refusal::NotFound)?;
        let dossier = Dossier::read(office, &case.row, &case.application).await?;
        let enclosures = case.tx.attachments_of(id.0).await?;
        let (mut into, mut lines) = (Vec::new(), Vec::new());
        for part in parts {
            let (row, number) = begin(case, &part, received_on).await?;
            enclose(case, row, &enclosures).await?;
            let texts: Vec<&str> = part.iter().map(|matter| dossier.text(matter.request)).collect();
            lines.push(format!("{number}：{}", texts.join("；")));
            into.push(row);
        }
        let fields = json!({ "parts": lines, "reasons": splitting.reasons.trim() });
        let kind = Procedural::SplitNotice.into();
        let written = paper::issue(case, &dossier, kind, &fields, case.today, None).await?;
        let reason = case.keep(splitting.reasons.trim()).await?;
        case.step(Event::Split {
            on: case.today,
            into,
            reason,
            paper: written.reference,
            awaits_service: true,
        })
    }
    .await?;
    opened.finish().await
}

/// The matters of each part; every one in exactly one.
fn checked(application: &Application, splitting: &Splitting) -> Result<Vec<Vec<Matter>>, Refusal> {
    if splitting.reasons.trim().is_empty() {
        return Err(Refusal::invalid("reason", "写明拆分的理由，理由写入告知书"));
    }
    let parts: Vec<&Vec<u32>> = splitting.parts.iter().filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return Err(Refusal::invalid("part.1", "拆分登记应当分为两件以上"));
    }
    let mut places = parts.iter().flat_map(|part| part.iter().copied()).collect::<Vec<u32>>();
    places.sort_unstable();
    let mut numbers = application.matters.iter().map(|matter| matter.number).collect::<Vec<u32>>();
    numbers.sort_unstable();
    if places != numbers {
        return Err(Refusal::invalid("part.1", "每一项申请内容应当归入其中一件，并且只归入一件"));
    }
    let matter = |number: &u32| application.matters.iter().copied().find(|matter| matter.number == *number);
    Ok(parts.into_iter().map(|part| part.iter().filter_map(matter).collect()).collect())
}

/// Begins a part: with the days on which the whole arrived, was confirmed and received, its own number and the same handler.
async fn begin(
    case: &mut OpenCase<'_>,
    matters: &[Matter],
    received_on: NaiveDate,
) -> Result<(ApplicationId, String), Refusal> {
    let (office, today) = (case.office, case.today);
    let id = ApplicationId(office.entropy().id(case.at));
    let serial = case.tx.next_number(case.row.agency, "reference", today.year()).await?;
    let reference = format!("SQ{}{serial:05}{}", today.year(), office.code(4));
    let subject = matters.first().map(|matter| matter.request);
    // without a code of its own: that of the whole opens it, until it is given one
    let row = ApplicationRow {
        id,
        reference,
        registration: None,
        subject,
        query_code: None::<Digest>,
        sequence: 0,
        change: 0,
        ..case.row.clone()
    };
    let arrival = case.application.arrival.clone();
    let first = Event::Arrived {
        channel: arrival.channel,
        is_oral: arrival.is_oral,
        arrived_on: arrival.arrived_on,
        applicant_kind: arrival.applicant_kind,
        applicant: arrival.applicant,
        joint_applicants: arrival.joint_applicants,
        agent: arrival.agent,
        matters: (1..).zip(matters).map(|(number, matter)| Matter { number, ..*matter }).collect(),
        provision: arrival.provision,
        intake: arrival.intake,
    };
    let place = case.begin_beside(row, first)?;
    let confirmation = case.application.confirmation;
    let taken_over = Event::SplitFrom {
        parent: case.row.id,
        received_on,
        on: Some(today),
        confirmed_on: confirmation.map(|confirmation| confirmation.on),
        confirmed_by: confirmation.map(|confirmation| confirmation.method),
        held_before: case.application.held_before.clone(),
    };
    case.step_beside(place, taken_over)?;
    let pattern = pattern(&case.settings.numbers.registration)?;
    let mut number;
    loop {
        let (year, running) = case.next_number_of(Series::Registration.key(), received_on.year()).await?;
        number = render(&pattern, year, running, None);
        // an agency that begins within a year may have brought numbers along
        if case.tx.application_by_registration(case.row.agency, &number).await?.is_none() {
            break;
        }
    }
    let checks = case.application.registration.as_ref().map(|known| known.checks.clone()).unwrap_or_default();
    case.step_beside(place, Event::Registered { number: number.clone(), received_on, on: today, checks })?;
    if let Some(last) = case.application.assignments.last().copied() {
        case.step_beside(
            place,
            Event::Assigned {
                on: today,
                department: last.department,
                handler: last.handler,
                internal_due_on: last.internal_due_on.filter(|due_on| *due_on >= today),
                words: last.words,
            },
        )?;
    }
    carry_over(case, place, matters)?;
    Ok((id, number))
}

/// What was found out before the split holds for every part that it is about: that the case is weighty, and each search.
fn carry_over(case: &mut OpenCase<'_>, place: usize, part: &[Matter]) -> Result<(), Refusal> {
    let on = case.today;
    if let Some(weight) = case.application.weighty {
        case.step_beside(place, Event::Weighed { on, is_weighty: true, reason: weight.reason })?;
    }
    for search in case.application.searches.clone() {
        let of_part = (1..).zip(part).filter(|(_, matter)| search.concerns(matter.number));
        let numbers: Vec<u32> = of_part.map(|(number, _)| number).collect();
        if numbers.is_empty() {
            continue;
        }
        let matters = if search.matters.is_empty() { Vec::new() } else { numbers };
        let Search { on, searcher, from, to, is_found, record, .. } = search;
        case.step_beside(place, Event::SearchRecorded { on, searcher, from, to, is_found, record, matters })?;
    }
    Ok(())
}

/// What was enclosed belongs to every part.
async fn enclose(
    case: &OpenCase<'_>,
    part: ApplicationId,
    enclosures: &[AttachmentRow],
) -> Result<(), Refusal> {
    for enclosure in enclosures {
        let id = case.office.entropy().id(case.at);
        case.tx.attach(&AttachmentRow { id, owner: part.0, ..enclosure.clone() }).await?;
    }
    Ok(())
}
