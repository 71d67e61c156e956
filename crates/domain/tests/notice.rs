//! Every paper as it is printed, and what refuses it.
//!
//! `INSTA_UPDATE=always` rewrites the files in `tests/golden/notice` after a change that is meant.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use gongkai_domain::notice::{
    Case, Issue, Paper, PaperKind, Paragraph, Procedural, RemedyMode, Reply, sample, template,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

fn every() -> impl Iterator<Item = PaperKind> {
    let replies = Reply::EVERY.iter().map(|&reply| PaperKind::Reply(reply));
    replies.chain(Procedural::EVERY.iter().map(|&paper| PaperKind::Procedural(paper)))
}

fn refusals_with(kind: PaperKind, fields: &Value, case: &Case, issue: &Issue) -> Vec<String> {
    let drafted = template::draft(kind, fields, case, &sample::office(), issue).unwrap();
    drafted.missing().into_iter().map(|missing| missing.reason).collect()
}

fn paper(kind: PaperKind) -> Paper {
    let drafted = template::draft(
        kind,
        &sample::fields(kind),
        &sample::case(kind),
        &sample::office(),
        &sample::issue(kind),
    );
    drafted.unwrap().finish().unwrap_or_else(|missing| panic!("{}: {missing:?}", kind.key()))
}

fn in_golden(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("golden/notice");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_paper_is_printed_as_it_was_agreed() {
    for kind in every() {
        let paper = paper(kind);
        let text = paper.text();
        assert!(!text.contains('〔') || !text.contains("〔未"), "{text}");
        in_golden(kind.key(), &format!("{text}\n依据：{}", paper.legal_basis.join("；")));
    }
}

#[test]
fn an_empty_paper_is_refused_with_every_part_that_it_lacks() {
    for kind in every() {
        let issue = Issue::on(sample::DUE_ON);
        let drafted = template::draft(kind, &json!({}), &Case::default(), &sample::office(), &issue).unwrap();
        let mut text = String::new();
        for part in &drafted.parts {
            let _ = writeln!(text, "{} {}", if part.is_fulfilled() { "✓" } else { "✗" }, part.name);
            for missing in &part.missing {
                let field = missing.field.map(|field| format!("（{field}）")).unwrap_or_default();
                let _ = writeln!(text, "    {}{field}", missing.reason);
            }
        }
        assert!(drafted.finish().is_err(), "{} is printed empty", kind.key());
        in_golden(&format!("refused_{}", kind.key()), &text);
    }
}

#[test]
fn no_golden_file_is_left_over() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/notice");
    let found: BTreeSet<String> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let meant: BTreeSet<String> = every()
        .flat_map(|kind| [format!("{}.snap", kind.key()), format!("refused_{}.snap", kind.key())])
        .collect();
    assert_eq!(found, meant);
}

#[test]
fn every_required_field_left_empty_refuses_the_paper_by_its_name() {
    for kind in every() {
        let (case, issue) = (sample::case(kind), sample::issue(kind));
        for field in template::fields(kind).iter().filter(|field| field.is_required) {
            let mut fields = sample::fields(kind);
            let object = fields.as_object_mut().unwrap();
            assert!(object.remove(field.name).is_some(), "{} sample lacks {}", kind.key(), field.name);
            let drafted = template::draft(kind, &fields, &case, &sample::office(), &issue).unwrap();
            let named = drafted.missing().iter().any(|missing| missing.field == Some(field.name));
            assert!(named, "{} without {}: {:?}", kind.key(), field.name, drafted.missing());
        }
    }
}

#[test]
fn fields_have_labels_and_help_and_unknown_ones_are_refused() {
    for kind in every() {
        let mut names = BTreeSet::new();
        for field in template::fields(kind) {
            assert!(!field.label.is_empty() && !field.help.is_empty(), "{} {}", kind.key(), field.name);
            assert!(field.help.ends_with('。'), "{} {}", kind.key(), field.name);
            assert!(names.insert(field.name), "{} twice {}", kind.key(), field.name);
        }
        let mut fields = sample::fields(kind);
        fields.as_object_mut().unwrap().insert("surprise".into(), json!(1));
        let refused =
            template::draft(kind, &fields, &sample::case(kind), &sample::office(), &sample::issue(kind));
        assert!(refused.unwrap_err().to_string().contains("surprise"), "{}", kind.key());
    }
}

#[test]
fn every_reply_has_basis_facts_reasons_remedy_and_signature_on_its_checklist() {
    for &reply in Reply::EVERY {
        let kind = PaperKind::Reply(reply);
        let drafted = template::draft(
            kind,
            &sample::fields(kind),
            &sample::case(kind),
            &sample::office(),
            &sample::issue(kind),
        )
        .unwrap();
        let names: Vec<&str> = drafted.parts.iter().map(|part| part.name).collect();
        let mut wanted = vec!["收件人", "申请事实", "事实", "落款", "成文日期", "联系方式"];
        if reply.remedy() != RemedyMode::NoRemedy {
            wanted.extend(["救济途径", "期限"]);
        }
        // no law names the causes for which an application ends without a decision
        if reply != Reply::ClosedOther {
            wanted.push("依据");
        }
        for name in wanted {
            // the search and the earlier step are the facts of these replies
            let is_facts = name == "事实" && (names.contains(&"检索记录") || names.contains(&"前置程序"));
            assert!(names.contains(&name) || is_facts, "{} lacks {name}: {names:?}", reply.key());
        }
        assert!(drafted.parts.iter().all(gongkai_domain::notice::PartCheck::is_fulfilled));
    }
}

#[test]
fn the_seven_refusals_and_the_withheld_part_print_the_third_item_beside_their_ground() {
    let refusals = Reply::EVERY.iter().filter(|reply| reply.remedy() == RemedyMode::ReconsiderationFirst);
    let mut count = 0;
    for &reply in refusals.chain([&Reply::Partial]) {
        let text = paper(PaperKind::Reply(reply)).text();
        assert!(text.contains("、第三十六条第（三）项的规定"), "{}: {text}", reply.key());
        let ground = if reply == Reply::Partial { "第十五条" } else { reply.article().unwrap() };
        assert!(text.contains(ground), "{} without {ground}", reply.key());
        count += 1;
    }
    assert_eq!(count, 8);
}

#[test]
fn papers_to_others_never_name_the_applicant_or_the_purpose() {
    let outsiders = [
        (Procedural::ThirdPartyConsultation, "information"),
        (Procedural::ThirdPartyReplySlip, "information"),
        (Procedural::ThirdPartyDisclosureNotice, "information"),
        (Procedural::CoMakerConsultation, "proposal"),
        (Procedural::AssistanceRequest, "agency"),
    ];
    for (procedural, field) in outsiders {
        let kind = PaperKind::Procedural(procedural);
        let text = paper(kind).text();
        for secret in ["李明远", "周启文", "用于核对本户补偿标准"] {
            assert!(!text.contains(secret), "{}", kind.key());
            let mut fields = sample::fields(kind);
            fields[field] = json!(format!("某某{secret}某某"));
            let refused = refusals_with(kind, &fields, &sample::case(kind), &sample::issue(kind));
            assert!(
                refused.iter().any(|reason| reason.contains("不得出现申请")),
                "{}: {refused:?}",
                kind.key()
            );
        }
    }
}

#[test]
fn the_applicant_is_never_told_who_the_third_party_is() {
    for kind in [
        PaperKind::Reply(Reply::DeniedThirdParty),
        PaperKind::Procedural(Procedural::ConsultationNoticeToApplicant),
    ] {
        assert!(!paper(kind).text().contains("恒达"), "{}", kind.key());
    }
}

#[test]
fn a_classification_mark_is_refused_in_every_paper() {
    let kind = PaperKind::Reply(Reply::NotExist);
    let fields = json!({ "explanation": "见机密★2年文件" });
    let refused = refusals_with(kind, &fields, &sample::case(kind), &sample::issue(kind));
    assert!(refused.iter().any(|reason| reason.contains("密级标志")), "{refused:?}");
}

#[test]
fn words_of_a_clerk_on_when_to_sue_are_refused_beside_the_locked_ones() {
    let kind = PaperKind::Reply(Reply::DeniedProcess);
    let mut fields = sample::fields(kind);
    fields["reasons"] = json!("如不服，可以在六个月内提起行政诉讼");
    let refused = refusals_with(kind, &fields, &sample::case(kind), &sample::issue(kind));
    assert!(refused.iter().any(|reason| reason.contains("固定段落")), "{refused:?}");
}

#[test]
fn only_body_lists_and_tables_are_open_to_the_clerk() {
    for kind in every() {
        for paragraph in &paper(kind).paragraphs {
            let is_open = matches!(paragraph, Paragraph::Body(_) | Paragraph::List(_) | Paragraph::Table(_));
            assert_eq!(paragraph.is_locked(), !is_open);
        }
    }
}

#[test]
fn a_local_title_replaces_the_usual_one_and_the_paper_names_itself_after_it() {
    let kind = PaperKind::Reply(Reply::NotExist);
    let issue = Issue { title: Some("政府信息公开申请答复书".into()), ..sample::issue(kind) };
    let drafted =
        template::draft(kind, &sample::fields(kind), &sample::case(kind), &sample::office(), &issue);
    let paper = drafted.unwrap().finish().unwrap();
    assert_eq!(paper.title, "政府信息公开申请答复书");
    assert!(paper.text().contains("自收到本答复书之日起60日内"));
}

#[test]
fn the_words_for_internal_units_and_for_oneself_are_the_offices_own() {
    let kind = PaperKind::Procedural(Procedural::HandlingSheet);
    let mut office = sample::office();
    office.department_word = "处室".into();
    let fields = sample::fields(kind);
    let text = template::draft(kind, &fields, &sample::case(kind), &office, &sample::issue(kind))
        .unwrap()
        .paper
        .text();
    assert!(text.contains("承办处室：征地管理科"), "{text}");
    office.self_word = "本单位".into();
    let kind = PaperKind::Reply(Reply::Petition);
    let drafted =
        template::draft(kind, &sample::fields(kind), &sample::case(kind), &office, &sample::issue(kind));
    let text = drafted.unwrap().paper.text();
    assert!(text.contains("本单位不作为政府信息公开申请处理") && !text.contains("本机关"));
}
