//! Who is at the desk: sign-in with password and second factor, lock-out, sessions, and what proves that a form is ours.
//!
//! Not here: what a person may do (`gongkai_domain::staff`), cookies and pages (`gongkai-web`).

mod attempt;
pub mod password;
pub mod person;
pub mod second_factor;
pub mod session;
pub mod sign_in;

pub use session::Session;
pub use sign_in::{Entry, Origin, begin, confirm};
