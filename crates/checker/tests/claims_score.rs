//! How well numbers in prose are understood: labelled sentences, precision and recall.
//!
//! The sentences and their labels are in `claims/*.txt`; the format is told at the head of `applications.txt`.
//! Not here: whether a claim is true (`claims_rules.rs`).
#![expect(
    clippy::print_stdout,
    reason = "the score and what was misread are printed for the reader of the test"
)]

use gongkai_checker::claims::{Claim, Closure, Direction, Hedge, Quantity, read_text};
use gongkai_domain::report::SectionKey;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const APPLICATIONS: &str = include_str!("claims/applications.txt");
const PROACTIVE: &str = include_str!("claims/proactive.txt");
const REMEDIES_FEES: &str = include_str!("claims/remedies_fees.txt");
const REGISTERS: &str = include_str!("claims/registers.txt");
const HELD_OUT: &str = include_str!("claims/held_out.txt");
const HELD_OUT_SECOND: &str = include_str!("claims/held_out_second.txt");
const UNSEEN: &str = include_str!("claims/unseen.txt");
const SOME_OF_THEM: &str = include_str!("claims/some_of_them.txt");
const TRICKY: &str = include_str!("claims/tricky.txt");

struct Entry {
    file: &'static str,
    line: usize,
    section: SectionKey,
    words: String,
    labels: Vec<String>,
}

fn entries(file: &'static str, text: &str) -> Vec<Entry> {
    let mut section = SectionKey::Overview;
    let mut all: Vec<Entry> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(key) = line.strip_prefix('@') {
            section = *SectionKey::EVERY.iter().find(|k| k.key() == key).expect("a section key");
        } else if let Some(words) = line.strip_prefix("> ") {
            let words = words.to_owned();
            all.push(Entry { file, line: index + 1, section, words, labels: Vec::new() });
        } else {
            all.last_mut().expect("a sentence before its labels").labels.push(line.to_owned());
        }
    }
    all
}

/// The year that the sentence itself names first, so that every entry is read as a report of that year.
fn year_of(words: &str) -> Option<i32> {
    let at = words.find("年")?;
    words.get(at.checked_sub(4)?..at)?.parse().ok()
}

fn quantity(claim: &Claim) -> String {
    match claim.quantity {
        Quantity::Number(value, hedge) => {
            let sign = match hedge {
                Hedge::Exactly => "",
                Hedge::About => "~",
                Hedge::AtLeast => ">=",
                Hedge::AtMost => "<=",
            };
            format!("{sign}{value}")
        }
        Quantity::Between(low, high) => format!("{low}..{high}"),
        Quantity::Unstated => "?".to_owned(),
    }
}

/// A claim as its label is written.
fn label(claim: &Claim, from: usize) -> String {
    let mut text = format!("{} {} {}", quantity(claim), claim.unit.unwrap_or("-"), claim.counted.key());
    if claim.is_negated {
        text.push_str(" !");
    }
    if let Some(comparison) = claim.comparison {
        text.push_str(match comparison.direction {
            Direction::Up => " up",
            Direction::Down => " down",
            Direction::Flat => " flat",
        });
    }
    if let Some(part) = claim.part_of {
        let closure = if part.closure == Closure::Open { "open" } else { "closed" };
        let _ = write!(text, " <{} {closure}", part.whole - from + 1);
    }
    text
}

/// The label without its relations, and each relation with it.
fn split(label: &str) -> (String, Vec<String>) {
    let parts: Vec<&str> = label.split_whitespace().collect();
    let core = parts[..3].join(" ");
    let mut relations = Vec::new();
    let mut rest = parts[3..].iter();
    while let Some(part) = rest.next() {
        if part.starts_with('<') {
            relations.push(format!("{core} {part} {}", rest.next().expect("closed or open")));
        } else {
            relations.push(format!("{core} {part}"));
        }
    }
    (core, relations)
}

#[derive(Default)]
struct Score {
    right: usize,
    expected: usize,
    found: usize,
}

impl Score {
    fn add(&mut self, expected: &[String], found: &[String]) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for e in expected {
            *counts.entry(e).or_default() += 1;
        }
        for f in found {
            if let Some(n) = counts.get_mut(f.as_str()).filter(|n| **n > 0) {
                *n -= 1;
                self.right += 1;
            }
        }
        self.expected += expected.len();
        self.found += found.len();
    }

    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.expected.max(1) as f64
    }
}

struct Result {
    sentences: usize,
    claims: Score,
    relations: Score,
    whole: usize,
}

fn score(name: &str, entries: &[Entry]) -> Result {
    let mut result =
        Result { sentences: entries.len(), claims: Score::default(), relations: Score::default(), whole: 0 };
    for entry in entries {
        let claims = read_text(&entry.words, entry.section, year_of(&entry.words));
        let found: Vec<String> = claims.iter().map(|c| label(c, 0)).collect();
        let cores = |labels: &[String]| labels.iter().map(|l| split(l).0).collect::<Vec<_>>();
        let relations = |labels: &[String]| labels.iter().flat_map(|l| split(l).1).collect::<Vec<_>>();
        result.claims.add(&cores(&entry.labels), &cores(&found));
        result.relations.add(&relations(&entry.labels), &relations(&found));
        if entry.labels == found {
            result.whole += 1;
        } else {
            println!("{}:{} {}", entry.file, entry.line, entry.words);
            for line in &entry.labels {
                if !found.contains(line) {
                    println!("    - {line}");
                }
            }
            for line in &found {
                if !entry.labels.contains(line) {
                    println!("    + {line}");
                }
            }
        }
    }
    println!(
        "{name}: {} sentences, {} wholly right; claims: precision {:.4} recall {:.4} ({} of {} found, {} expected); \
         relations: precision {:.4} recall {:.4} ({} of {} found, {} expected)",
        result.sentences,
        result.whole,
        result.claims.precision(),
        result.claims.recall(),
        result.claims.right,
        result.claims.found,
        result.claims.expected,
        result.relations.precision(),
        result.relations.recall(),
        result.relations.right,
        result.relations.found,
        result.relations.expected,
    );
    result
}

/// Asserts a little less than what is reached, so that a step back is seen.
fn assert_at_least(result: &Result, claims: f64, relations: f64) {
    for (name, score, least) in
        [("claims", &result.claims, claims), ("relations", &result.relations, relations)]
    {
        assert!(score.precision() >= least, "{name}: precision {:.4} < {least}", score.precision());
        assert!(score.recall() >= least, "{name}: recall {:.4} < {least}", score.recall());
    }
}

#[test]
fn the_labelled_sentences_are_understood() {
    let mut all = entries("applications", APPLICATIONS);
    all.extend(entries("proactive", PROACTIVE));
    all.extend(entries("remedies_fees", REMEDIES_FEES));
    all.extend(entries("registers", REGISTERS));
    all.extend(entries("tricky", TRICKY));
    all.extend(entries("some_of_them", SOME_OF_THEM));
    let result = score("labelled while the grammar was made", &all);
    assert!(result.sentences >= 160);
    assert_at_least(&result, 0.99, 0.99);
}

/// Two sets held out while the grammar was made. Their first runs found, of the claims, precision 0.868 and recall
/// 0.855 (61 sentences), then 0.871 and 0.853 (40 sentences); of the relations 0.659 and 0.628, then 0.875 and 0.824.
/// The grammar was mended afterwards, so what they reach now only guards against steps back.
#[test]
fn the_held_out_sentences_are_understood() {
    let mut all = entries("held_out", HELD_OUT);
    all.extend(entries("held_out_second", HELD_OUT_SECOND));
    let result = score("held out, mended since", &all);
    assert!(result.sentences >= 100);
    assert_at_least(&result, 0.985, 0.99);
}

/// Sentences that the grammar was never changed for: the honest measure.
#[test]
fn the_unseen_sentences_are_understood() {
    let result = score("never mended for", &entries("unseen", UNSEEN));
    assert!(result.sentences >= 25);
    assert_at_least(&result, 0.97, 0.97);
}
