//! Draws invented annual reports whose numbers reconcile, or fail to in exactly one known place.
//!
//! Not here: how they look on paper (`crate::layout`), the wording of the prose (`crate::prose`).

use crate::{failing, prose};
use chrono::NaiveDate;
use gongkai_domain::report::equation::rows_of;
use gongkai_domain::report::{
    Cell, CellRef, Column, EquationId, Form, Located, Report, Row, Table2Key, Table4Key, WanYuan,
};

/// A small deterministic source of chance (SplitMix64): the same seed gives the same report on every machine.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A source that starts from a seed.
    pub fn new(seed: u64) -> Self {
        let mut rng = Self(seed ^ 0x9e37_79b9_7f4a_7c15);
        rng.next_u64();
        rng
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n - 1`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next_u64() % n as u64) as usize }
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next_u64() % (high - low + 1).unsigned_abs()) as i64
    }

    /// True in so many cases of a hundred.
    pub fn percent(&mut self, share: u64) -> bool {
        self.next_u64() % 100 < share
    }

    /// One of the things given; there must be at least one.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// How busy the agency was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Profile {
    /// A bureau where nothing was asked: every count is zero.
    Quiet,
    /// A county office: a few dozen applications, most cells zero.
    County,
    /// A city: hundreds to thousands, most rows used.
    City,
    /// Every cell may be large, up to five digits.
    Extreme,
}

impl Profile {
    /// Every profile.
    pub const EVERY: &[Self] = &[Self::Quiet, Self::County, Self::City, Self::Extreme];
}

/// What kind of report to draw. `None` leaves the choice to chance.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The form; 2021 or 2019.
    pub form: Option<Form>,
    /// How busy the agency was.
    pub profile: Option<Profile>,
    /// Whether one published number is wrong.
    pub unbalanced: bool,
    /// Whether a report of the 2021 form prints （六）其他处理 as one row.
    pub one_other_row: bool,
    /// Whether the 2019/2020 form is used for a later year.
    pub late: bool,
}

/// A report as it was meant: every cell that the document prints is a number with its value.
#[derive(Debug, Clone)]
pub struct Truth {
    /// The report.
    pub report: Report,
    /// The equations that the published numbers do not fulfil; empty for a balanced report.
    pub errors: Vec<EquationId>,
    /// The profile it was drawn from.
    pub profile: Profile,
}

impl Truth {
    /// The agency's name.
    pub fn agency(&self) -> &str {
        self.report.agency.value.as_deref().unwrap_or_default()
    }

    /// The year reported on.
    pub fn year(&self) -> i32 {
        self.report.year.value.unwrap_or_default()
    }

    /// The printed value of a count; 0 when the form has no such cell.
    pub fn count(&self, at: CellRef) -> i64 {
        self.report.cell(at).and_then(Cell::as_count).unwrap_or_default()
    }

    /// Every printed cell with its address: those that carry a value.
    pub fn printed(&self) -> impl Iterator<Item = (CellRef, &Cell)> {
        self.report.cells().filter(|(_, cell)| cell.value.is_some())
    }
}

/// Draws one report. The same seed and options give the same report.
pub fn report(seed: u64, options: Options) -> Truth {
    let mut rng = Rng::new(seed);
    let rng = &mut rng;
    let form = options.form.unwrap_or(if options.one_other_row || rng.percent(70) {
        Form::Form2021
    } else {
        Form::Form2019
    });
    let profile = options.profile.unwrap_or_else(|| match rng.below(20) {
        0..=5 => Profile::Quiet,
        6..=13 => Profile::County,
        14..=17 => Profile::City,
        _ => Profile::Extreme,
    });
    let year = match form {
        Form::Form2019 if !options.late => 2019 + rng.below(2) as i32,
        _ => 2021 + rng.below(5) as i32,
    };
    let mut report = Report::empty("invented", form);
    let agency = agency(rng, profile);
    let is_government = agency.ends_with("人民政府");
    report.year = Located { value: Some(year), place: None };
    let (latest_month, latest_day) = if is_government { (3, 27) } else { (1, 30) };
    let month = 1 + rng.below(latest_month) as u32;
    report.signed_on = Located {
        value: NaiveDate::from_ymd_opt(year + 1, month, rng.between(4, latest_day) as u32),
        place: None,
    };
    if rng.percent(8) && month == 1 {
        report.signed_on.value = NaiveDate::from_ymd_opt(year + 1, 1, 31);
    }
    table2(&mut report, rng, profile, &agency);
    table3(&mut report, rng, profile, options.one_other_row);
    table4(&mut report, rng, profile);
    let title = if rng.percent(70) {
        format!("{agency}{year}年政府信息公开工作年度报告")
    } else {
        format!("{year}年{agency}政府信息公开工作年度报告")
    };
    report.agency = Located { value: Some(agency), place: None };
    report.title = Located { value: Some(title), place: None };
    let mut truth = Truth { report, errors: Vec::new(), profile };
    prose::write(&mut truth, rng);
    if options.unbalanced {
        publish_an_error(&mut truth.report, rng);
    }
    truth.errors = failing(&truth.report);
    truth
}

/// Changes one number so that at least one equation fails, the way a hand slips: one more, one less, a digit doubled.
fn publish_an_error(report: &mut Report, rng: &mut Rng) {
    let rows = rows_of(report.form, report.has_one_other_row());
    let at = match rng.below(6) {
        0 => CellRef::T3(Row::ResultTotal, *rng.pick(Column::EVERY)),
        1 => CellRef::T3(*rng.pick(&rows), Column::Total),
        2 => CellRef::T3(Row::CarriedOut, *rng.pick(Column::EVERY)),
        3 => CellRef::T3(Row::NewReceived, *rng.pick(Column::APPLICANTS)),
        4 => CellRef::T3(*rng.pick(&rows), *rng.pick(Column::APPLICANTS)),
        _ => CellRef::T4(*rng.pick(Table4Key::EVERY)),
    };
    let old = report.cell(at).and_then(Cell::as_count).unwrap_or_default();
    let new = match rng.below(4) {
        0 => old + 1,
        1 if old > 0 => old - 1,
        2 if old > 0 => old * 10 + old % 10,
        _ => old + rng.between(2, 9),
    };
    *report.cell_mut(at) = Cell::count(new);
}

/// A count that is mostly zero, sometimes small and seldom large.
fn mostly_zero(rng: &mut Rng, profile: Profile) -> i64 {
    match profile {
        Profile::Quiet => 0,
        Profile::County if rng.percent(70) => 0,
        Profile::County => rng.between(1, 19),
        Profile::City if rng.percent(30) => 0,
        Profile::City => rng.between(1, 480),
        Profile::Extreme if rng.percent(10) => 0,
        Profile::Extreme => {
            let digits = 1 + rng.below(5) as u32;
            rng.between(1, 10_i64.pow(digits) - 1)
        }
    }
}

fn amount(rng: &mut Rng, profile: Profile) -> WanYuan {
    if profile == Profile::Quiet || rng.percent(35) {
        return WanYuan::default();
    }
    let decimals = *rng.pick(&[0_u32, 1, 2, 4, 4, 6]);
    let whole = match profile {
        Profile::Extreme => rng.between(0, 99_999),
        _ => rng.between(0, 2_600),
    };
    let step = 10_i64.pow(6 - decimals);
    WanYuan::from_fen(whole * WanYuan::FEN + rng.between(0, 10_i64.pow(decimals) - 1) * step)
}

fn table2(report: &mut Report, rng: &mut Rng, profile: Profile, agency: &str) {
    use Table2Key as K;
    // Only cities with districts and above may issue 规章; everybody else reports zero.
    let may_issue_rules = agency.ends_with("市人民政府") && profile >= Profile::City;
    for &key in report.form.table2() {
        let cell = if key.is_amount() {
            Cell::amount(amount(rng, profile))
        } else if key.row_label() == "规章" && !may_issue_rules {
            Cell::count(0)
        } else if key.is_signed() {
            let n = mostly_zero(rng, profile.min(Profile::County));
            Cell::count(if rng.percent(40) { -n } else { n })
        } else {
            Cell::count(mostly_zero(rng, profile))
        };
        *report.cell_mut(CellRef::T2(key)) = cell;
    }
    // What is in force includes what was issued; what is published in all includes what is new.
    let stock = [
        (K::RulesIssued, K::RulesRepealed, K::RulesInForce),
        (K::NormativeIssued, K::NormativeRepealed, K::NormativeInForce),
        (K::RulesNewMade, K::RulesNewPublished, K::RulesPublishedTotal),
        (K::NormativeNewMade, K::NormativeNewPublished, K::NormativePublishedTotal),
    ];
    for (made, changed, total) in stock {
        let count = |report: &Report, key| report.cell(CellRef::T2(key)).and_then(Cell::as_count);
        let (Some(new), Some(other), Some(held)) =
            (count(report, made), count(report, changed), count(report, total))
        else {
            continue;
        };
        if report.form == Form::Form2019 {
            *report.cell_mut(CellRef::T2(changed)) = Cell::count(new.min(other));
            *report.cell_mut(CellRef::T2(total)) = Cell::count((new + held).min(99_999));
        } else if new > 0 {
            *report.cell_mut(CellRef::T2(total)) = Cell::count((new + held).min(99_999));
        }
    }
    // An agency does not reduce its list by more items than it had.
    let lists = [
        (K::LicensingItemsPrev, K::LicensingItemsChange),
        (K::OtherServicesItemsPrev, K::OtherServicesItemsChange),
        (K::PenaltyItemsPrev, K::PenaltyItemsChange),
        (K::CompulsionItemsPrev, K::CompulsionItemsChange),
        (K::AdminFeeItemsPrev, K::AdminFeeItemsChange),
    ];
    for (previous, change) in lists {
        if let (Some(had), Some(changed)) = (
            report.cell(CellRef::T2(previous)).and_then(Cell::as_count),
            report.cell(CellRef::T2(change)).and_then(Cell::as_count),
        ) {
            *report.cell_mut(CellRef::T2(change)) = Cell::count(changed.max(-had));
        }
    }
}

/// Applications received by one kind of applicant.
fn received(rng: &mut Rng, profile: Profile, column: Column) -> i64 {
    let natural = column == Column::NaturalPerson;
    match profile {
        Profile::Quiet => 0,
        Profile::County if natural => rng.between(0, 45),
        Profile::County if column == Column::CommercialEnterprise => mostly_zero(rng, profile).min(9),
        Profile::County if rng.percent(90) => 0,
        Profile::County => rng.between(1, 3),
        Profile::City if natural => rng.between(80, 3_200),
        Profile::City if column == Column::CommercialEnterprise => rng.between(5, 420),
        Profile::City if rng.percent(50) => 0,
        Profile::City => rng.between(1, 90),
        Profile::Extreme if natural => rng.between(9_000, 60_000),
        Profile::Extreme => mostly_zero(rng, profile).min(6_000),
    }
}

fn table3(report: &mut Report, rng: &mut Rng, profile: Profile, one_other_row: bool) {
    let rows = rows_of(report.form, one_other_row);
    let results: Vec<Row> = rows.iter().copied().filter(|r| r.is_result()).collect();
    let mut counts = vec![[0_i64; 7]; rows.len()];
    let index = |row: Row| rows.iter().position(|r| *r == row).unwrap_or_default();
    let carries = profile != Profile::Quiet && rng.percent(70);
    for &column in Column::APPLICANTS {
        let c = column.index();
        let new = received(rng, profile, column);
        let carried_in = if carries && new > 0 { rng.between(0, 1 + new / 12) } else { 0 };
        let carried_out = if carries && new > 0 { rng.between(0, (1 + new / 15).min(new)) } else { 0 };
        let handled = new + carried_in - carried_out;
        counts[index(Row::NewReceived)][c] = new;
        counts[index(Row::CarriedIn)][c] = carried_in;
        counts[index(Row::CarriedOut)][c] = carried_out;
        counts[index(Row::ResultTotal)][c] = handled;
        // Most is granted or not held; the rest falls on few rows of a small agency, on all of an extreme one.
        let weights: Vec<i64> = results
            .iter()
            .map(|row| match (row, profile) {
                (Row::Granted, _) => 50,
                (Row::UnavailableNotHeld, _) => 22,
                (Row::PartiallyGranted, _) => 8,
                (_, Profile::Extreme) => 6,
                (_, Profile::City) => i64::from(rng.percent(55)) * 4,
                _ => i64::from(rng.percent(15)) * 4,
            })
            .collect();
        let all: i64 = weights.iter().sum();
        let mut left = handled;
        for (row, weight) in results.iter().zip(&weights) {
            let share = (handled * weight / all * rng.between(40, 140) / 100).min(left);
            counts[index(*row)][c] = share;
            left -= share;
        }
        // What rounding left over goes one by one to rows that the weights allow.
        let allowed: Vec<Row> =
            results.iter().zip(&weights).filter(|(_, w)| **w > 0).map(|(r, _)| *r).collect();
        let crumbs = left.min(12);
        for _ in 0..crumbs {
            counts[index(*rng.pick(&allowed))][c] += 1;
        }
        counts[index(*rng.pick(&allowed[..2]))][c] += left - crumbs;
    }
    for (row, cells) in rows.iter().zip(&mut counts) {
        cells[6] = cells[..6].iter().sum();
        for (column, n) in Column::EVERY.iter().zip(cells.iter()) {
            *report.cell_mut(CellRef::T3(*row, *column)) = Cell::count(*n);
        }
    }
}

fn table4(report: &mut Report, rng: &mut Rng, profile: Profile) {
    for group in Table4Key::EVERY.chunks(5) {
        let mut total = 0;
        for &key in &group[..4] {
            let n = match profile {
                Profile::Quiet => 0,
                Profile::County if rng.percent(75) => 0,
                Profile::County => rng.between(1, 4),
                Profile::City => rng.between(0, 65),
                Profile::Extreme => mostly_zero(rng, profile),
            };
            total += n;
            *report.cell_mut(CellRef::T4(key)) = Cell::count(n);
        }
        *report.cell_mut(CellRef::T4(group[4])) = Cell::count(total);
    }
}

const FIRST: &[&str] =
    &["澄", "雁", "泠", "苍", "芷", "栎", "砚", "霁", "鹭", "棠", "汐", "桉", "㵲", "𬒔", "禤", "垟"];
const SECOND: &[&str] = &["川", "陂", "浦", "岭", "洲", "屿", "原", "渡", "硐", "埭", "𬜯", "坳"];
const OFFICES: &[&str] = &[
    "财政局",
    "教育局",
    "自然资源和规划局",
    "市场监督管理局",
    "住房和城乡建设局",
    "交通运输局",
    "卫生健康委员会",
    "民政局",
    "农业农村局",
    "数据局",
    "文化和旅游局",
    "应急管理局",
    "审计局",
    "信访局",
    "人力资源和社会保障局",
];

/// An invented agency. Names of forty characters and characters outside the basic plane occur.
fn agency(rng: &mut Rng, profile: Profile) -> String {
    let place = |rng: &mut Rng| format!("{}{}", rng.pick(FIRST), rng.pick(SECOND));
    let city = format!("{}市", place(rng));
    let county = format!("{}{}", place(rng), rng.pick(&["县", "区"]));
    if rng.percent(4) {
        return format!(
            "{city}{}高新技术产业开发区管理委员会自然资源规划建设与生态环境保护综合行政执法局",
            place(rng)
        );
    }
    let office = rng.pick(OFFICES);
    match (profile, rng.below(10)) {
        (Profile::City | Profile::Extreme, 0..=3) => format!("{city}人民政府"),
        (Profile::City | Profile::Extreme, _) => format!("{city}{office}"),
        (_, 0) => format!("{county}人民政府"),
        (_, 1) => format!("{county}{}镇人民政府", place(rng)),
        (_, 2) => format!("{county}人民政府办公室"),
        (_, 3) => format!("{city}{county}{office}"),
        (_, 4) => format!("{city}{office}"),
        _ => format!("{county}{office}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balanced_report_fulfils_every_equation() {
        for seed in 0..400 {
            for one_other_row in [false, true] {
                let truth = report(seed, Options { one_other_row, ..Options::default() });
                assert_eq!(truth.errors, Vec::new(), "seed {seed}");
                for (at, cell) in truth.printed() {
                    let signed = matches!(at, CellRef::T2(key) if key.is_signed());
                    assert!(signed || cell.as_count().is_none_or(|n| (0..1_000_000).contains(&n)), "{at}");
                }
            }
        }
    }

    #[test]
    fn an_unbalanced_report_fails_one_or_two_equations_of_one_cell() {
        for seed in 0..400 {
            let truth = report(seed, Options { unbalanced: true, ..Options::default() });
            assert!((1..=3).contains(&truth.errors.len()), "seed {seed}: {:?}", truth.errors);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_report() {
        let draw = |seed| report(seed, Options::default()).report;
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn every_profile_has_its_size() {
        let total = |seed, profile| {
            let truth = report(seed, Options { profile: Some(profile), ..Options::default() });
            truth.count(CellRef::T3(Row::NewReceived, Column::Total))
        };
        for seed in 0..50 {
            assert_eq!(total(seed, Profile::Quiet), 0);
            assert!(total(seed, Profile::City) >= 85);
            assert!((9_000..100_000).contains(&total(seed, Profile::Extreme)));
        }
    }

    #[test]
    fn one_other_row_takes_the_place_of_the_three_items() {
        let truth = report(3, Options { one_other_row: true, ..Options::default() });
        assert_eq!(truth.report.form, Form::Form2021);
        assert!(truth.report.has_one_other_row());
        let printed: Vec<CellRef> = truth.printed().map(|(at, _)| at).collect();
        assert!(printed.contains(&CellRef::T3(Row::OtherTotal, Column::Total)));
        assert!(!printed.contains(&CellRef::T3(Row::OtherMisc, Column::Total)));
    }

    #[test]
    fn the_prose_names_all_six_sections() {
        let truth = report(11, Options::default());
        assert_eq!(truth.report.sections.len(), 6);
        assert!(truth.report.sections.iter().all(|s| !s.title.is_empty()));
    }
}
