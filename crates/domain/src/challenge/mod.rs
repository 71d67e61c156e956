//! Reconsiderations and suits against a reply or against silence: the agency as respondent, its own clocks and papers, the
//! result, and how table 4 counts it.
//!
//! Not here: which remedies a reply tells of (`crate::notice`), the application itself (`crate::application`).
//!
//! Reading order: [`decision`] (how a case can end), [`event`] (what happens), [`number`] (what a case number is), [`case`] (where it stands), [`rectify`] (what
//! was recorded wrongly), [`again`] (a second case about the same act), [`guard`] (why something cannot be done), [`clock`]
//! (what is due), [`tally`] (table 4).

pub mod again;
pub mod case;
pub mod clock;
pub mod decision;
pub mod event;
pub mod guard;
pub mod number;
pub mod rectify;
pub mod tally;

pub use again::{AgainGround, Repeat};
pub use case::{Action, Case, KeptPaper, State, TRANSITIONS, TransitionError};
pub use clock::{Clock, ClockKind, RedoDue};
pub use decision::{Decision, Effect, Forum, ResultGroup};
pub use event::{
    AgencyRole, AppealOutcome, Challenged, CourtPaper, Event, LessonCause, Procedure, RedoPeriod,
};
pub use guard::{Context, Reason, why_not};
pub use tally::{LeftOut, Tally};
