//! `gongkai serve`: runs the office: portal, desk and interface on one address, and the jobs behind them.
//!
//! Not here: what is answered (`gongkai-web`), what the jobs do (`gongkai-jobs`), the demonstration (`super::demo`).

use crate::exit::Exit;
use crate::io;
use crate::office;
use crate::office::clock::SystemClock;
use crate::office::server;
use crate::office::site::SiteFile;
use crate::office::store::Place;
use crate::office::told::Told as _;
use anyhow::{Context as _, bail};
use clap::Args;
use gongkai_app::first_start;
use gongkai_domain::ids::AgencyId;
use gongkai_jobs::Jobs;
use gongkai_storage::{Storage, SystemEntropy};
use gongkai_web::server::Web;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// What may be said to `serve`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    place: Place,
    /// 监听的地址和端口，默认 127.0.0.1:8080；对外服务应当放在提供 https 的反向代理之后
    #[arg(long, value_name = "地址", env = "GONGKAI_LISTEN", hide_env = true, default_value = "127.0.0.1:8080", value_parser = address)]
    listen: SocketAddr,
    /// 挂在既有网站的路径之下，如 /zwgk/ysqgk；默认在根路径
    #[arg(long, value_name = "路径", env = "GONGKAI_PREFIX", hide_env = true, default_value = "")]
    prefix: String,
    /// 站点文件（TOML）：机关代码、主办单位、网站标识码、备案号、页头页脚等
    #[arg(long, value_name = "文件", env = "GONGKAI_SITE", hide_env = true)]
    site: Option<PathBuf>,
    /// 运行记录的详细程度，如 info、debug；写到标准错误
    #[arg(long, value_name = "级别", env = "GONGKAI_LOG", hide_env = true)]
    log: Option<String>,
    /// 不运行后台任务（提醒、邮件等的发送、清理）：用于只应答请求的节点，其他节点至少有一个要运行
    #[arg(long)]
    no_jobs: bool,
    /// 允许 Cookie 经 http 传送：只用于本机试用
    #[arg(long)]
    insecure: bool,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.trim().parse().map_err(|_| "应当写作 127.0.0.1:8080 这样的地址和端口".to_owned())
}

/// Serves until it is told to stop.
pub(crate) fn run(options: &Options) -> anyhow::Result<Exit> {
    office::log(options.log.as_deref());
    let secrets = options.place.real_secrets()?;
    let file = options.site.as_deref().map(SiteFile::read).transpose()?.unwrap_or_default();
    office::run(async {
        let stop = server::stop();
        // what cannot work is refused before anything is opened
        let post = file.post()?;
        let office = options.place.office(&secrets, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
        let office = office.with_ways_out(post.ways_out());
        let first_start = first_start::prepare(&office).await.told()?;
        let (agency, name) = match &first_start {
            Some(prepared) => (prepared.agency, "政府信息公开".to_owned()),
            None => agency_of(&office.storage, file.agency.as_deref()).await?,
        };
        let site = file.site(&name, &options.prefix)?;
        let home = site.urls.home();
        let web = Arc::new(Web {
            office: Arc::new(office),
            site,
            agency,
            is_secure: file.is_secure() && !options.insecure,
            proxies: file.proxies.clone(),
        });
        let (listener, at) = server::listen(options.listen).await?;
        io::note(&format!("{name}：http://{at}{home} 已开始服务，按 Ctrl-C 结束。"));
        if let Some(prepared) = first_start {
            io::note(&first_words(&prepared.word, &format!("http://{at}{}", web.site.urls.setup())));
        }
        if post.mail.is_none() && !options.no_jobs {
            io::note("没有配置邮件（站点文件中的 [mail]）：提醒只在办公端显示，补发查询码等邮件不会送出。");
        }
        if file.proxies.is_empty() && file.is_secure() && !options.insecure {
            io::note(WITHOUT_PROXIES);
        }
        let jobs = (!options.no_jobs)
            .then(|| tokio::spawn(Jobs::new(Arc::clone(&web.office), post).run(stop.clone())));
        server::answer(listener, Arc::clone(&web), stop).await;
        if let Some(jobs) = jobs {
            jobs.await.context("后台任务中断")?;
        }
        web.office.storage.clone().close().await.told()?;
        io::note("已结束服务。");
        Ok(Exit::default())
    })
}

/// What is told where cookies go over https, so that a proxy must stand before this server, and none is named.
const WITHOUT_PROXIES: &str = "没有配置反向代理的地址（站点文件中的 proxies）：经代理的访问者会被当作同一个地址，查询、提交和登录的次数限制由所有人共用，审计记录中的来源地址也不准确。";

/// What an empty office is told: where to begin, and the word that proves that one may.
fn first_words(word: &str, address: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    format!("数据库中还没有机关。请打开 {address} 完成首次设置，安装口令：{}", groups.join("-"))
}

/// The agency of the portal: the one named, else the only one.
async fn agency_of(storage: &Storage, code: Option<&str>) -> anyhow::Result<(AgencyId, String)> {
    if let Some(code) = code {
        let row = storage.agency_by_code(code).await.told()?;
        let row = row.with_context(|| format!("站点文件中的机关代码“{code}”不存在"))?;
        return Ok((row.id, row.name));
    }
    let agencies = storage.agencies().await.told()?;
    match agencies.as_slice() {
        [] => bail!("数据库中没有机关"),
        [one] => Ok((one.id, one.name.clone())),
        several => {
            let codes: Vec<&str> = several.iter().map(|row| row.code.as_str()).collect();
            bail!("有多个机关，请在站点文件中用 agency 指明门户属于哪一个：{}", codes.join("、"))
        }
    }
}
