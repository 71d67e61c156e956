//! The site on which the office is shown: a TOML file with names, numbers and the host site's header and footer.
//!
//! Not here: how the frame of a page looks (`gongkai_web::chrome`), the ways out of the house (`super::post`).

use super::post::{HookSection, MailSection, Sections, post};
use crate::{io, words};
use anyhow::Context as _;
use gongkai_jobs::Post;
use gongkai_web::chrome::Site;
use gongkai_web::components::Link;
use gongkai_web::urls::Urls;
use serde::Deserialize;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// What may stand in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SiteFile {
    /// The code of the agency whose portal it is.
    pub(crate) agency: Option<String>,
    /// The codes of the other agencies to which one can apply here; else all of the records.
    #[serde(default)]
    agencies: Vec<String>,
    /// The name shown; else that of the agency.
    name: Option<String>,
    host: Option<Host>,
    /// A file with the host site's header, relative to this file.
    header: Option<PathBuf>,
    /// The same for the footer.
    footer: Option<PathBuf>,
    organiser: Option<String>,
    operator: Option<String>,
    phone: Option<String>,
    site_code: Option<String>,
    icp: Option<String>,
    police_record: Option<String>,
    /// Whether cookies go over https only; they do unless this says no.
    is_secure: Option<bool>,
    /// Proxies whose word on the client's address is taken.
    #[serde(default)]
    pub(crate) proxies: Vec<IpAddr>,
    /// The mail server by which letters go out.
    mail: Option<MailSection>,
    /// The gateway for text messages.
    text_message: Option<HookSection>,
    /// A system that is told what presses.
    webhook: Option<HookSection>,
    #[serde(skip)]
    folder: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Host {
    name: String,
    address: String,
}

impl SiteFile {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.display();
        let text = io::read_text(path).with_context(|| format!("无法打开站点文件 {name}"))?;
        let text = text.with_context(|| format!("找不到站点文件 {name}"))?;
        let mut file: Self = toml::from_str(&text)
            .map_err(|e| anyhow::anyhow!("站点文件 {name} {}", words::toml(&e, &text)))?;
        file.folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(file)
    }

    /// Whether cookies go over https only.
    pub(crate) fn is_secure(&self) -> bool {
        self.is_secure.unwrap_or(true)
    }

    /// The ways by which letters leave the house; within a runtime only, as the mail server's connections live in one.
    pub(crate) fn post(&self) -> anyhow::Result<Post> {
        let sections = Sections {
            mail: self.mail.as_ref(),
            text_message: self.text_message.as_ref(),
            webhook: self.webhook.as_ref(),
        };
        post(&sections, &self.folder)
    }

    /// The site of an agency below a prefix.
    pub(crate) fn site(&self, agency: &str, prefix: &str) -> anyhow::Result<Site> {
        let agency = self.name.clone().unwrap_or_else(|| agency.to_owned());
        Ok(Site {
            urls: Urls::under(prefix),
            organiser: self.organiser.clone().unwrap_or_else(|| agency.clone()),
            agency,
            agencies: self.agencies.clone(),
            host: self.host.as_ref().map(|host| Link::new(&host.name, &host.address)),
            header_html: self.html(self.header.as_deref())?,
            footer_html: self.html(self.footer.as_deref())?,
            operator: self.operator.clone(),
            phone: self.phone.clone(),
            site_code: self.site_code.clone(),
            icp: self.icp.clone(),
            police_record: self.police_record.clone(),
            is_demo: false,
        })
    }

    fn html(&self, file: Option<&Path>) -> anyhow::Result<Option<String>> {
        let Some(path) = file.map(|file| self.folder.join(file)) else { return Ok(None) };
        let text = io::read_text(&path).with_context(|| format!("无法打开 {}", path.display()))?;
        text.with_context(|| format!("找不到 {}", path.display())).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_file_gives_the_frame_and_a_misspelt_line_is_refused() {
        let text = "agency = \"city-data\"\nagencies = [\"county-housing\"]\norganiser = \"云州市人民政府办公室\"\nproxies = [\"10.0.0.1\"]\n\
                    host = { name = \"云州市人民政府\", address = \"https://www.yunzhou.example/\" }\n";
        let file: SiteFile = toml::from_str(text).unwrap();
        let site = file.site("云州市数据资源管理局", "/zwgk/ysqgk/").unwrap();
        assert_eq!(site.urls.home(), "/zwgk/ysqgk/");
        assert_eq!(site.agency, "云州市数据资源管理局");
        assert_eq!(site.organiser, "云州市人民政府办公室");
        assert_eq!(site.agencies, ["county-housing"]);
        assert!(file.is_secure() && file.proxies.len() == 1);
        assert!(toml::from_str::<SiteFile>("organizer = \"甲\"").is_err());
    }

    #[tokio::test]
    async fn a_way_out_that_cannot_work_is_refused_at_the_start() {
        let refused = |text: &str| toml::from_str::<SiteFile>(text).unwrap().post().unwrap_err().to_string();
        let mail = "[mail]\nserver = \"mail.example\"\nfrom = \"gongkai@yunzhou.example\"\n";
        let post = toml::from_str::<SiteFile>(&format!("{mail}security = \"starttls\"\n")).unwrap();
        assert!(post.post().unwrap().ways().mail);
        assert!(refused(&format!("{mail}user = \"gongkai\"\n")).contains("GONGKAI_MAIL_PASSWORD"));
        assert!(refused(&format!("{mail}ca = \"no-such-file.pem\"\n")).contains("no-such-file.pem"));
        let hook = "[webhook]\nurl = \"https://oa.yunzhou.example/gongkai\"\n";
        assert!(refused(hook).contains("GONGKAI_WEBHOOK_SECRET"));
        assert!(toml::from_str::<SiteFile>(&format!("{mail}password = \"x\"\n")).is_err());
    }
}
