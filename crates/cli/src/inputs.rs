//! Which files a command is to work on: names, folders, patterns and standard input, in a fixed order.
//!
//! Patterns are expanded here and not by the shell alone, because the Windows command line does not do it.
//! Not here: opening the files (`crate::io`), deciding what is in them (`crate::reading`).

use crate::io::{self, PathKind};
use globset::GlobBuilder;
use gongkai_checker::render::Unreadable;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// One thing to work on.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    /// Standard input.
    Stdin,
    /// A file that was named, or that a pattern met.
    File(PathBuf),
    /// A file found in a folder: passed over in silence when it is no report.
    Found(PathBuf),
    /// A place that could not be looked into.
    Broken(Box<(PathBuf, Unreadable)>),
}

/// What was named on the command line, expanded.
#[derive(Debug, Default)]
pub(crate) struct Expanded {
    /// In the order in which they are worked on.
    pub(crate) inputs: Vec<Input>,
    /// Folders and patterns that gave nothing.
    pub(crate) empty: Vec<String>,
}

impl Input {
    /// The name under which findings know it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => io::STDIN.to_owned(),
            Self::File(path) | Self::Found(path) => path.to_string_lossy().into_owned(),
            Self::Broken(broken) => broken.0.to_string_lossy().into_owned(),
        }
    }

    /// Its path, when it has one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File(path) | Self::Found(path) => Some(path),
            Self::Broken(broken) => Some(&broken.0),
        }
    }
}

impl Expanded {
    /// Tells on standard error what was named in vain; it is said also where progress is not.
    pub(crate) fn tell(&self) {
        for line in &self.empty {
            io::note(line);
        }
    }
}

/// Expands what was named on the command line. A pattern that meets nothing cannot be read where others meet
/// something; where nothing meets anything there is nothing to do.
pub(crate) fn expand(names: &[OsString]) -> Expanded {
    let mut all = Expanded::default();
    let mut unmet = Vec::new();
    for name in names {
        if name == "-" {
            all.inputs.push(Input::Stdin);
            continue;
        }
        let path = PathBuf::from(name);
        let shown = io::shown(&name.to_string_lossy());
        let before = all.inputs.len();
        match io::kind_of(&path) {
            PathKind::Folder => {
                all.inputs.extend(io::walk(&path).filter_map(|found| match found {
                    Ok(path) if is_sidecar(&path) => None,
                    Ok(path) => Some(Input::Found(short(path))),
                    Err((path, why)) => Some(Input::Broken(Box::new((short(path), why)))),
                }));
                if all.inputs.len() == before {
                    all.empty.push(format!("文件夹“{shown}”中没有文件。"));
                }
            }
            PathKind::Missing if name.to_str().is_some_and(is_pattern) => {
                all.inputs.extend(name.to_str().map(matching).unwrap_or_default());
                if all.inputs.len() == before {
                    all.empty.push(format!("没有文件符合通配符“{shown}”。"));
                    unmet.push((before, path));
                }
            }
            PathKind::File | PathKind::Missing => all.inputs.push(Input::File(path)),
        }
    }
    if !all.inputs.is_empty() {
        // from the back, so that the places of the others stay right
        for (at, path) in unmet.into_iter().rev() {
            all.inputs.insert(at, Input::Broken(Box::new((path, nothing_met()))));
        }
    }
    all.inputs.shrink_to_fit();
    all
}

fn nothing_met() -> Unreadable {
    Unreadable {
        code: NOTHING_MET.to_owned(),
        message: "没有文件符合这个通配符。".to_owned(),
        hint: "请检查通配符和所在文件夹是否正确。".to_owned(),
    }
}

/// Code of a pattern that meets no file.
pub(crate) const NOTHING_MET: &str = "nothing_met";

fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '[', '{'])
}

/// A path without a leading `./`.
fn short(path: PathBuf) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.to_path_buf(),
        _ => path,
    }
}

/// Files with waivers are no reports.
pub(crate) fn is_sidecar(path: &Path) -> bool {
    path.file_name().is_some_and(|n| {
        let name = n.to_string_lossy();
        name == "gongkai.toml" || name.ends_with(".gongkai.toml")
    })
}

fn matching(pattern: &str) -> Vec<Input> {
    let pattern = if cfg!(windows) { pattern.replace('\\', "/") } else { pattern.to_owned() };
    let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() else {
        return vec![Input::File(PathBuf::from(pattern))];
    };
    let matcher = glob.compile_matcher();
    let literal = pattern.split('/').take_while(|part| !is_pattern(part)).collect::<Vec<_>>().join("/");
    let root = match literal.as_str() {
        "" if pattern.starts_with('/') => PathBuf::from("/"),
        "" => PathBuf::from("."),
        folder => PathBuf::from(folder),
    };
    io::walk(&root)
        .filter_map(|found| match found {
            Ok(path) => {
                let path = short(path);
                let is_met =
                    matcher.is_match(path.to_string_lossy().replace('\\', "/")) && !is_sidecar(&path);
                is_met.then_some(Input::File(path))
            }
            // only what the pattern asks for counts: a closed folder beside it does not
            Err(_) => None,
        })
        .collect()
}
