//! One's own account: password, second factor, recovery codes.
//!
//! Not here: what is checked (`gongkai_app::account`), other people's accounts (`super::people`).

use super::asked::{ASKED, page_of_ours};
use super::entry::{Desk, Sent, entered, value};
use crate::components::form::Width;
use crate::components::{Cell, Control, Entered, Fact, Facts, Form, Head, Link, Row, Table, Value};
use crate::day::Moment;
use crate::pages::desk::panel::{Panel, Part, Section};
use crate::server::forms::Sent as SentForm;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::account::{password, second_factor as factor, session};
use gongkai_app::{Fault, Refusal};

fn show(desk: &Desk, page: &Panel) -> Response {
    let status = if page.has_errors { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    desk.show(None, status, page)
}

fn form(desk: &Desk, action: String, controls: Vec<Control>, submit: &str) -> Form {
    Form { action, token: desk.token.clone(), controls, submit: submit.to_owned(), ..Form::default() }
}

async fn own(desk: &Desk, entered: &Entered) -> Result<Panel, Refusal> {
    let urls = &desk.web.site.urls;
    let credential = desk.web.office.storage.credential(desk.session.person).await?;
    let credential = credential.ok_or(Refusal::NotFound)?;
    let changed = Moment::of(gongkai_deadline::clock::beijing(credential.password_changed_at));
    let is_bound = credential.totp_sealed.is_some();
    let bound = if is_bound {
        format!("已绑定，余{}个恢复码", factor::codes_left(&credential.document)?)
    } else {
        "未绑定".to_owned()
    };
    let mut second = Fact::text("动态口令", bound);
    if !is_bound {
        second = second.change(urls.own_second_factor());
    }
    let facts = Facts::new(vec![
        Fact::text("姓名", desk.staff.name.clone()),
        Fact::given("角色", desk.staff.roles.clone()),
        Fact::new("密码设定于", Value::Moment(changed)),
        second,
    ]);
    let mut controls = vec![
        Control::secret("present", "现在的密码", entered)
            .autocomplete("current-password")
            .width(Width::Medium),
        Control::secret("password", "新密码", entered)
            .hint("至少 12 位，包含大写字母、小写字母、数字和符号中的三类")
            .autocomplete("new-password")
            .width(Width::Medium),
        Control::secret("again", "再输入一次新密码", entered)
            .autocomplete("new-password")
            .width(Width::Medium),
    ];
    if let Some(asked) = page_of_ours(urls, entered.value(ASKED)) {
        controls.insert(0, Control::hidden(ASKED, asked));
    }
    let change = form(desk, urls.at("/desk/account/password"), controls, "修改密码");
    let mut sections = vec![
        Section::new("own", "账号", Part::Facts(facts)),
        Section::new("password", "修改密码", Part::Form(change)).lead("修改后，其他地方的登录随即失效。"),
    ];
    if is_bound {
        let code = Control::line(entered, "code", "动态口令")
            .hint("身份验证器显示的 6 位数字")
            .inputmode("numeric")
            .autocomplete("one-time-code")
            .width(Width::Short);
        let part = Part::Form(form(desk, urls.at("/desk/account/recovery"), vec![code], "更换恢复码"));
        sections.push(
            Section::new("recovery", "更换恢复码", part).lead("生成新的恢复码，原有的恢复码全部作废。"),
        );
    }
    sections.extend(sessions(desk).await?);
    let lead =
        desk.session.must_change.then(|| "这是他人设定的一次性密码，请先修改密码，再办理业务。".to_owned());
    Ok(Panel {
        heading: "我的账号".to_owned(),
        lead,
        sections,
        summary: entered.summary(),
        has_errors: entered.has_errors(),
        ..Panel::default()
    })
}

/// Where one is signed in, and ending all but this.
async fn sessions(desk: &Desk) -> Result<Vec<Section>, Refusal> {
    let all = session::list(&desk.web.office, &desk.session).await?;
    let has_others = all.iter().any(|one| !one.is_this);
    let rows = all.into_iter().map(|one| {
        let what = if one.is_this { "本次登录" } else { "其他登录" };
        let from = if one.from.is_empty() { Cell::None } else { Cell::Text(one.from) };
        Row::new(
            Cell::Text(what.to_owned()),
            vec![Cell::Text(Moment::of(one.since).words), Cell::Text(Moment::of(one.seen).words), from],
        )
    });
    let table = Table {
        id: "sessions".to_owned(),
        caption: "现有登录".to_owned(),
        heads: ["登录", "登录时间", "最近操作", "来源地址"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    };
    let lead = format!(
        "{}分钟没有操作，或者登录满{}小时，登录自动结束。",
        session::REST_MINUTES,
        session::LIFE_HOURS
    );
    let mut sections = vec![Section::new("signed-in", "登录情况", Part::Table(table)).lead(lead)];
    if has_others {
        let end = form(desk, desk.web.site.urls.at("/desk/account/sessions"), Vec::new(), "结束其他登录");
        let section = Section::new("end-sessions", "结束其他登录", Part::Form(end));
        sections.push(section.lead("有不认识的登录的，请结束其他登录并修改密码。"));
    }
    Ok(sections)
}

pub(super) async fn end_sessions(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    let ended = match desk.check(&sent) {
        Ok(()) => session::end_others(&desk.web.office, &desk.session).await,
        Err(refusal) => Err(refusal),
    };
    match ended {
        Ok(_) => Redirect::to(&desk.web.site.urls.account()).into_response(),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn page(desk: Desk, Query(query): Query<Sent>) -> Response {
    // what was asked for before the password had to be changed
    let asked = query.into_iter().filter(|(name, _)| name == ASKED).collect();
    match own(&desk, &Entered::new(asked, Vec::new())).await {
        Ok(page) => show(&desk, &page),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The page again with what is wrong, or the refusal.
async fn again(desk: &Desk, sent: &Sent, refusal: Refusal) -> Response {
    match refusal {
        Refusal::Invalid(faults) => match own(desk, &entered(sent, &faults)).await {
            Ok(page) => show(desk, &page),
            Err(refusal) => desk.refused(&refusal),
        },
        refusal => desk.refused(&refusal),
    }
}

pub(super) async fn change_password(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    match changed(&desk, &sent).await {
        Ok(()) => {
            let urls = &desk.web.site.urls;
            let asked = page_of_ours(urls, value(&sent, ASKED));
            Redirect::to(&asked.unwrap_or_else(|| urls.desk())).into_response()
        }
        Err(refusal) => again(&desk, &sent, refusal).await,
    }
}

async fn changed(desk: &Desk, sent: &Sent) -> Result<(), Refusal> {
    desk.check(sent)?;
    let new = value(sent, "password");
    if new != value(sent, "again") {
        return Err(Refusal::Invalid(vec![Fault::new("again", "两次输入的密码不一致")]));
    }
    password::change(&desk.web.office, &desk.session, value(sent, "present"), new).await
}

async fn enrolment(desk: &Desk, entered: &Entered) -> Result<Panel, Refusal> {
    let urls = &desk.web.site.urls;
    let secret = factor::begin(&desk.web.office, &desk.session).await?;
    let controls = vec![
        Control::locked("动态口令密钥", secret)
            .hint("在身份验证器中选择“手动输入密钥”“基于时间”，输入这串字符；空格可以不输"),
        Control::line(entered, "code", "动态口令")
            .hint("输入身份验证器显示的 6 位数字，确认已经绑定")
            .inputmode("numeric")
            .autocomplete("one-time-code")
            .width(Width::Short),
    ];
    let part = Part::Form(form(desk, urls.own_second_factor(), controls, "绑定"));
    Ok(Panel {
        heading: "绑定动态口令".to_owned(),
        lead: Some(if desk.must_bind {
            "本机关要求您绑定动态口令，绑定后才能办理业务；以后登录时除密码外还要输入身份验证器显示的动态口令。"
                .to_owned()
        } else {
            "绑定后，登录时除密码外还要输入身份验证器显示的动态口令。".to_owned()
        }),
        sections: vec![Section::new("bind", "密钥", part)],
        crumbs: vec![Link::new("我的账号", urls.account())],
        summary: entered.summary(),
        has_errors: entered.has_errors(),
        ..Panel::default()
    })
}

pub(super) async fn second_factor(desk: Desk) -> Response {
    match enrolment(&desk, &Entered::default()).await {
        Ok(page) => show(&desk, &page),
        // bound already: the account page says so
        Err(Refusal::Invalid(_)) => Redirect::to(&desk.web.site.urls.account()).into_response(),
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn enrol(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    let result = match desk.check(&sent) {
        Ok(()) => factor::enrol(&desk.web.office, &desk.session, value(&sent, "code")).await,
        Err(refusal) => Err(refusal),
    };
    match result {
        Ok(codes) => told(&desk, "已绑定动态口令。", codes),
        Err(Refusal::Invalid(faults)) => match enrolment(&desk, &entered(&sent, &faults)).await {
            Ok(page) => show(&desk, &page),
            Err(refusal) => again(&desk, &sent, refusal).await,
        },
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn renew_codes(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    let result = match desk.check(&sent) {
        Ok(()) => factor::renew_codes(&desk.web.office, &desk.session, value(&sent, "code")).await,
        Err(refusal) => Err(refusal),
    };
    match result {
        Ok(codes) => told(&desk, "已更换恢复码。", codes),
        Err(refusal) => again(&desk, &sent, refusal).await,
    }
}

/// The recovery codes, this once.
fn told(desk: &Desk, done: &str, codes: Vec<String>) -> Response {
    let section = Section::new("codes", "恢复码", Part::Lines(codes))
        .lead("只显示这一次。手机遗失时，每个恢复码可以代替动态口令使用一次，请抄录后妥善保管。");
    let page = Panel {
        heading: "保存恢复码".to_owned(),
        done: Some(done.to_owned()),
        links: vec![Link::new("我的账号", desk.web.site.urls.account())],
        sections: vec![section],
        ..Panel::default()
    };
    show(desk, &page)
}
