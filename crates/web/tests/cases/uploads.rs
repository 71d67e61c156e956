//! Bad files at every place that takes one, of citizens and of the office: refused with what is wrong, nothing of them written,
//! nothing of the rest of the form lost.
//!
//! Not here: what a file is by its bytes (`gongkai_app::upload`), forms that are none (`portal::input`).

use super::world::{Browser, World};
use crate::{AT_THE_COUNTER, DRAFT, PNG, code, desk, registered, signed_and_sealed, tracking};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;

/// What was typed beside the file, and must be there afterwards.
const TYPED: &str = "此处文字应当保留";

/// A Word document with these words, or with a part of so many empty bytes.
fn docx(words: &str, empty: usize) -> Vec<u8> {
    docx_with(words, empty, &[])
}

/// A Word document with these words and further parts.
pub(super) fn docx_with(words: &str, empty: usize, further: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let rels = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>{}",
        " ".repeat(empty)
    );
    let parts = [("[Content_Types].xml", types), ("_rels/.rels", rels), ("word/document.xml", &text)];
    for (name, part) in parts.into_iter().chain(further.iter().copied()) {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A mark in two runs of one paragraph, in a part of a Word document.
fn marked_part(name: &'static str) -> Vec<u8> {
    let part = "<w:x xmlns:w=\"w\"><w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密★</w:t></w:r></w:p></w:x>";
    docx_with("正文", 0, &[(name, part)])
}

/// A workbook of the sheet 目录 and, hidden, the sheet 底稿 with these words; what stands above each page when printed.
fn xlsx(hidden: Option<&str>, head: &str) -> Vec<u8> {
    let cell = |words: &str| {
        format!(
            "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{words}</t></is></c></row></sheetData>"
        )
    };
    let shown = cell("可以公开");
    match hidden.map(cell) {
        Some(hidden) => workbook(&[("目录", "", &shown), ("底稿", "state=\"hidden\"", &hidden)], head),
        None => workbook(&[("目录", "", &shown)], head),
    }
}

/// A workbook of sheets, each with its name, how it is shown and its cells; what stands above each page when printed.
pub(super) fn workbook(sheets: &[(&str, &str, &str)], head: &str) -> Vec<u8> {
    const NS: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const P: &str = "http://schemas.openxmlformats.org/package/2006";
    let (mut names, mut links) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (at, (name, state, cells)) in (1..).zip(sheets) {
        let _ = write!(names, "<sheet name=\"{name}\" sheetId=\"{at}\" {state} r:id=\"rId{at}\"/>");
        let _ = write!(
            links,
            "<Relationship Id=\"rId{at}\" Type=\"{R}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
        );
        let sheet = format!(
            "<worksheet {NS}>{cells}<headerFooter><oddHeader>{head}</oddHeader></headerFooter></worksheet>"
        );
        parts.push((format!("xl/worksheets/sheet{at}.xml"), sheet));
    }
    let book = format!("<workbook {NS} xmlns:r=\"{R}\"><sheets>{names}</sheets></workbook>");
    let types = format!(
        "<Types xmlns=\"{P}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
    );
    let relationships =
        |inner: &str| format!("<Relationships xmlns=\"{P}/relationships\">{inner}</Relationships>");
    let root = format!("<Relationship Id=\"rId1\" Type=\"{R}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    parts.extend([
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), relationships(&root)),
        ("xl/workbook.xml".to_owned(), book),
        ("xl/_rels/workbook.xml.rels".to_owned(), relationships(&links)),
    ]);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{part}").as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A PDF of one page with this object beside it.
pub(super) fn pdf_with(objects: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[4 0 R]>>endobj\n{objects}trailer<</Root 1 0 R>>\n%%EOF\n").into_bytes()
}

/// A PDF whose title bears a mark.
fn marked_pdf() -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n3 0 obj<</Title(\xfe\xff".to_vec();
    pdf.extend("机密★".encode_utf16().flat_map(u16::to_be_bytes));
    pdf.extend(b")>>endobj\ntrailer<</Root 1 0 R/Info 3 0 R>>\n%%EOF\n");
    pdf
}

/// Name, bytes, and what is told of it.
type Bad = (&'static str, Vec<u8>, &'static str);

static BAD: LazyLock<Vec<Bad>> = LazyLock::new(bad_files);

fn bad_files() -> Vec<Bad> {
    const MARK: &str = "标志，没有接收，也没有保存";
    vec![
        ("机密★某件.png", PNG.to_vec(), MARK),
        ("机密-某件.png", PNG.to_vec(), MARK),
        ("a.png", [PNG, "机密★".as_bytes()].concat(), MARK),
        ("a.pdf", marked_pdf(), MARK),
        ("a.docx", docx("机密★10年", 0), MARK),
        ("a.docx", marked_part("word/header1.xml"), MARK),
        ("a.txt", "密级：秘密\n正文".as_bytes().to_vec(), MARK),
        ("a.pdf", PNG.to_vec(), "与文件名的后缀不一致"),
        ("a.png", b"<html><script>alert(1)</script>".to_vec(), "文件不是可以接收的类型"),
        ("a.exe", b"MZ\x90\0".to_vec(), "文件不是可以接收的类型"),
        ("a.png", Vec::new(), "文件是空的"),
        ("a.png", [PNG, &vec![0; 10 * 1024 * 1024]].concat(), "文件超过 10 MB"),
        ("a.docx", docx("正文", 90 * 1024 * 1024), "文件解压后过大"),
        ("a.docx", b"PK\x03\x04broken".to_vec(), "文件无法打开"),
    ]
}

/// Files that bear a mark where no reader shows it, one for each place.
fn marked_within() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a.docx", marked_part("word/header1.xml")),
        ("a.docx", marked_part("word/footer2.xml")),
        ("a.docx", marked_part("word/footnotes.xml")),
        ("a.docx", marked_part("word/endnotes.xml")),
        ("a.docx", marked_part("word/comments.xml")),
        (
            "a.docx",
            docx("正</w:t><w:txbxContent><w:p><w:r><w:t>机密</w:t></w:r></w:p></w:txbxContent><w:t>文", 0),
        ),
        ("a.docx", docx("正文</w:t><w:pict><v:textpath string=\"绝密\"/></w:pict><w:t>", 0)),
        ("a.xlsx", xlsx(Some("密级：机密"), "")),
        ("a.xlsx", xlsx(None, "&amp;C秘密")),
        (
            "a.pdf",
            pdf_with("4 0 obj<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents<FEFF673A5BC62605>>>endobj\n"),
        ),
        (
            "a.pdf",
            pdf_with(
                "4 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]/V<FEFF673A5BC6>>>endobj\n",
            ),
        ),
    ]
}

/// Sends every bad file to a form.
async fn refuses(world: &World, browser: &mut Browser, path: &str, field: &str, fields: &[(&str, &str)]) {
    let before = world.files();
    for (name, bytes, words) in BAD.iter() {
        let page = browser.send_files(path, fields, &[(field, name, bytes)]).await;
        let what = format!("{path} {field} {name} ({} bytes)", bytes.len());
        assert_eq!(page.status, 422, "{what}: {}", page.body);
        assert!(page.body.contains(*words), "{what}: {words}: {}", page.body);
        assert!(!page.body.contains("某件"), "{what}: the name may tell what must not be told");
        let is_typed = fields.iter().all(|(_, text)| *text != TYPED) || page.body.contains(TYPED);
        assert!(is_typed, "{what}: {}", page.body);
    }
    assert_eq!(world.files(), before, "{path} {field}: nothing is written");
}

#[tokio::test]
async fn at_the_counter_each_field_refuses_each_bad_file_and_keeps_the_good_ones() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.extend([("matter.0.title", TYPED), ("agent.name", "孙某")]);
    for field in ["enclosure", "proof", "envelope", "mandate"] {
        refuses(&world, &mut registrar, "/desk/register", field, &fields).await;
    }
    assert_eq!(world.applications().await, 0);
    let mixed = [("proof", "../../证件.png", PNG), ("enclosure", "a.png", b"<html>".as_slice())];
    let page = registrar.send_files("/desk/register", &fields, &mixed).await;
    assert!(page.status == 422 && page.body.contains("已经收到的文件"), "{}", page.body);
    assert!(page.body.contains("证件.png") && !page.body.contains("../"), "{}", page.body);
    assert_eq!(world.files(), 1, "the good one is kept");
}

#[tokio::test]
async fn a_mark_is_found_in_heads_feet_notes_boxes_pictures_of_words_hidden_sheets_and_annotations() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let draft = format!("{}/draft", desk(&number));
    let mut handler = world.signed_in("handler").await;
    let before = world.files();
    for (place, (name, bytes)) in marked_within().into_iter().enumerate() {
        let page = handler.send_files(&draft, DRAFT, &[("given", name, &bytes)]).await;
        assert_eq!(page.status, 422, "{place} {name}: {}", page.body);
        assert!(page.body.contains("标志，没有接收，也没有保存"), "{place} {name}: {}", page.body);
    }
    assert_eq!(world.files(), before, "nothing is written");
}

#[tokio::test]
async fn a_workbook_with_a_sheet_that_nobody_sees_and_a_pdf_with_files_in_it_are_not_given_out() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let draft = format!("{}/draft", desk(&number));
    let mut handler = world.signed_in("handler").await;
    let before = world.files();
    let hidden = xlsx(Some("审批中的底稿"), "");
    let page = handler.send_files(&draft, DRAFT, &[("given", "目录.xlsx", &hidden)]).await;
    assert_eq!(page.status, 422, "{}", page.body);
    assert!(page.body.contains("隐藏的工作表“底稿”"), "{}", page.body);
    let attached = pdf_with(
        "4 0 obj<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 5 0 R>>endobj\n5 0 obj<</Type/Filespec/F(a.txt)/EF<</F 6 0 R>>>>endobj\n6 0 obj<</Type/EmbeddedFile/Length 1>>stream\na\nendstream endobj\n",
    );
    let page = handler.send_files(&draft, DRAFT, &[("given", "目录.pdf", &attached)]).await;
    assert_eq!(page.status, 422, "{}", page.body);
    assert!(page.body.contains("PDF 文件中还附有其他文件"), "{}", page.body);
    assert_eq!(world.files(), before, "nothing is written");
    let shown = xlsx(None, "&amp;C目录");
    let given = handler.send_files(&draft, DRAFT, &[("given", "目录.xlsx", &shown)]).await;
    assert_eq!(given.status, 303, "{}", given.body);
}

#[tokio::test]
async fn every_step_of_a_case_that_takes_a_file_refuses_each_bad_one() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let place = desk(&number);
    let mut handler = world.signed_in("handler").await;
    let mut registrar = world.signed_in("registrar").await;
    let search = [
        ("searched_on", "2025-09-16"),
        ("places", TYPED),
        ("terms", "规划"),
        ("from", "2020-01-01"),
        ("to", "2025-09-16"),
        ("result", "found"),
    ];
    refuses(&world, &mut handler, &format!("{place}/search-record"), "material", &search).await;
    let withdrawal = [("on", "2025-09-16"), ("statement", TYPED)];
    refuses(&world, &mut registrar, &format!("{place}/withdraw"), "material", &withdrawal).await;
    refuses(&world, &mut handler, &format!("{place}/draft"), "given", DRAFT).await;
    let drafted = handler.act_with(&format!("{place}/draft"), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, &number).await;
    let scan = format!("{place}/scan");
    let paper =
        registrar.get(&scan).await.between("<option value=\"\">请选择</option>\n<option value=\"", "\"");
    refuses(&world, &mut registrar, &scan, "scan", &[("paper", &paper)]).await;
    let serving = [("way", "post"), ("sent_on", "2025-09-16"), ("tracking", TYPED)];
    refuses(&world, &mut registrar, &format!("{place}/serve"), "scan", &serving).await;
    crate::served(&world, &number).await;
    let receipt = [("on", "2025-09-16"), ("proof", TYPED)];
    refuses(&world, &mut registrar, &format!("{place}/service-receipt"), "material", &receipt).await;
    let mut head = world.signed_in("head").await;
    let opened = [
        ("forum", "direct_suit"),
        ("role", "respondent"),
        ("challenged", "reply"),
        ("applications", number.as_str()),
        ("on", "2025-09-16"),
    ];
    let suit = head.act("/desk/challenges/new", &opened).await;
    assert_eq!(suit.status, 303, "{}", suit.body);
    let step = format!("{}/court-paper", suit.location().split('?').next().unwrap());
    let fields = [("kind", "judgment"), ("on", "2025-09-16")];
    refuses(&world, &mut head, &step, "court_paper", &fields).await;
}

#[tokio::test]
async fn a_correction_takes_no_bad_file_from_the_office_and_none_from_the_citizen() {
    let world = World::new().await;
    let number = registered(&world, &["有关材料"]).await;
    let code = code(&world, &number).await;
    let mut handler = world.signed_in("handler").await;
    let fields =
        [("causes", "unclear"), ("matters", "写明名称"), ("guidance", "例如"), ("working_days", "15")];
    let asked = handler.act(&format!("{}/ask-correction", desk(&number)), &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let receive = format!("{}/receive-correction", desk(&number));
    let fields = [("on", "2025-09-16"), ("content", TYPED)];
    refuses(&world, &mut handler, &receive, "file", &fields).await;
    let receipt = [("on", "2025-09-16"), ("proof", TYPED)];
    let noticed = format!("{}/correction-receipt", desk(&number));
    refuses(&world, &mut handler, &noticed, "material", &receipt).await;
    let (mut citizen, track) = tracking(&world, &number, &code).await;
    refuses(&world, &mut citizen, &format!("{track}/correct"), "file", &[("correction", TYPED)]).await;
}

#[tokio::test]
async fn the_citizen_sends_no_bad_file_with_an_application_or_a_request() {
    let world = World::new().await;
    let mut citizen = world.browser();
    let who = [("kind", "natural_person"), ("name", "王建国"), ("phone", "13800138000"), ("agent", "孙某")];
    assert_eq!(citizen.act("/apply/who", &who).await.location(), "/apply/what");
    let what = [("matter.0.title", "某某规划"), ("form", "electronic")];
    assert_eq!(citizen.act("/apply/what", &what).await.location(), "/apply/receive");
    assert_eq!(citizen.act("/apply/receive", &[("way", "online")]).await.location(), "/apply/proof");
    let proof = [("document", "passport"), ("document_number", "E7654321")];
    for field in ["proof", "mandate"] {
        refuses(&world, &mut citizen, "/apply/proof", field, &proof).await;
    }
    let world = World::new().await;
    let mut citizen = world.browser();
    let request = [("name", "王建国"), ("wrong", TYPED)];
    refuses(&world, &mut citizen, "/correct-record", "evidence", &request).await;
}

/// A picture of one point.
const POINT: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\xb18\xf6\x14\x00\x00\x00\x00IEND\xaeB`\x82";

#[tokio::test]
async fn a_proof_of_identity_is_opened_and_filed_as_a_copy_that_says_for_what_it_may_be_used() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let sent = [("proof", "证照.png", POINT), ("enclosure", "申请表.png", POINT)];
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.push(("matter.0.title", "某某规划"));
    let filed = registrar.send_files("/desk/register", &fields, &sent).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let place = filed.location().to_owned();
    let case = registrar.get(&place).await.body;
    let mut opened = Vec::new();
    for link in case.split(&format!("{place}/files/")).skip(1) {
        opened.push(registrar.get(&format!("{place}/files/{}", link.split('"').next().unwrap())).await);
    }
    let proofs: Vec<_> = opened.iter().filter(|file| file.content_type == "application/pdf").collect();
    assert_eq!((opened.len(), proofs.len()), (2, 1));
    assert!(proofs[0].bytes.starts_with(b"%PDF-"));
    assert!(opened.iter().any(|file| file.bytes == POINT), "what is no proof is given as it was sent");

    let volume = registrar.get(&format!("{place}/volume.zip")).await;
    let names: Vec<String> = super::volume::parts(&volume.bytes).into_iter().map(|(name, _)| name).collect();
    let has = |words: &str, end: &str| {
        names.iter().any(|name| name.contains(words) && name.rsplit('.').next() == Some(end))
    };
    assert!(has("身份证件", "pdf") && has("申请材料", "png"), "{names:?}");
}
