//! The words that tell what a number counts, and the words that only look like numbers.
//!
//! One table, read once into a map by first character; the longest word at a position wins.
//! Not here: how words and numbers are put together (`super::parser`).

use super::counted::{Applicant, Channel, DocumentEvent, Means, Outcome, Power, Remedy, RemedyResult};
use gongkai_domain::report::{Column, Row};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What the sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Domain {
    /// 政府信息公开申请.
    Application,
    /// 行政复议、行政诉讼.
    Remedy(Remedy),
    /// 信息处理费.
    Fee,
    /// 行政事业性收费.
    AdminFee,
    /// 政府采购.
    Procurement,
    /// 主动公开的信息.
    Disclosed,
    /// 规范性文件.
    Normative,
    /// 规章.
    Rules,
    /// 行政许可、处罚、强制.
    Power(Power),
    /// 政策解读.
    Interpretation,
    /// 回应关切.
    Response,
    /// 新闻发布会.
    PressConference,
    /// 建议提案.
    Proposals,
    /// 热线工单.
    Hotline,
    /// 信箱留言.
    Mailbox,
    /// 培训.
    Training,
    /// 会议.
    Meeting,
    /// 公报.
    Gazette,
    /// 责任追究.
    Accountability,
    /// Anything else that is counted and must not be taken for one of the above.
    Foreign,
}

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Tag {
    /// Says nothing about a number; keeps its characters from being read as one.
    Idiom,
    /// 收到、受理.
    Receive,
    /// 办结、答复.
    Finish,
    /// 办理、处理.
    Process,
    /// 尚未办结.
    Unfinished,
    /// 尚未审结.
    PendingRemedy,
    /// 上年结转.
    CarriedIn,
    /// 结转下年.
    CarriedOut,
    /// 结转, alone.
    Carry,
    /// A thing that is counted.
    About(Domain),
    /// 信息, 申请: count only when no other word qualifies them.
    Bare(Domain),
    /// 公开、发布.
    Publish,
    /// 主动公开: verb and thing in one.
    PublishActively,
    /// 召开、举办: verbs after which even 一次 is a number.
    Act,
    /// Becomes of an application.
    Outcome(Outcome),
    /// 本机关不掌握 and the like standing before 无法提供.
    Applicant(Applicant),
    /// How it came in.
    Means(Means),
    /// How a remedy ended.
    Result(RemedyResult),
    /// Where it was published.
    Channel(Channel),
    /// What happened to documents.
    Event(DocumentEvent),
    /// 决定: decisions rather than published information.
    Decision,
    /// 收费通知.
    FeeNotice,
    /// 金额、收取.
    Money,
    /// 率.
    RateWord,
    /// 占.
    ShareWord,
    /// 其中.
    Among,
    /// 含.
    Containing,
    /// 包括、分为.
    Include,
    /// 分别.
    Respectively,
    /// 主要、重点.
    Chiefly,
    /// 等.
    Etc,
    /// 各、均.
    Each,
    /// 共、总计.
    Total,
    /// 未、没有、无.
    Negation,
    /// 较上年.
    Base,
    /// 增长.
    Up,
    /// 减少.
    Down,
    /// 持平.
    Flat,
    /// 计划、力争.
    Plan,
    /// 约.
    About_,
    /// 逾、至少.
    AtLeast,
    /// 不足、不超过.
    AtMost,
    /// 超期、差错: a fault of work, not the thing itself.
    Fault,
    /// 败诉: a fault, and how suits ended.
    LostSuit,
    /// 申请人: speaks of applications, but is not what is counted.
    ApplicantWord,
    /// 其他 as a part of a list.
    Rest,
    /// 本年.
    ThisYear,
    /// 上年.
    LastYear,
    /// 往年.
    Earlier,
    /// 截至、累计.
    AsOf,
    /// 上半年 and the like: a part of the year.
    PartOfYear,
    /// 我局.
    Own,
    /// 全市.
    Area,
    /// 各部门.
    Departments,
    /// 系统.
    System,
    /// 局机关本级, 下属单位: a part of the agency.
    Others,
}

const fn row(row: Row) -> Tag {
    Tag::Outcome(Outcome::Row(row))
}

const fn column(column: Column) -> Tag {
    Tag::Applicant(Applicant::Column(column))
}

/// Words and what they say. A word of the second kind of list is separated by blanks.
const WORDS: &[(Tag, &str)] = &[
    // what only looks like a number or like a subject
    (
        Tag::Idiom,
        "一方面 一体化 一体 一站式 一次性 一窗 一网 一件事 一次办 一门 一把手 一系列 一定 一些 一般 一直 一起 一并 \
         一致 一律 一旦 一切 一样 一流 一线 统一 唯一 之一 同一 进一步 万一 专一 逐一 两微 两端 三公 三农 三审 三校 \
         三同步 三服务 三位一体 四个意识 四个自信 四本账 五公开 六稳 六保 八项规定 十九大 二十大 二十届 十九届 十八大 三中全会 四中全会 \
         五中全会 六中全会 七中全会 十四五 十三五 十五五 两个确立 两个维护 两会 千方百计 百分百 一单 一图 一问一答 一表 一张网 一盘棋 \
         一条龙 一对一 双随机、一公开 一公开 一事一申请 一事 一如既往 一站 一张图 一企 一人 三定 三重一大 一岗双责 一票否决 两不误 \
         三农 一带一路 一老一小 三大攻坚战 百姓 万众 千家万户 三安全一稳定 三类内部 四类过程性 一次办好 一以贯之 一手抓 一时 \
         一步 一道 一同 一贯 一经 一边 一批 一大批 一揽子 百年 百日 千年 万里 半年 第一 一千零 \
         政府信息公开工作 政府信息公开条例 信息公开条例 政府信息公开年度报告 政府信息公开年报 政府信息公开指南 政府信息公开目录 \
         政府信息公开专栏 政府信息公开平台 政府信息公开 信息公开 政务信息公开 政务公开 政府信息化 信息化 信息管理 信息系统 信息员 信息安全 信息技术 信息资源 \
         申请渠道 申请流程 申请办理 申请表 申请内容 申请方式 规章制度 规章制定权 制定权 立法权 无障碍 无法 无偿 无正当理由 无关 毫无 无缝 无条件 无论 无纸化 \
         不公开为例外 以公开为原则 公开为原则 公开是常态 公开栏目 公开属性 公开专区 公开方式 公开渠道 公开内容 公开目录 公开平台 公开专栏 公开指南 公开制度 公开机制 \
         公开意识 公开时限 公开程序 公开主体 公开工作 公开审查 公开质量 公开水平 公开力度 公开流程 公开时效 公开形式 公开领域 公开公正 公开透明 \
         未来 未成年 未经 中心 中国 中共 中央 中小 中型 集中 中文 \
         答复人 答复期限 答复时限 答复质量 答复内容 答复文书 答复流程 办理情况 办理流程 办理结果 办理时限 处理情况 发布会 发布平台 发布机制 \
         发布渠道 上级 下级 发布员 发布审核 解读比例 复议机关 诉讼费 均衡 平均 人均 件均 占用 占地 占领 抢占 \
         较大 较好 较多 较高 较少 较为 较快 比较 比例 比如 比重 全年龄 截至目前 收回 收看 收听 收藏 收视 收录 回收 验收 吸收 \
         变更诉求 变更请求 变更申请 变更诉讼请求",
    ),
    // applications
    (
        Tag::About(Domain::Application),
        "政府信息公开申请 政务信息公开申请 政府信息申请 信息公开申请 依申请公开政府信息 依申请公开信息 依申请公开申请 依申请公开事项 \
         依申请公开件 依申请公开 依申请 公开申请 申请公开政府信息 申请公开信息 申请公开 申请公开事项 申请件 申请事项 申请量 申请数量 \
         政府信息公开的申请 信息公开的申请 公开政府信息的申请 公开信息的申请 申请政府信息公开 政府信息公开事项申请 申请信息公开 信息公开诉求",
    ),
    (Tag::Bare(Domain::Application), "申请"),
    (Tag::ApplicantWord, "申请人"),
    (
        Tag::Receive,
        "收到 受理 接收 新收 接到 收悉 接受 登记 本年新收 新接收 新受理 接件 收件 新收到 接获 签收 收",
    ),
    (
        Tag::Finish,
        "办结 答复 办复 回复 办理完毕 办毕 处理完毕 予以答复 已办结 按时办结 按期办结 按时答复 按期答复 依法答复 作出答复 已答复 审结 \
         完成答复 办理答复 均已答复 在办结 办件答复 依法办结 办理答复完毕 书面答复 办理结果总计 办理结果共计 办理结果合计",
    ),
    (Tag::Process, "办理 处理 处置 承办 办件"),
    (
        Tag::Unfinished,
        "未办结 尚未办结 正在办理 在办 尚在办理 未办理完毕 尚未答复 未答复 仍在办理 办理中 正在办理中 尚未办理完毕 正在处理 尚在办理期限内 \
         尚在答复期内 尚在法定期限内 未到期 尚未到期 未到答复期限 尚未到答复期限 未到法定答复期限 尚未到法定答复期限 未到答复期 \
         尚在答复期限内 尚在法定答复期限内 未满答复期限 尚未届满",
    ),
    (
        Tag::PendingRemedy,
        "尚未审结 未审结 正在审理 审理中 未结案 尚未结案 正在审理中 尚在审理 尚在审理中 待审结",
    ),
    (
        Tag::CarriedIn,
        "上年结转 上年度结转 去年结转 上一年度结转 上一年结转 上年结转继续办理 往年结转 上年遗留 上年转入 上年度转入 去年转入 由上年结转 上年结转至本年 \
         上年度结转至本年度 结转自上年 上一年度转入 年初结转 结转上年 上年度遗留 上年未办结 上年度未办结 承接上年 上年跨年",
    ),
    (
        Tag::CarriedOut,
        "结转下年度 结转下年 结转至下年度 结转至下年 结转至下一年度 结转下一年度 结转下一年 结转到下年 结转到下年度 转入下年度 转入下一年度 转下年度 \
         转下年 结转至次年 结转次年 结转至下一年 结转到下一年度 转入下年 跨年度办理 结转至明年 转至下年度 留待下年 结转下年继续办理 结转下年度继续办理 \
         转入次年 结转到次年 顺延至下年 跨年办理",
    ),
    (Tag::Carry, "结转"),
    // results
    (row(Row::Granted), "予以公开 同意公开 准予公开 全部公开 公开答复 依法予以公开 予以全部公开"),
    (row(Row::PartiallyGranted), "部分公开 予以部分公开 同意部分公开 部分予以公开 区分处理"),
    (Tag::Outcome(Outcome::GrantedInAll), "全部或者部分公开 全部或部分公开 公开或者部分公开 公开或部分公开"),
    (Tag::Outcome(Outcome::Denied), "不予公开 不同意公开 依法不予公开 不公开 决定不予公开"),
    (row(Row::DeniedStateSecret), "属于国家秘密 涉及国家秘密 属国家秘密 国家秘密"),
    (row(Row::DeniedLawProhibited), "法律行政法规禁止公开 其他法律行政法规禁止公开 法律、行政法规禁止公开"),
    (row(Row::DeniedSecurityStability), "危及三安全一稳定 危及“三安全一稳定”"),
    (
        row(Row::DeniedThirdPartyRights),
        "保护第三方合法权益 涉及第三方合法权益 损害第三方合法权益 第三方合法权益 涉及商业秘密 涉及个人隐私 第三方权益 涉及第三方权益 \
         损害第三方权益",
    ),
    (row(Row::DeniedInternalAffairs), "内部事务信息 属于内部事务信息 三类内部事务信息 属于三类内部事务信息"),
    (row(Row::DeniedProcessInformation), "过程性信息 属于过程性信息 四类过程性信息 属于四类过程性信息"),
    (row(Row::DeniedEnforcementFile), "行政执法案卷 属于行政执法案卷 行政执法案卷信息"),
    (row(Row::DeniedAdministrativeInquiry), "行政查询事项 属于行政查询事项"),
    (Tag::Outcome(Outcome::Unavailable), "无法提供 不能提供 不予提供"),
    (
        row(Row::UnavailableNotHeld),
        "本机关不掌握 不掌握相关政府信息 本机关不掌握相关政府信息 不掌握 本单位不掌握 我局不掌握 不掌握相关信息 \
         本机关未掌握",
    ),
    (
        Tag::Outcome(Outcome::NotHeldInPart),
        "信息不存在 政府信息不存在 申请信息不存在 不属本机关负责公开 不属于本机关负责公开 非本机关职责 不属于本机关职责 非本机关职责范围 \
         不属于本机关职责范围 非本机关负责公开",
    ),
    (
        row(Row::UnavailableNeedsCreation),
        "没有现成信息需要另行制作 没有现成信息 需要另行制作 需另行制作 无现成信息",
    ),
    (
        row(Row::UnavailableStillUnclear),
        "补正后申请内容仍不明确 补正后仍不明确 补正后内容仍不明确 申请内容仍不明确",
    ),
    (Tag::Outcome(Outcome::Unprocessed), "不予处理 依法不予处理"),
    (
        row(Row::UnprocessedPetition),
        "信访举报投诉类申请 信访举报投诉类 信访举报投诉 信访投诉举报类申请 信访、举报、投诉类申请 信访投诉类",
    ),
    (row(Row::UnprocessedRepeat), "重复申请"),
    (row(Row::UnprocessedPublication), "要求提供公开出版物 公开出版物"),
    (row(Row::UnprocessedExcessive), "无正当理由大量反复申请 大量反复申请"),
    (
        row(Row::UnprocessedConfirmation),
        "确认或重新出具已获取信息 要求行政机关确认或重新出具已获取信息 要求确认或重新出具 重新出具",
    ),
    (row(Row::OtherCorrectionOverdue), "逾期不补正 逾期未补正 无正当理由逾期不补正"),
    (row(Row::OtherFeeOverdue), "逾期未缴费 逾期未按收费通知要求缴纳费用 逾期未缴纳费用"),
    (Tag::Outcome(Outcome::Other), "其他处理 作其他处理 其他情形处理 其它处理"),
    (Tag::Outcome(Outcome::Withdrawn), "撤回申请 主动撤回 主动撤回申请 撤回 自愿撤回 撤销申请 放弃申请"),
    // applicants
    (column(Column::NaturalPerson), "自然人 公民 公民个人 个人申请 自然人申请"),
    (column(Column::CommercialEnterprise), "商业企业 企业申请"),
    (column(Column::ResearchInstitution), "科研机构"),
    (column(Column::PublicWelfareOrganisation), "社会公益组织 公益组织"),
    (column(Column::LegalServiceInstitution), "法律服务机构 律师事务所"),
    (
        Tag::Applicant(Applicant::Organisation),
        "法人或其他组织 法人和其他组织 法人及其他组织 法人或者其他组织 法人、其他组织 法人 法人组织 企业法人 单位申请",
    ),
    (
        Tag::Idiom,
        "公民、法人或其他组织 公民、法人或者其他组织 公民、法人和其他组织 公民法人或其他组织 公民、法人及其他组织 公民、法人 公民、企业 自然人、法人或者其他组织 \
         自然人、法人或其他组织 法人代表 公民参与",
    ),
    // how applications came in
    (
        Tag::Means(Means::Online),
        "网上申请 网络申请 在线申请 互联网申请 网上提交 在线提交 网络渠道 网络提交 网上 线上 互联网渠道 网站申请 电子邮件 网络在线 网页申请 线上申请 \
         网络平台申请 依申请公开系统 网络方式 互联网",
    ),
    (Tag::Means(Means::Mail), "信函申请 信函 邮寄 邮寄申请 信件申请 邮政寄递 书信 邮件寄送 邮寄方式 EMS"),
    (
        Tag::Means(Means::InPerson),
        "当面申请 当面 现场申请 当面提交 现场提交 窗口申请 窗口受理 窗口收到 窗口接收 现场递交 到场申请 当面递交 上门申请",
    ),
    (Tag::Means(Means::Fax), "传真 传真申请"),
    // remedies
    (
        Tag::About(Domain::Remedy(Remedy::Reconsideration)),
        "行政复议 复议 被申请行政复议 行政复议申请 行政复议案件 复议案件 复议申请 被复议 行政复议案",
    ),
    (
        Tag::About(Domain::Remedy(Remedy::Suit)),
        "行政诉讼 诉讼 提起行政诉讼 被提起行政诉讼 行政诉讼案件 行政诉讼案 诉讼案件 行政应诉 应诉案件 被诉 行政应诉案件 提起诉讼 被提起诉讼",
    ),
    (
        Tag::About(Domain::Remedy(Remedy::DirectSuit)),
        "未经复议直接起诉 直接起诉 直接提起诉讼 直接提起行政诉讼 未经复议起诉 未经行政复议直接起诉 直接诉讼",
    ),
    (
        Tag::About(Domain::Remedy(Remedy::PostReconsiderationSuit)),
        "复议后起诉 经复议后起诉 复议后提起诉讼 复议后提起行政诉讼 经复议后提起诉讼 经行政复议后起诉 经复议起诉",
    ),
    (
        Tag::Result(RemedyResult::Upheld),
        "结果维持 维持 予以维持 维持原行政行为 驳回诉讼请求 驳回复议请求 驳回行政复议请求 维持原答复 复议维持 判决驳回诉讼请求 驳回原告诉讼请求",
    ),
    (
        Tag::Result(RemedyResult::Corrected),
        "结果纠正 纠正 予以纠正 被纠正 纠错 被纠错 予以纠错 撤销 责令履行 确认违法 变更 被撤销 责令重新答复 判决撤销 决定撤销 责令重作",
    ),
    (
        Tag::Result(RemedyResult::Other),
        "其他结果 终止 撤诉 裁定驳回起诉 驳回起诉 驳回复议申请 调解 和解 终止审理 原告撤诉 准许撤诉 其它结果 驳回行政复议申请 终止复议",
    ),
    // fees
    (
        Tag::About(Domain::Fee),
        "信息处理费 政府信息处理费 政府信息公开信息处理费 政府信息公开收费 信息公开收费 依申请公开收费 政府信息公开相关费用 政府信息公开费用 信息公开费用 \
         收取费用 任何费用 收费及减免 收费和减免 收费、减免 收费减免 依申请公开相关费用 申请费用 信息公开相关费用 政府信息公开处理费 公开收费 依申请公开信息处理费 \
         处理费用 检索、复制、邮寄等成本费用 收取任何费用 收取相关费用 收取申请人费用 收取任何形式的费用 依申请公开费用 政府信息公开申请费用 处理费",
    ),
    (Tag::FeeNotice, "收费通知 收费通知书 缴费通知 收费告知书 缴费通知书"),
    (Tag::Money, "金额 收取 收费 实收 应收 实际收取 减免 收缴 缴纳 入库 征收 缴库 收入 缴费"),
    (
        Tag::About(Domain::AdminFee),
        "行政事业性收费 行政事业性收费项目 行政事业收费 行政事业性收费金额 行政事业性收费收入 行政性收费 事业性收费",
    ),
    (
        Tag::About(Domain::Procurement),
        "政府集中采购 集中采购 政府采购 政府采购项目 政府集中采购项目 集中采购项目 采购项目 采购总金额 采购金额 采购总额",
    ),
    // disclosure on the agency's own initiative
    (Tag::PublishActively, "主动公开 主动发布 主动公布 累计公开 累计发布"),
    (
        Tag::Publish,
        "公开 发布 公布 推送 更新 刊发 刊登 发送 推出 公示 发文 上传 推介 编发 播发 发表 转发 播放 报送 推发 发出 登载 信息公布 更新发布 发稿 张贴 刊载",
    ),
    (
        Tag::About(Domain::Disclosed),
        "政府信息 政务信息 各类信息 各类政府信息 各类政务信息 各类文件 主动公开信息 主动公开政府信息 主动公开的政府信息 公开信息 公开政府信息 发布信息 公开政务信息 主动公开的信息 各种信息",
    ),
    (Tag::Bare(Domain::Disclosed), "信息"),
    (
        Tag::Channel(Channel::Website),
        "校园网 内网 外网 信息网 单位网站 政府网站 门户网站 政府门户网站 官方网站 网站 官网 信息公开网 政府网 信息公开平台 政务网站 局网站 部门网站 政府信息公开网 公开网站 门户网",
    ),
    (Tag::Channel(Channel::Wechat), "微信公众号 微信 公众号 微信公众平台 政务微信 官方微信 微信平台"),
    (Tag::Channel(Channel::Weibo), "微博 政务微博 官方微博 新浪微博"),
    (
        Tag::Channel(Channel::NewMedia),
        "两微一端 “两微一端” 新媒体 政务新媒体 抖音 抖音号 客户端 APP 今日头条 短视频平台 新媒体平台 政务新媒体平台 头条号 视频号 手机报 微视",
    ),
    (
        Tag::Channel(Channel::Press),
        "报纸 报刊 电视 广播 新闻媒体 广播电视 电视台 媒体 日报 主流媒体 党报 纸媒",
    ),
    (
        Tag::Channel(Channel::NoticeBoard),
        "公开栏 公示栏 政务公开栏 宣传栏 电子屏 电子显示屏 LED屏 公告栏 信息公开栏 触摸屏 查阅点 村务公开栏 查阅场所 显示屏",
    ),
    (Tag::Channel(Channel::Other), "其他方式 其他渠道 其它方式 其他途径 其它渠道 其他平台 其他载体"),
    (Tag::About(Domain::Gazette), "政府公报 公报"),
    // documents
    (Tag::About(Domain::Normative), "行政规范性文件 规范性文件 规范性文件类"),
    (Tag::About(Domain::Rules), "规章 政府规章 地方政府规章 部门规章"),
    (
        Tag::Event(DocumentEvent::Issued),
        "制发 出台 印发 制定 新制定 制定出台 新增 制定印发 新出台 制定发布 新制发 颁布 新发布 出台印发 制作 新制作 制订",
    ),
    (
        Tag::Event(DocumentEvent::Repealed),
        "废止 失效 宣布失效 废止和宣布失效 废止或失效 废止失效 清理废止 宣布废止",
    ),
    (Tag::Event(DocumentEvent::InForce), "现行有效 继续有效 保留 有效 存量 现有效"),
    (
        Tag::Idiom,
        "有效保障 有效提升 有效推进 有效提高 有效促进 有效开展 有效落实 有效解决 有效杜绝 有效回应 及时有效 有效性 有效期 保留小数 有效利用 有效维护 有效避免 有效发挥",
    ),
    // administrative acts
    (Tag::About(Domain::Power(Power::Licensing)), "行政许可 行政审批 行政许可类"),
    (Tag::About(Domain::Power(Power::Penalty)), "行政处罚 处罚"),
    (Tag::About(Domain::Power(Power::Compulsion)), "行政强制 行政强制措施 行政强制执行"),
    (Tag::Decision, "决定 处理决定 作出 做出 实施 办理决定 立案 处理决定数量 决定书 核发 准予"),
    // other things that are counted
    (
        Tag::About(Domain::Interpretation),
        "政策解读 解读 解读材料 解读稿 解读信息 政策解读信息 政策解读材料 解读稿件 解读产品 文件解读 政策解读稿件",
    ),
    (
        Tag::About(Domain::Response),
        "回应关切 舆情回应 回应 舆情 舆情主动回应 回应舆情 社会关切 热点回应 政务舆情 回应公众关注热点 回应社会关切",
    ),
    (Tag::About(Domain::PressConference), "新闻发布会 新闻通气会 例行发布会 在线访谈会"),
    (
        Tag::About(Domain::Proposals),
        "建议提案 议案提案 人大代表建议 政协提案 提案 人大建议 人大代表议案 政协委员提案 代表建议 两会建议提案 建议议案 建议、提案",
    ),
    (
        Tag::About(Domain::Hotline),
        "热线工单 12345热线 12345政务服务便民热线 12345政务服务热线 政务服务热线 便民热线 热线 工单 12345工单 市民热线 市长热线 12345市民热线 12345 \
         政务服务便民热线 12345便民热线",
    ),
    (
        Tag::About(Domain::Mailbox),
        "信箱 留言 领导信箱 网民留言 县长信箱 区长信箱 局长信箱 市长信箱 群众来信 咨询 群众咨询 网上咨询 来信 咨询件 来访 来电 群众来电 来信来访 网上信访 投诉 投诉举报 举报 信访件 信访事项",
    ),
    (Tag::About(Domain::Training), "培训 培训班 业务培训 培训会 专题培训 业务培训会 讲座"),
    (
        Tag::About(Domain::Meeting),
        "会议 专题会议 工作会议 推进会 调度会 联席会议 部署会 例会 座谈会 协调会 听证会 常务会议 工作例会",
    ),
    (
        Tag::About(Domain::Accountability),
        "责任追究 追责 问责 责任追究情况 责任追究情形 责任追究结果 追究责任 被问责 被追责",
    ),
    (
        Tag::About(Domain::Foreign),
        "不予行政许可 不予许可 不予行政处罚 不予处罚 免予处罚 免予行政处罚 撤销行政许可 注销行政许可 协助函 协查函 转办函 移送函 征求意见函 协办函 转办件 协办件 \
         补正 延期 工作人员 人员 专职 兼职 专栏 栏目 访问量 浏览量 点击量 粉丝 阅读量 征集意见 意见 意见征集 事项清单 事项 流程图 办事指南 低保 证照 \
         参训人员 参会人员 学员 专区 账号 检查 督查 通报 自查 考核 评议 测评 问题 答复书 答复函 告知书 案卷 卷宗 意见建议 检察建议 司法建议 文书 答卷 问卷 电话 场所 项目 展板 手册 宣传册 活动 视频 图解 \
         隐患 案例 图片 稿件 错别字 链接 补正告知书 补正通知 延期 延期答复 第三方 征求意见 听证 重大决策 决策事项 财政预算 预决算 \
         通知公告 工作动态 政务动态 动态信息 重点领域 业务办理 检索 单位 部门 乡镇 村 社区 家庭 企业",
    ),
    // verbs after which a numeral is a count
    (
        Tag::Act,
        "召开 举办 开展 组织 参加 组织召开 组织开展 举行 安排 配备 设立 开设 新设 开通 建成 设置 完成 发放 录制 制播 编制 撰写 形成 采纳 征集 征求 发生 处置 整改 调整",
    ),
    // lists
    (Tag::Among, "其中 这其中"),
    (Tag::Containing, "含 包含上年 内含 其中含 另含"),
    (
        Tag::Include,
        "包括 包含 涵盖 分为 即 具体为 具体是 具体包括 由 依次为 构成 划分 按类别分 按申请人分 从申请人类型看 从办理结果看 从申请方式看 按办理结果分 按申请方式分 按渠道分",
    ),
    (Tag::Respectively, "分别 分别为 分别是 依次为"),
    (Tag::Chiefly, "主要 主要包括 主要有 重点 主要为 主要是 主要涉及"),
    (Tag::Etc, "等 等等 等信息"),
    (
        Tag::Idiom,
        "等级 平等 高等 等方面 等形式 等渠道 等方式 等工作 等领域 等内容 初等 对等 中等 等待 等于 等载体 等平台",
    ),
    (Tag::Each, "各 均 均为 皆为 都是 都为 各为 均是"),
    (
        Tag::Idiom,
        "各类 各级 各单位 各项 各地 各界 各方 各自 各种 各环节 各镇 均已 均按 均在 均得到 均能 均由 均予 均及时",
    ),
    (Tag::Total, "共 共计 合计 总计 累计 总数 总量 全部 总共 一共 计 共有 总数为 合共"),
    (
        Tag::Idiom,
        "公共 共同 共享 共建 共治 共性 中共 计划生育 统计 设计 审计 会计 计算 预计 计入 计量 估计 总计列 以计 总体 共管",
    ),
    (
        Tag::Negation,
        "未 没有 未曾 从未 尚无 并未 未有 暂无 不存在 不涉及 未涉及 尚未 没 未发现 暂未 均未 皆未 均无",
    ),
    // comparison
    (
        Tag::Base,
        "同比 环比 较上年 比上年 较去年 比去年 与上年相比 与去年相比 较上年度 比上年度 较上一年 较上一年度 比上一年 较往年 与往年相比 比往年 与去年同期相比 \
         较上年同期 比上年同期 较去年同期 比去年同期 和上年相比 和去年相比 与上年度相比 与上一年度相比 相比 与上年 与去年 与上一年 同上年 同去年 同上年相比 \
         与上年同期相比 相较上年 相较去年 相比上年 相比去年",
    ),
    (Tag::Up, "增长 增加 上升 提高 提升 增幅 增多 增长了 增加了 多 上涨 递增 上浮 增 新增长 升"),
    (Tag::Down, "下降 减少 降低 降幅 减幅 下滑 减少了 下降了 回落 少 减 降 同比下降"),
    (Tag::Flat, "持平 基本持平 无变化 没有变化 相当 基本一致 保持一致 大致持平 大体持平 保持持平"),
    (
        Tag::Idiom,
        "增强 降准 减轻 减负 减税 增效 增设 多次 多种 多元 多样 多渠道 多形式 多部门 多方 多项 至少 不少 多个 许多 大多 多数 诸多 众多 多年 升级 升华 少数 少年 缺少 多媒体 多规合一 提升质量 提升能力 提高认识 提高质量 较多 更多 多措并举 多角度 适当 相当于 多平台 最多 最少 多维度 多层次 多领域",
    ),
    // modality
    (
        Tag::Plan,
        "计划 拟 将 力争 争取 预计 打算 目标 不少于每 每年不少于 要求 应当 应 原则上 规定 下一步 明年 今后",
    ),
    (
        Tag::Idiom,
        "将要求 即将 将政务公开 将政府信息公开 将信息公开 将其 将工作 将公开 模拟 拟制 按要求 按照要求 规定动作 适应 响应 对应 供应 反应 回应群众 应用 应急 应对 适应性 相应 目标责任 应公开尽公开 应公开",
    ),
    // vague quantities
    (Tag::About_, "约 近 大约 将近 接近 约为 大概 大致"),
    (Tag::Idiom, "近年 近期 近日 节约 约束 近年来 最近 邀约 预约 接近尾声 附近 约谈"),
    (Tag::AtLeast, "逾 超 超过 突破 至少 不少于 不低于 达到或超过"),
    (Tag::Idiom, "超时 超期 逾期 超链接 超标 突破口"),
    (Tag::AtMost, "不足 不超过 至多 不到"),
    (Tag::Fault, "超期未 逾期未 超时 超期 逾期 差错 不按时 超期办理 超期答复 未按时 未按期 不及时 不规范"),
    (Tag::LostSuit, "败诉 被判败诉 判决败诉"),
    (Tag::Rest, "其他 其它 其余 剩余 另有 另外 另"),
    (Tag::RateWord, "率 满意度 覆盖面 知晓度 完成度"),
    (Tag::Idiom, "率先 效率 频率 概率 表率 汇率"),
    (Tag::ShareWord, "占 占比 占总数 占全部 占总量 比例为 占全年 比重为 比例达"),
    // time
    (
        Tag::ThisYear,
        "本年 今年 全年 本年度 年内 今年以来 本年以来 本年度以来 本报告期 报告期内 报告期间 统计期间 年度期间 本年度期间 本期 年度内 一年来 当年",
    ),
    (Tag::LastYear, "上年 去年 上一年 上年度 去年同期 上年同期 上一年度"),
    (Tag::Earlier, "往年 历年 近三年 近五年 近两年 前三年"),
    (
        Tag::AsOf,
        "截至 截止 截至目前 累计至 以来 期间 之间 时期 至今 自开通起 自开通之日起 历年累计 历次 有史以来",
    ),
    (
        Tag::PartOfYear,
        "上半年 下半年 当月 本月 本季度 单月 上旬 中旬 下旬 首日 当日 汛期 疫情期间 活动期间 节日期间 前三季度 季度 每月 每年 每季度 每期 每周 每半年 每次 每日 每天 平均每 每 人均 日均 月均 每名 每个 每篇 每件",
    ),
    // scope
    (
        Tag::Own,
        "我局 我委 我办 我镇 我街道 本局 本机关 本单位 全局 我中心 我院 我厅 本镇 本街道 我乡 本乡 本委 我行 全镇 全乡 全街道 我站 我队 本厅 我会 我单位 我支队 本办 机关",
    ),
    (Tag::Area, "全市 全县 全区 全省 全州 全国 全旗 全盟 我市 我县 我区 我省 全辖区 辖区内 辖区"),
    (
        Tag::Departments,
        "各部门 各级行政机关 各级各部门 各级机关 各乡镇 市直部门 县直部门 区直部门 市直各部门 县直各部门 市政府及其部门 县政府及其部门 区政府及其部门 政府及其部门 \
         市级部门 县级部门 区级部门 政府部门 各县区 各镇街 各镇 各街道 各区县 各乡镇街道 各县市区 市直单位 区直单位 县直单位 乡镇街道 各有关部门 各行政机关",
    ),
    (Tag::System, "全系统 本系统 我系统 系统内 税务系统 公安系统 教育系统 卫生系统 局系统"),
    (
        Tag::Others,
        "本级 机关本级 局机关本级 委机关本级 厅机关本级 局本级 政府本级 市政府本级 县政府本级 区政府本级 市本级 区本级 县本级 省本级 镇本级 局机关 委机关 厅机关 本部 局本部 委本部 厅本部 机关本部 \
         下属单位 下属各单位 下属事业单位 所属单位 所属各单位 所属事业单位 直属单位 各直属单位 直属各单位 直属机构 直属事业单位 局属单位 局属各单位 局属事业单位 \
         二级单位 各二级单位 二级机构 二级局 派出机构 派驻机构 下设机构 内设机构 各内设机构 下级单位 下级部门 下级机关 基层单位 基层站所 各科室 各处室 各股室 各科 \
         各分局 分局 各站所 各派出所 各中心 其他单位 其他部门 其他机关 其他行政机关 兄弟单位 有关单位 相关单位 相关部门 有关部门 原单位 牵头单位 责任单位",
    ),
    (Tag::Idiom, "系统 操作系统 系统上 各部门联动"),
];

type Words = HashMap<char, Vec<(Vec<char>, Tag)>>;

/// Words by their first character, the longest first.
static BY_FIRST: LazyLock<Words> = LazyLock::new(|| {
    let mut all: Vec<(Vec<char>, Tag)> = WORDS
        .iter()
        .flat_map(|(tag, words)| words.split_whitespace().map(|word| (word.chars().collect(), *tag)))
        .collect();
    all.sort_by_key(|(chars, _)| std::cmp::Reverse(chars.len()));
    let mut map: Words = HashMap::new();
    for (chars, tag) in all {
        if let Some(&first) = chars.first() {
            map.entry(first).or_default().push((chars, tag));
        }
    }
    map
});

/// The longest word that begins at a position: its length and what it says.
pub(super) fn longest(text: &[char], at: usize) -> Option<(usize, Tag)> {
    let rest = text.get(at..)?;
    let list = BY_FIRST.get(rest.first()?)?;
    list.iter().find(|(word, _)| rest.starts_with(word)).map(|(word, tag)| (word.len(), *tag))
}

/// Units, the longest first among those with the same beginning, with the characters that may not follow.
const UNITS: &[(&str, &str)] = &[
    ("个百分点", ""),
    ("万元", ""),
    ("亿元", ""),
    ("元", "旦"),
    ("人次", ""),
    ("件次", ""),
    ("条次", ""),
    ("项次", ""),
    ("篇次", ""),
    ("场次", ""),
    ("批次", ""),
    ("件", ""),
    ("条", "例款龙"),
    ("份", ""),
    ("项", ""),
    ("次", "性会"),
    ("篇", "章"),
    ("期", "间限满内"),
    ("个", "工小月自季星年钟多半维确意体别性"),
    ("名", "称"),
    ("场", "所馆景"),
    ("起", "来"),
    ("宗", "旨"),
    ("例", "会行"),
    ("笔", ""),
    ("部", "门署分位长"),
    ("封", "闭"),
    ("批", "复准示"),
    ("则", ""),
    ("幅", ""),
    ("张", ""),
    ("套", ""),
    ("册", ""),
    ("本", "年机局级部单市县区省镇院办委报着人地土乡村街期次领系"),
    ("类", "别"),
    ("家", "庭长"),
    ("户", "籍"),
    ("处", "室理置罚"),
    ("块", ""),
    ("台", "账帐"),
    ("轮", ""),
    ("堂", ""),
    ("节", "约日目"),
    ("组", "织"),
    ("卷", ""),
    ("种", ""),
    ("人", "民大才事社类口均"),
    ("字", ""),
    ("倍", ""),
    ("%", ""),
    ("‰", ""),
];

/// The unit that begins at a position: its length and its name.
pub(super) fn unit(text: &[char], at: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(at..)?;
    UNITS.iter().find_map(|(unit, not_before)| {
        let mut length = 0;
        for c in unit.chars() {
            if rest.get(length) != Some(&c) {
                return None;
            }
            length += 1;
        }
        let is_barred = rest.get(length).is_some_and(|next| not_before.contains(*next));
        if is_barred { None } else { Some((length, *unit)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins() {
        let chars: Vec<char> = "行政复议后起诉".chars().collect();
        assert_eq!(longest(&chars, 0).map(|w| w.0), Some(4));
        assert_eq!(longest(&chars, 2).map(|w| w.0), Some(5));
        let chars: Vec<char> = "12345热线工单".chars().collect();
        assert_eq!(longest(&chars, 0), Some((7, Tag::About(Domain::Hotline))));
    }

    #[test]
    fn a_unit_is_not_the_beginning_of_another_word() {
        let read = |s: &str| unit(&s.chars().collect::<Vec<_>>(), 0).map(|u| u.1);
        assert_eq!(read("万元"), Some("万元"));
        assert_eq!(read("个工作日"), None);
        assert_eq!(read("条例"), None);
        assert_eq!(read("个百分点"), Some("个百分点"));
        assert_eq!(read("本机关"), None);
    }
}
