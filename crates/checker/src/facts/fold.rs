//! Characters as they are compared: full-width becomes half-width, compatibility forms become plain, the rest stays.
//!
//! Not here: which words are labels (`crate::form`).

/// Folds one character for comparison; `None` for what carries no meaning (zero-width characters, soft hyphen).
pub(crate) fn fold(c: char) -> Option<char> {
    // most characters are Chinese or ASCII and stay what they are
    if is_han(c) || c.is_ascii() {
        return Some(c);
    }
    Some(match c {
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' | '\u{2060}' | '\u{FE0F}' => return None,
        '\u{3000}' | '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFF01 + 0x21).unwrap_or(c),
        '〈' | '〉' | '《' | '》' | '「' | '」' | '『' | '』' => '"',
        '“' | '”' | '„' | '〝' | '〞' | '″' | '〃' => '"',
        '‘' | '’' | '′' => '\'',
        '〔' | '【' | '﹝' => '(',
        '〕' | '】' | '﹞' => ')',
        '−' | '–' | '‐' | '‑' | '‒' | '―' | '─' | '━' | '﹣' => '-',
        '∕' | '⁄' | '╱' => '/',
        '\u{2F00}'..='\u{2FDF}' => kangxi(c),
        other => other,
    })
}

/// Kangxi radicals that stand for the plain character in text taken out of PDF files.
fn kangxi(c: char) -> char {
    use unicode_normalization::UnicodeNormalization as _;
    std::iter::once(c).nfkc().next().unwrap_or(c)
}

/// Whether a character is a number in a circle or in brackets, used for numbering only.
pub(crate) fn is_circled(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}' | '\u{3280}'..='\u{3289}')
}

/// Whether a character is a letter of a label: no digit, no punctuation, no blank.
pub(crate) fn is_letter(c: char) -> bool {
    is_han(c) || (c.is_alphabetic() && !is_circled(c))
}

/// The block of the usual Chinese characters.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// The letters of a text, folded.
pub(crate) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    letters.extend(letters_of(text));
    letters
}

/// The letters of a text, folded, one by one.
pub(crate) fn letters_of(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(fold).filter(|c| is_letter(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_quotes_do_not_matter() {
        assert_eq!(letters("３．危及“三安全一稳定”"), letters("3.危及\"三安全一稳定\""));
        assert_eq!(
            "「三安全一稳定」".chars().filter_map(fold).collect::<String>(),
            "\"三安全一稳定\"",
            "both marks, or the second is taken for a value"
        );
        assert_eq!(
            letters("（二）部分公开 （区分处理的，只计这一情形）"),
            "二部分公开区分处理的只计这一情形"
        );
    }
}
