//! Several files as one: a zip in the order given, with the same bytes for the same files.
//!
//! Not here: which files, and their names (`gongkai-app`).

use crate::ComposeError;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// Packs files, each with its name within the zip.
///
/// # Errors
/// [`ComposeError::Library`] for a name that stands twice, or more than the format holds.
pub fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ComposeError> {
    let refused = |message: String| ComposeError::Library { format: "zip", message };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options).map_err(|e| refused(e.to_string()))?;
        zip.write_all(bytes).map_err(|e| refused(e.to_string()))?;
    }
    Ok(zip.finish().map_err(|e| refused(e.to_string()))?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn files_come_out_as_they_went_in_and_in_their_order() {
        let files = [("00 目录.txt".to_owned(), b"a".to_vec()), ("01.bin".to_owned(), vec![0; 4096])];
        let bytes = pack(&files).unwrap();
        assert_eq!(bytes, pack(&files).unwrap());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for (at, (name, content)) in files.iter().enumerate() {
            let mut file = zip.by_index(at).unwrap();
            assert_eq!(file.name().unwrap(), name.as_str());
            let mut read = Vec::new();
            file.read_to_end(&mut read).unwrap();
            assert_eq!(read, *content);
        }
    }
}
