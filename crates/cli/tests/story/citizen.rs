//! The citizen's part, page by page.
//!
//! Not here: the office's (`office`), how a field is found (`hand`).

use crate::hand::Visitor;
use crate::house::House;

/// What the receipt says.
pub(crate) struct Receipt {
    pub(crate) reference: String,
    pub(crate) code: String,
}

/// Answers the plain question, where it is put before what is waited for: to who is quick, and to who comes often.
async fn answers_the_plain_question(citizen: &Visitor, button: &str, wanted: &str) {
    for _ in 0..2 {
        citizen.sees_either(wanted, "等于几？").await;
        let words = citizen.words().await;
        let Some((left, right)) = words.lines().find_map(sum) else { return };
        citizen.writes(&format!("{left}加{right}等于几"), &(value(left) + value(right)).to_string()).await;
        citizen.presses(button).await;
    }
    if citizen.reads("等于几？").await {
        citizen.gives_up("the answer to the plain question is not taken").await;
    }
}

const DIGITS: &str = "零一二三四五六七八九十";

/// The numbers of `三加四等于几？`.
fn sum(line: &str) -> Option<(&str, &str)> {
    let (left, rest) = line.trim().split_once('加')?;
    let (right, _) = rest.split_once("等于几")?;
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|digit| DIGITS.contains(digit));
    (is_number(left) && is_number(right)).then_some((left, right))
}

fn value(text: &str) -> usize {
    text.chars().fold(0, |sum, digit| match DIGITS.chars().position(|known| known == digit).unwrap() {
        10 => sum.max(1) * 10,
        digit => sum + digit,
    })
}

/// Files an application for one thing, as a person, with a file; the receipt.
pub(crate) async fn files(citizen: &Visitor, house: &House, wanted: &str) -> Receipt {
    citizen.opens("/").await;
    citizen.follows("提交申请").await;
    citizen.is_at("提交政府信息公开申请").await;
    citizen.follows("开始填写").await;
    citizen.is_at("向哪个机关申请？").await;
    // sent too early: the page says so, keeps what was typed and leads to the field
    citizen.presses("继续").await;
    citizen.sees("请先改正以下 1 处").await;
    citizen.chooses("云州市数据资源管理局").await;
    citizen.presses("继续").await;
    citizen.is_at("先看看是否已经公开").await;
    citizen.follows("直接申请").await;

    citizen.is_at("谁提出申请？").await;
    citizen.chooses("公民（自然人）").await;
    citizen.writes("姓名或者单位全称", "王建国").await;
    citizen.presses("继续").await;
    citizen.sees("请先改正以下").await;
    citizen.writes("联系电话", "13800138000").await;
    citizen.presses("继续").await;

    citizen.is_at("您需要什么信息？").await;
    citizen.writes("信息名称", wanted).await;
    citizen.writes("便于查找的其他特征", "按行业分列").await;
    citizen.chooses("电子文件").await;
    citizen.presses("继续").await;

    citizen.is_at("怎样接收答复？").await;
    citizen.chooses("在本网站凭查询码领取").await;
    citizen.presses("继续").await;

    citizen.is_at("提供身份证明").await;
    citizen.selects("证件种类", "居民身份证").await;
    citizen.writes("证件号码", "11010519491231002X").await;
    citizen.attaches("证件照片或者扫描件", &house.picture("身份证.png")).await;
    citizen.presses("继续").await;

    citizen.is_at("核对").await;
    citizen.sees(wanted).await;
    citizen.sees("身份证.png").await;
    citizen.does_not_see("11010519491231002X").await;
    citizen.presses("提交申请").await;
    answers_the_plain_question(citizen, "继续", "请现在记下查询码").await;

    citizen.sees("请现在记下查询码").await;
    citizen.sees("接下来").await;
    let receipt =
        Receipt { reference: citizen.fact("申请编号").await, code: citizen.fact("查询码").await };
    // the scripts of the page ran, or did not: the button that copies is theirs
    if citizen.has_scripts() {
        citizen.sees("复制查询码").await;
    } else {
        citizen.does_not_see("复制查询码").await;
    }
    let paper = citizen.fetches("PDF").await;
    assert!(paper.starts_with(b"%PDF-"), "the receipt as a paper");
    receipt
}

/// Asks where an application stands.
pub(crate) async fn tracks(citizen: &Visitor, receipt: &Receipt) {
    citizen.opens("/").await;
    citizen.follows("查询进度").await;
    citizen.is_at("查询申请进度").await;
    citizen.writes("申请编号", &receipt.reference).await;
    citizen.writes("查询码", &receipt.code.to_lowercase()).await;
    citizen.presses("查询").await;
    answers_the_plain_question(citizen, "查询", "办理经过").await;
    citizen.sees("办理经过").await;
}

/// Answers what the office asked to be corrected.
pub(crate) async fn corrects(citizen: &Visitor, house: &House, asked: &str, text: &str) {
    citizen.sees("现在轮到您").await;
    citizen.follows("补正申请内容").await;
    citizen.is_at("补正申请内容").await;
    citizen.sees(asked).await;
    citizen.presses("提交补正").await;
    citizen.sees("请先改正以下").await;
    citizen.writes("补正内容", text).await;
    citizen.attaches("补充材料", &house.picture("补充说明.png")).await;
    citizen.presses("提交补正").await;
    citizen.sees("补正已经提交").await;
}

/// Complains about the handling; the reference of the complaint.
pub(crate) async fn complains(citizen: &Visitor, text: &str) -> String {
    citizen.follows("投诉、举报").await;
    citizen.is_at("投诉、举报").await;
    citizen.chooses("对政府信息公开申请不依法答复处理").await;
    citizen.writes("具体情况", text).await;
    citizen.writes("联系电话", "13800138000").await;
    citizen.presses("提交投诉举报").await;
    answers_the_plain_question(citizen, "提交投诉举报", "请现在记下查询码").await;
    citizen.sees("查询码").await;
    citizen.fact("编号").await
}

/// Takes an application back.
pub(crate) async fn withdraws(citizen: &Visitor) {
    citizen.follows("撤回申请").await;
    citizen.is_at("撤回申请").await;
    citizen.presses("撤回申请").await;
    citizen.sees("请先改正以下").await;
    citizen.writes("撤回原因", "已经从其他途径取得").await;
    citizen.chooses("我确认撤回这件申请").await;
    citizen.presses("撤回申请").await;
    citizen.sees("申请已经撤回").await;
}
