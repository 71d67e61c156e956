//! Mail over SMTP: one plain text to one address, over the transport security that was set.
//!
//! Not here: the words (`gongkai-app`), reading the settings from a file (`gongkai-cli`).

use super::{Failure, SettingFault};
use chrono::{DateTime, Utc};
use gongkai_app::portal::lost_code::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, header};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use serde::Deserialize;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// How long one command of the protocol may take.
const COMMAND: Duration = Duration::from_secs(20);

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte, usually on port 465.
    #[default]
    Tls,
    /// A plain beginning, then TLS or nothing, usually on port 587.
    StartTls,
    /// In clear, for a relay on the same machine or in a closed network, usually on port 25.
    None,
}

/// What must be known to send mail.
#[derive(Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The server's name or address.
    pub server: String,
    /// Its port; else the usual one of the security.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub security: Security,
    /// The address of the sender.
    pub from: String,
    /// The name of the sender.
    pub from_name: Option<String>,
    /// The account; none where the server asks for none.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// Certificates (PEM) of an authority of one's own, besides the public ones.
    pub authority: Option<Vec<u8>>,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailSettings")
            .field("server", &self.server)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

/// A mail server that is set up.
#[derive(Clone)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mail(‹server›)")
    }
}

/// Says that nobody wrote this by hand, so that nobody's machine answers it (RFC 3834).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Mail {
    /// Sets up a mail server; nothing is sent yet. Within a runtime of tokio only: connections are kept and ended by a task.
    ///
    /// # Errors
    /// What is wrong with the settings, in Chinese.
    pub fn new(settings: &MailSettings) -> Result<Self, SettingFault> {
        let wrong = |what: &str| SettingFault::new(format!("邮件设置中的 {what}"));
        let server = settings.server.trim();
        if server.is_empty() {
            return Err(wrong("server 没有填写"));
        }
        let from: Address = settings.from.trim().parse().map_err(|_| wrong("from 不是电子邮箱地址"))?;
        let from = Mailbox::new(settings.from_name.clone(), from);
        if settings.security == Security::None && settings.password.is_some() && !is_this_machine(server) {
            return Err(wrong("security 为 none 时不能使用密码：密码会以明文经过网络"));
        }
        let tls = || {
            let mut parameters = TlsParameters::builder(server.to_owned());
            if let Some(pem) = &settings.authority {
                // a file without any would be taken for an empty list
                if !String::from_utf8_lossy(pem).contains("BEGIN CERTIFICATE") {
                    return Err(wrong("ca 不是 PEM 证书"));
                }
                let certificate = Certificate::from_pem(pem).map_err(|_| wrong("ca 不是 PEM 证书"))?;
                parameters = parameters.add_root_certificate(certificate);
            }
            parameters.build_rustls().map_err(|_| wrong("server 不能用于 TLS 连接"))
        };
        let (tls, usual) = match settings.security {
            Security::Tls => (Tls::Wrapper(tls()?), 465),
            Security::StartTls => (Tls::Required(tls()?), 587),
            Security::None => (Tls::None, 25),
        };
        let name = from.email.domain().to_owned();
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server)
            .port(settings.port.unwrap_or(usual))
            .tls(tls)
            .hello_name(ClientId::Domain(name))
            .timeout(Some(COMMAND));
        match (&settings.user, &settings.password) {
            (Some(user), Some(password)) => {
                transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
            }
            (None, None) => {}
            (Some(_), None) => return Err(wrong("user 没有对应的密码，请设定 GONGKAI_MAIL_PASSWORD")),
            (None, Some(_)) => return Err(wrong("user 没有填写，而有密码")),
        }
        Ok(Self { transport: transport.build(), from })
    }

    /// Sends one mail. Its number follows from the letter, so that a second attempt is the same mail.
    pub(crate) async fn send(&self, message: &Message, id: Uuid, at: DateTime<Utc>) -> Result<(), Failure> {
        let to: Address = message.to.parse().map_err(|_| Failure::finally("收件地址不是电子邮箱地址"))?;
        let date =
            SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.timestamp()).unwrap_or_default());
        let mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.subject.clone())
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .header(header::Date::new(date))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone())
            .map_err(|_| Failure::finally("邮件无法生成"))?;
        match self.transport.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) => Err(failure(&error)),
        }
    }
}

/// A refusal in a word: the answer's code only, because its text repeats the address.
fn failure(error: &lettre::transport::smtp::Error) -> Failure {
    let code = error.status().map(|code| code.to_string());
    match code.as_deref() {
        // the mailbox: not there, not local, no such name, does not take mail
        Some(code @ ("550" | "551" | "553" | "556")) => Failure::finally(format!("邮件服务器拒收（{code}）")),
        Some(code) => Failure::later(format!("邮件服务器未接受（{code}）")),
        None if error.is_timeout() => Failure::later("邮件服务器没有及时应答"),
        None if is_of_tls(error) => Failure::later("与邮件服务器的加密连接没有建立，请核对证书和 security"),
        None if error.is_response() => Failure::later("邮件服务器的应答无法辨认"),
        None => Failure::later("无法连接邮件服务器"),
    }
}

/// Whether the handshake failed: rustls tells it as data that is not valid, within an error of the connection.
fn is_of_tls(error: &lettre::transport::smtp::Error) -> bool {
    let mut sources = std::iter::successors(std::error::Error::source(error), |source| source.source());
    let is_invalid = |io: &std::io::Error| io.kind() == std::io::ErrorKind::InvalidData;
    error.is_tls() || sources.any(|source| source.downcast_ref::<std::io::Error>().is_some_and(is_invalid))
}

/// Whether a server is this machine, which no network lies in between.
pub(super) fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> MailSettings {
        MailSettings {
            server: "mail.example".to_owned(),
            port: None,
            security: Security::Tls,
            from: "gongkai@yunzhou.example".to_owned(),
            from_name: Some("政府信息公开".to_owned()),
            user: None,
            password: None,
            authority: None,
        }
    }

    fn refused(settings: &MailSettings) -> String {
        Mail::new(settings).unwrap_err().to_string()
    }

    #[tokio::test]
    async fn settings_that_cannot_work_are_told_before_anything_is_sent() {
        Mail::new(&settings()).unwrap();
        assert!(refused(&MailSettings { from: "政府信息公开".to_owned(), ..settings() }).contains("from"));
        assert!(refused(&MailSettings { server: " ".to_owned(), ..settings() }).contains("server"));
        let user = Some("gongkai".to_owned());
        assert!(refused(&MailSettings { user, ..settings() }).contains("GONGKAI_MAIL_PASSWORD"));
        let authority = Some(b"no certificate".to_vec());
        assert!(refused(&MailSettings { authority, ..settings() }).contains("ca"));
    }

    #[tokio::test]
    async fn a_password_never_goes_over_a_network_in_clear() {
        let secret = Some("secret".to_owned());
        let clear =
            MailSettings { security: Security::None, user: secret.clone(), password: secret, ..settings() };
        assert!(refused(&clear).contains("明文"));
        Mail::new(&MailSettings { server: "127.0.0.1".to_owned(), ..clear }).unwrap();
    }
}
