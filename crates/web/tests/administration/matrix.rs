//! Every address of the administration against every role: allowed or refused as the matrix of permissions says.

use crate::world::{World, id_of};
use axum::http::{Request, StatusCode, header};
use gongkai_app::application::{assign, register};
use gongkai_app::upload::{self, Purpose, Upload};
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
    ("/desk/settings/series", &[Permission::ManageSettings]),
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
    ("/desk/document-register.xlsx", &[Permission::ExportLedger]),
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
    ("/desk/settings/series", &[("registration", "x")], Permission::ManageSettings),
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
        Some("series") => path.clone(),
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

/// What is looked at of a case in the hands of the handler, with what opens it.
const LOOKED_AT: &[(&str, Permission)] = &[
    ("", Permission::SeeApplications),
    ("/receipt", Permission::SeeApplications),
    ("/receipt.pdf", Permission::SeeApplications),
    ("/files/ENCLOSURE", Permission::RevealPersonalData),
    ("/files/SEARCH", Permission::SeeApplications),
    ("/papers/PAPER.txt", Permission::OpenPapers),
    ("/papers/PAPER.docx", Permission::OpenPapers),
    ("/volume.zip", Permission::RevealPersonalData),
];

/// Steps of such a case, with what permits them.
const STEPS: &[(&str, Permission)] = &[
    ("consult", Permission::Consult),
    ("ask-assistance", Permission::RequestAssistance),
    ("receive-correction", Permission::RecordIncoming),
    ("extend", Permission::ApproveExtension),
    ("fee", Permission::NoticeFee),
    ("withdraw", Permission::RecordIncoming),
    ("search-record", Permission::RecordSearch),
    ("draft", Permission::DraftReply),
    ("issue", Permission::Issue),
    ("seal", Permission::Seal),
    ("serve", Permission::Serve),
    ("close", Permission::CloseWithoutReply),
    ("void", Permission::VoidPaper),
    ("archive", Permission::Archive),
    ("reissue-code", Permission::ReissueQueryCode),
    ("scan", Permission::Serve),
];

/// Whether a permission reaches the case: it is the handler's own, in the unit in which the handler alone sits.
fn reaches(role: Role, permission: Permission) -> bool {
    match reach(role, permission) {
        Reach::Nothing => false,
        Reach::OwnCases | Reach::OwnDepartment => role == Role::CaseHandler,
        Reach::OwnAgency | Reach::Subordinates => true,
    }
}

#[tokio::test]
async fn each_part_of_a_case_opens_for_the_roles_that_the_matrix_names_and_for_no_other() {
    let world = World::staffed().await;
    let office = world.office();
    let id = world.filed("关于土地征收补偿标准的文件").await;
    register::register(office, &world.actor(Role::Registrar).await, id, None).await.unwrap();
    let head = world.actor(Role::HeadOfDisclosureOffice).await;
    let assigning = assign::Assigning {
        department: world.unit,
        handler: Some(id_of(Role::CaseHandler)),
        internal_due_on: None,
    };
    let row = assign::assign(office, &head, id, None, assigning).await.unwrap().row;
    let (agency, at) = (world.web.agency, office.instant());
    let mut stored = Vec::new();
    for purpose in [Purpose::Enclosure, Purpose::Search] {
        let upload = Upload { purpose, name: "a.png".to_owned(), bytes: b"\x89PNG\r\n\x1a\nrest".to_vec() };
        stored.push(upload::take(office, &head, agency, &[], upload).await.unwrap());
    }
    let tx = office.storage.begin().await.unwrap();
    upload::attach(office, &tx, id, &stored, at, "test").await.unwrap();
    tx.commit().await.unwrap();
    let place = format!("/desk/applications/{}", crate::world::encode(&row.registration.unwrap()));
    let mut handler = world.signed_in(Role::CaseHandler).await;
    let form = handler.get(&format!("{place}/ask-correction")).await;
    let (token, version) = (form.token(), form.hidden("version"));
    let fields = [
        ("token", token.as_str()),
        ("version", version.as_str()),
        ("causes", "unclear"),
        ("matters", "写明名称"),
        ("guidance", "例如"),
        ("working_days", "15"),
    ];
    let asked = handler.post(&format!("{place}/ask-correction"), &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let paper = office.storage.papers_of(id).await.unwrap().remove(0).id.to_string();
    let files = office.storage.attachments_of(id.0).await.unwrap();
    let file =
        |purpose: Purpose| files.iter().find(|row| row.purpose == purpose.key()).unwrap().id.to_string();
    let (enclosure, search) = (file(Purpose::Enclosure), file(Purpose::Search));
    let events = async || {
        office.storage.events_of(&gongkai_storage::Stream::new("application", id.0)).await.unwrap().len()
    };
    let before = events().await;
    assert!(before > 0);
    for role in Role::EVERY {
        let mut browser = world.signed_in(*role).await;
        let token = browser.token().await;
        let sees = reaches(*role, Permission::SeeApplications);
        for (part, permission) in LOOKED_AT {
            let part =
                part.replace("ENCLOSURE", &enclosure).replace("SEARCH", &search).replace("PAPER", &paper);
            let answer = browser.get(&format!("{place}{part}")).await;
            let is_open = sees && reaches(*role, *permission);
            assert_eq!(answer.status == StatusCode::OK, is_open, "{part} for {role}: {}", answer.status);
            let is_shut = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status);
            assert!(is_open || is_shut, "{part} for {role}: {}", answer.status);
        }
        let shown = browser.post(&format!("{place}/reveal"), &[("token", &token)]).await;
        let is_open = sees && reaches(*role, Permission::RevealPersonalData);
        assert_eq!(shown.status == StatusCode::OK, is_open, "reveal for {role}: {}", shown.status);
        assert_eq!(shown.body.contains("李明远"), is_open, "{role}");
        for (step, _) in STEPS.iter().filter(|(_, permission)| !reaches(*role, *permission)) {
            let sent = browser.post(&format!("{place}/{step}"), &[("token", &token)]).await;
            let is_refused = [403, 404, 409].contains(&sent.status.as_u16());
            assert!(is_refused, "{step} for {role}: {} {}", sent.status, sent.body);
        }
        assert_eq!(events().await, before, "{role} changes nothing");
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
