//! How long each reader takes for one report of the usual length.
//!
//! Not here: what the text means (`gongkai-checker`), other tools (the repository's `bench` folder).

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gongkai_extract::{Limits, read};
use gongkai_testkit::make::{docx, html, md, txt, xlsx};
use gongkai_testkit::{Draft, Options, Profile, random};
use std::hint::black_box;

fn readers(c: &mut Criterion) {
    let options = Options { profile: Some(Profile::City), ..Options::default() };
    let draft = Draft::of(&random::report(2025, options));
    let page = |style| html::write(&draft, &html::Options { style, ..html::Options::default() }).into_bytes();
    let files = [
        ("report.txt", txt::write(&draft, txt::Shape::TabGrid).into_bytes()),
        ("lines.txt", txt::write(&draft, txt::Shape::CellLines).into_bytes()),
        ("report.md", md::write(&draft).into_bytes()),
        ("word.html", page(html::Style::Word)),
        ("portal.html", page(html::Style::Portal)),
        ("report.docx", docx::write(&draft, &docx::Options::default())),
        ("report.xlsx", xlsx::write(&draft, &xlsx::Options::default())),
        ("office.pdf", include_bytes!("../tests/corpus/pdf/office_report.pdf").to_vec()),
    ];
    let mut group = c.benchmark_group("read");
    for (name, bytes) in &files {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(*name, |b| {
            b.iter(|| black_box(read(black_box(bytes), Some(name), &Limits::default()).is_ok()));
        });
    }
    group.finish();
}

criterion_group!(benches, readers);
criterion_main!(benches);
