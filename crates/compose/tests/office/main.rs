//! Reports written as Word document, web page and Markdown, and read back: by our own reader, by LibreOffice, by eye.
//!
//! Not here: PDF and workbooks.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod golden;
mod hostile;
mod libreoffice;
mod page;
mod round_trip;
mod structure;
mod support;
