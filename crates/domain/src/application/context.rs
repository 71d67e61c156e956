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
