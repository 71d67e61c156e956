//! The applications that one paper answers: what is told of each of them, and in which order the paper speaks of them.
//!
//! Not here: tying and untying them (`crate::application::join_reply`), the steps that they take together (`crate::application::together`).

use super::Dossier;
use crate::application::case::{fold, stream_of};
use crate::application::together::goes_along;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::{Application, Channel};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::case::{FiledBy, Joined};

/// An application that is answered together with another.
#[derive(Debug, Clone)]
pub struct JoinedCase {
    /// Which.
    pub id: ApplicationId,
    /// Its registration number.
    pub number: String,
    /// What is asked for, by number.
    pub requests: Vec<(u32, String)>,
    /// The application itself.
    pub application: Application,
    filed: Joined,
}

/// One of the applications that a paper answers, in the order of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Which; none for the one whose file the paper is in.
    pub id: Option<ApplicationId>,
    /// Its registration number.
    pub number: String,
    /// How many matters it has.
    pub matters: usize,
}

impl JoinedCase {
    pub(super) fn of_paper(&self) -> Joined {
        self.filed.clone()
    }
}

impl Dossier {
    /// All applications that the paper answers, in the order in which it names them.
    pub fn answered(&self) -> Vec<Answered> {
        let own = Joined {
            registration_number: self.row.registration.clone().unwrap_or_default(),
            requested: Vec::new(),
            matter_numbers: Vec::new(),
            filed_by: filed_by(&self.application),
            submitted_on: Some(self.application.arrival.arrived_on),
            received_on: self.application.received_on,
            corrected_on: None,
        };
        let mut all = vec![(own, None, self.application.matters.len())];
        all.extend(
            self.joined.iter().map(|other| (other.filed.clone(), Some(other.id), other.requests.len())),
        );
        all.sort_by(|(one, ..), (other, ..)| one.order().cmp(&other.order()));
        let answered = |(filed, id, matters): (Joined, _, _)| Answered {
            id,
            number: filed.registration_number,
            matters,
        };
        all.into_iter().map(answered).collect()
    }

    /// One of the applications that the paper answers; none for the one whose file the paper is in.
    pub fn application_of(&self, id: Option<ApplicationId>) -> Option<&Application> {
        match id {
            None => Some(&self.application),
            Some(id) => self.joined.iter().find(|other| other.id == id).map(|other| &other.application),
        }
    }
}

/// What a paper tells of an application that is answered with it; none where it no longer goes along.
pub(super) async fn joined_of(office: &Office, id: ApplicationId) -> Result<Option<JoinedCase>, Refusal> {
    let row = office.storage.application(id).await?.ok_or(Refusal::NotFound)?;
    let application = fold(&office.storage.events_of(&stream_of(id)).await?)?;
    if !goes_along(&application) {
        return Ok(None);
    }
    let mut requests = Vec::new();
    for matter in &application.matters {
        let text = office.storage.content(matter.request).await?;
        requests.push((matter.number, String::from_utf8_lossy(&text).into_owned()));
    }
    let number = row.registration.unwrap_or_default();
    let filed = Joined {
        registration_number: number.clone(),
        requested: requests.iter().map(|(_, text)| text.clone()).collect(),
        matter_numbers: requests.iter().map(|(number, _)| *number).collect(),
        filed_by: filed_by(&application),
        submitted_on: Some(application.arrival.arrived_on),
        received_on: application.received_on,
        corrected_on: application.correction.as_ref().and_then(|round| round.corrected_on),
    };
    Ok(Some(JoinedCase { id, number, requests, application, filed }))
}

/// How an application came, as its papers say it.
pub(super) fn filed_by(application: &Application) -> FiledBy {
    if application.arrival.is_oral {
        return FiledBy::Oral;
    }
    match application.arrival.channel {
        Channel::InPerson => FiledBy::InPerson,
        Channel::RegisteredMail => FiledBy::RegisteredMail,
        Channel::OrdinaryMail => FiledBy::OrdinaryMail,
        Channel::Internet => FiledBy::Internet,
        Channel::Email => FiledBy::Email,
        Channel::Fax => FiledBy::Fax,
    }
}
