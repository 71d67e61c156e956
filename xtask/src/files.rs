//! Files of the source tree: finding, reading and writing them.
//!
//! Not here: what should stand in them (`docs`, `generate`, `layers`).
#![expect(clippy::disallowed_methods, reason = "a task works on the source tree itself")]

use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};

/// Folders that hold nothing of our own.
const FOREIGN: [&str; 4] = ["target", "vendor", "node_modules", "out"];

/// The whole text of a file.
pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Replaces a file, making its folder when there is none.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result<()> {
    std::fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))
}

/// All files of our own below a folder whose name ends in `suffix`, sorted; hidden folders are left out except `.ci`.
pub(crate) fn below(folder: &Path, suffix: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let entries =
            std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                if !FOREIGN.contains(&name.as_str()) && (!name.starts_with('.') || name == ".ci") {
                    waiting.push(entry.path());
                }
            } else if name.ends_with(suffix) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A variable of the environment, when it is set and not empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
