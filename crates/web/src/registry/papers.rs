//! Samples of the notice editor, of the review, of a conflict, of messages.
//!
//! Not here: what a paper says (`gongkai-domain`).

use super::actions::{head, table};
use super::{Album, at, on};
use crate::chrome::Place;
use crate::components::{Chip, Choice, Control, Empty, Entered, ErrorSummary, Fact, Facts, Form, Link};
use crate::pages::desk::application::LogLine;
use crate::pages::desk::conflict::Conflict;
use crate::pages::desk::editor::{Editor, Part, Piece, Preview};
use crate::pages::desk::messages::{MessageItem, Messages};
use crate::pages::desk::review::{DiffLine, Queue, Review, Waiting};

pub(super) fn add(album: &Album) {
    editor(album);
    review(album);
    conflict(album);
    messages(album);
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
        returned: None,
        separates: None,
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
        returned: Some((p.s("合法性审核"), vec![p.long()])),
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
        since: at(10, 21, 9, 30),
        chip,
        due: Some(on(2025, 10, 27)),
    };
    let typical = Queue {
        done: Some(
            p.s("已签署依申请〔2025〕17号《政府信息公开告知书》：工作机构审核。下一步：保密审查（周正）。"),
        ),
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
        &Queue { done: None, waiting: Vec::new(), own: 0, empty },
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
        files: Some(table(
            album,
            "released",
            "随答复提供的文件（打开会留痕）",
            &["文件", "大小", "页数", "区分处理", "上传"],
            &[&["项目采购合同（遮盖后）.pdf", "1.2 MB", "18 页", "已作区分处理", "李敏"]],
        )),
        chain,
        form: form(&Entered::default()),
        reasons: Vec::new(),
        is_only_returned: false,
        summary: ErrorSummary::default(),
        has_errors: false,
    };
    album.desk("desk/review", "typical", Some(Place::Review), &page);
    let empty = Review {
        lines: Vec::new(),
        files: None,
        parts: parts(album, false),
        facts: Facts::new(vec![Fact::given("拟办意见", "")]),
        reasons: vec![p.s("这是您自己起草的文书"), p.s("合法性审核应当由法制机构人员签署")],
        ..page.clone()
    };
    album.desk("desk/review", "empty", Some(Place::Review), &empty);
    let returning = Review {
        reasons: vec![p.s("“会签”与“签发”应当由不同的人作出")],
        is_only_returned: true,
        ..page.clone()
    };
    album.desk("desk/review", "returning", Some(Place::Review), &returning);
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

fn conflict(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let change = |who: &str, words: &str| LogLine {
        at: at(10, 22, 10, 31),
        who: p.s(who),
        words: p.s(words),
        said: Vec::new(),
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

fn messages(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let item = |heading: &str, lines: &[&str], is_new: bool, link: Option<Link>| MessageItem {
        heading: p.s(heading),
        lines: lines.iter().map(|line| p.s(line)).collect(),
        at: at(10, 22, 8, 0),
        is_new,
        link,
    };
    let case = Link::new("查看申请", urls.application("SQ202500017ABCD"));
    let pressing = [
        "截至2025年10月22日，您承办或者负责确认的政府信息公开申请中：",
        "已超过答复期限：1件（依申请〔2025〕12号）",
        "今日到期：2件（依申请〔2025〕14号、依申请〔2025〕15号）",
    ];
    let arrived = ["2025年10月21日收到申请 SQ202500017ABCD。", "请尽快与申请人确认。"];
    let typical = Messages {
        urls: urls.clone(),
        items: vec![
            item("申请办理提醒：超期1件、今日到期2件", &pressing, true, None),
            item("收到新的申请，请与申请人确认", &arrived, false, Some(case.clone())),
        ],
        unread: 1,
        newest: Some("01920000-0000-7000-8000-000000000000".to_owned()),
        token: "sample-token".to_owned(),
        older: Some(format!("{}?before=01920000-0000-7000-8000-000000000001", urls.messages())),
        empty: Empty {
            words: "没有消息".to_owned(),
            reason: "有申请临期、超期或者需要确认时，系统会在这里提醒您。".to_owned(),
            way: Some(Link::new("查看待办", urls.desk())),
        },
    };
    album.desk("desk/messages", "typical", Some(Place::Messages), &typical);
    let empty = Messages { items: Vec::new(), unread: 0, newest: None, older: None, ..typical.clone() };
    album.desk("desk/messages", "empty", Some(Place::Messages), &empty);
    let numbers = vec!["依申请〔2025〕10000号"; 20].join("、");
    let line = format!("已超过答复期限：3000件（{numbers}等）");
    let lines = [line.as_str(), &p.long(), &p.unbroken()];
    let many = (0..30).map(|_| item(&p.name40(), &lines, true, Some(case.clone()))).collect();
    let extreme = Messages { items: many, unread: 365, ..typical };
    album.desk("desk/messages", "extreme", Some(Place::Messages), &extreme);
}
