//! The real binary, driven as a clerk or a script drives it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and makes its own files"
)]

use gongkai_checker::example::parse;
use gongkai_checker::render::schema;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const FAULTY: &str = "table3.granted.total = 9";

fn gongkai(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command
        .current_dir(folder)
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    gongkai(folder, args).output().unwrap()
}

fn code(folder: &Path, args: &[&str]) -> i32 {
    let output = run(folder, args);
    output.status.code().unwrap_or_else(|| panic!("no code: {output:?}"))
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Messages, the lines of each that were broken to fit joined again.
fn err(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let mut pieces = text.split("\n  ");
    let mut joined = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let ends = joined.chars().next_back();
        // lines are broken at blanks beside Latin words, and anywhere else between Chinese characters
        if is_latin(ends) || (is_latin(piece.chars().next()) && ends.is_some_and(char::is_alphanumeric)) {
            joined.push(' ');
        }
        joined.push_str(piece);
    }
    joined
}

/// Writes a report of the sample agency, changed by a block, as JSON.
fn put(folder: &Path, name: &str, block: &str) {
    let mut report = parse(block).unwrap().report;
    name.clone_into(&mut report.source);
    fs::write(folder.join(name), serde_json::to_vec(&report).unwrap()).unwrap();
}

fn put_previous(folder: &Path, name: &str, block: &str) {
    let report = parse(block).unwrap().previous.unwrap();
    fs::write(folder.join(name), serde_json::to_vec(&report).unwrap()).unwrap();
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "clean.json", "");
    put(folder.path(), "faulty.json", FAULTY);
    folder
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&out(&run(folder, args))).unwrap()
}

fn valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn exit_codes_follow_the_table() {
    let world = folder();
    let at = world.path();
    fs::create_dir(at.join("nothing")).unwrap();
    fs::write(at.join("broken.toml"), "[[waiver]]\n").unwrap();
    for (expected, args) in [
        (0, &["check", "clean.json"][..]),
        (1, &["check", "faulty.json"]),
        (1, &["check", "clean.json", "faulty.json", "nothing"]),
        (0, &["check", "faulty.json", "--fail-on", "never"]),
        (0, &["check", "faulty.json", "--format", "sarif"]),
        (2, &["check"]),
        (2, &["chekc", "clean.json"]),
        (2, &["check", "clean.json", "--format", "xml"]),
        (2, &["check", "clean.json", "--waivers", "broken.toml"]),
        (2, &["check", "clean.json", "--waivers", "not-there.toml"]),
        (2, &["explain", "A999"]),
        (3, &["check", "nothing"]),
        (3, &["check", "*.docx"]),
        (3, &["read", "nothing"]),
        (4, &["check", "not-there.docx"]),
        (4, &["read", "not-there.docx"]),
        // several at once: 2, then 4, then 1, then 3
        (4, &["check", "faulty.json", "not-there.docx"]),
        (4, &["check", "not-there.docx", "--format", "sarif"]),
        (2, &["check", "faulty.json", "not-there.docx", "--waivers", "broken.toml"]),
        (0, &["--version"]),
        (0, &["check", "--help"]),
    ] {
        assert_eq!(code(at, args), expected, "{args:?}");
    }
}

#[test]
fn notes_and_warnings_count_when_they_are_asked_for() {
    let world = tempfile::tempdir().unwrap();
    put(world.path(), "label.json", "artefact label_variant 社会组织 -> 社会公益组织");
    let checked = json(world.path(), &["check", "label.json", "--format", "json"]);
    assert_eq!(checked["summary"]["errors"], 0);
    assert!(checked["summary"]["warnings"].as_u64().unwrap() > 0);
    assert_eq!(code(world.path(), &["check", "label.json"]), 0);
    assert_eq!(code(world.path(), &["check", "label.json", "--fail-on", "warning"]), 1);
    assert_eq!(code(world.path(), &["check", "label.json", "--fail-on", "note"]), 1);
}

#[test]
fn help_is_in_chinese_and_shows_the_exit_codes() {
    let world = folder();
    for args in [&["--help"][..], &["check", "--help"], &["read", "-h"], &["calendar", "due", "--help"]] {
        let help = out(&run(world.path(), args));
        assert!(help.contains("用法：gongkai"), "{help}");
        for english in
            ["Usage", "Options", "Arguments", "Commands", "Print", "default", "possible", "[OPTIONS]"]
        {
            assert!(!help.contains(english), "{english} in {help}");
        }
    }
    let help = out(&run(world.path(), &["--help"]));
    for line in ["0  没有", "1  有达到", "2  用法不对", "3  没有可以处理", "4  有文件无法读取"]
    {
        assert!(help.contains(line), "{line}");
    }
}

#[test]
fn a_slip_on_the_command_line_is_answered_in_chinese() {
    let world = folder();
    for (args, words) in [
        (&["chekc"][..], "没有“chekc”这个命令，是否指 check"),
        (&["check"], "缺少：<文件>"),
        (&["check", "a", "--fromat", "json"], "没有“--fromat”这个选项，是否指 --format"),
        (&["check", "a", "--format", "xml"], "取值“xml”不对，可以是：text、json、jsonl、sarif、github、html"),
        (&["check", "a", "--max-bytes", "viel"], "应当是数字"),
        (&["check", "a", "-q", "--summary"], "不能与"),
        (&["calendar", "due", "--received", "昨天", "--limit", "reply"], "日期应当写作"),
        (&["calendar", "due", "--received", "2025-09-10", "--limit", "replies"], "gongkai calendar limits"),
    ] {
        let output = run(world.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(words), "{args:?}: {}", err(&output));
        assert!(!err(&output).contains("error:"), "{}", err(&output));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_mistake() {
    let world = tempfile::tempdir().unwrap();
    for i in 0..60 {
        put(world.path(), &format!("{i:02}.json"), FAULTY);
    }
    for args in [
        &["check", ".", "--format", "html"][..],
        &["check", ".", "-q"],
        &["read", "."],
        &["read", ".", "--format", "csv"],
    ] {
        let mut child =
            gongkai(world.path(), args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0_u8; 16];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
        assert!(!err(&output).contains("panick") && !err(&output).contains("出错"), "{}", err(&output));
    }
}

#[test]
fn standard_input_is_a_file_like_others() {
    let world = folder();
    let mut child = gongkai(world.path(), &["check", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let bytes = fs::read(world.path().join("faulty.json")).unwrap();
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let mut child =
        gongkai(world.path(), &["check", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdin.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(out(&output).contains("标准输入"));
}

#[test]
fn output_is_the_same_with_any_number_of_threads_and_in_the_order_of_the_inputs() {
    let world = tempfile::tempdir().unwrap();
    for i in 0..40 {
        let block = match i % 3 {
            0 => "",
            1 => FAULTY,
            _ => "table3.granted = 无法辨认",
        };
        put(world.path(), &format!("{i:02}.json"), &format!("agency = 青石县{i}局\n{block}"));
    }
    fs::write(world.path().join("39x.json"), "").unwrap();
    for format in ["text", "json", "jsonl", "sarif", "github", "html"] {
        let one = run(world.path(), &["check", ".", "--format", format, "--jobs", "1"]);
        let four = run(world.path(), &["check", ".", "--format", format, "--jobs", "4"]);
        assert_eq!(one.stdout, four.stdout, "{format}");
        assert_eq!(err(&one), err(&four), "{format}");
        assert!(!one.stdout.is_empty());
    }
    let checked = json(world.path(), &["check", ".", "--format", "json", "--jobs", "4"]);
    valid(&schema::check(), &checked);
    let files = checked["files"].as_array().unwrap();
    assert_eq!(files.len(), 41);
    let names: Vec<&str> = files.iter().map(|f| f["source"].as_str().unwrap()).collect();
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn one_line_per_file_goes_to_standard_error_when_nobody_watches() {
    let world = folder();
    let both = run(world.path(), &["check", "clean.json", "faulty.json"]);
    let lines: Vec<String> = err(&both).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with("clean.json：错误0") && lines[1].starts_with("faulty.json：错误"),
        "{lines:?}"
    );
    assert_eq!(err(&run(world.path(), &["check", "faulty.json"])), "");
    assert_eq!(err(&run(world.path(), &["check", "clean.json", "faulty.json", "--quiet"])), "");
}

#[test]
fn quiet_prints_findings_only() {
    let world = folder();
    assert_eq!(out(&run(world.path(), &["check", "clean.json", "-q"])), "");
    let text = out(&run(world.path(), &["check", "faulty.json", "-q"]));
    assert!(text.contains("错误[A003]") && !text.contains("个文件"), "{text}");
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let world = folder();
    let has_color = |args: &[&str]| out(&run(world.path(), args)).contains('\u{1b}');
    assert!(!has_color(&["check", "faulty.json"]));
    assert!(has_color(&["check", "faulty.json", "--color", "always"]));
    assert!(!has_color(&["check", "faulty.json", "--color", "never"]));
    assert!(!has_color(&["check", "faulty.json", "--color", "always", "--format", "json"]));
    let output = gongkai(world.path(), &["check", "faulty.json"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!out(&output).contains('\u{1b}'));
}

#[test]
fn a_folder_is_searched_and_a_pattern_expanded_by_the_program() {
    let world = folder();
    fs::create_dir_all(world.path().join("区/局")).unwrap();
    put(&world.path().join("区"), "a.json", "");
    put(&world.path().join("区/局"), "b.json", FAULTY);
    fs::write(world.path().join("区/.hidden.json"), "x").unwrap();
    fs::write(world.path().join("区/~$a.docx"), "x").unwrap();
    fs::write(world.path().join("区/照片.png"), b"\x89PNG\r\n\x1a\n0000").unwrap();
    fs::write(world.path().join("区/gongkai.toml"), "agency_kind = 'department'\n").unwrap();
    let checked = json(world.path(), &["check", "区", "--format", "json"]);
    assert_eq!(checked["files"].as_array().unwrap().len(), 2, "{checked}");
    assert_eq!(checked["summary"]["skipped"], 1);
    for (pattern, files) in [("*.json", 2), ("**/*.json", 4), ("区/*/b.json", 1), ("[cx]*.json", 1)] {
        let checked = json(world.path(), &["check", pattern, "--format", "json"]);
        assert_eq!(checked["files"].as_array().unwrap().len(), files, "{pattern}");
    }
    // what is named is never passed over
    assert_eq!(code(world.path(), &["check", "区/照片.png"]), 4);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_walked_is_named() {
    let world = tempfile::tempdir().unwrap();
    let inner = world.path().join("年报");
    fs::create_dir(&inner).unwrap();
    put(&inner, "a.json", "");
    std::os::unix::fs::symlink(&inner, inner.join("loop")).unwrap();
    let output = run(world.path(), &["check", "年报"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(out(&output).contains("年报/loop") && out(&output).contains("cannot_open"), "{}", out(&output));
}

#[test]
fn a_file_under_the_name_of_another_format_is_read_by_its_content_and_told() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    put(at, "a.json", "");
    for (format, name, note) in [
        ("docx", "a.pdf", "文件后缀是 .pdf，内容是Word 文档（.docx）"),
        ("html", "a.doc", "文件后缀是 .doc，内容是网页（.html）"),
        ("xlsx", "a.xls", "文件后缀是 .xls，内容是Excel 工作簿（.xlsx）"),
        ("md", "a.docx", "文件后缀是 .docx，内容是文本文件（.txt）"),
    ] {
        let right = format!("right.{format}");
        assert_eq!(code(at, &["write", "a.json", "--to", format, "-o", &right]), 0);
        fs::copy(at.join(&right), at.join(name)).unwrap();
        let plain = json(at, &["check", &right, "--format", "json"]);
        let checked = json(at, &["check", name, "--format", "json"]);
        assert_eq!(code(at, &["check", name]), 0, "{name}");
        let codes = |checked: &Value| -> Vec<String> {
            let findings = checked["files"][0]["findings"].as_array().unwrap();
            findings.iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
        };
        let others: Vec<String> = codes(&checked).into_iter().filter(|c| c != "S404").collect();
        assert_eq!(others, codes(&plain), "{name}");
        let findings = checked["files"][0]["findings"].as_array().unwrap();
        let told = findings.iter().find(|f| f["code"] == "S404").unwrap();
        assert_eq!((&told["level"], &told["message"]), (&"note".into(), &note.into()), "{name}");
        valid(&schema::check(), &checked);
        let said = out(&run(at, &["check", name]));
        assert!(said.contains(note) && said.contains(name), "{said}");
        let read = json(at, &["read", name]);
        let artefacts = read["artefacts"].as_array().unwrap();
        assert!(artefacts.iter().any(|a| a["kind"] == "wrong_extension"), "{artefacts:?}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_reason_and_remedy() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    fs::write(at.join("empty.docx"), "").unwrap();
    fs::write(at.join("cut.json"), "{\"schema_version\":1,").unwrap();
    fs::write(at.join("future.json"), "{\"schema_version\":9}").unwrap();
    fs::write(at.join("old.doc"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office file").unwrap();
    let page = "<p>他在渡口站了很久，水面上没有一条船。老人说，三十年前这里有两家茶馆。</p>".repeat(200);
    fs::write(at.join("novel.html"), format!("<html><body><h1>第一章 渡口</h1>{page}</body></html>"))
        .unwrap();
    fs::write(at.join("letter.txt"), "各位同事：\n请于周五前报送材料。\n").unwrap();
    put(at, "big.json", "");
    fs::write(at.join("photo.docx"), b"\xff\xd8\xff\xe0 a picture").unwrap();
    fs::write(at.join("scan.pdf"), b"\x89PNG\r\n\x1a\n a picture").unwrap();
    let program = [b"MZ", [0; 98].as_slice()].concat();
    fs::write(at.join("tool.xlsx"), program).unwrap();
    // a whole archive with nothing in it
    fs::write(at.join("pack.docx"), [b"PK\x05\x06", [0; 18].as_slice()].concat()).unwrap();
    fs::write(at.join("login.pdf"), "<html><body><p>请先登录</p></body></html>").unwrap();
    for (name, code) in [
        ("photo.docx", "picture"),
        ("scan.pdf", "picture"),
        ("tool.xlsx", "not_a_report"),
        ("pack.docx", "not_a_report"),
        ("login.pdf", "not_a_report"),
        ("empty.docx", "empty_file"),
        ("cut.json", "bad_json"),
        ("future.json", "unknown_schema_version"),
        ("letter.txt", "not_a_report"),
        ("novel.html", "not_a_report"),
        ("not-there.pdf", "not_found"),
    ] {
        for command in ["check", "read"] {
            let output = run(at, &[command, name, "--format", "json"]);
            assert_eq!(output.status.code(), Some(4), "{command} {name}");
            let value: Value = serde_json::from_str(&out(&output)).unwrap();
            let entry = if command == "check" { &value["files"][0] } else { &value };
            assert_eq!(entry["source"], name);
            assert_eq!(entry["unreadable"]["code"], code, "{command} {name}");
            assert!(entry["unreadable"]["hint"].as_str().unwrap().ends_with('。'));
            valid(&if command == "check" { schema::check() } else { schema::read() }, &value);
        }
    }
    for (name, reason, remedy) in [
        ("photo.docx", "后缀 .docx 应当是Word 文档，内容却不是：这是一张图片（JPEG）", "应为 .jpg"),
        ("scan.pdf", "后缀 .pdf 应当是PDF 文件，内容却不是：这是一张图片（PNG）", "应为 .png"),
        ("tool.xlsx", "内容却不是：这是可执行程序", "不要打开"),
        ("pack.docx", "内容却不是：这是压缩包", "应为 .zip"),
        ("login.pdf", "后缀是 .pdf，内容是网页（.html），其中没有年度报告", "重新获取"),
    ] {
        let said = out(&run(at, &["check", name])).replace(['\n', ' '], "");
        let (reason, remedy) = (reason.replace(' ', ""), remedy.replace(' ', ""));
        assert!(said.contains(name) && said.contains(&reason) && said.contains(&remedy), "{said}");
    }
    // in a folder they are told as well, other than pictures that call themselves so
    fs::create_dir(at.join("年报")).unwrap();
    put(at, "年报/a.json", "");
    fs::copy(at.join("scan.pdf"), at.join("年报/scan.png")).unwrap();
    assert_eq!(code(at, &["check", "年报"]), 0);
    fs::copy(at.join("scan.pdf"), at.join("年报/scan.pdf")).unwrap();
    assert_eq!(code(at, &["check", "年报"]), 4);
    assert_eq!(code(at, &["check", "old.doc"]), 4);
    let output = run(at, &["check", "big.json", "--max-bytes", "1K"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(out(&output).contains("file_too_large"));
}

#[test]
fn read_prints_an_object_for_one_and_an_array_for_several() {
    let world = folder();
    let one = json(world.path(), &["read", "clean.json"]);
    valid(&schema::read(), &one);
    assert_eq!(one["source"], "clean.json");
    let two = json(world.path(), &["read", "clean.json", "not-there.docx"]);
    valid(&schema::read(), &two);
    assert_eq!(two.as_array().unwrap().len(), 2);
    // what read printed can be checked: several entries of one file, unreadable ones included
    fs::write(world.path().join("both.json"), two.to_string()).unwrap();
    let checked = json(world.path(), &["check", "both.json", "--format", "json"]);
    assert_eq!(checked["files"].as_array().unwrap().len(), 2);
    assert_eq!(checked["files"][1]["unreadable"]["code"], "not_found");
    let file = world.path().join("out.json");
    assert_eq!(code(world.path(), &["read", "clean.json", "-o", "out.json"]), 0);
    assert_eq!(serde_json::from_slice::<Value>(&fs::read(file).unwrap()).unwrap(), one);
}

#[test]
fn csv_has_a_row_for_every_cell() {
    let world = folder();
    let text = out(&run(world.path(), &["read", "clean.json", "--format", "csv"]));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "source,agency,year,table,row,column,value,kind,raw,place,proof");
    // ten cells of table 2, 25 rows of seven in table 3, fifteen of table 4
    assert_eq!(lines.len(), 1 + 10 + 25 * 7 + 15);
    assert!(lines.iter().all(|l| l.matches(',').count() >= 10));
    assert!(lines.iter().any(|l| l.contains(",table3,granted,total,")));
    let with_bom = run(world.path(), &["read", "clean.json", "--format", "csv", "--bom"]);
    assert!(with_bom.stdout.starts_with(b"\xef\xbb\xbfsource,"));
}

#[test]
fn a_waiver_takes_a_finding_away_until_its_day_and_unused_ones_are_told() {
    let world = folder();
    let found = json(world.path(), &["check", "faulty.json", "--format", "json"]);
    let errors = found["summary"]["errors"].as_u64().unwrap();
    let waivers = "[[waiver]]\ncode = 'A003'\ncell = 'table3.granted.total'\nreason = '原件如此'\nwho = '王科长'\nuntil = 2026-12-31\n\
        [[waiver]]\ncode = 'A001'\ncell = 'table3.granted.total'\nreason = '用不上'\nwho = '王科长'\nuntil = 2026-12-31\n";
    fs::write(world.path().join("faulty.json.gongkai.toml"), waivers).unwrap();
    let args = |day| ["check", "faulty.json", "--format", "json", "--today", day];
    let checked = json(world.path(), &args("2026-06-01"));
    valid(&schema::check(), &checked);
    assert_eq!(checked["summary"]["errors"], errors - 1);
    assert_eq!(checked["files"][0]["waived"][0]["code"], "A003");
    assert_eq!(checked["files"][0]["waived"][0]["waiver"]["who"], "王科长");
    assert_eq!(checked["summary"]["unused_waivers"][0]["reason"], "用不上");
    let checked = json(world.path(), &args("2027-01-01"));
    assert_eq!(checked["summary"]["errors"], errors);
    assert_eq!(checked["summary"]["expired_waivers"].as_array().unwrap().len(), 2);
    let text = out(&run(world.path(), &["check", "faulty.json", "--today", "2026-06-01"]));
    assert!(text.contains("已豁免[A003]") && text.contains("豁免没有对应的问题"), "{text}");
    // one file for the whole folder, for one report of it
    fs::remove_file(world.path().join("faulty.json.gongkai.toml")).unwrap();
    fs::write(
        world.path().join("gongkai.toml"),
        waivers.replace("code = 'A003'", "code = 'A003'\nsource = 'faulty.*'"),
    )
    .unwrap();
    let checked = json(world.path(), &["check", ".", "--format", "json", "--today", "2026-06-01"]);
    assert_eq!(checked["summary"]["waived"], 1);
}

#[test]
fn the_previous_year_is_found_by_agency_and_year_in_a_folder() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    let block = "previous.table3.carried_out.natural_person = 7\nprevious.table3.carried_out.total = 7";
    fs::create_dir(at.join("上年")).unwrap();
    put(at, "a.json", block);
    put(at, "b.json", "agency = 青石县财政局");
    put_previous(&at.join("上年"), "x.json", block);
    put_previous(&at.join("上年"), "y.json", "agency = 临溪县财政局\nyear = 2019");
    let codes = |file: &Value| -> Vec<String> {
        let all = file["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned());
        all.filter(|c| c.starts_with('Y')).collect()
    };
    let alone = json(at, &["check", "a.json", "--format", "json"]);
    assert_eq!(codes(&alone["files"][0]), Vec::<String>::new());
    let checked = json(at, &["check", "a.json", "b.json", "--previous", "上年", "--format", "json"]);
    valid(&schema::check(), &checked);
    assert!(!codes(&checked["files"][0]).is_empty(), "{checked}");
    assert_eq!(codes(&checked["files"][1]), Vec::<String>::new());
    let checked = json(at, &["check", "a.json", "--previous", "上年/x.json", "--format", "json"]);
    assert!(!codes(&checked["files"][0]).is_empty());
    assert_eq!(code(at, &["check", "a.json", "--previous", "not-there"]), 4);
}

#[test]
fn the_summary_is_a_table_of_agencies_and_rules() {
    let world = tempfile::tempdir().unwrap();
    put(world.path(), "a.json", &format!("agency = 青石县水利局\n{FAULTY}"));
    put(world.path(), "b.json", "agency = 临溪县财政局");
    let text = out(&run(world.path(), &["check", ".", "--summary"]));
    let row = |head: &str| -> Vec<&str> {
        let line = text.lines().find(|l| l.starts_with(head)).unwrap();
        line.split_whitespace().rev().take(3).collect()
    };
    assert!(text.contains("[1] 临溪县财政局（2025年）\n[2] 青石县水利局（2025年）\n"), "{text}");
    assert_eq!(row("规则"), ["合计", "[2]", "[1]"], "{text}");
    assert_eq!(row("A003"), ["1", "1", "·"], "{text}");
    let checked = json(world.path(), &["check", ".", "--summary", "--format", "json"]);
    valid(&schema::check(), &checked);
    assert_eq!(checked["summary"]["agencies"]["青石县水利局（2025年）"]["A003"], 1);
}

#[test]
fn a_text_file_is_quoted_with_its_lines_at_every_width() {
    let world = tempfile::tempdir().unwrap();
    fs::write(world.path().join("青石.txt"), include_str!("fixtures/青石.txt")).unwrap();
    for width in ["60", "80", "120"] {
        let text = out(&run(world.path(), &["check", "青石.txt", "--width", width, "-q"]));
        assert!(text.contains("青石.txt:"), "{text}");
        insta::assert_snapshot!(format!("text_{width}"), text);
    }
    let bytes = json(world.path(), &["check", "青石.txt", "--format", "json"]);
    valid(&schema::check(), &bytes);
    valid(&schema::read(), &json(world.path(), &["read", "青石.txt"]));
}

#[test]
fn explain_and_rules_print_the_same_rules() {
    let world = folder();
    let rules = json(world.path(), &["rules", "--format", "json"]);
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), gongkai_checker::registry::RULES.len());
    let (first, name) = (rules[0]["code"].as_str().unwrap(), rules[0]["name"].as_str().unwrap());
    for key in ["title", "family", "level", "since", "basis"] {
        assert!(rules.iter().all(|r| !r[key].as_str().unwrap().is_empty()), "{key}");
    }
    let by_code = out(&run(world.path(), &["explain", first]));
    assert_eq!(by_code, out(&run(world.path(), &["explain", name])));
    for heading in ["查什么", "依据", "为什么", "示例(错)", "示例(对)", "例外与误报", "如何修改"]
    {
        assert!(by_code.lines().any(|l| l == heading), "{heading}");
    }
    let unknown = run(world.path(), &["explain", "A9"]);
    assert!(err(&unknown).contains("相近的有：A001"));
    assert!(out(&run(world.path(), &["rules"])).contains(first));
}

#[test]
fn a_due_date_comes_with_its_steps_and_as_json() {
    let world = folder();
    let due = ["calendar", "due", "--received", "2021-09-10", "--limit", "reply"];
    let text = out(&run(world.path(), &due));
    assert!(text.contains("2021年10月14日") && text.contains("调休上班"), "{text}");
    let value = json(world.path(), &[&due[..], &["--format", "json"]].concat());
    assert_eq!(value["due_on"], "2021-10-14");
    assert!(value["steps"].as_array().unwrap().len() > 3);
    let year = json(world.path(), &["calendar", "show", "2026", "--format", "json"]);
    assert_eq!(year["months"].as_array().unwrap().len(), 12);
    let limits = json(world.path(), &["calendar", "limits", "--format", "json"]);
    assert!(limits.as_array().unwrap().iter().all(|l| !l["article"].as_str().unwrap().is_empty()));
    assert!(out(&run(world.path(), &["calendar", "limits"])).contains("reply"));
}

#[test]
fn completions_and_manual_pages_are_made_by_the_program() {
    let world = folder();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = out(&run(world.path(), &["completions", shell]));
        assert!(script.contains("gongkai") && script.contains("previous"), "{shell}");
    }
    assert!(out(&run(world.path(), &["man"])).contains(".TH gongkai"));
    assert!(out(&run(world.path(), &["man", "check"])).contains("previous"));
}

#[test]
fn the_doctor_warns_of_a_year_without_data() {
    let world = folder();
    let text = out(&run(world.path(), &["doctor", "--today", "2026-11-01"]));
    assert!(
        text.contains(env!("CARGO_PKG_VERSION")) && text.contains("缺少      2027年的放假安排"),
        "{text}"
    );
    let text = out(&run(world.path(), &["doctor", "--today", "2024-11-01"]));
    assert!(text.contains("没有发现缺少的内容"), "{text}");
}
