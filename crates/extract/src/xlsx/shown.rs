//! Prints numbers and dates the way the sheet shows them, by the cell's number format.
//!
//! Not here: colours, conditions and widths of a format, which change no text. Separators of thousands are left out:
//! they belong to the look of a number, and a report's figures are compared by value.

use std::fmt::Write;

/// Digits after the point of a number without a format of its own.
const GENERAL_DECIMALS: usize = 6;

/// A number by its format code (`0.00`, `0.0%`, `0"件"`, `0.00;-0.00;"/"`, `General` …).
pub(super) fn number(value: f64, code: &str) -> String {
    if code.is_empty() || code.eq_ignore_ascii_case("general") {
        return general(value);
    }
    let sections = sections(code);
    let (section, value) = match sections[..] {
        [_, negative, ..] if value < 0.0 => (negative, value.abs()),
        [_, _, zero, ..] if value == 0.0 => (zero, value),
        [first, ..] => (first, value),
        [] => ("", value),
    };
    by_section(value, section).unwrap_or_else(|| general(value))
}

/// A number as plainly as it can be printed: whole without a point, else up to six decimals.
fn general(value: f64) -> String {
    // Nearly all numbers of a report are whole.
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return (value as i64).to_string();
    }
    let text = format!("{value:.GENERAL_DECIMALS$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The parts of a format for positive numbers, negative ones, zero and text.
fn sections(code: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (i, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                out.push(&code[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(&code[start..]);
    out
}

/// `None` for formats that are better shown plainly: general, text, fractions, powers of ten.
fn by_section(value: f64, section: &str) -> Option<String> {
    let lower = section.to_ascii_lowercase();
    if section.is_empty() || lower.contains("general") || section.contains("G/通用格式") {
        return None;
    }
    let (mut before, mut after) = (String::new(), String::new());
    let (mut whole, mut decimals, mut fixed) = (0, 0, 0);
    let (mut digits, mut point, mut percent) = (false, false, false);
    let mut thousands = 0;
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        let literal: Option<char> = match c {
            '0' | '#' | '?' => {
                digits = true;
                thousands = 0;
                if point {
                    decimals += 1;
                    fixed = if c == '0' { decimals } else { fixed };
                } else if c == '0' {
                    whole += 1;
                }
                None
            }
            '.' if !point => {
                point = true;
                None
            }
            ',' => {
                // Commas at the end of the digits divide by a thousand each.
                thousands += 1;
                None
            }
            '%' => {
                percent = true;
                Some('%')
            }
            '"' => {
                let quoted: String = chars.by_ref().take_while(|c| *c != '"').collect();
                if digits { &mut after } else { &mut before }.push_str(&quoted);
                None
            }
            '\\' => chars.next(),
            '_' | '*' => {
                chars.next();
                None
            }
            '[' => {
                // `[$¥-804]` holds a currency sign, `[红色]` and `[>100]` no text.
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if let Some(sign) = inside.strip_prefix('$') {
                    let sign = sign.split('-').next().unwrap_or_default();
                    if digits { &mut after } else { &mut before }.push_str(sign);
                }
                None
            }
            '@' | 'E' | 'e' | '/' => return None,
            other => Some(other),
        };
        if let Some(c) = literal {
            if digits { &mut after } else { &mut before }.push(c);
        }
    }
    if !digits {
        return Some((before + &after).trim().to_owned());
    }
    let mut scaled = if percent { value * 100.0 } else { value };
    for _ in 0..thousands {
        scaled /= 1000.0;
    }
    let mut text = rounded(scaled, decimals);
    if decimals > fixed {
        let keep = text.len() - (decimals - fixed);
        let trimmed = text.trim_end_matches('0').len().max(keep);
        text.truncate(trimmed);
    }
    if text.ends_with('.') {
        text.pop();
    }
    let negative = text.starts_with('-') && text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let unsigned = text.trim_start_matches('-');
    let unsigned = match unsigned.strip_prefix('0') {
        Some(rest) if whole == 0 && (rest.is_empty() || rest.starts_with('.')) => rest.to_owned(),
        _ => {
            let length = unsigned.find('.').unwrap_or(unsigned.len());
            "0".repeat(usize::saturating_sub(whole, length)) + unsigned
        }
    };
    let sign = if negative { "-" } else { "" };
    Some(format!("{sign}{before}{unsigned}{after}").trim().to_owned())
}

/// Digits of a number that people see in a sheet; what stands behind them is noise of the computation.
const SEEN_DIGITS: usize = 15;

/// A number with so many decimals. Half is rounded away from zero, as sheets do, by the decimal digits that people see, or by
/// as many more as the format asks for.
fn rounded(value: f64, decimals: usize) -> String {
    let size = value.abs();
    let parts = |text: String| -> Option<(Vec<u8>, i32)> {
        let (mantissa, exponent) = text.split_once('e')?;
        Some((mantissa.bytes().filter(u8::is_ascii_digit).collect(), exponent.parse().ok()?))
    };
    // what has no digits is no number
    let Some((mut digits, mut exponent)) = parts(format!("{size:e}")) else { return value.to_string() };
    let seen = SEEN_DIGITS.max(usize::try_from(exponent + 1).unwrap_or(0) + decimals);
    if digits.len() > seen
        && let Some(cut) = parts(format!("{size:.*e}", seen - 1))
    {
        (digits, exponent) = cut;
    }
    // at least one digit before the point
    let zeros = usize::try_from(-exponent).unwrap_or(0);
    digits.splice(0..0, std::iter::repeat_n(b'0', zeros));
    let mut point = usize::try_from(exponent).unwrap_or(0) + 1;
    let kept = point + decimals;
    let is_up = digits.get(kept).is_some_and(|d| *d >= b'5');
    digits.resize(kept, b'0');
    if is_up {
        let nines = digits.iter().rev().take_while(|d| **d == b'9').count();
        digits[kept - nines..].fill(b'0');
        if let Some(last) = (kept - nines).checked_sub(1) {
            digits[last] += 1;
        } else {
            digits.insert(0, b'1');
            point += 1;
        }
    }
    let text: String = digits.into_iter().map(char::from).collect();
    let sign = if value < 0.0 { "-" } else { "" };
    let (whole, fraction) = text.split_at(point);
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// A date or time (year, month, day, hour, minute, second, thousandth) by its format code.
pub(super) fn date((y, mo, d, h, mi, s, _): (u16, u8, u8, u8, u8, u8, u16), code: &str) -> String {
    let section = sections(code).first().copied().unwrap_or_default();
    let mut out = String::new();
    let mut chars = section.chars().peekable();
    let half_day = section.to_ascii_uppercase().contains("AM/PM");
    let mut after_hour = false;
    let mut any = false;
    while let Some(c) = chars.next() {
        match c.to_ascii_lowercase() {
            unit @ ('y' | 'm' | 'd' | 'h' | 's') => {
                let mut width = 1;
                while chars.next_if(|n| n.eq_ignore_ascii_case(&c)).is_some() {
                    width += 1;
                }
                let rest: String = chars.clone().filter(char::is_ascii_alphabetic).take(1).collect();
                let is_minute = unit == 'm' && (after_hour || rest.eq_ignore_ascii_case("s"));
                let value = match unit {
                    'y' if width <= 2 => y % 100,
                    'y' => y,
                    'm' if is_minute => u16::from(mi),
                    'm' => u16::from(mo),
                    'd' => u16::from(d),
                    'h' if half_day => u16::from((h + 11) % 12 + 1),
                    'h' => u16::from(h),
                    _ => u16::from(s),
                };
                let padded = width >= 2 && (width == 2 || unit == 'y');
                let width = if padded { 2 } else { 1 };
                let _ = write!(out, "{value:0width$}");
                after_hour = unit == 'h';
                any = true;
            }
            'a' if half_day => {
                for _ in 0..4 {
                    chars.next();
                }
                out.push_str(if h < 12 { "AM" } else { "PM" });
            }
            // `aaaa`: the day of the week.
            'a' => while chars.next_if(|n| n.eq_ignore_ascii_case(&'a')).is_some() {},
            '"' => out.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => out.extend(chars.next()),
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let _ = chars.by_ref().take_while(|c| *c != ']').count();
            }
            ';' | '@' => {}
            _ => out.push(c),
        }
    }
    if any { out.trim().to_owned() } else { format!("{y}-{mo:02}-{d:02}") }
}

/// A length of time in days as hours, minutes and seconds.
pub(super) fn duration(days: f64) -> String {
    let seconds = (days * 86_400.0).round() as i64;
    let sign = if seconds < 0 { "-" } else { "" };
    let s = seconds.unsigned_abs();
    format!("{sign}{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_a_format_are_plain() {
        for (value, text) in [
            (1_234_567.123_456, "1234567.123456"),
            (0.0, "0"),
            (12.0, "12"),
            (-5.0, "-5"),
            (2425.231108, "2425.231108"),
            (0.1 + 0.2, "0.3"),
            (-0.0, "0"),
        ] {
            assert_eq!(number(value, "General"), text);
            assert_eq!(number(value, ""), text);
        }
    }

    #[test]
    fn formats_decide_decimals_percentages_and_units() {
        for (value, code, text) in [
            (2425.2311, "0.00", "2425.23"),
            (1486.0, "#,##0", "1486"),
            (1486.5, "#,##0.00_ ", "1486.50"),
            (0.684, "0.0%", "68.4%"),
            (0.125, "0%", "13%"),
            (41.0, "0\"件\"", "41件"),
            (7.0, "000", "007"),
            (0.5, "#.##", ".5"),
            (12.0, "0.##", "12"),
            (12.5, "0.0##", "12.5"),
            (-3.0, "0;[Red]\\-0", "-3"),
            (-3.0, "0_);[红色](0)", "(3)"),
            (0.0, "0;-0;\"/\"", "/"),
            (0.0, "0;-0;", "0"),
            (12_000.0, "0,\"千元\"", "12千元"),
            (5.0, "[$¥-804]0.0", "¥5.0"),
            (1.005, "0.00", "1.01"),
            (-0.001, "0.0", "0.0"),
            (5.0, "# ?/?", "5"),
            (1_234_567.123_456, "0.######", "1234567.123456"),
            (1_234_567.123_456, "#,##0.000000", "1234567.123456"),
            (999_999_999.999_999, "0.000000", "999999999.999999"),
            (1_234_567_890.123_456, "0.000000", "1234567890.123456"),
            (999.995, "0.00", "1000.00"),
            (-9.96, "0.0", "-10.0"),
            (0.285 * 100.0, "0", "29"),
            (0.000_04, "0.0000", "0.0000"),
            (0.000_05, "0.0000", "0.0001"),
            (1e21, "0.0", "1000000000000000000000.0"),
        ] {
            assert_eq!(number(value, code), text, "{value} by {code}");
        }
    }

    #[test]
    fn dates_follow_their_format() {
        let at = (2024, 1, 9, 15, 4, 0, 0);
        for (code, text) in [
            ("yyyy/m/d", "2024/1/9"),
            ("yyyy-mm-dd", "2024-01-09"),
            ("yyyy\"年\"m\"月\"d\"日\"", "2024年1月9日"),
            ("[$-804]yyyy年m月d日 aaaa", "2024年1月9日"),
            ("yyyy/m/d h:mm", "2024/1/9 15:04"),
            ("h:mm AM/PM", "3:04 PM"),
            ("mm:ss", "04:00"),
        ] {
            assert_eq!(date(at, code), text, "{code}");
        }
        assert_eq!(duration(1.5), "36:00:00");
    }
}
