//! Whether a number can be what it says it is: 居民身份证, 统一社会信用代码, mobile phone, e-mail, post code.
//!
//! Not here: whether the person exists; only a look at the document shows that. Missing or wrong proof leads to a correction,
//! never to a refusal (《条例》第三十条).

use super::{normalise, normalise_number};
use chrono::NaiveDate;
use std::fmt;

/// What is wrong with a number. It never repeats the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// Nothing entered.
    Empty,
    /// The wrong number of characters.
    Length {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A character that cannot stand there.
    Character,
    /// The date of birth in it does not exist.
    BirthDate,
    /// The check digit does not fit the others.
    CheckDigit,
    /// Not the form of such a thing.
    Form,
}

impl fmt::Display for NumberFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("未填写"),
            Self::Length { expected, found } => write!(f, "应当为{expected}位，现为{found}位"),
            Self::Character => f.write_str("含有不应出现的字符"),
            Self::BirthDate => f.write_str("其中的出生日期不存在"),
            Self::CheckDigit => f.write_str("校验码不符，请核对是否输入有误"),
            Self::Form => f.write_str("格式有误"),
        }
    }
}

/// Weights of GB 11643, first digit first.
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Check characters of GB 11643 by the sum modulo 11.
const ID_CHECKS: &[u8; 11] = b"10X98765432";

/// The 31 characters of GB 32100: digits and capital letters without I, O, S, V and Z.
const CODE_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A number with neither the wrong length nor anything but ASCII.
fn of_length(text: &str, expected: usize) -> Result<String, NumberFault> {
    let number = normalise_number(text);
    match number.chars().count() {
        0 => Err(NumberFault::Empty),
        found if found != expected => Err(NumberFault::Length { expected, found }),
        _ if !number.is_ascii() => Err(NumberFault::Character),
        _ => Ok(number),
    }
}

/// The number of a 居民身份证 (GB 11643), or of a residence permit for 港澳台居民, which is built alike; the number made plain.
///
/// # Errors
/// What is wrong with it. Numbers of 15 digits have not been valid since 2013-01-01.
pub fn resident_id(text: &str) -> Result<String, NumberFault> {
    let number = of_length(text, 18)?;
    let (digits, check) = number.as_bytes().split_at(17);
    if !digits.iter().all(u8::is_ascii_digit) || !matches!(check, [b'0'..=b'9' | b'X']) || digits[0] == b'0' {
        return Err(NumberFault::Character);
    }
    birth_date(&number).ok_or(NumberFault::BirthDate)?;
    let sum: u32 =
        digits.iter().zip(ID_WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    if ID_CHECKS.get((sum % 11) as usize) == check.first() {
        Ok(number)
    } else {
        Err(NumberFault::CheckDigit)
    }
}

/// The date of birth in a number of 18 digits.
pub fn birth_date(number: &str) -> Option<NaiveDate> {
    let part = |from: usize, to: usize| number.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let year = i32::try_from(part(6, 10)?).ok().filter(|year| *year >= 1880)?;
    NaiveDate::from_ymd_opt(year, part(10, 12)?, part(12, 14)?)
}

/// A 统一社会信用代码 (GB 32100), made plain.
///
/// # Errors
/// What is wrong with it.
pub fn credit_code(text: &str) -> Result<String, NumberFault> {
    let code = of_length(text, 18)?;
    let mut sum = 0;
    let mut weight = 1;
    let mut last = 0;
    for (at, byte) in code.bytes().enumerate() {
        let value = CODE_ALPHABET.iter().position(|known| *known == byte).ok_or(NumberFault::Character)?;
        if at < 17 {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        last = value;
    }
    if (31 - sum % 31) % 31 == last { Ok(code) } else { Err(NumberFault::CheckDigit) }
}

/// A mobile phone number of the mainland, made plain, without the country's prefix.
///
/// # Errors
/// What is wrong with it.
pub fn mobile(text: &str) -> Result<String, NumberFault> {
    let number = normalise_number(text);
    let number = number.strip_prefix("+86").or_else(|| number.strip_prefix("0086")).unwrap_or(&number);
    let number = if number.len() == 13 { number.strip_prefix("86").unwrap_or(number) } else { number };
    let number = of_length(number, 11)?;
    match number.as_bytes() {
        [b'1', b'3'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => Ok(number),
        bytes if bytes.iter().all(u8::is_ascii_digit) => Err(NumberFault::Form),
        _ => Err(NumberFault::Character),
    }
}

/// An e-mail address in the form people have: one name, one host with a dot, nothing that could break a header. Made plain.
///
/// # Errors
/// What is wrong with it.
pub fn email(text: &str) -> Result<String, NumberFault> {
    let address = normalise(text);
    if address.is_empty() {
        return Err(NumberFault::Empty);
    }
    if !address.is_ascii() || address.bytes().any(|byte| byte <= b' ' || b"<>\"(),:;\\[]\x7f".contains(&byte))
    {
        return Err(NumberFault::Character);
    }
    let (name, host) = address.split_once('@').ok_or(NumberFault::Form)?;
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_name = !name.is_empty() && name.len() <= 64 && !name.split('.').any(str::is_empty);
    let is_host = host.len() <= 253 && host.contains('.') && host.split('.').all(is_label);
    if is_name && is_host { Ok(address) } else { Err(NumberFault::Form) }
}

/// A post code of six digits, made plain.
///
/// # Errors
/// What is wrong with it.
pub fn post_code(text: &str) -> Result<String, NumberFault> {
    let code = of_length(text, 6)?;
    if code.bytes().all(|byte| byte.is_ascii_digit()) { Ok(code) } else { Err(NumberFault::Character) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that GB 11643 prints; it belongs to nobody.
    const EXAMPLE_ID: &str = "11010519491231002X";
    /// The example that GB 32100 prints.
    const EXAMPLE_CODE: &str = "91350100M000100Y43";

    #[test]
    fn a_resident_id_with_the_right_check_digit_passes_in_any_spelling() {
        assert_eq!(resident_id(EXAMPLE_ID).as_deref(), Ok(EXAMPLE_ID));
        assert_eq!(resident_id(" １１０１０５　1949-1231 002ｘ").as_deref(), Ok(EXAMPLE_ID));
    }

    #[test]
    fn each_fault_of_a_resident_id_has_its_name() {
        assert_eq!(resident_id(""), Err(NumberFault::Empty));
        assert_eq!(resident_id("110105491231002"), Err(NumberFault::Length { expected: 18, found: 15 }));
        assert_eq!(resident_id("1101051949123100X2"), Err(NumberFault::Character));
        assert_eq!(resident_id("11010519490231002X"), Err(NumberFault::BirthDate));
        assert_eq!(resident_id("110105194912310021"), Err(NumberFault::CheckDigit));
        assert_eq!(resident_id("公1010519491231002X"), Err(NumberFault::Character));
    }

    #[test]
    fn every_single_wrong_digit_of_a_resident_id_is_found() {
        for at in 0..17 {
            for digit in b'0'..=b'9' {
                let mut bytes = EXAMPLE_ID.as_bytes().to_vec();
                if bytes[at] == digit {
                    continue;
                }
                bytes[at] = digit;
                let changed = String::from_utf8(bytes).expect("ascii");
                assert!(resident_id(&changed).is_err(), "digit {at} as {}", char::from(digit));
            }
        }
    }

    #[test]
    fn a_credit_code_is_checked_by_its_last_character_and_knows_no_letter_like_a_digit() {
        assert_eq!(credit_code(EXAMPLE_CODE).as_deref(), Ok(EXAMPLE_CODE));
        assert_eq!(credit_code(&EXAMPLE_CODE.to_lowercase()).as_deref(), Ok(EXAMPLE_CODE));
        assert_eq!(credit_code("91350100M000100Y44"), Err(NumberFault::CheckDigit));
        assert_eq!(credit_code("9135O100M000100Y43"), Err(NumberFault::Character));
    }

    #[test]
    fn a_mobile_number_may_carry_the_prefix_and_spaces() {
        for text in [
            "13800138000",
            "+86 138 0013 8000",
            "0086-138-0013-8000",
            "8613800138000",
            "１３８００１３８０００",
        ] {
            assert_eq!(mobile(text).as_deref(), Ok("13800138000"), "{text}");
        }
        assert_eq!(mobile("12800138000"), Err(NumberFault::Form));
        assert_eq!(mobile("1380013800"), Err(NumberFault::Length { expected: 11, found: 10 }));
        assert_eq!(mobile("1380013800a"), Err(NumberFault::Character));
    }

    #[test]
    fn an_email_address_cannot_carry_a_second_header_or_recipient() {
        assert_eq!(email(" wang.xm＠example.com").as_deref(), Ok("wang.xm@example.com"));
        for text in [
            "a@b@example.com",
            "a@example",
            "@example.com",
            "a@-example.com",
            "a..b@example.com",
            "a@ex..com",
        ] {
            assert_eq!(email(text), Err(NumberFault::Form), "{text}");
        }
        for text in
            ["a@example.com\r\nBcc: b@example.com", "a@example.com,b@example.com", "\"a\"@example.com"]
        {
            assert_eq!(email(text), Err(NumberFault::Character), "{text}");
        }
    }

    #[test]
    fn a_post_code_has_six_digits() {
        assert_eq!(post_code("２５０００１").as_deref(), Ok("250001"));
        assert_eq!(post_code("25000a"), Err(NumberFault::Character));
    }
}
