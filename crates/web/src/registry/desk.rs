//! Samples of the pages of the office: sign-in, inbox, application.
//!
//! Not here: papers (`papers`), the rest of the office (`office`), single actions (`actions`).

use super::actions::{extension_table, head, table};
use super::other::challenges_table;
use super::{Album, at, day, on};
use crate::chrome::Place;
use crate::components::parts::{Blocked, Choosable};
use crate::components::{
    Actions, Chip, Choice, ClockView, Empty, Entered, Fact, Facts, Link, Pagination, Steps, Value,
};
use crate::pages::Question;
use crate::pages::desk::application::{CasePage, CasePaper, LogLine, Matter};
use crate::pages::desk::door::AtDoor;
use crate::pages::desk::inbox::{Filter, Inbox, Item, Pile, PileKind};
use crate::pages::ended::{Ended, Unheard};

pub(super) fn add(album: &Album) {
    door(album);
    ended(album);
    inbox(album);
    case(album);
}

const DOOR: &[(&str, &str)] = &[
    ("account", "limin"),
    ("code", "123456"),
    ("name", "云州市数据资源管理局"),
    ("word", "ABCD-EFGH-JKLM-NPQR"),
    ("short_name", "市数据局"),
    ("kind", "department"),
    ("level", "municipal"),
    ("unit_word", "section"),
    ("source", ""),
    ("pattern", "依申请〔{year}〕{n}号"),
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
        let notice = p.s("连续输错的次数过多，暂时不能登录，请在15分钟后再试。");
        let pages: [(&'static str, Question); 5] = [
            ("desk/sign-in", at.sign_in((*sample == "extreme").then_some(notice.as_str()))),
            ("desk/second-factor", at.second_factor()),
            ("desk/setup-agency", {
                let kinds = vec![Choice::new("department", p.s("政府工作部门"))];
                let levels = vec![Choice::new("municipal", p.s("设区的市级"))];
                at.agency(kinds, levels, vec![Choice::new("section", p.s("科室"))])
            }),
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

fn ended(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let samples = [
        ("empty", Vec::new()),
        ("typical", vec![p.s("请市统计局协助提供口径说明。")]),
        ("extreme", vec![p.long(); 4]),
    ];
    for (sample, texts) in samples {
        let has_files = sample == "extreme";
        let typed: Vec<(String, String)> = texts.into_iter().map(|text| ("words".to_owned(), text)).collect();
        let unheard = |action| Unheard { action, typed: &typed, has_files };
        let at_desk = urls.action("2025-0014", "ask-assistance");
        album.door("desk/ended", sample, &Ended::at_desk(&urls.sign_in(), unheard(&at_desk)));
        let in_portal = urls.tracked("SQ202500014ABCD", "correct");
        album.portal("portal/ended", sample, &Ended::in_portal(&urls.track(), unheard(&in_portal)));
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
        due: due.map(|(m, d)| on(2025, m, d)),
        is_planned: false,
        is_provisional: false,
        loose: Vec::new(),
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
        filter("送达和归档待补", "loose", 2, false),
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
                    is_planned: true,
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
                    is_planned: true,
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
                Item {
                    loose: vec![p.s(
                        "政府信息公开申请补正告知书（云数公开〔2025〕9号）2025年10月13日送达，尚未登记申请人收到的日期，其期限没有起算",
                    )],
                    ..item(album, "2025-0020", "近几年企业的数据", "申请人补正", Chip::AwaitingCorrection, None)
                },
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
        today: on(2025, 10, 22),
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
        shown: Some((1, 300, 1280)),
        first: None,
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

fn case(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let today = day(2025, 10, 22);
    let clock = album.clock(today);
    let due = clock.as_ref().and_then(|clock| clock.due.clone());
    let log = |m: u32, d: u32, h: u32, who: &str, words: &str| LogLine {
        at: at(m, d, h, 12),
        who: p.s(who),
        words: p.s(words),
        said: Vec::new(),
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
        on: on(2025, m, d),
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
        files: Some(table(
            album,
            "files",
            "附件",
            &["文件", "用途", "日期"],
            &[
                &["身份证.pdf", "身份证件", "2025年9月15日"],
                &["意见复函.pdf", "办理材料", "2025年9月29日"],
                &["统计数据.xlsx", "向申请人提供的政府信息", "2025年10月20日"],
            ],
        )),
        papers: vec![
            paper("政府信息公开申请登记回执", None, "已送达", 9, 16),
            paper("政府信息公开征求意见函", Some("云数公开函〔2025〕5号"), "已送达，已复函", 9, 23),
            CasePaper {
                is_void: true,
                ..paper("征求意见告知书", Some("云数公开告〔2025〕10号"), "作废：收件人有误", 9, 23)
            },
        ],
        challenges: Some(challenges_table(album)),
        register_challenge: Some(Link::new("登记复议、诉讼", urls.challenge_new())),
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
                action("withdraw", "撤回申请", None, false),
            ],
            blocked: vec![
                blocked("签发", &["尚无工作机构审核意见", "签发人不能是拟稿人"]),
                blocked("告知补正", &["已过告知补正的期限（2025年9月25日届满）"]),
                blocked("送达", &["答复书尚未编号、用印"]),
            ],
        },
        done: None,
        receipt: Some(Link::new("查看、打印登记回执", urls.action("2025-0017", "receipt"))),
        services: None,
    };
    album.desk("desk/application", "typical", Some(Place::Inbox), &typical);
    let mut unconfirmed = head(album, false);
    "W2025102000007".clone_into(&mut unconfirmed.number);
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
        files: None,
        challenges: None,
        register_challenge: None,
        consultations: None,
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
        log: (0..300).map(|_| log(10, 1, 8, "李敏", "登记意见")).collect(),
        done: Some(p.s("已登记意见，答复期限继续计算。")),
        ..typical
    };
    album.desk("desk/application", "extreme", Some(Place::Inbox), &extreme);
}
