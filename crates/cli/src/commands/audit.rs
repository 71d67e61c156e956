//! `gongkai audit`: verifies the chain of events, exports it, and makes the lists anew from it.
//!
//! Not here: the chain (`gongkai-storage`), the rows of lists (`gongkai_app::rebuild`).

use crate::deliver::Whole;
use crate::exit::Exit;
use crate::io;
use crate::office;
use crate::office::store::Place;
use crate::office::told::{self, Told as _};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use gongkai_app::rebuild::rebuild;
use gongkai_storage::{ChainSummary, StorageError, verify_lines, write_line};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};

/// What an auditor can ask for.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// 校验事件链，指出第一个被改动的事件；也可以脱机校验导出的链
    Verify(Verify),
    /// 导出一个机关的事件链（每行一个事件），供脱机校验
    Export(Export),
    /// 由事件重新生成各类列表，并与原有的核对
    Rebuild(Rebuild),
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
    /// 校验导出的链，不需要数据库；可以写多次
    #[arg(long, value_name = "文件")]
    file: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    place: Place,
    /// 机关代码
    #[arg(long, value_name = "代码")]
    agency: String,
    /// 写入的文件；省略时写到标准输出
    #[arg(short = 'o', long = "output", value_name = "文件")]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    #[command(flatten)]
    place: Place,
}

/// Audits.
pub(crate) fn run(audit: &Audit) -> anyhow::Result<Exit> {
    match audit {
        Audit::Verify(options) if options.file.is_empty() => verify(options),
        Audit::Verify(options) => verify_files(&options.file),
        Audit::Export(options) => export(options),
        Audit::Rebuild(options) => remake(options),
    }
}

/// A chain that holds, in one line.
fn sound(name: &str, summary: &ChainSummary) -> String {
    let since =
        |at: DateTime<Utc>| gongkai_deadline::clock::beijing(at).format("%Y-%m-%d %H:%M:%S").to_string();
    let last = summary.last_at.map(|at| format!("，最后一个事件记于{}", since(at))).unwrap_or_default();
    format!("{name}：完好，{}个事件{last}\n  链尾摘要（SM3）{}\n", summary.events, summary.head)
}

fn verify_files(files: &[PathBuf]) -> anyhow::Result<Exit> {
    let (mut text, mut exit) = (String::new(), Exit::default());
    for path in files {
        let name = path.display().to_string();
        match File::open(path) {
            Err(error) => {
                let why = io::because(&error);
                io::note(&format!("{name} 无法读取：{}{}", why.message, why.hint));
                exit.has_unreadable = true;
            }
            Ok(file) => match verify_lines(BufReader::new(file)) {
                Ok(summary) if summary.events == 0 => {
                    io::note(&format!("{name}：没有事件"));
                    exit.is_nothing = true;
                }
                Ok(summary) => text.push_str(&sound(&name, &summary)),
                Err(broken) => {
                    let _ = writeln!(text, "{name}：已损坏，{}", told::broken(&broken));
                    exit.has_findings = true;
                }
            },
        }
    }
    io::print(&text)?;
    Ok(exit)
}

fn verify(options: &Verify) -> anyhow::Result<Exit> {
    let (text, exit) = office::run(async {
        let storage = options.place.open().await?;
        let (mut text, mut exit) = (String::new(), Exit { is_nothing: true, ..Exit::default() });
        for agency in storage.agencies().await.told()? {
            match storage.verify_agency(agency.id).await {
                Ok(summary) => {
                    exit.is_nothing &= summary.events == 0;
                    text.push_str(&sound(&format!("{}（{}）", agency.name, agency.code), &summary));
                }
                Err(StorageError::Chain(broken)) => {
                    let _ = writeln!(
                        text,
                        "{}（{}）：已损坏，{}",
                        agency.name,
                        agency.code,
                        told::broken(&broken)
                    );
                    (exit.has_findings, exit.is_nothing) = (true, false);
                }
                Err(other) => return Err(anyhow::anyhow!(told::storage(&other))),
            }
        }
        storage.close().await.told()?;
        Ok((text, exit))
    })?;
    io::print(&text)?;
    Ok(exit)
}

fn export(options: &Export) -> anyhow::Result<Exit> {
    let events = office::run(async {
        let storage = options.place.open().await?;
        let agency = storage.agency_by_code(&options.agency).await.told()?;
        let agency = agency.with_context(|| format!("没有代码为“{}”的机关", options.agency))?;
        let events = if let Some(path) = options.output.as_deref() {
            to_file(&storage, agency.id, path).await?
        } else {
            let mut out = std::io::stdout();
            let events = storage.export_chain(agency.id, |link| write_line(&mut out, &link)).await.told()?;
            out.flush()?;
            events
        };
        storage.close().await.told()?;
        Ok(events)
    })?;
    if options.output.is_some() {
        io::print(&format!("已导出{events}个事件。\n"))?;
    }
    Ok(Exit { is_nothing: events == 0, ..Exit::default() })
}

async fn to_file(
    storage: &gongkai_storage::Storage,
    agency: gongkai_domain::ids::AgencyId,
    path: &Path,
) -> anyhow::Result<i64> {
    let why = || format!("无法写入 {}", path.display());
    let mut whole = Whole::create(path).with_context(why)?;
    let events = storage.export_chain(agency, |link| write_line(&mut whole, &link)).await.told()?;
    whole.finish().with_context(why)?;
    Ok(events)
}

fn remake(options: &Rebuild) -> anyhow::Result<Exit> {
    let rebuilt = office::run(async {
        let storage = options.place.open().await?;
        let calendar = gongkai_app::calendar::stored(&storage).await.told()?;
        let rebuilt = rebuild(&storage, &calendar, io::today()).await.told()?;
        storage.close().await.told()?;
        Ok(rebuilt)
    })?;
    let mut text =
        format!("已由事件重新生成：申请{}件，复议、诉讼{}件。\n", rebuilt.applications, rebuilt.challenges);
    let kinds = [
        ("与事件不符、已改正的", &rebuilt.corrected),
        ("有事件而没有列表记录、无法重建的", &rebuilt.missing),
    ];
    for (what, ids) in kinds {
        if !ids.is_empty() {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let _ = writeln!(text, "{what}{}件：{}", ids.len(), ids.join("、"));
        }
    }
    if rebuilt.corrected.is_empty() && rebuilt.missing.is_empty() {
        text.push_str("与原有列表完全一致。\n");
    }
    io::print(&text)?;
    Ok(Exit {
        has_findings: !(rebuilt.corrected.is_empty() && rebuilt.missing.is_empty()),
        ..Exit::default()
    })
}
