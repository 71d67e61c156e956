//! The agencies of one installation: added below one's own, changed, succeeded, with their departments.
//!
//! Not here: what makes them a tree (`gongkai_domain::agency::tree`), what an agency sets for itself (`crate::settings`), the
//! first one (`crate::first_start`).

pub mod add;
pub mod change;
pub mod department;
pub mod hand_over;
pub mod succeed;
pub mod tree;

use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use chrono::NaiveDate;
use gongkai_deadline::explain::plain_date;
use gongkai_domain::agency::{Agency, AgencyKind, AgencyTree, Level, Succession, TreeFault};
use gongkai_domain::ids::AgencyId;
use gongkai_domain::staff::{Permission, Target};
use gongkai_storage::{NewAudit, Tx};
use uuid::Uuid;

/// Name of the setting of the house that holds who took over from whom.
pub(crate) const SUCCESSIONS: &str = "successions";

/// An agency as a form gives it.
#[derive(Debug, Clone, Default)]
pub struct AgencyFields {
    /// The full name.
    pub name: String,
    /// The short name; the full one where it is empty.
    pub short_name: String,
    /// 统一社会信用代码; may be empty.
    pub credit_code: String,
    /// The key of its kind.
    pub kind: String,
    /// The key of its level.
    pub level: String,
    /// The agency above it.
    pub parent: Option<AgencyId>,
    /// 本级人民政府.
    pub same_level_government: String,
    /// 上一级人民政府.
    pub next_higher_government: String,
    /// 上一级主管部门.
    pub superior_department: String,
    /// 派出机构所在地人民政府.
    pub seat_government: String,
}

impl AgencyFields {
    /// The fields of an agency as it is.
    pub fn of(agency: &Agency) -> Self {
        let named = |name: &Option<String>| name.clone().unwrap_or_default();
        Self {
            name: agency.full_name.clone(),
            short_name: agency.short_name.clone(),
            credit_code: agency.credit_code.clone(),
            kind: agency.kind.key().to_owned(),
            level: agency.level.key().to_owned(),
            parent: agency.parent,
            same_level_government: named(&agency.same_level_government),
            next_higher_government: named(&agency.next_higher_government),
            superior_department: named(&agency.superior_department),
            seat_government: named(&agency.seat_government),
        }
    }

    /// Writes the fields into an agency.
    fn write(&self, agency: &mut Agency) -> Vec<Fault> {
        let mut faults = Vec::new();
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        match some(&self.name) {
            Some(name) => agency.full_name = name,
            None => faults.push(Fault::new("name", "填写机关全称，与印章一致")),
        }
        agency.short_name = some(&self.short_name).unwrap_or_else(|| agency.full_name.clone());
        agency.credit_code = self.credit_code.trim().to_uppercase();
        if !agency.credit_code.is_empty()
            && gongkai_domain::personal::credit_code(&agency.credit_code).is_err()
        {
            faults.push(Fault::new("credit_code", "统一社会信用代码应当为18位，请核对"));
        }
        match self.kind.parse::<AgencyKind>() {
            Ok(kind) => agency.kind = kind,
            Err(_) => faults.push(Fault::new("kind", "选择机关类型")),
        }
        match self.level.parse::<Level>() {
            Ok(level) => agency.level = level,
            Err(_) => faults.push(Fault::new("level", "选择机关层级")),
        }
        agency.same_level_government = some(&self.same_level_government);
        agency.next_higher_government = some(&self.next_higher_government);
        agency.superior_department = some(&self.superior_department);
        agency.seat_government = some(&self.seat_government);
        faults
    }
}

/// Everything that is kept about agencies, as a tree.
pub(crate) async fn tree_within(tx: &Tx) -> Result<(Vec<Agency>, Vec<Succession>), Refusal> {
    let agencies = tx
        .agencies()
        .await?
        .iter()
        .map(|row| {
            serde_json::from_str(&row.document)
                .map_err(|e| Refusal::Defect(format!("agency {}: {e}", row.id)))
        })
        .collect::<Result<Vec<Agency>, _>>()?;
    let successions = match tx.setting(None, SUCCESSIONS).await? {
        Some(text) => {
            serde_json::from_str(&text).map_err(|e| Refusal::Defect(format!("successions: {e}")))?
        }
        None => Vec::new(),
    };
    Ok((agencies, successions))
}

/// Who goes on with what an agency did, where another does on the day: after a reform with all functions.
///
/// # Errors
/// Where the records cannot be read.
pub(crate) async fn successor_on(
    office: &Office,
    id: AgencyId,
    on: NaiveDate,
) -> Result<Option<Agency>, Refusal> {
    let tx = office.storage.begin().await?;
    let (agencies, successions) = tree_within(&tx).await?;
    tx.rollback().await?;
    let tree = AgencyTree::new(agencies, successions).map_err(|e| Refusal::Defect(e.to_string()))?;
    let responsible = tree.responsible_on(id, on);
    Ok((responsible != id).then(|| tree.get(responsible).cloned()).flatten())
}

/// Why nothing can be filed with an agency that does not exist on the day: it has ended, or has not begun.
pub(crate) async fn ended_words(office: &Office, agency: &Agency, on: NaiveDate) -> Result<String, Refusal> {
    let name = &agency.full_name;
    if on < agency.validity.from {
        return Ok(format!("{name}自{}起设立，目前不能受理申请", plain_date(agency.validity.from)));
    }
    Ok(match successor_on(office, agency.id, on).await? {
        Some(successor) => {
            format!("{name}已经撤销，职责由{}承继，请向该机关申请", successor.full_name)
        }
        None => format!("{name}已经撤销，不再受理申请"),
    })
}

/// Refuses unless the system administrator of an agency asks; answers with the agency.
pub(crate) fn must(office: &Office, actor: &Actor) -> Result<AgencyId, Refusal> {
    let agency = actor.member()?.person.agency;
    actor.must(Permission::ManagePeople, Target::agency(agency), office.today())?;
    Ok(agency)
}

/// An agency that is one's own or stands below it.
fn own_or_below(tree: &AgencyTree, own: AgencyId, id: AgencyId) -> Result<&Agency, Refusal> {
    let is_mine = id == own || tree.above(id).contains(&own);
    tree.get(id).filter(|_| is_mine).ok_or(Refusal::NotFound)
}

/// What makes a list of agencies no tree, beside the field that did it.
fn unfit(fault: &TreeFault) -> Refusal {
    match fault {
        TreeFault::SameCode(code) => Refusal::invalid("code", format!("机关代码“{code}”已有其他机关使用")),
        TreeFault::Circle { .. } => Refusal::invalid("parent", "上级机关不得是本机关或者其下级机关"),
        TreeFault::SuccessionCircle { .. } => {
            Refusal::invalid("successor", "职责承继形成了循环，请核对承继机关")
        }
        TreeFault::UnknownParent { .. } | TreeFault::UnknownSuccession { .. } | TreeFault::SameId(_) => {
            Refusal::Defect(fault.to_string())
        }
    }
}

/// Checks that agencies are still a tree.
fn check(agencies: Vec<Agency>, successions: Vec<Succession>) -> Result<AgencyTree, Refusal> {
    AgencyTree::new(agencies, successions).map_err(|fault| unfit(&fault))
}

/// Writes into the audit log what was done to an agency or a department.
async fn note(
    office: &Office,
    tx: &Tx,
    actor: &Actor,
    agency: AgencyId,
    action: &str,
    object: (&str, Uuid),
    document: serde_json::Value,
) -> Result<(), Refusal> {
    let line = NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: action.to_owned(),
        object_kind: object.0.to_owned(),
        object_id: Some(object.1),
        document: document.to_string(),
    };
    Ok(tx.note(line).await?)
}

/// A day that must be there.
fn needed(day: Option<NaiveDate>, field: &'static str, words: &'static str) -> Result<NaiveDate, Fault> {
    day.ok_or_else(|| Fault::new(field, words))
}
