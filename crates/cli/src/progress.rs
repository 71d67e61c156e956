//! Says on standard error how far a long run is: a bar for a person at a terminal, one line per file otherwise.
//!
//! Not here: results (they go to standard output or a file).

use crate::io;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::fmt;

/// How far the run is.
#[derive(Debug)]
pub(crate) enum Progress {
    /// A single file, or silence was asked for.
    Silent,
    /// A bar.
    Bar(ProgressBar),
    /// A line per file.
    Lines,
}

impl Progress {
    /// For a run over so many files.
    pub(crate) fn over(files: usize, is_quiet: bool) -> Self {
        if files < 2 || is_quiet {
            return Self::Silent;
        }
        if !io::is_stderr_terminal() {
            return Self::Lines;
        }
        let bar = ProgressBar::new(files as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  剩余 {left}  {wide_msg}") {
            bar.set_style(style.with_key("left", |state: &ProgressState, out: &mut dyn fmt::Write| {
                let seconds = state.eta().as_secs();
                let _ = match seconds / 60 {
                    0 => write!(out, "{seconds}秒"),
                    minutes => write!(out, "{minutes}分{}秒", seconds % 60),
                };
            }));
        }
        Self::Bar(bar)
    }

    /// A file is done; `result` says in a few words what came of it.
    pub(crate) fn done(&self, name: &str, result: &str) {
        match self {
            Self::Silent => {}
            Self::Bar(bar) => {
                bar.set_message(name.to_owned());
                bar.inc(1);
            }
            Self::Lines => io::note(&format!("{name}：{result}")),
        }
    }

    /// Something is done that was told otherwise.
    pub(crate) fn passed(&self) {
        if let Self::Bar(bar) = self {
            bar.inc(1);
        }
    }

    /// Does something with standard output while the bar is out of the way.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match self {
            Self::Bar(bar) => bar.suspend(write),
            _ => write(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
