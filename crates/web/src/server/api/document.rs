//! The description of the interface in OpenAPI 3.1, exactly the paths that answer.
//!
//! Not here: the answers (`super`).

use super::{MOST_ITEMS, PATHS};
use crate::server::Web;
use gongkai_deadline::statute;
use serde_json::{Map, Value, json};

/// The document.
pub fn openapi(web: &Web) -> Value {
    let base = web.site.urls.at("");
    let paths: Map<String, Value> =
        PATHS.iter().map(|path| ((*path).to_owned(), json!({ "get": operation(path) }))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{}　政府信息公开公共接口", web.site.agency),
            "version": env!("CARGO_PKG_VERSION"),
            "description": "期限条文、工作日历、期限计算和公开指南数据。只读，不需要密钥，不含个人信息。",
        },
        "servers": [{ "url": if base.is_empty() { "/" } else { base.as_str() } }],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "responses": { "Problem": {
                "description": "错误说明（RFC 9457）",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            } },
        },
    })
}

fn operation(path: &str) -> Value {
    let (id, summary, schema, parameters) = match path {
        "/api/openapi.json" => ("openapi", "本接口的说明文件", json!({ "type": "object" }), json!([])),
        "/api/statute" => ("statute", "全部期限条文，分页", reference("Statute"), part_parameters()),
        "/api/calendar/{year}" => (
            "calendar",
            "一年的工作日历",
            reference("Year"),
            json!([{
                "name": "year", "in": "path", "required": true, "description": "年份",
                "schema": { "type": "integer", "minimum": 1949, "maximum": 2200 },
            }]),
        ),
        "/api/due" => ("due", "计算一个期限的届满日，附计算过程", reference("Due"), due_parameters()),
        _ => (
            "guide",
            "公开指南数据",
            reference("Guide"),
            json!([{
                "name": "agency", "in": "query", "required": false,
                "description": "机关代码，见 agencies；省略时为本网站的机关",
                "schema": { "type": "string" },
            }]),
        ),
    };
    let mut responses = json!({
        "200": { "description": "成功", "content": { "application/json": { "schema": schema } } },
        "default": { "$ref": "#/components/responses/Problem" },
    });
    if id == "due" {
        for (status, why) in [("400", "参数不正确"), ("404", "没有这个期限"), ("422", "无法计算")]
        {
            responses[status] = json!({
                "description": why,
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            });
        }
    }
    json!({ "operationId": id, "summary": summary, "parameters": parameters, "responses": responses })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn part_parameters() -> Value {
    json!([
        { "name": "page", "in": "query", "required": false, "description": "第几页，从 1 起",
          "schema": { "type": "integer", "minimum": 1, "default": 1 } },
        { "name": "per_page", "in": "query", "required": false, "description": "每页条数",
          "schema": { "type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": MOST_ITEMS } },
    ])
}

fn due_parameters() -> Value {
    let keys: Vec<&str> = statute::LIMITS.iter().map(|limit| limit.key).collect();
    json!([
        { "name": "limit", "in": "query", "required": true, "description": "期限的键",
          "schema": { "type": "string", "enum": keys } },
        { "name": "from", "in": "query", "required": true, "description": "起算之日（当日不计）",
          "schema": { "type": "string", "format": "date" } },
        { "name": "length", "in": "query", "required": false,
          "description": "另定的长度，只用于允许另定的期限；extension 为延长的工作日数",
          "schema": { "type": "integer", "minimum": 1 } },
        { "name": "at", "in": "query", "required": false, "description": "起算的时刻，只用于以小时计的期限",
          "schema": { "type": "string", "examples": ["09:30:00"] } },
    ])
}

fn schemas() -> Value {
    let text = || json!({ "type": "string" });
    let date = || json!({ "type": "string", "format": "date" });
    let list = |items: Value| json!({ "type": "array", "items": items });
    json!({
        "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "code", "detail"],
            "properties": {
                "type": text(), "title": text(), "status": { "type": "integer" }, "code": text(), "detail": text(),
            },
        },
        "Statute": {
            "type": "object",
            "required": ["items", "page", "per_page", "total", "next"],
            "properties": {
                "items": list(reference("Limit")),
                "page": { "type": "integer" },
                "per_page": { "type": "integer" },
                "total": { "type": "integer" },
                "next": { "type": ["string", "null"], "description": "下一页的地址" },
            },
        },
        "Limit": {
            "type": "object",
            "required": ["key", "name", "length", "unit", "number", "bound", "start", "article", "evidence"],
            "properties": {
                "key": text(), "name": text(), "length": text(),
                "unit": { "type": "string", "enum": ["working_day", "calendar_day", "month", "hour", "day_of_next_year"] },
                "number": { "type": ["integer", "string"] },
                "bound": { "type": "string", "enum": ["at_most", "at_least"] },
                "start": text(), "article": text(),
                "evidence": { "type": "string", "enum": ["text_read", "from_knowledge", "practice"] },
                "is_configurable": { "type": "boolean" },
                "moves_off_holiday": { "type": "boolean" },
            },
        },
        "Year": {
            "type": "object",
            "required": ["year", "provisional", "working_days", "months"],
            "properties": {
                "year": { "type": "integer" },
                "provisional": { "type": "boolean", "description": "当年放假安排尚未公布" },
                "source": { "type": ["string", "null"] },
                "working_days": { "type": "integer" },
                "holidays": { "type": "integer" },
                "make_up_days": { "type": "integer" },
                "months": list(json!({ "type": "object" })),
            },
        },
        "Due": {
            "type": "object",
            "required": ["limit", "limit_name", "length", "article", "received_on", "due_on", "provisional", "steps"],
            "properties": {
                "limit": text(), "limit_name": text(), "length": text(), "start": text(), "article": text(),
                "evidence": text(), "received_on": date(), "due_on": date(),
                "due_at": { "type": "string", "description": "北京时间，只用于以小时计的期限" },
                "bound": text(), "provisional": { "type": "boolean" },
                "years_without_data": list(json!({ "type": "integer" })),
                "projected": { "type": "boolean" },
                "steps": list(json!({
                    "type": "object",
                    "required": ["date", "kind", "text"],
                    "properties": { "date": date(), "until": date(), "kind": text(), "text": text(), "article": text() },
                })),
            },
        },
        "Guide": {
            "type": "object",
            "required": ["agency", "code", "agencies", "office", "channels", "limits", "fee", "remedies"],
            "properties": {
                "agency": text(), "code": text(),
                "agencies": list(json!({
                    "type": "object",
                    "required": ["code", "name"],
                    "properties": { "code": text(), "name": text() },
                })),
                "office": { "type": "object" }, "channels": list(json!({ "type": "object" })),
                "limits": list(json!({ "type": "object" })), "fee": { "type": "object" },
                "remedies": list(json!({ "type": "object" })), "apply": text(), "track": text(),
            },
        },
    })
}
