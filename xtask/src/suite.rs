//! Everything that must hold before a change is taken in, cheap things first, stopping at the first that fails.
//!
//! Not here: how each of them is checked (`layers`, `docs`, `generate`, cargo itself).

use crate::Faults;
use crate::house::{cargo, root, shown};
use crate::{docs, files, generate, layers, licences, packages, sessions};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Seconds of random damage per reader: on a person's machine, and where `CI` is set. `GONGKAI_FUZZ_SECONDS` says otherwise.
const FUZZ_SECONDS: (&str, &str) = ("5", "15");

/// One step: its name, what it does, and what to do when it fails.
type Step = (&'static str, fn() -> Result<Faults>, &'static str);

const STEPS: &[Step] = &[
    (
        "packages",
        || packages::install_missing().map(|()| Faults::default()),
        "install the package named above",
    ),
    ("fmt", || run(cargo().args(["fmt", "--all", "--check"])), "run: cargo fmt --all"),
    ("layers", layers::check, "see docs/ARCHITECTURE.md, the direction rule"),
    (
        "licences",
        licences::check,
        "choose another crate, or argue the licence in docs/adr and add it to deny.toml",
    ),
    (
        "clippy",
        || run(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])),
        "mend it, or #[expect(lint, reason = \"…\")] where the lint is wrong",
    ),
    ("gen", || generate::run(generate::Mode::Check), "run: cargo xtask gen, and commit what it wrote"),
    (
        "docs",
        || docs::check(sessions::Mode::Compare),
        "mend the document; where only a session's output changed: cargo xtask docs --bless",
    ),
    ("tests", tests, "run the failing test alone: cargo test -p CRATE NAME"),
    (
        "server",
        server,
        "run the failing test alone: GONGKAI_TEST_DATABASE=postgresql cargo test -p CRATE --test TARGET NAME",
    ),
    ("claims", claims, "run: cargo test -p gongkai-checker --test claims_score -- --nocapture"),
    (
        "browser",
        browser,
        "open the page that is named in a browser and look; crates/web/tests/browser and crates/cli/tests/story say what is asked",
    ),
    ("fuzz", fuzz, "the failing input was saved; it is replayed by every later run"),
];

/// Runs all steps.
pub(crate) fn run_all() -> Result<Faults> {
    let started = Instant::now();
    let mut timings = Vec::new();
    for (name, step, advice) in STEPS {
        println!("==> {name}");
        let begun = Instant::now();
        let done = step();
        let seconds = begun.elapsed().as_secs_f32();
        let mut faults = done.with_context(|| format!("step `{name}` stopped; {advice}"))?;
        if !faults.0.is_empty() {
            faults.add(format!("step `{name}` failed after {seconds:.1} s; {advice}"));
            return Ok(faults);
        }
        timings.push(format!("{name} {seconds:.1} s"));
    }
    println!("==> all passed in {:.0} s: {}", started.elapsed().as_secs_f32(), timings.join(", "));
    Ok(Faults::default())
}

/// Runs a program that prints for itself.
fn run(command: &mut Command) -> Result<Faults> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(Faults::default())
}

/// Runs the tests, then looks for snapshots that none of them compared with: an orphan looks like proof and proves
/// nothing.
fn tests() -> Result<Faults> {
    let target = root().join("target");
    let references = target.join("snapshot-references.txt");
    files::write(&references, "")?;
    run(cargo()
        .args(["test", "--workspace"])
        .env("INSTA_UPDATE", "no")
        .env("INSTA_SNAPSHOT_REFERENCES_FILE", &references))?;
    let compared: BTreeSet<PathBuf> =
        files::read(&references)?.lines().filter_map(|line| Path::new(line).canonicalize().ok()).collect();
    let mut faults = Faults::default();
    for snapshot in files::below(root(), ".snap")? {
        if !compared.contains(&snapshot.canonicalize()?) {
            faults.add(format!("{}: no test compares with this snapshot; remove it", shown(&snapshot)));
        }
    }
    Ok(faults)
}

/// What says nothing about the database, or has a database of its own.
const NOT_OVER_A_SERVER: [&str; 4] = ["demo::", "interface::", "input::", "shelf::"];

/// Runs the main tests of use cases and pages once more, over a PostgreSQL server: the same world, the other database.
fn server() -> Result<Faults> {
    let targets = ["desk", "portal", "cases", "other_cases", "administration"];
    let targets = targets.iter().flat_map(|target| ["--test", target]);
    let skipped = NOT_OVER_A_SERVER.iter().flat_map(|part| ["--skip", part]);
    let mut tests = cargo();
    tests.args(["test", "--quiet", "--workspace"]).args(targets).arg("--").args(skipped);
    run(tests.env("GONGKAI_TEST_DATABASE", "postgresql"))
}

/// Prints how well numbers in prose are understood: precision and recall, which the tests as a whole keep to themselves.
fn claims() -> Result<Faults> {
    run(cargo().args([
        "test",
        "--quiet",
        "--workspace",
        "--test",
        "claims_score",
        "--",
        "--nocapture",
        "--test-threads=1",
    ]))
}

/// Shows every page in a real browser: under axe-core, on paper, under the Nu checker, and in the hands of a citizen and of
/// the office. What npm has for that is fetched as its lock file names it.
fn browser() -> Result<Faults> {
    let asked = root().join("crates/checker/tests/browser");
    let folder = root().join("target/browser");
    let lock = files::read(&asked.join("package-lock.json"))?;
    // written last: there only when all was fetched
    let done = folder.join("fetched-lock.json");
    let is_there = |file: &&str| folder.join("node_modules").join(file).is_file();
    let is_fetched = ["axe-core/axe.min.js", "vnu-jar/build/dist/vnu.jar"].iter().all(is_there)
        && files::read(&done).is_ok_and(|fetched| fetched == lock);
    if !is_fetched {
        for name in ["package.json", "package-lock.json"] {
            files::write(&folder.join(name), &files::read(&asked.join(name))?)?;
        }
        run(Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .current_dir(&folder))?;
        files::write(&done, &lock)?;
    }
    // one after the other: each of them has two browsers at once, as many as small machines have cores
    let targets = ["--test", "html_in_browser", "--test", "browser", "--test", "story"];
    run(cargo().args(["test", "--workspace"]).args(targets).args(["--", "--ignored", "--test-threads=2"]))
}

/// Damages the saved files of every reader at random for a while and reads them.
fn fuzz() -> Result<Faults> {
    let is_ci = files::variable("CI").is_some();
    let usual = if is_ci { FUZZ_SECONDS.1 } else { FUZZ_SECONDS.0 };
    let seconds = files::variable("GONGKAI_FUZZ_SECONDS").unwrap_or_else(|| usual.to_owned());
    println!("fuzz: {seconds} s per reader");
    run(cargo()
        .args(["test", "--workspace", "--test", "fuzz_corpus", "--", "--nocapture"])
        .env("GONGKAI_FUZZ_SECONDS", seconds))
}
