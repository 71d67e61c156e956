//! How long a report takes as a PDF file: the first of a process, one like the last, and one unlike it.
//!
//! Not here: the other formats, and reading the file again (`gongkai-extract`).

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use gongkai_compose::Draft;
use gongkai_compose::fonts::Fonts;
use gongkai_compose::pdf::Typesetter;
use gongkai_compose::report::{self, Options};
use gongkai_testkit::random;
use std::hint::black_box;

fn draft(seed: u64) -> Draft {
    let options = random::Options { profile: Some(random::Profile::City), ..random::Options::default() };
    report::draft(&random::report(seed, options).report, &Options::default())
        .expect("the form has tables")
        .draft
}

fn pdf(c: &mut Criterion) {
    let mut group = c.benchmark_group("pdf");
    group.sample_size(20);
    group.bench_function("fonts and typesetter", |b| {
        b.iter(|| Typesetter::new(black_box(Fonts::embedded())));
    });
    let only = draft(2025);
    // nothing remembered: what the first report of a process costs beside starting it
    group.bench_function("first", |b| {
        b.iter_batched(
            || typst::comemo::evict(0),
            |()| Typesetter::new(Fonts::embedded()).and_then(|t| t.pdf(&only)).is_ok(),
            BatchSize::PerIteration,
        );
    });
    let typesetter = Typesetter::new(Fonts::embedded()).expect("the template is whole");
    let mut seed = 0;
    group.bench_function("following", |b| {
        b.iter_batched(
            || {
                seed += 1;
                draft(seed)
            },
            |draft| typesetter.pdf(&draft).is_ok(),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, pdf);
criterion_main!(benches);
