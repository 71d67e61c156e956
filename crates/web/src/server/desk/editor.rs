//! The editor of a paper: the fields of its template, the paper as it would be, the checklist; and from a form to the fields.
//!
//! Not here: what a paper says (`gongkai_domain::notice`), writing it into the case (`gongkai-app`).

use super::act::{matter_choices, pending};
use super::again;
use super::entry::Desk;
use super::entry::{Sent, value, values};
use super::leaf::{leaf, masked, parts};
use super::take::both;
use crate::components::form::{Button, Width};
use crate::components::{Choice, Control, Entered, FieldError, Form, Link};
use crate::day::Day;
use crate::pages::desk::action::{ACCEPTED_INFORMATION, Acting, record};
use crate::pages::desk::editor::{Editor, Preview};
use gongkai_app::Refusal;
use gongkai_app::application::consult::letter_of;
use gongkai_app::application::draft_reply::{
    DraftText, Drafting, JoinedOutcomes, preview, withheld_ground, withheld_grounds,
};
use gongkai_app::application::issue_paper::ALONE;
use gongkai_app::paper::dossier::{Dossier, JoinedCase};
use gongkai_app::paper::earlier::earlier_ones;
use gongkai_app::paper::issue::{Basis, draft, unfit};
use gongkai_app::paper::known::known;
use gongkai_app::paper::several::{self, Section};
use gongkai_app::query::case::CaseView;
use gongkai_app::query::month::month_of;
use gongkai_app::query::track::INFORMATION;
use gongkai_app::upload::{INFORMATION_WORDS, Purpose};
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::outcome::leading_refusal;
use gongkai_domain::application::{EarlierApplication, MatterOutcome};
use gongkai_domain::notice::field::{Field, Input, from_form, to_form};
use gongkai_domain::notice::reply::Ground;
use gongkai_domain::notice::{Drafted, PaperKind, Procedural, Reply, template};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Field that says whether the files that come with a draft were redacted.
pub(super) const REDACTION: &str = "redaction";

/// Fields that only a repeated application has.
const REPEATED: [&str; 2] = ["earlier", "same_information"];

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

/// Name of the field with the outcome of a matter.
fn outcome_field(matter: u32) -> String {
    if matter == 1 { "outcome".to_owned() } else { format!("outcome.{matter}") }
}

fn reply_of(key: &str) -> Option<Reply> {
    Reply::EVERY.iter().copied().find(|reply| reply.key() == key)
}

/// Name of the field with the grounds of what is withheld of a matter; `outcome` is that of its outcome.
fn withheld_field(outcome: &str) -> String {
    format!("withheld_{outcome}")
}

/// What becomes of a matter; the grounds of what is withheld are those chosen for it, else the one of the paper.
fn outcome(matter: u32, field: &str, sent: &[(String, String)]) -> Option<MatterOutcome> {
    let reply = reply_of(value(sent, field))?;
    let mut withheld: Vec<Reply> = Vec::new();
    if reply == Reply::Partial {
        let own = values(sent, &withheld_field(field)).into_iter().filter_map(withheld_ground);
        withheld.extend(own);
        if withheld.is_empty() {
            withheld.extend(withheld_ground(value(sent, "ground")));
        }
    }
    Some(MatterOutcome { matter, reply, withheld })
}

/// The grounds of what is not given of a matter that is partly given.
fn withheld_control(e: &Entered, field: &str, about: &str) -> Control {
    let name = |reply| Ground::of(reply).map_or_else(|| Reply::title(reply), Ground::name);
    let grounds = withheld_grounds().map(|(key, reply)| Choice::new(key, name(reply))).collect();
    let control = Control::many(e, &withheld_field(field), format!("{about}未予公开部分的事由"), grounds);
    control.hint("可以选择几项。选择两项以上的，按“按改动后的处理结果更换文书”，分别填写各部分的内容和理由")
}

/// The ground for which the partial reply has fields: the first refusal among what was chosen.
fn leading(whole: &Drafting) -> Option<&'static str> {
    let joined = whole.joined.iter().flat_map(|joined| &joined.outcomes);
    let answers: Vec<Reply> = whole.outcomes.iter().chain(joined).flat_map(MatterOutcome::says).collect();
    leading_refusal(&answers)
        .filter(|_| answers.contains(&Reply::Partial))
        .and_then(Ground::of)
        .map(Ground::key)
}

/// Name of the field with the judgement of an objection.
fn unfounded_field(consultation: u32) -> String {
    format!("unfounded.{consultation}")
}

/// Why objections have no reasonable grounds, by consultation.
fn unfounded(case: &CaseView, sent: &[(String, String)]) -> BTreeMap<u32, String> {
    let all = case.dossier.application.consultations.iter().map(|one| one.id);
    let said = all.map(|id| (id, value(sent, &unfounded_field(id)).trim().to_owned()));
    said.filter(|(_, text)| !text.is_empty()).collect()
}

/// The replies chosen; none where one is missing.
fn outcomes(case: &CaseView, sent: &[(String, String)]) -> Option<Vec<MatterOutcome>> {
    let matters = case.dossier.application.matters.iter();
    matters.map(|matter| outcome(matter.number, &outcome_field(matter.number), sent)).collect()
}

/// Name of the field with the outcome of a matter of an application that is answered together.
fn joined_field(place: usize, matter: u32) -> String {
    format!("joined.{place}.{matter}")
}

/// The replies chosen for the applications that are answered together; none where one is missing.
fn joined(case: &CaseView, sent: &[(String, String)]) -> Option<Vec<JoinedOutcomes>> {
    let of = |(place, other): (usize, &JoinedCase)| {
        let outcomes =
            other.requests.iter().map(|(number, _)| outcome(*number, &joined_field(place, *number), sent));
        Some(JoinedOutcomes { application: other.id, outcomes: outcomes.collect::<Option<_>>()? })
    };
    case.dossier.joined.iter().enumerate().map(of).collect()
}

/// Name of a field of a further ground.
fn more_field(reply: Reply, field: &str) -> String {
    format!("more.{}.{field}", reply.key())
}

/// What a draft says by each ground.
fn sections(case: &CaseView, whole: &Drafting) -> Vec<Section> {
    let numbers: Vec<String> = case.dossier.joined.iter().map(|other| other.number.clone()).collect();
    several::sections(whole, &numbers)
}

/// The fields of a further ground, by their own names.
fn of_ground(reply: Reply, sent: &[(String, String)]) -> Vec<(String, String)> {
    let start = more_field(reply, "");
    let own =
        sent.iter().filter_map(|(name, text)| Some((name.strip_prefix(&start)?.to_owned(), text.clone())));
    own.collect()
}

/// The fields of a reply and of its further grounds; `read` reads those of one paper.
fn all_fields(
    kind: PaperKind,
    whole: &Drafting,
    sections: &[Section],
    sent: &[(String, String)],
    read: impl Fn(PaperKind, &[(String, String)]) -> Result<Value, Refusal>,
) -> Result<Value, Refusal> {
    let root = several::root(kind, sections);
    let leading = leading(whole);
    let partly = |reply: Reply, mut fields: Value| {
        if reply == Reply::Partial
            && let Some(fields) = fields.as_object_mut()
        {
            fields.remove("ground");
            fields.extend(leading.map(|key| ("ground".to_owned(), json!(key))));
        }
        fields
    };
    let own = root.map_or(kind, PaperKind::from);
    let mut all = read(own, sent).map(|fields| root.map_or(fields.clone(), |root| partly(root, fields)));
    for section in sections.iter().filter(|section| Some(section.reply) != root) {
        let own = of_ground(section.reply, sent);
        all = both(all, read(section.reply.into(), &own)).map(|(mut all, ground)| {
            let mut ground = partly(section.reply, ground);
            ground[several::ABOUT] = json!(section.about);
            if section.is_part {
                ground[several::PART] = json!(value(&own, several::PART).trim());
            }
            all[several::MORE][section.reply.key()] = ground;
            all
        });
    }
    all
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
    let kind = counted.reply.into();
    let sections = sections(case, &whole);
    let (co_signers, co_signing) = super::co_signing::chosen(sent);
    // what was written for a repetition travels along under another outcome, and is none of it
    let is_repeat = whole.outcomes.iter().any(|outcome| outcome.reply == Reply::Repeat);
    let drafting = Drafting {
        fields: all_fields(kind, &whole, &sections, sent, fields)?,
        outcomes,
        chosen,
        earlier: if is_repeat { value(sent, "earlier").trim().to_owned() } else { String::new() },
        same_information: is_repeat && values(sent, "same_information").contains(&"yes"),
        public_interest: value(sent, "public_interest").trim().to_owned(),
        unfounded: unfounded(case, sent),
        renewed: value(sent, "renewed").trim().to_owned(),
        co_signers,
        co_signing,
        joined,
        ..Drafting::default()
    };
    Ok(again::read(sent, drafting))
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
    Ok(editor(at, action, title, controls, None, (Some(&drafted), &case.dossier)))
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
    let heading = if action == "consult" { "征求意见" } else { "制发程序文书" };
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
            reply_of(key).map_or_else(|| key.clone(), |reply| reply.title().to_owned())
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

/// The matters of which nobody said yet what becomes of them, where the first page of a reply was sent.
pub(super) fn unanswered(case: &CaseView, sent: &[(String, String)]) -> Vec<FieldError> {
    let own = case.dossier.requests().into_iter().map(|(number, _)| outcome_field(number));
    let joined = case.dossier.joined.iter().enumerate();
    let joined = joined.flat_map(|(place, other)| {
        other.requests.iter().map(move |(number, _)| joined_field(place, *number))
    });
    let is_open = |field: &String| value(sent, field).is_empty();
    let missing = own.chain(joined).filter(is_open);
    missing.map(|field| FieldError { field, message: "选择这一项的处理结果".to_owned() }).collect()
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
        // in front: what follows a hidden field keeps no distance
        controls.insert(0, Control::hidden("choose", "1"));
        carry(&mut controls, &before);
        let mut page = editor(at, "draft", "拟制答复", controls, None, (None, &case.dossier));
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
    let sections = sections(case, &whole);
    controls.extend(section_controls(case, e, kind, &whole, &sections));
    let is_repeat = outcomes.iter().any(|outcome| outcome.reply == Reply::Repeat);
    if is_repeat {
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
    for one in application.consultations.iter().filter(|one| one.is_objected()) {
        let label = format!("第{}号征求意见：不同意公开的理由不合理的认定", one.id);
        let control = Control::text(e, &unfounded_field(one.id), label, 3);
        controls.push(
            control
                .hint("第三方的理由不合理而决定公开的填写；理由合理的不予公开，或者写明公共利益的理由")
                .optional(),
        );
    }
    let papers: Vec<PaperKind> =
        std::iter::once(kind).chain(sections.iter().map(|section| section.reply.into())).collect();
    controls.extend(again::controls(case, e, &papers));
    if application.round().reopening.is_some() {
        let control = Control::text(e, "renewed", "与原答复不同的事实和理由", 3);
        controls.push(control.hint("不得以同一事实和理由作出与原答复相同或者基本相同的答复").optional());
    }
    controls.extend(information(case, e));
    controls.extend(super::co_signing::controls(desk, case, e).await?);
    carry(&mut controls, &before);
    let drafting = Drafting {
        fields: all_fields(kind, &whole, &sections, &before, |kind, sent| Ok(readable(kind, sent)))?,
        earlier: if is_repeat { value(&before, "earlier").to_owned() } else { String::new() },
        ..whole
    };
    let previewed = preview(&desk.web.office, &case.dossier, &drafting).await?;
    let row = previewed.counted.map(|counted| counted.explanation);
    let title = if several::is_mixed(&sections) {
        several::title(kind, &case.dossier.settings)
    } else {
        case.dossier.settings.title(kind).to_owned()
    };
    let title = format!("拟制答复：{title}");
    let drafted = previewed.drafted.as_ref();
    let mut page = editor(at, "draft", &title, controls, row, (drafted, &case.dossier));
    page.form.has_files = true;
    page.form.buttons.push(Button {
        name: "choose".to_owned(),
        value: "1".to_owned(),
        words: "按改动后的处理结果更换文书".to_owned(),
    });
    Ok(page)
}

/// Lets what was written for another outcome travel along unseen, so that it stands there again when that outcome is chosen anew.
/// Of these fields a draft keeps nothing: it reads those of its own outcomes.
fn carry(controls: &mut Vec<Control>, sent: &[(String, String)]) {
    let is_of_a_reply = |name: &str| {
        let of = |reply: &Reply| template::fields((*reply).into()).iter().any(|field| field.name == name);
        name.starts_with("more.")
            || name.starts_with("withheld_")
            || name == several::PART
            || REPEATED.contains(&name)
            || Reply::EVERY.iter().any(of)
    };
    let is_foreign = |(name, text): &&(String, String)| {
        !text.trim().is_empty() && is_of_a_reply(name) && !Control::has_field(controls, name)
    };
    let carried: Vec<Control> =
        sent.iter().filter(is_foreign).map(|(name, text)| Control::hidden(name, text.clone())).collect();
    // in front: what follows a hidden field keeps no distance
    controls.splice(0..0, carried);
}

/// The fields of each ground, in the order of the paper; those of the paper itself have names of their own.
fn section_controls(
    case: &CaseView,
    e: &Entered,
    kind: PaperKind,
    whole: &Drafting,
    sections: &[Section],
) -> Vec<Control> {
    let root = several::root(kind, sections);
    let mut controls = Vec::new();
    for section in sections {
        let is_root = Some(section.reply) == root;
        let name = |field: &str| {
            if is_root { field.to_owned() } else { more_field(section.reply, field) }
        };
        let mut own = Vec::new();
        if section.is_part {
            let control = Control::line(e, &name(several::PART), "所涉的部分");
            own.push(control.hint("只描述到能让申请人知道是哪一部分，不得泄露内容本身"));
        }
        for field in template::fields(section.reply.into()) {
            if (section.reply, field.name) == (Reply::Partial, "ground") {
                own.extend(withheld_controls(case, e, whole));
            } else {
                own.push(control_named(e, &name(field.name), field));
            }
        }
        if sections.len() > 1 {
            controls.push(Control::group(section.label(), own, None));
        } else {
            controls.extend(own);
        }
    }
    controls
}

/// The grounds of what is not given, of every matter that is partly given.
fn withheld_controls(case: &CaseView, e: &Entered, whole: &Drafting) -> Vec<Control> {
    let is_partial = |outcome: &&MatterOutcome| outcome.reply == Reply::Partial;
    let mut controls = Vec::new();
    for outcome in whole.outcomes.iter().filter(is_partial) {
        let about =
            if whole.outcomes.len() > 1 { format!("第{}项", outcome.matter) } else { String::new() };
        controls.push(withheld_control(e, &outcome_field(outcome.matter), &about));
    }
    for (place, (other, said)) in case.dossier.joined.iter().zip(&whole.joined).enumerate() {
        for outcome in said.outcomes.iter().filter(is_partial) {
            let about = format!("{}第{}项", other.number, outcome.matter);
            controls.push(withheld_control(e, &joined_field(place, outcome.matter), &about));
        }
    }
    controls
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
    let hint = format!(
        "答复送达后，申请人凭查询码下载。{INFORMATION_WORDS}。预览过、改正后再提交的，已经收到的文件不必重新选择"
    );
    let field = Purpose::Information.field();
    let control = Control::file(e, field, Purpose::Information.label(), ACCEPTED_INFORMATION);
    controls.push(control.hint(hint).several().optional());
    let said = vec![
        Choice::new("whole", "全文提供").hint("没有不应当公开的内容"),
        Choice::new("redacted", "已作区分处理").hint("不应当公开的内容已经遮盖，遮盖之处不能还原"),
    ];
    controls.push(Control::one(e, REDACTION, "本次上传的文件", said).optional());
    controls
}

/// What becomes of a matter, as pairs of a form.
fn outcome_pairs(field: &str, outcome: &MatterOutcome) -> Sent {
    let grounds = withheld_grounds().filter(|(_, reply)| outcome.withheld.contains(reply));
    let grounds = grounds.map(|(key, _)| (withheld_field(field), key.to_owned()));
    std::iter::once((field.to_owned(), outcome.reply.key().to_owned())).chain(grounds).collect()
}

/// The draft that was sent back, as pairs of a form.
fn last_draft(case: &CaseView) -> Option<Sent> {
    let draft = case.dossier.application.draft()?;
    let text: DraftText = serde_json::from_str(case.dossier.text(draft.body)).ok()?;
    let (own, more) = several::fields_of(&text.drafting.fields);
    let kind = text.paper.kind;
    let root = several::root(kind, &sections(case, &text.drafting)).filter(|_| text.by_matter);
    let mut sent = form_of(root.map_or(kind, PaperKind::from), &own);
    for (reply, (fields, part)) in &more {
        let own = form_of((*reply).into(), fields).into_iter();
        let own = own.chain((!part.is_empty()).then(|| (several::PART.to_owned(), part.clone())));
        sent.extend(own.map(|(name, text)| (more_field(*reply, &name), text)));
    }
    for outcome in &text.drafting.outcomes {
        sent.extend(outcome_pairs(&outcome_field(outcome.matter), outcome));
    }
    for (place, other) in case.dossier.joined.iter().enumerate() {
        let known = text.drafting.joined.iter().find(|known| known.application == other.id);
        for outcome in known.into_iter().flat_map(|known| &known.outcomes) {
            sent.extend(outcome_pairs(&joined_field(place, outcome.matter), outcome));
        }
    }
    let judged = text.drafting.unfounded.iter();
    sent.extend(judged.map(|(consultation, text)| (unfounded_field(*consultation), text.clone())));
    sent.extend(super::co_signing::pairs(&text.drafting));
    sent.extend(again::pairs(&text.drafting));
    let others = [
        ("earlier", text.drafting.earlier),
        ("same_information", if text.drafting.same_information { "yes" } else { "" }.to_owned()),
        ("public_interest", text.drafting.public_interest),
        ("renewed", text.drafting.renewed),
        ("chosen", text.drafting.chosen.map(|matter| matter.to_string()).unwrap_or_default()),
    ];
    sent.extend(others.into_iter().map(|(name, text)| (name.to_owned(), text)));
    Some(sent)
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
