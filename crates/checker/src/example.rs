//! The examples on the rule pages: a sound sample report of an invented agency, and the few lines that spoil it.
//!
//! Every page shows blocks fenced with `年报`; each line of a block changes one thing of the sample. The same blocks
//! are what a clerk reads in `explain` and what the tests run.
//! Not here: the pages (`crate::rules`), reading real documents (`crate::facts`).
//!
//! | Line | Meaning |
//! |---|---|
//! | `table2.rules_issued = 3` | a cell; also `空白`, `缺失`, `无法辨认`, `不适用`, `推算 5 [T3-ROW(granted)]`, `切分 5 [T3-ROW(granted)]` |
//! | `table3.granted = 空白` | a whole row, or `table2`, `table3`, `table4` whole; a row also takes seven numbers |
//! | `one_other_row` | prints （六）其他处理 as one row |
//! | `overview = …`, `overview += …` | the prose of a section (also `preamble`); `+=` adds a paragraph |
//! | `section.overview.title = …` | the title as printed |
//! | `-section remedies`, `section.order = overview, proactive, …` | sections missing, moved or (named twice) repeated |
//! | `title = …`, `signed_on = 2026-02-10`, `signed_on = 缺失` | title line, date of signature |
//! | `artefact label_variant 社会组织 -> 社会公益组织` | something that reading noticed |
//! | `form = 2019`, `year = 2024`, `agency = …`, `kind = government` | another sample altogether: form, report year, name, kind (`不明` for none) |
//! | `previous.table3.…`, `previous.form = 2019`, `previous = 无` | the same in last year's report |
//! | `members = 甲, 乙` | the report is a parent's: its numbers are divided among these members, and family H is run |
//! | `member.2.table3.…`, `member.2.year = 2024`, `member.2.form = 2019` | the same in a member's report; also `members.year` |
//! | `member.2 = 无`, `member.2 = 同 1` | a member without a report, or with the numbers of another |
//! | `parent.omits = 2`, `parent.doubles = 2 table3` | the parent's numbers without a member, or with it twice |
//! | `roster = 完整`, `roster.own = 2`, `roster.out = 2`, `roster.lacks = 2` | a member list (also `不完整`), and what it says of a member |
//! | `transfer = 1 -> 2 natural_person granted 1` | a recorded transfer from one member to another |
//! | `# …` | a remark |

use crate::diagnostic::{AgencyKind, CheckedReport};
use crate::rules::capacity::infer_agency_kind;
use chrono::NaiveDate;
use gongkai_domain::report::aggregate::{Plan, Roster, RosterMember, Scope, Sum, Transfer, Unknown};
use gongkai_domain::report::cell::Proof;
use gongkai_domain::report::equation::equations_of;
use gongkai_domain::report::facts::Prose;
use gongkai_domain::report::{
    Artefact, Cell, CellKind, CellRef, Column, Form, Located, Place, Report, Row, Section, SectionKey,
    Table2Key, Table4Key, Value, WanYuan,
};

/// The invented agency of the sample.
const AGENCY: &str = "云岭市水务局";

/// What a block describes.
#[derive(Debug, Clone)]
pub struct Example {
    /// The report to be checked.
    pub report: Report,
    /// Last year's report of the same agency, unless the block takes it away.
    pub previous: Option<Report>,
    /// The kind of agency: told by the block, or inferred from the name.
    pub agency_kind: Option<AgencyKind>,
    /// The sum of the members' reports, when the block names members.
    pub sum: Option<Sum>,
}

impl Example {
    /// Runs every rule over the example; over a parent with its members, those of family H.
    pub fn check(&self) -> CheckedReport {
        let options = crate::CheckOptions { previous: self.previous.as_ref(), agency_kind: self.agency_kind };
        match &self.sum {
            Some(sum) => crate::check_hierarchy(&self.report, sum, &options),
            None => crate::check(&self.report, &options),
        }
    }
}

/// Reads a block.
///
/// # Errors
/// The number of the line and what is wrong with it.
pub fn parse(block: &str) -> Result<Example, String> {
    let mut frame = Frame::default();
    let mut edits = Vec::new();
    for (index, raw) in block.lines().enumerate() {
        let line = raw.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = |e: String| format!("line {}: {e}: {line}", index + 1);
        if !frame.take(line).map_err(at)? {
            edits.push((index, line));
        }
    }
    let year = frame.year.unwrap_or(if frame.form == Some(Form::Form2019) { 2020 } else { 2025 });
    let form = frame.form.unwrap_or(Form::Form2021);
    let agency = frame.agency.clone().unwrap_or_else(|| AGENCY.to_owned());
    let mut report = sample(form, &agency, year, &THIS_YEAR, Some(&LAST_YEAR));
    let mut previous = sample(
        frame.previous_form.unwrap_or(form),
        frame.previous_agency.as_ref().unwrap_or(&agency),
        frame.previous_year.unwrap_or(year - 1),
        &LAST_YEAR,
        None,
    );
    let mut members = frame.members.reports(&report);
    for (index, line) in edits {
        let at = |e: String| format!("line {}: {e}: {line}", index + 1);
        match (line.strip_prefix("previous."), line.strip_prefix("member.")) {
            (Some(rest), _) => edit(&mut previous, rest).map_err(at)?,
            (None, Some(rest)) => {
                let (number, rest) = rest.split_once('.').ok_or_else(|| at("no member".to_owned()))?;
                let member = nth(number).map_err(at)?;
                let member = members.get_mut(member).ok_or_else(|| at("no such member".to_owned()))?;
                edit(member, rest).map_err(at)?;
            }
            (None, None) => edit(&mut report, line).map_err(at)?,
        }
    }
    let sum = frame.members.sum(&agency, &members, &mut report)?;
    let agency_kind = match frame.kind {
        Kind::Told(kind) => Some(kind),
        Kind::Unknown => None,
        Kind::Unsaid => infer_agency_kind(&agency),
    };
    Ok(Example { report, previous: (!frame.no_previous).then_some(previous), agency_kind, sum })
}

/// The example blocks of a rule page: those under 示例(错), then those under 示例(对).
pub fn blocks(page: &str) -> (Vec<String>, Vec<String>) {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    let (mut heading, mut open): (&str, Option<String>) = ("", None);
    for line in page.lines() {
        if let Some(block) = &mut open {
            if line.trim_end() != "```" {
                block.push_str(line);
                block.push('\n');
                continue;
            }
            let done = std::mem::take(block);
            open = None;
            match heading {
                "示例(错)" => wrong.push(done),
                "示例(对)" => right.push(done),
                _ => {}
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            heading = title.trim();
        } else if line.trim_end() == "```年报" {
            open = Some(String::new());
        }
    }
    (wrong, right)
}

/// A line of a block with the clerk's words behind its address, such as
/// `table3.granted.total（（一）予以公开·总计）= 9`. Remarks, and what is not known, stay as they are.
pub fn labelled(line: &str) -> String {
    let put = |address: &str, words: Option<String>| {
        let rest = &line[address.len()..];
        words.map_or_else(
            || line.to_owned(),
            |w| format!("{}（{w}）{}", address.trim_end(), rest.trim_start()),
        )
    };
    if line.starts_with('#') {
        return line.to_owned();
    }
    if let Some(rest) = line.strip_prefix("artefact ") {
        let kind = rest.split(' ').next().unwrap_or_default();
        let words = noticed(kind).map(|w| format!("读文件时发现：{w}"));
        return put(&line[.."artefact ".len() + kind.len()], words).replacen('）', "） ", 1);
    }
    if let Some(key) = line.strip_prefix("-section ") {
        return put(line, section_name(key.trim()).map(|name| format!("删去{name}")));
    }
    if line.trim() == "one_other_row" {
        return put(line, Some("（六）其他处理合为一行".to_owned()));
    }
    let Some((path, _)) = line.split_once('=') else { return line.to_owned() };
    let (path, adds) = path.strip_suffix('+').map_or((path, false), |p| (p, true));
    let words = match (path.trim().strip_prefix("previous."), path.trim().strip_prefix("member.")) {
        (Some(rest), _) => address_name(rest, adds).map(|w| format!("上年报告·{w}")),
        (None, Some(rest)) => match rest.split_once('.') {
            Some((number, rest)) => address_name(rest, adds).map(|w| format!("第{number}个成员·{w}")),
            None => Some(format!("第{rest}个成员的报告")),
        },
        (None, None) => address_name(path.trim(), adds),
    };
    put(path, words)
}

/// 第一部分 to 第六部分.
fn section_name(key: &str) -> Option<String> {
    let key = section_key(key).ok()?;
    let numeral = key.title().chars().next()?;
    Some(format!("第{numeral}部分"))
}

/// What a clerk calls an address.
fn address_name(path: &str, adds: bool) -> Option<String> {
    let plain = match path {
        "title" => "标题",
        "signed_on" => "落款日期",
        "preamble" if adds => "开头的文字，增加一段",
        "preamble" => "开头的文字",
        "form" => "表式",
        "year" => "报告年度",
        "agency" => "机关名称",
        "kind" => "机关类型",
        "previous" => "上年报告",
        "section.order" => "各部分的次序",
        "members" => "参加汇总的成员",
        "members.year" => "各成员的报告年度",
        "roster" => "成员名单",
        "roster.own" => "名单注明为本级的成员",
        "roster.out" => "名单注明不计入的成员",
        "roster.lacks" => "名单没有列入的成员",
        "transfer" => "登记的转办",
        "parent.omits" => "本级报告漏计的成员",
        "parent.doubles" => "本级报告重复计入的成员",
        "table2" => "第二部分整张表",
        "table3" => "第三部分整张表",
        "table4" => "第四部分整张表",
        _ => "",
    };
    if !plain.is_empty() {
        return Some(plain.to_owned());
    }
    if let Some(key) = path.strip_prefix("section.").and_then(|p| p.strip_suffix(".title")) {
        return section_name(key).map(|name| format!("{name}的标题"));
    }
    if let Ok(at) = path.parse::<CellRef>() {
        return Some(at.label(Form::Form2021));
    }
    if let Some(row) = path.strip_prefix("table3.").and_then(|p| p.parse::<Row>().ok()) {
        return Some(format!("{}整行", row.short_label()));
    }
    let name = section_name(path)?;
    Some(if adds { format!("{name}，增加一段") } else { format!("{name}的文字") })
}

/// What a clerk calls something that reading noticed.
fn noticed(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "label_variant" => "名称与官方表式不同",
        "label_missing" => "没有读到名称",
        "section_repeated" => "部分重复",
        "section_out_of_order" => "部分次序颠倒",
        "section_title_variant" => "部分标题不同",
        "extra_value" => "多出的数值",
        "missing_value" => "缺少的数值",
        "run_ambiguous" => "有多种切分方式的连写",
        "run_unbalanced" => "切分不出合计的连写",
        "orphan_values" => "单独成行的数值",
        "row_repeated" => "同一行重复出现",
        "shifted_row" => "错位的行",
        "repeated_header" => "重复的表头",
        "header_order" => "表头次序有误",
        "page_furniture" => "页码、按钮等",
        "bookmark" => "书签标记",
        "note_in_cell" => "单元格中的说明",
        "unit_in_cell" => "单元格中的单位",
        "row_without_values" => "只有行名的行",
        "open_date" => "没有填完的成文日期",
        "sentence_for_table" => "代替表格的文字",
        "lost_characters" => "丢失的字符",
        "mojibake" => "乱码",
        "mojibake_repaired" => "已还原的乱码",
        "tracked_change" => "修订痕迹",
        "hidden_sheet" => "隐藏的工作表",
        "encoding" => "文件的编码",
        "wrong_extension" => "后缀与内容不符",
        _ => return None,
    })
}

/// What a block says of the agency's kind.
#[derive(Debug, Default)]
enum Kind {
    /// Nothing: the name decides.
    #[default]
    Unsaid,
    /// That it is not known.
    Unknown,
    /// The kind.
    Told(AgencyKind),
}

/// What decides which sample is taken, before single things are changed.
#[derive(Debug, Default)]
struct Frame {
    form: Option<Form>,
    year: Option<i32>,
    agency: Option<String>,
    kind: Kind,
    previous_form: Option<Form>,
    previous_year: Option<i32>,
    previous_agency: Option<String>,
    no_previous: bool,
    members: Members,
}

impl Frame {
    /// Takes the line when it belongs to the frame.
    fn take(&mut self, line: &str) -> Result<bool, String> {
        let Some((key, value)) = line.split_once('=') else { return Ok(false) };
        let (key, value) = (key.trim(), value.trim());
        let year = || value.parse::<i32>().map_err(|_| format!("not a year: {value}"));
        let form = || match value {
            "2021" => Ok(Form::Form2021),
            "2019" => Ok(Form::Form2019),
            "older" => Ok(Form::Older),
            "unknown" => Ok(Form::Unknown),
            _ => Err(format!("not a form: {value}")),
        };
        match key {
            "form" => self.form = Some(form()?),
            "year" => self.year = Some(year()?),
            "agency" => self.agency = Some(value.to_owned()),
            "kind" if value == "不明" => self.kind = Kind::Unknown,
            "kind" => self.kind = Kind::Told(value.parse()?),
            "previous.form" => self.previous_form = Some(form()?),
            "previous.year" => self.previous_year = Some(year()?),
            "previous.agency" => self.previous_agency = Some(value.to_owned()),
            "previous" if value == "无" => self.no_previous = true,
            "previous" => return Err("only 无 can stand here".to_owned()),
            _ => return self.members.take(key, value),
        }
        Ok(true)
    }
}

/// What a block says of the members of a sum. Members are numbered from one in the block, from zero here.
#[derive(Debug, Default)]
struct Members {
    names: Vec<String>,
    years: Vec<(Option<usize>, i32)>,
    forms: Vec<(usize, Form)>,
    without_report: Vec<usize>,
    copies: Vec<(usize, usize)>,
    /// Member, the tables meant, and whether it is added rather than taken away.
    parent: Vec<(usize, String, bool)>,
    roster: Option<bool>,
    scopes: Vec<(usize, Scope)>,
    not_listed: Vec<usize>,
    transfers: Vec<(usize, usize, Column, Row, u32)>,
}

/// The place of a member that a block numbers from one.
fn nth(number: &str) -> Result<usize, String> {
    let n: usize = number.trim().parse().map_err(|_| format!("not a number of a member: {number}"))?;
    n.checked_sub(1).ok_or_else(|| "members are counted from one".to_owned())
}

impl Members {
    /// Takes the line when it tells of members.
    fn take(&mut self, key: &str, value: &str) -> Result<bool, String> {
        let year = || value.parse::<i32>().map_err(|_| format!("not a year: {value}"));
        match key {
            "members" => self.names = value.split(',').map(|name| name.trim().to_owned()).collect(),
            "members.year" => self.years.push((None, year()?)),
            "roster" if value == "完整" => self.roster = Some(true),
            "roster" if value == "不完整" => self.roster = Some(false),
            "roster" => return Err("only 完整 or 不完整 can stand here".to_owned()),
            "roster.own" => self.scopes.push((nth(value)?, Scope::Own)),
            "roster.out" => self.scopes.push((nth(value)?, Scope::Out)),
            "roster.lacks" => self.not_listed.push(nth(value)?),
            "parent.omits" | "parent.doubles" => {
                let (member, tables) = value.split_once(' ').unwrap_or((value, "table"));
                self.parent.push((nth(member)?, tables.trim().to_owned(), key == "parent.doubles"));
            }
            "transfer" => {
                let (from, rest) = value.split_once("->").ok_or("a transfer goes from -> to")?;
                let [to, applicant, result, count] = rest.split_whitespace().collect::<Vec<_>>()[..] else {
                    return Err("a transfer has a receiver, an applicant, a row and a count".to_owned());
                };
                let applicant = applicant.parse().map_err(|e| format!("{e}"))?;
                let result = result.parse().map_err(|e| format!("{e}"))?;
                let count = count.parse().map_err(|_| format!("not a count: {count}"))?;
                self.transfers.push((nth(from)?, nth(to)?, applicant, result, count));
            }
            _ => {
                let Some(rest) = key.strip_prefix("member.") else { return Ok(false) };
                match rest.split_once('.') {
                    Some((number, "year")) => self.years.push((Some(nth(number)?), year()?)),
                    Some((number, "form")) => {
                        self.forms.push((nth(number)?, value.parse().map_err(|e| format!("{e}"))?));
                    }
                    Some(_) => return Ok(false),
                    None if value == "无" => self.without_report.push(nth(rest)?),
                    None => {
                        let other = value.strip_prefix("同 ").ok_or("only 无 or 同 can stand here")?;
                        self.copies.push((nth(rest)?, nth(other)?));
                    }
                }
            }
        }
        Ok(true)
    }

    /// The members' reports: the parent's numbers divided among them.
    fn reports(&self, parent: &Report) -> Vec<Report> {
        let year = parent.year.value.unwrap_or_default();
        let mut members = Vec::new();
        for (index, name) in self.names.iter().enumerate() {
            let form = self.forms.iter().find(|(i, _)| *i == index).map_or(parent.form, |(_, form)| *form);
            let told = self.years.iter().rev().find(|(i, _)| i.is_none_or(|i| i == index));
            let mut member =
                sample(form, name, told.map_or(year, |(_, year)| *year), &THIS_YEAR, Some(&LAST_YEAR));
            member.source = format!("成员{}.txt", index + 1);
            divide(&mut member, index, self.names.len());
            members.push(member);
        }
        for (copy, original) in &self.copies {
            let Some(original) = members.get(*original).cloned() else { continue };
            if let Some(copy) = members.get_mut(*copy) {
                copy.table2 = original.table2;
                copy.table3 = original.table3;
                copy.table4 = original.table4;
            }
        }
        members
    }

    /// The sum of the members, and the parent's numbers as the block wants them.
    fn sum(&self, agency: &str, members: &[Report], parent: &mut Report) -> Result<Option<Sum>, String> {
        if self.names.is_empty() {
            return Ok(None);
        }
        for (member, tables, is_added) in &self.parent {
            let member = members.get(*member).ok_or("no such member")?;
            let cells: Vec<CellRef> =
                member.cells().map(|(at, _)| at).filter(|at| at.to_string().starts_with(tables)).collect();
            for at in cells {
                let part = member.cell(at).and_then(|c| c.value);
                let whole = parent.cell(at).and_then(|c| c.value);
                let sign = if *is_added { 1 } else { -1 };
                let value = match (whole, part) {
                    (Some(Value::Count(a)), Some(Value::Count(b))) => Value::Count(a + sign * b),
                    (Some(Value::Amount(a)), Some(Value::Amount(b))) => {
                        Value::Amount(WanYuan::from_fen(a.fen() + sign * b.fen()))
                    }
                    _ => continue,
                };
                set(parent, at, &value.to_string())?;
            }
        }
        let name = |index: usize| self.names.get(index).cloned().ok_or("no such member");
        let roster = match self.roster {
            None => None,
            Some(is_complete) => {
                let listed = self.names.iter().enumerate().filter(|(i, _)| !self.not_listed.contains(i));
                let list = listed.map(|(index, name)| {
                    let scope = self.scopes.iter().find(|(i, _)| *i == index).map(|(_, scope)| *scope);
                    RosterMember {
                        agency: name.clone(),
                        code: None,
                        scope: scope.unwrap_or_default(),
                        reason: Some("按隶属关系".to_owned()),
                        source: None,
                        aliases: Vec::new(),
                    }
                });
                let transfers = self.transfers.iter().map(|(from, to, applicant, result, count)| {
                    Ok(Transfer {
                        from: name(*from)?,
                        to: name(*to)?,
                        applicant: *applicant,
                        result: *result,
                        count: *count,
                        reason: "转办登记第1号".to_owned(),
                    })
                });
                let transfers = transfers.collect::<Result<Vec<_>, String>>()?;
                Some(Roster::new(is_complete, list.collect(), transfers).map_err(|e| e.to_string())?)
            }
        };
        let plan = Plan {
            agency: agency.to_owned(),
            year: None,
            unknown: Unknown::Skip,
            allows_mixed_years: true,
            roster,
        };
        let given = members.iter().enumerate().filter(|(i, _)| !self.without_report.contains(i));
        plan.sum(given.map(|(_, report)| report)).map(Some).map_err(|e| e.to_string())
    }
}

/// One member's part of the sample: single counts divided, sums made of them, so that the parts are balanced.
fn divide(report: &mut Report, index: usize, of: usize) {
    let sums: Vec<CellRef> = equations_of(report.form, false)
        .iter()
        .filter(|e| e.left.len() == 1)
        .map(|e| e.left[0])
        .chain(Column::EVERY.iter().map(|c| CellRef::T3(Row::NewReceived, *c)))
        .collect();
    // the later the smaller, so that no two members are alike; the first takes what is left
    let weight = |i: usize| (of - i) as i64;
    let whole: i64 = (0..of).map(weight).sum();
    let share = |n: i64, i: usize| n * weight(i) / whole;
    let part =
        |n: i64| if index == 0 { n - (1..of).map(|i| share(n, i)).sum::<i64>() } else { share(n, index) };
    let cells: Vec<(CellRef, Option<Value>)> = report.cells().map(|(at, c)| (at, c.value)).collect();
    let mut write = |at: CellRef, value: Value| {
        let cell = report.cell_mut(at);
        cell.value = Some(value);
        cell.raw = value.to_string();
    };
    for (at, value) in cells.iter().filter(|(at, _)| !sums.contains(at)) {
        match value {
            Some(Value::Count(n)) => write(*at, Value::Count(part(*n))),
            Some(Value::Amount(a)) => write(*at, Value::Amount(WanYuan::from_fen(part(a.fen())))),
            None => {}
        }
    }
    let count = |report: &Report, at: CellRef| report.cell(at).and_then(Cell::as_count).unwrap_or_default();
    let total = |report: &Report, at: &[CellRef]| at.iter().map(|at| count(report, *at)).sum::<i64>();
    // sums of columns need nothing but single counts, then 新收 follows from the balance, then the sums of rows
    for column in Column::APPLICANTS {
        let results: Vec<CellRef> = report
            .form
            .table3_rows()
            .iter()
            .filter(|r| r.is_result())
            .map(|r| CellRef::T3(*r, *column))
            .collect();
        let done = total(report, &results);
        let new = done + count(report, CellRef::T3(Row::CarriedOut, *column))
            - count(report, CellRef::T3(Row::CarriedIn, *column));
        for (row, n) in [(Row::ResultTotal, done), (Row::NewReceived, new)] {
            let cell = report.cell_mut(CellRef::T3(row, *column));
            cell.value = Some(Value::Count(n));
            cell.raw = n.to_string();
        }
    }
    let is_sum_of_column = |at: CellRef| matches!(at, CellRef::T3(Row::ResultTotal, c) if c != Column::Total);
    for equation in equations_of(report.form, false) {
        let at = equation.left[0];
        if equation.left.len() == 1 && !is_sum_of_column(at) {
            let n = total(report, &equation.right);
            let cell = report.cell_mut(at);
            cell.value = Some(Value::Count(n));
            cell.raw = n.to_string();
        }
    }
}

/// Changes one thing of a report.
fn edit(report: &mut Report, line: &str) -> Result<(), String> {
    if line == "one_other_row" {
        return one_other_row(report);
    }
    if let Some(key) = line.strip_prefix("-section ") {
        let key = section_key(key.trim())?;
        let before = report.sections.len();
        report.sections.retain(|s| s.key != key);
        return if report.sections.len() == before { Err("no such section".to_owned()) } else { Ok(()) };
    }
    if let Some(rest) = line.strip_prefix("artefact ") {
        return artefact(report, rest.trim());
    }
    let (path, value) = line.split_once('=').ok_or("neither a change nor a remark")?;
    let (path, value) = (path.trim(), value.trim());
    if let Some(path) = path.strip_suffix('+') {
        return prose(report, path.trim(), value, true);
    }
    match path {
        "section.order" => order(report, value),
        "title" if value == "缺失" => {
            report.title = Located::none();
            Ok(())
        }
        "title" => {
            report.title.value = Some(value.to_owned());
            Ok(())
        }
        "signed_on" if value == "缺失" => {
            report.signed_on = Located::none();
            Ok(())
        }
        "signed_on" => {
            let date = value.parse::<NaiveDate>().map_err(|_| format!("not a date: {value}"))?;
            report.signed_on.value = Some(date);
            Ok(())
        }
        "table2" | "table3" | "table4" => {
            let cells: Vec<CellRef> =
                report.cells().map(|(at, _)| at).filter(|at| at.to_string().starts_with(path)).collect();
            cells.into_iter().try_for_each(|at| set(report, at, value))
        }
        _ if path.starts_with("table") => cells(report, path, value),
        _ => match path.strip_prefix("section.").and_then(|p| p.strip_suffix(".title")) {
            Some(key) => {
                let key = section_key(key)?;
                let section = report.sections.iter_mut().find(|s| s.key == key).ok_or("no such section")?;
                value.clone_into(&mut section.title);
                Ok(())
            }
            None => prose(report, path, value, false),
        },
    }
}

/// A cell, or a whole row of table 3.
fn cells(report: &mut Report, path: &str, value: &str) -> Result<(), String> {
    let row = path.strip_prefix("table3.").filter(|p| !p.contains('.'));
    let Some(row) = row else {
        let at: CellRef = path.parse()?;
        return set(report, at, value);
    };
    let row: Row = row.parse().map_err(|e| format!("{e}"))?;
    let numbers: Vec<&str> = value.split_whitespace().collect();
    let is_list = numbers.len() == Column::EVERY.len();
    for (column, number) in Column::EVERY.iter().zip(numbers.iter().cycle()) {
        set(report, CellRef::T3(row, *column), if is_list { number } else { value })?;
    }
    Ok(())
}

fn set(report: &mut Report, at: CellRef, value: &str) -> Result<(), String> {
    let is_amount = matches!(at, CellRef::T2(key) if key.is_amount());
    let cell = report.cell_mut(at);
    let (kind, number, proof) = match value {
        "空白" => (CellKind::Blank, None, None),
        "缺失" => (CellKind::Absent, None, None),
        "无法辨认" => (CellKind::Illegible, None, None),
        "不适用" => (CellKind::NotApplicable, None, None),
        _ => {
            let (kind, rest) = match (value.strip_prefix("推算 "), value.strip_prefix("切分 ")) {
                (Some(rest), _) => (CellKind::Derived, rest),
                (_, Some(rest)) => (CellKind::Number, rest),
                _ => (CellKind::Number, value),
            };
            let (number, used) = match rest.strip_suffix(']').and_then(|r| r.split_once('[')) {
                Some((number, used)) => (number.trim(), Some(used)),
                None => (rest.trim(), None),
            };
            let equations = used
                .map(|u| u.split(',').map(|e| e.trim().parse()).collect::<Result<Vec<_>, String>>())
                .transpose()?;
            let proof = (rest != value || equations.is_some()).then(|| Proof {
                text: "由勾稽关系得出的唯一取值".to_owned(),
                equations: equations.unwrap_or_default(),
            });
            (kind, Some(number), proof)
        }
    };
    cell.value = match number {
        None => None,
        Some(text) if is_amount => {
            let amount = text.strip_suffix("万元").unwrap_or(text);
            Some(Value::Amount(amount.parse::<WanYuan>().map_err(|e| e.to_string())?))
        }
        Some(text) => Some(Value::Count(text.parse().map_err(|_| format!("not a value of a cell: {text}"))?)),
    };
    cell.kind = kind;
    cell.proof = proof;
    // what was divided stood in a longer run of digits
    let is_divided = value.starts_with("切分 ");
    cell.raw = match kind {
        CellKind::Number if is_divided => format!("0{}0", number.unwrap_or_default()),
        CellKind::NotApplicable => "/".to_owned(),
        CellKind::Illegible => "0□0".to_owned(),
        CellKind::Number => number.unwrap_or_default().to_owned(),
        CellKind::Blank | CellKind::Absent | CellKind::Derived => String::new(),
    };
    if kind == CellKind::Absent {
        cell.place = None;
    }
    Ok(())
}

fn one_other_row(report: &mut Report) -> Result<(), String> {
    if report.form != Form::Form2021 {
        return Err("only the 2021 form divides （六）".to_owned());
    }
    for column in Column::EVERY {
        let mut sum = 0;
        let mut place = None;
        for row in Row::OTHER_ITEMS {
            let cell = report.cell_mut(CellRef::T3(*row, *column));
            sum += cell.as_count().unwrap_or_default();
            place = place.or(cell.place.take());
            *cell = Cell::absent();
        }
        *report.cell_mut(CellRef::T3(Row::OtherTotal, *column)) = Cell { place, ..Cell::count(sum) };
    }
    Ok(())
}

fn artefact(report: &mut Report, rest: &str) -> Result<(), String> {
    let (kind, rest) = rest.split_once(' ').ok_or("an artefact has a kind and a text")?;
    let (text, expected) = match rest.split_once("->") {
        Some((text, expected)) => (text, Some(expected.trim().to_owned())),
        None => (rest, None),
    };
    let line = 40 + report.artefacts.len() as u32;
    report.artefacts.push(Artefact {
        kind: kind.to_owned(),
        text: text.trim().to_owned(),
        expected,
        place: Some(Place {
            line: Some(line),
            column: Some(9),
            length: Some(text.trim().chars().count() as u32),
            ..Place::default()
        }),
    });
    Ok(())
}

fn section_key(key: &str) -> Result<SectionKey, String> {
    SectionKey::EVERY.iter().copied().find(|k| k.key() == key).ok_or_else(|| format!("not a section: {key}"))
}

fn order(report: &mut Report, keys: &str) -> Result<(), String> {
    let mut sections = Vec::new();
    for key in keys.split(',') {
        let key = section_key(key.trim())?;
        sections.push(report.section(key).cloned().ok_or("no such section")?);
    }
    report.sections = sections;
    Ok(())
}

fn prose(report: &mut Report, path: &str, value: &str, adds: bool) -> Result<(), String> {
    let follow = |place: Option<&Place>, paragraphs: &[Prose]| {
        let line = paragraphs.last().and_then(|p| p.place.as_ref()).or(place).and_then(|p| p.line);
        Prose { text: value.to_owned(), place: line.map(|l| at(l + 1, 1)) }
    };
    if path == "preamble" {
        if !adds {
            report.preamble.clear();
        }
        if !value.is_empty() {
            let paragraph = follow(Some(&at(2, 1)), &report.preamble);
            report.preamble.push(paragraph);
        }
        return Ok(());
    }
    let key = section_key(path)?;
    let section = report.sections.iter_mut().find(|s| s.key == key).ok_or("no such section")?;
    if !adds {
        section.paragraphs.clear();
    }
    if !value.is_empty() {
        let paragraph = follow(section.place.as_ref(), &section.paragraphs);
        section.paragraphs.push(paragraph);
    }
    section.text = joined(&section.paragraphs);
    Ok(())
}

fn joined(paragraphs: &[Prose]) -> String {
    paragraphs.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn at(line: u32, column: u32) -> Place {
    Place { line: Some(line), column: Some(column), ..Place::default() }
}

/// The numbers of one year of the sample.
struct Numbers {
    table2: &'static [(Table2Key, &'static str)],
    table3: &'static [(Row, [i64; 6])],
    table4: [[i64; 4]; 3],
    website: i64,
    media: i64,
}

use Table2Key as T2;

/// The year reported on. One application came over from last year, none goes over to the next.
const THIS_YEAR: Numbers = Numbers {
    table2: &[
        (T2::NormativeIssued, "2"),
        (T2::NormativeRepealed, "1"),
        (T2::NormativeInForce, "14"),
        (T2::LicensingDecisions, "126"),
        (T2::PenaltyDecisions, "37"),
        (T2::CompulsionDecisions, "2"),
        (T2::AdminFeeWanYuan, "12.36"),
        (T2::NormativeNewMade, "2"),
        (T2::NormativeNewPublished, "2"),
        (T2::NormativePublishedTotal, "15"),
        (T2::LicensingItemsPrev, "18"),
        (T2::LicensingItemsChange, "-1"),
        (T2::OtherServicesItemsPrev, "6"),
        (T2::OtherServicesItemsChange, "2"),
        (T2::OtherServicesDecisions, "54"),
        (T2::PenaltyItemsPrev, "71"),
        (T2::CompulsionItemsPrev, "5"),
        (T2::AdminFeeItemsPrev, "2"),
        (T2::ProcurementItems, "4"),
        (T2::ProcurementAmount, "85.2"),
    ],
    table3: &[
        (Row::NewReceived, [38, 6, 0, 1, 2, 0]),
        (Row::CarriedIn, [1, 0, 0, 0, 0, 0]),
        (Row::Granted, [20, 3, 0, 1, 1, 0]),
        (Row::PartiallyGranted, [4, 1, 0, 0, 0, 0]),
        (Row::DeniedThirdPartyRights, [1, 0, 0, 0, 0, 0]),
        (Row::DeniedInternalAffairs, [1, 0, 0, 0, 0, 0]),
        (Row::DeniedProcessInformation, [1, 0, 0, 0, 0, 0]),
        (Row::DeniedAdministrativeInquiry, [1, 0, 0, 0, 0, 0]),
        (Row::UnavailableNotHeld, [6, 2, 0, 0, 1, 0]),
        (Row::UnavailableNeedsCreation, [2, 0, 0, 0, 0, 0]),
        (Row::UnavailableStillUnclear, [1, 0, 0, 0, 0, 0]),
        (Row::UnprocessedPetition, [1, 0, 0, 0, 0, 0]),
        (Row::OtherMisc, [1, 0, 0, 0, 0, 0]),
    ],
    table4: [[2, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]],
    website: 198,
    media: 114,
};

/// The year before: its one open application and its one pending reconsideration come back in [`THIS_YEAR`].
const LAST_YEAR: Numbers = Numbers {
    table2: &[
        (T2::NormativeIssued, "3"),
        (T2::NormativeRepealed, "2"),
        (T2::NormativeInForce, "13"),
        (T2::LicensingDecisions, "118"),
        (T2::PenaltyDecisions, "41"),
        (T2::CompulsionDecisions, "1"),
        (T2::AdminFeeWanYuan, "11.08"),
        (T2::NormativeNewMade, "3"),
        (T2::NormativeNewPublished, "3"),
        (T2::NormativePublishedTotal, "13"),
        (T2::LicensingItemsPrev, "17"),
        (T2::LicensingItemsChange, "1"),
        (T2::OtherServicesItemsPrev, "6"),
        (T2::OtherServicesDecisions, "49"),
        (T2::PenaltyItemsPrev, "71"),
        (T2::CompulsionItemsPrev, "5"),
        (T2::AdminFeeItemsPrev, "2"),
        (T2::ProcurementItems, "3"),
        (T2::ProcurementAmount, "61.5"),
    ],
    table3: &[
        (Row::NewReceived, [27, 4, 0, 0, 1, 0]),
        (Row::Granted, [17, 2, 0, 0, 1, 0]),
        (Row::PartiallyGranted, [2, 0, 0, 0, 0, 0]),
        (Row::DeniedProcessInformation, [1, 0, 0, 0, 0, 0]),
        (Row::UnavailableNotHeld, [5, 2, 0, 0, 0, 0]),
        (Row::UnprocessedRepeat, [1, 0, 0, 0, 0, 0]),
        (Row::CarriedOut, [1, 0, 0, 0, 0, 0]),
    ],
    table4: [[1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]],
    website: 176,
    media: 95,
};

impl Numbers {
    fn table2(&self, key: Table2Key) -> &'static str {
        self.table2.iter().find(|(k, _)| *k == key).map_or("0", |(_, value)| *value)
    }

    /// A row with its total. Rows that the list above does not name are zero; sums are computed.
    fn row(&self, row: Row) -> [i64; 7] {
        let listed = |row: Row| self.table3.iter().find(|(r, _)| *r == row).map_or([0; 6], |(_, n)| *n);
        let add = |a: [i64; 6], b: [i64; 6]| std::array::from_fn(|i| a[i] + b[i]);
        let six: [i64; 6] = match row {
            Row::ResultTotal => {
                self.table3.iter().filter(|(r, _)| r.is_result()).fold([0; 6], |sum, (_, n)| add(sum, *n))
            }
            Row::OtherTotal => Row::OTHER_ITEMS.iter().fold([0; 6], |sum, r| add(sum, listed(*r))),
            _ => listed(row),
        };
        std::array::from_fn(|i| if i < 6 { six[i] } else { six.iter().sum() })
    }

    fn total(&self, rows: impl Fn(Row) -> bool) -> i64 {
        Row::FORM_2021.iter().filter(|r| rows(**r)).map(|r| self.row(*r)[6]).sum()
    }

    fn group(&self, name: &str) -> i64 {
        self.total(|r| r.group() == Some(name))
    }
}

/// The sample of a form: tables as above, prose in step with them, every place filled.
fn sample(form: Form, agency: &str, year: i32, numbers: &Numbers, last: Option<&Numbers>) -> Report {
    let mut report = Report::empty(format!("示例{year}.txt"), form);
    let mut line = 1;
    report.agency = Located::at(agency.to_owned(), at(1, 1));
    report.year = Located::at(year, at(1, agency.chars().count() as u32 + 1));
    report.title = Located::at(format!("{agency}{year}年政府信息公开工作年度报告"), at(1, 1));
    line += 2;
    report.preamble = vec![Prose {
        text: format!(
            "本报告依照《中华人民共和国政府信息公开条例》第五十条编制，数据统计期限为{year}年1月1日至{year}年12月31日。"
        ),
        place: Some(at(line, 1)),
    }];
    line += 2;
    for key in SectionKey::EVERY {
        let title_at = at(line, 1);
        let mut paragraphs = Vec::new();
        for text in text_of(*key, form, year, numbers, last) {
            line += 1;
            paragraphs.push(Prose { text, place: Some(at(line, 1)) });
        }
        report.sections.push(Section {
            key: *key,
            title: key.title().to_owned(),
            text: joined(&paragraphs),
            place: Some(title_at),
            paragraphs,
        });
        line += 1;
        line = match key {
            SectionKey::Proactive => fill_table2(&mut report, line, numbers),
            SectionKey::Applications => fill_table3(&mut report, line, numbers),
            SectionKey::Remedies => fill_table4(&mut report, line, numbers),
            SectionKey::Overview | SectionKey::Problems | SectionKey::Other => line,
        };
        line += 1;
    }
    if let Some(date) = NaiveDate::from_ymd_opt(year + 1, 1, 20) {
        report.signed_on = Located::at(date, at(line + 1, 1));
    }
    report
}

/// Fills a printed line of cells after its label, separated by tabs.
fn put(report: &mut Report, place: (u32, u32, u32), label: &str, cells: Vec<(CellRef, Cell)>) {
    let (table, row, line) = place;
    let mut column = label.chars().count() as u32 + 2;
    for (index, (address, mut cell)) in cells.into_iter().enumerate() {
        let length = cell.raw.chars().count() as u32;
        cell.place = Some(Place {
            table: Some(table),
            row: Some(row),
            col: Some(index as u32 + 2),
            length: Some(length),
            ..at(line, column)
        });
        column += length + 1;
        *report.cell_mut(address) = cell;
    }
}

fn fill_table2(report: &mut Report, first: u32, numbers: &Numbers) -> u32 {
    let mut line = first;
    let mut row = 0;
    let mut keys = report.form.table2();
    while let Some(head) = keys.first() {
        let label = head.row_label();
        let end = keys.iter().position(|k| k.row_label() != label).unwrap_or(keys.len());
        let (these, rest) = keys.split_at(end);
        keys = rest;
        line += 1;
        row += 1;
        let cells = these
            .iter()
            .map(|key| {
                let text = numbers.table2(*key);
                let value = if key.is_amount() {
                    text.parse().ok().map(Value::Amount)
                } else {
                    text.parse().ok().map(Value::Count)
                };
                (CellRef::T2(*key), Cell { value, raw: text.to_owned(), ..Cell::count(0) })
            })
            .collect();
        put(report, (1, row, line), label, cells);
    }
    line + 1
}

fn fill_table3(report: &mut Report, first: u32, numbers: &Numbers) -> u32 {
    let mut line = first + 2;
    for (index, row) in report.form.table3_rows().iter().enumerate() {
        line += 1;
        let cells = Column::EVERY
            .iter()
            .zip(numbers.row(*row))
            .map(|(column, n)| (CellRef::T3(*row, *column), Cell::count(n)))
            .collect();
        put(report, (2, index as u32 + 3, line), row.label(), cells);
    }
    line + 1
}

fn fill_table4(report: &mut Report, first: u32, numbers: &Numbers) -> u32 {
    let line = first + 3;
    let values = numbers.table4.iter().flat_map(|group| {
        let total = group.iter().sum();
        group.iter().copied().chain([total])
    });
    let cells: Vec<(CellRef, Cell)> = if report.form.has_tables() {
        Table4Key::EVERY.iter().zip(values).map(|(k, n)| (CellRef::T4(*k), Cell::count(n))).collect()
    } else {
        Vec::new()
    };
    put(report, (3, 4, line), "", cells);
    line + 1
}

/// The prose of a section, in step with the numbers.
fn text_of(key: SectionKey, form: Form, year: i32, numbers: &Numbers, last: Option<&Numbers>) -> Vec<String> {
    let new = numbers.row(Row::NewReceived);
    let (carried_in, done, carried_out) =
        (numbers.row(Row::CarriedIn)[6], numbers.row(Row::ResultTotal)[6], numbers.row(Row::CarriedOut)[6]);
    let [reconsideration, direct, post] = numbers.table4.map(|group| group.iter().sum::<i64>());
    match key {
        SectionKey::Overview => {
            let change = last.map_or(String::new(), |last| {
                format!("，比上年增加{}件", new[6] - last.row(Row::NewReceived)[6])
            });
            vec![
                format!("{year}年，本机关认真执行《中华人民共和国政府信息公开条例》，各项公开工作平稳推进。"),
                format!(
                    "（一）主动公开。全年主动公开政府信息{}条，其中通过政府网站公开{}条，通过政务新媒体公开{}条。",
                    numbers.website + numbers.media,
                    numbers.website,
                    numbers.media
                ),
                format!(
                    "（二）依申请公开。全年新收政府信息公开申请{}件{change}；上年结转{carried_in}件，全年办结{done}件，结转下年度继续办理{carried_out}件。",
                    new[6]
                ),
                "（三）政府信息管理。落实先审查、后公开的要求，对拟公开的信息逐件审查并登记台账。".to_owned(),
                "（四）平台建设。按季度检查政府信息公开专栏，对失效链接随查随改。".to_owned(),
                "（五）监督保障。将政府信息公开纳入年度工作考核，开展社会评议，全年未发生需要责任追究的情形。"
                    .to_owned(),
            ]
        }
        SectionKey::Proactive => {
            if form == Form::Form2019 {
                vec![format!(
                    "全年新制作规范性文件{}件，新公开{}件。",
                    numbers.table2(T2::NormativeNewMade),
                    numbers.table2(T2::NormativeNewPublished)
                )]
            } else {
                vec![format!(
                    "全年制发行政规范性文件{}件，废止{}件，现行有效{}件；行政事业性收费{}万元。",
                    numbers.table2(T2::NormativeIssued),
                    numbers.table2(T2::NormativeRepealed),
                    numbers.table2(T2::NormativeInForce),
                    numbers.table2(T2::AdminFeeWanYuan)
                )]
            }
        }
        SectionKey::Applications => vec![format!(
            "全年新收的{}件申请中，自然人申请{}件，法人或其他组织申请{}件。办结的{done}件中，予以公开{}件，部分公开{}件，不予公开{}件，无法提供{}件，不予处理{}件，其他处理{}件。",
            new[6],
            new[0],
            new[6] - new[0],
            numbers.row(Row::Granted)[6],
            numbers.row(Row::PartiallyGranted)[6],
            numbers.group("（三）不予公开"),
            numbers.group("（四）无法提供"),
            numbers.group("（五）不予处理"),
            numbers.group("（六）其他处理"),
        )],
        SectionKey::Remedies => {
            vec![format!("因政府信息公开引起的行政复议{reconsideration}件，行政诉讼{}件。", direct + post)]
        }
        // last year's problems are others: a report that repeats them word by word is a fault of its own
        SectionKey::Problems if last.is_none() => vec![
            "存在的主要问题：一是公开目录的分类不够清楚；二是申请办理的内部衔接不够顺畅，个别件征求意见用时较长。".to_owned(),
            "改进情况：重新梳理公开目录，明确各科室的办理时限，由专人跟踪每一件申请。".to_owned(),
        ],
        SectionKey::Problems => vec![
            "存在的主要问题：一是政策解读的形式不够丰富；二是个别科室报送信息不够及时。".to_owned(),
            "改进情况：将解读方案与文件同步起草，按月通报各科室报送情况，并组织业务培训。".to_owned(),
        ],
        SectionKey::Other => {
            if year >= 2021 {
                vec!["本年度未发出收费通知，收取政府信息公开信息处理费0元。无其他需要报告的事项。".to_owned()]
            } else {
                vec!["无其他需要报告的事项。".to_owned()]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::report::equation::equations;

    fn balanced(report: &Report) -> usize {
        let mut held = 0;
        for e in equations(report.form, report.has_one_other_row()) {
            let sum = |cells: &[CellRef]| -> i64 {
                cells.iter().map(|at| report.cell(*at).and_then(Cell::as_count).unwrap()).sum()
            };
            assert_eq!(sum(&e.left), sum(&e.right), "{}", e.id);
            held += 1;
        }
        held
    }

    #[test]
    fn the_sample_holds_every_equation_in_both_forms_and_both_years() {
        let modern = parse("").unwrap();
        assert_eq!(balanced(&modern.report), 42);
        assert_eq!(balanced(&modern.previous.unwrap()), 42);
        let trial = parse("form = 2019").unwrap();
        assert_eq!(balanced(&trial.report), 40);
        assert_eq!(balanced(&trial.previous.unwrap()), 40);
        assert_eq!(balanced(&parse("one_other_row").unwrap().report), 40);
    }

    #[test]
    fn every_cell_and_every_paragraph_of_the_sample_has_a_line_and_a_column() {
        let report = parse("").unwrap().report;
        let places: Vec<Option<Place>> = report
            .cells()
            .map(|(_, c)| c.place.clone())
            .chain(report.sections.iter().flat_map(Section::prose).map(|p| p.place))
            .chain([report.title.place.clone(), report.signed_on.place.clone()])
            .collect();
        assert!(places.len() > 200);
        assert!(places.iter().flatten().all(|p| p.line.is_some() && p.column.is_some()));
        assert!(places.iter().all(Option::is_some));
    }

    #[test]
    fn each_kind_of_line_changes_what_it_names() {
        let example = parse(
            "# remark\n\
             table3.granted.total = 9\n\
             table3.partially_granted = 空白\n\
             table4.reconsideration_upheld = 推算 5 [T4-REC]\n\
             table2.admin_fee_wan_yuan = 3.20\n\
             overview += 补充一段。\n\
             -section remedies\n\
             signed_on = 缺失\n\
             artefact label_variant 社会组织 -> 社会公益组织\n\
             previous.table3.carried_out.total = 4\n\
             agency = 云岭市人民政府",
        )
        .unwrap();
        let report = &example.report;
        let cell = |path: &str| report.cell(path.parse().unwrap()).unwrap();
        assert_eq!(cell("table3.granted.total").as_count(), Some(9));
        assert!(Column::EVERY.iter().all(|c| {
            report.cell(CellRef::T3(Row::PartiallyGranted, *c)).unwrap().kind == CellKind::Blank
        }));
        assert_eq!(cell("table4.reconsideration_upheld").kind, CellKind::Derived);
        assert_eq!(cell("table2.admin_fee_wan_yuan").value.unwrap().to_string(), "3.2");
        assert!(report.section(SectionKey::Overview).unwrap().text.ends_with("\n补充一段。"));
        assert!(report.section(SectionKey::Remedies).is_none());
        assert_eq!(report.signed_on.value, None);
        assert_eq!(report.artefacts[0].expected.as_deref(), Some("社会公益组织"));
        assert_eq!(example.agency_kind, Some(AgencyKind::Government));
        assert!(report.title.value.as_deref().unwrap().starts_with("云岭市人民政府2025年"));
        let previous = example.previous.as_ref().unwrap();
        let carried = previous.cell("table3.carried_out.total".parse().unwrap()).unwrap();
        assert_eq!(carried.as_count(), Some(4));
        assert!(parse("previous = 无").unwrap().previous.is_none());
    }

    #[test]
    fn a_line_that_says_nothing_is_refused_with_its_number() {
        let error = |block: &str| parse(block).unwrap_err();
        assert!(error("\ntable3.granted.sum = 1").starts_with("line 2: not a cell address"));
        assert!(error("table3.granted.total = 多").contains("not a value of a cell: 多"));
        assert!(error("summary = 一段").contains("not a section: summary"));
        assert!(error("signed_on = 明天").contains("not a date"));
        assert!(error("kind = school").contains("unknown agency kind"));
    }

    #[test]
    fn every_line_of_every_block_is_told_in_the_words_of_a_clerk() {
        assert_eq!(labelled("table3.granted.total = 9"), "table3.granted.total（（一）予以公开·总计）= 9");
        assert_eq!(
            labelled("previous.table3.carried_out = 空白"),
            "previous.table3.carried_out（上年报告·四、结转下年度整行）= 空白"
        );
        assert_eq!(labelled("overview += 甲=乙。"), "overview（第一部分，增加一段）+= 甲=乙。");
        assert_eq!(labelled("-section remedies"), "-section remedies（删去第四部分）");
        assert_eq!(
            labelled("artefact label_variant 甲 -> 乙"),
            "artefact label_variant（读文件时发现：名称与官方表式不同） 甲 -> 乙"
        );
        for rule in crate::registry::RULES {
            let (wrong, right) = blocks(&rule.page());
            for line in wrong.iter().chain(&right).flat_map(|b| b.lines()) {
                let is_told = line.trim().is_empty() || line.starts_with('#') || labelled(line) != line;
                assert!(is_told, "{}: {line}", rule.code);
            }
        }
    }

    #[test]
    fn the_blocks_of_a_page_are_sorted_by_their_heading() {
        let page = "# A\n## 示例(错)\n```年报\na = 1\n```\n```年报\nb = 2\n```\n## 示例(对)\n```年报\n```\n";
        let (wrong, right) = blocks(page);
        assert_eq!(wrong, ["a = 1\n", "b = 2\n"]);
        assert_eq!(right, [""]);
    }
}
