//! Every page as a struct of ready-to-print values with its template.
//!
//! Not here: reading requests and asking the application (the handlers), the frame (`crate::chrome`).

pub mod desk;
pub mod ended;
pub mod portal;
pub mod question;

pub use question::Question;
