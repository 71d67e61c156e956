//! Reads HTML as our templates write it, as a stream and as a tree.
//!
//! Not here: what is judged (`main`, `aria`). Strict where a browser forgives: what it cannot read fails the test.

use std::collections::BTreeMap;

/// An element's start, or a text between elements.
#[derive(Debug, Clone)]
pub(crate) enum Bit {
    Start(String, BTreeMap<String, String>),
    End(String),
    Text(String),
}

/// Reads HTML as our templates write it: quoted attributes, no comments, no scripts with content.
pub(crate) fn bits(html: &str) -> Vec<Bit> {
    let mut bits = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            bits.push(Bit::Text(rest[..at].to_owned()));
        }
        rest = &rest[at + 1..];
        let (tag, after) = split_tag(rest);
        rest = after;
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let name = name.trim_end_matches('/').to_owned();
        if let Some(name) = name.strip_prefix('/') {
            bits.push(Bit::End(name.to_owned()));
        } else if !name.starts_with('!') {
            bits.push(Bit::Start(name, attributes_of(attributes)));
        }
    }
    bits
}

/// The inside of a tag and what follows it; a `>` within quotes does not end it.
fn split_tag(text: &str) -> (&str, &str) {
    let mut is_quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    panic!("a tag without end: {}", &text[..text.len().min(80)]);
}

fn attributes_of(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = text.trim().trim_end_matches('/').trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let value = if let Some(quoted) = rest.strip_prefix("=\"") {
            let close = quoted.find('"').unwrap_or_else(|| panic!("unquoted: {text}"));
            rest = &quoted[close + 1..];
            quoted[..close].to_owned()
        } else {
            assert!(!rest.starts_with('='), "every value is quoted: {text}");
            String::new()
        };
        assert!(found.insert(name.clone(), value).is_none(), "{name} twice in {text}");
        rest = rest.trim_start();
    }
    found
}

/// The elements of a page in order.
pub(crate) fn starts(html: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let only = |bit| if let Bit::Start(name, attributes) = bit { Some((name, attributes)) } else { None };
    bits(html).into_iter().filter_map(only).collect()
}

/// An element with all that is in it, or a text.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// An element with all that is in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    pub(crate) tag: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) inside: Vec<Node>,
}

/// What never has an end, in HTML and in our drawings.
const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta", "path", "rect", "line", "circle"];

impl Element {
    /// The value of an attribute; empty where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }

    /// The elements directly in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.inside.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All elements in it, at any depth, in order.
    pub(crate) fn all(&self) -> Vec<&Self> {
        self.elements().flat_map(|element| std::iter::once(element).chain(element.all())).collect()
    }
}

/// A whole page as one element without a name.
pub(crate) fn tree(html: &str) -> Element {
    let mut open = vec![Element::default()];
    for bit in bits(html) {
        match bit {
            Bit::Text(words) => open.last_mut().unwrap().inside.push(Node::Text(decoded(&words))),
            Bit::Start(tag, attributes) => {
                let attributes =
                    attributes.into_iter().map(|(name, value)| (name, decoded(&value))).collect();
                let element = Element { tag, attributes, inside: Vec::new() };
                if VOID.contains(&element.tag.as_str()) {
                    open.last_mut().unwrap().inside.push(Node::Element(element));
                } else {
                    open.push(element);
                }
            }
            Bit::End(tag) => {
                let element = open.pop().unwrap();
                assert_eq!(element.tag, tag, "an end without its start");
                open.last_mut().unwrap().inside.push(Node::Element(element));
            }
        }
    }
    assert_eq!(open.len(), 1, "not ended: {:?}", open.iter().map(|one| &one.tag).collect::<Vec<_>>());
    open.remove(0)
}

/// Words without the references that stand for letters with a meaning in HTML.
fn decoded(words: &str) -> String {
    let known = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&amp;", "&")];
    known.iter().chain(&named).fold(words.to_owned(), |words, (from, to)| words.replace(from, to))
}
