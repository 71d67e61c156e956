//! Marks of classification: in a text, in the name of a file, and anywhere in the file, also where no reader shows it.
//!
//! Not here: what becomes of a file that carries one (`crate::upload`).

use gongkai_extract::{Document, ExtractError, Limits, Piece, Unseen, search};
use gongkai_paper::Block;

/// The grades of state secrets (《保守国家秘密法》第十四条).
const GRADES: [&str; 3] = ["绝密", "机密", "秘密"];

/// Whether a file name carries a mark: a grade that stands by itself between signs, or as 机密件, 秘密级 and the like. A trade
/// secret in a name is none.
pub fn is_marked_name(name: &str, words: &[String]) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric();
    let stands_alone = |part: &str| {
        let part = part.trim_end_matches(|c: char| c.is_numeric() || c == '年');
        GRADES.iter().any(|grade| {
            let rest = part.strip_prefix(grade);
            rest.is_some_and(|rest| ["", "级", "件", "文件", "材料", "资料"].contains(&rest))
        })
    };
    is_marked(name, words) || name.split(is_sign).any(stands_alone)
}

/// Whether a text carries a mark of classification (绝密★、机密★、秘密★, or such a word alone in its line or after 密级), or one of
/// the agency's own words.
pub fn is_marked(text: &str, words: &[String]) -> bool {
    let lines = text.lines().map(|line| {
        line.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if matches!(c, '☆' | '⭐' | '＊' | '*') { '★' } else { c })
            .collect::<String>()
    });
    let lines: Vec<String> = lines.collect();
    let is_mark = |line: &String| {
        GRADES.iter().any(|grade| {
            line == grade
                || line.contains(&format!("{grade}★"))
                || ["密级：", "密级:", "密级"].iter().any(|before| line.contains(&format!("{before}{grade}")))
        })
    };
    let joined = lines.concat();
    lines.iter().any(is_mark)
        || GRADES.iter().any(|grade| joined.contains(&format!("{grade}★")))
        || words.iter().any(|word| !word.trim().is_empty() && joined.contains(word.trim()))
}

/// Everything a reader makes of a document, also what it sets aside, such as heads and feet of the pages of a PDF. What it does
/// not show at all is looked through by [`beside`].
pub(crate) fn text_of(document: &Document) -> String {
    let mut text = document.title.clone().unwrap_or_default();
    for block in &document.blocks {
        text.push('\n');
        match block {
            Block::Paragraph(paragraph) => text.push_str(&paragraph.text),
            Block::Table(table) => {
                for cell in &table.cells {
                    text.push_str(&cell.text);
                    text.push('\n');
                }
            }
        }
    }
    for artefact in &document.artefacts {
        text.push('\n');
        text.push_str(&artefact.text);
    }
    text
}

/// Marks that stand in the bytes as they are, such as in the description of a picture.
pub(crate) fn is_marked_within(bytes: &[u8]) -> bool {
    ["绝密★", "机密★", "秘密★"].iter().any(|mark| {
        let wide: Vec<u16> = mark.encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        [mark.as_bytes(), &little, &big]
            .iter()
            .any(|mark| bytes.windows(mark.len()).any(|window| window == *mark))
    })
}

/// What a file holds that its reader does not show, and whether a mark stands anywhere in it: heads, feet, notes, comments and
/// boxes of a Word document, hidden sheets of a workbook, notes and fields of a PDF, files within files.
pub(crate) fn beside(bytes: &[u8], words: &[String]) -> (bool, Result<Unseen, ExtractError>) {
    let mut is_found = false;
    let unseen = search(bytes, &Limits::default(), &mut |piece| {
        is_found = is_found
            || match piece {
                Piece::Text(text) => is_marked(text, words),
                Piece::Bytes(bytes) => is_marked_within(bytes),
            };
    });
    (is_found, unseen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_of_classification_is_found_however_it_is_spaced_and_a_trade_secret_is_none() {
        for text in [
            "机密★10年\n关于…的通知",
            "秘 密 ★",
            "绝密 ☆",
            "正文\n机密\n",
            "密级：秘密",
            "标　题\n秘密\n★5年",
        ] {
            assert!(is_marked(text, &[]), "{text}");
        }
        for text in ["属于商业秘密，不予公开", "申请机密文件目录", ""] {
            assert!(!is_marked(text, &[]), "{text}");
        }
        assert!(is_marked("本件为工作秘密", &["工作秘密".to_owned()]));
    }

    #[test]
    fn a_file_name_with_a_grade_by_itself_is_a_mark() {
        for name in
            ["机密-某方案.pdf", "（秘密）会议纪要.docx", "绝密文件.pdf", "方案_秘密10年.pdf", "机密★某件.png"]
        {
            assert!(is_marked_name(name, &[]), "{name}");
        }
        for name in ["商业秘密说明.pdf", "申请机密文件目录.docx", "身份证.jpg"] {
            assert!(!is_marked_name(name, &[]), "{name}");
        }
    }
}
