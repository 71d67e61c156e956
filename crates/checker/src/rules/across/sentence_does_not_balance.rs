//! # X019 一句话中的收件、结转、办结不平衡（sentence_does_not_balance）
//!
//! ## 查什么
//! 同一句话把新收、上年结转、办结、结转下年度四个件数都写了的，新收与上年结转之和应当等于办结与结转下年度之和。
//!
//! ## 依据
//! 国办公开办函〔2021〕30号表三：新收与上年结转之和等于办理结果总计与结转下年度之和。
//!
//! ## 为什么
//! 四个数写在一句话里，读者随手就能加出来；不平衡说明其中至少有一个写错了。
//!
//! ## 示例(错)
//! ```年报
//! overview = 全年新收政府信息公开申请47件，上年结转1件，办结46件，结转下年度1件。
//! ```
//!
//! ## 示例(对)
//! ```年报
//! overview = 全年新收政府信息公开申请47件，上年结转1件，办结48件，结转下年度0件。
//! ```
//! ```年报
//! overview = 全年新收政府信息公开申请47件（含上年结转1件），办结47件，结转下年度0件。
//! ```
//!
//! ## 例外与误报
//! 只写了其中三个数的、写作“含上年结转”的、同一个数在一句话里出现两次的，不作判断。
//!
//! ## 如何修改
//! 与表三新收、上年结转、（七）总计、结转下年度四行核对，改正写错的数。

use super::super::{Family, RuleInfo, RuleSink, Subject};
use super::spot_of;
use crate::claims::{Claim, Counted, Decimal, Period, Scope};
use crate::diagnostic::Level;
use gongkai_domain::report::SectionKey;

pub(crate) const RULE: RuleInfo = RuleInfo {
    code: "X019",
    name: "sentence_does_not_balance",
    title: "一句话中的收件、结转、办结不平衡",
    family: Family::Across,
    level: Level::Warning,
    since: "0.1.0",
    basis: "国办公开办函〔2021〕30号，表三第一至第四项",
    source: include_str!("sentence_does_not_balance.rs"),
    check,
};

/// What must be told for a sentence to be weighed, in the order of the table.
const FOUR: [Counted; 4] = [Counted::NewReceived, Counted::CarriedIn, Counted::Handled, Counted::CarriedOut];

fn check(subject: &Subject<'_>, out: &mut RuleSink<'_>) {
    let sentence = |c: &Claim| (c.section, c.paragraph, c.sentence);
    for together in subject.claims.chunk_by(|a, b| sentence(a) == sentence(b)) {
        let told = FOUR.map(|counted| only_one(together, counted));
        let [Some((new, n)), Some((carried_in, i)), Some((handled, h)), Some((carried_out, o))] = told else {
            continue;
        };
        // 收到48件（含上年结转1件）: told as a part, the two are not to be added
        if carried_in.part_of.is_some() || n.plus(i) == h.plus(o) {
            continue;
        }
        let message = format!("新收{n}＋上年结转{i}＝{}，而办结{h}＋结转下年度{o}＝{}", n.plus(i), h.plus(o));
        let spots = [new, carried_in, handled, carried_out].into_iter().map(spot_of).collect();
        out.report(Level::Warning, message, spots).help("与表三四行核对，改正写错的数");
    }
}

/// The one claim of a kind in a sentence with its number; `None` when there is none, or several, or it is no plain fact.
fn only_one(together: &[Claim], counted: Counted) -> Option<(&Claim, Decimal)> {
    let mut same = together.iter().filter(|c| c.counted == counted && c.comparison.is_none());
    let (claim, None) = (same.next()?, same.next()) else { return None };
    let is_fact = !claim.is_plan
        && claim.period == Period::ThisYear
        && claim.scope == Scope::Own
        && !matches!(claim.section, None | Some(SectionKey::Problems))
        && claim.unit.is_none_or(super::is_unit_of_cases);
    if !is_fact {
        return None;
    }
    claim.exact().map(|n| (claim, n))
}
