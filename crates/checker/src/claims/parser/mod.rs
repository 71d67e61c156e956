//! Puts numbers and words together into claims, one pass over the tokens of a paragraph.
//!
//! The words of a number are those of its own clause: first those before it back to the last punctuation or number, then
//! those behind it up to the next; what is missing is taken from the clauses before in the same sentence, then from the
//! paragraph, its heading and its section.
//! Not here: the words (`super::lexicon`), what is done with the claims (`crate::rules::across`).

mod compared;
mod elsewhere;
mod naming;
mod negation;
mod parts;
mod said;

use super::counted::{Counted, Facet, Remedy};
use super::lexer::{self, Kind, Mark, Number, Token};
use super::lexicon::{Domain, Tag};
use super::text::Text;
use super::{Claim, MAX_CLAIMS, MAX_PROSE_BYTES, Period, Quantity, Scope};
use gongkai_domain::report::{Place, SectionKey};
use said::Said;

/// No sentence is looked back, or on, further than this many tokens or claims: the pass stays linear on any text.
const LOOK_BACK: usize = 160;

/// Words around a number are quoted up to so many characters on each side.
const QUOTED: usize = 120;

/// Reads paragraphs one after the other.
#[derive(Debug)]
pub(super) struct Reader {
    year: Option<i32>,
    /// The name of the agency that reports: whoever else receives applications is another.
    agency: Option<Vec<char>>,
    claims: Vec<Claim>,
    lists: usize,
    /// Bytes of prose that may still be read.
    left: usize,
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
    /// Depth of brackets in which its first part stands: what stands deeper is an aside.
    inner: usize,
    /// Began without 其中 or the like.
    is_implicit: bool,
    /// A part was told with a verb of its own.
    has_verbs: bool,
}

impl Reader {
    pub(super) fn new(year: Option<i32>, agency: Option<&str>) -> Self {
        let agency = agency.map(|name| name.chars().collect());
        Self { year, agency, claims: Vec::new(), lists: 0, left: MAX_PROSE_BYTES }
    }

    /// The claims; when there were too many, the last list was not read to its end and is none.
    pub(super) fn into_claims(mut self) -> Vec<Claim> {
        if self.is_full() {
            self.claims.truncate(MAX_CLAIMS);
            let last = self.claims.last().map(|c| (c.section, c.paragraph, c.sentence));
            for claim in &mut self.claims {
                if Some((claim.section, claim.paragraph, claim.sentence)) == last {
                    claim.part_of = None;
                }
            }
        }
        self.claims
    }

    fn is_full(&self) -> bool {
        self.claims.len() >= MAX_CLAIMS
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
            if self.is_full() || self.left < source.len() {
                self.left = 0;
                return;
            }
            self.left -= source.len();
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
                last_claim: None,
                depth: 0,
                candidates: Vec::new(),
                candidates_before: Vec::new(),
                list: None,
                outer: Vec::new(),
                opening: None,
                after_semicolon: false,
                after_brackets: None,
                after_base: None,
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
    /// The claim of the last number that may be divided.
    last_claim: Option<usize>,
    depth: usize,
    /// Claims of the sentence that may be divided into parts.
    candidates: Vec<usize>,
    /// The same, of the last sentence that had any.
    candidates_before: Vec<usize>,
    list: Option<List>,
    /// Lists of which the one that is being read divides a part, the outermost first.
    outer: Vec<List>,
    /// A list was announced and waits for its first part.
    opening: Option<Opening>,
    /// A semicolon was passed since the last number.
    after_semicolon: bool,
    /// The whole of a list in brackets that was just closed: what follows speaks of it again.
    after_brackets: Option<usize>,
    /// The sentence gave the number of an earlier year to compare with; whether it was the last year.
    after_base: Option<bool>,
}

#[derive(Debug, Clone, Copy)]
struct Opening {
    is_open: bool,
    is_exhaustive: bool,
    depth: usize,
    is_implicit: bool,
    /// The number directly before the bracket that opened it.
    behind: Option<usize>,
}

impl Pass<'_, '_> {
    fn run(&mut self) {
        let mut i = 0;
        while i < self.tokens.len() && !self.reader.is_full() {
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
                Kind::Number(_) | Kind::Word(Tag::About(_) | Tag::Bare(_) | Tag::Finish | Tag::Receive)
            )
        });
        if ends_clause && is_of_things {
            self.open(false, false, false);
        }
    }

    fn open(&mut self, is_open: bool, is_exhaustive: bool, is_implicit: bool) {
        let behind = self.opening.and_then(|o| o.behind);
        self.opening = Some(Opening { is_open, is_exhaustive, depth: self.depth, is_implicit, behind });
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
                if follows_number && self.opening.is_none_or(|o| o.is_implicit) {
                    self.opening = None;
                    self.open(false, false, true);
                    if let Some(opening) = &mut self.opening {
                        opening.behind = self.last_claim;
                    }
                }
            }
            Mark::Close => {
                self.clause_without_number(i);
                while let Some(list) = self.list.as_ref().filter(|l| l.depth == self.depth && self.depth > 0)
                {
                    self.after_brackets = Some(list.whole);
                    self.close_list();
                }
                self.opening = None;
                self.depth = self.depth.saturating_sub(1);
            }
            Mark::Colon => {
                self.clause_without_number(i);
                if self.last_number.is_some_and(|n| n + 12 >= i) {
                    self.open(false, false, false);
                }
            }
            Mark::Comma => self.clause_without_number(i),
            Mark::Semi => {
                self.clause_without_number(i);
                self.after_base = None;
                self.after_semicolon = true;
            }
            Mark::Stop => {
                self.after_semicolon = false;
                self.clause_without_number(i);
                self.close_lists();
                self.opening = None;
                if !self.candidates.is_empty() {
                    self.candidates_before = std::mem::take(&mut self.candidates);
                }
                self.sentence += 1;
                // a neighbour or a part of the house is spoken of in one sentence, a whole area in several
                if self.sentence_scope.is_some_and(|s| s.0 != Scope::Others) {
                    self.paragraph_scope = self.sentence_scope;
                }
                self.sentence_scope = None;
                self.sentence_period = None;
                self.after_base = None;
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
        self.last_claim = None;
        let mut near = self.said(self.near, i);
        near.reached = self.is_said_to_reach(i);
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
        if let Some(comparison) = self.comparison(i, number, &near, &pending) {
            let (counted, is_named) = self.compared(&near, &pending, comparison.of);
            let claim = self.claim(i, span, number, counted, is_named, &near, &pending);
            self.push(Claim { comparison: Some(comparison), ..claim });
            self.after_number(i);
            return;
        }
        let behind = self.said(i + 1, stop);
        if Self::is_base_value(number, &near, &behind) {
            self.base_value(i, span, number, &near, &pending);
            return;
        }
        let is_percent = matches!(number.unit, Some("%" | "‰" | "个百分点"));
        if is_percent {
            let counted = if near.share || pending.share && !near.rate || self.is_share_of_measure(i) {
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

        let spread = self.spread(i, &near);
        if !spread.is_empty() {
            for counted in spread {
                if matches!(counted, Counted::Remedy(..)) && self.is_of_other_acts(i) {
                    continue;
                }
                let claim = self.claim(i, span, number, counted, true, &near, &pending);
                let index = self.push(claim);
                self.candidates.push(index);
            }
            self.after_number(i);
            return;
        }

        let (mut counted, is_named) = if self.is_among_applications(i) {
            self.decide_among_applications(&near, &right, number)
        } else {
            self.decide(&near, &right, &pending, number)
        };
        let is_named = is_named && !self.is_narrowed(i);
        counted = self.joined(counted, i);
        let is_of_other_acts = matches!(counted, Counted::Remedy(..)) && self.is_of_other_acts(i);
        if is_of_other_acts || self.is_of_other_matter(i, counted, number, &near, &right) {
            counted = Counted::Other;
        }
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
        // 区财政局收到6件，答复6件: the same agency goes on
        if counted == Counted::NewReceived && near.scope.is_none() && claim.scope == Scope::Others {
            self.sentence_scope =
                self.sentence_scope.or(self.other_agency(i).map(|(a, b)| (Scope::Others, a, b)));
        }
        let index = self.push(claim);
        // 每月两期: so many each time are no whole
        let is_rate = self.is_told_each_time(i) && !self.candidates.is_empty();
        if !self.is_measure_of_share(i) && !is_rate {
            self.relate(index, i, &near, right_end);
            self.last_claim = Some(index);
        }
        if near.things.is_empty() {
            self.note_context(&right, &near);
        }
        self.about = match counted {
            _ if is_of_other_acts => Some(Domain::Foreign),
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
        self.after_semicolon = false;
        self.after_brackets = None;
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
        let period = if near.reached && near.period.is_none() { Period::ThisYear } else { period };
        let subject = || self.other_agency(i).map(|(from, to)| (Scope::Others, from, to));
        let own = near.scope.filter(|s| s.0 == Scope::Own);
        let named = near.scope.filter(|s| s.0 != Scope::Own).or_else(subject).or(own);
        let scope = named.or(self.sentence_scope).or(self.paragraph_scope);
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
            said: on_one_line(self.text.source.get(from..to).unwrap_or_default()),
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
        let here = self.tokens.get(from).map_or(0, |t| t.start);
        let is_near = |t: &Token| t.start + QUOTED >= here && t.end <= here + QUOTED;
        while from > 0 && !is_edge(&self.tokens[from - 1]) && is_near(&self.tokens[from - 1]) && i - from < 24
        {
            from -= 1;
        }
        let mut to = i.min(last);
        while to < last
            && !is_edge(&self.tokens[to + 1])
            && is_near(&self.tokens[to + 1])
            && to - i.min(last) < 16
        {
            to += 1;
        }
        let (Some(first), Some(end)) = (self.tokens.get(from), self.tokens.get(to)) else {
            return String::new();
        };
        let (a, b) = self.text.bytes(first.start, end.end);
        on_one_line(self.text.source.get(a..b).unwrap_or_default())
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
}

/// Words that may be broken over lines, with one blank for each run of blanks.
fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
