//! What can go wrong when a date is asked for, in one list.
//!
//! Not here: late or missed dates, which are results (`due::Standing`) and not errors.

use crate::timeline::Waiting;
use crate::units::WorkingDays;
use chrono::NaiveDate;
use thiserror::Error;

/// Why no date could be given. `Display` is for logs; [`DeadlineError::message_zh`] is what a clerk reads.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeadlineError {
    /// The key names no limit of `statute`.
    #[error("unknown limit '{key}'")]
    UnknownLimit {
        /// The key as given.
        key: String,
    },
    /// The result would lie outside the representable calendar.
    #[error("a period starting on {from} ends outside the calendar")]
    OutOfRange {
        /// First day of the period.
        from: NaiveDate,
    },
    /// A year outside 1949–2199, in which no calendar is kept.
    #[error("year {year} is outside 1949-2199")]
    YearOutOfRange {
        /// The year as given.
        year: i32,
    },
    /// A length was given for a limit that the law fixes.
    #[error("the length of '{key}' is fixed by law")]
    NotConfigurable {
        /// Key of the limit.
        key: &'static str,
    },
    /// A length of zero, or one beyond 3 660, was given.
    #[error("a length of {length} is not usable for '{key}'")]
    UnusableLength {
        /// Key of the limit.
        key: &'static str,
        /// The length as given.
        length: u32,
    },
    /// A limit in clock hours was asked for without the hour at which it starts.
    #[error("'{key}' counts clock hours and needs a time of day")]
    TimeOfDayNeeded {
        /// Key of the limit.
        key: &'static str,
    },
    /// Events were given for a limit that nothing interrupts.
    #[error("'{key}' takes no events")]
    EventsNotApplicable {
        /// Key of the limit.
        key: &'static str,
    },

    /// The JSON of a calendar or overlay file does not have the expected shape.
    #[error("calendar file, line {line}, column {column}: {reason}")]
    CalendarSyntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// The parser's words.
        reason: String,
    },
    /// A year key that is not four digits.
    #[error("'{text}' is not a year")]
    BadYear {
        /// The key as given.
        text: String,
    },
    /// The same year twice in one file.
    #[error("year {year} is given twice")]
    RepeatedYear {
        /// The year.
        year: i32,
    },
    /// A year without any weekday off; no such year exists, so the file is incomplete.
    #[error("year {year} has no weekday off")]
    EmptyYear {
        /// The year.
        year: i32,
    },
    /// No source notice is known for the year.
    #[error("{subject} names no source")]
    MissingSource {
        /// The year, or the region code of an overlay.
        subject: String,
    },
    /// A date that is not of the form 2026-01-31, or does not exist.
    #[error("'{text}' is not a date")]
    BadDate {
        /// The text as given.
        text: String,
    },
    /// A date listed under another year.
    #[error("{date} does not belong to {year}")]
    DateInOtherYear {
        /// The date.
        date: NaiveDate,
        /// The year under which it stands.
        year: i32,
    },
    /// A weekend date in the list of weekdays off.
    #[error("{date} is a weekend day and cannot be listed as a weekday off")]
    WeekendListedAsOff {
        /// The date.
        date: NaiveDate,
    },
    /// A weekday in the list of weekend days worked.
    #[error("{date} is a weekday and cannot be listed as a make-up day")]
    WeekdayListedAsWorked {
        /// The date.
        date: NaiveDate,
    },
    /// The same date twice in one list.
    #[error("{date} is listed twice")]
    RepeatedDate {
        /// The date.
        date: NaiveDate,
    },
    /// Dates that do not ascend; usually a slip of the year or month.
    #[error("{date} stands after {previous}")]
    UnsortedDates {
        /// The earlier date that stands later.
        date: NaiveDate,
        /// The date before it in the list.
        previous: NaiveDate,
    },
    /// A region code that is not six digits (GB/T 2260).
    #[error("'{text}' is not a six-digit region code")]
    BadRegion {
        /// The code as given.
        text: String,
    },
    /// An overlay changes a year for which the national calendar is not known.
    #[error("overlay {region}: {date} lies in a year without national data")]
    OverlayWithoutYear {
        /// Region code.
        region: String,
        /// The date.
        date: NaiveDate,
    },
    /// An overlay says what is already so, which hides a slip.
    #[error("overlay {region}: {date} is already so in the national calendar")]
    OverlayWithoutEffect {
        /// Region code.
        region: String,
        /// The date.
        date: NaiveDate,
    },

    /// The events of an application do not begin with exactly one receipt.
    #[error("the receipt must come first, and only once")]
    ReceiptMissing,
    /// An event that the present phase does not allow.
    #[error("'{event}' on {on} does not fit: {because}")]
    EventOutOfPlace {
        /// What was recorded, in Chinese.
        event: &'static str,
        /// When.
        on: NaiveDate,
        /// Why it does not fit, in Chinese.
        because: &'static str,
    },
    /// A receipt, an opinion or a return for a consultation that was never sent.
    #[error("consultation {id} was never sent")]
    UnknownConsultation {
        /// The consultation's number within the application.
        id: u32,
    },
    /// An extension notified after the period it extends had run out.
    #[error("extension notified on {on}, after the due date {due_on}")]
    ExtensionTooLate {
        /// Day on which the applicant was told.
        on: NaiveDate,
        /// The due date before the extension.
        due_on: NaiveDate,
    },
    /// More than twenty working days of extension in total, or none at all.
    #[error("an extension of {total} in total is not allowed: 1 to 20 working days")]
    ExtensionOverCap {
        /// The total asked for.
        total: WorkingDays,
    },
    /// The reply period does not run and has no due date at present.
    #[error("no reply period is running: waiting for {waiting:?}")]
    NotRunning {
        /// What the office waits for.
        waiting: Waiting,
    },
}

impl DeadlineError {
    /// The same in official Chinese, with the value that is wrong.
    pub fn message_zh(&self) -> String {
        match self {
            Self::UnknownLimit { key } => format!("没有名为“{key}”的期限"),
            Self::OutOfRange { from } => format!("自{from}起算的期限超出历法可表示的范围"),
            Self::YearOutOfRange { year } => format!("{year}年不在1949年至2199年之间"),
            Self::NotConfigurable { key } => format!("“{key}”的长度由法律规定，不能另行设定"),
            Self::UnusableLength { key, length } => {
                format!("“{key}”的长度不能设为{length}，应为1至3660之间的整数")
            }
            Self::TimeOfDayNeeded { key } => format!("“{key}”按小时计算，请同时写明起算的时刻"),
            Self::EventsNotApplicable { key } => {
                format!("“{key}”不因补正、征求意见或者缴费而变化，不接受办理记录")
            }
            Self::CalendarSyntax { line, column, .. } => format!(
                "日历文件第{line}行第{column}列附近格式不正确，应当是按年份列出的JSON，例如\
                 {{\"2027\": {{\"source\": \"放假通知的文号\", \"holidays\": [\"2027-01-01\"], \"workdays\": [\"2027-01-03\"]}}}}"
            ),
            Self::BadYear { text } => format!("“{text}”不是四位数的年份"),
            Self::RepeatedYear { year } => format!("{year}年在同一文件中出现了两次"),
            Self::EmptyYear { year } => format!("{year}年没有列出任何放假的工作日，数据不完整"),
            Self::MissingSource { subject } => format!("{subject}没有写明数据来源"),
            Self::BadDate { text } => format!("“{text}”不是有效日期，应写作2026-01-31的形式"),
            Self::DateInOtherYear { date, year } => format!("{date}不属于{year}年"),
            Self::WeekendListedAsOff { date } => format!("{date}是周末，本来休息，不应列入放假的工作日"),
            Self::WeekdayListedAsWorked { date } => format!("{date}不是周末，本来上班，不应列入调休上班日"),
            Self::RepeatedDate { date } => format!("{date}重复列出"),
            Self::UnsortedDates { date, previous } => format!("{date}排在{previous}之后，日期应由早到晚排列"),
            Self::BadRegion { text } => format!("“{text}”不是六位行政区划代码"),
            Self::OverlayWithoutYear { region, date } => {
                format!("地方安排{region}：{date}所在年份尚无全国放假安排")
            }
            Self::OverlayWithoutEffect { region, date } => {
                format!("地方安排{region}：{date}与全国安排相同，没有实际变化")
            }
            Self::ReceiptMissing => "办理记录应当以收到申请开始，且只能有一次收到申请".to_owned(),
            Self::EventOutOfPlace { event, on, because } => format!("{on}的“{event}”不成立：{because}"),
            Self::UnknownConsultation { id } => {
                format!("第{id}号征求意见没有发出记录，或者发出日期晚于收到日期")
            }
            Self::ExtensionTooLate { on, due_on } => {
                format!("延期应当在答复期限届满（{due_on}）以前告知申请人，{on}已经逾期")
            }
            Self::ExtensionOverCap { total } => {
                format!("延长的期限合计为{total}，应当不少于1个、最长不得超过20个工作日")
            }
            Self::NotRunning { waiting } => format!("{}，目前没有答复期限", waiting.words()),
        }
    }
}
