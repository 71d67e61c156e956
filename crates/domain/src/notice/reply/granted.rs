//! Replies that give the information, tell where it is, or give a part of it.
//!
//! Not here: the grounds of what is withheld (`super::denied`).

use super::denied::{Ground, Specific, Withheld, third_party_was_asked};
use super::law::LawLevel;
use crate::application::outcome::{is_lacking, leading_refusal};
use crate::application::{Provision as Asked, ProvisionForm, ProvisionWay};
use crate::notice::field::{Input, Several, choice, fields};
use crate::notice::kind::{PaperKind, RemedyMode, Reply};
use crate::notice::parts::Part;
use crate::notice::sheet::{REFUSAL, Sheet, clause, quoted, sentence};
use crate::notice::template::Template;

choice! {
    /// How the information is given (《条例》第三十六条第（二）项、第四十条).
    Provision {
        /// With the reply.
        Attached = "attached", "随本告知书一并提供";
        /// Over the channel by which it was asked for.
        Online = "online", "通过互联网渠道提供";
        /// To be fetched.
        Collect = "collect", "到指定地点领取";
        /// To be read and copied by hand.
        Inspect = "inspect", "到指定地点查阅、抄录";
    }
}

impl Provision {
    /// Whether giving it so keeps to the form and the way that were asked for (《条例》第二十九条第二款第三项、第四十条). What is
    /// given with the reply goes the way of the reply; of another form (其他) only its way is known.
    pub fn meets(self, asked: Asked) -> bool {
        let is_inspection = asked.form == ProvisionForm::Inspection;
        match self {
            Self::Attached => !is_inspection,
            Self::Online => !is_inspection && matches!(asked.way, ProvisionWay::Online | ProvisionWay::Email),
            Self::Collect => !is_inspection && asked.way == ProvisionWay::Counter,
            Self::Inspect => matches!(asked.form, ProvisionForm::Inspection | ProvisionForm::Other),
        }
    }

    /// Whether it is given as files: downloaded, or with a reply that the applicant gets over the net.
    pub fn is_by_file(self, asked: Asked) -> bool {
        let is_over_the_net = matches!(asked.way, ProvisionWay::Online | ProvisionWay::Email);
        self == Self::Online || (self == Self::Attached && is_over_the_net)
    }
}

/// What was asked for, as a paper tells it.
fn asked_in_words(asked: Asked) -> String {
    let way = asked.way.label();
    match asked.form {
        ProvisionForm::Other => format!("获取途径为{way}"),
        ProvisionForm::Inspection => "提供形式为查阅、抄录".to_owned(),
        form => format!("提供形式为{}、获取途径为{way}", form.label()),
    }
}

fields! {
    /// Fields of [`Reply::AlreadyPublic`].
    AlreadyPublicFields of PaperKind::Reply(Reply::AlreadyPublic);
    places: Vec<String> = Input::Lines, required, "获取的方式、途径",
        "每行一条：信息名称、网址或者公报期号、查阅场所，能让申请人直接找到。";
    explanation: String = Input::Text, optional, "补充说明", "例如检索方法、页面中的位置。";
}

impl Template for AlreadyPublicFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let you = sheet.you();
        let under = sheet.under(&["第三十六条第（一）项"]);
        sheet.part(Part::Facts);
        sheet.body(format!(
            "{you}申请公开的政府信息已经主动公开。{under}，现将获取该政府信息的方式、途径告知如下："
        ));
        let places = sheet.entries(Part::Provision, "places", "获取的方式、途径", &self.places);
        sheet.list(places);
        if !self.explanation.trim().is_empty() {
            sheet.body(sentence(&self.explanation));
        }
        sheet.reply_end(Reply::AlreadyPublic.remedy());
    }
}

fields! {
    /// Fields of [`Reply::Granted`].
    GrantedFields of PaperKind::Reply(Reply::Granted);
    information: Vec<String> = Input::Lines, required, "公开的政府信息", "每行一件：名称、文号，随文提供的写明页数。";
    provision: Option<Provision> = Input::Choice(Provision::CHOICES), required, "提供方式",
        "按照申请人要求的形式提供；与要求不同的，必须填写“提供形式的说明”（条例第四十条）。";
    place: String = Input::Line, optional, "领取或者查阅的地点", "到指定地点领取、查阅的必须填写。";
    time: String = Input::Line, optional, "领取或者查阅的时间", "到指定地点领取、查阅的必须填写。";
    form_note: String = Input::Text, optional, "提供形式的说明",
        "提供方式与申请人要求的不同的必须填写：按要求提供可能危及政府信息载体安全，或者公开成本过高（条例第四十条）。";
}

/// How the information is given, as a sentence.
fn provided(sheet: &mut Sheet<'_>, provision: Option<Provision>, place: &str, time: &str) -> String {
    let chosen = sheet.chosen(Part::Provision, "provision", "提供方式", provision);
    match chosen {
        None => "〔提供方式〕。".to_owned(),
        Some(Provision::Attached) => format!("现随本{}一并提供（见附件）。", sheet.word()),
        Some(Provision::Online) if departs(sheet, Provision::Online).is_some() => {
            "现通过互联网渠道提供，请凭登记编号和查询码下载（见附件）。".to_owned()
        }
        Some(Provision::Online) => {
            format!("现通过{}申请时选择的互联网渠道提供，请凭登记编号和查询码下载（见附件）。", sheet.you())
        }
        Some(way @ (Provision::Collect | Provision::Inspect)) => {
            let place = sheet.text(Part::Provision, "place", "领取或者查阅的地点", place);
            let time = sheet.text(Part::Provision, "time", "领取或者查阅的时间", time);
            let what = if way == Provision::Collect { "领取" } else { "查阅、抄录" };
            format!("请{}于{}到{}{what}。", sheet.you(), clause(&time), clause(&place))
        }
    }
}

impl Template for GrantedFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let under = sheet.under(&["第三十六条第（二）项"]);
        sheet.part(Part::Facts);
        sheet.body(format!(
            "{you}申请公开的政府信息属于可以公开的政府信息。{under}，{we}予以公开，具体如下："
        ));
        let information = sheet.entries(Part::Provision, "information", "公开的政府信息", &self.information);
        sheet.list(information.clone());
        let provided = provided(sheet, self.provision, &self.place, &self.time);
        sheet.body(provided);
        note_on_form(sheet, self.provision, &self.form_note);
        if matches!(self.provision, Some(Provision::Attached | Provision::Online)) {
            for name in &information {
                sheet.attach(clause(name));
            }
        }
        sheet.reply_end(Reply::Granted.remedy());
    }
}

/// What was asked for, where giving the information so departs from it.
fn departs(sheet: &Sheet<'_>, given: Provision) -> Option<Asked> {
    sheet.case.asked_for.filter(|asked| !given.meets(*asked))
}

/// Why the form asked for was not kept: only where it could endanger the carrier or costs too much (《条例》第四十条).
fn note_on_form(sheet: &mut Sheet<'_>, given: Option<Provision>, note: &str) {
    let note = note.trim();
    let asked = given.and_then(|given| departs(sheet, given)).map(asked_in_words);
    if let Some(asked) = &asked {
        let reason = format!(
            "申请人要求的{asked}，提供方式与此不同的，应当在“提供形式的说明”中写明按要求提供可能危及政府信息载体安全或者\
             公开成本过高的理由（《政府信息公开条例》第四十条）"
        );
        sheet.need(Part::Provision, !note.is_empty(), Some("form_note"), reason);
    }
    let said = if note.is_empty() { "〔提供形式的说明〕。".to_owned() } else { sentence(note) };
    let under = |sheet: &mut Sheet<'_>| sheet.under(&["第四十条"]);
    match asked {
        Some(asked) => {
            let (you, word, under) = (sheet.you(), sheet.word(), under(sheet));
            sheet.body(format!(
                "{you}申请时要求的{asked}。{said}{under}，不按该要求提供，改以本{word}载明的方式提供。"
            ));
        }
        None if !note.is_empty() => {
            let (word, under) = (sheet.word(), under(sheet));
            sheet.body(format!("{said}{under}，以本{word}载明的方式提供。"));
        }
        None => {}
    }
}

fields! {
    /// Fields of [`Reply::Partial`].
    PartialFields of PaperKind::Reply(Reply::Partial);
    information: Vec<String> = Input::Lines, required, "公开的部分", "每行一件：名称、文号、作区分处理后的页数。";
    provision: Option<Provision> = Input::Choice(Provision::CHOICES), required, "提供方式", "同“予以公开”。";
    place: String = Input::Line, optional, "领取或者查阅的地点", "到指定地点领取、查阅的必须填写。";
    time: String = Input::Line, optional, "领取或者查阅的时间", "到指定地点领取、查阅的必须填写。";
    form_note: String = Input::Text, optional, "提供形式的说明",
        "提供方式与申请人要求的不同的必须填写：按要求提供可能危及政府信息载体安全，或者公开成本过高（条例第四十条）。";
    withheld: String = Input::Line, optional, "不予公开的部分", "只描述到能让申请人知道遮盖了什么，不得泄露内容本身。";
    ground: Option<Ground> = Input::Choice(Ground::CHOICES), optional, "不予公开的事由",
        "条例第十四条至第十六条规定的七种情形之一；属于法律、行政法规禁止公开的，还要填写依据。";
    specific: Several<Specific> = Input::Choices(Specific::CHOICES), optional, "具体情形",
        "三安全一稳定、第三方合法权益、内部事务信息、过程性信息必须选择具体情形，可以选择几项，应当与事由相符。";
    law_level: Option<LawLevel> = Input::Choice(LawLevel::CHOICES), optional, "依据的层级", "仅限法律、行政法规。";
    law: String = Input::Line, optional, "禁止公开的法律、行政法规", "全称。";
    article: String = Input::Line, optional, "条款", "例如：第四十八条第一款。";
    classification_reference: String = Input::Line, optional, "定密依据编号或者卷号", "属于国家秘密的必须填写；只用于内部核对，不打印。";
    no_consultation: String = Input::Text, optional, "未征求第三方意见的原因", "属于第三方合法权益而没有征求意见记录，或者征求意见书被退回的，必须说明。";
    reasons: String = Input::Text, optional, "不予公开的理由", "说明为什么该部分属于上述情形。";
    unavailable: String = Input::Text, optional, "其余部分的处理",
        "其余部分不存在、不属于本机关负责公开等情形的事实、依据和理由；没有这一部分的不填。";
}

impl Template for PartialFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let we = sheet.we();
        if !sheet.issue.answers.is_empty() {
            self.stands_for_what_is_refused(sheet);
        }
        let has_withheld = self.ground.is_some() || !self.withheld.trim().is_empty();
        let has_rest = !self.unavailable.trim().is_empty();
        // what cannot be provided stands behind by its own ground
        let mut pairs = sheet.issue.said_here().windows(2);
        let lacks = pairs.any(|pair| matches!(pair, [Reply::Partial, reply] if is_lacking(*reply)));
        sheet.need(
            Part::Facts,
            has_withheld || has_rest || lacks,
            Some("withheld"),
            "部分公开应当写明不予公开的部分及其事由，或者其余部分的处理",
        );
        sheet.heading("一、予以公开的部分");
        let under = sheet.under(if has_withheld {
            &["第三十七条"]
        } else {
            &["第三十六条第（二）项"]
        });
        if has_withheld {
            sheet.body(format!(
                "申请公开的信息中含有不应当公开的内容，但能够作区分处理。{under}，{we}对可以公开的内容予以公开："
            ));
        } else {
            sheet.body(format!("{under}，{we}对下列政府信息予以公开："));
        }
        let information = sheet.entries(Part::Provision, "information", "公开的部分", &self.information);
        sheet.list(information.clone());
        let provided = provided(sheet, self.provision, &self.place, &self.time);
        sheet.body(provided);
        note_on_form(sheet, self.provision, &self.form_note);
        let mut number = 2;
        if has_withheld {
            sheet.heading("二、不予公开的部分");
            number += 1;
            self.write_withheld(sheet);
        }
        if has_rest {
            sheet.heading(format!("{}、其余部分", crate::notice::paper::chinese_number(number)));
            sheet.body(sentence(&self.unavailable));
        }
        if matches!(self.provision, Some(Provision::Attached | Provision::Online)) {
            for name in &information {
                sheet.attach(clause(name));
            }
        }
        sheet.reply_end(if has_withheld { RemedyMode::Mixed } else { RemedyMode::Either });
    }
}

impl PartialFields {
    /// What the paper says of the withheld part is what becomes of the first matter that is refused, wholly or in part.
    fn stands_for_what_is_refused(&self, sheet: &mut Sheet<'_>) {
        let refused = leading_refusal(sheet.issue.said_here()).and_then(Ground::of);
        let reason = match (refused, self.ground) {
            (Some(refused), ground) if ground != Some(refused) => {
                format!("不予公开的事由应当与办理结果一致，选择“{}”", refused.name())
            }
            (None, Some(_)) => "各项办理结果均不是不予公开，不应写明不予公开的事由".to_owned(),
            _ => return,
        };
        sheet.need(Part::Basis, false, Some("ground"), reason);
    }

    fn write_withheld(&self, sheet: &mut Sheet<'_>) {
        let what = sheet.text(Part::Facts, "withheld", "不予公开的部分", &self.withheld);
        let what = format!("“{}”", quoted(&what));
        let Some(ground) = sheet.chosen(Part::Basis, "ground", "不予公开的事由", self.ground) else {
            sheet.body(format!("{what}〔不予公开的事由〕。"));
            return;
        };
        if ground == Ground::StateSecret {
            sheet.text(
                Part::EarlierStep,
                "classification_reference",
                "定密依据编号或者卷号",
                &self.classification_reference,
            );
        }
        if ground == Ground::ThirdParty {
            let consulted = third_party_was_asked(sheet, &self.no_consultation);
            sheet.body(consulted);
        }
        let withheld = Withheld {
            ground,
            specific: &self.specific.0,
            law_level: self.law_level,
            law: &self.law,
            article: &self.article,
        };
        let finding = withheld.finding(sheet);
        let under = if ground == Ground::ThirdParty {
            sheet.under(&[ground.article(), "第三十二条", REFUSAL])
        } else {
            sheet.under(&[ground.article(), REFUSAL])
        };
        let reasons = sheet.sentence(Part::Reasons, "reasons", "不予公开的理由", &self.reasons);
        sheet.body(format!("{what}{finding}。{under}，不予公开。理由：{reasons}"));
    }
}
