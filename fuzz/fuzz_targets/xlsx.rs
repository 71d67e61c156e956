//! Reads any bytes as the sheet of an Excel package.
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
    for (name, part) in [
        ("[Content_Types].xml", &b"<Types/>"[..]),
        ("xl/workbook.xml", &br#"<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="x"/></sheets></workbook>"#[..]),
        ("xl/_rels/workbook.xml.rels", &br#"<Relationships><Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#[..]),
        ("xl/worksheets/sheet1.xml", bytes),
    ] {
        if writer.start_file(name, stored).and_then(|()| Ok(writer.write_all(part)?)).is_err() {
            return;
        }
    }
    if let Ok(packed) = writer.finish() {
        let _ = read(&packed.into_inner(), None, &Limits::default());
    }
});
