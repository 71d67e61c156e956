//! Before the first question: what to know, to which agency, whether it is public already, and whose matter it may be instead.
//!
//! Not here: the questions (`apply`). Whatever these pages say, a citizen may file.

use super::DRAFT;
use super::apply::{Asked, FORM, Kept, guarded, or_refused};
use crate::components::{Empty, Entered, FieldError, Link};
use crate::pages::portal::apply::{self, Step};
use crate::pages::portal::failure::Status;
use crate::pages::portal::start::{AlreadyPublic, NotOurs, Start};
use crate::server::forms::Sent;
use crate::server::respond::{self, Told, Visit};
use crate::server::shelf::{Key, Shelf};
use crate::server::{Shared, Web};
use crate::urls::with_query;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::portal::agencies::{Listed, listed, of_code};
use gongkai_app::portal::draft::Draft;
use gongkai_app::portal::ticket::Ticket as _;
use gongkai_app::portal::token;
use gongkai_deadline::statute;
use gongkai_domain::ids::AgencyId;
use serde::Deserialize;
use std::sync::Arc;

/// The start page; the same for everybody who has begun nothing.
pub async fn start(State(web): Shared, Extension(shelf): Extension<Arc<Shelf>>, visit: Visit) -> Response {
    let visit = visit.at(web.site.urls.apply());
    let made = async {
        if visit.cookie(DRAFT).is_some_and(|word| !word.is_empty()) {
            let kept = Kept::of(&web, &visit).await?;
            let page = start_page(&web, Some(&kept)).await?;
            return Ok(match page {
                Some(page) => respond::portal(&web, &visit.view, StatusCode::OK, &page),
                None => closed(&web, &visit),
            });
        }
        let make = async {
            let page = start_page(&web, None).await?.ok_or(Refusal::NotFound)?;
            respond::portal_html(&web, &visit.view, &page)
        };
        match shelf.page(&web, &visit, Key::of("start", web.agency), make).await {
            Err(Refusal::NotFound) => Ok(closed(&web, &visit)),
            made => made,
        }
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

fn closed(web: &Web, visit: &Visit) -> Response {
    let more = "本机关没有开通网上申请，请当面提交或者邮寄，见公开指南。";
    respond::failure_with(web, &visit.view, Status::NotFound, more)
}

/// The page; none where nothing can be filed online here.
async fn start_page(web: &Web, kept: Option<&Kept>) -> Result<Option<Start>, Refusal> {
    let urls = &web.site.urls;
    let (agency, settings) = web.office.agency(web.agency).await?;
    let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
    let is_one = listed.len() <= 1;
    if is_one && !settings.channels.internet {
        return Ok(None);
    }
    let has_draft = kept.is_some_and(|kept| kept.draft.started_at.is_some() && kept.draft.filed.is_none());
    let elsewhere = settings.scope.elsewhere.iter().enumerate().map(|(at, matter)| {
        let words = if matter.body.is_empty() { "看看怎么办" } else { matter.body.as_str() };
        let about = at.to_string();
        let href = with_query(urls.apply_not_ours(), &[("about", about.as_str())]);
        (matter.subject.clone(), Some(Link::new(words, href)))
    });
    Ok(Some(Start {
        urls: urls.clone(),
        agency: agency.full_name,
        others: listed.into_iter().filter(|other| other.id != web.agency).map(|other| other.name).collect(),
        first: if is_one { urls.apply_public() } else { urls.apply_agency() },
        pages: apply::STEPS,
        kept_hours: Draft::MINUTES / 60,
        reply_length: statute::REPLY.length.to_string(),
        correction_length: statute::CORRECTION.length.to_string(),
        ours: settings.scope.ours.clone(),
        not_ours: elsewhere.collect(),
        draft_hours: kept.and_then(|kept| kept.hours).filter(|_| has_draft),
        is_draft_expired: kept.is_some_and(|kept| kept.is_expired),
    }))
}

/// What the page of the agencies was asked with.
#[derive(Debug, Default, Deserialize)]
pub struct Towards {
    /// The code of the agency to be marked.
    to: Option<String>,
    /// Whether the answer leads back to the summary.
    change: Option<String>,
}

impl Towards {
    fn asked(&self) -> Asked {
        Asked { change: self.change.clone() }
    }
}

/// To which agency?
pub async fn agency(State(web): Shared, Told(towards): Told<Towards>, visit: Visit) -> Response {
    let made = async {
        let kept = Kept::of(&web, &visit).await?.or_new(&web)?;
        let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
        let chosen = listed.iter().find(|agency| {
            towards.to.as_ref().map_or(Some(agency.id) == kept.draft.agency, |code| agency.code == *code)
        });
        let values = chosen.map(|agency| ("agency".to_owned(), agency.code.clone())).into_iter().collect();
        agency_page(&web, &visit, &kept, &listed, &towards, Entered::new(values, Vec::new()), StatusCode::OK)
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

fn agency_page(
    web: &Web,
    visit: &Visit,
    kept: &Kept,
    listed: &[Listed],
    towards: &Towards,
    entered: Entered,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let token = token::issue(&web.office, FORM, kept.holder())?;
    let is_change = towards.change.is_some();
    let step = Step { urls: &web.site.urls, token: &token, entered: &entered, is_change };
    let choices: Vec<(String, String)> =
        listed.iter().map(|agency| (agency.code.clone(), agency.name.clone())).collect();
    let mut page = step.agency(&choices, !kept.draft.files.is_empty());
    if is_change {
        page.form.action = with_query(page.form.action, &[("change", "1")]);
    }
    Ok(kept.cookie(web, respond::portal(web, &visit.view, status, &page)))
}

/// The answer to which agency.
pub async fn agency_sent(State(web): Shared, Told(towards): Told<Towards>, sent: Sent) -> Response {
    let made = async {
        let mut kept = Kept::of(&web, &sent.visit).await?;
        if let Err(unfit) = guarded(&web, &sent, FORM, kept.holder())? {
            return Ok(unfit.page(&web, &sent));
        }
        if kept.draft.filed.is_some() {
            return Ok(respond::see_other(&web.site.urls.apply()));
        }
        let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
        let code = sent.value("agency");
        let chosen = listed.iter().find(|agency| agency.code == code);
        let fault = match chosen {
            None => Some("选择向哪个机关申请".to_owned()),
            Some(agency) => {
                let (_, settings) = web.office.agency(agency.id).await?;
                let more = "没有开通网上申请，请选择其他机关，或者当面提交、邮寄，见该机关的公开指南";
                (!settings.channels.internet).then(|| format!("{}{more}", agency.name))
            }
        };
        let Some(chosen) = chosen.filter(|_| fault.is_none()) else {
            let error = FieldError { field: "agency".to_owned(), message: fault.unwrap_or_default() };
            let entered = Entered::new(sent.pairs.clone(), vec![error]);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return agency_page(&web, &sent.visit, &kept, &listed, &towards, entered, status);
        };
        kept.draft.choose(chosen.id);
        kept.save(&web).await?;
        let urls = &web.site.urls;
        let to = if towards.asked().change.is_some() { urls.apply_check() } else { urls.apply_public() };
        Ok(kept.cookie(&web, respond::see_other(&to)))
    };
    let made = made.await;
    or_refused(&web, &sent.visit.view, made)
}

/// Is it public already? Without a search of its own the portal names the places where one can look.
pub async fn public(State(web): Shared, Extension(shelf): Extension<Arc<Shelf>>, visit: Visit) -> Response {
    let visit = visit.at(web.site.urls.apply_public());
    let made = async {
        let has_begun = visit.cookie(DRAFT).is_some_and(|word| !word.is_empty());
        let chosen = if has_begun { Kept::of(&web, &visit).await?.draft.agency } else { None };
        let agency = chosen.unwrap_or(web.agency);
        let make = async { respond::portal_html(&web, &visit.view, &public_page(&web, agency).await?) };
        shelf.page(&web, &visit, Key::of("public", agency), make).await
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

async fn public_page(web: &Web, id: AgencyId) -> Result<AlreadyPublic, Refusal> {
    let (agency, settings) = web.office.agency(id).await?;
    let website = settings.contact.website.trim();
    let is_address = website.starts_with("https://") || website.starts_with("http://");
    let mut places: Vec<Link> = web.site.host.iter().cloned().collect();
    if is_address {
        places.push(Link::new(format!("{}网站", agency.full_name), website));
    }
    let urls = &web.site.urls;
    let guide = if id == web.agency { urls.guide() } else { urls.guide_of(&agency.code) };
    places.push(Link::new("公开指南", guide));
    Ok(AlreadyPublic {
        urls: web.site.urls.clone(),
        caption: apply::caption(1),
        is_searchable: false,
        places,
        query: String::new(),
        found: None,
        empty: Empty::default(),
    })
}

/// Which matter of another body.
#[derive(Debug, Default, Deserialize)]
pub struct About {
    /// The code of the agency that was asked; none for the portal's own.
    agency: Option<String>,
    /// The place of the matter in what the agency has set.
    about: Option<String>,
    /// Where it goes on for whoever wants to apply nevertheless.
    on: Option<String>,
}

/// How far one has come with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Begin,
    Receive,
    Check,
}

/// The matter of another body: an explanation, no refusal.
pub async fn not_ours(
    State(web): Shared,
    Extension(shelf): Extension<Arc<Shelf>>,
    Told(about): Told<About>,
    visit: Visit,
) -> Response {
    let on = match about.on.as_deref() {
        Some("receive") => On::Receive,
        Some("check") => On::Check,
        _ => On::Begin,
    };
    let made = async {
        let agency = of_code(&web.office, web.agency, &web.site.agencies, about.agency.as_deref()).await?;
        let (_, settings) = web.office.agency(agency).await?;
        let at = about.about.as_deref().and_then(|at| at.parse::<usize>().ok());
        // a place that is none is the page without a matter
        let at = at.filter(|at| *at < settings.scope.elsewhere.len());
        let place = at.map(|at| at.to_string());
        let mut query = Vec::new();
        query.extend(about.agency.as_deref().map(|code| ("agency", code)));
        query.extend(place.as_deref().map(|at| ("about", at)));
        query.extend(about.on.as_deref().filter(|_| on != On::Begin).map(|on| ("on", on)));
        let visit = visit.clone().at(with_query(web.site.urls.apply_not_ours(), &query));
        let page = not_ours_page(&web, agency, at, on);
        let make = async { respond::portal_html(&web, &visit.view, &page.await?) };
        let part = at.map_or(0, |at| u32::try_from(at + 1).unwrap_or(u32::MAX / 4)) * 4 + on as u32;
        shelf.page(&web, &visit, Key { part, ..Key::of("not-ours", agency) }, make).await
    };
    let made = made.await;
    or_refused(&web, &visit.view, made)
}

async fn not_ours_page(web: &Web, id: AgencyId, at: Option<usize>, on: On) -> Result<NotOurs, Refusal> {
    let urls = &web.site.urls;
    let (agency, settings) = web.office.agency(id).await?;
    let matter = at.and_then(|at| settings.scope.elsewhere.get(at)).cloned().unwrap_or_default();
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let body = some(&matter.body);
    let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
    let here = listed.iter().find(|other| Some(&other.name) == body.as_ref() && other.id != id);
    let instead = here.map(|other| {
        let mut query = vec![("to", other.code.as_str())];
        if on != On::Begin {
            // the answers so far are kept
            query.push(("change", "1"));
        }
        Link::new(format!("改向{}申请", other.name), with_query(urls.apply_agency(), &query))
    });
    let website = matter.website.trim();
    let is_address = website.starts_with("https://") || website.starts_with("http://");
    let first = || {
        let path = urls.apply_agency();
        if listed.len() <= 1 {
            urls.apply_public()
        } else {
            with_query(path, &[("to", agency.code.as_str())])
        }
    };
    Ok(NotOurs {
        urls: urls.clone(),
        subject: some(&matter.subject),
        body,
        contact: matter.contact.clone(),
        link: is_address.then(|| Link::new("该机关的网站", website)),
        instead,
        on: match on {
            On::Begin => first(),
            On::Receive => urls.apply_receive(),
            On::Check => urls.apply_check(),
        },
        agency: agency.full_name,
    })
}
