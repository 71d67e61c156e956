//! Prose against tables and against itself: scenes of a year, and what the checker says of them.
//!
//! The sample report has 47 new applications, one carried in, 48 handled, none carried out, three reconsiderations and
//! two suits. Not here: how well the words are understood (`claims_score.rs`), the examples of the rule pages.

use gongkai_checker::example;
use gongkai_checker::{CheckedReport, Finding, Level};

fn checked(block: &str) -> CheckedReport {
    example::parse(block).unwrap_or_else(|e| panic!("{e}")).check()
}

/// The findings of the family, as `code level`.
fn found(block: &str) -> Vec<String> {
    across(&checked(block)).iter().map(|f| format!("{} {}", f.code, f.level.key())).collect()
}

fn across(result: &CheckedReport) -> Vec<&Finding> {
    result.findings.iter().filter(|f| f.code.starts_with('X')).collect()
}

#[test]
fn four_new_and_one_carried_over_is_no_error() {
    let block = "table3.new_received = 4 0 0 0 0 0 4
table3.carried_in = 1 0 0 0 0 0 1
table3.granted = 1 0 0 0 0 0 1
table3.partially_granted = 0 0 0 0 0 0 0
table3.denied_third_party_rights = 0 0 0 0 0 0 0
table3.denied_internal_affairs = 0 0 0 0 0 0 0
table3.denied_process_information = 0 0 0 0 0 0 0
table3.denied_administrative_inquiry = 0 0 0 0 0 0 0
table3.unavailable_not_held = 4 0 0 0 0 0 4
table3.unavailable_needs_creation = 0 0 0 0 0 0 0
table3.unavailable_still_unclear = 0 0 0 0 0 0 0
table3.unprocessed_petition = 0 0 0 0 0 0 0
table3.other_misc = 0 0 0 0 0 0 0
table3.result_total = 5 0 0 0 0 0 5
previous = 无
applications = 申请情况见下表。
overview = （二）依申请公开。全年收到申请4件，其中属于本机关公开范围的1件，不属于本机关公开范围的3件，均已按期答复。";
    assert_eq!(found(block), Vec::<String>::new());
    let processed = format!("{block}\noverview += 全年共办理政府信息公开申请5件。");
    assert_eq!(found(&processed), Vec::<String>::new());
    let wrong = format!("{block}\noverview += 全年共收到政府信息公开申请6件。");
    assert_eq!(found(&wrong), ["X001 warning"]);
}

#[test]
fn a_list_that_falls_short_of_its_total_is_a_warning_that_says_by_how_much() {
    let result = checked(
        "overview = 全年主动公开各类信息431条。所公开的信息中，财政预决算信息62条，政策解读35条；舆情回应9条；提案答复4条；政务访谈6期，其他渠道公开205条。",
    );
    let findings = across(&result);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].code, findings[0].level), ("X015", Level::Warning));
    assert!(findings[0].message.contains("62+35+9+4+6+205=321"), "{}", findings[0].message);
    assert!(findings[0].message.contains("相差110"), "{}", findings[0].message);
    assert_eq!(findings[0].spots.len(), 7);
    assert!(
        findings[0]
            .spots
            .iter()
            .all(|s| s.quote.is_some() && s.place.line.is_some() && s.place.length.is_some())
    );
}

#[test]
fn every_finding_quotes_both_places() {
    for block in [
        "overview = 全年共收到政府信息公开申请52件。",
        "remedies = 全年没有信息公开行政复议、行政诉讼。",
        "proactive = 行政事业性收费12.36元。",
        "overview = 全年主动公开政府信息312条，比上年增加41条，增长25%。",
    ] {
        let result = checked(block);
        let findings = across(&result);
        assert!(!findings.is_empty(), "{block}");
        for finding in findings {
            assert!(finding.spots.len() >= 2, "{block}: {}", finding.message);
            assert!(finding.spots.iter().all(|s| s.quote.is_some()), "{block}: {:?}", finding.spots);
            assert!(finding.help.is_some());
        }
    }
}

#[test]
fn what_stands_beside_the_table_and_contradicts_it_is_a_warning() {
    assert_eq!(found("applications = 本年新收政府信息公开申请46件。"), ["X001 warning"]);
    assert_eq!(found("remedies = 全年无信息公开行政复议。"), ["X007 warning"]);
    assert_eq!(found("applications = 本年度上年结转2件。"), ["X002 warning"]);
}

#[test]
fn the_same_words_elsewhere_are_a_warning() {
    assert_eq!(found("overview = 全年收到政府信息公开申请46件。"), ["X001 warning"]);
    assert_eq!(found("overview = 全年未收到政府信息公开申请。"), ["X001 warning"]);
    assert_eq!(
        found("overview = 全年未发生政府信息公开行政复议、行政诉讼案件。"),
        ["X007 warning", "X008 warning"]
    );
}

#[test]
fn a_decoded_cell_gives_notes_only() {
    let block = "table3.new_received.total = 推算 47 [T3-ROW(new_received)]
applications = 本年新收政府信息公开申请46件。";
    assert_eq!(found(block), ["X001 note"]);
}

#[test]
fn a_blank_cell_is_listed_as_not_checkable() {
    let result = checked("table3.carried_in.total = 空白\noverview = 上年结转政府信息公开申请1件。");
    assert!(across(&result).is_empty());
    let listed = result.not_checkable.iter().find(|n| n.code == "X002").expect("listed");
    assert!(listed.reason.contains("空白"), "{}", listed.reason);
}

#[test]
fn numbers_of_another_scope_are_a_note_at_most() {
    let block = "overview = 全县各级行政机关共收到政府信息公开申请620件。\napplications = 见下表。";
    assert_eq!(found(block), ["X018 note"]);
}

#[test]
fn both_remedies_in_one_number_are_compared_with_their_sum() {
    assert_eq!(found("remedies = 政府信息公开行政复议、行政诉讼案件共5件。"), Vec::<String>::new());
    assert_eq!(found("remedies = 全年政府信息公开行政复议、行政诉讼案件共6件。"), ["X007 warning"]);
}

#[test]
fn outcomes_and_applicants_are_compared_with_their_rows_and_columns() {
    assert_eq!(found("applications = 全年办结48件，其中予以公开26件，不予公开4件。"), ["X004 warning"]);
    assert_eq!(
        found("applications = 新收申请47件，其中自然人37件，商业企业6件。"),
        ["X015 note", "X006 warning"]
    );
}

#[test]
fn money_is_converted_and_rounding_is_allowed() {
    for right in ["12.36万元", "123600元", "12.4万元", "12万元"] {
        assert_eq!(
            found(&format!("proactive = 全年行政事业性收费{right}。")),
            Vec::<String>::new(),
            "{right}"
        );
    }
    assert_eq!(found("proactive = 全年行政事业性收费13.36万元。"), ["X012 warning"]);
    let result = checked("proactive = 全年行政事业性收费123600万元。");
    assert!(across(&result)[0].message.contains("一万倍"));
}

#[test]
fn the_same_total_told_twice_is_compared_where_no_table_has_it() {
    let block = "overview = 全年共主动公开政府信息312条。\noverview += 全年累计主动公开政府信息320条。";
    assert_eq!(found(block), ["X014 warning"]);
}

#[test]
fn a_share_is_compared_with_its_two_numbers() {
    assert_eq!(found("overview = 收到政府信息公开申请47件，其中自然人38件，占80.9%。"), Vec::<String>::new());
    assert_eq!(found("overview = 收到政府信息公开申请47件，其中自然人38件，占90%。"), ["X016 warning"]);
}

#[test]
fn growth_is_compared_with_both_years() {
    let told =
        |p: &str| format!("previous = 无\noverview = 收到政府信息公开申请47件（上年40件），同比增长{p}。");
    assert_eq!(found(&told("17.5%")), Vec::<String>::new());
    assert_eq!(found(&told("27.5%")), ["X017 warning"]);
    let remedies = "overview = 因政府信息公开引起的行政复议3件，同比增长80%。";
    assert_eq!(found(remedies), ["X017 warning"], "last year's report has two");
}

#[test]
fn growth_is_not_compared_with_the_report_of_another_agency() {
    let words = "overview = 因政府信息公开引起的行政复议3件，同比增长80%。";
    let short = format!("previous.agency = 青溪区水务局\nagency = 云岭市青溪区水务局\n{words}");
    assert!(found(&short).contains(&"X017 warning".to_owned()), "a short name is the same agency");
    for other in ["previous.agency = 云岭市白塔区教育局", "previous.agency = 无"] {
        let block = format!("{other}\nagency = 云岭市青溪区水务局\n{words}");
        assert!(found(&block).is_empty(), "{other}: {:?}", found(&block));
    }
}

#[test]
fn ordinary_sentences_raise_nothing() {
    for words in [
        "收到政府信息公开申请47件，其中网上申请30件。",
        "受理12345热线工单1566件，办结率100%。",
        "一季度收到政府信息公开申请12件，二季度收到政府信息公开申请10件。",
        "2024年收到政府信息公开申请32件。",
        "计划下一年收到政府信息公开申请后在15个工作日内答复。",
        "截至目前，网站累计公开信息12360条，全年公开312条，其中政策文件56条、通知公告120条等。",
        "公开行政处罚信息20条、行政许可信息110条。",
        "全年办理行政复议案件320件。",
        "召开新闻发布会3场，发布政策解读18篇；组织培训2期，参训120人次。",
        "全年收到政府信息公开申请40余件，均已答复。",
        "申请办结率100%，满意率99.5%，公开信息同比增长130%。",
        "我局机构改革前的申请由原单位办理，共移交3件。",
        "全年未发生新的行政复议、行政诉讼案件。",
        "没有超期未答复的申请，没有不规范答复。",
        "全年共补正告知6件、延期答复2件、征求第三方意见1件。",
        "全年新收政府信息公开申请47件，办结48件；咨询类申请18件，举报类申请9件。",
        "依法公开行政许可决定356条，主动公开提案答复30件，均同意公开。",
        "收取信息处理费0元，涉及申请3件。",
        "没有行政复议被纠正、被撤销的情形。",
        "公开栏公示信息50条，其中其他村务信息20条。",
        "转办群众信箱来信18件，其中咨询类10件、投诉类6件。",
    ] {
        for section in ["overview", "problems", "other"] {
            let result = checked(&format!("{section} = {words}"));
            let loud: Vec<String> = across(&result)
                .iter()
                .filter(|f| f.level > Level::Note)
                .map(|f| format!("{} {}", f.code, f.message))
                .collect();
            assert_eq!(loud, Vec::<String>::new(), "{section}: {words}");
        }
    }
}

#[test]
fn growth_is_compared_with_the_number_of_the_earlier_year_in_the_same_clause() {
    let told = |words: &str| found(&format!("previous = 无\noverview = {words}"));
    for words in [
        "主动公开政府信息312条，较上年271条增长19.3%。",
        "主动公开政府信息312条，较2024年的271条增加51条，增长15.1%。",
        "全年收到政府信息公开申请47件，比2024年52件下降19.6%。",
        "全年收到政府信息公开申请47件，比上年52件增加5件。",
    ] {
        assert_eq!(told(words), ["X017 warning"], "{words}");
    }
    let of_earlier = "全年收到政府信息公开申请47件，较2022年的20件增长200%。";
    assert_eq!(told(of_earlier), Vec::<String>::new(), "only the year before is compared with");
}

#[test]
fn what_was_answered_in_all_contains_what_was_carried_in() {
    let told = |words: &str| found(&format!("applications = 见下表。\noverview = {words}"));
    assert_eq!(told("全年共答复政府信息公开申请47件，按期答复率100%。"), ["X003 warning"]);
    assert_eq!(told("本年度办理依申请公开47件。"), Vec::<String>::new(), "as many as were received");
    assert_eq!(told("全年新收政府信息公开申请47件，共答复47件。"), Vec::<String>::new());
    assert_eq!(told("全年共答复政府信息公开申请48件。"), Vec::<String>::new());
}

#[test]
fn four_numbers_of_a_sentence_are_weighed_against_each_other() {
    let told = |words: &str| found(&format!("previous = 无\noverview = {words}"));
    assert_eq!(
        told("收到政府信息公开申请47件，上年结转1件，办结46件，结转下年度0件。"),
        ["X019 warning", "X003 note"]
    );
    assert_eq!(
        told("收到政府信息公开申请47件，上年结转1件，办结48件，结转下年度0件。"),
        Vec::<String>::new()
    );
}

#[test]
fn applicants_of_what_was_received_are_compared_with_that_row() {
    let words = "收到政府信息公开申请47件，其中自然人申请39件，商业企业申请5件。";
    assert!(found(&format!("applications = {words}")).contains(&"X006 warning".to_owned()));
}

#[test]
fn two_lists_that_divide_the_same_total_are_each_added_up() {
    assert_eq!(
        found("overview = 承办建议提案37件，其中建议22件，提案16件；主办29件、会办8件。"),
        ["X015 warning"]
    );
    assert_eq!(found("overview = 承办建议22件、提案15件，其中主办31件，会办8件。"), ["X015 warning"]);
}

#[test]
fn a_total_told_behind_its_parts_is_added_up() {
    let told = |words: &str| found(&format!("previous = 无\noverview = {words}"));
    for wrong in [
        "公开财政信息4条，规划信息5条，共计19条。",
        "财政4条，规划5条，人事8条，合计19条。",
        "政务动态12条、通知公告7条、政策文件3条，共计25条。",
        "自然人申请30件，法人或其他组织申请10件，共计47件。",
    ] {
        assert!(told(wrong).contains(&"X015 warning".to_owned()), "{wrong} {:?}", told(wrong));
    }
    for right in [
        "公开财政信息4条，规划信息5条，共计9条。",
        "财政4条，规划5条等，共计19条。",
        "财政4条，规划5条，以及各类通知公告，共计19条。",
        "财政4条，规划5条，共计公开信息19条。",
        "召开新闻发布会3次，组织培训2次，共计120人次。",
        "全年公开信息19条，财政10条，规划9条，共计19条。",
        "承办建议4件，提案5件，共计9件。",
        "公开财政信息4条，比上年增加2条，共计19条。",
        "政务网站发布120条，累计阅读3万次，共计312条。",
    ] {
        assert!(!told(right).iter().any(|f| f.starts_with("X015")), "{right} {:?}", told(right));
    }
}

#[test]
fn what_is_said_of_all_applications_is_held_against_the_table_only_when_it_is_of_all() {
    let told = |words: &str| found(&format!("previous = 无\noverview = {words}"));
    for wrong in [
        "全年收到政府信息公开申请47件，均为自然人申请。",
        "全年收到政府信息公开申请47件，全部为自然人提出，均已答复。",
        "全年共办结政府信息公开申请48件，均予以公开。",
    ] {
        assert_eq!(told(wrong), ["X020 warning"], "{wrong}");
    }
    for ordinary in [
        "全年收到政府信息公开申请47件，均为书面申请。",
        "全年收到政府信息公开申请47件，均已按期答复，未发生收费。",
        "其中涉及水价的申请12件，均为自然人申请。",
        "网上收到政府信息公开申请30件，均为自然人申请。",
        "上年收到政府信息公开申请32件，均为自然人申请。",
        "下属单位收到政府信息公开申请6件，均予以公开。",
        "对可以公开的政府信息均予以公开。",
        "全年收到政府信息公开申请47件，均予以登记。",
    ] {
        assert!(!told(ordinary).iter().any(|f| f.starts_with("X020")), "{ordinary} {:?}", told(ordinary));
    }
}

#[test]
fn a_total_told_again_behind_its_parts_makes_a_shortfall_a_warning() {
    let list = "overview = 全年主动公开政府信息126条，其中港口规划48条，安全生产53条，收费标准20条";
    assert_eq!(found(&format!("{list}。")), ["X015 note"]);
    assert_eq!(found(&format!("{list}，合计126条。")), ["X015 warning"]);
}

#[test]
fn growth_is_held_against_the_two_years_however_they_are_told() {
    for words in [
        "政策解读由上年的15件增至18件，增长30%。",
        "主动公开政府信息126条，同比增长26%，上年为120条。",
        "收到的申请较上年增长20%（上年10件，今年18件）。",
    ] {
        assert_eq!(found(&format!("overview = {words}")), ["X017 warning"], "{words}");
    }
}

#[test]
fn growth_that_is_named_before_its_two_numbers_is_held_against_them() {
    for words in [
        "政策解读同比增长200%，由2件增至4件。",
        "主动公开政府信息较上年的300条增长50%，达到500条。",
        "政策解读增长了1倍，从200条增加到300条。",
    ] {
        assert_eq!(found(&format!("overview = {words}")), ["X017 warning"], "{words}");
    }
    for words in [
        "政策解读同比增长100%，由2件增至4件。",
        "主动公开政府信息较上年的300条增长66.7%，达到500条。",
        "政策解读增长了0.5倍，从200条增加到300条。",
        "政策解读同比增长12%，其中图解由10件增至19件。",
        "政策解读同比增长12%，网站由10件改为19件。",
        "政策解读增长近1倍，从200条增加到380条。",
        "主动公开政府信息较上年的300条增长50%，阅读量达到500次。",
    ] {
        assert_eq!(found(&format!("overview = {words}")), Vec::<String>::new(), "{words}");
    }
}

#[test]
fn more_than_the_total_told_elsewhere_in_the_same_words_is_a_warning() {
    let told = |first: &str, second: &str| found(&format!("overview = {first}\nother = {second}"));
    for (first, second) in [
        ("全年共召开新闻发布会3场。", "举办新闻发布会5场。"),
        ("政府网站公开信息1286条。", "全年政府网站公开信息1268条。"),
    ] {
        assert_eq!(told(first, second), ["X014 warning"], "{first} {second}");
    }
    for (first, second) in [
        ("全年共召开新闻发布会5场。", "围绕防汛，召开新闻发布会3场。"),
        ("全年共召开新闻发布会3场。", "参加市政府新闻发布会5场。"),
        ("全年局网站公开信息1268条。", "市政府网站公开信息1286条。"),
        ("围绕防汛，召开新闻发布会1场。", "围绕水价，召开新闻发布会2场。"),
    ] {
        assert_eq!(told(first, second), Vec::<String>::new(), "{first} {second}");
    }
}

#[test]
fn each_kind_of_applicant_in_a_list_is_held_against_its_column() {
    let block = "overview = 收到政府信息公开申请47件，其中自然人38件，企业4件，其他5件。";
    let result = checked(block);
    let messages: Vec<&str> =
        across(&result).iter().filter(|f| f.code == "X006").map(|f| f.message.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("企业4件") && messages[1].contains("其他5件"), "{messages:?}");
}

#[test]
fn the_agencys_own_share_of_an_area_is_held_against_its_table() {
    let told = |words: &str| found(&format!("previous = 无\noverview = {words}"));
    let wrong = "全市共收到政府信息公开申请1350件，其中局本级收到46件。";
    assert!(told(wrong).contains(&"X001 warning".to_owned()), "{:?}", told(wrong));
    for right in [
        "全市共收到政府信息公开申请1350件，其中局本级收到47件。",
        "全系统共收到政府信息公开申请47件，其中局本级收到12件，直属单位收到35件。",
        "全市水务系统共收到政府信息公开申请90件，其中局本级收到12件、直属单位收到35件。",
    ] {
        assert!(!told(right).iter().any(|f| f.starts_with("X001")), "{right} {:?}", told(right));
    }
}

#[test]
fn the_parts_of_what_was_answered_are_added_up_to_that_number() {
    let told = |words: &str| found(&format!("applications = 见下表。\nprevious = 无\noverview = {words}"));
    let list = "其中予以公开25件，部分公开5件，不予公开4件，无法提供12件，不予处理1件，其他处理1件。";
    let right = format!("全年新收申请47件，上年结转1件，共办结48件，结转下年度0件。{list}");
    assert!(!told(&right).iter().any(|f| f.starts_with("X015")), "{:?}", told(&right));
    let wrong = format!("全年新收申请47件，上年结转1件，共办结45件，结转下年度3件。{list}");
    assert!(told(&wrong).iter().any(|f| f.starts_with("X015")), "{:?}", told(&wrong));
}

#[test]
fn a_claim_is_quoted_as_its_place_says_wherever_the_line_ends() {
    let line =
        "overview = 主动公开各类文件、通知及配套说明等431条，其中网站198条，新媒体114条，公开栏150条。";
    let result = checked(line);
    let finding = across(&result).into_iter().find(|f| f.code == "X015").expect("a list that is too long");
    for spot in &finding.spots {
        let quote = spot.quote.as_deref().unwrap_or_default();
        assert_eq!(spot.place.length, Some(quote.chars().count() as u32), "{quote}");
    }
}
