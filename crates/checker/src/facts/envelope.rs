//! Title, agency, year, signature: what surrounds the six sections.
//!
//! Not here: the sections (`super::sections`).

use super::fold::fold;
use super::lines::Line;
use super::sections::{is_title, is_title_line};
use chrono::{Datelike as _, NaiveDate};
use gongkai_domain::report::{Located, Place, Prose};

/// What the envelope says.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    pub(crate) title: Located<String>,
    pub(crate) agency: Located<String>,
    pub(crate) year: Located<i32>,
    pub(crate) signed_on: Located<NaiveDate>,
    /// A date at the end in which year, month or day is left open.
    pub(crate) open_date: Option<(String, Place)>,
    /// Lines that belong to the envelope and not to the prose.
    pub(crate) lines: Vec<usize>,
}

const AGENCY_ENDINGS: &[&str] = &[
    "局",
    "厅",
    "委",
    "委员会",
    "政府",
    "办公室",
    "办事处",
    "管委会",
    "中心",
    "署",
    "院",
    "处",
    "站",
    "部",
    "会",
    "社",
    "队",
    "所",
    "公室",
    "支队",
    "总队",
    "办",
    "海关",
    "馆",
    "台",
    "公司",
    "集团",
    "兵团",
    "大学",
    "学校",
    "中学",
    "小学",
    "银行",
    "分行",
    "支行",
    "街道",
];

/// Whether a name ends as names of agencies do.
pub(crate) fn ends_like_an_agency(name: &str) -> bool {
    AGENCY_ENDINGS.iter().any(|e| name.ends_with(e)) && !name.ends_with("平台")
}

fn is_agency_name(text: &str) -> bool {
    let plain = compact(text);
    is_like_a_name(&plain) && ends_like_an_agency(without_brackets(&plain).unwrap_or_default())
}

/// Whether a text without blanks may be the name of an agency, whatever it ends in: a few words and no sentence, perhaps
/// with other names of it in brackets behind.
fn is_like_a_name(plain: &str) -> bool {
    without_brackets(plain).is_some_and(|body| {
        (3..=40).contains(&body.chars().count())
            && body.chars().all(|c| c.is_alphabetic() || c == '·')
            && plain.chars().count() <= 80
            && !plain.contains(['。', '；', '：', ':', '“', '！', '？'])
    })
}

/// What stands before the brackets at the end of a name; `None` when they do not close there.
fn without_brackets(name: &str) -> Option<&str> {
    let Some(open) = name.find(['（', '(']) else { return Some(name) };
    let mut depth = 0_usize;
    for (at, c) in name[open..].char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (open + at + c.len_utf8() == name.len()).then(|| &name[..open]);
        }
    }
    None
}

/// Reads a date that is written out: `2022年1月5日`, `二〇二二年一月五日`, `2022-01-05`, `2022.1.5`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    // no date is longer: every end of a long line is tried, and each is told at a glance
    if text.len() > 200 {
        return None;
    }
    let plain: String = text.chars().filter_map(fold).filter(|c| !c.is_whitespace()).collect();
    if let Some((year, rest)) = plain.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix('日').or_else(|| rest.strip_suffix('号'))?;
        return NaiveDate::from_ymd_opt(year_number(year)?, small_number(month)?, small_number(day)?);
    }
    for mark in ['-', '.', '/'] {
        let parts: Vec<&str> = plain.split(mark).collect();
        if let [y, m, d] = parts[..]
            && y.len() == 4
        {
            return NaiveDate::from_ymd_opt(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
        }
    }
    None
}

/// Whether a text is a date as a form has it, 年, 月 and 日 with room before them, and at least one of them not filled in.
fn is_open_date(text: &str) -> bool {
    let is_room = |c: char| c.is_whitespace() || matches!(c, '_' | '＿' | '×' | 'X' | 'x' | 'Ｘ');
    let plain: String = text.chars().filter_map(fold).filter(|c| !is_room(*c)).collect();
    let Some((year, rest)) = plain.split_once('年') else { return false };
    let Some((month, day)) = rest.split_once('月') else { return false };
    let Some(day) = day.strip_suffix('日') else { return false };
    let is_number = |part: &str| {
        part.chars().count() <= 4
            && part.chars().all(|c| c.is_ascii_digit() || c == '十' || chinese_digit(c).is_some())
    };
    [year, month, day].iter().all(|part| is_number(part)) && [year, month, day].contains(&"")
}

fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | '○' | 'Ｏ' | 'O' | 'o' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn year_number(text: &str) -> Option<i32> {
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|y| (1990..2100).contains(y));
    }
    let digits: Option<Vec<u32>> = text.chars().map(chinese_digit).collect();
    let digits = digits?;
    (digits.len() == 4)
        .then(|| digits.iter().fold(0, |n, d| n * 10 + *d) as i32)
        .filter(|y| (1990..2100).contains(y))
}

fn small_number(text: &str) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let mut tens = 0;
    let mut units = None;
    for c in text.chars() {
        if c == '十' {
            tens = units.take().unwrap_or(1) * 10;
        } else {
            units = Some(chinese_digit(c)?);
        }
    }
    let n = tens + units.unwrap_or(0);
    (n > 0).then_some(n)
}

/// The first year named in a text (`2021年`, `二〇二一年`, or 2021 standing alone), with its offset in characters.
pub(crate) fn year_in(text: &str) -> Option<(i32, usize)> {
    let is_year_digit = |c: char| c.is_ascii_digit() || chinese_digit(c).is_some();
    let chars: Vec<char> = text.chars().map(|c| fold(c).unwrap_or(' ')).collect();
    let mut i = 0;
    while i + 4 <= chars.len() {
        if !is_year_digit(chars[i]) {
            i += 1;
            continue;
        }
        // a year is the beginning of a run of digits
        let run = chars[i..].iter().take_while(|c| is_year_digit(**c)).count();
        let from = i;
        i += run;
        if run < 4 {
            continue;
        }
        let word: String = chars[from..from + 4].iter().collect();
        let Some(year) = year_number(&word) else { continue };
        let next = chars[from + 4..].iter().find(|c| !c.is_whitespace());
        let ends = next.is_none_or(|c| !c.is_ascii_digit());
        let is_year = next == Some(&'年') || (word.is_ascii() && word.starts_with("20") && ends);
        if is_year {
            return Some((year, from));
        }
    }
    None
}

fn shifted(place: Option<&Place>, by: usize) -> Place {
    let mut place = place.cloned().unwrap_or_default();
    if place.line.is_some() {
        place.column = place.column.map(|c| c + by as u32);
    }
    place
}

/// Reads the envelope of one report: `head` are the lines before the first section, `tail` those of the last section.
/// Where text was lost the prose no longer tells of which year it is: the sentence that named it may be gone, and the one
/// that speaks of the next year left.
pub(crate) fn read(
    lines: &[Line<'_>],
    head: std::ops::Range<usize>,
    tail: std::ops::Range<usize>,
    metadata_title: Option<&str>,
    has_lost_text: bool,
    prose: impl FnOnce() -> Vec<Prose>,
) -> Envelope {
    // most reports tell everything in title and signature
    let prose = std::cell::LazyCell::new(prose);
    let mut envelope = Envelope::default();
    let text_of = |i: usize| lines[i].text().trim();
    let title_line = head
        .clone()
        .find(|i| lines[*i].table.is_none() && is_title_line(&lines[*i]))
        .or_else(|| head.clone().find(|i| is_title_line(&lines[*i])));
    let mut title_agency: Option<(String, Place)> = None;
    // what may be the agency's name above the title, if the signature says so
    let mut above_title: Vec<(String, Vec<usize>)> = Vec::new();
    if let Some(last) = title_line {
        // a title broken over several lines of one paragraph
        let at = first_of_paragraph(lines, head.start, last);
        let whole: String = (at..=last).map(text_of).collect();
        let (at, text) = if is_title(&whole) { (at, whole) } else { (last, text_of(last).to_owned()) };
        let text = text.as_str();
        let place = lines[at].place().cloned().unwrap_or_default();
        envelope.lines.extend(at..=last);
        if let Some((year, offset)) = year_in(text) {
            envelope.year = Located::at(year, shifted(lines[at].place(), offset));
        }
        let name = agency_in_title(text);
        let mut title = text.to_owned();
        if name.is_empty() {
            // the name stands on a line of its own above the title
            let above: Vec<usize> =
                (head.start..at).rev().filter(|i| !text_of(*i).is_empty()).take(3).collect();
            let joined = |own: &[usize]| own.iter().rev().map(|i| compact(text_of(*i))).collect::<String>();
            above_title = (1..=above.len())
                .map(|n| (joined(&above[..n]), above[..n].to_vec()))
                .filter(|(name, _)| is_like_a_name(name))
                .collect();
            for i in above {
                let candidate = text_of(i);
                if is_agency_name(candidate) {
                    title = format!("{candidate}{title}");
                    title_agency =
                        Some((candidate.to_owned(), lines[i].place().cloned().unwrap_or_default()));
                    envelope.lines.push(i);
                    break;
                }
                if envelope.year.value.is_none()
                    && let Some((year, offset)) = year_in(candidate)
                {
                    envelope.year = Located::at(year, shifted(lines[i].place(), offset));
                    envelope.lines.push(i);
                    // 2025年云岭市水务局 above, 政府信息公开工作年度报告 below: one title in two lines
                    let name = agency_in_title(candidate);
                    if is_agency_name(&name) {
                        title = format!("{candidate}{title}");
                        title_agency = Some((name, lines[i].place().cloned().unwrap_or_default()));
                        break;
                    }
                }
            }
        } else {
            title_agency = Some((name, place.clone()));
        }
        envelope.title = Located::at(title, place);
        // a cover page repeats name, year and title above
        for (i, line) in lines.iter().enumerate().take(at).skip(head.start) {
            let candidate = text_of(i);
            let has_few_words = line.letters().chars().count() <= 2;
            if is_agency_name(candidate) || has_few_words && year_in(candidate).is_some() {
                envelope.lines.push(i);
            }
        }
    } else if let Some(title) = metadata_title.filter(|t| is_title(t)) {
        envelope.title = Located { value: Some(title.to_owned()), place: None };
        if let Some((year, _)) = year_in(title) {
            envelope.year = Located { value: Some(year), place: None };
        }
        let name = agency_in_title(title);
        if !name.is_empty() {
            title_agency = Some((name, Place::default()));
        }
    }
    let known: Vec<&str> = title_agency
        .iter()
        .map(|(name, _)| name.as_str())
        .chain(above_title.iter().map(|(name, _)| name.as_str()))
        .collect();
    read_signature(lines, tail, &known, &mut envelope);
    if let Some((name, own)) =
        above_title.iter().find(|(name, _)| envelope.agency.value.as_deref() == Some(name.as_str()))
        && !envelope.lines.contains(&own[0])
    {
        envelope.title.value = envelope.title.value.take().map(|title| format!("{name}{title}"));
        envelope.lines.extend(own);
    }
    if envelope.year.value.is_none() && !has_lost_text {
        envelope.year = year_of_prose(&prose);
    }
    if envelope.year.value.is_none()
        && let (Some(signed), place) = (envelope.signed_on.value, envelope.signed_on.place.clone())
    {
        envelope.year = Located { value: Some(signed.year() - 1), place };
    }
    if envelope.agency.value.is_none()
        && let Some((name, place)) = title_agency
    {
        let full = fuller_name(&name, || &prose[..]).unwrap_or(name);
        envelope.agency = Located::at(full, place);
    }
    envelope
}

/// The first line of the paragraph in which a line stands, where the format numbers its paragraphs.
fn first_of_paragraph(lines: &[Line<'_>], start: usize, line: usize) -> usize {
    let number = |i: usize| {
        let place = lines[i].place().filter(|_| lines[i].table.is_none())?;
        place.paragraph.filter(|_| place.line.is_none())
    };
    let own = number(line);
    (start..line).rev().take_while(|i| own.is_some() && number(*i) == own).last().unwrap_or(line)
}

/// Year and agency that a title names.
pub(crate) fn identity_of_title(title: &str) -> (Option<i32>, String) {
    (year_in(title).map(|(year, _)| year), agency_in_title(title))
}

/// The agency's name within a title, freed of year and kind of document.
fn agency_in_title(title: &str) -> String {
    let mut text: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some((year, _)) = year_in(&text) {
        for form in [format!("{year}年度"), format!("{year}年"), format!("{year}")] {
            if text.contains(&form) {
                text = text.replacen(&form, "", 1);
                break;
            }
        }
    }
    // a year in Chinese numerals
    if let Some((_, offset)) = year_in(&text) {
        let chars: Vec<char> = text.chars().collect();
        let end = (offset + 5).min(chars.len());
        text = chars[..offset].iter().chain(&chars[end..]).collect();
    }
    let mut cut = text.len();
    for word in ["政府信息公开", "政务公开", "信息公开"] {
        if let Some(at) = text.find(word) {
            cut = cut.min(at);
        }
    }
    let is_damaged = text[..cut].contains(is_lost);
    if is_damaged && let Some(at) = begin_of_damaged(&text, "政府信息公开") {
        cut = cut.min(at);
    }
    let head = text[..cut].trim_start_matches("关于").trim_end_matches('的').trim_end_matches("关于");
    // what is left of a name that lost a character is another name
    if is_damaged && (head.contains(is_lost) || !ends_like_an_agency(head)) {
        return String::new();
    }
    let head = head.trim_matches(|c: char| !c.is_alphabetic() && !matches!(c, '（' | '）' | '(' | ')'));
    if head.chars().count() >= 2 { head.to_owned() } else { String::new() }
}

/// Whether a character stands for one that was lost.
fn is_lost(c: char) -> bool {
    matches!(c, '?' | '？' | '\u{fffd}' | '□')
}

/// Where words begin in a text, characters that it lost taken for theirs.
fn begin_of_damaged(text: &str, words: &str) -> Option<usize> {
    let is_like = |rest: &str| {
        rest.chars().count() >= words.chars().count()
            && rest.chars().zip(words.chars()).all(|(a, b)| a == b || is_lost(a))
    };
    text.char_indices().map(|(at, _)| at).find(|at| is_like(&text[*at..]))
}

/// The full name when the prose uses one that ends with the short name of the title.
fn fuller_name<'p>(short: &str, prose: impl FnOnce() -> &'p [Prose]) -> Option<String> {
    const REGION_ENDINGS: &[char] = &['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡'];
    let starts_with_region =
        short.chars().take(12).any(|c| matches!(c, '省' | '市' | '县' | '州' | '盟' | '旗'));
    if starts_with_region {
        return None;
    }
    for paragraph in prose() {
        for (at, _) in paragraph.text.match_indices(short) {
            let before: Vec<char> =
                paragraph.text[..at].chars().rev().take_while(|c| c.is_alphabetic()).take(12).collect();
            let prefix: String = before.into_iter().rev().collect();
            // what stands before must be a region and nothing else
            let count = prefix.chars().count();
            if (2..=11).contains(&count) && prefix.ends_with(REGION_ENDINGS) {
                return Some(format!("{prefix}{short}"));
            }
        }
    }
    None
}

/// Reads name and date at the end. The names that the title may give are a signature in whatever words, and on two lines
/// too.
fn read_signature(lines: &[Line<'_>], tail: std::ops::Range<usize>, known: &[&str], envelope: &mut Envelope) {
    let filled: Vec<usize> = tail
        .clone()
        .rev()
        .filter(|i| !lines[*i].text().trim().is_empty() && !lines[*i].is_page_number())
        .take(8)
        .collect();
    // 2022年1月15日（此件公开发布）
    let text_of = |i: usize| {
        let text = lines[i].text();
        let text = text.trim();
        text.split(['（', '(']).next().filter(|t| date(t).is_some()).unwrap_or(text).trim()
    };
    for (n, i) in filled.iter().enumerate() {
        let text = text_of(*i);
        let whole = date(text);
        // name and date on one line
        let split = text
            .char_indices()
            .find(|(at, c)| (c.is_ascii_digit() || *c == '二') && date(&text[*at..]).is_some())
            .map(|(at, _)| at);
        let is_open = whole.is_none() && is_open_date(text);
        if whole.is_some() || is_open {
            let mut place = lines[*i].place().cloned().unwrap_or_default();
            mark_whole(&mut place, text);
            envelope.lines.push(*i);
            if is_open {
                envelope.open_date = Some((text.to_owned(), place));
            } else {
                envelope.signed_on = Located { value: whole, place: Some(place) };
            }
            let above = &filled[(n + 1).min(filled.len())..];
            let own = |count: usize| above.get(..count).unwrap_or_default();
            let joined = |own: &[usize]| own.iter().rev().map(|j| compact(text_of(*j))).collect::<String>();
            let is_known = |own: &[usize]| !own.is_empty() && known.contains(&joined(own).as_str());
            let found = (1..=3).map(own).find(|own| is_known(own)).map(<[usize]>::to_vec);
            let found = found
                .or_else(|| above.iter().take(2).find(|j| is_agency_name(text_of(**j))).map(|j| vec![*j]));
            if let Some(own) = found
                && let Some(first) = own.last()
            {
                let place = lines[*first].place().cloned().unwrap_or_default();
                envelope.agency = Located::at(joined(&own), place);
                envelope.lines.extend(own);
            }
            return;
        }
        if let Some(at) = split
            && (is_agency_name(text[..at].trim()) || known.contains(&compact(&text[..at]).as_str()))
        {
            let mut place = shifted(lines[*i].place(), text[..at].chars().count());
            mark_whole(&mut place, &text[at..]);
            envelope.signed_on = Located { value: date(&text[at..]), place: Some(place) };
            envelope.agency =
                Located::at(compact(text[..at].trim()), lines[*i].place().cloned().unwrap_or_default());
            envelope.lines.push(*i);
            return;
        }
    }
    if let Some(last) = filled.first() {
        let name = text_of(*last);
        if is_agency_name(name) && name.chars().count() >= 5 || known.contains(&compact(name).as_str()) {
            envelope.agency = Located::at(compact(name), lines[*last].place().cloned().unwrap_or_default());
            envelope.lines.push(*last);
        }
    }
}

/// A date in Chinese numerals is meant whole; of one in digits that is plain.
fn mark_whole(place: &mut Place, printed: &str) {
    if place.line.is_some() && !printed.starts_with(|c: char| c.is_ascii_digit()) {
        place.length = u32::try_from(printed.chars().count()).ok();
    }
}

fn compact(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The year that most paragraphs name; the earliest mention wins a tie.
fn year_of_prose(prose: &[Prose]) -> Located<i32> {
    let mut counts: Vec<(i32, usize, Place)> = Vec::new();
    for paragraph in prose {
        if let Some((year, offset)) = year_in(&paragraph.text) {
            match counts.iter_mut().find(|(y, _, _)| *y == year) {
                Some((_, n, _)) => *n += 1,
                None => counts.push((year, 1, shifted(paragraph.place.as_ref(), offset))),
            }
        }
    }
    let best = counts.iter().map(|(_, n, _)| *n).max().unwrap_or(0);
    counts
        .into_iter()
        .find(|(_, n, _)| *n == best)
        .map_or_else(Located::none, |(year, _, place)| Located::at(year, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_usual_form() {
        let day = NaiveDate::from_ymd_opt(2022, 1, 15);
        for text in [
            "2022年1月15日",
            "２０２２年０１月１５日",
            "二〇二二年一月十五日",
            "2022-01-15",
            "2022.1.15",
            "2022 年 1 月 15 日",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
        assert_eq!(date("2022年13月1日"), None);
        for text in [
            "2026年　月　日",
            "2026年1月　日",
            "　　年　月　日",
            "____年__月__日",
            "二〇二六年  月  日",
            "×年×月×日",
        ] {
            assert!(is_open_date(text), "{text}");
            assert_eq!(date(text), None, "{text}");
        }
        for text in ["2022年1月15日", "年月日期", "2026年工作、月报、日报", "全年　月　日", "2022年13月1日"]
        {
            assert!(!is_open_date(text), "{text}");
        }
    }

    #[test]
    fn names_of_agencies_may_have_other_names_in_brackets() {
        for name in [
            "青溪市发展和改革委员会（市粮食和物资储备局、市能源局）",
            "双江拉祜族佤族布朗族傣族自治县人力资源和社会保障局（公务员局）",
            "青溪市市场监督管理局（知识产权局（商标分局））",
            "拱北海关",
            "青溪市广播电视台",
            "青溪市水务集团有限公司",
        ] {
            assert!(is_agency_name(name), "{name}");
        }
        for text in
            ["青溪市水务局（公章", "（此页无正文）", "局长（签字）局", "无。", "青溪市政府信息公开平台"]
        {
            assert!(!is_agency_name(text), "{text}");
        }
    }

    #[test]
    fn a_lost_character_becomes_no_part_of_the_agency() {
        for (title, agency) in [
            ("云岭市水务局2025年?府信息公开工作年度报告", "云岭市水务局"),
            ("2025年云岭市水务局政\u{fffd}信息公开工作年度报告", "云岭市水务局"),
            ("云岭市水务局2025年??信息公开工作年度报告", "云岭市水务局"),
            ("云岭市水?局2025年政府信息公开工作年度报告", ""),
            ("?岭市水务局2025年政府信息公开工作年度报告", ""),
            ("云岭市水务?2025年政府信息公开工作年度报告", ""),
        ] {
            assert_eq!(agency_in_title(title), agency, "{title}");
        }
    }

    #[test]
    fn the_agency_is_what_the_title_leaves() {
        assert_eq!(agency_in_title("云岭市水务局2025年政府信息公开工作年度报告"), "云岭市水务局");
        assert_eq!(agency_in_title("2025年云岭市水务局政府信息公开工作年度报告"), "云岭市水务局");
        assert_eq!(agency_in_title("2025年政府信息公开工作年度报告"), "");
        assert_eq!(
            agency_in_title("云岭市人民政府关于二〇二五年政府信息公开工作的年度报告"),
            "云岭市人民政府"
        );
    }
}
