//! Many reports summed into one: exact, in any order, balanced when its members are, and refused when it would guess.
//!
//! Not here: a parent against its members (`hierarchy.rs`), the speed (`crates/domain/benches/aggregate.rs`).

use gongkai_domain::report::aggregate::{Aggregate, Plan, Reason, Roster, Sum, Trouble, Unknown, Why};
use gongkai_domain::report::contract::MAX_MAGNITUDE;
use gongkai_domain::report::{
    Cell, CellKind, CellRef, Column, Form, Report, Row, Table2Key, Table4Key, Value, WanYuan,
};
use gongkai_testkit::{Options, Profile, failing, random};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};

const YEAR: i32 = 2021;

/// How a drawn report looks.
#[derive(Debug, Clone, Copy)]
enum Look {
    Newer,
    NewerOneRow,
    Older,
}

fn drawn(seed: u64, look: Look) -> Report {
    let form = if matches!(look, Look::Older) { Form::Form2019 } else { Form::Form2021 };
    let one_other_row = matches!(look, Look::NewerOneRow);
    let options = Options { form: Some(form), one_other_row, ..Options::default() };
    let mut report = random::report(seed, options).report;
    report.year.value = Some(YEAR);
    report
}

/// Members with names of their own.
fn members(drawn_as: &[(u64, Look)]) -> Vec<Report> {
    let named = |(index, (seed, look)): (usize, &(u64, Look))| {
        let mut report = drawn(*seed, *look);
        report.agency.value = Some(format!("云岭市第{index:05}局"));
        report.source = format!("{index:05}.docx");
        report
    };
    drawn_as.iter().enumerate().map(named).collect()
}

fn plan() -> Plan {
    Plan { agency: "云岭市人民政府".to_owned(), ..Plan::default() }
}

fn fen_or_count(value: Value) -> i128 {
    match value {
        Value::Count(n) => i128::from(n),
        Value::Amount(amount) => i128::from(amount.fen()),
    }
}

/// Where a cell of a member goes, written down cell by cell from the comparison of the two forms.
fn target(report: &Report, at: CellRef, is_newer_sum: bool, one_row: bool) -> Option<String> {
    let is_older = report.form == Form::Form2019;
    match at {
        CellRef::T2(key) if is_older && is_newer_sum => match key.key() {
            "rules_new_made" => Some("table2.rules_issued".to_owned()),
            "normative_new_made" => Some("table2.normative_issued".to_owned()),
            same @ ("licensing_decisions" | "penalty_decisions" | "compulsion_decisions") => {
                Some(format!("table2.{same}"))
            }
            _ => None,
        },
        CellRef::T3(Row::OtherCorrectionOverdue | Row::OtherFeeOverdue | Row::OtherMisc, column) => {
            if report.has_one_other_row() {
                None
            } else if one_row {
                Some(format!("table3.other_total.{column}"))
            } else {
                Some(at.to_string())
            }
        }
        _ => Some(at.to_string()),
    }
}

/// The sum the slow way: one cell after the other into a map.
fn reference(members: &[Report]) -> HashMap<String, i128> {
    let is_newer_sum = members.iter().any(|r| r.form == Form::Form2021);
    let one_row = members.iter().any(|r| r.form == Form::Form2019 || r.has_one_other_row());
    let mut sums: HashMap<String, i128> = HashMap::new();
    for report in members {
        for (at, cell) in report.cells() {
            if let (Some(value), Some(to)) = (cell.value, target(report, at, is_newer_sum, one_row)) {
                *sums.entry(to).or_default() += fen_or_count(value);
            }
        }
    }
    if is_newer_sum && members.iter().any(|r| r.form == Form::Form2019) {
        let not_asked = [
            "rules_repealed",
            "rules_in_force",
            "normative_repealed",
            "normative_in_force",
            "admin_fee_wan_yuan",
        ];
        for key in not_asked {
            sums.remove(&format!("table2.{key}"));
        }
    }
    sums
}

fn summed(sum: &Sum) -> HashMap<String, i128> {
    let cells = sum.report.cells();
    cells.filter_map(|(at, cell)| Some((at.to_string(), fen_or_count(cell.value?)))).collect()
}

fn aggregate<'p>(plan: &'p Plan, reports: &[Report]) -> Aggregate<'p> {
    let mut aggregate = plan.start();
    for report in reports {
        aggregate.add(report);
    }
    aggregate
}

fn look() -> impl Strategy<Value = Look> {
    prop_oneof![Just(Look::Newer), Just(Look::NewerOneRow), Just(Look::Older)]
}

fn any_members() -> impl Strategy<Value = Vec<Report>> {
    let mixed = proptest::collection::vec((0_u64..5_000, look()), 1..9);
    let alike = (look(), proptest::collection::vec(0_u64..5_000, 1..9))
        .prop_map(|(look, seeds)| seeds.into_iter().map(|seed| (seed, look)).collect::<Vec<_>>());
    prop_oneof![mixed, alike].prop_map(|drawn_as| members(&drawn_as))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_sum_equals_the_slow_reference(members in any_members()) {
        let sum = plan().sum(&members).unwrap();
        prop_assert_eq!(summed(&sum), reference(&members));
    }

    #[test]
    fn a_sum_of_balanced_reports_is_balanced_and_every_equation_can_be_evaluated(members in any_members()) {
        let sum = plan().sum(&members).unwrap();
        prop_assert_eq!(failing(&sum.report), Vec::new());
        let rows = gongkai_domain::report::equation::rows_of(sum.report.form, sum.report.has_one_other_row());
        for row in rows {
            prop_assert!(sum.report.table3.row(row).unwrap().iter().all(|c| c.value.is_some()), "{}", row);
        }
        prop_assert!(sum.report.table4.values().all(|c| c.value.is_some()));
    }

    #[test]
    fn merging_is_associative_and_commutative(
        members in any_members(),
        cuts in (0_usize..9, 0_usize..9),
        turn in 0_usize..9,
    ) {
        let plan = plan();
        let whole = aggregate(&plan, &members).finish().unwrap();
        let mut turned = members.clone();
        turned.rotate_left(turn % members.len());
        let (mut i, mut j) = (cuts.0.min(turned.len()), cuts.1.min(turned.len()));
        if i > j { std::mem::swap(&mut i, &mut j) }
        let part = |range: &[Report]| aggregate(&plan, range);
        let (a, b, c) = (&turned[..i], &turned[i..j], &turned[j..]);
        let left = part(a).merge(part(b)).merge(part(c)).finish().unwrap();
        let right = part(a).merge(part(b).merge(part(c))).finish().unwrap();
        let backwards = part(c).merge(part(b)).merge(part(a)).finish().unwrap();
        prop_assert_eq!(&left, &whole);
        prop_assert_eq!(&right, &whole);
        prop_assert_eq!(&backwards, &whole);
    }

    #[test]
    fn every_sum_is_the_sum_of_its_parts(members in any_members()) {
        let sum = plan().sum(&members).unwrap();
        for (at, cell) in &sum.provenance.cells {
            let parts: i128 = cell.parts.iter().map(|p| fen_or_count(p.value)).sum();
            if let Some(value) = cell.value {
                prop_assert_eq!(parts, fen_or_count(value), "{}", at);
            }
            prop_assert!(cell.parts.iter().all(|p| fen_or_count(p.value) != 0));
            prop_assert!(cell.parts.windows(2).all(|w| w[0].member < w[1].member));
        }
    }

    #[test]
    fn a_sum_keeps_to_the_contract_and_reads_back(members in any_members()) {
        let sum = plan().sum(&members).unwrap();
        let json = serde_json::to_string(&sum.report).unwrap();
        let back: Report = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(back, sum.report);
        prop_assert!(serde_json::to_value(&sum.provenance).unwrap()["cells"].is_object());
    }

    #[test]
    fn no_report_however_damaged_makes_the_sum_panic(
        members in any_members(),
        damage in proptest::collection::vec((0_usize..9, 0_usize..400, 0_usize..8), 0..30),
        unknown in prop_oneof![
            Just(Unknown::Refuse), Just(Unknown::BlankAsZero), Just(Unknown::Skip), Just(Unknown::LeaveMemberOut)
        ],
    ) {
        let mut members = members;
        for (member, cell, how) in damage {
            let index = member % members.len();
            let report = &mut members[index];
            let places: Vec<CellRef> = report.cells().map(|(at, _)| at).collect();
            let at = places[cell % places.len()];
            *report.cell_mut(at) = match how {
                0 => Cell { kind: CellKind::Blank, ..Cell::absent() },
                1 => Cell::absent(),
                2 => Cell { kind: CellKind::Illegible, ..Cell::absent() },
                3 => Cell { kind: CellKind::NotApplicable, ..Cell::absent() },
                4 => Cell::count(i64::MAX),
                5 => Cell::count(i64::MIN),
                6 => Cell::amount(WanYuan::from_fen(i64::MIN)),
                _ => Cell { kind: CellKind::Number, ..Cell::absent() },
            };
        }
        match (Plan { unknown, ..plan() }).sum(&members) {
            Ok(sum) => {
                if unknown == Unknown::LeaveMemberOut {
                    let is_unread = |c: &gongkai_domain::report::aggregate::CellSum| !c.unread.is_empty();
                    prop_assert!(!sum.provenance.cells.values().any(is_unread));
                }
            }
            Err(refusal) => prop_assert!(!refusal.reasons.is_empty() && !refusal.to_string().is_empty()),
        }
    }
}

fn two() -> [Report; 2] {
    members(&[(1, Look::Newer), (2, Look::Newer)]).try_into().expect("two")
}

fn reasons(plan: &Plan, reports: &[Report]) -> Vec<Reason> {
    plan.sum(reports).expect_err("a refusal").reasons
}

const GRANTED: CellRef = CellRef::T3(Row::Granted, Column::Total);

#[test]
fn a_number_can_be_traced_to_each_member() {
    let [mut a, mut b] = two();
    *a.cell_mut(GRANTED) = Cell::count(17);
    *b.cell_mut(GRANTED) = Cell::count(0);
    let sum = plan().sum([&b, &a]).unwrap();
    let cell = &sum.provenance.cells[&GRANTED];
    assert_eq!(cell.value, Some(Value::Count(17)));
    assert_eq!(cell.parts.len(), 1, "a zero is no part");
    assert_eq!(sum.provenance.member(cell.parts[0].member).unwrap().source, "00000.docx");
    let printed = sum.report.cell(GRANTED).unwrap();
    assert_eq!((printed.kind, printed.value), (CellKind::Number, Some(Value::Count(17))));
    assert_eq!(printed.proof.as_ref().unwrap().to_string(), "2 个单位之和");
    assert_eq!(sum.report.agency.value.as_deref(), Some("云岭市人民政府"));
    assert_eq!(sum.report.year.value, Some(YEAR));
    assert!(sum.report.sections.iter().all(|s| s.text.is_empty()));
}

#[test]
fn nothing_to_sum_is_refused() {
    assert_eq!(reasons(&plan(), &[]), [Reason::NoMembers]);
}

#[test]
fn an_agency_given_twice_is_refused_even_with_blanks_in_its_name() {
    let [a, mut b] = two();
    b.agency.value = a.agency.value.as_ref().map(|name| format!(" {}", name.replace("市", "市　")));
    let found = reasons(&plan(), &[a, b]);
    assert!(
        matches!(&found[..], [Reason::SameAgencyTwice { year: YEAR, sources, .. }] if sources.len() == 2)
    );
    assert!(found[0].text().contains("2份"), "{}", found[0].text());
}

#[test]
fn different_years_are_refused_unless_asked_for() {
    let [a, mut b] = two();
    b.year.value = Some(YEAR + 1);
    let found = reasons(&plan(), &[a.clone(), b.clone()]);
    assert!(
        matches!(&found[..], [Reason::MixedYears { wanted: None, years }] if years.len() == 2),
        "{found:?}"
    );
    let wanted = Plan { year: Some(2020), ..plan() };
    assert!(matches!(
        &reasons(&wanted, std::slice::from_ref(&a))[..],
        [Reason::MixedYears { wanted: Some(2020), .. }]
    ));
    let sum = Plan { allows_mixed_years: true, ..plan() }.sum([&a, &b]).unwrap();
    assert_eq!(sum.provenance.years, [YEAR, YEAR + 1]);
    assert_eq!(sum.report.year.value, None);
    assert!(sum.provenance.notes.iter().any(|n| n.kind == "mixed_years"));
}

#[test]
fn what_has_no_name_no_year_or_no_tables_is_refused_each_with_its_file() {
    let [mut a, mut b] = two();
    a.agency.value = Some("　".to_owned());
    b.year.value = None;
    let mut c = Report::empty("旧.txt", Form::Older);
    c.agency.value = Some("云岭市档案局".to_owned());
    let found = reasons(&plan(), &[a, b, c]);
    assert!(
        matches!(&found[..], [
        Reason::Unnamed { source: a },
        Reason::Undated { source: b },
        Reason::NoTables { source: c },
    ] if a == "00000.docx" && b == "00001.docx" && c == "旧.txt"),
        "{found:?}"
    );
}

#[test]
fn a_sum_beyond_every_real_number_is_refused() {
    let fee = CellRef::T2(Table2Key::AdminFeeWanYuan);
    let [mut a, mut b] = two();
    for report in [&mut a, &mut b] {
        *report.cell_mut(GRANTED) = Cell::count(MAX_MAGNITUDE);
        *report.cell_mut(fee) = Cell::amount(WanYuan::from_fen(MAX_MAGNITUDE * WanYuan::FEN));
    }
    let alone = plan().sum([&a]).unwrap();
    assert_eq!(alone.report.cell(GRANTED).unwrap().value, Some(Value::Count(MAX_MAGNITUDE)));
    let found = reasons(&plan(), &[a.clone(), b]);
    let sums = |cell| Reason::TooLarge { source: String::new(), cell };
    assert_eq!(found, [sums(fee), sums(GRANTED)]);
    *a.cell_mut(GRANTED) = Cell::count(MAX_MAGNITUDE + 1);
    assert_eq!(reasons(&plan(), &[a]), [Reason::TooLarge { source: "00000.docx".to_owned(), cell: GRANTED }]);
}

#[test]
fn amounts_are_added_to_the_fen() {
    let fee = CellRef::T2(Table2Key::AdminFeeWanYuan);
    let [mut a, mut b] = two();
    *a.cell_mut(fee) = Cell::amount("0.000001".parse().unwrap());
    *b.cell_mut(fee) = Cell::amount("2425.231108".parse().unwrap());
    let sum = plan().sum([&a, &b]).unwrap();
    assert_eq!(sum.report.cell(fee).unwrap().value.unwrap().to_string(), "2425.231109");
}

#[test]
fn a_stroke_counts_as_zero_and_is_told() {
    let [mut a, b] = two();
    let at = CellRef::T2(Table2Key::RulesIssued);
    *a.cell_mut(at) = Cell { kind: CellKind::NotApplicable, raw: "/".to_owned(), ..Cell::absent() };
    let sum = plan().sum([&a, &b]).unwrap();
    assert_eq!(sum.provenance.cells[&at].not_applicable, [0]);
    let proof = sum.report.cell(at).unwrap().proof.as_ref().unwrap().to_string();
    assert_eq!(proof, "2 个单位之和；1 个单位填写不适用，按零计");
    assert!(sum.provenance.notes.iter().any(|n| n.kind == "not_applicable_as_zero"));
}

#[test]
fn a_derived_value_counts_and_is_told() {
    let [mut a, b] = two();
    let cell = a.cell_mut(GRANTED);
    cell.kind = CellKind::Derived;
    cell.proof = Some(gongkai_domain::report::Proof::plain("唯一取值"));
    let sum = plan().sum([&a, &b]).unwrap();
    assert_eq!(sum.provenance.cells[&GRANTED].derived, [0]);
    assert!(sum.report.cell(GRANTED).unwrap().proof.as_ref().unwrap().text.contains("推算"));
}

#[test]
fn what_is_not_known_refuses_or_is_told_as_the_policy_says() {
    let [mut a, b] = two();
    *a.cell_mut(GRANTED) = Cell { kind: CellKind::Illegible, raw: "3?".to_owned(), ..Cell::absent() };
    let pending = CellRef::T4(Table4Key::ReconsiderationPending);
    *a.cell_mut(pending) = Cell { kind: CellKind::Blank, ..Cell::absent() };
    let with = |unknown| Plan { unknown, ..plan() }.sum([&a, &b]);

    let found = with(Unknown::Refuse).unwrap_err().reasons;
    let cells = vec![(GRANTED, CellKind::Illegible), (pending, CellKind::Blank)];
    assert!(matches!(&found[..], [Reason::UnknownCells { cells: told, .. }] if *told == cells), "{found:?}");

    let found = with(Unknown::BlankAsZero).unwrap_err().reasons;
    assert!(matches!(&found[..], [Reason::UnknownCells { cells: told, .. }] if *told == cells[..1]));

    let sum = with(Unknown::Skip).unwrap();
    let proof = sum.report.cell(GRANTED).unwrap().proof.as_ref().unwrap().to_string();
    assert_eq!(proof, "1 个单位之和；1 个单位无法辨认，未计入");
    assert_eq!(sum.report.cell(GRANTED).unwrap().value, b.cell(GRANTED).unwrap().value);
    assert!(!sum.provenance.is_whole());

    let sum = with(Unknown::LeaveMemberOut).unwrap();
    assert_eq!(sum.provenance.members.len(), 1);
    assert_eq!(sum.provenance.left_out[0].why, Why::Unread);
    assert_eq!(failing(&sum.report), failing(&b));
}

#[test]
fn a_blank_is_zero_only_when_asked_for_and_the_proof_says_so() {
    let [mut a, b] = two();
    *a.cell_mut(GRANTED) = Cell { kind: CellKind::Blank, ..Cell::absent() };
    let sum = Plan { unknown: Unknown::BlankAsZero, ..plan() }.sum([&a, &b]).unwrap();
    let proof = sum.report.cell(GRANTED).unwrap().proof.as_ref().unwrap().to_string();
    assert_eq!(proof, "2 个单位之和；1 个单位空白，按零计");
    assert!(sum.provenance.notes.iter().any(|n| n.kind == "blank_as_zero"));
}

#[test]
fn in_a_mixed_sum_nothing_is_asked_of_cells_that_are_not_summed() {
    let mut both = members(&[(1, Look::Newer), (2, Look::Older)]);
    let dropped = CellRef::T2(Table2Key::ProcurementAmount);
    *both[1].cell_mut(dropped) = Cell { kind: CellKind::Illegible, ..Cell::absent() };
    let fee = CellRef::T2(Table2Key::AdminFeeWanYuan);
    *both[0].cell_mut(fee) = Cell { kind: CellKind::Blank, ..Cell::absent() };
    let sum = plan().sum(&both).unwrap();
    assert_eq!(sum.report.form, Form::Form2021);
    assert_eq!(sum.report.cell(fee).unwrap().kind, CellKind::Absent);
    assert!(sum.report.has_one_other_row(), "what one member does not divide stays undivided");
    let item = CellRef::T3(Row::OtherMisc, Column::Total);
    assert_eq!(sum.report.cell(item).unwrap().kind, CellKind::Absent);
    assert!(sum.provenance.dropped.contains(&dropped));
    let kinds: Vec<&str> = sum.provenance.notes.iter().map(|n| n.kind).collect();
    for kind in ["mixed_forms", "not_comparable", "dropped", "others_undivided"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
}

#[test]
fn reports_of_the_older_form_alone_keep_their_form_and_all_their_cells() {
    let older = members(&[(1, Look::Older), (2, Look::Older)]);
    let sum = plan().sum(&older).unwrap();
    assert_eq!(sum.report.form, Form::Form2019);
    assert_eq!(sum.report.table2.values().filter(|c| c.value.is_some()).count(), 22);
    assert!(sum.provenance.dropped.is_empty());
}

#[test]
fn members_that_do_not_balance_are_counted_as_printed_and_named() {
    let [mut a, b] = two();
    let total = CellRef::T3(Row::ResultTotal, Column::Total);
    let old = a.cell(total).unwrap().as_count().unwrap();
    *a.cell_mut(total) = Cell::count(old + 1);
    *a.cell_mut(CellRef::T2(Table2Key::PenaltyDecisions)) = Cell::count(-4);
    let sum = plan().sum([&a, &b]).unwrap();
    let troubles = &sum.provenance.members[0].troubles;
    let ids: Vec<_> = failing(&a).into_iter().map(Trouble::Equation).collect();
    assert!(ids.iter().all(|id| troubles.contains(id)) && !ids.is_empty());
    assert!(troubles.contains(&Trouble::Negative(CellRef::T2(Table2Key::PenaltyDecisions))));
    assert!(sum.provenance.members[1].troubles.is_empty());
    assert!(sum.provenance.notes.iter().any(|n| n.kind == "unbalanced_member" && n.text.contains("00000局")));
}

#[test]
fn a_government_and_its_office_with_stocks_are_named() {
    let [mut a, mut b] = two();
    a.agency.value = Some("青溪区人民政府".to_owned());
    b.agency.value = Some("青溪区政府办公室".to_owned());
    for report in [&mut a, &mut b] {
        *report.cell_mut(CellRef::T2(Table2Key::NormativeInForce)) = Cell::count(12);
    }
    let sum = plan().sum([&a, &b]).unwrap();
    let note = sum.provenance.notes.iter().find(|n| n.kind == "stock_of_two_issuers").unwrap();
    assert!(note.text.contains("青溪区政府办公室") && note.text.contains("重复"), "{}", note.text);
}

fn roster(json: &str) -> Result<Roster, String> {
    serde_json::from_str(json).map_err(|e| e.to_string())
}

#[test]
fn the_member_list_says_who_counts_who_is_missing_and_who_does_not_belong() {
    let mut given = members(&[(1, Look::Newer), (2, Look::Newer), (3, Look::Newer), (4, Look::Newer)]);
    given[0].agency.value = None;
    given[0].source = "收文/水务.docx".to_owned();
    given[1].agency.value = Some("云岭市气象局".to_owned());
    given[2].agency.value = Some("市林业局".to_owned());
    given[3].agency.value = Some("邻市教育局".to_owned());
    let roster = roster(
        r#"{"complete": true, "member": [
            {"agency": "云岭市水务局", "code": "A01", "source": "水务.docx"},
            {"agency": "云岭市林业局", "aliases": ["市林业局"]},
            {"agency": "云岭市气象局", "scope": "out", "reason": "实行垂直领导"},
            {"agency": "云岭市教育局", "code": "A09"},
            {"agency": "云岭市档案馆", "scope": "out", "reason": "不是行政机关"}
        ]}"#,
    )
    .unwrap();
    let sum = Plan { roster: Some(roster), ..plan() }.sum(&given).unwrap();
    let provenance = &sum.provenance;
    let names: Vec<&str> = provenance.members.iter().map(|m| m.agency.as_str()).collect();
    assert_eq!(names, ["云岭市林业局", "云岭市水务局"]);
    assert_eq!(provenance.members[1].code.as_deref(), Some("A01"));
    assert_eq!(provenance.missing.len(), 1);
    assert_eq!(provenance.missing[0].code.as_deref(), Some("A09"));
    let whys: BTreeMap<&str, Why> =
        provenance.left_out.iter().map(|l| (l.agency.as_deref().unwrap(), l.why)).collect();
    assert_eq!(whys["云岭市气象局"], Why::OutOfScope);
    assert_eq!(whys["邻市教育局"], Why::NotListed);
    assert!(!provenance.is_whole());
}

#[test]
fn a_member_list_that_leaves_doubt_is_refused() {
    let wrong = |json: &str| roster(json).unwrap_err();
    assert!(wrong(r#"{"member": []}"#).contains("没有单位"));
    assert!(wrong(r#"{"member": [{"agency": " "}]}"#).contains("没有名称"));
    assert!(wrong(r#"{"member": [{"agency": "甲局", "scope": "out"}]}"#).contains("理由"));
    assert!(wrong(r#"{"member": [{"agency": "甲局"}, {"agency": "甲 局"}]}"#).contains("两次"));
    assert!(
        wrong(r#"{"member": [{"agency": "甲局"}, {"agency": "乙局", "aliases": ["甲局"]}]}"#)
            .contains("两次")
    );
    assert!(wrong(r#"{"members": []}"#).contains("members"));
    let transfer = |rest: &str| {
        wrong(&format!(
            r#"{{"member": [{{"agency": "甲局"}}, {{"agency": "乙局"}}], "transfer": [{{"from": "甲局", {rest}}}]}}"#
        ))
    };
    let whole =
        r#""to": "乙局", "applicant": "natural_person", "result": "granted", "count": 1, "reason": "登记""#;
    assert!(transfer(&whole.replace("乙局", "丙局")).contains("丙局"));
    assert!(transfer(&whole.replace("natural_person", "total")).contains("总计"));
    assert!(transfer(&whole.replace("granted", "result_total")).contains("result_total"));
    assert!(transfer(&whole.replace(": 1", ": 0")).contains("件数"));
    assert!(transfer(&whole.replace("登记", "")).contains("依据"));
}

fn with_transfer(row: &str, count: u32) -> Plan {
    let json = format!(
        r#"{{"member": [{{"agency": "云岭市第00000局"}}, {{"agency": "云岭市第00001局"}}],
            "transfer": [{{"from": "云岭市第00000局", "to": "云岭市第00001局", "applicant": "natural_person",
            "result": "{row}", "count": {count}, "reason": "登记簿第3号"}}]}}"#
    );
    Plan { roster: Some(roster(&json).expect("a list")), ..plan() }
}

#[test]
fn a_recorded_transfer_is_taken_off_once_and_the_sum_stays_balanced() {
    let options = Options { form: Some(Form::Form2021), profile: Some(Profile::City), ..Options::default() };
    let mut given = two();
    for (seed, report) in given.iter_mut().enumerate() {
        report.table3 = random::report(seed as u64, options).report.table3;
    }
    let plain = plan().sum(&given).unwrap();
    let sum = with_transfer("granted", 2).sum(&given).unwrap();
    let count =
        |sum: &Sum, row, column| sum.report.cell(CellRef::T3(row, column)).unwrap().as_count().unwrap();
    for row in [Row::NewReceived, Row::Granted, Row::ResultTotal] {
        for column in [Column::NaturalPerson, Column::Total] {
            assert_eq!(count(&sum, row, column), count(&plain, row, column) - 2);
        }
    }
    assert_eq!(count(&sum, Row::CarriedIn, Column::Total), count(&plain, Row::CarriedIn, Column::Total));
    assert_eq!(failing(&sum.report), Vec::new());
    assert!(
        sum.report.cell(GRANTED).unwrap().proof.as_ref().unwrap().text.ends_with("已减去登记的转办 2 件")
    );

    let found = reasons(&with_transfer("granted", 4_000_000), &given);
    assert!(found.iter().all(|r| matches!(r, Reason::TransferTooLarge { transferred: 4_000_000, .. })));
    let found = reasons(&with_transfer("other_total", 1), &given);
    assert!(found.iter().any(|r| matches!(r, Reason::TransferUnplaced { .. })), "{found:?}");
}

#[test]
fn a_transfer_is_taken_off_only_where_both_parties_are_summed() {
    let given = two();
    let alone = |plan: &Plan| plan.sum(&given[..1]).unwrap();
    let (plain, sum) = (alone(&plan()), alone(&with_transfer("granted", 2)));
    assert_eq!(sum.report.table3, plain.report.table3);
    assert_eq!(sum.provenance.transfers, []);
    assert_eq!(sum.provenance.not_applied.len(), 1);
    let told: Vec<&str> = sum.provenance.notes.iter().map(|n| n.text.as_str()).collect();
    assert!(told.iter().all(|t| !t.contains("已减去")), "{told:?}");
    let told = told.iter().find(|t| t.contains("没有减去")).unwrap();
    assert!(told.contains("“云岭市第00001局”没有计入汇总"), "{told}");

    // both are there, but one of them says nothing of the cell
    let mut given = two();
    *given[1].cell_mut(GRANTED) = Cell { kind: CellKind::Illegible, ..Cell::absent() };
    let plan = Plan { unknown: Unknown::Skip, ..with_transfer("granted", 2) };
    let sum = plan.sum(&given).unwrap();
    assert_eq!(sum.provenance.cells[&GRANTED].transferred, 0);
    let column = CellRef::T3(Row::Granted, Column::NaturalPerson);
    assert_eq!(sum.provenance.cells[&column].transferred, 2);
}

#[test]
fn a_sum_of_sums_counts_numbers_and_none_of_them_as_derived() {
    let given = two();
    let first = plan().sum(&given[..1]).unwrap().report;
    let again = plan().sum([&first, &given[1]]).unwrap();
    assert!(again.provenance.cells.values().all(|c| c.derived.is_empty()));
    assert!(!again.provenance.notes.iter().any(|n| n.kind == "derived_counted"));
}

#[test]
fn what_could_not_be_read_stands_in_the_provenance() {
    let given = two();
    let plan = plan();
    let mut aggregate = plan.start();
    aggregate.add_from(&given[0], "甲.json");
    aggregate.cannot_read("z.doc", "文件已损坏");
    aggregate.pass_over("说明.txt");
    let provenance = aggregate.finish().unwrap().provenance;
    assert_eq!(provenance.members[0].source, "甲.json");
    assert_eq!(provenance.passed_over, ["说明.txt"]);
    assert!(!provenance.is_whole());
    let told = provenance.notes.iter().find(|n| n.kind == "unreadable").unwrap();
    assert_eq!(told.text, "1个文件无法读取，没有计入：z.doc（文件已损坏）");
}

#[test]
fn ten_thousand_members_are_held_by_their_values_alone() {
    const MEMBERS: usize = 10_000;
    let models: Vec<Report> = (0..40).map(|seed| drawn(seed, Look::Newer)).collect();
    let plan = plan();
    let mut aggregate = plan.start();
    let mut values = 0;
    for index in 0..MEMBERS {
        // one report at a time: nothing of it but its values may stay
        let mut report = models[index % models.len()].clone();
        report.agency.value = Some(format!("第{index}局"));
        report.sections[0].text = "文".repeat(10_000);
        values += report.cells().filter(|(_, c)| c.value.is_some_and(|v| fen_or_count(v) != 0)).count();
        aggregate.add(&report);
    }
    assert_eq!(aggregate.len(), MEMBERS);
    let sum = aggregate.finish().unwrap();
    let parts: usize = sum.provenance.cells.values().map(|c| c.parts.len()).sum();
    assert_eq!(parts, values);
    let json = serde_json::to_string(&sum.provenance).unwrap();
    assert!(json.len() < values * 40 + MEMBERS * 200, "{} bytes", json.len());
    assert!(!json.contains("文文"));
    assert_eq!(failing(&sum.report), Vec::new());
}
