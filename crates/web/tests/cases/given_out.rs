//! What leaves the house as a file. What is to be handed to the applicant and holds more than is seen is refused with
//! what was found, where, and how to mend it; whom the properties of a file name is told to the handler and to those who sign; what
//! the desk takes out has a name that a clerk understands.
//!
//! Not here: marks of classification and files that cannot be taken at all (`super::uploads`).

use super::uploads::{docx_with, pdf_with, workbook};
use super::volume::parts;
use super::world::{Browser, World};
use crate::{AT_THE_COUNTER, DRAFT, desk, registered, review, signed_and_sealed};

const COMMENTS: &str = "<w:comments xmlns:w=\"w\"><w:comment w:id=\"1\" w:author=\"张三\"><w:p><w:r><w:t>内部意见</w:t></w:r></w:p></w:comment></w:comments>";

/// A Word document with a tracked change and a comment.
fn changed() -> Vec<u8> {
    let words = "甲</w:t></w:r><w:del w:id=\"2\" w:author=\"张三\"><w:r><w:delText>乙</w:delText></w:r></w:del><w:r><w:t>";
    docx_with(words, 0, &[("word/comments.xml", COMMENTS)])
}

/// A workbook with a hidden row and a hidden column in which something stands.
fn narrowed() -> Vec<u8> {
    let rows = "<cols><col min=\"3\" max=\"3\" width=\"9\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"C1\"><v>2</v></c></row><row r=\"4\" hidden=\"1\"><c r=\"A4\"><v>3</v></c></row></sheetData>";
    workbook(&[("目录", "", rows)], "")
}

/// A PDF with a black square over its page.
fn covered() -> Vec<u8> {
    pdf_with("4 0 obj<</Type/Annot/Subtype/Square/Rect[0 0 90 90]>>endobj\n")
}

async fn refused(browser: &mut Browser, path: &str, name: &str, bytes: &[u8], words: &[&str]) {
    let page = browser.send_files(path, DRAFT, &[("given", name, bytes)]).await;
    assert_eq!(page.status, 422, "{name}: {}", page.body);
    for words in words {
        assert!(page.body.contains(words), "{name}: {words}: {}", page.body);
    }
    assert!(
        page.body.contains("某某规划（云数〔2024〕5号），共12页"),
        "what was typed is kept: {}",
        page.body
    );
}

#[tokio::test]
async fn a_file_that_holds_more_than_is_seen_is_not_given_out_and_the_refusal_says_what_where_and_how_to_mend_it()
 {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let draft = format!("{}/draft", desk(&number));
    let mut handler = world.signed_in("handler").await;
    let before = world.files();
    let words = ["修订1处（正文）", "批注1条", "接受或者拒绝全部修订，并删除全部批注"];
    refused(&mut handler, &draft, "规划.docx", &changed(), &words).await;
    let words = ["工作表“目录”中隐藏的第4行有内容", "工作表“目录”中隐藏的C列有内容", "取消隐藏行和列"];
    refused(&mut handler, &draft, "目录.xlsx", &narrowed(), &words).await;
    let words = ["第1页上的注释、标注或者遮盖共1处", "不能只盖住"];
    refused(&mut handler, &draft, "规划.pdf", &covered(), &words).await;
    let vanishing = docx_with("甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙", 0, &[]);
    refused(&mut handler, &draft, "规划.docx", &vanishing, &["隐藏文字1处（正文）"]).await;
    assert_eq!(world.files(), before, "nothing is written");
    let clean = docx_with("可以公开", 0, &[("word/comments.xml", "<w:comments xmlns:w=\"w\"/>")]);
    let given = handler.send_files(&draft, DRAFT, &[("given", "规划.docx", &clean)]).await;
    assert_eq!(given.status, 303, "{}", given.body);
    assert!(!handler.get(&desk(&number)).await.body.contains("文件属性中的作者"), "it names nobody");
}

#[tokio::test]
async fn what_applicants_send_is_taken_with_its_comments() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.push(("matter.0.title", "某某规划"));
    let changed = changed();
    let filed =
        registrar.send_files("/desk/register", &fields, &[("enclosure", "申请表.docx", &changed)]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
}

#[tokio::test]
async fn whom_the_properties_of_a_file_name_is_told_to_the_handler_and_to_who_signs() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let draft = format!("{}/draft", desk(&number));
    let mut handler = world.signed_in("handler").await;
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>赵某某</dc:creator><cp:lastModifiedBy>钱某某</cp:lastModifiedBy></cp:coreProperties>";
    let named = docx_with("可以公开", 0, &[("docProps/core.xml", core)]);
    let mut look = DRAFT.to_vec();
    look.push(("preview", "1"));
    let page = handler.send_files(&draft, &look, &[("given", "规划.docx", &named)]).await;
    let words = "文件属性中的作者、修改人：赵某某、钱某某";
    assert!(page.body.contains(&format!("规划.docx（{words}")), "{}", page.body);
    let given = handler.send_files(&draft, DRAFT, &[("given", "规划.docx", &named)]).await;
    assert_eq!(given.status, 303, "a warning, no refusal: {}", given.body);
    assert!(handler.get(&desk(&number)).await.body.contains(words));
    let reviewed = world.signed_in("reviewer").await.get(&review(&number)).await;
    assert!(reviewed.body.contains(words) && reviewed.body.contains("随文件提供的姓名"), "{}", reviewed.body);
}

#[tokio::test]
async fn a_proof_sent_as_a_word_file_is_opened_as_a_copy_that_says_for_what_it_may_be_used() {
    let world = World::new().await;
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.push(("matter.0.title", "某某规划"));
    let proof = docx_with("身份证复印件", 0, &[]);
    let filed = registrar.send_files("/desk/register", &fields, &[("proof", "证件.docx", &proof)]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let place = filed.location().to_owned();
    let file = registrar.get(&place).await.between(&format!("{place}/files/"), "\"");
    let opened = registrar.get(&format!("{place}/files/{file}")).await;
    opened.is_kept_as("证件.docx");
    let parts = parts(&opened.bytes);
    let part = |name: &str| {
        let found = parts.iter().find(|(known, _)| known == name);
        String::from_utf8(found.unwrap_or_else(|| panic!("no {name}")).1.clone()).unwrap()
    };
    assert!(part("word/headerOfCopy.xml").contains("仅供政府信息公开申请使用"));
    assert!(part("word/document.xml").contains("身份证复印件"));
}

#[tokio::test]
async fn what_the_desk_takes_out_is_called_by_the_number_of_the_case_and_the_title_of_the_paper() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let drafted = handler.act_with(&format!("{}/draft", desk(&number)), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, &number).await;
    let mut registrar = world.signed_in("registrar").await;
    let place = desk(&number);
    let case = registrar.get(&place).await;
    let start = format!("{place}/papers/");
    let mut links = case.body.split(&start).skip(1);
    let paper = links.find_map(|link| link.split('"').next()?.strip_suffix(".docx")).unwrap();
    for ending in ["docx", "pdf", "txt"] {
        let file = registrar.get(&format!("{place}/papers/{paper}.{ending}")).await;
        file.is_kept_as(&format!("{number} 政府信息公开告知书（予以公开）.{ending}"));
    }
    registrar.get(&format!("{place}/volume.zip")).await.is_kept_as(&format!("{number} 案卷.zip"));
    registrar.get("/desk/ledger.xlsx?year=2025").await.is_kept_as("2025年政府信息公开申请台账.xlsx");
    registrar.get("/desk/ledger.csv").await.is_kept_as("政府信息公开申请台账.csv");
    registrar.get("/desk/document-register.xlsx?year=2025").await.is_kept_as("2025年文号登记簿.xlsx");
}
