//! Keeps a note mark set above or below the line apart from the number beside it, so that 5 with note 1 is not read as 51.
//!
//! Not here: how a format says that text is raised (`html`, `docx`).
//!
//! Only in cells, where a number stands alone: the mark is put in brackets, as clerks write notes on a number by hand.
//! Marks beside letters, such as the 2 of m², stay as they are.

/// Where raised text begins and ends in the text of a paragraph of a cell.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Raised {
    open: Option<usize>,
    /// A finished mark with no digit before it: one may still follow.
    waiting: Option<(usize, usize)>,
}

impl Raised {
    /// Raised text begins at the end of `text`.
    pub(crate) fn begin(&mut self, text: &str) {
        self.waiting = None;
        self.open.get_or_insert(text.len());
    }

    /// Raised text ends; behind a digit it is put in brackets.
    pub(crate) fn end(&mut self, text: &mut String) {
        let Some(start) = self.open.take() else { return };
        let Some(mark) = text.get(start..) else { return };
        if mark.trim().is_empty() {
            return;
        }
        let end = text.len();
        if text[..start].trim_end().ends_with(is_digit) {
            bracket(text, start, end);
        } else if mark.trim_end().ends_with(is_digit) {
            self.waiting = Some((start, end));
        }
    }

    /// Text follows that is not raised; a mark before a digit is put in brackets as well.
    pub(crate) fn before(&mut self, next: &str, text: &mut String) {
        let Some(next) = next.trim_start().chars().next() else { return };
        if let Some((start, end)) = self.waiting.take()
            && is_digit(next)
            && end <= text.len()
        {
            bracket(text, start, end);
        }
    }
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

fn bracket(text: &mut String, start: usize, end: usize) {
    let mark = text[start..end].trim();
    let is_bracketed =
        mark.starts_with(['(', '（', '[', '［', '〔']) && mark.ends_with([')', '）', ']', '］', '〕']);
    let mark = if is_bracketed { mark.to_owned() } else { format!("（{mark}）") };
    let from = text[..start].trim_end_matches(' ').len();
    text.replace_range(from..end, &mark);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(before: &str, mark: &str, after: &str) -> String {
        let (mut raised, mut text) = (Raised::default(), before.to_owned());
        raised.begin(&text);
        text.push_str(mark);
        raised.end(&mut text);
        raised.before(after, &mut text);
        text + after
    }

    #[test]
    fn a_mark_beside_a_digit_is_put_in_brackets_and_others_are_left() {
        assert_eq!(read("5", "1", ""), "5（1）");
        assert_eq!(read("５ ", " ① ", ""), "５（①）");
        assert_eq!(read("5", "[1]", ""), "5[1]");
        assert_eq!(read("", "1", "5"), "（1）5");
        assert_eq!(read("m", "2", "）"), "m2）");
        assert_eq!(read("", "5", ""), "5");
        assert_eq!(read("5", " ", "0"), "5 0");
    }
}
