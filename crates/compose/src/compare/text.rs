//! A comparison as text for a terminal, aligned under full-width characters.
//!
//! Not here: colours (a terminal that has none must tell the same).

use super::{caption, change, fate, heads, percent, says_something, share, shown, table_of, title};
use crate::draft::{clean, one_line};
use gongkai_domain::report::TableKey;
use gongkai_domain::report::compare::{Comparison, Line, PassageChange};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Lines that a passage takes at most; what is longer is cut.
const MOST_LINES: usize = 3;

/// The comparison within so many columns of a terminal; a table that needs more is not folded.
/// `every_line` also prints the lines that are zero throughout.
pub fn text(comparison: &Comparison, width: usize, every_line: bool) -> String {
    let mut out = String::new();
    let heads = heads(comparison);
    for line in wrapped(&title(comparison), width, "") {
        let _ = writeln!(out, "{line}");
    }
    for (head, report) in heads.iter().zip(&comparison.reports) {
        let agency = report.agency.as_deref().unwrap_or("机关名称不详");
        let (named, source) = (format!("  {head}  {}", one_line(agency)), one_line(&report.source));
        if named.width() + 2 + source.width() <= width {
            let _ = writeln!(out, "{named}  {source}");
            continue;
        }
        // a name of a file stays whole, so that it can be copied
        let indent = " ".repeat(head.width() + 4);
        for line in wrapped(&named, width, &indent) {
            let _ = writeln!(out, "{line}");
        }
        let _ = writeln!(out, "{indent}{source}");
    }
    for note in &comparison.notes {
        for line in wrapped(&format!("说明：{}", one_line(&note.text())), width, "      ") {
            let _ = writeln!(out, "{line}");
        }
    }
    for table in TableKey::EVERY {
        let all: Vec<&Line> = comparison.lines.iter().filter(|l| table_of(l) == *table).collect();
        if all.is_empty() {
            continue;
        }
        let lines: Vec<&Line> = all.iter().copied().filter(|l| every_line || says_something(l)).collect();
        let _ = writeln!(out, "\n{}", caption(*table));
        if !lines.is_empty() {
            table_of_lines(&mut out, &heads, &lines, width);
        }
        match all.len() - lines.len() {
            0 => {}
            n if lines.is_empty() => {
                let _ = writeln!(out, "  {n}项均为0或没有数据");
            }
            n => {
                let _ = writeln!(out, "  其余{n}项均为0或没有数据");
            }
        }
    }
    for pair in &comparison.prose {
        let _ = writeln!(out, "\n文字沿用情况：{}对{}", heads[pair.to], heads[pair.from]);
        for section in &pair.sections {
            let share =
                section.kept_permille.map_or_else(|| "没有文字".to_owned(), |p| format!("沿用{}", share(p)));
            let _ = writeln!(
                out,
                "  {}  {share}（{}字中{}字）",
                section.key.title(),
                section.later_characters,
                section.kept_characters
            );
            for passage in section.passages.iter().filter(|p| p.change != PassageChange::Kept) {
                let sign = match passage.change {
                    PassageChange::Removed => "-",
                    PassageChange::Moved => "~",
                    _ => "+",
                };
                let text = clean(passage.text.trim()).replace('\n', " ");
                if text.is_empty() {
                    continue;
                }
                let indent = " ".repeat(11);
                let room = width.saturating_sub(indent.width()) * MOST_LINES;
                let told = format!("    {sign} {} {}", fate(passage.change), shortened(&text, room));
                for line in wrapped(&told, width, &indent) {
                    let _ = writeln!(out, "{line}");
                }
            }
        }
    }
    out
}

fn table_of_lines(out: &mut String, heads: &[String], lines: &[&Line], width: usize) {
    let cell = |line: &Line, n: usize| {
        let entry = &line.entries[n];
        match change(entry).as_str() {
            "" => shown(entry),
            change => format!("{}（{change}）", shown(entry)),
        }
    };
    let last = |line: &Line| line.entries.last().map_or_else(String::new, percent);
    let columns: Vec<usize> = (0..heads.len())
        .map(|n| lines.iter().map(|l| cell(l, n).width()).chain([heads[n].width()]).max().unwrap_or(0))
        .collect();
    let last_width = lines.iter().map(|l| last(l).width()).chain(["增幅".width()]).max().unwrap_or(0);
    let values: usize = columns.iter().map(|c| c + 2).sum::<usize>() + last_width + 2;
    let widest = lines.iter().map(|l| l.label.width()).max().unwrap_or(0);
    let labels = widest.min(width.saturating_sub(values + 2).max(12));
    let mut row = |label: &str, cells: &[String], last: &str| {
        let label = shortened_label(label, labels);
        let _ = write!(out, "  {label}{}", " ".repeat(labels - label.width()));
        for (text, width) in cells.iter().zip(&columns) {
            let _ = write!(out, "  {}{text}", " ".repeat(width - text.width()));
        }
        let _ = writeln!(out, "  {}{last}", " ".repeat(last_width - last.width()));
    };
    row("项目（括号内为较上一列增减）", heads, "增幅");
    for line in lines {
        let cells: Vec<String> = (0..heads.len()).map(|n| cell(line, n)).collect();
        row(&line.label, &cells, &last(line));
    }
}

/// The name of a cell of at most so many columns: it is cut before its last part, which tells the column.
fn shortened_label(label: &str, width: usize) -> String {
    match label.rsplit_once('·') {
        Some((row, column)) if label.width() > width && column.width() + 6 <= width => {
            let tail = format!("·{column}");
            format!("{}{tail}", shortened(row, width - tail.width()))
        }
        _ => shortened(label, width),
    }
}

/// Lines of at most so many columns, those after the first set in; none begins with a mark that closes something.
fn wrapped(text: &str, width: usize, indent: &str) -> Vec<String> {
    const CLOSING: &[char] =
        &['，', '。', '、', '；', '：', '！', '？', '）', '”', '》', '〕', '…', '%', ',', '.', ')'];
    let mut lines = Vec::new();
    let (mut line, mut columns) = (String::new(), 0);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let own = c.to_string().width();
        // room for the marks that may follow
        let closing = chars.clone().take_while(|n| CLOSING.contains(n)).take(4);
        let with_next: usize = closing.map(|n| n.to_string().width()).sum();
        if columns + own + with_next > width && columns > indent.width() {
            // a number is not torn
            let kept = line.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let is_torn = c.is_ascii_digit() && line[..kept].trim().width() > 0 && kept < line.len();
            let torn = if is_torn { line.split_off(kept) } else { String::new() };
            lines.push(std::mem::replace(&mut line, format!("{indent}{torn}")));
            columns = line.width();
        }
        line.push(c);
        columns += own;
    }
    lines.push(line);
    lines
}

/// A text of at most so many columns; what is cut is told by a mark.
fn shortened(text: &str, width: usize) -> String {
    let text = text.replace('\n', " ");
    if text.width() <= width {
        return text;
    }
    let mut short = String::new();
    for c in text.chars() {
        if short.width() + c.to_string().width() + '…'.to_string().width() > width {
            break;
        }
        short.push(c);
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::super::tests::three_years;
    use super::*;

    #[test]
    fn columns_stand_under_their_heads_and_nothing_is_wider_than_the_terminal() {
        for width in [60, 80, 120] {
            let told = text(&three_years(), width, false);
            let table: Vec<&str> =
                told.lines().skip_while(|l| *l != "收到和处理政府信息公开申请情况").skip(1).take(7).collect();
            let ends: Vec<usize> = table.iter().map(|l| l.width()).collect();
            assert!(ends.iter().all(|w| *w == ends[0]), "{told}");
            assert!(told.lines().all(|l| l.width() <= width), "at {width}:\n{told}");
        }
    }

    #[test]
    fn a_long_head_goes_on_in_further_lines_and_the_name_of_its_file_stays_whole() {
        let mut comparison = three_years();
        let agency = "六泉市金桥区数据资源管理局（政务服务管理局）";
        for report in &mut comparison.reports {
            report.agency = Some(agency.to_owned());
            report.source = "年报/004-liuquan-jinqiao-2020.txt".to_owned();
        }
        let told = text(&comparison, 60, false);
        assert!(told.lines().all(|l| l.width() <= 60), "{told}");
        assert!(told.contains("\n          年报/004-liuquan-jinqiao-2020.txt\n"), "{told}");
        let wide = text(&comparison, 120, false);
        assert!(wide.contains("六泉市金桥区数据资源管理局（政务服务管理局）  年报/004-"), "{wide}");
    }

    #[test]
    fn a_name_that_is_cut_keeps_its_column() {
        assert_eq!(shortened_label("（四）1.本机关不掌握·总计", 20), "（四）1.本机关…·总计");
        assert_eq!(shortened_label("一、本年新收·总计", 20), "一、本年新收·总计");
        assert_eq!(shortened_label("甲·一个比什么都长的列的名称", 12), "甲·一个比什…");
    }

    #[test]
    fn a_long_text_goes_on_in_further_lines_and_no_number_is_torn() {
        let text =
            "说明：所比较的报告出自不同行政机关，共1204件、1304件，口径相近但不完全一致；标“≈”的除外。";
        for width in 20..70 {
            let lines = wrapped(text, width, "      ");
            assert!(lines.iter().all(|l| l.width() <= width), "{lines:?}");
            assert_eq!(lines.iter().map(|l| l.trim_start()).collect::<String>(), text);
            assert!(["1204", "1304"].iter().all(|n| lines.iter().any(|l| l.contains(n))), "{lines:?}");
            assert!(lines.iter().all(|l| !l.trim_start().starts_with(['，', '。', '；', '”'])), "{lines:?}");
        }
        let folded = text_of_long_note();
        assert!(folded.lines().all(|l| l.width() <= 80), "{folded}");
    }

    fn text_of_long_note() -> String {
        let mut comparison = three_years();
        let names = (0..9).map(|n| format!("青溪市第{n}号机关事务管理局")).collect();
        comparison.notes = vec![gongkai_domain::report::compare::Note::Agencies { names }];
        text(&comparison, 80, false)
    }

    #[test]
    fn lines_of_zeros_are_counted_and_printed_on_demand() {
        let short = text(&three_years(), 80, false);
        assert!(short.contains("其余169项均为0或没有数据"), "{short}");
        let long = text(&three_years(), 80, true);
        assert!(!long.contains("其余") && long.lines().count() > 200);
    }

    #[test]
    fn prose_is_told_with_what_came_and_went() {
        let told = text(&three_years(), 80, false);
        assert!(told.contains("文字沿用情况：2025年对2024年"), "{told}");
        assert!(told.contains("- 删去 开展培训1次。") || told.contains("+ 新增 新设查阅点2处。"), "{told}");
    }
}
