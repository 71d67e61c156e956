//! Letters that leave the house: each once, again after a failure, and to a person in the end.
//!
//! Not here: what is in them.

use crate::on_both;
use crate::receiver::Receiver;
use crate::sink::{Sink, certificate};
use crate::world::{ADMIN, HEAD, REGISTRAR, World};
use gongkai_app::portal::lost_code::{self, TEXT_MESSAGE};
use gongkai_app::reminder::Notice;
use gongkai_app::reminder::remind::WEBHOOK;
use gongkai_jobs::task::Task;
use gongkai_jobs::{Mail, MailSettings, Post, Security};
use gongkai_storage::StorageError;
use std::collections::BTreeSet;
use tokio::sync::watch;

on_both!(
    two_nodes_at_once_send_each_letter_once,
    what_a_dead_node_took_is_sent_by_another_when_its_lease_ends,
    a_busy_mailbox_is_tried_again_and_a_mailbox_that_is_not_there_is_left_to_people,
    a_system_that_is_down_is_tried_again_later_each_time_until_it_is_given_up,
    a_letter_without_a_way_waits_for_one,
    a_new_query_code_is_in_force_once_its_letter_has_gone_and_not_before,
    a_stop_lets_the_letter_under_way_arrive,
);

async fn two_nodes_at_once_send_each_letter_once(world: World) {
    let sink = Sink::plain();
    let mut sent = BTreeSet::new();
    for n in 0..20 {
        let id = world.mail(&format!("a{n}@example.invalid")).await;
        sent.insert(format!("<{id}@yunzhou.example>"));
    }
    let (one, two) = (world.node(sink.post()).await, world.node(sink.post()).await);
    let (first, second) = tokio::join!(one.once(Task::Deliver), two.once(Task::Deliver));
    assert!(first.unwrap() && second.unwrap());
    assert_eq!(world.office.storage.backlog().await.unwrap().0, 0);
    let got = sink.end();
    assert_eq!(got.len(), 20);
    assert_eq!(got.iter().map(|mail| mail.id.clone()).collect::<BTreeSet<_>>(), sent);
    let mail = &got[0];
    assert_eq!(
        (mail.from.as_str(), mail.subject.as_str()),
        ("noreply@yunzhou.example", "市数据局：新的查询码")
    );
    assert_eq!(mail.sender, "政府信息公开 <noreply@yunzhou.example>");
    assert_eq!((mail.auto.as_str(), mail.text.trim()), ("auto-generated", "新查询码为 ABCD-EFGH。"));
    assert!(mail.date.contains("16 Sep 2025 01:00:00"), "{}", mail.date);
}

async fn what_a_dead_node_took_is_sent_by_another_when_its_lease_ends(world: World) {
    let sink = Sink::plain();
    let id = world.mail("a@example.invalid").await;
    let storage = &world.office.storage;
    let taken = storage.claim(world.office.instant(), "dead", 9, gongkai_jobs::deliver::LEASE).await.unwrap();
    assert_eq!(taken.len(), 1);
    let node = world.node(sink.post()).await;
    node.once(Task::Deliver).await.unwrap();
    assert_eq!(storage.outbox(id).await.unwrap().unwrap().done_at, None, "it is the other's still");
    world.set("2025-09-16 09:05");
    node.once(Task::Deliver).await.unwrap();
    let row = storage.outbox(id).await.unwrap().unwrap();
    assert!(row.done_at.is_some() && row.attempts == 2);
    // what was sent is not kept
    let gone = storage.content(row.payload.unwrap()).await.unwrap_err();
    assert!(matches!(gone, StorageError::Destroyed(_)), "{gone}");
    assert_eq!(sink.end().len(), 1);
}

async fn a_busy_mailbox_is_tried_again_and_a_mailbox_that_is_not_there_is_left_to_people(world: World) {
    let sink = Sink::plain();
    let (busy, nobody) =
        (world.mail("busy@example.invalid").await, world.mail("nobody@example.invalid").await);
    let node = world.node(sink.post()).await;
    let storage = &world.office.storage;
    node.once(Task::Deliver).await.unwrap();
    let row = storage.outbox(busy).await.unwrap().unwrap();
    assert_eq!(row.last_error.as_deref(), Some("邮件服务器未接受（451）"));
    let given_up = storage.given_up(9).await.unwrap();
    assert_eq!((given_up.len(), given_up[0].id), (1, nobody));
    assert_eq!(given_up[0].last_error.as_deref(), Some("邮件服务器拒收（550）"), "no address is kept");
    // the notice to the administrator went out in the same round
    let told = world.told(ADMIN).await;
    assert!(
        matches!(&told[..], [Notice::Undelivered { kind, because, .. }] if kind == "mail" && because.contains("550")),
        "{told:?}"
    );
    assert!(world.told(HEAD).await.is_empty());
    world.set("2025-09-16 09:01");
    node.once(Task::Deliver).await.unwrap();
    assert!(storage.outbox(busy).await.unwrap().unwrap().done_at.is_some());
    let got = sink.end();
    assert_eq!((got.len(), got[0].to[0].as_str()), (1, "busy@example.invalid"));
}

async fn a_system_that_is_down_is_tried_again_later_each_time_until_it_is_given_up(world: World) {
    let receiver = Receiver::start(&[503; 10]).await;
    let node = world.node(receiver.post()).await;
    let reference = world.filed().await;
    let storage = &world.office.storage;
    let application = storage.application_by_reference(&reference).await.unwrap().unwrap().id;
    let text = "{\"to\":\"13800000000\",\"subject\":\"\",\"text\":\"新查询码为 ABCD-EFGH。\"}";
    let id = world.letter(TEXT_MESSAGE, &format!("applicant:{application}"), text).await;
    let mut waits = Vec::new();
    loop {
        node.once(Task::Deliver).await.unwrap();
        let row = storage.outbox(id).await.unwrap().unwrap();
        assert_eq!(row.last_error.as_deref(), Some("对方未接收（503）"));
        if row.given_up_at.is_some() {
            break;
        }
        waits.push((row.run_at - world.office.instant()).num_minutes());
        // a minute too early nothing happens
        let before = receiver.got().len();
        world.clock.set(gongkai_deadline::clock::beijing(row.run_at) - chrono::TimeDelta::minutes(1));
        node.once(Task::Deliver).await.unwrap();
        assert_eq!(receiver.got().len(), before);
        world.clock.set(gongkai_deadline::clock::beijing(row.run_at));
    }
    assert_eq!(waits, [1, 5, 15, 60, 180, 360, 720, 1440, 1440]);
    let got = receiver.got();
    assert_eq!(got.len(), 10);
    // the same number each time, by which the other side knows what it has
    assert!(got.iter().all(|delivery| delivery.headers["x-gongkai-delivery"] == id.to_string()));
    let told = world.told(REGISTRAR).await;
    let about = |notice: &&Notice| matches!(notice, Notice::Undelivered { reference: Some(r), .. } if *r == reference);
    assert_eq!(told.iter().filter(about).count(), 1, "{told:?}");
}

async fn a_letter_without_a_way_waits_for_one(world: World) {
    let id = world.letter(WEBHOOK, "agency:yzsj", "{}").await;
    let storage = &world.office.storage;
    world.node(Post::default()).await.once(Task::Deliver).await.unwrap();
    let row = storage.outbox(id).await.unwrap().unwrap();
    assert_eq!(row.last_error.as_deref(), Some("没有配置推送地址"));
    world.set("2025-09-16 09:01");
    let receiver = Receiver::start(&[]).await;
    world.node(receiver.post()).await.once(Task::Deliver).await.unwrap();
    assert!(storage.outbox(id).await.unwrap().unwrap().done_at.is_some());
    assert_eq!(receiver.got()[0].body, "{}");
}

async fn a_new_query_code_is_in_force_once_its_letter_has_gone_and_not_before(world: World) {
    let reference = world.filed().await;
    let storage = &world.office.storage;
    let code = async || storage.application_by_reference(&reference).await.unwrap().unwrap().query_code;
    let old = code().await;
    // who asks twice before the letter goes gets one letter: the second would tell a code that never opens anything
    for _ in 0..2 {
        Box::pin(lost_code::reissue(&world.office, world.agency, &reference, "13800000000")).await.unwrap();
    }
    // nobody of this office sends text messages yet
    world.node(Post::default()).await.once(Task::Deliver).await.unwrap();
    assert_eq!(code().await, old, "no letter went out");
    let receiver = Receiver::start(&[503]).await;
    let node = world.node(receiver.post()).await;
    world.set("2025-09-16 11:00");
    node.once(Task::Deliver).await.unwrap();
    assert_eq!(code().await, old, "the gateway did not take it");
    world.set("2025-09-16 13:00");
    node.once(Task::Deliver).await.unwrap();
    let got: Vec<_> = receiver.got().into_iter().filter(|got| got.body.contains("新查询码为")).collect();
    assert_eq!(got.len(), 2, "once refused, once taken");
    assert_ne!(code().await, old);
    let new = got[0].body.split("新查询码为 ").nth(1).unwrap()[..9].to_owned();
    assert!(gongkai_app::query::track::find(&world.office, &reference, &new).await.is_ok());
}

async fn a_stop_lets_the_letter_under_way_arrive(world: World) {
    let receiver = Receiver::start(&[]).await;
    let id = world.letter(WEBHOOK, "agency:yzsj", "{}").await;
    let node = world.node(receiver.post()).await;
    let (say_stop, stop) = watch::channel(false);
    let working = tokio::spawn(node.run(stop));
    while receiver.got().is_empty() {
        tokio::task::yield_now().await;
    }
    say_stop.send(true).unwrap();
    working.await.unwrap();
    let row = world.office.storage.outbox(id).await.unwrap().unwrap();
    assert!(row.done_at.is_some() && row.lease_owner.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_goes_over_either_transport_security_and_an_unknown_certificate_is_refused() {
    let world = World::sqlite().await;
    let folder = world.directory.path();
    let authority = certificate(folder);
    for (word, security) in [("starttls", Security::StartTls), ("tls", Security::Tls)] {
        let sink = Sink::secure(word, folder);
        let with = |authority: Option<Vec<u8>>, password: &str| {
            let settings = MailSettings {
                security,
                user: Some("gongkai".to_owned()),
                password: Some(password.to_owned()),
                authority,
                ..sink.settings()
            };
            Post { mail: Some(Mail::new(&settings).unwrap()), ..Post::default() }
        };
        let id = world.mail("a@example.invalid").await;
        let storage = &world.office.storage;
        let attempts = [
            (with(None, "secret"), Some("与邮件服务器的加密连接没有建立，请核对证书和 security")),
            (with(Some(authority.clone()), "wrong"), Some("邮件服务器未接受（535）")),
            (with(Some(authority.clone()), "secret"), None),
        ];
        for (post, error) in attempts {
            let now = storage.outbox(id).await.unwrap().unwrap().run_at;
            world.clock.set(gongkai_deadline::clock::beijing(now));
            world.node(post).await.once(Task::Deliver).await.unwrap();
            let row = storage.outbox(id).await.unwrap().unwrap();
            assert_eq!(row.last_error.as_deref(), error, "{word}");
        }
        let got = sink.end();
        assert_eq!(got.len(), 1, "{word}");
        assert!(got[0].is_encrypted && got[0].account.as_deref() == Some("gongkai"), "{word}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_offers_no_security_gets_no_mail() {
    let world = World::sqlite().await;
    let sink = Sink::plain();
    let settings = MailSettings { security: Security::StartTls, ..sink.settings() };
    let post = Post { mail: Some(Mail::new(&settings).unwrap()), ..Post::default() };
    let id = world.mail("a@example.invalid").await;
    world.node(post).await.once(Task::Deliver).await.unwrap();
    let row = world.office.storage.outbox(id).await.unwrap().unwrap();
    assert!(row.done_at.is_none() && row.last_error.is_some(), "{row:?}");
    assert!(sink.end().is_empty());
}
