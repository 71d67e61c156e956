//! What an agency may set, as groups of fields that a page can show: each names its place in the settings.
//!
//! Not here: what the settings mean and what is wrong with them (`gongkai_domain::agency::settings`), the page (`gongkai-web`).

pub mod change;
pub mod series;

use gongkai_compose::letter::is_sent;
use gongkai_domain::agency::UnitWord;
use gongkai_domain::agency::settings::{OutcomeGroup, RemedyChoice, SecondFactorRule};
use gongkai_domain::application::Retention;
use gongkai_domain::challenge::{Decision, ResultGroup};
use gongkai_domain::notice::{PaperKind, Procedural, Reply};
use gongkai_domain::report::Row;
use serde_json::Value;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// One line of text.
    Line,
    /// One line of text, or nothing: then the usual one holds.
    Other,
    /// A whole number with its unit.
    Number(&'static str),
    /// Yes or no.
    YesNo,
    /// One of these keys, each with its words.
    One(Vec<(&'static str, &'static str)>),
    /// One entry a line.
    Lines,
    /// Names with dates, one a line: `名称 起始日期 截止日期`.
    DatedNames,
    /// A day or nothing.
    Day,
    /// Matters of other bodies, one a line: `事项 | 机关 | 联系方式 | 网址 | 识别词`.
    Elsewhere,
}

/// One field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its place in the settings, keys joined by full stops; also its name in the form.
    pub path: String,
    /// Its words.
    pub label: String,
    /// One more line: the default and where it comes from.
    pub hint: &'static str,
    /// How it is filled in.
    pub input: Input,
}

/// A group of fields, one page.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its key in the address.
    pub key: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// Its fields.
    pub fields: Vec<Field>,
}

fn field(path: &str, label: impl Into<String>, hint: &'static str, input: Input) -> Field {
    Field { path: path.to_owned(), label: label.into(), hint, input }
}

/// Replies that a local table may count in another row (practice; all others follow from the form).
const LOCAL_ROWS: [Reply; 4] =
    [Reply::NotGovernmentInformation, Reply::Consultation, Reply::Archives, Reply::PartyProcedure];

/// Place of a step of the chain among the fields: the list of steps has no keys of its own.
pub(crate) const CHAIN: &str = "handling.chain.";

/// All groups in their order.
pub fn groups() -> Vec<Group> {
    use Input::{DatedNames, Day, Elsewhere, Line, Lines, Number, One, YesNo};
    let days = || Number("个工作日");
    let units = UnitWord::EVERY.iter().map(|word| (word.key(), word.name())).collect();
    let remedies: Vec<_> = RemedyChoice::EVERY.iter().map(|one| (one.key(), one.name())).collect();
    let kept: Vec<_> = [
        ("ten_years", Retention::TenYears),
        ("thirty_years", Retention::ThirtyYears),
        ("permanent", Retention::Permanent),
    ]
    .map(|(key, period)| (key, period.label()))
    .to_vec();
    let needed = || {
        One(vec![
            ("always", "每一件"),
            ("when_refusing", "不予公开、部分公开、无法提供、不予处理的"),
            ("when_releasing", "提供信息的"),
            ("when_named", "指定了会签单位的"),
            ("", "不设"),
        ])
    };
    let step = |key: &str, label: &str, hint| field(&format!("{CHAIN}{key}"), label, hint, needed());
    let outcomes = OutcomeGroup::EVERY.iter().map(|group| {
        field(&format!("retention.by_outcome.{}", group.key()), group.name(), "", One(with_none(&kept)))
    });
    let mut retention: Vec<Field> = outcomes.collect();
    retention.push(field("retention.others", "其他结果", "通常为10年", One(kept.clone())));
    retention.push(field("retention.challenged", "经过复议、诉讼的", "通常为永久", One(kept)));
    vec![
        Group {
            key: "numbers",
            heading: "称呼和编号",
            fields: vec![
                field("unit_word", "内设机构的称呼", "", One(units)),
                field("numbers.registration", "登记编号格式", "{year}为年份，{n}为序号，各写一次", Line),
                field("numbers.document", "文书文号格式", "三种编号的格式不得相同", Line),
                field("numbers.service", "送达编号格式", "", Line),
            ],
        },
        Group {
            key: "handling",
            heading: "办理",
            fields: vec![
                field(
                    "handling.is_receipt_automatic",
                    "网上提交当日即为收到",
                    "仅在本机关指南承诺自动回执时选“是”",
                    YesNo,
                ),
                field("handling.correction_within", "给申请人的补正期限", "条例只说合理期限", days()),
                field("handling.proposal_within", "承办单位提出拟办意见的期限", "内部时限", days()),
                field("handling.near", "临期提醒", "余下多少个工作日起为临期", days()),
                field("handling.confirmation_red_after", "未确认申请的催办", "满多少个工作日标红", days()),
                field(
                    "handling.service_reminder",
                    "文书制发后未登记送达的提醒",
                    "满多少个工作日提醒承办人",
                    days(),
                ),
                field(
                    "handling.receipt_reminder",
                    "送达后未登记签收、退回的提醒",
                    "满多少个工作日提醒承办人",
                    days(),
                ),
                field(
                    "handling.archive_reminder",
                    "办结后未归档的提醒",
                    "满多少个工作日提醒；通常在复议期限届满以后归档",
                    days(),
                ),
                field("handling.release_wait", "第三方反对而决定公开的，暂缓提供", "", days()),
                field(
                    "handling.may_close_without_notice",
                    "逾期未补正、未缴费的，可以不制发告知书而以结案说明结案",
                    "条例第三十条不要求告知",
                    YesNo,
                ),
                field("periods.agency_consultation", "其他机关提出意见的期限", "在征求意见函中写明", days()),
                field("periods.redo", "复议、诉讼撤销后重新答复的期限", "决定未写明时适用", days()),
            ],
        },
        Group {
            key: "chain",
            heading: "审批环节",
            fields: vec![
                step("co_signing", "会签", ""),
                step("office_review", "工作机构审核", ""),
                step("legality_review", "合法性审核", ""),
                step("secrecy_review", "保密审查", "提供信息的必须经过，先审查、后公开"),
                step("sign_off", "签发", "每一件都必须签发"),
                step("sealing", "用印", ""),
            ],
        },
        Group {
            key: "remedies",
            heading: "救济途径",
            fields: vec![
                field(
                    "remedies.courts",
                    "有管辖权的人民法院",
                    "一行一个：名称、起始日期，有截止日期的再写截止日期，以空格分开；对县级以上人民政府提起的诉讼由中级人民法院管辖",
                    DatedNames,
                ),
                field(
                    "remedies.reconsideration_organs",
                    "另行指定的行政复议机关",
                    "空着的，按行政复议法第二十四条至第二十八条确定",
                    DatedNames,
                ),
                field("remedies.concentrated_since", "2024年以前本地集中行使复议职权的起始日期", "", Day),
                field("remedies.admin_inquiry", "行政查询事项答复的救济", "", One(remedies.clone())),
                field("remedies.silence", "逾期未答复的救济", "", One(remedies)),
            ],
        },
        Group { key: "retention", heading: "档案保管期限", fields: retention },
        counting(),
        Group {
            key: "titles",
            heading: "文书标题",
            fields: papers("titles", "空着的，使用通常的标题", |_| true),
        },
        Group {
            key: "document-numbers",
            heading: "单种文书的文号格式",
            fields: papers("numbers.documents", "空着的，使用文书文号格式；序号仍为同一编号序列", is_sent),
        },
        Group {
            key: "contact",
            heading: "工作机构和渠道",
            fields: vec![
                field("contact.office_name", "工作机构名称", "", Line),
                field("contact.address", "办公地址", "", Line),
                field("contact.hours", "办公时间", "", Line),
                field("contact.phone", "联系电话", "", Line),
                field("contact.fax", "传真号码", "", Line),
                field("contact.email", "电子邮箱", "", Line),
                field("contact.website", "互联网地址", "", Line),
                field("contact.post_code", "邮政编码", "", Line),
                field("channels.internet", "接受网上申请", "当面和邮寄渠道不能关闭", YesNo),
                field("channels.email", "接受电子邮件申请", "", YesNo),
                field("channels.fax", "接受传真申请", "", YesNo),
                field("online_service", "可以通过网上渠道送达", "", YesNo),
                field("work_secret_words", "拒收含有下列字样的文件", "国家秘密标志始终拒收；一行一个", Lines),
            ],
        },
        Group {
            key: "security",
            heading: "登录安全",
            fields: vec![field(
                "second_factor",
                "动态口令",
                "必须绑定而没有绑定的人员，登录后先绑定才能办理业务",
                One(SecondFactorRule::EVERY.iter().map(|rule| (rule.key(), rule.name())).collect()),
            )],
        },
        Group {
            key: "scope",
            heading: "职责范围和常见误投",
            fields: vec![
                field("scope.ours", "本机关负责的事项", "显示在申请须知中；一行一项，空着的不显示", Lines),
                field(
                    "scope.elsewhere",
                    "常被误投、由其他机关负责的事项",
                    "一行一项，各栏以“|”分开：事项|机关|联系方式|网址|识别词；几个联系方式以“；”分开，几个识别词以“、”分开",
                    Elsewhere,
                ),
            ],
        },
    ]
}

/// How the annual report counts what the form leaves open.
fn counting() -> Group {
    use Input::{One, YesNo};
    let rows: Vec<(&'static str, &'static str)> = std::iter::once(("", "按通常规则"))
        .chain(Row::EVERY.iter().filter(|row| row.is_result()).map(|row| (row.key(), row.short_label())))
        .collect();
    let local = LOCAL_ROWS.iter().map(|reply| {
        let path = format!("handling.counting.local_rows.{}", reply.key());
        field(&path, reply.title(), "本地统计口径另有规定的填写", One(rows.clone()))
    });
    let results = Decision::EVERY.iter().map(|decision| {
        let groups = ResultGroup::EVERY.iter().map(|group| (group.key(), group.name()));
        let choices = std::iter::once(("", "按通常规则")).chain(groups).collect();
        field(&format!("counting.results.{}", decision.key()), decision.name(), "", One(choices))
    });
    let mixed = vec![
        ("partially_granted", "部分公开"),
        ("granted", "予以公开"),
        ("not_held", "本机关不掌握相关政府信息"),
    ];
    let first = [
        field(
            "handling.counting.granted_and_not_held",
            "一件申请中部分提供、其余不存在或者不属于本机关的",
            "计入部分公开为通常口径",
            One(mixed),
        ),
        field("counting.fee_counts_withdrawn", "按件收费时计算已撤回的申请", "办法没有规定，通常不计", YesNo),
    ];
    let fields = first.into_iter().chain(local).chain(results).collect();
    Group { key: "counting", heading: "统计口径", fields }
}

/// A field for each paper that a setting may treat otherwise.
fn papers(place: &str, hint: &'static str, is_meant: impl Fn(PaperKind) -> bool) -> Vec<Field> {
    let replies = Reply::EVERY.iter().map(|&reply| PaperKind::Reply(reply));
    let all = replies.chain(Procedural::EVERY.iter().map(|&paper| PaperKind::Procedural(paper)));
    let meant = all.filter(|paper| is_meant(*paper));
    meant.map(|paper| field(&format!("{place}.{}", paper.key()), paper.title(), hint, Input::Other)).collect()
}

fn with_none(choices: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    std::iter::once(("", "同“其他结果”")).chain(choices.iter().copied()).collect()
}

/// A group by its key.
pub fn group(key: &str) -> Option<Group> {
    groups().into_iter().find(|group| group.key == key)
}

/// The value at a place of the settings.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, key| value.get(key))
}

/// The value of a field as its form shows it.
pub fn shown(settings: &Value, field: &Field) -> String {
    if let Some(step) = field.path.strip_prefix(CHAIN) {
        let steps = at(settings, "handling.chain.steps").and_then(Value::as_array);
        let found = steps.into_iter().flatten().find(|known| known["step"] == step);
        return found.and_then(|known| known["needed"].as_str()).unwrap_or_default().to_owned();
    }
    let Some(value) = at(settings, &field.path) else { return String::new() };
    match (&field.input, value) {
        (Input::DatedNames, Value::Array(names)) => {
            let line = |name: &Value| {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let validity = &name["validity"];
                let parts = [text(&name["name"]), text(&validity["from"]), text(&validity["until"])];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
            };
            names.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        (Input::Elsewhere, Value::Array(matters)) => {
            matters.iter().map(elsewhere_line).collect::<Vec<_>>().join("\n")
        }
        (Input::Lines, Value::Array(lines)) => {
            lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
        (_, Value::Bool(is_so)) => if *is_so { "yes" } else { "no" }.to_owned(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Null) => String::new(),
        (_, other) => other.to_string(),
    }
}

/// A matter of another body as one line of its field.
fn elsewhere_line(matter: &Value) -> String {
    let text = |name: &str| matter[name].as_str().unwrap_or_default().to_owned();
    let several = |name: &str, between: &str| {
        let all = matter[name].as_array().into_iter().flatten().filter_map(Value::as_str);
        all.collect::<Vec<_>>().join(between)
    };
    let mut cells = vec![
        text("subject"),
        text("body"),
        several("contact", "；"),
        text("website"),
        several("words", "、"),
    ];
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    cells.join("|")
}

/// The value of a field in words, for reading.
pub fn words(settings: &Value, field: &Field) -> String {
    let text = shown(settings, field);
    match &field.input {
        Input::YesNo => if text == "yes" { "是" } else { "否" }.to_owned(),
        Input::Number(unit) => format!("{text}{unit}"),
        Input::One(choices) => {
            choices.iter().find(|(key, _)| *key == text).map_or(text, |(_, words)| (*words).to_owned())
        }
        Input::Day => text.parse().map_or(text, gongkai_deadline::explain::plain_date),
        Input::Line | Input::Other | Input::Lines | Input::DatedNames | Input::Elsewhere => text,
    }
}
