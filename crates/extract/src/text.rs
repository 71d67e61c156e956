//! Turns the bytes of a text file into characters, and tells what was lost before the file reached us.
//!
//! Not here: what the lines mean (`txt`, `markdown`, `html`).
//!
//! Text that was once read in the wrong encoding and stored so is repaired only when the way back is certain: encoding it again
//! gives bytes that are valid in the right encoding, and decoding and encoding those leads back to the same text.
//! Everything else stays as it stands and is reported.

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use gongkai_paper::{Artefact, Place};

use crate::{ExtractError, Limits};

/// Text of a file with line ends turned into `\n` and control characters taken out.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) artefacts: Vec<Artefact>,
}

/// At most so many artefacts of one kind are listed one by one.
const LISTED: usize = 50;

/// Decodes the bytes of a text file. `declared` is the encoding the file claims for itself.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>, limits: &Limits) -> Result<Decoded, ExtractError> {
    limits.check_text_bytes(bytes.len())?;
    let mut artefacts = Vec::new();
    let raw = characters(bytes, declared, &mut artefacts);
    if raw.chars().all(char::is_whitespace) {
        return Err(ExtractError::Empty);
    }
    let clean = without_controls(&raw, &mut artefacts)?;
    limits.check_deadline()?;
    let text = mended(clean, &mut artefacts)?;
    Ok(Decoded { text, artefacts })
}

/// Decodes by byte order mark, by validity, by declaration and by likelihood, in this order.
fn characters<'a>(bytes: &'a [u8], declared: Option<&str>, artefacts: &mut Vec<Artefact>) -> Cow<'a, str> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return lossy(UTF_8, rest);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        note(artefacts, "encoding", "UTF-16LE");
        return lossy(UTF_16LE, rest);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        note(artefacts, "encoding", "UTF-16BE");
        return lossy(UTF_16BE, rest);
    }
    if let Some(rest) = bytes.strip_prefix(b"\x84\x31\x95\x33") {
        note(artefacts, "encoding", "GB18030");
        return lossy(GB18030, rest);
    }
    if let Some((encoding, text)) = utf16_without_mark(bytes) {
        note(artefacts, "encoding", encoding.name());
        return text;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        // A few broken sequences in a text that is otherwise full of valid ones: damage, not another encoding.
        Err(_) if utf8_is_likelier(bytes) => return lossy(UTF_8, bytes),
        Err(_) => {}
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let Some(encoding) = declared.filter(|&e| e != UTF_8 && e != UTF_16LE && e != UTF_16BE) {
        let encoding = if encoding == GBK { GB18030 } else { encoding };
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            note(artefacts, "encoding", encoding.name());
            return text;
        }
    }
    // Offices write GB18030 or, rarely, Big5. The detector is asked only to choose between these two, because it
    // takes short texts for anything.
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    // A beginning is enough, and the detector takes its time.
    detector.feed(&bytes[..bytes.len().min(256 << 10)], true);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    let strict = |e: &'static Encoding| e.decode_without_bom_handling_and_without_replacement(bytes);
    if guess == BIG5
        && let Some(text) = strict(BIG5)
    {
        note(artefacts, "encoding", "Big5");
        return text;
    }
    note(artefacts, "encoding", "GB18030");
    lossy(GB18030, bytes)
}

fn note(artefacts: &mut Vec<Artefact>, kind: &'static str, text: &str) {
    artefacts.push(Artefact { kind, text: text.to_owned(), place: Place::default() });
}

fn lossy<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    encoding.decode_without_bom_handling(bytes).0
}

/// UTF-16 without a mark shows in its zero bytes, which no other text encoding has: every digit and line end brings
/// one, in little-endian order behind the sign, in big-endian order before it. Which order it is shows in the result.
fn utf16_without_mark(bytes: &[u8]) -> Option<(&'static Encoding, Cow<'_, str>)> {
    let head = &bytes[..bytes.len().min(64 << 10) & !1];
    let zeros = memchr::memchr_iter(0, head).count();
    // A stray zero byte in another text is not enough.
    if head.len() < 4 || zeros * 100 < head.len() {
        return None;
    }
    let share = |encoding: &'static Encoding| {
        let (mut known, mut all) = (0usize, 1usize);
        for c in lossy(encoding, head).chars().take(4096) {
            all += 1;
            known += usize::from(is_common(c) || matches!(c, ' '..='~' | '\n' | '\r' | '\t'));
        }
        known * 1000 / all
    };
    let (little, big) = (share(UTF_16LE), share(UTF_16BE));
    let encoding = if little >= big { UTF_16LE } else { UTF_16BE };
    (little.max(big) >= 850 && little != big).then(|| (encoding, lossy(encoding, bytes)))
}

fn utf8_is_likelier(bytes: &[u8]) -> bool {
    let (mut broken, mut long) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        long += chunk.valid().chars().filter(|c| c.len_utf8() >= 3 && *c != '\u{FFFD}').count();
    }
    long > broken * 4
}

/// Characters that Chinese reports are made of.
fn is_common(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' | '\u{2010}'..='\u{2026}'
        | '\u{3400}'..='\u{4DBF}' | '\u{2460}'..='\u{2473}' | '\u{A0}' | '·' | '×')
}

/// Turns every line end into `\n`, Word's cell mark into a tab, and takes out characters that no text is made of.
fn without_controls(raw: &str, artefacts: &mut Vec<Artefact>) -> Result<String, ExtractError> {
    // Bytes suffice to see that there is nothing to do, which is the rule. Looked at in pieces without an early end,
    // so that the compiler may look at many bytes at once.
    let odd = |b: &u8| (*b < 0x20 && !matches!(b, b'\n' | b'\t' | b'\x0C')) || *b == 0x7F;
    let pieces = raw.as_bytes().chunks(1024);
    let has_odd = pieces.into_iter().any(|piece| piece.iter().fold(false, |any, b| any | odd(b)));
    if !has_odd && !raw.contains('\u{FEFF}') {
        return Ok(raw.to_owned());
    }
    let mut out = String::with_capacity(raw.len());
    let (mut line, mut column, mut removed, mut all) = (1u32, 1u32, 0usize, 0usize);
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        all += 1;
        let kept = match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    continue;
                }
                '\n'
            }
            '\x0B' => '\n',
            '\x07' => '\t',
            '\t' | '\n' | '\x0C' => c,
            '\u{FEFF}' => continue,
            '\0'..='\x1F' | '\x7F' => {
                removed += 1;
                if removed <= LISTED {
                    artefacts.push(Artefact {
                        kind: "control_character",
                        text: format!("U+{:04X}", u32::from(c)),
                        place: Place { line: Some(line), column: Some(column), ..Place::default() },
                    });
                }
                continue;
            }
            _ => c,
        };
        out.push(kept);
        if kept == '\n' {
            line += 1;
            column = 1;
        } else {
            column += 1;
        }
    }
    // A text has a stray control character; a file of another kind is full of them.
    if removed > 16 && removed * 20 > all {
        return Err(ExtractError::NotAReport { what: "二进制文件" });
    }
    Ok(out)
}

/// What happened to one line.
enum Damage {
    None,
    Repaired(String),
    Mojibake,
    Lost(usize),
}

/// Looks at every line for traces of a wrong decoding.
fn mended(text: String, artefacts: &mut Vec<Artefact>) -> Result<String, ExtractError> {
    // Runs of plain ASCII, which most of a web page is, are passed over in pieces.
    let suspicious = text.as_bytes().chunks(64).enumerate().any(|(piece, bytes)| {
        bytes.iter().fold(false, |any, &b| any | matches!(b, b'?' | 0x80..))
            && (0..bytes.len()).any(|at| is_suspicious(&text.as_bytes()[piece * 64 + at..]))
    });
    if !suspicious {
        return Ok(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut lost_all, mut foreign_all, mut repaired, mut garbled, mut listed) = (0, 0, 0usize, 0usize, 0);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let place = || Place { line: Some(index as u32 + 1), column: Some(1), ..Place::default() };
        foreign_all += line.chars().filter(|&c| !c.is_ascii() && !c.is_whitespace()).count();
        match damage(line) {
            Damage::None => out.push_str(line),
            Damage::Repaired(better) => {
                if repaired == 0 {
                    artefacts.push(Artefact {
                        kind: "mojibake_repaired",
                        text: line.trim().chars().take(40).collect(),
                        place: place(),
                    });
                }
                repaired += 1;
                out.push_str(&better);
            }
            Damage::Mojibake => {
                garbled += line.chars().filter(|&c| !c.is_ascii() && !c.is_whitespace()).count();
                listed += 1;
                if listed <= LISTED {
                    artefacts.push(Artefact {
                        kind: "mojibake",
                        text: line.trim().chars().take(40).collect(),
                        place: place(),
                    });
                }
                out.push_str(line);
            }
            Damage::Lost(lost) => {
                lost_all += lost;
                listed += 1;
                if listed <= LISTED {
                    artefacts.push(Artefact {
                        kind: "lost_characters",
                        text: line.trim().chars().take(40).collect(),
                        place: place(),
                    });
                }
                // Question marks are ASCII; the characters they stand for were not.
                foreign_all += line.chars().filter(|&c| c == '?').count().min(lost);
                out.push_str(line);
            }
        }
    }
    if repaired > 0 && listed == 0 {
        // where most lines led back, one of which Latin letters are left did not: some of its bytes are no character
        for (index, line) in out.lines().enumerate().filter(|(_, line)| is_left_over(line)).take(LISTED) {
            artefacts.push(Artefact {
                kind: "mojibake",
                text: line.trim().chars().take(40).collect(),
                place: Place { line: Some(index as u32 + 1), column: Some(1), ..Place::default() },
            });
        }
    }
    let (single, han) = lost_one_by_one(&text);
    if lost_all == 0 && single >= 8 && single * 50 > han {
        // a question mark now and then is one; in every fiftieth place it stands for a character that no table had
        lost_all = single;
        foreign_all += single;
        artefacts.push(Artefact {
            kind: "lost_characters",
            text: text
                .lines()
                .find(|l| lost_one_by_one(l).0 > 0)
                .unwrap_or_default()
                .chars()
                .take(40)
                .collect(),
            place: Place { line: Some(1), column: Some(1), ..Place::default() },
        });
    }
    // Digits and letters survive every wrong decoding, so that only the characters beyond ASCII tell how much is left.
    let gone = lost_all + garbled;
    if gone >= 8 && gone * 6 > foreign_all {
        return Err(ExtractError::LostCharacters { lost: gone, of: foreign_all.max(gone) });
    }
    Ok(out)
}

/// Whether a byte may belong to a trace of a wrong decoding: a question mark, a Latin letter with an accent, the
/// replacement character, the euro sign, or one of the characters that UTF-8 turns into when read as GBK.
fn is_suspicious(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [b'?' | 0xC2 | 0xC3, ..]
            | [0xEF, 0xBF, 0xBD, ..]
            | [0xE2, 0x82, 0xAC, ..]
            | [0xE9, 0x94, 0x9F | 0x9B, ..]
            | [0xE9, 0x8A, 0x86, ..]
            | [0xE9, 0x90, 0xA8, ..]
            | [0xE9, 0x8F, 0x80, ..]
            | [0xE9, 0x8D, 0x8F, ..]
    )
}

fn damage(line: &str) -> Damage {
    let (mut replaced, mut high, mut han, mut odd, mut kun, mut question) = (0, 0, 0, 0, 0, 0);
    let (mut run, mut longest) = (0usize, 0usize);
    for c in line.chars() {
        run = if c == '?' { run + 1 } else { 0 };
        longest = longest.max(run);
        match c {
            '?' => question += 1,
            '\u{FFFD}' => replaced += 1,
            '\u{80}'..='\u{24F}' | '\u{2C6}'..='\u{2DC}' | '‚'..='„' | '€' | '™' => high += 1,
            '锟' => kun += 1,
            // What the first bytes of ， （ ） ： and 、 。 “ become when UTF-8 is read as GBK.
            '锛' | '銆' | '鈥' | '鐨' | '鏀' | '鍏' | '绗' | '涓' | '淇' | '鎭' => odd += 1,
            _ => {}
        }
        han += usize::from(is_common(c));
    }
    if kun > 0 {
        let lost = line.matches("锟斤拷").count() * 2 + line.matches("锟").count() % 2;
        return Damage::Lost(lost.max(kun));
    }
    if high >= 4 && high > han {
        if let Some(better) = from_latin(line) {
            return Damage::Repaired(better);
        }
        if replaced == 0 && high >= 8 && line.contains(|c| matches!(c, '\u{A0}'..='\u{FF}')) {
            return Damage::Mojibake;
        }
    }
    if odd >= 1 && han >= 3 {
        if replaced == 0
            && let Some(better) = from_gbk(line)
        {
            return Damage::Repaired(better);
        }
        if line.matches(['锛', '銆', '鈥']).count() >= 2 {
            return Damage::Mojibake;
        }
    }
    if replaced > 0 {
        if han >= 2 && was_utf8(line) {
            return Damage::Mojibake;
        }
        return Damage::Lost(replaced);
    }
    // UTF-8 read as GBK in which some characters were lost besides: nothing leads back
    if question > 0 && han >= 2 && was_utf8(line) {
        return Damage::Mojibake;
    }
    if longest >= 3 || (longest >= 2 && question * 3 > line.trim().chars().count()) {
        return Damage::Lost(question);
    }
    Damage::None
}

/// Whether a line holds letters with accents side by side, and no Chinese: bytes of other characters, not a name.
fn is_left_over(line: &str) -> bool {
    let is_accented = |c: char| matches!(c, '\u{80}'..='\u{FF}') && c != '·' && c != '\u{A0}' && c != '×';
    let mut before = ' ';
    let has_pair = line.chars().any(|c| {
        let is_foreign =
            |c: char| is_accented(c) || matches!(c, '\u{2C6}'..='\u{2DC}' | '‚'..='„' | '€' | '™');
        is_accented(std::mem::replace(&mut before, c)) && is_foreign(c)
    });
    has_pair && !line.chars().any(is_han)
}

/// Chinese text whose bytes were read as Latin letters: `ÖÐ¹ú` for 中国 in GBK, `ä¸­å›½` for 中国 in UTF-8.
fn from_latin(line: &str) -> Option<String> {
    let latin1 = || line.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<u8>>>();
    let windows = || {
        let (bytes, _, failed) = WINDOWS_1252.encode(line);
        (!failed).then(|| bytes.into_owned())
    };
    for bytes in [latin1(), windows()].into_iter().flatten() {
        for encoding in [UTF_8, GB18030] {
            let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&bytes) else {
                continue;
            };
            if mostly_chinese(&text, 2) && encoding.encode(&text).0 == bytes {
                return Some(text.into_owned());
            }
        }
    }
    None
}

/// Chinese text in UTF-8 whose bytes were read as GBK: `鏀垮簻` for 政府.
fn from_gbk(line: &str) -> Option<String> {
    let (bytes, _, failed) = GBK.encode(line);
    if failed {
        return None;
    }
    let text = std::str::from_utf8(&bytes).ok()?;
    // Two or three characters may be both; four that are valid by accident have not been seen.
    let back = GBK.decode_without_bom_handling_and_without_replacement(text.as_bytes())?;
    (mostly_chinese(text, 4) && back == line).then(|| text.to_owned())
}

/// Whether the characters of a line are the bytes of UTF-8 read as GBK, as far as they are left.
fn was_utf8(line: &str) -> bool {
    let (mut all, mut valid) = (0, 0);
    for piece in line.split(|c: char| c.is_ascii() || c == '\u{FFFD}').filter(|piece| !piece.is_empty()) {
        let (bytes, _, _) = GBK.encode(piece);
        all += bytes.len();
        valid += bytes
            .utf8_chunks()
            .flat_map(|chunk| chunk.valid().chars())
            .filter(|c| is_common(*c))
            .map(char::len_utf8)
            .sum::<usize>();
    }
    all >= 6 && valid * 10 >= all * 6
}

/// Question marks that stand for a lost character each: in the words, not behind them.
fn lost_one_by_one(text: &str) -> (usize, usize) {
    let (mut lost, mut han) = (0, 0);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut is_next_han = || chars.peek().is_some_and(|n| is_han(*n));
        han += usize::from(is_han(c));
        lost += usize::from(c == '?' && (is_han(before) && is_next_han() || before == '\n' && is_next_han()));
        before = c;
    }
    (lost, han)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '（' | '）' | '、')
}

fn mostly_chinese(text: &str, least: usize) -> bool {
    let (mut good, mut bad) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if is_common(c) { good += 1 } else { bad += 1 }
    }
    good >= least && good >= bad * 9
}

/// Counts lines and columns of growing byte offsets in a text, once over the text in all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ruler<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'a> Ruler<'a> {
    /// Begins at the first character.
    pub(crate) fn new(text: &'a str) -> Self {
        Ruler { text, offset: 0, line: 1, column: 1 }
    }

    /// Line and column of a byte offset that is not yet to be passed.
    pub(crate) fn peek(self, offset: usize) -> Place {
        let mut ahead = self;
        ahead.place(offset)
    }

    /// Line and column of a byte offset; offsets must not go back.
    pub(crate) fn place(&mut self, offset: usize) -> Place {
        let offset = offset.clamp(self.offset, self.text.len());
        let passed = &self.text.as_bytes()[self.offset..offset];
        let in_line = match memchr::memrchr(b'\n', passed) {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed).count() as u32;
                self.column = 1;
                &passed[last + 1..]
            }
            None => passed,
        };
        // Every byte of UTF-8 but the continuation bytes begins a character.
        self.column += in_line.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32;
        self.offset = offset;
        Place { line: Some(self.line), column: Some(self.column), ..Place::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "一、总体情况\n本机关全年主动公开政府信息120条，收到申请3件（其中结转1件）。\n";

    fn read(bytes: &[u8]) -> Result<Decoded, ExtractError> {
        decode(bytes, None, &Limits::default())
    }

    fn kinds(decoded: &Decoded) -> Vec<&str> {
        decoded.artefacts.iter().map(|a| a.kind).collect()
    }

    #[test]
    fn every_encoding_in_use_gives_the_same_text() {
        let le: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [
            SAMPLE.as_bytes().to_vec(),
            marked(b"\xEF\xBB\xBF", SAMPLE.as_bytes()),
            GB18030.encode(SAMPLE).0.into_owned(),
            le.clone(),
            be.clone(),
            marked(b"\xFF\xFE", &le),
            marked(b"\xFE\xFF", &be),
        ] {
            assert_eq!(read(&bytes).unwrap().text, SAMPLE);
        }
    }

    #[test]
    fn big5_is_read_when_declared() {
        let traditional = "一、總體情況\n本機關全年主動公開資訊。\n";
        let bytes = BIG5.encode(traditional).0.into_owned();
        assert_eq!(decode(&bytes, Some("big5"), &Limits::default()).unwrap().text, traditional);
    }

    #[test]
    fn text_read_as_latin_letters_and_saved_again_is_restored() {
        for encoding in [GB18030, UTF_8] {
            let bytes = encoding.encode(SAMPLE).0;
            let latin: String = bytes.iter().map(|&b| char::from(b)).collect();
            let decoded = read(latin.as_bytes()).unwrap();
            assert_eq!(decoded.text, SAMPLE, "{}", encoding.name());
            assert_eq!(kinds(&decoded), ["mojibake_repaired"]);
            let windows = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            assert_eq!(read(windows.as_bytes()).unwrap().text, SAMPLE);
        }
    }

    #[test]
    fn utf8_read_as_gbk_is_restored_only_when_nothing_was_lost() {
        let even = "政府信息公开工作年度报告，\n";
        let (garbled, failed) = GBK.decode_without_bom_handling(even.trim_end().as_bytes());
        if !failed {
            let decoded = read(format!("{garbled}\n").as_bytes()).unwrap();
            assert_eq!(decoded.text, even);
        }
        let lost = GBK.decode_without_bom_handling("一、总体情况，共收到申请。".as_bytes()).0;
        assert!(lost.contains('\u{FFFD}'));
        assert_eq!(read(lost.as_bytes()).unwrap_err().code(), "characters_lost");
    }

    #[test]
    fn a_text_made_of_replacement_characters_is_refused() {
        let gbk = GB18030.encode(SAMPLE).0;
        let lost = String::from_utf8_lossy(&gbk).into_owned();
        let error = read(lost.as_bytes()).unwrap_err();
        assert_eq!(error.code(), "characters_lost");
        let twice = GBK.decode_without_bom_handling(lost.as_bytes()).0;
        assert!(twice.contains("锟斤拷"));
        assert_eq!(read(twice.as_bytes()).unwrap_err().code(), "characters_lost");
        let marks: String = SAMPLE.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        assert_eq!(read(marks.as_bytes()).unwrap_err().code(), "characters_lost");
    }

    #[test]
    fn a_few_lost_characters_are_reported_with_their_line() {
        let text = format!("{SAMPLE}本年\u{FFFD}\u{FFFD}收到申请若干件，均已答复。\n{SAMPLE}");
        let decoded = read(text.as_bytes()).unwrap();
        assert_eq!(decoded.text, text);
        assert_eq!(kinds(&decoded), ["lost_characters"]);
        assert_eq!(decoded.artefacts[0].place.line, Some(3));
    }

    #[test]
    fn a_question_mark_in_a_sentence_is_not_a_loss() {
        let text = "什么是政府信息公开?怎样申请?\n";
        let decoded = read(text.as_bytes()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.artefacts.len()), (text, 0));
    }

    #[test]
    fn line_ends_and_control_characters_are_brought_in_order() {
        let decoded = read("甲\r\n乙\r丙\0丁\x07戊\x0B己\n".as_bytes()).unwrap();
        assert_eq!(decoded.text, "甲\n乙\n丙丁\t戊\n己\n");
        assert_eq!(decoded.artefacts[0].text, "U+0000");
        assert_eq!(decoded.artefacts[0].place.line, Some(3));
        let binary: Vec<u8> = (0..2000u32).map(|i| (i * 7 % 32) as u8).collect();
        assert_eq!(read(&binary).unwrap_err().code(), "not_a_report");
    }

    #[test]
    fn a_broken_byte_in_utf8_does_not_change_the_encoding() {
        let mut bytes = SAMPLE.repeat(3).into_bytes();
        bytes.truncate(bytes.len() - 3);
        let decoded = read(&bytes).unwrap();
        assert!(decoded.text.starts_with(SAMPLE));
        assert_eq!(kinds(&decoded), ["lost_characters"]);
    }

    #[test]
    fn the_ruler_counts_characters_not_bytes() {
        let text = "甲乙\n丙丁戊";
        let mut ruler = Ruler::new(text);
        let at = |p: Place| (p.line.unwrap(), p.column.unwrap());
        assert_eq!(at(ruler.place(3)), (1, 2));
        assert_eq!(at(ruler.place(7)), (2, 1));
        assert_eq!(at(ruler.place(13)), (2, 3));
    }

    #[test]
    fn characters_lost_one_by_one_are_told_as_lost() {
        let text = "关于全市各级行政机关主动公开政府信息和办理依申请公开事项的情况说明。\n".repeat(20);
        let every = |n: usize| -> String {
            text.chars().enumerate().map(|(i, c)| if i % n == 2 && c != '\n' { '?' } else { c }).collect()
        };
        assert!(matches!(read(every(4).as_bytes()), Err(ExtractError::LostCharacters { .. })));
        assert_eq!(kinds(&read(every(12).as_bytes()).unwrap()), ["lost_characters"]);
        let asked = text.replace('。', "?") + "是否公开?应当公开。";
        assert!(kinds(&read(asked.as_bytes()).unwrap()).is_empty());
        // UTF-8 read as GBK, what was no character lost
        for mark in ["?", "\u{FFFD}"] {
            let garbled = GBK.decode_without_bom_handling(text.as_bytes()).0.replace('\u{FFFD}', mark);
            assert!(matches!(read(garbled.as_bytes()), Err(ExtractError::LostCharacters { .. })), "{mark}");
        }
    }
}
