//! The sheet on which a template writes: it collects paragraphs and, in the same pass, what is missing, so that the
//! checklist and the refusal can never differ from the text.
//!
//! Not here: what a paper says (`super::reply`, `super::procedural`).

use super::case::{Case, Issue, Office, Opinion};
use super::paper::{Paper, Paragraph, Table, chinese_date, unnumbered};
use super::parts::{Missing, Part, PartCheck};
use super::{PaperKind, RemedyMode};
use chrono::NaiveDate;
use std::fmt::Write as _;

/// 《政府信息公开条例》 by its full name.
pub(super) const REGULATION: &str = "《中华人民共和国政府信息公开条例》";
/// The ground beside which every refusal under 第十四条 to 第十六条 is printed.
pub(super) const REFUSAL: &str = "第三十六条第（三）项";
/// 《政府信息公开信息处理费管理办法》 by its name.
pub(super) const FEE_MEASURES: &str = "《政府信息公开信息处理费管理办法》";

/// A paper as far as its fields go, with its checklist. What is missing is printed as 〔…〕.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The paper, for a preview.
    pub paper: Paper,
    /// The required parts in the order of the paper.
    pub parts: Vec<PartCheck>,
}

impl Drafted {
    /// Everything that is missing.
    pub fn missing(&self) -> Vec<Missing> {
        self.parts.iter().flat_map(|part| part.missing.iter().cloned()).collect()
    }

    /// The paper, if nothing is missing.
    ///
    /// # Errors
    /// Everything that is missing.
    pub fn finish(self) -> Result<Paper, Vec<Missing>> {
        let missing = self.missing();
        if missing.is_empty() { Ok(self.paper) } else { Err(missing) }
    }
}

/// Whom a paper speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// The applicant.
    Applicant,
    /// A third party, another agency: they may not learn who applied and why.
    Outsider,
    /// The file, a reviewing organ or a court.
    Record,
}

/// A paper being written.
#[derive(Debug)]
pub struct Sheet<'a> {
    pub(super) case: &'a Case,
    pub(super) office: &'a Office,
    pub(super) issue: &'a Issue,
    kind: PaperKind,
    audience: Audience,
    recipient: Option<String>,
    paragraphs: Vec<Paragraph>,
    basis: Vec<String>,
    attachments: Vec<String>,
    parts: Vec<PartCheck>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(kind: PaperKind, case: &'a Case, office: &'a Office, issue: &'a Issue) -> Self {
        Self {
            case,
            office,
            issue,
            kind,
            audience: Audience::Applicant,
            recipient: None,
            paragraphs: Vec::new(),
            basis: Vec::new(),
            attachments: Vec::new(),
            parts: Vec::new(),
        }
    }

    // ---- the checklist -----------------------------------------------------------------------------------------

    /// Names a part that the paper must have.
    pub(super) fn part(&mut self, part: Part) -> &mut PartCheck {
        let at = self.parts.iter().position(|check| check.part == part).unwrap_or_else(|| {
            self.parts.push(PartCheck { part, name: part.name(), missing: Vec::new() });
            self.parts.len() - 1
        });
        &mut self.parts[at]
    }

    /// Notes that something is missing unless it holds.
    pub(super) fn need(
        &mut self,
        part: Part,
        holds: bool,
        field: Option<&'static str>,
        reason: impl Into<String>,
    ) {
        let check = self.part(part);
        if !holds {
            let missing = Missing { part, field, reason: reason.into() };
            if !check.missing.contains(&missing) {
                check.missing.push(missing);
            }
        }
    }

    /// A text that must be there; without it, `〔label〕` is printed.
    pub(super) fn text(&mut self, part: Part, field: &'static str, label: &str, value: &str) -> String {
        let value = value.trim();
        self.need(part, !value.is_empty(), Some(field), format!("未填写{label}"));
        if value.is_empty() { format!("〔{label}〕") } else { value.to_owned() }
    }

    /// The same for a sentence: it ends with a full stop.
    pub(super) fn sentence(&mut self, part: Part, field: &'static str, label: &str, value: &str) -> String {
        let text = self.text(part, field, label, value);
        sentence(&text)
    }

    /// Entries of which there must be one.
    pub(super) fn entries(
        &mut self,
        part: Part,
        field: &'static str,
        label: &str,
        values: &[String],
    ) -> Vec<String> {
        let kept = unnumbered(kept(values));
        self.need(part, !kept.is_empty(), Some(field), format!("未填写{label}"));
        if kept.is_empty() { vec![format!("〔{label}〕")] } else { kept }
    }

    /// A date that must be there.
    pub(super) fn date(
        &mut self,
        part: Part,
        field: Option<&'static str>,
        label: &str,
        on: Option<NaiveDate>,
    ) -> String {
        self.need(part, on.is_some(), field, format!("未填写{label}"));
        on.map_or_else(|| format!("〔{label}〕"), chinese_date)
    }

    /// Something chosen that must be.
    pub(super) fn chosen<T: Copy>(
        &mut self,
        part: Part,
        field: &'static str,
        label: &str,
        choice: Option<T>,
    ) -> Option<T> {
        self.need(part, choice.is_some(), Some(field), format!("未选择{label}"));
        choice
    }

    // ---- the text ----------------------------------------------------------------------------------------------

    pub(super) fn push(&mut self, paragraph: Paragraph) {
        self.paragraphs.push(paragraph);
    }

    pub(super) fn body(&mut self, text: impl Into<String>) {
        self.push(Paragraph::Body(text.into()));
    }

    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.push(Paragraph::Heading(text.into()));
    }

    pub(super) fn list(&mut self, entries: Vec<String>) {
        self.push(Paragraph::List(entries));
    }

    pub(super) fn table(&mut self, table: Table) {
        self.push(Paragraph::Table(table));
    }

    pub(super) fn attach(&mut self, name: impl Into<String>) {
        self.attachments.push(name.into());
    }

    /// Cites provisions of the regulation: `根据…第十四条、第三十六条第（三）项的规定`.
    pub(super) fn under(&mut self, articles: &[&str]) -> String {
        self.part(Part::Basis);
        self.basis.extend(articles.iter().map(|article| format!("{REGULATION}{article}")));
        format!("根据{REGULATION}{}的规定", articles.join("、"))
    }

    /// Notes a provision that the text cites in its own words.
    pub(super) fn cite(&mut self, provision: impl Into<String>) {
        self.part(Part::Basis);
        self.basis.push(provision.into());
    }

    /// 您, 你们 or 你单位.
    pub(super) fn you(&self) -> &'static str {
        self.case.addressee.word()
    }

    /// 本机关.
    pub(super) fn we(&self) -> String {
        self.office.self_word.clone()
    }

    /// What the paper calls itself: 告知书, 答复书, 通知书, 函 …
    pub(super) fn word(&self) -> &'static str {
        let title = self.issue.title.as_deref().unwrap_or(self.kind.title());
        let title = title.split('（').next().unwrap_or_default();
        ["告知书", "答复书", "通知书", "意见书", "确认书", "决定书", "告知", "答复", "通知", "函"]
            .into_iter()
            .find(|word| title.ends_with(word))
            .unwrap_or("告知书")
    }

    /// What a reply speaks of: the whole of what was asked for in these words, or the part of it that was described.
    pub(super) fn subject(&mut self, whole: &str) -> String {
        let Some(part) = self.issue.part.as_deref() else { return whole.to_owned() };
        let part = self.text(Part::Facts, "part", "所涉的部分", part);
        if part.starts_with('〔') { part } else { format!("“{}”", quoted(&part)) }
    }

    /// Speaks to the applicant.
    pub(super) fn address_applicant(&mut self) {
        let name = self.case.applicant.trim().to_owned();
        self.need(Part::Recipient, !name.is_empty(), None, "没有申请人姓名（名称）");
        self.recipient = Some(name.clone());
        self.push(Paragraph::Salutation(format!("{}：", or_gap(&name, "申请人"))));
    }

    /// Speaks to somebody else, who may not learn who applied.
    pub(super) fn address_outsider(&mut self, field: &'static str, label: &str, name: &str) {
        self.audience = Audience::Outsider;
        let name = self.text(Part::Recipient, field, label, name);
        self.push(Paragraph::Salutation(format!("{name}：")));
        self.recipient = Some(name);
    }

    /// Speaks to a reviewing organ or a court.
    pub(super) fn address_tribunal(&mut self, field: &'static str, label: &str, name: &str) {
        self.audience = Audience::Record;
        let name = self.text(Part::Recipient, field, label, name);
        self.recipient = Some(name);
    }

    /// A paper of the file.
    pub(super) fn for_the_record(&mut self) {
        self.audience = Audience::Record;
    }

    /// 登记编号, with those of applications answered together.
    pub(super) fn numbers(&mut self) -> String {
        let all = self.case.answered();
        let numbers: Vec<&str> = all.iter().map(|one| one.registration_number.trim()).collect();
        let all_there = numbers.iter().all(|number| !number.is_empty());
        let joined = if all_there { numbers.join("、") } else { "〔登记编号〕".to_owned() };
        self.need(Part::Application, all_there, None, "没有登记编号");
        joined
    }

    /// `您于2025年9月16日通过互联网渠道提交的政府信息公开申请（登记编号：…）`, with the day of receipt where it is
    /// another one, and `收悉。`.
    pub(super) fn application_received(&mut self) -> String {
        if !self.case.joined.is_empty() {
            return self.applications_received();
        }
        let numbers = self.numbers();
        let (you, we, case) = (self.you(), self.we(), self.case);
        let submitted = case.submitted_on.or(case.received_on);
        let submitted_words = self.date(Part::Application, None, "提交申请的日期", submitted);
        let mut text = format!(
            "{you}于{submitted_words}{}的政府信息公开申请（登记编号：{numbers}）",
            case.filed_by.words()
        );
        let corrected_on = case.correction.as_ref().and_then(|round| round.corrected_on);
        if let Some(on) = corrected_on {
            let _ = write!(text, "及{you}补正的材料（{we}于{}收到）", chinese_date(on));
        } else if let Some(on) = case.received_on.filter(|on| Some(*on) != submitted) {
            let _ = write!(text, "，{we}于{}", chinese_date(on));
        }
        text + "收悉。"
    }

    /// The same for applications answered together: each with its own day and way, the earliest first.
    fn applications_received(&mut self) -> String {
        self.numbers();
        let (you, we) = (self.you(), self.we());
        let all = self.case.answered();
        let mut lines = Vec::new();
        for one in &all {
            let submitted = one.submitted_on.or(one.received_on);
            let on = self.date(Part::Application, None, "提交申请的日期", submitted);
            let mut line = format!(
                "{on}{}的申请（登记编号：{}",
                one.filed_by.words(),
                or_gap(&one.registration_number, "登记编号")
            );
            if let Some(on) = one.corrected_on {
                let _ = write!(line, "，{we}于{}收到补正材料", chinese_date(on));
            } else if let Some(on) = one.received_on.filter(|on| Some(*on) != submitted) {
                let _ = write!(line, "，{we}于{}收到", chinese_date(on));
            }
            lines.push(line + "）");
        }
        format!("{you}提交的{}件政府信息公开申请收悉：{}。", all.len(), lines.join("；"))
    }

    /// The opening of a reply and what was asked for; `how` is 审查, 检索 or both.
    pub(super) fn reply_opening(&mut self, how: &str) {
        self.address_applicant();
        let received = self.application_received();
        self.body(format!("{received}经{how}，现答复如下："));
        self.requested();
    }

    /// What was asked for.
    pub(super) fn requested(&mut self) {
        let you = self.you();
        let case = self.case;
        let mut all = unnumbered(kept(&case.requested));
        if !case.joined.is_empty() {
            // answered together: each matter behind the number of its application
            let answered = case.answered();
            let entries = answered.iter().flat_map(|one| {
                let texts = unnumbered(one.requested.clone());
                let names: Vec<String> = one.named().map(|(name, _)| name).collect();
                names.into_iter().zip(texts)
            });
            let entries = entries.filter(|(_, text)| !text.trim().is_empty());
            all = entries.map(|(name, text)| format!("{name}：{}", text.trim())).collect();
        }
        self.need(Part::Application, !all.is_empty(), None, "没有申请内容");
        match all.as_slice() {
            [] => self.push(Paragraph::Quote(format!("{you}申请公开的内容为：〔申请内容〕。"))),
            [only] => self.push(Paragraph::Quote(format!("{you}申请公开的内容为：“{}”。", quoted(only)))),
            several => {
                self.push(Paragraph::Quote(format!("{you}申请公开的内容为：")));
                self.list(several.to_vec());
            }
        }
    }

    /// The end of a reply: remedies, closing, attachments, signature. `mode` is that of its own ground; a reply that says more has
    /// the remedies of all that it says.
    pub(super) fn reply_end(&mut self, mode: RemedyMode) {
        let mode = match self.issue.answers.as_slice() {
            [] => mode,
            answers => self.office.remedy.mode_of(answers.iter().copied()),
        };
        self.remedies(mode);
        self.end("特此告知。");
    }

    /// The locked paragraphs on remedies.
    pub(super) fn remedies(&mut self, mode: RemedyMode) {
        if mode == RemedyMode::NoRemedy {
            return;
        }
        self.part(Part::Remedy);
        self.part(Part::Period);
        match self.office.remedy.paragraphs(mode, self.issue.issued_on, self.word()) {
            Ok(paragraphs) => self.paragraphs.extend(paragraphs.into_iter().map(Paragraph::Remedy)),
            Err(gaps) => {
                for gap in gaps {
                    self.need(Part::Remedy, false, None, gap.reason());
                }
                self.push(Paragraph::Remedy("〔救济途径〕".to_owned()));
            }
        }
    }

    /// Closing, attachments, signature, date and contact.
    pub(super) fn end(&mut self, closing: &str) {
        self.push(Paragraph::Closing(closing.to_owned()));
        self.signature();
        let contact = &self.office.contact;
        let phone = contact.phone.trim().to_owned();
        let name = contact.name.trim().to_owned();
        self.need(Part::Contact, !phone.is_empty(), None, "没有登记本机关的联系电话，请在机关设置中补充");
        let asked = if name.is_empty() { self.office.disclosure_office.clone() } else { name };
        self.push(Paragraph::Contact(format!(
            "（联系人：{asked}，联系电话：{}）",
            or_gap(&phone, "联系电话")
        )));
    }

    /// Attachments, agency and date.
    pub(super) fn signature(&mut self) {
        if !self.attachments.is_empty() {
            self.push(Paragraph::Attachments(self.attachments.clone()));
        }
        let agency = self.office.agency.trim().to_owned();
        self.need(Part::Signature, !agency.is_empty(), None, "没有登记本机关的全称，请在机关设置中补充");
        self.part(Part::IssuedOn);
        self.push(Paragraph::Signature(or_gap(&agency, "机关全称")));
        self.push(Paragraph::Date(chinese_date(self.issue.issued_on)));
    }

    /// What third parties said, without naming them.
    pub(super) fn opinions(&self) -> Vec<Opinion> {
        self.case.third_parties.iter().map(|party| party.opinion).collect()
    }

    // ---- the end -----------------------------------------------------------------------------------------------

    /// The paper and its checklist. What must not stand in any paper is looked for last.
    pub(super) fn done(mut self) -> Drafted {
        self.basis.dedup();
        let title = self.issue.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        let paper = Paper {
            kind: self.kind,
            title: title.unwrap_or(self.kind.printed_title()).to_owned(),
            document_number: self.issue.document_number.clone(),
            registration_number: Some(self.case.registration_number.clone()).filter(|n| !n.is_empty()),
            agency: self.office.agency.clone(),
            recipient: self.recipient.take(),
            issued_on: self.issue.issued_on,
            paragraphs: std::mem::take(&mut self.paragraphs),
            attachments: std::mem::take(&mut self.attachments),
            copy_to: self.issue.copy_to.clone(),
            legal_basis: std::mem::take(&mut self.basis),
        };
        let text = paper.text();
        self.look_for_marks(&text);
        self.look_for_stray_remedies(&paper);
        if self.audience == Audience::Outsider {
            self.look_for_the_applicant(&text);
        }
        Drafted { paper, parts: self.parts }
    }

    /// The system is not classified (《保守国家秘密法》第三十一条): nothing with a classification mark may be written here.
    fn look_for_marks(&mut self, text: &str) {
        let is_marked = ["绝密★", "机密★", "秘密★"].iter().any(|mark| text.contains(mark));
        if is_marked {
            self.need(
                Part::Discretion,
                false,
                None,
                "文书含有密级标志；本系统为非涉密系统，请立即删除并报告本单位保密工作机构",
            );
        }
    }

    /// A clerk's own words on when to sue would stand against the locked ones.
    fn look_for_stray_remedies(&mut self, paper: &Paper) {
        let is_stray = |text: &str| {
            text.contains("行政诉讼") && ["个月内", "日内", "天内"].iter().any(|word| text.contains(word))
        };
        let has_stray = paper.paragraphs.iter().any(|paragraph| match paragraph {
            Paragraph::Body(text) => is_stray(text),
            Paragraph::List(entries) => entries.iter().any(|entry| is_stray(entry)),
            _ => false,
        });
        let has_locked = paper.paragraphs.iter().any(|paragraph| matches!(paragraph, Paragraph::Remedy(_)));
        if has_stray && has_locked {
            self.need(Part::Discretion, false, None, "救济途径为固定段落，正文中不得另写复议、诉讼期限");
        }
    }

    fn look_for_the_applicant(&mut self, text: &str) {
        let case = self.case;
        let names = std::iter::once(case.applicant.as_str())
            .chain(case.confidential_names.iter().map(String::as_str))
            .flat_map(|names| names.split('、'))
            .map(str::trim)
            .filter(|name| name.chars().count() > 1);
        self.part(Part::Discretion);
        for name in names {
            if text.contains(name) {
                self.need(
                    Part::Discretion,
                    false,
                    None,
                    "征求意见、协办和对第三方的文书不得出现申请人及其代理人、联系人的姓名（名称）",
                );
                break;
            }
        }
        let purpose = case.purpose.as_deref().map(str::trim).filter(|purpose| purpose.chars().count() > 1);
        if purpose.is_some_and(|purpose| text.contains(purpose)) {
            self.need(Part::Discretion, false, None, "征求意见、协办和对第三方的文书不得出现申请用途");
        }
    }
}

/// The entries that hold something, trimmed.
pub(super) fn kept(values: &[String]) -> Vec<String> {
    values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

/// A text with a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '！', '？']) {
        text.to_owned()
    } else {
        format!("{}。", text.trim_end_matches(['，', '；', '、', ',', ';', '.']))
    }
}

/// A text as it goes between quotation marks: without a full stop of its own, inner marks made single.
pub(super) fn quoted(text: &str) -> String {
    text.trim().trim_end_matches(['。', '；']).replace('“', "‘").replace('”', "’")
}

/// A clause as it goes into the middle of a sentence: no full stop.
pub(super) fn clause(text: &str) -> String {
    text.trim().trim_end_matches(['。', '；', '，', ';', '.']).to_owned()
}

pub(super) fn or_gap(text: &str, label: &str) -> String {
    if text.trim().is_empty() { format!("〔{label}〕") } else { text.trim().to_owned() }
}
