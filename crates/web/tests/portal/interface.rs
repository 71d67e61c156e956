//! The interface for programs against its own document, and the document against what OpenAPI 3.1 and JSON Schema ask for.
//!
//! Not here: pages.

use super::world::{Browser, World};
use jsonschema::Draft;
use serde_json::{Value, json};
use utoipa::openapi::RefOr;

async fn document(program: &mut Browser) -> Value {
    program.get("/api/openapi.json").await.json()
}

#[tokio::test]
async fn the_document_is_one_of_openapi_3_1_and_its_schemas_are_schemas() {
    let world = World::new("").await;
    let document = document(&mut world.browser()).await;
    let parsed: utoipa::openapi::OpenApi = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(parsed.paths.paths.len(), 5);
    let mut ids = Vec::new();
    for (path, item) in &parsed.paths.paths {
        let operation = item.get.as_ref().expect("every path is read");
        assert!(item.post.is_none() && item.put.is_none() && item.delete.is_none(), "{path}");
        ids.push(operation.operation_id.clone().expect("an id"));
        assert!(operation.responses.responses.contains_key("200"), "{path}");
        assert!(operation.responses.responses.contains_key("default"), "{path} tells its errors");
        let named: Vec<&str> = operation
            .parameters
            .iter()
            .flatten()
            .map(|parameter| match parameter {
                RefOr::T(parameter) => parameter.name.as_str(),
                RefOr::Ref(_) => panic!("{path} tells its parameters itself"),
            })
            .collect();
        for segment in path.split('/').filter(|segment| segment.starts_with('{')) {
            assert!(named.contains(&segment.trim_matches(['{', '}'])), "{path} does not tell {segment}");
        }
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "every operation has an id of its own");
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert!(schemas.len() >= 6);
    for (name, schema) in schemas {
        jsonschema::draft202012::meta::validate(schema).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
    // every reference leads somewhere
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| match value.as_str() {
                Some(reference) if key == "$ref" => found.push(reference),
                _ => references(value, found),
            }),
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() >= 8);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

/// What an answer of a path must be like.
fn validator(document: &Value, schema: &str) -> jsonschema::Validator {
    let whole =
        json!({ "$ref": format!("#/components/schemas/{schema}"), "components": document["components"] });
    jsonschema::options().with_draft(Draft::Draft202012).build(&whole).unwrap()
}

#[tokio::test]
async fn every_answer_is_what_its_schema_says() {
    let world = World::new("").await;
    let mut program = world.browser();
    let document = document(&mut program).await;
    for (asked, schema) in [
        ("/api/statute", "Statute"),
        ("/api/statute?page=2&per_page=7", "Statute"),
        ("/api/statute?page=999", "Statute"),
        ("/api/calendar/2025", "Year"),
        ("/api/calendar/2031", "Year"),
        ("/api/due?limit=reply&from=2025-09-16", "Due"),
        ("/api/due?limit=public_concern_response&from=2025-09-16&at=09:30:00", "Due"),
        ("/api/guide", "Guide"),
        ("/api/guide?agency=yzsj", "Guide"),
        ("/api/nothing", "Problem"),
        ("/api/guide?agency=nobody", "Problem"),
        ("/api/statute?page=0", "Problem"),
        ("/api/statute?per_page=101", "Problem"),
        ("/api/statute?per_page=all", "Problem"),
        ("/api/statute?pages=2", "Problem"),
        ("/api/calendar/0", "Problem"),
        ("/api/due?limit=reply&from=2025-09-16&limit=suit", "Problem"),
        ("/api/due?limit=reply&from=99999999-01-01", "Problem"),
        ("/api/due?limit=reply&from=2025-09-16&at=25:00", "Problem"),
    ] {
        let answer = program.get(asked).await;
        assert_eq!(answer.status >= 400, schema == "Problem", "{asked}: {} {}", answer.status, answer.body);
        let faults: Vec<String> =
            validator(&document, schema).iter_errors(&answer.json()).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{asked}: {faults:?} in {}", answer.body);
        let kind = if schema == "Problem" { "application/problem+json" } else { "application/json" };
        assert!(answer.content_type.starts_with(kind), "{asked}: {}", answer.content_type);
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{asked}");
    }
}

#[tokio::test]
async fn the_pages_of_a_list_together_are_the_list() {
    let world = World::new("/gk").await;
    let mut program = world.browser();
    let mut keys = Vec::new();
    let mut next = Some("/gk/api/statute?per_page=7".to_owned());
    while let Some(asked) = next {
        let page = program.get(&asked).await.json();
        keys.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap().to_owned()),
        );
        assert_eq!(page["total"], gongkai_deadline::statute::LIMITS.len());
        next = page["next"].as_str().map(str::to_owned);
    }
    let all: Vec<&str> = gongkai_deadline::statute::LIMITS.iter().map(|limit| limit.key).collect();
    assert_eq!(keys, all);
}
