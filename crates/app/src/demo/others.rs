//! Complaints and requests to correct records of the demonstration: one in every state, by the use cases of the office.
//!
//! Not here: applications (`super::cases`), reconsiderations and suits (`super::challenges`).

use super::deeds::member;
use super::house::House;
use super::{Track, applicants, scans, told};
use crate::actor::Actor;
use crate::application::serve::Serving;
use crate::complaint::file::{Complaining, file as file_complaint};
use crate::complaint::{self as complaints, Complainant};
use crate::docket::other::OtherFiled;
use crate::docket::{Docket, events};
use crate::office::Office;
use crate::record_correction::answer::usual_fields;
use crate::record_correction::file::{Request, file as file_request};
use crate::record_correction::{self as corrections, FindingText, RequestText};
use crate::refusal::Refusal;
use crate::upload::{self, Purpose, Upload};
use chrono::NaiveDate;
use gongkai_deadline::WorkingDays;
use gongkai_domain::application::ServiceMethod;
use gongkai_domain::complaint::{Finding, Subject};
use gongkai_domain::record_correction::{Outcome, RecordCorrection};
use gongkai_domain::staff::Role;
use gongkai_storage::Stream;
use std::collections::BTreeMap;

/// What is done with one of them.
#[derive(Debug, Clone, Copy)]
enum Deed {
    File,
    AskEvidence,
    Evidence(&'static str),
    Examine,
    Decide(Outcome, &'static str, &'static str),
    AnswerRequest(&'static str, &'static str),
    Investigate,
    /// Within how many working days it is to be put right, where it was found so.
    Find(Finding, &'static str, u32),
    Rectified(&'static str),
    Answer(&'static str),
    Redirect(&'static str),
    Withdraw,
}

/// What was filed.
#[derive(Debug, Clone, Copy)]
enum What {
    /// What is wrong: the record, what it says, what it should say, the proof; and whether a file came with it.
    Record([&'static str; 4], bool),
    /// Of what, said how, and whether a name was given.
    Complaint(Subject, &'static str, bool),
}

/// A service through the portal on a day.
fn online(on: NaiveDate) -> Serving {
    Serving {
        recipient: None,
        method: ServiceMethod::Online,
        sent_on: Some(on),
        signed_on: None,
        is_refusal_witnessed: false,
        proof: String::new(),
        scan: None,
    }
}

/// One of them: the agency that it is about, the day of arrival, who sent it, and the deeds with the working days between.
struct Plan {
    agency: usize,
    on: NaiveDate,
    sender: usize,
    what: What,
    deeds: &'static [(u32, Deed)],
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

const DATA: usize = 1;
const HOUSING: usize = 2;

/// The finding of the one that was corrected.
const WRONG_ADDRESS: &str = "经核对登记档案和营业执照，公开的住所地址确有误，系数据归集时漏录门牌号。";
/// The finding of the one for which another agency is competent.
const NOT_OURS: &str = "该记录来源于不动产登记簿，本机关无权更正。";

const PLANS: &[Plan] = &[
    Plan {
        agency: DATA,
        on: day(2025, 3, 18),
        sender: 12,
        what: What::Record(
            [
                "企业信用信息公示数据集中本公司的住所地址",
                "公开为“云州市云城区府前路”，缺少门牌号",
                "应当更正为“云州市云城区府前路9号”",
                "营业执照复印件",
            ],
            true,
        ),
        deeds: &[
            (0, Deed::File),
            (2, Deed::Examine),
            (5, Deed::Decide(Outcome::Corrected, WRONG_ADDRESS, "")),
            (1, Deed::AnswerRequest(WRONG_ADDRESS, "")),
        ],
    },
    Plan {
        agency: HOUSING,
        on: day(2025, 9, 10),
        sender: 6,
        what: What::Record(
            [
                "北街77号房屋的登记面积",
                "房屋征收公示表中登记为86平方米",
                "应当为96平方米",
                "不动产权证书复印件",
            ],
            true,
        ),
        deeds: &[
            (0, Deed::File),
            (1, Deed::Examine),
            (6, Deed::Decide(Outcome::Redirected, NOT_OURS, "青石县自然资源局")),
            (2, Deed::AnswerRequest(NOT_OURS, "青石县自然资源局")),
        ],
    },
    Plan {
        agency: HOUSING,
        on: day(2025, 11, 12),
        sender: 4,
        what: What::Record(
            ["柳林村农村危房改造补助对象名单", "名单中本人姓名写错一个字", "应当更正为身份证上的姓名", ""],
            false,
        ),
        deeds: &[(0, Deed::File), (3, Deed::Withdraw)],
    },
    Plan {
        agency: DATA,
        on: day(2025, 12, 24),
        sender: 9,
        what: What::Record(["一网通办平台中本人的婚姻登记信息", "显示为未婚", "应当为已婚", ""], false),
        deeds: &[(0, Deed::File), (2, Deed::AskEvidence)],
    },
    Plan {
        agency: DATA,
        on: day(2026, 1, 5),
        sender: 3,
        what: What::Record(
            ["公共数据开放平台中本人的经营者信息", "经营范围缺少一项", "应当增加“图文设计制作”", ""],
            false,
        ),
        deeds: &[
            (0, Deed::File),
            (1, Deed::AskEvidence),
            (2, Deed::Evidence("营业执照复印件一份")),
            (0, Deed::Examine),
        ],
    },
    Plan {
        agency: DATA,
        on: day(2026, 1, 9),
        sender: 5,
        what: What::Record(
            [
                "信用云州网站中本人的信用修复记录",
                "仍显示“未修复”",
                "应当更正为“已修复”",
                "信用修复结果通知书",
            ],
            true,
        ),
        deeds: &[(0, Deed::File)],
    },
    Plan {
        agency: HOUSING,
        on: day(2025, 6, 3),
        sender: 10,
        what: What::Complaint(
            Subject::UnlawfulReply,
            "对住建局就本人举报作出的答复不服，要求责令其查处违法建设。",
            true,
        ),
        deeds: &[
            (0, Deed::File),
            (
                3,
                Deed::Redirect(
                    "您反映的事项是要求查处违法建设，不属于政府信息公开投诉、举报。请向青石县综合行政执法局反映，电话0570-6000110；对政府信息公开答复不服的，可以依法申请行政复议或者提起行政诉讼。",
                ),
            ),
        ],
    },
    Plan {
        agency: DATA,
        on: day(2025, 8, 6),
        sender: 7,
        what: What::Complaint(Subject::NotPublished, "没有公开2024年度部门决算。", true),
        deeds: &[(0, Deed::File), (1, Deed::Investigate), (2, Deed::Withdraw)],
    },
    Plan {
        agency: HOUSING,
        on: day(2025, 11, 14),
        sender: 1,
        what: What::Complaint(Subject::UnlawfulReply, "超过法定期限没有答复本人的申请。", true),
        deeds: &[
            (0, Deed::File),
            (1, Deed::Investigate),
            (
                6,
                Deed::Find(Finding::Proven, "经查，该局受理申请后超过答复期限没有答复，也没有告知延期。", 15),
            ),
            (3, Deed::Answer("经查，您反映的情况属实。我办已责令青石县住房和城乡建设局限期答复并整改。")),
            (5, Deed::Rectified("该局已作出答复并送达，完善了临期提醒制度。")),
        ],
    },
    Plan {
        agency: DATA,
        on: day(2025, 12, 15),
        sender: 11,
        what: What::Complaint(
            Subject::NotPublished,
            "公共数据授权运营收益分配办法印发后没有按规定公开。",
            true,
        ),
        deeds: &[
            (0, Deed::File),
            (2, Deed::Investigate),
            (
                8,
                Deed::Find(
                    Finding::Proven,
                    "经查，该办法属于应当主动公开的行政规范性文件，印发后未公开。",
                    15,
                ),
            ),
        ],
    },
    Plan {
        agency: DATA,
        on: day(2025, 12, 29),
        sender: 2,
        what: What::Complaint(Subject::UnlawfulReply, "答复书没有写明不予公开的理由。", true),
        deeds: &[(0, Deed::File), (3, Deed::Investigate)],
    },
    Plan {
        agency: HOUSING,
        on: day(2026, 1, 7),
        sender: 0,
        what: What::Complaint(Subject::NotPublished, "保障性住房分配结果公示栏一年没有更新。", false),
        deeds: &[(0, Deed::File)],
    },
];

/// All of them on their way: by day, case and place in the course.
pub(super) struct Others<'a> {
    office: &'a Office,
    houses: &'a [House],
    agenda: BTreeMap<(NaiveDate, usize, usize), Deed>,
    filed: BTreeMap<usize, Track>,
}

impl<'a> Others<'a> {
    /// The agenda until a day.
    ///
    /// # Errors
    /// Where the calendar does not reach.
    pub(super) fn new(office: &'a Office, houses: &'a [House], until: NaiveDate) -> Result<Self, Refusal> {
        let calendar = office.calendar();
        let defect = |e: gongkai_deadline::DeadlineError| Refusal::Defect(e.to_string());
        let mut agenda = BTreeMap::new();
        for (turn, plan) in PLANS.iter().enumerate() {
            let mut on = calendar.working_day_on_or_after(plan.on).map_err(defect)?.on;
            for (place, (days, deed)) in plan.deeds.iter().enumerate() {
                if *days > 0 {
                    on = calendar.add_working_days(on, WorkingDays(*days)).map_err(defect)?.on;
                }
                if on <= until {
                    agenda.insert((on, turn, place), *deed);
                }
            }
        }
        Ok(Self { office, houses, agenda, filed: BTreeMap::new() })
    }

    /// The day of the next deed.
    pub(super) fn next_on(&self) -> Option<NaiveDate> {
        self.agenda.first_key_value().map(|((on, ..), _)| *on)
    }

    /// Does the next deed, today.
    ///
    /// # Errors
    /// As the use case tells.
    pub(super) async fn step(&mut self) -> Result<(), Refusal> {
        let Some(((on, turn, place), deed)) = self.agenda.pop_first() else { return Ok(()) };
        let done = self.deed(turn, deed, on).await;
        done.map_err(|refusal| told(PLANS.len() + turn, place, &deed, &refusal))
    }

    async fn deed(&mut self, turn: usize, deed: Deed, on: NaiveDate) -> Result<(), Refusal> {
        let Some(plan) = PLANS.get(turn) else { return Ok(()) };
        if matches!(deed, Deed::File) {
            let track = self.file(plan, on).await?;
            self.filed.insert(turn, track);
            return Ok(());
        }
        let reference = self.filed.get(&turn).map(|track| track.reference.clone()).unwrap_or_default();
        let state = match plan.what {
            What::Record(text, _) => self.request(plan, turn, deed, (on, &reference), text).await?,
            What::Complaint(..) => self.complaint(deed, on, &reference).await?,
        };
        if let Some(track) = self.filed.get_mut(&turn) {
            track.state = state;
        }
        Ok(())
    }

    /// What their senders know of one answered request and one answered complaint.
    pub(super) fn tracks(&self) -> Vec<Track> {
        let is_answered = |track: &&Track, prefix: &str| {
            track.reference.starts_with(prefix) && ["已答复", "已整改"].contains(&track.state)
        };
        let answered = |prefix: &str| self.filed.values().find(|track| is_answered(track, prefix)).cloned();
        ["GZ", "TS"].iter().filter_map(|prefix| answered(prefix)).collect()
    }

    async fn file(&self, plan: &Plan, on: NaiveDate) -> Result<Track, Refusal> {
        let house = &self.houses[plan.agency];
        let sender = applicants::applicant(plan.sender, on);
        match plan.what {
            What::Record([record, wrong, right, proof], has_file) => {
                let mut files = Vec::new();
                if has_file {
                    let name = format!("{proof}.png");
                    let bytes = scans::PICTURE.to_vec();
                    let upload = Upload { purpose: Purpose::Evidence, name, bytes };
                    files
                        .push(upload::take(self.office, &Actor::Public, house.agency.id, &[], upload).await?);
                }
                let request = Request {
                    agency: house.agency.id,
                    requester: sender,
                    text: RequestText {
                        record: record.to_owned(),
                        wrong: wrong.to_owned(),
                        right: right.to_owned(),
                    },
                    evidence: proof.to_owned(),
                    arrived_on: on,
                    once: None,
                };
                let OtherFiled { reference, code, moved } =
                    file_request(self.office, &Actor::Public, request, &files).await?;
                Ok(Track { reference, code, state: moved.case.state.name() })
            }
            What::Complaint(subject, text, is_named) => {
                let complainant = if is_named {
                    Complainant {
                        name: sender.name().clone(),
                        phone: sender.contact.phone.clone(),
                        email: sender.contact.email.clone(),
                    }
                } else {
                    Complainant::default()
                };
                let complaining = Complaining {
                    against: house.agency.id,
                    subject,
                    application: String::new(),
                    text: text.to_owned(),
                    complainant,
                    arrived_on: on,
                    once: None,
                };
                let OtherFiled { reference, code, moved } =
                    file_complaint(self.office, &Actor::Public, complaining).await?;
                Ok(Track { reference, code, state: moved.case.state.name() })
            }
        }
    }

    async fn request(
        &self,
        plan: &Plan,
        turn: usize,
        deed: Deed,
        (on, reference): (NaiveDate, &str),
        [record, wrong, right, _]: [&'static str; 4],
    ) -> Result<&'static str, Refusal> {
        let (office, house) = (self.office, &self.houses[plan.agency]);
        let registrar = member(house.person(Role::Registrar)?);
        let person = house.handler(turn)?;
        let handler = member(person);
        let moved = match deed {
            Deed::AskEvidence => {
                corrections::ask_evidence::ask_evidence(office, &registrar, reference, None, on).await?
            }
            Deed::Evidence(words) => {
                corrections::record_evidence::record_evidence(office, &registrar, reference, None, on, words)
                    .await?
            }
            Deed::Examine => {
                corrections::examine::examine(office, &registrar, reference, None, person.id).await?
            }
            Deed::Decide(outcome, reasons, agency) => {
                let decided = (on, outcome);
                corrections::decide::decide(office, &handler, reference, None, decided, reasons, agency)
                    .await?
            }
            Deed::AnswerRequest(reasons, agency) => {
                let text = RequestText {
                    record: record.to_owned(),
                    wrong: wrong.to_owned(),
                    right: right.to_owned(),
                };
                let finding = FindingText { reasons: reasons.to_owned() };
                let row = office.storage.other_case_by_reference(reference).await?;
                let row = row.ok_or(Refusal::NotFound)?;
                let stream = Stream::new(<RecordCorrection as Docket>::STREAM, row.id);
                let known = events::<RecordCorrection>(&office.storage.events_of(&stream).await?)?;
                let case = <RecordCorrection as Docket>::fold(row.id, &known)?;
                let agency = Some(agency).filter(|agency| !agency.is_empty());
                let fields = usual_fields(&case, &text, &finding, agency);
                corrections::answer::answer(office, &handler, reference, None, fields).await?;
                corrections::serve::serve(office, &handler, reference, None, online(on)).await?
            }
            Deed::Withdraw => {
                corrections::withdraw::withdraw(office, &registrar, reference, None, on).await?
            }
            deed => return Err(Refusal::Defect(format!("{deed:?} is no deed of a request"))),
        };
        Ok(moved.case.state.name())
    }

    async fn complaint(&self, deed: Deed, on: NaiveDate, reference: &str) -> Result<&'static str, Refusal> {
        let office = self.office;
        // the office of the government is the authority
        let person = self.houses[0].person(Role::Supervisor)?;
        let actor = member(person);
        let a = &actor;
        let moved = match deed {
            Deed::Investigate => {
                complaints::investigate::investigate(office, a, reference, None, person.id).await?
            }
            Deed::Find(finding, reasons, within) => {
                let calendar = office.calendar();
                let by = calendar.add_working_days(on, WorkingDays(within));
                let by = by.map_err(|e| Refusal::Defect(e.to_string()))?.on;
                let found = (on, finding);
                complaints::record_finding::record_finding(
                    office,
                    a,
                    reference,
                    None,
                    found,
                    reasons,
                    Some(by),
                )
                .await?
            }
            Deed::Rectified(words) => {
                complaints::record_rectification::record_rectification(office, a, reference, None, on, words)
                    .await?
            }
            Deed::Answer(words) => {
                complaints::answer::answer(office, a, reference, None, on, words).await?;
                complaints::serve::serve(office, a, reference, None, online(on)).await?
            }
            Deed::Redirect(words) => {
                complaints::redirect::redirect(office, a, reference, None, on, words).await?
            }
            Deed::Withdraw => complaints::withdraw::withdraw(office, a, reference, None, on).await?,
            deed => return Err(Refusal::Defect(format!("{deed:?} is no deed of a complaint"))),
        };
        Ok(moved.case.state.name())
    }
}
