//! A file that was chosen is never lost without a word: wherever a form comes back, what it brought is kept, told and used.
//!
//! Not here: bad files (`super::uploads`), the words of a form (`super::kept`).

use super::world::{Browser, Page, World};
use crate::{DRAFT, PNG, desk, registered, signed_and_sealed};

const SEARCH: &[(&str, &str)] = &[
    ("searched_on", "2025-09-16"),
    ("places", "档案室"),
    ("terms", "规划"),
    ("from", "2020-01-01"),
    ("to", "2025-09-16"),
];

/// What travels along with a page, with these fields.
async fn send(browser: &mut Browser, path: &str, from: &Page, fields: &[(&str, &str)]) -> Page {
    let travels = ["token", "version", "once"].map(|name| (name, from.hidden(name)));
    let mut all: Vec<(&str, &str)> = travels.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend_from_slice(fields);
    browser.post(path, &all).await
}

fn tells(page: &Page, status: u16, name: &str) {
    assert_eq!(page.status, status, "{}", page.body);
    assert!(page.body.contains("已经收到的文件") && page.body.contains(name), "{name}: {}", page.body);
}

#[tokio::test]
async fn a_file_sent_with_a_faulty_form_or_one_of_an_earlier_session_is_kept_told_and_used() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let path = format!("{}/search-record", desk(&number));
    let first = handler.get(&path).await;
    assert!(!first.body.contains("已经收到的文件"));
    let faulty = handler.send_files(&path, SEARCH, &[("material", "截图一.png", PNG)]).await;
    tells(&faulty, 422, "截图一.png");
    // another one beside it, from a page of the session before
    let once = faulty.hidden("once");
    let mut fields = vec![("token", "old"), ("version", "9"), ("once", once.as_str()), ("result", "found")];
    fields.extend_from_slice(SEARCH);
    let stale = handler.send_parts(&path, &fields, &[("material", "截图二.png", PNG)]).await;
    tells(&stale, 409, "截图一.png、截图二.png");
    let files = world.files();
    // the same form once more, as a browser does that loads the page anew
    let again = handler.send_parts(&path, &fields, &[("material", "截图二.png", PNG)]).await;
    tells(&again, 409, "截图一.png、截图二.png");
    assert_eq!(world.files(), files, "no file twice");
    let mut fields = SEARCH.to_vec();
    fields.push(("result", "found"));
    let now = handler.get(&path).await;
    let done = send(&mut handler, &path, &now, &[&fields[..], &[("once", &once)]].concat()).await;
    assert_eq!(done.status, 303, "a form of its own has its own files: {}", done.body);
    assert!(!handler.get(&desk(&number)).await.body.contains("截图一.png"));
    let done = send(&mut handler, &path, &again, &fields).await;
    assert_eq!(done.status, 409, "the version of the first page is old by now: {}", done.body);
    tells(&done, 409, "截图一.png、截图二.png");
    let done = send(&mut handler, &path, &done, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = handler.get(&desk(&number)).await;
    assert_eq!((case.body.matches("截图一.png").count(), case.body.matches("截图二.png").count()), (1, 1));
}

#[tokio::test]
async fn a_file_is_used_after_a_conflict_a_preview_and_a_blocked_step_and_let_go_only_when_asked() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let (mut handler, mut head) = (world.signed_in("handler").await, world.signed_in("head").await);
    let draft = format!("{}/draft", desk(&number));
    let look: Vec<_> = DRAFT.iter().copied().chain([("preview", "1")]).collect();
    let looked = handler.send_files(&draft, &look, &[("given", "规划.png", PNG)]).await;
    tells(&looked, 200, "规划.png");
    let ask = [("helper", "legal_adviser"), ("question", "是否属于政府信息")];
    let asked = head.act(&format!("{}/ask-assistance", desk(&number)), &ask).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let conflict = send(&mut handler, &draft, &looked, DRAFT).await;
    tells(&conflict, 409, "规划.png");
    assert!(conflict.body.contains("在最新状态上继续办理"), "{}", conflict.body);
    let done = send(&mut handler, &draft, &conflict, DRAFT).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(world.signed_in("secrecy").await.get(&desk(&number)).await.body.contains("规划.png"));

    // the service of a reply that is not sealed yet is blocked, and keeps its scan
    let mut registrar = world.signed_in("registrar").await;
    let serve = format!("{}/serve", desk(&number));
    let case = registrar.get(&format!("{}/confirm", desk(&number))).await;
    let (token, version) = (case.token(), case.hidden("version"));
    let serving = [("way", "post"), ("sent_on", "2025-09-16"), ("tracking", "1088123456789")];
    let travels = [("token", token.as_str()), ("version", version.as_str())];
    let fields: Vec<_> = travels.into_iter().chain(serving).collect();
    let blocked = registrar.send_parts(&serve, &fields, &[("scan", "盖章件一.png", PNG)]).await;
    tells(&blocked, 409, "盖章件一.png");
    signed_and_sealed(&world, &number).await;
    let once = blocked.hidden("once");
    let fields = [("token", token.as_str()), ("once", once.as_str()), ("way", "post")];
    let other = registrar.send_parts(&serve, &fields, &[("scan", "盖章件二.png", PNG)]).await;
    tells(&other, 422, "盖章件二.png");
    assert!(!other.body.contains("盖章件一.png"), "a paper has one scan: {}", other.body);
    let dropped =
        send(&mut registrar, &serve, &other, &[("drop_files", "1"), ("tracking", "写下的凭证")]).await;
    assert!(dropped.status == 200 && dropped.body.contains("写下的凭证"), "{}", dropped.body);
    assert!(!dropped.body.contains("盖章件二.png"), "{}", dropped.body);
    let mut all = serving.to_vec();
    let (token, once) = (dropped.token(), dropped.hidden("once"));
    let version = dropped.hidden("version");
    all.extend([("token", token.as_str()), ("version", version.as_str()), ("once", once.as_str())]);
    let done = registrar.send_parts(&serve, &all, &[("scan", "盖章件三.png", PNG)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = registrar.get(&desk(&number)).await.body;
    assert!(case.contains("盖章件三.png") || case.contains("扫描件"), "{case}");
    assert!(!case.contains("盖章件一.png") && !case.contains("盖章件二.png"), "{case}");
}
