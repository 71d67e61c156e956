//! Lines of years as pictures (SVG), each with its words for who cannot see it.
//!
//! Not here: the table beside the picture, which has every number.

use super::{heads, shown};
use gongkai_domain::report::cell::Value;
use gongkai_domain::report::compare::{Comparison, Line};
use gongkai_domain::report::{CellRef, Column, Row};
use std::fmt::Write as _;

/// The rows that a reader asks for first.
const SHOWN: [(Row, &str, &str); 3] = [
    (Row::NewReceived, "本年新收", "new"),
    (Row::ResultTotal, "办理结果总计", "done"),
    (Row::CarriedOut, "结转下年度", "open"),
];

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
/// Room to the left for the scale, to the right for the names, above and below.
const MARGIN: [f64; 4] = [56.0, 132.0, 16.0, 36.0];

/// New, decided and open applications through the years; nothing when fewer than two values are known.
pub(super) fn applications(comparison: &Comparison) -> Option<String> {
    let heads = heads(comparison);
    let series: Vec<(&str, &str, Vec<Option<i64>>, String)> = SHOWN
        .iter()
        .filter_map(|(row, name, class)| {
            let at = CellRef::T3(*row, Column::Total);
            let line = comparison.lines.iter().find(|l| l.at == at)?;
            Some((*name, *class, counts(line), words(line, &heads)))
        })
        .filter(|(_, _, counts, _)| counts.iter().flatten().count() > 1)
        .collect();
    if series.is_empty() {
        return None;
    }
    let highest = series.iter().flat_map(|s| s.2.iter().flatten()).copied().max().unwrap_or(0).max(1);
    let (step, top) = scale(highest);
    let [left, right, above, below] = MARGIN;
    let x = |n: usize| {
        let steps = (heads.len() - 1).max(1) as f64;
        left + (WIDTH - left - right) * n as f64 / steps
    };
    let y = |value: i64| HEIGHT - below - (HEIGHT - above - below) * value as f64 / top as f64;
    let mut svg = format!(
        "<svg class=\"trend\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"trend-title trend-words\">\
         <title id=\"trend-title\">申请数量历年变化</title><desc id=\"trend-words\">"
    );
    for (name, _, _, words) in &series {
        let _ = write!(svg, "{name}：{words}。");
    }
    svg.push_str("</desc>");
    let mut at = 0;
    while at <= top {
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{left} {0:.1}H{1:.1}\"/><text class=\"tick\" x=\"{2:.1}\" y=\"{3:.1}\">{at}</text>",
            y(at),
            WIDTH - right,
            left - 8.0,
            y(at) + 5.0
        );
        at += step;
    }
    for (n, head) in heads.iter().enumerate() {
        let _ =
            write!(svg, "<text class=\"year\" x=\"{:.1}\" y=\"{:.1}\">{head}</text>", x(n), HEIGHT - 10.0);
    }
    let mut names: Vec<(f64, String, &str)> = Vec::new();
    for (name, class, counts, _) in &series {
        let mut path = String::new();
        let mut is_drawn = false;
        for (n, value) in counts.iter().enumerate() {
            // a year that is not known breaks the line
            if let Some(value) = value {
                let _ = write!(path, "{}{:.1} {:.1}", if is_drawn { 'L' } else { 'M' }, x(n), y(*value));
            }
            is_drawn = value.is_some();
        }
        let _ = write!(svg, "<path class=\"line {class}\" d=\"{path}\"/>");
        for (n, value) in counts.iter().enumerate() {
            if let Some(value) = value {
                let _ = write!(
                    svg,
                    "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"/>",
                    x(n),
                    y(*value)
                );
            }
        }
        if let Some(last) = counts.iter().rev().flatten().next() {
            names.push((y(*last), format!("{name} {last}"), class));
        }
    }
    // names at the ends of lines, pushed apart until none stands on another, and none below the lowest line of the grid
    const APART: f64 = 18.0;
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut least = f64::MIN;
    for name in &mut names {
        name.0 = name.0.max(least);
        least = name.0 + APART;
    }
    let mut most = HEIGHT - below;
    for name in names.iter_mut().rev() {
        name.0 = name.0.min(most);
        most = name.0 - APART;
    }
    for (at, name, class) in names {
        let _ = write!(
            svg,
            "<text class=\"name {class}\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>",
            WIDTH - right + 10.0,
            at + 5.0
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// One line as a small picture without scale, for a row of a table.
pub(super) fn spark(line: &Line) -> String {
    const SIZE: (f64, f64) = (72.0, 20.0);
    let counts = counts(line);
    let known: Vec<i64> = counts.iter().flatten().copied().collect();
    let (Some(&low), Some(&high)) = (known.iter().min(), known.iter().max()) else { return String::new() };
    if known.len() < 2 {
        return String::new();
    }
    let span = (high - low).max(1) as f64;
    let steps = (counts.len() - 1).max(1) as f64;
    let mut path = String::new();
    let mut is_drawn = false;
    for (n, value) in counts.iter().enumerate() {
        if let Some(value) = value {
            let x = 3.0 + (SIZE.0 - 6.0) * n as f64 / steps;
            let share = if high == low { 0.5 } else { (value - low) as f64 / span };
            let y = SIZE.1 - 3.0 - (SIZE.1 - 6.0) * share;
            let _ = write!(path, "{}{x:.1} {y:.1}", if is_drawn { 'L' } else { 'M' });
        }
        is_drawn = value.is_some();
    }
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 {} {}\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>",
        SIZE.0, SIZE.1
    )
}

/// Counts, or amounts in 分.
fn counts(line: &Line) -> Vec<Option<i64>> {
    let number = |value| match value {
        Value::Count(n) => n,
        Value::Amount(amount) => amount.fen(),
    };
    line.entries.iter().map(|e| e.value.map(number)).collect()
}

fn words(line: &Line, heads: &[String]) -> String {
    let told: Vec<String> =
        line.entries.iter().zip(heads).map(|(entry, head)| format!("{head}{}件", shown(entry))).collect();
    told.join("，")
}

/// A round step and the top of the scale, at most six steps.
fn scale(highest: i64) -> (i64, i64) {
    let mut power = 1;
    loop {
        for step in [power, 2 * power, 5 * power] {
            if highest <= step * 6 {
                return (step, (highest + step - 1) / step * step);
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::three_years;
    use super::*;

    #[test]
    fn the_scale_is_round_and_holds_the_highest() {
        for (highest, step, top) in
            [(1, 1, 1), (6, 1, 6), (7, 2, 8), (31, 10, 40), (999, 200, 1000), (100_000, 20_000, 100_000)]
        {
            assert_eq!(scale(highest), (step, top), "{highest}");
        }
    }

    #[test]
    fn the_picture_tells_its_numbers_in_words() {
        let svg = applications(&three_years()).unwrap();
        assert!(svg.contains("本年新收：2023年12件，2024年18件，2025年9件。"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 9);
    }

    #[test]
    fn names_at_the_ends_of_lines_stand_apart_and_within_the_picture() {
        let svg = applications(&three_years()).unwrap();
        let places: Vec<f64> = svg
            .split("class=\"name ")
            .skip(1)
            .map(|part| part.split("y=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(places.len(), 3);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 18.0), "{places:?}");
        assert!(places.iter().all(|y| *y > 0.0 && *y <= HEIGHT - MARGIN[3] + 5.0), "{places:?}");
    }

    #[test]
    fn a_year_that_is_not_known_breaks_the_line() {
        let mut comparison = three_years();
        let at = CellRef::T3(Row::NewReceived, Column::Total);
        let line = comparison.lines.iter_mut().find(|l| l.at == at).unwrap();
        line.entries[1].value = None;
        assert_eq!(spark(line).matches('M').count(), 2);
    }
}
