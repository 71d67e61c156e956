//! From bytes to reports: our own JSON, or any document through the readers and the fact finder.
//!
//! Not here: opening files (`crate::io`), how documents are read (`gongkai-extract`, `gongkai_checker::facts`).

use crate::words;
use gongkai_checker::render::Unreadable;
use gongkai_domain::report::Report;
use gongkai_domain::report::facts::SCHEMA_VERSION;
use gongkai_extract::{Limits, amount};
use gongkai_paper::Document;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;
use std::sync::Arc;

/// One report, with the document it was read from when there was one.
#[derive(Debug, Clone)]
pub(crate) struct ReadReport {
    pub(crate) report: Report,
    pub(crate) document: Option<Arc<Document>>,
}

/// What one file gave: reports, or the reason why not. A file of our own JSON may hold both.
pub(crate) type Item = Result<ReadReport, (String, Unreadable)>;

/// Whether a file is no report at all: in a folder it is passed over. What our own JSON says of another file is told.
pub(crate) fn is_foreign(file: &str, fault: &(String, Unreadable)) -> bool {
    fault.0 == file
        && matches!(fault.1.code.as_str(), "not_a_report" | "picture" | "not_our_json" | OWN_RESULT)
        && !is_broken(file, &fault.1)
}

/// Whether a file that calls itself a document holds none: a report may be lost there, so it is not passed over.
fn is_broken(file: &str, why: &Unreadable) -> bool {
    const OLDER: &[&str] = &["doc", "wps", "xls", "et", "rtf"];
    matches!(why.code.as_str(), "not_a_report" | "picture")
        && why.message != NO_REPORT
        && (has_ending(file, PACKAGED) || has_ending(file, OLDER))
}

/// Endings of documents that no text editor makes.
const PACKAGED: &[&str] = &["docx", "xlsx", "pdf", "ofd"];

fn has_ending(file: &str, endings: &[&str]) -> bool {
    let ending = std::path::Path::new(file).extension().map(|e| e.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// What is said of a file that was read and holds something else.
const NO_REPORT: &str = "文件能够打开，但内容不是政府信息公开工作年度报告。";

/// Code of a file that this program made of reports and that is none itself.
const OWN_RESULT: &str = "own_result";

/// What pages of ours say of themselves, after which command made them.
pub(crate) const PAGE_OF_CHECK: &str = "<meta name=\"generator\" content=\"gongkai check\">";
/// The same for pages of comparisons.
pub(crate) const PAGE_OF_COMPARE: &str = "<meta name=\"generator\" content=\"gongkai compare\">";

/// Bytes at the start of a file among which it says that it is a result of ours.
pub(crate) const OWN_HEAD: usize = 4096;

/// Whether a file is a result of `check` or `compare` and no report, by its first bytes.
pub(crate) fn is_own_result(bytes: &[u8]) -> bool {
    let head = &without_mark(bytes)[..without_mark(bytes).len().min(OWN_HEAD)];
    let has = |key: &str| head.windows(key.len()).any(|w| w == key.as_bytes());
    let squeezed: Vec<u8> = head.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    let begins = |with: &str| squeezed.starts_with(with.as_bytes());
    let says = |key: &str| squeezed.windows(key.len()).any(|w| w == key.as_bytes());
    if head.starts_with(b"<") {
        return has(PAGE_OF_CHECK) || has(PAGE_OF_COMPARE);
    }
    // `check --format json`, `jsonl` and `sarif`, and what `repair` proposes
    let head_of = |key: &str| format!("{{\"schema_version\":{SCHEMA_VERSION},\"{key}\":");
    begins(&head_of("files"))
        || begins(&head_of("summary"))
        || (begins(&head_of("source"))
            && [r#""findings":["#, r#""unreadable":{"#, r#""groups":["#].into_iter().any(says))
        || (begins(r#"{"$schema":"https://json.schemastore.org/sarif"#) && says(r#""name":"gongkai""#))
}

/// Reads everything that a file holds.
pub(crate) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Vec<Item> {
    if is_own_result(bytes) {
        let why = Unreadable {
            code: OWN_RESULT.to_owned(),
            message: "这是本程序的检查或者比较结果，不是年度报告。".to_owned(),
            hint: "请提供年度报告原文，或者 gongkai read 输出的 JSON。".to_owned(),
        };
        return vec![Err((name.to_owned(), why))];
    }
    if is_contract(bytes) {
        return from_json(name, bytes, limits);
    }
    let document = match gongkai_extract::read(bytes, Some(name), limits) {
        Ok(document) => Arc::new(document),
        Err(error) => return vec![Err((name.to_owned(), fault_of(name, &error)))],
    };
    let reports = gongkai_checker::facts::read_document(&document, name);
    if reports.is_empty()
        && let Some(noted) = document.artefacts.iter().find(|a| a.kind == WRONG_EXTENSION)
    {
        let why = Unreadable {
            code: "not_a_report".to_owned(),
            message: format!("文件{}，其中没有年度报告。", noted.text),
            hint: "文件可能拿错或者损坏，请重新获取，或者从原文件另存一份。".to_owned(),
        };
        return vec![Err((name.to_owned(), why))];
    }
    if reports.is_empty() {
        let why = Unreadable {
            code: "not_a_report".to_owned(),
            message: NO_REPORT.to_owned(),
            hint: "请提供年度报告正文；确是年度报告的，请检查标题、各部分标题和表格是否齐全。".to_owned(),
        };
        return vec![Err((name.to_owned(), why))];
    }
    reports
        .into_iter()
        .map(|report| Ok(ReadReport { report, document: Some(Arc::clone(&document)) }))
        .collect()
}

/// Elements of one file of JSON. Real reports are so long that a file within the bound of bytes holds fewer.
const MAX_REPORTS: usize = 2_000;

/// JSON takes many times its size once it is read, so that of the bytes a file may have it may have a part only.
fn max_json_bytes(limits: &Limits) -> u64 {
    limits.max_bytes / 4
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Whether the bytes look like the JSON that `read` prints: an object or an array, with a version somewhere or with
/// the reason why a file gave no report.
fn is_contract(bytes: &[u8]) -> bool {
    let bytes = without_mark(bytes);
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    let has = |key: &[u8]| bytes.windows(key.len()).any(|w| w == key);
    matches!(first, Some(b'{' | b'['))
        && (has(b"\"schema_version\"") || (has(b"\"unreadable\"") && has(b"\"source\"")))
}

/// Why JSON is not taken, and what to do about it.
fn json_fault(code: &str, message: String) -> Unreadable {
    let hint = match code {
        "too_many_reports" => "请分成几个文件，分别检查。",
        "not_our_json" => "请提供 gongkai read 生成的 JSON 文件，或者年度报告原文。",
        _ => "请用 gongkai read 重新生成该文件，或者按 docs/schema/report.schema.json 核对其结构。",
    };
    Unreadable { code: code.to_owned(), message, hint: hint.to_owned() }
}

fn json_too_large(bytes: u64, limit: u64) -> Unreadable {
    Unreadable {
        code: "json_too_large".to_owned(),
        message: format!("JSON 文件大小 {}，超过上限 {}。", amount(bytes), amount(limit)),
        hint: format!(
            "请分成几个文件；确有需要的可以调高上限，如 --max-bytes {}（JSON 文件的上限是它的四分之一）。",
            words::size(bytes.saturating_mul(4))
        ),
    }
}

/// The elements of an array as they stand in the file, none of them looked into yet.
struct Elements<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct ElementsVisitor;
        impl<'de> Visitor<'de> for ElementsVisitor {
            type Value = Elements<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(element) = seq.next_element::<&RawValue>()? {
                    if all.len() == MAX_REPORTS {
                        return Err(A::Error::custom(TOO_MANY));
                    }
                    all.push(element);
                }
                Ok(Elements(all))
            }
        }
        d.deserialize_seq(ElementsVisitor)
    }
}

/// How the visitor tells its own refusal from a fault of the file.
const TOO_MANY: &str = "too many elements";

/// What an element says of itself before it is read as a report.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    schema_version: Option<u64>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    unreadable: Option<Unreadable>,
}

fn from_json(name: &str, bytes: &[u8], limits: &Limits) -> Vec<Item> {
    let fail = |code: &str, message: String| vec![Err((name.to_owned(), json_fault(code, message)))];
    let limit = max_json_bytes(limits);
    if bytes.len() as u64 > limit {
        let has = bytes.len() as u64;
        return vec![Err((name.to_owned(), json_too_large(has, limit)))];
    }
    let bytes = without_mark(bytes);
    let broken = |error: serde_json::Error| {
        if error.to_string().starts_with(TOO_MANY) {
            return fail("too_many_reports", format!("JSON 文件中的报告超过上限 {MAX_REPORTS} 份。"));
        }
        fail("bad_json", format!("JSON 不完整或者有语法错误（{}）。", words::json(&error)))
    };
    let is_array = bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'[');
    let elements = if is_array {
        match serde_json::from_slice::<Elements<'_>>(bytes) {
            Ok(Elements(all)) => all,
            Err(error) => return broken(error),
        }
    } else {
        match serde_json::from_slice::<&RawValue>(bytes) {
            Ok(one) => vec![one],
            Err(error) => return broken(error),
        }
    };
    let has_many = elements.len() > 1;
    let mut items = Vec::with_capacity(elements.len());
    for (number, element) in elements.into_iter().enumerate() {
        if limits.deadline.is_past() {
            let why = extract_fault(&gongkai_extract::ExtractError::TooSlow);
            items.push(Err((name.to_owned(), why)));
            break;
        }
        items.push(one_of_json(name, element).map_err(|(source, mut why)| {
            if has_many && why.code != "not_our_json" && source == name {
                why.message = format!("第{}份：{}", number + 1, why.message);
            }
            (source, why)
        }));
    }
    items
}

/// One element: a report, or a file that could not be read when the JSON was made.
fn one_of_json(name: &str, element: &RawValue) -> Item {
    let text = element.get();
    let fail = |code: &str, message: String| Err((name.to_owned(), json_fault(code, message)));
    if !text.starts_with('{') {
        return fail("not_our_json", "JSON 中不是对象，不是年度报告数据。".to_owned());
    }
    match parsed::<Head>(text) {
        // some other program's JSON may have a member of the same name
        Err(_) if !text.contains("\"schema_version\"") => {
            return fail("not_our_json", "JSON 不是年度报告数据。".to_owned());
        }
        Err(message) => return fail("invalid_json_contract", message),
        Ok(Head { unreadable: Some(why), source, .. }) => {
            return Err((source.unwrap_or_else(|| name.to_owned()), why));
        }
        Ok(Head { schema_version: None, .. }) => {
            return fail("not_our_json", "JSON 中没有 schema_version，不是年度报告数据。".to_owned());
        }
        Ok(Head { schema_version: Some(version), .. }) if version != u64::from(SCHEMA_VERSION) => {
            let message = format!("JSON 的版本是 {version}，本程序只认识 {SCHEMA_VERSION}。");
            return fail("unknown_schema_version", message);
        }
        Ok(_) => {}
    }
    match parsed::<Report>(text) {
        Ok(report) => Ok(ReadReport { report, document: None }),
        Err(message) => fail("invalid_json_contract", message),
    }
}

/// Reads a piece of JSON; the error names the member concerned, such as `table3.granted.total`.
fn parsed<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        // the line within the element is of no use where the member is named
        let because = words::library_words(&error.into_inner().to_string());
        if path == "." {
            format!("JSON 的内容与约定不符：{because}。")
        } else {
            format!("JSON 的内容与约定不符：{path}：{because}。")
        }
    })
}

/// What the reader notes of a file that it read though its name promises another format.
const WRONG_EXTENSION: &str = "wrong_extension";

/// The reader's refusal of a file with this name: where the name promises something else, that is told first.
fn fault_of(name: &str, error: &gongkai_extract::ExtractError) -> Unreadable {
    let why = extract_fault(error);
    let Some(misnamed) = gongkai_extract::misnamed(name, error) else { return why };
    let advice = match (error, misnamed.right) {
        (gongkai_extract::ExtractError::NeedsConversion(_), Some(right)) => {
            format!("请先把后缀改为 .{right}。")
        }
        (_, Some(right)) => format!("请核对是否拿错了文件，或者改错了后缀（应为 .{right}）。"),
        (_, None) => "请核对是否拿错了文件；来源不明的，不要打开。".to_owned(),
    };
    Unreadable {
        message: format!(
            "后缀 .{} 应当是{}，内容却不是：{}",
            misnamed.ending, misnamed.promised, why.message
        ),
        hint: format!("{advice}{}", why.hint),
        ..why
    }
}

/// The reader's refusal, its remedy with the option that raises the bound.
pub(crate) fn extract_fault(error: &gongkai_extract::ExtractError) -> Unreadable {
    if let gongkai_extract::ExtractError::NotAReport { what } = error
        && let Some(what) = what.strip_suffix("，请先解压")
    {
        let message = format!("这是{what}，不是年度报告文件。");
        let hint = "请先解压，再检查其中的年度报告。".to_owned();
        return Unreadable { code: error.code().to_owned(), message, hint };
    }
    let mut hint = error.hint();
    if let Some(raise) = error.bound().map(|(name, value)| raise(name, value)) {
        hint = format!("{}，如 {raise}。", hint.trim_end_matches('。'));
    }
    Unreadable { code: error.code().to_owned(), message: error.message(), hint }
}

/// The option for a field of `Limits` and a value to give it.
fn raise(name: &str, value: Option<u64>) -> String {
    match (name, value) {
        (_, None) => "--timeout 120".to_owned(),
        ("max_bytes" | "max_text_bytes", Some(bytes)) => {
            format!("--{} {}", name.replace('_', "-"), words::size(bytes))
        }
        (_, Some(number)) => format!("--{} {number}", name.replace('_', "-")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::report::Form;

    #[test]
    fn our_own_json_is_read_back_as_one_or_many() {
        let report = Report::empty("甲.docx", Form::Form2021);
        let one = serde_json::to_vec(&report).unwrap();
        let items = read("甲.json", &one, &Limits::default());
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].as_ref().unwrap().report, report);
        let many = serde_json::to_vec(&[&report, &report]).unwrap();
        assert_eq!(read("甲.json", &many, &Limits::default()).len(), 2);
    }

    fn why(text: &str) -> Unreadable {
        read("x.json", text.as_bytes(), &Limits::default())[0].as_ref().unwrap_err().1.clone()
    }

    #[test]
    fn json_of_another_version_or_shape_is_refused_with_a_reason() {
        for (text, code) in [
            (r#"{"schema_version":2}"#, "unknown_schema_version"),
            (r#"{"schema_version":1,"source":3}"#, "invalid_json_contract"),
            (r#"{"schema_version":1,"#, "bad_json"),
            (r#"["schema_version",0,0]"#, "not_our_json"),
            (r#"{"source":"x","unreadable":{"code":"encrypted","message":"m","hint":"h"}}"#, "encrypted"),
            (r#"[{"source":"x","unreadable":{"code":"picture","message":"m","hint":"h"}}]"#, "picture"),
            (r#"{"source":"x","unreadable":7}"#, "not_our_json"),
            (r#"{"title":"\"schema_version\"","schema_version":null}"#, "not_our_json"),
            (
                r#"[{"schema_version":1,"source":"x","unreadable":{"code":"doc","message":"m","hint":"h"}}]"#,
                "doc",
            ),
        ] {
            assert_eq!(why(text).code, code, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_in_json_is_named_by_its_path() {
        let whole = serde_json::to_string(&Report::empty("甲.docx", Form::Form2021)).unwrap();
        let cell = r#""total":{"value":null,"kind":"absent","raw":"","where":null}"#;
        let with = |other: &str| {
            let at = whole.find("\"granted\"").unwrap();
            let at = at + whole[at..].find(cell).unwrap();
            let why = why(&format!("{}{other}{}", &whole[..at], &whole[at + cell.len()..]));
            assert_eq!(why.code, "invalid_json_contract");
            why.message
        };
        for (other, words) in [
            (
                r#""total":{"value":9,"kind":"blank"}"#,
                "table3.granted.total：类别为 blank（空白）的单元格不能有数值",
            ),
            (r#""total":{"value":"1.5","kind":"number"}"#, "table3.granted.total：此处应当是件数"),
            (
                r#""total":{"value":99999999999999,"kind":"number"}"#,
                "table3.granted.total.value：数值 99999999999999 超出范围",
            ),
            (r#""total":{"value":1,"kind":"nummer"}"#, "table3.granted.total.kind：没有 nummer 这个取值"),
            (r#""sum":{"value":1,"kind":"number"}"#, "表3没有“sum”这一列"),
            (r#""total":{"value":1}"#, "table3.granted.total：缺少 kind"),
        ] {
            let message = with(other);
            assert!(message.contains(words), "{message}");
            assert!(!message.contains(" at line"), "{message}");
        }
    }

    #[test]
    fn json_without_end_is_refused_before_it_is_read() {
        let many = format!("[\"schema_version\"{}]", ",0".repeat(MAX_REPORTS));
        assert_eq!(why(&many).code, "too_many_reports");
        let long = format!("[\"schema_version\"{}]", ",0".repeat(9 << 20));
        assert_eq!(why(&long).code, "json_too_large");
        assert!(why(&long).message.contains("超过上限 16 MB"), "{}", why(&long).message);
    }

    #[test]
    fn one_bad_report_does_not_take_the_others_with_it() {
        let good = serde_json::to_string(&Report::empty("甲.docx", Form::Form2021)).unwrap();
        let bad = good.replacen("\"absent\"", "\"blank\"", 1).replacen("null", "5", 4);
        let items = read("x.json", format!("[{good},{bad},{good}]").as_bytes(), &Limits::default());
        assert_eq!(items.len(), 3);
        assert!(items[0].is_ok() && items[2].is_ok());
        assert!(items[1].as_ref().unwrap_err().1.message.starts_with("第2份："));
    }
}
