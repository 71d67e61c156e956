//! Accessibility: axe over every sample, the focus after an error, reflow at 320 px, which is 400 % of 1280; stillness for
//! those who ask for it; the keys of the inbox.
//!
//! Not here: how the pages get into the window quickly, and what is asked of them (`look.js` of the testkit); the pages of the
//! running office (`story` of the program).

use crate::gallery::{Gallery, Shot};
use fantoccini::{Client, ClientBuilder};
use gongkai_testkit::browser::{Driver, LOOK, Window, fetched};
use gongkai_web::chrome::Theme;
use gongkai_web::registry::samples;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// Fewer rules than this that found something to agree with: then axe did not look.
const LEAST_RULES: u64 = 15;
/// So many pages are shown per word with the driver.
const AT_ONCE: usize = 40;

pub(crate) async fn window(driver: &Driver, width: u32) -> Client {
    ClientBuilder::new(HttpConnector::new())
        .capabilities(Window::wide(width).capabilities())
        .connect(&driver.address())
        .await
        .unwrap()
}

/// An empty page that has read axe.
fn frame(gallery: &Gallery) -> String {
    let axe = fetched("axe-core/axe.min.js").unwrap();
    let page = gallery.path_of_folder().join("frame.html");
    let html = format!("<!DOCTYPE html><title>axe</title><script src=\"file://{}\"></script>", axe.display());
    std::fs::write(&page, html).unwrap();
    format!("file://{}", page.display())
}

async fn look(browser: &Client, files: &[&str], is_still: bool) -> Vec<Value> {
    let arguments = vec![json!(files), json!(is_still)];
    let found = browser.execute_async(LOOK, arguments).await.unwrap();
    found.as_array().unwrap_or_else(|| panic!("{found}")).clone()
}

/// Looks at these pages at one width; how many samples they were, and what is wrong.
async fn looked_at(gallery: &Gallery, width: u32, shots: &[Shot]) -> (usize, Vec<String>) {
    let driver = Driver::start().unwrap();
    let browser = window(&driver, width).await;
    browser.goto(&frame(gallery)).await.unwrap();
    let (mut visited, mut faults) = (0, Vec::new());
    for some in shots.chunks(AT_ONCE) {
        let files: Vec<&str> = some.iter().map(|shot| shot.file.as_str()).collect();
        let found = look(&browser, &files, width > 1000).await;
        for (shot, found) in some.iter().zip(&found) {
            let name = format!("{} at {width}", shot.name);
            assert_eq!(found["file"].as_str(), Some(shot.file.as_str()), "{name}");
            assert_eq!(found["window"].as_u64(), Some(u64::from(width)), "{name}: {found}");
            for fault in found["faults"].as_array().unwrap() {
                faults.push(format!("{name}: {}", fault.as_str().unwrap()));
            }
            if found["ran"].as_u64().unwrap() < LEAST_RULES {
                faults.push(format!("{name}: axe ran {} rules", found["ran"]));
            }
            visited += shot.times;
        }
    }
    browser.close().await.unwrap();
    (visited, faults)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and axe-core"]
async fn every_sample_is_accessible_in_every_theme_narrow_and_wide() {
    let mut gallery = Gallery::of(&Theme::EVERY);
    let of_registry: usize = Theme::EVERY.iter().map(|theme| samples(*theme).len()).sum();
    // a part of the name narrows the run while one page is worked on
    let part = std::env::var("GONGKAI_LOOK_AT").unwrap_or_default();
    gallery.shots.retain(|shot| shot.name.contains(&part));
    // each browser has one half of the pages in one width, then the other half in the other
    let (one, other) = gallery.shots.split_at(gallery.shots.len() / 2);
    let first = async { (looked_at(&gallery, 320, one).await, looked_at(&gallery, 1280, one).await) };
    let second = async { (looked_at(&gallery, 1280, other).await, looked_at(&gallery, 320, other).await) };
    let ((a, b), (c, d)) = tokio::join!(first, second);
    let visited = a.0 + b.0 + c.0 + d.0;
    let faults = [a.1, b.1, c.1, d.1].concat();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert!(visited == 2 * of_registry || !part.is_empty(), "{visited} of twice {of_registry}");
}

#[tokio::test]
#[ignore = "needs Chromium and axe-core"]
async fn what_is_spoilt_is_found() {
    let gallery = Gallery::of(&[Theme::Default]);
    let driver = Driver::start().unwrap();
    let browser = window(&driver, 320).await;
    browser.goto(&frame(&gallery)).await.unwrap();
    let inbox = gallery.shot("desk/inbox typical default");
    assert_eq!(look(&browser, &[&inbox.file], true).await[0]["faults"], json!([]));
    // a page that is clean and then spoilt in place: what finds nothing anywhere would prove nothing
    let spoil = "const small = document.querySelector('main a'); small.style.cssText = 'display: inline-block; width: 9px; padding: 0';
        small.textContent = '1'; document.querySelector('h2').style.cssText = 'overflow-x: auto; text-indent: 9999px';
        document.documentElement.lang = 'zh';
        document.querySelector('h1').style.cssText = 'color: #ccc; width: 900px; transition: margin 1s';
        document.querySelector('main').id = 'main-name'; document.querySelector('h1').id = 'main-name'";
    browser.execute(spoil, Vec::new()).await.unwrap();
    let found = look(&browser, &[""], true).await;
    let faults: Vec<&str> =
        found[0]["faults"].as_array().unwrap().iter().map(|fault| fault.as_str().unwrap()).collect();
    for wanted in [
        "color-contrast",
        "scrolls sideways",
        "moves: H1",
        "id twice: main-name",
        "too small to hit: 9 x",
        "scrolls within",
        "language: zh",
    ] {
        assert!(faults.iter().any(|fault| fault.starts_with(wanted)), "{wanted}: {faults:?}");
    }
    browser.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium"]
async fn each_line_of_the_summary_of_errors_leads_to_its_field() {
    let mut gallery = Gallery::of(&[Theme::Default]);
    let has_summary =
        |shot: &Shot| std::fs::read_to_string(gallery.path(shot)).unwrap().contains("href=\"#f-");
    let shots: Vec<Shot> = gallery.shots.iter().filter(|shot| has_summary(shot)).cloned().collect();
    gallery.shots = shots;
    assert!(gallery.shots.len() > 20, "{}", gallery.shots.len());
    let driver = Driver::start().unwrap();
    let browser = window(&driver, 1280).await;
    // the address of the link and the id of what has the focus after it was followed, line by line
    let follow = "return [...document.querySelectorAll('[data-error-summary] a')].map((line) => {
        line.click(); return [line.hash, '#' + document.activeElement.id]; })";
    for shot in &gallery.shots {
        browser.goto(&gallery.address(shot)).await.unwrap();
        let lines = browser.execute(follow, Vec::new()).await.unwrap();
        for line in lines.as_array().unwrap() {
            assert_eq!(line[0], line[1], "{}", shot.name);
        }
    }
    browser.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium"]
async fn the_keys_of_the_inbox_move() {
    let gallery = Gallery::of(&[Theme::Default]);
    let driver = Driver::start().unwrap();
    let browser = window(&driver, 1280).await;
    let inbox = gallery.address(gallery.shot("desk/inbox typical default"));
    browser.goto(&inbox).await.unwrap();
    let at = "const a = document.activeElement; return a.dataset.item === undefined ? a.id : a.textContent";
    let mut seen = Vec::new();
    for key in ["j", "j", "k", "/"] {
        browser.active_element().await.unwrap().send_keys(key).await.unwrap();
        seen.push(browser.execute(at, Vec::new()).await.unwrap());
    }
    let titles: Vec<&str> = seen.iter().map(|value| value.as_str().unwrap()).collect();
    assert_eq!(titles[0], titles[2], "{titles:?}");
    assert_ne!(titles[0], titles[1], "{titles:?}");
    assert_eq!(titles[3], "q", "the stroke goes to the search box");
    browser.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium"]
async fn the_period_is_drawn_where_there_is_room_and_listed_everywhere() {
    let gallery = Gallery::of(&[Theme::Default, Theme::Elder]);
    let driver = Driver::start().unwrap();
    let heights = "return ['.clock-bar', '.clock-list', '#actions'].map(what => \
                   document.querySelector(what).getBoundingClientRect().height > 0)";
    // large letters along a bar would meet
    for (width, theme, is_drawn) in [(1280, "default", true), (1280, "elder", false), (375, "default", false)]
    {
        let browser = window(&driver, width).await;
        let page = gallery.address(gallery.shot(&format!("desk/application typical {theme}")));
        browser.goto(&page).await.unwrap();
        let seen = browser.execute(heights, Vec::new()).await.unwrap();
        let seen: Vec<bool> = seen.as_array().unwrap().iter().map(|one| one.as_bool().unwrap()).collect();
        assert_eq!(seen, [is_drawn, true, true], "{width} {theme}");
        browser.close().await.unwrap();
    }
}
