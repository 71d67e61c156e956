//! Remedies by date, outcome and kind of agency; and every number of days that a paper prints.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use gongkai_deadline::statute::{LIMITS, Length};
use gongkai_deadline::{Calendar, DueOptions, WorkingDays, due_for};
use gongkai_domain::notice::remedy::REVISED_LAW_FROM;
use gongkai_domain::notice::{
    Body, CourtArrangement, CourtLevel, Issue, PaperKind, Procedural, RemedyBody, RemedyMode, Reply, sample,
    template,
};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn agency(body: Body) -> RemedyBody {
    RemedyBody { body, ..sample::office().remedy }
}

fn name(text: &str) -> String {
    text.to_owned()
}

#[test]
fn the_locked_paragraphs_are_those_of_the_practice_to_the_letter() {
    let remedy = sample::office().remedy;
    let on = day("2025-10-15");
    let words = |mode| remedy.paragraphs(mode, on, "告知书").unwrap();
    assert_eq!(
        words(RemedyMode::ReconsiderationFirst),
        [
            "如对本告知（答复）不服，应当自收到本告知书之日起60日内先向青溪县人民政府申请行政复议；对行政复议决定不服的，\
          可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。"
        ]
    );
    assert_eq!(
        words(RemedyMode::Either),
        ["如对本告知（答复）不服，可以自收到本告知书之日起60日内向青溪县人民政府申请行政复议，\
          或者自收到本告知书之日起6个月内向青溪县人民法院提起行政诉讼。"]
    );
    assert_eq!(
        words(RemedyMode::Mixed),
        [
            "对其中不予公开部分不服的，应当自收到本告知书之日起60日内先向青溪县人民政府申请行政复议；对行政复议决定不服的，\
             可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。",
            "对其余部分不服的，可以自收到本告知书之日起60日内向青溪县人民政府申请行政复议，\
             或者自收到本告知书之日起6个月内向青溪县人民法院提起行政诉讼。"
        ]
    );
    assert!(words(RemedyMode::NoRemedy).is_empty());
}

#[test]
fn each_kind_of_agency_is_reviewed_by_its_own_organ_before_and_since_2024() {
    let department = Body::Department { government: name("县政府"), superior: Some(name("市局")) };
    let justice = Body::JusticeDepartment { government: name("县政府"), superior: name("市司法局") };
    let office = |seat: Option<&str>| Body::DispatchedOffice {
        government: name("市政府"),
        department: Some(name("市局")),
        seat_government: seat.map(name),
    };
    let authorised =
        Body::AuthorisedOrganisation { government: name("县政府"), managed_by: Some(name("县局")) };
    let table: [(Body, &[&str], &[&str]); 12] = [
        (department, &["县政府", "市局"], &["县政府"]),
        (Body::Department { government: name("县政府"), superior: None }, &["县政府"], &["县政府"]),
        (justice, &["县政府", "市司法局"], &["县政府", "市司法局"]),
        (Body::Government { above: name("市政府") }, &["市政府"], &["市政府"]),
        (Body::ProvincialGovernment { name: name("省政府") }, &["省政府"], &["省政府"]),
        (Body::Township { county: name("县政府") }, &["县政府"], &["县政府"]),
        (Body::VerticallyLed { superior: name("市税务局") }, &["市税务局"], &["市税务局"]),
        (office(None), &["市政府", "市局"], &["市政府"]),
        (office(Some("区政府")), &["市政府", "市局"], &["市政府", "区政府"]),
        (Body::DispatchedOrgan { government: name("区政府") }, &["区政府"], &["区政府"]),
        (Body::StateCouncilDepartment { name: name("某部") }, &["某部"], &["某部"]),
        (authorised, &["县政府", "县局"], &["县政府"]),
    ];
    let last_old = REVISED_LAW_FROM.pred_opt().unwrap();
    for (body, before, since) in table {
        let remedy = agency(body);
        assert_eq!(remedy.organs(last_old), before, "{remedy:?}");
        assert_eq!(remedy.organs(REVISED_LAW_FROM), since, "{remedy:?}");
    }
}

#[test]
fn a_place_that_moved_reconsideration_early_offers_the_government_alone_from_that_day() {
    let remedy = RemedyBody { government_only_since: Some(day("2021-08-01")), ..sample::office().remedy };
    assert_eq!(remedy.organs(day("2021-07-31")), ["青溪县人民政府", "临川市自然资源和规划局"]);
    assert_eq!(remedy.organs(day("2021-08-01")), ["青溪县人民政府"]);
}

#[test]
fn two_possible_organs_are_both_printed() {
    let remedy = agency(Body::DispatchedOffice {
        government: name("临川市人民政府"),
        department: None,
        seat_government: Some(name("东湖区人民政府")),
    });
    let text =
        remedy.paragraphs(RemedyMode::ReconsiderationFirst, day("2025-10-15"), "告知书").unwrap().concat();
    assert!(text.contains("先向临川市人民政府或者东湖区人民政府申请行政复议"), "{text}");
}

#[test]
fn governments_of_county_level_and_above_are_sued_in_the_intermediate_court() {
    let on = day("2025-10-15");
    for body in [
        Body::Government { above: name("临川市人民政府") },
        Body::ProvincialGovernment { name: name("某省人民政府") },
        Body::StateCouncilDepartment { name: name("某部") },
    ] {
        assert_eq!(agency(body.clone()).court_level(), CourtLevel::Intermediate);
        assert_eq!(agency(body).court(on), Some("临川市中级人民法院"));
    }
    for body in [
        Body::Township { county: name("青溪县人民政府") },
        Body::VerticallyLed { superior: name("临川市税务局") },
        Body::DispatchedOrgan { government: name("青溪县人民政府") },
    ] {
        assert_eq!(agency(body.clone()).court_level(), CourtLevel::Basic);
        assert_eq!(agency(body).court(on), Some("青溪县人民法院"));
    }
}

#[test]
fn an_arranged_court_is_named_between_its_days_only() {
    let arrangement = |court: &str, from: &str, until: Option<&str>| CourtArrangement {
        court: name(court),
        from: day(from),
        until: until.map(day),
    };
    let remedy = RemedyBody {
        court_arrangements: vec![
            arrangement("甲法院", "2023-01-01", Some("2024-06-30")),
            arrangement("乙法院", "2024-07-01", None),
        ],
        ..sample::office().remedy
    };
    let court = |on| remedy.court(day(on));
    assert_eq!(court("2022-12-31"), Some("青溪县人民法院"));
    assert_eq!(court("2024-06-30"), Some("甲法院"));
    assert_eq!(court("2024-07-01"), Some("乙法院"));
}

fn text_of(reply: Reply, issued_on: &str) -> String {
    let kind = PaperKind::Reply(reply);
    let mut case = sample::case(kind);
    // the records of the samples lie in 2025: none of them may refuse an older paper here
    case.searches.iter_mut().for_each(|search| search.searched_on = day("2020-01-06"));
    if let Some(earlier) = &mut case.earlier_reply {
        earlier.replied_on = day("2020-01-06");
    }
    let issue = Issue { issued_on: day(issued_on), ..sample::issue(kind) };
    let drafted = template::draft(kind, &sample::fields(kind), &case, &sample::office(), &issue).unwrap();
    drafted.paper.text()
}

#[test]
fn refusals_go_to_reconsideration_first_since_2024_and_either_way_before() {
    for &reply in Reply::EVERY {
        let (old, new) = (text_of(reply, "2023-12-31"), text_of(reply, "2024-01-01"));
        if reply.remedy() == RemedyMode::NoRemedy {
            assert!(!new.contains("如对本告知"), "{}", reply.key());
            continue;
        }
        assert!(!old.contains("先向"), "{}", reply.key());
        assert!(old.contains("青溪县人民政府或者临川市自然资源和规划局"), "{}", reply.key());
        assert!(!new.contains("或者临川市自然资源和规划局"), "{}", reply.key());
        let first = matches!(reply.remedy(), RemedyMode::ReconsiderationFirst | RemedyMode::Mixed);
        assert_eq!(new.contains("先向"), first, "{}", reply.key());
    }
}

#[test]
fn a_reply_that_says_more_than_its_own_ground_has_the_remedies_of_all_that_it_says() {
    let body = sample::office().remedy;
    let (first, either, mixed) = (RemedyMode::ReconsiderationFirst, RemedyMode::Either, RemedyMode::Mixed);
    assert_eq!(body.mode_of([Reply::DeniedInternal, Reply::DeniedProcess]), first);
    assert_eq!(body.mode_of([Reply::NotExist, Reply::Granted]), either);
    assert_eq!(body.mode_of([Reply::DeniedInternal, Reply::NotExist]), mixed);
    assert_eq!(body.mode_of([Reply::NotExist, Reply::Granted, Reply::DeniedInternal]), mixed);
    assert_eq!(body.mode_of([Reply::Partial, Reply::DeniedThirdParty]), mixed);
    assert_eq!(body.mode_of([Reply::AdminInquiry, Reply::DeniedInternal]), mixed);
    let local = RemedyBody { inquiry_needs_reconsideration: true, ..body.clone() };
    assert_eq!(local.mode_of([Reply::AdminInquiry, Reply::DeniedInternal]), first);
    assert_eq!(body.mode_of([]), RemedyMode::NoRemedy);
    let text = |kind: Reply, answers: &[Reply]| {
        let kind = PaperKind::Reply(kind);
        let issue = Issue { answers: answers.to_vec(), ..sample::issue(kind) };
        let fields = sample::fields(kind);
        template::draft(kind, &fields, &sample::case(kind), &sample::office(), &issue).unwrap().paper.text()
    };
    // whichever ground leads, the duty to tell of 《行政复议法》第二十三条第二款 is kept and the rest is not forced into it
    for leading in [Reply::NotExist, Reply::DeniedInternal] {
        let text = text(leading, &[Reply::DeniedInternal, Reply::NotExist]);
        assert!(text.contains("对其中不予公开部分不服的，应当"), "{text}");
        assert!(text.contains("对其余部分不服的，可以"), "{text}");
    }
    let refused = text(Reply::DeniedInternal, &[Reply::DeniedInternal, Reply::DeniedProcess]);
    assert!(refused.contains("先向") && !refused.contains("6个月"), "{refused}");
}

#[test]
fn a_paper_that_sends_to_reconsideration_first_never_says_six_months() {
    let refusals: Vec<Reply> = Reply::EVERY
        .iter()
        .copied()
        .filter(|reply| reply.remedy() == RemedyMode::ReconsiderationFirst)
        .collect();
    assert_eq!(refusals.len(), 7);
    for reply in refusals {
        let text = text_of(reply, "2025-10-15");
        assert!(!text.contains("6个月") && !text.contains("六个月"), "{text}");
    }
}

#[test]
fn an_administrative_inquiry_is_open_to_either_way_unless_local_practice_says_otherwise() {
    let kind = PaperKind::Reply(Reply::AdminInquiry);
    let mut office = sample::office();
    let mut text = |first| {
        office.remedy.inquiry_needs_reconsideration = first;
        let (fields, case, issue) = (sample::fields(kind), sample::case(kind), sample::issue(kind));
        template::draft(kind, &fields, &case, &office, &issue).unwrap().paper.text()
    };
    assert!(!text(false).contains("先向"));
    assert!(text(true).contains("先向") && !text(true).contains("6个月"));
}

/// Every `N个工作日`, `N日内`, `N个月` and `N天` of a text.
fn lengths_in(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let digits: String = characters[at..].iter().take_while(|c| c.is_ascii_digit()).collect();
        if digits.is_empty() {
            at += 1;
            continue;
        }
        at += digits.len();
        let rest: String = characters[at..].iter().take(4).collect();
        for (unit, written) in
            [("个工作日", "个工作日"), ("日内", "日"), ("日起", ""), ("个月", "个月"), ("天", "天")]
        {
            if rest.starts_with(unit) && !written.is_empty() {
                found.push(format!("{digits}{written}"));
            }
        }
    }
    found
}

#[test]
fn every_number_of_days_that_a_paper_prints_is_one_of_the_statute() {
    let statute: Vec<String> = LIMITS.iter().map(|limit| limit.length.to_string()).collect();
    let mut seen = 0;
    let procedural = Procedural::EVERY.iter().map(|&paper| PaperKind::Procedural(paper));
    for kind in Reply::EVERY.iter().map(|&reply| PaperKind::Reply(reply)).chain(procedural) {
        let drafted = template::draft(
            kind,
            &sample::fields(kind),
            &sample::case(kind),
            &sample::office(),
            &sample::issue(kind),
        );
        for length in lengths_in(&drafted.unwrap().finish().unwrap().text()) {
            assert!(statute.contains(&length), "{}: {length}", kind.key());
            seen += 1;
        }
    }
    assert!(seen > 60, "only {seen} lengths were found");
}

#[test]
fn no_template_writes_a_number_of_days_itself() {
    let sources = [
        include_str!("../src/notice/remedy.rs"),
        include_str!("../src/notice/sheet.rs"),
        include_str!("../src/notice/reply/denied.rs"),
        include_str!("../src/notice/reply/elsewhere.rs"),
        include_str!("../src/notice/reply/ended.rs"),
        include_str!("../src/notice/reply/granted.rs"),
        include_str!("../src/notice/reply/outside.rs"),
        include_str!("../src/notice/reply/unavailable.rs"),
        include_str!("../src/notice/reply/unprocessed.rs"),
        include_str!("../src/notice/procedural/challenge.rs"),
        include_str!("../src/notice/procedural/closing.rs"),
        include_str!("../src/notice/procedural/consultation.rs"),
        include_str!("../src/notice/procedural/court.rs"),
        include_str!("../src/notice/procedural/fee.rs"),
        include_str!("../src/notice/procedural/handling.rs"),
        include_str!("../src/notice/procedural/others.rs"),
        include_str!("../src/notice/procedural/progress.rs"),
        include_str!("../src/notice/procedural/record_correction.rs"),
        include_str!("../src/notice/procedural/registration.rs"),
    ];
    for source in sources {
        let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        assert_eq!(lengths_in(&code.join("\n")), [""; 0]);
    }
    assert_eq!(
        lengths_in("20个工作日，60日内，6个月，3天，2025年9月16日"),
        ["20个工作日", "60日", "6个月", "3天"]
    );
}

#[test]
fn the_dates_of_the_samples_follow_the_calendar() {
    let calendar = Calendar::national().unwrap();
    let due = |limit, from| due_for(limit, from, &calendar, &DueOptions::default()).unwrap().on;
    assert_eq!(due("reply", sample::RECEIVED_ON), sample::DUE_ON);
    assert_eq!(due("correction_reply", sample::CORRECTION.0), sample::CORRECTION.1);
    assert_eq!(due("payment", sample::PAYMENT.0), sample::PAYMENT.1);
    assert_eq!(calendar.add_working_days(sample::DUE_ON, WorkingDays(15)).unwrap().on, sample::EXTENDED_TO);
    assert!(LIMITS.iter().any(|limit| limit.length == Length::Working(WorkingDays(20))));
}
