//! The use cases of an application for government information: one file per verb.
//!
//! Not here: the guards of each verb (`gongkai_domain::application`), papers (`crate::paper`).

pub mod act;
pub mod case;
pub mod correct;
pub mod file;
pub mod projection;
pub mod withdraw;

pub use case::{Moved, OpenCase};
