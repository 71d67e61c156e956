//! XML under way: markup as it is given, text with its markup characters escaped.
//!
//! Not here: what may stand in a text (`crate::draft::clean`), what the markup means (`super::body`).

/// A part being written.
#[derive(Debug)]
pub(super) struct Xml(String);

impl Xml {
    /// A part with its declaration.
    pub(super) fn part() -> Self {
        let mut text = String::with_capacity(64 * 1024);
        text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        Self(text)
    }

    /// Markup, as it is.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// An element without content and with one value.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        self.raw("<w:");
        self.raw(name);
        self.raw(" w:val=\"");
        self.text(value);
        self.raw("\"/>");
    }

    /// Text, or the value of an attribute.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}
