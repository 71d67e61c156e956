//! The audit log and the chain of events.

use crate::world::{PASSWORD, World};
use axum::http::StatusCode;
use gongkai_app::application::register;
use gongkai_app::query::audit_words::{ACTIONS, KINDS};
use gongkai_domain::staff::Role;
use gongkai_storage::verify_lines;
use std::path::{Path, PathBuf};

#[tokio::test]
async fn the_auditor_filters_the_log_and_reading_it_leaves_a_line_of_its_own() {
    let world = World::staffed().await;
    let id = world.filed("某某方案").await;
    let registrar = world.actor(Role::Registrar).await;
    let moved = register::register(world.office(), &registrar, id, None).await.unwrap();
    let number = moved.row.registration.unwrap();
    gongkai_app::query::case::reveal(world.office(), &registrar, id).await.unwrap();
    world.signed_in(Role::Principal).await;
    world.browser().sign_in("principal", "wrong").await;
    let mut auditor = world.signed_in(Role::AuditAdmin).await;
    let all = auditor.get("/desk/audit").await;
    assert_eq!(all.status, StatusCode::OK);
    assert!(
        all.body.contains("查看申请人信息") && all.body.contains(&number) && all.body.contains("某主要领导")
    );
    assert!(!all.body.contains("李明远"), "never what was read");
    let rows = |body: &str| body.matches("<th scope=\"row\"").count();
    let by_action = auditor.get("/desk/audit?action=reveal_applicant").await;
    assert_eq!(rows(&by_action.body), 1, "{}", by_action.body);
    let case = crate::world::encode(&number);
    assert_eq!(rows(&auditor.get(&format!("/desk/audit?case={case}")).await.body), 1);
    let person = crate::world::encode("某主要领导");
    assert_eq!(rows(&auditor.get(&format!("/desk/audit?person={person}")).await.body), 1);
    assert_eq!(rows(&auditor.get("/desk/audit?person=nobody").await.body), 0);
    assert_eq!(rows(&auditor.get("/desk/audit?from=2025-09-17").await.body), 0);
    let backwards = auditor.get("/desk/audit?from=2025-09-17&until=2025-09-01").await;
    assert_eq!(rows(&backwards.body), 0);
    assert!(backwards.body.contains("截止日期不得早于起始日期"), "an empty list is explained");
    assert!(rows(&auditor.get("/desk/audit?from=2025-09-16&until=2025-09-16").await.body) > 5);
    let whole = auditor.get("/desk/audit.csv").await;
    for cell in whole.body.trim_start_matches('\u{feff}').lines().flat_map(|line| line.split(',')) {
        let text = cell.trim_start_matches('"');
        assert!(!text.starts_with(['=', '+', '-', '@', '\t', '\r']), "no formula: {cell}");
    }
    let csv = auditor.get("/desk/audit.csv?action=reveal_applicant").await;
    assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
    assert!(csv.body.contains("某登记（窗口）人员,查看申请人信息"), "{}", csv.body);
    let audited = world.audited().await;
    assert!(audited.contains(&"audit_read".to_owned()) && audited.contains(&"audit_exported".to_owned()));
}

#[tokio::test]
async fn the_chain_is_verified_by_a_button_and_its_export_verifies_offline() {
    let world = World::staffed().await;
    world.filed("某某方案").await;
    world.filed("某某规划").await;
    let mut security = world.signed_in(Role::SecurityAdmin).await;
    let page = security.get("/desk/audit").await;
    assert!(page.body.contains("尚未核验") && !page.body.contains("审计记录</caption>"), "{}", page.body);
    let token = security.token().await;
    let foreign = security.post("/desk/audit/verify", &[("token", "x")]).await;
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST);
    let done = security.post("/desk/audit/verify", &[("token", &token)]).await;
    assert_eq!(done.location, "/gk/desk/audit");
    let page = security.get("/desk/audit").await;
    assert!(page.body.contains("事件链完整") && page.body.contains("已核验 2 个事件"), "{}", page.body);
    let mut auditor = world.signed_in(Role::AuditAdmin).await;
    let chain = auditor.get("/desk/audit/chain.jsonl").await;
    let summary = verify_lines(&chain.bytes[..]).unwrap();
    assert_eq!(summary.events, 2);
    let altered = chain.body.replacen("in_person", "internet", 1);
    assert_ne!(altered, chain.body);
    assert_eq!(verify_lines(altered.as_bytes()).unwrap_err().position, 1);
    assert!(world.audited().await.contains(&"chain_verified".to_owned()));
    assert_eq!(world.browser().sign_in("audit_admin", PASSWORD).await.status, StatusCode::SEE_OTHER);
}

/// The sources below a directory.
fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The keys in quotation marks of a piece of source.
fn keys(source: &str) -> impl Iterator<Item = &str> {
    let quoted = source.split('"').skip(1).step_by(2);
    quoted.filter(|text| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
}

/// Every key that a use case gives to a line of the log: the action and what it was done to, as the fields of the line or as the
/// first arguments of the functions that write one.
#[test]
#[expect(clippy::disallowed_methods, reason = "the sources themselves are read")]
fn every_action_that_is_written_anywhere_has_words() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for part in ["app/src", "jobs/src", "cli/src"] {
        sources(&crates.join(part), &mut files);
    }
    let (mut actions, mut kinds) = (0, 0);
    for path in files {
        let source = std::fs::read_to_string(&path).unwrap();
        if !source.contains("NewAudit") && !source.contains("note(") {
            continue;
        }
        for (field, known, count) in
            [("action: \"", ACTIONS, &mut actions), ("object_kind: \"", KINDS, &mut kinds)]
        {
            for rest in source.split(field).skip(1) {
                let key = rest.split('"').next().unwrap();
                let is_line = rest[key.len()..].starts_with("\".to_owned()");
                if is_line {
                    *count += 1;
                    assert!(known.iter().any(|(known, _)| *known == key), "{}: {key}", path.display());
                }
            }
        }
        for call in ["note(", "line(office", "opened(office", "opening(office"] {
            for (at, _) in source.match_indices(call).filter(|(at, _)| !source[..*at].ends_with("fn ")) {
                let arguments = source[at + call.len()..].split(';').next().unwrap();
                // a line that is written out names its action in its field
                let arguments =
                    ["json!", "NewAudit"].iter().fold(arguments, |rest, end| rest.split(end).next().unwrap());
                let Some(key) = keys(arguments).next() else { continue };
                let is_kind = KINDS.iter().any(|(known, _)| *known == key);
                assert!(
                    is_kind || ACTIONS.iter().any(|(known, _)| *known == key),
                    "{}: {key}",
                    path.display()
                );
                actions += 1;
            }
        }
    }
    assert!(actions > 40 && kinds > 10, "{actions} {kinds}");
}
