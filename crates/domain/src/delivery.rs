//! The service of an answer that is no reply to an application, to a request to correct a record (《条例》第四十一条) or to a
//! complaint (第四十七条): what must be known of it, and what became of it. Way, day and proof are those of every official document
//! (国办公开办函〔2016〕235号).
//!
//! Not here: the service of replies and notices (`crate::application`), the course of these cases (`crate::record_correction`,
//! `crate::complaint`).

use crate::application::{ReturnReason, Service, ServiceMethod};
use chrono::NaiveDate;
use std::fmt;

/// The services of an answer, the oldest first: one that came back is followed by another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Each with the day and the reason of its return, where it came back.
    pub services: Vec<(Service, Option<(NaiveDate, ReturnReason)>)>,
}

impl Delivery {
    /// The service that holds: the last one, unless it came back.
    pub fn standing(&self) -> Option<&Service> {
        self.services.last().filter(|(_, returned)| returned.is_none()).map(|(service, _)| service)
    }

    /// Adds a service.
    pub(crate) fn serve(&mut self, service: &Service) {
        self.services.push((service.clone(), None));
    }

    /// Adds that the last service was signed for.
    pub(crate) fn sign(&mut self, on: NaiveDate) {
        if let Some((service, _)) = self.services.last_mut() {
            service.signed_on = Some(on);
        }
    }

    /// Adds that the last service came back.
    pub(crate) fn bring_back(&mut self, on: NaiveDate, reason: ReturnReason) {
        if let Some((_, returned)) = self.services.last_mut() {
            *returned = Some((on, reason));
        }
    }
}

/// One reason why a service cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The day that counts is not known.
    DayMissing,
    /// It was served before it was written.
    BeforeIssue,
    /// Nothing proves it.
    ProofMissing,
    /// Only by hand or through another agency somebody refuses before witnesses.
    RefusalNotByHand,
    /// There is no service that waits for this.
    NothingUnderWay,
    /// It is signed for at once, and does not come back.
    NothingComesBack,
    /// It was signed for already.
    SignedAlready,
    /// It was signed for before it was sent.
    SignedBeforeService,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DayMissing => "没有送达日期",
            Self::BeforeIssue => "送达日期早于作出答复的日期",
            Self::ProofMissing => "应当留存送达凭证（直接、委托送达的送达回证，邮政单号或者发送记录）",
            Self::RefusalNotByHand => "见证拒绝签收只适用于直接送达、委托送达；邮件被拒收的，登记退回",
            Self::NothingUnderWay => "没有已经寄出、发送而结果未知的送达",
            Self::NothingComesBack => "直接送达、委托送达以签收为准，没有退回",
            Self::SignedAlready => "已经登记签收",
            Self::SignedBeforeService => "签收日期早于送达之日",
        })
    }
}

fn is_by_hand(service: &Service) -> bool {
    matches!(service.method, ServiceMethod::ByHand | ServiceMethod::Entrusted)
}

/// Everything against a service of what was issued on a day.
pub fn against_service(service: &Service, issued_on: Option<NaiveDate>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match service.counts_on() {
        None => reasons.push(Reason::DayMissing),
        Some(on) if issued_on.is_some_and(|issued_on| on < issued_on) => reasons.push(Reason::BeforeIssue),
        Some(_) => {}
    }
    if service.proof.is_none() {
        reasons.push(Reason::ProofMissing);
    }
    if service.is_refusal_witnessed && !is_by_hand(service) {
        reasons.push(Reason::RefusalNotByHand);
    }
    reasons
}

/// Everything against recording that the last service was signed for on a day.
pub fn against_signing(delivery: &Delivery, on: NaiveDate) -> Vec<Reason> {
    let Some(service) = delivery.standing() else { return vec![Reason::NothingUnderWay] };
    let mut reasons = Vec::new();
    if service.signed_on.is_some() {
        reasons.push(Reason::SignedAlready);
    }
    if service.counts_on().is_some_and(|served_on| on < served_on) {
        reasons.push(Reason::SignedBeforeService);
    }
    reasons
}

/// Everything against recording that the last service came back.
pub fn against_return(delivery: &Delivery) -> Vec<Reason> {
    match delivery.standing() {
        None => vec![Reason::NothingUnderWay],
        Some(service) if is_by_hand(service) => vec![Reason::NothingComesBack],
        Some(service) if service.signed_on.is_some() => vec![Reason::SignedAlready],
        Some(_) => Vec::new(),
    }
}
