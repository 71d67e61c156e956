//! Every address of the portal and the desk, in one place, under whatever path the office is mounted.
//!
//! Not here: what answers there (the routers) and files sent with the program (`assets`).

use std::sync::Arc;

/// Builds addresses below a path prefix such as `/zwgk/yshqgk`; an empty prefix is the root of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls {
    prefix: Arc<str>,
}

impl Default for Urls {
    fn default() -> Self {
        Self::under("")
    }
}

/// Percent-encodes one path segment or query value; Chinese stays readable in no browser's log, but correct in all.
fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Declares addresses without arguments.
macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident => $path:literal),+ $(,)?) => {
        impl Urls {
            $($(#[$doc])* pub fn $name(&self) -> String { self.at($path) })+
            /// The paths without arguments, as routes below the prefix.
            pub const FIXED: &'static [&'static str] = &[$($path),+];
        }
    };
}

fixed! {
    /// Portal: first page.
    home => "/",
    /// Portal: the guide.
    guide => "/guide",
    /// Portal: start of the application form.
    apply => "/apply",
    /// Portal: to which of several agencies.
    apply_agency => "/apply/agency",
    /// Portal: is it public already?
    apply_public => "/apply/public",
    /// Portal: who applies.
    apply_who => "/apply/who",
    /// Portal: what is asked for.
    apply_what => "/apply/what",
    /// Portal: how to receive it.
    apply_receive => "/apply/receive",
    /// Portal: proof of identity.
    apply_proof => "/apply/proof",
    /// Portal: check the answers.
    apply_check => "/apply/check",
    /// Portal: this agency is not the one.
    apply_not_ours => "/apply/not-ours",
    /// Portal: ask where an application stands. The code is posted, never part of an address.
    track => "/track",
    /// Portal: the query code was lost.
    lost_code => "/track/lost-code",
    /// Portal: complain to the supervising authority.
    complain => "/complain",
    /// Portal: about which of several agencies.
    complain_agency => "/complain/agency",
    /// Portal: ask for the correction of a record about oneself.
    correct_record => "/correct-record",
    /// Portal: which of several agencies keeps the record.
    correct_record_agency => "/correct-record/agency",
    /// Desk: the inbox.
    desk => "/desk",
    /// Desk: sign in.
    sign_in => "/desk/sign-in",
    /// Desk: second factor.
    second_factor => "/desk/sign-in/second",
    /// Desk: sign out (POST).
    sign_out => "/desk/sign-out",
    /// Desk: first start.
    setup => "/desk/setup",
    /// Desk: first start, administrator.
    setup_administrator => "/desk/setup/administrator",
    /// Desk: first start, calendar.
    setup_calendar => "/desk/setup/calendar",
    /// Desk: record what came by counter, post or fax.
    register => "/desk/register",
    /// Desk: what the office tells the person.
    messages => "/desk/messages",
    /// Desk: all applications.
    applications => "/desk/applications",
    /// Desk: papers awaiting a second pair of eyes.
    review => "/desk/review",
    /// Desk: reconsiderations and suits.
    challenges => "/desk/challenges",
    /// Desk: register a reconsideration or a suit.
    challenge_new => "/desk/challenges/new",
    /// Desk: requests to correct records.
    record_corrections => "/desk/record-corrections",
    /// Desk: record a request to correct a record.
    record_correction_new => "/desk/record-corrections/new",
    /// Desk: complaints.
    complaints => "/desk/complaints",
    /// Desk: record a complaint.
    complaint_new => "/desk/complaints/new",
    /// Desk: what goes over to proactive disclosure.
    proactive => "/desk/proactive",
    /// Desk: the same as a file.
    proactive_file => "/desk/proactive.csv",
    /// Desk: the agencies below.
    supervision => "/desk/supervision",
    /// Desk: how the system runs.
    system => "/desk/system",
    /// Desk: the ledger.
    ledger => "/desk/ledger",
    /// Desk: working days.
    calendar => "/desk/calendar",
    /// Desk: import of a year.
    calendar_import => "/desk/calendar/import",
    /// Desk: people and roles.
    people => "/desk/people",
    /// Desk: the audit list.
    audit => "/desk/audit",
    /// Desk: the lines of the audit log as a file.
    audit_export => "/desk/audit.csv",
    /// Desk: verify the chain (POST).
    audit_verify => "/desk/audit/verify",
    /// Desk: the chain as a file.
    chain_export => "/desk/audit/chain.jsonl",
    /// Desk: one's own account.
    account => "/desk/account",
    /// Desk: one's own second factor.
    own_second_factor => "/desk/account/second-factor",
    /// Desk: the agencies of the installation and the departments of one's own.
    agency_tree => "/desk/agency",
    /// Desk: settings and health.
    settings => "/desk/settings",
}

impl Urls {
    /// Addresses below `prefix`; a final slash is dropped, a missing first one added.
    pub fn under(prefix: &str) -> Self {
        let bare = prefix.trim_matches('/');
        Self { prefix: if bare.is_empty() { "".into() } else { format!("/{bare}").into() } }
    }

    /// The address of a path below the prefix.
    pub fn at(&self, path: &str) -> String {
        [&*self.prefix, path].concat()
    }

    /// A file sent with the program; its version is part of the address, so that it may be kept for a year.
    pub fn asset(&self, name: &str) -> String {
        let version = crate::assets::find(name).map_or(0, |asset| asset.version);
        self.at(&format!("/static/{name}?v={version:08x}"))
    }

    /// Portal: the receipt of an application just filed.
    pub fn receipt(&self, reference: &str) -> String {
        self.at(&format!("/apply/done/{}", encode(reference)))
    }

    /// Portal: a page of one application, after the code was given.
    pub fn tracked(&self, reference: &str, page: &str) -> String {
        let base = format!("/track/{}", encode(reference));
        self.at(&if page.is_empty() { base } else { format!("{base}/{page}") })
    }

    /// Portal: a complaint or a request to correct a record, after the code was given.
    pub fn followed(&self, reference: &str, page: &str) -> String {
        below(self.at("/cases"), reference, page)
    }

    /// Desk: a reconsideration or a suit; a page of it.
    pub fn challenge(&self, id: &str, page: &str) -> String {
        below(self.challenges(), id, page)
    }

    /// Desk: a request to correct a record; a page of it.
    pub fn record_correction(&self, reference: &str, page: &str) -> String {
        below(self.record_corrections(), reference, page)
    }

    /// Desk: an agency below, by its code; a case of it.
    pub fn supervised(&self, code: &str, number: &str) -> String {
        below(self.supervision(), code, &if number.is_empty() { String::new() } else { encode(number) })
    }

    /// Desk: a complaint; a page of it.
    pub fn complaint(&self, reference: &str, page: &str) -> String {
        below(self.complaints(), reference, page)
    }

    /// Portal: an empty form to print.
    pub fn form_file(&self, name: &str) -> String {
        self.at(&format!("/guide/forms/{}", encode(name)))
    }

    /// Portal: the guide of one of several agencies, named by its code.
    pub fn guide_of(&self, agency: &str) -> String {
        with_query(self.guide(), &[("agency", agency)])
    }

    /// Desk: one application.
    pub fn application(&self, reference: &str) -> String {
        self.at(&format!("/desk/applications/{}", encode(reference)))
    }

    /// Desk: the page of one action on an application.
    pub fn action(&self, reference: &str, action: &str) -> String {
        format!("{}/{}", self.application(reference), action)
    }

    /// Desk: a paper of an application, in one format.
    pub fn paper(&self, reference: &str, paper: &str, format: &str) -> String {
        format!("{}/papers/{}.{format}", self.application(reference), encode(paper))
    }

    /// Desk: a file of an application.
    pub fn case_file(&self, reference: &str, file: &str) -> String {
        format!("{}/files/{}", self.application(reference), encode(file))
    }

    /// Desk: the inbox under a filter, given as pairs of name and value.
    pub fn inbox(&self, filter: &[(&str, &str)]) -> String {
        with_query(self.desk(), filter)
    }

    /// Desk: the ledger under a filter.
    pub fn ledger_where(&self, filter: &[(&str, &str)]) -> String {
        with_query(self.ledger(), filter)
    }

    /// Desk: the export of the ledger under a filter.
    pub fn ledger_export(&self, format: &str, filter: &[(&str, &str)]) -> String {
        with_query(self.at(&format!("/desk/ledger.{format}")), filter)
    }

    /// Desk: the register of document numbers of a year.
    pub fn document_register(&self, year: &str) -> String {
        let filter: &[(&str, &str)] = if year.is_empty() { &[] } else { &[("year", year)] };
        with_query(self.at("/desk/document-register.xlsx"), filter)
    }

    /// Desk: the calendar of one year.
    pub fn calendar_year(&self, year: i32) -> String {
        self.at(&format!("/desk/calendar/{year}"))
    }

    /// Desk: one person.
    pub fn person(&self, id: &str) -> String {
        self.at(&format!("/desk/people/{}", encode(id)))
    }

    /// Desk: one agency of the tree.
    pub fn agency(&self, id: &str) -> String {
        self.at(&format!("/desk/agency/{}", encode(id)))
    }

    /// Desk: one department of one's own agency.
    pub fn department(&self, id: &str) -> String {
        self.at(&format!("/desk/agency/departments/{}", encode(id)))
    }

    /// Desk: one group of settings.
    pub fn setting(&self, group: &str) -> String {
        self.at(&format!("/desk/settings/{}", encode(group)))
    }

    /// Desk: the file of a case as one bundle.
    pub fn volume(&self, reference: &str) -> String {
        format!("{}/volume.zip", self.application(reference))
    }

    /// Desk: the audit log under a filter.
    pub fn audit_where(&self, filter: &[(&str, &str)]) -> String {
        with_query(self.audit(), filter)
    }

    /// Desk: one paper under review.
    pub fn review_of(&self, paper: &str) -> String {
        self.at(&format!("/desk/review/{}", encode(paper)))
    }
}

/// A thing below a list, or a page of it.
fn below(list: String, name: &str, page: &str) -> String {
    let base = format!("{list}/{}", encode(name));
    if page.is_empty() { base } else { format!("{base}/{page}") }
}

/// An address with a query.
pub fn with_query(path: String, pairs: &[(&str, &str)]) -> String {
    if pairs.is_empty() {
        return path;
    }
    let query: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_stands_before_every_address() {
        let urls = Urls::under("zwgk/yshqgk/");
        assert_eq!(urls.home(), "/zwgk/yshqgk/");
        assert_eq!(urls.tracked("2025-0017", "correct"), "/zwgk/yshqgk/track/2025-0017/correct");
        assert_eq!(Urls::under("/").guide(), "/guide");
    }

    #[test]
    fn a_reference_with_brackets_cannot_leave_its_segment() {
        let urls = Urls::default();
        assert_eq!(urls.application("a/../b?c"), "/desk/applications/a%2F..%2Fb%3Fc");
        assert_eq!(urls.inbox(&[("owner", "李敏")]), "/desk?owner=%E6%9D%8E%E6%95%8F");
    }
}
