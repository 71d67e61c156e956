//! The office from the command line: the demonstration on a port, its records exported, audited, backed up and restored.
//!
//! Not here: pages and forms (`gongkai-web`), single commands on reports (`cli.rs`).
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and makes its own files"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use tempfile::TempDir;

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

/// The records of the demonstration, made once; no test changes them.
static KEPT: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let made = run(["demo", "--no-serve", "--keep", folder.path().to_str().unwrap()]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains("city-data.registrar"), "{}", said(&made));
    folder
});

fn data() -> &'static str {
    KEPT.path().to_str().unwrap()
}

/// The answer to a plain request: status line and body.
fn get(url: &str, path: &str) -> String {
    let address = url.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[cfg(unix)]
#[test]
fn a_demonstration_that_is_told_to_end_while_it_is_made_leaves_nothing_behind() {
    for signal in ["-TERM", "-INT"] {
        let room = tempfile::tempdir().unwrap();
        let mut demo = program()
            .args(["demo", "--port", "0"])
            .env("TMPDIR", room.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        // as soon as there is something to clean up
        while std::fs::read_dir(room.path()).unwrap().next().is_none() {
            assert!(demo.try_wait().unwrap().is_none());
            std::thread::yield_now();
        }
        assert!(Command::new("kill").args([signal, &demo.id().to_string()]).status().unwrap().success());
        let ended = demo.wait_with_output().unwrap();
        assert!(ended.status.success(), "{signal}: {}", ended.status);
        assert_eq!(said(&ended), "", "{signal}: ended before it answered");
        assert!(std::fs::read_dir(room.path()).unwrap().next().is_none(), "{signal}");
    }
}

#[cfg(unix)]
#[test]
fn the_demonstration_answers_and_leaves_nothing_behind_when_it_is_told_to_end() {
    let room = tempfile::tempdir().unwrap();
    let mut demo = program()
        .args(["demo", "--port", "0"])
        .env("TMPDIR", room.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    assert!(url.starts_with("http://127.0.0.1:") && url.ends_with('/'), "{url}");
    let rest: Vec<String> =
        lines.by_ref().map(Result::unwrap).take_while(|line| !line.contains("Ctrl-C")).collect();
    let rest = rest.join("\n");
    assert!(rest.contains("2026年1月12日") && rest.contains("county-housing.head"), "{rest}");
    assert!(std::fs::read_dir(room.path()).unwrap().next().is_some());
    for path in ["/", "/guide"] {
        let answer = get(&url, path);
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        assert!(answer.contains("云州市数据资源管理局"), "{path}: {answer}");
    }
    assert!(get(&url, "/no-such-page").starts_with("HTTP/1.1 404"));

    let killed = Command::new("kill").args(["-TERM", &demo.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let ended = demo.wait().unwrap();
    assert_eq!(ended.code(), Some(0));
    assert!(std::fs::read_dir(room.path()).unwrap().next().is_none(), "something was left behind");
}

#[test]
fn the_counted_report_is_written_and_checked_without_a_finding() {
    let room = tempfile::tempdir().unwrap();
    for agency in ["gov-office", "city-data", "county-housing"] {
        for year in ["2024", "2025"] {
            let facts = run(["export", "report-facts", "--data", data(), "--agency", agency, "--year", year]);
            assert!(facts.status.success(), "{}", said(&facts));
            let docx = room.path().join(format!("{agency}-{year}.docx"));
            let mut write = program()
                .args(["write", "-", "--to", "docx", "-o", docx.to_str().unwrap()])
                .stdin(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            write.stdin.take().unwrap().write_all(&facts.stdout).unwrap();
            let written = write.wait_with_output().unwrap();
            assert_eq!(written.status.code(), Some(0), "{agency} {year}: {}", said(&written));
            let checked = run(["check", docx.to_str().unwrap()]);
            assert_eq!(checked.status.code(), Some(0), "{agency} {year}: {}", said(&checked));
        }
    }
}

#[test]
fn table_2_and_prose_may_be_given_as_files_and_a_wrong_number_is_named() {
    let room = tempfile::tempdir().unwrap();
    let (table, prose) = (room.path().join("t.json"), room.path().join("p.md"));
    std::fs::write(&table, r#"{"licensing_decisions": 7}"#).unwrap();
    std::fs::write(&prose, "# 六、其他需要报告的事项\n\n本机关没有其他需要报告的事项。\n").unwrap();
    let base = ["export", "report-facts", "--data", data(), "--agency", "city-data", "--year", "2025"];
    let given = ["--table2", table.to_str().unwrap(), "--prose", prose.to_str().unwrap()];
    let facts = run(base.iter().chain(&given));
    let report: serde_json::Value = serde_json::from_slice(&facts.stdout).unwrap();
    assert_eq!(report["table2"]["licensing_decisions"]["value"], 7);
    assert_eq!(report["table2"]["normative_in_force"]["value"], 13);
    // the fees of the year are counted from the records and stand before what was given
    let other = report["sections"][5]["text"].as_str().unwrap();
    assert!(other.starts_with("2025年，本机关发出收费通知") && other.contains("实际收取"), "{other}");
    assert!(other.ends_with("\n本机关没有其他需要报告的事项。"), "{other}");
    assert!(report["table3"]["new_received"]["total"]["value"].as_i64().unwrap() > 30);
    assert!(report["table4"]["reconsideration_total"]["value"].as_i64().unwrap() > 0);

    std::fs::write(&table, r#"{"licensing_decisions": -7}"#).unwrap();
    let refused = run(base.iter().chain(&given[..2]));
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("licensing_decisions"), "{}", said(&refused));
    let unknown = run(["export", "report-facts", "--data", data(), "--agency", "nobody", "--year", "2025"]);
    assert!(said(&unknown).contains("city-data"), "{}", said(&unknown));
}

#[test]
fn a_flipped_byte_is_found_in_an_export_and_in_the_database() {
    let verified = run(["audit", "verify", "--data", data()]);
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
    assert_eq!(said(&verified).matches("完好").count(), 3);

    let room = tempfile::tempdir().unwrap();
    let chain = room.path().join("chain.jsonl");
    let file = chain.to_str().unwrap();
    let exported = run(["audit", "export", "--data", data(), "--agency", "county-housing", "-o", file]);
    assert!(exported.status.success(), "{}", said(&exported));
    assert_eq!(run(["audit", "verify", "--file", file]).status.code(), Some(0));
    let text = std::fs::read_to_string(&chain).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    changed[6] = changed[6].replacen("\"at\":\"2024", "\"at\":\"2023", 1);
    assert_ne!(changed[6], lines[6]);
    std::fs::write(&chain, changed.join("\n")).unwrap();
    let broken = run(["audit", "verify", "--file", file]);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    assert!(said(&broken).contains("第7个事件"), "{}", said(&broken));

    let (copy, again) = (room.path().join("backup"), room.path().join("again"));
    let (copy, again) = (copy.to_str().unwrap(), again.to_str().unwrap());
    let backup = run(["backup", copy, "--data", data()]);
    assert!(backup.status.success(), "{}", said(&backup));
    assert!(!Path::new(copy).join("keys.toml").exists());
    let restored = run(["restore", copy, "--data", again]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));
    assert!(said(&restored).contains("keys.toml"), "{}", said(&restored));
    // new keys would open nothing of it, and neither is made nor taken
    let renewed = run(["migrate", "--data", again, "--new-keys"]);
    assert_eq!(renewed.status.code(), Some(2), "{}", said(&renewed));
    assert!(said(&renewed).contains("已有加密的内容"), "{}", said(&renewed));
    assert!(!Path::new(again).join("keys.toml").exists());
    let others = room.path().join("others");
    let others = others.to_str().unwrap();
    assert!(run(["migrate", "--data", others, "--new-keys"]).status.success());
    let keys = Path::new(others).join("keys.toml");
    let wrong = run(["serve", "--data", again, "--keys", keys.to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", said(&wrong));
    assert!(said(&wrong).contains("密钥与数据不符"), "{}", said(&wrong));
    let database = Path::new(again).join("gongkai.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let word = b"\"event\":\"registered\"";
    let at = bytes.windows(word.len()).position(|window| window == word).unwrap();
    bytes[at + word.len() - 2] = b'D';
    std::fs::write(&database, bytes).unwrap();
    let broken = run(["audit", "verify", "--data", again]);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    assert_eq!(said(&broken).matches("已损坏").count(), 1, "{}", said(&broken));
}

#[test]
fn lists_made_anew_from_the_events_are_as_they_were() {
    let room = tempfile::tempdir().unwrap();
    let (copy, again) = (room.path().join("backup"), room.path().join("again"));
    let (copy, again) = (copy.to_str().unwrap(), again.to_str().unwrap());
    assert!(run(["backup", copy, "--data", data()]).status.success());
    assert!(run(["restore", copy, "--data", again]).status.success());
    let rebuilt = run(["audit", "rebuild", "--data", again]);
    assert_eq!(rebuilt.status.code(), Some(0), "{}", said(&rebuilt));
    assert!(said(&rebuilt).contains("完全一致"), "{}", said(&rebuilt));

    let added = [
        "user",
        "add",
        "--data",
        again,
        "--agency",
        "city-data",
        "--login",
        "new.clerk",
        "--name",
        "新人",
        "--role",
        "registrar",
    ];
    let first = run(added);
    assert!(said(&first).contains("一次性密码"), "{}", said(&first));
    assert_eq!(run(added).status.code(), Some(2));
    assert!(said(&run(["user", "list", "--data", again])).contains("new.clerk"));
    let reset = run(["user", "reset", "--data", again, "--login", "new.clerk"]);
    assert!(reset.status.success() && said(&reset) != said(&first), "{}", said(&reset));
    let both = [
        "user",
        "add",
        "--data",
        again,
        "--agency",
        "city-data",
        "--login",
        "two",
        "--name",
        "甲",
        "--role",
        "system_admin",
        "--role",
        "audit_admin",
    ];
    assert!(said(&run(both)).contains("三员应当分离"));
}

#[test]
fn a_real_office_does_not_start_without_secrets_of_its_own() {
    let room = tempfile::tempdir().unwrap();
    let folder = room.path().join("office");
    let folder = folder.to_str().unwrap();
    let migrated = run(["migrate", "--data", folder]);
    assert!(migrated.status.success(), "{}", said(&migrated));
    let refused = run(["serve", "--data", folder, "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("GONGKAI_SEALING_KEY"), "{}", said(&refused));
    let half = program()
        .args(["serve", "--data", folder, "--listen", "127.0.0.1:0"])
        .env("GONGKAI_SEALING_KEY", format!("2026:aes-256-gcm:{}", "0123456789abcdef".repeat(4)))
        .output()
        .unwrap();
    assert_eq!(half.status.code(), Some(2));
    assert!(said(&half).contains("GONGKAI_DIGEST_KEY"), "{}", said(&half));
    let demo = run(["serve", "--data", data(), "--listen", "127.0.0.1:0"]);
    assert_eq!(demo.status.code(), Some(2));
    assert!(said(&demo).contains("演示"), "{}", said(&demo));
    assert!(run(["migrate", "--data", folder, "--new-keys", "--cipher", "sm4"]).status.success());
    let again = run(["migrate", "--data", folder, "--new-keys"]);
    assert!(said(&again).contains("已经存在"), "{}", said(&again));

    // good keys are not enough: what others could guess is refused by the name of its variable
    let guessed = program()
        .args(["serve", "--data", folder, "--listen", "127.0.0.1:0"])
        .env("GONGKAI_SEALING_KEY", format!("2026:aes-256-gcm:{}", "0123456789abcdef".repeat(4)))
        .env("GONGKAI_DIGEST_KEY", "0".repeat(64))
        .output()
        .unwrap();
    assert_eq!(guessed.status.code(), Some(2));
    assert!(said(&guessed).contains("GONGKAI_DIGEST_KEY"), "{}", said(&guessed));
    let site = room.path().join("site.toml");
    std::fs::write(&site, "[webhook]\nurl = \"https://oa.yunzhou.example/gongkai\"\n").unwrap();
    for secret in ["", "short", "xxxxxxxxxxxxxxxxxxxxxxxx"] {
        let unsigned = program()
            .args(["serve", "--data", folder, "--listen", "127.0.0.1:0", "--site", site.to_str().unwrap()])
            .env("GONGKAI_WEBHOOK_SECRET", secret)
            .output()
            .unwrap();
        assert_eq!(unsigned.status.code(), Some(2), "{secret}");
        assert!(said(&unsigned).contains("GONGKAI_WEBHOOK_SECRET"), "{}", said(&unsigned));
    }
}

#[test]
fn a_restored_office_without_all_its_files_says_which_are_missing() {
    let room = tempfile::tempdir().unwrap();
    let (copy, again) = (room.path().join("backup"), room.path().join("again"));
    let (copy, again) = (copy.to_str().unwrap(), again.to_str().unwrap());
    assert!(run(["backup", copy, "--data", data()]).status.success());
    let files = walkdir::WalkDir::new(Path::new(copy).join("blobs"));
    let mut files = files.into_iter().map(|entry| entry.unwrap()).filter(|entry| entry.file_type().is_file());
    let gone = files.next().unwrap();
    std::fs::remove_file(gone.path()).unwrap();
    let restored = run(["restore", copy, "--data", again]);
    assert_eq!(restored.status.code(), Some(1), "{}", said(&restored));
    let name = gone.file_name().to_str().unwrap();
    assert!(
        said(&restored).contains("缺少的附件1个") && said(&restored).contains(name),
        "{}",
        said(&restored)
    );
    assert!(!said(&restored).contains("校验完好"), "{}", said(&restored));
}
