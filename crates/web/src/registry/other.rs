//! Samples of the pages of challenges, record corrections and complaints.
//!
//! Not here: whether a step may be taken.

use super::actions::table;
use super::{Album, at, on};
use crate::chrome::Place;
use crate::components::parts::{Blocked, Choosable};
use crate::components::{
    Actions, Cell, Chip, Choice, Empty, Entered, Fact, Facts, Head, Link, Row, Steps, Table, Value,
};
use crate::pages::Question;
use crate::pages::desk::application::{CaseHead, CasePaper, LogLine};
use crate::pages::desk::editor::{Part, Piece, Preview};
use crate::pages::desk::ledger::LedgerFilter;
use crate::pages::desk::other::challenge::{self, Offered};
use crate::pages::desk::other::{
    ClockLine, OtherConflict, OtherList, OtherPage, StepPage, Stepping, complaint, record,
};
use crate::pages::portal::other::Followed;
use crate::pages::portal::track::Happened;
use gongkai_deadline::{DueOptions, due_for, statute};
use gongkai_domain::challenge::{Action, Forum};
use gongkai_domain::complaint::Action as ComplaintAction;
use gongkai_domain::notice::Procedural;
use gongkai_domain::record_correction::Action as RecordAction;

/// The three samples of a page.
const SETS: [&str; 3] = ["empty", "typical", "extreme"];

pub(super) fn add(album: &Album) {
    lists(album);
    pages(album);
    forms(album);
    steps(album);
    conflict(album);
    portal(album);
}

/// The challenges of an application.
pub(super) fn challenges_table(album: &Album) -> Table {
    let p = album.pen;
    let urls = album.urls();
    let row = Row::new(
        Cell::Link(Link::new(p.s("云政复〔2025〕31号"), urls.challenge("31", ""))),
        vec![
            Cell::Text("行政复议".to_owned()),
            Cell::Link(Link::new("2025-0017", urls.application("2025-0017"))),
            Cell::Text("待答复（答辩）".to_owned()),
            Cell::Chip(Chip::DueSoon(3)),
            Cell::Day(on(2025, 10, 27)),
            Cell::None,
            Cell::Text(p.s("孙立群")),
        ],
    );
    let heads = ["案号", "类型", "所涉申请", "状态", "期限情况", "期限", "结果", "承办人"];
    Table {
        id: "challenges".to_owned(),
        caption: "行政复议、行政诉讼".to_owned(),
        heads: heads.into_iter().map(Head::new).collect(),
        rows: vec![row],
        foot: None,
        is_dense: true,
    }
}

fn lists(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let kinds = [
        ("desk/challenges", Place::Challenges, "行政复议、行政诉讼", urls.challenges(), urls.challenge_new()),
        (
            "desk/record-corrections",
            Place::RecordCorrections,
            "信息更正",
            urls.record_corrections(),
            urls.record_correction_new(),
        ),
        ("desk/complaints", Place::Complaints, "投诉举报", urls.complaints(), urls.complaint_new()),
    ];
    for (page, place, heading, action, new) in kinds {
        for sample in SETS {
            let mut table = challenges_table(album);
            match sample {
                "empty" => table.rows.clear(),
                "extreme" => {
                    let row = Row::new(
                        Cell::Text(p.unbroken()),
                        vec![Cell::Text(p.long()), Cell::Chip(Chip::Overdue(18)), Cell::Text(p.name40())],
                    );
                    table.rows = (0..40).map(|_| challenges_table(album).rows.remove(0)).collect();
                    table.rows.push(Row { cells: pad(row.cells), ..row });
                }
                _ => {}
            }
            let filter = LedgerFilter {
                name: "open".to_owned(),
                label: "办理情况".to_owned(),
                choices: vec![Choice::new("open", "未办结"), Choice::new("closed", "已办结")],
                chosen: if sample == "typical" { "open".to_owned() } else { String::new() },
            };
            let list = OtherList {
                heading: heading.to_owned(),
                lead: p.s("按结果计入年度报告第四部分。"),
                new: (sample != "empty").then(|| Link::new(format!("登记{heading}"), new.clone())),
                action: action.clone(),
                filters: vec![filter],
                table,
                more: (sample == "extreme").then(|| action.clone()),
                empty: Empty {
                    words: "没有符合条件的案件".to_owned(),
                    reason: p.s("收到受理（立案）通知后登记。"),
                    way: None,
                },
            };
            album.desk(page, sample, Some(place), &list);
        }
    }
}

fn pad(mut cells: Vec<Cell>) -> Vec<Cell> {
    cells.resize(7, Cell::None);
    cells
}

fn head(album: &Album, is_extreme: bool) -> CaseHead {
    let p = album.pen;
    CaseHead {
        number: p.s("待答复（答辩）"),
        subject: if is_extreme { p.long() } else { p.s("云政复〔2025〕31号") },
        applicant: p.s("行政复议"),
        chip: if is_extreme { Chip::Overdue(18) } else { Chip::DueSoon(3) },
        due: Some(on(2025, 10, 27)),
        due_words: p.s("提交答复（答辩）和证据，余 3 个工作日"),
        version: "3".to_owned(),
    }
}

fn clock(album: &Album) -> Vec<ClockLine> {
    let received = super::day(2025, 10, 11);
    let limit = &statute::RECONSIDERATION_ANSWER;
    let due = due_for(limit.key, received, &album.calendar, &DueOptions::default());
    let line = |due: gongkai_deadline::Due| ClockLine {
        name: "提交答复（答辩）和证据".to_owned(),
        on: crate::day::Day::of(due.on),
        chip: Chip::DueSoon(3),
        note: format!("{}，{}", due.article, due.length),
        steps: Steps::of(&due),
    };
    due.ok().map(line).into_iter().collect()
}

/// Papers that organ and court sent.
fn court_papers(album: &Album) -> Table {
    let p = album.pen;
    let row = |name: &str, kind: &str, on: crate::day::Day| {
        let first = Cell::Link(Link::new(p.s(name), "files/1"));
        Row::new(first, vec![Cell::Text(p.s(kind)), Cell::Day(on)])
    };
    Table {
        id: "files".to_owned(),
        caption: "复议机关、法院送达的文书（打开会留痕）".to_owned(),
        heads: ["文件", "文书", "收到日期"].into_iter().map(Head::new).collect(),
        rows: vec![
            row("应诉通知书.pdf", "应诉通知书", on(2025, 10, 9)),
            row("起诉状.pdf", "起诉状副本", on(2025, 10, 9)),
        ],
        foot: None,
        is_dense: true,
    }
}

fn case_page(album: &Album, sample: &str) -> OtherPage {
    let p = album.pen;
    let urls = album.urls();
    let is_extreme = sample == "extreme";
    let is_empty = sample == "empty";
    let action = |words: &str, is_next: bool| Choosable {
        link: Link::new(words, urls.challenge("31", "answer")),
        effect: None,
        is_next,
    };
    let log = |words: &str| LogLine {
        at: at(10, 11, 9, 30),
        who: p.s("孙立群"),
        words: p.s(words),
        said: Vec::new(),
    };
    OtherPage {
        title: if is_extreme { p.long() } else { p.s("云政复〔2025〕31号") },
        meta: vec![p.s("行政复议"), p.s("被申请人（被告）"), p.s("承办人 孙立群")],
        chip: if is_extreme { Chip::Overdue(18) } else { Chip::DueSoon(3) },
        token: "sample-token".to_owned(),
        reissue: is_extreme.then(|| urls.complaint("TS1", "reissue-code")),
        reveal: is_extreme.then(|| (urls.complaint("TS1", "reveal"), p.s("显示投诉人信息（将留痕）"))),
        revealed: is_extreme.then(|| Facts::new(vec![Fact::text("姓名", p.s("王建国"))])),
        due: (!is_empty).then(|| (on(2025, 10, 27), p.s("提交答复（答辩）和证据，余 3 个工作日"))),
        is_overdue: is_extreme,
        facts: Facts::new(vec![
            Fact::new("所涉申请", Value::Link(Link::new("2025-0017", urls.application("2025-0017")))),
            Fact::text("针对", "本机关的答复"),
            Fact::text("处理结果", if is_extreme { p.long() } else { p.s("尚未审结") }),
        ]),
        clocks: if is_empty { Vec::new() } else { clock(album) },
        has_papers: true,
        papers: if is_empty {
            Vec::new()
        } else {
            vec![CasePaper {
                title: p.s("行政复议答复书"),
                number: None,
                state: "已制发".to_owned(),
                on: on(2025, 10, 20),
                files: vec![Link::new("PDF", urls.challenge("31", "papers/1.pdf"))],
                is_void: false,
            }]
        },
        files: (!is_empty).then(|| court_papers(album)),
        volume: Some(Link::new("导出本案卷宗", "volume.zip")),
        log: vec![log("收到副本"), log(if is_extreme { "长的经过" } else { "登记案件" })],
        actions: Actions {
            open: vec![action("提交答复（答辩）", true), action("登记裁判（决定）", false)],
            blocked: vec![Blocked {
                words: p.s("归档"),
                reasons: vec![p.s("案件处于“待答复（答辩）”，不能归档")],
            }],
        },
        done: is_extreme.then(|| p.s("已办理：登记收到副本。")),
        crumbs: vec![Link::new("复议诉讼", urls.challenges())],
    }
}

fn pages(album: &Album) {
    for sample in SETS {
        for (page, place) in [
            ("desk/challenge", Place::Challenges),
            ("desk/record-correction", Place::RecordCorrections),
            ("desk/complaint", Place::Complaints),
        ] {
            album.desk(page, sample, Some(place), &case_page(album, sample));
        }
    }
}

/// Values for all fields that the forms have between them.
const FIELDS: &[(&str, &str)] = &[
    ("forum", "reconsideration"),
    ("role", "respondent"),
    ("challenged", "reply"),
    ("applications", "2025-0017"),
    ("after", "a"),
    ("on", "2025-10-11"),
    ("case_number", "云政复〔2025〕31号"),
    ("procedure", "ordinary"),
    ("words", "请求撤销告知书并责令重新答复"),
    ("handler", "a"),
    ("papers", "evidence_list"),
    ("leader", "yes"),
    ("received_on", "2025-10-14"),
    ("decision", "reconsideration_maintained"),
    ("redo", "none"),
    ("days", "20"),
    ("by", "2025-11-14"),
    ("side", "agency"),
    ("outcome", "upheld"),
    ("same", "no"),
    ("causes", "facts"),
    ("application", "a"),
    ("kind", "evidence_list"),
    ("arrived_on", "2025-10-11"),
    ("name", "王建国"),
    ("number", "99990119700101001X"),
    ("phone", "13900000000"),
    ("record", "不动产登记簿第 0017 号"),
    ("wrong", "登记的面积为 80 平方米"),
    ("right", "面积应为 88 平方米"),
    ("proof", "测绘报告"),
    ("subject", "not_published"),
    ("against", "a"),
    ("text", "2024年度预算没有公开"),
    ("finding", "proven"),
    ("rectify_by", "2025-11-14"),
    ("competent_agency", "云州市公安局"),
];

fn sets(album: &Album) -> [(&'static str, Entered, bool); 3] {
    let long = album.pen.long();
    let extreme: Vec<(&str, &str)> = FIELDS.iter().map(|(name, _)| (*name, long.as_str())).collect();
    [
        ("empty", Entered::default(), false),
        ("typical", album.entered(FIELDS, false), false),
        ("extreme", album.entered(&extreme, true), true),
    ]
}

fn choices(album: &Album, is_extreme: bool) -> Vec<Choice> {
    let p = album.pen;
    let name = if is_extreme { p.name40() } else { p.s("孙立群") };
    let many = if is_extreme { 60 } else { 2 };
    (0..many)
        .map(|n| Choice::new(if n == 0 { "a".to_owned() } else { n.to_string() }, name.clone()))
        .collect()
}

fn forms(album: &Album) {
    let urls = album.urls();
    for (sample, entered, is_extreme) in sets(album) {
        let some = choices(album, is_extreme);
        let pages: [(&'static str, Place, Question); 3] = [
            (
                "desk/challenge-new",
                Place::Challenges,
                challenge::open(&urls, "sample-token", "once", &entered, some.clone()),
            ),
            (
                "desk/record-correction-new",
                Place::RecordCorrections,
                record::open(&urls, "sample-token", "once", &entered),
            ),
            (
                "desk/complaint-new",
                Place::Complaints,
                complaint::open(&urls, "sample-token", "once", &entered, some),
            ),
        ];
        for (page, place, question) in pages {
            let question = if question.has_errors {
                Question { summary: question.summary.of_fields(), ..question }
            } else {
                question
            };
            album.desk(page, sample, Some(place), &question);
        }
    }
}

fn steps(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    for (sample, entered, is_extreme) in sets(album) {
        let head = head(album, is_extreme);
        let at = Stepping {
            token: "sample-token",
            head: &head,
            entered: &entered,
            action: urls.challenge("31", "answer"),
            back: urls.challenge("31", ""),
            crumbs: vec![Link::new("复议诉讼", urls.challenges())],
        };
        let what_if =
            table(album, "what-if", "如果今日收到副本", &["程序", "期限"], &[&["普通程序", "10月27日"]]);
        let offered = |forum| Offered {
            forum,
            people: choices(album, is_extreme),
            applications: Vec::new(),
            what_if: is_extreme.then(|| what_if.clone()),
        };
        let suit = |action| challenge::step(&at, action, &offered(Forum::DirectSuit));
        let review = |action| challenge::step(&at, action, &offered(Forum::Reconsideration));
        let people = || choices(album, is_extreme);
        let all: Vec<(&'static str, StepPage)> = vec![
            ("desk/challenge-receive-copy", review(Action::ReceiveCopy)),
            ("desk/challenge-procedure", review(Action::ChangeProcedure)),
            ("desk/challenge-extension", review(Action::ExtendDecision)),
            ("desk/challenge-number", review(Action::RecordNumber)),
            ("desk/challenge-assign", review(Action::Assign)),
            ("desk/challenge-answer", suit(Action::FileAnswer)),
            ("desk/challenge-hearing", suit(Action::RecordHearing)),
            ("desk/challenge-stay", review(Action::Stay)),
            ("desk/challenge-resume", review(Action::Resume)),
            ("desk/challenge-decision", review(Action::RecordDecision)),
            ("desk/challenge-appeal", suit(Action::RecordAppeal)),
            ("desk/challenge-appeal-decision", suit(Action::RecordAppealDecision)),
            ("desk/challenge-finality", suit(Action::RecordFinality)),
            ("desk/challenge-redo", review(Action::RecordRedo)),
            ("desk/challenge-lesson", review(Action::NoteLesson)),
            ("desk/challenge-archive", review(Action::Archive)),
            (
                "desk/challenge-reopen",
                challenge::reopen(&at, people(), &p.s("2025年11月14日（周五）"), is_extreme),
            ),
            (
                "desk/challenge-choose-paper",
                challenge::choose_paper(&at, &[Procedural::ReconsiderationAnswer, Procedural::EvidenceList]),
            ),
            ("desk/challenge-choose-step", challenge::choose_step(&at, people())),
            (
                "desk/challenge-rectify",
                challenge::rectify(
                    &at,
                    (&p.s("登记裁判（决定）（2025年9月30日）：撤销"), Some(Action::RecordDecision)),
                    (true, true),
                    Vec::new(),
                    &offered(Forum::Reconsideration),
                ),
            ),
            (
                "desk/challenge-rectify-opening",
                challenge::rectify(
                    &at,
                    (&p.s("登记案件（2025年9月16日）：行政复议"), None),
                    (true, false),
                    people(),
                    &offered(Forum::DirectSuit),
                ),
            ),
            ("desk/challenge-void", review(Action::Void)),
            ("desk/record-correction-void", record::step(&at, RecordAction::VoidPaper, people())),
            ("desk/record-correction-serve", record::step(&at, RecordAction::Serve, people())),
            ("desk/record-correction-receipt", record::step(&at, RecordAction::RecordReceipt, people())),
            ("desk/record-correction-return", record::step(&at, RecordAction::RecordReturn, people())),
            ("desk/complaint-void", complaint::step(&at, ComplaintAction::VoidAnswer, people())),
            ("desk/record-correction-evidence", record::step(&at, RecordAction::RecordEvidence, people())),
            ("desk/record-correction-examine", record::step(&at, RecordAction::Examine, people())),
            ("desk/record-correction-decide", record::step(&at, RecordAction::Decide, people())),
            ("desk/record-correction-withdraw", record::step(&at, RecordAction::Withdraw, people())),
            ("desk/complaint-investigate", complaint::step(&at, ComplaintAction::Investigate, people())),
            ("desk/complaint-finding", complaint::step(&at, ComplaintAction::RecordFinding, people())),
            ("desk/complaint-answer", complaint::step(&at, ComplaintAction::Answer, people())),
            ("desk/complaint-redirect", complaint::step(&at, ComplaintAction::Redirect, people())),
        ];
        for (page, body) in all {
            // a step without fields has no faults
            let has_errors = is_extreme && body.form.to_string().contains("id=\"f-");
            let body = StepPage { summary: body.summary.of_fields(), has_errors, ..body };
            album.desk(page, sample, Some(Place::Challenges), &body);
        }
        let part = |name: &str, is_there: bool| Part {
            name: p.s(name),
            is_there,
            note: p.s(if is_there { "齐全" } else { "未填写证据" }),
        };
        let preview = Preview {
            agency: p.s("云州市数据资源管理局"),
            number: p.s("（不编文号）"),
            title: p.s("行政复议答复书"),
            addressee: p.s("云州市人民政府："),
            paragraphs: vec![vec![
                Piece::Fixed(p.s("现提出书面答复如下：")),
                Piece::Lacking(p.s("答复意见")),
            ]],
            signature: vec![p.s("云州市数据资源管理局"), p.s("2025年10月20日")],
        };
        let parts =
            if sample == "empty" { Vec::new() } else { vec![part("事实", true), part("证据", false)] };
        let entered = Entered::default();
        let at = Stepping { entered: &entered, ..at };
        let editor = at.editor(&p.s("行政复议答复书"), Vec::new(), parts, preview);
        album.desk("desk/challenge-paper", sample, Some(Place::Challenges), &editor);
    }
    let head = head(album, false);
    let entered = Entered::default();
    let at = Stepping {
        token: "sample-token",
        head: &head,
        entered: &entered,
        action: urls.challenge("31", "archive"),
        back: urls.challenge("31", ""),
        crumbs: Vec::new(),
    };
    let reasons = vec![p.s("尚未按照裁判（决定）重新作出答复"), p.s("结果纠正的案件应当先登记复盘")];
    let blocked = at.page("归档", "归档", Vec::new()).blocked(reasons);
    album.desk("desk/challenge-archive", "blocked", Some(Place::Challenges), &blocked);
}

fn conflict(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    for sample in SETS {
        let is_extreme = sample == "extreme";
        let mine = [("on".to_owned(), "2025-10-20".to_owned())];
        let form = crate::pages::desk::conflict::Conflict::again(
            urls.challenge("31", "answer"),
            "sample-token".to_owned(),
            &mine,
            "4",
        );
        let page = OtherConflict {
            head: head(album, is_extreme),
            action: p.s("提交答复（答辩）"),
            changes: vec![LogLine {
                at: at(10, 20, 9, 0),
                who: p.s("孙立群"),
                words: p.s("登记中止"),
                said: Vec::new(),
            }],
            mine: Facts::new(vec![Fact::text("日期", if is_extreme { p.long() } else { p.s("2025-10-20") })]),
            form: (!is_extreme).then_some(form),
            reasons: if is_extreme {
                vec![p.s("案件处于“中止审理”，不能提交答复（答辩）")]
            } else {
                Vec::new()
            },
            back: urls.challenge("31", ""),
            crumbs: vec![Link::new("复议诉讼", urls.challenges())],
        };
        album.desk("desk/other-conflict", sample, Some(Place::Challenges), &page);
    }
}

fn portal(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    for sample in SETS {
        let is_extreme = sample == "extreme";
        let is_empty = sample == "empty";
        let page = Followed {
            kind: "更正申请".to_owned(),
            reference: "GZ202500001ABCD".to_owned(),
            subject: if is_extreme { p.long() } else { p.s("不动产登记簿第 0017 号") },
            chip: if is_empty {
                Chip::Plain("已收到".to_owned())
            } else {
                Chip::Good("已答复".to_owned())
            },
            turn_words: p.s(if is_empty { "由本机关审核办理。" } else { "已经答复。" }),
            answer: if is_empty {
                Vec::new()
            } else {
                vec![p.s("予以更正"), p.s("经核实，测绘报告属实。")]
            },
            paper: (!is_empty)
                .then(|| Link::new("下载答复书（PDF）", urls.followed("GZ202500001ABCD", "papers/1.pdf"))),
            said: Facts::new(vec![Fact::text(
                "哪里不准确",
                if is_extreme { p.long() } else { p.s("登记的面积为 80 平方米") },
            )]),
            happened: vec![Happened { on: on(2025, 10, 11), words: p.s("收到更正申请"), effect: None }],
            office: Facts::default(),
            done: is_extreme.then(|| p.s("已经提交。")),
        };
        album.portal("portal/followed", sample, &page);
    }
}
