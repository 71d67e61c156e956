//! What an applicant sees of a case: found by reference and query code, with its clock, papers and what can be done.
//!
//! Not here: how often somebody may ask (`crate::portal::limit`), the words of the page (`gongkai-web`).

use super::folded::history;
use crate::application::case::{fold, stream_of};
use crate::application::together::goes_along;
use crate::docket::other::is_reference;
use crate::office::Office;
use crate::paper::file as files;
use crate::portal::token::same;
use crate::refusal::Refusal;
use crate::upload::Purpose;
use chrono::{NaiveDate, NaiveDateTime};
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::application::clock::{CaseClock, Segment};
use gongkai_domain::application::{ActionKind, Application, Event, MatterOutcome, ProvisionWay, Recorded};
use gongkai_domain::ids::{ApplicationId, ContentId, ContentRef, Digest, PaperId};
use gongkai_domain::notice::Reply;
use gongkai_domain::number::whole_key;
use gongkai_domain::personal::{normalise, normalise_number};
use gongkai_storage::{ApplicationRow, AttachmentRow, FileRow};
use std::sync::Arc;
use uuid::Uuid;

pub use gongkai_storage::PaperRow as Paper;

/// Purpose of an attachment that is the information given, fetched by the applicant.
pub const INFORMATION: &str = Purpose::Information.key();

/// A file of the information given.
#[derive(Debug, Clone)]
pub struct GivenInformation {
    /// The attachment.
    pub row: AttachmentRow,
    /// Its name.
    pub name: String,
    /// What kind of file it is, as names of files end.
    pub kind: &'static str,
    /// Its size in bytes.
    pub size: i64,
}

/// A case as its applicant may see it.
#[derive(Debug)]
pub struct TrackedCase {
    /// The row.
    pub row: ApplicationRow,
    /// The application.
    pub application: Arc<Application>,
    /// What happened.
    pub events: Arc<[Recorded]>,
    /// Its agency.
    pub agency: Arc<Agency>,
    /// What the agency has set.
    pub settings: Arc<AgencySettings>,
    /// The clock.
    pub clock: CaseClock,
    /// Its stretches.
    pub segments: Vec<Segment>,
    /// What is asked for, matter by matter.
    pub requests: Vec<(u32, String)>,
    /// What the correction request asks.
    pub asked: Option<String>,
    /// The papers sent to the applicant.
    pub papers: Vec<Paper>,
    /// The information given, with file names.
    pub information: Vec<GivenInformation>,
    /// The numbers of the parts, where it was split.
    pub parts: Vec<String>,
    /// The numbers of the applicant's other applications that the same reply answers.
    pub joined: Vec<String>,
    /// All that the reply says, to the applications that it answers together with this one too.
    pub answers: Vec<Reply>,
    /// Notices that are written and not put here yet, as they were stamped: nothing that stands in them was told.
    pub untold: Vec<PaperId>,
    /// The steps that the applicant could take now.
    pub possible: Vec<ActionKind>,
    /// Today.
    pub today: NaiveDate,
}

/// The applications of a number, be it the reference of the receipt, which is one application's, or a registration number,
/// which several agencies may have given.
///
/// # Errors
/// Where the records cannot be read.
pub async fn rows_of(office: &Office, number: &str) -> Result<Vec<ApplicationRow>, Refusal> {
    let reference = normalise_number(number);
    if reference.starts_with("SQ") {
        return Ok(office.storage.application_by_reference(&reference).await?.into_iter().collect());
    }
    Ok(office.storage.applications_by_registration(&normalise(number)).await?)
}

/// What attempts at a number are counted by: one number, however it is typed.
pub fn counted_as(number: &str) -> String {
    let reference = normalise_number(number);
    if reference.starts_with("SQ") || is_reference(number) { reference } else { whole_key(number) }
}

/// The application of this number and query code. A number that nobody has and a wrong code are answered alike, after the
/// same work.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn find(office: &Office, number: &str, code: &str) -> Result<ApplicationRow, Refusal> {
    let code = normalise_number(code);
    let is_right = |reference: &str, kept: Option<Digest>| {
        let given = office.recognise("query code", &format!("{reference} {code}"))?;
        Ok::<_, Refusal>(same(&given, &kept.unwrap_or(Digest([0; 32]))))
    };
    let mut found = None;
    let rows = rows_of(office, number).await?;
    if rows.is_empty() {
        whole_of(office, NOBODYS).await?;
        is_right("SQ0000000000000", None)?;
    }
    for row in rows {
        // a part of a split application has no code of its own; that of the whole opens it. It is looked for whatever the number
        // is of: what is read must not tell a part from a whole, nor either from a number of nobody
        let whole = whole_of(office, row.id).await?.filter(|_| row.query_code.is_none());
        let holder = whole.as_ref().unwrap_or(&row);
        if is_right(&holder.reference, holder.query_code)? {
            found = Some(row);
        }
    }
    found.ok_or(Refusal::NotFound)
}

/// What no application is called.
const NOBODYS: ApplicationId = ApplicationId(Uuid::nil());

/// The application that was split into this one and others. As much is read where there is none.
async fn whole_of(office: &Office, part: ApplicationId) -> Result<Option<ApplicationRow>, Refusal> {
    let stored = office.storage.events_of(&stream_of(part)).await?;
    let whole = if stored.is_empty() { None } else { fold(&stored)?.split_from };
    Ok(office.storage.application(whole.unwrap_or(NOBODYS)).await?)
}

/// The case for its applicant.
///
/// # Errors
/// [`Refusal::NotFound`]; where the records cannot be read.
pub async fn tracked(office: &Office, id: ApplicationId) -> Result<TrackedCase, Refusal> {
    let storage = &office.storage;
    let found = storage.find_application(id).await?.ok_or(Refusal::NotFound)?;
    let row = &found.row;
    let history = history(office, row).await?;
    let (application, events) = (Arc::clone(&history.application), Arc::clone(&history.events));
    let known = office.known(row.agency).await?;
    let (calendar, today) = (office.calendar(), office.today());
    let standing = history.standing(today, &calendar, &known.settings)?;
    let asked = application.correction.as_ref().filter(|correction| correction.corrected_on.is_none());
    let asked = asked.map(|correction| correction.matters);
    // papers, files and all sealed texts of the page in one read
    let wanted = application.matters.iter().map(|matter| matter.request).chain(asked);
    let wanted: Vec<ContentId> = wanted.map(|reference| reference.id).collect();
    let mut around = storage.around(&found, &wanted).await?;
    let (papers, kept) = (std::mem::take(&mut around.papers), std::mem::take(&mut around.files));
    let text = |reference: ContentRef| {
        let bytes = around.text(reference)?.ok_or(Refusal::NotFound)?.to_vec();
        String::from_utf8(bytes).map_err(|e| Refusal::Defect(format!("content {}: {e}", reference.id)))
    };
    let requests = application.matters.iter().map(|matter| Ok((matter.number, text(matter.request)?)));
    let requests = requests.collect::<Result<Vec<_>, Refusal>>()?;
    let asked = asked.map(text).transpose()?;
    let given = given_until(&application, &events).map(|until| {
        kept.into_iter().filter(move |FileRow { attachment, .. }| {
            let at = gongkai_deadline::clock::beijing(attachment.created_at);
            attachment.purpose == INFORMATION && until.is_none_or(|until| at < until)
        })
    });
    let information = given.into_iter().flatten().map(|FileRow { attachment: row, media_type, size }| {
        let (name, kind) = (text(row.file_name)?, files::ending(&media_type));
        Ok(GivenInformation { row, name, kind, size })
    });
    let information = information.collect::<Result<Vec<_>, Refusal>>()?;
    let papers = files::with_shared(office, papers, &application).await?;
    let untold: Vec<PaperId> =
        papers.iter().filter(|paper| waits_for_stamp(&application, paper)).map(|paper| paper.id).collect();
    let papers = papers
        .into_iter()
        .filter(|paper| is_for_applicant(&paper.kind, is_served(&application, paper.id)) && is_out(paper))
        .filter(|paper| !untold.contains(&paper.id))
        .collect();
    let mut parts = Vec::new();
    for part in application.splitting.iter().flat_map(|splitting| &splitting.into) {
        let part = storage.application(*part).await?;
        parts.extend(part.map(|row| row.registration.unwrap_or(row.reference)));
    }
    let mut joined = Vec::new();
    let mut answers = answers_of(&application);
    for other in application.joined.iter().filter(|_| goes_along(&application)) {
        let beside = fold(&storage.events_of(&stream_of(*other)).await?)?;
        if reply_of(&beside).is_some_and(|paper| reply_of(&application) == Some(paper)) {
            answers.extend(answers_of(&beside));
        }
        let other = storage.application(*other).await?;
        joined.extend(other.map(|row| row.registration.unwrap_or(row.reference)));
    }
    // what was not told yet asks for nothing
    let request = |kind| match kind {
        ActionKind::ReceiveCorrection => application.correction.as_ref().map(|round| round.paper.paper),
        ActionKind::ReceiveReasons => application.reasons.as_ref().and_then(|round| round.notice),
        _ => None,
    };
    let is_told = |kind| request(kind).is_none_or(|paper| !untold.contains(&paper));
    let asked = asked.filter(|_| is_told(ActionKind::ReceiveCorrection));
    let possible = [ActionKind::ReceiveCorrection, ActionKind::ReceiveReasons, ActionKind::Withdraw]
        .into_iter()
        .filter(|kind| standing.against(*kind).is_empty() && is_told(*kind))
        .collect();
    Ok(TrackedCase {
        row: found.row,
        application,
        events,
        agency: Arc::clone(&known.agency),
        settings: Arc::clone(&known.settings),
        clock: standing.clock.clone(),
        segments: standing.segments.clone(),
        requests,
        asked,
        papers,
        information,
        parts,
        joined,
        answers,
        untold,
        possible,
        today,
    })
}

/// The paper with the reply that was issued last.
fn reply_of(application: &Application) -> Option<PaperId> {
    application.round().issued.as_ref().map(|issued| issued.paper.paper)
}

/// What the reply that was issued last says.
fn answers_of(application: &Application) -> Vec<Reply> {
    let draft = application.round().issued_draft();
    draft.into_iter().flat_map(|draft| &draft.outcomes).flat_map(MatterOutcome::says).collect()
}

/// The bytes of a paper with their media type: the scan of what was stamped and served where there is one, else the PDF.
///
/// # Errors
/// [`Refusal::NotFound`] for a paper that is not this applicant's to see.
pub async fn paper(
    office: &Office,
    case: &TrackedCase,
    paper: PaperId,
) -> Result<(Vec<u8>, String), Refusal> {
    let row = case.papers.iter().find(|row| row.id == paper).ok_or(Refusal::NotFound)?;
    if let Some(blob) = row.scan.or(row.pdf) {
        return files::bytes(office, blob).await;
    }
    let pdf = files::as_pdf(&files::read(office, row).await?).await?;
    Ok((pdf, "application/pdf".to_owned()))
}

/// The bytes and media type of a file of the information given.
///
/// # Errors
/// [`Refusal::NotFound`] for a file that is not this applicant's to see.
pub async fn information(
    office: &Office,
    case: &TrackedCase,
    id: &str,
) -> Result<(Vec<u8>, String, String), Refusal> {
    let given = case.information.iter().find(|given| given.row.id.to_string() == id);
    let given = given.ok_or(Refusal::NotFound)?;
    let (bytes, media_type) = files::bytes(office, given.row.blob).await?;
    Ok((bytes, media_type, given.name.clone()))
}

/// Whether a paper is a reply that was served; one that was quashed later stays what it was.
fn is_served(application: &Application, paper: PaperId) -> bool {
    application.rounds.iter().any(|round| {
        round.served_on().is_some() && round.issued.as_ref().is_some_and(|issued| issued.paper.paper == paper)
    })
}

/// Until when information was attached that is given out by now: none at all before a reply was served; with a new reply under
/// way only what came before it was due.
#[expect(clippy::option_option, reason = "nothing at all, and no limit, are two answers")]
fn given_until(application: &Application, events: &[Recorded]) -> Option<Option<NaiveDateTime>> {
    if application.round().served_on().is_some() {
        return Some(None);
    }
    let is_served = application.rounds.iter().any(|round| round.served_on().is_some());
    let reopened = events.iter().rfind(|recorded| matches!(recorded.event, Event::ReopenedByDecision { .. }));
    reopened.filter(|_| is_served).map(|recorded| Some(recorded.at))
}

/// Whether a notice is still to be put here, as it was stamped, for somebody who takes what comes from here.
fn waits_for_stamp(application: &Application, paper: &Paper) -> bool {
    application.arrival.provision.way == ProvisionWay::Online
        && paper.scan.is_none()
        && application.notices_to_serve().any(|notice| notice.paper.paper == paper.id)
}

/// Papers that go to the applicant; a reply only once it was served.
fn is_for_applicant(kind: &str, is_served: bool) -> bool {
    use gongkai_domain::notice::Procedural as P;
    let on_the_way = [
        P::RegistrationReceipt,
        P::CorrectionNotice,
        P::ReasonsRequest,
        P::DelayedReplyNotice,
        P::ExtensionNotice,
        P::ConsultationNoticeToApplicant,
        P::FeeNotice,
        P::WithdrawalConfirmation,
        P::SplitNotice,
    ];
    on_the_way.iter().any(|paper| paper.key() == kind)
        || is_served && Reply::EVERY.iter().any(|reply| reply.key() == kind)
}

fn is_out(paper: &Paper) -> bool {
    paper.issued_on.is_some()
        && paper.voided_on.is_none()
        && (paper.content.is_some() || paper.pdf.is_some() || paper.scan.is_some())
}
