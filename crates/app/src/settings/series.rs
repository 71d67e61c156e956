//! Let the series of numbers go on where the books of this year ended: an office that begins within a year has given numbers
//! before it had this program (登记编号, 文书文号, 送达编号).
//!
//! Who: who keeps the settings. Precondition: only upward, a number is never given twice. Changes: the last number of the
//! series of this year. Audit: `series_continued` with the series and both numbers. Told: nobody.
//! Not here: giving numbers (`crate::application::register`, `crate::paper::issue`), how they are written
//! (`gongkai_domain::number`).

use super::change::must;
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use chrono::Datelike;
use gongkai_domain::number::Series;
use gongkai_storage::NewAudit;
use serde_json::json;

/// The largest number that a book is said to have reached: more is a slip of the pen, and it could not be taken back.
pub const MOST: u32 = 99_999;

/// The last numbers of this year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The year.
    pub year: i32,
    /// Each series with its last number; 0 where none was given.
    pub last: Vec<(Series, u32)>,
}

/// How far the series of one's own agency have come this year.
///
/// # Errors
/// [`Refusal::Denied`]; where the records cannot be read.
pub async fn standing(office: &Office, actor: &Actor) -> Result<Standing, Refusal> {
    let agency = must(office, actor)?;
    let year = office.today().year();
    let mut last = Vec::new();
    for series in Series::EVERY {
        last.push((*series, office.storage.last_number(agency, series.key(), year).await?));
    }
    Ok(Standing { year, last })
}

/// Lets series go on after these numbers; a series whose number stays is left alone.
///
/// # Errors
/// [`Refusal::Denied`]; [`Refusal::Invalid`] with everything that is wrong, by the key of the series.
pub async fn continue_after(office: &Office, actor: &Actor, wanted: &[(Series, u32)]) -> Result<(), Refusal> {
    let agency = must(office, actor)?;
    let (year, at) = (office.today().year(), office.instant());
    let tx = office.storage.begin().await?;
    // whoever registers or issues takes the chain first
    tx.lock_chain(agency).await?;
    let mut faults = Vec::new();
    let mut moved = Vec::new();
    for (series, number) in wanted {
        let last = tx.last_number(agency, series.key(), year).await?;
        if *number < last {
            let text = format!("{}{year}年已经用至{last}，只能改大，编号不得重复使用", series.label());
            faults.push(Fault::new(series.key(), text));
        } else if *number > MOST {
            faults.push(Fault::new(series.key(), format!("{}的序号不超过{MOST}，请核对", series.label())));
        } else if *number > last {
            moved.push((*series, last, *number));
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    for (series, last, number) in moved {
        tx.continue_series_after(agency, series.key(), year, number).await?;
        tx.note(NewAudit {
            at,
            agency: Some(agency),
            actor: actor.word(),
            action: "series_continued".to_owned(),
            object_kind: "agency".to_owned(),
            object_id: Some(agency.0),
            document: json!({ "series": series.key(), "year": year, "before": last, "after": number })
                .to_string(),
        })
        .await?;
    }
    Ok(tx.commit().await?)
}
