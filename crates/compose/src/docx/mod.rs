//! Writes a draft as a Word document in the layout of official documents: A4, 22 lines of 28 characters, 仿宋 3号.
//!
//! Layout: GB/T 9704—2012. The parts that are the same in every document stand in `parts/`, to be read as they are.
//! Not here: what stands in the document (`crate::draft`), the XML of its body (`body`), line breaks of the title (`title`).
//!
//! The XML is written here and not by a library: the libraries at hand put properties in an order that the schema does
//! not allow, and know no repeated table headers, no descriptions of tables and no indents counted in characters.

mod body;
mod copy;
mod xml;

use crate::ComposeError;
use crate::draft::{Draft, one_line};
pub use copy::copy;
use std::io::{Cursor, Write as _};
use xml::Xml;
use zip::write::SimpleFileOptions;

/// The name of the format, as the command line has it.
const FORMAT: &str = "docx";

/// The parts that are the same in every document.
const FIXED_PARTS: &[(&str, &str)] = &[
    ("[Content_Types].xml", include_str!("parts/content_types.xml")),
    ("_rels/.rels", include_str!("parts/rels.xml")),
    ("word/_rels/document.xml.rels", include_str!("parts/document_rels.xml")),
    ("word/styles.xml", include_str!("parts/styles.xml")),
    ("word/settings.xml", include_str!("parts/settings.xml")),
    ("word/fontTable.xml", include_str!("parts/font_table.xml")),
    ("word/footer1.xml", include_str!("parts/footer1.xml")),
    ("word/footer2.xml", include_str!("parts/footer2.xml")),
    ("word/footer3.xml", include_str!("parts/footer3.xml")),
];

/// The fonts that the document names, as an office installs them; nothing is embedded.
pub const FONTS: &[&str] =
    &["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "Times New Roman"];

/// Writes a draft as a Word document. The same draft gives the same bytes.
///
/// Refuses a table that Word cannot hold: wider than 63 columns, or with places that no cell covers.
pub fn write(draft: &Draft) -> Result<Vec<u8>, ComposeError> {
    let body::Body { document, comments } = body::write(draft)?;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::with_capacity(32 * 1024)));
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let written = [
        ("word/document.xml", document.as_str()),
        ("word/comments.xml", comments.as_str()),
        ("docProps/core.xml", &core_properties(draft)),
        ("docProps/app.xml", &extended_properties(draft)),
    ];
    let refused = |message: String| ComposeError::Library { format: FORMAT, message };
    for (name, content) in FIXED_PARTS.iter().chain(&written) {
        zip.start_file(*name, options).map_err(|e| refused(e.to_string()))?;
        zip.write_all(content.as_bytes()).map_err(|e| refused(e.to_string()))?;
    }
    Ok(zip.finish().map_err(|e| refused(e.to_string()))?.into_inner())
}

/// Title, author and date of the file. The date is that of the signature; a document without one has none.
fn core_properties(draft: &Draft) -> String {
    let mut xml = Xml::part();
    xml.raw(concat!(
        r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties""#,
        r#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/""#,
        r#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>"#
    ));
    xml.text(&one_line(&draft.title));
    xml.raw("</dc:title><dc:creator>");
    xml.text(&one_line(&draft.agency));
    xml.raw("</dc:creator><dc:language>zh-CN</dc:language>");
    if let Some(on) = draft.dated_on {
        for name in ["created", "modified"] {
            xml.raw(&format!(r#"<dcterms:{name} xsi:type="dcterms:W3CDTF">{on}T00:00:00Z</dcterms:{name}>"#));
        }
    }
    xml.raw("</cp:coreProperties>");
    xml.finish()
}

fn extended_properties(draft: &Draft) -> String {
    let mut xml = Xml::part();
    xml.raw(concat!(
        r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">"#,
        "<Application>Gongkai</Application><Company>"
    ));
    xml.text(&one_line(&draft.agency));
    xml.raw("</Company></Properties>");
    xml.finish()
}
