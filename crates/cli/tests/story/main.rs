//! One application from the form to the archived reply: a citizen and the office before the real program, each in a real
//! browser, with scripts and without, on both databases; the citizen with a mouse, and with keys alone. And the pages of the
//! running office under axe.
//!
//! Run by `cargo xtask test`, which installs Chromium, its driver and PostgreSQL; alone, once that was done:
//! `cargo test -p gongkai-cli --test story -- --ignored`.
//! Not here: single pages (`gongkai-web`), single commands (`office.rs`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
#![expect(clippy::disallowed_methods, reason = "a browser takes files and is a process")]

mod citizen;
mod hand;
mod house;
mod office;
mod sight;

use gongkai_testkit::postgres::Cluster;
use hand::{Means, Visitor};
use house::{House, PICTURE};
use office::Desk;

const WANTED: &str = "2024年度中小企业数量统计";

/// The story, in one house: whether pages may run scripts, by what means the citizen uses them, and which of the two
/// handlers of the department has the case, because each of them can bind an authenticator only once.
struct Telling {
    name: &'static str,
    has_scripts: bool,
    means: Means,
    handler: (&'static str, &'static str),
}

async fn an_application_from_form_to_archived_reply(house: &House, telling: &Telling) {
    let Telling { name, has_scripts, means, handler: (post, handler_name) } = *telling;
    let citizen = Visitor::new(&format!("{name}-citizen"), &house.home, has_scripts, means).await;
    let desk = Desk::new(house, name, has_scripts);

    // the citizen files, and the office takes it up
    let receipt = citizen::files(&citizen, house, WANTED).await;
    citizen::tracks(&citizen, &receipt).await;
    citizen.sees("待确认").await;
    let registrar = desk.person("registrar").await;
    let number = office::confirms_and_registers(&registrar, &receipt.reference, WANTED).await;
    let head = desk.person("head").await;
    office::assigns(&head, &number, handler_name).await;

    // something is not clear
    let handler = desk.person_with_second_factor(post).await;
    office::asks_to_correct(&handler, &number).await;
    office::puts_online(&registrar, house, &number, "政府信息公开申请补正告知书").await;
    office::records_that_the_notice_was_received(&registrar, &number).await;
    citizen::tracks(&citizen, &receipt).await;
    citizen::corrects(&citizen, house, "请明确所需统计的年度和口径", "2024年度，按国家统计局划型标准").await;

    // it takes long, is found, written, and signed by one after the other
    office::extends(&head, &handler, &number).await;
    office::puts_online(&registrar, house, &number, "政府信息公开申请延期答复告知书").await;
    citizen::tracks(&citizen, &receipt).await;
    citizen.sees("延长").await;
    office::searches_and_drafts(&handler, house, &number).await;
    for post in ["reviewer", "secrecy", "leader"] {
        let signer = desk.person(post).await;
        office::signs(&signer, &number).await;
        if post != "leader" {
            office::cannot_sign_the_next(&signer, &number).await;
        }
        signer.goes_away().await;
    }
    citizen::tracks(&citizen, &receipt).await;
    citizen.does_not_see("统计表.png").await;
    let seal = desk.person("seal").await;
    office::numbers_and_seals(&registrar, &seal, house, &number).await;
    office::serves(&registrar, &number).await;

    // the citizen has the reply, as it was stamped, and what was asked for
    citizen::tracks(&citizen, &receipt).await;
    citizen.sees("政府信息公开告知书").await;
    citizen.sees("行政复议").await;
    assert_eq!(citizen.fetches("：提供的信息：统计表.png").await, PICTURE, "the information as it was given");
    assert_eq!(citizen.fetches("PDF：政府信息公开告知书").await, PICTURE, "the version served");
    office::archives(&registrar, &number).await;
    office::finds_in_the_ledger(&registrar, &number).await;

    // another application is taken back, and a complaint goes to the authority
    let wanted = "2023年度数据资源目录";
    let second = citizen::files(&citizen, house, wanted).await;
    office::confirms_and_registers(&registrar, &second.reference, wanted).await;
    citizen::tracks(&citizen, &second).await;
    citizen::withdraws(&citizen).await;
    citizen::tracks(&citizen, &receipt).await;
    let complaint = citizen::complains(&citizen, "答复没有说明统计口径").await;
    let supervisor = desk.person_of("gov-office", "supervisor").await;
    supervisor.opens("/desk/complaints").await;
    supervisor.sees(&complaint).await;

    for one in [citizen, registrar, head, handler, seal, supervisor] {
        one.goes_away().await;
    }
}

async fn told_in(house: House, tellings: &[Telling]) {
    let before = (house.counted("new_received"), house.counted("granted"));
    for telling in tellings {
        an_application_from_form_to_archived_reply(&house, telling).await;
    }
    let verified = house.told(&["audit", "verify"]);
    assert_eq!(verified.matches("完好").count(), 3, "{verified}");
    let more = i64::try_from(tellings.len()).unwrap();
    assert_eq!(house.counted("granted"), before.1 + more, "each reply stands in the report");
    assert_eq!(house.counted("new_received"), before.0 + 2 * more, "and so does each application");
    house.close();
}

const FIRST: (&str, &str) = ("handler", "陈志远");
const SECOND: (&str, &str) = ("handler2", "林晓燕");

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium"]
async fn an_application_goes_from_form_to_archived_reply_on_sqlite() {
    let tellings = [
        Telling { name: "sqlite-keys", has_scripts: true, means: Means::Keys, handler: FIRST },
        Telling { name: "sqlite-without-scripts", has_scripts: false, means: Means::Mouse, handler: SECOND },
    ];
    told_in(House::open(None), &tellings).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium and PostgreSQL"]
async fn an_application_goes_from_form_to_archived_reply_on_postgresql() {
    let cluster = Cluster::start().unwrap();
    let url = cluster.create_database("story", None).unwrap();
    let tellings = [
        Telling { name: "postgresql-mouse", has_scripts: true, means: Means::Mouse, handler: FIRST },
        Telling { name: "postgresql-keys-only", has_scripts: false, means: Means::Keys, handler: SECOND },
    ];
    told_in(House::open(Some(url)), &tellings).await;
}
