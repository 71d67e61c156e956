//! From bytes to reports: our own JSON, or any document through the readers and the fact finder.
//!
//! Not here: opening files (`crate::io`), how documents are read (`gongkai-extract`, `gongkai_checker::facts`).

use gongkai_checker::render::Unreadable;
use gongkai_domain::report::Report;
use gongkai_domain::report::facts::SCHEMA_VERSION;
use gongkai_extract::Limits;
use gongkai_paper::Document;
use serde::Deserialize;
use std::sync::Arc;

/// One report, with the document it was read from when there was one.
#[derive(Debug, Clone)]
pub(crate) struct ReadReport {
    pub(crate) report: Report,
    pub(crate) document: Option<Arc<Document>>,
}

/// What one file gave: reports, or the reason why not. A file of our own JSON may hold both.
pub(crate) type Item = Result<ReadReport, (String, Unreadable)>;

/// Codes of files that are no reports at all: in a folder they are passed over.
pub(crate) fn is_foreign(code: &str) -> bool {
    matches!(code, "not_a_report" | "picture" | "not_our_json")
}

/// Reads everything that a file holds.
pub(crate) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Vec<Item> {
    if is_contract(bytes) {
        return from_json(name, bytes);
    }
    let document = match gongkai_extract::read(bytes, Some(name), limits) {
        Ok(document) => Arc::new(document),
        Err(error) => {
            let why =
                Unreadable { code: error.code().to_owned(), message: error.message(), hint: error.hint() };
            return vec![Err((name.to_owned(), why))];
        }
    };
    let reports = gongkai_checker::facts::read_document(&document, name);
    if reports.is_empty() {
        let why = Unreadable {
            code: "not_a_report".to_owned(),
            message: "文件能够打开，但内容不是政府信息公开工作年度报告。".to_owned(),
            hint: "请提供年度报告正文；确是年度报告的，请检查标题、各部分标题和表格是否齐全。".to_owned(),
        };
        return vec![Err((name.to_owned(), why))];
    }
    reports
        .into_iter()
        .map(|report| Ok(ReadReport { report, document: Some(Arc::clone(&document)) }))
        .collect()
}

/// Whether the bytes are the JSON that `read` prints: an object or an array, with a version.
fn is_contract(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    let key = b"\"schema_version\"";
    matches!(first, Some(b'{' | b'[')) && bytes.windows(key.len()).any(|w| w == key)
}

fn from_json(name: &str, bytes: &[u8]) -> Vec<Item> {
    let fail = |code: &str, message: String| {
        let hint = "请用 gongkai read 重新生成该文件，或者按 docs/schema/report.schema.json 核对其结构。";
        Err((name.to_owned(), Unreadable { code: code.to_owned(), message, hint: hint.to_owned() }))
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let values = match serde_json::from_slice(bytes) {
        Ok(serde_json::Value::Array(values)) => values,
        Ok(value) => vec![value],
        Err(error) => return vec![fail("bad_json", format!("JSON 不完整或者有语法错误（{error}）。"))],
    };
    let one = |value: serde_json::Value| -> Item {
        if let Some(why) = value.get("unreadable") {
            let source = value.get("source").and_then(|s| s.as_str()).unwrap_or(name);
            return match Unreadable::deserialize(why) {
                Ok(why) => Err((source.to_owned(), why)),
                Err(error) => fail("bad_json", format!("JSON 的结构与约定不符（{error}）。")),
            };
        }
        match value.get("schema_version").and_then(serde_json::Value::as_u64) {
            Some(version) if version == u64::from(SCHEMA_VERSION) => {}
            Some(version) => {
                return fail(
                    "unknown_schema_version",
                    format!("JSON 的版本是 {version}，本程序只认识 {SCHEMA_VERSION}。"),
                );
            }
            None => return fail("not_our_json", "JSON 中没有 schema_version，不是年度报告数据。".to_owned()),
        }
        match Report::deserialize(value) {
            Ok(report) => Ok(ReadReport { report, document: None }),
            Err(error) => fail("bad_json", format!("JSON 的结构与约定不符（{error}）。")),
        }
    };
    values.into_iter().map(one).collect()
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

    #[test]
    fn json_of_another_version_or_shape_is_refused_with_a_reason() {
        let code = |text: &str| {
            read("x.json", text.as_bytes(), &Limits::default())[0].as_ref().unwrap_err().1.code.clone()
        };
        assert_eq!(code(r#"{"schema_version":2}"#), "unknown_schema_version");
        assert_eq!(code(r#"{"schema_version":1,"source":3}"#), "bad_json");
        assert_eq!(code(r#"{"schema_version":1,"#), "bad_json");
        assert_eq!(
            code(
                r#"[{"schema_version":1,"source":"x","unreadable":{"code":"doc","message":"m","hint":"h"}}]"#
            ),
            "doc"
        );
    }
}
