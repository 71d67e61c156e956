//! Prose against tables, and prose against itself: every number claimed in words beside the cell it speaks of.
//!
//! A finding quotes both places and is a warning at most: prose may count otherwise than the table and be right. A claim
//! is compared only when it leaves little doubt: an exact number, of the report's
//! year, of the agency itself, not a plan and not a comparison; the section on problems is not read.
//! Not here: how claims are read (`crate::claims`), last year's report in the prose (`super::years`).

mod admin_fee_told_differently;
mod all_told_differently;
mod applicants_told_differently;
mod breakdown_sum_mismatch;
mod carried_in_told_differently;
mod carried_out_told_differently;
mod decisions_told_differently;
mod documents_told_differently;
mod growth_mismatch;
mod handled_told_differently;
mod outcome_told_differently;
mod percentage_out_of_range;
mod processing_fee_told_differently;
mod procurement_told_differently;
mod received_told_differently;
mod reconsideration_told_differently;
mod scope_differs;
mod sentence_does_not_balance;
mod stated_twice_differently;
mod suit_told_differently;

use super::{RuleInfo, RuleSink, Subject, reason_of};
use crate::claims::{
    Applicant, Claim, Counted, Decimal, Facet, Hedge, Outcome, Period, Quantity, Remedy, RemedyResult, Scope,
};
use crate::diagnostic::{Level, Spot};
use gongkai_domain::report::{CellKind, CellRef, Column, Form, Row, SectionKey, Table4Key, Value};

/// The family's rules, in the order of their codes.
pub(crate) const RULES: &[&RuleInfo] = &[
    &received_told_differently::RULE,
    &carried_in_told_differently::RULE,
    &handled_told_differently::RULE,
    &outcome_told_differently::RULE,
    &carried_out_told_differently::RULE,
    &applicants_told_differently::RULE,
    &reconsideration_told_differently::RULE,
    &suit_told_differently::RULE,
    &processing_fee_told_differently::RULE,
    &documents_told_differently::RULE,
    &decisions_told_differently::RULE,
    &admin_fee_told_differently::RULE,
    &procurement_told_differently::RULE,
    &stated_twice_differently::RULE,
    &breakdown_sum_mismatch::RULE,
    &percentage_out_of_range::RULE,
    &growth_mismatch::RULE,
    &scope_differs::RULE,
    &sentence_does_not_balance::RULE,
    &all_told_differently::RULE,
];

/// What the tables say of a thing that the prose counts.
#[derive(Debug, Clone)]
struct Told {
    /// The cells whose sum is meant.
    cells: Vec<CellRef>,
    /// The sum.
    value: i64,
    /// Whether each value is at least certain.
    is_certain: bool,
}

/// Why the tables do not say it.
#[derive(Debug, Clone)]
enum Untold {
    /// The form has no such cell, or the document no such table.
    NoCell,
    /// A cell is there but gives no number.
    NoValue(String),
}

/// The sum of cells.
fn told(subject: &Subject<'_>, cells: &[CellRef]) -> Result<Told, Untold> {
    let report = subject.report;
    let (mut value, mut is_certain) = (0_i64, true);
    let mut unknown = None;
    let mut has_any = false;
    for at in cells {
        let Some(cell) = report.cell(*at) else { return Err(Untold::NoCell) };
        has_any |= cell.kind != CellKind::Absent;
        if let Some(n) = cell.as_count() {
            value = value.saturating_add(n);
        } else {
            let reason = format!("{}（{}）", at.label(report.form), reason_of(cell));
            unknown = unknown.or(Some(reason));
        }
        is_certain &= cell.kind == CellKind::Number;
    }
    match unknown {
        _ if !has_any || cells.is_empty() => Err(Untold::NoCell),
        Some(reason) => Err(Untold::NoValue(reason)),
        None => Ok(Told { cells: cells.to_vec(), value, is_certain }),
    }
}

fn total_of(row: Row) -> CellRef {
    CellRef::T3(row, Column::Total)
}

/// The rows of an outcome in the report's form.
fn rows_of_outcome(subject: &Subject<'_>, outcome: Outcome) -> Vec<Row> {
    let rows =
        gongkai_domain::report::equation::rows_of(subject.report.form, subject.report.has_one_other_row());
    let group = |prefix: &str| rows.iter().copied().filter(|r| r.key().starts_with(prefix)).collect();
    match outcome {
        Outcome::Row(row) => vec![row],
        Outcome::Denied => group("denied_"),
        Outcome::Unavailable => group("unavailable_"),
        Outcome::Unprocessed => group("unprocessed_"),
        Outcome::Other => group("other_"),
        Outcome::GrantedInAll => vec![Row::Granted, Row::PartiallyGranted],
        Outcome::NotHeldInPart => vec![Row::UnavailableNotHeld],
        Outcome::Withdrawn => Vec::new(),
    }
}

/// The cells of table 4 whose sum a remedy and its result mean.
fn cells_of_remedy(remedy: Remedy, result: RemedyResult) -> Vec<CellRef> {
    let column = match result {
        RemedyResult::Upheld => 0,
        RemedyResult::Corrected => 1,
        RemedyResult::Other => 2,
        RemedyResult::Pending => 3,
        RemedyResult::Total => 4,
    };
    let groups: &[usize] = match remedy {
        Remedy::Reconsideration => &[0],
        Remedy::DirectSuit => &[1],
        Remedy::PostReconsiderationSuit => &[2],
        Remedy::Suit => &[1, 2],
        Remedy::Both => &[0, 1, 2],
    };
    groups.iter().map(|g| CellRef::T4(Table4Key::EVERY[g * 5 + column])).collect()
}

/// Whether the claim can be held against the tables at all: a fact of the report's year, told of the agency itself.
fn is_comparable(claim: &Claim) -> bool {
    claim.comparison.is_none()
        && !claim.is_plan
        && (claim.period == Period::ThisYear || is_stock_of_today(claim))
        && claim.scope == Scope::Own
        && !matches!(claim.section, None | Some(SectionKey::Problems))
        && claim.unit.is_none_or(is_unit_of_cases)
}

/// 截至年底现行有效18件: documents in force are counted on a day, not over a time.
fn is_stock_of_today(claim: &Claim) -> bool {
    use crate::claims::DocumentEvent;
    let is_of_span = ["以来", "累计", "期间", "至今"].iter().any(|w| claim.words.contains(w));
    claim.period == Period::AsOf
        && matches!(claim.counted, Counted::Document(_, DocumentEvent::InForce))
        && !is_of_span
}

/// Units in which cases, documents and decisions are counted.
fn is_unit_of_cases(unit: &str) -> bool {
    matches!(unit, "件" | "份" | "条" | "宗" | "起" | "项" | "个" | "次" | "例" | "部" | "封" | "件次" | "笔")
}

/// Whether a claim that is a part still speaks of all applications: 其中自然人10件 does, 其中区本级收到3件 does not.
fn is_whole_or_facet(claim: &Claim) -> bool {
    claim.part_of.is_none()
        || matches!(
            claim.counted.facet(),
            Some(
                Facet::Applicant | Facet::Outcome | Facet::RemedyResult | Facet::RemedyKind | Facet::Progress
            )
        )
        || claim.counted == Counted::CarriedIn
}

/// Whether the wholes above a part are comparable too.
fn is_under_comparable(subject: &Subject<'_>, claim: &Claim) -> bool {
    let mut at = claim;
    for _ in 0..4 {
        let Some(part) = at.part_of else { return true };
        let Some(whole) = subject.claims.get(part.whole) else { return true };
        // 法人或其他组织5件，其中商业企业4件: still of all organisations
        let is_of_organisations = whole.counted == Counted::Applicant(Applicant::Organisation)
            && matches!(at.counted, Counted::Applicant(_));
        let is_narrowed = !is_of_organisations
            && matches!(whole.counted, Counted::ApplicationBy(_) | Counted::Applicant(_));
        if !is_comparable(whole) || is_narrowed {
            return false;
        }
        at = whole;
    }
    true
}

/// A spot at the words of a claim.
fn spot_of(claim: &Claim) -> Spot {
    Spot::at(claim.place.as_ref()).labelled("文字所称").quoting(claim.said.clone())
}

/// Spots at the cells that were summed: those that are not nought, or the first.
fn spots_of(subject: &Subject<'_>, cells: &[CellRef]) -> Vec<Spot> {
    let is_told = |at: &&CellRef| {
        subject.report.cell(**at).and_then(gongkai_domain::report::Cell::as_count).is_some_and(|n| n != 0)
    };
    let mut spots: Vec<Spot> = cells.iter().filter(is_told).map(|at| subject.spot(*at)).collect();
    if spots.is_empty()
        && let Some(first) = cells.first()
    {
        spots.push(subject.spot(*first));
    }
    spots
}

/// What the cells are called.
fn label_of(subject: &Subject<'_>, cells: &[CellRef]) -> String {
    match cells {
        [one] => one.label(subject.report.form),
        [first, .., last] => {
            format!("{}”至“{}", first.label(subject.report.form), last.label(subject.report.form))
        }
        [] => String::new(),
    }
}

/// Whether a number, stated as exactly as the words make it, is this one.
fn agrees(quantity: Quantity, value: i64) -> bool {
    let value = Decimal::whole(value);
    match quantity {
        Quantity::Number(n, Hedge::Exactly) => n == value,
        // 约 and 余 are not measured: only a number of another size is worth a word
        Quantity::Number(n, Hedge::About) => {
            let (n, v) = (n.as_f64(), value.as_f64());
            (n - v).abs() <= (v.abs() * 0.3).max(5.0)
        }
        Quantity::Number(n, Hedge::AtLeast) => value >= n,
        Quantity::Number(n, Hedge::AtMost) => value <= n,
        Quantity::Between(low, high) => low <= value && value <= high,
        Quantity::Unstated => true,
    }
}

/// The number for a message: 12, 约12, 没有.
fn amount_of(claim: &Claim) -> String {
    if claim.is_negated {
        return "没有".to_owned();
    }
    let unit = claim.unit.unwrap_or_default();
    match claim.quantity {
        Quantity::Number(n, Hedge::Exactly) => format!("{n}{unit}"),
        Quantity::Number(n, Hedge::About) => format!("约{n}{unit}"),
        Quantity::Number(n, Hedge::AtLeast) => format!("{n}{unit}以上"),
        Quantity::Number(n, Hedge::AtMost) => format!("{n}{unit}以下"),
        Quantity::Between(low, high) => format!("{low}至{high}{unit}"),
        Quantity::Unstated => String::new(),
    }
}

/// How loudly a claim may be doubted: a warning at most, as prose and table may lawfully count differently (domain:
/// TXT); what rests on context, on rounding or on a decoded cell is said more quietly.
fn level_of(claim: &Claim, told: &Told) -> Level {
    let is_exact = claim.exact().is_some();
    if told.is_certain && is_exact && claim.is_named { Level::Warning } else { Level::Note }
}

/// What a rule of prose against table compares.
struct Comparison {
    /// The cells that the claim means.
    cells: Vec<CellRef>,
    /// Other values that the words may lawfully mean.
    also: Vec<i64>,
    /// When the number is one of these, there is an explanation: said as a note.
    explained: Vec<(i64, &'static str)>,
    /// The strongest level allowed.
    at_most: Level,
}

impl Comparison {
    fn of(cells: Vec<CellRef>) -> Self {
        Self { cells, also: Vec::new(), explained: Vec::new(), at_most: Level::Warning }
    }
}

/// Holds each claim that `wanted` picks against the tables; claims of the same number are told once.
fn against_tables(
    subject: &Subject<'_>,
    out: &mut RuleSink<'_>,
    help: &str,
    wanted: impl Fn(&Claim) -> Option<Comparison>,
) {
    if !subject.report.form.has_tables() {
        return;
    }
    let mut seen: Vec<(Counted, String, Level)> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    for claim in subject.claims {
        if !is_comparable(claim) || !is_whole_or_facet(claim) || !is_under_comparable(subject, claim) {
            continue;
        }
        let Some(comparison) = wanted(claim) else { continue };
        let told = match told(subject, &comparison.cells) {
            Ok(told) => told,
            Err(Untold::NoCell) => continue,
            Err(Untold::NoValue(reason)) => {
                if !unknown.contains(&reason) {
                    unknown.push(reason);
                }
                continue;
            }
        };
        let lawful = std::iter::once(told.value).chain(comparison.also.iter().copied());
        if lawful.into_iter().any(|v| agrees(claim.quantity, v)) {
            continue;
        }
        let explanation = comparison.explained.iter().find(|(v, _)| agrees(claim.quantity, *v));
        let mut level = level_of(claim, &told).min(comparison.at_most);
        if explanation.is_some() {
            level = Level::Note;
        }
        let key = (claim.counted, amount_of(claim), level);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key.clone());
        let mut spots = vec![spot_of(claim)];
        spots.extend(
            subject
                .claims
                .iter()
                .filter(|c| !std::ptr::eq(*c, claim) && is_comparable(c) && c.part_of.is_none())
                .filter(|c| c.counted == claim.counted && amount_of(c) == key.1)
                .map(spot_of),
        );
        spots.extend(spots_of(subject, &told.cells));
        let because = explanation.map_or(String::new(), |(_, words)| format!("；{words}"));
        let message = format!(
            "文字称“{}”（{}），表格“{}”为{}{because}",
            claim.words,
            key.1,
            label_of(subject, &told.cells),
            told.value,
        );
        out.report(level, message, spots).help(help);
    }
    if !unknown.is_empty() {
        let subject_words = unknown.iter().take(3).cloned().collect::<Vec<_>>().join("、");
        out.not_checkable("文字中的数量与表格", subject_words);
    }
}

/// The count of a cell of the report.
fn count(subject: &Subject<'_>, at: CellRef) -> Option<i64> {
    subject.report.cell(at).and_then(gongkai_domain::report::Cell::as_count)
}

/// Words by which a paragraph shows that it speaks of disclosure and not of the agency's other business.
const DISCLOSURE_WORDS: &[&str] = &["信息公开", "政府信息", "依申请", "公开申请", "申请公开", "政务公开"];

/// Whether the paragraph of a claim, or the heading before it, speaks of disclosure.
fn speaks_of_disclosure(subject: &Subject<'_>, claim: &Claim) -> bool {
    if matches!(claim.section, Some(SectionKey::Applications | SectionKey::Remedies)) {
        return true;
    }
    let Some(key) = claim.section else { return false };
    subject.report.sections.iter().filter(|s| s.key == key).any(|section| {
        let prose = section.prose();
        let from = claim.paragraph.saturating_sub(1);
        prose
            .iter()
            .skip(from)
            .take(claim.paragraph - from + 1)
            .any(|p| DISCLOSURE_WORDS.iter().any(|w| p.text.contains(w)))
    })
}

/// The cells that a claim of this kind means in the report's form; `None` when the tables do not count it.
fn cells_of(subject: &Subject<'_>, counted: Counted) -> Option<Vec<CellRef>> {
    use crate::claims::{DocumentEvent as Event, DocumentKind as Kind, Power};
    use gongkai_domain::report::Table2Key as T2;
    let is_2019 = subject.report.form == Form::Form2019;
    let one = |at: CellRef| Some(vec![at]);
    match counted {
        Counted::NewReceived => one(total_of(Row::NewReceived)),
        Counted::CarriedIn => one(total_of(Row::CarriedIn)),
        Counted::Handled | Counted::Processed => one(total_of(Row::ResultTotal)),
        Counted::CarriedOut | Counted::Unfinished => one(total_of(Row::CarriedOut)),
        Counted::Outcome(outcome) => {
            let rows = rows_of_outcome(subject, outcome);
            (!rows.is_empty()).then(|| rows.into_iter().map(total_of).collect())
        }
        Counted::Applicant(Applicant::Column(column)) => one(CellRef::T3(Row::NewReceived, column)),
        Counted::Applicant(Applicant::Organisation) => {
            Some(Column::APPLICANTS[1..].iter().map(|c| CellRef::T3(Row::NewReceived, *c)).collect())
        }
        Counted::Remedy(remedy, result) => Some(cells_of_remedy(remedy, result)),
        Counted::Document(kind, event) => one(CellRef::T2(match (kind, event, is_2019) {
            (Kind::Rules, Event::Issued, false) => T2::RulesIssued,
            (Kind::Rules, Event::Repealed, false) => T2::RulesRepealed,
            (Kind::Rules, Event::InForce, false) => T2::RulesInForce,
            (Kind::Normative, Event::Issued, false) => T2::NormativeIssued,
            (Kind::Normative, Event::Repealed, false) => T2::NormativeRepealed,
            (Kind::Normative, Event::InForce, false) => T2::NormativeInForce,
            (Kind::Rules, Event::Issued, true) => T2::RulesNewMade,
            (Kind::Normative, Event::Issued, true) => T2::NormativeNewMade,
            (Kind::Rules, Event::Published, true) => T2::RulesNewPublished,
            (Kind::Normative, Event::Published, true) => T2::NormativeNewPublished,
            _ => return None,
        })),
        Counted::Decisions(Power::Licensing) => one(CellRef::T2(T2::LicensingDecisions)),
        Counted::Decisions(Power::Penalty) => one(CellRef::T2(T2::PenaltyDecisions)),
        Counted::Decisions(Power::Compulsion) => one(CellRef::T2(T2::CompulsionDecisions)),
        Counted::ProcurementItems if is_2019 => one(CellRef::T2(T2::ProcurementItems)),
        _ => None,
    }
}

/// An amount of money in 分, when the claim states one exactly or says that there was none.
fn fen_of(claim: &Claim) -> Option<Decimal> {
    if claim.is_negated {
        return Some(Decimal::default());
    }
    let n = claim.exact()?;
    match claim.unit {
        Some("元") => Some(n.shifted(2)),
        Some("万元") => Some(n.shifted(6)),
        Some("亿元") => Some(n.shifted(10)),
        None if n.is_zero() => Some(n),
        _ => None,
    }
}

/// Holds amounts of money against a cell of table 2: 元, 万元 and 亿元 converted, rounding in the prose allowed for.
fn amount_against_table(
    subject: &Subject<'_>,
    out: &mut RuleSink<'_>,
    counted: Counted,
    key: gongkai_domain::report::Table2Key,
    help: &str,
) {
    let at = CellRef::T2(key);
    let Some(cell) = subject.report.cell(at) else { return };
    for claim in subject.claims {
        let is_same = claim.counted == counted && claim.part_of.is_none();
        let is_fact = claim.comparison.is_none()
            && !claim.is_plan
            && claim.period == Period::ThisYear
            && claim.scope == Scope::Own
            && !matches!(claim.section, None | Some(SectionKey::Problems));
        if !is_same || !is_fact {
            continue;
        }
        let Some(said) = fen_of(claim) else { continue };
        let Some(Value::Amount(amount)) = cell.value else {
            if cell.kind != CellKind::Absent {
                let what = format!("{}（{}）", at.label(subject.report.form), reason_of(cell));
                out.not_checkable("文字中的金额与表格", what);
            }
            continue;
        };
        let printed = Decimal::whole(amount.fen());
        // the last digit of the prose may be rounded or cut off: 12.4万元 for 12.36万元
        let unit_fen = match claim.unit {
            Some("元") => 2_i64,
            Some("亿元") => 10,
            _ => 6,
        };
        let scale = claim.exact().map_or(0, Decimal::scale);
        let last_digit = 10_f64.powi(unit_fen as i32 - scale as i32);
        let is_rounded = !claim.is_negated && !said.is_zero() && said.distance(printed).as_f64() < last_digit;
        if said == printed || is_rounded && scale < 4 {
            continue;
        }
        let is_certain = cell.kind == CellKind::Number;
        // a factor of ten thousand is a slip of the unit
        let is_unit_slip = !said.is_zero() && (said.shifted(4) == printed || printed.shifted(4) == said);
        let level = match (is_certain, claim.is_named) {
            (true, true) => Level::Warning,
            _ => Level::Note,
        };
        let slip = if is_unit_slip { "；两处相差一万倍，多半是元与万元混用" } else { "" };
        let message = format!(
            "文字称“{}”（{}），表格“{}”为{amount}万元{slip}",
            claim.words,
            amount_of(claim),
            at.label(subject.report.form)
        );
        out.report(level, message, vec![spot_of(claim), subject.spot(at)]).help(help);
    }
}
