//! Samples of the page of every action.
//!
//! Not here: whether an action may be taken.

use super::{Album, day, on};
use crate::chrome::Place;
use crate::components::{Cell, Chip, Choice, Entered, Head, Row, Table};
use crate::day::Day;
use crate::pages::desk::action::{Acting, ActionPage, clock, closing, intake, record, reply};
use crate::pages::desk::application::CaseHead;
use gongkai_deadline::timeline::Event;
use gongkai_deadline::{WorkingDays, statute};
use gongkai_domain::application::Retention;
use gongkai_domain::fee;

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

/// A tariff worked out.
fn fee_table() -> Table {
    let fee = fee::by_quantity(250);
    let rows = fee.lines.iter().map(|line| {
        let cells = vec![Cell::Figure(line.rate.to_string()), Cell::Figure(line.amount.to_string())];
        Row::new(Cell::Text(format!("第{}页至第{}页", line.from, line.to)), cells)
    });
    Table {
        id: "tariff".to_owned(),
        caption: "按量计收试算：250页".to_owned(),
        heads: vec![Head::new("页数"), Head::number("每页"), Head::number("金额")],
        rows: rows.collect(),
        foot: Some(Row::new(
            Cell::Text("合计".into()),
            vec![Cell::None, Cell::Figure(fee.total.to_string())],
        )),
        is_dense: true,
    }
}

/// Values for all fields that the actions have between them.
const FIELDS: &[(&str, &str)] = &[
    ("method", "phone"),
    ("confirmed_on", "2025-09-16"),
    ("note", "与申请人电话确认收到"),
    ("kind", "natural_person"),
    ("unit", "a"),
    ("handler", "a"),
    ("words", "请于期限内提出拟办意见"),
    ("matters", "1"),
    ("reason", "涉及多个部门，需要汇总核对"),
    ("lacking", "unclear"),
    ("guidance", "请明确年度和指标"),
    ("with", "third_party"),
    ("addressee", "云州某某科技有限公司"),
    ("concerning", "投标文件第三章"),
    ("sent_on", "2025-09-23"),
    ("consultation", "a"),
    ("opinion", "consents"),
    ("days", "20"),
    ("finding", "本月已提出四十件内容相近的申请"),
    ("until", "2025-10-20"),
    ("pages", "68"),
    ("paid_on", "2025-10-20"),
    ("receipt", "No.0001234567"),
    ("searcher", "李敏"),
    ("places", "档案室 2023 年至 2025 年文书档案；公文系统"),
    ("terms", "中小企业；数量"),
    ("result", "none"),
    ("outcome", "a"),
    ("decision", "agree"),
    ("issued_on", "2025-10-24"),
    ("seal", "special"),
    ("way", "post"),
    ("sending", "a"),
    ("on", "2025-10-25"),
    ("contents", "供应商报价汇总表"),
    ("keep", "30"),
    ("paper", "a"),
    ("how", "contact"),
    ("others", "a"),
    ("part.1", "1"),
    ("helper", "division"),
    ("question", "请协助核对是否制作、保存该信息"),
    ("request", "a"),
    ("answer", "本科室没有该信息"),
    ("content", "补正：2024年度中小企业数量"),
    ("matter.1", "2024年度中小企业数量"),
    ("challenge", "a"),
    ("causes", "a"),
    ("lesson", "检索记录不完整，今后逐库检索"),
    ("recipient", "a"),
    ("scan", ""),
    ("file", ""),
];

pub(super) fn add(album: &Album) {
    let long = album.pen.long();
    let extreme: Vec<(&str, &str)> = FIELDS.iter().map(|(name, _)| (*name, long.as_str())).collect();
    let sets = [
        ("empty", Entered::default(), false),
        ("typical", album.entered(FIELDS, false), false),
        ("extreme", album.entered(&extreme, true), true),
    ];
    for (sample, entered, is_extreme) in sets {
        for (page, body) in pages(album, &entered, is_extreme) {
            let body = if is_extreme {
                ActionPage { summary: album.faults_in(FIELDS, &body.form.to_string()), ..body }
            } else {
                body
            };
            album.desk(page, sample, Some(Place::Inbox), &body);
        }
    }
    let urls = album.urls();
    let head = head(album, false);
    let entered = Entered::default();
    let at = Acting { urls: &urls, token: "sample-token", head: &head, entered: &entered };
    let reasons =
        vec![album.pen.s("已过原答复期限"), album.pen.s("已经延期一次"), album.pen.s("审批人不能是拟稿人")];
    let blocked = clock::extend(&at, "", "", extension_table(album)).blocked(reasons);
    album.desk("desk/action-extend", "blocked", Some(Place::Inbox), &blocked);
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
    let lengths = (statute::CORRECTION.length.to_string(), statute::CONSULTATION.length.to_string());
    let what_if = table(
        album,
        "what-if",
        "假如今日发出",
        &["意见到达", "新的答复期限"],
        &[&["10月29日", "2025年11月3日（周一）"], &["期满未复", "2025年11月19日（周三）"]],
    );
    let by_item = fee::by_item(11, 1).notice_lines();
    let by_quantity = fee::by_quantity(68).notice_lines();
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
            intake::register(&at, &p.s("依申请〔2025〕17号"), &received, &due, choices(6)),
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
        ("desk/action-split", intake::split(&at, &numbered(many.min(20)), &received)),
        ("desk/action-join", intake::join(&at, choices(many))),
        (
            "desk/action-ask-correction",
            clock::ask_correction(
                &at,
                &on(2025, 9, 25),
                &lengths.0,
                &p.s(&format!("条例未定天数，本机关默认{}", statute::CORRECTION_REPLY.length)),
            ),
        ),
        ("desk/action-consult", clock::consult(&at, &lengths.1, what_if)),
        ("desk/action-opinion", clock::opinion(&at, choices(2))),
        (
            "desk/action-extend",
            clock::extend(
                &at,
                &statute::Length::Working(statute::EXTENSION_CAP).to_string(),
                &p.s("周正（工作机构负责人）"),
                extension_table(album),
            ),
        ),
        (
            "desk/action-ask-reasons",
            clock::ask_reasons(&at, small("counts", "同一申请人近期的申请"), &on(2025, 10, 13)),
        ),
        ("desk/action-delay", clock::delay(&at)),
        ("desk/action-fee", clock::fee(&at, by_item, by_quantity, fee_table(), &on(2025, 11, 19))),
        ("desk/action-payment", clock::payment(&at, &p.s("380元"), &on(2025, 11, 19))),
        ("desk/action-search-record", reply::search_record(&at, Some(small("earlier", "已有的检索记录")))),
        ("desk/action-propose", reply::propose(&at, choices(many))),
        ("desk/action-sign", reply::sign(&at, &p.s("工作机构审核"), chain.clone())),
        (
            "desk/action-issue",
            reply::issue(&at, &p.s("政府信息部分公开告知书"), &p.s("云数公开告〔2025〕12号"), chain),
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
        ("desk/action-service-return", reply::service_return(&at, choices(2))),
        (
            "desk/action-release-notice",
            reply::release_notice(&at, &statute::RELEASE_WAIT.length.to_string(), &on(2025, 11, 3)),
        ),
        ("desk/action-withdraw", closing::withdraw(&at)),
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
        ("desk/action-note", closing::note(&at)),
        ("desk/action-reissue-code", closing::reissue_code(&at, &p.s("139****0000"))),
    ]
}
