//! How long two reports of the usual length, with a few pages of prose each, take to be laid side by side.
//!
//! Not here: reading the two files (`gongkai-extract`), a cold start of the program (the repository's `bench` folder).

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_compose::compare;
use gongkai_domain::report::Report;
use gongkai_domain::report::compare::compare as compared;
use gongkai_testkit::{Options, Profile, random};
use std::hint::black_box;

/// Reports whose prose is put together here, so that a section has a page or two.
const TOGETHER: u64 = 8;

fn report(seed: u64) -> Report {
    let options = Options { profile: Some(Profile::City), ..Options::default() };
    random::report(seed, options).report
}

/// The same agency in the next year; three quarters of the passages are taken over, as offices do.
fn years() -> [Report; 2] {
    let of_year = |first: u64, year: i32| {
        let mut whole = report(first);
        whole.year.value = Some(year);
        for section in &mut whole.sections {
            section.paragraphs.clear();
        }
        for seed in first + 1..first + TOGETHER {
            for (section, more) in whole.sections.iter_mut().zip(report(seed).sections) {
                section.text = format!("{}\n{}", section.text, more.text);
            }
        }
        whole
    };
    [of_year(2024, 2024), of_year(2024 + TOGETHER / 4, 2025)]
}

fn two_years(c: &mut Criterion) {
    let reports = years();
    let comparison = compared(&reports);
    let mut group = c.benchmark_group("compare_of_two");
    group.bench_function("facts", |b| b.iter(|| black_box(compared(black_box(&reports)))));
    group.bench_function("text", |b| b.iter(|| black_box(compare::text(&comparison, 80, false))));
    group.bench_function("html", |b| b.iter(|| black_box(compare::html(&comparison))));
    group.bench_function("xlsx", |b| b.iter(|| black_box(compare::xlsx(&comparison).is_ok())));
    group.finish();
}

criterion_group!(benches, two_years);
criterion_main!(benches);
