//! A browser for a test: Chromium's driver as a process of one's own, and what a window of it is to be like.
//!
//! Not here: what is done in the window, nor the client that speaks with the driver. Nothing is skipped: where the driver
//! is missing, starting fails with the command that installs it.

use serde_json::{Map, Value, json};
use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Judges pages in a window that has read axe: all rules of WCAG 2.2 AA and best practice, the focus, the width, stillness, the
/// size of controls. The first argument names files, an empty name the page that is shown; the second says that nothing may
/// move. Tells for each what is wrong.
pub const LOOK: &str = include_str!("look.js");

/// A driver of its own, ended with the test.
#[derive(Debug)]
pub struct Driver {
    process: Child,
    /// Kept open: a driver that may not speak ends.
    _words: Lines<BufReader<ChildStdout>>,
    port: u16,
    /// What the browsers keep for themselves, gone with them.
    _kept: TempDir,
}

impl Driver {
    /// Starts a driver on a port of its own choice.
    pub fn start() -> Result<Self, String> {
        let kept = tempfile::tempdir().map_err(|why| format!("no temporary directory: {why}"))?;
        let mut command = Command::new("chromedriver");
        command.env("TMPDIR", kept.path());
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process =
            command.spawn().map_err(|why| format!("{why}: apt-get install --yes chromium-driver"))?;
        let words = process.stdout.take().ok_or("the driver has no output")?;
        let mut lines = BufReader::new(words).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| port_in(&line));
        let port = port.ok_or("the driver does not tell its port")?;
        Ok(Self { process, _words: lines, port, _kept: kept })
    }

    /// Where a client reaches it.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its port on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Driver {
    /// Told to end it ends its browsers too, which a signal does not.
    fn drop(&mut self) {
        let told = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).and_then(|mut stream| {
            stream.set_read_timeout(Some(Duration::from_secs(10)))?;
            write!(
                stream,
                "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
                self.port
            )?;
            stream.read(&mut [0; 64])
        });
        if told.is_err() {
            let _ended = self.process.kill();
        }
        let _ended = self.process.wait();
    }
}

fn port_in(line: &str) -> Option<u16> {
    let port = line.split("on port ").nth(1)?.trim_end_matches('.').parse().ok()?;
    Some(port).filter(|port| *port != 0)
}

/// What a window of the browser is like.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Its width in pixels.
    pub width: u32,
    /// Whether scripts of pages run.
    pub has_scripts: bool,
}

impl Window {
    /// A window so wide, in which scripts run.
    pub fn wide(width: u32) -> Self {
        Self { width, has_scripts: true }
    }

    /// The same without scripts.
    #[must_use]
    pub fn without_scripts(self) -> Self {
        Self { has_scripts: false, ..self }
    }

    /// The capabilities that a client asks the driver for.
    pub fn capabilities(self) -> Map<String, Value> {
        let mut options = json!({
            "args": [
                "--headless=new",
                // root has no sandbox of its own in a container; the pages are ours
                "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                // nothing but the pages that the test opens
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-quic",
                // a day is typed as month, day and year
                "--lang=en-US",
                "--force-prefers-reduced-motion",
                // pages that were written as files may load each other
                "--allow-file-access-from-files",
            ],
            "mobileEmulation": {"deviceMetrics": {
                "width": self.width, "height": 900, "pixelRatio": 1, "mobile": false, "touch": false,
            }},
        });
        if !self.has_scripts {
            options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
        }
        let mut capabilities = Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        capabilities.insert("timeouts".to_owned(), json!({"script": 300_000}));
        capabilities
    }
}

/// A program that the tests fetch from the npm registry into `target/browser` below the workspace, as its lock file names it.
pub fn fetched(name: &str) -> Result<PathBuf, String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/browser/node_modules").join(name);
    file.canonicalize().map_err(|why| format!("{}: {why}; `cargo xtask test` fetches it", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_what_the_driver_says_and_zero_is_none() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 34567."), Some(34567));
        assert_eq!(port_in("Starting ChromeDriver 156 on port 0"), None);
        assert_eq!(port_in("Please see the suggestions"), None);
    }
}
