//! Whether a person may do something on a day, and if not, why: the one question every use case asks first.
//!
//! Not here: the table itself (`super::matrix`), and whether the case allows it (`why_not` of the case).

use super::matrix::{Permission, Reach, reach};
use super::{Held, Person, Role, StaffFault};
use crate::ids::{AgencyId, DepartmentId, PersonId};
use chrono::NaiveDate;
use gongkai_deadline::explain::plain_date;
use std::fmt;

/// On what somebody wants to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// The agency whose record it is.
    pub agency: AgencyId,
    /// The agencies above it on the day ([`crate::agency::AgencyTree::above`]).
    pub above: &'a [AgencyId],
    /// The department that handles the case.
    pub department: Option<DepartmentId>,
    /// Whom the case was given to.
    pub handler: Option<PersonId>,
}

impl Target<'_> {
    /// The agency itself, where no case is meant.
    pub fn agency(agency: AgencyId) -> Self {
        Self { agency, above: &[], department: None, handler: None }
    }
}

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// The person no longer works here.
    Inactive,
    /// The roles break the separation of the administrators; nothing is allowed until that is mended.
    Roles(StaffFault),
    /// No role of the person has the permission.
    NoRole(Permission),
    /// The person acted in a role that has it, but that has ended.
    ActingEnded {
        /// The permission.
        permission: Permission,
        /// The last day.
        until: NaiveDate,
    },
    /// The person will act in a role that has it, but not yet.
    ActingNotBegun {
        /// The permission.
        permission: Permission,
        /// The first day.
        from: NaiveDate,
    },
    /// The record belongs to another agency.
    OtherAgency,
    /// The record belongs to another agency that does not stand below the person's.
    NotSubordinate,
    /// The case is handled by another department, or by none yet.
    OtherDepartment,
    /// The case was given to somebody else, or to nobody yet.
    NotHandler,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inactive => f.write_str("该人员已停用"),
            Self::Roles(fault) => fault.fmt(f),
            Self::NoRole(permission) => {
                let roles: Vec<&str> = roles_with(*permission).into_iter().map(Role::name).collect();
                write!(f, "“{}”由{}办理", permission.name(), roles.join("、"))
            }
            Self::ActingEnded { permission, until } => {
                write!(f, "代行“{}”的职责已于{}届满", permission.name(), plain_date(*until))
            }
            Self::ActingNotBegun { permission, from } => {
                write!(f, "代行“{}”的职责自{}起", permission.name(), plain_date(*from))
            }
            Self::OtherAgency => f.write_str("该事项属于其他机关"),
            Self::NotSubordinate => f.write_str("该机关不是本机关的下级机关"),
            Self::OtherDepartment => f.write_str("该事项不由本部门承办"),
            Self::NotHandler => f.write_str("该事项不由本人承办"),
        }
    }
}

impl std::error::Error for Denied {}

/// The roles that have the permission.
pub fn roles_with(permission: Permission) -> Vec<Role> {
    Role::EVERY.iter().copied().filter(|role| reach(*role, permission) > Reach::Nothing).collect()
}

/// Whether the person may do it on the day.
///
/// # Errors
/// The reason why not; of several roles that fall short, the one that comes nearest.
pub fn may(person: &Person, permission: Permission, target: Target<'_>, on: NaiveDate) -> Result<(), Denied> {
    may_as(person, permission, target, on).map(drop)
}

/// In whose place the person may do it on the day: in their own, or for those in whose roles they act. Never empty.
///
/// # Errors
/// As [`may`].
pub fn may_as(
    person: &Person,
    permission: Permission,
    target: Target<'_>,
    on: NaiveDate,
) -> Result<Vec<PersonId>, Denied> {
    usable(person)?;
    let mut nearest: Option<Denied> = None;
    let mut places = Vec::new();
    for held in person.roles_on(on) {
        let reach = reach(held.role, permission);
        if reach == Reach::Nothing {
            continue;
        }
        match covers(person.agency, held, reach, target) {
            Ok(()) if !places.contains(&held.person) => places.push(held.person),
            Err(denied) if nearest.is_none_or(|known| distance(denied) < distance(known)) => {
                nearest = Some(denied);
            }
            _ => {}
        }
    }
    if places.is_empty() {
        return Err(nearest.unwrap_or_else(|| not_acting(person, permission, on)));
    }
    Ok(places)
}

/// How far the permission reaches for the person on the day, with the departments where it ends at a department: what a
/// list may show.
pub fn reach_on(person: &Person, permission: Permission, on: NaiveDate) -> (Reach, Vec<DepartmentId>) {
    if usable(person).is_err() {
        return (Reach::Nothing, Vec::new());
    }
    let mut widest = Reach::Nothing;
    let mut departments = Vec::new();
    for held in person.roles_on(on) {
        let reach = reach(held.role, permission);
        widest = widest.max(reach);
        match (reach, held.department) {
            (Reach::OwnDepartment, Some(department)) if !departments.contains(&department) => {
                departments.push(department);
            }
            _ => {}
        }
    }
    (widest, departments)
}

/// Somebody who left may do nothing, and neither may somebody whose roles break the separation.
fn usable(person: &Person) -> Result<(), Denied> {
    if !person.is_active {
        return Err(Denied::Inactive);
    }
    let breaks = |fault: &StaffFault| {
        matches!(fault, StaffFault::TwoAdministrators(..) | StaffFault::AdministratorWithCases(..))
    };
    person.faults().into_iter().find(breaks).map_or(Ok(()), |fault| Err(Denied::Roles(fault)))
}

fn covers(agency: AgencyId, held: Held, reach: Reach, target: Target<'_>) -> Result<(), Denied> {
    if reach == Reach::Subordinates {
        let is_below = target.agency == agency || target.above.contains(&agency);
        return if is_below { Ok(()) } else { Err(Denied::NotSubordinate) };
    }
    if target.agency != agency {
        return Err(Denied::OtherAgency);
    }
    let is_handler = target.handler == Some(held.person);
    match reach {
        Reach::OwnAgency | Reach::Subordinates => Ok(()),
        Reach::OwnDepartment | Reach::OwnCases if is_handler => Ok(()),
        Reach::OwnDepartment if held.department.is_some() && held.department == target.department => Ok(()),
        Reach::OwnDepartment => Err(Denied::OtherDepartment),
        Reach::OwnCases | Reach::Nothing => Err(Denied::NotHandler),
    }
}

/// Which refusal says most: the one nearest to a permission.
fn distance(denied: Denied) -> u8 {
    match denied {
        Denied::NotHandler => 0,
        Denied::OtherDepartment => 1,
        Denied::NotSubordinate => 2,
        _ => 3,
    }
}

/// The refusal where no role of the day has the permission: perhaps acting has ended or has not begun.
fn not_acting(person: &Person, permission: Permission, on: NaiveDate) -> Denied {
    let has = |roles: &std::collections::BTreeSet<Role>| {
        roles.iter().any(|role| reach(*role, permission) > Reach::Nothing)
    };
    let acting: Vec<_> = person.acting_for.iter().filter(|acting| has(&acting.roles)).collect();
    if let Some(next) = acting.iter().filter(|acting| on < acting.from).min_by_key(|acting| acting.from) {
        return Denied::ActingNotBegun { permission, from: next.from };
    }
    match acting.iter().filter(|acting| acting.until < on).max_by_key(|acting| acting.until) {
        Some(last) => Denied::ActingEnded { permission, until: last.until },
        None => Denied::NoRole(permission),
    }
}
