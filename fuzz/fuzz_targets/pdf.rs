//! Reads any bytes behind the mark of a PDF.
//!
//! Not here: judging what was read; only that there is an answer.
#![no_main]

use gongkai_extract::{Limits, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let bytes = [&b"%PDF-1.7\n"[..], bytes].concat();
    let _ = read(&bytes, None, &Limits::default());
});
