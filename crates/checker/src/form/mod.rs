//! The official forms as data for reading: which words are which label, in the official wording and in the variants
//! that published reports use.
//!
//! Not here: the identifiers and official labels themselves (`gongkai_domain::report::keys`).

use gongkai_domain::report::{Column, Row, SectionKey, Table2Key};

/// What a group of words in a table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// Table 2: group header, by the number of the item of article 20.
    Item(u8),
    /// Table 2: 信息内容.
    Content,
    /// Table 2: a column.
    Measure(Measure),
    /// Table 2: a row.
    Subject(Subject),
    /// Table 3: the note about reconciliation, 申请人情况, 法人或其他组织.
    ApplicantHeader,
    /// Table 3: a column (其他 and 总计 are told from rows by where they stand).
    Column(Column),
    /// Table 3: a row.
    Row(Row),
    /// Table 3: a header of a group of rows.
    RowGroup,
    /// Table 3: （六）其他处理, a group in one form and a row in the other.
    OtherHandling,
    /// 其他: a column in a header, the row 3.其他 below.
    BareOther,
    /// 总计: a column in a header, the row （七）总计 below, a column of table 4.
    BareTotal,
    /// Table 4: a header or column.
    Remedy,
}

/// Columns of table 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// 本年制发件数.
    Issued,
    /// 本年废止件数.
    Repealed,
    /// 现行有效件数.
    InForce,
    /// 本年处理决定数量, 处理决定数量.
    Decisions,
    /// 本年收费金额.
    Fee,
    /// 本年新制作数量.
    NewMade,
    /// 本年新公开数量.
    NewPublished,
    /// 对外公开总数量.
    PublishedTotal,
    /// 上一年项目数量.
    ItemsBefore,
    /// 本年增/减.
    ItemsChange,
    /// 采购项目数量.
    ProcurementItems,
    /// 采购总金额.
    ProcurementAmount,
}

/// Rows of table 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// 规章.
    Rules,
    /// 行政规范性文件, 规范性文件.
    Normative,
    /// 行政许可.
    Licensing,
    /// 其他对外管理服务事项.
    OtherServices,
    /// 行政处罚.
    Penalty,
    /// 行政强制.
    Compulsion,
    /// 行政事业性收费.
    AdminFee,
    /// 政府集中采购.
    Procurement,
}

/// A wording of a label.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    /// Letters only: no digits, punctuation, blanks.
    pub letters: &'static str,
    /// What it stands for.
    pub label: Label,
    /// Official wording when this is a variant; empty when it is official itself.
    pub official: &'static str,
}

const fn w(letters: &'static str, label: Label) -> Wording {
    Wording { letters, label, official: "" }
}

const fn v(letters: &'static str, label: Label, official: &'static str) -> Wording {
    Wording { letters, label, official }
}

/// Every wording known. Letters only: `1.属于国家秘密` is `属于国家秘密`.
pub const WORDINGS: &[Wording] = &[
    w("第二十条第一项", Label::Item(1)),
    w("第二十条第五项", Label::Item(5)),
    w("第二十条第六项", Label::Item(6)),
    w("第二十条第八项", Label::Item(8)),
    w("第二十条第九项", Label::Item(9)),
    w("信息内容", Label::Content),
    w("本年制发件数", Label::Measure(Measure::Issued)),
    v("本年度制发件数", Label::Measure(Measure::Issued), "本年制发件数"),
    v("本年制发数量", Label::Measure(Measure::Issued), "本年制发件数"),
    v("本年制发数", Label::Measure(Measure::Issued), "本年制发件数"),
    w("本年废止件数", Label::Measure(Measure::Repealed)),
    v("本年度废止件数", Label::Measure(Measure::Repealed), "本年废止件数"),
    v("本年度止件数", Label::Measure(Measure::Repealed), "本年废止件数"),
    v("本年废止数量", Label::Measure(Measure::Repealed), "本年废止件数"),
    v("本年废止数", Label::Measure(Measure::Repealed), "本年废止件数"),
    w("现行有效件数", Label::Measure(Measure::InForce)),
    v("现行有效数量", Label::Measure(Measure::InForce), "现行有效件数"),
    v("现行有效数", Label::Measure(Measure::InForce), "现行有效件数"),
    w("本年处理决定数量", Label::Measure(Measure::Decisions)),
    w("处理决定数量", Label::Measure(Measure::Decisions)),
    v("本年度处理决定数量", Label::Measure(Measure::Decisions), "本年处理决定数量"),
    w("本年收费金额单位万元", Label::Measure(Measure::Fee)),
    w("本年收费金额单位万元保留位小数", Label::Measure(Measure::Fee)),
    v("本年收费金额单位元", Label::Measure(Measure::Fee), "本年收费金额（单位：万元）"),
    v("本年收费金额万元", Label::Measure(Measure::Fee), "本年收费金额（单位：万元）"),
    v("本年收费金额", Label::Measure(Measure::Fee), "本年收费金额（单位：万元）"),
    v("本年度收费金额", Label::Measure(Measure::Fee), "本年收费金额（单位：万元）"),
    v("本年度收费金额单位万元", Label::Measure(Measure::Fee), "本年收费金额（单位：万元）"),
    w("本年新制作数量", Label::Measure(Measure::NewMade)),
    w("本年新公开数量", Label::Measure(Measure::NewPublished)),
    w("对外公开总数量", Label::Measure(Measure::PublishedTotal)),
    w("上一年项目数量", Label::Measure(Measure::ItemsBefore)),
    v("上年项目数量", Label::Measure(Measure::ItemsBefore), "上一年项目数量"),
    v("上一年度项目数量", Label::Measure(Measure::ItemsBefore), "上一年项目数量"),
    w("本年增减", Label::Measure(Measure::ItemsChange)),
    w("采购项目数量", Label::Measure(Measure::ProcurementItems)),
    w("采购总金额", Label::Measure(Measure::ProcurementAmount)),
    v("采购总金额单位万元", Label::Measure(Measure::ProcurementAmount), "采购总金额"),
    v("采购总金额万元", Label::Measure(Measure::ProcurementAmount), "采购总金额"),
    w("规章", Label::Subject(Subject::Rules)),
    w("行政规范性文件", Label::Subject(Subject::Normative)),
    w("规范性文件", Label::Subject(Subject::Normative)),
    w("行政许可", Label::Subject(Subject::Licensing)),
    w("其他对外管理服务事项", Label::Subject(Subject::OtherServices)),
    v("其它对外管理服务事项", Label::Subject(Subject::OtherServices), "其他对外管理服务事项"),
    w("行政处罚", Label::Subject(Subject::Penalty)),
    w("行政强制", Label::Subject(Subject::Compulsion)),
    w("行政事业性收费", Label::Subject(Subject::AdminFee)),
    v("行政事业收费", Label::Subject(Subject::AdminFee), "行政事业性收费"),
    w("政府集中采购", Label::Subject(Subject::Procurement)),
    w("本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和", Label::ApplicantHeader),
    w("申请人情况", Label::ApplicantHeader),
    w("法人或其他组织", Label::ApplicantHeader),
    v("法人或其它组织", Label::ApplicantHeader, "法人或其他组织"),
    w("自然人", Label::Column(Column::NaturalPerson)),
    w("商业企业", Label::Column(Column::CommercialEnterprise)),
    v("商业企来", Label::Column(Column::CommercialEnterprise), "商业企业"),
    w("科研机构", Label::Column(Column::ResearchInstitution)),
    w("社会公益组织", Label::Column(Column::PublicWelfareOrganisation)),
    v("社会组织", Label::Column(Column::PublicWelfareOrganisation), "社会公益组织"),
    v("公益组织", Label::Column(Column::PublicWelfareOrganisation), "社会公益组织"),
    w("法律服务机构", Label::Column(Column::LegalServiceInstitution)),
    v("法律服务组织", Label::Column(Column::LegalServiceInstitution), "法律服务机构"),
    w("其他", Label::BareOther),
    v("其它", Label::BareOther, "其他"),
    w("总计", Label::BareTotal),
    v("合计", Label::BareTotal, "总计"),
    w("本年新收政府信息公开申请数量", Label::Row(Row::NewReceived)),
    v("本年度新收政府信息公开申请数量", Label::Row(Row::NewReceived), "一、本年新收政府信息公开申请数量"),
    v("本年新收政府信息公开申请", Label::Row(Row::NewReceived), "一、本年新收政府信息公开申请数量"),
    w("上年结转政府信息公开申请数量", Label::Row(Row::CarriedIn)),
    v("上年度结转政府信息公开申请数量", Label::Row(Row::CarriedIn), "二、上年结转政府信息公开申请数量"),
    v("上年结转政府信息公开申请", Label::Row(Row::CarriedIn), "二、上年结转政府信息公开申请数量"),
    v("本年新收申请数量", Label::Row(Row::NewReceived), "一、本年新收政府信息公开申请数量"),
    v("本年度新收申请数量", Label::Row(Row::NewReceived), "一、本年新收政府信息公开申请数量"),
    v("本年度新收政府信息公开申请", Label::Row(Row::NewReceived), "一、本年新收政府信息公开申请数量"),
    v("上年结转申请数量", Label::Row(Row::CarriedIn), "二、上年结转政府信息公开申请数量"),
    v("上年度结转申请数量", Label::Row(Row::CarriedIn), "二、上年结转政府信息公开申请数量"),
    v("上年度结转政府信息公开申请", Label::Row(Row::CarriedIn), "二、上年结转政府信息公开申请数量"),
    v("结转下年度办理", Label::Row(Row::CarriedOut), "四、结转下年度继续办理"),
    v("结转下年度继续办理数量", Label::Row(Row::CarriedOut), "四、结转下年度继续办理"),
    w("本年度办理结果", Label::RowGroup),
    v("本年办理结果", Label::RowGroup, "三、本年度办理结果"),
    w("予以公开", Label::Row(Row::Granted)),
    w("部分公开区分处理的只计这一情形不计其他情形", Label::Row(Row::PartiallyGranted)),
    v(
        "部分公开",
        Label::Row(Row::PartiallyGranted),
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    ),
    w("不予公开", Label::RowGroup),
    w("属于国家秘密", Label::Row(Row::DeniedStateSecret)),
    w("其他法律行政法规禁止公开", Label::Row(Row::DeniedLawProhibited)),
    v("其他法律法规禁止公开", Label::Row(Row::DeniedLawProhibited), "2.其他法律行政法规禁止公开"),
    v("其它法律行政法规禁止公开", Label::Row(Row::DeniedLawProhibited), "2.其他法律行政法规禁止公开"),
    v("其他法律行政法规禁止公开的", Label::Row(Row::DeniedLawProhibited), "2.其他法律行政法规禁止公开"),
    w("危及三安全一稳定", Label::Row(Row::DeniedSecurityStability)),
    w("保护第三方合法权益", Label::Row(Row::DeniedThirdPartyRights)),
    w("属于三类内部事务信息", Label::Row(Row::DeniedInternalAffairs)),
    w("属于四类过程性信息", Label::Row(Row::DeniedProcessInformation)),
    w("属于行政执法案卷", Label::Row(Row::DeniedEnforcementFile)),
    v("属于行政执法案卷信息", Label::Row(Row::DeniedEnforcementFile), "7.属于行政执法案卷"),
    w("属于行政查询事项", Label::Row(Row::DeniedAdministrativeInquiry)),
    w("无法提供", Label::RowGroup),
    w("本机关不掌握相关政府信息", Label::Row(Row::UnavailableNotHeld)),
    v("本机关不掌握相关信息", Label::Row(Row::UnavailableNotHeld), "1.本机关不掌握相关政府信息"),
    v("本行政机关不掌握相关政府信息", Label::Row(Row::UnavailableNotHeld), "1.本机关不掌握相关政府信息"),
    w("没有现成信息需要另行制作", Label::Row(Row::UnavailableNeedsCreation)),
    w("补正后申请内容仍不明确", Label::Row(Row::UnavailableStillUnclear)),
    w("不予处理", Label::RowGroup),
    w("信访举报投诉类申请", Label::Row(Row::UnprocessedPetition)),
    w("重复申请", Label::Row(Row::UnprocessedRepeat)),
    w("要求提供公开出版物", Label::Row(Row::UnprocessedPublication)),
    w("无正当理由大量反复申请", Label::Row(Row::UnprocessedExcessive)),
    w("要求行政机关确认或重新出具已获取信息", Label::Row(Row::UnprocessedConfirmation)),
    w("其他处理", Label::OtherHandling),
    v("其它处理", Label::OtherHandling, "（六）其他处理"),
    w(
        "申请人无正当理由逾期不补正行政机关不再处理其政府信息公开申请",
        Label::Row(Row::OtherCorrectionOverdue),
    ),
    w(
        "申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请",
        Label::Row(Row::OtherFeeOverdue),
    ),
    w("结转下年度继续办理", Label::Row(Row::CarriedOut)),
    v("结转下年继续办理", Label::Row(Row::CarriedOut), "四、结转下年度继续办理"),
    w("行政复议", Label::Remedy),
    w("行政诉讼", Label::Remedy),
    w("未经复议直接起诉", Label::Remedy),
    w("复议后起诉", Label::Remedy),
    w("结果维持", Label::Remedy),
    w("结果纠正", Label::Remedy),
    w("其他结果", Label::Remedy),
    v("其它结果", Label::Remedy, "其他结果"),
    w("尚未审结", Label::Remedy),
];

/// Words by which a section title is recognised when it is not the official one; all of one entry must occur.
pub const SECTION_WORDS: &[(SectionKey, &[&[&str]])] = &[
    (SectionKey::Overview, &[&["总体情况"], &["总体概况"], &["基本情况"], &["概述"], &["概况"]]),
    (SectionKey::Proactive, &[&["主动公开"]]),
    (SectionKey::Applications, &[&["申请", "处理"], &["依申请公开"], &["申请", "办理"], &["收到", "申请"]]),
    (SectionKey::Remedies, &[&["复议", "诉讼"], &["行政复议"]]),
    (SectionKey::Problems, &[&["问题"]]),
    (SectionKey::Other, &[&["其他", "事项"], &["其它", "事项"], &["其他", "情况"]]),
];

/// The rows of table 2 of the 2019/2020 form that count items of a list: the number of the year before, and its change.
pub const ITEM_COUNTS: [(Table2Key, Table2Key); 5] = [
    (Table2Key::LicensingItemsPrev, Table2Key::LicensingItemsChange),
    (Table2Key::OtherServicesItemsPrev, Table2Key::OtherServicesItemsChange),
    (Table2Key::PenaltyItemsPrev, Table2Key::PenaltyItemsChange),
    (Table2Key::CompulsionItemsPrev, Table2Key::CompulsionItemsChange),
    (Table2Key::AdminFeeItemsPrev, Table2Key::AdminFeeItemsChange),
];

/// The ordinal printed before a row label of table 3 within its group: `1` for `1.属于国家秘密`.
pub fn ordinal(row: Row) -> Option<char> {
    row.label().chars().next().filter(char::is_ascii_digit)
}
