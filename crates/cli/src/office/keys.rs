//! The secrets of an office: from a file, from the environment, or new ones; those of the demonstration are known to everybody
//! and refused elsewhere.
//!
//! Not here: what is sealed and digested with them (`gongkai-storage`, `gongkai-app`).
//!
//! A sealing key is written `name:cipher:hexadecimal`, the cipher `aes-256-gcm` or `sm4-gcm`; a digest key is 64 hexadecimal
//! digits. The name is kept beside everything sealed, so that an earlier key still opens what it sealed.

use crate::{io, words};
use anyhow::{Context as _, bail};
use gongkai_app::Keys;
use gongkai_storage::{Entropy, Key, KeyMaterial, Sealer, SystemEntropy, sm3};
use serde::Deserialize;
use std::fmt::Write as _;
use std::path::Path;

/// Names the sealing key.
pub(crate) const SEALING: &str = "GONGKAI_SEALING_KEY";
/// Names earlier sealing keys, separated by commas.
pub(crate) const EARLIER: &str = "GONGKAI_EARLIER_SEALING_KEYS";
/// Names the digest key.
pub(crate) const DIGESTS: &str = "GONGKAI_DIGEST_KEY";
/// The keys file in the data directory.
pub(crate) const FILE: &str = "keys.toml";

/// The name of the demonstration's sealing key, by which its records are recognised.
const DEMO: &str = "demo";

/// The secrets as they are written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    sealing: Option<String>,
    #[serde(default)]
    earlier: Vec<String>,
    digest: Option<String>,
}

/// The secrets, read.
#[derive(Debug)]
pub(crate) struct Secrets {
    current: Key,
    earlier: Vec<Key>,
    digests: [u8; 32],
}

impl Secrets {
    /// Those of the demonstration.
    pub(crate) fn demo() -> Self {
        let material = KeyMaterial::Aes256(sm3(&[b"gongkai demonstration, sealing"]).0);
        Self {
            current: Key { id: DEMO.to_owned(), material },
            earlier: Vec::new(),
            digests: sm3(&[b"gongkai demonstration, digests"]).0,
        }
    }

    /// New ones, by the chance of this machine.
    pub(crate) fn fresh(name: &str, has_sm4: bool) -> Self {
        let mut bytes = [0; 32];
        SystemEntropy.fill(&mut bytes);
        let mut digests = [0; 32];
        SystemEntropy.fill(&mut digests);
        let mut short = [0; 16];
        short.copy_from_slice(&bytes[..16]);
        let material = if has_sm4 { KeyMaterial::Sm4(short) } else { KeyMaterial::Aes256(bytes) };
        Self { current: Key { id: name.to_owned(), material }, earlier: Vec::new(), digests }
    }

    /// The key ring.
    pub(crate) fn sealer(&self) -> Sealer {
        Sealer::new(&self.current, &self.earlier)
    }

    /// What the office digests with.
    pub(crate) fn keys(&self) -> Keys {
        Keys { digests: self.digests }
    }

    /// As a keys file.
    pub(crate) fn to_toml(&self) -> String {
        let mut text = String::from(
            "# 密钥文件：丢失后，已保存的申请人信息和文书内容无法恢复；泄露后，加密失去意义。\n\
             # 请另存一份于安全之处，不要与备份放在一起。\n",
        );
        let _ = writeln!(text, "sealing = \"{}\"", written(&self.current));
        if !self.earlier.is_empty() {
            let earlier: Vec<String> =
                self.earlier.iter().map(|key| format!("\"{}\"", written(key))).collect();
            let _ = writeln!(text, "earlier = [{}]", earlier.join(", "));
        }
        let _ = writeln!(text, "digest = \"{}\"", hex(&self.digests));
        text
    }

    /// The secrets of this office: the named file, else the environment, else the file in the data directory. None where
    /// there is nothing at all.
    pub(crate) fn read(file: Option<&Path>, data: Option<&Path>) -> anyhow::Result<Option<Self>> {
        if let Some(path) = file {
            return match from_file(path)? {
                Some(secrets) => Ok(Some(secrets)),
                None => bail!("找不到密钥文件 {}", path.display()),
            };
        }
        let written = Written {
            sealing: io::variable(SEALING),
            earlier: io::variable(EARLIER)
                .iter()
                .flat_map(|text| text.split(','))
                .map(str::to_owned)
                .collect(),
            digest: io::variable(DIGESTS),
        };
        if written.sealing.is_some() || written.digest.is_some() {
            return written.read("环境变量").map(Some);
        }
        match data.map(|data| data.join(FILE)) {
            Some(path) => from_file(&path),
            None => Ok(None),
        }
    }

    /// Refuses secrets that everybody knows or can guess.
    pub(crate) fn must_be_secret(&self) -> anyhow::Result<()> {
        let demo = Self::demo();
        if self.current.id == DEMO || self.current.material == demo.current.material {
            bail!("{SEALING}（密钥文件中的 sealing）是演示用的密钥，不能用于正式运行");
        }
        let is_weak = |bytes: &[u8]| bytes.iter().all(|byte| Some(byte) == bytes.first());
        let is_weak_key = match &self.current.material {
            KeyMaterial::Aes256(key) => is_weak(key),
            KeyMaterial::Sm4(key) => is_weak(key),
        };
        if is_weak_key {
            bail!("{SEALING}（密钥文件中的 sealing）过于简单，应当随机产生");
        }
        if self.digests == demo.digests || is_weak(&self.digests) {
            bail!("{DIGESTS}（密钥文件中的 digest）是演示用的或者过于简单，应当随机产生");
        }
        Ok(())
    }
}

fn from_file(path: &Path) -> anyhow::Result<Option<Secrets>> {
    let name = path.display();
    let Some(text) = io::read_text(path).with_context(|| format!("无法打开密钥文件 {name}"))? else {
        return Ok(None);
    };
    let written: Written =
        toml::from_str(&text).map_err(|e| anyhow::anyhow!("密钥文件 {name} {}", words::toml(&e, &text)))?;
    written.read(&format!("密钥文件 {name}")).map(Some)
}

impl Written {
    fn read(self, place: &str) -> anyhow::Result<Secrets> {
        let sealing = self.sealing.with_context(|| format!("{place}中缺少 {SEALING}（sealing）"))?;
        let digest = self.digest.with_context(|| format!("{place}中缺少 {DIGESTS}（digest）"))?;
        let current = key(&sealing).with_context(|| format!("{place}中的 {SEALING}（sealing）不对"))?;
        let earlier = self.earlier.iter().map(|text| key(text)).collect::<anyhow::Result<_>>();
        let earlier = earlier.with_context(|| format!("{place}中的 {EARLIER}（earlier）不对"))?;
        let digests = bytes(digest.trim()).with_context(|| format!("{place}中的 {DIGESTS}（digest）不对"))?;
        Ok(Secrets { current, earlier, digests })
    }
}

fn key(text: &str) -> anyhow::Result<Key> {
    let mut parts = text.trim().splitn(3, ':');
    let (Some(id), Some(cipher), Some(secret)) = (parts.next(), parts.next(), parts.next()) else {
        bail!("应当写作“名称:算法:密钥”，如 2026:aes-256-gcm:64位十六进制数");
    };
    if id.trim().is_empty() {
        bail!("密钥没有名称");
    }
    let material = match cipher.trim() {
        "aes-256-gcm" => KeyMaterial::Aes256(bytes(secret.trim())?),
        "sm4-gcm" => KeyMaterial::Sm4(bytes(secret.trim())?),
        _ => bail!("算法应当是 aes-256-gcm 或者 sm4-gcm"),
    };
    Ok(Key { id: id.trim().to_owned(), material })
}

fn written(key: &Key) -> String {
    match &key.material {
        KeyMaterial::Aes256(secret) => format!("{}:aes-256-gcm:{}", key.id, hex(secret)),
        KeyMaterial::Sm4(secret) => format!("{}:sm4-gcm:{}", key.id, hex(secret)),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes<const N: usize>(text: &str) -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        bail!("应当是{}位十六进制数", 2 * N);
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let pair = std::str::from_utf8(pair)?;
        *byte = u8::from_str_radix(pair, 16)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> anyhow::Result<Secrets> {
        toml::from_str::<Written>(text).unwrap().read("密钥文件")
    }

    #[test]
    fn new_keys_are_written_and_read_back_and_are_secret() {
        for has_sm4 in [false, true] {
            let fresh = Secrets::fresh("2026", has_sm4);
            let again = of(&fresh.to_toml()).unwrap();
            assert_eq!(again.current, fresh.current);
            assert_eq!(again.digests, fresh.digests);
            again.must_be_secret().unwrap();
        }
    }

    #[test]
    fn what_everybody_knows_or_guesses_is_refused_and_the_variable_is_named() {
        let refused = |secrets: &Secrets| secrets.must_be_secret().unwrap_err().to_string();
        assert!(refused(&Secrets::demo()).contains(SEALING));
        let zero = format!("sealing = \"a:sm4-gcm:{}\"\ndigest = \"{}\"\n", "0".repeat(32), "ab".repeat(32));
        assert!(refused(&of(&zero).unwrap()).contains(SEALING));
        let mut weak = Secrets::fresh("2026", false);
        weak.digests = [7; 32];
        assert!(refused(&weak).contains(DIGESTS));
    }

    #[test]
    fn a_key_that_is_none_is_told_by_its_variable() {
        let told = |text: &str| format!("{:#}", of(text).unwrap_err());
        assert!(told("digest = \"00\"").contains(SEALING));
        let digest = "ab".repeat(32);
        let sealing = |key: &str| told(&format!("sealing = \"{key}\"\ndigest = \"{digest}\""));
        assert!(sealing("a:aes-256-gcm:00").contains("64位十六进制数"));
        assert!(sealing("a:des:00").contains("sm4-gcm"));
        assert!(sealing("secret").contains("名称:算法:密钥"));
    }
}
