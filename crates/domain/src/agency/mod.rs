//! The agencies that keep the records: what each is, where it stands, from when to when, and who took over from whom.
//!
//! Not here: what an agency may set for itself (`settings`), the people in it (`crate::staff`), and which body hears a
//! reconsideration (`crate::notice`), which is decided from the facts kept here.

pub mod handing;
mod remedy;
pub mod settings;
pub mod tree;

pub use handing::{Handing, HeldYears};
pub use settings::AgencySettings;
pub use tree::{AgencyTree, TreeFault};

use crate::ids::{AgencyId, DepartmentId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

keyed_enum!(
    /// What an agency is. It decides who supervises it, who hears a reconsideration and which court hears a suit.
    AgencyKind, "agency kind" {
        /// A people's government of county level or higher.
        Government = "government", "人民政府";
        /// A department of a government.
        Department = "department", "政府工作部门";
        /// The department for judicial administration, whose reconsideration has a choice (《行政复议法》第二十八条).
        JusticeDepartment = "justice_department", "司法行政部门";
        /// A township government; in reconsideration the county government decides (practice).
        Township = "township_government", "乡镇人民政府";
        /// A department under vertical leadership: customs, finance, tax, foreign exchange, state security
        /// (《行政复议法》第二十七条); its own head office supervises disclosure (《条例》第三条).
        VerticallyLed = "vertically_led", "实行垂直领导的部门";
        /// An office that a department has sent out and that acts in its own name (《条例》第十条第二款).
        DispatchedOffice = "dispatched_office", "派出机构";
        /// An organ that a government has sent out, such as a sub-district office.
        DispatchedOrgan = "dispatched_organ", "派出机关";
        /// An organisation that a law or regulation empowers to manage public affairs (《条例》第五十四条).
        AuthorisedOrganisation = "authorised_organisation", "法律、法规授权的组织";
    }
);

keyed_enum!(
    /// The level at which an agency works.
    Level, "level" {
        /// 国家级.
        National = "national", "国家级";
        /// 省级.
        Provincial = "provincial", "省级";
        /// 设区的市级.
        Municipal = "municipal", "设区的市级";
        /// 县级.
        County = "county", "县级";
        /// 乡镇级.
        Township = "township", "乡镇级";
    }
);

keyed_enum!(
    /// The word by which an agency calls its units; printed wherever a unit is meant.
    UnitWord, "unit word" {
        /// 处室: usual in provincial agencies.
        Division = "division", "处室";
        /// 科室: usual in cities and counties.
        Section = "section", "科室";
        /// 股室: usual in county departments and townships.
        Subsection = "subsection", "股室";
    }
);

/// From which day to which day something holds; both days are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; open while none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Validity {
    /// From a day on, without an end.
    pub fn from(from: NaiveDate) -> Self {
        Self { from, until: None }
    }

    /// Whether it holds on the day.
    pub fn holds_on(self, on: NaiveDate) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }

    /// Whether some day lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }
}

/// An agency (行政机关).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Its id.
    pub id: AgencyId,
    /// The code by which the command line and addresses name it; unique.
    pub code: String,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// The full name, as papers are signed.
    pub full_name: String,
    /// The short name, as lists show it.
    pub short_name: String,
    /// What it is.
    pub kind: AgencyKind,
    /// Its level.
    pub level: Level,
    /// The agency above it in the tree of supervision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AgencyId>,
    /// The people's government at the same level (本级人民政府): hears reconsiderations of a department since 2024-01-01.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_level_government: Option<String>,
    /// The next higher government (上一级人民政府): hears reconsiderations of a government.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_higher_government: Option<String>,
    /// The superior department (上一级主管部门): for vertically led agencies, for the justice departments' choice, and for
    /// every department under the old regime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superior_department: Option<String>,
    /// The government where a dispatched office sits, if a department of a 直辖市 or 设区的市 set it up by district: then it is
    /// possible besides the department's own government (《行政复议法》第二十四条第四款).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat_government: Option<String>,
    /// Since when and until when it exists.
    pub validity: Validity,
}

impl Agency {
    /// Whether it exists on the day.
    pub fn exists_on(&self, on: NaiveDate) -> bool {
        self.validity.holds_on(on)
    }

    /// Whether it is a government or acts as one in suits: county level or higher goes to the intermediate court
    /// (《行政诉讼法》第十五条第（一）项).
    pub fn is_government_of_county_or_higher(&self) -> bool {
        self.kind == AgencyKind::Government && self.level != Level::Township
    }

    /// The last day for the annual report, by the kind of agency: 31 March for governments of county level or higher, 31
    /// January for all others (《条例》第四十九条; townships follow the county's date in practice).
    pub fn report_limit(&self) -> &'static gongkai_deadline::statute::Limit {
        if self.is_government_of_county_or_higher() {
            &gongkai_deadline::statute::GOVERNMENT_ANNUAL_REPORT
        } else {
            &gongkai_deadline::statute::ANNUAL_REPORT
        }
    }
}

/// One agency took over the functions of another, and with them its applications (机构改革后由继续行使职权的机关办理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// The agency that ended or gave functions away.
    pub predecessor: AgencyId,
    /// The agency that goes on with them.
    pub successor: AgencyId,
    /// The first day on which the successor is responsible.
    pub on: NaiveDate,
    /// Which functions, where the predecessor goes on with others; empty means all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub functions: String,
}

/// An internal division of an agency (处室、科室、股室). It never replies in its own name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Its id.
    pub id: DepartmentId,
    /// The agency it belongs to.
    pub agency: AgencyId,
    /// Its name.
    pub name: String,
    /// Whether it is the disclosure office of the agency (政府信息公开工作机构, 《条例》第四条).
    #[serde(default)]
    pub is_disclosure_office: bool,
    /// Since when and until when it exists.
    pub validity: Validity,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_validity_holds_on_its_first_and_last_day() {
        let validity = Validity { from: day("2024-01-01"), until: Some(day("2025-06-30")) };
        assert!(validity.holds_on(day("2024-01-01")) && validity.holds_on(day("2025-06-30")));
        assert!(!validity.holds_on(day("2023-12-31")) && !validity.holds_on(day("2025-07-01")));
        assert!(validity.overlaps(Validity::from(day("2025-06-30"))));
        assert!(!validity.overlaps(Validity::from(day("2025-07-01"))));
    }

    #[test]
    fn a_list_of_words_reads_back_and_names_what_it_does_not_know() {
        for kind in AgencyKind::EVERY {
            assert_eq!(kind.key().parse(), Ok(*kind));
            let json = serde_json::to_string(kind).expect("writes");
            assert_eq!(serde_json::from_str::<AgencyKind>(&json).expect("reads"), *kind);
        }
        let error = "ministry".parse::<AgencyKind>().expect_err("unknown");
        assert_eq!(error.to_string(), "unknown agency kind key: ministry");
    }
}
