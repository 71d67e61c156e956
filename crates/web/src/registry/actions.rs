//! Samples of the page of every action.
//!
//! Not here: whether an action may be taken.

use super::{Album, day, on};
use crate::chrome::Place;
use crate::components::{Cell, Chip, Choice, Entered, Head, Row, Table};
use crate::day::Day;
use crate::pages::desk::action::{Acting, ActionPage, closing, intake, record, rectify, reply};
use crate::pages::desk::application::CaseHead;
use crate::pages::desk::register::Size;
use gongkai_deadline::timeline::Event;
use gongkai_deadline::{WorkingDays, statute};
use gongkai_domain::application::Retention;

/// The head of a case.
pub(super) fn head(album: &Album, is_extreme: bool) -> CaseHead {
    let p = album.pen;
    if is_extreme {
        return CaseHead {
            number: p.s("依申请〔2025〕第00017号（数据资源）"),
            subject: p.long(),
            applicant: p.s("法律服务机构 云州＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊律师事务所"),
            chip: Chip::Overdue(18),
            due: Some(on(2025, 10, 27)),
            due_words: p.s("答复期限，已超过 18 个工作日"),
            version: "128".to_owned(),
        };
    }
    CaseHead {
        number: "2025-0017".to_owned(),
        subject: p.s("中小企业数量及年度变化情况"),
        applicant: p.s("自然人 王＊＊"),
        chip: Chip::DueSoon(3),
        due: Some(on(2025, 10, 27)),
        due_words: p.s("答复期限，征求其他机关意见的 5 个工作日不计入"),
        version: "7".to_owned(),
    }
}

/// A small table of words.
pub(super) fn table(album: &Album, id: &str, caption: &str, heads: &[&str], rows: &[&[&str]]) -> Table {
    let p = album.pen;
    let row = |cells: &&[&str]| {
        let mut cells = cells.iter().map(|words| Cell::Text(p.s(words)));
        Row::new(cells.next().unwrap_or(Cell::None), cells.collect())
    };
    Table {
        id: id.to_owned(),
        caption: caption.to_owned(),
        heads: heads.iter().map(|words| Head::new(*words)).collect(),
        rows: rows.iter().map(row).collect(),
        foot: None,
        is_dense: true,
    }
}

/// The due date after each number of days of extension, as the deadline crate counts it.
pub(super) fn extension_table(album: &Album) -> Table {
    let rows = [5, 10, 15, statute::EXTENSION_CAP.0].into_iter().filter_map(|days| {
        let events = [
            Event::Received { on: day(2025, 9, 16) },
            Event::ExtensionGranted { on: day(2025, 10, 15), by: WorkingDays(days) },
        ];
        let due = album.clock_of(&events, day(2025, 10, 15))?.due?;
        Some(Row::new(Cell::Text(format!("延长 {days} 个工作日")), vec![Cell::Text(Day::of(due.on).words)]))
    });
    Table {
        id: "what-if".to_owned(),
        caption: "新的答复期限".to_owned(),
        heads: vec![Head::new("延长"), Head::new("答复期限")],
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

/// Values for all fields that the actions have between them.
const FIELDS: &[(&str, &str)] = &[
    ("method", "phone"),
    ("confirmed_on", "2025-09-16"),
    ("note", "9月16日上午与申请人电话确认收到"),
    ("checks", "identity"),
    ("unit", "a"),
    ("handler", "a"),
    ("within", "2025-09-23"),
    ("words", "请于期限内提出拟办意见"),
    ("part.1", "1"),
    ("reason", "涉及多个部门，需要汇总核对"),
    ("others", "a"),
    ("on", "2025-10-25"),
    ("proof", "邮件号 1088123456789"),
    ("consultation", "a"),
    ("opinion", "consents"),
    ("grounds", "属于本公司的商业秘密，公开后会损害竞争地位"),
    ("days", "20"),
    ("paid_on", "2025-10-20"),
    ("receipt", "0001234567"),
    ("searched_on", "2025-09-22"),
    ("from", "2023-01-01"),
    ("to", "2025-09-16"),
    ("matters", "a"),
    ("places", "档案室 2023 年至 2025 年文书档案；公文系统"),
    ("terms", "中小企业；数量"),
    ("result", "none"),
    ("details", "逐库检索，没有发现"),
    ("decision", "agree"),
    ("recipient", "a"),
    ("way", "post"),
    ("sent_on", "2025-10-24"),
    ("refusal", "yes"),
    ("witness.1", "陈志远"),
    ("witness.2", "林晓燕"),
    ("tracking", "1088123456789"),
    ("contents", "政府信息公开告知书"),
    ("how", "written"),
    ("statement", "本人自愿撤回申请"),
    ("keep", "30"),
    ("volume", "2025-依申请-17"),
    ("remarks", "本卷共22页，无缺损"),
    ("paper", "a"),
    ("ground", "case_closed_other"),
    ("helper", "division"),
    ("question", "请协助核对是否制作、保存该信息"),
    ("request", "a"),
    ("answer", "本科室没有该信息"),
    ("content", "补正：2024年度中小企业数量"),
    ("matter.1", "2024年度中小企业数量"),
    ("matter.new", "2025年上半年中小企业数量"),
    ("challenge", "a"),
    ("causes", "a"),
    ("lesson", "检索记录不完整，今后逐库检索"),
    ("scan", ""),
    ("file", ""),
    ("material", ""),
];

pub(super) fn add(album: &Album) {
    let long = album.pen.long();
    let extreme: Vec<(&str, &str)> = FIELDS.iter().map(|(name, _)| (*name, long.as_str())).collect();
    let sets = [
        ("empty", Entered::default(), false),
        ("typical", album.entered(FIELDS, false), false),
        ("extreme", album.entered(&extreme, false), true),
    ];
    for (sample, entered, is_extreme) in sets {
        for (place, (page, body)) in pages(album, &entered, is_extreme).into_iter().enumerate() {
            if !is_extreme {
                album.desk(page, sample, Some(Place::Inbox), &body);
                continue;
            }
            // refused: every field of this page has a fault
            let entered = album.refused(&extreme, &body.form.to_string());
            if let Some((page, body)) = pages(album, &entered, is_extreme).into_iter().nth(place) {
                album.desk(page, sample, Some(Place::Inbox), &body);
            }
        }
    }
    let urls = album.urls();
    let head = head(album, false);
    let entered = Entered::default();
    let at = Acting { urls: &urls, token: "sample-token", head: &head, entered: &entered };
    let reasons =
        vec![album.pen.s("已过原答复期限"), album.pen.s("已经延期一次"), album.pen.s("审批人不能是拟稿人")];
    let page = |at: &Acting<'_>| record::approve_extension(at, "", "", None, extension_table(album));
    album.desk("desk/action-extend", "blocked", Some(Place::Inbox), &page(&at).blocked(reasons.clone()));
    let entered = album.entered(FIELDS, false).against(reasons);
    let at = Acting { entered: &entered, ..at };
    album.desk("desk/action-extend", "refused", Some(Place::Inbox), &page(&at));
}

fn pages(album: &Album, entered: &Entered, is_extreme: bool) -> Vec<(&'static str, ActionPage)> {
    let p = album.pen;
    let urls = album.urls();
    let head = head(album, is_extreme);
    let at = Acting { urls: &urls, token: "sample-token", head: &head, entered };
    let (received, due) = (on(2025, 9, 16), on(2025, 10, 27));
    let name = if is_extreme { p.name40() } else { p.s("政务公开科") };
    let choices = |n: u32| -> Vec<Choice> {
        (0..n)
            .map(|i| Choice::new(if i == 0 { "a".to_owned() } else { i.to_string() }, name.clone()))
            .collect()
    };
    let many: u32 = if is_extreme { 60 } else { 3 };
    let numbered = |n: u32| -> Vec<(u32, String)> { (1..=n).map(|number| (number, name.clone())).collect() };
    let small = |id: &str, caption: &str| {
        table(
            album,
            id,
            caption,
            &["编号", "内容", "情况"],
            &[
                &["2024-0009", "中小企业数量", "已答复：本机关不掌握"],
                &["2023-0031", "规上企业名录", "已答复：予以公开"],
            ],
        )
    };
    let chain = table(
        album,
        "chain",
        "审批单",
        &["环节", "人员", "意见", "时间"],
        &[
            &["拟办", "李敏", "拟部分公开", "10月20日 10:05"],
            &["工作机构审核", "周正", "同意", "10月21日 09:12"],
            &["合法性审核", "待签", "", ""],
            &["签发", "待签", "", ""],
        ],
    );
    vec![
        (
            "desk/action-confirm",
            intake::confirm(
                &at,
                &received,
                &on(2025, 10, 22),
                &due,
                Some(small("similar", "相似的申请（系统提示，请核对）")),
            ),
        ),
        (
            "desk/action-register",
            intake::register(
                &at,
                &p.s("登记时取号"),
                &received,
                &due,
                "自然人",
                (many > 0).then(|| small("similar", "相似的申请（系统提示，请核对）")),
            ),
        ),
        (
            "desk/action-assign",
            intake::assign(
                &at,
                "科室",
                choices(many),
                choices(many),
                &p.s("内部办理期限默认为收到后第五个工作日"),
            ),
        ),
        (
            "desk/action-rectify",
            rectify::rectify(
                &at,
                Size {
                    matters: 1,
                    joint: if many > 1 { 3 } else { 0 },
                    has_agent: many > 1,
                    has_guardian: many > 1,
                },
                many == 0,
            ),
        ),
        ("desk/action-split", intake::split(&at, &numbered(many.min(20)), &received)),
        ("desk/action-join", intake::join(&at, choices(many))),
        ("desk/action-separate", intake::separate(&at, &format!("{name}、依申请〔2025〕18号"))),
        (
            "desk/action-receipt",
            record::receipt(&at, "correction-receipt", "登记申请人收到补正告知", "自次日起算。"),
        ),
        ("desk/action-addressee-receipt", record::addressee_receipt(&at, choices(2))),
        ("desk/action-opinion", record::opinion(&at, choices(2))),
        ("desk/action-consultation-return", record::consultation_return(&at, choices(2))),
        (
            "desk/action-extend",
            record::approve_extension(
                &at,
                &statute::EXTENSION_CAP.to_string(),
                &p.s("周正"),
                Some(&p.s("李敏于2025年10月21日提请延长10个工作日。理由：需要向档案馆调取原件核对")),
                extension_table(album),
            ),
        ),
        (
            "desk/action-propose-extension",
            record::propose_extension(&at, &statute::EXTENSION_CAP.to_string(), extension_table(album)),
        ),
        (
            "desk/action-decline-extension",
            record::decline_extension(
                &at,
                &p.s("李敏于2025年10月21日提请延长10个工作日。理由：需要向档案馆调取原件核对"),
            ),
        ),
        (
            "desk/action-receive-reasons",
            record::incoming(&at, "receive-reasons", "收到理由", "申请人说明的理由", "答复期限照常计算。"),
        ),
        ("desk/action-judge-reasons", record::judge_reasons(&at)),
        ("desk/action-payment", record::payment(&at, &p.s("380元"), &on(2025, 11, 19))),
        (
            "desk/action-search-record",
            reply::search_record(
                &at,
                &p.s("李敏"),
                Some(small("earlier", "已有的检索记录")),
                choices(if is_extreme { 20 } else { 2 }),
            ),
        ),
        (
            "desk/action-issue",
            record::issue(&at, &p.s("政府信息部分公开告知书"), "2025年10月24日（周五）", chain),
        ),
        (
            "desk/action-seal",
            record::seal(&at, &p.s("政府信息部分公开告知书"), &p.s("云数公开告〔2025〕12号")),
        ),
        (
            "desk/action-serve",
            reply::serve(
                &at,
                &due,
                &p.s("云州市和平路＊＊＊（已确认）"),
                if is_extreme { choices(5) } else { Vec::new() },
            ),
        ),
        (
            "desk/action-service-receipt",
            record::service_receipt(&at, if is_extreme { choices(5) } else { Vec::new() }),
        ),
        (
            "desk/action-service-return",
            record::service_return(&at, if is_extreme { choices(5) } else { Vec::new() }),
        ),
        ("desk/action-close", record::close(&at)),
        ("desk/action-withdraw", closing::withdraw(&at, choices(if many > 1 { 3 } else { 0 }))),
        (
            "desk/action-archive",
            closing::archive(
                &at,
                table(
                    album,
                    "volume",
                    "卷内目录",
                    &["序号", "材料", "页数"],
                    &[
                        &["1", "申请表及身份证明", "4"],
                        &["2", "登记表", "1"],
                        &["3", "审批单、检索记录", "6"],
                        &["4", "答复书及附件", "9"],
                        &["5", "送达凭证", "2"],
                    ],
                ),
                Retention::ThirtyYears,
            ),
        ),
        ("desk/action-weigh", reply::weigh(&at, is_extreme)),
        ("desk/action-promote", closing::promote(&at, choices(many.min(20)))),
        ("desk/action-void", closing::void(&at, choices(2))),
        ("desk/action-receive-correction", record::correction(&at, &numbered(many.min(20)))),
        ("desk/action-ask-assistance", record::ask_assistance(&at, "科室", choices(many))),
        ("desk/action-assistance", record::receive_assistance(&at, choices(2))),
        ("desk/action-reopen", record::reopen(&at, choices(2), choices(4))),
        ("desk/action-scan", record::scan(&at, choices(2))),
        ("desk/action-reissue-code", closing::reissue_code(&at, &p.s("139****0000"))),
    ]
}
