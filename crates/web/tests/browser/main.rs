//! Every sample in a real browser: all rules of WCAG 2.2 AA and best practice in every theme, narrow and wide; the keys of
//! the inbox; what is printed; and its HTML under the Nu checker.
//!
//! Run by `cargo xtask test`, which installs Chromium, its driver, Java, axe-core and the checker; alone, once that was
//! done: `cargo test -p gongkai-web --test browser -- --ignored`.
//! Not here: what can be judged without a browser (`tests/pages`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
#![expect(clippy::disallowed_methods, reason = "a browser opens files and is a process")]

mod gallery;
#[path = "../pages/html.rs"]
#[expect(dead_code, reason = "the other tests of pages read more of it")]
mod html;
mod markup;
mod print;
mod sight;
mod told;
#[path = "../pages/tree.rs"]
mod tree;
