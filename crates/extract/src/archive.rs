//! Opens the zip archive that docx, xlsx and ofd files are, and never unpacks more of it than allowed.
//!
//! Not here: what the parts of the archive mean.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::{ExtractError, Limits};

/// A zip archive whose unpacked bytes are counted over all parts read.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    what: &'static str,
    unzipped: u64,
}

/// Parts below this size may be packed as tightly as they like: tables written by a program pack very well.
const RATIO_FREE: u64 = 16 << 20;

/// Unpacked bytes of an archive that are held in memory besides the archive itself.
const KEPT: u64 = 8 << 20;

/// Bytes unpacked between two looks at the clock.
const PIECE: u64 = 4 << 20;

impl<'a> Archive<'a> {
    /// Opens an archive; `what` names the format for the clerk.
    pub(crate) fn open(
        bytes: &'a [u8],
        what: &'static str,
        limits: &'a Limits,
    ) -> Result<Self, ExtractError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damage(what, &e))?;
        if zip.len() > limits.max_entries {
            return Err(ExtractError::ZipBomb { limit: limits.max_unzipped });
        }
        Ok(Archive { zip, limits, what, unzipped: 0 })
    }

    /// Names of all parts; those that are no text are left out.
    pub(crate) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.zip.file_names().flatten()
    }

    /// Whether a part of this name exists.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Unpacks one part; `None` when the archive has no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let mut out = Vec::new();
        self.unpack(index, &mut out)?;
        Ok(Some(out))
    }

    /// Unpacks every part, to learn whether another library may be let loose on the archive. What it would unpack
    /// again is handed out as an archive of unpacked parts, as far as `wanted`; of a large archive nothing is kept.
    pub(crate) fn unpacked(
        &mut self,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<Vec<u8>>, ExtractError> {
        let mut kept = Some(ZipWriter::new(Cursor::new(Vec::new())));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut out = Vec::new();
        for index in 0..self.zip.len() {
            self.limits.check_deadline()?;
            out.clear();
            self.unpack(index, &mut out)?;
            kept = kept.filter(|_| self.unzipped <= KEPT);
            let Some(writer) = &mut kept else { continue };
            let Some(Ok(name)) = self.zip.name_for_index(index) else { continue };
            if wanted(&name) {
                let what = self.what;
                writer.start_file(&*name, options).map_err(|e| damage(what, &e))?;
                writer.write_all(&out).map_err(|e| ExtractError::Damaged { what, because: e.to_string() })?;
            }
        }
        let what = self.what;
        let written = kept.map(ZipWriter::finish).transpose().map_err(|e| damage(what, &e))?;
        Ok(written.map(Cursor::into_inner))
    }

    /// Unpacks every part in turn and shows it; how many bytes that were together.
    pub(crate) fn each(&mut self, mut with: impl FnMut(&str, &[u8])) -> Result<u64, ExtractError> {
        let mut out = Vec::new();
        for index in 0..self.zip.len() {
            self.limits.check_deadline()?;
            out.clear();
            self.unpack(index, &mut out)?;
            let name = self.zip.name_for_index(index).and_then(Result::ok).unwrap_or_default();
            with(&name, &out);
        }
        Ok(self.unzipped)
    }

    fn unpack(&mut self, index: usize, out: &mut Vec<u8>) -> Result<(), ExtractError> {
        let (what, limit) = (self.what, self.limits.max_unzipped);
        let file = self.zip.by_index(index).map_err(|e| damage(what, &e))?;
        let packed = file.compressed_size().max(1);
        // The declared size is the archive's own claim: it may save an allocation but bounds nothing.
        let allowed = (limit - self.unzipped.min(limit))
            .min(packed.saturating_mul(self.limits.max_ratio).max(RATIO_FREE));
        out.reserve(file.size().min(allowed).min(16 << 20) as usize + 1);
        let mut file = file.take(allowed + 1);
        let read = loop {
            self.limits.check_deadline()?;
            match file.by_ref().take(PIECE).read_to_end(out) {
                Ok(0) => break Ok(0),
                Ok(_) => {}
                Err(e) => break Err(e),
            }
        };
        self.unzipped += out.len() as u64;
        if out.len() as u64 > allowed {
            // a table of many equal cells packs as well as a bomb does
            return Err(match self.limits.check_cells(cells(out)) {
                Err(too_many) => too_many,
                Ok(()) => ExtractError::ZipBomb { limit },
            });
        }
        match read {
            Ok(_) => Ok(()),
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Err(ExtractError::Truncated { what }),
            Err(e) => Err(ExtractError::Damaged { what, because: e.to_string() }),
        }
    }
}

/// Cells of tables and sheets in a part, by their tags.
fn cells(part: &[u8]) -> u64 {
    ["<w:tc>", "<w:tc ", "<c r=", "<c>"]
        .iter()
        .map(|tag| memchr::memmem::find_iter(part, tag.as_bytes()).count() as u64)
        .sum()
}

fn damage(what: &'static str, error: &ZipError) -> ExtractError {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            ExtractError::Encrypted { what }
        }
        // The list of parts stands at the end of the file: an archive cut short has none.
        ZipError::InvalidArchive(_) => ExtractError::Truncated { what },
        ZipError::Io(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => ExtractError::Truncated { what },
        other => ExtractError::Damaged { what, because: other.to_string() },
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Packs parts into an archive.
    pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, bytes) in parts {
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_part_comes_back_as_it_was_packed() {
        let bytes = zipped(&[("a/b.xml", b"<x/>")]);
        let limits = Limits::default();
        let mut archive = Archive::open(&bytes, "Word 文档", &limits).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a/b.xml"]);
        assert_eq!(archive.part("a/b.xml").unwrap().unwrap(), b"<x/>");
        assert_eq!(archive.part("c").unwrap(), None);
    }

    #[test]
    fn unpacked_parts_are_handed_out_as_an_archive_unless_there_is_much_of_them() {
        let bytes = zipped(&[("a/b.xml", b"<x/>"), ("c", b"12345")]);
        let limits = Limits::default();
        let plain =
            Archive::open(&bytes, "x", &limits).unwrap().unpacked(|name| name != "c").unwrap().unwrap();
        assert!(plain.windows(4).any(|w| w == b"<x/>"));
        let mut again = Archive::open(&plain, "x", &limits).unwrap();
        assert_eq!(again.names().collect::<Vec<_>>(), ["a/b.xml"]);
        assert_eq!(again.part("a/b.xml").unwrap().unwrap(), b"<x/>");
        let large = zipped(&[("a", &b"<x/>"[..]), ("b", &vec![b' '; (8 << 20) + 1])]);
        assert_eq!(Archive::open(&large, "x", &limits).unwrap().unpacked(|_| true).unwrap(), None);
    }

    #[test]
    fn a_bomb_is_refused_by_ratio_and_by_total() {
        let zeros = vec![b' '; 24 << 20];
        let bytes = zipped(&[("a", &zeros)]);
        let limits = Limits::default();
        let error = Archive::open(&bytes, "x", &limits).unwrap().part("a").unwrap_err();
        assert_eq!(error.code(), "zip_bomb");
        let limits = Limits { max_ratio: u64::MAX, max_unzipped: 4 << 20, ..Limits::default() };
        let error = Archive::open(&bytes, "x", &limits).unwrap().unpacked(|_| true).unwrap_err();
        assert_eq!(error.code(), "zip_bomb");
        let table = "<w:tr><w:tc><w:p/></w:tc></w:tr>".repeat(700_000);
        let packed = zipped(&[("word/document.xml", table.as_bytes())]);
        let limits = Limits { max_ratio: 10, ..Limits::default() };
        let read = Archive::open(&packed, "x", &limits).unwrap().part("word/document.xml");
        assert_eq!(read.map(drop), Err(ExtractError::TooManyCells { limit: limits.max_cells }));
        let limits = Limits { max_ratio: u64::MAX, ..Limits::default() };
        assert!(Archive::open(&bytes, "x", &limits).unwrap().part("a").is_ok());
    }

    #[test]
    fn too_many_entries_are_refused() {
        let names: Vec<String> = (0..30).map(|i| format!("p{i}")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
        let limits = Limits { max_entries: 20, ..Limits::default() };
        assert_eq!(Archive::open(&zipped(&parts), "x", &limits).err().unwrap().code(), "zip_bomb");
    }

    #[test]
    fn an_archive_cut_short_is_called_incomplete() {
        let bytes = zipped(&[("a", b"abcdefghij")]);
        let limits = Limits::default();
        for cut in [4, 10, bytes.len() / 2, bytes.len() - 8] {
            let error = Archive::open(&bytes[..cut], "x", &limits).err().unwrap();
            assert_eq!(error.code(), "truncated", "{cut}");
        }
    }
}
