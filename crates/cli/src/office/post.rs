//! The ways by which letters leave the house, as the site file names them: mail, text messages, a connected system.
//!
//! Not here: sending (`gongkai-jobs`). Secrets come from the environment only: a site file is often shown around.

use crate::io;
use anyhow::bail;
use gongkai_jobs::{Hook, Mail, MailSettings, Post, Security};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Names the password of the mail account.
pub(crate) const MAIL_PASSWORD: &str = "GONGKAI_MAIL_PASSWORD";
/// Names what deliveries to the text message gateway are signed with.
pub(crate) const TEXT_MESSAGE_SECRET: &str = "GONGKAI_TEXT_MESSAGE_SECRET";
/// Names what deliveries to a connected system are signed with.
pub(crate) const WEBHOOK_SECRET: &str = "GONGKAI_WEBHOOK_SECRET";

/// Most bytes of a file with certificates.
const CERTIFICATES: u64 = 1 << 20;

/// `[mail]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailSection {
    server: String,
    port: Option<u16>,
    #[serde(default)]
    security: Security,
    from: String,
    from_name: Option<String>,
    user: Option<String>,
    /// A file with certificates of an authority of one's own, relative to the site file.
    ca: Option<PathBuf>,
}

/// `[text_message]` and `[webhook]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HookSection {
    url: String,
    ca: Option<PathBuf>,
}

/// The sections of the site file.
#[derive(Debug, Default)]
pub(crate) struct Sections<'a> {
    pub(crate) mail: Option<&'a MailSection>,
    pub(crate) text_message: Option<&'a HookSection>,
    pub(crate) webhook: Option<&'a HookSection>,
}

/// Sets up the ways. What cannot work is refused at the start, not when the first letter is due.
pub(crate) fn post(sections: &Sections<'_>, folder: &Path) -> anyhow::Result<Post> {
    let mail = match sections.mail {
        Some(section) => {
            let settings = MailSettings {
                server: section.server.clone(),
                port: section.port,
                security: section.security,
                from: section.from.clone(),
                from_name: section.from_name.clone(),
                user: section.user.clone(),
                // a password without an account is none of ours
                password: section.user.as_ref().and_then(|_| io::variable(MAIL_PASSWORD)),
                authority: certificates(folder, section.ca.as_deref())?,
            };
            Some(Mail::new(&settings)?)
        }
        None => None,
    };
    let hook = |section: Option<&HookSection>, variable: &str| match section {
        Some(section) => {
            let authority = certificates(folder, section.ca.as_deref())?;
            let secret = io::variable(variable).unwrap_or_default();
            Ok::<_, anyhow::Error>(Some(Hook::new(&section.url, &secret, authority.as_deref(), variable)?))
        }
        None => Ok(None),
    };
    Ok(Post {
        mail,
        text_messages: hook(sections.text_message, TEXT_MESSAGE_SECRET)?,
        webhook: hook(sections.webhook, WEBHOOK_SECRET)?,
    })
}

fn certificates(folder: &Path, file: Option<&Path>) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(path) = file.map(|file| folder.join(file)) else { return Ok(None) };
    match io::read_file(&path, CERTIFICATES) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(why) => bail!("证书文件 {} 无法读取：{}{}", path.display(), why.message, why.hint),
    }
}
