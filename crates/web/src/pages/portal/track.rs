//! Where an application stands, and what the applicant can do: answer a correction, withdraw, find a lost code.
//!
//! Not here: who may look (`gongkai-app` compares codes in constant time). The code is never part of an address.

use crate::chrome::{Body, Door};
use crate::components::form::Width;
use crate::components::{
    Chip, Choice, ClockView, Confirmation, Control, Entered, Facts, Form, Link, Remedy, Steps,
};
use crate::day::Day;
use crate::pages::Question;
use crate::urls::Urls;
use askama::Template;
use gongkai_app::WaysOut;
use std::borrow::Cow;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The applicant's.
    You,
    /// The office's.
    Office,
    /// Someone else's: a third party or another agency.
    Others,
    /// Nobody's: it is done.
    Nobody,
}

impl Turn {
    fn is_yours(self) -> bool {
        self == Self::You
    }

    fn words(self) -> &'static str {
        match self {
            Self::You => "现在轮到您",
            Self::Office => "现在由本机关办理",
            Self::Others => "正在等待其他方面的意见",
            Self::Nobody => "已经办结",
        }
    }
}

/// One thing that happened, newest last.
#[derive(Debug, Clone)]
pub struct Happened {
    /// The day.
    pub on: Day,
    /// What happened.
    pub words: String,
    /// What it means for the period, with its article.
    pub effect: Option<String>,
}

/// A paper the applicant may fetch.
#[derive(Debug, Clone)]
pub struct TrackedPaper {
    /// Its title.
    pub title: String,
    /// Its number, where it has one.
    pub number: Option<String>,
    /// Its day.
    pub on: Day,
    /// Formats.
    pub files: Vec<Link>,
}

/// The outcome of one matter.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// `第 1 项` and its title.
    pub matter: String,
    /// What was decided.
    pub words: String,
}

/// Where an application stands.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/tracked.html")]
pub struct Tracked {
    /// Registration number, or the reference of the receipt before registration.
    pub number: String,
    /// What was asked for, shortened.
    pub subject: String,
    /// How it stands.
    pub chip: Chip,
    /// Whose turn it is.
    pub turn: Turn,
    /// What that side has to do, and until when.
    pub turn_words: String,
    /// The due date of the reply, while one runs.
    pub due: Option<Day>,
    /// `还剩 6 个工作日`, or that it has passed.
    pub left: Option<String>,
    /// The clock as bar and list.
    pub clock: Option<ClockView>,
    /// The stretches of days, where no clock can be drawn because the period will start anew.
    pub stretches: Vec<Happened>,
    /// Why it is that day.
    pub steps: Steps,
    /// What happened.
    pub happened: Vec<Happened>,
    /// The outcome of each matter after the reply.
    pub outcomes: Vec<Outcome>,
    /// Papers to fetch.
    pub papers: Vec<TrackedPaper>,
    /// Remedies after the reply, or after silence.
    pub remedy: Option<Remedy>,
    /// What the applicant can do.
    pub actions: Vec<Link>,
    /// The office.
    pub office: Facts,
    /// Something just done, told once.
    pub done: Option<String>,
}

impl Body for Tracked {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Owned(format!("申请 {}", self.number))
    }

    fn door(&self) -> Door {
        Door::Track
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![Link::new("首页", urls.home()), Link::new("查询进度", urls.track())]
    }
}

/// What the small forms of this module need.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// Addresses.
    pub urls: &'a Urls,
    /// Single-use signed token.
    pub token: &'a str,
    /// What was sent, and its faults.
    pub entered: &'a Entered,
}

impl Asking<'_> {
    fn question(&self, heading: &str, action: String, submit: &str, controls: Vec<Control>) -> Question {
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
                has_trap: true,
                ..Form::default()
            },
            door: Door::Track,
            crumbs: vec![Link::new("首页", self.urls.home())],
        }
    }

    fn about(
        &self,
        number: &str,
        page: &str,
        heading: &str,
        submit: &str,
        controls: Vec<Control>,
    ) -> Question {
        let back = self.urls.tracked(number, "");
        let mut question = self.question(heading, self.urls.tracked(number, page), submit, controls);
        question.crumbs.push(Link::new("查询进度", self.urls.track()));
        question.crumbs.push(Link::new(format!("申请 {number}"), back.clone()));
        question.form.cancel = Some(Link::new("返回申请", back));
        question
    }

    /// Number and code. A wrong pair has one neutral message.
    pub fn track(&self) -> Question {
        let controls = vec![
            Control::line(self.entered, "number", "申请编号")
                .hint("申请、投诉举报或者更正申请回执上的编号，或者登记后的登记编号")
                .width(Width::Medium)
                .autocomplete("off"),
            Control::line(self.entered, "code", "查询码")
                .hint("回执上的查询码，不区分大小写")
                .width(Width::Medium)
                .autocomplete("off"),
        ];
        let mut page = self.question("查询申请进度", self.urls.track(), "查询", controls);
        page.form.cancel = Some(Link::new("查询码丢失了怎么办", self.urls.lost_code()));
        page
    }

    /// A new code is sent to the contact on file only, by the ways that there are.
    pub fn lost_code(&self, ways: WaysOut) -> Question {
        let contact = contact_words(ways);
        let controls = vec![
            Control::line(self.entered, "number", "申请编号")
                .hint("申请、投诉举报或者更正申请回执上的编号；不记得的，请携带身份证件到受理窗口办理")
                .width(Width::Medium)
                .autocomplete("off"),
            Control::line(self.entered, "contact", format!("提交时留下的{contact}")).autocomplete("off"),
        ];
        let mut page = self.question("重新取得查询码", self.urls.lost_code(), "发送新的查询码", controls);
        page.lead = vec![
            format!(
                "如果与提交时留下的{contact}一致，新的查询码会发送到那里。新查询码发出之前，原查询码仍然有效。"
            ),
            format!("没有留{contact}的，请携带身份证件到受理窗口办理。"),
        ];
        page.crumbs.push(Link::new("查询进度", self.urls.track()));
        page
    }

    /// Answer a correction request once: an answer in words, the matters as they are to read, by number, and files; `kept` are
    /// the names of those that were kept already.
    pub fn correct(
        &self,
        number: &str,
        asked: &str,
        matters: &[(u32, String)],
        until: Option<&Day>,
        limit: &str,
        kept: &[String],
    ) -> Question {
        let is_several = matters.len() > 1;
        let mut controls = vec![
            Control::text(self.entered, "correction", "补正内容", 8)
                .hint("请逐条回答上面要求补正的事项")
                .limit(5000),
        ];
        let change = |(number, text): &(u32, String)| {
            let label =
                if is_several { format!("第 {number} 项申请内容") } else { "申请内容".to_owned() };
            let hint = if is_several {
                "需要修改的，直接在这里改写；不改的保持原样；不再申请这一项的，清空"
            } else {
                "需要修改的，直接在这里改写；不改的保持原样"
            };
            let field = format!("matter.{number}");
            let control = Control::text(self.entered, &field, label, 4).hint(hint).limit(3000);
            if self.entered.has_field(&field) { control } else { control.or_value(text) }
        };
        controls.extend(matters.iter().map(change));
        let before = if kept.is_empty() {
            String::new()
        } else {
            format!("已上传“{}”，可以再加；", kept.join("”“"))
        };
        controls.push(
            Control::file(self.entered, "file", "补充材料", ".pdf,.jpg,.jpeg,.png,.docx")
                .several()
                .hint(format!("{before}{limit}"))
                .optional(),
        );
        let mut page = self.about(number, "correct", "补正申请内容", "提交补正", controls);
        page.quoted = Some(("本机关请您补正".to_owned(), asked.to_owned()));
        page.lead = vec![match until {
            Some(day) => format!("请在{}前一次性补正。收到补正之日起，答复期限重新计算。", day.words),
            None => "补正期限已过。如有正当理由，请在补正内容中说明；没有正当理由的，视为放弃申请，您可以重新提出申请。".to_owned(),
        }];
        page.form.has_files = true;
        page.form.is_guarded = true;
        page
    }

    /// Give the reasons for many applications (《条例》第三十五条).
    pub fn reasons(&self, number: &str, original: &str, until: Option<&Day>) -> Question {
        let controls = vec![
            Control::locked("原申请内容", original),
            Control::text(self.entered, "reasons", "申请的理由", 8).limit(5000),
        ];
        let mut page = self.about(number, "reasons", "说明申请的理由", "提交", controls);
        let article = "申请公开政府信息的数量、频次明显超过合理范围的，行政机关可以要求申请人说明理由（《政府信息公开条例》第三十五条）。";
        page.lead = vec![match until {
            Some(day) => format!("{article}请在{}前说明。", day.words),
            None => format!("{article}说明的期限已过，请尽快说明；本机关可能已经按照没有说明理由处理。"),
        }];
        page.form.is_guarded = true;
        page
    }

    /// Withdraw; of several applicants one alone cannot do so here, because all of them know the code.
    pub fn withdraw(&self, number: &str, subject: &str, applicants: u32) -> Question {
        let sure = match applicants {
            0 | 1 => "我确认撤回这件申请".to_owned(),
            all => format!("全体申请人（共{all}名）一致同意撤回这件申请"),
        };
        let controls = vec![
            Control::locked("申请内容", subject),
            Control::text(self.entered, "reason", "撤回原因", 3).optional(),
            Control::many(self.entered, "sure", "确认撤回", vec![Choice::new("yes", sure)]),
        ];
        let mut page = self.about(number, "withdraw", "撤回申请", "撤回申请", controls);
        page.lead = vec!["撤回后本机关终止办理，不再答复。以后仍可以重新申请。".to_owned()];
        if applicants > 1 {
            let words = "联合申请由全体申请人一致同意后撤回。只有部分申请人撤回的，由本人向本机关书面提出，其他申请人的申请继续办理。";
            page.lead.push(words.to_owned());
        }
        page.form.is_final = true;
        page
    }
}

/// What contacts letters go to, in words.
pub fn contact_words(ways: WaysOut) -> &'static str {
    match (ways.mail, ways.text_messages) {
        (true, false) => "电子邮箱",
        (false, true) => "手机号码",
        _ => "手机号码或者电子邮箱",
    }
}

/// Why something is not done here, and where it is done: an explanation, no error and no success.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/explained.html")]
pub struct Explained {
    /// What was wanted.
    pub heading: String,
    /// Why not here, and where.
    pub paragraphs: Vec<String>,
    /// Where to go.
    pub ways: Vec<Link>,
    /// The office.
    pub office: Facts,
    /// To which door of the site it belongs.
    pub door: Door,
}

impl Body for Explained {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.heading)
    }

    fn door(&self) -> Door {
        self.door
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![Link::new("首页", urls.home())]
    }
}

/// After a small form: what was done and what follows.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/done.html")]
pub struct Done {
    /// What was done.
    pub confirmation: Confirmation,
    /// What follows, and when.
    pub next: Vec<String>,
    /// Where to go.
    pub ways: Vec<Link>,
    /// The office.
    pub office: Facts,
}

impl Body for Done {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.confirmation.heading)
    }

    fn door(&self) -> Door {
        Door::Track
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["copy.js"]
    }
}
