//! What a message within the office says: kept as facts, worded here once for the desk and for mail.
//!
//! Not here: to whom it goes (`super::tell`), mail to applicants (`crate::portal`).

use super::pressing::{Pile, Pressing, Scope};
use chrono::{Datelike, NaiveDate};
use gongkai_domain::application::channel::RECEIPT_ARTICLE;
use serde::{Deserialize, Serialize};

/// A message to staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// What presses on a day.
    Pressing {
        /// The day.
        on: NaiveDate,
        /// Whose applications.
        scope: Scope,
        /// What.
        pressing: Box<Pressing>,
    },
    /// An application came in that must be confirmed with the applicant.
    Arrived {
        /// Its public reference.
        reference: String,
        /// The day.
        on: NaiveDate,
    },
    /// Somebody who has cases in hand was disabled: they need another handler.
    HandlerLeft {
        /// The day.
        on: NaiveDate,
        /// Who, by name.
        name: String,
        /// The open applications, by number.
        applications: Pile,
        /// The open cases of other kinds, by number.
        others: Pile,
    },
    /// A draft was sent back to whoever wrote it.
    Returned {
        /// The public reference of the application.
        reference: String,
        /// The number by which staff call it.
        number: String,
        /// The day.
        on: NaiveDate,
        /// The step at which it was sent back.
        step: String,
        /// By whom.
        by: String,
    },
    /// An extension was proposed; the head of the disclosure office decides.
    ExtensionProposed {
        /// The public reference of the application.
        reference: String,
        /// The number by which staff call it.
        number: String,
        /// The day.
        on: NaiveDate,
        /// How many working days.
        working_days: u32,
        /// By whom.
        by: String,
    },
    /// A proposed extension was not agreed to.
    ExtensionDeclined {
        /// The public reference of the application.
        reference: String,
        /// The number by which staff call it.
        number: String,
        /// The day.
        on: NaiveDate,
        /// By whom.
        by: String,
    },
    /// The applicant sent something in the portal that the office acts upon.
    Heard {
        /// The public reference of the application.
        reference: String,
        /// The number by which staff call it.
        number: String,
        /// The day.
        on: NaiveDate,
        /// What, in a word: 补正、说明的理由、撤回声明.
        what: String,
    },
    /// A proposed extension was agreed to: now the applicant must be told in time.
    ExtensionApproved {
        /// The public reference of the application.
        reference: String,
        /// The number by which staff call it.
        number: String,
        /// The day.
        on: NaiveDate,
        /// How many working days.
        working_days: u32,
        /// By whom.
        by: String,
    },
    /// Somebody in the house did something about what the person told asked for or has in hand.
    Decided {
        /// The public reference of the application.
        reference: String,
        /// The number by which staff call it.
        number: String,
        /// The day.
        on: NaiveDate,
        /// What was done.
        what: Decision,
        /// By whom.
        by: String,
    },
    /// A paper was left unserved, or the outcome of its service unrecorded, for some working days.
    LeftUndone {
        /// The public reference of the application.
        reference: String,
        /// The number by which staff call it.
        number: String,
        /// The day.
        on: NaiveDate,
        /// What, in a sentence.
        what: String,
        /// Since how many working days.
        working_days: u32,
    },
    /// Something could not be delivered outside the office.
    Undelivered {
        /// The kind of letter.
        kind: String,
        /// The day on which it was given up.
        on: NaiveDate,
        /// The public reference of the application whose applicant should have got it.
        reference: Option<String>,
        /// What went wrong last; no address, no content.
        because: String,
    },
}

/// What was done about an application in the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decision {
    /// A unit or a person that was asked to co-sign has done so.
    CoSigned,
    /// The reply is signed off and can be numbered.
    SignedOff,
    /// The reply has its number.
    Issued,
    /// The reply is sealed and can be served.
    Sealed,
    /// The reply was served.
    Served,
    /// The reply came back by the post.
    CameBack,
    /// An opinion of a third party or another agency arrived; what it says.
    Opined {
        /// Its label.
        opinion: String,
    },
    /// A letter to a third party or another agency came back.
    LetterCameBack,
    /// A unit that was asked for help has answered.
    Assisted,
    /// The applicant's correction arrived over the counter.
    Corrected,
    /// The applicant has paid.
    Paid,
    /// The applicant has withdrawn over the counter.
    Withdrawn,
    /// The applicant gave reasons over the counter.
    ReasonsGiven,
    /// The reasons were judged.
    ReasonsJudged {
        /// Whether they are reasonable.
        is_reasonable: bool,
    },
    /// The case was put into the hands of the person told.
    Assigned,
}

impl Decision {
    /// For a heading, after the number.
    fn heading(&self) -> String {
        match self {
            Self::CoSigned => "的答复草稿已经会签".to_owned(),
            Self::SignedOff => "的答复已经签发，请编号".to_owned(),
            Self::Issued => "的答复已经编号".to_owned(),
            Self::Sealed => "的答复已经用印，请送达".to_owned(),
            Self::Served => "的答复已经送达".to_owned(),
            Self::CameBack => "的答复被退回，请再次送达".to_owned(),
            Self::Opined { opinion } => format!("收到征求意见的回复：{opinion}"),
            Self::LetterCameBack => "的征求意见函被退回".to_owned(),
            Self::Assisted => "请求的协助已经答复".to_owned(),
            Self::Corrected => "的申请人已经补正".to_owned(),
            Self::Paid => "的申请人已经缴费".to_owned(),
            Self::Withdrawn => "的申请人已经撤回申请".to_owned(),
            Self::ReasonsGiven => "的申请人已经说明理由".to_owned(),
            Self::ReasonsJudged { is_reasonable: true } => "的申请理由认定为合理".to_owned(),
            Self::ReasonsJudged { is_reasonable: false } => "的申请理由认定为不合理".to_owned(),
            Self::Assigned => "交您承办".to_owned(),
        }
    }

    /// What is recorded, after the day and the name.
    fn line(&self) -> &'static str {
        match self {
            Self::CoSigned => "会签了答复草稿",
            Self::SignedOff => "签发了答复",
            Self::Issued => "为答复编了文号",
            Self::Sealed => "登记了用印",
            Self::Served => "登记了答复的送达",
            Self::CameBack => "登记了答复被退回",
            Self::Opined { .. } => "登记了征求意见的回复",
            Self::LetterCameBack => "登记了征求意见函被退回",
            Self::Assisted => "登记了协助的答复",
            Self::Corrected => "登记收到了申请人的补正",
            Self::Paid => "登记了申请人缴费",
            Self::Withdrawn => "登记了申请人撤回申请",
            Self::ReasonsGiven => "登记收到了申请人说明的理由",
            Self::ReasonsJudged { .. } => "作出了对申请理由的认定",
            Self::Assigned => "将申请交您承办",
        }
    }
}

/// A day as a letter writes it.
fn day(on: NaiveDate) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

impl Notice {
    /// The key of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Pressing { .. } => "pressing",
            Self::Arrived { .. } => "arrived",
            Self::HandlerLeft { .. } => "handler_left",
            Self::Returned { .. } => "returned",
            Self::ExtensionProposed { .. } => "extension_proposed",
            Self::ExtensionDeclined { .. } => "extension_declined",
            Self::Heard { .. } => "heard",
            Self::ExtensionApproved { .. } => "extension_approved",
            Self::Decided { .. } => "decided",
            Self::LeftUndone { .. } => "left_undone",
            Self::Undelivered { .. } => "undelivered",
        }
    }

    /// The heading.
    pub fn heading(&self) -> String {
        match self {
            Self::Pressing { pressing, .. } => format!("申请办理提醒：{}", pressing.summary()),
            Self::Arrived { .. } => "收到新的申请，请与申请人确认".to_owned(),
            Self::HandlerLeft { name, applications, others, .. } => {
                format!("{name}已停用，{}件在办事项需要另行交办", applications.count + others.count)
            }
            Self::Returned { number, .. } => format!("{number}的答复草稿被退回，请修改"),
            Self::ExtensionProposed { number, .. } => format!("{number}提请延期，请决定"),
            Self::ExtensionDeclined { number, .. } => format!("{number}的延期提请未获同意"),
            Self::Heard { number, what, .. } => format!("{number}的申请人在网上提交了{what}"),
            Self::ExtensionApproved { number, .. } => format!("{number}的延期已获同意，请告知申请人"),
            Self::Decided { number, what, .. } => format!("{number}{}", what.heading()),
            Self::LeftUndone { number, .. } => format!("{number}的文书送达手续待补"),
            Self::Undelivered { kind, .. } => format!("{}未能送出", kind_name(kind)),
        }
    }

    /// The lines below it.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Pressing { on, scope, pressing } => {
                let whose = match scope {
                    Scope::Own => "您承办或者负责办理的政府信息公开事项中",
                    Scope::Agency => "本机关办理中的政府信息公开事项中",
                };
                let mut lines = vec![format!("截至{}，{whose}：", day(*on))];
                lines.extend(pressing.lines());
                lines
            }
            Self::Arrived { reference, on } => vec![
                format!("{}收到申请 {reference}。", day(*on)),
                format!("请尽快与申请人确认，确认之日为收到申请之日（{RECEIPT_ARTICLE}）。"),
            ],
            Self::HandlerLeft { on, name, applications, others } => {
                let mut lines = vec![format!("{}起，{name}的账号停用。请尽快另行交办：", day(*on))];
                if applications.count > 0 {
                    lines.push(format!("政府信息公开申请{}", applications.named()));
                }
                if others.count > 0 {
                    lines.push(format!("复议、诉讼、更正和投诉案件{}", others.named()));
                }
                lines.push("在待办页面选择“未指定承办人”可以查看这些申请。".to_owned());
                lines
            }
            Self::Returned { number, on, step, by, .. } => vec![
                format!("{}，{by}在“{step}”环节退回了{number}的答复草稿。", day(*on)),
                "退回的理由见这件申请的页面和“拟制答复”页面，修改后重新提交审核。".to_owned(),
            ],
            Self::ExtensionProposed { number, on, working_days, by, .. } => vec![
                format!("{}，{by}提请将{number}的答复期限延长{working_days}个工作日。", day(*on)),
                "延期应当经政府信息公开工作机构负责人同意，并在原期限届满前告知申请人。请在“审核”页面决定。"
                    .to_owned(),
            ],
            Self::ExtensionDeclined { number, on, by, .. } => vec![
                format!("{}，{by}不同意{number}延期，应当在原期限内答复。", day(*on)),
                "理由见这件申请的页面。".to_owned(),
            ],
            Self::Heard { number, on, what, .. } => vec![
                format!("{}，{number}的申请人在网上提交了{what}。", day(*on)),
                "内容和新的期限见这件申请的页面。".to_owned(),
            ],
            Self::ExtensionApproved { number, on, working_days, by, .. } => vec![
                format!("{}，{by}同意将{number}的答复期限延长{working_days}个工作日。", day(*on)),
                "延期自告知申请人起生效，应当在原期限届满前制发延期答复告知书并登记送达（《政府信息公开条例》第三十三条第二款）。"
                    .to_owned(),
            ],
            Self::Decided { number, on, what, by, .. } => vec![
                format!("{}，{by}{}（{number}）。", day(*on), what.line()),
                "内容和下一步见这件申请的页面。".to_owned(),
            ],
            Self::LeftUndone { number, what, working_days, .. } => vec![
                format!("{number}：{what}，已满{working_days}个工作日。"),
                "已经送达、签收或者退回的，请登记；尚未送出的，请及时送达。".to_owned(),
            ],
            Self::Undelivered { kind, reference, because, .. } => {
                let mut lines =
                    vec![format!("{}多次发送未成功，不再重试。最后一次的情况：{because}。", kind_name(kind))];
                if let Some(reference) = reference {
                    lines.push(format!("涉及申请 {reference}，请以其他方式与申请人联系。"));
                }
                lines
            }
        }
    }

    /// The whole as a mail to the mailbox of an agency's office.
    pub fn mail_text(&self, agency: &str) -> String {
        let lines = self.lines().join("\n");
        format!(
            "{agency}：\n\n{lines}\n\n请登录办公端及时办理。\n\n本邮件由系统自动发出，请勿回复；不含申请内容和申请人信息。\n"
        )
    }
}

/// The name of a kind of letter.
fn kind_name(kind: &str) -> &'static str {
    match kind {
        "mail" => "电子邮件",
        "text_message" => "短信",
        "webhook" => "推送",
        _ => "消息",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_to_staff_tells_numbers_and_days_and_nothing_of_the_application() {
        let on = NaiveDate::from_ymd_opt(2026, 1, 12).unwrap();
        let mut pressing = Pressing::default();
        pressing.overdue.count = 1;
        pressing.overdue.first.push("依申请〔2025〕31号".to_owned());
        let notice = Notice::Pressing { on, scope: Scope::Agency, pressing: Box::new(pressing) };
        assert_eq!(notice.heading(), "申请办理提醒：超期1件");
        assert_eq!(
            notice.mail_text("云州市数据资源管理局"),
            "云州市数据资源管理局：\n\n截至2026年1月12日，本机关办理中的政府信息公开事项中：\n\
             已超过答复期限：1件（依申请〔2025〕31号）\n\n请登录办公端及时办理。\n\n\
             本邮件由系统自动发出，请勿回复；不含申请内容和申请人信息。\n"
        );
        let json = serde_json::to_string(&notice).unwrap();
        assert_eq!(serde_json::from_str::<Notice>(&json).unwrap(), notice);
    }

    #[test]
    fn what_was_decided_is_told_by_number_and_name_and_reads_back() {
        let on = NaiveDate::from_ymd_opt(2026, 1, 12).unwrap();
        let told = |what: Decision| Notice::Decided {
            reference: "SQ202600001ABCD".to_owned(),
            number: "依申请〔2026〕1号".to_owned(),
            on,
            what,
            by: "高建国".to_owned(),
        };
        let sealed = told(Decision::Sealed);
        assert_eq!(sealed.heading(), "依申请〔2026〕1号的答复已经用印，请送达");
        assert_eq!(sealed.lines()[0], "2026年1月12日，高建国登记了用印（依申请〔2026〕1号）。");
        let opined = told(Decision::Opined { opinion: "不同意公开".to_owned() });
        assert_eq!(opined.heading(), "依申请〔2026〕1号收到征求意见的回复：不同意公开");
        let undone = Notice::LeftUndone {
            reference: "SQ202600001ABCD".to_owned(),
            number: "依申请〔2026〕1号".to_owned(),
            on,
            what: "政府信息公开告知书2026年1月8日制发，尚未登记送达".to_owned(),
            working_days: 2,
        };
        assert_eq!(
            undone.lines()[0],
            "依申请〔2026〕1号：政府信息公开告知书2026年1月8日制发，尚未登记送达，已满2个工作日。"
        );
        for notice in [sealed, opined, undone, told(Decision::ReasonsJudged { is_reasonable: false })] {
            let json = serde_json::to_string(&notice).unwrap();
            assert_eq!(serde_json::from_str::<Notice>(&json).unwrap(), notice, "{json}");
        }
    }
}
