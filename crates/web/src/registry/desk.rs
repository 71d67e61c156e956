//! Samples of the pages of the office.
//!
//! Not here: those of single actions (`actions`).

use super::actions::{extension_table, head, table};
use super::{Album, day};
use crate::chrome::Place;
use crate::components::parts::{Blocked, Choosable};
use crate::components::{
    Actions, Cell, Chip, Choice, ClockView, Control, Empty, Entered, ErrorSummary, Fact, Facts, Figure, Form,
    Head, Link, Pagination, Row, Steps, Table, Value,
};
use crate::day::Day;
use crate::pages::Question;
use crate::pages::desk::administration::{
    Agencies, AgencyLine, Audit, Health, People, SettingGroup, Settings,
};
use crate::pages::desk::application::{CasePage, CasePaper, LogLine, Matter};
use crate::pages::desk::calendar::{self, ImportPage, YearPage};
use crate::pages::desk::conflict::Conflict;
use crate::pages::desk::door::AtDoor;
use crate::pages::desk::editor::{Editor, Part, Piece, Preview};
use crate::pages::desk::inbox::{Filter, Inbox, Item, Pile, PileKind};
use crate::pages::desk::ledger::{Ledger, LedgerFilter};
use crate::pages::desk::register;
use crate::pages::desk::review::{DiffLine, Queue, Review, Waiting};

pub(super) fn add(album: &Album) {
    door(album);
    inbox(album);
    registering(album);
    case(album);
    conflict(album);
    editor(album);
    review(album);
    ledger(album);
    calendar_pages(album);
    administration(album);
}

const DOOR: &[(&str, &str)] = &[
    ("account", "limin"),
    ("code", "123456"),
    ("name", "云州市数据资源管理局"),
    ("level", "department"),
    ("unit_word", "科室"),
    ("pattern", "依申请〔{year}〕{number}号"),
    ("reconsideration", "云州市人民政府"),
    ("court", "云州市和平区人民法院"),
    ("password", ""),
    ("file", ""),
];

fn door(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let long = p.long();
    let extreme: Vec<(&str, &str)> = DOOR.iter().map(|(name, _)| (*name, long.as_str())).collect();
    let sets = [
        ("empty", Entered::default()),
        ("typical", album.entered(DOOR, false)),
        ("extreme", album.entered(&extreme, true)),
    ];
    for (sample, entered) in &sets {
        let at = AtDoor { urls: &urls, token: "sample-token", entered };
        let notice = p.s("连续输错五次，账号已锁定，请在 15 分钟后再试。");
        let pages: [(&'static str, Question); 5] = [
            ("desk/sign-in", at.sign_in((*sample == "extreme").then_some(notice.as_str()))),
            ("desk/second-factor", at.second_factor()),
            ("desk/setup-agency", at.agency()),
            ("desk/setup-administrator", at.administrator(&p.s("JBSW Y3DP EHPK 3PXP"))),
            (
                "desk/setup-calendar",
                at.calendar(&p.s("2019年至2026年"), (*sample == "extreme").then_some(2027)),
            ),
        ];
        for (page, question) in pages {
            let question = if question.has_errors {
                let summary = album.faults_in(DOOR, &question.form.to_string());
                Question { summary, ..question }
            } else {
                question
            };
            album.door(page, sample, &question);
        }
    }
}

fn item(album: &Album, number: &str, subject: &str, task: &str, chip: Chip, due: Option<(u32, u32)>) -> Item {
    let p = album.pen;
    Item {
        number: number.to_owned(),
        href: album.urls().application(number),
        subject: p.s(subject),
        applicant: p.s("自然人 王＊＊"),
        task: p.s(task),
        handler: Some(p.s("李敏")),
        chip,
        due: due.map(|(m, d)| album.day(2025, m, d)),
        is_provisional: false,
    }
}

fn inbox(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let filter = |words: &str, key: &str, count: u64, is_current: bool| Filter {
        words: words.to_owned(),
        href: urls.inbox(&[("pile", key)]),
        count,
        is_current,
    };
    let filters = vec![
        filter("全部", "", 11, true),
        filter("今日和超期", "today", 2, false),
        filter("临期", "soon", 2, false),
        filter("待审", "review", 1, false),
        filter("待确认", "unconfirmed", 2, false),
        filter("等待对方", "waiting", 3, false),
        filter("我承办的", "mine", 6, false),
    ];
    let piles = vec![
        Pile {
            kind: PileKind::Today,
            items: vec![
                item(
                    album,
                    "2025-0014",
                    "智慧停车项目特许经营协议及补充协议",
                    "拟制答复",
                    Chip::Overdue(2),
                    Some((10, 20)),
                ),
                item(
                    album,
                    "2025-0016",
                    "政务云平台2024年度运维费用支出明细",
                    "待签发",
                    Chip::DueToday,
                    Some((10, 22)),
                ),
            ],
            more: None,
        },
        Pile {
            kind: PileKind::Soon,
            items: vec![
                item(
                    album,
                    "2025-0017",
                    "2024、2025两个年度本市中小企业数量，按行业分列",
                    "拟制答复",
                    Chip::DueSoon(3),
                    Some((10, 27)),
                ),
                item(
                    album,
                    "2025-0019",
                    "公共数据授权运营合同",
                    "待合法性审核",
                    Chip::DueSoon(2),
                    Some((10, 24)),
                ),
            ],
            more: None,
        },
        Pile {
            kind: PileKind::Unconfirmed,
            items: vec![
                Item {
                    handler: None,
                    ..item(
                        album,
                        "W2025102000007",
                        "和平路改造工程立项批复",
                        "与申请人确认收到",
                        Chip::Unconfirmed,
                        Some((11, 17)),
                    )
                },
                Item {
                    handler: None,
                    ..item(
                        album,
                        "W2025102100002",
                        "本局2025年度因公出国（境）费用",
                        "与申请人确认收到",
                        Chip::Unconfirmed,
                        Some((11, 18)),
                    )
                },
            ],
            more: None,
        },
        Pile {
            kind: PileKind::Running,
            items: vec![item(
                album,
                "2025-0021",
                "数据要素产业园招商政策文件",
                "检索",
                Chip::Left(12),
                Some((11, 7)),
            )],
            more: None,
        },
        Pile {
            kind: PileKind::Waiting,
            items: vec![
                item(album, "2025-0018", "城市大脑项目供应商投标文件", "第三方意见", Chip::Consulting, None),
                item(album, "2025-0020", "近几年企业的数据", "申请人补正", Chip::AwaitingCorrection, None),
                item(
                    album,
                    "2025-0013",
                    "2020年至2024年全部会议纪要",
                    "申请人缴费",
                    Chip::AwaitingPayment,
                    None,
                ),
            ],
            more: None,
        },
    ];
    let typical = Inbox {
        urls: urls.clone(),
        today: album.day(2025, 10, 22),
        filters: filters.clone(),
        query: String::new(),
        handlers: vec![Choice::new("limin", p.s("李敏")), Choice::new("zhouzheng", p.s("周正"))],
        handler: String::new(),
        piles,
        empty: Empty::default(),
        pagination: None,
    };
    album.desk("desk/inbox", "typical", Some(Place::Inbox), &typical);
    let empty = Empty {
        words: p.s("今天没有要办的事"),
        reason: p.s("最近的期限是 2025年10月27日（周一），1 件。"),
        way: Some(Link::new("查看全部在办申请", urls.inbox(&[("pile", "running")]))),
    };
    let cleared = Inbox { piles: Vec::new(), handlers: Vec::new(), empty, ..typical.clone() };
    album.desk("desk/inbox", "empty", Some(Place::Inbox), &cleared);
    let many = (0..300)
        .map(|n| Item {
            applicant: p.s("法律服务机构 云州＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊律师事务所"),
            is_provisional: true,
            ..item(
                album,
                &format!("依申请〔2025〕第{n:05}号"),
                &p.name40(),
                &p.name40(),
                Chip::AwaitingCorrection,
                Some((12, 31)),
            )
        })
        .collect();
    let pagination = Pagination {
        label: "待办".to_owned(),
        shown: (1, 300, 1280),
        previous: None,
        next: Some(urls.inbox(&[("page", "2")])),
        pages: vec![
            Link::new("1", ""),
            Link::new("2", urls.inbox(&[("page", "2")])),
            Link::new("", ""),
            Link::new("5", urls.inbox(&[("page", "5")])),
        ],
    };
    let extreme = Inbox {
        query: p.unbroken(),
        piles: vec![Pile {
            kind: PileKind::Running,
            items: many,
            more: Some((980, urls.inbox(&[("pile", "running")]))),
        }],
        pagination: Some(pagination),
        ..typical
    };
    album.desk("desk/inbox", "extreme", Some(Place::Inbox), &extreme);
}

const REGISTER: &[(&str, &str)] = &[
    ("channel", "registered_mail"),
    ("arrived_on", "2025-10-22"),
    ("kind", "natural_person"),
    ("name", "王建国"),
    ("phone", "13900000000"),
    ("matter.0.title", "云数函〔2025〕12号"),
    ("way", "post"),
    ("scan", ""),
];

fn registering(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let hint = p.s("今天是2025年10月22日（周三）");
    let page = register::page(&urls, "sample-token", &Entered::default(), 1, &hint);
    album.desk("desk/register", "empty", Some(Place::Register), &page);
    let page = register::page(&urls, "sample-token", &album.entered(REGISTER, false), 2, &hint);
    album.desk("desk/register", "typical", Some(Place::Register), &page);
    let long = p.long();
    let extreme: Vec<(&str, &str)> = REGISTER.iter().map(|(name, _)| (*name, long.as_str())).collect();
    let page = register::page(&urls, "sample-token", &album.entered(&extreme, true), 12, &hint);
    album.desk("desk/register", "extreme", Some(Place::Register), &page);
}

fn case(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let today = day(2025, 10, 22);
    let clock = album.clock(today);
    let due = clock.as_ref().and_then(|clock| clock.due.clone());
    let log = |m: u32, d: u32, h: u32, who: &str, words: &str| LogLine {
        at: album.moment(m, d, h, 12),
        who: p.s(who),
        words: p.s(words),
    };
    let action = |key: &str, words: &str, effect: Option<&str>, is_next: bool| Choosable {
        link: Link::new(words, urls.action("2025-0017", key)),
        effect: effect.map(|words| p.s(words)),
        is_next,
    };
    let blocked = |words: &str, reasons: &[&str]| Blocked {
        words: words.to_owned(),
        reasons: reasons.iter().map(|r| p.s(r)).collect(),
    };
    let paper = |title: &str, number: Option<&str>, state: &str, m: u32, d: u32| CasePaper {
        title: p.s(title),
        number: number.map(|n| p.s(n)),
        state: p.s(state),
        on: album.day(2025, m, d),
        files: vec![
            Link::new("Word", urls.paper("2025-0017", "1", "docx")),
            Link::new("PDF", urls.paper("2025-0017", "1", "pdf")),
        ],
        is_void: false,
    };
    let typical = CasePage {
        urls: urls.clone(),
        head: head(album, false),
        channel: p.s("互联网渠道"),
        handler: Some(p.s("李敏")),
        token: "sample-token".to_owned(),
        revealed: None,
        is_overdue: false,
        shadow: None,
        clock: clock.as_ref().and_then(|clock| ClockView::of(clock, &album.calendar, today, "clock")),
        steps: due.as_ref().map(Steps::of).unwrap_or_default(),
        what_if: Some(extension_table(album)),
        facts: Facts::new(vec![
            Fact::text("获取方式", p.s("电子文件，本网站领取")),
            Fact::new(
                "相似申请",
                Value::Link(Link::new(p.s("2024-0009 已答复：本机关不掌握"), urls.application("2024-0009"))),
            )
            .note(p.s("同指标、不同年度；系统提示，请核对")),
            Fact::new(
                "已公开信息",
                Value::Links(vec![
                    Link::new(p.s("2024年统计公报"), "https://www.example.gov.cn/1"),
                    Link::new(p.s("中小企业运行分析"), "https://www.example.gov.cn/2"),
                ]),
            ),
        ]),
        matters: vec![
            Matter {
                number: 1,
                title: p.s("2024、2025两个年度本市中小企业数量"),
                description: Some(p.s("按行业分列，统计口径与2023年度公报一致")),
                outcome: Some(p.s("拟：本机关不掌握（第三十六条第四项）")),
                row: Some(p.s("三（四）1")),
            },
            Matter {
                number: 2,
                title: p.s("云数函〔2025〕12号"),
                description: None,
                outcome: None,
                row: None,
            },
        ],
        papers: vec![
            paper("政府信息公开申请登记回执", None, "已送达", 9, 16),
            paper("政府信息公开征求意见函", Some("云数公开函〔2025〕5号"), "已送达，已复函", 9, 23),
            CasePaper {
                is_void: true,
                ..paper("征求意见告知书", Some("云数公开告〔2025〕10号"), "作废：收件人有误", 9, 23)
            },
        ],
        consultations: Some(table(
            album,
            "consultations",
            "征求意见",
            &["对方", "发出", "对方收到", "意见", "收到意见"],
            &[
                &["市统计局", "9月23日", "9月24日", "不掌握分行业数据", "9月28日"],
                &["市工信局", "9月23日", "9月24日", "同意公开", "9月29日"],
            ],
        )),
        notes: vec![log(10, 20, 10, "李敏", "统计局来电说明口径，附电话记录。")],
        log: vec![
            log(9, 29, 16, "李敏", "登记意见：市工信局同意公开"),
            log(9, 23, 9, "李敏", "发出征求意见函"),
            log(9, 16, 15, "李敏", "电话确认收到，登记编号 2025-0017"),
            log(9, 15, 20, "申请人", "网上提交申请"),
        ],
        actions: Actions {
            open: vec![
                action(
                    "draft",
                    "拟制答复",
                    Some("已选：本机关不掌握相关政府信息，计入年度报告三（四）1"),
                    true,
                ),
                action(
                    "extend",
                    "延期答复",
                    Some("最多至 2025年11月24日（周一），须工作机构负责人同意并在 10月27日前告知申请人"),
                    false,
                ),
                action("search-record", "检索记录", None, false),
                action("note", "添加办理记录", None, false),
                action("withdraw", "登记撤回", None, false),
            ],
            blocked: vec![
                blocked("签发", &["尚无工作机构审核意见", "签发人不能是拟稿人"]),
                blocked("告知补正", &["已过告知补正的期限（2025年9月25日届满）"]),
                blocked("送达", &["答复书尚未编号、用印"]),
            ],
        },
        done: None,
    };
    album.desk("desk/application", "typical", Some(Place::Inbox), &typical);
    let mut unconfirmed = head(album, false);
    unconfirmed.number = "W2025102000007".to_owned();
    unconfirmed.chip = Chip::Unconfirmed;
    unconfirmed.due = None;
    unconfirmed.subject = p.s("和平路改造工程立项批复");
    unconfirmed.due_words = p.s("尚未与申请人确认收到，法定期限没有起算");
    let empty = CasePage {
        head: unconfirmed,
        handler: None,
        shadow: Some(
            p.s("自提交之日起推算，应当按 2025年11月17日（周一）掌握；提交后已过 2 个工作日，请尽快确认。"),
        ),
        clock: None,
        steps: Steps::default(),
        what_if: None,
        papers: Vec::new(),
        consultations: None,
        notes: Vec::new(),
        log: vec![log(9, 15, 20, "申请人", "网上提交申请")],
        matters: vec![Matter {
            number: 1,
            title: p.s("和平路改造工程立项批复"),
            description: None,
            outcome: None,
            row: None,
        }],
        facts: Facts::new(vec![Fact::given("获取方式", "")]),
        actions: Actions {
            open: vec![action("confirm", "确认收到", Some("双方确认之日起计算答复期限"), true)],
            blocked: vec![blocked("拟制答复", &["尚未确认收到"])],
        },
        ..typical.clone()
    };
    album.desk("desk/application", "empty", Some(Place::Inbox), &empty);
    let late = day(2025, 11, 20);
    let clock = album.clock(late);
    let extreme = CasePage {
        head: head(album, true),
        handler: Some(p.name40()),
        revealed: Some(Facts::new(vec![
            Fact::text("姓名", p.s("王建国")),
            Fact::text("证件号码", p.s("99990119700101001X")),
            Fact::text("电话", p.s("13900000000")),
            Fact::text("地址", p.long()),
        ])),
        is_overdue: true,
        clock: clock.as_ref().and_then(|clock| ClockView::of(clock, &album.calendar, late, "clock")),
        matters: (1..=40)
            .map(|number| Matter {
                number,
                title: p.long(),
                description: Some(p.unbroken()),
                outcome: Some(p.name40()),
                row: Some(p.s("三（五）4")),
            })
            .collect(),
        papers: (0..60)
            .map(|_| CasePaper {
                title: p.name40(),
                number: Some(p.unbroken()),
                ..paper("", None, "已送达", 9, 16)
            })
            .collect(),
        notes: (0..30).map(|_| log(10, 1, 8, "买买提·阿不都热依木·图尔荪", &p.long())).collect(),
        log: (0..300).map(|_| log(10, 1, 8, "李敏", "登记意见")).collect(),
        done: Some(p.s("已登记意见，答复期限继续计算。")),
        ..typical
    };
    album.desk("desk/application", "extreme", Some(Place::Inbox), &extreme);
}

fn conflict(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let change = |who: &str, words: &str| LogLine {
        at: album.moment(10, 22, 10, 31),
        who: p.s(who),
        words: p.s(words),
    };
    let values = vec![("days".to_owned(), "20".to_owned()), ("reason".to_owned(), p.s("涉及多个部门"))];
    let typical = Conflict {
        urls: urls.clone(),
        head: head(album, false),
        action: "延期答复".to_owned(),
        changes: vec![change("周正", "登记意见：市统计局")],
        mine: Facts::new(vec![
            Fact::text("延长多少个工作日", "20"),
            Fact::text("延期理由", p.s("涉及多个部门，需要汇总核对")),
        ]),
        form: Some(Conflict::again(urls.action("2025-0017", "extend"), "sample-token".into(), &values, "8")),
        reasons: Vec::new(),
    };
    album.desk("desk/conflict", "typical", Some(Place::Inbox), &typical);
    let empty = Conflict {
        mine: Facts::new(vec![Fact::given("内容", "")]),
        form: None,
        reasons: vec![p.s("已经答复")],
        ..typical.clone()
    };
    album.desk("desk/conflict", "empty", Some(Place::Inbox), &empty);
    let extreme = Conflict {
        head: head(album, true),
        changes: (0..30).map(|_| change(&p.name40(), &p.long())).collect(),
        mine: Facts::new(vec![Fact::text("内容", p.long()), Fact::text("说明", p.unbroken())]),
        ..typical
    };
    album.desk("desk/conflict", "extreme", Some(Place::Inbox), &extreme);
}

fn parts(album: &Album, is_complete: bool) -> Vec<Part> {
    let p = album.pen;
    let part =
        |name: &str, is_there: bool, note: &str| Part { name: name.to_owned(), is_there, note: p.s(note) };
    vec![
        part("依据", true, "《政府信息公开条例》第三十六条第（四）项"),
        part("事实", true, "检索记录：10月20日，李敏，没有找到"),
        part("理由", is_complete, if is_complete { "已填写" } else { "写明为什么没有这项信息" }),
        part("救济途径", true, "行政复议或者行政诉讼，由系统按依据生成"),
        part("期限", true, "由系统生成"),
        part("落款", true, "机关名称；成文日期在编号时填写"),
    ]
}

fn editor(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let fields = |entered: &Entered| {
        let outcomes = vec![
            Choice::new("reply_granted", "予以公开"),
            Choice::new("reply_partial", "部分公开"),
            Choice::new("reply_not_exist", "信息不存在"),
            Choice::new("reply_repeat", "重复申请").blocked("没有同一申请人的在先答复"),
        ];
        vec![
            Control::select(entered, "outcome", "答复类型", outcomes)
                .hint("决定依据、必备内容、救济途径和年度报告的计数"),
            Control::locked("申请人", p.s("王＊＊（文书中为全名）")),
            Control::locked("收到申请日期", p.s("2025年9月16日")),
            Control::text(entered, "facts", "事实", 4).hint("检索了哪里，怎样检索，结果如何"),
            Control::text(entered, "grounds", "理由", 5).hint("为什么这样答复"),
        ]
    };
    let fixed = |words: &str| Piece::Fixed(p.s(words));
    let preview = |reason: Piece| Preview {
        agency: p.s("云州市数据资源管理局"),
        number: p.s("云数公开告〔2025〕　号（编号时生成）"),
        title: p.s("政府信息不存在告知书"),
        addressee: p.s("王建国："),
        paragraphs: vec![
            vec![
                fixed("本机关于"),
                Piece::Variable(p.s("2025年9月16日")),
                fixed("收到您提交的政府信息公开申请，申请公开“"),
                Piece::Variable(p.s("2024、2025两个年度本市中小企业数量，按行业分列")),
                fixed("”。"),
            ],
            vec![
                fixed("经审查，"),
                Piece::Own(p.s("本机关检索了文书档案、公文系统和统计报表系统，没有找到您申请的信息。")),
                reason,
            ],
            vec![fixed(
                "根据《中华人民共和国政府信息公开条例》第三十六条第（四）项的规定，现告知您：您申请公开的政府信息不存在。",
            )],
            vec![fixed(
                "如对本告知不服，可以自收到本告知书之日起60日内向云州市人民政府申请行政复议，或者自收到本告知书之日起6个月内向云州市和平区人民法院提起行政诉讼。",
            )],
        ],
        signature: vec![p.s("云州市数据资源管理局"), p.s("2025年　月　日")],
    };
    let form = |entered: &Entered| Form {
        action: urls.action("2025-0017", "draft"),
        token: "sample-token".into(),
        controls: fields(entered),
        submit: "保存并送审".into(),
        buttons: vec![crate::components::form::Button {
            name: "save".into(),
            value: "1".into(),
            words: "保存草稿".into(),
        }],
        cancel: Some(Link::new("返回申请", urls.application("2025-0017"))),
        is_guarded: true,
        ..Form::default()
    };
    let answers = [
        ("outcome", "reply_not_exist"),
        ("facts", "本机关检索了文书档案、公文系统和统计报表系统，没有找到您申请的信息。"),
        ("grounds", "分行业的中小企业数量由统计机构掌握，本机关没有制作或者保存。"),
    ];
    let typical = Editor {
        head: head(album, false),
        heading: "拟制答复".to_owned(),
        row: Some(p.s("三（四）1.本机关不掌握相关政府信息")),
        form: form(&album.entered(&answers, false)),
        parts: parts(album, true),
        preview: preview(Piece::Own(p.s("分行业的中小企业数量由统计机构掌握，本机关没有制作或者保存。"))),
        files: vec![
            Link::new("预览 PDF", urls.paper("2025-0017", "draft", "pdf")),
            Link::new("Word", urls.paper("2025-0017", "draft", "docx")),
        ],
        template_change: None,
        summary: ErrorSummary::default(),
        has_errors: false,
    };
    album.desk("desk/editor", "typical", Some(Place::Inbox), &typical);
    let empty = Editor {
        row: None,
        form: form(&Entered::default()),
        parts: parts(album, false),
        preview: preview(Piece::Lacking("理由".into())),
        files: Vec::new(),
        ..typical.clone()
    };
    album.desk("desk/editor", "empty", Some(Place::Inbox), &empty);
    let long = p.long();
    let extreme_fields = [("outcome", "reply_partial"), ("facts", long.as_str()), ("grounds", long.as_str())];
    let entered = album.entered(&extreme_fields, true);
    let mut paper = preview(Piece::Own(p.unbroken()));
    paper.agency = p.name40();
    paper.paragraphs.extend((0..20).map(|_| vec![Piece::Own(p.long())]));
    let extreme = Editor {
        head: head(album, true),
        form: form(&entered),
        parts: parts(album, false),
        preview: paper,
        template_change: Some(p.s("救济告知改为 2025年版，见预览最后一段")),
        summary: entered.summary(),
        has_errors: true,
        ..typical
    };
    album.desk("desk/editor", "extreme", Some(Place::Inbox), &extreme);
}

fn review(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let waiting = |title: &str, step: &str, chip: Chip| Waiting {
        link: Link::new(p.s(title), urls.review_of("2025-0017-1")),
        about: p.s("2025-0017 中小企业数量"),
        step: p.s(step),
        drafter: p.s("李敏"),
        since: album.moment(10, 21, 9, 30),
        chip,
        due: Some(album.day(2025, 10, 27)),
    };
    let typical = Queue {
        waiting: vec![
            waiting("政府信息不存在告知书", "工作机构审核", Chip::DueSoon(3)),
            waiting("政府信息公开申请延期答复告知书", "工作机构负责人同意", Chip::Left(8)),
        ],
        own: 2,
        empty: Empty::default(),
    };
    album.desk("desk/review-queue", "typical", Some(Place::Review), &typical);
    let empty = Empty {
        words: p.s("没有等待您审核的文书"),
        reason: p.s("送审后会出现在这里，并计入左侧的数字。"),
        way: Some(Link::new("回到待办", urls.desk())),
    };
    album.desk(
        "desk/review-queue",
        "empty",
        Some(Place::Review),
        &Queue { waiting: Vec::new(), own: 0, empty },
    );
    let many = (0..300).map(|_| waiting(&p.name40(), &p.name40(), Chip::Overdue(12))).collect();
    album.desk("desk/review-queue", "extreme", Some(Place::Review), &Queue { waiting: many, ..typical });

    let chain = table(
        album,
        "chain",
        "签署情况",
        &["环节", "人员", "意见", "时间"],
        &[
            &["拟稿", "李敏", "送审", "10月21日 09:30"],
            &["工作机构审核", "待您签署", "", ""],
            &["合法性审核", "待签", "", ""],
            &["分管领导签发", "待签", "", ""],
        ],
    );
    let form = |entered: &Entered| Form {
        action: urls.review_of("2025-0017-1"),
        token: "sample-token".into(),
        controls: vec![
            Control::hidden("version", "3"),
            Control::one(
                entered,
                "decision",
                "意见",
                vec![Choice::new("agree", "同意"), Choice::new("return", "退回修改").hint("必须写明理由")],
            ),
            Control::text(entered, "words", "意见内容", 4).optional(),
        ],
        submit: "签署".into(),
        is_guarded: true,
        ..Form::default()
    };
    let page = Review {
        head: head(album, false),
        title: p.s("政府信息不存在告知书"),
        compared_with: p.s("上一稿（10月20日退回）"),
        lines: vec![
            DiffLine::Same(p.s("本机关于2025年9月16日收到您提交的政府信息公开申请。")),
            DiffLine::Removed(p.s("经查，本机关没有该信息。")),
            DiffLine::Added(p.s("经审查，本机关检索了文书档案、公文系统和统计报表系统，没有找到您申请的信息。分行业的中小企业数量由统计机构掌握，本机关没有制作或者保存。")),
            DiffLine::Same(p.s("根据《中华人民共和国政府信息公开条例》第三十六条第（四）项的规定，现告知您：您申请公开的政府信息不存在。")),
        ],
        parts: parts(album, true),
        facts: Facts::new(vec![Fact::text("拟办意见", p.s("信息不存在")), Fact::text("检索记录", p.s("10月20日，李敏；文书档案、公文系统；关键词：中小企业；没有找到")), Fact::text("计入年度报告", p.s("三（四）1"))]),
        chain,
        form: form(&Entered::default()),
        reasons: Vec::new(),
        summary: ErrorSummary::default(),
        has_errors: false,
    };
    album.desk("desk/review", "typical", Some(Place::Review), &page);
    let empty = Review {
        lines: Vec::new(),
        parts: parts(album, false),
        facts: Facts::new(vec![Fact::given("拟办意见", "")]),
        reasons: vec![p.s("这是您自己起草的文书"), p.s("合法性审核应当由法制机构人员签署")],
        ..page.clone()
    };
    album.desk("desk/review", "empty", Some(Place::Review), &empty);
    let entered = album.entered(&[("decision", "return"), ("words", "")], true);
    let extreme = Review {
        head: head(album, true),
        title: p.name40(),
        lines: (0..60)
            .map(|n| if n % 2 == 0 { DiffLine::Added(p.long()) } else { DiffLine::Removed(p.unbroken()) })
            .collect(),
        form: form(&entered),
        summary: entered.summary(),
        has_errors: true,
        ..page
    };
    album.desk("desk/review", "extreme", Some(Place::Review), &extreme);
}

fn ledger(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let row = |n: u32, subject: &str, chip: Chip| {
        let number = format!("2025-{n:04}");
        Row::new(
            Cell::Link(Link::new(number.clone(), urls.application(&number))),
            vec![
                Cell::Day(album.day(2025, 9, 16)),
                Cell::Text(p.s(subject)),
                Cell::Text(p.s("自然人")),
                Cell::Text(p.s("互联网")),
                Cell::Chip(chip),
                Cell::Day(album.day(2025, 10, 27)),
                if n % 2 == 0 { Cell::Day(album.day(2025, 10, 24)) } else { Cell::None },
                Cell::Text(p.s("三（一）予以公开")),
                Cell::Number(i64::from(n % 3) * 190),
                Cell::Text(p.s("李敏")),
            ],
        )
    };
    let ledger_table = |rows: Vec<Row>| {
        let count = rows.len();
        let mut cells = vec![Cell::Text(format!("{count} 件"))];
        cells.extend((0..7).map(|_| Cell::None));
        cells.push(Cell::Number(380));
        cells.push(Cell::None);
        Table {
            id: "ledger".to_owned(),
            caption: "申请台账（日期为年月日，费用单位：元）".to_owned(),
            heads: ["登记编号", "收到", "申请内容", "申请人类别", "渠道", "状态", "期限", "答复", "年度报告"]
                .into_iter()
                .map(Head::new)
                .chain([Head::number("费用"), Head::new("承办人")])
                .collect(),
            rows,
            foot: Some(Row::new(Cell::Text("合计".into()), cells)),
            is_dense: true,
        }
    };
    let total = |number: &str, words: &str, key: &str| Figure {
        number: number.to_owned(),
        words: words.to_owned(),
        href: Some(urls.ledger_where(&[("year", "2025"), ("is", key)])),
    };
    let filter = |name: &str, label: &str, options: &[&str]| LedgerFilter {
        name: name.to_owned(),
        label: label.to_owned(),
        choices: options.iter().map(|words| Choice::new(*words, p.s(words))).collect(),
        chosen: String::new(),
    };
    let typical = Ledger {
        urls: urls.clone(),
        year: 2025,
        lock: None,
        filters: vec![
            filter("state", "状态", &["办理中", "已答复", "已归档"]),
            filter(
                "kind",
                "申请人类别",
                &["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
            ),
            filter(
                "row",
                "办理结果",
                &["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"],
            ),
            filter("handler", "承办人", &["李敏", "周正"]),
        ],
        query: String::new(),
        totals: vec![
            total("47", "收到", "received"),
            total("44", "已答复", "replied"),
            total("3", "办理中", "open"),
            total("0", "超期", "overdue"),
        ],
        table: ledger_table(
            (1..=12)
                .map(|n| {
                    row(
                        n,
                        "2024、2025两个年度本市中小企业数量",
                        if n % 2 == 0 { Chip::OnTime } else { Chip::Left(n) },
                    )
                })
                .collect(),
        ),
        exports: vec![
            Link::new("导出 XLSX", urls.ledger_export("xlsx", &[("year", "2025")])),
            Link::new("导出 CSV", urls.ledger_export("csv", &[("year", "2025")])),
        ],
        pagination: None,
        empty: Empty::default(),
    };
    album.desk("desk/ledger", "typical", Some(Place::Ledger), &typical);
    let empty = Empty {
        words: p.s("没有符合条件的申请"),
        reason: p.s("2025年共 47 件，当前筛选没有一件符合。"),
        way: Some(Link::new("清除筛选", urls.ledger())),
    };
    let none = Ledger {
        table: ledger_table(Vec::new()),
        totals: Vec::new(),
        exports: Vec::new(),
        empty,
        ..typical.clone()
    };
    album.desk("desk/ledger", "empty", Some(Place::Ledger), &none);
    let pagination = Pagination {
        label: "台账".to_owned(),
        shown: (301, 600, 5000),
        previous: Some(urls.ledger_where(&[("page", "1")])),
        next: Some(urls.ledger_where(&[("page", "3")])),
        pages: vec![
            Link::new("1", urls.ledger_where(&[("page", "1")])),
            Link::new("2", ""),
            Link::new("3", urls.ledger_where(&[("page", "3")])),
            Link::new("", ""),
            Link::new("17", urls.ledger_where(&[("page", "17")])),
        ],
    };
    let extreme = Ledger {
        lock: Some(p.s("年度已锁定，由工作机构负责人周正解锁。")),
        table: ledger_table((1..=300).map(|n| row(n, &p.name40(), Chip::AwaitingCorrection)).collect()),
        pagination: Some(pagination),
        query: p.unbroken(),
        ..typical
    };
    album.desk("desk/ledger", "extreme", Some(Place::Ledger), &extreme);
}

fn calendar_pages(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let year_page = |year: i32, may_import: bool| {
        let months = calendar::months(&album.calendar, year);
        let (first, last) = (day(year - 1, 12, 31), day(year, 12, 31));
        let special = album.calendar.special_days(first, last).iter().map(|date| {
            let kind = if album.calendar.is_working_day(*date) { "调休上班" } else { "放假" };
            format!("{}　{kind}", Day::of(*date).words)
        });
        let special = if album.calendar.knows(year) { special.collect() } else { Vec::new() };
        YearPage {
            urls: urls.clone(),
            year,
            years: (2024..=2027)
                .map(|y| {
                    Link::new(format!("{y}年"), if y == year { String::new() } else { urls.calendar_year(y) })
                })
                .collect(),
            source: album.calendar.source(year).map(|source| p.s(source)),
            working_days: months.iter().map(|month| month.working_days).sum(),
            months,
            special,
            may_import,
        }
    };
    let (typical, empty, extreme) = (year_page(2025, true), year_page(2027, false), year_page(2020, true));
    album.desk("desk/calendar", "typical", Some(Place::Calendar), &typical);
    album.desk("desk/calendar", "empty", Some(Place::Calendar), &empty);
    album.desk("desk/calendar", "extreme", Some(Place::Calendar), &extreme);

    let choose = |entered: &Entered| Form {
        action: urls.calendar_import(),
        token: "sample-token".into(),
        controls: vec![
            Control::line(entered, "source", "来源").hint("通知的标题和文号"),
            Control::file(entered, "file", "放假安排文件", ".json,.csv,.txt")
                .hint("每行一天：日期、放假或者上班"),
        ],
        submit: "核对".into(),
        has_files: true,
        ..Form::default()
    };
    let confirm = Form {
        action: urls.calendar_import(),
        token: "sample-token".into(),
        controls: vec![Control::hidden("digest", "0f")],
        submit: "确认导入".into(),
        cancel: Some(Link::new("不导入", urls.calendar())),
        ..Form::default()
    };
    let typical = ImportPage {
        year: Some(2027),
        days: Some(table(
            album,
            "days",
            "会变化的日子",
            &["日期", "现在", "导入后"],
            &[&["2027年1月1日（周五）", "工作日", "放假"], &["2027年2月8日（周一）", "工作日", "放假"]],
        )),
        cases: Some(table(
            album,
            "cases",
            "会变化的期限",
            &["登记编号", "现在（暂定）", "导入后"],
            &[&["2026-0112", "2027年1月8日（周五）", "2027年1月11日（周一）"]],
        )),
        unmoved: 23,
        form: confirm,
        summary: ErrorSummary::default(),
        has_errors: false,
    };
    album.desk("desk/calendar-import", "typical", Some(Place::Calendar), &typical);
    let empty = ImportPage {
        year: None,
        days: None,
        cases: None,
        form: choose(&Entered::default()),
        ..typical.clone()
    };
    album.desk("desk/calendar-import", "empty", Some(Place::Calendar), &empty);
    let entered = album.entered(&[("source", &p.long()), ("file", "")], true);
    let extreme =
        ImportPage { form: choose(&entered), summary: entered.summary(), has_errors: true, ..empty };
    album.desk("desk/calendar-import", "extreme", Some(Place::Calendar), &extreme);
}

fn administration(album: &Album) {
    people(album);
    audit(album);
    settings(album);
    agencies(album);
}

fn people(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let people = table(
        album,
        "people",
        "人员",
        &["姓名", "科室", "角色", "代理", "最近登录"],
        &[
            &["李敏", "政务公开科", "承办人", "", "2025-10-22 08:41"],
            &["周正", "政务公开科", "工作机构负责人", "代吴为民审核，至 2025-11-30", "2025-10-22 08:55"],
            &["陈静", "法规科", "合法性审核", "", "2025-10-17 16:20"],
            &["系统管理员", "信息中心", "系统管理员", "", "从未登录"],
        ],
    );
    let duties = ["确认、登记", "拟制文书", "审核", "签发", "查看身份信息", "管理人员", "查看审计"];
    let matrix_row = |role: &str, may: [bool; 7]| {
        Row::new(Cell::Text(role.to_owned()), may.into_iter().map(Cell::Tick).collect())
    };
    let matrix = Table {
        id: "matrix".to_owned(),
        caption: "角色和权限".to_owned(),
        heads: ["角色"].into_iter().chain(duties).map(Head::new).collect(),
        rows: vec![
            matrix_row("承办人", [true, true, false, false, true, false, false]),
            matrix_row("审核员", [false, false, true, false, false, false, false]),
            matrix_row("工作机构负责人", [true, true, true, false, true, false, false]),
            matrix_row("分管领导", [false, false, true, true, false, false, false]),
            matrix_row("系统管理员", [false, false, false, false, false, true, false]),
            matrix_row("安全保密管理员", [false, false, false, false, false, true, false]),
            matrix_row("安全审计员", [false, false, false, false, false, false, true]),
        ],
        foot: None,
        is_dense: true,
    };
    let form = |entered: &Entered| Form {
        action: urls.people(),
        token: "sample-token".into(),
        controls: vec![
            Control::line(entered, "name", "姓名"),
            Control::line(entered, "account", "用户名").autocomplete("off"),
            Control::many(
                entered,
                "role",
                "角色",
                vec![
                    Choice::new("handler", "承办人"),
                    Choice::new("reviewer", "审核员"),
                    Choice::new("leader", "分管领导"),
                ],
            ),
        ],
        submit: "添加".into(),
        ..Form::default()
    };
    let typical =
        People {
            people, matrix, form: Some(form(&Entered::default())), done: Some(p.s("已添加 陈静。"))
        };
    album.desk("desk/people", "typical", Some(Place::People), &typical);
    let nobody = table(album, "people", "人员", &["姓名", "科室", "角色", "代理", "最近登录"], &[]);
    album.desk(
        "desk/people",
        "empty",
        Some(Place::People),
        &People { people: nobody, form: None, done: None, ..typical.clone() },
    );
    let name = p.name40();
    let line = [name.as_str(), "政务公开科", "承办人", "", "从未登录"];
    let lines: Vec<&[&str]> = (0..300).map(|_| line.as_slice()).collect();
    let many = table(album, "people", "人员", &["姓名", "科室", "角色", "代理", "最近登录"], &lines);
    album.desk("desk/people", "extreme", Some(Place::People), &People { people: many, ..typical });
}

fn audit(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let heads = ["序号", "时间", "人员", "操作", "对象", "摘要"];
    let entries = table(
        album,
        "entries",
        "审计记录",
        &heads,
        &[
            &["10482", "2025-10-22 09:14:03", "李敏", "查看身份信息", "2025-0017", "9c1e…a07f"],
            &["10481", "2025-10-22 09:12:47", "周正", "签署审核意见", "2025-0016", "41b0…22de"],
            &["10480", "2025-10-22 08:55:10", "周正", "登录", "", "e0f3…9b14"],
        ],
    );
    let typical = Audit {
        urls: urls.clone(),
        chain: Chip::Good("审计链完整".into()),
        verified: Some((10482, album.moment(10, 22, 9, 30))),
        broken: None,
        person: String::new(),
        case: String::new(),
        actions: vec![
            Choice::new("reveal", "查看身份信息"),
            Choice::new("sign", "签署"),
            Choice::new("sign_in", "登录"),
        ],
        action: String::new(),
        table: entries,
        pagination: None,
    };
    album.desk("desk/audit", "typical", Some(Place::Audit), &typical);
    let none = Audit {
        chain: Chip::Doubt("尚未核验".into()),
        verified: None,
        table: table(album, "entries", "审计记录", &heads, &[]),
        ..typical.clone()
    };
    album.desk("desk/audit", "empty", Some(Place::Audit), &none);
    let name = p.name40();
    let line = [
        "1284069",
        "2025-10-22 09:14:03",
        name.as_str(),
        "查看身份信息",
        "依申请〔2025〕第00017号",
        "9c1e…a07f",
    ];
    let lines: Vec<&[&str]> = (0..300).map(|_| line.as_slice()).collect();
    let extreme = Audit {
        chain: Chip::Bad("审计链断裂".into()),
        broken: Some(p.s("第 8211 条与前一条不符。请立即停止写入，保全数据目录，并报告安全审计员。")),
        person: p.name40(),
        case: p.unbroken(),
        table: table(album, "entries", "审计记录", &heads, &lines),
        pagination: Some(Pagination {
            label: "审计".into(),
            shown: (1, 300, 1284069),
            previous: None,
            next: Some(urls.audit()),
            pages: Vec::new(),
        }),
        ..typical
    };
    album.desk("desk/audit", "extreme", Some(Place::Audit), &extreme);
}

fn settings(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let health = |what: &str, chip: Chip, note: &str| Health { what: what.to_owned(), chip, note: p.s(note) };
    let group = |id: &str, heading: &str, rows: Vec<Fact>| SettingGroup {
        id: id.to_owned(),
        heading: heading.to_owned(),
        facts: Facts::new(rows),
    };
    let href = urls.settings();
    let typical = Settings {
        health: vec![
            health("备份", Chip::Good("正常".into()), "最近一次 2025-10-22 02:00"),
            health(
                "邮件和短信",
                Chip::Doubt("有 2 条待重发".into()),
                "对方服务器拒绝连接，10 分钟后自动重试",
            ),
            health("工作日历", Chip::Good("已收录至 2026年".into()), "2027年放假安排公布后请导入"),
            health("审计链", Chip::Good("完整".into()), "最近一次核验 2025-10-22 09:30"),
        ],
        groups: vec![
            group(
                "agency",
                "机关",
                vec![
                    Fact::text("名称", p.s("云州市数据资源管理局")).change(href.clone()),
                    Fact::text("内设机构称呼", p.s("科室")).change(href.clone()),
                    Fact::text("登记编号", p.s("依申请〔{year}〕{number}号")).change(href.clone()),
                ],
            ),
            group(
                "chain",
                "审批",
                vec![
                    Fact::new(
                        "环节",
                        Value::Lines(vec![
                            p.s("工作机构审核"),
                            p.s("合法性审核（不予公开等必经）"),
                            p.s("保密审查（对外提供信息必经）"),
                            p.s("分管领导签发"),
                        ]),
                    )
                    .change(href.clone()),
                ],
            ),
        ],
    };
    album.desk("desk/settings", "typical", Some(Place::Settings), &typical);
    album.desk(
        "desk/settings",
        "empty",
        Some(Place::Settings),
        &Settings {
            health: Vec::new(),
            groups: vec![group("agency", "机关", vec![Fact::given("名称", "").change(href.clone())])],
        },
    );
    let bad =
        vec![health("备份", Chip::Bad("已 9 天没有备份".into()), "数据盘空间不足，请清理后运行备份命令")];
    let long = vec![
        Fact::text("名称", p.name40()).change(href.clone()),
        Fact::text("复议机关", p.long()).change(href.clone()),
        Fact::text("地址", p.unbroken()).change(href),
    ];
    album.desk(
        "desk/settings",
        "extreme",
        Some(Place::Settings),
        &Settings { health: bad, groups: vec![group("agency", "机关", long)] },
    );
}

fn agencies(album: &Album) {
    let p = album.pen;
    let line = |code: &str, name: String, is_current: bool| AgencyLine {
        code: code.to_owned(),
        name,
        roles: p.s("承办人；代工作机构负责人，至 2025-11-30"),
        waiting: p.s("9 件待办"),
        is_current,
    };
    let typical = Agencies {
        urls: album.urls(),
        token: "sample-token".to_owned(),
        agencies: vec![
            line("yzsjj", p.s("云州市数据资源管理局"), true),
            line("yzfgw", p.s("云州市发展和改革委员会"), false),
            line("yzhp", p.s("云州市和平区人民政府"), false),
        ],
    };
    album.desk("desk/agencies", "typical", None, &typical);
    album.desk("desk/agencies", "empty", None, &Agencies { agencies: Vec::new(), ..typical.clone() });
    let many = (0..300).map(|n| line(&format!("a{n}"), p.name40(), false)).collect();
    album.desk("desk/agencies", "extreme", None, &Agencies { agencies: many, ..typical });
}
