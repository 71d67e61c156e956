//! Last year's report of the same agency: from one file, or looked up in a folder by agency and year.
//!
//! Not here: what is compared (`gongkai_checker::rules::years`).

use crate::batch;
use crate::inputs::Input;
use crate::io::{self, PathKind};
use crate::reading::{self, Item, ReadReport};
use gongkai_checker::render::Unreadable;
use gongkai_domain::report::Report;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How one file is read, with all bounds.
pub(crate) type Read<'a> = dyn Fn(&Input) -> Vec<Item> + Sync + 'a;

/// Agency, without blanks, and year.
type Key = (String, i32);

/// A file that could not be read, and why.
type Fault = (String, Unreadable);

/// Where last year's reports come from.
#[derive(Debug)]
pub(crate) enum Previous {
    /// Nowhere.
    None,
    /// One file, held in memory.
    File(Vec<ReadReport>),
    /// A folder: which file holds which agency and year. The file is read again when it is wanted, so that a folder
    /// of ten thousand reports takes no memory.
    Folder(BTreeMap<Key, (PathBuf, usize)>),
}

/// The name of an agency without blanks, for comparing.
fn bare(agency: &str) -> String {
    agency.chars().filter(|c| !c.is_whitespace()).collect()
}

fn key_of(report: &Report) -> Option<Key> {
    Some((bare(report.agency.value.as_deref()?), report.year.value?))
}

impl Previous {
    /// Opens a file or indexes a folder. The second answer lists what could not be read.
    pub(crate) fn open(
        path: Option<&Path>,
        jobs: usize,
        read: &Read<'_>,
    ) -> anyhow::Result<(Self, Vec<Fault>)> {
        let Some(path) = path else { return Ok((Self::None, Vec::new())) };
        let mut faults = Vec::new();
        if io::kind_of(path) != PathKind::Folder {
            let mut reports = Vec::new();
            for item in read(&Input::File(path.to_path_buf())) {
                match item {
                    Ok(report) => reports.push(report),
                    Err(fault) => faults.push(fault),
                }
            }
            return Ok((Self::File(reports), faults));
        }
        let inputs = crate::inputs::expand(&[path.to_string_lossy().into_owned()]).inputs;
        let mut index = BTreeMap::new();
        let keys = |_, input: &Input| -> Vec<Result<Option<Key>, Fault>> {
            read(input).into_iter().map(|item| item.map(|r| key_of(&r.report))).collect()
        };
        batch::run(&inputs, jobs, keys, |input, found| {
            for (place, item) in found.into_iter().enumerate() {
                match (item, input.path()) {
                    (Ok(Some(key)), Some(path)) => {
                        index.entry(key).or_insert_with(|| (path.to_path_buf(), place));
                    }
                    (Err(fault), _) if reading::is_foreign(&input.name(), &fault) => {}
                    (Err(fault), _) => faults.push(fault),
                    _ => {}
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok((Self::Folder(index), faults))
    }

    /// The report of the year before. A single report in a single file is taken at its word when only one file is
    /// checked; otherwise agency and year have to fit.
    pub(crate) fn of(&self, report: &Report, is_only: bool, read: &Read<'_>) -> Option<ReadReport> {
        let wanted = key_of(report).map(|(agency, year)| (agency, year - 1));
        match self {
            Self::None => None,
            Self::File(reports) => match reports.as_slice() {
                [one] if is_only => Some(one.clone()),
                many => many.iter().find(|r| wanted.is_some() && key_of(&r.report) == wanted).cloned(),
            },
            Self::Folder(index) => {
                let (path, place) = index.get(&wanted?)?;
                read(&Input::File(path.clone())).into_iter().nth(*place)?.ok()
            }
        }
    }
}
