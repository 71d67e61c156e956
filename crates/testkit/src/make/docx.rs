//! Writes a report as a Word file, by hand, so that every habit of real files can be shown.
//!
//! Not here: the old binary format. The parts follow ECMA-376; dates and ids are fixed, so the bytes are the same
//! every time.

use super::escape;
use crate::layout::{Draft, Grid, GridCell, Piece, Role, Slot, TableKey};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// How section titles are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Headings {
    /// With heading styles.
    #[default]
    Styles,
    /// As bold paragraphs.
    Bold,
    /// With heading styles whose number is automatic and not part of the text.
    Numbered,
}

/// Details of the file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How section titles are marked.
    pub headings: Headings,
    /// Whether the numbers `1.` of row labels are automatic and not part of the text.
    pub numbered_labels: bool,
    /// Whether the title stands in a text box (with its copy for older programs).
    pub title_in_text_box: bool,
    /// Whether some values carry a tracked change: the old value deleted, the new one inserted.
    pub tracked_changes: bool,
    /// Whether the tables stand inside a layout table.
    pub nested: bool,
    /// Whether each character of a table cell stands in a run of its own.
    pub char_runs: bool,
    /// Whether the page footer counts the pages.
    pub page_numbers: bool,
    /// Whether the tables are drawn without any line.
    pub without_rulings: bool,
    /// Whether the text of a cell stands at the middle of its height, not at its top.
    pub centred_vertically: bool,
    /// Whether the page lies on its long side.
    pub landscape: bool,
    /// Type size in half points; without it the program that opens the file decides.
    pub half_points: Option<u32>,
}

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\" mc:Ignorable=\"\"";
const CHANGE: &str = "w:author=\"经办人\" w:date=\"2024-01-19T10:20:00Z\"";

/// The document as a Word file.
pub fn write(draft: &Draft, options: &Options) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).and_then(|()| Ok(zip.write_all(text.as_bytes())?))
    };
    let done = part("[Content_Types].xml", CONTENT_TYPES)
        .and_then(|()| part("_rels/.rels", ROOT_RELS))
        .and_then(|()| part("word/_rels/document.xml.rels", DOCUMENT_RELS))
        .and_then(|()| part("word/styles.xml", &styles(options.half_points)))
        .and_then(|()| part("word/numbering.xml", &numbering()))
        .and_then(|()| part("word/footer1.xml", FOOTER))
        .and_then(|()| part("word/document.xml", &body(draft, options)));
    done.and_then(|()| zip.finish()).expect("writing to memory does not fail").into_inner()
}

fn body(draft: &Draft, options: &Options) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document {NAMESPACES}><w:body>"
    );
    let mut bookmark = 0;
    let mut list = FIRST_LIST - 1;
    for piece in &draft.pieces {
        match piece {
            Piece::Title(text) if options.title_in_text_box => text_box(&mut out, text),
            Piece::Title(text) => paragraph(&mut out, "<w:pStyle w:val=\"Title\"/>", "", text),
            Piece::Heading(_, text) => match (options.headings, text.split_once('、')) {
                (Headings::Numbered, Some((_, bare))) => paragraph(
                    &mut out,
                    "<w:pStyle w:val=\"1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>",
                    "",
                    bare,
                ),
                (Headings::Bold, _) => paragraph(&mut out, "", "<w:b/>", text),
                _ => paragraph(&mut out, "<w:pStyle w:val=\"1\"/>", "", text),
            },
            Piece::Paragraph(text) | Piece::Furniture(text) => {
                // Word leaves such a mark where the file was last edited.
                if bookmark == 0 {
                    out.push_str(
                        "<w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/><w:bookmarkEnd w:id=\"0\"/>",
                    );
                }
                bookmark += 1;
                paragraph(&mut out, "<w:ind w:firstLine=\"640\"/>", "", text);
            }
            Piece::Signature(text) => paragraph(&mut out, "<w:jc w:val=\"right\"/>", "", text),
            Piece::Table(grid) if options.nested => {
                out.push_str(
                    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"9000\"/></w:tblGrid><w:tr><w:tc><w:tcPr/>",
                );
                table(&mut out, grid, &mut list, options);
                out.push_str("<w:p/></w:tc></w:tr></w:tbl><w:p/>");
            }
            Piece::Table(grid) => {
                table(&mut out, grid, &mut list, options);
                out.push_str("<w:p/>");
            }
        }
    }
    out.push_str("<w:sectPr>");
    if options.page_numbers {
        out.push_str("<w:footerReference w:type=\"default\" r:id=\"rId3\"/>");
    }
    out.push_str(if options.landscape {
        "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
    } else {
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    });
    out.push_str("</w:sectPr></w:body></w:document>");
    out
}

fn paragraph(out: &mut String, properties: &str, run: &str, text: &str) {
    let _ = write!(out, "<w:p><w:pPr>{properties}</w:pPr>");
    runs(out, run, text, false);
    out.push_str("</w:p>");
}

/// The runs of a text; a line break inside it is a break of the run.
fn runs(out: &mut String, properties: &str, text: &str, char_runs: bool) {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str("<w:r><w:br/></w:r>");
        }
        if char_runs {
            for c in line.chars() {
                let c = escape(&c.to_string());
                let _ = write!(out, "<w:r>{properties}<w:t xml:space=\"preserve\">{c}</w:t></w:r>");
            }
        } else if !line.is_empty() {
            let line = escape(line);
            let _ = write!(out, "<w:r>{properties}<w:t xml:space=\"preserve\">{line}</w:t></w:r>");
        }
    }
}

fn text_box(out: &mut String, text: &str) {
    let inner = format!(
        "<w:txbxContent><w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:txbxContent>",
        escape(text)
    );
    let _ = write!(
        out,
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline><wp:extent cx=\"5400000\" \
         cy=\"720000\"/><wp:docPr id=\"1\" name=\"box\"/><a:graphic><a:graphicData \
         uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:cNvSpPr txBox=\"1\"/>\
         <wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"5400000\" cy=\"720000\"/></a:xfrm><a:prstGeom \
         prst=\"rect\"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>\
         </a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape \
         style=\"width:425pt;height:57pt\"><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r></w:p>"
    );
}

fn table(out: &mut String, grid: &Grid, list: &mut usize, options: &Options) {
    out.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/>");
    if !options.without_rulings {
        out.push_str(
            "<w:tblBorders><w:top w:val=\"single\"/><w:left w:val=\"single\"/><w:bottom w:val=\"single\"/>\
             <w:right w:val=\"single\"/><w:insideH w:val=\"single\"/><w:insideV w:val=\"single\"/></w:tblBorders>",
        );
    }
    out.push_str("</w:tblPr><w:tblGrid>");
    for col in 0..grid.cols {
        // The label columns of table 3 are wide, so that a page holds it the way offices set it.
        let width = match (grid.table, col) {
            (TableKey::Applications, 0 | 1) => 900,
            (TableKey::Applications, 2) => 2500,
            (TableKey::Applications, _) => 670,
            _ => 9000 / grid.cols,
        };
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    let height = if options.centred_vertically { "<w:vAlign w:val=\"center\"/>" } else { "" };
    for row in 0..grid.rows {
        out.push_str("<w:tr>");
        for slot in grid.slots(row) {
            match slot {
                Slot::Anchor(cell) => {
                    let merge = if cell.row_span > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
                    let _ =
                        write!(out, "<w:tc><w:tcPr>{}{merge}{height}</w:tcPr><w:p><w:pPr>", grid_span(cell));
                    cell_content(out, cell, list, options);
                    out.push_str("</w:p></w:tc>");
                }
                Slot::Below(cell) => {
                    let _ = write!(out, "<w:tc><w:tcPr>{}<w:vMerge/></w:tcPr><w:p/></w:tc>", grid_span(cell));
                }
                Slot::Gap => out.push_str("<w:tc><w:tcPr/><w:p/></w:tc>"),
                Slot::Beside | Slot::BelowBeside => {}
            }
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

fn grid_span(cell: &GridCell) -> String {
    if cell.col_span > 1 { format!("<w:gridSpan w:val=\"{}\"/>", cell.col_span) } else { String::new() }
}

fn cell_content(out: &mut String, cell: &GridCell, list: &mut usize, options: &Options) {
    let number =
        cell.text.split_once('.').filter(|(n, _)| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    match number {
        Some((number, bare)) if options.numbered_labels && cell.role == Role::Label => {
            if number == "1" || *list < FIRST_LIST {
                *list = (*list + 1).min(FIRST_LIST + MOST_LISTS - 1);
            }
            let _ =
                write!(out, "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>");
            runs(out, "", bare, options.char_runs);
        }
        _ => {
            out.push_str("<w:jc w:val=\"center\"/></w:pPr>");
            // Every seventh value was corrected before publication, the change never accepted.
            if options.tracked_changes
                && cell.role == Role::Value
                && (cell.row * 5 + cell.col).is_multiple_of(7)
            {
                let new = escape(&cell.text);
                let _ = write!(
                    out,
                    "<w:del w:id=\"{id}\" {CHANGE}><w:r><w:delText>8{new}</w:delText></w:r></w:del><w:ins w:id=\"{id}1\" \
                     {CHANGE}><w:r><w:t>{new}</w:t></w:r></w:ins>",
                    id = 100 + cell.row * 20 + cell.col,
                );
            } else {
                runs(out, "", &cell.text, options.char_runs);
            }
        }
    }
}

const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
    ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
    ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override \
    PartName=\"/word/styles.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override \
    PartName=\"/word/numbering.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/><Override \
    PartName=\"/word/footer1.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/></Types>";
const ROOT_RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/></Relationships>";
const DOCUMENT_RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
    <Relationship Id=\"rId2\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" \
    Target=\"numbering.xml\"/><Relationship Id=\"rId3\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" \
    Target=\"footer1.xml\"/></Relationships>";
/// The styles, the type size of the whole text among them.
fn styles(half_points: Option<u32>) -> String {
    let size = half_points
        .map_or_else(String::new, |n| format!("<w:rPr><w:sz w:val=\"{n}\"/><w:szCs w:val=\"{n}\"/></w:rPr>"));
    STYLES.replacen("<w:name w:val=\"Normal\"/>", &format!("<w:name w:val=\"Normal\"/>{size}"), 1)
}

const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles \
    xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:style w:type=\"paragraph\" \
    w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" \
    w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"a\"/><w:pPr><w:jc w:val=\"center\"/></w:pPr>\
    </w:style><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/>\
    <w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>";
/// One list for the sections, and one for each group of rows, each beginning at 1.
fn numbering() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:numbering \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:abstractNum \
         w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt \
         w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:abstractNum \
         w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText \
         w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
    );
    for list in FIRST_LIST..FIRST_LIST + MOST_LISTS {
        let _ = write!(
            out,
            "<w:num w:numId=\"{list}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride \
             w:val=\"1\"/></w:lvlOverride></w:num>"
        );
    }
    out.push_str("</w:numbering>");
    out
}

/// Number of the first list of row labels; the sections have list 1.
const FIRST_LIST: usize = 2;
/// Lists of row labels that a file may use: four groups in each of several reports.
const MOST_LISTS: usize = 60;
const FOOTER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:ftr \
    xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:r><w:t>— </w:t></w:r><w:r>\
    <w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar \
    w:fldCharType=\"end\"/></w:r><w:r><w:t> —</w:t></w:r></w:p></w:ftr>";
