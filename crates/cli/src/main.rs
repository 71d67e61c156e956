//! The one binary `gongkai`: reads the command line, opens files, reads the clock, and answers with an exit code.
//!
//! Not here: how reports are read and checked (`gongkai-extract`, `gongkai-checker`), what dates are due (`gongkai-deadline`).

mod args;
mod batch;
mod commands;
mod deliver;
mod exit;
mod faces;
mod help;
mod inputs;
mod io;
mod office;
mod previous;
mod progress;
mod reading;
mod sidecar;
mod words;

use args::Commands;
use clap::error::ErrorKind;
use exit::Exit;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

fn main() -> ExitCode {
    batch::install_panic_hook();
    let result = catch_unwind(AssertUnwindSafe(run));
    match result {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => {
            io::note(&format!("出错：{}。", words::chain(&error).trim_end_matches('。')));
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
    let words: Vec<OsString> = std::env::args_os().collect();
    let cli = match args::read(words, io::terminal_width()) {
        Ok(cli) => cli,
        Err((error, _)) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            io::print(&error.render().to_string())?;
            return Ok(Exit::default());
        }
        Err((error, words)) => {
            io::note(&args::explain(&error, &words));
            return Ok(Exit::internal());
        }
    };
    let look = cli.look;
    if let Some(columns) = look.width {
        io::set_width(usize::from(columns));
    }
    match cli.command {
        Commands::Check(options) => commands::check::run(&options, &look),
        Commands::Read(options) => commands::read::run(&options),
        Commands::Write(options) => commands::write::run(&options),
        Commands::Compare(options) => commands::compare::run(&options, &look),
        Commands::Sum(options) => commands::sum::run(&options, &look),
        Commands::Repair(options) => commands::repair::run(&options, &look),
        Commands::Explain(options) => commands::explain::run(&options, &look),
        Commands::Rules(options) => commands::rules::run(&options, &look),
        Commands::Calendar(calendar) => commands::calendar::run(&calendar, &look),
        Commands::Demo(options) => commands::demo::run(&options),
        Commands::Serve(options) => commands::serve::run(&options),
        Commands::Migrate(options) => commands::migrate::run(&options),
        Commands::Export(export) => commands::export::run(&export),
        Commands::Audit(audit) => commands::audit::run(&audit),
        Commands::Backup(options) => commands::backup::run(&options),
        Commands::Restore(options) => commands::backup::restore(&options),
        Commands::User(user) => commands::user::run(&user),
        Commands::Doctor(options) => commands::doctor::run(&options, &look),
        Commands::Completions(options) => commands::completions::run(&options),
        // answered when the command line was read
        Commands::Help { .. } => Ok(Exit::default()),
        Commands::Man(options) => commands::man::run(&options),
        Commands::Schema(options) => commands::schema::run(&options),
    }
}
