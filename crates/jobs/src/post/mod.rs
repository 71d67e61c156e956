//! The ways by which letters leave the house: mail, text messages, a connected system.
//!
//! Not here: which letters there are (`gongkai-app`), when one is tried again (`crate::deliver`).

mod hook;
mod mail;

pub use hook::Hook;
pub use mail::{Mail, MailSettings, Security};

use gongkai_app::WaysOut;
use gongkai_app::reminder::Ways;

/// The ways that are set up. A letter for one that is not waits, and is given up in the end like any other.
#[derive(Debug, Default)]
pub struct Post {
    /// The mail server.
    pub mail: Option<Mail>,
    /// The gateway that sends text messages.
    pub text_messages: Option<Hook>,
    /// The system that wants to know what presses.
    pub webhook: Option<Hook>,
}

impl Post {
    /// By which ways staff can be reminded.
    pub fn ways(&self) -> Ways {
        Ways { mail: self.mail.is_some(), webhook: self.webhook.is_some() }
    }

    /// By which ways letters to people outside the office go out.
    pub fn ways_out(&self) -> WaysOut {
        WaysOut { mail: self.mail.is_some(), text_messages: self.text_messages.is_some() }
    }
}

/// Why a letter was not sent. The words go into the records and the log: no address, nothing of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// In Chinese, without a full stop.
    pub(crate) because: String,
    /// Whether another attempt would be in vain.
    pub(crate) is_final: bool,
}

impl Failure {
    pub(crate) fn later(because: impl Into<String>) -> Self {
        Self { because: because.into(), is_final: false }
    }

    pub(crate) fn finally(because: impl Into<String>) -> Self {
        Self { because: because.into(), is_final: true }
    }
}

/// What is wrong with the settings of a way; told to whoever starts the program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingFault(pub String);

impl SettingFault {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}
