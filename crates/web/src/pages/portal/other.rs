//! Complaining to the supervising authority (《条例》第四十七条), asking for the correction of a record about oneself
//! (《条例》第四十一条), and where such a case stands.
//!
//! Not here: who may look (`gongkai-app` compares codes in constant time), applications (`super::track`).

use super::track::Happened;
use crate::chrome::{Body, Door};
use crate::components::form::Width;
use crate::components::{Chip, Choice, Control, Entered, Facts, Form, Link};
use crate::pages::Question;
use crate::pages::desk::other::complaint::complaint_fields;
use crate::pages::desk::other::record::request_fields;
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// From how many agencies on they are a list to open instead of lines to read.
const MOST_TO_READ: usize = 12;

/// What such a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// A complaint.
    Complaint,
    /// A record that is wrong.
    Record,
}

impl Matter {
    /// What to do where no agency was chosen.
    pub fn missing(self) -> &'static str {
        match self {
            Self::Complaint => "选择投诉、举报哪个机关",
            Self::Record => "选择向哪个机关申请更正",
        }
    }

    fn question(self) -> &'static str {
        match self {
            Self::Complaint => "投诉、举报哪个机关？",
            Self::Record => "向哪个机关申请更正？",
        }
    }

    fn details(self) -> (&'static str, [&'static str; 2]) {
        match self {
            Self::Complaint => (
                "不知道投诉、举报哪个机关",
                [
                    "对答复不服或者没有收到答复的，选择受理您申请的机关，名称见申请回执；应当主动公开而没有公开的，选择制作或者保存该信息的机关。",
                    "投诉、举报由该机关的主管部门调查处理，不由被投诉、举报的机关自己处理。",
                ],
            ),
            Self::Record => (
                "不知道向哪个机关申请更正",
                [
                    "选择向您提供该信息的机关。",
                    "该机关无权更正的，会转送有权更正的机关处理并告知您，或者告知您向有权更正的机关提出（《政府信息公开条例》第四十一条）。",
                ],
            ),
        }
    }
}

/// The choice among several agencies.
#[derive(Debug, Clone)]
pub struct Chooser<'a> {
    /// Addresses.
    pub urls: &'a Urls,
    /// What was sent, and its faults.
    pub entered: &'a Entered,
    /// What the form is about.
    pub matter: Matter,
}

impl Chooser<'_> {
    /// The question, over agencies given by code and name; `number` travels along.
    pub fn page(&self, agencies: Vec<(String, String)>, number: Option<&str>) -> Question {
        let label = self.matter.question();
        let is_short = agencies.len() <= MOST_TO_READ;
        let choices = agencies.into_iter().map(|(code, name)| Choice::new(code, name)).collect();
        let control = if is_short {
            Control::one(self.entered, "agency", label, choices)
        } else {
            Control::select(self.entered, "agency", label, choices)
        };
        let mut controls = vec![control.heading()];
        controls.extend(number.map(|number| Control::hidden("number", number)));
        let (line, paragraphs) = self.matter.details();
        Question {
            heading: label.to_owned(),
            caption: None,
            back: None,
            summary: self.entered.summary(),
            has_errors: self.entered.has_errors(),
            lead: Vec::new(),
            quoted: None,
            details: Some((line.to_owned(), paragraphs.map(str::to_owned).to_vec())),
            is_heading_in_form: true,
            form: Form {
                action: match self.matter {
                    Matter::Complaint => self.urls.complain_agency(),
                    Matter::Record => self.urls.correct_record_agency(),
                },
                controls,
                submit: "继续".to_owned(),
                cancel: Some(Link::new("返回首页", self.urls.home())),
                is_get: true,
                ..Form::default()
            },
            door: Door::None,
            crumbs: vec![Link::new("首页", self.urls.home())],
        }
    }
}

/// What both forms need.
#[derive(Debug, Clone)]
pub struct Filling<'a> {
    /// Addresses.
    pub urls: &'a Urls,
    /// Single-use signed token.
    pub token: &'a str,
    /// What was sent, and its faults.
    pub entered: &'a Entered,
    /// The plain question, where it is put.
    pub question: Option<&'a str>,
    /// Where it is sent: the address of the form for this agency.
    pub action: &'a str,
    /// The way back to the choice of the agency, where there is one.
    pub others: Option<&'a str>,
}

impl Filling<'_> {
    fn page(&self, heading: &str, submit: &str, mut controls: Vec<Control>) -> Question {
        if let Some(question) = self.question {
            let control = Control::line(self.entered, "answer", question).width(Width::Short);
            controls
                .push(control.hint("为防止自动程序提交，请填写答案，数字或者汉字均可").autocomplete("off"));
        }
        Question {
            heading: heading.to_owned(),
            caption: None,
            back: self.others.map(str::to_owned),
            summary: self.entered.summary(),
            has_errors: self.entered.has_errors(),
            lead: Vec::new(),
            quoted: None,
            details: None,
            is_heading_in_form: false,
            form: Form {
                action: self.action.to_owned(),
                token: self.token.to_owned(),
                controls,
                submit: submit.to_owned(),
                cancel: Some(Link::new("返回首页", self.urls.home())),
                has_trap: true,
                is_guarded: true,
                ..Form::default()
            },
            door: Door::None,
            crumbs: vec![Link::new("首页", self.urls.home())],
        }
    }

    /// The form of a complaint about `agency`, heard by `authority`.
    pub fn complain(&self, agency: &str, authority: &str) -> Question {
        let mut page = self.page("投诉、举报", "提交投诉举报", complaint_fields(self.entered));
        page.lead = vec![
            format!(
                "认为{agency}未按照要求主动公开政府信息，或者对政府信息公开申请不依法答复处理的，可以在这里投诉、举报，由{authority}调查处理（《政府信息公开条例》第四十七条）。"
            ),
            "对答复不服的，还可以依法申请行政复议或者提起行政诉讼；投诉、举报不影响复议、诉讼的期限。"
                .to_owned(),
        ];
        page
    }

    /// The form of a request to correct a record; `kept` are the names of files that were kept already.
    pub fn correct_record(&self, agency: &str, limit: &str, kept: &[String]) -> Question {
        let hint = if kept.is_empty() {
            limit.to_owned()
        } else {
            format!("已上传“{}”，可以再加；{limit}", kept.join("”“"))
        };
        let mut controls = request_fields(self.entered);
        let accept = ".pdf,.jpg,.jpeg,.png,.docx";
        controls.push(Control::file(self.entered, "evidence", "证据材料", accept).hint(hint).optional());
        let mut page = self.page("申请更正政府信息记录", "提交更正申请", controls);
        page.lead = vec![
            format!(
                "有证据证明{agency}提供的与您自身相关的政府信息记录不准确的，可以要求更正（《政府信息公开条例》第四十一条）。"
            ),
            "这不是政府信息公开申请；需要获取信息的，请提交申请。".to_owned(),
        ];
        page.form.has_files = true;
        page
    }
}

/// Where such a case stands.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/followed.html")]
pub struct Followed {
    /// 更正申请, 投诉举报.
    pub kind: String,
    /// Its reference.
    pub reference: String,
    /// What it is about, shortened.
    pub subject: String,
    /// How it stands.
    pub chip: Chip,
    /// What happens next.
    pub turn_words: String,
    /// The answer, paragraph by paragraph; empty before.
    pub answer: Vec<String>,
    /// The paper of the answer.
    pub paper: Option<Link>,
    /// What was sent.
    pub said: Facts,
    /// What happened.
    pub happened: Vec<Happened>,
    /// The office.
    pub office: Facts,
    /// Something just done, told once.
    pub done: Option<String>,
}

impl Body for Followed {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{} {}", self.kind, self.reference))
    }

    fn door(&self) -> Door {
        Door::Track
    }

    fn crumbs(&self, urls: &Urls) -> Vec<Link> {
        vec![Link::new("首页", urls.home()), Link::new("查询进度", urls.track())]
    }
}
