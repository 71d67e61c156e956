//! Sealing contents: authenticated encryption under a key ring, and the salted SM3 digest that proves a content.
//!
//! Not here: where keys come from (`gongkai-cli`), and where sealed bytes lie (`content`, `blob`).
//!
//! Sealed bytes are one byte of cipher, twelve of nonce, then ciphertext and tag. What they belong to is bound in as
//! associated data, so that they open at their own place only. The key's id is kept beside them: a new key seals from
//! then on, the old one still opens.

use crate::entropy::Entropy;
use crate::error::StorageError;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, AesGcm, Nonce};
use gongkai_domain::ids::Digest;
use sm3::Digest as _;
use sm4::Sm4;
use std::fmt::Write;
use std::sync::Arc;

type Sm4Gcm = AesGcm<Sm4, U12>;

/// The SM3 digest of parts, one after the other.
pub fn sm3(parts: &[&[u8]]) -> Digest {
    let mut hasher = sm3::Sm3::new();
    for part in parts {
        hasher.update(part);
    }
    Digest(hasher.finalize().into())
}

/// The digest by which an event names a content: SM3 of salt and content.
pub fn salted_digest(salt: &[u8], plain: &[u8]) -> Digest {
    sm3(&[salt, plain])
}

/// The secret part of a key; its kind says the cipher.
#[derive(Clone, PartialEq, Eq)]
pub enum KeyMaterial {
    /// AES-256-GCM.
    Aes256([u8; 32]),
    /// SM4-GCM (GB/T 32907).
    Sm4([u8; 16]),
}

impl std::fmt::Debug for KeyMaterial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Aes256(_) => "Aes256(…)",
            Self::Sm4(_) => "Sm4(…)",
        })
    }
}

/// A key with the name that is written beside everything it seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The name; not secret.
    pub id: String,
    /// The secret.
    pub material: KeyMaterial,
}

enum Cipher {
    Aes256(Box<Aes256Gcm>),
    Sm4(Box<Sm4Gcm>),
}

impl Cipher {
    fn of(material: &KeyMaterial) -> Self {
        match material {
            KeyMaterial::Aes256(key) => Self::Aes256(Box::new(Aes256Gcm::new(key.into()))),
            KeyMaterial::Sm4(key) => Self::Sm4(Box::new(Sm4Gcm::new(key.into()))),
        }
    }

    fn mark(&self) -> u8 {
        match self {
            Self::Aes256(_) => 1,
            Self::Sm4(_) => 2,
        }
    }
}

/// A key ring: the first key seals, all open.
pub struct Sealer {
    ring: Vec<(String, Cipher)>,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.ring.iter().map(|(id, _)| id)).finish()
    }
}

impl Sealer {
    /// Seals under the current key, opens under it and the earlier ones.
    pub fn new(current: &Key, earlier: &[Key]) -> Self {
        let ring = std::iter::once(current).chain(earlier);
        Self { ring: ring.map(|key| (key.id.clone(), Cipher::of(&key.material))).collect() }
    }

    /// The name of the key that seals.
    pub fn current(&self) -> &str {
        &self.ring[0].0
    }

    /// Seals bytes that belong to `place`.
    pub fn seal(&self, entropy: &dyn Entropy, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, StorageError> {
        let cipher = &self.ring[0].1;
        let mut nonce = [0; 12];
        entropy.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: place };
        let sealed = match cipher {
            Cipher::Aes256(cipher) => cipher.encrypt(&Nonce::from(nonce), payload),
            Cipher::Sm4(cipher) => cipher.encrypt(&Nonce::from(nonce), payload),
        };
        // the ciphers refuse only what is longer than 64 GiB, which no upload reaches
        let sealed = sealed.map_err(|_| StorageError::Sealed(hex(place)))?;
        Ok([&[cipher.mark()], nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Sealer::seal`] sealed for the same place.
    pub fn open(&self, key_id: &str, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StorageError> {
        let cipher = self.ring.iter().find(|(id, _)| id == key_id);
        let cipher = &cipher.ok_or_else(|| StorageError::UnknownKey(key_id.to_owned()))?.1;
        let wrong = || StorageError::Sealed(hex(place));
        let (mark, rest) = sealed.split_first().ok_or_else(wrong)?;
        let (nonce, msg) = rest.split_first_chunk::<12>().ok_or_else(wrong)?;
        if *mark != cipher.mark() {
            return Err(wrong());
        }
        let payload = Payload { msg, aad: place };
        match cipher {
            Cipher::Aes256(cipher) => cipher.decrypt(&Nonce::from(*nonce), payload),
            Cipher::Sm4(cipher) => cipher.decrypt(&Nonce::from(*nonce), payload),
        }
        .map_err(|_| wrong())
    }
}

/// What is needed to keep a secret: keys and chance.
#[derive(Clone)]
pub struct Vault {
    sealer: Arc<Sealer>,
    entropy: Arc<dyn Entropy>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("sealer", &self.sealer).finish_non_exhaustive()
    }
}

impl Vault {
    /// Keys and chance together.
    pub fn new(sealer: Sealer, entropy: Arc<dyn Entropy>) -> Self {
        Self { sealer: Arc::new(sealer), entropy }
    }

    /// The key ring.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// The source of chance.
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// Seals bytes that belong to `place`, under the current key.
    pub fn seal(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, StorageError> {
        self.sealer.seal(self.entropy(), place, plain)
    }

    /// A fresh salt.
    pub fn salt(&self) -> Vec<u8> {
        let mut salt = vec![0; 16];
        self.entropy.fill(&mut salt);
        salt
    }
}

/// A place as an error names it.
fn hex(place: &[u8]) -> String {
    place.iter().fold(String::new(), |mut text, byte| {
        // writing to a text cannot fail
        let _written = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    fn aes(id: &str, byte: u8) -> Key {
        Key { id: id.to_owned(), material: KeyMaterial::Aes256([byte; 32]) }
    }

    fn sm4(id: &str, byte: u8) -> Key {
        Key { id: id.to_owned(), material: KeyMaterial::Sm4([byte; 16]) }
    }

    #[test]
    fn both_ciphers_open_what_they_sealed_at_its_own_place_only() {
        let chance = SeededEntropy::new(1);
        for key in [aes("a", 1), sm4("s", 2)] {
            let sealer = Sealer::new(&key, &[]);
            let sealed = sealer.seal(&chance, b"place", "张三".as_bytes()).unwrap();
            assert!(!sealed.windows(6).any(|window| window == "张三".as_bytes()));
            assert_eq!(sealer.open(&key.id, b"place", &sealed).unwrap(), "张三".as_bytes());
            assert!(matches!(sealer.open(&key.id, b"other", &sealed), Err(StorageError::Sealed(_))));
            for at in 0..sealed.len() {
                let mut altered = sealed.clone();
                altered[at] ^= 1;
                assert!(
                    matches!(sealer.open(&key.id, b"place", &altered), Err(StorageError::Sealed(_))),
                    "{at}"
                );
            }
        }
    }

    #[test]
    fn an_earlier_key_opens_and_an_unknown_one_is_named() {
        let chance = SeededEntropy::new(1);
        let old = Sealer::new(&aes("2024", 1), &[]).seal(&chance, b"p", b"x").unwrap();
        let rotated = Sealer::new(&sm4("2025", 2), &[aes("2024", 1)]);
        assert_eq!(rotated.current(), "2025");
        assert_eq!(rotated.open("2024", b"p", &old).unwrap(), b"x");
        assert!(
            matches!(rotated.open("2023", b"p", &old), Err(StorageError::UnknownKey(id)) if id == "2023")
        );
    }

    #[test]
    fn the_digest_is_sm3_of_the_standard() {
        // GB/T 32905-2016, annex A.1: the message "abc"
        let abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(salted_digest(b"a", b"bc").to_string(), abc);
    }

    #[test]
    fn no_key_is_printed() {
        assert_eq!(format!("{:?}", aes("k", 7).material), "Aes256(…)");
        assert_eq!(format!("{:?}", Sealer::new(&sm4("k", 7), &[])), "[\"k\"]");
    }
}
