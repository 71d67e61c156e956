//! `gongkai demo`: an invented office with its cases in a temporary directory, served on this machine.
//!
//! Not here: what the demonstration consists of (`gongkai_app::demo`).

use crate::exit::Exit;
use crate::io;
use crate::office;
use crate::office::clock::GoingClock;
use crate::office::keys::{self, Secrets};
use crate::office::server;
use crate::office::store::{DATABASE, Place};
use crate::office::told::Told as _;
use anyhow::{Context as _, bail};
use clap::Args;
use gongkai_app::demo::{self, Demo, SetClock, SignIn};
use gongkai_app::portal::lost_code::shown;
use gongkai_checker::render::width;
use gongkai_jobs::{Jobs, Post};
use gongkai_storage::{Entropy, SeededEntropy, Storage};
use gongkai_web::chrome::Site;
use gongkai_web::components::Link;
use gongkai_web::server::Web;
use gongkai_web::urls::Urls;
use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

/// What may be said to `demo`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 端口，默认 8080；0 表示任意空闲端口
    #[arg(long, value_name = "端口", default_value = "8080", value_parser = |text: &str| text.trim().parse::<u16>().map_err(|_| "应当是0至65535之间的整数".to_owned()))]
    port: u16,
    /// 把演示数据留在这个文件夹（应当是空的或者不存在）；省略时用临时文件夹，结束时删除
    #[arg(long, value_name = "文件夹")]
    keep: Option<PathBuf>,
    /// 改用 PostgreSQL 数据库，写作 postgres://用户:密码@主机:端口/库名；应当是空的数据库，结束时不清除
    #[arg(long, value_name = "地址")]
    database: Option<String>,
    /// 挂在这个路径之下，如 /zwgk/ysqgk
    #[arg(long, value_name = "路径", default_value = "")]
    prefix: String,
    /// 只生成演示数据，不启动服务；与 --keep 一起使用
    #[arg(long, requires = "keep")]
    no_serve: bool,
    /// 运行记录的详细程度，如 info、debug；写到标准错误
    #[arg(long, value_name = "级别")]
    log: Option<String>,
}

/// Shows the office.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    office::log(options.log.as_deref());
    office::run(async {
        // before anything is made that must be cleaned up
        let stop = server::stop();
        let Some(kept) = &options.keep else {
            let temporary = tempfile::Builder::new().prefix("gongkai-demo-").tempdir();
            // removed when it goes out of scope, whichever way
            let temporary = temporary.context("无法建立临时文件夹")?;
            let done = show(options, temporary.path(), stop).await;
            temporary.close().context("临时文件夹没有删除干净")?;
            return done;
        };
        show(options, kept, stop).await
    })
}

/// Makes the records of the demonstration in an empty database.
async fn seeded(place: &Place, secrets: &Secrets, entropy: &Arc<dyn Entropy>) -> anyhow::Result<Demo> {
    let storage = Storage::open(&place.target()?).await.told()?;
    if storage.schema_version().await.told()? != 0 {
        bail!("数据库中已有数据，演示应当使用空的数据库");
    }
    storage.migrate().await.told()?;
    storage.close().await.told()?;
    let clock = Arc::new(SetClock::at(demo::now()));
    let office = place.office(secrets, Arc::clone(&clock) as _, Arc::clone(entropy)).await?;
    let made = demo::seed(&office, &clock).await.told()?;
    office.storage.close().await.told()?;
    Ok(made)
}

async fn show(options: &Options, folder: &Path, stop: watch::Receiver<bool>) -> anyhow::Result<Exit> {
    let secrets = Secrets::demo();
    // only what was said on the line: an office's own database may stand in the environment
    let place = Place { database: options.database.clone(), ..Place::directory(folder) };
    io::private_folder(folder).with_context(|| format!("无法建立 {}", folder.display()))?;
    if io::kind_of(&folder.join(DATABASE)) != io::PathKind::Missing {
        bail!("{} 中已有数据，请换一个文件夹", folder.display());
    }
    if options.keep.is_some() {
        let path = folder.join(keys::FILE);
        io::private_text(&path, &secrets.to_toml())
            .with_context(|| format!("无法写入 {}", path.display()))?;
    }
    // the port is taken first: who asked for a taken one should not wait for the cases
    let taken = if options.no_serve {
        None
    } else {
        Some(server::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port))).await?)
    };
    let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(demo::SEED));
    let made = tokio::select! {
        made = seeded(&place, &secrets, &entropy) => made?,
        () = server::heard(stop.clone()) => {
            if options.keep.is_some() {
                io::note(&format!("演示数据没有写完，请删除 {} 后重新运行。", folder.display()));
            }
            return Ok(Exit::default());
        }
    };
    let Some((listener, at)) = taken else {
        io::print(&format!("演示数据已写入 {}。\n\n{}", folder.display(), sign_ins(&made.sign_ins)))?;
        return Ok(Exit::default());
    };
    let office = place.office(&secrets, Arc::new(GoingClock::from(demo::now())), entropy).await?;
    let web = Arc::new(web(office, &made, &options.prefix)?);
    let home = web.site.urls.home();
    let desk = web.site.urls.sign_in();
    let serving = tokio::spawn(server::answer(listener, Arc::clone(&web), stop.clone()));
    let jobs = tokio::spawn(Jobs::new(Arc::clone(&web.office), Post::default()).run(stop));
    let mut text = format!("http://{at}{home}\n\n");
    let _ = writeln!(text, "办公端：http://{at}{desk}");
    let _ = writeln!(
        text,
        "演示日期：{}（周一），所有机关、人员和申请均为虚构。",
        demo::now().format("%Y年%-m月%-d日")
    );
    text.push('\n');
    text.push_str(&sign_ins(&made.sign_ins));
    text.push_str("\n公众查询（申请编号、查询码、办理状态）：\n");
    for track in made.tracks.iter().chain(&made.others) {
        let kind = match track.reference.get(..2) {
            Some("GZ") => "更正申请：",
            Some("TS") => "投诉举报：",
            _ => "",
        };
        let _ = writeln!(text, "  {}  {}  {kind}{}", track.reference, shown(&track.code), track.state);
    }
    text.push_str("\n按 Ctrl-C 结束。\n");
    io::print(&text)?;
    serving.await?;
    jobs.await?;
    web.office.storage.clone().close().await.told()?;
    Ok(Exit::default())
}

fn web(office: gongkai_app::Office, made: &Demo, prefix: &str) -> anyhow::Result<Web> {
    let house =
        made.houses.iter().find(|house| house.agency.code == demo::AGENCY).context("演示缺少门户机关")?;
    let site = Site {
        urls: Urls::under(prefix),
        agency: house.agency.full_name.clone(),
        host: Some(Link::new("云州市人民政府", "https://www.yunzhou.example/")),
        organiser: "云州市人民政府办公室".to_owned(),
        operator: Some(house.agency.full_name.clone()),
        phone: Some(house.settings.contact.phone.clone()),
        site_code: Some("3308000000".to_owned()),
        is_demo: true,
        ..Site::default()
    };
    Ok(Web { office: Arc::new(office), site, agency: house.agency.id, is_secure: false, proxies: Vec::new() })
}

/// Who can sign in, as a table.
fn sign_ins(sign_ins: &[SignIn]) -> String {
    let mut text = format!("登录账号（密码均为 {}）：\n", demo::PASSWORD);
    let left = sign_ins.iter().map(|one| width::of(&one.login)).max().unwrap_or(0) + 2;
    let mut agency = "";
    for one in sign_ins {
        if one.agency != agency {
            agency = one.agency;
            let _ = writeln!(text, "{agency}");
        }
        let roles: Vec<&str> = one.roles.iter().map(|role| role.name()).collect();
        let _ = writeln!(
            text,
            "  {}{}  {}",
            width::pad(&one.login, left),
            width::pad(one.name, 6),
            roles.join("、")
        );
    }
    text
}
