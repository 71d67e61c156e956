//! A consultation letter that comes back, from the letter to the reply; a search that is for one matter; who will not sign; and the
//! notice of a split.
//!
//! Not here: what the rules say of them one by one (`gongkai-domain`).

use super::world::World;
use crate::{DRAFT, desk, registered, review, signed_and_sealed};
use gongkai_app::application::draft_reply::{Drafting, draft_reply};
use gongkai_domain::application::MatterOutcome;
use gongkai_domain::notice::Reply;
use serde_json::json;

const LETTER: &[(&str, &str)] = &[
    ("with", "third_party"),
    ("third_party", "云州恒达软件有限公司"),
    ("party_kind", "organisation"),
    ("information", "项目报价清单"),
    ("concern", "商业秘密"),
];

#[tokio::test]
async fn a_letter_that_came_back_is_sent_again_or_explained_before_the_reply_gives_anything_out() {
    let world = World::new().await;
    let number = registered(&world, &["某某项目合同"]).await;
    let case = desk(&number);
    let mut handler = world.signed_in("handler").await;
    let sent = handler.act(&format!("{case}/consult"), LETTER).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    world.set("2025-09-22");
    let mut registrar = world.signed_in("registrar").await;
    let page = registrar.get(&format!("{case}/consultation-return")).await;
    assert!(page.body.contains("第1号：云州恒达软件有限公司（第三方）"), "{}", page.body);
    let back = [("consultation", "1"), ("on", "2025-09-22"), ("reason", "查无此人，邮件号1088")];
    let bare = registrar.act(&format!("{case}/consultation-return"), &back[..2]).await;
    assert!(bare.status == 422 && bare.body.contains("填写退回的原因"), "{}", bare.body);
    let done = registrar.act(&format!("{case}/consultation-return"), &back).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = registrar.get(&case).await;
    for words in ["退回，没有送达", "退回的原因：查无此人，邮件号1088", "登记征求意见书退回"]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let again = registrar.act(&format!("{case}/consultation-return"), &back).await;
    assert!(
        matches!(again.status, 409 | 422) && again.body.contains("均未登记的征求意见书"),
        "{}",
        again.body
    );

    let mut handler = world.signed_in("handler").await;
    let page = handler.act(&format!("{case}/consult"), &[("with", "third_party"), ("choose", "1")]).await;
    assert!(page.body.contains("代替哪一份退回的征求意见书"), "{}", page.body);
    let silent = handler.act_with(&format!("{case}/draft"), DRAFT, &[]).await;
    assert!(
        silent.body.contains("第三方没有收到，不能视为逾期未提出意见"),
        "{} {}",
        silent.status,
        silent.body
    );
    assert!(silent.body.contains("name=\"omitted\""), "the explanation has its field");
    let why = "多次查找仍无法联系，公开内容经核对不含该公司的商业秘密";
    let mut explained = DRAFT.to_vec();
    explained.push(("omitted", why));
    let drafted = handler.act_with(&format!("{case}/draft"), &explained, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    let mut reviewer = world.signed_in("reviewer").await;
    let review = reviewer.get(&format!("/desk/review/{}", super::world::encode(&number))).await;
    assert!(
        review.body.contains(why) && review.body.contains("征求意见书被退回，没有送达"),
        "{}",
        review.body
    );
    signed_and_sealed(&world, &number).await;
    let service = [("way", "post"), ("sent_on", "2025-09-22"), ("tracking", "1088123456789")];
    let mut registrar = world.signed_in("registrar").await;
    let served = registrar.act(&format!("{case}/serve"), &service).await;
    assert_eq!(served.status, 303, "{}", served.body);
}

#[tokio::test]
async fn a_second_letter_to_another_address_takes_the_place_of_the_first() {
    let world = World::new().await;
    let number = registered(&world, &["某某项目合同"]).await;
    let case = desk(&number);
    let mut handler = world.signed_in("handler").await;
    assert_eq!(handler.act(&format!("{case}/consult"), LETTER).await.status, 303);
    let mut registrar = world.signed_in("registrar").await;
    let back = [("consultation", "1"), ("on", "2025-09-16"), ("reason", "地址不详")];
    assert_eq!(registrar.act(&format!("{case}/consultation-return"), &back).await.status, 303);
    let mut second = LETTER.to_vec();
    second.push(("instead_of", "1"));
    let sent = handler.act(&format!("{case}/consult"), &second).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let heard = [("consultation", "2"), ("on", "2025-09-16"), ("opinion", "consents")];
    let heard = registrar.act_with(&format!("{case}/opinion"), &heard, &[]).await;
    assert_eq!(heard.status, 303, "{}", heard.body);
    let drafted = handler.act_with(&format!("{case}/draft"), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
}

#[tokio::test]
async fn a_search_for_one_matter_is_said_to_be_for_it_and_the_other_is_not_answered_by_it() {
    let world = World::new().await;
    let number = registered(&world, &["某某合同", "某某纪要"]).await;
    let case = desk(&number);
    let mut handler = world.signed_in("handler").await;
    let page = handler.get(&format!("{case}/search-record")).await;
    assert!(
        page.body.contains("为哪几项申请内容检索") && page.body.contains("第2项：某某纪要"),
        "{}",
        page.body
    );
    let search = |matter| {
        [
            ("matters", matter),
            ("searched_on", "2025-09-16"),
            ("from", "2020-01-01"),
            ("to", "2025-09-16"),
            ("places", "档案室文书档案"),
            ("terms", "合同"),
            ("result", "none"),
        ]
    };
    let kept = handler.act_with(&format!("{case}/search-record"), &search("1"), &[]).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    assert!(handler.get(&case).await.body.contains("检索（第1项）"));
    let drafting = [("outcome", "reply_not_exist"), ("outcome.2", "reply_not_exist")];
    let refused = handler.act_with(&format!("{case}/draft"), &drafting, &[]).await;
    assert!(refused.body.contains("第2项：没有检索记录"), "{} {}", refused.status, refused.body);
    let kept = handler.act_with(&format!("{case}/search-record"), &search("2"), &[]).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let drafted = handler.act_with(&format!("{case}/draft"), &drafting, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    // with one matter nobody is asked for which
    let one = registered(&world, &["某某规划"]).await;
    let page = handler.get(&format!("{}/search-record", desk(&one))).await;
    assert!(!page.body.contains("为哪几项申请内容检索"));
}

#[tokio::test]
async fn who_will_not_sign_is_served_before_two_witnesses_who_are_named() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划"]).await;
    let case = desk(&number);
    let drafted = world.signed_in("handler").await.act_with(&format!("{case}/draft"), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
    signed_and_sealed(&world, &number).await;
    let mut registrar = world.signed_in("registrar").await;
    let serve = format!("{case}/serve");
    let serving = |way, one, two| {
        let told =
            [("way", way), ("sent_on", "2025-09-16"), ("refusal", "yes"), ("tracking", "送达回证第7号")];
        told.into_iter().chain([("witness.1", one), ("witness.2", two)]).collect::<Vec<_>>()
    };
    let alone = registrar.act(&serve, &serving("by_hand", "陈志远", " ")).await;
    assert!(alone.status == 422 && alone.body.contains("填写见证人的姓名"), "{}", alone.body);
    assert!(alone.body.contains("value=\"陈志远\""), "what was typed stays");
    let same = registrar.act(&serve, &serving("by_hand", "陈志远", "陈志远")).await;
    assert!(same.status == 422 && same.body.contains("两名见证人应当是不同的人"), "{}", same.body);
    let posted = registrar.act(&serve, &serving("post", "陈志远", "林晓燕")).await;
    assert!(posted.body.contains("只适用于直接送达、委托送达"), "{} {}", posted.status, posted.body);
    let done = registrar.act(&serve, &serving("by_hand", "陈志远", "林晓燕")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = registrar.get(&case).await;
    let words = "拒绝签收，见证人：陈志远、林晓燕；送达回证第7号";
    assert!(page.body.contains(words), "{}", page.body);
}

#[tokio::test]
async fn the_notice_of_a_split_is_served_like_any_other_notice() {
    let world = World::new().await;
    let number = registered(&world, &["某某规划", "某某纪要"]).await;
    let case = desk(&number);
    let mut registrar = world.signed_in("registrar").await;
    let parts = [("part.1", "1"), ("part.2", "2"), ("reason", "两项内容由不同科室办理")];
    let split = registrar.act(&format!("{case}/split"), &parts).await;
    assert_eq!(split.status, 303, "{}", split.body);
    let page = registrar.get(&format!("{case}/notice-service")).await;
    assert!(page.body.contains("拆分登记告知书"), "{}", page.body);
    let options = page.body.split("<option value=\"").map(|rest| rest.split('"').next().unwrap());
    let paper = options.into_iter().find(|value| value.len() == 36).unwrap().to_owned();
    let service =
        [("paper", paper.as_str()), ("way", "post"), ("sent_on", "2025-09-16"), ("tracking", "1088")];
    let served = registrar.act_with(&format!("{case}/notice-service"), &service, &[]).await;
    assert_eq!(served.status, 303, "{}", served.body);
    let page = registrar.get(&case).await;
    assert!(page.body.contains("登记告知送达（2025年9月16日）"), "{}", page.body);
}

#[tokio::test]
async fn the_checklist_tells_why_a_reply_could_not_be_sent_and_what_it_calls_complete_is_taken() {
    let world = World::new().await;
    let number = registered(&world, &["某某项目合同"]).await;
    let case = desk(&number);
    let mut handler = world.signed_in("handler").await;
    let mut look = DRAFT.to_vec();
    look.push(("preview", "1"));
    let own = World::unit().to_string();
    let page =
        handler.act_with(&format!("{case}/draft"), &[&look[..], &[("co_signers", &own)]].concat(), &[]).await;
    assert!(page.body.contains("是承办单位") && !page.body.contains("必备内容齐全"), "{}", page.body);
    let complete = handler.act_with(&format!("{case}/draft"), &look, &[]).await;
    assert!(complete.body.contains("必备内容齐全"), "{}", complete.body);
    assert!(!complete.body.contains("未征求意见的理由适用于"), "no third party is concerned");
    // the paper is the same, but an opinion is awaited
    assert_eq!(handler.act(&format!("{case}/consult"), LETTER).await.status, 303);
    let page = handler.act_with(&format!("{case}/draft"), &look, &[]).await;
    assert!(!page.body.contains("必备内容齐全"), "{}", page.body);
    assert!(
        page.body.contains("提交条件") && page.body.contains("征求意见书的收到日期尚未登记"),
        "{}",
        page.body
    );
    let refused = handler.act_with(&format!("{case}/draft"), DRAFT, &[]).await;
    assert_ne!(refused.status, 303, "{}", refused.body);
    let mut registrar = world.signed_in("registrar").await;
    let heard = [("consultation", "1"), ("on", "2025-09-16"), ("opinion", "consents")];
    assert_eq!(registrar.act_with(&format!("{case}/opinion"), &heard, &[]).await.status, 303);
    let complete = handler.act_with(&format!("{case}/draft"), &look, &[]).await;
    assert!(complete.body.contains("必备内容齐全"), "{}", complete.body);
    let drafted = handler.act_with(&format!("{case}/draft"), DRAFT, &[]).await;
    assert_eq!(drafted.status, 303, "{}", drafted.body);
}

#[tokio::test]
async fn a_draft_in_which_two_matters_shared_their_fields_opens_with_the_fields_of_each() {
    let world = World::new().await;
    let number = registered(&world, &["某某合同", "某某纪要"]).await;
    let office = &world.web.office;
    let row = office.storage.application_by_registration(world.web.agency, &number).await.unwrap().unwrap();
    let reply = Reply::NotResponsible;
    let drafting = Drafting {
        outcomes: [1, 2].map(|matter| MatterOutcome::new(matter, reply)).to_vec(),
        fields: json!({
            "responsible_agency": "云州市自然资源局",
            "responsible_contact": "电话0999-8000002",
            "reasons": "该信息由其制作并保存",
        }),
        ..Drafting::default()
    };
    let handler = gongkai_app::account::person::actor(office, World::person("handler")).await.unwrap();
    draft_reply(office, &handler, row.id, None, drafting).await.unwrap();
    let mut reviewer = world.signed_in("reviewer").await;
    let shown = reviewer.get(&review(&number)).await;
    assert!(
        shown.body.contains("该信息由其制作并保存") && !shown.body.contains("关于第1项"),
        "{}",
        shown.body
    );
    let back = [("decision", "return"), ("words", "分别写明")];
    assert_eq!(reviewer.act(&review(&number), &back).await.status, 303);
    let mut handler = world.signed_in("handler").await;
    let page = handler.get(&format!("{}/draft", desk(&number))).await;
    for matter in [1, 2] {
        let name = format!("name=\"more.{matter}_{}.reasons\"", reply.key());
        assert!(page.body.contains(&name), "{name}: {}", page.body);
    }
    assert_eq!(page.body.matches("该信息由其制作并保存</textarea>").count(), 2, "{}", page.body);
    assert!(page.body.contains("关于第2项申请内容") && page.body.contains("必备内容齐全"), "{}", page.body);
}
