//! Every sample in every theme, narrow and wide, in a real browser under axe-core: all rules of WCAG 2.2 AA and best
//! practice, no sideways scrolling; and the keys of the inbox.
//!
//! Needs Chromium, its driver and axe-core under `target/browser`, as for the checker's page; then
//! `cargo test -p gongkai-web --test browser -- --ignored`.
//! Not here: what can be judged without a browser (`pages.rs`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
#![expect(clippy::disallowed_methods, reason = "a browser opens files and is a process")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder};
use gongkai_web::assets::ASSETS;
use gongkai_web::chrome::Theme;
use gongkai_web::registry::samples;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// A driver of its own, ended with the test.
struct Driver {
    process: Child,
    /// Kept open: a driver that may not speak ends.
    _words: std::io::Lines<BufReader<std::process::ChildStdout>>,
    port: u16,
}

impl Driver {
    fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is missing");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split("on port ").nth(1)?.trim_end_matches('.').parse().ok().filter(|p| *p != 0)
            })
            .expect("the driver tells its port");
        Self { process, _words: lines, port }
    }

    /// A browser whose window is so wide.
    async fn browser(&self, width: u32) -> Client {
        let options = json!({
            // root has no sandbox of its own in a container; the pages are ours
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-prefers-reduced-motion"],
            "mobileEmulation": {"deviceMetrics": {"width": width, "height": 900, "pixelRatio": 1, "mobile": false, "touch": false}},
        });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        capabilities.insert("timeouts".to_owned(), json!({"script": 120_000}));
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn axe() -> String {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/browser/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// Writes the samples as files and gives their names.
fn written(folder: &Path) -> Vec<(String, PathBuf)> {
    std::fs::create_dir_all(folder.join("static")).unwrap();
    for asset in ASSETS {
        std::fs::write(folder.join("static").join(asset.name), asset.body).unwrap();
    }
    let mut files = Vec::new();
    for theme in Theme::EVERY {
        for sample in samples(theme) {
            let name = format!("{} {} {}", sample.page, sample.sample, theme.key());
            let file = folder.join(format!("{}.html", name.replace(['/', ' '], "-")));
            std::fs::write(&file, sample.html.replace("\"/zwgk/yshqgk/static/", "\"static/")).unwrap();
            files.push((name, file));
        }
    }
    files
}

const LOOK: &str = "const done = arguments[arguments.length - 1];
    document.querySelectorAll('details').forEach(d => { d.open = true; });
    axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values:
      ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}}).then(r => done({ran: r.passes.length,
      faults: r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).slice(0, 2).join(' | ')),
      width: document.documentElement.scrollWidth, window: innerWidth}), e => done({faults: [String(e)]}))";

async fn look(browser: &Client, axe: &str, file: &Path) -> Value {
    browser.goto(&format!("file://{}", file.display())).await.unwrap();
    browser.execute(&format!("{axe}; window.axe = axe;"), Vec::new()).await.unwrap();
    browser.execute_async(LOOK, Vec::new()).await.unwrap()
}

/// All files at one width; the faults found.
async fn looked_at(width: u32, files: &[(String, PathBuf)], axe: &str) -> Vec<String> {
    let driver = Driver::start();
    let browser = driver.browser(width).await;
    let mut faults = Vec::new();
    for (name, file) in files {
        let found = look(&browser, axe, file).await;
        for fault in found["faults"].as_array().into_iter().flatten() {
            faults.push(format!("{name} at {width}: {}", fault.as_str().unwrap_or_default()));
        }
        assert_eq!(found["window"].as_u64(), Some(u64::from(width)), "{name}: {found}");
        if found["width"].as_u64().unwrap() > u64::from(width) {
            faults.push(format!("{name} at {width}: scrolls sideways, {}", found["width"]));
        }
        if found["ran"].as_u64().unwrap_or_default() < 15 {
            faults.push(format!("{name} at {width}: axe ran {} rules", found["ran"]));
        }
    }
    browser.close().await.unwrap();
    faults
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and axe-core"]
async fn every_sample_is_accessible_in_every_theme_narrow_and_wide() {
    let folder = std::env::temp_dir().join(format!("gongkai-web-{}", std::process::id()));
    let mut files = written(&folder);
    // a part of the name narrows the run while one page is worked on
    if let Ok(part) = std::env::var("GONGKAI_LOOK_AT") {
        files.retain(|(name, _)| name.contains(&part));
    }
    assert!(!files.is_empty());
    let axe = axe();
    let (narrow, wide) = tokio::join!(looked_at(320, &files, &axe), looked_at(1280, &files, &axe));
    std::fs::remove_dir_all(&folder).unwrap();
    let faults = [narrow, wide].concat();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test]
#[ignore = "needs Chromium and axe-core"]
async fn axe_finds_what_is_spoilt_and_the_keys_of_the_inbox_move() {
    let folder = std::env::temp_dir().join(format!("gongkai-web-keys-{}", std::process::id()));
    let files = written(&folder);
    let file = &files.iter().find(|(name, _)| name == "desk/inbox typical default").unwrap().1;
    let driver = Driver::start();
    let browser = driver.browser(1280).await;
    // axe that finds nothing anywhere would prove nothing
    look(&browser, &axe(), file).await;
    let spoil = "document.querySelector('h1').style.color = '#ccc'; return 1";
    browser.execute(spoil, Vec::new()).await.unwrap();
    let found = browser.execute_async(LOOK, Vec::new()).await.unwrap();
    assert!(found["faults"][0].as_str().unwrap().starts_with("color-contrast"), "{found}");

    browser.goto(&format!("file://{}", file.display())).await.unwrap();
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
    std::fs::remove_dir_all(&folder).unwrap();
}
