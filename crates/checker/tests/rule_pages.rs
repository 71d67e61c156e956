//! Every rule page is complete and true: its headings stand in order and its examples do what they say.
//!
//! Not here: the rules and their pages (`gongkai_checker::rules`), the sample report (`gongkai_checker::example`).

use gongkai_checker::example::{self, Example};
use gongkai_checker::registry::RULES;
use gongkai_checker::{CheckedReport, Family, Level, RuleInfo};
use std::collections::BTreeSet;

const HEADINGS: [&str; 7] = ["查什么", "依据", "为什么", "示例(错)", "示例(对)", "例外与误报", "如何修改"];

fn letter(family: Family) -> char {
    match family {
        Family::Arithmetic => 'A',
        Family::Structure => 'S',
        Family::Across => 'X',
        Family::Years => 'Y',
        Family::Hierarchy => 'H',
        Family::Capacity => 'C',
        Family::Format => 'F',
    }
}

fn example_of(rule: &RuleInfo, block: &str) -> Example {
    example::parse(block).unwrap_or_else(|e| panic!("{}: {e}", rule.code))
}

fn listed(result: &CheckedReport) -> String {
    let lines: Vec<String> =
        result.findings.iter().map(|f| format!("{} {:?} {}", f.code, f.level, f.message)).collect();
    format!("\n  {}", lines.join("\n  "))
}

#[test]
fn codes_are_unique_and_ascend_and_begin_with_the_letter_of_their_family() {
    for pair in RULES.windows(2) {
        assert!(pair[0].code < pair[1].code, "{} stands before {}", pair[0].code, pair[1].code);
    }
    for rule in RULES {
        let (first, digits) = rule.code.split_at(1);
        assert_eq!(first, letter(rule.family).to_string(), "{}", rule.code);
        assert!(digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()), "{}", rule.code);
    }
}

#[test]
fn names_and_titles_are_unique_and_names_are_snake_case() {
    let names: BTreeSet<&str> = RULES.iter().map(|r| r.name).collect();
    let titles: BTreeSet<&str> = RULES.iter().map(|r| r.title).collect();
    assert_eq!((names.len(), titles.len()), (RULES.len(), RULES.len()));
    for name in names {
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
    }
    assert!(RULES.iter().all(|r| !r.basis.is_empty() && !r.since.is_empty()));
}

#[test]
fn every_page_begins_with_its_code_title_and_name_and_has_the_seven_headings_in_order() {
    for rule in RULES {
        let page = rule.page();
        let first = page.lines().next().unwrap_or_default();
        assert_eq!(first, format!("# {} {}（{}）", rule.code, rule.title, rule.name));
        let headings: Vec<&str> = page.lines().filter_map(|l| l.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.code);
        for part in page.split("\n## ").skip(1) {
            let body = part.split_once('\n').map_or("", |(_, body)| body);
            assert!(!body.trim().is_empty(), "{}: empty heading {part}", rule.code);
        }
        let (wrong, right) = example::blocks(&page);
        assert!(!wrong.is_empty() && !right.is_empty(), "{}: both kinds of example are needed", rule.code);
    }
}

#[test]
fn every_wrong_example_is_found_by_its_rule() {
    for rule in RULES {
        for block in example::blocks(&rule.page()).0 {
            let result = example_of(rule, &block).check();
            let found: Vec<_> = result.findings.iter().filter(|f| f.code == rule.code).collect();
            assert!(!found.is_empty(), "{} finds nothing in\n{block}but:{}", rule.code, listed(&result));
            for finding in found {
                assert!(finding.level <= rule.level, "{}: {}", rule.code, finding.message);
                assert_eq!(finding.rule, rule.name);
                assert!(!finding.message.is_empty());
                assert!(
                    finding.spots.iter().all(|s| s.source.is_some() || s.place.line.is_none_or(|l| l > 0)),
                    "{}: a place is counted from one",
                    rule.code
                );
            }
        }
    }
}

#[test]
fn every_right_example_is_passed_by_its_rule_and_is_free_of_errors() {
    for rule in RULES {
        for block in example::blocks(&rule.page()).1 {
            let result = example_of(rule, &block).check();
            let wrong = result.findings.iter().any(|f| f.code == rule.code || f.level == Level::Error);
            assert!(!wrong, "{} on\n{block}:{}", rule.code, listed(&result));
        }
    }
}

#[test]
fn the_sample_report_is_found_sound_in_both_forms() {
    for block in ["", "form = 2019", "year = 2021\nprevious.form = 2019"] {
        let result = example::parse(block).unwrap().check();
        assert!(result.findings.is_empty(), "{block}:{}", listed(&result));
        assert!(result.not_checkable.is_empty(), "{block}: {:?}", result.not_checkable);
    }
}

#[test]
fn a_page_names_a_rule_by_code_or_by_name() {
    for rule in RULES {
        assert!(gongkai_checker::registry::find(rule.code).is_some_and(|r| r.name == rule.name));
        assert!(gongkai_checker::registry::find(rule.name).is_some_and(|r| r.code == rule.code));
    }
}

/// Sentences as offices write them, each of which resembles a fault that some rule looks for.
const ORDINARY: &[&str] = &[
    "2025年，在市委、市政府的坚强领导下，我局坚持“以公开为常态、不公开为例外”，各项工作取得新进展。",
    "全年通过门户网站、政务新媒体、公告栏等渠道主动公开信息，让群众看得到、听得懂、能监督。",
    "严格执行“先审查、后公开”“一事一审”制度，件件有登记、事事有回音、层层抓落实。",
    "编制并发布2024年政府信息公开工作年度报告，按时报送市政府办公室。",
    "对2019年1月1日以来印发的行政规范性文件开展清理，公布继续有效目录。",
    "依照《中华人民共和国政府信息公开条例》（国务院令第711号）第三十三条，自收到申请之日起20个工作日内答复。",
    "平均办理用时9个工作日，较法定时限缩短11个工作日。",
    "征求第三方意见的，第三方应当在15个工作日内提出意见，其用时不计入答复期限。",
    "对特别重大、重大突发事件，最迟在5小时内发布权威信息，在24小时内召开首场发布会。",
    "办结人大代表建议12件、政协委员提案9件，办复率100%，满意率100%。",
    "出台《云岭市节约用水管理办法》（云政办发〔2025〕16号）并同步公布解读材料。",
    "开通“云岭水务”微信公众号，粉丝3.2万人，阅读量最高的一期达10万+。",
    "政务服务服务态度明显改善，政府信息公开公开指南同步更新。",
    "为了了解群众关切，组织“政府开放日”活动，群众可以实地查看水质检测的全过程。",
    "以规范行政行为为重点，推动行政执法公示制度落地见效。",
    "实行7×24小时热线值守，热线电话为0871-12345。",
    "申请人可登录http://www.example.gov.cn/xxgk/下载《政府信息公开申请表》，按填写说明填写。",
    "修订完善《政府信息公开指南》和《政府信息公开目录》，更新负责人、办公地址、办公时间等信息。",
    "行政许可、行政处罚结果在作出决定之日起7个工作日内公示。",
    "行政事业性收费项目、依据和标准已在收费目录清单中公开。",
    "本年度未发出收费通知，未收取信息处理费。",
    "2026年，我局将继续完善公开制度，进一步丰富解读形式。",
    "针对2025年检查中发现的问题，我局将逐条整改、按月销号。",
    "个别栏目更新不够及时，有待补充完善；基层公开力量不足，亟须加强培训。",
    "按照“谁制作、谁公开，谁公开、谁负责”的原则压实责任。",
    "公开内容实实在在、的的确确方便了群众，意见建议不会不了了之。",
    "（一）加强组织领导。成立以局长为组长、分管副局长为副组长的政务公开领导小组。",
    "1.规范办理流程。健全登记、审核、办理、答复、归档五个环节的台账。",
    "无其他需要报告的事项。",
    "收到市政府转办的“我为群众办实事”留言XX类问题清单已全部办结",
    "受理供水投诉举报37件，均按信访渠道办理，不属于政府信息公开申请。",
    "全市水务系统举办培训班2期，培训120人次；开展社会评议1次。",
    "张××等人申请公开的事项涉及个人隐私，已征求权利人意见。",
    "对照《政府信息公开条例》2008年施行以来的文件逐件评估，转为主动公开5件。",
    "新条例取消“三需要”以后，申请数量明显上升，办理压力加大。",
    "法院以（2025）云0102行初18号判决驳回原告诉讼请求。",
    "收取水资源费的依据为财政部公告〔2025〕第6号，具体标准见附件。",
    "落实国务院办公厅关于政务公开的部署，完成专栏“回头看”3轮。",
    "报告电子版可在云岭市人民政府网站下载，如有疑问请与局办公室联系（电话：0871-1234567）。",
];

#[test]
fn ordinary_official_prose_raises_no_finding() {
    for sentence in ORDINARY {
        for section in ["overview", "problems", "other"] {
            let result = example::parse(&format!("{section} += {sentence}")).unwrap().check();
            // whether the numbers agree is for the rules of family X, which look at other things
            let found = result.findings.iter().filter(|f| !f.code.starts_with('X')).count();
            assert_eq!(found, 0, "{section}: {sentence}{}", listed(&result));
        }
    }
}

#[test]
fn a_title_with_the_wrong_year_is_one_finding_and_no_judge_of_the_form() {
    let block = "form = 2019\nyear = 2021\nprevious = 无\n\
        preamble = 本报告数据统计期限为2020年1月1日至2020年12月31日。\n\
        overview = 2020年，我局认真落实各项公开要求。\n\
        signed_on = 2021-01-20";
    let result = example::parse(block).unwrap().check();
    let codes: Vec<&str> = result.findings.iter().map(|f| f.code).filter(|c| !c.starts_with('X')).collect();
    assert_eq!(codes, ["F001"], "{}", listed(&result));
    let finding = &result.findings[0];
    assert!(finding.message.contains("标题写作2021年"), "{}", finding.message);
    assert_eq!(finding.spots[0].quote.as_deref(), Some("2021"));
}

#[test]
fn a_report_of_another_agency_or_year_is_told_first_and_compared_with_nothing() {
    for block in [
        "previous.agency = 云岭市林业局\nprevious.table3.carried_out = 9",
        "previous.year = 2023\nprevious.table3.carried_out = 9\ntable3.granted.total = 9",
    ] {
        let result = example::parse(block).unwrap().check();
        let years: Vec<&str> =
            result.findings.iter().map(|f| f.code).filter(|c| c.starts_with('Y')).collect();
        assert_eq!(years, ["Y001"], "{}", listed(&result));
        assert_eq!((result.findings[0].code, result.findings[0].level), ("Y001", Level::Warning));
    }
}
