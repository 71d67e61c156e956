//! What the editor tells of a typed draft is what sending it does: complete means that it can be sent, and every reason of a refusal
//! was told before.

use crate::journey::hand_over;
use crate::world::{World, id_of};
use gongkai_app::Refusal;
use gongkai_app::application::case::{fold, stream_of};
use gongkai_app::application::draft_reply::draft_reply;
use gongkai_app::application::drafting::{DraftText, Drafting};
use gongkai_app::application::record_search::{Searching, record_search};
use gongkai_app::application::weigh_draft::{Weighed, weigh};
use gongkai_app::application::{consult, register};
use gongkai_app::paper::Dossier;
use gongkai_app::paper::dossier::SearchText;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::{Channel, MatterOutcome, Provision, ProvisionForm, ProvisionWay};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{PaperKind, Procedural, Reply, sample};
use serde_json::{Value, json};

async fn in_hand(world: &World, matters: &[&str]) -> ApplicationId {
    taken_in(world, world.filed(Channel::InPerson, matters).await).await
}

async fn taken_in(world: &World, id: ApplicationId) -> ApplicationId {
    register::register(&world.office, &world.actor("registrar").await, id, None).await.unwrap();
    hand_over(world, id).await;
    id
}

async fn searched(world: &World, id: ApplicationId) {
    record_found(world, id, false, Vec::new()).await;
}

async fn record_found(world: &World, id: ApplicationId, is_found: bool, matters: Vec<u32>) {
    let on = world.office.today();
    let text = SearchText {
        scope: "文书档案".to_owned(),
        terms: vec!["规划".to_owned()],
        result: if is_found { "检索到1件" } else { "没有检索到" }.to_owned(),
    };
    let searching = Searching { on, from: on, to: on, is_found, text, matters };
    record_search(&world.office, &world.actor("handler").await, id, None, searching).await.unwrap();
}

async fn asked(world: &World, id: ApplicationId) {
    let fields = sample::fields(PaperKind::Procedural(Procedural::ThirdPartyConsultation));
    let several = world.office.storage.application(id).await.unwrap().unwrap().matters > 1;
    let matters = if several { vec![1] } else { Vec::new() };
    let asking = consult::Consulting { matters, ..consult::Consulting::of(Consulted::ThirdParty) };
    consult::consult(&world.office, &world.actor("handler").await, id, None, asking, fields).await.unwrap();
}

async fn weighed(world: &World, id: ApplicationId, drafting: &Drafting) -> Weighed {
    weighed_with(world, id, drafting, false).await
}

async fn weighed_with(world: &World, id: ApplicationId, drafting: &Drafting, has_files: bool) -> Weighed {
    let office = &world.office;
    let row = office.storage.application(id).await.unwrap().unwrap();
    let application = fold(&office.storage.events_of(&stream_of(id)).await.unwrap()).unwrap();
    let dossier = Dossier::read(office, &row, &application).await.unwrap();
    weigh(office, &dossier, id_of("handler"), drafting, (has_files, &[])).await.unwrap()
}

/// Weighs a draft and sends it; whether it was taken.
async fn agreed(world: &World, id: ApplicationId, drafting: &Drafting) -> bool {
    let office = &world.office;
    let weighed = weighed(world, id, drafting).await;
    let handler = world.actor("handler").await;
    let sent = Box::pin(draft_reply(office, &handler, id, None, drafting.clone())).await;
    assert_eq!(weighed.is_complete(), sent.is_ok(), "{drafting:?}\n{weighed:?}\n{:?}", sent.as_ref().err());
    match &sent {
        Err(Refusal::Blocked(reasons)) => {
            for reason in reasons {
                assert!(weighed.reasons.contains(reason), "{reason} was not told: {weighed:?}");
            }
        }
        Err(Refusal::Invalid(faults)) => {
            let missing = weighed.drafted.iter().flat_map(gongkai_domain::notice::Drafted::missing);
            let told: Vec<String> = missing.map(|missing| missing.reason).collect();
            for fault in faults {
                let is_told = told.contains(&fault.text) || weighed.faults.contains(fault);
                assert!(is_told, "{} was not told: {weighed:?}", fault.text);
            }
        }
        Err(other) => panic!("{other}"),
        Ok(_) => {}
    }
    sent.is_ok()
}

async fn sent_back(world: &World, id: ApplicationId, draft: u32) {
    let signing =
        gongkai_app::application::sign::Signing { draft, step: SignOffStep::OfficeReview, department: None };
    let reviewer = world.actor("reviewer").await;
    gongkai_app::application::sign::return_draft(&world.office, &reviewer, id, None, signing, "再核对")
        .await
        .unwrap();
}

/// Numbers that look like chance and are always the same.
struct Lot(u64);

impl Lot {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

#[tokio::test]
async fn a_draft_of_each_of_the_27_templates_that_is_told_as_complete_can_be_sent_and_no_other() {
    let world = World::on("2025-09-16").await;
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for reply in Reply::EVERY {
        let id = in_hand(&world, &["城东片区规划"]).await;
        let drafting = Drafting {
            outcomes: vec![MatterOutcome::new(1, *reply)],
            fields: sample::fields(PaperKind::Reply(*reply)),
            by_matter: true,
            ..Drafting::default()
        };
        // without what it rests on, and with a record of a search
        let is_taken = Box::pin(agreed(&world, id, &drafting)).await;
        if !is_taken {
            searched(&world, id).await;
        }
        let is_taken = is_taken || Box::pin(agreed(&world, id, &drafting)).await;
        if is_taken { taken.push(*reply) } else { refused.push(*reply) }
    }
    assert_eq!(taken.len() + refused.len(), 27);
    assert!(taken.contains(&Reply::Granted) && taken.contains(&Reply::NotExist), "{taken:?}");
    // these rest on steps that were not taken: the paper alone does not make them complete
    for reply in [Reply::StillUnclear, Reply::Excessive, Reply::CorrectionOverdue, Reply::FeeOverdue] {
        assert!(refused.contains(&reply), "{reply:?}");
    }
}

#[tokio::test]
async fn whatever_is_typed_complete_means_that_it_can_be_sent() {
    let world = World::on("2025-09-16").await;
    let mut lot = Lot(2025);
    let earlier = in_hand(&world, &["旧的规划"]).await;
    let number = world.office.storage.application(earlier).await.unwrap().unwrap().registration.unwrap();
    let (mut taken, mut refused) = (0, 0);
    let mut id = None;
    let mut drafts = 0;
    for turn in 0..90 {
        let case = if let Some(id) = id {
            id
        } else {
            let case = in_hand(&world, &["城东片区规划", "城东片区统计表"]).await;
            if turn % 3 > 0 {
                searched(&world, case).await;
            }
            if turn % 3 == 1 {
                record_found(&world, case, true, vec![1]).await;
            }
            if turn % 4 == 3 {
                asked(&world, case).await;
            }
            drafts = 0;
            case
        };
        id = Some(case);
        let drafting = random(&mut lot, &world, &number);
        if Box::pin(agreed(&world, case, &drafting)).await {
            taken += 1;
            drafts += 1;
            // a second draft of the same case, then another one
            if drafts > 1 {
                id = None;
            } else {
                sent_back(&world, case, drafts).await;
            }
        } else {
            refused += 1;
            id = id.filter(|_| !lot.one_in(6));
        }
    }
    assert!(taken > 9 && refused > 9, "{taken} taken, {refused} refused");
}

/// A draft of two matters with outcomes and fields by lot, some of them missing or wrong.
fn random(lot: &mut Lot, world: &World, earlier: &str) -> Drafting {
    const USUAL: [Reply; 6] = [
        Reply::Granted,
        Reply::AlreadyPublic,
        Reply::DeniedInternal,
        Reply::NotExist,
        Reply::NotResponsible,
        Reply::Partial,
    ];
    let reply = |lot: &mut Lot| {
        if lot.one_in(4) {
            Reply::EVERY[lot.below(Reply::EVERY.len())]
        } else {
            USUAL[lot.below(USUAL.len())]
        }
    };
    let mut outcomes: Vec<MatterOutcome> = (1..=2).map(|n| MatterOutcome::new(n, reply(lot))).collect();
    for outcome in outcomes.iter_mut().filter(|outcome| outcome.reply == Reply::Partial) {
        if !lot.one_in(5) {
            outcome.withheld.push(Reply::DeniedInternal);
        }
    }
    if lot.one_in(12) {
        outcomes.pop();
    }
    let fields = |lot: &mut Lot, outcome: &MatterOutcome| {
        let mut fields = sample::fields(PaperKind::Reply(outcome.reply));
        if outcome.reply == Reply::Partial {
            fields["ground"] = json!("denied_internal_affairs");
            fields["specific"] = json!(["workflow"]);
        }
        if let Some(object) = fields.as_object_mut()
            && lot.one_in(4)
            && !object.is_empty()
        {
            let name = object.keys().nth(lot.below(object.len())).unwrap().clone();
            object.remove(&name);
        }
        fields
    };
    let mut more = serde_json::Map::new();
    for outcome in &outcomes {
        if !lot.one_in(20) {
            let key = format!("{}_{}", outcome.matter, outcome.reply.key());
            more.insert(key, fields(lot, outcome));
        }
    }
    let own = if lot.one_in(8) { vec![world.unit] } else { Vec::new() };
    Drafting {
        fields: json!({ "more": Value::Object(more) }),
        chosen: lot.one_in(3).then_some(1),
        earlier: if lot.one_in(2) { earlier.to_owned() } else { String::new() },
        same_information: lot.one_in(2),
        co_signers: own,
        co_signing: if lot.one_in(9) { vec![id_of("seal")] } else { Vec::new() },
        by_matter: true,
        outcomes,
        ..Drafting::default()
    }
}

#[tokio::test]
async fn a_draft_that_is_written_in_full_is_not_complete_while_an_opinion_is_awaited() {
    let world = World::on("2025-09-16").await;
    let id = in_hand(&world, &["城东片区规划"]).await;
    asked(&world, id).await;
    let drafting = Drafting {
        outcomes: vec![MatterOutcome::new(1, Reply::Granted)],
        fields: sample::fields(PaperKind::Reply(Reply::Granted)),
        by_matter: true,
        ..Drafting::default()
    };
    let weighed = weighed(&world, id, &drafting).await;
    assert!(weighed.drafted.as_ref().unwrap().missing().is_empty(), "nothing is missing from the paper");
    assert!(!weighed.is_complete());
    let told: Vec<String> = weighed.reasons.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|text| text.contains("征求意见")), "{told:?}");
    assert!(!Box::pin(agreed(&world, id, &drafting)).await);
}

/// A reply that gives the information in one way.
fn giving(reply: Reply, way: &str) -> Drafting {
    let mut fields = sample::fields(PaperKind::Reply(reply));
    fields["provision"] = json!(way);
    (fields["place"], fields["time"]) = (json!("青溪县和平路1号203室"), json!("工作日9:00—17:00"));
    if reply == Reply::Partial {
        (fields["ground"], fields["specific"]) = (json!("denied_internal_affairs"), json!(["workflow"]));
    }
    let withheld = if reply == Reply::Partial { vec![Reply::DeniedInternal] } else { Vec::new() };
    Drafting {
        outcomes: vec![MatterOutcome { withheld, ..MatterOutcome::new(1, reply) }],
        fields,
        by_matter: true,
        ..Drafting::default()
    }
}

/// What is missing from a reply, and what else is wrong with what was filled in.
fn told(weighed: &Weighed) -> Vec<String> {
    let missing = weighed.drafted.iter().flat_map(gongkai_domain::notice::Drafted::missing);
    let missing = missing.map(|missing| missing.reason);
    missing.chain(weighed.faults.iter().map(|fault| fault.text.clone())).collect()
}

#[tokio::test]
async fn whoever_asked_for_paper_gets_no_other_form_without_its_ground_which_the_letter_and_the_event_keep() {
    let world = World::on("2025-09-16").await;
    // by post, as the applicant wants it
    let id = in_hand(&world, &["城东片区规划"]).await;
    for reply in [Reply::Granted, Reply::Partial] {
        for way in ["online", "collect", "inspect"] {
            let mut drafting = giving(reply, way);
            let bare = weighed_with(&world, id, &drafting, true).await;
            let gaps = told(&bare);
            assert!(!bare.is_complete() && gaps.len() == 1, "{reply:?} {way}: {gaps:?}");
            assert!(gaps[0].contains("纸质") && gaps[0].contains("第四十条"), "{gaps:?}");
            assert!(
                matches!(bare.refused(), Some(Refusal::Invalid(faults)) if faults[0].field == "form_note")
            );
            drafting.fields["form_note"] = json!("原件为大幅面图纸，复制可能危及载体安全");
            let stated = weighed_with(&world, id, &drafting, true).await;
            assert!(stated.is_complete(), "{reply:?} {way}: {:?} {:?}", told(&stated), stated.reasons);
        }
        let kept = weighed_with(&world, id, &giving(reply, "attached"), false).await;
        assert!(kept.is_complete(), "{reply:?}: {:?} {:?}", told(&kept), kept.reasons);
    }
    let mut drafting = giving(Reply::Granted, "inspect");
    assert!(!Box::pin(agreed(&world, id, &drafting)).await, "the verb refuses what the editor does");
    drafting.fields["form_note"] = json!("原件为大幅面图纸，复制可能危及载体安全");
    let handler = world.actor("handler").await;
    let moved = Box::pin(draft_reply(&world.office, &handler, id, None, drafting)).await.unwrap();
    let draft = moved.application.draft().unwrap();
    let ground = world.office.storage.content(draft.facts.other_form.unwrap()).await.unwrap();
    assert_eq!(String::from_utf8(ground).unwrap(), "原件为大幅面图纸，复制可能危及载体安全");
    let text = world.office.storage.content(draft.body).await.unwrap();
    let text: DraftText = serde_json::from_slice(&text).unwrap();
    let said = "您申请时要求的提供形式为纸质、获取途径为邮寄。原件为大幅面图纸";
    assert!(text.paper.text().contains(said), "{}", text.paper.text());
}

#[tokio::test]
async fn what_is_given_with_a_reply_that_is_got_over_the_net_comes_as_a_file_and_on_paper_as_a_list() {
    let world = World::on("2025-09-16").await;
    for way in [ProvisionWay::Online, ProvisionWay::Email] {
        let provision = Provision { form: ProvisionForm::Electronic, way };
        let id = world.filed_for(Channel::InPerson, &["城东片区规划"], provision).await;
        let id = taken_in(&world, id).await;
        for (given, words) in
            [("attached", "随文一并提供的，应当上传"), ("online", "凭登记编号和查询码下载，应当上传")]
        {
            let drafting = giving(Reply::Granted, given);
            let bare = weighed(&world, id, &drafting).await;
            assert!(
                told(&bare).iter().any(|text| text.contains(words)),
                "{way:?} {given}: {:?}",
                told(&bare)
            );
            assert_eq!(bare.faults[0].field, "given");
            let whole = weighed_with(&world, id, &drafting, true).await;
            assert!(whole.is_complete(), "{way:?} {given}: {:?} {:?}", told(&whole), whole.reasons);
            assert!(!Box::pin(agreed(&world, id, &drafting)).await);
        }
    }
    // on paper the enclosures are named behind the text, and without names nothing is enclosed
    let id = in_hand(&world, &["城东片区规划"]).await;
    let mut drafting = giving(Reply::Granted, "attached");
    let listed = weighed(&world, id, &drafting).await;
    let paper = listed.drafted.as_ref().unwrap().paper.clone();
    assert!(
        listed.is_complete()
            && paper.attachments
                == ["青溪县城东片区2023年度土地征收补偿安置方案（青自然资〔2023〕45号），共12页"]
    );
    drafting.fields["information"] = json!([]);
    let unnamed = weighed(&world, id, &drafting).await;
    assert!(told(&unnamed).iter().any(|text| text.contains("未填写公开的政府信息")), "{:?}", told(&unnamed));
}

#[tokio::test]
async fn what_is_given_was_found_or_not_searched_for() {
    let world = World::on("2025-09-16").await;
    let id = in_hand(&world, &["城东片区规划"]).await;
    let drafting = giving(Reply::Granted, "attached");
    searched(&world, id).await;
    let weighed = weighed(&world, id, &drafting).await;
    let told: Vec<String> = weighed.reasons.iter().map(ToString::to_string).collect();
    assert!(
        told.len() == 1 && told[0].contains("检索记录的结果均为未检索到相关信息，与予以公开不符"),
        "{told:?}"
    );
    assert!(!Box::pin(agreed(&world, id, &drafting)).await);
    record_found(&world, id, true, Vec::new()).await;
    assert!(Box::pin(agreed(&world, id, &drafting)).await, "it was found after all");
}
