//! How long it takes to find the facts of a document and to run all rules over them.
//!
//! Not here: reading the bytes (`gongkai-extract`), other tools (the repository's `bench` folder).

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_checker::facts::read_document;
use gongkai_checker::{CheckOptions, check, claims};
use gongkai_domain::report::Form;
use gongkai_extract::{Limits, read};
use gongkai_testkit::make::{docx, txt};
use gongkai_testkit::{Draft, Options, Profile, random};
use std::hint::black_box;

fn whole_check(c: &mut Criterion) {
    let options = Options { form: Some(Form::Form2021), profile: Some(Profile::City), ..Options::default() };
    let truth = random::report(2025, options);
    let draft = Draft::of(&truth);
    let files = [
        ("docx", docx::write(&draft, &docx::Options::default())),
        ("txt_one_cell_a_line", txt::write(&draft, txt::Shape::CellLines).into_bytes()),
        ("txt_rows_run_together", txt::write(&draft, txt::Shape::GluedRow).into_bytes()),
    ];
    for (name, bytes) in &files {
        let document = read(bytes, Some(name), &Limits::default()).expect("a file of our own");
        let mut group = c.benchmark_group(*name);
        group.bench_function("facts", |b| b.iter(|| black_box(read_document(black_box(&document), name))));
        let reports = read_document(&document, name);
        let report = reports.first().expect("a report");
        group.bench_function("claims", |b| b.iter(|| black_box(claims::read(black_box(report)))));
        group.bench_function("all_rules", |b| {
            b.iter(|| black_box(check(black_box(report), &CheckOptions::default())));
        });
        group.finish();
    }
}

criterion_group!(benches, whole_check);
criterion_main!(benches);
