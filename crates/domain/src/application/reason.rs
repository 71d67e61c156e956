//! Why something cannot be done: a stable code, a sentence that a clerk reads, and the provision behind it.
//!
//! The button, the API and the refusal print the same list. Not here: when a reason applies (`super::guard`).

use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// One reason against an action.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Reason {
    /// Stable key, snake_case.
    pub code: &'static str,
    /// The sentence a person reads, without a full stop.
    pub text: Cow<'static, str>,
    /// Law and article, where the reason rests on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<&'static str>,
}

impl Reason {
    /// A reason that rests on no express article.
    pub fn new(code: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code, text: text.into(), article: None }
    }

    /// The same with its article.
    #[must_use]
    pub fn under(mut self, article: &'static str) -> Self {
        self.article = Some(article);
        self
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        match self.article {
            Some(article) => write!(f, "（{article}）"),
            None => Ok(()),
        }
    }
}
