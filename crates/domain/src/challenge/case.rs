//! Where a reconsideration or suit stands: a pure fold over its events, with one table of states and actions.
//!
//! Not here: reasons beyond the state (`super::guard`), due dates (`super::clock`), a step
//! that was recorded wrongly (`super::rectify`).

use super::again::AgainGround;
use super::decision::{Decision, Effect, Forum};
use super::event::{
    AgencyRole, AppealOutcome, Challenged, CourtPaper, Event, LessonCause, Procedure, RedoPeriod,
};
use crate::ids::{ApplicationId, ChallengeId, ContentRef, PaperId, PersonId};
use crate::notice::Procedural;
use chrono::NaiveDate;
use uuid::Uuid;

keyed_enum!(
    /// Where a case stands. Overdue is none of the states.
    State, "challenge state" {
        /// Accepted; the copy has not come.
        Opened = "opened", "已受理，待收副本";
        /// The copy has come; the agency's answer is due.
        AwaitingAnswer = "awaiting_answer", "待答复（答辩）";
        /// The agency has answered; the organ or court hears the case.
        Answered = "answered", "审理中";
        /// Stayed by the organ or court.
        Stayed = "stayed", "中止审理";
        /// Decided by a decision against which an appeal still lies.
        Decided = "decided", "一审已裁判";
        /// Before the second instance.
        OnAppeal = "on_appeal", "二审审理中";
        /// Decided for good.
        Final = "final", "已审结";
        /// In the file.
        Archived = "archived", "已归档";
        /// Recorded by mistake: no case of the agency.
        Voided = "voided", "作废";
    }
);

keyed_enum!(
    /// What can be recorded of a case.
    Action, "challenge action" {
        /// The copy came.
        ReceiveCopy = "receive_copy", "登记收到副本";
        /// The procedure was changed.
        ChangeProcedure = "change_procedure", "登记程序转换";
        /// The organ extended its period.
        ExtendDecision = "extend_decision", "登记复议延期";
        /// The case number came.
        RecordNumber = "record_number", "补记案号";
        /// Give the case to somebody.
        Assign = "assign", "指定承办人";
        /// Write a paper for the organ or court.
        WritePaper = "write_paper", "制作应诉文书";
        /// Keep a paper of the organ, the court or another party.
        KeepCourtPaper = "keep_court_paper", "上传复议诉讼文书";
        /// File the answer.
        FileAnswer = "file_answer", "提交答复（答辩）";
        /// Record a hearing.
        RecordHearing = "record_hearing", "登记开庭（听证）";
        /// Record a stay.
        Stay = "stay", "登记中止";
        /// Record that it goes on.
        Resume = "resume", "登记恢复";
        /// Record the decision.
        RecordDecision = "record_decision", "登记裁判（决定）";
        /// Record an appeal.
        RecordAppeal = "record_appeal", "登记上诉";
        /// Record how the appeal ended.
        RecordAppealDecision = "record_appeal_decision", "登记二审裁判";
        /// Record that nobody appealed.
        RecordFinality = "record_finality", "登记生效";
        /// Record the new reply.
        RecordRedo = "record_redo", "登记重新答复";
        /// Write the lesson.
        NoteLesson = "note_lesson", "登记复盘";
        /// Put it into the file.
        Archive = "archive", "归档";
        /// Put right a step that was recorded wrongly.
        Rectify = "rectify", "更正登记";
        /// Cancel a case that was recorded by mistake.
        Void = "void", "作废";
    }
);

use Action as A;
use State as S;

/// Every step there is: from a state, by an action, to the states it may lead to. What is not here is refused, but for
/// [`Action::Rectify`], which is possible wherever the case was not voided and leads to where the steps put right lead.
pub const TRANSITIONS: &[(State, Action, &[State])] = &[
    (S::Opened, A::ReceiveCopy, &[S::AwaitingAnswer]),
    (S::Opened, A::RecordNumber, &[S::Opened]),
    (S::Opened, A::Assign, &[S::Opened]),
    (S::Opened, A::WritePaper, &[S::Opened]),
    (S::Opened, A::KeepCourtPaper, &[S::Opened]),
    // A challenger may give up before the copy is sent.
    (S::Opened, A::RecordDecision, &[S::Decided, S::Final]),
    (S::AwaitingAnswer, A::ChangeProcedure, &[S::AwaitingAnswer]),
    (S::AwaitingAnswer, A::ExtendDecision, &[S::AwaitingAnswer]),
    (S::AwaitingAnswer, A::RecordNumber, &[S::AwaitingAnswer]),
    (S::AwaitingAnswer, A::Assign, &[S::AwaitingAnswer]),
    (S::AwaitingAnswer, A::WritePaper, &[S::AwaitingAnswer]),
    (S::AwaitingAnswer, A::KeepCourtPaper, &[S::AwaitingAnswer]),
    (S::AwaitingAnswer, A::FileAnswer, &[S::Answered]),
    (S::AwaitingAnswer, A::Stay, &[S::Stayed]),
    // An agency that files nothing is decided against all the same (《行政复议法》第七十条, 《行政诉讼法》第三十四条第二款).
    (S::AwaitingAnswer, A::RecordDecision, &[S::Decided, S::Final]),
    (S::Answered, A::ChangeProcedure, &[S::Answered]),
    (S::Answered, A::ExtendDecision, &[S::Answered]),
    (S::Answered, A::RecordNumber, &[S::Answered]),
    (S::Answered, A::Assign, &[S::Answered]),
    (S::Answered, A::WritePaper, &[S::Answered]),
    (S::Answered, A::KeepCourtPaper, &[S::Answered]),
    (S::Answered, A::RecordHearing, &[S::Answered]),
    (S::Answered, A::Stay, &[S::Stayed]),
    (S::Answered, A::RecordDecision, &[S::Decided, S::Final]),
    (S::Stayed, A::ChangeProcedure, &[S::Stayed]),
    (S::Stayed, A::ExtendDecision, &[S::Stayed]),
    (S::Stayed, A::RecordNumber, &[S::Stayed]),
    (S::Stayed, A::Assign, &[S::Stayed]),
    (S::Stayed, A::WritePaper, &[S::Stayed]),
    (S::Stayed, A::KeepCourtPaper, &[S::Stayed]),
    (S::Stayed, A::Resume, &[S::AwaitingAnswer, S::Answered]),
    (S::Stayed, A::RecordDecision, &[S::Decided, S::Final]),
    (S::Decided, A::RecordNumber, &[S::Decided]),
    (S::Decided, A::Assign, &[S::Decided]),
    (S::Decided, A::WritePaper, &[S::Decided]),
    (S::Decided, A::KeepCourtPaper, &[S::Decided]),
    (S::Decided, A::RecordAppeal, &[S::OnAppeal]),
    (S::Decided, A::RecordFinality, &[S::Final]),
    (S::OnAppeal, A::RecordNumber, &[S::OnAppeal]),
    (S::OnAppeal, A::Assign, &[S::OnAppeal]),
    (S::OnAppeal, A::WritePaper, &[S::OnAppeal]),
    (S::OnAppeal, A::KeepCourtPaper, &[S::OnAppeal]),
    (S::OnAppeal, A::RecordHearing, &[S::OnAppeal]),
    (S::OnAppeal, A::RecordAppealDecision, &[S::Final, S::Answered]),
    (S::Final, A::RecordNumber, &[S::Final]),
    (S::Final, A::Assign, &[S::Final]),
    (S::Final, A::KeepCourtPaper, &[S::Final]),
    (S::Final, A::RecordRedo, &[S::Final]),
    (S::Final, A::NoteLesson, &[S::Final]),
    (S::Final, A::Archive, &[S::Archived]),
    (S::Opened, A::Void, &[S::Voided]),
    (S::AwaitingAnswer, A::Void, &[S::Voided]),
    (S::Answered, A::Void, &[S::Voided]),
    (S::Stayed, A::Void, &[S::Voided]),
    (S::Decided, A::Void, &[S::Voided]),
    (S::OnAppeal, A::Void, &[S::Voided]),
    (S::Final, A::Void, &[S::Voided]),
    (S::Archived, A::Void, &[S::Voided]),
];

/// Where a case may stand once a step of it was put right.
const NOT_VOIDED: &[State] =
    &[S::Opened, S::AwaitingAnswer, S::Answered, S::Stayed, S::Decided, S::OnAppeal, S::Final, S::Archived];

/// The states to which the action leads from the state; none where it is refused.
pub fn targets(from: State, action: Action) -> &'static [State] {
    if action == A::Rectify {
        return if from == S::Voided { &[] } else { NOT_VOIDED };
    }
    let step = TRANSITIONS.iter().find(|(state, known, _)| *state == from && *known == action);
    step.map_or(&[], |(_, _, to)| to)
}

/// An event that cannot follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// The first event is no opening, or there is none.
    #[error("a challenge begins with its opening")]
    NotOpened,
    /// A second opening.
    #[error("a challenge is opened once")]
    OpenedTwice,
    /// The state does not allow it.
    #[error("cannot {action} from {from}")]
    Refused {
        /// Where the case stood.
        from: State,
        /// What was to be recorded.
        action: Action,
    },
    /// What is to be put right is no step that can be, or the step that should stand there is of another kind.
    #[error("step {0} cannot be put right so")]
    NoSuchStep(u32),
    /// A decision of another kind of body.
    #[error("{decision} is no decision of {forum}")]
    WrongForum {
        /// The decision.
        decision: Decision,
        /// Where the case is heard.
        forum: Forum,
    },
}

/// A decision that holds, with what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// The decision.
    pub decision: Decision,
    /// Day of the decision that closed the case, of the second instance where there was one.
    pub on: NaiveDate,
    /// Day on which the agency received it.
    pub received_on: NaiveDate,
    /// Within what time the agency must act again, where it must.
    pub redo: Option<RedoPeriod>,
    /// Whether the reply was quashed for procedure alone.
    pub for_procedure: bool,
}

/// A paper of the organ, the court or another party, kept as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptPaper {
    /// Day on which the agency received it.
    pub on: NaiveDate,
    /// What it is.
    pub kind: CourtPaper,
    /// The file.
    pub file: Uuid,
}

/// A reconsideration or a suit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: ChallengeId,
    /// Where it stands.
    pub state: State,
    /// Where it is heard.
    pub forum: Forum,
    /// As what the agency takes part.
    pub role: AgencyRole,
    /// What is challenged.
    pub challenged: Challenged,
    /// The applications concerned.
    pub applications: Vec<ApplicationId>,
    /// The reconsideration before it.
    pub after: Option<ChallengeId>,
    /// The number given by the organ or court.
    pub case_number: Option<String>,
    /// On what ground it is a case of its own beside an earlier one about the same act.
    pub again: Option<AgainGround>,
    /// Day of acceptance.
    pub opened_on: NaiveDate,
    /// Day on which the copy came.
    pub copy_received_on: Option<NaiveDate>,
    /// The procedure.
    pub procedure: Procedure,
    /// Day on which the agency was told that the organ had extended its period for the decision.
    pub extended_on: Option<NaiveDate>,
    /// Who handles it.
    pub handler: Option<PersonId>,
    /// The papers written for the organ or court, the oldest first.
    pub papers: Vec<(Procedural, PaperId)>,
    /// The papers of the organ, the court and other parties that were kept as files, in the order of keeping.
    pub court_papers: Vec<KeptPaper>,
    /// Day on which the answer was filed.
    pub answered_on: Option<NaiveDate>,
    /// The decision that holds now; none while an instance hears the case.
    pub holding: Option<Holding>,
    /// The decision of the first instance while the second hears the case.
    pub appealed: Option<Holding>,
    /// Day on which it became final.
    pub final_on: Option<NaiveDate>,
    /// Day on which the agency acted again.
    pub redone_on: Option<NaiveDate>,
    /// Why the reply did not hold, as noted; empty while nothing was noted.
    pub lessons: Vec<LessonCause>,
    /// Day of the last event outside the office.
    pub last_on: NaiveDate,
    /// Day on which it was voided, with the reason.
    pub voided: Option<(NaiveDate, ContentRef)>,
    /// What stands at each place of the events, the opening first; nothing where a step was struck out.
    pub(super) steps: Vec<Option<Event>>,
}

impl Case {
    /// The case as its events make it.
    ///
    /// # Errors
    /// The first event that cannot follow.
    pub fn from_events<'a>(
        id: ChallengeId,
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Result<Self, TransitionError> {
        let mut events = events.into_iter();
        let mut case = match events.next() {
            Some(first) => Self::opened(id, first)?,
            None => return Err(TransitionError::NotOpened),
        };
        for event in events {
            case.apply(event)?;
        }
        Ok(case)
    }

    /// A new case.
    fn opened(id: ChallengeId, event: &Event) -> Result<Self, TransitionError> {
        let Event::Opened { forum, role, challenged, applications, after, on, case_number, again } = event
        else {
            return Err(TransitionError::NotOpened);
        };
        Ok(Self {
            id,
            state: State::Opened,
            forum: *forum,
            role: *role,
            challenged: *challenged,
            applications: applications.clone(),
            after: *after,
            case_number: case_number.clone(),
            again: *again,
            opened_on: *on,
            copy_received_on: None,
            procedure: Procedure::Ordinary,
            extended_on: None,
            handler: None,
            papers: Vec::new(),
            court_papers: Vec::new(),
            answered_on: None,
            holding: None,
            appealed: None,
            final_on: None,
            redone_on: None,
            lessons: Vec::new(),
            last_on: *on,
            voided: None,
            steps: vec![Some(event.clone())],
        })
    }

    /// Adds what happened next.
    ///
    /// # Errors
    /// [`TransitionError`]; the case is then unchanged.
    pub fn apply(&mut self, event: &Event) -> Result<(), TransitionError> {
        let action = action_of(event).ok_or(TransitionError::OpenedTwice)?;
        if targets(self.state, action).is_empty() {
            return Err(TransitionError::Refused { from: self.state, action });
        }
        match event {
            Event::Opened { .. } => return Err(TransitionError::OpenedTwice),
            Event::CopyReceived { on, procedure, .. } => {
                self.copy_received_on = Some(*on);
                self.procedure = *procedure;
                self.state = State::AwaitingAnswer;
            }
            Event::ProcedureChanged { procedure, .. } => self.procedure = *procedure,
            Event::DecisionExtended { on } => self.extended_on = Some(*on),
            Event::Numbered { case_number, .. } => self.case_number = Some(case_number.clone()),
            Event::Assigned { handler, .. } => self.handler = Some(*handler),
            Event::PaperWritten { kind, paper, .. } => self.papers.push((*kind, *paper)),
            Event::AnswerFiled { on, .. } => {
                self.answered_on = Some(*on);
                self.state = State::Answered;
            }
            Event::CourtPaperReceived { on, kind, file } => {
                self.court_papers.push(KeptPaper { on: *on, kind: *kind, file: *file });
            }
            Event::Heard { .. } => {}
            Event::Stayed { .. } => self.state = State::Stayed,
            Event::Resumed { .. } => self.state = self.pending_state(),
            Event::Decided { on, received_on, decision, redo, for_procedure, .. } => {
                let holding = Holding {
                    decision: *decision,
                    on: *on,
                    received_on: *received_on,
                    redo: *redo,
                    for_procedure: *for_procedure,
                };
                self.hold(holding)?;
                if !decision.is_appealable() {
                    self.state = State::Final;
                    self.final_on = Some(*received_on);
                }
            }
            Event::Appealed { .. } => {
                self.appealed = self.holding.take();
                self.state = State::OnAppeal;
            }
            Event::AppealDecided { on, received_on, outcome, .. } => {
                self.decide_appeal(*on, *received_on, *outcome)?;
            }
            Event::BecameFinal { on } => {
                self.state = State::Final;
                self.final_on = Some(*on);
            }
            Event::Redone { on, .. } => self.redone_on = Some(*on),
            Event::LessonNoted { causes, .. } => self.lessons.extend(causes),
            Event::Archived { .. } => self.state = State::Archived,
            Event::Rectified { step, instead, .. } => *self = self.put_right(*step, instead.as_deref())?,
            Event::Voided { on, reason } => {
                self.voided = Some((*on, *reason));
                self.state = State::Voided;
            }
        }
        // what the office does for itself does not stand between the days of the organ or court
        if !event.is_own() {
            self.last_on = self.last_on.max(event.on());
        }
        self.steps.push(Some(event.clone()));
        Ok(())
    }

    fn hold(&mut self, holding: Holding) -> Result<(), TransitionError> {
        if !holding.decision.belongs_to(self.forum) {
            return Err(TransitionError::WrongForum { decision: holding.decision, forum: self.forum });
        }
        self.holding = Some(holding);
        self.state = State::Decided;
        Ok(())
    }

    fn decide_appeal(
        &mut self,
        on: NaiveDate,
        received_on: NaiveDate,
        outcome: AppealOutcome,
    ) -> Result<(), TransitionError> {
        match outcome {
            AppealOutcome::Remanded => {
                self.appealed = None;
                // what was sent back is not heard in the simplified procedure (《行政诉讼法》第八十二条第三款)
                self.procedure = Procedure::Ordinary;
                self.state = State::Answered;
                return Ok(());
            }
            AppealOutcome::Upheld | AppealOutcome::Withdrawn => {
                // The first decision holds; what it orders runs from the paper that made it final.
                let first = self.appealed.take();
                self.holding = first.map(|first| Holding { on, received_on, ..first });
            }
            AppealOutcome::Changed { decision, redo, for_procedure } => {
                self.hold(Holding { decision, on, received_on, redo, for_procedure })?;
                self.appealed = None;
            }
        }
        self.state = State::Final;
        self.final_on = Some(received_on);
        Ok(())
    }

    /// Where a case stands that is neither stayed nor decided.
    fn pending_state(&self) -> State {
        if self.answered_on.is_some() { State::Answered } else { State::AwaitingAnswer }
    }

    /// Whether an organ or court still has to decide: 尚未审结.
    pub fn is_pending(&self) -> bool {
        self.holding.is_none() && self.voided.is_none()
    }

    /// What the final decision does to the reply; nothing before it is final.
    pub fn effect(&self) -> Option<Effect> {
        self.final_on
            .and(self.holding)
            .filter(|_| self.voided.is_none())
            .map(|holding| holding.decision.effect())
    }

    /// Whether the agency must act again: the decision is final and quashed the reply, or found a duty not performed. A
    /// reply found unlawful or invalid asks for it only where the decision says so.
    pub fn must_redo(&self) -> bool {
        let is_final = self.final_on.is_some() && self.voided.is_none();
        let Some(holding) = self.holding.filter(|_| is_final) else { return false };
        match holding.decision.effect() {
            Effect::Quashed | Effect::MustPerform => true,
            Effect::Unlawful => holding.redo.is_some(),
            Effect::Stands | Effect::Replaced => false,
        }
    }

    /// Whether the new reply may not reach the same result on the same facts and reasons (《行政复议法》第六十四条第二款,
    /// 《行政诉讼法》第七十一条): where the old one was quashed, unless for procedure alone. Whoever is to perform a duty that a reply
    /// refused cannot refuse it again either; where nothing was replied there is nothing to differ from.
    pub fn must_differ(&self) -> bool {
        let is_against_reply = match self.effect() {
            Some(Effect::Quashed) => true,
            Some(Effect::MustPerform) => matches!(self.challenged, Challenged::Reply { .. }),
            _ => false,
        };
        is_against_reply && self.holding.is_some_and(|holding| !holding.for_procedure)
    }
}

/// The action that an event records; none for the opening.
pub fn action_of(event: &Event) -> Option<Action> {
    Some(match event {
        Event::Opened { .. } => return None,
        Event::CopyReceived { .. } => A::ReceiveCopy,
        Event::ProcedureChanged { .. } => A::ChangeProcedure,
        Event::DecisionExtended { .. } => A::ExtendDecision,
        Event::Numbered { .. } => A::RecordNumber,
        Event::Assigned { .. } => A::Assign,
        Event::PaperWritten { .. } => A::WritePaper,
        Event::CourtPaperReceived { .. } => A::KeepCourtPaper,
        Event::AnswerFiled { .. } => A::FileAnswer,
        Event::Heard { .. } => A::RecordHearing,
        Event::Stayed { .. } => A::Stay,
        Event::Resumed { .. } => A::Resume,
        Event::Decided { .. } => A::RecordDecision,
        Event::Appealed { .. } => A::RecordAppeal,
        Event::AppealDecided { .. } => A::RecordAppealDecision,
        Event::BecameFinal { .. } => A::RecordFinality,
        Event::Redone { .. } => A::RecordRedo,
        Event::LessonNoted { .. } => A::NoteLesson,
        Event::Archived { .. } => A::Archive,
        Event::Rectified { .. } => A::Rectify,
        Event::Voided { .. } => A::Void,
    })
}
