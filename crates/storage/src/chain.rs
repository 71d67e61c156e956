//! The chain of an agency's events: the bytes that are digested, the check of a chain, and its export as lines.
//!
//! Not here: any database; a chain is checked from its export on a machine that has never seen one.
//!
//! # The canonical bytes of a link
//!
//! The digest of a link is SM3 over these bytes, numbers big-endian, each text preceded by its length in bytes as 32
//! bits:
//!
//! | part | bytes |
//! |---|---|
//! | the words `gongkai.event.1` | 15 |
//! | agency (UUID) | 16 |
//! | sequence in the chain, from 1 | 8 |
//! | kind of stream | 4 + n |
//! | stream (UUID) | 16 |
//! | sequence in the stream, from 1 | 8 |
//! | instant, microseconds since 1970-01-01T00:00:00Z, signed | 8 |
//! | actor | 4 + n |
//! | kind of event | 4 + n |
//! | payload, the JSON text as kept | 4 + n |
//! | digest of the link before; 32 zero bytes for the first | 32 |

use chrono::{DateTime, Utc};
use gongkai_domain::ids::{AgencyId, Digest};
use serde::{Deserialize, Serialize};
use sm3::Digest as _;
use std::io::{BufRead, Write};
use uuid::Uuid;

/// The digest before the first link.
pub(crate) const GENESIS: Digest = Digest([0; 32]);

/// An event as a link of its agency's chain: one line of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Whose chain.
    pub agency: AgencyId,
    /// The place in the chain, from 1.
    pub chain_sequence: i64,
    /// The kind of the stream.
    pub stream_kind: String,
    /// The stream.
    pub stream_id: Uuid,
    /// The place in the stream, from 1.
    pub stream_sequence: i64,
    /// When.
    #[serde(with = "micros")]
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What kind of event.
    pub kind: String,
    /// Its payload, the JSON text as kept: a text in the line, so that no reader can re-word it.
    pub payload: String,
    /// The digest of the link before.
    pub previous: Digest,
    /// The digest of this link.
    pub digest: Digest,
}

impl Link {
    /// The digest that this link must have.
    pub fn computed(&self) -> Digest {
        let mut hasher = sm3::Sm3::new();
        let text = |hasher: &mut sm3::Sm3, text: &str| {
            hasher.update((text.len() as u32).to_be_bytes());
            hasher.update(text);
        };
        hasher.update(b"gongkai.event.1");
        hasher.update(self.agency.0.as_bytes());
        hasher.update(self.chain_sequence.to_be_bytes());
        text(&mut hasher, &self.stream_kind);
        hasher.update(self.stream_id.as_bytes());
        hasher.update(self.stream_sequence.to_be_bytes());
        hasher.update(self.at.timestamp_micros().to_be_bytes());
        text(&mut hasher, &self.actor);
        text(&mut hasher, &self.kind);
        text(&mut hasher, &self.payload);
        hasher.update(self.previous.0);
        Digest(hasher.finalize().into())
    }
}

/// Where a chain breaks first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {position}: {fault}")]
pub struct Broken {
    /// Which event, counted from 1 in the order read.
    pub position: i64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An event is missing, doubled or out of order.
    #[error("stands at {found} of the chain, not at {expected}")]
    Sequence {
        /// The place it should have.
        expected: i64,
        /// The place it says.
        found: i64,
    },
    /// It belongs to another agency's chain.
    #[error("belongs to agency {0}")]
    OtherAgency(AgencyId),
    /// It does not follow the event before.
    #[error("does not follow the event before it")]
    Previous,
    /// Something in it was changed.
    #[error("its digest is not that of its bytes")]
    Digest,
    /// It hands a case over to another agency's chain, or takes one over, and the other chain does not have it.
    #[error("has no counterpart in the chain of the other agency")]
    Handing,
    /// It is no event at all.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// The chain is shorter or longer than the database says, or ends in another event.
    #[error("the chain ends here, but its head says {sequence} {digest}")]
    Head {
        /// The length by the head.
        sequence: i64,
        /// The last digest by the head.
        digest: Digest,
    },
}

/// A chain that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainSummary {
    /// Whose chain; none when it is empty.
    pub agency: Option<AgencyId>,
    /// How many events.
    pub events: i64,
    /// The digest of the last one: note it elsewhere, and a cut tail is found too.
    pub head: Digest,
    /// When the last event was.
    pub last_at: Option<DateTime<Utc>>,
}

/// Checks a chain link by link.
#[derive(Debug, Clone)]
pub struct ChainVerifier {
    summary: ChainSummary,
}

impl Default for ChainVerifier {
    fn default() -> Self {
        Self { summary: ChainSummary { agency: None, events: 0, head: GENESIS, last_at: None } }
    }
}

impl ChainVerifier {
    /// Checks the next link.
    pub fn check(&mut self, link: &Link) -> Result<(), Broken> {
        let expected = self.summary.events + 1;
        let broken = |fault| Err(Broken { position: expected, fault });
        if self.summary.agency.is_some_and(|agency| agency != link.agency) {
            return broken(Fault::OtherAgency(link.agency));
        }
        if link.chain_sequence != expected {
            return broken(Fault::Sequence { expected, found: link.chain_sequence });
        }
        if link.previous != self.summary.head {
            return broken(Fault::Previous);
        }
        if link.computed() != link.digest {
            return broken(Fault::Digest);
        }
        self.summary = ChainSummary {
            agency: Some(link.agency),
            events: expected,
            head: link.digest,
            last_at: Some(link.at),
        };
        Ok(())
    }

    /// A line that could not be read as a link.
    pub fn unreadable(&self, why: impl ToString) -> Broken {
        Broken { position: self.summary.events + 1, fault: Fault::Unreadable(why.to_string()) }
    }

    /// What was found so far.
    pub fn summary(&self) -> ChainSummary {
        self.summary
    }
}

/// Checks a whole chain; names the first event that breaks it.
pub fn verify_chain(links: impl IntoIterator<Item = Link>) -> Result<ChainSummary, Broken> {
    let mut verifier = ChainVerifier::default();
    for link in links {
        verifier.check(&link)?;
    }
    Ok(verifier.summary())
}

/// Checks an exported chain, one line after the other.
pub fn verify_lines(lines: impl BufRead) -> Result<ChainSummary, Broken> {
    let mut verifier = ChainVerifier::default();
    for line in lines.split(b'\n') {
        let line = line.map_err(|why| verifier.unreadable(why))?;
        if !line.trim_ascii().is_empty() {
            let link = read_line(&line).map_err(|why| verifier.unreadable(why))?;
            verifier.check(&link)?;
        }
    }
    Ok(verifier.summary())
}

/// Reads one line of an export.
pub fn read_line(line: &[u8]) -> Result<Link, serde_json::Error> {
    serde_json::from_slice(line)
}

/// Writes one line of an export.
pub fn write_line(out: &mut impl Write, link: &Link) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, link)?;
    out.write_all(b"\n")
}

/// Instants with exactly six digits below the second.
mod micros {
    use chrono::{DateTime, SecondsFormat, Utc};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Micros, true))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
        DateTime::deserialize(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain of `length` events, sound.
    fn chain(length: i64) -> Vec<Link> {
        let mut previous = GENESIS;
        (1..=length)
            .map(|sequence| {
                let mut link = Link {
                    agency: AgencyId(Uuid::from_u128(7)),
                    chain_sequence: sequence,
                    stream_kind: "application".to_owned(),
                    stream_id: Uuid::from_u128(sequence as u128 % 3),
                    stream_sequence: sequence / 3 + 1,
                    at: DateTime::from_timestamp_micros(1_700_000_000_000_001 + sequence).unwrap(),
                    actor: "staff".to_owned(),
                    kind: "registered".to_owned(),
                    payload: format!("{{\"number\": \"依申请〔2025〕{sequence}号\"}}"),
                    previous,
                    digest: GENESIS,
                };
                link.digest = link.computed();
                previous = link.digest;
                link
            })
            .collect()
    }

    fn lines(links: &[Link]) -> Vec<u8> {
        let mut out = Vec::new();
        for link in links {
            write_line(&mut out, link).unwrap();
        }
        out
    }

    #[test]
    fn a_sound_chain_holds_in_memory_and_as_lines() {
        let links = chain(20);
        let summary = verify_chain(links.clone()).unwrap();
        assert_eq!((summary.events, summary.head), (20, links[19].digest));
        assert_eq!(verify_lines(lines(&links).as_slice()).unwrap(), summary);
        assert_eq!(verify_chain([]).unwrap().head, GENESIS);
    }

    #[test]
    fn any_changed_field_is_found_at_its_event() {
        let changes: [fn(&mut Link); 9] = [
            |link| link.agency = AgencyId(Uuid::from_u128(8)),
            |link| link.stream_kind.push('x'),
            |link| link.stream_id = Uuid::from_u128(99),
            |link| link.stream_sequence += 1,
            |link| link.at += chrono::TimeDelta::microseconds(1),
            |link| link.actor.push('x'),
            |link| link.kind.push('x'),
            |link| link.payload.push(' '),
            |link| link.digest.0[31] ^= 1,
        ];
        for change in changes {
            let mut links = chain(9);
            change(&mut links[4]);
            assert_eq!(verify_chain(links).unwrap_err().position, 5);
        }
    }

    #[test]
    fn a_moved_border_between_two_texts_is_found() {
        let mut links = chain(1);
        links[0].actor = "staffreg".to_owned();
        links[0].kind = "istered".to_owned();
        assert_eq!(verify_chain(links).unwrap_err(), Broken { position: 1, fault: Fault::Digest });
    }

    #[test]
    fn a_missing_a_doubled_and_a_foreign_event_are_told_apart() {
        let mut missing = chain(9);
        missing.remove(3);
        let sequence = Fault::Sequence { expected: 4, found: 5 };
        assert_eq!(verify_chain(missing).unwrap_err(), Broken { position: 4, fault: sequence });
        let mut doubled = chain(9);
        doubled.insert(3, doubled[2].clone());
        let sequence = Fault::Sequence { expected: 4, found: 3 };
        assert_eq!(verify_chain(doubled).unwrap_err(), Broken { position: 4, fault: sequence });
        let mut foreign = chain(2);
        foreign[1].agency = AgencyId(Uuid::from_u128(8));
        let fault = Fault::OtherAgency(foreign[1].agency);
        assert_eq!(verify_chain(foreign).unwrap_err(), Broken { position: 2, fault });
    }

    #[test]
    fn an_event_rewritten_with_a_fitting_digest_breaks_at_the_next() {
        let mut links = chain(9);
        links[4].payload.push(' ');
        links[4].digest = links[4].computed();
        assert_eq!(verify_chain(links).unwrap_err(), Broken { position: 6, fault: Fault::Previous });
    }

    #[test]
    fn a_line_that_is_no_event_is_named() {
        let mut out = lines(&chain(2));
        out.extend_from_slice(b"{}\n");
        let broken = verify_lines(out.as_slice()).unwrap_err();
        assert_eq!(broken.position, 3);
        assert!(matches!(broken.fault, Fault::Unreadable(_)));
    }

    #[test]
    fn the_canonical_bytes_never_change() {
        // computed from the table above by a second implementation, in another language
        let digest = "c1c198549011c521058db07534acd8c9d7b23601dfce9e95c987804eebcc8a3c";
        assert_eq!(chain(3)[2].digest.to_string(), digest);
    }
}
