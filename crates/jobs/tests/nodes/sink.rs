//! The mail server of a test: a program of others (`sink.py` over Debian's aiosmtpd), run beside it.
//!
//! Not here: what is sent to it.

use gongkai_jobs::{Mail, MailSettings, Post, Security};
use serde::Deserialize;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A mail as the other program read it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Got {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) subject: String,
    pub(crate) sender: String,
    pub(crate) id: String,
    pub(crate) date: String,
    pub(crate) auto: String,
    pub(crate) text: String,
    pub(crate) is_encrypted: bool,
    pub(crate) account: Option<String>,
}

/// A running mail server.
pub(crate) struct Sink {
    program: Child,
    said: BufReader<ChildStdout>,
    port: u16,
}

impl Sink {
    /// In clear.
    pub(crate) fn plain() -> Self {
        Self::start(&[])
    }

    /// With transport security and the certificate in a folder.
    pub(crate) fn secure(security: &str, folder: &Path) -> Self {
        let file = |name: &str| folder.join(name).display().to_string();
        let words = ["--security", security, "--certificate", &file("sink.pem"), "--key", &file("sink.key")];
        Self::start(&words)
    }

    fn start(words: &[&str]) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/nodes/sink.py");
        let mut program = Command::new("/usr/bin/python3")
            .arg("-W")
            .arg("ignore")
            .arg(script)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // it tells at length of every handshake that fails
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(program.stdout.take().unwrap());
        let mut port = String::new();
        said.read_line(&mut port).unwrap();
        let needs = "these tests need aiosmtpd: apt-get install --yes python3-aiosmtpd";
        Self { program, said, port: port.trim().parse().expect(needs) }
    }

    pub(crate) fn settings(&self) -> MailSettings {
        MailSettings {
            server: "localhost".to_owned(),
            port: Some(self.port),
            security: Security::None,
            from: "noreply@yunzhou.example".to_owned(),
            from_name: Some("政府信息公开".to_owned()),
            user: None,
            password: None,
            authority: None,
        }
    }

    /// The way to this server.
    pub(crate) fn post(&self) -> Post {
        Post { mail: Some(Mail::new(&self.settings()).unwrap()), ..Post::default() }
    }

    /// Ends the server; every mail that it got.
    pub(crate) fn end(mut self) -> Vec<Got> {
        drop(self.program.stdin.take());
        let got = self.said.by_ref().lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap());
        let got = got.collect();
        self.program.wait().unwrap();
        got
    }
}

/// A certificate for this machine that no public authority has signed, with its key; the certificate's bytes.
pub(crate) fn certificate(folder: &Path) -> Vec<u8> {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", "sink.key", "-out", "sink.pem"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    #[expect(clippy::disallowed_methods, reason = "the certificate was made a moment ago")]
    std::fs::read(folder.join("sink.pem")).unwrap()
}
