//! What a Word document holds beside its text: tracked changes, comments, hidden text, content of other files.
//!
//! Not here: the text as it is read (`crate::docx`).

use super::markup::{Piece, attribute, file_name, is_on, part, relations, walk};
use super::{Aside, Hidden, HiddenKind};
use crate::ExtractError;
use crate::archive::Archive;
use std::collections::HashMap;

/// Elements of which each is a tracked change.
const CHANGES: [&str; 16] = [
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblGridChange",
    "tblPrExChange",
    "trPrChange",
    "tcPrChange",
    "cellIns",
    "cellDel",
    "cellMerge",
    "numberingChange",
];
/// Styles that rest on one another and are followed.
const MAX_STYLES: usize = 32;

pub(super) fn look(
    archive: &mut Archive<'_>,
    main: &str,
    names: &[String],
    found: &mut Aside,
) -> Result<(), ExtractError> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let styles = part(archive, &format!("{folder}/styles.xml"))?;
    let styles = styles.as_deref().map(hiding_styles).unwrap_or_default();
    let (mut changes, mut texts) = (Found::default(), Found::default());
    let mut comments = 0;
    for name in names {
        let Some(label) = label(name, main, folder) else { continue };
        let Some(source) = part(archive, name)? else { continue };
        let seen = read(&source, &styles);
        comments += seen.comments;
        changes.add(label, seen.changes);
        texts.add(label, seen.texts);
    }
    if changes.count > 0 {
        found.hidden.push(Hidden::new(HiddenKind::Changes, changes.count).at(changes.at));
    }
    if comments > 0 {
        found.hidden.push(Hidden::new(HiddenKind::Comments, comments));
    }
    if texts.count > 0 {
        found.hidden.push(Hidden::new(HiddenKind::Text, texts.count).at(texts.at));
    }
    let linked: Vec<String> = relations(archive, main)?
        .into_iter()
        .filter(|relation| relation.is_outside && relation.kind != "hyperlink")
        .map(|relation| file_name(&relation.target))
        .collect();
    if !linked.is_empty() {
        found.hidden.push(Hidden::new(HiddenKind::ExternalLinks, linked.len()).at(linked));
    }
    Ok(())
}

/// The parts that hold text, by what a clerk calls them.
fn label(name: &str, main: &str, folder: &str) -> Option<&'static str> {
    if name == main {
        return Some("正文");
    }
    let own = name.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".xml")?;
    let labels = [
        ("header", "页眉"),
        ("footer", "页脚"),
        ("footnotes", "脚注"),
        ("endnotes", "尾注"),
        ("comments", "批注"),
    ];
    let is_of =
        |start: &str| own.strip_prefix(start).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    labels.iter().find(|(start, _)| is_of(start)).map(|(_, label)| *label)
}

#[derive(Default)]
struct Found {
    count: usize,
    at: Vec<String>,
}

impl Found {
    fn add(&mut self, label: &str, count: usize) {
        self.count += count;
        if count > 0 && !self.at.iter().any(|known| known == label) {
            self.at.push(label.to_owned());
        }
    }
}

#[derive(Default)]
struct Seen {
    changes: usize,
    comments: usize,
    texts: usize,
}

/// A run of text that is open.
struct Run {
    /// What it says of itself.
    own: Option<bool>,
    is_hidden_by_style: bool,
    is_counted: bool,
}

/// What the styles say of whether text is hidden.
#[derive(Default)]
struct Styles {
    /// What each says itself, or the nearest of those on which it rests.
    says: HashMap<String, Option<bool>>,
    /// What holds where no style says anything.
    otherwise: bool,
    /// What holds in a paragraph that names no style.
    unnamed: bool,
}

fn read(source: &str, styles: &Styles) -> Seen {
    let mut seen = Seen::default();
    let mut runs: Vec<Run> = Vec::new();
    // of each open paragraph, what its style says
    let mut paragraphs: Vec<bool> = Vec::new();
    walk(source, |piece, around| {
        let inner =
            |back: usize| around.len().checked_sub(back).and_then(|at| around.get(at)).map(String::as_str);
        match piece {
            Piece::Open(name, tag) => {
                if CHANGES.contains(&name) {
                    seen.changes += 1;
                }
                let is_of_run = inner(1) == Some("rPr") && inner(2) == Some("r");
                let style = || attribute(tag, "val").and_then(|id| styles.says.get(&id).copied());
                match name {
                    "comment" => seen.comments += 1,
                    "p" => paragraphs.push(styles.unnamed),
                    "r" => {
                        let is_hidden_by_style = paragraphs.last().copied().unwrap_or(styles.unnamed);
                        runs.push(Run { own: None, is_hidden_by_style, is_counted: false });
                    }
                    "pStyle" if inner(1) == Some("pPr") && inner(2) == Some("p") => {
                        if let (Some(paragraph), Some(says)) = (paragraphs.last_mut(), style()) {
                            *paragraph = says.unwrap_or(styles.otherwise);
                        }
                    }
                    "rStyle" if is_of_run => {
                        if let (Some(run), Some(Some(is_hidden))) = (runs.last_mut(), style()) {
                            run.is_hidden_by_style = is_hidden;
                        }
                    }
                    "vanish" if is_of_run => {
                        if let Some(run) = runs.last_mut() {
                            run.own = Some(is_on(tag, "val"));
                        }
                    }
                    _ => {}
                }
            }
            Piece::Text(text) if inner(1) == Some("t") && !text.trim().is_empty() => {
                if let Some(run) = runs.last_mut()
                    && run.own.unwrap_or(run.is_hidden_by_style)
                    && !run.is_counted
                {
                    run.is_counted = true;
                    seen.texts += 1;
                }
            }
            Piece::Close if inner(1) == Some("r") => drop(runs.pop()),
            Piece::Close if inner(1) == Some("p") => drop(paragraphs.pop()),
            Piece::Close | Piece::Text(_) => {}
        }
    });
    seen
}

/// What the styles say of whether text is hidden, those on which they rest and the defaults of the document included.
fn hiding_styles(source: &str) -> Styles {
    // of each style, on which it rests and what it says itself
    let mut all: HashMap<String, (Option<String>, Option<bool>)> = HashMap::new();
    let mut current = String::new();
    let (mut otherwise, mut usual) = (false, None);
    walk(source, |piece, around| {
        let Piece::Open(name, tag) = piece else { return };
        match (name, around.last().map(String::as_str)) {
            ("style", _) => {
                current = attribute(tag, "styleId").unwrap_or_default();
                let is_of_paragraphs = attribute(tag, "type").is_none_or(|kind| kind == "paragraph");
                if is_of_paragraphs && attribute(tag, "default").is_some() && is_on(tag, "default") {
                    usual = Some(current.clone());
                }
                all.entry(current.clone()).or_default();
            }
            ("basedOn", Some("style")) => {
                all.entry(current.clone()).or_default().0 = attribute(tag, "val");
            }
            ("vanish", Some("rPr")) if around.iter().any(|outer| outer == "rPrDefault") => {
                otherwise = is_on(tag, "val");
            }
            ("vanish", Some("rPr")) if around.iter().any(|outer| outer == "style") => {
                all.entry(current.clone()).or_default().1 = Some(is_on(tag, "val"));
            }
            _ => {}
        }
    });
    let says = |start: &String| {
        let mut id = start;
        for _ in 0..MAX_STYLES {
            match all.get(id)? {
                (_, Some(is_hidden)) => return Some(*is_hidden),
                (Some(next), None) => id = next,
                (None, None) => return None,
            }
        }
        None
    };
    let unnamed = usual.as_ref().and_then(says).unwrap_or(otherwise);
    Styles { says: all.keys().map(|id| (id.clone(), says(id))).collect(), otherwise, unnamed }
}
