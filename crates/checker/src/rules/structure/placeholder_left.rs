//! # S401 模板空格未填（placeholder_left）
//!
//! ## 查什么
//! 标题和正文中是否还留着模板的占位符号：××年、XX件、____、“某某局”、空着的括号和空格，落款中没有填完的日期，或者“（此处填写…）”一类说明。
//!
//! ## 依据
//! 《条例》第六条第一款要求准确公开；格式通知要求逐项如实填写。
//!
//! ## 为什么
//! 占位符说明该处没有填写，或者整段照抄了模板。
//!
//! ## 示例(错)
//! ```年报
//! overview += 全年主动公开政府信息XX条。
//! ```
//! ```年报
//! other = 共收取信息处理费____元。
//! ```
//! ```年报
//! title = ××市水务局2025年政府信息公开工作年度报告
//! ```
//! ```年报
//! problems += 根据本单位（部门）职责继续改进。
//! ```
//! ```年报
//! problems += （此处填写改进情况）
//! ```
//! ```年报
//! overview += 全年主动公开信息    条，其中网站公开（  ）条。
//! ```
//! ```年报
//! other += 2026年    月    日
//! ```
//! ```年报
//! artefact open_date 2026年　月　日
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview += 专栏地址为http://www.example.gov.cn/XXGK/index.html，热线7×24小时开通。
//! ```
//! ```年报
//! overview += 申请人可以登录网站下载申请表，按填写示例填写。
//! ```
//! ```年报
//! other += 各单位（部门）协同推进，公开内容有待补充完善。
//! ```
//! ```年报
//! overview += 依申请公开答复王××等申请人。
//! ```
//! ```年报
//! overview += 主动公开信息 36 条，收到建议三十六  条，公开目录　　共有　　四级；按照规定（　）自行调整。
//! ```
//!
//! ## 例外与误报
//! 网址、“7×24小时”、用××隐去姓名的写法不提示。占位符只有紧跟年、月、件、条、局等字时才提示；空格要有两个以上，并且其后是量词和标点。
//!
//! ## 如何修改
//! 填写实际内容，删去说明文字。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use crate::diagnostic::{Level, Spot};
use crate::rules::format::prose;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "S401",
    name: "placeholder_left",
    title: "模板空格未填",
    family: Family::Structure,
    level: Level::Warning,
    since: "0.1.0",
    basis: "《条例》第六条第一款（准确公开）",
    source: include_str!("placeholder_left.rs"),
    check,
};

/// What a placeholder stands before.
const FOLLOWERS: &[&str] = &[
    "年",
    "月",
    "日",
    "件",
    "条",
    "篇",
    "次",
    "项",
    "份",
    "期",
    "个",
    "万元",
    "元",
    "局",
    "市",
    "县",
    "区",
    "镇",
    "乡",
    "街道",
    "省",
    "部门",
    "单位",
    "机关",
    "厅",
    "委",
    "人民政府",
    "%",
    "％",
    "人次",
    "名",
];

/// Words that only a template has.
const PHRASES: &[&str] = &[
    "本单位（部门）",
    "本部门（单位）",
    "本机关（单位）",
    "本单位（机关）",
    "我单位（部门）",
    "（单位名称）",
    "（单位全称）",
    "（行政机关名称）",
    "（填写",
    "（请填写",
    "【请填写",
    "[请填写",
    "（此处",
    "【此处",
    "[此处",
    "此处填写",
    "此处插入",
    "（待补充）",
    "【待补充】",
    "（待核实）",
    "【待核实】",
    "（待定）",
    "（示例）",
    "【示例】",
    "某某局",
    "某某市",
    "某某县",
    "某某区",
    "某某镇",
    "某某单位",
    "某某部门",
    "TODO",
    "FIXME",
];

/// The placeholders of a text as byte ranges.
fn placeholders(text: &str) -> Vec<(usize, usize)> {
    let class = |c: char| match c {
        '×' | '╳' | '✕' | '✖' => Some('×'),
        'X' | 'x' | 'Ｘ' | 'ｘ' => Some('X'),
        '_' | '＿' => Some('_'),
        _ => None,
    };
    let mut found: Vec<(usize, usize)> =
        prose::find_words(text, PHRASES).into_iter().map(|(at, p)| (at, at + p.len())).collect();
    if !text.contains(|c| class(c).is_some()) {
        return found;
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |i: usize| chars.get(i).map_or(text.len(), |(at, _)| *at);
    let mut i = 0;
    while i < chars.len() {
        let Some(mark) = class(chars[i].1) else {
            i += 1;
            continue;
        };
        let start = i;
        while i < chars.len() && class(chars[i].1) == Some(mark) {
            i += 1;
        }
        // letters, dots and slashes beside it belong to an address or an abbreviation such as XXGK
        let belongs = |c: char| c.is_ascii_alphabetic() || "./:@-_%?=&#".contains(c);
        let before = start.checked_sub(1).map(|b| chars[b].1);
        let after = chars.get(i).map(|(_, c)| *c);
        if i - start < 2 || before.is_some_and(belongs) || after.is_some_and(|c| belongs(c) && c != '%') {
            continue;
        }
        let rest = &text[end_of(i)..];
        if FOLLOWERS.iter().any(|f| rest.starts_with(f)) || (mark == '_' && i - start >= 4) {
            found.push((end_of(start), end_of(i)));
        }
    }
    found.sort_unstable();
    found
}

/// Units that a number stands before.
const UNITS: &[&str] = &[
    "人次", "万元", "条", "件", "篇", "次", "项", "份", "期", "个", "元", "名", "场", "%", "％", "月", "日",
];

/// Characters that tell a number themselves: 三十六  条.
const COUNTING: &str = "一二三四五六七八九十百千万亿零〇两几数余多每第该本各";

/// Blanks left for a number, as byte ranges of the text as printed: `信息    条，` or `（  ）条`.
fn gaps(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |i: usize| chars.get(i).map_or(text.len(), |(at, _)| *at);
    let is_blank = |i: usize| chars.get(i).is_some_and(|(_, c)| c.is_whitespace());
    let mut i = 0;
    while i < chars.len() {
        let open = matches!(chars[i].1, '（' | '(');
        if !is_blank(i) && !open {
            i += 1;
            continue;
        }
        let start = i;
        i += usize::from(open);
        let first = i;
        while is_blank(i) {
            i += 1;
        }
        let blanks = i - first;
        if open {
            if !matches!(chars.get(i), Some((_, '）' | ')'))) {
                continue;
            }
            i += 1;
        } else if blanks < 2 {
            continue;
        }
        let rest = &text[end_of(i)..];
        let Some(unit) = UNITS.iter().find(|u| rest.starts_with(**u)) else { continue };
        let before = start.checked_sub(1).map(|b| chars[b].1);
        let after = rest[unit.len()..].chars().next();
        let is_closed = after.is_none_or(|c| "，。；、,;）)".contains(c));
        // the day of a date is left blank behind its month
        let fits = match *unit {
            "月" => before == Some('年') && after.is_none_or(char::is_whitespace),
            "日" => before == Some('月') && is_closed,
            _ => before.is_some_and(|c| prose::is_han(c) && !COUNTING.contains(c)) && (open || is_closed),
        };
        if fits {
            found.push((end_of(start), end_of(i) + unit.len()));
        }
    }
    found
}

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    for passage in prose::title(subject.report).into_iter().chain(prose::passages(subject.report)) {
        for (start, end) in placeholders(&passage.text) {
            let spot = passage.spot(start, end);
            let quote = spot.quote.clone().unwrap_or_default();
            out.report(
                Level::Warning,
                format!("留有模板内容：{quote}"),
                vec![spot.labelled("应当填写或者删去")],
            )
            .help("填写实际内容，删去模板的说明文字");
        }
        for (start, end) in gaps(passage.printed()) {
            let spot = passage.printed_spot(start, end);
            let quote = spot.quote.clone().unwrap_or_default();
            let words: String = quote.split_whitespace().collect();
            out.report(
                Level::Warning,
                format!("“{words}”之前的数字没有填写"),
                vec![spot.labelled("应当填写")],
            )
            .help("填写实际数字，没有的填0或者删去");
        }
    }
    for date in subject.report.artefacts.iter().filter(|a| a.kind == "open_date") {
        let words = date.text.trim();
        let spot = Spot::at(date.place.as_ref()).quoting(date.text.clone());
        out.report(Level::Warning, format!("成文日期“{words}”没有填写完整"), vec![spot.labelled("应当填写")])
            .help("填写成文日期的年、月、日");
    }
}
