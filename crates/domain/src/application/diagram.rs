//! The states and steps of an application as a page: a drawing and two tables, printed from the one table of transitions.
//!
//! Not here: where the page is written (`xtask`), reasons that lie in dates and contents (`super::guard`).

use super::action::ActionKind;
use super::state::State;
use super::transition::TRANSITIONS;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The page in Markdown, with a Mermaid drawing of every step that moves.
pub fn diagram() -> String {
    let mut out = String::from("# 政府信息公开申请：状态与步骤\n\n```mermaid\nstateDiagram-v2\n");
    for state in State::EVERY {
        let _ = writeln!(out, "    state \"{}\" as {}", state.label(), state.key());
    }
    for ((from, to), steps) in moves() {
        let from = from.map_or("[*]", State::key);
        let labels: Vec<&str> = steps.iter().map(|step| step.label()).collect();
        let _ = writeln!(out, "    {from} --> {}: {}", to.key(), labels.join("／"));
    }
    for state in State::EVERY.iter().filter(|state| **state == State::Archived) {
        let _ = writeln!(out, "    {} --> [*]", state.key());
    }
    out.push_str("```\n\n## 状态\n\n| 状态 | 键 | 含义 | 可以办理的步骤 |\n|---|---|---|---|\n");
    for state in State::EVERY {
        let steps: Vec<&str> = ActionKind::EVERY
            .iter()
            .filter(|kind| super::transition::permits(*state, **kind))
            .map(|kind| kind.label())
            .collect();
        let _ = writeln!(
            out,
            "| {} | `{}` | {} | {} |",
            state.label(),
            state.key(),
            state.meaning(),
            steps.join("、")
        );
    }
    out.push_str("\n## 步骤\n\n| 步骤 | 键 | 记录的事件 |\n|---|---|---|\n");
    for kind in ActionKind::EVERY {
        let _ = writeln!(out, "| {} | `{}` | `{}` |", kind.label(), kind.key(), kind.event_key());
    }
    out.push_str("\n逾期不是状态：由期限与当日比较得出，不作记录。\n");
    out
}

/// Every move with the steps that make it; steps after which the state stays are left out.
fn moves() -> BTreeMap<(Option<State>, State), Vec<ActionKind>> {
    let mut moves: BTreeMap<(Option<State>, State), Vec<ActionKind>> = BTreeMap::new();
    for line in TRANSITIONS {
        let from: Vec<Option<State>> = match line.from {
            [] => vec![None],
            states => states.iter().copied().map(Some).collect(),
        };
        for from in from {
            for to in line.to.iter().filter(|to| from != Some(**to)) {
                moves.entry((from, *to)).or_default().push(line.action);
            }
        }
    }
    moves
}
