//! Samples of the pages for citizens after the questions: the answers to check, the receipt, the way of a case, failures.
//!
//! Not here: the pages before (`super::portal`), those of the office (`super::desk`, `super::actions`).

use super::portal::office;
use super::{Album, at, day, on};
use crate::components::{Chip, ClockView, Confirmation, Fact, Facts, Form, Link, Remedy, Steps};
use crate::pages::portal::apply;
use crate::pages::portal::check::{Answers, Check, Receipt};
use crate::pages::portal::failure::{Failure, Status};
use crate::pages::portal::track::{Done, Happened, Outcome, Tracked, TrackedPaper, Turn};
use gongkai_deadline::timeline::Event;

pub(super) fn add(album: &Album) {
    after(album);
    track(album);
    failures(album);
}

fn after(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let answers = |id: &str, heading: &str, rows: Vec<Fact>| Answers {
        id: id.to_owned(),
        heading: heading.to_owned(),
        facts: Facts::new(rows),
    };
    let check = Check {
        caption: apply::caption(6),
        back: urls.apply_proof(),
        answers: vec![
            answers(
                "who",
                "申请人",
                vec![
                    Fact::text("类别", p.s("公民（自然人）")).change(urls.apply_who()),
                    Fact::text("姓名", p.s("王建国")).change(urls.apply_who()),
                    Fact::text("联系电话", p.s("139****0000")).change(urls.apply_who()),
                    Fact::given("电子邮箱", "").change(urls.apply_who()),
                ],
            ),
            answers(
                "what",
                "申请内容",
                vec![
                    Fact::text("第 1 项", p.s("2024、2025两个年度本市中小企业数量，按行业分列"))
                        .change(urls.apply_what()),
                    Fact::text("第 2 项", p.s("云数函〔2025〕12号")).change(urls.apply_what()),
                    Fact::text("形式", p.s("电子文件")).change(urls.apply_what()),
                ],
            ),
            answers(
                "receive",
                "接收方式",
                vec![Fact::text("方式", p.s("在本网站凭查询码领取")).change(urls.apply_receive())],
            ),
            answers(
                "proof",
                "身份证明",
                vec![Fact::text("居民身份证", p.s("已上传 1 个文件")).change(urls.apply_proof())],
            ),
        ],
        suggestion: None,
        form: Form {
            action: urls.apply_check(),
            token: "sample-token".into(),
            submit: "提交申请".into(),
            has_trap: true,
            ..Form::default()
        },
    };
    album.portal("portal/apply-check", "typical", &check);
    let blank = |id: &str, heading: &str, term: &str, href: String| {
        answers(id, heading, vec![Fact::given(term, "").change(href)])
    };
    let empty = Check {
        answers: vec![
            blank("who", "申请人", "姓名", urls.apply_who()),
            blank("what", "申请内容", "信息名称", urls.apply_what()),
        ],
        ..check.clone()
    };
    album.portal("portal/apply-check", "empty", &empty);
    let many =
        (1..=40).map(|n| Fact::text(format!("第 {n} 项"), p.long()).change(urls.apply_what())).collect();
    let suggestion = Some(p.s("您一次申请了 40 项。分开提交通常答复得更快，但不是必须，可以直接提交。"));
    let extreme = Check {
        answers: vec![
            answers(
                "who",
                "申请人",
                vec![
                    Fact::text("名称", p.name40()).change(urls.apply_who()),
                    Fact::text("电子邮箱", p.unbroken()).change(urls.apply_who()),
                ],
            ),
            answers("what", "申请内容", many),
        ],
        suggestion,
        ..check
    };
    album.portal("portal/apply-check", "extreme", &extreme);

    let due = gongkai_deadline::due_for(
        "reply",
        day(2025, 9, 16),
        &album.calendar,
        &gongkai_deadline::DueOptions::default(),
    )
    .ok();
    let planned = due.as_ref().map(|due| crate::day::Day::of(due.on));
    let receipt = Receipt {
        urls: urls.clone(),
        confirmation: Confirmation {
            heading: "申请已经提交".to_owned(),
            keep: vec![
                ("申请编号".to_owned(), p.s("W2025091600231")),
                ("查询码".to_owned(), p.s("K7PM-3XQW")),
            ],
        },
        arrived_at: at(9, 16, 14, 5),
        due: None,
        planned,
        steps: due.as_ref().map(Steps::of).unwrap_or_default(),
        next: vec![
            p.s("下一个工作日内，工作人员通过电话 139****0000 与您确认收到；双方确认之日起计算答复期限。"),
            p.s("内容不明确或者缺少身份证明的，会一次性告知您补正。"),
            p.s("答复作出后，短信提醒您凭编号和查询码领取。"),
        ],
        office: office(album, false),
        document: Some(Link::new("下载回执（PDF）", urls.receipt("W2025091600231.pdf"))),
        is_code_shown: true,
    };
    album.portal("portal/receipt", "typical", &receipt);
    let empty = Receipt {
        planned: None,
        steps: Steps::default(),
        next: vec![p.s("等待确认。")],
        office: Facts::default(),
        document: None,
        is_code_shown: false,
        ..receipt.clone()
    };
    album.portal("portal/receipt", "empty", &empty);
    let extreme = Receipt {
        confirmation: Confirmation {
            heading: "申请已经提交".to_owned(),
            keep: vec![("申请编号".to_owned(), p.unbroken()), ("查询码".to_owned(), p.unbroken())],
        },
        due: Some(on(2025, 10, 27)),
        planned: None,
        office: office(album, true),
        next: vec![p.long(), p.unbroken()],
        ..receipt
    };
    album.portal("portal/receipt", "extreme", &extreme);

    let done = |heading: &str, next: Vec<String>, office: Facts| Done {
        confirmation: Confirmation { heading: p.s(heading), keep: Vec::new() },
        next,
        ways: vec![Link::new("查看申请", urls.tracked("2025-0017", "")), Link::new("返回首页", urls.home())],
        office,
    };
    album.portal(
        "portal/done",
        "typical",
        &done(
            "补正已经提交",
            vec![p.s("本机关收到补正之日起重新计算答复期限，新的期限可在查询页看到。")],
            office(album, false),
        ),
    );
    album.portal(
        "portal/done",
        "empty",
        &done("新的查询码已经发送", vec![p.s("如果信息一致，几分钟内会收到。")], Facts::default()),
    );
    album.portal(
        "portal/done",
        "extreme",
        &done(&p.name40(), vec![p.long(), p.unbroken()], office(album, true)),
    );
}

fn track(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let today = day(2025, 10, 22);
    let happened = |m: u32, d: u32, words: &str, effect: Option<&str>| Happened {
        on: on(2025, m, d),
        words: p.s(words),
        effect: effect.map(|e| p.s(e)),
    };
    let clock = album.clock(today);
    let due = clock.as_ref().and_then(|clock| clock.due.clone());
    let base = Tracked {
        number: "2025-0017".to_owned(),
        subject: p.s("2024、2025两个年度本市中小企业数量，按行业分列"),
        chip: Chip::DueSoon(3),
        turn: Turn::Office,
        turn_words: p.s("正在拟制答复，由政务公开科承办。您不需要做什么。"),
        due: due.as_ref().map(|due| crate::day::Day::of(due.on)),
        left: Some(p.s("还剩 3 个工作日")),
        clock: clock.as_ref().and_then(|clock| ClockView::of(clock, &album.calendar, today, "clock")),
        stretches: Vec::new(),
        steps: due.as_ref().map(Steps::of).unwrap_or_default(),
        happened: vec![
            happened(9, 15, "网上提交申请", None),
            happened(9, 16, "双方确认收到，登记编号 2025-0017", Some("自次日起计算答复期限（第三十一条）")),
            happened(9, 23, "征求其他机关意见", Some("不计入答复期限（第三十三条第三款）")),
            happened(9, 29, "收到意见", Some("继续计算答复期限")),
        ],
        outcomes: Vec::new(),
        papers: vec![TrackedPaper {
            title: p.s("政府信息公开申请登记回执"),
            number: None,
            on: on(2025, 9, 16),
            files: vec![Link::new("PDF", urls.tracked("2025-0017", "papers/receipt.pdf"))],
        }],
        remedy: None,
        actions: vec![
            Link::new("补正申请内容", urls.tracked("2025-0017", "correct")),
            Link::new("撤回申请", urls.tracked("2025-0017", "withdraw")),
            Link::new("投诉、举报", urls.complain()),
        ],
        office: office(album, false),
        done: None,
    };
    album.portal("portal/tracked", "typical", &base);
    let empty = Tracked {
        number: "W2025091600231".to_owned(),
        chip: Chip::Unconfirmed,
        turn_words: p.s("等待工作人员与您确认收到。"),
        due: None,
        left: None,
        clock: None,
        steps: Steps::default(),
        happened: vec![happened(9, 15, "网上提交申请", None)],
        papers: Vec::new(),
        actions: Vec::new(),
        office: Facts::default(),
        ..base.clone()
    };
    album.portal("portal/tracked", "empty", &empty);
    let correction = Tracked {
        chip: Chip::AwaitingCorrection,
        turn: Turn::You,
        turn_words: p.s("请在2025年10月22日（周三）前补正申请内容。逾期没有正当理由的，视为放弃申请。"),
        clock: None,
        steps: Steps::default(),
        due: None,
        left: None,
        done: Some(p.s("查询码已经更换。")),
        ..base.clone()
    };
    album.portal("portal/tracked", "correction", &correction);
    let replied = day(2025, 10, 17);
    let mut events = vec![Event::Received { on: day(2025, 9, 16) }];
    events.push(Event::Replied { on: replied });
    let clock = album.clock_of(&events, replied);
    let answered = Tracked {
        chip: Chip::OnTime,
        turn: Turn::Nobody,
        actions: vec![Link::new("投诉、举报", urls.complain())],
        turn_words: p.s("答复书已于2025年10月17日送达。"),
        due: None,
        left: None,
        clock: clock.as_ref().and_then(|clock| ClockView::of(clock, &album.calendar, replied, "clock")),
        outcomes: vec![
            Outcome { matter: p.s("第 1 项"), words: p.s("部分公开：供应商未公开的技术方案属于商业秘密，不予提供") },
            Outcome { matter: p.s("第 2 项"), words: p.s("予以公开") },
        ],
        papers: vec![
            TrackedPaper { title: p.s("政府信息部分公开告知书"), number: Some(p.s("云数公开告〔2025〕12号")), on: on(2025, 10, 17), files: vec![Link::new("PDF", urls.tracked("2025-0017", "papers/reply.pdf"))] },
            TrackedPaper { title: p.s("附件：中小企业数量统计表"), number: None, on: on(2025, 10, 17), files: vec![Link::new("XLSX", urls.tracked("2025-0017", "papers/1.xlsx")), Link::new("PDF", urls.tracked("2025-0017", "papers/1.pdf"))] },
        ],
        remedy: Some(Remedy {
            paragraphs: vec![
                p.s("对其中不予公开部分不服的，应当自收到本告知书之日起60日内先向云州市人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。"),
                p.s("对其余部分不服的，可以自收到本告知书之日起60日内向云州市人民政府申请行政复议，或者自收到本告知书之日起6个月内向云州市和平区人民法院提起行政诉讼。"),
            ],
            until: vec![("申请行政复议".to_owned(), on(2025, 12, 16))],
            counted: p.s("自您收到答复之日起算，以实际收到之日为准"),
        }),
        ..base.clone()
    };
    album.portal("portal/tracked", "answered", &answered);
    let late = day(2025, 11, 20);
    let clock = album.clock(late);
    let extreme = Tracked {
        number: p.s("依申请〔2025〕第00017号（数据资源）"),
        subject: p.long(),
        chip: Chip::Overdue(18),
        turn_words: p.s("答复期限已过，本机关应当尽快答复。您可以投诉，也可以申请行政复议或者提起诉讼。"),
        left: Some(p.s("已超过 18 个工作日")),
        clock: clock.as_ref().and_then(|clock| ClockView::of(clock, &album.calendar, late, "clock")),
        happened: (1..=28).map(|d| happened(10, d, &p.name40(), Some("办理记录"))).collect(),
        papers: (0..40)
            .map(|_| TrackedPaper {
                title: p.name40(),
                number: Some(p.unbroken()),
                on: on(2025, 10, 24),
                files: vec![Link::new("PDF", urls.tracked("a", "b.pdf"))],
            })
            .collect(),
        office: office(album, true),
        ..base
    };
    album.portal("portal/tracked", "extreme", &extreme);
}

fn failures(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    for status in Status::EVERY {
        let page = match status.code() {
            400 => "portal/error-400",
            403 => "portal/error-403",
            404 => "portal/error-404",
            405 => "portal/error-405",
            410 => "portal/error-410",
            413 => "portal/error-413",
            429 => "portal/error-429",
            500 => "portal/error-500",
            _ => "portal/error-503",
        };
        let failure = Failure::new(status, &urls);
        album.portal(page, "empty", &Failure { ways: Vec::new(), ..failure.clone() });
        let typical =
            Failure { phone: Some(p.s("0999-8123456")), request: Some(p.s("01J9ZK3T7Q")), ..failure.clone() };
        album.portal(page, "typical", &typical);
        let more = Some(p.s("请在 10 分钟后再试。"));
        album.portal(page, "extreme", &Failure { more, request: Some(p.unbroken()), ..typical });
    }
}
