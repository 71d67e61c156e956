//! What is written and where: no result takes the place of a report, and each command writes what it says.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and makes its own files"
)]

use gongkai_checker::render::width;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const CLEAN: &str = include_str!("../../../examples/clean.txt");

fn gongkai(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.current_dir(folder).args(args).env_remove("COLUMNS").env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    gongkai(folder, args).output().unwrap()
}

/// Exit code, standard output and standard error; the broken lines of messages are joined.
fn told(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = run(folder, args);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.lines().all(|line| width::of(line) <= 80), "{err}");
    (
        output.status.code().unwrap(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        err.replace("\n  ", ""),
    )
}

fn world() -> tempfile::TempDir {
    let world = tempfile::tempdir().unwrap();
    fs::write(world.path().join("x.txt"), CLEAN).unwrap();
    world
}

/// The values of all cells, as `read` finds them in a file.
fn values(folder: &Path, name: &str) -> Vec<(String, Value)> {
    let (code, out, err) = told(folder, &["read", name, "-q"]);
    assert_eq!(code, 0, "{name}: {err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let mut all = Vec::new();
    for table in ["table2", "table3", "table4"] {
        collect(table, &report[table], &mut all);
    }
    assert!(all.len() > 80, "{name}: {}", all.len());
    all
}

fn collect(path: &str, value: &Value, all: &mut Vec<(String, Value)>) {
    let Some(members) = value.as_object() else { return };
    if let Some(number) = members.get("value") {
        all.push((path.to_owned(), number.clone()));
        return;
    }
    for (key, below) in members {
        collect(&format!("{path}.{key}"), below, all);
    }
}

/// Nothing half-written is left in a folder.
fn no_parts(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(!name.contains(".part"), "{name}");
    }
}

#[test]
fn no_result_is_written_over_what_is_read() {
    let world = world();
    let at = world.path();
    fs::create_dir(at.join("报告")).unwrap();
    fs::write(at.join("报告/甲.txt"), CLEAN).unwrap();
    fs::write(at.join("last.txt"), CLEAN.replace("2025", "2024")).unwrap();
    fs::write(at.join("w.toml"), "").unwrap();
    fs::write(at.join("x.txt.gongkai.toml"), "").unwrap();
    fs::write(at.join("p.md"), "# 一、总体情况\n按时公开。\n").unwrap();
    let before = |name: &str| fs::read(at.join(name)).unwrap();
    for (args, name) in [
        (&["check", "x.txt", "-o", "x.txt"][..], "x.txt"),
        (&["check", "x.txt", "-o", "报告/../x.txt"], "x.txt"),
        (&["check", "x.txt", "--format", "html", "-o", "./x.txt"], "x.txt"),
        (&["check", "报告", "-o", "报告/甲.txt"], "报告/甲.txt"),
        (&["check", "x.txt", "--previous", "last.txt", "-o", "last.txt"], "last.txt"),
        (&["check", "x.txt", "--previous", "报告", "-o", "报告/甲.txt"], "报告/甲.txt"),
        (&["check", "x.txt", "--waivers", "w.toml", "-o", "w.toml"], "w.toml"),
        (&["check", "x.txt", "-o", "x.txt.gongkai.toml"], "x.txt.gongkai.toml"),
        (&["read", "x.txt", "-o", "x.txt"], "x.txt"),
        (&["write", "x.txt", "--to", "md", "-o", "x.txt"], "x.txt"),
        (&["write", "x.txt", "--to", "md", "--prose", "p.md", "-o", "p.md"], "p.md"),
        (&["compare", "x.txt", "last.txt", "-o", "last.txt"], "last.txt"),
        (&["sum", "报告", "--to", "json", "-o", "报告/甲.txt"], "报告/甲.txt"),
        (&["sum", "报告", "--check", "x.txt", "--to", "json", "-o", "x.txt"], "x.txt"),
        (&["repair", "x.txt", "--accept", "all", "--to", "json", "-o", "x.txt"], "x.txt"),
    ] {
        let bytes = before(name);
        let (code, _, err) = told(at, args);
        assert_eq!(code, 2, "{args:?}: {err}");
        assert!(err.contains("不能用来存放结果") && err.contains(name), "{args:?}: {err}");
        assert_eq!(before(name), bytes, "{args:?}");
    }
    no_parts(at);
}

#[cfg(unix)]
#[test]
fn another_name_of_the_same_report_is_the_same_report() {
    let world = world();
    let at = world.path();
    fs::hard_link(at.join("x.txt"), at.join("hard.txt")).unwrap();
    std::os::unix::fs::symlink("x.txt", at.join("soft.txt")).unwrap();
    for name in ["hard.txt", "soft.txt"] {
        assert_eq!(told(at, &["check", "x.txt", "-o", name]).0, 2, "{name}");
    }
    let file = fs::File::open(at.join("x.txt")).unwrap();
    let output = gongkai(at, &["read", "-", "-o", "x.txt"]).stdin(file).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(at.join("x.txt")).unwrap(), CLEAN);
}

#[test]
fn a_result_takes_its_name_when_it_is_whole() {
    let world = world();
    let at = world.path();
    fs::write(at.join("r.json"), "before").unwrap();
    assert_eq!(told(at, &["check", "x.txt", "--format", "json", "-o", "r.json"]).0, 0);
    assert!(fs::read_to_string(at.join("r.json")).unwrap().starts_with("{\"schema_version\""));
    no_parts(at);
    let (code, _, err) = told(at, &["check", "x.txt", "-o", "not-there/r.txt"]);
    assert_eq!(code, 2);
    assert!(err.contains("无法写入 not-there/r.txt"), "{err}");
}

#[test]
fn results_of_ours_are_no_reports() {
    let world = world();
    let at = world.path();
    fs::write(at.join("last.txt"), CLEAN.replace("2025", "2024")).unwrap();
    let made = [
        (&["check", "x.txt", "--format", "html"][..], "a.html"),
        (&["check", "x.txt", "--format", "json"], "a.json"),
        (&["check", "x.txt", "--format", "jsonl"], "a.jsonl"),
        (&["check", "x.txt", "--format", "sarif"], "a.sarif"),
        (&["compare", "x.txt", "last.txt", "--to", "html"], "b.html"),
    ];
    for (args, name) in made {
        let args = [args, &["-o", name]].concat();
        let (code, _, err) = told(at, &args);
        assert_eq!(code, 0, "{args:?}: {err}");
        let (code, out, _) = told(at, &["check", name]);
        assert_eq!(code, 4, "{name}: {out}");
        assert!(out.replace('\n', "").contains("检查或者比较结果"), "{name}: {out}");
    }
    let (code, out, err) = told(at, &["check", ".", "--format", "json", "-q"]);
    let summary = &serde_json::from_str::<Value>(&out).unwrap()["summary"];
    assert_eq!((code, &summary["reports"], &summary["unreadable"]), (0, &2.into(), &0.into()), "{err}");
    // the page of the last run lies in the folder and may be made again
    assert_eq!(told(at, &["check", ".", "-q", "--format", "html", "-o", "a.html"]).0, 0);
}

#[test]
fn two_reports_of_last_year_that_differ_are_named_and_neither_is_taken() {
    let world = world();
    let at = world.path();
    fs::create_dir(at.join("last")).unwrap();
    let last = CLEAN.replace("2025年", "2024年");
    fs::write(at.join("last/a.txt"), &last).unwrap();
    fs::write(at.join("last/b.txt"), &last).unwrap();
    let notes = |at: &Path| told(at, &["check", "x.txt", "--previous", "last", "--fail-on", "never"]);
    let (_, _, err) = notes(at);
    assert!(!err.contains("两份"), "{err}");
    fs::write(at.join("last/b.txt"), last.replace("总体情况\n", "总体情况\n另一稿。\n")).unwrap();
    fs::write(at.join("last/c.doc"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken").unwrap();
    let (code, out, err) = notes(at);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("last/a.txt、") && err.contains("last/b.txt") && err.contains("均未使用"), "{err}");
    assert!(err.contains("last/c.doc"), "{err}");
    assert!(out.contains("没有可以核对的上一年度报告"), "{out}");
}

#[test]
fn what_is_written_in_each_format_is_read_back_equal() {
    let world = world();
    let at = world.path();
    let before = values(at, "x.txt");
    for format in ["docx", "html", "xlsx", "md"] {
        let name = format!("y.{format}");
        let (code, _, err) = told(at, &["write", "x.txt", "--to", format, "-o", &name]);
        assert_eq!(code, 0, "{format}: {err}");
        assert_eq!(values(at, &name), before, "{format}");
    }
    let mut child = gongkai(at, &["write", "-", "--to", "md"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(CLEAN.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stdout, fs::read(at.join("y.md")).unwrap());
}

#[test]
fn prose_comes_from_a_file_and_blank_forms_have_open_cells() {
    let world = world();
    let at = world.path();
    fs::write(at.join("p.md"), "# 一、总体情况\n\n全年按时公开各类信息。\n").unwrap();
    assert_eq!(told(at, &["write", "x.txt", "--to", "md", "--prose", "p.md", "-o", "y.md"]).0, 0);
    assert!(fs::read_to_string(at.join("y.md")).unwrap().contains("全年按时公开各类信息"));
    for (form, format) in [("2021", "docx"), ("2021", "xlsx"), ("2019", "docx"), ("2019", "xlsx")] {
        let name = format!("blank-{form}.{format}");
        let year = if form == "2019" { "2020" } else { "2025" };
        let args = [
            "write",
            "--blank",
            form,
            "--agency",
            "松屿市港口管理局",
            "--year",
            year,
            "--to",
            format,
            "-o",
            &name,
        ];
        let (code, _, err) = told(at, &args);
        assert_eq!(code, 0, "{args:?}: {err}");
        assert!(fs::read(at.join(&name)).unwrap().starts_with(b"PK"), "{name}");
    }
    for (args, expected, words) in [
        (&["write", "x.txt"][..], 2, "缺少"),
        (&["write", "none.txt", "--to", "md"], 4, "none.txt"),
        (&["write", "x.txt", "--to", "md", "--prose", "none.md"], 2, "none.md"),
        (&["write", "--blank", "2021", "--agency", "某局", "--year", "2025", "--to", "md"], 2, "空白表只能"),
    ] {
        let (code, _, err) = told(at, args);
        assert_eq!(code, expected, "{args:?}: {err}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
}

#[test]
fn a_comparison_is_shown_as_text_page_workbook_and_data() {
    let world = world();
    let at = world.path();
    fs::write(at.join("last.txt"), CLEAN.replace("2025年", "2024年")).unwrap();
    let (code, out, err) = told(at, &["compare", "last.txt", "x.txt"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("2024") && out.contains("2025"), "{out}");
    assert!(out.lines().all(|line| width::of(line) <= 80), "{out}");
    let (_, out, _) = told(at, &["compare", "last.txt", "x.txt", "--to", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["reports"].as_array().unwrap().len(), 2);
    let (_, out, _) = told(at, &["compare", "last.txt", "x.txt", "--to", "html"]);
    assert!(out.contains("<meta name=\"generator\" content=\"gongkai compare\">"));
    assert_eq!(told(at, &["compare", "last.txt", "x.txt", "--to", "xlsx", "-o", "c.xlsx"]).0, 0);
    assert!(fs::read(at.join("c.xlsx")).unwrap().starts_with(b"PK"));
    assert_eq!(told(at, &["compare", "x.txt"]).0, 2);
}

#[test]
fn reports_are_added_up_or_refused_and_held_against_their_parent() {
    let world = world();
    let at = world.path();
    fs::create_dir(at.join("报告")).unwrap();
    fs::write(at.join("报告/a.txt"), CLEAN).unwrap();
    fs::write(at.join("报告/b.txt"), CLEAN.replace("港口管理局", "渔业局")).unwrap();
    let (code, out, err) =
        told(at, &["sum", "报告", "--to", "json", "--agency", "松屿市人民政府", "--provenance", "from.csv"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("汇总了2个单位"), "{err}");
    fs::write(at.join("sum.json"), &out).unwrap();
    for ((path, whole), (_, one)) in values(at, "sum.json").iter().zip(&values(at, "x.txt")) {
        if let (Some(whole), Some(one)) = (whole.as_i64(), one.as_i64()) {
            assert_eq!(whole, 2 * one, "{path}");
        }
    }
    assert!(fs::read_to_string(at.join("from.csv")).unwrap().contains("松屿市渔业局"));
    let (_, checked, _) = told(at, &["check", "sum.json", "--format", "json"]);
    assert!(!checked.contains("S304"), "{checked}");
    assert_eq!(told(at, &["sum", "报告", "--to", "json", "--provenance", "from.json"]).0, 0);
    serde_json::from_str::<Value>(&fs::read_to_string(at.join("from.json")).unwrap()).unwrap();
    assert_eq!(told(at, &["sum", "报告", "--to", "json", "--provenance", "from.txt"]).0, 2);
    // a parent that reports one member's numbers; without a list of members this is no error yet
    let (code, checked, _) = told(at, &["sum", "报告", "--check", "x.txt", "-q"]);
    assert_eq!(code, 0);
    assert!(checked.contains("H002") && checked.contains("松屿市渔业局"), "{checked}");
    // the member's cell is quoted with its place
    let (_, found, _) = told(at, &["sum", "报告", "--check", "x.txt", "-q", "--format", "json"]);
    let found: Value = serde_json::from_str(&found).unwrap();
    let findings = found["files"][0]["findings"].as_array().unwrap();
    let of_one_member = findings.iter().find(|f| f["code"] == "H002").unwrap();
    let spots = of_one_member["where"].as_array().unwrap();
    let of_member = spots.iter().find(|s| s["source"].is_string()).unwrap();
    assert!(of_member["line"].is_u64(), "{of_member}");
    fs::write(
        at.join("members.toml"),
        "complete = true\n[[member]]\nagency = \"松屿市港口管理局\"\nscope = \"own\"\n[[member]]\nagency = \"松屿市渔业局\"\n",
    )
    .unwrap();
    fs::write(at.join("parent.txt"), CLEAN.replace("行政许可\t211", "行政许可\t9000")).unwrap();
    let with_list = ["sum", "报告", "--members", "members.toml", "--check", "parent.txt", "-q"];
    let (code, checked, err) = told(at, &with_list);
    assert_eq!(code, 1, "{checked}{err}");
    let blank = [
        "write",
        "--blank",
        "2021",
        "--agency",
        "松屿市海事局",
        "--year",
        "2025",
        "--to",
        "docx",
        "-o",
        "c.docx",
    ];
    assert_eq!(told(at, &blank).0, 0);
    let (code, _, err) = told(at, &["sum", "报告", "c.docx", "--to", "json", "-o", "s.json"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("没有汇总") && !at.join("s.json").exists(), "{err}");
    let leaving = ["sum", "报告", "c.docx", "--unknown", "leave-out", "--to", "json", "-o", "s.json"];
    assert_eq!(told(at, &leaving).0, 0);
    assert_eq!(told(at, &["sum", "none", "--to", "json"]).0, 4);
    assert_eq!(told(at, &["sum", "报告", "--to", "json", "--members", "none.toml"]).0, 2);
    fs::create_dir(at.join("空")).unwrap();
    assert_eq!(told(at, &["sum", "空", "--to", "json"]).0, 3);
}

#[test]
fn one_change_is_proposed_accepted_and_marked() {
    let world = world();
    let at = world.path();
    let (_, out, _) = told(at, &["read", "x.txt", "-q"]);
    let mut report: Value = serde_json::from_str(&out).unwrap();
    let total = report["table3"]["granted"]["total"]["value"].as_i64().unwrap();
    report["table3"]["granted"]["total"]["value"] = (total + 1).into();
    report["table3"]["granted"]["total"]["raw"] = (total + 1).to_string().into();
    fs::write(at.join("bad.json"), report.to_string()).unwrap();
    let (code, out, err) = told(at, &["repair", "bad.json"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("修改建议1"), "{out}");
    let (_, _, err) = told(at, &["repair", "bad.json", "--accept", "1", "--to", "json", "-o", "good.json"]);
    assert!(err.contains("已采纳1条"), "{err}");
    assert_eq!(values(at, "good.json"), values(at, "x.txt"));
    let (_, checked, _) = told(at, &["check", "good.json", "--format", "json"]);
    assert!(!checked.contains("S304"), "{checked}");
    assert_eq!(told(at, &["repair", "bad.json", "--accept", "7", "--to", "json"]).0, 2);
    assert_eq!(told(at, &["repair", "x.txt"]).0, 0);
}

/// The report of the example with a total that is one too many, as JSON.
fn with_a_wrong_total(at: &Path) -> Value {
    let (_, out, _) = told(at, &["read", "x.txt", "-q"]);
    let mut report: Value = serde_json::from_str(&out).unwrap();
    let total = report["table3"]["granted"]["total"]["value"].as_i64().unwrap();
    report["table3"]["granted"]["total"]["value"] = (total + 1).into();
    report["table3"]["granted"]["total"]["raw"] = (total + 1).to_string().into();
    report
}

#[test]
fn messages_keep_to_the_width_that_is_asked_for() {
    let world = world();
    let at = world.path();
    fs::write(at.join("bad.json"), with_a_wrong_total(at).to_string()).unwrap();
    let err = String::from_utf8(run(at, &["repair", "bad.json", "--width", "60"]).stderr).unwrap();
    assert!(err.contains("修改建议只供核对") && err.lines().count() > 1, "{err}");
    assert!(err.lines().all(|line| width::of(line) <= 60), "{err}");
}

#[test]
fn an_edited_text_of_the_data_is_what_is_written() {
    let world = world();
    let at = world.path();
    let (_, out, _) = told(at, &["read", "x.txt", "-q"]);
    let mut report: Value = serde_json::from_str(&out).unwrap();
    let section = report["sections"].as_array_mut().unwrap().iter_mut().find(|s| s["key"] == "problems");
    let section = section.unwrap();
    assert!(section["paragraphs"].is_array());
    section["text"] = "改写以后的问题和改进情况。".into();
    fs::write(at.join("edit.json"), report.to_string()).unwrap();
    let (_, out, _) = told(at, &["write", "edit.json", "--to", "md"]);
    assert!(out.contains("\n改写以后的问题和改进情况。\n"), "{out}");
    assert!(!out.contains("个别科室"), "{out}");
}

#[test]
fn an_accepted_change_is_marked_in_every_format_and_its_proposal_fits_the_terminal() {
    let world = world();
    let at = world.path();
    fs::write(at.join("bad.json"), with_a_wrong_total(at).to_string()).unwrap();
    let (_, out, _) = told(at, &["repair", "bad.json"]);
    assert!(out.lines().all(|line| width::of(line) <= 80), "{out}");
    for format in ["md", "html"] {
        let (_, out, err) = told(at, &["repair", "bad.json", "--accept", "1", "--to", format]);
        assert!(err.contains("均已标记"), "{err}");
        assert!(out.contains("修改建议"), "{format}: {out}");
    }
    let (_, out, _) = told(at, &["repair", "bad.json", "--accept", "1", "--to", "json"]);
    let fixed: Value = serde_json::from_str(&out).unwrap();
    let cell = &fixed["table3"]["granted"]["total"];
    assert_eq!(cell["kind"], "number");
    assert!(cell["proof"].as_str().unwrap().starts_with("修改建议"), "{cell}");
    // what is marked in text is not taken for a claim of the report
    for format in ["md", "pdf"] {
        let name = format!("fixed.{format}");
        told(at, &["repair", "bad.json", "--accept", "1", "--to", format, "-o", &name]);
        let (code, checked, _) = told(at, &["check", &name, "--format", "json"]);
        assert_eq!(code, 0, "{format}: {checked}");
    }
}

#[test]
fn values_that_were_worked_out_are_told_and_marked_when_they_are_written() {
    let world = world();
    let at = world.path();
    let (_, out, _) = told(at, &["read", "x.txt", "-q"]);
    let mut report: Value = serde_json::from_str(&out).unwrap();
    let cell = &mut report["table3"]["granted"]["total"];
    (cell["kind"], cell["proof"]) = ("derived".into(), "各列之和".into());
    fs::write(at.join("x.json"), report.to_string()).unwrap();
    let (code, out, err) = told(at, &["write", "x.json", "--to", "md"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("有1个单元格的数值是按勾稽关系推算的"), "{err}");
    assert!(out.contains("推算的数值，原件没有印出：各列之和"), "{out}");
    let (_, out, err) = told(at, &["write", "x.json", "--to", "md", "--no-marks"]);
    assert!(err.contains("推算") && !out.contains("推算的数值"), "{err}");
}

#[test]
fn a_date_may_be_given_and_its_lack_is_told_with_the_option() {
    let world = world();
    let at = world.path();
    let (_, out, _) = told(at, &["read", "x.txt", "-q"]);
    let mut report: Value = serde_json::from_str(&out).unwrap();
    report["signed_on"] = serde_json::json!({"value": null, "where": null});
    fs::write(at.join("x.json"), report.to_string()).unwrap();
    let (_, _, err) = told(at, &["write", "x.json", "--to", "pdf", "-o", "a.pdf"]);
    assert!(err.contains("PDF/A-2a") && err.contains("--dated"), "{err}");
    let (_, _, err) = told(at, &["write", "x.json", "--to", "pdf", "-o", "b.pdf", "--dated", "2026-01-20"]);
    assert!(!err.contains("PDF/A-2a"), "{err}");
    let has = |name: &str, text: &str| {
        let bytes = fs::read(at.join(name)).unwrap();
        bytes.windows(text.len()).any(|w| w == text.as_bytes())
    };
    assert!(has("b.pdf", "pdfaid:part") && has("a.pdf", "pdfaid:part"));
    assert!(has("b.pdf", "<xmp:CreateDate>2026-01-20") && has("a.pdf", "<xmp:CreateDate>2026-01-31"));
    let (_, out, _) =
        told(at, &["sum", "x.txt", "--to", "md", "--agency", "某市人民政府", "--dated", "2026-1-20"]);
    assert!(out.contains("2026年1月20日"), "{out}");
}

#[test]
fn what_a_folder_holds_beside_reports_is_named_and_what_is_broken_refuses_the_sum() {
    let world = world();
    let at = world.path();
    fs::create_dir(at.join("m")).unwrap();
    fs::write(at.join("m/a.txt"), CLEAN).unwrap();
    fs::write(at.join("m/说明.txt"), "请各单位于1月15日前报送。").unwrap();
    let (code, _, err) = told(at, &["sum", "m", "--to", "json"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("1个文件不是年度报告") && err.contains("说明.txt"), "{err}");
    fs::write(at.join("m/z.doc"), [0_u8, 1, 2, 3, 200, 201].repeat(60)).unwrap();
    fs::write(at.join("m/bad.docx"), "PK\n").unwrap();
    let (code, _, err) = told(at, &["sum", "m", "--to", "json"]);
    assert_eq!(code, 4, "{err}");
    assert!(err.contains("z.doc") && err.contains("bad.docx"), "{err}");
    let skipping = ["sum", "m", "--to", "md", "--skip-unreadable", "--provenance", "from.json", "-o", "s.md"];
    assert_eq!(told(at, &skipping).0, 4);
    let text = fs::read_to_string(at.join("s.md")).unwrap();
    assert!(text.contains("2个文件无法读取，没有计入"), "{text}");
    let from: Value = serde_json::from_str(&fs::read_to_string(at.join("from.json")).unwrap()).unwrap();
    assert_eq!(from["left_out"].as_array().unwrap().len(), 2);
    assert_eq!(from["passed_over"], serde_json::json!(["m/说明.txt"]));
}

#[test]
fn a_sum_says_in_itself_what_is_not_in_it_and_names_the_files_that_were_given() {
    let world = world();
    let at = world.path();
    let (_, out, _) = told(at, &["read", "x.txt", "-q"]);
    let mut report: Value = serde_json::from_str(&out).unwrap();
    report["table4"]["reconsideration_pending"] =
        serde_json::json!({"value": null, "kind": "illegible", "raw": "?", "where": null});
    fs::write(at.join("港口.json"), report.to_string()).unwrap();
    fs::write(at.join("渔业.txt"), CLEAN.replace("港口管理局", "渔业局")).unwrap();
    fs::write(at.join("别处.txt"), CLEAN.replace("港口管理局", "气象局")).unwrap();
    fs::write(
        at.join("members.toml"),
        "[[member]]\nagency = \"松屿市港口管理局\"\n[[member]]\nagency = \"松屿市渔业局\"\n[[member]]\nagency = \"松屿市教育局\"\n\
         [[transfer]]\nfrom = \"松屿市渔业局\"\nto = \"松屿市教育局\"\napplicant = \"natural_person\"\nresult = \"granted\"\ncount = 1\nreason = \"登记簿\"\n",
    )
    .unwrap();
    let args = |format| {
        let files =
            ["sum", "港口.json", "渔业.txt", "别处.txt", "--members", "members.toml", "--unknown", "skip"];
        [&files[..], &["--to", format, "--agency", "松屿市人民政府", "--provenance", "from.csv"]].concat()
    };
    let (code, out, err) = told(at, &args("md"));
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("未计入：松屿市气象局，别处.txt"), "{err}");
    for words in ["松屿市教育局", "松屿市气象局", "松屿市港口管理局“", "1格没有可用的数值", "没有减去"]
    {
        assert!(out.contains(words), "{words}: {out}");
    }
    let from = fs::read_to_string(at.join("from.csv")).unwrap();
    assert!(from.contains("港口.json") && !from.contains("x.txt"), "{from}");
    let (_, out, _) = told(at, &args("html"));
    assert!(out.contains("汇总说明1："), "{out}");
    fs::write(at.join("again.json"), report.to_string()).unwrap();
    let (code, _, err) = told(at, &["sum", "港口.json", "again.json", "--to", "json", "--unknown", "skip"]);
    assert_eq!(code, 1);
    assert!(err.contains("港口.json、again.json") || err.contains("again.json、港口.json"), "{err}");
}

#[test]
fn what_contradicts_itself_on_the_command_line_is_refused_and_what_is_replaced_is_told() {
    let world = world();
    let at = world.path();
    let blank = |form, year| {
        ["write", "--blank", form, "--agency", "某局", "--year", year, "--to", "docx", "-o", "b.docx"]
    };
    for (args, words) in [
        (&blank("2021", "2020")[..], "--blank 2019"),
        (&blank("2019", "2025")[..], "--blank 2021"),
        (&["write", "x.txt", "--to", "pdf", "-o", "x.docx"], "不一致"),
        (&["sum", "x.txt", "--to", "json", "-o", "s.xlsx"], "不一致"),
    ] {
        let (code, _, err) = told(at, args);
        assert_eq!(code, 2, "{args:?}: {err}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
    assert!(!at.join("x.docx").exists() && !at.join("b.docx").exists());
    let (code, _, err) = told(at, &["sum", "x.txt", "--to", "md", "-o", "s.md"]);
    assert_eq!(code, 0);
    assert!(err.contains("--agency") && !err.contains("已覆盖"), "{err}");
    let (_, _, err) = told(at, &["sum", "x.txt", "--to", "md", "-o", "s.md"]);
    assert!(err.contains("已覆盖原有文件 s.md"), "{err}");
}

#[test]
fn prose_may_be_in_the_encoding_of_the_office_and_a_strange_heading_is_named() {
    let world = world();
    let at = world.path();
    // “# 一、总体情况” and “全年公开。” in GB18030
    let bytes =
        b"# \xd2\xbb\xa1\xa2\xd7\xdc\xcc\xe5\xc7\xe9\xbf\xf6\n\xc8\xab\xc4\xea\xb9\xab\xbf\xaa\xa1\xa3\n";
    fs::write(at.join("p.md"), bytes).unwrap();
    let (code, out, err) = told(at, &["write", "x.txt", "--to", "md", "--prose", "p.md"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("全年公开。"), "{out}");
    fs::write(at.join("q.md"), "# 一、总体情况\n甲\n\n# 七、其他\n乙\n").unwrap();
    let (code, _, err) = told(at, &["write", "x.txt", "--to", "md", "--prose", "q.md"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("第4行的标题“七、其他”不是六个部分之一"), "{err}");
}

#[test]
fn completions_offer_nothing_that_help_does_not_show() {
    let world = world();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, err) = told(world.path(), &["completions", shell]);
        assert_eq!(code, 0, "{shell}: {err}");
        assert!(script.contains("check") && script.contains("previous"), "{shell}");
        for hidden in ["schema", "today", "手册页"] {
            assert!(!script.contains(hidden), "{hidden} in {shell}");
        }
    }
}

#[test]
fn standard_input_has_a_chinese_name_in_what_people_read() {
    let world = world();
    for (args, is_data) in [(&["check", "-"][..], false), (&["check", "-", "--format", "json"], true)] {
        let mut child =
            gongkai(world.path(), args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(CLEAN.replace("港口管理局", "港口　管理局").as_bytes())
            .unwrap();
        let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        assert_eq!(out.contains("<stdin>"), is_data, "{out}");
        assert_eq!(out.contains("标准输入"), !is_data, "{out}");
    }
}

#[test]
fn a_file_of_data_is_called_as_the_person_called_it() {
    let world = world();
    let at = world.path();
    let faulty = include_str!("../../../examples/faulty.html");
    fs::write(at.join("published.html"), faulty).unwrap();
    for (name, from) in [("甲.json", "x.txt"), ("乙.json", "published.html")] {
        let (_, data, _) = told(at, &["read", from]);
        fs::write(at.join(name), data).unwrap();
    }
    let (_, out, _) = told(at, &["repair", "乙.json"]);
    assert!(out.starts_with("乙.json：") && !out.contains("published.html"), "{out}");
    let (_, out, _) = told(at, &["repair", "乙.json", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["source"], "乙.json");
    let (code, out, err) = told(at, &["compare", "甲.json", "乙.json"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("甲.json") && out.contains("乙.json"), "{out}");
    assert!(!out.contains("x.txt") && !out.contains("published.html"), "{out}");
    // several in one file stay apart
    let (_, both, _) = told(at, &["read", "x.txt", "published.html"]);
    fs::write(at.join("两份.json"), both).unwrap();
    let (_, out, _) = told(at, &["compare", "两份.json"]);
    assert!(out.contains("两份.json（x.txt）") && out.contains("两份.json（published.html）"), "{out}");
}
