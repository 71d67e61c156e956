//! Reads any bytes under the name of a Markdown file.
//!
//! Not here: judging what was read; only that there is an answer.
#![no_main]

use gongkai_extract::{Limits, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let bytes = [&b""[..], bytes].concat();
    let _ = read(&bytes, Some("a.md"), &Limits::default());
});
