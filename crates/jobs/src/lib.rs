//! What the office does by itself beside answering: reminding, delivering, tidying; on every node, and done once.
//!
//! Not here: who is told what (`gongkai_app::reminder`), the tables of outbox and leases (`gongkai-storage`), reading the
//! configuration (`gongkai-cli`).
//!
//! Two nodes over one database share the work without knowing each other. What is done now and then ([`task`]) runs under
//! a named lease that is kept for the whole interval, so that it runs once in it; a node that dies gives it up by its end.
//! A letter is claimed for a few minutes, longer than any attempt may take, so that nobody else sends it meanwhile
//! ([`deliver`]). A node that dies between sending and noting it leaves the one case in which a letter goes out again;
//! it then carries the same number, by which a mail program or the other system knows it.

pub mod deliver;
pub mod post;
pub mod task;

pub use post::{Hook, Mail, MailSettings, Post, Security, SettingFault};

use chrono::TimeDelta;
use gongkai_app::Office;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use task::Task;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// The jobs of one node.
#[derive(Debug)]
pub struct Jobs {
    office: Arc<Office>,
    post: Arc<Post>,
    node: String,
    is_stopping: AtomicBool,
}

/// How long a node waits before it asks again for a task that another node has, or that failed.
const AGAIN: Duration = Duration::from_mins(5);

impl Jobs {
    /// The jobs over an office, with the ways out of the house. The name of the node is chance: a node that starts anew is
    /// another one.
    pub fn new(office: Arc<Office>, post: Post) -> Self {
        let node = office.entropy().id(office.instant()).to_string();
        Self { office, post: Arc::new(post), node, is_stopping: AtomicBool::new(false) }
    }

    /// The name of this node in leases.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Works until `stop` says so; what is under way is finished first.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut due: Vec<(Task, Instant)> =
            Task::EVERY.iter().map(|task| (*task, Instant::now() + task.first_after())).collect();
        while !*stop.borrow() {
            let Some((task, at)) = due.iter_mut().min_by_key(|(_, at)| *at) else { return };
            tokio::select! {
                () = sleep_until(*at) => {}
                // an error means that nobody is left to say stop
                _ = stop.changed() => return,
            }
            let work = self.once(*task);
            tokio::pin!(work);
            let done = tokio::select! {
                done = &mut work => done,
                _ = stop.changed() => {
                    self.is_stopping.store(true, Ordering::Relaxed);
                    work.await
                }
            };
            let wait = match done {
                Ok(true) => task.interval(),
                Ok(false) => task.interval().min(AGAIN),
                Err(error) => {
                    tracing::warn!(job.name = task.name(), error, "a job failed and is tried again");
                    task.interval().min(AGAIN)
                }
            };
            *at = Instant::now() + wait;
        }
    }

    /// Does a task if no other node has it; whether it was done here.
    ///
    /// # Errors
    /// What went wrong, for the log; the task can be tried again at once, by any node.
    pub async fn once(&self, task: Task) -> Result<bool, String> {
        let lease = task.lease();
        if let Some(name) = lease {
            let now = self.office.instant();
            // a little less than the interval, so that the same node is not held up by its own lease
            let until = now + TimeDelta::from_std(task.interval() / 10 * 9).unwrap_or(TimeDelta::minutes(1));
            let is_ours = self.office.storage.try_lease(name, &self.node, now, until).await;
            if !is_ours.map_err(|e| e.to_string())? {
                return Ok(false);
            }
        }
        let done = task.run(&self.office, &self.post, &self.node, &self.is_stopping).await;
        if done.is_err()
            && let Some(name) = lease
        {
            self.office.storage.end_named_lease(name, &self.node).await.map_err(|e| e.to_string())?;
        }
        done.map(|()| true)
    }
}
