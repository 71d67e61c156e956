//! Every address of the administration against every role: allowed or refused as the matrix of permissions says.

use crate::world::{World, id_of};
use axum::http::StatusCode;
use gongkai_domain::staff::{Permission, Reach, Role, reach};

/// An address that is looked at, with what opens it: one of these permissions.
const PAGES: &[(&str, &[Permission])] = &[
    ("/desk/people", &[Permission::ManagePeople, Permission::GrantRoles]),
    ("/desk/people/PERSON", &[Permission::ManagePeople, Permission::GrantRoles]),
    ("/desk/agency", &[Permission::ManagePeople]),
    ("/desk/agency/AGENCY", &[Permission::ManagePeople]),
    ("/desk/agency/departments/UNIT", &[Permission::ManagePeople]),
    ("/desk/settings", &[Permission::ManageSettings]),
    ("/desk/settings/chain", &[Permission::ManageSettings]),
    ("/desk/calendar/import", &[Permission::ManageCalendar]),
    ("/desk/audit", &[Permission::ReadAudit, Permission::VerifyChain]),
    ("/desk/audit.csv", &[Permission::ReadAudit]),
    ("/desk/audit/chain.jsonl", &[Permission::ReadAudit]),
    ("/desk/proactive", &[Permission::PromoteToProactive]),
    ("/desk/proactive.csv", &[Permission::PromoteToProactive]),
    ("/desk/supervision", &[Permission::SuperviseSubordinates]),
    ("/desk/system", &[Permission::ManageSystem]),
    ("/desk/review", &[Permission::SeeApplications]),
    ("/desk/ledger", &[Permission::SeeLedger]),
    ("/desk/ledger.csv", &[Permission::ExportLedger]),
    ("/desk/ledger.xlsx", &[Permission::ExportLedger]),
];

/// The fields of a form, name by name.
type Fields = &'static [(&'static str, &'static str)];

/// A form that is sent, with the fields that choose what is done and what it asks for.
const DEEDS: &[(&str, Fields, Permission)] = &[
    ("/desk/people", &[("name", "某人"), ("account", "LOGIN")], Permission::ManagePeople),
    ("/desk/people/OTHER", &[("deed", "password")], Permission::ManagePeople),
    ("/desk/people/OTHER", &[("deed", "disable")], Permission::ManagePeople),
    ("/desk/people/OTHER", &[("deed", "unlock")], Permission::GrantRoles),
    ("/desk/people/OTHER", &[("deed", "remove-second-factor")], Permission::GrantRoles),
    (
        "/desk/people/OTHER",
        &[("deed", "grant"), ("roles", "registrar"), ("from", "2025-10-01")],
        Permission::GrantRoles,
    ),
    ("/desk/agency", &[("deed", "add")], Permission::ManagePeople),
    ("/desk/agency", &[("deed", "succeed")], Permission::ManagePeople),
    ("/desk/agency", &[("deed", "department")], Permission::ManagePeople),
    ("/desk/agency/AGENCY", &[("name", "")], Permission::ManagePeople),
    ("/desk/settings/contact", &[("contact.fax", "0555-1")], Permission::ManageSettings),
    ("/desk/calendar/import", &[("text", "")], Permission::ManageCalendar),
    ("/desk/audit/verify", &[], Permission::VerifyChain),
];

fn address(world: &World, path: &str) -> String {
    path.replace("PERSON", &id_of(Role::Registrar).to_string())
        .replace("OTHER", &id_of(Role::PublishingClerk).to_string())
        .replace("AGENCY", &world.web.agency.to_string())
        .replace("UNIT", &world.unit.to_string())
}

fn has(role: Role, permission: Permission) -> bool {
    reach(role, permission) > Reach::Nothing
}

#[tokio::test]
async fn each_page_opens_for_the_roles_that_the_matrix_names_and_for_no_other() {
    let world = World::staffed().await;
    for role in Role::EVERY {
        let mut browser = world.signed_in(*role).await;
        for (path, permissions) in PAGES {
            let answer = browser.get(&address(&world, path)).await;
            let is_open = permissions.iter().any(|permission| has(*role, *permission));
            let expected = if is_open { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status, expected, "{path} for {role}");
        }
        for path in ["/desk/calendar", "/desk/calendar/2025", "/desk/account"] {
            assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path} is everybody's, {role}");
        }
    }
    let mut stranger = world.browser();
    for (path, _) in PAGES {
        let answer = stranger.get(&address(&world, path)).await;
        assert_eq!(answer.location, "/gk/desk/sign-in", "{path} for nobody");
    }
}

#[tokio::test]
async fn each_form_is_heard_from_the_roles_that_the_matrix_names_and_from_no_other() {
    let world = World::staffed().await;
    for role in Role::EVERY {
        let mut browser = world.signed_in(*role).await;
        let token = browser.token().await;
        for (path, fields, permission) in DEEDS {
            let login = format!("new.{}", role.key());
            let mut pairs: Vec<(&str, &str)> =
                fields.iter().map(|(n, v)| (*n, if *v == "LOGIN" { login.as_str() } else { v })).collect();
            let path = address(&world, path);
            // without the token of the session nobody is heard
            let without = browser.post(&path, &pairs).await;
            assert_eq!(without.status, StatusCode::FORBIDDEN, "{path} without a token, {role}");
            pairs.push(("token", &token));
            let answer = browser.post(&path, &pairs).await;
            if has(*role, *permission) {
                let is_heard = answer.status == StatusCode::OK
                    || answer.status == StatusCode::SEE_OTHER
                    || answer.status == StatusCode::UNPROCESSABLE_ENTITY;
                assert!(is_heard, "{path} {fields:?} for {role}: {}", answer.status);
                assert!(!answer.body.contains("办理</li>"), "{path} {fields:?} for {role}: {}", answer.body);
            } else {
                // a page of both administrators says on itself which of them may
                let says = answer.body.contains(&format!("“{}”由", permission.name()));
                assert!(
                    answer.status == StatusCode::FORBIDDEN
                        || (answer.status == StatusCode::UNPROCESSABLE_ENTITY && says),
                    "{path} {fields:?} for {role}: {}",
                    answer.status
                );
            }
        }
    }
}
