//! Cuts a paragraph into numbers with units, known words and punctuation, and drops what only looks like a number.
//!
//! Dropped: years, dates, document numbers (〔2019〕711号), articles (第二十条), ordinals (一是, 第3, （二）, 1.),
//! telephone numbers, postcodes, time limits (20个工作日), addresses (205室), versions, words such as 两微一端.
//! One pass from left to right; every character is looked at a bounded number of times.
//! Not here: what the numbers count (`super::parser`).

use super::decimal::Decimal;
use super::lexicon::{self, Tag};
use super::text::Text;

/// Punctuation that matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// 。！？
    Stop,
    /// ；
    Semi,
    /// ，
    Comma,
    /// 、
    Pause,
    /// ：
    Colon,
    /// （
    Open,
    /// ）
    Close,
}

/// How exactly a number is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hedge {
    /// As it stands.
    Exactly,
    /// 约、近、余、多、左右.
    About,
    /// 逾、超过、至少、以上.
    AtLeast,
    /// 不足、不超过.
    AtMost,
}

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) value: Decimal,
    /// The upper end of a range such as 3至5件.
    pub(super) upto: Option<Decimal>,
    pub(super) hedge: Hedge,
    pub(super) unit: Option<&'static str>,
}

/// A date word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// 2021年.
    Year(i32),
    /// 1月, 3月份; several months in one.
    Month,
    /// 一季度.
    Quarter,
    /// 1月1日 and other dates: says nothing about the period by itself.
    Date,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Number(Number),
    Word(Tag),
    Mark(Mark),
    When(When),
    Other(char),
}

/// A token with the characters it covers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Quoted words up to this length are a name.
const QUOTE_LIMIT: usize = 40;
/// Digits and points of one number; a longer run is a code.
const MAX_DIGITS: usize = 40;
/// Titles between 《 and 》 up to this length are dropped.
const TITLE_LIMIT: usize = 120;

/// Cuts the text.
pub(super) fn tokens(text: &Text<'_>) -> Vec<Token> {
    Lexer { text, chars: &text.chars, out: Vec::with_capacity(text.chars.len() / 2) }.run()
}

struct Lexer<'t> {
    text: &'t Text<'t>,
    chars: &'t [char],
    out: Vec<Token>,
}

fn is_chinese_digit(c: char) -> bool {
    "零〇一二两三四五六七八九十百千".contains(c)
}

fn digit_of(c: char) -> Option<i64> {
    "〇一二三四五六七八九".chars().position(|d| d == c).map(|n| n as i64).or(match c {
        '零' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

impl Lexer<'_> {
    fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).copied()
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.out.push(Token { kind, start, end });
    }

    fn run(mut self) -> Vec<Token> {
        let mut i = 0;
        while let Some(c) = self.at(i) {
            i = self.step(i, c).max(i + 1);
        }
        self.out
    }

    /// Reads one token at `i`; returns where the next begins.
    fn step(&mut self, i: usize, c: char) -> usize {
        let quoted_word = if c == '“' { lexicon::longest(self.chars, i) } else { None };
        if quoted_word.is_none()
            && let Some(end) = self.quoted(i, c)
        {
            self.push(Kind::Other('《'), i, end);
            return end;
        }
        if let Some(mark) = mark_of(c) {
            // an ASCII point or comma between letters or digits belongs to them; alone it is punctuation
            self.push(Kind::Mark(mark), i, i + 1);
            return i + 1;
        }
        // 较2020年, 比2020年: the year is the base of a comparison
        if matches!(c, '较' | '比') && self.year_at(i + 1).is_some() {
            let end = self.year_at(i + 1).map_or(i + 1, |(_, end)| end);
            self.push(Kind::Word(Tag::Base), i, end);
            return end;
        }
        if let Some((length, tag)) = lexicon::longest(self.chars, i) {
            self.push(Kind::Word(tag), i, i + length);
            return i + length;
        }
        if matches!(c, '无' | '未') && self.may_negate() {
            self.push(Kind::Word(Tag::Negation), i, i + 1);
            return i + 1;
        }
        if c.is_ascii_digit() {
            return self.arabic(i);
        }
        if c.is_ascii_alphabetic() {
            return self.latin(i);
        }
        if is_chinese_digit(c) {
            return self.chinese(i);
        }
        if c == '第' {
            return self.ordinal(i);
        }
        self.push(Kind::Other(c), i, i + 1);
        i + 1
    }

    /// 无 negates at the beginning of a clause or after a word such as 我局, 本年度, 也, 均.
    fn may_negate(&self) -> bool {
        match self.out.last() {
            None => true,
            Some(token) => match token.kind {
                Kind::Mark(_) | Kind::When(_) | Kind::Word(_) => true,
                Kind::Other(c) => "年度底局委办厅镇府处院均也又亦并已仍暂故且间道区县市位会".contains(c),
                Kind::Number(_) => false,
            },
        }
    }

    /// The end of a title or of a short quotation that begins here.
    fn quoted(&self, i: usize, c: char) -> Option<usize> {
        let (close, limit) = match c {
            '《' => ('》', TITLE_LIMIT),
            '“' => ('”', QUOTE_LIMIT),
            '〔' => ('〕', 8),
            '【' => ('】', QUOTE_LIMIT),
            '[' => (']', QUOTE_LIMIT),
            _ => return None,
        };
        let window = self.chars.get(i..(i + limit).min(self.chars.len()))?;
        let end = window.iter().position(|x| *x == close).map(|n| i + n + 1)?;
        // a quoted word that the table knows, such as “三安全一稳定” within 危及“…”, was taken by the longest match
        (!window[..end - i].iter().any(|x| matches!(x, '。' | '；'))).then_some(end)
    }

    /// 第 with its number: an ordinal, whatever follows. 第一季度 is a part of the year.
    fn ordinal(&mut self, i: usize) -> usize {
        let mut end = i + 1;
        while self.at(end).is_some_and(|c| c.is_ascii_digit() || is_chinese_digit(c)) {
            end += 1;
        }
        if self.chars[end..].starts_with(&['季', '度']) {
            self.push(Kind::When(When::Quarter), i, end + 2);
            return end + 2;
        }
        // the counted word goes with the ordinal: 第二十条, 第3期
        if end > i + 1 && lexicon::unit(self.chars, end).is_some() {
            end += 1;
        }
        self.push(Kind::Other('第'), i, end);
        end
    }

    /// Letters with the digits that hang on them: V3.2, IPv6, A4, 5G.
    fn latin(&mut self, i: usize) -> usize {
        let mut end = i;
        while self
            .at(end)
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '@'))
        {
            end += 1;
        }
        self.push(Kind::Other('a'), i, end);
        end
    }

    fn year_at(&self, i: usize) -> Option<(i32, usize)> {
        let window = self.chars.get(i..i + 5)?;
        if !matches!(window[4], '年') {
            return None;
        }
        let mut year = 0;
        for c in &window[..4] {
            year = year * 10 + c.to_digit(10).map(i64::from).or_else(|| digit_of(*c))?;
        }
        let year = i32::try_from(year).ok()?;
        if !(1949..=2100).contains(&year) {
            return None;
        }
        let end = i + 5 + usize::from(self.at(i + 5) == Some('度'));
        Some((year, end))
    }

    fn arabic(&mut self, i: usize) -> usize {
        if let Some((year, end)) = self.year_at(i) {
            self.push(Kind::When(When::Year(year)), i, end);
            return end;
        }
        let (value, mut end) = self.arabic_value(i);
        let Some(mut value) = value else {
            self.push(Kind::Other('0'), i, end);
            return end;
        };
        // 12-34-56, 0999-1234567: a telephone number or a date, unless it is a range with a unit
        let mut upto = None;
        if self.at(end).is_some_and(|c| matches!(c, '-' | '~' | '至' | '到'))
            && self.at(end + 1).is_some_and(|c| c.is_ascii_digit())
        {
            let (second, second_end) = self.arabic_value(end + 1);
            let is_dash = matches!(self.at(end), Some('-' | '~'));
            match second {
                Some(high) if high > value && lexicon::unit(self.chars, second_end).is_some() => {
                    upto = Some(high);
                    end = second_end;
                }
                _ if is_dash => {
                    let stop = self.date_tail(second_end);
                    let kind = if stop == second_end { Kind::Other('0') } else { Kind::When(When::Month) };
                    let kind = if stop > second_end
                        && self.chars[i..end] == ['1']
                        && self.chars[end + 1..second_end] == ['1', '2']
                    {
                        Kind::When(When::Date)
                    } else {
                        kind
                    };
                    let mut stop = stop;
                    while self.at(stop).is_some_and(|c| c.is_ascii_digit() || c == '-') {
                        stop += 1;
                    }
                    self.push(kind, i, stop);
                    return stop;
                }
                _ => {}
            }
        }
        if let Some(stop) = self.date(i, end) {
            return stop;
        }
        if upto.is_none()
            && let Some((exponent, length)) = self.multiplier(end)
        {
            value = value.shifted(exponent);
            end += length;
        }
        self.quantity(i, end, value, upto, false)
    }

    /// 万 or 亿 behind an Arabic number, unless it belongs to 万元 or 亿元.
    fn multiplier(&self, end: usize) -> Option<(u32, usize)> {
        if lexicon::unit(self.chars, end).is_some() {
            return None;
        }
        match self.at(end)? {
            '万' => Some((4, 1)),
            '亿' => Some((8, 1)),
            '千' if self.at(end + 1) != Some('米') => Some((3, 1)),
            '百' if self.at(end + 1) != Some('分') => Some((2, 1)),
            _ => None,
        }
    }

    /// Digits with groups of three and a point; the value is missing when it is a version or a code.
    fn arabic_value(&self, i: usize) -> (Option<Decimal>, usize) {
        let mut end = i;
        let mut digits = String::new();
        while let Some(c) = self.at(end) {
            if digits.len() > MAX_DIGITS {
                break;
            }
            if c.is_ascii_digit()
                && (end == i || !self.text.gap[end] || !self.chars[end - 1].is_ascii_digit())
            {
                digits.push(c);
                end += 1;
                continue;
            }
            let is_group = c == ','
                && !digits.contains('.')
                && self.group_follows(end)
                && (digits.len() <= 3 || self.chars[i..end].contains(&','));
            if is_group {
                digits.extend(&self.chars[end + 1..end + 4]);
                end += 4;
                continue;
            }
            if c == '.' && self.at(end + 1).is_some_and(|n| n.is_ascii_digit()) {
                digits.push('.');
                end += 1;
                continue;
            }
            break;
        }
        if digits.len() > MAX_DIGITS {
            while self.at(end).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-')) {
                end += 1;
            }
            return (None, end);
        }
        let is_letter_next = self.at(end).is_some_and(|c| c.is_ascii_alphabetic());
        let is_padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        if digits.matches('.').count() > 1 || is_letter_next || is_padded {
            while self.at(end).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')) {
                end += 1;
            }
            return (None, end.max(i + 1));
        }
        (Decimal::parse(&digits), end.max(i + 1))
    }

    fn group_follows(&self, comma: usize) -> bool {
        (1..=3).all(|k| self.at(comma + k).is_some_and(|c| c.is_ascii_digit()) && !self.text.gap[comma + k])
            && !self.at(comma + 4).is_some_and(|c| c.is_ascii_digit())
    }

    /// The end of 月/日/时 words behind a number.
    fn date_tail(&self, end: usize) -> usize {
        match self.at(end) {
            Some('月') => end + 1 + usize::from(self.at(end + 1) == Some('份')),
            Some('日' | '时' | '点' | '号' | '年' | '天') => end + 1,
            _ => end,
        }
    }

    /// 12月31日, 3月份, 8日, 9时: a date. 5天, 3年, 2小时, 20个工作日: a time limit. Neither is a claim.
    fn date(&mut self, i: usize, end: usize) -> Option<usize> {
        let c = self.at(end)?;
        let kind = match c {
            '月' => {
                let mut stop = end + 1 + usize::from(self.at(end + 1) == Some('份'));
                let has_day = self.at(stop).is_some_and(|c| c.is_ascii_digit() || is_chinese_digit(c));
                let mut day = stop;
                while self.at(day).is_some_and(|c| c.is_ascii_digit() || is_chinese_digit(c)) {
                    day += 1;
                }
                if has_day && matches!(self.at(day), Some('日' | '号')) {
                    stop = day + 1;
                    self.push(Kind::When(When::Date), i, stop);
                } else if matches!(self.at(stop), Some('底' | '末')) {
                    stop += 1;
                    self.push(Kind::When(When::Date), i, stop);
                } else {
                    self.push(Kind::When(When::Month), i, stop);
                }
                return Some(stop);
            }
            '季' if self.at(end + 1) == Some('度') => {
                self.push(Kind::When(When::Quarter), i, end + 2);
                return Some(end + 2);
            }
            // 五年来, 近五年: the sum of several years
            '年' if self.is_span_of_years(end) => {
                let stop = end + 1 + usize::from(matches!(self.at(end + 1), Some('来' | '间')));
                self.push(Kind::Word(Tag::AsOf), i, stop);
                return Some(stop);
            }
            '日' | '天' | '时' | '点' | '年' | '周' | '秒' | '岁' | '届' => 1,
            '小' if self.at(end + 1) == Some('时') => 2,
            '分' if self.at(end + 1) == Some('钟') => 2,
            '分' if self.at(end + 1) == Some('之') => 2,
            '工' if self.at(end + 1) == Some('作') => 3,
            // 前11个月: a part of the year
            '个' if self.at(end + 1) == Some('月') && i > 0 && self.chars[i - 1] == '前' => {
                self.push(Kind::When(When::Month), i, end + 2);
                return Some(end + 2);
            }
            '个' => match (self.at(end + 1), self.at(end + 2)) {
                (Some('月' | '年'), _) => 2,
                (Some('工'), Some('作')) => 4,
                (Some('小'), Some('时')) | (Some('季'), Some('度')) | (Some('星'), Some('期')) => 3,
                _ => return None,
            },
            '号' | '室' | '楼' | '层' | '栋' | '幢' | '路' | '版' | '级' | '线' => 1,
            _ => return None,
        };
        let stop = (end + kind).min(self.chars.len());
        self.push(Kind::When(When::Date), i, stop);
        Some(stop)
    }

    /// Whether so many years, counted up to 年, are a time over which something was summed up.
    fn is_span_of_years(&self, end: usize) -> bool {
        let before = self.out.last().and_then(|t| self.chars.get(t.end.checked_sub(1)?));
        matches!(self.at(end + 1), Some('来' | '间' | '累' | '共' | '合'))
            || matches!(before, Some('近' | '前' | '去' | '续' | '往'))
    }

    /// A number in Chinese numerals, or the character alone.
    fn chinese(&mut self, i: usize) -> usize {
        if let Some((year, end)) = self.year_at(i) {
            self.push(Kind::When(When::Year(year)), i, end);
            return end;
        }
        // 百分之五
        if self.chars[i..].starts_with(&['百', '分', '之', '百']) {
            let number = Number {
                value: Decimal::whole(100),
                upto: None,
                hedge: self.hedge_before(),
                unit: Some("%"),
            };
            self.push(Kind::Number(number), i, i + 4);
            return i + 4;
        }
        if self.chars[i..].starts_with(&['百', '分', '之']) {
            let (value, mut end) = self.chinese_value(i + 3);
            if let Some(mut value) = value {
                if self.at(end) == Some('点') {
                    let mut fraction = String::new();
                    let mut j = end + 1;
                    while let Some(d) = self.at(j).and_then(digit_of) {
                        fraction.push(char::from(b'0' + d as u8));
                        j += 1;
                    }
                    if let Some(more) = Decimal::parse(&format!("0.{fraction}"))
                        && !fraction.is_empty()
                    {
                        value = value.plus(more);
                        end = j;
                    }
                }
                let number = Number { value, upto: None, hedge: self.hedge_before(), unit: Some("%") };
                self.push(Kind::Number(number), i, end);
                return end;
            }
        }
        let (value, mut end) = self.chinese_value(i);
        let Some(mut value) = value else {
            self.push(Kind::Other('百'), i, end);
            return end;
        };
        // 一是, 二要: an enumeration
        if matches!(self.at(end), Some('是' | '要' | '来')) && end == i + 1 && self.at(end + 1) != Some('自')
        {
            self.push(Kind::Other('是'), i, end + 1);
            return end + 1;
        }
        if let Some(stop) = self.date(i, end) {
            return stop;
        }
        if let Some((exponent, length)) = self.multiplier(end) {
            value = value.shifted(exponent);
            end += length;
        }
        self.quantity(i, end, value, None, true)
    }

    /// The value of Chinese numerals: 二十三, 一百二十, 一千零五, 二〇 positional. 几, 数 and a bare 百 are no value.
    fn chinese_value(&self, i: usize) -> (Option<Decimal>, usize) {
        let mut end = i;
        let (mut total, mut section, mut digit): (i64, i64, Option<i64>) = (0, 0, None);
        let (mut has_digit, mut has_place, mut positional, mut count) = (false, false, false, 0);
        while let Some(c) = self.at(end) {
            if count > 16 {
                break;
            }
            if let Some(d) = digit_of(c) {
                if digit.is_some() && !matches!(digit, Some(0)) {
                    positional = true;
                }
                digit = Some(if positional { digit.unwrap_or(0) * 10 + d } else { d });
                has_digit = true;
            } else if let Some(place) = match c {
                '十' => Some(10),
                '百' if self.at(end + 1) != Some('分') => Some(100),
                '千' => Some(1000),
                _ => None,
            } {
                if digit.is_none() && place > 10 {
                    break;
                }
                section += digit.unwrap_or(1) * place;
                digit = None;
                has_place = true;
                has_digit = true;
            } else if c == '万' && has_digit && self.at(end + 1) != Some('元') && !self.ends_with_unit(end)
            {
                total = (total + section + digit.unwrap_or(0)) * 10_000;
                section = 0;
                digit = None;
                has_place = true;
            } else {
                break;
            }
            end += 1;
            count += 1;
        }
        if !has_digit || (positional && has_place) {
            return (None, end.max(i + 1));
        }
        (Some(Decimal::whole(total + section + digit.unwrap_or(0))), end.max(i + 1))
    }

    /// 万 directly before a unit is left to the multiplier, so that 三万 and 3万 are read alike.
    fn ends_with_unit(&self, wan: usize) -> bool {
        !self.at(wan + 1).is_some_and(is_chinese_digit)
    }

    fn hedge_before(&self) -> Hedge {
        match self.out.last().map(|t| t.kind) {
            Some(Kind::Word(Tag::About_)) => Hedge::About,
            Some(Kind::Word(Tag::AtLeast)) => Hedge::AtLeast,
            Some(Kind::Word(Tag::AtMost)) => Hedge::AtMost,
            _ => Hedge::Exactly,
        }
    }

    /// Puts value, 余/多, unit and 以上/左右 together; without a unit only a nought that ends a clause is a claim.
    fn quantity(
        &mut self,
        start: usize,
        end: usize,
        value: Decimal,
        upto: Option<Decimal>,
        is_chinese: bool,
    ) -> usize {
        let mut hedge = self.hedge_before();
        let mut value = value;
        let mut next = end;
        match self.at(next) {
            Some('余' | '多' | '来') => {
                hedge = Hedge::About;
                next += 1;
            }
            Some('几') if is_chinese => {
                hedge = Hedge::About;
                next += 1;
            }
            _ => {}
        }
        if hedge == Hedge::About
            && next > end
            && let Some((exponent, length)) = self.multiplier(next)
        {
            value = value.shifted(exponent);
            next += length;
        }
        let Some((length, unit)) = lexicon::unit(self.chars, next) else {
            return self.unitless(start, end, value, is_chinese);
        };
        // 20个工作日, 3个月 were dates; 3000字 is a length
        if unit == "字" {
            self.push(Kind::Other('字'), start, next + length);
            return next + length;
        }
        if is_chinese && !self.is_counted(start, next + length, value, unit) {
            self.push(Kind::Other('一'), start, next + length);
            return next + length;
        }
        let mut stop = next + length;
        // 件（次）, 条(篇): the alternative unit in brackets
        if self.at(stop) == Some('（')
            && let Some((inner, _)) = lexicon::unit(self.chars, stop + 1)
            && self.at(stop + 1 + inner) == Some('）')
        {
            stop += inner + 2;
        }
        if unit == "元" || unit == "万元" {
            match self.at(stop) {
                Some('余' | '多') => {
                    hedge = Hedge::About;
                    stop += 1;
                }
                Some('整') => stop += 1,
                _ => {}
            }
        }
        let tail = (self.at(stop), self.at(stop + 1));
        match tail {
            (Some('以'), Some('上')) => (hedge, stop) = (Hedge::AtLeast, stop + 2),
            (Some('以'), Some('下' | '内')) => (hedge, stop) = (Hedge::AtMost, stop + 2),
            (Some('左'), Some('右')) | (Some('上'), Some('下')) => {
                (hedge, stop) = (Hedge::About, stop + 2);
            }
            _ => {}
        }
        let number = Number { value, upto, hedge, unit: Some(unit) };
        self.push(Kind::Number(number), start, stop);
        stop
    }

    /// 均为0。 is a claim without a unit; any other number without a unit is none.
    fn unitless(&mut self, start: usize, end: usize, value: Decimal, is_chinese: bool) -> usize {
        let ends = self.at(end).is_none_or(|c| {
            matches!(mark_of(c), Some(m) if m != Mark::Open && m != Mark::Close) || c == '）'
        });
        let said =
            matches!(self.out.last().map(|t| t.kind), Some(Kind::Word(Tag::Each) | Kind::Other('为' | '是')));
        if ends && said && value.is_zero() && end == start + 1 {
            let number = Number { value, upto: None, hedge: Hedge::Exactly, unit: None };
            self.push(Kind::Number(number), start, end);
        } else {
            self.push(Kind::Other(if is_chinese { '一' } else { '0' }), start, end);
        }
        end
    }

    /// Whether Chinese numerals before a unit count something (收到申请五件) or make a word (三项制度, 一个窗口).
    fn is_counted(&self, start: usize, end: usize, value: Decimal, unit: &str) -> bool {
        let is_long = self.chars[start..end].iter().filter(|c| is_chinese_digit(**c)).count() > 1;
        if is_long {
            return true;
        }
        let is_loose = matches!(
            unit,
            "个" | "项"
                | "类"
                | "种"
                | "张"
                | "处"
                | "家"
                | "块"
                | "次"
                | "批"
                | "部"
                | "本"
                | "节"
                | "组"
                | "台"
                | "套"
                | "堂"
                | "轮"
                | "卷"
                | "户"
                | "倍"
                | "人"
        );
        if !is_loose && value > Decimal::whole(1) {
            return true;
        }
        // 两件予以公开，一件不予公开: the number before was counted in the same unit
        let follows_its_like = self
            .out
            .iter()
            .rev()
            .take(60)
            .take_while(|t| t.kind != Kind::Mark(Mark::Stop))
            .any(|t| matches!(t.kind, Kind::Number(n) if n.unit == Some(unit)));
        if !is_loose && follows_its_like {
            return true;
        }
        let ends_clause = self.at(end).is_none_or(|c| mark_of(c).is_some());
        let mut before = self.out.iter().rev();
        let mut last = before.next().map(|t| t.kind);
        while matches!(
            last,
            Some(Kind::Other('了' | '过') | Kind::Word(Tag::Total | Tag::About_ | Tag::Each))
        ) {
            last = before.next().map(|t| t.kind);
        }
        let follows_verb = matches!(
            last,
            Some(Kind::Word(
                Tag::Receive
                    | Tag::Finish
                    | Tag::Process
                    | Tag::Publish
                    | Tag::PublishActively
                    | Tag::Act
                    | Tag::Event(_)
                    | Tag::About(_)
                    | Tag::Bare(_)
                    | Tag::Up
                    | Tag::Down
            ))
        );
        let is_work =
            matches!(last, Some(Kind::Word(Tag::Finish | Tag::Process | Tag::About(_) | Tag::Bare(_))));
        if follows_verb && !(is_loose && is_work && !ends_clause) {
            return true;
        }
        ends_clause && matches!(last, Some(Kind::Word(_))) && !is_loose
    }
}

/// The mark that a character is.
pub(super) fn mark_of(c: char) -> Option<Mark> {
    Some(match c {
        '。' | '！' | '？' | '!' | '?' | '\u{2028}' => Mark::Stop,
        '；' => Mark::Semi,
        '，' | ',' => Mark::Comma,
        '、' => Mark::Pause,
        '：' => Mark::Colon,
        '（' => Mark::Open,
        '）' => Mark::Close,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(words: &str) -> Vec<String> {
        let text = Text::new(words);
        tokens(&text)
            .into_iter()
            .filter_map(|t| match t.kind {
                Kind::Number(n) => {
                    let hedge = match n.hedge {
                        Hedge::Exactly => "",
                        Hedge::About => "~",
                        Hedge::AtLeast => ">=",
                        Hedge::AtMost => "<=",
                    };
                    let upto = n.upto.map_or(String::new(), |u| format!("..{u}"));
                    Some(format!("{hedge}{}{upto}{}", n.value, n.unit.unwrap_or("-")))
                }
                _ => None,
            })
            .collect()
    }

    #[test]
    fn numbers_of_every_spelling_are_read() {
        for (words, expected) in [
            ("收到申请12件", "12件"),
            ("收到申请１，２件", "2件"),
            ("发布1,268条", "1268条"),
            ("发布1.2万条", "12000条"),
            ("发布1.2万余条", "~12000条"),
            ("收到申请二十三件", "23件"),
            ("收到申请一千二百零五件", "1205件"),
            ("收到申请三万件", "30000件"),
            ("收费12.35万元", "12.35万元"),
            ("增长百分之五点二", "5.2%"),
            ("受理3至5件", "3..5件"),
            ("约100件", "~100件"),
            ("逾三百条", ">=300条"),
            ("100件以上", ">=100件"),
            ("十余件", "~10件"),
            ("提高2.5个百分点", "2.5个百分点"),
            ("共2 件（次）", "2件"),
            ("均为0。", "0-"),
        ] {
            assert_eq!(numbers(words), [expected], "{words}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_dropped() {
        for words in [
            "2021年1月1日至12月31日",
            "国令第711号，〔2019〕711号，第二十条",
            "一是加强，二要提高",
            "电话0999-8765432，邮编999000",
            "20个工作日内，5小时内，三个月，2年",
            "政务中心205室，3号楼",
            "12345热线，两微一端，三公经费，党的十九大，“互联网+”",
            "V3.2.1版本，IPv6，5G网络",
            "建立三项制度，作为一个窗口",
            "《2021年十件实事》",
        ] {
            assert_eq!(numbers(words), Vec::<String>::new(), "{words}");
        }
    }
}
