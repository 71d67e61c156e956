//! Numbers that divide another: 其中……, 分别为……, a list in brackets, two halves.
//!
//! Not here: whether the parts add up (`crate::rules::across`).

use super::super::counted::{Applicant, Counted, Facet, Outcome, Remedy, RemedyResult};
use super::super::decimal::Decimal;
use super::super::lexer::Kind;
use super::super::lexicon::{Domain, Tag};
use super::super::{Claim, Closure, PartOf, Period};
use super::{LOOK_BACK, List, Opening, Pass, Said};
use gongkai_domain::report::{Column, Row};

/// Words for how many read, saw or came.
const AUDIENCE: &[&str] =
    &["点击", "阅读", "浏览", "访问", "播放", "观看", "转发", "点赞", "粉丝", "关注", "下载", "参训", "参会"];

impl Pass<'_, '_> {
    pub(super) fn relate(&mut self, index: usize, i: usize, near: &Said, right_end: usize) {
        let counted = self.reader.claims[index].counted;
        if counted == Counted::Rate || counted == Counted::Share {
            return;
        }
        // “12万元（另有……286万元）”: beside the number, not within it
        if self.depth > 0 && self.opening.is_some() {
            let words = self.words_of(self.clause, i);
            if ["另", "此外", "不含", "不包括", "不计"].iter().any(|w| words.starts_with(w)) {
                self.opening = None;
                return;
            }
        }
        if let Some(opening) = self.opening.take() {
            let nested = self.member_divided_by(index, opening);
            let here = nested.or_else(|| self.whole_among(&self.candidates, index));
            let whole = if opening.is_implicit && opening.behind.is_some() {
                opening.behind
            } else if self.depth > 0 && opening.depth == self.depth || opening.is_implicit {
                here
            } else {
                here.or_else(|| self.whole_of_sentence_before(index))
            };
            // 咨询262件，其中涉及依申请公开42件: of those that asked, not applications
            if let Some(whole) = whole.and_then(|w| self.reader.claims.get(w))
                && is_of_people_that_ask(whole.counted)
                && counted == Counted::NewReceived
                && !near.receive
            {
                self.reader.claims[index].counted = Counted::Other;
            }
            let is_earlier_year =
                matches!(self.reader.claims[index].period, Period::LastYear | Period::Year(_))
                    && whole.is_some_and(|w| self.reader.claims[w].period == Period::ThisYear);
            if let Some(whole) = whole
                && !is_earlier_year
                && (!opening.is_implicit || self.may_be_part_in_brackets(whole, index))
                && self.is_same_sort(whole, index)
            {
                let is_within = self.list.as_ref().is_some_and(|l| l.members.contains(&whole));
                if is_within {
                    self.outer.extend(self.list.take());
                } else {
                    self.close_lists();
                }
                self.reader.lists += 1;
                self.list = Some(List {
                    number: self.reader.lists,
                    whole,
                    facet: None,
                    members: Vec::new(),
                    is_open: opening.is_open,
                    is_exhaustive: opening.is_exhaustive,
                    depth: if self.depth >= opening.depth { opening.depth } else { self.depth },
                    inner: self.depth,
                    is_implicit: false,
                    has_verbs: false,
                });
                self.name_part_of_received(index, near);
                self.join(index, near, i, right_end);
                return;
            }
        }
        self.name_part_of_received(index, near);
        while let Some(list) = &self.list {
            let whole = list.whole;
            // 网站198条（首页60条），新媒体114条: what stands in brackets among the parts is none of them
            if self.depth > list.inner {
                return;
            }
            let is_new_total = near.total && !near.rest;
            if self.is_beside_parts(whole, index, i, near) {
                self.candidates.push(index);
                return;
            }
            let is_of_its_own = self.is_behind_semicolon(near);
            if !is_new_total
                && !is_of_its_own
                && !self.is_complete_before(index)
                && self.fits(index)
                && self.is_same_sort(whole, index)
                && self.may_divide(whole, index)
            {
                self.join(index, near, i, right_end);
                return;
            }
            self.close_list();
        }
        if near.total && self.sums_up(index, i) {
            self.candidates.push(index);
            return;
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
                inner: self.depth,
                is_implicit: true,
                has_verbs: false,
            });
            self.join(index, near, i, right_end);
            return;
        }
        self.candidates.push(index);
    }

    /// The number that a part divides, of those the sentence told: the last, unless another is meant by its kind.
    fn whole_among(&self, candidates: &[usize], part: usize) -> Option<usize> {
        let last = *candidates.last()?;
        let is_of_all = |k: &usize| {
            matches!(
                self.reader.claims[*k].counted,
                Counted::Handled | Counted::Processed | Counted::NewReceived
            )
        };
        let is_outcome = matches!(self.reader.claims[part].counted, Counted::Outcome(_));
        // 办结30件，结转下年2件，其中予以公开12件: what is still open has no outcome
        let is_open = matches!(self.reader.claims[last].counted, Counted::CarriedOut | Counted::Unfinished);
        // 新收28件，上年结转3件，其中自然人25件: more than were carried over
        let is_too_few = (is_open || self.reader.claims[last].counted == Counted::CarriedIn)
            && self.reader.claims[part].exact() > self.reader.claims[last].exact();
        // 予以公开12件，当面提供7件，其中自然人9件: the applicants are of what has them
        let is_of_another = is_of_applications_only(self.reader.claims[part].counted)
            && !self.may_be_part_in_brackets(last, part)
            && self.reader.claims[part].exact() > self.reader.claims[last].exact();
        if is_of_another {
            let has_them = |k: &usize| self.may_be_part_in_brackets(*k, part);
            candidates.iter().rev().copied().find(has_them).or(Some(last))
        } else if is_outcome && is_open || is_too_few {
            candidates.iter().rev().copied().find(is_of_all).or(Some(last))
        } else {
            Some(last)
        }
    }

    /// The last part of the list that is being read, when the number divides this part rather than the whole: 不予公开4件，
    /// 其中第三方权益3件.
    fn member_divided_by(&self, part: usize, opening: Opening) -> Option<usize> {
        let last = *self.list.as_ref()?.members.last()?;
        let claims = &self.reader.claims;
        let (w, p) = (claims[last].counted, claims[part].counted);
        let divides = match (w, p) {
            (Counted::Outcome(group), Counted::Outcome(ground)) => is_within_group(group, ground),
            (Counted::Applicant(Applicant::Organisation), Counted::Applicant(Applicant::Column(column))) => {
                column != Column::NaturalPerson
            }
            (Counted::Outcome(_) | Counted::CarriedIn | Counted::CarriedOut, Counted::Applicant(_)) => {
                !self.after_semicolon && claims[part].exact() <= claims[last].exact()
            }
            // 不予公开4件，其中涉密3件: a ground in words that nobody knows
            (Counted::Outcome(group), Counted::Other) if is_group(group) => {
                !self.after_semicolon
                    && claims[part].unit == claims[last].unit
                    && claims[part].exact() <= claims[last].exact()
            }
            _ => opening.behind == Some(last),
        };
        divides.then_some(last)
    }

    /// Whether a claim of this kind can divide one of that kind at all: what could not be provided is no part of what was
    /// refused.
    fn may_divide(&self, whole: usize, part: usize) -> bool {
        match (self.reader.claims[whole].counted, self.reader.claims[part].counted) {
            (Counted::Outcome(group), Counted::Outcome(ground)) => is_within_group(group, ground),
            (Counted::Applicant(Applicant::Organisation), Counted::Applicant(part)) => {
                matches!(part, Applicant::Column(column) if column != Column::NaturalPerson)
            }
            (Counted::Applicant(_), Counted::Applicant(_)) => false,
            _ => true,
        }
    }

    /// The same, of the sentence before: its first number, or for outcomes what it tells to be answered.
    fn whole_of_sentence_before(&self, part: usize) -> Option<usize> {
        let first = self.candidates_before.first().copied()?;
        let claims = &self.reader.claims;
        let is_outcome = matches!(claims[part].counted, Counted::Outcome(_));
        let handled = self.candidates_before.iter().rev().find(|k| claims[**k].counted == Counted::Handled);
        if is_outcome && claims[first].counted.is_of_applications() {
            return Some(handled.copied().unwrap_or(first));
        }
        Some(first)
    }

    pub(super) fn join(&mut self, index: usize, near: &Said, i: usize, right_end: usize) {
        if let Some(applicant) = self.applicant_in_list(index, i) {
            self.reader.claims[index].counted = Counted::Applicant(applicant);
        }
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
            list.facet = match list.facet {
                Some(Facet::Content) | None => facet.or(list.facet),
                known => known,
            };
            list.members.push(index);
            list.has_verbs |= near.has_own_verb();
            list.is_open |= is_chiefly || right_is_etc;
            list.is_exhaustive |= near.rest;
        }
    }

    /// Whether a number among the parts tells something else of them: how often they were read (点击量3.2万次), what came
    /// of one of them (收到意见16条).
    fn is_beside_parts(&self, whole: usize, index: usize, i: usize, near: &Said) -> bool {
        let Some(list) = &self.list else { return false };
        let unit = self.reader.claims[index].unit;
        if list.members.iter().chain([&whole]).any(|k| self.reader.claims[*k].unit == unit) {
            return false;
        }
        let words = self.words_of(self.near, i);
        AUDIENCE.iter().any(|a| words.contains(a)) || near.has_own_verb() && !list.has_verbs
    }

    /// Behind a semicolon another subject begins, with a verb or a channel that the parts had not: 其中公告4条、动态9条；
    /// 公众号推送26篇.
    fn is_behind_semicolon(&self, near: &Said) -> bool {
        let Some(list) = &self.list else { return false };
        let has_channel = near.channel.is_some() && !near.rest && list.facet != Some(Facet::Channel);
        self.after_semicolon && (has_channel || near.has_own_verb() && !list.has_verbs)
    }

    /// 受理28件，其中市级转办3件，直接受理25件: a part of what was received is not all of it.
    fn name_part_of_received(&mut self, index: usize, near: &Said) {
        let Some(list) = &self.list else { return };
        let (whole, part) = (&self.reader.claims[list.whole], &self.reader.claims[index]);
        let is_part = whole.counted == Counted::NewReceived
            && part.counted == Counted::NewReceived
            && (whole.scope, whole.period) == (part.scope, part.period)
            && !near.total
            && part.exact() < whole.exact();
        if is_part {
            self.reader.claims[index].counted = Counted::Other;
        }
    }

    /// 请示3件、报告1件；通报7件: the parts make the whole already, and another number follows that is none of them.
    fn is_complete_before(&self, index: usize) -> bool {
        let Some(list) = &self.list else { return false };
        let claims = &self.reader.claims;
        let (Some(total), Some(n)) = (claims[list.whole].exact(), claims[index].exact()) else {
            return false;
        };
        let is_in_unit = |k: &usize| claims[*k].unit == claims[list.whole].unit;
        let sum =
            list.members.iter().try_fold(Decimal::default(), |sum, k| Some(sum.plus(claims[*k].exact()?)));
        list.members.len() > 1
            && list.members.iter().all(is_in_unit)
            && sum == Some(total)
            && (self.after_semicolon && !n.is_zero() || n > total)
    }

    /// 其中自然人12件，企业4件，其他2件: among applicants 企业 and 其他 are applicants too.
    fn applicant_in_list(&self, index: usize, i: usize) -> Option<Applicant> {
        let list = self.list.as_ref()?;
        let claims = &self.reader.claims;
        let is_among_applicants = list.facet == Some(Facet::Applicant)
            && claims[list.whole].counted.is_of_applications()
            && matches!(claims[index].counted, Counted::Other | Counted::NewReceived);
        let has_organisations =
            list.members.iter().any(|m| claims[*m].counted == Counted::Applicant(Applicant::Organisation));
        if !is_among_applicants || has_organisations {
            return None;
        }
        let words = self.words_of(self.near, i);
        match words.strip_suffix("申请").unwrap_or(&words) {
            "企业" | "各类企业" => Some(Applicant::Column(Column::CommercialEnterprise)),
            // beside 自然人 alone it is every organisation, or nobody knows what
            "其他" | "其它" | "其他申请人" if list.members.len() > 1 => {
                Some(Applicant::Column(Column::OtherOrganisation))
            }
            _ => None,
        }
    }

    /// “财政4条，规划5条，共计9条”: a total told behind its parts. Nothing but the word for a total may stand before
    /// the number; with 公开信息 between, the parts before need not be all.
    fn sums_up(&mut self, index: usize, i: usize) -> bool {
        let words = self.words_of(self.clause, i);
        let words = ["以上", "上述", "各项", "两项", "三项", "几项"]
            .iter()
            .fold(words.as_str(), |w, p| w.strip_prefix(p).unwrap_or(w));
        let Some(rest) =
            ["共计", "合计", "总计", "总共", "一共", "共"].iter().find_map(|t| words.strip_prefix(t))
        else {
            return false;
        };
        let is_bare = rest.is_empty();
        let is_of_published = matches!(
            rest,
            "公开"
                | "公开信息"
                | "公开各类信息"
                | "公开政府信息"
                | "主动公开信息"
                | "主动公开政府信息"
                | "发布信息"
        );
        if !(is_bare || is_of_published) || self.depth > 0 {
            return false;
        }
        let claims = &self.reader.claims;
        let whole = &claims[index];
        let sort_of = |c: &Claim| match c.counted {
            Counted::Disclosed | Counted::Interpretation => Some(Facet::Content),
            // what was received and what was carried in are counted on their own
            Counted::CarriedIn | Counted::NewReceived => None,
            other => other.facet().filter(|f| !matches!(f, Facet::Progress | Facet::RemedyKind)),
        };
        let first_sort = index.checked_sub(1).and_then(|k| sort_of(&claims[k]));
        let is_part = |k: &usize| {
            let c = &claims[*k];
            (c.section, c.paragraph, c.sentence) == (whole.section, whole.paragraph, whole.sentence)
                && self.candidates.contains(k)
                && c.part_of.is_none()
                && c.comparison.is_none()
                && !c.is_total
                && !c.is_negated
                && c.exact().is_some()
                && c.unit == whole.unit
                && c.unit.is_some()
                && (c.period, c.scope) == (whole.period, whole.scope)
                && sort_of(c) == first_sort
        };
        if first_sort.is_none() {
            return false;
        }
        let parts: Vec<usize> = (index.saturating_sub(LOOK_BACK)..index).rev().take_while(is_part).collect();
        // what stands before the parts of the sentence may be one more part, said otherwise
        let is_alone = parts.last().and_then(|k| k.checked_sub(1)).is_none_or(|k| {
            let c = &claims[k];
            (c.section, c.paragraph, c.sentence) != (whole.section, whole.paragraph, whole.sentence)
        });
        if parts.len() < 2 || !is_alone || !self.are_side_by_side(&parts, index) {
            return false;
        }
        let values = |k: &[usize]| -> Option<Decimal> {
            k.iter().try_fold(Decimal::default(), |sum, k| Some(sum.plus(claims[*k].exact()?)))
        };
        // the first numbers may be a whole themselves: only the last ones, when they make the total
        let fitting = (2..=parts.len()).find(|n| values(&parts[..*n]) == claims[index].exact());
        let parts = &parts[..fitting.unwrap_or(parts.len())];
        let closure = if is_bare { Closure::Exhaustive } else { Closure::Open };
        self.reader.lists += 1;
        let part = PartOf { whole: index, list: self.reader.lists, closure };
        for k in parts {
            let claim = &mut self.reader.claims[*k];
            claim.part_of = Some(part);
            if claim.counted == Counted::Disclosed {
                claim.counted = Counted::Other;
            }
        }
        self.candidates.retain(|k| !parts.contains(k));
        true
    }

    /// Whether each number follows the one before in a clause of its own, and nothing without a number is told between
    /// them: 财政4条，以及各类公告，共计19条 has a part that nobody counted.
    fn are_side_by_side(&self, parts: &[usize], whole: usize) -> bool {
        let claims = &self.reader.claims;
        let mut next = whole;
        parts.iter().all(|k| {
            let between = self.text.source.get(claims[*k].span.end..claims[next].span.start);
            next = *k;
            let Some(between) = between else { return false };
            let marks =
                between.chars().filter(|c| matches!(c, '，' | '、' | '；' | ',' | ';' | '：' | '。')).count();
            marks == 1
                && between.starts_with(['，', '、', '；', ',', ';'])
                && !["等", "其中", "另", "若干", "多"].iter().any(|w| between.contains(w))
        })
    }

    /// Whether the claim divides the list's whole in the same way as the parts before.
    pub(super) fn fits(&self, index: usize) -> bool {
        let Some(list) = &self.list else { return false };
        let counted = self.reader.claims[index].counted;
        let whole = self.reader.claims[list.whole].counted;
        match (list.facet, counted.facet()) {
            (None, _) => true,
            (Some(Facet::Content | Facet::Channel), Some(Facet::Content | Facet::Channel)) => true,
            (Some(Facet::Content | Facet::Channel), None) => counted == Counted::Disclosed,
            // 书面提交的184件，网络提交的133件: the first part was told in words that say nothing
            (Some(Facet::Content), Some(Facet::Applicant | Facet::Outcome | Facet::Means)) => {
                whole.is_of_applications()
            }
            (Some(a), Some(b)) if a == b => {
                !(whole == Counted::Handled && a == Facet::Progress) || counted != Counted::Handled
            }
            // 其中网上申请5件，其他2件
            (Some(_), Some(Facet::Content)) => list.is_exhaustive || counted == Counted::Other,
            _ => false,
        }
    }

    /// Whether a claim of this kind divides a claim of that kind, even when nothing says so.
    pub(super) fn may_be_part(&self, whole: usize, part: usize) -> bool {
        let (w, p) = (self.reader.claims[whole].counted, self.reader.claims[part].counted);
        match p.facet() {
            Some(Facet::Applicant | Facet::Outcome | Facet::Means) => {
                matches!(w, Counted::NewReceived | Counted::Handled | Counted::Processed)
                    || matches!((w, p), (Counted::Outcome(a), Counted::Outcome(b)) if is_group_of(a, b))
            }
            Some(Facet::RemedyResult) => matches!(
                (w, p),
                (Counted::Remedy(whole, RemedyResult::Total), Counted::Remedy(part, _)) if is_kind_of(whole, part)
            ),
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

    /// The same of a number in brackets directly behind another: 予以公开12件（自然人9件，商业企业3件）.
    fn may_be_part_in_brackets(&self, whole: usize, part: usize) -> bool {
        let (w, p) = (self.reader.claims[whole].counted, self.reader.claims[part].counted);
        self.may_be_part(whole, part)
            || matches!(
                (w, p),
                (
                    Counted::Outcome(_) | Counted::CarriedIn | Counted::CarriedOut,
                    Counted::Applicant(_) | Counted::ApplicationBy(_)
                )
            )
            || matches!((w, p), (Counted::Applicant(Applicant::Organisation), Counted::Applicant(_)))
                && self.may_divide(whole, part)
    }

    /// Money is no part of a count, applications are no part of what was published.
    pub(super) fn is_same_sort(&self, whole: usize, part: usize) -> bool {
        let (w, p) = (&self.reader.claims[whole], &self.reader.claims[part]);
        let is_money = |c: &Claim| c.unit.is_some_and(|u| u.ends_with('元'));
        if is_money(w) != is_money(p) {
            return false;
        }
        // remedies are parts of remedies only: of law-suits at large, those about disclosure are some
        if matches!(p.counted, Counted::Remedy(_, RemedyResult::Total))
            && !matches!(w.counted, Counted::Remedy(..))
        {
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
    pub(super) fn halves(&self, index: usize, i: usize) -> Option<usize> {
        let previous = index.checked_sub(1)?;
        let (p, c) = (self.reader.claims.get(previous)?, &self.reader.claims[index]);
        if p.sentence != c.sentence || p.paragraph != c.paragraph || p.counted != c.counted {
            return None;
        }
        let end = self.tokens[i].end;
        let behind: String = self.text.chars[end..].iter().take(4).collect();
        let rest = behind.strip_prefix(['不', '非', '未'])?;
        let head: String = rest.chars().take(2).collect();
        let number = (i.saturating_sub(LOOK_BACK)..i)
            .rev()
            .find(|k| matches!(self.tokens[*k].kind, Kind::Number(_)))?;
        let before: String = self.text.chars[self.tokens[number].end..].iter().take(2).collect();
        (head.chars().count() == 2 && head == before).then_some(previous)
    }

    /// Closes the list that is being read and those that it stands in.
    pub(super) fn close_lists(&mut self) {
        while self.list.is_some() {
            self.close_list();
        }
    }

    /// Closes the list that is being read; the one that it stands in goes on.
    pub(super) fn close_list(&mut self) {
        let Some(list) = self.list.take() else { return };
        self.list = self.outer.pop();
        if list.members.is_empty() {
            return;
        }
        let claims = &mut self.reader.claims;
        let has = |f: fn(&Counted) -> bool| list.members.iter().any(|m| f(&claims[*m].counted));
        let both_applicants =
            has(|c| matches!(c, Counted::Applicant(Applicant::Column(Column::NaturalPerson))))
                && has(|c| matches!(c, Counted::Applicant(Applicant::Organisation)));
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
            && self.list.is_none()
            && let Some(last) = list.members.last()
        {
            self.candidates.push(*last);
        }
    }
}

/// Applicants and outcomes, which only applications have.
fn is_of_applications_only(counted: Counted) -> bool {
    matches!(counted, Counted::Applicant(_) | Counted::Outcome(_))
}

/// Questions, complaints and proposals, some of which are about disclosure.
fn is_of_people_that_ask(counted: Counted) -> bool {
    matches!(counted, Counted::Mailbox | Counted::Hotline | Counted::Proposals)
}

/// Whether cases of the one remedy are cases of the other.
fn is_kind_of(whole: Remedy, part: Remedy) -> bool {
    let is_suit = matches!(part, Remedy::Suit | Remedy::DirectSuit | Remedy::PostReconsiderationSuit);
    whole == part || whole == Remedy::Both || part == Remedy::Both || whole == Remedy::Suit && is_suit
}

/// Whether the outcome is one of the four that have several rows.
pub(super) fn is_group(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Denied | Outcome::Unavailable | Outcome::Unprocessed | Outcome::Other)
}

/// Whether the ground belongs to the group (不予公开 and its eight grounds).
pub(super) fn is_group_of(group: Outcome, ground: Outcome) -> bool {
    if ground == Outcome::NotHeldInPart {
        return matches!(group, Outcome::Unavailable | Outcome::Row(Row::UnavailableNotHeld));
    }
    let Outcome::Row(row) = ground else { return false };
    let key = row.key();
    match group {
        Outcome::Denied => key.starts_with("denied_"),
        Outcome::Unavailable => key.starts_with("unavailable_"),
        Outcome::Unprocessed => key.starts_with("unprocessed_"),
        Outcome::Other => key.starts_with("other_"),
        Outcome::GrantedInAll => matches!(row, Row::Granted | Row::PartiallyGranted),
        Outcome::Row(_) | Outcome::NotHeldInPart | Outcome::Withdrawn => false,
    }
}

/// The same, with what is usually counted in the group though it has no row of its own: 其他处理1件，其中撤回1件.
fn is_within_group(group: Outcome, ground: Outcome) -> bool {
    is_group_of(group, ground) || group == Outcome::Other && ground == Outcome::Withdrawn
}

/// Whether one clause says the opposite of the other: 属于…… and 不属于…….
pub(super) fn is_opposite(a: &str, b: &str) -> bool {
    let words =
        |s: &str| -> String { s.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect() };
    let (a, b) = (words(a), words(b));
    let positive = |s: &str| s.replace(['不', '非', '未'], "").replace("其中", "");
    a != b && positive(&a) == positive(&b)
}
