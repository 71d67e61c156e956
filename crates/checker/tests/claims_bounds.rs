//! Prose that nobody wrote for people keeps the checker busy no longer than its length says.

use gongkai_checker::claims::{self, MAX_CLAIMS};
use gongkai_checker::{CheckOptions, check};
use gongkai_domain::report::contract::MAX_MAGNITUDE;
use gongkai_domain::report::{Cell, CellKind, CellRef, Form, Prose, Report, Section, SectionKey, WanYuan};

/// A report whose overview is the piece repeated up to so many bytes, in one paragraph.
fn report(piece: &str, bytes: usize) -> Report {
    let text = piece.repeat(bytes / piece.len());
    let mut report = Report::empty("长文.txt", Form::Form2021);
    report.year.value = Some(2025);
    report.sections.push(Section {
        key: SectionKey::Overview,
        title: SectionKey::Overview.title().to_owned(),
        paragraphs: vec![Prose { text: text.clone(), place: None }],
        text,
        place: None,
    });
    report
}

const PIECES: &[&str] = &[
    "1条，",
    "收到申请1件、",
    "其中1件（",
    "分别为1件",
    "一件",
    "没有收到申请，",
    "1,111",
    "1.1",
    "同比增长1%",
    "《",
    "“收到",
    "属于1件不属于1件",
    "了",
    "abc",
    "予以公开",
];

/// Work that grew with the square of the length would keep this test busy for the rest of the day.
#[test]
fn a_paragraph_of_any_length_is_read_to_its_end() {
    for piece in PIECES {
        let claims = claims::read(&report(piece, 300 << 10));
        assert!(claims.len() <= MAX_CLAIMS, "{piece}: {}", claims.len());
    }
}

#[test]
fn a_report_made_of_numbers_alone_is_cut_and_says_so() {
    let report = report("1条，", 1 << 20);
    let claims = claims::read(&report);
    assert_eq!(claims.len(), MAX_CLAIMS);
    assert!(claims::is_cut(&report, &claims));
    let result = check(&report, &CheckOptions::default());
    let notes: Vec<&str> = result.not_checkable.iter().map(|n| n.subject.as_str()).collect();
    assert_eq!(notes.iter().filter(|n| **n == "文字中的数量").count(), 1, "{notes:?}");
}

#[test]
fn a_list_that_was_not_read_to_its_end_is_no_list() {
    let whole = "全年主动公开信息9000条，其中";
    let report = report(&(whole.to_owned() + &"通知公告1条、".repeat(MAX_CLAIMS)), 1 << 20);
    let claims = claims::read(&report);
    assert_eq!(claims.len(), MAX_CLAIMS);
    assert!(claims.iter().all(|c| c.part_of.is_none()));
}

#[test]
fn a_usual_report_is_read_as_a_whole() {
    let report = report("全年主动公开政府信息312条，其中网站198条，新媒体114条。", 4 << 10);
    let claims = claims::read(&report);
    assert!(claims.len() > 100 && !claims::is_cut(&report, &claims));
}

#[test]
fn a_clause_without_end_is_not_quoted_as_a_whole() {
    let report = report(&format!("{}收到申请3件", "x".repeat(50_000)), 100 << 10);
    for claim in claims::read(&report) {
        assert!(claim.words.len() < 2_000, "{}", claim.words.len());
    }
}

#[test]
fn counts_as_large_as_can_be_are_checked_without_overflow() {
    for n in [i64::MAX, i64::MIN, MAX_MAGNITUDE, -MAX_MAGNITUDE] {
        for form in [Form::Form2021, Form::Form2019] {
            let fill = |year: i32| {
                let mut report = report("收到申请3件，其中自然人2件，上年结转1件，同比增长20%。", 1 << 10);
                let mut base = Report::empty("极值.json", form);
                base.sections = std::mem::take(&mut report.sections);
                base.year.value = Some(year);
                base.agency.value = Some("青石县人民政府".to_owned());
                for (i, at) in base.cells().map(|(at, _)| at).collect::<Vec<_>>().into_iter().enumerate() {
                    *base.cell_mut(at) = if at_amount(at) {
                        Cell::amount(WanYuan::from_fen(n))
                    } else if i % 11 == 3 {
                        Cell { kind: CellKind::Blank, ..Cell::absent() }
                    } else {
                        Cell::count(n)
                    };
                }
                base
            };
            let (report, previous) = (fill(2025), fill(2024));
            let options = CheckOptions { previous: Some(&previous), ..CheckOptions::default() };
            let result = check(&report, &options);
            let has_errors = result.findings.iter().any(|f| f.code.starts_with('A'));
            // what no agency can have counted is not compared, and that is said
            assert_eq!(has_errors, n.unsigned_abs() == MAX_MAGNITUDE.unsigned_abs(), "{n}");
            assert!(!result.not_checkable.is_empty());
        }
    }
}

fn at_amount(at: CellRef) -> bool {
    matches!(at, CellRef::T2(key) if key.is_amount())
}

#[test]
fn a_line_without_end_is_looked_through() {
    let text = format!("青石县财政局2025年政府信息公开工作年度报告\n{}\n", "1条，".repeat((900 << 10) / 7));
    let document =
        gongkai_extract::read(text.as_bytes(), Some("长行.txt"), &gongkai_extract::Limits::default())
            .unwrap();
    assert!(gongkai_checker::facts::read_document(&document, "长行.txt").is_empty());
}
