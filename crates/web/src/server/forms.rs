//! Forms as they are sent: read within limits, as UTF-8 or not at all, from our own pages only.
//!
//! Not here: whether a token fits (`gongkai_app::portal::token`), what the fields mean (the handlers). What cannot be read is
//! answered by a page that says why.

use super::Web;
use super::respond::{self, Visit};
use crate::pages::portal::failure::Status;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequest, Multipart, OriginalUri, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::{Semaphore, SemaphorePermit};

/// The largest form without files. A hundred thousand Chinese characters fit, so that their writer is told which field is
/// too long instead of losing them.
const MOST_FORM_BYTES: usize = 2 * 1024 * 1024;
/// The largest form with files: three of the largest, and the fields.
const MOST_UPLOAD_BYTES: usize = 32 * 1024 * 1024;
/// The largest file that is read; one byte more than is taken, so that the refusal stands at its field.
const MOST_FILE_BYTES: usize = gongkai_app::portal::upload::MOST_BYTES + 1;
/// The most fields of a form.
const MOST_FIELDS: usize = 800;
/// Name of the trap for robots: a field that people do not see.
const TRAP: &str = "website";

/// A file as it was sent.
pub struct SentFile {
    /// Its field.
    pub field: String,
    /// Its name as the browser told it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for SentFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SentFile")
            .field("field", &self.field)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// A form as it was sent.
pub struct Sent {
    /// Who sent it.
    pub visit: Visit,
    /// Fields and values in their order.
    pub pairs: Vec<(String, String)>,
    /// Files in their order.
    pub files: Vec<SentFile>,
    /// The memory that they take, given back with the form.
    _room: Option<Room>,
}

impl std::fmt::Debug for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sent")
            .field("pairs", &self.pairs.len())
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

/// Why a form cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unreadable {
    TooLarge,
    TooManyFields,
    NotUtf8,
    NotAForm,
    Cut,
    Foreign,
    Busy,
}

impl Unreadable {
    async fn page(self, web: &Arc<Web>, visit: &Visit, desk: Option<&HeaderMap>) -> Response {
        let (status, more) = match self {
            Self::TooLarge => (
                Status::TooLarge,
                "不带文件的表单不超过 2 MB，带文件的不超过 32 MB，其中每个文件不超过 10 MB。",
            ),
            Self::TooManyFields => (Status::Refused, "表单的栏目过多，请分次提交。"),
            Self::NotUtf8 => {
                (Status::Refused, "提交的内容不是 UTF-8 编码，无法读取。请使用本网站的页面填写。")
            }
            Self::NotAForm => (Status::Refused, "提交的内容不是表单，无法读取。请使用本网站的页面填写。"),
            Self::Busy => (Status::Unavailable, "正在上传的文件较多，请过几秒再提交。"),
            Self::Cut => (Status::Refused, "提交的内容不完整，可能是网络中断。请返回上一页重新提交。"),
            Self::Foreign => {
                (Status::Refused, "表单不是从本网站的页面提交的。请从本网站打开页面后重新填写。")
            }
        };
        let response = match desk {
            Some(headers) => {
                super::desk::lost(web, visit.view.clone(), headers, status, Some(more.to_owned())).await
            }
            None => respond::failure_with(web, &visit.view, status, more),
        };
        if self == Self::Busy { respond::busy(response) } else { response }
    }
}

/// Most bytes of files that are held at once for all forms that are being read or worked on. Whose form a file belongs to is
/// known only when it has been read, so that this is what keeps strangers from filling the memory.
const MOST_HELD_BYTES: usize = 256 * 1024 * 1024;
/// What room is given out in.
const ROOM_BYTES: usize = 64 * 1024;
/// The room that is left.
static ROOM: Semaphore = Semaphore::const_new(MOST_HELD_BYTES / ROOM_BYTES);

/// Memory that the files of one form take.
struct Room {
    taken: SemaphorePermit<'static>,
    whole: &'static Semaphore,
}

impl Room {
    fn of(whole: &'static Semaphore) -> Result<Self, Unreadable> {
        let taken = whole.try_acquire().map_err(|_| Unreadable::Busy)?;
        Ok(Self { taken, whole })
    }

    /// Takes room for so many bytes altogether; nobody waits for it, as those who wait hold what the others wait for.
    fn grow(&mut self, bytes: usize) -> Result<(), Unreadable> {
        let missing = bytes.div_ceil(ROOM_BYTES).saturating_sub(self.taken.num_permits());
        if missing > 0 {
            let missing = u32::try_from(missing).map_err(|_| Unreadable::TooLarge)?;
            self.taken.merge(self.whole.try_acquire_many(missing).map_err(|_| Unreadable::Busy)?);
        }
        Ok(())
    }
}

impl Sent {
    /// The value of a field; empty where there is none.
    pub fn value(&self, field: &str) -> &str {
        self.pairs.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// Whether a field was sent.
    pub fn has(&self, field: &str) -> bool {
        self.pairs.iter().any(|(name, _)| name == field)
    }

    /// Whether the field that people do not see was filled in.
    pub fn is_trapped(&self) -> bool {
        !self.value(TRAP).is_empty()
    }
}

impl FromRequest<Arc<Web>> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let visit = Visit::of(&parts, web);
        let path = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0).path();
        let desk = respond::is_desk(web, path).then(|| parts.headers.clone());
        let is_foreign = !visit.is_from_here;
        let kind =
            parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let read = if is_foreign {
            Err(Unreadable::Foreign)
        } else if kind == "application/x-www-form-urlencoded" {
            fields(body).await.map(|pairs| (pairs, Vec::new(), None))
        } else if kind == "multipart/form-data" {
            multipart(Request::from_parts(parts, body)).await
        } else {
            Err(Unreadable::NotAForm)
        };
        match read {
            Ok((pairs, files, room)) => Ok(Self { visit, pairs, files, _room: room }),
            Err(why) => Err(why.page(web, &visit, desk.as_ref()).await),
        }
    }
}

/// Whether a request comes from a page of this site, of portal or desk, as far as the browser tells.
pub fn is_ours(parts: &Parts, web: &Web) -> bool {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    is_from_here(&parts.headers, peer.is_some_and(|peer| respond::is_trusted(peer, &web.proxies)))
}

/// The same by the headers. A browser that tells nothing is old, or none; the form's token decides then.
fn is_from_here(headers: &HeaderMap, is_behind_trusted_proxy: bool) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return true };
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let told = text("x-forwarded-host").filter(|_| is_behind_trusted_proxy);
    told.or(text("host")).is_none_or(|host| host.eq_ignore_ascii_case(authority))
}

async fn fields(body: Body) -> Result<Vec<(String, String)>, Unreadable> {
    let bytes = to_bytes(body, MOST_FORM_BYTES).await.map_err(|error| {
        let is_too_long = std::error::Error::source(&error)
            .is_some_and(|source| source.to_string().contains("length limit"));
        if is_too_long { Unreadable::TooLarge } else { Unreadable::Cut }
    })?;
    let mut pairs = Vec::new();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        if pairs.len() == MOST_FIELDS {
            return Err(Unreadable::TooManyFields);
        }
        let at = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = match at {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &b""[..]),
        };
        pairs.push((decoded(name)?, decoded(value)?));
    }
    Ok(pairs)
}

/// One percent-encoded name or value.
fn decoded(encoded: &[u8]) -> Result<String, Unreadable> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|digit| char::from(*digit).to_digit(16));
                let (Some(high), Some(low)) = (digit(), digit()) else { return Err(Unreadable::NotAForm) };
                u8::try_from(high * 16 + low).map_err(|_| Unreadable::NotAForm)?
            }
            byte => *byte,
        });
    }
    String::from_utf8(bytes).map(|text| plain(&text)).map_err(|_| Unreadable::NotUtf8)
}

/// Without control characters; lines end in one way.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

type Read = (Vec<(String, String)>, Vec<SentFile>, Option<Room>);

async fn multipart(mut request: Request) -> Result<Read, Unreadable> {
    DefaultBodyLimit::max(MOST_UPLOAD_BYTES).apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Unreadable::NotAForm)?;
    let why = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Unreadable::TooLarge,
        _ => Unreadable::Cut,
    };
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    let (mut room, mut held) = (Room::of(&ROOM)?, 0);
    while let Some(mut field) = form.next_field().await.map_err(why)? {
        if pairs.len() + files.len() == MOST_FIELDS {
            return Err(Unreadable::TooManyFields);
        }
        let name = plain(field.name().ok_or(Unreadable::NotAForm)?);
        let file_name = field.file_name().map(str::to_owned);
        let most = if file_name.is_some() { MOST_FILE_BYTES } else { MOST_FORM_BYTES };
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(why)? {
            // what is too much is read and forgotten, so that the browser gets to read the answer
            let fits = most.saturating_sub(bytes.len()).min(chunk.len());
            held += fits;
            room.grow(held)?;
            bytes.extend_from_slice(&chunk[..fits]);
        }
        match file_name {
            // a field of files in which none was chosen; an empty file is told at its field
            Some(file_name) if file_name.trim().is_empty() && bytes.is_empty() => {}
            Some(file_name) => files.push(SentFile { field: name, name: file_name, bytes }),
            None => {
                let text = String::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)?;
                pairs.push((name, plain(&text)));
            }
        }
    }
    Ok((pairs, files, Some(room)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_form_of_another_site_is_told_by_what_the_browser_says() {
        let is_ok =
            |pairs: &[(&'static str, &'static str)], is_trusted| is_from_here(&headers(pairs), is_trusted);
        assert!(is_ok(&[("sec-fetch-site", "same-origin")], false));
        assert!(!is_ok(&[("sec-fetch-site", "cross-site"), ("host", "a"), ("origin", "https://a")], false));
        assert!(!is_ok(&[("sec-fetch-site", "same-site")], false));
        assert!(is_ok(&[("origin", "https://A.gov.cn"), ("host", "a.gov.cn")], false));
        assert!(!is_ok(&[("origin", "https://evil"), ("host", "a.gov.cn")], false));
        assert!(!is_ok(&[("origin", "null"), ("host", "a.gov.cn")], false));
        let behind = [("origin", "https://a.gov.cn"), ("host", "10.0.0.3"), ("x-forwarded-host", "a.gov.cn")];
        assert!(is_ok(&behind, true) && !is_ok(&behind, false));
    }

    #[test]
    fn files_take_room_as_they_grow_and_who_finds_none_is_told_to_come_again() {
        static LITTLE: Semaphore = Semaphore::const_new(4);
        let mut one = Room::of(&LITTLE).unwrap();
        let mut other = Room::of(&LITTLE).unwrap();
        assert_eq!(one.grow(3 * ROOM_BYTES), Ok(()), "the first piece was given with the room");
        assert_eq!(other.grow(ROOM_BYTES), Ok(()));
        assert_eq!(other.grow(ROOM_BYTES + 1), Err(Unreadable::Busy));
        assert!(Room::of(&LITTLE).is_err());
        drop(one);
        assert_eq!(other.grow(4 * ROOM_BYTES), Ok(()));
        drop(other);
        assert_eq!(LITTLE.available_permits(), 4);
    }

    #[test]
    fn what_is_no_utf8_or_no_form_is_not_guessed_at() {
        assert_eq!(decoded(b"%E7%8E%8B+a%2B").as_deref(), Ok("王 a+"));
        assert_eq!(decoded(b"%CD%F5"), Err(Unreadable::NotUtf8));
        assert_eq!(decoded(b"%4"), Err(Unreadable::NotAForm));
        assert_eq!(decoded(b"%0D%0Aa%00b%0D%0A").as_deref(), Ok("\nab\n"));
    }
}
