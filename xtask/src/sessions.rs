//! Sessions shown in the documents: a block marked `console run` is run, and what it shows is what the program prints.
//!
//! Not here: commands that are only named (`docs`).

use crate::house::{root, shown};
use crate::{Faults, files};
use anyhow::{Context as _, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether a session that is no longer true is a fault or is written anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Compare,
    Rewrite,
}

/// Runs the sessions of a document and answers its text, rewritten where that is asked for.
pub(crate) fn check(
    program: &Path,
    path: &Path,
    text: String,
    mode: Mode,
    faults: &mut Faults,
) -> Result<String> {
    if !text.contains("```console run") {
        return Ok(text);
    }
    let (now, changed) = play(&text, |command| run(program, command))
        .with_context(|| format!("a session of {} cannot be run", shown(path)))?;
    if now == text {
        return Ok(text);
    }
    match mode {
        Mode::Rewrite => {
            files::write(path, &now)?;
            println!("docs: rewrote the sessions of {}", shown(path));
            Ok(now)
        }
        Mode::Compare => {
            for (line, command, printed) in changed {
                faults.add(format!(
                    "{}:{line}: `{command}` prints something else now:\n{printed}",
                    shown(path)
                ));
            }
            Ok(text)
        }
    }
}

/// A command whose output differs from the document: line, command, what it prints now.
type Change = (usize, String, String);

/// The document with the sessions as they run now.
fn play(text: &str, mut run: impl FnMut(&str) -> Result<(String, i32)>) -> Result<(String, Vec<Change>)> {
    let mut now = String::new();
    let mut changes = Vec::new();
    let mut code = 0;
    let mut lines = text.lines().enumerate().peekable();
    while let Some((_, line)) = lines.next() {
        now.push_str(line);
        now.push('\n');
        if line.trim_end() != "```console run" {
            continue;
        }
        while let Some((index, line)) = lines.next_if(|(_, line)| !line.starts_with("```")) {
            let Some(command) = line.strip_prefix("$ ") else {
                bail!("line {}: a session begins with a command (`$ …`)", index + 1);
            };
            let mut shown = String::new();
            while let Some((_, line)) =
                lines.next_if(|(_, line)| !line.starts_with("```") && !line.starts_with("$ "))
            {
                shown.push_str(line);
                shown.push('\n');
            }
            let printed = if command == "echo $?" {
                format!("{code}\n")
            } else {
                let (printed, status) = run(command)?;
                code = status;
                let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
                lines.iter().flat_map(|line| [*line, "\n"]).collect()
            };
            now.push_str(line);
            now.push('\n');
            now.push_str(&printed);
            if printed != shown {
                changes.push((index + 1, command.to_owned(), printed));
            }
        }
    }
    Ok((now, changes))
}

/// What the program prints, first to its output, then to its messages, and its exit code. What cargo itself prints while
/// it builds is no part of a session.
fn run(program: &Path, command: &str) -> Result<(String, i32)> {
    let words = shell_words::split(command)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let args = match words.as_slice() {
        ["gongkai", args @ ..] => args,
        ["cargo", "run", "--release", "--", args @ ..] => args,
        _ => bail!("`{command}` is neither `gongkai …` nor `cargo run --release -- …`"),
    };
    let out = Command::new(program)
        .args(args)
        .current_dir(root())
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let code = out.status.code().with_context(|| format!("`{command}` was killed"))?;
    let printed = [out.stdout, out.stderr].concat();
    Ok((String::from_utf8(printed).with_context(|| format!("`{command}` printed no UTF-8"))?, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\n```console run\n$ gongkai x\nold\n$ echo $?\n1\n```\nb\n";

    #[test]
    fn a_session_is_played_and_its_exit_code_kept() {
        let (now, changes) = play(TEXT, |_| Ok(("new  \n".to_owned(), 1))).unwrap();
        assert_eq!(now, TEXT.replace("old", "new"));
        assert_eq!(changes, [(3, "gongkai x".to_owned(), "new\n".to_owned())]);
        let (same, changes) = play(TEXT, |_| Ok(("old\n".to_owned(), 1))).unwrap();
        assert_eq!((same.as_str(), changes.len()), (TEXT, 0));
    }

    #[test]
    fn only_the_program_itself_is_run() {
        let error = run(Path::new("gongkai"), "rm -rf x").unwrap_err();
        assert!(error.to_string().starts_with("`rm -rf x` is neither"));
    }
}
