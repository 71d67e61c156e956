//! What happened to an application, folded into the days on which its reply period counts.
//!
//! Not here: who may do what (`gongkai-domain`) and limits that nothing interrupts (`due`).
//!
//! - A corrected application (《条例》第三十条) and a payment (《信息处理费管理办法》第六条) start the period anew.
//! - Consulting third parties and other agencies is not counted (《条例》第三十三条第三款): the day of sending
//!   still counts; the next day that counts is the working day that follows the answer or, if none came, the end of the
//!   time given since the letter was delivered. Time in the post is not counted; consultations at the same time are
//!   one. Internal divisions, subordinate institutions and legal advisers are no "other agencies": [`Consulted`] cannot
//!   name them.
//! - A letter whose delivery nobody recorded is taken to have arrived on the day of sending: the earliest end that silence
//!   can lead to, whether an opinion came later or not. An office does not win time by leaving a receipt unrecorded.
//! - A letter that came back undelivered ends its consulting on the day on which it came back, as an opinion does: nobody reads it any
//!   more, and nothing is waited for. The earliest end that silence can lead to holds here too.
//! - An extension adds working days to the current period, at most twenty over the whole application, and must reach the
//!   applicant while the period still runs; its last day is in time. It does not outlive a restart, but its days stay
//!   used up: the reading that is safer for the office. A notice that was served too late is a fact that is kept and told;
//!   it moves nothing.
//! - A notice that asks for a correction or a payment stops the count from the day of its service, not from that of its
//!   writing: the days before it count. Served after the period had ended it stops nothing, and what the applicant then
//!   does starts nothing anew: an office that was late does not become punctual by a late notice.
//! - Asking for reasons (《条例》第三十五条) changes nothing; a delayed date fixed under that article replaces the due date.

use crate::calendar::Calendar;
use crate::due::Due;
use crate::error::DeadlineError;
use crate::explain::{self, Step, StepKind};
use crate::statute::{
    AGENCY_CONSULTATION, CO_MAKER_CONSULTATION, CONSULTATION, CORRECTION, CORRECTION_REPLY, EXTENSION_CAP,
    Length, PAYMENT, REPLY, REPLY_DAYS,
};
use crate::units::WorkingDays;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who was consulted; only these interrupt the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consulted {
    /// A third party whose rights are touched; fifteen working days, silence leaves the decision to the agency.
    ThirdParty,
    /// An agency that made the information jointly; fifteen working days, silence is consent.
    CoMaker,
    /// Another agency; the letter sets the limit, fifteen working days where it does not.
    OtherAgency,
}

impl Consulted {
    fn words(self) -> &'static str {
        match self {
            Self::ThirdParty => "第三方",
            Self::CoMaker => "共同制作机关",
            Self::OtherAgency => "其他机关",
        }
    }

    fn article(self) -> &'static str {
        match self {
            Self::ThirdParty => CONSULTATION.article,
            Self::CoMaker => CO_MAKER_CONSULTATION.article,
            Self::OtherAgency => AGENCY_CONSULTATION.article,
        }
    }

    /// The limit for an answer, counted from delivery to the other side; `set` matters for other agencies only.
    fn limit(self, set: Option<WorkingDays>) -> WorkingDays {
        let statutory = match self {
            Self::ThirdParty => CONSULTATION.length,
            Self::CoMaker => CO_MAKER_CONSULTATION.length,
            Self::OtherAgency => set.map_or(AGENCY_CONSULTATION.length, Length::Working),
        };
        match statutory {
            Length::Working(days) => days,
            _ => WorkingDays(0),
        }
    }
}

/// One thing that happened, with its civil date. Events may be given in any order; same-day events keep theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The application was received in the sense of 《条例》第三十一条.
    Received {
        /// Day of receipt.
        on: NaiveDate,
    },
    /// The applicant was asked to correct it.
    CorrectionRequested {
        /// Day the notice was issued.
        on: NaiveDate,
        /// Day the applicant received it, once known.
        #[serde(default)]
        received_on: Option<NaiveDate>,
        /// The period given; the default of `correction_reply` where absent.
        #[serde(default)]
        within: Option<WorkingDays>,
    },
    /// The corrected application was received.
    Corrected {
        /// Day of receipt.
        on: NaiveDate,
    },
    /// A consultation letter was sent.
    ConsultationSent {
        /// Day of sending, which still counts.
        on: NaiveDate,
        /// Number of the consultation within the application.
        id: u32,
        /// To whom.
        with: Consulted,
        /// The limit set by the letter (other agencies only).
        #[serde(default)]
        within: Option<WorkingDays>,
    },
    /// The addressee of a consultation received the letter.
    AddresseeReceived {
        /// Day of receipt.
        on: NaiveDate,
        /// Number of the consultation.
        id: u32,
    },
    /// The opinion arrived.
    OpinionReceived {
        /// Day of arrival.
        on: NaiveDate,
        /// Number of the consultation.
        id: u32,
    },
    /// The letter came back without having reached anybody.
    ConsultationReturned {
        /// Day on which it came back.
        on: NaiveDate,
        /// Number of the consultation.
        id: u32,
    },
    /// The applicant was told of an approved extension.
    ExtensionGranted {
        /// Day on which the applicant was told.
        on: NaiveDate,
        /// Days added.
        by: WorkingDays,
    },
    /// The applicant was told of a delayed reply date (《条例》第三十五条).
    DelayFixed {
        /// Day on which the applicant was told.
        on: NaiveDate,
        /// The date fixed.
        until: NaiveDate,
    },
    /// The notice of an approved extension was served. Where that was too late it moves nothing, and the steps say so.
    ExtensionServed {
        /// Day of service: of posting for mail, of signing by hand.
        on: NaiveDate,
        /// Days added.
        by: WorkingDays,
    },
    /// The notice of a delayed date (《条例》第三十五条) was served; too late, it moves nothing.
    DelayServed {
        /// Day of service.
        on: NaiveDate,
        /// The date fixed.
        until: NaiveDate,
    },
    /// The notice that asks for a correction was served. After the period had ended it stops nothing, and the steps say so.
    CorrectionServed {
        /// Day of service: of posting for mail, of signing by hand.
        on: NaiveDate,
        /// Day the applicant received it, once known.
        #[serde(default)]
        received_on: Option<NaiveDate>,
        /// The period given; the default of `correction_reply` where absent.
        #[serde(default)]
        within: Option<WorkingDays>,
    },
    /// The fee notice was served; after the period had ended it stops nothing.
    FeeServed {
        /// Day of service.
        on: NaiveDate,
        /// Day the applicant received it, once known.
        #[serde(default)]
        received_on: Option<NaiveDate>,
    },
    /// A fee notice was issued.
    FeeNoticed {
        /// Day of issue.
        on: NaiveDate,
        /// Day the applicant received it, once known.
        #[serde(default)]
        received_on: Option<NaiveDate>,
    },
    /// The fee was paid.
    Paid {
        /// Day of payment.
        on: NaiveDate,
    },
    /// The reply was given; the clock ends.
    Replied {
        /// Day of service in the sense of the service rules (posting day for mail).
        on: NaiveDate,
    },
}

impl Event {
    /// The civil date of the event.
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Received { on }
            | Self::CorrectionRequested { on, .. }
            | Self::Corrected { on }
            | Self::ConsultationSent { on, .. }
            | Self::AddresseeReceived { on, .. }
            | Self::OpinionReceived { on, .. }
            | Self::ConsultationReturned { on, .. }
            | Self::ExtensionGranted { on, .. }
            | Self::DelayFixed { on, .. }
            | Self::ExtensionServed { on, .. }
            | Self::DelayServed { on, .. }
            | Self::CorrectionServed { on, .. }
            | Self::FeeServed { on, .. }
            | Self::FeeNoticed { on, .. }
            | Self::Paid { on }
            | Self::Replied { on } => *on,
        }
    }

    /// Order within one day: nothing comes before receipt, and no answer before its letter.
    fn rank(&self) -> u8 {
        match self {
            Self::Received { .. } => 0,
            Self::ConsultationSent { .. } => 1,
            _ => 2,
        }
    }

    fn words(&self) -> &'static str {
        match self {
            Self::Received { .. } => "收到申请",
            Self::CorrectionRequested { .. } => "告知补正",
            Self::Corrected { .. } => "收到补正",
            Self::ConsultationSent { .. } => "发出征求意见书",
            Self::AddresseeReceived { .. } => "被征求意见方收到",
            Self::OpinionReceived { .. } => "收到意见",
            Self::ConsultationReturned { .. } => "征求意见书退回",
            Self::ExtensionGranted { .. } => "告知延期",
            Self::DelayFixed { .. } => "告知延迟答复",
            Self::ExtensionServed { .. } => "送达延期答复告知书",
            Self::DelayServed { .. } => "送达延迟答复告知书",
            Self::CorrectionServed { .. } => "送达补正告知书",
            Self::FeeServed { .. } => "送达收费通知",
            Self::FeeNoticed { .. } => "发出收费通知",
            Self::Paid { .. } => "缴费",
            Self::Replied { .. } => "答复",
        }
    }
}

/// What an application waits for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// The office's reply; the period counts.
    Reply,
    /// An opinion; days are not counted until it comes or its limit ends.
    Opinion,
    /// The applicant's correction.
    Correction,
    /// The applicant's payment.
    Payment,
    /// Nothing: it has been replied to.
    Nothing,
}

impl Waiting {
    /// The binding words for the state.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reply => "办理中",
            Self::Opinion => "征求意见（不计入答复期限）",
            Self::Correction => "待申请人补正（收到补正之日起重新计算）",
            Self::Payment => "待缴费（缴费次日起重新计算）",
            Self::Nothing => "已答复",
        }
    }
}

/// A run of days in one condition of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while the condition lasts.
    pub to: Option<NaiveDate>,
    /// What the application waited for.
    pub waiting: Waiting,
}

/// The reply clock of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplyClock {
    /// What the application waits for, as far as the events tell.
    pub waiting: Waiting,
    /// The day from which the current period counts: receipt, corrected receipt or payment.
    pub base_on: NaiveDate,
    /// Length of the current period, extension included.
    pub period: WorkingDays,
    /// The due date; none while a correction or a payment is awaited, because the period will start anew.
    pub due: Option<Due>,
    /// Until when the applicant may correct or pay, where that is awaited and the notice was received.
    pub applicant_due_on: Option<NaiveDate>,
    /// The last day that is not counted, where an opinion is awaited and silence is assumed until then.
    pub resumes_after: Option<NaiveDate>,
    /// Notices that were served too late to move the due date.
    pub late_notices: Vec<LateNotice>,
    /// The life of the application, in order and without overlap.
    pub intervals: Vec<Interval>,
}

/// A notice that was served after the day by which it had to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LateNotice {
    /// Day of service.
    pub on: NaiveDate,
    /// The last day that had passed.
    pub due_on: NaiveDate,
    /// What it told, and so what does not follow.
    pub lateness: Lateness,
}

/// What a late notice told, and for what it came too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lateness {
    /// An extension (第三十三条第二款), after the due date.
    Extension,
    /// A delayed date (第三十五条), after the due date.
    Delay,
    /// A correction asked for after the due date.
    Correction,
    /// A correction asked for after the seven working days (第三十条), while the period still ran.
    CorrectionNotice,
    /// A fee asked for after the due date.
    Fee,
}

impl LateNotice {
    /// What it means, with both days.
    pub fn words(&self) -> String {
        let (on, due_on) = (explain::plain_date(self.on), explain::plain_date(self.due_on));
        match self.lateness {
            Lateness::Extension => {
                format!("延期答复告知书于{on}送达，晚于答复期限{due_on}，不发生延长答复期限的效力")
            }
            Lateness::Delay => {
                format!("延迟答复告知书于{on}送达，晚于答复期限{due_on}，不发生延长答复期限的效力")
            }
            Lateness::Correction => {
                format!(
                    "补正告知书于{on}送达，晚于答复期限{due_on}，答复期限不因此停止计算，收到补正后也不重新计算"
                )
            }
            Lateness::CorrectionNotice => {
                format!("补正告知书于{on}送达，晚于7个工作日的告知期限{due_on}，送达以前的日子计入答复期限")
            }
            Lateness::Fee => {
                format!(
                    "收费通知于{on}送达，晚于答复期限{due_on}，答复期限不因此停止计算，缴费后也不重新计算"
                )
            }
        }
    }

    /// Law and article.
    pub fn article(&self) -> &'static str {
        match self.lateness {
            Lateness::Extension => explain::EXTENSION_ARTICLE,
            Lateness::Delay => explain::DELAY_ARTICLE,
            Lateness::Correction => explain::CORRECTION_ARTICLE,
            Lateness::CorrectionNotice => CORRECTION.article,
            Lateness::Fee => explain::PAYMENT_ARTICLE,
        }
    }
}

/// What a notice would do if it was served in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notice {
    Extension(WorkingDays),
    Delay(NaiveDate),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Consultation {
    id: u32,
    with: Consulted,
    within: Option<WorkingDays>,
    sent_on: NaiveDate,
    addressee_received_on: Option<NaiveDate>,
    opinion_received_on: Option<NaiveDate>,
    returned_on: Option<NaiveDate>,
}

impl Consultation {
    /// The day from which nothing is waited for: of the opinion, or of the letter's coming back.
    fn answered_on(&self) -> Option<NaiveDate> {
        [self.opinion_received_on, self.returned_on].into_iter().flatten().min()
    }
}

/// Days not counted: after `sent_on`, up to and including `end_on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pause {
    sent_on: NaiveDate,
    end_on: NaiveDate,
    /// The end has not been recorded but is assumed.
    is_projected: bool,
    /// Not even the addressee's receipt is known.
    is_open: bool,
    /// Seen from the day on which one looks, the end lies behind.
    is_over: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Received,
    Corrected,
    Paid,
}

/// What closed a period without a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Request {
    on: NaiveDate,
    waiting: Waiting,
    received_on: Option<NaiveDate>,
    within: WorkingDays,
    /// Its day is that of service, so that it can be too late; otherwise the day of the notice, which is taken as it is.
    is_by_service: bool,
    /// Served after the period had ended: it stops nothing.
    is_late: bool,
}

/// From one start of the count to what ended or restarted it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Period {
    base: Base,
    base_on: NaiveDate,
    extensions: Vec<(NaiveDate, WorkingDays)>,
    delay: Option<(NaiveDate, NaiveDate)>,
    /// Notices whose effect depends on the day of service; settled when the clock is asked for.
    notices: Vec<(NaiveDate, Notice)>,
    request: Option<Request>,
    /// What the applicant did after a request that came too late; it started nothing anew.
    ignored: Vec<(Base, NaiveDate)>,
}

impl Period {
    fn new(base: Base, base_on: NaiveDate) -> Self {
        Self {
            base,
            base_on,
            extensions: Vec::new(),
            delay: None,
            notices: Vec::new(),
            request: None,
            ignored: Vec::new(),
        }
    }

    /// The request that stops the count; none where it came too late.
    fn stop(&self) -> Option<Request> {
        self.request.filter(|request| !request.is_late)
    }

    /// Goes on with what was recorded of the period that the applicant's step would have started.
    fn go_on(&mut self, next: Self) {
        self.ignored.push((next.base, next.base_on));
        self.extensions.extend(next.extensions);
        self.delay = next.delay.or(self.delay);
        self.notices.extend(next.notices);
        self.request = next.request;
    }

    fn length(&self) -> WorkingDays {
        WorkingDays(REPLY_DAYS.0 + self.extensions.iter().map(|(_, by)| by.0).sum::<u32>())
    }
}

/// The checked events of one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    earlier: Vec<Period>,
    current: Period,
    consultations: Vec<Consultation>,
    replied_on: Option<NaiveDate>,
    /// What was recorded later shows that this much time has passed.
    last_event_on: NaiveDate,
}

impl Timeline {
    /// Orders the events by date and checks that they fit together. Whether an extension came in time needs a calendar
    /// and is checked by [`Timeline::reply_clock`].
    ///
    /// # Errors
    /// [`DeadlineError::ReceiptMissing`], [`DeadlineError::EventOutOfPlace`], [`DeadlineError::UnknownConsultation`],
    /// [`DeadlineError::ExtensionOverCap`].
    pub fn from_events(events: &[Event]) -> Result<Self, DeadlineError> {
        let mut ordered: Vec<&Event> = events.iter().collect();
        ordered.sort_by_key(|event| (event.on(), event.rank()));
        let Some((Event::Received { on }, rest)) = ordered.split_first() else {
            return Err(DeadlineError::ReceiptMissing);
        };
        let mut timeline = Self {
            earlier: Vec::new(),
            current: Period::new(Base::Received, *on),
            consultations: Vec::new(),
            replied_on: None,
            last_event_on: ordered.last().map_or(*on, |event| event.on()),
        };
        for event in rest {
            timeline.apply(event)?;
        }
        Ok(timeline)
    }

    fn apply(&mut self, event: &Event) -> Result<(), DeadlineError> {
        let out_of_place =
            |because| Err(DeadlineError::EventOutOfPlace { event: event.words(), on: event.on(), because });
        let waiting = self.current.request.map(|request| request.waiting);
        let is_paper = matches!(
            event,
            Event::AddresseeReceived { .. }
                | Event::OpinionReceived { .. }
                | Event::ConsultationReturned { .. }
                | Event::ExtensionServed { .. }
                | Event::DelayServed { .. }
                | Event::CorrectionServed { .. }
                | Event::FeeServed { .. }
        );
        if self.replied_on.is_some() && !is_paper {
            return out_of_place("已经答复");
        }
        match *event {
            Event::Received { .. } => return Err(DeadlineError::ReceiptMissing),
            Event::CorrectionRequested { on, received_on, within }
            | Event::CorrectionServed { on, received_on, within } => {
                let within = within.or(CORRECTION_REPLY.working_days()).unwrap_or_default();
                self.ask(event, on, Waiting::Correction, received_on, within)?;
            }
            Event::FeeNoticed { on, received_on } | Event::FeeServed { on, received_on } => {
                let within = PAYMENT.working_days().unwrap_or_default();
                self.ask(event, on, Waiting::Payment, received_on, within)?;
            }
            Event::Corrected { on } => {
                if waiting != Some(Waiting::Correction) {
                    return out_of_place("没有尚待补正的告知");
                }
                self.restart(Period::new(Base::Corrected, on));
            }
            Event::Paid { on } => {
                if waiting != Some(Waiting::Payment) {
                    return out_of_place("没有尚待缴费的通知");
                }
                self.restart(Period::new(Base::Paid, on));
            }
            Event::ConsultationSent { on, id, with, within } => {
                if self.consultations.iter().any(|known| known.id == id) {
                    return out_of_place("同一编号的征求意见已经发出");
                }
                let consultation = Consultation {
                    id,
                    with,
                    within,
                    sent_on: on,
                    addressee_received_on: None,
                    opinion_received_on: None,
                    returned_on: None,
                };
                self.consultations.push(consultation);
            }
            Event::AddresseeReceived { on, id } => {
                let consultation = self.consultation(id)?;
                if consultation.addressee_received_on.replace(on).is_some() {
                    return out_of_place("该次征求意见已有收到记录");
                }
            }
            Event::OpinionReceived { on, id } => {
                let consultation = self.consultation(id)?;
                if consultation.opinion_received_on.replace(on).is_some() {
                    return out_of_place("该次征求意见已有意见记录");
                }
            }
            Event::ConsultationReturned { on, id } => {
                let consultation = self.consultation(id)?;
                if consultation.returned_on.replace(on).is_some() {
                    return out_of_place("该次征求意见书已有退回记录");
                }
            }
            Event::ExtensionGranted { on, by } => {
                if waiting.is_some() {
                    return out_of_place("正在等待申请人补正或者缴费，答复期限将重新计算");
                }
                self.current.extensions.push((on, by));
                let periods = self.earlier.iter().chain([&self.current]);
                let total =
                    periods.flat_map(|period| &period.extensions).map(|(_, by)| u64::from(by.0)).sum::<u64>();
                if by.0 == 0 || total > u64::from(EXTENSION_CAP.0) {
                    let total = WorkingDays(u32::try_from(total).unwrap_or(u32::MAX));
                    return Err(DeadlineError::ExtensionOverCap { total });
                }
            }
            Event::DelayFixed { on, until } => {
                if waiting.is_some() {
                    return out_of_place("正在等待申请人补正或者缴费，答复期限将重新计算");
                }
                if until < on {
                    return out_of_place("确定的答复日期早于告知日期");
                }
                self.current.delay = Some((on, until));
            }
            Event::ExtensionServed { on, by } => {
                if by.0 == 0 || by > EXTENSION_CAP {
                    return Err(DeadlineError::ExtensionOverCap { total: by });
                }
                self.notice(on, Notice::Extension(by));
            }
            Event::DelayServed { on, until } => {
                if until < on {
                    return out_of_place("确定的答复日期早于告知日期");
                }
                self.notice(on, Notice::Delay(until));
            }
            Event::Replied { on } => self.replied_on = Some(on),
        }
        Ok(())
    }

    /// The applicant is asked for something, once; after the reply nothing is left to be stopped.
    fn ask(
        &mut self,
        event: &Event,
        on: NaiveDate,
        waiting: Waiting,
        received_on: Option<NaiveDate>,
        within: WorkingDays,
    ) -> Result<(), DeadlineError> {
        if self.replied_on.is_some() {
            return Ok(());
        }
        let (again, other, early) = match waiting {
            Waiting::Payment => ("已经发出过收费通知", "正在等待申请人补正", "申请人收到收费通知早于发出"),
            _ => ("补正应当一次性告知", "正在等待申请人缴费", "申请人收到补正告知早于发出"),
        };
        let is_same = |period: &Period| period.request.is_some_and(|known| known.waiting == waiting);
        let was_asked = self.earlier.iter().any(is_same) || is_same(&self.current);
        let because = if was_asked {
            again
        } else if self.current.request.is_some() {
            other
        } else if received_on.is_some_and(|received| received < on) {
            early
        } else {
            let is_by_service = matches!(event, Event::CorrectionServed { .. } | Event::FeeServed { .. });
            self.current.request =
                Some(Request { on, waiting, received_on, within, is_by_service, is_late: false });
            return Ok(());
        };
        Err(DeadlineError::EventOutOfPlace { event: event.words(), on, because })
    }

    /// After the reply nothing is left to be moved.
    fn notice(&mut self, on: NaiveDate, notice: Notice) {
        if self.replied_on.is_none() {
            self.current.notices.push((on, notice));
        }
    }

    fn restart(&mut self, period: Period) {
        self.earlier.push(std::mem::replace(&mut self.current, period));
    }

    fn consultation(&mut self, id: u32) -> Result<&mut Consultation, DeadlineError> {
        self.consultations
            .iter_mut()
            .find(|known| known.id == id)
            .ok_or(DeadlineError::UnknownConsultation { id })
    }

    /// The clock as the events leave it. While an opinion is awaited the due date is projected: silence until the end of
    /// the limit is assumed, and where not even the addressee's receipt is known, receipt on the day of sending, which
    /// gives the earliest date that silence can lead to. `as_of` is the day from which one looks, usually today: it tells
    /// silence that is over from silence that is only assumed.
    ///
    /// # Errors
    /// [`DeadlineError::ExtensionTooLate`] or dates outside the calendar.
    pub fn reply_clock(
        &self,
        calendar: &Calendar,
        as_of: Option<NaiveDate>,
    ) -> Result<ReplyClock, DeadlineError> {
        let pauses = self.pauses(calendar, as_of.max(Some(self.last_event_on)))?;
        for period in self.earlier.iter().chain([&self.current]) {
            check_extensions(period, &pauses, calendar)?;
        }
        let (settled, late_notices) = self.settled(&pauses, calendar)?;
        settled.settled_clock(&merge(&pauses), late_notices, calendar)
    }

    /// The same with every notice that was served in time in force, and those that were not.
    fn settled(
        &self,
        pauses: &[Pause],
        calendar: &Calendar,
    ) -> Result<(Self, Vec<LateNotice>), DeadlineError> {
        let mut settled = Self { earlier: Vec::new(), ..self.clone() };
        let mut late = Vec::new();
        let mut running: Option<Period> = None;
        for next in self.earlier.iter().chain([&self.current]).cloned() {
            let mut period = match running.take() {
                Some(mut before) if before.request.is_some_and(|request| request.is_late) => {
                    before.go_on(next);
                    before
                }
                Some(before) => {
                    settled.earlier.push(before);
                    next
                }
                None => next,
            };
            settle(&mut period, pauses, calendar, &mut late)?;
            running = Some(period);
        }
        settled.current = running.unwrap_or_else(|| self.current.clone());
        Ok((settled, late))
    }

    fn settled_clock(
        &self,
        merged: &[Pause],
        late_notices: Vec<LateNotice>,
        calendar: &Calendar,
    ) -> Result<ReplyClock, DeadlineError> {
        let awaited = |pause: &&Pause| pause.is_projected && !pause.is_over;
        let waiting = match (self.replied_on, self.current.stop()) {
            (Some(_), _) => Waiting::Nothing,
            (None, Some(request)) => request.waiting,
            (None, None) if merged.iter().any(|pause| awaited(&pause)) => Waiting::Opinion,
            (None, None) => Waiting::Reply,
        };
        let due = match self.current.stop() {
            Some(_) => None,
            None => Some(self.due(merged, &late_notices, calendar)?),
        };
        let applicant_due_on = match self.current.request.filter(|_| self.replied_on.is_none()) {
            Some(Request { received_on: Some(received), within, .. }) => {
                Some(calendar.add_working_days(received, within)?.on)
            }
            _ => None,
        };
        let resumes_after = merged
            .iter()
            .rfind(awaited)
            .filter(|pause| pause.end_on > self.current.base_on)
            .filter(|pause| due.as_ref().is_some_and(|due| pause.sent_on < due.on))
            .filter(|_| waiting == Waiting::Opinion)
            .map(|pause| pause.end_on);
        Ok(ReplyClock {
            waiting,
            base_on: self.current.base_on,
            period: self.current.length(),
            due,
            applicant_due_on,
            resumes_after,
            late_notices,
            intervals: self.intervals(merged),
        })
    }

    fn pauses(&self, calendar: &Calendar, as_of: Option<NaiveDate>) -> Result<Vec<Pause>, DeadlineError> {
        self.consultations
            .iter()
            .map(|consultation| {
                let limit = consultation.with.limit(consultation.within);
                let received = consultation.addressee_received_on;
                let silence = calendar.add_working_days(received.unwrap_or(consultation.sent_on), limit)?.on;
                let answered = consultation.answered_on();
                // An opinion after the limit no longer matters: counting had gone on already. Where delivery was not recorded
                // the limit counts from the day of sending, with or without an opinion.
                let end_on = answered.map_or(silence, |answered| answered.min(silence));
                let is_silence_over = received.is_some() && as_of.is_some_and(|day| day > silence);
                Ok(Pause {
                    sent_on: consultation.sent_on,
                    end_on,
                    is_projected: answered.is_none() && !is_silence_over,
                    is_open: answered.is_none() && received.is_none(),
                    is_over: as_of.is_some_and(|day| day > end_on),
                })
            })
            .collect()
    }

    fn due(
        &self,
        merged: &[Pause],
        late_notices: &[LateNotice],
        calendar: &Calendar,
    ) -> Result<Due, DeadlineError> {
        let period = &self.current;
        let length = period.length();
        let reached = count(calendar, period.base_on, length, merged)?;
        let mut on = reached.on;
        let mut steps = self.history_steps(calendar);
        steps.extend(self.consultation_steps(merged, reached.on, calendar));
        let mut counted = 0;
        for &(after, until) in &reached.stretches {
            let day = calendar.add_working_days(after, WorkingDays(1))?.on;
            if day <= until && day < reached.on {
                steps.push(explain::first_day(day, counted + 1));
            }
            counted += calendar.working_days_between(after, until).0;
            explain::special_days(&mut steps, calendar, after, until);
        }
        steps.extend(self.extension_steps(merged, calendar)?);
        let told = late_notices
            .iter()
            .map(|late| Step::new(late.on, StepKind::Caution, late.words()).under(late.article()));
        steps.extend(told);
        let counted =
            explain::last_working_day(REPLY.name, reached.on, length, REPLY.bound).under(REPLY.article);
        let mut last_steps = vec![counted];
        if let Some((told_on, until)) = period.delay.filter(|(_, until)| *until > reached.on) {
            on = until;
            let text = format!("已于{}告知申请人的延迟答复日期，答复期限届满", explain::long_date(told_on));
            // The ordinary end is no longer the due date; it stays visible as a step of another kind.
            last_steps = vec![Step::new(
                reached.on,
                StepKind::Delay,
                format!("第{}个工作日，原答复期限届满", length.0),
            )];
            last_steps.push(Step::new(until, StepKind::Due, text).under(explain::DELAY_ARTICLE));
        }
        steps.extend(last_steps);
        if let Some(replied_on) = self.replied_on {
            let words = if replied_on > on {
                "已答复，超过答复期限"
            } else {
                "已答复，在答复期限内"
            };
            steps.push(Step::new(replied_on, StepKind::Replied, words));
        }
        let projected = self.replied_on.is_none()
            && merged.iter().any(|pause| {
                pause.is_projected && pause.end_on > period.base_on && pause.sent_on < reached.on
            });
        if projected {
            let is_open = merged.iter().any(|pause| pause.is_open && pause.end_on > period.base_on);
            let text = if is_open {
                "推算：征求意见书的收到日期尚未登记，暂按发出当日收到、期满未提出意见计算，登记后应当重新计算"
            } else {
                "推算：意见尚未收到，按期满未提出意见计算，收到意见后应当重新计算"
            };
            steps.push(Step::new(on, StepKind::Caution, text));
        }
        let mut unknown = calendar.years_without_data(period.base_on, reached.on);
        for pause in merged.iter().filter(|pause| pause.is_projected || pause.end_on > period.base_on) {
            unknown.extend(calendar.years_without_data(pause.sent_on, pause.end_on.min(reached.on)));
        }
        unknown.sort_unstable();
        unknown.dedup();
        let words = match length.0 - REPLY_DAYS.0 {
            0 => length.to_string(),
            granted => format!("{REPLY_DAYS}＋延长{}", WorkingDays(granted)),
        };
        let mut due = Due::assemble(&REPLY, words, self.received_on(), on, unknown, steps);
        due.projected = projected;
        Ok(due)
    }

    fn received_on(&self) -> NaiveDate {
        self.earlier.first().unwrap_or(&self.current).base_on
    }

    /// Receipt, and what restarted the count.
    fn history_steps(&self, calendar: &Calendar) -> Vec<Step> {
        let mut steps = Vec::with_capacity(16);
        for period in self.earlier.iter().chain([&self.current]) {
            let on = period.base_on;
            steps.push(match period.base {
                Base::Received => explain::start(&REPLY, on),
                Base::Corrected => Step::new(on, StepKind::Restart, "收到补正，答复期限自次日起重新计算")
                    .under(explain::CORRECTION_ARTICLE),
                Base::Paid => Step::new(on, StepKind::Restart, "完成缴费，答复期限自次日起重新计算")
                    .under(explain::PAYMENT_ARTICLE),
            });
            for (base, on) in &period.ignored {
                let text = match base {
                    Base::Paid => "完成缴费：收费通知送达时答复期限已经届满，不重新计算",
                    _ => "收到补正：补正告知书送达时答复期限已经届满，不重新计算",
                };
                steps.push(Step::new(*on, StepKind::Caution, text));
            }
            let Some(request) = period.stop() else { continue };
            let (kind, article) = match request.waiting {
                Waiting::Payment => (StepKind::FeeNoticed, explain::PAYMENT_ARTICLE),
                _ => (StepKind::CorrectionRequested, explain::CORRECTION_ARTICLE),
            };
            steps.push(Step::new(request.on, kind, request.waiting.words()).under(article));
            let asked_after = calendar.working_days_between(on, request.on);
            // one that counts by its service is among the late notices
            let is_told = request.waiting == Waiting::Correction && !request.is_by_service;
            if is_told && Some(asked_after) > CORRECTION.working_days() {
                let text = format!("告知补正已是第{}个工作日，超过7个工作日的告知期限", asked_after.0);
                steps.push(Step::new(request.on, StepKind::Caution, text).under(CORRECTION.article));
            }
        }
        for (period, next) in self.earlier.iter().zip(self.earlier.iter().skip(1).chain([&self.current])) {
            let late = period.request.and_then(|request| {
                let last = calendar.add_working_days(request.received_on?, request.within).ok()?.on;
                (next.base_on > last).then_some(last)
            });
            if let Some(last) = late {
                let text = format!("晚于规定的最后一日{last}，是否仍予办理由本机关认定");
                steps.push(Step::new(next.base_on, StepKind::Caution, text));
            }
        }
        steps
    }

    fn consultation_steps(&self, merged: &[Pause], due_on: NaiveDate, calendar: &Calendar) -> Vec<Step> {
        let mut steps = Vec::new();
        let base_on = self.current.base_on;
        for consultation in &self.consultations {
            let (on, with) = (consultation.sent_on, consultation.with);
            let text = format!("向{}征求意见，发出当日仍计入", with.words());
            steps.push(Step::new(on, StepKind::ConsultationSent, text).under(with.article()));
            if on >= due_on {
                let text = "征求意见书在答复期限届满之日或者其后发出，不影响答复期限";
                steps.push(Step::new(on, StepKind::Caution, text));
            }
            let limit = with.limit(consultation.within);
            let silence = calendar.add_working_days(on, limit).ok().map(|counted| counted.on);
            let late = consultation.opinion_received_on.filter(|opinion| Some(*opinion) > silence);
            if let Some(opinion) = late.filter(|_| consultation.addressee_received_on.is_none()) {
                let text = "意见到达时已满征求意见的期限：征求意见书的收到日期没有登记，按发出当日收到计算，登记后应当重新计算";
                steps.push(Step::new(opinion, StepKind::Caution, text));
            }
            if let Some(returned) = consultation.returned_on {
                let effect = if silence.is_some_and(|silence| returned > silence) {
                    "退回时按发出当日收到计算的期限已满，答复期限此前已经继续计算"
                } else {
                    "征求意见至当日结束"
                };
                let text = format!("致{}的征求意见书退回，没有送达，{effect}", with.words());
                let step = Step::new(returned, StepKind::ConsultationReturned, text);
                steps.push(step.under(explain::NOT_COUNTED_ARTICLE));
            }
        }
        for pause in merged.iter().filter(|pause| pause.end_on > base_on && pause.sent_on < due_on) {
            let from = pause.sent_on.succ_opt().unwrap_or(pause.sent_on);
            if from > pause.end_on {
                continue;
            }
            let days = calendar.working_days_between(pause.sent_on, pause.end_on);
            let text = format!("{}，其间{days}", Waiting::Opinion.words());
            let step = Step::new(from, StepKind::NotCounted, text).until(pause.end_on);
            steps.push(step.under(explain::NOT_COUNTED_ARTICLE));
        }
        steps
    }

    fn extension_steps(&self, merged: &[Pause], calendar: &Calendar) -> Result<Vec<Step>, DeadlineError> {
        let mut steps = Vec::new();
        let mut length = REPLY_DAYS;
        for (on, by) in &self.current.extensions {
            let original = count(calendar, self.current.base_on, length, merged)?.on;
            let text = format!("告知申请人延期答复，原期限{}，延长{by}", explain::long_date(original));
            steps.push(Step::new(*on, StepKind::Extension, text).under(explain::EXTENSION_ARTICLE));
            length = WorkingDays(length.0 + by.0);
        }
        for period in &self.earlier {
            for (on, by) in &period.extensions {
                let text = format!("曾告知延期{by}；答复期限重新计算后不再适用，但计入延长总数");
                steps.push(Step::new(*on, StepKind::Extension, text).under(explain::EXTENSION_ARTICLE));
            }
        }
        Ok(steps)
    }

    fn intervals(&self, merged: &[Pause]) -> Vec<Interval> {
        let mut intervals = Vec::new();
        let periods: Vec<&Period> = self.earlier.iter().chain([&self.current]).collect();
        for (at, period) in periods.iter().enumerate() {
            let next_base_on = periods.get(at + 1).map(|next| next.base_on);
            // Counting in this period ends with the request, with the reply, or not yet.
            let end = period.stop().map(|request| request.on).or(self.replied_on);
            counted_intervals(period.base_on, end, merged, &mut intervals);
            if let Some(request) = period.stop() {
                push(&mut intervals, request.on, next_base_on.or(self.replied_on), request.waiting);
            }
        }
        intervals
    }
}

/// Adds the days after `after` up to `to`, if there are any.
fn push(intervals: &mut Vec<Interval>, after: NaiveDate, to: Option<NaiveDate>, waiting: Waiting) {
    let from = after.succ_opt().unwrap_or(after);
    if to.is_none_or(|to| to >= from) {
        intervals.push(Interval { from, to, waiting });
    }
}

fn counted_intervals(
    base_on: NaiveDate,
    end: Option<NaiveDate>,
    merged: &[Pause],
    intervals: &mut Vec<Interval>,
) {
    let clip = |date: NaiveDate| end.map_or(date, |end| date.min(end));
    let is_relevant = |pause: &&Pause| pause.end_on > base_on && end.is_none_or(|end| pause.sent_on < end);
    let mut cursor = base_on;
    let mut relevant = merged.iter().filter(is_relevant).peekable();
    while let Some(pause) = relevant.next() {
        let stop = pause.sent_on.max(base_on);
        push(intervals, cursor, Some(stop), Waiting::Reply);
        // The last pause has not ended as long as its end is only assumed.
        if pause.is_projected && !pause.is_over && end.is_none() && relevant.peek().is_none() {
            push(intervals, stop, None, Waiting::Opinion);
            return;
        }
        cursor = clip(pause.end_on);
        push(intervals, stop, Some(cursor), Waiting::Opinion);
    }
    push(intervals, cursor, end, Waiting::Reply);
}

/// Puts the notices of a period in force that were served in time, and notes those that were not; last the request, which
/// stops the period unless it had ended before.
fn settle(
    period: &mut Period,
    pauses: &[Pause],
    calendar: &Calendar,
    late: &mut Vec<LateNotice>,
) -> Result<(), DeadlineError> {
    let due_by = |period: &Period, on: NaiveDate| -> Result<NaiveDate, DeadlineError> {
        let before: Vec<Pause> = pauses.iter().filter(|pause| pause.sent_on <= on).copied().collect();
        let counted = count(calendar, period.base_on, period.length(), &merge(&before))?.on;
        Ok(period.delay.map_or(counted, |(_, until)| until.max(counted)))
    };
    let mut notices = std::mem::take(&mut period.notices);
    notices.sort_by_key(|(on, _)| *on);
    for (on, notice) in notices {
        let due_on = due_by(period, on)?;
        let lateness = match notice {
            Notice::Extension(_) => Lateness::Extension,
            Notice::Delay(_) => Lateness::Delay,
        };
        match notice {
            _ if on > due_on => late.push(LateNotice { on, due_on, lateness }),
            Notice::Extension(by) => period.extensions.push((on, by)),
            Notice::Delay(until) => period.delay = Some((on, until)),
        }
    }
    let Some(request) = period.request.filter(|request| request.is_by_service) else { return Ok(()) };
    let (on, due_on) = (request.on, due_by(period, request.on)?);
    let is_correction = request.waiting == Waiting::Correction;
    if on > due_on {
        period.request = Some(Request { is_late: true, ..request });
        let lateness = if is_correction { Lateness::Correction } else { Lateness::Fee };
        late.push(LateNotice { on, due_on, lateness });
    } else if is_correction {
        let within = CORRECTION.working_days().unwrap_or_default();
        let due_on = calendar.add_working_days(period.base_on, within)?.on;
        if on > due_on {
            late.push(LateNotice { on, due_on, lateness: Lateness::CorrectionNotice });
        }
    }
    Ok(())
}

/// Each extension must have reached the applicant by the due date that applied until then. An office's own rule may be
/// stricter; the regulation asks for notice within the period, and the last day belongs to it.
fn check_extensions(period: &Period, pauses: &[Pause], calendar: &Calendar) -> Result<(), DeadlineError> {
    let mut length = REPLY_DAYS;
    let delay = period.delay.map(|(on, _)| (on, WorkingDays(0)));
    let mut notices: Vec<(NaiveDate, WorkingDays)> = period.extensions.iter().copied().chain(delay).collect();
    notices.sort_by_key(|(on, _)| *on);
    for (on, by) in notices {
        let before: Vec<Pause> = pauses.iter().filter(|pause| pause.sent_on <= on).copied().collect();
        let due_on = count(calendar, period.base_on, length, &merge(&before))?.on;
        // A letter whose delivery is not recorded wins no time here either; once it is, the days are counted anew.
        if on > due_on {
            return Err(DeadlineError::ExtensionTooLate { on, due_on });
        }
        length = WorkingDays(length.0 + by.0);
    }
    Ok(())
}

/// Pauses joined where they touch or overlap, ascending. The joined end is projected if the pause that ends last is.
fn merge(pauses: &[Pause]) -> Vec<Pause> {
    let mut ordered = pauses.to_vec();
    ordered.sort_by_key(|pause| (pause.sent_on, pause.end_on));
    let mut merged: Vec<Pause> = Vec::new();
    for pause in ordered {
        match merged.last_mut() {
            Some(last) if pause.sent_on <= last.end_on => {
                last.end_on = last.end_on.max(pause.end_on);
                last.is_projected |= pause.is_projected;
                last.is_open |= pause.is_open;
                last.is_over &= pause.is_over;
            }
            _ => merged.push(pause),
        }
    }
    merged
}

/// Where a count ended and over which stretches (first day excluded, last included) it went.
struct Reached {
    on: NaiveDate,
    stretches: Vec<(NaiveDate, NaiveDate)>,
}

/// Counts working days after `base_on`, leaving out the pauses.
fn count(
    calendar: &Calendar,
    base_on: NaiveDate,
    days: WorkingDays,
    merged: &[Pause],
) -> Result<Reached, DeadlineError> {
    let mut left = days;
    let mut cursor = base_on;
    let mut stretches = Vec::new();
    for pause in merged.iter().filter(|pause| pause.end_on > base_on) {
        let available = calendar.working_days_between(cursor, pause.sent_on);
        if available >= left {
            break;
        }
        if pause.sent_on > cursor {
            stretches.push((cursor, pause.sent_on));
        }
        left = WorkingDays(left.0 - available.0);
        cursor = pause.end_on;
    }
    let on = calendar.add_working_days(cursor, left)?.on;
    stretches.push((cursor, on));
    Ok(Reached { on, stretches })
}
