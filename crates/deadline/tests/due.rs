//! Due dates of every limit, uninterrupted, and how they are told.
#![cfg(test)]

use chrono::{NaiveDate, NaiveTime};
use gongkai_deadline::statute::{LIMITS, Length};
use gongkai_deadline::{
    Calendar, DeadlineError, Due, DueOptions, Standing, WorkingDays, due_for, render_due_text,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ask(key: &str, from: &str, options: &DueOptions) -> Result<Due, DeadlineError> {
    due_for(key, day(from), &Calendar::national().unwrap(), options)
}

fn due_on(key: &str, from: &str) -> String {
    ask(key, from, &DueOptions::default()).unwrap().on.to_string()
}

fn with_length(length: u32) -> DueOptions {
    DueOptions { length: Some(length), ..DueOptions::default() }
}

#[test]
fn working_day_limits_end_where_the_calendar_says() {
    assert_eq!(due_on("reply", "2021-09-10"), "2021-10-14");
    assert_eq!(due_on("correction", "2021-09-10"), "2021-09-22");
    assert_eq!(due_on("consultation", "2021-09-10"), "2021-10-08");
    assert_eq!(due_on("co_maker_consultation", "2024-02-01"), "2024-02-27");
    assert_eq!(due_on("agency_consultation", "2024-02-01"), "2024-02-27");
    assert_eq!(due_on("correction_reply", "2026-02-10"), "2026-03-09");
    assert_eq!(due_on("payment", "2026-02-10"), "2026-03-16");
    assert_eq!(due_on("publish", "2023-12-28"), "2024-01-26");
    assert_eq!(due_on("extension", "2024-02-01"), "2024-04-02");
    assert_eq!(due_on("penalty_decision", "2023-09-15"), "2023-09-26");
    assert_eq!(due_on("licensing_decision", "2025-09-24"), "2025-10-10");
    assert_eq!(due_on("enforcement_result", "2025-09-24"), "2025-10-28");
    assert_eq!(due_on("procurement_contract", "2025-09-30"), "2025-10-10");
    assert_eq!(due_on("redo", "2025-01-20"), "2025-02-21");
    assert_eq!(due_on("reconsideration_answer", "2025-09-26"), "2025-10-16");
    assert_eq!(due_on("reconsideration_answer_simplified", "2025-09-26"), "2025-10-10");
    assert_eq!(due_on("proposal", "2025-09-26"), "2025-10-10");
    assert_eq!(due_on("urgent_sign_off", "2025-09-30"), "2025-10-09");
    assert_eq!(due_on("release_wait", "2025-09-26"), "2025-10-10");
}

#[test]
fn calendar_periods_move_off_a_holiday_only_where_the_law_moves_them() {
    // 60 days from 2025-08-03 end on Thursday 2 October, inside the holiday: the first working day after it.
    assert_eq!(due_on("reconsideration", "2025-08-03"), "2025-10-09");
    assert_eq!(due_on("reconsideration", "2025-08-11"), "2025-10-10");
    // 60 days end on Saturday 2025-10-11, a make-up day: it is worked, so the period ends there.
    assert_eq!(due_on("reconsideration", "2025-08-12"), "2025-10-11");
    assert_eq!(due_on("suit_after_reconsideration", "2026-02-05"), "2026-02-24");
    assert_eq!(due_on("suit_answer", "2026-02-05"), "2026-02-24");
    assert_eq!(due_on("appeal_judgment", "2024-09-16"), "2024-10-08");
    assert_eq!(due_on("appeal_ruling", "2024-09-21"), "2024-10-08");
    assert_eq!(due_on("reconsideration_decision", "2025-08-03"), "2025-10-09");
    assert_eq!(due_on("reconsideration_decision_extended", "2025-07-04"), "2025-10-09");
    assert_eq!(due_on("reconsideration_decision_simplified", "2025-09-02"), "2025-10-09");
    assert_eq!(due_on("simplified_trial", "2025-08-18"), "2025-10-09");
    // Budgets: no rule moves the last day.
    assert_eq!(due_on("budget", "2025-09-14"), "2025-10-04");
    assert_eq!(due_on("decision_consultation", "2025-09-04"), "2025-10-04");
}

#[test]
fn months_end_on_the_corresponding_day() {
    assert_eq!(due_on("suit", "2025-08-31"), "2026-02-28", "28 February 2026 is a worked Saturday");
    assert_eq!(due_on("suit", "2023-08-31"), "2024-02-29");
    assert_eq!(due_on("suit", "2024-08-31"), "2025-02-28");
    assert_eq!(due_on("suit", "2022-08-31"), "2023-02-28");
    assert_eq!(due_on("suit", "2025-04-05"), "2025-10-09");
}

#[test]
fn a_moved_last_day_is_explained() {
    let due = ask("suit", "2025-03-31", &DueOptions::default()).unwrap();
    assert_eq!(due.on, day("2025-09-30"));
    assert_eq!(due.steps.len(), 2);
    let due = ask("suit", "2025-04-03", &DueOptions::default()).unwrap();
    assert_eq!(due.on, day("2025-10-09"));
    assert!(due.steps[1].text.contains("顺延至其后第一个工作日2025年10月9日（周四）"));
    assert_eq!(due.steps[1].article, Some("《民事诉讼法》第八十五条"));
}

#[test]
fn a_length_that_rests_on_practice_says_so() {
    let text = |key| render_due_text(&ask(key, "2024-02-01", &DueOptions::default()).unwrap());
    assert!(text("correction_reply").contains("说明：没有全国统一的天数，系常用做法或者本机关设定\n"));
    assert!(text("appeal_ruling").contains("说明：编制本项时未再核对条文原文\n"));
    assert!(!text("correction").contains("说明"));
    assert!(text("annual_report").contains("期限：次年1月31日前\n"));
}

#[test]
fn annual_reports_are_due_on_fixed_days_that_do_not_move() {
    // 31 January 2026 is a Saturday.
    let due = ask("annual_report", "2025-06-01", &DueOptions::default()).unwrap();
    assert_eq!(due.on, day("2026-01-31"));
    assert!(due.steps.last().unwrap().text.contains("期限不顺延"));
    assert_eq!(due_on("government_annual_report", "2025-12-31"), "2026-03-31");
    let far = ask("annual_report", "2030-01-01", &DueOptions::default()).unwrap();
    assert_eq!((far.on, far.provisional), (day("2031-01-31"), false));
}

#[test]
fn clock_hours_need_an_hour_and_run_over_the_weekend() {
    let half_past_eight = DueOptions { at: NaiveTime::from_hms_opt(20, 30, 0), ..DueOptions::default() };
    let at = |key| ask(key, "2026-05-01", &half_past_eight).unwrap().at.unwrap().to_string();
    assert_eq!(at("emergency_information"), "2026-05-02 01:30:00");
    assert_eq!(at("emergency_press_conference"), "2026-05-02 20:30:00");
    assert_eq!(at("public_concern_response"), "2026-05-03 20:30:00");
    assert_eq!(
        ask("emergency_information", "2026-05-01", &DueOptions::default()),
        Err(DeadlineError::TimeOfDayNeeded { key: "emergency_information" })
    );
}

#[test]
fn long_periods_are_years() {
    assert_eq!(due_on("top_secret_period", "1999-05-04"), "2029-05-04");
    assert_eq!(due_on("secret_period", "2004-02-29"), "2024-02-29");
    assert_eq!(due_on("confidential_period", "2016-02-29"), "2026-02-28");
    assert_eq!(due_on("reconsideration_longest", "2024-10-03"), "2025-10-09");
    assert_eq!(due_on("suit_after_silence", "2025-10-27"), "2026-04-27");
    assert_eq!(due_on("reassessment", "2025-03-31"), "2026-03-31");
}

#[test]
fn every_limit_gives_a_date_with_steps_that_end_in_it() {
    for limit in LIMITS {
        let needs_hour = matches!(limit.length, Length::Hours(_));
        let at = needs_hour.then(|| NaiveTime::from_hms_opt(9, 0, 0).unwrap());
        let due = ask(limit.key, "2024-03-05", &DueOptions { at, ..DueOptions::default() }).unwrap();
        let last =
            due.steps.iter().rfind(|step| step.kind == gongkai_deadline::explain::StepKind::Due).unwrap();
        assert_eq!(last.date, due.on, "{}", limit.key);
        assert_eq!(due.at.is_some(), needs_hour, "{}", limit.key);
        let text = render_due_text(&due);
        assert!(text.contains(limit.article), "{text}");
        assert!(!text.contains("暂停") && !text.contains("中止"), "{text}");
    }
}

#[test]
fn settings_are_accepted_only_where_the_law_leaves_room() {
    assert_eq!(ask("correction-reply", "2024-02-01", &with_length(7)).unwrap().on, day("2024-02-09"));
    assert_eq!(ask("extension", "2024-02-01", &with_length(1)).unwrap().on, day("2024-03-06"));
    assert_eq!(
        ask("extension", "2024-02-01", &with_length(21)),
        Err(DeadlineError::ExtensionOverCap { total: WorkingDays(21) })
    );
    assert_eq!(
        ask("reply", "2024-02-01", &with_length(30)),
        Err(DeadlineError::NotConfigurable { key: "reply" })
    );
    assert_eq!(
        ask("reconsideration", "2024-02-01", &with_length(30)),
        Err(DeadlineError::NotConfigurable { key: "reconsideration" })
    );
    assert_eq!(
        ask("publish", "2024-02-01", &with_length(0)),
        Err(DeadlineError::UnusableLength { key: "publish", length: 0 })
    );
    assert_eq!(
        ask("refund", "2024-02-01", &DueOptions::default()),
        Err(DeadlineError::UnknownLimit { key: "refund".into() })
    );
}

#[test]
fn the_reply_of_september_2021_is_told_day_by_day() {
    let due = ask("reply", "2021-09-10", &DueOptions::default()).unwrap();
    assert_eq!(
        render_due_text(&due),
        "\
答复：期限届满 2021年10月14日（周四）
期限：20个工作日，自收到申请之日起算
依据：《政府信息公开条例》第三十三条第二款
推算过程：
  2021-09-10（周五）  收到申请之日，当日不计入期限（《民事诉讼法》第八十五条）
  2021-09-13（周一）  第1个工作日
  2021-09-18（周六）  调休上班，计入
  2021-09-19（周日）至2021-09-21（周二）  放假，不计入
  2021-09-26（周日）  调休上班，计入
  2021-10-01（周五）至2021-10-07（周四）  放假，不计入
  2021-10-09（周六）  调休上班，计入
  2021-10-14（周四）  第20个工作日，答复期限届满（《政府信息公开条例》第三十三条第二款）
"
    );
}

#[test]
fn a_first_day_that_is_worked_in_exchange_is_told_once() {
    let text = render_due_text(&ask("publish", "2025-12-31", &DueOptions::default()).unwrap());
    assert_eq!(text.matches("2026-01-04").count(), 1, "{text}");
    assert!(text.contains("第1个工作日（调休上班，计入）"), "{text}");
}

#[test]
fn the_same_reply_as_json_carries_date_and_steps() {
    let due = ask("reply", "2021-09-10", &DueOptions::default()).unwrap();
    let json = serde_json::to_value(&due).unwrap();
    assert_eq!(json["limit"], "reply");
    assert_eq!(json["received_on"], "2021-09-10");
    assert_eq!(json["due_on"], "2021-10-14");
    assert_eq!(json["provisional"], false);
    assert_eq!(json["steps"].as_array().unwrap().len(), 8);
    assert_eq!(
        json["steps"][3],
        serde_json::json!({"date": "2021-09-19", "until": "2021-09-21", "kind": "days_off", "text": "放假，不计入"})
    );
}

#[test]
fn a_provisional_date_says_so_in_every_form() {
    let due = ask("reply", "2026-12-15", &DueOptions::default()).unwrap();
    assert!(due.provisional);
    assert_eq!(due.years_without_data, [2027]);
    let text = render_due_text(&due);
    assert!(text.starts_with("答复：期限届满 2027年1月12日（周二）【暂定】\n"), "{text}");
    assert!(text.contains("暂定：2027年放假安排尚未录入"), "{text}");
    let suit = ask("suit", "2026-12-15", &DueOptions::default()).unwrap();
    assert!(suit.provisional, "whether the last day is off is not known yet");
}

#[test]
fn a_date_is_seen_from_a_day_and_never_stored_as_late() {
    let calendar = Calendar::national().unwrap();
    let due = ask("reply", "2021-09-10", &DueOptions::default()).unwrap();
    let seen = |today| due.standing(day(today), WorkingDays(3), &calendar);
    assert_eq!(seen("2021-09-13"), Standing::Ample { left: WorkingDays(19) });
    assert_eq!(seen("2021-10-11"), Standing::Soon { left: WorkingDays(3) });
    assert_eq!(seen("2021-10-14"), Standing::DueToday);
    assert_eq!(seen("2021-10-18"), Standing::Overdue { by: WorkingDays(2) });
    assert_eq!(seen("2021-09-13").words(), "余 19 个工作日");
    assert_eq!(seen("2021-10-14").words(), "今日到期");
    assert_eq!(seen("2021-10-18").words(), "超期 2 个工作日");
}

#[test]
fn errors_read_as_official_chinese() {
    let error = ask("extension", "2024-02-01", &with_length(21)).unwrap_err();
    assert_eq!(error.message_zh(), "延长的期限合计为21个工作日，应当不少于1个、最长不得超过20个工作日");
    assert_eq!(error.to_string(), "an extension of 21个工作日 in total is not allowed: 1 to 20 working days");
}
