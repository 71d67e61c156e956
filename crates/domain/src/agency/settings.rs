//! What an agency may set for itself where the law leaves room, each with a default and the source of that default.
//!
//! Not here: numbers that the law fixes (`gongkai_deadline::statute`; they cannot be set), the text of papers
//! (`crate::notice`), mail and addresses of servers (`gongkai-cli`).
//!
//! Sources are named as in the texts: a statute, a notice of the General Office, or `惯例` for what offices commonly do.
//! A stored setting that lacks a field takes the default; one with an unknown field is refused, so that a misspelt setting
//! never goes unnoticed.

mod check;
mod office;
mod retention;
mod scope;

pub use check::SettingFault;
pub use office::{ChannelSettings, OfficeContact};
pub use retention::{OutcomeGroup, RetentionTable};
pub use scope::{Elsewhere, Scope};

use super::{UnitWord, Validity};
use crate::application::Settings;
use crate::challenge::{Decision, ResultGroup};
use crate::fee::CountingRule;
use crate::notice::{PaperKind, Reply};
use crate::report::Row;
use chrono::NaiveDate;
use gongkai_deadline::{WorkingDays, statute};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything an agency may set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AgencySettings {
    /// The word for its units. Default 科室, usual in cities and counties (惯例).
    pub unit_word: UnitWord,
    /// The three series of numbers.
    pub numbers: NumberPatterns,
    /// How applications are handled: receipt, periods of the handling, counting of several matters, chain of sign-off.
    pub handling: Settings,
    /// Further periods to which the law gives no number.
    pub periods: Periods,
    /// Bodies that hear remedies.
    pub remedies: RemedySettings,
    /// How the annual report counts what the form leaves open.
    pub counting: CountingSettings,
    /// How long case files are kept.
    pub retention: RetentionTable,
    /// The particulars of the 指南 (《条例》第十二条).
    pub contact: OfficeContact,
    /// By which channels applications may come.
    pub channels: ChannelSettings,
    /// What the portal says about the agency's field. Default empty: nothing is claimed.
    pub scope: Scope,
    /// Whether a reply may be served through the online channel that the applicant chose. Default yes (《条例》第四十条;
    /// 国办公开办函〔2016〕235号 knows service by hand, entrusted and by post only, hence a setting).
    pub online_service: bool,
    /// Whether 网络身份认证 is accepted, in older records; the portal has no such door.
    #[serde(skip_serializing)]
    pub network_identity: Retired,
    /// Words besides the marks of state secrets for which an upload is refused. Default 工作秘密 (《保守国家秘密法》
    /// 第六十四条: protected under separate measures).
    pub work_secret_words: Vec<String>,
    /// Who must bind a second factor. Default nobody: an office that is graded must set it (GB/T 22239—2019 8.1.4.1 asks for two
    /// factors of the third grade), and binding needs a device that not everybody has on the first day.
    pub second_factor: SecondFactorRule,
    /// Other titles for papers; there is no national set. Default none: the usual titles.
    pub titles: BTreeMap<PaperKind, String>,
}

impl Default for AgencySettings {
    fn default() -> Self {
        Self {
            unit_word: UnitWord::Section,
            numbers: NumberPatterns::default(),
            handling: Settings::default(),
            periods: Periods::default(),
            remedies: RemedySettings::default(),
            counting: CountingSettings::default(),
            retention: RetentionTable::default(),
            contact: OfficeContact::default(),
            channels: ChannelSettings::default(),
            scope: Scope::default(),
            online_service: true,
            network_identity: Retired,
            work_secret_words: vec!["工作秘密".to_owned()],
            second_factor: SecondFactorRule::Voluntary,
            titles: BTreeMap::new(),
        }
    }
}

/// Who must bind a second factor before doing anything else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorRule {
    /// Nobody; whoever wants to binds one.
    #[default]
    Voluntary,
    /// The three administrators (系统、安全、审计管理员).
    Administrators,
    /// Everybody.
    Everybody,
}

impl SecondFactorRule {
    /// Every rule.
    pub const EVERY: &[Self] = &[Self::Voluntary, Self::Administrators, Self::Everybody];

    /// The word in the settings.
    pub fn key(self) -> &'static str {
        match self {
            Self::Voluntary => "voluntary",
            Self::Administrators => "administrators",
            Self::Everybody => "everybody",
        }
    }

    /// What a clerk reads.
    pub fn name(self) -> &'static str {
        match self {
            Self::Voluntary => "自愿绑定",
            Self::Administrators => "系统、安全、审计管理员必须绑定",
            Self::Everybody => "所有人员必须绑定",
        }
    }

    /// Whether it binds somebody.
    pub fn binds(self, is_administrator: bool) -> bool {
        match self {
            Self::Voluntary => false,
            Self::Administrators => is_administrator,
            Self::Everybody => true,
        }
    }
}

impl AgencySettings {
    /// The title of a paper in this agency.
    pub fn title(&self, paper: PaperKind) -> &str {
        self.titles.get(&paper).map_or_else(|| paper.title(), String::as_str)
    }

    /// The title that a paper bears.
    pub fn printed_title(&self, paper: PaperKind) -> &str {
        self.titles.get(&paper).map_or_else(|| paper.printed_title(), String::as_str)
    }

    /// The row of table 3 in which a reply is counted.
    pub fn row(&self, reply: Reply) -> Row {
        self.handling.counting.row_of(reply)
    }

    /// The group of table 4 in which a decision is counted.
    pub fn result_group(&self, decision: Decision) -> ResultGroup {
        self.counting.results.get(&decision).copied().unwrap_or_else(|| decision.usual_group())
    }
}

/// Patterns of the three independent series (惯例). `{year}` and `{n}` stand once in each; a series starts at 1 every year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NumberPatterns {
    /// 登记编号. Default `依申请〔{year}〕{n}号`. The year stays that of receipt after carry-over.
    pub registration: String,
    /// 文书文号. Default `公开告〔{year}〕{n}号`; an agency puts its own word in front.
    pub document: String,
    /// 文号 of single kinds of papers, where a local suffix tells them apart (`…号－补`, `…号－延`). Default none. The series
    /// stays one: the pattern only changes how the number is written.
    pub documents: BTreeMap<PaperKind, String>,
    /// 送达编号. Default `送〔{year}〕{n}号`.
    pub service: String,
}

impl Default for NumberPatterns {
    fn default() -> Self {
        Self {
            registration: "依申请〔{year}〕{n}号".to_owned(),
            document: "公开告〔{year}〕{n}号".to_owned(),
            documents: BTreeMap::new(),
            service: "送〔{year}〕{n}号".to_owned(),
        }
    }
}

impl NumberPatterns {
    /// The pattern for the 文号 of a paper.
    pub fn document(&self, paper: PaperKind) -> &str {
        self.documents.get(&paper).unwrap_or(&self.document)
    }
}

/// A setting of older records that decides nothing any more: it is read, and not written again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retired;

impl<'de> Deserialize<'de> for Retired {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// Periods to which the law gives no number. Limits that the law fixes have no field here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Periods {
    /// For another agency's opinion; the letter sets it. Default 15 working days (惯例).
    pub agency_consultation: WorkingDays,
    /// For a new reply where a quashing decision names no period. Default 20 working days (参照《条例》第三十三条第二款).
    pub redo: WorkingDays,
    /// The interval of reassessment, in older records; what is withheld is not kept here (《条例》第十八条).
    #[serde(skip_serializing)]
    pub reassessment: Retired,
}

impl Default for Periods {
    fn default() -> Self {
        let days = |limit: statute::Limit, usual: u32| limit.working_days().unwrap_or(WorkingDays(usual));
        Self {
            agency_consultation: days(statute::AGENCY_CONSULTATION, 15),
            redo: days(statute::REDO, 20),
            reassessment: Retired,
        }
    }
}

keyed_enum!(
    /// Which remedies stand open where the sources leave room.
    RemedyChoice, "remedy choice" {
        /// Reconsideration or suit.
        Either = "either", "复议或者诉讼";
        /// Reconsideration first.
        ReconsiderationFirst = "reconsideration_first", "复议前置";
    }
);

/// A name that holds from one day to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedName {
    /// The name.
    pub name: String,
    /// When it holds, by the date of issue of the paper.
    pub validity: Validity,
}

/// Bodies that hear remedies, where they do not follow from the agency itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RemedySettings {
    /// The court to print, with dates: arrangements of 集中管辖 differ and change. Default none: papers that tell of a suit
    /// are not issued until a court is entered.
    pub courts: Vec<DatedName>,
    /// Bodies that hear reconsiderations instead of the one that follows from 《行政复议法》第二十四条 to 第二十八条; several that
    /// hold on one day are printed as a choice. Default none.
    pub reconsideration_organs: Vec<DatedName>,
    /// The first day on which this place gave all reconsiderations to the same-level government before the law did on
    /// 2024-01-01. Default none: until then same-level government or superior department. Many places had moved earlier
    /// (相对集中行政复议权).
    pub concentrated_since: Option<NaiveDate>,
    /// Refusals as 行政查询事项. Default either: the mandatory step covers 《条例》第十四条 to 第十六条 only.
    pub admin_inquiry: RemedyChoice,
    /// No reply in time. Default either (法释〔2025〕8号第二条第二款).
    pub silence: RemedyChoice,
}

impl Default for RemedySettings {
    fn default() -> Self {
        Self {
            courts: Vec::new(),
            reconsideration_organs: Vec::new(),
            concentrated_since: None,
            admin_inquiry: RemedyChoice::Either,
            silence: RemedyChoice::Either,
        }
    }
}

impl RemedySettings {
    /// The court to print in a paper issued on the day.
    pub fn court_on(&self, on: NaiveDate) -> Option<&str> {
        self.courts.iter().rfind(|court| court.validity.holds_on(on)).map(|court| court.name.as_str())
    }

    /// The bodies set by hand for a paper issued on the day; none means: those of the law.
    pub fn organs_on(&self, on: NaiveDate) -> Vec<&str> {
        let holding = self.reconsideration_organs.iter().filter(|organ| organ.validity.holds_on(on));
        holding.map(|organ| organ.name.as_str()).collect()
    }
}

/// How the annual report counts what the form leaves open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CountingSettings {
    /// Whether applications taken back count for the fee by item. Default no (惯例; the measures are silent).
    pub fee_counts_withdrawn: bool,
    /// Decisions that a local table counts in another group of table 4. Default none.
    pub results: BTreeMap<Decision, ResultGroup>,
}

impl CountingSettings {
    /// The rule for counting the applications of a month.
    pub fn fee_rule(&self) -> CountingRule {
        CountingRule { counts_withdrawn: self.fee_counts_withdrawn }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Procedural;

    #[test]
    fn settings_survive_writing_and_reading_and_missing_fields_take_the_default() {
        let mut settings = AgencySettings::default();
        settings.titles.insert(Procedural::CorrectionNotice.into(), "补正通知书".to_owned());
        settings.handling.counting.local_rows.insert(Reply::Archives, Row::UnavailableNotHeld);
        settings.counting.results.insert(Decision::SuitWithdrawn, ResultGroup::Upheld);
        settings.handling.correction_within = WorkingDays(10);
        let json = serde_json::to_string(&settings).expect("writes");
        assert_eq!(serde_json::from_str::<AgencySettings>(&json).expect("reads"), settings);
        assert_eq!(serde_json::from_str::<AgencySettings>("{}").expect("reads"), AgencySettings::default());
        let partial: AgencySettings =
            serde_json::from_str(r#"{"handling":{"correction_within":10}}"#).expect("reads");
        assert_eq!(partial.handling.correction_within, WorkingDays(10));
        assert_eq!(partial.handling.proposal_within, WorkingDays(5));
    }

    #[test]
    fn a_misspelt_setting_is_refused_by_name() {
        let error = serde_json::from_str::<AgencySettings>(r#"{"period":{}}"#).expect_err("unknown");
        assert!(error.to_string().contains("period"), "{error}");
    }

    #[test]
    fn defaults_of_periods_are_the_numbers_of_the_statute_items() {
        let periods = Periods::default();
        assert_eq!(AgencySettings::default().handling.correction_within, WorkingDays(15));
        assert_eq!(periods.redo, WorkingDays(20));
    }

    #[test]
    fn a_setting_that_decides_nothing_any_more_is_read_and_not_written_again() {
        let old = r#"{"network_identity":true,"periods":{"reassessment":6,"redo":15}}"#;
        let settings: AgencySettings = serde_json::from_str(old).expect("older settings are read");
        assert_eq!(settings.periods.redo, WorkingDays(15));
        let text = serde_json::to_string(&settings).expect("writes");
        assert!(!text.contains("network_identity") && !text.contains("reassessment"), "{text}");
    }

    #[test]
    fn titles_rows_and_results_are_the_usual_ones_unless_set() {
        let mut settings = AgencySettings::default();
        let paper = PaperKind::from(Reply::Granted);
        assert_eq!(settings.title(paper), "政府信息公开告知书（予以公开）");
        assert_eq!(settings.printed_title(paper), "政府信息公开告知书");
        settings.titles.insert(paper, "政府信息公开答复书".to_owned());
        assert_eq!(settings.printed_title(paper), "政府信息公开答复书");
        assert_eq!(settings.title(paper), "政府信息公开答复书");
        assert_eq!(settings.row(Reply::Archives), Row::OtherMisc);
        settings.handling.counting.local_rows.insert(Reply::Archives, Row::UnavailableNotHeld);
        assert_eq!(settings.row(Reply::Archives), Row::UnavailableNotHeld);
        assert_eq!(settings.result_group(Decision::SuitWithdrawn), ResultGroup::Other);
    }

    #[test]
    fn the_court_is_the_one_of_the_day_of_issue() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let until = Validity { from: day("2019-01-01"), until: Some(day("2023-12-31")) };
        let remedies = RemedySettings {
            courts: vec![
                DatedName { name: "甲区人民法院".into(), validity: until },
                DatedName { name: "铁路运输法院".into(), validity: Validity::from(day("2024-01-01")) },
            ],
            ..RemedySettings::default()
        };
        assert_eq!(remedies.court_on(day("2023-12-31")), Some("甲区人民法院"));
        assert_eq!(remedies.court_on(day("2024-01-01")), Some("铁路运输法院"));
        assert_eq!(remedies.court_on(day("2018-12-31")), None);
    }
}
