//! The real program: a demonstration office on a free port with a data directory of its own, and its commands over the same
//! records.
//!
//! Not here: the browsers before it.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// The password of everybody in the demonstration, as it prints it.
pub(crate) const PASSWORD: &str = "Gongkai-2026";
/// The agency whose portal is shown.
pub(crate) const AGENCY: &str = "city-data";
/// When the demonstration begins, nine o'clock in Beijing on 12 January 2026, in seconds of Unix time.
const BEGINS: u64 = 1_768_179_600;

/// A running office; ended with the test.
pub(crate) struct House {
    process: Child,
    folder: TempDir,
    database: Option<String>,
    /// Where the portal is, without the last slash.
    pub(crate) home: String,
    began: Instant,
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    for name in
        ["GONGKAI_DATA", "GONGKAI_DATABASE_URL", "GONGKAI_KEYS", "GONGKAI_SEALING_KEY", "GONGKAI_DIGEST_KEY"]
    {
        command.env_remove(name);
    }
    command
}

impl House {
    /// Opens an office, over SQLite or over this database.
    pub(crate) fn open(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut demo = program();
        demo.args(["demo", "--port", "0", "--keep"]).arg(folder.path().join("office"));
        if let Some(url) = &database {
            demo.args(["--database", url]);
        }
        let mut process = demo.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        let began = Instant::now();
        // read to the end of what it says, so that it never waits for a reader
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let home = address.trim_end_matches('/').to_owned();
        assert!(home.starts_with("http://127.0.0.1:"), "{address}");
        Self { process, folder, database, home, began }
    }

    /// The office's time, in seconds of Unix time: its clock goes on from the day of the demonstration.
    pub(crate) fn now(&self) -> u64 {
        BEGINS + self.began.elapsed().as_secs()
    }

    /// A command over the same records; what it printed, once it ended well.
    pub(crate) fn told(&self, words: &[&str]) -> String {
        let mut command = program();
        command.args(words).arg("--data").arg(self.folder.path().join("office"));
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        let output: Output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {said}{complaint}");
        said
    }

    /// A cell of table 3 of this year's report, as it is counted from the records.
    pub(crate) fn counted(&self, row: &str) -> i64 {
        let facts = self.told(&["export", "report-facts", "--agency", AGENCY, "--year", "2026"]);
        let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
        let cell = &facts["table3"][row]["total"]["value"];
        cell.as_i64().unwrap_or_else(|| panic!("{row}: {}", facts["table3"][row]))
    }

    /// A small file to send.
    pub(crate) fn picture(&self, name: &str) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, PICTURE).unwrap();
        file
    }

    /// Ends the office as a person would.
    pub(crate) fn close(mut self) {
        let killed = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(killed.success());
        assert_eq!(self.process.wait().unwrap().code(), Some(0));
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

/// A picture of one white point.
pub(crate) const PICTURE: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63,
    0xf8, 0x0f, 0, 1, 1, 1, 0, 0x1b, 0xb6, 0xee, 0x56, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60,
    0x82,
];
