//! From what became of each matter to the one row in which the application is counted, with the rule that chose it.
//!
//! Table 3 counts one application in one row: separable handling only as 部分公开 (note of the form), one item granted and
//! another refused likewise; whether granted + not held is 部分公开 is a setting.
//! Not here: the annual sums (`crate::report::tally`), what the replies say (`crate::notice`).

use crate::notice::kind::Reply;
use crate::report::Row;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of one numbered matter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MatterOutcome {
    /// Number of the matter within the application.
    pub matter: u32,
    /// The reply to it.
    pub reply: Reply,
    /// For a partial reply: the grounds of what is not given, refusals and what the office cannot provide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Reply>,
}

impl MatterOutcome {
    /// The outcome of a matter that is not partial.
    pub fn new(matter: u32, reply: Reply) -> Self {
        Self { matter, reply, withheld: Vec::new() }
    }

    /// What is said to it: the reply, then the grounds of what is not given, refusals first.
    pub fn says(&self) -> impl Iterator<Item = Reply> + '_ {
        let refused = self.withheld.iter().copied().filter(|reply| is_refusal(*reply));
        let lacking = self.withheld.iter().copied().filter(|reply| !is_refusal(*reply));
        std::iter::once(self.reply).chain(refused).chain(lacking)
    }
}

/// By which rule several outcomes became one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountingRule {
    /// All matters have the same row.
    SingleResult,
    /// Separable handling: counted only as 部分公开.
    Separable,
    /// Some matters granted, others refused under 第十四条 to 第十六条.
    GrantedAndRefused,
    /// Some matters granted, others not held; the agency's setting decides.
    GrantedAndNotHeld,
    /// The ground that the case handler chose among those of the matters.
    ChosenGround,
    /// The first applicable ground in the order of the form.
    FirstGround,
    /// The applicant withdrew: 其他.
    Withdrawn,
    /// Closed by an internal statement.
    Closed,
}

impl CountingRule {
    /// The rule as a sentence, for the handling sheet and the ledger.
    pub fn words(self) -> &'static str {
        match self {
            Self::SingleResult => "各事项办理结果相同，计入该项",
            Self::Separable => "作区分处理的，只计入“部分公开”，不计其他情形",
            Self::GrantedAndRefused => {
                "部分事项予以公开、部分事项依照第十四条至第十六条不予公开的，计入“部分公开”"
            }
            Self::GrantedAndNotHeld => "部分事项予以公开、部分事项本机关不掌握的，按本机关设定计列",
            Self::ChosenGround => "各事项办理结果不同，按承办人选定的事由计列",
            Self::FirstGround => "各事项办理结果不同，按年度报告表式中居先的事由计列",
            Self::Withdrawn => "申请人撤回申请的，计入“其他处理”中的“其他”",
            Self::Closed => "凭结案说明结案，按结案事由计列",
        }
    }
}

/// How granted + not held is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantedAndNotHeld {
    /// As 部分公开, the default.
    #[default]
    PartiallyGranted,
    /// As 予以公开.
    Granted,
    /// As 本机关不掌握相关政府信息.
    NotHeld,
}

/// What an agency has settled about counting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CountingSettings {
    /// How granted + not held is counted.
    pub granted_and_not_held: GrantedAndNotHeld,
    /// Rows of the four replies that a local table counts elsewhere; others are fixed and not looked up.
    pub local_rows: BTreeMap<Reply, Row>,
}

/// The one row, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The row.
    pub row: Row,
    /// The reply whose row it is, or the partial reply where the combination makes it one.
    pub reply: Reply,
    /// The rule applied.
    pub rule: CountingRule,
    /// The same in one sentence with the names of the rows.
    pub explanation: String,
}

impl CountingSettings {
    /// The row of a reply, local tables included.
    pub fn row_of(&self, reply: Reply) -> Row {
        match reply {
            Reply::NotGovernmentInformation
            | Reply::Consultation
            | Reply::Archives
            | Reply::PartyProcedure => {
                self.local_rows.get(&reply).copied().filter(|row| row.is_result()).unwrap_or(reply.row())
            }
            _ => reply.row(),
        }
    }
}

/// What is decided by a reply, in the words of its title without those that all titles share.
pub fn decision_words(reply: Reply) -> String {
    let title = reply.title().replace("告知书", "");
    // of a title that says no more than 公开 before its ground, the ground
    if let Some(ground) = title.strip_prefix("政府信息公开（").and_then(|rest| rest.strip_suffix('）'))
    {
        return ground.to_owned();
    }
    match title.strip_prefix("政府信息") {
        Some(rest) if ["部分", "无法", "不予"].iter().any(|start| rest.starts_with(start)) => {
            rest.to_owned()
        }
        _ => title,
    }
}

/// What a reply says, where it says more than the title of one ground: the decision on each matter, those of one decision together,
/// with the grounds of what is not given. None where the title says all.
pub fn words_of_several(outcomes: &[MatterOutcome]) -> Option<String> {
    let first = outcomes.first()?;
    let is_same = |one: &MatterOutcome| (one.reply, &one.withheld) == (first.reply, &first.withheld);
    let words = |one: &MatterOutcome| {
        let withheld: Vec<String> = one.says().skip(1).map(decision_words).collect();
        match withheld.as_slice() {
            [] => decision_words(one.reply),
            grounds => format!("{}（其余部分：{}）", decision_words(one.reply), grounds.join("、")),
        }
    };
    if outcomes.iter().all(is_same) {
        return (!first.withheld.is_empty()).then(|| words(first));
    }
    let mut decisions: Vec<(String, Vec<u32>)> = Vec::new();
    for one in outcomes {
        let said = words(one);
        match decisions.iter_mut().find(|(known, _)| *known == said) {
            Some((_, matters)) => matters.push(one.matter),
            None => decisions.push((said, vec![one.matter])),
        }
    }
    let each = decisions.into_iter().map(|(said, matters)| {
        let matters: Vec<String> = matters.iter().map(|matter| format!("第{matter}项")).collect();
        format!("{}{said}", matters.join("、"))
    });
    Some(format!("多项答复：{}", each.collect::<Vec<_>>().join("；")))
}

/// Whether a reply refuses under 《条例》第十四条 to 第十六条.
pub fn is_refusal(reply: Reply) -> bool {
    matches!(
        reply,
        Reply::DeniedStateSecret
            | Reply::DeniedLawProhibited
            | Reply::DeniedSecurity
            | Reply::DeniedThirdParty
            | Reply::DeniedInternal
            | Reply::DeniedProcess
            | Reply::DeniedEnforcement
    )
}

/// Whether a part of what was asked for may be left out of a partial reply because the office cannot provide it: it does not exist
/// (《条例》第三十六条第（四）项), another agency is responsible (第（五）项), or it would have to be made (第三十八条).
pub fn is_lacking(reply: Reply) -> bool {
    matches!(reply, Reply::NotExist | Reply::NotResponsible | Reply::NeedsCreation)
}

/// The ground for which a partial reply has fields of its own, among all that a paper says: that of the part withheld; where no matter
/// is given in part, the first refusal of a whole matter.
pub fn leading_refusal(answers: &[Reply]) -> Option<Reply> {
    if !answers.contains(&Reply::Partial) {
        return answers.iter().copied().find(|reply| is_refusal(*reply));
    }
    let behind = answers.windows(2).filter(|pair| pair.first() == Some(&Reply::Partial));
    behind.filter_map(|pair| pair.last().copied()).find(|reply| is_refusal(*reply))
}

/// The one row for the outcomes of all matters. `chosen` is the matter whose ground the case handler wants to be
/// counted where no rule of the form decides. None where there is no outcome or the chosen matter is not among them.
pub fn count(
    outcomes: &[MatterOutcome],
    chosen: Option<u32>,
    settings: &CountingSettings,
) -> Option<Counted> {
    let row_of = |outcome: &MatterOutcome| settings.row_of(outcome.reply);
    let first = outcomes.first()?;
    let has = |wanted: fn(Reply) -> bool| outcomes.iter().any(|outcome| wanted(outcome.reply));
    let is_granted = |reply| matches!(reply, Reply::Granted | Reply::AlreadyPublic);
    let (row, reply, rule) = if has(|reply| reply == Reply::Partial) && outcomes.len() > 1 {
        (Row::PartiallyGranted, Reply::Partial, CountingRule::Separable)
    } else if outcomes.iter().all(|outcome| row_of(outcome) == row_of(first)) {
        let rule = match first.reply {
            Reply::Partial => CountingRule::Separable,
            _ => CountingRule::SingleResult,
        };
        (row_of(first), first.reply, rule)
    } else if has(is_granted) && has(is_refusal) {
        (Row::PartiallyGranted, Reply::Partial, CountingRule::GrantedAndRefused)
    } else if has(is_granted) && outcomes.iter().any(|outcome| row_of(outcome) == Row::UnavailableNotHeld) {
        let of_row = |row: Row| outcomes.iter().find(|outcome| row_of(outcome) == row).map(|o| o.reply);
        let (row, reply) = match settings.granted_and_not_held {
            GrantedAndNotHeld::PartiallyGranted => (Row::PartiallyGranted, Reply::Partial),
            GrantedAndNotHeld::Granted => (Row::Granted, of_row(Row::Granted)?),
            GrantedAndNotHeld::NotHeld => (Row::UnavailableNotHeld, of_row(Row::UnavailableNotHeld)?),
        };
        (row, reply, CountingRule::GrantedAndNotHeld)
    } else if let Some(matter) = chosen {
        let outcome = outcomes.iter().find(|outcome| outcome.matter == matter)?;
        (row_of(outcome), outcome.reply, CountingRule::ChosenGround)
    } else {
        // `min_by_key` keeps the first of equals: the lower matter within the same row.
        let outcome = outcomes.iter().min_by_key(|outcome| row_of(outcome))?;
        (row_of(outcome), outcome.reply, CountingRule::FirstGround)
    };
    Some(Counted { row, reply, rule, explanation: explain(outcomes, row, rule, settings) })
}

fn explain(outcomes: &[MatterOutcome], row: Row, rule: CountingRule, settings: &CountingSettings) -> String {
    let label = |row: Row| row.short_label();
    if outcomes.len() == 1 {
        return format!("计入{}", label(row));
    }
    let parts: Vec<String> = outcomes
        .iter()
        .map(|outcome| format!("第{}项：{}", outcome.matter, label(settings.row_of(outcome.reply))))
        .collect();
    format!("本件申请共{}项（{}）。{}，计入{}", outcomes.len(), parts.join("；"), rule.words(), label(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_that_says_several_things_is_called_by_all_of_them() {
        let one = MatterOutcome::new;
        assert_eq!(words_of_several(&[one(1, Reply::Granted), one(2, Reply::Granted)]), None);
        let partly = MatterOutcome {
            matter: 1,
            reply: Reply::Partial,
            withheld: vec![Reply::NotExist, Reply::DeniedThirdParty],
        };
        let words = |outcomes: &[MatterOutcome]| words_of_several(outcomes).unwrap();
        assert_eq!(words(&[partly]), "部分公开（其余部分：不予公开（第三方合法权益）、政府信息不存在）");
        let mixed = [one(1, Reply::Granted), one(2, Reply::NotResponsible), one(3, Reply::Granted)];
        assert_eq!(words(&mixed), "多项答复：第1项、第3项予以公开；第2项非本机关负责公开");
    }

    #[test]
    fn what_is_decided_is_told_in_the_words_of_the_title() {
        let words = |reply| decision_words(reply);
        assert_eq!(words(Reply::AdminInquiry), "行政查询事项");
        assert_eq!(words(Reply::DeniedInternal), "不予公开（内部事务信息）");
        assert_eq!(words(Reply::NeedsCreation), "无法提供（需要另行制作）");
        assert!(Reply::EVERY.iter().all(|reply| !words(*reply).contains("告知书")));
    }
}
