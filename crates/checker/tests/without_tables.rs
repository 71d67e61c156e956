//! A report without any table is told what it lacks.
//!
//! Not here: tables that were read in part (`mangled.rs`), the examples of the rule pages.

use gongkai_checker::facts::read_document;
use gongkai_checker::{CheckOptions, CheckedReport, check};
use gongkai_domain::report::Form;
use gongkai_extract::{Limits, read};

const TITLES: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

/// A report of some sections, each with its words.
fn checked(title: &str, sections: &[(usize, &str)]) -> Option<CheckedReport> {
    let sections: Vec<String> =
        sections.iter().map(|(number, words)| format!("{}\n\n{words}\n\n", TITLES[number - 1])).collect();
    let text = format!("{title}\n\n{}", sections.concat());
    let document = read(text.as_bytes(), Some("report.txt"), &Limits::default()).expect("plain text is read");
    let report = read_document(&document, "report.txt").into_iter().next()?;
    Some(check(&report, &CheckOptions::default()))
}

fn found(result: &CheckedReport, code: &str) -> usize {
    result.findings.iter().filter(|f| f.code == code).count()
}

const SIX: [(usize, &str); 6] = [
    (1, "全年发布信息126条。"),
    (2, ""),
    (3, ""),
    (4, ""),
    (5, "个别科室提供信息不够及时，下一年逐月提醒。"),
    (6, "无。"),
];

#[test]
fn six_titles_without_a_table_are_told_each_of_the_three() {
    let result = checked("澜浦市港务局2025年政府信息公开工作年度报告", &SIX).expect("a report");
    assert_eq!(result.form, Form::Unknown);
    assert_eq!((found(&result, "S202"), found(&result, "S101")), (3, 0));
    assert!(
        result.not_checkable.iter().any(|n| n.subject.contains("A001") && n.subject.contains("A004")),
        "{:?}",
        result.not_checkable
    );
}

#[test]
fn a_few_sections_without_a_table_are_told_what_is_missing() {
    let result = checked("澜浦市港务局2025年政府信息公开工作年度报告", &[(1, "发布信息10条。"), (3, "无。")])
        .expect("a report");
    assert_eq!((found(&result, "S202"), found(&result, "S101")), (1, 4));
}

#[test]
fn a_report_from_before_the_form_is_told_nothing_of_it() {
    let result = checked("澜浦市港务局2017年政府信息公开工作年度报告", &SIX).expect("a report");
    assert_eq!(result.form, Form::Older);
    assert_eq!((found(&result, "S202"), found(&result, "S101")), (0, 0));
    assert!(result.not_checkable.iter().all(|n| n.code != "S202"));
}
