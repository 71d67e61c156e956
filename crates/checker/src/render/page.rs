//! Prints the page of a rule at a terminal: Markdown without its marks, wrapped for Chinese.
//!
//! Not here: the pages themselves (the `//!` lines of each rule).

use super::width;
use crate::example;
use anstyle::Style;

/// A Markdown page as plain text of at most `width` columns.
///
/// Knows what rule pages use: headings, paragraphs, lists, tables and fenced examples; everything else stays as it is.
pub fn plain(page: &str, width: usize, has_color: bool) -> String {
    let bold = |text: &str| {
        let style = Style::new().bold();
        if has_color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    };
    const LEGEND: &str =
        "（以一份没有问题的样本报告为底，每行改动一处；等号前的括号说明改动的是哪一格、哪一段）";
    let (mut is_explained, mut is_first) = (false, true);
    let mut out = String::new();
    let mut paragraph = String::new();
    let (mut is_fenced, mut is_empty, mut is_example) = (false, true, false);
    let mut put = |line: &str| {
        out.push_str(line.trim_end());
        out.push('\n');
    };
    let flush = |paragraph: &mut String, put: &mut dyn FnMut(&str)| {
        let text = std::mem::take(paragraph);
        for line in width::wrap(text.trim(), width, "  ", "  ") {
            if !line.trim().is_empty() {
                put(&line);
            }
        }
    };
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            flush(&mut paragraph, &mut put);
            if is_fenced && is_empty {
                put("      （样本报告，不作改动）");
            }
            is_example = !is_fenced && line.trim() == "```年报";
            if is_example && !std::mem::replace(&mut is_explained, true) {
                for line in width::wrap(LEGEND, width, "  ", "  ") {
                    put(&line);
                }
            } else if is_example && !is_first {
                // two examples in a row are two
                put("");
            }
            is_fenced = !is_fenced;
            is_first = false;
            is_empty = true;
        } else if is_fenced {
            is_empty = false;
            let line = if is_example { example::labelled(line) } else { line.to_owned() };
            for line in width::wrap(&line, width, "      ", "        ") {
                put(&line);
            }
        } else if let Some(title) = line.strip_prefix("# ") {
            for line in width::wrap(&inline(title), width, "", "  ") {
                put(&bold(&line));
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            flush(&mut paragraph, &mut put);
            put(&bold(&inline(title)));
            is_first = true;
        } else if line.trim().is_empty() {
            flush(&mut paragraph, &mut put);
            put("");
        } else if line.starts_with('|') {
            flush(&mut paragraph, &mut put);
            put(&format!("  {}", inline(line)));
        } else if line.starts_with("- ") || line.starts_with("* ") || is_numbered(line) {
            flush(&mut paragraph, &mut put);
            let text = inline(line);
            for (i, line) in width::wrap(&text, width, "  ", "    ").iter().enumerate() {
                put(if i == 0 { line } else { line.as_str() });
            }
        } else {
            // lines of a paragraph are joined; between two Chinese characters no blank belongs
            let needs_blank = paragraph.chars().last().is_some_and(|c| c.is_ascii())
                && line.chars().next().is_some_and(|c| c.is_ascii());
            if needs_blank {
                paragraph.push(' ');
            }
            paragraph.push_str(&inline(line.trim()));
        }
    }
    flush(&mut paragraph, &mut put);
    let mut text = out.trim_end().to_owned();
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.push('\n');
    text
}

/// The page as Markdown, with the words of a clerk beside the addresses in its examples.
pub fn labelled(page: &str) -> String {
    let mut is_example = false;
    let mut out = String::with_capacity(page.len() * 2);
    for line in page.lines() {
        if line.starts_with("```") {
            is_example = line.trim_end() == "```年报";
            out.push_str(line);
        } else if is_example {
            out.push_str(&example::labelled(line));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn is_numbered(line: &str) -> bool {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    digits > 0 && line[digits..].starts_with(". ")
}

/// Text without the marks for code and emphasis.
fn inline(text: &str) -> String {
    text.replace("**", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loses_its_marks_and_keeps_its_words() {
        let page = "# A001 题目\n\n## 查什么\n第一行，\n第二行 `table3`。\n\n## 示例(错)\n```年报\ntable3.granted.total = 9\n```\n- 甲\n";
        assert_eq!(
            plain(page, 40, false),
            "A001 题目\n\n查什么\n  第一行，第二行 table3。\n\n示例(错)\n  （以一份没有问题的样本报告为底，每行改\n  动一处；等号前的括号说明改动的是哪一\n  格、哪一段）\n      table3.granted.total（（一）予以公\n        开·总计）= 9\n  - 甲\n"
        );
    }

    #[test]
    fn the_markdown_page_names_the_cells_of_its_examples() {
        let page = "# A001 题目\n```年报\ntable3.granted.total = 9\n```\ntable3.granted.total = 9\n";
        assert_eq!(
            labelled(page),
            "# A001 题目\n```年报\ntable3.granted.total（（一）予以公开·总计）= 9\n```\ntable3.granted.total = 9\n"
        );
    }

    #[test]
    fn every_line_fits_the_terminal() {
        for rule in crate::registry::RULES {
            for line in plain(&rule.page(), 60, false).lines() {
                let is_whole = line.trim_start().starts_with('|');
                assert!(is_whole || width::of(line) <= 60, "{}: {line}", rule.code);
            }
        }
    }
}
