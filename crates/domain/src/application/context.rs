//! What a judgement about an application takes from outside: today, the calendar, and what the agency has settled.
//!
//! Not here: the events (`super::event`); the agency itself (`crate::agency`).

use super::clock::CaseClock;
use super::outcome::CountingSettings;
use crate::approval::Chain;
use chrono::NaiveDate;
use gongkai_deadline::calendar::Calendar;
use gongkai_deadline::units::WorkingDays;
use serde::{Deserialize, Serialize};

/// What an agency has settled about handling applications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The agency's guide promises receipt on the day of submission for the internet channel.
    pub is_receipt_automatic: bool,
    /// The period given for corrections; the regulation says reasonable (《条例》第三十条).
    pub correction_within: WorkingDays,
    /// Internal limit for the proposal.
    pub proposal_within: WorkingDays,
    /// From how many working days left a due date counts as near (临期).
    pub near: WorkingDays,
    /// After how many working days an unconfirmed application turns red.
    pub confirmation_red_after: WorkingDays,
    /// After how many working days it is told that a paper was written and its service is not recorded (登记送达). Default 2, as for
    /// the confirmation of receipt (惯例; a correction must reach the applicant within 7 working days of the receipt of the
    /// application, 《条例》第三十条, an extension before the due date, 第三十三条).
    pub service_reminder: WorkingDays,
    /// After how many working days it is told that the outcome of a service is not recorded (签收、退回). Default 5: by then registered
    /// mail has arrived or is on its way back, and the post tells which (惯例).
    pub receipt_reminder: WorkingDays,
    /// After how many working days it is told that a case has ended and its file is not in the archive. Default 60: the 60 days for
    /// a reconsideration are over by then (《行政复议法》第二十条), and it is long before the first half of the next year ends, in
    /// which files go to the archive (《机关档案管理规定》; 惯例).
    pub archive_reminder: WorkingDays,
    /// How long release waits after a third party that objected was told.
    pub release_wait: WorkingDays,
    /// Whether a reply on which the applicant's step is overdue may be closed without a notice.
    pub may_close_without_notice: bool,
    /// How several matters are counted.
    pub counting: CountingSettings,
    /// The chain of sign-off.
    pub chain: Chain,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            is_receipt_automatic: false,
            correction_within: WorkingDays(15),
            proposal_within: WorkingDays(5),
            near: WorkingDays(3),
            confirmation_red_after: WorkingDays(2),
            service_reminder: WorkingDays(2),
            receipt_reminder: WorkingDays(5),
            archive_reminder: WorkingDays(60),
            release_wait: WorkingDays(5),
            may_close_without_notice: true,
            counting: CountingSettings::default(),
            chain: Chain::default(),
        }
    }
}

/// From where one looks at an application.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Today, in Beijing.
    pub today: NaiveDate,
    /// The working days that apply.
    pub calendar: &'a Calendar,
    /// What the agency has settled.
    pub settings: &'a Settings,
    /// The clock of the application that is judged, as it stands today, where it was counted already: many judgements of one
    /// page count it once. None where the context serves several applications.
    pub clock: Option<&'a CaseClock>,
}
