//! The JSON Schema of what `read` and `check` print, made from the same keys as the reports.
//!
//! Not here: the printing (`super::json`, `gongkai_domain::report`).

use gongkai_domain::report::facts::SCHEMA_VERSION;
use gongkai_domain::report::{CellKind, Column, Form, Row, SectionKey, Table2Key, Table4Key};
use serde_json::{Map, Value, json};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of `gongkai read --format json`: a report, an unreadable file, or an array of both.
pub fn read() -> Value {
    let mut defs = shared_definitions();
    defs.insert("report".to_owned(), report());
    let one = json!([{ "$ref": "#/$defs/report" }, { "$ref": "#/$defs/unreadableFile" }]);
    json!({
        "$schema": DIALECT,
        "title": "gongkai read：政府信息公开工作年度报告数据",
        "oneOf": [
            { "$ref": "#/$defs/report" },
            { "$ref": "#/$defs/unreadableFile" },
            { "type": "array", "items": { "oneOf": one } },
        ],
        "$defs": defs,
    })
}

/// The schema of `gongkai check --format json`.
pub fn check() -> Value {
    let mut defs = shared_definitions();
    defs.insert("spot".to_owned(), spot());
    defs.insert("term".to_owned(), term());
    defs.insert("equation".to_owned(), equation());
    defs.insert("finding".to_owned(), finding(&[]));
    defs.insert("waived".to_owned(), finding(&[("waiver", json!({ "$ref": "#/$defs/waiver" }))]));
    defs.insert("waiver".to_owned(), waiver());
    defs.insert("notCheckable".to_owned(), not_checkable());
    defs.insert("checkedFile".to_owned(), checked_file());
    defs.insert("summary".to_owned(), summary());
    json!({
        "$schema": DIALECT,
        "title": "gongkai check：年度报告检查结果",
        "type": "object",
        "properties": {
            "schema_version": { "const": SCHEMA_VERSION },
            "files": {
                "type": "array",
                "items": { "oneOf": [{ "$ref": "#/$defs/checkedFile" }, { "$ref": "#/$defs/unreadableFile" }] },
            },
            "summary": { "$ref": "#/$defs/summary" },
        },
        "required": ["schema_version", "files", "summary"],
        "additionalProperties": false,
        "$defs": defs,
    })
}

/// An object of exactly these members, all required but those listed as optional.
fn object(members: &[(&str, Value)], optional: &[&str]) -> Value {
    let required: Vec<&str> = members.iter().map(|m| m.0).filter(|name| !optional.contains(name)).collect();
    let properties: Map<String, Value> =
        members.iter().map(|(name, v)| ((*name).to_owned(), v.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn ordinal() -> Value {
    json!({ "type": ["integer", "null"], "minimum": 1 })
}

fn keys<'a>(keys: impl IntoIterator<Item = &'a str>) -> Value {
    json!({ "enum": keys.into_iter().collect::<Vec<_>>() })
}

fn list(of: &str) -> Value {
    json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") } })
}

fn place_members() -> Vec<(&'static str, Value)> {
    let size = json!({ "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 4 });
    let mut all: Vec<(&str, Value)> =
        ["line", "column", "page", "table", "row", "col"].into_iter().map(|name| (name, ordinal())).collect();
    all.extend([
        ("paragraph", ordinal()),
        ("box", size),
        ("sheet", text()),
        ("address", text()),
        ("length", json!({ "type": "integer", "minimum": 0 })),
    ]);
    all
}

const PLACE_OPTIONAL: [&str; 5] = ["paragraph", "box", "sheet", "address", "length"];

fn located(value: Value) -> Value {
    let value = json!({ "anyOf": [value, { "type": "null" }] });
    object(
        &[("value", value), ("where", json!({ "anyOf": [{ "$ref": "#/$defs/place" }, { "type": "null" }] }))],
        &[],
    )
}

fn maybe_place() -> Value {
    json!({ "anyOf": [{ "$ref": "#/$defs/place" }, { "type": "null" }] })
}

fn shared_definitions() -> Map<String, Value> {
    let mut defs = Map::new();
    defs.insert("place".to_owned(), object(&place_members(), &PLACE_OPTIONAL));
    let why = object(&[("code", text()), ("message", text()), ("hint", text())], &[]);
    let version = json!({ "const": SCHEMA_VERSION });
    let file =
        object(&[("schema_version", version), ("source", text()), ("unreadable", why)], &["schema_version"]);
    defs.insert("unreadableFile".to_owned(), file);
    defs.insert("cell".to_owned(), cell());
    defs
}

/// A cell has a value exactly when its kind is number or derived; a derived one has a proof.
fn cell() -> Value {
    let value = json!({ "anyOf": [{ "type": "integer" }, { "type": "string", "pattern": "^-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$" }, { "type": "null" }] });
    let kind = keys(CellKind::EVERY.iter().map(|k| k.key()));
    let mut cell = object(
        &[("value", value), ("kind", kind), ("raw", text()), ("where", maybe_place()), ("proof", text())],
        &["proof"],
    );
    cell["allOf"] = json!([
        {
            "if": { "properties": { "kind": { "enum": ["number", "derived"] } } },
            "then": { "properties": { "value": { "type": ["integer", "string"] } } },
            "else": { "properties": { "value": { "type": "null" } } },
        },
        {
            "if": { "properties": { "kind": { "const": "derived" } } },
            "then": { "required": ["proof"] },
        },
    ]);
    cell
}

fn prose() -> Value {
    json!({ "type": "array", "items": object(&[("text", text()), ("where", maybe_place())], &[]) })
}

/// A table with exactly the cells of a form.
fn cells<'a>(names: impl IntoIterator<Item = &'a str>) -> Value {
    let members: Vec<(&str, Value)> =
        names.into_iter().map(|name| (name, json!({ "$ref": "#/$defs/cell" }))).collect();
    object(&members, &[])
}

fn table2(form: Form) -> Value {
    cells(form.table2().iter().map(|k| Table2Key::key(*k)))
}

fn table4(form: Form) -> Value {
    cells(form.table4().iter().map(|k| Table4Key::key(*k)))
}

/// Every row of the form; `other_total` may stand beside the three items when a report prints （六） as one row.
fn table3(form: Form) -> Value {
    let row = cells(Column::EVERY.iter().map(|c| c.key()));
    let mut rows: Vec<(&str, Value)> = form.table3_rows().iter().map(|r| (r.key(), row.clone())).collect();
    if form == Form::Form2021 {
        rows.push((Row::OtherTotal.key(), row));
        return object(&rows, &[Row::OtherTotal.key()]);
    }
    object(&rows, &[])
}

fn report() -> Value {
    let section = object(
        &[
            ("key", keys(SectionKey::EVERY.iter().map(|k| k.key()))),
            ("title", text()),
            ("text", text()),
            ("where", maybe_place()),
            ("paragraphs", prose()),
        ],
        &["paragraphs"],
    );
    let artefact = object(
        &[("kind", text()), ("text", text()), ("expected", text()), ("where", maybe_place())],
        &["expected"],
    );
    let mut report = object(
        &[
            ("schema_version", json!({ "const": SCHEMA_VERSION })),
            ("source", text()),
            ("form", keys(Form::EVERY.iter().map(|f| f.key()))),
            ("agency", located(text())),
            ("year", located(json!({ "type": "integer" }))),
            ("title", located(text())),
            ("signed_on", located(json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }))),
            ("preamble", prose()),
            ("sections", json!({ "type": "array", "items": section })),
            ("table2", json!({ "type": "object" })),
            ("table3", json!({ "type": "object" })),
            ("table4", json!({ "type": "object" })),
            ("artefacts", json!({ "type": "array", "items": artefact })),
        ],
        &["preamble"],
    );
    let by_form: Vec<Value> = Form::EVERY
        .iter()
        .map(|form| {
            json!({
                "if": { "properties": { "form": { "const": form.key() } } },
                "then": { "properties": { "table2": table2(*form), "table3": table3(*form), "table4": table4(*form) } },
            })
        })
        .collect();
    report["allOf"] = Value::Array(by_form);
    report
}

fn spot() -> Value {
    let mut members = place_members();
    let bytes = json!({ "type": "array", "items": { "type": "integer", "minimum": 0 }, "minItems": 2, "maxItems": 2 });
    members.extend([
        ("cell", text()),
        ("label", text()),
        ("quote", text()),
        ("source", text()),
        ("byte", bytes),
    ]);
    let optional: Vec<&str> =
        PLACE_OPTIONAL.into_iter().chain(["cell", "label", "quote", "source", "byte"]).collect();
    object(&members, &optional)
}

fn term() -> Value {
    let value = json!({ "type": "integer" });
    object(
        &[
            ("cell", text()),
            ("label", text()),
            ("value", value),
            ("where", json!({ "$ref": "#/$defs/place" })),
        ],
        &["where"],
    )
}

fn equation() -> Value {
    let difference = json!({ "type": "integer" });
    object(
        &[("id", text()), ("left", list("term")), ("right", list("term")), ("difference", difference)],
        &[],
    )
}

fn finding(more: &[(&str, Value)]) -> Value {
    let fix =
        object(&[("message", text()), ("replacement", text()), ("cell", text())], &["replacement", "cell"]);
    let mut members = vec![
        ("code", json!({ "type": "string", "pattern": "^[A-Z][0-9]{3}$" })),
        ("rule", text()),
        ("level", keys(["error", "warning", "note"])),
        ("message", text()),
        ("where", list("spot")),
        ("equation", json!({ "$ref": "#/$defs/equation" })),
        ("help", text()),
        ("fix", fix),
    ];
    members.extend(more.iter().cloned());
    object(&members, &["equation", "help", "fix"])
}

fn waiver() -> Value {
    let names = ["code", "cell", "reason", "who", "until", "file"];
    object(&names.map(|name| (name, text())), &["cell"])
}

fn not_checkable() -> Value {
    object(&["code", "rule", "subject", "reason"].map(|name| (name, text())), &[])
}

fn checked_file() -> Value {
    object(
        &[
            ("schema_version", json!({ "const": SCHEMA_VERSION })),
            ("source", text()),
            ("form", keys(Form::EVERY.iter().map(|f| f.key()))),
            ("agency", located(text())),
            ("year", located(json!({ "type": "integer" }))),
            ("findings", list("finding")),
            ("waived", list("waived")),
            ("not_checkable", list("notCheckable")),
        ],
        &["schema_version", "waived"],
    )
}

fn summary() -> Value {
    let counts = json!({ "type": "object", "additionalProperties": count() });
    let table = json!({ "type": "object", "additionalProperties": counts });
    let mut members: Vec<(&str, Value)> = [
        "files",
        "reports",
        "unreadable",
        "skipped",
        "errors",
        "warnings",
        "notes",
        "waived",
        "not_checkable",
    ]
    .into_iter()
    .map(|name| (name, count()))
    .collect();
    members.extend([
        ("not_checkable_because", counts.clone()),
        ("rules", counts),
        ("agencies", table),
        ("expired_waivers", list("waiver")),
        ("unused_waivers", list("waiver")),
    ]);
    object(&members, &["agencies", "expired_waivers", "unused_waivers"])
}
