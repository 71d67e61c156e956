//! The first start of an empty office, step by step; afterwards nothing answers here.
//!
//! Not here: what is kept (`gongkai_app::first_start`). The walk is known by a cookie that no script may read.

use super::super::forms::Sent;
use super::super::respond::{Visit, see_other, with_cookie};
use super::super::{Shared, Web, respond};
use super::entry::{entered, value};
use crate::components::{Choice, Entered};
use crate::pages::Question;
use crate::pages::desk::door::AtDoor;
use crate::pages::desk::panel::{Panel, Part, Section};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Datelike;
use gongkai_app::Refusal;
use gongkai_app::first_start::{self, AdministratorForm, AgencyForm, Walk};
use gongkai_domain::agency::settings::NumberPatterns;
use gongkai_domain::agency::{AgencyKind, Level, UnitWord};

/// Name of the cookie of the walk.
const COOKIE: &str = "setup";
/// Minutes for which it is kept.
const MINUTES: i64 = 12 * 60;

fn shown(web: &Web, visit: &Visit, page: &Question) -> Response {
    let status = if page.has_errors { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    respond::door(web, &visit.view, status, page)
}

/// A refusal: without a walk one begins anew, and once the office is set up there is nothing here.
fn refused(web: &Web, visit: &Visit, refusal: &Refusal) -> Response {
    match refusal {
        Refusal::SignedOut => see_other(&web.site.urls.setup()),
        refusal => respond::refused_at_desk(web, &visit.view, None, refusal),
    }
}

fn agency_page(web: &Web, entered: &Entered) -> Question {
    let keyed = |(key, name): (&'static str, &'static str)| Choice::new(key, name);
    let kinds = AgencyKind::EVERY.iter().map(|kind| keyed((kind.key(), kind.name()))).collect();
    let levels = Level::EVERY.iter().map(|level| keyed((level.key(), level.name()))).collect();
    let units = UnitWord::EVERY.iter().map(|word| keyed((word.key(), word.name()))).collect();
    AtDoor { urls: &web.site.urls, token: "", entered }.agency(kinds, levels, units)
}

pub(super) async fn agency(State(web): Shared, visit: Visit) -> Response {
    match first_start::is_open(&web.office).await {
        Ok(true) => {
            let pattern = ("pattern".to_owned(), NumberPatterns::default().registration);
            shown(&web, &visit, &agency_page(&web, &Entered::new(vec![pattern], Vec::new())))
        }
        Ok(false) => refused(&web, &visit, &Refusal::NotFound),
        Err(refusal) => refused(&web, &visit, &refusal),
    }
}

pub(super) async fn agency_sent(State(web): Shared, sent: Sent) -> Response {
    let text = |name: &str| sent.value(name).trim().to_owned();
    let form = AgencyForm {
        name: text("name"),
        short_name: text("short_name"),
        code: text("code"),
        kind: text("kind"),
        level: text("level"),
        unit_word: text("unit_word"),
        pattern: text("pattern"),
        reconsideration: text("reconsideration"),
        court: text("court"),
    };
    match first_start::begin(&web.office, sent.value("word"), form).await {
        Ok(token) => {
            let next = see_other(&web.site.urls.setup_administrator());
            with_cookie(&web, next, COOKIE, &token, MINUTES)
        }
        Err(Refusal::Invalid(faults)) => {
            shown(&web, &sent.visit, &agency_page(&web, &entered(&sent.pairs, &faults)))
        }
        Err(refusal) => refused(&web, &sent.visit, &refusal),
    }
}

/// The token of the walk, with how far it is.
async fn walk(web: &Web, visit: &Visit) -> Result<(String, Walk), Refusal> {
    if !first_start::is_open(&web.office).await? {
        return Err(Refusal::NotFound);
    }
    let token = visit.cookie(COOKIE).ok_or(Refusal::SignedOut)?;
    Ok((token.to_owned(), first_start::walk(&web.office, token).await?))
}

/// The same for a form, which must be one of this walk.
async fn walk_of(web: &Web, sent: &Sent) -> Result<(String, Walk), Refusal> {
    let (token, walk) = walk(web, &sent.visit).await?;
    if first_start::form_token(&web.office, &token)? != sent.value("token") {
        return Err(Refusal::Denied("表单已经失效，请返回上一页刷新后重试".to_owned()));
    }
    Ok((token, walk))
}

fn administrator_page(web: &Web, walk: &(String, Walk), entered: &Entered) -> Result<Question, Refusal> {
    let token = first_start::form_token(&web.office, &walk.0)?;
    let at = AtDoor { urls: &web.site.urls, token: &token, entered };
    Ok(Question { back: Some(web.site.urls.setup()), ..at.administrator(&walk.1.secret()) })
}

pub(super) async fn administrator(State(web): Shared, visit: Visit) -> Response {
    let page = match walk(&web, &visit).await {
        Ok(walk) => administrator_page(&web, &walk, &Entered::default()),
        Err(refusal) => Err(refusal),
    };
    match page {
        Ok(page) => shown(&web, &visit, &page),
        Err(refusal) => refused(&web, &visit, &refusal),
    }
}

pub(super) async fn administrator_sent(State(web): Shared, sent: Sent) -> Response {
    let walk = match walk_of(&web, &sent).await {
        Ok(walk) => walk,
        Err(refusal) => return refused(&web, &sent.visit, &refusal),
    };
    let form = AdministratorForm {
        name: sent.value("name").to_owned(),
        login: sent.value("account").to_owned(),
        password: sent.value("password").to_owned(),
        again: sent.value("again").to_owned(),
        code: sent.value("code").to_owned(),
    };
    match first_start::administrator(&web.office, &walk.0, &form).await {
        Ok(()) => see_other(&web.site.urls.setup_calendar()),
        Err(Refusal::Invalid(faults)) => {
            match administrator_page(&web, &walk, &entered(&sent.pairs, &faults)) {
                Ok(page) => shown(&web, &sent.visit, &page),
                Err(refusal) => refused(&web, &sent.visit, &refusal),
            }
        }
        Err(refusal) => refused(&web, &sent.visit, &refusal),
    }
}

fn calendar_page(web: &Web, token: &str, entered: &Entered) -> Result<Question, Refusal> {
    let token = first_start::form_token(&web.office, token)?;
    let calendar = web.office.calendar();
    let years: Vec<i32> = calendar.years().map(|year| year.year).collect();
    let known = match (years.first(), years.last()) {
        (Some(first), Some(last)) => format!("{first}年至{last}年"),
        _ => "没有".to_owned(),
    };
    let year = web.office.today().year();
    let missing = [year, year + 1].into_iter().find(|year| !calendar.knows(*year));
    let at = AtDoor { urls: &web.site.urls, token: &token, entered };
    Ok(Question { back: Some(web.site.urls.setup_administrator()), ..at.calendar(&known, missing) })
}

pub(super) async fn calendar(State(web): Shared, visit: Visit) -> Response {
    let page = match walk(&web, &visit).await {
        Ok((_, walk)) if !walk.has_administrator() => {
            return see_other(&web.site.urls.setup_administrator());
        }
        Ok((token, _)) => calendar_page(&web, &token, &Entered::default()),
        Err(refusal) => Err(refusal),
    };
    match page {
        Ok(page) => shown(&web, &visit, &page),
        Err(refusal) => refused(&web, &visit, &refusal),
    }
}

pub(super) async fn calendar_sent(State(web): Shared, sent: Sent) -> Response {
    match finish(&web, &sent).await {
        Ok(codes) => with_cookie(&web, done(&web, &sent.visit, codes), COOKIE, "", 0),
        Err(Refusal::Invalid(faults)) => {
            let token = sent.visit.cookie(COOKIE).unwrap_or_default();
            match calendar_page(&web, token, &entered(&sent.pairs, &faults)) {
                Ok(page) => shown(&web, &sent.visit, &page),
                Err(refusal) => refused(&web, &sent.visit, &refusal),
            }
        }
        Err(refusal) => refused(&web, &sent.visit, &refusal),
    }
}

async fn finish(web: &Web, sent: &Sent) -> Result<Vec<String>, Refusal> {
    let (token, _) = walk_of(web, sent).await?;
    let years = match sent.files.first() {
        Some(file) => {
            let text = String::from_utf8_lossy(&file.bytes);
            let years = gongkai_app::calendar::import::parse(&text, value(&sent.pairs, "source"))?;
            // a year that the program brings along is not replaced unseen by a part of it
            let left = gongkai_app::calendar::import::left_out(&web.office.calendar(), &years);
            if !left.is_empty() {
                let words =
                    "文件没有写出程序已经收录的放假、调休日。请先完成设置，再在“工作日历”中核对后导入";
                return Err(Refusal::invalid("file", words));
            }
            years
        }
        None => Vec::new(),
    };
    first_start::finish(&web.office, &token, years).await
}

/// The last page: the recovery codes, told this once.
fn done(web: &Web, visit: &Visit, codes: Vec<String>) -> Response {
    let urls = &web.site.urls;
    let next = vec![
        "以系统管理员登录，在“人员权限”中添加安全管理员并指定其角色。".to_owned(),
        "由安全管理员授予审计管理员和其他人员的角色；三员由不同的人担任。".to_owned(),
        "在“设置”中补全工作机构信息，指南页面才能完整显示。".to_owned(),
    ];
    let page = Panel {
        heading: "设置完成".to_owned(),
        lead: Some("首次设置已经完成，此页面不再开放。".to_owned()),
        links: vec![crate::components::Link::new("登录", urls.sign_in())],
        sections: vec![
            Section::new("codes", "恢复码", Part::Lines(codes))
                .lead("只显示这一次。手机遗失时，每个恢复码可以代替动态口令使用一次，请抄录后妥善保管。"),
            Section::new("next", "接下来", Part::Lines(next)),
        ],
        ..Panel::default()
    };
    respond::door(web, &visit.view, StatusCode::OK, &page).into_response()
}
