//! The frame around every page: whose site it is, which theme is shown, where one stands, who is signed in.
//!
//! Not here: the content of pages (`pages`) and the parts they share (`components`).

use crate::components::Link;
use crate::urls::{Urls, with_query};
use askama::Template;
use std::borrow::Cow;
use std::fmt::Display;

/// 《保守国家秘密法》第三十一条: shown on all desk pages and at every upload.
pub const NOT_CLASSIFIED: &str = "本系统为非涉密系统，严禁存储、处理、传输国家秘密";

/// How the pages look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// 标准版.
    #[default]
    Default,
    /// 长辈版: larger type, one column.
    Elder,
    /// 高对比度.
    Contrast,
}

impl Theme {
    /// All of them.
    pub const EVERY: [Self; 3] = [Self::Default, Self::Elder, Self::Contrast];

    /// The value of the attribute, the cookie and the query.
    pub fn key(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Elder => "elder",
            Self::Contrast => "contrast",
        }
    }

    /// Its name for readers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "标准版",
            Self::Elder => "长辈版",
            Self::Contrast => "高对比度",
        }
    }

    /// The theme of a key; an unknown key is the default theme.
    pub fn of_key(key: &str) -> Self {
        Self::EVERY.into_iter().find(|theme| theme.key() == key).unwrap_or_default()
    }
}

/// Whose site this is: all from configuration.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Addresses below the path at which the office is mounted.
    pub urls: Urls,
    /// Name of the agency, 云州市数据资源管理局.
    pub agency: String,
    /// Codes of the other agencies to which one can apply here; empty means all agencies of the records.
    pub agencies: Vec<String>,
    /// Name and address of the site on which the column stands, 云州市人民政府.
    pub host: Option<Link>,
    /// The host site's own header, trusted HTML from the configuration, printed above the bar with the themes. The policy of
    /// the pages holds for it too: nothing inline, and files from this host only.
    pub header_html: Option<String>,
    /// The host site's own footer, trusted HTML from the configuration, printed instead of the fields below.
    pub footer_html: Option<String>,
    /// 主办单位.
    pub organiser: String,
    /// 承办单位.
    pub operator: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
    /// 网站标识码.
    pub site_code: Option<String>,
    /// ICP 备案号.
    pub icp: Option<String>,
    /// 公安备案号.
    pub police_record: Option<String>,
    /// Whether this is a demonstration with invented people.
    pub is_demo: bool,
}

/// How and where a page is looked at.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The theme in force.
    pub theme: Theme,
    /// The path and query of the page, so that changing the theme stays on it.
    pub path: String,
}

impl View {
    /// The addresses of the other looks of this page.
    pub fn themes(&self) -> Vec<ThemeLink> {
        Theme::EVERY
            .into_iter()
            .map(|theme| ThemeLink {
                name: theme.name(),
                href: with_query(self.path.clone(), &[("theme", theme.key())]),
                is_current: theme == self.theme,
            })
            .collect()
    }
}

/// One of the theme switches.
#[derive(Debug, Clone)]
pub struct ThemeLink {
    /// Its words.
    pub name: &'static str,
    /// This page in that theme.
    pub href: String,
    /// Whether it is the one shown.
    pub is_current: bool,
}

/// What a page's content tells its frame. The content prints its own h1, because on a question page it is the label.
pub trait Body: Template + Display {
    /// The words of the h1, which open the title.
    fn heading(&self) -> Cow<'_, str>;

    /// Whether the page was shown again because of errors: its title then begins with 错误.
    fn has_errors(&self) -> bool {
        false
    }

    /// The way here, without the page itself.
    fn crumbs(&self, _urls: &Urls) -> Vec<Link> {
        Vec::new()
    }

    /// The portal door under which the page stands, if any.
    fn door(&self) -> Door {
        Door::None
    }

    /// Scripts that make it more convenient.
    fn scripts(&self) -> &'static [&'static str] {
        &[]
    }
}

/// The doors of the portal, in the order in which they stand in the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// None of them.
    None,
    /// 首页.
    Home,
    /// 指南.
    Guide,
    /// 提交申请.
    Apply,
    /// 查询进度.
    Track,
}

/// `h1 – agency – 政府信息公开`, with 错误 in front where the page shows errors.
fn title(body: &impl Body, agency: &str) -> String {
    let mark = if body.has_errors() { "错误：" } else { "" };
    format!("{mark}{} – {agency} – 政府信息公开", body.heading())
}

/// A page for citizens.
#[derive(Debug, Template)]
#[template(path = "frame/portal.html")]
pub struct PortalPage<'a, B: Body> {
    /// Whose site.
    pub site: &'a Site,
    /// How it is looked at.
    pub view: &'a View,
    /// The content.
    pub body: &'a B,
}

impl<B: Body> PortalPage<'_, B> {
    fn title(&self) -> String {
        title(self.body, &self.site.agency)
    }

    fn doors(&self) -> Vec<DoorLink> {
        let urls = &self.site.urls;
        [
            (Door::Home, "首页", urls.home()),
            (Door::Guide, "公开指南", urls.guide()),
            (Door::Apply, "提交申请", urls.apply()),
            (Door::Track, "查询进度", urls.track()),
        ]
        .into_iter()
        .map(|(door, words, href)| DoorLink {
            link: Link::new(words, href),
            is_here: self.body.door() == door,
        })
        .collect()
    }
}

/// One door of the bar.
#[derive(Debug)]
struct DoorLink {
    link: Link,
    is_here: bool,
}

/// The places of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// 待办.
    Inbox,
    /// 消息.
    Messages,
    /// 登记.
    Register,
    /// 审核.
    Review,
    /// 台账.
    Ledger,
    /// 复议诉讼.
    Challenges,
    /// 信息更正.
    RecordCorrections,
    /// 投诉举报.
    Complaints,
    /// 转主动公开.
    Proactive,
    /// 监督下级.
    Supervision,
    /// 工作日历.
    Calendar,
    /// 人员与权限.
    People,
    /// 审计.
    Audit,
    /// 设置.
    Settings,
    /// 系统运行.
    System,
}

/// Who is signed in and what the rail shows.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Name of the person.
    pub name: String,
    /// Their roles, in the office's words.
    pub roles: String,
    /// The agency worked for.
    pub agency: String,
    /// The places they may enter, each with a count where one helps.
    pub places: Vec<(Place, Option<u32>)>,
    /// Token of the sign-out form.
    pub token: String,
    /// A warning for every page, such as a missing calendar year, with the way to mend it.
    pub warning: Option<(String, Link)>,
}

impl Place {
    fn words(self) -> &'static str {
        match self {
            Self::Inbox => "待办",
            Self::Messages => "消息",
            Self::Register => "登记申请",
            Self::Review => "审核",
            Self::Ledger => "台账",
            Self::Challenges => "复议诉讼",
            Self::RecordCorrections => "信息更正",
            Self::Complaints => "投诉举报",
            Self::Proactive => "转主动公开",
            Self::Supervision => "监督下级",
            Self::Calendar => "工作日历",
            Self::People => "人员权限",
            Self::Audit => "审计",
            Self::Settings => "设置",
            Self::System => "系统运行",
        }
    }

    /// Its address.
    pub fn href(self, urls: &Urls) -> String {
        match self {
            Self::Inbox => urls.desk(),
            Self::Messages => urls.messages(),
            Self::Register => urls.register(),
            Self::Review => urls.review(),
            Self::Ledger => urls.ledger(),
            Self::Challenges => urls.challenges(),
            Self::RecordCorrections => urls.record_corrections(),
            Self::Complaints => urls.complaints(),
            Self::Proactive => urls.proactive(),
            Self::Supervision => urls.supervision(),
            Self::Calendar => urls.calendar(),
            Self::People => urls.people(),
            Self::Audit => urls.audit(),
            Self::Settings => urls.settings(),
            Self::System => urls.system(),
        }
    }
}

/// A page for the office.
#[derive(Debug, Template)]
#[template(path = "frame/desk.html")]
pub struct DeskPage<'a, B: Body> {
    /// Whose site.
    pub site: &'a Site,
    /// How it is looked at.
    pub view: &'a View,
    /// Who is signed in.
    pub staff: &'a Staff,
    /// Where in the rail the page stands.
    pub place: Option<Place>,
    /// The content.
    pub body: &'a B,
}

impl<B: Body> DeskPage<'_, B> {
    fn title(&self) -> String {
        title(self.body, &self.staff.agency)
    }

    fn rail(&self) -> Vec<RailLine> {
        self.staff
            .places
            .iter()
            .map(|(place, count)| RailLine {
                link: Link::new(place.words(), place.href(&self.site.urls)),
                count: *count,
                is_current: Some(*place) == self.place,
            })
            .collect()
    }
}

/// One line of the rail.
#[derive(Debug)]
struct RailLine {
    link: Link,
    count: Option<u32>,
    is_current: bool,
}

/// A page before anyone is signed in: sign-in and first start.
#[derive(Debug, Template)]
#[template(path = "frame/door.html")]
pub struct DoorPage<'a, B: Body> {
    /// Whose site.
    pub site: &'a Site,
    /// How it is looked at.
    pub view: &'a View,
    /// The content.
    pub body: &'a B,
}

impl<B: Body> DoorPage<'_, B> {
    fn title(&self) -> String {
        title(self.body, &self.site.agency)
    }
}
