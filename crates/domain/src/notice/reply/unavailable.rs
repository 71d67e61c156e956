//! Replies that cannot give the information: it does not exist, would have to be made, or stayed unclear.
//!
//! Not here: information of another agency (`super::elsewhere`).

use crate::notice::field::{Input, fields};
use crate::notice::kind::{PaperKind, Reply};
use crate::notice::paper::chinese_date;
use crate::notice::parts::Part;
use crate::notice::sheet::{Sheet, clause, kept, sentence};
use crate::notice::template::Template;

fields! {
    /// Fields of [`Reply::NotExist`]; the search itself is a record of the case.
    NotExistFields of PaperKind::Reply(Reply::NotExist);
    explanation: String = Input::Text, optional, "补充说明", "例如没有制作或者获取过该信息的原因。";
}

impl Template for NotExistFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("检索");
        let (you, we) = (sheet.you(), sheet.we());
        let case = sheet.case;
        sheet.need(
            Part::Search,
            !case.searches.is_empty(),
            None,
            "没有检索记录；告知信息不存在，应当先检索并记录检索人、时间、范围、关键词和结果",
        );
        for search in &case.searches {
            let terms = kept(&search.terms);
            for (is_there, label) in [
                (!search.searched_by.trim().is_empty(), "检索人"),
                (!search.scope.trim().is_empty(), "检索范围"),
                (!terms.is_empty(), "检索关键词"),
                (!search.result.trim().is_empty(), "检索结果"),
            ] {
                sheet.need(Part::Search, is_there, None, format!("检索记录未写明{label}"));
            }
            sheet.need(
                Part::Search,
                search.searched_on <= sheet.issue.issued_on,
                None,
                "检索日期不能晚于成文日期",
            );
            let terms: Vec<String> = terms.iter().map(|term| format!("“{term}”")).collect();
            sheet.body(format!(
                "{we}于{}以{}为关键词，对{}进行了检索，检索结果：{}",
                chinese_date(search.searched_on),
                terms.concat(),
                clause(&search.scope),
                sentence(&search.result)
            ));
        }
        if case.searches.is_empty() {
            sheet.body("〔检索记录〕");
        }
        let under = sheet.under(&["第三十六条第（四）项"]);
        sheet.part(Part::Reasons);
        let what = sheet.subject(&format!("{you}申请公开的政府信息"));
        sheet.body(format!("经检索，{what}不存在。{under}，现予告知。"));
        if !self.explanation.trim().is_empty() {
            sheet.body(sentence(&self.explanation));
        }
        sheet.reply_end(Reply::NotExist.remedy());
    }
}

fields! {
    /// Fields of [`Reply::NeedsCreation`].
    NeedsCreationFields of PaperKind::Reply(Reply::NeedsCreation);
    reasons: String = Input::Text, required, "没有现成信息的事实", "说明本机关没有现成的信息，提供需要怎样的汇总、加工、分析。";
    why_not_separable: String = Input::Text, required, "不能作区分处理的原因", "说明为什么不是条例第三十七条规定的、作区分处理就能提供的情形。";
    related: String = Input::Text, optional, "可以参考的已公开信息", "方便申请人的，可以告知有关信息的获取途径。";
}

impl Template for NeedsCreationFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let reasons = sheet.sentence(Part::Facts, "reasons", "没有现成信息的事实", &self.reasons);
        let why = sheet.sentence(
            Part::Reasons,
            "why_not_separable",
            "不能作区分处理的原因",
            &self.why_not_separable,
        );
        let under = sheet.under(&["第三十八条"]);
        let what = sheet.subject(&format!("{you}申请公开的信息"));
        sheet.body(format!("{reasons}{what}需要{we}对现有政府信息进行加工、分析。{why}"));
        sheet.body(format!(
            "{under}，行政机关向申请人提供的信息应当是已制作或者获取的政府信息，{we}无法提供上述信息。"
        ));
        if !self.related.trim().is_empty() {
            sheet.body(sentence(&self.related));
        }
        sheet.reply_end(Reply::NeedsCreation.remedy());
    }
}

fields! {
    /// Fields of [`Reply::StillUnclear`]; the correction round is a record of the case.
    StillUnclearFields of PaperKind::Reply(Reply::StillUnclear);
    unclear: String = Input::Text, required, "补正后仍不明确的内容", "指出具体哪些描述仍不能指向特定的政府信息。";
}

impl Template for StillUnclearFields {
    fn write(&self, sheet: &mut Sheet<'_>) {
        sheet.reply_opening("审查");
        let (you, we) = (sheet.you(), sheet.we());
        let round = sheet.case.correction.as_ref();
        sheet.need(
            Part::EarlierStep,
            round.is_some(),
            None,
            "没有告知补正的记录，不能以补正后仍不明确为由答复",
        );
        let corrected_on = round.and_then(|round| round.corrected_on);
        sheet.need(
            Part::EarlierStep,
            round.is_none() || corrected_on.is_some(),
            None,
            "没有收到补正材料的记录；逾期不补正的，应当使用不再处理告知书",
        );
        let asked =
            round.map_or_else(|| "〔告知补正的日期〕".to_owned(), |round| chinese_date(round.requested_on));
        let number = round.and_then(|round| round.document_number.as_deref());
        let number = number.map(|number| format!("（{number}）")).unwrap_or_default();
        let matters = round.map(|round| clause(&round.matters)).filter(|matters| !matters.is_empty());
        let corrected = corrected_on.map_or_else(|| "〔补正日期〕".to_owned(), chinese_date);
        sheet.body(format!(
            "因申请内容不明确，{we}于{asked}一次性告知{you}补正{number}{}。{we}于{corrected}收到{you}的补正材料。",
            matters.map(|matters| format!("，要求补正的事项为：{matters}")).unwrap_or_default()
        ));
        let unclear = sheet.sentence(Part::Facts, "unclear", "补正后仍不明确的内容", &self.unclear);
        sheet.body(format!("经审查，补正后申请内容仍不明确：{unclear}"));
        let under = sheet.under(&["第二十九条第二款第二项", "第三十条"]);
        sheet.part(Part::Reasons);
        sheet.body(format!(
            "{under}，申请应当包括申请公开的政府信息的名称、文号或者便于行政机关查询的其他特征性描述。\
             {you}补正后的申请不能指向特定的政府信息，{we}无法提供。"
        ));
        sheet.reply_end(Reply::StillUnclear.remedy());
    }
}
