//! Personal data of applicants: its types, which never print themselves in clear, and what the submodules do with them.
//!
//! Not here: encryption (`gongkai-storage`), who may reveal it (`crate::staff`), the application (`crate::application`).

pub mod applicant;
pub mod check;
pub mod mask;

pub use applicant::{
    Agent, Applicant, ApplicantFault, Contact, DeliveryConfirmation, DocumentKind, Guardian,
    IdentityDocument, Lawyer, NaturalPerson, Organisation, OrganisationKind, Party, PowerOfAttorney,
};
pub use check::{NumberFault, credit_code, email, mobile, post_code, resident_id};

use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that belongs to a person. It is stored and read like any text, but neither `Debug` nor an error message shows it;
/// whoever wants it says [`Personal::reveal`].
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal(String);

impl Personal {
    /// The text in clear. On a page this is an event of its own for the audit log.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "‹empty›" } else { "‹personal›" })
    }
}

/// A text as people type it, made plain: full-width letters, digits and signs become half-width, the ideographic space a
/// space, invisible characters go, and so do spaces at both ends. Chinese punctuation stays.
pub fn normalise(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
        .map(|c| match c {
            '\u{3000}' | '\u{a0}' => ' ',
            '！' | '，' | '：' | '；' | '？' | '（' | '）' => c,
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            _ => c,
        })
        .collect();
    plain.trim().to_owned()
}

/// A number as people type it: [`normalise`], without the spaces, dots and hyphens that group it, letters in upper case.
pub fn normalise_number(text: &str) -> String {
    let grouped = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '·' | '_');
    normalise(text).chars().filter(|c| !grouped(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_input_and_invisible_characters_become_plain() {
        assert_eq!(normalise("　１３８００１３８０００\u{200b} "), "13800138000");
        assert_eq!(normalise("ａｂｃ＠ｅｘａｍｐｌｅ．ｃｏｍ"), "abc@example.com");
        assert_eq!(normalise("甲市（乙区），一号"), "甲市（乙区），一号");
        assert_eq!(normalise_number("110101 1990-0101 00３ｘ"), "11010119900101003X");
    }

    #[test]
    fn a_personal_text_does_not_print_itself() {
        let name = Personal::from("王小明");
        assert_eq!(format!("{name:?}"), "‹personal›");
        assert_eq!(serde_json::to_string(&name).expect("writes"), "\"王小明\"");
        assert_eq!(name.reveal(), "王小明");
    }
}
