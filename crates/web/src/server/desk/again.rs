//! Parties whose letter came back: the letter that is sent to them again, and in a reply why they could not be heard.
//!
//! Not here: whether a reply needs it (`gongkai_domain::application`), the other fields of the editor (`super::editor`).

use super::act::{matter_choices, pending};
use super::entry::value;
use super::take::{numbers, picked};
use crate::components::{Choice, Control, Entered};
use gongkai_app::Refusal;
use gongkai_app::application::drafting::Drafting;
use gongkai_app::paper::several::{MatterOf, Section};
use gongkai_app::query::case::CaseView;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::fold::Consultation;
use gongkai_domain::application::outcome::leading_refusal;
use gongkai_domain::notice::Reply;

/// Name of the field with the letter that came back.
const INSTEAD_OF: &str = "instead_of";
/// Name of the field that says why a party could not be heard.
const OMITTED: &str = "omitted";
/// Name of the field with the matters for which that holds.
const OMITTED_FOR: &str = "omitted_for";
/// The same explanation as a field of a paper.
pub(super) const OF_PAPER: &str = "no_consultation";

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

/// Whether a part of the paper withholds something for a third party of whom it is to be told that nobody, or not everybody, was heard:
/// there is no opinion on its matters, or a letter came back.
pub(super) fn is_asked(case: &CaseView, section: &Section) -> bool {
    let is_protected = match section.reply {
        // the partial reply has fields for the first refusal of its matter; the others have their own
        Reply::Partial => leading_refusal(&section.says) == Some(Reply::DeniedThirdParty),
        reply => reply == Reply::DeniedThirdParty,
    };
    let is_everybody_heard = |(id, matter): &MatterOf| {
        let Some(application) = case.dossier.application_of(*id) else { return false };
        let asked = || {
            let all = application.consultations.iter();
            all.filter(|one| one.with == Consulted::ThirdParty && one.concerns(*matter))
        };
        asked().next().is_some() && !asked().any(|one| application.is_unheard(one))
    };
    is_protected && !section.matters.iter().all(is_everybody_heard)
}

/// The fields of a reply: why who was not reached could not be heard, where the part of the paper that is about them has no field for
/// it, and for which matters that holds.
pub(super) fn controls(case: &CaseView, e: &Entered, sections: &[Section]) -> Vec<Control> {
    let application = &case.dossier.application;
    let is_rights = |with| matches!(with, Consulted::ThirdParty | Consulted::CoMaker);
    let unheard: Vec<&Consultation> = application
        .consultations
        .iter()
        .filter(|one| is_rights(one.with) && application.is_unheard(one))
        .collect();
    let is_told = |matter: u32| {
        let of = |section: &Section| section.matters.contains(&(None, matter)) && is_asked(case, section);
        sections.iter().any(of)
    };
    let matters: Vec<Choice> = matter_choices(case);
    let mut open = application.matters.iter().filter(|matter| {
        let is_concerned = unheard.iter().any(|letter| letter.concerns(matter.number));
        is_concerned && !is_told(matter.number)
    });
    let mut controls = Vec::new();
    if open.next().is_some() {
        let control = Control::text(e, OMITTED, "征求意见书被退回，未能征求意见的理由", 3);
        let hint = "另行寄送后对方收到的，不必填写；没有收到征求意见书的，不能视为逾期未提出意见";
        controls.push(control.hint(hint).optional());
        if !matters.is_empty() {
            let control = Control::many(e, OMITTED_FOR, "未征求意见的理由适用于哪几项", matters);
            controls.push(control.hint("不勾选的，适用于全部申请内容").optional());
        }
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
