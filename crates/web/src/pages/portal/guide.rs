//! The guide: who handles applications, how to file one, how long it takes, what it costs, what to do if unsatisfied.
//!
//! Not here: the numbers. Limits come from `gongkai_deadline::statute`, rates from `gongkai_domain::fee`.

use crate::chrome::{Body, Door};
use crate::components::{Cell, Facts, Head, Link, Row, Table};
use crate::day::Day;
use crate::urls::Urls;
use askama::Template;
use gongkai_deadline::statute::{self, Length, Limit};
use gongkai_domain::fee;
use std::borrow::Cow;

/// One way to file.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// How it is done, with address or number.
    pub how: String,
    /// Which day counts as the day of receipt.
    pub received: String,
    /// The forms to use.
    pub forms: Vec<Link>,
}

/// One way to object.
#[derive(Debug, Clone)]
pub struct Way {
    /// Its name.
    pub name: String,
    /// To whom, within how long.
    pub text: String,
    /// Law and article.
    pub article: String,
}

/// An empty form.
#[derive(Debug, Clone)]
pub struct FormFile {
    /// Its name and address.
    pub link: Link,
    /// `Word，34 KB`.
    pub note: String,
}

/// The guide.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/guide.html")]
pub struct Guide {
    /// Addresses.
    pub urls: Urls,
    /// Whose guide it is.
    pub agency: String,
    /// The guides of the other agencies.
    pub others: Vec<Link>,
    /// Where to apply online; none where that is not open.
    pub apply: Option<String>,
    /// The form of a complaint about the agency.
    pub complain: String,
    /// The form of a request to correct a record of the agency.
    pub correct_record: String,
    /// The office.
    pub office: Facts,
    /// The ways to file.
    pub channels: Vec<Channel>,
    /// The limits that matter to an applicant.
    pub limits: Table,
    /// Rates by item.
    pub by_item: Table,
    /// Rates by quantity.
    pub by_quantity: Table,
    /// The measures that set the rates.
    pub measures: String,
    /// The ways to object.
    pub ways: Vec<Way>,
    /// Forms to print.
    pub forms: Vec<FormFile>,
    /// Day of the last change.
    pub updated: Option<Day>,
}

/// The limits that matter to an applicant, with length and article of the statute.
pub fn limits() -> Table {
    let row = |what: &str, limit: &Limit, more: &str| {
        let length = format!("{}{more}", limit.length);
        let cells = vec![
            Cell::Text(length),
            Cell::Text(format!("{}起", limit.start)),
            Cell::Text(limit.article.to_owned()),
        ];
        Row::new(Cell::Text(what.to_owned()), cells)
    };
    let cap = Length::Working(statute::EXTENSION_CAP);
    Table {
        id: "limits".to_owned(),
        caption: "办理期限".to_owned(),
        heads: ["事项", "期限", "从何时起算（当日不计）", "依据"].map(Head::new).into(),
        rows: vec![
            row("答复", &statute::REPLY, "内"),
            Row::new(
                Cell::Text("延长答复".to_owned()),
                vec![
                    Cell::Text(format!("最多{cap}，在原期限届满前告知申请人")),
                    Cell::Text("接续原答复期限".to_owned()),
                    Cell::Text(statute::EXTENSION.article.to_owned()),
                ],
            ),
            row("告知补正", &statute::CORRECTION, "内，一次性告知"),
            row("申请人补正", &statute::CORRECTION_REPLY, "（以补正告知书写明的期限为准）"),
            row("征求第三方意见", &statute::CONSULTATION, "，不计入答复期限"),
            row("缴纳信息处理费", &statute::PAYMENT, "内；缴费后重新计算答复期限"),
            row("申请行政复议", &statute::RECONSIDERATION, "内"),
            row("直接提起行政诉讼", &statute::SUIT, "内"),
        ],
        foot: None,
        is_dense: false,
    }
}

/// Bands of equal rate among the first units, as the tariff gives them.
fn bands(unit: &str, last: u32, rate: impl Fn(u32) -> fee::Yuan) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut from = 1;
    for at in 1..=last {
        if at == last || rate(at + 1) != rate(at) {
            let amount = rate(at);
            let price = if amount.0 == 0 { "不收费".to_owned() } else { format!("每{unit}{amount}") };
            rows.push(Row::new(
                Cell::Text(format!("第{from}{unit}至第{at}{unit}")),
                vec![Cell::Figure(price)],
            ));
            from = at + 1;
        }
    }
    rows
}

/// The tariff by item.
pub fn by_item() -> Table {
    let mut rows = bands("件", 60, |at| fee::item_rate(at as u16));
    rows.push(Row::new(
        Cell::Text("此后每增加10件".to_owned()),
        vec![Cell::Figure(format!("每件再加{}", fee::Yuan(fee::item_rate(61).0 - fee::item_rate(60).0)))],
    ));
    Table {
        id: "by-item".to_owned(),
        caption: "按件计收：同一申请人一个自然月内的申请".to_owned(),
        heads: vec![Head::new("件数"), Head::number("收费标准")],
        rows,
        foot: None,
        is_dense: true,
    }
}

/// The tariff by quantity.
pub fn by_quantity() -> Table {
    let mut rows = bands("页", 200, fee::page_rate);
    rows.push(Row::new(
        Cell::Text("第201页以上".to_owned()),
        vec![Cell::Figure(format!("每页{}", fee::page_rate(201)))],
    ));
    Table {
        id: "by-quantity".to_owned(),
        caption: "按量计收：一件申请提供的页数（A4及以下）".to_owned(),
        heads: vec![Head::new("页数"), Head::number("收费标准")],
        rows,
        foot: None,
        is_dense: true,
    }
}

impl Body for Guide {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed("政府信息公开指南")
    }

    fn door(&self) -> Door {
        Door::Guide
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![Link::new("首页", urls.home())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fee_tables_have_the_bands_of_the_measures() {
        assert_eq!(by_item().rows.len(), 6);
        assert_eq!(by_quantity().rows.len(), 4);
        let html = by_item().to_string();
        assert!(
            html.contains("第11件至第30件") && html.contains("每件100元") && html.contains("每件再加100元"),
            "{html}"
        );
        assert!(by_quantity().to_string().contains("每页40元"));
    }

    #[test]
    fn the_limits_are_those_of_the_statute() {
        let html = limits().to_string();
        assert!(
            html.contains(&statute::REPLY.length.to_string()) && html.contains("第三十三条第二款"),
            "{html}"
        );
    }
}
