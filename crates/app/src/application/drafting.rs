//! A reply as a clerk decided and wrote it, and as it is kept apart from the events.
//!
//! Not here: what stands against it (`super::weigh_draft`), writing it into the case (`super::draft_reply`).

use crate::upload::Stored;
use gongkai_domain::application::outcome::is_lacking;
use gongkai_domain::application::{Counted, CountingSettings, MatterOutcome, count};
use gongkai_domain::ids::{ApplicationId, DepartmentId, PersonId};
use gongkai_domain::notice::reply::Ground;
use gongkai_domain::notice::{Paper, Reply};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a clerk decided and wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafting {
    /// What becomes of each matter.
    pub outcomes: Vec<MatterOutcome>,
    /// The matter whose ground is counted where no rule of the form decides.
    #[serde(default)]
    pub chosen: Option<u32>,
    /// The fields of the paper.
    pub fields: Value,
    /// Registration number of the application that a repeated one repeats.
    #[serde(default)]
    pub earlier: String,
    /// Whether the case handler has compared the two and finds that they ask for the same information.
    #[serde(default)]
    pub same_information: bool,
    /// Why the public interest outweighs an objection (《条例》第三十二条).
    #[serde(default)]
    pub public_interest: String,
    /// Why an objection has no reasonable grounds, by the number of the consultation (《条例》第三十二条).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unfounded: BTreeMap<u32, String>,
    /// Why a third party or a co-making agency whose letter came back could not be heard, where the paper has no field for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub omitted: String,
    /// The matters for which the explanation holds why nobody was heard, that of the paper included; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted_for: Vec<u32>,
    /// What is new compared with a reply that was quashed (《行政复议法》第六十四条第二款).
    #[serde(default)]
    pub renewed: String,
    /// Units that co-sign.
    #[serde(default)]
    pub co_signers: Vec<DepartmentId>,
    /// People who co-sign for themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_signing: Vec<PersonId>,
    /// What becomes of the applications that are answered together with this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<JoinedOutcomes>,
    /// Whether every matter has fields of its own; in drafts of the older order the matters of one ground share them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_matter: bool,
}

/// What becomes of an application that is answered together with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedOutcomes {
    /// Which.
    pub application: ApplicationId,
    /// What becomes of each of its matters.
    pub outcomes: Vec<MatterOutcome>,
}

/// The information that a reply gives out.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Files that are new.
    pub files: Vec<Stored>,
    /// Files of an earlier draft that are given up, by the id of the attachment.
    pub without: Vec<Uuid>,
    /// Whether what must not be given was covered in the new files (区分处理); none where nobody said so.
    pub is_redacted: Option<bool>,
}

/// What was said of a file when it was put into a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub size: i64,
    /// Whether what must not be given was covered in it; none where nobody said so.
    #[serde(default)]
    pub is_redacted: Option<bool>,
    /// Who wrote it and who changed it, as its properties say: they go out with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

impl Drafting {
    /// Whether the matters of one ground share its fields.
    pub fn is_by_ground(&self) -> bool {
        !self.by_matter
    }

    /// In which row the paper as a whole would count: it follows from the outcomes of all applications that it answers.
    pub fn whole(&self, counting: &CountingSettings) -> Option<Counted> {
        let mut all = self.outcomes.clone();
        for outcome in self.joined.iter().flat_map(|joined| &joined.outcomes) {
            let next = all.iter().map(|known| known.matter).max().unwrap_or(0) + 1;
            all.push(MatterOutcome { matter: next, ..outcome.clone() });
        }
        count(&all, self.chosen, counting)
    }
}

/// A draft as it is kept apart from the events.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DraftText {
    /// What was decided and written.
    pub drafting: Drafting,
    /// The paper as it was then, for the reviewers.
    pub paper: Paper,
    /// What was said of the files that it gives out, those of earlier drafts included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<GivenFile>,
    /// Whether the paper says its grounds in the order of the matters; drafts of the oldest order have those of other matters behind.
    #[serde(default)]
    pub by_matter: bool,
}

/// The grounds on which a part of a matter may not be given, by the key of a form: the refusals as the field of the partial reply
/// names them, and what the office cannot provide.
pub fn withheld_grounds() -> impl Iterator<Item = (&'static str, Reply)> {
    let refused = Ground::EVERY.iter().map(|ground| (ground.key(), ground.reply()));
    let lacking = Reply::EVERY.iter().filter(|reply| is_lacking(**reply));
    refused.chain(lacking.map(|reply| (reply.key(), *reply)))
}

/// The ground of what is not given, by its key in a form.
pub fn withheld_ground(key: &str) -> Option<Reply> {
    withheld_grounds().find(|(known, _)| *known == key).map(|(_, reply)| reply)
}
