//! The tasks of the house: prove the layers and the documents, write what can be generated, run everything that CI runs.
//!
//! Not here: the program itself (`crates/cli`), timing it against other programs (`bench/peers.sh`).
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to the person who started it")]

mod docs;
mod files;
mod generate;
mod house;
mod layers;
mod licences;
mod packages;
mod sessions;
mod states;
mod suite;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask TASK

Tasks:
  test            install what the tests need and run all of them, exactly as CI does
  layers          the direction rule, the purity of the pure crates, the first line of every module
  licences        licences, sources and bans of all dependencies, by deny.toml
  docs [--bless]  every path, symbol, command and session in *.md is real; --bless rewrites the sessions
  gen [--check]   write rule pages, commands, limits, schemas, glossary, states; --check fails on a difference
";

/// What a task found, when it could be run at all.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<String>);

impl Faults {
    /// Adds one fault: a sentence that begins with the place.
    pub(crate) fn add(&mut self, fault: impl Into<String>) {
        self.0.push(fault.into());
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => suite::run_all(),
        ["layers"] => layers::check(),
        ["licences"] => licences::check(),
        ["docs"] => docs::check(sessions::Mode::Compare),
        ["docs", "--bless"] => docs::check(sessions::Mode::Rewrite),
        ["gen"] => generate::run(generate::Mode::Write),
        ["gen", "--check"] => generate::run(generate::Mode::Check),
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(Faults(faults)) if faults.is_empty() => ExitCode::SUCCESS,
        Ok(Faults(faults)) => {
            for fault in &faults {
                eprintln!("{fault}");
            }
            eprintln!("{} fault(s)", faults.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}
