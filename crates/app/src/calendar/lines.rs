//! The text of an import: JSON of years, or lines of a day and what it is; each slip with its line and what stands there.
//!
//! Not here: what a well-formed year is (`gongkai_deadline::calendar::parse_years`), what an import changes (`super::import`).

use crate::refusal::Refusal;
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::DeadlineError;
use gongkai_deadline::calendar::{YearDays, parse_years};
use gongkai_deadline::explain::plain_date;
use std::collections::BTreeMap;

/// Longest text of an import, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// Name of the field in which faults stand.
pub(super) const FIELD: &str = "file";
/// Most characters of a line that a fault repeats.
const LINE_LETTERS: usize = 60;

/// Reads years from JSON or from lines of a day and what it is.
///
/// # Errors
/// [`Refusal::Invalid`] with the first slip, by its line and the words that stand there.
pub fn parse(text: &str, source: &str) -> Result<Vec<YearDays>, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Refusal::invalid(FIELD, "选择放假安排文件，或者粘贴内容"));
    }
    if text.len() > MOST_BYTES {
        return Err(Refusal::invalid(FIELD, "内容过长，放假安排通常不超过几千字"));
    }
    let source = Some(source.trim()).filter(|source| !source.is_empty());
    let is_json = text.trim_start().starts_with('{');
    let json = if is_json { text.to_owned() } else { lines_as_json(text)? };
    let years = parse_years(&json, source).map_err(|e| match e {
        DeadlineError::MissingSource { .. } => Refusal::invalid("source", "填写来源：通知的标题和文号"),
        e => Refusal::invalid(FIELD, placed(text, &e)),
    })?;
    if years.is_empty() {
        return Err(Refusal::invalid(FIELD, "没有任何年份"));
    }
    Ok(years)
}

/// The words of a slip, with the line on which it stands where it names a date or a word of the text.
fn placed(text: &str, error: &DeadlineError) -> String {
    let words = error.message_zh();
    let named = match error {
        DeadlineError::BadDate { text } | DeadlineError::BadYear { text } => text.clone(),
        DeadlineError::WeekendListedAsOff { date }
        | DeadlineError::WeekdayListedAsWorked { date }
        | DeadlineError::DateInOtherYear { date, .. }
        | DeadlineError::UnsortedDates { date, .. }
        | DeadlineError::RepeatedDate { date } => date.to_string(),
        DeadlineError::RepeatedYear { year }
        | DeadlineError::EmptyYear { year }
        | DeadlineError::YearOutOfRange { year } => year.to_string(),
        _ => return words,
    };
    // of a date that stands there twice it is the second that is too many
    let mut found = (1..).zip(text.lines()).filter(|(_, line)| line.contains(&named));
    let first = found.next();
    let place =
        if matches!(error, DeadlineError::RepeatedDate { .. }) { found.next().or(first) } else { first };
    match place {
        Some((number, line)) => at_line(number, line, &words),
        None => words,
    }
}

fn at_line(number: usize, line: &str, why: &str) -> String {
    let line = line.trim();
    let mut shown: String = line.chars().take(LINE_LETTERS).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    format!("第{number}行“{shown}”：{why}")
}

/// Lines such as `2027-01-01,放假` become the JSON of years. Weekend days off by arrangement are off anyway and left out.
fn lines_as_json(text: &str) -> Result<String, Refusal> {
    let mut years: BTreeMap<i32, [Vec<NaiveDate>; 2]> = BTreeMap::new();
    let mut known: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for (number, whole) in (1..).zip(text.lines()) {
        let fault = |why: &str| Refusal::invalid(FIELD, at_line(number, whole, why));
        let mut parts = whole
            .split([',', '，', '\t', ';', ' ', '　'])
            .map(|part| part.trim().trim_matches('"'))
            .filter(|part| !part.is_empty());
        let Some(first) = parts.next() else { continue };
        let second = parts.next().unwrap_or_default().to_lowercase();
        let Ok(date) = first.parse::<NaiveDate>() else {
            if number == 1 && !whole.contains(|c: char| c.is_ascii_digit()) {
                continue; // the heads of the columns
            }
            return Err(fault(&format!("“{first}”不是有效日期，应写作2027-01-31的形式")));
        };
        let is_off = match second.as_str() {
            "放假" | "休" | "holiday" | "off" => true,
            "上班" | "班" | "调休上班" | "workday" | "work" => false,
            "" => return Err(fault("没有写明“放假”或者“上班”")),
            other => return Err(fault(&format!("“{other}”应当是“放假”或者“上班”"))),
        };
        if let Some(before) = known.insert(date, number) {
            return Err(fault(&format!("与第{before}行是同一天")));
        }
        let is_weekend = date.weekday().num_days_from_monday() >= 5;
        let year = years.entry(date.year()).or_default();
        match (is_off, is_weekend) {
            (true, true) => {}
            (true, false) => year[0].push(date),
            (false, true) => year[1].push(date),
            (false, false) => {
                return Err(fault(&format!("{}不是周末，本来就是工作日", plain_date(date))));
            }
        }
    }
    let years: BTreeMap<String, serde_json::Value> = years
        .into_iter()
        .map(|(year, [mut holidays, mut workdays])| {
            holidays.sort_unstable();
            workdays.sort_unstable();
            (year.to_string(), serde_json::json!({ "holidays": holidays, "workdays": workdays }))
        })
        .collect();
    serde_json::to_string(&years).map_err(|e| Refusal::Defect(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str, source: &str) -> (&'static str, String) {
        match parse(text, source).unwrap_err() {
            Refusal::Invalid(faults) => (faults[0].field, faults[0].text.clone()),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn lines_of_days_give_the_same_year_as_the_json() {
        let lines = "日期,安排\n2027-01-10,上班\n2027-01-02,放假\n2027-01-01,放假\n";
        let json = r#"{"2027":{"source":"某通知","holidays":["2027-01-01"],"workdays":["2027-01-10"]}}"#;
        assert_eq!(parse(lines, "某通知").unwrap(), parse(json, "").unwrap());
        assert_eq!(fault(lines, "").0, "source");
        assert!(fault(" ", "某通知").1.contains("选择放假安排文件"));
        assert!(fault("{\"2027\": 1}", "某通知").1.len() > 3);
    }

    #[test]
    fn a_bad_line_is_named_with_its_number_and_its_text() {
        for (text, words) in [
            ("2027-01-01,放假\n2027-13-03,放假", "第2行“2027-13-03,放假”：“2027-13-03”不是有效日期"),
            ("2027-13-03,放假", "第1行“2027-13-03,放假”：“2027-13-03”不是有效日期"),
            ("日期,安排\n\n2027-01-01,照常", "第3行“2027-01-01,照常”：“照常”应当是"),
            ("2027-01-01", "第1行“2027-01-01”：没有写明"),
            ("2027-01-01,放假\n2027-01-04,上班", "第2行“2027-01-04,上班”：2027年1月4日不是周末"),
            ("2027-01-01,放假\n2027-01-01,放假", "第2行“2027-01-01,放假”：与第1行是同一天"),
            (
                "{\"2027\": {\"holidays\": [\"2027-01-01\",\n\"2027-01-02\"], \"workdays\": []}}",
                "第2行“\"2027-01-02\"], \"workdays\": []}}”：",
            ),
        ] {
            let told = fault(text, "某通知");
            assert_eq!(told.0, FIELD);
            assert!(told.1.starts_with(words), "{words}\n{}", told.1);
        }
    }
}
