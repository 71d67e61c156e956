//! The pages of the running office under the rules that the samples are under: axe, focus, width, size of controls.
//!
//! Not here: the rules (`look.js` of the testkit), the samples in every theme (`crates/web/tests/browser`).

use crate::citizen;
use crate::hand::Visitor;
use crate::house::{AGENCY, House};
use crate::office::signs_in;
use std::collections::BTreeSet;

/// What anybody opens without having filed anything.
const PUBLIC: &[&str] = &[
    "/",
    "/guide",
    "/apply",
    "/track",
    "/track/lost-code",
    "/complain",
    "/complain/agency",
    "/correct-record",
    "/correct-record/agency",
    "/nothing-here",
];
/// Whose pages of the desk are looked at; whoever has cases, at some of them too.
const DESKS: &[(&str, bool, &[&str])] = &[
    (
        "registrar",
        true,
        &[
            "/desk",
            "/desk/register",
            "/desk/messages",
            "/desk/ledger",
            "/desk/challenges",
            "/desk/challenges/new",
            "/desk/record-corrections",
            "/desk/complaints",
            "/desk/account",
            "/desk/calendar",
            "/desk/nothing-here",
        ],
    ),
    ("handler", true, &["/desk", "/desk/review"]),
    ("reviewer", false, &["/desk/review"]),
    ("security", false, &["/desk/people", "/desk/settings", "/desk/agency"]),
    ("system", false, &["/desk/system", "/desk/calendar/import", "/desk/settings"]),
    ("audit", false, &["/desk/audit"]),
];
/// Of so many cases the pages are looked at.
const CASES: usize = 6;

/// The public pages, and those of an application from the first question to its timeline.
async fn a_citizen_looks(house: &House, width: u32) -> (usize, Vec<String>) {
    let citizen = Visitor::looking(&format!("sight-{width}-citizen"), &house.home, width).await;
    for path in PUBLIC {
        citizen.opens(path).await;
        citizen.looks_around(path).await;
    }
    citizen.opens("/apply/agency").await;
    citizen.presses("继续").await;
    citizen.sees("请先改正以下").await;
    citizen.looks_around("a refused page").await;
    // each page on the way is looked at when it is come to
    let receipt = citizen::files(&citizen, house, "2024年度政务数据共享清单").await;
    citizen.looks_around("the receipt").await;
    citizen::tracks(&citizen, &receipt).await;
    citizen.looks_around("the way of an application").await;
    let found = citizen.found();
    citizen.goes_away().await;
    found
}

/// The pages of some cases, and of each kind of step that can be taken in them.
async fn looks_at_cases(person: &Visitor) {
    let under = "/desk/applications/";
    person.opens("/desk/ledger").await;
    let mut cases = person.addresses(under).await;
    cases.retain(|address| !address[under.len()..].contains(['/', '?', '#']));
    assert!(cases.len() >= CASES, "{cases:?}");
    let mut steps = BTreeSet::new();
    for case in &cases[..CASES] {
        person.opens(case).await;
        person.looks_around(case).await;
        for step in person.addresses(&format!("{case}/")).await {
            let name = step[case.len() + 1..].split('?').next().unwrap().to_owned();
            // papers and files lie deeper, and are no pages
            if !name.contains(['/', '.']) && steps.insert(name) {
                person.opens(&step).await;
                person.looks_around(&step).await;
            }
        }
    }
    assert!(steps.len() >= 3, "{steps:?}");
}

async fn the_office_looks(house: &House, width: u32) -> (usize, Vec<String>) {
    let (mut looked, mut faults) = (0, Vec::new());
    for (post, has_cases, paths) in DESKS {
        let person = Visitor::looking(&format!("sight-{width}-{post}"), &house.home, width).await;
        signs_in(&person, &format!("{AGENCY}.{post}")).await;
        person.sees("退出").await;
        for path in *paths {
            person.opens(path).await;
            person.looks_around(path).await;
        }
        if *has_cases {
            looks_at_cases(&person).await;
        }
        let found = person.found();
        looked += found.0;
        faults.extend(found.1);
        person.goes_away().await;
    }
    (looked, faults)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and axe-core"]
async fn the_pages_of_the_running_office_are_accessible_narrow_and_wide() {
    let house = House::open(None);
    // one browser for the citizen and one for the office, then each in the other width
    let (citizen, office) = tokio::join!(a_citizen_looks(&house, 320), the_office_looks(&house, 1280));
    let (again, narrow) = tokio::join!(a_citizen_looks(&house, 1280), the_office_looks(&house, 320));
    let looked = citizen.0 + office.0 + again.0 + narrow.0;
    let faults = [citizen.1, office.1, again.1, narrow.1].concat();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert!(looked > 120, "{looked} pages");
    house.close();
}
