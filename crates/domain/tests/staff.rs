//! Who may see and do what: the whole table, and the rules that hold whatever it says.

use chrono::NaiveDate;
use gongkai_domain::ids::{AgencyId, DepartmentId, PersonId};
use gongkai_domain::staff::{
    ActingFor, Denied, Permission, Person, Reach, Role, StaffFault, Target, matrix_markdown, may, reach,
    reach_on, roles_with,
};
use std::collections::BTreeSet;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn agency(n: u128) -> AgencyId {
    AgencyId(Uuid::from_u128(n))
}

fn department(n: u128) -> DepartmentId {
    DepartmentId(Uuid::from_u128(100 + n))
}

fn person_id(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(200 + n))
}

fn person(n: u128, roles: &[Role]) -> Person {
    Person {
        id: person_id(n),
        name: format!("第{n}人"),
        agency: agency(1),
        department: Some(department(1)),
        roles: roles.iter().copied().collect(),
        acting_for: Vec::new(),
        is_active: true,
    }
}

/// A case of agency 1, in department 1, handled by person 1.
fn case() -> Target<'static> {
    Target { agency: agency(1), above: &[], department: Some(department(1)), handler: Some(person_id(1)) }
}

const TODAY: &str = "2026-03-02";

#[test]
fn the_whole_table_is_the_one_agreed_on() {
    let golden = include_str!("golden/staff_matrix.md");
    assert_eq!(
        matrix_markdown(),
        golden,
        "the table changed: the new one goes into tests/golden/staff_matrix.md"
    );
}

#[test]
fn every_cell_of_the_table_is_what_is_enforced() {
    let on = day(TODAY);
    let above = [agency(1)];
    let places = [
        (Reach::OwnCases, case()),
        (Reach::OwnDepartment, Target { handler: Some(person_id(2)), ..case() }),
        (Reach::OwnAgency, Target { department: Some(department(2)), handler: Some(person_id(2)), ..case() }),
        (Reach::Subordinates, Target { agency: agency(2), above: &above, department: None, handler: None }),
    ];
    for &role in Role::EVERY {
        let somebody = person(1, &[role]);
        for &permission in Permission::EVERY {
            for (needed, target) in places {
                assert_eq!(
                    may(&somebody, permission, target, on).is_ok(),
                    reach(role, permission) >= needed,
                    "{role} {permission} where {needed} is needed"
                );
            }
            let elsewhere =
                Target { agency: agency(3), above: &[], department: None, handler: Some(person_id(1)) };
            assert!(
                may(&somebody, permission, elsewhere, on).is_err(),
                "{role} {permission} in a strange agency"
            );
        }
    }
}

#[test]
fn administrators_see_no_case_and_hold_nothing_in_common_but_the_chain() {
    let admins: Vec<Role> = Role::EVERY.iter().copied().filter(|role| role.is_administrator()).collect();
    assert_eq!(admins.len(), 3);
    for &permission in Permission::EVERY {
        let holders = admins.iter().filter(|role| reach(**role, permission) > Reach::Nothing).count();
        assert!(holders == 0 || !permission.is_about_cases(), "{permission}");
        assert!(holders <= 1 || permission == Permission::VerifyChain, "{permission}");
    }
    assert_eq!(roles_with(Permission::GrantRoles), [Role::SecurityAdmin]);
    assert_eq!(roles_with(Permission::ReadAudit), [Role::AuditAdmin]);
}

#[test]
fn nobody_holds_two_of_the_three_administrators_or_one_of_them_with_cases() {
    let both = person(1, &[Role::SystemAdmin, Role::AuditAdmin]);
    let fault = StaffFault::TwoAdministrators(Role::SystemAdmin, Role::AuditAdmin);
    assert_eq!(both.faults(), [fault]);
    assert_eq!(
        may(&both, Permission::ReadAudit, Target::agency(agency(1)), day(TODAY)),
        Err(Denied::Roles(fault)),
        "nothing is allowed until it is mended"
    );
    let handler = person(2, &[Role::CaseHandler, Role::SecurityAdmin]);
    let words = handler.faults().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(words, ["三员不得接触案件：安全管理员不得兼任承办人"]);
    assert_eq!(reach_on(&handler, Permission::SeeApplications, day(TODAY)).0, Reach::Nothing);
}

#[test]
fn an_administrator_cannot_come_to_cases_by_acting_for_somebody() {
    let mut admin = person(1, &[Role::SystemAdmin]);
    admin.acting_for = vec![acting(2, &[Role::CaseHandler], "2026-03-01", "2026-03-31")];
    assert_eq!(admin.faults(), [StaffFault::AdministratorWithCases(Role::SystemAdmin, Role::CaseHandler)]);
    assert!(may(&admin, Permission::SeeApplications, case(), day(TODAY)).is_err());
}

fn acting(n: u128, roles: &[Role], from: &str, until: &str) -> ActingFor {
    ActingFor {
        person: person_id(n),
        roles: roles.iter().copied().collect(),
        department: None,
        from: day(from),
        until: day(until),
    }
}

#[test]
fn acting_for_somebody_holds_from_its_first_to_its_last_day() {
    let mut reviewer = person(3, &[Role::Reviewer]);
    reviewer.acting_for = vec![acting(4, &[Role::HeadOfDisclosureOffice], "2026-03-02", "2026-03-06")];
    let ask = |on| may(&reviewer, Permission::ApproveExtension, case(), day(on));
    let permission = Permission::ApproveExtension;
    assert_eq!(ask("2026-03-01"), Err(Denied::ActingNotBegun { permission, from: day("2026-03-02") }));
    assert_eq!(ask("2026-03-02"), Ok(()));
    assert_eq!(ask("2026-03-06"), Ok(()));
    let ended = ask("2026-03-07").expect_err("it has ended");
    assert_eq!(ended, Denied::ActingEnded { permission, until: day("2026-03-06") });
    assert_eq!(ended.to_string(), "代行“批准延期”的职责已于2026年3月6日届满");
}

#[test]
fn who_acts_for_a_case_handler_works_on_the_cases_of_the_person_represented_and_no_others() {
    let mut colleague = person(5, &[Role::CaseHandler]);
    colleague.acting_for = vec![acting(1, &[Role::CaseHandler], "2026-03-01", "2026-03-31")];
    assert_eq!(may(&colleague, Permission::DraftReply, case(), day(TODAY)), Ok(()));
    let other = Target { handler: Some(person_id(6)), ..case() };
    assert_eq!(may(&colleague, Permission::DraftReply, other, day(TODAY)), Err(Denied::NotHandler));
    assert_eq!(may(&colleague, Permission::DraftReply, case(), day("2026-04-01")), Err(Denied::NotHandler));
}

#[test]
fn who_has_left_may_do_nothing() {
    let gone = Person { is_active: false, ..person(1, &[Role::HeadOfDisclosureOffice]) };
    assert_eq!(may(&gone, Permission::SeeApplications, case(), day(TODAY)), Err(Denied::Inactive));
}

#[test]
fn a_refusal_names_the_roles_that_may() {
    let keeper = person(1, &[Role::SealKeeper]);
    let denied = may(&keeper, Permission::Issue, case(), day(TODAY)).expect_err("not the seal keeper");
    assert_eq!(denied.to_string(), "“编号成文”由工作机构负责人、登记（窗口）人员办理");
}

#[test]
fn the_supervisor_reads_and_never_touches_the_case_of_another_agency() {
    for &permission in Permission::EVERY.iter().filter(|permission| permission.is_about_cases()) {
        let reaches_down = reach(Role::Supervisor, permission) == Reach::Subordinates;
        assert!(
            !reaches_down || permission.is_read_only() || permission == Permission::HandleComplaints,
            "{permission}"
        );
    }
    let supervisor = person(7, &[Role::Supervisor]);
    let stranger = Target::agency(agency(9));
    assert_eq!(
        may(&supervisor, Permission::SuperviseSubordinates, stranger, day(TODAY)),
        Err(Denied::NotSubordinate)
    );
}

#[test]
fn the_signatures_of_one_sheet_lie_in_different_hands() {
    let exclusive = [
        Permission::DraftReply,
        Permission::ReviewLegality,
        Permission::ReviewSecrecy,
        Permission::SignOff,
        Permission::Seal,
    ];
    for (at, one) in exclusive.iter().enumerate() {
        for other in &exclusive[at + 1..] {
            let both: BTreeSet<Role> = roles_with(*one).into_iter().collect();
            assert!(roles_with(*other).iter().all(|role| !both.contains(role)), "{one} and {other}");
        }
    }
}

#[test]
fn a_list_is_limited_to_the_departments_in_which_the_roles_count() {
    let mut handler = person(1, &[Role::CaseHandler]);
    handler.acting_for = vec![ActingFor {
        department: Some(department(2)),
        ..acting(2, &[Role::CaseHandler], "2026-03-01", "2026-03-31")
    }];
    let (reach, departments) = reach_on(&handler, Permission::SeeApplications, day(TODAY));
    assert_eq!((reach, departments), (Reach::OwnDepartment, vec![department(1), department(2)]));
    assert_eq!(reach_on(&handler, Permission::SeeApplications, day("2026-04-01")).1, [department(1)]);
}

#[test]
fn a_person_survives_writing_and_reading() {
    let mut somebody = person(1, &[Role::CaseHandler, Role::Registrar]);
    somebody.acting_for = vec![acting(2, &[Role::Reviewer], "2026-03-01", "2026-03-31")];
    let json = serde_json::to_string(&somebody).expect("writes");
    assert_eq!(serde_json::from_str::<Person>(&json).expect("reads"), somebody);
}
