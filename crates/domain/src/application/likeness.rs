//! How alike two requests read: a hint for whoever judges whether an application repeats an earlier one.
//!
//! Not here: the judgement (《条例》第三十六条第（六）项), which is a person's and is recorded with the draft.

use std::collections::BTreeMap;

/// Words with which every request begins or ends and which say nothing of what is asked for.
const FORMULAS: [&str; 10] = [
    "申请公开",
    "请求公开",
    "请公开",
    "请提供",
    "希望公开",
    "希望获取",
    "获取",
    "政府信息",
    "相关信息",
    "有关信息",
];

/// How alike two texts read, from 0 to 100: the share of pairs of neighbouring characters that they have in common (Dice), after
/// spaces, punctuation, widths and the formulas of requests are taken away. Two texts of which nothing is left are not alike.
pub fn likeness(one: &str, other: &str) -> u8 {
    let (one, other) = (essence(one), essence(other));
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    if one == other {
        return 100;
    }
    let (left, right) = (pairs(&one), pairs(&other));
    let shared: usize = left.iter().map(|(pair, times)| times.min(right.get(pair).unwrap_or(&0))).sum();
    let all: usize = left.values().sum::<usize>() + right.values().sum::<usize>();
    if all == 0 {
        return 0;
    }
    u8::try_from(200 * shared / all).unwrap_or(100).min(99)
}

/// The likeness of two applications of several matters each: every matter of the later against the one of the earlier that is
/// most like it; the least of these counts, because a repeated application asks for nothing new.
pub fn likeness_of_all<'a>(later: impl IntoIterator<Item = &'a str>, earlier: &[&str]) -> Option<u8> {
    later.into_iter().map(|asked| earlier.iter().map(|known| likeness(asked, known)).max().unwrap_or(0)).min()
}

fn essence(text: &str) -> Vec<char> {
    let mut text = crate::personal::normalise(text);
    for formula in FORMULAS {
        text = text.replace(formula, "");
    }
    text.chars().filter(|c| c.is_alphanumeric() && *c != '的').flat_map(char::to_lowercase).collect()
}

fn pairs(text: &[char]) -> BTreeMap<(char, char), usize> {
    let mut pairs = BTreeMap::new();
    for pair in text.windows(2) {
        if let [one, next] = pair {
            *pairs.entry((*one, *next)).or_insert(0) += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_request_in_other_words_reads_alike_and_another_does_not() {
        let asked = "申请公开2024年度本市中小企业发展专项资金拨付明细";
        assert_eq!(likeness(asked, asked), 100);
        assert_eq!(likeness(asked, "请公开 2024年度本市中小企业发展专项资金的拨付明细。"), 100);
        assert!(likeness(asked, "2024年度中小企业发展专项资金拨付明细表") >= 70);
        assert!(likeness(asked, "某某路道路改造工程的征地补偿安置方案") < 20);
        assert!(likeness(asked, "申请公开2023年度本市中小企业发展专项资金拨付明细") < 100, "another year");
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert_eq!(likeness("", ""), 0);
        assert_eq!(likeness("申请公开", "请公开。"), 0);
        assert_eq!(likeness("甲", "乙"), 0);
        assert_eq!(likeness("甲", "甲"), 100);
    }

    #[test]
    fn an_application_that_asks_for_one_thing_more_is_as_alike_as_that_thing() {
        let earlier = ["防汛应急预案全文", "2024年防汛物资采购合同"];
        assert_eq!(likeness_of_all(["2024年防汛物资采购合同"], &earlier), Some(100));
        let more = likeness_of_all(["防汛应急预案全文", "消防车购置发票"], &earlier);
        assert!(more.is_some_and(|percent| percent < 20), "{more:?}");
        assert_eq!(likeness_of_all([], &earlier), None);
    }
}
