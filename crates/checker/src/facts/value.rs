//! One printed value: digits, amounts with units, signed changes, notes, signs for "not applicable".
//!
//! Not here: dividing runs of digits (`crate::solve`).

use crate::solve::Piece;
use gongkai_domain::report::WanYuan;
use gongkai_domain::report::contract::MAX_MAGNITUDE;

/// What a chunk of text in a value cell is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parsed {
    /// The piece for the solver.
    pub(crate) piece: Piece,
    /// Artefact worth telling: `note_in_cell`, `unit_in_cell`.
    pub(crate) artefact: Option<&'static str>,
}

fn parsed(piece: Piece) -> Parsed {
    Parsed { piece, artefact: None }
}

/// Whether a cell says that nothing applies: a stroke, however long it is drawn, or 无.
fn is_not_applicable(chunk: &str) -> bool {
    let is_stroke =
        |mark: char| !chunk.is_empty() && chunk.chars().count() <= 4 && chunk.chars().all(|c| c == mark);
    matches!(chunk, "/" | "无") || is_stroke('-') || is_stroke('—')
}

/// Whether a chunk is a number in Chinese numerals and nothing else. A lone 一 may be a stroke.
pub(crate) fn is_numeral(chunk: &str) -> bool {
    chunk != "一" && numeral(chunk).is_some()
}

/// Reads a folded chunk (no blanks) of a count cell. A number that no agency can have counted is none.
pub(crate) fn count(chunk: &str) -> Parsed {
    let read = plain_count(chunk);
    match read.piece {
        Piece::Fixed(n) if n.unsigned_abs() > MAX_MAGNITUDE.unsigned_abs() => parsed(Piece::Opaque),
        _ => read,
    }
}

/// What is to be told of a count cell: a note or a unit beside its number.
pub(crate) fn remark(chunk: &str) -> Option<&'static str> {
    let is_digits = chunk.bytes().all(|b| b.is_ascii_digit());
    if is_digits { None } else { count(chunk).artefact }
}

fn plain_count(chunk: &str) -> Parsed {
    if chunk.is_empty() {
        return parsed(Piece::Blank);
    }
    if is_not_applicable(chunk) {
        return parsed(Piece::NotApplicable);
    }
    if chunk.bytes().all(|b| b.is_ascii_digit()) {
        return parsed(Piece::Run(chunk.to_owned()));
    }
    if matches!(chunk, "〇" | "零" | "○") {
        return parsed(Piece::Fixed(0));
    }
    if let Some(n) = numeral(chunk) {
        return parsed(Piece::Fixed(n));
    }
    // +6, 6*, 6①, (6)
    if let Some(rest) = chunk.strip_prefix('+') {
        let inner = count(rest);
        return parsed(single(&inner.piece).map_or(Piece::Opaque, Piece::Fixed));
    }
    if let Some(rest) = chunk.strip_prefix('(').and_then(|c| c.strip_suffix(')')) {
        return parsed(single(&count(rest).piece).map_or(Piece::Opaque, Piece::Fixed));
    }
    let unmarked = chunk.trim_end_matches(|c: char| c == '*' || c == '※' || super::fold::is_circled(c));
    if unmarked.len() < chunk.len() && !unmarked.is_empty() {
        return match single(&count(unmarked).piece) {
            Some(n) => Parsed { piece: Piece::Fixed(n), artefact: Some("note_in_cell") },
            None => parsed(Piece::Opaque),
        };
    }
    if let Some(n) = thousands(chunk) {
        return parsed(Piece::Fixed(n));
    }
    // 22(其中修订16件)
    if let Some(at) = chunk.find(['(', '['])
        && chunk.ends_with([')', ']'])
        && at > 0
    {
        let inner = count(&chunk[..at]);
        if let Some(n) = single(&inner.piece) {
            return Parsed { piece: Piece::Fixed(n), artefact: Some("note_in_cell") };
        }
    }
    for unit in ["件", "条", "项", "个", "份", "次", "宗", "起"] {
        if let Some(digits) = chunk.strip_suffix(unit)
            && let Some(n) = single(&count(digits).piece)
        {
            return Parsed { piece: Piece::Fixed(n), artefact: Some("unit_in_cell") };
        }
    }
    // a spreadsheet's 3.0
    if let Some((whole, zeros)) = chunk.split_once('.')
        && !zeros.is_empty()
        && zeros.bytes().all(|b| b == b'0')
        && let Ok(n) = whole.parse::<i64>()
        && whole.bytes().all(|b| b.is_ascii_digit())
    {
        return parsed(Piece::Fixed(n));
    }
    if let Some(digits) = chunk.strip_prefix('-')
        && digits.bytes().all(|b| b.is_ascii_digit())
        && let Ok(n) = digits.parse::<i64>()
    {
        return parsed(Piece::Fixed(-n));
    }
    parsed(Piece::Opaque)
}

fn single(piece: &Piece) -> Option<i64> {
    match piece {
        Piece::Fixed(n) => Some(*n),
        Piece::Run(digits) if digits.len() == 1 || (!digits.starts_with('0') && digits.len() <= 9) => {
            digits.parse().ok()
        }
        _ => None,
    }
}

/// A count in Chinese numerals below one hundred: 六, 十二, 二十三.
fn numeral(chunk: &str) -> Option<i64> {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let value = |c: char| DIGITS.iter().position(|d| *d == c).map(|p| p as i64 + 1);
    let chars: Vec<char> = chunk.chars().collect();
    match chars[..] {
        ['十'] => Some(10),
        [a] => value(a),
        ['十', b] => Some(10 + value(b)?),
        [a, '十'] => Some(10 * value(a)?),
        [a, '十', b] => Some(10 * value(a)? + value(b)?),
        _ => None,
    }
}

/// `1,234` and `12,345,678`.
fn thousands(chunk: &str) -> Option<i64> {
    let mut groups = chunk.split(',');
    let first = groups.next()?;
    if first.is_empty()
        || first.len() > 3
        || first.starts_with('0')
        || !first.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let mut digits = first.to_owned();
    let mut any = false;
    for group in groups {
        if group.len() != 3 || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
        any = true;
    }
    any.then(|| digits.parse().ok()).flatten()
}

/// Reads a folded chunk of a signed change (本年增/减).
pub(crate) fn change(chunk: &str) -> Parsed {
    if matches!(chunk, "±0" | "+0" | "-0") {
        return parsed(Piece::Fixed(0));
    }
    let (sign, rest) = if let Some(rest) = strip_any(chunk, &["增加", "新增", "增", "+", "↑"]) {
        (1, rest)
    } else if let Some(rest) = strip_any(chunk, &["减少", "减", "-", "↓", "—"]) {
        (-1, rest)
    } else {
        return count(chunk);
    };
    if rest.is_empty() {
        return count(chunk);
    }
    match single(&count(rest).piece) {
        Some(n) => parsed(Piece::Fixed(sign * n)),
        None => parsed(Piece::Opaque),
    }
}

fn strip_any<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    prefixes.iter().find_map(|p| text.strip_prefix(p))
}

/// What an amount cell says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Amount {
    /// An amount in 万元, and whether it carried its own unit.
    Value(WanYuan, bool),
    /// An empty cell.
    Blank,
    /// `/`, `-`, 无.
    NotApplicable,
    /// Something else.
    Opaque,
}

/// 分 in one unit of money, by its name.
pub(crate) fn unit_fen(name: &str) -> Option<i64> {
    Some(match name.trim_start_matches("单位").trim_start_matches([':', '：']).trim_start_matches("人民币")
    {
        "万元" | "万" => WanYuan::FEN,
        "元" => 100,
        "千元" => 100_000,
        "百万元" => 100_000_000,
        "亿元" | "亿" => 10_000_000_000,
        _ => return None,
    })
}

/// Reads a folded chunk of an amount cell; without a unit of its own it is in the header's unit (分 per unit; 0 when the
/// header names a unit that is not known).
pub(crate) fn amount(chunk: &str, header_fen: i64) -> Amount {
    if chunk.is_empty() {
        return Amount::Blank;
    }
    if is_not_applicable(chunk) {
        return Amount::NotApplicable;
    }
    // 486000(元): the unit in brackets; any other remark is a note
    let (body, remark) = match chunk.find(['(', '[']) {
        Some(at) if at > 0 => (&chunk[..at], chunk[at..].trim_matches(['(', ')', '[', ']'])),
        _ => (chunk, ""),
    };
    let digits = body.trim_end_matches(|c: char| !c.is_ascii_digit());
    let (number, fen, own) = match (&body[digits.len()..], unit_fen(&body[digits.len()..]), unit_fen(remark))
    {
        ("", _, Some(fen)) => (digits, fen, true),
        ("", _, None) => (digits, header_fen, false),
        (_, Some(fen), _) => (digits, fen, true),
        _ => return Amount::Opaque,
    };
    let plain = match (number.contains(','), number.split_once('.')) {
        (false, _) => number.to_owned(),
        (true, Some((whole, fraction))) => match thousands(whole) {
            Some(n) => format!("{n}.{fraction}"),
            None => return Amount::Opaque,
        },
        (true, None) => match thousands(number) {
            Some(n) => n.to_string(),
            None => return Amount::Opaque,
        },
    };
    if header_fen == 0 && !own {
        return Amount::Opaque;
    }
    if plain.len() > 1 && plain.starts_with('0') && !plain.starts_with("0.") {
        return Amount::Opaque;
    }
    match WanYuan::parse_in_unit(&plain, fen) {
        Ok(amount) => Amount::Value(amount, own),
        Err(_) => Amount::Opaque,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_units_leave_the_number() {
        assert_eq!(count("22(其中修订16件)").piece, Piece::Fixed(22));
        assert_eq!(count("3件").piece, Piece::Fixed(3));
        assert_eq!(count("1,234").piece, Piece::Fixed(1234));
        for text in ["无", "/", "-", "—", "--", "——"] {
            assert_eq!(count(text).piece, Piece::NotApplicable, "{text}");
        }
        assert_eq!(count("000").piece, Piece::Run("000".into()));
        assert_eq!(count("x").piece, Piece::Opaque);
        for (text, n) in [("六", 6), ("十二", 12), ("6*", 6), ("6①", 6), ("+6", 6), ("(6)", 6)] {
            assert_eq!(count(text).piece, Piece::Fixed(n), "{text}");
        }
        for text in ["6.5", "6%", "约6", "O", "*", "N/A", "\\", "//", "不适用"] {
            assert_eq!(count(text).piece, Piece::Opaque, "{text}");
        }
    }

    #[test]
    fn changes_carry_their_sign() {
        for (text, n) in [("+2", 2), ("-1", -1), ("减4", -4), ("增1", 1), ("↓3", -3)] {
            assert_eq!(change(text).piece, Piece::Fixed(n), "{text}");
        }
        assert_eq!(change("-").piece, Piece::NotApplicable);
        assert_eq!(change("0").piece, Piece::Run("0".into()));
    }

    #[test]
    fn amounts_are_converted() {
        let value = |t: &str| match amount(t, WanYuan::FEN) {
            Amount::Value(a, _) => a.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(value("251000元"), "25.1");
        assert_eq!(value("2425.231108"), "2425.231108");
        assert_eq!(value("1.2亿元"), "12000");
        assert_eq!(value("0万元"), "0");
        assert_eq!(value("007"), "Opaque");
        assert_eq!(value("486000(元)"), "48.6");
        assert_eq!(value("48.6千元"), "4.86");
        assert_eq!(value("48,6"), "Opaque");
        assert_eq!(value("1,234.5"), "1234.5");
        assert_eq!(value("48.6美元"), "Opaque");
    }
}
