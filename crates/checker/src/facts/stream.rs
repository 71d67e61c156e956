//! Table text as a stream of labels, values and blanks, whatever the layout was.
//!
//! All letters of the lines that may belong to a table are joined, so that labels broken over lines, cells or pages are
//! found all the same; what is left between the labels are values.
//! Not here: what belongs to which cell (`super::tables`).

use super::fold::{fold, is_circled, is_letter};
use super::lines::{Fragment, Line};
use crate::form::{Label, WORDINGS, Wording, ordinal};
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use gongkai_domain::report::Place;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static MATCHER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .start_kind(StartKind::Both)
        .build(WORDINGS.iter().map(|w| w.letters))
        .ok()
});

/// One item of the stream.
#[derive(Debug, Clone)]
pub(crate) enum Token<'a> {
    /// A label of the form.
    Label {
        /// How it is worded.
        wording: &'static Wording,
        /// Numbering printed before it, digits and Chinese numerals only.
        prefix: String,
        /// The words as printed.
        printed: &'a str,
        /// Where it begins.
        place: Cow<'a, Place>,
        /// Grid column of a table, number of the part in a tab-separated line.
        column: Option<u32>,
    },
    /// Text that is no label.
    Words {
        /// Its letters.
        letters: String,
        /// As printed.
        printed: &'a str,
        /// Where it begins.
        place: Cow<'a, Place>,
        /// Grid column of a table, number of the part in a tab-separated line.
        column: Option<u32>,
    },
    /// A printed value.
    Value {
        /// Folded, without blanks.
        chunk: Cow<'a, str>,
        /// The same with the digits left away that may be the number of the label behind it.
        without_ordinal: Vec<String>,
        /// As printed.
        raw: &'a str,
        /// Where it begins.
        place: Cow<'a, Place>,
        /// Grid column of a table, number of the part in a tab-separated line.
        column: Option<u32>,
    },
    /// A visible empty cell.
    Blank {
        /// Where it is.
        place: &'a Place,
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
pub(crate) struct Located<'a> {
    pub(crate) line: usize,
    /// Whether the line is a table row or has several tab-separated parts.
    pub(crate) is_row: bool,
    /// Number of cells or parts of the line.
    pub(crate) fields: usize,
    pub(crate) token: Token<'a>,
}

#[derive(Debug, Clone, Copy)]
struct Atom {
    c: char,
    line: u32,
    fragment: u32,
    /// Offset in characters within the fragment.
    offset: u32,
    /// Offset in bytes.
    byte: u32,
    /// Index of the label match that covers it, plus one.
    label: u32,
    /// Whether blank space precedes it within the fragment.
    gap: bool,
}

/// Whether a line of text is prose by its looks: sentences, not cells.
pub(crate) fn is_prose(line: &Line<'_>) -> bool {
    if line.table.is_some() && line.fragments.len() > 1 {
        return false;
    }
    if line.fields() > 2 {
        return false;
    }
    let words = line.letters();
    let n = words.chars().count();
    let has_sentence = n > 0 && line.text().contains(['。', '！', '？', '；']);
    if n < 25 && !has_sentence {
        return false;
    }
    // a sentence is prose though it names a row of the table; only a whole table run together is not
    if has_sentence && n < 60 {
        return true;
    }
    let Some(matcher) = MATCHER.as_ref() else { return true };
    let covered: usize = matcher.find_iter(words).map(|m| words[m.start()..m.end()].chars().count()).sum();
    covered * 10 < n * 6
}

/// Reads the stream of the given lines; at the lines in `breaks` every table ends.
///
/// Also tells the lines of text that consist of labels, in which case they are no prose.
pub(crate) fn read<'a>(
    lines: &'a [Line<'_>],
    indices: &[usize],
    breaks: &[usize],
) -> (Vec<Located<'a>>, BTreeSet<usize>) {
    let mut atoms: Vec<Atom> = Vec::new();
    for &l in indices {
        for (f, fragment) in lines[l].fragments.iter().enumerate() {
            let mut gap = false;
            for (offset, (byte, c)) in fragment.text.char_indices().enumerate() {
                let Some(c) = fold(c) else { continue };
                if c.is_whitespace() {
                    gap = true;
                    continue;
                }
                atoms.push(Atom {
                    c,
                    line: l as u32,
                    fragment: f as u32,
                    offset: offset as u32,
                    byte: byte as u32,
                    label: 0,
                    gap,
                });
                gap = false;
            }
        }
    }
    let matches = find_labels(lines, &mut atoms);
    let mut labelled: Vec<usize> = atoms.iter().filter(|a| a.label > 0).map(|a| a.line as usize).collect();
    labelled.dedup();
    (emit(lines, indices, breaks, &atoms, &matches), labelled.into_iter().collect())
}

struct Match {
    wording: &'static Wording,
    first: usize,
}

fn find_labels(lines: &[Line<'_>], atoms: &mut [Atom]) -> Vec<Match> {
    let Some(matcher) = MATCHER.as_ref() else { return Vec::new() };
    let mut text = String::with_capacity(3 * atoms.len());
    let mut starts: Vec<usize> = Vec::with_capacity(atoms.len());
    let mut at: Vec<usize> = Vec::with_capacity(atoms.len());
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
                && !lines[a.line as usize].is_furniture()
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
            let next_is_label = |o: usize| {
                let behind = Input::new(&text[starts[o]..]).anchored(Anchored::Yes);
                matcher.find(behind).is_some_and(|m| m.end() > 6)
            };
            let before = from.checked_sub(1).map(|i| at[i]);
            let touches_before = touches(first, before) && !is_numeral(atoms[before.unwrap_or(first)].c);
            let touches_after = at.get(to).is_some_and(|o| touches(last, Some(*o)) && !next_is_label(to));
            if touches_before || touches_after {
                continue;
            }
        }
        let number = matches.len() as u32 + 1;
        for a in &mut atoms[first..=last] {
            if !lines[a.line as usize].is_furniture() {
                a.label = number;
            }
        }
        matches.push(Match { wording, first });
    }
    // in a line of text labels must make up most of the letters
    let mut rejected: Vec<u32> = Vec::new();
    let mut i = 0;
    while i < atoms.len() {
        let line = atoms[i].line;
        let mut j = i;
        while j < atoms.len() && atoms[j].line == line {
            j += 1;
        }
        let own = &lines[line as usize];
        if !own.is_row() {
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

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

fn is_unit(c: char) -> bool {
    matches!(c, '件' | '条' | '项' | '个' | '份' | '元' | '万' | '亿' | '无' | '增' | '减')
}

fn is_ordinal_mark(c: char) -> bool {
    matches!(c, '.' | '、' | ')' | '）' | '．')
}

fn emit<'a>(
    lines: &'a [Line<'_>],
    indices: &[usize],
    breaks: &[usize],
    atoms: &[Atom],
    matches: &[Match],
) -> Vec<Located<'a>> {
    let mut out: Vec<Located<'a>> = Vec::new();
    let mut at = 0;
    let mut breaks = breaks.iter().copied().peekable();
    for &l in indices {
        let line = &lines[l];
        while breaks.peek().is_some_and(|b| *b < l) {
            let _ = breaks.next();
            out.push(Located { line: l, is_row: false, fields: 0, token: Token::Break });
        }
        let is_row = line.is_row();
        let mut push = |token: Token<'a>| out.push(Located { line: l, is_row, fields: line.fields(), token });
        if line.fragments.is_empty() {
            push(Token::RowEnd);
            continue;
        }
        if line.is_furniture() {
            while at < atoms.len() && atoms[at].line as usize == l {
                at += 1;
            }
            continue;
        }
        for (f, fragment) in line.fragments.iter().enumerate() {
            let begin = at;
            while at < atoms.len() && atoms[at].line as usize == l && atoms[at].fragment as usize == f {
                at += 1;
            }
            let own = &atoms[begin..at];
            // in a tab-separated line the number of the part serves as the column
            let column = fragment.grid.map(|(c, _)| c).or(is_row.then_some(f as u32));
            if !line.is_folded && is_split_ordinal(own, &atoms[at..]) {
                continue;
            }
            if own.is_empty() {
                push(Token::Blank { place: &fragment.place, column });
                continue;
            }
            Own { atoms: own, begin, fragment, column, matches }.tokens(&mut push);
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

/// The atoms of one fragment.
struct Own<'a, 'm> {
    atoms: &'m [Atom],
    /// Index of the first among all atoms.
    begin: usize,
    fragment: &'a Fragment<'a>,
    column: Option<u32>,
    matches: &'m [Match],
}

impl<'a> Own<'a, '_> {
    /// The place of an atom.
    fn place(&self, at: usize) -> Cow<'a, Place> {
        let place = &self.fragment.place;
        match (place.line, place.column, self.atoms[at].offset) {
            (Some(_), Some(column), offset) if offset > 0 => {
                Cow::Owned(Place { column: Some(column + offset), ..place.clone() })
            }
            _ => Cow::Borrowed(place),
        }
    }

    /// What is printed from an atom to the one before another.
    fn raw(&self, from: usize, to: usize) -> &'a str {
        let text = &self.fragment.text[self.atoms[from].byte as usize..];
        let last = (self.atoms[to - 1].byte - self.atoms[from].byte) as usize;
        let length = text[last..].chars().next().map_or(0, char::len_utf8);
        &text[..last + length]
    }

    /// What is printed from an atom to the one before another, folded and without blanks.
    fn folded(&self, from: usize, to: usize) -> Cow<'a, str> {
        let raw = self.raw(from, to);
        let folded = || self.atoms[from..to].iter().map(|a| a.c);
        if raw.chars().eq(folded()) { Cow::Borrowed(raw) } else { Cow::Owned(folded().collect()) }
    }

    /// Tokens of the fragment: runs of atoms that a label covers, and chunks in between.
    fn tokens(&self, push: &mut impl FnMut(Token<'a>)) {
        // a formula without its result is one value that nobody can read, whatever words and numbers are in it
        if self.fragment.grid.is_some() && self.atoms[0].c == '=' {
            let (column, to) = (self.column, self.atoms.len());
            let (chunk, raw, place) = (self.folded(0, to), self.raw(0, to), self.place(0));
            return push(Token::Value { chunk, without_ordinal: Vec::new(), raw, place, column });
        }
        let run = |from: usize, label: u32| -> usize {
            self.atoms[from..].iter().position(|a| a.label != label).map_or(self.atoms.len(), |n| from + n)
        };
        let mut i = 0;
        while i < self.atoms.len() {
            let label = self.atoms[i].label;
            let to = run(i, label);
            if let Some(found) = label.checked_sub(1).map(|n| &self.matches[n as usize]) {
                // a label over several fragments is told once, where it begins
                if found.first == self.begin + i {
                    push(Token::Label {
                        wording: found.wording,
                        prefix: numbering_before(&self.atoms[..i]),
                        printed: self.raw(i, to),
                        place: self.place(i),
                        column: self.column,
                    });
                }
            } else {
                let next = self.atoms.get(to).map(|a| &self.matches[a.label as usize - 1]);
                self.gap_tokens(i, to, next.filter(|m| m.first == self.begin + to), push);
            }
            i = to;
        }
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

impl<'a> Own<'a, '_> {
    /// Tokens between labels: values and other words; numbering before a label belongs to the label.
    fn gap_tokens(
        &self,
        from: usize,
        to: usize,
        next_label: Option<&Match>,
        push: &mut impl FnMut(Token<'a>),
    ) {
        let own = self.atoms;
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
                    Label::Row(_)
                        | Label::BareOther
                        | Label::RowGroup
                        | Label::OtherHandling
                        | Label::BareTotal
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
        let mut chunks: Vec<std::ops::Range<usize>> = Vec::new();
        let mut i = from;
        while i < end {
            let j = (i + 1..end).find(|j| own[*j].gap).unwrap_or(end);
            chunks.push(i..j);
            i = j;
        }
        let mut n = 0;
        while let Some(chunk) = chunks.get(n) {
            if self.is_page_number_within(&chunks, n) {
                n += 3;
                continue;
            }
            let optional: &[usize] = if chunk.end == end { &optional_digits } else { &[] };
            self.chunk_token(chunk.start, chunk.end, optional, push);
            n += 1;
        }
    }

    /// `（三）不予 - 10 - 公开`: the number of a page between its strokes, in the middle of words that the page's end cut.
    fn is_page_number_within(&self, chunks: &[std::ops::Range<usize>], at: usize) -> bool {
        let atoms = |n: usize| chunks.get(n).map_or(&[][..], |chunk| &self.atoms[chunk.clone()]);
        let is_stroke = |n: usize| matches!(atoms(n), [only] if matches!(only.c, '-' | '—'));
        let is_number =
            |n: usize| (1..=3).contains(&atoms(n).len()) && atoms(n).iter().all(|a| a.c.is_ascii_digit());
        let has_words = |n: usize| atoms(n).iter().any(|a| is_letter(a.c));
        at > 0
            && is_stroke(at)
            && is_number(at + 1)
            && is_stroke(at + 2)
            && has_words(at - 1)
            && has_words(at + 3)
    }

    /// The token of a chunk without blanks in it.
    fn chunk_token(
        &self,
        from: usize,
        to: usize,
        optional_digits: &[usize],
        push: &mut impl FnMut(Token<'a>),
    ) {
        let own = self.atoms;
        // 其他情形)1000001: the bracket closes the label
        let follows_label = from > 0 && own[from - 1].label > 0;
        let closing = if follows_label {
            own[from..to].iter().take_while(|a| matches!(a.c, ')' | ']')).count()
        } else {
            0
        };
        let from = from + closing;
        if from == to {
            return;
        }
        let is_edge = |c: char| matches!(c, '"' | '\'' | '|' | '、' | ':' | '：' | ',' | '，' | '。' | ';');
        let chunk = match self.folded(from, to) {
            Cow::Borrowed(all) => Cow::Borrowed(all.trim_matches(is_edge)),
            Cow::Owned(all) => Cow::Owned(all.trim_matches(is_edge).to_owned()),
        };
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
        let (place, column, printed) = (self.place(from), self.column, self.raw(from, to));
        let has_digit = chunk.chars().any(|c| c.is_ascii_digit());
        let words: String = chunk.chars().filter(|c| is_letter(*c)).collect();
        let is_value_word = matches!(&*chunk, "无" | "零" | "〇" | "○" | "不涉及" | "不适用" | "无此项");
        let is_sign = words.is_empty() && !has_digit;
        let is_value = is_value_word
            || is_sign
            || (has_digit && (words.is_empty() || looks_like_value(&chunk)))
            || (words.is_empty() && chunk.contains('\u{FFFD}'));
        if is_value {
            let without_ordinal = optional_digits
                .iter()
                .filter(|n| chunk.len() > **n && chunk.bytes().all(|b| b.is_ascii_digit()))
                .map(|n| chunk[..chunk.len() - n].to_owned())
                .collect();
            push(Token::Value { chunk, without_ordinal, raw: printed, place, column });
            return;
        }
        let has_words = words.chars().count() >= 4;
        push(Token::Words { letters: words, printed, place, column });
        // a damaged label with its values run on
        let digits = own[from..to].iter().rev().take_while(|a| a.c.is_ascii_digit()).count();
        if digits > 0 && has_words {
            let first = to - digits;
            push(Token::Value {
                chunk: self.folded(first, to),
                without_ordinal: Vec::new(),
                raw: self.raw(first, to),
                place: self.place(first),
                column,
            });
        }
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
