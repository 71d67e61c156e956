//! Working days: a year to look at, and the import of a year with what it would change before it is confirmed.
//!
//! Not here: what a well-formed year is and what moves (`gongkai_app::calendar`).

use super::super::forms::Sent as Multipart;
use super::entry::{Desk, Sent, entered, value};
use super::words;
use crate::chrome::Place;
use crate::components::form::Button;
use crate::components::{Cell, Control, Entered, ErrorSummary, Form, Head, Link, Row, Table};
use crate::day::Day;
use crate::pages::desk::calendar::{ImportPage, YearPage, months};
use crate::server::respond::Named;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Datelike, NaiveDate};
use gongkai_app::calendar::import::{self as importing, Mode, Preview};
use gongkai_app::{Fault, Refusal};
use gongkai_deadline::calendar::DayKind;
use gongkai_domain::staff::Permission;

pub(super) async fn this_year(desk: Desk, Query(query): Query<Sent>) -> Response {
    let year = desk.web.office.today().year();
    shown(&desk, year, &query).await
}

pub(super) async fn year(desk: Desk, Named(year): Named<String>, Query(query): Query<Sent>) -> Response {
    // four digits, as no arrangement is older or will be younger than this office
    match year.parse() {
        Ok(year) if (1949..=2199).contains(&year) => shown(&desk, year, &query).await,
        _ => desk.refused(&Refusal::NotFound),
    }
}

async fn shown(desk: &Desk, year: i32, _query: &Sent) -> Response {
    let (calendar, urls) = (desk.web.office.calendar(), &desk.web.site.urls);
    let today = desk.web.office.today().year();
    let mut years: Vec<i32> = calendar.years().map(|known| known.year).collect();
    years.extend([today, today + 1, year]);
    years.sort_unstable();
    years.dedup();
    let link = |one: i32| {
        Link::new(format!("{one}年"), if one == year { String::new() } else { urls.calendar_year(one) })
    };
    let months = months(&calendar, year);
    let ends = NaiveDate::from_ymd_opt(year - 1, 12, 31).zip(NaiveDate::from_ymd_opt(year, 12, 31));
    let special = ends.filter(|_| calendar.knows(year)).map_or_else(Vec::new, |(first, last)| {
        let days = calendar.special_days(first, last).iter();
        let words = |day: &NaiveDate| {
            let kind = if calendar.is_working_day(*day) { "调休上班" } else { "放假" };
            format!("{}　{kind}", Day::of(*day).words)
        };
        days.map(words).collect()
    });
    let import = allowed(desk).await;
    // whoever keeps the calendar by role is told who imports it
    let has_role = desk.must_here(Permission::ManageCalendar).is_ok();
    let barred = match &import {
        Err(Refusal::Denied(why)) if has_role => Some(why.clone()),
        _ => None,
    };
    let page = YearPage {
        urls: urls.clone(),
        year,
        years: years.into_iter().map(link).collect(),
        source: calendar.source(year).map(str::to_owned),
        working_days: months.iter().map(|month| month.working_days).sum(),
        months,
        special,
        may_import: import.is_ok(),
        barred,
    };
    desk.show(Some(Place::Calendar), StatusCode::OK, &page)
}

fn choose_page(desk: &Desk, e: &Entered) -> ImportPage {
    let page = ImportPage {
        year: None,
        days: None,
        cases: None,
        unmoved: 0,
        warnings: Vec::new(),
        form: Form {
            action: desk.web.site.urls.calendar_import(),
            token: desk.token.clone(),
            controls: vec![
                Control::line(e, "source", "来源")
                    .hint("通知的标题和文号；文件中已写明的可以空着")
                    .optional(),
                Control::file(e, "file", "放假安排文件", ".json,.csv,.txt")
                    .hint("每行一天：日期、放假或者上班，如 2027-01-01,放假；也可以是 JSON")
                    .optional(),
                Control::text(e, "text", "或者粘贴内容", 8).optional(),
            ],
            submit: "核对".to_owned(),
            has_files: true,
            ..Form::default()
        },
        summary: e.summary(),
        has_errors: e.has_errors(),
    };
    let (form, summary) = e.examine(page.form);
    ImportPage { form, summary, ..page }
}

async fn allowed(desk: &Desk) -> Result<(), Refusal> {
    importing::must(&desk.web.office, &desk.actor).await.map(drop)
}

pub(super) async fn choose(desk: Desk) -> Response {
    match allowed(&desk).await {
        Ok(()) => desk.answer(Place::Calendar, &choose_page(&desk, &Entered::default())),
        Err(refusal) => desk.refused(&refusal),
    }
}

fn kind(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Working => "工作日",
        DayKind::Weekend => "周末",
        DayKind::Holiday => "放假",
        DayKind::MakeUp => "调休上班",
    }
}

/// What would change, and the form to confirm it.
fn preview_page(desk: &Desk, preview: &Preview, source: &str) -> Result<ImportPage, Refusal> {
    let urls = &desk.web.site.urls;
    let days = preview.days.iter().map(|day| {
        Row::new(
            Cell::Text(Day::of(day.on).words),
            vec![Cell::Text(kind(day.now).to_owned()), Cell::Text(kind(day.then).to_owned())],
        )
    });
    let days = Table {
        id: "days".to_owned(),
        caption: format!("会变化的日子：{}天", preview.days.len()),
        heads: ["日期", "现在", "导入后"].into_iter().map(Head::new).collect(),
        rows: days.collect(),
        foot: None,
        is_dense: true,
    };
    let day = |on: Option<NaiveDate>| on.map_or(Cell::None, |on| Cell::Text(Day::of(on).words));
    let cases = preview.moved.iter().map(|case| {
        let number = words::number(&case.row);
        let now = match (case.now, case.was_provisional) {
            (Some(on), true) => Cell::Two(Day::of(on).words, "暂定".to_owned()),
            (on, _) => day(on),
        };
        Row::new(Cell::Text(number.to_owned()), vec![now, day(case.row.due_on)])
    });
    let elsewhere = match preview.moved_elsewhere {
        0 => String::new(),
        several => format!("；其他机关另有{several}件"),
    };
    let cases = Table {
        id: "cases".to_owned(),
        caption: format!("会变化的期限：本机关{}件{elsewhere}", preview.moved.len()),
        heads: ["登记编号", "现在", "导入后"].into_iter().map(Head::new).collect(),
        rows: cases.collect(),
        foot: None,
        is_dense: true,
    };
    let years: Vec<String> = preview.years.iter().map(|year| year.year.to_string()).collect();
    let sources = preview.years.iter().map(|year| year.source.as_str());
    let mut controls = vec![
        Control::locked("来源", sources.collect::<Vec<_>>().join("；")),
        Control::hidden("source", source),
        Control::hidden("text", preview.text()?),
        Control::hidden("confirm", years.join(",")),
    ];
    let (mut warnings, mut buttons, mut submit) = (Vec::new(), Vec::new(), "确认导入");
    if !preview.left_out.is_empty() {
        let left: Vec<String> = preview.left_out.iter().map(|on| Day::of(*on).words).collect();
        let (asked, other, words) = match preview.mode {
            Mode::Merge => ("保留这些日子（合并）", Mode::Replace, "改为整年替换，重新核对"),
            Mode::Replace => ("不再保留这些日子（整年替换）", Mode::Merge, "改为合并，重新核对"),
        };
        warnings.push(format!(
            "{}年的安排已经收录，这次的内容没有写出其中{}天：{}。下面按“{asked}”核对；如果不对，请改选后重新核对。",
            years.join("、"),
            left.len(),
            left.join("、")
        ));
        controls.push(Control::hidden("mode", preview.mode.key()));
        let (name, value) = ("again".to_owned(), other.key().to_owned());
        buttons.push(Button { name, value, words: words.to_owned() });
        submit = match preview.mode {
            Mode::Merge => "合并导入",
            Mode::Replace => "整年替换",
        };
    }
    if !preview.lacking.is_empty() {
        warnings.push(format!(
            "导入后{}仍是工作日，内容可能不完整。请对照通知原文核对（《全国年节及纪念日放假办法》第二条）。",
            preview.lacking.join("、")
        ));
    }
    let form = Form {
        action: urls.calendar_import(),
        token: desk.token.clone(),
        controls,
        submit: submit.to_owned(),
        buttons,
        cancel: Some(Link::new("不导入", urls.calendar())),
        is_final: true,
        ..Form::default()
    };
    Ok(ImportPage {
        year: preview.years.first().map(|year| year.year),
        days: Some(days),
        cases: Some(cases),
        unmoved: preview.unmoved as u64,
        warnings,
        form,
        summary: ErrorSummary::default(),
        has_errors: false,
    })
}

pub(super) async fn import(desk: Desk, sent: Multipart) -> Response {
    match imported(&desk, &sent).await {
        Ok(response) => response,
        Err(Refusal::Invalid(faults)) => {
            desk.answer(Place::Calendar, &choose_page(&desk, &entered(&sent.pairs, &faults)))
        }
        Err(Refusal::Classified) => {
            let fault = Fault::new(
                "file",
                "内容带有密级标志或者工作秘密字样，未予接收。请立即报告本单位保密工作机构",
            );
            // what was sent is not shown again
            desk.answer(Place::Calendar, &choose_page(&desk, &entered(&Vec::new(), &[fault])))
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn imported(desk: &Desk, sent: &Multipart) -> Result<Response, Refusal> {
    desk.check(&sent.pairs)?;
    allowed(desk).await?;
    let source = value(&sent.pairs, "source");
    let name = sent.files.first().map(|file| file.name.as_str()).unwrap_or_default();
    let text = match sent.files.first() {
        Some(file) => String::from_utf8(file.bytes.clone())
            .map_err(|_| Refusal::invalid("file", "文件不是 UTF-8 编码的文本"))?,
        None => value(&sent.pairs, "text").to_owned(),
    };
    let (office, actor) = (&desk.web.office, &desk.actor);
    let again = Mode::of(value(&sent.pairs, "again"));
    let mode = again.or_else(|| Mode::of(value(&sent.pairs, "mode")));
    let asked = importing::Sent { text: &text, source, name, mode };
    if value(&sent.pairs, "confirm").is_empty() || again.is_some() {
        let preview = importing::preview(office, actor, &asked).await?;
        return Ok(desk.answer(Place::Calendar, &preview_page(desk, &preview, source)?));
    }
    importing::import(office, actor, &asked).await?;
    let year = importing::parse(&text, source)?.first().map_or(0, |year| year.year);
    Ok(Redirect::to(&desk.web.site.urls.calendar_year(year)).into_response())
}
