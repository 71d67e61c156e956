//! Hands a finished document over: to a file, whole or not at all, or to a pipe.
//!
//! Not here: output that grows line by line (`crate::io`).

use anyhow::Context as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

/// Writes the bytes beside the file first and puts them in its place when all are there, so that a fault in between
/// leaves what was there before. Without a file they go to standard output, unless a person sits there.
pub(crate) fn document(file: Option<&Path>, bytes: &[u8], is_text: bool) -> anyhow::Result<()> {
    match file {
        Some(path) => replace(path, bytes).with_context(|| format!("无法写入 {}", path.display())),
        None if !is_text && io::stdout().is_terminal() => {
            anyhow::bail!("这种格式不能显示在屏幕上，请用 -o 指定文件")
        }
        None => match io::stdout().lock().write_all(bytes) {
            // whoever read our output went away
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other.context("写不出结果"),
        },
    }
}

#[expect(clippy::disallowed_methods, reason = "beside `io`, this module is where files are written")]
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // a device or a pipe takes the bytes as they come
    if path.metadata().is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return std::fs::write(path, bytes);
    }
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    let beside = beside(path);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let placed = written.and_then(|()| std::fs::rename(&beside, path));
    if placed.is_err() {
        // what was begun is taken away; that this may fail too changes nothing
        let _ = std::fs::remove_file(&beside);
    }
    placed
}

/// The name under which a file is written until it is whole: hidden, in the same folder.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}
