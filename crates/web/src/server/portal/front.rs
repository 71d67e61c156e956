//! The first page and the guide: what the agency has set and what the law fixes, nothing else.
//!
//! Not here: the numbers of the law (`gongkai_deadline::statute`, `gongkai_domain::fee`).

use super::words;
use crate::pages::portal::guide::{self, Channel, Guide, Way};
use crate::pages::portal::home::{self, Home};
use crate::server::respond::{self, Visit};
use crate::server::{Shared, Web};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use gongkai_app::Refusal;
use gongkai_deadline::statute;
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::application::Channel as Arrival;
use gongkai_domain::fee;
use gongkai_domain::notice::{RemedyBody, RemedyMode};

/// The first page.
pub async fn home(State(web): Shared, visit: Visit) -> Response {
    match home_page(&web).await {
        Ok(page) => respond::portal(&web, &visit.view, StatusCode::OK, &page),
        Err(refusal) => respond::refused(&web, &visit.view, &refusal),
    }
}

async fn home_page(web: &Web) -> Result<Home, Refusal> {
    let (_, settings) = web.office.agency(web.agency).await?;
    Ok(Home {
        urls: web.site.urls.clone(),
        reply_length: statute::REPLY.length.to_string(),
        way: home::way(),
        year: web.office.today().year(),
        // figures are published with the annual report, after it was checked
        figures: Vec::new(),
        office: words::office(&settings.contact),
        notice: None,
    })
}

/// The guide.
pub async fn guide(State(web): Shared, visit: Visit) -> Response {
    match guide_page(&web).await {
        Ok(page) => respond::portal(&web, &visit.view, StatusCode::OK, &page),
        Err(refusal) => respond::refused(&web, &visit.view, &refusal),
    }
}

/// The guide as the settings make it.
///
/// # Errors
/// Where the records cannot be read.
pub async fn guide_page(web: &Web) -> Result<Guide, Refusal> {
    let (agency, settings) = web.office.agency(web.agency).await?;
    Ok(Guide {
        urls: web.site.urls.clone(),
        office: words::office(&settings.contact),
        channels: channels(&settings),
        limits: guide::limits(),
        by_item: guide::by_item(),
        by_quantity: guide::by_quantity(),
        measures: fee::MEASURES.to_owned(),
        ways: ways(&agency, &settings, web.office.today()),
        forms: Vec::new(),
        updated: None,
    })
}

/// The open ways to file, each with its day of receipt (《条例》第三十一条).
pub fn channels(settings: &AgencySettings) -> Vec<Channel> {
    let contact = &settings.contact;
    let or = |text: &str, otherwise: &str| {
        if text.trim().is_empty() { otherwise.to_owned() } else { text.trim().to_owned() }
    };
    let is_automatic = settings.handling.is_receipt_automatic;
    let open = settings.channels.open().into_iter();
    open.map(|channel| {
        let (name, how) = match channel {
            Arrival::InPerson => ("当面提交", or(&contact.address, "到本机关政府信息公开工作机构提交")),
            Arrival::RegisteredMail => (
                "邮寄",
                format!(
                    "{}，信封上注明“政府信息公开申请”",
                    or(&contact.address, "寄送本机关政府信息公开工作机构")
                ),
            ),
            Arrival::OrdinaryMail => ("平常信函", "邮寄地址同上，信封上注明“政府信息公开申请”".to_owned()),
            Arrival::Internet => {
                let mut ways = Vec::new();
                if settings.channels.internet {
                    ways.push("在本网站在线填写".to_owned());
                }
                if settings.channels.email && !contact.email.trim().is_empty() {
                    ways.push(format!("发送电子邮件至 {}", contact.email.trim()));
                }
                ("网上提交", ways.join("，或者"))
            }
            Arrival::Fax => ("传真", or(&contact.fax, "传真号码请电话咨询")),
        };
        let received = if channel == Arrival::Internet && is_automatic {
            "以提交之日为收到申请之日"
        } else {
            channel.receipt_rule()
        };
        Channel { name: name.to_owned(), how, received: received.to_owned() }
    })
    .collect()
}

/// The ways to object, with the bodies that the agency's place in the order of things gives.
pub fn ways(agency: &Agency, settings: &AgencySettings, today: NaiveDate) -> Vec<Way> {
    let body: RemedyBody = agency.remedy_body(&settings.remedies, today);
    let organs = body.organs(today).join("或者");
    let to = if organs.is_empty() { "有管辖权的行政复议机关".to_owned() } else { organs };
    let court = body.court(today).unwrap_or("有管辖权的人民法院").to_owned();
    let is_first =
        RemedyBody::mode(RemedyMode::ReconsiderationFirst, today) == RemedyMode::ReconsiderationFirst;
    let first = if is_first {
        "；对依照《政府信息公开条例》第十四条至第十六条不予公开不服的，应当先申请行政复议"
    } else {
        ""
    };
    let way = |name: &str, text: String, article: &str| Way {
        name: name.to_owned(),
        text,
        article: article.to_owned(),
    };
    vec![
        way(
            "投诉、举报",
            "认为本机关不依法履行政府信息公开义务的，可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报".to_owned(),
            "《政府信息公开条例》第五十一条",
        ),
        way(
            "行政复议",
            format!("自收到答复之日起{}内向{to}申请{first}", statute::RECONSIDERATION.length),
            statute::RECONSIDERATION.article,
        ),
        way(
            "行政诉讼",
            format!("自收到答复之日起{}内向{court}提起", statute::SUIT.length),
            statute::SUIT.article,
        ),
    ]
}
