//! Prints findings as one self-contained page: every finding leads to its cell in the rebuilt tables, without any script.
//!
//! The look follows the house's tokens (ink on paper); meaning is always given by words and shape, not by colour alone.
//! Not here: pages of the portal and the desk (they are another crate's).

use super::{
    Checked, Entry, Language, Outcome, Renderer, Summary, Unreadable, source, subject_of, tame, text,
};
use crate::diagnostic::{Finding, Level, Spot};
use crate::registry;
use crate::repair;
use gongkai_domain::report::equation::rows_of;
use gongkai_domain::report::facts::Prose;
use gongkai_domain::report::{
    Cell, CellKind, CellRef, Column, Form, Place, Report, Row, Table2Key, Table4Key,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const STYLE: &str = include_str!("html.css");

/// A page for a browser and for printing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Html;

/// Text with everything escaped that means something in HTML, and with control characters taken out.
fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push('\n'),
            c => out.push(tame(c)),
        }
    }
    out
}

fn class(level: Level) -> &'static str {
    level.key()
}

/// A sign of its own shape for each voice.
fn sign(level: Level) -> &'static str {
    match level {
        Level::Error => "▲",
        Level::Warning => "◆",
        Level::Note => "●",
    }
}

impl Renderer for Html {
    fn begin(&self) -> String {
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"generator\" content=\"gongkai check\">\n<title>年度报告检查结果</title>\n<style>\n{STYLE}</style>\n\
             </head>\n<body>\n<a class=\"skip\" href=\"#main\">跳到正文</a>\n<header class=\"bar\"><h1>年度报告检查结果</h1>\n\
             <p class=\"meta\"><a href=\"#summary\">汇总</a></p></header>\n<main id=\"main\">\n"
        )
    }

    fn entry(&self, entry: &Entry<'_>) -> String {
        let id = format!("r{}-{}", entry.number.0 + 1, entry.number.1 + 1);
        match &entry.outcome {
            Outcome::Unreadable(why) => unreadable(&id, entry.source, why),
            Outcome::Checked(checked) => Page::new(id, checked).print(),
        }
    }

    fn end(&self, summary: &Summary) -> String {
        let words = text::Text { language: Language::Chinese, ..text::Text::default() }.sentence(summary);
        let mut out = format!("</main>\n<footer id=\"summary\"><h2>汇总</h2>\n<p>{}</p>\n", esc(&words));
        for (waivers, title) in
            [(&summary.expired_waivers, "已过期的豁免"), (&summary.unused_waivers, "没有用到的豁免")]
        {
            if waivers.is_empty() {
                continue;
            }
            let _ = writeln!(out, "<h3>{title}</h3>\n<ul>");
            for w in waivers {
                let cell = w.cell.as_deref().unwrap_or("");
                let line =
                    format!("{} {cell} {}（{}，有效期至{}，{}）", w.code, w.reason, w.who, w.until, w.file);
                let _ = writeln!(out, "<li>{}</li>", esc(&line));
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</footer>\n</body>\n</html>\n");
        out
    }
}

fn unreadable(id: &str, source: &str, why: &Unreadable) -> String {
    format!(
        "<article class=\"sheet\" id=\"{id}\"><h2>{}</h2>\n<p><span class=\"chip error\">✕ 无法读取</span> {}</p>\n\
         <p>{}</p>\n<p class=\"meta\">{}</p></article>\n",
        esc(source),
        esc(&why.message),
        esc(&why.hint),
        esc(&why.code)
    )
}

/// One report on the page.
struct Page<'a> {
    id: String,
    checked: &'a Checked<'a>,
    report: &'a Report,
    /// Which findings point at a cell: number of the finding from 1, and its level.
    at_cell: BTreeMap<String, Vec<(usize, Level)>>,
}

impl<'a> Page<'a> {
    fn new(id: String, checked: &'a Checked<'a>) -> Self {
        let mut at_cell: BTreeMap<String, Vec<(usize, Level)>> = BTreeMap::new();
        for (i, finding) in checked.result.findings.iter().enumerate() {
            for cell in finding.spots.iter().filter_map(|s| s.cell.clone()) {
                let here = at_cell.entry(cell).or_default();
                if here.iter().all(|(n, _)| *n != i + 1) {
                    here.push((i + 1, finding.level));
                }
            }
        }
        Self { id, checked, report: checked.report, at_cell }
    }

    fn print(&self) -> String {
        let result = self.checked.result;
        let mut out = String::new();
        let _ = writeln!(
            out,
            "<article class=\"sheet\" id=\"{}\">\n<h2>{}</h2>",
            self.id,
            esc(&subject_of(result))
        );
        let form = match self.report.form {
            Form::Form2021 => "2021年起施行的格式",
            Form::Form2019 => "2019、2020年度试行格式",
            Form::Older => "2019年以前的统计表",
            Form::Unknown => "未能识别表式",
        };
        let _ = writeln!(out, "<p class=\"meta\">文件：{}　表式：{form}</p>", esc(&result.source));
        out.push_str("<ul class=\"counts\">");
        let mut is_clean = true;
        for level in [Level::Error, Level::Warning, Level::Note] {
            let n = result.findings.iter().filter(|f| f.level == level).count();
            if n > 0 {
                is_clean = false;
                let _ = write!(
                    out,
                    "<li><span class=\"chip {}\">{} {}{n}</span></li>",
                    class(level),
                    sign(level),
                    level.label()
                );
            }
        }
        if is_clean {
            out.push_str("<li><span class=\"chip clean\">✓ 没有发现问题</span></li>");
        }
        out.push_str("</ul>\n");
        if !result.findings.is_empty() {
            out.push_str("<h3>问题</h3>\n<ol class=\"findings\">\n");
            for (i, finding) in result.findings.iter().enumerate() {
                self.push_finding(&mut out, i + 1, finding);
            }
            out.push_str("</ol>\n");
        }
        self.push_waived(&mut out);
        self.push_not_checkable(&mut out);
        self.push_report(&mut out);
        out.push_str("</article>\n");
        out
    }

    fn push_finding(&self, out: &mut String, number: usize, finding: &Finding) {
        let title = registry::find(finding.code).map_or(finding.rule, |r| r.title);
        let _ = writeln!(
            out,
            "<li class=\"finding {}\" id=\"{}-f{number}\"><p class=\"what\"><span class=\"chip {}\">{} {}</span> \
             <strong>{number}. {}</strong>　<span class=\"meta\">{} {}</span></p>",
            class(finding.level),
            self.id,
            class(finding.level),
            sign(finding.level),
            finding.level.label(),
            esc(&finding.message),
            finding.code,
            esc(title)
        );
        // spots on one line share its quotation
        let mut spots = finding.spots.iter().enumerate().peekable();
        while let Some((k, spot)) = spots.next() {
            self.push_spot(out, number, k, spot);
            let Some(quote) = self.quote(spot) else { continue };
            let mut ranges: Vec<_> = quote.range.into_iter().map(|r| (r, finding.level, None)).collect();
            while let Some((k, next)) = spots.next_if(|(_, s)| {
                self.quote(s).is_some_and(|q| q.line == quote.line && q.number == quote.number)
            }) {
                self.push_spot(out, number, k, next);
                ranges.extend(self.quote(next).and_then(|q| q.range).map(|r| (r, finding.level, None)));
            }
            let (line, ranges) = without_tags(&quote.line, ranges);
            let _ = writeln!(out, "<blockquote>{}</blockquote>", marked(&line, &ranges));
        }
        out.push_str("<dl>");
        if let Some(equation) = &finding.equation {
            let _ = write!(out, "<dt>算式</dt><dd>{}</dd>", esc(&text::equation_words(equation)));
        }
        if let Some(rule) = registry::find(finding.code).filter(|rule| !rule.basis.is_empty()) {
            let basis = rule.basis_for(self.checked.result.form);
            let _ = write!(out, "<dt>依据</dt><dd>{}</dd>", esc(&basis));
        }
        if let Some(help) = &finding.help {
            let _ = write!(out, "<dt>修改</dt><dd>{}</dd>", esc(help));
        }
        if let Some(fix) = &finding.fix {
            let _ = write!(out, "<dt>可改为</dt><dd>{}</dd>", esc(&text::fix_words(fix)));
        }
        out.push_str("</dl></li>\n");
    }

    /// What tells this report from the others of the page when only one part of it is read out: their names may be one.
    fn name(&self) -> String {
        format!("报告{}", self.id.trim_start_matches('r'))
    }

    /// The anchor of a cell, when this page shows it.
    fn anchor_of(&self, cell: &str) -> Option<String> {
        let at: CellRef = cell.parse().ok()?;
        self.report.cell(at)?;
        self.report.form.has_tables().then(|| format!("{}-{cell}", self.id))
    }

    /// A cell is seen in its table; other words are quoted beside the finding.
    fn quote(&self, spot: &Spot) -> Option<source::Quote> {
        if spot.cell.is_some() { None } else { source::quote(self.checked, spot) }
    }

    fn push_spot(&self, out: &mut String, number: usize, k: usize, spot: &Spot) {
        let place = spot.place.describe();
        let label = source::cell_label(self.checked, spot);
        let source = spot.source.as_deref().map(|s| format!("{s} ")).unwrap_or_default();
        let words: Vec<String> =
            [Some(place), label].into_iter().flatten().filter(|w| !w.is_empty()).collect();
        let words = format!("{source}{}", words.join("　"));
        let target = spot.cell.as_deref().and_then(|c| self.anchor_of(c)).or_else(|| {
            (spot.source.is_none() && self.is_in_prose(spot)).then(|| format!("{}-p{number}-{k}", self.id))
        });
        let shown = if words.trim().is_empty() { "出处".to_owned() } else { words };
        match target {
            Some(anchor) => {
                let _ = write!(out, "<p class=\"where\"><a href=\"#{}\">{}</a>", esc(&anchor), esc(&shown));
            }
            None => {
                let _ = write!(out, "<p class=\"where\">{}", esc(&shown));
            }
        }
        let note = spot.label.as_deref().filter(|l| !shown.contains(*l));
        if let Some(note) = note {
            let _ = write!(out, "：{}", esc(note));
        }
        out.push_str("</p>\n");
    }

    fn push_waived(&self, out: &mut String) {
        if self.checked.waived.is_empty() {
            return;
        }
        let _ = writeln!(out, "<details><summary>已豁免{}项</summary>\n<ul>", self.checked.waived.len());
        for w in self.checked.waived {
            let line = format!(
                "{} {}（{}，{}，有效期至{}）",
                w.finding.code, w.finding.message, w.waiver.reason, w.waiver.who, w.waiver.until
            );
            let _ = writeln!(out, "<li>{}</li>", esc(&line));
        }
        out.push_str("</ul></details>\n");
    }

    fn push_not_checkable(&self, out: &mut String) {
        let items = &self.checked.result.not_checkable;
        if items.is_empty() {
            return;
        }
        let _ = writeln!(out, "<details><summary>未能核对{}项及原因</summary>\n<ul>", items.len());
        for item in items {
            let line = format!("{} {}：{}", item.code, super::subject_words(&item.subject), item.reason);
            let _ = writeln!(out, "<li>{}</li>", esc(&line));
        }
        out.push_str("</ul></details>\n");
    }

    /// The report itself: sections in their order, each table within its section.
    fn push_report(&self, out: &mut String) {
        use gongkai_domain::report::SectionKey;
        out.push_str("<h3>读到的报告</h3>\n");
        if self.report.form.has_tables() {
            out.push_str(
                "<p class=\"aside\">表格按官方表式重新排列。虚线框为切分、推算或者修改所得，点线框为无法辨认，斜纹为空白或者缺失，\
                 实线框为有问题的单元格，其中的“见”字链接到对应的问题。</p>\n",
            );
        }
        if !self.report.preamble.is_empty() {
            self.push_prose(out, &self.report.preamble);
        }
        let mut shown = [false; 3];
        let table = |out: &mut String, key: SectionKey, shown: &mut [bool; 3]| {
            let slot = match key {
                SectionKey::Proactive => 0,
                SectionKey::Applications => 1,
                SectionKey::Remedies => 2,
                _ => return,
            };
            if std::mem::replace(&mut shown[slot], true) || !self.report.form.has_tables() {
                return;
            }
            match slot {
                0 => self.push_table2(out),
                1 => self.push_table3(out),
                _ => self.push_table4(out),
            }
        };
        for section in &self.report.sections {
            let _ = writeln!(out, "<h3>{}</h3>", esc(&section.title));
            self.push_prose(out, &section.prose());
            table(out, section.key, &mut shown);
        }
        for key in [SectionKey::Proactive, SectionKey::Applications, SectionKey::Remedies] {
            table(out, key, &mut shown);
        }
        self.push_proofs(out);
    }

    /// Spots of findings that lie in a paragraph: range, level, anchor.
    fn marks_in(&self, paragraph: &Prose) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (i, finding) in self.checked.result.findings.iter().enumerate() {
            for (k, spot) in finding.spots.iter().enumerate() {
                if spot.cell.is_some() || spot.source.is_some() {
                    continue;
                }
                if let Some(range) = range_in(paragraph, spot) {
                    marks.push((range, finding.level, Some(format!("{}-p{}-{k}", self.id, i + 1))));
                }
            }
        }
        marks
    }

    fn is_in_prose(&self, spot: &Spot) -> bool {
        let preamble = self.report.preamble.iter().cloned();
        let sections = self.report.sections.iter().flat_map(gongkai_domain::report::Section::prose);
        preamble.chain(sections).any(|p| range_in(&p, spot).is_some())
    }

    fn push_prose(&self, out: &mut String, paragraphs: &[Prose]) {
        if paragraphs.iter().all(|p| p.text.trim().is_empty()) {
            return;
        }
        out.push_str("<div class=\"prose\">\n");
        for paragraph in paragraphs.iter().filter(|p| !p.text.trim().is_empty()) {
            let html = marked(&paragraph.text, &self.marks_in(paragraph));
            let _ = writeln!(out, "<p>{html}</p>");
        }
        out.push_str("</div>\n");
    }

    fn push_cell(&self, out: &mut String, at: CellRef, span: usize) {
        let absent = Cell::absent();
        let cell = self.report.cell(at).unwrap_or(&absent);
        let address = at.to_string();
        let mut classes: Vec<&str> = Vec::new();
        let value = cell.value.map(|v| v.to_string());
        let (shown, word) = match cell.kind {
            CellKind::Number => {
                if value.as_deref() == Some("0") {
                    classes.push("zero");
                }
                // a number that was added up has a proof, too, and reads as it stands
                let is_other = cell.proof.is_some() && value.as_deref() != Some(cell.raw.trim());
                let is_repaired = is_other && repair::is_repaired(self.report, at);
                let word = is_other.then_some(if is_repaired { "修改" } else { "切分" });
                if word.is_some() {
                    classes.push("split");
                }
                (value.unwrap_or_default(), word)
            }
            CellKind::Derived => {
                classes.push("derived");
                (value.unwrap_or_default(), Some("推算"))
            }
            CellKind::Blank => {
                classes.push("blank");
                (String::new(), Some("空白"))
            }
            CellKind::Absent => {
                classes.push("absent");
                (String::new(), Some("缺失"))
            }
            CellKind::NotApplicable => (cell.raw.clone(), None),
            CellKind::Illegible => {
                classes.push("illegible");
                (cell.raw.clone(), Some("无法辨认"))
            }
        };
        let findings = self.at_cell.get(&address).map_or(&[][..], Vec::as_slice);
        match findings.iter().map(|f| f.1).max() {
            Some(Level::Error) => classes.push("has-error"),
            Some(Level::Warning) => classes.push("has-warning"),
            Some(Level::Note) => classes.push("has-note"),
            None => {}
        }
        let class =
            if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        let span = if span > 1 { format!(" colspan=\"{span}\"") } else { String::new() };
        let _ = write!(out, "<td id=\"{}-{}\"{class}{span}>{}", self.id, esc(&address), esc(&shown));
        if let Some(word) = word {
            let _ = write!(out, "<small>{word}</small>");
        }
        for (number, level) in findings {
            let _ = write!(
                out,
                " <a href=\"#{}-f{number}\" aria-label=\"见{number}：{}\"><span aria-hidden=\"true\">{}</span>见{number}</a>",
                self.id,
                level.label(),
                sign(*level)
            );
        }
        out.push_str("</td>");
    }

    /// Table 2 in its groups; a group with fewer columns is stretched to the width of the widest.
    fn push_table2(&self, out: &mut String) {
        const COLUMNS: usize = 3;
        let form = self.report.form;
        open_table(out, &self.name(), "主动公开政府信息情况");
        out.push_str("<tbody>\n");
        let keys = form.table2();
        let mut groups: Vec<(&str, Vec<Table2Key>)> = Vec::new();
        for key in keys {
            match groups.last_mut() {
                Some((group, members)) if *group == key.group() => members.push(*key),
                _ => groups.push((key.group(), vec![*key])),
            }
        }
        for (group, members) in groups {
            let mut columns: Vec<&str> = Vec::new();
            let mut rows: Vec<&str> = Vec::new();
            for key in &members {
                let (column, row) = (key.column_label(form), key.row_label());
                if !columns.contains(&column) {
                    columns.push(column);
                }
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
            let span = |i: usize| if i + 1 == columns.len() { COLUMNS + 1 - columns.len() } else { 1 };
            let _ = writeln!(out, "<tr><th colspan=\"{}\" scope=\"colgroup\">{group}</th></tr>", COLUMNS + 1);
            out.push_str("<tr><th scope=\"col\">信息内容</th>");
            for (i, column) in columns.iter().enumerate() {
                let _ = write!(out, "<th scope=\"col\" colspan=\"{}\">{column}</th>", span(i));
            }
            out.push_str("</tr>\n");
            for row in rows {
                let _ = write!(out, "<tr><th scope=\"row\">{row}</th>");
                for (i, column) in columns.iter().enumerate() {
                    let key =
                        members.iter().find(|k| k.row_label() == row && k.column_label(form) == *column);
                    match key {
                        Some(key) => self.push_cell(out, CellRef::T2(*key), span(i)),
                        None => {
                            let _ = write!(out, "<td colspan=\"{}\"></td>", span(i));
                        }
                    }
                }
                out.push_str("</tr>\n");
            }
        }
        out.push_str("</tbody></table></div>\n");
    }

    fn push_table3(&self, out: &mut String) {
        open_table(out, &self.name(), "收到和处理政府信息公开申请情况");
        out.push_str(
            "<thead>\n<tr><th colspan=\"3\" rowspan=\"3\">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</th>\
             <th colspan=\"7\" scope=\"colgroup\">申请人情况</th></tr>\n<tr>",
        );
        for column in Column::EVERY {
            match column {
                Column::NaturalPerson => {
                    out.push_str("<th rowspan=\"2\" scope=\"col\">自然人</th><th colspan=\"5\" scope=\"colgroup\">法人或其他组织</th>");
                }
                Column::Total => out.push_str("<th rowspan=\"2\" scope=\"col\">总计</th>"),
                _ => {}
            }
        }
        out.push_str("</tr>\n<tr>");
        for column in Column::EVERY.iter().filter(|c| !matches!(c, Column::NaturalPerson | Column::Total)) {
            let _ = write!(out, "<th scope=\"col\">{}</th>", column.label());
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        let rows = rows_of(self.report.form, self.report.has_one_other_row());
        let is_result = |row: &Row| row.is_result() || *row == Row::ResultTotal;
        let results = rows.iter().filter(|r| is_result(r)).count();
        let mut seen: Vec<&str> = Vec::new();
        for row in &rows {
            out.push_str("<tr>");
            if is_result(row) && !seen.contains(&"") {
                seen.push("");
                let _ = write!(out, "<th rowspan=\"{results}\" scope=\"rowgroup\">三、本年度办理结果</th>");
            }
            let group = row.group().filter(|g| *g != "三、本年度办理结果");
            if let Some(group) = group {
                if !seen.contains(&group) {
                    seen.push(group);
                    let size = rows.iter().filter(|r| r.group() == Some(group)).count();
                    let _ = write!(out, "<th rowspan=\"{size}\" scope=\"rowgroup\">{group}</th>");
                }
                let _ = write!(out, "<th scope=\"row\">{}</th>", esc(row.label()));
            } else {
                let span = if is_result(row) { 2 } else { 3 };
                let _ = write!(out, "<th colspan=\"{span}\" scope=\"row\">{}</th>", esc(row.label()));
            }
            for column in Column::EVERY {
                self.push_cell(out, CellRef::T3(*row, *column), 1);
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody></table></div>\n");
    }

    fn push_table4(&self, out: &mut String) {
        open_table(out, &self.name(), "政府信息公开行政复议、行政诉讼情况");
        out.push_str(
            "<thead>\n<tr><th colspan=\"5\" rowspan=\"2\" scope=\"colgroup\">行政复议</th>\
             <th colspan=\"10\" scope=\"colgroup\">行政诉讼</th></tr>\n\
             <tr><th colspan=\"5\" scope=\"colgroup\">未经复议直接起诉</th><th colspan=\"5\" scope=\"colgroup\">复议后起诉</th></tr>\n<tr>",
        );
        for key in Table4Key::EVERY {
            let _ = write!(out, "<th scope=\"col\">{}</th>", key.label());
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n<tr>");
        for key in Table4Key::EVERY {
            self.push_cell(out, CellRef::T4(*key), 1);
        }
        out.push_str("</tr>\n</tbody></table></div>\n");
    }

    /// Why values that were not plainly printed are certain.
    fn push_proofs(&self, out: &mut String) {
        let with_proof: Vec<(CellRef, &Cell)> =
            self.report.cells().filter(|(_, c)| c.proof.is_some()).collect();
        if with_proof.is_empty() {
            return;
        }
        let _ = writeln!(out, "<details><summary>数值的根据（{}项）</summary>\n<ul>", with_proof.len());
        for (at, cell) in with_proof {
            let proof = cell.proof.as_ref().map(super::proof_words).unwrap_or_default();
            let value = cell.value.map(|v| v.to_string()).unwrap_or_default();
            let line = format!("{} = {value}：{proof}", at.label(self.report.form));
            let _ = writeln!(out, "<li><a href=\"#{}-{at}\">{}</a></li>", self.id, esc(&line));
        }
        out.push_str("</ul></details>\n");
    }
}

/// A table that scrolls by itself when the screen is narrow. `name` tells it from the same table of another report.
fn open_table(out: &mut String, name: &str, caption: &str) {
    let _ = writeln!(
        out,
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{name}：{caption}\">\n<table>\n<caption>{caption}</caption>"
    );
}

/// Where a spot's words stand in a paragraph, in characters.
fn range_in(paragraph: &Prose, spot: &Spot) -> Option<(usize, usize)> {
    let words = spot.quote.as_deref().map(str::trim).filter(|q| !q.is_empty())?;
    let is_here = |p: &Place| {
        let same = |a: Option<u32>, b: Option<u32>| a.is_none() || b.is_none() || a == b;
        same(p.line, spot.place.line)
            && same(p.paragraph, spot.place.paragraph)
            && same(p.page, spot.place.page)
    };
    if !paragraph.place.as_ref().is_none_or(is_here) {
        return None;
    }
    let from = paragraph.text.find(words).map(|at| paragraph.text[..at].chars().count())?;
    Some((from, from + words.chars().count()))
}

/// A stretch of text, in characters, how loudly it is marked, and the anchor it carries.
type Mark = ((usize, usize), Level, Option<String>);

/// A line of a web page as its reader sees it; the ranges move along. Whole tags only: “3<5” stays.
fn without_tags(line: &str, marks: Vec<Mark>) -> (String, Vec<Mark>) {
    let chars: Vec<char> = line.chars().collect();
    // where each character goes
    let mut moved: Vec<usize> = Vec::with_capacity(chars.len() + 1);
    let mut out = String::with_capacity(line.len());
    let (mut kept, mut until) = (0, 0);
    for (at, c) in chars.iter().enumerate() {
        let begins = at >= until
            && *c == '<'
            && chars.get(at + 1).is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!'));
        if begins && let Some(length) = chars[at..].iter().position(|c| *c == '>') {
            until = at + length + 1;
            // cells stand apart
            let tag: String = chars[at..until].iter().collect();
            if matches!(tag.as_str(), "</td>" | "</th>") && kept > 0 {
                out.push('\u{3000}');
                kept += 1;
            }
        }
        moved.push(kept);
        if at >= until {
            out.push(*c);
            kept += 1;
        }
    }
    moved.push(kept);
    out.truncate(out.trim_end().len());
    let place = |at: usize| moved.get(at).copied().unwrap_or(kept);
    let marks =
        marks.into_iter().map(|((from, to), level, id)| ((place(from), place(to)), level, id)).collect();
    (out, marks)
}

/// A text with ranges marked. Ranges that overlap an earlier one keep their anchor but not their mark.
fn marked(text: &str, marks: &[Mark]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let piece = |from: usize, to: usize| {
        esc(&chars[from.min(chars.len())..to.min(chars.len())].iter().collect::<String>())
    };
    let mut marks: Vec<_> = marks.iter().filter(|m| m.0.0 < m.0.1 && m.0.1 <= chars.len()).collect();
    marks.sort_by_key(|m| m.0);
    let (mut out, mut at) = (String::new(), 0);
    for ((from, to), level, anchor) in marks {
        let id = anchor.as_ref().map(|a| format!(" id=\"{}\"", esc(a))).unwrap_or_default();
        if *from < at {
            let _ = write!(out, "<span{id}></span>");
            continue;
        }
        let _ = write!(
            out,
            "{}<mark class=\"{}\"{id}>{}</mark>",
            piece(at, *from),
            class(*level),
            piece(*from, *to)
        );
        at = *to;
    }
    out.push_str(&piece(at, chars.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_report_is_taken_for_markup() {
        assert_eq!(esc("<b a=\"1\">&'\u{1b}"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;\u{fffd}");
        let html = marked("公开<script>五件", &[((2, 10), Level::Error, Some("x\"y".into()))]);
        assert_eq!(html, "公开<mark class=\"error\" id=\"x&quot;y\">&lt;script&gt;</mark>五件");
    }

    #[test]
    fn a_quoted_line_of_a_web_page_shows_no_tags_and_keeps_its_marks() {
        let line = "<p class=\"a\">全年<b>12件</b>，3<5</p>";
        let from = line.chars().position(|c| c == '1').expect("there");
        let (text, marks) = without_tags(line, vec![((from, from + 3), Level::Error, None)]);
        assert_eq!(marked(&text, &marks), "全年<mark class=\"error\">12件</mark>，3&lt;5");
        assert_eq!(without_tags("<tr><td>甲</td><td>乙</td></tr>", Vec::new()).0, "甲　乙");
        assert_eq!(without_tags("甲<乙", Vec::new()).0, "甲<乙");
        assert_eq!(without_tags("未完<b", Vec::new()).0, "未完<b");
    }

    #[test]
    fn overlapping_marks_keep_their_anchors() {
        let html = marked(
            "一二三四",
            &[((0, 3), Level::Note, Some("a".into())), ((1, 2), Level::Error, Some("b".into()))],
        );
        assert_eq!(html, "<mark class=\"note\" id=\"a\">一二三</mark><span id=\"b\"></span>四");
    }
}
