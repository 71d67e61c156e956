//! One file per command.
//!
//! Not here: what several commands share (the modules beside this folder).

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod calendar;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod man;
pub(crate) mod migrate;
pub(crate) mod read;
pub(crate) mod repair;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod sum;
pub(crate) mod user;
pub(crate) mod write;

use crate::args::Bounds;
use crate::batch;
use crate::inputs::Input;
use crate::io;
use crate::reading::{self, Item};
use std::sync::Arc;

/// Reads one input within its bounds of size and time; whatever goes wrong comes back as a reason.
pub(crate) fn read_within(input: &Input, bounds: &Bounds) -> Vec<Item> {
    let name = input.name();
    let mut limits = bounds.limits();
    let bytes = match input {
        Input::Stdin => io::read_stdin(limits.max_bytes),
        Input::File(path) | Input::Found(path) => io::read_file(path, limits.max_bytes),
        Input::Broken(broken) => Err(broken.1.clone()),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(why) => return vec![Err((name, why))],
    };
    let time = bounds.time();
    limits.deadline = gongkai_extract::Deadline::when(io::is_over_in(batch::own_time(time)));
    let known_as: Arc<str> = name.as_str().into();
    let read = move || reading::read(&known_as, &bytes, &limits);
    batch::guard(time, time, read).unwrap_or_else(|why| vec![Err((name, why))])
}

/// How many files are worked on at the same time.
pub(crate) fn jobs(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}
