//! Numbers that belong elsewhere: another agency's, remedies of other acts than disclosure, a narrowed part.
//!
//! Not here: words of scope that the table of words knows (`super::said`).

use super::super::counted::Counted;
use super::super::lexer::{Kind, Mark, Number};
use super::super::lexicon::{Domain, Tag};
use super::{LOOK_BACK, Pass, Said};
use gongkai_domain::report::SectionKey;

/// How the names of agencies and of their parts end.
const AGENCY_ENDINGS: &[&str] = &[
    "局",
    "委",
    "委员会",
    "办",
    "厅",
    "院",
    "所",
    "站",
    "队",
    "中心",
    "街道",
    "镇",
    "乡",
    "政府",
    "公司",
    "学校",
    "科",
    "室",
    "处",
    "股",
    "办事处",
    "单位",
    "部门",
    "协会",
    "集团",
    "银行",
];

/// Acts and business from which reconsiderations and suits arise that are none of disclosure.
const OTHER_ACTS: &[&str] = &[
    "其他行政",
    "其它行政",
    "行政处罚",
    "行政许可",
    "行政强制",
    "行政征收",
    "行政确认",
    "行政协议",
    "行政赔偿",
    "行政裁决",
    "行政审批",
    "行政执法",
    "各类行政",
    "各类复议",
    "各类诉讼",
    "执法",
    "征地",
    "征收",
    "拆迁",
    "补偿",
    "工伤",
    "社保",
    "土地",
    "林权",
    "山林",
    "登记",
    "投诉",
    "举报",
    "信访",
    "履职",
    "职责",
    "认定",
    "民事",
    "刑事",
    "劳动",
    "仲裁",
    "出庭",
    "作为复议机关",
    "受理行政复议",
    "受理复议",
    "审理",
    "作为复议机构",
    "代理",
    "其他领域",
    "其他事项",
    "其他业务",
    "其他类",
    "其他方面",
    "其他原因",
    "其他行为",
    "除政府信息公开",
    "除信息公开",
    "非政府信息公开",
    "非信息公开",
    "政府信息公开以外",
    "政府信息公开之外",
    "信息公开以外",
    "信息公开之外",
    "不涉及政府信息公开",
    "不涉及信息公开",
    "与政府信息公开无关",
    "与信息公开无关",
    "与政府信息公开工作无关",
    "与信息公开工作无关",
];

/// Words for a part in reconsiderations and suits that is not that of the agency whose act is attacked: the cases are
/// counted by that one, also when they are about disclosure.
const OTHER_ROLES: &[&str] = &[
    "作为复议机关",
    "作为行政复议机关",
    "作为复议机构",
    "作为行政复议机构",
    "共同被告",
    "作为第三人",
    "第三人身份",
    "作为其他被告",
    "审理政府信息公开",
    "审理信息公开",
    "审理涉",
    "审理因",
    "审理各类",
    "审理行政",
    "代市政府",
    "代县政府",
    "代区政府",
    "代省政府",
    "履行复议决定",
    "履行行政复议决定",
    "指导下级",
    "指导所属",
    "指导下属",
];

/// Words that say that disclosure is meant.
const DISCLOSURE: &[&str] = &["信息公开", "政务公开", "公开申请", "申请公开", "公开答复", "依申请"];

/// Words that show that documents are given an attribute or are reviewed before they are published.
const DOCUMENT_REVIEW: &[&str] = &[
    "公开属性",
    "公文",
    "保密审查",
    "公开审查",
    "发布审查",
    "信息审查",
    "审查拟",
    "拟公开",
    "拟发布",
    "定密",
];

/// Other business of which something may be carried over from year to year.
const OTHER_WORK: &[&str] = &[
    "项目", "开工", "立案", "结案", "执法", "检查", "工程", "资金", "案件", "信访", "来信", "来访", "工单",
    "热线", "诉求", "提案", "建议", "复议", "诉讼",
];

/// Characters of a sentence that are looked at on each side of a number.
const SENTENCE: usize = 400;

/// Words that pick those about disclosure out of all remedies.
const OF_DISCLOSURE: &[&str] = &[
    "涉政府信息公开",
    "涉及政府信息公开",
    "涉信息公开",
    "涉及信息公开",
    "属政府信息公开",
    "属于政府信息公开",
    "，政府信息公开",
];

/// Words by which whoever hands in applications is named: they do not narrow the number.
const ANYBODY: &[&str] =
    &["提出", "提交", "递交", "申请人", "群众", "公民", "社会", "公众", "各类", "各种", "有效", "全部"];

/// Words for how or when some of the applications were answered. 按期 and 书面 may be said of all.
const MANNERS_OF_SOME: &[&str] = &[
    "当场",
    "当面",
    "现场",
    "口头",
    "电话",
    "提前",
    "延期",
    "逾期",
    "超期",
    "终止",
    "工作日",
    "邮件",
    "邮箱",
    "邮寄",
    "网上",
    "信函",
    "书面",
    "补正后",
    "转来",
    "交办",
    "其他",
    "其余",
    "会同",
    "牵头",
    "直接",
    "不服",
];

/// Words between whoever does something and the verb.
const MANNER: &[&str] = &[
    "牵头", "负责", "具体", "分别", "共同", "联合", "统一", "单独", "累计", "合计", "实际", "依法", "及时",
    "按时",
];

impl Pass<'_, '_> {
    /// The subject of the clause, as characters, when it names an agency other than the one that reports.
    pub(super) fn other_agency(&self, i: usize) -> Option<(usize, usize)> {
        let own = self.reader.agency.as_ref()?;
        let start = self.clause.max(self.pending).min(i);
        let (mut from, mut to) = (None, 0);
        for token in &self.tokens[start..i.min(start + LOOK_BACK)] {
            match token.kind {
                Kind::Word(
                    Tag::Receive
                    | Tag::Finish
                    | Tag::Process
                    | Tag::CarriedIn
                    | Tag::About(Domain::Remedy(_)),
                ) => break,
                // 省住建厅出台规范性文件2件
                Kind::Word(Tag::Event(_)) if from.is_some() => break,
                // 我局法规科: a part of the house
                Kind::Word(Tag::Own) => from = None,
                Kind::When(_)
                | Kind::Mark(_)
                | Kind::Word(
                    Tag::ThisYear
                    | Tag::LastYear
                    | Tag::AsOf
                    | Tag::PartOfYear
                    | Tag::Among
                    | Tag::Respectively
                    | Tag::Total
                    | Tag::Plan,
                ) => {}
                Kind::Other('由' | '经' | '向' | '据' | '新') if from.is_none() => {}
                Kind::Other('因' | '被' | '就' | '在' | '对' | '新' | '已' | '均' | '累')
                    if from.is_some() =>
                {
                    break;
                }
                _ => {
                    from = from.or(Some(token.start));
                    to = token.end;
                }
            }
        }
        let from = from?;
        let words: String = self.text.chars.get(from..to)?.iter().collect();
        let ends = MANNER.iter().filter_map(|w| words.find(w)).min().unwrap_or(words.len());
        let text = words.get(..ends)?;
        let name: Vec<char> = text.chars().collect();
        let is_agency = (2..=24).contains(&name.len()) && AGENCY_ENDINGS.iter().any(|e| text.ends_with(e));
        (is_agency && !is_short_for(&name, own)).then_some((from, from + name.len()))
    }

    /// Whether the remedies of the sentence, up to the token, are said to be of other acts than disclosure.
    ///
    /// Of words for disclosure and for other acts, the last before the number decides; 均与信息公开无关 behind it too.
    pub(super) fn is_of_other_acts(&self, i: usize) -> bool {
        let stop = i.min(self.tokens.len());
        let is_stop = |k: &usize| matches!(self.tokens[*k].kind, Kind::Mark(Mark::Stop));
        let first = (stop.saturating_sub(LOOK_BACK)..stop).rev().find(is_stop).map_or(0, |k| k + 1);
        let first = first.max(stop.saturating_sub(LOOK_BACK));
        let Some(begin) = self.tokens.get(first).map(|t| t.start) else { return false };
        let end = self.tokens.get(stop).map_or(self.text.chars.len(), |t| t.start);
        let before: String = self.text.chars[begin.min(end)..end].iter().collect();
        let clauses = before.rsplit('；').next().unwrap_or(&before);
        if OTHER_ROLES.iter().any(|w| clauses.contains(w)) {
            return true;
        }
        let last = |words: &[&str]| words.iter().filter_map(|w| before.rfind(w).map(|at| at + w.len())).max();
        let disclosure = last(DISCLOSURE);
        if last(OTHER_ACTS).is_some_and(|other| disclosure.is_none_or(|at| other >= at)) {
            return true;
        }
        let limit = self.tokens.len().min(stop + 24);
        let last = (stop..limit).find(is_stop).unwrap_or(limit);
        let end_behind = last.checked_sub(1).and_then(|k| self.tokens.get(k)).map_or(end, |t| t.end).max(end);
        let behind: String = self.text.chars[end..end_behind].iter().collect();
        // 行政应诉11件，负责人出庭11件: the agency's law-suits at large
        // 行政诉讼9件，其中政府信息公开类2件: likewise
        // 复议应诉案件9件，涉政府信息公开2件: likewise
        let is_of_some = |words: &str| {
            words.find("其中").is_some_and(|k| words[k..].contains("信息公开"))
                || OF_DISCLOSURE.iter().any(|w| {
                    words.split_once(w).is_some_and(|(before, rest)| {
                        let rest = rest.trim_start_matches(['类', '的', '案', '件', '有']);
                        !before.ends_with('均') && rest.starts_with(|c: char| c.is_ascii_digit())
                    })
                })
        };
        let is_at_large = disclosure.is_none() && (behind.contains("出庭") || is_of_some(&behind));
        is_at_large
            || [
                "信息公开无关",
                "信息公开工作无关",
                "均不涉及",
                "作为复议机关",
                "作为行政复议机关",
                "共同被告",
                "作为第三人",
            ]
            .iter()
            .any(|w| behind.contains(w))
    }

    /// Whether the words around show that the number counts other matters than the tables do.
    pub(super) fn is_of_other_matter(
        &self,
        i: usize,
        counted: Counted,
        number: Number,
        near: &Said,
        right: &Said,
    ) -> bool {
        match counted {
            Counted::NewReceived => {
                self.is_some_of_them(i, near, right) || is_of_documents(&self.sentence_around(i))
            }
            Counted::Outcome(_) => {
                is_of_documents(&self.sentence_around(i)) || self.is_of_things_before(number)
            }
            Counted::Handled | Counted::Processed => self.is_manner_of_some(i),
            Counted::AdminFeeAmount => self.is_not_collected(i),
            Counted::CarriedIn | Counted::CarriedOut | Counted::Unfinished => {
                self.is_of_other_work(i, number)
            }
            Counted::Document(..) => self.is_of_another_issuer(i),
            Counted::Decisions(_) => self.is_matter_of_applications(i, near, right),
            _ => false,
        }
    }

    /// 议题6个，公开4个，不公开2个: in a unit that applications are not counted in, a part of what was told before in it.
    fn is_of_things_before(&self, number: Number) -> bool {
        if matches!(number.unit, None | Some("件" | "份" | "宗" | "起" | "例" | "封" | "件次" | "笔"))
        {
            return false;
        }
        let claims = self.reader.claims.iter().rev().take(LOOK_BACK);
        let mut here = claims.take_while(|c| {
            (c.section, c.paragraph, c.sentence) == (self.section, self.paragraph, self.sentence)
        });
        here.find(|c| c.unit == number.unit).is_some_and(|c| !c.counted.is_of_applications())
    }

    /// 当场答复6件, 20个工作日内答复20件: some of those that were answered, told by how or when.
    fn is_manner_of_some(&self, i: usize) -> bool {
        let words = self.words_of(self.clause.max(self.pending), i);
        MANNERS_OF_SOME.iter().any(|w| words.contains(w))
    }

    /// 减免行政事业性收费12万元: money that nobody paid.
    fn is_not_collected(&self, i: usize) -> bool {
        let words = self.words_of(self.clause.max(self.pending), i);
        let words = ["收费及减免", "收费和减免", "收费、减免", "收费减免情况", "减免政策"]
            .iter()
            .fold(words, |words, w| words.replace(w, ""));
        ["减免", "免收", "免征", "停征", "缓缴", "缓征", "退还", "清退", "减征", "降低", "减轻"]
            .iter()
            .any(|w| words.contains(w))
    }

    /// 收到的申请中，涉及征地的5件; 1件申请同时涉及3项: some of the applications, or what they are about.
    fn is_some_of_them(&self, i: usize, near: &Said, right: &Said) -> bool {
        let words = self.words_of(self.near, i);
        let names_them = |w: &str| w.contains("申请") || w.contains("公开");
        // 涉及行政处罚的申请5件: the matter stands before 的
        let is_of_matter = |matter: &str| match matter.split_once('的') {
            Some((matter, thing)) if thing.contains("申请") => !names_them(matter),
            _ => !names_them(matter),
        };
        if words.rsplit_once("涉及").is_some_and(|(_, matter)| is_of_matter(matter)) {
            return true;
        }
        if is_by_one_way(&words) || self.is_asked_for(i) && !near.receive && !near.total {
            return true;
        }
        let says_what = !near.things.is_empty() || near.receive || near.total || right.receive;
        if says_what {
            return false;
        }
        words.ends_with('的')
    }

    /// 申请公开招投标资料11件: what was asked for, in words that are not known.
    fn is_asked_for(&self, i: usize) -> bool {
        let is_verb = |k: &usize| {
            let token = self.tokens[*k];
            matches!(token.kind, Kind::Word(Tag::About(Domain::Application)))
                && self.text.chars[token.start..token.end] == ['申', '请', '公', '开']
        };
        let from = self.near.max(i.saturating_sub(LOOK_BACK));
        let Some(verb) = (from..i).rev().find(is_verb) else { return false };
        self.tokens[verb + 1..i].iter().filter(|t| matches!(t.kind, Kind::Other(_))).count() >= 2
    }

    /// 收到的申请中有3件撤回; 受理申请中6件结转: some of the applications named directly before the number.
    pub(super) fn is_among_applications(&self, i: usize) -> bool {
        let is_application = |k: &usize| {
            matches!(
                self.tokens[*k].kind,
                Kind::Word(Tag::About(Domain::Application) | Tag::Bare(Domain::Application) | Tag::Finish)
            )
        };
        let from = self.near.max(i.saturating_sub(LOOK_BACK));
        let Some(thing) = (from..i).rev().find(is_application) else { return false };
        let behind = self.words_of(thing + 1, i);
        let behind = ["事项", "件", "量"].iter().fold(behind.as_str(), |w, p| w.strip_prefix(p).unwrap_or(w));
        ["中", "当中", "之中", "里"].iter().any(|w| behind.starts_with(w))
    }

    /// Sorted by what they are about, applications are no decisions: 涉及行政处罚类8件, 申请中行政许可类5件.
    fn is_matter_of_applications(&self, i: usize, near: &Said, right: &Said) -> bool {
        let words = self.words_of(self.clause, i);
        if words.ends_with('类') || ["涉及", "集中", "关于"].iter().any(|w| words.contains(w)) {
            return true;
        }
        let is_edge = |k: &usize| matches!(self.tokens[*k].kind, Kind::Mark(Mark::Stop | Mark::Semi));
        let first = (i.saturating_sub(LOOK_BACK)..i).rev().find(is_edge).map_or(0, |k| k + 1);
        let names_applications = self.tokens[first.max(i.saturating_sub(LOOK_BACK))..i].iter().any(|t| {
            matches!(t.kind, Kind::Word(Tag::About(Domain::Application) | Tag::Bare(Domain::Application)))
        });
        let is_decided = near.decision || right.decision || near.process || near.finish;
        names_applications && !is_decided
    }

    /// 上年结转项目5个; 立案27件，2件结转下年办理: the agency's other business carried over.
    fn is_of_other_work(&self, i: usize, number: Number) -> bool {
        if self.section == Some(SectionKey::Applications) {
            return false;
        }
        let sentence = self.sentence_around(i);
        if ["申请", "信息公开", "公开件"].iter().any(|w| sentence.contains(w)) {
            return false;
        }
        let is_of_things = matches!(number.unit, Some("个" | "项" | "起"));
        is_of_things && self.about != Some(Domain::Application)
            || OTHER_WORK.iter().any(|w| sentence.contains(w))
    }

    /// 市政府出台规章2件, 由我局牵头起草的11件: documents that others issue.
    fn is_of_another_issuer(&self, i: usize) -> bool {
        let sentence = self.sentence_around(i).replace("公众参与", "").replace("社会参与", "");
        if ["牵头起草", "参与", "代拟", "负责起草", "起草的"].iter().any(|w| sentence.contains(w))
        {
            return true;
        }
        let words = self.words_of(self.clause.max(self.pending), i).replace("人民政府", "政府");
        if ["配合", "协助", "上级", "国务院", "部委", "上级主管部门", "国家部委"]
            .iter()
            .any(|w| words.contains(w))
        {
            return true;
        }
        let Some(own) = &self.reader.agency else { return false };
        if own.ends_with(&['政', '府']) {
            return false;
        }
        let is_name = |at: usize| {
            let before = words[..at].chars().next_back();
            let behind = &words[at + "政府".len()..];
            before.is_some_and(|c| "省市县区州旗盟镇乡".contains(c))
                && !["网", "门户", "信息", "官", "公报", "办", "令"].iter().any(|w| behind.starts_with(w))
        };
        words.match_indices("政府").any(|(at, _)| is_name(at))
    }

    /// 完成任务200条的143%, 占总量156件的7.7%: the number is only what a share is measured by.
    pub(super) fn is_measure_of_share(&self, i: usize) -> bool {
        let next = |k: usize| self.tokens.get(i + k).map(|t| t.kind);
        matches!(next(1), Some(Kind::Other('的')))
            && matches!(next(2), Some(Kind::Number(n)) if n.unit == Some("%"))
    }

    /// 占全部信息126条的50%: the per cent behind the measure are a share.
    pub(super) fn is_share_of_measure(&self, i: usize) -> bool {
        i >= 2
            && self.is_measure_of_share(i - 2)
            && matches!(self.tokens[i - 2].kind, Kind::Number(_))
            && self.said(self.clause, i - 2).share
    }

    /// 每月两期, 月均3篇: so many each time.
    pub(super) fn is_told_each_time(&self, i: usize) -> bool {
        let words = self.words_of(self.near, i);
        words.contains('每') || ["月均", "日均", "年均", "人均", "平均"].iter().any(|w| words.contains(w))
    }

    /// The characters of tokens `from` up to `to`.
    pub(super) fn words_of(&self, from: usize, to: usize) -> String {
        let tokens = self.tokens.get(from..to.min(self.tokens.len())).unwrap_or_default();
        let tokens = &tokens[tokens.len().saturating_sub(LOOK_BACK)..];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
        self.text.chars[first.start..last.end].iter().collect()
    }

    /// The sentence around a token, as far as it is looked back and on.
    fn sentence_around(&self, i: usize) -> String {
        let is_stop = |k: &usize| matches!(self.tokens[*k].kind, Kind::Mark(Mark::Stop));
        let i = i.min(self.tokens.len());
        let first = (i.saturating_sub(LOOK_BACK)..i).rev().find(is_stop).map_or(0, |k| k + 1);
        let first = first.max(i.saturating_sub(LOOK_BACK));
        let limit = self.tokens.len().min(i + LOOK_BACK / 2);
        let last = (i..limit).find(is_stop).unwrap_or(limit);
        let (Some(from), Some(to)) =
            (self.tokens.get(first), last.checked_sub(1).and_then(|k| self.tokens.get(k)))
        else {
            return String::new();
        };
        let here = self.tokens.get(i).map_or(to.end, |t| t.start);
        let start = from.start.max(here.saturating_sub(SENTENCE));
        let end = to.end.min(here + SENTENCE);
        self.text.chars.get(start..end).unwrap_or_default().iter().collect()
    }

    /// 收到市政府转来的政府信息公开申请2件: words before 的 pick some out of all.
    pub(super) fn is_narrowed(&self, i: usize) -> bool {
        let range = self.near..i;
        let tokens = &self.tokens[range];
        let is_application = |k: &usize| {
            matches!(
                tokens[*k].kind,
                Kind::Word(Tag::About(Domain::Application) | Tag::Bare(Domain::Application))
            )
        };
        let Some(thing) = (0..tokens.len()).rev().find(is_application) else { return false };
        if thing == 0 || tokens[thing - 1].kind != Kind::Other('的') {
            return false;
        }
        let is_verb =
            |k: &usize| matches!(tokens[*k].kind, Kind::Word(Tag::Receive | Tag::Finish | Tag::Process));
        let Some(verb) = (0..thing).rev().find(is_verb) else { return false };
        let words: String = self.text.chars[tokens[verb].end..tokens[thing - 1].start].iter().collect();
        words.chars().count() >= 2 && !ANYBODY.iter().any(|w| words.contains(w))
    }
}

/// 通过“一网通办”受理申请19件: those that came in one way.
fn is_by_one_way(words: &str) -> bool {
    let Some((_, way)) = words.split_once("通过") else { return false };
    let Some(way) = ["受理", "收到", "接收"].iter().find_map(|v| way.split_once(v)).map(|(way, _)| way)
    else {
        return false;
    };
    !way.is_empty() && !way.contains(['各', '多', '等', '、', '和', '及', '与', '或', '种'])
}

/// 公开属性为不予公开的58件, 审查拟公开信息404条: attributes and reviews of documents, not answers to applications.
fn is_of_documents(sentence: &str) -> bool {
    let without = sentence.replace("依申请公开", "");
    let is_of_applications = ["申请", "答复", "办结", "新收"].iter().any(|w| without.contains(w));
    if !is_of_applications && DOCUMENT_REVIEW.iter().any(|w| sentence.contains(w)) {
        return true;
    }
    // 主动公开56件，依申请公开120件，不予公开58件: the three attributes side by side
    let Some((before, behind)) = sentence.split_once("依申请公开") else { return false };
    let next = behind
        .trim_start_matches(|c: char| c.is_ascii_digit() || "”的类有共文件条份项个、，；和及“".contains(c));
    before.contains("主动公开")
        && behind.len() > next.len()
        && ["不予公开", "不公开"].iter().any(|w| next.starts_with(w))
}

/// Whether a name is the agency's own, in full or shortened: 区卫健局 for 东岭区卫生健康局.
fn is_short_for(name: &[char], own: &[char]) -> bool {
    let mut rest = own.iter();
    let is_shortened = name.iter().all(|c| rest.any(|o| o == c));
    is_shortened || name.ends_with(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortened_name_is_the_agency_itself_and_a_neighbour_is_not() {
        let is_own = |name: &str, own: &str| {
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            is_short_for(&chars(name), &chars(own))
        };
        assert!(is_own("区卫健局", "东岭区卫生健康局"));
        assert!(is_own("江东省东岭区卫生健康局", "东岭区卫生健康局"));
        assert!(is_own("区政府", "东岭区人民政府"));
        assert!(!is_own("区教育局", "东岭区卫生健康局"));
        assert!(!is_own("东岭区卫生健康局办公室", "东岭区卫生健康局"));
    }
}
