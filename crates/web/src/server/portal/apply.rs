//! The question pages of the application form: shown with the answers so far, kept page by page, changed in any order.
//!
//! Not here: checking and sending (`sending`), what makes an answer wrong (`gongkai_app::portal::draft`).
//!
//! A token of a question page is bound to the browser's draft and lives for a day; it may be sent again, because the back
//! button and correcting an answer are no misuse. What works once only is the sending.

use super::DRAFT;
use crate::chrome::View;
use crate::components::{Entered, FieldError};
use crate::pages::Question;
use crate::pages::portal::apply::{ProofOf, Step};
use crate::pages::portal::failure::Status;
use crate::server::forms::Sent;
use crate::server::respond::{self, Told, Visit};
use crate::server::{Shared, Web};
use crate::urls::with_query;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::application::file::{MATTERS, Request};
use gongkai_app::portal::agencies::listed;
use gongkai_app::portal::draft::{Draft, Page, PageFault, matters_of, without_matter};
use gongkai_app::portal::upload::{
    self, CLASSIFIED_WORDS_FOR_CITIZENS, LIMIT_WORDS, Purpose, Stored, Upload,
};
use gongkai_app::portal::{limit, ticket, token};
use gongkai_app::{Actor, Refusal};
use gongkai_domain::ids::AgencyId;
use serde::Deserialize;

/// What marks the word of a draft in whose name something was kept.
const KEPT: &str = ".k";
/// How long the cookie stays; longer than the draft, so that an expired draft can be told of.
const COOKIE_MINUTES: i64 = 7 * 24 * 60;
/// What is told of an answer to a form that was sent off in another window.
const FILED: &str =
    "这份申请已经在另一个窗口提交。下面是您刚才填写的内容：需要另外提出一件新的申请的，请核对后继续";
/// The form that the tokens of the question pages are for.
pub const FORM: &str = "apply";

/// What a question page was asked with.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Whether the answer leads back to the summary.
    pub change: Option<String>,
}

/// A browser's draft.
#[derive(Debug)]
pub struct Kept {
    /// The word in its cookie.
    pub word: String,
    /// The answers so far.
    pub draft: Draft,
    /// Whether there was a draft that is no longer kept.
    pub is_expired: bool,
    /// For how many more hours it is kept.
    pub hours: Option<u32>,
}

impl Kept {
    /// The draft of a browser; a new one where there is none.
    ///
    /// # Errors
    /// Where the records cannot be read.
    pub async fn of(web: &Web, visit: &Visit) -> Result<Self, Refusal> {
        let held = visit.cookie(DRAFT).unwrap_or_default();
        let (word, was_kept) = match held.strip_suffix(KEPT) {
            Some(word) => (word, true),
            None => (held, false),
        };
        let found = match word {
            "" => None,
            word => ticket::read_until::<Draft>(&web.office, word).await?,
        };
        match found {
            Some((draft, until)) => {
                let word = word.to_owned();
                let hours = (until - web.office.instant()).num_minutes().max(0) / 60;
                Ok(Self { word, draft, is_expired: false, hours: u32::try_from(hours).ok() })
            }
            // a word whose draft is over is not used again: an application may have been filed under it
            None if was_kept => Ok(Self { is_expired: true, ..Self::new(web)? }),
            // a word that was given out with a page and holds nothing yet: the page's token is bound to it
            None if ticket::is_signed(&web.office, word)? => {
                Ok(Self { word: word.to_owned(), ..Self::new(web)? })
            }
            None => Self::new(web),
        }
    }

    fn new(web: &Web) -> Result<Self, Refusal> {
        let word = ticket::signed_word(&web.office)?;
        Ok(Self { word, draft: Draft::default(), is_expired: false, hours: None })
    }

    /// A draft that was sent leads nowhere anymore: the next one is new.
    ///
    /// # Errors
    /// A key that cannot be used.
    pub fn or_new(self, web: &Web) -> Result<Self, Refusal> {
        if self.draft.filed.is_none() {
            return Ok(self);
        }
        Self::new(web)
    }

    /// What its forms are bound to.
    pub fn holder(&self) -> &str {
        ticket::holder(&self.word)
    }

    /// Keeps the answers; the first time under a word of its own, which nobody has seen who may have put the cookie there.
    ///
    /// # Errors
    /// Where the records cannot be written.
    pub async fn save(&mut self, web: &Web) -> Result<(), Refusal> {
        if self.draft.started_at.is_none() {
            self.word = ticket::renewed(&web.office, &self.word);
        }
        let since = *self.draft.started_at.get_or_insert_with(|| web.office.instant());
        // from the first page on, however often it changes: files that no case has taken over are swept some time after
        ticket::keep_since(&web.office, &self.word, &self.draft, since).await
    }

    /// The agency that was chosen, or the only one there is; none where one is still to be chosen.
    ///
    /// # Errors
    /// Where the records cannot be read.
    pub async fn agency(&self, web: &Web) -> Result<Option<AgencyId>, Refusal> {
        if self.draft.agency.is_some() {
            return Ok(self.draft.agency);
        }
        let listed = listed(&web.office, web.agency, &web.site.agencies).await?;
        Ok((listed.len() <= 1).then_some(web.agency))
    }

    /// The answer with the cookie of the draft.
    pub fn cookie(&self, web: &Web, response: Response) -> Response {
        let mark = if self.draft.started_at.is_some() { KEPT } else { "" };
        respond::with_cookie(web, response, DRAFT, &format!("{}{mark}", self.word), COOKIE_MINUTES)
    }
}

/// Why a form does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The field that people do not see was filled in.
    Trapped,
    /// Its token is too old, or of another browser: the form is shown again with what was typed.
    Stale,
}

/// What is told of a form whose token is too old or of another browser.
const STALE: &str = "页面打开已经超过 24 小时，或者浏览器没有保存本网站的 Cookie。请核对后重新提交；一直不能提交的，请确认浏览器允许本网站使用 Cookie";

impl Unfit {
    /// The page of a form that has nothing to keep.
    pub fn page(self, web: &Web, sent: &Sent) -> Response {
        let more = match self {
            Self::Trapped => {
                "表单中应当留空的栏目被填写了，像是自动程序提交的。请重新打开页面后再试。".to_owned()
            }
            Self::Stale => format!("{STALE}。"),
        };
        respond::failure_with(web, &sent.visit.view, Status::Refused, more)
    }

    /// The form again with everything that was typed.
    ///
    /// # Errors
    /// The page of a form that is not shown again.
    pub fn again(self, web: &Web, sent: &Sent) -> Result<Entered, Box<Response>> {
        match self {
            Self::Trapped => Err(Box::new(self.page(web, sent))),
            Self::Stale => Ok(kept_against(sent, STALE)),
        }
    }
}

/// What was typed, with the reason why it was not taken now.
fn kept_against(sent: &Sent, why: &str) -> Entered {
    let values = sent.pairs.iter().filter(|(name, _)| name != "answer").cloned().collect();
    Entered::new(values, Vec::new()).against(vec![why.to_owned()])
}

/// What was typed, where it comes too often and is to wait.
///
/// # Errors
/// Any other refusal.
pub fn to_wait(sent: &Sent, refusal: Refusal) -> Result<(Entered, i64), Refusal> {
    let Refusal::TooMany { minutes } = refusal else { return Err(refusal) };
    let minutes = minutes.max(1);
    let why = format!("提交的次数过多，请在 {minutes} 分钟后再试");
    Ok((kept_against(sent, &why), minutes))
}

/// Looks at the trap and the token of a form.
///
/// # Errors
/// A key that cannot be used.
pub fn guarded(
    web: &Web,
    sent: &Sent,
    form: &str,
    holder: &str,
) -> Result<Result<token::Passed, Unfit>, Refusal> {
    if sent.is_trapped() {
        return Ok(Err(Unfit::Trapped));
    }
    Ok(token::check(&web.office, sent.value("token"), form, holder)?.ok_or(Unfit::Stale))
}

/// Answers with what a handler made, or with the page of its refusal.
pub fn or_refused(web: &Web, view: &View, made: Result<Response, Refusal>) -> Response {
    made.unwrap_or_else(|refusal| respond::refused(web, view, &refusal))
}

/// Who applies.
pub async fn who(State(web): Shared, Told(asked): Told<Asked>, visit: Visit) -> Response {
    shown(&web, Page::Who, &asked, visit).await
}

/// What is asked for.
pub async fn what(State(web): Shared, Told(asked): Told<Asked>, visit: Visit) -> Response {
    shown(&web, Page::What, &asked, visit).await
}

/// How it is to be received.
pub async fn receive(State(web): Shared, Told(asked): Told<Asked>, visit: Visit) -> Response {
    shown(&web, Page::Receive, &asked, visit).await
}

/// Proof of identity.
pub async fn proof(State(web): Shared, Told(asked): Told<Asked>, visit: Visit) -> Response {
    shown(&web, Page::Proof, &asked, visit).await
}

/// The answer to who applies.
pub async fn who_sent(State(web): Shared, Told(asked): Told<Asked>, sent: Sent) -> Response {
    answered(&web, Page::Who, &asked, sent).await
}

/// The answer to what is asked for.
pub async fn what_sent(State(web): Shared, Told(asked): Told<Asked>, sent: Sent) -> Response {
    answered(&web, Page::What, &asked, sent).await
}

/// The answer to how it is to be received.
pub async fn receive_sent(State(web): Shared, Told(asked): Told<Asked>, sent: Sent) -> Response {
    answered(&web, Page::Receive, &asked, sent).await
}

/// The proof of identity.
pub async fn proof_sent(State(web): Shared, Told(asked): Told<Asked>, sent: Sent) -> Response {
    answered(&web, Page::Proof, &asked, sent).await
}

async fn shown(web: &Web, page: Page, asked: &Asked, visit: Visit) -> Response {
    let made = async {
        let kept = Kept::of(web, &visit).await?.or_new(web)?;
        let entered = Entered::new(kept.draft.answers.clone(), Vec::new());
        let question = question(web, page, asked, &kept, &entered)?;
        Ok(kept.cookie(web, respond::portal(web, &visit.view, StatusCode::OK, &question)))
    };
    or_refused(web, &visit.view, made.await)
}

fn question(
    web: &Web,
    page: Page,
    asked: &Asked,
    kept: &Kept,
    entered: &Entered,
) -> Result<Question, Refusal> {
    let token = token::issue(&web.office, FORM, kept.holder())?;
    let urls = &web.site.urls;
    let step = Step { urls, token: &token, entered, is_change: asked.change.is_some() };
    let mut question = match page {
        Page::Who => step.who(),
        Page::What => step.what(kept.draft.matters()),
        Page::Receive => step.receive(),
        Page::Proof => {
            let files: Vec<(&str, String)> =
                kept.draft.files.iter().map(|file| (file.purpose.key(), file.name.clone())).collect();
            let whose = ProofOf {
                is_organisation: kept.draft.is_organisation(),
                has_representative: kept.draft.has_representative(),
                has_guardian: kept.draft.has_guardian(),
                has_agent: kept.draft.has_agent(),
            };
            step.proof(whose, LIMIT_WORDS, &files)
        }
    };
    if asked.change.is_some() {
        question.form.action = with_query(question.form.action, &[("change", "1")]);
    }
    Ok(question)
}

async fn answered(web: &Web, page: Page, asked: &Asked, mut sent: Sent) -> Response {
    let view = sent.visit.view.clone();
    let made = async {
        let mut kept = Kept::of(web, &sent.visit).await?;
        let fits = guarded(web, &sent, FORM, kept.holder())?;
        let is_filed = kept.draft.filed.is_some();
        if is_filed || fits.is_err() {
            let (again, status) = match fits {
                Err(unfit) => match unfit.again(web, &sent) {
                    Ok(again) => (again, StatusCode::BAD_REQUEST),
                    Err(page) => return Ok(*page),
                },
                // the form was sent off in the meantime, in another window
                Ok(_) => (kept_against(&sent, FILED), StatusCode::CONFLICT),
            };
            let mut kept = kept.or_new(web)?;
            if page == Page::What {
                // as many matters as were sent
                kept.draft.put(Page::What, &sent.pairs);
            }
            let question = question(web, page, asked, &kept, &again)?;
            return Ok(kept.cookie(web, respond::portal(web, &view, status, &question)));
        }
        if page == Page::What
            && let Some(moved) = rearranged(&sent)
        {
            kept.draft.put(Page::What, &moved);
            kept.draft.mark(Page::What, false);
            kept.save(web).await?;
            let here = place(web, Page::What, asked.change.is_some());
            return Ok(kept.cookie(web, respond::see_other(&here)));
        }
        let mut faults = Vec::new();
        if page == Page::Proof {
            faults = match keep_files(web, &mut kept, &mut sent).await {
                Ok(faults) => faults,
                Err(refusal) => {
                    let (again, minutes) = to_wait(&sent, refusal)?;
                    let question = question(web, page, asked, &kept, &again)?;
                    let page = respond::portal(web, &view, StatusCode::TOO_MANY_REQUESTS, &question);
                    return Ok(respond::come_again(kept.cookie(web, page), minutes));
                }
            };
        }
        kept.draft.put(page, &sent.pairs);
        let found = kept.draft.faults(page, web.office.today());
        if page == Page::Proof && sent.has("later") {
            // what will be given later need not be right now
            if !found.is_empty() {
                kept.draft.put(page, &[]);
            }
        } else {
            faults.extend(found);
        }
        if faults.is_empty() {
            kept.draft.mark(page, true);
            kept.save(web).await?;
            let to = match elsewhere(web, page, asked, &kept).await? {
                Some(to) => to,
                None => after(web, page, asked),
            };
            return Ok(kept.cookie(web, respond::see_other(&to)));
        }
        // files that were good are kept although a field was not
        if page == Page::Proof && !kept.draft.files.is_empty() {
            kept.draft.mark(page, false);
            kept.save(web).await?;
        }
        let errors =
            faults.into_iter().map(|fault| FieldError { field: fault.field, message: fault.text }).collect();
        let mut values = kept.draft.answers.clone();
        values.retain(|(name, _)| !page.has(name));
        values.extend(sent.pairs.iter().filter(|(name, _)| page.has(name)).cloned());
        let question = question(web, page, asked, &kept, &Entered::new(values, errors))?;
        let response = respond::portal(web, &sent.visit.view, StatusCode::UNPROCESSABLE_ENTITY, &question);
        Ok(kept.cookie(web, response))
    };
    let made = made.await;
    or_refused(web, &view, made)
}

/// Where it goes on after a page.
fn after(web: &Web, page: Page, asked: &Asked) -> String {
    let next = if asked.change.is_some() { None } else { Page::EVERY.into_iter().find(|next| *next > page) };
    next.map_or_else(|| web.site.urls.apply_check(), |next| place(web, next, false))
}

/// The page about another body, where what is asked for seems to be a matter of it: an explanation on the way, no error.
async fn elsewhere(web: &Web, page: Page, asked: &Asked, kept: &Kept) -> Result<Option<String>, Refusal> {
    if page != Page::What {
        return Ok(None);
    }
    let Some(agency) = kept.agency(web).await? else { return Ok(None) };
    let (agency, settings) = web.office.agency(agency).await?;
    let texts: Vec<String> = kept.draft.requests().iter().map(Request::text).collect();
    let found = settings.scope.elsewhere_of(&texts.join("\n"));
    let on = if asked.change.is_some() { "check" } else { "receive" };
    Ok(found.map(|(at, _)| {
        let about = at.to_string();
        let query = [("agency", agency.code.as_str()), ("about", about.as_str()), ("on", on)];
        with_query(web.site.urls.apply_not_ours(), &query)
    }))
}

/// The matters with one more or one fewer, where such a button was pressed.
fn rearranged(sent: &Sent) -> Option<Vec<(String, String)>> {
    if sent.has("add") {
        let mut answers = sent.pairs.clone();
        let matters = matters_of(&answers);
        if matters < MATTERS {
            answers.push((format!("matter.{matters}.title"), String::new()));
        }
        return Some(answers);
    }
    let gone = sent.has("remove").then(|| sent.value("remove").parse().unwrap_or(usize::MAX))?;
    Some(without_matter(&sent.pairs, gone))
}

/// Examines and keeps the files that were sent; the faults of those that were not kept.
async fn keep_files(web: &Web, kept: &mut Kept, sent: &mut Sent) -> Result<Vec<PageFault>, Refusal> {
    let mut faults = Vec::new();
    if sent.files.is_empty() {
        return Ok(faults);
    }
    let agency = kept.agency(web).await?.unwrap_or(web.agency);
    let (_, settings) = web.office.agency(agency).await?;
    for file in std::mem::take(&mut sent.files) {
        let Some(purpose) = Purpose::of(&file.field).filter(|purpose| purpose.is_proof()) else {
            continue;
        };
        let (kept_files, found) =
            keep_file_of(web, &sent.visit, (agency, &settings.work_secret_words), purpose, file).await?;
        if let Some(stored) = kept_files {
            kept.draft.put_file(stored);
        }
        faults.extend(found);
    }
    Ok(faults)
}

/// What attempts of a visitor are counted by.
pub fn subject(visit: &Visit) -> String {
    visit.subject()
}

/// Examines and keeps one file for an agency, which has words of its own that a file may not carry.
///
/// # Errors
/// Where it cannot be written, or too many came from one address.
pub async fn keep_file_of(
    web: &Web,
    visit: &Visit,
    (agency, words): (AgencyId, &[String]),
    purpose: Purpose,
    file: crate::server::forms::SentFile,
) -> Result<(Option<Stored>, Option<PageFault>), Refusal> {
    limit::attempt(&web.office, limit::UPLOAD, &visit.subject()).await?;
    let fault = |text: String| PageFault { field: purpose.key().to_owned(), text };
    let upload = Upload { purpose, name: file.name, bytes: file.bytes };
    match upload::take(&web.office, &Actor::Public, agency, words, upload).await {
        Ok(stored) => Ok((Some(stored), None)),
        Err(Refusal::Invalid(faults)) => {
            let text = faults.into_iter().next().map(|fault| fault.text).unwrap_or_default();
            Ok((None, Some(fault(text))))
        }
        Err(Refusal::Classified) => Ok((None, Some(fault(CLASSIFIED_WORDS_FOR_CITIZENS.to_owned())))),
        Err(refusal) => Err(refusal),
    }
}

/// The address of a question page.
pub fn place(web: &Web, page: Page, is_change: bool) -> String {
    let urls = &web.site.urls;
    let path = match page {
        Page::Who => urls.apply_who(),
        Page::What => urls.apply_what(),
        Page::Receive => urls.apply_receive(),
        Page::Proof => urls.apply_proof(),
    };
    if is_change { with_query(path, &[("change", "1")]) } else { path }
}
