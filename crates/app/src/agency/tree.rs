//! The tree of agencies as an administrator sees it: one's own, those below, who took over from whom, and the departments.
//!
//! Not here: the page (`gongkai-web`).

use super::{must, tree_within};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::agency::{Agency, AgencyTree, Succession};
use gongkai_domain::ids::AgencyId;
use gongkai_storage::DepartmentRow;

/// One agency in its place.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The agency.
    pub agency: Agency,
    /// How far below one's own it stands; zero is one's own.
    pub depth: usize,
    /// Who is responsible today for what it did, where that is another.
    pub responsible: Option<String>,
}

/// The tree.
#[derive(Debug)]
pub struct TreeView {
    /// One's own agency and those below, each after the one above it; those that have ended included.
    pub branches: Vec<Branch>,
    /// Successions among them, by day.
    pub successions: Vec<(Succession, String, String)>,
    /// The departments of one's own agency.
    pub departments: Vec<DepartmentRow>,
}

/// The tree below one's own agency.
///
/// # Errors
/// [`Refusal::Denied`].
pub async fn tree(office: &Office, actor: &Actor) -> Result<TreeView, Refusal> {
    let own = must(office, actor)?;
    let tx = office.storage.begin().await?;
    let (agencies, successions) = tree_within(&tx).await?;
    let departments = tx.departments(own).await?;
    tx.rollback().await?;
    let tree = AgencyTree::new(agencies, successions.clone()).map_err(|e| Refusal::Defect(e.to_string()))?;
    let mut branches = Vec::new();
    place(office, &tree, own, 0, &mut branches);
    let is_here = |id: AgencyId| branches.iter().any(|branch| branch.agency.id == id);
    let name = |id: AgencyId| tree.get(id).map_or_else(String::new, |agency| agency.full_name.clone());
    let successions = successions
        .into_iter()
        .filter(|one| is_here(one.predecessor) || is_here(one.successor))
        .map(|one| {
            let (from, to) = (name(one.predecessor), name(one.successor));
            (one, from, to)
        })
        .collect();
    Ok(TreeView { branches, successions, departments })
}

fn place(office: &Office, tree: &AgencyTree, id: AgencyId, depth: usize, branches: &mut Vec<Branch>) {
    let Some(agency) = tree.get(id) else { return };
    let responsible = tree.responsible_on(id, office.today());
    let responsible = (responsible != id).then(|| tree.get(responsible)).flatten();
    branches.push(Branch {
        agency: agency.clone(),
        depth,
        responsible: responsible.map(|agency| agency.full_name.clone()),
    });
    let mut below: Vec<&Agency> = tree.agencies().filter(|other| other.parent == Some(id)).collect();
    below.sort_by(|left, right| left.code.cmp(&right.code));
    for other in below {
        place(office, tree, other.id, depth + 1, branches);
    }
}
