//! An application being filled in: the answers so far, kept sealed for a day under the word in the applicant's cookie.
//!
//! Not here: the question pages (`gongkai-web`), filing (`crate::application::file`). Missing proof never stands in the way: it
//! leads to a correction (《条例》第三十条); what was typed wrongly is told before it is sent.

use super::field_label::label_of;
use super::ticket::Ticket;
use super::upload::{Purpose, Stored};
use crate::application::file::{Filing, MATTER_LETTERS, MATTERS, Request};
use crate::application::intake::Intake;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use gongkai_domain::application::{Channel, Provision, ProvisionForm, ProvisionWay};
use gongkai_domain::ids::{AgencyId, ApplicationId};
use gongkai_domain::personal::applicant::FaultKind;
use gongkai_domain::personal::{
    Agent, Applicant, Contact, DeliveryConfirmation, DocumentKind, Guardian, IdentityDocument, Lawyer,
    NaturalPerson, Organisation, OrganisationKind, Party, Personal, PowerOfAttorney, normalise,
};
use serde::{Deserialize, Serialize};

/// Most characters of one line.
const LINE_LETTERS: usize = 200;
/// Most characters of a description.
const TEXT_LETTERS: usize = 2000;
/// What an agent may be given power to do; those that are ticked are the scope of the mandate.
pub const POWERS: [&str; 4] = ["代为提出申请", "代为补正", "代为接收文书和信息", "代为撤回申请"];

/// The question pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// Who applies.
    Who,
    /// What is asked for.
    What,
    /// How it is to be received.
    Receive,
    /// Proof of identity.
    Proof,
}

impl Page {
    /// In their order.
    pub const EVERY: [Self; 4] = [Self::Who, Self::What, Self::Receive, Self::Proof];

    /// Whether a field stands on the page.
    pub fn has(self, field: &str) -> bool {
        let fields: &[&str] = match self {
            Self::Who => &["kind", "name", "representative", "phone", "email", "guardian", "agent"],
            Self::What => return field == "form" || field.starts_with("matter."),
            Self::Receive => &["way", "address", "postcode", "address_confirmed"],
            Self::Proof => &[
                "document",
                "document_number",
                "credit_code",
                "representative_document",
                "representative_number",
                "guardian_relation",
                "guardian_document",
                "guardian_number",
                "agent_document",
                "agent_number",
                "agent_scope",
                "agent_until",
                "agent_licence",
                "agent_firm",
            ],
        };
        fields.contains(&field)
    }
}

/// A fault of one field of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFault {
    /// The field.
    pub field: String,
    /// What to do.
    pub text: String,
}

/// The answers so far.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Draft {
    /// When the first page was sent.
    pub started_at: Option<DateTime<Utc>>,
    /// To which agency; none until one of several was chosen.
    #[serde(default)]
    pub agency: Option<AgencyId>,
    /// Field and value, as the pages have them.
    pub answers: Vec<(String, String)>,
    /// Files that were kept.
    pub files: Vec<Stored>,
    /// Pages that were sent without a fault.
    pub done: Vec<Page>,
    /// The application that became of it; the answers are gone then.
    pub filed: Option<ApplicationId>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("done", &self.done).field("filed", &self.filed).finish_non_exhaustive()
    }
}

impl Ticket for Draft {
    const KIND: &'static str = "draft";
    const MINUTES: i64 = 24 * 60;
}

impl Draft {
    /// The answer to a field; empty where there is none.
    pub fn answer(&self, field: &str) -> &str {
        self.answers.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// Puts the answers of a page in place of earlier ones.
    pub fn put(&mut self, page: Page, sent: &[(String, String)]) {
        self.answers.retain(|(name, _)| !page.has(name));
        for (name, value) in sent.iter().filter(|(name, _)| page.has(name)) {
            let value =
                if name.ends_with(".description") { value.trim().to_owned() } else { normalise(value) };
            self.answers.push((name.clone(), value));
        }
    }

    /// Chooses the agency. Files are sealed for one agency: with another one they are to be sent again; whether any were lost.
    pub fn choose(&mut self, agency: AgencyId) -> bool {
        let is_other = self.agency.replace(agency).is_some_and(|before| before != agency);
        let is_lost = is_other && !self.files.is_empty();
        if is_lost {
            self.files.clear();
            self.mark(Page::Proof, false);
        }
        is_lost
    }

    /// Puts a file in place of an earlier one for the same purpose.
    pub fn put_file(&mut self, file: Stored) {
        self.files.retain(|known| known.purpose != file.purpose);
        self.files.push(file);
    }

    /// Notes whether a page is done.
    pub fn mark(&mut self, page: Page, is_done: bool) {
        self.done.retain(|known| *known != page);
        if is_done {
            self.done.push(page);
        }
    }

    /// The first page that is not done; none where all are.
    pub fn next(&self) -> Option<Page> {
        Page::EVERY.into_iter().find(|page| !self.done.contains(page))
    }

    /// How many matters there are; at least one.
    pub fn matters(&self) -> usize {
        matters_of(&self.answers)
    }

    /// Whether an organisation applies.
    pub fn is_organisation(&self) -> bool {
        organisation_of(self.answer("kind")).is_some()
    }

    /// Whether a guardian applies for a minor.
    pub fn has_guardian(&self) -> bool {
        !self.is_organisation() && !self.answer("guardian").is_empty()
    }

    /// Whether the person in charge of an organisation was named.
    pub fn has_representative(&self) -> bool {
        self.is_organisation() && !self.answer("representative").is_empty()
    }

    /// What the agent may do, as it was ticked.
    pub fn powers(&self) -> Vec<&'static str> {
        let ticked =
            |power: &&str| self.answers.iter().any(|(name, value)| name == "agent_scope" && value == power);
        POWERS.into_iter().filter(ticked).collect()
    }

    /// Whether somebody applies for the applicant.
    pub fn has_agent(&self) -> bool {
        !self.answer("agent").is_empty()
    }

    /// The file kept for a purpose.
    pub fn file(&self, purpose: Purpose) -> Option<&Stored> {
        self.files.iter().find(|file| file.purpose == purpose)
    }

    /// Everything that must be put right on a page.
    pub fn faults(&self, page: Page, today: NaiveDate) -> Vec<PageFault> {
        let mut faults = Vec::new();
        let mut add = |field: &str, text: &str| {
            faults.push(PageFault { field: field.to_owned(), text: text.to_owned() });
        };
        match page {
            Page::Who => {
                if !is_kind(self.answer("kind")) {
                    add("kind", "选择谁提出申请");
                }
                if self.answer("name").is_empty() {
                    add("name", "填写姓名或者单位全称");
                }
                if self.answer("phone").is_empty() {
                    add("phone", "填写联系电话");
                }
            }
            Page::What => {
                let requests = self.requests();
                if requests.is_empty() {
                    add("matter.0.title", "写明所需信息的名称、文号或者便于查找的其他特征");
                }
                if self.matters() > MATTERS {
                    add("matter.0.title", &format!("一次申请最多填写{MATTERS}项信息，请分次提交"));
                }
                if form_of(self.answer("form")).is_none() {
                    add("form", "选择希望得到的形式");
                }
            }
            Page::Receive => match way_of(self.answer("way")) {
                None => add("way", "选择怎样接收答复"),
                Some(ProvisionWay::Mail) if self.answer("address").is_empty() => {
                    add("address", "填写邮寄地址");
                }
                Some(ProvisionWay::Email) if self.answer("email").is_empty() => {
                    add("way", "没有填写电子邮箱，请返回“谁提出申请”一页补填，或者选择其他方式");
                }
                Some(_) => {}
            },
            Page::Proof => {
                let numbers = [
                    (!self.is_organisation(), "document_number", "document", "选择证件种类"),
                    (
                        self.has_representative(),
                        "representative_number",
                        "representative_document",
                        "选择法定代表人（负责人）的证件种类",
                    ),
                    (self.has_guardian(), "guardian_number", "guardian_document", "选择监护人的证件种类"),
                    (self.has_agent(), "agent_number", "agent_document", "选择代理人的证件种类"),
                ];
                for (_, _, document, words) in
                    numbers.into_iter().filter(|(is_asked, number, document, _)| {
                        *is_asked
                            && !self.answer(number).is_empty()
                            && self.answer(document).parse::<DocumentKind>().is_err()
                    })
                {
                    add(document, words);
                }
                let until = self.answer("agent_until");
                if self.has_agent() && !until.is_empty() && day_of(until).is_none() {
                    add("agent_until", "委托期限的最后一日：按日期填写，例如2026年12月31日");
                }
            }
        }
        for (field, value) in self.answers.iter().filter(|(field, _)| page.has(field)) {
            let most = if field.ends_with(".description") { TEXT_LETTERS } else { LINE_LETTERS };
            let is_told = faults.iter().any(|known| known.field == *field);
            if value.chars().count() > most && !is_told {
                faults.push(PageFault {
                    field: field.clone(),
                    text: format!("{}不超过{most}字", label_of(field)),
                });
            }
        }
        let applicant = self.applicant(today);
        for fault in applicant.faults(today) {
            let Some(field) = field_of(fault.field, self) else { continue };
            let value = self.answer(field);
            let is_told = faults.iter().any(|known| known.field == field);
            if page.has(field) && !value.is_empty() && !is_told {
                let text = match fault.fault {
                    FaultKind::GuardianNeeded => {
                        "申请人未满十八周岁，请返回“谁提出申请”一页填写监护人；现在不便填写的，可以选择“以后补交”"
                            .to_owned()
                    }
                    _ => fault.to_string(),
                };
                faults.push(PageFault { field: field.to_owned(), text });
            }
        }
        faults
    }

    /// What is asked for, without what was left empty.
    pub fn requests(&self) -> Vec<Request> {
        let part = |at: usize, field: &str| self.answer(&format!("matter.{at}.{field}")).to_owned();
        let requests = (0..self.matters()).map(|at| Request {
            title: part(at, "title"),
            number: part(at, "number"),
            description: part(at, "description"),
        });
        requests.filter(|request| !request.text().is_empty()).collect()
    }

    fn applicant(&self, today: NaiveDate) -> Applicant {
        let personal = |field: &str| Personal::from(self.answer(field));
        let document = |kind: &str, number: &str| IdentityDocument {
            kind: self.answer(kind).parse().unwrap_or(DocumentKind::ResidentId),
            number: personal(number),
        };
        let party = match organisation_of(self.answer("kind")) {
            Some(kind) => Party::Organisation(Organisation {
                name: personal("name"),
                kind,
                credit_code: personal("credit_code"),
                legal_representative: personal("representative"),
                representative_document: (!self.answer("representative_number").is_empty())
                    .then(|| document("representative_document", "representative_number")),
                contact_person: Personal::default(),
            }),
            None => Party::NaturalPerson(NaturalPerson {
                name: personal("name"),
                document: document("document", "document_number"),
                guardian: self.has_guardian().then(|| Guardian {
                    name: personal("guardian"),
                    document: document("guardian_document", "guardian_number"),
                    relation: self.answer("guardian_relation").to_owned(),
                }),
            }),
        };
        let agent = self.has_agent().then(|| Agent {
            name: personal("agent"),
            document: document("agent_document", "agent_number"),
            authority: PowerOfAttorney {
                scope: self.powers().join("、"),
                from: today,
                until: day_of(self.answer("agent_until")),
            },
            lawyer: (!self.answer("agent_licence").is_empty() || !self.answer("agent_firm").is_empty()).then(
                || Lawyer { licence: personal("agent_licence"), firm: self.answer("agent_firm").to_owned() },
            ),
        });
        let delivery = (self.answer("address_confirmed") == "yes").then(|| DeliveryConfirmation {
            address: personal("address"),
            recipient: personal("name"),
            agrees_online: self.answer("way") == "online",
            confirmed_on: today,
        });
        Applicant {
            party,
            agent,
            contact: Contact {
                phone: personal("phone"),
                email: personal("email"),
                postal_address: personal("address"),
                post_code: personal("postcode"),
                fax: Personal::default(),
            },
            delivery,
        }
    }

    /// What is filed.
    pub fn filing(&self, agency: AgencyId, today: NaiveDate, once: String) -> Filing {
        Filing {
            agency,
            channel: Channel::Internet,
            is_oral: false,
            arrived_on: today,
            applicants: vec![self.applicant(today)],
            requests: self.requests(),
            provision: Provision {
                form: form_of(self.answer("form")).unwrap_or(ProvisionForm::Other),
                way: way_of(self.answer("way")).unwrap_or(ProvisionWay::Online),
            },
            intake: Intake::default(),
            once: Some(once),
            column: None,
        }
    }

    /// What tells this applicant from others, for the limit of filings; none before the first page.
    pub fn identity(&self, today: NaiveDate) -> Personal {
        self.applicant(today).limited_by()
    }

    /// How long ago the first page was sent.
    pub fn age(&self, now: DateTime<Utc>) -> TimeDelta {
        self.started_at.map_or(TimeDelta::zero(), |started_at| now - started_at)
    }
}

/// How many matters a form has; at least one, and one more than may be filed at the most.
pub fn matters_of(answers: &[(String, String)]) -> usize {
    let last = answers
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("matter.")?.split('.').next()?.parse::<usize>().ok())
        .max();
    last.map_or(1, |last| last.saturating_add(1).min(MATTERS + 1))
}

/// Takes a matter out of a form; those after it move up.
pub fn without_matter(answers: &[(String, String)], gone: usize) -> Vec<(String, String)> {
    let moved = |(name, value): &(String, String)| {
        let Some((at, field)) = name.strip_prefix("matter.").and_then(|rest| rest.split_once('.')) else {
            return Some((name.clone(), value.clone()));
        };
        match at.parse::<usize>() {
            Ok(at) if at == gone => None,
            Ok(at) if at > gone => Some((format!("matter.{}.{field}", at - 1), value.clone())),
            _ => Some((name.clone(), value.clone())),
        }
    };
    answers.iter().filter_map(moved).collect()
}

/// A day as a browser sends it, or as it is written.
pub fn day_of(text: &str) -> Option<NaiveDate> {
    let spelt = |format: &str| NaiveDate::parse_from_str(text, format).ok();
    spelt("%Y-%m-%d").or_else(|| spelt("%Y年%m月%d日"))
}

fn is_kind(key: &str) -> bool {
    key == "natural_person" || organisation_of(key).is_some()
}

fn organisation_of(key: &str) -> Option<OrganisationKind> {
    key.parse().ok()
}

fn form_of(key: &str) -> Option<ProvisionForm> {
    match key {
        "electronic" => Some(ProvisionForm::Electronic),
        "paper" => Some(ProvisionForm::Paper),
        "inspect" => Some(ProvisionForm::Inspection),
        _ => None,
    }
}

fn way_of(key: &str) -> Option<ProvisionWay> {
    match key {
        "online" => Some(ProvisionWay::Online),
        "email" => Some(ProvisionWay::Email),
        "post" => Some(ProvisionWay::Mail),
        "counter" => Some(ProvisionWay::Counter),
        _ => None,
    }
}

/// The field of the form for a path of the record.
fn field_of(path: &str, draft: &Draft) -> Option<&'static str> {
    match path {
        "name" => Some("name"),
        "document.number" if !draft.is_organisation() => Some("document_number"),
        "credit_code" => Some("credit_code"),
        "guardian" => Some("document_number"),
        "guardian.document.number" => Some("guardian_number"),
        "representative_document.number" => Some("representative_number"),
        "agent.document.number" => Some("agent_number"),
        "agent.authority.from" => Some("agent_until"),
        "agent.lawyer.licence" => Some("agent_firm"),
        "contact.phone" => Some("phone"),
        "contact.email" => Some("email"),
        "contact.post_code" => Some("postcode"),
        _ => None,
    }
}

/// The longest a matter may be must hold what its fields may hold.
const _: () = assert!(MATTER_LETTERS >= 2 * LINE_LETTERS + TEXT_LETTERS);

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 9, 16).expect("a date")
    }

    fn draft(answers: &[(&str, &str)]) -> Draft {
        let sent: Vec<(String, String)> =
            answers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut draft = Draft::default();
        for page in Page::EVERY {
            draft.put(page, &sent);
        }
        draft
    }

    #[test]
    fn an_empty_page_tells_everything_that_is_missing() {
        let fields =
            |page| draft(&[]).faults(page, today()).into_iter().map(|fault| fault.field).collect::<Vec<_>>();
        assert_eq!(fields(Page::Who), ["kind", "name", "phone"]);
        assert_eq!(fields(Page::What), ["matter.0.title", "form"]);
        assert_eq!(fields(Page::Receive), ["way"]);
        assert_eq!(fields(Page::Proof), [""; 0], "missing proof leads to a correction");
    }

    #[test]
    fn a_wrong_digit_is_told_on_the_page_of_its_field_only() {
        let draft = draft(&[
            ("kind", "natural_person"),
            ("name", "王建国"),
            ("phone", "1390000000"),
            ("document", "resident_id"),
            ("document_number", "110105194912310021"),
        ]);
        assert_eq!(draft.faults(Page::Who, today())[0].field, "phone");
        assert_eq!(draft.faults(Page::Proof, today())[0].field, "document_number");
        assert_eq!(draft.faults(Page::Proof, today()).len(), 1);
    }

    #[test]
    fn a_minor_is_asked_for_a_guardian_and_a_guardian_an_agent_and_a_representative_for_their_documents() {
        // born in 2012
        let minor = [("kind", "natural_person"), ("name", "小明"), ("phone", "13900000000")];
        let number = "0123456789X"
            .chars()
            .map(|last| format!("11010520121231002{last}"))
            .find(|number| gongkai_domain::personal::resident_id(number).is_ok())
            .expect("one last character proves the others");
        let own = [("document", "resident_id"), ("document_number", number.as_str())];
        let alone = draft(&[&minor[..], &own[..]].concat());
        let faults = alone.faults(Page::Proof, today());
        assert!(faults.len() == 1 && faults[0].field == "document_number", "{faults:?}");
        assert!(faults[0].text.contains("填写监护人"), "{faults:?}");
        let guarded = [("guardian", "王父"), ("guardian_relation", "父亲"), ("guardian_number", "E1234567")];
        let guarded = draft(&[&minor[..], &own[..], &guarded[..]].concat());
        assert_eq!(guarded.faults(Page::Proof, today())[0].field, "guardian_document");
        let guarded = draft(
            &[
                &minor[..],
                &own[..],
                &[
                    ("guardian", "王父"),
                    ("guardian_document", "taiwan_travel_permit"),
                    ("guardian_number", "01234567"),
                ],
            ]
            .concat(),
        );
        assert_eq!(guarded.faults(Page::Proof, today()), []);
        let Party::NaturalPerson(person) = guarded.applicant(today()).party else { panic!("a person") };
        let guardian = person.guardian.expect("a guardian");
        assert_eq!(guardian.document.kind, DocumentKind::TaiwanTravelPermit);

        let agent = [
            ("kind", "commercial_enterprise"),
            ("name", "某公司"),
            ("phone", "13900000000"),
            ("representative", "某经理"),
            ("representative_document", "permanent_resident"),
            ("representative_number", "ABC110000000001"),
            ("agent", "某律师"),
            ("agent_document", "passport"),
            ("agent_number", "E1234567"),
            ("agent_scope", "代为提出申请"),
            ("agent_scope", "代为撤回申请"),
            ("agent_scope", "代为诉讼"),
            ("agent_until", "2025-12-31"),
            ("agent_licence", "11101201010000001"),
            ("agent_firm", "某律师事务所"),
        ];
        let by_lawyer = draft(&agent);
        assert_eq!(by_lawyer.faults(Page::Proof, today()), []);
        let applicant = by_lawyer.applicant(today());
        let known = applicant.agent.expect("an agent");
        assert_eq!(known.authority.scope, "代为提出申请、代为撤回申请", "only what the form offers");
        assert_eq!(known.authority.until, NaiveDate::from_ymd_opt(2025, 12, 31));
        assert_eq!(known.lawyer.expect("a lawyer").firm, "某律师事务所");
        let past: Vec<(&str, &str)> = agent
            .iter()
            .map(|(name, value)| (*name, if *name == "agent_until" { "2025-01-31" } else { *value }))
            .collect();
        assert_eq!(draft(&past).faults(Page::Proof, today())[0].field, "agent_until", "it is over");
        let odd: Vec<(&str, &str)> = agent
            .iter()
            .map(|(name, value)| (*name, if *name == "agent_until" { "明年" } else { *value }))
            .collect();
        assert_eq!(draft(&odd).faults(Page::Proof, today())[0].field, "agent_until", "it is no day");
    }

    #[test]
    fn a_field_of_a_hundred_thousand_characters_is_one_fault_and_stays_in_the_form() {
        let long = "长".repeat(100_000);
        let draft = draft(&[("matter.0.description", &long), ("form", "paper")]);
        let faults = draft.faults(Page::What, today());
        assert_eq!(
            faults,
            [PageFault {
                field: "matter.0.description".into(),
                text: "第1项便于查找的其他特征：不超过2000字".into()
            }]
        );
        assert_eq!(draft.answer("matter.0.description").chars().count(), 100_000);
    }

    #[test]
    fn a_matter_taken_out_moves_those_after_it_up() {
        let answers: Vec<(String, String)> =
            [("matter.0.title", "甲"), ("matter.1.title", "乙"), ("matter.2.title", "丙"), ("form", "paper")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec();
        let left = without_matter(&answers, 1);
        assert_eq!(matters_of(&left), 2);
        assert_eq!(left[1], ("matter.1.title".to_owned(), "丙".to_owned()));
    }

    #[test]
    fn an_organisation_is_filed_under_its_column_with_its_agent() {
        let draft = draft(&[
            ("kind", "legal_service_institution"),
            ("name", "某某律师事务所"),
            ("phone", "0531-88888888"),
            ("agent", "李四"),
            ("matter.0.title", "会议纪要"),
            ("matter.3.description", "其他"),
            ("form", "electronic"),
            ("way", "counter"),
        ]);
        let filing = draft.filing(AgencyId(uuid::Uuid::nil()), today(), "word".into());
        assert_eq!(filing.requests.len(), 2, "matters left empty are dropped");
        assert_eq!(filing.applicants[0].column().key(), "legal_service_institution");
        assert!(filing.applicants[0].agent.is_some());
        assert_eq!(filing.provision.way, ProvisionWay::Counter);
    }
}
