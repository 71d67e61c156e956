//! How the system runs, for the system administrator, and sending letters that were given up again.
//!
//! Not here: who may (`gongkai_app::query::system`), the settings of an agency (`super::settings`).

use super::entry::{Desk, Sent, value};
use crate::chrome::Place;
use crate::components::{Cell, Choice, Control, Entered, Fact, Facts, Form, Head, Row, Table};
use crate::day::Moment;
use crate::pages::desk::panel::{Panel, Part, Section};
use crate::server::forms::Sent as SentForm;
use crate::urls::with_query;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::Refusal;
use gongkai_app::query::system::{System, send_again, system};

pub(super) async fn page(desk: Desk, Query(query): Query<Sent>) -> Response {
    let done = (value(&query, "done") == "again").then(|| "已重新排入发送队列。".to_owned());
    match system(&desk.web.office, &desk.actor).await {
        Ok(view) => desk.show(Some(Place::System), StatusCode::OK, &of(&desk, &view, done)),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// What a kind of letter is called.
fn kind(key: &str) -> &str {
    match key {
        "mail" => "电子邮件",
        "text_message" => "短信",
        "webhook" => "推送",
        "message" => "站内消息",
        other => other,
    }
}

fn of(desk: &Desk, view: &System, done: Option<String>) -> Panel {
    let urls = &desk.web.site.urls;
    let (found, known) = view.schema;
    let (waiting, oldest) = view.backlog;
    let mut queue = Fact::text("待发送", format!("{waiting}封"));
    if let Some(oldest) = oldest {
        queue = queue.note(format!("最早的一封自{}起可以发送", Moment::of(oldest).words));
    }
    let facts = Facts::new(vec![
        Fact::text("程序版本", view.version),
        Fact::text("数据表版本", found.to_string()).note(if found == known {
            "与程序一致"
        } else {
            "与程序不一致，请运行 gongkai migrate"
        }),
        Fact::text("事件总数", view.last_change.to_string()).note("可以用 gongkai audit verify 离线校验"),
        queue,
        Fact::text("未能送出", format!("{}封", view.given_up.len())),
        Fact::text("锁定的账号", format!("{}个", view.locked)).note("由安全管理员在“人员权限”中解锁"),
        Fact::text("备份", "gongkai backup")
            .note("在服务器上运行，可以在办公时间进行；恢复用 gongkai restore"),
    ]);
    let mut sections = vec![Section::new("state", "运行情况", Part::Facts(facts))];
    if !view.given_up.is_empty() {
        let rows = view.given_up.iter().map(|letter| {
            Row::new(
                Cell::Text(kind(&letter.kind).to_owned()),
                vec![
                    Cell::Text(Moment::of(letter.at).words),
                    Cell::Number(i64::from(letter.attempts)),
                    Cell::Text(letter.because.clone()),
                ],
            )
        });
        let table = Table {
            id: "letters".to_owned(),
            caption: "不再重试的消息".to_owned(),
            heads: vec![
                Head::new("种类"),
                Head::new("放弃时间"),
                Head::number("次数"),
                Head::new("最后一次的情况"),
            ],
            rows: rows.collect(),
            foot: None,
            is_dense: true,
        };
        sections.push(Section::new("given-up", "未能送出的消息", Part::Table(table)));
        let choices = view.given_up.iter().map(|letter| {
            let words = format!("{}，{}", kind(&letter.kind), Moment::of(letter.at).words);
            Choice::new(letter.id.to_string(), words)
        });
        let entered = Entered::default();
        let form = Form {
            action: urls.system(),
            token: desk.token.clone(),
            controls: vec![Control::select(&entered, "letter", "消息", choices.collect())],
            submit: "重新发送".to_owned(),
            ..Form::default()
        };
        let lead = "排除故障（邮件服务器、对接系统）以后再发送。";
        sections.push(Section::new("again", "重新发送", Part::Form(form)).lead(lead));
    }
    Panel {
        heading: "系统运行".to_owned(),
        lead: Some("程序、数据库和消息的运行情况；不显示案件内容和密钥。".to_owned()),
        done,
        sections,
        ..Panel::default()
    }
}

pub(super) async fn again(desk: Desk, SentForm { pairs: sent, .. }: SentForm) -> Response {
    match sent_again(&desk, &sent).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn sent_again(desk: &Desk, sent: &Sent) -> Result<Response, Refusal> {
    desk.check(sent)?;
    let letter = value(sent, "letter").parse().map_err(|_| Refusal::NotFound)?;
    send_again(&desk.web.office, &desk.actor, letter).await?;
    let to = with_query(desk.web.site.urls.system(), &[("done", "again")]);
    Ok(Redirect::to(&to).into_response())
}
