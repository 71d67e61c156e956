//! The web page: whole in itself, tables by their meaning, colours that can be read.

use crate::support::{draft_of, reports};
use gongkai_compose::{html, markdown, report};
use gongkai_domain::report::{CellRef, Column, Row};
use std::collections::{BTreeMap, BTreeSet};

fn page(marks: BTreeMap<CellRef, String>) -> String {
    let drawn = gongkai_testkit::random::report(8, gongkai_testkit::Options::default()).report;
    let options = report::Options { marks, ..report::Options::default() };
    html::write(&report::draft(&drawn, &options).unwrap().draft).unwrap()
}

fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let mark = format!(" {attribute}=\"");
    page.match_indices(&mark).map(|(at, _)| page[at + mark.len()..].split('"').next().unwrap()).collect()
}

#[test]
fn a_page_asks_for_nothing_else() {
    let page = page(BTreeMap::new());
    for word in ["http:", "https:", "url(", "@import", "<script", "<link", "<img", "src=", "//"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
}

#[test]
fn every_cell_of_the_report_can_be_addressed() {
    for (name, drawn) in reports(20..21) {
        let page = html::write(&draft_of(&drawn)).unwrap();
        let ids = values(&page, "id");
        let wanted: BTreeSet<String> =
            drawn.cells().filter(|(_, c)| c.value.is_some()).map(|(at, _)| at.to_string()).collect();
        let found: BTreeSet<String> =
            ids.iter().filter(|id| id.starts_with("table")).map(|s| (*s).to_owned()).collect();
        assert_eq!(found, wanted, "{name}");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id stands once");
    }
}

#[test]
fn headings_headers_and_regions_say_what_they_are() {
    let page = page(BTreeMap::new());
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(page.matches("<h2 ").count(), 6);
    assert_eq!(page.matches("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").count(), 3);
    assert_eq!(page.matches("<th ").count(), page.matches(" scope=\"").count());
    assert_eq!(page.matches("<thead>").count(), 2);
    for region in values(&page, "aria-label") {
        assert!(!region.is_empty());
    }
}

#[test]
fn a_mark_is_seen_and_said_but_is_no_text_of_the_report() {
    let at = CellRef::T3(Row::Granted, Column::Total);
    let page = page(BTreeMap::from([(at, "按“合计”改为 <5>".to_owned())]));
    assert!(page.contains(&format!("<td id=\"{at}\" class=\"marked\" title=\"按“合计”改为 &lt;5&gt;\">")));
    assert_eq!(values(&page, "data-reason"), ["按“合计”改为 &lt;5&gt;"]);
}

#[test]
fn markdown_keeps_merged_cells_as_a_table_of_html() {
    let drawn = gongkai_testkit::random::report(9, gongkai_testkit::Options::default()).report;
    let text = markdown::write(&draft_of(&drawn)).unwrap();
    assert_eq!(text.matches("<table>").count(), 3);
    assert!(text.contains("<th colspan=\"7\">申请人情况</th>"));
    for line in text.lines().filter(|l| l.starts_with('<')) {
        assert!(!line.contains("id=") && !line.contains("class="), "{line}");
    }
    assert!(text.starts_with("# "));
    // an empty line would end the table
    for table in text.split("<table>").skip(1) {
        assert!(!table.split("</table>").next().unwrap().contains("\n\n"));
    }
}

/// Relative luminance of a colour such as `#1a1a1a` (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn text_lines_and_marks_stand_out_from_what_is_behind_them() {
    let page = page(BTreeMap::new());
    let token = |name: &str| {
        let at = page.find(&format!("--{name}:")).unwrap() + name.len() + 3;
        page[at..at + 7].to_owned()
    };
    let contrast = |a: &str, b: &str| {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    for behind in ["#ffffff", &token("head"), &token("mark")] {
        assert!(contrast(&token("ink"), behind) >= 7.0, "text on {behind}");
        for edge in ["line", "edge", "focus"] {
            assert!(contrast(&token(edge), behind) >= 3.0, "{edge} on {behind}");
        }
    }
}
