//! A paper of the register read back, and the same as a document to print.
//!
//! Not here: who may see it (`crate::query::case`), how a document is made (`gongkai_compose`).

use super::issue::PaperDocument;
use crate::office::Office;
use crate::refusal::Refusal;
use crate::upload::harmless_name;
use gongkai_compose::{LetterStyle, docx, letter};
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::Application;
use gongkai_domain::ids::{ApplicationId, Digest, PaperId};
use gongkai_domain::notice::{Paper, PaperKind};
use gongkai_storage::PaperRow;

/// The papers of a case, the oldest first, with those that it shares with the applications answered together with it.
///
/// # Errors
/// Where the records cannot be read.
pub async fn of_case(
    office: &Office,
    id: ApplicationId,
    application: &Application,
) -> Result<Vec<PaperRow>, Refusal> {
    let own = office.storage.papers_of(id).await?;
    with_shared(office, own, application).await
}

/// What a paper is called: its own title where it says more than one thing, else that of its kind.
pub fn title(settings: &AgencySettings, row: &PaperRow) -> String {
    let own: PaperDocument = serde_json::from_str(&row.document).unwrap_or_default();
    own.title.unwrap_or_else(|| {
        let kind = row.kind.parse::<PaperKind>();
        kind.map_or_else(|_| row.kind.clone(), |kind| settings.title(kind).to_owned())
    })
}

/// Orders the papers of a case as they came about; of those of one step in the order of the volume, so that a slip stands behind its letter.
fn in_order(papers: &mut [PaperRow]) {
    papers.sort_by_key(|row| (row.created_at, super::volume::place_of(&row.kind), row.id));
}

/// The papers of a case whose own were read, with those that it shares.
pub(crate) async fn with_shared(
    office: &Office,
    mut papers: Vec<PaperRow>,
    application: &Application,
) -> Result<Vec<PaperRow>, Refusal> {
    let is_own = |paper: PaperId| papers.iter().any(|row| row.id == paper);
    let shared: Vec<PaperId> =
        application.papers.iter().map(|known| known.paper.paper).filter(|paper| !is_own(*paper)).collect();
    if !shared.is_empty() {
        papers.extend(office.storage.papers(&shared).await?);
    }
    in_order(&mut papers);
    Ok(papers)
}

/// The bytes of a file of the records, with its media type.
///
/// # Errors
/// [`Refusal::NotFound`] for a file that the records do not know; where it cannot be read.
pub async fn bytes(office: &Office, name: Digest) -> Result<(Vec<u8>, String), Refusal> {
    let row = office.storage.blob(name).await?.ok_or(Refusal::NotFound)?;
    let bytes = office.blobs.read(office.storage.vault()?, &row).await?;
    Ok((bytes, row.media_type))
}

/// What a file of this type is called at its end.
pub fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        _ => "bin",
    }
}

/// The name of a file with the ending of what it is now: a picture that is given out as a copy is one in PDF.
pub fn named(name: &str, media_type: &str) -> String {
    let ending = ending(media_type);
    let is_told = |told: &str| {
        told.eq_ignore_ascii_case(ending) || (ending == "jpg" && told.eq_ignore_ascii_case("jpeg"))
    };
    match name.rsplit_once('.') {
        _ if ending == "bin" => name.to_owned(),
        Some((_, told)) if is_told(told) => name.to_owned(),
        Some((stem, told)) if told.len() <= 5 && !stem.is_empty() => format!("{stem}.{ending}"),
        _ => format!("{name}.{ending}"),
    }
}

/// Under which name a paper is kept by who takes it out: the number of its case, its title, and what it is.
pub fn called(number: &str, title: &str, ending: &str) -> String {
    format!("{}.{ending}", harmless_name(&format!("{number} {title}")))
}

/// The text of a paper as it was issued.
///
/// # Errors
/// [`Refusal::NotFound`] where it has none.
pub async fn read(office: &Office, row: &PaperRow) -> Result<Paper, Refusal> {
    let content = row.content.ok_or(Refusal::NotFound)?;
    let text = office.storage.content(content).await?;
    serde_json::from_slice(&text).map_err(|e| Refusal::Defect(format!("paper {}: {e}", row.id)))
}

/// The paper as a Word document, in the letter form.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be made.
pub fn as_docx(paper: &Paper) -> Result<Vec<u8>, Refusal> {
    docx::write(&letter::draft(paper, LetterStyle::Letter)).map_err(|e| Refusal::Defect(e.to_string()))
}

/// The paper as a PDF, in the letter form, set on a thread of its own.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be made.
pub async fn as_pdf(paper: &Paper) -> Result<Vec<u8>, Refusal> {
    super::set::pdf(letter::draft(paper, LetterStyle::Letter)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::ids::AgencyId;
    use gongkai_domain::notice::{Procedural, Reply};
    use uuid::Uuid;

    fn row(kind: PaperKind, id: u128, minute: i64) -> PaperRow {
        PaperRow {
            id: PaperId(Uuid::from_u128(id)),
            agency: AgencyId(Uuid::nil()),
            application: None,
            kind: kind.key().to_owned(),
            series: None,
            year: None,
            number: None,
            number_text: None,
            issued_on: None,
            voided_on: None,
            voided_by: None,
            voided_because: None,
            content: None,
            docx: None,
            pdf: None,
            scan: None,
            created_at: chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute),
            document: "{}".to_owned(),
        }
    }

    #[test]
    fn a_slip_stands_beside_its_own_letter_whatever_their_ids() {
        let (letter, slip) = (Procedural::ThirdPartyConsultation, Procedural::ThirdPartyReplySlip);
        let mut papers = [
            row(slip.into(), 1, 5),
            row(Reply::Granted.into(), 2, 9),
            row(slip.into(), 3, 0),
            row(letter.into(), 4, 0),
            row(letter.into(), 5, 5),
        ];
        in_order(&mut papers);
        let ids: Vec<u128> = papers.iter().map(|paper| paper.id.0.as_u128()).collect();
        assert_eq!(ids, [4, 3, 5, 1, 2]);
    }

    #[test]
    fn a_paper_is_called_by_its_own_title_where_it_has_one() {
        let settings = AgencySettings::default();
        let usual = row(Reply::NotExist.into(), 1, 0);
        assert_eq!(title(&settings, &usual), "政府信息不存在告知书");
        let own =
            PaperRow { document: r#"{"title":"政府信息公开申请答复书"}"#.to_owned(), ..usual };
        assert_eq!(title(&settings, &own), "政府信息公开申请答复书");
    }

    #[test]
    fn a_file_is_called_by_what_it_is() {
        for (name, media_type, wanted) in [
            ("证照.png", "application/pdf", "证照.pdf"),
            ("证照.JPEG", "image/jpeg", "证照.JPEG"),
            ("证照", "application/pdf", "证照.pdf"),
            ("2025.12.31的材料", "image/png", "2025.12.31的材料.png"),
            ("某件.doc", "application/octet-stream", "某件.doc"),
        ] {
            assert_eq!(named(name, media_type), wanted);
        }
    }

    #[test]
    fn a_paper_is_called_by_the_number_of_its_case_and_its_title_and_by_nothing_that_a_disk_refuses() {
        let name = called("依申请〔2025〕1号", "政府信息公开申请答复书", "docx");
        assert_eq!(name, "依申请〔2025〕1号 政府信息公开申请答复书.docx");
        assert_eq!(called("../1", "告知书:\r\n\"一\"", "pdf"), "1 告知书一.pdf");
        assert!(called("1", &"长".repeat(300), "pdf").ends_with("长.pdf"), "the ending is kept");
    }
}
