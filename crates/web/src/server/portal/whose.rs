//! Which agency a complaint or a request to correct a record is about: the one that the address names, the only one there is,
//! or the one that the citizen chooses.
//!
//! Not here: the forms themselves (`other`), the choice within an application (`start`). The choice stands in the address: it
//! is no secret, files that are sent with the form are sealed for this agency, and the way back leads to it.

use crate::components::{Entered, FieldError};
use crate::pages::portal::other::{Chooser, Matter};
use crate::server::respond::{self, Visit};
use crate::server::{Shared, Web};
use crate::urls::with_query;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::portal::agencies::{Listed, is_of_portal, listed};
use gongkai_domain::agency::Agency;
use gongkai_domain::ids::AgencyId;
use serde::Deserialize;

use super::apply::or_refused;
use crate::server::respond::Told;

/// What such a form was asked with.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct About {
    /// The code of the agency; none where it is still to be chosen.
    pub agency: Option<String>,
    /// The number of the application concerned.
    pub number: Option<String>,
}

impl About {
    /// The number, where one was named.
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref().map(str::trim).filter(|number| !number.is_empty())
    }

    /// The address of a form about an agency, with what else was asked.
    fn address(&self, form: String, code: &str) -> String {
        let mut query = vec![("agency", code)];
        query.extend(self.number().map(|number| ("number", number)));
        with_query(form, &query)
    }
}

/// The agency of a form.
#[derive(Debug, Clone)]
pub struct Whose {
    /// Which.
    pub agency: AgencyId,
    /// The address of its form, with what else was asked.
    pub action: String,
    /// The way back to the choice, where there is one.
    pub others: Option<String>,
}

fn form(web: &Web, matter: Matter) -> String {
    match matter {
        Matter::Complaint => web.site.urls.complain(),
        Matter::Record => web.site.urls.correct_record(),
    }
}

fn chooser(web: &Web, matter: Matter) -> String {
    match matter {
        Matter::Complaint => web.site.urls.complain_agency(),
        Matter::Record => web.site.urls.correct_record_agency(),
    }
}

/// The agency of a form, or the way to the choice.
///
/// # Errors
/// [`Refusal::NotFound`] for a code that no agency of the portal has.
pub async fn whose(
    web: &Web,
    matter: Matter,
    about: &About,
) -> Result<Result<Whose, Box<Response>>, Refusal> {
    let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
    let code = about.agency.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let known: Option<&Listed> = match code {
        Some(code) => Some(listed.iter().find(|known| known.code == code).ok_or(Refusal::NotFound)?),
        None => listed.first().filter(|_| listed.len() == 1),
    };
    let choice = || {
        let query: Vec<(&str, &str)> = about.number().map(|number| ("number", number)).into_iter().collect();
        with_query(chooser(web, matter), &query)
    };
    let Some(known) = known else { return Ok(Err(Box::new(respond::see_other(&choice())))) };
    Ok(Ok(Whose {
        agency: known.id,
        action: about.address(form(web, matter), &known.code),
        others: (listed.len() > 1).then(choice),
    }))
}

/// The address of the form for a complaint about the agency of a case; none where the portal does not show that agency.
pub fn complaint_about(web: &Web, agency: &Agency, number: &str) -> Option<String> {
    let about = About { agency: None, number: Some(number.to_owned()) };
    let is_here = is_of_portal(&web.office, web.agency, &web.site.agencies, agency);
    is_here.then(|| about.address(web.site.urls.complain(), &agency.code))
}

/// About which agency does somebody complain?
pub async fn complain(State(web): Shared, Told(about): Told<About>, visit: Visit) -> Response {
    choose(&web, Matter::Complaint, &about, &visit).await
}

/// Which agency keeps the record?
pub async fn correct_record(State(web): Shared, Told(about): Told<About>, visit: Visit) -> Response {
    choose(&web, Matter::Record, &about, &visit).await
}

/// The choice asks and tells nothing else, so that its answer is an address like any other: it is sent by GET, without a token.
async fn choose(web: &Web, matter: Matter, about: &About, visit: &Visit) -> Response {
    let made = async {
        let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
        let code = about.agency.as_deref().map(str::trim);
        let chosen = listed.iter().find(|known| Some(known.code.as_str()) == code);
        if let Some(chosen) = chosen {
            return Ok(respond::see_other(&about.address(form(web, matter), &chosen.code)));
        }
        let errors =
            code.map(|_| FieldError { field: "agency".to_owned(), message: matter.missing().to_owned() });
        let status = if errors.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let entered = Entered::new(Vec::new(), errors.into_iter().collect());
        let choices = listed.into_iter().map(|known| (known.code, known.name)).collect();
        let chooser = Chooser { urls: &web.site.urls, entered: &entered, matter };
        Ok::<_, Refusal>(respond::portal(web, &visit.view, status, &chooser.page(choices, about.number())))
    };
    let made = made.await;
    or_refused(web, &visit.view, made)
}
