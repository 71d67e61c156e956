//! Export the file of a case (一案一卷): every paper and record in the order of the archive, behind a list of contents.
//!
//! Who: whoever may see the personal data of the case. Precondition: none; what is not there yet is left out, and the list says
//! so. Changes: nothing. Audit: `export_volume`. Told: nobody.
//! Not here: archiving the case (`crate::application::archive`), the records as sheets (`super::volume_sheets`).
//!
//! The order is that of practice for 《政府信息公开条例》第四十五条: 卷内目录、申请表及身份证明、信封及邮件面单、登记表、回执、补正材料、
//! 征求意见及回复、审批单、检索记录、审查意见、答复书及附件、送达凭证、复议诉讼材料、备考表. Notices to the applicant that are none of
//! these stand with what they belong to: the notice of a split with the registration, the request for reasons with the
//! correction, extension, delay, fee and withdrawal with the reply.

use super::file::{as_pdf, called, ending, read};
use super::{set, volume_sheets as sheets};
use crate::actor::Actor;
use crate::office::Office;
use crate::query::case::{CaseView, target_of, view};
use crate::query::challenge::{self as challenges, ChallengeView};
use crate::refusal::Refusal;
use crate::report_facts::CHALLENGES;
use crate::upload::Purpose;
use chrono::NaiveDate;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::challenge::Case;
use gongkai_domain::ids::{AgencyId, Digest};
use gongkai_domain::notice::{PaperKind, Procedural};
use gongkai_domain::staff::Permission;
use gongkai_storage::{NewAudit, PaperRow, Stream};
use uuid::Uuid;

/// The places of the volume, in order; the list of contents stands before all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Form,
    Envelope,
    Registration,
    Receipt,
    Correction,
    Consultation,
    HandlingSheet,
    Search,
    Review,
    Reply,
    Service,
    Challenge,
    Remarks,
}

impl Place {
    const EVERY: [Self; 13] = [
        Self::Form,
        Self::Envelope,
        Self::Registration,
        Self::Receipt,
        Self::Correction,
        Self::Consultation,
        Self::HandlingSheet,
        Self::Search,
        Self::Review,
        Self::Reply,
        Self::Service,
        Self::Challenge,
        Self::Remarks,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Form => "申请表及身份证明",
            Self::Envelope => "信封及邮件面单",
            Self::Registration => "登记表",
            Self::Receipt => "回执",
            Self::Correction => "补正材料",
            Self::Consultation => "征求意见及回复",
            Self::HandlingSheet => "审批单",
            Self::Search => "检索记录",
            Self::Review => "审查意见",
            Self::Reply => "答复书及附件",
            Self::Service => "送达凭证",
            Self::Challenge => "复议诉讼材料",
            Self::Remarks => "备考表",
        }
    }

    /// Where a paper belongs.
    fn of(kind: PaperKind) -> Self {
        use Procedural as P;
        match kind {
            PaperKind::Reply(_) => Self::Reply,
            PaperKind::Procedural(kind) => match kind {
                P::ApplicationForm => Self::Form,
                P::RegistrationRecord | P::SplitNotice => Self::Registration,
                P::RegistrationReceipt => Self::Receipt,
                P::CorrectionNotice | P::ReasonsRequest => Self::Correction,
                P::ThirdPartyConsultation
                | P::ThirdPartyReplySlip
                | P::ConsultationNoticeToApplicant
                | P::ThirdPartyDisclosureNotice
                | P::CoMakerConsultation
                | P::AssistanceRequest => Self::Consultation,
                P::HandlingSheet => Self::HandlingSheet,
                P::RecordCorrectionReply
                | P::DelayedReplyNotice
                | P::ExtensionNotice
                | P::FeeNotice
                | P::WithdrawalConfirmation => Self::Reply,
                P::ServiceProof => Self::Service,
                P::ReconsiderationAnswer
                | P::SuitAnswer
                | P::EvidenceList
                | P::PowerOfAttorney
                | P::CourtAppearanceStatement => Self::Challenge,
            },
        }
    }

    /// Where a file that was sent or scanned belongs, by what it is there for. A word that no purpose has (of records made by
    /// a later program) stands with what the applicant sent, where nothing is overlooked.
    fn of_purpose(purpose: Option<Purpose>) -> Self {
        match purpose {
            None
            | Some(
                Purpose::Proof
                | Purpose::Licence
                | Purpose::Mandate
                | Purpose::AgentProof
                | Purpose::FirmLetter
                | Purpose::GuardianProof
                | Purpose::RepresentativeProof
                | Purpose::Enclosure
                | Purpose::Evidence,
            ) => Self::Form,
            Some(Purpose::Envelope) => Self::Envelope,
            Some(Purpose::Correction) => Self::Correction,
            Some(Purpose::Opinion) => Self::Consultation,
            // of old records, which did not tell the steps apart: with the sheet that tells how the case was handled
            Some(Purpose::Material) => Self::HandlingSheet,
            Some(Purpose::Search) => Self::Search,
            Some(Purpose::Withdrawal | Purpose::Scan | Purpose::ReplacedScan | Purpose::Information) => {
                Self::Reply
            }
            Some(Purpose::ServiceProof) => Self::Service,
            Some(Purpose::CourtPaper) => Self::Challenge,
        }
    }
}

/// Where the volume has a paper: its place, and within it its place among the kinds.
pub fn place_of(kind: &str) -> (usize, usize) {
    let Ok(kind) = kind.parse::<PaperKind>() else { return (usize::MAX, usize::MAX) };
    let within = match kind {
        PaperKind::Procedural(kind) => Procedural::EVERY.iter().position(|known| *known == kind),
        PaperKind::Reply(_) => None,
    };
    let place = Place::EVERY.iter().position(|known| *known == Place::of(kind));
    // the reply stands behind what was written before it
    (place.unwrap_or(usize::MAX), within.unwrap_or(usize::MAX))
}

/// One entry of the volume.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) title: String,
    pub(super) number: Option<String>,
    pub(super) on: Option<NaiveDate>,
    /// Who answers for it (责任者); none: the agency.
    pub(super) by: Option<&'static str>,
    /// How many pages it has; none where that cannot be told.
    pub(super) pages: Option<usize>,
    /// Whether it is a file beside the papers of its place; those stand before it.
    is_attached: bool,
    /// The end of its file's name.
    format: &'static str,
    bytes: Vec<u8>,
    /// Its name within the zip, given when all are there.
    pub(super) name: String,
}

impl Entry {
    pub(super) fn pdf(place: Place, title: &str, on: Option<NaiveDate>, bytes: Vec<u8>) -> Self {
        let (title, name) = (title.to_owned(), String::new());
        let (number, by, pages) = (None, None, None);
        Self { place, title, number, on, by, pages, is_attached: false, format: "pdf", bytes, name }
    }

    /// With who answers for it where that is not the agency.
    pub(super) fn by(self, who: &'static str) -> Self {
        Self { by: Some(who), ..self }
    }

    /// A file that was sent or scanned; `format` as [`blob`] told it.
    fn file(place: Place, title: &str, on: NaiveDate, (format, bytes): (&'static str, Vec<u8>)) -> Self {
        Self { is_attached: true, format, ..Self::pdf(place, title, Some(on), bytes) }
    }
}

/// The volume as a zip, with the name under which it is given out; no name of a person is in any file's name.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub async fn export(office: &Office, actor: &Actor, number: &str) -> Result<(Vec<u8>, String), Refusal> {
    let case = view(office, actor, number).await?;
    let above = crate::query::case::above(office, case.dossier.row.agency).await?;
    let today = office.today();
    actor.must(Permission::RevealPersonalData, target_of(&case.dossier.row, &above), today)?;
    let mut entries = sheets::records(office, &case).await?;
    for paper in &case.papers {
        entries.extend(papers(office, &case, paper).await?);
    }
    entries.extend(attachments(office, &case).await?);
    entries.extend(court_papers(office, &case).await?);
    entries.sort_by_key(|entry| (entry.place, entry.is_attached, entry.on));
    name(&mut entries);
    let entries = counted(entries).await?;
    let contents = set::pdf(sheets::contents(&case, &entries, today)).await?;
    let agency = case.dossier.row.agency;
    note(office, actor, agency, ("application", case.dossier.row.id.0), entries.len() + 1).await?;
    let row = &case.dossier.row;
    let number = row.registration.as_deref().unwrap_or(&row.reference);
    bundle(contents, entries, called(number, "案卷", "zip"))
}

/// The papers of a reconsideration or a suit as a zip, in the order of their days: those of the agency, those of the organ, the
/// court and other parties, behind a list of contents. The volume of the application holds them too.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub async fn export_challenge(
    office: &Office,
    actor: &Actor,
    view: &ChallengeView,
) -> Result<(Vec<u8>, String), Refusal> {
    if !view.may_open_files {
        return Err(Refusal::Denied("您没有办理复议诉讼案件或者查看申请人信息的权限".to_owned()));
    }
    let mut entries = Vec::new();
    for row in &view.papers {
        entries.extend(paper_entries(office, &view.settings, row).await?);
    }
    entries.extend(court_papers_of(office, &view.case).await?);
    entries.sort_by_key(|entry| entry.on);
    for (running, entry) in (1..).zip(entries.iter_mut()) {
        entry.name = format!("{running:02}-{}.{}", entry.title, entry.format);
    }
    let entries = counted(entries).await?;
    let contents = set::pdf(sheets::contents_of_challenge(view, &entries)).await?;
    note(office, actor, view.row.agency, (CHALLENGES, view.case.id.0), entries.len() + 1).await?;
    let opened_on = view.case.opened_on.to_string();
    let number = view.row.reference.as_deref().unwrap_or(&opened_on);
    bundle(contents, entries, called(number, &format!("{}材料", view.case.forum.name()), "zip"))
}

/// Everything in one zip, under the name given out.
fn bundle(contents: Vec<u8>, entries: Vec<Entry>, name: String) -> Result<(Vec<u8>, String), Refusal> {
    let mut files = vec![("00-卷内目录.pdf".to_owned(), contents)];
    files.extend(entries.into_iter().map(|entry| (entry.name, entry.bytes)));
    let bytes = gongkai_compose::bundle::pack(&files).map_err(|e| Refusal::Defect(e.to_string()))?;
    Ok((bytes, name))
}

async fn note(
    office: &Office,
    actor: &Actor,
    agency: AgencyId,
    (kind, id): (&str, Uuid),
    files: usize,
) -> Result<(), Refusal> {
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(agency),
        actor: actor.word(),
        action: "export_volume".to_owned(),
        object_kind: kind.to_owned(),
        object_id: Some(id),
        document: serde_json::json!({ "files": files }).to_string(),
    })
    .await?;
    Ok(tx.commit().await?)
}

/// The entries with their numbers of pages, for the list of contents.
async fn counted(mut entries: Vec<Entry>) -> Result<Vec<Entry>, Refusal> {
    let work = move || {
        for entry in &mut entries {
            entry.pages = match entry.format {
                "pdf" => gongkai_extract::pdf_pages(&entry.bytes, &gongkai_extract::Limits::default()),
                "jpg" | "png" => Some(1),
                _ => None,
            };
        }
        entries
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| Refusal::Defect(e.to_string()))
}

/// Names by place and running number, with the title where it says more than the place.
fn name(entries: &mut [Entry]) {
    for (index, place) in (1..).zip(Place::EVERY) {
        let mut here: Vec<&mut Entry> = entries.iter_mut().filter(|entry| entry.place == place).collect();
        let is_alone = here.len() == 1;
        for (running, entry) in (1..).zip(here.iter_mut()) {
            let tail = if is_alone { String::new() } else { format!("-{running:02}") };
            let title = entry.title.replace(['/', '\\'], "");
            let title = if title == place.name() { String::new() } else { format!("-{title}") };
            entry.name = format!("{index:02}-{}{tail}{title}.{}", place.name(), entry.format);
        }
    }
}

/// A paper of the register, with the scan of what was stamped and served.
async fn papers(office: &Office, case: &CaseView, row: &PaperRow) -> Result<Vec<Entry>, Refusal> {
    paper_entries(office, &case.dossier.settings, row).await
}

async fn paper_entries(
    office: &Office,
    settings: &AgencySettings,
    row: &PaperRow,
) -> Result<Vec<Entry>, Refusal> {
    let Ok(kind) = row.kind.parse::<PaperKind>() else { return Ok(Vec::new()) };
    let place = Place::of(kind);
    let mut title = super::file::title(settings, row);
    if row.voided_on.is_some() {
        title.push_str("（作废）");
    }
    let mut entries = Vec::new();
    if row.content.is_some() {
        let bytes = as_pdf(&read(office, row).await?).await?;
        let number = row.number_text.clone();
        entries.push(Entry { number, ..Entry::pdf(place, &title, row.issued_on, bytes) });
    }
    if let Some(scan) = row.scan
        && let Some((format, bytes, _)) = blob(office, scan).await?
    {
        let number = row.number_text.clone();
        let title = format!("{title}（用印件扫描件）");
        entries.push(Entry { number, format, ..Entry::pdf(place, &title, row.issued_on, bytes) });
    }
    Ok(entries)
}

/// A file, with the end of its name by its media type and that type; none where it was destroyed by rule.
async fn blob(office: &Office, name: Digest) -> Result<Option<(&'static str, Vec<u8>, String)>, Refusal> {
    let Some(row) = office.storage.blob(name).await?.filter(|row| row.destroyed_at.is_none()) else {
        return Ok(None);
    };
    let format = ending(&row.media_type);
    let bytes = office.blobs.read(office.storage.vault()?, &row).await?;
    Ok(Some((format, bytes, row.media_type)))
}

/// What was sent or scanned into the case.
async fn attachments(office: &Office, case: &CaseView) -> Result<Vec<Entry>, Refusal> {
    let row = &case.dossier.row;
    let mut entries = Vec::new();
    for attachment in office.storage.attachments_of(row.id.0).await? {
        let Some((_, bytes, media_type)) = blob(office, attachment.blob).await? else { continue };
        let purpose = Purpose::of(&attachment.purpose);
        let (bytes, media_type) = super::copy::given(purpose, bytes, media_type).await?;
        let file = (ending(&media_type), bytes);
        let title = purpose.map_or("附件", Purpose::label);
        let on = gongkai_deadline::clock::beijing(attachment.created_at).date();
        let entry = Entry::file(Place::of_purpose(purpose), title, on, file);
        entries.push(Entry { by: sender(purpose), ..entry });
    }
    Ok(entries)
}

/// Who answers for a file that was sent or scanned: nobody is named, the list of contents is no place for it.
fn sender(purpose: Option<Purpose>) -> Option<&'static str> {
    match purpose {
        None => Some("申请人"),
        Some(Purpose::Opinion) => Some("被征求意见方"),
        Some(Purpose::CourtPaper) => Some("复议机关、人民法院或者其他当事人"),
        Some(Purpose::ServiceProof) => Some("送达人"),
        Some(Purpose::ReplacedScan) => None,
        Some(purpose) => purpose.shows_applicant().then_some("申请人"),
    }
}

/// What organ, court and other parties sent in the reconsiderations and suits that concern the application.
async fn court_papers(office: &Office, case: &CaseView) -> Result<Vec<Entry>, Refusal> {
    let mut entries = Vec::new();
    // what was recorded here by mistake belongs to another file
    for listed in case.challenges.iter().filter(|listed| listed.voided.is_none()) {
        let id = listed.row.id;
        let stored = office.storage.events_of(&Stream::new(CHALLENGES, id.0)).await?;
        let known = crate::docket::events::<Case>(&stored)?;
        let challenge = Case::from_events(id, &known).map_err(|e| Refusal::Defect(e.to_string()))?;
        entries.extend(court_papers_of(office, &challenge).await?);
    }
    Ok(entries)
}

async fn court_papers_of(office: &Office, challenge: &Case) -> Result<Vec<Entry>, Refusal> {
    let mut entries = Vec::new();
    for (kept, row, _) in challenges::files_of(office, challenge).await? {
        let Some((format, bytes, _)) = blob(office, row.blob).await? else { continue };
        let place = Place::of_purpose(Some(Purpose::CourtPaper));
        let number = challenge.case_number.clone();
        let entry = Entry::pdf(place, kept.kind.name(), Some(kept.on), bytes);
        entries.push(Entry {
            number, format, by: Some("复议机关、人民法院或者其他当事人"), ..entry
        });
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_has_its_place_and_the_places_stand_in_the_order_of_the_archive() {
        assert!(Place::EVERY.is_sorted());
        assert_eq!(Place::of(Procedural::CorrectionNotice.into()), Place::Correction);
        assert_eq!(Place::of(Procedural::SuitAnswer.into()), Place::Challenge);
        assert!(Place::of(Procedural::CorrectionNotice.into()) < Place::of(Procedural::HandlingSheet.into()));
        assert!(Place::of(Procedural::ExtensionNotice.into()) < Place::of(Procedural::ServiceProof.into()));
    }

    #[test]
    fn a_slip_stands_behind_its_letter_and_the_proof_of_service_behind_the_reply() {
        let place = |kind: PaperKind| place_of(kind.key());
        let letter = place(Procedural::ThirdPartyConsultation.into());
        let slip = place(Procedural::ThirdPartyReplySlip.into());
        assert_eq!((letter.0, letter.1 + 1), slip);
        let reply = place(gongkai_domain::notice::Reply::Granted.into());
        assert_eq!(reply.0 + 1, place(Procedural::ServiceProof.into()).0);
        assert!(place(Procedural::ExtensionNotice.into()) < reply);
    }

    #[test]
    fn the_files_of_every_purpose_stand_where_practice_has_them() {
        let names: Vec<(&str, &str)> = Purpose::EVERY
            .iter()
            .map(|purpose| (purpose.key(), Place::of_purpose(Some(*purpose)).name()))
            .collect();
        assert_eq!(
            names,
            [
                ("proof", "申请表及身份证明"),
                ("licence", "申请表及身份证明"),
                ("mandate", "申请表及身份证明"),
                ("agent_proof", "申请表及身份证明"),
                ("firm_letter", "申请表及身份证明"),
                ("guardian_proof", "申请表及身份证明"),
                ("representative_proof", "申请表及身份证明"),
                ("enclosure", "申请表及身份证明"),
                ("envelope", "信封及邮件面单"),
                ("file", "补正材料"),
                ("evidence", "申请表及身份证明"),
                ("opinion", "征求意见及回复"),
                ("search", "检索记录"),
                ("service_proof", "送达凭证"),
                ("withdrawal", "答复书及附件"),
                ("material", "审批单"),
                ("scan", "答复书及附件"),
                ("replaced_scan", "答复书及附件"),
                ("information", "答复书及附件"),
                ("court_paper", "复议诉讼材料"),
            ]
        );
    }

    #[test]
    fn names_run_within_their_place_and_one_alone_has_no_number() {
        let entry = |place| Entry::pdf(place, "某", None, Vec::new());
        let mut entries = [entry(Place::Form), entry(Place::Form), entry(Place::Remarks)];
        name(&mut entries);
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(
            names,
            ["01-申请表及身份证明-01-某.pdf", "01-申请表及身份证明-02-某.pdf", "13-备考表-某.pdf"]
        );
    }
}
