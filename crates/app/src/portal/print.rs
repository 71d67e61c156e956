//! What an applicant takes away as PDF besides the papers of the office: the receipt of an application.
//!
//! Not here: the papers of the office (`crate::paper::file`), how a page of paper looks (`gongkai_compose`).

use crate::office::Office;
use crate::paper::set::pdf as set;
use crate::query::track::TrackedCase;
use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_compose::draft::{Block, Draft, Face, Run};
use gongkai_domain::notice::paper::chinese_date;
use gongkai_domain::personal::Applicant;

/// What the receipt says: the same words as the page.
#[derive(Debug, Clone)]
pub struct ReceiptText {
    /// The agency that received the application.
    pub agency: String,
    /// The public reference.
    pub reference: String,
    /// Who applied, by name: the receipt proves it.
    pub applicant: String,
    /// How it was sent.
    pub channel: String,
    /// In which form and by which way the information is wanted.
    pub provision: String,
    /// What is asked for, matter by matter.
    pub requests: Vec<String>,
    /// When it arrived, in words.
    pub arrived: String,
    /// When a reply is to be expected, in words; none where no day can be told.
    pub due: Option<String>,
    /// What happens next.
    pub next: Vec<String>,
    /// The office, line by line.
    pub office: Vec<String>,
    /// The day of arrival.
    pub on: NaiveDate,
}

/// Who applied, by name; for the applicant's own receipt only.
///
/// # Errors
/// Where the records cannot be read.
pub async fn applicants(office: &Office, case: &TrackedCase) -> Result<String, Refusal> {
    let arrival = &case.application.arrival;
    let mut names = Vec::new();
    for one in std::iter::once(&arrival.applicant).chain(&arrival.joint_applicants) {
        let applicant: Applicant = serde_json::from_slice(&office.storage.content(*one).await?)
            .map_err(|e| Refusal::Defect(format!("applicant of {}: {e}", case.row.id)))?;
        names.push(applicant.name().reveal().to_owned());
    }
    Ok(names.join("、"))
}

/// The receipt as a PDF. The query code is not on it: it was told once.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be set.
pub async fn receipt(text: ReceiptText) -> Result<Vec<u8>, Refusal> {
    let body = |text: String| Block::Paragraph { runs: vec![Run { text, face: Face::FangSong }] };
    let heading = |text: &str| Block::Heading { level: 1, text: text.to_owned() };
    let mut blocks = vec![
        body(format!("申请编号：{}", text.reference)),
        body(format!("申请人：{}", text.applicant)),
        body(format!("提交方式：{}", text.channel)),
        body(format!("提交时间：{}", text.arrived)),
        body(format!("希望的提供方式和获取途径：{}", text.provision)),
    ];
    blocks.push(heading("一、申请内容"));
    blocks.extend((1..).zip(text.requests).map(|(number, request)| body(format!("{number}. {request}"))));
    blocks.push(heading("二、什么时候答复"));
    blocks.extend(text.due.map(&body));
    blocks.extend(text.next.into_iter().map(&body));
    if !text.office.is_empty() {
        blocks.push(heading("三、联系方式"));
        blocks.extend(text.office.into_iter().map(&body));
    }
    blocks.push(Block::Signature { text: text.agency.clone() });
    blocks.push(Block::SignedOn { text: chinese_date(text.on) });
    set(Draft {
        title: "政府信息公开申请回执".to_owned(),
        agency: text.agency,
        dated_on: Some(text.on),
        due_on: None,
        letterhead: None,
        blocks,
    })
    .await
}
