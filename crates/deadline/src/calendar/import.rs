//! Reading a year's arrangement, or a region's own days, from a file; every slip is named with its date.
//!
//! Not here: opening the file (the command line) and counting (`calendar`).

use super::{YearDays, is_weekend};
use crate::error::DeadlineError;
use chrono::{Datelike, NaiveDate};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Years in which the People's Republic's arrangements can exist; a slip such as 20226 is caught here.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2199;

/// A six-digit administrative region code (GB/T 2260): two digits each for province, city and county.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(String);

impl RegionCode {
    /// Reads a code of exactly six ASCII digits.
    ///
    /// # Errors
    /// [`DeadlineError::BadRegion`].
    pub fn parse(text: &str) -> Result<Self, DeadlineError> {
        if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(DeadlineError::BadRegion { text: text.to_owned() })
        }
    }

    /// Whether `other` is this region or lies in it (650000 contains 650102).
    pub fn contains(&self, other: &Self) -> bool {
        let mut prefix = self.0.as_str();
        while let Some(shorter) = prefix.strip_suffix("00") {
            prefix = shorter;
        }
        other.0.starts_with(prefix)
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Days that a local government changed for its region, on top of the national calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// The region in which the days apply, with everything below it.
    pub region: RegionCode,
    /// Short Chinese name of the arrangement.
    pub name: String,
    /// The local notice it rests on.
    pub source: String,
    /// Days that become off; must be worked nationally.
    pub holidays: Vec<NaiveDate>,
    /// Days that become worked; must be off nationally.
    pub make_up_days: Vec<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawYear {
    source: Option<String>,
    holidays: Vec<String>,
    workdays: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOverlay {
    region: String,
    name: String,
    source: String,
    #[serde(default)]
    holidays: Vec<String>,
    #[serde(default)]
    workdays: Vec<String>,
}

/// The entries of an object in file order. A map would silently keep only the last of two entries for one year.
struct Entries(Vec<(String, RawYear)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByYear;
        impl<'de> Visitor<'de> for ByYear {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of years, such as {\"2026\": {\"holidays\": [], \"workdays\": []}}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(ByYear)
    }
}

fn syntax(error: &serde_json::Error) -> DeadlineError {
    DeadlineError::CalendarSyntax { line: error.line(), column: error.column(), reason: error.to_string() }
}

/// Reads years from `{"2027": {"source": "…", "holidays": ["2027-01-01", …], "workdays": […]}}`: `holidays` are
/// weekdays off, `workdays` weekend days worked, both ascending. `source` here stands for years that name none.
///
/// # Errors
/// The first slip found, with its date: a malformed or foreign date, a weekend day listed as off, a weekday listed as
/// worked, repeated or unsorted dates, a repeated or empty year, a year without source, malformed JSON.
pub fn parse_years(json: &str, source: Option<&str>) -> Result<Vec<YearDays>, DeadlineError> {
    parse_years_with(json, &|_| source.map(str::to_owned))
}

pub(super) fn parse_years_with(
    json: &str,
    source: &dyn Fn(i32) -> Option<String>,
) -> Result<Vec<YearDays>, DeadlineError> {
    let Entries(entries) = serde_json::from_str(json).map_err(|error| syntax(&error))?;
    let mut years: Vec<YearDays> = Vec::with_capacity(entries.len());
    for (key, raw) in entries {
        let year = parse_year(&key)?;
        if years.iter().any(|known| known.year == year) {
            return Err(DeadlineError::RepeatedYear { year });
        }
        let holidays = parse_dates(&raw.holidays)?;
        let make_up_days = parse_dates(&raw.workdays)?;
        if let Some(&date) = holidays.iter().chain(&make_up_days).find(|date| date.year() != year) {
            return Err(DeadlineError::DateInOtherYear { date, year });
        }
        if let Some(&date) = holidays.iter().find(|date| is_weekend(**date)) {
            return Err(DeadlineError::WeekendListedAsOff { date });
        }
        if let Some(&date) = make_up_days.iter().find(|date| !is_weekend(**date)) {
            return Err(DeadlineError::WeekdayListedAsWorked { date });
        }
        if holidays.is_empty() {
            return Err(DeadlineError::EmptyYear { year });
        }
        let source = raw
            .source
            .or_else(|| source(year))
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| DeadlineError::MissingSource { subject: format!("{year}年") })?;
        years.push(YearDays { year, source, holidays, make_up_days });
    }
    Ok(years)
}

/// Reads overlays from `[{"region": "650000", "name": "…", "source": "…", "holidays": […], "workdays": […]}]`.
/// Whether the days really change anything is checked when the overlay is laid on a calendar.
///
/// # Errors
/// As [`parse_years`], and [`DeadlineError::BadRegion`].
pub fn parse_overlays(json: &str) -> Result<Vec<Overlay>, DeadlineError> {
    let raw: Vec<RawOverlay> = serde_json::from_str(json).map_err(|error| syntax(&error))?;
    raw.into_iter()
        .map(|raw| {
            let region = RegionCode::parse(&raw.region)?;
            if raw.source.trim().is_empty() {
                return Err(DeadlineError::MissingSource { subject: format!("地方安排{region}") });
            }
            Ok(Overlay {
                region,
                name: raw.name,
                source: raw.source,
                holidays: parse_dates(&raw.holidays)?,
                make_up_days: parse_dates(&raw.workdays)?,
            })
        })
        .collect()
}

fn parse_year(text: &str) -> Result<i32, DeadlineError> {
    let bad = || DeadlineError::BadYear { text: text.to_owned() };
    if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    let year = text.parse().map_err(|_| bad())?;
    if YEARS.contains(&year) { Ok(year) } else { Err(DeadlineError::YearOutOfRange { year }) }
}

fn parse_dates(texts: &[String]) -> Result<Vec<NaiveDate>, DeadlineError> {
    let mut dates: Vec<NaiveDate> = Vec::with_capacity(texts.len());
    for text in texts {
        let date = parse_date(text)?;
        if dates.contains(&date) {
            return Err(DeadlineError::RepeatedDate { date });
        }
        if let Some(&previous) = dates.last().filter(|previous| **previous > date) {
            return Err(DeadlineError::UnsortedDates { date, previous });
        }
        dates.push(date);
    }
    Ok(dates)
}

/// Exactly `2026-01-31`; the lenient `2026-1-31` is refused so that the sorted order of the text is the order of time.
fn parse_date(text: &str) -> Result<NaiveDate, DeadlineError> {
    if text.len() == 10
        && let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d")
    {
        return Ok(date);
    }
    Err(DeadlineError::BadDate { text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn refused(json: &str) -> DeadlineError {
        parse_years(json, Some("某年安排通知")).unwrap_err()
    }

    #[test]
    fn a_well_formed_year_is_read_with_its_own_source() {
        let json =
            r#"{"2027":{"source":"二〇二七年通知","holidays":["2027-01-01"],"workdays":["2027-01-03"]}}"#;
        let years = parse_years(json, None).unwrap();
        assert_eq!(
            years,
            [YearDays {
                year: 2027,
                source: "二〇二七年通知".to_owned(),
                holidays: vec![day("2027-01-01")],
                make_up_days: vec![day("2027-01-03")],
            }]
        );
    }

    #[test]
    fn each_slip_in_a_calendar_file_is_named_with_its_date() {
        let year = |holidays: &str, workdays: &str| {
            format!(r#"{{"2027":{{"holidays":[{holidays}],"workdays":[{workdays}]}}}}"#)
        };
        assert_eq!(
            refused(&year(r#""2027-02-30""#, "")),
            DeadlineError::BadDate { text: "2027-02-30".into() }
        );
        assert_eq!(refused(&year(r#""2027-1-1""#, "")), DeadlineError::BadDate { text: "2027-1-1".into() });
        assert_eq!(
            refused(&year(r#""2027-01-02""#, "")),
            DeadlineError::WeekendListedAsOff { date: day("2027-01-02") }
        );
        assert_eq!(
            refused(&year(r#""2027-01-01""#, r#""2027-01-04""#)),
            DeadlineError::WeekdayListedAsWorked { date: day("2027-01-04") }
        );
        assert_eq!(
            refused(&year(r#""2027-01-01","2027-01-01""#, "")),
            DeadlineError::RepeatedDate { date: day("2027-01-01") }
        );
        assert_eq!(
            refused(&year(r#""2027-02-05","2027-01-01""#, "")),
            DeadlineError::UnsortedDates { date: day("2027-01-01"), previous: day("2027-02-05") }
        );
        assert_eq!(
            refused(&year(r#""2026-01-01""#, "")),
            DeadlineError::DateInOtherYear { date: day("2026-01-01"), year: 2027 }
        );
        assert_eq!(refused(&year("", "")), DeadlineError::EmptyYear { year: 2027 });
    }

    #[test]
    fn the_shape_of_the_file_is_checked_too() {
        let one = r#"{"holidays":["2027-01-01"],"workdays":[]}"#;
        assert_eq!(
            refused(&format!(r#"{{"2027":{one},"2027":{one}}}"#)),
            DeadlineError::RepeatedYear { year: 2027 }
        );
        assert_eq!(refused(&format!(r#"{{"next":{one}}}"#)), DeadlineError::BadYear { text: "next".into() });
        assert_eq!(refused(&format!(r#"{{"1027":{one}}}"#)), DeadlineError::YearOutOfRange { year: 1027 });
        assert!(matches!(refused("{\n  \"2027\": [}"), DeadlineError::CalendarSyntax { line: 2, .. }));
        assert!(matches!(
            refused(r#"{"2027":{"holidays":[],"workdays":[],"makeup":[]}}"#),
            DeadlineError::CalendarSyntax { line: 1, .. }
        ));
        assert_eq!(
            parse_years(&format!(r#"{{"2027":{one}}}"#), None).unwrap_err(),
            DeadlineError::MissingSource { subject: "2027年".into() }
        );
    }

    #[test]
    fn a_province_contains_its_counties_and_not_its_neighbours() {
        let code = |text| RegionCode::parse(text).unwrap();
        assert!(code("650000").contains(&code("650102")));
        assert!(code("650100").contains(&code("650102")));
        assert!(!code("650200").contains(&code("650102")));
        assert!(!code("650102").contains(&code("650000")));
        assert_eq!(RegionCode::parse("65"), Err(DeadlineError::BadRegion { text: "65".into() }));
    }
}
