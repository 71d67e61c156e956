//! What a step would do to the due date, before it is taken: the clock of the case counts it with events that are not recorded.
//!
//! Not here: the steps themselves (`super::ask_correction`, `super::consult`, `super::notice_fee`), the extension
//! (`super::extend`), counting (`gongkai-deadline`).

use chrono::NaiveDate;
use gongkai_deadline::calendar::Calendar;
use gongkai_deadline::timeline::Consulted;
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::{ActionKind, Application, Charge, Event, PaperRef};
use gongkai_domain::fee::Yuan;
use gongkai_domain::ids::{ContentId, ContentRef, Digest, PaperId};
use uuid::Uuid;

/// The due date if a step were taken today and its answer came today; of a consultation, if its whole period were used up.
/// None for a step that does not move the period.
pub fn due_if_taken(
    application: &Application,
    calendar: &Calendar,
    today: NaiveDate,
    step: ActionKind,
) -> Option<NaiveDate> {
    let on = today;
    let nothing = ContentRef { id: ContentId(Uuid::nil()), digest: Digest([0; 32]) };
    let paper = PaperRef { paper: PaperId(Uuid::nil()), number: None };
    let events = match step {
        ActionKind::AskCorrection => vec![
            Event::CorrectionAsked {
                on,
                within: WorkingDays(0),
                matters: nothing,
                paper,
                awaits_service: false,
            },
            Event::CorrectionNoticeReceived { on, proof: None },
            Event::Corrected { on, content: nothing, matters: Vec::new() },
        ],
        ActionKind::SendConsultation => {
            let id = application.consultations.iter().map(|one| one.id).max().unwrap_or(0) + 1;
            let with = Consulted::ThirdParty;
            vec![
                Event::ConsultationSent {
                    id,
                    with,
                    on,
                    addressee: nothing,
                    within: None,
                    paper,
                    matters: Vec::new(),
                    instead_of: None,
                },
                Event::AddresseeReceived { id, on, proof: None },
            ]
        }
        ActionKind::NoticeFee => {
            let (charge, amount) = (Charge::ByQuantity { pages: 0 }, Yuan(0));
            vec![
                Event::FeeNoticed { on, charge, amount, ordinal: None, paper, awaits_service: false },
                Event::FeeNoticeReceived { on, proof: None },
                Event::Paid { on, amount, receipt: None },
            ]
        }
        _ => return None,
    };
    application.what_if(&events, calendar, on).ok()?.due_on()
}
