//! Measures and wraps text for a terminal, where a Chinese character is two columns wide.
//!
//! Not here: what is printed (`super::text`).

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns that a text takes.
pub fn of(text: &str) -> usize {
    text.width()
}

/// Columns that a character takes; control characters take none.
pub fn of_char(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Breaks a text into lines of at most `width` columns, by the rules of UAX #14: no line begins with a closing mark.
///
/// `first` stands before the first line and `rest` before each other one; both count towards the width.
pub fn wrap(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let options = Options::new(width.max(20))
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(WordSeparator::UnicodeBreakProperties)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// A text padded with blanks to a width.
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(of(text));
    format!("{text}{}", " ".repeat(missing))
}

/// The part of a line that is shown, with the marked range moved along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Text shown, with `...` where something was left out.
    pub text: String,
    /// Columns before the first marked character, for each of the ranges given.
    pub marks: Vec<(usize, usize)>,
}

/// Cuts a line to `room` columns so that all ranges (in characters) are visible; `None` when they do not fit together.
///
/// One range alone always fits: its end is cut when it must be.
pub fn excerpt(line: &str, ranges: &[(usize, usize)], room: usize) -> Option<Excerpt> {
    const DOTS: &str = "...";
    let chars: Vec<char> = line.chars().map(super::tame).collect();
    let room = room.max(20);
    let columns = |from: usize, to: usize| chars[from..to].iter().map(|c| of_char(*c)).sum::<usize>();
    let clamp = |(from, to): (usize, usize)| {
        let from = from.min(chars.len());
        (from, to.clamp(from, chars.len()))
    };
    let ranges: Vec<(usize, usize)> = ranges.iter().copied().map(clamp).collect();
    let (mut from, mut to) = (0, chars.len());
    if columns(0, chars.len()) > room {
        let first = ranges.iter().map(|r| r.0).min().unwrap_or(0);
        let mut last = ranges.iter().map(|r| r.1).max().unwrap_or(0);
        let budget = room - 2 * DOTS.len();
        if columns(first, last) > budget {
            if ranges.len() > 1 {
                return None;
            }
            while columns(first, last) > budget {
                last -= 1;
            }
        }
        (from, to) = (first, last);
        // a third of what is left goes before the marks: people read on from where something begins
        let left = (budget - columns(from, to)) / 3;
        while from > 0 && columns(from - 1, first) <= left {
            from -= 1;
        }
        while to < chars.len() && columns(from, to + 1) <= budget {
            to += 1;
        }
        while from > 0 && columns(from - 1, to) <= budget {
            from -= 1;
        }
    }
    let before = if from > 0 { DOTS } else { "" };
    let after = if to < chars.len() { DOTS } else { "" };
    let text: String = before.chars().chain(chars[from..to].iter().copied()).chain(after.chars()).collect();
    let marks = ranges
        .iter()
        .map(|(a, b)| {
            let (a, b) = ((*a).clamp(from, to), (*b).clamp(from, to));
            (before.len() + columns(from, a), columns(a, b).max(1))
        })
        .collect();
    Some(Excerpt { text, marks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_in_columns_not_in_characters() {
        let found = excerpt("商业企业 科研机构 社会组织 其他", &[(10, 14)], 60).unwrap();
        assert_eq!(found.marks, [(18, 8)]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{}公开五件{}", "前".repeat(100), "后".repeat(100));
        let found = excerpt(&line, &[(100, 104)], 40).unwrap();
        assert!(of(&found.text) <= 40, "{}", found.text);
        assert!(found.text.starts_with("...前") && found.text.ends_with("后..."));
        let (at, columns) = found.marks[0];
        let shown: String = found
            .text
            .chars()
            .scan(0, |x, c| {
                let here = *x;
                *x += of_char(c);
                Some((here, c))
            })
            .filter(|(x, _)| (at..at + columns).contains(x))
            .map(|(_, c)| c)
            .collect();
        assert_eq!(shown, "公开五件");
    }

    #[test]
    fn ranges_that_are_too_far_apart_are_refused_and_a_long_one_is_cut() {
        let line = "字".repeat(100);
        assert_eq!(excerpt(&line, &[(0, 2), (90, 92)], 60), None);
        let alone = excerpt(&line, &[(3, 95)], 60).unwrap();
        assert!(of(&alone.text) <= 60);
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        for width in 20..60 {
            for line in wrap(
                "第一项加第二项之和，等于第三项加第四项之和；（不含“结转”数）。请逐项核对。",
                width,
                "",
                "  ",
            ) {
                assert!(of(&line) <= width, "{line}");
                let start = line.trim_start().chars().next().unwrap();
                assert!(!"，。；）”".contains(start), "{line}");
            }
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let found = excerpt("公开\u{1b}[31m五件", &[], 60).unwrap();
        assert!(!found.text.contains('\u{1b}'));
    }
}
