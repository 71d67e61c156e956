//! Letters of the outbox go out: claimed, tried, done, or tried again later and given up at last.
//!
//! Not here: how each way works (`crate::post`), messages within the house (`gongkai_app::reminder::tell`).

use crate::post::{Failure, Post};
use chrono::TimeDelta;
use gongkai_app::portal::lost_code::{self, MAIL, Message, NewCode, TEXT_MESSAGE};
use gongkai_app::reminder::Notice;
use gongkai_app::reminder::remind::WEBHOOK;
use gongkai_app::reminder::tell::{self, MESSAGE};
use gongkai_app::{Office, Refusal};
use gongkai_storage::{OutboxRow, StorageError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How many letters are claimed, and tried side by side.
const BATCH: u32 = 8;
/// How long one attempt may take, whatever the other side does.
const ATTEMPT: Duration = Duration::from_mins(1);
/// How long a claimed letter is ours: well beyond the longest attempt, so that nobody else sends it while we may.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
/// After how many minutes the next attempt follows the first, the second, …; after the last one it is given up. About
/// three days in all: over a weekend a mail server may stand still.
const BACK_OFF_MINUTES: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 1440, 1440];

/// What became of the letters of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Sent.
    pub sent: usize,
    /// Not sent, and tried again later.
    pub postponed: usize,
    /// Not sent, and left to a person.
    pub given_up: usize,
}

impl Delivered {
    /// All of them.
    pub fn all(self) -> usize {
        self.sent + self.postponed + self.given_up
    }
}

/// What became of one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Sent,
    Postponed,
    GivenUp,
}

/// Sends what is due until nothing is left, or until `is_stopping`: then the letters under way are finished.
///
/// # Errors
/// Where the records cannot be read or written; letters under way come back when their lease ends.
pub async fn deliver(
    office: &Arc<Office>,
    post: &Arc<Post>,
    node: &str,
    is_stopping: &AtomicBool,
) -> Result<Delivered, StorageError> {
    let mut delivered = Delivered::default();
    while !is_stopping.load(Ordering::Relaxed) {
        let letters = office.storage.claim(office.instant(), node, BATCH, LEASE).await?;
        if letters.is_empty() {
            break;
        }
        let mut under_way = JoinSet::new();
        for letter in letters {
            let (office, post, node) = (Arc::clone(office), Arc::clone(post), node.to_owned());
            under_way.spawn(async move { Box::pin(one(&office, &post, &node, &letter)).await });
        }
        // all are waited for, also where one could not be noted: to drop the others in the middle would send them twice
        let mut fault = None;
        while let Some(fate) = under_way.join_next().await {
            match fate.map_err(|e| StorageError::Unreadable(e.to_string())).flatten() {
                Ok(Fate::Sent) => delivered.sent += 1,
                Ok(Fate::Postponed) => delivered.postponed += 1,
                Ok(Fate::GivenUp) => delivered.given_up += 1,
                Err(error) => fault = Some(error),
            }
        }
        if let Some(error) = fault {
            return Err(error);
        }
    }
    Ok(delivered)
}

/// Tries one letter and notes what became of it.
async fn one(office: &Office, post: &Post, node: &str, letter: &OutboxRow) -> Result<Fate, StorageError> {
    let tried = timeout(ATTEMPT, send(office, post, letter)).await;
    let now = office.instant();
    let failure = match tried.unwrap_or_else(|_| Err(Failure::later("没有在规定时间内完成"))) {
        Ok(()) => {
            if !office.storage.done(letter.id, node, now).await? {
                tracing::warn!(letter.id = %letter.id, "sent after the lease had ended");
            }
            return Ok(Fate::Sent);
        }
        Err(failure) => failure,
    };
    tracing::warn!(
        letter.id = %letter.id,
        letter.kind = letter.kind,
        letter.attempts = letter.attempts,
        because = failure.because,
        "a letter was not sent"
    );
    let attempts = usize::try_from(letter.attempts).unwrap_or(0);
    let wait = BACK_OFF_MINUTES.get(attempts.saturating_sub(1)).filter(|_| !failure.is_final);
    if let Some(minutes) = wait {
        let again = now + TimeDelta::minutes(*minutes);
        office.storage.retry(letter.id, node, &failure.because, again).await?;
        return Ok(Fate::Postponed);
    }
    if office.storage.give_up(letter.id, node, &failure.because, now).await? {
        tell_staff(office, letter, &failure).await?;
    }
    Ok(Fate::GivenUp)
}

/// Sends one letter by its way.
async fn send(office: &Office, post: &Post, letter: &OutboxRow) -> Result<(), Failure> {
    match letter.kind.as_str() {
        MESSAGE => tell::tell(office, letter).await.map(drop).map_err(|refusal| of_records(&refusal)),
        MAIL => {
            let Some((message, code)) = message(office, letter).await? else { return Ok(()) };
            let mail = post.mail.as_ref().ok_or_else(|| Failure::later("没有配置邮件服务器"))?;
            mail.send(&message, letter.id, office.instant()).await?;
            brought(office, letter, code).await
        }
        TEXT_MESSAGE => {
            let Some((message, code)) = message(office, letter).await? else { return Ok(()) };
            let gateway = post.text_messages.as_ref().ok_or_else(|| Failure::later("没有配置短信接口"))?;
            let body = serde_json::json!({ "event": "text_message", "to": message.to, "text": message.text });
            gateway.send(body.to_string(), letter.id, office.instant()).await?;
            brought(office, letter, code).await
        }
        WEBHOOK => {
            let body = text(office, letter).await?;
            let hook = post.webhook.as_ref().ok_or_else(|| Failure::later("没有配置推送地址"))?;
            hook.send(body, letter.id, office.instant()).await
        }
        _ => Err(Failure::finally("不能识别的种类")),
    }
}

async fn text(office: &Office, letter: &OutboxRow) -> Result<String, Failure> {
    let payload = letter.payload.ok_or_else(|| Failure::finally("没有内容"))?;
    let text = office.storage.content(payload).await.map_err(|e| of_records(&e.into()))?;
    String::from_utf8(text).map_err(|_| Failure::finally("内容无法辨认"))
}

/// The words of a letter and the query code that it brings; nothing where another code was given in the meantime: a letter
/// that tells a code which will never be in force is not sent.
async fn message(office: &Office, letter: &OutboxRow) -> Result<Option<(Message, Option<NewCode>)>, Failure> {
    let text = text(office, letter).await?;
    let message = serde_json::from_str(&text).map_err(|_| Failure::finally("内容无法辨认"))?;
    let code = lost_code::brought(&text);
    if let Some(code) = &code
        && !lost_code::is_wanted(office, code).await.map_err(|e| of_records(&e))?
    {
        return Ok(None);
    }
    Ok(Some((message, code)))
}

/// The code of a letter that has gone is in force from now on. Where that cannot be written the letter is sent again, with the
/// same code.
async fn brought(office: &Office, letter: &OutboxRow, code: Option<NewCode>) -> Result<(), Failure> {
    let Some(code) = code else { return Ok(()) };
    let put = lost_code::put_in_force(office, &code, &letter.kind).await;
    put.map_err(|refusal| match refusal {
        Refusal::Conflict { .. } => Failure::later("申请同时有其他办理"),
        refusal => of_records(&refusal),
    })
}

/// A letter that cannot be read will not be read later; a busy database will.
fn of_records(refusal: &Refusal) -> Failure {
    match refusal {
        Refusal::Storage(StorageError::Busy | StorageError::Database(_) | StorageError::UnknownKey(_)) => {
            Failure::later("数据库暂时不能读写，或者缺少密钥")
        }
        Refusal::Storage(StorageError::Destroyed(_)) => Failure::finally("内容已经销毁"),
        _ => Failure::finally("内容无法辨认"),
    }
}

/// Whoever keeps the system is told of a letter that did not go out; where an applicant should have got it, the registrars too.
async fn tell_staff(office: &Office, letter: &OutboxRow, failure: &Failure) -> Result<(), StorageError> {
    let Some(agency) = letter.agency.filter(|_| letter.kind != MESSAGE) else { return Ok(()) };
    let application = letter.target.strip_prefix("applicant:").and_then(|id| id.parse().ok());
    let reference = match application {
        Some(id) => office.storage.application(id).await?.map(|row| row.reference),
        None => None,
    };
    let mut roles = vec![tell::SYSTEM_ADMIN];
    if reference.is_some() {
        roles.push(tell::REGISTRAR);
    }
    let notice = Notice::Undelivered {
        kind: letter.kind.clone(),
        on: office.today(),
        reference,
        because: failure.because.clone(),
    };
    let text = serde_json::to_vec(&notice).map_err(|e| StorageError::Unreadable(e.to_string()))?;
    let now = office.instant();
    let tx = office.storage.begin().await?;
    for role in roles {
        let payload = tx.put_content(agency, &text, now).await?;
        let key = format!("undelivered {} {}", letter.id, role.key());
        tx.enqueue(tell::message(agency, tell::to_role(role), payload, Some(key), now), now).await?;
    }
    tx.commit().await
}
