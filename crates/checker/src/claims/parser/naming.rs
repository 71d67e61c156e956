//! What a number counts, by its own clause first, then by the sentence, then by the paragraph.
//!
//! Not here: the words (`super::super::lexicon`), numbers that are parts of others (`super::parts`).

use super::super::counted::{Applicant, Counted, DocumentEvent, DocumentKind, Outcome, Remedy, RemedyResult};
use super::super::lexer::{Kind, Mark, Number, Token};
use super::super::lexicon::{Domain, Tag};
use super::super::{Claim, Period};
use super::parts::{is_group, is_group_of};
use super::{LOOK_BACK, Pass, Said};
use gongkai_domain::report::{Row, SectionKey};

impl Pass<'_, '_> {
    /// Words before 分别为 or 均为, each for one number or all for the same.
    pub(super) fn spread(&self, i: usize, near: &Said) -> Vec<Counted> {
        let Kind::Number(number) = self.tokens[i].kind else { return Vec::new() };
        if !near.each {
            return Vec::new();
        }
        // the things of this clause: 行政许可、行政处罚、行政强制均为0件
        let clause = self.said(self.clause.max(self.pending), i);
        let mut things: Vec<Domain> = Vec::new();
        for (domain, qualified) in &clause.things {
            if !qualified && !things.contains(domain) && *domain != Domain::Foreign {
                things.push(*domain);
            }
        }
        if things.iter().any(|d| matches!(d, Domain::Remedy(_))) {
            things.retain(|d| *d != Domain::Application);
        }
        if things.len() < 2 {
            return Vec::new();
        }
        things.into_iter().map(|d| self.of_domain(d, &clause, &Said::default(), number)).collect()
    }

    /// What the number counts, and whether it was named rather than understood from before.
    ///
    /// 申请 without any word of receiving, of a total or of the table counts something else: 涉及申请3件.
    pub(super) fn decide(
        &self,
        near: &Said,
        right: &Said,
        pending: &Said,
        number: Number,
    ) -> (Counted, bool) {
        let (counted, is_named) = self.by_all(near, right, pending, number);
        let says_new = |said: &Said| {
            said.receive
                || said.total
                || said.event == Some(DocumentEvent::Issued)
                || said.period == Some(Period::ThisYear)
        };
        let is_evident = [near, right, pending].into_iter().any(says_new)
            || !is_named
            || self.section == Some(SectionKey::Applications);
        if counted == Counted::NewReceived && !is_evident {
            return (Counted::Other, is_named);
        }
        (counted, is_named)
    }

    /// 收到的申请中有3件撤回: what the words behind the number say of these few; not the applications themselves.
    pub(super) fn decide_among_applications(
        &self,
        near: &Said,
        right: &Said,
        number: Number,
    ) -> (Counted, bool) {
        let own = Said {
            outcome: near.outcome,
            applicant: near.applicant,
            means: near.means,
            carried_in: near.carried_in,
            carried_out: near.carried_out,
            unfinished: near.unfinished,
            ..Said::default()
        };
        // a repeated application, or one that complains, may have been answered in any way
        let is_of_sort = |counted: Counted| {
            matches!(
                counted,
                Counted::Outcome(Outcome::Row(
                    Row::UnprocessedRepeat | Row::UnprocessedPetition | Row::UnprocessedExcessive
                ))
            )
        };
        match self.by_words(&own, right, number) {
            Some(counted) if counted.is_of_applications() && !is_of_sort(counted) => (counted, true),
            _ => (Counted::Other, true),
        }
    }

    /// 予以公开和部分公开28件, 企业、科研机构等组织申请6件, 16件予以公开或部分公开: several words that share one number.
    pub(super) fn joined(&self, counted: Counted, i: usize) -> Counted {
        let start = self.clause.max(self.pending).max(i.saturating_sub(LOOK_BACK));
        // 予以公开、不予公开分别为7件、2件: each word for a number of its own
        let is_respective = || match self.tokens[i].kind {
            Kind::Number(number) => self.respective(number).is_some(),
            _ => false,
        };
        if self.tokens[start..i].iter().any(|t| matches!(t.kind, Kind::Word(Tag::Respectively)))
            && is_respective()
        {
            return counted;
        }
        let is_same_sort = |tag: &Tag| match counted {
            Counted::Outcome(_) => matches!(tag, Tag::Outcome(_)),
            Counted::Applicant(_) => matches!(tag, Tag::Applicant(_)),
            _ => false,
        };
        let is_joint = |from: usize, to: usize| {
            ["和", "及", "以及", "与", "或", "或者", "、"].contains(&self.words_of(from, to).as_str())
        };
        let mut last: Option<usize> = None;
        let mut together: Vec<Tag> = Vec::new();
        for k in start..i {
            let Kind::Word(tag) = self.tokens[k].kind else { continue };
            if !is_same_sort(&tag) {
                continue;
            }
            if !last.is_some_and(|before| is_joint(before + 1, k)) {
                together.clear();
            }
            if !together.contains(&tag) {
                together.push(tag);
            }
            last = Some(k);
        }
        if together.is_empty() && matches!(counted, Counted::Outcome(_)) {
            together = self.joined_behind(i, is_joint);
            // 不予公开、无法提供等处理: others too
            let Some(end) = together.pop() else { return counted };
            if end == Tag::Etc && together.len() > 1 {
                return Counted::Other;
            }
            if end != Tag::Etc {
                together.push(end);
            }
        }
        let names_several_organisations = || {
            let words = self.words_of(start, i);
            let (before, behind) = words.split_once('等').unwrap_or(("", ""));
            before.contains('、') && ["组织", "法人", "单位"].iter().any(|w| behind.starts_with(w))
        };
        match counted {
            Counted::Outcome(_) if together.len() > 1 => {
                let outcomes: Vec<Outcome> = together
                    .iter()
                    .filter_map(|t| if let Tag::Outcome(outcome) = t { Some(*outcome) } else { None })
                    .collect();
                let [first, .., last] = outcomes.as_slice() else { return counted };
                if outcomes.iter().all(|o| is_group_of(Outcome::GrantedInAll, *o)) {
                    Counted::Outcome(Outcome::GrantedInAll)
                } else if is_group_of(*last, *first)
                    || is_group(*last) && matches!(first, Outcome::Row(row) if !is_granted(*row))
                {
                    counted
                } else {
                    Counted::Other
                }
            }
            Counted::Applicant(_) if names_several_organisations() => {
                Counted::Applicant(Applicant::Organisation)
            }
            Counted::Applicant(_) if together.len() > 1 => Counted::Other,
            _ => counted,
        }
    }

    /// The outcomes that stand behind a number, each joined to the one before; 等 behind them is the last.
    fn joined_behind(&self, i: usize, is_joint: impl Fn(usize, usize) -> bool) -> Vec<Tag> {
        let mut together: Vec<Tag> = Vec::new();
        let mut last: Option<usize> = None;
        for k in i + 1..self.tokens.len().min(i + LOOK_BACK) {
            match self.tokens[k].kind {
                // 3件不予公开、无法提供4件: the last word belongs to the next number
                Kind::Number(_) => {
                    if last.is_some_and(|before| before + 1 == k) && together.len() > 1 {
                        together.pop();
                    }
                    break;
                }
                Kind::Mark(Mark::Pause) => {}
                Kind::Mark(_) => break,
                Kind::Word(tag @ Tag::Outcome(_)) => {
                    if last.is_some_and(|before| !is_joint(before + 1, k)) {
                        break;
                    }
                    if !together.contains(&tag) {
                        together.push(tag);
                    }
                    last = Some(k);
                }
                Kind::Word(Tag::Etc) if last.is_some_and(|before| before + 1 == k) => {
                    together.push(Tag::Etc);
                    break;
                }
                _ => {}
            }
        }
        together
    }

    fn by_all(&self, near: &Said, right: &Said, pending: &Said, number: Number) -> (Counted, bool) {
        // “分别为2件、1件”: the k-th word before for the k-th number
        if let Some(counted) = self.respective(number) {
            return (counted, true);
        }
        if let Some(counted) = self.by_words(near, right, number) {
            return (counted, true);
        }
        // things named behind the number: 收到12件政府信息公开申请, 发布53条信息
        if near.things.is_empty()
            && let Some((domain, _)) = right.things.iter().find(|(_, q)| !q)
        {
            let mut both = near.clone();
            both.publish |= right.publish;
            both.channel = both.channel.or(right.channel);
            both.event = both.event.or(right.event);
            both.decision |= right.decision;
            let counted = self.of_domain(*domain, &both, pending, number);
            return (counted, true);
        }
        if !near.things.is_empty() {
            let (domain, qualified) = near.things[near.things.len() - 1];
            if qualified {
                return (Counted::Other, true);
            }
            // 主动公开公文、各类信息和图解共214件: a list of things published, in one number
            let is_list_of_published = (near.actively || pending.actively)
                && near.things.len() > 1
                && near.things.iter().any(|(d, _)| *d == Domain::Disclosed);
            if is_list_of_published {
                return (Counted::Disclosed, true);
            }
            // 行政复议、行政诉讼共5件: the words before 、 belong to the same number
            let joined: Vec<(Domain, bool)> = pending.things.iter().chain(&near.things).copied().collect();
            let is_joined = self.clause < self.near && self.clause >= self.pending;
            let together = if is_joined { &joined } else { &near.things };
            let domain = merge_remedies(together).unwrap_or(domain);
            return (self.of_domain(domain, near, pending, number), true);
        }
        if let Some(qualified) = right.things.first()
            && qualified.1
        {
            return (Counted::Other, true);
        }
        if let Some(counted) = self.same_of_another_year(near, right, number) {
            return (counted, false);
        }
        // nothing named here: what the clauses before named
        let mut said = near.clone();
        said.merge_verbs(right);
        if self.list.is_none()
            && !said.is_silent_other()
            && pending.things.iter().all(|(d, _)| *d == Domain::Application)
            && let (Some(applicant), Some(Domain::Application)) = (pending.applicant, self.about)
            && !(said.receive || said.finish || said.process)
        {
            return (Counted::Applicant(applicant), true);
        }
        if !pending.things.is_empty() && !said.is_silent_other() {
            let (domain, qualified) = pending.things[pending.things.len() - 1];
            if !qualified {
                let domain = merge_remedies(&pending.things).unwrap_or(domain);
                let is_verb_here =
                    said.receive || said.finish || said.process || said.publish || said.event.is_some();
                if !is_verb_here {
                    said.receive |= pending.receive;
                    said.finish |= pending.finish;
                    said.process |= pending.process;
                    said.publish |= pending.publish;
                    said.actively |= pending.actively;
                    said.event = said.event.or(pending.event);
                }
                return (self.of_domain(domain, &said, pending, number), true);
            }
        }
        self.by_context(&said, number)
    }

    /// Words that say by themselves what is counted: an outcome, an applicant, a state.
    pub(super) fn by_words(&self, near: &Said, right: &Said, number: Number) -> Option<Counted> {
        let is_money = number.unit.is_some_and(|u| u.ends_with('元'));
        if is_money {
            return None;
        }
        let named = |said: &Said, is_last: bool| {
            let mut known = said.things.iter().filter(|(_, qualified)| !qualified).map(|t| t.0);
            if is_last { known.next_back() } else { known.next() }
        };
        let thing = named(near, true).or_else(|| named(right, false));
        let is_remedy = matches!(thing, Some(Domain::Remedy(_)))
            || thing.is_none() && matches!(self.about, Some(Domain::Remedy(_)));
        let is_application = matches!(thing, Some(Domain::Application))
            || thing.is_none() && matches!(self.about, Some(Domain::Application) | None);
        for said in [near, right] {
            // 新收信访件45件，上年结转2件
            let is_of_letters = !is_application
                && matches!(self.about, Some(Domain::Proposals | Domain::Hotline | Domain::Mailbox));
            if said.carried_in && !is_of_letters {
                return Some(Counted::CarriedIn);
            }
            if said.carried_out && !is_of_letters {
                return Some(Counted::CarriedOut);
            }
            if is_remedy && (said.result.is_some() || said.pending_remedy) {
                let remedy =
                    Self::remedy_of(near).or_else(|| Self::remedy_of(right)).unwrap_or(match self.about {
                        Some(Domain::Remedy(remedy)) => remedy,
                        _ => Remedy::Both,
                    });
                let result = if said.pending_remedy { RemedyResult::Pending } else { said.result? };
                return Some(Counted::Remedy(remedy, result));
            }
            // 公开行政许可决定356条, 同意公开的提案47件: another thing than applications
            let is_of_other_things = !matches!(thing, None | Some(Domain::Application | Domain::Foreign))
                || thing.is_none()
                    && matches!(self.about, Some(Domain::Proposals | Domain::Hotline | Domain::Mailbox));
            if said.fault || is_remedy || is_of_other_things {
                continue;
            }
            if let Some(outcome) = said.outcome {
                return Some(Counted::Outcome(outcome));
            }
            if said.unfinished && (is_application || thing.is_none()) {
                return Some(Counted::Unfinished);
            }
            if is_application && let Some(applicant) = said.applicant {
                return Some(Counted::Applicant(applicant));
            }
            let is_plain_verb = !said.publish && !said.act && said.channel.is_none();
            if is_application
                && is_plain_verb
                && let Some(means) = said.means
            {
                return Some(Counted::ApplicationBy(means));
            }
            if said.notice {
                return Some(Counted::FeeNotices);
            }
            if near.says_what() {
                break;
            }
        }
        None
    }

    /// Whether the sentence has told what was handled: 结转 behind it means into the next year.
    fn has_handled(&self) -> bool {
        self.reader
            .claims
            .iter()
            .rev()
            .take(LOOK_BACK)
            .take_while(|c| {
                (c.section, c.paragraph, c.sentence) == (self.section, self.paragraph, self.sentence)
            })
            .any(|c| matches!(c.counted, Counted::Handled | Counted::Processed | Counted::Outcome(_)))
    }

    /// 去年为38件，今年为42件; 由上年的45件增至本年的60件: the thing of the number before.
    pub(super) fn same_of_another_year(&self, near: &Said, right: &Said, number: Number) -> Option<Counted> {
        let says_more = near.says_what()
            || near.receive
            || near.finish
            || near.process
            || near.publish
            || near.total
            || near.event.is_some();
        let is_of_year = near.reached
            || matches!(near.period, Some(Period::ThisYear | Period::LastYear | Period::Year(_)));
        if says_more || right.says_what() || !is_of_year || self.list.is_some() {
            return None;
        }
        // 126条，同比增长26%，上年为120条: the change between is no thing of its own
        let is_between = |c: &&Claim| c.comparison.is_some() && c.unit == Some("%");
        let last = self.reader.claims.iter().rev().take(LOOK_BACK).find(|c| !is_between(c))?;
        let is_here = last.sentence == self.sentence
            && last.paragraph == self.paragraph
            && last.section == self.section;
        (is_here && last.unit == number.unit && last.counted != Counted::Other && last.comparison.is_none())
            .then_some(last.counted)
    }

    pub(super) fn remedy_of(said: &Said) -> Option<Remedy> {
        said.things.iter().rev().find_map(|(d, _)| match d {
            Domain::Remedy(remedy) => Some(*remedy),
            _ => None,
        })
    }

    pub(super) fn remedy_of_context(&self) -> Option<Remedy> {
        match self.about {
            Some(Domain::Remedy(remedy)) => Some(remedy),
            _ => None,
        }
    }

    /// The k-th word before 分别 for the k-th number behind it.
    pub(super) fn respective(&self, number: Number) -> Option<Counted> {
        let here = self.near;
        let at = (self.sentence_start()..here.max(1))
            .rev()
            .find(|k| matches!(self.tokens.get(*k).map(|t| t.kind), Some(Kind::Word(Tag::Respectively))));
        // the word itself may stand in the near clause
        let at = at.or_else(|| {
            (here..self.tokens.len())
                .take_while(|k| !matches!(self.tokens[*k].kind, Kind::Mark(_) | Kind::Number(_)))
                .find(|k| matches!(self.tokens[*k].kind, Kind::Word(Tag::Respectively)))
        })?;
        // 集中在行政许可、行政处罚领域，分别为9件、12件: the words stand in the clause before
        let begins_clause = at > 0 && self.tokens[at - 1].kind == Kind::Mark(Mark::Comma);
        let end = if begins_clause { at - 1 } else { at };
        let before: Vec<(Tag, usize)> = (self.sentence_start()..end)
            .rev()
            .take_while(|k| {
                !matches!(
                    self.tokens[*k].kind,
                    Kind::Mark(Mark::Comma | Mark::Semi | Mark::Stop | Mark::Colon)
                )
            })
            .filter_map(|k| match self.tokens[k].kind {
                Kind::Word(
                    tag @ (Tag::About(_)
                    | Tag::Outcome(_)
                    | Tag::Applicant(_)
                    | Tag::Channel(_)
                    | Tag::Means(_)
                    | Tag::Event(_)
                    | Tag::PendingRemedy
                    | Tag::Result(_)
                    | Tag::Receive
                    | Tag::Finish
                    | Tag::Process
                    | Tag::CarriedIn
                    | Tag::CarriedOut
                    | Tag::Unfinished),
                ) => Some((tag, k)),
                _ => None,
            })
            .collect();
        let before: Vec<(Tag, usize)> = before.into_iter().rev().collect();
        let count_before = (at + 1..here).filter(|k| matches!(self.tokens[*k].kind, Kind::Number(_))).count();
        let limit = self.tokens.len().min(at + LOOK_BACK);
        let numbers = (at + 1..limit)
            .take_while(|k| {
                !matches!(
                    self.tokens[*k].kind,
                    Kind::Mark(Mark::Stop | Mark::Semi | Mark::Comma | Mark::Close)
                )
            })
            .filter(|k| matches!(self.tokens[*k].kind, Kind::Number(_)))
            .count();
        let has_words_between = (at + 1..limit)
            .take_while(|k| {
                !matches!(
                    self.tokens[*k].kind,
                    Kind::Mark(Mark::Stop | Mark::Semi | Mark::Comma | Mark::Close)
                )
            })
            .any(|k| {
                matches!(
                    self.tokens[k].kind,
                    Kind::Word(tag @ (Tag::About(_) | Tag::Outcome(_) | Tag::Applicant(_) | Tag::Channel(_)))
                        if tag != Tag::About(Domain::Disclosed)
                )
            });
        if has_words_between || numbers < 2 {
            return None;
        }
        // things and events mix (规范性文件制发、废止分别为3件、1件): take the kind of word that has as many
        let is_step = |t: &Tag| {
            matches!(
                t,
                Tag::Receive
                    | Tag::Finish
                    | Tag::Process
                    | Tag::CarriedIn
                    | Tag::CarriedOut
                    | Tag::Unfinished
            )
        };
        let kinds: [fn(&Tag) -> bool; 7] = [
            is_step,
            |t| matches!(t, Tag::Event(_)),
            |t| matches!(t, Tag::Outcome(_)),
            |t| matches!(t, Tag::Applicant(_)),
            |t| matches!(t, Tag::Channel(_)),
            |t| matches!(t, Tag::Result(_) | Tag::PendingRemedy),
            |t| matches!(t, Tag::About(_)),
        ];
        for kind in kinds {
            let list: Vec<&(Tag, usize)> = before.iter().filter(|(t, _)| kind(t)).collect();
            if list.len() != numbers {
                continue;
            }
            let (tag, k) = list.get(count_before)?;
            let mut said = Said::default();
            self.say(&mut said, *k, self.tokens[*k], *tag);
            let everything = self.said(self.sentence_start(), at);
            return Some(match tag {
                Tag::Outcome(outcome) => Counted::Outcome(*outcome),
                Tag::Applicant(applicant) => Counted::Applicant(*applicant),
                Tag::Channel(channel) => Counted::DisclosedBy(*channel),
                Tag::Result(result) => {
                    let remedy = Self::remedy_of(&everything).or_else(|| self.remedy_of_context());
                    Counted::Remedy(remedy.unwrap_or(Remedy::Both), *result)
                }
                Tag::PendingRemedy => {
                    let remedy = Self::remedy_of(&everything).or_else(|| self.remedy_of_context());
                    Counted::Remedy(remedy.unwrap_or(Remedy::Both), RemedyResult::Pending)
                }
                Tag::Event(event) => {
                    let kind = everything.things.iter().rev().find_map(|(d, _)| match d {
                        Domain::Normative => Some(DocumentKind::Normative),
                        Domain::Rules => Some(DocumentKind::Rules),
                        _ => None,
                    })?;
                    Counted::Document(kind, *event)
                }
                // 收到、办结、结转下年度的申请分别为28件、30件、1件
                step if is_step(step) => {
                    let is_of_applications = before
                        .iter()
                        .rev()
                        .find_map(|(t, _)| if let Tag::About(domain) = t { Some(*domain) } else { None })
                        .or(self.about)
                        == Some(Domain::Application);
                    if !is_of_applications {
                        return None;
                    }
                    self.of_domain(Domain::Application, &said, &Said::default(), number)
                }
                Tag::About(domain) => {
                    let mut all = everything.clone();
                    all.things.clear();
                    self.of_domain(*domain, &all, &Said::default(), number)
                }
                _ => return None,
            });
        }
        None
    }

    pub(super) fn sentence_start(&self) -> usize {
        let near = self.near.min(self.tokens.len());
        let mut k = near;
        while k > 0 && near - k < LOOK_BACK && !matches!(self.tokens[k - 1].kind, Kind::Mark(Mark::Stop)) {
            k -= 1;
        }
        k
    }

    /// What a number of a thing counts, by the verbs around.
    pub(super) fn of_domain(&self, domain: Domain, said: &Said, pending: &Said, number: Number) -> Counted {
        let is_money = number.unit.is_some_and(|u| u.ends_with('元'));
        let is_of_people = matches!(number.unit, Some("人" | "人次" | "名" | "户"));
        match domain {
            Domain::Training
            | Domain::Meeting
            | Domain::Hotline
            | Domain::Mailbox
            | Domain::Interpretation
                if is_of_people =>
            {
                Counted::Other
            }
            Domain::Application => {
                if is_money {
                    return Counted::FeeAmount;
                }
                if !matches!(
                    number.unit,
                    Some(
                        "件" | "份"
                            | "条"
                            | "项"
                            | "宗"
                            | "起"
                            | "个"
                            | "次"
                            | "封"
                            | "例"
                            | "件次"
                            | "笔"
                            | "%"
                    ) | None
                ) {
                    return Counted::Other;
                }
                if let Some(outcome) = said.outcome {
                    return Counted::Outcome(outcome);
                }
                if said.carried_in || said.carry && said.period == Some(Period::LastYear) {
                    Counted::CarriedIn
                } else if said.carried_out || said.carry && self.has_handled() {
                    Counted::CarriedOut
                } else if said.carry && !said.receive {
                    Counted::Other
                } else if said.unfinished {
                    Counted::Unfinished
                } else if said.received_and_finished {
                    Counted::Processed
                } else if said.receive {
                    Counted::NewReceived
                } else if said.finish {
                    Counted::Handled
                } else if said.process {
                    Counted::Processed
                } else if said.publish && !pending.receive || said.fault || said.act {
                    Counted::Other
                } else {
                    Counted::NewReceived
                }
            }
            Domain::Remedy(remedy) => {
                let result = if said.pending_remedy {
                    RemedyResult::Pending
                } else {
                    said.result.unwrap_or(RemedyResult::Total)
                };
                Counted::Remedy(remedy, result)
            }
            Domain::Fee => {
                if is_money || number.unit.is_none() {
                    Counted::FeeAmount
                } else if said.notice {
                    Counted::FeeNotices
                } else if is_of_people {
                    Counted::Other
                } else {
                    Counted::FeeCases
                }
            }
            Domain::AdminFee => {
                if is_money || number.unit.is_none() {
                    Counted::AdminFeeAmount
                } else {
                    Counted::AdminFeeItems
                }
            }
            Domain::Procurement => {
                if is_money {
                    Counted::ProcurementAmount
                } else {
                    Counted::ProcurementItems
                }
            }
            Domain::Disclosed => {
                if let Some(channel) = said.channel {
                    Counted::DisclosedBy(channel)
                } else if said.publish
                    || pending.publish
                    || said.total
                    || number.unit.is_none()
                    || said.actively
                    || self.about == Some(Domain::Disclosed)
                {
                    Counted::Disclosed
                } else {
                    Counted::Other
                }
            }
            Domain::Normative | Domain::Rules => {
                let kind =
                    if domain == Domain::Rules { DocumentKind::Rules } else { DocumentKind::Normative };
                let event = said
                    .event
                    .or(if said.publish { Some(DocumentEvent::Published) } else { None })
                    .or(pending.event);
                match event {
                    Some(event) => Counted::Document(kind, event),
                    None => Counted::Other,
                }
            }
            Domain::Power(power) => {
                let names_information = said.things.iter().any(|(d, _)| *d == Domain::Disclosed);
                let is_countable = matches!(
                    number.unit,
                    Some("件" | "宗" | "起" | "个" | "次" | "例" | "件次" | "份" | "项" | "条") | None
                );
                let is_published = (said.publish || pending.publish) && !said.decision;
                let is_of_items = matches!(number.unit, Some("项" | "条")) && !said.decision;
                if names_information
                    || is_published
                    || !is_countable
                    || is_of_items
                    || said.things.iter().any(|(d, _)| *d == Domain::Foreign)
                {
                    Counted::Other
                } else {
                    Counted::Decisions(power)
                }
            }
            Domain::Interpretation => Counted::Interpretation,
            Domain::Response => Counted::Response,
            Domain::PressConference => Counted::PressConference,
            Domain::Proposals => Counted::Proposals,
            Domain::Hotline => Counted::Hotline,
            Domain::Mailbox => Counted::Mailbox,
            Domain::Training => Counted::Training,
            Domain::Meeting => Counted::Meeting,
            Domain::Gazette => Counted::Gazette,
            Domain::Accountability => Counted::Accountability,
            Domain::Foreign => match said.channel {
                Some(channel) if said.publish => Counted::DisclosedBy(channel),
                _ if said.receiver_named && self.about == Some(Domain::Application) => Counted::NewReceived,
                _ => Counted::Other,
            },
        }
    }

    /// 罚没收入, 其他收入, 政府性基金: money of another kind, after the fees.
    fn names_other_money(&self, said: &Said) -> bool {
        let clause = self.tokens.get(self.near..).unwrap_or_default();
        let before = clause.iter().take(LOOK_BACK).take_while(|t| !matches!(t.kind, Kind::Number(_)));
        // 没 of 罚没收入 is read as a negation
        let is_unknown = |t: &&Token| matches!(t.kind, Kind::Other(_) | Kind::Word(Tag::Negation));
        said.rest || before.filter(is_unknown).count() >= 2
    }

    /// 制定配套措施4项: whether between the verb and the number a thing is named in words that are not known.
    fn names_unknown(&self) -> bool {
        let clause = self.tokens.get(self.near..).unwrap_or_default();
        let mut before = clause.iter().take(LOOK_BACK).take_while(|t| !matches!(t.kind, Kind::Number(_)));
        let is_issued = |t: &Token| matches!(t.kind, Kind::Word(Tag::Event(DocumentEvent::Issued)));
        before.any(is_issued)
            && before.filter(|t| matches!(t.kind, Kind::Other(c) if !"了的共等为有".contains(c))).count() >= 2
    }

    /// Nothing is named in the sentence: verbs and what the paragraph is about.
    pub(super) fn by_context(&self, said: &Said, number: Number) -> (Counted, bool) {
        let is_money = number.unit.is_some_and(|u| u.ends_with('元'));
        if is_money {
            return match self.about {
                Some(Domain::Fee) => (Counted::FeeAmount, false),
                Some(Domain::AdminFee) if self.names_other_money(said) => (Counted::Other, true),
                Some(Domain::AdminFee) => (Counted::AdminFeeAmount, false),
                Some(Domain::Procurement) => (Counted::ProcurementAmount, false),
                _ if self.section == Some(SectionKey::Other)
                    && said.money
                    && self.about == Some(Domain::Application) =>
                {
                    (Counted::FeeAmount, false)
                }
                _ => (Counted::Other, false),
            };
        }
        if let Some(channel) = said.channel
            && (said.publish
                || matches!(self.about, Some(Domain::Disclosed))
                || matches!(number.unit, Some("条" | "期" | "篇")))
            && !said.receive
            && !matches!(self.about, Some(Domain::Application) if said.means.is_some())
        {
            return (Counted::DisclosedBy(channel), true);
        }
        if said.actively && !matches!(self.about, Some(Domain::Application | Domain::Remedy(_))) {
            return (Counted::Disclosed, true);
        }
        match self.about {
            Some(Domain::Application)
                if said.receive || said.finish || said.process || said.unfinished || said.carry =>
            {
                (self.of_domain(Domain::Application, said, &Said::default(), number), false)
            }
            Some(domain @ Domain::Remedy(_))
                if said.receive || said.act || said.result.is_some() || said.pending_remedy =>
            {
                (self.of_domain(domain, said, &Said::default(), number), false)
            }
            // 贯彻规范性文件6件，制定配套措施4项: something else that was made
            Some(Domain::Normative | Domain::Rules) if said.event.is_some() && self.names_unknown() => {
                (Counted::Other, true)
            }
            Some(domain @ (Domain::Normative | Domain::Rules)) if said.event.is_some() => {
                (self.of_domain(domain, said, &Said::default(), number), false)
            }
            Some(Domain::Fee) if said.notice || said.money => {
                (self.of_domain(Domain::Fee, said, &Said::default(), number), false)
            }
            Some(Domain::Hotline | Domain::Proposals | Domain::Mailbox)
                if said.receive || said.finish || said.process =>
            {
                (Counted::Other, false)
            }
            Some(Domain::Disclosed) if said.publish && !said.rest => (Counted::Disclosed, false),
            _ => (Counted::Other, !said.is_empty()),
        }
    }
}

/// 部分公开、不予公开: two outcomes beside each other, not one and its ground.
fn is_granted(row: Row) -> bool {
    matches!(row, Row::Granted | Row::PartiallyGranted)
}

/// 行政复议 and 行政诉讼 named together, with one number for both.
pub(super) fn merge_remedies(things: &[(Domain, bool)]) -> Option<Domain> {
    let has = |wanted: Remedy| things.iter().any(|(d, _)| *d == Domain::Remedy(wanted));
    let only =
        things.iter().all(|(d, _)| matches!(d, Domain::Remedy(_) | Domain::Application | Domain::Foreign));
    (only && has(Remedy::Reconsideration) && has(Remedy::Suit)).then_some(Domain::Remedy(Remedy::Both))
}
