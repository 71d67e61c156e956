//! A comparison as one page without anything from elsewhere: picture, tables, and the prose with what came and went.
//!
//! Not here: the picture itself (`super::trend`).

use super::{caption, change, heads, percent, says_something, share, shown, table_of, title, trend};
use gongkai_domain::report::compare::{Comparison, Line, PassageChange, SectionChange};
use gongkai_domain::report::{CellKind, TableKey};
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

/// The comparison as a page.
pub fn html(comparison: &Comparison) -> String {
    let title = escape(&title(comparison));
    let heads = heads(comparison);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<ul class=\"reports\">\n"
    );
    for (head, report) in heads.iter().zip(&comparison.reports) {
        let agency = report.agency.as_deref().unwrap_or("机关名称不详");
        let _ = writeln!(
            out,
            "<li><b>{head}</b> {} <span class=\"source\">{}</span></li>",
            escape(agency),
            escape(&report.source)
        );
    }
    out.push_str("</ul>\n");
    for note in &comparison.notes {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(&note.text()));
    }
    if let Some(svg) = trend::applications(comparison) {
        let _ = writeln!(
            out,
            "<figure>{svg}<figcaption>申请数量历年变化（总计列，单位：件）</figcaption></figure>"
        );
    }
    for table in TableKey::EVERY {
        let all: Vec<&Line> = comparison.lines.iter().filter(|l| table_of(l) == *table).collect();
        if !all.is_empty() {
            section_of_lines(&mut out, *table, &heads, &all);
        }
    }
    for pair in &comparison.prose {
        let _ = writeln!(
            out,
            "<section aria-labelledby=\"prose-{0}\">\n<h2 id=\"prose-{0}\">文字比较：{1}对{2}</h2>\n\
             <p class=\"key\"><ins>新增</ins> <del>删去</del> <mark>移动</mark>，其余为沿用</p>",
            pair.to, heads[pair.to], heads[pair.from]
        );
        for section in &pair.sections {
            prose(&mut out, section);
        }
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn section_of_lines(out: &mut String, table: TableKey, heads: &[String], all: &[&Line]) {
    let key = table.section().key();
    let _ = writeln!(out, "<section aria-labelledby=\"{key}\">\n<h2 id=\"{key}\">{}</h2>", caption(table));
    let (telling, silent): (Vec<&Line>, Vec<&Line>) = all.iter().copied().partition(|l| says_something(l));
    if !telling.is_empty() {
        rows(out, caption(table), heads, &telling);
    }
    if !silent.is_empty() {
        let rest = if telling.is_empty() { "" } else { "其余" };
        let _ = writeln!(out, "<details><summary>{rest}{}项均为0或没有数据</summary>", silent.len());
        rows(out, &format!("{}中为0或没有数据的项目", caption(table)), heads, &silent);
        out.push_str("</details>\n");
    }
    out.push_str("</section>\n");
}

fn rows(out: &mut String, name: &str, heads: &[String], lines: &[&Line]) {
    let _ = writeln!(
        out,
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\">\n<table>\n<thead><tr><th scope=\"col\">项目</th>"
    );
    for (n, head) in heads.iter().enumerate() {
        let _ = write!(out, "<th scope=\"col\">{head}</th>");
        if n > 0 {
            out.push_str("<th scope=\"col\">增减</th><th scope=\"col\">增幅</th>");
        }
    }
    out.push_str("<th scope=\"col\">走势</th></tr></thead>\n<tbody>\n");
    for line in lines {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&line.label));
        for (n, entry) in line.entries.iter().enumerate() {
            let class = match (entry.value, entry.kind) {
                (None, _) => " class=\"unknown\"",
                (_, CellKind::Derived) => " class=\"derived\"",
                _ => "",
            };
            let _ = write!(out, "<td{class}>{}</td>", shown(entry));
            if n > 0 {
                let told = change(entry);
                let class = match told.as_bytes().first() {
                    Some(b'+') => " class=\"more\"",
                    Some(b'-') => " class=\"less\"",
                    _ => "",
                };
                let _ = write!(out, "<td{class}>{told}</td><td>{}</td>", percent(entry));
            }
        }
        let _ = writeln!(out, "<td>{}</td></tr>", trend::spark(line));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn prose(out: &mut String, section: &SectionChange) {
    let told = match section.kept_permille {
        Some(permille) => format!(
            "沿用{}（{}字中{}字）",
            share(permille),
            section.later_characters,
            section.kept_characters
        ),
        None => "本年没有文字".to_owned(),
    };
    let _ = writeln!(out, "<h3>{}</h3>\n<p class=\"share\">{told}</p>", section.key.title());
    out.push_str("<div class=\"prose\">");
    for passage in &section.passages {
        let text = escape(&passage.text).replace('\n', "<br>");
        let _ = match passage.change {
            PassageChange::Kept => write!(out, "{text}"),
            PassageChange::Moved => write!(out, "<mark>{text}</mark>"),
            PassageChange::Added => write!(out, "<ins>{text}</ins>"),
            PassageChange::Removed => write!(out, "<del>{text}</del>"),
        };
    }
    out.push_str("</div>\n");
}

/// Text that a page cannot take for markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::tests::three_years;
    use super::*;

    #[test]
    fn names_are_not_taken_for_markup() {
        let page = html(&three_years());
        assert!(page.contains("青溪县&lt;档案&gt;馆") && !page.contains("<档案>"));
    }

    #[test]
    fn every_line_stands_on_the_page_once() {
        let comparison = three_years();
        let page = html(&comparison);
        assert_eq!(page.matches("<th scope=\"row\">").count(), comparison.lines.len());
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        let page = html(&three_years());
        for word in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(word), "{word}");
        }
    }
}
