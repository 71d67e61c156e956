//! What is wrong with the settings of an agency, all of it, so that the page can say it at once.
//!
//! Not here: the settings (`super`) and what follows from them.

use super::{AgencySettings, SignOffStep};
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
    /// A chain of sign-off must have two to six steps.
    ChainLength {
        /// Steps given.
        steps: usize,
    },
    /// A step stands twice in a chain.
    StepTwice(SignOffStep),
    /// A chain of sign-off must begin with the proposal: what nobody proposed cannot be reviewed.
    ProposalNotFirst,
    /// The chain of replies must end with the signature of a leader.
    NoSignature,
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
            Self::ChainLength { steps } => write!(f, "审批环节应当为2至6个，现为{steps}个"),
            Self::StepTwice(step) => write!(f, "审批环节“{}”重复", step.name()),
            Self::ProposalNotFirst => f.write_str("审批环节应当从拟办意见开始"),
            Self::NoSignature => f.write_str("答复的审批环节应当以领导签发结束"),
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
        check_chain(&self.sign_off.reply, &mut faults);
        check_chain(&self.sign_off.procedural, &mut faults);
        let signs = |step: &SignOffStep| matches!(step, SignOffStep::SignOff | SignOffStep::PrincipalSignOff);
        if !self.sign_off.reply.last().is_some_and(signs) {
            faults.push(SettingFault::NoSignature);
        }
        self.check_periods(&mut faults);
        for (&reply, &row) in &self.counting.rows {
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
        let periods = &self.periods;
        let lengths = [
            ("申请人补正期限", periods.correction_reply.0),
            ("其他机关提出意见期限", periods.agency_consultation.0),
            ("拟办意见期限", periods.proposal.0),
            ("暂缓提供期限", periods.release_wait.0),
            ("重新答复期限", periods.redo.0),
            ("定期评估审查间隔", periods.reassessment.0),
            ("未确认申请催办天数", periods.unconfirmed_red.0),
            ("临期天数", periods.due_soon.0),
        ];
        let bad = lengths.into_iter().filter(|(_, length)| !(1..=LONGEST_PERIOD).contains(length));
        faults.extend(bad.map(|(name, length)| SettingFault::Period { name, length }));
    }
}

fn check_chain(chain: &[SignOffStep], faults: &mut Vec<SettingFault>) {
    if !(2..=6).contains(&chain.len()) {
        faults.push(SettingFault::ChainLength { steps: chain.len() });
    }
    if chain.first().is_some_and(|first| *first != SignOffStep::Proposal) {
        faults.push(SettingFault::ProposalNotFirst);
    }
    let mut seen = BTreeSet::new();
    let twice = chain.iter().copied().filter(|step| !seen.insert(*step));
    faults.extend(twice.map(SettingFault::StepTwice));
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
        settings.sign_off.reply = vec![SignOffStep::OfficeReview, SignOffStep::OfficeReview];
        settings.periods.correction_reply = WorkingDays(0);
        settings.counting.rows.insert(Reply::Granted, Row::OtherMisc);
        settings.titles.insert(Reply::Granted.into(), " ".to_owned());
        let words: Vec<String> = settings.faults().iter().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "登记编号的编号格式“{year}-{n}-{n}”应当各含一次{year}（年份）和{n}（序号）",
                "登记编号、文书文号、送达编号不得使用同一格式“公开告〔{year}〕{n}号”",
                "审批环节应当从拟办意见开始",
                "审批环节“工作机构审核”重复",
                "答复的审批环节应当以领导签发结束",
                "申请人补正期限设为0，超出可以设定的范围",
                "“政府信息公开告知书（予以公开）”按统一格式统计，不得改计入“3.其他”",
                "“政府信息公开告知书（予以公开）”的标题不得为空",
            ]
        );
    }
}
