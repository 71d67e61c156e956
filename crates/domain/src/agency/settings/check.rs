//! What is wrong with the settings of an agency, all of it, so that the page can say it at once.
//!
//! Not here: the settings (`super`) and what follows from them.

use super::AgencySettings;
use crate::approval::ChainFault;
use crate::notice::{PaperKind, Reply};
use crate::report::Row;
use std::collections::BTreeSet;
use std::fmt;

/// Replies that a local table may count in another row (practice; all others follow from the form).
const MOVABLE: [Reply; 4] =
    [Reply::NotGovernmentInformation, Reply::Consultation, Reply::Archives, Reply::PartyProcedure];

/// Longest period an office may set, in working days: a year is beyond everything that could be called reasonable.
const LONGEST_PERIOD: u32 = 250;

/// One thing that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingFault {
    /// A pattern must hold `{year}` and `{n}` once each and no other braces.
    Pattern {
        /// Which series or paper.
        of: String,
        /// The pattern.
        pattern: String,
    },
    /// Two series write their numbers alike, so that one could be taken for the other.
    SamePattern {
        /// The pattern.
        pattern: String,
    },
    /// The chain of sign-off cannot be used.
    Chain(ChainFault),
    /// A period is zero or too long.
    Period {
        /// Which.
        name: &'static str,
        /// Days or months given.
        length: u32,
    },
    /// A reply may not be counted in that row.
    RowFixed {
        /// The reply.
        reply: Reply,
        /// The row given.
        row: Row,
    },
    /// A title is empty.
    EmptyTitle(PaperKind),
    /// A court or organ has no name, or ends before it begins.
    Body {
        /// Its name.
        name: String,
    },
}

impl fmt::Display for SettingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern { of, pattern } => {
                write!(f, "{of}的编号格式“{pattern}”应当各含一次{{year}}（年份）和{{n}}（序号）")
            }
            Self::SamePattern { pattern } => {
                write!(f, "登记编号、文书文号、送达编号不得使用同一格式“{pattern}”")
            }
            Self::Chain(fault) => f.write_str(&fault.words()),
            Self::Period { name, length } => write!(f, "{name}设为{length}，超出可以设定的范围"),
            Self::RowFixed { reply, row } => {
                write!(f, "“{}”按统一格式统计，不得改计入“{}”", reply.title(), row.label())
            }
            Self::EmptyTitle(paper) => write!(f, "“{}”的标题不得为空", paper.title()),
            Self::Body { name } => write!(f, "法院或者复议机关“{name}”的名称或者起止日期有误"),
        }
    }
}

/// Whether a pattern holds `{year}` and `{n}` once each and no other braces.
fn is_pattern(pattern: &str) -> bool {
    let once = |part: &str| pattern.matches(part).count() == 1;
    once("{year}") && once("{n}") && pattern.matches(['{', '}']).count() == 4
}

impl AgencySettings {
    /// Everything that is wrong with them; empty where they can be used.
    pub fn faults(&self) -> Vec<SettingFault> {
        let mut faults = Vec::new();
        self.check_numbers(&mut faults);
        if let Err(fault) = self.handling.chain.check() {
            faults.push(SettingFault::Chain(fault));
        }
        self.check_periods(&mut faults);
        for (&reply, &row) in &self.handling.counting.local_rows {
            if !(MOVABLE.contains(&reply) && row.is_result()) {
                faults.push(SettingFault::RowFixed { reply, row });
            }
        }
        for (&paper, title) in &self.titles {
            if title.trim().is_empty() {
                faults.push(SettingFault::EmptyTitle(paper));
            }
        }
        for body in self.remedies.courts.iter().chain(&self.remedies.reconsideration_organs) {
            let ends_early = body.validity.until.is_some_and(|until| until < body.validity.from);
            if body.name.trim().is_empty() || ends_early {
                faults.push(SettingFault::Body { name: body.name.clone() });
            }
        }
        faults
    }

    fn check_numbers(&self, faults: &mut Vec<SettingFault>) {
        let series = [
            ("登记编号", &self.numbers.registration),
            ("文书文号", &self.numbers.document),
            ("送达编号", &self.numbers.service),
        ];
        let mut seen = BTreeSet::new();
        for (name, pattern) in series {
            if !is_pattern(pattern) {
                faults.push(SettingFault::Pattern { of: name.to_owned(), pattern: pattern.clone() });
            } else if !seen.insert(pattern) {
                faults.push(SettingFault::SamePattern { pattern: pattern.clone() });
            }
        }
        for (paper, pattern) in &self.numbers.documents {
            if !is_pattern(pattern) {
                faults.push(SettingFault::Pattern { of: paper.title().to_owned(), pattern: pattern.clone() });
            } else if *pattern == self.numbers.registration || *pattern == self.numbers.service {
                faults.push(SettingFault::SamePattern { pattern: pattern.clone() });
            }
        }
    }

    fn check_periods(&self, faults: &mut Vec<SettingFault>) {
        let (periods, handling) = (&self.periods, &self.handling);
        let lengths = [
            ("申请人补正期限", handling.correction_within.0),
            ("其他机关提出意见期限", periods.agency_consultation.0),
            ("拟办意见期限", handling.proposal_within.0),
            ("暂缓提供期限", handling.release_wait.0),
            ("重新答复期限", periods.redo.0),
            ("未确认申请催办天数", handling.confirmation_red_after.0),
            ("临期天数", handling.near.0),
            ("文书未送达提醒天数", handling.service_reminder.0),
            ("送达结果未登记提醒天数", handling.receipt_reminder.0),
            ("未归档提醒天数", handling.archive_reminder.0),
        ];
        let bad = lengths.into_iter().filter(|(_, length)| !(1..=LONGEST_PERIOD).contains(length));
        faults.extend(bad.map(|(name, length)| SettingFault::Period { name, length }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_deadline::WorkingDays;

    #[test]
    fn the_defaults_can_be_used_as_they_are() {
        assert_eq!(AgencySettings::default().faults(), []);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let mut settings = AgencySettings::default();
        settings.numbers.registration = "{year}-{n}-{n}".to_owned();
        settings.numbers.service = settings.numbers.document.clone();
        settings.handling.chain.steps.remove(0);
        settings.handling.correction_within = WorkingDays(0);
        settings.handling.counting.local_rows.insert(Reply::Granted, Row::OtherMisc);
        settings.titles.insert(Reply::Granted.into(), " ".to_owned());
        let words: Vec<String> = settings.faults().iter().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "登记编号的编号格式“{year}-{n}-{n}”应当各含一次{year}（年份）和{n}（序号）",
                "登记编号、文书文号、送达编号不得使用同一格式“公开告〔{year}〕{n}号”",
                "审批环节应当从拟办意见开始",
                "申请人补正期限设为0，超出可以设定的范围",
                "“政府信息公开告知书（予以公开）”按统一格式统计，不得改计入“3.其他”",
                "“政府信息公开告知书（予以公开）”的标题不得为空",
            ]
        );
    }
}
