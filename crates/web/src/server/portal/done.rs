//! The receipt of what was just filed: number, query code (told once), and when a reply is to be expected and why.
//!
//! Not here: the sending (`sending`), where the application stands later (`case`).

use super::case::download;
use super::{RECEIPT, words};
use crate::components::{Confirmation, Link, Steps, Value};
use crate::day::{Day, Moment};
use crate::pages::portal::check::Receipt;
use crate::server::respond::{self, Named, Visit};
use crate::server::{Shared, Web};
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::portal::lost_code::shown;
use gongkai_app::portal::print::{self, ReceiptText};
use gongkai_app::portal::ticket;
use gongkai_app::query::track::{TrackedCase, tracked};
use gongkai_deadline::statute;
use gongkai_domain::application::ClockKind;
use gongkai_domain::application::channel::RECEIPT_ARTICLE;

/// The receipt, to the browser that filed.
pub async fn receipt(
    State(web): Shared,
    method: Method,
    Named(reference): Named<String>,
    visit: Visit,
) -> Response {
    let made = async {
        let word = visit.cookie(RECEIPT).unwrap_or_default();
        let Some(mut kept) = ticket::read::<ticket::Receipt>(&web.office, word).await? else {
            return Ok(respond::see_other(&web.site.urls.track()));
        };
        let case = tracked(&web.office, kept.application).await?;
        let (reference, is_document) = match reference.strip_suffix(".pdf") {
            Some(reference) => (reference, true),
            None => (reference.as_str(), false),
        };
        if case.row.reference != reference {
            return Ok(respond::see_other(&web.site.urls.track()));
        }
        if is_document {
            let bytes = print::receipt(text(&case, print::applicants(&web.office, &case).await?)).await?;
            return Ok(download(bytes, "application/pdf", &format!("政府信息公开申请回执{reference}.pdf")));
        }
        // who asks for the headers only has seen nothing
        let code = ticket::tell_code(&web.office, word, &mut kept, method == Method::GET).await?;
        let page = page(&web, &case, code);
        Ok::<_, Refusal>(respond::portal(&web, &visit.view, StatusCode::OK, &page))
    };
    super::apply::or_refused(&web, &visit.view, made.await)
}

/// When the application was received, and what happens next.
fn next(case: &TrackedCase) -> Vec<String> {
    let received = match case.application.received_on {
        Some(on) => format!("收到申请之日为{}。", Day::of(on).words),
        None => format!(
            "收到申请之日待确认：工作人员将按您留下的联系方式与您确认收到。{}（{RECEIPT_ARTICLE}）。",
            case.application.arrival.channel.receipt_rule()
        ),
    };
    vec![
        received,
        format!(
            "内容不明确或者缺少身份证明的，本机关在收到申请之日起{}内一次性告知您补正，收到补正之日起重新计算答复期限（{}）。",
            statute::CORRECTION.length,
            statute::CORRECTION.article
        ),
        "凭申请编号和查询码可以随时查询进度；答复作出后，按您选择的方式送达。".to_owned(),
    ]
}

fn arrived_at(case: &TrackedCase) -> Moment {
    Moment::of(case.events.first().map_or(case.application.last_at, |event| event.at))
}

fn page(web: &Web, case: &TrackedCase, code: Option<String>) -> Receipt {
    let is_code_shown = code.is_some();
    let reference = &case.row.reference;
    let mut keep = vec![("申请编号".to_owned(), reference.clone())];
    keep.extend(code.map(|code| ("查询码".to_owned(), shown(&code))));
    let due = case.clock.due.as_ref();
    let day = due.map(|due| Day::of(due.on));
    let is_shadow = case.clock.kind == ClockKind::Shadow;
    Receipt {
        urls: web.site.urls.clone(),
        confirmation: Confirmation { heading: "申请已经提交".to_owned(), keep },
        arrived_at: arrived_at(case),
        due: day.clone().filter(|_| !is_shadow),
        planned: day.filter(|_| is_shadow),
        steps: due.map(Steps::of).unwrap_or_default(),
        next: next(case),
        office: words::office(&case.settings.contact),
        document: Some(Link::new("下载回执（PDF）", web.site.urls.receipt(&format!("{reference}.pdf")))),
        is_code_shown,
    }
}

/// The same words for the document.
fn text(case: &TrackedCase, applicant: String) -> ReceiptText {
    let due = case.clock.due.as_ref().map(|due| match case.clock.kind {
        ClockKind::Shadow => format!(
            "双方确认收到之日起开始计算答复期限；如果当天即确认收到，最迟在{}前答复。",
            Day::of(due.on).words
        ),
        _ => format!("答复期限于{}届满。", Day::of(due.on).words),
    });
    let office = words::office(&case.settings.contact).rows.into_iter().filter_map(|fact| match fact.value {
        Value::Text(text) => Some(format!("{}：{text}", fact.term)),
        _ => None,
    });
    let arrival = &case.application.arrival;
    ReceiptText {
        agency: case.agency.full_name.clone(),
        reference: case.row.reference.clone(),
        applicant,
        channel: arrival.channel.label().to_owned(),
        provision: format!("{}，{}", arrival.provision.form.label(), arrival.provision.way.label()),
        requests: case.requests.iter().map(|(_, text)| text.clone()).collect(),
        arrived: arrived_at(case).words,
        due,
        next: next(case),
        office: office.collect(),
        on: case.application.arrival.arrived_on,
    }
}
