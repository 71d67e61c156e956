//! Samples of ledger, calendar, people, audit and settings.
//!
//! Not here: the cases themselves (`desk`).

use super::actions::table;
use super::{Album, at, day, on};
use crate::chrome::Place;
use crate::components::{
    Cell, Chip, Choice, Control, Empty, Entered, ErrorSummary, Fact, Facts, Figure, Form, Head, Link,
    Pagination, Row, Table, Value,
};
use crate::day::Day;
use crate::pages::desk::administration::{Audit, Health, People, SettingGroup, Settings};
use crate::pages::desk::calendar::{self, ImportPage, YearPage};
use crate::pages::desk::ledger::{Ledger, LedgerFilter};
use crate::pages::desk::panel::{Panel, Part, Section};

pub(super) fn add(album: &Album) {
    ledger(album);
    calendar_pages(album);
    administration(album);
}

fn ledger(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let row = |n: u32, subject: &str, chip: Chip| {
        let number = format!("云数依申请〔2025〕{n}号");
        let mut answered = vec![("期限", on(2025, 10, 27), n.is_multiple_of(3))];
        answered.extend(n.is_multiple_of(2).then(|| ("送达", on(2025, 10, 24), false)));
        Row::new(
            Cell::Link(Link::new(number.clone(), urls.application(&number))),
            vec![
                Cell::Text(p.s(subject)),
                Cell::Two(p.s("社会公益组织"), p.s("买＊＊")),
                Cell::Days(vec![("到达", on(2025, 9, 15), false), ("收到", on(2025, 9, 16), false)]),
                Cell::Standing(p.s("办理中"), chip),
                Cell::Days(answered),
                Cell::Text(p.s("（四）1.本机关不掌握")),
                Cell::Text(p.s("李敏")),
            ],
        )
    };
    let heads = [
        "编号",
        "申请内容",
        "申请人",
        "到达、收到",
        "状态、期限情况",
        "答复期限、送达",
        "计入年度报告",
        "承办人",
    ];
    let ledger_table = |rows: Vec<Row>| Table {
        id: "ledger".to_owned(),
        caption: "申请台账".to_owned(),
        heads: heads.into_iter().map(Head::new).collect(),
        rows,
        foot: None,
        is_dense: true,
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
        year: Some(2025),
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
                        if n.is_multiple_of(2) { Chip::OnTime } else { Chip::Left(n) },
                    )
                })
                .collect(),
        ),
        exports: vec![
            Link::new("导出 XLSX", urls.ledger_export("xlsx", &[("year", "2025")])),
            Link::new("导出 CSV", urls.ledger_export("csv", &[("year", "2025")])),
            Link::new("文号登记簿", urls.document_register("2025")),
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
        shown: Some((301, 600, 5000)),
        first: None,
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
            barred: (!may_import).then(|| p.s("工作日历由各机关共用，放假安排由云州市人民政府统一导入")),
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
        warnings: vec![p.s("2027年的安排已经收录，这次的内容没有写出其中3天。")],
        form: confirm,
        summary: ErrorSummary::default(),
        has_errors: false,
    };
    album.desk("desk/calendar-import", "typical", Some(Place::Calendar), &typical);
    let empty = ImportPage {
        year: None,
        days: None,
        cases: None,
        warnings: Vec::new(),
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
    panel(album);
    people(album);
    audit(album);
    settings(album);
}

fn panel(album: &Album) {
    let p = album.pen;
    let urls = album.urls();
    let form = |entered: &Entered| Form {
        action: urls.person("1"),
        token: "sample-token".into(),
        controls: vec![
            Control::many(
                entered,
                "roles",
                p.s("角色"),
                vec![
                    Choice::new("registrar", p.s("登记（窗口）人员")),
                    Choice::new("reviewer", p.s("审核员")),
                ],
            ),
            Control::day(entered, "from", p.s("起始日期")),
            Control::day(entered, "until", p.s("截止日期")).optional(),
        ],
        submit: "授予".into(),
        ..Form::default()
    };
    let grants = |lines: &[&[&str]]| {
        table(album, "grants-table", "授予记录", &["角色", "起始", "截止", "状态"], lines)
    };
    let facts = Facts::new(vec![
        Fact::text("状态", p.s("在用")),
        Fact::new("首次登录密码", Value::Copyable("ABCD-EFGH-JKLM-NPQR".into())).note(p.s("只显示这一次")),
    ]);
    let typical = Panel {
        heading: p.s("李敏"),
        lead: Some(p.s("用户名 limin")),
        done: Some(p.s("已办理，并已记入审计。")),
        links: vec![Link::new(p.s("我的账号"), urls.account())],
        sections: vec![
            Section::new("account", "账号", Part::Facts(facts)),
            Section::new("grants", "角色", Part::Table(grants(&[&["承办人", "2025-01-01", "", "有效"]]))),
            Section::new("grant", "授予角色", Part::Form(form(&Entered::default())))
                .lead(p.s("三员由不同的人担任，且不接触案件。")),
            Section::new("codes", "恢复码", Part::Lines(vec!["ABCD-EFGH-JKLM-NPQR".into(); 10])),
        ],
        crumbs: vec![Link::new("人员权限", urls.people())],
        ..Panel::default()
    };
    album.desk("desk/panel", "typical", Some(Place::People), &typical);
    let empty = Panel { heading: p.s("机关和内设机构"), ..Panel::default() };
    album.desk("desk/panel", "empty", Some(Place::Settings), &empty);
    let fields: [(&str, &str); 2] = [("from", "昨天"), ("until", "")];
    let entered = album.entered(&fields, true);
    let name = p.name40();
    let line = [name.as_str(), "2025-01-01", "2025-12-31", "已终止"];
    let lines: Vec<&[&str]> = (0..100).map(|_| line.as_slice()).collect();
    let extreme = Panel {
        heading: p.long(),
        reasons: vec![p.s("三员应当分离：系统管理员与安全管理员不得由一人担任"), p.unbroken()],
        sections: vec![
            Section::new("grants", "角色", Part::Table(grants(&lines))),
            Section::new("grant", "授予角色", Part::Form(form(&entered))),
        ],
        summary: entered.summary(),
        has_errors: true,
        done: None,
        ..typical
    };
    album.desk("desk/panel", "extreme", Some(Place::People), &extreme);
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
        Row::new(
            Cell::Text(role.to_owned()),
            may.into_iter().map(|may| Cell::Tick(may, "可以", "不可以")).collect(),
        )
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
    let typical = People {
        people,
        matrix,
        form: Some(form(&Entered::default())),
        done: Some(p.s("已添加 陈静。")),
        summary: ErrorSummary::default(),
        has_errors: false,
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
        verified: Some((10482, at(10, 22, 9, 30))),
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
        days: ("2025-10-01".into(), "2025-10-31".into()),
        faults: Vec::new(),
        exports: vec![
            Link::new("导出记录", urls.audit_export()),
            Link::new("导出事件链", urls.chain_export()),
        ],
        verify: Some(Form {
            action: urls.audit_verify(),
            token: "sample-token".into(),
            submit: "校验事件链".into(),
            ..Form::default()
        }),
        is_log: true,
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
        faults: vec!["截止日期不得早于起始日期".into()],
        table: table(album, "entries", "审计记录", &heads, &lines),
        pagination: Some(Pagination {
            label: "审计".into(),
            shown: None,
            first: Some(urls.audit()),
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
