//! Keep the departments (处室、科室、股室) of one's own agency: added, renamed, ended.
//!
//! Who: the system administrator. Precondition: one name once at a time; one disclosure office at a time. Changes: the
//! department. Audit: `department_kept`. Told: nobody.
//! Not here: who works in it (`crate::staff`); an ended department stays, because cases name it.

use super::{must, needed, note};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use crate::setup;
use chrono::NaiveDate;
use gongkai_domain::agency::{Department, Validity};
use gongkai_domain::ids::DepartmentId;

/// A department as a form gives it.
#[derive(Debug, Clone, Default)]
pub struct DepartmentFields {
    /// Which; none for a new one.
    pub id: Option<DepartmentId>,
    /// Its name.
    pub name: String,
    /// Whether it is the disclosure office (政府信息公开工作机构).
    pub is_disclosure_office: bool,
    /// Since when.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// Its place in lists.
    pub place: i32,
}

/// Keeps a department.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::NotFound`]; [`Refusal::Invalid`] with everything that is wrong.
pub async fn keep(office: &Office, actor: &Actor, fields: &DepartmentFields) -> Result<(), Refusal> {
    let own = must(office, actor)?;
    let tx = office.storage.begin().await?;
    let known = tx.departments(own).await?;
    let mut faults = Vec::new();
    let name = fields.name.trim();
    if name.is_empty() {
        faults.push(Fault::new("name", "填写名称"));
    }
    let from = needed(fields.from, "from", "填写起始日期");
    let validity = Validity { from: from.clone().unwrap_or(office.today()), until: fields.until };
    faults.extend(from.err());
    if validity.until.is_some_and(|until| until < validity.from) {
        faults.push(Fault::new("until", "截止日期不得早于起始日期"));
    }
    let others = known.iter().filter(|row| Some(row.id) != fields.id);
    let overlaps = |row: &&gongkai_storage::DepartmentRow| {
        validity.overlaps(Validity { from: row.valid_from, until: row.valid_until })
    };
    for row in others.filter(overlaps) {
        if row.name == name {
            faults.push(Fault::new("name", "同一时期已有同名的内设机构"));
        }
        let is_office = serde_json::from_str::<Department>(&row.document)
            .is_ok_and(|department| department.is_disclosure_office);
        if is_office && fields.is_disclosure_office {
            let why = format!("同一时期的政府信息公开工作机构已设为“{}”", row.name);
            faults.push(Fault::new("is_disclosure_office", why));
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let id = match fields.id {
        Some(id) if known.iter().any(|row| row.id == id) => id,
        Some(_) => return Err(Refusal::NotFound),
        None => DepartmentId(office.entropy().id(office.instant())),
    };
    let department = Department {
        id,
        agency: own,
        name: name.to_owned(),
        is_disclosure_office: fields.is_disclosure_office,
        validity,
    };
    setup::keep_department(&tx, &department, fields.place).await?;
    let document = serde_json::json!({ "until": validity.until });
    note(office, &tx, actor, own, "department_kept", ("department", id.0), document).await?;
    Ok(tx.commit().await?)
}
