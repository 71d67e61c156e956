//! Every state with every step: allowed, or every reason against it, against a strict golden; and where each step leads.
//!
//! The golden is rewritten by `cargo test -p gongkai-domain --test application -- --ignored`.
//! Not here: dates (`super::cases`).

use super::support::{in_state, with_facts};
use gongkai_domain::application::transition::{TRANSITIONS, may_lead, permits, transitions};
use gongkai_domain::application::{ActionKind, State, diagram};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;

const GOLDEN: &str = include_str!("../golden/application_matrix.txt");

fn matrix() -> String {
    let mut out = String::new();
    for state in State::EVERY {
        let case = in_state(*state);
        assert_eq!(case.app.state(), *state);
        writeln!(out, "[{state}]").unwrap();
        for kind in ActionKind::EVERY {
            let reasons = case.why_not(&with_facts(case.proposal(*kind)));
            let cell = match reasons.as_slice() {
                [] => "ok".to_owned(),
                reasons => reasons.iter().map(|reason| reason.code).collect::<Vec<_>>().join(", "),
            };
            writeln!(out, "{kind}: {cell}").unwrap();
        }
        out.push('\n');
    }
    out
}

#[test]
fn every_state_with_every_step_is_as_the_golden_says() {
    let now = matrix();
    for (line, (golden, now)) in GOLDEN.lines().zip(now.lines()).enumerate() {
        assert_eq!(golden, now, "line {}", line + 1);
    }
    assert_eq!(GOLDEN.lines().count(), now.lines().count());
}

#[test]
#[ignore = "writes the golden anew"]
fn write_the_golden_of_the_matrix() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/application_matrix.txt");
    std::fs::File::create(path).unwrap().write_all(matrix().as_bytes()).unwrap();
}

#[test]
fn an_allowed_step_leads_where_the_table_says() {
    for state in State::EVERY {
        for kind in ActionKind::EVERY {
            let mut case = in_state(*state);
            let action = with_facts(case.proposal(*kind));
            if !case.why_not(&action).is_empty() {
                continue;
            }
            case.push(action.event);
            let to = case.app.state();
            assert!(may_lead(*state, *kind, to), "{state} --{kind}--> {to}");
        }
    }
}

#[test]
fn a_step_the_state_does_not_know_is_refused_by_the_fold_too() {
    for state in State::EVERY {
        for kind in ActionKind::EVERY {
            let case = in_state(*state);
            if permits(*state, *kind) {
                continue;
            }
            let reasons = case.app.why_not_now(*kind, &case.ctx());
            assert_eq!(reasons.first().map(|reason| reason.code), Some("state_forbids"), "{state} {kind}");
            let mut events = case.events.clone();
            let mut next = events.last().unwrap().clone();
            next.sequence += 1;
            next.event = case.proposal(*kind);
            events.push(next);
            assert!(
                gongkai_domain::application::Application::from_events(&events).is_err(),
                "{state} {kind}"
            );
        }
    }
}

#[test]
fn every_step_has_its_lines_and_no_state_is_named_twice_for_it() {
    for kind in ActionKind::EVERY {
        let states: Vec<State> = transitions(*kind).flat_map(|line| line.from).copied().collect();
        assert!(*kind == ActionKind::Arrive || !states.is_empty(), "{kind}");
        assert_eq!(states.iter().collect::<BTreeSet<_>>().len(), states.len(), "{kind}");
    }
    let keys: BTreeSet<&str> = ActionKind::EVERY.iter().map(|kind| kind.event_key()).collect();
    assert_eq!(keys.len(), ActionKind::EVERY.len());
}

#[test]
fn every_state_can_be_reached_and_only_the_archive_and_what_leads_there_end() {
    for state in State::EVERY {
        assert!(TRANSITIONS.iter().any(|line| line.to.contains(state)), "{state}");
        let leaves =
            TRANSITIONS.iter().any(|line| line.from.contains(state) && line.to.iter().any(|to| to != state));
        assert!(leaves, "{state} is a dead end");
    }
}

#[test]
fn the_diagram_names_every_state_and_every_step() {
    let page = diagram();
    for state in State::EVERY {
        assert!(page.contains(&format!("as {}\n", state.key())), "{state}");
    }
    for kind in ActionKind::EVERY {
        assert!(page.contains(&format!("| {} | `{}` |", kind.label(), kind.key())), "{kind}");
    }
    assert!(page.contains("    awaiting_confirmation --> arrived: 承接拆分／确认收到／更正登记事项\n"));
    assert!(!page.contains("served --> assigned"));
}
