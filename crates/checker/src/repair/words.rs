//! What a clerk reads about failing sums and about a change that would mend them.
//!
//! Not here: which change is proposed (`super`).

use super::board::Board;
use super::{Change, Kind, Slip};
use gongkai_domain::report::{CellRef, EquationId, Value};

/// What a change is offered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// The only one of its size; so many larger ones would do as well.
    Only { larger: usize },
    /// One of several.
    Possible,
}

/// Why a group of equations ends as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Because {
    /// A change is proposed.
    Proposed,
    /// Several changes of the same size.
    Several,
    /// One equation alone speaks for the changes.
    OneWitness,
    /// No small change.
    Nothing,
    /// Values found with the help of the equations stand in it.
    Derived,
}

/// An equation in words, such as `“自然人”列各项办理结果之和＝（七）总计`.
pub(super) fn equation(id: EquationId) -> String {
    match id {
        EquationId::T3Bal(c) => format!("“{}”列新收＋上年结转＝（七）总计＋结转下年度", c.label()),
        EquationId::T3Sum(c) => format!("“{}”列（七）总计＝各项办理结果之和", c.label()),
        EquationId::T3Row(r) => format!("“{}”行总计＝六类申请人之和", r.short_label()),
        EquationId::T4Rec => "“行政复议”总计＝四种结果之和".to_owned(),
        EquationId::T4Dir => "“未经复议直接起诉”总计＝四种结果之和".to_owned(),
        EquationId::T4Post => "“复议后起诉”总计＝四种结果之和".to_owned(),
    }
}

/// The failing equations with their sides, and how the matter stands.
pub(super) fn group(board: &Board<'_>, failing: &[EquationId], because: Because) -> String {
    let told: Vec<String> = failing
        .iter()
        .map(|id| match board.both_sides(*id, &[]) {
            Some((left, right)) => {
                format!("{}（左边{left}，右边{right}，相差{}）", equation(*id), (left - right).abs())
            }
            None => equation(*id),
        })
        .collect();
    let why = match because {
        Because::Proposed => "",
        Because::Several => "同样大小的改动不止一种，无法确定是哪一种，不提修改建议。",
        Because::OneWitness => "能够作证的只有一条等式，无法确定错在哪一格，不提修改建议。",
        Because::Nothing => "没有哪一处小的改动能使这些等式全部成立，不提修改建议。",
        Because::Derived => "等式中有按勾稽关系推算或者划分的数值，不能反过来作为依据，不提修改建议。",
    };
    format!("不成立的等式：{}。{why}", told.join("；"))
}

/// A value as it is spoken of.
pub(super) fn value(value: Option<Value>) -> String {
    value.map_or_else(|| "空白".to_owned(), |v| v.to_string())
}

fn slip(slip: Slip) -> &'static str {
    match slip {
        Slip::DigitChanged => "一位数字录错",
        Slip::DigitsTransposed => "相邻两位数字颠倒",
        Slip::DigitDoubled => "一位数字重复录入",
        Slip::ZeroLost => "漏录一个0",
        Slip::ZeroAdded => "多录一个0",
        Slip::DigitLost => "漏录一位数字",
        Slip::DigitAdded => "多录一位数字",
    }
}

/// What would have gone wrong, in a few words.
fn fault(kind: Kind) -> &'static str {
    match kind {
        Kind::Slipped(how) => slip(how),
        Kind::Retyped => "数值录错",
        Kind::Divided => "相邻两格的数字划分有误",
        Kind::Shifted => "数值错位一列",
        Kind::RowsSwapped => "两行的数值互换",
        Kind::CellsSwapped => "两格的数值互换",
    }
}

fn row_name(at: CellRef) -> &'static str {
    match at {
        CellRef::T3(row, _) => row.short_label(),
        CellRef::T2(_) | CellRef::T4(_) => "表4",
    }
}

/// What is changed, which equations hold then, and why it is this one.
pub(super) fn edit(kind: Kind, cells: &[Change], holding: &[EquationId], reason: Reason) -> String {
    let one = |c: &Change| format!("“{}”由{}改为{}", c.label, value(c.from), c.to);
    let what = match (kind, cells) {
        (Kind::RowsSwapped, [first, .., last]) => {
            format!("“{}”与“{}”两行的数值互换", row_name(first.cell), row_name(last.cell))
        }
        (Kind::CellsSwapped, [a, b]) => {
            format!("“{}”（{}）与“{}”（{}）的数值互换", a.label, value(a.from), b.label, value(b.from))
        }
        (Kind::Shifted, [first, .., last]) => {
            let list = |values: Vec<String>| values.join("、");
            format!(
                "“{}”至“{}”的数值错位一列，有变动的{}格由{}改为{}",
                first.label,
                last.label,
                cells.len(),
                list(cells.iter().map(|c| value(c.from)).collect()),
                list(cells.iter().map(|c| c.to.to_string()).collect())
            )
        }
        (Kind::Divided, _) => {
            format!("{}：{}", fault(kind), cells.iter().map(one).collect::<Vec<_>>().join("，"))
        }
        _ => format!("{}（{}）", cells.iter().map(one).collect::<Vec<_>>().join("，"), fault(kind)),
    };
    let equations: Vec<String> = holding.iter().map(|id| equation(*id)).collect();
    let held = format!("改后成立的等式：{}；其他等式不受影响。", equations.join("；"));
    let why = match reason {
        Reason::Possible => String::new(),
        Reason::Only { larger } => {
            let rest = if larger == 0 {
                String::new()
            } else {
                format!("另有{larger}种改动更大的办法，未予采用。")
            };
            if kind.cost() == 1 {
                format!("只改一格的，仅此一种办法。{rest}")
            } else {
                format!("没有更小的改动，同类改动也仅此一种办法。{rest}")
            }
        }
    };
    format!("{what}。{held}{why}")
}

/// What is noted at a changed cell.
pub(super) fn proof(kind: Kind, change: &Change) -> String {
    format!("修改建议：{}，改为{}（原为{}）", fault(kind), change.to, value(change.from))
}
