//! A server that is killed while applicants send off their forms: everything that it acknowledged is there when it is back.
//!
//! Not here: a power cut, which no test of a program can make (`gongkai-storage` says what it waits for before it answers).
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and makes its own files"
)]

use gongkai_testkit::postgres::Cluster;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;

/// Applicants at once.
const APPLICANTS: usize = 4;
/// After so many acknowledgements the server is killed.
const ACKNOWLEDGED: usize = 12;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    for name in
        ["GONGKAI_DATA", "GONGKAI_DATABASE_URL", "GONGKAI_KEYS", "GONGKAI_SEALING_KEY", "GONGKAI_DIGEST_KEY"]
    {
        command.env_remove(name);
    }
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// An office with the records of the demonstration and keys that a real server accepts.
fn office(folder: &Path, database: Option<&str>) -> Vec<String> {
    let mut place = vec!["--data".to_owned(), folder.to_str().unwrap().to_owned()];
    place.extend(database.iter().flat_map(|url| ["--database".to_owned(), (*url).to_owned()]));
    let mut demo = program();
    demo.args(["demo", "--no-serve", "--keep"]).arg(folder).args(&place[2..]);
    let made = demo.output().unwrap();
    assert!(made.status.success(), "{}", said(&made));
    let keys = std::fs::read_to_string(folder.join("keys.toml")).unwrap();
    let earlier = keys.lines().find_map(|line| line.strip_prefix("sealing = ")).unwrap();
    let (sealing, digest) = ("0123456789abcdef".repeat(4), "fedcba9876543210".repeat(4));
    let keys =
        format!("sealing = \"2026:aes-256-gcm:{sealing}\"\nearlier = [{earlier}]\ndigest = \"{digest}\"\n");
    std::fs::write(folder.join("keys.toml"), keys).unwrap();
    // each applicant comes from an address of its own: many from one address would be asked a question
    let site = "agency = \"city-data\"\nproxies = [\"127.0.0.1\"]\nis_secure = false\n";
    std::fs::write(folder.join("site.toml"), site).unwrap();
    place
}

struct Server {
    process: Child,
    address: String,
}

fn serve(folder: &Path, place: &[String]) -> Server {
    let mut process = program()
        .args(["serve", "--listen", "127.0.0.1:0", "--site"])
        .arg(folder.join("site.toml"))
        .args(place)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map(Result::unwrap);
    let told = lines.find_map(|line| line.split_once("http://").map(|(_, rest)| rest.to_owned()));
    // whatever else is said must go somewhere, or the server stops at a full pipe
    thread::spawn(move || lines.count());
    let address = told.unwrap().split(['/', ' ']).next().unwrap().to_owned();
    Server { process, address }
}

/// An answer: status line, headers and text.
struct Answer(String);

impl Answer {
    fn is(&self, status: u16) -> bool {
        self.0.starts_with(&format!("HTTP/1.1 {status}"))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let head = self.0.split("\r\n\r\n").next().unwrap_or_default();
        head.lines().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The cookie of this name that the answer sets.
    fn cookie(&self, name: &str) -> Option<String> {
        let head = self.0.split("\r\n\r\n").next().unwrap_or_default();
        let set = head.lines().filter_map(|line| line.split_once(": ")).filter(|(known, value)| {
            known.eq_ignore_ascii_case("set-cookie") && value.starts_with(&format!("{name}="))
        });
        set.map(|(_, value)| value.split(';').next().unwrap_or_default().to_owned()).next_back()
    }

    fn token(&self) -> String {
        let after = self.0.split("name=\"token\"").nth(1).unwrap_or_default();
        after.split("value=\"").nth(1).unwrap_or_default().split('"').next().unwrap_or_default().to_owned()
    }

    /// The answer to the plain question, where one is put.
    fn sum(&self) -> Option<usize> {
        let before = self.0.split("等于几").next().filter(|before| before.len() < self.0.len())?;
        let digit = |letter| "零一二三四五六七八九".chars().position(|known| known == letter);
        let mut words = before.chars().rev();
        let right = digit(words.next()?)?;
        let left = digit(words.nth(1)?)?;
        Some(left + right)
    }
}

/// One applicant's browser.
struct Browser {
    server: String,
    from: String,
    cookie: String,
}

impl Browser {
    /// Asks; an error where the server is gone.
    fn ask(&mut self, path: &str, form: Option<&[(&str, &str)]>) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.server)?;
        let (method, body) = match form {
            None => ("GET", String::new()),
            Some(pairs) => {
                let pairs: Vec<String> = pairs
                    .iter()
                    .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
                    .collect();
                ("POST", pairs.join("&"))
            }
        };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nX-Forwarded-For: {}\r\nCookie: {}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.server,
            self.from,
            self.cookie,
            body.len()
        )?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let answer = Answer(String::from_utf8_lossy(&bytes).into_owned());
        if answer.0.is_empty() {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(cookie) = answer.cookie("draft") {
            self.cookie = cookie;
        }
        Ok(answer)
    }

    /// Files an application through every page of the form; the address of the receipt and the cookie that opens it.
    fn file(&mut self, number: usize) -> std::io::Result<(String, String)> {
        self.cookie.clear();
        let token = self.ask("/apply/agency", None)?.token();
        let (name, phone) = (format!("测试{number}"), format!("139{number:08}"));
        let title = format!("第{number}号项目的预算和决算");
        let pages: [(&str, &[(&str, &str)]); 5] = [
            ("/apply/agency", &[("agency", "city-data")]),
            ("/apply/who", &[("kind", "natural_person"), ("name", &name), ("phone", &phone)]),
            ("/apply/what", &[("matter.0.title", &title), ("form", "electronic")]),
            ("/apply/receive", &[("way", "online")]),
            ("/apply/proof", &[("later", "1")]),
        ];
        for (path, answers) in pages {
            let form: Vec<(&str, &str)> = [&[("token", token.as_str())], answers].concat();
            let answer = self.ask(path, Some(&form))?;
            assert!(answer.is(303), "{path}: {}", answer.0);
        }
        let token = self.ask("/apply/check", None)?.token();
        let mut answer = self.ask("/apply/check", Some(&[("token", &token)]))?;
        if let Some(sum) = answer.sum() {
            // nobody fills in a form within seconds
            let (token, sum) = (answer.token(), sum.to_string());
            answer = self.ask("/apply/check", Some(&[("token", &token), ("answer", &sum)]))?;
        }
        assert!(answer.is(303), "{}", answer.0);
        let receipt = answer.header("location").unwrap().to_owned();
        assert!(receipt.starts_with("/apply/done/SQ"), "{receipt}");
        Ok((receipt, answer.cookie("receipt").unwrap()))
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |all, byte| all + &format!("%{byte:02X}"))
}

fn everything_acknowledged_survives_a_kill(database: Option<&str>) {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path().join("office");
    let place = office(&folder, database);
    let mut server = serve(&folder, &place);
    let (tell, hear) = mpsc::channel();
    let applicants: Vec<_> = (0..APPLICANTS)
        .map(|applicant| {
            let (server, tell) = (server.address.clone(), tell.clone());
            thread::spawn(move || {
                for number in 0.. {
                    let number = 1000 * applicant + number;
                    let from = format!("10.1.{}.{}", number / 250, number % 250 + 1);
                    let mut browser = Browser { server: server.clone(), from, cookie: String::new() };
                    match browser.file(number) {
                        Ok(acknowledged) => tell.send(acknowledged).unwrap(),
                        Err(_) => return,
                    }
                }
            })
        })
        .collect();
    drop(tell);
    let mut acknowledged: Vec<(String, String)> = hear.iter().take(ACKNOWLEDGED).collect();
    server.process.kill().unwrap();
    server.process.wait().unwrap();
    acknowledged.extend(hear.iter());
    for applicant in applicants {
        applicant.join().unwrap();
    }
    assert!(acknowledged.len() >= ACKNOWLEDGED);

    let mut server = serve(&folder, &place);
    for (receipt, cookie) in &acknowledged {
        let mut browser =
            Browser { server: server.address.clone(), from: "10.2.0.1".to_owned(), cookie: cookie.clone() };
        let answer = browser.ask(receipt, None).unwrap();
        let reference = receipt.rsplit('/').next().unwrap();
        assert!(answer.is(200) && answer.0.contains(reference), "{receipt}: {}", answer.0);
    }
    server.process.kill().unwrap();
    server.process.wait().unwrap();

    let verified = program().args(["audit", "verify"]).args(&place).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
    let rebuilt = program().args(["audit", "rebuild"]).args(&place).output().unwrap();
    assert_eq!(rebuilt.status.code(), Some(0), "{}", said(&rebuilt));
    assert!(said(&rebuilt).contains("完全一致"), "{}", said(&rebuilt));
}

#[test]
fn what_was_acknowledged_survives_a_kill_on_sqlite() {
    everything_acknowledged_survives_a_kill(None);
}

#[test]
fn what_was_acknowledged_survives_a_kill_on_postgres() {
    let cluster = Cluster::start().unwrap();
    let url = cluster.create_database("survival", None).unwrap();
    everything_acknowledged_survives_a_kill(Some(&url));
}
