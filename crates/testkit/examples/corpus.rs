//! Writes a folder of invented reports, clean and dirty, each with the truth beside it as JSON, for benchmarks and
//! for trying by hand.
//!
//! `cargo run -p gongkai-testkit --example corpus -- OUTDIR N SEED FORMAT…` with the formats `txt`, `md`, `html`,
//! `print` (a page to be converted to PDF by a browser), `pdfsource` (a Word file to be converted to PDF by an office
//! program), `docx`, `xlsx` and `mangled` (every kind of damage, N files of each). `print` and `pdfsource` take looks
//! behind a plus sign, as in `pdfsource+open+small`: `open` (no rulings), `middle` (text at the middle of its cell),
//! `small`, `large` (type), `landscape`, `wide` (full-width digits in the dirty files).
#![expect(clippy::print_stderr, reason = "a tool for the command line")]
#![expect(clippy::disallowed_methods, reason = "writes the files it was asked for")]

use gongkai_testkit::layout::{Role, TableKey};
use gongkai_testkit::make::{docx, html, md, txt, xlsx};
use gongkai_testkit::{Draft, Kind, Options, Rng, Truth, mangle, random};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, count, seed, formats @ ..] = &arguments[..] else {
        eprintln!("usage: corpus OUTDIR N SEED FORMAT…  (txt md html print docx pdfsource xlsx mangled)");
        return Err(std::io::ErrorKind::InvalidInput.into());
    };
    let bad = |_| std::io::Error::from(std::io::ErrorKind::InvalidInput);
    let (count, seed): (u64, u64) = (count.parse().map_err(bad)?, seed.parse().map_err(bad)?);
    let out = Path::new(out);
    std::fs::create_dir_all(out)?;
    for format in formats {
        if format == "mangled" {
            mangled(out, count, seed)?;
            continue;
        }
        for n in 0..count {
            let truth = random::report(seed + n, Options::default());
            for dirty in [false, true] {
                let draft =
                    if dirty { spoil(&truth, seed + n, format.contains("+wide")) } else { Draft::of(&truth) };
                let (extension, bytes) = write(format, &draft, dirty)?;
                let name = format!("{format}-{}-{n:05}", if dirty { "dirty" } else { "clean" });
                std::fs::write(out.join(format!("{name}.{extension}")), bytes)?;
                write_truth(out, &name, &[&truth])?;
            }
        }
    }
    Ok(())
}

/// The truth beside the file, as the reports that a reader should print.
fn write_truth(out: &Path, name: &str, truths: &[&Truth]) -> std::io::Result<()> {
    let reports: Vec<_> = truths.iter().map(|t| &t.report).collect();
    std::fs::write(out.join(format!("{name}.truth.json")), serde_json::to_vec_pretty(&reports)?)
}

/// Damage that every format can carry and that hides no value: the table over two pages with its header repeated,
/// the page number in between, wide blanks in cells.
fn spoil(truth: &Truth, seed: u64, wide: bool) -> Draft {
    let mut rng = Rng::new(seed);
    let mut draft = Draft::of(truth);
    for grid in draft.tables_mut() {
        for cell in &mut grid.cells {
            if rng.percent(30) {
                cell.text = format!("\u{3000}{}\u{a0}", cell.text);
            }
            if wide && cell.role == Role::Value && rng.percent(30) {
                cell.text = cell.text.chars().map(full_width).collect();
            }
        }
    }
    let at = 6 + rng.below(12);
    draft.cut(TableKey::Applications, at, rng.percent(50), rng.percent(50), Some("— 4 —"));
    draft
}

/// The wide form of a digit.
fn full_width(c: char) -> char {
    c.to_digit(10).and_then(|n| char::from_u32('０' as u32 + n)).unwrap_or(c)
}

fn write(format: &str, draft: &Draft, dirty: bool) -> std::io::Result<(&'static str, Vec<u8>)> {
    let (format, looks) = format.split_once('+').unwrap_or((format, ""));
    let is = |look: &str| looks.split('+').any(|l| l == look);
    let half_points = if is("small") { Some(15) } else { is("large").then_some(28) };
    let page = |style| {
        let options = html::Options {
            style,
            without_rulings: is("open"),
            landscape: is("landscape"),
            half_points: half_points.unwrap_or(18),
            ..html::Options::default()
        };
        html::write(draft, &options).into_bytes()
    };
    Ok(match format {
        "txt" if dirty => ("txt", txt::write(draft, txt::Shape::CellLines).into_bytes()),
        "txt" => ("txt", txt::write(draft, txt::Shape::TabGrid).into_bytes()),
        "md" => ("md", md::write(draft).into_bytes()),
        "html" if dirty => ("html", page(html::Style::Portal)),
        "html" => ("html", page(html::Style::Word)),
        "print" => ("html", page(html::Style::Print)),
        "docx" | "pdfsource" => {
            let options = docx::Options {
                // An office program prints the deleted text of a tracked change too.
                tracked_changes: dirty && format == "docx",
                title_in_text_box: dirty && format == "docx",
                page_numbers: true,
                without_rulings: is("open"),
                centred_vertically: is("middle"),
                landscape: is("landscape"),
                half_points,
                ..docx::Options::default()
            };
            ("docx", docx::write(draft, &options))
        }
        "xlsx" => {
            ("xlsx", xlsx::write(draft, &xlsx::Options { hidden_sheet: dirty, ..xlsx::Options::default() }))
        }
        other => return Err(std::io::Error::other(format!("unknown format {other}"))),
    })
}

fn mangled(out: &Path, count: u64, seed: u64) -> std::io::Result<()> {
    for &kind in Kind::EVERY {
        for n in 0..count {
            let truth = kind.truth(seed + n);
            let Some(file) = mangle::mangle(kind, &truth, &mut Rng::new(seed + n)) else { continue };
            let name = format!("{:02}-{kind:?}-{n:03}", kind.number());
            let extension = file.file.rsplit('.').next().unwrap_or("txt");
            std::fs::write(out.join(format!("{name}.{extension}")), &file.bytes)?;
            let truths: Vec<&Truth> = file.parts.iter().map(|(truth, _)| truth).collect();
            write_truth(out, &name, &truths)?;
        }
    }
    Ok(())
}
