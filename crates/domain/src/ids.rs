//! The names by which records point to each other: one type for each kind of record, so that they cannot be mixed up.
//!
//! Not here: public reference numbers such as 登记编号 and 文号 (`crate::number`), and making new ids (`gongkai-app`).

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// An agency (行政机关).
    AgencyId
);
id!(
    /// An internal division of an agency (处室、科室、股室).
    DepartmentId
);
id!(
    /// A person who works in an agency.
    PersonId
);
id!(
    /// An application for government information (政府信息公开申请).
    ApplicationId
);
id!(
    /// A reconsideration or a suit (行政复议、行政诉讼).
    ChallengeId
);
id!(
    /// A request to correct a record (《条例》第四十一条).
    RecordCorrectionId
);
id!(
    /// A complaint to the supervising authority (《条例》第四十七条).
    ComplaintId
);
id!(
    /// A paper of the office: notice, letter, reply, form.
    PaperId
);
id!(
    /// A piece of content that is kept apart from the events.
    ContentId
);

/// The SM3 digest of a salted content or of an event, 32 bytes, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// A text that is no digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest has 64 hexadecimal digits")]
pub struct NotADigest;

impl std::str::FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(NotADigest);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| NotADigest)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NotADigest)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What an event says about a content: where it lies and the digest that proves it, never the content itself. The
/// content can be destroyed by rule while the chain of events still verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContentRef {
    /// Where it lies.
    pub id: ContentId,
    /// SM3 of salt and content.
    pub digest: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_written_and_read_as_64_hexadecimal_digits() {
        let digest = Digest(std::array::from_fn(|n| n as u8 * 7));
        assert_eq!(digest.to_string().len(), 64);
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!("ab".parse::<Digest>(), Err(NotADigest));
        assert_eq!("公".repeat(64).parse::<Digest>(), Err(NotADigest));
    }
}
