//! Who co-signs a draft: the fields of the editor, and what was chosen.
//!
//! Not here: who may be chosen (`gongkai_app::application::draft_reply`), signing (`super::review`).

use super::entry::{Desk, values};
use crate::components::{Choice, Control, Entered};
use gongkai_app::Refusal;
use gongkai_app::account::person::people_on;
use gongkai_app::application::draft_reply::Drafting;
use gongkai_app::query::case::CaseView;
use gongkai_domain::ids::{DepartmentId, PersonId};
use gongkai_domain::staff::{Permission, Reach, reach_on};

/// Name of the field with the units.
const UNITS: &str = "co_signers";
/// Name of the field with the people.
const PEOPLE: &str = "co_signing";

/// The units and the people chosen.
pub(super) fn chosen(sent: &[(String, String)]) -> (Vec<DepartmentId>, Vec<PersonId>) {
    let units = values(sent, UNITS).iter().filter_map(|unit| unit.parse().ok()).collect();
    (units, values(sent, PEOPLE).iter().filter_map(|person| person.parse().ok()).collect())
}

/// What a draft that was sent back had chosen, as pairs of a form.
pub(super) fn pairs(drafting: &Drafting) -> impl Iterator<Item = (String, String)> {
    let units = drafting.co_signers.iter().map(|unit| (UNITS.to_owned(), unit.to_string()));
    units.chain(drafting.co_signing.iter().map(|person| (PEOPLE.to_owned(), person.to_string())))
}

/// The fields: the other units of the agency, and the leaders who co-sign for themselves.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn controls(desk: &Desk, case: &CaseView, e: &Entered) -> Result<Vec<Control>, Refusal> {
    let office = &desk.web.office;
    let (row, today) = (&case.dossier.row, case.dossier.today);
    let units = office.storage.departments(row.agency).await?.into_iter();
    let units: Vec<Choice> = units
        .filter(|unit| unit.valid_until.is_none_or(|until| today <= until) && row.department != Some(unit.id))
        .map(|unit| Choice::new(unit.id.to_string(), unit.name))
        .collect();
    let me = desk.actor.person();
    let people = people_on(office, row.agency, today).await?;
    let people: Vec<Choice> = people
        .iter()
        .filter(|person| Some(person.id) != me)
        .filter(|person| reach_on(person, Permission::CoSign, today).0 >= Reach::OwnAgency)
        .map(|person| Choice::new(person.id.to_string(), person.name.clone()))
        .collect();
    let word = case.dossier.settings.unit_word.name();
    let mut controls = Vec::new();
    if !units.is_empty() {
        let control = Control::many(e, UNITS, format!("会签{word}"), units).inline();
        let hint = "涉及其他内设机构职责的，由其会签；全部会签后方可签发。会签不影响答复期限";
        controls.push(control.hint(hint).optional());
    }
    if !people.is_empty() {
        let control = Control::many(e, PEOPLE, "会签领导", people).inline();
        controls.push(control.hint("会签人与签发人应当是不同的人").optional());
    }
    Ok(controls)
}
