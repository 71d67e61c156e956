//! The public interface for programs: statute items, calendar, due dates, guide data. Read only, without a key.
//!
//! Not here: how pages look (`crate::pages`), what may be done (`gongkai-app`), the count of days (`gongkai-deadline`).

pub mod document;
pub mod problem;

use super::respond::Visit;
use super::shelf::{self, Key, Made, Shelf};
use super::{Shared, Web};
use crate::components::{Cell, Table};
use crate::server::portal::front::{self, Of};
use crate::urls::with_query;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Json, Router};
use chrono::{NaiveDate, NaiveTime};
use gongkai_app::Refusal;
use gongkai_app::portal::agencies::{listed, of_code};
use gongkai_deadline::calendar::year_summary;
use gongkai_deadline::statute::{self, Length, Limit};
use gongkai_deadline::{DueOptions, due_for};
use gongkai_domain::fee;
use gongkai_domain::ids::AgencyId;
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
        .route(PATHS[0], get(document).fallback(wrong_method))
        .route(PATHS[1], get(statute_items).fallback(wrong_method))
        .route(PATHS[2], get(calendar).fallback(wrong_method))
        .route(PATHS[3], get(due).fallback(wrong_method))
        .route(PATHS[4], get(guide).fallback(wrong_method))
        .route("/api", any(unknown))
        .route("/api/", any(unknown))
        .route("/api/{*rest}", any(unknown))
        // public facts without a person in them: any page may read them
        .route_layer(header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

async fn unknown() -> Problem {
    Problem::not_found("没有这个接口，接口清单见 /api/openapi.json")
}

async fn wrong_method() -> Problem {
    Problem::wrong_method()
}

async fn document(
    State(web): Shared,
    Extension(shelf): Extension<Arc<Shelf>>,
    visit: Visit,
) -> Result<Response, Problem> {
    let make = async { Ok(Made::json(&document::openapi(&web))) };
    let made = shelf.answer(&web.office, &visit.wants, Key::of("openapi", web.agency), make).await;
    made.map_err(|refusal| Problem::of(&refusal))
}

/// The most items of one answer, and how many there are where nothing else is asked for.
const MOST_ITEMS: usize = 100;

/// Which part of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// Which page, from 1.
    page: Option<usize>,
    /// How many items a page has.
    per_page: Option<usize>,
}

impl Part {
    /// Page and length.
    fn checked(&self) -> Result<(usize, usize), Problem> {
        let (page, per_page) = (self.page.unwrap_or(1), self.per_page.unwrap_or(MOST_ITEMS));
        let is_fit = page >= 1 && (1..=MOST_ITEMS).contains(&per_page);
        is_fit.then_some((page, per_page)).ok_or_else(|| {
            Problem::bad_request(format!(
                "page 应当是不小于 1 的整数，per_page 应当在 1 至 {MOST_ITEMS} 之间"
            ))
        })
    }
}

async fn statute_items(
    State(web): Shared,
    part: Result<Query<Part>, QueryRejection>,
    visit: Visit,
) -> Result<Response, Problem> {
    let Query(part) = part.map_err(|_| Problem::bad_request("参数可以有 page、per_page，都是整数"))?;
    let (page, per_page) = part.checked()?;
    let total = statute::LIMITS.len();
    let from = (page - 1).saturating_mul(per_page);
    let items: Vec<Value> = statute::LIMITS.iter().skip(from).take(per_page).map(item).collect();
    let next = (from.saturating_add(per_page) < total).then(|| {
        let (page, per_page) = ((page + 1).to_string(), per_page.to_string());
        with_query(web.site.urls.at(PATHS[1]), &[("page", &page), ("per_page", &per_page)])
    });
    let answer = json!({ "items": items, "page": page, "per_page": per_page, "total": total, "next": next });
    Ok(shelf::once(Made::json(&answer), &visit.wants))
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

async fn calendar(
    State(web): Shared,
    year: Result<Path<i32>, PathRejection>,
    visit: Visit,
) -> Result<Response, Problem> {
    let Path(year) = year.map_err(|_| Problem::bad_request("年份应当是四位数字，例如 2025"))?;
    if !(1949..=2200).contains(&year) {
        return Err(Problem::bad_request("年份应当在 1949 至 2200 之间"));
    }
    let summary = year_summary(&web.office.calendar(), year).map_err(|e| Problem::unanswerable(&e))?;
    let answer = serde_json::to_value(summary).map_err(|e| Problem::of(&Refusal::Defect(e.to_string())))?;
    Ok(shelf::once(Made::json(&answer), &visit.wants))
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

async fn guide(
    State(web): Shared,
    Extension(shelf): Extension<Arc<Shelf>>,
    of: Result<Query<Of>, QueryRejection>,
    visit: Visit,
) -> Result<Response, Problem> {
    let Query(of) = of.map_err(|_| Problem::bad_request("参数可以有 agency（机关代码）"))?;
    let made = async {
        let id = of_code(&web.office, web.agency, &web.site.agencies, of.agency.as_deref()).await?;
        let make = async { guide_of(&web, id).await.map(|guide| Made::json(&guide)) };
        shelf.answer(&web.office, &visit.wants, Key::of("guide data", id), make).await
    };
    made.await.map_err(|refusal| Problem::of(&refusal))
}

async fn guide_of(web: &Web, id: AgencyId) -> Result<Value, Refusal> {
    let (agency, settings) = web.office.agency(id).await?;
    let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
    let agencies: Vec<Value> =
        listed.iter().map(|agency| json!({ "code": agency.code, "name": agency.name })).collect();
    let today = web.office.today();
    let contact = &settings.contact;
    let channels: Vec<Value> = front::channels(web, &agency, &settings)
        .into_iter()
        .map(|channel| json!({ "name": channel.name, "how": channel.how, "received": channel.received }))
        .collect();
    let ways: Vec<Value> = front::ways(&agency, &settings, today)
        .into_iter()
        .map(|way| json!({ "name": way.name, "text": way.text, "article": way.article }))
        .collect();
    let limits = crate::pages::portal::guide::limits();
    Ok(json!({
        "agency": agency.full_name,
        "code": agency.code,
        "agencies": agencies,
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
