//! Breaks a title that is longer than a line where its sense allows it: between agency, year and kind of document.
//!
//! GB/T 9704—2012, 7.3.1: 回行时，要做到词意完整，排列对称. Not here: how the title is set (`crate::docx`, `crate::pdf`).

/// Full-width characters of 2号 (22 pt) that stand side by side in 156 mm.
const LINE: usize = 20;

/// The lines of a title. A part that does not fit on a line is left to whoever sets it.
pub(crate) fn lines(title: &str) -> Vec<&str> {
    let title = title.trim();
    if width(title) <= 2 * LINE {
        return vec![title];
    }
    let stops = stops(title);
    for count in 2..=4 {
        if let Some(lines) = broken(title, &stops, count) {
            return lines;
        }
    }
    vec![title]
}

/// Width in half characters.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Where a line may end, with what it costs: byte offsets in order.
fn stops(title: &str) -> Vec<(usize, usize)> {
    // what begins a line well, best first
    const BEGINNINGS: &[&str] = &["政府信息公开", "政务公开", "信息公开", "工作年度报告", "年度报告"];
    const REGIONS: &[char] =
        &['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡', '会', '局', '的', '和', '与'];
    let mut stops: Vec<(usize, usize)> = Vec::new();
    for (cost, word) in BEGINNINGS.iter().enumerate() {
        stops.extend(title.match_indices(word).map(|(at, _)| (at, if cost == 0 { 0 } else { 6 + cost })));
    }
    // a paper's title says in brackets what kind it is
    stops.extend(title.match_indices('（').map(|(at, _)| (at, 0)));
    let mut digits = None;
    for (at, c) in title.char_indices() {
        match (digits, c) {
            (None, '0'..='9') => digits = Some(at),
            (Some(_), '0'..='9') => {}
            (Some(from), '年') => {
                stops.push((from, 1));
                digits = None;
            }
            _ => digits = None,
        }
        if REGIONS.contains(&c) {
            stops.push((at + c.len_utf8(), 12));
        }
    }
    stops.retain(|(at, _)| (1..title.len()).contains(at));
    stops.sort_unstable();
    stops.dedup_by_key(|(at, _)| *at);
    // titles have few; more are no titles, and every choice is tried
    stops.truncate(24);
    stops
}

/// The best division into so many lines, none longer than the page is wide: cheap stops, lines of like length.
fn broken<'a>(title: &'a str, stops: &[(usize, usize)], count: usize) -> Option<Vec<&'a str>> {
    let (_, ends) = choose(title, 0, stops, count)?;
    let mut from = 0;
    let lines = ends.into_iter().map(|to| {
        let line = &title[from..to];
        from = to;
        line
    });
    Some(lines.collect())
}

fn choose(title: &str, from: usize, stops: &[(usize, usize)], count: usize) -> Option<(usize, Vec<usize>)> {
    let rest = width(&title[from..]);
    if count <= 1 {
        // a last line of a few characters looks lost
        return (rest <= 2 * LINE && rest > 6).then(|| (0, vec![title.len()]));
    }
    let mut best: Option<(usize, Vec<usize>)> = None;
    for (n, (at, cost)) in stops.iter().enumerate() {
        let here = width(&title[from..*at]);
        if here > 2 * LINE || here <= 6 {
            continue;
        }
        if let Some((more, ends)) = choose(title, *at, &stops[n + 1..], count - 1) {
            let uneven = here.abs_diff(rest / count) / 4;
            let sum = cost + uneven + more;
            if best.as_ref().is_none_or(|(least, _)| sum < *least) {
                best = Some((sum, std::iter::once(*at).chain(ends).collect()));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_title_is_one_line() {
        assert_eq!(lines("青溪县2025年政府信息公开工作年度报告"), ["青溪县2025年政府信息公开工作年度报告"]);
    }

    #[test]
    fn a_long_title_is_broken_before_the_kind_of_document_or_before_the_year() {
        assert_eq!(
            lines("青溪县自然资源和规划局2025年政府信息公开工作年度报告"),
            ["青溪县自然资源和规划局2025年", "政府信息公开工作年度报告"]
        );
        assert_eq!(
            lines("2025年青溪县人民政府办公室政府信息公开工作年度报告"),
            ["2025年青溪县人民政府办公室", "政府信息公开工作年度报告"]
        );
    }

    #[test]
    fn a_very_long_name_is_broken_behind_a_region() {
        let title = "云岭市青溪高新技术产业开发区管理委员会自然资源规划建设与生态环境保护综合行政执法局2025年政府信息公开工作年度报告";
        let lines = lines(title);
        assert_eq!(lines.concat(), title);
        assert!(lines.iter().all(|line| width(line) <= 2 * LINE), "{lines:?}");
        assert_eq!(lines.last().copied(), Some("2025年政府信息公开工作年度报告"), "{lines:?}");
    }

    #[test]
    fn what_has_no_place_to_break_is_left_whole() {
        let title = "报".repeat(100);
        assert_eq!(lines(&title), [title.as_str()]);
    }
}
