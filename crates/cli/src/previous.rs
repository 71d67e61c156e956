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
use std::collections::btree_map::Entry;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
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
    /// of ten thousand reports takes no memory. Two reports that differ are no answer.
    Folder(BTreeMap<Key, Indexed>),
}

/// What a folder holds for an agency and a year.
#[derive(Debug)]
pub(crate) struct Indexed {
    path: PathBuf,
    /// Number of the report in its file.
    place: usize,
    /// Stands for what the report says, whatever its file is called.
    content: u64,
    /// Another file that says something else; then neither is taken.
    rival: Option<PathBuf>,
}

/// What is to be said of last year's reports before the check.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// The file that was named and could not be read.
    pub(crate) faults: Vec<Fault>,
    /// What was found in the folder and does not stop the check.
    pub(crate) notes: Vec<String>,
}

/// The name of an agency without blanks, for comparing.
fn bare(agency: &str) -> String {
    agency.chars().filter(|c| !c.is_whitespace()).collect()
}

fn key_of(report: &Report) -> Option<Key> {
    Some((bare(report.agency.value.as_deref()?), report.year.value?))
}

/// A number for what a report says: its cells and its prose, not where they stand in the file.
fn content_of(report: &Report) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (at, cell) in report.cells() {
        let value = cell.value.map(|value| value.to_string());
        (at.to_string(), cell.kind.key(), value).hash(&mut hasher);
    }
    for section in &report.sections {
        (section.key.title(), &section.text).hash(&mut hasher);
    }
    hasher.finish()
}

impl Previous {
    /// Opens a file or indexes a folder. A file of the folder that cannot be read is noted: it need not be wanted.
    pub(crate) fn open(path: Option<&Path>, jobs: usize, read: &Read<'_>) -> anyhow::Result<(Self, Told)> {
        let mut told = Told::default();
        let Some(path) = path else { return Ok((Self::None, told)) };
        if io::kind_of(path) != PathKind::Folder {
            let mut reports = Vec::new();
            for item in read(&Input::File(path.to_path_buf())) {
                match item {
                    Ok(report) => reports.push(report),
                    Err(fault) => told.faults.push(fault),
                }
            }
            return Ok((Self::File(reports), told));
        }
        let inputs = crate::inputs::expand(&[path.as_os_str().to_owned()]).inputs;
        let mut index: BTreeMap<Key, Indexed> = BTreeMap::new();
        let keys = |_, input: &Input| -> Vec<Result<Option<(Key, u64)>, Fault>> {
            let of = |read: ReadReport| key_of(&read.report).map(|key| (key, content_of(&read.report)));
            read(input).into_iter().map(|item| item.map(of)).collect()
        };
        batch::run(&inputs, jobs, keys, |input, found| {
            for (place, item) in found.into_iter().enumerate() {
                match (item, input.path()) {
                    (Ok(Some((key, content))), Some(path)) => match index.entry(key) {
                        Entry::Vacant(free) => {
                            let path = path.to_path_buf();
                            free.insert(Indexed { path, place, content, rival: None });
                        }
                        Entry::Occupied(mut taken) if taken.get().content != content => {
                            taken.get_mut().rival.get_or_insert_with(|| path.to_path_buf());
                        }
                        Entry::Occupied(_) => {}
                    },
                    (Err(fault), _) if reading::is_foreign(&input.name(), &fault) => {}
                    (Err((name, why)), _) => told.notes.push(format!(
                        "上年报告文件夹中的 {name} 无法读取，未使用：{}{}",
                        why.message, why.hint
                    )),
                    _ => {}
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for ((agency, year), indexed) in &index {
            if let Some(rival) = &indexed.rival {
                told.notes.push(format!(
                    "{agency}{year}年度的报告有两份，内容不同，不能确定用哪一份，均未使用：{}、{}。请只保留一份。",
                    indexed.path.display(),
                    rival.display()
                ));
            }
        }
        Ok((Self::Folder(index), told))
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
                let Indexed { path, place, .. } = index.get(&wanted?).filter(|one| one.rival.is_none())?;
                read(&Input::File(path.clone())).into_iter().nth(*place)?.ok()
            }
        }
    }
}
