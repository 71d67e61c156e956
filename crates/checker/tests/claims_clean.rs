//! Sentences that agree with the tables beside them: not one of them is so much as a note.
//!
//! The sentences are in `claims/clean.txt`. The report has 28 new applications (23 of natural persons, 4 of companies, 1
//! of another organisation), 3 carried in (2, 1, 0), 30 answered (24, 5, 1) and 1 carried over; its rows are below.
//! Not here: sentences that are ordinary whatever the tables say (`claims_ordinary.rs`).

use gongkai_checker::example;

const SENTENCES: &str = include_str!("claims/clean.txt");

const TABLES: &str = "agency = 青石市园林局
year = 2021
previous = 无
table3.new_received = 23 4 0 0 0 1 28
table3.carried_in = 2 1 0 0 0 0 3
table3.granted = 9 3 0 0 0 0 12
table3.partially_granted = 3 1 0 0 0 0 4
table3.denied_third_party_rights = 3 0 0 0 0 0 3
table3.denied_internal_affairs = 1 0 0 0 0 0 1
table3.denied_process_information = 0 0 0 0 0 0 0
table3.denied_administrative_inquiry = 0 0 0 0 0 0 0
table3.unavailable_not_held = 4 1 0 0 0 1 6
table3.unavailable_needs_creation = 1 0 0 0 0 0 1
table3.unavailable_still_unclear = 0 0 0 0 0 0 0
table3.unprocessed_petition = 2 0 0 0 0 0 2
table3.other_misc = 1 0 0 0 0 0 1
table3.result_total = 24 5 0 0 0 1 30
table3.carried_out = 1 0 0 0 0 0 1
table2.normative_issued = 3
table2.normative_repealed = 2
table2.normative_in_force = 18
table2.licensing_decisions = 148
table2.penalty_decisions = 36
table2.compulsion_decisions = 4
table2.admin_fee_wan_yuan = 12.5
table4.reconsideration_upheld = 1
table4.reconsideration_corrected = 1
table4.reconsideration_other = 1
table4.reconsideration_pending = 0
table4.reconsideration_total = 3
table4.direct_suit_upheld = 0
table4.direct_suit_corrected = 0
table4.direct_suit_other = 0
table4.direct_suit_pending = 1
table4.direct_suit_total = 1
table4.post_reconsideration_suit_upheld = 0
table4.post_reconsideration_suit_corrected = 1
table4.post_reconsideration_suit_other = 0
table4.post_reconsideration_suit_pending = 0
table4.post_reconsideration_suit_total = 1
overview = 本年度工作平稳有序。
proactive = 见下表。
applications = 见下表。
remedies = 见下表。
other = 无。";

/// What is said of the words when they stand in the section.
fn said(section: &str, words: &str) -> Vec<String> {
    let block = format!("{TABLES}\n{section} = {words}");
    let result = example::parse(&block).unwrap_or_else(|e| panic!("{e}")).check();
    let found = result.findings.iter().filter(|f| f.code.starts_with('X'));
    found.map(|f| format!("    {} {} {}", f.code, f.level.key(), f.message)).collect()
}

#[test]
fn sentences_that_agree_with_the_tables_are_not_remarked_on() {
    let sentences: Vec<&str> =
        SENTENCES.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    assert!(sentences.len() >= 300, "{}", sentences.len());
    let mut all: Vec<String> = Vec::new();
    for words in sentences {
        let mut found = said("overview", &format!("（一）依申请公开。{words}"));
        // in the section on remedies 新收28件 alone would be read of remedies
        let is_of_remedies = ["复议", "诉讼"].iter().any(|w| words.contains(w));
        for section in ["overview", "proactive", "applications", "remedies", "other"] {
            if section == "remedies" && !is_of_remedies {
                continue;
            }
            found.extend(said(section, words));
        }
        found.sort();
        found.dedup();
        if !found.is_empty() {
            all.push(format!("{words}\n{}", found.join("\n")));
        }
    }
    assert!(all.is_empty(), "{}\n{} sentences", all.join("\n"), all.len());
}

#[test]
fn the_same_sentences_with_a_wrong_number_are_found() {
    let mut missed: Vec<String> = Vec::new();
    for (code, words) in [
        ("X015", "不予公开4件，其中第三方权益3件、内部事务2件；无法提供7件，其中不掌握6件、需制作1件。"),
        ("X015", "不予公开4件，其中第三方权益3件、内部事务1件；无法提供7件，其中不掌握6件、需制作2件。"),
        (
            "X015",
            "办结30件，其中予以公开12件、部分公开4件、不予公开4件（其中第三方权益3件、内部事务1件）、无法提供9件、不予处理2件、其他处理1件。",
        ),
        (
            "X015",
            "办结30件，其中予以公开12件、部分公开4件、不予公开4件（第三方权益3件、内部事务2件）、无法提供7件、不予处理2件、其他处理1件。",
        ),
        ("X015", "收到申请28件，其中自然人23件、法人或其他组织5件（其中商业企业4件、其他2件）。"),
        ("X015", "主动公开政府信息1286条，其中网站860条（首页210条、专栏650条），政务新媒体428条。"),
        ("X015", "编发工作简报24期，每月2期，其中专刊25期。"),
        ("X006", "上年结转3件，其中自然人1件，商业企业2件。"),
        ("X006", "予以公开12件，其中自然人10件，商业企业2件。"),
        ("X006", "予以公开12件（自然人8件、商业企业4件），部分公开4件。"),
        ("X006", "收到申请28件，其中自然人22件，商业企业5件，其他1件。"),
        ("X004", "对17件申请予以公开或部分公开。"),
        ("X004", "17件申请得到全部或者部分公开。"),
        ("X004", "对5件申请不予公开，对7件申请无法提供。"),
        ("X016", "予以公开12件、部分公开4件，占办结总数的63.3%。"),
        ("X016", "全年办结30件，其中予以公开12件、部分公开4件，合计占63.3%。"),
        ("X003", "全年共答复政府信息公开申请36件。"),
        ("X005", "尚有2件未到答复期限。"),
        ("X007", "我局作为被申请人的政府信息公开行政复议4件。"),
        ("X007", "我局作为复议机关审理行政复议案件7件；因政府信息公开被申请行政复议4件。"),
        ("X008", "因政府信息公开被提起行政诉讼5件。"),
        ("X010", "制发行政规范性文件4件，转发上级文件12件。"),
        ("X012", "行政事业性收费13.6万元，减免0.5万元。"),
        ("X005", "收到、办结、结转下年度的申请分别为28件、30件、2件。"),
    ] {
        let found = said("overview", &format!("（一）依申请公开。{words}"));
        if !found.iter().any(|f| f.contains(code)) {
            missed.push(format!("{code} {words} {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
