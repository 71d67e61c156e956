//! Which files a command is to work on: names, folders, patterns and standard input, in a fixed order.
//!
//! Patterns are expanded here and not by the shell alone, because the Windows command line does not do it.
//! Not here: opening the files (`crate::io`), deciding what is in them (`crate::reading`).

use crate::io::{self, PathKind};
use globset::GlobBuilder;
use gongkai_checker::render::Unreadable;
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
    Broken(PathBuf, Unreadable),
}

impl Input {
    /// The name under which findings know it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => io::STDIN.to_owned(),
            Self::File(path) | Self::Found(path) | Self::Broken(path, _) => {
                path.to_string_lossy().into_owned()
            }
        }
    }

    /// Its path, when it has one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File(path) | Self::Found(path) | Self::Broken(path, _) => Some(path),
        }
    }
}

/// Expands what was named on the command line. A pattern that meets nothing gives nothing.
pub(crate) fn expand(names: &[String]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for name in names {
        if name == "-" {
            inputs.push(Input::Stdin);
            continue;
        }
        let path = PathBuf::from(name);
        match io::kind_of(&path) {
            PathKind::Folder => {
                inputs.extend(io::walk(&path).into_iter().filter_map(|found| match found {
                    Ok(path) if is_sidecar(&path) => None,
                    Ok(path) => Some(Input::Found(short(path))),
                    Err((path, why)) => Some(Input::Broken(short(path), why)),
                }));
            }
            PathKind::Missing if name.contains(['*', '?', '[', '{']) => inputs.extend(matching(name)),
            PathKind::File | PathKind::Missing => inputs.push(Input::File(path)),
        }
    }
    inputs
}

/// A path without a leading `./`.
fn short(path: PathBuf) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.to_path_buf(),
        _ => path,
    }
}

/// Files with waivers are no reports.
fn is_sidecar(path: &Path) -> bool {
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
    let literal = pattern
        .split('/')
        .take_while(|part| !part.contains(['*', '?', '[', '{']))
        .collect::<Vec<_>>()
        .join("/");
    let root = match literal.as_str() {
        "" if pattern.starts_with('/') => PathBuf::from("/"),
        "" => PathBuf::from("."),
        folder => PathBuf::from(folder),
    };
    io::walk(&root)
        .into_iter()
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
