//! Papers of the office in every format say what the paper says; the letter form keeps the measures of GB/T 9704.
//!
//! Only the font compiled into the program is used. Not here: how the pages look, which a person has to see.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use gongkai_compose::fonts::Fonts;
use gongkai_compose::pdf::Typesetter;
use gongkai_compose::{Draft, LetterStyle, docx, html, letter, markdown};
use gongkai_domain::notice::{Paper, PaperKind, Procedural, Reply, sample, template};
use std::io::{Read as _, Write as _};
use std::process::Command;
use std::sync::LazyLock;

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::new(Fonts::embedded()).unwrap());

fn every() -> impl Iterator<Item = PaperKind> {
    let replies = Reply::EVERY.iter().map(|&reply| PaperKind::Reply(reply));
    replies.chain(Procedural::EVERY.iter().map(|&paper| PaperKind::Procedural(paper)))
}

fn paper(kind: PaperKind) -> Paper {
    let (fields, case, issue) = (sample::fields(kind), sample::case(kind), sample::issue(kind));
    template::draft(kind, &fields, &case, &sample::office(), &issue).unwrap().finish().unwrap()
}

/// What a program of poppler prints about a file.
fn poppler(program: &str, options: &[&str], bytes: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let mut command = Command::new(program);
    command.args(options).arg(file.path());
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|e| panic!("{program} of poppler-utils is needed: {e}"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The characters of a text in order of code, so that two layouts of the same words are equal.
fn characters(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    characters.sort_unstable();
    characters
}

/// Everything that a draft prints.
fn words(draft: &Draft) -> String {
    use gongkai_compose::Block;
    let mut text = String::new();
    if let Some(head) = &draft.letterhead {
        text += &head.mark;
        text += head.number.as_deref().unwrap_or_default();
    }
    text += &draft.title;
    for block in &draft.blocks {
        match block {
            Block::Heading { text: words, .. }
            | Block::Line { text: words, .. }
            | Block::Note { text: words }
            | Block::Signature { text: words }
            | Block::SignedOn { text: words } => text += words,
            Block::Paragraph { runs } => runs.iter().for_each(|run| text += &run.text),
            Block::Table(grid) => grid.cells.iter().for_each(|cell| text += &cell.text),
            Block::Gap => {}
        }
    }
    text
}

/// A part of a Word document.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The words of a document without its markup.
fn without_markup(xml: &str) -> String {
    let mut text = String::new();
    let mut rest = xml;
    while let Some(from) = rest.find('<') {
        text += &rest[..from];
        rest = rest[from..].split_once('>').map_or("", |(_, after)| after);
    }
    text += rest;
    for (reference, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(reference, c);
    }
    text
}

#[test]
fn every_paper_is_an_archival_pdf_that_says_what_the_paper_says() {
    for kind in every() {
        for style in [LetterStyle::Letter, LetterStyle::Plain] {
            let draft = letter::draft(&paper(kind), style);
            let pdf = TYPESETTER.pdf(&draft).unwrap();
            assert!(pdf.nominal_date.is_none(), "{}", kind.key());
            assert!(pdf.missing_characters.is_empty(), "{} {:?}", kind.key(), pdf.missing_characters);
            let read = squeezed(&poppler("pdftotext", &["-enc", "UTF-8"], &pdf.bytes));
            for digits in ["—1—", "—2—", "—3—"] {
                assert!(read.matches(digits).count() <= 1, "{}", kind.key());
            }
            let read = ["—1—", "—2—", "—3—"].iter().fold(read, |text, number| text.replace(number, ""));
            assert_eq!(characters(&read), characters(&words(&draft)), "{} {style:?}", kind.key());
        }
    }
}

#[test]
fn the_first_page_of_a_letter_has_no_number_and_the_first_of_a_plain_notice_has() {
    let first_page = |style| {
        let draft = letter::draft(&paper(PaperKind::Reply(Reply::Partial)), style);
        let pdf = TYPESETTER.pdf(&draft).unwrap();
        squeezed(&poppler("pdftotext", &["-enc", "UTF-8", "-f", "1", "-l", "1"], &pdf.bytes))
    };
    assert!(!first_page(LetterStyle::Letter).contains("—1—"));
    assert!(first_page(LetterStyle::Plain).contains("—1—"));
}

#[test]
fn the_second_page_of_a_letter_is_numbered() {
    let draft = letter::draft(&paper(PaperKind::Reply(Reply::Partial)), LetterStyle::Letter);
    let pdf = TYPESETTER.pdf(&draft).unwrap();
    let second = squeezed(&poppler("pdftotext", &["-enc", "UTF-8", "-f", "2", "-l", "2"], &pdf.bytes));
    assert!(second.contains("—2—"), "{second}");
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let draft = letter::draft(&paper(PaperKind::Procedural(Procedural::FeeNotice)), LetterStyle::Letter);
    assert_eq!(TYPESETTER.pdf(&draft).unwrap().bytes, TYPESETTER.pdf(&draft).unwrap().bytes);
    assert_eq!(docx::write(&draft).unwrap(), docx::write(&draft).unwrap());
}

#[test]
fn word_web_page_and_markdown_say_what_the_paper_says() {
    for kind in every() {
        for style in [LetterStyle::Letter, LetterStyle::Plain] {
            let draft = letter::draft(&paper(kind), style);
            let told = characters(&words(&draft));
            let document = part(&docx::write(&draft).unwrap(), "word/document.xml");
            assert_eq!(characters(&without_markup(&document)), told, "{} docx", kind.key());
            let page = html::write(&draft).unwrap();
            let main = page.split_once("<main>").unwrap().1;
            assert_eq!(characters(&without_markup(main)), told, "{} html", kind.key());
            let text = squeezed(&markdown::write(&draft).unwrap().replace('\\', ""));
            assert!(text.contains(&squeezed(&paper(kind).title)), "{} markdown", kind.key());
        }
    }
}

#[test]
fn a_letter_in_word_has_the_measures_of_the_standard() {
    let draft = letter::draft(&paper(PaperKind::Reply(Reply::Granted)), LetterStyle::Letter);
    let bytes = docx::write(&draft).unwrap();
    let document = part(&bytes, "word/document.xml");
    // twentieths of a point: 30 mm from the top, 170 mm long, in the middle of 210 mm
    let twentieths = |mm: f64| (mm / 25.4 * 1440.0).round() as usize;
    assert_eq!([twentieths(30.0), twentieths(170.0), twentieths(20.0)], [1701, 9638, 1134]);
    let frame = |height: &str, y: usize| {
        let place = r#"w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:x="1134""#;
        format!(r#"<w:framePr w:w="9638" {height}{place} w:y="{y}"/>"#)
    };
    assert!(document.contains(&frame("", 1701)), "{document}");
    // thick above thin, 4 mm under the mark of 38 points; the line's own paragraph is two points high
    let line = twentieths(30.0) + 38 * 20 + twentieths(4.0) - 40;
    assert!(document.contains(&frame(r#"w:h="120" w:hRule="exact" "#, line)), "{document}");
    assert!(
        document.contains(r#"<w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="0" w:color="FF0000"/>"#)
    );
    assert!(document.contains(r#"<w:footerReference w:type="first" r:id="rId7"/>"#));
    assert!(document.contains("<w:titlePg/><w:docGrid "));
    let foot = part(&bytes, "word/footer3.xml");
    assert!(foot.contains("thinThickSmallGap") && !foot.contains("PAGE"), "{foot}");
    let plain = letter::draft(&paper(PaperKind::Reply(Reply::Granted)), LetterStyle::Plain);
    let document = part(&docx::write(&plain).unwrap(), "word/document.xml");
    assert!(!document.contains("titlePg") && !document.contains("framePr"));
}

#[test]
fn what_people_wrote_stays_text_in_every_format() {
    let kind = PaperKind::Reply(Reply::Petition);
    let mut case = sample::case(kind);
    case.requested = vec!["<script>alert(1)</script>#import \"x\" & ]] $a$ *甲*".to_owned()];
    let drafted =
        template::draft(kind, &sample::fields(kind), &case, &sample::office(), &sample::issue(kind));
    let draft = letter::draft(&drafted.unwrap().finish().unwrap(), LetterStyle::Letter);
    let page = html::write(&draft).unwrap();
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
    let document = part(&docx::write(&draft).unwrap(), "word/document.xml");
    assert!(document.contains("&lt;script&gt;"));
    let read = squeezed(&poppler("pdftotext", &["-enc", "UTF-8"], &TYPESETTER.pdf(&draft).unwrap().bytes));
    assert!(read.contains("<script>alert(1)</script>#import"), "{read}");
}
