//! Import a year of working days.
//!
//! Who: the head of the disclosure office or the system administrator. Precondition: the days read without a slip. Changes: the
//! year, and the due date of every open case that it moves, in one transaction. Audit: `calendar_imported`. Told: who imports
//! sees before what would move.
//! A year that is known already is never replaced unasked by a part of it: the days left out are named, and it is decided whether
//! they stay (合并) or go (整年替换).
//! Not here: reading the text (`super::lines`).

use super::lines::FIELD;
use super::{as_json, refresh, row};
use crate::actor::Actor;
use crate::application::case::{STREAM, fold, stream_of};
use crate::application::projection::project;
use crate::office::Office;
use crate::portal::upload::{is_marked, is_marked_name};
use crate::refusal::Refusal;
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::calendar::{Calendar, DayKind, YearDays};
use gongkai_deadline::explain::plain_date;
use gongkai_domain::ids::{AgencyId, ApplicationId};
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{ApplicationFilter, ApplicationRow, NewAudit, Order, Storage};
use std::collections::BTreeSet;

pub use super::lines::{MOST_BYTES, parse};

/// Rows read at a time.
const BATCH: u32 = 500;

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
    /// Days of known years that were left out of what was sent; what becomes of them is to be decided.
    pub left_out: Vec<NaiveDate>,
    /// What this preview makes of them.
    pub mode: Mode,
    /// Days off of every year that would be working days.
    pub lacking: Vec<String>,
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

/// Refuses whoever may not import: the calendar is one for all agencies of the house, and an import moves due dates in each of
/// them, so that only those of a top agency of the day may. Answers with the agency of whoever asks.
///
/// # Errors
/// [`Refusal::SignedOut`], [`Refusal::Denied`] with the reason.
pub async fn must(office: &Office, actor: &Actor) -> Result<AgencyId, Refusal> {
    let agency = actor.member()?.person.agency;
    let today = office.today();
    actor.must(Permission::ManageCalendar, Target::agency(agency), today)?;
    // the nearest to the root that exists today: an agency that has ended keeps nobody from it
    for above in office.known(agency).await?.above.iter().rev() {
        let top = &office.known(*above).await?.agency;
        if top.exists_on(today) {
            let why = format!("工作日历由各机关共用，放假安排由{}统一导入", top.full_name);
            return Err(Refusal::Denied(why));
        }
    }
    Ok(agency)
}

/// What is made of a year that is known already, where the import leaves out days of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// 合并: the days left out stay as they are.
    Merge,
    /// 整年替换: the days left out are ordinary days again.
    Replace,
}

impl Mode {
    /// The word in a form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Replace => "replace",
        }
    }

    /// The mode of a word.
    pub fn of(key: &str) -> Option<Self> {
        [Self::Merge, Self::Replace].into_iter().find(|mode| mode.key() == key)
    }
}

/// What was sent for an import.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The days.
    pub text: &'a str,
    /// The notice.
    pub source: &'a str,
    /// Name of the file, where it came as one.
    pub name: &'a str,
    /// What is made of days that are left out, once that was decided.
    pub mode: Option<Mode>,
}

/// The days of known years that an import leaves out: off or worked until now, ordinary days in what was sent.
pub fn left_out(now: &Calendar, years: &[YearDays]) -> Vec<NaiveDate> {
    let mut left = Vec::new();
    for year in years {
        let Some(known) = now.years().find(|known| known.year == year.year) else { continue };
        let is_gone = |on: &&NaiveDate| !year.holidays.contains(*on) && !year.make_up_days.contains(*on);
        left.extend(known.holidays.iter().chain(&known.make_up_days).filter(is_gone).copied());
    }
    left.sort_unstable();
    left
}

/// The years as they would be kept.
fn combined(now: &Calendar, years: Vec<YearDays>, mode: Mode) -> Vec<YearDays> {
    let merge = |mut year: YearDays| {
        let Some(known) = now.years().find(|known| known.year == year.year) else { return year };
        for (days, before) in
            [(&mut year.holidays, &known.holidays), (&mut year.make_up_days, &known.make_up_days)]
        {
            days.extend(before);
            days.sort_unstable();
            days.dedup();
        }
        if !year.source.contains(&known.source) {
            year.source = format!("{}；{}", known.source, year.source);
        }
        year
    };
    match mode {
        Mode::Replace => years,
        Mode::Merge => years.into_iter().map(merge).collect(),
    }
}

/// The days off of every year (《全国年节及纪念日放假办法》第二条) that stand on fixed days of the calendar: 元旦, 劳动节, 国庆节.
const FIXED: [(u32, u32, &str); 5] =
    [(1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节")];

/// The fixed days off that would be working days: a sign that the year was not sent whole.
fn lacking(then: &Calendar, years: &[YearDays]) -> Vec<String> {
    let mut lacking = Vec::new();
    for year in years {
        for (month, day, name) in FIXED {
            let Some(on) = NaiveDate::from_ymd_opt(year.year, month, day) else { continue };
            if then.kind(on).is_worked() {
                lacking.push(format!("{}年{month}月{day}日（{name}）", year.year));
            }
        }
    }
    lacking
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
async fn must_be_open(
    office: &Office,
    actor: &Actor,
    agency: AgencyId,
    sent: &Sent<'_>,
) -> Result<(), Refusal> {
    let (_, settings) = office.agency(agency).await?;
    let (text, words) = (sent.text, &settings.work_secret_words);
    if !is_marked(text, words) && !is_marked_name(sent.name, words) {
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
pub async fn preview(office: &Office, actor: &Actor, sent: &Sent<'_>) -> Result<Preview, Refusal> {
    let agency = must(office, actor).await?;
    must_be_open(office, actor, agency, sent).await?;
    let years = parse(sent.text, sent.source)?;
    refresh(office).await?;
    let now = office.calendar();
    let left_out = left_out(&now, &years);
    // until it is decided nothing is taken away
    let mode = sent.mode.unwrap_or(Mode::Merge);
    let whole = combined(&now, years.clone(), mode);
    let then = now.with_years(whole.clone());
    let mut preview = Preview {
        days: changed_days(&now, &then, &whole),
        lacking: lacking(&then, &whole),
        left_out,
        mode,
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
pub async fn import(office: &Office, actor: &Actor, sent: &Sent<'_>) -> Result<usize, Refusal> {
    let agency = must(office, actor).await?;
    must_be_open(office, actor, agency, sent).await?;
    let years = parse(sent.text, sent.source)?;
    refresh(office).await?;
    let now = office.calendar();
    let left_out = left_out(&now, &years);
    if let (Some(first), None) = (left_out.first(), sent.mode) {
        let text = format!(
            "内容没有写出{}等{}个已经收录的放假、调休日。请先核对，选择合并还是整年替换",
            plain_date(*first),
            left_out.len()
        );
        return Err(Refusal::invalid(FIELD, text));
    }
    let years = combined(&now, years, sent.mode.unwrap_or(Mode::Replace));
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

    fn year(source: &str, holidays: &[&str], workdays: &[&str]) -> YearDays {
        let days = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        YearDays {
            year: 2027,
            source: source.to_owned(),
            holidays: days(holidays),
            make_up_days: days(workdays),
        }
    }

    #[test]
    fn a_part_of_a_known_year_is_merged_or_replaces_it_as_was_decided() {
        let known = year("某通知", &["2027-01-01", "2027-05-03"], &["2027-02-14"]);
        let now = Calendar::national().unwrap().with_years(vec![known]);
        let part = vec![year("补充通知", &["2027-10-01"], &[])];
        let gone: Vec<String> = left_out(&now, &part).iter().map(ToString::to_string).collect();
        assert_eq!(gone, ["2027-01-01", "2027-02-14", "2027-05-03"]);
        let merged = combined(&now, part.clone(), Mode::Merge);
        assert_eq!(
            merged,
            [year("某通知；补充通知", &["2027-01-01", "2027-05-03", "2027-10-01"], &["2027-02-14"])]
        );
        assert_eq!(combined(&now, part.clone(), Mode::Replace), part);
        assert!(left_out(&now, &merged).is_empty());
        assert!(left_out(&Calendar::national().unwrap(), &part).is_empty(), "a new year leaves nothing out");
        let then = now.with_years(part.clone());
        assert_eq!(lacking(&then, &part)[0], "2027年1月1日（元旦）");
        assert_eq!(lacking(&then, &part).len(), 1, "what falls on a weekend is off anyway");
        for mode in [Mode::Merge, Mode::Replace] {
            assert_eq!(Mode::of(mode.key()), Some(mode));
        }
    }
}
