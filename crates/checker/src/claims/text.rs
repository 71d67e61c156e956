//! A paragraph made ready for reading: widths folded, blanks left out, every character knowing where it stood.
//!
//! Not here: what the characters mean (`super::lexer`).

use gongkai_domain::report::Place;

/// The characters of a paragraph without white space, each with its origin.
#[derive(Debug)]
pub(super) struct Text<'a> {
    /// The paragraph as given.
    pub(super) source: &'a str,
    /// Folded characters: full-width letters and digits become ASCII, punctuation keeps its form.
    pub(super) chars: Vec<char>,
    /// Byte offset, line within the paragraph and column of each character; one more entry for the end.
    origin: Vec<Origin>,
    /// Whether white space stood before the character.
    pub(super) gap: Vec<bool>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Origin {
    byte: usize,
    end: usize,
    line: u32,
    column: u32,
}

/// Half-width form of letters, digits and the signs that numbers need.
fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '．' => '.',
        '％' | '﹪' => '%',
        '(' => '（',
        ')' => '）',
        ';' => '；',
        ':' => '：',
        '－' | '–' | '—' | '―' => '-',
        '～' | '〜' => '~',
        '○' | '◯' => '〇',
        _ => c,
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{00ad}' | '\u{2060}')
}

impl<'a> Text<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut it = Self { source, chars: Vec::new(), origin: Vec::new(), gap: Vec::new() };
        let (mut line, mut column, mut gap) = (0, 0, false);
        for (byte, c) in source.char_indices() {
            if is_blank(c) {
                gap = true;
                if c == '\n' {
                    line += 1;
                    column = 0;
                } else {
                    column += 1;
                }
                continue;
            }
            it.chars.push(fold(c));
            it.origin.push(Origin { byte, end: byte + c.len_utf8(), line, column });
            it.gap.push(gap);
            gap = false;
            column += 1;
        }
        it
    }

    /// Byte offsets in the source of the characters from `start` to before `end`.
    pub(super) fn bytes(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.origin.get(start).map_or(self.source.len(), |o| o.byte);
        let to = end.checked_sub(1).and_then(|i| self.origin.get(i)).map_or(from, |o| o.end);
        (from, to.max(from))
    }

    /// The place of the characters, given the place of the paragraph's first character.
    pub(super) fn place(&self, base: Option<&Place>, start: usize, end: usize) -> Option<Place> {
        let mut place = base?.clone();
        let first = self.origin.get(start).copied().unwrap_or_default();
        if let Some(line) = place.line {
            let shift = if first.line == 0 { place.column.unwrap_or(1).max(1) - 1 } else { 0 };
            place.line = Some(line.saturating_add(first.line));
            place.column = Some(shift.saturating_add(first.column).saturating_add(1));
        }
        let (from, to) = self.bytes(start, end);
        let words = self.source.get(from..to).unwrap_or_default();
        let on_one_line = words.split('\n').next().unwrap_or_default();
        place.length = Some(on_one_line.chars().count() as u32);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_counts_characters_of_the_line() {
        let text = Text::new("收到 　１２件\n其中 3件");
        assert_eq!(text.chars.iter().collect::<String>(), "收到12件其中3件");
        let base = Place { line: Some(7), column: Some(3), ..Place::default() };
        let number = text.place(Some(&base), 2, 5).unwrap();
        assert_eq!((number.line, number.column, number.length), (Some(7), Some(7), Some(3)));
        let part = text.place(Some(&base), 5, 9).unwrap();
        assert_eq!((part.line, part.column, part.length), (Some(8), Some(1), Some(5)));
        let (from, to) = text.bytes(2, 5);
        assert_eq!(&text.source[from..to], "１２件");
    }
}
