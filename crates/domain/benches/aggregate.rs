//! How long it takes to sum ten thousand reports that were read before, in one fold and in two halves merged.
//!
//! Not here: reading the files (`gongkai-extract`), what the sums are (`crates/checker/tests/aggregate.rs`).

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_domain::report::aggregate::Plan;
use gongkai_domain::report::{Form, Report};
use gongkai_testkit::{Options, random};
use std::hint::black_box;

const MEMBERS: usize = 10_000;

fn members(form: impl Fn(usize) -> Form) -> Vec<Report> {
    (0..MEMBERS)
        .map(|index| {
            let options = Options { form: Some(form(index)), ..Options::default() };
            let mut report = random::report(index as u64, options).report;
            report.agency.value = Some(format!("云岭市第{index:05}局"));
            report.year.value = Some(2021);
            report
        })
        .collect()
}

fn sums(c: &mut Criterion) {
    let plan = Plan { agency: "云岭市人民政府".to_owned(), ..Plan::default() };
    let newer = members(|_| Form::Form2021);
    let mixed = members(|index| if index % 3 == 0 { Form::Form2019 } else { Form::Form2021 });
    let mut group = c.benchmark_group("sum_of_10000");
    group.sample_size(10);
    group.bench_function("one_form", |b| b.iter(|| black_box(plan.sum(black_box(&newer)).expect("a sum"))));
    group.bench_function("both_forms", |b| b.iter(|| black_box(plan.sum(black_box(&mixed)).expect("a sum"))));
    group.bench_function("halves_merged", |b| {
        b.iter(|| {
            let half = |reports: &[Report]| {
                let mut aggregate = plan.start();
                for report in reports {
                    aggregate.add(report);
                }
                aggregate
            };
            let (front, back) = newer.split_at(MEMBERS / 2);
            black_box(half(front).merge(half(back)).finish().expect("a sum"))
        });
    });
    group.finish();
}

criterion_group!(benches, sums);
criterion_main!(benches);
