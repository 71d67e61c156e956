//! Whether the text of a report lost characters, and what may then still be said of its words.
//!
//! A title or a name that the rules do not find may have been there. Such findings become one line of what could not be
//! checked; the loss itself is told by `super::lost_text`.
//! Not here: the signs of a wrong decoding (`gongkai-extract`).

use crate::diagnostic::{Finding, Spot};
use crate::rules::format::prose;
use gongkai_domain::report::{Report, SectionKey};

/// Rules that say that something is missing or out of its place: it may stand there unreadable.
const OF_ABSENCE: &[&str] =
    &["S101", "S103", "S104", "S106", "S202", "S203", "S204", "S205", "S206", "S208", "S213"];

/// Rules that say that words differ from the official ones.
const OF_WORDING: &[&str] = &["S105", "S201", "S207", "F011"];

/// Lines with losses beyond which no wording is trusted any more.
const MANY: usize = 5;

/// How far the text can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Damage {
    /// Whole.
    None,
    /// Here and there a character is gone.
    Some,
    /// So much is gone that what is left may be wrong anywhere.
    Much,
}

impl Damage {
    /// The damage of a report.
    pub(in crate::rules) fn of(report: &Report) -> Self {
        let told = super::artefacts(report, &["lost_characters", "mojibake"]).len();
        let marks = question_marks(report).len();
        match told {
            0 if marks == 0 => Self::None,
            _ if told + marks > MANY => Self::Much,
            _ => Self::Some,
        }
    }

    /// Whether the finding may be the work of the damage.
    pub(in crate::rules) fn explains(self, finding: &Finding) -> bool {
        if self == Self::None {
            return false;
        }
        let is_damaged = |spot: &Spot| spot.quote.as_deref().is_some_and(|q| lost_in(q) > 0);
        OF_ABSENCE.contains(&finding.code)
            || OF_WORDING.contains(&finding.code)
                && (self == Self::Much || finding.spots.iter().any(is_damaged))
    }
}

/// Characters that a piece of text lost: replacement characters, and question marks within Chinese words.
fn lost_in(text: &str) -> usize {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_lost = |k: usize| match chars[k] {
        '\u{fffd}' => true,
        '?' => {
            let behind = chars.get(k + 1);
            let is_doubled = behind == Some(&'?') || k > 0 && chars[k - 1] == '?';
            // the end of a question is followed by the next sentence, or by nothing
            let is_question = k > 0 && "吗呢么何谁哪否".contains(chars[k - 1]);
            // no question ends behind an opening or a comma, or before an opening or a stop
            let is_before = |c: char| prose::is_han(c) || "“‘（《〈【〔「，、；：".contains(c);
            let is_behind = |c: &char| prose::is_han(*c) || "（《〈【〔「，、；：。".contains(*c);
            let is_within = k > 0 && is_before(chars[k - 1]) && behind.is_some_and(is_behind);
            is_doubled || is_within && !is_question
        }
        _ => false,
    };
    (0..chars.len()).filter(|k| is_lost(*k)).count()
}

/// Pieces of the report in which question marks stand for characters, when there are too many for a slip of the pen.
pub(super) fn question_marks(report: &Report) -> Vec<Spot> {
    let mut pieces: Vec<(usize, Spot)> = Vec::new();
    for section in &report.sections {
        let spot = Spot::at(section.place.as_ref()).quoting(section.title.trim());
        pieces.push((lost_in(&section.title), spot));
    }
    // in a table nothing is asked
    for artefact in super::artefacts(report, &["label_variant", "unknown_row", "note_in_cell"]) {
        let lost = artefact.text.chars().filter(|c| matches!(c, '?' | '\u{fffd}')).count();
        pieces.push((lost, super::spot_of(artefact)));
    }
    for passage in prose::passages(report) {
        pieces.push((lost_in(&passage.text), passage.spot(0, passage.text.len())));
    }
    pieces.retain(|(lost, _)| *lost > 0);
    let all: usize = pieces.iter().map(|(lost, _)| lost).sum();
    if all < FEW { Vec::new() } else { pieces.into_iter().map(|(_, spot)| spot).collect() }
}

/// Question marks that may be slips of the pen.
const FEW: usize = 4;

/// The table is not missing: its rows were taken for prose, as in the text of a page whose columns were kept by blanks.
pub(super) fn has_rows_in_prose(report: &Report, key: SectionKey) -> bool {
    let (least, numbers) = if key == SectionKey::Remedies { (1, 10) } else { (4, 5) };
    let is_number = |w: &str| w.chars().all(|c| c.is_ascii_digit());
    let is_row = |line: &&str| line.split_whitespace().filter(|w| is_number(w)).count() >= numbers;
    report.sections.iter().filter(|s| s.key == key).any(|s| s.text.lines().filter(is_row).count() >= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(block: &str) -> (Vec<&'static str>, Vec<&'static str>) {
        let result = crate::example::parse(block).unwrap_or_else(|e| panic!("{e}")).check();
        let codes = result.findings.iter().filter(|f| f.code.starts_with('S')).map(|f| f.code).collect();
        (codes, result.not_checkable.iter().map(|n| n.code).collect())
    }

    #[test]
    fn what_may_only_be_unreadable_is_not_said_to_be_missing() {
        let (codes, unchecked) = found(
            "-section other
artefact lost_characters 六、其他需要报\u{fffd}的事项
artefact label_variant （一）予以公\u{fffd} -> （一）予以公开",
        );
        assert_eq!(codes, ["S211"]);
        assert!(unchecked.contains(&"S101") && unchecked.contains(&"S201"), "{unchecked:?}");
        let (codes, unchecked) = found("-section other");
        assert_eq!(codes, ["S101"]);
        assert!(!unchecked.contains(&"S101"));
    }

    #[test]
    fn question_marks_for_characters_are_told_once() {
        let (codes, unchecked) = found(
            "section.proactive.title = 二、主动公开政府信?情况
section.remedies.title = 四、政府信息公开??复议、??诉讼情况
artefact label_variant 7.属于??执法案卷 -> 7.属于行政执法案卷",
        );
        assert_eq!(codes, ["S211"]);
        assert!(unchecked.contains(&"S105") && unchecked.contains(&"S201"), "{unchecked:?}");
    }

    #[test]
    fn a_wording_that_lost_nothing_is_still_held_against_the_form() {
        let (codes, _) = found(
            "artefact lost_characters 办理???件
section.problems.title = 五、存在的困难及打算",
        );
        assert_eq!(codes, ["S211", "S105"]);
    }

    #[test]
    fn a_table_that_was_read_as_prose_is_not_said_to_be_missing() {
        let rows: Vec<String> =
            ["一、本年新收", "二、上年结转", "（一）予以公", "（七）总计", "四、结转下年"]
                .iter()
                .map(|name| format!("applications += {name}    12   3   0   1    0    0    16"))
                .collect();
        let block = format!("table3 = 缺失\napplications = 申请人情况\n{}", rows.join("\n"));
        let (codes, unchecked) = found(&block);
        assert!(!codes.contains(&"S202") && !codes.contains(&"S203"), "{codes:?}");
        assert!(unchecked.contains(&"S202"));
        let (codes, _) = found("table3 = 缺失\napplications = 本年度未收到申请。");
        assert!(codes.contains(&"S203"), "{codes:?}");
    }

    #[test]
    fn a_question_is_no_lost_character() {
        assert_eq!(lost_in("怎么申请?如何答复?"), 1);
        assert_eq!(lost_in("能否公开吗?请说明"), 0);
        assert_eq!(lost_in("??复议、??诉讼"), 4);
        assert_eq!(lost_in("收到和处理政府信?公开申请情况"), 1);
        assert_eq!(lost_in("办理 ??? 件"), 3);
        assert_eq!(lost_in("（二）部分公?（区分处理的）"), 1);
        assert_eq!(lost_in("3.危及“?安全一稳定”"), 1);
        assert_eq!(lost_in("群众问“如何申请?”，当场答复"), 0);
    }
}
