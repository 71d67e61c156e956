//! Reading cases for a page: nothing here changes anything.
//!
//! Not here: the verbs (`crate::application`), how a page looks (`gongkai-web`).

pub mod track;
