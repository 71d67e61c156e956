//! The first page, the guide and its forms: what the agency has set and what the law fixes, nothing else.
//!
//! Not here: the numbers of the law (`gongkai_deadline::statute`, `gongkai_domain::fee`), the making of a form
//! (`gongkai_app::portal::blank_form`). All of it is the same for everybody and comes from the shelf.

use super::apply::or_refused;
use super::words;
use crate::components::Link;
use crate::day::Day;
use crate::pages::portal::guide::{self, Channel, FormFile, Guide, Way};
use crate::pages::portal::home::{self, Home};
use crate::server::respond::{self, Named, Told, Visit};
use crate::server::shelf::{Key, Made, Shelf};
use crate::server::{Shared, Web};
use crate::urls::with_query;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::{Datelike, NaiveDate};
use gongkai_app::Refusal;
use gongkai_app::first_start;
use gongkai_app::office::AGENCY_SETTINGS;
use gongkai_app::portal::agencies::{Listed, listed, of_code};
use gongkai_app::portal::blank_form::{self, FormFormat, FormKind};
use gongkai_deadline::statute;
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::application::Channel as Arrival;
use gongkai_domain::fee;
use gongkai_domain::ids::AgencyId;
use gongkai_domain::notice::{RemedyBody, RemedyMode};
use serde::Deserialize;
use std::sync::Arc;

/// Of which agency something is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Of {
    /// Its code; none for the portal's own.
    pub agency: Option<String>,
}

/// The first page.
pub async fn home(State(web): Shared, Extension(shelf): Extension<Arc<Shelf>>, visit: Visit) -> Response {
    let visit = visit.at(web.site.urls.home());
    let make = async { respond::portal_html(&web, &visit.view, &home_page(&web).await?) };
    let made = shelf.page(&web, &visit, Key::of("home", web.agency), make).await;
    // an office that nobody has set up yet has no first page: whoever comes is the one who sets it up
    if matches!(made, Err(Refusal::NotFound)) && first_start::is_open(&web.office).await.unwrap_or(false) {
        return Redirect::to(&web.site.urls.setup()).into_response();
    }
    or_refused(&web, &visit.view, made)
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
        others: others(web, web.agency).await?,
        notice: None,
    })
}

/// The guides of the other agencies.
async fn others(web: &Web, than: AgencyId) -> Result<Vec<Link>, Refusal> {
    let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
    let link = |agency: &Listed| {
        let is_own = agency.id == web.agency;
        let href = if is_own { web.site.urls.guide() } else { web.site.urls.guide_of(&agency.code) };
        Link::new(agency.name.clone(), href)
    };
    Ok(listed.iter().filter(|agency| agency.id != than).map(link).collect())
}

/// The guide.
pub async fn guide(
    State(web): Shared,
    Extension(shelf): Extension<Arc<Shelf>>,
    Told(of): Told<Of>,
    visit: Visit,
) -> Response {
    let path = guide_address(&web, &of);
    let visit = visit.at(path);
    let made = async {
        let agency = of_code(&web.office, web.agency, &web.site.agencies, of.agency.as_deref()).await?;
        let make = async { respond::portal_html(&web, &visit.view, &guide_page(&web, agency).await?) };
        shelf.page(&web, &visit, Key::of("guide", agency), make).await
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

fn guide_address(web: &Web, of: &Of) -> String {
    match of.agency.as_deref().map(str::trim) {
        Some(code) if !code.is_empty() => web.site.urls.guide_of(code),
        _ => web.site.urls.guide(),
    }
}

/// The guide as the settings make it.
///
/// # Errors
/// Where the records cannot be read.
pub async fn guide_page(web: &Web, id: AgencyId) -> Result<Guide, Refusal> {
    let urls = &web.site.urls;
    let (agency, settings) = web.office.agency(id).await?;
    let kept = web.office.storage.settings(Some(id)).await?;
    let updated = kept.iter().find(|setting| setting.name == AGENCY_SETTINGS);
    let about = |form: String| with_query(form, &[("agency", agency.code.as_str())]);
    let apply = if id == web.agency {
        urls.apply()
    } else {
        with_query(urls.apply_agency(), &[("to", &agency.code)])
    };
    Ok(Guide {
        urls: urls.clone(),
        agency: agency.full_name.clone(),
        others: others(web, id).await?,
        apply: settings.channels.internet.then_some(apply),
        complain: about(urls.complain()),
        correct_record: about(urls.correct_record()),
        office: words::office(&settings.contact),
        channels: channels(web, &agency, &settings),
        limits: guide::limits(),
        by_item: guide::by_item(),
        by_quantity: guide::by_quantity(),
        measures: fee::MEASURES.to_owned(),
        ways: ways(&agency, &settings, web.office.today()),
        forms: forms(web, &agency, &settings).await?,
        updated: updated.map(|setting| Day::of(gongkai_deadline::clock::beijing(setting.changed_at).date())),
    })
}

/// The address of an empty form of an agency.
fn form_address(web: &Web, agency: &Agency, kind: FormKind, format: FormFormat) -> String {
    let path = web.site.urls.form_file(&format!("{}.{}", kind.key(), format.key()));
    if agency.id == web.agency { path } else { with_query(path, &[("agency", &agency.code)]) }
}

/// The forms to fetch. A Word file is quickly made, so that its size can be told.
async fn forms(web: &Web, agency: &Agency, settings: &AgencySettings) -> Result<Vec<FormFile>, Refusal> {
    let mut forms = Vec::new();
    for kind in FormKind::EVERY {
        for format in FormFormat::EVERY {
            let note = match format {
                FormFormat::Docx => {
                    let size = blank_form::file(kind, format, agency, settings).await?.len();
                    format!("Word，{} KB，可以在电脑上填写", size.div_ceil(1024))
                }
                FormFormat::Pdf => "PDF，用于打印后填写".to_owned(),
            };
            let link = Link::new(kind.title(), form_address(web, agency, kind, format));
            forms.push(FormFile { link, note });
        }
    }
    Ok(forms)
}

/// An empty form.
pub async fn form(
    State(web): Shared,
    Extension(shelf): Extension<Arc<Shelf>>,
    Named(name): Named<String>,
    Told(of): Told<Of>,
    visit: Visit,
) -> Response {
    let made = async {
        let (kind, format) = form_of(&name).ok_or(Refusal::NotFound)?;
        let id = of_code(&web.office, web.agency, &web.site.agencies, of.agency.as_deref()).await?;
        let make = async {
            let (agency, settings) = web.office.agency(id).await?;
            Ok(Made {
                content_type: format.media_type(),
                file_name: Some(format!("{}.{}", kind.title(), format.key())),
                bytes: blank_form::file(kind, format, &agency, &settings).await?,
            })
        };
        let part = 2 * kind as u32 + format as u32;
        let key = Key { part, ..Key::of("form", id) };
        shelf.answer(&web.office, &visit.wants, key, make).await
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

fn form_of(name: &str) -> Option<(FormKind, FormFormat)> {
    let (kind, format) = name.rsplit_once('.')?;
    let format = FormFormat::EVERY.into_iter().find(|known| known.key() == format)?;
    Some((FormKind::of(kind)?, format))
}

/// The open ways to file, each with its day of receipt (《条例》第三十一条).
pub fn channels(web: &Web, agency: &Agency, settings: &AgencySettings) -> Vec<Channel> {
    let contact = &settings.contact;
    let on_paper = || {
        let link = |kind: FormKind| {
            Link::new(format!("《{}》", kind.title()), form_address(web, agency, kind, FormFormat::Pdf))
        };
        vec![link(FormKind::Person), link(FormKind::Organisation)]
    };
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
            Arrival::Internet => ("网上提交", "在本网站在线填写".to_owned()),
            Arrival::Email => (
                "电子邮件",
                format!(
                    "发送至 {}，邮件主题注明“政府信息公开申请”",
                    or(&contact.email, "本机关的电子邮箱（请电话咨询）")
                ),
            ),
            Arrival::Fax => ("传真", or(&contact.fax, "传真号码请电话咨询")),
        };
        let received = if channel == Arrival::Internet && is_automatic {
            "以提交之日为收到申请之日"
        } else {
            channel.receipt_rule()
        };
        // who writes online answers questions instead; a form goes with a mail
        let is_written_online = channel == Arrival::Internet;
        let forms = if is_written_online { Vec::new() } else { on_paper() };
        Channel { name: name.to_owned(), how, received: received.to_owned(), forms }
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
