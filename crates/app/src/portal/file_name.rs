//! Whether the name of a file says what its bytes are: a picture that calls itself a document is not taken.
//!
//! Not here: what the bytes are allowed to be and the keeping (the examination of uploads).

/// What a file is by its first bytes, with the endings that fit.
const KINDS: &[(&[u8], &str, &[&str])] = &[
    (b"%PDF-", "PDF 文件", &["pdf"]),
    (b"\xff\xd8\xff", "JPG 图片", &["jpg", "jpeg", "jpe", "jfif"]),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", &["png"]),
    (b"PK\x03\x04", "Word 或者 Excel 文件", &["docx", "xlsx"]),
];

/// What is wrong with the name, in the words of a page; none where it fits, has no ending, or the kind is not known here.
pub fn lie(name: &str, bytes: &[u8]) -> Option<String> {
    let (_, kind, endings) = KINDS.iter().find(|(start, _, _)| bytes.starts_with(start))?;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let (_, ending) = last.rsplit_once('.')?;
    let ending = ending.trim().to_lowercase();
    if ending.is_empty() || endings.contains(&ending.as_str()) {
        return None;
    }
    Some(format!("文件的内容是{kind}，与文件名的后缀不一致，请核对后用“.{}”重新保存再上传", endings[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_says_something_else_than_the_bytes_is_told() {
        assert_eq!(lie("身份证.JPG", b"\xff\xd8\xff\xe0"), None);
        assert_eq!(lie("scan", b"%PDF-1.7"), None, "a name without an ending claims nothing");
        assert_eq!(lie("a.docx", b"PK\x03\x04"), None);
        assert_eq!(lie("a.png", b"GIF89a"), None, "what is not known here is refused for its bytes");
        for (name, bytes) in [
            ("id.jpg", &b"%PDF-1.7"[..]),
            ("a.exe", b"\x89PNG\r\n\x1a\n"),
            ("a.pdf.docx", b"%PDF-1.7"),
            ("..\\x\\a.html", b"\xff\xd8\xff"),
        ] {
            assert!(lie(name, bytes).is_some_and(|words| words.contains("不一致")), "{name}");
        }
    }
}
