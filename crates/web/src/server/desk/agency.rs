//! The agencies of the installation below one's own, and the departments of one's own.
//!
//! Not here: what makes them a tree and who may (`gongkai_app::agency`), what an agency sets (`super::settings`).

use super::entry::{Desk, Sent, entered, value};
use super::people::day;
use super::take::both;
use crate::chrome::Place;
use crate::components::form::Width;
use crate::components::{Cell, Choice, Control, Entered, Fact, Facts, Form, Head, Link, Row, Table, Value};
use crate::day::Day;
use crate::pages::desk::panel::{Panel, Part, Section};
use crate::server::forms::Sent as SentForm;
use crate::server::respond::Named;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::Refusal;
use gongkai_app::agency::AgencyFields;
use gongkai_app::agency::tree::{TreeView, tree as tree_of};
use gongkai_app::agency::{add as adding, change as changing, department as departments, hand_over, succeed};
use gongkai_app::staff::list::DepartmentRow;
use gongkai_domain::agency::{Agency, AgencyKind, Department, Level};
use gongkai_domain::ids::AgencyId;

/// Names of the fields of the form of a new agency, which stands beside others on its page.
const NEW: &str = "new.";
/// The same of a new department.
const UNIT: &str = "unit.";

fn show(desk: &Desk, page: &Panel) -> Response {
    desk.answer(Place::Settings, page)
}

fn fields(sent: &Sent, prefix: &str) -> AgencyFields {
    let text = |name: &str| value(sent, &format!("{prefix}{name}")).to_owned();
    AgencyFields {
        name: text("name"),
        short_name: text("short_name"),
        credit_code: text("credit_code"),
        kind: text("kind"),
        level: text("level"),
        parent: text("parent").parse().ok(),
        same_level_government: text("same_level_government"),
        next_higher_government: text("next_higher_government"),
        superior_department: text("superior_department"),
        seat_government: text("seat_government"),
    }
}

/// The fields of an agency; `parents` are those under which it may stand.
fn controls(e: &Entered, prefix: &str, parents: Vec<Choice>) -> Vec<Control> {
    let name = |field: &str| format!("{prefix}{field}");
    let kinds = AgencyKind::EVERY.iter().map(|kind| Choice::new(kind.key(), kind.name())).collect();
    let levels = Level::EVERY.iter().map(|level| Choice::new(level.key(), level.name())).collect();
    let mut controls = vec![
        Control::line(e, &name("name"), "机关全称").hint("与印章一致"),
        Control::line(e, &name("short_name"), "机关简称").hint("空着的，显示全称").optional(),
        Control::line(e, &name("credit_code"), "统一社会信用代码").width(Width::Medium).optional(),
        Control::select(e, &name("kind"), "机关类型", kinds),
        Control::select(e, &name("level"), "机关层级", levels),
    ];
    if !parents.is_empty() {
        controls.push(Control::select(e, &name("parent"), "上级机关", parents));
    }
    controls.extend([
        Control::line(e, &name("same_level_government"), "本级人民政府")
            .hint("政府工作部门的行政复议机关")
            .optional(),
        Control::line(e, &name("next_higher_government"), "上一级人民政府")
            .hint("人民政府、派出机关的行政复议机关")
            .optional(),
        Control::line(e, &name("superior_department"), "上一级主管部门")
            .hint("实行垂直领导的部门的行政复议机关")
            .optional(),
        Control::line(e, &name("seat_government"), "派出机构所在地人民政府").optional(),
    ]);
    controls
}

fn choices(view: &TreeView) -> Vec<Choice> {
    let branches = view.branches.iter();
    branches
        .map(|branch| Choice::new(branch.agency.id.to_string(), branch.agency.full_name.clone()))
        .collect()
}

fn tree_table(desk: &Desk, view: &TreeView) -> Table {
    let (urls, today) = (&desk.web.site.urls, desk.web.office.today());
    let rows = view.branches.iter().map(|branch| {
        let agency = &branch.agency;
        let name = format!("{}{}", "　".repeat(branch.depth), agency.full_name);
        let state = match (&branch.responsible, agency.exists_on(today)) {
            (Some(other), _) => format!("职责由{other}承继"),
            (None, true) => "现行".to_owned(),
            (None, false) => "已撤销或者尚未设立".to_owned(),
        };
        Row::new(
            Cell::Link(Link::new(name, urls.agency(&agency.id.to_string()))),
            vec![
                Cell::Text(agency.code.clone()),
                Cell::Text(agency.kind.name().to_owned()),
                Cell::Text(agency.level.name().to_owned()),
                Cell::Day(Day::of(agency.validity.from)),
                agency.validity.until.map_or(Cell::None, |until| Cell::Day(Day::of(until))),
                Cell::Text(state),
            ],
        )
    });
    Table {
        id: "tree-table".to_owned(),
        caption: "本机关及下级机关".to_owned(),
        heads: ["机关", "代码", "类型", "层级", "起始", "截止", "状态"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

fn succession_table(view: &TreeView) -> Table {
    let rows = view.successions.iter().map(|(one, from, to)| {
        let functions = if one.functions.is_empty() { "全部职责" } else { one.functions.as_str() };
        Row::new(
            Cell::Day(Day::of(one.on)),
            vec![Cell::Text(from.clone()), Cell::Text(to.clone()), Cell::Text(functions.to_owned())],
        )
    });
    Table {
        id: "succession-table".to_owned(),
        caption: "职责承继".to_owned(),
        heads: ["承继之日", "原机关", "承继机关", "职责"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

fn is_office(row: &DepartmentRow) -> bool {
    serde_json::from_str::<Department>(&row.document).is_ok_and(|unit| unit.is_disclosure_office)
}

fn department_table(desk: &Desk, view: &TreeView) -> Table {
    let urls = &desk.web.site.urls;
    let rows = view.departments.iter().map(|row| {
        Row::new(
            Cell::Link(Link::new(&row.name, urls.department(&row.id.to_string()))),
            vec![
                Cell::Text(if is_office(row) { "政府信息公开工作机构" } else { "" }.to_owned()),
                Cell::Day(Day::of(row.valid_from)),
                row.valid_until.map_or(Cell::None, |until| Cell::Day(Day::of(until))),
            ],
        )
    });
    Table {
        id: "department-table".to_owned(),
        caption: "内设机构".to_owned(),
        heads: ["名称", "职责", "起始", "截止"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

fn department_controls(e: &Entered, prefix: &str) -> Vec<Control> {
    let name = |field: &str| format!("{prefix}{field}");
    vec![
        Control::line(e, &name("name"), "名称").width(Width::Medium),
        Control::many(
            e,
            &name("is_disclosure_office"),
            "职责",
            vec![Choice::new("yes", "政府信息公开工作机构").hint("《政府信息公开条例》第四条")],
        )
        .optional(),
        Control::day(e, &name("from"), "起始日期"),
        Control::day(e, &name("until"), "最后一日").optional(),
        Control::line(e, &name("place"), "排序").inputmode("numeric").width(Width::Short).optional(),
    ]
}

fn department_fields(sent: &Sent, prefix: &str) -> Result<departments::DepartmentFields, Refusal> {
    let text = |name: &str| value(sent, &format!("{prefix}{name}"));
    let on = |name: &str, field: &'static str| match text(name).trim() {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(|_| Refusal::invalid(field, "填写有效日期")),
    };
    let (from, until) = both(on("from", "from"), on("until", "until"))?;
    Ok(departments::DepartmentFields {
        id: None,
        name: text("name").to_owned(),
        is_disclosure_office: text("is_disclosure_office") == "yes",
        from,
        until,
        place: text("place").trim().parse().unwrap_or(0),
    })
}

/// The page; `told` is a password that is shown this once.
async fn panel(desk: &Desk, e: &Entered, told: Option<(&str, &str)>) -> Result<Panel, Refusal> {
    let view = tree_of(&desk.web.office, &desk.actor).await?;
    let urls = &desk.web.site.urls;
    let form = |deed: &str, controls: Vec<Control>, submit: &str| Form {
        action: urls.agency_tree(),
        token: desk.token.clone(),
        controls: std::iter::once(Control::hidden("deed", deed)).chain(controls).collect(),
        submit: submit.to_owned(),
        ..Form::default()
    };
    let mut sections = Vec::new();
    if let Some((what, password)) = told {
        let fact = Fact::new(what, Value::Copyable(password.to_owned()))
            .note("只显示这一次，请当面交给本人；首次登录时必须修改");
        sections.push(Section::new("told", "登录密码", Part::Facts(Facts::new(vec![fact]))));
    }
    sections.push(Section::new("tree", "机关", Part::Table(tree_table(desk, &view))));
    if !view.successions.is_empty() {
        sections.push(Section::new("successions", "职责承继", Part::Table(succession_table(&view))));
    }
    sections.push(Section::new("departments", "内设机构", Part::Table(department_table(desk, &view))));
    let unit = form("department", department_controls(e, UNIT), "添加内设机构");
    sections.push(Section::new("add-department", "添加内设机构", Part::Form(unit)));
    let mut new =
        vec![Control::line(e, "new.code", "机关代码").hint("用于网址和命令，不能修改").width(Width::Medium)];
    new.extend(controls(e, NEW, choices(&view)));
    new.extend([
        Control::day(e, "new.from", "起始日期"),
        Control::line(e, "new.administrator", "系统管理员姓名").width(Width::Medium),
        Control::line(e, "new.account", "系统管理员用户名").autocomplete("off").width(Width::Medium),
    ]);
    sections.push(Section::new("add", "添加下级机关", Part::Form(form("add", new, "添加机关"))));
    if view.branches.len() > 1 {
        let succession = vec![
            Control::select(e, "predecessor", "原机关", choices(&view)),
            Control::select(e, "successor", "承继机关", choices(&view)),
            Control::day(e, "on", "承继之日"),
            Control::line(e, "functions", "承继的职责")
                .hint("空着的，承继全部职责，原机关于前一日终止，全部案卷自承继之日移交承继机关")
                .optional(),
        ];
        let part = Part::Form(form("succeed", succession, "登记承继"));
        sections.push(Section::new("succeed", "登记职责承继", part));
    }
    if view.successions.iter().any(|(one, ..)| !one.functions.is_empty()) {
        let handing = vec![
            Control::select(e, "from", "原机关", choices(&view)),
            Control::select(e, "to", "承继机关", choices(&view)),
            Control::text(e, "numbers", "移交的申请", 4).hint("登记编号或者查询号，每行一个"),
        ];
        let part = Part::Form(form("hand_over", handing, "移交"));
        sections.push(Section::new("hand_over", "移交部分职责的申请", part));
    }
    Ok(Panel {
        heading: "机关和内设机构".to_owned(),
        sections,
        crumbs: vec![Link::new("设置", urls.settings())],
        summary: e.summary(),
        has_errors: e.has_errors(),
        ..Panel::default()
    }
    // of the forms of the page only the one that was sent
    .examined(e, if e.value("deed") == "department" { "add-department" } else { e.value("deed") }))
}

/// Something just done, where the address says so.
fn done(query: &Sent) -> Option<String> {
    let moved = value(query, "moved").parse::<usize>().ok().filter(|moved| *moved > 0);
    match (value(query, "done"), moved) {
        ("", _) => None,
        (_, Some(moved)) => Some(format!("已办理，移交承继机关{moved}件，并已记入审计。")),
        _ => Some("已办理，并已记入审计。".to_owned()),
    }
}

pub(super) async fn tree(desk: Desk, Query(query): Query<Sent>) -> Response {
    match panel(&desk, &Entered::default(), None).await {
        Ok(page) => show(&desk, &Panel { done: done(&query), ..page }),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn deed(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    match did(&desk, &sent).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

/// What a form of the page came to.
enum Done {
    /// An agency was added; the password of its administrator, shown once.
    Added(String),
    /// A succession was recorded, or cases went to the agency that took over.
    Moved(hand_over::Moved),
    /// A division was kept.
    Kept,
}

async fn did(desk: &Desk, sent: &Sent) -> Result<Response, Refusal> {
    if let Some(again) = desk.unfit(sent)? {
        return Ok(show(desk, &panel(desk, &again, None).await?));
    }
    let (office, actor) = (&desk.web.office, &desk.actor);
    let (prefix, result) = match value(sent, "deed") {
        "add" => (NEW, add(desk, sent).await.map(Done::Added)),
        "succeed" => ("", succession(desk, sent).await.map(Done::Moved)),
        "hand_over" => {
            let between = (value(sent, "from").parse().ok(), value(sent, "to").parse().ok());
            let moved = hand_over::some(office, actor, between, value(sent, "numbers")).await;
            ("", moved.map(Done::Moved))
        }
        "department" => (
            UNIT,
            match department_fields(sent, UNIT) {
                Ok(fields) => departments::keep(office, actor, &fields).await.map(|()| Done::Kept),
                Err(refusal) => Err(refusal),
            },
        ),
        _ => return Err(Refusal::NotFound),
    };
    match result {
        Ok(Done::Added(password)) => {
            let told = Some(("首次登录密码", password.as_str()));
            Ok(show(desk, &panel(desk, &Entered::default(), told).await?))
        }
        Ok(done) => {
            let moved = if let Done::Moved(moved) = done { moved.all() } else { 0 };
            let query = [("done", "1"), ("moved", &moved.to_string())];
            let query = if moved > 0 { &query[..] } else { &query[..1] };
            let to = crate::urls::with_query(desk.web.site.urls.agency_tree(), query);
            Ok(Redirect::to(&to).into_response())
        }
        Err(Refusal::Invalid(faults)) => {
            let entered = prefixed(sent, &faults, prefix);
            Ok(show(desk, &panel(desk, &entered, None).await?))
        }
        Err(refusal) => Err(refusal),
    }
}

/// What was sent, with faults at fields that have a prefix on this page.
fn prefixed(sent: &Sent, faults: &[gongkai_app::Fault], prefix: &str) -> Entered {
    let errors = faults.iter().map(|fault| crate::components::FieldError {
        field: format!("{prefix}{}", fault.field),
        message: fault.text.clone(),
    });
    Entered::new(sent.clone(), errors.collect())
}

async fn add(desk: &Desk, sent: &Sent) -> Result<String, Refusal> {
    let from = match value(sent, "new.from").trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| Refusal::invalid("from", "填写有效日期"))?),
    };
    let new = adding::NewAgency {
        code: value(sent, "new.code").to_owned(),
        fields: fields(sent, NEW),
        from,
        administrator: value(sent, "new.administrator").to_owned(),
        account: value(sent, "new.account").to_owned(),
    };
    let (_, password) = adding::add(&desk.web.office, &desk.actor, &new).await?;
    Ok(password)
}

async fn succession(desk: &Desk, sent: &Sent) -> Result<hand_over::Moved, Refusal> {
    let succeeding = succeed::Succeeding {
        predecessor: value(sent, "predecessor").parse().ok(),
        successor: value(sent, "successor").parse().ok(),
        on: day(sent, "on")?,
        functions: value(sent, "functions").to_owned(),
    };
    succeed::succeed(&desk.web.office, &desk.actor, &succeeding).await
}

/// The values of an agency as pairs of its form.
fn pairs(agency: &Agency) -> Vec<(String, String)> {
    let fields = AgencyFields::of(agency);
    let parent = fields.parent.map(|parent| parent.to_string()).unwrap_or_default();
    let until = agency.validity.until.map(|until| until.to_string()).unwrap_or_default();
    [
        ("name", fields.name),
        ("short_name", fields.short_name),
        ("credit_code", fields.credit_code),
        ("kind", fields.kind),
        ("level", fields.level),
        ("parent", parent),
        ("same_level_government", fields.same_level_government),
        ("next_higher_government", fields.next_higher_government),
        ("superior_department", fields.superior_department),
        ("seat_government", fields.seat_government),
        ("until", until),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text))
    .collect()
}

async fn one_panel(desk: &Desk, id: &str, entered: Option<&Entered>) -> Result<Panel, Refusal> {
    let id: AgencyId = id.parse().map_err(|_| Refusal::NotFound)?;
    let agency = changing::changeable(&desk.web.office, &desk.actor, id).await?;
    let view = tree_of(&desk.web.office, &desk.actor).await?;
    let urls = &desk.web.site.urls;
    let own = desk.actor.member()?.person.agency;
    let known = Entered::new(pairs(&agency), Vec::new());
    let e = entered.unwrap_or(&known);
    let parents = if id == own {
        Vec::new()
    } else {
        choices(&view).into_iter().filter(|choice| choice.value != id.to_string()).collect()
    };
    let mut all = vec![Control::locked("机关代码", agency.code.clone())];
    all.extend(controls(e, "", parents));
    all.push(Control::day(e, "until", "最后一日").hint("机关撤销的填写").optional());
    let form = Form {
        action: urls.agency(&id.to_string()),
        token: desk.token.clone(),
        controls: all,
        submit: "保存".to_owned(),
        cancel: Some(Link::new("不修改", urls.agency_tree())),
        is_guarded: true,
        ..Form::default()
    };
    Ok(Panel {
        heading: format!("修改机关：{}", agency.full_name),
        sections: vec![Section::new("fields", "机关信息", Part::Form(form))],
        crumbs: vec![Link::new("设置", urls.settings()), Link::new("机关和内设机构", urls.agency_tree())],
        summary: e.summary(),
        has_errors: e.has_errors(),
        ..Panel::default()
    }
    .examined(e, "fields"))
}

pub(super) async fn one(desk: Desk, Named(id): Named<String>) -> Response {
    match one_panel(&desk, &id, None).await {
        Ok(page) => show(&desk, &page),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn change(
    desk: Desk,
    Named(id): Named<String>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    let result = match changed(&desk, &id, &sent).await {
        Ok(()) => {
            let to = crate::urls::with_query(desk.web.site.urls.agency_tree(), &[("done", "1")]);
            return Redirect::to(&to).into_response();
        }
        Err(Refusal::Invalid(faults)) => one_panel(&desk, &id, Some(&entered(&sent, &faults))).await,
        Err(refusal) => Err(refusal),
    };
    match result {
        Ok(page) => show(&desk, &page),
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn changed(desk: &Desk, id: &str, sent: &Sent) -> Result<(), Refusal> {
    desk.check(sent)?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let until = day(sent, "until")?;
    changing::change(&desk.web.office, &desk.actor, id, &fields(sent, ""), until).await
}

async fn department_panel(desk: &Desk, id: &str, entered: Option<&Entered>) -> Result<Panel, Refusal> {
    let view = tree_of(&desk.web.office, &desk.actor).await?;
    let row = view.departments.iter().find(|row| row.id.to_string() == id).ok_or(Refusal::NotFound)?;
    let urls = &desk.web.site.urls;
    let pairs = [
        ("name", row.name.clone()),
        ("is_disclosure_office", if is_office(row) { "yes" } else { "" }.to_owned()),
        ("from", row.valid_from.to_string()),
        ("until", row.valid_until.map(|until| until.to_string()).unwrap_or_default()),
        ("place", row.place.to_string()),
    ];
    let pairs = pairs.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let known = Entered::new(pairs, Vec::new());
    let e = entered.unwrap_or(&known);
    let form = Form {
        action: urls.department(id),
        token: desk.token.clone(),
        controls: department_controls(e, ""),
        submit: "保存".to_owned(),
        cancel: Some(Link::new("不修改", urls.agency_tree())),
        ..Form::default()
    };
    Ok(Panel {
        heading: format!("修改内设机构：{}", row.name),
        sections: vec![Section::new("fields", "内设机构", Part::Form(form))],
        crumbs: vec![Link::new("设置", urls.settings()), Link::new("机关和内设机构", urls.agency_tree())],
        summary: e.summary(),
        has_errors: e.has_errors(),
        ..Panel::default()
    }
    .examined(e, "fields"))
}

pub(super) async fn department(desk: Desk, Named(id): Named<String>) -> Response {
    match department_panel(&desk, &id, None).await {
        Ok(page) => show(&desk, &page),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn change_department(
    desk: Desk,
    Named(id): Named<String>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    let result = match department_changed(&desk, &id, &sent).await {
        Ok(()) => {
            let to = crate::urls::with_query(desk.web.site.urls.agency_tree(), &[("done", "1")]);
            return Redirect::to(&to).into_response();
        }
        Err(Refusal::Invalid(faults)) => department_panel(&desk, &id, Some(&entered(&sent, &faults))).await,
        Err(refusal) => Err(refusal),
    };
    match result {
        Ok(page) => show(&desk, &page),
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn department_changed(desk: &Desk, id: &str, sent: &Sent) -> Result<(), Refusal> {
    desk.check(sent)?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let fields = departments::DepartmentFields { id: Some(id), ..department_fields(sent, "")? };
    departments::keep(&desk.web.office, &desk.actor, &fields).await
}
