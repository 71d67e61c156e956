//! What the papers of a case know without being told by the clerk: the application with its contents opened, turned into the
//! plain values that the templates take. It lives as long as a page or a paper is made.
//!
//! Not here: the templates (`gongkai_domain::notice`), what staff see of a case (`crate::query::case`).

use super::joined::{JoinedCase, filed_by, joined_of};
use crate::application::drafting::DraftText;
use crate::application::intake::Intake;
use crate::application::together::goes_along;
use crate::office::Office;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_deadline::calendar::Calendar;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::agency::{Agency, AgencySettings};
use gongkai_domain::application::records::Signature;
use gongkai_domain::application::{Application, Opinion};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::fee;
use gongkai_domain::ids::{ContentId, ContentRef, DepartmentId, PersonId};
use gongkai_domain::notice::case::{
    Addressee, Case, Contact, CorrectionRound, EarlierReply, FeeRound, Issue, Office as Signing,
    Opinion as Said, ReasonsRound, SearchRecord, SignOff, ThirdPartyOpinion,
};
use gongkai_domain::notice::{PaperKind, Procedural};
use gongkai_domain::personal::applicant::Party;
use gongkai_domain::personal::{Applicant, mask};
use gongkai_storage::{ApplicationRow, Found, Surroundings};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The record of a search, kept apart from the events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchText {
    /// Where: archives, systems, departments.
    pub scope: String,
    /// By which words.
    pub terms: Vec<String>,
    /// What was found.
    pub result: String,
}

/// A case with its contents opened.
#[derive(Debug)]
pub struct Dossier {
    /// The application.
    pub application: Arc<Application>,
    /// Its row.
    pub row: ApplicationRow,
    /// Its agency.
    pub agency: Arc<Agency>,
    /// What the agency has set.
    pub settings: Arc<AgencySettings>,
    /// The calendar.
    pub calendar: Arc<Calendar>,
    /// Today.
    pub today: NaiveDate,
    /// Who applies, the first first.
    pub applicants: Vec<Applicant>,
    /// Names of the people of the agency.
    pub names: Arc<BTreeMap<PersonId, String>>,
    /// The applications that are answered together with this one.
    pub joined: Vec<JoinedCase>,
    /// Names of the divisions of the agency.
    pub units: Arc<BTreeMap<DepartmentId, String>>,
    texts: BTreeMap<ContentId, String>,
}

/// A case before its texts are read.
struct Beginning {
    dossier: Dossier,
    wanted: Vec<ContentId>,
}

/// The matters that something is about, in words; those of a list that names none are all.
pub fn matters_in_words(matters: &[u32]) -> String {
    if matters.is_empty() {
        return "全部".to_owned();
    }
    matters.iter().map(|matter| format!("第{matter}项")).collect::<Vec<_>>().join("、")
}

/// A text with these applicants and their agents masked.
pub fn masked_of(applicants: &[Applicant], text: &str) -> String {
    let mut text = text.to_owned();
    for applicant in applicants {
        let name = applicant.name().reveal();
        if !name.trim().is_empty() {
            text = text.replace(name, &applicant.masked_name());
        }
        let agent = applicant.agent.as_ref().map(|agent| agent.name.reveal());
        if let Some(agent) = agent.filter(|agent| !agent.trim().is_empty()) {
            text = text.replace(agent, &mask::name(agent));
        }
    }
    text
}

impl Dossier {
    /// Opens the contents of a case.
    ///
    /// # Errors
    /// Where the records cannot be read.
    pub async fn read(
        office: &Office,
        row: &ApplicationRow,
        application: &Application,
    ) -> Result<Self, Refusal> {
        let mut beginning = Self::begin(office, row, Arc::new(application.clone()), Vec::new()).await?;
        let read = office.storage.contents(&beginning.wanted).await?;
        beginning.dossier.open(read)?;
        Ok(beginning.dossier)
    }

    /// The same of a case that was just found, with further texts and everything else that lies around it.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) async fn read_around(
        office: &Office,
        found: &Found,
        application: Arc<Application>,
        more: Vec<ContentId>,
    ) -> Result<(Self, Surroundings), Refusal> {
        let mut beginning = Self::begin(office, &found.row, application, more).await?;
        let mut around = office.storage.around(found, &beginning.wanted).await?;
        beginning.dossier.open(around.take_texts())?;
        Ok((beginning.dossier, around))
    }

    /// A case before its texts are read, and which these are.
    async fn begin(
        office: &Office,
        row: &ApplicationRow,
        application: Arc<Application>,
        mut wanted: Vec<ContentId>,
    ) -> Result<Beginning, Refusal> {
        let known = office.known(row.agency).await?;
        wanted.extend(application.matters.iter().map(|matter| matter.request.id));
        wanted.push(application.arrival.applicant.id);
        wanted.extend(application.arrival.joint_applicants.iter().map(|applicant| applicant.id));
        wanted.extend(application.arrival.intake.map(|intake| intake.id));
        let correction = application.correction.iter();
        wanted.extend(
            correction.flat_map(|round| [Some(round.matters), round.content]).flatten().map(|text| text.id),
        );
        let before = application.correction.iter().flat_map(|round| &round.before);
        wanted.extend(before.map(|matter| matter.request.id));
        wanted.extend(application.searches.iter().map(|search| search.record.id));
        let consultations = application.consultations.iter();
        wanted.extend(
            consultations
                .flat_map(|one| [Some(one.addressee), one.grounds, one.returned.map(|(_, reason)| reason)])
                .flatten()
                .map(|text| text.id),
        );
        wanted.extend(application.draft().map(|draft| draft.body.id));
        let signatures = application.draft().into_iter().flat_map(|draft| &draft.signatures);
        wanted.extend(signatures.filter_map(|signature| signature.opinion).map(|opinion| opinion.id));
        wanted.extend(application.weighty.map(|weighty| weighty.reason.id));
        wanted.extend(application.promotions.iter().map(|promotion| promotion.reason.id));
        wanted.extend(
            application.archiving.iter().filter_map(|archiving| archiving.remarks).map(|text| text.id),
        );
        let assistance = application.assistance.iter();
        wanted.extend(assistance.flat_map(|one| {
            [Some(one.question.id), one.answer.map(|(_, answer)| answer.id)].into_iter().flatten()
        }));
        wanted.extend(application.splitting.as_ref().map(|splitting| splitting.reason.id));
        wanted.extend(application.extensions.iter().map(|extension| extension.grounds.id));
        wanted.extend(application.extension_proposals.iter().map(|proposal| proposal.grounds.id));
        let mut joined = Vec::new();
        for other in application.joined.iter().filter(|_| goes_along(&application)) {
            joined.extend(joined_of(office, *other).await?);
        }
        // what was found for the others is told of their matters
        let found = joined.iter().flat_map(|other| &other.application.searches);
        wanted.extend(found.map(|search| search.record.id));
        let dossier = Self {
            application,
            row: row.clone(),
            agency: Arc::clone(&known.agency),
            settings: Arc::clone(&known.settings),
            calendar: office.calendar(),
            today: office.today(),
            applicants: Vec::new(),
            names: Arc::clone(&known.names),
            joined,
            units: Arc::clone(&known.units),
            texts: BTreeMap::new(),
        };
        Ok(Beginning { dossier, wanted })
    }

    /// Takes the texts that were read.
    fn open(&mut self, read: impl IntoIterator<Item = (ContentId, Vec<u8>)>) -> Result<(), Refusal> {
        let readable = |(id, bytes)| String::from_utf8(bytes).ok().map(|text| (id, text));
        self.texts = read.into_iter().filter_map(readable).collect();
        let first = std::iter::once(&self.application.arrival.applicant);
        self.applicants = first
            .chain(&self.application.arrival.joint_applicants)
            .filter_map(|reference| self.texts.get(&reference.id))
            .map(|text| serde_json::from_str(text).map_err(|e| Refusal::Defect(format!("applicant: {e}"))))
            .collect::<Result<Vec<Applicant>, _>>()?;
        Ok(())
    }

    /// A text of the case or one that was read along; none where it was destroyed by rule.
    pub(crate) fn known(&self, id: ContentId) -> Option<&str> {
        self.texts.get(&id).map(String::as_str)
    }

    /// A text of the case; empty where it was destroyed by rule.
    pub fn text(&self, reference: ContentRef) -> &str {
        self.texts.get(&reference.id).map_or("", String::as_str)
    }

    /// A text with whoever applies masked, as everywhere at the desk.
    pub fn masked(&self, text: &str) -> String {
        masked_of(&self.applicants, text)
    }

    /// The name of a person of the agency.
    pub fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("（已离任）", String::as_str)
    }

    /// What is asked for, by number.
    pub fn requests(&self) -> Vec<(u32, &str)> {
        self.application.matters.iter().map(|matter| (matter.number, self.text(matter.request))).collect()
    }

    /// What was asked for as it was filed, by number: before a correction wrote it anew.
    pub fn filed(&self) -> Vec<(u32, &str)> {
        let before = self.application.correction.as_ref().map(|round| &round.before);
        match before.filter(|before| !before.is_empty()) {
            Some(before) => before.iter().map(|matter| (matter.number, self.text(matter.request))).collect(),
            None => self.requests(),
        }
    }

    /// What a correction changed in the matters, each with how it read before and how it reads now; nothing where none did.
    pub fn changed(&self) -> Vec<String> {
        if self.application.correction.as_ref().is_none_or(|round| round.before.is_empty()) {
            return Vec::new();
        }
        let (before, now) = (self.filed(), self.requests());
        let mut words = Vec::new();
        for (number, old) in &before {
            match now.iter().find(|(known, _)| known == number) {
                None => words.push(format!("第{number}项不再申请，原为：{old}")),
                Some((_, new)) if new == old => words.push(format!("第{number}项没有变化")),
                Some((_, new)) => words.push(format!("第{number}项原为：{old}；现为：{new}")),
            }
        }
        let is_new = |number: u32| before.iter().all(|(known, _)| *known != number);
        let added = now.iter().filter(|(number, _)| is_new(*number));
        words.extend(added.map(|(number, text)| format!("新增第{number}项：{text}")));
        words
    }

    /// What the counter noted of its coming in.
    pub fn intake(&self) -> Intake {
        let noted = self.application.arrival.intake.map(|intake| self.text(intake));
        noted.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// The search record of a search.
    pub fn search(&self, reference: ContentRef) -> SearchText {
        serde_json::from_str(self.text(reference)).unwrap_or_default()
    }

    /// The application as its papers need it.
    ///
    /// # Errors
    /// [`Refusal::Defect`] where the events lead outside the calendar.
    pub fn case(&self, earlier: Option<EarlierReply>) -> Result<Case, Refusal> {
        let application = &self.application;
        let clock =
            application.clock(&self.calendar, self.today).map_err(|e| Refusal::Defect(e.to_string()))?;
        // a paper is for those who have not withdrawn
        let gone = |place: usize| {
            u32::try_from(place).is_ok_and(|place| application.withdrawn_by.contains(&(place + 1)))
        };
        let stay = self.applicants.iter().enumerate().filter(|(place, _)| !gone(*place));
        let stay: Vec<_> = stay.map(|(_, applicant)| applicant).collect();
        let stay = if stay.is_empty() { self.applicants.iter().collect() } else { stay };
        let names: Vec<&str> = stay.iter().map(|applicant| applicant.name().reveal()).collect();
        let is_person = matches!(stay.first().map(|a| &a.party), Some(Party::NaturalPerson(_)) | None);
        let addressee = match (names.len(), is_person) {
            (2.., _) => Addressee::Several,
            (_, true) => Addressee::Person,
            (_, false) => Addressee::Organisation,
        };
        let agents = self.applicants.iter().filter_map(|applicant| applicant.agent.as_ref());
        let all = self.applicants.iter().map(|applicant| applicant.name().reveal());
        let confidential = all.chain(agents.map(|agent| agent.name.reveal()));
        let applicant_due_on = clock.applicant_due_on;
        let correction = application.correction.as_ref().map(|round| CorrectionRound {
            document_number: round.paper.number.clone(),
            requested_on: round.asked_on,
            served_on: round.notice_received_on,
            due_on: applicant_due_on.filter(|_| round.corrected_on.is_none()),
            matters: self.text(round.matters).to_owned(),
            corrected_on: round.corrected_on,
        });
        let fee = application.fee.as_ref().map(|round| FeeRound {
            document_number: round.paper.number.clone(),
            noticed_on: round.noticed_on,
            amount: round.amount,
            served_on: round.notice_received_on,
            due_on: round
                .notice_received_on
                .and_then(|on| fee::payment_due(on, &self.calendar).ok())
                .map(|due| due.on),
            paid_on: round.paid_on,
        });
        Ok(Case {
            registration_number: application
                .registration
                .as_ref()
                .map(|r| r.number.clone())
                .unwrap_or_default(),
            applicant: names.join("、"),
            addressee,
            confidential_names: confidential.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            purpose: None,
            joined: self.joined.iter().map(JoinedCase::of_paper).collect(),
            matter_numbers: application.matters.iter().map(|matter| matter.number).collect(),
            filed_by: filed_by(application),
            asked_for: Some(application.arrival.provision),
            submitted_on: Some(application.arrival.arrived_on),
            received_on: application.received_on,
            requested: self.requests().into_iter().map(|(_, text)| text.to_owned()).collect(),
            due_on: clock.due_on(),
            correction,
            third_parties: self.third_parties(application, &|_| true),
            is_third_party_unreached: is_third_party_unreached(application),
            reasons_request: application.reasons.as_ref().map(|round| ReasonsRound {
                requested_on: round.requested_on,
                due_on: round.answer_by,
                answered_on: round.given_on,
            }),
            fee,
            searches: self.searches(application, &|_| true),
            earlier_reply: earlier,
            sign_offs: self.sign_offs(),
        })
    }

    /// What the third parties of an application said; of those that are meant.
    pub(super) fn third_parties(
        &self,
        application: &Application,
        is_meant: &dyn Fn(&gongkai_domain::application::fold::Consultation) -> bool,
    ) -> Vec<ThirdPartyOpinion> {
        let asked = application.consultations.iter().filter(|one| one.with == Consulted::ThirdParty);
        asked
            .filter(|one| is_meant(one))
            .filter_map(|one| {
                let opinion = match one.opinion {
                    Some(Opinion::Consents) => Said::Consents,
                    // 《条例》第三十二条 asks for reasonable grounds: none are told of that were not given
                    Some(Opinion::Objects) if one.grounds.is_none() => Said::Unreasoned,
                    Some(Opinion::Objects) => Said::Objects,
                    Some(Opinion::Partly) => Said::Partly,
                    None => {
                        let due_on = one.due_on(&self.calendar).ok().flatten()?;
                        (self.today > due_on).then_some(Said::Silent)?
                    }
                };
                Some(ThirdPartyOpinion { consultation: one.id, asked_on: one.sent_on, opinion })
            })
            .collect()
    }

    /// The searches for an application that are meant.
    pub(super) fn searches(
        &self,
        application: &Application,
        is_meant: &dyn Fn(&gongkai_domain::application::fold::Search) -> bool,
    ) -> Vec<SearchRecord> {
        let record = |search: &gongkai_domain::application::fold::Search| {
            let text = self.search(search.record);
            SearchRecord {
                searched_by: self.name(search.searcher).to_owned(),
                searched_on: search.on,
                scope: text.scope,
                terms: text.terms,
                result: text.result,
            }
        };
        application.searches.iter().filter(|search| is_meant(search)).map(record).collect()
    }

    fn sign_offs(&self) -> Vec<SignOff> {
        let Some(draft) = self.application.draft() else { return Vec::new() };
        let proposal = SignOff {
            step: SignOffStep::Proposal.label().to_owned(),
            opinion: draft.reply.title().to_owned(),
            signed_by: self.name(draft.drafter).to_owned(),
            signed_on: draft.on,
        };
        let signed = draft.signatures.iter().map(|signature| SignOff {
            step: self.step_label(signature.step),
            opinion: self.opinion(signature),
            signed_by: match signature.department {
                Some(unit) => format!("{}　{}", self.unit(unit), self.name(signature.signer)),
                None => self.name(signature.signer).to_owned(),
            },
            signed_on: signature.on,
        });
        std::iter::once(proposal).chain(signed).collect()
    }

    /// What was said with a signature: whoever signs agrees, and may say more.
    pub fn opinion(&self, signature: &Signature) -> String {
        let words = signature.opinion.map(|opinion| self.text(opinion).trim()).unwrap_or_default();
        match words {
            "" => "同意".to_owned(),
            words if words.starts_with("同意") => words.to_owned(),
            words => format!("同意。{words}"),
        }
    }

    /// What a step is called in this case: a weighty one is signed off by the principal.
    pub fn step_label(&self, step: SignOffStep) -> String {
        match step {
            SignOffStep::SignOff if self.application.weighty.is_some() => "签发（主要负责人）".to_owned(),
            step => step.label().to_owned(),
        }
    }

    /// What the paper of the draft in hand is called; none where there is no draft.
    pub fn draft_title(&self) -> Option<String> {
        let draft = self.application.draft()?;
        let text: Option<DraftText> = serde_json::from_str(self.text(draft.body)).ok();
        let usual = |kind: PaperKind| self.settings.title(kind).to_owned();
        Some(match text.map(|text| text.paper) {
            Some(paper) if paper.title != self.settings.printed_title(paper.kind) => paper.title,
            paper => usual(paper.map_or(draft.reply.into(), |paper| paper.kind)),
        })
    }

    /// The name of a division of the agency.
    pub fn unit(&self, unit: DepartmentId) -> &str {
        self.units.get(&unit).map_or("（已撤销）", String::as_str)
    }

    /// The agency as it signs a paper of this day.
    pub fn signing(&self, issued_on: NaiveDate) -> Signing {
        signing(&self.agency, &self.settings, issued_on)
    }

    /// Date, title and number of a paper of this day.
    pub fn issue(&self, kind: PaperKind, issued_on: NaiveDate) -> Issue {
        let release_wait = (kind == Procedural::ThirdPartyDisclosureNotice.into())
            .then_some(self.settings.handling.release_wait);
        Issue { title: self.settings.titles.get(&kind).cloned(), release_wait, ..Issue::on(issued_on) }
    }
}

/// Whether a third party of an application could not be asked because the letter came back.
pub(super) fn is_third_party_unreached(application: &Application) -> bool {
    application
        .consultations
        .iter()
        .any(|one| one.with == Consulted::ThirdParty && application.is_unheard(one))
}

/// An agency as it signs a paper of this day.
pub fn signing(agency: &Agency, settings: &AgencySettings, issued_on: NaiveDate) -> Signing {
    let contact = &settings.contact;
    let office = if contact.office_name.trim().is_empty() {
        format!("{}政府信息公开工作机构", agency.full_name)
    } else {
        contact.office_name.clone()
    };
    let mut signing = Signing::new(
        &agency.full_name,
        &office,
        Contact {
            name: office.clone(),
            phone: contact.phone.clone(),
            address: contact.address.clone(),
            postcode: contact.post_code.clone(),
            hours: contact.hours.clone(),
        },
        agency.remedy_body(&settings.remedies, issued_on),
    );
    settings.unit_word.name().clone_into(&mut signing.department_word);
    signing
}
