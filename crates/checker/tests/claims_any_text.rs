//! Any text whatever is read without a panic, in proportionate time, with places that exist.
//!
//! Not here: what the claims mean (`claims_score.rs`).

use gongkai_checker::claims::{Claim, read, read_text};
use gongkai_domain::report::facts::Prose;
use gongkai_domain::report::{Form, Located, Place, Report, Section, SectionKey};
use proptest::prelude::*;

/// Pieces of report prose, punctuation and rubbish, to be put together in any order.
const PIECES: &[&str] = &[
    "收到",
    "政府信息公开申请",
    "申请",
    "12件",
    "一百二十三件",
    "３条",
    "1,268条",
    "其中",
    "自然人",
    "，",
    "。",
    "；",
    "、",
    "（",
    "）",
    "：",
    "《",
    "》",
    "“",
    "”",
    "未",
    "没有",
    "无",
    "行政复议",
    "行政诉讼",
    "分别为",
    "均为0",
    "同比增长",
    "较上年",
    "5%",
    "百分之",
    "百",
    "第",
    "第二十条",
    "2021年",
    "2021",
    "-",
    "~",
    "至",
    "1-12月",
    "万",
    "亿元",
    "万元",
    "等",
    "主要",
    "其他",
    "占",
    "率",
    "全市",
    "我局",
    "上年结转",
    "结转",
    "下年度",
    "\n",
    " ",
    "\u{3000}",
    "\u{a0}",
    "0",
    ".",
    "..",
    "两",
    "十",
    "零",
    "〇",
    "几",
    "余",
    "中",
    "含",
    "信息",
    "主动公开",
    "发布",
    "网站",
    "V3.2",
    "é",
    "😀",
    "\u{feff}",
    "不属于",
    "属于",
];

fn sound(text: &str, claims: &[Claim]) -> Result<(), TestCaseError> {
    for claim in claims {
        prop_assert!(claim.span.start <= claim.span.end && claim.span.end <= text.len());
        prop_assert!(text.is_char_boundary(claim.span.start) && text.is_char_boundary(claim.span.end));
        prop_assert!(text.get(claim.span.clone()).is_some_and(|words| !words.trim().is_empty()));
        if let Some(part) = claim.part_of {
            prop_assert!(part.whole < claims.len());
            prop_assert!(claims[part.whole].span != claim.span);
        }
        if let Some(of) = claim.comparison.and_then(|c| c.of) {
            prop_assert!(of < claims.len());
        }
        if claim.is_negated {
            prop_assert!(claim.exact().is_some_and(gongkai_checker::claims::Decimal::is_zero));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_characters_are_read(text in "\\PC*") {
        sound(&text, &read_text(&text, SectionKey::Overview, Some(2023)))?;
    }

    #[test]
    fn any_words_in_any_order_are_read(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
        section in prop::sample::select(SectionKey::EVERY),
    ) {
        let text = pieces.concat();
        sound(&text, &read_text(&text, section, Some(2021)))?;
    }

    #[test]
    fn the_place_covers_the_words(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        let mut report = Report::empty("any.txt", Form::Form2021);
        report.year = Located { value: Some(2021), place: None };
        let place = Place { line: Some(10), column: Some(5), ..Place::default() };
        report.sections.push(Section {
            key: SectionKey::Overview,
            title: SectionKey::Overview.title().to_owned(),
            text: text.clone(),
            place: Some(place.clone()),
            paragraphs: vec![Prose { text: text.clone(), place: Some(place) }],
        });
        let lines: Vec<&str> = text.split('\n').collect();
        for claim in read(&report) {
            let at = claim.place.clone().expect("a place");
            let line = (at.line.unwrap() - 10) as usize;
            let shift = if line == 0 { 4 } else { 0 };
            let column = (at.column.unwrap() - 1) as usize - shift;
            let length = at.length.unwrap() as usize;
            let words: String = lines[line].chars().skip(column).take(length).collect();
            let span = text.get(claim.span.clone()).unwrap();
            prop_assert_eq!(span.split('\n').next().unwrap(), words.as_str());
        }
    }
}

/// Work that grew with the square of the length would keep this test busy for the rest of the day.
#[test]
fn a_very_long_paragraph_is_read_to_its_end() {
    for piece in [
        "收到申请12件，其中自然人3件，",
        "分别为一件、",
        "未收到申请，",
        "同比增长5%，",
        "（",
        "《",
        "1-",
        "12件",
    ] {
        let text = piece.repeat(200_000);
        for claim in read_text(&text, SectionKey::Overview, Some(2021)) {
            assert!(text.get(claim.span.clone()).is_some(), "{piece}: {:?}", claim.span);
        }
    }
}
