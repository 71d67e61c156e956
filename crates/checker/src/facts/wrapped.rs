//! Labels of table 3 that were folded over several lines of text around their values, put together again.
//!
//! Text taken from a page by its layout prints a long label on two lines and its values on a third between them, and the
//! name of a group beside all of it. Pieces are joined only where their letters, read downwards, are exactly an official
//! name and exactly one line among them holds values; anything else stays as it is printed. Where a piece stands on its
//! line proves nothing and is not asked.
//!
//! Not here: labels broken over lines that nothing interrupts (`super::stream`).

use super::fold::{fold, letters_of};
use super::lines::{Fragment, Line};
use crate::form::{Label, WORDINGS, Wording};
use gongkai_domain::report::Row;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines over which a label may be folded, beyond its first.
const REACH: usize = 12;

/// Pieces of a line beyond which it is no row of a table.
const MOST_PIECES: usize = 24;

/// A part of a line between blanks.
#[derive(Debug)]
struct Piece {
    bytes: Range<usize>,
    letters: String,
    /// The numeral of a label that stands by itself: 一 of `（一）`, 1 of `1.`.
    numeral: Option<String>,
    is_taken: bool,
}

impl Piece {
    /// Whether it is the number or sign of a cell.
    fn is_value(&self) -> bool {
        self.letters.is_empty() && self.numeral.is_none()
    }

    /// Whether it is part of a name, and not just its number.
    fn is_named(&self) -> bool {
        !without_numeral(&self.letters).is_empty()
    }
}

/// A label in pieces, by line and number of the piece, and the line of its values.
#[derive(Debug)]
struct Chain {
    pieces: Vec<(usize, usize)>,
    values: Option<usize>,
}

/// Puts folded labels together: each becomes a line of its own with its values behind it, where its first piece stood.
pub(super) fn join<'a>(lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let mut pieces: Vec<Vec<Piece>> = lines.iter().map(pieces_of).collect();
    let chains = chains(&lines, &mut pieces);
    if chains.is_empty() {
        return lines;
    }
    let mut values: Vec<bool> = vec![false; lines.len()];
    let mut begins: BTreeMap<usize, Vec<Chain>> = BTreeMap::new();
    for chain in chains {
        if let Some(line) = chain.values {
            values[line] = true;
        }
        if let Some((line, _)) = chain.pieces.first() {
            begins.entry(*line).or_default().push(chain);
        }
    }
    let mut joined = Vec::with_capacity(lines.len());
    for (l, line) in lines.iter().enumerate() {
        let own = &pieces[l];
        if !values[l] && own.iter().all(|p| !p.is_taken) {
            joined.push(line.clone());
            continue;
        }
        // what was not taken keeps its place between the labels that begin on its line
        let mut rest: Vec<Fragment<'a>> = Vec::new();
        for (p, piece) in own.iter().enumerate() {
            let begun = begins.get(&l).and_then(|all| all.iter().find(|c| c.pieces.first() == Some(&(l, p))));
            if let Some(chain) = begun {
                if !rest.is_empty() {
                    joined.push(Line::folded(std::mem::take(&mut rest)));
                }
                joined.push(Line::folded(fragments(chain, &lines, &pieces)));
            } else if !(piece.is_taken || values[l] && piece.is_value()) {
                rest.extend(fragment(&lines[l], piece.bytes.clone()));
            }
        }
        if !rest.is_empty() {
            joined.push(Line::folded(rest));
        }
    }
    joined
}

/// The pieces of a line of plain text; none for anything else.
fn pieces_of(line: &Line<'_>) -> Vec<Piece> {
    let [only] = &line.fragments[..] else { return Vec::new() };
    if line.table.is_some() || only.place.line.is_none() || line.is_furniture() {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    let mut from = None;
    let ends = only.text.char_indices().chain(std::iter::once((only.text.len(), ' ')));
    for (byte, c) in ends {
        match (c.is_whitespace(), from) {
            (false, None) => from = Some(byte),
            (true, Some(begin)) => {
                let text = &only.text[begin..byte];
                let (letters, numeral) = (letters_of(text).collect(), numeral_of(text));
                pieces.push(Piece { bytes: begin..byte, letters, numeral, is_taken: false });
                if pieces.len() > MOST_PIECES {
                    return Vec::new();
                }
                from = None;
            }
            _ => {}
        }
    }
    pieces
}

fn without_numeral(letters: &str) -> &str {
    letters.trim_start_matches(['一', '二', '三', '四', '五', '六', '七'])
}

/// The numeral of a label that is all there is: `（一）`, `一、`, `1.`; a number without a mark is a value.
fn numeral_of(text: &str) -> Option<String> {
    let plain: String = text.chars().filter_map(fold).collect();
    let inner = plain.trim_start_matches('(').trim_end_matches(['.', '、', ')']);
    let is_marked = inner.len() < plain.len();
    let is_arabic = (1..=2).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit());
    let is_chinese = !inner.is_empty() && without_numeral(inner).is_empty();
    (is_marked && (is_arabic || is_chinese)).then(|| inner.to_owned())
}

/// The numeral of a row in the form.
fn numeral_in_form(wording: &Wording) -> Option<String> {
    let row = match wording.label {
        Label::Row(row) => row,
        Label::BareTotal => Row::ResultTotal,
        _ => return None,
    };
    let label = row.label().trim_start_matches('（');
    let end = label.find(['）', '、', '.'])?;
    Some(label[..end].to_owned())
}

/// Official names of rows and of groups of rows.
fn names() -> impl Iterator<Item = &'static Wording> {
    WORDINGS.iter().filter(|w| {
        let is_name = is_row(w) || matches!(w.label, Label::RowGroup | Label::OtherHandling);
        w.official.is_empty() && is_name
    })
}

/// Whether values belong to the name; a 总计 that heads a column has none among its pieces and is left alone.
fn is_row(wording: &Wording) -> bool {
    matches!(wording.label, Label::Row(_) | Label::BareTotal)
}

/// Every label in pieces; its pieces are marked as taken.
fn chains(lines: &[Line<'_>], pieces: &mut [Vec<Piece>]) -> Vec<Chain> {
    let mut found: Vec<(&'static Wording, Vec<(usize, usize)>)> = Vec::new();
    for l in 0..lines.len() {
        for p in 0..pieces[l].len() {
            let first = &pieces[l][p];
            // a numeral belongs to a name further down only where none stands behind it
            let is_alone = || first.numeral.is_some() && !pieces[l][p + 1..].iter().any(Piece::is_named);
            if first.is_taken || !first.is_named() && !is_alone() {
                continue;
            }
            let begin = without_numeral(&first.letters);
            let best = names()
                .filter(|w| first.numeral.is_none() || first.numeral == numeral_in_form(w))
                .filter_map(|w| Some((w, follow((l, p), w.letters.strip_prefix(begin)?, pieces)?)))
                .filter(|(_, chain)| is_interrupted(chain, pieces))
                // two names that begin alike: the rest that comes first is its own
                .min_by_key(|(w, chain)| {
                    (chain.iter().skip(1).copied().collect::<Vec<_>>(), w.letters.len())
                });
            if let Some((wording, chain)) = best {
                for (line, piece) in &chain {
                    pieces[*line][*piece].is_taken = true;
                }
                found.push((wording, chain));
            }
        }
    }
    // a row without exactly one line of values of its own stays as it is printed, and its pieces with it
    let mut chains: Vec<Chain> = Vec::new();
    let rows: Vec<Vec<(usize, usize)>> =
        found.iter().filter(|(w, _)| is_row(w)).map(|(_, chain)| chain.clone()).collect();
    for (wording, chain) in found {
        let values = if is_row(wording) { line_of_values(&chain, &rows, pieces) } else { None };
        if values.is_some() || !is_row(wording) {
            chains.push(Chain { pieces: chain, values });
        } else {
            for (line, piece) in chain {
                pieces[line][piece].is_taken = false;
            }
        }
    }
    // names of groups alone need no joining
    if chains.iter().all(|c| c.values.is_none()) { Vec::new() } else { chains }
}

/// The pieces further down that make the rest of a name.
fn follow(from: (usize, usize), rest: &str, pieces: &[Vec<Piece>]) -> Option<Vec<(usize, usize)>> {
    let mut chain = vec![from];
    let (mut rest, mut line) = (rest, from.0);
    while !rest.is_empty() {
        let last = (from.0 + REACH).min(pieces.len() - 1);
        let next = (line + 1..=last).find_map(|l| {
            let goes_on = |p: &Piece| !p.is_taken && p.is_named() && rest.starts_with(p.letters.as_str());
            Some((l, pieces[l].iter().position(goes_on)?))
        })?;
        rest = rest.strip_prefix(pieces[next.0][next.1].letters.as_str())?;
        line = next.0;
        chain.push(next);
    }
    (chain.len() > 1).then_some(chain)
}

/// The lines from the first piece of a label to its last.
fn range(chain: &[(usize, usize)]) -> std::ops::RangeInclusive<usize> {
    let line = |at: Option<&(usize, usize)>| at.map_or(0, |(line, _)| *line);
    line(chain.first())..=line(chain.last())
}

/// Whether anything else is printed from the first piece of a label to its last.
fn is_interrupted(chain: &[(usize, usize)], pieces: &[Vec<Piece>]) -> bool {
    range(chain).map(|l| pieces[l].len()).sum::<usize>() > chain.len()
}

/// The only line with values among the lines of a row's label. No other row may have a name or a part of one on it.
fn line_of_values(
    chain: &[(usize, usize)],
    rows: &[Vec<(usize, usize)>],
    pieces: &[Vec<Piece>],
) -> Option<usize> {
    let mut with_values = range(chain).filter(|l| pieces[*l].iter().any(Piece::is_value));
    let line = with_values.next().filter(|_| with_values.next().is_none())?;
    let is_foreign = |p: &Piece| !p.is_taken && p.is_named();
    let is_shared = rows.iter().any(|other| other != chain && other.iter().any(|(l, _)| *l == line));
    (!is_shared && !pieces[line].iter().any(is_foreign)).then_some(line)
}

/// The parts of a label and then its values.
fn fragments<'a>(chain: &Chain, lines: &[Line<'a>], pieces: &[Vec<Piece>]) -> Vec<Fragment<'a>> {
    let label = chain.pieces.iter().map(|(l, p)| (*l, &pieces[*l][*p]));
    let values = chain.values.into_iter().flat_map(|l| pieces[l].iter().map(move |p| (l, p)));
    label
        .chain(values.filter(|(_, p)| p.is_value()))
        .filter_map(|(l, p)| fragment(&lines[l], p.bytes.clone()))
        .collect()
}

/// A part of a line, with its own place.
fn fragment<'a>(line: &Line<'a>, bytes: Range<usize>) -> Option<Fragment<'a>> {
    let whole = line.fragments.first()?;
    let text = whole.text.get(bytes.clone())?;
    let before = whole.text.get(..bytes.start)?.chars().count() as u32;
    let mut place = whole.place.clone();
    place.column = place.column.map(|c| c + before);
    Some(Fragment { text, place, grid: None })
}
