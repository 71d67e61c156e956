//! What an applicant takes away as PDF: the receipt of an application, and papers of the office as they were issued.
//!
//! Not here: who may have it (`crate::query::track`), how a page of paper looks (`gongkai_compose`).

use crate::refusal::Refusal;
use chrono::NaiveDate;
use gongkai_compose::draft::{Block, Draft, Face, Run};
use gongkai_compose::fonts::Fonts;
use gongkai_compose::pdf::Typesetter;
use gongkai_compose::{LetterStyle, letter};
use gongkai_domain::notice::Paper;
use std::sync::OnceLock;

/// What the receipt says: the same words as the page.
#[derive(Debug, Clone)]
pub struct ReceiptText {
    /// The agency that received the application.
    pub agency: String,
    /// The public reference.
    pub reference: String,
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

/// The receipt as a PDF. The query code is not on it: it was told once.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be set.
pub async fn receipt(text: ReceiptText) -> Result<Vec<u8>, Refusal> {
    let body = |text: String| Block::Paragraph { runs: vec![Run { text, face: Face::FangSong }] };
    let heading = |text: &str| Block::Heading { level: 1, text: text.to_owned() };
    let mut blocks =
        vec![body(format!("申请编号：{}", text.reference)), body(format!("{} 收到。", text.arrived))];
    blocks.push(heading("一、申请内容"));
    blocks.extend((1..).zip(text.requests).map(|(number, request)| body(format!("{number}. {request}"))));
    blocks.push(heading("二、什么时候答复"));
    blocks.extend(text.due.map(&body));
    blocks.extend(text.next.into_iter().map(&body));
    if !text.office.is_empty() {
        blocks.push(heading("三、联系方式"));
        blocks.extend(text.office.into_iter().map(&body));
    }
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

/// A paper as it was issued, in the letter form.
///
/// # Errors
/// [`Refusal::Defect`] where it cannot be set.
pub async fn paper(paper: &Paper) -> Result<Vec<u8>, Refusal> {
    set(letter::draft(paper, LetterStyle::Letter)).await
}

/// Sets a draft in type, on a thread of its own.
async fn set(draft: Draft) -> Result<Vec<u8>, Refusal> {
    static TYPESETTER: OnceLock<Option<Typesetter>> = OnceLock::new();
    let work = move || {
        let typesetter = TYPESETTER.get_or_init(|| Typesetter::new(Fonts::embedded()).ok());
        let typesetter = typesetter.as_ref().ok_or_else(|| Refusal::Defect("no typesetter".to_owned()))?;
        typesetter.pdf(&draft).map(|pdf| pdf.bytes).map_err(|e| Refusal::Defect(e.to_string()))
    };
    tokio::task::spawn_blocking(work).await.map_err(|e| Refusal::Defect(e.to_string()))?
}
