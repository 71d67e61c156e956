//! Requests to correct records and complaints: the lists, one case for staff, and what its sender sees of it.
//!
//! Not here: doing it (`crate::record_correction`, `crate::complaint`), how it looks (`gongkai-web`). Who asks or complains is
//! masked until revealed.

use super::case::{above, opened_paper};
use super::challenge::{Happened, happened, names, texts};
use crate::actor::Actor;
use crate::complaint::Complainant;
use crate::docket::other::OtherKind;
use crate::docket::{events, folded};
use crate::office::Office;
use crate::record_correction::{FindingText, RequestText};
use crate::refusal::Refusal;
use crate::upload::Purpose;
use chrono::NaiveDate;
use gongkai_deadline::Calendar;
use gongkai_deadline::due::{Standing, standing};
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::complaint::{self, Complaint};
use gongkai_domain::ids::{AgencyId, ContentId, ContentRef, PersonId};
use gongkai_domain::personal::Applicant;
use gongkai_domain::record_correction::{self, RecordCorrection};
use gongkai_domain::staff::{Permission, Reach, Target, reach_on};
use gongkai_storage::{AttachmentRow, CaseFilter, NewAudit, OtherCaseRow, PaperRow, Stream};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A case in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The row.
    pub row: OtherCaseRow,
    /// What it is about.
    pub subject: String,
    /// The agency complained of, by name.
    pub against: Option<String>,
    /// How the day of rectification looks from today.
    pub standing: Option<Standing>,
    /// Who handles it, by name.
    pub handler: Option<String>,
}

/// What of a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The state's key.
    pub state: Option<String>,
    /// The year of arrival.
    pub year: Option<i32>,
    /// Open or closed.
    pub open: Option<bool>,
}

/// A page of the list of one kind, the oldest first, and where the next one begins.
///
/// # Errors
/// [`Refusal::Denied`] for who may handle none.
pub async fn list<C: OtherKind>(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    after: Option<Uuid>,
    limit: u32,
) -> Result<(Vec<Listed>, Option<Uuid>), Refusal> {
    let person = &actor.member()?.person;
    let (reach, _) = reach_on(person, C::PERMISSION, office.today());
    if reach == Reach::Nothing {
        actor.must(C::PERMISSION, Target::agency(person.agency), office.today())?;
    }
    let own = matches!(reach, Reach::OwnCases | Reach::OwnDepartment).then_some(person.id);
    let filter = CaseFilter {
        agency: Some(person.agency),
        kind: Some(C::KIND.to_owned()),
        states: asked.state.iter().cloned().collect(),
        open: asked.open,
        year: asked.year,
        handler: own,
        due_until: None,
    };
    let rows = office.storage.other_cases(&filter, after, limit).await?;
    let next = if rows.len() as u64 == u64::from(limit) { rows.last().map(|row| row.id) } else { None };
    let (_, settings) = office.agency(person.agency).await?;
    let names = names(office, person.agency).await?;
    let agencies: BTreeMap<String, String> =
        office.storage.agencies().await?.into_iter().map(|row| (row.id.to_string(), row.name)).collect();
    let subjects: Vec<ContentId> = rows.iter().filter_map(|row| row.subject).map(|text| text.id).collect();
    let subjects = texts(office, &subjects).await?;
    let (calendar, today) = (office.calendar(), office.today());
    let listed = rows.into_iter().map(|row| {
        let document: serde_json::Value = serde_json::from_str(&row.document).unwrap_or_default();
        let against = document.get("against").and_then(serde_json::Value::as_str);
        Listed {
            subject: row.subject.and_then(|text| subjects.get(&text.id).cloned()).unwrap_or_default(),
            against: against.and_then(|id| agencies.get(id).cloned()),
            standing: row.due_on.map(|on| standing(on, today, settings.handling.near, &calendar)),
            handler: row.handler.and_then(|person| names.get(&person).cloned()),
            row,
        }
    });
    Ok((listed.collect(), next))
}

/// One case of a kind for the desk.
#[derive(Debug)]
pub struct OtherView<C: OtherKind> {
    /// The row.
    pub row: OtherCaseRow,
    /// The case.
    pub case: C,
    /// Its agency: for a complaint the authority.
    pub agency: Agency,
    /// What that agency has set.
    pub settings: AgencySettings,
    /// The calendar.
    pub calendar: Arc<Calendar>,
    /// Today.
    pub today: NaiveDate,
    /// What happened, the oldest first.
    pub log: Vec<Happened<C::Event>>,
    /// Files that came with it, with their names.
    pub files: Vec<(AttachmentRow, String)>,
    /// The papers of the answer, the oldest first; of several all but the last are cancelled.
    pub papers: Vec<PaperRow>,
    /// Names of the people of the agency.
    pub names: BTreeMap<PersonId, String>,
    texts: BTreeMap<ContentId, String>,
}

impl<C: OtherKind> OtherView<C> {
    /// The paper of the answer that holds.
    pub fn paper(&self) -> Option<&PaperRow> {
        self.papers.iter().rev().find(|paper| paper.voided_on.is_none())
    }

    /// A text of the case; empty where it was destroyed by rule.
    pub fn text(&self, reference: ContentRef) -> &str {
        self.texts.get(&reference.id).map_or("", String::as_str)
    }

    /// The name of a person of the agency.
    pub fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("（已离任）", String::as_str)
    }
}

/// The contents that an event speaks of, without those of persons.
trait Speaks {
    fn contents(&self) -> Vec<ContentRef>;
    fn paper(&self) -> Option<gongkai_domain::ids::PaperId> {
        None
    }
}

impl Speaks for record_correction::Event {
    fn contents(&self) -> Vec<ContentRef> {
        match self {
            Self::Received { request, evidence, .. } => std::iter::once(*request).chain(*evidence).collect(),
            Self::EvidenceReceived { evidence, .. } => vec![*evidence],
            Self::Decided { finding, .. } => vec![*finding],
            Self::PaperVoided { reason, .. } => vec![*reason],
            Self::Served { service, .. } => service.proof.into_iter().collect(),
            Self::ServiceSigned { proof, .. } => proof.iter().copied().collect(),
            _ => Vec::new(),
        }
    }

    fn paper(&self) -> Option<gongkai_domain::ids::PaperId> {
        match self {
            Self::Answered { paper, .. } => Some(*paper),
            _ => None,
        }
    }
}

impl Speaks for complaint::Event {
    fn contents(&self) -> Vec<ContentRef> {
        match self {
            Self::Received { text, .. }
            | Self::Found { text, .. }
            | Self::Rectified { text, .. }
            | Self::Answered { text, .. }
            | Self::Redirected { text, .. } => vec![*text],
            Self::AnswerVoided { reason, .. } => vec![*reason],
            Self::Served { service, .. } => service.proof.into_iter().collect(),
            Self::ServiceSigned { proof, .. } => proof.iter().copied().collect(),
            _ => Vec::new(),
        }
    }
}

/// The row of a reference, for whoever may handle its kind.
async fn row_of<C: OtherKind>(
    office: &Office,
    actor: &Actor,
    reference: &str,
) -> Result<(OtherCaseRow, Vec<AgencyId>), Refusal> {
    let row = office.storage.other_case_by_reference(reference).await?;
    let row = row.filter(|row| row.kind == C::KIND).ok_or(Refusal::NotFound)?;
    let above = above(office, row.agency).await?;
    actor.must(C::PERMISSION, target(&row, &above), office.today()).map_err(|refusal| match refusal {
        Refusal::Denied(_) => Refusal::NotFound,
        refusal => refusal,
    })?;
    Ok((row, above))
}

fn target<'a>(row: &OtherCaseRow, above: &'a [AgencyId]) -> Target<'a> {
    Target { agency: row.agency, above, department: row.department, handler: row.handler }
}

async fn opened<C>(office: &Office, row: OtherCaseRow) -> Result<OtherView<C>, Refusal>
where
    C: OtherKind,
    C::Event: Speaks,
{
    let storage = &office.storage;
    let stored = storage.events_of(&Stream::new(C::STREAM, row.id)).await?;
    let known = events::<C>(&stored)?;
    let case = folded::<C>(row.id, &stored)?;
    let (agency, settings) = office.agency(row.agency).await?;
    let names = names(office, row.agency).await?;
    let wanted: Vec<ContentId> = known.iter().flat_map(Speaks::contents).map(|text| text.id).collect();
    let mut papers = Vec::new();
    for paper in known.iter().filter_map(Speaks::paper) {
        papers.extend(storage.paper(paper).await?);
    }
    let mut files = Vec::new();
    for file in storage.attachments_of(row.id).await? {
        let name = String::from_utf8_lossy(&storage.content(file.file_name).await?).into_owned();
        files.push((file, name));
    }
    Ok(OtherView {
        texts: texts(office, &wanted).await?,
        log: happened::<C>(&stored, known, &names),
        row,
        case,
        agency,
        settings,
        calendar: office.calendar(),
        today: office.today(),
        files,
        papers,
        names,
    })
}

/// A request to correct a record.
///
/// # Errors
/// [`Refusal::NotFound`], also where it is none of the asker's business.
pub async fn record_correction(
    office: &Office,
    actor: &Actor,
    reference: &str,
) -> Result<OtherView<RecordCorrection>, Refusal> {
    let (row, _) = row_of::<RecordCorrection>(office, actor, reference).await?;
    opened(office, row).await
}

/// A complaint.
///
/// # Errors
/// [`Refusal::NotFound`], also where it is none of the asker's business.
pub async fn complaint(
    office: &Office,
    actor: &Actor,
    reference: &str,
) -> Result<OtherView<Complaint>, Refusal> {
    let (row, _) = row_of::<Complaint>(office, actor, reference).await?;
    opened(office, row).await
}

impl OtherView<RecordCorrection> {
    /// What is to be corrected.
    pub fn request(&self) -> RequestText {
        let text = self.log.iter().find_map(|line| match &line.event {
            record_correction::Event::Received { request, .. } => Some(self.text(*request)),
            _ => None,
        });
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// The finding and the agency that may correct the record, once decided.
    pub fn finding(&self) -> (FindingText, Option<&str>) {
        let decided = self.log.iter().find_map(|line| match &line.event {
            record_correction::Event::Decided { finding, competent_agency, .. } => {
                Some((self.text(*finding), competent_agency.as_deref()))
            }
            _ => None,
        });
        decided.map_or((FindingText::default(), None), |(text, agency)| {
            (serde_json::from_str(text).unwrap_or_default(), agency)
        })
    }

    /// Every step with the reasons against it, as far as they are known before its form is filled in.
    pub fn steps(&self, actor: &Actor) -> Vec<(record_correction::Action, Vec<String>)> {
        use record_correction::{Action, Context};
        let target = Target::agency(self.row.agency);
        let may_void = actor.must(Permission::VoidPaper, target, self.today);
        let context = Context { on: self.today, outcome: None, competent_agency: None, service: None };
        let against = |action: Action| {
            let reasons = self.case.why_not(action, context);
            let mut reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            if let (Action::VoidPaper, Err(Refusal::Denied(why))) = (action, &may_void) {
                reasons.push(why.clone());
            }
            (action, reasons)
        };
        Action::EVERY.iter().copied().map(against).collect()
    }
}

impl OtherView<Complaint> {
    /// What was said.
    pub fn said(&self) -> &str {
        let text = self.log.iter().find_map(|line| match &line.event {
            complaint::Event::Received { text, .. } => Some(self.text(*text)),
            _ => None,
        });
        text.unwrap_or_default()
    }

    /// What the complainant was told: the answer once it was served, or the other way.
    pub fn told(&self) -> Option<&str> {
        if !matches!(self.case.state, complaint::State::Answered | complaint::State::Redirected) {
            return None;
        }
        self.log.iter().rev().find_map(|line| match &line.event {
            complaint::Event::Answered { text, .. } | complaint::Event::Redirected { text, .. } => {
                Some(self.text(*text))
            }
            _ => None,
        })
    }

    /// Whether the complainant gave a name or a contact.
    pub fn is_anonymous(&self) -> bool {
        let has = |event: &complaint::Event| {
            matches!(event, complaint::Event::Received { complainant: Some(_), .. })
        };
        !self.log.iter().any(|line| has(&line.event))
    }

    /// Every step with the reasons against it, as far as they are known before its form is filled in.
    pub fn steps(&self, by: AgencyId) -> Vec<(complaint::Action, Vec<String>)> {
        let against = |action: complaint::Action| {
            let reasons = self.case.why_not(action, by, self.today).iter().map(ToString::to_string).collect();
            (action, reasons)
        };
        complaint::Action::EVERY.iter().copied().map(against).collect()
    }
}

async fn note(office: &Office, actor: &Actor, row: &OtherCaseRow, action: &str) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(row.agency),
        actor: actor.word(),
        action: action.to_owned(),
        object_kind: row.kind.clone(),
        object_id: Some(row.id),
        document: "{}".to_owned(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// Shows who asks for a correction, in clear, and writes into the audit log that it was shown.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub async fn reveal_requester(office: &Office, actor: &Actor, reference: &str) -> Result<Applicant, Refusal> {
    let (row, above) = row_of::<RecordCorrection>(office, actor, reference).await?;
    actor.must(Permission::RevealPersonalData, target(&row, &above), office.today())?;
    note(office, actor, &row, "reveal_requester").await?;
    requester(office, &row).await
}

/// The paper that answers a request, opened: it names the requester, so opening it is written into the audit log.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn open_paper<'v>(
    office: &Office,
    actor: &Actor,
    view: &'v OtherView<RecordCorrection>,
    id: &str,
) -> Result<&'v PaperRow, Refusal> {
    let row = view.papers.iter().find(|row| row.id.to_string() == id).ok_or(Refusal::NotFound)?;
    opened_paper(office, actor, row, Some(&view.row.reference)).await?;
    Ok(row)
}

/// Who asks for a correction, for the paper that answers it.
///
/// # Errors
/// Where the records cannot be read.
pub async fn requester(office: &Office, row: &OtherCaseRow) -> Result<Applicant, Refusal> {
    let stored = office
        .storage
        .events_of(&Stream::new(<RecordCorrection as crate::docket::Docket>::STREAM, row.id))
        .await?;
    let reference = events::<RecordCorrection>(&stored)?.into_iter().find_map(|event| match event {
        record_correction::Event::Received { requester, .. } => Some(requester),
        _ => None,
    });
    let bytes = office.storage.content(reference.ok_or(Refusal::NotFound)?).await?;
    serde_json::from_slice(&bytes).map_err(|e| Refusal::Defect(format!("requester of {}: {e}", row.id)))
}

/// Shows who complains, in clear, and writes into the audit log that it was shown. The complainant is the authority's own
/// correspondent: who handles complaints may see the name.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn reveal_complainant(
    office: &Office,
    actor: &Actor,
    reference: &str,
) -> Result<Complainant, Refusal> {
    let (row, _) = row_of::<Complaint>(office, actor, reference).await?;
    note(office, actor, &row, "reveal_complainant").await?;
    complainant(office, &row).await
}

/// Who complains, for a letter to the contact that was given; empty where nobody is named.
///
/// # Errors
/// Where the records cannot be read.
pub async fn complainant(office: &Office, row: &OtherCaseRow) -> Result<Complainant, Refusal> {
    let stored =
        office.storage.events_of(&Stream::new(<Complaint as crate::docket::Docket>::STREAM, row.id)).await?;
    let reference = events::<Complaint>(&stored)?.into_iter().find_map(|event| match event {
        complaint::Event::Received { complainant, .. } => complainant,
        _ => None,
    });
    let Some(reference) = reference else { return Ok(Complainant::default()) };
    let bytes = office.storage.content(reference).await?;
    serde_json::from_slice(&bytes).map_err(|e| Refusal::Defect(format!("complainant of {}: {e}", row.id)))
}

/// A file that came with a request, for whoever handles it; that it was opened is noted.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn file(
    office: &Office,
    actor: &Actor,
    reference: &str,
    id: &str,
) -> Result<(Vec<u8>, String, String), Refusal> {
    let (row, _) = row_of::<RecordCorrection>(office, actor, reference).await?;
    let files = office.storage.attachments_of(row.id).await?;
    let file = files.into_iter().find(|file| file.id.to_string() == id).ok_or(Refusal::NotFound)?;
    note(office, actor, &row, "open_evidence").await?;
    let blob = office.storage.blob(file.blob).await?.ok_or(Refusal::NotFound)?;
    let bytes = office.blobs.read(office.storage.vault()?, &blob).await?;
    let name = String::from_utf8_lossy(&office.storage.content(file.file_name).await?).into_owned();
    let purpose = Purpose::of(&file.purpose);
    let (bytes, media_type) = crate::paper::copy::given(purpose, bytes, blob.media_type).await?;
    let name = crate::paper::file::named(&name, &media_type);
    Ok((bytes, media_type, name))
}

/// What a sender who showed reference and code sees of a case.
#[derive(Debug)]
pub enum Followed {
    /// A request to correct a record.
    RecordCorrection(Box<OtherView<RecordCorrection>>),
    /// A complaint.
    Complaint(Box<OtherView<Complaint>>),
}

/// A case for its sender.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn followed(office: &Office, id: Uuid) -> Result<Followed, Refusal> {
    let row = office.storage.other_case(id).await?.ok_or(Refusal::NotFound)?;
    if row.kind == RecordCorrection::KIND {
        return Ok(Followed::RecordCorrection(Box::new(opened(office, row).await?)));
    }
    Ok(Followed::Complaint(Box::new(opened(office, row).await?)))
}
