//! A paper as it is printed, before it takes a format: its head, its paragraphs in reading order, and what it cites.
//!
//! Not here: what each kind of paper says (`super::reply`, `super::procedural`), type and page (`gongkai-compose`).

use super::PaperKind;
use chrono::NaiveDate;
pub use gongkai_deadline::explain::plain_date as chinese_date;
use serde::{Deserialize, Serialize};

/// One paper of the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Which paper it is.
    pub kind: PaperKind,
    /// Its title as printed.
    pub title: String,
    /// 文号, once it has one.
    pub document_number: Option<String>,
    /// 登记编号 of the application; none on papers that concern no application.
    pub registration_number: Option<String>,
    /// Full name of the agency that issues it.
    pub agency: String,
    /// To whom it goes; none on forms of the office.
    pub recipient: Option<String>,
    /// 成文日期.
    pub issued_on: NaiveDate,
    /// What it says, in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// Names of what is attached.
    pub attachments: Vec<String>,
    /// 抄送.
    pub copy_to: Vec<String>,
    /// Every provision it rests on, law and article.
    pub legal_basis: Vec<String>,
}

/// A paragraph by its duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "content")]
pub enum Paragraph {
    /// 称谓: to whom the paper speaks.
    Salutation(String),
    /// A heading within the paper, with its number.
    Heading(String),
    /// A sentence or more of the body.
    Body(String),
    /// The applicant's own words.
    Quote(String),
    /// Numbered entries.
    List(Vec<String>),
    /// A form or table.
    Table(Table),
    /// 救济途径: locked; the words are those of `super::remedy`.
    Remedy(String),
    /// 特此告知。 and the like.
    Closing(String),
    /// 附件说明.
    Attachments(Vec<String>),
    /// 落款: the agency.
    Signature(String),
    /// 成文日期, in words.
    Date(String),
    /// 附注: whom to ask.
    Contact(String),
}

impl Paragraph {
    /// Whether a clerk may not change it.
    pub fn is_locked(&self) -> bool {
        !matches!(self, Self::Body(_) | Self::List(_) | Self::Table(_))
    }
}

/// A form or table of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What it is about, for readers who cannot see it.
    pub summary: String,
    /// Names of the columns; empty for a form of labels and values.
    pub header: Vec<String>,
    /// Rows; the last cell of a short row reaches to the right edge.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "text")]
pub enum TableCell {
    /// Names what stands beside it.
    Label(String),
    /// What was written in.
    Value(String),
}

impl TableCell {
    /// What is printed.
    pub fn text(&self) -> &str {
        match self {
            Self::Label(text) | Self::Value(text) => text,
        }
    }
}

impl Table {
    /// A form of labels and values, two pairs in a row where there are two.
    pub(super) fn form(summary: &str, rows: &[&[(&str, String)]]) -> Self {
        let rows = rows.iter().map(|pairs| {
            let cells = pairs.iter().flat_map(|(label, value)| {
                [TableCell::Label((*label).to_owned()), TableCell::Value(value.clone())]
            });
            cells.collect()
        });
        Self { summary: summary.to_owned(), header: Vec::new(), rows: rows.collect() }
    }

    /// A table with named columns.
    pub(super) fn listed(summary: &str, header: &[&str], rows: Vec<Vec<String>>) -> Self {
        let cells = |row: Vec<String>| row.into_iter().map(TableCell::Value).collect();
        Self {
            summary: summary.to_owned(),
            header: header.iter().map(|name| (*name).to_owned()).collect(),
            rows: rows.into_iter().map(cells).collect(),
        }
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).chain([self.header.len()]).max().unwrap_or(0)
    }
}

/// 一、二、三 … up to 九十九; larger numbers in digits.
pub fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or_default();
    match number {
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number % 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

/// The entries of a list as printed: numbered 1. 2. …, a single one without a number.
pub fn list_lines(entries: &[String]) -> Vec<String> {
    match entries {
        [only] => vec![only.clone()],
        several => several.iter().enumerate().map(|(n, entry)| format!("{}.{entry}", n + 1)).collect(),
    }
}

/// The entries of a list without the numbers that somebody typed before them, where the paper numbers them itself: a typed
/// number falls away where it is the one the entry will have. A single entry is not numbered and stays as it was typed.
pub fn unnumbered(entries: Vec<String>) -> Vec<String> {
    if entries.len() < 2 {
        return entries;
    }
    let strip = |(place, entry): (usize, String)| match without_number(&entry, place) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => entry,
    };
    (1..).zip(entries).map(strip).collect()
}

/// What stands behind the number of this place, however it was typed: 1. 1、 （1） 一、 （一） ①.
fn without_number(entry: &str, place: usize) -> Option<&str> {
    const CLOSING: [char; 5] = ['.', '．', '、', ')', '）'];
    let circled = u32::try_from(place)
        .ok()
        .filter(|place| *place <= 20)
        .and_then(|place| char::from_u32('①' as u32 + place - 1));
    if let Some(rest) = circled.and_then(|circled| entry.strip_prefix(circled)) {
        return Some(rest.trim_start_matches(CLOSING).trim_start());
    }
    let inner = entry.trim_start_matches(['（', '(']);
    let digits: String = place.to_string();
    let wide: String =
        digits.chars().filter_map(|c| char::from_u32(c as u32 + ('０' as u32 - '0' as u32))).collect();
    let chinese = chinese_number(place);
    let rest = [digits, wide, chinese].into_iter().find_map(|number| inner.strip_prefix(&number))?;
    // 1.5公里 is a measure, 1号楼 a name
    let behind = rest.trim_start().strip_prefix(CLOSING.as_slice())?;
    (!behind.starts_with(|c: char| c.is_ascii_digit())).then(|| behind.trim_start())
}

/// The lines of 附件说明: `附件：名称`, or `附件：1.名称` and the rest below it.
pub fn attachment_lines(names: &[String]) -> Vec<String> {
    match names {
        [] => Vec::new(),
        [only] => vec![format!("附件：{only}")],
        several => several
            .iter()
            .enumerate()
            .map(|(n, name)| format!("{}{}.{name}", if n == 0 { "附件：" } else { "　　　" }, n + 1))
            .collect(),
    }
}

impl Paper {
    /// The paper as plain text, one line a paragraph; what a mail, a golden test and a screen reader get.
    pub fn text(&self) -> String {
        let mut lines = vec![self.agency.clone(), self.title.clone()];
        lines.extend(self.document_number.clone());
        lines.push(String::new());
        for paragraph in &self.paragraphs {
            match paragraph {
                Paragraph::Salutation(text) => lines.push(text.clone()),
                Paragraph::Heading(text)
                | Paragraph::Body(text)
                | Paragraph::Quote(text)
                | Paragraph::Remedy(text)
                | Paragraph::Closing(text) => lines.extend(indented(text)),
                Paragraph::Contact(text) => {
                    lines.push(String::new());
                    lines.extend(indented(text));
                }
                Paragraph::List(entries) => {
                    lines.extend(list_lines(entries).iter().flat_map(|line| indented(line)));
                }
                Paragraph::Attachments(names) => {
                    lines.push(String::new());
                    lines.extend(attachment_lines(names).iter().flat_map(|line| indented(line)));
                }
                Paragraph::Signature(text) => {
                    lines.extend([String::new(), format!("　　　　　　　　{text}")]);
                }
                Paragraph::Date(text) => lines.push(format!("　　　　　　　　{text}")),
                Paragraph::Table(table) => lines.extend(table_lines(table)),
            }
        }
        if !self.copy_to.is_empty() {
            lines.extend([String::new(), format!("抄送：{}。", self.copy_to.join("，"))]);
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

/// Each line of a text behind two blanks of one character.
fn indented(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("　　{line}")).collect()
}

fn table_lines(table: &Table) -> Vec<String> {
    let in_one_line = |text: &str| text.lines().collect::<Vec<_>>().join("；");
    let mut lines = Vec::new();
    if !table.header.is_empty() {
        lines.push(table.header.join("｜"));
    }
    for row in &table.rows {
        let mut line = String::new();
        for (n, cell) in row.iter().enumerate() {
            match (cell, table.header.is_empty()) {
                (TableCell::Label(text), true) => {
                    line += if n == 0 { "" } else { "｜" };
                    line += text;
                    line += "：";
                }
                (cell, true) => line += &in_one_line(cell.text()),
                (cell, false) => {
                    line += if n == 0 { "" } else { "｜" };
                    line += &in_one_line(cell.text());
                }
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_dates_and_attachments_are_written_as_official_documents_write_them() {
        let numbers: Vec<String> = [1, 9, 10, 11, 19, 20, 21, 99, 100].map(chinese_number).into();
        assert_eq!(numbers, ["一", "九", "十", "十一", "十九", "二十", "二十一", "九十九", "100"]);
        assert_eq!(chinese_date(NaiveDate::from_ymd_opt(2025, 9, 6).unwrap()), "2025年9月6日");
        assert_eq!(attachment_lines(&["甲".into()]), ["附件：甲"]);
        assert_eq!(attachment_lines(&["甲".into(), "乙".into()]), ["附件：1.甲", "　　　2.乙"]);
    }
    #[test]
    fn a_list_that_is_numbered_by_the_paper_drops_the_numbers_that_were_typed() {
        let list = |entries: &[&str]| unnumbered(entries.iter().map(|one| (*one).to_owned()).collect());
        assert_eq!(
            list(&["1. 请明确名称", "2、请明确年份", "（三）请补充证件"]),
            ["请明确名称", "请明确年份", "请补充证件"]
        );
        assert_eq!(list(&["①甲", "（2）乙", "三、丙", "４．丁"]), ["甲", "乙", "丙", "丁"]);
        // another number than the place has, a measure, a name and a number alone are words of whoever wrote them
        for own in [["2. 甲", "1. 乙"], ["1.5公里", "2024年度"], ["1号楼", "二期工程"], ["1.", "2、"]]
        {
            assert_eq!(list(&own), own);
        }
        assert_eq!(list(&["1. 只有一项"]), ["1. 只有一项"], "a single entry is not numbered");
        assert_eq!(list_lines(&list(&["1. 甲", "2. 乙"])), ["1.甲", "2.乙"]);
    }
}
