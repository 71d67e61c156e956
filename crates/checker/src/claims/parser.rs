//! Puts numbers and words together into claims, one pass over the tokens of a paragraph.
//!
//! The words of a number are those of its own clause: first those before it back to the last punctuation or number, then
//! those behind it up to the next; what is missing is taken from the clauses before in the same sentence, then from the
//! paragraph, its heading and its section.
//! Not here: the words (`super::lexicon`), what is done with the claims (`crate::rules::across`).

use super::counted::{
    Applicant, Channel, Counted, DocumentEvent, DocumentKind, Facet, Means, Outcome, Remedy, RemedyResult,
};
use super::decimal::Decimal;
use super::lexer::{self, Hedge, Kind, Mark, Number, Token, When};
use super::lexicon::{Domain, Tag};
use super::text::Text;
use super::{Claim, Closure, Comparison, Direction, PartOf, Period, Quantity, Scope};
use gongkai_domain::report::{Place, SectionKey};

/// Reads paragraphs one after the other.
#[derive(Debug)]
pub(super) struct Reader {
    year: Option<i32>,
    claims: Vec<Claim>,
    lists: usize,
}

/// What the words around a number say.
#[derive(Debug, Clone, Default)]
struct Said {
    receive: bool,
    finish: bool,
    process: bool,
    unfinished: bool,
    pending_remedy: bool,
    carried_in: bool,
    carried_out: bool,
    carry: bool,
    publish: bool,
    actively: bool,
    act: bool,
    decision: bool,
    notice: bool,
    money: bool,
    rate: bool,
    share: bool,
    fault: bool,
    rest: bool,
    total: bool,
    each: bool,
    base: bool,
    base_is_last_year: bool,
    plan: bool,
    /// Things named, in order; the flag says that a qualifier stood directly before (财政信息).
    things: Vec<(Domain, bool)>,
    outcome: Option<Outcome>,
    applicant: Option<Applicant>,
    means: Option<Means>,
    result: Option<RemedyResult>,
    channel: Option<Channel>,
    event: Option<DocumentEvent>,
    direction: Option<Direction>,
    period: Option<Period>,
    scope: Option<(Scope, usize, usize)>,
}

/// A list of parts that is being read.
#[derive(Debug, Clone)]
struct List {
    number: usize,
    whole: usize,
    facet: Option<Facet>,
    members: Vec<usize>,
    is_open: bool,
    is_exhaustive: bool,
    /// Depth of brackets in which it began.
    depth: usize,
    /// Began without 其中 or the like.
    is_implicit: bool,
}

impl Reader {
    pub(super) fn new(year: Option<i32>) -> Self {
        Self { year, claims: Vec::new(), lists: 0 }
    }

    pub(super) fn into_claims(self) -> Vec<Claim> {
        self.claims
    }

    /// Reads the paragraphs of a section.
    pub(super) fn section<'p>(
        &mut self,
        section: Option<SectionKey>,
        paragraphs: impl Iterator<Item = (&'p str, Option<&'p Place>)>,
    ) {
        let default = match section {
            Some(SectionKey::Applications) => Some(Domain::Application),
            Some(SectionKey::Remedies) => Some(Domain::Remedy(Remedy::Both)),
            _ => None,
        };
        let mut heading: Option<Domain> = None;
        for (index, (source, place)) in paragraphs.enumerate() {
            let text = Text::new(source);
            let tokens = lexer::tokens(&text);
            let from = self.claims.len();
            let mut pass = Pass {
                reader: self,
                text: &text,
                tokens: &tokens,
                place,
                section,
                paragraph: index,
                sentence: 0,
                about: heading.or(default),
                sentence_scope: None,
                sentence_period: None,
                paragraph_scope: None,
                near: 0,
                clause: 0,
                pending: 0,
                last_number: None,
                depth: 0,
                candidates: Vec::new(),
                paragraph_candidate: None,
                list: None,
                opening: None,
            };
            pass.run();
            let about = pass.about;
            // a short line without a number and without a full stop is a heading for what follows
            let is_heading = self.claims.len() == from
                && text.chars.len() <= 24
                && !text.chars.iter().any(|c| matches!(c, '。' | '；' | '，'));
            if is_heading {
                heading = about.or(default);
            }
        }
    }
}

/// One pass over a paragraph.
struct Pass<'a, 'r> {
    reader: &'r mut Reader,
    text: &'a Text<'a>,
    tokens: &'a [Token],
    place: Option<&'a Place>,
    section: Option<SectionKey>,
    paragraph: usize,
    sentence: usize,
    /// What the paragraph is about so far.
    about: Option<Domain>,
    sentence_scope: Option<(Scope, usize, usize)>,
    sentence_period: Option<Period>,
    paragraph_scope: Option<(Scope, usize, usize)>,
    /// First token of the clause, cut at every mark and number.
    near: usize,
    /// First token of the clause, cut at every mark but 、.
    clause: usize,
    /// First token behind the last number of the sentence.
    pending: usize,
    /// Token of the last number of the clause.
    last_number: Option<usize>,
    depth: usize,
    /// Claims of the sentence that may be divided into parts.
    candidates: Vec<usize>,
    paragraph_candidate: Option<usize>,
    list: Option<List>,
    /// A list was announced and waits for its first part.
    opening: Option<Opening>,
}

#[derive(Debug, Clone, Copy)]
struct Opening {
    is_open: bool,
    is_exhaustive: bool,
    depth: usize,
    is_implicit: bool,
}

impl Pass<'_, '_> {
    fn run(&mut self) {
        let mut i = 0;
        while i < self.tokens.len() {
            match self.tokens[i].kind {
                Kind::Mark(mark) => self.mark(i, mark),
                Kind::Number(number) => self.number(i, number),
                Kind::Word(tag) => self.word(i, tag),
                Kind::Other('中') => self.among_of(i),
                Kind::When(_) | Kind::Other(_) => {}
            }
            i += 1;
        }
        self.mark(i, Mark::Stop);
    }

    fn word(&mut self, i: usize, tag: Tag) {
        match tag {
            Tag::Among => self.open(false, false, false),
            Tag::Include if self.last_number.is_some() || self.pending < i && !self.candidates.is_empty() => {
                self.open(false, false, false);
            }
            Tag::Respectively if !self.candidates.is_empty() => self.open(false, true, false),
            Tag::Containing if !self.candidates.is_empty() => self.open(true, false, false),
            Tag::Chiefly => {
                if let Some(opening) = &mut self.opening {
                    opening.is_open = true;
                } else if self.last_number.is_some() || !self.candidates.is_empty() {
                    // 主要包括 after the whole; 主要 elsewhere opens nothing
                    let is_list = self.tokens.get(i + 1).is_some_and(|t| {
                        matches!(
                            t.kind,
                            Kind::Word(Tag::Include | Tag::Publish | Tag::About(_)) | Kind::Mark(Mark::Colon)
                        )
                    });
                    if is_list && self.section != Some(SectionKey::Problems) {
                        self.open(true, false, false);
                    }
                }
            }
            Tag::Etc => {
                if let Some(list) = &mut self.list
                    && self.last_number.is_some_and(|n| n + 2 >= i)
                {
                    list.is_open = true;
                }
            }
            _ => {}
        }
    }

    /// 在主动公开的信息中，…… or 所收申请中，……: what follows divides what was counted before.
    fn among_of(&mut self, i: usize) {
        let ends_clause = self.tokens.get(i + 1).is_some_and(|t| matches!(t.kind, Kind::Mark(Mark::Comma)));
        let is_of_things = i.checked_sub(1).and_then(|k| self.tokens.get(k)).is_some_and(|t| {
            matches!(
                t.kind,
                Kind::Word(Tag::About(_) | Tag::Bare(_) | Tag::Finish | Tag::Receive) | Kind::Other('件')
            )
        });
        if ends_clause && is_of_things {
            self.open(false, false, false);
        }
    }

    fn open(&mut self, is_open: bool, is_exhaustive: bool, is_implicit: bool) {
        self.opening = Some(Opening { is_open, is_exhaustive, depth: self.depth, is_implicit });
    }

    fn mark(&mut self, i: usize, mark: Mark) {
        match mark {
            Mark::Pause => {
                self.near = i + 1;
                return;
            }
            Mark::Open => {
                self.clause_without_number(i);
                // “共12件（自然人10件，法人2件）”: what stands in brackets directly behind a number may divide it
                let follows_number = self.last_number.is_some_and(|n| n + 3 >= i);
                self.depth += 1;
                if follows_number && self.list.is_none() {
                    self.open(false, false, true);
                }
            }
            Mark::Close => {
                self.clause_without_number(i);
                if self.list.as_ref().is_some_and(|l| l.depth == self.depth && self.depth > 0) {
                    self.close_list();
                }
                self.opening = None;
                self.depth = self.depth.saturating_sub(1);
            }
            Mark::Colon => {
                self.clause_without_number(i);
                if self.last_number.is_some_and(|n| n + 4 >= i) {
                    self.open(false, false, false);
                }
            }
            Mark::Comma | Mark::Semi => self.clause_without_number(i),
            Mark::Stop => {
                self.clause_without_number(i);
                self.close_list();
                self.opening = None;
                self.paragraph_candidate = self.candidates.first().copied().or(self.paragraph_candidate);
                self.candidates.clear();
                self.sentence += 1;
                if self.sentence_scope.is_some() {
                    self.paragraph_scope = self.sentence_scope;
                }
                self.sentence_scope = None;
                self.sentence_period = None;
                self.depth = 0;
                self.pending = i + 1;
            }
        }
        self.near = i + 1;
        self.clause = i + 1;
        self.last_number = None;
    }

    // ---- numbers ----

    fn number(&mut self, i: usize, number: Number) {
        let near = self.said(self.near, i);
        let stop = self.next_boundary(i + 1);
        let has_next_number = matches!(self.tokens.get(stop).map(|t| t.kind), Some(Kind::Number(_)));
        let right_end = if has_next_number { i + 1 } else { stop };
        let right = self.said(i + 1, right_end);
        let pending = self.said(self.pending, self.near);
        self.note_context(&near, &pending);
        if near.scope.is_none() && right.scope.is_some() {
            self.sentence_scope = self.sentence_scope.or(right.scope);
        }

        let span = self.span_of(i, &near, &right, right_end);
        if let Some(comparison) = self.comparison(number, &near, &pending) {
            let (counted, is_named) = self.compared(&near, &pending, comparison.of);
            let claim = self.claim(i, span, number, counted, is_named, &near, &pending);
            self.push(Claim { comparison: Some(comparison), ..claim });
            self.after_number(i);
            return;
        }
        let is_percent = matches!(number.unit, Some("%" | "‰" | "个百分点"));
        if is_percent {
            let counted = if near.share || pending.share && !near.rate {
                Counted::Share
            } else if near.rate || pending.rate || right.rate {
                Counted::Rate
            } else {
                Counted::Other
            };
            let claim = self.claim(i, span, number, counted, true, &near, &pending);
            self.push(claim);
            self.after_number(i);
            return;
        }

        let spread = self.spread(i, &near, &pending);
        if !spread.is_empty() {
            for counted in spread {
                let claim = self.claim(i, span.clone(), number, counted, true, &near, &pending);
                let index = self.push(claim);
                self.candidates.push(index);
            }
            self.after_number(i);
            return;
        }

        let (counted, is_named) = self.decide(&near, &right, &pending, number);
        // 件数为零 of something unknown, 每月更新一次: no claim
        let is_each_time =
            near.period == Some(Period::PartOfYear) || pending.period == Some(Period::PartOfYear);
        if counted == Counted::Other && (number.unit.is_none() || number.unit == Some("次") && is_each_time)
        {
            self.after_number(i);
            return;
        }
        let mut claim = self.claim(i, span, number, counted, is_named, &near, &pending);
        claim.is_total |= near.total && !near.each;
        let index = self.push(claim);
        self.relate(index, i, &near, right_end);
        if near.things.is_empty() {
            self.note_context(&right, &near);
        }
        self.about = match counted {
            Counted::Remedy(..) if matches!(self.about, Some(Domain::Remedy(_))) => self.about,
            Counted::Remedy(remedy, _) => Some(Domain::Remedy(remedy)),
            Counted::FeeNotices | Counted::FeeAmount => Some(Domain::Fee),
            _ if counted.is_of_applications() => Some(Domain::Application),
            _ => self.about,
        };
        self.after_number(right_end.max(i + 1) - 1);
        self.last_number = Some(i);
    }

    fn after_number(&mut self, i: usize) {
        self.near = i + 1;
        self.pending = i + 1;
        self.last_number = Some(i);
    }

    fn push(&mut self, claim: Claim) -> usize {
        self.reader.claims.push(claim);
        self.reader.claims.len() - 1
    }

    /// The next mark or number at or behind a token.
    fn next_boundary(&self, from: usize) -> usize {
        let mut i = from;
        while let Some(token) = self.tokens.get(i) {
            if matches!(token.kind, Kind::Mark(_) | Kind::Number(_)) {
                break;
            }
            i += 1;
        }
        i
    }

    /// What the tokens of a range say.
    fn said(&self, from: usize, to: usize) -> Said {
        let mut said = Said::default();
        let to = to.min(self.tokens.len());
        for i in from.min(to)..to {
            let token = self.tokens[i];
            match token.kind {
                Kind::Word(tag) => self.say(&mut said, i, token, tag),
                Kind::When(When::Year(year)) => {
                    // 结转2023年: into the year that follows
                    if said.carry && self.reader.year.is_some_and(|this| year > this) {
                        said.carried_out = true;
                    } else {
                        said.period = Some(self.period_of(year));
                    }
                }
                Kind::When(When::Month | When::Quarter) => said.period = Some(Period::PartOfYear),
                _ => {}
            }
        }
        said
    }

    fn period_of(&self, year: i32) -> Period {
        match self.reader.year {
            Some(this) if this == year => Period::ThisYear,
            Some(this) if this - 1 == year => Period::LastYear,
            Some(_) => Period::Year(year),
            None => Period::ThisYear,
        }
    }

    fn say(&self, said: &mut Said, i: usize, token: Token, tag: Tag) {
        match tag {
            Tag::Receive => said.receive = true,
            Tag::Finish => said.finish = true,
            Tag::Process => said.process = true,
            Tag::Unfinished => said.unfinished = true,
            Tag::PendingRemedy => said.pending_remedy = true,
            Tag::CarriedIn => said.carried_in = true,
            Tag::CarriedOut => said.carried_out = true,
            Tag::Carry => said.carry = true,
            Tag::About(domain) => said.things.push((domain, false)),
            Tag::Bare(domain) => said.things.push((domain, self.is_qualified(i))),
            Tag::Publish => said.publish = true,
            Tag::PublishActively => {
                said.publish = true;
                said.actively = true;
            }
            Tag::Act => said.act = true,
            Tag::Outcome(outcome) => {
                // “本机关不掌握相关政府信息而无法提供”: the ground says more than the group
                said.outcome = Some(match (said.outcome, outcome) {
                    (
                        Some(Outcome::Row(row)),
                        Outcome::Denied | Outcome::Unavailable | Outcome::Unprocessed | Outcome::Other,
                    ) => Outcome::Row(row),
                    (_, outcome) => outcome,
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
                said.base_is_last_year = !word.contains("往年") && !word.contains("环比");
            }
            Tag::Up => said.direction = Some(Direction::Up),
            Tag::Down => said.direction = Some(Direction::Down),
            Tag::Flat => said.direction = Some(Direction::Flat),
            Tag::Plan => said.plan = true,
            Tag::Fault => said.fault = true,
            Tag::Rest => said.rest = true,
            Tag::ThisYear => said.period = Some(Period::ThisYear),
            Tag::LastYear => said.period = Some(Period::LastYear),
            Tag::Earlier => said.period = Some(Period::Year(0)),
            Tag::AsOf => said.period = Some(Period::AsOf),
            Tag::PartOfYear => said.period = Some(Period::PartOfYear),
            Tag::Own => said.scope = Some((Scope::Own, token.start, token.end)),
            Tag::Area => said.scope = Some((Scope::Area, token.start, token.end)),
            Tag::Departments => said.scope = Some((Scope::Departments, token.start, token.end)),
            Tag::System => said.scope = Some((Scope::System, token.start, token.end)),
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

    /// Whether a word that is not known stands directly before (财政信息, 低保申请).
    fn is_qualified(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).and_then(|k| self.tokens.get(k)) else { return false };
        match before.kind {
            Kind::Other(c) => !"了的各类等共将与及和过有关其出以为对件".contains(c),
            Kind::Word(tag) => matches!(
                tag,
                Tag::About(
                    Domain::Power(_)
                        | Domain::Foreign
                        | Domain::AdminFee
                        | Domain::Procurement
                        | Domain::Normative
                        | Domain::Rules
                ) | Tag::Outcome(_)
            ),
            _ => false,
        }
    }

    /// Keeps what later clauses of the sentence and the paragraph rely on.
    fn note_context(&mut self, near: &Said, pending: &Said) {
        for said in [pending, near] {
            if let Some(&(domain, _)) = said.things.iter().rev().find(|(d, q)| is_lasting(*d) && !*q) {
                self.about = Some(domain);
            }
            if said.scope.is_some() {
                self.sentence_scope = said.scope;
            }
            if !said.base && said.period.is_some() {
                self.sentence_period = said.period;
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one claim, each from another place")]
    fn claim(
        &self,
        i: usize,
        span: (usize, usize),
        number: Number,
        counted: Counted,
        is_named: bool,
        near: &Said,
        pending: &Said,
    ) -> Claim {
        let period = if near.base { None } else { near.period }
            .or(if pending.base { None } else { pending.period })
            .or(self.sentence_period)
            .unwrap_or(Period::ThisYear);
        let scope = near.scope.or(self.sentence_scope).or(self.paragraph_scope);
        let (from, to) = self.text.bytes(span.0, span.1);
        let quantity = match number.upto {
            Some(upto) => Quantity::Between(number.value, upto),
            None => Quantity::Number(number.value, number.hedge),
        };
        Claim {
            quantity,
            unit: number.unit,
            counted,
            is_named,
            is_total: near.total || pending.total,
            is_negated: false,
            is_plan: near.plan || pending.plan,
            period,
            scope: scope.map_or(Scope::Own, |s| s.0),
            scope_words: scope.map(|(_, a, b)| self.text.chars[a..b].iter().collect()),
            comparison: None,
            part_of: None,
            section: self.section,
            paragraph: self.paragraph,
            sentence: self.sentence,
            span: from..to,
            words: self.words_around(i),
            place: self.text.place(self.place, span.0, span.1),
        }
    }

    /// The clause around a token, up to the commas on both sides.
    fn words_around(&self, i: usize) -> String {
        let is_edge = |t: &Token| {
            matches!(t.kind, Kind::Mark(Mark::Stop | Mark::Semi | Mark::Comma | Mark::Open | Mark::Close))
        };
        let last = self.tokens.len().saturating_sub(1);
        let mut from = i.min(last);
        while from > 0 && !is_edge(&self.tokens[from - 1]) && i - from < 24 {
            from -= 1;
        }
        let mut to = i.min(last);
        while to < last && !is_edge(&self.tokens[to + 1]) && to - i.min(last) < 16 {
            to += 1;
        }
        let (Some(first), Some(end)) = (self.tokens.get(from), self.tokens.get(to)) else {
            return String::new();
        };
        let (a, b) = self.text.bytes(first.start, end.end);
        self.text.source.get(a..b).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Characters of the claim: from the first telling word of its clause to the unit or the thing behind it.
    fn span_of(&self, i: usize, near: &Said, right: &Said, right_end: usize) -> (usize, usize) {
        let number = self.tokens[i];
        let is_telling = |t: &&Token| matches!(t.kind, Kind::Word(tag) if !matches!(tag, Tag::Idiom | Tag::ThisYear | Tag::Own | Tag::Etc | Tag::Among | Tag::About_));
        let start = self.tokens[self.near..i].iter().find(is_telling).map_or(number.start, |t| t.start);
        let says_nothing = near.things.is_empty() && near.outcome.is_none() && near.applicant.is_none();
        let mut end = number.end;
        if says_nothing && (!right.things.is_empty() || right.outcome.is_some() || right.applicant.is_some())
        {
            let last = self.tokens[i + 1..right_end]
                .iter()
                .take(12)
                .take_while(|t| t.end - number.end < 24)
                .filter(|t| {
                    matches!(
                        t.kind,
                        Kind::Word(Tag::About(_) | Tag::Bare(_) | Tag::Outcome(_) | Tag::Applicant(_))
                    )
                })
                .last();
            end = last.map_or(end, |t| t.end);
        }
        (start, end)
    }

    // ---- comparison ----

    fn comparison(&self, number: Number, near: &Said, pending: &Said) -> Option<Comparison> {
        let direction = near.direction.filter(|d| *d != Direction::Flat)?;
        let is_percent = matches!(number.unit, Some("%" | "‰" | "个百分点" | "倍"));
        let has_base = near.base || pending.base;
        if !is_percent && !has_base {
            return None;
        }
        let is_last_year = if near.base {
            near.base_is_last_year
        } else if pending.base {
            pending.base_is_last_year
        } else {
            true
        };
        let of = self.compared_with(near, pending);
        Some(Comparison { direction, is_with_last_year: is_last_year, of })
    }

    /// The claim that a comparison is about: the last of the sentence that is no comparison, unless another thing is named.
    fn compared_with(&self, near: &Said, pending: &Said) -> Option<usize> {
        let named = self.named(near).or_else(|| self.named(pending));
        self.reader
            .claims
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, c)| {
                c.paragraph == self.paragraph && c.section == self.section && c.sentence + 1 >= self.sentence
            })
            .find(|(_, c)| {
                c.comparison.is_none()
                    && (c.sentence == self.sentence && named.is_none()
                        || named.is_some_and(|n| n == c.counted))
                    && !matches!(c.counted, Counted::Share)
            })
            .map(|(index, _)| index)
    }

    fn compared(&self, near: &Said, pending: &Said, of: Option<usize>) -> (Counted, bool) {
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
    fn named(&self, said: &Said) -> Option<Counted> {
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

    // ---- what is counted ----

    /// Words before 分别为 or 均为, each for one number or all for the same.
    fn spread(&mut self, i: usize, near: &Said, pending: &Said) -> Vec<Counted> {
        let number = match self.tokens[i].kind {
            Kind::Number(n) => n,
            _ => return Vec::new(),
        };
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
        let _ = pending;
        things.into_iter().map(|d| self.of_domain(d, &clause, &Said::default(), number)).collect()
    }

    fn decide(&self, near: &Said, right: &Said, pending: &Said, number: Number) -> (Counted, bool) {
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
            let domain = merge_remedies(&near.things).unwrap_or(domain);
            return (self.of_domain(domain, near, pending, number), true);
        }
        if let Some(qualified) = right.things.first()
            && qualified.1
        {
            return (Counted::Other, true);
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
        self.by_context(&said, right, number)
    }

    /// Words that say by themselves what is counted: an outcome, an applicant, a state.
    fn by_words(&self, near: &Said, right: &Said, number: Number) -> Option<Counted> {
        let is_money = number.unit.is_some_and(|u| u.ends_with('元'));
        if is_money {
            return None;
        }
        let thing = near.things.last().map(|t| t.0).or_else(|| right.things.first().map(|t| t.0));
        let is_remedy = matches!(thing, Some(Domain::Remedy(_)))
            || thing.is_none() && matches!(self.about, Some(Domain::Remedy(_)));
        let is_application = matches!(thing, Some(Domain::Application))
            || thing.is_none() && matches!(self.about, Some(Domain::Application) | None);
        for said in [near, right] {
            if said.carried_in {
                return Some(Counted::CarriedIn);
            }
            if said.carried_out {
                return Some(Counted::CarriedOut);
            }
            if is_remedy && (said.result.is_some() || said.pending_remedy) {
                let remedy =
                    self.remedy_of(near).or_else(|| self.remedy_of(right)).unwrap_or(match self.about {
                        Some(Domain::Remedy(remedy)) => remedy,
                        _ => Remedy::Both,
                    });
                let result = if said.pending_remedy { RemedyResult::Pending } else { said.result? };
                return Some(Counted::Remedy(remedy, result));
            }
            if said.fault || is_remedy {
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

    fn remedy_of(&self, said: &Said) -> Option<Remedy> {
        said.things.iter().rev().find_map(|(d, _)| match d {
            Domain::Remedy(remedy) => Some(*remedy),
            _ => None,
        })
    }

    /// The k-th word before 分别 for the k-th number behind it.
    fn respective(&self, number: Number) -> Option<Counted> {
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
        let before: Vec<(Tag, usize)> = (self.sentence_start()..at)
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
                    | Tag::Result(_)),
                ) => Some((tag, k)),
                _ => None,
            })
            .collect();
        let before: Vec<(Tag, usize)> = before.into_iter().rev().collect();
        let count_before = (at + 1..here).filter(|k| matches!(self.tokens[*k].kind, Kind::Number(_))).count();
        let numbers = (at + 1..self.tokens.len())
            .take_while(|k| {
                !matches!(
                    self.tokens[*k].kind,
                    Kind::Mark(Mark::Stop | Mark::Semi | Mark::Comma | Mark::Close)
                )
            })
            .filter(|k| matches!(self.tokens[*k].kind, Kind::Number(_)))
            .count();
        let has_words_between = (at + 1..self.tokens.len())
            .take_while(|k| {
                !matches!(
                    self.tokens[*k].kind,
                    Kind::Mark(Mark::Stop | Mark::Semi | Mark::Comma | Mark::Close)
                )
            })
            .any(|k| {
                matches!(
                    self.tokens[k].kind,
                    Kind::Word(Tag::About(_) | Tag::Outcome(_) | Tag::Applicant(_) | Tag::Channel(_))
                )
            });
        if has_words_between || numbers < 2 {
            return None;
        }
        // things and events mix (规范性文件制发、废止分别为3件、1件): take the kind of word that has as many
        let kinds: [fn(&Tag) -> bool; 6] = [
            |t| matches!(t, Tag::Event(_)),
            |t| matches!(t, Tag::Outcome(_)),
            |t| matches!(t, Tag::Applicant(_)),
            |t| matches!(t, Tag::Channel(_)),
            |t| matches!(t, Tag::Result(_)),
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
                    Counted::Remedy(self.remedy_of(&everything).unwrap_or(Remedy::Both), *result)
                }
                Tag::Event(event) => {
                    let kind = everything.things.iter().rev().find_map(|(d, _)| match d {
                        Domain::Normative => Some(DocumentKind::Normative),
                        Domain::Rules => Some(DocumentKind::Rules),
                        _ => None,
                    })?;
                    Counted::Document(kind, *event)
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

    fn sentence_start(&self) -> usize {
        let mut k = self.near.min(self.tokens.len());
        while k > 0 && !matches!(self.tokens[k - 1].kind, Kind::Mark(Mark::Stop)) {
            k -= 1;
        }
        k
    }

    /// What a number of a thing counts, by the verbs around.
    fn of_domain(&self, domain: Domain, said: &Said, pending: &Said, number: Number) -> Counted {
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
                } else if said.carried_out {
                    Counted::CarriedOut
                } else if said.unfinished {
                    Counted::Unfinished
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
                {
                    Counted::Disclosed
                } else if matches!(self.about, Some(Domain::Disclosed)) {
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
                if names_information
                    || is_published
                    || !is_countable
                    || said.things.iter().any(|(d, _)| *d == Domain::Foreign)
                {
                    Counted::Other
                } else if matches!(number.unit, Some("项" | "条")) && !said.decision {
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
                _ if said.receive && self.about == Some(Domain::Application) => Counted::NewReceived,
                _ => Counted::Other,
            },
        }
    }

    /// Nothing is named in the sentence: verbs and what the paragraph is about.
    fn by_context(&self, said: &Said, right: &Said, number: Number) -> (Counted, bool) {
        let _ = right;
        let is_money = number.unit.is_some_and(|u| u.ends_with('元'));
        if is_money {
            return match self.about {
                Some(Domain::Fee) => (Counted::FeeAmount, false),
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
            Some(domain @ (Domain::Normative | Domain::Rules)) if said.event.is_some() => {
                (self.of_domain(domain, said, &Said::default(), number), false)
            }
            Some(Domain::Fee) if said.notice || said.money => {
                (self.of_domain(Domain::Fee, said, &Said::default(), number), false)
            }
            Some(domain @ (Domain::Hotline | Domain::Proposals | Domain::Mailbox))
                if said.receive || said.finish || said.process =>
            {
                let _ = domain;
                (Counted::Other, false)
            }
            Some(Domain::Disclosed) if said.publish && !said.rest => (Counted::Disclosed, false),
            _ => (Counted::Other, !said.is_empty()),
        }
    }

    // ---- parts ----

    fn relate(&mut self, index: usize, i: usize, near: &Said, right_end: usize) {
        let counted = self.reader.claims[index].counted;
        if counted == Counted::Rate || counted == Counted::Share {
            return;
        }
        if let Some(opening) = self.opening.take() {
            let whole = if self.depth > 0 && opening.depth == self.depth || opening.is_implicit {
                self.candidates.last().copied()
            } else {
                self.candidates.last().copied().or(self.paragraph_candidate)
            };
            let is_earlier_year =
                matches!(self.reader.claims[index].period, Period::LastYear | Period::Year(_))
                    && whole.is_some_and(|w| self.reader.claims[w].period == Period::ThisYear);
            if let Some(whole) = whole
                && !is_earlier_year
                && (!opening.is_implicit || self.may_be_part(whole, index))
                && self.is_same_sort(whole, index)
            {
                self.close_list();
                self.reader.lists += 1;
                self.list = Some(List {
                    number: self.reader.lists,
                    whole,
                    facet: None,
                    members: Vec::new(),
                    is_open: opening.is_open,
                    is_exhaustive: opening.is_exhaustive,
                    depth: if self.depth >= opening.depth { opening.depth } else { self.depth },
                    is_implicit: false,
                });
                self.join(index, near, i, right_end);
                return;
            }
        }
        if let Some(list) = &self.list {
            let whole = list.whole;
            let is_new_total = near.total && !near.rest;
            if !is_new_total && self.fits(index) && self.is_same_sort(whole, index) {
                self.join(index, near, i, right_end);
                return;
            }
            self.close_list();
        }
        // “收到4条，1件属于……，3件不属于……”: two halves
        if let Some(previous) = self.halves(index, i)
            && let Some(at) = self.candidates.iter().position(|c| *c == previous)
            && at > 0
        {
            let whole = self.candidates[at - 1];
            if self.is_same_sort(whole, previous) {
                self.candidates.truncate(at);
                self.reader.lists += 1;
                let part = PartOf { whole, list: self.reader.lists, closure: Closure::Exhaustive };
                self.reader.claims[previous].part_of = Some(part);
                self.reader.claims[index].part_of = Some(part);
                return;
            }
        }
        // “共答复40件，予以公开21件、部分公开6件”: an outcome after a total is a part without being called so
        if let Some(&whole) = self.candidates.last()
            && self.may_be_part(whole, index)
            && matches!(counted.facet(), Some(Facet::Applicant | Facet::Outcome | Facet::RemedyResult))
        {
            self.reader.lists += 1;
            self.list = Some(List {
                number: self.reader.lists,
                whole,
                facet: None,
                members: Vec::new(),
                is_open: false,
                is_exhaustive: false,
                depth: self.depth,
                is_implicit: true,
            });
            self.join(index, near, i, right_end);
            return;
        }
        self.candidates.push(index);
    }

    fn join(&mut self, index: usize, near: &Said, i: usize, right_end: usize) {
        let facet = self.reader.claims[index].counted.facet();
        let is_chiefly = (self.near..i).any(|k| matches!(self.tokens[k].kind, Kind::Word(Tag::Chiefly)))
            && !near.things.iter().any(|(d, _)| *d == Domain::Foreign);
        let right_is_etc = (i + 1..right_end.max(i + 2).min(self.tokens.len()))
            .any(|k| matches!(self.tokens[k].kind, Kind::Word(Tag::Etc)));
        let counted = self.reader.claims[index].counted;
        // a part of what was published is not another total
        if counted == Counted::Disclosed {
            self.reader.claims[index].counted = Counted::Other;
        }
        if let Some(list) = &mut self.list {
            list.facet = list.facet.or(facet);
            list.members.push(index);
            list.is_open |= is_chiefly || right_is_etc;
            list.is_exhaustive |= near.rest;
        }
    }

    /// Whether the claim divides the list's whole in the same way as the parts before.
    fn fits(&self, index: usize) -> bool {
        let Some(list) = &self.list else { return false };
        let counted = self.reader.claims[index].counted;
        let whole = self.reader.claims[list.whole].counted;
        match (list.facet, counted.facet()) {
            (None, _) => true,
            (Some(Facet::Content | Facet::Channel), Some(Facet::Content | Facet::Channel)) => true,
            (Some(Facet::Content | Facet::Channel), None) => counted == Counted::Disclosed,
            (Some(a), Some(b)) if a == b => {
                !(whole == Counted::Handled && a == Facet::Progress) || counted != Counted::Handled
            }
            // 其中网上申请5件，其他2件
            (Some(_), Some(Facet::Content)) => list.is_exhaustive || counted == Counted::Other,
            _ => false,
        }
    }

    /// Whether a claim of this kind divides a claim of that kind, even when nothing says so.
    fn may_be_part(&self, whole: usize, part: usize) -> bool {
        let (w, p) = (self.reader.claims[whole].counted, self.reader.claims[part].counted);
        match p.facet() {
            Some(Facet::Applicant | Facet::Outcome | Facet::Means) => {
                matches!(w, Counted::NewReceived | Counted::Handled | Counted::Processed)
                    || matches!((w, p), (Counted::Outcome(a), Counted::Outcome(b)) if is_group_of(a, b))
            }
            Some(Facet::RemedyResult) => matches!(w, Counted::Remedy(_, RemedyResult::Total)),
            Some(Facet::RemedyKind) => {
                matches!(w, Counted::Remedy(Remedy::Suit | Remedy::Both, RemedyResult::Total)) && w != p
            }
            Some(Facet::Channel) => w == Counted::Disclosed,
            Some(Facet::Progress) => matches!(w, Counted::NewReceived | Counted::Processed),
            Some(Facet::Origin) => {
                p == Counted::CarriedIn
                    && matches!(w, Counted::NewReceived | Counted::Processed | Counted::Handled)
            }
            Some(Facet::Content) => w == Counted::Disclosed,
            _ => false,
        }
    }

    /// Money is no part of a count, applications are no part of what was published.
    fn is_same_sort(&self, whole: usize, part: usize) -> bool {
        let (w, p) = (&self.reader.claims[whole], &self.reader.claims[part]);
        let is_money = |c: &Claim| c.unit.is_some_and(|u| u.ends_with('元'));
        if is_money(w) != is_money(p) {
            return false;
        }
        let neutral = p.counted == Counted::Other || w.counted == Counted::Other;
        let of_people = |c: &Claim| matches!(c.unit, Some("人" | "人次" | "名" | "户" | "家"));
        if of_people(w) != of_people(p) {
            return false;
        }
        neutral || w.counted.is_of_applications() == p.counted.is_of_applications()
    }

    /// The claim directly before, when this one says the opposite of it: 属于……, 不属于…….
    fn halves(&self, index: usize, i: usize) -> Option<usize> {
        let previous = index.checked_sub(1)?;
        let (p, c) = (self.reader.claims.get(previous)?, &self.reader.claims[index]);
        if p.sentence != c.sentence || p.paragraph != c.paragraph || p.counted != c.counted {
            return None;
        }
        let end = self.tokens[i].end;
        let behind: String = self.text.chars[end..].iter().take(4).collect();
        let rest = behind.strip_prefix(['不', '非', '未'])?;
        let head: String = rest.chars().take(2).collect();
        let number = (0..i).rev().find(|k| matches!(self.tokens[*k].kind, Kind::Number(_)))?;
        let before: String = self.text.chars[self.tokens[number].end..].iter().take(2).collect();
        (head.chars().count() == 2 && head == before).then_some(previous)
    }

    fn close_list(&mut self) {
        let Some(list) = self.list.take() else { return };
        if list.members.is_empty() {
            return;
        }
        let claims = &mut self.reader.claims;
        let has = |f: fn(&Counted) -> bool| list.members.iter().any(|m| f(&claims[*m].counted));
        let both_applicants = has(|c| {
            matches!(c, Counted::Applicant(Applicant::Column(gongkai_domain::report::Column::NaturalPerson)))
        }) && has(|c| matches!(c, Counted::Applicant(Applicant::Organisation)));
        let is_halves = list.members.len() == 2 && {
            let words = |m: usize| claims[m].words.clone();
            let (a, b) = (words(list.members[0]), words(list.members[1]));
            is_opposite(&a, &b)
        };
        let closure = if list.is_open {
            Closure::Open
        } else if list.is_exhaustive && list.members.len() > 1 || both_applicants || is_halves {
            Closure::Exhaustive
        } else if list.members.len() < 2 || list.is_implicit {
            Closure::Open
        } else {
            Closure::Listed
        };
        for member in &list.members {
            claims[*member].part_of = Some(PartOf { whole: list.whole, list: list.number, closure });
        }
        // the whole stays what a later 其中 divides; the last part may be divided too
        if list.depth == 0
            && let Some(last) = list.members.last()
        {
            self.candidates.push(*last);
        }
    }

    // ---- clauses without a number ----

    /// Negations and 持平 live in clauses without a number.
    fn clause_without_number(&mut self, end: usize) {
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

    fn flat(&mut self, from: usize, to: usize, all: &Said) {
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

    fn negation(&mut self, from: usize, at: usize, to: usize, all: &Said) {
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
            let claim = self.claim(at, span, number, counted, true, all, &pending);
            self.push(Claim { is_negated: true, ..claim });
        }
    }

    /// What is said not to be, in the order of the words.
    fn negated_things(&self, after: &Said, is_none: bool, found: &mut Vec<Counted>) {
        let names_more_than_applications = after
            .things
            .iter()
            .any(|(d, _)| !matches!(d, Domain::Application | Domain::Disclosed | Domain::Foreign));
        let happens = after.act || after.receive || is_none || after.result.is_some() || after.finish;
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
                    } else if after.receive || is_none || after.act {
                        Counted::NewReceived
                    } else if after.finish || after.process || after.unfinished {
                        continue;
                    } else {
                        continue;
                    }
                }
                Domain::Remedy(remedy) => {
                    let _ = happens;
                    Counted::Remedy(*remedy, RemedyResult::Total)
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
                    if after.things.iter().any(|(d, _)| *d == Domain::Disclosed) {
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

impl Said {
    fn is_empty(&self) -> bool {
        self.things.is_empty() && !self.receive && !self.finish && !self.process && !self.publish
    }

    /// Whether the words tell what is counted without the help of those behind the number.
    fn says_what(&self) -> bool {
        !self.things.is_empty()
            || self.outcome.is_some()
            || self.applicant.is_some()
            || self.channel.is_some()
    }

    /// A part called 其他 needs no thing of the clauses before.
    fn is_silent_other(&self) -> bool {
        self.rest && self.channel.is_none()
    }

    fn merge_verbs(&mut self, right: &Said) {
        self.receive |= right.receive;
        self.finish |= right.finish;
        self.process |= right.process;
        self.channel = self.channel.or(right.channel);
    }
}

/// 行政复议 and 行政诉讼 named together, with one number for both.
fn merge_remedies(things: &[(Domain, bool)]) -> Option<Domain> {
    let has = |wanted: Remedy| things.iter().any(|(d, _)| *d == Domain::Remedy(wanted));
    let only =
        things.iter().all(|(d, _)| matches!(d, Domain::Remedy(_) | Domain::Application | Domain::Foreign));
    (only && has(Remedy::Reconsideration) && has(Remedy::Suit)).then_some(Domain::Remedy(Remedy::Both))
}

/// Things that the next sentences of a paragraph may still be about.
fn is_lasting(domain: Domain) -> bool {
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

/// Whether the ground belongs to the group (不予公开 and its eight grounds).
fn is_group_of(group: Outcome, ground: Outcome) -> bool {
    let Outcome::Row(row) = ground else { return false };
    let key = row.key();
    match group {
        Outcome::Denied => key.starts_with("denied_"),
        Outcome::Unavailable => key.starts_with("unavailable_"),
        Outcome::Unprocessed => key.starts_with("unprocessed_"),
        Outcome::Other => key.starts_with("other_"),
        Outcome::Row(_) | Outcome::Withdrawn => false,
    }
}

/// Whether one clause says the opposite of the other: 属于…… and 不属于…….
fn is_opposite(a: &str, b: &str) -> bool {
    let words =
        |s: &str| -> String { s.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect() };
    let (a, b) = (words(a), words(b));
    let positive = |s: &str| s.replace(['不', '非', '未'], "").replace("其中", "");
    a != b && positive(&a) == positive(&b)
}
