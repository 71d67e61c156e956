//! What a rule is: one file that documents itself, is tested by its own examples, and reports findings.
//!
//! Each file under `rules/<family>/` begins with its page (the `//!` lines with the fixed headings 查什么 / 依据 / 为什么 /
//! 示例(错) / 示例(对) / 例外与误报 / 如何修改) and holds one `pub(crate) const RULE: RuleInfo`.
//! Not here: the list of rules (`crate::registry`), how findings are printed (`crate::render`).

pub mod across;
pub mod arithmetic;
pub mod capacity;
pub mod format;
pub mod hierarchy;
pub mod structure;
pub mod years;

use crate::CheckOptions;
use crate::claims::Claim;
use crate::diagnostic::{
    AgencyKind, CheckedReport, EquationView, Finding, Fix, Level, NotCheckable, Spot, Term,
};
use gongkai_domain::report::aggregate::Sum;
use gongkai_domain::report::{Cell, CellRef, Form, Place, Report, SectionKey};
use std::borrow::Cow;
use structure::damage::Damage;

/// The families of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A: sums and balances of the tables.
    Arithmetic,
    /// S: sections, tables, labels, blanks.
    Structure,
    /// X: prose against tables and prose against itself.
    Across,
    /// Y: this year against last year.
    Years,
    /// H: a parent against its members.
    Hierarchy,
    /// C: what this kind of agency must and may report.
    Capacity,
    /// F: slips of form and wording.
    Format,
}

impl Family {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Arithmetic => "勾稽",
            Self::Structure => "结构",
            Self::Across => "文表互校",
            Self::Years => "年度衔接",
            Self::Hierarchy => "上下级汇总",
            Self::Capacity => "主体职责",
            Self::Format => "格式文字",
        }
    }
}

/// A rule: its identity, its page and its check.
#[derive(Debug)]
pub struct RuleInfo {
    /// The letter of the family and a number that no other rule gets, now or later.
    pub code: &'static str,
    /// Name of the fault in snake case.
    pub name: &'static str,
    /// Name of the fault in Chinese, a few words.
    pub title: &'static str,
    /// Its family.
    pub family: Family,
    /// The strongest voice it uses.
    pub level: Level,
    /// First version that has it.
    pub since: &'static str,
    /// Statute or standard, short.
    pub basis: &'static str,
    /// The source file, whose `//!` lines are the page.
    pub source: &'static str,
    /// The check.
    pub check: fn(&Subject<'_>, &mut RuleSink<'_>),
}

/// Rules whose basis is the notice of 2021 itself, whatever the form of the report that they speak of.
const ABOUT_THE_NOTICE: &[&str] = &["F014", "Y009"];

impl RuleInfo {
    /// The basis as it holds for a report of this form: what the notice of 2021 says of its own form, the notice of 2019
    /// says of the trial form. A basis that names both is about the change from one to the other and stays.
    pub fn basis_for(&self, form: Form) -> Cow<'static, str> {
        const NOTICE: &str = "国办公开办函〔2021〕30号";
        const TRIAL: &str = "国办公开办函〔2019〕60号";
        let is_of_the_form = !self.basis.contains(TRIAL) && !ABOUT_THE_NOTICE.contains(&self.code);
        if form == Form::Form2019 && is_of_the_form && self.basis.contains(NOTICE) {
            return Cow::Owned(self.basis.replace(NOTICE, TRIAL));
        }
        Cow::Borrowed(self.basis)
    }

    /// The page of the rule as Markdown: the `//!` lines of its file.
    pub fn page(&self) -> String {
        let mut page = String::new();
        for line in self.source.lines() {
            let Some(text) = line.strip_prefix("//!") else { break };
            page.push_str(text.strip_prefix(' ').unwrap_or(text));
            page.push('\n');
        }
        page
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The report.
    pub report: &'a Report,
    /// Last year's report of the same agency.
    pub previous: Option<&'a Report>,
    /// Kind of agency, when it leaves no doubt.
    pub agency_kind: Option<AgencyKind>,
    /// The numbers claimed in the prose.
    pub claims: &'a [Claim],
    /// The sum of the members, when the report is that of their parent.
    pub hierarchy: Option<&'a Sum>,
}

impl<'a> Subject<'a> {
    /// Everything the rules may look at.
    pub fn new(report: &'a Report, options: &CheckOptions<'a>, claims: &'a [Claim]) -> Self {
        Self { report, previous: options.previous, agency_kind: options.agency_kind, claims, hierarchy: None }
    }

    /// A spot at a cell of this report.
    pub fn spot(&self, at: CellRef) -> Spot {
        let cell = self.report.cell(at);
        Spot {
            cell: Some(at.to_string()),
            label: Some(at.label(self.report.form)),
            quote: cell.map(|c| c.raw.clone()).filter(|r| !r.is_empty()),
            ..Spot::at(cell.and_then(|c| c.place.as_ref()))
        }
    }

    /// A term of an equation at a cell of this report, when the cell has a count.
    pub fn term(&self, at: CellRef) -> Option<Term> {
        let cell = self.report.cell(at)?;
        Some(Term {
            cell: at.to_string(),
            label: at.label(self.report.form),
            value: cell.as_count()?,
            place: cell.place.clone(),
        })
    }
}

/// Says why a cell gives no number, for lists of what cannot be checked.
pub fn reason_of(cell: &Cell) -> &'static str {
    use gongkai_domain::report::CellKind;
    match cell.kind {
        CellKind::Number | CellKind::Derived => "有数值",
        CellKind::Blank => "单元格为空白",
        CellKind::NotApplicable => "单元格未填数字",
        CellKind::Absent => "文件中没有该单元格",
        CellKind::Illegible => "单元格无法辨认",
    }
}

/// Collects findings of all rules.
#[derive(Debug, Default)]
pub struct Sink {
    findings: Vec<Finding>,
    not_checkable: Vec<NotCheckable>,
}

/// Collects findings of one rule.
#[derive(Debug)]
pub struct RuleSink<'a> {
    sink: &'a mut Sink,
    rule: &'static RuleInfo,
}

impl Sink {
    /// The same sink, writing in the name of a rule.
    pub fn of(&mut self, rule: &'static RuleInfo) -> RuleSink<'_> {
        RuleSink { sink: self, rule }
    }

    /// The result for a report, findings in the order of their place, then of their code.
    pub fn finish(mut self, report: &Report) -> CheckedReport {
        self.leave_out_damaged(report);
        let order = Order::of(report);
        self.findings.sort_by_cached_key(|f| (order.key(f), f.code));
        CheckedReport {
            source: report.source.clone(),
            form: report.form,
            agency: report.agency.clone(),
            year: report.year.clone(),
            findings: self.findings,
            not_checkable: self.not_checkable,
        }
    }
}

impl Sink {
    /// What may only be the work of lost characters is no finding: it could not be checked.
    fn leave_out_damaged(&mut self, report: &Report) {
        let damage = Damage::of(report);
        let (out, kept): (Vec<Finding>, Vec<Finding>) =
            std::mem::take(&mut self.findings).into_iter().partition(|f| damage.explains(f));
        self.findings = kept;
        for finding in out {
            if !self.not_checkable.iter().any(|n| n.code == finding.code) {
                self.not_checkable.push(NotCheckable {
                    code: finding.code,
                    rule: finding.rule,
                    subject: finding.message,
                    reason: "文件有文字丢失，可能只是没有读出".to_owned(),
                });
            }
        }
    }
}

/// Where findings belong in the reading order of a report.
#[derive(Debug)]
struct Order<'a> {
    report: &'a Report,
    /// Paragraph at which each section begins, for files without lines.
    begins: Vec<(Option<u32>, SectionKey)>,
}

/// Page, line and column; then the section, and what stands in it.
type Position = (Option<u32>, Option<u32>, Option<u32>, usize, [Option<u32>; 4]);

impl<'a> Order<'a> {
    fn of(report: &'a Report) -> Self {
        let begins =
            report.sections.iter().map(|s| (s.place.as_ref().and_then(|p| p.paragraph), s.key)).collect();
        Self { report, begins }
    }

    /// The key to sort by: what belongs to no place comes last, but for last year's report that does not fit, which
    /// explains why nothing was compared.
    fn key(&self, finding: &Finding) -> (u8, Position) {
        if finding.code == "Y001" {
            return (0, Position::default());
        }
        let Some(spot) = finding.spots.iter().find(|s| s.source.is_none()) else {
            return (2, Position::default());
        };
        let cell: Option<CellRef> = spot.cell.as_deref().and_then(|c| c.parse().ok());
        if spot.place != Place::default() {
            return (1, self.position(&spot.place, cell));
        }
        match cell.and_then(|at| self.nearest(at)) {
            Some((place, at)) => (1, self.position(place, Some(at))),
            None => (2, Position::default()),
        }
    }

    fn position(&self, p: &Place, cell: Option<CellRef>) -> Position {
        let section = match cell {
            // a file with lines needs no other order
            _ if p.line.is_some() => 0,
            Some(CellRef::T2(_)) => self.rank(SectionKey::Proactive),
            Some(CellRef::T3(..)) => self.rank(SectionKey::Applications),
            Some(CellRef::T4(_)) => self.rank(SectionKey::Remedies),
            None => self.begins.iter().filter(|(at, _)| at.is_some() && *at <= p.paragraph).count(),
        };
        (p.page, p.line, p.column, section, [p.table, p.row, p.col, p.paragraph])
    }

    /// The section's number in the order of the document, from one.
    fn rank(&self, key: SectionKey) -> usize {
        self.begins.iter().position(|(_, k)| *k == key).map_or(0, |i| i + 1)
    }

    /// The printed cell nearest to one that has no place: in its row, else in the rows before, else in its table.
    fn nearest(&self, at: CellRef) -> Option<(&'a Place, CellRef)> {
        let table = std::mem::discriminant(&at);
        let mates: Vec<(CellRef, Option<&Place>)> = self
            .report
            .cells()
            .filter(|(other, _)| std::mem::discriminant(other) == table)
            .map(|(other, cell)| (other, cell.place.as_ref()))
            .collect();
        let is_row = |other: &CellRef| match (at, *other) {
            (CellRef::T2(a), CellRef::T2(b)) => a.row_label() == b.row_label(),
            (CellRef::T3(a, _), CellRef::T3(b, _)) => a == b,
            _ => true,
        };
        let own = mates.iter().position(|(other, _)| *other == at).unwrap_or(0);
        let printed = |(other, place): &(CellRef, Option<&'a Place>)| place.map(|p| (p, *other));
        mates
            .iter()
            .filter(|(other, _)| is_row(other))
            .find_map(printed)
            .or_else(|| mates[..own].iter().rev().find_map(printed))
            .or_else(|| mates.iter().find_map(printed))
    }
}

impl RuleSink<'_> {
    /// Reports a finding; returns it so that equation, help and fix can be added.
    pub fn report(&mut self, level: Level, message: impl Into<String>, spots: Vec<Spot>) -> &mut Finding {
        let index = self.sink.findings.len();
        self.sink.findings.push(Finding {
            code: self.rule.code,
            rule: self.rule.name,
            level,
            message: message.into(),
            spots,
            equation: None,
            help: None,
            fix: None,
        });
        &mut self.sink.findings[index]
    }

    /// Says that something could not be checked, and why.
    pub fn not_checkable(&mut self, subject: impl Into<String>, reason: impl Into<String>) {
        self.sink.not_checkable.push(NotCheckable {
            code: self.rule.code,
            rule: self.rule.name,
            subject: subject.into(),
            reason: reason.into(),
        });
    }
}

impl Finding {
    /// Adds the equation.
    pub fn equation(&mut self, equation: EquationView) -> &mut Self {
        self.equation = Some(equation);
        self
    }

    /// Adds what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a provable change.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::find;

    #[test]
    fn the_basis_of_a_finding_is_the_notice_of_the_form_that_the_report_follows() {
        for code in ["A002", "A003", "S201", "S206", "S301"] {
            let rule = find(code).unwrap();
            let basis = rule.basis_for(Form::Form2019);
            assert!(basis.contains("〔2019〕60号") && !basis.contains("〔2021〕30号"), "{code}: {basis}");
            assert_eq!(rule.basis_for(Form::Form2021), rule.basis);
        }
    }

    #[test]
    fn a_basis_about_the_change_of_forms_stays_whatever_the_form() {
        for code in ["S214", "H004", "F014"] {
            let rule = find(code).unwrap();
            assert_eq!(rule.basis_for(Form::Form2019), rule.basis);
            assert!(rule.basis.contains("〔2021〕30号"), "{code}");
        }
    }
}
