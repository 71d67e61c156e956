//! Lines of the audit log about what was looked at, written together: whoever comes first writes for all who wait.
//!
//! Not here: the log itself (`audit`); which looks are written down (`gongkai-app`).
//!
//! A page that shows a case is answered after its line is in the log, and every page would be a transaction of its own for one
//! row. Under load the lines of all pages that are on their way go into one statement. Nobody is answered before the own
//! line is committed; as with `Tx::commit_lightly`, a power cut may take back the last moments.

use crate::audit::NewAudit;
use crate::error::StorageError;
use crate::records::Storage;
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot::{self, Sender};

/// Most lines of one statement.
const TOGETHER: usize = 32;

/// What is told where the writer has not come to its end.
const GONE: &str = "the log was not written";

/// Lines that wait, each with whom to tell.
type Waiting = Vec<(NewAudit, Sender<Result<(), String>>)>;

/// The lines that wait.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    waiting: Mutex<Waiting>,
    /// Held by whoever writes.
    turn: tokio::sync::Mutex<()>,
}

impl Looks {
    fn wait(&self, line: NewAudit, told: Sender<Result<(), String>>) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((line, told));
    }

    fn take(&self) -> Waiting {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Storage {
    /// Adds a line to the log by itself, together with those of others who add one at the same moment.
    pub async fn note_lightly(&self, line: NewAudit) -> Result<(), StorageError> {
        let (told, answer) = oneshot::channel();
        let looks = &self.shared.looks;
        looks.wait(line, told);
        {
            let _turn = looks.turn.lock().await;
            // whoever had the turn before may have written it
            if answer.is_empty() {
                let storage = self.clone();
                // whoever gives up waiting does not take the lines of the others along; a writer that fails tells each
                drop(tokio::spawn(async move { storage.write(storage.shared.looks.take()).await }).await);
            }
        }
        let said = answer.await.unwrap_or_else(|_| Err(GONE.to_owned()));
        said.map_err(StorageError::Unreadable)
    }

    async fn write(&self, lines: Waiting) {
        let mut lines = lines.into_iter().peekable();
        while lines.peek().is_some() {
            let (some, told): (Vec<_>, Vec<_>) = lines.by_ref().take(TOGETHER).unzip();
            let kept = self.note_alone(&some).await.map_err(|why| why.to_string());
            for told in told {
                // whoever has gone hears nothing
                drop(told.send(kept.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_is_taken_once() {
        let looks = Looks::default();
        let line = |actor: &str| NewAudit {
            at: chrono::DateTime::UNIX_EPOCH,
            agency: None,
            actor: actor.to_owned(),
            action: "open_case".to_owned(),
            object_kind: "application".to_owned(),
            object_id: None,
            document: "{}".to_owned(),
        };
        let (told, _answer) = oneshot::channel();
        looks.wait(line("a"), told);
        let (told, _answer) = oneshot::channel();
        looks.wait(line("b"), told);
        let taken: Vec<_> = looks.take().into_iter().map(|(line, _)| line.actor).collect();
        assert_eq!(taken, ["a", "b"]);
        assert!(looks.take().is_empty());
    }
}
