//! Files that were chosen with the form of a step: kept under a word of the form until the step is taken, and told wherever the
//! form is shown again, so that nobody loses one without a word.
//!
//! Not here: whether a file can be taken (`super::files`), the steps (`super::act`, `super::challenge_steps`).

use super::entry::{Desk, Sent, value};
use super::files;
use crate::components::{Control, Fact, Form};
use crate::pages::desk::action::kept_files;
use crate::server::forms::SentFile;
use gongkai_app::portal::ticket::{self, Enclosed};
use gongkai_app::query::released::people_words;
use gongkai_app::upload::{Purpose, Stored};
use gongkai_app::{Fault, Refusal};
use gongkai_domain::ids::AgencyId;

/// The field with the word of a form.
pub(super) const ONCE: &str = "once";
/// The button that lets go of what was kept.
pub(super) const DROP: &str = "drop_files";
/// Letters of the word.
const LETTERS: usize = 20;

/// What was chosen with one form.
pub(super) struct Chosen {
    once: String,
    word: String,
    takes_files: bool,
    /// The good files, of this sending and of those before.
    pub(super) files: Vec<Stored>,
    /// What is wrong with the others.
    pub(super) faults: Vec<Fault>,
}

impl Chosen {
    /// Of a form that is shown for the first time.
    pub(super) fn none(desk: &Desk, purpose: Option<Purpose>) -> Self {
        let once = desk.web.office.code(LETTERS);
        let (word, takes_files) = (String::new(), purpose.is_some());
        Self { once, word, takes_files, files: Vec::new(), faults: Vec::new() }
    }

    /// Of a form that was sent to an address: the files that come with it join those that are kept under its word. The same
    /// form sent again brings no file twice.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub(super) async fn of(
        desk: &Desk,
        agency: AgencyId,
        purpose: Option<Purpose>,
        (path, sent): (&str, &Sent),
        files: Vec<SentFile>,
        is_again: bool,
    ) -> Result<Self, Refusal> {
        let mut chosen = Self::none(desk, purpose);
        let Some(purpose) = purpose else { return Ok(chosen) };
        if !value(sent, ONCE).trim().is_empty() {
            value(sent, ONCE).trim().clone_into(&mut chosen.once);
        }
        chosen.word = format!("{path} {} {}", desk.actor.word(), chosen.once);
        let office = &desk.web.office;
        let is_replaced =
            purpose == Purpose::Scan && files.iter().any(|file| file.field == purpose.field()) && !is_again;
        if is_replaced || !value(sent, DROP).is_empty() {
            // a paper has one scan, the one that was chosen last
            files::forget(desk, &chosen.word).await?;
        }
        let known = if is_again {
            ticket::read::<Enclosed>(office, &chosen.word).await?.unwrap_or_default().files
        } else {
            Vec::new()
        };
        let is_known = |file: &SentFile| {
            let name = gongkai_app::upload::harmless_name(&file.name);
            known.iter().any(|kept| kept.name == name && usize::try_from(kept.size) == Ok(file.bytes.len()))
        };
        let files = files.into_iter().filter(|file| !is_known(file)).collect();
        let kept = Box::pin(files::kept_over(desk, agency, &chosen.word, files, &[purpose])).await?;
        (chosen.files, chosen.faults) = kept;
        Ok(chosen)
    }

    /// Lets go of what is in the records now.
    ///
    /// # Errors
    /// Where the records cannot be written.
    pub(super) async fn forget(&self, desk: &Desk) -> Result<(), Refusal> {
        if self.files.is_empty() { Ok(()) } else { files::forget(desk, &self.word).await }
    }

    /// Their names, with a warning of those whose properties name people.
    fn names(&self) -> Vec<String> {
        let named = self.files.iter().map(|file| match people_words(&file.people) {
            Some(warning) => format!("{}（{warning}）", file.name),
            None => file.name.clone(),
        });
        named.collect()
    }

    /// Puts the word into a form, and before its field for files what is kept.
    pub(super) fn fill(&self, form: &mut Form) {
        if !self.takes_files {
            return;
        }
        let place = form.controls.iter().position(Control::is_file).unwrap_or(form.controls.len());
        if !self.files.is_empty() {
            form.controls.splice(place..place, kept_files(&self.names()));
        }
        // in front: what follows a hidden field keeps no distance
        form.controls.insert(0, Control::hidden(ONCE, self.once.clone()));
    }

    /// The word among the values that a page sends again by itself.
    pub(super) fn travel_in(&self, values: &mut Sent) {
        values.retain(|(name, _)| name != ONCE && name != DROP);
        if self.takes_files {
            values.push((ONCE.to_owned(), self.once.clone()));
        }
    }

    /// What is told of the files beside the other values; none where there are none.
    pub(super) fn fact(&self) -> Option<Fact> {
        (!self.files.is_empty()).then(|| {
            Fact::text("已经收到的文件", self.names().join("、"))
                .note("继续办理的，随表单一并提交，不需要重新选择")
        })
    }
}
