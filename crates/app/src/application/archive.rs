//! Put a closed file into the archive, one case one volume (一案一卷).
//!
//! Who: disclosure office. Precondition: served, withdrawn or closed; kept no shorter than the agency's table asks. Changes: the volume and how long it is kept; the case
//! rests. Audit: the event. Told: nobody. Not here: reopening after a decision (`crate::challenge`).

use super::act::permission_of;
use super::case::{Moved, OpenCase};
use crate::actor::Actor;
use crate::office::Office;
use crate::refusal::Refusal;
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::Application;
use gongkai_domain::application::{ActionKind, Event, Retention};
use gongkai_domain::challenge::State;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::report::Row;

/// How long the file of a case is kept by the table of the agency (保管期限表): by its outcome, and whether the reply was
/// challenged.
pub fn retention(application: &Application, settings: &AgencySettings, was_challenged: bool) -> Retention {
    let row = application.outcome().map_or(Row::OtherMisc, |outcome| outcome.row);
    settings.retention.period(row, was_challenged)
}

/// Archives a case today; without a period it is kept as the table says.
///
/// # Errors
/// [`Refusal::Invalid`] for a shorter period than the table's, [`Refusal::Blocked`].
pub async fn archive(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    kept: Option<Retention>,
    volume: &str,
) -> Result<Moved, Refusal> {
    archive_with(office, actor, id, seen, (kept, volume), "").await
}

/// The same, with what the sheet at the end of the volume says (备考表).
///
/// # Errors
/// As [`archive`].
pub async fn archive_with(
    office: &Office,
    actor: &Actor,
    id: ApplicationId,
    seen: Option<i64>,
    (kept, volume): (Option<Retention>, &str),
    remarks: &str,
) -> Result<Moved, Refusal> {
    let mut opened = OpenCase::open(office, actor, id, seen, permission_of(ActionKind::Archive)).await?;
    let case = &mut opened;
    async {
        let challenges = case.tx.challenges_of(id).await?;
        let was_challenged = challenges.iter().any(|row| row.state != State::Voided.key());
        let least = retention(&case.application, &case.settings, was_challenged);
        let retention = kept.unwrap_or(least);
        if retention < least {
            let why = format!("按本机关的档案保管期限表，本件至少保管{}", least.label());
            return Err(Refusal::invalid("keep", why));
        }
        if !is_volume_number(volume.trim()) {
            let why = "卷号只用汉字、字母、数字、连接号和括号，含有序号，不超过30字，例如“2025-依申请-0017”";
            return Err(Refusal::invalid("volume", why));
        }
        let remarks = case.keep_some(remarks).await?;
        let volume = volume.trim().to_owned();
        case.step(Event::Archived { on: case.today, retention, volume, remarks })
    }
    .await?;
    opened.finish().await
}

/// Whether a text is the number of a volume: it stands in the open part of the records, where nobody is named. Digits make no
/// longer number than a day with a serial number, so that none of a document or a telephone is among them.
fn is_volume_number(text: &str) -> bool {
    let mut run = 0_usize;
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().count() <= 30
        && text.chars().all(|c| {
            run = if c.is_ascii_digit() { run + 1 } else { 0 };
            run <= 8 && (c.is_alphanumeric() || "-－—–〔〕（）()[]·./".contains(c))
        })
}

#[cfg(test)]
mod tests {
    use super::is_volume_number;

    #[test]
    fn a_volume_number_has_a_serial_number_and_no_words_or_numbers_of_a_person() {
        for number in ["1", "2025-1", "2025-依申请-0017", "XXGK〔2025〕17", "永久·2025·003"] {
            assert!(is_volume_number(number), "{number}");
        }
        for text in
            ["", "依申请", "2025 张三", "2025-340823199001011234", "13800000000", "2025<b>", "卷，2025"]
        {
            assert!(!is_volume_number(text), "{text}");
        }
    }
}
