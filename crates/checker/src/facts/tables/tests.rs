//! A clean report with one thing wrong in its tables, read.

use super::super::read_document;
use crate::{CheckOptions, Finding, check};
use gongkai_domain::report::{CellKind, CellRef, Column, Report, Row, SectionKey};
use gongkai_extract::{Limits, read};
use gongkai_paper::{self as paper, Block, Document, Format, Paragraph};
use std::fmt::Write as _;

const CLEAN: &str = include_str!("../../../../../examples/clean.txt");

fn report(text: &str) -> Report {
    let document = read(text.as_bytes(), Some("试.txt"), &Limits::default()).unwrap();
    read_document(&document, "试.txt").remove(0)
}

/// The clean report with some of its text replaced.
fn with(old: &str, new: &str) -> Report {
    assert_eq!(CLEAN.matches(old).count(), 1, "{old} once");
    report(&CLEAN.replace(old, new))
}

/// The table of the clean report that holds a line, as HTML.
fn with_html(old: &str, new: &str) -> Report {
    let document = read(html(old, new).as_bytes(), Some("试.html"), &Limits::default()).unwrap();
    read_document(&document, "试.html").remove(0)
}

fn html(old: &str, new: &str) -> String {
    assert_eq!(CLEAN.matches(old).count(), 1, "{old} once");
    let text = CLEAN.replace(old, new);
    let mut html = String::from("<html><body>");
    let mut is_table = false;
    for line in text.lines() {
        let is_row = line.contains('\t');
        if is_row != is_table {
            html.push_str(if is_row { "<table>" } else { "</table>" });
            is_table = is_row;
        }
        let tag = if is_row { "tr" } else { "p" };
        let body =
            if is_row { format!("<td>{}</td>", line.replace('\t', "</td><td>")) } else { line.to_owned() };
        let _ = write!(html, "<{tag}>{body}</{tag}>");
    }
    html
}

/// The same as a sheet laid out by hand, in which cells are merged.
fn with_sheet(old: &str, new: &str) -> Report {
    let merged = "<td>法人或其他组织</td><td></td><td></td><td></td><td></td>";
    let html = html(old, new);
    assert_eq!(html.matches(merged).count(), 1);
    let html = html.replace(merged, "<td colspan=5>法人或其他组织</td>");
    let mut document = read(html.as_bytes(), Some("试.html"), &Limits::default()).unwrap();
    document.format = Format::Xlsx;
    read_document(&document, "试.xlsx").remove(0)
}

/// The report as a page without rulings gives it, each line at a height of its own.
fn on_a_page(text: &str) -> Report {
    let mut document = Document::new(Format::Pdf);
    for (line, top) in text.lines().zip(0_u16..) {
        let top = f32::from(top) * 20.0;
        let place =
            paper::Place { page: Some(1), bbox: Some([50.0, top, 500.0, top + 12.0]), ..Default::default() };
        let text = line.trim_start_matches('\t').replace("\t\t", "\t");
        document.blocks.push(Block::Paragraph(Paragraph { text, level: None, place }));
    }
    read_document(&document, "试.pdf").remove(0)
}

fn found(report: &Report) -> Vec<Finding> {
    check(report, &CheckOptions::default()).findings
}

fn codes(report: &Report) -> Vec<&'static str> {
    found(report).iter().map(|f| f.code).collect()
}

fn value(report: &Report, at: &str) -> Option<i64> {
    report.cell(at.parse::<CellRef>().unwrap()).unwrap().as_count()
}

fn kind(report: &Report, at: &str) -> CellKind {
    report.cell(at.parse::<CellRef>().unwrap()).unwrap().kind
}

const SECRET: &str = "1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0";
const MISC: &str = "\t\t3.其他\t1\t0\t0\t0\t0\t0\t1\n";

#[test]
fn a_row_in_other_words_keeps_its_values() {
    for read in [with, with_html] {
        let report = read(SECRET, "1.属于国家机密\t5\t0\t0\t0\t0\t0\t7");
        assert_eq!(value(&report, "table3.denied_state_secret.natural_person"), Some(5));
        assert_eq!(value(&report, "table3.denied_state_secret.total"), Some(7));
        let codes = codes(&report);
        for code in ["S201", "A003", "A002"] {
            assert!(codes.contains(&code), "{code} in {codes:?}");
        }
        assert!(!codes.contains(&"S204") && !codes.contains(&"S304"), "{codes:?}");
    }
    let report = with("（一）予以公开\t\t8\t2\t0\t0\t1\t0\t11", "（一）予以全部公开\t\t8\t2\t0\t0\t1\t0\t12");
    assert_eq!(value(&report, "table3.granted.total"), Some(12));
    let report = with("2.重复申请", "2.反复申请");
    assert_eq!(codes(&report), ["S201"]);
    let report = with("行政强制", "强制措施");
    assert_eq!(codes(&report), ["S201"]);
    assert_eq!(value(&report, "table2.compulsion_decisions"), Some(0));
}

#[test]
fn a_row_with_a_foreign_name_in_the_place_of_a_missing_one_is_read_for_none() {
    for (old, new, at) in [
        (SECRET, "1.涉及商业利益\t5\t0\t0\t0\t0\t0\t7", "table3.denied_state_secret.total"),
        ("2.重复申请", "2.恶意纠缠", "table3.unprocessed_repeat.total"),
        ("行政强制", "行政征收", "table2.compulsion_decisions"),
    ] {
        let report = with(old, new);
        assert_eq!(kind(&report, at), CellKind::Illegible, "{new}");
        let codes = codes(&report);
        assert!(codes.contains(&"S213") && codes.contains(&"S303"), "{codes:?}");
        assert!(!codes.contains(&"S204") && !codes.contains(&"S304"), "{codes:?}");
    }
}

#[test]
fn a_row_too_many_takes_nobodys_place() {
    let report = with(MISC, &format!("{MISC}\t\t4.主动撤回\t2\t0\t0\t0\t0\t0\t2\n"));
    assert_eq!(codes(&report), ["S213"]);
    assert_eq!(value(&report, "table3.other_misc.total"), Some(1));
}

#[test]
fn a_row_whose_name_is_blank_is_read_by_its_place() {
    for read in [with, with_html] {
        let report = read(MISC, "\t\t\t1\t0\t0\t0\t0\t0\t1\n");
        assert_eq!(codes(&report), ["S213"]);
        assert_eq!(value(&report, "table3.other_misc.total"), Some(1));
        assert_eq!(value(&report, "table3.other_fee_overdue.total"), Some(0));
    }
}

#[test]
fn a_group_whose_first_row_has_no_name_is_not_filled_with_zeros() {
    let report = with("1.属于国家秘密\t0", "\t4");
    assert_eq!(kind(&report, "table3.denied_state_secret.natural_person"), CellKind::Illegible);
    let codes = codes(&report);
    assert!(codes.contains(&"S213") && !codes.contains(&"S304"), "{codes:?}");
}

#[test]
fn values_follow_a_header_in_another_order_and_it_is_told() {
    for read in [with, with_html] {
        let report = read("商业企业\t科研机构", "科研机构\t商业企业");
        assert_eq!(codes(&report), ["S207"]);
        assert_eq!(value(&report, "table3.granted.research_institution"), Some(2));
        let report = read("本年制发件数\t本年废止件数", "本年废止件数\t本年制发件数");
        assert_eq!(codes(&report), ["S207"]);
        assert_eq!(value(&report, "table2.normative_issued"), Some(1));
        let report = read(
            "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议",
            "结果纠正\t结果维持\t其他结果\t尚未审结\t总计\t未经复议",
        );
        assert_eq!(codes(&report), ["S207"]);
        assert_eq!(value(&report, "table4.reconsideration_corrected"), Some(1));
        assert_eq!(value(&report, "table4.reconsideration_upheld"), Some(0));
    }
}

#[test]
fn a_total_moved_in_the_header_alone_is_told_and_the_sums_say_where_the_values_are() {
    let report = with("自然人\t法人或其他组织\t\t\t\t\t总计", "总计\t法人或其他组织\t\t\t\t\t自然人");
    assert_eq!(codes(&report), ["S207"]);
    assert_eq!(value(&report, "table3.new_received.total"), Some(18));
}

#[test]
fn a_row_printed_twice_is_told_as_such() {
    let report = with(MISC, &MISC.repeat(2));
    assert_eq!(codes(&report), ["S206"]);
    assert!(found(&report)[0].message.contains("重复"));
    assert_eq!(value(&report, "table3.other_misc.total"), Some(1));
    let report = with(MISC, &format!("{MISC}{}", MISC.replace('1', "2")));
    assert_eq!(kind(&report, "table3.other_misc.total"), CellKind::Illegible);
}

#[test]
fn a_row_with_a_single_value_is_not_without_data() {
    let report = with(MISC, "\t\t3.其他\t1\n");
    let codes = codes(&report);
    assert!(codes.contains(&"S205") && !codes.contains(&"S204"), "{codes:?}");
}

#[test]
fn a_number_too_long_for_a_count_is_not_replaced() {
    let report = with("\t\t8\t2\t0", "\t\t8\t12345678901\t0");
    assert_eq!(kind(&report, "table3.granted.commercial_enterprise"), CellKind::Illegible);
    assert_eq!(value(&report, "table3.granted.natural_person"), Some(8));
    let codes = codes(&report);
    assert!(codes.contains(&"S303") && !codes.contains(&"S204"), "{codes:?}");
}

#[test]
fn the_value_in_excess_is_marked() {
    let report = with("\t\t8\t2\t0\t0\t1\t0\t11", "\t\t8\t2\t0\t0\t1\t0\t11\t4");
    let place = report.artefacts.iter().find(|a| a.kind == "extra_value").unwrap().place.as_ref().unwrap();
    let line = CLEAN.lines().position(|l| l.contains("（一）予以公开\t\t8")).unwrap() + 1;
    let column = "三、本年度办理结果\t（一）予以公开\t\t8\t2\t0\t0\t1\t0\t11\t".chars().count() + 1;
    assert_eq!((place.line, place.column), (Some(line as u32), Some(column as u32)));
}

#[test]
fn a_date_in_chinese_numerals_is_marked_whole() {
    let report = with("2026年1月16日", "二〇二六年二月十六日");
    assert_eq!(report.signed_on.place.unwrap().length, Some(10));
}

#[test]
fn a_head_of_the_older_form_is_marked_in_a_report_of_a_later_year() {
    let old = "本年制发件数\t本年废止件数\t现行有效件数";
    let report = with(old, "本年新制作数量\t本年新公开数量\t对外公开总数量");
    let finding = found(&report).into_iter().find(|f| f.code == "S214").unwrap();
    let line = CLEAN.lines().position(|l| l.ends_with(old)).unwrap() + 1;
    assert_eq!(finding.spots[0].place.line, Some(line as u32));
    assert_eq!(finding.spots[0].quote.as_deref(), Some("本年新制作数量"));
}

#[test]
fn a_wrong_sum_on_a_page_without_rulings_silences_nothing() {
    let granted = "（一）予以公开\t\t8\t2\t0\t0\t1\t0\t11";
    assert!(CLEAN.contains(granted));
    let report = on_a_page(&CLEAN.replace(granted, "（一）予以公开\t\t8\t2\t0\t0\t1\t0\t12"));
    assert_eq!(value(&report, "table3.granted.total"), Some(12));
    assert_eq!(
        value(&report, "table3.new_received.natural_person"),
        value(&self::report(CLEAN), "table3.new_received.natural_person")
    );
    let mut codes = codes(&report);
    codes.sort_unstable();
    assert_eq!(codes, ["A002", "A003"]);
}

#[test]
fn a_page_without_rulings_on_which_a_row_is_torn_is_not_believed() {
    let granted = "（一）予以公开\t\t8\t2\t0\t0\t1\t0\t11";
    for torn in ["（一）予以公开\t\t8\t2\t0\t0\t1\n\t0\t12", "（一）予以公开\n（二）\t8\t2\t0\t0\t1\t0"]
    {
        let report = on_a_page(&CLEAN.replace(granted, torn));
        assert_eq!(kind(&report, "table3.new_received.natural_person"), CellKind::Illegible, "{torn}");
        assert!(codes(&report).iter().all(|c| !c.starts_with('A')));
    }
}

/// Table 2 of the clean report, every row changed.
fn with_table2(change: impl Fn(&[&str]) -> String) -> Report {
    let (from, to) = (CLEAN.find("信息内容").unwrap(), CLEAN.find("三、收到和处理").unwrap());
    let rows = CLEAN[from..to].lines().map(|line| {
        let fields: Vec<&str> = line.split('\t').filter(|f| !f.is_empty()).collect();
        let is_row = fields.len() > 1 && fields[1].starts_with(|c: char| c.is_ascii_digit());
        if is_row { change(&fields) } else { line.to_owned() }
    });
    let table: Vec<String> = rows.collect();
    report(&format!("{}{}\n\n{}", &CLEAN[..from], table.join("\n"), &CLEAN[to..]))
}

const TABLE2: [&str; 10] = [
    "rules_issued",
    "rules_repealed",
    "rules_in_force",
    "normative_issued",
    "normative_repealed",
    "normative_in_force",
    "licensing_decisions",
    "penalty_decisions",
    "compulsion_decisions",
    "admin_fee_wan_yuan",
];

#[test]
fn names_of_table_2_behind_their_values_take_what_stands_before_them() {
    let clean = report(CLEAN);
    let cell = |report: &Report, key: &str| {
        let cell = report.cell(format!("table2.{key}").parse::<CellRef>().unwrap()).unwrap();
        (cell.kind, cell.value)
    };
    for separator in ["\t", "\n"] {
        let turned = with_table2(|f| [&f[1..], &f[..1]].concat().join(separator));
        for key in TABLE2 {
            assert_eq!(cell(&turned, key), cell(&clean, key), "{key} {separator:?}");
        }
    }
}

#[test]
fn names_of_table_2_behind_some_values_are_never_read_wrong() {
    let clean = report(CLEAN);
    // the values of one row are lost, or stand before their name alone
    for name in ["规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"]
    {
        for separator in ["\t", "\n"] {
            let turned = |f: &[&str]| [&f[1..], &f[..1]].concat().join(separator);
            let lost = with_table2(|f| if f[0] == name { f[0].to_owned() } else { turned(f) });
            let alone = with_table2(|f| if f[0] == name { turned(f) } else { f.join("\t") });
            for (report, case) in [(lost, "lost"), (alone, "alone")] {
                for key in TABLE2 {
                    let at: CellRef = format!("table2.{key}").parse().unwrap();
                    let (is, was) = (report.cell(at).unwrap(), clean.cell(at).unwrap());
                    assert!(
                        is.value.is_none() || is.value == was.value,
                        "{case} {name} {separator:?} {key} {is:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_row_of_table_2_with_a_cell_too_few_is_illegible_whatever_follows() {
    let report = with_table2(|f| if f[0] == "行政规范性文件" { f[..3].join("\t") } else { f.join("\t") });
    for key in &TABLE2[3..6] {
        assert_eq!(kind(&report, &format!("table2.{key}")), CellKind::Illegible, "{key}");
    }
}

#[test]
fn among_rows_run_together_seven_parts_with_empty_ones_are_no_row_as_it_stands() {
    let glued = |line: &str| line.replace("\t0\t0\t", "\t00 0").replace("0\t0", "00");
    let mut lines: Vec<String> = CLEAN.lines().map(str::to_owned).collect();
    for line in lines.iter_mut().filter(|l| l.contains("1.本机关不掌握") || l.contains("1.属于国家秘密"))
    {
        *line = glued(line);
    }
    let new = lines.iter_mut().find(|l| l.starts_with("一、本年新收")).unwrap();
    let fields: Vec<&str> = new.split('\t').filter(|f| !f.is_empty()).collect();
    let [name, a, b, c, d, e, f, total] = fields[..] else { panic!("{fields:?}") };
    let digits = [c, d, e].concat();
    let together = format!("{name}\t\t\t{a} {b}\t{digits} {f}{total}\t");
    *new = together;
    let (report, clean) = (report(&lines.join("\n")), report(CLEAN));
    for column in ["natural_person", "commercial_enterprise", "research_institution", "total"] {
        let at = format!("table3.new_received.{column}");
        let is = value(&report, &at);
        assert!(is.is_none() || is == value(&clean, &at), "{at} {is:?}");
    }
}

/// The clean report, the cells of table 3 parted by something else than tabs.
fn parted_by(separator: &str, change: impl Fn(&str, Vec<String>) -> Vec<String>) -> Report {
    let (from, to) = (CLEAN.find("一、本年新收").unwrap(), CLEAN.find("四、政府信息公开行政复议").unwrap());
    let rows = CLEAN[from..to].lines().map(|line| {
        let fields: Vec<&str> = line.split('\t').filter(|f| !f.is_empty()).collect();
        let Some(name) =
            fields.iter().rposition(|f| !f.starts_with(|c: char| c.is_ascii_digit()) || f.contains('.'))
        else {
            return line.to_owned();
        };
        let values = fields[name + 1..].iter().map(|f| (*f).to_owned()).collect();
        let cells = change(fields[name], values);
        [fields[..=name].join("\n"), cells.join(separator)].join(separator)
    });
    let rows: Vec<String> = rows.collect();
    report(&format!("{}{}\n\n{}", &CLEAN[..from], rows.join("\n"), &CLEAN[to..]))
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|v| (*v).to_owned()).collect()
}

#[test]
fn a_wrong_sum_among_numbers_that_stand_apart_is_an_error_without_cells_too() {
    let wrong = strings(&["0", "0", "0", "4", "0", "4", "6"]);
    for separator in [" ", "\n"] {
        let clean = parted_by(separator, |_, values| values);
        assert!(codes(&clean).iter().all(|c| !c.starts_with('A')), "{separator:?}");
        let report =
            parted_by(
                separator,
                |name, values| {
                    if name.starts_with("2.没有现成") { wrong.clone() } else { values }
                },
            );
        assert_eq!(value(&report, "table3.unavailable_needs_creation.total"), Some(6), "{separator:?}");
        assert!(codes(&report).contains(&"A003"), "{separator:?} {:?}", codes(&report));
    }
}

#[test]
fn among_torn_rows_a_wrong_sum_of_one_number_a_line_is_not_believed() {
    let report = parted_by("\n", |name, mut values| {
        if name.starts_with("1.属于") {
            values.pop();
        } else if name.starts_with("2.没有现成") {
            values = strings(&["0", "0", "0", "4", "0", "4", "6"]);
        }
        values
    });
    assert_eq!(kind(&report, "table3.unavailable_needs_creation.total"), CellKind::Illegible);
}

#[test]
fn numbers_that_run_together_are_not_said_to_be_too_few() {
    let report = parted_by(" ", |name, values| match name {
        _ if name.starts_with("2.没有现成") => strings(&["43", "0", "0319"]),
        _ => vec![values.concat()],
    });
    let findings = found(&report);
    assert!(findings.iter().all(|f| f.code != "S205"), "{findings:?}");
    let told = findings.iter().find(|f| f.code == "S303" && f.message.contains("（四）2")).unwrap();
    assert!(told.message.contains("没有一种切分与本行合计相符"), "{}", told.message);
}

#[test]
fn a_bookmark_before_the_title_of_a_section_does_not_hide_it() {
    let clean = report(CLEAN);
    for title in ["三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"]
    {
        let report = with(&format!("{title}\n"), &format!("[bookmark: _Toc5002]{title}\n"));
        assert_eq!(report.sections.len(), clean.sections.len());
        assert!(report.sections.iter().any(|s| s.title == title));
        assert!(report.artefacts.iter().any(|a| a.kind == "bookmark"));
    }
}

/// Table 3 of the clean report as a page shows it: names folded after so many letters, their values at half their
/// height, the name of a group beside them.
fn folded(width: usize) -> String {
    let (from, to) = (CLEAN.find("一、本年新收").unwrap(), CLEAN.find("四、政府信息公开行政复议").unwrap());
    let mut out = CLEAN[..from].to_owned();
    let mut group: Vec<String> = Vec::new();
    for line in CLEAN[from..to].lines() {
        let fields: Vec<&str> = line.split('\t').filter(|f| !f.is_empty()).collect();
        let Some(name) =
            fields.iter().rposition(|f| !f.starts_with(|c: char| c.is_ascii_digit()) || f.contains('.'))
        else {
            continue;
        };
        let pieces = |text: &str, width: usize| -> Vec<String> {
            text.chars().collect::<Vec<char>>().chunks(width).map(|c| c.iter().collect()).collect()
        };
        for heading in &fields[..name] {
            group.extend(pieces(heading, 3));
        }
        let label = pieces(fields[name], width);
        let values = fields[name + 1..].join("    ");
        let mut rows: Vec<(String, &str)> = label.into_iter().map(|piece| (piece, "")).collect();
        if rows.len().is_multiple_of(2) {
            rows.insert(rows.len() / 2, (String::new(), &values));
        } else {
            let middle = rows.len() / 2;
            rows[middle].1 = &values;
        }
        for (piece, values) in rows {
            let beside = if group.is_empty() { String::new() } else { group.remove(0) };
            let _ = writeln!(out, "    {beside}    {piece}    {values}");
        }
        out.push('\n');
    }
    out.push_str(&CLEAN[to..]);
    out
}

#[test]
fn a_name_folded_around_its_values_is_the_row_of_the_form() {
    let clean = report(CLEAN);
    for width in 9..16 {
        let report = report(&folded(width));
        for (at, cell) in clean.cells() {
            let read = report.cell(at).unwrap();
            assert_eq!((read.kind, &read.value), (cell.kind, &cell.value), "{width} {at}");
        }
        assert_eq!(codes(&report), codes(&clean), "{width}");
    }
}

#[test]
fn names_folded_around_two_lines_of_numbers_are_never_read_wrong() {
    let clean = report(CLEAN);
    // the number of a page between the pieces of a name, and a name whose rest is lost
    for (old, new) in [("\n", "\n    3\n"), ("合法权益", ""), ("出版物", "")] {
        let text = folded(9);
        let begin = text.find("4.保护").unwrap();
        let report = report(&format!("{}{}", &text[..begin], text[begin..].replacen(old, new, 1)));
        for (at, cell) in clean.cells() {
            let read = report.cell(at).unwrap();
            assert!(read.value.is_none() || read.value == cell.value, "{old:?} {at} {read:?}");
        }
    }
}
#[test]
fn a_lone_numeral_one_in_a_cell_is_a_stroke_unless_other_numbers_are_numerals() {
    let at = "table3.denied_state_secret.natural_person";
    let report = with(SECRET, "1.属于国家秘密\t一\t0\t0\t0\t0\t0\t0");
    assert_eq!(kind(&report, at), CellKind::Illegible);
    let report = with(SECRET, "1.属于国家秘密\t一\t二\t0\t0\t0\t0\t三");
    assert_eq!(value(&report, at), Some(1));
}

#[test]
fn notes_on_filling_in_the_form_are_no_text_of_a_section() {
    for note in ["填写说明：没有的填“0”。", "（填表说明）按年末数填写。", "注：填报说明：同上。"]
    {
        let report = with("\n三、收到和处理", &format!("\n{note}\n\n三、收到和处理"));
        let section = report.section(SectionKey::Proactive).unwrap();
        assert_eq!(section.text, "", "{note}");
        assert!(report.artefacts.iter().any(|a| a.kind == "filling_note"));
    }
}

/// Every cell of table 3 is as the clean report has it, or illegible.
fn assert_never_wrong(read: &Report, clean: &Report) {
    for row in Row::EVERY {
        for column in Column::EVERY {
            let at = format!("table3.{row}.{column}");
            let Ok(key) = at.parse::<CellRef>() else { continue };
            let (Some(read), Some(meant)) = (read.cell(key), clean.cell(key)) else { continue };
            let is_open = matches!(read.kind, CellKind::Illegible | CellKind::Absent);
            assert!(is_open || read.value == meant.value, "{at}: {read:?} for {meant:?}");
        }
    }
}

#[test]
fn a_row_of_a_sheet_that_lost_a_cell_is_not_read_as_it_stands() {
    let whole = "\t8\t2\t0\t0\t1\t0\t11";
    let clean = with_sheet(whole, whole);
    assert_eq!(clean.cell("table3.granted.total".parse().unwrap()).unwrap().as_count(), Some(11));
    let short = with_sheet(whole, "\t8\t2\t0\t1\t0\t11\t");
    assert_never_wrong(&short, &clean);
}

#[test]
fn rows_whose_labels_lost_characters_do_not_lend_their_values_to_other_labels() {
    let lost = [
        ("一、本年新收政府信息公开申请数量", "?、本??收政???公?申?数?"),
        ("二、上年结转政府信息公开申请数量", "二、上???政府?息??申?数?"),
        ("（一）予以公开", "???以??"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "??）部?公?（??处?的，只??"),
        ("四、结转下年度继续办理", "四、结?下?度???理"),
        ("四、政府信息公开行政复议、行政诉讼情况", "四、政?信???行??议、行???情况"),
    ];
    let text = lost.iter().fold(CLEAN.to_owned(), |text, (whole, rest)| text.replace(whole, rest));
    let clean = report(CLEAN);
    let read = report(&text);
    assert_never_wrong(&read, &clean);
    let at = "table3.denied_third_party_rights.natural_person".parse().unwrap();
    assert_eq!(read.cell(at).unwrap().as_count(), Some(1), "rows with their labels are read");
}

#[test]
fn cells_drawn_together_in_a_row_filled_up_with_a_blank_are_not_read_as_they_stand() {
    let together = with_html("\t8\t2\t0\t0\t1\t0\t11", "\t8\t20\t0\t1\t0\t11\t");
    assert_never_wrong(&together, &report(CLEAN));
}

#[test]
fn labels_that_begin_with_a_numeral_beside_their_values_keep_them() {
    let clean = report(CLEAN);
    let folded = |pairs: &[(&str, &str)]| {
        let mut text = CLEAN.to_owned();
        for (numeral, name) in pairs {
            let line = text.lines().find(|l| l.contains(&format!("{numeral}{name}"))).unwrap().to_owned();
            let values = line.rsplit_once(name).unwrap().1.replace('\t', "    ");
            let (a, b) = name.char_indices().nth(2).map(|(at, _)| name.split_at(at)).unwrap();
            text = text.replace(&line, &format!("{numeral}{values}\n{a}\n{b}"));
        }
        report(&text)
    };
    let shown = [
        ("（一）", "予以公开"),
        ("（二）", "部分公开（区分处理的，只计这一情形，不计其他情形）"),
        ("1.", "属于国家秘密"),
        ("2.", "其他法律行政法规禁止公开"),
        ("四、", "结转下年度继续办理"),
    ];
    for pairs in [&shown[..2], &shown[2..4], &shown[..]] {
        let read = folded(pairs);
        for (at, cell) in clean.cells() {
            let found = read.cell(at).unwrap();
            assert_eq!((found.kind, &found.value), (cell.kind, &cell.value), "{pairs:?} {at}");
        }
        assert_eq!(codes(&read), codes(&clean), "{pairs:?}");
    }
}

/// The clean report with the values of some rows, which follow one another, moved up by one label: the first has two lines of
/// them, the last none.
fn moved_up(names: &[&str]) -> String {
    let row = |name: &str| {
        let line = CLEAN.lines().find(|l| l.contains(name)).unwrap();
        let (before, values) = line.split_once(name).unwrap();
        (line, format!("{before}{name}"), values.trim().replace('\t', "    "))
    };
    let rows: Vec<_> = names.iter().map(|name| row(name)).collect();
    let mut text = CLEAN.to_owned();
    for (i, (line, label, own)) in rows.iter().enumerate() {
        let next = rows.get(i + 1).map_or("", |(_, _, values)| values);
        let first = if i == 0 { format!("    {own}") } else { String::new() };
        text = text.replacen(line, &format!("{}{first}\n{next}", label.trim()), 1);
    }
    text
}

#[test]
fn between_a_line_of_values_too_many_and_a_label_without_any_nothing_is_read_or_worked_out() {
    let clean = report(CLEAN);
    for names in [
        &["2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请"][..],
        &["4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷"],
    ] {
        let read = report(&moved_up(names));
        for (at, cell) in clean.cells() {
            let found = read.cell(at).unwrap();
            assert!(found.value.is_none() || found.value == cell.value, "{names:?} {at} {found:?}");
        }
        assert!(read.cells().all(|(_, c)| c.kind != CellKind::Derived), "{names:?}");
        let told = codes(&read);
        assert!(!told.contains(&"S204") && !told.contains(&"S206"), "{names:?}: {told:?}");
    }
}

#[test]
fn a_row_with_empty_cells_that_does_not_add_up_is_read_as_it_stands_only_where_the_columns_do_not_contradict()
{
    const REPEAT: &str = "\t\t2.重复申请\t1\t0\t0\t0\t0\t0\t1";
    const TOTAL: &str = "\t（七）总计\t\t15\t3\t0\t0\t1\t0\t19";
    const NEW: &str = "一、本年新收政府信息公开申请数量\t\t\t14\t3\t0\t0\t1\t0\t18";
    // 39 7 22 14 0 46 128 in the row, and in the sums
    let around = |row: &str| {
        let text = html(REPEAT, REPEAT);
        let cells = |line: &str| {
            let parts: Vec<String> = line.split('\t').map(|p| format!("<td>{p}</td>")).collect();
            format!("<tr>{}</tr>", parts.concat())
        };
        let total = "\t（七）总计\t\t53\t10\t22\t14\t1\t46\t146";
        let new = "一、本年新收政府信息公开申请数量\t\t\t52\t10\t22\t14\t1\t46\t145";
        let text = text.replace(&cells(REPEAT), &cells(&format!("\t\t2.重复申请\t{row}")));
        let text = text.replace(&cells(TOTAL), &cells(total)).replace(&cells(NEW), &cells(new));
        let document = read(text.as_bytes(), Some("试.html"), &Limits::default()).unwrap();
        read_document(&document, "试.html").remove(0)
    };
    let truth = [39, 7, 22, 14, 0, 46, 128];
    let row = |read: &Report| -> Vec<(Option<i64>, CellKind)> {
        Column::EVERY
            .iter()
            .map(|c| format!("table3.unprocessed_repeat.{c}"))
            .map(|at| (value(read, &at), kind(read, &at)))
            .collect()
    };
    let clean = around("39\t7\t22\t14\t0\t46\t128");
    assert_eq!(row(&clean).iter().map(|(n, _)| n.unwrap()).collect::<Vec<_>>(), truth);
    assert!(codes(&clean).iter().all(|code| code.starts_with('X')), "the prose is that of other numbers");
    for damaged in [
        "39\t7\t2214\t0\t46\t\t128",
        "39\t\t7\t2214\t0\t46\t128",
        "39\t\t7\t22\t14\t0\t46",
        // eight cells: either blank may be the one too many
        "39\t7\t\t22\t14\t0\t46\t",
    ] {
        let read = around(damaged);
        for ((read, kind), truth) in row(&read).into_iter().zip(truth) {
            assert!(read.is_none_or(|n| n == truth), "{damaged}: {read:?} {kind:?} for {truth}");
        }
        assert!(!found(&read).iter().any(|f| f.code.starts_with('A')), "{damaged}");
    }
    // a misprint in a row with an empty cell is one
    let read = around("39\t7\t22\t14\t\t46\t129");
    assert_eq!(value(&read, "table3.unprocessed_repeat.total"), Some(129));
    assert!(codes(&read).contains(&"A002"), "{:?}", codes(&read));
}

#[test]
fn what_is_noted_at_marked_cells_is_no_text_and_no_row() {
    let clean = report(CLEAN);
    let note = "〔标注1：“（七）总计”的自然人、商业企业；“四、结转下年度继续办理”的\n总计：推算的数值，原件没有印出：\n三、收到和处理政府信息公开申请情况〕";
    let read = with("\n四、政府信息公开行政复议", &format!("\n{note}\n\n四、政府信息公开行政复议"));
    for (at, cell) in clean.cells() {
        assert_eq!(read.cell(at).unwrap().value, cell.value, "{at}");
    }
    let texts = |r: &Report| r.sections.iter().map(|s| s.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&read), texts(&clean));
    assert!(read.artefacts.iter().any(|a| a.kind == "mark_note"));
    assert_eq!(codes(&read), codes(&clean));
}

#[test]
fn an_empty_first_cell_of_a_grid_stays_empty_and_the_others_are_read() {
    let clean = report(CLEAN);
    let row = "<td>（一）予以公开</td><td></td><td>8</td><td>2</td>";
    let page = html("（一）予以公开", "（一）予以公开");
    assert_eq!(page.matches(row).count(), 1);
    let page = page.replace(row, "<td colspan=2>（一）予以公开</td><td></td><td>2</td>");
    let document = read(page.as_bytes(), Some("试.html"), &Limits::default()).unwrap();
    let read = read_document(&document, "试.html").remove(0);
    for (at, cell) in clean.cells() {
        let is_empty = at == CellRef::T3(Row::Granted, Column::NaturalPerson);
        let found = read.cell(at).unwrap();
        assert_eq!(found.value, cell.value.filter(|_| !is_empty), "{at}");
        assert!(!is_empty || found.kind == CellKind::Blank, "{:?}", found.kind);
    }
    assert!(codes(&read).contains(&"S301"), "{:?}", codes(&read));
}

#[test]
fn rows_left_empty_below_the_row_of_table_4_are_none() {
    let own = "1\t0\t0\t0\t1\t0\t0\t0\t0\t0\t0\t0\t0\t1\t1";
    let read = with_html(own, "1\t\t\t\t1\t\t\t\t\t0\t\t\t\t1\t1\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t");
    assert_eq!(value(&read, "table4.post_reconsideration_suit_total"), Some(1));
    let at = CellRef::T4(gongkai_domain::report::Table4Key::ReconsiderationCorrected);
    assert_eq!(read.cell(at).unwrap().kind, CellKind::Blank);
}

#[test]
fn a_date_that_is_not_filled_in_is_no_text_of_the_last_section() {
    let read = with("2026年1月16日", "2026年　月　日");
    assert_eq!(read.section(SectionKey::Other).unwrap().text, "无。");
    assert_eq!(read.agency.value.as_deref(), Some("松屿市港口管理局"));
    assert_eq!(read.signed_on.value, None);
    assert!(codes(&read).contains(&"S401"), "{:?}", codes(&read));
    let empty = with("无。\n\n松屿市港口管理局\n2026年1月16日", "松屿市港口管理局\n2026年　月　日");
    assert_eq!(empty.section(SectionKey::Other).unwrap().text, "");
    assert!(codes(&empty).contains(&"S104") && codes(&empty).contains(&"S401"), "{:?}", codes(&empty));
}
