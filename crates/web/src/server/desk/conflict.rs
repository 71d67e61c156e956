//! The page of a conflict: what somebody else did in the meantime, and what was written, in the words of the form.
//!
//! Not here: noticing it (`gongkai-app` compares versions under a lock), the steps themselves (`super::act`).

use super::act::{form, kind_of, signing};
use super::case::log_line;
use super::chosen::{Chosen, ONCE};
use super::editor;
use super::entry::{Desk, Sent, entered, value};
use super::review;
use super::words;
use crate::chrome::Place;
use crate::components::{Control, Fact, Facts, Form};
use crate::pages::desk::action::Acting;
use crate::pages::desk::conflict::Conflict;
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::Refusal;
use gongkai_app::query::case::CaseView;

/// Somebody else was first: what they did, what I wrote, and the same again on the newest state.
pub(super) async fn conflict(
    desk: &Desk,
    case: &CaseView,
    action: &str,
    sent: &Sent,
    chosen: &Chosen,
) -> Result<Response, Refusal> {
    let kind = kind_of(action)?;
    let head = words::head(case);
    let seen: u64 = value(sent, "version").parse().unwrap_or(0);
    let changes = case.log.iter().filter(|happened| happened.sequence > seen).map(log_line).collect();
    let is_mine = |name: &str| !matches!(name, "token" | "version" | "draft" | "preview" | "choose");
    let mut mine: Sent = sent.iter().filter(|(name, _)| is_mine(name)).cloned().collect();
    chosen.travel_in(&mut mine);
    let reasons = case.reasons(kind).to_vec();
    let urls = &desk.web.site.urls;
    // a signature is given beside the text that it is for, never from here
    let is_signing = signing(urls, &head.number, action).is_some();
    let again = (reasons.is_empty() && !is_signing).then(|| {
        Conflict::again(urls.action(&head.number, action), desk.token.clone(), &mine, &head.version)
    });
    // the form itself knows what its fields and their options are called
    let written = entered(sent, &[]);
    let at = Acting { urls, token: &desk.token, head: &head, entered: &written };
    let made = if is_signing {
        Ok(Form { controls: review::controls(&written), ..Form::default() })
    } else if editor::is_paper(action) {
        let has_files = !chosen.files.is_empty();
        Box::pin(editor::page(desk, case, &at, action, sent, has_files)).await.map(|page| page.form)
    } else {
        Box::pin(form(desk, case, &at, action)).await.map(|page| page.form)
    };
    let controls = made.map(|form| form.controls).unwrap_or_default();
    let facts = mine.iter().filter(|(name, text)| name != ONCE && !text.trim().is_empty());
    let told = |(name, text): &(String, String)| match Control::told(&controls, name, text) {
        Some((label, words)) => Fact::text(label, words),
        None => Fact::text(label_of(action, name), text.clone()),
    };
    let mine_told = facts.map(told).chain(chosen.fact()).collect();
    let page = Conflict {
        urls: urls.clone(),
        action: kind.label().to_owned(),
        changes,
        mine: Facts::new(mine_told),
        form: again,
        reasons,
        head,
    };
    Ok(desk.show(Some(Place::Inbox), StatusCode::CONFLICT, &page))
}

/// What a field is called on its page.
fn label_of(action: &str, name: &str) -> String {
    let fields =
        editor::kinds(action).into_iter().flat_map(|kind| gongkai_domain::notice::template::fields(kind));
    let known = fields.into_iter().find(|field| field.name == name);
    known.map(|field| field.label).or_else(|| usual_label(name)).unwrap_or(name).to_owned()
}

/// What a field that belongs to no paper is called.
pub(super) fn usual_label(name: &str) -> Option<&'static str> {
    let usual = [
        ("on", "日期"),
        ("confirmed_on", "双方确认之日"),
        ("method", "方式"),
        ("unit", "承办机构"),
        ("handler", "承办人"),
        ("within", "期限"),
        ("days", "工作日数"),
        ("reason", "理由"),
        ("words", "意见内容"),
        ("decision", "意见"),
        ("content", "内容"),
        ("proof", "凭证"),
        ("statement", "声明"),
        ("who", "由谁撤回"),
        ("grounds", "理由摘要"),
        ("places", "检索范围"),
        ("terms", "关键词"),
        ("volume", "卷号"),
        ("keep", "保管期限"),
        ("outcome", "处理结果"),
        ("way", "送达方式"),
        ("sent_on", "送交或者寄出日期"),
        ("tracking", "送达凭证"),
        ("contents", "面单内件品名"),
        ("recipient", "送达给"),
        ("witness.1", "见证人一"),
        ("witness.2", "见证人二"),
        ("consultation", "征求意见书"),
        ("opinion", "对方意见"),
        ("matters", "所涉申请内容"),
        ("instead_of", "代替哪一份退回的征求意见书"),
        ("omitted", "未能征求意见的理由"),
        ("omitted_for", "未征求意见的理由适用于哪几项"),
        ("result", "结果"),
        ("searched_on", "检索日期"),
        ("from", "检索时段：自"),
        ("to", "检索时段：至"),
        ("details", "说明"),
        ("paid_on", "缴费日期"),
        ("paper", "文书"),
        ("ground", "事由"),
        ("cause", "其他结案的事由"),
        ("twin", "在哪一件中办理"),
        ("ordinal_reason", "更正当月件数的理由"),
        ("same_information", "比对结论"),
        ("with", "向谁征求意见"),
        ("helper", "请谁协助"),
        ("question", "请求协助的事项"),
        ("request", "协助请求"),
        ("answer", "答复要点"),
        ("others", "一并答复的其他申请"),
        ("challenge", "决定（裁判）"),
        ("causes", "原因"),
        ("lesson", "教训和改进措施"),
        ("matter", "申请事项"),
        ("kind", "文书"),
        ("application", "申请"),
        ("matter.new", "补正增加的申请内容"),
    ];
    usual.iter().find(|(known, _)| *known == name).map(|(_, label)| *label)
}
