//! `gongkai completions`: prints the script that completes commands in a shell.
//!
//! Not here: installing it (each shell has its own folder).

use crate::args;
use crate::exit::Exit;
use crate::io;
use clap::Args;
use clap_complete::Shell;

/// What may be said to `completions`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 命令行环境：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "环境")]
    shell: Shell,
}

/// Prints the script.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut args::command(), "gongkai", &mut script);
    io::print(&String::from_utf8(script)?)?;
    Ok(Exit::default())
}
