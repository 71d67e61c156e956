//! Write a paper into a case: its checklist first, then a number of the series, then text and register.
//!
//! Not here: the step of the case that the paper belongs to (`crate::application`), the words (`gongkai_domain::notice`).

use super::Dossier;
use super::dossier::is_third_party_unreached;
use super::several::{self, Section};
use crate::application::OpenCase;
use crate::application::drafting::{DraftText, Drafting};
use crate::office::Office;
use crate::refusal::{Fault, Refusal};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use gongkai_domain::agency::AgencySettings;
use gongkai_domain::application::fold::{Consultation, Search};
use gongkai_domain::application::{MatterOutcome, PaperRef};
use gongkai_domain::ids::{AgencyId, ApplicationId, PaperId};
use gongkai_domain::notice::case::{Case, EarlierReply, Issue};
use gongkai_domain::notice::{Drafted, FieldsError, Missing, Paper, PaperKind, Procedural, Reply, template};
use gongkai_domain::number::{NumberPattern, ReferenceNumber, Series, Suffix};
use gongkai_storage::{PaperRow, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A paper that was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// What the event says of it.
    pub reference: PaperRef,
    /// The paper.
    pub paper: Paper,
}

/// Field names under which faults without a field of their own stand.
const WHOLE: &str = "paper";

/// What a paper rests on besides its fields and the file.
#[derive(Debug, Clone, Default)]
pub struct Basis {
    /// For a reply: all that it says, to every application that it answers.
    pub answers: Vec<Reply>,
    /// For a reply: what becomes of each matter of the application itself.
    pub outcomes: Vec<MatterOutcome>,
    /// For a refusal to answer again: the earlier reply.
    pub earlier: Option<EarlierReply>,
    /// For a notice to a third party: the number of the consultation with it.
    pub consultation: Option<u32>,
    /// For a reply: what it says by each ground; nothing for a paper of one template.
    pub sections: Vec<Section>,
}

impl Basis {
    /// That of a notice to the party of a consultation.
    pub fn of_consultation(consultation: u32) -> Self {
        Self { consultation: Some(consultation), ..Self::default() }
    }

    /// That of the reply that says what was decided. An application that is no longer answered with the others is left out.
    pub fn of_reply(dossier: &Dossier, drafting: &Drafting, earlier: Option<EarlierReply>) -> Self {
        let is_answered = |id| dossier.joined.iter().any(|other| other.id == id);
        let joined = drafting.joined.iter().filter(|joined| is_answered(joined.application));
        let all = drafting.outcomes.iter().chain(joined.flat_map(|joined| &joined.outcomes));
        let answers = all.flat_map(MatterOutcome::says).collect();
        let mut whole = drafting.clone();
        whole.joined.retain(|joined| is_answered(joined.application));
        let sections = several::sections(&whole, &dossier.answered());
        Self { answers, outcomes: drafting.outcomes.clone(), earlier, consultation: None, sections }
    }

    /// The matters to which the reply says this; empty where that is said to others only.
    fn matters_of(&self, reply: Reply) -> Vec<u32> {
        let said = self.outcomes.iter().filter(|outcome| outcome.says().any(|known| known == reply));
        said.map(|outcome| outcome.matter).collect()
    }

    /// That of a draft as it was written; one of the older order is not ordered by its matters.
    #[must_use]
    pub fn as_written(mut self, text: &DraftText) -> Self {
        if !text.by_matter {
            self.sections.clear();
        }
        self
    }
}

/// A paper as far as its fields go.
///
/// # Errors
/// [`Refusal::Invalid`] where a field does not fit.
pub fn draft(
    dossier: &Dossier,
    kind: PaperKind,
    fields: &Value,
    on: NaiveDate,
    basis: Option<Basis>,
    number: Option<&str>,
) -> Result<Drafted, Refusal> {
    let mut basis = basis.unwrap_or_default();
    let mut case = dossier.case(basis.earlier.take())?;
    // a ground rests on the searches and the opinions of the matters of which it is said
    let (unheld, protected) = (basis.matters_of(Reply::NotExist), basis.matters_of(Reply::DeniedThirdParty));
    if !unheld.is_empty() {
        let is_meant = |search: &Search| unheld.iter().any(|matter| search.concerns(*matter));
        case.searches = dossier.searches(&dossier.application, &is_meant);
    }
    if !protected.is_empty() {
        let is_meant = |party: &Consultation| protected.iter().any(|matter| party.concerns(*matter));
        case.third_parties = dossier.third_parties(&dossier.application, &is_meant);
    }
    let Basis { answers, consultation, sections, .. } = basis;
    if matches!(kind, PaperKind::Procedural(Procedural::ApplicationForm | Procedural::RegistrationRecord)) {
        // they tell what came in, as it came in
        case.requested = dossier.filed().into_iter().map(|(_, text)| text.to_owned()).collect();
    }
    if matches!(kind, PaperKind::Procedural(paper) if paper != Procedural::HandlingSheet) {
        // a reply and its handling sheet are those of all that are answered together; every other paper is about its own application
        case.joined.clear();
    }
    let mut issue = dossier.issue(kind, on);
    issue.answers.clone_from(&answers);
    issue.consultation = consultation;
    issue.document_number = number.map(str::to_owned);
    let signing = dossier.signing(on);
    if let Some(root) = several::root(kind, &sections).map(|root| root.key.clone()) {
        if several::has_grounds(&sections) {
            issue.title = Some(several::title(kind, &dossier.settings));
        }
        let mut all = Vec::new();
        for section in sections {
            let said = several::of_section(fields, &section, section.key == root);
            let is_unsaid = said.is_none();
            let (fields, part) = said.unwrap_or_else(|| (json!({}), String::new()));
            let of_section = Issue {
                part: section.is_part.then_some(part),
                of_matter: section.says.clone(),
                ..issue.clone()
            };
            let of = section.reply.into();
            let case = told_of(dossier, &case, &section);
            let drafted = template::draft(of, &fields, &case, &signing, &of_section);
            let drafted = drafted.map_err(|error| unfit(of, &error))?;
            let drafted = if is_unsaid { several::unsaid(drafted, section.reply) } else { drafted };
            all.push((section, drafted));
        }
        return several::composed(kind, all).ok_or_else(|| Refusal::Defect("a paper of nothing".to_owned()));
    }
    let written = |kind: PaperKind, fields: &Value| {
        template::draft(kind, fields, &case, &signing, &issue).map_err(|error| unfit(kind, &error))
    };
    let (own, more) = several::split(kind, fields);
    let said: Vec<Reply> = more.iter().map(|(reply, _, _)| *reply).collect();
    let drafted = more.into_iter().try_fold(written(kind, &own)?, |drafted, (reply, about, fields)| {
        Ok::<_, Refusal>(several::joined(drafted, reply, &about, &written(reply.into(), &fields)?))
    })?;
    Ok(several::nothing_unsaid(drafted, &answers, &said))
}

/// The case as one section of a reply tells of it: a ground rests on the searches and the opinions of the matters of which it is said,
/// and what is given is given in the form that was asked for it, also where they are those of an application that is answered together.
fn told_of(dossier: &Dossier, case: &Case, section: &Section) -> Case {
    let mut case = case.clone();
    (case.searches, case.third_parties, case.is_third_party_unreached) = (Vec::new(), Vec::new(), false);
    let mut ids: Vec<Option<ApplicationId>> = section.matters.iter().map(|(id, _)| *id).collect();
    ids.dedup();
    let of = ids.first().and_then(|id| dossier.application_of(*id));
    case.asked_for = of.map(|application| application.arrival.provision).or(case.asked_for);
    for id in ids {
        let Some(application) = dossier.application_of(id) else { continue };
        let own = section.matters.iter().filter(|(of, _)| *of == id).map(|(_, matter)| *matter);
        let own: Vec<u32> = own.collect();
        let is_searched = |search: &Search| own.iter().any(|matter| search.concerns(*matter));
        let is_asked = |party: &Consultation| own.iter().any(|matter| party.concerns(*matter));
        case.searches.extend(dossier.searches(application, &is_searched));
        case.third_parties.extend(dossier.third_parties(application, &is_asked));
        case.is_third_party_unreached |= is_third_party_unreached(application);
    }
    case
}

/// Refuses a paper from which something is missing.
///
/// # Errors
/// [`Refusal::Invalid`] with everything that is missing.
pub fn check(drafted: Drafted) -> Result<Paper, Refusal> {
    drafted.finish().map_err(|missing| Refusal::Invalid(missing.into_iter().map(fault).collect()))
}

/// What is missing, as a fault of a form.
pub(crate) fn fault(missing: Missing) -> Fault {
    Fault::new(missing.field.unwrap_or(WHOLE), missing.reason)
}

/// Fields that do not fit the paper, as a fault of a form.
pub fn unfit(kind: PaperKind, error: &FieldsError) -> Refusal {
    match error {
        FieldsError::Unfit(text) => Refusal::invalid(WHOLE, format!("填写内容与文书不符：{text}")),
        FieldsError::Value { field, reason } => {
            let known = template::fields(kind).iter().find(|known| known.name == field);
            Refusal::invalid(known.map_or(WHOLE, |known| known.name), reason.clone())
        }
    }
}

/// Writes a paper of this day with the next number of its series.
///
/// # Errors
/// [`Refusal::Invalid`] with everything that is missing.
pub async fn issue(
    case: &OpenCase<'_>,
    dossier: &Dossier,
    kind: PaperKind,
    fields: &Value,
    on: NaiveDate,
    basis: Option<Basis>,
) -> Result<Written, Refusal> {
    check(draft(dossier, kind, fields, on, basis.clone(), None)?)?;
    let entry = Entry {
        office: case.office,
        tx: &case.tx,
        settings: &case.settings,
        agency: case.row.agency,
        application: Some(case.row.id),
        at: case.at,
    };
    let numbered = number(&entry, kind, on).await?;
    let text = numbered.as_ref().map(|numbered| numbered.text.as_str());
    let paper = check(draft(dossier, kind, fields, on, basis, text)?)?;
    let reference = enter(&entry, kind, on, numbered, &paper).await?;
    Ok(Written { reference, paper })
}

/// What the register keeps of a paper besides its columns.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PaperDocument {
    /// Its title, where that is not the one of its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// Into which register a paper is entered.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The office.
    pub office: &'a Office,
    /// The transaction, with the chain of the agency locked.
    pub tx: &'a Tx,
    /// What the agency has set.
    pub settings: &'a AgencySettings,
    /// The agency.
    pub agency: AgencyId,
    /// The application in whose file it lies, where there is one.
    pub application: Option<ApplicationId>,
    /// Now, for the records.
    pub at: DateTime<Utc>,
}

/// A number of the series of papers.
#[derive(Debug, Clone)]
pub struct Numbered {
    year: i32,
    running: u32,
    /// As it is printed.
    pub text: String,
}

/// The next number for a paper that is sent; none for one that stays in the file.
///
/// # Errors
/// Where the pattern cannot be read.
pub async fn number(entry: &Entry<'_>, kind: PaperKind, on: NaiveDate) -> Result<Option<Numbered>, Refusal> {
    if !gongkai_compose::letter::is_sent(kind) {
        return Ok(None);
    }
    let year = on.year();
    let running = entry.tx.next_number(entry.agency, Series::Document.key(), year).await?;
    let pattern = pattern(entry.settings.numbers.document(kind))?;
    let text = render(&pattern, year, running, Suffix::of(kind));
    Ok(Some(Numbered { year, running, text }))
}

/// Enters a paper of this day into the register.
///
/// # Errors
/// Where the records cannot be written.
pub async fn enter(
    entry: &Entry<'_>,
    kind: PaperKind,
    on: NaiveDate,
    numbered: Option<Numbered>,
    paper: &Paper,
) -> Result<PaperRef, Refusal> {
    let text = serde_json::to_vec(paper).map_err(|e| Refusal::Defect(e.to_string()))?;
    let content = entry.tx.put_content(entry.agency, &text, entry.at).await?;
    let id = PaperId(entry.office.entropy().id(entry.at));
    let number_text = numbered.as_ref().map(|numbered| numbered.text.clone());
    let is_reply = matches!(kind, PaperKind::Reply(_));
    let is_own = is_reply && paper.title != entry.settings.printed_title(kind);
    let of_register = PaperDocument { title: is_own.then(|| paper.title.clone()) };
    let row = PaperRow {
        id,
        agency: entry.agency,
        application: entry.application,
        kind: kind.key().to_owned(),
        series: numbered.as_ref().map(|_| Series::Document.key().to_owned()),
        year: numbered.as_ref().map(|numbered| numbered.year),
        number: numbered.as_ref().map(|numbered| i64::from(numbered.running)),
        number_text: number_text.clone(),
        issued_on: Some(on),
        voided_on: None,
        voided_by: None,
        voided_because: None,
        content: Some(content),
        docx: None,
        pdf: None,
        scan: None,
        created_at: entry.at,
        document: serde_json::to_string(&of_register).map_err(|e| Refusal::Defect(e.to_string()))?,
    };
    entry.tx.save_paper(&row).await?;
    Ok(PaperRef { paper: id, number: number_text })
}

/// A pattern that the agency set.
///
/// # Errors
/// [`Refusal::Defect`] for one that cannot be read.
pub fn pattern(text: &str) -> Result<NumberPattern, Refusal> {
    text.parse().map_err(|e| Refusal::Defect(format!("pattern {text:?}: {e}")))
}

/// A number as it is printed.
pub fn render(pattern: &NumberPattern, year: i32, running: u32, suffix: Option<Suffix>) -> String {
    pattern.render(ReferenceNumber { year: u16::try_from(year).unwrap_or(0), running, suffix })
}
