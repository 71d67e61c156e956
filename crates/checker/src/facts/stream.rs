//! Table text as a stream of labels, values and blanks, whatever the layout was.
//!
//! All letters of the lines that may belong to a table are joined, so that labels broken over lines, cells or pages are
//! found all the same; what is left between the labels are values.
//! Not here: what belongs to which cell (`super::tables`).

use super::fold::{fold, is_circled, is_letter, letters};
use super::lines::Line;
use super::sections::is_page_number;
use crate::form::{Label, WORDINGS, Wording, ordinal};
use aho_corasick::{AhoCorasick, MatchKind};
use gongkai_domain::report::Place;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static MATCHER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(WORDINGS.iter().map(|w| w.letters))
        .ok()
});

/// One item of the stream.
#[derive(Debug, Clone)]
pub(crate) enum Token {
    /// A label of the form.
    Label {
        /// How it is worded.
        wording: &'static Wording,
        /// Numbering printed before it, digits and Chinese numerals only.
        prefix: String,
        /// The words as printed.
        printed: String,
        /// Where it begins.
        place: Place,
        /// Grid column of a table, number of the part in a tab-separated line.
        column: Option<u32>,
    },
    /// Text that is no label.
    Words {
        /// Its letters.
        letters: String,
        /// As printed.
        printed: String,
        /// Where it begins.
        place: Place,
        /// Grid column of a table, number of the part in a tab-separated line.
        column: Option<u32>,
    },
    /// A printed value.
    Value {
        /// Folded, without blanks.
        chunk: String,
        /// The same with the digits left away that may be the number of the label behind it.
        without_ordinal: Vec<String>,
        /// As printed.
        raw: String,
        /// Where it begins.
        place: Place,
        /// Grid column of a table, number of the part in a tab-separated line.
        column: Option<u32>,
    },
    /// A visible empty cell.
    Blank {
        /// Where it is.
        place: Place,
        /// Grid column, in a table.
        column: Option<u32>,
    },
    /// End of a table row or of a tab-separated line, or an empty line.
    RowEnd,
    /// A section title: no table goes on behind it.
    Break,
}

/// A token with the line it came from.
#[derive(Debug, Clone)]
pub(crate) struct Located {
    pub(crate) line: usize,
    /// Whether the line is a table row or has several tab-separated parts.
    pub(crate) is_row: bool,
    /// Number of cells or parts of the line.
    pub(crate) fields: usize,
    pub(crate) token: Token,
}

#[derive(Debug, Clone, Copy)]
struct Atom {
    c: char,
    line: usize,
    fragment: usize,
    /// Offset in characters within the fragment.
    offset: usize,
    /// Whether blank space precedes it within the fragment.
    gap: bool,
    /// Index of the label match that covers it, plus one.
    label: usize,
}

/// Whether a line of text is prose by its looks: sentences, not cells.
pub(crate) fn is_prose(line: &Line) -> bool {
    if line.table.is_some() && line.fragments.len() > 1 {
        return false;
    }
    if line.fragments.len() > 2 {
        return false;
    }
    let text = line.text();
    let words = letters(&text);
    let n = words.chars().count();
    let has_sentence = n > 0 && text.contains(['。', '！', '？', '；']);
    if n < 6 && !has_sentence {
        return false;
    }
    if n < 25 && !has_sentence {
        return false;
    }
    // a sentence is prose though it names a row of the table; only a whole table run together is not
    if has_sentence && n < 60 {
        return true;
    }
    let Some(matcher) = MATCHER.as_ref() else { return true };
    let covered: usize = matcher.find_iter(&words).map(|m| words[m.start()..m.end()].chars().count()).sum();
    covered * 10 < n * 6
}

/// Reads the stream of the given lines; at the lines in `breaks` every table ends.
///
/// Also tells the lines of text that consist of labels, in which case they are no prose.
pub(crate) fn read(lines: &[Line], indices: &[usize], breaks: &[usize]) -> (Vec<Located>, BTreeSet<usize>) {
    let mut atoms: Vec<Atom> = Vec::new();
    for &l in indices {
        for (f, fragment) in lines[l].fragments.iter().enumerate() {
            let mut gap = false;
            for (offset, c) in fragment.text.chars().enumerate() {
                let Some(c) = fold(c) else { continue };
                if c.is_whitespace() {
                    gap = true;
                    continue;
                }
                atoms.push(Atom { c, line: l, fragment: f, offset, gap, label: 0 });
                gap = false;
            }
        }
    }
    let matches = find_labels(lines, &mut atoms);
    let labelled = atoms.iter().filter(|a| a.label > 0).map(|a| a.line).collect();
    (emit(lines, indices, breaks, &atoms, &matches), labelled)
}

struct Match {
    wording: &'static Wording,
    first: usize,
}

fn find_labels(lines: &[Line], atoms: &mut [Atom]) -> Vec<Match> {
    let Some(matcher) = MATCHER.as_ref() else { return Vec::new() };
    let mut text = String::new();
    let mut starts: Vec<usize> = Vec::new();
    let mut at: Vec<usize> = Vec::new();
    for (i, atom) in atoms.iter().enumerate() {
        if is_letter(atom.c) {
            starts.push(text.len());
            at.push(i);
            text.push(atom.c);
        }
    }
    let index_of = |byte: usize| starts.partition_point(|s| *s < byte);
    let mut matches: Vec<Match> = Vec::new();
    for found in matcher.find_iter(&text) {
        let wording = &WORDINGS[found.pattern().as_usize()];
        let (from, to) = (index_of(found.start()), index_of(found.end()));
        let (first, last) = (at[from], at[to - 1]);
        // digits inside a label are page numbers on lines of their own, or the 4 of 保留4位小数
        let has_stray_digit = (first..=last).any(|i| {
            let a = atoms[i];
            a.c.is_ascii_digit()
                && !(matches!(wording.label, Label::Measure(_)) && a.line == atoms[first].line)
                && !is_furniture_line(&lines[a.line])
        });
        if has_stray_digit {
            continue;
        }
        // a short label must stand by itself
        if to - from <= 4 {
            let touches = |inner: usize, outer: Option<usize>| -> bool {
                outer.is_some_and(|o| {
                    let (a, b) = (atoms[inner], atoms[o]);
                    let between = inner.abs_diff(o) > 1 || if o > inner { b.gap } else { a.gap };
                    a.line == b.line && a.fragment == b.fragment && !between && b.label == 0
                })
            };
            let next_is_label =
                |o: usize| matcher.find(&text[starts[o]..]).is_some_and(|m| m.start() == 0 && m.end() > 6);
            let before = from.checked_sub(1).map(|i| at[i]);
            let touches_before = touches(first, before) && !is_numeral(atoms[before.unwrap_or(first)].c);
            let touches_after = at.get(to).is_some_and(|o| touches(last, Some(*o)) && !next_is_label(to));
            if touches_before || touches_after {
                continue;
            }
        }
        let number = matches.len() + 1;
        for a in &mut atoms[first..=last] {
            if !is_furniture_line(&lines[a.line]) {
                a.label = number;
            }
        }
        matches.push(Match { wording, first });
    }
    // in a line of text labels must make up most of the letters
    let mut rejected: Vec<usize> = Vec::new();
    let mut i = 0;
    while i < atoms.len() {
        let line = atoms[i].line;
        let mut j = i;
        while j < atoms.len() && atoms[j].line == line {
            j += 1;
        }
        let is_row = lines[line].table.is_some() || lines[line].fragments.len() > 1;
        if !is_row {
            let counted = |a: &Atom| is_letter(a.c) && !is_numeral(a.c) && !is_unit(a.c);
            let all = atoms[i..j].iter().filter(|a| counted(a)).count();
            let covered = atoms[i..j].iter().filter(|a| counted(a) && a.label > 0).count();
            if covered * 4 < all * 3 {
                rejected.extend(atoms[i..j].iter().filter(|a| a.label > 0).map(|a| a.label));
            }
        }
        i = j;
    }
    if !rejected.is_empty() {
        for atom in atoms.iter_mut() {
            if rejected.contains(&atom.label) {
                atom.label = 0;
            }
        }
    }
    matches
}

fn is_furniture_line(line: &Line) -> bool {
    line.table.is_none() && is_page_number(&line.text())
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

fn is_unit(c: char) -> bool {
    matches!(c, '件' | '条' | '项' | '个' | '份' | '元' | '万' | '亿' | '无' | '增' | '减')
}

fn is_ordinal_mark(c: char) -> bool {
    matches!(c, '.' | '、' | ')' | '）' | '．')
}

fn emit(
    lines: &[Line],
    indices: &[usize],
    breaks: &[usize],
    atoms: &[Atom],
    matches: &[Match],
) -> Vec<Located> {
    let mut out: Vec<Located> = Vec::new();
    let mut at = 0;
    let mut breaks = breaks.iter().copied().peekable();
    for &l in indices {
        let line = &lines[l];
        while breaks.peek().is_some_and(|b| *b < l) {
            let _ = breaks.next();
            out.push(Located { line: l, is_row: false, fields: 0, token: Token::Break });
        }
        let is_row = line.table.is_some() || line.fragments.len() > 1;
        let mut push =
            |token: Token| out.push(Located { line: l, is_row, fields: line.fragments.len(), token });
        if line.fragments.is_empty() {
            push(Token::RowEnd);
            continue;
        }
        if is_furniture_line(line) {
            while at < atoms.len() && atoms[at].line == l {
                at += 1;
            }
            continue;
        }
        for (f, fragment) in line.fragments.iter().enumerate() {
            let begin = at;
            while at < atoms.len() && atoms[at].line == l && atoms[at].fragment == f {
                at += 1;
            }
            let own = &atoms[begin..at];
            // in a tab-separated line the number of the part serves as the column
            let column = fragment.grid.map(|(c, _)| c).or(is_row.then_some(f as u32));
            if is_split_ordinal(own, &atoms[at..]) {
                continue;
            }
            if own.is_empty() {
                let token = Token::Blank { place: fragment.place.clone(), column };
                push(token);
                continue;
            }
            fragment_tokens(own, begin, fragment, column, matches, &mut push);
        }
        if is_row {
            push(Token::RowEnd);
        }
    }
    out
}

/// A number that stands alone, with its dot and its label on the lines that follow.
fn is_split_ordinal(own: &[Atom], behind: &[Atom]) -> bool {
    let is_number = (1..=2).contains(&own.len()) && own.iter().all(|a| a.c.is_ascii_digit());
    let mut marks = 0;
    for atom in behind {
        if is_ordinal_mark(atom.c) && marks < 2 {
            marks += 1;
        } else {
            return is_number && marks > 0 && atom.label > 0;
        }
    }
    false
}

/// Tokens of one fragment: runs of atoms that a label covers, and chunks in between.
fn fragment_tokens(
    own: &[Atom],
    begin: usize,
    fragment: &super::lines::Fragment,
    column: Option<u32>,
    matches: &[Match],
    push: &mut impl FnMut(Token),
) {
    let place_at = |offset: usize| -> Place {
        let mut place = fragment.place.clone();
        if place.line.is_some() {
            place.column = place.column.map(|c| c + offset as u32);
        }
        place
    };
    let raw = |from: usize, to: usize| -> String {
        fragment.text.chars().skip(own[from].offset).take(own[to].offset + 1 - own[from].offset).collect()
    };
    let mut i = 0;
    while i < own.len() {
        if own[i].label > 0 {
            let label = own[i].label;
            let mut j = i;
            while j < own.len() && own[j].label == label {
                j += 1;
            }
            let found = &matches[label - 1];
            // a label over several fragments is told once, where it begins
            if found.first == begin + i {
                push(Token::Label {
                    wording: found.wording,
                    prefix: numbering_before(&own[..i]),
                    printed: raw(i, j - 1),
                    place: place_at(own[i].offset),
                    column,
                });
            }
            i = j;
            continue;
        }
        // up to the next label
        let mut j = i;
        while j < own.len() && own[j].label == 0 {
            j += 1;
        }
        let next_label = own.get(j).map(|a| &matches[a.label - 1]).filter(|m| m.first == begin + j);
        gap_tokens(own, i, j, next_label, column, &place_at, &raw, push);
        i = j;
    }
}

/// Digits and numerals of the numbering that ends directly before a label: `3` of `3.`, `七` of `（七）`.
fn numbering_before(own: &[Atom]) -> String {
    let mut marked = false;
    let mut found: Vec<char> = Vec::new();
    for atom in own.iter().rev().take(6) {
        if is_ordinal_mark(atom.c) && found.is_empty() {
            marked = true;
        } else if marked && (is_numeral(atom.c) || (atom.c.is_ascii_digit() && found.is_empty())) {
            found.push(atom.c);
        } else {
            break;
        }
    }
    found.iter().rev().collect()
}

/// Tokens between labels: values and other words; numbering before a label belongs to the label.
fn gap_tokens(
    own: &[Atom],
    from: usize,
    to: usize,
    next_label: Option<&Match>,
    column: Option<u32>,
    place_at: &impl Fn(usize) -> Place,
    raw: &impl Fn(usize, usize) -> String,
    push: &mut impl FnMut(Token),
) {
    let mut end = to;
    // how many digits before the label may be its number instead of the value's last digits
    let mut optional_digits: Vec<usize> = Vec::new();
    if let Some(next) = next_label {
        // marks and numerals directly before the label
        let mut k = to;
        let mut marked = false;
        let mut has_numeral = false;
        while k > from {
            let c = own[k - 1].c;
            has_numeral |= is_numeral(c) || is_circled(c);
            if is_ordinal_mark(c) {
                marked = true;
            } else if !(is_numeral(c) || matches!(c, '(' | '"' | '\'') || is_circled(c)) {
                break;
            }
            k -= 1;
        }
        end = k;
        let expected = match next.wording.label {
            Label::Row(row) => ordinal(row),
            _ => None,
        };
        // digits of the numbering: 2. in front of the label, perhaps glued to the last value
        let mut digits = 0;
        while end > from + digits && own[end - 1 - digits].c.is_ascii_digit() {
            digits += 1;
            if own[end - digits].gap {
                break;
            }
        }
        let is_arabic = !has_numeral
            && matches!(
                next.wording.label,
                Label::Row(_) | Label::BareOther | Label::RowGroup | Label::OtherHandling | Label::BareTotal
            );
        let stands_apart = end - digits == from || (digits > 0 && own[end - digits].gap);
        let is_running = digits > 2 && matches!(own[end - 2].c, '1' | '2');
        if digits > 0 && is_arabic && marked && k < to {
            if digits <= 2 && end - digits == from {
                end -= digits;
            } else {
                // numbering that runs on through the table has two digits
                end -= 1;
                if digits >= 2 && matches!(own[end - 1].c, '1' | '2') && expected != Some(own[end].c) {
                    optional_digits.push(1);
                }
            }
        } else if digits > 0 && is_arabic && k == to {
            if digits == 1 && stands_apart && end - digits == from && expected == Some(own[end - 1].c) {
                end -= 1;
            } else {
                optional_digits.push(1);
                if is_running {
                    optional_digits.push(2);
                }
            }
        }
    }
    // chunks separated by blanks
    let mut i = from;
    while i < end {
        let mut j = i + 1;
        while j < end && !own[j].gap {
            j += 1;
        }
        let optional: &[usize] = if j == end { &optional_digits } else { &[] };
        chunk_token(own, i, j, optional, column, place_at, raw, push);
        i = j;
    }
}

fn chunk_token(
    own: &[Atom],
    from: usize,
    to: usize,
    optional_digits: &[usize],
    column: Option<u32>,
    place_at: &impl Fn(usize) -> Place,
    raw: &impl Fn(usize, usize) -> String,
    push: &mut impl FnMut(Token),
) {
    // 其他情形)1000001: the bracket closes the label
    let follows_label = from > 0 && own[from - 1].label > 0;
    let closing =
        if follows_label { own[from..to].iter().take_while(|a| matches!(a.c, ')' | ']')).count() } else { 0 };
    let from = from + closing;
    if from == to {
        return;
    }
    let all: String = own[from..to].iter().map(|a| a.c).collect();
    let chunk = all
        .trim_matches(|c: char| matches!(c, '"' | '\'' | '|' | '、' | ':' | '：' | ',' | '，' | '。' | ';'));
    // an ordinal's leftovers
    let is_ordinal = chunk.strip_suffix(['.', ')']).is_some_and(|d| {
        (1..=2).contains(&d.trim_start_matches('(').len())
            && d.trim_start_matches('(').bytes().all(|b| b.is_ascii_digit())
    });
    if is_ordinal {
        return;
    }
    let is_marks = chunk.chars().all(|c| matches!(c, '(' | ')' | '.' | '、' | '[' | ']'))
        || chunk.chars().all(is_circled);
    if chunk.is_empty() || is_marks {
        return;
    }
    let place = place_at(own[from].offset);
    let printed = raw(from, to - 1);
    let has_digit = chunk.chars().any(|c| c.is_ascii_digit());
    let words: String = chunk.chars().filter(|c| is_letter(*c)).collect();
    let is_value_word = matches!(chunk, "无" | "零" | "〇" | "○" | "不涉及" | "不适用" | "无此项");
    let is_sign = words.is_empty() && !has_digit;
    let is_value = is_value_word
        || is_sign
        || (has_digit && (words.is_empty() || looks_like_value(chunk)))
        || (words.is_empty() && chunk.contains('\u{FFFD}'));
    if is_value {
        let without_ordinal = optional_digits
            .iter()
            .filter(|n| chunk.len() > **n && chunk.bytes().all(|b| b.is_ascii_digit()))
            .map(|n| chunk[..chunk.len() - n].to_owned())
            .collect();
        push(Token::Value { chunk: chunk.to_owned(), without_ordinal, raw: printed, place, column });
        return;
    }
    push(Token::Words { letters: words.clone(), printed, place, column });
    // a damaged label with its values run on
    let digits = own[from..to].iter().rev().take_while(|a| a.c.is_ascii_digit()).count();
    if digits > 0 && words.chars().count() >= 4 {
        let first = to - digits;
        push(Token::Value {
            chunk: own[first..to].iter().map(|a| a.c).collect(),
            without_ordinal: Vec::new(),
            raw: raw(first, to - 1),
            place: place_at(own[first].offset),
            column,
        });
    }
}

/// Digits with a unit, a sign in words or a note in brackets.
fn looks_like_value(chunk: &str) -> bool {
    let head = chunk.split(['(', '[']).next().unwrap_or(chunk);
    let stripped =
        ["增加", "新增", "减少", "增", "减"].iter().find_map(|p| head.strip_prefix(p)).unwrap_or(head);
    let digits: String =
        stripped.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-')).collect();
    if digits.is_empty() {
        return false;
    }
    let unit = &stripped[digits.len()..];
    unit.is_empty()
        || matches!(
            unit,
            "件" | "条" | "项" | "个" | "份" | "次" | "宗" | "起" | "元" | "万元" | "亿元" | "万"
        )
}

/// How alike two label texts are: shared pairs of neighbouring letters, 0 to 1.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    let pairs = |s: &str| -> Vec<(char, char)> {
        let chars: Vec<char> = s.chars().collect();
        chars.windows(2).map(|w| (w[0], w[1])).collect()
    };
    let (pa, mut pb) = (pairs(a), pairs(b));
    let total = pa.len() + pb.len();
    if total == 0 {
        return 0.0;
    }
    let mut shared = 0;
    for pair in pa {
        if let Some(at) = pb.iter().position(|p| *p == pair) {
            pb.swap_remove(at);
            shared += 1;
        }
    }
    f64::from(2 * shared) / total as f64
}
