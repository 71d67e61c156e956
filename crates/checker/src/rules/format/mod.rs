//! Slips of form and wording: years, document numbers, doubled words, fees, statutory limits told wrongly.
//!
//! Not here: what a template left behind (`super::structure`), numbers claimed in the prose (`super::across`).

mod abolished_fee;
mod agency_name_mismatch;
mod document_number_form;
mod doubled_word;
mod fees_confused;
mod half_width_punctuation;
mod impossible_date;
mod negative_count;
mod page_furniture_left;
mod purpose_test;
mod repealed_basis;
mod reply_limit_slip;
mod report_year_mismatch;
mod signature_year_slip;
pub(in crate::rules) mod too_many_decimals;
mod unpaired_marks;
mod year_left_over;

pub(in crate::rules) mod prose;
pub(in crate::rules) mod year;

use super::RuleInfo;

/// The family's rules, in the order of their codes.
pub(crate) const RULES: &[&RuleInfo] = &[
    &report_year_mismatch::RULE,
    &signature_year_slip::RULE,
    &year_left_over::RULE,
    &page_furniture_left::RULE,
    &document_number_form::RULE,
    &doubled_word::RULE,
    &fees_confused::RULE,
    &abolished_fee::RULE,
    &negative_count::RULE,
    &too_many_decimals::RULE,
    &half_width_punctuation::RULE,
    &reply_limit_slip::RULE,
    &purpose_test::RULE,
    &repealed_basis::RULE,
    &agency_name_mismatch::RULE,
    &unpaired_marks::RULE,
    &impossible_date::RULE,
];
