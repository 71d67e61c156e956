//! Who is told what presses, and when.
//!
//! Not here: the words of each pile (`gongkai_app::reminder`).

use crate::on_both;
use crate::receiver::Receiver;
use crate::sink::Sink;
use crate::world::{ADMIN, DEPUTY, HANDLER, HEAD, LEAVER, REGISTRAR, World};
use gongkai_app::account::person;
use gongkai_app::application::confirm::confirm;
use gongkai_app::reminder::{Notice, Pressing, Scope, Ways, remind};
use gongkai_domain::application::{ConfirmationMethod, State};
use gongkai_jobs::Post;
use gongkai_jobs::task::Task;

on_both!(
    each_is_told_once_a_day_and_two_nodes_tell_nobody_twice,
    nobody_is_told_at_night_nor_on_a_day_off,
    whoever_acts_for_the_handler_is_told_of_the_handlers_cases,
    the_registrars_hear_of_an_application_unless_it_is_confirmed_already,
    a_connected_system_is_told_what_presses_and_nothing_of_the_applicants,
    the_duties_in_challenges_and_complaints_reach_who_has_them_in_hand_and_else_the_role,
    a_reminder_that_was_cut_short_is_finished_by_the_next_node,
);

/// Two overdue, one for today, one soon, one later; one not confirmed; one whose applicant let the time pass.
async fn pressing(world: &World) {
    use State as S;
    world
        .cases([
            (1, S::Assigned, Some("2025-09-12")),
            (2, S::Registered, Some("2025-09-15")),
            (3, S::UnderApproval, Some("2025-09-16")),
            (4, S::Assigned, Some("2025-09-18")),
            (5, S::Assigned, Some("2025-10-10")),
            (6, S::AwaitingConfirmation, Some("2025-09-17")),
            (7, S::AwaitingCorrection, None),
        ])
        .await;
}

fn only(told: &[Notice]) -> (Scope, &Pressing) {
    match told {
        [Notice::Pressing { scope, pressing, .. }] => (*scope, pressing),
        other => panic!("{other:?}"),
    }
}

async fn each_is_told_once_a_day_and_two_nodes_tell_nobody_twice(world: World) {
    pressing(&world).await;
    let sink = Sink::plain();
    let (one, two) = (world.node(sink.post()).await, world.node(sink.post()).await);
    let (first, second) = tokio::join!(one.once(Task::Remind), two.once(Task::Remind));
    assert!(first.unwrap() != second.unwrap(), "one node has the lease");
    let (first, second) = tokio::join!(one.once(Task::Deliver), two.once(Task::Deliver));
    assert!(first.unwrap() && second.unwrap());

    let told = world.told(HEAD).await;
    let (scope, all) = only(&told);
    assert_eq!(scope, Scope::Agency);
    assert_eq!(all.summary(), "超期2件、今日到期1件、临期1件、待确认1件、申请人逾期1件");
    assert_eq!(all.overdue.first, ["依申请〔2025〕1号", "依申请〔2025〕2号"]);
    let told = world.told(HANDLER).await;
    let (scope, own) = only(&told);
    assert_eq!((scope, own.summary().as_str()), (Scope::Own, "超期1件、今日到期1件、申请人逾期1件"));
    let told = world.told(REGISTRAR).await;
    assert_eq!(only(&told).1.summary(), "待确认1件");
    for nobody in [ADMIN, DEPUTY, LEAVER] {
        assert!(world.told(nobody).await.is_empty());
    }

    // the lease ends, another node asks; the day is done
    world.set("2025-09-16 15:00");
    assert!(two.once(Task::Remind).await.unwrap());
    two.once(Task::Deliver).await.unwrap();
    assert_eq!(world.told(HEAD).await.len(), 1);
    world.set("2025-09-17 09:00");
    assert!(one.once(Task::Remind).await.unwrap());
    one.once(Task::Deliver).await.unwrap();
    assert_eq!(world.told(HEAD).await.len(), 2);

    let mails = sink.end();
    assert_eq!(mails.len(), 2, "one a day: {mails:?}");
    assert_eq!(mails[0].to, ["gongkai@yunzhou.example"]);
    assert_eq!(mails[0].subject, "申请办理提醒：超期2件、今日到期1件、临期1件、待确认1件、申请人逾期1件");
    let text = &mails[0].text;
    assert!(text.contains("云州市数据资源管理局：") && text.contains("依申请〔2025〕3号"), "{text}");
    assert!(!text.contains('李') && text.contains("不含申请内容和申请人信息"), "{text}");
}

async fn the_duties_in_challenges_and_complaints_reach_who_has_them_in_hand_and_else_the_role(world: World) {
    use gongkai_domain::challenge::State as Stage;
    world.deputise("2025-09-16", "2025-09-17").await;
    // in hand: an answer of yesterday; of nobody: one of today; an appeal whose period has passed is no duty
    world
        .challenges([
            (1, Stage::AwaitingAnswer, "2025-09-15", Some(HANDLER)),
            (2, Stage::AwaitingAnswer, "2025-09-16", None),
            (3, Stage::Decided, "2025-09-12", None),
            (4, Stage::Decided, "2025-09-17", None),
            (5, Stage::Final, "2025-09-10", Some(HANDLER)),
            (6, Stage::AwaitingAnswer, "2025-11-10", None),
        ])
        .await;
    world.complaint("2025-09-18", None).await;
    let node = world.node(Post::default()).await;
    for _ in 0..2 {
        assert!(node.once(Task::Remind).await.unwrap());
        node.once(Task::Deliver).await.unwrap();
    }
    let told = world.told(HEAD).await;
    assert_eq!(
        only(&told).1.summary(),
        "复议诉讼答复超期1件、复议诉讼答复今日到期1件、上诉临期1件、重新答复超期1件、整改临期1件"
    );
    let own = "复议诉讼答复超期1件、重新答复超期1件";
    assert_eq!(only(&world.told(HANDLER).await).1.summary(), own);
    // the deputy of the handler is a reviewer of legality too
    let told = world.told(DEPUTY).await;
    let expected = "复议诉讼答复超期1件、复议诉讼答复今日到期1件、上诉临期1件、重新答复超期1件";
    assert_eq!(only(&told).1.summary(), expected);
    assert!(world.told(REGISTRAR).await.is_empty());
    // a day later everything has moved on by a day, and is told once more
    world.set("2025-09-17 09:00");
    assert!(node.once(Task::Remind).await.unwrap());
    node.once(Task::Deliver).await.unwrap();
    let told = world.told(HEAD).await;
    let newest = told.iter().find_map(|notice| match notice {
        Notice::Pressing { on, pressing, .. } if on.to_string() == "2025-09-17" => Some(pressing.summary()),
        _ => None,
    });
    assert_eq!(newest.unwrap(), "复议诉讼答复超期2件、上诉今日到期1件、重新答复超期1件、整改临期1件");
}

async fn nobody_is_told_at_night_nor_on_a_day_off(world: World) {
    pressing(&world).await;
    let node = world.node(Post::default()).await;
    // early, a Saturday, the National Day; then a Sunday on which people work in exchange
    for (moment, letters) in
        [("2025-09-16 07:59", 0), ("2025-09-20 10:00", 0), ("2025-10-01 10:00", 0), ("2025-09-28 10:00", 3)]
    {
        world.set(moment);
        assert!(node.once(Task::Remind).await.unwrap());
        assert_eq!(world.office.storage.backlog().await.unwrap().0, letters, "{moment}");
    }
}

async fn whoever_acts_for_the_handler_is_told_of_the_handlers_cases(world: World) {
    pressing(&world).await;
    world.deputise("2025-09-16", "2025-09-16").await;
    let node = world.node(Post::default()).await;
    for day in ["2025-09-16 09:00", "2025-09-17 09:00"] {
        world.set(day);
        node.once(Task::Remind).await.unwrap();
        node.once(Task::Deliver).await.unwrap();
    }
    let told = world.told(DEPUTY).await;
    assert_eq!(only(&told).1.summary(), "超期1件、今日到期1件、申请人逾期1件");
    assert_eq!(world.told(HANDLER).await.len(), 2);
}

async fn the_registrars_hear_of_an_application_unless_it_is_confirmed_already(world: World) {
    let node = world.node(Post::default()).await;
    let first = world.filed().await;
    node.once(Task::Deliver).await.unwrap();
    let arrived = Notice::Arrived { reference: first, on: world.office.today() };
    assert_eq!(world.told(REGISTRAR).await, [arrived]);
    assert!(world.told(LEAVER).await.is_empty() && world.told(HEAD).await.is_empty());

    let second = world.filed().await;
    let row = world.office.storage.application_by_reference(&second).await.unwrap().unwrap();
    let registrar = person::actor(&world.office, REGISTRAR).await.unwrap();
    let today = world.office.today();
    confirm(&world.office, &registrar, row.id, None, today, ConfirmationMethod::Telephone).await.unwrap();
    node.once(Task::Deliver).await.unwrap();
    assert_eq!(world.told(REGISTRAR).await.len(), 1);
    assert_eq!(world.office.storage.backlog().await.unwrap().0, 0);
}

async fn a_connected_system_is_told_what_presses_and_nothing_of_the_applicants(world: World) {
    pressing(&world).await;
    let receiver = Receiver::start(&[]).await;
    let node = world.node(receiver.post()).await;
    node.once(Task::Remind).await.unwrap();
    node.once(Task::Deliver).await.unwrap();
    let got = receiver.got();
    assert_eq!(got.len(), 1);
    let body: serde_json::Value = serde_json::from_str(&got[0].body).unwrap();
    assert_eq!(body["agency"]["code"], "yzsj");
    assert_eq!((&body["pressing"]["overdue"]["count"], &body["on"]), (&2.into(), &"2025-09-16".into()));
    assert!(!got[0].body.contains('李'), "{}", got[0].body);
}

async fn a_reminder_that_was_cut_short_is_finished_by_the_next_node(world: World) {
    pressing(&world).await;
    let (one, two) = (world.node(Post::default()).await, world.node(Post::default()).await);
    // the first node took the lease and died before it wrote anything
    let now = world.office.instant();
    let until = now + chrono::TimeDelta::minutes(9);
    assert!(world.office.storage.try_lease("job remind", one.node(), now, until).await.unwrap());
    assert!(!two.once(Task::Remind).await.unwrap());
    assert_eq!(world.office.storage.backlog().await.unwrap().0, 0);
    world.set("2025-09-16 09:10");
    assert!(two.once(Task::Remind).await.unwrap());
    assert_eq!(world.office.storage.backlog().await.unwrap().0, 3);
}

/// Asks for an optimised program: `cargo test --release --workspace --test nodes sweep -- --ignored --nocapture`.
#[expect(clippy::print_stdout, reason = "a measurement tells its result")]
async fn a_sweep_over_a_hundred_thousand_open_cases_takes_less_than_two_seconds(world: World) {
    let due = ["2025-09-12", "2025-09-16", "2025-09-18", "2025-10-10", "2025-10-20"];
    for some in 0..100 {
        let cases = (some * 1000..(some + 1) * 1000).map(|number| {
            let state = if number % 4 == 0 { State::AwaitingConfirmation } else { State::Assigned };
            (number, state, Some(due[number as usize % due.len()]))
        });
        world.cases(cases).await;
    }
    let started = std::time::Instant::now();
    let reminded = remind(&world.office, Ways { mail: true, webhook: true }).await.unwrap().unwrap();
    let took = started.elapsed();
    println!("sweep over {} open cases, {} of them pressing: {took:.2?}", reminded.open, reminded.pressing);
    assert_eq!((reminded.open, reminded.pressing, reminded.letters), (100_000, 70_000, 5));
    assert!(took < std::time::Duration::from_secs(2), "{took:?}");
}

mod sweep {
    use super::World;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "measures an optimised program"]
    async fn on_sqlite() {
        super::a_sweep_over_a_hundred_thousand_open_cases_takes_less_than_two_seconds(World::sqlite().await)
            .await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "measures an optimised program"]
    async fn on_postgres() {
        super::a_sweep_over_a_hundred_thousand_open_cases_takes_less_than_two_seconds(
            World::postgres().await,
        )
        .await;
    }
}
