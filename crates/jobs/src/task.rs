//! The list of what is done by itself: how often, under which lease, and by which use case.
//!
//! Not here: waiting for the time (`crate::Jobs`).

use crate::deliver;
use crate::post::Post;
use chrono::TimeDelta;
use gongkai_app::agency::hand_over;
use gongkai_app::reminder::remind;
use gongkai_app::{Actor, Office};
use gongkai_storage::StorageError;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Something that is done now and then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Letters of the outbox go out.
    Deliver,
    /// Staff are told what presses.
    Remind,
    /// Drafts, tokens, sessions, counters and old letters whose time is over are forgotten.
    Tidy,
    /// Files that belong to nothing are taken away.
    SweepFiles,
    /// The files of agencies that have ended go to their successors, on the day on which these begin.
    HandOver,
}

/// How old a file must be before it can belong to nothing: drafts last a day, and a form may lie open for another.
const STRAY_FILES: Duration = Duration::from_hours(48);
/// How long counters of attempts are kept: twice the longest window.
const COUNTERS_DAYS: i64 = 2;
/// How long it is remembered that a letter went out.
const SENT_DAYS: i64 = 90;
/// How long a letter that did not go out waits for a person.
const GIVEN_UP_DAYS: i64 = 180;
/// How long messages to staff are kept.
const MESSAGES_DAYS: i64 = 365;
/// How many letters are forgotten in one transaction.
const BATCH: u32 = 500;

impl Task {
    /// All of them.
    pub const EVERY: [Self; 5] = [Self::Deliver, Self::Remind, Self::Tidy, Self::SweepFiles, Self::HandOver];

    /// Its name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deliver => "deliver",
            Self::Remind => "remind",
            Self::Tidy => "tidy",
            Self::SweepFiles => "sweep_files",
            Self::HandOver => "hand_over",
        }
    }

    /// How often it is done.
    pub fn interval(self) -> Duration {
        match self {
            Self::Deliver => Duration::from_secs(15),
            Self::Remind => Duration::from_mins(10),
            Self::Tidy | Self::HandOver => Duration::from_hours(1),
            Self::SweepFiles => Duration::from_hours(24),
        }
    }

    /// How long after the start it is done first: answering comes before tidying.
    pub(crate) fn first_after(self) -> Duration {
        match self {
            Self::Deliver => Duration::from_secs(3),
            Self::Remind => Duration::from_secs(2),
            Self::Tidy => Duration::from_mins(1),
            Self::SweepFiles => Duration::from_mins(5),
            // before office hours begin nobody works; after a start in the morning it must not wait for long
            Self::HandOver => Duration::from_secs(10),
        }
    }

    /// The lease under which one node does it; none where each letter has a lease of its own.
    pub(crate) fn lease(self) -> Option<&'static str> {
        match self {
            Self::Deliver => None,
            Self::Remind => Some("job remind"),
            Self::Tidy => Some("job tidy"),
            Self::SweepFiles => Some("job sweep_files"),
            Self::HandOver => Some("job hand_over"),
        }
    }

    /// Does it.
    pub(crate) async fn run(
        self,
        office: &Arc<Office>,
        post: &Arc<Post>,
        node: &str,
        is_stopping: &AtomicBool,
    ) -> Result<(), String> {
        match self {
            Self::Deliver => {
                let delivered = deliver::deliver(office, post, node, is_stopping).await;
                let delivered = delivered.map_err(|e| e.to_string())?;
                if delivered.all() > 0 {
                    tracing::info!(
                        letters.sent = delivered.sent,
                        letters.postponed = delivered.postponed,
                        letters.given_up = delivered.given_up,
                        "letters of the outbox"
                    );
                }
            }
            Self::Remind => {
                if let Some(reminded) = remind(office, post.ways()).await.map_err(|e| e.to_string())? {
                    tracing::info!(
                        applications.open = reminded.open,
                        applications.pressing = reminded.pressing,
                        letters.queued = reminded.letters,
                        "staff were reminded"
                    );
                }
            }
            Self::Tidy => {
                let gone = tidy(office).await.map_err(|e| e.to_string())?;
                tracing::info!(rows.forgotten = gone, "tidied");
            }
            Self::SweepFiles => {
                let gone = office.storage.sweep_blobs(&office.blobs, STRAY_FILES).await;
                tracing::info!(files.removed = gone.map_err(|e| e.to_string())?, "files swept");
            }
            Self::HandOver => {
                let program = Actor::Program("succession");
                let moved = hand_over::sweep(office, &program).await.map_err(|e| e.to_string())?;
                if moved.all() > 0 {
                    tracing::info!(
                        cases.applications = moved.applications,
                        cases.challenges = moved.challenges,
                        cases.others = moved.others,
                        "cases went to a successor"
                    );
                }
            }
        }
        Ok(())
    }
}

/// Forgets what has ended; how many rows.
async fn tidy(office: &Office) -> Result<u64, StorageError> {
    let (storage, now) = (&office.storage, office.instant());
    let ago = |days| now - TimeDelta::days(days);
    let mut gone = storage.purge_drafts(now).await?
        + storage.purge_sessions(now).await?
        + storage.purge_guards(now, ago(COUNTERS_DAYS)).await?
        + storage.purge_once(now).await?
        + storage.purge_messages(ago(MESSAGES_DAYS)).await?;
    loop {
        let letters = storage.purge_outbox(ago(SENT_DAYS), ago(GIVEN_UP_DAYS), now, BATCH).await?;
        gone += letters;
        if letters < u64::from(BATCH) {
            return Ok(gone);
        }
    }
}
