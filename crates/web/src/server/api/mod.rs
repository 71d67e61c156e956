//! The public interface for programs: statute items, calendar, due dates, guide data. Read only, without a key.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`), the count of days (`gongkai-deadline`).

pub mod document;
pub mod problem;

use super::{Shared, Web};
use crate::components::{Cell, Table};
use crate::server::portal::front;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{NaiveDate, NaiveTime};
use gongkai_deadline::calendar::year_summary;
use gongkai_deadline::statute::{self, Length, Limit};
use gongkai_deadline::{DueOptions, due_for};
use gongkai_domain::fee;
use problem::Problem;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use tower_http::set_header::SetResponseHeaderLayer;

/// The paths of the interface below the prefix; the document lists exactly these.
pub const PATHS: [&str; 5] =
    ["/api/openapi.json", "/api/statute", "/api/calendar/{year}", "/api/due", "/api/guide"];

/// The routes, below the prefix of the site.
pub fn routes() -> Router<Arc<Web>> {
    let header = |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    Router::new()
        .route(PATHS[0], get(document))
        .route(PATHS[1], get(statute_items))
        .route(PATHS[2], get(calendar))
        .route(PATHS[3], get(due))
        .route(PATHS[4], get(guide))
        .route("/api/{*rest}", get(unknown))
        // public facts without a person in them: any page may read them
        .route_layer(header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

async fn unknown() -> Problem {
    Problem::not_found("没有这个接口，接口清单见 /api/openapi.json")
}

async fn document(State(web): Shared) -> Json<Value> {
    Json(document::openapi(&web))
}

async fn statute_items() -> Json<Value> {
    Json(json!({ "items": statute::LIMITS.iter().map(item).collect::<Vec<_>>() }))
}

fn item(limit: &Limit) -> Value {
    let (unit, number) = match limit.length {
        Length::Working(days) => ("working_day", json!(days.0)),
        Length::Calendar(days) => ("calendar_day", json!(days.0)),
        Length::Months(months) => ("month", json!(months.0)),
        Length::Hours(hours) => ("hour", json!(hours.0)),
        Length::NextYear { month, day } => ("day_of_next_year", json!(format!("{month:02}-{day:02}"))),
    };
    json!({
        "key": limit.key,
        "name": limit.name,
        "length": limit.length.to_string(),
        "unit": unit,
        "number": number,
        "bound": limit.bound,
        "start": limit.start,
        "article": limit.article,
        "evidence": limit.evidence,
        "is_configurable": limit.is_configurable,
        "moves_off_holiday": limit.moves_off_holiday,
    })
}

async fn calendar(State(web): Shared, year: Result<Path<i32>, PathRejection>) -> Result<Response, Problem> {
    let Path(year) = year.map_err(|_| Problem::bad_request("年份应当是四位数字，例如 2025"))?;
    if !(1949..=2200).contains(&year) {
        return Err(Problem::bad_request("年份应当在 1949 至 2200 之间"));
    }
    let summary = year_summary(&web.office.calendar(), year).map_err(|e| Problem::unanswerable(&e))?;
    Ok(Json(summary).into_response())
}

/// A question for a due date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// Key of the limit.
    limit: String,
    /// The day of receipt or of whatever else starts it.
    from: NaiveDate,
    /// Another length, where an office may set one.
    length: Option<u32>,
    /// The time of day, for limits in clock hours.
    at: Option<NaiveTime>,
}

async fn due(
    State(web): Shared,
    question: Result<Query<Question>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(question) = question.map_err(|_| {
        Problem::bad_request("参数应当有 limit（期限的键，见 /api/statute）和 from（日期，例如 2025-09-16），可以有 length、at")
    })?;
    let options = DueOptions { length: question.length, at: question.at, ..DueOptions::default() };
    let due = due_for(&question.limit, question.from, &web.office.calendar(), &options)
        .map_err(|e| Problem::unanswerable(&e))?;
    Ok(Json(due).into_response())
}

async fn guide(State(web): Shared) -> Result<Response, Problem> {
    let (agency, settings) = web.office.agency(web.agency).await.map_err(|e| Problem::failed(&e))?;
    let today = web.office.today();
    let contact = &settings.contact;
    let channels: Vec<Value> = front::channels(&settings)
        .into_iter()
        .map(|channel| json!({ "name": channel.name, "how": channel.how, "received": channel.received }))
        .collect();
    let ways: Vec<Value> = front::ways(&agency, &settings, today)
        .into_iter()
        .map(|way| json!({ "name": way.name, "text": way.text, "article": way.article }))
        .collect();
    let limits = crate::pages::portal::guide::limits();
    Ok(Json(json!({
        "agency": agency.full_name,
        "office": {
            "name": contact.office_name,
            "address": contact.address,
            "post_code": contact.post_code,
            "hours": contact.hours,
            "phone": contact.phone,
            "fax": contact.fax,
            "email": contact.email,
            "website": contact.website,
        },
        "channels": channels,
        "limits": rows(&limits),
        "fee": {
            "measures": fee::MEASURES,
            "by_item": bands(1..=61, |at| fee::item_rate(u16::try_from(at).unwrap_or(u16::MAX))),
            "by_quantity": bands(1..=201, fee::page_rate),
        },
        "remedies": ways,
        "apply": web.site.urls.apply(),
        "track": web.site.urls.track(),
    }))
    .into_response())
}

/// The rows of the table of limits, as the page prints them.
fn rows(table: &Table) -> Vec<Value> {
    let words = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Figure(text) => text.clone(),
        Cell::Two(text, small) => format!("{text}（{small}）"),
        _ => String::new(),
    };
    let row = |row: &crate::components::Row| {
        let cells: Vec<String> = row.cells.iter().map(words).collect();
        let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
        json!({ "what": words(&row.head), "length": cell(0), "start": cell(1), "article": cell(2) })
    };
    table.rows.iter().map(row).collect()
}

/// Bands of equal rate; the last one is open, and by item grows with every further ten.
fn bands(units: std::ops::RangeInclusive<u32>, rate: impl Fn(u32) -> fee::Yuan) -> Vec<Value> {
    let (mut bands, mut from, last) = (Vec::new(), *units.start(), *units.end());
    for at in units {
        if at == last || rate(at + 1) != rate(at) {
            let to = (at != last).then_some(at);
            bands.push(json!({ "from": from, "to": to, "yuan_each": rate(at).0 }));
            from = at + 1;
        }
    }
    bands
}
