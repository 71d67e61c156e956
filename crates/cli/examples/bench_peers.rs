//! Times reading and checking inside one process, for the comparison with other tools (`bench/peers.sh`).
//!
//! `bench_peers read ROUNDS DIR PREFIX…` reads every file of DIR whose name begins with a PREFIX from the disk,
//! extracts it, finds its facts and runs all rules; the cells are compared with `NAME.truth.json` beside it.
//! `bench_peers due ROUNDS` counts the reply date of every day of receipt from 2019 to 2025.
//! `bench_peers draft SEED` prints one report before it takes a format, for the other writers; `bench_peers write ROUNDS
//! FORMAT SEED` writes that report as docx or xlsx. Each prints one JSON line.
//! Not here: the other tools, the table of results (the repository's `bench` folder).
#![expect(clippy::print_stdout, reason = "a tool for the command line")]
#![expect(clippy::disallowed_methods, reason = "opens the files it was asked for")]

use anyhow::{Context as _, Result, bail};
use chrono::{Datelike as _, NaiveDate};
use gongkai_checker::facts::read_document;
use gongkai_checker::{CheckOptions, CheckedReport, check};
use gongkai_compose::{Draft, report};
use gongkai_deadline::{Calendar, WorkingDays};
use gongkai_domain::report::{CellKind, CellRef, Report};
use gongkai_extract::Limits;
use gongkai_testkit::random;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["read", rounds, folder, ref prefixes @ ..] if !prefixes.is_empty() => {
            for prefix in prefixes {
                println!("{}", read(rounds.parse()?, Path::new(folder), prefix)?);
            }
        }
        ["due", rounds] => println!("{}", due(rounds.parse()?)?),
        ["draft", seed] => println!("{}", serde_json::to_string(&draft(seed.parse()?)?)?),
        ["write", rounds, format, seed] => println!("{}", write(rounds.parse()?, format, seed.parse()?)?),
        _ => bail!(
            "usage: bench_peers read ROUNDS DIR PREFIX… | due ROUNDS | draft SEED | write ROUNDS FORMAT SEED"
        ),
    }
    Ok(())
}

/// Time spent in the three steps of one file, the opening of the file counted to the first.
#[derive(Debug, Clone, Copy, Default)]
struct Steps {
    extract: Duration,
    facts: Duration,
    check: Duration,
}

impl Steps {
    fn sum(self) -> Duration {
        self.extract + self.facts + self.check
    }
}

fn one(path: &Path, limits: &Limits) -> Result<(Vec<Report>, Vec<CheckedReport>, Steps)> {
    let start = Instant::now();
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let document = gongkai_extract::read(&bytes, Some(name), limits)?;
    let read = Instant::now();
    let reports = read_document(&document, name);
    let understood = Instant::now();
    let results = reports.iter().map(|report| check(report, &CheckOptions::default())).collect();
    let steps = Steps { extract: read - start, facts: understood - read, check: understood.elapsed() };
    Ok((reports, results, steps))
}

fn read(rounds: usize, folder: &Path, prefix: &str) -> Result<serde_json::Value> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<PathBuf>>>()?
        .into_iter()
        .filter(|path| {
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            name.starts_with(prefix) && path.extension().is_some_and(|kind| kind != "json")
        })
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("no file of {} begins with {prefix}", folder.display());
    }
    let limits = Limits::default();
    let mut score = Score::default();
    for path in &files {
        // the warm-up round is also the one that is judged
        let (reports, results, _) = one(path, &limits)?;
        score.judge(&truth(path)?, &reports, &results, path);
    }
    let mut all: Vec<Steps> = Vec::new();
    for _ in 0..rounds {
        let mut sum = Steps::default();
        for path in &files {
            let (reports, results, steps) = one(path, &limits)?;
            black_box((reports, results));
            sum.extract += steps.extract;
            sum.facts += steps.facts;
            sum.check += steps.check;
        }
        all.push(sum);
    }
    all.sort_by_key(|steps| steps.sum());
    let middle = all.get(all.len() / 2).copied().unwrap_or_default();
    let each = |time: Duration| time.as_secs_f64() * 1e3 / files.len() as f64;
    Ok(serde_json::json!({
        "prefix": prefix,
        "files": files.len(),
        "ms": each(middle.sum()),
        "rounds_ms": all.iter().map(|steps| each(steps.sum())).collect::<Vec<_>>(),
        "extract_ms": each(middle.extract),
        "facts_ms": each(middle.facts),
        "check_ms": each(middle.check),
        "cells": score.cells,
        "exact": score.exact,
        "unread": score.unread,
        "unread_reported": score.reported,
        "wrong": score.wrong,
        "unread_or_wrong_in": score.files,
    }))
}

/// The reports that the file was made from; an array, because a file may hold several.
fn truth(path: &Path) -> Result<Vec<Report>> {
    let beside = path.with_extension("truth.json");
    let bytes = std::fs::read(&beside).with_context(|| beside.display().to_string())?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// Cells that the documents print, by what became of them.
#[derive(Debug, Default)]
struct Score {
    cells: usize,
    exact: usize,
    unread: usize,
    /// Unread cells that the result of the check names, as a finding or as not checkable.
    reported: usize,
    wrong: usize,
    files: Vec<String>,
}

impl Score {
    fn judge(&mut self, truths: &[Report], reports: &[Report], results: &[CheckedReport], path: &Path) {
        let (unread, wrong) = (self.unread, self.wrong);
        for (i, truth) in truths.iter().enumerate() {
            let report = reports.get(i);
            for (at, meant) in truth.cells().filter(|_| truth.form.has_tables()) {
                let found = report.and_then(|report| report.cell(at));
                let value = found.and_then(|cell| cell.value);
                match (meant.value, value) {
                    (None, None) => continue,
                    (None, Some(_)) => self.wrong += 1,
                    (Some(meant), Some(value)) if meant == value => self.exact += 1,
                    (Some(_), Some(_)) => self.wrong += 1,
                    (Some(_), None) => {
                        self.unread += 1;
                        // the contract itself says what it could not read: a kind other than number
                        let says_so = found.is_some_and(|cell| cell.kind != CellKind::Number);
                        let is_named = results.get(i).is_some_and(|result| names(result, at));
                        self.reported += usize::from(says_so && is_named);
                    }
                }
                self.cells += 1;
            }
        }
        if (unread, wrong) != (self.unread, self.wrong) {
            self.files.extend(path.file_name().and_then(|n| n.to_str()).map(str::to_owned));
        }
    }
}

/// Whether anything that the check says concerns the cell.
fn names(result: &CheckedReport, at: CellRef) -> bool {
    let at = at.to_string();
    let table = at.split('.').next().unwrap_or(&at);
    result.findings.iter().any(|finding| {
        finding.spots.iter().any(|spot| spot.cell.as_deref().is_some_and(|cell| cell == at || cell == table))
    }) || result.not_checkable.iter().any(|left| left.subject.contains(&at) || left.reason.contains(&at))
}

/// A report of the usual length, before it takes a format.
fn draft(seed: u64) -> Result<Draft> {
    let options = random::Options { profile: Some(random::Profile::City), ..random::Options::default() };
    let written = report::draft(&random::report(seed, options).report, &report::Options::default());
    Ok(written.map_err(|why| anyhow::anyhow!("{why:?}"))?.draft)
}

fn write(rounds: usize, format: &str, seed: u64) -> Result<serde_json::Value> {
    let draft = draft(seed)?;
    let writer = match format {
        "docx" => gongkai_compose::docx::write,
        "xlsx" => gongkai_compose::xlsx::xlsx,
        _ => bail!("no writer of {format}"),
    };
    let bytes = writer(&draft)?.len();
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        black_box(writer(black_box(&draft))?);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok(
        serde_json::json!({ "format": format, "bytes": bytes, "ms": times.get(rounds / 2), "rounds_ms": times }),
    )
}

fn due(rounds: usize) -> Result<serde_json::Value> {
    let calendar = Calendar::national()?;
    let first = NaiveDate::from_ymd_opt(2019, 1, 1).context("a date")?;
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| day.year() < 2026).collect();
    let mut dates: Vec<String> = Vec::new();
    for day in &days {
        dates.push(calendar.add_working_days(*day, WorkingDays(20))?.on.to_string());
    }
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            for day in &days {
                black_box(calendar.add_working_days(black_box(*day), WorkingDays(20)).ok());
            }
            start.elapsed().as_secs_f64() * 1e9 / days.len() as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    Ok(serde_json::json!({ "days": days.len(), "ns": times.get(rounds / 2), "dates": dates }))
}
