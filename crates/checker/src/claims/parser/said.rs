//! What the words around a number say: verbs, things, time, whose.
//!
//! Not here: what follows from it (`super::naming`).

use super::super::counted::{Applicant, Channel, DocumentEvent, Means, Outcome, RemedyResult};
use super::super::lexer::{Kind, Mark, Token, When};
use super::super::lexicon::{Domain, Tag};
use super::super::{Direction, Period, Scope};
use super::parts::{is_group, is_group_of};
use super::{LOOK_BACK, Pass};
use gongkai_domain::report::Row;

/// What the words around a number say.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) receive: bool,
    /// The thing named last stands before the verb: 部门收到, and not 收到意见.
    pub(super) receiver_named: bool,
    pub(super) finish: bool,
    /// 受理并答复: one number for both.
    pub(super) received_and_finished: bool,
    pub(super) process: bool,
    pub(super) unfinished: bool,
    pub(super) pending_remedy: bool,
    pub(super) carried_in: bool,
    pub(super) carried_out: bool,
    pub(super) carry: bool,
    pub(super) publish: bool,
    pub(super) actively: bool,
    pub(super) act: bool,
    pub(super) decision: bool,
    pub(super) notice: bool,
    pub(super) money: bool,
    pub(super) rate: bool,
    pub(super) share: bool,
    pub(super) fault: bool,
    pub(super) rest: bool,
    pub(super) applicants: bool,
    pub(super) total: bool,
    pub(super) each: bool,
    pub(super) base: bool,
    /// 增至18件: the number that was reached from the one before.
    pub(super) reached: bool,
    pub(super) base_is_last_year: bool,
    pub(super) plan: bool,
    /// Things named, in order; the flag says that a qualifier stood directly before (财政信息).
    pub(super) things: Vec<(Domain, bool)>,
    pub(super) outcome: Option<Outcome>,
    pub(super) applicant: Option<Applicant>,
    pub(super) means: Option<Means>,
    pub(super) result: Option<RemedyResult>,
    pub(super) channel: Option<Channel>,
    pub(super) event: Option<DocumentEvent>,
    pub(super) direction: Option<Direction>,
    pub(super) period: Option<Period>,
    pub(super) scope: Option<(Scope, usize, usize)>,
}

impl Said {
    pub(super) fn is_empty(&self) -> bool {
        self.things.is_empty() && !self.receive && !self.finish && !self.process && !self.publish
    }

    /// Whether the words tell what is counted without the help of those behind the number.
    pub(super) fn says_what(&self) -> bool {
        !self.things.is_empty()
            || self.outcome.is_some()
            || self.applicant.is_some()
            || self.channel.is_some()
    }

    /// A verb that makes another statement of a number.
    pub(super) fn has_own_verb(&self) -> bool {
        self.receive || self.publish || self.event.is_some()
    }

    /// A part called 其他 needs no thing of the clauses before.
    pub(super) fn is_silent_other(&self) -> bool {
        self.rest && self.channel.is_none()
    }

    pub(super) fn merge_verbs(&mut self, right: &Said) {
        self.receive |= right.receive;
        self.finish |= right.finish;
        self.process |= right.process;
        self.channel = self.channel.or(right.channel);
    }
}

impl Pass<'_, '_> {
    /// What the tokens of a range say.
    pub(super) fn said(&self, from: usize, to: usize) -> Said {
        let mut said = Said::default();
        let mut since = false;
        let to = to.min(self.tokens.len());
        for i in from.max(to.saturating_sub(LOOK_BACK)).min(to)..to {
            let token = self.tokens[i];
            match token.kind {
                Kind::Word(tag) => self.say(&mut said, i, token, tag),
                Kind::When(When::Year(year)) => {
                    // 结转2023年: into the year that follows
                    if said.carry && self.reader.year.is_some_and(|this| year > this) {
                        said.carried_out = true;
                    } else if self.is_end_of_years(i) {
                        said.period = Some(Period::AsOf);
                    } else {
                        said.period = Some(self.period_of(year));
                    }
                }
                Kind::When(When::Month | When::Quarter) => said.period = Some(Period::PartOfYear),
                Kind::Other('自' | '从') => since = true,
                // 自专栏开通起
                Kind::Other('起') if since => said.period = Some(Period::AsOf),
                _ => {}
            }
        }
        said
    }

    pub(super) fn period_of(&self, year: i32) -> Period {
        match self.reader.year {
            Some(this) if this == year => Period::ThisYear,
            Some(this) if this - 1 == year => Period::LastYear,
            Some(_) => Period::Year(year),
            None => Period::ThisYear,
        }
    }

    pub(super) fn say(&self, said: &mut Said, i: usize, token: Token, tag: Tag) {
        match tag {
            Tag::Receive => {
                said.receive = true;
                said.receiver_named = !said.things.is_empty();
            }
            Tag::Finish => {
                said.finish = true;
                said.received_and_finished |= self.is_joined_to_receiving(i);
            }
            Tag::Process => said.process = true,
            Tag::Unfinished => said.unfinished = true,
            Tag::PendingRemedy => said.pending_remedy = true,
            Tag::CarriedIn => said.carried_in = true,
            Tag::CarriedOut => said.carried_out = true,
            Tag::Carry => said.carry = true,
            Tag::About(domain) => {
                // 污水处理费, 垃圾处理费: not the fee for information
                let is_of_other = domain == Domain::Fee
                    && self.text.chars[token.start..].starts_with(&['处', '理', '费'])
                    && i.checked_sub(1).is_some_and(|k| matches!(self.tokens[k].kind, Kind::Other(_)));
                said.things.push((domain, is_of_other));
                said.receiver_named = false;
            }
            Tag::Bare(domain) => said.things.push((domain, self.is_qualified(i))),
            Tag::ApplicantWord => said.applicants = true,
            Tag::Publish => said.publish = true,
            Tag::PublishActively => {
                said.publish = true;
                said.actively = true;
            }
            Tag::Act => said.act = true,
            // 第三方同意公开: what somebody else thinks of it
            Tag::Outcome(_) if self.is_consent_of_others(token) => {}
            Tag::Outcome(outcome) => {
                // “本机关不掌握相关政府信息而无法提供”: the ground says more than the group
                said.outcome = Some(match said.outcome {
                    Some(ground) if is_group_of(outcome, ground) => ground,
                    Some(ground @ Outcome::Row(_)) if is_group(outcome) => ground,
                    // 本机关不掌握或信息不存在: the whole row
                    Some(row @ Outcome::Row(Row::UnavailableNotHeld)) if is_group_of(row, outcome) => row,
                    _ => outcome,
                });
            }
            Tag::Applicant(applicant) => said.applicant = Some(applicant),
            Tag::Means(means) => said.means = Some(means),
            Tag::Result(result) => said.result = Some(result),
            Tag::Channel(channel) => {
                said.channel = Some(channel);
                said.rest |= channel == Channel::Other;
            }
            Tag::Event(event) => said.event = Some(event),
            Tag::Decision => said.decision = true,
            Tag::FeeNotice => said.notice = true,
            Tag::Money => said.money = true,
            Tag::RateWord => said.rate = true,
            Tag::ShareWord => said.share = true,
            Tag::Total => said.total = true,
            Tag::Each => said.each = true,
            Tag::Base => {
                said.base = true;
                let word: String = self.text.chars[token.start..token.end].iter().collect();
                let year: String = word.chars().filter(char::is_ascii_digit).collect();
                let is_other_year = match (self.reader.year, year.parse::<i32>()) {
                    (Some(this), Ok(year)) => year + 1 != this,
                    _ => false,
                };
                said.base_is_last_year = !is_other_year && !word.contains("往年") && !word.contains("环比");
            }
            Tag::Up => said.direction = Some(Direction::Up),
            Tag::Down => said.direction = Some(Direction::Down),
            Tag::Flat => said.direction = Some(Direction::Flat),
            Tag::Plan => said.plan = true,
            Tag::Fault => said.fault = true,
            Tag::LostSuit => {
                said.fault = true;
                said.result = said.result.or(Some(RemedyResult::Corrected));
            }
            Tag::Rest => said.rest = true,
            // 2024年全年: the year that was named
            Tag::ThisYear if self.follows_year(i) => {}
            Tag::ThisYear => said.period = Some(Period::ThisYear),
            Tag::LastYear => said.period = Some(Period::LastYear),
            Tag::Earlier => said.period = Some(Period::Year(0)),
            Tag::AsOf => said.period = Some(Period::AsOf),
            Tag::PartOfYear => said.period = Some(Period::PartOfYear),
            Tag::Own => said.scope = Some((Scope::Own, token.start, token.end)),
            // 涉及我市中小企业: a word of the matter, not the subject of the sentence
            Tag::Area if self.is_subject(i) => said.scope = Some((Scope::Area, token.start, token.end)),
            Tag::Departments if self.is_subject(i) => {
                said.scope = Some((Scope::Departments, token.start, token.end));
            }
            Tag::System if self.is_subject(i) => said.scope = Some((Scope::System, token.start, token.end)),
            Tag::Others if self.is_subject(i) || self.is_before_work(i) => {
                said.scope = Some((Scope::Others, token.start, token.end));
            }
            Tag::Area | Tag::Departments | Tag::System | Tag::Others => {}
            Tag::Idiom
            | Tag::Among
            | Tag::Containing
            | Tag::Include
            | Tag::Respectively
            | Tag::Chiefly
            | Tag::Etc
            | Tag::Negation
            | Tag::About_
            | Tag::AtLeast
            | Tag::AtMost => {}
        }
    }

    /// Whether 同意公开 or 不同意公开 is said of a third party.
    fn is_consent_of_others(&self, token: Token) -> bool {
        let before = &self.text.chars[..token.start];
        let word = &self.text.chars[token.start..token.end];
        (word.starts_with(&['同', '意']) || word.starts_with(&['不', '同', '意']))
            && (before.ends_with(&['第', '三', '方']) || before.ends_with(&['权', '利', '人']))
    }

    /// 受理并答复, 收到并依法办结: whether the verb shares its number with one of receiving before it.
    fn is_joined_to_receiving(&self, i: usize) -> bool {
        let from = i.saturating_sub(5);
        let Some(verb) = (from..i).rev().find(|k| self.tokens[*k].kind == Kind::Word(Tag::Receive)) else {
            return false;
        };
        let between = &self.text.chars[self.tokens[verb].end..self.tokens[i].start];
        between.is_empty() || matches!(between[0], '并' | '且' | '及' | '和' | '、' | '后')
    }

    /// Whether a word that is not known stands directly before (财政信息, 低保申请).
    pub(super) fn is_qualified(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).and_then(|k| self.tokens.get(k)) else { return false };
        match before.kind {
            Kind::Other(c) => !"了的各等共将与及和过有关其出以为对件".contains(c),
            // 不动产登记申请: here 登记 is no verb of the office
            Kind::Word(Tag::Receive) => {
                self.text.chars[before.start..before.end] == ['登', '记']
                    && i.checked_sub(2).and_then(|k| self.tokens.get(k)).is_some_and(|t| {
                        matches!(t.kind, Kind::Other(_) | Kind::Word(Tag::About(Domain::Foreign)))
                    })
            }
            Kind::Word(tag) => matches!(
                tag,
                Tag::About(
                    Domain::Power(_)
                        | Domain::Foreign
                        | Domain::AdminFee
                        | Domain::Procurement
                        | Domain::Normative
                        | Domain::Rules
                        | Domain::Mailbox
                        | Domain::Hotline
                ) | Tag::Outcome(_)
                    | Tag::Decision
                    | Tag::Process
            ),
            _ => false,
        }
    }

    /// Whether a word of scope begins its clause, apart from words of time, or stands before the verb or the total.
    pub(super) fn is_subject(&self, i: usize) -> bool {
        let before = i.checked_sub(1).and_then(|k| self.tokens.get(k)).map(|t| t.kind);
        let begins = match before {
            None | Some(Kind::Mark(_) | Kind::When(_)) => true,
            Some(Kind::Word(tag)) => {
                !matches!(tag, Tag::About(_) | Tag::Bare(_) | Tag::Publish | Tag::Process | Tag::Negation)
            }
            Some(Kind::Other(c)) => "，来底末间中".contains(c),
            Some(Kind::Number(_)) => false,
        };
        let after = self.tokens.get(i + 1).map(|t| t.kind);
        begins || matches!(after, Some(Kind::Word(Tag::Receive | Tag::Total | Tag::Departments)))
    }

    /// Whether the word stands directly before 办理, 答复: 指导下属单位答复.
    fn is_before_work(&self, i: usize) -> bool {
        let after = self.tokens.get(i + 1).map(|t| t.kind);
        matches!(after, Some(Kind::Word(Tag::Finish | Tag::Process)))
    }

    /// Whether a year stands directly before.
    fn follows_year(&self, i: usize) -> bool {
        let before = i.checked_sub(1).and_then(|k| self.tokens.get(k)).map(|t| t.kind);
        matches!(before, Some(Kind::When(When::Year(_))))
    }

    /// 2021年至2025年; 2023年、2024年: the last year of several.
    fn is_end_of_years(&self, i: usize) -> bool {
        i >= 2
            && matches!(
                self.tokens[i - 1].kind,
                Kind::Other('至' | '到' | '-' | '~') | Kind::Mark(Mark::Pause)
            )
            && matches!(self.tokens[i - 2].kind, Kind::When(When::Year(_)))
    }

    /// Keeps what later clauses of the sentence and the paragraph rely on.
    pub(super) fn note_context(&mut self, near: &Said, pending: &Said) {
        for said in [pending, near] {
            if let Some(&(domain, _)) = said.things.iter().rev().find(|(d, q)| is_lasting(*d) && !*q) {
                self.about = Some(domain);
            }
            if said.applicants {
                self.about = Some(Domain::Application);
            }
            if said.scope.is_some() {
                self.sentence_scope = said.scope;
            }
            if !said.base && said.period.is_some() {
                self.sentence_period = said.period;
            }
        }
    }
}

/// Things that the next sentences of a paragraph may still be about.
pub(super) fn is_lasting(domain: Domain) -> bool {
    matches!(
        domain,
        Domain::Application
            | Domain::Remedy(_)
            | Domain::Fee
            | Domain::AdminFee
            | Domain::Procurement
            | Domain::Disclosed
            | Domain::Normative
            | Domain::Rules
            | Domain::Hotline
            | Domain::Proposals
            | Domain::Mailbox
    )
}
