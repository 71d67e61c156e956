//! A connected system that is told by a signed POST of JSON.
//!
//! Not here: what is told (`gongkai-app`).
//!
//! The signature is `sha256=` and the HMAC-SHA256, in hexadecimal, of the timestamp, a full stop and the body. Whoever
//! receives it computes it anew, refuses an old timestamp, and knows by the delivery's number what came before.

use super::mail::is_this_machine;
use super::{Failure, SettingFault};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt::Write as _;
use std::time::Duration;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, http::Uri};
use uuid::Uuid;

/// How long one delivery may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The shortest secret: as many bytes as a guess of 128 bits.
const SECRET_BYTES: usize = 16;

/// A connected system that is set up.
#[derive(Clone)]
pub struct Hook {
    agent: Agent,
    address: String,
    secret: Vec<u8>,
}

impl std::fmt::Debug for Hook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hook").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Hook {
    /// Sets up a connected system; nothing is sent yet. `variable` is what its secret is called where it is set.
    ///
    /// # Errors
    /// What is wrong with the settings, in Chinese.
    pub fn new(
        address: &str,
        secret: &str,
        authority: Option<&[u8]>,
        variable: &str,
    ) -> Result<Self, SettingFault> {
        let wrong = |what: &str| SettingFault::new(format!("推送地址 {address} {what}"));
        let uri: Uri = address.parse().map_err(|_| wrong("不是网址"))?;
        let host = uri.host().ok_or_else(|| wrong("不是网址"))?;
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if is_this_machine(host) => {}
            _ => return Err(wrong("应当以 https:// 开头（只有本机可以用 http://）")),
        }
        let is_plain = secret.bytes().all(|byte| Some(byte) == secret.bytes().next());
        if secret.len() < SECRET_BYTES || is_plain {
            return Err(SettingFault::new(format!(
                "{variable} 没有设定或者过于简单：应当是至少{SECRET_BYTES}个字节的随机字符"
            )));
        }
        let mut tls = TlsConfig::builder();
        if let Some(pem) = authority {
            let certificates: Vec<Certificate<'static>> = parse_pem(pem)
                .filter_map(|item| match item {
                    Ok(PemItem::Certificate(certificate)) => Some(certificate),
                    _ => None,
                })
                .collect();
            if certificates.is_empty() {
                return Err(wrong("的 ca 不是 PEM 证书"));
            }
            tls = tls.root_certs(RootCerts::new_with_certs(&certificates));
        }
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // a letter goes to the address that was set and to no other
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(concat!("gongkai/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls.build())
            .build()
            .new_agent();
        Ok(Self { agent, address: address.to_owned(), secret: secret.as_bytes().to_vec() })
    }

    /// The signature of a body at a time.
    fn signature(&self, timestamp: i64, body: &str) -> Result<String, Failure> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.secret).map_err(|_| Failure::finally("签名密钥不可用"))?;
        mac.update(format!("{timestamp}.").as_bytes());
        mac.update(body.as_bytes());
        let mut text = String::from("sha256=");
        for byte in mac.finalize().into_bytes() {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(text)
    }

    /// Sends one body. The number of the delivery is the letter's, the same at every attempt.
    pub(crate) async fn send(&self, body: String, id: Uuid, at: DateTime<Utc>) -> Result<(), Failure> {
        let timestamp = at.timestamp();
        let signature = self.signature(timestamp, &body)?;
        let request = self
            .agent
            .post(&self.address)
            .header("content-type", "application/json; charset=utf-8")
            .header("x-gongkai-delivery", id.to_string())
            .header("x-gongkai-timestamp", timestamp.to_string())
            .header("x-gongkai-signature", signature);
        let answer = tokio::task::spawn_blocking(move || request.send(body).map(|answer| answer.status()));
        match answer.await {
            Ok(Ok(status)) if status.is_success() => Ok(()),
            // this body will not be taken later either
            Ok(Ok(status)) if matches!(status.as_u16(), 400 | 410 | 413 | 422) => {
                Err(Failure::finally(format!("对方拒绝接收（{}）", status.as_u16())))
            }
            Ok(Ok(status)) => Err(Failure::later(format!("对方未接收（{}）", status.as_u16()))),
            Ok(Err(ureq::Error::Timeout(_))) => Err(Failure::later("对方没有及时应答")),
            Ok(Err(ureq::Error::Tls(_) | ureq::Error::Rustls(_))) => {
                Err(Failure::later("与对方的加密连接没有建立，请核对证书"))
            }
            Ok(Err(_)) => Err(Failure::later("无法连接对方")),
            Err(_) => Err(Failure::later("推送中断")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "3f9a1c77d2be48f0a6";

    #[test]
    fn only_a_protected_address_and_a_real_secret_are_taken() {
        let hook = |address: &str, secret: &str| Hook::new(address, secret, None, "GONGKAI_WEBHOOK_SECRET");
        hook("https://oa.example/gongkai", SECRET).unwrap();
        hook("http://127.0.0.1:9000/", SECRET).unwrap();
        for address in ["http://oa.example/", "ftp://oa.example/", "oa", ""] {
            assert!(hook(address, SECRET).is_err(), "{address}");
        }
        let no_certificate = Some(b"no certificate".as_slice());
        assert!(Hook::new("https://oa.example/", SECRET, no_certificate, "X").is_err());
        for secret in ["", "short", "aaaaaaaaaaaaaaaaaaaaaaaa"] {
            let refused = hook("https://oa.example/", secret).unwrap_err().to_string();
            assert!(refused.contains("GONGKAI_WEBHOOK_SECRET"), "{refused}");
        }
    }

    #[test]
    fn the_signature_is_what_another_program_computes() {
        let hook = Hook::new("https://oa.example/", SECRET, None, "X").unwrap();
        // printf '1768179600.{"a":1}' | openssl dgst -sha256 -hmac 3f9a1c77d2be48f0a6
        let expected = "sha256=a6420138aa95c2ff49b227e9b016dc11c68f42db1c178f4aa535bdc6afe4c16a";
        assert_eq!(hook.signature(1_768_179_600, "{\"a\":1}").unwrap(), expected);
    }
}
