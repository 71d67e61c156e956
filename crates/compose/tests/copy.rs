//! Copies with words across them: readable by others, every page marked, and nothing made of what is no paper.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use gongkai_compose::draft::{Block, Draft, Side};
use gongkai_compose::fonts::Fonts;
use gongkai_compose::pdf::{Original, Typesetter};
use image::{DynamicImage, ImageFormat};
use std::io::Write as _;
use std::process::Command;
use std::sync::LazyLock;

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::new(Fonts::embedded()).unwrap());
const WORDS: &str = "仅供政府信息公开申请使用";

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::new_rgb8(856, 540).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// What poppler reads on each page.
fn pages(bytes: &[u8]) -> Vec<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let output = Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\u{c}').map(ToOwned::to_owned).collect()
}

#[test]
fn a_picture_becomes_one_page_with_the_words_across_it() {
    for (format, original) in [(ImageFormat::Png, Original::Png), (ImageFormat::Jpeg, Original::Jpeg)] {
        let copy = TYPESETTER.copy(picture(format), original, "身份证件", WORDS).unwrap();
        let pages = pages(&copy);
        assert_eq!(pages.len(), 1, "{original:?}");
        assert!(pages[0].contains(WORDS), "{pages:?}");
    }
}

#[test]
fn every_page_of_a_file_carries_the_words() {
    let text = "委托事项：代为提交政府信息公开申请，代为接收答复。".repeat(60);
    let paragraph = Block::Line { text, side: Side::Left };
    let draft = Draft {
        title: "授权委托书".to_owned(),
        agency: "某某".to_owned(),
        dated_on: None,
        due_on: None,
        letterhead: None,
        blocks: vec![paragraph],
    };
    let sent = TYPESETTER.pdf(&draft).unwrap().bytes;
    let of_sent = pages(&sent).len();
    assert!(of_sent > 1);
    let copy = TYPESETTER.copy(sent, Original::Pdf(of_sent), "授权委托书", WORDS).unwrap();
    let pages = pages(&copy);
    assert_eq!(pages.len(), of_sent);
    assert!(pages.iter().all(|page| page.contains(WORDS) && page.contains("代为")), "{pages:?}");
}

#[test]
fn what_is_no_picture_or_larger_than_any_paper_gives_a_reason_and_no_copy() {
    let damaged = TYPESETTER.copy(b"\x89PNG\r\n\x1a\nrest".to_vec(), Original::Png, "身份证件", WORDS);
    assert!(damaged.is_err());
    let not_one = TYPESETTER.copy(b"%PDF-1.7 nothing".to_vec(), Original::Pdf(1), "身份证件", WORDS);
    assert!(not_one.is_err());
    // a picture of a few bytes may promise any size
    let mut large = picture(ImageFormat::Png);
    large[16..24].copy_from_slice(&[0, 0, 0x40, 0, 0, 0, 0x40, 0]);
    let length = large[12..29].len();
    let check = crc32(&large[12..12 + length]);
    large[29..33].copy_from_slice(&check.to_be_bytes());
    let said = TYPESETTER.copy(large, Original::Png, "身份证件", WORDS).unwrap_err().to_string();
    assert_eq!(said, "pdf cannot hold 16384×16384点的图片");
}

/// The check sum of a part of a PNG file.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    };
    !bytes.iter().fold(u32::MAX, step)
}
