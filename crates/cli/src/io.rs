//! The only door to the machine: files, standard streams, the terminal and the clock.
//!
//! Not here: what is read from the bytes (`crate::reading`), what is printed (`gongkai_checker::render`).

use crate::deliver::Whole;
use crate::words;
use anstream::{AutoStream, ColorChoice};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use gongkai_checker::render::{Unreadable, width};
use gongkai_extract::amount;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

/// The name under which standard input is known in findings and data.
pub(crate) const STDIN: &str = "<stdin>";

/// What a clerk is told of a file: its name, or that it came from standard input.
pub(crate) fn called(name: &str) -> &str {
    if name == STDIN { "标准输入" } else { name }
}

/// The same where it is shown to a person: no name can break a line or steer the terminal.
pub(crate) fn shown(name: &str) -> String {
    called(name).chars().map(|c| if c == '\n' { "\\n".to_owned() } else { harmless(c) }).collect()
}

/// A character as a terminal may get it: what steers it, or turns the direction of text, is told by its number.
fn harmless(c: char) -> String {
    let steers = (c.is_control() && c != '\t')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if steers { c.escape_unicode().to_string() } else { c.to_string() }
}

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathKind {
    File,
    Folder,
    Missing,
}

pub(crate) fn kind_of(path: &Path) -> PathKind {
    match path.metadata() {
        Ok(meta) if meta.is_dir() => PathKind::Folder,
        Ok(_) => PathKind::File,
        Err(e) if e.kind() == io::ErrorKind::NotFound => PathKind::Missing,
        // what exists but may not be looked at is tried as a file, so that the reason is named
        Err(_) => PathKind::File,
    }
}

fn unreadable(code: &str, message: impl Into<String>, hint: &str) -> Unreadable {
    Unreadable { code: code.to_owned(), message: message.into(), hint: hint.to_owned() }
}

/// Why a path could not be opened, in the clerk's words.
pub(crate) fn because(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::NotFound => {
            unreadable("not_found", "找不到这个文件。", "请检查文件名和所在文件夹是否正确。")
        }
        io::ErrorKind::PermissionDenied => unreadable(
            "permission_denied",
            "没有权限打开。",
            "请检查文件或者文件夹的访问权限；文件正在被其他程序使用的，请先关闭。",
        ),
        io::ErrorKind::IsADirectory => unreadable(
            "cannot_open",
            "这是文件夹，不是文件。",
            "请写出文件夹中的文件，或者改用接受文件夹的选项。",
        ),
        _ => unreadable(
            "cannot_open",
            format!("无法打开：{}。", words::io(error)),
            "请检查磁盘、网络位置和文件名是否正常，再重试。",
        ),
    }
}

/// What a stream holds, up to `limit` bytes; `size` is what it says of itself before it is read.
fn bounded(stream: impl Read, limit: u64, size: Option<u64>) -> Result<Vec<u8>, Unreadable> {
    let too_large = |bytes| {
        let message = match bytes {
            Some(bytes) => format!("文件大小 {}，超过上限 {}。", amount(bytes), amount(limit)),
            None => format!("文件超过上限 {}。", amount(limit)),
        };
        let raised = words::size(bytes.unwrap_or(limit.saturating_mul(2)));
        let hint = format!("请确认选对了文件；确有需要的可以调高上限，如 --max-bytes {raised}。");
        unreadable("file_too_large", message, &hint)
    };
    if size.is_some_and(|bytes| bytes > limit) {
        return Err(too_large(size));
    }
    let mut bytes = Vec::new();
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| because(&e))?;
    if bytes.len() as u64 > limit { Err(too_large(None)) } else { Ok(bytes) }
}

/// Why what is neither file nor folder is not opened.
fn no_file(hint: &str) -> Unreadable {
    unreadable("cannot_open", NO_FILE, hint)
}

const NO_FILE: &str = "这是管道或者设备，不是文件。";

/// Whether opening a path may wait for ever, or reading never end: a pipe that nobody writes to, a terminal, a device. The
/// streams that the caller opened for us are none.
fn is_endless(path: &Path) -> bool {
    let is_other = path.metadata().is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    let is_stream = || {
        path == Path::new("/dev/stdin") || ["/dev/fd", "/proc/self/fd"].iter().any(|fd| path.starts_with(fd))
    };
    is_other && !is_stream()
}

/// Opens a file to be read.
fn open(path: &Path) -> io::Result<File> {
    if is_endless(path) {
        return Err(io::Error::new(io::ErrorKind::Unsupported, NO_FILE));
    }
    File::open(path)
}

/// Reads a file of at most `limit` bytes.
pub(crate) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    if is_endless(path) {
        return Err(no_file("请先存为文件，或者由标准输入提供，文件名写作“-”。"));
    }
    let file = open(path).map_err(|e| because(&e))?;
    // a pipe or a device tells no size
    let size = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len());
    bounded(file, limit, size)
}

/// The first bytes of a file, at most `limit` of them.
pub(crate) fn head_of(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    open(path)?.take(limit as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Reads standard input up to `limit` bytes.
pub(crate) fn read_stdin(limit: u64) -> Result<Vec<u8>, Unreadable> {
    bounded(io::stdin().lock(), limit, None)
}

/// Reads a small text file such as a sidecar; `None` when there is none.
pub(crate) fn read_text(path: &Path) -> io::Result<Option<String>> {
    match open(path).and_then(io::read_to_string) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// Something found below a folder: a file, or a folder that could not be opened.
pub(crate) type Found = Result<PathBuf, (PathBuf, Unreadable)>;

/// Every file below a folder in the order of names; hidden files and lock files of office programs are left out.
pub(crate) fn walk(folder: &Path) -> impl Iterator<Item = Found> {
    let is_hidden = |name: &str| name.starts_with('.') || name.starts_with("~$");
    let top = folder.to_path_buf();
    walkdir::WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |e| e.depth() == 0 || !is_hidden(&e.file_name().to_string_lossy()))
        .filter_map(move |entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            // opening a pipe may wait for ever
            Ok(entry) if !entry.file_type().is_file() => {
                let why = no_file("请把它移出文件夹；要读取的，请先存为文件。");
                Some(Err((entry.into_path(), why)))
            }
            Ok(entry) => Some(Ok(entry.into_path())),
            Err(error) => {
                let path = error.path().unwrap_or(&top).to_path_buf();
                let why = error.io_error().map_or_else(
                    || unreadable("cannot_open", "文件夹互相引用，无法继续。", "请检查快捷方式或者链接。"),
                    because,
                );
                Some(Err((path, why)))
            }
        })
}

/// Today in Beijing.
pub(crate) fn today() -> NaiveDate {
    now().date()
}

/// The present moment in Beijing.
#[expect(clippy::disallowed_methods, reason = "this module is where the clock is read")]
pub(crate) fn now() -> NaiveDateTime {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let instant = DateTime::from_timestamp_micros(since.as_micros() as i64).unwrap_or_default();
    gongkai_deadline::clock::beijing(instant)
}

/// What a variable of the environment says, unless it is empty.
#[expect(clippy::disallowed_methods, reason = "this module is where the surroundings are looked at")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.trim().is_empty())
}

/// Makes a folder that only its owner may look into; one that is there stays as it is.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Writes a new file that only its owner may read.
pub(crate) fn private_text(path: &Path, text: &str) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A question that answers true once the time is over.
pub(crate) fn is_over_in(time: Duration) -> impl Fn() -> bool + Send + Sync + 'static {
    let start = Instant::now();
    move || start.elapsed() >= time
}

/// Columns that the command line asks for.
static WIDTH: OnceLock<usize> = OnceLock::new();

/// Takes the columns that the command line asks for, for messages too.
pub(crate) fn set_width(columns: usize) {
    let _ = WIDTH.set(columns);
}

/// Columns to fill: those that the caller names in `COLUMNS`, else those of the terminal, else 80.
pub(crate) fn terminal_width() -> usize {
    columns_of(terminal_size::terminal_size_of(io::stdout()))
}

#[expect(clippy::disallowed_methods, reason = "this module is where the surroundings are looked at")]
fn columns_of(terminal: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    let named = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse::<usize>().ok());
    let terminal = terminal.map(|(width, _)| usize::from(width.0));
    named.filter(|columns| *columns > 0).or(terminal).unwrap_or(80).clamp(40, 400)
}

/// Whether messages on standard error are read by a person at a terminal.
pub(crate) fn is_stderr_terminal() -> bool {
    io::stderr().is_terminal()
}

/// A message on standard error, its lines broken to fit; names of files stay whole, so that they can be copied.
/// Where nobody can read it, it is lost, and that is all right.
pub(crate) fn note(text: &str) {
    let named = WIDTH.get().copied();
    let columns = named.unwrap_or_else(|| columns_of(terminal_size::terminal_size_of(io::stderr())));
    let mut out = String::new();
    for line in text.lines() {
        let line: String = line.chars().map(harmless).collect();
        out.push_str(&fitted(&line, columns));
        out.push('\n');
    }
    let _ = io::stderr().lock().write_all(out.as_bytes());
}

/// One line of a message, broken into lines of so many columns, those after the first two columns further in.
fn fitted(line: &str, columns: usize) -> String {
    /// Stands for the characters of a name while lines are broken: no line is broken within a run of it.
    const HELD: char = '\u{e000}';
    if width::of(line) <= columns || line.contains(HELD) {
        return line.to_owned();
    }
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (first, text) = line.split_at(indent);
    let rest = format!("{first}  ");
    let room = columns.saturating_sub(rest.len()).max(1);
    let mut names = Vec::new();
    let mut held = String::new();
    for part in text.split_inclusive([' ', '：', '；', '。', '，', '、', '（', '）', '“', '”']) {
        let mark = part.chars().next_back().filter(|c| *c == ' ' || !c.is_alphanumeric());
        let end = mark.map_or(part.len(), |c| part.len() - c.len_utf8());
        let (name, mark) = part.split_at(end);
        if is_name(name) {
            held.extend(std::iter::repeat_n(HELD, width::of(name).clamp(1, room)));
            names.push(name);
        } else {
            held.push_str(name);
        }
        held.push_str(mark);
    }
    let mut names = names.into_iter();
    let mut out = String::new();
    let mut before = ' ';
    for c in width::wrap(&held, columns, first, &rest).join("\n").chars() {
        match c {
            HELD if before == HELD => {}
            HELD => out.extend(names.next()),
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// Whether a piece of a message is the name of a file or a folder: it has a separator or an ending.
fn is_name(piece: &str) -> bool {
    let has_ending = piece.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && ending.starts_with(|c: char| c.is_ascii_alphanumeric())
    });
    has_ending || piece.contains(['/', '\\'])
}

/// Whether standard output should be coloured. `NO_COLOR` and `CLICOLOR` are honoured by `auto`.
pub(crate) fn has_color(choice: ColorChoice, is_file: bool) -> bool {
    match choice {
        ColorChoice::Always | ColorChoice::AlwaysAnsi => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => !is_file && AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// Where results go: standard output, locked for the whole run, or a file that takes its name when it is whole.
pub(crate) enum Output {
    Stream(Box<dyn Write>),
    File(Whole),
}

/// The reader of our output went away, as `head` does: nothing more to do, and no mistake.
#[derive(Debug)]
pub(crate) struct Closed;

impl Output {
    /// Standard output, or a file when one is named.
    pub(crate) fn open(file: Option<&Path>, has_color: bool) -> io::Result<Self> {
        Ok(match (file, has_color) {
            (Some(path), _) => Self::File(Whole::create(path)?),
            (None, true) => Self::Stream(Box::new(AutoStream::new(io::stdout().lock(), ColorChoice::Always))),
            // without colours the bytes go out as they are: nobody has to look for escapes in a megabyte of JSON
            (None, false) => Self::Stream(Box::new(io::stdout().lock())),
        })
    }

    /// Writes and hands over to the system; a reader that went away is told from a fault.
    pub(crate) fn write(&mut self, text: &str) -> anyhow::Result<Result<(), Closed>> {
        closed_or(match self {
            Self::Stream(stream) => stream.write_all(text.as_bytes()),
            Self::File(file) => file.write_all(text.as_bytes()),
        })
    }

    /// Writes what is still held back; a file takes its place. Without this nothing is left of it.
    pub(crate) fn finish(self) -> anyhow::Result<Result<(), Closed>> {
        closed_or(match self {
            Self::Stream(mut stream) => stream.flush(),
            Self::File(file) => file.finish().map(|_| ()),
        })
    }
}

fn closed_or(result: io::Result<()>) -> anyhow::Result<Result<(), Closed>> {
    match result {
        Ok(()) => Ok(Ok(())),
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(Err(Closed)),
        Err(e) => Err(anyhow::Error::new(e).context("写不出结果")),
    }
}

/// Prints one text and is done.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = Output::open(None, false)?;
    if out.write(text)?.is_ok() {
        let _ = out.finish()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_broken_to_fit_and_the_names_in_it_stay_whole() {
        let name = "/数据/政府信息公开/二〇二四年度/青石县教育局政府信息公开工作年度报告.docx";
        let line = format!(
            "{name} 无法读取：文件能够打开，但内容不是政府信息公开工作年度报告。请提供年度报告正文；确是年度报告的，请检查标题、各部分标题和表格是否齐全。"
        );
        for columns in [40, 60, 80, 120] {
            let text = fitted(&line, columns);
            assert!(text.contains(name), "{text}");
            for line in text.lines() {
                assert!(width::of(line) <= columns || line.trim() == name, "{columns}: {line}");
            }
            let joined: String = text.lines().map(str::trim_start).collect();
            assert_eq!(joined.replace(' ', ""), line.replace(' ', ""));
        }
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(shown("甲\u{1b}[31m\n乙\u{202e}.docx"), "甲\\u{1b}[31m\\n乙\\u{202e}.docx");
        assert_eq!(shown(STDIN), "标准输入");
        assert_eq!(shown("青石县（送审）.docx"), "青石县（送审）.docx");
    }

    #[test]
    fn a_message_that_fits_stays_as_it_is() {
        assert_eq!(fitted("  甲.docx：错误1，警告0，提示0", 40), "  甲.docx：错误1，警告0，提示0");
    }
}
