//! The body of the Word document and its comments: title, headings, paragraphs, tables and signature as WordprocessingML.
//!
//! Properties stand in the order of the schema (ECMA-376 Part 1, 17.3–17.6). Not here: the styles (`parts/styles.xml`).

use super::FORMAT;
use super::xml::Xml;
use crate::ComposeError;
use crate::draft::{self, Block, Draft, Face, Grid, GridCell, Letterhead, Run, Side, Slot, clean, one_line};
use crate::title;
use gongkai_domain::report::Role;

const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// Width of the type area, 156 mm, in twentieths of a point.
const WIDTH: usize = 8845;

/// Columns that a table of Word may have.
const MOST_COLUMNS: usize = 63;

/// Between the edge of a cell and its text, in twentieths of a point.
const PADDING: usize = 36;

/// Rows behind the headers that stay with the row below.
const FIRST_ROWS: usize = 4;

/// Rows of a group that stay on one page.
const LONGEST_GROUP: usize = 12;

/// Tables with more columns than this are set in small type.
const ROOMY: usize = 6;

/// A4 with the margins of GB/T 9704—2012 (37, 26, 35 and 28 mm from the top, clockwise) and its grid of 22 lines of 28
/// characters: 225 mm / 22 = 28.95 pt and (156 mm / 28 − 16 pt) × 4096 = −842. The styles bring lines and characters to
/// that pitch themselves and do not snap to the grid: LibreOffice gives a character that is wider than its cell two.
const SECTION: &str = concat!(
    r#"<w:sectPr><w:footerReference w:type="even" r:id="rId5"/>"#,
    r#"<w:footerReference w:type="default" r:id="rId4"/>"#,
    r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
    r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1406" w:gutter="0"/>"#,
    r#"<w:pgNumType w:start="1"/><w:cols w:space="720"/>"#,
    r#"<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-842"/></w:sectPr>"#
);

/// The first page of a letter has a foot of its own: the second red line and no number.
const FIRST_FOOTER: (&str, &str) =
    ("<w:sectPr>", r#"<w:sectPr><w:footerReference w:type="first" r:id="rId7"/>"#);
const NO_TITLE_PAGE: &str = "<w:docGrid ";
const TITLE_PAGE: &str = "<w:titlePg/><w:docGrid ";

/// From the upper edge of the page to that of the mark: 30 mm, in twentieths of a point.
const MARK_TOP: usize = 1701;

/// From the mark to the first red line: 4 mm.
const LINE_BELOW: usize = 227;

/// Chinese punctuation that Latin fonts have as well is set in the Chinese face.
const HINT: &str = r#"<w:rFonts w:hint="eastAsia"/>"#;

/// The two parts that hold what the draft says.
pub(super) struct Body {
    pub(super) document: String,
    pub(super) comments: String,
}

pub(super) fn write(draft: &Draft) -> Result<Body, ComposeError> {
    let mut page = Page { xml: Xml::part(), comments: Xml::part(), marks: 0 };
    page.comments.raw("<w:comments ");
    page.comments.raw(NAMESPACE);
    page.comments.raw(">");
    page.xml.raw("<w:document ");
    page.xml.raw(NAMESPACE);
    page.xml.raw("><w:body>");
    if let Some(head) = &draft.letterhead {
        page.letterhead(head);
    }
    page.title(&draft.title, draft.letterhead.is_some());
    // what is signed and its signature stay on one page
    let signed =
        draft.blocks.iter().position(|b| matches!(b, Block::Signature { .. } | Block::SignedOn { .. }));
    let mut before = None;
    for (n, block) in draft.blocks.iter().enumerate() {
        let next = draft.blocks.get(n + 1);
        page.block(block, before, signed == Some(n + 1), next)?;
        before = Some(block);
    }
    if matches!(before, None | Some(Block::Table(_))) {
        page.xml.raw("<w:p/>");
    }
    if draft.letterhead.is_some() {
        page.xml.raw(&SECTION.replacen(FIRST_FOOTER.0, FIRST_FOOTER.1, 1).replacen(
            NO_TITLE_PAGE,
            TITLE_PAGE,
            1,
        ));
    } else {
        page.xml.raw(SECTION);
    }
    page.xml.raw("</w:body></w:document>");
    page.comments.raw("</w:comments>");
    Ok(Body { document: page.xml.finish(), comments: page.comments.finish() })
}

struct Page {
    xml: Xml,
    comments: Xml,
    /// Comments so far.
    marks: usize,
}

impl Page {
    /// The mark in a frame, its upper edge 30 mm from that of the page, the first red line 4 mm under it and 170 mm
    /// long; the number at the right edge, seven eighths of a character under the line.
    fn letterhead(&mut self, head: &Letterhead) {
        // two frames, each at its place on the page: programs do not agree on the room between a text and its border
        let frame = |y: usize, height: &str| {
            format!(
                r#"<w:p><w:pPr><w:framePr w:w="9638" {height}w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:x="1134" w:y="{y}"/>"#
            )
        };
        let size = head.mark_size() as usize;
        self.xml.raw(&frame(MARK_TOP, ""));
        self.xml.raw(&format!(
            r#"<w:spacing w:line="{}" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia" w:eastAsia="方正小标宋简体"/><w:color w:val="FF0000"/><w:spacing w:val="0"/><w:sz w:val="{}"/><w:szCs w:val="{1}"/></w:rPr>"#,
            size * 20,
            size * 2
        ));
        self.words(&one_line(&head.mark));
        self.xml.raw("</w:r></w:p>");
        // the paragraph of the line is two points high itself
        self.xml.raw(&frame(MARK_TOP + size * 20 + LINE_BELOW - 40, r#"w:h="120" w:hRule="exact" "#));
        self.xml.raw(concat!(
            r#"<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="0" w:color="FF0000"/></w:pBdr>"#,
            r#"<w:spacing w:line="40" w:lineRule="exact"/></w:pPr></w:p>"#
        ));
        if let Some(number) = &head.number {
            self.xml.raw(r#"<w:p><w:pPr><w:spacing w:before="280"/><w:jc w:val="right"/></w:pPr>"#);
            self.plain_run(&one_line(number));
            self.xml.raw("</w:p>");
        }
    }

    /// The title; under the head of a letter two lines below what stands above it.
    fn title(&mut self, title: &str, is_letter: bool) {
        let title = one_line(title);
        if is_letter {
            self.xml.raw(r#"<w:p><w:pPr><w:pStyle w:val="Title"/><w:spacing w:before="1158"/></w:pPr>"#);
        } else {
            self.open("Title", false);
        }
        self.xml.raw("<w:r><w:rPr>");
        self.xml.raw(HINT);
        self.xml.raw("</w:rPr>");
        for (n, line) in title::lines(&title).into_iter().enumerate() {
            if n > 0 {
                self.xml.raw("<w:br/>");
            }
            self.words(line);
        }
        self.xml.raw("</w:r></w:p>");
    }

    fn block(
        &mut self,
        block: &Block,
        before: Option<&Block>,
        is_last_before_signature: bool,
        next: Option<&Block>,
    ) -> Result<(), ComposeError> {
        match block {
            Block::Heading { level, text } => {
                self.line(if *level <= 1 { "Heading1" } else { "Heading2" }, text, false);
            }
            Block::Paragraph { runs } => {
                let lines = draft::lines(runs);
                for (n, line) in lines.iter().enumerate() {
                    self.open("BodyText", is_last_before_signature && n + 1 == lines.len());
                    for run in line {
                        self.run(run);
                    }
                    self.xml.raw("</w:p>");
                }
            }
            Block::Table(grid) => {
                // Word takes two tables without a paragraph between them for one
                if matches!(before, Some(Block::Table(_))) {
                    self.xml.raw("<w:p/>");
                }
                self.table(grid)?;
            }
            Block::Line { text, side } => {
                self.xml.raw("<w:p><w:pPr>");
                match side {
                    Side::Left => self.xml.value("jc", "left"),
                    // a line is left free under a number
                    Side::Middle => self.xml.raw(r#"<w:spacing w:after="579"/><w:jc w:val="center"/>"#),
                }
                self.xml.raw("</w:pPr>");
                self.plain_run(&one_line(text));
                self.xml.raw("</w:p>");
            }
            Block::Gap => self.xml.raw("<w:p/>"),
            Block::Note { text } => self.line("Note", text, false),
            Block::Signature { text } => {
                self.line("Signature", text, matches!(next, Some(Block::SignedOn { .. })));
            }
            Block::SignedOn { text } => self.line("Date", text, false),
        }
        Ok(())
    }

    /// Begins a paragraph.
    fn open(&mut self, style: &str, keeps_with_next: bool) {
        self.xml.raw("<w:p><w:pPr>");
        self.xml.value("pStyle", style);
        if keeps_with_next {
            self.xml.raw("<w:keepNext/>");
        }
        self.xml.raw("</w:pPr>");
    }

    /// A paragraph of one line of text.
    fn line(&mut self, style: &str, text: &str, keeps_with_next: bool) {
        self.open(style, keeps_with_next);
        let text = one_line(text);
        if !text.is_empty() {
            self.plain_run(&text);
        }
        self.xml.raw("</w:p>");
    }

    fn plain_run(&mut self, text: &str) {
        self.xml.raw("<w:r><w:rPr>");
        self.xml.raw(HINT);
        self.xml.raw("</w:rPr>");
        self.words(text);
        self.xml.raw("</w:r>");
    }

    /// A run of the body: 仿宋 is the style's, another face is named.
    fn run(&mut self, run: &Run) {
        let font = match run.face {
            Face::FangSong => return self.plain_run(&run.text),
            Face::Title => "方正小标宋简体",
            Face::Hei => "黑体",
            Face::Kai => "楷体_GB2312",
            Face::Song => "宋体",
        };
        self.xml.raw("<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:eastAsia=\"");
        self.xml.raw(font);
        self.xml.raw("\"/></w:rPr>");
        self.words(&run.text);
        self.xml.raw("</w:r>");
    }

    fn words(&mut self, text: &str) {
        self.xml.raw("<w:t xml:space=\"preserve\">");
        self.xml.text(text);
        self.xml.raw("</w:t>");
    }

    fn table(&mut self, grid: &Grid) -> Result<(), ComposeError> {
        if grid.rows == 0 || grid.cols == 0 {
            return Ok(());
        }
        if grid.cols > MOST_COLUMNS {
            let what = format!("{}列的表格（Word 最多{MOST_COLUMNS}列）", grid.cols);
            return Err(ComposeError::Unfit { format: FORMAT, what });
        }
        grid.covered(FORMAT)?;
        let widths = widths(grid);
        self.xml.raw(&format!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>"#
        ));
        for edge in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            self.xml.raw(&format!(r#"<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#));
        }
        self.xml.raw(r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>"#);
        for (edge, padding) in [("top", 28), ("left", PADDING), ("bottom", 28), ("right", PADDING)] {
            self.xml.raw(&format!(r#"<w:{edge} w:w="{padding}" w:type="dxa"/>"#));
        }
        self.xml.raw("</w:tblCellMar>");
        let summary = one_line(&grid.summary);
        self.xml.value("tblCaption", &summary);
        self.xml.value("tblDescription", &format!("{summary}，共{}行、{}列", grid.rows, grid.cols));
        self.xml.raw("</w:tblPr><w:tblGrid>");
        for width in &widths {
            self.xml.raw(&format!(r#"<w:gridCol w:w="{width}"/>"#));
        }
        self.xml.raw("</w:tblGrid>");
        for row in 0..grid.rows {
            let slots = grid.slots(row);
            self.row(grid, row, &slots, &widths);
        }
        self.xml.raw("</w:tbl>");
        Ok(())
    }

    fn row(&mut self, grid: &Grid, row: usize, slots: &[Slot<'_>], widths: &[usize]) {
        let height = if grid.cols > ROOMY { 340 } else { 397 };
        self.xml.raw("<w:tr><w:trPr><w:cantSplit/>");
        self.xml.raw(&format!(r#"<w:trHeight w:val="{height}" w:hRule="atLeast"/>"#));
        if row < grid.header_rows {
            self.xml.raw("<w:tblHeader/>");
        }
        self.xml.raw("</w:trPr>");
        // headers of a block stay with the row below; a long table does not begin at the foot of a page, where the
        // labels that go down over many rows would be torn
        let is_header = grid.row(row).all(|c| c.role == Role::Header);
        let is_beginning = grid.header_rows > 0 && row < grid.header_rows + FIRST_ROWS && row + 1 < grid.rows;
        // the rows of a group stay together, so that its label is not torn; a group as long as a page may be
        let is_in_group = grid.cells.iter().any(|c| {
            c.role == Role::Label
                && (2..=LONGEST_GROUP).contains(&c.row_span)
                && (c.row..c.row + c.row_span - 1).contains(&row)
        });
        let keeps_with_next = is_header || is_beginning || is_in_group;
        for (col, slot) in slots.iter().enumerate() {
            let (cell, is_first) = match slot {
                Slot::Anchor(cell) => (*cell, true),
                Slot::Below(cell) => (*cell, false),
                Slot::Beside | Slot::BelowBeside => continue,
            };
            let width: usize = widths.iter().skip(col).take(cell.col_span).sum();
            self.xml.raw(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#));
            if cell.col_span > 1 {
                self.xml.raw(&format!(r#"<w:gridSpan w:val="{}"/>"#, cell.col_span));
            }
            if cell.row_span > 1 {
                self.xml.raw(if is_first { r#"<w:vMerge w:val="restart"/>"# } else { "<w:vMerge/>" });
            }
            if cell.mark.is_some() {
                self.xml.raw(r#"<w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/>"#);
            }
            self.xml.raw(r#"<w:vAlign w:val="center"/></w:tcPr>"#);
            self.cell(grid, cell, width, is_first, keeps_with_next);
            self.xml.raw("</w:tc>");
        }
        self.xml.raw("</w:tr>");
    }

    /// The paragraph of a cell; a cell that goes on from the row above says nothing again.
    fn cell(&mut self, grid: &Grid, cell: &GridCell, width: usize, is_first: bool, keeps_with_next: bool) {
        let is_head = cell.role == Role::Header && !is_note(cell);
        let style = match (is_head, grid.cols > ROOMY) {
            (true, false) => "TableHead",
            (true, true) => "TableHeadSmall",
            (false, false) => "TableText",
            (false, true) => "TableTextSmall",
        };
        self.xml.raw("<w:p><w:pPr>");
        self.xml.value("pStyle", style);
        if keeps_with_next {
            self.xml.raw("<w:keepNext/>");
        }
        // labels of table 3 begin at the left, as the form prints them; the short ones of table 2 are centred
        if cell.role == Role::Label && grid.cols > ROOMY || is_note(cell) || cell.is_prose() {
            self.xml.raw(r#"<w:ind w:left="40"/><w:jc w:val="left"/>"#);
        } else if is_head && let Some(indent) = balance(&cell.text, width, grid.cols > ROOMY) {
            self.xml.raw(&format!(r#"<w:ind w:left="{indent}" w:right="{indent}"/>"#));
        }
        self.xml.raw("</w:pPr>");
        if is_first {
            let mark = cell.mark.as_ref().map(|mark| self.comment(&mark.text));
            if let Some(id) = mark {
                self.xml.raw(&format!(r#"<w:commentRangeStart w:id="{id}"/>"#));
            }
            for (n, line) in clean(&cell.text).split('\n').enumerate() {
                if n > 0 {
                    self.xml.raw("<w:r><w:br/></w:r>");
                }
                if !line.is_empty() {
                    self.plain_run(line);
                }
            }
            if let Some(id) = mark {
                self.xml.raw(&format!(
                    r#"<w:commentRangeEnd w:id="{id}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{id}"/></w:r>"#
                ));
            }
        }
        self.xml.raw("</w:p>");
    }

    /// Writes a comment and gives its number.
    fn comment(&mut self, text: &str) -> usize {
        let id = self.marks;
        self.marks += 1;
        self.comments.raw(&format!(r#"<w:comment w:id="{id}" w:author="公开" w:initials="公开">"#));
        for (n, line) in clean(text).split('\n').enumerate() {
            self.comments.raw(r#"<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>"#);
            if n == 0 {
                self.comments.raw(
                    r#"<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>"#,
                );
            }
            self.comments
                .raw(r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">"#);
            self.comments.text(line);
            self.comments.raw("</w:t></w:r></w:p>");
        }
        self.comments.raw("</w:comment>");
        id
    }
}

/// The indent on both sides with which a header that needs several lines has lines of one length: 商业／企业, not 商业企／业.
fn balance(text: &str, width: usize, is_small: bool) -> Option<usize> {
    let size = if is_small { 180 } else { 210 };
    let room = width.saturating_sub(2 * PADDING);
    let (count, most) = (text.chars().count(), (room / size).max(1));
    if count <= most || text.chars().any(|c| c.is_ascii()) {
        return None;
    }
    let even = count.div_ceil(count.div_ceil(most));
    // a little more than the characters need, so that rounding breaks none off
    Some(room.saturating_sub(even * size + 40) / 2).filter(|indent| *indent > 0)
}

/// The note that the form prints among the headers, a sentence in brackets.
fn is_note(cell: &GridCell) -> bool {
    cell.role == Role::Header && cell.text.starts_with('（') && cell.text.chars().count() > 12
}

/// The widths of the columns in twentieths of a point; together they fill the type area exactly.
fn widths(grid: &Grid) -> Vec<usize> {
    let given: Vec<f64> = match &grid.widths {
        shares if shares.len() == grid.cols && shares.iter().all(|s| s.is_finite() && *s > 0.0) => {
            shares.clone()
        }
        _ => vec![1.0; grid.cols],
    };
    let all: f64 = given.iter().sum();
    let (mut so_far, mut edge) = (0.0, 0);
    given
        .iter()
        .map(|share| {
            so_far += share;
            let right = (so_far / all * WIDTH as f64).round() as usize;
            let width = right - edge;
            edge = right;
            width
        })
        .collect()
}
