//! The applicants of the demonstration follow their applications, one in every state.
//!
//! Not here: how the demonstration is made (`gongkai-app`), how the page looks (`pages`).

use super::world::{Browser, Page};
use crate::found;
use gongkai_app::demo::{self, Demo, SetClock};
use gongkai_app::portal::ticket::Tracking;
use gongkai_app::{Keys, Office};
use gongkai_deadline::Calendar;
use gongkai_domain::notice::Reply;
use gongkai_storage::{
    ApplicationFilter, AttachmentRow, BlobRow, Blobs, Key, KeyMaterial, Order, Sealer, SeededEntropy,
    Storage, Target, Vault,
};
use gongkai_web::chrome::Site;
use gongkai_web::components::Link;
use gongkai_web::server::Web;
use gongkai_web::urls::Urls;
use std::sync::Arc;

async fn show(folder: &std::path::Path) -> (Arc<Web>, Demo) {
    let clock = Arc::new(SetClock::at(demo::now()));
    let chance = Arc::new(SeededEntropy::new(demo::SEED));
    let key = Key { id: "test".to_owned(), material: KeyMaterial::Aes256([9; 32]) };
    let storage = Storage::open(&Target::Sqlite { path: folder.join("test.db") }).await.unwrap();
    storage.migrate().await.unwrap();
    let storage = storage.with_vault(Vault::new(Sealer::new(&key, &[]), chance.clone()));
    let blobs = Blobs::local(folder.join("blobs")).unwrap();
    let calendar = Calendar::national().unwrap();
    let office = Office::new(storage, blobs, Keys { digests: [3; 32] }, clock.clone(), chance, calendar);
    let made = demo::seed(&office, &clock).await.unwrap();
    let own = made.houses.iter().find(|house| house.agency.code == demo::AGENCY).unwrap();
    let site = Site {
        urls: Urls::default(),
        agency: own.agency.full_name.clone(),
        host: Some(Link::new("云州市人民政府", "https://www.yunzhou.example/")),
        header_html: Some("<div class=\"host-bar\">云州市人民政府门户</div>".to_owned()),
        footer_html: Some("<p>网站标识码 3308000000</p>".to_owned()),
        is_demo: true,
        ..Site::default()
    };
    let agency = own.agency.id;
    (Arc::new(Web { office: Arc::new(office), site, agency, is_secure: true, proxies: Vec::new() }), made)
}

fn links<'a>(page: &'a Page, under: &str) -> Vec<&'a str> {
    let all = page.body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    all.filter(|link| link.starts_with(under)).collect()
}

/// What a citizen reads has dates in words and no words of the house.
fn is_readable(page: &Page, state: &str) {
    let main = page.between("<main", "</main>");
    let mut words = String::new();
    let mut is_tag = true;
    for letter in main.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            letter if !is_tag => words.push(letter),
            _ => {}
        }
    }
    let is_iso = |part: &[char]| {
        let shape: String = part.iter().map(|c| if c.is_ascii_digit() { '9' } else { *c }).collect();
        shape == "9999-99-99"
    };
    let letters: Vec<char> = words.chars().collect();
    assert!(!letters.windows(10).any(is_iso), "{state}: a date for machines in {words}");
    for inside in
        ["影子", "草稿", "审批单", "退回修改", "内部协助", "None", "Some(", "shadow", "null", "交办", "拟办"]
    {
        assert!(!words.contains(inside), "{state}: {inside} in {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_application_of_the_demonstration_reads_right_for_its_applicant() {
    let folder = tempfile::tempdir().unwrap();
    let (web, made) = show(folder.path()).await;
    let filter = ApplicationFilter::default();
    let all = web.office.storage.applications(&filter, Order::Oldest, None, 500);
    let (mut joint, mut together, mut split, mut early) = (0, 0, 0, 0);
    for row in all.await.unwrap().rows {
        let id = row.id;
        let word = gongkai_app::portal::ticket::word(&web.office);
        let ticket = Tracking { application: id, code: row.query_code, done: None, since: None };
        gongkai_app::portal::ticket::keep(&web.office, &word, &ticket).await.unwrap();
        let mut citizen = Browser::at(&web);
        citizen.cookies.insert("track".to_owned(), word);
        let page = citizen.get(&format!("/track/{}", row.reference)).await;
        assert_eq!(page.status, 200, "{}", row.reference);
        is_readable(&page, &row.state);
        assert!(!page.between("<p class=\"turn", "</p>").is_empty());
        // whoever was answered is told how to object, until when, and where the papers are
        if row.served_on.is_some() {
            assert!(page.body.contains("文书和信息") && page.body.contains("/papers/"), "{}", row.reference);
        }
        joint += usize::from(page.body.contains("3名申请人共同提交申请"));
        together += usize::from(page.body.contains("同一份答复书也答复了您的申请"));
        split += usize::from(page.body.contains("凭原查询码可以查询各件"));
        early += usize::from(page.body.contains("不因尚未确认而拖延"));
        assert_eq!(page.body.contains("交承办机构办理"), page.body.matches("交承办机构办理").count() == 1);
    }
    assert_eq!((joint, together, split), (2, 2, 1));
    assert!(early >= 3, "{early}");
    // posted, and not yet signed for: no last day for remedies is made up
    for track in &made.others {
        let mut citizen = Browser::at(&web);
        let place = found(&mut citizen, &track.reference, &track.code).await;
        assert_eq!(place, format!("/cases/{}", track.reference));
        let page = citizen.get(&place).await;
        assert!(page.status == 200 && page.body.contains("id=\"answer\""), "{}", page.body);
        is_readable(&page, track.state);
    }
    assert_eq!(made.others.len(), 2);
    assert!(made.tracks.len() <= 12, "the list that is printed stays short");
}

/// A file of the information given, as the desk attaches it.
async fn give(office: &Office, reference: &str) -> String {
    let row = office.storage.application_by_reference(reference).await.unwrap().unwrap();
    let at = office.instant();
    let vault = office.storage.vault().unwrap();
    let html = b"<script>alert(1)</script>".to_vec();
    let blob = office.blobs.write(vault, row.agency, "text/html", html, at).await.unwrap();
    let tx = office.storage.begin().await.unwrap();
    tx.save_blob(&BlobRow { ..blob.clone() }).await.unwrap();
    let file_name = tx.put_content(row.agency, "统计\"表\r\n.html".as_bytes(), at).await.unwrap();
    let id = office.entropy().id(at);
    tx.attach(&AttachmentRow {
        id,
        agency: row.agency,
        owner_kind: "application".to_owned(),
        owner: row.id.0,
        purpose: "information".to_owned(),
        file_name,
        blob: blob.name,
        created_at: at,
        created_by: "test".to_owned(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_state_the_page_says_whose_turn_it_is_and_every_paper_can_be_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let (web, made) = show(folder.path()).await;
    assert!(made.tracks.len() >= 10, "{:?}", made.tracks);
    let mut papers = 0;
    let mut informed = 0;
    for track in &made.tracks {
        let given = give(&web.office, &track.reference).await;
        let mut citizen = Browser::at(&web);
        let place = found(&mut citizen, &track.reference, &track.code).await;
        assert_eq!(place, format!("/track/{}", track.reference), "{}", track.state);
        let page = citizen.get(&place).await;
        assert_eq!(page.status, 200, "{}", track.state);
        let turn = page.between("<h2 id=\"turn\">", "<");
        is_readable(&page, track.state);
        assert!(!turn.is_empty() && page.body.contains("办理经过"), "{}", track.state);
        assert!(!page.body.contains(&track.code), "{}: the code is not printed", track.state);
        if track.state.contains("补正") {
            assert!(turn.contains("轮到您") || page.body.contains("期限已于"), "{}: {turn}", track.state);
        }
        // a reply is shown and can be objected to once it was served, and not before
        let is_replied = page.body.contains("id=\"outcome\"");
        if !is_replied {
            assert!(!page.body.contains("统计&#34;表"), "{}", track.state);
        }
        let information = citizen.get(&format!("{place}/information/{given}")).await;
        assert_eq!(information.status, if is_replied { 200 } else { 404 }, "{}", track.state);
        if is_replied {
            informed += 1;
            assert!(page.body.contains("统计&#34;表"), "{}", page.body);
            let kept_as = information.header("content-disposition");
            assert!(kept_as.starts_with("attachment; ") && !kept_as.contains('"'), "{kept_as}");
            assert_eq!(information.header("x-content-type-options"), "nosniff");
        }
        let places = links(&page, &format!("{place}/papers/"));
        let row = web.office.storage.application_by_reference(&track.reference).await.unwrap().unwrap();
        for paper in web.office.storage.papers_of(row.id).await.unwrap() {
            if Reply::EVERY.iter().any(|reply| reply.key() == paper.kind) {
                let is_shown = places.iter().any(|link| link.contains(&paper.id.to_string()));
                let is_due = is_replied && paper.voided_on.is_none();
                assert_eq!(is_shown, is_due, "{}: a reply is shown once it was served", track.state);
            }
        }
        // setting type is slow: one paper of each page will do
        for link in places.into_iter().take(1) {
            papers += 1;
            let paper = citizen.get(link).await;
            assert!(paper.status == 200 && paper.bytes.starts_with(b"%PDF-"), "{link}");
            assert!(paper.header("content-disposition").starts_with("attachment; filename*=UTF-8''%E"));
            assert_eq!(paper.header("cache-control"), "no-store", "{link}");
            assert_eq!(Browser::at(&web).get(link).await.location(), "/track", "nobody else fetches it");
        }
    }
    assert!(papers >= 3 && informed >= 1, "{papers} papers, {informed} with information");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_shows_three_agencies_in_the_frame_of_the_host_site() {
    let folder = tempfile::tempdir().unwrap();
    let (web, made) = show(folder.path()).await;
    let mut citizen = Browser::at(&web);
    let home = citizen.get("/").await;
    assert!(home.body.contains("云州市人民政府门户") && home.body.contains("网站标识码 3308000000"));
    assert_eq!(home.header("strict-transport-security"), "", "a column does not decide for its host");
    let choice = citizen.get("/apply/agency").await;
    for house in &made.houses {
        assert!(choice.body.contains(&house.agency.full_name), "{}", house.agency.full_name);
        let guide = citizen.get(&format!("/guide?agency={}", house.agency.code)).await;
        assert!(
            guide.status == 200 && guide.body.contains(&house.settings.contact.phone),
            "{}",
            guide.status
        );
    }
    for cookie in choice.headers.get_all("set-cookie") {
        assert!(cookie.to_str().unwrap().contains("; Secure"), "{cookie:?}");
    }
    let start = citizen.get("/apply").await;
    let about = links(&start, "/apply/not-ours");
    assert!(about.len() >= 2, "{}", start.body);
    let page = citizen.get(about[0]).await;
    assert!(page.status == 200 && page.body.contains("/apply/agency?to="), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_answered_anew_reads_the_answer_that_stands_and_not_the_quashed_one() {
    let folder = tempfile::tempdir().unwrap();
    let (web, _) = show(folder.path()).await;
    let office = &web.office;
    let all =
        office.storage.applications(&ApplicationFilter::default(), Order::Oldest, None, 500).await.unwrap();
    let mut redone = 0;
    for row in all.rows {
        let case = gongkai_app::query::track::tracked(office, row.id).await.unwrap();
        let rounds = &case.application.rounds;
        let (Some(first), Some(last)) = (rounds.first(), rounds.last()) else { continue };
        let replies = [first, last].map(|round| round.issued_draft().map(|draft| draft.reply));
        if rounds.len() < 2 || last.served_on().is_none() || replies[0] == replies[1] {
            continue;
        }
        let page = gongkai_web::server::portal::story::tracked(&web, &case, None, None);
        let told: Vec<&str> = page.outcomes.iter().map(|outcome| outcome.words.as_str()).collect();
        let of = |reply: Option<Reply>| case.settings.row(reply.unwrap()).label().to_owned();
        let says = |label: &str| told.iter().any(|words| label.contains(words.rsplit('：').next().unwrap()));
        assert!(says(&of(replies[1])) && !says(&of(replies[0])), "{}: {told:?}", row.reference);
        redone += 1;
    }
    assert!(redone > 0, "the demonstration has a reply that was given anew with another result");
}
