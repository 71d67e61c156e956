//! What a supervising authority sees of the agencies below it: how many cases stand how, the dates of each, the state of its
//! reconsiderations and suits. No applicant, no content, no paper. Each look is written into the audit log.
//!
//! Not here: complaints (`crate::complaint`), the agency's own lists (`super::ledger`, `super::inbox`).

use crate::actor::Actor;
use crate::application::case::{fold, stream_of};
use crate::application::projection::RowDocument;
use crate::office::Office;
use crate::query::ledger::{Totals, held_in, with_years};
use crate::refusal::Refusal;
use gongkai_domain::agency::Agency;
use gongkai_domain::application::clock::{CaseClock, Segment, segments};
use gongkai_domain::application::{Chip, Pile, State};
use gongkai_domain::ids::AgencyId;
use gongkai_domain::personal::normalise_number;
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{
    AgencyRow, ApplicationFilter, CaseFilter, ChallengeRow, Cursor, InboxCounts, NewAudit, Order,
};
use std::collections::BTreeMap;

/// How an agency stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its code, as addresses name it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The open cases.
    pub open: InboxCounts,
    /// Cases received in the year, as table 3 counts them.
    pub of_year: i64,
    /// Of these, closed.
    pub closed: i64,
    /// Reconsiderations and suits that are not decided for good.
    pub challenges: usize,
}

/// A case as the supervising authority sees it.
#[derive(Debug, Clone)]
pub struct Supervised {
    /// The registration number, or the reference before there is one.
    pub number: String,
    /// Where it stands.
    pub state: Option<State>,
    /// How it stands today.
    pub chip: Chip,
    /// Day of receipt.
    pub received_on: Option<chrono::NaiveDate>,
    /// The last day for the reply.
    pub due_on: Option<chrono::NaiveDate>,
    /// Whether that day rests on a year whose holidays are not known yet.
    pub is_provisional: bool,
    /// Day of the reply.
    pub replied_on: Option<chrono::NaiveDate>,
    /// The row of table 3.
    pub row_key: Option<String>,
    /// Whether the period was extended.
    pub is_extended: bool,
}

/// A page of the cases of an agency.
#[derive(Debug)]
pub struct SupervisedCases {
    /// The agency.
    pub agency: Agency,
    /// Its cases.
    pub cases: Vec<Supervised>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// The sums of all cases of the filter.
    pub totals: Totals,
    /// The years that have cases.
    pub years: Vec<(i32, i64)>,
}

/// One case with its dates.
#[derive(Debug)]
pub struct SupervisedCase {
    /// The agency.
    pub agency: Agency,
    /// The case.
    pub case: Supervised,
    /// Its clock.
    pub clock: CaseClock,
    /// The stretches of the clock.
    pub segments: Vec<Segment>,
    /// The reconsiderations and suits that concern it.
    pub challenges: Vec<ChallengeRow>,
}

/// What of an agency's cases is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The year.
    pub year: Option<i32>,
    /// Open or closed.
    pub open: Option<bool>,
    /// Only those whose last day has passed.
    pub is_overdue: bool,
}

/// Most agencies that are looked at.
const AGENCIES: usize = 1000;

/// Whether an agency stands below another, by the rows.
fn is_below(rows: &BTreeMap<AgencyId, AgencyRow>, mut agency: AgencyId, above: AgencyId) -> bool {
    for _ in 0..rows.len() {
        match rows.get(&agency).and_then(|row| row.parent) {
            Some(parent) if parent == above => return true,
            Some(parent) => agency = parent,
            None => return false,
        }
    }
    false
}

async fn look(office: &Office, actor: &Actor, at: AgencyId, what: &str) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(actor.member()?.person.agency),
        actor: actor.word(),
        action: "supervise".to_owned(),
        object_kind: "agency".to_owned(),
        object_id: Some(at.0),
        document: serde_json::json!({ "what": what }).to_string(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// How all agencies below the asker's stand today, by code.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn overview(office: &Office, actor: &Actor, year: i32) -> Result<Vec<Standing>, Refusal> {
    let own = actor.member()?.person.agency;
    let today = office.today();
    actor.must(Permission::SuperviseSubordinates, Target::agency(own), today)?;
    let rows: BTreeMap<AgencyId, AgencyRow> =
        office.storage.agencies().await?.into_iter().map(|row| (row.id, row)).collect();
    let mut below: Vec<&AgencyRow> = rows.values().filter(|row| is_below(&rows, row.id, own)).collect();
    below.sort_by(|one, other| one.code.cmp(&other.code));
    let mut standings = Vec::new();
    for row in below.into_iter().take(AGENCIES) {
        let (_, settings) = office.agency(row.id).await?;
        let near = Pile::soon_until(today, settings.handling.near, &office.calendar());
        let all = ApplicationFilter::of(row.id);
        let open = ApplicationFilter { open: Some(true), ..all.clone() };
        // as the ledger counts: what has not been confirmed has not been received
        let known = office.known(row.id).await?;
        let (held_in, handed_over) = (held_in(&known, Some(year)), known.has_given_away);
        let of_year = ApplicationFilter { report_year: Some(year), held_in, handed_over, ..all };
        let groups = office.storage.ledger_groups(&of_year).await?;
        let received = groups.iter().filter(|group| group.is_counted && group.year == year);
        let (received, unclosed) =
            received.fold((0, 0), |(all, open), group| (all + group.all, open + group.open));
        let filter = CaseFilter { agency: Some(row.id), open: Some(true), ..CaseFilter::default() };
        standings.push(Standing {
            code: row.code.clone(),
            name: row.name.clone(),
            open: office.storage.inbox_counts(&open, today, near).await?,
            of_year: received,
            closed: received - unclosed,
            challenges: office.storage.challenges(&filter, None, 1000).await?.len(),
        });
    }
    look(office, actor, own, "overview").await?;
    Ok(standings)
}

/// The agency of a code, if the asker may look at it: it stands below the asker's.
async fn supervised(office: &Office, actor: &Actor, code: &str) -> Result<Agency, Refusal> {
    let row = office.storage.agency_by_code(code).await?.ok_or(Refusal::NotFound)?;
    let above = super::case::above(office, row.id).await?;
    let target = Target { above: &above, ..Target::agency(row.id) };
    actor.must(Permission::SuperviseSubordinates, target, office.today())?;
    Ok(office.agency(row.id).await?.0)
}

fn of_row(
    office: &Office,
    row: &gongkai_storage::ApplicationRow,
    handling: &gongkai_domain::application::Settings,
) -> Result<Supervised, Refusal> {
    let document: RowDocument = serde_json::from_str(&row.document)
        .map_err(|e| Refusal::Defect(format!("row of {}: {e}", row.id)))?;
    let calendar = office.calendar();
    Ok(Supervised {
        number: row.registration.clone().unwrap_or_else(|| row.reference.clone()),
        state: row.state.parse().ok(),
        chip: document.clock.chip(office.today(), handling.near, handling.confirmation_red_after, &calendar),
        received_on: row.received_on,
        due_on: row.due_on,
        is_provisional: row.is_provisional,
        replied_on: row.replied_on,
        row_key: row.row_key.clone(),
        is_extended: row.is_extended,
    })
}

/// A page of the cases of an agency below.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub async fn cases(
    office: &Office,
    actor: &Actor,
    code: &str,
    asked: &Asked,
    after: Option<Cursor>,
    limit: u32,
) -> Result<SupervisedCases, Refusal> {
    let agency = supervised(office, actor, code).await?;
    let (_, settings) = office.agency(agency.id).await?;
    let all = ApplicationFilter::of(agency.id);
    let known = office.known(agency.id).await?;
    let mut filter = ApplicationFilter {
        report_year: asked.year,
        held_in: held_in(&known, asked.year),
        handed_over: known.has_given_away,
        open: asked.open,
        ..all.clone()
    };
    if asked.is_overdue {
        filter.open = Some(true);
        filter.turn = Some(gongkai_storage::Turn::Office);
        filter.due_until = office.today().pred_opt();
    }
    let order = if asked.is_overdue { Order::Due } else { Order::Oldest };
    let page = office.storage.applications(&filter, order, after, limit).await?;
    let rows = page.rows.iter().map(|row| of_row(office, row, &settings.handling));
    let view = SupervisedCases {
        cases: rows.collect::<Result<_, _>>()?,
        next: page.next,
        totals: Totals::of(&office.storage.ledger_groups(&filter).await?, asked.year),
        years: with_years(
            office.storage.counts_by_year(&all).await?,
            office.storage.years_given_away(agency.id).await?,
        ),
        agency,
    };
    look(office, actor, view.agency.id, "cases").await?;
    Ok(view)
}

/// One case of an agency below, with its dates and nothing of its content.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub async fn case(
    office: &Office,
    actor: &Actor,
    code: &str,
    number: &str,
) -> Result<SupervisedCase, Refusal> {
    let agency = supervised(office, actor, code).await?;
    let storage = &office.storage;
    let row = match storage.application_by_typed_number(agency.id, number).await? {
        Some(row) => Some(row),
        None => storage.application_by_reference(&normalise_number(number)).await?,
    };
    let row = row.ok_or(Refusal::NotFound)?;
    if row.agency != agency.id && !storage.was_held_by(row.id, agency.id).await? {
        return Err(Refusal::NotFound);
    }
    let (_, settings) = office.agency(agency.id).await?;
    let application = fold(&storage.events_of(&stream_of(row.id)).await?)?;
    let (calendar, today) = (office.calendar(), office.today());
    let clock = application.clock(&calendar, today).map_err(|e| Refusal::Defect(e.to_string()))?;
    let view = SupervisedCase {
        case: of_row(office, &row, &settings.handling)?,
        segments: segments(&clock, today, &calendar),
        clock,
        challenges: storage.challenges_of(row.id).await?,
        agency,
    };
    look(office, actor, view.agency.id, number).await?;
    Ok(view)
}
