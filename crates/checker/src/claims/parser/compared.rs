//! Comparisons with an earlier year: 同比增长, 较上年减少, 与上年持平.
//!
//! Not here: whether the growth is right (`crate::rules::across`).

use super::super::counted::Counted;
use super::super::decimal::Decimal;
use super::super::lexer::{Hedge, Kind, Number};
use super::super::lexicon::Tag;
use super::super::{Claim, Comparison, Direction, Period};
use super::{LOOK_BACK, Pass, Said};

impl Pass<'_, '_> {
    pub(super) fn comparison(
        &self,
        i: usize,
        number: Number,
        near: &Said,
        pending: &Said,
    ) -> Option<Comparison> {
        let direction = near.direction.filter(|d| *d != Direction::Flat)?;
        let is_percent = matches!(number.unit, Some("%" | "‰" | "个百分点" | "倍"));
        let has_base = near.base || pending.base;
        if !is_percent && !has_base && !self.is_said_to_change(i) {
            return None;
        }
        let is_last_year = if let Some(is_last_year) = self.after_base {
            is_last_year
        } else if near.base {
            near.base_is_last_year
        } else if pending.base {
            pending.base_is_last_year
        } else {
            is_percent
        };
        let of = self.compared_with(near, pending);
        Some(Comparison { direction, is_with_last_year: is_last_year, of })
    }

    /// 较上年251条增长13.9%, 与去年的15件相比: the number of the earlier year, between the base and the change.
    pub(super) fn is_base_value(number: Number, near: &Said, behind: &Said) -> bool {
        let is_percent = matches!(number.unit, Some("%" | "‰" | "个百分点" | "倍"));
        near.base && near.direction.is_none() && !is_percent && (behind.direction.is_some() || behind.base)
    }

    /// Keeps the number of the earlier year as a claim on what the sentence counted before.
    pub(super) fn base_value(
        &mut self,
        i: usize,
        span: (usize, usize),
        number: Number,
        near: &Said,
        pending: &Said,
    ) {
        let of = self.compared_with(near, pending);
        let (counted, is_named) = self.compared(near, pending, of);
        let claim = self.claim(i, span, number, counted, is_named, near, pending);
        let period = if near.base_is_last_year { Period::LastYear } else { Period::Year(0) };
        self.push(Claim { period, ..claim });
        self.after_base = Some(near.base_is_last_year);
        self.after_number(i);
    }

    /// 申请量增加15件: a change, whatever it is measured by. 增加到15件 is the whole.
    fn is_said_to_change(&self, i: usize) -> bool {
        i.checked_sub(1)
            .and_then(|k| self.tokens.get(k))
            .is_some_and(|t| matches!(t.kind, Kind::Word(Tag::Up | Tag::Down)) && t.end - t.start >= 2)
    }

    /// 由上年的15件增至18件: reached in the report's year from the number of the year before.
    pub(super) fn is_said_to_reach(&self, i: usize) -> bool {
        let before = |k: usize| i.checked_sub(k).and_then(|at| self.tokens.get(at)).map(|t| t.kind);
        let is_reached = matches!(before(1), Some(Kind::Other('至' | '到')))
            && matches!(before(2), Some(Kind::Word(Tag::Up | Tag::Down)));
        let is_from_last_year = || {
            self.reader.claims.last().is_some_and(|c| {
                (c.section, c.paragraph, c.sentence) == (self.section, self.paragraph, self.sentence)
                    && c.period == Period::LastYear
                    && ["由", "从"].iter().any(|w| {
                        ["上年", "去年", "上一年"].iter().any(|y| c.words.contains(&format!("{w}{y}")))
                    })
            })
        };
        is_reached && is_from_last_year()
    }

    /// The claim that a comparison is about: the last of the sentence that is no comparison, unless another thing is named.
    pub(super) fn compared_with(&self, near: &Said, pending: &Said) -> Option<usize> {
        let named = self.named(near).or_else(|| self.named(pending));
        if named.is_none() && self.after_brackets.is_some() {
            return self.after_brackets;
        }
        self.reader
            .claims
            .iter()
            .enumerate()
            .rev()
            .take(LOOK_BACK)
            .take_while(|(_, c)| {
                c.paragraph == self.paragraph && c.section == self.section && c.sentence + 1 >= self.sentence
            })
            .find(|(_, c)| {
                c.comparison.is_none()
                    && c.period != Period::LastYear
                    && (c.sentence == self.sentence && named.is_none()
                        || named.is_some_and(|n| n == c.counted))
                    && !matches!(c.counted, Counted::Share)
            })
            .map(|(index, _)| index)
    }

    pub(super) fn compared(&self, near: &Said, pending: &Said, of: Option<usize>) -> (Counted, bool) {
        if let Some(named) = self.named(near) {
            return (named, true);
        }
        if let Some(claim) = of.and_then(|i| self.reader.claims.get(i)) {
            return (claim.counted, false);
        }
        if let Some(named) = self.named(pending) {
            return (named, true);
        }
        // 申请数量增加6件，增幅24%: the comparison before names the thing
        let last = self.reader.claims.last().filter(|c| {
            c.comparison.is_some()
                && c.sentence == self.sentence
                && c.paragraph == self.paragraph
                && c.section == self.section
        });
        (last.map_or(Counted::Other, |c| c.counted), false)
    }

    /// What the words name without help from the context, as a total.
    pub(super) fn named(&self, said: &Said) -> Option<Counted> {
        if let Some(outcome) = said.outcome {
            return Some(Counted::Outcome(outcome));
        }
        if said.rate {
            return Some(Counted::Rate);
        }
        let number = Number { value: Decimal::default(), upto: None, hedge: Hedge::Exactly, unit: None };
        let thing = said.things.iter().rev().find(|(_, qualified)| !qualified)?;
        let counted = self.of_domain(thing.0, said, &Said::default(), number);
        (counted != Counted::Other).then_some(counted)
    }
}
