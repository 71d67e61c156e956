//! The applications that read like one that comes in: a hint for whoever confirms or registers it, so that a repeated request is
//! seen at once and the same is answered the same way.
//!
//! Not here: how alike two texts read (`gongkai_domain::application::likeness`), whether an application repeats another (a person
//! finds so with the draft, `crate::paper::earlier`).

use super::case::CaseView;
use super::folded;
use super::inbox::may_see;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::application::likeness::likeness;
use gongkai_domain::application::{Application, State};
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::Reply;
use gongkai_domain::personal::applicant::Applicant;
use gongkai_domain::personal::normalise;
use gongkai_domain::staff::Permission;
use gongkai_storage::{ApplicationFilter, ApplicationRow, Order};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The latest applications of the agency that are compared.
const COMPARED: u32 = 300;
/// The latest applications of the same applicant that are compared.
const COMPARED_OF_APPLICANT: u32 = 100;
/// From how alike on an application is named.
const ALIKE: u8 = 50;
/// Most whose names are compared.
const COMPARED_BY_NAME: usize = 20;
/// Most that are named.
const MOST: usize = 8;

/// Whether two applications are of the same applicant, as far as the records tell: by kind and number of the document. A name alone
/// makes nobody the same, nor somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The same document.
    SameApplicant,
    /// The same name, and of one of them no document is recorded.
    SameName,
    /// Another document, or another name.
    Another,
}

impl Whose {
    /// What a clerk reads.
    pub fn words(self) -> &'static str {
        match self {
            Self::SameApplicant => "同一申请人",
            Self::SameName => "同名，证件未登记",
            Self::Another => "其他申请人",
        }
    }
}

/// An application that reads like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The number that staff use.
    pub number: String,
    /// What is asked for, with the applicant of the case at hand masked.
    pub subject: String,
    /// The day of its arrival.
    pub arrived_on: NaiveDate,
    /// How it stands.
    pub state: Option<State>,
    /// The reply that it got.
    pub reply: Option<Reply>,
    /// Who filed it, beside the applicant of the case at hand.
    pub whose: Whose,
    /// How alike they read, from 0 to 100.
    pub likeness: u8,
}

/// The applications that read like a case, the most alike first, as far as the asker may see them. Two lists and one read of
/// sealed texts, whatever is found.
///
/// # Errors
/// Where the records cannot be read.
pub async fn alike(office: &Office, actor: &Actor, case: &CaseView) -> Result<Vec<Alike>, Refusal> {
    let Ok(seen) = may_see(office, actor, Permission::SeeApplications) else { return Ok(Vec::new()) };
    let own = &case.dossier.row;
    let storage = &office.storage;
    let mut rows = storage.applications(&seen, Order::Newest, None, COMPARED).await?.rows;
    if let Some(key) = own.applicant_key {
        let filter = ApplicationFilter { applicant_key: Some(key), ..seen };
        let of_applicant = storage.applications(&filter, Order::Newest, None, COMPARED_OF_APPLICANT).await?;
        let older = of_applicant.rows.into_iter().filter(|row| !rows.iter().any(|known| known.id == row.id));
        let older: Vec<ApplicationRow> = older.collect();
        rows.extend(older);
    }
    rows.retain(|row| row.id != own.id);
    let texts: Vec<_> = rows.iter().filter_map(|row| row.subject).map(|subject| subject.id).collect();
    let texts = storage.contents(&texts).await?;
    let asked: Vec<&str> = case.dossier.requests().into_iter().map(|(_, text)| text).collect();
    let reads_alike = rows.iter().filter_map(|row| {
        let subject = String::from_utf8_lossy(texts.get(&row.subject?.id)?);
        let likeness = asked.iter().map(|asked| likeness(asked, &subject)).max()?;
        (likeness >= ALIKE).then_some((row, subject, likeness))
    });
    let reads_alike: Vec<_> = reads_alike.collect();
    let candidates: Vec<&ApplicationRow> = reads_alike.iter().map(|(row, ..)| *row).collect();
    let named_alike = named_alike(office, case, &candidates).await?;
    let mut found: Vec<Alike> = reads_alike
        .into_iter()
        .map(|(row, subject, likeness)| Alike {
            number: row.registration.clone().unwrap_or_else(|| row.reference.clone()),
            subject: case.dossier.masked(&subject),
            arrived_on: row.arrived_on,
            state: row.state.parse().ok(),
            reply: Reply::EVERY.iter().copied().find(|reply| row.reply_key.as_deref() == Some(reply.key())),
            whose: whose(own, row, &named_alike),
            likeness,
        })
        .collect();
    found.sort_by_key(|one| (Reverse(one.likeness), one.whose, Reverse(one.arrived_on)));
    found.truncate(MOST);
    Ok(found)
}

/// Who filed a row, beside the applicant of the own one; `named_alike` are the rows whose applicants bear the same names.
fn whose(own: &ApplicationRow, row: &ApplicationRow, named_alike: &BTreeSet<ApplicationId>) -> Whose {
    match (own.applicant_key, row.applicant_key) {
        (Some(own), Some(other)) if own == other => Whose::SameApplicant,
        (Some(_), Some(_)) => Whose::Another,
        _ if named_alike.contains(&row.id) => Whose::SameName,
        _ => Whose::Another,
    }
}

/// Of these rows those whose applicants bear the names of the case at hand: read only where no document tells, and where the masked
/// name does not tell them apart already. The names are compared and go no further.
async fn named_alike(
    office: &Office,
    case: &CaseView,
    rows: &[&ApplicationRow],
) -> Result<BTreeSet<ApplicationId>, Refusal> {
    let own = &case.dossier.row;
    let is_unknown = |row: &&&ApplicationRow| {
        (own.applicant_key.is_none() || row.applicant_key.is_none())
            && row.applicant_masked == own.applicant_masked
    };
    let rows: Vec<&&ApplicationRow> = rows.iter().filter(is_unknown).take(COMPARED_BY_NAME).collect();
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let wanted: Vec<_> = rows.iter().map(|row| (row.id, row.sequence)).collect();
    let applications = folded::applications(office, &wanted).await?;
    let of = |application: &Application| {
        let first = std::iter::once(application.arrival.applicant);
        first
            .chain(application.arrival.joint_applicants.iter().copied())
            .map(|one| one.id)
            .collect::<Vec<_>>()
    };
    let texts: Vec<_> = applications.iter().flat_map(|one| of(one)).collect();
    let texts = office.storage.contents(&texts).await?;
    let names = |applicants: &[Applicant]| {
        let plain = |one: &Applicant| normalise(one.name().reveal()).split_whitespace().collect::<String>();
        applicants.iter().map(plain).collect::<BTreeSet<String>>()
    };
    let own_names = names(&case.dossier.applicants);
    let mut alike = BTreeSet::new();
    for (row, application) in rows.iter().zip(&applications) {
        let read = of(application).into_iter().filter_map(|id| texts.get(&id));
        let read = read.map(|text| serde_json::from_slice::<Applicant>(text));
        let applicants =
            read.collect::<Result<Vec<_>, _>>().map_err(|e| Refusal::Defect(format!("applicant: {e}")))?;
        if !own_names.is_empty() && names(&applicants) == own_names {
            alike.insert(row.id);
        }
    }
    Ok(alike)
}
