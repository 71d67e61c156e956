//! All agencies of one installation as a tree: who stands under whom on a day, and who is responsible after a reform.
//!
//! Not here: which of them a person may see (`crate::staff`), sums over them (`crate::report::aggregate`).

use super::{Agency, Succession};
use crate::ids::AgencyId;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What makes a list of agencies no tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeFault {
    /// Two agencies that exist on the same day have one code.
    #[error("agency code is used twice: {0}")]
    SameCode(String),
    /// An agency is listed twice.
    #[error("agency is listed twice: {0}")]
    SameId(AgencyId),
    /// The agency above is not in the list.
    #[error("agency {code} stands under an unknown agency")]
    UnknownParent {
        /// The agency below.
        code: String,
    },
    /// An agency stands under itself, directly or over others.
    #[error("agency {code} stands under itself")]
    Circle {
        /// One agency of the circle.
        code: String,
    },
    /// A succession names an agency that is not in the list.
    #[error("a succession on {on} names an unknown agency")]
    UnknownSuccession {
        /// Its day.
        on: NaiveDate,
    },
    /// An agency took over from itself, directly or over others.
    #[error("the successions from agency {code} come back to it")]
    SuccessionCircle {
        /// One agency of the circle.
        code: String,
    },
}

/// The agencies, checked to be a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgencyTree {
    agencies: BTreeMap<AgencyId, Agency>,
    successions: Vec<Succession>,
}

impl AgencyTree {
    /// The tree of these agencies.
    ///
    /// # Errors
    /// The first [`TreeFault`] found.
    pub fn new(agencies: Vec<Agency>, mut successions: Vec<Succession>) -> Result<Self, TreeFault> {
        let mut by_id = BTreeMap::new();
        let mut by_code: BTreeMap<String, Vec<super::Validity>> = BTreeMap::new();
        for agency in agencies {
            let others = by_code.entry(agency.code.clone()).or_default();
            if others.iter().any(|validity| validity.overlaps(agency.validity)) {
                return Err(TreeFault::SameCode(agency.code));
            }
            others.push(agency.validity);
            let id = agency.id;
            if by_id.insert(id, agency).is_some() {
                return Err(TreeFault::SameId(id));
            }
        }
        successions.sort_by_key(|succession| succession.on);
        let tree = Self { agencies: by_id, successions };
        tree.check()?;
        Ok(tree)
    }

    fn check(&self) -> Result<(), TreeFault> {
        for agency in self.agencies.values() {
            if agency.parent.is_some_and(|parent| !self.agencies.contains_key(&parent)) {
                return Err(TreeFault::UnknownParent { code: agency.code.clone() });
            }
            if self.above(agency.id).contains(&agency.id) {
                return Err(TreeFault::Circle { code: agency.code.clone() });
            }
        }
        for succession in &self.successions {
            let Some(agency) = self.agencies.get(&succession.predecessor) else {
                return Err(TreeFault::UnknownSuccession { on: succession.on });
            };
            if !self.agencies.contains_key(&succession.successor) {
                return Err(TreeFault::UnknownSuccession { on: succession.on });
            }
            if succession.functions.is_empty() && self.reaches(succession.successor, succession.predecessor) {
                return Err(TreeFault::SuccessionCircle { code: agency.code.clone() });
            }
        }
        Ok(())
    }

    /// Whether full successions lead from one agency to the other.
    fn reaches(&self, from: AgencyId, to: AgencyId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if seen.insert(at) {
                let next = self.successions.iter().filter(|s| s.predecessor == at && s.functions.is_empty());
                open.extend(next.map(|s| s.successor));
            }
        }
        false
    }

    /// The agency with this id.
    pub fn get(&self, id: AgencyId) -> Option<&Agency> {
        self.agencies.get(&id)
    }

    /// The agency with this code that exists on the day.
    pub fn by_code(&self, code: &str, on: NaiveDate) -> Option<&Agency> {
        self.agencies.values().find(|agency| agency.code == code && agency.exists_on(on))
    }

    /// All agencies, in the order of their ids.
    pub fn agencies(&self) -> impl Iterator<Item = &Agency> {
        self.agencies.values()
    }

    /// The agencies above, nearest first. A circle ends when it closes.
    pub fn above(&self, id: AgencyId) -> Vec<AgencyId> {
        let mut above = Vec::new();
        let mut at = id;
        while let Some(parent) = self.agencies.get(&at).and_then(|agency| agency.parent) {
            if above.contains(&parent) {
                break;
            }
            above.push(parent);
            at = parent;
        }
        above
    }

    /// The agencies directly below that exist on the day, by code.
    pub fn children(&self, id: AgencyId, on: NaiveDate) -> Vec<&Agency> {
        let mut children: Vec<&Agency> =
            self.agencies.values().filter(|a| a.parent == Some(id) && a.exists_on(on)).collect();
        children.sort_by(|left, right| left.code.cmp(&right.code));
        children
    }

    /// All agencies below, at any depth, that exist on the day.
    pub fn below(&self, id: AgencyId, on: NaiveDate) -> Vec<&Agency> {
        self.agencies.values().filter(|a| a.exists_on(on) && self.above(a.id).contains(&id)).collect()
    }

    /// Who is responsible on the day for what the agency once did: itself, or whoever took over all its functions, and so
    /// on. Where only some functions moved, a person decides; see [`Self::partial_successors`].
    pub fn responsible_on(&self, id: AgencyId, on: NaiveDate) -> AgencyId {
        let mut at = id;
        let moves = |at| {
            let takes = |s: &&Succession| s.predecessor == at && s.on <= on && s.functions.is_empty();
            self.successions.iter().rfind(takes).map(|s| s.successor)
        };
        while let Some(next) = moves(at) {
            at = next;
        }
        at
    }

    /// Who took over some functions of the agency by the day, and which.
    pub fn partial_successors(&self, id: AgencyId, on: NaiveDate) -> Vec<&Succession> {
        let is_partial = |s: &&Succession| s.predecessor == id && s.on <= on && !s.functions.is_empty();
        self.successions.iter().filter(is_partial).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AgencyKind, Level, Validity};
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn id(n: u128) -> AgencyId {
        AgencyId(Uuid::from_u128(n))
    }

    fn agency(n: u128, parent: Option<u128>) -> Agency {
        Agency {
            id: id(n),
            code: format!("a{n}"),
            credit_code: String::new(),
            full_name: format!("第{n}局"),
            short_name: format!("{n}局"),
            kind: AgencyKind::Department,
            level: Level::County,
            parent: parent.map(id),
            same_level_government: None,
            next_higher_government: None,
            superior_department: None,
            seat_government: None,
            validity: Validity::from(day("2010-01-01")),
        }
    }

    fn moved(from: u128, to: u128, on: &str, functions: &str) -> Succession {
        Succession { predecessor: id(from), successor: id(to), on: day(on), functions: functions.to_owned() }
    }

    #[test]
    fn an_agency_knows_who_stands_above_and_below_it() {
        let tree = AgencyTree::new(vec![agency(1, None), agency(2, Some(1)), agency(3, Some(2))], vec![])
            .expect("a tree");
        assert_eq!(tree.above(id(3)), [id(2), id(1)]);
        let below: Vec<_> = tree.below(id(1), day("2025-01-01")).iter().map(|a| a.id).collect();
        assert_eq!(below, [id(2), id(3)]);
        assert!(tree.below(id(1), day("2009-12-31")).is_empty(), "none existed yet");
        assert_eq!(tree.children(id(1), day("2025-01-01")).len(), 1);
    }

    #[test]
    fn after_a_reform_the_successor_of_the_successor_is_responsible_from_its_day_on() {
        let tree = AgencyTree::new(
            vec![agency(1, None), agency(2, None), agency(3, None)],
            vec![
                moved(2, 3, "2024-03-20", ""),
                moved(1, 2, "2019-03-01", ""),
                moved(1, 3, "2018-01-01", "规划"),
            ],
        )
        .expect("a tree");
        assert_eq!(tree.responsible_on(id(1), day("2019-02-28")), id(1));
        assert_eq!(tree.responsible_on(id(1), day("2019-03-01")), id(2));
        assert_eq!(tree.responsible_on(id(1), day("2024-03-20")), id(3));
        assert_eq!(tree.partial_successors(id(1), day("2019-01-01")).len(), 1);
        assert!(tree.partial_successors(id(1), day("2017-12-31")).is_empty());
    }

    #[test]
    fn circles_twins_and_strangers_are_refused_by_name() {
        let fault = |agencies, successions| AgencyTree::new(agencies, successions).expect_err("no tree");
        assert_eq!(
            fault(vec![agency(1, Some(2)), agency(2, Some(1))], vec![]),
            TreeFault::Circle { code: "a1".into() }
        );
        assert_eq!(fault(vec![agency(1, Some(9))], vec![]), TreeFault::UnknownParent { code: "a1".into() });
        let twin = Agency { id: id(2), ..agency(1, None) };
        assert_eq!(fault(vec![agency(1, None), twin], vec![]), TreeFault::SameCode("a1".into()));
        assert_eq!(
            fault(
                vec![agency(1, None), agency(2, None)],
                vec![moved(1, 2, "2019-03-01", ""), moved(2, 1, "2020-03-01", "")]
            ),
            TreeFault::SuccessionCircle { code: "a1".into() }
        );
        assert_eq!(
            fault(vec![agency(1, None)], vec![moved(1, 2, "2019-03-01", "")]),
            TreeFault::UnknownSuccession { on: day("2019-03-01") }
        );
    }

    #[test]
    fn a_code_may_be_used_again_after_its_agency_has_ended() {
        let ended = Agency {
            validity: Validity { from: day("2010-01-01"), until: Some(day("2018-12-31")) },
            ..agency(1, None)
        };
        let new = Agency { id: id(2), validity: Validity::from(day("2019-01-01")), ..agency(1, None) };
        let tree = AgencyTree::new(vec![ended, new], vec![]).expect("a tree");
        assert_eq!(tree.by_code("a1", day("2018-06-01")).map(|a| a.id), Some(id(1)));
        assert_eq!(tree.by_code("a1", day("2019-06-01")).map(|a| a.id), Some(id(2)));
    }
}
