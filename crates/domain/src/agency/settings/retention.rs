//! How long the file of a case is kept, by its outcome.
//!
//! Not here: archiving itself (`crate::application`).

use crate::application::Retention;
use crate::report::Row;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

keyed_enum!(
    /// Outcomes as groups: the six headings of the results in table 3.
    OutcomeGroup, "outcome group" {
        /// （一）予以公开.
        Granted = "granted", "予以公开";
        /// （二）部分公开.
        PartiallyGranted = "partially_granted", "部分公开";
        /// （三）不予公开.
        Denied = "denied", "不予公开";
        /// （四）无法提供.
        Unavailable = "unavailable", "无法提供";
        /// （五）不予处理.
        Unprocessed = "unprocessed", "不予处理";
        /// （六）其他处理.
        Other = "other", "其他处理";
    }
);

impl OutcomeGroup {
    /// The group of a row; none for rows that are no result.
    pub fn of(row: Row) -> Option<Self> {
        if !row.is_result() {
            return None;
        }
        let prefixes = [
            ("granted", Self::Granted),
            ("partially_", Self::PartiallyGranted),
            ("denied_", Self::Denied),
            ("unavailable_", Self::Unavailable),
            ("unprocessed_", Self::Unprocessed),
            ("other_", Self::Other),
        ];
        prefixes.into_iter().find(|(prefix, _)| row.key().starts_with(prefix)).map(|(_, group)| group)
    }
}

/// How long case files are kept, by outcome (一案一卷; 保管期限 by the agency's own table).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetentionTable {
    /// Outcomes kept for another time than `others`. Default 30 years for refusals and partial refusals (惯例).
    pub by_outcome: BTreeMap<OutcomeGroup, Retention>,
    /// Cases that were challenged. Default permanent (惯例).
    pub challenged: Retention,
    /// All others. Default 10 years (惯例).
    pub others: Retention,
}

impl Default for RetentionTable {
    fn default() -> Self {
        let by_outcome = [OutcomeGroup::PartiallyGranted, OutcomeGroup::Denied];
        Self {
            by_outcome: by_outcome.into_iter().map(|group| (group, Retention::ThirtyYears)).collect(),
            challenged: Retention::Permanent,
            others: Retention::TenYears,
        }
    }
}

impl RetentionTable {
    /// How long the file of a case is kept. A challenged case is never kept for a shorter time than its outcome asks.
    pub fn period(&self, row: Row, was_challenged: bool) -> Retention {
        let by_outcome = OutcomeGroup::of(row).and_then(|group| self.by_outcome.get(&group)).copied();
        let period = by_outcome.unwrap_or(self.others);
        if was_challenged { period.max(self.challenged) } else { period }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_row_belongs_to_one_group_of_outcomes() {
        for row in Row::EVERY.iter().filter(|row| row.is_result()) {
            assert!(OutcomeGroup::of(*row).is_some(), "{row}");
        }
        assert_eq!(OutcomeGroup::of(Row::DeniedAdministrativeInquiry), Some(OutcomeGroup::Denied));
        assert_eq!(OutcomeGroup::of(Row::NewReceived), None);
    }

    #[test]
    fn a_challenged_file_is_kept_at_least_as_long_as_its_outcome_asks() {
        let table = RetentionTable { challenged: Retention::TenYears, ..RetentionTable::default() };
        assert_eq!(table.period(Row::Granted, false), Retention::TenYears);
        assert_eq!(table.period(Row::DeniedStateSecret, true), Retention::ThirtyYears);
        assert_eq!(RetentionTable::default().period(Row::Granted, true), Retention::Permanent);
    }
}
