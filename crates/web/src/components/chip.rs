//! Chips: how a case stands, said in words, by a shape and by a colour.
//!
//! Not here: how many days are left (`gongkai-deadline`).

use askama::Template;

/// How a case stands. The words are the office's own; the number of days comes from the count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chip {
    /// 余 n 个工作日: more than the last few days are left.
    Left(u32),
    /// 临期: the last few days.
    DueSoon(u32),
    /// 余 n 日: the same of a period in days of the calendar.
    DaysLeft(u32),
    /// 临期, in days of the calendar.
    DaysDueSoon(u32),
    /// 今日到期.
    DueToday,
    /// 超期 n 个工作日.
    Overdue(u32),
    /// 超期 n 日, in days of the calendar.
    DaysOverdue(u32),
    /// 征求意见, not counted.
    Consulting,
    /// 待申请人补正.
    AwaitingCorrection,
    /// 待缴费.
    AwaitingPayment,
    /// An online application not yet confirmed.
    Unconfirmed,
    /// Replied within the limit.
    OnTime,
    /// Replied after the limit.
    Late,
    /// A state without a duty, in the given words.
    Plain(String),
    /// Something wants a look, in the given words.
    Doubt(String),
    /// Something is right, in the given words.
    Good(String),
    /// Something is wrong, in the given words.
    Bad(String),
}

/// The shapes, so that colour never stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Ring,
    Diamond,
    Triangle,
    Disc,
    Bars,
    Square,
}

impl Chip {
    /// The words.
    pub fn words(&self) -> String {
        match self {
            Self::Left(days) => format!("余 {days} 个工作日"),
            Self::DueSoon(days) => format!("临期，余 {days} 个工作日"),
            Self::DaysLeft(days) => format!("余 {days} 日"),
            Self::DaysDueSoon(days) => format!("临期，余 {days} 日"),
            Self::DaysOverdue(days) => format!("超期 {days} 日"),
            Self::DueToday => "今日到期".to_owned(),
            Self::Overdue(days) => format!("超期 {days} 个工作日"),
            Self::Consulting => "征求意见（不计入答复期限）".to_owned(),
            Self::AwaitingCorrection => "待申请人补正（收到补正之日起重新计算）".to_owned(),
            Self::AwaitingPayment => "待缴费（缴费次日起重新计算）".to_owned(),
            Self::Unconfirmed => "待确认".to_owned(),
            Self::OnTime => "按期答复".to_owned(),
            Self::Late => "逾期答复".to_owned(),
            Self::Plain(words) | Self::Doubt(words) | Self::Good(words) | Self::Bad(words) => words.clone(),
        }
    }

    fn shape(&self) -> Shape {
        match self {
            Self::Left(_) | Self::DaysLeft(_) => Shape::Ring,
            Self::DueSoon(_) | Self::DaysDueSoon(_) | Self::DueToday | Self::Unconfirmed | Self::Doubt(_) => {
                Shape::Diamond
            }
            Self::Overdue(_) | Self::DaysOverdue(_) | Self::Late | Self::Bad(_) => Shape::Triangle,
            Self::OnTime | Self::Good(_) => Shape::Disc,
            Self::Consulting | Self::AwaitingCorrection | Self::AwaitingPayment => Shape::Bars,
            Self::Plain(_) => Shape::Square,
        }
    }

    fn class(&self) -> &'static str {
        match self.shape() {
            Shape::Ring => "chip-left",
            Shape::Diamond => "chip-soon",
            Shape::Triangle => "chip-late",
            Shape::Disc => "chip-good",
            Shape::Bars => "chip-bars",
            Shape::Square => "chip-plain",
        }
    }
}

/// The chip as printed.
#[derive(Debug, Template)]
#[template(
    ext = "html",
    source = r#"<span class="chip {{ class }}"><svg class="shape" width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
{%- match shape -%}
{%- when Shape::Ring -%}<circle cx="5" cy="5" r="3.75" fill="none" stroke="currentColor" stroke-width="1.5"/>
{%- when Shape::Diamond -%}<path d="M5 0 10 5 5 10 0 5z" fill="currentColor"/>
{%- when Shape::Triangle -%}<path d="M5 .5 10 9.5H0z" fill="currentColor"/>
{%- when Shape::Disc -%}<circle cx="5" cy="5" r="4.5" fill="currentColor"/>
{%- when Shape::Bars -%}<path d="M1 1h3v8H1zM6 1h3v8H6z" fill="currentColor"/>
{%- when Shape::Square -%}<path d="M1.75 1.75h6.5v6.5h-6.5z" fill="none" stroke="currentColor" stroke-width="1.5"/>
{%- endmatch -%}
</svg>{{ words }}</span>"#
)]
struct Printed {
    class: &'static str,
    shape: Shape,
    words: String,
}

impl std::fmt::Display for Chip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Printed { class: self.class(), shape: self.shape(), words: self.words() }.fmt(f)
    }
}

impl askama::filters::HtmlSafe for Chip {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_says_in_words_and_shape_what_its_colour_says() {
        let soon = Chip::DueSoon(3).to_string();
        assert!(soon.contains("临期，余 3 个工作日") && soon.contains("M5 0 10 5"), "{soon}");
        assert!(Chip::Overdue(2).to_string().contains("超期 2 个工作日"));
        assert!(Chip::Plain("<b>".into()).to_string().contains("&#60;b&#62;"));
    }
}
