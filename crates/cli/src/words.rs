//! Says in Chinese what the system and the libraries say in English: files that cannot be opened, broken JSON and TOML,
//! bad patterns; and which known name somebody may have meant.
//!
//! Not here: slips on the command line (`crate::args`), why a document cannot be read (`gongkai-extract`).

use globset::ErrorKind as GlobKind;
use std::io::{self, ErrorKind};

/// Why the system refused, a few words without a full stop.
pub(crate) fn io(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "找不到文件或者文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::Unsupported => "这是管道或者设备，不是文件",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::ReadOnlyFilesystem => "所在磁盘只能读取，不能写入",
        ErrorKind::StorageFull => "磁盘空间不足",
        ErrorKind::QuotaExceeded => "超过磁盘配额",
        ErrorKind::FileTooLarge => "文件太大，系统不允许",
        ErrorKind::InvalidFilename => "文件名过长或者含有不允许的字符",
        ErrorKind::InvalidData => "内容不是 UTF-8 编码的文字",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "文件正在被其他程序使用",
        ErrorKind::TimedOut => "等待超时",
        ErrorKind::Interrupted => "操作被中断",
        ErrorKind::BrokenPipe => "接收输出的程序已经退出",
        ErrorKind::OutOfMemory => "内存不足",
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::NotConnected
        | ErrorKind::ConnectionAborted
        | ErrorKind::ConnectionReset
        | ErrorKind::StaleNetworkFileHandle => "网络位置连接不上",
        // two kinds that the standard library does not name yet
        _ if matches!(error.raw_os_error(), Some(40 | 62)) && cfg!(unix) => "链接互相引用",
        _ if matches!(error.raw_os_error(), Some(24)) && cfg!(unix) => "打开的文件过多",
        _ => {
            return error
                .raw_os_error()
                .map_or_else(|| "系统没有说明原因".to_owned(), |number| format!("系统返回错误号 {number}"));
        }
    };
    words.to_owned()
}

/// An error with all its causes, none of them in English.
pub(crate) fn chain(error: &anyhow::Error) -> String {
    let say = |cause: &(dyn std::error::Error + 'static)| {
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return io(error);
        }
        if let Some(error) = cause.downcast_ref::<serde_json::Error>() {
            return json(error);
        }
        cause.to_string()
    };
    error.chain().map(say).collect::<Vec<_>>().join("：")
}

/// Where and how JSON is broken.
pub(crate) fn json(error: &serde_json::Error) -> String {
    let place = format!("第{}行第{}列", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Eof => format!("到{place}就中断了"),
        serde_json::error::Category::Data => {
            format!("{place}：{}", library_words(&error.to_string()))
        }
        _ => format!("{place}有语法错误"),
    }
}

fn is_chinese(words: &str) -> bool {
    words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// What was found where something else was wanted, or what was wanted.
fn thing(words: &str) -> String {
    let name = words.split(['`', '"']).next().unwrap_or_default().trim();
    let value =
        words.split_once(['`', '"']).map(|(_, rest)| rest.trim_end_matches(['`', '"'])).unwrap_or_default();
    let kind = match name {
        "null" | "unit" | "unit value" | "Option value" => "空值",
        "string" | "a string" | "str" | "character" | "byte array" => "文字",
        "integer" | "a number" => "数值",
        "floating point" => "小数",
        "boolean" | "a boolean" => "真假值",
        "sequence" | "a sequence" | "an array" | "array" => "数组",
        "map" | "a map" | "table" => "对象",
        n if n.starts_with("struct ") => "对象",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i16" | "i32" | "i64" => "整数",
        "f32" | "f64" => "小数",
        _ if is_chinese(words) => return words.to_owned(),
        _ => "别的内容",
    };
    if value.is_empty() { kind.to_owned() } else { format!("{kind} {value}") }
}

/// What does not fit in data that are read: the few sentences of the library, and our own that are Chinese already.
pub(crate) fn library_words(words: &str) -> String {
    // the place is told by who asks, in Chinese
    let words = words.rsplit_once(" at line ").map_or(words, |(words, _)| words);
    let bare = |rest: &str| rest.trim_matches('`').to_owned();
    let list = |rest: &str| rest.replace('`', "").replace(", ", "、").replace(" or ", "、");
    if let Some(rest) = words.strip_prefix("missing field ") {
        return format!("缺少 {}", bare(rest));
    }
    if let Some(rest) = words.strip_prefix("duplicate field ") {
        return format!("重复写了 {}", bare(rest));
    }
    for (start, what) in [("unknown variant ", "取值"), ("unknown field ", "项目")] {
        if let Some(rest) = words.strip_prefix(start) {
            let (found, wanted) = rest.split_once(", ").unwrap_or((rest, ""));
            let wanted = wanted.strip_prefix("expected ").map(|w| w.strip_prefix("one of ").unwrap_or(w));
            let wanted = wanted.map(|w| format!("，可以是 {}", list(w))).unwrap_or_default();
            return format!("没有 {} 这个{what}{wanted}", bare(found));
        }
    }
    if let Some((found, wanted)) = words
        .strip_prefix("invalid type: ")
        .or_else(|| words.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "))
    {
        return format!("类型不对，应当是{}，实际是{}", thing(wanted), thing(found));
    }
    if is_chinese(words) { words.to_owned() } else { "内容不对".to_owned() }
}

/// The line, counted from 1, in which a byte of a text stands.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1
}

/// What is wrong in a TOML file, with the line.
pub(crate) fn toml(error: &toml::de::Error, text: &str) -> String {
    let place = error.span().map(|span| format!("第{}行：", line_at(text, span.start))).unwrap_or_default();
    let message = error.message();
    let words = match message.split_once(", expected ").map_or(message, |(what, _)| what) {
        "duplicate key" => "同一项写了两次".to_owned(),
        "string values must be quoted" => "文字要用引号括起来".to_owned(),
        "key with no value" | "missing value" | "missing value for key" => "等号后面没有内容".to_owned(),
        what if what.starts_with("unclosed ") => "括号没有成对".to_owned(),
        "invalid basic string" | "invalid literal string" => "引号没有成对".to_owned(),
        _ if ["missing field", "unknown ", "invalid type", "invalid value:", "duplicate field"]
            .iter()
            .any(|known| message.starts_with(known))
            || is_chinese(message) =>
        {
            library_words(message)
        }
        _ => "不符合 TOML 的写法，应当是“名称 = \"内容\"”".to_owned(),
    };
    format!("{place}{words}")
}

/// What is wrong in a pattern of file names.
pub(crate) fn glob(pattern: &str, error: &globset::Error) -> String {
    let why = match error.kind() {
        GlobKind::UnclosedClass => "缺少“]”".to_owned(),
        GlobKind::InvalidRange(from, to) => format!("“{from}-{to}”的先后颠倒了"),
        GlobKind::UnopenedAlternates => "缺少“{”".to_owned(),
        GlobKind::UnclosedAlternates => "缺少“}”".to_owned(),
        GlobKind::DanglingEscape => "“\\”后面没有内容".to_owned(),
        _ => "写法不对".to_owned(),
    };
    format!("通配符“{pattern}”{why}")
}

/// A number of bytes as it is written after an option, such as `64M`, rounded up.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        n if n >= 1 << 20 => format!("{}M", n.div_ceil(1 << 20)),
        n if n >= 1 << 10 => format!("{}K", n.div_ceil(1 << 10)),
        n => n.to_string(),
    }
}

/// The known name most like the one given, when one is like it at all.
pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this share of common letters a guess helps nobody.
    const ALIKE: f64 = 0.6;
    known
        .into_iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(given, name), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_refusal_of_the_system_is_told_in_english() {
        for number in 1..=133 {
            let words = io(&io::Error::from_raw_os_error(number));
            assert!(is_chinese(&words), "{number}: {words}");
        }
        assert_eq!(io(&io::Error::from(ErrorKind::StorageFull)), "磁盘空间不足");
    }

    #[test]
    fn what_does_not_fit_in_data_is_told_in_chinese() {
        for (english, chinese) in [
            ("missing field `who`", "缺少 who"),
            ("unknown field `whoo`, expected one of `who`, `code`", "没有 whoo 这个项目，可以是 who、code"),
            ("unknown field `x`, expected `who` or `code`", "没有 x 这个项目，可以是 who、code"),
            ("unknown variant `n`, expected one of `a`, `b`", "没有 n 这个取值，可以是 a、b"),
            ("invalid type: integer `3`, expected a string", "类型不对，应当是文字，实际是数值 3"),
            ("invalid type: map, expected a sequence", "类型不对，应当是数组，实际是对象"),
            ("something nobody foresaw", "内容不对"),
        ] {
            assert_eq!(library_words(english), chinese);
        }
    }

    #[test]
    fn a_name_nothing_like_the_known_ones_is_answered_with_no_guess() {
        assert_eq!(nearest("replyy", ["reply", "correction"]), Some("reply"));
        assert_eq!(nearest("zzz", ["reply", "correction"]), None);
    }
}
