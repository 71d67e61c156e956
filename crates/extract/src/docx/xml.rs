//! Cuts the parts of a Word package into tags and text, each a slice of the part itself.
//!
//! Not here: what the tags mean (`body`, `numbering`, `parts`); declarations, comments and unusual attributes, which quick-xml reads.
//!
//! Own code for tags and text because they are nearly all of a document and quick-xml takes five times as long for
//! them: it checks every piece for UTF-8 and copies every name. A test holds both against each other.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A start tag or an empty element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// What stands between the angle brackets, without a closing slash.
    content: &'a str,
    name: usize,
}

/// A piece of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Start(Tag<'a>),
    Empty(Tag<'a>),
    /// Name of the element that ends.
    End(&'a str),
    /// Text with its line ends as they stand in the file.
    Text(&'a str),
    /// Text in which no sign is markup.
    Data(String),
    /// Name of a reference, without its signs.
    Reference(&'a str),
}

/// Why a part cannot be read on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It ends within a piece.
    Cut,
    /// Its pieces do not fit together.
    Broken(String),
}

/// Reads a part from its first sign to its last.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    source: &'a str,
    at: usize,
    /// Names of the open elements, outermost first.
    open: Vec<&'a str>,
}

fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

impl<'a> Scanner<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let source = source.strip_prefix('\u{FEFF}').unwrap_or(source);
        Scanner { source, at: 0, open: Vec::new() }
    }

    /// Elements that are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next piece; nothing at the end. Declarations, comments and instructions are passed over.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a>>, Fault> {
        let bytes = self.source.as_bytes();
        loop {
            let start = self.at;
            match bytes.get(start) {
                None => return Ok(None),
                Some(b'<') => {}
                Some(b'&') => return self.reference().map(Some),
                Some(_) => {
                    let end = memchr::memchr2(b'<', b'&', &bytes[start..]).map_or(bytes.len(), |n| start + n);
                    self.at = end;
                    return Ok(Some(Piece::Text(&self.source[start..end])));
                }
            }
            match bytes.get(start + 1) {
                None => return Err(Fault::Cut),
                Some(b'/') => return self.end().map(Some),
                Some(b'!' | b'?') => {
                    if let Some(data) = self.declaration()? {
                        return Ok(Some(Piece::Data(data)));
                    }
                }
                Some(_) => return self.start().map(Some),
            }
        }
    }

    fn start(&mut self) -> Result<Piece<'a>, Fault> {
        let from = self.at + 1;
        let (close, name) = self.close(from)?;
        self.at = close + 1;
        let is_empty = self.source.as_bytes()[close - 1] == b'/' && close > from;
        let content = &self.source[from..close - usize::from(is_empty)];
        let name = name.unwrap_or(close).min(from + content.len()) - from;
        let tag = Tag { content, name };
        if is_empty {
            return Ok(Piece::Empty(tag));
        }
        self.open.push(tag.name());
        Ok(Piece::Start(tag))
    }

    fn end(&mut self) -> Result<Piece<'a>, Fault> {
        let from = self.at + 2;
        if let Some(name) = self.open.last().copied()
            && let Some(rest) = self.source.as_bytes().get(from..)
            && rest.get(name.len()) == Some(&b'>')
            && rest.starts_with(name.as_bytes())
        {
            self.open.pop();
            self.at = from + name.len() + 1;
            return Ok(Piece::End(name));
        }
        let (close, _) = self.close(from)?;
        self.at = close + 1;
        let found = self.source[from..close].trim_end_matches([' ', '\t', '\r', '\n']);
        match self.open.pop() {
            Some(name) if name == found => Ok(Piece::End(name)),
            Some(name) => Err(Fault::Broken(format!("expected `</{name}>`, but `</{found}>` was found"))),
            None => Err(Fault::Broken(format!("`</{found}>` ends no element"))),
        }
    }

    /// The bracket that closes a tag, signs in quotation marks left aside, and the first blank before it.
    fn close(&self, from: usize) -> Result<(usize, Option<usize>), Fault> {
        let bytes = self.source.as_bytes();
        let (mut at, mut blank) = (from, None);
        loop {
            match bytes.get(at) {
                None => return Err(Fault::Cut),
                Some(b'>') => return Ok((at, blank)),
                Some(quote @ (b'"' | b'\'')) => {
                    let value = &bytes[at + 1..];
                    let length = value.iter().position(|b| b == quote).ok_or(Fault::Cut)?;
                    if blank.is_none() {
                        blank = value[..length].iter().position(|b| is_blank(*b)).map(|n| at + 1 + n);
                    }
                    at += length + 1;
                }
                Some(b) if is_blank(*b) => blank = blank.or(Some(at)),
                Some(_) => {}
            }
            at += 1;
        }
    }

    fn reference(&mut self) -> Result<Piece<'a>, Fault> {
        let from = self.at + 1;
        let rest = &self.source.as_bytes()[from..];
        match memchr::memchr3(b';', b'&', b'<', rest) {
            Some(length) if rest[length] == b';' => {
                self.at = from + length + 1;
                Ok(Piece::Reference(&self.source[from..from + length]))
            }
            _ => Err(Fault::Broken("a reference without `;`".to_owned())),
        }
    }

    /// Passes over a declaration, a comment or an instruction, or answers a piece of data.
    fn declaration(&mut self) -> Result<Option<String>, Fault> {
        let mut reader = Reader::from_str(&self.source[self.at..]);
        let characters = match reader.read_event() {
            Ok(Event::CData(section)) => Some(section.xml10_content().into_owned()),
            Ok(_) => None,
            Err(quick_xml::Error::Syntax(_)) => return Err(Fault::Cut),
            Err(other) => return Err(Fault::Broken(other.to_string())),
        };
        self.at += usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).max(1);
        Ok(characters)
    }
}

impl<'a> Tag<'a> {
    /// Name with its prefix.
    pub(super) fn name(self) -> &'a str {
        &self.content[..self.name]
    }

    /// Name without its prefix.
    pub(super) fn local(self) -> &'a str {
        local(self.name())
    }

    /// Value of an attribute by its local name.
    pub(super) fn attribute(self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = &self.content[self.name..];
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
            if rest.is_empty() {
                return None;
            }
            let bytes = rest.as_bytes();
            let key = bytes.iter().position(|b| *b == b'=' || is_blank(*b)).unwrap_or(0);
            let quote = match bytes.get(key..key + 2) {
                Some([b'=', quote @ (b'"' | b'\'')]) if key > 0 => *quote,
                _ => return self.unusual(name),
            };
            let value = &bytes[key + 2..];
            let Some(length) = value.iter().position(|b| *b == quote) else { return self.unusual(name) };
            if local(&rest[..key]) == name {
                if value[..length].iter().any(|b| matches!(b, b'&' | b'<' | b'\t' | b'\r' | b'\n')) {
                    return self.unusual(name);
                }
                return Some(Cow::Borrowed(&rest[key + 2..key + 2 + length]));
            }
            rest = &rest[key + length + 3..];
        }
    }

    fn unusual(self, name: &str) -> Option<Cow<'a, str>> {
        let element = self.element();
        let found = element.attributes().with_checks(false).flatten().find_map(|a| {
            (a.key.local_name().as_ref() == name)
                .then(|| a.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(Cow::into_owned).ok())
                .flatten()
        });
        found.map(Cow::Owned)
    }

    /// The tag as quick-xml sees it.
    pub(super) fn element(self) -> BytesStart<'a> {
        BytesStart::from_content(self.content, self.name)
    }

    /// Number in an attribute `val`.
    pub(super) fn number<T: std::str::FromStr>(self) -> Option<T> {
        self.attribute("val")?.trim().parse().ok()
    }

    /// An on-off property: present without a value means on.
    pub(super) fn is_on(self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off"))
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    match name.as_bytes().iter().position(|b| *b == b':') {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

/// Text with its line ends turned into `\n`.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The character that a reference stands for. Entities that a file declares itself are not resolved: only attacks use
/// them.
pub(super) fn resolved(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => BytesRef::new(name).resolve_char_ref().ok().flatten(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Names, attributes and texts in one line each, until the end or the first fault.
    fn ours(source: &str) -> Vec<String> {
        let mut scanner = Scanner::new(source);
        let mut out = Vec::new();
        let tag = |kind: &str, tag: Tag<'_>| {
            format!("{kind} {} {:?} {:?}", tag.name(), tag.attribute("val"), tag.attribute("b"))
        };
        loop {
            out.push(match scanner.next() {
                Ok(None) => return out,
                Ok(Some(Piece::Start(t))) => tag("start", t),
                Ok(Some(Piece::Empty(t))) => tag("empty", t),
                Ok(Some(Piece::End(name))) => format!("end {name}"),
                Ok(Some(Piece::Text(text))) => format!("text {}", lines(text)),
                Ok(Some(Piece::Data(data))) => format!("data {data}"),
                // no name has a line end in it; quick-xml evens them out also in what is no name
                Ok(Some(Piece::Reference(name))) => {
                    let shown = name.replace("\r\n", "\n").replace('\r', "\n");
                    format!("reference {shown} {:?}", resolved(name))
                }
                Err(fault) => {
                    out.push(if fault == Fault::Cut { "cut" } else { "broken" }.to_owned());
                    return out;
                }
            });
        }
    }

    fn theirs(source: &str) -> Vec<String> {
        let mut reader = Reader::from_str(source);
        let mut out = Vec::new();
        let value = |e: &BytesStart<'_>, name: &str| {
            e.attributes().with_checks(false).flatten().find_map(|a| {
                let is_it = a.key.local_name().as_ref() == name;
                let value = a.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                is_it.then(|| value.map(Cow::into_owned).ok()).flatten()
            })
        };
        let tag = |kind: &str, e: &BytesStart<'_>| {
            format!("{kind} {} {:?} {:?}", e.name().as_ref(), value(e, "val"), value(e, "b"))
        };
        loop {
            out.push(match reader.read_event() {
                Ok(Event::Eof) => return out,
                Ok(Event::Start(e)) => tag("start", &e),
                Ok(Event::Empty(e)) => tag("empty", &e),
                Ok(Event::End(e)) => format!("end {}", e.name().as_ref()),
                Ok(Event::Text(text)) => format!("text {}", text.xml10_content()),
                Ok(Event::CData(data)) => format!("data {}", data.xml10_content()),
                Ok(Event::GeneralRef(name)) => {
                    let found = resolved(&name.xml10_content());
                    format!("reference {} {found:?}", name.xml10_content())
                }
                Ok(_) => continue,
                Err(quick_xml::Error::Syntax(_)) => {
                    out.push("cut".to_owned());
                    return out;
                }
                Err(_) => {
                    out.push("broken".to_owned());
                    return out;
                }
            });
        }
    }

    #[test]
    fn tags_texts_and_references_come_out_in_order() {
        let source = "\u{FEFF}<?xml version=\"1.0\"?><!-- > --><w:p w:val='1>0' b=\"甲&amp;\"><w:t/>一 &lt;&#x4E8C;<![CDATA[<三>]]></w:p >";
        let expected = [
            "start w:p Some(\"1>0\") Some(\"甲&\")",
            "empty w:t None None",
            "text 一 ",
            "reference lt Some('<')",
            "reference #x4E8C Some('二')",
            "data <三>",
            "end w:p",
        ];
        assert_eq!(ours(source), expected);
    }

    #[test]
    fn what_is_cut_off_is_told_from_what_does_not_fit() {
        let fault = |source| ours(source).pop().unwrap();
        assert_eq!(["<a", "<a b=\"", "<", "<!--", "<a></a"].map(fault), ["cut"; 5].map(str::to_owned));
        assert_eq!(["<a></b>", "</a>", "&a", "&a<"].map(fault), ["broken"; 4].map(str::to_owned));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn every_source_is_cut_as_quick_xml_cuts_it(
            pieces in proptest::collection::vec(
                prop_oneof![
                    6 => prop::sample::select(vec!["<w:p>", "</w:p>", "<w:t b=\"1\" w:val='2'>", "</w:t>", "<b/>", "一"]),
                    4 => prop::sample::select(vec![
                        "<", ">", "/", "&", ";", "=", "\"", "'", " ", "\n", "\r", "a", ":", "val", "b=\"&gt;\"",
                        " val=x", " w:val=\"甲\t\"", "<a", "</a ", "/>", "&amp;", "&#65;", "&#0;", "<!--", "-->",
                        "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE a", "[", "]", "\u{FEFF}",
                    ]),
                ],
                0..24,
            )
        ) {
            let source = pieces.concat();
            prop_assert_eq!(ours(&source), theirs(&source));
        }
    }
}
