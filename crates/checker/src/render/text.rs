//! Prints findings for people at a terminal, in the shape of a compiler's messages.
//!
//! A renderer of its own over `unicode-width` and `textwrap`, because `annotate-snippets` cannot draw the agreed shape:
//! it writes `错误[A001]: …` with a colon, needs a line number where a table row has none, does not wrap sentences that
//! have no blanks, and knows no equations.
//! Not here: measuring and cutting of lines (`super::width`), finding the words to quote (`super::source`).

use super::source::{self, Quote};
use super::{
    Checked, Entry, Language, Outcome, Renderer, Summary, WaiverNote, basis_of, rule_words, tame, width,
};
use crate::diagnostic::{EquationView, Finding, Level, NotCheckable, Spot, Term};
use crate::registry;
use anstyle::{AnsiColor, Style};
use gongkai_domain::report::Place;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Quoted lines shown for one finding; the others are named by place.
const MOST_QUOTES: usize = 4;

/// How the text is to look.
#[derive(Debug, Clone)]
pub struct Text {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether colours are written (ANSI).
    pub has_color: bool,
    /// Language of the fixed words.
    pub language: Language,
    /// Whether only findings and unreadable files are printed.
    pub is_quiet: bool,
    /// Whether the findings are left out and a table report × rule is printed at the end.
    pub is_summary: bool,
}

impl Default for Text {
    fn default() -> Self {
        Self { width: 80, has_color: false, language: Language::Chinese, is_quiet: false, is_summary: false }
    }
}

impl Renderer for Text {
    fn entry(&self, entry: &Entry<'_>) -> String {
        match &entry.outcome {
            Outcome::Unreadable(why) => {
                let style = style_of(Level::Error);
                let word = self.say("无法读取", "unreadable");
                let mut out = self.headline(&format!("{word}[{}]", why.code), style, &why.message);
                let _ = writeln!(out, "{} {}", self.gutter("  -->"), plain(entry.source));
                self.push_note(&mut out, 2, self.say("处理", "help"), &why.hint);
                out.push('\n');
                out
            }
            Outcome::Checked(_) if self.is_summary => String::new(),
            Outcome::Checked(checked) => {
                let mut out = String::new();
                for finding in &checked.result.findings {
                    self.push_finding(&mut out, checked, finding);
                }
                if !self.is_quiet {
                    self.push_waived(&mut out, checked);
                    self.push_not_checkable(&mut out, checked);
                }
                out
            }
        }
    }

    fn end(&self, summary: &Summary) -> String {
        let mut out = String::new();
        if self.is_summary {
            self.push_table(&mut out, summary);
        }
        if self.is_quiet {
            return out;
        }
        for (waivers, words) in [
            (&summary.expired_waivers, self.say("豁免已过期，不再生效", "waiver has expired")),
            (&summary.unused_waivers, self.say("豁免没有对应的问题，可以删除", "waiver met no finding")),
        ] {
            for waiver in waivers {
                self.push_waiver(&mut out, waiver, words);
            }
        }
        for line in width::wrap(&self.sentence(summary), self.width, "", "  ") {
            let _ = writeln!(out, "{line}");
        }
        out
    }
}

fn style_of(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::Red.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default().bold(),
        Level::Note => AnsiColor::Cyan.on_default().bold(),
    }
}

/// What is not to be trusted, on one line and tame.
fn plain(text: &str) -> String {
    text.chars().map(tame).collect()
}

impl Text {
    fn say<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    fn paint(&self, text: &str, style: Style) -> String {
        if self.has_color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn gutter(&self, text: &str) -> String {
        self.paint(text, AnsiColor::Blue.on_default().bold())
    }

    fn level_word(&self, level: Level) -> &'static str {
        match self.language {
            Language::Chinese => level.label(),
            Language::English => level.key(),
        }
    }

    /// The first line of a finding, wrapped; the mark in front is painted.
    fn headline(&self, mark: &str, style: Style, message: &str) -> String {
        let lines = width::wrap(&plain(message), self.width, &format!("{mark} "), "  ");
        let mut out = String::new();
        for (i, line) in lines.iter().enumerate() {
            match line.strip_prefix(mark) {
                Some(rest) if i == 0 => {
                    let bold = self.paint(rest.trim_start(), Style::new().bold());
                    let _ = writeln!(out, "{} {bold}", self.paint(mark, style));
                }
                _ => {
                    let _ = writeln!(out, "{}", self.paint(line, Style::new().bold()));
                }
            }
        }
        out
    }

    /// A line `   = 依据：…` under a finding, wrapped under its own text.
    fn push_note(&self, out: &mut String, gutter: usize, word: &str, text: &str) {
        let colon = self.say("：", ": ");
        let first = format!("{} = {word}{colon}", " ".repeat(gutter));
        let rest = " ".repeat(gutter + 3);
        for (i, line) in width::wrap(&plain(text), self.width, &first, &rest).iter().enumerate() {
            if i == 0 {
                let tail = line.get(gutter + 2..).unwrap_or_default();
                let _ = writeln!(out, "{} {}{tail}", " ".repeat(gutter), self.gutter("="));
            } else {
                let _ = writeln!(out, "{line}");
            }
        }
    }

    fn push_finding(&self, out: &mut String, checked: &Checked<'_>, finding: &Finding) {
        let style = style_of(finding.level);
        let mark = format!("{}[{}]", self.level_word(finding.level), finding.code);
        let message = format!("{}{}", rule_words(finding, self.language), finding.message);
        out.push_str(&self.headline(&mark, style, &message));
        let groups = groups(checked, finding);
        let digits =
            |g: &Group<'_>| g.quote.as_ref().and_then(|q| q.number).map_or(0, |n| n.to_string().len());
        let gutter = groups.iter().take(MOST_QUOTES).map(digits).max().unwrap_or(0).max(2);
        if groups.is_empty() {
            let _ = writeln!(
                out,
                "{} {}",
                self.gutter(&format!("{}-->", " ".repeat(gutter))),
                plain(&checked.result.source)
            );
        }
        for (i, group) in groups.iter().take(MOST_QUOTES).enumerate() {
            self.push_group(out, checked, group, gutter, i == 0, style);
        }
        // the places of an equation's terms are listed with it
        if groups.len() > MOST_QUOTES && finding.equation.is_none() {
            let place = |g: &Group<'_>| {
                let spot = g.spots[0];
                let words = plain(&spot.place.describe());
                let is_here = spot.source.is_none() && !words.is_empty();
                if is_here { words } else { locate(checked, spot).0 }
            };
            let more: Vec<String> = groups[MOST_QUOTES..].iter().map(place).collect();
            let word = self.say("另见", "also");
            self.push_note(out, gutter, word, &more.join("、"));
        }
        if let Some(equation) = &finding.equation {
            self.push_equation(out, gutter, equation);
        }
        if let Some(basis) = basis_of(finding.code, checked.result.form) {
            self.push_note(out, gutter, self.say("依据", "basis"), &basis);
        }
        let help = [finding.help.clone(), finding.fix.as_ref().map(fix_words)];
        let mut help: Vec<String> =
            help.into_iter().flatten().map(|h| h.trim_end_matches('。').to_owned()).collect();
        help.dedup();
        help.push(format!("{} explain {}", self.say("详见", "see"), finding.code));
        self.push_note(out, gutter, self.say("修改", "help"), &help.join("；"));
        out.push('\n');
    }

    fn push_group(
        &self,
        out: &mut String,
        checked: &Checked<'_>,
        group: &Group<'_>,
        gutter: usize,
        is_first: bool,
        style: Style,
    ) {
        let arrow = if is_first { "-->" } else { ":::" };
        let (place, cell) = locate(checked, group.spots[0]);
        let mut origin = place;
        if let Some(cell) = &cell {
            let (open, close) =
                if group.spots[0].place.line.is_some() { ("   ", "") } else { ("（", "）") };
            origin = format!("{origin}{open}{cell}{close}");
        }
        let indent = " ".repeat(gutter);
        for (i, line) in
            width::wrap(&origin, self.width.saturating_sub(gutter + 4), "", "").iter().enumerate()
        {
            if i == 0 {
                let _ = writeln!(out, "{indent}{} {line}", self.gutter(arrow));
            } else {
                let _ = writeln!(out, "{indent}    {line}");
            }
        }
        let Some(quote) = group.quote.as_ref().filter(|q| !q.line.trim().is_empty()) else { return };
        let bar = self.gutter("|");
        let _ = writeln!(out, "{indent} {bar}");
        let number = quote.number.map_or_else(String::new, |n| n.to_string());
        let room = self.width.saturating_sub(gutter + 4);
        let labels = labels(group, cell.as_deref());
        for (ranges, labels) in clusters(&quote.line, &group.ranges, &labels, room) {
            let Some(shown) = width::excerpt(&quote.line, &ranges, room) else { continue };
            let head = self.gutter(&format!("{number:>gutter$} |"));
            let _ = writeln!(out, "{head} {}", shown.text.trim_end());
            let mut marks: Vec<(usize, usize, &str)> =
                shown.marks.iter().zip(&labels).map(|((at, n), l)| (*at, *n, l.as_str())).collect();
            marks.sort_by_key(|m| m.0);
            // marks without words share a line; a mark with words ends its line
            let mut carets = String::new();
            for (at, columns, label) in marks {
                if width::of(&carets) > at {
                    let _ = writeln!(out, "{indent} {bar} {}", self.paint(&carets, style));
                    carets.clear();
                }
                carets = width::pad(&carets, at);
                carets.push_str(&"^".repeat(columns));
                if label.is_empty() {
                    continue;
                }
                let end = width::of(&carets) + 1;
                if end + width::of(label) <= room {
                    let _ =
                        writeln!(out, "{indent} {bar} {}", self.paint(&format!("{carets} {label}"), style));
                } else {
                    let _ = writeln!(out, "{indent} {bar} {}", self.paint(&carets, style));
                    let at = at.min(room.saturating_sub(width::of(label).min(room / 2)));
                    let pad = " ".repeat(at);
                    for line in width::wrap(label, room, &pad, &pad) {
                        let _ = writeln!(out, "{indent} {bar} {}", self.paint(&line, style));
                    }
                }
                carets.clear();
            }
            if !carets.is_empty() {
                let _ = writeln!(out, "{indent} {bar} {}", self.paint(&carets, style));
            }
        }
        if group.ranges.is_empty() {
            for line in
                width::wrap(&quote.line.chars().map(tame).collect::<String>(), room, "", "").iter().take(3)
            {
                let _ = writeln!(out, "{} {line}", self.gutter(&format!("{number:>gutter$} |")));
            }
        }
    }

    /// Both sides of the equation in one sentence, then the places of the terms that are not zero.
    fn push_equation(&self, out: &mut String, gutter: usize, equation: &EquationView) {
        self.push_note(out, gutter, self.say("算式", "equation"), &equation_words(equation));
        let names = TermNames::of(equation);
        let places: Vec<String> = equation
            .left
            .iter()
            .chain(&equation.right)
            .filter(|t| t.value != 0)
            .filter_map(|t| {
                let place = t.place.as_ref().map(Place::describe).filter(|p| !p.is_empty())?;
                Some(format!("{} {place}", names.name(t)))
            })
            .collect();
        if !places.is_empty() {
            self.push_note(out, gutter, self.say("位置", "places"), &places.join("，"));
        }
    }

    fn push_waived(&self, out: &mut String, checked: &Checked<'_>) {
        for waived in checked.waived {
            let (finding, note) = (&waived.finding, &waived.waiver);
            let word = self.say("已豁免", "waived");
            let text = format!(
                "{word}[{}] {}（{}，{}，{}{}）",
                finding.code,
                finding.message,
                note.reason,
                note.who,
                self.say("有效期至", "until "),
                note.until,
            );
            for line in width::wrap(&plain(&text), self.width, "", "  ") {
                let _ = writeln!(out, "{}", self.paint(&line, Style::new().dimmed()));
            }
        }
        if !checked.waived.is_empty() {
            out.push('\n');
        }
    }

    /// One paragraph per file: what could not be checked and why, equal reasons of a rule together.
    fn push_not_checkable(&self, out: &mut String, checked: &Checked<'_>) {
        let items = &checked.result.not_checkable;
        if items.is_empty() {
            return;
        }
        // one file may hold several reports: agency and year tell them apart
        let result = checked.result;
        let name = match (&result.agency.value, result.year.value) {
            (Some(_), _) => format!("{} {}", result.source, super::subject_of(result)),
            (None, Some(_)) => super::subject_of(result),
            (None, None) => result.source.clone(),
        };
        let head = match self.language {
            Language::Chinese => format!("{}：{}项未能核对", plain(&name), items.len()),
            Language::English => format!("{}: {} checks could not be made", plain(&name), items.len()),
        };
        for line in width::wrap(&head, self.width, "", "  ") {
            let _ = writeln!(out, "{}", self.paint(&line, Style::new().bold()));
        }
        for group in by_rule(items) {
            let title = match self.language {
                Language::Chinese => registry::find(group[0].code).map_or(group[0].rule, |r| r.title),
                Language::English => group[0].rule,
            };
            let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
            for item in &group {
                match reasons.iter_mut().find(|(reason, _)| *reason == item.reason) {
                    Some((_, subjects)) => subjects.push(&item.subject),
                    None => reasons.push((&item.reason, vec![&item.subject])),
                }
            }
            let shown: Vec<String> = reasons
                .iter()
                .take(3)
                .map(|(reason, subjects)| {
                    let more =
                        if subjects.len() > 3 { format!("等{}项", subjects.len()) } else { String::new() };
                    let named: Vec<String> =
                        subjects.iter().take(3).map(|s| super::subject_words(s)).collect();
                    format!("{}{more}：{reason}", named.join("、"))
                })
                .collect();
            let more = if reasons.len() > 3 {
                format!("；另有{}项", group.len() - reasons[..3].iter().map(|r| r.1.len()).sum::<usize>())
            } else {
                String::new()
            };
            let text = format!("{title}（{}项）——{}{more}", group.len(), shown.join("；"));
            for line in width::wrap(&plain(&text), self.width, &format!("  {} ", group[0].code), "       ") {
                let _ = writeln!(out, "{line}");
            }
        }
        out.push('\n');
    }

    fn push_waiver(&self, out: &mut String, waiver: &WaiverNote, words: &str) {
        let cell = waiver.cell.as_deref().map(|c| format!(" {c}")).unwrap_or_default();
        let text =
            format!("{}{cell} {words}（{}，{}，{}）", waiver.code, waiver.reason, waiver.who, waiver.until);
        let mark = format!("{}[{}]", self.level_word(Level::Note), self.say("豁免", "waiver"));
        out.push_str(&self.headline(&mark, style_of(Level::Note), &text));
        let _ = writeln!(out, "{} {}\n", self.gutter("  -->"), plain(&waiver.file));
    }

    /// The last line: how much was read and found, and what could not be judged.
    pub fn sentence(&self, summary: &Summary) -> String {
        let because: Vec<String> = {
            let mut reasons: Vec<_> = summary.not_checkable_because.iter().collect();
            reasons.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            reasons.iter().take(3).map(|(reason, n)| format!("{reason}{n}{}", self.say("项", ""))).collect()
        };
        let s = summary;
        let mut text = match self.language {
            Language::Chinese => {
                format!(
                    "共{}个文件、{}份报告：错误{}，警告{}，提示{}",
                    s.files, s.reports, s.errors, s.warnings, s.notes
                )
            }
            Language::English => format!(
                "{} files, {} reports: {} errors, {} warnings, {} notes",
                s.files, s.reports, s.errors, s.warnings, s.notes
            ),
        };
        let mut say = |n: usize, chinese: String, english: String| {
            if n > 0 {
                text.push_str(match self.language {
                    Language::Chinese => "；",
                    Language::English => "; ",
                });
                text.push_str(self.say(&chinese, &english));
            }
        };
        say(s.waived, format!("已豁免{}项", s.waived), format!("{} waived", s.waived));
        let reasons = because.join(self.say("、", ", "));
        let etc = if s.not_checkable_because.len() > 3 { self.say("等", " …") } else { "" };
        say(
            s.not_checkable,
            format!("未能核对{}项（{reasons}{etc}）", s.not_checkable),
            format!("{} not checkable ({reasons}{etc})", s.not_checkable),
        );
        say(s.unreadable, format!("{}个文件无法读取", s.unreadable), format!("{} unreadable", s.unreadable));
        say(
            s.skipped,
            format!("跳过{}个不是报告的文件", s.skipped),
            format!("{} files passed over", s.skipped),
        );
        plain(&text)
    }

    /// Report × rule. Few reports are columns beside the rules; of many, each has a line of its own, and the titles of
    /// the rules follow.
    fn push_table(&self, out: &mut String, summary: &Summary) {
        const MOST_COLUMNS: usize = 6;
        let Some(agencies) = &summary.agencies else { return };
        let title = |code: &str| match self.language {
            Language::Chinese => registry::find(code).map_or("", |r| r.title),
            Language::English => registry::find(code).map_or("", |r| r.name),
        };
        let total = self.say("合计", "total");
        let bold = |line: &str| self.paint(line.trim_end(), Style::new().bold());
        let sum_of = |counts: &BTreeMap<&'static str, usize>| counts.values().sum::<usize>();
        if agencies.len() <= MOST_COLUMNS {
            for (i, agency) in agencies.keys().enumerate() {
                for line in width::wrap(&plain(agency), self.width, &format!("[{}] ", i + 1), "    ") {
                    let _ = writeln!(out, "{line}");
                }
            }
            let first = self.width.saturating_sub(6 * (agencies.len() + 1)).max(24);
            let longest = summary.rules.keys().map(|c| width::of(title(c)) + 5).max().unwrap_or(0);
            let first = first.min(longest.max(24));
            let row = |head: &str, cells: Vec<String>| {
                let mut line = width::pad(&cut(head, first), first);
                for cell in cells {
                    let _ = write!(line, "{}{cell}", " ".repeat(6_usize.saturating_sub(width::of(&cell))));
                }
                line
            };
            let shown = |n: usize| if n == 0 { "·".to_owned() } else { n.to_string() };
            let numbers = (1..=agencies.len()).map(|i| format!("[{i}]"));
            let heads = numbers.chain([total.to_owned()]).collect();
            let _ = writeln!(out, "{}", bold(&row(self.say("规则", "rule"), heads)));
            for (code, sum) in &summary.rules {
                let counts = agencies.values().map(|c| shown(c.get(code).copied().unwrap_or(0)));
                let cells = counts.chain([sum.to_string()]).collect();
                let _ = writeln!(out, "{}", row(&format!("{code} {}", title(code)), cells));
            }
            let sums = agencies.values().map(|c| shown(sum_of(c)));
            let cells = sums.chain([shown(sum_of(&summary.rules))]).collect();
            let _ = writeln!(out, "{}\n", bold(&row(total, cells)));
            return;
        }
        for (agency, counts) in agencies {
            let listed: Vec<String> = counts.iter().map(|(code, n)| format!("{code}×{n}")).collect();
            let head = format!("{}{}{}", plain(agency), self.say("：", ": "), sum_of(counts));
            let line = format!("{head}  {}", listed.join(" "));
            for line in width::wrap(line.trim_end(), self.width, "", "    ") {
                let _ = writeln!(out, "{line}");
            }
        }
        if !summary.rules.is_empty() {
            let _ = writeln!(out, "\n{}", bold(self.say("规则", "rules")));
        }
        for (code, sum) in &summary.rules {
            let text = format!("{} ×{sum}", title(code));
            for line in width::wrap(&text, self.width, &format!("  {code} "), "       ") {
                let _ = writeln!(out, "{line}");
            }
        }
        out.push('\n');
    }
}

/// Spots drawn under one line.
#[derive(Debug)]
struct Group<'a> {
    spots: Vec<&'a Spot>,
    quote: Option<Quote>,
    ranges: Vec<(usize, usize)>,
}

/// Spots that share a line are drawn under the same line.
fn groups<'f>(checked: &Checked<'_>, finding: &'f Finding) -> Vec<Group<'f>> {
    let mut groups: Vec<Group<'f>> = Vec::new();
    for spot in &finding.spots {
        let quote = source::quote(checked, spot);
        let mate = groups.iter_mut().find_map(|g| {
            let (Some(a), Some(b)) = (&g.quote, &quote) else { return None };
            let same_line = a.number == b.number && a.line == b.line && a.range.is_some();
            let first = g.spots[0];
            let same_place = first.source == spot.source && same_row(&first.place, &spot.place);
            (same_line && same_place).then_some((b.range?, g))
        });
        if let Some((range, group)) = mate {
            if !group.ranges.contains(&range) {
                group.spots.push(spot);
                group.ranges.push(range);
            }
        } else {
            let ranges = quote.as_ref().and_then(|q| q.range).into_iter().collect();
            groups.push(Group { spots: vec![spot], quote, ranges });
        }
    }
    groups
}

/// The words beside the carets: none for a single cell that the line above names already; for cells of one row
/// only what differs.
fn labels(group: &Group<'_>, already: Option<&str>) -> Vec<String> {
    let labels = group.spots.iter().map(|s| plain(s.label.as_deref().unwrap_or_default()));
    if let [_] = group.spots.as_slice() {
        return labels.map(|l| if Some(l.as_str()) == already { String::new() } else { l }).collect();
    }
    let labels: Vec<String> = labels.collect();
    let row = |label: &str| label.split_once('·').map(|(row, _)| row.to_owned());
    let first = labels.first().and_then(|l| row(l));
    if first.is_some() && labels.iter().all(|l| row(l) == first) {
        return labels
            .iter()
            .filter_map(|l| l.split_once('·'))
            .map(|(_, column)| column.to_owned())
            .collect();
    }
    labels
}

/// Ranges that fit on one line together; the others get a line of their own.
type Cluster = (Vec<(usize, usize)>, Vec<String>);

fn clusters(line: &str, ranges: &[(usize, usize)], labels: &[String], room: usize) -> Vec<Cluster> {
    let mut all: Vec<Cluster> = Vec::new();
    for (range, label) in ranges.iter().zip(labels) {
        if let Some((mates, words)) = all.last_mut() {
            mates.push(*range);
            if width::excerpt(line, mates, room).is_some() {
                words.push(label.clone());
                continue;
            }
            mates.pop();
        }
        all.push((vec![*range], vec![label.clone()]));
    }
    all
}

fn same_row(a: &Place, b: &Place) -> bool {
    (a.line, a.page, a.table, a.row, a.paragraph) == (b.line, b.page, b.table, b.row, b.paragraph)
        && a.sheet == b.sheet
}

/// `file:line:column` or `file 第3表第5行第2列`, and the cell's name.
fn locate(checked: &Checked<'_>, spot: &Spot) -> (String, Option<String>) {
    let name = plain(source::name_of(checked, spot));
    let place = match (spot.place.line, spot.place.column) {
        (Some(line), Some(column)) => format!("{name}:{line}:{column}"),
        (Some(line), None) => format!("{name}:{line}"),
        _ => match spot.place.describe() {
            words if words.is_empty() => name,
            words => format!("{name} {}", plain(&words)),
        },
    };
    (place, source::cell_label(checked, spot))
}

pub(super) fn fix_words(fix: &crate::diagnostic::Fix) -> String {
    match &fix.replacement {
        Some(text) if !fix.message.contains(text.as_str()) => format!("{}（改为“{text}”）", fix.message),
        _ => fix.message.clone(),
    }
}

/// `4（新收）+ 1（结转）= 5，而 4（总计）+ 0（结转下年）= 4，相差 1`. Terms that are zero are counted, not listed,
/// when there are many.
pub(super) fn equation_words(equation: &EquationView) -> String {
    let names = TermNames::of(equation);
    let side = |terms: &[Term]| {
        let sum: i64 = terms.iter().map(|t| t.value).sum();
        let zeros = terms.iter().filter(|t| t.value == 0).count();
        let is_long = terms.len() > 4 && zeros > 1;
        let shown: Vec<String> = terms
            .iter()
            .filter(|t| !is_long || t.value != 0)
            .map(|t| {
                let value = if t.value < 0 { format!("({})", t.value) } else { t.value.to_string() };
                format!("{value}({})", names.name(t))
            })
            .collect();
        let mut text = shown.join(" + ");
        if is_long {
            text = if text.is_empty() {
                format!("{zeros}项均为0")
            } else {
                format!("{text}（其余{zeros}项为0）")
            };
        }
        if terms.len() > 1 { format!("{text} = {sum}") } else { text }
    };
    let scope = names.scope().map(|s| format!("“{s}”：")).unwrap_or_default();
    format!(
        "{scope}{}，而 {}，相差 {}",
        side(&equation.left),
        side(&equation.right),
        equation.difference.abs()
    )
}

/// What all labels of an equation have in common (the column of a column sum, the row of a row sum) is said once.
#[derive(Debug)]
struct TermNames {
    row: Option<String>,
    column: Option<String>,
}

impl TermNames {
    fn of(equation: &EquationView) -> Self {
        let terms: Vec<&Term> = equation.left.iter().chain(&equation.right).collect();
        let said_by_all = |part: fn(&str) -> &str| {
            let first = part(&terms.first()?.label);
            let is_common =
                terms.len() > 1 && !first.is_empty() && terms.iter().all(|t| part(&t.label) == first);
            is_common.then(|| first.to_owned())
        };
        Self { row: said_by_all(row_part), column: said_by_all(column_part) }
    }

    fn scope(&self) -> Option<&str> {
        self.column.as_deref().or(self.row.as_deref())
    }

    fn name<'t>(&self, term: &'t Term) -> &'t str {
        match (&self.column, &self.row) {
            (Some(_), _) => row_part(&term.label),
            (None, Some(_)) => column_part(&term.label),
            (None, None) => &term.label,
        }
    }
}

fn row_part(label: &str) -> &str {
    label.rsplit_once('·').map_or(label, |(row, _)| row)
}

fn column_part(label: &str) -> &str {
    label.rsplit_once('·').map_or("", |(_, column)| column)
}

/// Items of one rule together, in the order of the first of each.
fn by_rule(items: &[NotCheckable]) -> Vec<Vec<&NotCheckable>> {
    let mut all: Vec<Vec<&NotCheckable>> = Vec::new();
    for item in items {
        match all.iter_mut().find(|g| g[0].code == item.code) {
            Some(group) => group.push(item),
            None => all.push(vec![item]),
        }
    }
    all
}

fn cut(text: &str, columns: usize) -> String {
    if width::of(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if width::of(&out) + width::of_char(c) + 3 > columns {
            break;
        }
        out.push(c);
    }
    out + "..."
}
