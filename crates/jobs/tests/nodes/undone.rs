//! What was left undone of papers and files is told when its days are over, and of each paper once.
//!
//! Not here: what is left undone (`gongkai_domain::application::loose`), what else presses (`super::reminders`).

use crate::on_both;
use crate::world::{AGENCY, HANDLER, HEAD, REGISTRAR, World, day};
use gongkai_app::reminder::{Notice, Pressing};
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::{LooseEnd, LooseKind, LoosePaper};
use gongkai_domain::ids::PaperId;
use gongkai_domain::notice::{PaperKind, Procedural, Reply};
use gongkai_jobs::Post;
use gongkai_jobs::task::Task;
use uuid::Uuid;

on_both!(
    a_paper_left_unserved_is_told_the_handler_once_after_the_days_that_are_set,
    a_service_without_outcome_and_a_file_outside_the_archive_press_in_closed_cases_too,
    an_office_that_waits_longer_is_told_later,
);

fn end(kind: LooseKind, paper: Option<(u128, PaperKind)>, since: &str) -> LooseEnd {
    let paper = paper.map(|(id, kind)| LoosePaper {
        id: PaperId(Uuid::from_u128(id)),
        kind,
        number: Some(format!("公开告〔2025〕{id}号")),
    });
    LooseEnd { kind, paper, since: day(since) }
}

/// Two nodes look at the same time, and again in the afternoon.
async fn a_working_day(world: &World, on: &str) {
    let (one, two) = (world.node(Post::default()).await, world.node(Post::default()).await);
    for hour in ["09:00", "15:00"] {
        world.set(&format!("{on} {hour}"));
        let (first, second) = tokio::join!(one.once(Task::Remind), two.once(Task::Remind));
        assert!(first.unwrap() != second.unwrap());
        let (first, second) = tokio::join!(one.once(Task::Deliver), two.once(Task::Deliver));
        assert!(first.unwrap() && second.unwrap());
    }
}

/// The messages about single papers.
fn papers(told: &[Notice]) -> Vec<String> {
    let single = told.iter().filter(|notice| matches!(notice, Notice::LeftUndone { .. }));
    single.map(|notice| notice.lines()[0].clone()).collect()
}

/// What pressed on a day, in a few words.
fn pressed(told: &[Notice], on: &str) -> Option<String> {
    told.iter().find_map(|notice| match notice {
        Notice::Pressing { on: known, pressing, .. } if *known == day(on) => {
            Some(Pressing::summary(pressing))
        }
        _ => None,
    })
}

async fn a_paper_left_unserved_is_told_the_handler_once_after_the_days_that_are_set(world: World) {
    let unserved = |id, kind: PaperKind| vec![end(LooseKind::Unserved, Some((id, kind)), "2025-09-16")];
    world.loose(1, false, unserved(1, Procedural::ExtensionNotice.into())).await;
    world.loose(3, false, unserved(3, Procedural::CorrectionNotice.into())).await;
    // nobody has it in hand
    world.loose(2, false, unserved(2, Reply::Granted.into())).await;
    a_working_day(&world, "2025-09-17").await;
    for person in [HANDLER, HEAD, REGISTRAR] {
        assert!(world.told(person).await.is_empty(), "one working day is not two");
    }
    for on in ["2025-09-18", "2025-09-19"] {
        a_working_day(&world, on).await;
    }
    let told = world.told(HANDLER).await;
    let mut lines = papers(&told);
    lines.sort();
    assert_eq!(
        lines,
        [
            "依申请〔2025〕1号：政府信息公开申请延期答复告知书（公开告〔2025〕1号）2025年9月16日制发，尚未登记送达，已满2个工作日。",
            "依申请〔2025〕3号：政府信息公开申请补正告知书（公开告〔2025〕3号）2025年9月16日制发，尚未登记送达，已满2个工作日。",
        ]
    );
    // of a request to the applicant the chip of its row tells every day by itself
    assert_eq!(pressed(&told, "2025-09-18").as_deref(), Some("文书未登记送达1件"));
    assert_eq!(pressed(&told, "2025-09-19").as_deref(), Some("文书未登记送达1件"), "until it is done");
    let told = world.told(REGISTRAR).await;
    assert_eq!(papers(&told).len(), 1, "{told:?}");
    assert!(papers(&told)[0].starts_with("依申请〔2025〕2号："), "{told:?}");
    assert_eq!(pressed(&world.told(HEAD).await, "2025-09-19").as_deref(), Some("文书未登记送达2件"));
}

async fn a_service_without_outcome_and_a_file_outside_the_archive_press_in_closed_cases_too(world: World) {
    let reply = |id| Some((id, PaperKind::from(Reply::Granted)));
    world.loose(1, true, vec![end(LooseKind::Unsigned, reply(1), "2025-09-09")]).await;
    world.loose(3, true, vec![end(LooseKind::Unarchived, None, "2025-06-02")]).await;
    world.loose(5, true, vec![end(LooseKind::Unarchived, None, "2025-08-29")]).await;
    a_working_day(&world, "2025-09-16").await;
    let told = world.told(HANDLER).await;
    assert_eq!(pressed(&told, "2025-09-16").as_deref(), Some("送达结果未登记1件、待归档1件"));
    let lines = papers(&told);
    assert_eq!(lines.len(), 1, "a file is no paper: {lines:?}");
    assert!(lines[0].contains("2025年9月9日寄出，尚未登记签收或者退回，已满5个工作日"), "{lines:?}");
}

async fn an_office_that_waits_longer_is_told_later(world: World) {
    let mut settings = AgencySettings::default();
    settings.handling.service_reminder = gongkai_deadline::units::WorkingDays(3);
    let (office, at) = (&world.office, world.office.instant());
    let (agency, _) = office.agency(AGENCY).await.unwrap();
    let tx = office.storage.begin().await.unwrap();
    gongkai_app::setup::keep_settings(&tx, &agency, &settings, at).await.unwrap();
    tx.commit().await.unwrap();
    let notice = Some((1, PaperKind::from(Procedural::DelayedReplyNotice)));
    world.loose(1, false, vec![end(LooseKind::Unserved, notice, "2025-09-16")]).await;
    a_working_day(&world, "2025-09-18").await;
    assert!(world.told(HANDLER).await.is_empty());
    a_working_day(&world, "2025-09-19").await;
    assert_eq!(papers(&world.told(HANDLER).await).len(), 1);
    // the message is remembered for its paper: another limit is another message, the same one none
    a_working_day(&world, "2025-09-22").await;
    assert_eq!(papers(&world.told(HANDLER).await).len(), 1);
}
