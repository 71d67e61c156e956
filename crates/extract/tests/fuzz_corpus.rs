//! Reads every file of the corpus, then broken copies of it, and expects an answer each time: a document within the
//! limits or a refusal that a clerk can understand.
//!
//! Not here: whether the answer is right (tests of each reader). `GONGKAI_FUZZ_SECONDS` sets the time per reader.
#![expect(clippy::unwrap_used, reason = "a missing corpus fails the test")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gongkai_extract::{Deadline, Document, ExtractError, Limits, read};
use gongkai_paper::Block;

/// Numbers that are the same in every run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

#[expect(clippy::disallowed_methods, reason = "the corpus consists of files")]
fn files(reader: &Path) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(reader).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&p).unwrap()))
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "how long to try is chosen outside")]
fn seconds() -> Duration {
    let wanted = std::env::var("GONGKAI_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    Duration::from_secs(wanted.unwrap_or(1))
}

fn limits() -> Limits {
    let began = Instant::now();
    Limits {
        max_unzipped: 4 << 20,
        max_cells: 20_000,
        max_paragraphs: 20_000,
        max_chars: 1_000_000,
        deadline: Deadline::when(move || began.elapsed() > Duration::from_secs(20)),
        ..Limits::default()
    }
}

/// Reads and checks that the answer is bounded and worded.
fn answer(name: &str, bytes: &[u8]) -> Result<Document, ExtractError> {
    let limits = limits();
    let result = catch_unwind(AssertUnwindSafe(|| read(bytes, Some(name), &limits)));
    let Ok(result) = result else {
        let kept = std::env::temp_dir().join(format!("gongkai-panic-{name}"));
        #[expect(clippy::disallowed_methods, reason = "the file that broke a reader is kept for the corpus")]
        std::fs::write(&kept, bytes).unwrap();
        panic!("a reader panicked; the file is kept as {}", kept.display());
    };
    match &result {
        Ok(document) => {
            assert!(!document.blocks.is_empty(), "{name}: an empty document must be refused");
            let mut cells = 0;
            for block in &document.blocks {
                let Block::Table(table) = block else { continue };
                cells += u64::from(table.rows) * u64::from(table.cols);
                for cell in &table.cells {
                    assert!(cell.row_span >= 1 && cell.col_span >= 1, "{name}: {cell:?}");
                    assert!(cell.row + cell.row_span <= table.rows, "{name}: {cell:?} of {}", table.rows);
                    assert!(cell.col + cell.col_span <= table.cols, "{name}: {cell:?} of {}", table.cols);
                }
                assert!(table.cells.is_sorted_by_key(|c| (c.row, c.col)), "{name}: cells out of order");
            }
            assert!(cells <= limits.max_cells, "{name}: {cells} cells");
            assert!(document.blocks.len() as u64 <= limits.max_paragraphs + limits.max_cells);
        }
        Err(error) => {
            assert!(!error.code().is_empty() && !error.message().is_empty() && !error.hint().is_empty());
        }
    }
    result
}

/// A copy with a few changes: bytes flipped, pieces cut out, doubled, or taken from another file, the end cut off.
fn broken(original: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    const SPLICES: [&[u8]; 14] = [
        b"<table>",
        b"</table>",
        b"<td colspan=900 rowspan=900>",
        b"<tr>",
        b"\0",
        b"\xFF\xFE",
        b"&#x110000;",
        b"<w:tbl>",
        b"<w:tr>",
        b"</w:tc>",
        b"<w:vMerge/>",
        b"|---|\n",
        b"\\u",
        "锟斤拷".as_bytes(),
    ];
    let mut bytes = original.to_vec();
    for _ in 0..=numbers.below(4) {
        let (a, b) = (numbers.below(bytes.len() + 1), numbers.below(bytes.len() + 1));
        let (a, b) = (a.min(b), a.max(b).min(a.min(b) + 4096));
        match numbers.below(7) {
            0 => bytes.truncate(b),
            1 => {
                if let Some(byte) = bytes.get_mut(a) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
            2 => {
                bytes.drain(a..b);
            }
            3 => {
                let piece = bytes[a..b].to_vec();
                bytes.splice(a..a, piece);
            }
            4 => {
                let splice = SPLICES[numbers.below(SPLICES.len())];
                bytes.splice(a..a, splice.iter().copied());
            }
            5 => {
                let from = numbers.below(other.len());
                let to = (from + numbers.below(512)).min(other.len());
                bytes.splice(a..b, other[from..to].iter().copied());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(a) {
                    *byte = numbers.next() as u8;
                }
            }
        }
    }
    bytes
}

/// Changes the parts of a package and packs it again: changes to packed bytes seldom get past the archive.
fn repacked(original: &[u8], numbers: &mut Numbers) -> Option<Vec<u8>> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(original)).ok()?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let chosen = numbers.below(archive.len());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).ok()?;
        let mut part = Vec::new();
        file.read_to_end(&mut part).ok()?;
        let name = file.name().ok()?.into_owned();
        if index == chosen {
            part = broken(&part, &part.clone(), numbers);
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        writer.write_all(&part).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

#[test]
fn every_corpus_file_and_its_broken_copies_get_an_answer() {
    let mut readers: Vec<PathBuf> =
        std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    readers.sort();
    assert!(readers.len() >= 5, "the corpus is missing: {readers:?}");
    // two at a time, as many as small machines have cores
    for two in readers.chunks(2) {
        std::thread::scope(|scope| {
            let begun: Vec<_> = two.iter().map(|reader| scope.spawn(|| answered(reader))).collect();
            for reader in begun {
                println!("{}", reader.join().unwrap());
            }
        });
    }
}

/// Reads the files of a reader and damaged copies of them; how many those were.
fn answered(reader: &Path) -> String {
    let files = files(reader);
    assert!(!files.is_empty(), "{} is empty", reader.display());
    for (name, bytes) in &files {
        // Files named after what they show are read; the others only have to get an answer.
        let _ = answer(name, bytes);
    }
    let mut numbers = Numbers(0x2021);
    let (began, mut tries, mut read_again) = (Instant::now(), 0u64, 0u64);
    while began.elapsed() < seconds() {
        let (name, bytes) = &files[numbers.below(files.len())];
        let (_, other) = &files[numbers.below(files.len())];
        let copy = if bytes.starts_with(b"PK") && numbers.below(4) > 0 {
            repacked(bytes, &mut numbers).unwrap_or_default()
        } else {
            broken(bytes, other, &mut numbers)
        };
        tries += 1;
        read_again += u64::from(answer(name, &copy).is_ok());
    }
    assert!(tries > 0);
    format!("{}: {tries} copies, {read_again} of them read", reader.display())
}

#[test]
fn corpus_files_are_read_as_what_they_are() {
    for (reader, name, text) in [
        ("txt", "utf8.txt", "一、总体情况"),
        ("txt", "gb18030.txt", "一、总体情况"),
        ("txt", "utf16le.txt", "一、总体情况"),
        ("txt", "utf16be-mark.txt", "一、总体情况"),
        ("txt", "latin-view.txt", "一、总体情况"),
        ("markdown", "report.md", "一、总体情况"),
        ("html", "utf8.html", "一、总体情况"),
        ("html", "gbk.html", "一、总体情况"),
        ("script", "page.json", "一、总体情况"),
        ("docx", "packed.docx", "一、总体情况"),
        ("docx", "stored.docx", "一、总体情况"),
    ] {
        let files = files(&folder().join(reader));
        let (_, bytes) = files.iter().find(|(n, _)| n == name).unwrap();
        let document = answer(name, bytes).unwrap_or_else(|e| panic!("{reader}/{name}: {e}"));
        let found = document.blocks.iter().any(|b| matches!(b, Block::Paragraph(p) if p.text == text));
        assert!(found, "{reader}/{name}: {:?}", document.blocks);
    }
    let lost = files(&folder().join("txt")).into_iter().find(|(n, _)| n == "lost.txt").unwrap().1;
    assert_eq!(answer("lost.txt", &lost).unwrap_err().code(), "characters_lost");
}
