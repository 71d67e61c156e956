//! The office's part, person by person and page by page.
//!
//! Not here: the citizen's (`citizen`), how a field is found (`hand`).

use crate::hand::{Means, Visitor};
use crate::house::{AGENCY, House, PASSWORD};
use totp_rs::{Builder, Secret};

/// The people of an agency, each with a browser that is opened when it is needed and kept.
pub(crate) struct Desk<'a> {
    house: &'a House,
    has_scripts: bool,
    story: String,
}

/// The day of the story.
const TODAY: &str = "2026-01-12";

impl<'a> Desk<'a> {
    pub(crate) fn new(house: &'a House, story: &str, has_scripts: bool) -> Self {
        Self { house, has_scripts, story: story.to_owned() }
    }

    async fn before_the_door(&self, login: &str) -> Visitor {
        let name = format!("{}-{login}", self.story);
        let person = Visitor::new(&name, &self.house.home, self.has_scripts, Means::Mouse).await;
        signs_in(&person, login).await;
        person
    }

    /// Somebody of an agency, signed in.
    pub(crate) async fn person_of(&self, agency: &str, post: &str) -> Visitor {
        let person = self.before_the_door(&format!("{agency}.{post}")).await;
        person.sees("退出").await;
        person
    }

    /// Somebody of the agency of the story, signed in.
    pub(crate) async fn person(&self, post: &str) -> Visitor {
        self.person_of(AGENCY, post).await
    }

    /// Somebody who binds an authenticator, leaves, and comes back with password and code.
    pub(crate) async fn person_with_second_factor(&self, post: &str) -> Visitor {
        let person = self.person(post).await;
        person.opens("/desk/account").await;
        person.sees("未绑定").await;
        person.opens("/desk/account/second-factor").await;
        person.is_at("绑定动态口令").await;
        let secret = person.locked("动态口令密钥").await;
        person.writes("动态口令", &code(&secret, self.house.now())).await;
        person.presses("绑定").await;
        person.sees("恢复码").await;
        person.presses("退出").await;
        person.goes_away().await;

        let person = self.before_the_door(&format!("{AGENCY}.{post}")).await;
        person.is_at("输入动态口令").await;
        person.writes("动态口令", "000000").await;
        person.presses("登录").await;
        person.sees("请先改正以下").await;
        // a code serves once: the next one, half a minute ahead, is within what clocks may differ
        person.writes("动态口令", &code(&secret, self.house.now() + 30)).await;
        person.presses("登录").await;
        person.sees("退出").await;
        person
    }
}

/// Gives name and password.
pub(crate) async fn signs_in(person: &Visitor, login: &str) {
    person.opens("/desk/sign-in").await;
    person.is_at("登录").await;
    person.writes("用户名", login).await;
    person.writes("密码", PASSWORD).await;
    person.presses("继续").await;
}

/// What an authenticator shows that was given the secret.
fn code(secret: &str, now: u64) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    Builder::new().with_secret(secret).with_skew(1).build_noncompliant().generate(now).to_string()
}

/// Opens an application: from the inbox where it is a person's turn, else by its address.
pub(crate) async fn opens_case(person: &Visitor, number: &str) {
    person.opens(&format!("/desk/applications/{number}")).await;
    person.sees("经过").await;
}

/// Takes the step of that name as far as its page.
async fn begins(person: &Visitor, number: &str, action: &str) {
    opens_case(person, number).await;
    person.follows(action).await;
}

/// Confirms and registers what came in online; the number.
pub(crate) async fn confirms_and_registers(registrar: &Visitor, reference: &str, wanted: &str) -> String {
    registrar.opens("/desk").await;
    registrar.sees(reference).await;
    registrar.follows(wanted).await;
    registrar.is_at(wanted).await;
    registrar.sees("王＊").await;
    registrar.does_not_see("王建国").await;
    registrar.presses("显示申请人信息（将留痕）").await;
    registrar.sees("王建国").await;
    registrar.follows("确认收到").await;
    registrar.is_at("确认收到").await;
    registrar.chooses("电话").await;
    registrar.dates("双方确认之日", TODAY).await;
    registrar.presses("确认收到").await;
    registrar.follows("登记").await;
    registrar.is_at("登记").await;
    registrar.presses("登记").await;
    registrar.sees("云数依申请〔2026〕").await;
    let words = registrar.words().await;
    let (_, rest) = words.split_once("云数依申请〔2026〕").unwrap();
    let (number, _) = rest.split_once('号').unwrap();
    format!("云数依申请〔2026〕{number}号")
}

pub(crate) async fn assigns(head: &Visitor, number: &str, handler: &str) {
    begins(head, number, "交办").await;
    head.selects("承办科", "数据资源科").await;
    head.selects("承办人", handler).await;
    head.presses("交办").await;
    head.sees(&format!("承办人 {handler}")).await;
}

pub(crate) async fn asks_to_correct(handler: &Visitor, number: &str) {
    begins(handler, number, "告知补正").await;
    handler.chooses("申请内容不明确").await;
    handler.writes("需要补正的事项", "请明确所需统计的年度和口径").await;
    handler.presses("预览").await;
    handler.sees("待填写").await;
    handler.writes("指导和释明", "例如写明年度、企业规模的划分标准").await;
    handler.presses("编号并制发").await;
    handler.sees("政府信息公开申请补正告知书").await;
}

/// Puts a notice into the portal as it was stamped: who takes replies from the website gets it there.
pub(crate) async fn puts_online(registrar: &Visitor, house: &House, number: &str, notice: &str) {
    begins(registrar, number, "登记告知送达").await;
    registrar.selects("哪一份文书", notice).await;
    registrar.chooses("申请人选择的网上渠道").await;
    registrar.dates("签收、交邮或者发送日期", TODAY).await;
    registrar.presses("登记送达").await;
    registrar.sees("网上送达的应当是盖章文本").await;
    registrar.attaches("盖章文书扫描件", &house.picture("告知盖章.png")).await;
    registrar.presses("登记送达").await;
    registrar.sees("送达文本（扫描件）").await;
}

pub(crate) async fn records_that_the_notice_was_received(registrar: &Visitor, number: &str) {
    begins(registrar, number, "登记申请人收到补正告知").await;
    registrar.dates("收到日期", TODAY).await;
    registrar.writes("凭证", "网站发送记录").await;
    registrar.presses("登记").await;
    registrar.sees("待申请人补正").await;
}

pub(crate) async fn extends(head: &Visitor, handler: &Visitor, number: &str) {
    begins(head, number, "批准延期").await;
    head.writes("延长多少个工作日", "10").await;
    head.writes("延期理由", "检索的档案数量较大").await;
    head.presses("同意延期").await;
    head.sees("批准延期").await;
    begins(handler, number, "告知延期").await;
    handler.presses("编号并制发").await;
    handler.sees("延期").await;
}

pub(crate) async fn searches_and_drafts(handler: &Visitor, house: &House, number: &str) {
    begins(handler, number, "登记检索").await;
    handler.dates("检索日期", TODAY).await;
    handler.dates("检索时段：自", "2024-01-01").await;
    handler.dates("检索时段：至", "2025-12-31").await;
    handler.writes("检索范围", "业务系统、公文系统、档案室").await;
    handler.writes("关键词", "中小企业、统计").await;
    handler.chooses("找到").await;
    handler.presses("保存检索记录").await;
    begins(handler, number, "拟制答复").await;
    handler.selects("第1项", "政府信息公开告知书（予以公开）").await;
    handler.presses("下一步：填写文书").await;
    handler.writes("公开的政府信息", "2024年度中小企业数量统计表，共3页").await;
    handler.chooses("通过互联网渠道提供").await;
    handler.attaches("向申请人提供的政府信息", &house.picture("统计表.png")).await;
    handler.presses("提交审核").await;
    handler.sees("统计表.png").await;
}

/// Signs where it is this person's turn.
pub(crate) async fn signs(person: &Visitor, number: &str) {
    person.opens("/desk/review").await;
    person.sees(number).await;
    person.opens(&format!("/desk/review/{number}")).await;
    person.sees("修改之处").await;
    person.chooses("同意").await;
    person.presses("签署").await;
    person.is_at("审核").await;
    // told what was signed; in the queue it stands no more
    person.sees("已签署").await;
    person.opens("/desk/review").await;
    person.does_not_see(number).await;
}

/// Who has signed cannot sign the next step too.
pub(crate) async fn cannot_sign_the_next(person: &Visitor, number: &str) {
    person.opens(&format!("/desk/review/{number}")).await;
    person.sees("您不能签署这份文书").await;
}

pub(crate) async fn numbers_and_seals(registrar: &Visitor, seal: &Visitor, house: &House, number: &str) {
    begins(registrar, number, "编号").await;
    registrar.presses("编号成文").await;
    registrar.sees("云数公开〔2026〕").await;
    begins(seal, number, "用印").await;
    seal.presses("登记用印").await;
    opens_case(registrar, number).await;
    registrar.follows("上传扫描件：政府信息公开告知书").await;
    registrar.selects("哪一份文书", "政府信息公开告知书").await;
    registrar.attaches("盖章文书扫描件", &house.picture("盖章.png")).await;
    registrar.presses("存为送达文本").await;
    registrar.sees("送达文本（扫描件）").await;
}

pub(crate) async fn serves(registrar: &Visitor, number: &str) {
    begins(registrar, number, "送达").await;
    registrar.chooses("申请人选择的网上渠道").await;
    registrar.dates("送交或者寄出日期", TODAY).await;
    registrar.writes("送达凭证", "网站发送记录").await;
    registrar.presses("登记送达").await;
    registrar.sees("送达").await;
}

pub(crate) async fn archives(registrar: &Visitor, number: &str) {
    begins(registrar, number, "登记签收").await;
    registrar.dates("收到日期", TODAY).await;
    registrar.writes("凭证", "申请人下载记录").await;
    registrar.presses("登记").await;
    begins(registrar, number, "归档").await;
    registrar.chooses("30 年").await;
    registrar.writes("卷号", "2026-依申请-001").await;
    registrar.presses("归档").await;
    registrar.sees("已归档").await;
    let volume = registrar.fetches("导出案卷").await;
    assert!(volume.starts_with(b"PK"), "the whole file of the case as one bundle");
}

/// The ledger shows the application with its outcome.
pub(crate) async fn finds_in_the_ledger(person: &Visitor, number: &str) {
    person.opens("/desk/ledger").await;
    person.is_at("台账").await;
    person.sees(number).await;
}
