//! What the grounds of a reply rest on: the facts that its guards ask for, recorded with the draft.
//!
//! Not here: the guards (`super::guard`), the words of the reply (`crate::notice`).

use super::event::ClosingCause;
use crate::ids::{ApplicationId, ContentRef};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An earlier application to which a repeated one refers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EarlierApplication {
    /// The application.
    pub application: ApplicationId,
    /// Its registration number.
    pub registration_number: String,
    /// Made by the same applicant.
    pub is_same_applicant: bool,
    /// For the same information: judged by the case handler, who has compared the two.
    pub is_same_information: bool,
    /// How alike the two requests read, in per cent: a hint for that judgement, no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likeness: Option<u8>,
    /// Answered already, and that answer stands.
    pub is_replied: bool,
    /// Received later than this one, or this one itself.
    #[serde(default)]
    pub is_later: bool,
    /// The document number of its reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_number: Option<String>,
    /// The date of its reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replied_on: Option<NaiveDate>,
}

/// The rank of a cited text; only the first two can prohibit disclosure or set up a procedure of its own
/// (《条例》第十四条, 第三十六条第（七）项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LawRank {
    /// 法律.
    Law,
    /// 行政法规.
    AdministrativeRegulation,
    /// 地方性法规.
    LocalRegulation,
    /// 规章.
    Rules,
    /// 规范性文件.
    NormativeDocument,
}

impl LawRank {
    /// What a clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Law => "法律",
            Self::AdministrativeRegulation => "行政法规",
            Self::LocalRegulation => "地方性法规",
            Self::Rules => "规章",
            Self::NormativeDocument => "规范性文件",
        }
    }

    /// Whether a text of this rank can carry the ground.
    pub fn is_sufficient(self) -> bool {
        matches!(self, Self::Law | Self::AdministrativeRegulation)
    }
}

/// A cited text with its article, such as `《不动产登记暂行条例》` `第二十七条`. Public law is no personal content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LawCited {
    /// Its rank.
    pub rank: LawRank,
    /// Its title.
    pub title: String,
    /// The article.
    pub article: String,
}

impl LawCited {
    /// Whether title and article read as those of a published text and as nothing else: they stand in the open part of the
    /// records, where no text of a clerk's own may stand. Asked of what is newly written only.
    pub fn is_plain(&self) -> bool {
        const TITLE: &str = "《》〈〉（）()〔〕[]、，·“”—-之";
        const ARTICLE: &str = "第条款项目章节附则之一二三四五六七八九十百千零〇两（）()、至和，及以";
        let reads = |text: &str, longest: usize, may_be: &dyn Fn(char) -> bool| {
            let mut run = 0_usize;
            text.chars().count() <= longest
                && text.chars().all(|c| {
                    run = if c.is_ascii_digit() { run + 1 } else { 0 };
                    run <= 4 && (c.is_ascii_digit() || may_be(c))
                })
        };
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        reads(self.title.trim(), 60, &|c| chinese(c) || TITLE.contains(c))
            && reads(self.article.trim(), 40, &|c| ARTICLE.contains(c))
    }
}

/// Which of the three kinds of internal affairs (《条例》第十六条第一款).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InternalKind {
    /// 人事管理.
    Personnel,
    /// 后勤管理.
    Logistics,
    /// 内部工作流程.
    Workflow,
}

/// Which of the four kinds of process information (《条例》第十六条第二款).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcessKind {
    /// 讨论记录.
    Discussion,
    /// 过程稿.
    Draft,
    /// 磋商信函.
    Letter,
    /// 请示报告.
    Report,
}

/// Which of the four interests (《条例》第十四条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityInterest {
    /// 国家安全.
    National,
    /// 公共安全.
    Public,
    /// 经济安全.
    Economic,
    /// 社会稳定.
    SocialStability,
}

/// Who is responsible instead (《条例》第三十六条第（五）项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsible {
    /// Name and contact of the agency.
    Named(ContentRef),
    /// It cannot be ascertained.
    NotAscertainable,
}

/// An objection that has no reasonable grounds (《条例》第三十二条): the agency decides on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UnfoundedObjection {
    /// Number of the consultation.
    pub consultation: u32,
    /// Why.
    pub grounds: ContentRef,
}

/// What the grounds of a reply rest on. What a ground does not need stays empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplyFacts {
    /// The reasons (理由), for every reply that does not simply grant.
    pub reasons: Option<ContentRef>,
    /// Where, when and how the information is or can be had.
    pub access: Option<ContentRef>,
    /// The earlier application that a repeated one repeats.
    pub earlier: Option<EarlierApplication>,
    /// Why the third party was not consulted, or could not be reached.
    pub consultation_omitted: Option<ContentRef>,
    /// The matters for which that holds; empty for all, as in older records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub omitted_for: Vec<u32>,
    /// Why the public interest outweighs an objection (《条例》第三十二条).
    pub public_interest: Option<ContentRef>,
    /// The objections that were found to have no reasonable grounds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unfounded: Vec<UnfoundedObjection>,
    /// The law or administrative regulation.
    pub law: Option<LawCited>,
    /// 定密依据: reference to the paper file, never the secret.
    pub classification: Option<ContentRef>,
    /// Why separating (《条例》第三十七条) does not help where information would have to be made.
    pub creation: Option<ContentRef>,
    /// Which kind of internal affairs.
    pub internal_kind: Option<InternalKind>,
    /// Which kind of process information.
    pub process_kind: Option<ProcessKind>,
    /// Which interest is endangered.
    pub security_interest: Option<SecurityInterest>,
    /// Who is responsible instead.
    pub responsible: Option<Responsible>,
    /// What stayed unclear after the correction.
    pub unclear: Option<ContentRef>,
    /// When and how the applicant obtained the information whose confirmation is asked.
    pub obtained: Option<ContentRef>,
    /// What is new in facts or reasons compared with the reply that was quashed (《行政复议法》第六十四条第二款).
    pub renewed: Option<ContentRef>,
    /// Why the information is given in another form than was asked for (《条例》第四十条).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_form: Option<ContentRef>,
    /// Why the application ends without a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<ClosingCause>,
}

impl ReplyFacts {
    /// Whether it is said why nobody was consulted, or could be reached, about a matter.
    pub fn omits_consultation(&self, matter: u32) -> bool {
        self.consultation_omitted.is_some()
            && (self.omitted_for.is_empty() || self.omitted_for.contains(&matter))
    }
}
