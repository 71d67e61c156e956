//! The one binary `gongkai`: reads the command line, opens files, reads the clock, and answers with an exit code.
//!
//! Not here: how reports are read and checked (`gongkai-extract`, `gongkai-checker`), what dates are due (`gongkai-deadline`).

mod args;
mod batch;
mod commands;
mod exit;
mod inputs;
mod io;
mod previous;
mod progress;
mod reading;
mod sidecar;

use args::{Cli, Commands};
use clap::FromArgMatches as _;
use clap::error::ErrorKind;
use exit::Exit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

fn main() -> ExitCode {
    batch::install_panic_hook();
    let result = catch_unwind(AssertUnwindSafe(run));
    match result {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => {
            io::note(&format!("出错：{error:#}"));
            Exit::internal().into()
        }
        Err(_) => {
            let why = batch::internal_error();
            io::note(&format!("{}\n{}", why.message, why.hint));
            Exit::internal().into()
        }
    }
}

fn run() -> anyhow::Result<Exit> {
    let parsed = args::command().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            io::print(&args::chinese(&error.render().to_string()))?;
            return Ok(Exit::default());
        }
        Err(error) => {
            io::note(&args::explain(&error));
            return Ok(Exit::internal());
        }
    };
    let look = cli.look;
    match cli.command {
        Commands::Check(options) => commands::check::run(&options, &look),
        Commands::Read(options) => commands::read::run(&options),
        Commands::Explain(options) => commands::explain::run(&options, &look),
        Commands::Rules(options) => commands::rules::run(&options, &look),
        Commands::Calendar(calendar) => commands::calendar::run(&calendar),
        Commands::Doctor(options) => commands::doctor::run(&options),
        Commands::Completions(options) => commands::completions::run(&options),
        Commands::Man(options) => commands::man::run(&options),
        Commands::Schema(options) => commands::schema::run(&options),
    }
}
