//! Before anyone is at the desk: sign-in with password, then the second factor, and the first start of an empty office.
//!
//! Not here: who may enter (`gongkai-app`). Wrong name and wrong password have one message.

use crate::chrome::Door;
use crate::components::form::Width;
use crate::components::{Choice, Control, Entered, Form};
use crate::pages::Question;
use crate::urls::Urls;

/// What these forms need.
#[derive(Debug, Clone)]
pub struct AtDoor<'a> {
    /// Addresses.
    pub urls: &'a Urls,
    /// Single-use signed token.
    pub token: &'a str,
    /// What was sent, and its faults.
    pub entered: &'a Entered,
}

impl AtDoor<'_> {
    fn page(&self, heading: &str, action: String, submit: &str, controls: Vec<Control>) -> Question {
        Question {
            heading: heading.to_owned(),
            caption: None,
            back: None,
            summary: self.entered.summary(),
            has_errors: self.entered.has_errors(),
            lead: Vec::new(),
            quoted: None,
            details: None,
            is_heading_in_form: false,
            form: Form {
                action,
                token: self.token.to_owned(),
                controls,
                submit: submit.to_owned(),
                ..Form::default()
            },
            door: Door::None,
            crumbs: Vec::new(),
        }
    }

    /// The page that was asked for before signing in, where there is one: it travels along.
    fn asked(&self, mut page: Question) -> Question {
        let asked = self.entered.value("to");
        if !asked.is_empty() {
            page.form.controls.insert(0, Control::hidden("to", asked));
        }
        page
    }

    /// Name and password; `notice` tells of an ended session or a locked account.
    pub fn sign_in(&self, notice: Option<&str>) -> Question {
        let controls = vec![
            Control::line(self.entered, "account", "用户名").width(Width::Medium).autocomplete("username"),
            Control::secret("password", "密码", self.entered)
                .width(Width::Medium)
                .autocomplete("current-password"),
        ];
        let mut page = self.asked(self.page("登录", self.urls.sign_in(), "继续", controls));
        page.lead = notice.map(|words| vec![words.to_owned()]).unwrap_or_default();
        page.details = Some((
            "不能登录怎么办".to_owned(),
            vec!["请联系本机关系统管理员重置密码或者动态口令。连续输错会暂时锁定账号。".to_owned()],
        ));
        page
    }

    /// The code of the authenticator.
    pub fn second_factor(&self) -> Question {
        let controls = vec![
            Control::line(self.entered, "code", "动态口令")
                .hint("身份验证器显示的 6 位数字；没有身份验证器的，输入一个恢复码")
                .autocomplete("one-time-code")
                .width(Width::Medium),
        ];
        let mut page = self.asked(self.page("输入动态口令", self.urls.second_factor(), "登录", controls));
        page.back = Some(self.urls.sign_in());
        page
    }

    /// First start: the agency. `kinds` and `levels` are those of the law, `units` the words for divisions.
    pub fn agency(&self, kinds: Vec<Choice>, levels: Vec<Choice>, units: Vec<Choice>) -> Question {
        let e = self.entered;
        let controls = vec![
            Control::line(e, "word", "安装口令")
                .hint("服务启动时显示在命令行中")
                .autocomplete("off")
                .width(Width::Medium),
            Control::line(e, "name", "机关全称").hint("与印章一致"),
            Control::line(e, "short_name", "机关简称").hint("列表中显示；空着的，显示全称").optional(),
            Control::line(e, "code", "机关代码").hint("用于网址和命令，例如 yzsjj").width(Width::Medium),
            Control::one(e, "kind", "机关类型", kinds),
            Control::select(e, "level", "机关层级", levels),
            Control::one(e, "unit_word", "内设机构的称呼", units).inline(),
            Control::line(e, "pattern", "登记编号格式")
                .hint("年份写作 {year}，顺序号写作 {n}，例如 依申请〔{year}〕{n}号"),
            Control::line(e, "reconsideration", "行政复议机关").hint("印在答复书的救济告知中").optional(),
            Control::line(e, "court", "有管辖权的人民法院").hint("没有填写的，答复书不能制发；对县级以上人民政府提起的诉讼由中级人民法院管辖（《行政诉讼法》第十五条）").optional(),
        ];
        let mut page = self.page("设置本机关", self.urls.setup(), "保存并继续", controls);
        page.caption = Some("首次启动：第 1 步，共 3 步".to_owned());
        page.lead = vec!["数据库是空的。请先登记机关信息，以后可以在“设置”和“机关”中修改。".to_owned()];
        page.form.is_guarded = true;
        page
    }

    /// First start: the administrator. `secret` is the key for the authenticator, shown once.
    pub fn administrator(&self, secret: &str) -> Question {
        let e = self.entered;
        let controls = vec![
            Control::line(e, "name", "姓名").autocomplete("name").width(Width::Medium),
            Control::line(e, "account", "用户名").autocomplete("username").width(Width::Medium),
            Control::secret("password", "密码", e)
                .hint("至少 12 位，包含大写字母、小写字母、数字和符号中的三类")
                .autocomplete("new-password")
                .width(Width::Medium),
            Control::secret("again", "再输入一次密码", e).autocomplete("new-password").width(Width::Medium),
            Control::locked("动态口令密钥", secret).hint("在身份验证器中手动输入这串字符，只显示这一次"),
            Control::line(e, "code", "动态口令")
                .hint("输入身份验证器显示的 6 位数字，确认已经绑定")
                .inputmode("numeric")
                .autocomplete("one-time-code")
                .width(Width::Short),
        ];
        let mut page = self.page("设置系统管理员", self.urls.setup_administrator(), "保存并继续", controls);
        page.caption = Some("首次启动：第 2 步，共 3 步".to_owned());
        page.lead = vec![
            "系统管理员、安全管理员、审计管理员应当由不同的人担任；其余人员稍后在“人员权限”中添加。"
                .to_owned(),
        ];
        page
    }

    /// First start: the calendar; `known` are the years that come with the program.
    pub fn calendar(&self, known: &str, missing: Option<i32>) -> Question {
        let controls = vec![
            Control::locked("已内置的年份", known),
            Control::line(self.entered, "source", "来源").hint("通知的标题和文号").optional(),
            Control::file(self.entered, "file", "其他年份的放假安排", ".json,.csv,.txt").optional(),
        ];
        let mut page = self.page("核对工作日历", self.urls.setup_calendar(), "完成设置", controls);
        page.caption = Some("首次启动：第 3 步，共 3 步".to_owned());
        page.lead = vec![match missing {
            Some(year) => {
                format!("{year}年放假安排尚未收录。没有安排的年份按周一至周五推算，日期标注“暂定”。")
            }
            None => "答复期限按国务院办公厅公布的放假安排推算。".to_owned(),
        }];
        page.form.has_files = true;
        page
    }
}
