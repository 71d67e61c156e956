//! Says why a file could not be read and what a clerk can do about it.
//!
//! Not here: which exit code follows (`cli`), problems of the report itself (`gongkai-checker`).

/// A kind of file that is recognised but has to be converted before it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Word 97-2003.
    Doc,
    /// Excel 97-2003.
    Xls,
    /// WPS Writer in its own container.
    Wps,
    /// PowerPoint, old or new.
    Slides,
    /// OFD, the national fixed-layout format (GB/T 33190).
    Ofd,
    /// Rich text.
    Rtf,
    /// A page with its pictures in one file (mht), or Word's own XML.
    SinglePage,
    /// OpenDocument text or sheet.
    OpenDocument,
}

impl Foreign {
    /// Name a clerk knows the format by.
    pub fn name(self) -> &'static str {
        match self {
            Foreign::Doc => "Word 97-2003 文档（doc）",
            Foreign::Xls => "Excel 97-2003 工作簿（xls）",
            Foreign::Wps => "WPS 文字文档（wps）",
            Foreign::Slides => "演示文稿（ppt）",
            Foreign::Ofd => "版式文档（ofd）",
            Foreign::Rtf => "多信息文本（rtf）",
            Foreign::SinglePage => "单个文件网页（mht）或者 Word XML 文档",
            Foreign::OpenDocument => "开放文档格式（odt/ods）",
        }
    }

    fn code(self) -> &'static str {
        match self {
            Foreign::Doc => "doc_needs_conversion",
            Foreign::Xls => "xls_needs_conversion",
            Foreign::Wps => "wps_needs_conversion",
            Foreign::Slides => "slides_not_supported",
            Foreign::Ofd => "ofd_needs_conversion",
            Foreign::Rtf => "rtf_needs_conversion",
            Foreign::SinglePage => "single_page_needs_conversion",
            Foreign::OpenDocument => "opendocument_needs_conversion",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Foreign::Doc | Foreign::Wps | Foreign::Rtf | Foreign::SinglePage => {
                "请用 WPS 文字或 Word 打开该文件，选择“文件—另存为”，类型选“Word 文档（*.docx）”，再用新文件重试。"
            }
            Foreign::Xls => {
                "请用 WPS 表格或 Excel 打开该文件，选择“文件—另存为”，类型选“Excel 工作簿（*.xlsx）”，再用新文件重试。"
            }
            Foreign::Slides => "年度报告应为文字文档；请提供报告正文的 docx、PDF 或网页文件。",
            Foreign::Ofd => {
                "请用数科、福昕等 OFD 阅读软件打开该文件，导出为带文字层的 PDF，或者提供排版前的 docx 文件，再重试。"
            }
            Foreign::OpenDocument => {
                "请用 WPS 或 LibreOffice 打开该文件，另存为 docx（文字）或 xlsx（表格），再用新文件重试。"
            }
        }
    }
}

/// Why a file could not be read. `Display` is for logs; [`code`](Self::code), [`message`](Self::message) and
/// [`hint`](Self::hint) are for people and programs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// No bytes, or nothing but white space.
    #[error("file is empty")]
    Empty,
    /// A file of a kind that no annual report comes in.
    #[error("not a report format: {what}")]
    NotAReport {
        /// What it seems to be, in the clerk's words.
        what: &'static str,
    },
    /// A single picture.
    #[error("file is a picture ({kind})")]
    Picture {
        /// Kind of picture, such as `PNG`.
        kind: &'static str,
    },
    /// Pages that hold pictures only.
    #[error("pdf has no text layer on its {pages} pages")]
    PictureOnlyPdf {
        /// Number of pages.
        pages: usize,
    },
    /// Needs a password.
    #[error("{what} is encrypted")]
    Encrypted {
        /// Name of the format.
        what: &'static str,
    },
    /// Ends early.
    #[error("{what} is truncated")]
    Truncated {
        /// Name of the format.
        what: &'static str,
    },
    /// Structure broken in another way.
    #[error("{what} is damaged: {because}")]
    Damaged {
        /// Name of the format.
        what: &'static str,
        /// Technical reason, for the log and for a support question.
        because: String,
    },
    /// An archive made to fill the machine.
    #[error("archive unpacks beyond {limit} bytes or beyond a sensible ratio")]
    ZipBomb {
        /// Bytes allowed.
        limit: u64,
    },
    /// The file itself is larger than allowed.
    #[error("file has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Bytes of the file.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A file that is text from its first byte is larger than allowed.
    #[error("text file has {bytes} bytes, more than {limit}")]
    TextTooLarge {
        /// Bytes of the file.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// More pages than allowed.
    #[error("document has {pages} pages, more than {limit}")]
    TooManyPages {
        /// Pages of the file.
        pages: usize,
        /// Pages allowed.
        limit: usize,
    },
    /// More table cells than allowed.
    #[error("tables have more than {limit} cells")]
    TooManyCells {
        /// Cells allowed.
        limit: u64,
    },
    /// More text than allowed.
    #[error("document has more than {limit} characters")]
    TooManyChars {
        /// Characters allowed.
        limit: u64,
    },
    /// More paragraphs or lines than allowed.
    #[error("document has more than {limit} paragraphs")]
    TooManyParagraphs {
        /// Paragraphs allowed.
        limit: u64,
    },
    /// Elements nested deeper than allowed.
    #[error("elements are nested deeper than {limit}")]
    TooDeep {
        /// Levels allowed.
        limit: usize,
    },
    /// The caller's deadline passed.
    #[error("reading took too long")]
    TooSlow,
    /// Recognised, but has to be converted first.
    #[error("{0:?} has to be converted first")]
    NeedsConversion(Foreign),
    /// Most characters were destroyed before the file reached us.
    #[error("{lost} of {of} characters are lost")]
    LostCharacters {
        /// Characters lost.
        lost: usize,
        /// Characters that are not white space.
        of: usize,
    },
    /// Opens, but holds no text.
    #[error("{what} holds no text")]
    NoText {
        /// Name of the format.
        what: &'static str,
    },
}

impl ExtractError {
    /// Stable identifier for programs, never reworded.
    pub fn code(&self) -> &'static str {
        match self {
            ExtractError::Empty => "empty_file",
            ExtractError::NotAReport { .. } => "not_a_report",
            ExtractError::Picture { .. } => "picture",
            ExtractError::PictureOnlyPdf { .. } => "picture_only_pdf",
            ExtractError::Encrypted { .. } => "encrypted",
            ExtractError::Truncated { .. } => "truncated",
            ExtractError::Damaged { .. } => "damaged",
            ExtractError::ZipBomb { .. } => "zip_bomb",
            ExtractError::TooLarge { .. } | ExtractError::TextTooLarge { .. } => "file_too_large",
            ExtractError::TooManyPages { .. } => "too_many_pages",
            ExtractError::TooManyCells { .. } => "too_many_cells",
            ExtractError::TooManyChars { .. } => "too_many_characters",
            ExtractError::TooManyParagraphs { .. } => "too_many_paragraphs",
            ExtractError::TooDeep { .. } => "nested_too_deep",
            ExtractError::TooSlow => "took_too_long",
            ExtractError::NeedsConversion(foreign) => foreign.code(),
            ExtractError::LostCharacters { .. } => "characters_lost",
            ExtractError::NoText { .. } => "no_text",
        }
    }

    /// The reason, in Chinese, for the clerk who chose the file.
    pub fn message(&self) -> String {
        match self {
            ExtractError::Empty => "文件是空的，没有任何内容。".to_owned(),
            ExtractError::NotAReport { what } => format!("这是{what}，不是年度报告文件。"),
            ExtractError::Picture { kind } => format!("这是一张图片（{kind}），其中没有可以读取的文字。"),
            ExtractError::PictureOnlyPdf { pages } => {
                format!("这个 PDF 共 {pages} 页，全部是扫描图片，没有文字层。")
            }
            ExtractError::Encrypted { what } => format!("{what}设有密码，无法打开。"),
            ExtractError::Truncated { what } => format!("{what}不完整，后面的内容缺失。"),
            // the technical reason is in English and helps a clerk no further: `Display` has it
            ExtractError::Damaged { what, .. } => format!("{what}已经损坏，无法读取。"),
            ExtractError::ZipBomb { limit } => {
                format!("压缩内容异常：解压后超过 {}或者压缩比过高，已停止读取。", amount(*limit))
            }
            ExtractError::TooLarge { bytes, limit } => {
                format!("文件大小 {}，超过上限 {}。", amount(*bytes), amount(*limit))
            }
            ExtractError::TextTooLarge { bytes, limit } => {
                format!("文本文件大小 {}，超过上限 {}。", amount(*bytes), amount(*limit))
            }
            ExtractError::TooManyPages { pages, limit } => {
                format!("文件共 {pages} 页，超过上限 {limit} 页。")
            }
            ExtractError::TooManyCells { limit } => format!("表格单元格超过上限 {limit} 个。"),
            ExtractError::TooManyChars { limit } => format!("文字超过上限 {limit} 个字符。"),
            ExtractError::TooManyParagraphs { limit } => format!("段落（行）超过上限 {limit} 个。"),
            ExtractError::TooDeep { limit } => format!("文件结构嵌套超过 {limit} 层，不是正常的文档。"),
            ExtractError::TooSlow => "读取用时过长，已停止。".to_owned(),
            ExtractError::NeedsConversion(foreign) => {
                format!("这是{}，本程序不能直接读取，需要先转换格式。", foreign.name())
            }
            ExtractError::LostCharacters { lost, of } => {
                format!("文件中的汉字在此前转换编码时已经丢失（{of} 个字符中有 {lost} 个无法辨认）。")
            }
            ExtractError::NoText { what } => format!("{what}能够打开，但其中没有文字。"),
        }
    }

    /// The bound that was reached, when raising it is a remedy: the field of [`Limits`](crate::Limits), and what to
    /// raise it to. That is what the file has, twice the bound where reading stopped before the end was known, and
    /// nothing for the time, which is the caller's.
    pub fn bound(&self) -> Option<(&'static str, Option<u64>)> {
        match self {
            ExtractError::TooLarge { bytes, .. } => Some(("max_bytes", Some(*bytes))),
            ExtractError::TextTooLarge { bytes, .. } => Some(("max_text_bytes", Some(*bytes))),
            ExtractError::TooManyPages { pages, .. } => Some(("max_pages", Some(*pages as u64))),
            ExtractError::TooManyCells { limit } => Some(("max_cells", Some(limit.saturating_mul(2)))),
            ExtractError::TooManyChars { limit } => Some(("max_chars", Some(limit.saturating_mul(2)))),
            ExtractError::TooManyParagraphs { limit } => {
                Some(("max_paragraphs", Some(limit.saturating_mul(2))))
            }
            ExtractError::TooSlow => Some(("deadline", None)),
            _ => None,
        }
    }

    /// What the clerk can do, in Chinese.
    pub fn hint(&self) -> String {
        match self {
            ExtractError::Empty => "请检查文件是否保存成功，或者重新下载后再试。",
            ExtractError::NotAReport { .. } => {
                "请提供年度报告的 docx、PDF、网页（html）、xlsx、txt 或 md 文件。"
            }
            ExtractError::Picture { .. } | ExtractError::PictureOnlyPdf { .. } => {
                "请提供扫描前的电子文件（docx 或带文字层的 PDF）；确无电子文件的，请先用文字识别软件转换并核对。"
            }
            ExtractError::Encrypted { .. } => "请用原密码打开文件，取消密码保护后另存，再用新文件重试。",
            ExtractError::Truncated { .. } => "可能是下载或者复制中断，请重新下载、重新复制后再试。",
            ExtractError::Damaged { .. } => {
                "请用 WPS 或 Word 打开并另存为新文件；仍然打不开的，请向提供单位重新索取。"
            }
            ExtractError::ZipBomb { .. } => "正常的年度报告不会出现这种情况，请核实文件来源，不要继续打开。",
            ExtractError::TooLarge { .. }
            | ExtractError::TextTooLarge { .. }
            | ExtractError::TooManyPages { .. }
            | ExtractError::TooManyCells { .. }
            | ExtractError::TooManyParagraphs { .. }
            | ExtractError::TooManyChars { .. } => {
                "请确认选对了文件；合订本请按单位拆分后分别检查，确有需要的可以调高上限。"
            }
            ExtractError::TooDeep { .. } => "请核实文件来源；确是年度报告的，请把全文复制到新建的文档中另存，再用新文件重试。",
            ExtractError::TooSlow => "请确认选对了文件；确有需要的可以调高时间上限后重试。",
            ExtractError::NeedsConversion(foreign) => foreign.hint(),
            ExtractError::LostCharacters { .. } => {
                "丢失的汉字无法恢复，请向提供单位索取原始文件，或者从网站重新下载。"
            }
            ExtractError::NoText { .. } => "请打开文件核对内容；若内容是图片，请改用带文字的电子文件。",
        }
        .to_owned()
    }
}

/// A number of bytes as a clerk reads it: in the largest unit in which it is a whole number, and otherwise exactly with
/// the nearest unit beside it. A kilobyte has 1024 bytes.
pub fn amount(bytes: u64) -> String {
    const UNITS: [(u32, &str); 3] = [(30, "GB"), (20, "MB"), (10, "KB")];
    let whole = UNITS.iter().find(|(shift, _)| bytes > 0 && bytes.trailing_zeros() >= *shift);
    if let Some((shift, unit)) = whole {
        return format!("{} {unit}", bytes >> shift);
    }
    match UNITS.iter().find(|(shift, _)| bytes >> shift > 0) {
        Some((shift, unit)) => {
            format!("{bytes} 字节（约 {:.1} {unit}）", bytes as f64 / (1_u64 << shift) as f64)
        }
        None => format!("{bytes} 字节"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_exact_and_never_rounded_to_nothing() {
        for (bytes, words) in [
            (0, "0 字节"),
            (1, "1 字节"),
            (1023, "1023 字节"),
            (1024, "1 KB"),
            (1500, "1500 字节（约 1.5 KB）"),
            (1 << 20, "1 MB"),
            (1536 << 10, "1536 KB"),
            ((64 << 20) + 1, "67108865 字节（约 64.0 MB）"),
            (300 << 20, "300 MB"),
            (2 << 30, "2 GB"),
        ] {
            assert_eq!(amount(bytes), words);
        }
    }

    #[test]
    fn every_hint_that_speaks_of_raising_a_bound_has_a_bound() {
        let limit = 7;
        for error in [
            ExtractError::TooLarge { bytes: 8, limit },
            ExtractError::TextTooLarge { bytes: 8, limit },
            ExtractError::TooManyPages { pages: 8, limit: 7 },
            ExtractError::TooManyCells { limit },
            ExtractError::TooManyChars { limit },
            ExtractError::TooManyParagraphs { limit },
            ExtractError::TooSlow,
            ExtractError::ZipBomb { limit },
            ExtractError::TooDeep { limit: 7 },
            ExtractError::Empty,
        ] {
            assert_eq!(error.hint().contains("调高"), error.bound().is_some(), "{error:?}");
        }
    }

    #[test]
    fn a_damaged_file_is_told_in_chinese_and_logged_with_its_reason() {
        let error = ExtractError::Damaged { what: "PDF", because: "xref at 12".to_owned() };
        assert_eq!(error.message(), "PDF已经损坏，无法读取。");
        assert!(error.to_string().contains("xref at 12"));
    }
}
