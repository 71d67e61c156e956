//! What a person may do with the records: one use case per verb, each in one transaction.
//!
//! Not here: the rules of the records (`gongkai-domain`), tables (`gongkai-storage`), pages (`gongkai-web`).
