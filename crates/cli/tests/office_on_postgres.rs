//! The office from the command line over a database server: every command, and the same figures as on SQLite.
//!
//! Not here: the same on SQLite (`office.rs`), the tables by themselves (`gongkai-storage`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use gongkai_testkit::postgres::Cluster;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use tempfile::TempDir;

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start().unwrap());

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    for name in
        ["GONGKAI_DATA", "GONGKAI_DATABASE_URL", "GONGKAI_KEYS", "GONGKAI_SEALING_KEY", "GONGKAI_DIGEST_KEY"]
    {
        command.env_remove(name);
    }
    command
}

fn run<S: AsRef<std::ffi::OsStr>>(words: impl IntoIterator<Item = S>) -> Output {
    program().args(words).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A command over a place, given as words of the line.
fn over(place: &[&str; 4], words: &[&str]) -> Output {
    run(words.iter().chain(place))
}

/// The demonstration's records in a database of the server; no test changes them.
static KEPT: LazyLock<(TempDir, String)> = LazyLock::new(|| {
    let (folder, url) = (tempfile::tempdir().unwrap(), CLUSTER.create_database("kept", None).unwrap());
    let made =
        run(["demo", "--no-serve", "--keep", folder.path().to_str().unwrap(), "--database", url.as_str()]);
    assert!(made.status.success(), "{}", said(&made));
    (folder, url)
});

fn kept() -> [&'static str; 4] {
    ["--data", KEPT.0.path().to_str().unwrap(), "--database", &KEPT.1]
}

#[cfg(unix)]
fn told_to_end(mut child: Child) -> Option<i32> {
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    child.wait().unwrap().code()
}

/// The answer to a plain request: status line and body.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The `127.0.0.1:port` of the first line that has one.
fn address(lines: impl BufRead) -> String {
    for line in lines.lines().map(Result::unwrap) {
        if let Some((_, rest)) = line.split_once("http://") {
            return rest.split(['/', ' ']).next().unwrap().to_owned();
        }
    }
    panic!("no address was told");
}

#[test]
fn figures_and_chains_are_those_of_the_same_demonstration_on_sqlite() {
    let place = kept();
    assert!(!Path::new(place[1]).join("gongkai.db").exists(), "nothing lies in a file");
    let room = tempfile::tempdir().unwrap();
    let sqlite = room.path().join("sqlite");
    let sqlite = sqlite.to_str().unwrap();
    assert!(run(["demo", "--no-serve", "--keep", sqlite]).status.success());
    for agency in ["gov-office", "city-data", "county-housing"] {
        let words = ["export", "report-facts", "--agency", agency, "--year", "2025"];
        let here = over(&place, &words);
        assert!(here.status.success(), "{}", said(&here));
        let there = run(words.iter().chain(&["--data", sqlite]));
        assert_eq!(here.stdout, there.stdout, "{agency}");
    }
    let verified = over(&place, &["audit", "verify"]);
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
    assert_eq!(said(&verified).matches("完好").count(), 3);
    let chain = room.path().join("chain.jsonl");
    let file = chain.to_str().unwrap();
    let exported = over(&place, &["audit", "export", "--agency", "city-data", "-o", file]);
    assert!(exported.status.success(), "{}", said(&exported));
    assert_eq!(run(["audit", "verify", "--file", file]).status.code(), Some(0));
}

#[test]
fn a_backup_is_restored_to_another_database_where_people_and_lists_are_as_they_were() {
    let room = tempfile::tempdir().unwrap();
    let (copy, again) = (room.path().join("backup"), room.path().join("again"));
    let (copy, again) = (copy.to_str().unwrap(), again.to_str().unwrap());
    let backup = over(&kept(), &["backup", copy]);
    assert!(backup.status.success(), "{}", said(&backup));
    assert!(Path::new(copy).join("gongkai.jsonl").exists() && !Path::new(copy).join("keys.toml").exists());
    let url = CLUSTER.create_database("again", None).unwrap();
    let place = ["--data", again, "--database", url.as_str()];
    let restored = over(&place, &["restore", copy]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));
    let twice = over(&place, &["restore", copy]);
    assert_eq!(twice.status.code(), Some(2), "a database that is in use is not written over");
    let rebuilt = over(&place, &["audit", "rebuild"]);
    assert_eq!(rebuilt.status.code(), Some(0), "{}", said(&rebuilt));
    assert!(said(&rebuilt).contains("完全一致"), "{}", said(&rebuilt));

    let words = [
        "user",
        "add",
        "--agency",
        "city-data",
        "--login",
        "new.clerk",
        "--name",
        "新人",
        "--role",
        "registrar",
    ];
    let added = over(&place, &words);
    assert!(said(&added).contains("一次性密码"), "{}", said(&added));
    assert_eq!(over(&place, &words).status.code(), Some(2));
    let listed = over(&place, &["user", "list"]);
    assert!(said(&listed).contains("new.clerk"), "{}", said(&listed));
    let reset = over(&place, &["user", "reset", "--login", "new.clerk"]);
    assert!(reset.status.success() && said(&reset) != said(&added), "{}", said(&reset));
}

#[cfg(unix)]
#[test]
fn an_office_is_made_served_and_ended_and_the_demonstration_leaves_it_alone() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("office");
    let url = CLUSTER.create_database("office", None).unwrap();
    let place = ["--data", data.to_str().unwrap(), "--database", url.as_str()];
    let early = over(&place, &["audit", "verify"]);
    assert_eq!(early.status.code(), Some(2));
    assert!(said(&early).contains("gongkai migrate"), "{}", said(&early));
    let migrated = over(&place, &["migrate", "--new-keys"]);
    assert!(migrated.status.success(), "{}", said(&migrated));
    assert!(said(&over(&place, &["migrate"])).contains("无需更改"));

    let site = room.path().join("site.toml");
    let text = "[mail]\nserver = \"localhost\"\nport = 9\nfrom = \"noreply@yunzhou.example\"\n\
                [webhook]\nurl = \"https://oa.yunzhou.example/gongkai\"\n";
    std::fs::File::create(&site).unwrap().write_all(text.as_bytes()).unwrap();
    let mut serving = program()
        .args(["serve", "--listen", "127.0.0.1:0", "--site", site.to_str().unwrap()])
        .args(place)
        .env("GONGKAI_WEBHOOK_SECRET", "3f9a1c77d2be48f0a6")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let at = address(BufReader::new(serving.stderr.take().unwrap()));
    // nobody is there yet: the first start is what the desk shows
    let first = get(&at, "/desk/setup");
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    let sign_in = get(&at, "/desk/sign-in");
    assert!(sign_in.starts_with("HTTP/1.1 303") && sign_in.contains("/desk/setup"), "{sign_in}");
    assert_eq!(told_to_end(serving), Some(0));

    let folder = room.path().join("demo");
    let words = ["demo", "--no-serve", "--keep", folder.to_str().unwrap(), "--database", url.as_str()];
    let refused = run(words);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("空的数据库"), "{}", said(&refused));
    let secrets = over(&kept(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(secrets.status.code(), Some(2));
    assert!(said(&secrets).contains("GONGKAI_SEALING_KEY"), "{}", said(&secrets));
    let elsewhere = run(["audit", "verify", "--data", data.to_str().unwrap(), "--database", "mysql://x/y"]);
    assert!(said(&elsewhere).contains("postgres://"), "{}", said(&elsewhere));
}

#[cfg(unix)]
#[test]
fn the_demonstration_runs_on_the_server_with_its_jobs() {
    let url = CLUSTER.create_database("shown", None).unwrap();
    let mut demo = program()
        .args(["demo", "--port", "0", "--database", url.as_str()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let at = first.trim_start_matches("http://").trim_end_matches('/').to_owned();
    assert!(get(&at, "/desk/sign-in").starts_with("HTTP/1.1 200"), "{first}");
    assert_eq!(told_to_end(demo), Some(0));
}
