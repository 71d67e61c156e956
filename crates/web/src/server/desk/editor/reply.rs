//! The editor of a reply: what becomes of each matter, the fields of each, the paper that follows and its checklist.
//!
//! Not here: from the form to what was decided (`super::reply_form`), what stands against it (`gongkai_app::application::weigh_draft`).

use super::super::entry::{Desk, Sent, value};
use super::super::leaf::parts;
use super::super::{again, co_signing, words};
use super::reply_form::{
    decided, field_name, is_alone, joined_field, last_draft, legible, outcome_field, sections,
    unfounded_field, withheld_field,
};
use super::{control_named, editor};
use crate::components::form::Button;
use crate::components::{Choice, Control, Entered, FieldError};
use crate::day::Day;
use crate::pages::desk::action::{ACCEPTED_INFORMATION, Acting};
use crate::pages::desk::editor::{Editor, Part};
use gongkai_app::Refusal;
use gongkai_app::application::drafting::withheld_grounds;
use gongkai_app::application::weigh_draft::{Weighed, weigh};
use gongkai_app::paper::earlier::earlier_ones;
use gongkai_app::paper::several::{self, MatterOf, Section};
use gongkai_app::query::case::CaseView;
use gongkai_app::query::track::INFORMATION;
use gongkai_app::upload::{INFORMATION_WORDS, Purpose};
use gongkai_domain::application::EarlierApplication;
use gongkai_domain::notice::reply::Ground;
use gongkai_domain::notice::{PaperKind, Reply, template};

/// Field that says whether the files that come with a draft were redacted.
pub(in super::super) const REDACTION: &str = "redaction";

/// Fields that only a repeated application has.
const REPEATED: [&str; 2] = ["earlier", "same_information"];

/// The matters of which nobody said yet what becomes of them, where the first page of a reply was sent.
pub(in super::super) fn unanswered(case: &CaseView, sent: &[(String, String)]) -> Vec<FieldError> {
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
///
/// # Errors
/// Where the records cannot be read.
pub(super) async fn page(
    desk: &Desk,
    case: &CaseView,
    at: &Acting<'_>,
    sent: &Sent,
    has_files: bool,
) -> Result<Editor, Refusal> {
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
        let label = format!("第{number}项：{}", words::shortened(text));
        controls.push(Control::select(e, &outcome_field(number), label, replies.clone()));
    }
    for (place, other) in case.dossier.joined.iter().enumerate() {
        let selects = other.requests.iter().map(|(number, text)| {
            let label = format!("第{number}项：{}", words::shortened(text));
            Control::select(e, &joined_field(place, *number), label, replies.clone())
        });
        controls.push(Control::group(format!("一并答复：{}", other.number), selects.collect(), None));
    }
    let Ok(whole) = decided(case, &before) else {
        // in front: what follows a hidden field keeps no distance
        controls.insert(0, Control::hidden("choose", "1"));
        carry(&mut controls, &before);
        let mut page = editor(at, "draft", "拟制答复", controls, None, (None, &case.dossier));
        "下一步：填写文书".clone_into(&mut page.form.submit);
        page.form.buttons.clear();
        return Ok(page);
    };
    if whole.outcomes.len() > 1 {
        let matters = whole
            .outcomes
            .iter()
            .map(|outcome| Choice::new(outcome.matter.to_string(), format!("第{}项", outcome.matter)));
        let control = Control::select(e, "chosen", "按哪一项的事由计列", matters.collect());
        controls.push(control.hint("各项结果不同、表式没有规定的，由承办人选定").optional());
    }
    let counting = &case.dossier.settings.handling.counting;
    let kind = whole.whole(counting).map_or(PaperKind::Reply(Reply::Granted), |counted| counted.reply.into());
    let sections = sections(case, &whole);
    controls.extend(section_controls(case, e, &sections));
    let is_repeat = whole.outcomes.iter().any(|outcome| outcome.reply == Reply::Repeat);
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
    controls.extend(again::controls(case, e, &sections));
    if application.round().reopening.is_some() {
        let control = Control::text(e, "renewed", "与原答复不同的事实和理由", 3);
        controls.push(control.hint("不得以同一事实和理由作出与原答复相同或者基本相同的答复").optional());
    }
    controls.extend(information(case, e));
    controls.extend(co_signing::controls(desk, case, e).await?);
    carry(&mut controls, &before);
    let drafting = legible(case, &before)?;
    let drafter = desk.actor.member()?.person.id;
    let without: Vec<uuid::Uuid> = before
        .iter()
        .filter(|(name, _)| name == "without")
        .filter_map(|(_, file)| file.parse().ok())
        .collect();
    let files = (has_files, without.as_slice());
    let weighed = Box::pin(weigh(&desk.web.office, &case.dossier, drafter, &drafting, files)).await?;
    let row = weighed.counted.as_ref().map(|counted| counted.explanation.clone());
    let title = if several::has_grounds(&sections) {
        several::title(kind, &case.dossier.settings)
    } else {
        case.dossier.settings.title(kind).to_owned()
    };
    let title = format!("拟制答复：{title}");
    let mut page = editor(at, "draft", &title, controls, row, (weighed.drafted.as_ref(), &case.dossier));
    let of_files = at.entered.error(Purpose::Information.field());
    page.parts = checklist(&weighed, super::reply_form::drafting(case, &before).err(), of_files);
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

/// The checklist of a reply: its required parts, then everything else for which sending it for approval would be refused, so that a
/// reply that is told as complete can be sent. `of_files` is what is wrong with a file that was not taken. That nothing is against
/// sending it is told only where that holds of the whole list.
fn checklist(weighed: &Weighed, unread: Option<Refusal>, of_files: Option<String>) -> Vec<Part> {
    let mut parts = weighed.drafted.as_ref().map_or_else(Vec::new, parts);
    let mut faults: Vec<String> = match unread {
        Some(Refusal::Invalid(faults)) => faults.into_iter().map(|fault| fault.text).collect(),
        _ => Vec::new(),
    };
    faults.extend(weighed.faults.iter().map(|fault| fault.text.clone()));
    faults.extend(of_files);
    faults.dedup();
    let is_complete = weighed.is_complete() && faults.is_empty();
    if !faults.is_empty() {
        parts.push(Part { name: "填写内容".to_owned(), is_there: false, note: faults.join("；") });
    }
    let reasons: Vec<String> = weighed.reasons.iter().map(ToString::to_string).collect();
    if is_complete || !reasons.is_empty() {
        let note =
            if is_complete { "没有不能提交审核的情形".to_owned() } else { reasons.join("；") };
        parts.push(Part { name: "提交条件".to_owned(), is_there: is_complete, note });
    }
    parts
}

/// The fields of each matter, in the order of the paper; those of a paper that says one thing only have names of their own.
fn section_controls(case: &CaseView, e: &Entered, sections: &[Section]) -> Vec<Control> {
    let mut controls = Vec::new();
    for section in sections {
        let is_alone = is_alone(section, sections);
        let name = |field: &str| field_name(section, is_alone, field);
        let mut own = Vec::new();
        if section.is_part {
            let control = Control::line(e, &name(several::PART), "所涉的部分");
            own.push(control.hint("只描述到能让申请人知道是哪一部分，不得泄露内容本身"));
        }
        for field in template::fields(section.reply.into()) {
            if (section.reply, field.name) == (Reply::Partial, "ground") {
                own.push(withheld_control(case, e, section));
            } else if field.name == "provision" {
                let control = control_named(e, &name(field.name), field);
                own.push(control.hint(format!("{}{}", asked_for(case, section), field.help)));
            } else if field.name != again::OF_PAPER || again::is_asked(case, section) {
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

/// In which form and by which way the information of a section is wanted.
fn asked_for(case: &CaseView, section: &Section) -> String {
    let of = section.matters.first().and_then(|(id, _)| case.dossier.application_of(*id));
    let asked = of.unwrap_or(&case.dossier.application).arrival.provision;
    format!("申请人要求：{}，{}。", asked.form.label(), asked.way.label())
}

/// The grounds of what is not given of a matter that is partly given.
fn withheld_control(case: &CaseView, e: &Entered, section: &Section) -> Control {
    let of = |(id, matter): &MatterOf| {
        let place = id.and_then(|id| case.dossier.joined.iter().position(|other| other.id == id));
        place.map_or_else(|| outcome_field(*matter), |place| joined_field(place, *matter))
    };
    let outcome = section.matters.first().map(of).unwrap_or_default();
    let name = |reply| Ground::of(reply).map_or_else(|| Reply::title(reply), Ground::name);
    let grounds = withheld_grounds().map(|(key, reply)| Choice::new(key, name(reply))).collect();
    let control = Control::many(e, &withheld_field(&outcome), "未予公开部分的事由", grounds);
    control.hint("可以选择几项。选择两项以上的，按“按改动后的处理结果更换文书”，分别填写各部分的内容和理由")
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
        "答复送达后，申请人凭查询码下载。{INFORMATION_WORDS}。\
         修订、批注和隐藏的内容须先清除，否则不予接收；画黑块不能除去下面的文字。\
         预览过、改正后再提交的，已经收到的文件不必重新选择"
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
