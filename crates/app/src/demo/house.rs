//! The invented city of the demonstration: three agencies with departments, people in every role, settings, sign-ins.
//!
//! Not here: applicants (`super::applicants`) and cases (`super::cases`). Whatever is like a real place is so by chance.

use crate::office::Office;
use crate::refusal::Refusal;
use crate::setup::{self, Cost};
use chrono::NaiveDate;
use gongkai_domain::agency::settings::{DatedName, Elsewhere, OfficeContact, Scope};
use gongkai_domain::agency::{Agency, AgencyKind, AgencySettings, Department, Level, UnitWord, Validity};
use gongkai_domain::ids::{AgencyId, DepartmentId, PersonId};
use gongkai_domain::staff::{Person, Role};
use std::collections::BTreeSet;

/// The password of everybody in the demonstration; it is printed.
pub const PASSWORD: &str = "Gongkai-2026";

/// A way to sign in to the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The agency's short name.
    pub agency: &'static str,
    /// The person's name.
    pub name: &'static str,
    /// What the person is there for.
    pub roles: Vec<Role>,
    /// The name to sign in with.
    pub login: String,
}

/// An agency of the demonstration with those who work on its cases.
#[derive(Debug, Clone)]
pub struct House {
    /// The agency.
    pub agency: Agency,
    /// What it has set.
    pub settings: AgencySettings,
    /// The department that handles most cases, and another one.
    pub departments: [DepartmentId; 2],
    people: Vec<Person>,
}

impl House {
    /// The person of a role; of several the first.
    ///
    /// # Errors
    /// A defect of the demonstration: every role of the cases has somebody.
    pub fn person(&self, role: Role) -> Result<&Person, Refusal> {
        self.nth(role, 0)
    }

    /// The case handler of a turn: they take turns.
    ///
    /// # Errors
    /// As [`House::person`].
    pub fn handler(&self, turn: usize) -> Result<&Person, Refusal> {
        let many = self.people.iter().filter(|person| person.roles.contains(&Role::CaseHandler)).count();
        self.nth(Role::CaseHandler, turn % many.max(1))
    }

    fn nth(&self, role: Role, nth: usize) -> Result<&Person, Refusal> {
        let mut holders = self.people.iter().filter(|person| person.roles.contains(&role));
        holders.nth(nth).ok_or_else(|| Refusal::Defect(format!("the demonstration has no {role:?}")))
    }
}

/// What an agency of the demonstration is.
struct Plan {
    code: &'static str,
    credit_code: &'static str,
    full_name: &'static str,
    short_name: &'static str,
    level: Level,
    same_level: &'static str,
    superior: &'static str,
    court: &'static str,
    word: &'static str,
    unit_word: UnitWord,
    departments: [&'static str; 4],
    address: &'static str,
    post_code: &'static str,
    phone: &'static str,
    fax: &'static str,
    email: &'static str,
    people: &'static [(&'static str, &'static str, usize, &'static [Role])],
}

/// Name, login after the agency's code, department, roles.
const CITY_PEOPLE: &[(&str, &str, usize, &[Role])] = &[
    ("周敏", "registrar", 0, &[Role::Registrar]),
    ("陈志远", "handler", 1, &[Role::CaseHandler]),
    ("林晓燕", "handler2", 2, &[Role::CaseHandler]),
    ("高建国", "head", 0, &[Role::HeadOfDisclosureOffice]),
    ("郑文静", "reviewer", 0, &[Role::Reviewer]),
    ("孙立群", "legal", 3, &[Role::LegalityReviewer]),
    ("马红梅", "secrecy", 0, &[Role::SecrecyReviewer]),
    ("何志刚", "leader", 0, &[Role::LeaderInCharge]),
    ("罗永平", "principal", 0, &[Role::Principal]),
    ("梁玉兰", "seal", 0, &[Role::SealKeeper]),
    ("宋佳", "publisher", 1, &[Role::PublishingClerk]),
    ("唐伟", "system", 2, &[Role::SystemAdmin]),
    ("许静", "security", 2, &[Role::SecurityAdmin]),
    ("韩冰", "audit", 3, &[Role::AuditAdmin]),
];

const COUNTY_PEOPLE: &[(&str, &str, usize, &[Role])] = &[
    ("冯小丽", "registrar", 0, &[Role::Registrar]),
    ("曹军", "handler", 1, &[Role::CaseHandler]),
    ("彭雪梅", "handler2", 2, &[Role::CaseHandler]),
    ("曾国强", "head", 0, &[Role::HeadOfDisclosureOffice]),
    ("萧楠", "legal", 3, &[Role::LegalityReviewer]),
    ("田桂芳", "secrecy", 0, &[Role::SecrecyReviewer]),
    ("董海涛", "leader", 0, &[Role::LeaderInCharge]),
    ("袁德明", "principal", 0, &[Role::Principal]),
    ("潘秀英", "seal", 0, &[Role::SealKeeper, Role::PublishingClerk]),
    ("姜波", "system", 2, &[Role::SystemAdmin]),
];

const GOVERNMENT_PEOPLE: &[(&str, &str, usize, &[Role])] = &[
    ("蒋丽华", "registrar", 0, &[Role::Registrar]),
    ("蔡明辉", "handler", 1, &[Role::CaseHandler]),
    ("余芳", "handler2", 2, &[Role::CaseHandler]),
    ("杜志勇", "head", 0, &[Role::HeadOfDisclosureOffice]),
    ("叶青", "legal", 3, &[Role::LegalityReviewer]),
    ("程慧", "secrecy", 0, &[Role::SecrecyReviewer]),
    ("苏振华", "leader", 0, &[Role::LeaderInCharge]),
    ("魏东", "principal", 0, &[Role::Principal]),
    ("吕萍", "seal", 0, &[Role::SealKeeper]),
    ("丁磊", "supervisor", 0, &[Role::Supervisor]),
    ("钟毅", "system", 2, &[Role::SystemAdmin]),
];

/// The office of the government stands above the two others: it is the authority for disclosure (《条例》第三条第二款).
const PLANS: [Plan; 3] = [
    Plan {
        code: "gov-office",
        credit_code: "113300000000000000",
        full_name: "云州市人民政府办公室",
        short_name: "市政府办",
        level: Level::Municipal,
        same_level: "云州市人民政府",
        superior: "江南省人民政府办公厅",
        court: "云州市云城区人民法院",
        word: "云政办公开",
        unit_word: UnitWord::Section,
        departments: ["政务公开科", "秘书一科", "督查科", "法制科"],
        address: "云州市云城区府前路1号",
        post_code: "330000",
        phone: "0570-8000001",
        fax: "0570-8000002",
        email: "zwgk@yunzhou.example",
        people: GOVERNMENT_PEOPLE,
    },
    Plan {
        code: "city-data",
        credit_code: "113300000000000001",
        full_name: "云州市数据资源管理局",
        short_name: "市数据局",
        level: Level::Municipal,
        same_level: "云州市人民政府",
        superior: "江南省数据局",
        court: "云州市云城区人民法院",
        word: "云数公开",
        unit_word: UnitWord::Section,
        departments: ["办公室", "数据资源科", "政务信息化科", "政策法规科"],
        address: "云州市云城区学院路88号",
        post_code: "330000",
        phone: "0570-8000088",
        fax: "0570-8000089",
        email: "gk@data.yunzhou.example",
        people: CITY_PEOPLE,
    },
    Plan {
        code: "county-housing",
        credit_code: "113300000000000002",
        full_name: "青石县住房和城乡建设局",
        short_name: "青石县住建局",
        level: Level::County,
        same_level: "青石县人民政府",
        superior: "云州市住房和城乡建设局",
        court: "青石县人民法院",
        word: "青住建公开",
        unit_word: UnitWord::Subsection,
        departments: ["办公室", "房产管理股", "村镇建设股", "法制股"],
        address: "青石县城关镇建设路16号",
        post_code: "330021",
        phone: "0570-6000016",
        fax: "0570-6000017",
        email: "zjj@qingshi.example",
        people: COUNTY_PEOPLE,
    },
];

/// Since when everything in the demonstration exists.
const SINCE: NaiveDate = NaiveDate::from_ymd_opt(2019, 5, 15).expect("a date");

/// A credit code whose last character proves the others.
fn credit_code(given: &str) -> String {
    let bare = &given[..17];
    let fits = |last: &char| gongkai_domain::personal::credit_code(&format!("{bare}{last}")).is_ok();
    let last = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().find(fits).unwrap_or('0');
    format!("{bare}{last}")
}

fn settings_of(plan: &Plan) -> AgencySettings {
    let mut settings = AgencySettings { unit_word: plan.unit_word, ..AgencySettings::default() };
    settings.numbers.registration = format!("{}〔{{year}}〕{{n}}号", plan.word.replace("公开", "依申请"));
    settings.numbers.document = format!("{}〔{{year}}〕{{n}}号", plan.word);
    settings.numbers.service = format!("{}送〔{{year}}〕{{n}}号", plan.word);
    settings.remedies.courts =
        vec![DatedName { name: plan.court.to_owned(), validity: Validity::from(SINCE) }];
    settings.channels.fax = true;
    settings.scope = scope_of(plan);
    settings.contact = OfficeContact {
        office_name: format!("{}{}", plan.full_name, plan.departments[0]),
        address: plan.address.to_owned(),
        hours: "工作日 8:30—12:00，14:00—17:30".to_owned(),
        phone: plan.phone.to_owned(),
        fax: plan.fax.to_owned(),
        email: plan.email.to_owned(),
        website: "https://www.yunzhou.example/zwgk".to_owned(),
        post_code: plan.post_code.to_owned(),
    };
    settings
}

/// A matter of another agency: what it is about, the code of that agency, the words by which it is recognised.
type Other = (&'static str, &'static str, &'static [&'static str]);

/// What an agency of the demonstration says about its field; what belongs to another of the three leads there.
fn scope_of(plan: &Plan) -> Scope {
    let (ours, elsewhere): (&[&str], &[Other]) = match plan.code {
        "gov-office" => (
            &["市政府文件和会议纪要", "政府工作报告", "建议提案办理"],
            &[
                ("公共数据资源目录和开放", "city-data", &["公共数据", "数据开放"]),
                ("青石县的房屋征收和保障性住房", "county-housing", &["房屋征收", "保障性住房"]),
            ],
        ),
        "city-data" => (
            &["公共数据资源目录和开放", "政务信息化项目", "数字经济统计监测"],
            &[
                ("市政府文件和会议纪要", "gov-office", &["市政府文件", "政府常务会议"]),
                ("青石县的房屋征收和保障性住房", "county-housing", &["房屋征收", "保障性住房"]),
            ],
        ),
        _ => (
            &["房屋征收和补偿", "保障性住房分配", "建筑工程施工许可"],
            &[("市政府文件和会议纪要", "gov-office", &["市政府文件", "政府常务会议"])],
        ),
    };
    let matter = |&(subject, code, words): &Other| {
        let body = PLANS.iter().find(|other| other.code == code);
        Elsewhere {
            subject: subject.to_owned(),
            body: body.map_or_else(String::new, |body| body.full_name.to_owned()),
            contact: body
                .into_iter()
                .map(|body| format!("电话 {}，地址 {}", body.phone, body.address))
                .collect(),
            website: String::new(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        }
    };
    Scope {
        ours: ours.iter().map(|words| (*words).to_owned()).collect(),
        elsewhere: elsewhere.iter().map(matter).collect(),
    }
}

/// Makes agencies, departments and people, and answers who there is.
///
/// # Errors
/// As the records tell.
pub(super) async fn build(office: &Office) -> Result<(Vec<House>, Vec<SignIn>), Refusal> {
    let (at, entropy) = (office.instant(), office.entropy());
    let mut houses: Vec<House> = Vec::new();
    let mut sign_ins = Vec::new();
    let tx = office.storage.begin().await?;
    for plan in &PLANS {
        let id = AgencyId(entropy.id(at));
        let agency = Agency {
            id,
            code: plan.code.to_owned(),
            credit_code: credit_code(plan.credit_code),
            full_name: plan.full_name.to_owned(),
            short_name: plan.short_name.to_owned(),
            kind: AgencyKind::Department,
            level: plan.level,
            parent: houses.first().map(|above| above.agency.id),
            same_level_government: Some(plan.same_level.to_owned()),
            next_higher_government: None,
            superior_department: Some(plan.superior.to_owned()),
            seat_government: None,
            validity: Validity::from(SINCE),
        };
        let settings = settings_of(plan);
        setup::keep_agency(&tx, &agency).await?;
        setup::keep_settings(&tx, &agency, &settings, at).await?;
        let mut departments = Vec::new();
        for (place, name) in (0..).zip(plan.departments) {
            let department = Department {
                id: DepartmentId(entropy.id(at)),
                agency: id,
                name: name.to_owned(),
                is_disclosure_office: place == 0,
                validity: Validity::from(SINCE),
            };
            setup::keep_department(&tx, &department, place).await?;
            departments.push(department.id);
        }
        let mut people = Vec::new();
        for &(name, post, department, roles) in plan.people {
            let person = Person {
                id: PersonId(entropy.id(at)),
                name: name.to_owned(),
                agency: id,
                department: departments.get(department).copied(),
                roles: roles.iter().copied().collect::<BTreeSet<_>>(),
                acting_for: Vec::new(),
                is_active: true,
            };
            let login = format!("{}.{post}", plan.code);
            setup::keep_person(&tx, &person, &login, SINCE, entropy, at).await?;
            let hash = setup::hash_password(PASSWORD, Cost::CHEAP, entropy)?;
            tx.set_password(person.id, &hash, false, "{}", at).await?;
            sign_ins.push(SignIn { agency: plan.short_name, name, roles: roles.to_vec(), login });
            people.push(person);
        }
        houses.push(House { agency, settings, departments: [departments[1], departments[2]], people });
    }
    tx.commit().await?;
    Ok((houses, sign_ins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_somebody_and_every_credit_code_proves_itself() {
        let held: BTreeSet<Role> = PLANS
            .iter()
            .flat_map(|plan| plan.people)
            .flat_map(|(_, _, _, roles)| roles.iter().copied())
            .collect();
        assert_eq!(held.len(), Role::EVERY.len());
        for plan in &PLANS {
            // whoever registers that one agency takes over from another keeps the system of the one above both
            assert!(
                plan.people.iter().any(|(.., roles)| roles.contains(&Role::SystemAdmin)),
                "{}",
                plan.code
            );
            assert!(gongkai_domain::personal::credit_code(&credit_code(plan.credit_code)).is_ok());
            assert!(settings_of(plan).contact.missing().is_empty());
        }
    }
}
