//! Samples of the pages for citizens.
//!
//! Not here: those of the office (`desk`, `actions`).

use super::{Album, on};
use crate::components::{Empty, Entered, Fact, Facts, Figure, Link};
use crate::pages::Question;
use crate::pages::portal::apply::{self, ProofOf, Step};
use crate::pages::portal::guide::{self, Channel, FormFile, Guide, Way};
use crate::pages::portal::home::{self, Home};
use crate::pages::portal::other::{Chooser, Filling, Matter};
use crate::pages::portal::start::{AlreadyPublic, Found, NotOurs, Start};
use crate::pages::portal::track::{Asking, Explained};
use gongkai_app::WaysOut;
use gongkai_deadline::statute;

const LIMIT: &str = "PDF、JPG 或者 PNG，不超过 10 MB";

pub(super) fn office(album: &Album, is_extreme: bool) -> Facts {
    let p = album.pen;
    Facts::new(vec![
        Fact::text(
            "机构",
            if is_extreme {
                p.name40()
            } else {
                p.s("云州市数据资源管理局办公室（政务公开科）")
            },
        ),
        Fact::text("地址", p.s("云州市和平路18号2号楼306室，邮编 999000")),
        Fact::text("办公时间", p.s("工作日 9:00–12:00，14:00–18:00")),
        Fact::text("电话", p.s("0999-8123456")),
        Fact::text("传真", p.s("0999-8123457")),
        Fact::given("电子邮箱", if is_extreme { String::new() } else { p.s("xxgk@example.gov.cn") }),
    ])
}

pub(super) fn add(album: &Album) {
    home_and_guide(album);
    before(album);
    questions(album);
    super::followed::add(album);
}

fn home_and_guide(album: &Album) {
    let p = album.pen;
    let figure = |number: &str, words: &str| Figure { number: p.s(number), words: p.s(words), href: None };
    let home = Home {
        urls: album.urls(),
        reply_length: statute::REPLY.length.to_string(),
        way: home::way(),
        year: 2025,
        figures: vec![
            figure("47", "收到申请（件）"),
            figure("44", "已经答复（件）"),
            figure("100%", "按期答复"),
            figure("11", "答复用时中位数（工作日）"),
        ],
        office: office(album, false),
        others: vec![
            Link::new(p.s("云州市人民政府办公室"), album.urls().guide_of("gov-office")),
            Link::new(p.s("青石县住房和城乡建设局"), album.urls().guide_of("county-housing")),
        ],
        notice: None,
    };
    album.portal("portal/home", "typical", &home);
    let empty = Home { figures: Vec::new(), office: Facts::default(), others: Vec::new(), ..home.clone() };
    album.portal("portal/home", "empty", &empty);
    let extreme = Home {
        office: office(album, true),
        notice: Some(
            p.s("因办公楼搬迁，9月29日至30日受理窗口停止接待；网上和邮寄申请照常办理，答复期限不变。"),
        ),
        figures: vec![
            figure("1,284,069", "收到申请（件）"),
            figure("0", "已经答复（件）"),
            figure("0%", "按期答复"),
        ],
        ..home
    };
    album.portal("portal/home", "extreme", &extreme);

    let channel = |name: &str, how: &str, received: &str| Channel {
        name: p.s(name),
        how: p.s(how),
        received: p.s(received),
        forms: vec![Link::new(p.s("《政府信息公开申请表（公民）》"), album.urls().form_file("person.pdf"))],
    };
    let way = |name: &str, text: String, article: &str| Way {
        name: p.s(name),
        text: p.s(&text),
        article: p.s(article),
    };
    let guide = Guide {
        urls: album.urls(),
        agency: p.s("云州市数据资源管理局"),
        others: vec![Link::new(p.s("云州市人民政府办公室"), album.urls().guide_of("gov-office"))],
        apply: Some(album.urls().apply()),
        complain: album.urls().complain(),
        correct_record: album.urls().correct_record(),
        office: office(album, false),
        channels: vec![
            channel("当面提交", "云州市和平路18号2号楼306室", "提交之日"),
            channel(
                "邮寄",
                "信封上注明“政府信息公开申请”",
                "需签收的为本机关签收之日；平常信函为双方确认之日",
            ),
            channel("网上提交", "本网站在线填写", "双方确认之日"),
            channel("传真", "0999-8123457", "双方确认之日"),
        ],
        limits: guide::limits(),
        by_item: guide::by_item(),
        by_quantity: guide::by_quantity(),
        measures: gongkai_domain::fee::MEASURES.to_owned(),
        ways: vec![
            way(
                "投诉、举报",
                "向云州市人民政府办公室（市政府信息公开工作主管部门）投诉、举报".into(),
                "《政府信息公开条例》第四十七条",
            ),
            way(
                "行政复议",
                format!(
                    "自收到答复之日起{}内向云州市人民政府申请；对不予公开（第十四条至第十六条）不服的，应当先申请复议",
                    statute::RECONSIDERATION.length
                ),
                "《行政复议法》第二十条、第二十三条",
            ),
            way(
                "行政诉讼",
                format!("自收到答复之日起{}内向人民法院提起", statute::SUIT.length),
                "《行政诉讼法》第四十六条",
            ),
        ],
        forms: vec![
            FormFile {
                link: Link::new(p.s("政府信息公开申请表（自然人）"), album.urls().form_file("person.docx")),
                note: p.s("Word，34 KB"),
            },
            FormFile {
                link: Link::new(
                    p.s("政府信息公开申请表（法人、其他组织）"),
                    album.urls().form_file("organisation.docx"),
                ),
                note: p.s("Word，36 KB"),
            },
            FormFile {
                link: Link::new(p.s("授权委托书"), album.urls().form_file("mandate.docx")),
                note: p.s("Word，21 KB"),
            },
        ],
        updated: Some(on(2025, 8, 4)),
    };
    album.portal("portal/guide", "typical", &guide);
    let empty = Guide {
        office: Facts::default(),
        channels: Vec::new(),
        ways: Vec::new(),
        forms: Vec::new(),
        others: Vec::new(),
        apply: None,
        updated: None,
        ..guide.clone()
    };
    album.portal("portal/guide", "empty", &empty);
    let forms = (1..=30).map(|n| FormFile {
        link: Link::new(p.s(&format!("表格{n}：{}", p.name40())), album.urls().form_file("a.docx")),
        note: p.s("Word，34 KB"),
    });
    let extreme = Guide {
        agency: p.name40(),
        others: (0..30).map(|_| Link::new(p.name40(), album.urls().guide_of("a"))).collect(),
        office: office(album, true),
        channels: vec![channel(&p.name40(), &p.long(), &p.unbroken())],
        forms: forms.collect(),
        ..guide
    };
    album.portal("portal/guide", "extreme", &extreme);
}

fn before(album: &Album) {
    let p = album.pen;
    let start = Start {
        urls: album.urls(),
        agency: p.s("云州市数据资源管理局"),
        others: vec![p.s("云州市人民政府办公室"), p.s("青石县住房和城乡建设局")],
        first: album.urls().apply_agency(),
        pages: apply::STEPS,
        kept_hours: 24,
        reply_length: statute::REPLY.length.to_string(),
        correction_length: statute::CORRECTION.length.to_string(),
        ours: vec![p.s("公共数据资源目录和开放"), p.s("政务信息化项目"), p.s("数字经济统计监测")],
        not_ours: vec![
            (
                p.s("不动产登记资料查询"),
                Some(Link::new(p.s("市不动产登记中心"), "https://www.example.gov.cn/bdc")),
            ),
            (p.s("信访、投诉、咨询"), Some(Link::new(p.s("12345 热线"), "https://www.example.gov.cn/12345"))),
        ],
        draft_hours: Some(17),
        is_draft_expired: false,
    };
    album.portal("portal/apply-start", "typical", &start);
    album.portal(
        "portal/apply-start",
        "empty",
        &Start {
            others: Vec::new(),
            first: album.urls().apply_public(),
            ours: Vec::new(),
            not_ours: Vec::new(),
            draft_hours: None,
            ..start.clone()
        },
    );
    let extreme = Start {
        agency: p.name40(),
        others: (0..24).map(|_| p.name40()).collect(),
        ours: (0..24).map(|_| p.name40()).collect(),
        is_draft_expired: true,
        draft_hours: None,
        ..start
    };
    album.portal("portal/apply-start", "extreme", &extreme);

    let found = |title: &str| Found {
        link: Link::new(p.s(title), "https://www.example.gov.cn/item"),
        about: p.s("云数函〔2025〕12号　索引号 11999900MB1234567X/2025-00031"),
        on: Some(on(2025, 3, 12)),
    };
    let empty = Empty {
        words: p.s("没有找到相关的公开信息"),
        reason: p.s("可以换短一些的词再试；确实没有公开的，请继续申请。"),
        way: None,
    };
    let public = AlreadyPublic {
        urls: album.urls(),
        caption: apply::caption(1),
        is_searchable: true,
        places: Vec::new(),
        query: p.s("中小企业数量"),
        found: Some(vec![
            found("云州市2024年国民经济和社会发展统计公报"),
            found("2024年度中小企业运行情况分析"),
        ]),
        empty,
    };
    album.portal("portal/apply-public", "typical", &public);
    album.portal(
        "portal/apply-public",
        "empty",
        &AlreadyPublic { query: String::new(), found: None, ..public.clone() },
    );
    album.portal(
        "portal/apply-public",
        "nothing",
        &AlreadyPublic { query: p.long(), found: Some(Vec::new()), ..public.clone() },
    );
    let many = (0..300).map(|_| found(&p.name40())).collect();
    album.portal(
        "portal/apply-public",
        "extreme",
        &AlreadyPublic { query: p.unbroken(), found: Some(many), ..public },
    );

    let not_ours = NotOurs {
        urls: album.urls(),
        agency: p.s("云州市数据资源管理局"),
        subject: Some(p.s("和平路18号不动产登记信息")),
        body: Some(p.s("云州市自然资源和规划局")),
        contact: vec![p.s("电话 0999-8120000"), p.s("地址 云州市人民路2号")],
        link: Some(Link::new(p.s("该机关的依申请公开页面"), "https://www.example.gov.cn/zrzy")),
        instead: Some(Link::new(p.s("改向云州市自然资源和规划局申请"), album.urls().apply_agency())),
        on: album.urls().apply_receive(),
    };
    album.portal("portal/apply-not-ours", "typical", &not_ours);
    album.portal(
        "portal/apply-not-ours",
        "empty",
        &NotOurs {
            subject: None,
            body: None,
            contact: Vec::new(),
            link: None,
            instead: None,
            ..not_ours.clone()
        },
    );
    album.portal(
        "portal/apply-not-ours",
        "extreme",
        &NotOurs {
            agency: p.name40(),
            subject: Some(p.long()),
            body: Some(p.name40()),
            contact: vec![p.unbroken()],
            ..not_ours
        },
    );
}

/// What people write, and what they write when they write too much.
const ANSWERS: &[(&str, &str)] = &[
    ("agency", "city-data"),
    ("kind", "natural_person"),
    ("name", "王建国"),
    ("phone", "13900000000"),
    ("matter.0.title", "2024、2025两个年度本市中小企业数量，按行业分列"),
    ("matter.0.number", "云数函〔2025〕12号"),
    ("matter.0.description", "统计口径与2023年度公报一致"),
    ("form", "electronic"),
    ("way", "online"),
    ("document", "resident_id"),
    ("document_number", "99990119700101001X"),
    ("credit_code", "12990000MB0000001X"),
    ("agent_number", "99990119850505002X"),
    ("answer", "7"),
    ("number", "2025-0017"),
    ("code", "K7PM-3XQW"),
    ("contact", "13900000000"),
    ("correction", "申请内容为2024年度、2025年度的数据。"),
    ("reasons", "因撰写论文需要历年数据，各年内容不同，没有重复。"),
    ("subject", "unlawful_reply"),
    ("email", "wang@example.com"),
    ("representative", ""),
    ("record", "不动产登记簿第 0017 号"),
    ("wrong", "登记的面积为 80 平方米"),
    ("right", "面积应为 88 平方米"),
    ("proof", "测绘报告"),
    ("evidence", ""),
    ("text", "已超过期限，尚未收到答复。"),
    ("sure", "yes"),
];

/// A question as a handler would show it: faults only of its own fields.
fn ask(album: &Album, page: &'static str, sample: &'static str, question: Question) {
    let question = if question.has_errors {
        let summary = album.faults_in(ANSWERS, &question.form.to_string());
        Question { summary, ..question }
    } else {
        question
    };
    album.portal(page, sample, &question);
}

fn questions(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let long = p.long();
    let extreme_answers: Vec<(&str, &str)> = ANSWERS.iter().map(|(name, _)| (*name, long.as_str())).collect();
    let sets = [
        ("empty", Entered::default()),
        ("typical", album.entered(ANSWERS, false)),
        ("extreme", album.entered(&extreme_answers, true)),
    ];
    for (sample, entered) in &sets {
        let sample: &'static str = sample;
        let is_extreme = sample == "extreme";
        let step = Step { urls: &urls, token: "sample-token", entered, is_change: sample == "typical" };
        let agencies = match sample {
            "empty" => vec![("a".to_owned(), p.s("云州市数据资源管理局"))],
            "typical" => ["云州市数据资源管理局", "云州市人民政府办公室", "青石县住房和城乡建设局"]
                .iter()
                .zip(["city-data", "gov-office", "county-housing"])
                .map(|(name, code)| (code.to_owned(), p.s(name)))
                .collect(),
            _ => (0..300).map(|n| (format!("agency-{n}"), p.name40())).collect::<Vec<_>>(),
        };
        ask(album, "portal/apply-agency", sample, step.agency(&agencies, is_extreme));
        ask(album, "portal/apply-who", sample, step.who());
        ask(album, "portal/apply-what", sample, step.what(if is_extreme { 12 } else { 1 }));
        ask(album, "portal/apply-receive", sample, step.receive());
        let whose = ProofOf {
            is_organisation: is_extreme,
            has_representative: is_extreme,
            has_guardian: !is_extreme,
            has_agent: is_extreme,
        };
        ask(album, "portal/apply-proof", sample, step.proof(whose, LIMIT, &[]));
        ask(album, "portal/apply-robot", sample, apply::plain_question(&step, &p.s("三加四等于几？")));
        let asking = Asking { urls: &urls, token: "sample-token", entered };
        let number = if is_extreme {
            p.s("依申请〔2025〕第00017号（数据资源）")
        } else {
            "2025-0017".to_owned()
        };
        let original = if is_extreme { p.long() } else { p.s("近几年企业的数据") };
        let asked = p.s("一、请明确“近几年”所指的年度；\n二、请明确“企业的数据”是指数量、产值还是其他指标。");
        let until = on(2025, 10, 22);
        let explained = Explained {
            heading: p.s("重新取得查询码"),
            paragraphs: if is_extreme {
                vec![p.long(), p.unbroken()]
            } else {
                vec![p.s("请到受理窗口补发。")]
            },
            ways: vec![Link::new("查询进度", urls.track()), Link::new("返回首页", urls.home())],
            office: office(album, is_extreme),
            door: crate::chrome::Door::Track,
        };
        album.portal("portal/explained", sample, &explained);
        ask(album, "portal/track", sample, asking.track());
        ask(
            album,
            "portal/lost-code",
            sample,
            asking.lost_code(WaysOut { mail: true, text_messages: is_extreme }),
        );
        let last = if is_extreme { None } else { Some(&until) };
        let several = if is_extreme { 3 } else { 1 };
        let matters: Vec<(u32, String)> = (1..=several).map(|at| (at, original.clone())).collect();
        let files = if is_extreme { vec![p.s("补充说明.pdf")] } else { Vec::new() };
        let correct = asking.correct(&number, &asked, &matters, last, LIMIT, &files);
        ask(album, "portal/correct", sample, correct);
        ask(album, "portal/reasons", sample, asking.reasons(&number, &original, last));
        ask(album, "portal/withdraw", sample, asking.withdraw(&number, &original, 2));
        let question = p.s("三加四等于几？");
        let question = is_extreme.then_some(question.as_str());
        let (to, others) = (urls.complain(), urls.complain_agency());
        let others = is_extreme.then_some(others.as_str());
        let filling = Filling { urls: &urls, token: "sample-token", entered, question, action: &to, others };
        let agency = if is_extreme { p.name40() } else { p.s("市数据局") };
        ask(album, "portal/complain", sample, filling.complain(&agency, &p.s("云州市人民政府办公室")));
        let kept = if is_extreme { vec![p.s("不动产权证书.pdf"), p.unbroken()] } else { Vec::new() };
        ask(album, "portal/correct-record", sample, filling.correct_record(&agency, LIMIT, &kept));
        for (page, matter) in
            [("portal/complain-agency", Matter::Complaint), ("portal/correct-record-agency", Matter::Record)]
        {
            let chooser = Chooser { urls: &urls, entered, matter };
            let many = if is_extreme { 20 } else { 3 };
            let agencies = (0..many).map(|at| (format!("a{at}"), p.name40())).collect();
            ask(album, page, sample, chooser.page(agencies, Some(&number)));
        }
    }
}
