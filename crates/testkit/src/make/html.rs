//! Writes a report as a web page: plain, exported from Word, inside a portal's page, or for printing.
//!
//! Not here: character encodings (`crate::mangle` wraps the bytes), pages inside JSON (`super::json`).

use super::escape;
use crate::layout::{Draft, Grid, Piece, Slot};
use std::fmt::Write as _;

/// How the page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Headings, paragraphs, tables.
    Plain,
    /// As Word and WPS export it: spans, mso attributes, no-break spaces.
    Word,
    /// Inside a portal's page: what stands above, beside and below the text, and two tables of layout around it.
    Portal,
    /// With rules for paper, to be converted to PDF.
    Print,
}

/// Details of the page.
#[derive(Debug, Clone)]
pub struct Options {
    /// How the page looks.
    pub style: Style,
    /// The character encoding that the page declares.
    pub charset: Option<&'static str>,
    /// Whether each character of a table cell stands in an element of its own.
    pub char_spans: bool,
    /// Number of layout tables round the whole text.
    pub nested: usize,
    /// Whether a page for printing draws its tables without any line.
    pub without_rulings: bool,
    /// Whether a page for printing lies on its long side.
    pub landscape: bool,
    /// Type size in the tables of a page for printing, half points.
    pub half_points: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            style: Style::Plain,
            charset: Some("utf-8"),
            char_spans: false,
            nested: 0,
            without_rulings: false,
            landscape: false,
            half_points: 18,
        }
    }
}

/// The document as a web page.
pub fn write(draft: &Draft, options: &Options) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html>\n<head>\n");
    if let Some(charset) = options.charset {
        let _ = writeln!(out, "<meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\">");
    }
    let title = draft.pieces.iter().find_map(|p| match p {
        Piece::Title(text) => Some(text.as_str()),
        _ => None,
    });
    let _ = writeln!(out, "<title>{}</title>", escape(title.unwrap_or_default()));
    if options.style == Style::Print {
        let page = if options.landscape { "A4 landscape" } else { "A4" };
        let border = if options.without_rulings { "0" } else { "1px solid #000" };
        let (points, half) =
            (options.half_points / 2, if options.half_points.is_multiple_of(2) { "" } else { ".5" });
        let _ = writeln!(
            out,
            "<style>@page{{size:{page};margin:20mm}}body{{font-family:\"Noto Serif CJK SC\",SimSun,serif;\
             font-size:12pt}}table{{border-collapse:collapse;border:0;width:100%;font-size:{points}{half}pt}}\
             td{{border:{border};padding:2pt;text-align:center}}h1{{text-align:center;font-size:18pt}}\
             h2{{font-size:14pt}}.s{{text-align:right}}</style>"
        );
    }
    out.push_str("</head>\n<body>\n");
    if options.style == Style::Portal {
        out.push_str(
            "<div class=\"nav\"><ul><li><a href=\"/\">首页</a></li><li><a href=\"/zwgk\">政务公开</a></li>\
             <li><a href=\"/bsfw\">办事服务</a></li></ul></div>\n<div class=\"crumbs\">当前位置：\
             <a href=\"/\">首页</a> &gt; <a href=\"/zwgk\">政务公开</a> &gt; <a href=\"/nb\">公开年报</a></div>\n\
             <script>var hits = 203; if (hits < 1) { document.write('<p>9</p>'); }</script>\n\
             <div class=\"meta\">发布时间：2024-01-19 10:20　浏览次数：<span id=\"hits\">203</span>　字体：[大 中 小]</div>\n",
        );
    }
    let layers = options.nested + if options.style == Style::Portal { 2 } else { 0 };
    for _ in 0..layers {
        out.push_str("<table width=\"100%\" border=\"0\"><tr><td class=\"bt_content\">\n");
    }
    for piece in &draft.pieces {
        match piece {
            Piece::Title(text) => paragraph(&mut out, "h1", text, options),
            Piece::Heading(_, text) => paragraph(&mut out, "h2", text, options),
            Piece::Paragraph(text) | Piece::Furniture(text) => paragraph(&mut out, "p", text, options),
            Piece::Signature(text) => paragraph(&mut out, "s", text, options),
            Piece::Table(grid) => table(&mut out, grid, options),
        }
    }
    for _ in 0..layers {
        out.push_str("</td></tr></table>\n");
    }
    if options.style == Style::Portal {
        out.push_str(
            "<div class=\"share\">分享到：<a>微信</a><a>微博</a></div>\n<div><a>【打印本页】</a><a>【关闭窗口】</a></div>\n\
             <div class=\"foot\">主办单位：本站编辑部　备案号：2024000000号-1　网站标识码：0000000000</div>\n",
        );
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn paragraph(out: &mut String, element: &str, text: &str, options: &Options) {
    let text = escape(text).replace('\n', "<br>");
    let _ = match (options.style, element) {
        (Style::Word, _) => writeln!(
            out,
            "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span style='font-size:16.0pt;\
             font-family:仿宋_GB2312;mso-hansi-font-family:仿宋_GB2312'>{text}<span lang=EN-US><o:p></o:p></span></span></p>"
        ),
        (_, "s") => writeln!(out, "<p class=\"s\">{text}</p>"),
        _ => writeln!(out, "<{element}>{text}</{element}>"),
    };
}

fn table(out: &mut String, grid: &Grid, options: &Options) {
    out.push_str(match options.style {
        Style::Word => {
            "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;\
             mso-table-layout-alt:fixed'>\n"
        }
        _ => "<table border=\"1\">\n",
    });
    for row in 0..grid.rows {
        out.push_str("<tr>");
        for slot in grid.slots(row) {
            match slot {
                Slot::Anchor(cell) => {
                    out.push_str("<td");
                    if cell.row_span > 1 {
                        let _ = write!(out, " rowspan=\"{}\"", cell.row_span);
                    }
                    if cell.col_span > 1 {
                        let _ = write!(out, " colspan=\"{}\"", cell.col_span);
                    }
                    out.push('>');
                    cell_text(out, &cell.text, options);
                    out.push_str("</td>");
                }
                Slot::Gap => out.push_str("<td></td>"),
                Slot::Beside | Slot::Below(_) | Slot::BelowBeside => {}
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn cell_text(out: &mut String, text: &str, options: &Options) {
    let inner = if options.char_spans {
        text.chars()
            .map(|c| {
                if c == '\n' { "<br>".to_owned() } else { format!("<span>{}</span>", escape(&c.to_string())) }
            })
            .collect()
    } else {
        escape(text).replace('\n', "<br>").replace('\u{a0}', "&nbsp;")
    };
    if options.style == Style::Word {
        let _ = write!(
            out,
            "<p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'><span lang=EN-US \
             style='font-size:10.5pt;mso-bidi-font-size:12.0pt;font-family:宋体'>{inner}<o:p></o:p></span></p>"
        );
    } else {
        out.push_str(&inner);
    }
}
