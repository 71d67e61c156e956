//! Numbers that belong elsewhere: another agency's, remedies of other acts than disclosure, a narrowed part.
//!
//! Not here: words of scope that the table of words knows (`super::said`).

use super::super::lexer::{Kind, Mark};
use super::super::lexicon::{Domain, Tag};
use super::{LOOK_BACK, Pass};

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

/// Words that say that disclosure is meant.
const DISCLOSURE: &[&str] = &["信息公开", "政务公开", "公开申请", "申请公开", "公开答复", "依申请"];

/// Words by which whoever hands in applications is named: they do not narrow the number.
const ANYBODY: &[&str] =
    &["提出", "提交", "递交", "申请人", "群众", "公民", "社会", "公众", "各类", "各种", "有效", "全部"];

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
        let is_of_some = |words: &str| words.find("其中").is_some_and(|k| words[k..].contains("信息公开"));
        let is_at_large = disclosure.is_none() && (behind.contains("出庭") || is_of_some(&behind));
        is_at_large || ["信息公开无关", "信息公开工作无关", "均不涉及"].iter().any(|w| behind.contains(w))
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
