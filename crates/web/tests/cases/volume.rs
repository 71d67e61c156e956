//! The volume of a case (一案一卷) with a file of every purpose and the papers of its suit, in the order of the archive.
//!
//! Not here: the sheets that are made from the records (`gongkai_app::paper`).

use super::world::World;
use crate::{PNG, desk, registered};
use gongkai_app::upload::{Purpose, Upload, attach, take};
use gongkai_domain::challenge::CourtPaper;
use std::io::{Cursor, Read as _};

pub(crate) fn parts(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let count = zip.len();
    let part = |at: usize| {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

/// A picture that nothing else is like.
fn picture(word: &str) -> Vec<u8> {
    [PNG, word.as_bytes()].concat()
}

#[tokio::test]
async fn a_file_of_every_purpose_lies_in_its_place_and_court_papers_are_for_those_who_may() {
    let world = World::new().await;
    let office = &world.web.office;
    let number = registered(&world, &["某某规划"]).await;
    let row = office.storage.application_by_registration(world.web.agency, &number).await.unwrap().unwrap();
    let program = gongkai_app::Actor::Program("test");
    // what nobody can send into an application by itself comes with its own step below
    for purpose in Purpose::EVERY.iter().filter(|purpose| **purpose != Purpose::CourtPaper) {
        let upload = Upload {
            purpose: *purpose,
            name: format!("{}.png", purpose.key()),
            bytes: picture(purpose.key()),
        };
        let stored = take(office, &program, world.web.agency, &[], upload).await.unwrap();
        let tx = office.storage.begin().await.unwrap();
        attach(office, &tx, row.id, &[stored], office.instant(), "test").await.unwrap();
        tx.commit().await.unwrap();
    }

    let mut head = world.signed_in("head").await;
    let opened = [
        ("forum", "direct_suit"),
        ("role", "respondent"),
        ("challenged", "silence"),
        ("applications", number.as_str()),
        ("on", "2025-09-16"),
        ("case_number", "（2025）某行初7号"),
    ];
    let suit = head.act("/desk/challenges/new", &opened).await;
    assert_eq!(suit.status, 303, "{}", suit.body);
    let place = suit.location().split('?').next().unwrap().to_owned();
    let step = format!("{place}/court-paper");
    let form = head.get(&step).await;
    assert!(form.body.contains("严禁存储、处理、传输国家秘密") && form.body.contains("应诉通知书"));
    let fields = [("kind", CourtPaper::ResponseNotice.key()), ("on", "2025-09-16")];
    let none = head.send_files(&step, &fields, &[]).await;
    assert!(none.status == 422 && none.body.contains("选择文书的扫描件"), "{}", none.body);
    let marked = head.send_files(&step, &fields, &[("court_paper", "机密-判决.png", PNG)]).await;
    assert!(marked.status == 422 && marked.body.contains("请立即报告本单位保密工作机构"), "{}", marked.body);
    assert!(marked.body.contains("2025-09-16"), "the form stays");
    for (kind, name) in [(CourtPaper::ResponseNotice, "应诉.png"), (CourtPaper::Complaint, "起诉状.png")]
    {
        let fields = [("kind", kind.key()), ("on", "2025-09-16")];
        let kept = head.send_files(&step, &fields, &[("court_paper", name, &picture(kind.key()))]).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
    }
    let page = head.get(&place).await;
    for words in ["应诉.png", "应诉通知书", "起诉状副本", "上传复议诉讼文书"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let file = page.between(&format!("{place}/files/"), "\"");
    let fetched = head.get(&format!("{place}/files/{file}")).await;
    assert_eq!((fetched.status, fetched.content_type.as_str()), (200, "image/png"));
    // who sees the case and not whom it is about sees what came, and opens nothing
    let mut reviewer = world.signed_in("reviewer").await;
    let seen = reviewer.get(&place).await;
    assert!(seen.status == 200 && seen.body.contains("应诉通知书") && !seen.body.contains("应诉.png"));
    assert_eq!(reviewer.get(&format!("{place}/files/{file}")).await.status, 403);
    assert_eq!(reviewer.get(&format!("{place}/volume.zip")).await.status, 403);
    assert_eq!(world.signed_in("auditor").await.get(&format!("{place}/files/{file}")).await.status, 404);

    let own = head.get(&format!("{place}/volume.zip")).await;
    assert_eq!((own.status, own.content_type.as_str()), (200, "application/zip"));
    let names: Vec<String> = parts(&own.bytes).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[0], "00-卷内目录.pdf");
    assert!(names.iter().any(|name| name.ends_with("应诉通知书.png")), "{names:?}");

    let volume = head.get(&format!("{}/volume.zip", desk(&number))).await;
    assert_eq!(volume.status, 200, "{}", volume.body);
    let files = parts(&volume.bytes);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.is_sorted(), "{names:?}");
    let place_of = |word: &str| {
        let bytes = picture(word);
        let (name, _) = files.iter().find(|(_, known)| *known == bytes).unwrap();
        name.split(['-', '.']).nth(1).unwrap().to_owned()
    };
    for (word, place) in [
        ("proof", "申请表及身份证明"),
        ("licence", "申请表及身份证明"),
        ("mandate", "申请表及身份证明"),
        ("enclosure", "申请表及身份证明"),
        ("evidence", "申请表及身份证明"),
        ("envelope", "信封及邮件面单"),
        ("file", "补正材料"),
        ("opinion", "征求意见及回复"),
        ("material", "审批单"),
        ("search", "检索记录"),
        ("withdrawal", "答复书及附件"),
        ("scan", "答复书及附件"),
        ("replaced_scan", "答复书及附件"),
        ("information", "答复书及附件"),
        ("service_proof", "送达凭证"),
        (CourtPaper::ResponseNotice.key(), "复议诉讼材料"),
        (CourtPaper::Complaint.key(), "复议诉讼材料"),
    ] {
        assert_eq!(place_of(word), place, "{word}: {names:?}");
    }
    let order: Vec<&str> = {
        let mut order: Vec<&str> = names.iter().map(|name| name.split(['-', '.']).nth(1).unwrap()).collect();
        order.dedup();
        order
    };
    assert_eq!(
        order,
        [
            "卷内目录",
            "申请表及身份证明",
            "信封及邮件面单",
            "登记表",
            "补正材料",
            "征求意见及回复",
            "审批单",
            "检索记录",
            "答复书及附件",
            "送达凭证",
            "复议诉讼材料",
            "备考表",
        ]
    );
    world.web.office.storage.verify_agency(world.web.agency).await.unwrap();
}
