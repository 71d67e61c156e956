//! The receipt of what was just filed: number, query code (told once), and when a reply is to be expected and why.
//!
//! Not here: the sending (`sending`), where the application stands later (`case`).

use super::{RECEIPT, words};
use crate::components::{Confirmation, Steps};
use crate::day::{Day, Moment};
use crate::pages::portal::check::Receipt;
use crate::server::respond::{self, Visit};
use crate::server::{Shared, Web};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::portal::lost_code::shown;
use gongkai_app::portal::ticket;
use gongkai_app::query::track::{TrackedCase, tracked};
use gongkai_deadline::statute;
use gongkai_domain::application::ClockKind;
use gongkai_domain::application::channel::RECEIPT_ARTICLE;

/// The receipt, to the browser that filed.
pub async fn receipt(State(web): Shared, Path(reference): Path<String>, visit: Visit) -> Response {
    let made = async {
        let word = visit.cookie(RECEIPT).unwrap_or_default();
        let Some(mut kept) = ticket::read::<ticket::Receipt>(&web.office, word).await? else {
            return Ok(respond::see_other(&web.site.urls.track()));
        };
        let case = tracked(&web.office, kept.application).await?;
        if case.row.reference != reference {
            return Ok(respond::see_other(&web.site.urls.track()));
        }
        let code = kept.code.take();
        if code.is_some() {
            ticket::keep(&web.office, word, &kept).await?;
        }
        let page = page(&web, &case, code);
        Ok::<_, Refusal>(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    super::apply::or_refused(&web, &visit.view, made.await)
}

fn page(web: &Web, case: &TrackedCase, code: Option<String>) -> Receipt {
    let is_code_shown = code.is_some();
    let mut keep = vec![("申请编号".to_owned(), case.row.reference.clone())];
    keep.extend(code.map(|code| ("查询码".to_owned(), shown(&code))));
    let due = case.clock.due.as_ref();
    let day = due.map(|due| Day::of(due.on));
    let is_shadow = case.clock.kind == ClockKind::Shadow;
    let channel = case.application.arrival.channel;
    let received = match case.application.received_on {
        Some(on) => format!("收到申请之日为{}。", Day::of(on).words),
        None => format!(
            "收到申请之日待确认：工作人员将按您留下的联系方式与您确认收到。{}（{RECEIPT_ARTICLE}）。",
            channel.receipt_rule()
        ),
    };
    let next = vec![
        received,
        format!(
            "内容不明确或者缺少身份证明的，本机关在收到申请之日起{}内一次性告知您补正，收到补正之日起重新计算答复期限（{}）。",
            statute::CORRECTION.length,
            statute::CORRECTION.article
        ),
        "凭申请编号和查询码可以随时查询进度；答复作出后，按您选择的方式送达。".to_owned(),
    ];
    Receipt {
        urls: web.site.urls.clone(),
        confirmation: Confirmation { heading: "申请已经提交".to_owned(), keep },
        arrived_at: Moment::of(case.events.first().map_or(case.application.last_at, |event| event.at)),
        due: day.clone().filter(|_| !is_shadow),
        planned: day.filter(|_| is_shadow),
        steps: due.map(Steps::of).unwrap_or_default(),
        next,
        office: words::office(&case.settings.contact),
        document: None,
        is_code_shown,
    }
}
