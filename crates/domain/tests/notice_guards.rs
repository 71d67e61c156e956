//! What refuses each paper beyond an empty field: the records it rests on, and dates that do not fit.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use gongkai_domain::application::{Provision as Asked, ProvisionForm, ProvisionWay};
use gongkai_domain::fee::Yuan;
use gongkai_domain::notice::case::{FiledBy, Joined, Opinion, ReasonsRound, ThirdPartyOpinion};
use gongkai_domain::notice::reply::Provision;
use gongkai_domain::notice::{Case, Issue, PaperKind, Procedural, Reply, sample, template};
use serde_json::{Value, json};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// What refuses the sample paper after a change of its case, fields and date.
fn refused(
    kind: impl Into<PaperKind>,
    change: impl FnOnce(&mut Case, &mut Value, &mut Issue),
) -> Vec<String> {
    let kind = kind.into();
    let (mut case, mut fields, mut issue) = (sample::case(kind), sample::fields(kind), sample::issue(kind));
    change(&mut case, &mut fields, &mut issue);
    let drafted = template::draft(kind, &fields, &case, &sample::office(), &issue).unwrap();
    drafted.missing().into_iter().map(|missing| missing.reason).collect()
}

#[track_caller]
fn says(reasons: &[String], words: &str) {
    assert!(reasons.iter().any(|reason| reason.contains(words)), "{words}: {reasons:?}");
}

#[test]
fn information_does_not_exist_only_after_a_whole_search() {
    says(&refused(Reply::NotExist, |case, _, _| case.searches.clear()), "没有检索记录");
    let gaps = refused(Reply::NotExist, |case, _, _| {
        let search = &mut case.searches[0];
        search.searched_by.clear();
        search.scope.clear();
        search.terms.clear();
        search.result.clear();
        search.searched_on = day("2025-10-16");
    });
    for gap in ["检索人", "检索范围", "检索关键词", "检索结果", "检索日期"] {
        says(&gaps, gap);
    }
}

#[test]
fn the_ground_of_a_partial_reply_is_that_of_what_is_refused() {
    let answering = |answers: &[Reply], ground: Value| {
        let answers = answers.to_vec();
        refused(Reply::Partial, move |_, fields, issue| {
            fields["ground"] = ground;
            issue.answers = answers;
        })
    };
    let own = json!("denied_third_party_rights");
    assert_eq!(answering(&[Reply::Partial, Reply::DeniedThirdParty], own.clone()), Vec::<String>::new());
    let enforcement = [Reply::Granted, Reply::DeniedEnforcement];
    says(&answering(&enforcement, own.clone()), "应当与办理结果一致，选择“行政执法案卷信息”");
    let silent = refused(Reply::Partial, |_, fields, issue| {
        for name in ["ground", "withheld", "specific", "reasons"] {
            fields.as_object_mut().unwrap().remove(name);
        }
        fields["unavailable"] = json!("其余部分另行处理");
        issue.answers = enforcement.to_vec();
    });
    says(&silent, "应当与办理结果一致");
    says(&answering(&[Reply::Granted, Reply::NotExist], own), "不应写明不予公开的事由");
    // the part withheld of one matter comes before the refusal of another
    let both = [Reply::DeniedInternal, Reply::Partial, Reply::DeniedProcess];
    says(&answering(&both, json!("denied_internal_affairs")), "选择“过程性信息”");
}

#[test]
fn an_application_ends_without_a_decision_for_two_causes_only() {
    for cause in ["withdrawn", "other"] {
        let change = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
            fields["cause"] = json!(cause);
            fields["explanation"] = json!("因工作安排终止");
        };
        says(&refused(Reply::ClosedOther, change), "申请人撤回的登记撤回，其余情形应当按相应的种类书面答复");
    }
    let twice = |twin: &str| {
        let twin = json!(twin);
        refused(Reply::ClosedOther, move |_, fields, _| {
            fields["cause"] = json!("submitted_twice");
            fields["twin"] = twin;
        })
    };
    says(&twice(""), "未填写在哪一件中办理");
    assert_eq!(twice("依申请〔2025〕3号"), Vec::<String>::new());
}

#[test]
fn a_repeat_needs_the_earlier_reply_by_number_and_date() {
    says(&refused(Reply::Repeat, |case, _, _| case.earlier_reply = None), "没有关联");
    let change = |case: &mut Case, _: &mut Value, _: &mut Issue| {
        let earlier = case.earlier_reply.as_mut().unwrap();
        earlier.document_number.clear();
        earlier.replied_on = day("2025-12-01");
    };
    let gaps = refused(Reply::Repeat, change);
    says(&gaps, "没有文号");
    says(&gaps, "不能晚于");
}

#[test]
fn an_unreasonable_number_needs_counts_and_a_request_for_reasons_with_answer_or_expiry() {
    says(&refused(Reply::Excessive, |case, _, _| case.reasons_request = None), "没有要求申请人说明理由");
    says(&refused(Reply::Excessive, |_, fields, _| fields["count"] = json!(0)), "申请件数");
    says(&refused(Reply::Excessive, |_, fields, _| fields["from"] = json!("2025-12-01")), "早于开始日期");
    let unanswered = |on: &'static str| {
        move |case: &mut Case, fields: &mut Value, issue: &mut Issue| {
            let round = ReasonsRound {
                requested_on: day("2025-09-19"),
                due_on: day("2025-09-30"),
                answered_on: None,
            };
            case.reasons_request = Some(round);
            fields["reasons_given"] = json!("");
            issue.issued_on = day(on);
        }
    };
    says(&refused(Reply::Excessive, unanswered("2025-09-30")), "期限也未届满");
    assert_eq!(refused(Reply::Excessive, unanswered("2025-10-09")), [""; 0]);
}

#[test]
fn a_third_partys_rights_need_its_opinion_or_a_reason_why_it_was_not_asked() {
    let nobody = |case: &mut Case, _: &mut Value, _: &mut Issue| case.third_parties.clear();
    says(&refused(Reply::DeniedThirdParty, nobody), "没有征求第三方意见的记录");
    let consents = |case: &mut Case, _: &mut Value, _: &mut Issue| {
        case.third_parties = vec![ThirdPartyOpinion {
            consultation: 1,
            asked_on: day("2025-09-23"),
            opinion: Opinion::Consents,
        }];
    };
    says(&refused(Reply::DeniedThirdParty, consents), "第三方同意公开");
    says(&refused(Procedural::ThirdPartyDisclosureNotice, consents), "没有第三方不同意公开");
    for opinion in [Opinion::Objects, Opinion::Partly, Opinion::Silent] {
        let change = |case: &mut Case, _: &mut Value, _: &mut Issue| case.third_parties[0].opinion = opinion;
        assert_eq!(refused(Reply::DeniedThirdParty, change), [""; 0], "{opinion:?}");
    }
    let explained = |case: &mut Case, fields: &mut Value, _: &mut Issue| {
        case.third_parties.clear();
        fields["no_consultation"] = json!("第三方已注销");
    };
    assert_eq!(refused(Reply::DeniedThirdParty, explained), [""; 0]);
}

#[test]
fn a_notice_of_release_speaks_of_the_addressees_own_opinion_and_gives_either_reason() {
    let kind = PaperKind::from(Procedural::ThirdPartyDisclosureNotice);
    let mut case = sample::case(kind);
    case.third_parties = vec![
        ThirdPartyOpinion { consultation: 1, asked_on: day("2025-09-03"), opinion: Opinion::Silent },
        ThirdPartyOpinion { consultation: 2, asked_on: day("2025-09-10"), opinion: Opinion::Objects },
    ];
    let issue = Issue { consultation: Some(2), ..sample::issue(kind) };
    let mut fields = sample::fields(kind);
    let text = |fields: &Value| {
        let drafted = template::draft(kind, fields, &case, &sample::office(), &issue).unwrap();
        drafted.finish().unwrap().text()
    };
    let told = text(&fields);
    assert!(told.contains("2025年9月10日") && told.contains("表示不同意公开"), "{told}");
    assert!(told.contains("不公开可能对公共利益造成重大影响"), "{told}");
    fields.as_object_mut().unwrap().remove("public_interest");
    fields["unfounded"] = json!("所涉价格已随中标结果公示");
    let told = text(&fields);
    assert!(told.contains("不同意公开的理由不合理") && told.contains("所涉价格已随中标结果公示"), "{told}");
    assert!(!told.contains("公共利益"), "{told}");
    let neither = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
        fields.as_object_mut().unwrap().remove("public_interest");
    };
    says(&refused(kind, neither), "未填写公共利益的理由");
}

#[test]
fn still_unclear_needs_a_correction_round_that_was_answered() {
    says(&refused(Reply::StillUnclear, |case, _, _| case.correction = None), "没有告知补正的记录");
    let unanswered = |case: &mut Case, _: &mut Value, _: &mut Issue| {
        case.correction.as_mut().unwrap().corrected_on = None;
    };
    says(&refused(Reply::StillUnclear, unanswered), "没有收到补正材料");
}

#[test]
fn an_overdue_correction_needs_service_and_the_day_after_the_last() {
    type Change = fn(&mut Case, &mut Value, &mut Issue);
    let changes: [(Change, &str); 5] = [
        (|case, _, _| case.correction = None, "没有告知补正的记录"),
        (|case, _, _| case.correction.as_mut().unwrap().served_on = None, "没有补正告知书送达"),
        (|case, _, _| case.correction.as_mut().unwrap().due_on = None, "没有补正期限"),
        (
            |case, _, _| case.correction.as_mut().unwrap().corrected_on = Some(sample::CORRECTION.1),
            "已收到补正材料",
        ),
        (|_, _, issue| issue.issued_on = sample::CORRECTION.1, "尚未届满"),
    ];
    for (change, words) in changes {
        says(&refused(Reply::CorrectionOverdue, change), words);
    }
}

#[test]
fn an_unpaid_fee_needs_proof_of_service_and_the_day_after_the_last() {
    type Change = fn(&mut Case, &mut Value, &mut Issue);
    let changes: [(Change, &str); 5] = [
        (|case, _, _| case.fee = None, "没有收费通知的记录"),
        (|case, _, _| case.fee.as_mut().unwrap().served_on = None, "没有收费通知书送达"),
        (|case, _, _| case.fee.as_mut().unwrap().due_on = None, "没有缴费期限"),
        (|case, _, _| case.fee.as_mut().unwrap().paid_on = Some(sample::PAYMENT.1), "申请人已缴费"),
        (|_, _, issue| issue.issued_on = sample::PAYMENT.1, "尚未届满"),
    ];
    for (change, words) in changes {
        says(&refused(Reply::FeeOverdue, change), words);
    }
}

#[test]
fn a_prohibition_names_a_law_or_administrative_regulation_with_its_article() {
    for reply in [Reply::DeniedLawProhibited, Reply::AdminInquiry] {
        says(&refused(reply, |_, fields, _| fields["law"] = json!("关于加强档案管理的通知")), "不能作为依据");
        says(&refused(reply, |_, fields, _| fields["article"] = json!("总则")), "第几条");
        says(&refused(reply, |_, fields, _| fields["law_level"] = Value::Null), "法律或者行政法规");
        let kind = PaperKind::Reply(reply);
        let mut fields = sample::fields(kind);
        fields["law_level"] = json!("local_regulation");
        let drafted =
            template::draft(kind, &fields, &sample::case(kind), &sample::office(), &sample::issue(kind));
        assert!(drafted.unwrap_err().to_string().contains("local_regulation"));
    }
}

#[test]
fn internal_and_process_information_and_files_need_a_look_for_rules_that_demand_disclosure() {
    for reply in [Reply::DeniedInternal, Reply::DeniedProcess, Reply::DeniedEnforcement] {
        let change = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
            fields["no_rule_demands_disclosure"] = json!(false);
        };
        says(&refused(reply, change), "未核对法律、法规、规章");
    }
}

#[test]
fn a_partial_reply_says_what_is_withheld_on_which_ground_or_what_became_of_the_rest() {
    let nothing = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
        fields["withheld"] = json!("");
        fields["ground"] = Value::Null;
    };
    says(&refused(Reply::Partial, nothing), "部分公开应当写明");
    let other = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["specific"] = json!("workflow");
    says(&refused(Reply::Partial, other), "具体情形");
    let secret = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
        fields["ground"] = json!("denied_state_secret");
    };
    says(&refused(Reply::Partial, secret), "定密依据");
    let law = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
        fields["ground"] = json!("denied_law_prohibited");
    };
    says(&refused(Reply::Partial, law), "法律、法规名称");
    let unasked = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["no_consultation"] = json!("");
    says(&refused(Reply::Partial, unasked), "没有征求第三方意见的记录");
}

#[test]
fn what_is_to_be_fetched_needs_place_and_time() {
    let change = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["provision"] = json!("collect");
    let gaps = refused(Reply::Granted, change);
    says(&gaps, "地点");
    says(&gaps, "时间");
}

#[test]
fn what_is_given_in_another_form_than_was_asked_for_says_why_and_names_what_was_asked_for() {
    const MAIL: Asked = Asked { form: ProvisionForm::Paper, way: ProvisionWay::Mail };
    for reply in [Reply::Granted, Reply::Partial] {
        let with = |asked: Asked, way: &str, note: &str| {
            let kind = PaperKind::Reply(reply);
            let (case, mut fields) = (sample::case(kind), sample::fields(kind));
            (fields["provision"], fields["form_note"]) = (json!(way), json!(note));
            let case = Case { asked_for: Some(asked), ..case };
            template::draft(kind, &fields, &case, &sample::office(), &sample::issue(kind)).unwrap()
        };
        let bare = with(MAIL, "online", " ");
        let gaps: Vec<_> = bare.missing();
        assert_eq!((gaps.len(), gaps[0].field), (1, Some("form_note")), "{gaps:?}");
        assert!(gaps[0].reason.contains("提供形式为纸质、获取途径为邮寄"), "{gaps:?}");
        assert!(gaps[0].reason.contains("《政府信息公开条例》第四十条"), "{gaps:?}");
        assert!(bare.paper.text().contains("〔提供形式的说明〕"), "the preview shows the gap");
        let told = with(MAIL, "online", "原件为大幅面图纸，复制可能危及载体安全");
        assert!(told.missing().is_empty(), "{:?}", told.missing());
        let said = "您申请时要求的提供形式为纸质、获取途径为邮寄。原件为大幅面图纸，复制可能危及载体安全。\
                    根据《中华人民共和国政府信息公开条例》第四十条的规定，不按该要求提供，改以本告知书载明的方式提供。";
        assert!(told.paper.text().contains(said), "{}", told.paper.text());
        assert!(told.paper.text().contains("现通过互联网渠道提供，请凭"), "it was not chosen");
        assert!(with(MAIL, "attached", "").missing().is_empty(), "as it was asked for");
        let online = Asked { form: ProvisionForm::Electronic, way: ProvisionWay::Online };
        let kept = with(online, "online", "");
        assert!(
            kept.missing().is_empty() && !kept.paper.text().contains("第四十条"),
            "{}",
            kept.paper.text()
        );
    }
}

#[test]
fn each_way_of_giving_keeps_to_the_forms_that_it_can_be_and_to_no_other() {
    use ProvisionForm::{Electronic, Inspection, Other, Paper};
    use ProvisionWay::{Counter, Email, Fax, Mail, Online};
    let kept = |given: Provision| {
        let mut all = Vec::new();
        for form in [Paper, Electronic, Inspection, Other] {
            for way in [Mail, Counter, Online, Email, Fax] {
                all.extend(given.meets(Asked { form, way }).then_some((form, way)));
            }
        }
        all
    };
    assert_eq!(
        kept(Provision::Attached).len(),
        15,
        "whatever goes along with the reply, but for what is to be read only"
    );
    let not_read = [Paper, Electronic, Other];
    let over_the_net = not_read.map(|form| [(form, Online), (form, Email)]).concat();
    assert_eq!(kept(Provision::Online), over_the_net);
    assert_eq!(kept(Provision::Collect), not_read.map(|form| (form, Counter)));
    assert!(kept(Provision::Inspect).iter().all(|(form, _)| matches!(form, Inspection | Other)));
    assert_eq!(kept(Provision::Inspect).len(), 10);
    let by_file = |given: Provision, way| given.is_by_file(Asked { form: Electronic, way });
    assert!(by_file(Provision::Online, Mail) && by_file(Provision::Attached, Online));
    assert!(!by_file(Provision::Attached, Mail) && !by_file(Provision::Collect, Online));
}

#[test]
fn another_agency_is_named_with_its_contact_or_said_to_be_unknown() {
    let nobody = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["responsible_agency"] = json!("");
    says(&refused(Reply::NotResponsible, nobody), "应当写明负责公开的机关");
    let silent = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["responsible_contact"] = json!("");
    says(&refused(Reply::NotResponsible, silent), "联系方式");
    let unknown = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
        fields["responsible_agency"] = json!("");
        fields["cannot_be_ascertained"] = json!(true);
    };
    assert_eq!(refused(Reply::NotResponsible, unknown), [""; 0]);
}

#[test]
fn correction_is_asked_once() {
    let change = |case: &mut Case, _: &mut Value, _: &mut Issue| {
        case.correction = sample::case(Reply::StillUnclear.into()).correction;
    };
    says(&refused(Procedural::CorrectionNotice, change), "已经告知过一次补正");
}

#[test]
fn an_extension_comes_in_time_approved_and_within_the_cap() {
    let kind = Procedural::ExtensionNotice;
    says(&refused(kind, |_, _, issue| issue.issued_on = day("2025-10-21")), "原答复期限已过");
    assert_eq!(refused(kind, |_, _, issue| issue.issued_on = sample::DUE_ON), [""; 0]);
    says(&refused(kind, |_, fields, _| fields["working_days"] = json!(21)), "最长不得超过20个工作日");
    says(&refused(kind, |_, fields, _| fields["extended_to"] = json!("2025-10-20")), "应当晚于原答复期限");
    says(&refused(kind, |_, fields, _| fields["approved_on"] = json!("2025-10-15")), "同意的日期不能晚于");
}

#[test]
fn a_delayed_reply_follows_reasons_that_were_given() {
    let kind = Procedural::DelayedReplyNotice;
    says(&refused(kind, |case, _, _| case.reasons_request = None), "没有申请人说明理由");
    says(&refused(kind, |_, fields, _| fields["delayed_to"] = json!("2025-10-20")), "应当晚于原答复期限");
}

#[test]
fn a_fee_notice_states_something_to_pay_since_2021() {
    let kind = Procedural::FeeNotice;
    says(&refused(kind, |_, fields, _| fields["pages"] = json!(30)), "不收费");
    says(&refused(kind, |_, fields, _| fields["method"] = json!("by_item")), "当月第几件");
    says(&refused(kind, |case, _, _| case.received_on = Some(day("2020-12-31"))), "2021年1月1日前");
    says(&refused(kind, |_, fields, _| fields["pay_due_on"] = json!("2025-09-19")), "缴费截止日期");
    let by_item = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
        *fields = json!({ "method": "by_item", "first_ordinal": 30, "items": 2, "payment_way": "缴款码" });
    };
    assert_eq!(refused(kind, by_item), [""; 0]);
    let fields: gongkai_domain::notice::procedural::FeeNoticeFields =
        serde_json::from_value(json!({ "method": "by_item", "first_ordinal": 30, "items": 2 })).unwrap();
    assert_eq!(fields.fee().unwrap().total, Yuan(300));
}

#[test]
fn service_is_proved_by_signature_or_by_two_witnesses_of_a_refusal() {
    let kind = Procedural::ServiceProof;
    says(&refused(kind, |_, fields, _| fields["tracking_number"] = json!("")), "邮件编号");
    let by_hand = |fields: &mut Value| {
        fields["way"] = json!("direct");
        fields["signed_by"] = json!("");
    };
    says(&refused(kind, |_, fields, _| by_hand(fields)), "签收人");
    let refusal = |witnesses: Value| {
        move |_: &mut Case, fields: &mut Value, _: &mut Issue| {
            by_hand(fields);
            fields["refused_because"] = json!("不认可答复内容");
            fields["witnesses"] = witnesses;
        }
    };
    says(&refused(kind, refusal(json!(["刘某"]))), "两名见证人");
    assert_eq!(refused(kind, refusal(json!(["刘某", "张某"]))), [""; 0]);
    says(&refused(kind, |_, fields, _| fields["signed_on"] = json!("2025-10-14")), "早于送出日期");
}

#[test]
fn papers_for_organ_and_court_need_their_parts() {
    let kind = Procedural::EvidenceList;
    says(&refused(kind, |_, fields, _| fields["evidence"][0]["pages"] = json!("")), "名称、证明内容和页码");
    let three = |_: &mut Case, fields: &mut Value, _: &mut Issue| {
        let agent = fields["agents"][0].clone();
        fields["agents"] = json!([agent, agent, agent]);
    };
    says(&refused(Procedural::PowerOfAttorney, three), "一至二人");
    let silent = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["cannot_because"] = json!("");
    says(&refused(Procedural::CourtAppearanceStatement, silent), "不能出庭的理由");
    let unsearched = |case: &mut Case, fields: &mut Value, _: &mut Issue| {
        case.searches.clear();
        fields["proposed_reply"] = json!("reply_not_exist");
    };
    says(&refused(Procedural::HandlingSheet, unsearched), "应当有检索记录");
    says(&refused(Procedural::SplitNotice, |_, fields, _| fields["parts"] = json!(["一件"])), "两件以上");
    let forwarded = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["outcome"] = json!("forwarded");
    says(&refused(Procedural::RecordCorrectionReply, forwarded), "有权更正的机关");
    let by_email = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["obtain_by"] = json!("email");
    says(&refused(Procedural::ApplicationForm, by_email), "电子邮箱");
    let early = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields["respond_by"] = json!("2025-09-19");
    says(&refused(Procedural::ReasonsRequest, early), "应当晚于成文日期");
    for (kind, field) in [
        (Procedural::WithdrawalConfirmation, "withdrawn_on"),
        (Procedural::ConsultationNoticeToApplicant, "sent_on"),
    ] {
        let late = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields[field] = json!("2025-12-31");
        says(&refused(kind, late), "不能晚于成文日期");
    }
    for (reply, field) in [
        (Reply::ClosedOther, "happened_on"),
        (Reply::Archives, "transferred_on"),
        (Reply::Confirmation, "obtained_on"),
    ] {
        let late = |_: &mut Case, fields: &mut Value, _: &mut Issue| fields[field] = json!("2025-12-31");
        says(&refused(reply, late), "不能晚于成文日期");
    }
}

#[test]
fn an_agency_without_telephone_organ_or_court_is_told_what_to_register() {
    let kind = PaperKind::Reply(Reply::Granted);
    let mut office = sample::office();
    office.contact.phone.clear();
    office.remedy.basic_court.clear();
    let gongkai_domain::notice::Body::Department { government, .. } = &mut office.remedy.body else {
        panic!()
    };
    government.clear();
    let drafted =
        template::draft(kind, &sample::fields(kind), &sample::case(kind), &office, &sample::issue(kind));
    let reasons: Vec<String> = drafted.unwrap().missing().into_iter().map(|m| m.reason).collect();
    for words in ["联系电话", "行政复议机关", "管辖法院"] {
        says(&reasons, words);
    }
}

#[test]
fn applications_answered_together_are_all_listed_by_number_and_matter() {
    let kind = PaperKind::Reply(Reply::Granted);
    let mut case = sample::case(kind);
    case.joined = vec![Joined {
        registration_number: "依申请〔2025〕18号".into(),
        requested: vec!["土地勘测定界图".into()],
        matter_numbers: Vec::new(),
        filed_by: FiledBy::InPerson,
        submitted_on: Some(day("2025-09-10")),
        received_on: Some(day("2025-09-10")),
        corrected_on: None,
    }];
    let drafted =
        template::draft(kind, &sample::fields(kind), &case, &sample::office(), &sample::issue(kind));
    let text = drafted.unwrap().finish().unwrap().text();
    let each = "您提交的2件政府信息公开申请收悉：2025年9月10日当面提交的申请（登记编号：依申请〔2025〕18号）；\
                2025年9月15日通过互联网渠道提交的申请（登记编号：依申请〔2025〕17号，本机关于2025年9月16日收到）。";
    assert!(text.contains(each), "{text}");
    assert!(
        text.contains("1.依申请〔2025〕18号：土地勘测定界图"),
        "the earliest first, as in the opening: {text}"
    );
}

/// The text of the sample paper after a change of its case, fields and date.
fn printed(kind: impl Into<PaperKind>, change: impl FnOnce(&mut Case, &mut Value, &mut Issue)) -> String {
    let kind = kind.into();
    let (mut case, mut fields, mut issue) = (sample::case(kind), sample::fields(kind), sample::issue(kind));
    change(&mut case, &mut fields, &mut issue);
    let drafted = template::draft(kind, &fields, &case, &sample::office(), &issue).unwrap();
    drafted.finish().unwrap().text()
}

#[test]
fn an_objection_without_grounds_is_not_told_as_reasoned() {
    let said = |opinion| {
        printed(Reply::DeniedThirdParty, |case, _, _| {
            case.third_parties =
                vec![ThirdPartyOpinion { consultation: 1, asked_on: day("2025-09-23"), opinion }];
        })
    };
    assert!(said(Opinion::Objects).contains("第三方不同意公开且有合理理由。"));
    let unreasoned = said(Opinion::Unreasoned);
    assert!(
        unreasoned.contains("第三方不同意公开，但没有说明理由，由本机关依照规定决定是否公开。"),
        "{unreasoned}"
    );
    assert!(!unreasoned.contains("有合理理由"), "{unreasoned}");
}

#[test]
fn the_withheld_part_may_fall_under_several_kinds_of_its_ground_and_tells_that_the_third_party_was_asked() {
    let text = printed(Reply::Partial, |case, fields, _| {
        fields["specific"] = json!(["personal_privacy", "trade_secret"]);
        fields["no_consultation"] = json!("");
        case.third_parties = vec![ThirdPartyOpinion {
            consultation: 1,
            asked_on: day("2025-09-23"),
            opinion: Opinion::Objects,
        }];
    });
    for words in [
        "涉及第三方的商业秘密、个人隐私，",
        "本机关依法书面征求了第三方的意见，第三方不同意公开且有合理理由。",
        "第十五条、第三十二条、第三十六条第（三）项的规定，不予公开",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // a draft of the time when one kind alone could be chosen
    let one = printed(Reply::Partial, |_, fields, _| fields["specific"] = json!("trade_secret"));
    assert!(one.contains("涉及第三方的商业秘密，"), "{one}");
    let mixed = refused(Reply::Partial, |_, fields, _| {
        fields["specific"] = json!(["personal_privacy", "workflow"]);
    });
    says(&mixed, "具体情形");
}

#[test]
fn what_cannot_be_provided_of_a_matter_is_told_by_its_part_and_by_either_remedy() {
    let of_part = |_: &mut Case, _: &mut Value, issue: &mut Issue| {
        issue.answers = vec![Reply::Partial, Reply::NotExist];
        issue.part = Some("2019年度的统计表。".to_owned());
    };
    let text = printed(Reply::NotExist, of_part);
    assert!(text.contains("经检索，“2019年度的统计表”不存在。"), "{text}");
    assert!(!text.contains("应当自收到本告知书之日起60日内先向"), "{text}");
    let undescribed = refused(Reply::NotExist, |_, _, issue| issue.part = Some(String::new()));
    says(&undescribed, "未填写所涉的部分");
    let given = printed(Reply::Partial, |_, fields, issue| {
        for name in ["ground", "withheld", "specific", "reasons"] {
            fields.as_object_mut().unwrap().remove(name);
        }
        issue.answers = vec![Reply::Partial, Reply::NotExist];
    });
    assert!(!given.contains("第三十七条") && given.contains("第三十六条第（二）项"), "{given}");
}

#[test]
fn what_tells_papers_apart_in_lists_is_not_printed_and_the_title_of_the_agency_prevails() {
    let text = printed(Reply::DeniedSecurity, |_, _, _| {});
    assert!(text.contains("\n政府信息不予公开告知书\n") && !text.contains("三安全"), "{text}");
    let own = printed(Reply::DeniedSecurity, |_, _, issue| issue.title = Some("不予公开决定书".to_owned()));
    assert!(own.contains("\n不予公开决定书\n") && own.contains("自收到本决定书之日起"), "{own}");
}
