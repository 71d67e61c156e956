//! Parties whose letter came back: the letter that is sent to them again, and in a reply why they could not be heard.
//!
//! Not here: whether a reply needs it (`gongkai_domain::application`), the other fields of the editor (`super::editor`).

use super::act::{matter_choices, pending};
use super::entry::value;
use super::take::{numbers, picked};
use crate::components::{Control, Entered};
use gongkai_app::Refusal;
use gongkai_app::application::draft_reply::Drafting;
use gongkai_app::query::case::CaseView;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::notice::{PaperKind, template};

/// Name of the field with the letter that came back.
const INSTEAD_OF: &str = "instead_of";
/// Name of the field that says why a party could not be heard.
const OMITTED: &str = "omitted";
/// Name of the field with the matters for which that holds.
const OMITTED_FOR: &str = "omitted_for";
/// The same explanation as a field of a paper.
const OF_PAPER: &str = "no_consultation";

/// The letter that came back and for which this one is sent, where one was chosen.
///
/// # Errors
/// [`Refusal::Invalid`] where what was sent is no number.
pub(super) fn instead_of(sent: &[(String, String)]) -> Result<Option<u32>, Refusal> {
    if value(sent, INSTEAD_OF).is_empty() { Ok(None) } else { picked(sent, INSTEAD_OF).map(Some) }
}

/// The field for the letter that came back; none where no letter of the kind did.
pub(super) fn letter(case: &CaseView, e: &Entered, with: Consulted) -> Option<Control> {
    let application = &case.dossier.application;
    let unheard = pending(case, |one| one.with == with && application.is_unheard(one));
    let hint = "按另一地址或者以其他方式再次征求同一对象意见的，在这里选择；征求其他对象意见的空着";
    let control = || Control::select(e, INSTEAD_OF, "代替哪一份退回的征求意见书", unheard.clone());
    (!unheard.is_empty()).then(|| control().hint(hint).optional())
}

/// Whether one of the papers has a field for the explanation.
fn stands_in(papers: &[PaperKind]) -> bool {
    papers.iter().any(|kind| template::fields(*kind).iter().any(|field| field.name == OF_PAPER))
}

/// The fields of a reply: why who was not reached could not be heard, where its papers have none for it, and for which matters.
pub(super) fn controls(case: &CaseView, e: &Entered, papers: &[PaperKind]) -> Vec<Control> {
    let application = &case.dossier.application;
    let is_rights = |with| matches!(with, Consulted::ThirdParty | Consulted::CoMaker);
    let is_unheard =
        application.consultations.iter().any(|one| is_rights(one.with) && application.is_unheard(one));
    let is_in_paper = stands_in(papers);
    let mut controls = Vec::new();
    if is_unheard && !is_in_paper {
        let control = Control::text(e, OMITTED, "征求意见书被退回，未能征求意见的理由", 3);
        let hint = "另行寄送后对方收到的，不必填写；没有收到征求意见书的，不能视为逾期未提出意见";
        controls.push(control.hint(hint).optional());
    }
    let matters = matter_choices(case);
    if !matters.is_empty() && (is_unheard || is_in_paper) {
        let control = Control::many(e, OMITTED_FOR, "未征求意见的理由适用于哪几项", matters);
        controls.push(control.hint("不勾选的，适用于全部申请内容").optional());
    }
    controls
}

/// What was written, into the draft.
pub(super) fn read(sent: &[(String, String)], drafting: Drafting) -> Drafting {
    Drafting {
        omitted: value(sent, OMITTED).trim().to_owned(),
        omitted_for: numbers(sent, OMITTED_FOR),
        ..drafting
    }
}

/// What a draft that was sent back had said, as pairs of a form.
pub(super) fn pairs(drafting: &Drafting) -> impl Iterator<Item = (String, String)> {
    let matters = drafting.omitted_for.iter().map(|matter| (OMITTED_FOR.to_owned(), matter.to_string()));
    std::iter::once((OMITTED.to_owned(), drafting.omitted.clone())).chain(matters)
}
