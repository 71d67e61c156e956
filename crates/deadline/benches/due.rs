//! How long a reply due date takes: every day of 2019–2025 as day of receipt, counted and explained.
//!
//! Not here: comparison with other tools (the repository's `bench` folder).

use chrono::{NaiveDate, NaiveTime};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use gongkai_deadline::{Calendar, DueOptions, WorkingDays, due_for};
use std::hint::black_box;

fn days() -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap_or_default();
    first
        .iter_days()
        .take_while(|day| *day < NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default())
        .collect()
}

fn reply_due_dates(c: &mut Criterion) {
    let Ok(calendar) = Calendar::national() else { return };
    let days = days();
    let mut group = c.benchmark_group("reply_2019_2025");
    group.throughput(Throughput::Elements(days.len() as u64));
    group.bench_function("add_20_working_days", |b| {
        b.iter(|| {
            for day in &days {
                black_box(calendar.add_working_days(black_box(*day), WorkingDays(20)).ok());
            }
        });
    });
    group.bench_function("due_with_every_step", |b| {
        b.iter(|| {
            for day in &days {
                black_box(due_for("reply", black_box(*day), &calendar, &DueOptions::default()).ok());
            }
        });
    });
    group.finish();
    c.bench_function("load_national_calendar", |b| b.iter(|| black_box(Calendar::national().is_ok())));
    c.bench_function("emergency_5_hours", |b| {
        let options = || DueOptions { at: NaiveTime::from_hms_opt(8, 30, 0), ..DueOptions::default() };
        let day = days.first().copied().unwrap_or_default();
        b.iter_batched(
            options,
            |options| due_for("emergency_information", day, &calendar, &options).ok(),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, reply_due_dates);
criterion_main!(benches);
