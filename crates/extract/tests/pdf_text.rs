//! Running text of PDF files: paragraphs, spaces, page furniture, and the files that are refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gongkai_extract::{Deadline, ExtractError, Limits, read};
use gongkai_paper::{Block, Document};

macro_rules! corpus {
    ($name:literal) => {
        include_bytes!(concat!("corpus/pdf/", $name)).as_slice()
    };
}

fn document(bytes: &[u8]) -> Document {
    read(bytes, None, &Limits::default()).expect("a readable file")
}

fn refusal(bytes: &[u8]) -> ExtractError {
    read(bytes, None, &Limits::default()).expect_err("a refused file")
}

fn paragraphs(doc: &Document) -> Vec<&str> {
    doc.blocks
        .iter()
        .filter_map(|b| if let Block::Paragraph(p) = b { Some(p.text.as_str()) } else { None })
        .collect()
}

/// A PDF written by hand: numbered objects, the first of them the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (i, body) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{body}\nendobj\n", i + 1).bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for o in offsets {
        out.extend(format!("{o:010} 00000 n \n").bytes());
    }
    let trailer = format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.extend(trailer.bytes());
    out
}

/// One page with the given drawing instructions.
fn page(content: &str) -> Vec<u8> {
    pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>\
         /XObject<</X 6 0 R>>>>>>"
            .into(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".into(),
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 10>>stream\n\
         /X Do /X Do\nendstream"
            .into(),
    ])
}

#[test]
fn lines_become_paragraphs_without_spaces_between_chinese_lines() {
    let doc = document(corpus!("office_report.pdf"));
    let text = paragraphs(&doc);
    assert_eq!(
        text[0], "云岭市滨湖区园林绿化局2023年政府信息公开工作年度报告",
        "a title centred on two lines"
    );
    assert_eq!(text[1], "一、总体情况");
    assert_eq!(
        text[2],
        "2023年，区园林绿化局围绕公园建设和古树名木保护，全年通过区政府网站公开信息326条，其中政策文件12条、\
         工作动态214条、公示公告100条。Web 端和 APP 端访问量合计5.3万次，较上年增长12.5%，满意率98.6%。"
    );
    assert!(text[3].starts_with("（一）") && text[4].starts_with("（二）"));
    assert_eq!(&text[text.len() - 2..], ["云岭市滨湖区园林绿化局", "2024年1月19日"]);
}

#[test]
fn short_lines_one_below_the_other_stay_paragraphs_of_their_own() {
    let doc = document(corpus!("cut_row.pdf"));
    assert_eq!(paragraphs(&doc)[..3], ["第1行", "第2行", "第3行"]);
}

#[test]
fn page_numbers_and_running_headers_are_taken_off_and_told() {
    let doc = document(corpus!("office_report.pdf"));
    let off: Vec<(&str, Option<u32>)> = doc
        .artefacts
        .iter()
        .filter(|a| a.kind == "page_furniture")
        .map(|a| (a.text.as_str(), a.place.page))
        .collect();
    assert_eq!(
        off,
        [
            ("云岭市滨湖区园林绿化局年度报告", Some(1)),
            ("— 1 —", Some(1)),
            ("云岭市滨湖区园林绿化局年度报告", Some(2)),
            ("— 2 —", Some(2)),
        ]
    );
    assert!(paragraphs(&doc).iter().all(|p| !p.contains('—')));
}

#[test]
fn bold_type_painted_twice_is_read_once() {
    let doc = document(corpus!("fake_bold.pdf"));
    assert_eq!(
        paragraphs(&doc),
        ["2023 Annual Report", "Applications received 1188", "Carried over 11, answered 22, total 1011"]
    );
}

#[test]
fn a_restriction_by_the_owner_does_not_keep_a_reader_out() {
    assert_eq!(paragraphs(&document(corpus!("owner_locked.pdf"))), ["本文件设有打开密码。"]);
}

#[test]
fn watermarks_at_an_angle_are_told_and_not_mixed_into_the_text() {
    let doc = document(&page(
        "BT /F 12 Tf 72 700 Td (Received 41) Tj ET BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET",
    ));
    assert_eq!(paragraphs(&doc), ["Received 41"]);
    assert!(doc.artefacts.iter().any(|a| a.kind == "oblique_text" && a.text == "DRAFT"));
}

#[test]
fn invisible_text_of_a_recognised_scan_is_read_and_told() {
    let doc = document(&page("BT /F 12 Tf 3 Tr 72 700 Td (Received 41) Tj ET"));
    assert_eq!(paragraphs(&doc), ["Received 41"]);
    assert!(doc.artefacts.iter().any(|a| a.kind == "invisible_text"));
}

#[test]
fn files_that_cannot_be_read_say_why() {
    assert_eq!(refusal(corpus!("scan.pdf")), ExtractError::PictureOnlyPdf { pages: 1 });
    assert!(matches!(refusal(corpus!("locked.pdf")), ExtractError::Encrypted { .. }));
    assert!(matches!(refusal(corpus!("truncated.pdf")), ExtractError::Truncated { .. }));
    assert!(matches!(refusal(&page("")), ExtractError::NoText { .. }));
    assert!(matches!(refusal(b"%PDF-1.7\nnothing of a PDF\n%%EOF"), ExtractError::Damaged { .. }));
}

#[test]
fn a_file_of_ten_thousand_pages_is_refused_by_its_number_of_pages() {
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned(), String::new()];
    objects.extend(vec!["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>".to_owned(); 10_000]);
    let kids: Vec<String> = (0..10_000).map(|i| format!("{} 0 R", i + 3)).collect();
    let kids = kids.join(" ");
    objects[1] = format!("<</Type/Pages/Count 10000/Kids[{kids}]>>");
    assert_eq!(refusal(&pdf(&objects)), ExtractError::TooManyPages { pages: 10_000, limit: 1_000 });
}

#[test]
fn page_trees_and_objects_made_to_exhaust_the_stack_are_refused() {
    let mut chain: Vec<String> = vec!["<</Type/Catalog/Pages 2 0 R>>".into()];
    chain.extend((0..1_000).map(|i| format!("<</Type/Pages/Count 1/Kids[{} 0 R]>>", i + 3)));
    chain.push("<</Type/Page/MediaBox[0 0 595 842]>>".into());
    assert!(matches!(refusal(&pdf(&chain)), ExtractError::NoText { .. }), "deep but bounded");
    chain.extend((0..1_000).map(|_| "<</Kids[1 0 R]>>".to_owned()));
    assert!(matches!(refusal(&pdf(&chain)), ExtractError::TooDeep { .. }));

    let own_parent =
        ["<</Type/Catalog/Pages 2 0 R>>".to_owned(), "<</Type/Pages/Count 1/Kids[2 0 R]>>".to_owned()];
    assert!(matches!(refusal(&pdf(&own_parent)), ExtractError::Damaged { .. }));

    let nested = format!("{}{} TJ", "[".repeat(200_000), "]".repeat(200_000));
    assert!(matches!(refusal(&page(&nested)), ExtractError::TooDeep { .. }));
    let nested = format!("{}{} TJ", "[".repeat(9_000), "]".repeat(9_000));
    assert!(matches!(refusal(&page(&nested)), ExtractError::NoText { .. }));
}

#[test]
fn a_page_that_draws_itself_again_and_again_is_left_at_the_deadline() {
    // The form draws itself twice, 50 levels deep: 2^50 times.
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let deadline = Deadline::when(move || count.fetch_add(1, Ordering::Relaxed) > 20);
    let limits = Limits { deadline, ..Limits::default() };
    assert_eq!(read(&page("/X Do"), None, &limits), Err(ExtractError::TooSlow));
    assert!(asked.load(Ordering::Relaxed) > 20);
}

#[test]
fn broken_bytes_never_panic_and_never_hang() {
    // Every 97th byte of a small file is changed in turn; whatever comes out, it comes out.
    let whole = corpus!("browser.pdf");
    let tables = |d: &Document| d.blocks.iter().filter(|b| matches!(b, Block::Table(_))).count();
    let sound = tables(&document(whole));
    let mut outcomes = [0usize; 2];
    for at in (0..whole.len()).step_by(97 * 4) {
        let mut bytes = whole.to_vec();
        bytes[at] ^= 0x55;
        match read(&bytes, None, &Limits::default()) {
            Ok(doc) => {
                assert!(tables(&doc) <= sound + 1);
                outcomes[0] += 1;
            }
            Err(_) => outcomes[1] += 1,
        }
    }
    assert!(outcomes[0] > 0, "most changes leave the file readable: {outcomes:?}");
}
