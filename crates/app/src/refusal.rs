//! Why a use case did not do what was asked; what page, API and job tell is made from this.
//!
//! Not here: the reasons themselves (`gongkai-domain`), how they look (`gongkai-web`).

use chrono::NaiveDateTime;
use gongkai_domain::application::Reason;
use gongkai_storage::StorageError;

/// A fault of one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the field as the form has it.
    pub field: &'static str,
    /// What is wrong and what to do, in the words of a page, without a full stop.
    pub text: String,
}

impl Fault {
    /// A fault of this field.
    pub fn new(field: &'static str, text: impl Into<String>) -> Self {
        Self { field, text: text.into() }
    }
}

/// Why nothing was done. Nothing is kept when a use case refuses.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in, or the session has ended.
    #[error("not signed in")]
    SignedOut,
    /// The person may not; the sentence says which role may.
    #[error("denied: {0}")]
    Denied(String),
    /// The rules of the records are against it; all reasons, never only the first.
    #[error("blocked by {} reason(s)", .0.len())]
    Blocked(Vec<Reason>),
    /// The form is not filled in as it must be.
    #[error("{} fault(s) in the form", .0.len())]
    Invalid(Vec<Fault>),
    /// Somebody else was first.
    #[error("changed by somebody else")]
    Conflict {
        /// Who, by name; none for the applicant or the program.
        by: Option<String>,
        /// When, Beijing time.
        at: Option<NaiveDateTime>,
        /// What, in the words of a clerk.
        what: String,
    },
    /// There is no such thing, or it is none of the asker's business: the two are not told apart.
    #[error("not found")]
    NotFound,
    /// Too many attempts; the minutes to wait.
    #[error("too many attempts, wait {minutes} minute(s)")]
    TooMany {
        /// After how many minutes another attempt is heard.
        minutes: i64,
    },
    /// Too much of the same is under way at this moment.
    #[error("busy, wait some seconds")]
    Busy,
    /// A file carries a mark of classification (绝密、机密、秘密): nothing of it was kept (《保守国家秘密法》第三十一条).
    #[error("a file carries a mark of classification")]
    Classified,
    /// The records could not be read or written.
    #[error(transparent)]
    Storage(StorageError),
    /// The records contradict the rules: a defect, not the asker's fault.
    #[error("defect: {0}")]
    Defect(String),
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Conflict { .. } => Self::Conflict { by: None, at: None, what: String::new() },
            StorageError::NotFound { .. } => Self::NotFound,
            error => Self::Storage(error),
        }
    }
}

impl Refusal {
    /// One fault of one field.
    pub fn invalid(field: &'static str, text: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault::new(field, text)])
    }
}
