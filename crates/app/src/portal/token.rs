//! Form tokens: who got which form when, signed, so that a form is sent from our own page, in time, and where wanted once.
//!
//! Not here: what a form holds, and the trap for robots (`gongkai-web`). The key never leaves the process; a token is useless
//! in another browser, because it is bound to what that browser holds.

use crate::office::Office;
use crate::refusal::Refusal;
use chrono::{DateTime, TimeDelta, Utc};
use gongkai_domain::ids::Digest;

/// How long a form may lie open.
const HOURS: i64 = 24;

/// What a token tells once its signature was found right.
#[derive(Debug, Clone, Copy)]
pub struct Passed {
    /// How long ago the form was given out.
    pub age: TimeDelta,
    /// What tells one token from another.
    pub digest: Digest,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Whether two digests are the same, in a time that tells nothing about where they differ.
pub fn same(left: &Digest, right: &Digest) -> bool {
    use subtle::ConstantTimeEq as _;
    left.0.ct_eq(&right.0).into()
}

fn signature(
    office: &Office,
    form: &str,
    holder: &str,
    issued: &str,
    chance: &str,
) -> Result<Digest, Refusal> {
    office.recognise("form token", &[form, holder, issued, chance].join("\n"))
}

/// A token for a form that is about to be shown to the holder.
///
/// # Errors
/// A key that cannot be used.
pub fn issue(office: &Office, form: &str, holder: &str) -> Result<String, Refusal> {
    let issued = office.instant().timestamp().to_string();
    let chance = office.code(16);
    let signature = signature(office, form, holder, &issued, &chance)?;
    Ok(format!("{issued}-{chance}-{signature}"))
}

/// Looks at a token that was sent; none where it is not ours, not for this form, not this holder's, or too old.
///
/// # Errors
/// A key that cannot be used.
pub fn check(office: &Office, token: &str, form: &str, holder: &str) -> Result<Option<Passed>, Refusal> {
    let mut parts = token.splitn(3, '-');
    let (Some(issued), Some(chance), Some(signed)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let expected = signature(office, form, holder, issued, chance)?;
    let is_ours = signed.parse::<Digest>().is_ok_and(|signed| same(&signed, &expected));
    let issued_at = issued.parse::<i64>().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let Some(issued_at) = issued_at.filter(|_| is_ours) else { return Ok(None) };
    let (age, expires_at) = (office.instant() - issued_at, issued_at + TimeDelta::hours(HOURS));
    // a clock set back a little between two requests is no fraud
    let is_in_time = age >= TimeDelta::minutes(-5) && age < TimeDelta::hours(HOURS);
    Ok(is_in_time.then_some(Passed { age, digest: Office::digest(token), expires_at }))
}

/// Uses a token up; false where it was used before.
///
/// # Errors
/// Where the records cannot be written.
pub async fn use_up(office: &Office, passed: &Passed) -> Result<bool, Refusal> {
    let tx = office.storage.begin().await?;
    let is_first = tx.use_form_token(passed.digest, passed.expires_at).await?;
    tx.commit().await?;
    Ok(is_first)
}

/// The plain question that stands in for a picture: two numbers that follow from the word, so that nothing is kept.
///
/// # Errors
/// A key that cannot be used.
pub fn question(office: &Office, word: &str) -> Result<(u8, u8), Refusal> {
    let Digest(bytes) = office.recognise("plain question", word)?;
    Ok((bytes[0] % 8 + 2, bytes[1] % 8 + 2))
}

/// The words of the plain question.
pub fn question_words((left, right): (u8, u8)) -> String {
    format!("{}加{}等于几？", chinese(left), chinese(right))
}

/// Whether an answer to the plain question is right, in digits of either width or in characters.
pub fn is_answer((left, right): (u8, u8), answer: &str) -> bool {
    let answer = gongkai_domain::personal::normalise(answer);
    let sum = left + right;
    answer == sum.to_string() || answer == chinese(sum)
}

/// A number below a hundred in Chinese characters.
fn chinese(number: u8) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (usize::from(number / 10 % 10), usize::from(number % 10));
    let one = if ones == 0 && tens > 0 { "" } else { DIGITS[ones] };
    match tens {
        0 => one.to_owned(),
        1 => format!("十{one}"),
        tens => format!("{}十{one}", DIGITS[tens]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_may_be_answered_in_digits_and_in_characters() {
        assert_eq!(question_words((3, 4)), "三加四等于几？");
        for answer in ["7", " ７ ", "七"] {
            assert!(is_answer((3, 4), answer), "{answer}");
        }
        assert!(is_answer((9, 9), "十八") && is_answer((5, 5), "十") && !is_answer((3, 4), "34"));
    }
}
