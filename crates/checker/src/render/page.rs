//! Prints the page of a rule at a terminal: Markdown without its marks, wrapped for Chinese.
//!
//! Not here: the pages themselves (the `//!` lines of each rule).

use super::width;
use anstyle::Style;

/// A Markdown page as plain text of at most `width` columns.
///
/// Knows what rule pages use: headings, paragraphs, lists, tables and fenced examples; everything else stays as it is.
pub fn plain(page: &str, width: usize, has_color: bool) -> String {
    let bold = |text: &str| {
        let style = Style::new().bold();
        if has_color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    };
    let mut out = String::new();
    let mut paragraph = String::new();
    let (mut is_fenced, mut is_empty) = (false, true);
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
            is_fenced = !is_fenced;
            is_empty = true;
        } else if is_fenced {
            is_empty = false;
            put(&format!("      {line}"));
        } else if let Some(title) = line.strip_prefix("# ") {
            put(&bold(&inline(title)));
        } else if let Some(title) = line.strip_prefix("## ") {
            flush(&mut paragraph, &mut put);
            put(&bold(&inline(title)));
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
            "A001 题目\n\n查什么\n  第一行，第二行 table3。\n\n示例(错)\n      table3.granted.total = 9\n  - 甲\n"
        );
    }

    #[test]
    fn every_line_fits_the_terminal() {
        for rule in crate::registry::RULES {
            for line in plain(&rule.page(), 60, false).lines() {
                let is_whole = line.starts_with("      ") || line.trim_start().starts_with('|');
                assert!(is_whole || width::of(line) <= 60, "{}: {line}", rule.code);
            }
        }
    }
}
