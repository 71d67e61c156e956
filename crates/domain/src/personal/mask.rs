//! Personal data as lists and pages show it by default: enough to tell two cases apart, not enough to know somebody.
//!
//! Not here: who may see it in clear (`crate::staff::Permission::RevealPersonalData`).

use super::normalise;

/// What stands for a hidden part of a name.
const STARS: &str = "＊＊";

/// `王＊＊`: the first character of a name. How long the rest is stays hidden, too.
pub fn name(name: &str) -> String {
    first(name, STARS)
}

/// `甲市＊＊公司`: first two and last two characters of the name of an organisation; a short one keeps its first only.
pub fn organisation(name: &str) -> String {
    let characters: Vec<char> = normalise(name).chars().collect();
    if characters.len() < 6 {
        return first(name, STARS);
    }
    let (head, tail) = (&characters[..2], &characters[characters.len() - 2..]);
    head.iter().copied().chain(STARS.chars()).chain(tail.iter().copied()).collect()
}

/// `1101**********002X`: the first four and the last four of a long number, the last two of a short one.
pub fn id_number(number: &str) -> String {
    let characters: Vec<char> = super::normalise_number(number).chars().collect();
    match characters.len() {
        0 => String::new(),
        1..=4 => "*".repeat(characters.len()),
        5..=11 => keep(&characters, 0, 2),
        _ => keep(&characters, 4, 4),
    }
}

/// `138****8000`; of other telephone numbers the last four stay, of very short ones none.
pub fn phone(number: &str) -> String {
    let characters: Vec<char> = super::normalise_number(number).chars().collect();
    match characters.len() {
        0..=4 => "*".repeat(characters.len()),
        5..=10 => keep(&characters, 0, 4.min(characters.len() - 4)),
        _ => keep(&characters, 3, 4),
    }
}

/// `w***@example.com`: the first letter and the host.
pub fn email(address: &str) -> String {
    let address = normalise(address);
    match address.rsplit_once('@') {
        Some((name, host)) => format!("{}@{host}", first(name, "***")),
        None => first(&address, "***"),
    }
}

/// `甲市乙区＊＊`: down to the district or county; where none is named, the first three characters at most.
pub fn address(address: &str) -> String {
    let address = normalise(address);
    if address.is_empty() {
        return String::new();
    }
    let characters: Vec<char> = address.chars().collect();
    let is_end = |c: &char| matches!(c, '区' | '县' | '旗');
    // A district stands early; a later 区 is a housing estate (小区) and would tell too much.
    let district =
        characters.iter().take(14).position(is_end).filter(|at| *at >= 2 && characters[at - 1] != '小');
    let kept = match district {
        Some(at) if at + 1 < characters.len() => at + 1,
        _ => 3.min(characters.len() / 2),
    };
    characters[..kept].iter().copied().chain(STARS.chars()).collect()
}

fn first(text: &str, stars: &str) -> String {
    normalise(text).chars().next().map_or_else(String::new, |first| format!("{first}{stars}"))
}

fn keep(characters: &[char], head: usize, tail: usize) -> String {
    let hidden = characters.len() - head - tail;
    let stars = std::iter::repeat_n('*', hidden);
    characters[..head]
        .iter()
        .copied()
        .chain(stars)
        .chain(characters[head + hidden..].iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_first_character_and_hides_how_long_it_is() {
        for (clear, masked) in
            [("王小明", "王＊＊"), ("李四", "李＊＊"), ("欧阳小明", "欧＊＊"), ("王", "王＊＊"), ("", "")]
        {
            assert_eq!(name(clear), masked);
        }
        assert_eq!(name("　ＪＯＨＮ Smith"), "J＊＊");
    }

    #[test]
    fn numbers_keep_what_tells_two_apart() {
        assert_eq!(id_number("11010519491231002X"), "1101**********002X");
        assert_eq!(id_number("E12345678"), "*******78");
        assert_eq!(id_number("123"), "***");
        assert_eq!(phone("138 0013 8000"), "138****8000");
        assert_eq!(phone("8613100"), "****100");
        assert_eq!(phone("110"), "***");
    }

    #[test]
    fn addresses_keep_place_and_host_only() {
        assert_eq!(email("wangxm@example.com"), "w***@example.com");
        assert_eq!(address("甲市乙区和平路1号3单元201室"), "甲市乙区＊＊");
        assert_eq!(address("和平路花园小区3号楼"), "和平路＊＊");
        assert_eq!(address("乙县"), "乙＊＊");
        assert_eq!(address(""), "");
    }

    #[test]
    fn organisations_keep_two_characters_at_each_end() {
        assert_eq!(organisation("甲市某某建设有限公司"), "甲市＊＊公司");
        assert_eq!(organisation("某商店"), "某＊＊");
    }

    #[test]
    fn nothing_masked_equals_what_was_hidden() {
        for text in ["王小明", "甲", "13800138000", "12345", "甲市乙区", "一二三四五六", "a@b.cn"]
        {
            for mask in [name, organisation, id_number, phone, address] {
                assert_ne!(mask(text), text);
            }
        }
    }
}
