//! The tree that is read from the HTML of a page without a browser is the one that the browser gives to a screen reader.
//!
//! Not here: what stands in the trees (`tests/pages/aria.rs`).

use crate::gallery::Gallery;
use crate::html;
use crate::sight::window;
use crate::tree::told;
use fantoccini::Client;
use gongkai_testkit::browser::Driver;
use gongkai_web::chrome::Theme;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};

/// The roles that are compared; a password is a box for text to the browser.
const ROLES: &[&str] = &[
    "alert",
    "banner",
    "button",
    "checkbox",
    "combobox",
    "complementary",
    "contentinfo",
    "group",
    "heading",
    "link",
    "main",
    "navigation",
    "radio",
    "region",
    "search",
    "searchbox",
    "table",
    "textbox",
];

/// A role with a name in which blanks do not count: between parts of a name the browser sets them by what is drawn.
fn line(role: &str, name: &str) -> String {
    let name: String = name.split_whitespace().collect();
    format!("{role} {name}")
}

/// What the browser tells of the page that is shown, asked by its own protocol.
async fn told_by(driver: &Driver, browser: &Client) -> Vec<String> {
    let session = browser.session_id().await.unwrap().unwrap();
    let body = json!({"cmd": "Accessibility.getFullAXTree", "params": {}}).to_string();
    let answer = tokio::task::block_in_place(|| {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, driver.port())).unwrap();
        write!(
            stream,
            "POST /session/{session}/goog/cdp/execute HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            driver.port(),
            body.len()
        )
        .unwrap();
        // the driver keeps the connection, so the length says where the answer ends
        let mut reader = BufReader::new(stream);
        let (mut line, mut length) = (String::from("…"), 0);
        while !line.trim().is_empty() {
            line.clear();
            reader.read_line(&mut line).unwrap();
            if let Some(told) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = told.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        answer
    });
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let nodes = answer["value"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let mut lines: Vec<String> = nodes
        .iter()
        .filter(|node| node["ignored"] == json!(false))
        .filter_map(|node| {
            let role = node["role"]["value"].as_str()?;
            // a file is chosen by a button to the browser, and a field to us
            let name = node["name"]["value"].as_str().unwrap_or_default();
            let is_file = name.contains("No file chosen");
            // what can be unfolded is a group without a name to the browser; its button has the name
            let is_folded = role == "group" && name.is_empty();
            (ROLES.contains(&role) && !is_file && !is_folded).then(|| line(role, name))
        })
        .collect();
    lines.sort();
    lines
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium"]
async fn the_tree_read_without_a_browser_is_the_one_that_the_browser_tells() {
    let gallery = Gallery::of(&[Theme::Default]);
    let driver = Driver::start().unwrap();
    let browser = window(&driver, 1280).await;
    for name in [
        "portal/home typical default",
        "portal/apply-what extreme default",
        "portal/apply-check typical default",
        "portal/tracked answered default",
        "portal/track extreme default",
        "desk/inbox typical default",
        "desk/application typical default",
        "desk/ledger typical default",
        "desk/calendar typical default",
        "desk/review typical default",
        "desk/people typical default",
        "desk/sign-in extreme default",
    ] {
        let shot = gallery.shot(name);
        browser.goto(&gallery.address(shot)).await.unwrap();
        // what is folded is told once it is opened
        let open = "document.querySelectorAll('details').forEach((one) => { one.open = true; })";
        browser.execute(open, Vec::new()).await.unwrap();
        let parts = told(&html::tree(&std::fs::read_to_string(gallery.path(shot)).unwrap()));
        let ours = parts.iter().flat_map(|part| part.all()).filter_map(|one| {
            let role = if one.role == "password" { "textbox" } else { one.role };
            ROLES.contains(&role).then(|| line(role, &one.name))
        });
        let mut ours: Vec<String> = ours.collect();
        ours.sort();
        let theirs = told_by(&driver, &browser).await;
        let only = |one: &[String], other: &[String]| -> Vec<String> {
            one.iter().filter(|line| !other.contains(line)).cloned().collect()
        };
        assert_eq!(
            ours,
            theirs,
            "{name}: only ours {:?}, only theirs {:?}",
            only(&ours, &theirs),
            only(&theirs, &ours)
        );
    }
    browser.close().await.unwrap();
}
