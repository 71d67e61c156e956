//! Files of the demonstration that came out of a scanner: a picture, and a stamped paper as it left the house.
//!
//! Not here: which case has which (`super::deeds`, `super::others`). There is no seal on them: nothing of it is real.

use crate::actor::Actor;
use crate::office::Office;
use crate::paper::file as papers;
use crate::refusal::Refusal;
use crate::upload::{self, Purpose, Stored, Upload};
use gongkai_domain::ids::{AgencyId, PaperId};

/// A picture of one white point (PNG).
pub(super) const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xfc\xcf\xc0P\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82";

/// The scan of a paper: its own pages.
pub(super) async fn of_paper(
    office: &Office,
    by: &Actor,
    agency: AgencyId,
    paper: PaperId,
) -> Result<Stored, Refusal> {
    let row = office.storage.paper(paper).await?.ok_or(Refusal::NotFound)?;
    let bytes = papers::as_pdf(&papers::read(office, &row).await?).await?;
    let name = format!("{}.pdf", row.number_text.as_deref().unwrap_or("盖章文书"));
    upload::take(office, by, agency, &[], Upload { purpose: Purpose::Scan, name, bytes }).await
}
