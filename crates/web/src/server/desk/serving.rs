//! From the fields of a service to the service: on whom, how, when, and by what it is proved; and what came of it.
//!
//! Not here: what a service must prove (`gongkai-domain`), recording it (`gongkai-app`).

use super::act::recipients;
use super::entry::{value, values};
use super::take::{both, chosen, day};
use crate::components::Choice;
use gongkai_app::Refusal;
use gongkai_app::application::serve::{Serving, witnessed};
use gongkai_app::query::case::CaseView;
use gongkai_app::upload::Stored;
use gongkai_domain::application::{ReturnReason, Service, ServiceMethod};

type Sent = [(String, String)];

/// Which of the applicants of a joint application is meant; none for the only one and for the representative of all.
pub(super) fn recipient(choices: &[Choice], sent: &Sent) -> Result<Option<u32>, Refusal> {
    if choices.is_empty() {
        return Ok(None);
    }
    let chosen = choices.iter().find(|choice| choice.value == value(sent, "recipient"));
    let chosen = chosen.ok_or_else(|| Refusal::invalid("recipient", "选择送达给哪一申请人"))?;
    Ok(chosen.value.parse().ok())
}

pub(super) fn serving(case: &CaseView, sent: &Sent, scan: Option<Stored>) -> Result<Serving, Refusal> {
    serving_of(sent, recipient(&recipients(case), sent)?, scan)
}

/// What is known of a service when the paper is written; none where the way is left open.
pub(super) fn at_once(sent: &Sent) -> Result<Option<Serving>, Refusal> {
    match value(sent, "way") {
        "" => Ok(None),
        // the stamped paper, which the applicant downloads, can only be scanned when it has its number
        "online" => {
            Err(Refusal::invalid("way", "网上送达的，制发以后上传盖章文书扫描件，在“登记告知送达”中登记"))
        }
        _ => serving_of(sent, None, None).map(Some),
    }
}

/// A service from its fields; `recipient` says on whom of several.
pub(super) fn serving_of(
    sent: &Sent,
    recipient: Option<u32>,
    scan: Option<Stored>,
) -> Result<Serving, Refusal> {
    let method = chosen(
        sent,
        "way",
        &[
            ("by_hand", ServiceMethod::ByHand),
            ("entrusted", ServiceMethod::Entrusted),
            ("post", ServiceMethod::Post),
            ("online", ServiceMethod::Online),
        ],
    );
    let (method, on) = both(method, day(sent, "sent_on"))?;
    let is_signed_at_once = matches!(method, ServiceMethod::ByHand | ServiceMethod::Entrusted);
    let proof = [value(sent, "tracking"), value(sent, "contents")];
    let proof: Vec<&str> = proof.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect();
    // through the portal this system is itself the sender, and its record is the proof
    if proof.is_empty() && method != ServiceMethod::Online {
        let text = "填写送达凭证：邮件号、发送记录或者送达回证";
        return Err(Refusal::invalid("tracking", text));
    }
    let is_refused = values(sent, "refusal").contains(&"yes");
    let proof = proof.join("；");
    let has_witnesses = ["witness.1", "witness.2"].iter().any(|name| !value(sent, name).trim().is_empty());
    if has_witnesses && !is_refused {
        return Err(Refusal::invalid(
            "refusal",
            "填写了见证人的，请勾选受送达人拒绝签收；没有拒绝签收的，不填写见证人",
        ));
    }
    let proof = if is_refused {
        witnessed([value(sent, "witness.1"), value(sent, "witness.2")], &proof)?
    } else {
        proof
    };
    Ok(Serving {
        recipient,
        method,
        sent_on: (!is_signed_at_once).then_some(on),
        signed_on: is_signed_at_once.then_some(on),
        is_refusal_witnessed: is_refused,
        proof,
        scan,
    })
}

/// Why a paper came back.
pub(super) fn return_reason(sent: &Sent) -> Result<ReturnReason, Refusal> {
    chosen(
        sent,
        "reason",
        &[
            ("refused", ReturnReason::Refused),
            ("unclaimed", ReturnReason::Unclaimed),
            ("unknown_address", ReturnReason::UnknownAddress),
            ("unknown_recipient", ReturnReason::UnknownRecipient),
            ("other", ReturnReason::Other),
        ],
    )
}

/// A service as the log tells it: the way, its number, and what proves it.
pub(super) fn service_words(service: &Service, proof: &str) -> String {
    let number = service.number.as_ref().map(|number| format!("，{number}")).unwrap_or_default();
    let refused = if service.is_refusal_witnessed { "，拒绝签收" } else { "" };
    let proof = if proof.is_empty() { String::new() } else { format!("；凭证：{proof}") };
    format!("{}{number}{refused}{proof}", service.method.label())
}
