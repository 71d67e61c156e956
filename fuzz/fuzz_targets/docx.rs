//! Reads any bytes as the main part of a Word package.
//!
//! Not here: judging what was read; only that there is an answer.
#![no_main]

use std::io::{Cursor, Write};

use gongkai_extract::{Limits, read};
use libfuzzer_sys::fuzz_target;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(|bytes: &[u8]| {
    // Packed here: changes to packed bytes seldom get past the archive.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("word/document.xml", bytes), ("word/numbering.xml", bytes)] {
        if writer.start_file(name, stored).and_then(|()| Ok(writer.write_all(part)?)).is_err() {
            return;
        }
    }
    if let Ok(packed) = writer.finish() {
        let _ = read(&packed.into_inner(), None, &Limits::default());
    }
});
