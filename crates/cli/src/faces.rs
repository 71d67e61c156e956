//! Finds the fonts of the machine that official documents ask for.
//!
//! Not here: which font gives which face (`gongkai_compose::fonts`).

use crate::io;
use gongkai_compose::Face;
use gongkai_compose::fonts::{self, FontError, Fonts};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Names a folder with fonts that comes before those of the system.
pub(crate) const VARIABLE: &str = "GONGKAI_FONTS";

/// Folders deeper than this hold no fonts.
const DEPTH: usize = 6;

/// A font of this size is none; the largest collections in use have about 100 MB.
const MAX_FONT: u64 = 256 << 20;

/// The fonts of the folders named, of the folder in the variable, and of the system, best first for each face.
/// What could not be used is told on standard error.
pub(crate) fn find(named: &[PathBuf]) -> Fonts {
    find_with_places(named).0
}

/// The same with the file that gives each face.
pub(crate) fn find_with_places(named: &[PathBuf]) -> (Fonts, BTreeMap<Face, PathBuf>) {
    let mut places = BTreeMap::new();
    let mut fonts = Fonts::embedded();
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in named {
        if !folder.is_dir() {
            let folder = folder.display().to_string();
            io::note(&format!("没有“{}”这个字体文件夹，未使用。", io::shown(&folder)));
        }
    }
    for folder in named.iter().cloned().chain(folders()) {
        files.extend(candidates(&folder));
    }
    let names: Vec<String> = files
        .iter()
        .map(|f| f.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let wanted = fonts::worth_loading(&names);
    // some tens of megabytes, which is most of what a clerk waits for: all at once
    let read: Vec<_> = std::thread::scope(|scope| {
        let at_work: Vec<_> =
            wanted.iter().map(|n| scope.spawn(|| io::read_file(&files[*n], MAX_FONT))).collect();
        at_work.into_iter().map(|reader| reader.join().ok().and_then(Result::ok)).collect()
    });
    for (n, bytes) in wanted.into_iter().zip(read) {
        let Some(bytes) = bytes else {
            io::note(&format!("字体文件 {} 无法打开，未使用。", files[n].display()));
            continue;
        };
        match fonts.add(bytes) {
            Ok(faces) => places.extend(faces.into_iter().map(|face| (face, files[n].clone()))),
            Err(FontError::Restricted) => {
                io::note(&format!("字体文件 {} 不允许嵌入文档，未使用。", files[n].display()));
            }
            Err(FontError::Unreadable) => {
                io::note(&format!("字体文件 {} 已损坏，未使用。", files[n].display()));
            }
        }
    }
    (fonts, places)
}

fn candidates(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .max_depth(DEPTH)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file() && fonts::is_candidate(&e.file_name().to_string_lossy()))
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Where systems keep their fonts.
#[expect(clippy::disallowed_methods, reason = "folders of fonts are told by the surroundings")]
fn folders() -> Vec<PathBuf> {
    let var = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let mut folders: Vec<PathBuf> = var(VARIABLE).into_iter().collect();
    if cfg!(windows) {
        folders.push(var("WINDIR").unwrap_or_else(|| "C:\\Windows".into()).join("Fonts"));
        folders.extend(var("LOCALAPPDATA").map(|d| d.join("Microsoft").join("Windows").join("Fonts")));
    } else if cfg!(target_os = "macos") {
        folders.extend(["/System/Library/Fonts", "/Library/Fonts"].map(PathBuf::from));
        folders.extend(var("HOME").map(|d| d.join("Library").join("Fonts")));
    } else {
        folders.extend(var("XDG_DATA_HOME").map(|d| d.join("fonts")));
        folders.extend(var("HOME").map(|d| d.join(".local").join("share").join("fonts")));
        folders.extend(var("HOME").map(|d| d.join(".fonts")));
        folders.extend(["/usr/local/share/fonts", "/usr/share/fonts", "/opt/fonts"].map(PathBuf::from));
    }
    folders
}
