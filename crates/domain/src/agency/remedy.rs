//! From what is kept about an agency to the facts on which its remedies depend.
//!
//! Not here: which body follows from which kind of agency, and the words (`crate::notice::remedy`).

use super::settings::{RemedyChoice, RemedySettings};
use super::{Agency, AgencyKind, Level};
use crate::notice::{Body, CourtArrangement, CourtLevel, RemedyBody};
use chrono::NaiveDate;

impl Agency {
    /// The facts for a paper issued on the day. A name that was not entered stays empty, and the paper then says what is
    /// missing instead of naming a wrong body.
    pub fn remedy_body(&self, settings: &RemedySettings, issued_on: NaiveDate) -> RemedyBody {
        let arrangement = |court: &super::settings::DatedName| CourtArrangement {
            court: court.name.clone(),
            from: court.validity.from,
            until: court.validity.until,
        };
        RemedyBody {
            body: Self::set_by_hand(settings, issued_on).unwrap_or_else(|| self.body_by_law()),
            basic_court: String::new(),
            intermediate_court: String::new(),
            court_arrangements: settings.courts.iter().map(arrangement).collect(),
            government_only_since: settings.concentrated_since,
            inquiry_needs_reconsideration: settings.admin_inquiry == RemedyChoice::ReconsiderationFirst,
        }
    }

    /// What looks wrong about the court set for the day: its name tells of another level than the law has for this agency.
    /// A doubt and no fault, because a superior court may have arranged otherwise (《行政诉讼法》第十八条第二款).
    pub fn court_doubt(&self, settings: &RemedySettings, on: NaiveDate) -> Option<String> {
        let court = settings.court_on(on)?;
        let expected = self.remedy_body(settings, on).court_level();
        let (named, usual, article) = match (CourtLevel::of_name(court)?, expected) {
            (CourtLevel::Basic, CourtLevel::Intermediate) => (
                "基层人民法院",
                "对国务院部门或者县级以上地方人民政府提起的诉讼由中级人民法院管辖",
                "第十五条第（一）项",
            ),
            // customs have their own rule (第十五条第（二）项)
            (CourtLevel::Intermediate, CourtLevel::Basic) if self.kind != AgencyKind::VerticallyLed => {
                ("中级人民法院", "对本机关提起的第一审行政案件由基层人民法院管辖", "第十四条")
            }
            _ => return None,
        };
        Some(format!("“{court}”是{named}；{usual}（《行政诉讼法》{article}），有集中管辖安排的除外，请核对"))
    }

    /// The bodies that the agency set for the day instead of those of the law. One is printed alone; of several the first two
    /// as a choice, as for a 司法行政部门.
    fn set_by_hand(settings: &RemedySettings, issued_on: NaiveDate) -> Option<Body> {
        match settings.organs_on(issued_on)[..] {
            [] => None,
            [only] => Some(Body::Department { government: only.to_owned(), superior: None }),
            [first, second, ..] => {
                Some(Body::JusticeDepartment { government: first.to_owned(), superior: second.to_owned() })
            }
        }
    }

    fn body_by_law(&self) -> Body {
        let named = |name: &Option<String>| name.clone().unwrap_or_default();
        let government = named(&self.same_level_government);
        let above = named(&self.next_higher_government);
        match self.kind {
            AgencyKind::Government if self.level == Level::Provincial => {
                Body::ProvincialGovernment { name: self.full_name.clone() }
            }
            AgencyKind::Government if self.level == Level::Township => Body::Township { county: above },
            AgencyKind::Government => Body::Government { above },
            AgencyKind::Township => Body::Township { county: above },
            AgencyKind::Department | AgencyKind::JusticeDepartment if self.level == Level::National => {
                Body::StateCouncilDepartment { name: self.full_name.clone() }
            }
            AgencyKind::Department => {
                Body::Department { government, superior: self.superior_department.clone() }
            }
            AgencyKind::JusticeDepartment => {
                Body::JusticeDepartment { government, superior: named(&self.superior_department) }
            }
            AgencyKind::VerticallyLed => Body::VerticallyLed { superior: named(&self.superior_department) },
            AgencyKind::DispatchedOffice => Body::DispatchedOffice {
                government,
                department: self.superior_department.clone(),
                seat_government: self.seat_government.clone(),
            },
            // The government that set it up stands above it, not beside it.
            AgencyKind::DispatchedOrgan => Body::DispatchedOrgan { government: above },
            AgencyKind::AuthorisedOrganisation => {
                Body::AuthorisedOrganisation { government, managed_by: self.superior_department.clone() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Validity;
    use super::super::settings::DatedName;
    use super::*;
    use crate::ids::AgencyId;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn agency(kind: AgencyKind, level: Level) -> Agency {
        Agency {
            id: AgencyId(Uuid::from_u128(1)),
            code: "a".into(),
            credit_code: String::new(),
            full_name: "本机关".into(),
            short_name: "本机关".into(),
            kind,
            level,
            parent: None,
            same_level_government: Some("乙区人民政府".into()),
            next_higher_government: Some("甲市人民政府".into()),
            superior_department: Some("甲市某某局".into()),
            seat_government: None,
            validity: Validity::from(day("2010-01-01")),
        }
    }

    fn organs(kind: AgencyKind, level: Level, on: &str) -> Vec<String> {
        let body = agency(kind, level).remedy_body(&RemedySettings::default(), day(on));
        body.organs(day(on)).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn each_kind_of_agency_points_to_the_body_of_the_law_in_force() {
        use AgencyKind as K;
        let now = "2025-06-03";
        assert_eq!(organs(K::Department, Level::County, now), ["乙区人民政府"]);
        assert_eq!(organs(K::Department, Level::County, "2023-12-29"), ["乙区人民政府", "甲市某某局"]);
        assert_eq!(organs(K::JusticeDepartment, Level::County, now), ["乙区人民政府", "甲市某某局"]);
        assert_eq!(organs(K::Government, Level::County, now), ["甲市人民政府"]);
        assert_eq!(organs(K::Government, Level::Provincial, now), ["本机关"]);
        assert_eq!(organs(K::Department, Level::National, now), ["本机关"]);
        assert_eq!(organs(K::Township, Level::Township, now), ["甲市人民政府"]);
        assert_eq!(organs(K::VerticallyLed, Level::County, now), ["甲市某某局"]);
        assert_eq!(organs(K::DispatchedOffice, Level::County, now), ["乙区人民政府"]);
        assert_eq!(organs(K::DispatchedOrgan, Level::Township, now), ["甲市人民政府"]);
        assert_eq!(organs(K::AuthorisedOrganisation, Level::County, now), ["乙区人民政府"]);
    }

    #[test]
    fn a_court_of_another_level_than_the_law_has_is_doubted_and_one_of_no_told_level_is_not() {
        use AgencyKind as K;
        let doubt = |kind, level, court: &str| {
            let validity = Validity::from(day("2010-01-01"));
            let courts = vec![DatedName { name: court.to_owned(), validity }];
            let settings = RemedySettings { courts, ..RemedySettings::default() };
            agency(kind, level).court_doubt(&settings, day("2025-06-03"))
        };
        for level in [Level::County, Level::Prefecture, Level::Provincial] {
            let told = doubt(K::Government, level, "乙区人民法院").expect("a basic court");
            assert!(told.contains("第十五条第（一）项") && told.contains("乙区人民法院"), "{told}");
            assert_eq!(doubt(K::Government, level, "甲市中级人民法院"), None);
            assert_eq!(doubt(K::Government, level, "甲铁路运输法院"), None, "an arrangement");
        }
        let told = doubt(K::Department, Level::County, "甲市中级人民法院").expect("an intermediate court");
        assert!(told.contains("第十四条"), "{told}");
        assert_eq!(doubt(K::Department, Level::County, "乙区人民法院"), None);
        assert_eq!(doubt(K::VerticallyLed, Level::County, "甲市中级人民法院"), None, "such as customs");
        assert_eq!(doubt(K::Government, Level::Township, "乙区人民法院"), None);
    }

    #[test]
    fn a_name_that_was_not_entered_is_missing_and_not_guessed() {
        let bare = Agency { same_level_government: None, ..agency(AgencyKind::Department, Level::County) };
        let body = bare.remedy_body(&RemedySettings::default(), day("2025-06-03"));
        assert!(body.organs(day("2025-06-03")).is_empty());
        assert_eq!(body.court(day("2025-06-03")), None);
    }

    #[test]
    fn what_was_set_by_hand_holds_on_its_days_only() {
        let from = Validity { from: day("2024-01-01"), until: Some(day("2024-12-31")) };
        let settings = RemedySettings {
            reconsideration_organs: vec![DatedName {
                name: "甲市丙新区管理委员会".into(), validity: from
            }],
            courts: vec![DatedName { name: "甲市铁路运输法院".into(), validity: from }],
            ..RemedySettings::default()
        };
        let agency = agency(AgencyKind::Department, Level::County);
        let on = |text| {
            let body = agency.remedy_body(&settings, day(text));
            let organs: Vec<String> = body.organs(day(text)).into_iter().map(str::to_owned).collect();
            (organs, body.court(day(text)).map(str::to_owned))
        };
        assert_eq!(
            on("2024-12-31"),
            (vec!["甲市丙新区管理委员会".to_owned()], Some("甲市铁路运输法院".to_owned()))
        );
        assert_eq!(on("2025-01-01"), (vec!["乙区人民政府".to_owned()], None));
    }
}
