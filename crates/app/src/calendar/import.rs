//! Import a year of working days.
//!
//! Who: the head of the disclosure office or the system administrator. Precondition: the days read without a slip. Changes: the
//! year, and the due date of every open case that it moves, in one transaction. Audit: `calendar_imported`. Told: who imports
//! sees before what would move.
//! Not here: what a well-formed year is (`gongkai_deadline::calendar::parse_years`).

use super::{as_json, refresh, row};
use crate::actor::Actor;
use crate::application::case::{STREAM, fold, stream_of};
use crate::application::projection::project;
use crate::office::Office;
use crate::portal::upload::is_marked;
use crate::refusal::Refusal;
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::calendar::{Calendar, DayKind, YearDays, parse_years};
use gongkai_domain::ids::{AgencyId, ApplicationId};
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{ApplicationFilter, ApplicationRow, NewAudit, Order, Storage};
use std::collections::{BTreeMap, BTreeSet};

/// Rows read at a time.
const BATCH: u32 = 500;
/// Longest text of an import, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// Name of the field in which faults stand.
const FIELD: &str = "file";

/// A day that would be of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedDay {
    /// Which.
    pub on: NaiveDate,
    /// As it is.
    pub now: DayKind,
    /// As it would be.
    pub then: DayKind,
}

/// A due date that would move.
#[derive(Debug, Clone)]
pub struct MovedCase {
    /// The case as it would be.
    pub row: ApplicationRow,
    /// The due date as it is.
    pub now: Option<NaiveDate>,
    /// Whether that was provisional.
    pub was_provisional: bool,
}

/// What an import would change.
#[derive(Debug)]
pub struct Preview {
    /// The years.
    pub years: Vec<YearDays>,
    /// Days that would be of another kind.
    pub days: Vec<ChangedDay>,
    /// Cases of one's own agency whose due date would move.
    pub moved: Vec<MovedCase>,
    /// Cases of other agencies whose due date would move.
    pub moved_elsewhere: usize,
    /// Open cases whose due date would stay.
    pub unmoved: usize,
    /// Open cases whose due date would stay and be no longer provisional.
    pub settled: usize,
}

impl Preview {
    /// The years as the text that an import takes.
    ///
    /// # Errors
    /// [`Refusal::Defect`] where it cannot be written.
    pub fn text(&self) -> Result<String, Refusal> {
        as_json(&self.years)
    }
}

fn must(office: &Office, actor: &Actor) -> Result<AgencyId, Refusal> {
    let agency = actor.member()?.person.agency;
    actor.must(Permission::ManageCalendar, Target::agency(agency), office.today())?;
    Ok(agency)
}

/// Reads years from JSON or from lines of a day and what it is.
///
/// # Errors
/// [`Refusal::Invalid`] with the first slip, by its date or line.
pub fn parse(text: &str, source: &str) -> Result<Vec<YearDays>, Refusal> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(Refusal::invalid(FIELD, "选择放假安排文件，或者粘贴内容"));
    }
    if text.len() > MOST_BYTES {
        return Err(Refusal::invalid(FIELD, "内容过长，放假安排通常不超过几千字"));
    }
    let source = Some(source.trim()).filter(|source| !source.is_empty());
    let json = if text.starts_with('{') { text.to_owned() } else { lines_as_json(text)? };
    let years = parse_years(&json, source).map_err(|e| match e {
        gongkai_deadline::DeadlineError::MissingSource { .. } => {
            Refusal::invalid("source", "填写来源：通知的标题和文号")
        }
        e => Refusal::invalid(FIELD, e.message_zh()),
    })?;
    if years.is_empty() {
        return Err(Refusal::invalid(FIELD, "没有任何年份"));
    }
    Ok(years)
}

/// Lines such as `2027-01-01,放假` become the JSON of years. Weekend days off by arrangement are off anyway and left out.
fn lines_as_json(text: &str) -> Result<String, Refusal> {
    let mut years: BTreeMap<i32, [Vec<NaiveDate>; 2]> = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        let mut parts =
            line.split([',', '，', '\t', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
        let Some(first) = parts.next() else { continue };
        let second = parts.next().unwrap_or_default().to_lowercase();
        let Ok(date) = first.parse::<NaiveDate>() else {
            if number == 1 {
                continue; // the heads of the columns
            }
            let why = format!("第{number}行的“{first}”不是有效日期，应写作2027-01-31的形式");
            return Err(Refusal::invalid(FIELD, why));
        };
        let is_off = match second.as_str() {
            "放假" | "休" | "holiday" | "off" => true,
            "上班" | "班" | "调休上班" | "workday" | "work" => false,
            other => {
                let why = format!("第{number}行的“{other}”应当是“放假”或者“上班”");
                return Err(Refusal::invalid(FIELD, why));
            }
        };
        let year = years.entry(date.year()).or_default();
        let is_weekend = date.weekday().num_days_from_monday() >= 5;
        match (is_off, is_weekend) {
            (true, true) => {}
            (true, false) => year[0].push(date),
            (false, _) => year[1].push(date),
        }
    }
    let years: BTreeMap<String, serde_json::Value> = years
        .into_iter()
        .map(|(year, [holidays, workdays])| {
            (year.to_string(), serde_json::json!({ "holidays": holidays, "workdays": workdays }))
        })
        .collect();
    serde_json::to_string(&years).map_err(|e| Refusal::Defect(e.to_string()))
}

fn changed_days(now: &Calendar, then: &Calendar, years: &[YearDays]) -> Vec<ChangedDay> {
    let mut days = Vec::new();
    for year in years {
        let Some(first) = NaiveDate::from_ymd_opt(year.year, 1, 1) else { continue };
        for on in first.iter_days().take_while(|day| day.year() == year.year) {
            let (now, then) = (now.kind(on), then.kind(on));
            if now != then {
                days.push(ChangedDay { on, now, then });
            }
        }
    }
    days
}

/// The open cases under another calendar: how they are and how they would be.
async fn projected(
    storage: &Storage,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<Vec<(ApplicationRow, ApplicationRow)>, Refusal> {
    let filter = ApplicationFilter { open: Some(true), ..ApplicationFilter::default() };
    let (mut pairs, mut after) = (Vec::new(), None);
    loop {
        let page = storage.applications(&filter, Order::Oldest, after, BATCH).await?;
        let ids: Vec<_> = page.rows.iter().map(|row| row.id.0).collect();
        let mut events = storage.events_of_many(STREAM, &ids).await?;
        for old in page.rows {
            let Some(stored) = events.remove(&old.id.0) else { continue };
            let mut new = old.clone();
            project(&mut new, &fold(&stored)?, calendar, today)?;
            pairs.push((old, new));
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(pairs),
        }
    }
}

/// Refuses a text that carries a mark of classification before anything of it is kept: time, person and digest alone stand in
/// the audit log (《保守国家秘密法》第三十一条).
async fn must_be_open(office: &Office, actor: &Actor, agency: AgencyId, text: &str) -> Result<(), Refusal> {
    let (_, settings) = office.agency(agency).await?;
    if !is_marked(text, &settings.work_secret_words) {
        return Ok(());
    }
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: "classified_refused".to_owned(),
        object_kind: "calendar".to_owned(),
        object_id: None,
        document: serde_json::json!({ "digest": Office::digest(text) }).to_string(),
    })
    .await?;
    tx.commit().await?;
    Err(Refusal::Classified)
}

/// What an import would change. Nothing is kept.
///
/// # Errors
/// [`Refusal::Denied`]; [`Refusal::Invalid`] with the first slip; [`Refusal::Classified`].
pub async fn preview(office: &Office, actor: &Actor, text: &str, source: &str) -> Result<Preview, Refusal> {
    let agency = must(office, actor)?;
    must_be_open(office, actor, agency, text).await?;
    let years = parse(text, source)?;
    refresh(office).await?;
    let now = office.calendar();
    let then = now.with_years(years.clone());
    let mut preview = Preview {
        days: changed_days(&now, &then, &years),
        years,
        moved: Vec::new(),
        moved_elsewhere: 0,
        unmoved: 0,
        settled: 0,
    };
    for (old, new) in projected(&office.storage, &then, office.today()).await? {
        if old.due_on == new.due_on {
            preview.unmoved += 1;
            preview.settled += usize::from(old.is_provisional && !new.is_provisional);
        } else if old.agency == agency {
            let (now, was_provisional) = (old.due_on, old.is_provisional);
            preview.moved.push(MovedCase { row: new, now, was_provisional });
        } else {
            preview.moved_elsewhere += 1;
        }
    }
    Ok(preview)
}

/// Keeps the years, and moves the due dates; how many moved.
///
/// # Errors
/// [`Refusal::Denied`]; [`Refusal::Invalid`] with the first slip; [`Refusal::Classified`].
pub async fn import(office: &Office, actor: &Actor, text: &str, source: &str) -> Result<usize, Refusal> {
    let agency = must(office, actor)?;
    must_be_open(office, actor, agency, text).await?;
    let years = parse(text, source)?;
    refresh(office).await?;
    let then = office.calendar().with_years(years.clone());
    let (at, today, by) = (office.instant(), office.today(), actor.word());
    // the cases are read before anything is locked; those that move meanwhile are read again below
    let change = office.storage.last_change().await?;
    let pairs = projected(&office.storage, &then, today).await?;
    let tx = office.storage.begin().await?;
    let mut agencies: Vec<AgencyId> = tx.agencies().await?.into_iter().map(|row| row.id).collect();
    agencies.sort_unstable();
    for agency in agencies {
        tx.lock_chain(agency).await?;
    }
    let mut fresh = BTreeSet::new();
    let mut after = change;
    loop {
        let events = tx.events_after(after, BATCH).await?;
        let Some(last) = events.last() else { break };
        after = last.change;
        fresh.extend(events.iter().filter(|event| event.stream_kind == STREAM).map(|event| event.stream_id));
    }
    let mut moved = 0;
    for (old, new) in pairs.iter().filter(|(old, new)| old != new && !fresh.contains(&old.id.0)) {
        moved += usize::from(old.due_on != new.due_on);
        tx.save_application(new).await?;
    }
    for id in fresh {
        let Some(old) = tx.application(ApplicationId(id)).await? else { continue };
        let mut new = old.clone();
        project(&mut new, &fold(&tx.events_of(&stream_of(old.id)).await?)?, &then, today)?;
        moved += usize::from(old.due_on != new.due_on);
        tx.save_application(&new).await?;
    }
    for year in &years {
        tx.save_calendar_year(&row(year, at, &by)?).await?;
        let document = serde_json::json!({ "year": year.year, "source": year.source, "moved": moved });
        tx.note(NewAudit {
            at,
            agency: Some(agency),
            actor: by.clone(),
            action: "calendar_imported".to_owned(),
            object_kind: "calendar".to_owned(),
            object_id: None,
            document: document.to_string(),
        })
        .await?;
    }
    tx.commit().await?;
    refresh(office).await?;
    Ok(moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_days_give_the_same_year_as_the_json_and_a_slip_is_named_by_its_line() {
        let lines = "日期,安排\n2027-01-01,放假\n2027-01-02,放假\n2027-01-10,上班\n";
        let json = r#"{"2027":{"source":"某通知","holidays":["2027-01-01"],"workdays":["2027-01-10"]}}"#;
        assert_eq!(parse(lines, "某通知").unwrap(), parse(json, "").unwrap());
        let fault = |text: &str, source: &str| match parse(text, source).unwrap_err() {
            Refusal::Invalid(faults) => (faults[0].field, faults[0].text.clone()),
            other => panic!("{other}"),
        };
        assert_eq!(fault(lines, "").0, "source");
        assert!(fault("2027-01-01,放假\n2027-13-03,放假", "某通知").1.contains("第2行"));
        assert!(fault("2027-01-01,照常", "某通知").1.contains("照常"));
        assert!(fault("2027-01-04,上班", "某通知").1.contains("不是周末"));
        assert!(fault(" ", "某通知").1.contains("选择放假安排文件"));
        assert!(fault("{\"2027\": 1}", "某通知").1.len() > 3);
    }
}
