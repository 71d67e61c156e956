//! The required parts of a paper, as a checklist: which there are, what each is called, and what is missing from it.
//!
//! Not here: which paper needs which parts (`super::reply`, `super::procedural`).

use serde::{Serialize, Serializer};
use std::fmt;

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $chinese:literal;)*) => {
        /// A part that some papers must have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Part {
            $($(#[$doc])* $name,)*
        }

        impl Part {
            /// All parts.
            pub const EVERY: &[Self] = &[$(Self::$name),*];

            /// Key of interfaces.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            /// What a clerk calls it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $chinese),* }
            }
        }
    };
}

parts! {
    /// To whom the paper goes.
    Recipient = "recipient", "收件人";
    /// The application it answers: number, day, way of filing, what was asked for.
    Application = "application", "申请事实";
    /// Law and article.
    Basis = "basis", "依据";
    /// What the office found or did.
    Facts = "facts", "事实";
    /// Why it follows.
    Reasons = "reasons", "理由";
    /// What is given, or where to get it.
    Provision = "provision", "提供内容与方式";
    /// What is asked of the addressee.
    Request = "request", "要求事项";
    /// A search that was made.
    Search = "search", "检索记录";
    /// That others were asked.
    Consultation = "consultation", "征求意见记录";
    /// The record of an earlier step on which the paper depends.
    EarlierStep = "earlier_step", "前置程序";
    /// How long or until when.
    Period = "period", "期限";
    /// What follows if nothing is done.
    Consequence = "consequence", "逾期后果";
    /// Amount and calculation.
    Amount = "amount", "收费标准与金额";
    /// Who agreed within the office.
    Approval = "approval", "审批";
    /// What the addressee can do against it.
    Remedy = "remedy", "救济途径";
    /// The agency that signs.
    Signature = "signature", "落款";
    /// 成文日期.
    IssuedOn = "issued_on", "成文日期";
    /// Whom to ask.
    Contact = "contact", "联系方式";
    /// What must not stand in it.
    Discretion = "discretion", "不得写明的内容";
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.key())
    }
}

/// One reason why a paper cannot be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{}: {reason}", part.key())]
pub struct Missing {
    /// Which part is missing or wrong.
    pub part: Part,
    /// The field of the editor that mends it; none where the records of the case must.
    pub field: Option<&'static str>,
    /// Why, in Chinese, for the clerk.
    pub reason: String,
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartCheck {
    /// Which part.
    pub part: Part,
    /// Its Chinese name.
    pub name: &'static str,
    /// Everything that is missing from it; empty when it is fulfilled.
    pub missing: Vec<Missing>,
}

impl PartCheck {
    /// Whether nothing is missing from it.
    pub fn is_fulfilled(&self) -> bool {
        self.missing.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_part_has_a_key_and_a_name_of_its_own() {
        let keys: BTreeSet<&str> = Part::EVERY.iter().map(|part| part.key()).collect();
        let names: BTreeSet<&str> = Part::EVERY.iter().map(|part| part.name()).collect();
        assert_eq!((keys.len(), names.len()), (Part::EVERY.len(), Part::EVERY.len()));
    }
}
