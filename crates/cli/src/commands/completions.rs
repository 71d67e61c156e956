//! `gongkai completions`: prints the script that completes commands in a shell.
//!
//! Not here: installing it (each shell has its own folder).

use crate::args;
use crate::exit::Exit;
use crate::io;
use clap::{Args, Command};
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
    clap_complete::generate(options.shell, &mut shown(&args::command()), "gongkai", &mut script);
    io::print(&String::from_utf8(script)?)?;
    Ok(Exit::default())
}

/// The command without what help does not show: the generators would offer it.
fn shown(command: &Command) -> Command {
    let about = command.get_about().cloned().unwrap_or_default();
    let args = command.get_arguments().filter(|arg| !arg.is_hide_set()).cloned();
    let below = command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(shown);
    // the library wants names that live as long as the program, which ends when the script is printed
    let name: &'static str = Box::leak(command.get_name().to_owned().into_boxed_str());
    Command::new(name)
        .about(about)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args(args)
        .subcommands(below)
}
