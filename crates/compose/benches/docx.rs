//! How long a report of the usual length takes to become a Word document, a workbook, a web page and Markdown.
//!
//! Not here: other libraries doing the same (the repository's `bench` folder).

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_compose::{docx, html, markdown, report, xlsx};
use gongkai_testkit::{Options, Profile, random};
use std::hint::black_box;

fn writers(c: &mut Criterion) {
    let options = Options { profile: Some(Profile::City), ..Options::default() };
    let drawn = random::report(2025, options).report;
    let Ok(written) = report::draft(&drawn, &report::Options::default()) else { return };
    let draft = written.draft;
    let mut group = c.benchmark_group("write");
    group.bench_function("docx", |b| b.iter(|| black_box(docx::write(black_box(&draft)).is_ok())));
    group.bench_function("xlsx", |b| b.iter(|| black_box(xlsx::xlsx(black_box(&draft)).is_ok())));
    group.bench_function("html", |b| b.iter(|| black_box(html::write(black_box(&draft)).is_ok())));
    group.bench_function("markdown", |b| b.iter(|| black_box(markdown::write(black_box(&draft)).is_ok())));
    group.bench_function("draft and docx", |b| {
        b.iter(|| {
            let written = report::draft(black_box(&drawn), &report::Options::default());
            black_box(written.is_ok_and(|w| docx::write(&w.draft).is_ok()))
        });
    });
    group.finish();
}

criterion_group!(benches, writers);
criterion_main!(benches);
