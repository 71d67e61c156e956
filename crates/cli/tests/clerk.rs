//! What a clerk who does not know the program meets: help that fits the screen, Chinese messages that say what to do,
//! and answers to what people write as they write it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and makes its own files"
)]

use gongkai_checker::example::parse;
use gongkai_checker::render::{schema, width};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn gongkai(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.current_dir(folder).args(args).env_remove("COLUMNS").env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    gongkai(folder, args).output().unwrap()
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

/// Exit code and standard error.
fn told(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = run(folder, args);
    (output.status.code().unwrap(), err(&output))
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&out(&run(folder, args))).unwrap()
}

fn put(folder: &Path, name: &str, block: &str) {
    let mut report = parse(block).unwrap().report;
    name.clone_into(&mut report.source);
    fs::write(folder.join(name), serde_json::to_vec(&report).unwrap()).unwrap();
}

/// The commands below one, from its help; the two that are for packagers are not shown there.
fn below(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "命令：").skip(1);
    let lines = lines.take_while(|line| line.starts_with("  "));
    let names = lines.filter(|line| !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

/// Every command with its help.
fn every_help() -> Vec<(Vec<String>, String)> {
    let world = tempfile::tempdir().unwrap();
    let mut waiting = vec![Vec::new(), vec!["man".to_owned()], vec!["schema".to_owned()]];
    let mut all = Vec::new();
    while let Some(path) = waiting.pop() {
        let mut args: Vec<&str> = path.iter().map(String::as_str).collect();
        args.push("--help");
        let output = run(world.path(), &args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
        let help = out(&output);
        waiting.extend(below(&help).into_iter().map(|name| [path.clone(), vec![name]].concat()));
        all.push((path, help));
    }
    all
}

fn fits(text: &str, columns: usize) {
    for line in text.lines() {
        assert!(width::of(line) <= columns, "{} columns: {line}", width::of(line));
    }
}

/// Words in which the libraries speak, none of which a clerk should meet.
fn no_english(text: &str) {
    for english in [
        "error",
        "Error",
        "os error",
        "expected",
        "invalid",
        "missing",
        "unknown",
        "TOML parse",
        "EOF",
        "tip:",
        "Usage",
        "required",
        "possible",
        "cannot",
        "denied",
        "No such",
        "directory",
        "at line",
        "column",
        "not ",
        " is ",
        "found",
    ] {
        assert!(!text.contains(english), "“{english}” in: {text}");
    }
}

#[test]
fn every_page_of_help_fits_eighty_columns() {
    let all = every_help();
    let names: BTreeSet<String> = all.iter().map(|(path, _)| path.join(" ")).collect();
    for name in ["", "check", "read", "explain", "rules", "doctor", "help", "completions", "man", "schema"] {
        assert!(names.contains(name), "{name}: {names:?}");
    }
    for name in ["calendar", "calendar due", "calendar show", "calendar limits"] {
        assert!(names.contains(name), "{name}: {names:?}");
    }
    for (path, help) in &all {
        fits(help, 80);
        assert!(help.contains(&["用法：gongkai", &path.join(" ")].join(" ").trim_end().to_owned()), "{help}");
        assert!(help.contains("-h, --help"), "{help}");
    }
}

#[test]
fn help_follows_the_columns_that_are_named_but_never_goes_beyond_eighty() {
    let world = tempfile::tempdir().unwrap();
    for (columns, most) in [("60", 60), ("200", 80), ("nonsense", 80)] {
        let output = gongkai(world.path(), &["check", "--help"]).env("COLUMNS", columns).output().unwrap();
        fits(&out(&output), most);
    }
}

#[test]
fn help_can_be_asked_for_by_its_own_command() {
    let world = tempfile::tempdir().unwrap();
    for (path, help) in every_help() {
        let args: Vec<&str> = std::iter::once("help").chain(path.iter().map(String::as_str)).collect();
        assert_eq!(out(&run(world.path(), &args)), help, "{args:?}");
    }
    let (code, words) = told(world.path(), &["help", "chekc"]);
    assert_eq!(code, 2);
    assert!(words.contains("没有“chekc”这个命令，是否指 check"), "{words}");
}

#[test]
fn help_says_what_english_output_covers() {
    let world = tempfile::tempdir().unwrap();
    let help: String = out(&run(world.path(), &["check", "--help"])).split_whitespace().collect();
    assert!(help.contains("级别、规则名、汇总和边框用英文"), "{help}");
    assert!(help.contains("帮助和出错信息仍用中文"), "{help}");
    put(world.path(), "faulty.json", "table3.granted.total = 9");
    let text = out(&run(world.path(), &["check", "faulty.json", "--lang", "en"]));
    assert!(text.contains("error[A003]") && text.contains("row_sum_mismatch"), "{text}");
}

#[test]
fn lists_fit_eighty_columns_and_follow_the_width_asked_for() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    for args in [
        &["calendar", "limits"][..],
        &["calendar", "due", "--received", "2025-09-25", "--limit", "suit_after_silence"],
        &["calendar", "show", "2025"],
        &["doctor", "--today", "2026-11-01"],
        &["doctor", "--today", "2031-11-01"],
        &["rules"],
        &["explain", "A001"],
    ] {
        let text = out(&run(at, args));
        assert!(!text.is_empty(), "{args:?}");
        fits(&text, 80);
    }
    for (columns, most) in [("60", 60), ("120", 120)] {
        let output = gongkai(at, &["calendar", "limits"]).env("COLUMNS", columns).output().unwrap();
        fits(&out(&output), most);
        let widest = out(&output).lines().map(width::of).max().unwrap();
        assert!(widest > most - 25, "{columns}: {widest}");
    }
    fits(&out(&run(at, &["calendar", "limits", "--width", "50"])), 50);
}

#[test]
fn a_slip_is_told_in_chinese_with_the_usage_of_its_own_command() {
    let world = tempfile::tempdir().unwrap();
    for (args, words, of) in [
        (&["check"][..], "缺少：<文件>", "check"),
        (&["check", "a", "--fromat", "json"], "没有“--fromat”这个选项，是否指 --format", "check"),
        (&["check", "a", "--nothing-like-it"], "没有“--nothing-like-it”这个选项。", "check"),
        (&["read", "a", "--format", "cvs"], "取值“cvs”不对，是否指 csv，可以是：json、csv", "read"),
        (&["read", "a", "--format"], "“--format <格式>”后面缺少取值，可以是：json、csv", "read"),
        (&["check", "a", "-q", "--summary"], "“--quiet”不能与“--summary”同时使用", "check"),
        (&["check", "a", "--jobs", "1", "--jobs", "2"], "“--jobs <个数>”只能写一次", "check"),
        (&["check", "a", "--jobs", "0"], "应当是1至256之间的整数", "check"),
        (&["check", "a", "--jobs", "two"], "应当是1至256之间的整数", "check"),
        (&["check", "a", "--width", "7"], "应当是40至400之间的整数", "check"),
        (&["check", "a", "--timeout", "0.5"], "应当是1至86400之间的整数", "check"),
        (&["check", "a", "--max-pages", "many"], "应当是1至4294967295之间的整数", "check"),
        (&["check", "a", "--max-bytes", "viel"], "应当是数字，可以带 K、M、G", "check"),
        (&["check", "a", "--summary=yes"], "“--summary”后面不能有“yes”", "check"),
        (&["check", "a", "--today", "soon"], "日期应当写作", "check"),
        (&["rules", "A001"], "多了“A001”", "rules"),
        (&["calendar"], "没有说明要做什么；可以是：due、show、limits", "calendar"),
        (&["calendar", "deu"], "没有“deu”这个命令，是否指 due；可以是：due、show、limits", "calendar"),
        (&["calendar", "due"], "缺少：--received <日期>、--limit <期限>", "calendar due"),
        (
            &["calendar", "due", "--received", "2025-09-10", "--limit", "reply", "--region", "110000"],
            "缺少：--overlay <文件>",
            "calendar due",
        ),
        (&["calendar", "show", "95"], "应当是1949至2199之间的整数", "calendar show"),
        (&["completions", "csh"], "可以是：", "completions"),
        (&["doctor", "--fix"], "没有“--fix”这个选项", "doctor"),
    ] {
        let (code, said) = told(world.path(), args);
        assert_eq!(code, 2, "{args:?}");
        assert!(said.contains(words), "{args:?}: {said}");
        assert!(said.contains(&format!("用法：gongkai {of} ")), "{args:?}: {said}");
        assert!(said.contains(&format!("用 gongkai {of} --help 查看全部说明。")), "{args:?}: {said}");
        no_english(&said);
    }
    let (code, said) = told(world.path(), &[]);
    assert_eq!(code, 2);
    assert!(said.contains("没有说明要做什么；可以是：check、read、") && !said.contains("schema"), "{said}");
}

#[test]
fn what_the_system_refuses_is_told_in_chinese() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    put(at, "a.json", "");
    fs::create_dir(at.join("folder")).unwrap();
    fs::write(at.join("latin.toml"), b"# caf\xe9\n").unwrap();
    fs::write(at.join("cut.json"), "{\"schema_version\":1,\n \"source\":").unwrap();
    fs::write(at.join("odd.json"), "{\"schema_version\":1,\"source\":3}").unwrap();
    fs::write(at.join("years.json"), "{\"2027\": {\"off\": 7}}").unwrap();
    let long = "长".repeat(400) + ".docx";
    let due = ["calendar", "due", "--received", "2025-09-10", "--limit", "reply"];
    for (args, code, words) in [
        (&["check", "a.json", "-o", "folder"][..], 2, "无法写入 folder：这是文件夹"),
        (&["read", "a.json", "-o", "nowhere/x.json"], 2, "无法写入 nowhere/x.json：找不到文件或者文件夹"),
        (&["read", "a.json", "-o", "a.json/x"], 2, "路径中有一段不是文件夹"),
        (&["check", "a.json", "--waivers", "folder"], 2, "豁免清单 folder 无法使用：这是文件夹，不是文件"),
        (&["check", "a.json", "--waivers", "latin.toml"], 2, "内容不是 UTF-8 编码的文字"),
        (&["check", "a.json", "--waivers", "none.toml"], 2, "找不到这个文件"),
        (&["check", "a.json", "--previous", "none.docx"], 4, "上年报告 none.docx 无法读取：找不到这个文件"),
        (&["read", "cut.json", "--format", "csv"], 4, "JSON 不完整或者有语法错误（到第2行第10列就中断了）"),
        (&["read", "odd.json", "--format", "csv"], 4, "source：类型不对，应当是文字，实际是数值 3"),
        (&["read", &long, "--format", "csv"], 4, "文件名过长"),
        (&[&due[..], &["--calendar", "folder"]].concat(), 2, "无法打开 folder：这是文件夹"),
        (&[&due[..], &["--calendar", "none.json"]].concat(), 2, "找不到文件 none.json"),
        (&[&due[..], &["--calendar", "years.json"]].concat(), 2, "放假安排文件第1行"),
    ] {
        let (found, said) = told(at, args);
        assert_eq!(found, code, "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: {said}");
        no_english(&said.replace(".json", "").replace("nowhere", "").replace("folder", ""));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_chinese() {
    let world = tempfile::tempdir().unwrap();
    put(world.path(), "a.json", "");
    let (code, said) = told(world.path(), &["read", "a.json", "-o", "/dev/full"]);
    assert_eq!((code, said.as_str()), (2, "出错：写不出结果：磁盘空间不足。\n"));
}

const WAIVER: &str = "[[waiver]]\ncode = \"A003\"\ncell = \"table3.granted.total\"\nreason = \"原件如此\"\nwho = \"王科长\"\nuntil = 2026-12-31\n";

#[test]
fn a_broken_list_of_waivers_is_told_with_line_and_remedy() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    put(at, "a.json", "");
    let with = |from: &str, to: &str| {
        let text = WAIVER.replace(from, to);
        assert_ne!(text, WAIVER, "{from}");
        fs::write(at.join("a.json.gongkai.toml"), text).unwrap();
        let (code, said) = told(at, &["check", "a.json"]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("豁免清单 a.json.gongkai.toml 无法使用："), "{said}");
        no_english(&said);
        said
    };
    for (from, to, words) in [
        (
            "A003",
            "A03",
            "第2行：没有“A03”这条规则，是否指 A003；应当写规则编号（如 A001），全部规则见 gongkai rules",
        ),
        ("A003", "row_sum_mismatc", "第2行：没有“row_sum_mismatc”这条规则，是否指 row_sum_mismatch"),
        (
            "granted.total",
            "grante.total",
            "第3行：没有“table3.grante.total”这个单元格或者等式，是否指 table3.granted.total；应当写作",
        ),
        ("who = \"王科长\"\n", "", "第1行：缺少 who"),
        ("who", "whoo", "第5行：没有 whoo 这个项目，可以是 code、cell、source、reason、who、until"),
        ("\"王科长\"", "3", "第5行：类型不对，应当是文字，实际是数值 3"),
        ("\"王科长\"", "王科长", "第5行：文字要用引号括起来"),
        ("\"王科长\"", "", "第5行："),
        ("2026-12-31", "\"明年\"", "第6行：until = 明年：日期应当写作"),
        ("2026-12-31", "2026-02-31", "第6行："),
        ("until", "who = \"李\"\nuntil", "第6行：同一项写了两次"),
        ("[[waiver]]", "[[waiver]", "第1行：括号没有成对"),
        ("[[waiver]]", "agency_kind = \"village\"\n[[waiver]]", "第1行：没有 village 这个取值，可以是"),
        (
            "[[waiver]]",
            "[[agency]]\nname = \"[镇\"\nkind = \"town\"\n[[waiver]]",
            "第2行：通配符“[镇”缺少“]”",
        ),
    ] {
        let said = with(from, to);
        assert!(said.contains(words), "{from} → {to}: {said}");
    }
    // a name is as good as a code, and it works
    put(at, "b.json", "table3.granted.total = 9");
    fs::write(at.join("b.json.gongkai.toml"), WAIVER.replace("A003", "row_sum_mismatch")).unwrap();
    let checked = json(at, &["check", "b.json", "--format", "json", "--today", "2026年6月1日"]);
    assert_eq!(checked["files"][0]["waived"][0]["code"], "A003");
}

#[test]
fn waivers_of_one_file_are_told_once_whether_it_holds_one_report_or_several() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    put(at, "a.json", "table3.granted.total = 9");
    let one = fs::read_to_string(at.join("a.json")).unwrap();
    fs::write(at.join("two.json"), format!("[{one},{one}]")).unwrap();
    for name in ["a.json", "two.json"] {
        let text = format!("{WAIVER}{}", WAIVER.replace("A003", "A001"));
        fs::write(at.join(format!("{name}.gongkai.toml")), text).unwrap();
    }
    let args = ["check", "a.json", "two.json", "a.json", "--format", "json", "--today"];
    let checked = json(at, &[&args[..], &["2026-06-01"]].concat());
    let of = |key: &str| -> Vec<String> {
        let notes = checked["summary"][key].as_array().cloned().unwrap_or_default();
        notes
            .iter()
            .map(|n| format!("{} {}", n["file"].as_str().unwrap(), n["code"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(of("unused_waivers"), ["a.json.gongkai.toml A001", "two.json.gongkai.toml A001"]);
    assert_eq!(checked["summary"]["waived"], 4);
    let late = json(at, &[&args[..], &["2027-06-01"]].concat());
    assert_eq!(late["summary"]["expired_waivers"].as_array().unwrap().len(), 4);
}

#[test]
fn what_is_named_in_vain_beside_others_is_told_and_counts_as_unreadable() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    put(at, "a.json", "");
    fs::create_dir(at.join("empty")).unwrap();
    let note = "没有文件符合通配符“*.docx”。";
    for command in ["check", "read"] {
        for (args, code) in [
            (&["a.json", "*.docx"][..], 4),
            (&["*.docx", "a.json"], 4),
            (&["a.json", "*.docx", "-q"], 4),
            (&["*.docx"], 3),
            (&["*.docx", "empty"], 3),
        ] {
            let (found, said) = told(at, &[&[command], args].concat());
            assert_eq!(found, code, "{command} {args:?}: {said}");
            assert_eq!(said.matches(note).count(), 1, "{command} {args:?}: {said}");
            assert!(!said.contains("*.docx：") && !said.contains("*.docx 无法读取"), "{said}");
        }
        let (code, said) = told(at, &[command, "a.json", "empty"]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("文件夹“empty”中没有文件。"), "{said}");
        let (code, said) = told(at, &[command, "a.json", "gone.docx"]);
        assert_eq!(code, 4);
        assert!(said.contains("gone.docx：无法读取（找不到这个文件）"), "{said}");
    }
    let checked = json(at, &["check", "*.pdf", "a.json", "*.docx", "--format", "json"]);
    let codes: Vec<_> =
        checked["files"].as_array().unwrap().iter().map(|f| &f["unreadable"]["code"]).collect();
    assert_eq!(serde_json::json!(codes), serde_json::json!(["nothing_met", null, "nothing_met"]));
    let validator = jsonschema::validator_for(&schema::check()).unwrap();
    assert!(validator.is_valid(&checked));
}

#[test]
fn an_amount_is_written_as_people_write_it_and_told_exactly() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    put(at, "a.json", "");
    let bytes = fs::metadata(at.join("a.json")).unwrap().len();
    for amount in ["1k", "1K", "1kb", "1KiB", "1024"] {
        let why = json(at, &["read", "a.json", "--max-bytes", amount])["unreadable"].clone();
        assert_eq!(why["code"], "file_too_large");
        let message = why["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("文件大小 {bytes} 字节（约 ")), "{message}");
        assert!(message.ends_with("，超过上限 1 KB。"), "{message}");
        let raised = format!("--max-bytes {}K。", bytes.div_ceil(1024));
        assert!(why["hint"].as_str().unwrap().ends_with(&raised), "{why}");
    }
    assert_eq!(json(at, &["read", "a.json", "--max-bytes", "300M"])["source"], "a.json");
    let mut child = gongkai(at, &["read", "-", "--max-bytes", "100"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&[b'x'; 101]).unwrap();
    let why: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(why["unreadable"]["message"], "文件超过上限 100 字节。");
    assert!(why["unreadable"]["hint"].as_str().unwrap().ends_with("如 --max-bytes 200。"), "{why}");
}

/// A text of more than one kilobyte, with tables, so that every bound can be crossed.
fn long_page() -> String {
    let row = "<tr><td>甲</td><td>1</td></tr>".repeat(60);
    format!("<html><body>{}<table>{row}</table></body></html>", "<p>本机关依法公开信息。</p>".repeat(60))
}

#[test]
fn every_hint_to_raise_a_bound_names_an_option_that_exists_and_helps() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    let help = out(&run(at, &["read", "--help"]));
    fs::write(at.join("page.html"), long_page()).unwrap();
    put(at, "a.json", "");
    let mut crossed = BTreeSet::new();
    for (file, option, value, code) in [
        ("page.html", "--max-bytes", "1K", "file_too_large"),
        ("page.html", "--max-text-bytes", "1K", "file_too_large"),
        ("page.html", "--max-cells", "100", "too_many_cells"),
        ("page.html", "--max-paragraphs", "40", "too_many_paragraphs"),
        ("page.html", "--max-chars", "500", "too_many_characters"),
        ("a.json", "--max-bytes", "100K", "json_too_large"),
    ] {
        if code == "json_too_large" {
            let one = fs::read_to_string(at.join(file)).unwrap();
            fs::write(at.join(file), format!("{one}{}", " ".repeat(26 << 10))).unwrap();
        }
        let why = json(at, &["read", file, option, value])["unreadable"].clone();
        assert_eq!(why["code"], code, "{option}");
        let hint = why["hint"].as_str().unwrap();
        let (_, advice) = hint.split_once("调高上限，如 ").unwrap_or_else(|| panic!("{hint}"));
        let advice = advice.split(['。', '（']).next().unwrap();
        let (named, raised) = advice.split_once(' ').unwrap();
        assert_eq!(named, option, "{hint}");
        assert!(help.contains(&format!("{named} <")), "{named} is no option");
        let after = json(at, &["read", file, named, raised]);
        assert_ne!(after["unreadable"]["code"], code, "{option} {raised}");
        crossed.insert(option);
    }
    assert_eq!(crossed.len(), 5);
    // bounds that cannot be crossed here quickly are options all the same
    for option in ["--max-pages", "--max-unzipped", "--timeout"] {
        assert!(help.contains(&format!("{option} <")), "{option}");
    }
}

#[test]
fn what_could_not_be_read_stays_what_it_was_when_it_comes_back() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    fs::write(at.join("letter.txt"), "各位同事：\n请于周五前报送材料。\n").unwrap();
    put(at, "a.json", "");
    for (name, code) in [("gone.docx", "not_found"), ("letter.txt", "not_a_report")] {
        let first = json(at, &["read", name]);
        assert_eq!(first["unreadable"]["code"], code);
        fs::create_dir_all(at.join("back")).unwrap();
        fs::write(at.join("back/one.json"), first.to_string()).unwrap();
        fs::write(at.join("back/many.json"), format!("[{first},{first}]")).unwrap();
        for path in ["back/one.json", "back"] {
            let output = run(at, &["read", path]);
            assert_eq!(output.status.code(), Some(4), "{path}");
            let again: Value = serde_json::from_str(&out(&output)).unwrap();
            let elements = again.as_array().cloned().unwrap_or_else(|| vec![again.clone()]);
            assert_eq!(elements.len(), if path == "back" { 3 } else { 1 });
            assert!(elements.iter().all(|one| *one == first), "{again}");
        }
        let checked = json(at, &["check", "back/one.json", "--format", "json"]);
        assert_eq!(checked["files"][0], first);
    }
    // another program's JSON with members of these names is none of ours
    fs::write(at.join("other.json"), r#"{"source":1,"unreadable":true}"#).unwrap();
    assert_eq!(json(at, &["read", "other.json"])["unreadable"]["code"], "not_our_json");
}

#[test]
fn a_limit_is_known_by_its_chinese_name_and_a_date_as_people_write_it() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    let due = |received: &str, limit: &str| {
        json(at, &["calendar", "due", "--received", received, "--limit", limit, "--format", "json"])
    };
    let first = due("2021-09-01", "reply");
    for received in ["2021年9月1日", "2021/9/1", "20210901", "2021.09.01", "2021-9-1"] {
        for limit in ["reply", "答复", "答复期限", "REPLY"] {
            assert_eq!(due(received, limit), first, "{received} {limit}");
        }
    }
    for limit in json(at, &["calendar", "limits", "--format", "json"]).as_array().unwrap() {
        let (key, name) = (limit["key"].as_str().unwrap(), limit["name"].as_str().unwrap());
        let args = |word| {
            [
                "calendar",
                "due",
                "--received",
                "2025-03-03",
                "--at",
                "9:00",
                "--format",
                "json",
                "--limit",
                word,
            ]
        };
        assert_eq!(json(at, &args(name)), json(at, &args(key)), "{key}");
    }
    for (given, words) in [
        ("replyy", "是否指 reply（答复）；"),
        ("补正", "是否指 correction（告知补正）、correction_reply（申请人补正）；"),
        ("什么", "没有这个期限；"),
    ] {
        let (code, said) = told(at, &["calendar", "due", "--received", "2025-03-03", "--limit", given]);
        assert_eq!(code, 2);
        assert!(said.contains(words) && said.contains("全部期限见 gongkai calendar limits"), "{said}");
    }
    let (code, said) = told(at, &["calendar", "due", "--received", "2021-02-30", "--limit", "reply"]);
    assert_eq!(code, 2);
    assert!(said.contains("没有2021年2月30日这一天"), "{said}");
}

#[test]
fn a_year_before_the_data_is_said_to_have_none_and_a_year_to_come_is_provisional() {
    let world = tempfile::tempdir().unwrap();
    let due = |received: &str, more: &[&str]| {
        let args = ["calendar", "due", "--received", received, "--limit", "答复"];
        out(&run(world.path(), &[&args[..], more].concat()))
    };
    let early = due("2018-03-01", &[]);
    assert!(early.contains("没有该年（2018年）的工作日安排数据，按周一至周五推算"), "{early}");
    assert!(!early.contains("暂定") && early.contains("【推算】"), "{early}");
    let value: Value = serde_json::from_str(&due("2018-03-01", &["--format", "json"])).unwrap();
    assert_eq!((&value["provisional"], &value["projected"]), (&Value::Bool(true), &Value::Bool(false)));
    assert_eq!(value["years_without_data"], serde_json::json!([2018]));
    assert!(due("2100-03-01", &[]).contains("【暂定】"));
    let year = |year| out(&run(world.path(), &["calendar", "show", year]));
    assert!(year("2018年").contains("没有该年的工作日安排数据，按周一至周五推算"));
    assert!(!year("2018").contains("暂定") && year("2100").contains("暂定"));
}

#[test]
fn the_doctor_says_what_is_missing_and_what_to_do() {
    let world = tempfile::tempdir().unwrap();
    let text = out(&run(world.path(), &["doctor", "--today", "2030-05-01"]));
    fits(&text, 80);
    let text: String = text.split_whitespace().collect();
    assert!(text.contains("缺少2030年、2031年的放假安排"), "{text}");
    assert!(text.contains("gongkaicalendardue--calendar文件补充"), "{text}");
}

#[test]
fn the_doctor_names_each_face_with_its_file_and_what_no_font_has() {
    let world = tempfile::tempdir().unwrap();
    let text = out(&run(world.path(), &["doctor", "--fonts", "没有的"]));
    fits(&text, 80);
    for face in ["小标宋", "黑体", "楷体", "仿宋", "宋体"] {
        let line = text.lines().find(|line| line.starts_with(face)).unwrap();
        assert!(line.contains("内置字体") || line.contains('，'), "{line}");
    }
    // whatever the machine has: a face without a font is named, and so are characters
    if text.contains("没有找到") {
        assert!(text.contains("缺少字体"), "{text}");
    }
    assert!(!text.contains("缺少字符") || text.contains("显示为方框"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_told_and_not_waited_for() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    fs::create_dir(at.join("reports")).unwrap();
    put(at, "reports/a.json", "");
    let made = Command::new("mkfifo").arg(at.join("reports/p.txt")).status().unwrap();
    assert!(made.success());
    let (code, said) = told(at, &["check", "reports"]);
    assert_eq!(code, 4, "{said}");
    assert!(said.contains("这是管道或者设备，不是文件"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_writes_to_is_refused_and_not_waited_for() {
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    put(at, "a.json", "");
    assert!(Command::new("mkfifo").arg(at.join("p.txt")).status().unwrap().success());
    for args in [&["check", "p.txt"][..], &["read", "p.txt"], &["write", "p.txt", "--to", "md"]] {
        let output = run(at, args);
        let said = out(&output) + &err(&output);
        assert_eq!(output.status.code(), Some(4), "{args:?}: {said}");
        assert!(said.contains("这是管道或者设备，不是文件"), "{args:?}: {said}");
    }
    let (code, said) = told(at, &["check", "a.json", "--waivers", "p.txt"]);
    assert_eq!(code, 2, "{said}");
    // what the caller opened is read: a pipe that is standard input
    let file = fs::File::open(at.join("a.json")).unwrap();
    let output = gongkai(at, &["read", "/dev/stdin", "-q"]).stdin(file).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

#[cfg(unix)]
#[test]
fn a_name_in_another_encoding_is_opened_and_shown_as_far_as_it_can_be() {
    use std::os::unix::ffi::OsStrExt as _;
    let world = tempfile::tempdir().unwrap();
    let at = world.path();
    put(at, "a.json", "");
    let name = std::ffi::OsStr::from_bytes(b"\xc4\xea\xb1\xa8.json");
    fs::rename(at.join("a.json"), at.join(name)).unwrap();
    for command in [&["check"][..], &["read"], &["write", "--to", "md"], &["repair"]] {
        let output = gongkai(at, command).arg(name).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", err(&output));
    }
    let missing = std::ffi::OsStr::from_bytes(b"\xff.txt");
    let output = gongkai(at, &["check"]).arg(missing).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(out(&output).contains("\u{fffd}.txt"), "{}", out(&output));
    // where no file is meant, the word is named
    let output = gongkai(at, &["explain"]).arg(missing).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("“\u{fffd}.txt”中有无法识别的字符"), "{}", err(&output));
}
