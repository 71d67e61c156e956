//! The states of every kind of case as pages with a drawing, printed from the tables of transitions themselves, and the
//! matrix of roles.
//!
//! Not here: writing the pages (`generate`), the tables (`gongkai-domain`).

use gongkai_domain::{application, challenge, complaint, record_correction, staff};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// One way from a state to another, by a step.
struct Way {
    from: &'static str,
    step: &'static str,
    to: &'static str,
}

/// All pages, by path.
pub(crate) fn pages(header: &str) -> BTreeMap<PathBuf, String> {
    let page = |body: String| format!("{header}{body}");
    BTreeMap::from([
        ("docs/states/application.md".into(), page(application::diagram())),
        ("docs/states/challenge.md".into(), page(challenge_page())),
        ("docs/states/record-correction.md".into(), page(record_correction_page())),
        ("docs/states/complaint.md".into(), page(complaint_page())),
        ("docs/roles.md".into(), page(roles_page())),
    ])
}

fn challenge_page() -> String {
    let mut ways = Vec::new();
    for (from, action, targets) in challenge::TRANSITIONS {
        for to in *targets {
            ways.push(Way { from: from.key(), step: action.name(), to: to.key() });
        }
    }
    let states: Vec<_> = challenge::State::EVERY.iter().map(|state| (state.key(), state.name())).collect();
    let mut page = drawn("行政复议、行政诉讼：状态与步骤", &states, &ways);
    let _ = writeln!(
        page,
        "\n“{}”不在图中：除“{}”以外的任何状态都可以办理，办理后处于按更正后的各项登记推算的状态。",
        challenge::Action::Rectify.name(),
        challenge::State::Voided.name()
    );
    page
}

fn record_correction_page() -> String {
    use record_correction::{Action, State, target};
    let mut ways = Vec::new();
    for from in State::EVERY {
        for action in Action::EVERY {
            if let Some(to) = target(*from, *action) {
                ways.push(Way { from: from.key(), step: action.name(), to: to.key() });
            }
        }
    }
    let states: Vec<_> = State::EVERY.iter().map(|state| (state.key(), state.name())).collect();
    drawn("政府信息更正申请（《条例》第四十一条）：状态与步骤", &states, &ways)
}

fn complaint_page() -> String {
    use complaint::{Action, State, is_allowed};
    let mut out = String::from(
        "# 投诉、举报（《条例》第四十七条）：状态与步骤\n\n\
         | 状态 | 键 | 可以办理的步骤 |\n|---|---|---|\n",
    );
    for state in State::EVERY {
        let steps: Vec<&str> = Action::EVERY
            .iter()
            .filter(|action| is_allowed(*state, **action))
            .map(|action| action.name())
            .collect();
        let steps = if steps.is_empty() { "—".to_owned() } else { steps.join("、") };
        let _ = writeln!(out, "| {} | `{}` | {steps} |", state.name(), state.key());
    }
    out
}

fn roles_page() -> String {
    format!(
        "# 角色与权限\n\n每一格是谁可以对哪个范围内的事项办理；“—”表示不可以。程序执行的就是这张表。\n\n{}",
        staff::matrix_markdown()
    )
}

/// A page with a drawing and a table of the steps out of each state.
fn drawn(title: &str, states: &[(&str, &str)], ways: &[Way]) -> String {
    let mut out = format!("# {title}\n\n```mermaid\nstateDiagram-v2\n");
    for (key, name) in states {
        let _ = writeln!(out, "    state \"{name}\" as {key}");
    }
    if let Some((first, _)) = states.first() {
        let _ = writeln!(out, "    [*] --> {first}");
    }
    let mut moves: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for way in ways.iter().filter(|way| way.from != way.to) {
        moves.entry((way.from, way.to)).or_default().push(way.step);
    }
    for ((from, to), steps) in moves {
        let _ = writeln!(out, "    {from} --> {to}: {}", steps.join("／"));
    }
    out.push_str("```\n\n| 状态 | 键 | 可以办理的步骤 |\n|---|---|---|\n");
    for (key, name) in states {
        let mut steps: Vec<&str> = Vec::new();
        for way in ways.iter().filter(|way| way.from == *key) {
            if !steps.contains(&way.step) {
                steps.push(way.step);
            }
        }
        let steps = if steps.is_empty() { "—".to_owned() } else { steps.join("、") };
        let _ = writeln!(out, "| {name} | `{key}` | {steps} |");
    }
    out.push_str("\n逾期不是状态：由期限与当日比较得出，不作记录。\n");
    out
}
