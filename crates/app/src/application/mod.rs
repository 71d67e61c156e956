//! The use cases of an application for government information: one file per verb.
//!
//! Not here: the guards of each verb (`gongkai_domain::application`), papers (`crate::paper`).

pub mod act;
pub mod archive;
pub mod ask_assistance;
pub mod ask_correction;
pub mod assign;
pub mod case;
pub mod close_internally;
pub mod confirm;
pub mod consult;
pub mod correct;
pub mod counter_receipt;
pub mod draft_reply;
pub mod drafting;
pub mod enclose;
pub mod extend;
pub mod file;
pub mod give_reasons;
pub mod intake;
pub mod issue;
pub mod issue_paper;
pub mod join_reply;
pub mod keep_scan;
pub mod notice_fee;
pub mod projection;
pub mod promote;
pub mod propose_extension;
pub mod receive_correction;
pub mod record_opinion;
pub mod record_search;
pub mod record_withdrawal;
pub mod rectify;
pub mod register;
pub mod reissue_code;
pub mod reopen;
mod reply_facts;
pub mod request_reasons;
pub mod serve;
pub mod serve_notice;
pub mod sign;
pub mod split;
pub mod together;
pub(crate) mod told;
pub mod void_paper;
pub mod weigh;
pub mod weigh_draft;
pub mod what_if;
pub mod withdraw;

pub use case::{Moved, OpenCase};
