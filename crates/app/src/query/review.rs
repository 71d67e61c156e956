//! A draft under the eyes of who signs: what changed since the draft before, the handling sheet, the steps, and why somebody
//! may not sign.
//!
//! Not here: signing and sending back (`crate::application::sign`), who may see the case (`super::case`).

use super::case::CaseView;
use crate::application::drafting::DraftText;
use crate::application::weigh_draft::earlier_reply;
use crate::office::Office;
use crate::paper::{Dossier, issue};
use crate::refusal::Refusal;
use gongkai_domain::application::Event;
use gongkai_domain::ids::ContentRef;
use gongkai_domain::notice::{Drafted, Paper};
use similar::{ChangeTag, TextDiff};

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// In both.
    Same(String),
    /// Only in the newer one.
    Added(String),
    /// Only in the older one.
    Removed(String),
}

/// What a reviewer looks at.
#[derive(Debug)]
pub struct Reviewed {
    /// The number of the draft.
    pub number: u32,
    /// The draft as it was proposed.
    pub text: DraftText,
    /// The number of the draft it is compared with; none: with the empty template.
    pub compared_with: Option<u32>,
    /// The comparison, line by line.
    pub lines: Vec<Line>,
    /// The checklist.
    pub drafted: Drafted,
    /// Why the draft before was sent back, where it was.
    pub returned: Option<String>,
}

/// Two papers, line by line.
pub fn compare(older: &str, newer: &str) -> Vec<Line> {
    let diff = TextDiff::from_lines(older, newer);
    let lines = diff.iter_all_changes().filter_map(|change| {
        let text = change.value().trim_end_matches('\n').to_owned();
        if text.trim().is_empty() {
            return None;
        }
        Some(match change.tag() {
            ChangeTag::Equal => Line::Same(text),
            ChangeTag::Insert => Line::Added(text),
            ChangeTag::Delete => Line::Removed(text),
        })
    });
    lines.collect()
}

async fn text_of(office: &Office, body: ContentRef) -> Result<DraftText, Refusal> {
    let bytes = office.storage.content(body).await?;
    serde_json::from_slice(&bytes).map_err(|e| Refusal::Defect(format!("draft: {e}")))
}

/// The paper of a draft with whoever applies masked, as everywhere at the desk.
fn printed(paper: &Paper, dossier: &Dossier) -> String {
    dossier.masked(&paper.text())
}

/// The present draft of a case.
///
/// # Errors
/// [`Refusal::NotFound`] where there is none.
pub async fn review(office: &Office, view: &CaseView) -> Result<Reviewed, Refusal> {
    let draft = view.dossier.application.draft().ok_or(Refusal::NotFound)?;
    let text = text_of(office, draft.body).await?;
    let mut before = None;
    let mut returned = None;
    for happened in &view.log {
        match &happened.event {
            Event::ReplyDrafted { draft: number, body, .. } if *number < draft.number => {
                before = Some((*number, *body));
                returned = None;
            }
            Event::DraftReturned { reason, .. } => {
                let reason = office.storage.content(*reason).await?;
                returned = Some(String::from_utf8_lossy(&reason).into_owned());
            }
            _ => {}
        }
    }
    let dossier = &view.dossier;
    let on = text.paper.issued_on;
    let earlier = earlier_reply(office, dossier, &text.drafting).await?;
    // the paper of several applications may be another one than that of this application's own row
    let kind = text.paper.kind;
    let basis = Some(issue::Basis::of_reply(dossier, &text.drafting, earlier).as_written(&text));
    let drafted = issue::draft(dossier, kind, &text.drafting.fields, on, basis.clone(), None)?;
    let (compared_with, older) = if let Some((number, body)) = before {
        (Some(number), text_of(office, body).await?.paper)
    } else {
        let empty = serde_json::json!({});
        (None, issue::draft(dossier, kind, &empty, on, basis, None)?.paper)
    };
    let older = printed(&older, dossier);
    let lines = compare(&older, &printed(&text.paper, dossier));
    Ok(Reviewed { number: draft.number, text, compared_with, lines, drafted, returned })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_names_what_came_and_what_went_and_keeps_the_rest() {
        let lines = compare("一\n二\n\n三\n", "一\n二二\n\n三\n四\n");
        let line = |text: &str| text.to_owned();
        assert_eq!(
            lines,
            [
                Line::Same(line("一")),
                Line::Removed(line("二")),
                Line::Added(line("二二")),
                Line::Same(line("三")),
                Line::Added(line("四")),
            ]
        );
    }
}
