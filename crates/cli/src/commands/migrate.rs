//! `gongkai migrate`: makes the tables of an office, or brings them to the version of this program.
//!
//! Not here: the steps (`gongkai-storage`).

use crate::exit::Exit;
use crate::io;
use crate::office;
use crate::office::keys::{self, Secrets};
use crate::office::store::Place;
use crate::office::told::Told as _;
use anyhow::{Context as _, bail};
use chrono::Datelike as _;
use clap::{Args, ValueEnum};
use gongkai_storage::{Storage, Target};

/// What may be said to `migrate`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    place: Place,
    /// 在数据文件夹中生成新的密钥文件 keys.toml；已经有的不动
    #[arg(long)]
    new_keys: bool,
    /// 新密钥的加密算法：aes（AES-256-GCM，默认）、sm4（SM4-GCM）
    #[arg(long, value_name = "算法", default_value = "aes", requires = "new_keys")]
    cipher: Cipher,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Cipher {
    Aes,
    Sm4,
}

/// Whether the database, where there is one, holds something that only the keys of then open.
async fn has_sealed(target: &Target) -> anyhow::Result<bool> {
    if matches!(target, Target::Sqlite { path } if io::kind_of(path) == io::PathKind::Missing) {
        return Ok(false);
    }
    let storage = Storage::open(target).await.told()?;
    let has_tables = storage.schema_version().await.told()? > 0;
    let has_sealed = has_tables && storage.has_sealed().await.told()?;
    storage.close().await.told()?;
    Ok(has_sealed)
}

/// Migrates.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    let target = options.place.target()?;
    if let Some(folder) = &options.place.data {
        io::private_folder(folder).with_context(|| format!("无法建立数据文件夹 {}", folder.display()))?;
    }
    if options.new_keys {
        let path = options.place.folder()?.join(keys::FILE);
        if io::kind_of(&path) != io::PathKind::Missing {
            bail!("{} 已经存在；覆盖密钥会使已加密的内容无法读取", path.display());
        }
        if office::run(has_sealed(&target))? {
            bail!(
                "数据库中已有加密的内容，新的密钥不能打开它们：请把原来的 {} 放回 {}",
                keys::FILE,
                options.place.folder()?.display()
            );
        }
        let secrets = Secrets::fresh(&io::today().year().to_string(), options.cipher == Cipher::Sm4);
        io::private_text(&path, &secrets.to_toml())
            .with_context(|| format!("无法写入 {}", path.display()))?;
        io::print(&format!("已生成密钥文件 {}，请另存一份于安全之处。\n", path.display()))?;
    }
    let (steps, version) = office::run(async {
        let storage = Storage::open(&target).await.told()?;
        let steps = storage.migrate().await.told()?;
        let version = storage.schema_version().await.told()?;
        storage.close().await.told()?;
        Ok((steps, version))
    })?;
    let what = if steps == 0 { "无需更改".to_owned() } else { format!("完成{steps}步") };
    io::print(&format!("数据库已是版本{version}，{what}。\n"))?;
    Ok(Exit::default())
}
