//! A parent's report against the sum of its members: what agrees is passed, what is left out is named.
//!
//! Not here: the rule pages and their examples (`rule_pages.rs`), adding up (`aggregate.rs`).

use gongkai_checker::{CheckOptions, CheckedReport, Level, check, check_hierarchy};
use gongkai_domain::report::aggregate::{Plan, Roster, Sum};
use gongkai_domain::report::{Cell, CellKind, CellRef, Column, Form, Report, Row, Table2Key};
use gongkai_testkit::{Options, Profile, random};
use proptest::prelude::*;

fn members(count: usize, first: u64) -> Vec<Report> {
    let options = Options { form: Some(Form::Form2021), profile: Some(Profile::City), ..Options::default() };
    (0..count)
        .map(|index| {
            let mut report = random::report(first + index as u64, options).report;
            report.agency.value = Some(format!("云岭市第{index:05}局"));
            report.year.value = Some(2024);
            report.source = format!("{index:05}.docx");
            report
        })
        .collect()
}

fn complete(members: &[Report]) -> Roster {
    let list: Vec<_> = members
        .iter()
        .map(|m| serde_json::json!({"agency": m.agency.value.as_deref().expect("a name")}))
        .collect();
    serde_json::from_value(serde_json::json!({"complete": true, "member": list})).expect("a list")
}

fn plan(members: &[Report]) -> Plan {
    Plan { agency: "云岭市人民政府".to_owned(), roster: Some(complete(members)), ..Plan::default() }
}

/// The parent's report as an office would print it.
fn printed(sum: &Sum) -> Report {
    let mut report = sum.report.clone();
    let places: Vec<CellRef> = report.cells().map(|(at, _)| at).collect();
    for at in places {
        let cell = report.cell_mut(at);
        if cell.value.is_some() {
            cell.kind = CellKind::Number;
            cell.proof = None;
        }
    }
    report
}

fn codes(result: &CheckedReport) -> Vec<(&'static str, Level)> {
    result.findings.iter().map(|f| (f.code, f.level)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_sum_of_its_members_is_passed(first in 0_u64..1_000, count in 1_usize..8) {
        let members = members(count, first);
        let sum = plan(&members).sum(&members).unwrap();
        let result = check_hierarchy(&printed(&sum), &sum, &CheckOptions::default());
        prop_assert_eq!(codes(&result), Vec::new());
        prop_assert!(result.not_checkable.is_empty(), "{:?}", result.not_checkable);
    }

    #[test]
    fn the_member_that_the_parent_left_out_is_named(first in 0_u64..1_000, count in 2_usize..8, lost in 0_usize..8) {
        let members = members(count, first);
        let lost = lost % count;
        let whole = plan(&members).sum(&members).unwrap();
        let fewer: Vec<Report> =
            members.iter().enumerate().filter(|(i, _)| *i != lost).map(|(_, r)| r.clone()).collect();
        let parent = printed(&plan(&fewer).sum(&fewer).unwrap());
        let result = check_hierarchy(&parent, &whole, &CheckOptions::default());
        prop_assert_eq!(codes(&result), [("H002", Level::Warning)]);
        let name = members[lost].agency.value.as_deref().unwrap();
        let told = &result.findings[0].message;
        prop_assert!(told.contains(name) && told.contains("漏计"), "{}", told);
        let source = members[lost].source.clone();
        prop_assert!(result.findings[0].spots.iter().any(|s| s.source.as_deref() == Some(&source)));
    }

    #[test]
    fn one_wrong_cell_is_one_finding_with_both_numbers(first in 0_u64..1_000, more in 1_i64..9) {
        let members = members(3, first);
        let sum = plan(&members).sum(&members).unwrap();
        let mut parent = printed(&sum);
        let at = CellRef::T3(Row::Granted, Column::NaturalPerson);
        let right = parent.cell(at).unwrap().as_count().unwrap();
        *parent.cell_mut(at) = Cell::count(right + more);
        let result = check_hierarchy(&parent, &sum, &CheckOptions::default());
        prop_assert_eq!(codes(&result), [("H001", Level::Error)]);
        let finding = &result.findings[0];
        prop_assert!(finding.message.contains(&format!("{}", right + more)), "{}", finding.message);
        prop_assert!(finding.message.contains(&format!("汇总为{right}")), "{}", finding.message);
        prop_assert_eq!(finding.equation.as_ref().unwrap().difference, more);
    }
}

#[test]
fn an_incomplete_membership_is_never_an_error() {
    let members = members(3, 7);
    let free = Plan { agency: "云岭市人民政府".to_owned(), ..Plan::default() };
    let sum = free.sum(&members).unwrap();
    let mut parent = printed(&sum);
    *parent.cell_mut(CellRef::T2(Table2Key::LicensingDecisions)) = Cell::count(9_999_999);
    let result = check_hierarchy(&parent, &sum, &CheckOptions::default());
    assert_eq!(codes(&result), [("H001", Level::Warning)]);
}

#[test]
fn a_missing_report_explains_what_the_parent_has_more_but_not_what_it_has_less() {
    let members = members(4, 40);
    let whole = plan(&members).sum(&members).unwrap();
    let sum = plan(&members).sum(&members[1..]).unwrap();
    let mut parent = printed(&whole);
    let result = check_hierarchy(&parent, &sum, &CheckOptions::default());
    assert_eq!(codes(&result), [("H006", Level::Warning)]);
    assert!(result.findings[0].message.contains("第00000局"), "{}", result.findings[0].message);
    *parent.cell_mut(CellRef::T3(Row::CarriedOut, Column::Total)) = Cell::count(-1);
    let result = check_hierarchy(&parent, &sum, &CheckOptions::default());
    assert_eq!(codes(&result), [("H001", Level::Warning), ("H006", Level::Warning)]);
}

#[test]
fn a_parent_of_more_members_than_were_given_is_one_finding() {
    let members = members(6, 60);
    let free = Plan { agency: "云岭市人民政府".to_owned(), ..Plan::default() };
    let parent = printed(&free.sum(&members).unwrap());
    let sum = free.sum(&members[2..]).unwrap();
    let result = check_hierarchy(&parent, &sum, &CheckOptions::default());
    assert_eq!(codes(&result), [("H001", Level::Warning)]);
    let new = CellRef::T3(Row::NewReceived, Column::Total);
    let told = &result.findings[0].message;
    for report in [&parent, &sum.report] {
        assert!(told.contains(&report.cell(new).unwrap().as_count().unwrap().to_string()), "{told}");
    }
}

#[test]
fn a_parent_with_one_row_is_held_against_members_that_divide_it() {
    let members = members(3, 90);
    let sum = plan(&members).sum(&members).unwrap();
    let mut parent = printed(&sum);
    for column in Column::EVERY {
        let mut n = 0;
        for row in Row::OTHER_ITEMS {
            let cell = parent.cell_mut(CellRef::T3(*row, *column));
            n += cell.as_count().unwrap();
            *cell = Cell::absent();
        }
        *parent.cell_mut(CellRef::T3(Row::OtherTotal, *column)) = Cell::count(n);
    }
    let result = check_hierarchy(&parent, &sum, &CheckOptions::default());
    assert_eq!(codes(&result), Vec::new());
    *parent.cell_mut(CellRef::T3(Row::OtherTotal, Column::Total)) = Cell::count(1_000_000);
    assert_eq!(codes(&check_hierarchy(&parent, &sum, &CheckOptions::default())), [("H001", Level::Error)]);
}

#[test]
fn an_open_cell_of_the_parent_is_not_checkable() {
    let members = members(2, 5);
    let sum = plan(&members).sum(&members).unwrap();
    let mut parent = printed(&sum);
    let at = CellRef::T3(Row::Granted, Column::Total);
    *parent.cell_mut(at) = Cell { kind: CellKind::Illegible, ..Cell::absent() };
    let result = check_hierarchy(&parent, &sum, &CheckOptions::default());
    assert_eq!(codes(&result), Vec::new());
    assert_eq!(result.not_checkable.len(), 1);
    assert!(result.not_checkable[0].subject.contains("予以公开·总计"), "{:?}", result.not_checkable);
}

#[test]
fn without_members_no_rule_of_the_family_speaks() {
    let members = members(1, 3);
    let result = check(&members[0], &CheckOptions::default());
    assert!(result.findings.iter().all(|f| !f.code.starts_with('H')));
    assert!(result.not_checkable.iter().all(|n| !n.code.starts_with('H')));
}

#[test]
fn ten_thousand_members_are_searched_for_the_one_left_out() {
    let models = members(60, 300);
    let many: Vec<Report> = (0..10_000_usize)
        .map(|index| {
            let mut report = models[index % models.len()].clone();
            report.agency.value = Some(format!("云岭市第{index:05}局"));
            // no two alike
            *report.cell_mut(CellRef::T2(Table2Key::PenaltyDecisions)) = Cell::count(index as i64 + 1);
            report
        })
        .collect();
    let sum = plan(&many).sum(&many).unwrap();
    let parent = printed(&plan(&many).sum(&many[..9_999]).unwrap());
    let result = check_hierarchy(&parent, &sum, &CheckOptions::default());
    assert_eq!(codes(&result), [("H002", Level::Warning)]);
    assert!(result.findings[0].message.contains("第09999局"), "{}", result.findings[0].message);
}
