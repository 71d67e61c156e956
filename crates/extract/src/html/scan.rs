//! Cuts an HTML source into text, tags and what belongs to neither, with the byte offset of each.
//!
//! Not here: what the tags do to paragraphs and tables (the parent module).
//!
//! Own code instead of a library because the place of every cell is wanted in the source, which the tree builders do
//! not tell, and because it is measurably faster. What counts as a tag, an attribute or a comment follows the HTML
//! standard, also where the source is broken; tests compare the result with a browser-grade parser.

use memchr::memmem::Finder;

/// A start or end tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) is_end: bool,
    pub(super) colspan: Option<&'a str>,
    pub(super) rowspan: Option<&'a str>,
    pub(super) is_hidden: bool,
    /// Struck out by its style.
    pub(super) is_struck: bool,
    /// Set above or below the line by its style.
    pub(super) is_raised: bool,
}

/// A piece of the source.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Tag(Tag<'a>),
}

#[derive(Debug)]
pub(super) struct Scanner<'a> {
    source: &'a str,
    position: usize,
    // Built once: a page has thousands of style attributes.
    none: Finder<'static>,
    hide: Finder<'static>,
    through: Finder<'static>,
    align: Finder<'static>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(source: &'a str, position: usize) -> Self {
        Scanner {
            source,
            position,
            none: Finder::new("none"),
            hide: Finder::new("hide:"),
            through: Finder::new("line-through"),
            align: Finder::new("vertical-align"),
        }
    }

    /// Byte offset of what comes next.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// The next piece; comments, declarations and unfinished tags at the end are passed over.
    pub(super) fn next(&mut self) -> Option<Piece<'a>> {
        let bytes = self.source.as_bytes();
        loop {
            let start = self.position;
            if start >= bytes.len() {
                return None;
            }
            let mut from = start;
            let open = loop {
                match memchr::memchr(b'<', &bytes[from..]) {
                    // A sign that begins no tag is text.
                    Some(at) if begins_markup(&bytes[from + at..]) => break from + at,
                    Some(at) => from += at + 1,
                    None => break bytes.len(),
                }
            };
            if open > start {
                self.position = open;
                return Some(Piece::Text(&self.source[start..open]));
            }
            if let Some(tag) = self.markup() {
                return Some(Piece::Tag(tag));
            }
        }
    }

    /// Passes over the content of an element that holds raw text, up to its end tag, and answers it.
    pub(super) fn raw(&mut self, name: &str) -> &'a str {
        let bytes = self.source.as_bytes();
        let start = self.position;
        let mut from = start;
        while let Some(at) = memchr::memchr(b'<', &bytes[from..]) {
            let open = from + at;
            let rest = &bytes[open + 1..];
            if rest.first() == Some(&b'/')
                && rest.len() > name.len()
                && rest[1..=name.len()].eq_ignore_ascii_case(name.as_bytes())
                && rest
                    .get(name.len() + 1)
                    .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
            {
                self.position = open;
                return &self.source[start..open];
            }
            from = open + 1;
        }
        self.position = bytes.len();
        &self.source[start..]
    }

    /// Reads markup that begins at the position.
    fn markup(&mut self) -> Option<Tag<'a>> {
        let bytes = self.source.as_bytes();
        let open = self.position;
        let rest = &bytes[open + 1..];
        match rest.first() {
            Some(b'!') if rest.starts_with(b"!--") => {
                self.position = comment_end(bytes, open + 4);
                None
            }
            Some(b'!' | b'?') => {
                self.skip_to_close();
                None
            }
            Some(b'/') if !rest.get(1).is_some_and(u8::is_ascii_alphabetic) => {
                self.skip_to_close();
                None
            }
            Some(b'/') => self.tag(open + 2, true),
            _ => self.tag(open + 1, false),
        }
    }

    /// What a style does to the text, as far as it matters here.
    fn style(&self, style: &str, tag: &mut Tag<'_>) {
        let found = |word: &Finder<'_>| word.find(style.as_bytes()).is_some();
        if !(found(&self.none) || found(&self.hide) || found(&self.through) || found(&self.align)) {
            return;
        }
        let plain: String =
            style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
        for rule in plain.split(';') {
            let Some((name, value)) = rule.split_once(':') else { continue };
            match name {
                "display" => tag.is_hidden |= value.starts_with("none"),
                "mso-hide" => tag.is_hidden |= value.starts_with("all"),
                "text-decoration" | "text-decoration-line" => {
                    tag.is_struck |= value.contains("line-through");
                }
                "vertical-align" => {
                    tag.is_raised |= value.starts_with("super") || value.starts_with("sub");
                }
                _ => {}
            }
        }
    }

    fn skip_to_close(&mut self) {
        let bytes = self.source.as_bytes();
        self.position =
            memchr::memchr(b'>', &bytes[self.position..]).map_or(bytes.len(), |at| self.position + at + 1);
    }

    /// Reads a tag whose name begins at `start`. A tag that the file's end cuts off is none.
    fn tag(&mut self, start: usize, is_end: bool) -> Option<Tag<'a>> {
        let bytes = self.source.as_bytes();
        let ends = |b: u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
        let mut at = start;
        while at < bytes.len() && !ends(bytes[at]) {
            at += 1;
        }
        let mut tag = Tag {
            name: &self.source[start..at],
            is_end,
            colspan: None,
            rowspan: None,
            is_hidden: false,
            is_struck: false,
            is_raised: false,
        };
        self.position = bytes.len();
        loop {
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
                at += 1;
            }
            if *bytes.get(at)? == b'>' {
                self.position = at + 1;
                return Some(tag);
            }
            let name_start = at;
            at += 1;
            while at < bytes.len() && !ends(bytes[at]) && bytes[at] != b'=' {
                at += 1;
            }
            let name = &bytes[name_start..at];
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let mut value = "";
            if bytes.get(at) == Some(&b'=') {
                at += 1;
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
                let quote = *bytes.get(at)?;
                if matches!(quote, b'"' | b'\'') {
                    let length = memchr::memchr(quote, &bytes[at + 1..])?;
                    value = &self.source[at + 1..at + 1 + length];
                    at += length + 2;
                } else {
                    let from = at;
                    while at < bytes.len() && !bytes[at].is_ascii_whitespace() && bytes[at] != b'>' {
                        at += 1;
                    }
                    value = &self.source[from..at];
                }
            }
            match (name.len(), name[0] | 0x20) {
                (7, b'c') if name.eq_ignore_ascii_case(b"colspan") => {
                    tag.colspan = tag.colspan.or(Some(value));
                }
                (7, b'r') if name.eq_ignore_ascii_case(b"rowspan") => {
                    tag.rowspan = tag.rowspan.or(Some(value));
                }
                (6, b'h') if name.eq_ignore_ascii_case(b"hidden") => tag.is_hidden = true,
                (5, b's') if name.eq_ignore_ascii_case(b"style") => self.style(value, &mut tag),
                _ => {}
            }
        }
    }
}

fn begins_markup(bytes: &[u8]) -> bool {
    match bytes.get(1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => bytes.len() > 2,
        Some(b) => b.is_ascii_alphabetic(),
        None => false,
    }
}

/// Offset behind a comment whose text begins at `start`. `<!-->` and `<!--->` are whole comments.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    let text = &bytes[start.min(bytes.len())..];
    if text.starts_with(b">") {
        return start + 1;
    }
    if text.starts_with(b"->") {
        return start + 2;
    }
    for at in memchr::memmem::find_iter(text, b"--") {
        match (text.get(at + 2), text.get(at + 3)) {
            (Some(b'>'), _) => return start + at + 3,
            (Some(b'!'), Some(b'>')) => return start + at + 4,
            // `--->`: the search continues behind the first two hyphens.
            (Some(b'-'), Some(b'>')) => return start + at + 4,
            _ => {}
        }
    }
    bytes.len()
}

/// Resolves a character reference at the start of `text` (which begins with `&`): the characters it stands for and
/// the bytes it takes.
pub(super) fn reference(text: &str) -> Option<(Resolved, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
        let start = if hex { 3 } else { 2 };
        let digits = bytes[start.min(bytes.len())..]
            .iter()
            .take_while(|b| if hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() })
            .count();
        if digits == 0 {
            return None;
        }
        let number = u32::from_str_radix(&text[start..start + digits], if hex { 16 } else { 10 });
        let end = start + digits;
        let end = end + usize::from(bytes.get(end) == Some(&b';'));
        let number = number.unwrap_or(u32::MAX);
        let c = match number {
            0 => '\u{FFFD}',
            0x80..=0x9F => {
                let byte = [number as u8];
                encoding_rs::WINDOWS_1252
                    .decode_without_bom_handling(&byte)
                    .0
                    .chars()
                    .next()
                    .unwrap_or('\u{FFFD}')
            }
            n => char::from_u32(n).unwrap_or('\u{FFFD}'),
        };
        return Some((Resolved::Char(c), end));
    }
    let letters = bytes[1..].iter().take(40).take_while(|b| b.is_ascii_alphanumeric()).count();
    if bytes.get(letters + 1) == Some(&b';')
        && let Some(value) = quick_xml::escape::resolve_html5_entity(&text[1..=letters])
    {
        return Some((Resolved::Text(value), letters + 2));
    }
    // Names of old that browsers accept without the semicolon, as far as reports hold them.
    const OLD: [(&str, char); 10] = [
        ("nbsp", '\u{A0}'),
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("middot", '·'),
        ("times", '×'),
        ("copy", '©'),
        ("laquo", '«'),
        ("raquo", '»'),
    ];
    OLD.iter()
        .find(|(name, _)| text[1..].starts_with(name))
        .map(|(name, c)| (Resolved::Char(*c), name.len() + 1))
}

/// What a character reference stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Resolved {
    Char(char),
    Text(&'static str),
}
