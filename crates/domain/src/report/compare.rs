//! Reports of several years side by side: every cell with its change, and how much of the prose was used again.
//!
//! Cells of the two forms stand beside each other where `super::mapping` says that they count the same. A change is told
//! only between two values that are known. 内容雷同 of reports is a ground for being held to account (《条例》第四十七条;
//! 国办公开办函〔2021〕30号), hence the share of prose that is last year's. Not here: pictures and files (`gongkai-compose`).

use super::cell::{Cell, CellKind, Value};
use super::equation::{CellRef, rows_of};
use super::facts::{Report, Section, SectionKey};
use super::keys::{Column, Form, Row, Table4Key};
use super::mapping::{Likeness, in_newer_form};
use super::money::WanYuan;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeSet;

/// Several reports side by side, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The reports, by year; those of one year in the order given.
    pub reports: Vec<Compared>,
    /// The form whose rows are shown: the newest among the reports.
    pub form: Form,
    /// A line for each cell, in printed order; then those that only the older form has.
    pub lines: Vec<Line>,
    /// For each report but the first, how the prose of its sections differs from the report before it.
    pub prose: Vec<ProseChange>,
    /// What a reader has to know before comparing.
    pub notes: Vec<Note>,
}

/// One of the reports compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// File or other origin.
    pub source: String,
    /// The agency.
    pub agency: Option<String>,
    /// The year reported on.
    pub year: Option<i32>,
    /// The form it follows.
    pub form: Form,
}

/// One cell through the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The cell, by its address in the newest form that has it.
    pub at: CellRef,
    /// What a clerk calls it.
    pub label: String,
    /// One entry a report.
    pub entries: Vec<Entry>,
}

/// A cell in one report.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Entry {
    /// Its value, when it is known.
    pub value: Option<Value>,
    /// How the cell was read.
    pub kind: CellKind,
    /// Whether a sum of several cells of that report stands here.
    pub is_summed: bool,
    /// Whether the older form counted nearly, not quite, the same.
    pub is_nearly_alike: bool,
    /// Change against the report before, when both values are known.
    pub change: Option<Value>,
    /// The change in thousandths of the size of the earlier value, rounded half away from zero; none where that is zero.
    pub change_permille: Option<i64>,
}

/// How the prose of a report differs from that of the report before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProseChange {
    /// Position of the earlier report in [`Comparison::reports`].
    pub from: usize,
    /// Position of the later report.
    pub to: usize,
    /// The sections, in their order; one that neither report has is left out.
    pub sections: Vec<SectionChange>,
}

/// How the prose of one section differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionChange {
    /// Which section.
    pub key: SectionKey,
    /// Characters of the earlier text; blanks are not counted.
    pub earlier_characters: usize,
    /// Characters of the later text; blanks are not counted.
    pub later_characters: usize,
    /// Characters of the later text that stand in the earlier one also, within a sentence that was kept, changed or moved.
    pub kept_characters: usize,
    /// `kept_characters` in thousandths of `later_characters`, rounded down; none where there is no later text.
    pub kept_permille: Option<u64>,
    /// The passages in the order of the later text; what was left out stands where it was.
    pub passages: Vec<Passage>,
}

/// A piece of prose and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// What became of it.
    pub change: PassageChange,
    /// The text.
    pub text: String,
}

/// What became of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PassageChange {
    /// It stands in both texts.
    Kept,
    /// A sentence that stands elsewhere in the earlier text.
    Moved,
    /// It is new.
    Added,
    /// It is in the earlier text only.
    Removed,
}

/// What a reader of a comparison has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Note {
    /// The reports are of different agencies.
    Agencies {
        /// Their names.
        names: Vec<String>,
    },
    /// The reports follow different forms; only what both count is compared.
    Forms,
    /// Two reports are of the same year.
    SameYear {
        /// The year.
        year: i32,
    },
    /// Years in between are missing, so a change is over more than one year.
    MissingYears {
        /// The years.
        years: Vec<i32>,
    },
    /// The year of a report is not known; it stands first.
    UnknownYear {
        /// File or other origin.
        source: String,
    },
    /// A report has no official tables; only its prose is compared.
    NoTables {
        /// File or other origin.
        source: String,
    },
}

impl Note {
    /// The note in the words of a clerk.
    pub fn text(&self) -> String {
        let years = |years: &[i32]| years.iter().map(i32::to_string).collect::<Vec<_>>().join("、");
        match self {
            Self::Agencies { names } => {
                format!("所比较的报告出自不同行政机关：{}", names.join("、"))
            }
            Self::Forms => {
                "所比较的报告采用的表式不同，只比较两种表式统计口径相同或相近的项目；标“≈”的项目口径相近但不完全一致".to_owned()
            }
            Self::SameYear { year } => format!("有两份以上报告同为{year}年度"),
            Self::MissingYears { years: missing } => {
                format!("缺少{}年度的报告，相邻两列的增减不是逐年增减", years(missing))
            }
            Self::UnknownYear { source } => format!("{source}：未能识别报告年度，排在最前"),
            Self::NoTables { source } => format!("{source}：没有统一表式的统计表，只比较文字"),
        }
    }
}

/// Compares reports. Fewer than two give a comparison without changes.
pub fn compare(reports: &[Report]) -> Comparison {
    let mut ordered: Vec<&Report> = reports.iter().collect();
    ordered.sort_by_key(|r| r.year.value);
    let form = if ordered.iter().any(|r| r.form == Form::Form2021) {
        Form::Form2021
    } else if ordered.iter().any(|r| r.form == Form::Form2019) {
        Form::Form2019
    } else {
        ordered.first().map_or(Form::Unknown, |r| r.form)
    };
    let compared = |r: &&Report| Compared {
        source: r.source.clone(),
        agency: r.agency.value.clone(),
        year: r.year.value,
        form: r.form,
    };
    Comparison {
        reports: ordered.iter().map(compared).collect(),
        form,
        lines: lines(form, &ordered),
        prose: (1..ordered.len()).map(|to| prose_change(&ordered, to)).collect(),
        notes: notes(&ordered),
    }
}

fn notes(ordered: &[&Report]) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for name in ordered.iter().filter_map(|r| r.agency.value.as_ref()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    if names.len() > 1 {
        notes.push(Note::Agencies { names });
    }
    let forms: BTreeSet<Form> = ordered.iter().map(|r| r.form).filter(|f| f.has_tables()).collect();
    if forms.len() > 1 {
        notes.push(Note::Forms);
    }
    for report in ordered {
        if report.year.value.is_none() {
            notes.push(Note::UnknownYear { source: report.source.clone() });
        }
        if !report.form.has_tables() {
            notes.push(Note::NoTables { source: report.source.clone() });
        }
    }
    let years: Vec<i32> = ordered.iter().filter_map(|r| r.year.value).collect();
    let mut same: Vec<i32> = years.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
    same.dedup();
    notes.extend(same.into_iter().map(|year| Note::SameYear { year }));
    let missing: Vec<i32> = years.windows(2).flat_map(|w| w[0] + 1..w[1]).collect();
    if !missing.is_empty() {
        notes.push(Note::MissingYears { years: missing });
    }
    notes
}

// ---- cells ----

fn lines(form: Form, ordered: &[&Report]) -> Vec<Line> {
    if !form.has_tables() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut line = |form: Form, at: CellRef| {
        let mut entries: Vec<Entry> = ordered.iter().map(|r| entry(r, form, at)).collect();
        for n in 1..entries.len() {
            if let (Some(earlier), Some(later)) = (entries[n - 1].value, entries[n].value) {
                entries[n].change = difference(earlier, later);
                entries[n].change_permille = permille(earlier, later);
            }
        }
        lines.push(Line { at, label: at.label(form), entries });
    };
    for key in form.table2() {
        line(form, CellRef::T2(*key));
    }
    let has_other_row =
        form == Form::Form2021 && ordered.iter().any(|r| r.form == Form::Form2019 || r.has_one_other_row());
    for row in rows_of(form, false) {
        for &column in Column::EVERY {
            line(form, CellRef::T3(row, column));
        }
        if has_other_row && row == Row::OtherMisc {
            for &column in Column::EVERY {
                line(form, CellRef::T3(Row::OtherTotal, column));
            }
        }
    }
    for &key in Table4Key::EVERY {
        line(form, CellRef::T4(key));
    }
    if form == Form::Form2021 && ordered.iter().any(|r| r.form == Form::Form2019) {
        for key in Form::Form2019.table2() {
            if in_newer_form(Form::Form2019, CellRef::T2(*key)).is_none() {
                line(Form::Form2019, CellRef::T2(*key));
            }
        }
    }
    lines
}

/// What a report has at an address of the form that is shown.
fn entry(report: &Report, form: Form, at: CellRef) -> Entry {
    let plain = |cell: Option<&Cell>, like: Likeness| Entry {
        value: cell.and_then(|c| c.value),
        kind: cell.map_or(CellKind::Absent, |c| c.kind),
        is_summed: false,
        is_nearly_alike: like == Likeness::Nearly,
        change: None,
        change_permille: None,
    };
    if report.form == form {
        if let CellRef::T3(Row::OtherTotal, column) = at
            && form == Form::Form2021
            && !report.has_one_other_row()
        {
            return sum_of_other(report, column);
        }
        return plain(report.cell(at), Likeness::Same);
    }
    let older = report.cells().find_map(|(own, cell)| {
        in_newer_form(report.form, own).filter(|(to, _)| *to == at).map(|(_, l)| (cell, l))
    });
    match older {
        Some((cell, like)) => plain(Some(cell), like),
        None => plain(None, Likeness::Same),
    }
}

/// （六）其他处理 of a report that divides it.
fn sum_of_other(report: &Report, column: Column) -> Entry {
    let parts: Vec<Option<i64>> = Row::OTHER_ITEMS
        .iter()
        .map(|row| report.cell(CellRef::T3(*row, column)).and_then(Cell::as_count))
        .collect();
    let sum = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add((*part)?));
    Entry {
        value: sum.map(Value::Count),
        kind: if sum.is_some() { CellKind::Derived } else { CellKind::Absent },
        is_summed: true,
        is_nearly_alike: false,
        change: None,
        change_permille: None,
    }
}

fn difference(earlier: Value, later: Value) -> Option<Value> {
    match (earlier, later) {
        (Value::Count(a), Value::Count(b)) => b.checked_sub(a).map(Value::Count),
        (Value::Amount(a), Value::Amount(b)) => {
            b.fen().checked_sub(a.fen()).map(|fen| Value::Amount(WanYuan::from_fen(fen)))
        }
        _ => None,
    }
}

fn permille(earlier: Value, later: Value) -> Option<i64> {
    let (a, b) = match (earlier, later) {
        (Value::Count(a), Value::Count(b)) => (a, b),
        (Value::Amount(a), Value::Amount(b)) => (a.fen(), b.fen()),
        _ => return None,
    };
    if a == 0 {
        return None;
    }
    let (a, b) = (i128::from(a), i128::from(b));
    let doubled = (b - a) * 2000;
    // rounded half away from zero; more is more also where both are below zero
    let size = (doubled.abs() + a.abs()) / (2 * a.abs());
    i64::try_from(size * doubled.signum()).ok()
}

// ---- prose ----

/// Sentences of one block beyond which characters are not compared one by one, in characters of both texts together.
const MAX_CHARACTERS: usize = 20_000;

fn prose_change(ordered: &[&Report], to: usize) -> ProseChange {
    let from = to - 1;
    let text = |report: &Report, key: SectionKey| {
        let of_key = report.sections.iter().filter(|s| s.key == key);
        of_key.flat_map(Section::prose).map(|p| p.text).collect::<Vec<_>>().join("\n")
    };
    let sections = SectionKey::EVERY
        .iter()
        .map(|key| section_change(*key, &text(ordered[from], *key), &text(ordered[to], *key)))
        .filter(|change| change.earlier_characters + change.later_characters > 0)
        .collect();
    ProseChange { from, to, sections }
}

fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// How one text became another: sentence by sentence, and by characters and whole numbers within sentences that were changed.
pub fn section_change(key: SectionKey, earlier: &str, later: &str) -> SectionChange {
    let (old, new) = (sentences(earlier), sentences(later));
    let known: BTreeSet<&str> = old.iter().map(|s| s.trim()).collect();
    let mut passages = Passages::default();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                passages.push_all(PassageChange::Kept, &new[new_index..new_index + len]);
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                passages.push_all(PassageChange::Removed, &old[old_index..old_index + old_len]);
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                for sentence in &new[new_index..new_index + new_len] {
                    passages.push(added_or_moved(&known, sentence), sentence);
                }
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (old, new) = (&old[old_index..old_index + old_len], &new[new_index..new_index + new_len]);
                replaced(&mut passages, &known, &old.concat(), new);
            }
        }
    }
    let kept: usize = passages
        .0
        .iter()
        .filter(|p| matches!(p.change, PassageChange::Kept | PassageChange::Moved))
        .map(|p| characters(&p.text))
        .sum();
    let later_characters = characters(later);
    SectionChange {
        key,
        earlier_characters: characters(earlier),
        later_characters,
        kept_characters: kept,
        kept_permille: (kept as u64 * 1000).checked_div(later_characters as u64),
        passages: passages.0,
    }
}

fn added_or_moved(known: &BTreeSet<&str>, sentence: &str) -> PassageChange {
    if known.contains(sentence.trim()) { PassageChange::Moved } else { PassageChange::Added }
}

/// Sentences that took the place of others: those that merely moved apart, the rest held character against character.
fn replaced(passages: &mut Passages, known: &BTreeSet<&str>, old: &str, new: &[&str]) {
    if new.iter().any(|s| known.contains(s.trim())) {
        passages.push(PassageChange::Removed, old);
        for sentence in new {
            passages.push(added_or_moved(known, sentence), sentence);
        }
        return;
    }
    let new = new.concat();
    let (old, new) = (tokens(old), tokens(&new));
    if old.len() + new.len() > MAX_CHARACTERS {
        passages.push(PassageChange::Removed, &old.concat());
        passages.push(PassageChange::Added, &new.concat());
        return;
    }
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    // Characters that agree by chance are not a text that was used again: a stretch of a few is part of the change.
    const SHORTEST_KEPT: usize = 4;
    let length = |op: &DiffOp| new[op.new_range()].iter().map(|t| t.chars().count()).sum::<usize>();
    let is_kept = |op: &DiffOp| matches!(op, DiffOp::Equal { .. }) && length(op) >= SHORTEST_KEPT;
    let (mut gone, mut come) = (String::new(), String::new());
    for op in &ops {
        if is_kept(op) {
            passages.push(PassageChange::Removed, &std::mem::take(&mut gone));
            passages.push(PassageChange::Added, &std::mem::take(&mut come));
            passages.push(PassageChange::Kept, &new[op.new_range()].concat());
        } else {
            gone.push_str(&old[op.old_range()].concat());
            come.push_str(&new[op.new_range()].concat());
        }
    }
    passages.push(PassageChange::Removed, &gone);
    passages.push(PassageChange::Added, &come);
}

/// Passages of which no two neighbours share their fate.
#[derive(Default)]
struct Passages(Vec<Passage>);

impl Passages {
    fn push(&mut self, change: PassageChange, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.change == change => last.text.push_str(text),
            _ => self.0.push(Passage { change, text: text.to_owned() }),
        }
    }

    fn push_all(&mut self, change: PassageChange, texts: &[&str]) {
        for text in texts {
            self.push(change, text);
        }
    }
}

/// A text in characters, its numbers whole: 120 that became 130 is another number and not a 2 that became a 3.
fn tokens(text: &str) -> Vec<&str> {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut tokens = Vec::with_capacity(text.len() / 3);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut end = first.len_utf8();
        if is_digit(first) {
            let mut chars = rest[end..].chars().peekable();
            while let Some(c) = chars.next() {
                // a comma or a point belongs to the number when a digit follows
                let is_inside = matches!(c, '.' | ',') && chars.peek().is_some_and(|n| is_digit(*n));
                if !is_digit(c) && !is_inside {
                    break;
                }
                end += c.len_utf8();
            }
        }
        let (token, after) = rest.split_at(end);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// The sentences of a text, each with the mark or line break that ends it.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '！', '？', '；', '\n']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::facts::Located;

    fn report(year: i32, form: Form) -> Report {
        let mut report = Report::empty(format!("{year}.docx"), form);
        report.year = Located { value: Some(year), place: None };
        report.agency = Located { value: Some("青溪县档案馆".to_owned()), place: None };
        report
    }

    fn set(report: &mut Report, at: CellRef, n: i64) {
        *report.cell_mut(at) = Cell::count(n);
    }

    fn find(comparison: &Comparison, at: CellRef) -> &Line {
        comparison.lines.iter().find(|l| l.at == at).unwrap()
    }

    const NEW_TOTAL: CellRef = CellRef::T3(Row::NewReceived, Column::Total);

    #[test]
    fn years_stand_in_order_and_changes_are_told() {
        let (mut a, mut b) = (report(2024, Form::Form2021), report(2025, Form::Form2021));
        set(&mut a, NEW_TOTAL, 40);
        set(&mut b, NEW_TOTAL, 46);
        let comparison = compare(&[b, a]);
        assert_eq!(comparison.reports.iter().map(|r| r.year).collect::<Vec<_>>(), [Some(2024), Some(2025)]);
        let line = find(&comparison, NEW_TOTAL);
        assert_eq!(line.entries[0].change, None);
        assert_eq!(line.entries[1].change, Some(Value::Count(6)));
        assert_eq!(line.entries[1].change_permille, Some(150));
        assert_eq!(comparison.lines.len(), 10 + 175 + 15);
        assert!(comparison.notes.is_empty());
    }

    #[test]
    fn a_share_is_rounded_half_away_from_zero_and_not_taken_of_nothing() {
        let of = |a, b| permille(Value::Count(a), Value::Count(b));
        assert_eq!(of(3, 4), Some(333));
        assert_eq!(of(3, 2), Some(-333));
        assert_eq!(of(2000, 2001), Some(1));
        assert_eq!(of(2000, 1999), Some(-1));
        assert_eq!(of(0, 5), None);
        assert_eq!(of(-4, -2), Some(500));
        assert_eq!(permille(Value::Count(1), Value::Amount(WanYuan::default())), None);
    }

    #[test]
    fn what_is_not_known_has_no_change() {
        let (a, mut b) = (report(2024, Form::Form2021), report(2025, Form::Form2021));
        set(&mut b, NEW_TOTAL, 46);
        let comparison = compare(&[a, b]);
        let line = find(&comparison, NEW_TOTAL);
        assert_eq!((line.entries[0].kind, line.entries[1].change), (CellKind::Absent, None));
    }

    #[test]
    fn the_forms_meet_where_they_count_alike() {
        use crate::report::keys::Table2Key as K;
        let (mut a, mut b) = (report(2020, Form::Form2019), report(2021, Form::Form2021));
        set(&mut a, CellRef::T2(K::NormativeNewMade), 5);
        set(&mut b, CellRef::T2(K::NormativeIssued), 3);
        set(&mut a, CellRef::T3(Row::OtherTotal, Column::Total), 4);
        for (row, n) in Row::OTHER_ITEMS.iter().zip([1, 0, 6]) {
            set(&mut b, CellRef::T3(*row, Column::Total), n);
        }
        set(&mut a, CellRef::T2(K::NormativePublishedTotal), 70);
        set(&mut b, CellRef::T2(K::NormativeInForce), 31);
        let comparison = compare(&[a, b]);
        assert_eq!(comparison.notes, [Note::Forms]);
        let issued = find(&comparison, CellRef::T2(K::NormativeIssued));
        assert!(issued.entries[0].is_nearly_alike);
        assert_eq!(issued.entries[1].change, Some(Value::Count(-2)));
        let other = find(&comparison, CellRef::T3(Row::OtherTotal, Column::Total));
        assert!(other.entries[1].is_summed);
        assert_eq!(other.entries[1].change, Some(Value::Count(3)));
        assert_eq!(find(&comparison, CellRef::T2(K::NormativeInForce)).entries[1].change, None);
        let published = find(&comparison, CellRef::T2(K::NormativePublishedTotal));
        assert_eq!(published.entries[0].value, Some(Value::Count(70)));
        assert_eq!(published.entries[1].value, None);
    }

    #[test]
    fn gaps_and_doubles_in_the_years_are_noted() {
        let comparison = compare(&[
            report(2021, Form::Form2021),
            report(2024, Form::Form2021),
            report(2024, Form::Form2021),
        ]);
        assert_eq!(
            comparison.notes,
            [Note::SameYear { year: 2024 }, Note::MissingYears { years: vec![2022, 2023] }]
        );
    }

    #[test]
    fn prose_that_only_changed_its_numbers_is_last_years_prose() {
        let change = section_change(
            SectionKey::Overview,
            "全年主动公开信息120条。办理依申请公开8件，均在期限内答复。",
            "全年主动公开信息135条。办理依申请公开11件，均在期限内答复。",
        );
        assert!(change.kept_permille.unwrap() >= 800, "{change:?}");
        let added: Vec<&str> = change
            .passages
            .iter()
            .filter(|p| p.change == PassageChange::Added)
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(added.len(), 2, "{change:?}");
    }

    #[test]
    fn a_number_that_changed_is_told_whole() {
        let changes = |earlier: &str, later: &str| {
            let change = section_change(SectionKey::Overview, earlier, later);
            let told = change.passages.into_iter().filter(|p| p.change != PassageChange::Kept);
            told.map(|p| p.text).collect::<Vec<_>>()
        };
        assert_eq!(
            changes("全年公开信息120条，较上年增加。", "全年公开信息130条，较上年增加。"),
            ["120", "130"]
        );
        assert_eq!(changes("金额共计1,204.50万元整。", "金额共计1,304.50万元整。"), ["1,204.50", "1,304.50"]);
        assert_eq!(tokens("共3.5，12.条"), ["共", "3.5", "，", "12", ".", "条"]);
    }

    #[test]
    fn a_sentence_that_moved_is_not_new() {
        let change = section_change(
            SectionKey::Problems,
            "甲科室整理目录。乙科室核对库存。",
            "乙科室核对库存。甲科室整理目录。",
        );
        assert_eq!(change.kept_characters, change.later_characters);
        let fates: BTreeSet<PassageChange> = change.passages.iter().map(|p| p.change).collect();
        assert!(fates.contains(&PassageChange::Moved) && !fates.contains(&PassageChange::Added));
    }

    #[test]
    fn a_text_written_anew_keeps_nothing() {
        let change = section_change(SectionKey::Other, "无。", "本年度发出收费通知2件，金额40元。");
        assert_eq!(change.kept_characters, 0, "{change:?}");
        let texts = |fate| {
            change.passages.iter().filter(|p| p.change == fate).map(|p| p.text.clone()).collect::<String>()
        };
        assert_eq!(texts(PassageChange::Added), "本年度发出收费通知2件，金额40元。");
        assert_eq!(texts(PassageChange::Removed), "无。");
    }

    #[test]
    fn both_texts_can_be_put_together_from_the_passages() {
        let (old, new) = (
            "一是栏目更新不够及时。二是培训偏少；三是台账不全。\n下一步逐项改进。",
            "一是栏目更新仍不及时。三是台账不全。\n二是答复文书不够规范；下一步逐项改进并通报。",
        );
        let change = section_change(SectionKey::Problems, old, new);
        let of = |fates: &[PassageChange]| {
            change
                .passages
                .iter()
                .filter(|p| fates.contains(&p.change))
                .map(|p| p.text.clone())
                .collect::<String>()
        };
        use PassageChange::{Added, Kept, Moved, Removed};
        assert_eq!(of(&[Kept, Moved, Added]), new);
        assert_eq!(of(&[Kept, Removed]), old);
    }

    #[test]
    fn a_hundred_thousand_characters_are_compared() {
        let old = (0..20_000).map(|n| format!("事项{n}。")).collect::<Vec<_>>().concat();
        let new = (10_000..30_000).map(|n| format!("事项{n}。")).collect::<Vec<_>>().concat();
        let change = section_change(SectionKey::Overview, &old, &new);
        assert!(change.kept_characters > 0 && change.kept_characters < change.later_characters);
    }
}
