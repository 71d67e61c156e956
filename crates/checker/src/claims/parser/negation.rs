//! Clauses without a number: what there was none of, and what stayed as it was.
//!
//! Not here: numbers (`super`).

use super::super::counted::{Counted, DocumentEvent, DocumentKind, RemedyResult};
use super::super::decimal::Decimal;
use super::super::lexer::{Hedge, Kind, Number};
use super::super::lexicon::{Domain, Tag};
use super::super::{Claim, Comparison, Direction, Period, Quantity};
use super::{Pass, Said};

/// Verbs by which remedies are said to come about.
const HAPPENS: &[&str] = &[
    "发生", "出现", "产生", "收到", "接到", "引起", "引发", "被", "有", "提起", "受理", "涉及", "形成",
    "导致", "办理", "因",
];

impl Pass<'_, '_> {
    /// Negations and 持平 live in clauses without a number.
    pub(super) fn clause_without_number(&mut self, end: usize) {
        if self.last_number.is_some() {
            return;
        }
        let (from, to) = (self.clause, end.min(self.tokens.len()));
        if from >= to {
            return;
        }
        let all = self.said(from, to);
        self.note_context(&all, &Said::default());
        if all.direction == Some(Direction::Flat) {
            self.flat(from, to, &all);
            return;
        }
        if let Some(at) = (from..to).find(|k| matches!(self.tokens[*k].kind, Kind::Word(Tag::Negation))) {
            self.negation(from, at, to, &all);
        }
    }

    pub(super) fn flat(&mut self, from: usize, to: usize, all: &Said) {
        let pending = self.said(self.pending, from);
        if !all.base && !pending.base {
            return;
        }
        let base = if all.base { all } else { &pending };
        let of = self.compared_with(all, &pending);
        let (counted, is_named) = self.compared(all, &pending, of);
        if counted == Counted::Other && of.is_none() {
            return;
        }
        let number = Number { value: Decimal::default(), upto: None, hedge: Hedge::Exactly, unit: None };
        let span = (self.tokens[from].start, self.tokens[to - 1].end);
        let comparison =
            Comparison { direction: Direction::Flat, is_with_last_year: base.base_is_last_year, of };
        let claim = self.claim(from, span, number, counted, is_named, all, &pending);
        self.push(Claim { quantity: Quantity::Unstated, unit: None, comparison: Some(comparison), ..claim });
    }

    pub(super) fn negation(&mut self, from: usize, at: usize, to: usize, all: &Said) {
        let word: String = self.text.chars[self.tokens[at].start..self.tokens[at].end].iter().collect();
        let is_none = word.contains('无')
            || word.contains("没有")
            || word == "没"
            || word.contains("存在")
            || word.contains("涉及");
        let mut after = self.said(at + 1, to);
        let before = self.said(from, at);
        // 未发生新的行政诉讼: nothing new is not nothing at all
        let is_of_new_ones = (at + 1..to).any(|k| {
            matches!(self.tokens[k].kind, Kind::Other('新'))
                && matches!(self.tokens.get(k + 1).map(|t| t.kind), Some(Kind::Other('的')))
        });
        if after.fault || before.plan || is_of_new_ones {
            return;
        }
        // 尚未、总计、复议后起诉: the header of a table read as a line says nothing; somebody does not do something
        let is_of_remedies = |said: &Said| said.things.iter().any(|(d, _)| matches!(d, Domain::Remedy(_)));
        if !is_none && (is_of_remedies(&after) || after.things.is_empty() && is_of_remedies(&before)) {
            let words = self.words_of(at + 1, to);
            if !HAPPENS.iter().any(|w| words.contains(w)) {
                return;
            }
        }
        // 没有不予公开的规范性文件: of one kind only
        let is_of_kind = (at + 1..to).any(|k| {
            matches!(self.tokens[k].kind, Kind::Word(Tag::About(Domain::Normative | Domain::Rules)))
                && matches!(self.tokens[k - 1].kind, Kind::Other('的'))
        });
        if is_of_kind && after.event.is_none() {
            return;
        }
        let behind_is_silent =
            after.things.is_empty() && !after.carried_in && !after.carried_out && !after.carry;
        if behind_is_silent {
            // 行政复议、行政诉讼均未发生
            after.things.clone_from(&before.things);
            after.carried_in |= before.carried_in;
            after.carried_out |= before.carried_out;
        }
        let mut found: Vec<Counted> = Vec::new();
        if after.carried_in {
            found.push(Counted::CarriedIn);
        }
        if after.carried_out {
            found.push(Counted::CarriedOut);
        }
        if found.is_empty() {
            self.negated_things(&after, is_none, &mut found);
        }
        if after.notice && found.is_empty() {
            found.push(Counted::FeeNotices);
        }
        if found.is_empty() && after.carry && matches!(self.about, Some(Domain::Application)) {
            found.push(
                if after.period == Some(Period::LastYear) || before.period == Some(Period::LastYear) {
                    Counted::CarriedIn
                } else {
                    Counted::CarriedOut
                },
            );
        }
        let start = if behind_is_silent { self.tokens[from].start } else { self.tokens[at].start };
        let span = (start, self.tokens[to - 1].end);
        let pending = self.said(self.pending, from);
        let number = Number { value: Decimal::default(), upto: None, hedge: Hedge::Exactly, unit: None };
        for counted in found {
            if matches!(counted, Counted::Remedy(..)) && self.is_of_other_acts(to) {
                continue;
            }
            let claim = self.claim(at, span, number, counted, true, all, &pending);
            self.push(Claim { is_negated: true, ..claim });
        }
    }

    /// What is said not to be, in the order of the words.
    pub(super) fn negated_things(&self, after: &Said, is_none: bool, found: &mut Vec<Counted>) {
        let names_more_than_applications = after
            .things
            .iter()
            .any(|(d, _)| !matches!(d, Domain::Application | Domain::Disclosed | Domain::Foreign));
        for (domain, qualified) in &after.things {
            if *qualified {
                continue;
            }
            let counted = match domain {
                Domain::Application if names_more_than_applications => continue,
                Domain::Application => {
                    if after.outcome.is_some() || after.publish && !after.receive {
                        continue;
                    } else if after.carry {
                        Counted::CarriedOut
                    } else if after.receive
                        || is_none
                        || after.act
                        || after.event == Some(DocumentEvent::Issued)
                    {
                        Counted::NewReceived
                    } else {
                        continue;
                    }
                }
                // 没有被复议纠正的情形 says nothing of those that were upheld
                Domain::Remedy(remedy) => {
                    Counted::Remedy(*remedy, after.result.unwrap_or(RemedyResult::Total))
                }
                Domain::Fee => Counted::FeeAmount,
                Domain::AdminFee => Counted::AdminFeeAmount,
                Domain::Normative | Domain::Rules => {
                    let kind =
                        if *domain == Domain::Rules { DocumentKind::Rules } else { DocumentKind::Normative };
                    let event = match after.event {
                        Some(event) => event,
                        None if after.publish || is_none => DocumentEvent::Issued,
                        None => continue,
                    };
                    Counted::Document(kind, event)
                }
                Domain::Power(power) => {
                    // 没有因行政许可引起的行政复议: the decisions are only named as the cause
                    let names_another =
                        after.things.iter().any(|(d, _)| matches!(d, Domain::Disclosed | Domain::Remedy(_)));
                    if names_another {
                        continue;
                    }
                    if !(after.decision || is_none || after.act) {
                        continue;
                    }
                    Counted::Decisions(*power)
                }
                Domain::Accountability => Counted::Accountability,
                _ => continue,
            };
            if !found.contains(&counted) {
                found.push(counted);
            }
        }
        if found.is_empty()
            && after.things.is_empty()
            && after.money
            && matches!(self.about, Some(Domain::Application | Domain::Fee))
        {
            found.push(Counted::FeeAmount);
        }
    }
}
