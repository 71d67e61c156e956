//! What the desk is told of earlier work while a case comes in and is searched for: applications that read alike, searches on file.
//!
//! Not here: the choice of the application that a repeated one repeats (`gongkai_app::paper::earlier`).

use super::world::World;
use crate::{AT_THE_COUNTER, desk, registered};
use gongkai_storage::STATEMENTS;
use gongkai_testkit::statements::counted;

/// The part of a page that is a table of this id.
fn table<'a>(body: &'a str, id: &str) -> &'a str {
    let start = body.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{id}: {body}"));
    &body[start..start + body[start..].find("</table>").unwrap()]
}

#[tokio::test]
async fn who_registers_is_shown_what_reads_alike_and_of_whom_it_is_at_a_fixed_number_of_statements() {
    let world = World::new().await;
    let first = registered(&world, &["2024年度中小企业发展专项资金拨付明细"]).await;
    registered(&world, &["某某路道路改造工程的征地补偿安置方案"]).await;
    let mut registrar = world.signed_in("registrar").await;
    let mut fields = AT_THE_COUNTER.to_vec();
    fields.push(("matter.0.title", "申请公开2024年度中小企业发展专项资金的拨付明细表"));
    let filed = registrar.send_files("/desk/register", &fields, &[]).await;
    assert_eq!(filed.status, 303, "{}", filed.body);
    let path = format!("{}/register", filed.location());
    registrar.get("/desk/account").await;
    let (page, few) = counted(STATEMENTS, registrar.get(&path)).await;
    let similar = table(&page.body, "similar");
    assert!(similar.contains(&first) && similar.contains(&desk(&first)), "{similar}");
    assert!(similar.contains("同一申请人"), "{similar}");
    assert!(!similar.contains("征地补偿"), "another matter is none of them: {similar}");

    // more of them cost nothing more
    for _ in 0..3 {
        registered(&world, &["2024年度中小企业发展专项资金拨付明细"]).await;
    }
    registrar.get(&path).await;
    let (_, many) = counted(STATEMENTS, registrar.get(&path)).await;
    assert!(many.len() <= few.len(), "{} instead of {}: {many:#?}", many.len(), few.len());
}

#[tokio::test]
async fn who_searches_is_shown_the_searches_on_file() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let mut handler = world.signed_in("handler").await;
    let path = format!("{}/search-record", desk(&number));
    assert!(!handler.get(&path).await.body.contains("已有的检索记录"));
    let search = [
        ("searched_on", "2025-09-16"),
        ("places", "综合档案室2020年至2025年文书档案"),
        ("terms", "规划、方案"),
        ("from", "2020-01-01"),
        ("to", "2025-09-16"),
        ("result", "none"),
    ];
    let done = handler.act(&path, &search).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = handler.get(&path).await;
    let earlier = table(&page.body, "earlier");
    for words in ["综合档案室2020年至2025年文书档案", "关键词：规划、方案", "未检索到所申请的信息"]
    {
        assert!(earlier.contains(words), "{words}: {earlier}");
    }
}

#[tokio::test]
async fn an_equal_name_without_a_document_is_called_nobody_else() {
    let world = World::new().await;
    let first = registered(&world, &["2024年度中小企业发展专项资金拨付明细"]).await;
    let mut registrar = world.signed_in("registrar").await;
    // the same name without a document, and one that only looks alike when masked
    for (name, words) in [("王小明", "同名，证件未登记"), ("王大力", "其他申请人")] {
        let mut fields: Vec<(&str, &str)> = AT_THE_COUNTER.to_vec();
        fields.retain(|(field, _)| !matches!(*field, "name" | "number"));
        fields.extend([
            ("name", name),
            ("number", ""),
            ("matter.0.title", "2024年度中小企业发展专项资金的拨付明细"),
        ]);
        let filed = registrar.send_files("/desk/register", &fields, &[]).await;
        assert_eq!(filed.status, 303, "{}", filed.body);
        let page = registrar.get(&format!("{}/register", filed.location())).await;
        let similar = table(&page.body, "similar");
        let line = &similar[similar.find(&first).unwrap()..];
        let line = &line[..line.find("</tr>").unwrap()];
        assert!(line.contains(words), "{name}: {line}");
    }
}
