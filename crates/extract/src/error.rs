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
            ExtractError::TooLarge { .. } => "file_too_large",
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
            ExtractError::Damaged { what, because } => format!("{what}已经损坏，无法读取（{because}）。"),
            ExtractError::ZipBomb { limit } => {
                format!("压缩内容异常：解压后超过 {} MB 或者压缩比过高，已停止读取。", mebibytes(*limit))
            }
            ExtractError::TooLarge { bytes, limit } => {
                format!("文件大小 {} MB，超过上限 {} MB。", mebibytes(*bytes), mebibytes(*limit))
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
            | ExtractError::TooManyPages { .. }
            | ExtractError::TooManyCells { .. }
            | ExtractError::TooManyParagraphs { .. }
            | ExtractError::TooManyChars { .. } => {
                "请确认选对了文件；合订本请按单位拆分后分别检查，确有需要的可以调高上限。"
            }
            ExtractError::TooDeep { .. } => "请用 WPS 或 Word 打开并另存为新的 docx 文件，再用新文件重试。",
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

fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}
