//! The cases of the demonstration: to which agency, when, by whom, for what, and what becomes of each.
//!
//! Not here: the deeds that a course consists of (`super::course`), doing them (`super::deeds`).

use super::applicants::FIRST_ORGANISATION as ORG;
use super::course::{Course, Stage};
use chrono::NaiveDate;
use gongkai_deadline::timeline::Consulted;
use gongkai_domain::application::{Channel, Opinion};
use gongkai_domain::notice::kind::Reply;

/// A case as it will go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// The place of the agency in the list.
    pub(super) agency: usize,
    /// The day of arrival, moved to the next working day where it is none.
    pub(super) on: NaiveDate,
    pub(super) channel: Channel,
    pub(super) applicant: usize,
    pub(super) requests: &'static [&'static str],
    pub(super) course: Course,
}

const GOV: usize = 0;
const DATA: usize = 1;
const HOUSING: usize = 2;

use Channel::{Fax, InPerson, Internet, OrdinaryMail, RegisteredMail};
use Course::{
    Consulted as Asked, Corrected, CorrectionClosed, CorrectionOverdue, Crossing, Delayed, Excessive,
    Extended, FeeOverdue, Joint, Late, Paid, Partial, PostedTwice, Quashed, RedraftedBefore, Reopened, Split,
    Together, Undelivered, UpTo, Withdrawn,
};

const fn case(
    agency: usize,
    on: (i32, u32, u32),
    channel: Channel,
    applicant: usize,
    requests: &'static [&'static str],
    course: Course,
) -> Plan {
    let on = NaiveDate::from_ymd_opt(on.0, on.1, on.2).expect("a date");
    Plan { agency, on, channel, applicant, requests, course }
}

/// In the order of the agencies.
#[rustfmt::skip]
pub(super) const CASES: &[Plan] = &[
    // the office of the government
    case(GOV, (2024, 3, 4), RegisteredMail, 0, &["2023年度云州市民生实事项目完成情况及资金拨付情况"], Course::Reply(Reply::Granted)),
    case(GOV, (2024, 5, 20), Internet, 3, &["云州市人民政府2024年第3次常务会议会议纪要"], Course::Reply(Reply::DeniedProcess)),
    case(GOV, (2024, 9, 9), InPerson, ORG + 2, &["云州市“十四五”规划中期评估报告"], Extended(Reply::Granted)),
    case(GOV, (2024, 11, 27), Internet, 7, &["云州市轨道交通2号线站点选址的请示及批复"], Partial(Reply::DeniedProcess)),
    case(GOV, (2024, 12, 23), Internet, 5, &["2024年度市政府重大行政决策事项目录"], Course::Reply(Reply::AlreadyPublic)),
    case(GOV, (2025, 1, 13), Fax, ORG + 4, &["云州市人民政府关于古塔街区房屋征收的决定及补偿方案"], Course::Reply(Reply::NotResponsible)),
    case(GOV, (2025, 2, 17), Internet, 2, &["云州市公务用车平台2024年度运行维护费用明细"], Asked(Consulted::OtherAgency, Opinion::Consents, Reply::Granted)),
    case(GOV, (2025, 3, 10), Internet, 11, &["请答复本人反映的邻里纠纷应当由哪个部门处理"], Course::Reply(Reply::Consultation)),
    case(GOV, (2025, 4, 14), RegisteredMail, 8, &["2010年云州市人民政府关于城区排水规划的批复"], Course::Reply(Reply::Archives)),
    case(GOV, (2025, 5, 19), Internet, 5, &["2024年度市政府重大行政决策事项目录"], Course::Reply(Reply::Repeat)),
    case(GOV, (2025, 6, 9), Internet, 4, &["市长热线2025年1月至5月受理本人来电的全部录音及处理记录"], Course::Reply(Reply::Petition)),
    case(GOV, (2025, 7, 7), Internet, 9, &["《云州年鉴（2024）》全文"], Course::Reply(Reply::Publication)),
    case(GOV, (2025, 8, 11), InPerson, ORG + 3, &["云湖水环境综合治理工程2024年度水质监测数据", "云湖水环境综合治理工程项目资金使用情况"], Split),
    case(GOV, (2025, 9, 15), Internet, 10, &["云州市政府系统值班工作制度"], Course::Reply(Reply::DeniedInternal)),
    case(GOV, (2025, 10, 20), Internet, 6, &["2025年市政府工作报告起草过程中征求意见稿及修改情况"], Quashed(Reply::DeniedProcess, Reply::Partial)),
    case(GOV, (2025, 11, 24), OrdinaryMail, 1, &["云州市城市更新三年行动计划文本"], Late(Reply::Granted)),
    case(GOV, (2025, 12, 18), Internet, 3, &["2025年云州市政府购买服务项目清单"], UpTo(Stage::UnderApproval)),
    case(GOV, (2025, 12, 30), Internet, 0, &["云州市老年人优待证发放办法及历年发放数量"], UpTo(Stage::Assigned)),
    case(GOV, (2026, 1, 9), Internet, 2, &["云州市2026年重点建设项目清单"], UpTo(Stage::Unconfirmed)),
    // the department for data
    case(DATA, (2024, 2, 26), Internet, 7, &["云州市公共数据开放平台2023年度数据开放目录"], Course::Reply(Reply::AlreadyPublic)),
    case(DATA, (2024, 4, 15), Internet, ORG, &["云州市政务云平台建设项目招标文件、中标通知书及合同"], Asked(Consulted::ThirdParty, Opinion::Partly, Reply::DeniedThirdParty)),
    case(DATA, (2024, 6, 17), RegisteredMail, 5, &["本人2023年7月提交的“一网通办”投诉工单处理情况"], Course::Reply(Reply::AdminInquiry)),
    case(DATA, (2024, 10, 14), Internet, ORG + 2, &["2020年至2023年云州市公共数据授权运营收益分配统计分析"], Course::Reply(Reply::NeedsCreation)),
    case(DATA, (2024, 12, 9), Internet, 3, &["云州市大数据中心机房改造工程竣工验收报告"], Extended(Reply::Granted)),
    case(DATA, (2024, 12, 23), InPerson, 1, &["云州市政务服务大厅窗口人员外包服务合同"], Corrected(Reply::Granted)),
    case(DATA, (2025, 1, 6), Internet, 9, &["云州市城市大脑一期项目建设方案"], Partial(Reply::DeniedSecurity)),
    case(DATA, (2025, 1, 20), Internet, 10, &["云州市政务外网安全等级保护测评报告"], Course::Reply(Reply::DeniedStateSecret)),
    case(DATA, (2025, 2, 10), Internet, 6, &["相关材料"], CorrectionOverdue),
    case(DATA, (2025, 2, 24), Fax, ORG + 4, &["云州市数据资源管理局2024年度行政处罚案件卷宗"], Course::Reply(Reply::DeniedEnforcement)),
    case(DATA, (2025, 3, 3), Internet, 2, &["2024年度云州市公共数据开放目录中各数据集的更新频次"], Course::Reply(Reply::Granted)),
    case(DATA, (2025, 3, 17), Internet, 8, &["云州市“智慧停车”项目特许经营协议"], Asked(Consulted::ThirdParty, Opinion::Consents, Reply::Granted)),
    case(DATA, (2025, 4, 7), Internet, 4, &["人口库中本人信息的登记情况并出具证明"], Course::Reply(Reply::Confirmation)),
    case(DATA, (2025, 4, 21), RegisteredMail, ORG + 1, &["2022年至2024年智慧社区建设补助资金拨付凭证"], Paid(150, Reply::Granted)),
    case(DATA, (2025, 5, 12), Internet, 0, &["2019年云州市政务数据共享交换平台运行日志"], Course::Reply(Reply::NotExist)),
    case(DATA, (2025, 5, 26), Internet, 7, &["云州市数据资源管理局干部考核方案"], Withdrawn),
    case(DATA, (2025, 6, 16), Internet, 11, &["要求解释公共数据授权运营的政策含义"], Course::Reply(Reply::NotGovernmentInformation)),
    case(DATA, (2025, 6, 23), Internet, 5, &["云州市公共视频监控点位分布图"], Quashed(Reply::DeniedSecurity, Reply::Partial)),
    case(DATA, (2025, 7, 14), Internet, 9, &["云州市政务信息化项目专家评审意见"], RedraftedBefore(Reply::DeniedProcess)),
    case(DATA, (2025, 8, 4), Internet, 3, &["数据局有关文件"], Corrected(Reply::StillUnclear)),
    case(DATA, (2025, 8, 25), RegisteredMail, 1, &["2023年度政务云服务费用结算资料"], FeeOverdue(320)),
    case(DATA, (2025, 9, 8), Internet, 10, &["2021年至2025年历次政务信息化项目审批文件（第27件）"], Excessive),
    case(DATA, (2025, 9, 22), Internet, ORG + 2, &["2025年上半年公共数据开放平台各类数据集下载量"], Delayed(Reply::Granted)),
    case(DATA, (2025, 10, 13), Internet, 6, &["云州市“一件事一次办”事项清单及办理时限"], PostedTwice(Reply::Granted)),
    case(DATA, (2025, 10, 27), Internet, 8, &["本人行政处罚案件的案卷材料"], Course::Reply(Reply::PartyProcedure)),
    case(DATA, (2025, 11, 26), InPerson, ORG + 5, &["智慧社区平台建设单位名称及联系方式"], CorrectionClosed),
    case(DATA, (2025, 9, 29), Internet, 2, &["云州市数据交易场所设立的批复文件"], Reopened(Reply::NotExist)),
    case(DATA, (2025, 11, 24), Internet, 4, &["云州市适老化政务服务改造项目清单"], UpTo(Stage::Assigned)),
    case(DATA, (2025, 12, 8), Internet, 0, &["2025年度公共数据授权运营试点单位名单"], Undelivered(Reply::Granted)),
    case(DATA, (2025, 12, 15), Internet, 7, &["云州市政务云资源使用绩效评价报告"], UpTo(Stage::Returned)),
    case(DATA, (2025, 12, 16), Internet, ORG, &["云州市数据资源管理局2025年度信息化项目合同"], UpTo(Stage::Consulting)),
    case(DATA, (2025, 12, 18), RegisteredMail, 5, &["2020年以来政务服务大厅改造工程全部结算资料"], UpTo(Stage::AwaitingPayment)),
    case(DATA, (2025, 12, 22), Internet, 9, &["数据要素市场化配置改革方案文本"], UpTo(Stage::SignedOff)),
    case(DATA, (2025, 12, 25), RegisteredMail, 4, &["数据局办公用房租赁合同"], Withdrawn),
    case(DATA, (2025, 12, 24), Internet, 11, &["关于补贴的文件"], UpTo(Stage::AwaitingCorrection)),
    case(DATA, (2025, 12, 24), Internet, 3, &["云州市公共数据资源登记管理办法"], UpTo(Stage::Issued)),
    case(DATA, (2025, 12, 25), Internet, 6, &["2025年云州市12345热线数据分析月报"], UpTo(Stage::Sealed)),
    case(DATA, (2025, 12, 26), Internet, 10, &["市数据局权责清单（2025年版）"], UpTo(Stage::Served)),
    case(DATA, (2026, 1, 6), InPerson, 1, &["2025年度政务服务“好差评”统计结果"], UpTo(Stage::Assigned)),
    case(DATA, (2026, 1, 7), Internet, ORG + 3, &["云州市环境监测数据接入公共数据平台的范围"], UpTo(Stage::Registered)),
    case(DATA, (2026, 1, 8), Internet, 2, &["云州市政务数据共享责任清单"], UpTo(Stage::Unregistered)),
    case(DATA, (2026, 1, 9), Internet, 8, &["云州市城市大脑二期项目可行性研究报告"], UpTo(Stage::Unconfirmed)),
    case(DATA, (2026, 1, 12), Internet, 0, &["2025年度公共数据开放计划执行情况"], UpTo(Stage::Unconfirmed)),
    // the county's department for housing
    case(HOUSING, (2024, 3, 18), InPerson, 4, &["柳林村农村危房改造2023年度补助对象名单"], Course::Reply(Reply::Granted)),
    case(HOUSING, (2024, 7, 8), RegisteredMail, 6, &["北街77号房屋征收补偿档案"], Course::Reply(Reply::DeniedLawProhibited)),
    case(HOUSING, (2024, 12, 11), InPerson, 11, &["上湾村污水处理工程施工许可证及施工图审查意见"], Extended(Reply::Granted)),
    case(HOUSING, (2024, 12, 25), Internet, 1, &["建设路老旧小区改造工程监理日志"], Course::Reply(Reply::NotExist)),
    case(HOUSING, (2025, 2, 19), InPerson, ORG + 1, &["2024年度全县物业服务企业信用评价结果"], Course::Reply(Reply::Granted)),
    case(HOUSING, (2025, 4, 9), Internet, 6, &["北街片区棚户区改造项目房屋测绘成果"], Partial(Reply::DeniedThirdParty)),
    case(HOUSING, (2025, 6, 11), RegisteredMail, ORG + 1, &["2024年度物业服务企业信用评价扣分明细"], Course::Reply(Reply::ClosedOther)),
    case(HOUSING, (2025, 8, 20), InPerson, ORG + 5, &["北街社区加装电梯项目规划批准文件"], Course::Reply(Reply::Granted)),
    case(HOUSING, (2025, 10, 15), Internet, 1, &["青石县2025年保障性租赁住房房源清单及分配办法"], Late(Reply::Granted)),
    case(HOUSING, (2025, 12, 10), InPerson, 11, &["双溪乡农村公路沿线建筑风貌整治方案"], UpTo(Stage::Assigned)),
    case(HOUSING, (2025, 12, 29), Internet, 4, &["2025年农村危房改造资金分配表"], UpTo(Stage::Assigned)),
    case(HOUSING, (2026, 1, 9), Internet, 6, &["北街片区征收项目房屋评估机构选定记录"], UpTo(Stage::Unconfirmed)),
    // added later: cases that several people, several divisions or one reply bring together
    case(HOUSING, (2025, 11, 18), RegisteredMail, 0, &["文昌街片区老旧小区改造项目资金使用情况"], Joint(Reply::Granted)),
    case(DATA, (2025, 11, 12), Internet, ORG + 3, &["2025年公共数据开放平台运行维护合同"], UpTo(Stage::Assigned)),
    case(DATA, (2025, 11, 13), Internet, ORG + 3, &["2025年公共数据开放平台运行情况评估报告"], Together(Reply::Granted)),
    case(DATA, (2025, 9, 17), Internet, 6, &["云州市政务服务“跨省通办”系统对接验收报告"], Crossing(Reply::Granted)),
    case(GOV, (2025, 12, 17), RegisteredMail, 8, &["云州市古塔街区保护规划编制经费拨付文件"], Joint(Reply::AlreadyPublic)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_agency_has_cases_of_every_year_since_2024() {
        use chrono::Datelike as _;
        let years: BTreeSet<(usize, i32)> = CASES.iter().map(|plan| (plan.agency, plan.on.year())).collect();
        for agency in [GOV, DATA, HOUSING] {
            for year in 2024..=2026 {
                assert!(years.contains(&(agency, year)), "{agency} {year}");
            }
        }
        assert!(CASES.len() >= 60);
    }
}
