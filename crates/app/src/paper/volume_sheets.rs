//! The sheets of a volume that are no papers of the register: made from the records of the case when it is exported.
//!
//! Not here: their order and the files (`super::volume`).

use super::dossier::matters_in_words;
use super::issue;
use super::set;
use super::volume::{Entry, Place};
use crate::office::Office;
use crate::query::case::{CaseView, Relation};
use crate::query::challenge::ChallengeView;
use crate::refusal::Refusal;
use crate::upload::Purpose;
use chrono::{Datelike, NaiveDate};
use gongkai_compose::draft::{Block, Face, Run};
use gongkai_compose::{Draft, Grid, GridCell, LetterStyle, letter};
use gongkai_domain::application::{Application, Event, ProvisionForm, ProvisionWay};
use gongkai_domain::approval::SignOffStep;
use gongkai_domain::ids::ContentRef;
use gongkai_domain::notice::paper::chinese_date;
use gongkai_domain::notice::{PaperKind, Procedural};
use gongkai_domain::personal::applicant::{Agent, Party};
use gongkai_domain::report::Role;
use serde_json::{Value, json};

/// The records of the case as sheets.
pub(super) async fn records(office: &Office, case: &CaseView) -> Result<Vec<Entry>, Refusal> {
    let application = &case.dossier.application;
    let has = |kind: Procedural| case.papers.iter().any(|row| row.kind == kind.key());
    let arrived = Some(application.arrival.arrived_on);
    let mut entries = Vec::new();
    if !has(Procedural::ApplicationForm) {
        let fields = application_form(case);
        let entry = form(case, Place::Form, Procedural::ApplicationForm, &fields, arrived).await?;
        entries.push(entry.by("申请人"));
    }
    if application.registration.is_some() && !has(Procedural::RegistrationRecord) {
        let fields = registration_record(office, case).await?;
        let on = application.received_on;
        entries.push(form(case, Place::Registration, Procedural::RegistrationRecord, &fields, on).await?);
    }
    if let Some(draft) = application.draft().filter(|_| !has(Procedural::HandlingSheet)) {
        let fields = handling_sheet(office, case).await?;
        let on = Some(draft.on);
        entries.push(form(case, Place::HandlingSheet, Procedural::HandlingSheet, &fields, on).await?);
    }
    let tables = [
        (Place::Correction, "补正内容", correction(office, case).await?),
        (Place::Consultation, "征求意见登记", consultations(case)),
        (Place::Search, "检索记录", searches(case)),
        (Place::Review, "审查意见", reviews(office, case).await?),
        (Place::Service, "送达登记", services(office, case).await?),
    ];
    for (place, title, rows) in tables {
        if let Some((heads, rows, on)) = rows {
            let sheet = listed(case, title, &heads, &rows);
            entries.push(Entry::pdf(place, title, on, set::pdf(sheet).await?));
        }
    }
    let remarks = set::pdf(remarks(case)).await?;
    entries.push(Entry::pdf(Place::Remarks, "备考表", Some(case.dossier.today), remarks));
    Ok(entries)
}

/// A form of the office, as its template prints it.
async fn form(
    case: &CaseView,
    place: Place,
    kind: Procedural,
    fields: &Value,
    on: Option<NaiveDate>,
) -> Result<Entry, Refusal> {
    let day = on.unwrap_or(case.dossier.today);
    let drafted = issue::draft(&case.dossier, PaperKind::from(kind), fields, day, None, None)?;
    let draft = letter::draft(&drafted.paper, LetterStyle::Plain);
    Ok(Entry::pdf(place, kind.title(), on, set::pdf(draft).await?))
}

/// What was not asked for or not told, said so on paper.
const NOT_GIVEN: &str = "未填写";

fn given(text: &str) -> String {
    if text.trim().is_empty() { NOT_GIVEN.to_owned() } else { text.trim().to_owned() }
}

fn application_form(case: &CaseView) -> Value {
    let dossier = &case.dossier;
    let arrival = &dossier.application.arrival;
    let first = dossier.applicants.first();
    let (identity, representative) = match first.map(|applicant| &applicant.party) {
        Some(Party::NaturalPerson(person)) => {
            let document = &person.document;
            (format!("{} {}", document.kind.name(), document.number.reveal()), String::new())
        }
        Some(Party::Organisation(organisation)) => (
            format!("统一社会信用代码 {}", organisation.credit_code.reveal()),
            organisation.legal_representative.reveal().to_owned(),
        ),
        None => (NOT_GIVEN.to_owned(), String::new()),
    };
    let names: Vec<&str> = dossier.applicants.iter().map(|applicant| applicant.name().reveal()).collect();
    let agent = first.and_then(|applicant| applicant.agent.as_ref());
    let contact = |pick: fn(&gongkai_domain::personal::applicant::Contact) -> &str| {
        first.map_or_else(String::new, |applicant| pick(&applicant.contact).to_owned())
    };
    let requested: Vec<&str> = dossier.filed().into_iter().map(|(_, text)| text).collect();
    json!({
        "applicant_kind": arrival.applicant_kind.label(),
        "name": names.join("、"),
        "identity": given(&identity),
        "representative": representative,
        "agent": agent.map(agent_words).unwrap_or_default(),
        "phone": given(&contact(|contact| contact.phone.reveal())),
        "address": given(&contact(|contact| contact.postal_address.reveal())),
        "postcode": contact(|contact| contact.post_code.reveal()),
        "email": given(&contact(|contact| contact.email.reveal())),
        "requested": requested,
        "provide_in": match arrival.provision.form {
            ProvisionForm::Paper => "paper",
            ProvisionForm::Electronic => "electronic",
            ProvisionForm::Inspection | ProvisionForm::Other => "inspection",
        },
        "obtain_by": match arrival.provision.way {
            ProvisionWay::Online => "online",
            ProvisionWay::Email | ProvisionWay::Fax => "email",
            ProvisionWay::Mail => "mail",
            ProvisionWay::Counter => "in_person",
        },
        "written_down_by": if arrival.is_oral { dossier.intake().writer() } else { String::new() },
        "filled_in_on": arrival.arrived_on,
    })
}

/// The agent with the proof of identity.
fn agent_words(agent: &Agent) -> String {
    let document = &agent.document;
    match document.number.reveal().trim() {
        "" => agent.name.reveal().to_owned(),
        number => format!("{}（{} {number}）", agent.name.reveal(), document.kind.name()),
    }
}

/// The department and the handler to whom the case was last given.
async fn assigned(office: &Office, case: &CaseView) -> Result<(String, String, Option<NaiveDate>), Refusal> {
    let Some(last) = case.dossier.application.assignments.last() else {
        return Ok((NOT_GIVEN.to_owned(), NOT_GIVEN.to_owned(), None));
    };
    let department = office.storage.department(last.department).await?.map(|row| row.name);
    let handler = last.handler.map(|person| case.dossier.name(person).to_owned());
    let or = |text: Option<String>| text.unwrap_or_else(|| NOT_GIVEN.to_owned());
    Ok((or(department), or(handler), Some(last.on)))
}

async fn registration_record(office: &Office, case: &CaseView) -> Result<Value, Refusal> {
    let application = &case.dossier.application;
    let (department, handler, _) = assigned(office, case).await?;
    let proofs = office.storage.attachments_of(case.dossier.row.id.0).await?;
    let is_proof = |one: &&gongkai_storage::AttachmentRow| {
        matches!(Purpose::of(&one.purpose), Some(Purpose::Proof | Purpose::Licence))
    };
    let proofs = proofs.iter().filter(is_proof).count();
    let identity = if proofs == 0 {
        "核验原件，未留存复印件".to_owned()
    } else {
        format!("留存复印件{proofs}份，见申请表及身份证明")
    };
    let confirmed = application.confirmation.as_ref();
    let confirmed_by = match confirmed {
        Some(confirmed) => {
            let note = text(office, confirmed.note).await?;
            let method = confirmed.method.label();
            if note.is_empty() { method.to_owned() } else { format!("{method}：{note}") }
        }
        None => String::new(),
    };
    Ok(json!({
        "arrived_on": application.arrival.arrived_on,
        "confirmed_on": confirmed.map(|confirmed| confirmed.on),
        "confirmed_by": confirmed_by,
        "department": department,
        "handler": handler,
        "identity_proof": identity,
        "remarks": remarks_on_receipt(case),
    }))
}

/// What else is known of its coming in: the postal number, the postmark, who wrote down what was said, the split.
fn remarks_on_receipt(case: &CaseView) -> String {
    let intake = case.dossier.intake();
    let mut lines = intake.lines(case.dossier.application.arrival.is_oral);
    lines.extend(Some(checked(&case.dossier.application)).filter(|words| !words.is_empty()));
    if let Some(on) = case.dossier.application.split_on {
        let whole = case.related.iter().find(|related| related.relation == Relation::Whole);
        let whole = whole.map(|whole| whole.number.as_str()).unwrap_or_default();
        lines.push(format!("本件于{}由{whole}拆分登记", chinese_date(on)));
    }
    lines.join("；")
}

/// What was looked at when the application was registered.
fn checked(application: &Application) -> String {
    let checks = application.registration.iter().flat_map(|registration| &registration.checks);
    let names: Vec<&str> = checks.map(|check| check.name()).collect();
    if names.is_empty() { String::new() } else { format!("已核对：{}", names.join("、")) }
}

async fn handling_sheet(office: &Office, case: &CaseView) -> Result<Value, Refusal> {
    let (department, handler, on) = assigned(office, case).await?;
    let draft = case.dossier.application.draft().ok_or(Refusal::NotFound)?;
    let text: crate::application::draft_reply::DraftText =
        serde_json::from_str(case.dossier.text(draft.body)).map_err(|e| Refusal::Defect(e.to_string()))?;
    Ok(json!({
        "department": department,
        "handler": handler,
        "assigned_on": on.unwrap_or(draft.on),
        "proposed_reply": draft.reply.key(),
        "proposal": text.paper.title,
    }))
}

/// A table with the names of its columns, and the day of its last entry.
type Listed = Option<(Vec<&'static str>, Vec<Vec<String>>, Option<NaiveDate>)>;

fn some(heads: Vec<&'static str>, rows: Vec<Vec<String>>, last: Option<NaiveDate>) -> Listed {
    (!rows.is_empty()).then_some((heads, rows, last))
}

fn date(on: Option<NaiveDate>) -> String {
    on.map(chinese_date).unwrap_or_default()
}

async fn text(office: &Office, reference: Option<ContentRef>) -> Result<String, Refusal> {
    match reference {
        Some(reference) => {
            Ok(String::from_utf8_lossy(&office.storage.content(reference).await?).into_owned())
        }
        None => Ok(String::new()),
    }
}

async fn correction(office: &Office, case: &CaseView) -> Result<Listed, Refusal> {
    let Some(round) = &case.dossier.application.correction else { return Ok(None) };
    let mut heads = vec!["告知日期", "需要补正的事项", "收到补正日期", "补正内容"];
    let mut row = vec![
        chinese_date(round.asked_on),
        text(office, Some(round.matters)).await?,
        date(round.corrected_on),
        text(office, round.content).await?,
    ];
    let changed = case.dossier.changed();
    if !changed.is_empty() {
        heads.push("申请内容的变化");
        row.push(changed.join("；"));
    }
    Ok(some(heads, vec![row], round.corrected_on.or(Some(round.asked_on))))
}

fn consultations(case: &CaseView) -> Listed {
    let dossier = &case.dossier;
    let rows = dossier.application.consultations.iter().map(|one| {
        let (back_on, why) = one.returned.unzip();
        let words = why.or(one.grounds);
        vec![
            dossier.text(one.addressee).to_owned(),
            chinese_date(one.sent_on),
            date(one.addressee_received_on),
            date(back_on),
            date(one.opinion_received_on),
            one.opinion.map(|opinion| opinion.label().to_owned()).unwrap_or_default(),
            words.map(|words| dossier.text(words).to_owned()).unwrap_or_default(),
        ]
    });
    let days = dossier.application.consultations.iter();
    let days = days.flat_map(|one| {
        let back_on = one.returned.map(|(on, _)| on);
        [Some(one.sent_on), one.addressee_received_on, back_on, one.opinion_received_on]
    });
    let heads = vec!["征求对象", "发出", "对方收到", "退回", "收到意见", "意见", "理由（退回的原因）"];
    some(heads, rows.collect(), days.flatten().max())
}

fn searches(case: &CaseView) -> Listed {
    let dossier = &case.dossier;
    let rows = dossier.application.searches.iter().map(|search| {
        let record = dossier.search(search.record);
        vec![
            chinese_date(search.on),
            dossier.name(search.searcher).to_owned(),
            matters_in_words(&search.matters),
            record.scope,
            record.terms.join("、"),
            record.result,
        ]
    });
    let last = dossier.application.searches.iter().map(|search| search.on).max();
    some(vec!["检索日期", "检索人", "所涉申请内容", "范围", "关键词", "结果"], rows.collect(), last)
}

/// Every signature and every return, of all drafts, with the words that were written.
async fn reviews(office: &Office, case: &CaseView) -> Result<Listed, Refusal> {
    let mut rows = Vec::new();
    let mut last: Option<NaiveDate> = None;
    for happened in &case.log {
        let (on, draft, step, words, reference): (_, _, SignOffStep, &str, _) = match &happened.event {
            Event::StepSigned { on, draft, step, opinion, .. } => (on, draft, *step, "同意", *opinion),
            Event::DraftReturned { on, draft, step, reason, .. } => {
                (on, draft, *step, "退回修改", Some(*reason))
            }
            _ => continue,
        };
        last = last.max(Some(*on));
        rows.push(vec![
            format!("第{draft}稿"),
            step.label().to_owned(),
            happened.who.clone(),
            chinese_date(*on),
            words.to_owned(),
            text(office, reference).await?,
        ]);
    }
    Ok(some(vec!["文稿", "环节", "签署人", "日期", "意见", "意见内容"], rows, last))
}

/// Whom a service was on, in clear: the volume is for those who may see it.
fn recipient(case: &CaseView, recipient: Option<u32>) -> String {
    let all = &case.dossier.applicants;
    let one = recipient.and_then(|place| all.get(usize::try_from(place).ok()?.checked_sub(1)?));
    match (one, all.len()) {
        (Some(one), _) => one.name().reveal().to_owned(),
        (None, 2..) => "代表人（代全体共同申请人）".to_owned(),
        (None, _) => all.first().map(|one| one.name().reveal().to_owned()).unwrap_or_default(),
    }
}

async fn services(office: &Office, case: &CaseView) -> Result<Listed, Refusal> {
    let mut rows = Vec::new();
    let mut last: Option<NaiveDate> = None;
    for record in case.dossier.application.rounds.iter().flat_map(|round| &round.services) {
        let service = &record.service;
        let returned = record.returned.map(|(on, _)| on);
        last = last.max(service.sent_on).max(record.signed_on.or(service.signed_on)).max(returned);
        rows.push(vec![
            service.number.clone().unwrap_or_default(),
            recipient(case, service.recipient),
            service.method.label().to_owned(),
            date(service.sent_on),
            date(record.signed_on.or(service.signed_on)),
            record
                .returned
                .map(|(on, why)| format!("{} {}", chinese_date(on), why.label()))
                .unwrap_or_default(),
            text(office, service.proof).await?,
        ]);
    }
    Ok(some(vec!["送达编号", "受送达人", "方式", "寄出、发送", "签收", "退回", "凭证"], rows, last))
}

fn paragraph(text: String) -> Block {
    Block::Paragraph { runs: vec![Run { text, face: Face::FangSong }] }
}

fn number(case: &CaseView) -> &str {
    case.dossier.row.registration.as_deref().unwrap_or(&case.dossier.row.reference)
}

fn sheet(case: &CaseView, title: &str, blocks: Vec<Block>) -> Draft {
    Draft {
        title: title.to_owned(),
        agency: case.dossier.agency.full_name.clone(),
        dated_on: Some(case.dossier.today),
        due_on: None,
        letterhead: None,
        blocks,
    }
}

/// The width of a sheet in characters, of what is never broken in it, and of what stands at both sides of a cell.
const SHEET: f64 = 40.0;
const SHORT: f64 = 7.0;
const MARGIN: f64 = 2.0;

/// The width of a text in Chinese characters; digits and Latin letters take half of one.
fn ems(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii() { 0.5 } else { 1.0 }).sum()
}

fn grid(summary: &str, heads: &[&str], rows: &[Vec<String>]) -> Grid {
    let cell = |row, col, text: &str, role| GridCell {
        row,
        col,
        row_span: 1,
        col_span: 1,
        text: if text.trim().is_empty() { "—".to_owned() } else { text.to_owned() },
        role,
        at: None,
        sum_of: Vec::new(),
        mark: None,
    };
    let mut cells: Vec<GridCell> =
        heads.iter().enumerate().map(|(col, head)| cell(0, col, head, Role::Header)).collect();
    for (row, line) in rows.iter().enumerate() {
        cells.extend(line.iter().enumerate().map(|(col, text)| cell(row + 1, col, text, Role::Value)));
    }
    let mut widths: Vec<f64> = heads.iter().map(|head| ems(head).max(2.0)).collect();
    for line in rows {
        for (width, text) in widths.iter_mut().zip(line) {
            *width = width.max(ems(text));
        }
    }
    // what is short stands in one line; what is longer shares the rest of the sheet and is broken
    let short = |width: &f64| *width <= SHORT;
    let kept: f64 = widths.iter().copied().filter(|width| short(width)).map(|width| width + MARGIN).sum();
    let long = widths.iter().filter(|width| !short(width)).count();
    let each = ((SHEET - kept) / long.max(1) as f64).max(SHORT);
    for width in &mut widths {
        *width = if short(width) { *width + MARGIN } else { width.min(each) };
    }
    Grid {
        summary: summary.to_owned(),
        rows: rows.len() + 1,
        cols: heads.len(),
        widths,
        header_rows: 1,
        cells,
    }
}

fn listed(case: &CaseView, title: &str, heads: &[&str], rows: &[Vec<String>]) -> Draft {
    let blocks =
        vec![paragraph(format!("登记编号：{}", number(case))), Block::Table(grid(title, heads, rows))];
    sheet(case, title, blocks)
}

/// The list of contents as a table.
fn listing(entries: &[Entry], agency: &str) -> Block {
    let mut next = 1;
    let rows: Vec<Vec<String>> = (1..)
        .zip(entries)
        .map(|(running, entry)| {
            // the pages run on through the volume; a file that has none of its own stands beside them
            let pages = match entry.pages {
                Some(pages) if pages > 0 => {
                    let (first, last) = (next, next + pages - 1);
                    next = last + 1;
                    if first == last { first.to_string() } else { format!("{first}—{last}") }
                }
                _ => "电子文件".to_owned(),
            };
            vec![
                format!("{running}"),
                entry.number.clone().unwrap_or_default(),
                entry.by.unwrap_or(agency).to_owned(),
                entry.title.clone(),
                entry.on.map(chinese_date).unwrap_or_default(),
                pages,
            ]
        })
        .collect();
    let heads = ["顺序号", "文号", "责任者", "题名", "日期", "页号"];
    Block::Table(grid("卷内目录", &heads, &rows))
}

/// 卷内目录 of a reconsideration or a suit.
pub(super) fn contents_of_challenge(view: &ChallengeView, entries: &[Entry]) -> Draft {
    let case = &view.case;
    let number = case.case_number.clone().unwrap_or_else(|| "（案号待补）".to_owned());
    let applications: Vec<&str> = view
        .applications
        .iter()
        .map(|one| one.row.registration.as_deref().unwrap_or(&one.row.reference))
        .collect();
    let mut blocks = vec![
        paragraph(format!("案号：{number}")),
        paragraph(format!("案件类型：{}　受理（立案）：{}", case.forum.name(), chinese_date(case.opened_on))),
    ];
    if !applications.is_empty() {
        blocks.push(paragraph(format!("所涉申请：{}", applications.join("、"))));
    }
    blocks.push(listing(entries, &view.agency.full_name));
    blocks.push(Block::SignedOn { text: chinese_date(view.today) });
    Draft {
        title: "复议诉讼卷内目录".to_owned(),
        agency: view.agency.full_name.clone(),
        dated_on: Some(view.today),
        due_on: None,
        letterhead: None,
        blocks,
    }
}

/// 卷内目录.
pub(super) fn contents(case: &CaseView, entries: &[Entry], today: NaiveDate) -> Draft {
    let mut blocks = vec![
        paragraph(format!("登记编号：{}", number(case))),
        paragraph(format!("年度：{}", case.dossier.row.year)),
    ];
    if let Some(archiving) = &case.dossier.application.archiving {
        let line = format!("案卷号：{}　保管期限：{}", archiving.volume, archiving.retention.label());
        blocks.push(paragraph(line));
    }
    blocks.push(listing(entries, &case.dossier.agency.full_name));
    blocks.push(Block::SignedOn { text: chinese_date(today) });
    sheet(case, "卷内目录", blocks)
}

/// 备考表: the state of the volume on the day of export.
fn remarks(case: &CaseView) -> Draft {
    let dossier = &case.dossier;
    let voided = case.papers.iter().filter(|paper| paper.voided_on.is_some()).count();
    let mut lines = vec![
        format!("登记编号：{}", number(case)),
        format!("办理状态：{}", dossier.application.state().label()),
        format!("本卷文书{}件，其中作废{voided}件。", case.papers.len()),
        format!("本卷于{}由政府信息公开工作平台导出。", chinese_date(dossier.today)),
    ];
    if dossier.application.archiving.is_none() {
        lines.push(format!("截至{}年{}月，本案尚未归档。", dossier.today.year(), dossier.today.month()));
    }
    if let Some(remarks) = dossier.application.archiving.as_ref().and_then(|archiving| archiving.remarks) {
        lines.extend(dossier.text(remarks).lines().map(str::to_owned));
    }
    let archived = dossier.application.archiving.as_ref().map(|archiving| chinese_date(archiving.on));
    lines.extend(["立卷人：".to_owned(), "检查人：".to_owned()]);
    lines.push(format!("立卷日期：{}", archived.unwrap_or_default()));
    sheet(case, "备考表", lines.into_iter().map(paragraph).collect())
}
