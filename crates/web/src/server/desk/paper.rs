//! A paper of a case as a file, and the whole file of a case as one.
//!
//! Not here: making the file (`gongkai_app::paper::file`).

use super::entry::Desk;
use crate::components::{Fact, Link, Value};
use crate::server::portal::case::download;
use crate::server::respond::Named;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::paper::{file as files, volume as volumes};
use gongkai_app::query::PaperRow;
use gongkai_app::query::case::{CaseView, open_paper, view};
use gongkai_domain::staff::Permission;

pub(super) async fn file(desk: Desk, Named((number, file)): Named<(String, String)>) -> Response {
    match Box::pin(made(&desk, &number, &file)).await {
        Ok(file) => sent(file),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The answer that carries a file.
pub(super) fn sent((bytes, media_type, name): (Vec<u8>, String, String)) -> Response {
    download(bytes, &media_type, &name)
}

async fn made(desk: &Desk, number: &str, file: &str) -> Result<(Vec<u8>, String, String), Refusal> {
    let (id, format) = file.rsplit_once('.').ok_or(Refusal::NotFound)?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let case = view(&desk.web.office, &desk.actor, number).await?;
    let row = open_paper(&desk.web.office, &desk.actor, &case, id).await?;
    if format == "scan" {
        let (bytes, media_type) = files::bytes(&desk.web.office, row.scan.ok_or(Refusal::NotFound)?).await?;
        let ending = files::ending(&media_type);
        let name =
            name(&case, &format!("{}（盖章扫描件）", files::title(&case.dossier.settings, row)), ending);
        return Ok((bytes, media_type, name));
    }
    let name = name(&case, &files::title(&case.dossier.settings, row), format);
    printed(desk, row, format, name).await
}

/// The name under which something of a case is taken out.
fn name(case: &CaseView, title: &str, ending: &str) -> String {
    files::called(super::words::number(&case.dossier.row), title, ending)
}

/// A paper of the register in one format.
pub(super) async fn printed(
    desk: &Desk,
    row: &PaperRow,
    format: &str,
    name: String,
) -> Result<(Vec<u8>, String, String), Refusal> {
    let text = files::read(&desk.web.office, row).await?;
    match format {
        "txt" => Ok((text.text().into_bytes(), "text/plain; charset=utf-8".to_owned(), name)),
        "docx" => {
            let media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
            Ok((files::as_docx(&text)?, media_type.to_owned(), name))
        }
        "pdf" => Ok((files::as_pdf(&text).await?, "application/pdf".to_owned(), name)),
        _ => Err(Refusal::NotFound),
    }
}

/// The file of a case as one bundle, in the order of the archive.
pub(super) async fn volume(desk: Desk, Named(number): Named<String>) -> Response {
    match Box::pin(volumes::export(&desk.web.office, &desk.actor, &number)).await {
        Ok((bytes, name)) => download(bytes, "application/zip", &name),
        Err(refusal) => desk.refused(&refusal),
    }
}

/// The way to the file of a case as one bundle, for who may see whom it is about.
pub(super) fn volume_link(desk: &Desk, case: &CaseView) -> Option<Fact> {
    desk.actor.must(Permission::RevealPersonalData, case.target(), case.dossier.today).ok()?;
    let address = desk.web.site.urls.volume(super::words::number(&case.dossier.row));
    let link = Link::new("导出案卷（含申请人信息，将留痕）", address);
    Some(Fact::new("一案一卷", Value::Link(link)))
}
