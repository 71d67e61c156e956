//! Writes the six sections of an invented report so that every number in the prose agrees with the tables.
//!
//! Not here: the numbers themselves (`crate::random`), titles and tables on paper (`crate::layout`).

use crate::random::{Profile, Rng, Truth};
use gongkai_domain::report::facts::{Prose, Section};
use gongkai_domain::report::{CellRef, Column, Row, SectionKey, Table2Key, Table4Key};
use std::fmt::Write as _;

/// Fills preamble and sections of the report.
pub(crate) fn write(truth: &mut Truth, rng: &mut Rng) {
    let facts = Facts::of(truth, rng);
    if rng.percent(35) {
        truth.report.preamble = located(vec![facts.preamble(rng)]);
    }
    let mut sections = Vec::new();
    for &key in SectionKey::EVERY {
        let paragraphs = match key {
            SectionKey::Overview => facts.overview(rng),
            SectionKey::Proactive => Facts::proactive(rng),
            SectionKey::Applications => facts.applications(rng),
            SectionKey::Remedies => facts.remedies(rng),
            SectionKey::Problems => facts.problems(rng),
            SectionKey::Other => facts.other(rng),
        };
        sections.push(Section {
            key,
            title: key.title().to_owned(),
            text: paragraphs.join("\n"),
            place: None,
            paragraphs: located(paragraphs),
        });
    }
    truth.report.sections = sections;
}

fn located(paragraphs: Vec<String>) -> Vec<Prose> {
    paragraphs.into_iter().map(|text| Prose { text, place: None }).collect()
}

/// The numbers that the prose speaks of.
struct Facts {
    agency: String,
    is_government: bool,
    year: i32,
    profile: Profile,
    new: i64,
    natural: i64,
    carried_in: i64,
    handled: i64,
    carried_out: i64,
    reconsiderations: i64,
    suits: i64,
    normative: i64,
    fee_overdue: i64,
    published: [i64; 3],
}

impl Facts {
    fn of(truth: &Truth, rng: &mut Rng) -> Self {
        let total = |row| truth.count(CellRef::T3(row, Column::Total));
        let scale = match truth.profile {
            Profile::Quiet => 60,
            Profile::County => 700,
            Profile::City => 9_000,
            Profile::Extreme => 90_000,
        };
        Self {
            agency: truth.agency().to_owned(),
            is_government: truth.agency().ends_with("人民政府"),
            year: truth.year(),
            profile: truth.profile,
            new: total(Row::NewReceived),
            natural: truth.count(CellRef::T3(Row::NewReceived, Column::NaturalPerson)),
            carried_in: total(Row::CarriedIn),
            handled: total(Row::ResultTotal),
            carried_out: total(Row::CarriedOut),
            reconsiderations: truth.count(CellRef::T4(Table4Key::ReconsiderationTotal)),
            suits: truth.count(CellRef::T4(Table4Key::DirectSuitTotal))
                + truth.count(CellRef::T4(Table4Key::PostReconsiderationSuitTotal)),
            normative: truth.count(CellRef::T2(Table2Key::NormativeIssued)),
            fee_overdue: total(Row::OtherFeeOverdue),
            published: [rng.between(9, scale), rng.between(3, scale / 2), rng.between(0, scale / 10)],
        }
    }

    fn preamble(&self, rng: &mut Rng) -> String {
        let Self { agency, year, .. } = self;
        let basis = rng.pick(&["依照政府信息公开条例的规定", "按照政府信息公开条例第五十条的要求"]);
        format!(
            "{basis}，{agency}编制了本年度报告。报告分六个部分，所列数据的统计期限为{year}年1月1日至{year}年12月31日。\
             电子版可在本机关网站的公开专栏查阅，如有疑问请与办公室联系。"
        )
    }

    fn overview(&self, rng: &mut Rng) -> Vec<String> {
        let year = self.year;
        let mut all = vec![format!(
            "{year}年，本机关{}，{}。",
            rng.pick(&["把公开工作摆上日常议程", "坚持应公开尽公开", "围绕群众办事需要推进公开"]),
            rng.pick(&["各科室按职责报送信息", "由办公室统筹、专人负责", "重点抓好栏目维护和答复质量"]),
        )];
        let [site, media, rest] = self.published;
        let sum = site + media + rest;
        all.push("（一）主动公开".to_owned());
        all.push(match rng.below(3) {
            0 => format!(
                "全年主动公开信息{sum}条，其中网站发布{site}条，政务新媒体发布{media}条，其他方式发布{rest}条。"
            ),
            1 => format!("通过网站发布信息{site}条、通过政务新媒体发布信息{media}条。"),
            _ => format!("本年在网站新增信息{site}条，信息内容以工作动态、财务预决算和办事指引为主。"),
        });
        if self.normative > 0 && rng.percent(50) {
            all.push(format!("本年制发行政规范性文件{}件，均已公开。", self.normative));
        }
        all.push("（二）依申请公开".to_owned());
        all.push(self.received(rng));
        all.push("（三）政府信息管理".to_owned());
        all.push(
            (*rng.pick(&[
                "完善信息发布的拟稿、审核、签发流程，先审查、后公开，全年没有发生失泄密情形。",
                "对历年文件的公开属性作了一次清理，逐件注明能否公开及理由。",
            ]))
            .to_owned(),
        );
        all.push("（四）平台建设".to_owned());
        all.push(
            (*rng.pick(&[
                "调整了网站的栏目设置，查找目录更加方便。",
                "在办事大厅设置查阅点，配备电脑和打印设备，供群众免费使用。",
            ]))
            .to_owned(),
        );
        all.push("（五）监督保障".to_owned());
        all.push(if self.is_government {
            "对所属单位开展工作考核，邀请群众代表进行社会评议，评议结果总体良好；全年没有需要追究责任的情形，责任追究结果为零。"
                .to_owned()
        } else {
            (*rng.pick(&[
                "组织业务培训，提高经办人员的答复水平；没有因公开工作被追究责任的情形。",
                "主要负责人定期听取汇报，社会评议中没有收到负面意见，责任追究情况为无。",
            ]))
            .to_owned()
        });
        all
    }

    fn received(&self, rng: &mut Rng) -> String {
        let Self { new, carried_in, handled, carried_out, natural, .. } = *self;
        if new == 0 && carried_in == 0 {
            return (*rng.pick(&[
                "本年未收到政府信息公开申请。",
                "全年没有收到政府信息公开申请，也没有上年结转的申请。",
                "本年新收政府信息公开申请0件。",
            ]))
            .to_owned();
        }
        let mut text = match rng.below(3) {
            0 => format!("本年新收政府信息公开申请{}件", small(new, rng)),
            1 => format!("全年共收到政府信息公开申请{new}件"),
            _ => format!("{}年新收到政府信息公开申请{new}件", self.year),
        };
        if rng.percent(40) && new > 1 {
            let organisations = new - natural;
            let _ = write!(text, "，其中自然人申请{natural}件、法人或其他组织申请{organisations}件");
        }
        if carried_in > 0 {
            let _ = write!(text, "，上年结转{carried_in}件");
        }
        let _ = write!(text, "；全年办理答复{handled}件");
        if carried_out > 0 {
            let _ = write!(text, "，结转下年度继续办理{carried_out}件");
        }
        text + "。"
    }

    fn proactive(rng: &mut Rng) -> Vec<String> {
        if rng.percent(75) {
            return Vec::new();
        }
        vec!["本机关主动公开的具体数据见下表。".to_owned()]
    }

    fn applications(&self, rng: &mut Rng) -> Vec<String> {
        if rng.percent(75) {
            return Vec::new();
        }
        if self.new == 0 {
            return vec!["本年未收到政府信息公开申请，各项数据均为零。".to_owned()];
        }
        vec![format!("本年新收申请{}件，办理情况见下表。", self.new)]
    }

    fn remedies(&self, rng: &mut Rng) -> Vec<String> {
        if rng.percent(60) {
            return Vec::new();
        }
        let Self { reconsiderations, suits, .. } = *self;
        vec![match (reconsiderations, suits) {
            (0, 0) => "本年没有发生因政府信息公开引起的行政复议和行政诉讼。".to_owned(),
            (r, 0) => format!("本年涉及政府信息公开的行政复议{r}件，没有行政诉讼。"),
            (0, s) => format!("本年涉及政府信息公开的行政诉讼{s}件，没有行政复议。"),
            (r, s) => format!("本年涉及政府信息公开的行政复议{r}件、行政诉讼{s}件。"),
        }]
    }

    fn problems(&self, rng: &mut Rng) -> Vec<String> {
        let next = self.year + 1;
        let fault = rng.pick(&[
            "个别栏目更新不够及时，解读材料形式偏于单一",
            "基层经办人员变动较多，答复文书的规范程度有待提高",
            "主动公开的内容与群众关心的事项还有距离",
        ]);
        let remedy = rng.pick(&[
            "建立栏目巡查台账，逐月通报更新情况",
            "编印答复文书样例，安排集中学习",
            "根据办事咨询的热点补充公开内容",
        ]);
        if rng.percent(50) {
            vec![format!("存在的主要问题：{fault}。"), format!("{next}年的改进措施：{remedy}。")]
        } else {
            vec![
                format!("从全年情况看，{fault}。针对这一问题，本机关已着手整改。"),
                format!("{next}年，本机关将{remedy}，继续提高公开质量。"),
            ]
        }
    }

    fn other(&self, rng: &mut Rng) -> Vec<String> {
        let fee = match self.profile {
            // Who did not pay in time was asked to pay.
            _ if self.fee_overdue > 0 => {
                let paid = rng.between(0, 6);
                let notices = self.fee_overdue + paid;
                let price = 10 * rng.between(3, 40);
                format!(
                    "本年发出信息处理费收费通知{notices}件，通知金额{}元，实际收取{}元。",
                    notices * price,
                    paid * price
                )
            }
            Profile::City | Profile::Extreme if self.year >= 2021 && rng.percent(50) => {
                let notices = rng.between(1, 9);
                let yuan = notices * 10 * rng.between(3, 40);
                format!("本年发出信息处理费收费通知{notices}件，通知金额{yuan}元，实际收取{yuan}元。")
            }
            _ => (*rng.pick(&["本年未收取信息处理费。", "本年没有发出收费通知，收取信息处理费0元。"]))
                .to_owned(),
        };
        match rng.below(3) {
            0 => vec!["无。".to_owned()],
            1 => vec![fee],
            _ => vec![fee, "没有其他需要报告的事项。".to_owned()],
        }
    }
}

/// A small number now and then in Chinese numerals, as some offices write.
fn small(n: i64, rng: &mut Rng) -> String {
    const NUMERALS: [&str; 11] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match usize::try_from(n).ok().and_then(|n| NUMERALS.get(n)) {
        Some(numeral) if n > 2 && rng.percent(20) => (*numeral).to_owned(),
        _ => n.to_string(),
    }
}
