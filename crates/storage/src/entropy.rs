//! Where chance comes from: passed in, so that a demonstration and a test can repeat it.
//!
//! Not here: keys (`seal`), and the clock, which comes as an argument.

use chrono::{DateTime, Utc};
use rand::TryRng;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::{Builder, Uuid};

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// A new id that sorts by its instant (UUID version 7).
    fn id(&self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        Builder::from_unix_timestamp_millis(at.timestamp_millis().try_into().unwrap_or(0), &random)
            .into_uuid()
    }
}

/// The operating system's chance: for real records.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        let mut source = rand::rngs::SysRng;
        if let Err(error) = source.try_fill_bytes(bytes) {
            // a machine without chance must not seal anything
            panic!("the operating system gives no random bytes: {error}");
        }
    }
}

/// The same bytes for the same seed: for demonstrations and tests, never for real records.
#[derive(Debug)]
pub struct SeededEntropy {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededEntropy {
    /// Begins at the seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for block in bytes.chunks_mut(32) {
            let turn = self.drawn.fetch_add(1, Ordering::Relaxed);
            let drawn = crate::seal::sm3(&[&self.seed.to_be_bytes(), &turn.to_be_bytes()]);
            block.copy_from_slice(&drawn.0[..block.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_bytes_and_another_seed_others() {
        let draw = |seed| {
            let (source, mut bytes) = (SeededEntropy::new(seed), [0; 80]);
            source.fill(&mut bytes);
            bytes
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert_ne!(draw(7)[..32], draw(7)[32..64]);
    }

    #[test]
    fn ids_sort_by_their_instant() {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        let source = SystemEntropy;
        let (early, late) = (source.id(at(1_700_000_000)), source.id(at(1_700_000_001)));
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }
}
