//! From the fields of a step's page to its use case.
//!
//! Not here: the pages (`super::act`, `super::editor`), what a use case checks (`gongkai-app`).

use super::act::unknown_results;
use super::again;
use super::conflict::usual_label;
use super::editor;
use super::entry::{Desk, value, values};
use super::files::purpose_of;
use super::serving::{at_once, recipient, return_reason, serving, serving_of};
use chrono::NaiveDate;
use gongkai_app::Refusal;
use gongkai_app::application as verbs;
use gongkai_app::application::Moved;
use gongkai_app::application::close_internally::Cause;
use gongkai_app::application::receive_correction::Correcting;
use gongkai_app::paper::dossier::SearchText;
use gongkai_app::portal::lost_code::send_to_contact;
use gongkai_app::query::ApplicationRow;
use gongkai_app::query::case::CaseView;
use gongkai_app::upload::{Purpose, Stored};
use gongkai_deadline::units::WorkingDays;
use gongkai_domain::application::{
    CodeReissue, ConfirmationMethod, Helper, Opinion, PromotionGround, RegistrationCheck, Retention,
    WithdrawalWay,
};
use gongkai_domain::challenge::event::LessonCause;
use gongkai_domain::ids::ApplicationId;
use gongkai_domain::notice::{PaperKind, Procedural, Reply};
use std::pin::Pin;

/// What became of it.
pub(super) enum Taken {
    /// The case as it is now.
    Done(Box<ApplicationRow>),
    /// A new query code, kept for the receipt that is handed over.
    Receipt,
}

type Sent = [(String, String)];

pub(super) fn day(sent: &Sent, name: &'static str) -> Result<NaiveDate, Refusal> {
    let text = value(sent, name).trim();
    text.parse().map_err(|_| {
        Refusal::invalid(
            name,
            if text.is_empty() { "填写日期".to_owned() } else { format!("“{text}”不是日期") },
        )
    })
}

pub(super) fn some_day(sent: &Sent, name: &'static str) -> Result<Option<NaiveDate>, Refusal> {
    if value(sent, name).trim().is_empty() { Ok(None) } else { day(sent, name).map(Some) }
}

pub(super) fn count(sent: &Sent, name: &'static str) -> Result<u32, Refusal> {
    let sent = value(sent, name).trim();
    let digit = |c: char| match c {
        '０'..='９' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32),
        _ => Some(c).filter(char::is_ascii_digit),
    };
    // a sign or a point that is passed over would make another number of it
    let digits: Option<String> = sent.chars().map(digit).collect();
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| {
        let why = if sent.is_empty() { "填写" } else { "应当是不带符号和小数点的整数：" };
        Refusal::invalid(name, format!("{why}{}", named(name)))
    })
}

/// The number of something that is chosen from a list.
pub(super) fn picked(sent: &Sent, name: &'static str) -> Result<u32, Refusal> {
    id(sent, name)
}

/// What a field is called, in quotation marks, for a fault; nothing where it has no name.
fn named(name: &str) -> String {
    usual_label(name).map_or_else(String::new, |label| format!("“{label}”"))
}

pub(super) fn chosen<T: Copy>(sent: &Sent, name: &'static str, words: &[(&str, T)]) -> Result<T, Refusal> {
    let key = value(sent, name);
    let known = words.iter().find(|(known, _)| *known == key).map(|(_, chosen)| *chosen);
    known.ok_or_else(|| Refusal::invalid(name, format!("请选择{}", named(name))))
}

pub(super) fn id<T: std::str::FromStr>(sent: &Sent, name: &'static str) -> Result<T, Refusal> {
    value(sent, name).parse().map_err(|_| Refusal::invalid(name, format!("请选择{}", named(name))))
}

/// Two values of a form, or the faults of both: a form tells everything that is wrong with it at once.
///
/// # Errors
/// As the two tell; what is no fault of a field goes first.
pub(super) fn both<A, B>(one: Result<A, Refusal>, two: Result<B, Refusal>) -> Result<(A, B), Refusal> {
    match (one, two) {
        (Ok(one), Ok(two)) => Ok((one, two)),
        (Err(Refusal::Invalid(mut faults)), Err(Refusal::Invalid(more))) => {
            faults.extend(more);
            Err(Refusal::Invalid(faults))
        }
        (Err(Refusal::Invalid(_)) | Ok(_), Err(refusal)) | (Err(refusal), _) => Err(refusal),
    }
}

/// A text that must be there.
pub(super) fn text<'s>(sent: &'s Sent, name: &'static str, fault: &str) -> Result<&'s str, Refusal> {
    match value(sent, name).trim() {
        "" => Err(Refusal::invalid(name, fault)),
        text => Ok(text),
    }
}

/// Who of a joint application withdraws, by place; empty where there is one applicant.
fn who(case: &CaseView, sent: &Sent) -> Result<Vec<u32>, Refusal> {
    if case.dossier.applicants.len() < 2 {
        return Ok(Vec::new());
    }
    let places: Vec<u32> = values(sent, "who").iter().filter_map(|place| place.parse().ok()).collect();
    if places.is_empty() {
        return Err(Refusal::invalid("who", "选择由哪些申请人撤回"));
    }
    Ok(places)
}

/// A step on the heap, made in a frame of its own: what the many steps of this page need does not add up on the stack.
#[inline(never)]
fn apart<F: Future>(make: impl FnOnce() -> F) -> Pin<Box<F>> {
    Box::pin(make())
}

/// Takes the step of a page, with the files that came along.
///
/// # Errors
/// As the use case tells.
pub(super) async fn take(
    desk: &Desk,
    case: &CaseView,
    action: &str,
    sent: &Sent,
    stored: &[Stored],
) -> Result<Taken, Refusal> {
    let office = &*desk.web.office;
    let actor = &desk.actor;
    let id_of = case.dossier.row.id;
    // a form without a version was not made by these pages; it meets whatever is there
    let seen = value(sent, "version").parse::<i64>().ok();
    let (a, o) = (actor, office);
    let moved: Moved = match action {
        "confirm" => {
            let method = chosen(
                sent,
                "method",
                &[
                    ("phone", ConfirmationMethod::Telephone),
                    ("sms", ConfirmationMethod::TextMessage),
                    ("online", ConfirmationMethod::Portal),
                    ("counter", ConfirmationMethod::InPerson),
                ],
            );
            let confirmed = both(day(sent, "confirmed_on"), method)?;
            apart(|| verbs::confirm::confirm_with(o, a, id_of, seen, confirmed, value(sent, "note"))).await?
        }
        "register" => {
            let checked = values(sent, "checks");
            let checks = RegistrationCheck::EVERY.iter().filter(|check| checked.contains(&check.key()));
            apart(|| verbs::register::register_with(o, a, id_of, seen, checks.copied().collect())).await?
        }
        "rectify" => apart(|| super::rectify::take(desk, case, sent, seen)).await?,
        "assign" => {
            let handler = match value(sent, "handler") {
                "" => Ok(None),
                _ => id(sent, "handler").map(Some),
            };
            let ((department, handler), internal_due_on) =
                both(both(id(sent, "unit"), handler), some_day(sent, "within"))?;
            let assigning = verbs::assign::Assigning { department, handler, internal_due_on };
            apart(|| verbs::assign::assign_with(o, a, id_of, seen, assigning, value(sent, "words"))).await?
        }
        "ask-correction" => {
            let fields = editor::fields(Procedural::CorrectionNotice.into(), sent)?;
            apart(|| verbs::ask_correction::ask_correction(o, a, id_of, seen, fields, None)).await?
        }
        "correction-receipt" => {
            let proof = value(sent, "proof");
            apart({
                let on = day(sent, "on")?;
                move || verbs::receive_correction::record_notice_receipt(o, a, id_of, seen, on, proof)
            })
            .await?
        }
        "receive-correction" => {
            let correcting = Correcting {
                on: day(sent, "on")?,
                content: value(sent, "content").to_owned(),
                matters: matters(case, sent),
                files: stored.to_vec(),
            };
            apart(|| verbs::receive_correction::receive_correction(o, a, id_of, seen, correcting)).await?
        }
        "split" => {
            let reasons = value(sent, "reason").to_owned();
            let (parts, _) = both(parts(case, sent), text(sent, "reason", "填写拆分理由"))?;
            let splitting = verbs::split::Splitting { parts, reasons };
            apart(|| verbs::split::split(o, a, id_of, seen, splitting)).await?
        }
        "join" => {
            let others: Vec<ApplicationId> =
                values(sent, "others").iter().filter_map(|other| other.parse().ok()).collect();
            apart(|| verbs::join_reply::join_reply(o, a, id_of, seen, &others)).await?
        }
        "separate" => apart(|| verbs::join_reply::separate_reply(o, a, id_of, seen)).await?,
        "ask-assistance" => {
            let helper = chosen(
                sent,
                "helper",
                &[
                    ("division", Helper::Division),
                    ("subordinate_institution", Helper::SubordinateInstitution),
                    ("legal_adviser", Helper::LegalAdviser),
                ],
            );
            let department = match helper {
                Ok(Helper::Division) => id(sent, "unit").map(Some),
                _ => Ok(None),
            };
            let question = text(sent, "question", "填写请求协助的事项");
            let ((helper, department), question) = both(both(helper, department), question)?;
            let question = question.to_owned();
            let asking = verbs::ask_assistance::Asking { helper, department, question };
            apart(|| verbs::ask_assistance::ask_assistance(o, a, id_of, seen, asking)).await?
        }
        "assistance" => {
            let (request, on) = both(picked(sent, "request"), day(sent, "on"))?;
            let answer = value(sent, "answer");
            apart(|| verbs::ask_assistance::receive_assistance(o, a, id_of, seen, request, on, answer))
                .await?
        }
        "reopen" => {
            let causes = values(sent, "causes");
            let causes = LessonCause::EVERY.iter().copied().filter(|cause| causes.contains(&cause.key()));
            let reopening = verbs::reopen::Reopening {
                challenge: id(sent, "challenge")?,
                challenge_seen: None,
                causes: causes.collect(),
                lesson: value(sent, "lesson").to_owned(),
            };
            apart(|| verbs::reopen::reopen(o, a, id_of, seen, reopening)).await?
        }
        "consult" => {
            let with = editor::with(sent).ok_or_else(|| Refusal::invalid("with", "选择向谁征求意见"))?;
            let fields = editor::fields(verbs::consult::letter_of(with).into(), sent)?;
            let instead_of = again::instead_of(sent)?;
            let consulting =
                verbs::consult::Consulting { with, matters: numbers(sent, "matters"), instead_of };
            apart(|| verbs::consult::consult(o, a, id_of, seen, consulting, fields)).await?
        }
        "addressee-receipt" => {
            let (number, on) = both(picked(sent, "consultation"), day(sent, "on"))?;
            let proof = value(sent, "proof");
            apart(|| verbs::record_opinion::record_addressee_receipt(o, a, id_of, seen, number, on, proof))
                .await?
        }
        "consultation-return" => {
            let (number, on) = both(picked(sent, "consultation"), day(sent, "on"))?;
            let reason = text(sent, "reason", "填写退回的原因")?;
            apart(|| verbs::record_opinion::record_consultation_return(o, a, id_of, seen, number, on, reason))
                .await?
        }
        "opinion" => {
            let opinion = chosen(
                sent,
                "opinion",
                &[
                    ("consents", Opinion::Consents),
                    ("objects", Opinion::Objects),
                    ("partly", Opinion::Partly),
                ],
            );
            let ((consultation, on), opinion) =
                both(both(picked(sent, "consultation"), day(sent, "on")), opinion)?;
            let grounds = value(sent, "grounds").to_owned();
            let opined = verbs::record_opinion::Opined { consultation, on, opinion, grounds };
            apart(|| verbs::record_opinion::record_opinion(o, a, id_of, seen, opined)).await?
        }
        "tell-third-party" => {
            let fields = editor::fields(Procedural::ThirdPartyDisclosureNotice.into(), sent);
            let (number, fields) = both(picked(sent, "consultation"), fields)?;
            apart(|| verbs::record_opinion::tell_third_party(o, a, id_of, seen, number, fields)).await?
        }
        "extend" => {
            let (days, reason) = both(count(sent, "days"), text(sent, "reason", "填写延期理由"))?;
            apart(|| verbs::extend::approve_extension(o, a, id_of, seen, WorkingDays(days), reason)).await?
        }
        "propose-extension" => {
            let (days, reason) = both(count(sent, "days"), text(sent, "reason", "填写拟延期意见和理由"))?;
            let by = WorkingDays(days);
            apart(|| verbs::propose_extension::propose_extension(o, a, id_of, seen, by, reason)).await?
        }
        "decline-extension" => {
            let reason = text(sent, "reason", "写明不同意延期的理由")?;
            apart(|| verbs::propose_extension::decline_extension(o, a, id_of, seen, reason)).await?
        }
        "tell-extension" => {
            let fields = editor::fields(Procedural::ExtensionNotice.into(), sent)?;
            let serving = at_once(sent)?;
            apart(|| verbs::extend::tell_extension(o, a, id_of, seen, fields, serving)).await?
        }
        "ask-reasons" => {
            let fields = editor::fields(Procedural::ReasonsRequest.into(), sent)?;
            let serving = at_once(sent)?;
            apart(|| verbs::request_reasons::request_reasons(o, a, id_of, seen, fields, serving)).await?
        }
        "receive-reasons" => {
            let (on, content) = both(day(sent, "on"), text(sent, "content", "填写申请人说明的理由"))?;
            apart(|| verbs::request_reasons::receive_reasons(o, a, id_of, seen, on, content)).await?
        }
        "judge-reasons" => {
            let is_reasonable = chosen(sent, "result", &[("yes", true), ("no", false)]);
            let (is_reasonable, grounds) = both(is_reasonable, text(sent, "grounds", "填写认定的依据"))?;
            apart(|| verbs::request_reasons::judge_reasons(o, a, id_of, seen, is_reasonable, grounds)).await?
        }
        "delay" => {
            let fields = editor::fields(Procedural::DelayedReplyNotice.into(), sent)?;
            let serving = at_once(sent)?;
            apart(|| verbs::request_reasons::fix_delay(o, a, id_of, seen, fields, serving)).await?
        }
        "fee" => {
            let fields = editor::fields(Procedural::FeeNotice.into(), sent)?;
            let correction = value(sent, "ordinal_reason");
            apart(|| verbs::notice_fee::notice_fee(o, a, id_of, seen, fields, correction, None)).await?
        }
        "fee-receipt" => {
            let proof = value(sent, "proof");
            apart({
                let on = day(sent, "on")?;
                move || verbs::notice_fee::record_fee_notice_receipt(o, a, id_of, seen, on, proof)
            })
            .await?
        }
        "payment" => {
            let (paid_on, receipt) = (day(sent, "paid_on")?, value(sent, "receipt"));
            apart(|| verbs::notice_fee::record_payment_with(o, a, id_of, seen, paid_on, receipt)).await?
        }
        "withdraw" => {
            let ways: Vec<_> = WithdrawalWay::EVERY.iter().map(|way| (way.key(), Some(*way))).collect();
            let withdrawn = both(day(sent, "on"), chosen(sent, "how", &ways));
            let statement = text(sent, "statement", "照录申请人撤回的声明");
            let ((withdrawn, statement), by) = both(both(withdrawn, statement), who(case, sent))?;
            apart(|| {
                let by = &by;
                verbs::record_withdrawal::record_withdrawal_with(o, a, id_of, seen, withdrawn, by, statement)
            })
            .await?
        }
        "search-record" => {
            let result = value(sent, "result");
            let text = SearchText {
                scope: value(sent, "places").trim().to_owned(),
                terms: value(sent, "terms")
                    .split(['、', '，', ',', ';', '；', ' '])
                    .map(str::trim)
                    .filter(|term| !term.is_empty())
                    .map(str::to_owned)
                    .collect(),
                result: result_words(result, value(sent, "details")),
            };
            let is_found = chosen(sent, "result", &[("found", true), ("part", true), ("none", false)]);
            let days = both(day(sent, "searched_on"), both(day(sent, "from"), day(sent, "to")));
            let ((on, (from, to)), is_found) = both(days, is_found)?;
            let matters = numbers(sent, "matters");
            let searching = verbs::record_search::Searching { on, from, to, is_found, text, matters };
            apart(|| verbs::record_search::record_search(o, a, id_of, seen, searching)).await?
        }
        "reissue-code" => {
            let at = chosen(
                sent,
                "how",
                &[("contact", CodeReissue::ContactOnFile), ("counter", CodeReissue::Counter)],
            )?;
            if at == CodeReissue::ContactOnFile {
                // the new code is in force, and the old one ends, when the letter has gone
                send_to_contact(o, a, id_of, seen).await?;
                let row = o.storage.application(id_of).await?.ok_or(Refusal::NotFound)?;
                return Ok(Taken::Done(Box::new(row)));
            }
            let (code, _) = apart(|| verbs::reissue_code::reissue_code(o, a, id_of, seen, at)).await?;
            verbs::counter_receipt::keep_code(o, a, id_of, &code).await?;
            return Ok(Taken::Receipt);
        }
        // the later steps in a future of their own: together they would take more stack than a thread has
        _ => Box::pin(late(desk, case, action, sent, stored)).await?,
    };
    if purpose_of(action).is_some_and(Purpose::is_beside_a_step) && !stored.is_empty() {
        apart(|| verbs::enclose::enclose(o, a, id_of, stored)).await?;
    }
    Ok(Taken::Done(Box::new(moved.row)))
}

/// Takes a step from the draft of a reply on.
async fn late(
    desk: &Desk,
    case: &CaseView,
    action: &str,
    sent: &Sent,
    stored: &[Stored],
) -> Result<Moved, Refusal> {
    let (o, a) = (&*desk.web.office, &desk.actor);
    let id_of = case.dossier.row.id;
    let seen = value(sent, "version").parse::<i64>().ok();
    Ok(match action {
        "draft" => {
            let drafting = editor::drafting(case, sent)?;
            let without = values(sent, "without").iter().filter_map(|file| file.parse().ok()).collect();
            let is_redacted = match value(sent, editor::REDACTION) {
                "whole" => Some(false),
                "redacted" => Some(true),
                _ => None,
            };
            let given = verbs::draft_reply::Given { files: stored.to_vec(), without, is_redacted };
            apart(|| verbs::draft_reply::draft_reply_with(o, a, id_of, seen, drafting, given)).await?
        }
        "issue" => apart(|| verbs::issue::issue(o, a, id_of, seen)).await?,
        "seal" => apart(|| verbs::issue::seal(o, a, id_of, seen)).await?,
        "serve" => {
            let serving = serving(case, sent, stored.first().cloned())?;
            apart(|| verbs::serve::serve(o, a, id_of, seen, serving)).await?
        }
        "notice-service" => {
            let serving = serving_of(sent, None, stored.first().cloned())?;
            let paper = id(sent, "paper")?;
            apart(|| verbs::serve_notice::serve_notice(o, a, id_of, seen, paper, serving)).await?
        }
        "service-receipt" => {
            let proof = value(sent, "proof");
            let of = (recipient(&unknown_results(case), sent)?, day(sent, "on")?);
            apart(|| verbs::serve::record_service_receipt(o, a, id_of, seen, of, proof)).await?
        }
        "service-return" => {
            let reason = return_reason(sent);
            let to = both(recipient(&unknown_results(case), sent), day(sent, "on"));
            let (of, reason) = both(to, reason)?;
            apart(|| verbs::serve::record_service_return(o, a, id_of, seen, of, reason)).await?
        }
        "archive" => {
            let keep = chosen(
                sent,
                "keep",
                &[
                    ("10", Retention::TenYears),
                    ("30", Retention::ThirtyYears),
                    ("permanent", Retention::Permanent),
                ],
            );
            let (keep, volume) = both(keep, text(sent, "volume", "填写卷号"))?;
            let kept = (Some(keep), volume);
            apart(|| verbs::archive::archive_with(o, a, id_of, seen, kept, value(sent, "remarks"))).await?
        }
        "weigh" => {
            let is_weighty = chosen(sent, "result", &[("yes", true), ("no", false)]);
            let (is_weighty, reason) = both(is_weighty, text(sent, "reason", "填写理由"))?;
            apart(|| verbs::weigh::weigh(o, a, id_of, seen, is_weighty, reason)).await?
        }
        "promote" => {
            let grounds: Vec<(&str, PromotionGround)> =
                PromotionGround::EVERY.iter().map(|ground| (ground.key(), *ground)).collect();
            let promoting = verbs::promote::Promoting {
                matter: picked(sent, "matter")?,
                ground: chosen(sent, "ground", &grounds)?,
                reason: value(sent, "reason").to_owned(),
            };
            apart(|| verbs::promote::promote(o, a, id_of, seen, promoting)).await?
        }
        "close" => {
            let ground = chosen(
                sent,
                "ground",
                &[
                    (Reply::CorrectionOverdue.key(), Reply::CorrectionOverdue),
                    (Reply::FeeOverdue.key(), Reply::FeeOverdue),
                    (Reply::ClosedOther.key(), Reply::ClosedOther),
                ],
            );
            let (ground, statement) = both(ground, text(sent, "statement", "填写结案说明"))?;
            let cause = match value(sent, "cause") {
                "applicant_ceased" => Some(Cause::ApplicantCeased),
                "submitted_twice" => Some(Cause::SubmittedTwice(value(sent, "twin").to_owned())),
                _ => None,
            };
            apart(|| verbs::close_internally::close_internally(o, a, id_of, seen, ground, cause, statement))
                .await?
        }
        "paper" => {
            let kind =
                verbs::issue_paper::ALONE.iter().copied().find(|kind| kind.key() == value(sent, "kind"));
            let kind = kind.ok_or_else(|| Refusal::invalid("kind", "选择文书"))?;
            let fields = editor::fields(PaperKind::from(kind), sent)?;
            apart(|| verbs::issue_paper::issue_paper(o, a, id_of, seen, kind, fields)).await?
        }
        "void" => {
            let (paper, reason) = both(id(sent, "paper"), text(sent, "reason", "填写作废理由"))?;
            apart(|| verbs::void_paper::void_paper(o, a, id_of, seen, paper, reason)).await?
        }
        _ => return Err(Refusal::NotFound),
    })
}

/// The numbers that were ticked.
pub(super) fn numbers(sent: &Sent, name: &str) -> Vec<u32> {
    values(sent, name).iter().filter_map(|number| number.parse().ok()).collect()
}

/// How the matters read after a correction; those that were emptied are given up.
fn matters(case: &CaseView, sent: &Sent) -> Vec<(u32, String)> {
    let known = case.dossier.application.matters.iter().map(|matter| matter.number);
    let mut matters: Vec<(u32, String)> = known
        .filter(|number| sent.iter().any(|(name, _)| *name == format!("matter.{number}")))
        .map(|number| (number, value(sent, &format!("matter.{number}")).to_owned()))
        .collect();
    let fresh = value(sent, "matter.new").lines().map(str::trim).filter(|line| !line.is_empty());
    if !matters.is_empty() {
        matters.extend(fresh.map(|line| (0, line.to_owned())));
    }
    matters
}

/// Which matters go into which part.
fn parts(case: &CaseView, sent: &Sent) -> Result<Vec<Vec<u32>>, Refusal> {
    let mut parts = std::collections::BTreeMap::<u32, Vec<u32>>::new();
    for matter in &case.dossier.application.matters {
        let part = value(sent, &format!("part.{}", matter.number)).parse();
        let part = part.map_err(|_| Refusal::invalid("part.1", "选择每一项归入哪一件"))?;
        parts.entry(part).or_default().push(matter.number);
    }
    Ok(parts.into_values().collect())
}

fn result_words(result: &str, details: &str) -> String {
    let words = match result {
        "found" => "检索到所申请的信息",
        "part" => "检索到部分所申请的信息",
        _ => "未检索到所申请的信息",
    };
    match details.trim() {
        "" => words.to_owned(),
        details => format!("{words}；{details}"),
    }
}
