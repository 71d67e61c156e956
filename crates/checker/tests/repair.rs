//! Proposals for failing sums, held against reports of which the right numbers are known.
//!
//! Not here: how the digits of one number stand for another (unit tests beside the search).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use gongkai_checker::repair::{
    Edit, Group, Kind, MAX_TRIED, Outcome, Proposals, Slip, apply, marks, propose,
};
use gongkai_domain::report::equation::rows_of;
use gongkai_domain::report::{
    Cell, CellKind, CellRef, Column, EquationId, Form, Proof, Report, Row, Table4Key, Value,
};
use gongkai_testkit::failing;
use gongkai_testkit::random::{self, Options, Profile, Rng};
use proptest::prelude::*;

fn drawn(seed: u64, profile: Profile) -> Report {
    random::report(seed, Options { profile: Some(profile), ..Options::default() }).report
}

fn at(text: &str) -> CellRef {
    text.parse().unwrap()
}

fn count(report: &Report, at: CellRef) -> i64 {
    report.cell(at).and_then(Cell::as_count).unwrap()
}

fn set(report: &mut Report, at: CellRef, n: i64) {
    *report.cell_mut(at) = Cell::count(n);
}

fn unset(report: &mut Report, at: CellRef, kind: CellKind) {
    *report.cell_mut(at) = Cell { kind, ..Cell::absent() };
}

/// The values of all cells, however they came about.
fn values(report: &Report) -> Vec<(CellRef, Option<Value>)> {
    report.cells().map(|(at, cell)| (at, cell.value)).collect()
}

fn only(found: &Proposals) -> &Edit {
    let [Group { outcome: Outcome::Unique(edit), .. }] = found.groups.as_slice() else {
        panic!("one proposal, not {found:#?}")
    };
    edit
}

fn candidates(found: &Proposals) -> &[Edit] {
    let [Group { outcome: Outcome::Ambiguous { candidates }, .. }] = found.groups.as_slice() else {
        panic!("one undecided group, not {found:#?}")
    };
    candidates
}

/// A small report of the 2021 form that balances, drawn by hand so that a test can speak of its numbers.
fn small() -> Report {
    let mut report = Report::empty("示例.docx", Form::Form2021);
    let every: Vec<CellRef> =
        report.cells().map(|(at, _)| at).filter(|at| !matches!(at, CellRef::T2(_))).collect();
    for cell in every {
        set(&mut report, cell, 0);
    }
    for (row, numbers) in [
        (Row::NewReceived, [38, 12, 0, 0, 0, 3, 53]),
        (Row::CarriedIn, [2, 0, 0, 0, 0, 0, 2]),
        (Row::Granted, [21, 7, 0, 0, 0, 1, 29]),
        (Row::PartiallyGranted, [4, 0, 0, 0, 0, 0, 4]),
        (Row::UnavailableNotHeld, [12, 5, 0, 0, 0, 2, 19]),
        (Row::ResultTotal, [37, 12, 0, 0, 0, 3, 52]),
        (Row::CarriedOut, [3, 0, 0, 0, 0, 0, 3]),
    ] {
        for (column, n) in Column::EVERY.iter().zip(numbers) {
            set(&mut report, CellRef::T3(row, *column), n);
        }
    }
    for (key, n) in Table4Key::EVERY.iter().zip([1, 0, 2, 0, 3]) {
        set(&mut report, CellRef::T4(*key), n);
    }
    assert_eq!(failing(&report), []);
    report
}

#[test]
fn a_report_whose_sums_hold_has_no_proposal() {
    for seed in 0..60 {
        let report = random::report(seed, Options::default()).report;
        assert_eq!(propose(&report), Proposals::default(), "seed {seed}");
    }
    for form in [Form::Older, Form::Unknown] {
        assert_eq!(propose(&Report::empty("x", form)), Proposals::default());
    }
}

#[test]
fn a_number_mistyped_is_found_where_its_row_and_column_cross() {
    let mut report = small();
    set(&mut report, at("table3.granted.natural_person"), 12);
    let found = propose(&report);
    let edit = only(&found);
    assert_eq!(edit.kind, Kind::Slipped(Slip::DigitsTransposed));
    assert_eq!(edit.cells[0].cell, at("table3.granted.natural_person"));
    assert_eq!((edit.cells[0].from, edit.cells[0].to), (Some(Value::Count(12)), Value::Count(21)));
    assert_eq!(edit.failing, [EquationId::T3Sum(Column::NaturalPerson), EquationId::T3Row(Row::Granted)]);
    assert_eq!(
        edit.text,
        "“（一）予以公开·自然人”由12改为21（相邻两位数字颠倒）。改后成立的等式：“自然人”列（七）总计＝各项办理结果之和；\
         “（一）予以公开”行总计＝六类申请人之和；其他等式不受影响。只改一格的，仅此一种办法。"
    );
    assert!(
        found.groups[0]
            .text
            .starts_with("不成立的等式：“自然人”列（七）总计＝各项办理结果之和（左边37，右边28，相差9）；")
    );
}

#[test]
fn each_kind_of_change_is_known_by_its_name() {
    let put = |cells: &[(&str, i64)]| {
        let mut report = small();
        for (cell, n) in cells {
            set(&mut report, at(cell), *n);
        }
        let found = propose(&report);
        let edit = only(&found);
        assert_eq!(values(&apply(&report, edit).unwrap()), values(&small()));
        edit.kind
    };
    // 21 and 7 read as 2 and 17
    assert_eq!(
        put(&[("table3.granted.natural_person", 2), ("table3.granted.commercial_enterprise", 17)]),
        Kind::Divided
    );
    // 38 12 moved to the right
    assert_eq!(
        put(&[
            ("table3.new_received.natural_person", 0),
            ("table3.new_received.commercial_enterprise", 38),
            ("table3.new_received.research_institution", 12)
        ]),
        Kind::Shifted
    );
    let row = |name: &str, numbers: [i64; 7]| -> Vec<(String, i64)> {
        Column::EVERY.iter().zip(numbers).map(|(c, n)| (format!("table3.{name}.{c}"), n)).collect()
    };
    let swapped =
        [row("result_total", [3, 0, 0, 0, 0, 0, 3]), row("carried_out", [37, 12, 0, 0, 0, 3, 52])].concat();
    let swapped: Vec<(&str, i64)> = swapped.iter().map(|(cell, n)| (cell.as_str(), *n)).collect();
    assert_eq!(put(&swapped), Kind::RowsSwapped);
    assert_eq!(
        put(&[("table3.granted.natural_person", 4), ("table3.partially_granted.natural_person", 21)]),
        Kind::CellsSwapped
    );
    assert_eq!(put(&[("table3.granted.natural_person", 20)]), Kind::Slipped(Slip::DigitChanged));
    assert_eq!(put(&[("table3.granted.natural_person", 777)]), Kind::Retyped);
}

#[test]
fn a_total_that_two_equations_know_is_proposed_and_one_that_a_single_equation_knows_is_not() {
    let total = at("table3.granted.total");
    let mut report = small();
    set(&mut report, total, 28);
    assert_eq!(only(&propose(&report)).cells[0].cell, total);
    // with the sum of the column gone, the row fails alone; every other cell of the row is held by its column
    unset(&mut report, at("table3.result_total.total"), CellKind::Illegible);
    let found = propose(&report);
    let [only] = candidates(&found) else { panic!("{found:#?}") };
    assert_eq!(only.cells[0].cell, total);
    assert_eq!(found.edits().count(), 0);
    assert!(found.groups[0].text.contains("能够作证的只有一条等式"));
    assert!(found.unknown.contains(&EquationId::T3Sum(Column::Total)));
    // with the other columns gone too, every cell of the row explains it
    for column in Column::APPLICANTS {
        unset(&mut report, CellRef::T3(Row::ResultTotal, *column), CellKind::Absent);
    }
    // 相差1：a cell of nought cannot be one less
    let cells: Vec<CellRef> = candidates(&propose(&report)).iter().map(|e| e.cells[0].cell).collect();
    let of_row = |c| CellRef::T3(Row::Granted, c);
    assert_eq!(
        cells,
        [Column::NaturalPerson, Column::CommercialEnterprise, Column::OtherOrganisation, Column::Total]
            .map(of_row)
    );
}

#[test]
fn a_group_of_table_four_is_never_decided_by_its_one_equation() {
    let mut report = small();
    set(&mut report, CellRef::T4(Table4Key::ReconsiderationTotal), 33);
    let found = propose(&report);
    // any of the four results, or the total with its digit doubled
    assert_eq!(candidates(&found).len(), 5);
    assert!(candidates(&found).iter().any(|e| e.kind == Kind::Slipped(Slip::DigitDoubled)));
    for (key, n) in Table4Key::EVERY.iter().zip([3, 4, 0, 0, 0]) {
        set(&mut report, CellRef::T4(*key), n);
    }
    // no result is as large as the difference, so that the total alone is left; one equation is no proof
    let found = propose(&report);
    assert_eq!(candidates(&found).len(), 1);
}

#[test]
fn a_blank_is_filled_only_with_digits_that_stand_in_the_cell_beside_it() {
    let (left, right) = (at("table3.granted.natural_person"), at("table3.granted.commercial_enterprise"));
    let mut report = small();
    set(&mut report, left, 217);
    unset(&mut report, right, CellKind::Blank);
    let found = propose(&report);
    let edit = only(&found);
    assert_eq!(edit.kind, Kind::Divided);
    assert_eq!(edit.cells[1].from, None);
    assert!(edit.text.contains("由空白改为7"), "{}", edit.text);
    assert_eq!(edit.holding.len(), 3, "both columns and the row");
    assert_eq!(values(&apply(&report, edit).unwrap()), values(&small()));
    // where two equations know the number itself, what was lost from it still tells that it was not mistyped
    let mut report = small();
    set(&mut report, at("table3.result_total.natural_person"), 3712);
    unset(&mut report, at("table3.result_total.commercial_enterprise"), CellKind::Blank);
    assert_eq!(only(&propose(&report)).kind, Kind::Divided);
    // a nought that would go into the blank tells nothing: the number is put right, and the blank stays
    let mut report = small();
    set(&mut report, at("table3.result_total.other_organisation"), 30);
    unset(&mut report, at("table3.result_total.legal_service_institution"), CellKind::Blank);
    let found = propose(&report);
    assert_eq!((only(&found).kind, only(&found).cells.len()), (Kind::Slipped(Slip::ZeroAdded), 1));
    // an empty cell that the sums would fix stays empty
    let mut report = small();
    unset(&mut report, right, CellKind::Blank);
    assert_eq!(propose(&report).groups, []);
    // and what is not there at all is no blank
    let mut report = small();
    set(&mut report, left, 217);
    unset(&mut report, right, CellKind::Absent);
    assert_eq!(propose(&report).edits().count(), 0);
}

#[test]
fn a_value_worked_out_from_the_equations_bears_no_witness() {
    let mut report = small();
    let derived = at("table3.granted.natural_person");
    let proof = Some(Proof { text: "唯一取值".into(), equations: vec![EquationId::T3Row(Row::Granted)] });
    *report.cell_mut(derived) = Cell { kind: CellKind::Derived, proof, ..Cell::count(20) };
    set(&mut report, at("table3.granted.total"), 28);
    // the row and the column of the derived cell say nothing; the sum of the totals fails alone
    let found = propose(&report);
    assert_eq!(found.edits().count(), 0);
    let told: Vec<EquationId> = found.groups.iter().flat_map(|g| g.failing.clone()).collect();
    assert_eq!(told, failing(&report).into_iter().rev().collect::<Vec<_>>());
    assert!(found.groups.last().unwrap().text.contains("按勾稽关系推算或者划分的数值"));
}

#[test]
fn independent_errors_are_explained_apart() {
    let mut report = small();
    set(&mut report, at("table3.granted.natural_person"), 12);
    set(&mut report, at("table3.new_received.total"), 63);
    set(&mut report, at("table4.direct_suit_total"), 2);
    let found = propose(&report);
    let cells: Vec<String> = found.edits().map(|e| e.cells[0].cell.to_string()).collect();
    assert_eq!(cells, ["table3.new_received.total", "table3.granted.natural_person"]);
    assert_eq!(found.undecided().count(), 1);
    let mut fixed = report.clone();
    for edit in found.edits() {
        fixed = apply(&fixed, edit).unwrap();
    }
    assert_eq!(failing(&fixed), [EquationId::T4Dir]);
    // errors that are out by the same cannot be told apart: either diagonal would do
    let mut report = small();
    set(&mut report, at("table3.granted.natural_person"), 24);
    set(&mut report, at("table3.partially_granted.commercial_enterprise"), 3);
    let found = propose(&report);
    assert!(matches!(found.groups.as_slice(), [Group { outcome: Outcome::NoSmallEdit, .. }]), "{found:#?}");
}

#[test]
fn a_changed_cell_tells_what_it_was_and_keeps_what_was_printed() {
    let mut report = small();
    let cell = at("table3.granted.natural_person");
    set(&mut report, cell, 12);
    report.cell_mut(cell).raw = "１２".into();
    let found = propose(&report);
    let edit = only(&found);
    let fixed = apply(&report, edit).unwrap();
    let changed = fixed.cell(cell).unwrap();
    assert_eq!((changed.kind, changed.raw.as_str()), (CellKind::Number, "１２"));
    let proof = changed.proof.as_ref().unwrap();
    assert_eq!(proof.text, "修改建议：相邻两位数字颠倒，改为21（原为12）");
    assert_eq!(proof.equations, edit.holding);
    assert_eq!(marks([edit])[&cell], proof.text);
    let artefact = fixed.artefacts.last().unwrap();
    assert_eq!((artefact.kind.as_str(), artefact.text.as_str()), ("repaired", "（一）予以公开·自然人：12"));
    // nobody takes it for worked out, or for digits that ran together
    let told = gongkai_checker::check(&fixed, &gongkai_checker::CheckOptions::default());
    assert!(!told.findings.iter().any(|f| ["S304", "S305"].contains(&f.code)), "{:?}", told.findings);
    // it survives its JSON, and has nothing more to propose
    let json = serde_json::to_string(&fixed).unwrap();
    let back: Report = serde_json::from_str(&json).unwrap();
    assert_eq!(back, fixed);
    assert_eq!(propose(&back).groups, []);
    // what was proposed for one report is not done to another
    assert_eq!(apply(&fixed, edit).unwrap_err().cell, cell);
}

#[test]
fn proposals_are_printed_with_their_numbers() {
    let mut report = small();
    set(&mut report, at("table3.granted.natural_person"), 12);
    set(&mut report, at("table4.direct_suit_total"), 2);
    let json = serde_json::to_value(propose(&report)).unwrap();
    let first = &json["proposals"][0];
    assert_eq!((first["number"].as_u64(), first["kind"].as_str()), (Some(1), Some("slipped")));
    assert_eq!(first["slip"], "digits_transposed");
    assert_eq!(first["cells"][0]["cell"], "table3.granted.natural_person");
    assert_eq!(first["cells"][0]["to"], 21);
    assert_eq!(first["failing"][1], "T3-ROW(granted)");
    assert_eq!(json["undecided"][0]["outcome"], "ambiguous");
    assert_eq!(json["undecided"][0]["candidates"].as_array().unwrap().len(), 5);
}

#[test]
fn one_published_error_in_table_three_is_always_found() {
    let mut in_table3 = 0;
    for seed in 0..400 {
        let right = random::report(seed, Options::default()).report;
        let wrong = random::report(seed, Options { unbalanced: true, ..Options::default() });
        let found = propose(&wrong.report);
        if wrong
            .errors
            .iter()
            .any(|e| matches!(e, EquationId::T4Rec | EquationId::T4Dir | EquationId::T4Post))
        {
            assert!(!candidates(&found).is_empty(), "seed {seed}");
            continue;
        }
        in_table3 += 1;
        assert_eq!(values(&apply(&wrong.report, only(&found)).unwrap()), values(&right), "seed {seed}");
    }
    assert!(in_table3 > 250);
}

/// One fault of each kind, made at random; tells its size.
fn spoil(report: &mut Report, rng: &mut Rng, kind: usize) -> u8 {
    let rows = rows_of(report.form, report.has_one_other_row());
    let row = *rng.pick(&rows);
    let cells: Vec<CellRef> = if rng.percent(85) {
        Column::EVERY.iter().map(|c| CellRef::T3(row, *c)).collect()
    } else {
        Table4Key::EVERY.iter().map(|k| CellRef::T4(*k)).collect()
    };
    let now: Vec<i64> = cells.iter().map(|cell| count(report, *cell)).collect();
    match kind {
        0 => {
            let i = rng.below(cells.len());
            let other = rng.between(0, 99_999);
            set(report, cells[i], if rng.percent(50) { other } else { now[i] + 1 });
            1
        }
        1 => {
            // preferably where there are digits to divide
            let pairs: Vec<usize> = (0..cells.len() - 1).filter(|i| now[*i] + now[i + 1] >= 10).collect();
            let i = if pairs.is_empty() { 0 } else { *rng.pick(&pairs) };
            let digits = format!("{}{}", now[i], now[i + 1]);
            let cut = 1 + rng.below(digits.len() - 1);
            if rng.percent(30) && !digits.starts_with('0') && digits.len() < 12 {
                set(report, cells[i], digits.parse().unwrap());
                unset(report, cells[i + 1], CellKind::Blank);
            } else {
                let is_numeral = |part: &str| part == "0" || !part.starts_with('0');
                let (left, right) = digits.split_at(cut);
                if is_numeral(left) && is_numeral(right) {
                    set(report, cells[i], left.parse().unwrap());
                    set(report, cells[i + 1], right.parse().unwrap());
                }
            }
            2
        }
        2 => {
            let mut moved = now.clone();
            // only a run that ends in a nought is moved without loss
            if moved[5] == 0 && rng.percent(60) {
                moved[..6].rotate_right(1);
            } else if moved[0] == 0 && rng.percent(60) {
                moved[..6].rotate_left(1);
            } else {
                moved.rotate_right(1);
            }
            for (cell, n) in cells.iter().zip(moved) {
                set(report, *cell, n);
            }
            3
        }
        3 => {
            let other = *rng.pick(&rows);
            for column in Column::EVERY {
                let (a, b) = (CellRef::T3(row, *column), CellRef::T3(other, *column));
                let (x, y) = (count(report, a), count(report, b));
                set(report, a, y);
                set(report, b, x);
            }
            4
        }
        _ => {
            let one = rng.below(cells.len());
            let (a, b) = match cells[one] {
                CellRef::T3(_, column) if rng.percent(50) => {
                    (cells[one], CellRef::T3(*rng.pick(&rows), column))
                }
                a => (a, *rng.pick(&cells)),
            };
            let (x, y) = (count(report, a), count(report, b));
            set(report, a, y);
            set(report, b, x);
            5
        }
    }
}

#[test]
fn most_faults_of_a_busy_agency_are_put_back_and_none_is_made_another() {
    // of 300 faults of each kind those that break a sum at all, and those that are put back
    let mut shares = Vec::new();
    for kind in 0..5 {
        let (mut seen, mut back) = (0, 0);
        for seed in 0..300 {
            let right = drawn(seed, Profile::City);
            let mut wrong = right.clone();
            spoil(&mut wrong, &mut Rng::new(seed ^ 0xfa17), kind);
            let found = propose(&wrong);
            if found.groups.is_empty() {
                continue;
            }
            seen += 1;
            let mut fixed = wrong.clone();
            for edit in found.edits() {
                fixed = apply(&fixed, edit).unwrap();
            }
            if values(&fixed) == values(&right) {
                back += 1;
            } else if failing(&fixed).is_empty() {
                // a nought run together with its neighbour: the neighbour is put right, and the blank stays a blank
                for ((at, now), (_, meant)) in values(&fixed).into_iter().zip(values(&right)) {
                    let is_left_blank = now.is_none() && meant == Some(Value::Count(0));
                    assert!(
                        now == meant || is_left_blank,
                        "kind {kind}, seed {seed}: {at} became another number"
                    );
                }
            }
        }
        shares.push((seen, back));
    }
    assert!(shares.iter().all(|(seen, back)| back * 4 > seen * 3), "{shares:?}");
}

#[test]
fn values_exchanged_between_the_groups_of_table_four_are_exchanged_back() {
    let mut report = small();
    set(&mut report, CellRef::T4(Table4Key::ReconsiderationTotal), 0);
    set(&mut report, CellRef::T4(Table4Key::DirectSuitTotal), 3);
    // the groups share no cell, and the two equations speak together
    let found = propose(&report);
    assert_eq!(only(&found).kind, Kind::CellsSwapped);
    assert_eq!(values(&apply(&report, only(&found)).unwrap()), values(&small()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proposed_is_the_inverse_or_no_larger_than_it(
        seed in 0_u64..1_000_000,
        profile in 0_usize..4,
        kind in 0_usize..5,
    ) {
        let right = drawn(seed, Profile::EVERY[profile]);
        let mut wrong = right.clone();
        let size = spoil(&mut wrong, &mut Rng::new(seed ^ 0x5eed), kind);
        let found = propose(&wrong);
        prop_assert!(found.tried <= MAX_TRIED * (2 + 2 * 42));
        prop_assert_eq!(found.groups.is_empty(), failing(&wrong).is_empty());
        let mut told: Vec<EquationId> = found.groups.iter().flat_map(|g| g.failing.clone()).collect();
        told.sort();
        let mut all = failing(&wrong);
        all.sort();
        prop_assert_eq!(&told, &all, "every failing equation is told once");
        let edits: Vec<&Edit> = found.edits().collect();
        for edit in &edits {
            prop_assert!(edit.holding.len() >= 2);
            prop_assert!(edit.cells.iter().all(|c| !matches!(c.cell, CellRef::T2(_))));
            prop_assert!(edit.cells.iter().all(|c| c.from != Some(c.to)));
        }
        if let ([edit], 1) = (edits.as_slice(), found.groups.len()) {
            let fixed = apply(&wrong, edit).unwrap();
            prop_assert_eq!(failing(&fixed), vec![]);
            if values(&fixed) != values(&right) {
                // another change of the same size would have made it ambiguous
                prop_assert!(edit.kind.cost() < size, "{:?} for a fault of size {}", edit, size);
            }
        } else {
            // several faults are told apart one by one, and are never larger than what one change would do
            let mut fixed = wrong.clone();
            let before = failing(&wrong).len();
            for edit in &edits {
                fixed = apply(&fixed, edit).unwrap();
            }
            let gone: usize = edits.iter().map(|e| e.failing.len()).sum();
            prop_assert_eq!(failing(&fixed).len(), before - gone);
        }
        for group in found.undecided() {
            if let Outcome::Ambiguous { candidates } = &group.outcome {
                for edit in candidates {
                    let fixed = apply(&wrong, edit).unwrap();
                    let left = failing(&fixed);
                    prop_assert!(group.failing.iter().all(|e| !left.contains(e)));
                    prop_assert!(left.iter().all(|e| failing(&wrong).contains(e)));
                }
            }
        }
    }

    #[test]
    fn a_cell_of_table_three_changed_at_random_is_always_put_back(
        seed in 0_u64..1_000_000,
        profile in 0_usize..4,
        other in 0_i64..100_000,
    ) {
        let right = drawn(seed, Profile::EVERY[profile]);
        let mut rng = Rng::new(seed);
        let rows = rows_of(right.form, right.has_one_other_row());
        let cell = CellRef::T3(*rng.pick(&rows), *rng.pick(Column::EVERY));
        prop_assume!(count(&right, cell) != other);
        let mut wrong = right.clone();
        set(&mut wrong, cell, other);
        let found = propose(&wrong);
        let edit = only(&found);
        prop_assert_eq!(edit.cells.len(), 1);
        prop_assert_eq!(values(&apply(&wrong, edit).unwrap()), values(&right));
    }

    #[test]
    fn two_wrong_cells_that_are_out_by_different_amounts_are_both_put_back(
        seed in 0_u64..1_000_000,
        profile in 0_usize..4,
    ) {
        let right = drawn(seed, Profile::EVERY[profile]);
        let mut rng = Rng::new(seed);
        let rows = rows_of(right.form, right.has_one_other_row());
        let one = (*rng.pick(&rows), *rng.pick(Column::APPLICANTS));
        let two = (*rng.pick(&rows), *rng.pick(Column::APPLICANTS));
        prop_assume!(one.0 != two.0 && one.1 != two.1);
        let mut wrong = right.clone();
        for ((row, column), by) in [(one, rng.between(1, 40)), (two, rng.between(41, 90))] {
            let cell = CellRef::T3(row, column);
            set(&mut wrong, cell, count(&right, cell) + by);
        }
        let found = propose(&wrong);
        prop_assert_eq!(found.groups.len(), 2, "{:#?}", found);
        let mut fixed = wrong.clone();
        for edit in found.edits() {
            fixed = apply(&fixed, edit).unwrap();
        }
        prop_assert_eq!(values(&fixed), values(&right));
    }
}

#[test]
fn the_search_keeps_within_its_bound_on_the_largest_tables() {
    let mut worst = 0;
    for seed in 0..3 {
        let mut rng = Rng::new(seed);
        let mut report = Report::empty("x", Form::Form2021);
        let every: Vec<CellRef> = report.cells().map(|(at, _)| at).collect();
        for cell in every.into_iter().filter(|at| !matches!(at, CellRef::T2(_))) {
            // five digits each, nothing adds up
            set(&mut report, cell, rng.between(10_000, 99_999));
        }
        let found = propose(&report);
        assert_eq!(found.edits().count(), 0);
        worst = worst.max(found.tried);
    }
    // two tables, their sets that share no cell (1 + 3), and one for each of the 39 differences in table 3
    assert!(worst > MAX_TRIED && worst <= MAX_TRIED * (2 + 4 + 39), "{worst}");
    // numbers of thirteen digits have the most ways to be divided
    let mut report = Report::empty("x", Form::Form2021);
    let every: Vec<CellRef> = report.cells().map(|(at, _)| at).collect();
    for cell in every.into_iter().filter(|at| !matches!(at, CellRef::T2(_))) {
        set(&mut report, cell, 1_000_000_000_000);
    }
    set(&mut report, at("table3.carried_out.total"), 0);
    let found = propose(&report);
    assert_eq!(found.edits().count(), 0);
    assert!(found.tried <= MAX_TRIED * (2 + 2 * 42));
}

#[test]
fn hostile_numbers_are_contained() {
    let mut report = small();
    for (cell, n) in [
        ("table3.granted.total", i64::MAX),
        ("table3.granted.natural_person", i64::MIN),
        ("table3.new_received.total", -53),
        ("table4.direct_suit_total", 1_000_000_000_000),
    ] {
        set(&mut report, at(cell), n);
    }
    let found = propose(&report);
    for edit in found.edits() {
        assert!(
            edit.cells
                .iter()
                .all(|c| matches!(c.to, Value::Count(n) if (0..=1_000_000_000_000).contains(&n)))
        );
    }
}
