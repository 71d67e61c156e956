//! `gongkai man`: prints the manual page, of the program or of one command.
//!
//! Not here: the words (`crate::args`).

use crate::args;
use crate::exit::Exit;
use crate::io;
use anyhow::Context as _;
use clap::Args;

/// What may be said to `man`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 命令，省略时为整个程序
    #[arg(value_name = "命令")]
    command: Option<String>,
}

/// Prints the page in roff.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    let mut command = args::command();
    command.build();
    if let Some(name) = &options.command {
        command = command.find_subcommand(name).with_context(|| format!("没有“{name}”这个命令"))?.clone();
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    io::print(&String::from_utf8(page)?)?;
    Ok(Exit::default())
}
