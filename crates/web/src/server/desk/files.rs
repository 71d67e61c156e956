//! Files at the desk: taking those of a form, opening those of a case, the scan of a stamped paper.
//!
//! Not here: which files are taken (`gongkai_app::upload`), papers as documents (`super::paper`).

use super::act::voidable;
use super::chosen::{Chosen, DROP};
use super::entry::{Desk, entered, value};
use super::words;
use crate::chrome::Place;
use crate::components::{Cell, Choice, Entered, Head, Link, Row, Table};
use crate::day::Day;
use crate::pages::desk::action::{Acting, record};
use crate::server::forms::{Sent, SentFile};
use crate::server::portal::case::download;
use crate::server::respond::Named;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::application::keep_scan::keep_scan;
use gongkai_app::portal::ticket::{self, Enclosed};
use gongkai_app::query::case::{CaseView, file, to_open, view};
use gongkai_app::query::released;
use gongkai_app::upload::{self, CLASSIFIED_WORDS, Purpose, Stored, Upload};
use gongkai_app::{Fault, Refusal};
use gongkai_domain::ids::{AgencyId, PaperId};
use gongkai_domain::staff::Permission;

/// Most files of one form.
const MOST: usize = 20;

/// What the form of a step may bring along.
pub(super) fn purpose_of(action: &str) -> Option<Purpose> {
    match action {
        "receive-correction" => Some(Purpose::Correction),
        "serve" | "notice-service" => Some(Purpose::Scan),
        "draft" => Some(Purpose::Information),
        "correction-receipt" | "fee-receipt" | "service-receipt" => Some(Purpose::ServiceProof),
        "addressee-receipt" | "opinion" | "consultation-return" | "assistance" => Some(Purpose::Opinion),
        "search-record" => Some(Purpose::Search),
        "withdraw" => Some(Purpose::Withdrawal),
        _ => None,
    }
}

/// Examines the files of a form and keeps those of one purpose. Nothing goes on where one of them cannot be taken.
///
/// # Errors
/// [`Refusal::Invalid`] at the field, also for a file with a mark of classification; where a file cannot be written.
async fn kept(
    desk: &Desk,
    agency: AgencyId,
    files: Vec<SentFile>,
    purpose: Purpose,
) -> Result<Vec<Stored>, Refusal> {
    let office = &*desk.web.office;
    let (_, settings) = office.agency(agency).await?;
    let (mut stored, mut faults) = (Vec::new(), Vec::new());
    let files = files.into_iter().filter(|file| file.field == purpose.field());
    for (place, sent) in files.enumerate() {
        if place == MOST {
            return Err(Refusal::invalid(purpose.field(), format!("一次最多上传{MOST}个文件")));
        }
        let name = upload::harmless_name(&sent.name);
        let upload = Upload { purpose, name: sent.name, bytes: sent.bytes };
        match Box::pin(upload::take(office, &desk.actor, agency, &settings.work_secret_words, upload)).await {
            Ok(file) => stored.push(file),
            // the name of a marked file may tell what must not be told
            Err(Refusal::Classified) => faults.push(Fault::new(purpose.field(), CLASSIFIED_WORDS)),
            Err(Refusal::Invalid(found)) => faults.extend(
                found
                    .into_iter()
                    .map(|fault| Fault::new(purpose.field(), format!("“{name}”：{}", fault.text))),
            ),
            Err(refusal) => return Err(refusal),
        }
    }
    if faults.is_empty() { Ok(stored) } else { Err(Refusal::Invalid(faults)) }
}

/// Examines the files of a form that may have to be shown again, and keeps the good ones under a word of the form beside those
/// that were kept before, so that nobody chooses them twice; with the faults of the others.
///
/// # Errors
/// Where a file cannot be written.
pub(super) async fn kept_over(
    desk: &Desk,
    agency: AgencyId,
    word: &str,
    files: Vec<SentFile>,
    purposes: &[Purpose],
) -> Result<(Vec<Stored>, Vec<Fault>), Refusal> {
    let office = &*desk.web.office;
    let before = ticket::read::<Enclosed>(office, word).await?.unwrap_or_default();
    let (mut stored, mut faults) = (before.files, Vec::new());
    let known = stored.len();
    let mut left = files;
    for purpose in purposes {
        let (own, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|file| file.field == purpose.field());
        left = others;
        // one by one, so that a bad file does not take the good ones with it
        for file in own {
            if stored.len() >= MOST {
                faults.push(Fault::new(purpose.field(), format!("一次最多上传{MOST}个文件")));
                break;
            }
            match Box::pin(kept(desk, agency, vec![file], *purpose)).await {
                Ok(good) => stored.extend(good),
                Err(Refusal::Invalid(found)) => faults.extend(found),
                Err(refusal) => return Err(refusal),
            }
        }
    }
    if stored.len() != known {
        ticket::keep(office, word, &Enclosed { files: stored.clone() }).await?;
    }
    Ok((stored, faults))
}

/// Keeps files that were examined under another word of the same form.
///
/// # Errors
/// Where the records cannot be written.
pub(super) async fn keep_under(desk: &Desk, files: &[Stored], word: &str) -> Result<(), Refusal> {
    ticket::keep(&desk.web.office, word, &Enclosed { files: files.to_vec() }).await
}

/// Forgets what was kept under a word of a form: it is in the records, or is to be chosen anew.
///
/// # Errors
/// Where the records cannot be written.
pub(super) async fn forget(desk: &Desk, word: &str) -> Result<(), Refusal> {
    ticket::keep(&desk.web.office, word, &Enclosed::default()).await
}

/// The files of a case.
pub(super) fn table(desk: &Desk, case: &CaseView) -> Option<Table> {
    let urls = &desk.web.site.urls;
    let number = words::number(&case.dossier.row);
    let gives = case.files.iter().any(|(row, _)| row.purpose == Purpose::Information.key());
    let said = if gives { released::said_of(case) } else { Vec::new() };
    let rows = case.files.iter().map(|(row, name)| {
        let purpose = Purpose::of(&row.purpose).map_or("附件", Purpose::label);
        let on = gongkai_deadline::clock::beijing(row.created_at).date();
        let is_open = desk.actor.must(to_open(&row.purpose), case.target(), case.dossier.today).is_ok();
        let first = if is_open {
            Cell::Link(Link::new(name, urls.case_file(number, &row.id.to_string())))
        } else {
            Cell::Text("（含申请人信息的文件，您没有查看的权限）".to_owned())
        };
        let is_given = row.purpose == Purpose::Information.key();
        let purpose = match is_given.then(|| released::warning(&said, name, case)).flatten() {
            Some(warning) => Cell::Two(purpose.to_owned(), warning),
            None => Cell::Text(purpose.to_owned()),
        };
        Row::new(first, vec![purpose, Cell::Day(Day::of(on))])
    });
    (!case.files.is_empty()).then(|| Table {
        id: "files".to_owned(),
        caption: "附件（打开会留痕）".to_owned(),
        heads: ["文件", "用途", "日期"].into_iter().map(Head::new).collect(),
        rows: rows.collect(),
        foot: None,
        is_dense: true,
    })
}

pub(super) async fn open(desk: Desk, Named((number, id)): Named<(String, String)>) -> Response {
    let made = async {
        let case = view(&desk.web.office, &desk.actor, &number).await?;
        file(&desk.web.office, &desk.actor, &case, &id).await
    };
    match made.await {
        Ok((bytes, media_type, name)) => download(bytes, &media_type, &name),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The papers of which a scan may be kept.
pub(super) fn scannable(case: &CaseView) -> Vec<Choice> {
    let is_served = |id: PaperId| {
        case.dossier.application.rounds.iter().any(|round| {
            !round.services.is_empty() && round.issued.as_ref().is_some_and(|issued| issued.paper.paper == id)
        })
    };
    let open = case.papers.iter().filter(|paper| paper.voided_on.is_none() && paper.number_text.is_some());
    let open: Vec<String> = open
        .filter(|paper| paper.scan.is_none() || !is_served(paper.id))
        .map(|paper| paper.id.to_string())
        .collect();
    voidable(case).into_iter().filter(|choice| open.contains(&choice.value)).collect()
}

/// Whether this person may keep scans in this case.
pub(super) fn may_scan(desk: &Desk, case: &CaseView) -> Result<(), Refusal> {
    desk.actor.must(Permission::Serve, case.target(), case.dossier.today)
}

fn shown(
    desk: &Desk,
    case: &CaseView,
    entered: &Entered,
    mut reasons: Vec<String>,
    chosen: &Chosen,
) -> Response {
    let papers = scannable(case);
    if let Err(Refusal::Denied(why)) = may_scan(desk, case) {
        reasons.push(why);
    }
    if papers.is_empty() {
        reasons.push("没有可以上传扫描件的文书：文书尚未编号、已经作废或者送达文本已经存档".to_owned());
    }
    let head = words::head(case);
    let at = Acting { urls: &desk.web.site.urls, token: &desk.token, head: &head, entered };
    let status = match (reasons.is_empty(), entered.has_errors()) {
        (true, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, false) => StatusCode::OK,
        (false, _) => StatusCode::CONFLICT,
    };
    let mut page = record::scan(&at, papers);
    chosen.fill(&mut page.form);
    let page = if reasons.is_empty() { page } else { page.blocked(reasons) };
    desk.show(Some(Place::Inbox), status, &page)
}

pub(super) async fn scan_page(
    desk: Desk,
    Named(number): Named<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    match view(&desk.web.office, &desk.actor, &number).await {
        Ok(case) => {
            let chosen = Chosen::none(&desk, Some(Purpose::Scan));
            shown(&desk, &case, &Entered::new(query, Vec::new()), Vec::new(), &chosen)
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

pub(super) async fn scan(desk: Desk, Named(number): Named<String>, sent: Sent) -> Response {
    match Box::pin(scanned(&desk, &number, sent)).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn scanned(desk: &Desk, number: &str, sent: Sent) -> Result<Response, Refusal> {
    let unfit = desk.unfit(&sent.pairs)?;
    let case = view(&desk.web.office, &desk.actor, number).await?;
    let path = desk.web.site.urls.action(number, "scan");
    let is_again = desk.pressed(&path, &sent.pairs, &sent.files).await?.is_again;
    let (agency, purpose) = (case.dossier.row.agency, Some(Purpose::Scan));
    let chosen = Chosen::of(desk, agency, purpose, (&path, &sent.pairs), sent.files, is_again).await?;
    if let Some(again) = unfit {
        return Ok(shown(desk, &case, &again, Vec::new(), &chosen));
    }
    if !chosen.faults.is_empty() || !value(&sent.pairs, DROP).is_empty() {
        return Ok(shown(desk, &case, &entered(&sent.pairs, &chosen.faults), Vec::new(), &chosen));
    }
    let may = may_scan(desk, &case);
    let done = async {
        may?;
        let paper = value(&sent.pairs, "paper").parse::<PaperId>();
        let paper = paper.map_err(|_| Refusal::invalid("paper", "选择文书"))?;
        let scan = chosen.files.last().ok_or_else(|| Refusal::invalid("scan", "选择扫描件"))?;
        keep_scan(&desk.web.office, &desk.actor, case.dossier.row.id, None, paper, scan).await
    };
    match done.await {
        Ok(moved) => {
            chosen.forget(desk).await?;
            Ok(Redirect::to(&desk.web.site.urls.application(words::number(&moved.row))).into_response())
        }
        Err(Refusal::Invalid(faults)) => {
            Ok(shown(desk, &case, &entered(&sent.pairs, &faults), Vec::new(), &chosen))
        }
        Err(Refusal::Blocked(reasons)) => {
            let reasons = reasons.iter().map(ToString::to_string).collect();
            Ok(shown(desk, &case, &entered(&sent.pairs, &[]), reasons, &chosen))
        }
        Err(Refusal::Denied(_)) => Ok(shown(desk, &case, &entered(&sent.pairs, &[]), Vec::new(), &chosen)),
        Err(refusal) => Err(refusal),
    }
}
