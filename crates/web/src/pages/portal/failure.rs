//! Pages for when something cannot be shown: what happened in one sentence, and the ways on.
//!
//! Not here: what went wrong inside; that is in the log under the same request number.

use crate::chrome::Body;
use crate::components::Link;
use crate::urls::Urls;
use askama::Template;
use std::borrow::Cow;

/// What cannot be shown, by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 400: the form did not come from our page, or was sent twice.
    Refused,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 405: the address takes no such method.
    WrongMethod,
    /// 410.
    Gone,
    /// 413: a file or form is too large.
    TooLarge,
    /// 429.
    TooMany,
    /// 500.
    Failed,
    /// 503.
    Unavailable,
}

impl Status {
    /// All of them.
    pub const EVERY: [Self; 9] = [
        Self::Refused,
        Self::Forbidden,
        Self::NotFound,
        Self::WrongMethod,
        Self::Gone,
        Self::TooLarge,
        Self::TooMany,
        Self::Failed,
        Self::Unavailable,
    ];

    /// The number of the protocol.
    pub fn code(self) -> u16 {
        match self {
            Self::Refused => 400,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::WrongMethod => 405,
            Self::Gone => 410,
            Self::TooLarge => 413,
            Self::TooMany => 429,
            Self::Failed => 500,
            Self::Unavailable => 503,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Refused => "没有接受这次提交",
            Self::Forbidden => "您没有查看这个页面的权限",
            Self::NotFound => "没有找到这个页面",
            Self::WrongMethod => "这个地址不能这样打开",
            Self::Gone => "这个页面已经撤下",
            Self::TooLarge => "文件太大",
            Self::TooMany => "操作过于频繁",
            Self::Failed => "系统出现错误",
            Self::Unavailable => "系统正在维护",
        }
    }

    fn what(self) -> &'static str {
        match self {
            Self::Refused => "页面停留时间过长，或者同一内容已经提交过。请返回上一页，重新打开后再提交。",
            Self::Forbidden => "这个页面只对有相应权限的人员开放。",
            Self::NotFound => "地址可能输入有误，或者页面已经移动。",
            Self::WrongMethod => "请从本网站的页面打开或者提交。",
            Self::Gone => "内容已经依法撤下或者不再保存。",
            Self::TooLarge => "请压缩文件或者分次上传；也可以邮寄或者当面提交。",
            Self::TooMany => "为保护所有人的申请，短时间内的操作次数有限制。请稍后再试。",
            Self::Failed => "不是您的操作造成的。已经提交成功的内容不会丢失，请稍后再试。",
            Self::Unavailable => "请稍后再试。紧急事项请电话联系。",
        }
    }
}

/// The page of a failure.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/portal/failure.html")]
pub struct Failure {
    /// Which one.
    pub status: Status,
    /// More about this case, such as when to try again.
    pub more: Option<String>,
    /// Ways on.
    pub ways: Vec<Link>,
    /// Phone of the office.
    pub phone: Option<String>,
    /// Number under which the log knows the request.
    pub request: Option<String>,
}

impl Failure {
    /// With the usual ways on.
    pub fn new(status: Status, urls: &Urls) -> Self {
        let ways = vec![
            Link::new("返回首页", urls.home()),
            Link::new("提交申请", urls.apply()),
            Link::new("查询进度", urls.track()),
            Link::new("公开指南", urls.guide()),
        ];
        Self { status, more: None, ways, phone: None, request: None }
    }
}

impl Body for Failure {
    fn heading(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.status.heading())
    }
}
