//! The forms of a reconsideration or a suit: registering it, and each step.
//!
//! Not here: whether a step may be taken (`gongkai-domain::challenge`, `why_not`).

use super::{StepPage, Stepping};
use crate::chrome::Door;
use crate::components::form::Width;
use crate::components::{Choice, Control, Entered, Form, Link, Table};
use crate::pages::Question;
use crate::pages::desk::action::ACCEPTED;
use crate::urls::Urls;
use gongkai_domain::challenge::{
    Action, AgainGround, AgencyRole, CourtPaper, Decision, Forum, LessonCause, Procedure,
};
use gongkai_domain::notice::Procedural;

/// How a case number looks.
const CASE_NUMBER: &str = "行政复议机关或者人民法院编的案号，例如“云政复〔2025〕1号”“（2025）云01行初1号”";

/// What the forms choose from.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Where the case is heard.
    pub forum: Forum,
    /// The people who may handle it.
    pub people: Vec<Choice>,
    /// The applications that can be taken up again.
    pub applications: Vec<Choice>,
    /// The dates that would follow.
    pub what_if: Option<Table>,
}

/// The kind of case and the part that the agency takes in it.
fn forum_and_role(e: &Entered) -> [Control; 2] {
    let forums = Forum::EVERY.iter().map(|forum| Choice::new(forum.key(), forum.name())).collect();
    let roles = AgencyRole::EVERY
        .iter()
        .map(|role| {
            let choice = Choice::new(role.key(), role.name());
            if *role == AgencyRole::Respondent {
                choice
            } else {
                choice.hint("计入原行为机关的年度报告，本机关不重复计数")
            }
        })
        .collect();
    [
        Control::one(e, "forum", "案件类型", forums).hint("对应年度报告第四部分的三组"),
        Control::one(e, "role", "本机关的地位", roles).or_value(AgencyRole::Respondent.key()),
    ]
}

/// The reconsideration before a suit.
fn before(e: &Entered, earlier: Vec<Choice>) -> Control {
    Control::select(e, "after", "此前的行政复议", earlier).hint("复议后起诉的选择").optional()
}

fn case_number(e: &Entered) -> Control {
    Control::line(e, "case_number", "案号").hint(CASE_NUMBER).width(Width::Medium)
}

/// Why it is a case of its own beside an earlier one about the same reply.
fn again(e: &Entered) -> Control {
    let grounds = AgainGround::EVERY.iter().map(|ground| Choice::new(ground.key(), ground.name())).collect();
    Control::select(e, "again", "同一答复另有案件的理由", grounds)
        .hint("同一答复（不予答复）已经登记过行政复议或者诉讼的选择；没有登记过的不选")
        .optional()
}

/// The form that registers a case; `once` makes a double submit one case.
pub fn open(urls: &Urls, token: &str, once: &str, e: &Entered, earlier: Vec<Choice>) -> Question {
    let challenged = vec![
        Choice::new("reply", "答复").hint("以这件申请最近一次编号的答复为准"),
        Choice::new("silence", "逾期不予答复"),
    ];
    let mut controls = vec![Control::hidden("once", once)];
    controls.extend(forum_and_role(e));
    controls.extend([
        Control::one(e, "challenged", "针对什么", challenged).inline(),
        Control::text(e, "applications", "所涉申请的编号", 2)
            .hint("登记编号或者查询号，每行一个；一并答复的可以有多件")
            .optional(),
        again(e),
    ]);
    controls.extend((!earlier.is_empty()).then(|| before(e, earlier)));
    controls.push(Control::day(e, "on", "受理（立案）日期"));
    controls.push(case_number(e).optional());
    Question {
        heading: "登记复议、诉讼".to_owned(),
        caption: None,
        back: None,
        summary: e.summary(),
        has_errors: e.has_errors(),
        lead: vec![
            "收到受理（立案）通知即登记；答复（答辩）期限自收到申请书（起诉状）副本之日起算，另行登记。"
                .to_owned(),
        ],
        quoted: None,
        details: None,
        is_heading_in_form: false,
        form: Form {
            action: urls.challenge_new(),
            token: token.to_owned(),
            controls,
            submit: "登记案件".to_owned(),
            cancel: Some(Link::new("返回列表", urls.challenges())),
            is_guarded: true,
            ..Form::default()
        },
        door: Door::None,
        crumbs: vec![Link::new("复议诉讼", urls.challenges())],
    }
    .examined(e)
}

fn papers(e: &Entered, kinds: &[Procedural]) -> Control {
    let choices = kinds.iter().map(|kind| Choice::new(kind.key(), kind.title())).collect();
    Control::many(e, "papers", "已备齐的文书", choices).hint("在本系统制作的已经勾选；在系统外制作的自行勾选")
}

fn decisions(forum: Forum) -> Vec<Choice> {
    let of = Decision::EVERY.iter().filter(|decision| decision.belongs_to(forum));
    of.map(|decision| {
        Choice::new(decision.key(), format!("{}（计入{}）", decision.name(), decision.usual_group().name()))
    })
    .collect()
}

/// By when the agency answers, and what follows where it does not.
fn answer_limits(is_suit: bool) -> String {
    use gongkai_deadline::statute::{
        RECONSIDERATION_ANSWER as ORDINARY, RECONSIDERATION_ANSWER_SIMPLIFIED as SIMPLIFIED,
        SUIT_ANSWER as SUIT,
    };
    if is_suit {
        format!(
            "自收到起诉状副本之日起{}内提交答辩状、证据和所依据的规范性文件（{}）。逾期不提供证据的，视为没有相应证据（《行政诉讼法》第三十四条）。",
            SUIT.length, SUIT.article
        )
    } else {
        format!(
            "自收到申请书副本之日起{}内提交书面答复、证据和依据（{}）；适用简易程序的为{}（{}）。",
            ORDINARY.length, ORDINARY.article, SIMPLIFIED.length, SIMPLIFIED.article
        )
    }
}

/// Within what time the agency must act again.
fn redo(e: &Entered) -> Vec<Control> {
    let periods = vec![
        Choice::new("none", "没有要求重新作出答复"),
        Choice::new("unnamed", "要求重新答复，没有写明期限").hint("按本机关设定的期限计算"),
        Choice::new("working", "要求若干个工作日内重新答复"),
        Choice::new("calendar", "要求若干日内重新答复"),
        Choice::new("by", "要求在某日前重新答复"),
    ];
    vec![
        Control::one(e, "redo", "是否要求重新作出答复", periods),
        Control::line(e, "days", "天数").inputmode("numeric").width(Width::Short).optional(),
        Control::day(e, "by", "最后一日").optional(),
        Control::many(
            e,
            "for_procedure",
            "撤销的原因",
            vec![
                Choice::new("yes", "仅因违反法定程序而撤销")
                    .hint("不受“不得以同一事实和理由作出相同答复”的限制（《行政复议法》第六十四条第二款）"),
            ],
        )
        .optional(),
    ]
}

/// The page of a step.
pub fn step(at: &Stepping<'_>, action: Action, offered: &Offered) -> StepPage {
    use gongkai_domain::challenge::guard::{answer_papers, hearing_papers};
    let e = at.entered;
    let day = |label: &str| Control::day(e, "on", label);
    let is_suit = offered.forum.is_suit();
    let name = action.name();
    let mut page = match action {
        Action::ReceiveCopy => {
            let procedures = Procedure::EVERY.iter().map(|one| Choice::new(one.key(), one.name())).collect();
            let controls = vec![
                day("收到副本的日期"),
                Control::one(e, "procedure", "适用程序", procedures).inline(),
                Control::text(e, "words", "请求和理由摘要", 4).limit(2000).optional(),
            ];
            at.page(name, "登记", controls).lead(answer_limits(is_suit))
        }
        Action::ChangeProcedure => {
            let procedures = Procedure::EVERY.iter().map(|one| Choice::new(one.key(), one.name())).collect();
            let controls = vec![
                day("收到转换程序通知的日期"),
                Control::one(e, "procedure", "改为适用", procedures).inline(),
            ];
            at.page(name, "登记", controls)
                .lead("复议机关、法院转换程序的（《行政复议法》第五十五条、《行政诉讼法》第八十四条），各项期限按转换后的程序重新计算，起算日不变。")
        }
        Action::ExtendDecision => at
            .page(name, "登记", vec![day("收到延期通知的日期")])
            .lead("情况复杂、不能在六十日内作出行政复议决定的，复议机关负责人批准后可以延长，最多三十日（《行政复议法》第六十二条第一款）；按延长三十日计算。"),
        Action::RecordNumber => at.page(name, "登记", vec![case_number(e)]),
        Action::Assign => {
            at.page(name, "指定", vec![Control::select(e, "handler", "承办人", offered.people.clone())])
        }
        Action::WritePaper | Action::Rectify => at.page(name, name, Vec::new()),
        Action::Void => at
            .page(name, "作废本案", vec![Control::text(e, "reason", "作废的理由", 3).limit(1000)])
            .lead("登记有误、本不应登记的案件才作废，例如登记到了别的申请、重复登记；撤回、终止、驳回的案件应当登记处理结果。作废后本案留在列表中，注明作废和理由；文书和事项记录不删除。")
            .lead("案号是复议机关、人民法院编的：原案作废后，该案号可以登记到正确的案件。")
            .effect("年度报告", "不计入任何年度的第四部分")
            .final_step(),
        Action::KeepCourtPaper => {
            let kinds = CourtPaper::EVERY.iter().map(|kind| Choice::new(kind.key(), kind.name())).collect();
            let controls = vec![
                Control::select(e, "kind", "文书", kinds),
                day("收到日期"),
                Control::file(e, "court_paper", "文书扫描件或者电子文件", ACCEPTED).several(),
            ];
            let mut page = at.page(name, "上传", controls).lead(
                "复议机关、法院送达的文书和对方当事人的材料，归入本案和所涉申请的案卷；只有办理复议诉讼的人员和有权查看申请人信息的人员可以打开，打开会留痕。",
            );
            page.form.has_files = true;
            page
        }
        Action::FileAnswer => at
            .page(name, "登记提交", vec![day("提交日期"), papers(e, answer_papers(offered.forum))])
            .lead("提交的文书应当齐全；收件凭证随卷保存。"),
        Action::RecordHearing => {
            let mut controls = vec![
                day(if is_suit { "开庭日期" } else { "听证（听取意见）日期" }),
                Control::one(
                    e,
                    "leader",
                    "负责人是否出庭",
                    vec![Choice::new("yes", "出庭"), Choice::new("no", "未出庭")],
                )
                .inline(),
            ];
            if is_suit {
                controls.push(papers(e, hearing_papers(offered.forum)));
            }
            at.page(name, "登记", controls)
                .lead("被诉行政机关负责人应当出庭应诉；不能出庭的，应当委托相应的工作人员出庭（《行政诉讼法》第三条）。")
        }
        Action::Stay => at.page(name, "登记中止", vec![day("中止日期")]),
        Action::Resume => at.page(name, "登记恢复", vec![day("恢复日期")]),
        Action::RecordDecision => {
            let mut controls = vec![
                day("作出日期"),
                Control::day(e, "received_on", "收到日期"),
                Control::select(e, "decision", "处理结果", decisions(offered.forum)),
            ];
            controls.extend(redo(e));
            controls.push(Control::text(e, "words", "认定和理由摘要", 4).limit(2000).optional());
            at.page(name, "登记结果", controls)
                .lead("作出日期决定计入哪一年的年度报告；收到日期是本机关各项期限的起算日。")
                .effect("年度报告", "按结果计入第四部分的维持、纠正或者其他")
        }
        Action::RecordAppeal => {
            let sides = vec![Choice::new("agency", "本机关"), Choice::new("other", "对方当事人")];
            at.page(
                name,
                "登记上诉",
                vec![day("上诉日期"), Control::one(e, "side", "谁提起上诉", sides).inline()],
            )
            .effect("年度报告", "上诉未审结的，年末计入尚未审结")
        }
        Action::RecordAppealDecision => {
            let outcomes = vec![
                Choice::new("upheld", "驳回上诉，维持原判"),
                Choice::new("changed", "依法改判、撤销或者变更").hint("选择二审的结果"),
                Choice::new("remanded", "发回重审").hint("仍是同一件案件"),
                Choice::new("withdrawn", "准许撤回上诉"),
            ];
            let mut controls = vec![
                day("作出日期"),
                Control::day(e, "received_on", "收到日期"),
                Control::one(e, "outcome", "二审结果", outcomes),
                Control::select(e, "decision", "改判的结果", decisions(offered.forum)).optional(),
            ];
            controls.extend(redo(e));
            controls.push(Control::text(e, "words", "认定和理由摘要", 4).limit(2000).optional());
            at.page(name, "登记二审结果", controls)
        }
        Action::RecordFinality => {
            at.page(name, "登记生效", vec![day("生效日期")]).lead("上诉期届满、双方都没有上诉的，裁判生效。")
        }
        Action::RecordRedo => {
            let same = vec![
                Choice::new("no", "事实、理由或者结果与原答复不同"),
                Choice::new("yes", "以同一事实和理由作出与原答复相同或者基本相同的答复"),
            ];
            at.page(name, "登记", vec![Control::one(e, "same", "新的答复与原答复相比", same)])
                .lead("以这件申请最近一次编号的答复为新的答复；登记编号不变，不重复计数。")
        }
        Action::NoteLesson => {
            let causes = LessonCause::EVERY.iter().map(|one| Choice::new(one.key(), one.name())).collect();
            let controls = vec![
                Control::many(e, "causes", "答复没有得到维持的原因", causes),
                Control::text(e, "words", "问题和改进措施", 5).limit(2000),
            ];
            at.page(name, "保存", controls)
        }
        Action::Archive => at
            .page(name, "归档", Vec::new())
            .lead("复议、诉讼材料并入所涉申请的案卷（一案一卷）。")
            .final_step(),
    };
    page.what_if.clone_from(&offered.what_if);
    page
}

/// The page on which the step that was recorded wrongly is chosen.
pub fn choose_step(at: &Stepping<'_>, steps: Vec<Choice>) -> StepPage {
    let controls =
        vec![Control::hidden("choose", "1"), Control::one(at.entered, "step", "更正哪一项登记", steps)];
    at.page(Action::Rectify.name(), "下一步：填写正确的内容", controls)
        .lead("原登记和更正都留在事项记录中；案件的状态、期限和年度报告第四部分按更正后的内容重新推算。")
        .lead("承办人、应诉文书和复盘不在此更正：承办人重新指定，文书重新制作，复盘另行登记。")
}

/// The page on which a step is put right: its own fields with what was recorded. `action` is none for the opening.
pub fn rectify(
    at: &Stepping<'_>,
    (step_words, action): (&str, Option<Action>),
    (can_change, can_strike): (bool, bool),
    earlier: Vec<Choice>,
    offered: &Offered,
) -> StepPage {
    let e = at.entered;
    let mut controls = vec![Control::hidden("step", e.value("step"))];
    let change = Choice::new("change", "改为下面填写的内容");
    let strike = Choice::new("strike", "撤销这一项").hint("这一项没有发生过，登记有误");
    let ways = [can_change.then_some(change), can_strike.then_some(strike)].into_iter().flatten().collect();
    controls.push(Control::one(e, "way", "怎样更正", ways));
    if can_change {
        match action {
            None => {
                controls.extend(forum_and_role(e));
                controls.extend((!earlier.is_empty()).then(|| before(e, earlier)));
                controls.push(Control::day(e, "on", "受理（立案）日期"));
                controls.push(case_number(e).optional());
                controls.push(again(e));
            }
            Some(action) => controls.extend(step(at, action, offered).form.controls.into_iter().skip(1)),
        }
        controls.retain(|control| !control.is_file());
    }
    let reason = Control::text(e, "reason", "更正的理由", 3).limit(1000);
    controls.push(reason.hint("原登记有什么错误，更正依据的文书"));
    let mut page = at
        .page(Action::Rectify.name(), "更正", controls)
        .lead(format!("更正：{step_words}"))
        .effect("年度报告", "第四部分按更正后的内容计数，已经过去的年度也是");
    if action.is_none() {
        page = page.lead("所涉申请或者针对的答复登记错的，将本案作废后重新登记。");
    }
    page.final_step()
}

/// The page on which an application is taken up again.
pub fn reopen(at: &Stepping<'_>, applications: Vec<Choice>, until: &str, has_lesson: bool) -> StepPage {
    let e = at.entered;
    let causes = LessonCause::EVERY.iter().map(|cause| Choice::new(cause.key(), cause.name())).collect();
    let causes = Control::many(e, "causes", "原答复没有得到支持的原因", causes);
    let hint = "记入本案；今后同类申请供查阅";
    let lesson = Control::text(e, "lesson", "教训和改进措施", 4).hint(hint);
    let mut controls = vec![Control::one(e, "application", "重新办理哪一件申请", applications)];
    // one lesson is enough; a second may be added
    controls.extend(if has_lesson { [causes.optional(), lesson.optional()] } else { [causes, lesson] });
    at.page("重新办理申请", "重新办理", controls)
        .lead("原答复已被撤销（或者被责令履行）。申请恢复办理，登记编号不变，年度报告不重复计数。")
        .effect("重新答复的期限", until)
        .final_step()
}

/// The page on which the paper to write is chosen.
pub fn choose_paper(at: &Stepping<'_>, kinds: &[Procedural]) -> StepPage {
    let choices = kinds.iter().map(|kind| Choice::new(kind.key(), kind.title())).collect();
    let controls =
        vec![Control::hidden("choose", "1"), Control::one(at.entered, "kind", "制作哪一种文书", choices)];
    at.page("制作应诉文书", "下一步：填写文书", controls)
}
