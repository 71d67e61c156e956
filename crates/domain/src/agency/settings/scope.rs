//! What an agency says about its own field: which matters are its own, and which belong to another body.
//!
//! Not here: deciding whether an application is for this agency (a case handler does; 《条例》第三十六条第（五）项). A citizen may
//! file whatever is said here.

use serde::{Deserialize, Serialize};

/// What is the agency's and what is not, in the words of the portal. Defaults are empty: nothing is claimed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scope {
    /// What it is responsible for, in a few words each.
    pub ours: Vec<String>,
    /// What people often ask it for and another body has.
    pub elsewhere: Vec<Elsewhere>,
}

/// A matter of another body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Elsewhere {
    /// What it is about: 不动产登记资料查询.
    pub subject: String,
    /// The body; empty where it depends.
    pub body: String,
    /// How to reach it, line by line.
    pub contact: Vec<String>,
    /// Its page on the web; empty where there is none.
    pub website: String,
    /// Words by which a request about it is recognised. A request with one of them is told about the other body, once, and
    /// may go on.
    pub words: Vec<String>,
}

impl Scope {
    /// The first matter of another body that the text seems to be about, with its place in the list.
    pub fn elsewhere_of(&self, text: &str) -> Option<(usize, &Elsewhere)> {
        let is_about = |matter: &Elsewhere| {
            matter.words.iter().map(|word| word.trim()).any(|word| !word.is_empty() && text.contains(word))
        };
        self.elsewhere.iter().enumerate().find(|(_, matter)| is_about(matter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_recognised_by_its_words_and_an_empty_word_recognises_nothing() {
        let matter = |subject: &str, words: &[&str]| Elsewhere {
            subject: subject.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            ..Elsewhere::default()
        };
        let scope = Scope {
            elsewhere: vec![matter("信访", &[" "]), matter("不动产登记", &["不动产", "房产证"])],
            ..Scope::default()
        };
        assert_eq!(scope.elsewhere_of("查我家房产证的登记资料").map(|(at, _)| at), Some(1));
        assert_eq!(scope.elsewhere_of("年度企业数量"), None);
    }
}
