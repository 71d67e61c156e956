//! The editor of a paper: the fields of its template, the paper as it would be, the checklist; and from a form to the fields.
//!
//! Not here: what a paper says (`gongkai_domain::notice`), writing it into the case (`gongkai-app`), replies (`reply`).

mod reply;
mod reply_form;

pub(super) use reply::{REDACTION, unanswered};
pub(super) use reply_form::drafting;

use super::act::{kind_of, matter_choices, pending};
use super::again;
use super::entry::{Desk, Sent, value};
use super::leaf::{leaf, masked, parts};
use crate::components::form::{Button, Width};
use crate::components::{Choice, Control, Entered, Form, Link};
use crate::day::Day;
use crate::pages::desk::action::{Acting, record};
use crate::pages::desk::editor::{Editor, Preview};
use gongkai_app::Refusal;
use gongkai_app::application::consult::letter_of;
use gongkai_app::application::issue_paper::ALONE;
use gongkai_app::paper::Dossier;
use gongkai_app::paper::issue::{Basis, draft, unfit};
use gongkai_app::paper::known::known;
use gongkai_app::query::case::CaseView;
use gongkai_app::query::month::month_of;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::notice::field::{Field, Input, from_form, to_form};
use gongkai_domain::notice::{Drafted, PaperKind, Procedural, Reply, template};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The papers that the page of a step may write.
pub(super) fn kinds(action: &str) -> Vec<PaperKind> {
    match action {
        "ask-correction" => vec![Procedural::CorrectionNotice.into()],
        "consult" => [Consulted::ThirdParty, Consulted::CoMaker, Consulted::OtherAgency]
            .into_iter()
            .map(|with| letter_of(with).into())
            .collect(),
        "tell-third-party" => vec![Procedural::ThirdPartyDisclosureNotice.into()],
        "tell-extension" => vec![Procedural::ExtensionNotice.into()],
        "ask-reasons" => vec![Procedural::ReasonsRequest.into()],
        "delay" => vec![Procedural::DelayedReplyNotice.into()],
        "fee" => vec![Procedural::FeeNotice.into()],
        "paper" => ALONE.iter().copied().map(PaperKind::from).collect(),
        "draft" => Reply::EVERY.iter().copied().map(PaperKind::from).collect(),
        _ => Vec::new(),
    }
}

/// Whether the page of a step writes a paper.
pub(super) fn is_paper(action: &str) -> bool {
    !kinds(action).is_empty()
}

/// Whom a letter is for.
pub(super) fn with(sent: &[(String, String)]) -> Option<Consulted> {
    match value(sent, "with") {
        "third_party" => Some(Consulted::ThirdParty),
        "co_maker" => Some(Consulted::CoMaker),
        "other_agency" => Some(Consulted::OtherAgency),
        _ => None,
    }
}

/// The fields of a paper from a form.
///
/// # Errors
/// [`Refusal::Invalid`] with every text that is no value of its field.
pub(super) fn fields(kind: PaperKind, sent: &[(String, String)]) -> Result<Value, Refusal> {
    let known = template::fields(kind);
    let mut form: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in sent.iter().filter(|(name, _)| known.iter().any(|field| field.name == name)) {
        form.entry(name.clone()).or_default().push(text.clone());
    }
    let (mut values, mut faults) = (serde_json::Map::new(), Vec::new());
    for (name, texts) in form {
        match from_form(known, &BTreeMap::from([(name, texts)])) {
            Ok(Value::Object(one)) => values.extend(one),
            Ok(_) => {}
            Err(error) => match unfit(kind, &error) {
                Refusal::Invalid(found) => faults.extend(found),
                refusal => return Err(refusal),
            },
        }
    }
    if faults.is_empty() { Ok(Value::Object(values)) } else { Err(Refusal::Invalid(faults)) }
}

/// What of the fields can be read, for a preview of a form that has faults.
pub(super) fn readable(kind: PaperKind, sent: &[(String, String)]) -> Value {
    let is_readable = |pair: &&(String, String)| fields(kind, std::slice::from_ref(*pair)).is_ok();
    let sent: Vec<(String, String)> = sent.iter().filter(is_readable).cloned().collect();
    fields(kind, &sent).unwrap_or_else(|_| json!({}))
}

/// The editor of a step's paper; `has_files` tells whether files have come with it.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn page(
    desk: &Desk,
    case: &CaseView,
    at: &Acting<'_>,
    action: &str,
    sent: &Sent,
    has_files: bool,
) -> Result<Editor, Refusal> {
    if action == "draft" {
        return reply::page(desk, case, at, sent, has_files).await;
    }
    let kind = match action {
        "consult" => with(sent).map(|with| PaperKind::from(letter_of(with))),
        "paper" => ALONE.iter().copied().find(|kind| kind.key() == value(sent, "kind")).map(PaperKind::from),
        _ => kinds(action).first().copied(),
    };
    let Some(kind) = kind else { return Ok(choosing(case, at, action)) };
    // the page of the choice sends no field of the paper
    let is_first = value(sent, "token").is_empty() || !value(sent, "choose").is_empty();
    let known = known(&desk.web.office, &case.dossier, kind).await?;
    let given = Entered::new(form_of(kind, &known.usual), Vec::new());
    let entered = if is_first { &given } else { at.entered };
    let mut controls = vec![Control::hidden("version", at.head.version.clone())];
    match action {
        "consult" => {
            controls.push(Control::hidden("with", value(sent, "with")));
            let matters = matter_choices(case);
            if with(sent) == Some(Consulted::ThirdParty) && !matters.is_empty() {
                let control = Control::many(entered, "matters", "与该第三方有关的申请内容", matters);
                controls.push(control.hint("各项分别决定是否公开；不同意见只涉及所勾选的各项"));
            }
            controls.extend(with(sent).and_then(|with| again::letter(case, entered, with)));
        }
        "paper" => controls.push(Control::hidden("kind", value(sent, "kind"))),
        "tell-third-party" => {
            let objected = pending(case, gongkai_domain::application::fold::Consultation::is_objected);
            controls.push(Control::select(entered, "consultation", "哪一份征求意见书", objected));
        }
        _ => {}
    }
    controls.extend(template::fields(kind).iter().map(|field| match known.fixed.get(field.name) {
        Some(value) => Control::locked(field.label, shown_as(field, value)),
        None => control(entered, field),
    }));
    if matches!(action, "tell-extension" | "ask-reasons" | "delay") {
        controls.extend(record::service_at_once(entered));
    }
    if action == "fee" {
        controls.extend(Box::pin(month(desk, case, entered)).await?);
    }
    let values = known.over(if is_first { known.usual.clone() } else { readable(kind, sent) });
    let basis = value(sent, "consultation").parse().ok().map(Basis::of_consultation);
    let drafted = draft(&case.dossier, kind, &values, case.dossier.today, basis, None)?;
    let title = case.dossier.settings.title(kind);
    let heading = format!("{}：{title}", kind_of(action)?.label());
    Ok(editor(at, action, &heading, controls, None, (Some(&drafted), &case.dossier)))
}

/// The applications of the same applicant in the month, by which the ordinal is counted, and why another one is taken.
async fn month(desk: &Desk, case: &CaseView, entered: &Entered) -> Result<Vec<Control>, Refusal> {
    let month = month_of(&desk.web.office, &case.dossier.row).await?;
    let lines = month.all.iter().map(|one| {
        let place = match (one.ordinals, one.left_out) {
            (Some(ordinals), _) => format!("第{}件", ordinals.first),
            (None, why) => format!("不计（{}）", why.unwrap_or_default()),
        };
        format!("{place} {} {}收到", one.number, Day::of(one.received_on).words)
    });
    let own = month
        .ordinals_of(case.dossier.row.id)
        .map_or_else(|| "不能识别同一申请人，无法清点".to_owned(), |own| format!("本件为第{}件", own.first));
    let list: Vec<String> = lines.collect();
    Ok(vec![
        Control::locked("同一申请人当月的申请（按登记簿清点）", own).hint(list.join("；")),
        Control::text(entered, "ordinal_reason", "更正当月件数的理由", 2)
            .hint("上面填写的“当月第几件”与清点的不一致时填写")
            .optional(),
    ])
}

/// The page on which the paper is chosen.
fn choosing(case: &CaseView, at: &Acting<'_>, action: &str) -> Editor {
    let e = at.entered;
    let control = if action == "consult" {
        let with = vec![
            Choice::new("third_party", "第三方").hint(
                "涉及商业秘密、个人隐私等合法权益；逾期不提出意见的，由本机关决定（《条例》第三十二条）",
            ),
            Choice::new("co_maker", "共同制作机关")
                .hint("逾期不提出意见的，视为同意公开（《条例》第三十四条）"),
            Choice::new("other_agency", "其他机关").hint("没有法定期限，由函件确定"),
        ];
        Control::one(e, "with", "向谁征求意见", with)
    } else {
        let kinds = ALONE.iter().map(|kind| Choice::new(kind.key(), kind.title())).collect();
        Control::one(e, "kind", "制发哪一种文书", kinds)
    };
    let heading = kind_of(action).map_or("", |step| step.label());
    let controls =
        vec![Control::hidden("version", at.head.version.clone()), Control::hidden("choose", "1"), control];
    let mut page = editor(at, action, heading, controls, None, (None, &case.dossier));
    "下一步：填写文书".clone_into(&mut page.form.submit);
    page.form.buttons.clear();
    page
}

/// A value that the records fix, as it is read.
fn shown_as(field: &Field, value: &Value) -> String {
    let name = |choices: &[gongkai_domain::notice::Choice], key: &str| {
        let known = choices.iter().find(|choice| choice.key == key);
        known.map_or_else(|| key.to_owned(), |choice| choice.name.to_owned())
    };
    match (field.input, value) {
        (Input::Date, Value::String(text)) => {
            text.parse().map_or_else(|_| text.clone(), |on| Day::of(on).words)
        }
        (Input::Choice(choices), Value::String(key)) => name(choices, key),
        (_, Value::Bool(is_so)) => if *is_so { "是" } else { "否" }.to_owned(),
        (_, Value::String(key)) => {
            reply_form::reply_of(key).map_or_else(|| key.clone(), |reply| reply.title().to_owned())
        }
        _ => to_form(field, value).join("、"),
    }
}

/// Fields as pairs of a form.
pub(super) fn form_of(kind: PaperKind, values: &Value) -> Sent {
    let mut sent = Vec::new();
    for field in template::fields(kind) {
        if let Some(known) = values.get(field.name) {
            sent.extend(to_form(field, known).into_iter().map(|text| (field.name.to_owned(), text)));
        }
    }
    sent
}

/// One field of a template as a control.
pub(super) fn control(entered: &Entered, field: &Field) -> Control {
    control_named(entered, field.name, field)
}

/// The same under another name.
fn control_named(entered: &Entered, name: &str, field: &Field) -> Control {
    let choices = |all: &[gongkai_domain::notice::Choice]| -> Vec<Choice> {
        all.iter().map(|choice| Choice::new(choice.key, choice.name)).collect()
    };
    let control = match field.input {
        Input::Line => Control::line(entered, name, field.label),
        Input::Text => Control::text(entered, name, field.label, 4),
        Input::Lines => Control::text(entered, name, field.label, 3),
        Input::Date => Control::day(entered, name, field.label),
        Input::Count => Control::line(entered, name, field.label).inputmode("numeric").width(Width::Short),
        Input::Flag => Control::many(entered, name, field.label, vec![Choice::new("on", "是")]),
        Input::Choice(all) => Control::one(entered, name, field.label, choices(all)),
        Input::Choices(all) => Control::many(entered, name, field.label, choices(all)),
        Input::Rows(_) => Control::text(entered, name, field.label, 4),
    };
    let control = if field.help.is_empty() { control } else { control.hint(field.help) };
    if field.is_required { control } else { control.optional() }
}

/// At which step the draft in hand was sent back and why, masked like all words at the desk.
fn returned(dossier: &Dossier) -> Option<(String, Vec<String>)> {
    let returned = dossier.application.draft()?.returned.as_ref()?;
    let reason = dossier.masked(dossier.text(returned.reason));
    Some((dossier.step_label(returned.step), reason.lines().map(str::to_owned).collect()))
}

/// What a paper does to a case that is answered together with others: it waits for somebody, and the others do not.
fn separates(action: &str, dossier: &Dossier) -> Option<String> {
    let waits_for = match action {
        "ask-correction" => "补正",
        "consult" => "征求意见的结果",
        "fee" => "缴费",
        _ => return None,
    };
    let others: Vec<&str> = dossier.joined.iter().map(|other| other.number.as_str()).collect();
    (!others.is_empty()).then(|| {
        let others = others.join("、");
        format!(
            "本件现与{others}一并答复。制发后本件等待{waits_for}，自动解除一并答复：{others}按各自的期限答复，本件另行答复。"
        )
    })
}

fn editor(
    at: &Acting<'_>,
    action: &str,
    heading: &str,
    controls: Vec<Control>,
    row: Option<String>,
    (drafted, dossier): (Option<&Drafted>, &Dossier),
) -> Editor {
    let submit = if action == "draft" { "提交审核" } else { "编号并制发" };
    let form = Form {
        action: at.urls.action(&at.head.number, action),
        token: at.token.to_owned(),
        controls,
        submit: submit.to_owned(),
        buttons: vec![Button {
            name: "preview".to_owned(), value: "1".to_owned(), words: "预览".to_owned()
        }],
        cancel: Some(Link::new("不办理，返回申请", at.urls.application(&at.head.number))),
        is_guarded: true,
        is_final: action != "draft",
        ..Form::default()
    };
    let (form, summary) = at.entered.examine(form);
    Editor {
        head: at.head.clone(),
        heading: heading.to_owned(),
        row,
        form,
        parts: drafted.map_or_else(Vec::new, parts),
        preview: drafted.map_or_else(Preview::default, |drafted| masked(leaf(&drafted.paper), dossier)),
        files: Vec::new(),
        returned: (action == "draft").then(|| returned(dossier)).flatten(),
        template_change: None,
        separates: separates(action, dossier),
        summary,
        has_errors: at.entered.has_errors(),
    }
}
