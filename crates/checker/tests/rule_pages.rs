//! Every rule page is complete and true: its headings stand in order and its examples do what they say.
//!
//! Not here: the rules and their pages (`gongkai_checker::rules`), the sample report (`gongkai_checker::example`).

use gongkai_checker::example::{self, Example};
use gongkai_checker::registry::RULES;
use gongkai_checker::{CheckedReport, Family, Level, RuleInfo};
use std::collections::BTreeSet;

const HEADINGS: [&str; 7] =
    ["查什么", "依据", "为什么", "示例(错)", "示例(对)", "例外与误报", "如何修改"];

fn letter(family: Family) -> char {
    match family {
        Family::Arithmetic => 'A',
        Family::Structure => 'S',
        Family::Across => 'X',
        Family::Years => 'Y',
        Family::Hierarchy => 'H',
        Family::Capacity => 'C',
        Family::Format => 'F',
    }
}

fn example_of(rule: &RuleInfo, block: &str) -> Example {
    example::parse(block).unwrap_or_else(|e| panic!("{}: {e}", rule.code))
}

fn listed(result: &CheckedReport) -> String {
    result.findings.iter().map(|f| format!("\n  {} {:?} {}", f.code, f.level, f.message)).collect()
}

#[test]
fn codes_are_unique_and_ascend_and_begin_with_the_letter_of_their_family() {
    for pair in RULES.windows(2) {
        assert!(pair[0].code < pair[1].code, "{} stands before {}", pair[0].code, pair[1].code);
    }
    for rule in RULES {
        let (first, digits) = rule.code.split_at(1);
        assert_eq!(first, letter(rule.family).to_string(), "{}", rule.code);
        assert!(digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()), "{}", rule.code);
    }
}

#[test]
fn names_and_titles_are_unique_and_names_are_snake_case() {
    let names: BTreeSet<&str> = RULES.iter().map(|r| r.name).collect();
    let titles: BTreeSet<&str> = RULES.iter().map(|r| r.title).collect();
    assert_eq!((names.len(), titles.len()), (RULES.len(), RULES.len()));
    for name in names {
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
    }
    assert!(RULES.iter().all(|r| !r.basis.is_empty() && !r.since.is_empty()));
}

#[test]
fn every_page_begins_with_its_code_and_name_and_has_the_seven_headings_in_order() {
    for rule in RULES {
        let page = rule.page();
        let first = page.lines().next().unwrap_or_default();
        assert!(
            first.starts_with(&format!("# {} ", rule.code)) && first.ends_with(&format!("（{}）", rule.name)),
            "{}: {first}",
            rule.code
        );
        let headings: Vec<&str> = page.lines().filter_map(|l| l.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.code);
        for part in page.split("\n## ").skip(1) {
            let body = part.split_once('\n').map_or("", |(_, body)| body);
            assert!(!body.trim().is_empty(), "{}: empty heading {part}", rule.code);
        }
        let (wrong, right) = example::blocks(&page);
        assert!(!wrong.is_empty() && !right.is_empty(), "{}: both kinds of example are needed", rule.code);
    }
}

#[test]
fn every_wrong_example_is_found_by_its_rule() {
    for rule in RULES {
        for block in example::blocks(&rule.page()).0 {
            let result = example_of(rule, &block).check();
            let found: Vec<_> = result.findings.iter().filter(|f| f.code == rule.code).collect();
            assert!(!found.is_empty(), "{} finds nothing in\n{block}but:{}", rule.code, listed(&result));
            for finding in found {
                assert!(finding.level <= rule.level, "{}: {}", rule.code, finding.message);
                assert_eq!(finding.rule, rule.name);
                assert!(!finding.message.is_empty());
                assert!(
                    finding.spots.iter().all(|s| s.source.is_some() || s.place.line.is_none_or(|l| l > 0)),
                    "{}: a place is counted from one",
                    rule.code
                );
            }
        }
    }
}

#[test]
fn every_right_example_is_passed_by_its_rule_and_is_free_of_errors() {
    for rule in RULES {
        for block in example::blocks(&rule.page()).1 {
            let result = example_of(rule, &block).check();
            let wrong = result.findings.iter().any(|f| f.code == rule.code || f.level == Level::Error);
            assert!(!wrong, "{} on\n{block}:{}", rule.code, listed(&result));
        }
    }
}

#[test]
fn the_sample_report_is_found_sound_in_both_forms() {
    for block in ["", "form = 2019", "year = 2021\nprevious.form = 2019"] {
        let result = example::parse(block).unwrap().check();
        assert!(result.findings.is_empty(), "{block}:{}", listed(&result));
        assert!(result.not_checkable.is_empty(), "{block}: {:?}", result.not_checkable);
    }
}

#[test]
fn a_page_names_a_rule_by_code_or_by_name() {
    for rule in RULES {
        assert!(gongkai_checker::registry::find(rule.code).is_some_and(|r| r.name == rule.name));
        assert!(gongkai_checker::registry::find(rule.name).is_some_and(|r| r.code == rule.code));
    }
}
