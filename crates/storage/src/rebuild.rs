//! Making the projections anew from the events.
//!
//! Not here: the fold (`gongkai-domain`) and the rows (`gongkai-app`), which come as a function.

use crate::error::StorageError;
use crate::records::Tx;

impl Tx {
    /// Empties the projections and keeps all who would append waiting, so that the caller can stream
    /// [`crate::Records::events_after`] and save every row anew in this one transaction. Readers see the old rows until
    /// it commits.
    pub async fn clear_projections(&self) -> Result<(), StorageError> {
        self.lock_changes().await?;
        for table in [
            "application",
            "application_held",
            "application_mark",
            "challenge",
            "challenge_application",
            "case_other",
        ] {
            self.run(&format!("DELETE FROM {table}"), vec![]).await?;
        }
        Ok(())
    }
}
