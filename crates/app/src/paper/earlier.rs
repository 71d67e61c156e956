//! The earlier applications of the same applicant: the one that a repeated application repeats, and those that read alike.
//!
//! Not here: whether it is the same information (the case handler says so), what follows (`gongkai_domain::application::guard`).

use crate::application::case::{fold, stream_of};
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::application::Application;
use gongkai_domain::application::facts::EarlierApplication;
use gongkai_domain::application::likeness::likeness_of_all;
use gongkai_domain::notice::case::EarlierReply;
use gongkai_storage::{ApplicationFilter, ApplicationRow, Order};

/// An earlier application by its registration number, as the guards and the paper need it. Whether it asks for the same
/// information is for the case handler to say; how alike the two read is a hint.
///
/// # Errors
/// Where the records cannot be read.
pub async fn earlier(
    office: &Office,
    row: &ApplicationRow,
    own: &Application,
    number: &str,
) -> Result<Option<(EarlierApplication, Option<EarlierReply>)>, Refusal> {
    let Some(found) = office.storage.application_by_typed_number(row.agency, number).await? else {
        return Ok(None);
    };
    let known = of_earlier(office, row, own, &found).await?;
    let reply = known.reply_number.clone().zip(known.replied_on).filter(|_| known.is_replied);
    let reply = reply.map(|(document_number, replied_on)| EarlierReply {
        registration_number: known.registration_number.clone(),
        document_number,
        replied_on,
    });
    Ok(Some((known, reply)))
}

/// Most applications of the same applicant that are compared.
const COMPARED: u32 = 200;

/// The earlier applications of the same applicant that were answered, the most alike first: suggestions, no more.
///
/// # Errors
/// Where the records cannot be read.
pub async fn earlier_ones(
    office: &Office,
    row: &ApplicationRow,
    own: &Application,
) -> Result<Vec<EarlierApplication>, Refusal> {
    let Some(key) = row.applicant_key else { return Ok(Vec::new()) };
    let filter = ApplicationFilter {
        applicant_key: Some(key),
        received_until: row.received_on,
        ..ApplicationFilter::of(row.agency)
    };
    let page = office.storage.applications(&filter, Order::Newest, None, COMPARED).await?;
    let mut found = Vec::new();
    for other in page.rows.iter().filter(|other| other.registration.is_some()) {
        let known = of_earlier(office, row, own, other).await?;
        if known.is_replied && !known.is_later {
            found.push(known);
        }
    }
    found.sort_by_key(|known| std::cmp::Reverse(known.likeness));
    Ok(found)
}

async fn of_earlier(
    office: &Office,
    row: &ApplicationRow,
    own: &Application,
    found: &ApplicationRow,
) -> Result<EarlierApplication, Refusal> {
    let application = fold(&office.storage.events_of(&stream_of(found.id)).await?)?;
    let (asked, answered) = (requests(office, own).await?, requests(office, &application).await?);
    let answered: Vec<&str> = answered.iter().map(String::as_str).collect();
    let reply = application.answer();
    let is_later =
        found.id == row.id || found.received_on.zip(row.received_on).is_none_or(|(found, own)| found > own);
    Ok(EarlierApplication {
        application: found.id,
        registration_number: found.registration.clone().unwrap_or_default(),
        is_same_applicant: found.applicant_key.is_some() && found.applicant_key == row.applicant_key,
        is_same_information: false,
        likeness: likeness_of_all(asked.iter().map(String::as_str), &answered),
        is_replied: reply.is_some(),
        is_later,
        reply_number: reply.and_then(|issued| issued.paper.number.clone()),
        replied_on: reply.map(|issued| issued.on),
    })
}

/// What an application asks for, matter by matter.
async fn requests(office: &Office, application: &Application) -> Result<Vec<String>, Refusal> {
    let mut texts = Vec::new();
    for matter in &application.matters {
        let text = office.storage.content(matter.request).await?;
        texts.push(String::from_utf8_lossy(&text).into_owned());
    }
    Ok(texts)
}
