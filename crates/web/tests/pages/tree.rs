//! What a page tells a screen reader: landmarks, headings, links, buttons, fields and tables, with names, states and
//! descriptions as the rules of HTML and ARIA give them.
//!
//! Not here: reading HTML (`html`), printing it and comparing with what was agreed (`aria`). Plain paragraphs are left out: they are read as
//! they stand.

use crate::html::{Element, Node};
use std::collections::BTreeMap;

/// Something that is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) role: &'static str,
    pub(crate) name: String,
    /// Level, states, number of entries.
    pub(crate) states: Vec<String>,
    /// What stands in a field.
    pub(crate) value: String,
    pub(crate) description: String,
    /// Where a link leads.
    pub(crate) href: String,
    pub(crate) inside: Vec<Told>,
}

impl Told {
    /// This and all in it, in order.
    pub(crate) fn all(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.inside.iter().flat_map(Self::all)).collect()
    }
}

/// What the body of a page tells, from the top.
pub(crate) fn told(page: &Element) -> Vec<Told> {
    let ids = page.all().into_iter().filter(|one| one.has("id")).map(|one| (one.attribute("id"), one));
    let labels = page.all().into_iter().filter(|one| one.tag == "label" && one.has("for"));
    let reader =
        Reader { ids: ids.collect(), labels: labels.map(|label| (label.attribute("for"), label)).collect() };
    let body = page.all().into_iter().find(|one| one.tag == "body").unwrap_or(page);
    reader.inside(body)
}

/// The page around an element, for what points elsewhere.
struct Reader<'a> {
    ids: BTreeMap<&'a str, &'a Element>,
    labels: BTreeMap<&'a str, &'a Element>,
}

impl Reader<'_> {
    fn inside(&self, element: &Element) -> Vec<Told> {
        element.elements().flat_map(|one| self.read(one)).collect()
    }

    /// What an element tells; what has no part of its own passes on what is in it.
    fn read(&self, one: &Element) -> Vec<Told> {
        if is_silent(one) {
            return Vec::new();
        }
        let Some(role) = Self::role(one) else {
            let mut inside = self.inside(one);
            if one.has("aria-current") {
                inside.insert(0, self.plain("text", one));
            }
            return inside;
        };
        let mut told = self.plain(role, one);
        match role {
            "heading" => told.states.push(format!("level={}", &one.tag[1..])),
            "link" => one.attribute("href").clone_into(&mut told.href),
            "combobox" => {
                let options: Vec<&Element> =
                    one.all().into_iter().filter(|inner| inner.tag == "option").collect();
                let chosen = options.iter().find(|option| option.has("selected")).or(options.first());
                told.value = chosen.map(|option| text(option)).unwrap_or_default();
                told.states.push(format!("options={}", options.len()));
            }
            "textbox" if one.tag == "textarea" => {
                told.states.push("multiline".to_owned());
                told.value = text(one);
            }
            "textbox" | "date" | "searchbox" => one.attribute("value").clone_into(&mut told.value),
            "list" => {
                let items = one.elements().filter(|item| item.tag == "li").count();
                told.states.push(format!("items={items}"));
                told.inside = self.inside(one);
            }
            "terms" => {
                let terms = one.all().into_iter().filter(|inner| inner.tag == "dt").map(text);
                told.value = terms.collect::<Vec<_>>().join("、");
                told.inside = self.inside(one);
            }
            "table" => self.read_table(one, &mut told),
            "details" => {
                told.states.push(if one.has("open") { "open" } else { "closed" }.to_owned());
                told.inside = self.inside(one);
            }
            "button" | "password" | "file" | "checkbox" | "radio" | "deletion" | "insertion" => {}
            _ => told.inside = self.inside(one),
        }
        // a heading or a summary is told by its words; a link within it is told besides
        if role == "heading" {
            told.inside = self.inside(one);
        }
        vec![told]
    }

    /// Role, name, states and description, without what is in it.
    fn plain(&self, role: &'static str, one: &Element) -> Told {
        let mut states = Vec::new();
        for (name, state) in [("checked", "checked"), ("disabled", "disabled"), ("multiple", "several")] {
            if one.has(name) {
                states.push(state.to_owned());
            }
        }
        if one.attribute("aria-invalid") == "true" {
            states.push("invalid".to_owned());
        }
        if one.has("aria-current") {
            states.push(format!("current={}", one.attribute("aria-current")));
        }
        if one.attribute("tabindex") == "0" {
            states.push("focusable".to_owned());
        }
        let description = self.pointed_to(one.attribute("aria-describedby"));
        Told { role, name: self.name(role, one), states, description, ..Told::default() }
    }

    /// The rows of a table by their heads, with what can be used in them.
    fn read_table(&self, table: &Element, told: &mut Told) {
        let all = table.all();
        let heads = all.iter().filter(|cell| cell.tag == "th" && cell.attribute("scope") == "col");
        told.value = heads.map(|head| text(head)).collect::<Vec<_>>().join(" | ");
        let parts = table.elements().filter(|part| ["tbody", "tfoot"].contains(&part.tag.as_str()));
        let rows: Vec<&Element> = parts.flat_map(Element::elements).collect();
        told.states.push(format!("rows={}", rows.len()));
        for row in rows {
            let head = row.elements().find(|cell| cell.tag == "th").map(text).unwrap_or_default();
            let inside = self.inside(row);
            told.inside.push(Told { role: "row", name: head, inside, ..Told::default() });
        }
    }

    fn role(one: &Element) -> Option<&'static str> {
        let is_named = one.has("aria-label") || one.has("aria-labelledby");
        let given = match one.attribute("role") {
            "" => None,
            "alert" => Some("alert"),
            "figure" => Some("figure"),
            "region" => Some("region"),
            "search" => Some("search"),
            "status" => Some("status"),
            other => panic!("the role {other} is not known here"),
        };
        given.or(match one.tag.as_str() {
            "header" => Some("banner"),
            "footer" => Some("contentinfo"),
            "main" => Some("main"),
            "nav" => Some("navigation"),
            "aside" => Some("complementary"),
            "section" => is_named.then_some("region"),
            "form" => is_named.then_some("form"),
            "h1" | "h2" | "h3" | "h4" => Some("heading"),
            "a" => one.has("href").then_some("link"),
            "button" => Some("button"),
            "textarea" => Some("textbox"),
            "select" => Some("combobox"),
            "fieldset" => Some("group"),
            "details" => Some("details"),
            "table" => Some("table"),
            "ul" | "ol" => Some("list"),
            "dl" => Some("terms"),
            "del" => Some("deletion"),
            "ins" => Some("insertion"),
            "input" => Some(match one.attribute("type") {
                "checkbox" => "checkbox",
                "radio" => "radio",
                "file" => "file",
                "date" => "date",
                "password" => "password",
                "search" => "searchbox",
                "" | "text" | "email" | "number" | "tel" => "textbox",
                other => panic!("the field {other} is not known here"),
            }),
            _ => None,
        })
    }

    /// By what it is called: what it points to, what is written for it, its label, legend or caption, its own words.
    fn name(&self, role: &str, one: &Element) -> String {
        let pointed = self.pointed_to(one.attribute("aria-labelledby"));
        if !pointed.is_empty() {
            return pointed;
        }
        if !one.attribute("aria-label").is_empty() {
            return one.attribute("aria-label").to_owned();
        }
        let first = |tag: &str| one.elements().find(|inner| inner.tag == tag).map(text).unwrap_or_default();
        match role {
            "heading" | "link" | "button" | "text" | "deletion" | "insertion" => text(one),
            "group" => first("legend"),
            "table" => first("caption"),
            "details" => first("summary"),
            "textbox" | "combobox" | "checkbox" | "radio" | "file" | "date" | "password" | "searchbox" => {
                self.labels.get(one.attribute("id")).map(|label| text(label)).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    fn pointed_to(&self, ids: &str) -> String {
        let words = ids.split_whitespace().filter_map(|id| self.ids.get(id)).map(|one| text(one));
        words.collect::<Vec<_>>().join(" ")
    }
}

/// What is not told at all.
fn is_silent(one: &Element) -> bool {
    let is_hidden = one.attribute("aria-hidden") == "true" || one.has("hidden");
    is_hidden || one.attribute("type") == "hidden" || ["script", "caption"].contains(&one.tag.as_str())
}

/// The words of an element as they are spoken, what is hidden left out.
pub(crate) fn text(one: &Element) -> String {
    let mut words = String::new();
    collect(one, &mut words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(one: &Element, words: &mut String) {
    for node in &one.inside {
        match node {
            Node::Text(text) => words.push_str(text),
            Node::Element(inner) if is_silent(inner) => {}
            Node::Element(inner) => {
                let is_apart = ["p", "div", "li", "br", "dt", "dd", "td", "th", "h2", "h3"]
                    .contains(&inner.tag.as_str());
                if is_apart {
                    words.push(' ');
                }
                collect(inner, words);
                if is_apart {
                    words.push(' ');
                }
            }
        }
    }
}
