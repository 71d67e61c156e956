//! What every sample tells a screen reader, as it was agreed: one file for each page in `tests/golden/aria`. And what must
//! hold of all of them: everything has a name, and a name means one thing.
//!
//! `INSTA_UPDATE=always` rewrites the files after a change that is meant; look at the difference before it is accepted.
//! Not here: how the tree is read (`tree`); in a browser the same samples are under axe (`tests/browser`).

use crate::html;
use crate::tree::{Told, told};
use gongkai_web::chrome::Theme;
use gongkai_web::registry::{Sample, samples};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Longer names are cut in print.
const LONGEST: usize = 72;
/// Of so many entries that are alike one below the other, the rest is counted.
const MOST_ALIKE: usize = 12;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/aria");

fn read(sample: &Sample) -> Vec<Told> {
    told(&html::tree(&sample.html))
}

/// A line, and one for each of what is in it.
fn print(told: &Told, depth: usize, to: &mut String) {
    let indent = "  ".repeat(depth);
    let name = if told.name.is_empty() { String::new() } else { format!(" \"{}\"", cut(&told.name)) };
    let states: Vec<String> = told.states.iter().map(|state| format!(" [{state}]")).collect();
    let states = states.concat();
    let value = if told.value.is_empty() { String::new() } else { format!(": {}", cut(&told.value)) };
    let _ = writeln!(to, "{indent}- {}{name}{states}{value}", told.role);
    if !told.description.is_empty() {
        let _ = writeln!(to, "{indent}  也说：{}", cut(&told.description));
    }
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    for one in &told.inside {
        let known = alike.entry(shape(one)).or_default();
        *known += 1;
        if *known <= MOST_ALIKE {
            print(one, depth + 1, to);
        }
    }
    let more: usize = alike.values().map(|number| number.saturating_sub(MOST_ALIKE)).sum();
    if more > 0 {
        let _ = writeln!(to, "{indent}  … {more} more alike");
    }
}

/// What something is and holds, without words.
fn shape(told: &Told) -> String {
    let inside: Vec<String> = told.inside.iter().map(shape).collect();
    format!("{}({})", told.role, inside.join(","))
}

fn cut(words: &str) -> String {
    let length = words.chars().count();
    if length <= LONGEST {
        return words.to_owned();
    }
    let start: String = words.chars().take(LONGEST).collect();
    format!("{start}…（共{length}字）")
}

fn file_name(page: &str) -> String {
    page.replace('/', "-")
}

/// Where a sample has the frame of the first one, it is not printed again.
fn printed(samples: &[Sample]) -> String {
    let mut text = String::new();
    let mut first: Vec<String> = Vec::new();
    for sample in samples {
        let _ = writeln!(text, "# {}", sample.sample);
        for part in read(sample) {
            let mut lines = String::new();
            print(&part, 0, &mut lines);
            if part.role != "main" && first.contains(&lines) {
                let _ = writeln!(text, "- {} as in the first sample", part.role);
                continue;
            }
            text += &lines;
            if sample.sample == samples[0].sample {
                first.push(lines);
            }
        }
        text.push('\n');
    }
    text
}

fn by_page() -> BTreeMap<&'static str, Vec<Sample>> {
    let mut pages: BTreeMap<&str, Vec<Sample>> = BTreeMap::new();
    for sample in samples(Theme::Default) {
        pages.entry(sample.page).or_default().push(sample);
    }
    pages
}

#[test]
fn every_page_tells_a_screen_reader_what_was_agreed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(GOLDEN);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (page, samples) in by_page() {
        settings.bind(|| insta::assert_snapshot!(file_name(page), printed(&samples)));
    }
}

#[test]
fn no_golden_tree_is_left_over() {
    let folder = std::path::Path::new(GOLDEN).read_dir().unwrap();
    let found: BTreeSet<String> =
        folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let meant: BTreeSet<String> = by_page().keys().map(|page| format!("{}.snap", file_name(page))).collect();
    assert_eq!(found, meant);
}

/// What each sample tells, with the name of the sample; read once for all tests.
static EVERYWHERE: LazyLock<Vec<(String, Vec<Told>)>> = LazyLock::new(|| {
    let name = |sample: &Sample| format!("{} ({})", sample.page, sample.sample);
    samples(Theme::Default).iter().map(|sample| (name(sample), read(sample))).collect()
});

fn all(parts: &[Told]) -> Vec<&Told> {
    parts.iter().flat_map(Told::all).collect()
}

#[test]
fn everything_that_can_be_used_or_jumped_to_has_a_name() {
    // a page has one search at most; its field and button have names
    let nameless =
        ["search", "banner", "main", "contentinfo", "list", "terms", "row", "alert", "status", "text"];
    for (sample, parts) in EVERYWHERE.iter() {
        for one in all(parts) {
            assert!(
                !one.name.is_empty() || nameless.contains(&one.role),
                "{sample}: {} without a name",
                one.role
            );
        }
    }
}

#[test]
fn landmarks_of_one_kind_on_a_page_have_different_names() {
    let kinds = ["navigation", "complementary", "region", "search", "form", "table"];
    for (sample, parts) in EVERYWHERE.iter() {
        let mut known = BTreeSet::new();
        for one in all(parts).into_iter().filter(|one| kinds.contains(&one.role)) {
            assert!(known.insert((one.role, &one.name)), "{sample}: two of {} \"{}\"", one.role, one.name);
        }
    }
}

/// Links as a list of links shows them: without rows of tables, which give a link its row and column.
fn links<'a>(parts: &'a [Told], found: &mut Vec<&'a Told>) {
    for part in parts {
        if part.role == "link" {
            found.push(part);
        }
        if part.role != "row" {
            links(&part.inside, found);
        }
    }
}

#[test]
fn links_of_the_same_words_lead_to_the_same_place() {
    let mut faults = BTreeSet::new();
    for (sample, parts) in EVERYWHERE.iter() {
        let mut found = Vec::new();
        links(parts, &mut found);
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        // the words of the samples for any fault, and the long name that they give to everything, are nobody's fault
        let is_invented =
            |link: &&Told| link.name.ends_with("请填写这一项") || link.name.chars().count() > 40;
        for link in found.into_iter().filter(|link| !is_invented(link)) {
            let href = known.entry(&link.name).or_insert(&link.href);
            if *href != link.href {
                faults.insert(format!("{sample}: {} leads to {href} and {}", link.name, link.href));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_link_or_a_button_says_what_it_is_about() {
    // words that mean something only to who sees what stands beside them
    let poor = [
        "修改", "删除", "查看", "更多", "详情", "下载", "这里", "点击", "打开", "编辑", "选择", "PDF",
        "docx", "全部",
    ];
    let mut faults = BTreeSet::new();
    for (sample, parts) in EVERYWHERE.iter() {
        let in_rows: BTreeSet<*const Told> = all(parts)
            .into_iter()
            .filter(|one| one.role == "row")
            .flat_map(Told::all)
            .map(std::ptr::from_ref)
            .collect();
        for one in all(parts).into_iter().filter(|one| ["link", "button"].contains(&one.role)) {
            let is_number = one.name.chars().all(|c| c.is_ascii_digit());
            let is_poor = poor.contains(&one.name.as_str()) || is_number;
            if is_poor && !in_rows.contains(&std::ptr::from_ref(one)) {
                faults.insert(format!("{sample}: {} \"{}\"", one.role, one.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_field_that_was_filled_in_wrong_says_so_with_its_reason() {
    let mut wrong = 0;
    for (sample, parts) in EVERYWHERE.iter() {
        for one in all(parts) {
            let is_wrong = one.states.iter().any(|state| state == "invalid");
            let tells = one.description.contains("错误：");
            assert!(!is_wrong || tells, "{sample}: {} \"{}\" does not say why", one.role, one.name);
            assert!(is_wrong || !tells || one.role == "group", "{sample}: \"{}\" is not marked", one.name);
            wrong += usize::from(tells);
        }
    }
    assert!(wrong > 20, "{wrong} fields with a reason");
}

#[test]
fn a_choice_belongs_to_a_question() {
    for (sample, parts) in EVERYWHERE.iter() {
        let of_groups: usize = all(parts)
            .into_iter()
            .filter(|one| one.role == "group")
            .map(|group| group.inside.iter().filter(|one| one.role == "radio").count())
            .sum();
        let radios = all(parts).into_iter().filter(|one| one.role == "radio").count();
        assert_eq!(of_groups, radios, "{sample}");
    }
}

#[test]
fn the_tree_is_read_as_the_rules_of_names_say() {
    let page = "<!DOCTYPE html><html lang=\"zh-CN\"><head><title>甲</title></head><body>\
        <header><a href=\"/a\">甲<span aria-hidden=\"true\">›</span><span class=\"sr\">乙</span></a></header>\
        <main><h1>一 <br>二</h1><nav aria-label=\"栏目\"><ul><li><a href=\"/b\" aria-current=\"page\">丙</a></li></ul></nav>\
        <label for=\"x\">姓名</label><p id=\"x-error\"><span class=\"sr\">错误：</span>请填写&#60;姓名&#62;</p>\
        <input type=\"text\" id=\"x\" name=\"x\" value=\"王\" aria-describedby=\"x-error\" aria-invalid=\"true\">\
        <input type=\"hidden\" name=\"t\" value=\"1\"><div aria-hidden=\"true\"><a href=\"/c\">无</a></div>\
        <fieldset><legend>方式</legend><input type=\"radio\" id=\"r\" name=\"r\" value=\"1\" checked>\
        <label for=\"r\">电话</label></fieldset>\
        <table><caption>数</caption><thead><tr><th scope=\"col\">年</th><th scope=\"col\">件</th></tr></thead>\
        <tbody><tr><th scope=\"row\">2025</th><td><a href=\"/d\">9</a></td></tr></tbody></table>\
        <section><p>无名</p></section></main></body></html>";
    let mut text = String::new();
    for part in told(&html::tree(page)) {
        print(&part, 0, &mut text);
    }
    let lines = [
        "- banner",
        "  - link \"甲乙\"",
        "- main",
        "  - heading \"一 二\" [level=1]",
        "  - navigation \"栏目\"",
        "    - list [items=1]",
        "      - link \"丙\" [current=page]",
        "  - textbox \"姓名\" [invalid]: 王",
        "    也说：错误：请填写<姓名>",
        "  - group \"方式\"",
        "    - radio \"电话\" [checked]",
        "  - table \"数\" [rows=1]: 年 | 件",
        "    - row \"2025\"",
        "      - link \"9\"",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), lines);
}
