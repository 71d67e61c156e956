//! What a clerk fills in for a paper: each field with its label, help and kind of input, so that an editor can show it,
//! and the way from a form's texts to the typed fields.
//!
//! Not here: the fields of each paper (`super::reply`, `super::procedural`), the page (`gongkai-web`).

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "of")]
pub enum Input {
    /// One line of text.
    Line,
    /// A text of several lines.
    Text,
    /// One entry a line.
    Lines,
    /// A date, `2025-09-16`.
    Date,
    /// A whole number.
    Count,
    /// Yes or no.
    Flag,
    /// One of these.
    Choice(&'static [Choice]),
    /// Any of these.
    Choices(&'static [Choice]),
    /// One row a line, cells divided by `|`; the columns by key and name.
    Rows(&'static [Choice]),
}

/// Something that can be chosen, or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Key of interfaces.
    pub key: &'static str,
    /// Chinese name.
    pub name: &'static str,
}

/// Any number of choices; where one alone could be made when it was kept, it is read as one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Several<T>(pub Vec<T>);

impl<T> Default for Several<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Several<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Kept<T> {
            All(Vec<T>),
            One(Option<T>),
        }
        Ok(Self(match Kept::deserialize(deserializer)? {
            Kept::All(all) => all,
            Kept::One(one) => one.into_iter().collect(),
        }))
    }
}

/// One field of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Key of interfaces.
    pub name: &'static str,
    /// Chinese label.
    pub label: &'static str,
    /// Chinese help: what to write, with what in mind.
    pub help: &'static str,
    /// How it is filled in.
    pub input: Input,
    /// Whether the paper always needs it. Some others are needed under conditions; the checklist tells.
    pub is_required: bool,
}

/// Fields that are not those of the paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldsError {
    /// The form or the interface sent something the paper does not know, or of another kind.
    #[error("fields do not fit the paper: {0}")]
    Unfit(String),
    /// A text of the form is no value of its field.
    #[error("{field}: {reason}")]
    Value {
        /// The field.
        field: String,
        /// Why, in Chinese, for the clerk.
        reason: String,
    },
}

/// Turns the texts of a form into the fields' JSON. A field that was not sent or is empty is left out.
///
/// # Errors
/// [`FieldsError::Unfit`] for a name that the paper does not know, [`FieldsError::Value`] for a text that is no value.
pub fn from_form(fields: &[Field], form: &BTreeMap<String, Vec<String>>) -> Result<Value, FieldsError> {
    let mut object = Map::new();
    for (name, texts) in form {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            return Err(FieldsError::Unfit(name.clone()));
        };
        if let Some(value) = value_of(field, texts)? {
            object.insert(name.clone(), value);
        }
    }
    Ok(Value::Object(object))
}

fn value_of(field: &Field, texts: &[String]) -> Result<Option<Value>, FieldsError> {
    let refused = |reason: String| FieldsError::Value {
        field: field.name.to_owned(),
        reason: format!("{}：{reason}", field.label),
    };
    let first = texts.first().map(|text| text.trim()).unwrap_or_default();
    let entries =
        || texts.iter().flat_map(|text| text.lines()).map(str::trim).filter(|line| !line.is_empty());
    let is_known = |choices: &[Choice], key: &str| choices.iter().any(|choice| choice.key == key);
    Ok(match field.input {
        Input::Choices(choices) => {
            if let Some(unknown) = entries().find(|key| !is_known(choices, key)) {
                return Err(refused(format!("没有“{unknown}”这一选项")));
            }
            Some(entries().map(Value::from).collect())
        }
        _ if first.is_empty() => None,
        Input::Line => Some(first.split_whitespace().collect::<Vec<_>>().join(" ").into()),
        Input::Text => Some(first.replace("\r\n", "\n").into()),
        Input::Lines => Some(entries().map(Value::from).collect()),
        Input::Date => match first.parse::<chrono::NaiveDate>() {
            Ok(on) => Some(on.to_string().into()),
            Err(_) => return Err(refused(format!("“{first}”不是日期，应当写成2025-09-16"))),
        },
        Input::Count => match first.parse::<u32>() {
            Ok(count) => Some(count.into()),
            Err(_) => return Err(refused(format!("“{first}”不是整数"))),
        },
        Input::Flag => Some(matches!(first, "on" | "true" | "1" | "yes").into()),
        Input::Choice(choices) => {
            if !is_known(choices, first) {
                return Err(refused(format!("没有“{first}”这一选项")));
            }
            Some(first.into())
        }
        Input::Rows(columns) => {
            let mut rows = Vec::new();
            for line in entries() {
                let cells: Vec<&str> = line.split(['|', '｜']).map(str::trim).collect();
                if cells.len() > columns.len() {
                    return Err(refused(format!("“{line}”多于{}列", columns.len())));
                }
                let row = columns.iter().enumerate().map(|(n, column)| {
                    let cell = cells.get(n).copied().unwrap_or_default();
                    (column.key.to_owned(), Value::from(cell))
                });
                rows.push(Value::Object(row.collect()));
            }
            Some(rows.into())
        }
    })
}

/// Turns a field's value back into the texts of a form, for an editor that is opened again.
pub fn to_form(field: &Field, value: &Value) -> Vec<String> {
    match (field.input, value) {
        (_, Value::Null) => Vec::new(),
        (Input::Choices(_), Value::Array(keys)) => {
            keys.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        (Input::Rows(columns), Value::Array(rows)) => {
            let line = |row: &Value| {
                let cell = |column: &Choice| {
                    row.get(column.key).and_then(Value::as_str).unwrap_or_default().to_owned()
                };
                columns.iter().map(cell).collect::<Vec<_>>().join("|")
            };
            vec![rows.iter().map(line).collect::<Vec<_>>().join("\n")]
        }
        (_, Value::Array(lines)) => {
            vec![lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")]
        }
        (_, Value::String(text)) => vec![text.clone()],
        (_, Value::Bool(false)) => Vec::new(),
        (_, Value::Bool(true)) => vec!["on".to_owned()],
        (_, other) => vec![other.to_string()],
    }
}

/// A set of things to choose from, as an enum whose keys serde reads and writes.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $key:literal, $chinese:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$each])* #[doc = $chinese] #[serde(rename = $key)] $variant,)*
        }

        impl $name {
            /// All of them, for an editor.
            pub const CHOICES: &[crate::notice::Choice] =
                &[$(crate::notice::Choice { key: $key, name: $chinese }),*];

            /// What a clerk calls it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $chinese),* }
            }
        }
    };
}

/// The fields of a paper: the struct that serde reads, and the same as data.
macro_rules! fields {
    ($(#[$doc:meta])* $name:ident of $kind:expr;
     $($field:ident: $type:ty = $input:expr, $need:ident, $label:literal, $help:literal;)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $(#[doc = $label] pub $field: $type,)*
        }

        impl crate::notice::Described for $name {
            const KIND: crate::notice::PaperKind = $kind;
            const FIELDS: &'static [crate::notice::Field] = &[$(crate::notice::Field {
                name: stringify!($field),
                label: $label,
                help: $help,
                input: $input,
                is_required: fields!(@need $need),
            }),*];
        }
    };
    (@need required) => { true };
    (@need optional) => { false };
}

pub(super) use {choice, fields};

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Choice] = &[Choice { key: "name", name: "名称" }, Choice { key: "pages", name: "页码" }];
    const FIELDS: &[Field] = &[
        Field { name: "reasons", label: "理由", help: "", input: Input::Text, is_required: true },
        Field { name: "due_on", label: "期限", help: "", input: Input::Date, is_required: true },
        Field { name: "count", label: "件数", help: "", input: Input::Count, is_required: true },
        Field { name: "evidence", label: "证据", help: "", input: Input::Rows(COLUMNS), is_required: true },
        Field {
            name: "interests",
            label: "利益",
            help: "",
            input: Input::Choices(COLUMNS),
            is_required: true,
        },
    ];

    fn form(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), vec![(*text).to_owned()])).collect()
    }

    #[test]
    fn the_texts_of_a_form_become_values_and_texts_again() {
        let sent = form(&[
            ("reasons", "甲\r\n乙"),
            ("due_on", "2025-10-22"),
            ("count", "31"),
            ("evidence", "申请表|1-2\n答复书｜3"),
            ("interests", "name"),
        ]);
        let value = from_form(FIELDS, &sent).unwrap();
        assert_eq!(value["reasons"], "甲\n乙");
        assert_eq!(value["count"], 31);
        assert_eq!(value["evidence"][1]["pages"], "3");
        let back = |name: &str| to_form(FIELDS.iter().find(|f| f.name == name).unwrap(), &value[name]);
        assert_eq!(back("evidence"), ["申请表|1-2\n答复书|3"]);
        assert_eq!(back("due_on"), ["2025-10-22"]);
        assert_eq!(back("interests"), ["name"]);
    }

    #[test]
    fn a_text_that_is_no_value_is_refused_with_its_label() {
        let said = |name, text| from_form(FIELDS, &form(&[(name, text)])).unwrap_err().to_string();
        assert_eq!(said("due_on", "明天"), "due_on: 期限：“明天”不是日期，应当写成2025-09-16");
        assert_eq!(said("count", "-1"), "count: 件数：“-1”不是整数");
        assert_eq!(said("evidence", "一|二|三"), "evidence: 证据：“一|二|三”多于2列");
        assert_eq!(said("interests", "x"), "interests: 利益：没有“x”这一选项");
        assert_eq!(said("unknown", "x"), "fields do not fit the paper: unknown");
        assert_eq!(from_form(FIELDS, &form(&[("count", " ")])).unwrap(), serde_json::json!({}));
    }
}
