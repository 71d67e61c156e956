//! What is the same for everybody, made once and kept in memory, compressed, with the tag by which a browser asks again.
//!
//! Not here: what is made (`super::portal`, `super::api`). Nothing with a person in it comes here.
//!
//! A thing is made anew when an agency has changed what it is or has set, on another day, and after [`FRESH_SECONDS`], so that
//! what another node of the same office changed shows soon. The tag follows from the content: what is made anew and the same
//! is not sent again.

use super::Web;
use super::respond::{self, Visit};
use crate::chrome::Theme;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDateTime;
use flate2::Compression;
use flate2::write::GzEncoder;
use gongkai_app::{Office, Refusal};
use gongkai_domain::ids::AgencyId;
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

/// How long a thing is taken for what it is without looking.
const FRESH_SECONDS: i64 = 5;
/// The same for a file that takes long to make and changes seldom.
const FILE_SECONDS: i64 = 600;
/// The most things that are kept; then the shelf is cleared.
const MOST: usize = 1024;
/// What may be kept by whom: by everybody, and asked for again each time, which costs an answer without content.
const KEEP: HeaderValue = HeaderValue::from_static("public, no-cache");

/// Which thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Of which agency.
    pub agency: AgencyId,
    /// Which of several of that name.
    pub part: u32,
    /// In which theme; a file has the first one.
    pub theme: Theme,
}

/// A thing as it was made.
#[derive(Debug)]
pub struct Made {
    /// Its media type.
    pub content_type: &'static str,
    /// The name under which it is to be kept, for what is not to be shown within the site.
    pub file_name: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Key {
    /// The only thing of that name that an agency has.
    pub fn of(name: &'static str, agency: AgencyId) -> Self {
        Self { name, agency, part: 0, theme: Theme::Default }
    }
}

impl Made {
    /// A page.
    pub fn page(html: String) -> Self {
        Self { content_type: "text/html; charset=utf-8", file_name: None, bytes: html.into_bytes() }
    }

    /// An answer for programs.
    pub fn json(value: &serde_json::Value) -> Self {
        Self { content_type: "application/json", file_name: None, bytes: value.to_string().into_bytes() }
    }
}

#[derive(Debug)]
struct Kept {
    bytes: Bytes,
    packed: Option<Bytes>,
    content_type: &'static str,
    disposition: Option<HeaderValue>,
    tag: HeaderValue,
    lasts: i64,
    made_at: NaiveDateTime,
    revision: u64,
}

impl Kept {
    fn of(made: Made, made_at: NaiveDateTime, revision: u64) -> Self {
        let tag = tag(&made.bytes);
        let packed = packed(&made.bytes);
        let disposition = made.file_name.as_deref().map(respond::attachment);
        let lasts = if disposition.is_some() { FILE_SECONDS } else { FRESH_SECONDS };
        Self {
            bytes: made.bytes.into(),
            packed,
            content_type: made.content_type,
            disposition,
            tag,
            lasts,
            made_at,
            revision,
        }
    }

    fn is_fresh(&self, now: NaiveDateTime, revision: u64) -> bool {
        let age = (now - self.made_at).num_seconds().abs();
        self.revision == revision && age < self.lasts && self.made_at.date() == now.date()
    }

    fn answer(&self, wants: &Wants) -> Response {
        let mut response = if wants.has(&self.tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let packed = self.packed.as_ref().filter(|_| wants.takes_gzip());
            let mut response = Response::new(Body::from(packed.unwrap_or(&self.bytes).clone()));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            if packed.is_some() {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            if let Some(disposition) = &self.disposition {
                headers.insert(header::CONTENT_DISPOSITION, disposition.clone());
            }
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CACHE_CONTROL, KEEP);
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        response
    }
}

/// Answers with a thing that is quickly made and is not kept here.
pub fn once(made: Made, wants: &Wants) -> Response {
    Kept::of(made, NaiveDateTime::default(), 0).answer(wants)
}

/// The tag of a content. It is weak, because the compressed and the plain form share it.
fn tag(bytes: &[u8]) -> HeaderValue {
    let digest = Office::digest_of(bytes).to_string();
    HeaderValue::from_str(&format!("W/\"{}\"", &digest[..24])).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// The content compressed, where that makes it smaller.
pub fn packed(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::best());
    encoder.write_all(bytes).ok()?;
    let packed = encoder.finish().ok()?;
    (packed.len() < bytes.len()).then(|| packed.into())
}

/// What a browser says it has and can read.
#[derive(Debug, Clone, Default)]
pub struct Wants {
    tags: Option<HeaderValue>,
    takes_gzip: bool,
}

impl Wants {
    /// As the headers of a request tell.
    pub fn of(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let takes_gzip = accepted.unwrap_or_default().split(',').any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            let is_refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
            name.trim().eq_ignore_ascii_case("gzip") && !is_refused
        });
        Self { tags: headers.get(header::IF_NONE_MATCH).cloned(), takes_gzip }
    }

    /// Whether it reads what is compressed.
    pub fn takes_gzip(&self) -> bool {
        self.takes_gzip
    }

    fn has(&self, tag: &HeaderValue) -> bool {
        let (Some(tags), Ok(tag)) = (&self.tags, tag.to_str()) else { return false };
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        tags.to_str()
            .is_ok_and(|tags| tags.split(',').any(|known| known.trim() == "*" || bare(known) == bare(tag)))
    }
}

/// The shelf of a running server.
#[derive(Debug, Default)]
pub struct Shelf {
    kept: RwLock<HashMap<Key, Arc<Kept>>>,
}

impl Shelf {
    /// Answers with the thing of the key, made now where it is not at hand.
    ///
    /// # Errors
    /// As the making tells.
    pub async fn answer(
        &self,
        office: &Office,
        wants: &Wants,
        key: Key,
        make: impl Future<Output = Result<Made, Refusal>> + Send,
    ) -> Result<Response, Refusal> {
        let (now, revision) = (office.now(), office.storage.settings_revision());
        let known = self.kept.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(kept) = known.filter(|kept| kept.is_fresh(now, revision)) {
            return Ok(kept.answer(wants));
        }
        let kept = Arc::new(Kept::of(make.await?, now, revision));
        let mut shelf = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= MOST {
            shelf.clear();
        }
        shelf.insert(key, Arc::clone(&kept));
        drop(shelf);
        Ok(kept.answer(wants))
    }

    /// A page that is the same for everybody. A theme asked for by the address is remembered by the browser, and that answer is
    /// kept by nobody between.
    ///
    /// # Errors
    /// As the making tells.
    pub async fn page(
        &self,
        web: &Web,
        visit: &Visit,
        key: Key,
        make: impl Future<Output = Result<String, Refusal>> + Send,
    ) -> Result<Response, Refusal> {
        let key = Key { theme: visit.view.theme, ..key };
        let made = async { make.await.map(Made::page) };
        let response = self.answer(&web.office, &visit.wants, key, made).await?;
        Ok(if visit.has_asked_theme { respond::remembered(web, &visit.view, response) } else { response })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(name: header::HeaderName, value: &'static str) -> Wants {
        Wants::of(&HeaderMap::from_iter([(name, HeaderValue::from_static(value))]))
    }

    #[test]
    fn gzip_is_sent_to_whoever_takes_it_and_to_nobody_else() {
        for (accepted, takes) in
            [("gzip, br", true), ("br;q=1, GZIP;q=0.5", true), ("gzip;q=0", false), ("deflate", false)]
        {
            assert_eq!(wants(header::ACCEPT_ENCODING, accepted).takes_gzip, takes, "{accepted}");
        }
    }

    #[test]
    fn a_tag_is_known_in_a_list_weak_or_strong_and_a_star_knows_all() {
        let tag = tag(b"content");
        let told = tag.to_str().unwrap().to_owned();
        let known =
            |list: String| Wants { tags: HeaderValue::from_str(&list).ok(), takes_gzip: false }.has(&tag);
        assert!(known(told.clone()) && known(format!("\"a\", {told}")) && known("*".to_owned()));
        assert!(known(told.trim_start_matches("W/").to_owned()) && !known("W/\"other\"".to_owned()));
    }

    #[test]
    fn what_does_not_become_smaller_is_sent_as_it_is() {
        assert!(packed(b"x").is_none());
        assert!(packed(&[b'x'; 4096]).is_some_and(|packed| packed.len() < 200));
    }
}
