//! A report read back from a damaged file is the report that was written, or says what it could not read. It is never
//! another report.
//!
//! For every kind of damage some dozens of invented reports are damaged, written as a file, read and compared with
//! what they were made from. `GONGKAI_MANGLED_SEEDS=400 cargo test -p gongkai-checker --test mangled -- --nocapture`
//! tries more and prints the table; `GONGKAI_MANGLED_REPORT=FILE` writes the smallest example of each kind that fails
//! to a file.

use gongkai_checker::facts::read_document;
use gongkai_checker::{CheckOptions, Finding, Level, check};
use gongkai_domain::report::Report;
use gongkai_extract::{Limits, read};
use gongkai_testkit::judge::{Mismatch, Tally, Verdict, judge};
use gongkai_testkit::mangle::{mangle, mangle_all};
use gongkai_testkit::{Kind, Mangled, Options, Rng, random};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reports tried for each kind when the environment does not say otherwise.
const SEEDS: u64 = 40;

#[expect(clippy::disallowed_methods, reason = "a developer may ask for more seeds")]
fn seeds() -> u64 {
    std::env::var("GONGKAI_MANGLED_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(SEEDS)
}

/// What came of one kind.
#[derive(Default)]
struct Outcome {
    tally: Tally,
    /// Plainly printed cells that were not read, and cells of the wrong kind.
    complaints: usize,
    refused: usize,
    /// The failing file with the fewest mismatches.
    smallest: Option<(Mangled, Vec<Mismatch>)>,
    /// A file that lost what it need not lose.
    example_of_loss: Option<(Mangled, Vec<Mismatch>)>,
}

fn reports(mangled: &Mangled) -> Result<Vec<Report>, String> {
    let work = || match read(&mangled.bytes, Some(&mangled.file), &Limits::default()) {
        Ok(document) => Ok(read_document(&document, &mangled.file)),
        Err(error) => Err(error.to_string()),
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("panicked".to_owned()))
}

fn wrong(what: &str, read: String) -> Mismatch {
    Mismatch { verdict: Verdict::Wrong, what: what.to_owned(), expected: "reports".to_owned(), read }
}

fn try_one(outcome: &mut Outcome, mangled: Mangled) {
    let (tally, mismatches) = match reports(&mangled) {
        Ok(read) => judge(&mangled, &read),
        Err(reason) if mangled.may_refuse && reason != "panicked" => {
            outcome.refused += 1;
            return;
        }
        Err(reason) => (Tally { wrong: 1, ..Tally::default() }, vec![wrong("file", reason)]),
    };
    outcome.tally.add(tally);
    outcome.complaints += mismatches.iter().filter(|m| m.verdict != Verdict::Wrong).count();
    let wrongs = |all: &[Mismatch]| all.iter().filter(|m| m.verdict == Verdict::Wrong).count();
    if wrongs(&mismatches) > 0 {
        if outcome.smallest.as_ref().is_none_or(|(_, old)| wrongs(&mismatches) < wrongs(old)) {
            outcome.smallest = Some((mangled, mismatches));
        }
    } else if !mismatches.is_empty()
        && outcome.example_of_loss.as_ref().is_none_or(|(_, old)| mismatches.len() < old.len())
    {
        outcome.example_of_loss = Some((mangled, mismatches));
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

fn line(name: &str, outcome: &Outcome) -> String {
    let t = outcome.tally;
    let printed = t.exact + t.lost + t.wrong;
    format!(
        "{name:<44} exact {:6.2} %  lost {:6.2} %  empty {:5}  complaints {:5}  refused {:3}  wrong {:4}",
        percent(t.exact, printed),
        percent(t.lost, printed),
        t.empty,
        outcome.complaints,
        outcome.refused,
        t.wrong
    )
}

fn example(out: &mut String, title: &str, (mangled, mismatches): &(Mangled, Vec<Mismatch>)) {
    let _ = writeln!(out, "== {title}: {}", mangled.name);
    for (truth, _) in &mangled.parts {
        let _ = writeln!(out, "   {} {} form {}", truth.agency(), truth.year(), truth.report.form);
    }
    let mut shown: Vec<&Mismatch> = mismatches.iter().collect();
    shown.sort_by_key(|m| std::cmp::Reverse(m.verdict));
    for m in shown.iter().take(12) {
        let _ = writeln!(out, "   {:?} {}: meant {}, read {}", m.verdict, m.what, m.expected, m.read);
    }
    if let Ok(text) = std::str::from_utf8(&mangled.bytes) {
        let clipped: String = text.chars().take(6_000).collect();
        let _ = writeln!(out, "--- {}\n{clipped}\n---", mangled.file);
    }
}

/// Writes examples where a developer asked for them.
#[expect(clippy::disallowed_methods, reason = "a developer may ask for the failing files")]
fn keep(name: &str, text: &str) {
    if let Ok(path) = std::env::var("GONGKAI_MANGLED_REPORT") {
        std::fs::write(format!("{path}{name}"), text).expect("the report of failures is written");
    }
}

/// The seed of one trial, the same for every run.
fn chance(kinds: &[Kind], seed: u64) -> Rng {
    let mix = kinds.iter().fold(seed, |all, kind| all.wrapping_mul(131).wrapping_add(kind.number() as u64));
    Rng::new(mix)
}

#[test]
fn no_kind_of_damage_makes_a_wrong_report() {
    let mut table = String::new();
    let mut failures = String::new();
    let mut losses = String::new();
    let mut all = 0;
    let mut needless: Vec<Kind> = Vec::new();
    for &kind in Kind::EVERY {
        let started = std::time::Instant::now();
        let mut outcome = Outcome::default();
        // Digits that run together are the slowest to decide; fewer of them keep the test short.
        let few = matches!(kind, Kind::RunTogether | Kind::RunTogetherWithBlanks);
        let trials = if few { seeds().div_ceil(4) } else { seeds() };
        for seed in 0..trials {
            let truth = kind.truth(seed);
            let mangled = mangle(kind, &truth, &mut chance(&[kind], seed)).expect("the truth suits the kind");
            try_one(&mut outcome, mangled);
        }
        let name = format!("{:>2} {kind:?}", kind.number());
        let _ = writeln!(table, "{}  {} ms", line(&name, &outcome), started.elapsed().as_millis());
        all += outcome.tally.wrong;
        if LOSES_NOTHING.contains(&kind) && outcome.tally.lost + outcome.complaints > 0 {
            needless.push(kind);
        }
        if let Some(smallest) = &outcome.smallest {
            example(&mut failures, &name, smallest);
        }
        if let Some(loss) = &outcome.example_of_loss {
            example(&mut losses, &format!("{name} (needless loss or kind)"), loss);
        }
    }
    println!("{table}");
    keep("", &format!("{table}\n{failures}\n{losses}"));
    assert_eq!(all, 0, "wrong readings:\n{table}\n{failures}");
    assert!(needless.is_empty(), "lost without need in {needless:?}:\n{table}\n{losses}");
}

/// The kinds whose files show every value plainly: none of them may be lost.
const LOSES_NOTHING: &[Kind] = &[
    Kind::Clean,
    Kind::CellPerLine,
    Kind::GroupLabel,
    Kind::EatenLabel,
    Kind::HeaderOrder,
    Kind::RepeatedHeader,
    Kind::Signed,
    Kind::UnitInCell,
    Kind::WideSpaces,
    Kind::Numbering,
    Kind::CharPerLine,
    Kind::OneOtherRow,
    Kind::Furniture,
    Kind::InJson,
    Kind::Unbalanced,
    Kind::Several,
];

/// The rules about the shape of a document that a kind of damage may set off as more than a note.
fn may_be_told(kind: Kind) -> &'static [&'static str] {
    match kind {
        // a table run together in one line with its title has no shape of a table
        Kind::RunTogether => &["S203"],
        Kind::RunTogetherWithBlanks => &["S203", "S205", "S301"],
        Kind::CellPerLineBlank => &["S202", "S203", "S204", "S205", "S301"],
        Kind::RaggedRow => &["S205", "S206"],
        Kind::EatenLabel => &["S205"],
        Kind::OrphanValues => &["S204", "S205", "S301"],
        Kind::HeaderOrder => &["S207"],
        Kind::RepeatedHeader | Kind::LabelVariants => &["S201"],
        Kind::CutLabel => &["S201", "S204", "S205", "S206", "S213", "S301"],
        Kind::NoZero => &["S301", "S302"],
        Kind::Numbering | Kind::Several => &["S101"],
        Kind::OneOtherRow => &["S208", "S214"],
        Kind::Sentence => &["S202", "S203"],
        Kind::Encoding => &["S101", "S105", "S201", "S202", "S204", "S206", "S211", "S213"],
        _ => &[],
    }
}

/// Tracked changes are told whatever else is damaged; some Word files are made with them.
const OF_THE_FILE: &str = "S212";

#[test]
fn a_sound_report_raises_no_false_alarm_however_it_was_damaged() {
    let mut failures = String::new();
    for &kind in Kind::EVERY.iter().filter(|k| **k != Kind::Unbalanced) {
        let mut told: std::collections::BTreeMap<(&str, &str), (usize, String)> =
            std::collections::BTreeMap::new();
        for seed in 0..seeds().div_ceil(4) {
            let truth = kind.truth(seed);
            let mangled = mangle(kind, &truth, &mut chance(&[kind], seed)).expect("the truth suits the kind");
            let Ok(read) = reports(&mangled) else { continue };
            for report in &read {
                for finding in check(report, &CheckOptions::default()).findings {
                    if finding.level > Level::Note
                        && !may_be_told(kind).contains(&finding.code)
                        && finding.code != OF_THE_FILE
                    {
                        let first = || (0, format!("{}: {}", mangled.name, finding.message));
                        told.entry((finding.code, finding.rule)).or_insert_with(first).0 += 1;
                    }
                }
            }
        }
        for ((code, rule), (count, first)) in told {
            let _ = writeln!(failures, "{kind:?} {code} {rule} {count} times, first in {first}");
        }
    }
    keep(".alarms", &failures);
    assert!(failures.is_empty(), "{failures}");
}

/// A report damaged in two ways at once, the same for every run; `None` when they exclude each other.
fn pair(a: Kind, b: Kind, seed: u64) -> Option<Mangled> {
    let of_its_own = matches!(b, Kind::Signed | Kind::OneOtherRow | Kind::Unbalanced);
    let truth = if of_its_own { b } else { a }.truth(seed + 1_000);
    mangle_all(&[a, b], &truth, &mut chance(&[a, b], seed))
}

/// Pairs beyond the seeds of the test below that were once read wrong.
const ONCE_WRONG: &[(Kind, Kind, u64)] = &[
    // the year of the only sentence that was left
    (Kind::RaggedRow, Kind::Encoding, 41),
    (Kind::NoZero, Kind::Encoding, 228),
    (Kind::RepeatedHeader, Kind::Encoding, 88),
    (Kind::Furniture, Kind::Encoding, 274),
    // six numbers and an unread one taken for seven
    (Kind::RaggedRow, Kind::Encoding, 222),
    (Kind::CellPerLineBlank, Kind::Encoding, 149),
    // the number of a page taken for a total
    (Kind::CutLabel, Kind::Encoding, 67),
    (Kind::CutLabel, Kind::NoZero, 7),
    (Kind::CellPerLineBlank, Kind::CutLabel, 10),
    (Kind::CellPerLineBlank, Kind::CutLabel, 22),
    (Kind::CellPerLineBlank, Kind::CutLabel, 98),
    // the same between strokes within a name
    (Kind::CellPerLineBlank, Kind::CutLabel, 15),
    (Kind::CellPerLineBlank, Kind::CutLabel, 61),
    // lines of full-width digits that were decoded wrongly and do not lead back
    (Kind::WideSpaces, Kind::Encoding, 84),
    (Kind::WideSpaces, Kind::Encoding, 135),
    (Kind::WideSpaces, Kind::Encoding, 268),
    // two reports without a single heading taken for one
    (Kind::Numbering, Kind::Several, 5),
    (Kind::Numbering, Kind::Several, 8),
    (Kind::Numbering, Kind::Several, 9),
    // a zero too many before a total that is empty in every row
    (Kind::RaggedRow, Kind::NoZero, 24),
    (Kind::RaggedRow, Kind::NoZero, 31),
    (Kind::RaggedRow, Kind::NoZero, 64),
    // totals under a header one column too wide
    (Kind::HeaderOrder, Kind::NoZero, 10),
    (Kind::HeaderOrder, Kind::NoZero, 46),
    (Kind::HeaderOrder, Kind::NoZero, 80),
];

#[test]
fn pairs_of_damage_that_were_once_read_wrong_are_not_any_more() {
    let mut failures = String::new();
    for &(a, b, seed) in ONCE_WRONG {
        let mut one = Outcome::default();
        try_one(&mut one, pair(a, b, seed).expect("the kinds go together"));
        if let Some(smallest) = &one.smallest {
            example(&mut failures, &format!("{a:?}+{b:?} seed {seed}"), smallest);
        }
    }
    keep(".once", &failures);
    assert!(failures.is_empty(), "wrong readings:\n{failures}");
}

#[test]
fn two_kinds_of_damage_at_once_do_not_make_a_wrong_report() {
    let mut outcome = Outcome::default();
    let mut failures = String::new();
    let mut pairs = 0;
    for &a in Kind::EVERY {
        for &b in Kind::EVERY.iter().filter(|b| **b > a) {
            for seed in 0..seeds().div_ceil(40) {
                let Some(mangled) = pair(a, b, seed) else { continue };
                pairs += 1;
                let mut one = Outcome::default();
                try_one(&mut one, mangled);
                outcome.tally.add(one.tally);
                outcome.complaints += one.complaints;
                outcome.refused += one.refused;
                if let Some(smallest) = &one.smallest {
                    example(&mut failures, &format!("{a:?}+{b:?} seed {seed}"), smallest);
                }
            }
        }
    }
    println!("{}", line(&format!("{pairs} pairs"), &outcome));
    keep(".pairs", &failures);
    assert!(pairs > 250, "only {pairs} pairs could be made");
    assert_eq!(outcome.tally.wrong, 0, "wrong readings:\n{failures}");
}

#[test]
fn a_balanced_report_raises_no_error_and_no_warning() {
    for seed in 0..200 {
        for one_other_row in [false, true] {
            let truth = random::report(seed, Options { one_other_row, ..Options::default() });
            let checked = check(&truth.report, &CheckOptions::default());
            let alarms: Vec<&Finding> = checked
                .findings
                .iter()
                .filter(|f| f.level > Level::Note)
                // A report of the 2021 form that does not divide （六） is rightly told so.
                .filter(|f| !(one_other_row && f.rule == "other_row_not_itemised"))
                .collect();
            assert!(alarms.is_empty(), "seed {seed} {}: {alarms:#?}", truth.agency());
        }
    }
}

#[test]
fn a_published_error_is_found_in_exactly_its_equations() {
    for seed in 0..200 {
        let truth = random::report(seed, Options { unbalanced: true, ..Options::default() });
        let checked = check(&truth.report, &CheckOptions::default());
        let mut found: Vec<String> = checked
            .findings
            .iter()
            .filter(|f| f.level == Level::Error)
            .filter_map(|f| Some(f.equation.as_ref()?.id.clone()))
            .collect();
        let mut meant: Vec<String> = truth.errors.iter().map(ToString::to_string).collect();
        found.sort();
        meant.sort();
        assert_eq!(found, meant, "seed {seed} {}", truth.agency());
    }
}
