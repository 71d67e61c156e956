//! `gongkai export`: what the records of the office say, as data for other commands and programs.
//!
//! Not here: counting (`gongkai_app::report_facts`), documents of a report (`super::write`).

use super::write::read_prose;
use crate::args::Bounds;
use crate::args::whole;
use crate::exit::Exit;
use crate::io::{self, Output};
use crate::office::store::Place;
use crate::office::told::Told as _;
use crate::{office, words};
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use gongkai_app::Refusal;
use gongkai_app::report_facts::{Given, report_facts};
use std::path::{Path, PathBuf};

/// What can be exported.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// 一年的年度报告数据：表三、表四由办理记录统计，表二和文字取自设置或者所给文件
    ReportFacts(ReportFacts),
}

#[derive(Debug, Args)]
pub(crate) struct ReportFacts {
    #[command(flatten)]
    place: Place,
    /// 机关代码
    #[arg(long, value_name = "代码")]
    agency: String,
    /// 报告年度
    #[arg(long, value_name = "年度", value_parser = |text: &str| whole::<i32>(text, 2021, 2200))]
    year: i32,
    /// 表二的数据（JSON 文件，如 {"licensing_decisions": 12, "admin_fee_wan_yuan": "3.5"}），代替设置中的
    #[arg(long, value_name = "文件")]
    table2: Option<PathBuf>,
    /// 各部分文字（Markdown 文件，按标题对应），代替设置中的
    #[arg(long, value_name = "文件")]
    prose: Option<PathBuf>,
    /// 写入的文件；省略时写到标准输出，可以接 gongkai write - 或者 gongkai check -
    #[arg(short = 'o', long = "output", value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    bounds: Bounds,
}

/// Exports.
pub(crate) fn run(export: &Export) -> anyhow::Result<Exit> {
    let Export::ReportFacts(options) = export;
    let given = Given {
        table2: options.table2.as_deref().map(table2).transpose()?.unwrap_or_default(),
        prose: match options.prose.as_deref() {
            Some(path) => {
                let prose = read_prose(path, &options.bounds)?;
                prose.sections.into_iter().map(|(key, lines)| (key, lines.join("\n"))).collect()
            }
            None => std::collections::BTreeMap::new(),
        },
    };
    let report = office::run(async {
        let storage = options.place.open().await?;
        let report = match report_facts(&storage, &options.agency, options.year, &given).await {
            Err(Refusal::NotFound) => {
                let known = storage.agencies().await.told()?;
                let known: Vec<&str> = known.iter().map(|row| row.code.as_str()).collect();
                bail!("没有代码为“{}”的机关；已有：{}", options.agency, known.join("、"))
            }
            other => other.told()?,
        };
        storage.close().await.told()?;
        Ok(report)
    })?;
    let mut text = serde_json::to_string_pretty(&report)?;
    text.push('\n');
    let mut out = Output::open(options.output.as_deref(), false).context("写不出结果")?;
    if out.write(&text)?.is_ok() {
        let _closed = out.finish()?;
    }
    Ok(Exit::default())
}

fn table2(path: &Path) -> anyhow::Result<std::collections::BTreeMap<String, serde_json::Value>> {
    let name = path.display();
    let text = io::read_text(path).with_context(|| format!("无法打开 {name}"))?;
    let text = text.with_context(|| format!("找不到 {name}"))?;
    serde_json::from_str(&text).map_err(|e| anyhow::anyhow!("{name}：{}", words::json(&e)))
}
