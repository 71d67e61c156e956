//! What an applicant owes when applications clearly exceed a reasonable number: the information-processing fee.
//!
//! Not here: whether to charge (the agency's decision, 《政府信息公开条例》第四十二条), the payment period's length
//! (`gongkai_deadline::statute`) and sums for the annual report (`crate::report`).
//!
//! 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）, in force since 1 January 2021. Both tariffs rise on the excess
//! only; one application is charged by item or by quantity, never both (第三条), so a [`Fee`] has one [`Method`].
//! Nothing else may be charged: providing the information itself is free, postage and copies included.

use crate::report::WanYuan;
use chrono::{Datelike, NaiveDate};
use gongkai_deadline::{Calendar, DeadlineError, Due, DueOptions, due_for};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The measures that set the tariffs.
pub const MEASURES: &str = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）";

/// By item: the ordinal counts within the calendar month.
pub const BY_ITEM_ARTICLE: &str = "《政府信息公开信息处理费管理办法》第四条";

/// An amount in whole yuan; both tariffs know no smaller unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yuan(pub i64);

impl Yuan {
    /// The amount in 分, for accounts that keep them.
    pub fn fen(self) -> i64 {
        self.0 * 100
    }

    /// The amount in 万元, the unit of the annual report: one yuan is exactly 0.0001 万元.
    pub fn wan_yuan(self) -> WanYuan {
        WanYuan::from_fen(self.fen())
    }

    /// The amount in 万元 with four decimals, which loses nothing: `0.2740`.
    pub fn wan_yuan_four_decimals(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let yuan = self.0.unsigned_abs();
        format!("{sign}{}.{:04}", yuan / 10_000, yuan % 10_000)
    }
}

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}元", self.0)
    }
}

impl std::iter::Sum for Yuan {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.map(|amount| amount.0).sum())
    }
}

/// How one application is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// 按件计收: by the ordinal of the application in the applicant's calendar month; for decisions of every kind.
    ByItem,
    /// 按量计收: by the pages of this application; where copies, e-mails or data are asked for. A page is one side of A4
    /// or smaller, and pages are not added up over applications (both from practice). Not for a reply that only tells
    /// where published information is.
    ByQuantity,
}

impl Method {
    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ByItem => "按件计收",
            Self::ByQuantity => "按量计收",
        }
    }

    /// The unit that is counted.
    pub fn unit(self) -> &'static str {
        match self {
            Self::ByItem => "件",
            Self::ByQuantity => "页",
        }
    }

    /// The articles to name in a notice.
    pub fn basis(self) -> &'static str {
        match self {
            Self::ByItem => "《政府信息公开条例》第四十二条、《政府信息公开信息处理费管理办法》第四条",
            Self::ByQuantity => "《政府信息公开条例》第四十二条、《政府信息公开信息处理费管理办法》第五条",
        }
    }

    /// The band in which the `ordinal`-th unit falls: its last unit (none if the band is open) and its rate.
    fn band(self, ordinal: u32) -> (Option<u32>, Yuan) {
        match (self, ordinal) {
            (Self::ByItem, 0..=10) => (Some(10), Yuan(0)),
            (Self::ByItem, 11..=30) => (Some(30), Yuan(100)),
            (Self::ByItem, _) => {
                // "31 and above: ten a step, each step 100 yuan more": the first step, 31 to 40, is read as 200. Common
                // reading; no published calculation settles it. Decided in November 2026.
                let step = (ordinal - 30).div_ceil(10);
                (
                    step.checked_mul(10).and_then(|items| items.checked_add(30)),
                    Yuan(100 + 100 * i64::from(step)),
                )
            }
            (Self::ByQuantity, 0..=30) => (Some(30), Yuan(0)),
            (Self::ByQuantity, 31..=100) => (Some(100), Yuan(10)),
            (Self::ByQuantity, 101..=200) => (Some(200), Yuan(20)),
            (Self::ByQuantity, _) => (None, Yuan(40)),
        }
    }

    /// The lines for the units `from` to `to`, both included.
    fn lines(self, from: u32, to: u32) -> Vec<FeeLine> {
        let mut lines = Vec::new();
        let mut next = from;
        while next <= to {
            let (band_end, rate) = self.band(next);
            let last = band_end.map_or(to, |end| end.min(to));
            let amount = Yuan(i64::from(last - next + 1) * rate.0);
            lines.push(FeeLine { from: next, to: last, rate, amount });
            let Some(following) = last.checked_add(1) else { break };
            next = following;
        }
        lines
    }
}

/// One band of a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FeeLine {
    /// First unit of the band that is charged here.
    pub from: u32,
    /// Last unit.
    pub to: u32,
    /// Rate per unit.
    pub rate: Yuan,
    /// Rate times units.
    pub amount: Yuan,
}

/// The fee of one application, or of a month, with the lines it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fee {
    /// How it was counted.
    pub method: Method,
    /// The bands touched, free ones included.
    pub lines: Vec<FeeLine>,
    /// The sum to pay.
    pub total: Yuan,
}

/// Rate of the `ordinal`-th application that the same applicant filed with the agency in a calendar month.
pub fn item_rate(ordinal: u16) -> Yuan {
    Method::ByItem.band(u32::from(ordinal)).1
}

/// Rate of the `ordinal`-th page of one application.
pub fn page_rate(ordinal: u32) -> Yuan {
    Method::ByQuantity.band(ordinal).1
}

/// The fee of `items` applications (or parts of one, split by 一事一申请) of which the first is the applicant's
/// `first`-th of the month. Ordinals start from 1; past the largest ordinal the count stops.
pub fn by_item(first: u16, items: u16) -> Fee {
    let first = u32::from(first.max(1));
    let last = first + u32::from(items);
    Fee::of(Method::ByItem, Method::ByItem.lines(first, last - 1))
}

/// The fee of all `items` applications of a month, each charged by item.
pub fn month_by_item(items: u16) -> Fee {
    by_item(1, items)
}

/// The fee of one application of so many pages.
pub fn by_quantity(pages: u32) -> Fee {
    Fee::of(Method::ByQuantity, Method::ByQuantity.lines(1, pages))
}

impl Fee {
    fn of(method: Method, lines: Vec<FeeLine>) -> Self {
        let total = lines.iter().map(|line| line.amount).sum();
        Self { method, lines, total }
    }

    /// The calculation as a fee notice prints it: method, one line a band, sum, basis.
    pub fn notice_lines(&self) -> Vec<String> {
        let unit = self.method.unit();
        let mut text = vec![format!("收费方式：{}", self.method.name())];
        text.extend(self.lines.iter().map(|line| {
            let range = if line.from == line.to {
                format!("第{}{unit}", line.from)
            } else {
                format!("第{}{unit}至第{}{unit}，共{}{unit}", line.from, line.to, line.to - line.from + 1)
            };
            if line.rate == Yuan(0) {
                format!("{range}：不收费")
            } else {
                format!("{range}：每{unit}{}，计{}", line.rate, line.amount)
            }
        }));
        text.push(format!("合计：{}", self.total));
        text.push(format!("依据：{}", self.method.basis()));
        text
    }
}

/// Whether an application received on this day can be charged at all: the measures apply from 1 January 2021.
pub fn is_chargeable(received_on: NaiveDate) -> bool {
    received_on.year() >= 2021
}

/// Until when the fee is to be paid; unpaid, the application counts as given up.
///
/// # Errors
/// [`DeadlineError::OutOfRange`] at the end of the calendar.
pub fn payment_due(notice_received_on: NaiveDate, calendar: &Calendar) -> Result<Due, DeadlineError> {
    due_for("payment", notice_received_on, calendar, &DueOptions::default())
}

/// An application of one applicant to one agency, as far as counting by item needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filing {
    /// Day of receipt, which decides the month.
    pub received_on: NaiveDate,
    /// Into how many matters it was split (第四条); one if it was not.
    pub items: u16,
    /// Whether the applicant withdrew it.
    pub is_withdrawn: bool,
}

/// What the measures leave open and an office may decide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountingRule {
    /// Whether an application that was taken back counts too; unless told otherwise it does not.
    pub counts_withdrawn: bool,
}

/// The place of an application in its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinals {
    /// Ordinal of its first item.
    pub first: u16,
    /// Number of its items.
    pub items: u16,
}

impl Ordinals {
    /// What this application costs if it is charged by item.
    pub fn fee(self) -> Fee {
        by_item(self.first, self.items)
    }
}

/// Numbers the filings of one applicant with one agency within each calendar month (一个自然月), in order of receipt and,
/// within a day, in the order given. The answer stands in the order given; a filing that does not count has none.
pub fn month_ordinals(filings: &[Filing], rule: CountingRule) -> Vec<Option<Ordinals>> {
    let mut by_receipt: Vec<usize> = (0..filings.len()).collect();
    by_receipt.sort_by_key(|&at| filings.get(at).map(|filing| filing.received_on));
    let mut counted: BTreeMap<(i32, u32), u16> = BTreeMap::new();
    let mut result = vec![None; filings.len()];
    for at in by_receipt {
        let (Some(filing), Some(slot)) = (filings.get(at), result.get_mut(at)) else { continue };
        if filing.is_withdrawn && !rule.counts_withdrawn {
            continue;
        }
        let month = (filing.received_on.year(), filing.received_on.month());
        let before = counted.entry(month).or_default();
        *slot = Some(Ordinals { first: before.saturating_add(1), items: filing.items });
        *before = before.saturating_add(filing.items);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_by_item_costs_what_the_worked_examples_say() {
        let examples = [
            (0, 0),
            (1, 0),
            (10, 0),
            (11, 100),
            (12, 200),
            (29, 1_900),
            (30, 2_000),
            (31, 2_200),
            (32, 2_400),
            (40, 4_000),
            (41, 4_300),
            (50, 7_000),
            (51, 7_400),
            (60, 11_000),
            (61, 11_500),
            (70, 16_000),
            (71, 16_600),
            (80, 22_000),
            (100, 37_000),
        ];
        for (items, yuan) in examples {
            assert_eq!(month_by_item(items).total, Yuan(yuan), "{items} items");
        }
    }

    #[test]
    fn one_application_by_quantity_costs_what_the_worked_examples_say() {
        let examples = [
            (0, 0),
            (1, 0),
            (30, 0),
            (31, 10),
            (32, 20),
            (68, 380),
            (99, 690),
            (100, 700),
            (101, 720),
            (150, 1_700),
            (199, 2_680),
            (200, 2_700),
            (201, 2_740),
            (250, 4_700),
            (300, 6_700),
            (500, 14_700),
            (1000, 34_700),
        ];
        for (pages, yuan) in examples {
            assert_eq!(by_quantity(pages).total, Yuan(yuan), "{pages} pages");
        }
    }

    #[test]
    fn each_application_costs_the_rate_of_its_ordinal() {
        for (ordinal, yuan) in
            [(1, 0), (10, 0), (11, 100), (30, 100), (31, 200), (40, 200), (41, 300), (50, 300), (51, 400)]
        {
            assert_eq!(item_rate(ordinal), Yuan(yuan), "number {ordinal}");
            assert_eq!(by_item(ordinal, 1).total, Yuan(yuan), "number {ordinal}");
        }
        for (ordinal, yuan) in [(30, 0), (31, 10), (100, 10), (101, 20), (200, 20), (201, 40), (9_999, 40)] {
            assert_eq!(page_rate(ordinal), Yuan(yuan), "page {ordinal}");
        }
    }

    #[test]
    fn lines_add_up_to_the_rates_one_by_one() {
        let mut sum = Yuan(0);
        for ordinal in 1..=1_200_u16 {
            sum.0 += item_rate(ordinal).0;
            assert_eq!(month_by_item(ordinal).total, sum, "{ordinal} items");
        }
        let mut sum = Yuan(0);
        for page in 1..=1_200_u32 {
            sum.0 += page_rate(page).0;
            assert_eq!(by_quantity(page).total, sum, "{page} pages");
        }
    }

    #[test]
    fn the_largest_counts_neither_overflow_nor_hang() {
        // 30 items cost 2 000; then 6 550 full steps and five more items.
        let (full, rest) = (6_550_i64, 5_i64);
        let expected = 2_000 + 1_000 * full + 500 * full * (full + 1) + rest * 100 * (full + 2);
        assert_eq!(month_by_item(u16::MAX).total, Yuan(expected));
        assert_eq!(by_item(u16::MAX, u16::MAX).lines.last().unwrap().to, 2 * u32::from(u16::MAX) - 1);
        assert_eq!(by_quantity(u32::MAX).total, Yuan(2_700 + 40 * (i64::from(u32::MAX) - 200)));
    }

    #[test]
    fn yuan_become_wan_yuan_without_loss() {
        for (yuan, four_decimals, short) in [
            (2_740, "0.2740", "0.274"),
            (100, "0.0100", "0.01"),
            (10, "0.0010", "0.001"),
            (1, "0.0001", "0.0001"),
        ] {
            assert_eq!(Yuan(yuan).wan_yuan_four_decimals(), four_decimals);
            assert_eq!(Yuan(yuan).wan_yuan().to_string(), short);
        }
        assert_eq!(Yuan(34_700).wan_yuan_four_decimals(), "3.4700");
        assert_eq!(Yuan(2_740).fen(), 274_000);
    }

    #[test]
    fn a_notice_shows_every_band_and_its_articles() {
        assert_eq!(
            by_item(29, 4).notice_lines(),
            [
                "收费方式：按件计收",
                "第29件至第30件，共2件：每件100元，计200元",
                "第31件至第32件，共2件：每件200元，计400元",
                "合计：600元",
                "依据：《政府信息公开条例》第四十二条、《政府信息公开信息处理费管理办法》第四条",
            ]
        );
        assert_eq!(
            by_quantity(101).notice_lines(),
            [
                "收费方式：按量计收",
                "第1页至第30页，共30页：不收费",
                "第31页至第100页，共70页：每页10元，计700元",
                "第101页：每页20元，计20元",
                "合计：720元",
                "依据：《政府信息公开条例》第四十二条、《政府信息公开信息处理费管理办法》第五条",
            ]
        );
    }

    #[test]
    fn applications_are_numbered_by_receipt_within_the_month() {
        let filing = |on: &str, items, is_withdrawn| Filing { received_on: day(on), items, is_withdrawn };
        let filings = [
            filing("2025-03-20", 2, false),
            filing("2025-03-03", 10, false),
            filing("2025-03-04", 3, true),
            filing("2025-04-01", 1, false),
            filing("2025-03-20", 1, false),
        ];
        let place = |first, items| Some(Ordinals { first, items });
        assert_eq!(
            month_ordinals(&filings, CountingRule::default()),
            [place(11, 2), place(1, 10), None, place(1, 1), place(13, 1)]
        );
        assert_eq!(
            month_ordinals(&filings, CountingRule { counts_withdrawn: true }),
            [place(14, 2), place(1, 10), place(11, 3), place(1, 1), place(16, 1)]
        );
        assert_eq!(Ordinals { first: 11, items: 2 }.fee().total, Yuan(200));
    }

    #[test]
    fn the_payment_period_starts_after_the_notice_arrived() {
        let calendar = Calendar::national().unwrap();
        let due = payment_due(day("2021-09-10"), &calendar).unwrap();
        assert_eq!(due.on, day("2021-10-14"));
        assert_eq!(due.article, "《政府信息公开信息处理费管理办法》第六条");
    }

    #[test]
    fn nothing_received_before_2021_is_charged() {
        assert!(!is_chargeable(day("2020-12-31")));
        assert!(is_chargeable(day("2021-01-01")));
    }
}
