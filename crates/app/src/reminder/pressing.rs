//! What presses, in piles: open applications, and the duties in cases of other kinds; and the words in which that is told.
//!
//! Not here: whether one of them presses (`gongkai_domain::application::Chip` decides), who is told (`super::remind`).

use gongkai_deadline::due::Standing;
use gongkai_domain::application::clock::Nag;
use gongkai_domain::application::{Chip, LooseGroup};
use gongkai_storage::OpenRow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many applications of a pile are named; the others are counted.
const NAMED: usize = 20;

/// Applications that press for the same reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pile {
    /// How many.
    pub count: u32,
    /// The most pressing of them, by registration number, else by reference. Neither tells who applied or for what.
    pub first: Vec<String>,
}

impl Pile {
    fn add(&mut self, row: &OpenRow) {
        self.name(row.registration.as_ref().unwrap_or(&row.reference));
    }

    /// Adds one by its number.
    pub fn name(&mut self, number: &str) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(number.to_owned());
        }
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        let room = NAMED.saturating_sub(self.first.len());
        self.first.extend(other.first.iter().take(room).cloned());
    }

    /// The numbers of the first ones.
    pub fn named(&self) -> String {
        let more = if self.first.len() < self.count as usize { "等" } else { "" };
        format!("{}件（{}{more}）", self.count, self.first.join("、"))
    }
}

/// A duty of the agency in a case that is no application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// The answer with the evidence and the grounds (《行政复议法》第四十八条、第五十四条, 《行政诉讼法》第六十七条).
    Answer,
    /// The decision of the organ or court, which is its duty: it is told while the period runs (《行政复议法》第六十二条,
    /// 《行政诉讼法》第八十三条).
    Decision,
    /// An appeal, which is a right: it is told while the period runs (《行政诉讼法》第八十五条).
    Appeal,
    /// What a final decision asks for: a new reply (《行政复议法》第六十四条、第七十七条, 《行政诉讼法》第九十四条).
    Perform,
    /// What a complaint that proved right asks an agency to put right (《条例》第四十七条第二款).
    Rectify,
}

impl Duty {
    fn words(self) -> &'static str {
        match self {
            Self::Answer => "复议答复、诉讼答辩和举证",
            Self::Decision => "复议决定、简易程序审结（复议机关、法院的期限）",
            Self::Appeal => "上诉",
            Self::Perform => "按照决定（裁判）重新答复",
            Self::Rectify => "投诉举报查实后的整改",
        }
    }

    fn short(self) -> &'static str {
        match self {
            Self::Answer => "复议诉讼答复",
            Self::Decision => "复议诉讼结果",
            Self::Appeal => "上诉",
            Self::Perform => "重新答复",
            Self::Rectify => "整改",
        }
    }
}

/// How a duty presses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duties {
    /// The last day has passed.
    pub overdue: Pile,
    /// Today is the last day.
    pub today: Pile,
    /// Within the days that the agency counts as near.
    pub soon: Pile,
}

impl Duties {
    fn piles(&self) -> [(&'static str, &Pile); 3] {
        [("超期", &self.overdue), ("今日到期", &self.today), ("临期", &self.soon)]
    }
}

/// What presses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pressing {
    /// The reply is overdue.
    pub overdue: Pile,
    /// Today is the last day.
    pub today: Pile,
    /// Due within the days that the agency counts as near (临期).
    pub soon: Pile,
    /// Not confirmed with the applicant although a working day has passed since arrival.
    pub unconfirmed: Pile,
    /// How many of them have waited longer than the agency tolerates.
    pub unconfirmed_long: u32,
    /// The applicant has let the time for correction or payment pass, and the office must decide.
    pub lapsed: Pile,
    /// A notice that asks the applicant for something is written and not served, as far as is recorded; it stops nothing yet.
    #[serde(default)]
    pub unserved: Pile,
    /// Another paper, or the reply, was written some days ago and its service is not recorded; or it came back.
    #[serde(default)]
    pub papers: Pile,
    /// The outcome of a service is not recorded after some days.
    #[serde(default)]
    pub outcomes: Pile,
    /// The case ended some time ago and its file is not in the archive.
    #[serde(default)]
    pub archive: Pile,
    /// Duties in reconsiderations, suits and complaints.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub duties: BTreeMap<Duty, Duties>,
}

/// Whose applications are told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Those of the person who is told.
    Own,
    /// All of the agency.
    Agency,
}

impl Pressing {
    /// Adds an application if it presses; whether it does.
    pub fn add(&mut self, row: &OpenRow, chip: Chip) -> bool {
        let pile = match chip {
            Chip::Running { standing: Standing::Overdue { .. }, .. }
            | Chip::Unserved { standing: Standing::Overdue { .. }, .. } => &mut self.overdue,
            Chip::Running { standing: Standing::DueToday, .. }
            | Chip::Unserved { standing: Standing::DueToday, .. } => &mut self.today,
            Chip::Running { standing: Standing::Soon { .. }, .. }
            | Chip::Unserved { standing: Standing::Soon { .. }, .. } => &mut self.soon,
            Chip::Unserved { standing: Standing::Ample { .. }, .. } => &mut self.unserved,
            Chip::Unconfirmed { nag: Nag::Due, .. } => &mut self.unconfirmed,
            Chip::Unconfirmed { nag: Nag::Red, .. } => {
                self.unconfirmed_long += 1;
                &mut self.unconfirmed
            }
            Chip::AwaitingCorrection { is_lapsed: true, .. }
            | Chip::AwaitingPayment { is_lapsed: true, .. } => &mut self.lapsed,
            Chip::Running { standing: Standing::Ample { .. }, .. }
            | Chip::Unconfirmed { nag: Nag::Quiet, .. }
            | Chip::Consulting
            | Chip::Undated { .. }
            | Chip::AwaitingCorrection { .. }
            | Chip::AwaitingPayment { .. }
            | Chip::Ended { .. } => return false,
        };
        pile.add(row);
        true
    }

    /// Adds an application of which something was left undone for longer than its limit.
    pub fn add_loose(&mut self, row: &OpenRow, group: LooseGroup) {
        match group {
            LooseGroup::Service => &mut self.papers,
            LooseGroup::Receipt => &mut self.outcomes,
            LooseGroup::Archive => &mut self.archive,
        }
        .add(row);
    }

    /// Adds a duty if it presses; whether it does.
    pub fn add_duty(&mut self, duty: Duty, number: &str, standing: Standing) -> bool {
        if matches!(standing, Standing::Ample { .. }) {
            return false;
        }
        let duties = self.duties.entry(duty).or_default();
        let pile = match standing {
            Standing::Overdue { .. } => &mut duties.overdue,
            Standing::DueToday => &mut duties.today,
            Standing::Soon { .. } | Standing::Ample { .. } => &mut duties.soon,
        };
        pile.name(number);
        true
    }

    /// Adds what presses elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.overdue.merge(&other.overdue);
        self.today.merge(&other.today);
        self.soon.merge(&other.soon);
        self.unconfirmed.merge(&other.unconfirmed);
        self.unconfirmed_long += other.unconfirmed_long;
        self.lapsed.merge(&other.lapsed);
        self.unserved.merge(&other.unserved);
        self.papers.merge(&other.papers);
        self.outcomes.merge(&other.outcomes);
        self.archive.merge(&other.archive);
        for (duty, other) in &other.duties {
            let known = self.duties.entry(*duty).or_default();
            known.overdue.merge(&other.overdue);
            known.today.merge(&other.today);
            known.soon.merge(&other.soon);
        }
    }

    /// Whether nothing presses.
    pub fn is_empty(&self) -> bool {
        self.duties.is_empty() && self.piles().iter().all(|(_, pile)| pile.count == 0)
    }

    fn piles(&self) -> [(&'static str, &Pile); 9] {
        [
            ("已超过答复期限", &self.overdue),
            ("今日到期", &self.today),
            ("临近到期", &self.soon),
            ("收到后尚未与申请人确认", &self.unconfirmed),
            ("申请人逾期未补正或者未缴费，需作处理", &self.lapsed),
            ("补正告知书、收费通知已经制发，尚未登记送达，答复期限仍在计算", &self.unserved),
            ("文书已经制发或者被退回，尚未登记送达", &self.papers),
            ("已经送出，尚未登记签收或者退回", &self.outcomes),
            ("已经办结，尚未归档", &self.archive),
        ]
    }

    /// In a few words, for a heading.
    pub fn summary(&self) -> String {
        let words = [
            "超期",
            "今日到期",
            "临期",
            "待确认",
            "申请人逾期",
            "告知未登记送达",
            "文书未登记送达",
            "送达结果未登记",
            "待归档",
        ];
        let counts = words.into_iter().zip(self.piles()).filter(|(_, (_, pile))| pile.count > 0);
        let counts = counts.map(|(word, (_, pile))| format!("{word}{}件", pile.count));
        let duties = self.duties.iter().flat_map(|(duty, duties)| {
            let piles = duties.piles().into_iter().filter(|(_, pile)| pile.count > 0);
            piles.map(|(word, pile)| format!("{}{word}{}件", duty.short(), pile.count))
        });
        counts.chain(duties).collect::<Vec<_>>().join("、")
    }

    /// One line for each pile that is not empty.
    pub fn lines(&self) -> Vec<String> {
        let long = match self.unconfirmed_long {
            0 => String::new(),
            long => format!("，其中{long}件已拖延多日"),
        };
        let ends = ["", "", "", &long, "", "", "", "", ""];
        let piles = self.piles().into_iter().zip(ends).filter(|((_, pile), _)| pile.count > 0);
        let piles = piles.map(|((what, pile), end)| format!("{what}：{}{end}", pile.named()));
        let duties = self.duties.iter().flat_map(|(duty, duties)| {
            let piles = duties.piles().into_iter().filter(|(_, pile)| pile.count > 0);
            piles.map(|(word, pile)| format!("{}，{word}：{}", duty.words(), pile.named()))
        });
        piles.chain(duties).collect()
    }

    /// Only what waits for a confirmation.
    #[must_use]
    pub fn only_unconfirmed(&self) -> Self {
        Self {
            unconfirmed: self.unconfirmed.clone(),
            unconfirmed_long: self.unconfirmed_long,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use gongkai_deadline::units::WorkingDays;
    use gongkai_domain::application::clock::{ExtensionStanding, UnservedRequest};
    use gongkai_domain::ids::{AgencyId, ApplicationId};
    use uuid::Uuid;

    fn row(number: u128, registration: Option<&str>) -> OpenRow {
        OpenRow {
            id: ApplicationId(Uuid::from_u128(number)),
            agency: AgencyId(Uuid::from_u128(1)),
            handler: None,
            reference: format!("R{number}"),
            registration: registration.map(str::to_owned),
            due_key: NaiveDate::MIN,
            document: String::new(),
        }
    }

    #[test]
    fn only_what_somebody_must_do_presses_and_each_pile_is_told_with_its_numbers() {
        let mut pressing = Pressing::default();
        let running =
            |standing| Chip::Running { standing, is_redo: false, extension: ExtensionStanding::default() };
        let waits = Chip::AwaitingCorrection { until: None, is_lapsed: false };
        let ample = running(Standing::Ample { left: WorkingDays(9) });
        for quiet in [waits, ample, Chip::Consulting] {
            assert!(!pressing.add(&row(1, None), quiet));
        }
        assert!(pressing.is_empty() && pressing.lines().is_empty());
        let late = running(Standing::Overdue { by: WorkingDays(2) });
        assert!(pressing.add(&row(2, Some("依申请〔2025〕2号")), late));
        let red = Chip::Unconfirmed { nag: Nag::Red, since: WorkingDays(4) };
        let due = Chip::Unconfirmed { nag: Nag::Due, since: WorkingDays(1) };
        assert!(pressing.add(&row(3, None), red) && pressing.add(&row(4, None), due));
        assert_eq!(pressing.summary(), "超期1件、待确认2件");
        assert_eq!(
            pressing.lines(),
            [
                "已超过答复期限：1件（依申请〔2025〕2号）",
                "收到后尚未与申请人确认：2件（R3、R4），其中1件已拖延多日"
            ]
        );
        assert_eq!(pressing.only_unconfirmed().summary(), "待确认2件");
    }

    #[test]
    fn a_duty_in_another_case_is_told_by_its_name_and_an_older_message_without_duties_reads_back() {
        let mut pressing = Pressing::default();
        let soon = Standing::Soon { left: WorkingDays(2) };
        assert!(!pressing.add_duty(Duty::Answer, "甲", Standing::Ample { left: WorkingDays(8) }));
        assert!(pressing.is_empty());
        assert!(pressing.add_duty(Duty::Answer, "云政复〔2025〕1号", soon));
        let mut other = Pressing::default();
        assert!(other.add_duty(Duty::Rectify, "TS202500001ABCD", Standing::DueToday));
        pressing.merge(&other);
        assert_eq!(pressing.summary(), "复议诉讼答复临期1件、整改今日到期1件");
        let lines = pressing.lines();
        assert_eq!(lines[0], "复议答复、诉讼答辩和举证，临期：1件（云政复〔2025〕1号）");
        assert_eq!(lines[1], "投诉举报查实后的整改，今日到期：1件（TS202500001ABCD）");
        let json = serde_json::to_string(&Pressing::default()).unwrap();
        assert!(!json.contains("duties"));
        assert_eq!(serde_json::from_str::<Pressing>(&json).unwrap(), Pressing::default());
    }

    #[test]
    fn a_notice_whose_service_is_not_recorded_is_nagged_about_every_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let request =
            UnservedRequest { is_fee: false, written_on: day("2025-03-12"), serve_by: day("2025-03-12") };
        let mut pressing = Pressing::default();
        let ample = Chip::Unserved { standing: Standing::Ample { left: WorkingDays(12) }, request };
        assert!(pressing.add(&row(1, Some("依申请〔2025〕1号")), ample));
        let late = Chip::Unserved { standing: Standing::Overdue { by: WorkingDays(2) }, request };
        assert!(pressing.add(&row(2, None), late));
        assert_eq!(pressing.summary(), "超期1件、告知未登记送达1件");
        assert_eq!(
            pressing.lines()[1],
            "补正告知书、收费通知已经制发，尚未登记送达，答复期限仍在计算：1件（依申请〔2025〕1号）"
        );
    }

    #[test]
    fn a_high_pile_names_its_first_and_counts_the_rest() {
        let mut pressing = Pressing::default();
        for number in 0..25 {
            let chip = Chip::Running {
                standing: Standing::DueToday,
                is_redo: false,
                extension: ExtensionStanding::default(),
            };
            assert!(pressing.add(&row(number, None), chip));
        }
        assert_eq!((pressing.today.count, pressing.today.first.len()), (25, 20));
        assert!(pressing.lines()[0].ends_with("R19等）"), "{:?}", pressing.lines());
    }
}
