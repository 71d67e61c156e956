//! Which cells of the 2019/2020 form say what cells of the 2021 form say, for sums and series over both.
//!
//! Basis: the two official forms side by side (国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号). Table 3 differs in （六）
//! alone, table 4 not at all. Not here: adding up (`super::aggregate`), series of years (`super::compare`).

use super::equation::CellRef;
use super::keys::{Form, Row, Table2Key};

/// How far a cell of the older form may stand beside one of the newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same thing was counted.
    Same,
    /// Nearly the same: the scope of what is counted was changed with the form.
    Nearly,
}

/// Where a cell of a report of the given form stands in the 2021 form.
///
/// `None` where the newer form has nothing like it: published totals are not stocks in force, numbers of fee items are
/// not money, and numbers of listed items and of procurements were dropped.
pub fn in_newer_form(form: Form, at: CellRef) -> Option<(CellRef, Likeness)> {
    match (form, at) {
        (Form::Form2021, _) => Some((at, Likeness::Same)),
        (Form::Form2019, CellRef::T2(key)) => table2(key).map(|(key, like)| (CellRef::T2(key), like)),
        // （六）其他处理 is one row there; its counterpart is the sum of the three, not one of them
        (Form::Form2019, CellRef::T3(..) | CellRef::T4(_)) => Some((at, Likeness::Same)),
        (Form::Older | Form::Unknown, _) => None,
    }
}

fn table2(key: Table2Key) -> Option<(Table2Key, Likeness)> {
    use Table2Key as K;
    match key {
        // 新制作 became 制发
        K::RulesNewMade => Some((K::RulesIssued, Likeness::Nearly)),
        // 规范性文件 became 行政规范性文件
        K::NormativeNewMade => Some((K::NormativeIssued, Likeness::Nearly)),
        K::LicensingDecisions | K::PenaltyDecisions | K::CompulsionDecisions => Some((key, Likeness::Same)),
        _ => None,
    }
}

/// Whether a row of the 2021 form can be told for reports of the older one: its three kinds of （六） cannot.
pub fn is_divided_only_in_newer_form(row: Row) -> bool {
    Row::OTHER_ITEMS.contains(&row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::keys::Column;

    #[test]
    fn five_cells_of_table_2_go_on() {
        let kept: Vec<_> = Form::Form2019
            .table2()
            .iter()
            .filter_map(|k| in_newer_form(Form::Form2019, CellRef::T2(*k)))
            .collect();
        assert_eq!(kept.len(), 5);
        assert_eq!(kept.iter().filter(|(_, like)| *like == Likeness::Nearly).count(), 2);
        assert_eq!(in_newer_form(Form::Form2019, CellRef::T2(Table2Key::RulesPublishedTotal)), None);
    }

    #[test]
    fn every_counterpart_is_a_cell_of_the_newer_form() {
        for key in Form::Form2019.table2() {
            if let Some((CellRef::T2(newer), _)) = in_newer_form(Form::Form2019, CellRef::T2(*key)) {
                assert!(Form::Form2021.table2().contains(&newer));
            }
        }
        let other = CellRef::T3(Row::OtherTotal, Column::Total);
        assert_eq!(in_newer_form(Form::Form2019, other), Some((other, Likeness::Same)));
        assert!(is_divided_only_in_newer_form(Row::OtherMisc));
    }
}
