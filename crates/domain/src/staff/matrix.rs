//! Who may see and do what: one table of permissions and roles, from which pages, refusals and the manual are made.
//!
//! Not here: asking for one person, one case and one day (`super::may`).

use super::Role;
use std::fmt::Write as _;

keyed_enum!(
    /// One thing that somebody may see or do in the application office.
    Permission, "permission" {
        /// See cases with applicants masked.
        SeeApplications = "see_applications", "查看申请（申请人信息遮蔽）";
        /// Reveal personal data; each time is written to the audit log.
        RevealPersonalData = "reveal_personal_data", "显示申请人信息";
        /// Open a paper that was issued: it names whom it addresses, so that whoever signs, seals, serves or keeps it may, and each
        /// opening is written to the audit log.
        OpenPapers = "open_papers", "查看文书（含申请人姓名）";
        /// See the ledger.
        SeeLedger = "see_ledger", "查看台账";
        /// Export the ledger.
        ExportLedger = "export_ledger", "导出台账";
        /// File what came by counter, post or fax, oral applications included.
        FileAtCounter = "file_at_counter", "代录申请";
        /// Confirm an application with the applicant.
        Confirm = "confirm", "与申请人确认";
        /// Give the registration number.
        Register = "register", "登记";
        /// Put right what was recorded of the applicants and of the coming in.
        RectifyParticulars = "rectify_particulars", "更正登记事项";
        /// Split an application into several.
        Split = "split", "拆分登记";
        /// Give a case to a department and a handler (交办).
        Assign = "assign", "交办";
        /// Ask for correction.
        AskCorrection = "ask_correction", "告知补正";
        /// Record what came back: correction, opinion, reasons, withdrawal.
        RecordIncoming = "record_incoming", "登记来件（补正、意见、理由、撤回）";
        /// Consult third parties and other agencies.
        Consult = "consult", "征求意见";
        /// Ask another agency for assistance.
        RequestAssistance = "request_assistance", "请求协办";
        /// Propose an extension.
        ProposeExtension = "propose_extension", "提请延期";
        /// Approve an extension (《条例》第三十三条第二款).
        ApproveExtension = "approve_extension", "批准延期";
        /// Ask for the reasons of many applications (《条例》第三十五条).
        RequestReasons = "request_reasons", "要求说明理由";
        /// Fix the date of a delayed reply (《条例》第三十五条).
        FixDelay = "fix_delay", "确定延迟答复期限";
        /// Issue a fee notice.
        NoticeFee = "notice_fee", "收费通知";
        /// Record a payment.
        RecordPayment = "record_payment", "登记缴费";
        /// Keep the record of a search.
        RecordSearch = "record_search", "登记检索";
        /// Draft a paper and propose it (拟办意见).
        DraftReply = "draft_reply", "拟稿、拟办";
        /// 工作机构审核.
        ReviewAsOffice = "review_as_office", "工作机构审核";
        /// 会签.
        CoSign = "co_sign", "会签";
        /// 合法性审核.
        ReviewLegality = "review_legality", "合法性审核";
        /// 保密审查.
        ReviewSecrecy = "review_secrecy", "保密审查";
        /// 分管领导签发.
        SignOff = "sign_off", "分管领导签发";
        /// 主要领导签发.
        SignOffAsPrincipal = "sign_off_as_principal", "主要领导签发";
        /// Give a paper its number and date.
        Issue = "issue", "编号成文";
        /// Set the seal.
        Seal = "seal", "用印";
        /// Serve a paper and record how.
        Serve = "serve", "送达";
        /// Close a case without a reply (结案说明).
        CloseWithoutReply = "close_without_reply", "结案说明";
        /// Archive a case file.
        Archive = "archive", "归档";
        /// Cancel a numbered paper (作废).
        VoidPaper = "void_paper", "文书作废";
        /// Reopen a case after its reply was quashed.
        Reopen = "reopen", "重新办理";
        /// Issue a lost query code again.
        ReissueQueryCode = "reissue_query_code", "补发查询码";
        /// Suggest that information be disclosed proactively (《条例》第四十四条).
        PromoteToProactive = "promote_to_proactive", "转为主动公开";
        /// Keep reconsiderations and suits.
        ManageChallenges = "manage_challenges", "办理复议、诉讼";
        /// Put right or cancel what was recorded wrongly of a reconsideration or suit.
        RectifyChallenges = "rectify_challenges", "更正、作废复议诉讼登记";
        /// Handle requests to correct records (《条例》第四十一条).
        ManageRecordCorrections = "manage_record_corrections", "办理信息更正";
        /// Handle complaints (《条例》第四十七条).
        HandleComplaints = "handle_complaints", "处理投诉举报";
        /// See the state, dates and counts of agencies below; no personal data, no papers.
        SuperviseSubordinates = "supervise_subordinates", "监督下级机关（只读）";
        /// Keep people and departments.
        ManagePeople = "manage_people", "管理人员、机构";
        /// Give and take roles, acting-for included; unlock accounts.
        GrantRoles = "grant_roles", "授予角色、解锁账户";
        /// Keep the calendar of working days.
        ManageCalendar = "manage_calendar", "管理工作日历";
        /// Keep what the agency may set: patterns, sign-off, courts, titles, the 指南.
        ManageSettings = "manage_settings", "管理机关设置";
        /// Keep the system: mail, backup, jobs.
        ManageSystem = "manage_system", "管理系统运行";
        /// Read the audit log.
        ReadAudit = "read_audit", "查看审计记录";
        /// Verify the chain of events.
        VerifyChain = "verify_chain", "校验事件链";
    }
);

keyed_enum!(
    /// How far a permission reaches, narrowest first.
    Reach, "reach" {
        /// Not at all.
        Nothing = "nothing", "无";
        /// Cases the person handles.
        OwnCases = "own_cases", "本人承办";
        /// Cases of the person's department.
        OwnDepartment = "own_department", "本部门";
        /// Everything of the person's agency.
        OwnAgency = "own_agency", "本机关";
        /// The agencies below the person's agency, and it itself.
        Subordinates = "subordinates", "本机关及下级机关";
    }
);

const N: Reach = Reach::Nothing;
const C: Reach = Reach::OwnCases;
const D: Reach = Reach::OwnDepartment;
const A: Reach = Reach::OwnAgency;
const S: Reach = Reach::Subordinates;

/// The columns of [`MATRIX`] are the roles in the order of [`Role::EVERY`].
type Cells = [Reach; 14];

/// The one table. Principles: whoever registers does not review; whoever reviews does not draft; the leader signs and does
/// not serve; the seal is in a hand of its own; administrators see no case; the supervisor only reads.
#[rustfmt::skip]
const MATRIX: &[(Permission, Cells)] = &[
    //                                     发 审 保 分 主 承 负 法 印 登 管 系 安 计
    (Permission::SeeApplications,         [D, A, A, A, A, D, A, A, A, A, N, N, N, N]),
    (Permission::RevealPersonalData,      [N, N, N, N, N, C, A, N, N, A, N, N, N, N]),
    (Permission::OpenPapers,              [N, A, A, A, A, C, A, A, A, A, N, N, N, N]),
    (Permission::SeeLedger,               [N, A, N, A, A, D, A, A, N, A, N, N, N, N]),
    (Permission::ExportLedger,            [N, N, N, N, N, N, A, N, N, A, N, N, N, N]),
    (Permission::FileAtCounter,           [N, N, N, N, N, N, A, N, N, A, N, N, N, N]),
    (Permission::Confirm,                 [N, N, N, N, N, N, A, N, N, A, N, N, N, N]),
    (Permission::Register,                [N, N, N, N, N, N, A, N, N, A, N, N, N, N]),
    (Permission::RectifyParticulars,      [N, N, N, N, N, N, A, N, N, N, N, N, N, N]),
    (Permission::Split,                   [N, N, N, N, N, N, A, N, N, A, N, N, N, N]),
    (Permission::Assign,                  [N, N, N, A, N, N, A, N, N, N, N, N, N, N]),
    (Permission::AskCorrection,           [N, N, N, N, N, C, A, N, N, N, N, N, N, N]),
    (Permission::RecordIncoming,          [N, N, N, N, N, C, A, N, N, A, N, N, N, N]),
    (Permission::Consult,                 [N, N, N, N, N, C, A, N, N, N, N, N, N, N]),
    (Permission::RequestAssistance,       [N, N, N, N, N, C, A, N, N, N, N, N, N, N]),
    (Permission::ProposeExtension,        [N, N, N, N, N, C, A, N, N, N, N, N, N, N]),
    (Permission::ApproveExtension,        [N, N, N, N, N, N, A, N, N, N, N, N, N, N]),
    (Permission::RequestReasons,          [N, N, N, N, N, C, A, N, N, N, N, N, N, N]),
    (Permission::FixDelay,                [N, N, N, N, N, N, A, N, N, N, N, N, N, N]),
    (Permission::NoticeFee,               [N, N, N, N, N, C, A, N, N, N, N, N, N, N]),
    (Permission::RecordPayment,           [N, N, N, N, N, C, A, N, N, A, N, N, N, N]),
    (Permission::RecordSearch,            [N, N, N, N, N, D, A, N, N, N, N, N, N, N]),
    (Permission::DraftReply,              [N, N, N, N, N, C, A, N, N, N, N, N, N, N]),
    (Permission::ReviewAsOffice,          [N, A, N, N, N, N, A, N, N, N, N, N, N, N]),
    (Permission::CoSign,                  [N, N, N, A, N, D, N, N, N, N, N, N, N, N]),
    (Permission::ReviewLegality,          [N, N, N, N, N, N, N, A, N, N, N, N, N, N]),
    (Permission::ReviewSecrecy,           [N, N, A, N, N, N, N, N, N, N, N, N, N, N]),
    (Permission::SignOff,                 [N, N, N, A, A, N, N, N, N, N, N, N, N, N]),
    (Permission::SignOffAsPrincipal,      [N, N, N, N, A, N, N, N, N, N, N, N, N, N]),
    (Permission::Issue,                   [N, N, N, N, N, N, A, N, N, A, N, N, N, N]),
    (Permission::Seal,                    [N, N, N, N, N, N, N, N, A, N, N, N, N, N]),
    (Permission::Serve,                   [N, N, N, N, N, C, A, N, N, A, N, N, N, N]),
    (Permission::CloseWithoutReply,       [N, N, N, A, A, N, N, N, N, N, N, N, N, N]),
    (Permission::Archive,                 [N, N, N, N, N, C, A, N, N, A, N, N, N, N]),
    (Permission::VoidPaper,               [N, N, N, N, N, N, A, N, N, N, N, N, N, N]),
    (Permission::Reopen,                  [N, N, N, N, N, N, A, N, N, N, N, N, N, N]),
    (Permission::ReissueQueryCode,        [N, N, N, N, N, N, A, N, N, A, N, N, N, N]),
    (Permission::PromoteToProactive,      [D, A, N, N, N, C, A, N, N, N, N, N, N, N]),
    (Permission::ManageChallenges,        [N, N, N, N, N, C, A, A, N, N, N, N, N, N]),
    (Permission::RectifyChallenges,       [N, N, N, N, N, N, A, N, N, N, N, N, N, N]),
    (Permission::ManageRecordCorrections, [N, N, N, N, N, C, A, N, N, A, N, N, N, N]),
    (Permission::HandleComplaints,        [N, N, N, N, N, N, N, N, N, N, S, N, N, N]),
    (Permission::SuperviseSubordinates,   [N, N, N, N, N, N, N, N, N, N, S, N, N, N]),
    (Permission::ManagePeople,            [N, N, N, N, N, N, N, N, N, N, N, A, N, N]),
    (Permission::GrantRoles,              [N, N, N, N, N, N, N, N, N, N, N, N, A, N]),
    (Permission::ManageCalendar,          [N, N, N, N, N, N, A, N, N, N, N, A, N, N]),
    (Permission::ManageSettings,          [N, N, N, N, N, N, A, N, N, N, N, A, N, N]),
    (Permission::ManageSystem,            [N, N, N, N, N, N, N, N, N, N, N, A, N, N]),
    (Permission::ReadAudit,               [N, N, N, N, N, N, N, N, N, N, N, N, N, A]),
    (Permission::VerifyChain,             [N, N, N, N, N, N, N, N, N, N, N, N, A, A]),
];

impl Permission {
    /// Whether it shows or changes a case; administrators have none of these.
    pub fn is_about_cases(self) -> bool {
        !matches!(
            self,
            Self::ManagePeople
                | Self::GrantRoles
                | Self::ManageCalendar
                | Self::ManageSettings
                | Self::ManageSystem
                | Self::ReadAudit
                | Self::VerifyChain
        )
    }

    /// Whether it only reads.
    pub fn is_read_only(self) -> bool {
        matches!(
            self,
            Self::SeeApplications
                | Self::RevealPersonalData
                | Self::OpenPapers
                | Self::SeeLedger
                | Self::ExportLedger
                | Self::SuperviseSubordinates
                | Self::ReadAudit
                | Self::VerifyChain
        )
    }
}

/// How far the permission reaches in the hands of the role.
pub fn reach(role: Role, permission: Permission) -> Reach {
    let row = MATRIX.iter().find(|(known, _)| *known == permission);
    row.and_then(|(_, cells)| cells.get(role as usize)).copied().unwrap_or(Reach::Nothing)
}

/// The table as Markdown, for the manual and the page of roles.
pub fn matrix_markdown() -> String {
    let mut text = String::from("| 事项 |");
    for role in Role::EVERY {
        let _ = write!(text, " {} |", role.name());
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(Role::EVERY.len()));
    for (permission, cells) in MATRIX {
        let _ = write!(text, "\n| {} `{}` |", permission.name(), permission.key());
        for cell in cells {
            let words = if *cell == Reach::Nothing { "—" } else { cell.name() };
            let _ = write!(text, " {words} |");
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_permission_once_in_the_order_of_the_list_and_a_cell_for_every_role() {
        let listed: Vec<Permission> = MATRIX.iter().map(|(permission, _)| *permission).collect();
        assert_eq!(listed, Permission::EVERY);
        assert!(MATRIX.iter().all(|(_, cells)| cells.len() == Role::EVERY.len()));
        assert!(Role::EVERY.iter().enumerate().all(|(at, role)| *role as usize == at));
    }

    #[test]
    fn every_permission_is_in_some_hand_and_every_role_holds_something() {
        for permission in Permission::EVERY {
            assert!(
                Role::EVERY.iter().any(|role| reach(*role, *permission) > Reach::Nothing),
                "{permission}"
            );
        }
        for role in Role::EVERY {
            assert!(Permission::EVERY.iter().any(|p| reach(*role, *p) > Reach::Nothing), "{role}");
        }
    }
}
