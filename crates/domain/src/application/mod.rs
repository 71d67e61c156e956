//! An application for government information (政府信息公开申请) as the log of what happened to it: state, clock, outcome and
//! row are pure folds over its events, and every step can say beforehand why it may not be taken.
//!
//! Not here: contents and identities (kept apart, by reference), papers (`crate::notice`), reconsiderations and suits
//! (`crate::challenge`), who may act (`crate::staff`), storing (`gongkai-storage`).

pub mod action;
pub mod channel;
pub mod clock;
pub mod context;
pub mod diagram;
pub mod event;
pub mod facts;
pub mod fold;
pub mod guard;
pub mod likeness;
pub mod loose;
pub mod outcome;
pub mod reason;
mod record;
pub mod records;
pub mod state;
pub mod terms;
pub mod transition;

pub use action::{Action, ActionKind, Facts};
pub use channel::{ApplicantKind, Channel, Provision, ProvisionForm, ProvisionWay, received_on};
pub use clock::{
    CaseClock, Chip, ClockKind, ClockSummary, EndedBy, ExtensionStanding, Nag, Pile, Segment, SegmentKind,
    Tone, UnservedRequest, WhatIfError,
};
pub use context::{Context, Settings};
pub use diagram::diagram;
pub use event::{
    Charge, ClosingCause, CodeReissue, ConfirmationMethod, Event, Helper, Matter, Opinion, OrdinalBasis,
    PaperRef, PromotionGround, Recorded, RedoBasis, RegistrationCheck, Retention, ReturnReason, Service,
    ServiceMethod, WithdrawalWay,
};
pub use facts::{EarlierApplication, LawCited, LawRank, ReplyFacts, Responsible, UnfoundedObjection};
pub use fold::{Application, FoldError};
pub use loose::{LooseEnd, LooseGroup, LooseKind, LoosePaper};
pub use outcome::{Counted, CountingRule, CountingSettings, GrantedAndNotHeld, MatterOutcome, count};
pub use reason::Reason;
pub use state::{Outcome, State, Timeliness};
