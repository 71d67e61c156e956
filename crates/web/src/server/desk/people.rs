//! The people of an agency: the list, one person, and what the administrators do to an account or its roles.
//!
//! Not here: who may and why not (`gongkai_app::staff`), one's own account (`super::account`).

use super::entry::{Desk, Sent, entered, value, values};
use super::take::both;
use crate::chrome::Place;
use crate::components::form::Width;
use crate::components::{Cell, Choice, Control, Entered, Fact, Facts, Form, Head, Link, Row, Table, Value};
use crate::day::{Day, Moment};
use crate::pages::desk::administration::People;
use crate::pages::desk::panel::{Panel, Part, Section};
use crate::server::forms::Sent as SentForm;
use crate::server::respond::Named;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use gongkai_app::account::second_factor::codes_left;
use gongkai_app::staff::list::{self, Listed, OnePerson, RoleRow};
use gongkai_app::staff::{add as adding, disable, end, grant, reset_password, second_factor, unlock};
use gongkai_app::{Fault, Refusal};
use gongkai_deadline::explain::plain_date;
use gongkai_domain::ids::PersonId;
use gongkai_domain::staff::{Permission, Role, Target, may, reach};

/// Field names under which faults stand that no control shows.
const NOWHERE: &str = "deed";

/// Whether whoever is signed in has a permission in the own agency.
fn has(desk: &Desk, permission: Permission) -> bool {
    let Ok(member) = desk.actor.member() else { return false };
    may(&member.person, permission, Target::agency(member.person.agency), desk.web.office.today()).is_ok()
}

fn role_name(key: &str) -> &str {
    match key.parse::<Role>() {
        Ok(role) => role.name(),
        Err(_) => key,
    }
}

/// When a grant holds, in words; nothing where it simply holds.
fn period(grant: &RoleRow, today: NaiveDate) -> String {
    match (grant.valid_from > today, grant.valid_until) {
        (true, Some(until)) => format!("{}至{}", plain_date(grant.valid_from), plain_date(until)),
        (true, None) => format!("{}起", plain_date(grant.valid_from)),
        (false, Some(until)) => format!("至{}", plain_date(until)),
        (false, None) => String::new(),
    }
}

fn is_over(grant: &RoleRow, today: NaiveDate) -> bool {
    grant.valid_until.is_some_and(|until| until < today || until < grant.valid_from)
}

/// The roles of a person that have not ended: those held, and those acted in.
fn roles(person: &Listed, names: &dyn Fn(PersonId) -> String, today: NaiveDate) -> (String, String) {
    let (mut held, mut acted) = (Vec::new(), Vec::new());
    for grant in person.grants.iter().filter(|grant| !is_over(grant, today)) {
        let when = period(grant, today);
        let when = if when.is_empty() { when } else { format!("（{when}）") };
        match grant.acting_for {
            None => held.push(format!("{}{when}", role_name(&grant.role))),
            Some(other) => acted.push(format!("代{}任{}{when}", names(other), role_name(&grant.role))),
        }
    }
    (held.join("、"), acted.join("、"))
}

/// The table of roles against permissions, as enforced.
fn matrix() -> Table {
    let heads = std::iter::once("事项").chain(Role::EVERY.iter().map(|role| role.name()));
    let rows = Permission::EVERY.iter().map(|permission| {
        let cells = Role::EVERY.iter().map(|role| match reach(*role, *permission) {
            gongkai_domain::staff::Reach::Nothing => Cell::None,
            reach => Cell::Text(reach.name().to_owned()),
        });
        Row::new(Cell::Text(permission.name().to_owned()), cells.collect())
    });
    Table {
        id: "matrix".to_owned(),
        caption: "角色和权限".to_owned(),
        heads: heads.map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

async fn page(desk: &Desk, entered: &Entered, done: Option<String>) -> Result<People, Refusal> {
    let found = list::people(&desk.web.office, &desk.actor).await?;
    let (urls, today) = (&desk.web.site.urls, desk.web.office.today());
    let names = |id: PersonId| {
        let known = found.people.iter().find(|person| person.row.id == id);
        known.map_or_else(|| "（已离任）".to_owned(), |person| person.row.name.clone())
    };
    let rows = found.people.iter().map(|person| {
        let row = &person.row;
        let (held, acted) = roles(person, &names, today);
        let some = |text: String| if text.is_empty() { Cell::None } else { Cell::Text(text) };
        let department = found.departments.iter().find(|unit| Some(unit.id) == row.department);
        let seen = person.last_seen.map(|at| Moment::of(gongkai_deadline::clock::beijing(at)).words);
        Row::new(
            Cell::Link(Link::new(&row.name, urls.person(&row.id.to_string()))),
            vec![
                Cell::Text(row.login.clone()),
                department.map_or(Cell::None, |unit| Cell::Text(unit.name.clone())),
                some(held),
                some(acted),
                seen.map_or(Cell::None, Cell::Text),
                Cell::Text(if row.is_active { "在用" } else { "已停用" }.to_owned()),
            ],
        )
    });
    let heads = ["姓名", "用户名", "内设机构", "角色", "代行", "最近登录", "状态"];
    let people = Table {
        id: "people".to_owned(),
        caption: "人员".to_owned(),
        heads: heads.into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: false,
    };
    let units = found
        .departments
        .iter()
        .filter(|unit| unit.valid_until.is_none_or(|until| today <= until))
        .map(|unit| Choice::new(unit.id.to_string(), unit.name.clone()));
    let form = has(desk, Permission::ManagePeople).then(|| Form {
        action: urls.people(),
        token: desk.token.clone(),
        controls: vec![
            Control::line(entered, "name", "姓名").width(Width::Medium),
            Control::line(entered, "account", "用户名")
                .hint("小写字母、数字和“.”“-”“_”，全系统不重复")
                .autocomplete("off")
                .width(Width::Medium),
            Control::select(entered, "department", "内设机构", units.collect()).optional(),
        ],
        submit: "添加".to_owned(),
        ..Form::default()
    });
    let (form, summary) = match form.map(|form| entered.examine(form)) {
        Some((form, summary)) => (Some(form), summary),
        None => (None, entered.summary()),
    };
    Ok(People { people, matrix: matrix(), form, done, summary, has_errors: entered.has_errors() })
}

pub(super) async fn list(desk: Desk) -> Response {
    match page(&desk, &Entered::default(), None).await {
        Ok(page) => desk.answer(Place::People, &page),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn add(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    match added(&desk, &sent).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn added(desk: &Desk, sent: &Sent) -> Result<Response, Refusal> {
    if let Some(again) = desk.unfit(sent)? {
        return Ok(desk.answer(Place::People, &page(desk, &again, None).await?));
    }
    let new = adding::Adding {
        name: value(sent, "name").to_owned(),
        login: value(sent, "account").to_owned(),
        department: value(sent, "department").parse().ok(),
    };
    match adding::add(&desk.web.office, &desk.actor, &new).await {
        Ok(added) => {
            let told = Some(("首次登录密码", added.password.as_str()));
            shown(desk, added.id, &Entered::default(), Vec::new(), told).await
        }
        Err(Refusal::Invalid(faults)) => {
            Ok(desk.answer(Place::People, &page(desk, &entered(sent, &faults), None).await?))
        }
        Err(refusal) => Err(refusal),
    }
}

pub(super) async fn one(desk: Desk, Named(id): Named<String>, Query(query): Query<Sent>) -> Response {
    let shown = match id.parse() {
        Ok(id) => one_page(&desk, id, &Entered::default(), Vec::new(), None).await,
        Err(_) => Err(Refusal::NotFound),
    };
    match shown {
        Ok(page) => {
            let done = (!value(&query, "done").is_empty()).then(|| "已办理，并已记入审计。".to_owned());
            desk.answer(Place::People, &Panel { done, ..page })
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn deed(
    desk: Desk,
    Named(id): Named<String>,
    SentForm { pairs: sent, .. }: SentForm,
) -> Response {
    match done(&desk, &id, &sent).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn done(desk: &Desk, id: &str, sent: &Sent) -> Result<Response, Refusal> {
    let id: PersonId = id.parse().map_err(|_| Refusal::NotFound)?;
    if let Some(again) = desk.unfit(sent)? {
        return shown(desk, id, &again, Vec::new(), None).await;
    }
    let (office, actor) = (&desk.web.office, &desk.actor);
    let result = match value(sent, "deed") {
        "disable" => disable::set_active(office, actor, id, false).await,
        "enable" => disable::set_active(office, actor, id, true).await,
        "unlock" => unlock::unlock(office, actor, id).await,
        "remove-second-factor" => second_factor::remove(office, actor, id).await,
        "password" => match reset_password::reset_password(office, actor, id).await {
            Ok(password) => {
                let told = Some(("新的登录密码", password.as_str()));
                return shown(desk, id, &Entered::default(), Vec::new(), told).await;
            }
            Err(refusal) => Err(refusal),
        },
        "grant" => match granting(sent) {
            Ok(granting) => grant::grant(office, actor, id, &granting).await,
            Err(refusal) => Err(refusal),
        },
        "end" => match ending(sent) {
            Ok((grant, until)) => match end::end(office, actor, id, grant, until).await {
                // the field of the last day has another name on this page
                Err(Refusal::Invalid(faults)) => Err(Refusal::Invalid(
                    faults.into_iter().map(|fault| Fault::new("last", fault.text)).collect(),
                )),
                other => other,
            },
            Err(refusal) => Err(refusal),
        },
        _ => Err(Refusal::NotFound),
    };
    match result {
        Ok(()) => {
            let to = crate::urls::with_query(desk.web.site.urls.person(&id.to_string()), &[("done", "1")]);
            Ok(Redirect::to(&to).into_response())
        }
        Err(Refusal::Invalid(faults)) => {
            let (nowhere, here): (Vec<Fault>, Vec<Fault>) =
                faults.into_iter().partition(|fault| fault.field == NOWHERE);
            let reasons = nowhere.into_iter().map(|fault| fault.text).collect();
            shown(desk, id, &entered(sent, &here), reasons, None).await
        }
        Err(Refusal::Denied(why)) => shown(desk, id, &entered(sent, &[]), vec![why], None).await,
        Err(refusal) => Err(refusal),
    }
}

/// A day of a form; none where it was left empty.
pub(super) fn day(sent: &Sent, field: &'static str) -> Result<Option<NaiveDate>, Refusal> {
    match value(sent, field).trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Refusal::invalid(field, "填写有效日期")),
    }
}

fn granting(sent: &Sent) -> Result<grant::Granting, Refusal> {
    let roles = values(sent, "roles").into_iter().filter_map(|key| key.parse().ok()).collect();
    let from =
        day(sent, "from").and_then(|from| from.ok_or_else(|| Refusal::invalid("from", "填写起始日期")));
    let acting_for = match value(sent, "acting_for") {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Refusal::invalid("acting_for", "选择本机关的人员")),
    };
    let ((from, until), acting_for) = both(both(from, day(sent, "until")), acting_for)?;
    Ok(grant::Granting { roles, from, until, acting_for })
}

fn ending(sent: &Sent) -> Result<(uuid::Uuid, Option<NaiveDate>), Refusal> {
    let grant = value(sent, "grant").parse().map_err(|_| Refusal::invalid("grant", "选择要终止的角色"));
    both(grant, day(sent, "last"))
}

async fn shown(
    desk: &Desk,
    id: PersonId,
    entered: &Entered,
    reasons: Vec<String>,
    told: Option<(&str, &str)>,
) -> Result<Response, Refusal> {
    let page = one_page(desk, id, entered, reasons, told).await?;
    Ok(desk.answer(Place::People, &page))
}

/// The page of a person; `told` is a password that is shown this once.
async fn one_page(
    desk: &Desk,
    id: PersonId,
    entered: &Entered,
    reasons: Vec<String>,
    told: Option<(&str, &str)>,
) -> Result<Panel, Refusal> {
    let office = &desk.web.office;
    let one = list::one(office, &desk.actor, id).await?;
    let all = list::people(office, &desk.actor).await?;
    let (urls, today) = (&desk.web.site.urls, office.today());
    let names = |id: PersonId| {
        let known = all.people.iter().find(|person| person.row.id == id);
        known.map_or_else(|| "（已离任）".to_owned(), |person| person.row.name.clone())
    };
    let mut sections = Vec::new();
    if let Some((what, password)) = told {
        let fact = Fact::new(what, Value::Copyable(password.to_owned()))
            .note("只显示这一次，请当面交给本人；首次登录时必须修改");
        sections.push(Section::new("told", "登录密码", Part::Facts(Facts::new(vec![fact]))));
    }
    let unit = all.departments.iter().find(|unit| Some(unit.id) == one.person.row.department);
    sections.push(Section::new(
        "account",
        "账号",
        Part::Facts(account(&one, unit.map_or("", |unit| unit.name.as_str()), office.instant())?),
    ));
    sections.push(Section::new("grants", "角色", Part::Table(grants(&one.person, &names, today))));
    let action = urls.person(&id.to_string());
    let form = |deed: &str, controls: Vec<Control>, submit: &str| Form {
        action: action.clone(),
        token: desk.token.clone(),
        controls: std::iter::once(Control::hidden("deed", deed)).chain(controls).collect(),
        submit: submit.to_owned(),
        ..Form::default()
    };
    let names_security = !all
        .people
        .iter()
        .any(|person| person.grants.iter().any(|grant| grant.role == Role::SecurityAdmin.key()));
    if has(desk, Permission::GrantRoles) || names_security {
        let lead = if has(desk, Permission::GrantRoles) {
            "三员由不同的人担任，且不接触案件。代行他人职责的，选择被代行人并填写截止日期。"
        } else {
            "本机关还没有安全管理员。系统管理员可以指定第一位安全管理员，此后由安全管理员授予角色。"
        };
        let choices = Role::EVERY.iter().map(|role| Choice::new(role.key(), role.name())).collect();
        let others = all.people.iter().filter(|person| person.row.id != id && person.row.is_active);
        let others = others.map(|person| Choice::new(person.row.id.to_string(), person.row.name.clone()));
        let controls = vec![
            Control::many(entered, "roles", "角色", choices),
            Control::day(entered, "from", "起始日期").or_value(today.to_string()),
            Control::day(entered, "until", "截止日期").optional(),
            Control::select(entered, "acting_for", "代行何人的职责", others.collect()).optional(),
        ];
        let section = Section::new("grant", "授予角色", Part::Form(form("grant", controls, "授予")));
        sections.push(section.lead(lead));
    }
    if has(desk, Permission::GrantRoles) {
        let open = one.person.grants.iter().filter(|grant| !is_over(grant, today));
        let open: Vec<Choice> =
            open.map(|grant| Choice::new(grant.id.to_string(), grant_words(grant, &names))).collect();
        if !open.is_empty() {
            let controls = vec![
                Control::select(entered, "grant", "要终止的角色", open),
                Control::day(entered, "last", "最后一日").hint("空着的，立即终止").optional(),
            ];
            let part = Part::Form(form("end", controls, "终止"));
            sections.push(Section::new("end", "终止角色", part));
        }
        sections.push(Section::new("unlock", "解除锁定", Part::Form(form("unlock", Vec::new(), "解除锁定"))));
        let part = Part::Form(form("remove-second-factor", Vec::new(), "解除动态口令"));
        let section = Section::new("second-factor", "解除动态口令", part);
        sections.push(section.lead("手机和恢复码都遗失时使用；解除后由本人重新绑定。"));
    }
    if has(desk, Permission::ManagePeople) {
        let part = Part::Form(form("password", Vec::new(), "重置密码"));
        sections.push(
            Section::new("password", "重置密码", part)
                .lead("生成一次性密码，本人的其他登录随即失效。三员的密码只能在服务器上重置。"),
        );
        let (deed, words) =
            if one.person.row.is_active { ("disable", "停用账号") } else { ("enable", "启用账号") };
        let mut form = form(deed, Vec::new(), words);
        form.is_final = deed == "disable";
        sections.push(Section::new("active", words, Part::Form(form)));
    }
    Ok(Panel {
        heading: one.person.row.name.clone(),
        lead: Some(format!("用户名 {}", one.person.row.login)),
        has_errors: entered.has_errors() || !reasons.is_empty(),
        reasons,
        sections,
        crumbs: vec![Link::new("人员权限", urls.people())],
        summary: entered.summary(),
        ..Panel::default()
    }
    // of the forms of the page only the one that was sent
    .examined(entered, entered.value("deed")))
}

fn grant_words(grant: &RoleRow, names: &dyn Fn(PersonId) -> String) -> String {
    match grant.acting_for {
        None => role_name(&grant.role).to_owned(),
        Some(other) => format!("代{}任{}", names(other), role_name(&grant.role)),
    }
}

fn grants(person: &Listed, names: &dyn Fn(PersonId) -> String, today: NaiveDate) -> Table {
    let rows = person.grants.iter().map(|grant| {
        let state = if is_over(grant, today) {
            "已终止"
        } else if grant.valid_from > today {
            "尚未开始"
        } else {
            "有效"
        };
        Row::new(
            Cell::Text(grant_words(grant, names)),
            vec![
                Cell::Day(Day::of(grant.valid_from)),
                grant.valid_until.map_or(Cell::None, |until| Cell::Day(Day::of(until))),
                Cell::Text(state.to_owned()),
            ],
        )
    });
    Table {
        id: "grants-table".to_owned(),
        caption: "授予记录".to_owned(),
        heads: ["角色", "起始", "截止", "状态"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    }
}

fn account(one: &OnePerson, unit: &str, now: chrono::DateTime<chrono::Utc>) -> Result<Facts, Refusal> {
    let mut rows = vec![
        Fact::text("状态", if one.person.row.is_active { "在用" } else { "已停用" }),
        Fact::given("内设机构", unit),
    ];
    if let Some(credential) = &one.credential {
        let beijing = |at| Moment::of(gongkai_deadline::clock::beijing(at));
        rows.push(Fact::new("密码设定于", Value::Moment(beijing(credential.password_changed_at))));
        if credential.must_change {
            rows.push(Fact::text("首次登录", "尚未修改一次性密码"));
        }
        let bound = credential.totp_sealed.is_some();
        let words = if bound {
            format!("已绑定，余{}个恢复码", codes_left(&credential.document)?)
        } else {
            "未绑定".to_owned()
        };
        rows.push(Fact::text("动态口令", words));
        if let Some(until) = credential.locked_until.filter(|until| *until > now) {
            rows.push(Fact::new("锁定至", Value::Moment(beijing(until))));
        }
    }
    if let Some(seen) = one.person.last_seen {
        let seen = Moment::of(gongkai_deadline::clock::beijing(seen));
        rows.push(Fact::new("最近登录", Value::Moment(seen)));
    }
    Ok(Facts::new(rows))
}
