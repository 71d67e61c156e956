//! File an application: by the applicant in the portal, or by the counter for what came by hand, post, fax or word of mouth.
//!
//! Who: anybody in the portal; whoever may register at the counter. Precondition: the channel is open and the form complete.
//! Changes: a new case with its reference and query code. Audit: the event of arrival. Told: the applicant, by the receipt; the
//! registrars, by a message, where it must be confirmed.
//! Not here: the receipt as a paper (`crate::paper`), confirming (`super::confirm`).

use super::case::{Moved, OpenCase, fold, stream_of};
use super::intake::Intake;
use crate::actor::Actor;
use crate::agency::ended_words;
use crate::docket::{FormTurn, begin_once, changed_form, has_all};
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use crate::reminder::Notice;
use crate::reminder::tell::{message, to_role};
use crate::upload::{self, Stored};
use chrono::{Datelike, NaiveDate};
use gongkai_domain::application::{
    ApplicantKind, Channel, ConfirmationMethod, Event, Matter, Provision, Reason, State,
};
use gongkai_domain::ids::{AgencyId, ApplicationId, Digest};
use gongkai_domain::personal::applicant::{FaultKind, identity_of_all};
use gongkai_domain::personal::{Applicant, ApplicantFault, NumberFault};
use gongkai_domain::staff::{Permission, Role, Target};
use gongkai_storage::{ApplicationRow, Turn, Tx};
use serde::{Deserialize, Serialize};

/// Letters of a query code: 32^8, and attempts are limited.
const CODE_LETTERS: usize = 8;
/// Most characters of one matter.
pub const MATTER_LETTERS: usize = 3000;
/// Most matters of one application in the portal.
pub const MATTERS: usize = 20;
/// Most matters that the counter records of one paper: the law sets no number (一事一申请 is no condition), only the form does.
pub const COUNTER_MATTERS: usize = 200;

/// One matter as the applicant wrote it (《条例》第二十九条第二款第二项).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// 名称.
    pub title: String,
    /// 文号.
    #[serde(default)]
    pub number: String,
    /// 便于行政机关查询的其他特征性描述.
    #[serde(default)]
    pub description: String,
}

impl Request {
    /// The matter in one text, as papers quote it.
    pub fn text(&self) -> String {
        let mut text = self.title.trim().to_owned();
        if !self.number.trim().is_empty() {
            text.push('（');
            text += self.number.trim();
            text.push('）');
        }
        if !self.description.trim().is_empty() {
            if !text.is_empty() {
                text += "：";
            }
            text += self.description.trim();
        }
        text
    }
}

/// What is filed.
#[derive(Debug, Clone)]
pub struct Filing {
    /// To which agency.
    pub agency: AgencyId,
    /// By which channel.
    pub channel: Channel,
    /// Made orally; the office filled in the form.
    pub is_oral: bool,
    /// The day it came in.
    pub arrived_on: NaiveDate,
    /// Who applies; the first decides the column of table 3 where no other was chosen.
    pub applicants: Vec<Applicant>,
    /// What is asked for.
    pub requests: Vec<Request>,
    /// In which form it is wanted.
    pub provision: Provision,
    /// What the counter noted of its coming in.
    pub intake: Intake,
    /// A word that makes a double submit the same application: the form's token.
    pub once: Option<String>,
    /// The column of table 3 where it is not that of the first applicant (联合申请).
    pub column: Option<ApplicantKind>,
}

impl Filing {
    /// What is written in the form, to tell a double submit from a second application under the same word. Of what comes over
    /// the internet the day is that of sending, and no part of it.
    fn content(&self) -> String {
        serde_json::json!({
            "agency": self.agency,
            "column": self.column,
            "channel": self.channel,
            "is_oral": self.is_oral,
            "arrived_on": (self.channel != Channel::Internet).then_some(self.arrived_on),
            "applicants": self.applicants,
            "requests": self.requests,
            "provision": self.provision,
            "intake": self.intake,
        })
        .to_string()
    }
}

/// A filed application, as its applicant needs it. The code is told once and kept only as a digest.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Which.
    pub id: ApplicationId,
    /// The public reference.
    pub reference: String,
    /// The query code.
    pub code: String,
    /// The case.
    pub moved: Moved,
}

/// Files an application.
///
/// # Errors
/// [`Refusal::Invalid`] with every fault; [`Refusal::Denied`] at the counter.
pub async fn file(office: &Office, actor: &Actor, filing: Filing) -> Result<Filed, Refusal> {
    Box::pin(file_with(office, actor, filing, &[])).await
}

/// Files an application together with files that were kept for it. Of two calls with the same `once` and the same content the
/// second gets the application of the first; with other content it is refused and told what was filed.
///
/// # Errors
/// As [`file`].
pub async fn file_with(
    office: &Office,
    actor: &Actor,
    filing: Filing,
    files: &[Stored],
) -> Result<Filed, Refusal> {
    let (agency, settings) = office.agency(filing.agency).await?;
    // the program makes histories of its own; whoever files today files with an agency of today
    if !matches!(actor, Actor::Program(_)) && !agency.exists_on(office.today()) {
        let why = ended_words(office, &agency, office.today()).await?;
        return Err(Refusal::Blocked(vec![Reason::new("agency_ended", why)]));
    }
    if let Actor::Member(_) = actor {
        actor.must(Permission::FileAtCounter, Target::agency(filing.agency), office.today())?;
    } else if !settings.channels.is_open(filing.channel) {
        return Err(Refusal::invalid("channel", "本机关没有开通这一申请渠道"));
    }
    let faults = faults(&filing, actor.person().is_some(), office.today());
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let first = filing.applicants.first().ok_or_else(|| Refusal::invalid("applicant", "填写申请人"))?;
    let at = office.instant();
    let tx = office.storage.begin().await?;
    tx.lock_chain(filing.agency).await?;
    let once = match begin_once(office, &tx, "filing", filing.once.as_deref(), &filing.content()).await? {
        FormTurn::First(key) => key,
        FormTurn::Again(id) => return filed_before(office, &tx, &filing, files, &id).await,
        FormTurn::Changed(id) => return Err(changed_form(&row_of(&tx, &id).await?.reference)),
    };
    let id = ApplicationId(office.entropy().id(at));
    let code = code_of(office, filing.once.as_deref())?;
    let year = filing.arrived_on.year();
    let serial = tx.next_number(filing.agency, "reference", year).await?;
    // the serial keeps it short and unique within the agency, the letters keep agencies apart and guessing idle
    let reference = format!("SQ{year}{serial:05}{}", office.code(4));
    let keep = async |text: &[u8]| tx.put_content(filing.agency, text, at).await;
    let json = |value: &Applicant| serde_json::to_vec(value).map_err(|e| Refusal::Defect(e.to_string()));
    let applicant = keep(&json(first)?).await?;
    let mut joint_applicants = Vec::new();
    for other in filing.applicants.iter().skip(1) {
        joint_applicants.push(keep(&json(other)?).await?);
    }
    let agent = match &first.agent {
        Some(agent) => {
            Some(keep(&serde_json::to_vec(agent).map_err(|e| Refusal::Defect(e.to_string()))?).await?)
        }
        None => None,
    };
    let mut matters = Vec::new();
    for (number, request) in (1..).zip(&filing.requests) {
        matters.push(Matter { number, request: keep(request.text().as_bytes()).await? });
    }
    let intake = match &filing.intake {
        none if none.is_empty() => None,
        noted => Some(keep(&serde_json::to_vec(noted).map_err(|e| Refusal::Defect(e.to_string()))?).await?),
    };
    let mut row = fresh_row(id, &filing, reference.clone());
    row.subject = matters.first().map(|matter| matter.request);
    row.applicant_masked = first.masked_name();
    row.query_code = Some(office.recognise("query code", &format!("{reference} {code}"))?);
    row.applicant_key = key_of(office, &filing.applicants)?;
    let event = Event::Arrived {
        channel: filing.channel,
        is_oral: filing.is_oral,
        arrived_on: filing.arrived_on,
        applicant_kind: filing.column.unwrap_or_else(|| column_of(first)),
        applicant,
        joint_applicants,
        agent,
        matters,
        provision: filing.provision,
        intake,
    };
    let mut case = OpenCase::begin(office, actor, row, tx, event).await?;
    // a guide that promises receipt on the day of submission binds the office
    if filing.channel == Channel::Internet && settings.handling.is_receipt_automatic {
        let method = ConfirmationMethod::ByGuide;
        case.step(Event::Confirmed { on: filing.arrived_on, method, note: None })?;
    }
    upload::attach(office, &case.tx, id, files, at, &actor.word()).await?;
    if let Some(key) = &once {
        case.tx.finish_once(key, &id.to_string()).await?;
    }
    // whoever records it at the counter knows of it already
    if actor.person().is_none() && case.application.state() == State::AwaitingConfirmation {
        let notice = Notice::Arrived { reference: case.row.reference.clone(), on: filing.arrived_on };
        let payload = case.keep_json(&notice).await?;
        case.send(message(filing.agency, to_role(Role::Registrar), payload, None, at));
    }
    let moved = case.finish().await?;
    Ok(Filed { id, reference, code, moved })
}

/// The row of a case that has just arrived; the projection fills in what follows from the events.
fn fresh_row(id: ApplicationId, filing: &Filing, reference: String) -> ApplicationRow {
    ApplicationRow {
        id,
        agency: filing.agency,
        reference,
        registration: None,
        year: filing.arrived_on.year(),
        state: String::new(),
        turn: Turn::Office,
        arrived_on: filing.arrived_on,
        received_on: None,
        due_on: None,
        is_provisional: false,
        waits_until: None,
        replied_on: None,
        served_on: None,
        closed_on: None,
        applicant_kind: String::new(),
        channel: String::new(),
        handler: None,
        department: None,
        subject: None,
        applicant_masked: String::new(),
        reply_key: None,
        row_key: None,
        is_counted: false,
        result_year: None,
        matters: 0,
        is_extended: false,
        query_code: None,
        applicant_key: None,
        sequence: 0,
        change: 0,
        document: String::new(),
        came_from: None,
        held_from: None,
    }
}

/// The query code. It follows from the word of the form, so that whoever sends a form twice is told the same code twice
/// although no record holds it; without a word it is chance.
fn code_of(office: &Office, once: Option<&str>) -> Result<String, Refusal> {
    match once {
        Some(word) => Ok(Office::letters(&office.recognise("query code of a form", word)?.0[..CODE_LETTERS])),
        None => Ok(office.code(CODE_LETTERS)),
    }
}

/// What was filed under the same word before.
async fn filed_before(
    office: &Office,
    tx: &Tx,
    filing: &Filing,
    files: &[Stored],
    id: &str,
) -> Result<Filed, Refusal> {
    let row = row_of(tx, id).await?;
    let id = row.id;
    if !has_all(tx, id.0, files).await? {
        return Err(changed_form(&row.reference));
    }
    let application = fold(&tx.events_of(&stream_of(id)).await?)?;
    let code = code_of(office, filing.once.as_deref())?;
    Ok(Filed { id, reference: row.reference.clone(), code, moved: Moved { row, application } })
}

async fn row_of(tx: &Tx, id: &str) -> Result<ApplicationRow, Refusal> {
    let id: ApplicationId = id.parse().map_err(|_| Refusal::Defect(format!("{id:?} is no application")))?;
    tx.application(id).await?.ok_or(Refusal::NotFound)
}

/// What no application is refused for: a missing proof, guardian or power of attorney leads to a correction
/// (《条例》第二十九条第二款第一项, 第三十条).
fn leads_to_correction(fault: &ApplicantFault) -> bool {
    match fault.fault {
        FaultKind::Number(NumberFault::Empty) => fault.field != "name",
        // whoever types it can put it right at once
        FaultKind::Number(_) | FaultKind::NoContact => false,
        FaultKind::GuardianNeeded | FaultKind::AuthorityNotInForce | FaultKind::ScopeMissing => true,
    }
}

/// What is missing or cannot be right of an applicant, without what leads to a correction only.
pub fn applicant_faults(applicant: &Applicant, today: NaiveDate) -> Vec<Fault> {
    let found = applicant.faults(today).into_iter().filter(|fault| !leads_to_correction(fault));
    found.map(|fault| Fault::new(fault.field, fault.to_string())).collect()
}

/// The same at the counter, which records what a paper says: only the name must be there. A number that cannot be right is kept
/// as it is written, and that no contact was given is itself a cause of correction (《条例》第二十九条第二款第一项, 第三十条).
pub fn counter_faults(applicant: &Applicant, today: NaiveDate) -> Vec<Fault> {
    let found = applicant.faults(today).into_iter().filter(|fault| fault.field == "name");
    found.map(|fault| Fault::new(fault.field, fault.to_string())).collect()
}

/// By what a row is found that is of the same applicants; none where one of them gave no number.
pub(super) fn key_of(office: &Office, applicants: &[Applicant]) -> Result<Option<Digest>, Refusal> {
    let identity = identity_of_all(applicants);
    identity.map(|identity| office.recognise("applicant", identity.reveal())).transpose()
}

/// The column of table 3: that of the applicant, never of the agent.
pub fn column_of(applicant: &Applicant) -> ApplicantKind {
    let column = applicant.column();
    ApplicantKind::EVERY
        .iter()
        .copied()
        .find(|kind| kind.column() == column)
        .unwrap_or(ApplicantKind::NaturalPerson)
}

/// Everything that is missing or cannot be right in the form.
fn faults(filing: &Filing, is_counter: bool, today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    if filing.arrived_on > today {
        faults.push(Fault::new("arrived_on", "收到日期不能晚于今天"));
    }
    // an application by word of mouth is written down by the office, read back and signed (《条例》第二十九条第一款)
    if filing.is_oral && !filing.intake.is_read_back {
        let text = "口头申请应当由工作人员记录，向申请人宣读并由申请人签名或者捺印确认";
        faults.push(Fault::new("read_back", text));
    }
    if filing.applicants.is_empty() {
        faults.push(Fault::new("applicant", "填写申请人"));
    }
    for (place, applicant) in (1..).zip(&filing.applicants) {
        let found = if is_counter { counter_faults } else { applicant_faults };
        faults.extend(found(applicant, today).into_iter().map(|fault| match place {
            1 => fault,
            _ => Fault::new("joint", format!("第{place}名申请人：{}", fault.text)),
        }));
    }
    let written = |request: &Request| !request.text().is_empty();
    if !filing.requests.iter().any(written) {
        faults.push(Fault::new("matter.0.title", "写明所申请信息的名称、文号或者便于查找的其他特征"));
    }
    let most = if is_counter { COUNTER_MATTERS } else { MATTERS };
    if filing.requests.len() > most {
        let text = if is_counter {
            format!("一件申请最多登记{most}项信息，其余的另行登记")
        } else {
            format!("一次申请最多填写{most}项信息，请分次提交")
        };
        faults.push(Fault::new("matter", text));
    }
    if filing.requests.iter().any(|request| request.text().chars().count() > MATTER_LETTERS) {
        faults.push(Fault::new("matter", format!("每项信息的描述不超过{MATTER_LETTERS}字")));
    }
    faults
}
