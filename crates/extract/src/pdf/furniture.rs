//! Takes off what the page carries besides the report: page numbers, running headers and footers.
//!
//! Not here: headers of tables repeated on a new page; they are rows and stay.

use std::collections::BTreeMap;

use super::PageText;
use super::text::Line;

/// Part of the page's height, at the top and at the bottom, where furniture stands.
const ZONE: f32 = 0.12;
/// The same for a document of two pages, where a repetition proves less.
const NARROW_ZONE: f32 = 0.08;
/// Pages on which a line must stand at the same height to be a running header or footer.
const REPEATS: usize = 3;
/// Lines this near are at the same height, points.
const SAME_HEIGHT: f32 = 3.0;

/// Removes furniture from the pages and gives it back with the index of its page.
pub(super) fn take_off(pages: &mut [PageText]) -> Vec<(usize, Line)> {
    let count = pages.len();
    // Heights at which a text, its digits ignored, stands in a zone, with the page.
    let mut seen: BTreeMap<String, Vec<(f32, usize)>> = BTreeMap::new();
    let zone = if count == 2 { NARROW_ZONE } else { ZONE };
    for (i, page) in pages.iter().enumerate() {
        for line in page.lines.iter().filter(|l| in_zone(l, page.height, zone)) {
            seen.entry(pattern(&line.text())).or_default().push((line.bbox[1], i));
        }
    }
    let enough = REPEATS.min(count.max(2));
    // Numbers without any sign: heights with pages. The rest of a figure that a page end cut looks the same.
    let bare: Vec<(f32, usize)> = seen.get("#").cloned().unwrap_or_default();
    let mut taken = Vec::new();
    for (i, page) in pages.iter_mut().enumerate() {
        let height = page.height;
        page.lines.retain(|line| {
            let text = line.text();
            let repeated = in_zone(line, height, zone)
                && seen.get(&pattern(&text)).is_some_and(|places| {
                    let mut on: Vec<usize> = places
                        .iter()
                        .filter(|(top, _)| (top - line.bbox[1]).abs() <= SAME_HEIGHT)
                        .map(|(_, page)| *page)
                        .collect();
                    on.dedup();
                    on.len() >= enough
                });
            let is_confirmed = pattern(&text) != "#"
                || bare.iter().any(|(top, page)| *page != i && (top - line.bbox[1]).abs() <= SAME_HEIGHT)
                || text.trim().parse() == Ok(i + 1) && line.bbox[1] > height / 2.0;
            let number = in_zone(line, height, ZONE) && is_page_number(&text, i + 1) && is_confirmed;
            if repeated || number {
                taken.push((i, line.clone()));
            }
            !(repeated || number)
        });
    }
    taken
}

fn in_zone(line: &Line, height: f32, zone: f32) -> bool {
    line.bbox[3] < height * zone || line.bbox[1] > height * (1.0 - zone)
}

/// The text without white space, every run of digits replaced by `#`.
fn pattern(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars().filter(|c| !c.is_whitespace()) {
        let digit = ch.is_ascii_digit() || ('０'..='９').contains(&ch);
        if !digit {
            out.push(ch);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// Whether a line is nothing but a page number: `— 4 —`, `- 5 -`, `第3页`, `3/8`, or a bare number near the page's own.
fn is_page_number(text: &str, page: usize) -> bool {
    const DASHES: &[char] = &['-', '—', '–', '－', '―', '─', '_', '~', '·', '•', '…', '|'];
    // Figures apart are a row of a table, be they all zero.
    if text.contains('\t') && text.split('\t').filter(|part| pattern(part) == "#").count() > 1 {
        return false;
    }
    let whole = pattern(text);
    let bare = whole.trim_matches(DASHES);
    match bare {
        "#/#" | "第#页" | "第#页共#页" | "第#页/共#页" | "第#页，共#页" | "第#页,共#页" | "共#页第#页"
        | "#页" | "Page#" | "Page#of#" | "page#" | "P#" => true,
        "#" => {
            let digits: String = text.chars().filter_map(|c| c.to_digit(10).or_else(|| wide(c))).fold(
                String::new(),
                |mut s, d| {
                    s.push_str(&d.to_string());
                    s
                },
            );
            let dashed = bare.len() + 1 < whole.len();
            digits.parse::<usize>().is_ok_and(|n| if dashed { n < 10_000 } else { n.abs_diff(page) <= 50 })
        }
        _ => bare.strip_prefix('第').and_then(|rest| rest.strip_suffix('页')).is_some_and(|n| {
            !n.is_empty()
                && n.chars().count() <= 4
                && n.chars().all(|c| "一二三四五六七八九十百〇零".contains(c))
        }),
    }
}

fn wide(ch: char) -> Option<u32> {
    ('０'..='９').contains(&ch).then(|| ch as u32 - '０' as u32)
}

#[cfg(test)]
mod tests {
    use super::super::text::Chunk;
    use super::*;

    fn page(lines: &[(&str, f32)]) -> PageText {
        let lines = lines
            .iter()
            .map(|(text, y)| Line {
                chunks: vec![Chunk { text: (*text).to_owned(), left: 90.0, right: 200.0 }],
                words: Vec::new(),
                bbox: [90.0, y - 9.0, 200.0, y + 1.0],
                size: 10.0,
                ends_with_space: false,
            })
            .collect();
        PageText { width: 595.0, height: 842.0, lines, pieces: Vec::new() }
    }

    #[test]
    fn page_numbers_in_the_usual_shapes_are_known() {
        for text in ["— 4 —", "- 5 -", "第3页", "3/8", "第 2 页 共 9 页", "7", "－１２－", "第三页", "·6·"]
        {
            assert!(is_page_number(text, 5), "{text}");
        }
        for text in ["0\t0\t0\t4", "2023", "第二十条", "3件", "4.", "一、总体情况", "（一）"] {
            assert!(!is_page_number(text, 5), "{text}");
        }
    }

    #[test]
    fn a_line_repeated_at_the_same_height_on_three_pages_is_furniture() {
        let mut pages: Vec<PageText> =
            (1..=3).map(|i| page(&[("某局年度报告", 40.0), (&format!("正文第{i}段"), 400.0)])).collect();
        let taken = take_off(&mut pages);
        assert_eq!(taken.len(), 3);
        assert!(pages.iter().all(|p| p.lines.len() == 1));
    }

    #[test]
    fn a_number_in_the_middle_of_the_page_stays() {
        let mut pages = vec![page(&[("12", 400.0), ("— 1 —", 810.0)])];
        assert_eq!(take_off(&mut pages).len(), 1);
        assert_eq!(pages[0].lines[0].text(), "12");
    }

    #[test]
    fn digits_at_the_top_of_one_page_are_the_rest_of_a_figure() {
        let pages: [&[(&str, f32)]; 3] =
            [&[("正文", 400.0), ("— 1 —", 810.0)], &[("8", 40.0), ("— 2 —", 810.0)], &[("— 3 —", 810.0)]];
        let mut pages = pages.map(page);
        assert_eq!(take_off(&mut pages).len(), 3);
        assert_eq!(pages[1].lines[0].text(), "8");
    }
}
