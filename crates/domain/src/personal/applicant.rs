//! Who applies: a natural person or an organisation, with proof of identity, an agent, and the ways to reach them.
//!
//! Not here: what they apply for (`crate::application`), and storing it (`gongkai-storage`, encrypted). This is the content
//! behind a `ContentRef`; no event holds any of it.

use super::check::{self, NumberFault, birth_date};
use super::{Personal, mask, normalise, normalise_number};
use crate::report::Column;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

keyed_enum!(
    /// A document that proves who somebody is.
    DocumentKind, "identity document" {
        /// 居民身份证.
        ResidentId = "resident_id", "居民身份证";
        /// 护照.
        Passport = "passport", "护照";
        /// 港澳台居民居住证.
        ResidencePermit = "residence_permit", "港澳台居民居住证";
        /// 港澳居民来往内地通行证.
        TravelPermit = "travel_permit", "港澳居民来往内地通行证";
        /// 台湾居民来往大陆通行证.
        TaiwanTravelPermit = "taiwan_travel_permit", "台湾居民来往大陆通行证";
        /// 军官证.
        OfficerCard = "officer_card", "军官证";
        /// 外国人永久居留身份证.
        PermanentResident = "permanent_resident", "外国人永久居留身份证";
        /// 户口簿, for minors without a card.
        HouseholdRegister = "household_register", "户口簿";
    }
);

keyed_enum!(
    /// The five columns of organisations in table 3. 个体工商户 and 合伙企业 are commercial enterprises; 事业单位, 村（居）委会 and
    /// media are others, unless they do research (practice).
    OrganisationKind, "organisation kind" {
        /// 商业企业.
        CommercialEnterprise = "commercial_enterprise", "商业企业";
        /// 科研机构.
        ResearchInstitution = "research_institution", "科研机构";
        /// 社会公益组织.
        PublicWelfareOrganisation = "public_welfare_organisation", "社会公益组织";
        /// 法律服务机构: a law firm in its own name; a lawyer in person is a natural person.
        LegalServiceInstitution = "legal_service_institution", "法律服务机构";
        /// 其他.
        OtherOrganisation = "other_organisation", "其他";
    }
);

impl OrganisationKind {
    /// Its column of table 3.
    pub fn column(self) -> Column {
        match self {
            Self::CommercialEnterprise => Column::CommercialEnterprise,
            Self::ResearchInstitution => Column::ResearchInstitution,
            Self::PublicWelfareOrganisation => Column::PublicWelfareOrganisation,
            Self::LegalServiceInstitution => Column::LegalServiceInstitution,
            Self::OtherOrganisation => Column::OtherOrganisation,
        }
    }
}

/// A document with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityDocument {
    /// Which document.
    pub kind: DocumentKind,
    /// Its number.
    pub number: Personal,
}

impl IdentityDocument {
    /// The number made plain.
    ///
    /// # Errors
    /// What is wrong with it. Only the numbers of 居民身份证 and the permits built like it can be checked.
    pub fn checked(&self) -> Result<String, NumberFault> {
        match self.kind {
            DocumentKind::ResidentId | DocumentKind::ResidencePermit => {
                check::resident_id(self.number.reveal())
            }
            _ => match normalise_number(self.number.reveal()) {
                number if number.is_empty() => Err(NumberFault::Empty),
                number if (4..=32).contains(&number.chars().count()) => Ok(number),
                _ => Err(NumberFault::Form),
            },
        }
    }
}

/// Who acts for a minor or for somebody without capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// The name.
    pub name: Personal,
    /// The proof of identity.
    pub document: IdentityDocument,
    /// 与申请人的关系.
    pub relation: String,
}

/// A citizen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NaturalPerson {
    /// 姓名.
    pub name: Personal,
    /// 身份证明.
    pub document: IdentityDocument,
    /// 监护人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardian: Option<Guardian>,
}

/// A legal person or another organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// 名称.
    pub name: Personal,
    /// Its column of table 3.
    pub kind: OrganisationKind,
    /// 统一社会信用代码.
    pub credit_code: Personal,
    /// 法定代表人（负责人）.
    pub legal_representative: Personal,
    /// Proof of identity of the 法定代表人（负责人）.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative_document: Option<IdentityDocument>,
    /// 联系人.
    #[serde(default)]
    pub contact_person: Personal,
}

/// Who applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "party", rename_all = "snake_case")]
pub enum Party {
    /// A citizen.
    NaturalPerson(NaturalPerson),
    /// A legal person or another organisation.
    Organisation(Organisation),
}

/// 授权委托书.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerOfAttorney {
    /// 委托权限.
    pub scope: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, where it names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// What a lawyer shows besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lawyer {
    /// 律师执业证号.
    pub licence: Personal,
    /// 律师事务所, which also writes the letter (律所函).
    pub firm: String,
}

/// Who acts by a power of attorney (代理人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// 姓名.
    pub name: Personal,
    /// 身份证明.
    pub document: IdentityDocument,
    /// 授权委托书.
    pub authority: PowerOfAttorney,
    /// For a lawyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lawyer: Option<Lawyer>,
}

/// How to reach the applicant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// 联系电话.
    pub phone: Personal,
    /// 电子邮箱.
    pub email: Personal,
    /// 通信地址.
    pub postal_address: Personal,
    /// 邮政编码.
    pub post_code: Personal,
    /// 传真.
    pub fax: Personal,
}

/// 送达地址及方式确认: a block of the form, never a condition of the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryConfirmation {
    /// Where papers go.
    pub address: Personal,
    /// Who takes them in.
    pub recipient: Personal,
    /// Whether the applicant agrees to be served online.
    pub agrees_online: bool,
    /// The day of the confirmation.
    pub confirmed_on: NaiveDate,
}

/// An applicant with everything the law lets an office ask (《条例》第二十九条第二款第（一）项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Who applies.
    #[serde(flatten)]
    pub party: Party,
    /// 代理人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Agent>,
    /// 联系方式.
    pub contact: Contact,
    /// 送达地址及方式确认.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryConfirmation>,
}

/// Something an application lacks about the applicant; it leads to a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApplicantFault {
    /// The field, by its path in the record.
    pub field: &'static str,
    /// Its name on the form.
    pub label: &'static str,
    /// What is wrong.
    pub fault: FaultKind,
}

/// What may be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A number or text.
    Number(NumberFault),
    /// A minor applies without a guardian.
    GuardianNeeded,
    /// Neither telephone, nor e-mail, nor address.
    NoContact,
    /// The power of attorney does not cover the day.
    AuthorityNotInForce,
    /// The power of attorney says nothing on its scope.
    ScopeMissing,
}

impl fmt::Display for ApplicantFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：", self.label)?;
        match self.fault {
            FaultKind::Number(fault) => fault.fmt(f),
            FaultKind::GuardianNeeded => f.write_str("申请人未满十八周岁，应当填写监护人"),
            FaultKind::NoContact => f.write_str("电话、电子邮箱、通信地址至少填写一项"),
            FaultKind::AuthorityNotInForce => f.write_str("授权委托书不在有效期内"),
            FaultKind::ScopeMissing => f.write_str("授权委托书未写明委托权限"),
        }
    }
}

/// Years of age from which nobody needs a guardian (《民法典》第十七条).
const FULL_AGE: i32 = 18;

impl Applicant {
    /// The name in clear.
    pub fn name(&self) -> &Personal {
        match &self.party {
            Party::NaturalPerson(person) => &person.name,
            Party::Organisation(organisation) => &organisation.name,
        }
    }

    /// The name as lists show it.
    pub fn masked_name(&self) -> String {
        match &self.party {
            Party::NaturalPerson(person) => mask::name(person.name.reveal()),
            Party::Organisation(organisation) => mask::organisation(organisation.name.reveal()),
        }
    }

    /// The column of table 3: that of the applicant, never of the agent.
    pub fn column(&self) -> Column {
        match &self.party {
            Party::NaturalPerson(_) => Column::NaturalPerson,
            Party::Organisation(organisation) => organisation.kind.column(),
        }
    }

    /// What tells one applicant from another, in one spelling: kind and number of the document, or the credit code. None
    /// where no number was given: many bear the same name, and whoever is taken for another would see that one's requests.
    /// For counting the applications of 同一申请人 and finding 重复申请; it is as personal as the number, so keep only its
    /// keyed digest.
    pub fn identity(&self) -> Option<Personal> {
        let (kind, number) = match &self.party {
            Party::NaturalPerson(person) => (person.document.kind.key(), &person.document.number),
            Party::Organisation(organisation) => ("credit_code", &organisation.credit_code),
        };
        let number = normalise_number(number.reveal());
        (!number.is_empty()).then(|| Personal::from(format!("{kind}:{number}")))
    }

    /// By what filings are limited: the identity, or the name where no number was given. It only slows somebody down, so that
    /// it does no harm where two bear one name.
    pub fn limited_by(&self) -> Personal {
        self.identity().unwrap_or_else(|| {
            let name: String = normalise(self.name().reveal()).split_whitespace().collect();
            Personal::from(format!("name:{name}"))
        })
    }

    /// Everything that is missing or cannot be right, seen from the day of the application.
    pub fn faults(&self, on: NaiveDate) -> Vec<ApplicantFault> {
        let mut faults = Vec::new();
        let mut add = |field, label, fault| faults.push(ApplicantFault { field, label, fault });
        let mut required = |field, label, text: &Personal| {
            if text.is_empty() {
                add(field, label, FaultKind::Number(NumberFault::Empty));
            }
        };
        match &self.party {
            Party::NaturalPerson(person) => {
                required("name", "姓名", &person.name);
                match person.document.checked() {
                    Err(fault) => add("document.number", "证件号码", FaultKind::Number(fault)),
                    Ok(number)
                        if person.guardian.is_none() && is_minor(person.document.kind, &number, on) =>
                    {
                        add("guardian", "监护人", FaultKind::GuardianNeeded);
                    }
                    Ok(_) => {}
                }
                if let Some(Err(fault)) = person.guardian.as_ref().map(|guardian| guardian.document.checked())
                {
                    add("guardian.document.number", "监护人证件号码", FaultKind::Number(fault));
                }
            }
            Party::Organisation(organisation) => {
                required("name", "名称", &organisation.name);
                required("legal_representative", "法定代表人（负责人）", &organisation.legal_representative);
                if let Some(Err(fault)) =
                    organisation.representative_document.as_ref().map(IdentityDocument::checked)
                {
                    let label = "法定代表人（负责人）证件号码";
                    add("representative_document.number", label, FaultKind::Number(fault));
                }
                if let Err(fault) = check::credit_code(organisation.credit_code.reveal()) {
                    add("credit_code", "统一社会信用代码", FaultKind::Number(fault));
                }
            }
        }
        faults.extend(self.agent.iter().flat_map(|agent| agent.faults(on)));
        faults.extend(self.contact.faults());
        faults
    }
}

/// What tells those who apply together from others: all of them, in whatever order they signed. None where one of them cannot
/// be told from others. A joint application is none of one of its applicants alone (《条例》第三十六条第（六）项).
pub fn identity_of_all(applicants: &[Applicant]) -> Option<Personal> {
    let mut all = applicants.iter().map(Applicant::identity).collect::<Option<Vec<Personal>>>()?;
    all.sort_by(|left, right| left.reveal().cmp(right.reveal()));
    all.dedup();
    let texts: Vec<&str> = all.iter().map(Personal::reveal).collect();
    (!texts.is_empty()).then(|| Personal::from(texts.join("+")))
}

/// Whether a document of 18 digits says that its holder is not yet of full age on the day.
fn is_minor(kind: DocumentKind, number: &str, on: NaiveDate) -> bool {
    let has_birth_date = matches!(kind, DocumentKind::ResidentId | DocumentKind::ResidencePermit);
    has_birth_date
        && birth_date(number).is_some_and(|born| {
            let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
            on.year() - born.year() - i32::from(!had_birthday) < FULL_AGE
        })
}

impl Agent {
    fn faults(&self, on: NaiveDate) -> Vec<ApplicantFault> {
        let mut faults = Vec::new();
        let mut add = |field, label, fault| faults.push(ApplicantFault { field, label, fault });
        if self.name.is_empty() {
            add("agent.name", "代理人姓名", FaultKind::Number(NumberFault::Empty));
        }
        if let Err(fault) = self.document.checked() {
            add("agent.document.number", "代理人证件号码", FaultKind::Number(fault));
        }
        if self.authority.scope.trim().is_empty() {
            add("agent.authority.scope", "委托权限", FaultKind::ScopeMissing);
        }
        if on < self.authority.from || self.authority.until.is_some_and(|until| until < on) {
            add("agent.authority.from", "委托期限", FaultKind::AuthorityNotInForce);
        }
        if self.lawyer.as_ref().is_some_and(|lawyer| lawyer.licence.is_empty()) {
            add("agent.lawyer.licence", "律师执业证号", FaultKind::Number(NumberFault::Empty));
        }
        faults
    }
}

impl Contact {
    fn faults(&self) -> Vec<ApplicantFault> {
        let mut faults = Vec::new();
        if self.phone.is_empty() && self.email.is_empty() && self.postal_address.is_empty() {
            faults.push(ApplicantFault {
                field: "contact", label: "联系方式", fault: FaultKind::NoContact
            });
        }
        let mut check = |text: &Personal, field, label, result: Result<String, NumberFault>| {
            if let (false, Err(fault)) = (text.is_empty(), result) {
                faults.push(ApplicantFault { field, label, fault: FaultKind::Number(fault) });
            }
        };
        check(&self.phone, "contact.phone", "联系电话", telephone(self.phone.reveal()));
        check(&self.email, "contact.email", "电子邮箱", check::email(self.email.reveal()));
        let post_code = check::post_code(self.post_code.reveal());
        check(&self.post_code, "contact.post_code", "邮政编码", post_code);
        faults
    }
}

/// A mobile number, or a number of the fixed network or from abroad: seven to fifteen digits.
///
/// Nine to twelve digits that begin as a mobile number does (13 to 19) are one: a digit too few or too many is told.
fn telephone(text: &str) -> Result<String, NumberFault> {
    let number = normalise_number(text);
    let as_mobile = matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..]) && (9..=12).contains(&number.len());
    if as_mobile || (number.len() == 11 && number.starts_with('1')) {
        return check::mobile(&number);
    }
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let digits = digits.replace(['(', ')', '（', '）'], "");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberFault::Character);
    }
    if (7..=15).contains(&digits.len()) { Ok(number) } else { Err(NumberFault::Form) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn person(number: &str) -> Applicant {
        Applicant {
            party: Party::NaturalPerson(NaturalPerson {
                name: "王小明".into(),
                document: IdentityDocument { kind: DocumentKind::ResidentId, number: number.into() },
                guardian: None,
            }),
            agent: None,
            contact: Contact { phone: "13800138000".into(), ..Contact::default() },
            delivery: None,
        }
    }

    #[test]
    fn debugging_an_applicant_shows_neither_name_nor_number_nor_phone() {
        let text = format!("{:?}", person("11010519491231002X"));
        for clear in ["王", "1949", "138"] {
            assert!(!text.contains(clear), "{text}");
        }
        assert!(text.contains("ResidentId"), "the kind of document is no secret: {text}");
    }

    #[test]
    fn an_applicant_survives_writing_and_reading() {
        let mut applicant = person("11010519491231002X");
        applicant.agent = Some(Agent {
            name: "李四".into(),
            document: IdentityDocument { kind: DocumentKind::Passport, number: "E12345678".into() },
            authority: PowerOfAttorney {
                scope: "代为申请、签收".into(),
                from: day("2026-01-01"),
                until: None,
            },
            lawyer: Some(Lawyer {
                licence: "13701201010000000".into(), firm: "某某律师事务所".into()
            }),
        });
        let json = serde_json::to_string(&applicant).expect("writes");
        assert!(json.contains(r#""party":"natural_person""#), "{json}");
        assert_eq!(serde_json::from_str::<Applicant>(&json).expect("reads"), applicant);
    }

    #[test]
    fn one_person_has_one_identity_however_the_number_is_typed() {
        assert_eq!(person("11010519491231002X").identity(), person(" 110105 19491231 002ｘ").identity());
        assert!(person("11010519491231002X").identity().is_some());
    }

    #[test]
    fn a_name_alone_is_nobodys_identity_and_those_who_apply_together_are_known_as_all_of_them() {
        let (one, other) = (person("11010519491231002X"), person("E12345678"));
        assert_eq!(person(" - ").identity(), None, "there are many of that name");
        let both = identity_of_all(&[one.clone(), other.clone()]);
        assert!(both.is_some());
        assert_eq!(both, identity_of_all(&[other.clone(), one.clone()]), "whoever signed first");
        assert_ne!(both, identity_of_all(std::slice::from_ref(&one)));
        assert_eq!(identity_of_all(std::slice::from_ref(&one)), one.identity());
        assert_eq!(identity_of_all(&[one, person("")]), None);
    }

    #[test]
    fn a_minor_needs_a_guardian_until_the_eighteenth_birthday() {
        // built from the rule: 110105 + 2010-05-20 + 001 + check digit
        let number = (0..=9u8)
            .map(|digit| format!("11010520100520001{digit}"))
            .chain(["11010520100520001X".to_owned()])
            .find(|number| check::resident_id(number).is_ok())
            .expect("one of them fits");
        let faults = person(&number).faults(day("2028-05-19"));
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].to_string(), "监护人：申请人未满十八周岁，应当填写监护人");
        assert_eq!(person(&number).faults(day("2028-05-20")), []);
    }

    #[test]
    fn all_that_is_missing_is_told_at_once() {
        let applicant = Applicant {
            party: Party::Organisation(Organisation {
                name: Personal::default(),
                kind: OrganisationKind::LegalServiceInstitution,
                credit_code: "91350100M000100Y44".into(),
                legal_representative: "张三".into(),
                representative_document: None,
                contact_person: Personal::default(),
            }),
            agent: Some(Agent {
                name: "李四".into(),
                document: IdentityDocument { kind: DocumentKind::OfficerCard, number: Personal::default() },
                authority: PowerOfAttorney {
                    scope: String::new(),
                    from: day("2026-01-01"),
                    until: Some(day("2026-03-31")),
                },
                lawyer: None,
            }),
            contact: Contact { email: "nobody".into(), ..Contact::default() },
            delivery: None,
        };
        let words: Vec<String> =
            applicant.faults(day("2026-04-01")).iter().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "名称：未填写",
                "统一社会信用代码：校验码不符，请核对是否输入有误",
                "代理人证件号码：未填写",
                "委托权限：授权委托书未写明委托权限",
                "委托期限：授权委托书不在有效期内",
                "电子邮箱：格式有误",
            ]
        );
        assert_eq!(applicant.column(), Column::LegalServiceInstitution);
    }

    #[test]
    fn fixed_and_foreign_telephones_are_accepted_and_letters_are_not() {
        for number in ["0531-8888 8888", "+1 212 555 0100", "（0531）88888888"] {
            assert!(telephone(number).is_ok(), "{number}");
        }
        assert_eq!(telephone("转办公室"), Err(NumberFault::Character));
        assert_eq!(telephone("12345"), Err(NumberFault::Form));
        assert!(telephone("1390000000").is_err(), "a digit of a mobile number is missing");
        assert!(telephone("139000000001").is_err(), "a digit of a mobile number is too many");
    }
}
