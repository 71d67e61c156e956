//! The editor of a paper: the fields of its template, the paper as it would be, the checklist; and from a form to the fields.
//!
//! Not here: what a paper says (`gongkai_domain::notice`), writing it into the case (`gongkai-app`).

use super::act::pending;
use super::entry::Desk;
use super::entry::{Sent, value, values};
use crate::components::form::{Button, Width};
use crate::components::{Choice, Control, Entered, Form, Link};
use crate::day::Day;
use crate::pages::desk::action::{ACCEPTED_INFORMATION, Acting, record};
use crate::pages::desk::editor::{Editor, Part, Piece, Preview};
use gongkai_app::Refusal;
use gongkai_app::application::consult::letter_of;
use gongkai_app::application::draft_reply::{DraftText, Drafting, JoinedOutcomes, preview, withheld_ground};
use gongkai_app::application::extend::notice_fields;
use gongkai_app::application::issue_paper::ALONE;
use gongkai_app::paper::dossier::JoinedCase;
use gongkai_app::paper::earlier::earlier_ones;
use gongkai_app::paper::issue::{draft, unfit};
use gongkai_app::query::case::CaseView;
use gongkai_app::query::month::month_of;
use gongkai_app::query::track::INFORMATION;
use gongkai_app::upload::{INFORMATION_WORDS, Purpose};
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::{EarlierApplication, MatterOutcome};
use gongkai_domain::notice::field::{Field, Input, from_form, to_form};
use gongkai_domain::notice::paper::{attachment_lines, list_lines};
use gongkai_domain::notice::{Drafted, Paper, PaperKind, Paragraph, Procedural, Reply, template};
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
/// [`Refusal::Invalid`] for a text that is no value of its field.
pub(super) fn fields(kind: PaperKind, sent: &[(String, String)]) -> Result<Value, Refusal> {
    let known = template::fields(kind);
    let mut form: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in sent.iter().filter(|(name, _)| known.iter().any(|field| field.name == name)) {
        form.entry(name.clone()).or_default().push(text.clone());
    }
    from_form(known, &form).map_err(|error| unfit(kind, &error))
}

/// Name of the field with the outcome of a matter.
fn outcome_field(matter: u32) -> String {
    if matter == 1 { "outcome".to_owned() } else { format!("outcome.{matter}") }
}

fn reply_of(key: &str) -> Option<Reply> {
    Reply::EVERY.iter().copied().find(|reply| reply.key() == key)
}

/// The replies chosen; none where one is missing.
fn outcomes(case: &CaseView, sent: &[(String, String)]) -> Option<Vec<MatterOutcome>> {
    let ground = withheld_ground(value(sent, "ground"));
    let matters = case.dossier.application.matters.iter();
    matters
        .map(|matter| {
            let reply = reply_of(value(sent, &outcome_field(matter.number)))?;
            let withheld = if reply == Reply::Partial { ground.into_iter().collect() } else { Vec::new() };
            Some(MatterOutcome { matter: matter.number, reply, withheld })
        })
        .collect()
}

/// Name of the field with the outcome of a matter of an application that is answered together.
fn joined_field(place: usize, matter: u32) -> String {
    format!("joined.{place}.{matter}")
}

/// The replies chosen for the applications that are answered together; none where one is missing.
fn joined(case: &CaseView, sent: &[(String, String)]) -> Option<Vec<JoinedOutcomes>> {
    let ground = withheld_ground(value(sent, "ground"));
    let of = |(place, other): (usize, &JoinedCase)| {
        let outcomes = other.requests.iter().map(|(number, _)| {
            let reply = reply_of(value(sent, &joined_field(place, *number)))?;
            let withheld = if reply == Reply::Partial { ground.into_iter().collect() } else { Vec::new() };
            Some(MatterOutcome { matter: *number, reply, withheld })
        });
        Some(JoinedOutcomes { application: other.id, outcomes: outcomes.collect::<Option<_>>()? })
    };
    case.dossier.joined.iter().enumerate().map(of).collect()
}

/// What was decided and written.
///
/// # Errors
/// [`Refusal::Invalid`] where a matter has no outcome or a field does not fit.
pub(super) fn drafting(case: &CaseView, sent: &[(String, String)]) -> Result<Drafting, Refusal> {
    let outcomes =
        outcomes(case, sent).ok_or_else(|| Refusal::invalid("outcome", "选择每一项申请内容的处理结果"))?;
    let chosen = value(sent, "chosen").parse().ok();
    let counting = &case.dossier.settings.handling.counting;
    let joined = joined(case, sent)
        .ok_or_else(|| Refusal::invalid("outcome", "选择一并答复的各件申请每一项的处理结果"))?;
    let whole =
        Drafting { outcomes: outcomes.clone(), chosen, joined: joined.clone(), ..Drafting::default() };
    let counted =
        whole.whole(counting).ok_or_else(|| Refusal::invalid("outcome", "选择每一项申请内容的处理结果"))?;
    let (co_signers, co_signing) = super::co_signing::chosen(sent);
    Ok(Drafting {
        fields: fields(counted.reply.into(), sent)?,
        outcomes,
        chosen,
        earlier: value(sent, "earlier").trim().to_owned(),
        same_information: values(sent, "same_information").contains(&"yes"),
        public_interest: value(sent, "public_interest").trim().to_owned(),
        renewed: value(sent, "renewed").trim().to_owned(),
        co_signers,
        co_signing,
        joined,
    })
}

/// The editor of a step's paper.
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn page(
    desk: &Desk,
    case: &CaseView,
    at: &Acting<'_>,
    action: &str,
    sent: &Sent,
) -> Result<Editor, Refusal> {
    if action == "draft" {
        return reply_page(desk, case, at, sent).await;
    }
    let kind = match action {
        "consult" => with(sent).map(|with| PaperKind::from(letter_of(with))),
        "paper" => ALONE.iter().copied().find(|kind| kind.key() == value(sent, "kind")).map(PaperKind::from),
        _ => kinds(action).first().copied(),
    };
    let Some(kind) = kind else { return Ok(choosing(at, action)) };
    let is_first = value(sent, "token").is_empty();
    let given = if is_first || !value(sent, "choose").is_empty() { known(case, action)? } else { Vec::new() };
    let given = Entered::new(given, Vec::new());
    let entered = if is_first { &given } else { at.entered };
    let mut controls = vec![Control::hidden("version", at.head.version.clone())];
    match action {
        "consult" => controls.push(Control::hidden("with", value(sent, "with"))),
        "paper" => controls.push(Control::hidden("kind", value(sent, "kind"))),
        "tell-third-party" => {
            let objected = pending(case, gongkai_domain::application::fold::Consultation::is_objected);
            controls.push(Control::select(entered, "consultation", "哪一份征求意见书", objected));
        }
        _ => {}
    }
    controls.extend(template::fields(kind).iter().map(|field| control(entered, field)));
    if matches!(action, "tell-extension" | "ask-reasons" | "delay") {
        controls.extend(record::service_at_once(entered));
    }
    if action == "fee" {
        controls.extend(Box::pin(month(desk, case, entered)).await?);
    }
    let values = match fields(kind, sent) {
        Ok(values) if !is_first => values,
        _ => fields(kind, &pairs(case, action)?).unwrap_or_else(|_| json!({})),
    };
    let drafted = draft(&case.dossier, kind, &values, case.dossier.today, None, None)?;
    Ok(editor(at, action, case.dossier.settings.title(kind), controls, None, Some(&drafted)))
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
fn choosing(at: &Acting<'_>, action: &str) -> Editor {
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
    let heading = if action == "consult" { "征求意见" } else { "制发程序文书" };
    let controls =
        vec![Control::hidden("version", at.head.version.clone()), Control::hidden("choose", "1"), control];
    let mut page = editor(at, action, heading, controls, None, None);
    "下一步：填写文书".clone_into(&mut page.form.submit);
    page.form.buttons.clear();
    page
}

/// What the records of the case know of the fields, as pairs of a form.
fn known(case: &CaseView, action: &str) -> Result<Sent, Refusal> {
    pairs(case, action)
}

fn pairs(case: &CaseView, action: &str) -> Result<Sent, Refusal> {
    let (kind, values) = match action {
        "tell-extension" => (Procedural::ExtensionNotice, notice_fields(&case.dossier)?),
        "ask-correction" => {
            let days = case.dossier.settings.handling.correction_within.0;
            (Procedural::CorrectionNotice, json!({ "working_days": days }))
        }
        _ => return Ok(Vec::new()),
    };
    Ok(form_of(kind.into(), &values))
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
    let choices = |all: &[gongkai_domain::notice::Choice]| -> Vec<Choice> {
        all.iter().map(|choice| Choice::new(choice.key, choice.name)).collect()
    };
    let control = match field.input {
        Input::Line => Control::line(entered, field.name, field.label),
        Input::Text => Control::text(entered, field.name, field.label, 4),
        Input::Lines => Control::text(entered, field.name, field.label, 3),
        Input::Date => Control::day(entered, field.name, field.label),
        Input::Count => {
            Control::line(entered, field.name, field.label).inputmode("numeric").width(Width::Short)
        }
        Input::Flag => Control::many(entered, field.name, field.label, vec![Choice::new("on", "是")]),
        Input::Choice(all) => Control::one(entered, field.name, field.label, choices(all)),
        Input::Choices(all) => Control::many(entered, field.name, field.label, choices(all)),
        Input::Rows(_) => Control::text(entered, field.name, field.label, 4),
    };
    let control = if field.help.is_empty() { control } else { control.hint(field.help) };
    if field.is_required { control } else { control.optional() }
}

/// The editor of a reply: what becomes of each matter, then the paper that follows.
async fn reply_page(desk: &Desk, case: &CaseView, at: &Acting<'_>, sent: &Sent) -> Result<Editor, Refusal> {
    let is_first = value(sent, "token").is_empty();
    let earlier = if is_first { last_draft(case) } else { None };
    let before = earlier.unwrap_or_else(|| sent.clone());
    let shown = Entered::new(before.clone(), Vec::new());
    let e = if is_first { &shown } else { at.entered };
    let mut controls = vec![Control::hidden("version", at.head.version.clone())];
    let replies: Vec<Choice> = Reply::EVERY
        .iter()
        .map(|reply| Choice::new(reply.key(), format!("{}（{}）", reply.title(), reply.row().short_label())))
        .collect();
    for (number, text) in case.dossier.requests() {
        let label = format!("第{number}项：{}", super::words::shortened(text));
        controls.push(Control::select(e, &outcome_field(number), label, replies.clone()));
    }
    for (place, other) in case.dossier.joined.iter().enumerate() {
        let selects = other.requests.iter().map(|(number, text)| {
            let label = format!("第{number}项：{}", super::words::shortened(text));
            Control::select(e, &joined_field(place, *number), label, replies.clone())
        });
        controls.push(Control::group(format!("一并答复：{}", other.number), selects.collect(), None));
    }
    let (Some(outcomes), Some(joined)) = (outcomes(case, &before), joined(case, &before)) else {
        controls.push(Control::hidden("choose", "1"));
        let mut page = editor(at, "draft", "拟制答复", controls, None, None);
        "下一步：填写文书".clone_into(&mut page.form.submit);
        page.form.buttons.clear();
        return Ok(page);
    };
    if outcomes.len() > 1 {
        let matters = outcomes
            .iter()
            .map(|outcome| Choice::new(outcome.matter.to_string(), format!("第{}项", outcome.matter)));
        let control = Control::select(e, "chosen", "按哪一项的事由计列", matters.collect());
        controls.push(control.hint("各项结果不同、表式没有规定的，由承办人选定").optional());
    }
    let chosen = value(&before, "chosen").parse().ok();
    let counting = &case.dossier.settings.handling.counting;
    let whole = Drafting { outcomes: outcomes.clone(), chosen, joined, ..Drafting::default() };
    let counted = whole.whole(counting);
    let kind = counted.as_ref().map_or(PaperKind::Reply(Reply::Granted), |counted| counted.reply.into());
    controls.extend(template::fields(kind).iter().map(|field| control(e, field)));
    if outcomes.iter().any(|outcome| outcome.reply == Reply::Repeat) {
        let ones =
            Box::pin(earlier_ones(&desk.web.office, &case.dossier.row, &case.dossier.application)).await?;
        let choices: Vec<Choice> = ones.iter().map(suggested).collect();
        controls.push(Control::select(e, "earlier", "重复的是哪一件申请", choices).hint(
            "同一申请人此前已经答复的申请，按文字相似程度排列；相似程度只供参考，是否相同由承办人比对认定",
        ));
        let same = Choice::new("yes", "经比对，两件申请要求公开的是相同的政府信息");
        controls.push(Control::many(e, "same_information", "比对结论", vec![same]));
    }
    let application = &case.dossier.application;
    if application.consultations.iter().any(gongkai_domain::application::fold::Consultation::is_objected) {
        let control = Control::text(e, "public_interest", "公共利益的理由", 3);
        controls.push(
            control.hint("第三方不同意而决定公开的，说明不公开会对公共利益造成怎样的重大影响").optional(),
        );
    }
    if application.round().reopening.is_some() {
        let control = Control::text(e, "renewed", "与原答复不同的事实和理由", 3);
        controls.push(control.hint("不得以同一事实和理由作出与原答复相同或者基本相同的答复").optional());
    }
    controls.extend(information(case, e));
    controls.extend(super::co_signing::controls(desk, case, e).await?);
    let drafting = Drafting {
        fields: fields(kind, &before).unwrap_or_else(|_| json!({})),
        earlier: value(&before, "earlier").to_owned(),
        ..whole
    };
    let previewed = preview(&desk.web.office, &case.dossier, &drafting).await?;
    let row = previewed.counted.map(|counted| counted.explanation);
    let title = format!("拟制答复：{}", case.dossier.settings.title(kind));
    let mut page = editor(at, "draft", &title, controls, row, previewed.drafted.as_ref());
    page.form.has_files = true;
    page.form.buttons.push(Button {
        name: "choose".to_owned(),
        value: "1".to_owned(),
        words: "按改动后的处理结果更换文书".to_owned(),
    });
    Ok(page)
}

/// An earlier application with its reply, as a suggestion.
fn suggested(known: &EarlierApplication) -> Choice {
    let reply = known.reply_number.clone().unwrap_or_default();
    let on = known.replied_on.map(|on| Day::of(on).words).unwrap_or_default();
    let likeness = known.likeness.unwrap_or(0);
    let words = format!("{}：{on}以{reply}答复，文字相似{likeness}%", known.registration_number);
    Choice::new(known.registration_number.clone(), words)
}

/// The fields for the information that the reply gives out.
fn information(case: &CaseView, e: &Entered) -> Vec<Control> {
    let kept = case.files.iter().filter(|(row, _)| row.purpose == INFORMATION);
    let kept: Vec<Choice> = kept.map(|(row, name)| Choice::new(row.id.to_string(), name.clone())).collect();
    let mut controls = Vec::new();
    if !kept.is_empty() {
        let control = Control::many(e, "without", "已经上传的信息中，不再提供的", kept);
        controls.push(control.hint("不勾选的随新稿一并送审").optional());
    }
    let hint =
        format!("答复送达后，申请人凭查询码下载。{INFORMATION_WORDS}。预览不保存文件，提交审核时请重新选择");
    let field = Purpose::Information.field();
    let control = Control::file(e, field, Purpose::Information.label(), ACCEPTED_INFORMATION);
    controls.push(control.hint(hint).several().optional());
    controls
}

/// The draft that was sent back, as pairs of a form.
fn last_draft(case: &CaseView) -> Option<Sent> {
    let draft = case.dossier.application.draft()?;
    let text: DraftText = serde_json::from_str(case.dossier.text(draft.body)).ok()?;
    let mut sent = form_of(text.paper.kind, &text.drafting.fields);
    for outcome in &text.drafting.outcomes {
        sent.push((outcome_field(outcome.matter), outcome.reply.key().to_owned()));
    }
    for (place, other) in case.dossier.joined.iter().enumerate() {
        let known = text.drafting.joined.iter().find(|known| known.application == other.id);
        for outcome in known.into_iter().flat_map(|known| &known.outcomes) {
            sent.push((joined_field(place, outcome.matter), outcome.reply.key().to_owned()));
        }
    }
    sent.extend(super::co_signing::pairs(&text.drafting));
    let others = [
        ("earlier", text.drafting.earlier),
        ("same_information", text.drafting.same_information.then_some("yes").unwrap_or_default().to_owned()),
        ("public_interest", text.drafting.public_interest),
        ("renewed", text.drafting.renewed),
        ("chosen", text.drafting.chosen.map(|matter| matter.to_string()).unwrap_or_default()),
    ];
    sent.extend(others.into_iter().map(|(name, text)| (name.to_owned(), text)));
    Some(sent)
}

fn editor(
    at: &Acting<'_>,
    action: &str,
    heading: &str,
    controls: Vec<Control>,
    row: Option<String>,
    drafted: Option<&Drafted>,
) -> Editor {
    let submit = if action == "draft" { "提交审核" } else { "编号并制发" };
    Editor {
        head: at.head.clone(),
        heading: heading.to_owned(),
        row,
        form: Form {
            action: at.urls.action(&at.head.number, action),
            token: at.token.to_owned(),
            controls,
            submit: submit.to_owned(),
            buttons: vec![Button {
                name: "preview".to_owned(),
                value: "1".to_owned(),
                words: "预览".to_owned(),
            }],
            cancel: Some(Link::new("不办理，返回申请", at.urls.application(&at.head.number))),
            is_guarded: true,
            is_final: action != "draft",
            ..Form::default()
        },
        parts: drafted.map_or_else(Vec::new, parts),
        preview: drafted.map_or_else(Preview::default, |drafted| leaf(&drafted.paper)),
        files: Vec::new(),
        template_change: None,
        summary: at.entered.summary(),
        has_errors: at.entered.has_errors(),
    }
}

/// The checklist.
pub(super) fn parts(drafted: &Drafted) -> Vec<Part> {
    let part = |check: &gongkai_domain::notice::PartCheck| {
        let missing: Vec<&str> = check.missing.iter().map(|missing| missing.reason.as_str()).collect();
        Part {
            name: check.name.to_owned(),
            is_there: check.is_fulfilled(),
            note: if missing.is_empty() { "齐全".to_owned() } else { missing.join("；") },
        }
    };
    drafted.parts.iter().map(part).collect()
}

/// The paper as it would be printed.
pub(super) fn leaf(paper: &Paper) -> Preview {
    let mut preview = Preview {
        agency: paper.agency.clone(),
        number: paper.document_number.clone().unwrap_or_else(|| "（文号编号时取得）".to_owned()),
        title: paper.title.clone(),
        ..Preview::default()
    };
    for paragraph in &paper.paragraphs {
        match paragraph {
            Paragraph::Salutation(text) => preview.addressee.clone_from(text),
            Paragraph::Heading(text)
            | Paragraph::Body(text)
            | Paragraph::Quote(text)
            | Paragraph::Remedy(text)
            | Paragraph::Closing(text)
            | Paragraph::Contact(text) => preview.paragraphs.push(pieces(text)),
            Paragraph::List(entries) => {
                preview.paragraphs.extend(list_lines(entries).iter().map(|line| pieces(line)));
            }
            Paragraph::Attachments(names) => {
                preview.paragraphs.extend(attachment_lines(names).iter().map(|line| pieces(line)));
            }
            Paragraph::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<&str> =
                        row.iter().map(gongkai_domain::notice::paper::TableCell::text).collect();
                    preview.paragraphs.push(pieces(&cells.join("　")));
                }
            }
            Paragraph::Signature(text) | Paragraph::Date(text) => preview.signature.push(text.clone()),
        }
    }
    preview
}

/// A text with its gaps marked: `〔…〕` is one unless it holds the year of a number.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut fixed = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('〔') {
        let (before, from) = rest.split_at(at);
        let Some(end) = from.find('〕') else { break };
        let after = end + '〕'.len_utf8();
        let inner = &from['〔'.len_utf8()..end];
        fixed += before;
        if inner.chars().all(|c| c.is_ascii_digit()) {
            fixed += &from[..after];
        } else {
            pieces.push(Piece::Fixed(std::mem::take(&mut fixed)));
            pieces.push(Piece::Lacking(inner.to_owned()));
        }
        rest = &from[after..];
    }
    fixed += rest;
    pieces.push(Piece::Fixed(fixed));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_marked_and_the_year_of_a_number_is_none() {
        let all = pieces("登记编号：依申请〔2025〕17号，〔期限〕前答复");
        assert!(matches!(&all[0], Piece::Fixed(text) if text == "登记编号：依申请〔2025〕17号，"));
        assert!(matches!(&all[1], Piece::Lacking(name) if name == "期限"));
        assert!(matches!(&all[2], Piece::Fixed(text) if text == "前答复"));
    }
}
