//! Errors of the interface as `application/problem+json` (RFC 9457): a sentence for people, a code for programs.
//!
//! Not here: pages for people in a browser (`crate::server::respond`).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gongkai_app::Refusal;
use gongkai_deadline::DeadlineError;
use serde_json::json;

/// Why a question got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: String,
}

impl Problem {
    /// 400.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: "bad_request",
            title: "请求不正确",
            detail: detail.into(),
        }
    }

    /// 404.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::NOT_FOUND, code: "not_found", title: "没有找到", detail: detail.into()
        }
    }

    /// 405: the interface is read only.
    pub fn wrong_method() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            code: "method_not_allowed",
            title: "请求方法不正确",
            detail: "公共接口只读，请使用 GET".to_owned(),
        }
    }

    /// What a refusal is here.
    pub fn of(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::not_found("没有这个机关"),
            refusal => Self::failed(refusal),
        }
    }

    /// A question that the law or the calendar does not answer.
    pub fn unanswerable(error: &DeadlineError) -> Self {
        if let DeadlineError::UnknownLimit { key } = error {
            return Self::not_found(format!("没有名为 {key} 的期限，期限的键见 /api/statute"));
        }
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code: "unanswerable",
            title: "无法计算",
            detail: error.message_zh(),
        }
    }

    /// 500. What went wrong is in the log only.
    pub fn failed(refusal: &Refusal) -> Self {
        tracing::error!(error = %refusal, "a question of the interface failed");
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "failed",
            title: "系统出现错误",
            detail: "请稍后再试".to_owned(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": self.title,
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.detail,
        });
        let kind = (header::CONTENT_TYPE, "application/problem+json; charset=utf-8");
        let mut response = (self.status, [kind], body.to_string()).into_response();
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}
