//! Hands results over: to a file, whole or not at all, or to a pipe; and never over the file that they are made from.
//!
//! Not here: which stream is written line by line (`crate::io`).

use crate::{inputs, io as door, reading};
use anyhow::{Context as _, bail};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

/// A file that is written beside its place and takes its name only when it is whole; given up, it leaves no trace.
#[derive(Debug)]
pub(crate) struct Whole {
    writer: BufWriter<File>,
    place: PathBuf,
    /// Where the bytes are until then; nothing for a device or a pipe, which takes them as they come.
    beside: Option<PathBuf>,
    /// Whether a file of the name was there before.
    replaces: bool,
}

impl Whole {
    /// Begins a file. What has the name already stays until [`Whole::finish`].
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let before = path.metadata().ok();
        if before.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        if before.as_ref().is_some_and(|meta| !meta.is_file()) {
            let writer = BufWriter::new(File::options().write(true).open(path)?);
            return Ok(Self { writer, place: path.to_path_buf(), beside: None, replaces: false });
        }
        if before.as_ref().is_some_and(|meta| meta.permissions().readonly()) {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        // a link stays a link: what it leads to is replaced
        let place = if before.is_some() { path.canonicalize()? } else { path.to_path_buf() };
        let beside = beside(&place);
        let file = File::create(&beside)?;
        let replaces = before.is_some();
        let whole = Self { writer: BufWriter::new(file), place, beside: Some(beside), replaces };
        if let (Some(meta), Some(beside)) = (before, &whole.beside) {
            // whoever could read the file before can read it after; a disk that knows no permissions is no fault
            let _ = std::fs::set_permissions(beside, meta.permissions());
        }
        Ok(whole)
    }

    /// Puts the file in its place; says whether another one stood there.
    pub(crate) fn finish(mut self) -> io::Result<bool> {
        self.writer.flush()?;
        let Some(beside) = &self.beside else { return Ok(false) };
        self.writer.get_ref().sync_all()?;
        std::fs::rename(beside, &self.place)?;
        self.beside = None;
        Ok(self.replaces)
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            // what was begun is taken away; that this may fail too changes nothing
            let _ = std::fs::remove_file(beside);
        }
    }
}

/// The name under which a file is written until it is whole: hidden, in the same folder.
fn beside(path: &Path) -> PathBuf {
    /// Systems allow 255 bytes; the number of the process and the ending need some of them.
    const MOST_BYTES: usize = 200;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let end = name.floor_char_boundary(MOST_BYTES);
    path.with_file_name(format!(".{}.{}.part", &name[..end], std::process::id()))
}

/// Hands a finished document over. Without a file it goes to standard output, unless a person sits there and it is no
/// text. That a file was replaced is told: a script may write again and again, a clerk should know.
pub(crate) fn document(file: Option<&Path>, bytes: &[u8], is_text: bool) -> anyhow::Result<()> {
    match file {
        Some(path) => {
            let replaced = Whole::create(path).and_then(|mut whole| {
                whole.write_all(bytes)?;
                whole.finish()
            });
            let name = door::shown(&path.display().to_string());
            if replaced.with_context(|| format!("无法写入 {name}"))? {
                door::note(&format!("已覆盖原有文件 {name}。"));
            }
            Ok(())
        }
        None if !is_text && io::stdout().is_terminal() => {
            bail!("这种格式不能显示在屏幕上，请用 -o 指定文件")
        }
        None => match io::stdout().lock().write_all(bytes) {
            // whoever read our output went away
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other.context("写不出结果"),
        },
    }
}

/// Refuses to write over what is read: reports named or found, last year's, lists of waivers or members, prose.
/// A result of ours that lies in a folder of reports is no report, and may be written again.
pub(crate) fn keep_apart<'a>(
    output: Option<&Path>,
    inputs: impl IntoIterator<Item = &'a inputs::Input>,
    others: &[Option<&Path>],
) -> anyhow::Result<()> {
    // a file that is not there yet is none of the inputs; a device is not written over
    let Some(output) = output.filter(|path| path.is_file()) else { return Ok(()) };
    let refuse = || bail!("{} 是本次要读取的文件，不能用来存放结果；请写入另一个文件", output.display());
    let Some(same) = Same::of(output) else { return Ok(()) };
    for input in inputs {
        let is_same = match input {
            inputs::Input::Stdin => same.is_stdin(),
            inputs::Input::Found(path) => same.is(path) && !is_own_result(path),
            inputs::Input::File(path) => same.is(path),
            inputs::Input::Broken(_) => false,
        };
        if is_same {
            return refuse();
        }
    }
    for other in others.iter().flatten() {
        match door::kind_of(other) {
            door::PathKind::Folder => {
                let mut found = door::walk(other).filter_map(Result::ok);
                if found.any(|path| same.is(&path) && !is_own_result(&path)) {
                    return refuse();
                }
            }
            door::PathKind::File if same.is(other) => return refuse(),
            door::PathKind::File | door::PathKind::Missing => {}
        }
    }
    if inputs::is_sidecar(output) {
        bail!("{} 是豁免清单，不能用来存放结果；请写入另一个文件", output.display());
    }
    Ok(())
}

fn is_own_result(path: &Path) -> bool {
    door::head_of(path, reading::OWN_HEAD).is_ok_and(|head| reading::is_own_result(&head))
}

/// A file that is there, whatever it is called.
struct Same {
    whole: PathBuf,
    #[cfg(unix)]
    number: (u64, u64),
}

impl Same {
    fn of(path: &Path) -> Option<Self> {
        Some(Self {
            whole: path.canonicalize().ok()?,
            #[cfg(unix)]
            number: number(path)?,
        })
    }

    #[cfg(unix)]
    fn is(&self, other: &Path) -> bool {
        // a second name of the same file is the same file
        number(other) == Some(self.number)
            || (other.file_name() == self.whole.file_name()
                && other.canonicalize().is_ok_and(|other| other == self.whole))
    }

    #[cfg(not(unix))]
    fn is(&self, other: &Path) -> bool {
        other.canonicalize().is_ok_and(|other| other == self.whole)
    }

    /// Whether standard input comes from this file, as in `gongkai read - < file`.
    fn is_stdin(&self) -> bool {
        cfg!(unix) && self.is(Path::new("/dev/stdin"))
    }
}

#[cfg(unix)]
fn number(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    path.metadata().ok().map(|meta| (meta.dev(), meta.ino()))
}
