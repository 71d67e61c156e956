//! `gongkai backup` and `gongkai restore`: the database and the files of an office, out of a running office and back.
//!
//! Not here: how a database is copied and checked (`gongkai-storage`). Keys are no part of a backup: who finds one must not
//! be able to read it.

use crate::exit::Exit;
use crate::io;
use crate::office;
use crate::office::keys;
use crate::office::store::{BLOBS, DATABASE, Place};
use crate::office::told::{self, Told as _};
use anyhow::{Context as _, bail};
use clap::Args;
use gongkai_storage::{Blobs, Missing, Storage, StorageError, Target};
use std::fs;
use std::path::{Path, PathBuf};

/// A backup of a database server.
const LINES: &str = "gongkai.jsonl";

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    place: Place,
    /// 备份写入的文件夹，应当不存在或者是空的
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    place: Place,
    /// 备份所在的文件夹
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
}

/// Backs up; the office works on meanwhile.
pub(crate) fn run(options: &Backup) -> anyhow::Result<Exit> {
    let folder = &options.folder;
    must_be_empty(folder)?;
    io::private_folder(folder).with_context(|| format!("无法建立 {}", folder.display()))?;
    let backup = office::run(async {
        let storage = options.place.open().await?;
        let name = if options.place.database.is_some() { LINES } else { DATABASE };
        let backup = storage.backup_to(&folder.join(name)).await.told()?;
        storage.close().await.told()?;
        Ok(backup)
    })?;
    // files come after the database: what it speaks of was written before
    let files = copy(&options.place.folder()?.join(BLOBS), &folder.join(BLOBS))?;
    io::print(&format!(
        "已备份到 {}：{}个事件，附件{files}个。密钥不在备份之中，请另行保存。\n",
        folder.display(),
        backup.events
    ))?;
    Ok(Exit::default())
}

/// Brings a backup back, and verifies every chain.
pub(crate) fn restore(options: &Restore) -> anyhow::Result<Exit> {
    let (folder, target) = (&options.folder, options.place.target()?);
    let name = if options.place.database.is_some() { LINES } else { DATABASE };
    let backup = folder.join(name);
    if io::kind_of(&backup) != io::PathKind::File {
        bail!("{} 中没有 {name}，不是这类数据库的备份", folder.display());
    }
    let data = options.place.folder()?;
    io::private_folder(data).with_context(|| format!("无法建立 {}", data.display()))?;
    if let Target::Sqlite { path } = &target
        && io::kind_of(path) != io::PathKind::Missing
    {
        bail!("{} 中已有数据库，不能覆盖；请恢复到新的文件夹", data.display());
    }
    let files = copy(&folder.join(BLOBS), &data.join(BLOBS))?;
    let (checked, missing) = office::run(async {
        let storage = Storage::restore(&backup, &target).await.told()?;
        let checked = storage.check().await;
        // what the records speak of must be there too: a chain holds without the files
        let missing = storage.missing(&Blobs::local(data.join(BLOBS)).told()?).await.told()?;
        storage.close().await.told()?;
        Ok((checked, missing))
    })?;
    match checked {
        Ok(_) if !missing.is_nothing() => {
            io::note(&told_missing(&missing, &data.join(BLOBS)));
            Ok(Exit { has_findings: true, ..Exit::default() })
        }
        Ok(checked) => {
            let events: i64 = checked.chains.iter().map(|chain| chain.events).sum();
            let chains = checked.chains.len();
            io::print(&format!(
                "已恢复：{chains}条事件链共{events}个事件，校验完好；附件{files}个。请把原来的密钥文件 {} 放回 {}。\n",
                keys::FILE,
                data.display()
            ))?;
            Ok(Exit::default())
        }
        Err(StorageError::Chain(broken)) => {
            io::note(&format!("已恢复，但事件链已损坏：{}。", told::broken(&broken)));
            Ok(Exit { has_findings: true, ..Exit::default() })
        }
        Err(other) => bail!("已恢复，但校验没有通过：{}", told::storage(&other)),
    }
}

/// Most names that are printed.
const NAMED: usize = 20;

/// What is missing, by name: the file is looked for by its name in other copies of the backup.
fn told_missing(missing: &Missing, folder: &Path) -> String {
    let mut lines = vec!["已恢复，事件链完好，但内容不全。".to_owned()];
    let mut list = |what: String, names: Vec<String>| {
        if names.is_empty() {
            return;
        }
        lines.push(format!("{what}{}个：", names.len()));
        lines.extend(names.iter().take(NAMED).map(|name| format!("  {name}")));
        if names.len() > NAMED {
            lines.push(format!("  ……另有{}个", names.len() - NAMED));
        }
    };
    let names = |digest: &gongkai_domain::ids::Digest| digest.to_string();
    list(format!("{}中缺少的附件", folder.display()), missing.files.iter().map(names).collect());
    let names = missing.contents.iter().map(ToString::to_string).collect();
    list("数据库中缺少的正文（事件引用而没有保存）".to_owned(), names);
    lines.push("请从其他备份中找回后再使用。".to_owned());
    lines.join("\n")
}

fn must_be_empty(folder: &Path) -> anyhow::Result<()> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("无法打开 {}", folder.display())),
        Ok(mut entries) => match entries.next() {
            Some(_) => bail!("{} 不是空文件夹", folder.display()),
            None => Ok(()),
        },
    }
}

/// Copies a folder of files; how many. Files that are only half written are left out.
fn copy(from: &Path, to: &Path) -> anyhow::Result<u64> {
    let mut files = 0;
    if io::kind_of(from) != io::PathKind::Folder {
        return Ok(files);
    }
    for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
        let entry = entry.with_context(|| format!("无法读取 {}", from.display()))?;
        let place = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            io::private_folder(&place).with_context(|| format!("无法建立 {}", place.display()))?;
        } else if entry.path().extension().is_none_or(|ending| ending != "part") {
            fs::copy(entry.path(), &place).with_context(|| format!("无法写入 {}", place.display()))?;
            files += 1;
        }
    }
    Ok(files)
}
