//! `gongkai schema`: prints the JSON Schema of what `read` or `check` print.
//!
//! Not here: the schema itself (`gongkai_checker::render::schema`).

use crate::exit::Exit;
use crate::io;
use clap::{Args, ValueEnum};
use gongkai_checker::render::schema;

/// What may be said to `schema`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 哪个命令的输出：read、check
    #[arg(value_name = "命令")]
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    Read,
    Check,
}

/// Prints the schema.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    let schema = match options.of {
        Of::Read => schema::read(),
        Of::Check => schema::check(),
    };
    io::print(&(serde_json::to_string_pretty(&schema)? + "\n"))?;
    Ok(Exit::default())
}
