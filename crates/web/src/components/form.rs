//! Forms: what was entered and what was wrong with it, fields that keep both, and the summary of errors.
//!
//! Not here: what is allowed (`gongkai-app` refuses) and reading requests (the handlers).

use super::parts::Link;
use askama::Template;

/// One fault of one field, in words that say what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field.
    pub field: String,
    /// What to do, 请填写姓名.
    pub message: String,
}

/// What a person entered and what was wrong with it; empty when a page is first shown.
#[derive(Debug, Clone, Default)]
pub struct Entered {
    values: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Entered {
    /// The pairs of a form as sent, and the faults found in them.
    pub fn new(values: Vec<(String, String)>, errors: Vec<FieldError>) -> Self {
        Self { values, errors }
    }

    /// The value of a field; empty where there is none.
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// Whether this field was sent, be it empty.
    pub fn has_field(&self, field: &str) -> bool {
        self.values.iter().any(|(name, _)| name == field)
    }

    /// Whether this field was sent with this value.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.values.iter().any(|(name, sent)| name == field && sent == value)
    }

    /// The fault of a field.
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }

    /// Whether anything was wrong.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The summary for the top of the page.
    pub fn summary(&self) -> ErrorSummary {
        let errors = self.errors.iter();
        ErrorSummary { lines: errors.map(|e| (format!("#{}", id(&e.field)), e.message.clone())).collect() }
    }
}

/// The id of a field's first control.
fn id(field: &str) -> String {
    ["f-", &field.replace(['.', '[', ']'], "-")].concat()
}

/// The list of faults at the top of a page, each leading to its field. Printed even when empty: then it is nothing.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    lines: Vec<(String, String)>,
}

/// How wide a line of text is expected to be; a narrow box says that little is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Width {
    /// The whole column.
    #[default]
    Full,
    /// About twenty characters.
    Medium,
    /// A few digits.
    Short,
}

/// One option of a question.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Value sent.
    pub value: String,
    /// Its words.
    pub words: String,
    /// One more line.
    pub hint: Option<String>,
    /// Why it cannot be chosen now.
    pub blocked: Option<String>,
    id: String,
    is_chosen: bool,
}

impl Choice {
    /// An option.
    pub fn new(value: impl Into<String>, words: impl Into<String>) -> Self {
        Self { value: value.into(), words: words.into(), ..Self::default() }
    }

    /// With one more line.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Shown, but not to be chosen, with the reason.
    #[must_use]
    pub fn blocked(self, reason: impl Into<String>) -> Self {
        Self { blocked: Some(reason.into()), ..self }
    }
}

/// What kind of control it is.
#[derive(Debug, Clone)]
enum Kind {
    Line { kind: &'static str, width: Width, autocomplete: &'static str, inputmode: &'static str },
    Text { rows: u32, limit: Option<u32> },
    One { choices: Vec<Choice>, is_inline: bool },
    Many { choices: Vec<Choice> },
    Select { choices: Vec<Choice> },
    File { accept: String, notice: &'static str, is_several: bool },
    Locked,
    Group { controls: Vec<Control>, remove: Option<(String, String)> },
    Html { html: String },
    Hidden,
}

/// One field with its label, hint, error and kept value.
#[derive(Debug, Clone, Template)]
#[template(path = "components/control.html")]
pub struct Control {
    name: String,
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    value: String,
    kind: Kind,
    is_optional: bool,
    is_heading: bool,
}

impl Control {
    fn new(entered: &Entered, name: &str, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            id: id(name),
            label: label.into(),
            hint: None,
            error: entered.error(name),
            value: entered.value(name).to_owned(),
            kind,
            is_optional: false,
            is_heading: false,
        }
    }

    fn typed(entered: &Entered, name: &str, label: impl Into<String>, kind: &'static str) -> Self {
        let kind = Kind::Line { kind, width: Width::Full, autocomplete: "", inputmode: "" };
        Self::new(entered, name, label, kind)
    }

    /// One line of text.
    pub fn line(entered: &Entered, name: &str, label: impl Into<String>) -> Self {
        Self::typed(entered, name, label, "text")
    }

    /// A password; never filled again.
    pub fn secret(name: &str, label: impl Into<String>, entered: &Entered) -> Self {
        Self { value: String::new(), ..Self::typed(entered, name, label, "password") }
    }

    /// A day. What was sent and is none stands in a field of text, because a field for days would show nothing of it.
    pub fn day(entered: &Entered, name: &str, label: impl Into<String>) -> Self {
        let sent = entered.value(name);
        let is_day = sent.is_empty() || sent.parse::<chrono::NaiveDate>().is_ok();
        let kind = if is_day { "date" } else { "text" };
        Self::typed(entered, name, label, kind).width(Width::Medium)
    }

    /// Several lines of text.
    pub fn text(entered: &Entered, name: &str, label: impl Into<String>, rows: u32) -> Self {
        Self::new(entered, name, label, Kind::Text { rows, limit: None })
    }

    /// One of several options.
    pub fn one(entered: &Entered, name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        let choices = marked(entered, name, choices);
        Self::new(entered, name, label, Kind::One { choices, is_inline: false })
    }

    /// Any of several options.
    pub fn many(entered: &Entered, name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        let choices = marked(entered, name, choices);
        Self::new(entered, name, label, Kind::Many { choices })
    }

    /// One of many options that need no reading, such as people.
    pub fn select(entered: &Entered, name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        let choices = marked(entered, name, choices);
        Self::new(entered, name, label, Kind::Select { choices })
    }

    /// A file to send, with the notice that nothing classified may be sent. `accept` as the browser wants it.
    pub fn file(entered: &Entered, name: &str, label: impl Into<String>, accept: &str) -> Self {
        let kind = Kind::File {
            accept: accept.to_owned(),
            notice: crate::chrome::NOT_CLASSIFIED,
            is_several: false,
        };
        Self::new(entered, name, label, kind)
    }

    /// Several files may be sent at once.
    #[must_use]
    pub fn several(mut self) -> Self {
        if let Kind::File { is_several, .. } = &mut self.kind {
            *is_several = true;
        }
        self
    }

    /// A value that the office's records fix; shown as text with a lock in words, not sent.
    pub fn locked(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::new(&Entered::default(), "", label, Kind::Locked) }
    }

    /// A value that travels along.
    pub fn hidden(name: &str, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::new(&Entered::default(), name, "", Kind::Hidden) }
    }

    /// Several fields under one heading; `remove` is the name and value of a button that takes the group away.
    pub fn group(legend: impl Into<String>, controls: Vec<Self>, remove: Option<(String, String)>) -> Self {
        Self::new(&Entered::default(), "", legend, Kind::Group { controls, remove })
    }

    /// A quiet button within a group, such as one that opens further fields.
    pub fn button(button: &Button) -> Self {
        let html = button.render().unwrap_or_default();
        Self::new(&Entered::default(), "", "", Kind::Html { html })
    }

    /// Another component between fields.
    pub fn between(component: &impl Template) -> Self {
        let html = component.render().unwrap_or_default();
        Self::new(&Entered::default(), "", "", Kind::Html { html })
    }

    /// A line under the label.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// May be left empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    /// The label is the h1 of the page.
    #[must_use]
    pub fn heading(self) -> Self {
        Self { is_heading: true, ..self }
    }

    /// With a value where nothing was entered.
    #[must_use]
    pub fn or_value(mut self, value: impl Into<String>) -> Self {
        if self.value.is_empty() {
            self.value = value.into();
            let chosen = self.value.clone();
            if let Kind::One { choices, .. } | Kind::Select { choices } = &mut self.kind
                && !choices.iter().any(|choice| choice.is_chosen)
            {
                for choice in choices.iter_mut() {
                    choice.is_chosen = choice.value == chosen;
                }
            }
        }
        self
    }

    /// As wide as what is expected.
    #[must_use]
    pub fn width(mut self, wanted: Width) -> Self {
        if let Kind::Line { width, .. } = &mut self.kind {
            *width = wanted;
        }
        self
    }

    /// What the browser may fill in by itself.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        if let Kind::Line { autocomplete, .. } = &mut self.kind {
            *autocomplete = token;
        }
        self
    }

    /// Which keyboard a phone shows.
    #[must_use]
    pub fn inputmode(mut self, mode: &'static str) -> Self {
        if let Kind::Line { inputmode, .. } = &mut self.kind {
            *inputmode = mode;
        }
        self
    }

    /// Options side by side.
    #[must_use]
    pub fn inline(mut self) -> Self {
        if let Kind::One { is_inline, .. } = &mut self.kind {
            *is_inline = true;
        }
        self
    }

    /// The longest text allowed, told below the field.
    #[must_use]
    pub fn limit(mut self, characters: u32) -> Self {
        if let Kind::Text { limit, .. } = &mut self.kind {
            *limit = Some(characters);
        }
        self
    }

    /// Whether it sends a file.
    pub fn is_file(&self) -> bool {
        matches!(self.kind, Kind::File { .. })
    }

    fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{}-hint", self.id));
        }
        if self.error.is_some() {
            ids.push(format!("{}-error", self.id));
        }
        if matches!(self.kind, Kind::File { .. }) {
            ids.push(format!("{}-notice", self.id));
        }
        if matches!(self.kind, Kind::Text { limit: Some(_), .. }) {
            ids.push(format!("{}-limit", self.id));
        }
        ids.join(" ")
    }
}

fn marked(entered: &Entered, name: &str, choices: Vec<Choice>) -> Vec<Choice> {
    let id = id(name);
    choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| Choice {
            id: if at == 0 { id.clone() } else { format!("{id}-{at}") },
            is_chosen: entered.has(name, &choice.value),
            ..choice
        })
        .collect()
}

/// One more button of a form.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<p><button class="button button-quiet" type="submit" name="{{ name }}" value="{{ value }}">{{ words }}</button></p>"#
)]
pub struct Button {
    /// Name sent.
    pub name: String,
    /// Value sent.
    pub value: String,
    /// Its words.
    pub words: String,
}

/// A form: fields, buttons, and what proves that it came from our own page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/form.html")]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Single-use signed token.
    pub token: String,
    /// The fields, in order.
    pub controls: Vec<Control>,
    /// Words of the main button.
    pub submit: String,
    /// Further buttons of the same form.
    pub buttons: Vec<Button>,
    /// A way out that sends nothing.
    pub cancel: Option<Link>,
    /// Whether its answer is an address: it changes nothing, and carries no token.
    pub is_get: bool,
    /// Whether files are sent.
    pub has_files: bool,
    /// Whether leaving a changed form is asked about.
    pub is_guarded: bool,
    /// Whether the trap for robots is set (public forms only).
    pub has_trap: bool,
    /// Whether the main button does something that cannot be undone.
    pub is_final: bool,
}

askama_html_safe!(ErrorSummary, Control, Form);
