//! The annual report of an agency counted from its records: tables 3 and 4 from the events, table 2 and prose as given.
//!
//! Not here: counting (`gongkai_domain::report::tally`, `gongkai_domain::challenge::tally`), documents (`gongkai-compose`).
//!
//! A number of tables 3 and 4 is never taken from anywhere but the events; what a person gives for them is refused by the
//! type of [`Given`].

use crate::application::case::{STREAM, fold};
use crate::docket::{self, held_before};
use crate::office::AGENCY_SETTINGS;
use crate::refusal::Refusal;
use chrono::{Datelike as _, NaiveDate};
use gongkai_domain::agency::{AgencySettings, HeldYears};
use gongkai_domain::challenge::{Case, Tally};
use gongkai_domain::fee::Yuan;
use gongkai_domain::ids::{AgencyId, ApplicationId, ChallengeId};
use gongkai_domain::report::tally::{Countable, tally};
use gongkai_domain::report::{Cell, Form, Located, Report, Section, SectionKey, Table2Key, WanYuan};
use gongkai_storage::Storage;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The kind of stream in which the events of reconsiderations and suits are kept.
pub const CHALLENGES: &str = "challenge";

/// The name of the setting that keeps table 2 of a year: a map from key to number.
pub fn table2_setting(year: i32) -> String {
    format!("report_table2_{year}")
}

/// The name of the setting that keeps the prose of a year: a map from section to text.
pub fn prose_setting(year: i32) -> String {
    format!("report_prose_{year}")
}

/// What people give: table 2, which counts work outside this office, and the prose.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// Numbers by key: whole numbers, the amount of fees as a decimal text in 万元.
    pub table2: BTreeMap<String, Value>,
    /// Text by section, paragraphs separated by line breaks.
    pub prose: BTreeMap<SectionKey, String>,
}

/// The kind of an event of a challenge: the tag of its payload.
///
/// # Errors
/// [`Refusal::Defect`] for a payload without one.
pub fn kind_of_payload(payload: &str) -> Result<String, Refusal> {
    let value: Value = serde_json::from_str(payload).map_err(|e| Refusal::Defect(e.to_string()))?;
    match value.get("event").and_then(Value::as_str) {
        Some(kind) => Ok(kind.to_owned()),
        None => Err(Refusal::Defect("an event without a kind".to_owned())),
    }
}

/// The fees for information (信息处理费) of a year, as section six of the report tells them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fees {
    /// Notices issued in the year, those that were cancelled left out.
    pub notices: usize,
    /// Their amounts.
    pub noticed: Yuan,
    /// What was paid in the year, for whichever notice.
    pub collected: Yuan,
}

/// A notice of a fee: its amount, its day, and the day on which it was paid.
type Noticed = (Yuan, NaiveDate, Option<NaiveDate>);

/// What the applications of an agency bring to its reports: to table 3, and to the sentence about fees, with the years in which
/// the agency had the file of each notice.
type Counted = (Vec<Countable>, Vec<(Vec<HeldYears>, Noticed)>);

impl Fees {
    /// Of notices, each with its amount, its day and the day on which it was paid.
    fn of_year(year: i32, notices: impl IntoIterator<Item = Noticed>) -> Self {
        let mut fees = Self::default();
        for (amount, noticed_on, paid_on) in notices {
            if noticed_on.year() == year {
                fees.notices += 1;
                fees.noticed = Yuan(fees.noticed.0 + amount.0);
            }
            if paid_on.is_some_and(|on| on.year() == year) {
                fees.collected = Yuan(fees.collected.0 + amount.0);
            }
        }
        fees
    }

    /// The sentence of section six, with the three figures that published reports give; none where there is nothing to tell.
    pub fn sentence(self, year: i32) -> Option<String> {
        let Self { notices, noticed, collected } = self;
        (notices > 0 || collected.0 > 0).then(|| {
            format!(
                "{year}年，本机关发出收费通知{notices}件，通知收取信息处理费{noticed}，实际收取{collected}。"
            )
        })
    }
}

/// Every application of an agency, as far as table 3 counts it. After a reform the agency that took over counts what it took
/// from the year of the reform on, and the one that ended what it had before.
///
/// # Errors
/// [`Refusal::Defect`] for events that cannot have happened.
pub async fn countables(storage: &Storage, agency: AgencyId) -> Result<Vec<Countable>, Refusal> {
    Ok(counted(storage, agency).await?.0)
}

/// The same with the notices of fees, in one pass over the events.
async fn counted(storage: &Storage, agency: AgencyId) -> Result<Counted, Refusal> {
    let streams = storage.streams_of(agency, STREAM).await?;
    let (mut countables, mut notices) = (Vec::new(), Vec::new());
    let mut ids: Vec<_> = streams.iter().map(|stream| stream.id).collect();
    let mut known: BTreeSet<_> = ids.iter().copied().collect();
    while !ids.is_empty() {
        let mut elsewhere = Vec::new();
        // a part at a time: a large agency's events of many years need not fit into memory at once
        for some in ids.chunks(500) {
            for (id, events) in storage.events_of_many(STREAM, some).await? {
                let application = fold(&events)?;
                let current = events.last().map_or(agency, |last| last.agency);
                let held = HeldYears::of(agency, current, &application.held_before);
                let noticed = application.fee.iter().map(|fee| (fee.amount, fee.noticed_on, fee.paid_on));
                notices.extend(noticed.map(|noticed| (held.clone(), noticed)));
                let countable = Countable::of(ApplicationId(id), &application);
                countables
                    .extend(held.iter().filter_map(|held| Some(Countable { held: *held, ..countable? })));
                // of what was split after it went to another agency, the parts lie in the chain of that one alone
                let parts = application.splitting.iter().flat_map(|splitting| &splitting.into);
                elsewhere.extend(parts.map(|part| part.0).filter(|part| known.insert(*part)));
            }
        }
        ids = elsewhere;
    }
    Ok((countables, notices))
}

/// The report of a year. What is given goes before what was kept as settings.
///
/// # Errors
/// [`Refusal::NotFound`] without such an agency; [`Refusal::Invalid`] for a number of table 2 that is none.
pub async fn report_facts(
    storage: &Storage,
    code: &str,
    year: i32,
    given: &Given,
) -> Result<Report, Refusal> {
    let agency = storage.agency_by_code(code).await?.ok_or(Refusal::NotFound)?;
    let settings: AgencySettings = match storage.setting(Some(agency.id), AGENCY_SETTINGS).await? {
        Some(text) => read(&text)?,
        None => AgencySettings::default(),
    };
    let mut report = Report::empty(format!("{code}-{year}"), Form::Form2021);
    report.agency = Located { value: Some(agency.name.clone()), place: None };
    report.year = Located { value: Some(year), place: None };
    let title = format!("{}{year}年政府信息公开工作年度报告", agency.name);
    report.title = Located { value: Some(title), place: None };

    let (countables, notices) = counted(storage, agency.id).await?;
    let notices = notices.into_iter().filter(|(held, _)| held.iter().any(|held| held.contains(year)));
    let fees = Fees::of_year(year, notices.map(|(_, noticed)| noticed));
    report.table3 = tally(year, countables).to_table3();

    let streams = storage.streams_of(agency.id, CHALLENGES).await?;
    let ids: Vec<_> = streams.iter().map(|stream| stream.id).collect();
    let mut cases = Vec::new();
    for (id, events) in storage.events_of_many(CHALLENGES, &ids).await? {
        let current = events.last().map_or(agency.id, |last| last.agency);
        let held = HeldYears::of(agency.id, current, &held_before(&events)?);
        if held.iter().any(|held| held.contains(year)) {
            cases.push((ChallengeId(id), docket::events::<Case>(&events)?));
        }
    }
    let cases = cases.iter().map(|(id, events)| (*id, events.as_slice()));
    let counted = Tally::of_year(year, cases, &settings)
        .map_err(|(id, error)| Refusal::Defect(format!("challenge {id}: {error}")))?;
    for (key, count) in counted.cells() {
        report.table4.insert(key, Cell::count(i64::try_from(count).unwrap_or(i64::MAX)));
    }

    let mut table2: BTreeMap<String, Value> = kept(storage, agency.id, &table2_setting(year)).await?;
    table2.extend(given.table2.clone());
    fill_table2(&mut report, &table2)?;
    let mut prose: BTreeMap<SectionKey, String> = kept(storage, agency.id, &prose_setting(year)).await?;
    prose.extend(given.prose.clone());
    // what somebody wrote about the notices themselves stays as it is
    let other = prose.entry(SectionKey::Other).or_default();
    if let Some(told) = fees.sentence(year).filter(|_| !other.contains("收费通知")) {
        *other = if other.trim().is_empty() { told } else { format!("{told}\n{other}") };
    }
    report.sections = SectionKey::EVERY
        .iter()
        .map(|key| Section {
            key: *key,
            title: key.title().to_owned(),
            text: prose.remove(key).unwrap_or_default(),
            place: None,
            paragraphs: Vec::new(),
        })
        .collect();
    Ok(report)
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|e| Refusal::Defect(e.to_string()))
}

async fn kept<T: serde::de::DeserializeOwned + Default>(
    storage: &Storage,
    agency: AgencyId,
    name: &str,
) -> Result<T, Refusal> {
    match storage.setting(Some(agency), name).await? {
        Some(text) => read(&text),
        None => Ok(T::default()),
    }
}

/// A number that is not given stays absent: nobody typed a zero.
fn fill_table2(report: &mut Report, given: &BTreeMap<String, Value>) -> Result<(), Refusal> {
    for (name, value) in given {
        let wrong = |why: &str| Refusal::invalid("table2", format!("表二 {name}：{why}"));
        let key = Table2Key::FORM_2021
            .iter()
            .find(|key| key.key() == name)
            .ok_or_else(|| wrong("2021年表式中没有这一项"))?;
        let cell = if key.is_amount() {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return Err(wrong("应当是以万元为单位的金额")),
            };
            let amount: WanYuan = text.parse().map_err(|_| wrong("应当是以万元为单位的金额"))?;
            Cell::amount(amount)
        } else {
            let count = value.as_i64().filter(|count| *count >= 0).ok_or_else(|| wrong("应当是非负整数"))?;
            Cell::count(count)
        };
        report.table2.insert(*key, cell);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_fees_of_a_year_are_its_notices_and_what_was_paid_in_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let notices = [
            ("2024-12-20", Some("2025-01-06"), 100),
            ("2025-03-03", Some("2025-03-20"), 200),
            ("2025-11-05", None, 380),
            ("2025-12-22", Some("2026-01-08"), 50),
        ];
        let notices = notices.map(|(noticed, paid, amount)| (Yuan(amount), day(noticed), paid.map(day)));
        let fees = Fees::of_year(2025, notices);
        assert_eq!(fees, Fees { notices: 3, noticed: Yuan(630), collected: Yuan(300) });
        let told = "2025年，本机关发出收费通知3件，通知收取信息处理费630元，实际收取300元。";
        assert_eq!(fees.sentence(2025).as_deref(), Some(told));
        assert_eq!(Fees::default().sentence(2025), None);
    }

    #[test]
    fn a_number_of_table_2_that_is_none_is_refused_by_its_name() {
        let mut report = Report::empty("x", Form::Form2021);
        let mut fill = |name: &str, value: Value| {
            fill_table2(&mut report, &BTreeMap::from([(name.to_owned(), value)])).map_err(|refusal| {
                match refusal {
                    Refusal::Invalid(faults) => faults[0].text.clone(),
                    other => panic!("{other}"),
                }
            })
        };
        assert_eq!(fill("rules_issued", json!(2)), Ok(()));
        assert_eq!(fill("admin_fee_wan_yuan", json!("12.5")), Ok(()));
        assert!(fill("rules_issued", json!("2")).unwrap_err().contains("非负整数"));
        assert!(fill("rules_issued", json!(-1)).unwrap_err().contains("非负整数"));
        assert!(fill("rules_new_made", json!(1)).unwrap_err().contains("rules_new_made"));
        assert_eq!(report.table2[&Table2Key::RulesIssued], Cell::count(2));
    }
}
