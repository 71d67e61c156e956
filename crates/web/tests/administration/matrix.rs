//! Every address of the administration against every role: allowed or refused as the matrix of permissions says.

use crate::world::{World, id_of};
use axum::http::{Request, StatusCode, header};
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
    ("/desk/register", &[Permission::FileAtCounter]),
    ("/desk/challenges", &[Permission::ManageChallenges, Permission::SeeApplications]),
    ("/desk/challenges/new", &[Permission::ManageChallenges]),
    ("/desk/record-corrections", &[Permission::ManageRecordCorrections]),
    ("/desk/record-corrections/new", &[Permission::ManageRecordCorrections]),
    ("/desk/complaints", &[Permission::HandleComplaints]),
    ("/desk/complaints/new", &[Permission::HandleComplaints]),
];

/// What is everybody's who is signed in, or nobody's: the door, the first start, one's own things, the calendar.
const EVERYBODYS: &[&str] = &[
    "/desk/sign-in",
    "/desk/sign-in/second",
    "/desk/sign-out",
    "/desk/setup",
    "/desk/setup/administrator",
    "/desk/setup/calendar",
    "/desk",
    "/desk/applications",
    "/desk/messages",
    "/desk/calendar",
    "/desk/calendar/{year}",
    "/desk/account",
    "/desk/account/password",
    "/desk/account/sessions",
    "/desk/account/second-factor",
    "/desk/account/recovery",
];

/// Where the addresses of one case begin: what opens depends on the case.
const OF_ONE_CASE: &[&str] = &[
    "/desk/applications/{number}",
    "/desk/review/{number}",
    "/desk/challenges/{id}",
    "/desk/record-corrections/{reference}",
    "/desk/complaints/{reference}",
    "/desk/supervision/{code}",
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
    ("/desk/register", &[("channel", "counter")], Permission::FileAtCounter),
    ("/desk/challenges/new", &[("forum", "")], Permission::ManageChallenges),
    ("/desk/record-corrections/new", &[("name", "")], Permission::ManageRecordCorrections),
    ("/desk/complaints/new", &[("name", "")], Permission::HandleComplaints),
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

/// Whether a permission opens an address: a new request belongs to nobody yet, so that one's own cases are not enough.
fn opens(role: Role, path: &str, permission: Permission) -> bool {
    match path {
        "/desk/record-corrections/new" => reach(role, permission) >= Reach::OwnAgency,
        _ => has(role, permission),
    }
}

#[tokio::test]
async fn each_page_opens_for_the_roles_that_the_matrix_names_and_for_no_other() {
    let world = World::staffed().await;
    for role in Role::EVERY {
        let mut browser = world.signed_in(*role).await;
        for (path, permissions) in PAGES {
            let answer = browser.get(&address(&world, path)).await;
            let is_open = permissions.iter().any(|permission| opens(*role, path, *permission));
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
        let door = answer.location.split('?').next();
        assert_eq!(door, Some("/gk/desk/sign-in"), "{path} for nobody");
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
            if opens(*role, &path, *permission) {
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

/// The addresses of the desk as its routes have them.
fn routes() -> Vec<&'static str> {
    let files = [
        include_str!("../../src/server/desk/mod.rs"),
        include_str!("../../src/server/desk/administration.rs"),
    ];
    let routes = files.into_iter().flat_map(|file| file.split(".route(\"").skip(1));
    routes.filter_map(|rest| rest.split('"').next()).collect()
}

/// An address of the lists above as the routes have it.
fn as_route(path: &str) -> String {
    let path = path.replace("PERSON", "{id}").replace("OTHER", "{id}").replace("AGENCY", "{id}");
    let path = path.replace("UNIT", "{id}");
    match path.strip_prefix("/desk/settings/") {
        Some(_) => "/desk/settings/{group}".to_owned(),
        None => path,
    }
}

#[test]
fn no_address_of_the_desk_is_left_out_of_the_lists() {
    let listed: Vec<String> = PAGES
        .iter()
        .map(|(path, _)| as_route(path))
        .chain(DEEDS.iter().map(|(path, _, _)| as_route(path)))
        .chain(EVERYBODYS.iter().map(|path| (*path).to_owned()))
        .collect();
    let routes = routes();
    assert!(routes.len() > 60, "{routes:?}");
    for route in &routes {
        let is_of_a_case = OF_ONE_CASE.iter().any(|case| route.starts_with(case));
        assert!(is_of_a_case || listed.iter().any(|path| path == route), "{route} is in no list");
    }
    for path in listed {
        assert!(routes.contains(&path.as_str()), "{path} is no address any longer");
    }
}

#[tokio::test]
async fn nothing_of_a_case_opens_for_an_administrator() {
    let world = World::staffed().await;
    let id = world.filed("关于土地征收补偿标准的文件").await;
    let number = world.office().storage.application(id).await.unwrap().unwrap().reference;
    for role in Role::EVERY.iter().filter(|role| role.is_administrator()) {
        let mut browser = world.signed_in(*role).await;
        let token = browser.token().await;
        let of_cases = OF_ONE_CASE
            .iter()
            .flat_map(|case| routes().into_iter().filter(move |route| route.starts_with(case)));
        for route in of_cases {
            let path = route
                .replace("{number}", &number)
                .replace("{reference}", &number)
                .replace("{code}", "qxzr")
                .replace("{id}", &id.to_string())
                .replace("{file}", &id.to_string())
                .replace("{action}", "withdraw");
            let looked = browser.get(&path).await;
            let sent = browser.post(&path, &[("token", token.as_str())]).await;
            for answer in [looked, sent] {
                let is_shut = [403, 404, 405].contains(&answer.status.as_u16());
                assert!(is_shut, "{path} for {role}: {}", answer.status);
            }
        }
    }
}

#[tokio::test]
async fn no_file_is_kept_for_somebody_who_may_not_register() {
    let world = World::staffed().await;
    let mut browser = world.signed_in(Role::SystemAdmin).await;
    let token = browser.token().await;
    let part =
        |head: &str, body: &str| format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let body = part("name=\"token\"", &token)
        + &part("name=\"add\"", "1")
        + &part("name=\"envelope\"; filename=\"a.pdf\"", "%PDF-1.4\n%%EOF\n")
        + "--x--\r\n";
    let request = Request::post("/gk/desk/register")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header("sec-fetch-site", "same-origin");
    assert_eq!(browser.send(request, body.into_bytes()).await.status, StatusCode::FORBIDDEN);
    let kept = world.directory.path().join("files");
    let files = std::fs::read_dir(kept).map_or(0, Iterator::count);
    assert_eq!(files, 0);
}
