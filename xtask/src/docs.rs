//! Proves the documents: every link, path, symbol and command that a `*.md` file names is real.
//!
//! Not here: the pages that the program prints itself (`generate`), the output of shown sessions (`sessions`).

mod commands;
mod markdown;
mod symbols;

use crate::house::{House, build_program, root, shown};
use crate::{Faults, files, sessions};
use anyhow::Result;
use commands::Commands;
pub(crate) use commands::subcommands;
use markdown::{Markdown, Span};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use symbols::Symbols;

/// Names in the documents that stand for a file of the reader's own.
const READERS_FILES: [&str; 6] =
    ["gongkai.toml", ".gongkai.toml", "waivers.toml", "report.json", "keys.toml", "table2.json"];

/// Everything the documents are held against.
struct Truth {
    /// All paths of the tree, files and folders, relative to the root.
    paths: BTreeSet<String>,
    symbols: Symbols,
    commands: Commands,
}

/// Checks all documents; the sessions in them are compared or rewritten.
pub(crate) fn check(mode: sessions::Mode) -> Result<Faults> {
    let program = build_program()?;
    let house = House::read()?;
    let truth =
        Truth { paths: paths()?, symbols: Symbols::read(&house)?, commands: Commands::new(program.clone())? };
    let mut faults = Faults::default();
    let mut documents = files::below(root(), ".md")?;
    // Documents of a corpus are there to be read by the readers, whatever they say.
    documents.retain(|path| !shown(path).contains("/corpus/") || path.ends_with("README.md"));
    for path in &documents {
        let text = files::read(path)?;
        let text = sessions::check(&program, path, text, mode, &mut faults)?;
        document(path, &text, &truth, &mut faults)?;
    }
    println!("docs: {} documents", documents.len());
    Ok(faults)
}

fn paths() -> Result<BTreeSet<String>> {
    let mut paths = BTreeSet::new();
    for file in files::below(root(), "")? {
        let mut path = PathBuf::from(shown(&file));
        loop {
            paths.insert(path.display().to_string());
            if !path.pop() || path.as_os_str().is_empty() {
                break;
            }
        }
    }
    Ok(paths)
}

fn document(path: &Path, text: &str, truth: &Truth, faults: &mut Faults) -> Result<()> {
    let folder = path.parent().unwrap_or(root());
    let markdown = Markdown::parse(text);
    for (line, span) in &markdown.spans {
        let place = format!("{}:{line}", shown(path));
        match span {
            Span::Link(target) => link(&place, folder, target, &markdown, faults)?,
            Span::Code(code) => inline(&place, folder, code, truth, faults),
            Span::Command(command) => {
                for fault in truth.commands.faults(command) {
                    faults.add(format!("{place}: `{command}`: {fault}"));
                }
            }
            Span::Answer { file, symbols, tests } => answer(&place, file, symbols, tests, truth, faults)?,
        }
    }
    Ok(())
}

fn link(place: &str, folder: &Path, target: &str, own: &Markdown, faults: &mut Faults) -> Result<()> {
    if target.contains("://") || target.starts_with("mailto:") {
        return Ok(());
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let linked = folder.join(file);
    if !file.is_empty() && !linked.exists() {
        faults.add(format!("{place}: the link `{target}` leads nowhere"));
    } else if !anchor.is_empty() {
        let has_it = if file.is_empty() {
            own.anchors.contains(anchor)
        } else if linked.extension().is_some_and(|ending| ending == "md") {
            Markdown::parse(&files::read(&linked)?).anchors.contains(anchor)
        } else {
            true
        };
        if !has_it {
            faults.add(format!("{place}: there is no heading for `{target}`"));
        }
    }
    Ok(())
}

fn inline(place: &str, folder: &Path, code: &str, truth: &Truth, faults: &mut Faults) {
    if code.starts_with("gongkai ") || code.starts_with("cargo ") {
        for fault in truth.commands.faults(code) {
            faults.add(format!("{place}: `{code}`: {fault}"));
        }
    } else if is_symbol(code) {
        if let Err(fault) = truth.symbols.find(code) {
            faults.add(format!("{place}: `{code}`: {fault}"));
        }
    } else if is_path(code) && !is_real(folder, code, truth) {
        faults.add(format!("{place}: there is no `{code}`"));
    }
}

/// Whether inline code is a path through modules or the name of a function.
fn is_symbol(code: &str) -> bool {
    let name = code.strip_suffix("()").unwrap_or(code);
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    (name.contains("::") || name.len() < code.len()) && name.split("::").all(is_word)
}

/// Whether inline code names a file or a folder.
fn is_path(code: &str) -> bool {
    let is_plain = code.chars().all(|c| c.is_alphanumeric() || "_-./<>*{},".contains(c));
    let is_media_type =
        ["application/", "text/", "image/", "font/"].iter().any(|kind| code.starts_with(kind));
    let has_source_ending =
        [".rs", ".md", ".toml", ".sh", ".csv", ".json", ".lock"].iter().any(|end| code.ends_with(end));
    let is_nested = code.contains('/') && code.contains(|c: char| c.is_ascii_alphanumeric());
    is_plain && !is_media_type && !code.starts_with('/') && (is_nested || has_source_ending)
}

fn is_real(folder: &Path, code: &str, truth: &Truth) -> bool {
    let code = code.trim_end_matches('/');
    if READERS_FILES.contains(&code) || code.starts_with("target/") {
        return true;
    }
    if code.contains(['<', '*', '{']) {
        return truth.paths.iter().any(|path| tail_matches(path, code));
    }
    folder.join(code).exists() || root().join(code).exists() || {
        let tail = format!("/{code}");
        truth.paths.iter().any(|path| path.ends_with(&tail))
    }
}

/// Whether a path, or the end of it from some folder on, fits a pattern with `*`, `**`, `<name>` or `{a,b}`.
fn tail_matches(path: &str, pattern: &str) -> bool {
    let mut glob = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(['<', '{', '*']) {
        glob.push_str(&rest[..at]);
        let (close, is_star) = match &rest[at..=at] {
            "<" => ('>', false),
            "{" => ('}', false),
            _ => ('*', true),
        };
        glob.push('*');
        rest = if is_star {
            rest[at..].trim_start_matches('*')
        } else {
            rest[at..].split_once(close).map_or("", |(_, after)| after)
        };
    }
    glob.push_str(rest);
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
    starts.into_iter().any(|at| star_matches(&path[at..], &glob))
}

/// Whether a text fits a pattern in which `*` stands for anything.
fn star_matches(text: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => text == pattern,
        Some((head, rest)) => text.strip_prefix(head).is_some_and(|after| {
            (0..=after.len()).any(|at| after.get(at..).is_some_and(|tail| star_matches(tail, rest)))
        }),
    }
}

/// One row of the table "where is …?": the symbol is defined in the file, the test exists.
fn answer(
    place: &str,
    file: &str,
    symbols: &[String],
    tests: &[String],
    truth: &Truth,
    faults: &mut Faults,
) -> Result<()> {
    let path = root().join(file);
    if !path.is_file() {
        faults.add(format!("{place}: there is no file `{file}`"));
        return Ok(());
    }
    let text = files::read(&path)?;
    for symbol in symbols {
        let name = symbol.trim_end_matches("()").rsplit("::").next().unwrap_or_default();
        if !symbols::defines(&text, name) && !symbols::lists(&text, name) {
            faults.add(format!("{place}: `{file}` does not define `{symbol}`"));
        }
    }
    if tests.is_empty() {
        faults.add(format!("{place}: no test is named for `{file}`"));
    }
    for test in tests {
        if !is_path(test) && !truth.symbols.is_test(test) {
            faults.add(format!("{place}: there is no test `{test}`"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_code_is_told_apart() {
        assert!(is_symbol("checker::facts::read_document"));
        assert!(is_symbol("read()"));
        assert!(!is_symbol("reply"));
        assert!(!is_symbol("a:: b"));
        assert!(is_path("crates/cli"));
        assert!(is_path("statute.rs"));
        assert!(!is_path("text/html"));
        assert!(!is_path("/"));
        assert!(!is_path("--format json"));
        assert!(!is_path("report.docx"));
    }

    #[test]
    fn a_link_is_followed_to_its_heading() {
        let faults_of = |target: &str| {
            let mut faults = Faults::default();
            let own = Markdown::parse("# Here\n");
            link("a.md:1", &root().join("docs"), target, &own, &mut faults).unwrap();
            faults.0.len()
        };
        for real in ["../README.md", "../README.md#two-commands", "#here", "https://example.org/x"] {
            assert_eq!(faults_of(real), 0, "{real}");
        }
        for unreal in ["nowhere.md", "../README.md#three-commands", "#there"] {
            assert_eq!(faults_of(unreal), 1, "{unreal}");
        }
    }

    #[test]
    fn a_pattern_fits_some_path() {
        assert!(tail_matches("crates/checker/src/rules/arithmetic/row.rs", "rules/<family>/<rule>.rs"));
        assert!(tail_matches("docs/rules/A001.md", "docs/rules/*"));
        assert!(tail_matches("docs/rules/A001.md", "docs/**/*.md"));
        assert!(tail_matches("a/render/text.rs", "render/{text,json}.rs"));
        assert!(!tail_matches("docs/rules/A001.md", "docs/states/*"));
    }
}
