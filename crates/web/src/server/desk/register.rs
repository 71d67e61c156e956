//! Recording what came by counter, post or fax, and the receipt that is handed over.
//!
//! Not here: filing (`gongkai_app::application::file`), from the fields to what is filed (`super::register_form`).

use super::entry::{Desk, Sent, entered, reasons_of, status_of, under_new_word, value};
use super::files;
use super::register_form::{APPLICANT, JOINT, Read, applicant, read, renamed};
use crate::chrome::Place;
use crate::components::{Entered, Fact, Facts, FieldError, Link};
use crate::day::Day;
use crate::pages::desk::receipt::ReceiptPage;
use crate::pages::desk::register::{Known, Size, page as register_page};
use crate::server::forms::Sent as SentForm;
use crate::server::portal::case::download;
use crate::server::respond::Named;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::application::confirm::confirm;
use gongkai_app::application::counter_receipt::{self, Telling};
use gongkai_app::application::file::{COUNTER_MATTERS, counter_faults, file_with};
use gongkai_app::docket::ONCE_FIELD;
use gongkai_app::portal::lost_code::shown as spelt;
use gongkai_app::upload::{Purpose, Stored};
use gongkai_app::{Fault, Refusal};
use gongkai_domain::application::ConfirmationMethod;
use gongkai_domain::staff::Permission;

/// Letters of the word that makes a double submit the same application.
const ONCE_LETTERS: usize = 20;

/// What files may come along for.
const FILES: &[Purpose] = &[Purpose::Envelope, Purpose::Mandate, Purpose::Enclosure, Purpose::Proof];

/// The form as it is to be shown.
struct Shown<'a> {
    entered: &'a Entered,
    size: Size,
    once: &'a str,
    files: &'a [Stored],
}

fn shown(desk: &Desk, status: StatusCode, form: &Shown<'_>) -> Response {
    let today = format!("今天是{}", Day::of(desk.web.office.today()).words);
    let files: Vec<String> =
        form.files.iter().map(|file| format!("{}（{}）", file.name, file.purpose.label())).collect();
    let known = Known { once: form.once, today: &today, clerk: &desk.staff.name, files: &files };
    let page = register_page(&desk.web.site.urls, &desk.token, form.entered, form.size, &known);
    desk.show(Some(Place::Register), status, &page)
}

pub(super) async fn page(desk: Desk) -> Response {
    if let Err(refusal) = desk.must_reach(Permission::FileAtCounter) {
        return desk.refused(&refusal);
    }
    let once = desk.web.office.code(ONCE_LETTERS);
    let size = Size { matters: 1, ..Size::default() };
    let form = Shown { entered: &Entered::default(), size, once: &once, files: &[] };
    shown(&desk, StatusCode::OK, &form)
}

/// Which parts the form has.
pub(super) fn size(sent: &Sent) -> Size {
    let has = |name: &str| sent.iter().any(|(known, _)| known == name);
    Size {
        matters: (0..COUNTER_MATTERS).take_while(|at| has(&format!("matter.{at}.title"))).count().max(1),
        joint: (0..JOINT).take_while(|at| has(&format!("joint.{at}.name"))).count(),
        has_agent: has("agent.name"),
        has_guardian: has("guardian.name"),
    }
}

/// What a button other than the main one makes of the form; none for the main one.
pub(super) fn reshaped(sent: &Sent, size: Size) -> Option<(Sent, Size)> {
    let is_pressed = |name: &str| !value(sent, name).is_empty();
    let Size { matters, joint, .. } = size;
    let same = |size: Size| Some((sent.clone(), size));
    if is_pressed("add") {
        return same(Size { matters: (matters + 1).min(COUNTER_MATTERS), ..size });
    }
    if is_pressed("add_joint") {
        return same(Size { joint: (joint + 1).min(JOINT), ..size });
    }
    if is_pressed("add_agent") {
        return same(Size { has_agent: true, ..size });
    }
    if is_pressed("add_guardian") {
        return same(Size { has_guardian: true, ..size });
    }
    if is_pressed("drop_files") {
        return same(size);
    }
    if is_pressed("remove_agent") {
        return Some((without_part(sent, "agent."), Size { has_agent: false, ..size }));
    }
    if is_pressed("remove_guardian") {
        return Some((without_part(sent, "guardian."), Size { has_guardian: false, ..size }));
    }
    if let Ok(gone) = value(sent, "remove").parse::<usize>() {
        let rest = without(sent, "matter", &["title", "description"], gone, matters);
        return Some((rest, Size { matters: matters.max(2) - 1, ..size }));
    }
    if let Ok(gone) = value(sent, "remove_joint").parse::<usize>() {
        let rest = without(sent, "joint", APPLICANT, gone, joint);
        return Some((rest, Size { joint: joint.saturating_sub(1), ..size }));
    }
    None
}

pub(super) async fn file(desk: Desk, form: SentForm) -> Response {
    match Box::pin(filing(&desk, form)).await {
        Ok(response) => response,
        Err(refusal) => desk.refused(&refusal),
    }
}

async fn filing(desk: &Desk, form: SentForm) -> Result<Response, Refusal> {
    let SentForm { pairs: sent, files, .. } = form;
    // before a file is kept
    desk.must_reach(Permission::FileAtCounter)?;
    let unfit = desk.unfit(&sent)?;
    let once = match value(&sent, "once").trim() {
        "" => desk.web.office.code(ONCE_LETTERS),
        once => once.to_owned(),
    };
    // what was chosen once stays, whatever is wrong with the rest of the form
    let word = format!("register {} {once}", desk.actor.word());
    if let Some(entered) = unfit {
        let agency = desk.actor.member()?.person.agency;
        let (stored, _) = Box::pin(files::kept_over(desk, agency, &word, files, FILES)).await?;
        let form = Shown { entered: &entered, size: size(&sent), once: &once, files: &stored };
        return Ok(shown(desk, status_of(&entered), &form));
    }
    if !value(&sent, "drop_files").is_empty() {
        files::forget(desk, &word).await?;
    }
    let agency = desk.actor.member()?.person.agency;
    let (stored, bad_files) = Box::pin(files::kept_over(desk, agency, &word, files, FILES)).await?;
    let size = size(&sent);
    let is_asked = reshaped(&sent, size);
    if let Some((sent, size)) = is_asked {
        let entered = entered(&sent, &bad_files);
        let status = if bad_files.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(shown(desk, status, &Shown { entered: &entered, size, once: &once, files: &stored }));
    }
    let mut errors: Vec<FieldError> = Vec::new();
    let mut add = |faults: Vec<Fault>| {
        let faults = faults.into_iter().map(renamed);
        errors.extend(faults.map(|fault| FieldError { field: fault.field.to_owned(), message: fault.text }));
    };
    let read = read(desk, &sent, size, agency, &once);
    let read = match read {
        Ok(read) => Some(read),
        Err(faults) => {
            add(faults);
            None
        }
    };
    add(bad_files);
    errors.extend(joint_errors(desk, &sent, size.joint));
    if let Some(read) = read.filter(|_| errors.is_empty()) {
        match Box::pin(filed(desk, read, &stored)).await {
            Ok(reference) => {
                files::forget(desk, &word).await?;
                return Ok(Redirect::to(&desk.web.site.urls.application(&reference)).into_response());
            }
            Err(Refusal::Invalid(faults)) if faults.iter().any(|fault| fault.field == ONCE_FIELD) => {
                // under a new word, with the files that came along this time
                let sent = under_new_word(sent, &faults);
                let once = desk.web.office.code(ONCE_LETTERS);
                let word = format!("register {} {once}", desk.actor.word());
                files::keep_under(desk, &stored, &word).await?;
                let entered = entered(&sent, &faults);
                let form = Shown { entered: &entered, size, once: &once, files: &stored };
                return Ok(shown(desk, StatusCode::UNPROCESSABLE_ENTITY, &form));
            }
            // those of further applicants stand at their fields already
            Err(Refusal::Invalid(faults)) => {
                let faults = faults.into_iter().filter(|fault| fault.field != "joint").map(renamed);
                errors.extend(
                    faults.map(|fault| FieldError { field: fault.field.to_owned(), message: fault.text }),
                );
            }
            Err(refusal) => {
                let Some(reasons) = reasons_of(&refusal) else { return Err(refusal) };
                let entered = entered(&sent, &[]).against(reasons);
                let form = Shown { entered: &entered, size, once: &once, files: &stored };
                return Ok(shown(desk, StatusCode::CONFLICT, &form));
            }
        }
    }
    let entered = Entered::new(sent.clone(), errors);
    let form = Shown { entered: &entered, size, once: &once, files: &stored };
    Ok(shown(desk, StatusCode::UNPROCESSABLE_ENTITY, &form))
}

fn without_part(sent: &Sent, start: &str) -> Sent {
    sent.iter().filter(|(name, _)| !name.starts_with(start)).cloned().collect()
}

/// The form without one of the parts that can be there several times.
fn without(sent: &Sent, part: &str, fields: &[&str], gone: usize, count: usize) -> Sent {
    let mut kept = without_part(sent, &format!("{part}."));
    for (place, at) in (0..count).filter(|at| *at != gone).enumerate() {
        for field in fields {
            let text = value(sent, &format!("{part}.{at}.{field}")).to_owned();
            kept.push((format!("{part}.{place}.{field}"), text));
        }
    }
    kept
}

/// The faults of those who sign together with the first, each at its field.
fn joint_errors(desk: &Desk, sent: &Sent, joint: usize) -> Vec<FieldError> {
    let today = desk.web.office.today();
    let of = |at: usize| {
        let prefix = format!("joint.{at}.");
        let mut faults: Vec<Fault> =
            counter_faults(&applicant(sent, &prefix, today), today).into_iter().map(renamed).collect();
        if value(sent, &format!("{prefix}kind")).is_empty() {
            faults.push(Fault::new("kind", "选择申请人类别"));
        }
        faults.into_iter().map(move |fault| FieldError {
            field: format!("{prefix}{}", fault.field),
            message: format!("第{}名申请人：{}", at + 2, fault.text),
        })
    };
    (0..joint).flat_map(of).collect()
}

/// Files it and keeps its code for the receipt; the reference.
async fn filed(desk: &Desk, read: Read, files: &[Stored]) -> Result<String, Refusal> {
    let (office, actor) = (&*desk.web.office, &desk.actor);
    let Read { filing, confirmed_on } = read;
    let channel = filing.channel;
    let filed = Box::pin(file_with(office, actor, filing, files)).await?;
    counter_receipt::keep(office, actor, &filed).await?;
    let is_confirmed = filed.moved.application.confirmation.is_some();
    if let Some(on) = confirmed_on.filter(|_| channel.needs_confirmation() && !is_confirmed) {
        confirm(office, actor, filed.id, None, on, ConfirmationMethod::Telephone).await?;
    }
    Ok(filed.reference)
}

/// Whether what is asked for is handed over: a look at the heads only shows nobody a code.
fn telling(method: &Method) -> Telling {
    if *method == Method::GET { Telling::Code } else { Telling::Nothing }
}

/// The receipt to hand over; the query code is on it once.
pub(super) async fn receipt(desk: Desk, method: Method, Named(number): Named<String>) -> Response {
    let telling = telling(&method);
    match Box::pin(counter_receipt::show(&desk.web.office, &desk.actor, &number, telling)).await {
        Ok((case, receipt)) => {
            let urls = &desk.web.site.urls;
            let number = super::words::number(&case.dossier.row);
            let mut keep = vec![("申请编号".to_owned(), receipt.reference.clone())];
            keep.extend(receipt.registration.clone().map(|number| ("登记编号".to_owned(), number)));
            let is_code_shown = receipt.code.is_some();
            keep.extend(receipt.code.map(|code| ("查询码".to_owned(), spelt(&code))));
            let facts = receipt.facts.into_iter().map(|(term, text)| Fact::text(term, text)).collect();
            let page = ReceiptPage {
                urls: urls.clone(),
                number: number.to_owned(),
                agency: receipt.agency,
                keep,
                is_code_shown,
                prints_code: receipt.prints_code,
                facts: Facts::new(facts),
                requests: receipt.requests,
                next: receipt.next,
                office: receipt.office,
                file: Link::new("打印登记回执（PDF）", urls.action(number, "receipt.pdf")),
            };
            desk.show(Some(Place::Register), StatusCode::OK, &page)
        }
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The same as a sheet.
pub(super) async fn receipt_pdf(desk: Desk, method: Method, Named(number): Named<String>) -> Response {
    let telling = telling(&method);
    match Box::pin(counter_receipt::print(&desk.web.office, &desk.actor, &number, telling)).await {
        Ok((bytes, name)) => download(bytes, "application/pdf", &name),
        Err(refusal) => desk.refused(&refusal),
    }
}
