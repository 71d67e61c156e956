//! How long the decoder of table 3 takes on the worst that it may be given, and how much it decides.
//!
//! Its search bounds are [`MAX_NODES`], [`MAX_READINGS`], [`MAX_STATES`] and [`MAX_COMBINATIONS`]; they are printed
//! before the measurements, with the cells that were decided. Not here: whether what it decides is right
//! (`tests/mangled.rs`).
#![expect(clippy::print_stderr, reason = "the bounds and the decided cells belong to the figures")]

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_checker::solve::{
    MAX_COMBINATIONS, MAX_NODES, MAX_READINGS, MAX_STATES, Piece, Strip, solve_table3,
};
use gongkai_domain::report::{Cell, Column, Form, Row};
use gongkai_testkit::{Options, Profile, Truth, random};
use std::hint::black_box;
use std::time::Duration;

fn truth(profile: Profile, unbalanced: bool) -> Truth {
    let options =
        Options { form: Some(Form::Form2021), profile: Some(profile), unbalanced, ..Options::default() };
    random::report(2025, options)
}

/// The digits of a row without anything between its cells.
fn run_of(truth: &Truth, row: Row) -> String {
    let cells = truth.report.table3.row(row).map(<[Cell; 7]>::as_slice).unwrap_or_default();
    cells.iter().filter_map(Cell::as_count).map(|n| n.to_string()).collect()
}

fn strip(rows: Vec<Row>, pieces: Vec<Piece>) -> Strip {
    Strip {
        rows,
        pieces,
        alternatives: Vec::new(),
        aligned: None,
        has_doubtful_blanks: false,
        has_covered_cells: false,
        has_lost_neighbours: false,
        may_hold_a_stranger: false,
        has_moved_neighbours: false,
        has_cells: false,
        is_exact: false,
    }
}

/// Every row as one run of digits behind its own label.
fn each_row_together(truth: &Truth) -> Vec<Strip> {
    let rows = Row::FORM_2021.iter();
    rows.map(|row| strip(vec![*row], vec![Piece::Run(run_of(truth, *row))])).collect()
}

/// All labels first, then 25 × 7 values in one run of digits.
fn whole_table_together(truth: &Truth) -> Vec<Strip> {
    let digits: String = Row::FORM_2021.iter().map(|row| run_of(truth, *row)).collect();
    vec![strip(Row::FORM_2021.to_vec(), vec![Piece::Run(digits)])]
}

/// All labels first, then one run of digits for each row.
fn labels_first(truth: &Truth) -> Vec<Strip> {
    let runs = Row::FORM_2021.iter().map(|row| Piece::Run(run_of(truth, *row)));
    vec![strip(Row::FORM_2021.to_vec(), runs.collect())]
}

/// One row of forty digits, the others as printed.
fn forty_digits(truth: &Truth, digits: &str) -> Vec<Strip> {
    let mut strips = each_row_together(truth);
    strips[2].pieces = vec![Piece::Run(digits.to_owned())];
    strips
}

fn decided(strips: &[Strip]) -> usize {
    let grid = solve_table3(Row::FORM_2021, strips, true);
    grid.values().flatten().filter(|cell| cell.value().is_some()).count()
}

fn table3(c: &mut Criterion) {
    eprintln!(
        "bounds: {MAX_NODES} steps and {MAX_READINGS} readings a row, {MAX_STATES} states a layer, \
         {MAX_COMBINATIONS} combinations"
    );
    let (small, large) = (truth(Profile::County, false), truth(Profile::Extreme, false));
    let (off, off_large) = (truth(Profile::City, true), truth(Profile::Extreme, true));
    let cases = [
        ("25_rows_together_small", each_row_together(&small)),
        ("25_rows_together_five_digits", each_row_together(&large)),
        ("labels_first_small", labels_first(&small)),
        ("labels_first_five_digits", labels_first(&large)),
        ("table_in_one_run_small", whole_table_together(&small)),
        ("table_in_one_run_five_digits", whole_table_together(&large)),
        ("row_of_40_ones", forty_digits(&small, &"1".repeat(40))),
        ("row_of_40_zeros_and_ones", forty_digits(&small, &"10".repeat(20))),
        ("unbalanced_25_rows_together", each_row_together(&off)),
        ("unbalanced_five_digits", each_row_together(&off_large)),
        ("unbalanced_table_in_one_run", whole_table_together(&off)),
    ];
    let mut group = c.benchmark_group("table3");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    let all = Row::FORM_2021.len() * Column::EVERY.len();
    for (name, strips) in &cases {
        eprintln!("{name}: {} of {all} cells decided", decided(strips));
        group.bench_function(*name, |b| {
            b.iter(|| black_box(solve_table3(Row::FORM_2021, black_box(strips), true)));
        });
    }
    group.finish();
}

criterion_group!(benches, table3);
criterion_main!(benches);
