//! # S106 部分标题的序号有误（section_number_slip）
//!
//! ## 查什么
//! 六个部分排列次序正确，而标题前的序号颠倒、重复或者跳号，例如“四、收到和处理……”排在“三、……行政复议……”之前，“五、……”之后接着就是“七、……”。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号所附格式，各部分标题带有序号。
//!
//! ## 为什么
//! 序号错了，引用“第三部分”时不知指哪一部分，按序号汇总也会对错。
//!
//! ## 示例(错)
//! ```年报
//! section.applications.title = 四、收到和处理政府信息公开申请情况
//! section.remedies.title = 三、政府信息公开行政复议、行政诉讼情况
//! ```
//! ```年报
//! section.other.title = 五、其他需要报告的事项
//! ```
//! ```年报
//! section.problems.title = （八）存在的主要问题及改进情况
//! ```
//! ```年报
//! section.other.title = 七、其他需要报告的事项
//! ```
//!
//! ## 示例(对)
//! ```年报
//! # 前面加了一个部分，序号依次后移
//! remedies += 五、重点领域信息公开情况
//! section.problems.title = 六、存在的主要问题及改进情况
//! section.other.title = 七、其他需要报告的事项
//! ```
//! ```年报
//! # 没有序号
//! section.problems.title = 存在的主要问题及改进情况
//! ```
//! ```年报
//! section.overview.title = 第一部分 总体情况
//! ```
//!
//! ## 例外与误报
//! 中间加了本地内容、序号顺延的，不提示：前一部分的文字里有以所缺序号开头的一行，或者有“六、”这样的序号，就算有。各部分本身次序颠倒的，由 S103 提出，不在此重复。
//!
//! ## 如何修改
//! 按官方格式改正序号。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::{Fix, Level, Spot};
use gongkai_domain::report::{Section, SectionKey};

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S106",
    name: "section_number_slip",
    title: "部分标题的序号有误",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号",
    source: include_str!("section_number_slip.rs"),
    check,
};

const NUMERALS: &str = "一二三四五六七八九十";

/// The number before a title: the character and its value.
fn number(title: &str) -> Option<(char, usize)> {
    let title = title.trim();
    let body = title.strip_prefix(['第', '（', '(']).unwrap_or(title).trim_start();
    let first = body.chars().next()?;
    let value = NUMERALS.chars().position(|c| c == first)? + 1;
    let rest = body[first.len_utf8()..].trim_start();
    let is_number =
        rest.starts_with(['、', '.', '．', ',', '，', ':', '：', ' ', '）', ')']) || rest.starts_with("部分");
    is_number.then_some((first, value))
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let report = subject.report;
    let is_in_order = report.sections.windows(2).all(|pair| pair[0].key < pair[1].key);
    if !report.form.has_tables() || !is_in_order {
        return;
    }
    let numbered: Vec<(&Section, char, usize)> =
        report.sections.iter().filter_map(|s| number(&s.title).map(|(c, n)| (s, c, n))).collect();
    let official = |key: SectionKey| NUMERALS.chars().nth(key as usize);
    if numbered.windows(2).all(|pair| pair[0].2 < pair[1].2) {
        for pair in numbered.windows(2) {
            let [(before, _, m), (section, printed, n)] = pair else { continue };
            let follows =
                report.sections.windows(2).any(|s| s[0].key == before.key && s[1].key == section.key);
            let is_right_before = official(before.key) == NUMERALS.chars().nth(m - 1);
            let is_next = before.key as usize + 1 == section.key as usize;
            if n - m == 2 && follows && is_next && is_right_before && !has_part_numbered(before, m + 1) {
                tell(section, *printed, out);
            }
        }
        return;
    }
    for (section, printed, _) in numbered {
        tell(section, printed, out);
    }
}

/// Whether a line of the section begins with the number, as the title of a part that the form does not have.
fn has_part_numbered(section: &Section, wanted: usize) -> bool {
    let is_wanted = |line: &str| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "#*＃第（(【".contains(c));
        let numeral = NUMERALS.chars().nth(wanted - 1);
        line.chars().next().is_some_and(|c| Some(c) == numeral || c.to_digit(10) == Some(wanted as u32))
    };
    let within = NUMERALS.chars().nth(wanted - 1).map(|c| format!("{c}、")).unwrap_or_default();
    section.text.contains(&within)
        || section.text.lines().any(is_wanted)
        || section.paragraphs.iter().any(|p| p.text.lines().any(is_wanted))
}

/// The number that the title should have.
fn tell(section: &Section, printed: char, out: &mut RuleSink<'_>) {
    let official = NUMERALS.chars().nth(section.key as usize);
    let Some(right) = official.filter(|c| *c != printed) else { return };
    let title = section.title.trim();
    let message = format!("“{title}”的序号应为“{right}”");
    let replacement = title.replacen(printed, &right.to_string(), 1);
    out.report(Level::Warning, message, vec![Spot::at(section.place.as_ref()).quoting(title)])
        .help("按官方格式改正序号")
        .fix(Fix {
            message: format!("改为“{replacement}”"), replacement: Some(replacement), cell: None
        });
}
