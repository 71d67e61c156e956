//! Where the records of an office are, as the command line says it, and opening them.
//!
//! Not here: the tables (`gongkai-storage`), the keys (`super::keys`).

use super::keys::{self, Secrets};
use super::told::Told as _;
use crate::io;
use anyhow::{Context as _, bail};
use clap::Args;
use gongkai_app::Office;
use gongkai_deadline::Calendar;
use gongkai_deadline::clock::Clock;
use gongkai_storage::{Blobs, Entropy, Storage, Target, Vault};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The database file in the data directory.
pub(crate) const DATABASE: &str = "gongkai.db";
/// The directory of sealed files in the data directory.
pub(crate) const BLOBS: &str = "blobs";

/// Where the records are.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "数据")]
pub(crate) struct Place {
    /// 数据文件夹，存放数据库、附件和密钥文件；也可以用环境变量 GONGKAI_DATA 指定
    #[arg(long, value_name = "文件夹", env = "GONGKAI_DATA", hide_env = true)]
    pub(crate) data: Option<PathBuf>,
    /// 改用 PostgreSQL 数据库，写作 postgres://用户:密码@主机:端口/库名；也可以用环境变量 GONGKAI_DATABASE_URL 指定（密码不出现在进程列表中）
    #[arg(long, value_name = "地址", env = "GONGKAI_DATABASE_URL", hide_env = true)]
    pub(crate) database: Option<String>,
    /// 密钥文件；省略时依次取环境变量 GONGKAI_SEALING_KEY、GONGKAI_DIGEST_KEY 和数据文件夹中的 keys.toml
    #[arg(long, value_name = "文件", env = "GONGKAI_KEYS", hide_env = true)]
    pub(crate) keys: Option<PathBuf>,
}

impl Place {
    /// Records in a directory of this machine.
    pub(crate) fn directory(path: &Path) -> Self {
        Self { data: Some(path.to_path_buf()), database: None, keys: None }
    }

    /// The data directory; with a database server it is still needed for files.
    pub(crate) fn folder(&self) -> anyhow::Result<&Path> {
        self.data.as_deref().context("没有指明数据文件夹，请用 --data 或者环境变量 GONGKAI_DATA 指定")
    }

    /// The database.
    pub(crate) fn target(&self) -> anyhow::Result<Target> {
        match &self.database {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Target::Postgres { url: url.clone() })
            }
            Some(_) => bail!("数据库地址应当以 postgres:// 开头"),
            None => Ok(Target::Sqlite { path: self.folder()?.join(DATABASE) }),
        }
    }

    /// The secrets, where there are any.
    pub(crate) fn secrets(&self) -> anyhow::Result<Option<Secrets>> {
        Secrets::read(self.keys.as_deref(), self.data.as_deref())
    }

    /// Opens the records as they are; nothing sealed is read.
    pub(crate) async fn open(&self) -> anyhow::Result<Storage> {
        let target = self.target()?;
        if let Target::Sqlite { path } = &target
            && io::kind_of(path) == io::PathKind::Missing
        {
            bail!("{} 中没有数据库，请先运行 gongkai migrate --data 文件夹", self.folder()?.display());
        }
        let storage = Storage::open(&target).await.told()?;
        storage.require_schema().await.told()?;
        Ok(storage)
    }

    /// Opens the records with their keys.
    pub(crate) async fn office(
        &self,
        secrets: &Secrets,
        clock: Arc<dyn Clock + Send + Sync>,
        entropy: Arc<dyn Entropy>,
    ) -> anyhow::Result<Office> {
        let storage = self.open().await?.with_vault(Vault::new(secrets.sealer(), Arc::clone(&entropy)));
        storage.keys_fit().await.told().with_context(|| {
            format!(
                "密钥与数据不符：请放回加密这些数据时使用的 {}，或者设定当时的 {} 和 {}",
                keys::FILE,
                keys::SEALING,
                keys::DIGESTS
            )
        })?;
        let blobs = Blobs::local(self.folder()?.join(BLOBS)).told()?;
        let calendar = Calendar::national().map_err(|e| anyhow::anyhow!(e.message_zh()))?;
        let office = Office::new(storage, blobs, secrets.keys(), clock, entropy, calendar);
        // years that were imported stand in the records
        gongkai_app::calendar::refresh(&office).await.told()?;
        Ok(office)
    }

    /// The secrets of a real office.
    pub(crate) fn real_secrets(&self) -> anyhow::Result<Secrets> {
        let secrets = self.secrets()?.with_context(|| {
            format!(
                "没有密钥：请设定环境变量 {} 和 {}；新建的办公数据可以用 gongkai migrate --new-keys 在数据文件夹中\
                 生成 {}，已有数据的（包括从备份恢复的）应当放回原来的密钥文件",
                keys::SEALING,
                keys::DIGESTS,
                keys::FILE
            )
        })?;
        secrets.must_be_secret()?;
        Ok(secrets)
    }
}
