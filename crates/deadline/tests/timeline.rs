//! Reply periods that are restarted, extended or interrupted, on real calendar dates.
#![cfg(test)]

use chrono::NaiveDate;
use gongkai_deadline::explain::StepKind;
use gongkai_deadline::timeline::{Consulted, Event, Lateness, ReplyClock, Timeline, Waiting};
use gongkai_deadline::{Calendar, DeadlineError, DueOptions, WorkingDays, due_for, render_due_text};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn received(on: &str) -> Event {
    Event::Received { on: day(on) }
}

fn sent(id: u32, on: &str) -> Event {
    Event::ConsultationSent { on: day(on), id, with: Consulted::ThirdParty, within: None }
}

fn arrived(id: u32, on: &str) -> Event {
    Event::AddresseeReceived { on: day(on), id }
}

fn opinion(id: u32, on: &str) -> Event {
    Event::OpinionReceived { on: day(on), id }
}

fn came_back(id: u32, on: &str) -> Event {
    Event::ConsultationReturned { on: day(on), id }
}

fn extended(on: &str, by: u32) -> Event {
    Event::ExtensionGranted { on: day(on), by: WorkingDays(by) }
}

fn ask_correction(on: &str, arrived_on: Option<&str>) -> Event {
    Event::CorrectionRequested { on: day(on), received_on: arrived_on.map(day), within: None }
}

fn clock(events: &[Event]) -> Result<ReplyClock, DeadlineError> {
    clock_as_of(events, None)
}

fn clock_as_of(events: &[Event], as_of: Option<&str>) -> Result<ReplyClock, DeadlineError> {
    Timeline::from_events(events)?.reply_clock(&Calendar::national().unwrap(), as_of.map(day))
}

fn due_on(events: &[Event]) -> String {
    clock(events).unwrap().due.unwrap().on.to_string()
}

#[test]
fn consultations_reach_the_known_dates() {
    let cases = [
        (
            vec![received("2025-09-16"), sent(1, "2025-09-23"), opinion(1, "2025-09-29")],
            "2025-10-27",
            "2025-11-24",
        ),
        (
            vec![received("2024-01-25"), sent(1, "2024-02-05"), opinion(1, "2024-02-23")],
            "2024-03-12",
            "2024-04-10",
        ),
        (
            vec![received("2023-09-18"), sent(1, "2023-09-28"), opinion(1, "2023-10-12")],
            "2023-10-30",
            "2023-11-27",
        ),
        (
            vec![
                received("2021-12-20"),
                sent(1, "2021-12-24"),
                opinion(1, "2022-01-10"),
                sent(2, "2022-01-05"),
                opinion(2, "2022-01-14"),
            ],
            "2022-02-10",
            "2022-03-10",
        ),
    ];
    for (events, ordinary, longest) in cases {
        assert_eq!(due_on(&events), ordinary);
        let mut events = events;
        events.push(extended(ordinary, 20));
        assert_eq!(due_on(&events), longest);
        // Recording order does not matter, the dates do.
        events.reverse();
        assert_eq!(due_on(&events), longest);
    }
}

#[test]
fn silence_ends_with_the_fifteenth_working_day_after_the_addressee_received() {
    let events = [received("2025-09-16"), sent(1, "2025-09-23"), arrived(1, "2025-09-26")];
    // Fifteen working days after 26 September: 28 to 30 September (three), 9 to 11 October (three), 13 to 17 (five),
    // 20 to 23 (four). Counted: five days to 23 September, then fifteen from 24 October.
    let now = clock(&events).unwrap();
    let due = now.due.unwrap();
    assert_eq!(due.on, day("2025-11-13"));
    assert!(due.projected);
    assert_eq!(now.waiting, Waiting::Opinion);
    let settled = clock_as_of(&events, Some("2025-10-24")).unwrap();
    assert_eq!(settled.waiting, Waiting::Reply);
    let due = settled.due.unwrap();
    assert_eq!((due.on, due.projected), (day("2025-11-13"), false));
}

#[test]
fn an_opinion_that_comes_after_the_limit_changes_nothing() {
    let silent = [received("2025-09-16"), sent(1, "2025-09-23"), arrived(1, "2025-09-26")];
    let late = [&silent[..], &[opinion(1, "2025-11-03")]].concat();
    assert_eq!(due_on(&late), due_on(&silent));
}

#[test]
fn a_letter_without_recorded_receipt_wins_no_time_whether_an_opinion_comes_or_not() {
    let mut events = vec![received("2025-09-01"), sent(1, "2025-09-03")];
    assert_eq!(due_on(&events), "2025-10-24");
    events.push(opinion(1, "2025-12-01"));
    let due = clock(&events).unwrap().due.unwrap();
    assert_eq!(due.on.to_string(), "2025-10-24");
    let caution = |due: &gongkai_deadline::Due| {
        due.steps.iter().any(|step| step.kind == StepKind::Caution && step.text.contains("收到日期没有登记"))
    };
    assert!(caution(&due));
    events.push(arrived(1, "2025-09-05"));
    let due = clock(&events).unwrap().due.unwrap();
    assert_eq!(due.on.to_string(), "2025-10-28");
    assert!(!caution(&due));
    let told = [received("2025-09-01"), sent(1, "2025-09-03"), extended("2025-11-10", 20)];
    assert!(matches!(clock(&told), Err(DeadlineError::ExtensionTooLate { .. })));
}

#[test]
fn a_request_that_is_served_after_the_due_date_stops_nothing_and_starts_nothing_anew() {
    let served = |on: &str| Event::CorrectionServed { on: day(on), received_on: None, within: None };
    let after = |on: &str| clock(&[received("2025-03-03"), served(on)]).unwrap();
    assert_eq!((after("2025-03-31").waiting, after("2025-03-31").due), (Waiting::Correction, None));
    let late = after("2025-04-01");
    assert_eq!(late.waiting, Waiting::Reply);
    assert_eq!(late.due.unwrap().on, day("2025-03-31"));
    assert_eq!(late.late_notices[0].lateness, Lateness::Correction);
    let corrected =
        [received("2025-03-03"), served("2025-04-01"), Event::Corrected { on: day("2025-04-10") }];
    assert_eq!(clock(&corrected).unwrap().base_on, day("2025-03-03"));
    assert_eq!(due_on(&corrected), "2025-03-31");
    // a fee that is asked for and paid in time starts the count anew, also after a correction that was
    let paid = [
        received("2025-03-03"),
        served("2025-03-10"),
        Event::Corrected { on: day("2025-03-17") },
        Event::FeeServed { on: day("2025-03-20"), received_on: None },
        Event::Paid { on: day("2025-03-24") },
    ];
    assert_eq!(clock(&paid).unwrap().base_on, day("2025-03-24"));
    assert!(clock(&paid).unwrap().late_notices.is_empty());
}

#[test]
fn time_in_the_post_is_not_counted() {
    let quick = [received("2025-03-03"), sent(1, "2025-03-05"), arrived(1, "2025-03-05")];
    let slow = [received("2025-03-03"), sent(1, "2025-03-05"), arrived(1, "2025-03-12")];
    assert_eq!(due_on(&quick), "2025-04-22");
    assert_eq!(due_on(&slow), "2025-04-28", "27 April is a worked Sunday");
}

#[test]
fn another_agency_answers_within_the_limit_of_the_letter() {
    let letter = |within| {
        let sent =
            Event::ConsultationSent { on: day("2025-03-05"), id: 7, with: Consulted::OtherAgency, within };
        due_on(&[received("2025-03-03"), sent, arrived(7, "2025-03-05")])
    };
    assert_eq!(letter(None), "2025-04-22");
    assert_eq!(letter(Some(WorkingDays(5))), "2025-04-08");
    // The limit of a third party is statutory: the letter cannot change it.
    let third = Event::ConsultationSent {
        on: day("2025-03-05"),
        id: 7,
        with: Consulted::ThirdParty,
        within: Some(WorkingDays(5)),
    };
    assert_eq!(due_on(&[received("2025-03-03"), third, arrived(7, "2025-03-05")]), "2025-04-22");
}

#[test]
fn a_corrected_application_counts_anew() {
    let asked = [received("2021-09-01"), ask_correction("2021-09-06", Some("2021-09-08"))];
    let waiting = clock(&asked).unwrap();
    assert_eq!(waiting.waiting, Waiting::Correction);
    assert_eq!(waiting.due, None);
    assert_eq!(waiting.applicant_due_on, Some(day("2021-09-29")));
    let corrected = [&asked[..], &[Event::Corrected { on: day("2021-09-10") }]].concat();
    let now = clock(&corrected).unwrap();
    assert_eq!(now.base_on, day("2021-09-10"));
    let due = now.due.unwrap();
    assert_eq!((due.received_on, due.on), (day("2021-09-01"), day("2021-10-14")));
    assert!(due.steps.iter().any(|step| step.text == "待申请人补正（收到补正之日起重新计算）"));
}

#[test]
fn a_late_request_for_correction_is_pointed_out() {
    let caution = |asked| {
        let events =
            [received("2021-09-10"), ask_correction(asked, None), Event::Corrected { on: day("2021-10-20") }];
        let due = clock(&events).unwrap().due.unwrap();
        due.steps.iter().any(|step| step.kind == StepKind::Caution)
    };
    assert!(!caution("2021-09-22"));
    assert!(caution("2021-09-23"));
}

#[test]
fn a_late_correction_counts_but_is_pointed_out() {
    let events = [
        received("2021-09-01"),
        ask_correction("2021-09-06", Some("2021-09-08")),
        Event::Corrected { on: day("2021-09-30") },
    ];
    let due = clock(&events).unwrap().due.unwrap();
    assert!(due.steps.iter().any(|step| step.text.contains("晚于规定的最后一日2021-09-29")));
}

#[test]
fn payment_counts_anew_from_the_day_after() {
    let noticed = [
        received("2026-01-20"),
        Event::FeeNoticed { on: day("2026-01-22"), received_on: Some(day("2026-01-23")) },
    ];
    let waiting = clock(&noticed).unwrap();
    assert_eq!(waiting.waiting, Waiting::Payment);
    assert_eq!(waiting.waiting.words(), "待缴费（缴费次日起重新计算）");
    assert_eq!(waiting.applicant_due_on, Some(day("2026-02-27")));
    let paid = [&noticed[..], &[Event::Paid { on: day("2026-02-10") }]].concat();
    assert_eq!(due_on(&paid), "2026-03-16");
}

#[test]
fn extensions_together_stay_within_twenty_days() {
    let granted = |days: &[(&str, u32)]| {
        let mut events = vec![received("2024-02-01")];
        events.extend(days.iter().map(|(on, by)| extended(on, *by)));
        clock(&events).map(|clock| clock.due.unwrap().on.to_string())
    };
    assert_eq!(granted(&[("2024-03-01", 20)]), Ok("2024-04-02".to_owned()));
    assert_eq!(granted(&[("2024-03-01", 12), ("2024-03-20", 8)]), Ok("2024-04-02".to_owned()));
    assert_eq!(
        granted(&[("2024-03-01", 12), ("2024-03-20", 9)]),
        Err(DeadlineError::ExtensionOverCap { total: WorkingDays(21) })
    );
    assert_eq!(granted(&[("2024-03-01", 0)]), Err(DeadlineError::ExtensionOverCap { total: WorkingDays(0) }));
}

#[test]
fn an_extension_must_be_told_while_the_period_runs() {
    let told = |on| clock(&[received("2024-02-01"), extended(on, 10)]).map(|clock| clock.due.unwrap().on);
    assert!(told("2024-03-05").is_ok(), "the last day belongs to the period");
    assert_eq!(
        told("2024-03-06"),
        Err(DeadlineError::ExtensionTooLate { on: day("2024-03-06"), due_on: day("2024-03-05") })
    );
}

#[test]
fn an_extension_does_not_outlive_a_restart_but_its_days_are_used_up() {
    let restarted = [
        received("2024-01-10"),
        extended("2024-01-12", 15),
        ask_correction("2024-01-15", None),
        Event::Corrected { on: day("2024-02-01") },
    ];
    assert_eq!(due_on(&restarted), "2024-03-05");
    let again = |by| clock(&[&restarted[..], &[extended("2024-03-01", by)]].concat());
    assert_eq!(again(5).unwrap().due.unwrap().on, day("2024-03-12"));
    assert_eq!(again(6), Err(DeadlineError::ExtensionOverCap { total: WorkingDays(21) }));
}

#[test]
fn a_delayed_date_replaces_the_due_date() {
    let delay = Event::DelayFixed { on: day("2024-03-01"), until: day("2024-06-28") };
    let due = clock(&[received("2024-02-01"), delay]).unwrap().due.unwrap();
    assert_eq!(due.on, day("2024-06-28"));
    assert!(render_due_text(&due).contains("《政府信息公开条例》第三十五条"));
    let late = Event::DelayFixed { on: day("2024-03-06"), until: day("2024-06-28") };
    assert!(matches!(clock(&[received("2024-02-01"), late]), Err(DeadlineError::ExtensionTooLate { .. })));
}

#[test]
fn the_life_of_an_application_has_no_holes() {
    let events = [
        received("2025-09-16"),
        sent(1, "2025-09-23"),
        opinion(1, "2025-09-29"),
        Event::FeeNoticed { on: day("2025-10-13"), received_on: None },
        Event::Paid { on: day("2025-10-20") },
        Event::Replied { on: day("2025-11-03") },
    ];
    let lived: Vec<_> = clock(&events)
        .unwrap()
        .intervals
        .into_iter()
        .map(|interval| (interval.from.to_string(), interval.to.unwrap().to_string(), interval.waiting))
        .collect();
    let expected = [
        ("2025-09-17", "2025-09-23", Waiting::Reply),
        ("2025-09-24", "2025-09-29", Waiting::Opinion),
        ("2025-09-30", "2025-10-13", Waiting::Reply),
        ("2025-10-14", "2025-10-20", Waiting::Payment),
        ("2025-10-21", "2025-11-03", Waiting::Reply),
    ];
    assert_eq!(lived, expected.map(|(from, to, waiting)| (from.to_owned(), to.to_owned(), waiting)));
}

#[test]
fn the_last_condition_is_open_until_something_ends_it() {
    let open = clock(&[received("2025-09-16"), sent(1, "2025-09-23")]).unwrap();
    let last = open.intervals.last().unwrap();
    assert_eq!((last.from, last.to, last.waiting), (day("2025-09-24"), None, Waiting::Opinion));
    assert!(open.due.unwrap().projected);
    let running = clock(&[received("2025-09-16")]).unwrap();
    assert_eq!(running.intervals.len(), 1);
    assert_eq!(running.intervals[0].to, None);
}

#[test]
fn a_reply_is_in_time_or_late_and_says_which() {
    let told = |on| {
        let due = clock(&[received("2021-09-10"), Event::Replied { on: day(on) }]).unwrap().due.unwrap();
        due.steps.into_iter().find(|step| step.kind == StepKind::Replied).unwrap().text
    };
    assert_eq!(told("2021-10-14"), "已答复，在答复期限内");
    assert_eq!(told("2021-10-15"), "已答复，超过答复期限");
}

#[test]
fn records_that_do_not_fit_are_refused_with_the_reason() {
    let because = |events: &[Event]| match clock(events) {
        Err(DeadlineError::EventOutOfPlace { because, .. }) => because,
        other => panic!("{other:?}"),
    };
    let start = received("2024-03-01");
    let corrected = Event::Corrected { on: day("2024-03-11") };
    let paid = Event::Paid { on: day("2024-03-11") };
    let asked = ask_correction("2024-03-04", None);
    assert_eq!(because(&[start.clone(), corrected.clone()]), "没有尚待补正的告知");
    assert_eq!(because(&[start.clone(), paid]), "没有尚待缴费的通知");
    assert_eq!(
        because(&[start.clone(), asked.clone(), corrected, ask_correction("2024-03-12", None)]),
        "补正应当一次性告知"
    );
    assert_eq!(
        because(&[start.clone(), asked.clone(), extended("2024-03-05", 5)]),
        "正在等待申请人补正或者缴费，答复期限将重新计算"
    );
    assert_eq!(
        because(&[
            start.clone(),
            Event::Replied { on: day("2024-03-05") },
            ask_correction("2024-03-06", None)
        ]),
        "已经答复"
    );
    assert_eq!(
        because(&[start.clone(), sent(1, "2024-03-04"), sent(1, "2024-03-05")]),
        "同一编号的征求意见已经发出"
    );
    assert_eq!(
        because(&[start.clone(), ask_correction("2024-03-04", Some("2024-03-01"))]),
        "申请人收到补正告知早于发出"
    );
    assert_eq!(clock(std::slice::from_ref(&asked)), Err(DeadlineError::ReceiptMissing));
    assert_eq!(clock(&[start.clone(), received("2024-03-02")]), Err(DeadlineError::ReceiptMissing));
    assert_eq!(
        clock(&[start.clone(), opinion(3, "2024-03-04")]),
        Err(DeadlineError::UnknownConsultation { id: 3 })
    );
    assert_eq!(
        clock(&[start, sent(3, "2024-03-08"), opinion(3, "2024-03-04")]),
        Err(DeadlineError::UnknownConsultation { id: 3 })
    );
}

#[test]
fn due_for_takes_the_same_events() {
    let calendar = Calendar::national().unwrap();
    let ask = |events| {
        due_for("reply", day("2025-09-16"), &calendar, &DueOptions { events, ..DueOptions::default() })
    };
    let due = ask(vec![sent(1, "2025-09-23"), opinion(1, "2025-09-29")]).unwrap();
    assert_eq!(due.on, day("2025-10-27"));
    assert_eq!(
        ask(vec![ask_correction("2025-09-18", None)]),
        Err(DeadlineError::NotRunning { waiting: Waiting::Correction })
    );
    let options = DueOptions { events: vec![sent(1, "2025-09-23")], ..DueOptions::default() };
    assert_eq!(
        due_for("publish", day("2025-09-16"), &calendar, &options),
        Err(DeadlineError::EventsNotApplicable { key: "publish" })
    );
}

#[test]
fn a_consultation_is_told_step_by_step() {
    let due = clock(&[received("2025-09-16"), sent(1, "2025-09-23"), opinion(1, "2025-09-29")])
        .unwrap()
        .due
        .unwrap();
    assert_eq!(
        render_due_text(&due),
        "\
答复：期限届满 2025年10月27日（周一）
期限：20个工作日，自收到申请之日起算
依据：《政府信息公开条例》第三十三条第二款
推算过程：
  2025-09-16（周二）  收到申请之日，当日不计入期限（《民事诉讼法》第八十五条）
  2025-09-17（周三）  第1个工作日
  2025-09-23（周二）  向第三方征求意见，发出当日仍计入（《政府信息公开条例》第三十二条）
  2025-09-24（周三）至2025-09-29（周一）  征求意见（不计入答复期限），其间5个工作日（《政府信息公开条例》第三十三条第三款）
  2025-09-30（周二）  第6个工作日
  2025-10-01（周三）至2025-10-08（周三）  放假，不计入
  2025-10-11（周六）  调休上班，计入
  2025-10-27（周一）  第20个工作日，答复期限届满（《政府信息公开条例》第三十三条第二款）
"
    );
}

#[test]
fn events_are_stored_under_stable_names() {
    let json = r#"{"event":"consultation_sent","on":"2025-09-23","id":1,"with":"third_party","within":null}"#;
    let event: Event = serde_json::from_str(json).unwrap();
    assert_eq!(event, sent(1, "2025-09-23"));
    assert_eq!(serde_json::to_string(&event).unwrap(), json);
}

#[test]
fn a_letter_that_came_back_ends_the_consulting_on_that_day_and_says_so() {
    let events = [received("2025-09-16"), sent(1, "2025-09-23"), came_back(1, "2025-09-29")];
    let answered = [received("2025-09-16"), sent(1, "2025-09-23"), opinion(1, "2025-09-29")];
    assert_eq!(due_on(&events), "2025-10-27");
    assert_eq!(due_on(&events), due_on(&answered));
    let seen = clock_as_of(&events, Some("2025-09-30")).unwrap();
    assert_eq!((seen.waiting, seen.resumes_after), (Waiting::Reply, None), "nothing is awaited any more");
    let due = seen.due.unwrap();
    assert!(!due.projected, "no silence is assumed");
    let step = due.steps.iter().find(|step| step.kind == StepKind::ConsultationReturned).unwrap();
    assert_eq!((step.date, step.article), (day("2025-09-29"), Some("《政府信息公开条例》第三十三条第三款")));
    assert!(
        step.text.contains("第三方的征求意见书退回") && step.text.contains("至当日结束"),
        "{}",
        step.text
    );
    // one that is recorded as come back months later wins no more time than silence would
    let late = [received("2025-09-16"), sent(1, "2025-09-23"), came_back(1, "2025-12-22")];
    assert_eq!(due_on(&late), due_on(&late[..2]));
    let steps = clock_as_of(&late, Some("2025-12-23")).unwrap().due.unwrap().steps;
    assert!(steps.iter().any(|step| step.text.contains("期限已满，答复期限此前已经继续计算")));
    let twice = [
        received("2025-09-16"),
        sent(1, "2025-09-23"),
        came_back(1, "2025-09-26"),
        came_back(1, "2025-09-29"),
    ];
    assert!(matches!(clock(&twice), Err(DeadlineError::EventOutOfPlace { .. })));
    let unknown = [received("2025-09-16"), came_back(4, "2025-09-26")];
    assert!(matches!(clock(&unknown), Err(DeadlineError::UnknownConsultation { id: 4 })));
}
