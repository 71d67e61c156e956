//! What a paper knows without being told by the clerk: the application and what happened to it, the agency that
//! signs, and the paper's own number and date.
//!
//! These are plain values that the application and the agency are turned into; personal data stays in them only as
//! long as a paper is made. Not here: the events they come from (`crate::application`), the fields of a clerk.

use super::kind::Reply;
use super::remedy::RemedyBody;
use crate::application::Provision;
use crate::fee::Yuan;
use chrono::NaiveDate;
use gongkai_deadline::WorkingDays;
use serde::{Deserialize, Serialize};

/// Which word speaks to somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// 您: a person.
    #[default]
    Person,
    /// 你们: several persons who signed together.
    Several,
    /// 你单位: an organisation.
    Organisation,
}

impl Addressee {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "您",
            Self::Several => "你们",
            Self::Organisation => "你单位",
        }
    }
}

/// How the application came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiledBy {
    /// 当面提交.
    InPerson,
    /// 邮寄, signed for.
    RegisteredMail,
    /// 平常信函.
    OrdinaryMail,
    /// 互联网渠道.
    #[default]
    Internet,
    /// 电子邮件.
    Email,
    /// 传真.
    Fax,
    /// 口头: the office filled in the form.
    Oral,
}

impl FiledBy {
    /// Such as 通过互联网渠道提交.
    pub fn words(self) -> &'static str {
        match self {
            Self::InPerson => "当面提交",
            Self::RegisteredMail => "通过邮寄方式提交",
            Self::OrdinaryMail => "通过平常信函提交",
            Self::Internet => "通过互联网渠道提交",
            Self::Email => "通过电子邮件提交",
            Self::Fax => "通过传真提交",
            Self::Oral => "口头提出",
        }
    }

    /// Such as 互联网渠道.
    pub fn name(self) -> &'static str {
        match self {
            Self::InPerson => "当面提交",
            Self::RegisteredMail => "邮寄",
            Self::OrdinaryMail => "平常信函",
            Self::Internet => "互联网渠道",
            Self::Email => "电子邮件",
            Self::Fax => "传真",
            Self::Oral => "口头申请",
        }
    }
}

/// The application as its papers need it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// 登记编号.
    pub registration_number: String,
    /// Name of the applicant as printed; several are divided by 、.
    pub applicant: String,
    /// How the applicant is spoken to.
    pub addressee: Addressee,
    /// Names that no other party may learn: applicants, agents, contact persons. The applicant's own is always meant.
    pub confidential_names: Vec<String>,
    /// Why the applicant wants it, if told; nobody else may learn it.
    pub purpose: Option<String>,
    /// Further applications of the same applicant that are answered together (一并答复).
    pub joined: Vec<Joined>,
    /// How it came.
    pub filed_by: FiledBy,
    /// In which form and by which way the information is wanted (第二十九条第二款第三项); none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_for: Option<Provision>,
    /// The day it was submitted.
    pub submitted_on: Option<NaiveDate>,
    /// The day from which the period counts (第三十一条).
    pub received_on: Option<NaiveDate>,
    /// What was asked for, one entry a matter.
    pub requested: Vec<String>,
    /// The numbers of those matters; empty where they are 1, 2, 3 …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matter_numbers: Vec<u32>,
    /// The present last day for the reply.
    pub due_on: Option<NaiveDate>,
    /// The correction round, if there was one.
    pub correction: Option<CorrectionRound>,
    /// Third parties that were asked.
    pub third_parties: Vec<ThirdPartyOpinion>,
    /// Whether a third party could not be asked because the letter came back.
    #[serde(default)]
    pub is_third_party_unreached: bool,
    /// The request for reasons, if there was one.
    pub reasons_request: Option<ReasonsRound>,
    /// The fee notice, if there was one.
    pub fee: Option<FeeRound>,
    /// The searches made for it.
    pub searches: Vec<SearchRecord>,
    /// An earlier reply to the same applicant on the same information.
    pub earlier_reply: Option<EarlierReply>,
    /// Who signed what on the way, in order.
    pub sign_offs: Vec<SignOff>,
}

/// An application that is answered in the same paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// 登记编号.
    pub registration_number: String,
    /// What was asked for.
    pub requested: Vec<String>,
    /// The numbers of those matters; empty where they are 1, 2, 3 …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matter_numbers: Vec<u32>,
    /// How it came.
    pub filed_by: FiledBy,
    /// The day it was submitted.
    pub submitted_on: Option<NaiveDate>,
    /// The day from which its period counts (第三十一条).
    pub received_on: Option<NaiveDate>,
    /// The day its correction came.
    pub corrected_on: Option<NaiveDate>,
}

impl Joined {
    /// By which the applications of one paper are ordered wherever it speaks of them: the earliest first, of one day by number.
    pub fn order(&self) -> (Option<NaiveDate>, usize, &str) {
        // within a series the shorter number is the lower one
        let number = self.registration_number.as_str();
        (self.submitted_on.or(self.received_on), number.chars().count(), number)
    }

    /// Its matters as a paper names them among those of other applications, each with what was asked for: behind the number of the
    /// application, and where it has several, with their own number.
    pub fn named(&self) -> impl Iterator<Item = (String, &str)> {
        let name = |place: usize| match self.matter_numbers.get(place) {
            Some(number) => format!("{}第{number}项", self.registration_number),
            None => format!("{}第{}项", self.registration_number, place + 1),
        };
        let is_only = self.requested.len() < 2;
        self.requested.iter().enumerate().map(move |(place, text)| {
            (if is_only { self.registration_number.clone() } else { name(place) }, text.as_str())
        })
    }
}

impl Case {
    /// The application itself as one of those that are answered together.
    pub fn as_joined(&self) -> Joined {
        Joined {
            registration_number: self.registration_number.clone(),
            requested: self.requested.clone(),
            matter_numbers: self.matter_numbers.clone(),
            filed_by: self.filed_by,
            submitted_on: self.submitted_on,
            received_on: self.received_on,
            corrected_on: self.correction.as_ref().and_then(|round| round.corrected_on),
        }
    }

    /// All applications that one paper answers, in the order in which it speaks of them.
    pub fn answered(&self) -> Vec<Joined> {
        let mut all: Vec<Joined> =
            std::iter::once(self.as_joined()).chain(self.joined.iter().cloned()).collect();
        all.sort_by(|one, other| one.order().cmp(&other.order()));
        all
    }
}

/// A correction notice and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionRound {
    /// 文号 of the notice.
    pub document_number: Option<String>,
    /// The day of the notice.
    pub requested_on: NaiveDate,
    /// The day it reached the applicant.
    pub served_on: Option<NaiveDate>,
    /// The last day for correcting.
    pub due_on: Option<NaiveDate>,
    /// What was to be corrected.
    pub matters: String,
    /// The day the corrected application came.
    pub corrected_on: Option<NaiveDate>,
}

/// What a third party said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// Agrees.
    Consents,
    /// Does not agree, and says why.
    Objects,
    /// Does not agree, and does not say why.
    Unreasoned,
    /// Agrees to a part.
    Partly,
    /// Said nothing in time.
    Silent,
}

/// A third party that was asked. It is never named to the applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThirdPartyOpinion {
    /// Number of the consultation.
    #[serde(default)]
    pub consultation: u32,
    /// The day the letter was sent.
    pub asked_on: NaiveDate,
    /// What it said.
    pub opinion: Opinion,
}

/// A request for reasons (第三十五条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonsRound {
    /// The day of the request.
    pub requested_on: NaiveDate,
    /// The last day for an answer.
    pub due_on: NaiveDate,
    /// The day of the answer.
    pub answered_on: Option<NaiveDate>,
}

/// A fee notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRound {
    /// 文号 of the notice.
    pub document_number: Option<String>,
    /// The day of the notice.
    pub noticed_on: NaiveDate,
    /// What was asked.
    pub amount: Yuan,
    /// The day it was proved to have reached the applicant.
    pub served_on: Option<NaiveDate>,
    /// The last day for paying.
    pub due_on: Option<NaiveDate>,
    /// The day it was paid.
    pub paid_on: Option<NaiveDate>,
}

/// A search of the office's records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRecord {
    /// Who searched; for the file, not printed to the applicant.
    pub searched_by: String,
    /// When.
    pub searched_on: NaiveDate,
    /// Where: archives, systems, departments.
    pub scope: String,
    /// By which words.
    pub terms: Vec<String>,
    /// What was found.
    pub result: String,
}

/// The earlier reply on which a refusal to answer again rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierReply {
    /// 登记编号 of the earlier application.
    pub registration_number: String,
    /// 文号 of the reply.
    pub document_number: String,
    /// Its date.
    pub replied_on: NaiveDate,
}

/// An opinion and signature within the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Such as 工作机构审核.
    pub step: String,
    /// What was written.
    pub opinion: String,
    /// Who signed.
    pub signed_by: String,
    /// When.
    pub signed_on: NaiveDate,
}

/// The agency that signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Full name.
    pub agency: String,
    /// How it speaks of itself; 本机关 in a department, 本单位 where that is the custom.
    pub self_word: String,
    /// What it calls an internal unit: 处室, 科室 or 股室.
    pub department_word: String,
    /// Name of its 政府信息公开工作机构.
    pub disclosure_office: String,
    /// Whom to ask.
    pub contact: Contact,
    /// Against whom and where its decisions can be challenged.
    pub remedy: RemedyBody,
}

impl Office {
    /// An office with the usual words.
    pub fn new(agency: &str, disclosure_office: &str, contact: Contact, remedy: RemedyBody) -> Self {
        Self {
            agency: agency.to_owned(),
            self_word: "本机关".to_owned(),
            department_word: "科室".to_owned(),
            disclosure_office: disclosure_office.to_owned(),
            contact,
            remedy,
        }
    }
}

/// How to reach the disclosure office, as its 指南 says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Person or office to ask for.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Post code.
    pub postcode: String,
    /// Office hours.
    pub hours: String,
}

/// The paper's own number, date and title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// 文号; none before it is numbered.
    pub document_number: Option<String>,
    /// 成文日期; decides which law on remedies applies.
    pub issued_on: NaiveDate,
    /// A local title instead of the usual one.
    pub title: Option<String>,
    /// 抄送.
    pub copy_to: Vec<String>,
    /// For a reply: what it says to each matter of every application that it answers, the grounds of what is withheld behind the
    /// partial reply. Empty for the paper of one ground.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Reply>,
    /// For what a reply says to one matter: that alone. Empty where the paper says it to all of them together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of_matter: Vec<Reply>,
    /// For a notice to a third party: the number of the consultation with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultation: Option<u32>,
    /// For a notice to a third party: for how many working days after its receipt nothing is handed out, as the agency has set it;
    /// none: [`RELEASE_WAIT`](gongkai_deadline::statute::RELEASE_WAIT).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_wait: Option<WorkingDays>,
    /// For a reply to a part only of what was asked for, within a partial one: which part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

impl Issue {
    /// A paper of this day, not yet numbered, with its usual title.
    pub fn on(issued_on: NaiveDate) -> Self {
        Self {
            document_number: None,
            issued_on,
            title: None,
            copy_to: Vec::new(),
            answers: Vec::new(),
            of_matter: Vec::new(),
            consultation: None,
            release_wait: None,
            part: None,
        }
    }

    /// The replies among which a partial one finds the grounds of what it does not give.
    pub fn said_here(&self) -> &[Reply] {
        if self.of_matter.is_empty() { &self.answers } else { &self.of_matter }
    }

    /// The same with a number.
    #[must_use]
    pub fn numbered(self, document_number: &str) -> Self {
        Self { document_number: Some(document_number.to_owned()), ..self }
    }
}
