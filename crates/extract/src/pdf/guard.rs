//! Looks over the raw bytes of a PDF before it is opened, so that a file made to harm is refused early.
//!
//! Not here: reading anything from the file.
//!
//! The library that opens the file unpacks whole streams into memory and follows nested objects by calling itself.
//! Both are bounded here from outside: every Flate stream is unpacked once into a small buffer and counted, and the
//! nesting of brackets is measured in the file and in the streams. Streams of an encrypted file cannot be seen here;
//! `read` counts those of the pages again.

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

use crate::{ExtractError, Limits};

/// Brackets within brackets. Real files stay below 100; random bytes of pictures reach some hundreds by chance.
const MAX_NESTING: i64 = 10_000;
/// Nodes of the page tree. When they form a chain, the library's memory grows with the square of its length.
const MAX_PAGE_NODES: usize = 1_500;
/// Pictures are not unpacked by the reader; together they may be this many times larger than text may.
const PICTURE_SHARE: u64 = 8;

/// Refuses a file whose streams unpack beyond the limits or whose objects are nested absurdly deep.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), ExtractError> {
    let mut scan = Scan::default();
    let mut rest = bytes;
    while let Some(end) = memmem::find(rest, b"endobj") {
        scan.feed(&rest[..end])?;
        // Nothing is nested beyond its object; brackets in text must not add up over a long file.
        scan.depth = 0;
        rest = &rest[end + 1..];
    }
    scan.feed(rest)?;
    let (mut text, mut pictures) = (0u64, 0u64);
    let mut at = 0;
    let mut buffer = vec![0u8; 1 << 16];
    while let Some(found) = memmem::find(&bytes[at..], b"stream") {
        let word = at + found;
        at = word + b"stream".len();
        if bytes[..word].ends_with(b"end") {
            continue;
        }
        let ([b'\r', b'\n', data @ ..] | [b'\n' | b'\r', data @ ..]) = &bytes[at..] else { continue };
        if !is_zlib(data) {
            continue;
        }
        let head = &bytes[word.saturating_sub(400)..word];
        let own = memmem::rfind(head, b"obj").map_or(head, |i| &head[i..]);
        let picture = memmem::find(own, b"/Image").is_some();
        let (total, bound) = if picture {
            (&mut pictures, limits.max_unzipped.saturating_mul(PICTURE_SHARE))
        } else {
            (&mut text, limits.max_unzipped)
        };
        scan.depth = 0;
        let used = unpack(data, &mut buffer, |part| {
            *total += part.len() as u64;
            if *total > bound {
                return Err(ExtractError::ZipBomb { limit: limits.max_unzipped });
            }
            scan.feed(part)?;
            limits.check_deadline()
        })?;
        at += used;
    }
    scan.judge(limits)
}

fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [a, b, ..] if a & 0x0f == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

/// Unpacks a stream part by part; gives the number of packed bytes used.
fn unpack(
    data: &[u8],
    buffer: &mut [u8],
    mut with: impl FnMut(&[u8]) -> Result<(), ExtractError>,
) -> Result<usize, ExtractError> {
    let mut zlib = Decompress::new(true);
    loop {
        let (read, written) = (zlib.total_in(), zlib.total_out());
        let status = zlib
            .decompress(&data[read as usize..], buffer, FlushDecompress::None)
            .unwrap_or(Status::StreamEnd);
        let part = (zlib.total_out() - written) as usize;
        with(&buffer[..part])?;
        if status == Status::StreamEnd || (part == 0 && zlib.total_in() == read) {
            return Ok(zlib.total_in() as usize);
        }
    }
}

#[derive(Debug, Default)]
struct Scan {
    depth: i64,
    page_nodes: usize,
    /// Largest number of pages that a node claims to hold.
    pages: usize,
}

impl Scan {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), ExtractError> {
        for b in bytes {
            match b {
                b'[' | b'{' | b'<' => {
                    self.depth += 1;
                    if self.depth > MAX_NESTING {
                        return Err(ExtractError::TooDeep { limit: MAX_NESTING as usize });
                    }
                }
                b']' | b'}' | b'>' => self.depth = (self.depth - 1).max(0),
                _ => {}
            }
        }
        self.page_nodes += memmem::find_iter(bytes, b"/Kids").count();
        for at in memmem::find_iter(bytes, b"/Count") {
            let digits = bytes[at + 6..].trim_ascii_start().iter().take_while(|b| b.is_ascii_digit()).take(9);
            let count = digits.fold(0, |n, b| n * 10 + usize::from(b - b'0'));
            self.pages = self.pages.max(count);
        }
        Ok(())
    }

    fn judge(&self, limits: &Limits) -> Result<(), ExtractError> {
        if self.page_nodes <= MAX_PAGE_NODES {
            return Ok(());
        }
        Err(if self.pages > limits.max_pages {
            ExtractError::TooManyPages { pages: self.pages, limit: limits.max_pages }
        } else {
            ExtractError::TooDeep { limit: MAX_PAGE_NODES }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(content: &[u8]) -> Vec<u8> {
        let mut out = b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n".to_vec();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        zlib.write_all(content).unwrap();
        out.extend(zlib.finish().unwrap());
        out.extend(b"\nendstream endobj");
        out
    }

    #[test]
    fn a_stream_that_unpacks_beyond_the_limit_is_refused() {
        let bytes = packed(&vec![b' '; 3 << 20]);
        let tight = Limits { max_unzipped: 1 << 20, ..Limits::default() };
        assert!(matches!(check(&bytes, &tight), Err(ExtractError::ZipBomb { .. })));
        assert_eq!(check(&bytes, &Limits::default()), Ok(()));
    }

    #[test]
    fn deep_nesting_is_refused_in_the_file_and_in_its_streams() {
        let deep = vec![b'['; 20_000];
        assert!(matches!(check(&deep, &Limits::default()), Err(ExtractError::TooDeep { .. })));
        assert!(matches!(check(&packed(&deep), &Limits::default()), Err(ExtractError::TooDeep { .. })));
    }
}
