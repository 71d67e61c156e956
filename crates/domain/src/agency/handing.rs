//! A case goes from one agency to another after a reform (机构改革): what both chains keep of it, and in which years which of
//! the two counts it.
//!
//! Not here: who succeeds whom (`super::Succession`), moving cases (`gongkai-app`).

use crate::ids::{AgencyId, Digest};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The two events by which a case that is no application (a challenge, a request to correct a record, a complaint) changes its
/// chain. They move nothing in the case. Those of an application are of the same shape, see [`crate::application::Event`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Handing {
    /// The last event in the chain of the agency that gave it away.
    HandedOver {
        /// The first day of the agency that took over.
        on: NaiveDate,
        /// Which agency.
        to: AgencyId,
    },
    /// The first event in the chain of the agency that took over.
    TakenOver {
        /// The first day of the agency that took over.
        on: NaiveDate,
        /// From which agency.
        from: AgencyId,
        /// The digest of the handing over in the other chain.
        link: Digest,
    },
}

impl Handing {
    /// The kinds under which the two are stored.
    pub const KINDS: [&'static str; 2] = ["handed_over", "taken_over"];

    /// Whether an event stored under this kind is one of the two.
    pub fn is_kind(kind: &str) -> bool {
        Self::KINDS.contains(&kind)
    }

    /// The kind under which it is stored.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::HandedOver { .. } => "handed_over",
            Self::TakenOver { .. } => "taken_over",
        }
    }
}

/// The years in which an agency counts a case in its annual report. In the year in which a reform moved it, and from then on,
/// it is counted where it went; before, where it was. So each case stands in one report of a year, and what was published stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct HeldYears {
    /// The first year; none from the beginning.
    pub from: Option<i32>,
    /// The year in which it was given away, the first that counts no more; none where the agency has it.
    pub until: Option<i32>,
}

impl HeldYears {
    /// The years of all agencies that had a case and of the one that has it, oldest first: `held_before` are those that gave it
    /// away, each with the first day of the next one. An agency to which it came back stands in the list twice.
    pub fn all(current: AgencyId, held_before: &[(AgencyId, NaiveDate)]) -> Vec<(AgencyId, Self)> {
        let year = |place: usize| held_before.get(place).map(|(_, on)| on.year());
        let holders = held_before.iter().map(|(agency, _)| *agency).chain([current]);
        let years = |place: usize| Self { from: place.checked_sub(1).and_then(year), until: year(place) };
        holders.enumerate().map(|(place, agency)| (agency, years(place))).collect()
    }

    /// The years of one of the agencies.
    pub fn of(agency: AgencyId, current: AgencyId, held_before: &[(AgencyId, NaiveDate)]) -> Vec<Self> {
        let all = Self::all(current, held_before).into_iter();
        all.filter(|(holder, _)| *holder == agency).map(|(_, years)| years).collect()
    }

    /// Whether the agency counts it in a year.
    pub fn contains(self, year: i32) -> bool {
        self.from.is_none_or(|from| from <= year) && self.until.is_none_or(|until| year < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_year_of_a_case_belongs_to_exactly_one_of_the_agencies_that_had_it() {
        let agency = |n: u128| AgencyId(Uuid::from_u128(n));
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let held = [(agency(1), day("2024-03-01")), (agency(2), day("2025-12-31"))];
        let holders = |current: u128, held: &[(AgencyId, NaiveDate)], year: i32| -> Vec<u128> {
            let years = |n: u128| HeldYears::of(agency(n), agency(current), held);
            (1..=3)
                .flat_map(|n| years(n).into_iter().filter(|one| one.contains(year)).map(move |_| n))
                .collect()
        };
        for (year, holder) in [(2023, 1), (2024, 2), (2025, 3), (2030, 3)] {
            assert_eq!(holders(3, &held, year), [holder], "{year}");
        }
        // it came back
        let back = [(agency(1), day("2024-03-01")), (agency(2), day("2026-01-05"))];
        for (year, holder) in [(2023, 1), (2025, 2), (2026, 1)] {
            assert_eq!(holders(1, &back, year), [holder], "{year}");
        }
        assert_eq!(HeldYears::of(agency(1), agency(1), &[]), [HeldYears::default()]);
    }

    #[test]
    fn the_events_of_a_case_read_back_as_those_of_an_application_do() {
        let (to, from) = (AgencyId(Uuid::from_u128(2)), AgencyId(Uuid::from_u128(1)));
        let on = NaiveDate::from_ymd_opt(2025, 3, 1).unwrap();
        for handing in
            [Handing::HandedOver { on, to }, Handing::TakenOver { on, from, link: Digest([9; 32]) }]
        {
            let text = serde_json::to_string(&handing).unwrap();
            assert_eq!(serde_json::from_str::<Handing>(&text).unwrap(), handing);
            let event: crate::application::Event = serde_json::from_str(&text).unwrap();
            assert_eq!(event.kind(), handing.kind());
            assert_eq!(serde_json::to_string(&event).unwrap(), text);
        }
    }
}
