//! Finds numbered tables without rulings whose labels go over several lines, and puts each label beside its figures.
//!
//! Not here: tables whose rows are single lines (`columns`). Where a label could belong to two rows of figures, the
//! lines stay as they are: a reader sees less then, but nothing wrong.

use super::columns::{self, Part, is_figure};
use super::lattice::{Piece, PieceCell};
use super::text::{Chunk, Line};

/// Fewer figures in a line do not make it a row of such a table.
const MIN_FIGURES: usize = 5;
/// More figures in a line belong to a table without labels.
const MAX_FIGURES: usize = 9;
/// Levels of numbering: `一、`, `（一）`, `1.`, each with a column of its own.
pub(super) const LEVELS: usize = 3;
/// Rows further away, in lines, say nothing about the columns of a row.
const NEAR_ROWS: usize = 12;
/// Largest step from line to line within a label, in type sizes.
const PITCH: f32 = 1.8;

/// The lines (from top to bottom, nothing between them) with the tables they make.
pub(super) fn tables(mut lines: Vec<Line>) -> Vec<Part> {
    join_broken_figures(&mut lines);
    part_touching_figures(&mut lines);
    let mut out = Vec::new();
    let mut rest = lines.as_slice();
    let mut is_page_top = true;
    while let Some(found) = next(rest, is_page_top) {
        let (before, later) = rest.split_at(found.first);
        out.extend(columns::tables(before.to_vec()));
        match found.piece {
            Some(piece) => out.push(Part::Piece(piece)),
            None => out.extend(later[..found.end - found.first].iter().cloned().map(Part::Line)),
        }
        rest = &rest[found.end..];
        is_page_top = false;
    }
    out.extend(columns::tables(rest.to_vec()));
    out
}

/// Joins the figures of a line that were too long for their columns with the digits below them.
fn join_broken_figures(lines: &mut Vec<Line>) {
    join_round_the_middle(lines);
    let mut i = 0;
    while i + 1 < lines.len() {
        let (head, tail) = lines.split_at_mut(i + 1);
        let (above, below) = (&mut head[i], &tail[0]);
        let longest = above.words.iter().map(|w| w.text.len()).max().unwrap_or(0);
        let is_next = middle(below) - middle(above) < 1.6 * below.size;
        let fellow = |word: &Chunk, of: &[Chunk]| {
            of.iter().position(|w| all_digits(w, word) && w.text.len() == longest)
        };
        let broken = is_next
            && longest >= 2
            && above.words.len() > MAX_FIGURES
            && above.words.iter().all(is_figure)
            && below.words.len() < above.words.len()
            && below.words.iter().all(|w| fellow(w, &above.words).is_some());
        if !broken {
            i += 1;
            continue;
        }
        for word in &below.words {
            if let Some(at) = fellow(word, &above.words) {
                above.words[at].text.push_str(&word.text);
            }
        }
        above.chunks = above.words.clone();
        above.bbox[3] = below.bbox[3];
        lines.remove(i + 1);
    }
}

/// The same where figures are set to the middle of their cells: the first digits stand above the line of the short
/// figures, the last ones below it.
fn join_round_the_middle(lines: &mut Vec<Line>) {
    let mut i = 0;
    while i + 2 < lines.len() {
        let [above, between, below] = &lines[i..i + 3] else { return };
        let longest = above.words.iter().map(|w| w.text.len()).max().unwrap_or(0);
        let is_broken = middle(below) - middle(above) < 1.6 * below.size
            && above.words.len() == below.words.len()
            && !above.words.is_empty()
            && above.words.len() + figures(between) >= MIN_FIGURES
            && longest >= 2
            && above.words.iter().zip(&below.words).all(|(a, b)| a.text.len() == longest && all_digits(a, b))
            && between
                .words
                .iter()
                .all(|b| above.words.iter().all(|a| b.right <= a.left || a.right <= b.left));
        if !is_broken {
            i += 1;
            continue;
        }
        let mut words = between.words.clone();
        for (a, b) in above.words.iter().zip(&below.words) {
            words.push(Chunk { text: format!("{}{}", a.text, b.text), ..a.clone() });
        }
        words.sort_by(|a, b| a.left.total_cmp(&b.left));
        let (a, b) = (above.bbox, below.bbox);
        let bbox = [words[0].left, a[1], words[words.len() - 1].right, b[3]];
        let bbox = [bbox[0].min(between.bbox[0]), bbox[1], bbox[2], bbox[3]];
        let line = Line { chunks: words.clone(), words, bbox, ..between.clone() };
        lines.splice(i..i + 3, [line]);
    }
}

/// Parts the first figure of a row from the label that fills its cell up to it: the figures of a row nearby stand in
/// the same columns, that of the first column where the label seems to end.
fn part_touching_figures(lines: &mut [Line]) {
    for i in 0..lines.len() {
        let Some((at, length)) = touching(&lines[i]) else { continue };
        let word = &lines[i].words[at];
        let others = &lines[i].words[at + 1..];
        let near = i.saturating_sub(NEAR_ROWS)..lines.len().min(i + NEAR_ROWS);
        let left = near.clone().filter(|n| *n != i).find_map(|n| {
            let row = &lines[n];
            let count = figures(row);
            if count != others.len() + 1 || !is_row(row) {
                return None;
            }
            let (first, rest) = row.words[row.words.len() - count..].split_first()?;
            let is_beside = rest.iter().zip(others).all(|(a, b)| is_under(a, b));
            let left = word.right - (first.right - first.left) * length as f32 / first.text.len() as f32;
            let tail = Chunk { text: String::new(), left, right: word.right };
            (is_beside && is_under(first, &tail)).then_some(left)
        });
        if let Some(left) = left {
            part(&mut lines[i], at, length, left);
        }
    }
}

/// The word before the figures of a line that is not a figure but ends in digits, and their number.
fn touching(line: &Line) -> Option<(usize, usize)> {
    let at = line.words.len().checked_sub(figures(line) + 1)?;
    let text = &line.words[at].text;
    let length = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_behind_word = text[..text.len() - length].ends_with(|c: char| !c.is_ascii());
    let is_row = figures(line) + 1 >= MIN_FIGURES && figures(line) < MAX_FIGURES;
    (length > 0 && is_behind_word && is_row).then_some((at, length))
}

/// Whether two words begin, end or have their middle at the same place across the page.
fn is_under(a: &Chunk, b: &Chunk) -> bool {
    let off = |x: f32, y: f32| (x - y).abs();
    off(a.left, b.left).min(off(a.right, b.right)).min(off(centre(a), centre(b))) < 1.5
}

/// Makes a word of its own of the digits at the end of a word.
fn part(line: &mut Line, at: usize, length: usize, left: f32) {
    let word = &mut line.words[at];
    let whole = std::mem::take(&mut word.text);
    let (label, digits) = whole.split_at(whole.len() - length);
    let figure = Chunk { text: digits.to_owned(), left, right: word.right };
    label.clone_into(&mut word.text);
    word.right = left;
    let own =
        line.chunks.iter().position(|c| (c.right - figure.right).abs() < 0.1 && c.text.ends_with(&whole));
    if let Some(own) = own {
        let chunk = &mut line.chunks[own];
        chunk.text.truncate(chunk.text.len() - length);
        chunk.right = left;
        line.chunks.insert(own + 1, figure.clone());
    }
    line.words.insert(at + 1, figure);
}

/// A run of lines that should be a table, and the table, if the lines bear it out.
struct Found {
    first: usize,
    end: usize,
    piece: Option<Piece>,
}

/// Words of a label that stand under one another.
#[derive(Debug, Clone)]
struct Label {
    text: String,
    /// Left, top, right, bottom.
    bbox: [f32; 4],
    /// Middle of the first and of the last line.
    first: f32,
    last: f32,
    /// Extent of the last line, for the line that may follow.
    tail: (f32, f32),
    /// Level and number, when it begins with one.
    number: Option<(usize, u32)>,
}

/// A row: its figures, one or none per column, and its label.
struct Row {
    middle: f32,
    bbox: [f32; 4],
    figures: Vec<Option<Chunk>>,
    label: Option<usize>,
    level: usize,
    number: u32,
}

fn middle(line: &Line) -> f32 {
    f32::midpoint(line.bbox[1], line.bbox[3])
}

fn centre(word: &Chunk) -> f32 {
    f32::midpoint(word.left, word.right)
}

/// Number of words at the end of a line that are figures.
fn figures(line: &Line) -> usize {
    line.words.iter().rev().take_while(|w| is_figure(w)).count()
}

fn is_row(line: &Line) -> bool {
    (MIN_FIGURES..=MAX_FIGURES).contains(&figures(line))
}

fn next(lines: &[Line], is_page_top: bool) -> Option<Found> {
    let seed = lines.iter().position(is_row)?;
    // A figure that slid down leaves its row with one fewer: the fullest of the nearest rows tells their number.
    let fullest = (seed..lines.len().min(seed + 12))
        .filter(|i| is_row(&lines[*i]))
        .max_by(|a, b| figures(&lines[*a]).cmp(&figures(&lines[*b])).then(b.cmp(a)))?;
    let count = figures(&lines[fullest]);
    let near = seed..lines.len().min(seed + 40);
    // Blanks before a figure shift it within its column: the leftmost shows where the labels end.
    let edge = lines[near]
        .iter()
        .filter(|l| is_row(l) && figures(l) == count)
        .map(|l| l.words[l.words.len() - count].left)
        .fold(f32::MAX, f32::min);
    let is_label = |line: &Line| line.words.iter().all(|w| w.right <= edge);
    let is_near = |i: usize| lines[i].bbox[1] - lines[i - 1].bbox[3] <= 2.0 * lines[i].size;

    let mut end = seed + 1;
    let mut last_row = seed;
    while end < lines.len() && is_near(end) {
        if is_page_number(&lines[end]) {
            break;
        }
        if is_row(&lines[end]) && figures(&lines[end]) <= count {
            last_row = end;
        } else if !is_label(&lines[end]) && !is_rest_of_figures(&lines[end], edge) {
            break;
        }
        end += 1;
    }
    // Below the last figures only the rest of their label stands, or, at the end of the page, the label of a row
    // whose figures went to the next one.
    let at_page_end = end == lines.len();
    end = (last_row + 1..end)
        .find(|i| {
            let number = lines[*i].words.iter().find_map(|w| number(&w.text));
            let far = lines[*i].bbox[1] - lines[i - 1].bbox[3] > (PITCH - 1.0) * lines[*i].size;
            far && !at_page_end || number.is_some_and(|(level, _)| level == 0 || !at_page_end)
        })
        .unwrap_or(end);
    let mut first = seed;
    while first > 0 && is_near(first) && is_label(&lines[first - 1]) {
        first -= 1;
    }
    if first > 0 || !is_page_top {
        // A heading or header stands above: the table begins with the nearest number.
        first = (first..=seed).rev().find(|i| lines[*i].words.iter().any(|w| number(&w.text).is_some()))?;
    }
    // Figures alone just above: they may be the first digits of those in the first row.
    let is_whole = first == 0
        || is_page_number(&lines[first - 1])
        || !lines[first - 1].words.iter().all(is_figure)
        || lines[first].bbox[1] - lines[first - 1].bbox[3] > (PITCH - 1.0) * lines[first].size;
    Some(Found { first, end, piece: is_whole.then(|| piece(&lines[first..end], count, edge)).flatten() })
}

/// `— 4 —`: its words would pass for figures.
fn is_page_number(line: &Line) -> bool {
    let dash = |w: Option<&Chunk>| w.is_some_and(|w| w.text.starts_with(['—', '-', '－', '–']));
    let ends_in_dash = |w: Option<&Chunk>| w.is_some_and(|w| w.text.ends_with(['—', '-', '－', '–']));
    matches!(line.words.len(), 1 | 3)
        && dash(line.words.first())
        && ends_in_dash(line.words.last())
        && line.words.iter().any(|w| w.text.contains(|c: char| c.is_ascii_digit()))
}

fn is_rest_of_figures(line: &Line, edge: f32) -> bool {
    line.words.iter().all(|w| w.right <= edge || is_figure(w))
}

fn piece(lines: &[Line], count: usize, edge: f32) -> Option<Piece> {
    let size = lines[0].size;
    // What is neither a label nor a figure would be lost.
    let is_used = |l: &Line| l.words[..l.words.len() - figures(l)].iter().all(|w| w.right <= edge);
    if !lines.iter().all(is_used) {
        return None;
    }
    let (mut rows, cuts) = rows(lines, count, edge)?;
    let labels = labels(lines, edge);
    settle(&mut rows, &labels, size)?;
    // A label below all figures: its figures are on the next page.
    let below: Vec<usize> = (0..labels.len())
        .filter(|i| {
            labels[*i].number.is_some_and(|(level, _)| level == LEVELS - 1)
                && rows.last().is_some_and(|r| labels[*i].first > r.middle + 0.6 * size)
                && rows.iter().all(|r| r.label != Some(*i))
        })
        .collect();
    // Words above all figures and without a number belong to the last row of the page before.
    let is_orphan =
        |l: &Label| l.number.is_none() && rows.first().is_some_and(|r| l.last < r.middle - 0.6 * size);
    let mut above: Vec<usize> = (0..labels.len()).filter(|i| is_orphan(&labels[*i])).collect();
    above.retain(|i| rows.iter().all(|r| r.label != Some(*i)));
    let (row_above, _) = above
        .iter()
        .map(|i| (Some(*i), labels[*i].bbox[0]))
        .fold((None, f32::MIN), |best, next| if next.1 > best.1 { next } else { best });
    for (i, at_top) in row_above.iter().map(|i| (*i, true)).chain(below.iter().map(|i| (*i, false))) {
        let label = &labels[i];
        let (level, number) = label.number.unwrap_or((level_at(&rows, &labels, label), 0));
        let row = Row {
            middle: f32::midpoint(label.first, label.last),
            bbox: label.bbox,
            figures: vec![None; count],
            label: Some(i),
            level,
            number,
        };
        if at_top {
            rows.insert(0, row);
        } else {
            rows.push(row);
        }
    }
    let groups = groups(&rows, &labels, size)?;
    Some(build(&rows, &labels, &groups, &cuts))
}

/// The rows of figures and the borders of their columns, the outer ones included.
fn rows(lines: &[Line], count: usize, edge: f32) -> Option<(Vec<Row>, Vec<f32>)> {
    let full: Vec<&[Chunk]> = lines
        .iter()
        .filter(|l| is_row(l) && figures(l) == count)
        .map(|l| &l.words[l.words.len() - count..])
        .collect();
    let extent = |i: usize| {
        let left = full.iter().map(|w| w[i].left).fold(f32::MAX, f32::min);
        let right = full.iter().map(|w| w[i].right).fold(f32::MIN, f32::max);
        (left, right)
    };
    let extents: Vec<(f32, f32)> = (0..count).map(extent).collect();
    if extents.windows(2).any(|w| w[0].1 >= w[1].0) {
        return None;
    }
    let mut cuts = vec![extents[0].0 - 2.0];
    cuts.extend(extents.windows(2).map(|w| f32::midpoint(w[0].1, w[1].0)));
    cuts.push(extents[count - 1].1 + 2.0);
    let longest = full.iter().flat_map(|w| w.iter()).map(|w| w.text.len()).max()?;

    let mut rows: Vec<Row> = Vec::new();
    for line in lines {
        let own = &line.words[line.words.len() - figures(line)..];
        let own: Vec<&Chunk> = own.iter().filter(|w| w.right > edge).collect();
        let slot = |w: &Chunk| cuts[1..count].partition_point(|c| *c <= centre(w));
        let slid = rows.last().is_some_and(|row| {
            let numbered = line.words.iter().any(|w| number(&w.text).is_some());
            let holes = row.figures.iter().filter(|f| f.is_none()).count();
            middle(line) - row.middle < 1.6 * line.size
                && !numbered
                && holes == own.len()
                && own.iter().all(|w| row.figures[slot(w)].is_none())
        });
        // Blanks before a figure may push it to the next line of its cell.
        if slid && let Some(row) = rows.last_mut() {
            for word in own {
                row.figures[slot(word)] = Some(word.clone());
            }
            continue;
        }
        if is_row(line) {
            let mut figures: Vec<Option<Chunk>> = vec![None; count];
            for word in own {
                if figures[slot(word)].replace(word.clone()).is_some() {
                    return None;
                }
            }
            let bbox = line.bbox;
            rows.push(Row { middle: middle(line), bbox, figures, label: None, level: 0, number: 0 });
            continue;
        }
        // Digits below a figure that was too long for its column.
        for word in own {
            let row = rows.last_mut()?;
            let is_next = middle(line) - row.middle < 1.6 * line.size;
            match &mut row.figures[slot(word)] {
                Some(above)
                    if is_next && longest >= 2 && above.text.len() == longest && all_digits(above, word) =>
                {
                    above.text.push_str(&word.text);
                }
                _ => return None,
            }
        }
    }
    Some((rows, cuts))
}

fn all_digits(above: &Chunk, below: &Chunk) -> bool {
    [above, below].iter().all(|w| w.text.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
        && (above.left - below.left).abs().min((centre(above) - centre(below)).abs()) < 3.0
}

/// Words left of the figures, those under one another joined. A number begins a label.
fn labels(lines: &[Line], edge: f32) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for line in lines {
        let end = line.words.len() - if is_row(line) { figures(line) } else { 0 };
        let mut words: Vec<Chunk> = Vec::new();
        for word in line.words[..end].iter().filter(|w| w.right <= edge) {
            match words.last_mut() {
                // A number with a blank behind it.
                Some(before)
                    if number(&before.text)
                        .is_some_and(|_| before.text.ends_with(['.', '、', '）', '．', ')']))
                        && word.left - before.right < line.size
                        && number(&word.text).is_none() =>
                {
                    before.text.push_str(&word.text);
                    before.right = word.right;
                }
                _ => words.push(word.clone()),
            }
        }
        for word in words {
            let number = number(&word.text);
            let overlap = |tail: (f32, f32)| {
                let narrow = (tail.1 - tail.0).min(word.right - word.left).max(1.0);
                (tail.1.min(word.right) - tail.0.max(word.left)) / narrow
            };
            let above = labels
                .iter_mut()
                .filter(|l| {
                    let step = middle(line) - l.last;
                    step > 0.5 * line.size && step <= PITCH * line.size && overlap(l.tail) >= 0.5
                })
                .max_by(|a, b| (overlap(a.tail) + a.last).total_cmp(&(overlap(b.tail) + b.last)));
            let bbox = [word.left, line.bbox[1], word.right, line.bbox[3]];
            match above {
                Some(label) if number.is_none() => {
                    label.text.push('\n');
                    label.text.push_str(&word.text);
                    label.last = middle(line);
                    label.tail = (word.left, word.right);
                    let b = label.bbox;
                    label.bbox = [b[0].min(bbox[0]), b[1], b[2].max(bbox[2]), bbox[3]];
                }
                _ => labels.push(Label {
                    text: word.text.clone(),
                    bbox,
                    first: middle(line),
                    last: middle(line),
                    tail: (word.left, word.right),
                    number,
                }),
            }
        }
    }
    labels
}

/// Gives each row of figures its label: the rightmost one beside it. Nothing when a label would serve two rows, or
/// when figures stand neither at the first line, nor at the middle, nor at the last line of their label.
fn settle(rows: &mut [Row], labels: &[Label], size: f32) -> Option<()> {
    let count = rows.len();
    let mut taken = vec![false; labels.len()];
    for (i, row) in rows.iter_mut().enumerate() {
        let beside = (0..labels.len())
            .filter(|l| {
                let l = &labels[*l];
                l.first - 0.3 * size <= row.middle && row.middle <= l.last + 0.3 * size
            })
            .max_by(|a, b| labels[*a].bbox[2].total_cmp(&labels[*b].bbox[2]));
        let Some(found) = beside else {
            if i == 0 {
                row.level = LEVELS - 1;
                continue;
            }
            return None;
        };
        let label = &labels[found];
        if std::mem::replace(&mut taken[found], true) {
            return None;
        }
        let near = |y: f32| (y - row.middle).abs() < 0.4 * size;
        let fits = near(label.first) || near(label.last) || near(f32::midpoint(label.first, label.last));
        let may_be_cut = i == 0 || i + 1 == count;
        if !fits && !may_be_cut || label.number.is_none() && i > 0 {
            return None;
        }
        row.label = Some(found);
        (row.level, row.number) = label.number.unwrap_or((LEVELS - 1, 0));
        row.bbox = [
            row.bbox[0].min(label.bbox[0]),
            row.bbox[1].min(label.bbox[1]),
            row.bbox[2],
            row.bbox[3].max(label.bbox[3]),
        ];
    }
    let first = rows.first().and_then(|r| r.label).filter(|l| labels[*l].number.is_none());
    if let Some(label) = first {
        rows[0].level = level_at(&rows[1..], labels, &labels[label]);
    }
    Some(())
}

/// The level whose labels stand under one another with this one, by their left ends or by their middles.
fn level_at(rows: &[Row], labels: &[Label], label: &Label) -> usize {
    let off = |other: &Label| {
        let centre = |l: &Label| f32::midpoint(l.bbox[0], l.bbox[2]);
        (other.bbox[0] - label.bbox[0]).abs().min((centre(other) - centre(label)).abs())
    };
    rows.iter()
        .filter_map(|r| Some((r.level, off(&labels[r.label?]))))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(LEVELS - 1, |(level, _)| level)
}

/// A cell beside several rows: its level, first row, number of rows, and its label unless that stands on the page
/// before.
type Group = (usize, usize, usize, Option<usize>);

/// The labels that stand beside several rows. Nothing when two would stand beside the same.
fn groups(rows: &[Row], labels: &[Label], size: f32) -> Option<Vec<Group>> {
    let mut out: Vec<Group> = Vec::new();
    for level in 0..LEVELS - 1 {
        let mut start = 0;
        while start < rows.len() {
            if rows[start].level <= level {
                start += 1;
                continue;
            }
            let mut end = start + 1;
            // Counting that begins again begins another group.
            while end < rows.len()
                && rows[end].level > level
                && !(level + 2 == LEVELS && rows[end].number <= rows[end - 1].number)
            {
                end += 1;
            }
            out.push((level, start, end - start, None));
            start = end;
        }
    }
    for (i, label) in labels.iter().enumerate() {
        if rows.iter().any(|r| r.label == Some(i)) {
            continue;
        }
        // The row of figures nearest to the middle of the label is beside it.
        let at = f32::midpoint(label.first, label.last).max(label.first + 0.1 * size);
        let near = (0..rows.len())
            .min_by(|a, b| (rows[*a].middle - at).abs().total_cmp(&(rows[*b].middle - at).abs()))?;
        let own = |g: &&mut Group| {
            let beside = (g.1..g.1 + g.2).contains(&near);
            match label.number {
                Some((level, _)) => g.0 == level && beside,
                // The rest of a group label from the page before.
                None => g.0 == level_of_rest(labels, label, size) && g.1 == 0 && beside,
            }
        };
        let group = out.iter_mut().find(own)?;
        if group.3.replace(i).is_some() {
            return None;
        }
    }
    Some(out)
}

/// The level of a group label that began on the page before.
fn level_of_rest(labels: &[Label], label: &Label, size: f32) -> usize {
    let left = labels
        .iter()
        .filter(|l| l.number.is_some_and(|(level, _)| level == 1))
        .map(|l| l.bbox[0])
        .fold(f32::MAX, f32::min);
    usize::from(left - 0.7 * size <= label.bbox[0])
}

fn build(rows: &[Row], labels: &[Label], groups: &[Group], cuts: &[f32]) -> Piece {
    let left = labels.iter().map(|l| l.bbox[0]).fold(cuts[0], f32::min);
    let mut xs: Vec<f32> = (0..LEVELS).map(|i| left + (cuts[0] - left) * i as f32 / LEVELS as f32).collect();
    xs.extend(cuts);
    let top = rows.iter().map(|r| r.bbox[1]).fold(f32::MAX, f32::min);
    let bottom = rows.iter().map(|r| r.bbox[3]).fold(f32::MIN, f32::max);
    let mut cells = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let blank = |col: usize, cols: usize| [xs[col], row.bbox[1], xs[col + cols], row.bbox[3]];
        for (level, _, count, label) in groups.iter().filter(|g| g.1 == i) {
            let label = label.map(|l| &labels[l]);
            cells.push(PieceCell {
                row: i,
                col: *level,
                rows: *count,
                cols: 1,
                text: label.map_or_else(String::new, |l| l.text.clone()),
                bbox: label.map_or_else(|| blank(*level, 1), |l| l.bbox),
                is_full: false,
            });
        }
        let label = row.label.map(|l| &labels[l]);
        cells.push(PieceCell {
            row: i,
            col: row.level,
            rows: 1,
            cols: LEVELS - row.level,
            text: label.map_or_else(String::new, |l| l.text.clone()),
            bbox: label.map_or_else(|| blank(row.level, LEVELS - row.level), |l| l.bbox),
            is_full: false,
        });
        for (col, figure) in row.figures.iter().enumerate() {
            let bbox = blank(LEVELS + col, 1);
            cells.push(PieceCell {
                row: i,
                col: LEVELS + col,
                rows: 1,
                cols: 1,
                text: figure.as_ref().map_or_else(String::new, |f| f.text.clone()),
                bbox: figure.as_ref().map_or(bbox, |f| [f.left, bbox[1], f.right, bbox[3]]),
                is_full: false,
            });
        }
    }
    cells.sort_by_key(|c| (c.row, c.col));
    let bbox = [left, top, xs[xs.len() - 1], bottom];
    Piece { xs, rows: rows.len(), cells, bbox, is_ruled: false }
}

/// Level and number at the beginning of a label: `三、` is of level 0, `（三）` of level 1, `3.` of level 2.
pub(super) fn number(text: &str) -> Option<(usize, u32)> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let text = text.trim_start();
    let (level, rest) = match text.strip_prefix(['（', '(']) {
        Some(rest) => (1, rest),
        None => (0, text),
    };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if level == 0 && !digits.is_empty() {
        let rest = rest[digits.len()..].strip_prefix(['.', '．', '、'])?;
        let is_decimal = rest.starts_with(|c: char| c.is_ascii_digit());
        return (!is_decimal).then_some(()).and(digits.parse().ok()).map(|n| (2, n));
    }
    let mut chars = rest.chars();
    let value = NUMERALS.chars().position(|c| Some(c) == chars.clone().next())? as u32 + 1;
    chars.next();
    match (level, chars.next()) {
        // In a narrow column the line may end before the bracket.
        (1, Some('）' | ')') | None) => Some((1, value)),
        (0, Some('、')) => Some((0, value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f32, words: &[(&str, f32)]) -> Line {
        let words: Vec<Chunk> = words
            .iter()
            .map(|(text, left)| {
                let width: f32 = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum();
                Chunk { text: (*text).to_owned(), left: *left, right: left + width }
            })
            .collect();
        let bbox = [words[0].left, y - 9.0, words[words.len() - 1].right, y + 1.0];
        Line { chunks: words.clone(), words, bbox, size: 10.0, ends_with_space: false }
    }

    fn row(y: f32, label: &[(&'static str, f32)], figures: [&'static str; 5]) -> Line {
        let at = [200.0, 240.0, 280.0, 320.0, 360.0];
        let words: Vec<_> = label.iter().copied().chain(figures.into_iter().zip(at)).collect();
        line(y, &words)
    }

    fn shape(piece: &Piece) -> Vec<String> {
        let text = |c: &PieceCell| format!("{}:{}", c.col, c.text.replace('\n', "/"));
        (0..piece.rows)
            .map(|r| piece.cells.iter().filter(|c| c.row == r).map(text).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn a_label_over_three_lines_goes_to_the_figures_at_its_middle() {
        let parts = tables(vec![
            row(100.0, &[("一、收件", 50.0)], ["1", "2", "3", "4", "10"]),
            line(112.0, &[("1.甲乙丙", 90.0)]),
            row(124.0, &[("（一）", 50.0), ("丁戊己", 90.0)], ["5", "0", "0", "0", "5"]),
            line(136.0, &[("丙丁", 50.0), ("庚", 90.0)]),
            row(148.0, &[("2.辛", 90.0)], ["7", "0", "0", "0", "7"]),
        ]);
        let [Part::Piece(piece)] = &parts[..] else { panic!("one table expected: {parts:?}") };
        assert_eq!(
            shape(piece),
            [
                "0:一、收件 3:1 4:2 5:3 6:4 7:10",
                "0: 1:（一）/丙丁 2:1.甲乙丙/丁戊己/庚 3:5 4:0 5:0 6:0 7:5",
                "2:2.辛 3:7 4:0 5:0 6:0 7:7",
            ]
        );
    }

    #[test]
    fn figures_that_no_label_claims_leave_the_lines_as_they_are() {
        let parts = tables(vec![
            row(100.0, &[("1.甲", 50.0)], ["1", "2", "3", "4", "10"]),
            row(130.0, &[], ["5", "0", "0", "0", "5"]),
            row(160.0, &[("2.乙", 50.0)], ["7", "0", "0", "0", "7"]),
        ]);
        assert!(parts.iter().all(|p| matches!(p, Part::Line(_))), "{parts:?}");
    }

    #[test]
    fn a_figure_that_touches_its_label_stands_in_its_column_all_the_same() {
        let label = "2.甲乙丙丁戊己庚辛壬癸子丑寅卯";
        let with = |figure: &str| {
            let touching = format!("{label}{figure}");
            let words = [(&*touching, 50.0), ("0", 240.0), ("6", 280.0), ("0", 320.0), ("9", 360.0)];
            tables(vec![
                row(100.0, &[("1.甲", 50.0)], ["1", "2", "3", "4", "10"]),
                line(130.0, &words),
                row(160.0, &[("3.乙", 50.0)], ["7", "0", "0", "0", "7"]),
            ])
        };
        let parts = with("3");
        let [Part::Piece(piece)] = &parts[..] else { panic!("one table expected: {parts:?}") };
        assert_eq!(shape(piece)[1], format!("2:{label} 3:3 4:0 5:6 6:0 7:9"));
        assert!(with("").iter().all(|p| matches!(p, Part::Line(_))), "no figure, no column");
    }

    #[test]
    fn digits_below_a_figure_too_long_for_its_column_belong_to_it() {
        let parts = tables(vec![
            line(94.0, &[("12", 200.0), ("16", 360.0)]),
            line(100.0, &[("1.甲", 50.0), ("0", 242.0), ("4", 282.0), ("0", 322.0)]),
            line(106.0, &[("9", 202.5), ("3", 362.5)]),
            row(122.0, &[("2.乙", 50.0)], ["7", "0", "0", "0", "7"]),
        ]);
        let [Part::Piece(piece)] = &parts[..] else { panic!("one table expected: {parts:?}") };
        assert_eq!(
            shape(piece)[0].split_once(' ').map(|s| s.1.contains("3:129 4:0 5:4 6:0 7:163")),
            Some(true)
        );
    }
}
