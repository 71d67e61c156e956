//! What a browser and a cache between may keep: tags, compression, methods, and the headers of every answer.
//!
//! Not here: what stands on the pages.

use super::world::World;
use crate::{WHO, file};
use axum::http::Method;
use std::io::Read as _;

/// Pages without a person in them.
const PUBLIC: [&str; 8] = [
    "/",
    "/guide",
    "/apply",
    "/apply/public",
    "/apply/not-ours",
    "/guide/forms/person.docx",
    "/api/openapi.json",
    "/api/guide",
];

#[tokio::test]
async fn a_page_without_a_person_is_kept_by_its_tag_and_sent_once() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    for path in PUBLIC {
        let first = citizen.get(path).await;
        assert_eq!(first.status, 200, "{path}");
        assert_eq!(first.header("cache-control"), "public, no-cache", "{path}");
        assert_eq!(first.header("vary"), "accept-encoding, cookie", "{path}");
        assert!(first.header("set-cookie").is_empty(), "{path} makes a browser keep something");
        let tag = first.header("etag").to_owned();
        let again = citizen.get_with(path, "if-none-match", &format!("\"other\", {tag}")).await;
        assert!(again.status == 304 && again.bytes.is_empty() && again.header("etag") == tag, "{path}");
        let stale = citizen.get_with(path, "if-none-match", "W/\"other\"").await;
        assert!(stale.status == 200 && stale.bytes == first.bytes, "{path}");
        let head = citizen.method(Method::HEAD, path).await;
        assert!(head.status == 200 && head.bytes.is_empty() && head.header("etag") == tag, "{path}");
        let packed = citizen.get_with(path, "accept-encoding", "br, gzip").await;
        if packed.header("content-encoding") == "gzip" {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(packed.bytes.as_slice()).read_to_end(&mut plain).unwrap();
            assert!(plain == first.bytes && packed.bytes.len() < plain.len(), "{path}");
        } else {
            assert!(path.contains("/forms/"), "{path} is not compressed");
        }
    }
}

#[tokio::test]
async fn what_has_a_person_or_a_token_in_it_is_kept_by_nobody() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let (reference, code) = file(&mut citizen, &world).await;
    let place = crate::found(&mut citizen, &reference, &code).await;
    citizen.send("/apply/who", WHO).await;
    let done = format!("/apply/done/{reference}");
    let withdraw = format!("{place}/withdraw");
    for path in
        ["/track", "/track/lost-code", "/apply", "/apply/who", "/apply/what", &place, &withdraw, &done]
    {
        let page = citizen.get(path).await;
        assert_eq!(
            (page.status, page.header("cache-control"), page.header("etag")),
            (200, "no-store", ""),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_changed_setting_shows_at_once_and_a_stray_query_shows_nowhere() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    let before = citizen.get("/guide").await;
    let stray = citizen.get("/guide?spy=%22%3E%3Cscript%3E").await;
    assert!(stray.bytes == before.bytes && !stray.body.contains("spy"));
    assert_eq!(
        citizen.get("/guide?agency=a&agency=b").await.status,
        200,
        "a query that cannot be read is none"
    );
    world.set(|settings| settings.contact.phone = "0999-1234567".to_owned()).await;
    let after = citizen.get_with("/guide", "if-none-match", before.header("etag")).await;
    assert!(after.status == 200 && after.body.contains("0999-1234567"), "{}", after.status);
    let elder = citizen.get("/guide?theme=elder").await;
    assert!(
        elder.body.contains("data-theme=\"elder\"")
            && elder.header("set-cookie").starts_with("theme=elder; ")
    );
    assert_eq!(elder.header("cache-control"), "no-store");
    let kept = citizen.get("/guide").await;
    assert!(kept.body.contains("data-theme=\"elder\"") && kept.header("etag") != after.header("etag"));
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_it_and_a_number() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    for path in [
        "/",
        "/track",
        "/nothing",
        "/static/gongkai.css",
        "/static/nothing.css",
        "/api/due",
        "/desk",
        "/apply/who",
    ] {
        let page = citizen.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "SAMEORIGIN"),
            ("referrer-policy", "same-origin"),
        ] {
            assert_eq!(page.header(name), value, "{path}");
        }
        assert!(
            !page.header("permissions-policy").is_empty() && page.header("x-request-id").len() == 10,
            "{path}"
        );
    }
    let missing = citizen.get("/nothing/here").await;
    assert!(
        missing.status == 404 && missing.body.contains(missing.header("x-request-id")),
        "the page tells its number"
    );
    let style = citizen.get_with("/static/gongkai.css", "accept-encoding", "gzip").await;
    assert!(
        style.header("cache-control").contains("immutable") && style.header("content-encoding") == "gzip"
    );
}

#[tokio::test]
async fn a_wrong_method_is_told_by_a_page_and_below_the_interface_by_a_problem() {
    let world = World::new("").await;
    let mut citizen = world.browser();
    for (method, path, allowed) in [
        (Method::POST, "/", "GET,HEAD"),
        (Method::DELETE, "/guide", "GET,HEAD"),
        (Method::PUT, "/apply/who", "GET,HEAD,POST"),
        (Method::PATCH, "/track", "GET,HEAD,POST"),
    ] {
        let page = citizen.method(method, path).await;
        assert!(
            page.status == 405 && page.body.contains("<h1>这个地址不能这样打开</h1>"),
            "{path}: {}",
            page.body
        );
        assert_eq!(page.header("allow"), allowed, "{path}");
    }
    for (method, path, status) in [
        (Method::POST, "/api/statute", 405),
        (Method::DELETE, "/api/guide", 405),
        (Method::POST, "/api/nothing", 404),
        (Method::GET, "/api", 404),
        (Method::GET, "/api/", 404),
        (Method::PUT, "/api/nothing/at/all", 404),
    ] {
        let problem = citizen.method(method.clone(), path).await;
        assert_eq!(problem.status, status, "{method} {path}");
        assert!(problem.content_type.starts_with("application/problem+json"), "{method} {path}");
        assert_eq!(problem.json()["status"], status);
    }
    for path in ["/track/%FF", "/apply/done/%FF", "/guide/forms/%FF", "/static/%FF", "/%FF"] {
        let page = citizen.get(path).await;
        assert!(
            page.status == 404 && page.body.contains("没有找到这个页面"),
            "{path}: {} {}",
            page.status,
            page.body
        );
    }
}
