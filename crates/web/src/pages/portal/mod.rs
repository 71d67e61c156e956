//! The pages for citizens.
//!
//! Not here: the pages of the office (`super::desk`).

pub mod apply;
pub mod check;
pub mod failure;
pub mod guide;
pub mod home;
pub mod other;
pub mod start;
pub mod track;
