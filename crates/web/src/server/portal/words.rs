//! What several pages of the portal print about the office, made from what the agency has set.
//!
//! Not here: the settings themselves (`gongkai_domain::agency`). Where nothing is set, nothing is printed.

use crate::components::{Fact, Facts};
use gongkai_domain::agency::settings::OfficeContact;

/// The particulars of the disclosure office (《条例》第十二条).
pub fn office(contact: &OfficeContact) -> Facts {
    let address = match contact.post_code.trim() {
        "" => contact.address.clone(),
        code if contact.address.trim().is_empty() => format!("邮政编码 {code}"),
        code => format!("{}（邮政编码 {code}）", contact.address.trim()),
    };
    let rows = [
        ("机构名称", &contact.office_name),
        ("办公地址", &address),
        ("办公时间", &contact.hours),
        ("联系电话", &contact.phone),
        ("传真号码", &contact.fax),
        ("电子邮箱", &contact.email),
        ("网址", &contact.website),
    ];
    let given = rows.into_iter().filter(|(_, value)| !value.trim().is_empty());
    Facts::new(given.map(|(term, value)| Fact::text(term, value.trim())).collect())
}
