//! Export the file of a case (一案一卷): every paper and record in the order of the archive, behind a list of contents.
//!
//! Who: whoever may see the personal data of the case. Precondition: none; what is not there yet is left out, and the list says
//! so. Changes: nothing. Audit: `export_volume`. Told: nobody.
//! Not here: archiving the case (`crate::application::archive`), the records as sheets (`super::volume_sheets`).
//!
//! The order is that of practice for 《政府信息公开条例》第四十五条: 卷内目录、申请表及身份证明、信封及邮件面单、登记表、回执、补正材料、
//! 征求意见及回复、审批单、检索记录、审查意见、答复书及附件、送达凭证、复议诉讼材料、备考表.

use super::file::{as_pdf, read};
use super::{set, volume_sheets as sheets};
use crate::actor::Actor;
use crate::office::Office;
use crate::query::case::{CaseView, target_of, view};
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_domain::ids::Digest;
use gongkai_domain::notice::{PaperKind, Procedural};
use gongkai_domain::staff::Permission;
use gongkai_storage::{NewAudit, PaperRow};

/// The places of the volume, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Form,
    Envelope,
    Registration,
    Receipt,
    Correction,
    Consultation,
    Course,
    HandlingSheet,
    Search,
    Review,
    Reply,
    Service,
    Challenge,
    Remarks,
}

impl Place {
    const EVERY: [Self; 14] = [
        Self::Form,
        Self::Envelope,
        Self::Registration,
        Self::Receipt,
        Self::Correction,
        Self::Consultation,
        Self::Course,
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
            Self::Course => "办理过程文书",
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
                P::RegistrationRecord => Self::Registration,
                P::RegistrationReceipt => Self::Receipt,
                P::CorrectionNotice => Self::Correction,
                P::ThirdPartyConsultation
                | P::ThirdPartyReplySlip
                | P::ConsultationNoticeToApplicant
                | P::ThirdPartyDisclosureNotice
                | P::CoMakerConsultation
                | P::AssistanceRequest => Self::Consultation,
                P::HandlingSheet => Self::HandlingSheet,
                P::RecordCorrectionReply => Self::Reply,
                P::ServiceProof => Self::Service,
                P::ReconsiderationAnswer
                | P::SuitAnswer
                | P::EvidenceList
                | P::PowerOfAttorney
                | P::CourtAppearanceStatement => Self::Challenge,
                P::ReasonsRequest
                | P::DelayedReplyNotice
                | P::ExtensionNotice
                | P::FeeNotice
                | P::WithdrawalConfirmation
                | P::SplitNotice => Self::Course,
            },
        }
    }

    /// Where a file that was sent or scanned belongs, by what it is there for.
    fn of_purpose(purpose: &str) -> Self {
        match purpose {
            "proof" | "licence" | "mandate" | "form" => Self::Form,
            "envelope" | "waybill" => Self::Envelope,
            "file" | "correction" => Self::Correction,
            "opinion" | "consultation" => Self::Consultation,
            "search" => Self::Search,
            "information" | "reply" | "stamped" => Self::Reply,
            "service" | "service_proof" => Self::Service,
            "challenge" => Self::Challenge,
            _ => Self::Course,
        }
    }
}

/// One entry of the volume.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) title: String,
    pub(super) number: Option<String>,
    pub(super) on: Option<NaiveDate>,
    /// The end of its file's name.
    format: &'static str,
    bytes: Vec<u8>,
    /// Its name within the zip, given when all are there.
    pub(super) name: String,
}

impl Entry {
    pub(super) fn pdf(place: Place, title: &str, on: Option<NaiveDate>, bytes: Vec<u8>) -> Self {
        let (title, name) = (title.to_owned(), String::new());
        Self { place, title, number: None, on, format: "pdf", bytes, name }
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
    entries.sort_by_key(|entry| (entry.place, entry.on));
    name(&mut entries);
    let contents = set::pdf(sheets::contents(&case, &entries, today)).await?;
    let mut files = vec![("00-卷内目录.pdf".to_owned(), contents)];
    files.extend(entries.into_iter().map(|entry| (entry.name, entry.bytes)));
    let tx = office.storage.begin().await?;
    tx.note(NewAudit {
        at: office.instant(),
        agency: Some(case.dossier.row.agency),
        actor: actor.word(),
        action: "export_volume".to_owned(),
        object_kind: "application".to_owned(),
        object_id: Some(case.dossier.row.id.0),
        document: serde_json::json!({ "files": files.len() }).to_string(),
    })
    .await?;
    tx.commit().await?;
    let bytes = gongkai_compose::bundle::pack(&files).map_err(|e| Refusal::Defect(e.to_string()))?;
    Ok((bytes, format!("{}.zip", case.dossier.row.reference)))
}

/// Names by place and running number.
fn name(entries: &mut [Entry]) {
    for (index, place) in (1..).zip(Place::EVERY) {
        let mut here: Vec<&mut Entry> = entries.iter_mut().filter(|entry| entry.place == place).collect();
        let is_alone = here.len() == 1;
        for (running, entry) in (1..).zip(here.iter_mut()) {
            let tail = if is_alone { String::new() } else { format!("-{running:02}") };
            entry.name = format!("{index:02}-{}{tail}.{}", place.name(), entry.format);
        }
    }
}

/// A paper of the register, with the scan of what was stamped and served.
async fn papers(office: &Office, case: &CaseView, row: &PaperRow) -> Result<Vec<Entry>, Refusal> {
    let Ok(kind) = row.kind.parse::<PaperKind>() else { return Ok(Vec::new()) };
    let place = Place::of(kind);
    let mut title = case.dossier.settings.title(kind).to_owned();
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
        && let Some((format, bytes)) = blob(office, scan).await?
    {
        let number = row.number_text.clone();
        let title = format!("{title}（用印件扫描件）");
        entries.push(Entry { number, format, ..Entry::pdf(place, &title, row.issued_on, bytes) });
    }
    Ok(entries)
}

/// A file, with the end of its name by its media type; none where it was destroyed by rule.
async fn blob(office: &Office, name: Digest) -> Result<Option<(&'static str, Vec<u8>)>, Refusal> {
    let Some(row) = office.storage.blob(name).await?.filter(|row| row.destroyed_at.is_none()) else {
        return Ok(None);
    };
    let format = match row.media_type.as_str() {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "text/plain" => "txt",
        _ => "bin",
    };
    Ok(Some((format, office.blobs.read(office.storage.vault()?, &row).await?)))
}

/// What was sent or scanned into the case.
async fn attachments(office: &Office, case: &CaseView) -> Result<Vec<Entry>, Refusal> {
    let row = &case.dossier.row;
    let mut entries = Vec::new();
    for attachment in office.storage.attachments_of(row.id.0).await? {
        let Some((format, bytes)) = blob(office, attachment.blob).await? else { continue };
        let place = Place::of_purpose(&attachment.purpose);
        let title = match attachment.purpose.as_str() {
            "proof" => "身份证件",
            "licence" => "统一社会信用代码证照",
            "mandate" => "授权委托书",
            _ => "附件",
        };
        let on = gongkai_deadline::clock::beijing(attachment.created_at).date();
        entries.push(Entry { format, ..Entry::pdf(place, title, Some(on), bytes) });
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
        assert_eq!(Place::of_purpose("licence"), Place::Form);
    }

    #[test]
    fn names_run_within_their_place_and_one_alone_has_no_number() {
        let entry = |place| Entry::pdf(place, "某", None, Vec::new());
        let mut entries = [entry(Place::Form), entry(Place::Form), entry(Place::Remarks)];
        name(&mut entries);
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["01-申请表及身份证明-01.pdf", "01-申请表及身份证明-02.pdf", "14-备考表.pdf"]);
    }
}
