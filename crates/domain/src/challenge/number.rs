//! The case number (案号) of a reconsideration organ or court: what it looks like, so that nothing else gets into the open part
//! of the records.
//!
//! Not here: who gives it, and where it is recorded (`super::event`).

/// Longest number in characters, far beyond any that is given.
const LONGEST: usize = 40;
/// Longest run of digits: a year has four, a serial number in practice at most five. Numbers of documents and telephones are longer.
const LONGEST_RUN: usize = 6;

/// Whether a text is a case number, such as `云政复〔2025〕1号` or `（2025）云01行初12号`: a year in brackets, a serial number
/// with 号 at the end, and before, between and within them nothing but Chinese characters and digits.
pub fn is_case_number(text: &str) -> bool {
    let Some(front) = text.strip_suffix('号') else { return false };
    let serial = front.chars().rev().take_while(char::is_ascii_digit).count();
    let mut run = 0_usize;
    let is_plain = front.chars().all(|c| {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        run <= LONGEST_RUN && (c.is_ascii_digit() || is_chinese(c) || "〔〕（）()[]【】之".contains(c))
    });
    serial > 0 && is_plain && text.chars().count() <= LONGEST && has_year(front)
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether a year stands in brackets.
fn has_year(text: &str) -> bool {
    [('〔', '〕'), ('（', '）'), ('(', ')'), ('[', ']'), ('【', '】')].into_iter().any(|(open, close)| {
        let inside = text.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        inside.is_some_and(|(year, _)| year.len() == 4 && year.chars().all(|c| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_number_has_a_year_in_brackets_and_nothing_that_could_name_a_person_by_number() {
        for number in [
            "云政复〔2025〕1号",
            "青政复决字〔2025〕9号",
            "（2025）云01行初12号",
            "(2025)粤0101行初1234号",
            "国复[2025]3号",
        ] {
            assert!(is_case_number(number), "{number}");
        }
        for text in [
            "",
            "号",
            "云政复2025-1号",
            "云政复〔2025〕号",
            "云政复〔2025〕1",
            "云政复〔25〕1号",
            "张三 云政复〔2025〕1号",
            "云政复〔2025〕11010119900101123号",
            "<b>〔2025〕1号",
        ] {
            assert!(!is_case_number(text), "{text}");
        }
        assert!(!is_case_number(&format!("{}〔2025〕1号", "云".repeat(40))));
    }
}
