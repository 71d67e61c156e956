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
    reasons: Vec<String>,
}

impl Entered {
    /// The pairs of a form as sent, and the faults found in them.
    pub fn new(values: Vec<(String, String)>, errors: Vec<FieldError>) -> Self {
        Self { values, errors, reasons: Vec::new() }
    }

    /// The same, refused for reasons that no field can mend.
    #[must_use]
    pub fn against(self, reasons: Vec<String>) -> Self {
        Self { reasons, ..self }
    }

    /// The same, with faults of fields that only the page knows.
    #[must_use]
    pub fn and(mut self, errors: Vec<FieldError>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// Whether it was refused for reasons that no field can mend.
    pub fn is_refused(&self) -> bool {
        !self.reasons.is_empty()
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
        !self.errors.is_empty() || self.is_refused()
    }

    /// The form with all that is wrong at once, and the summary of it. Where fields were refused, what the others show by
    /// themselves (empty, no day, no number) is added; the summary stands in the order of the fields, and a fault of no field
    /// leads nowhere.
    pub fn examine(&self, mut form: Form) -> (Form, ErrorSummary) {
        let mut summary = self.summary();
        if !self.errors.is_empty() {
            let mut faults = Vec::new();
            for control in &mut form.controls {
                control.examine("", &mut faults);
            }
            for (_, words) in summary.lines {
                if !faults.iter().any(|known| known.words == words) {
                    faults.push(Fault { words, ..Fault::default() });
                }
            }
            summary.lines = faults.iter().map(|fault| fault.line(&faults)).collect();
        }
        (form, summary)
    }

    /// The summary for the top of the page.
    pub fn summary(&self) -> ErrorSummary {
        let line = |e: &FieldError| (format!("#{}", id(&e.field)), e.message.clone());
        ErrorSummary { reasons: self.reasons.clone(), lines: self.errors.iter().map(line).collect() }
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
    /// Reasons that no field can mend.
    reasons: Vec<String>,
    /// Address of the field and words; the address is empty where the page has no such field.
    lines: Vec<(String, String)>,
}

impl ErrorSummary {
    /// Only the faults that stand at a field.
    #[must_use]
    pub fn of_fields(self) -> Self {
        let lines = self.lines.into_iter().filter(|(href, _)| !href.is_empty()).collect();
        Self { lines, ..self }
    }
}

/// A fault with the place of its field.
#[derive(Debug, Default)]
struct Fault {
    href: String,
    /// What the fields around it are called together.
    group: String,
    words: String,
}

impl Fault {
    /// The line of the summary; where two would read alike, with the group of each.
    fn line(&self, all: &[Self]) -> (String, String) {
        let is_one_of_several = all.iter().filter(|other| other.words == self.words).count() > 1;
        let words = if is_one_of_several && !self.group.is_empty() {
            format!("{}：{}", self.group, self.words)
        } else {
            self.words.clone()
        };
        (self.href.clone(), words)
    }
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
    /// Whether a day is asked for; what was typed and is no day stays in a plain field.
    is_day: bool,
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
            is_day: false,
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
        Self { is_day: true, ..Self::typed(entered, name, label, kind) }.width(Width::Medium)
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

    /// Whether there is a field of this name among these.
    pub fn has_field(controls: &[Self], name: &str) -> bool {
        controls.iter().any(|control| match &control.kind {
            Kind::Group { controls, .. } => Self::has_field(controls, name),
            _ => control.name == name,
        })
    }

    /// What the field of a name is called among these, and what a value that was sent for it means in words; none where there is
    /// no such field.
    pub fn told(controls: &[Self], name: &str, value: &str) -> Option<(String, String)> {
        controls.iter().find_map(|control| match &control.kind {
            Kind::Group { controls, .. } => Self::told(controls, name, value),
            _ if control.name != name || control.label.is_empty() => None,
            Kind::One { choices, .. } | Kind::Many { choices } | Kind::Select { choices } => {
                let chosen = choices.iter().find(|choice| choice.value == value);
                let words = chosen.map_or(value, |choice| choice.words.as_str());
                Some((control.label.clone(), words.to_owned()))
            }
            _ => Some((control.label.clone(), value.to_owned())),
        })
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

    /// What is wrong with the value by itself: nothing where something must stand, no day, no number.
    fn lack(&self) -> Option<String> {
        let is_empty = self.value.trim().is_empty();
        let (label, text) = (self.label.as_str(), self.value.trim());
        match &self.kind {
            Kind::Line { .. } if self.is_day && !is_empty => {
                text.parse::<chrono::NaiveDate>().is_err().then(|| format!("“{text}”不是日期"))
            }
            Kind::Line { inputmode: "numeric", .. } if !is_empty => {
                let number = gongkai_domain::personal::normalise_number(text);
                number.parse::<u32>().is_err().then(|| format!("“{text}”不是数字"))
            }
            Kind::Line { .. } | Kind::Text { .. } if is_empty && !self.is_optional => {
                Some(format!("请填写“{label}”"))
            }
            Kind::One { choices, .. } | Kind::Many { choices } | Kind::Select { choices }
                if !self.is_optional && !choices.iter().any(|choice| choice.is_chosen) =>
            {
                Some(format!("请选择“{label}”"))
            }
            _ => None,
        }
    }

    /// Adds what is wrong by itself where nothing else is known to be wrong; then all faults, in order.
    fn examine(&mut self, group: &str, faults: &mut Vec<Fault>) {
        if let Kind::Group { controls, .. } = &mut self.kind {
            for control in controls {
                control.examine(&self.label, faults);
            }
            return;
        }
        if self.error.is_none() {
            self.error = self.lack();
        }
        if let Some(words) = self.error.clone() {
            faults.push(Fault { href: format!("#{}", self.id), group: group.to_owned(), words });
        }
    }

    /// Whether somebody fills it in.
    fn is_asked(&self) -> bool {
        !matches!(self.kind, Kind::Hidden | Kind::Locked | Kind::Html { .. })
    }

    /// Whether it sends a file.
    pub fn is_file(&self) -> bool {
        matches!(self.kind, Kind::File { .. })
    }

    /// Whether it has a button of its own.
    fn has_button(&self) -> bool {
        match &self.kind {
            Kind::Group { controls, remove } => remove.is_some() || controls.iter().any(Self::has_button),
            Kind::Html { html } => html.contains("<button"),
            _ => false,
        }
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

impl Form {
    /// Whether a button stands before the main one, or beside it: the key that sends a form would press the first.
    fn has_other_buttons(&self) -> bool {
        !self.buttons.is_empty() || self.controls.iter().any(Control::has_button)
    }

    /// Whether there is something to fill in.
    pub fn has_fields(&self) -> bool {
        self.controls.iter().any(Control::is_asked)
    }
}

askama_html_safe!(ErrorSummary, Control, Form);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_tells_all_faults_at_once_in_the_order_of_its_fields() {
        let pairs = [("on", "2025-02-30"), ("days", "十"), ("reason", "写了")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let fault = |field: &str, message: &str| FieldError { field: field.into(), message: message.into() };
        let e = Entered::new(pairs, vec![fault("reason", "理由不够"), fault("deed", "另有原因")]);
        let form = Form {
            controls: vec![
                Control::hidden("version", ""),
                Control::day(&e, "on", "日期"),
                Control::line(&e, "days", "天数").inputmode("numeric"),
                Control::one(&e, "way", "方式", vec![Choice::new("a", "甲")]),
                Control::text(&e, "reason", "理由", 3),
                Control::line(&e, "note", "备注").optional(),
            ],
            ..Form::default()
        };
        let (form, summary) = e.examine(form);
        let lines: Vec<(&str, &str)> =
            summary.lines.iter().map(|(href, words)| (href.as_str(), words.as_str())).collect();
        assert_eq!(
            lines,
            [
                ("#f-on", "“2025-02-30”不是日期"),
                ("#f-days", "“十”不是数字"),
                ("#f-way", "请选择“方式”"),
                ("#f-reason", "理由不够"),
                ("", "另有原因"),
            ]
        );
        assert!(form.has_fields() && form.to_string().contains("f-way-error"));
    }

    #[test]
    fn faults_that_would_read_alike_are_told_with_the_group_of_each() {
        let fault = FieldError { field: "kind".into(), message: "请选择类别".into() };
        let e = Entered::new(Vec::new(), vec![fault]);
        let group = |number: u32| {
            let title = Control::line(&e, &format!("title-{number}"), "名称");
            Control::group(format!("第 {number} 项"), vec![title], None)
        };
        let alone = Control::group("代理人", vec![Control::line(&e, "agent", "代理人姓名")], None);
        let controls = vec![Control::line(&e, "kind", "类别"), group(1), group(2), alone];
        let (form, summary) = e.examine(Form { controls, ..Form::default() });
        let lines: Vec<&str> = summary.lines.iter().map(|(_, words)| words.as_str()).collect();
        let wanted = ["请选择类别", "第 1 项：请填写“名称”", "第 2 项：请填写“名称”", "请填写“代理人姓名”"];
        assert_eq!(lines, wanted);
        assert!(!form.to_string().contains("第 1 项：请填写"), "at the field the group stands around it");
    }
}
