//! What a supervising authority sees of the agencies below it: the agencies, the cases of one, the dates of one case.
//!
//! Not here: who may look (`gongkai_app::query::supervision`), complaints (`super::complaint`).

use super::entry::{Desk, Sent, value};
use super::other::{asked_open, filter, open_filter};
use super::words::{self, chip};
use crate::chrome::Place;
use crate::components::{Cell, Choice, Empty, Fact, Facts, Head, Link, Row, Table, Value};
use crate::day::Day;
use crate::pages::desk::other::OtherList;
use crate::pages::desk::panel::{Panel, Part, Section};
use crate::server::respond::Named;
use crate::urls::with_query;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use gongkai_app::query::Cursor;
use gongkai_app::query::supervision::{
    Asked, Standing, Supervised, SupervisedCase, SupervisedCases, case as one_case, cases, overview,
};
use gongkai_domain::application::Pile;
use gongkai_domain::challenge::{Forum, ResultGroup, State as Stage};

/// Cases on a page.
const PAGE: u32 = 100;

pub(super) async fn agencies(desk: Desk) -> Response {
    let year = desk.web.office.today().year();
    match overview(&desk.web.office, &desk.actor, year).await {
        Ok(all) => desk.show(Some(Place::Supervision), StatusCode::OK, &list(&desk, year, &all)),
        Err(refusal) => desk.refused(&refusal),
    }
}

fn list(desk: &Desk, year: i32, all: &[Standing]) -> OtherList {
    let urls = &desk.web.site.urls;
    let rows = all.iter().map(|one| {
        let to = |pairs: &[(&str, &str)]| with_query(urls.supervised(&one.code, ""), pairs);
        let open = &one.open;
        Row::new(
            Cell::Link(Link::new(&one.name, to(&[]))),
            vec![
                Cell::Count(open.total(), to(&[("open", "open")])),
                Cell::Count(open.of(Pile::Overdue), to(&[("late", "1")])),
                Cell::Number(open.of(Pile::Today)),
                Cell::Number(open.of(Pile::Soon)),
                Cell::Number(open.of(Pile::Unconfirmed)),
                Cell::Number(open.of(Pile::Waiting)),
                Cell::Count(one.of_year, to(&[("year", &year.to_string())])),
                Cell::Number(one.closed),
                Cell::Number(i64::try_from(one.challenges).unwrap_or(i64::MAX)),
            ],
        )
    });
    let words = [
        "未办结".to_owned(),
        "超期".to_owned(),
        "今日到期".to_owned(),
        "临期".to_owned(),
        "待确认".to_owned(),
        "等待补正、缴费或者意见".to_owned(),
        format!("{year}年收到"),
        "其中已办结".to_owned(),
        "在办复议诉讼".to_owned(),
    ];
    let heads = std::iter::once(Head::new("机关")).chain(words.into_iter().map(Head::number));
    OtherList {
        heading: "监督下级机关".to_owned(),
        lead: "下级机关办理政府信息公开申请的数量、状态和期限；不显示申请人和申请内容。查看会记入审计。"
            .to_owned(),
        new: None,
        action: urls.supervision(),
        filters: Vec::new(),
        table: Table {
            id: "agencies".to_owned(),
            caption: "下级机关".to_owned(),
            heads: heads.collect(),
            rows: rows.collect(),
            foot: None,
            is_dense: true,
        },
        more: None,
        empty: Empty {
            words: "没有下级机关".to_owned(),
            reason: "机关树由系统管理员维护。".to_owned(),
            way: None,
        },
    }
}

pub(super) async fn agency(desk: Desk, Named(code): Named<String>, Query(query): Query<Sent>) -> Response {
    let asked = Asked {
        year: value(&query, "year").parse().ok(),
        open: asked_open(&query),
        is_overdue: value(&query, "late") == "1",
    };
    let after: Option<Cursor> = value(&query, "after").parse().ok();
    match cases(&desk.web.office, &desk.actor, &code, &asked, after, PAGE).await {
        Ok(view) => {
            desk.show(Some(Place::Supervision), StatusCode::OK, &of_agency(&desk, &code, &query, &view))
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

fn state_words(case: &Supervised) -> String {
    case.state.map_or_else(String::new, |state| state.label().to_owned())
}

fn some_day(on: Option<NaiveDate>) -> Cell {
    on.map_or(Cell::None, |on| Cell::Day(Day::of(on)))
}

fn row_words(key: &str) -> String {
    key.parse::<gongkai_domain::report::Row>()
        .map_or_else(|_| key.to_owned(), |row| row.short_label().to_owned())
}

fn of_agency(desk: &Desk, code: &str, query: &Sent, view: &SupervisedCases) -> OtherList {
    let urls = &desk.web.site.urls;
    let rows = view.cases.iter().map(|case| {
        Row::new(
            Cell::Link(Link::new(&case.number, urls.supervised(code, &case.number))),
            vec![
                Cell::Text(state_words(case)),
                Cell::Chip(chip(case.chip)),
                some_day(case.received_on),
                words::due(case.received_on, case.due_on, case.is_provisional),
                some_day(case.replied_on),
                case.row_key.as_deref().map_or(Cell::None, |key| Cell::Text(row_words(key))),
                Cell::Tick(case.is_extended, "已延期", "未延期"),
            ],
        )
    });
    let heads = ["编号", "状态", "期限情况", "收到日期", "答复期限", "答复日期", "计入年度报告", "延期"];
    let totals = &view.totals;
    let years = view
        .years
        .iter()
        .map(|(year, count)| Choice::new(year.to_string(), format!("{year}年（{count}件）")));
    OtherList {
        heading: view.agency.full_name.clone(),
        lead: format!(
            "共{}件，未办结{}件，延期答复{}件。不显示申请人和申请内容，查看会记入审计。",
            totals.all, totals.open, totals.extended
        ),
        new: Some(Link::new("返回下级机关", urls.supervision())),
        action: urls.supervised(code, ""),
        filters: vec![
            filter(query, "year", "年度", years.collect()),
            open_filter(query),
            filter(query, "late", "期限", vec![Choice::new("1", "只看超期")]),
        ],
        table: Table {
            id: "cases".to_owned(),
            caption: "办理情况".to_owned(),
            heads: heads.into_iter().map(Head::new).collect(),
            rows: rows.collect(),
            foot: None,
            is_dense: true,
        },
        more: view.next.map(|next| {
            let next = next.to_string();
            let names = ["year", "open", "late"];
            let mut pairs: Vec<(&str, &str)> = names.iter().map(|name| (*name, value(query, name))).collect();
            pairs.retain(|(_, text)| !text.is_empty());
            pairs.push(("after", &next));
            with_query(urls.supervised(code, ""), &pairs)
        }),
        empty: Empty {
            words: "没有符合条件的申请".to_owned(),
            reason: "在这一筛选条件下没有申请。".to_owned(),
            way: None,
        },
    }
}

pub(super) async fn case(desk: Desk, Named((code, number)): Named<(String, String)>) -> Response {
    match one_case(&desk.web.office, &desk.actor, &code, &number).await {
        Ok(view) => desk.show(Some(Place::Supervision), StatusCode::OK, &of_case(&desk, &code, &view)),
        Err(refusal) => desk.refused(&refusal),
    }
}

fn of_case(desk: &Desk, code: &str, view: &SupervisedCase) -> Panel {
    let urls = &desk.web.site.urls;
    let case = &view.case;
    let day = |term: &str, on: Option<NaiveDate>| match on {
        Some(on) => Fact::new(term, Value::Day(Day::of(on))),
        None => Fact::given(term, ""),
    };
    let mut rows = vec![
        Fact::text("机关", view.agency.full_name.clone()),
        Fact::text("状态", state_words(case)),
        Fact::text("期限情况", case.chip.words()),
        day("收到日期", case.received_on),
        if case.received_on.is_none() {
            day("内部掌握日期", case.due_on).note("尚未与申请人确认收到，没有法定期限")
        } else if case.is_provisional {
            day("答复期限", case.due_on).note("暂定：有的年份放假安排尚未公布")
        } else {
            day("答复期限", case.due_on)
        },
        day("答复日期", case.replied_on),
        Fact::given("计入年度报告", case.row_key.as_deref().map(row_words).unwrap_or_default()),
    ];
    if case.is_extended {
        rows.push(Fact::text("延期", "已经告知延期"));
    }
    let segments = view.segments.iter().map(|segment| {
        Row::new(
            Cell::Text(segment.caption.clone()),
            vec![
                Cell::Day(Day::of(segment.from)),
                Cell::Day(Day::of(segment.to)),
                Cell::Number(i64::from(segment.working_days.0)),
                Cell::Text(segment.article.to_owned()),
            ],
        )
    });
    let table = |id: &str, caption: &str, heads: &[&str], rows: Vec<Row>| Table {
        id: id.to_owned(),
        caption: caption.to_owned(),
        heads: heads.iter().copied().map(Head::new).collect(),
        rows,
        foot: None,
        is_dense: true,
    };
    let clock = table("clock", "期限经过", &["阶段", "自", "至", "工作日", "依据"], segments.collect());
    let mut sections = vec![
        Section::new("facts", "办理情况", Part::Facts(Facts::new(rows))),
        Section::new("timeline", "期限", Part::Table(clock)),
    ];
    if !view.challenges.is_empty() {
        let rows = view.challenges.iter().map(|row| {
            let forum = row.kind.parse::<Forum>().map_or(row.kind.clone(), |forum| forum.name().to_owned());
            let stage = row.state.parse::<Stage>().map_or(row.state.clone(), |state| state.name().to_owned());
            let result = row.result_key.as_deref().and_then(|key| key.parse::<ResultGroup>().ok());
            Row::new(
                Cell::Text(forum),
                vec![
                    Cell::Text(stage),
                    some_day(row.due_on),
                    result.map_or(Cell::None, |group| Cell::Text(group.name().to_owned())),
                ],
            )
        });
        let heads = ["类型", "状态", "期限", "结果"];
        let table = table("challenges", "行政复议、行政诉讼", &heads, rows.collect());
        sections.push(Section::new("contested", "复议诉讼", Part::Table(table)));
    }
    Panel {
        heading: case.number.clone(),
        lead: Some("只显示状态和日期；申请人、申请内容和文书由承办机关保管。查看已记入审计。".to_owned()),
        sections,
        crumbs: vec![
            Link::new("监督下级机关", urls.supervision()),
            Link::new(&view.agency.short_name, urls.supervised(code, "")),
        ],
        ..Panel::default()
    }
}
