//! The people of an agency: their roles, for whom they act and until when, and what they may see and do.
//!
//! Not here: passwords and sessions (`gongkai-app`), who may sign after whom on one paper (`crate::approval`).

pub mod matrix;
pub mod may;

pub use matrix::{Permission, Reach, matrix_markdown, reach};
pub use may::{Denied, Target, may, may_as, reach_on, roles_with};

use crate::agency::Validity;
use crate::ids::{AgencyId, DepartmentId, PersonId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

keyed_enum!(
    /// The offices' own words for what a person is there for.
    Role, "role" {
        /// 发布员: puts out what is disclosed proactively.
        PublishingClerk = "publishing_clerk", "发布员";
        /// 审核员: reviews for the disclosure office.
        Reviewer = "reviewer", "审核员";
        /// 保密审查员.
        SecrecyReviewer = "secrecy_reviewer", "保密审查员";
        /// 分管领导.
        LeaderInCharge = "leader_in_charge", "分管领导";
        /// 主要领导.
        Principal = "principal", "主要领导";
        /// 承办人.
        CaseHandler = "case_handler", "承办人";
        /// 工作机构负责人: approves extensions (《条例》第三十三条第二款).
        HeadOfDisclosureOffice = "head_of_disclosure_office", "工作机构负责人";
        /// 合法性审核员.
        LegalityReviewer = "legality_reviewer", "合法性审核员";
        /// 用印人员.
        SealKeeper = "seal_keeper", "用印人员";
        /// 登记（窗口）人员.
        Registrar = "registrar", "登记（窗口）人员";
        /// 主管部门人员 (《条例》第三条、第四十七条).
        Supervisor = "supervisor", "主管部门人员";
        /// 系统管理员.
        SystemAdmin = "system_admin", "系统管理员";
        /// 安全管理员.
        SecurityAdmin = "security_admin", "安全管理员";
        /// 审计管理员.
        AuditAdmin = "audit_admin", "审计管理员";
    }
);

impl Role {
    /// Whether it is one of the three separated administrators (三员): each is held alone, and none sees a case.
    pub fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin)
    }
}

/// Somebody acts in a role for another (代行), always with an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingFor {
    /// Who is represented.
    pub person: PersonId,
    /// In which of that person's roles.
    pub roles: BTreeSet<Role>,
    /// The department in which the represented person works, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

impl ActingFor {
    /// Whether it holds on the day.
    pub fn holds_on(&self, on: NaiveDate) -> bool {
        Validity { from: self.from, until: Some(self.until) }.holds_on(on)
    }
}

/// A person who works in an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The name, as papers print it.
    pub name: String,
    /// The agency.
    pub agency: AgencyId,
    /// The department, where the person belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The roles held.
    pub roles: BTreeSet<Role>,
    /// For whom the person acts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acting_for: Vec<ActingFor>,
    /// Whether the person still works here; leavers stay on record because events name them.
    pub is_active: bool,
}

/// What is wrong with the roles of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffFault {
    /// Two of the three administrators in one hand.
    TwoAdministrators(Role, Role),
    /// An administrator who also works on cases.
    AdministratorWithCases(Role, Role),
    /// Acting that ends before it begins.
    ActingEndsEarly,
    /// Acting for oneself.
    ActingForOneself,
    /// No role at all: the person could only sign in.
    NoRole,
}

impl fmt::Display for StaffFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TwoAdministrators(one, other) => {
                write!(f, "三员应当分离：{}与{}不得由一人担任", one.name(), other.name())
            }
            Self::AdministratorWithCases(admin, role) => {
                write!(f, "三员不得接触案件：{}不得兼任{}", admin.name(), role.name())
            }
            Self::ActingEndsEarly => f.write_str("代行职责的截止日期早于起始日期"),
            Self::ActingForOneself => f.write_str("不得代行本人职责"),
            Self::NoRole => f.write_str("未分配任何角色"),
        }
    }
}

impl Person {
    /// Everything that is wrong with the roles, those acted in included, whatever the day.
    pub fn faults(&self) -> Vec<StaffFault> {
        let mut faults = Vec::new();
        let acted = self.acting_for.iter().flat_map(|acting| acting.roles.iter());
        let all: BTreeSet<Role> = self.roles.iter().chain(acted).copied().collect();
        let admins: Vec<Role> = all.iter().copied().filter(|role| role.is_administrator()).collect();
        if let [one, other, ..] = admins[..] {
            faults.push(StaffFault::TwoAdministrators(one, other));
        }
        if let (Some(&admin), Some(&role)) =
            (admins.first(), all.iter().find(|role| !role.is_administrator()))
        {
            faults.push(StaffFault::AdministratorWithCases(admin, role));
        }
        for acting in &self.acting_for {
            if acting.until < acting.from {
                faults.push(StaffFault::ActingEndsEarly);
            }
            if acting.person == self.id {
                faults.push(StaffFault::ActingForOneself);
            }
        }
        if all.is_empty() {
            faults.push(StaffFault::NoRole);
        }
        faults
    }

    /// The roles the person may use on the day.
    pub fn roles_on(&self, on: NaiveDate) -> Vec<Held> {
        let own = self.roles.iter().map(|&role| Held { role, department: self.department, person: self.id });
        let acting = self.acting_for.iter().filter(|acting| acting.holds_on(on));
        let acted = acting.flat_map(|acting| {
            let department = acting.department.or(self.department);
            acting.roles.iter().map(move |&role| Held { role, department, person: acting.person })
        });
        own.chain(acted).collect()
    }
}

/// A role that a person may use, in the place where it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The role.
    pub role: Role,
    /// The department in which it counts.
    pub department: Option<DepartmentId>,
    /// Whose cases it covers: the person's own, or those of the person represented.
    pub person: PersonId,
}
