//! Writes a report as a web page packed into an answer in JSON or into a script, as portals deliver it.
//!
//! Not here: the page itself (`super::html`).

use super::html;
use crate::layout::Draft;
use std::fmt::Write as _;

/// A JSON object whose `data.content` is the page. With `ascii` every other character is written as `\uXXXX`.
pub fn in_json(draft: &Draft, ascii: bool) -> String {
    let page = html::write(draft, &html::Options::default());
    let value = serde_json::json!({
        "code": 200,
        "msg": "ok",
        "data": {"id": "20240119", "views": 203, "content": page},
    });
    if ascii { only_ascii(&value.to_string()) } else { value.to_string() }
}

/// A script that assigns the page to a variable.
pub fn in_script(draft: &Draft) -> String {
    let page = html::write(draft, &html::Options::default());
    let literal = serde_json::Value::String(page).to_string().replace("</", "<\\/");
    format!("var columnId = 12;\nvar articleContent = {literal};\nshowArticle(articleContent);\n")
}

fn only_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}
