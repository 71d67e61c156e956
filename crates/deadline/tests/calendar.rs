//! The national calendar against facts and dates that were worked out independently.
#![cfg(test)]

use chrono::NaiveDate;
use gongkai_deadline::calendar::{
    DayKind, RegionCode, parse_overlays, parse_years, render_year_text, year_summary,
};
use gongkai_deadline::{Calendar, DeadlineError, DueOptions, WorkingDays, due_for, render_due_text};
use unicode_width::UnicodeWidthStr;

fn national() -> Calendar {
    Calendar::national().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn after(calendar: &Calendar, from: &str, days: u32) -> (String, bool) {
    let counted = calendar.add_working_days(day(from), WorkingDays(days)).unwrap();
    (counted.on.to_string(), counted.is_provisional)
}

#[test]
fn each_year_has_its_days_off_its_make_up_days_and_its_working_days() {
    let calendar = national();
    let table = [
        (2019, 17, 6, 250),
        (2020, 19, 6, 249),
        (2021, 18, 7, 250),
        (2022, 18, 7, 249),
        (2023, 18, 7, 249),
        (2024, 19, 8, 251),
        (2025, 18, 5, 248),
        (2026, 19, 6, 248),
    ];
    for (year, holidays, make_up_days, working_days) in table {
        let summary = year_summary(&calendar, year).unwrap();
        assert_eq!(
            (summary.holidays, summary.make_up_days, summary.working_days),
            (holidays, make_up_days, working_days),
            "{year}"
        );
        assert_eq!(summary.months.iter().map(|month| month.working_days).sum::<u32>(), working_days);
        let (before, last) = (day(&format!("{}-12-31", year - 1)), day(&format!("{year}-12-31")));
        assert_eq!(calendar.working_days_between(before, last), WorkingDays(working_days));
        assert!(calendar.source(year).unwrap().contains(&format!("{year}年部分节假日安排")));
    }
    assert_eq!(calendar.years().count(), table.len());
}

#[test]
fn remembered_days_are_what_they_were() {
    let calendar = national();
    let kind = |text| calendar.kind(day(text));
    // 2020: the Spring Festival holiday was prolonged.
    assert_eq!(kind("2020-01-31"), DayKind::Holiday);
    assert_eq!(kind("2020-02-01"), DayKind::Weekend);
    assert_eq!(kind("2020-02-02"), DayKind::Weekend);
    assert_eq!(kind("2020-02-03"), DayKind::Working);
    // New Year's Eve of the lunar calendar was worked in 2024 and has been off since 2025.
    assert_eq!(kind("2024-02-09"), DayKind::Working);
    assert_eq!(kind("2025-01-28"), DayKind::Holiday);
    // New Year made up on a Monday.
    assert_eq!(kind("2022-01-03"), DayKind::Holiday);
    assert_eq!(kind("2023-01-02"), DayKind::Holiday);
    assert_eq!(kind("2022-12-31"), DayKind::Weekend);
    // 2025: National Day and Mid-Autumn together, 1 to 8 October.
    for date in day("2025-10-01").iter_days().take(8) {
        assert!(!calendar.is_working_day(date), "{date}");
    }
    assert_eq!(kind("2025-10-09"), DayKind::Working);
    // 2026: nine days of Spring Festival between two worked Saturdays, and a worked Sunday in January.
    for date in day("2026-02-15").iter_days().take(9) {
        assert!(!calendar.is_working_day(date), "{date}");
    }
    for text in ["2026-02-14", "2026-02-28", "2026-01-04"] {
        assert_eq!(kind(text), DayKind::MakeUp, "{text}");
    }
}

/// Receipt, then the dates after 7, 15, 20 and 40 working days where they are known.
type Vector =
    (&'static str, Option<&'static str>, Option<&'static str>, Option<&'static str>, Option<&'static str>);

#[test]
fn counting_reaches_the_known_dates() {
    let vectors: [Vector; 14] = [
        ("2019-05-15", Some("2019-05-24"), None, Some("2019-06-13"), Some("2019-07-11")),
        ("2020-01-16", Some("2020-02-03"), None, Some("2020-02-20"), None),
        ("2021-01-20", Some("2021-01-29"), Some("2021-02-09"), Some("2021-02-22"), Some("2021-03-22")),
        ("2021-02-07", Some("2021-02-22"), None, None, None),
        ("2021-09-10", Some("2021-09-22"), Some("2021-10-08"), Some("2021-10-14"), None),
        ("2021-12-24", None, None, Some("2022-01-24"), Some("2022-02-24")),
        ("2022-12-30", None, None, Some("2023-02-02"), None),
        ("2023-09-15", Some("2023-09-26"), None, Some("2023-10-19"), None),
        ("2023-12-28", None, None, Some("2024-01-26"), None),
        ("2024-02-01", Some("2024-02-09"), Some("2024-02-27"), Some("2024-03-05"), Some("2024-04-02")),
        ("2025-01-20", Some("2025-02-05"), Some("2025-02-14"), Some("2025-02-21"), None),
        ("2025-09-24", Some("2025-10-10"), None, Some("2025-10-28"), None),
        ("2026-02-10", Some("2026-02-26"), Some("2026-03-09"), Some("2026-03-16"), Some("2026-04-14")),
        ("2026-09-18", Some("2026-09-29"), None, Some("2026-10-22"), None),
    ];
    let calendar = national();
    for (received, seven, fifteen, twenty, forty) in vectors {
        for (days, expected) in [(7, seven), (15, fifteen), (20, twenty), (40, forty)] {
            if let Some(expected) = expected {
                assert_eq!(
                    after(&calendar, received, days),
                    (expected.to_owned(), false),
                    "{received} + {days}"
                );
            }
        }
    }
}

#[test]
fn a_count_into_a_year_without_data_is_provisional_and_names_the_year() {
    let calendar = national();
    assert_eq!(after(&calendar, "2026-12-28", 3), ("2026-12-31".to_owned(), false));
    // 2027-01-01 is certainly a holiday, but nothing is announced: Monday to Friday, and provisional.
    assert_eq!(after(&calendar, "2026-12-28", 4), ("2027-01-01".to_owned(), true));
    assert_eq!(calendar.years_without_data(day("2026-12-28"), day("2027-01-01")), [2027]);
    assert_eq!(after(&calendar, "2026-12-31", 20), ("2027-01-28".to_owned(), true));
    assert_eq!(after(&calendar, "2018-12-28", 2), ("2019-01-02".to_owned(), true));
    assert_eq!(after(&calendar, "2018-12-31", 1), ("2019-01-02".to_owned(), false));
    assert_eq!(after(&calendar, "2030-06-07", 5), ("2030-06-14".to_owned(), true));
    assert_eq!(after(&calendar, "2010-06-07", 5), ("2010-06-14".to_owned(), true));
}

#[test]
fn a_missing_year_between_known_ones_is_noticed() {
    let years: Vec<_> = national().years().filter(|year| year.year != 2022).cloned().collect();
    let gap = Calendar::from_years(years);
    assert_eq!(after(&gap, "2021-12-24", 5), ("2021-12-31".to_owned(), false));
    assert!(after(&gap, "2021-12-24", 20).1);
    assert_eq!(gap.years_without_data(day("2021-12-24"), day("2023-01-05")), [2022]);
    // Saturday 31 December 2022 might have been worked, so that even the next day is not sure.
    assert_eq!(after(&gap, "2022-12-30", 1), ("2023-01-03".to_owned(), true));
    assert_eq!(after(&gap, "2022-12-31", 1), ("2023-01-03".to_owned(), false));
}

#[test]
fn an_empty_calendar_counts_monday_to_friday_and_says_so() {
    let empty = Calendar::from_years(Vec::new());
    assert_eq!(after(&empty, "2021-10-01", 20), ("2021-10-29".to_owned(), true));
    assert_eq!(empty.working_days_between(day("2021-10-01"), day("2021-10-29")), WorkingDays(20));
}

#[test]
fn the_end_of_the_calendar_is_an_error() {
    let calendar = national();
    let error = calendar.add_working_days(NaiveDate::MAX, WorkingDays(1)).unwrap_err();
    assert_eq!(error, DeadlineError::OutOfRange { from: NaiveDate::MAX });
    assert!(calendar.add_working_days(day("2026-01-01"), WorkingDays(u32::MAX)).is_err());
}

#[test]
fn an_imported_year_ends_the_provisional_state() {
    let json = r#"{"2027":{"holidays":["2027-01-01"],"workdays":["2027-01-03"]}}"#;
    let calendar = national().with_years(parse_years(json, Some("自拟的二〇二七年安排")).unwrap());
    assert_eq!(after(&calendar, "2026-12-28", 4), ("2027-01-03".to_owned(), false));
    assert_eq!(calendar.source(2027), Some("自拟的二〇二七年安排"));
}

#[test]
fn a_local_holiday_counts_in_its_region_only() {
    let overlays = parse_overlays(
        r#"[{"region":"990000","name":"青川自治区","source":"青川自治区节日放假通知","holidays":["2025-04-02"],
            "workdays":["2025-04-06","2025-04-04"]}]"#,
    );
    assert!(matches!(overlays, Err(DeadlineError::UnsortedDates { .. })));
    let overlays = parse_overlays(
        r#"[{"region":"990000","name":"青川自治区","source":"青川自治区节日放假通知","holidays":["2025-04-02"],
            "workdays":["2025-04-04","2025-04-06"]}]"#,
    )
    .unwrap();
    let region = |code| RegionCode::parse(code).unwrap();
    let here = national().in_region(&overlays, &region("990102")).unwrap();
    let there = national().in_region(&overlays, &region("110101")).unwrap();
    assert_eq!(after(&there, "2025-04-01", 2).0, "2025-04-03");
    assert_eq!(after(&here, "2025-04-01", 2).0, "2025-04-04");
    assert_eq!(here.kind(day("2025-04-02")), DayKind::Holiday);
    assert_eq!(here.kind(day("2025-04-04")), DayKind::Working);
    assert_eq!(here.kind(day("2025-04-06")), DayKind::MakeUp);
    assert_eq!(here.local_source(day("2025-04-02")), Some("青川自治区：青川自治区节日放假通知"));
    assert_eq!(there.local_source(day("2025-04-02")), None);
    let due = due_for("correction", day("2025-03-31"), &here, &DueOptions::default()).unwrap();
    let text = render_due_text(&due);
    assert!(
        text.contains("2025-04-02（周三）  放假，不计入（地方安排，青川自治区：青川自治区节日放假通知）"),
        "{text}"
    );
}

#[test]
fn an_overlay_that_changes_nothing_or_reaches_too_far_is_refused() {
    let lay = |date: &str| {
        let json = format!(r#"[{{"region":"990000","name":"青川","source":"通知","holidays":["{date}"]}}]"#);
        let overlays = parse_overlays(&json).unwrap();
        national().in_region(&overlays, &RegionCode::parse("990000").unwrap()).unwrap_err()
    };
    assert!(matches!(lay("2025-10-01"), DeadlineError::OverlayWithoutEffect { .. }));
    assert!(matches!(lay("2025-04-05"), DeadlineError::OverlayWithoutEffect { .. }));
    assert!(matches!(lay("2027-03-03"), DeadlineError::OverlayWithoutYear { .. }));
}

#[test]
fn the_printed_year_fits_eighty_columns_and_marks_every_special_day() {
    let text = render_year_text(&national(), 2026).unwrap();
    for line in text.lines() {
        assert!(line.width() <= 80, "{} columns: {line}", line.width());
        assert_eq!(line, line.trim_end());
    }
    assert_eq!(text.matches('*').count(), 19 + 1, "nineteen weekdays off and the legend");
    assert_eq!(text.matches('+').count(), 6 + 1, "six make-up days and the legend");
    assert!(text.contains("  2月15日（周日）至2月23日（周一），9天\n"));
    assert!(text.contains("合计：工作日248天，放假的工作日19天，调休上班6天\n"));
    assert!(text.contains("来源：国务院办公厅关于2026年部分节假日安排的通知\n"));
    let third_month_row: Vec<&str> = text.lines().skip_while(|line| !line.contains(" 7月")).take(3).collect();
    assert_eq!(
        third_month_row,
        [
            " 7月 工作日23天           8月 工作日21天           9月 工作日22天",
            "一 二 三 四 五 六 日     一 二 三 四 五 六 日     一 二 三 四 五 六 日",
            "       1  2  3  4  5                     1  2         1  2  3  4  5  6",
        ]
    );
}

#[test]
fn a_year_without_data_prints_as_provisional() {
    let text = render_year_text(&national(), 2027).unwrap();
    assert!(text.contains("暂定：本年度放假安排尚未录入"));
    assert!(!text.contains("来源"));
    assert_eq!(render_year_text(&national(), 3000), Err(DeadlineError::YearOutOfRange { year: 3000 }));
}

#[test]
fn the_year_as_data_names_days_and_breaks() {
    let json = serde_json::to_value(year_summary(&national(), 2026).unwrap()).unwrap();
    assert_eq!(json["working_days"], 248);
    assert_eq!(json["provisional"], false);
    assert_eq!(json["months"][1]["days"][13], serde_json::json!({"date": "2026-02-14", "kind": "make_up"}));
    assert_eq!(json["breaks"][1], serde_json::json!({"from": "2026-02-15", "to": "2026-02-23"}));
}
