//! To whom an applicant can go against a decision: reconsideration organ, court and periods, in locked words.
//!
//! 《行政复议法》 as revised in 2023 is in force since 2024-01-01: refusals under 《条例》第十四条 to 第十六条 go to
//! reconsideration first (第二十三条第一款第四项), and departments are reviewed by the government of their own level
//! (第二十四条). A paper of an earlier date offers either way, and the superior department as well as the government.
//! Not here: which ground takes which mode (`super::kind`), the length of the periods (`gongkai_deadline::statute`).

use super::{RemedyMode, Reply};
use chrono::NaiveDate;
use gongkai_deadline::statute::{RECONSIDERATION, SUIT, SUIT_AFTER_RECONSIDERATION};
use serde::{Deserialize, Serialize};

/// The first day of the revised 《行政复议法》（第九十条）.
pub const REVISED_LAW_FROM: NaiveDate = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date");

/// What kind of agency decided, with the names on which its remedies depend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Body {
    /// A department of a local government at county level or above.
    Department {
        /// The government of its level.
        government: String,
        /// The department above, possible before 2024.
        superior: Option<String>,
    },
    /// 司法行政部门: the government or the department above, since 2024 too (第二十八条).
    JusticeDepartment {
        /// The government of its level.
        government: String,
        /// The department above.
        superior: String,
    },
    /// A government at county level or above, below the province.
    Government {
        /// The next higher government.
        above: String,
    },
    /// A provincial government: it reviews itself (第二十四条第二款).
    ProvincialGovernment {
        /// Its own name.
        name: String,
    },
    /// 乡镇人民政府.
    Township {
        /// The county government.
        county: String,
    },
    /// Customs, finance, foreign exchange, tax, state security and others under vertical leadership (第二十七条).
    VerticallyLed {
        /// The department above.
        superior: String,
    },
    /// 派出机构 that decides in its own name (第二十四条第四款).
    DispatchedOffice {
        /// The government of the level of the department that set it up.
        government: String,
        /// The department that set it up, possible before 2024.
        department: Option<String>,
        /// The government where it sits, if a department of a 直辖市 or 设区的市 set it up by district: possible too.
        seat_government: Option<String>,
    },
    /// 派出机关, such as 街道办事处.
    DispatchedOrgan {
        /// The government that set it up.
        government: String,
    },
    /// 国务院部门: it reviews itself (第二十五条).
    StateCouncilDepartment {
        /// Its own name.
        name: String,
    },
    /// 法律、法规、规章授权的组织.
    AuthorisedOrganisation {
        /// The government that manages it or whose department does.
        government: String,
        /// The department that manages it, possible before 2024.
        managed_by: Option<String>,
    },
}

/// Which level of court hears a suit against an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourtLevel {
    /// 基层人民法院（《行政诉讼法》第十四条）.
    Basic,
    /// 中级人民法院（《行政诉讼法》第十五条第一项）.
    Intermediate,
}

impl CourtLevel {
    /// The level that the name of a court tells; none for special courts and those above.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.trim();
        if name.contains("中级") {
            return Some(Self::Intermediate);
        }
        let is_above = name.contains("高级") || name.contains("最高");
        (name.ends_with("人民法院") && !is_above).then_some(Self::Basic)
    }
}

/// A court that hears the suits of several places from some day on (集中管辖).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourtArrangement {
    /// The court.
    pub court: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, if it ended.
    pub until: Option<NaiveDate>,
}

/// Everything on which the remedies against an agency depend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyBody {
    /// Its kind, with the names of those above it.
    pub body: Body,
    /// 基层人民法院 of its seat.
    pub basic_court: String,
    /// 中级人民法院 of its seat.
    pub intermediate_court: String,
    /// Other courts by arrangement.
    #[serde(default)]
    pub court_arrangements: Vec<CourtArrangement>,
    /// From when only the government reviewed decisions there, where that came before 2024.
    #[serde(default)]
    pub government_only_since: Option<NaiveDate>,
    /// Whether `reply_admin_inquiry` goes to reconsideration first by local practice; the law does not ask for it.
    #[serde(default)]
    pub inquiry_needs_reconsideration: bool,
}

/// A name that the remedies need and that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum RemedyGap {
    /// Nobody to review the decision.
    #[error("no reconsideration organ is named")]
    Organ,
    /// No court.
    #[error("no court is named")]
    Court,
}

impl RemedyGap {
    /// What is missing, in Chinese, for the clerk.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Organ => "没有登记行政复议机关的名称，请在机关设置中补充",
            Self::Court => "没有登记管辖法院的名称，请在机关设置中补充",
        }
    }
}

impl RemedyBody {
    /// The organs that may review a decision of this day, in the order in which they are printed.
    pub fn organs(&self, issued_on: NaiveDate) -> Vec<&str> {
        let is_revised = issued_on >= REVISED_LAW_FROM;
        let old_choice = !is_revised && self.government_only_since.is_none_or(|since| issued_on < since);
        let (first, second): (&str, Option<&str>) = match &self.body {
            Body::Department { government, superior } => {
                (government, superior.as_deref().filter(|_| old_choice))
            }
            Body::JusticeDepartment { government, superior } => (government, Some(superior)),
            Body::Government { above } => (above, None),
            Body::ProvincialGovernment { name } | Body::StateCouncilDepartment { name } => (name, None),
            Body::Township { county } => (county, None),
            Body::VerticallyLed { superior } => (superior, None),
            Body::DispatchedOffice { government, department, seat_government } => (
                government,
                if is_revised {
                    seat_government.as_deref()
                } else {
                    department.as_deref().filter(|_| old_choice)
                },
            ),
            Body::DispatchedOrgan { government } => (government, None),
            Body::AuthorisedOrganisation { government, managed_by } => {
                (government, managed_by.as_deref().filter(|_| old_choice))
            }
        };
        let named = |name: &str| !name.trim().is_empty();
        [Some(first), second].into_iter().flatten().filter(|name| named(name)).collect()
    }

    /// Which level of court hears suits against it.
    pub fn court_level(&self) -> CourtLevel {
        match self.body {
            Body::Government { .. }
            | Body::ProvincialGovernment { .. }
            | Body::StateCouncilDepartment { .. } => CourtLevel::Intermediate,
            _ => CourtLevel::Basic,
        }
    }

    /// The court that hears suits against a decision of this day.
    pub fn court(&self, issued_on: NaiveDate) -> Option<&str> {
        let is_in_force =
            |a: &&CourtArrangement| a.from <= issued_on && a.until.is_none_or(|until| issued_on <= until);
        let arranged = self.court_arrangements.iter().filter(is_in_force).max_by_key(|a| a.from);
        let court = arranged.map_or_else(
            || match self.court_level() {
                CourtLevel::Basic => self.basic_court.as_str(),
                CourtLevel::Intermediate => self.intermediate_court.as_str(),
            },
            |a| a.court.as_str(),
        );
        (!court.trim().is_empty()).then_some(court)
    }

    /// The mode of a reply that says all of these: of every matter of every application that it answers. Refusals alone go to
    /// reconsideration first, other decisions alone either way, both together each in its own way.
    pub fn mode_of(&self, replies: impl IntoIterator<Item = Reply>) -> RemedyMode {
        let replies: Vec<Reply> = replies.into_iter().collect();
        let is_told_why = replies.len() > 1;
        RemedyMode::together(replies.into_iter().map(|reply| match reply {
            Reply::AdminInquiry if self.inquiry_needs_reconsideration => RemedyMode::ReconsiderationFirst,
            // what is not given stands beside it by its own ground
            Reply::Partial if is_told_why => RemedyMode::Either,
            reply => reply.remedy(),
        }))
    }

    /// The mode under the law of the day of issue: before 2024 nothing went to reconsideration first.
    pub fn mode(mode: RemedyMode, issued_on: NaiveDate) -> RemedyMode {
        match mode {
            RemedyMode::ReconsiderationFirst | RemedyMode::Mixed if issued_on < REVISED_LAW_FROM => {
                RemedyMode::Either
            }
            mode => mode,
        }
    }

    /// The locked paragraphs; `paper` is what the paper calls itself, such as 告知书.
    ///
    /// # Errors
    /// Every name that is needed and not known.
    pub fn paragraphs(
        &self,
        mode: RemedyMode,
        issued_on: NaiveDate,
        paper: &str,
    ) -> Result<Vec<String>, Vec<RemedyGap>> {
        let mode = Self::mode(mode, issued_on);
        if mode == RemedyMode::NoRemedy {
            return Ok(Vec::new());
        }
        let organs = self.organs(issued_on).join("或者");
        let court = self.court(issued_on);
        let mut gaps = Vec::new();
        if organs.is_empty() {
            gaps.push(RemedyGap::Organ);
        }
        if court.is_none() && mode != RemedyMode::ReconsiderationFirst {
            gaps.push(RemedyGap::Court);
        }
        if !gaps.is_empty() {
            return Err(gaps);
        }
        let court = court.unwrap_or_default();
        let (reconsider, sue, sue_after) =
            (RECONSIDERATION.length, SUIT.length, SUIT_AFTER_RECONSIDERATION.length);
        let first = |opening: &str| {
            format!(
                "{opening}应当自收到本{paper}之日起{reconsider}内先向{organs}申请行政复议；对行政复议决定不服的，\
                 可以自收到行政复议决定书之日起{sue_after}内依法向人民法院提起行政诉讼。"
            )
        };
        let either = |opening: &str| {
            format!(
                "{opening}可以自收到本{paper}之日起{reconsider}内向{organs}申请行政复议，\
                 或者自收到本{paper}之日起{sue}内向{court}提起行政诉讼。"
            )
        };
        Ok(match mode {
            RemedyMode::ReconsiderationFirst => vec![first("如对本告知（答复）不服，")],
            RemedyMode::Either => vec![either("如对本告知（答复）不服，")],
            RemedyMode::Mixed => vec![first("对其中不予公开部分不服的，"), either("对其余部分不服的，")],
            RemedyMode::NoRemedy => Vec::new(),
        })
    }
}
