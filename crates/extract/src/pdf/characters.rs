//! Gives back the everyday character for the look-alikes that PDF files use in its place.
//!
//! Not here: full-width digits and brackets, which people really type; they stay as found.

use unicode_normalization::UnicodeNormalization;

/// Whether a character carries no text: controls, soft hyphens, zero-width marks.
pub(super) fn is_ignorable(ch: char) -> bool {
    ch.is_control()
        || matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character certainly stands for itself; the common case, decided without any table.
pub(super) fn is_plain(ch: char) -> bool {
    ch < '\u{2e80}' || ('\u{2fe0}'..'\u{f900}').contains(&ch) || ('\u{ff00}'..'\u{2f800}').contains(&ch)
}

/// Calls `put` with the everyday characters for one found in a file: `⼆` becomes `二`, `⻚` becomes `页`, `ﬁ` becomes
/// `fi`. Browsers name the radical when a font shows radical and character with one drawing.
pub(super) fn everyday(ch: char, mut put: impl FnMut(&[char])) {
    if let Ok(i) = RADICALS.binary_search_by_key(&ch, |(radical, _)| *radical) {
        return put(&[RADICALS[i].1]);
    }
    match ch {
        '\u{2f00}'..='\u{2fdf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fb00}'..='\u{fb06}'
        | '\u{fe30}'..='\u{fe44}'
        | '\u{2f800}'..='\u{2fa1f}' => {
            let folded: Vec<char> = std::iter::once(ch).nfkc().collect();
            put(&folded);
        }
        _ => put(&[ch]),
    }
}

/// Characters of the block CJK Radicals Supplement that look like a whole character, and that character. Unicode's
/// NFKC leaves them alone (all but two), so the pairs are listed; source: EquivalentUnifiedIdeograph.txt of Unicode.
const RADICALS: &[(char, char)] = &[
    ('⺁', '厂'),
    ('⺄', '乙'),
    ('⺅', '亻'),
    ('⺈', '刀'),
    ('⺉', '刂'),
    ('⺊', '卜'),
    ('⺌', '小'),
    ('⺍', '小'),
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺖', '忄'),
    ('⺘', '扌'),
    ('⺙', '攵'),
    ('⺛', '旡'),
    ('⺜', '日'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺡', '氵'),
    ('⺣', '灬'),
    ('⺤', '爫'),
    ('⺥', '爫'),
    ('⺦', '丬'),
    ('⺧', '牛'),
    ('⺨', '犭'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺭', '礻'),
    ('⺰', '纟'),
    ('⺱', '罓'),
    ('⺶', '羊'),
    ('⺹', '耂'),
    ('⺻', '聿'),
    ('⺼', '肉'),
    ('⺾', '艹'),
    ('⺿', '艹'),
    ('⻀', '艹'),
    ('⻁', '虎'),
    ('⻂', '衤'),
    ('⻃', '覀'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻈', '讠'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻌', '辶'),
    ('⻍', '辶'),
    ('⻎', '辶'),
    ('⻏', '邑'),
    ('⻐', '钅'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻖', '阜'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻠', '饣'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻫', '斉'),
    ('⻬', '齐'),
    ('⻭', '歯'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻱', '龜'),
    ('⻲', '亀'),
    ('⻳', '龟'),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        let mut out = String::new();
        for ch in text.chars() {
            if is_plain(ch) {
                out.push(ch);
            } else {
                everyday(ch, |t| out.extend(t));
            }
        }
        out
    }

    #[test]
    fn the_table_of_radicals_is_sorted_for_the_search() {
        assert!(RADICALS.is_sorted_by_key(|(radical, _)| *radical));
    }

    #[test]
    fn radicals_and_ligatures_become_everyday_characters() {
        assert_eq!(fold("⼆〇⼆三年⽐重，共⻚⻓"), "二〇二三年比重，共页长");
        assert_eq!(fold("ofﬁce"), "office");
    }

    #[test]
    fn full_width_digits_and_circled_numbers_stay_as_typed() {
        assert_eq!(fold("１２①（一）㎡"), "１２①（一）㎡");
    }
}
